/* log.h: writing the transaction log (spec 30, sections 2 to 4; 35, 4 and 5).
 * log.c opens with the invariants. Knows records as bytes, not what they mean. */
#ifndef ESENT_LOG_LOG_H
#define ESENT_LOG_LOG_H

#include "format/logheader.h"
#include "os/os_file.h"

struct log;

/* Where the files of a stream are, and how they are called (30, 2.1). */
struct log_names {
    struct os_fs *fs;
    char directory[1024];
    char base[4];      /* 3 characters */
    char extension[5]; /* ".log" or ".jtx" */
    bool eight_digits; /* generations always with 8 digits */
};
/* generation 0: the current log; -1: the temporary one. JET_errInvalidPath. */
JET_ERR log_file_path(const struct log_names *names, int32_t generation, char *path, size_t size);
JET_ERR log_reserve_path(const struct log_names *names, unsigned number, char *path, size_t size);
JET_ERR log_checkpoint_path(const struct log_names *names, const char *system_path, char *path, size_t size);

/* What the files that are there look like. `lowest`, `highest`: archived
 * generations, 0 when none. */
struct log_inventory {
    int32_t lowest, highest;
    bool current, temporary, wide; /* wide: some archive has 8 digits */
    unsigned narrow;               /* archives with 5 digits */
};
JET_ERR log_inventory(const struct log_names *names, struct log_inventory *inventory);

struct log_params {
    struct log_names names;
    uint32_t segments;  /* of each file: header, data, one spare; 4 .. 65535 */
    uint32_t buffers;   /* segments in memory; at least LOG_BUFFERS_MIN are taken */
    uint32_t page_size; /* of the instance */
    uint32_t update_major, update_minor, engine_format_version;
    struct log_environment environment;
    bool circular;
    unsigned reserves; /* reserve files kept */
    void *context;     /* of the calls below, which run with the log locked */
    /* The attached databases for a new file's header: fills and returns the size used. */
    size_t (*attach_list)(void *context, uint8_t list[LOG_ATTACH_LIST_SIZE]);
    /* The checkpoint when a file is begun. */
    struct log_position (*checkpoint)(void *context);
    /* A new generation has begun; databases' headers must follow. Must not wait. */
    void (*rolled)(void *context, int32_t generation);
};
enum { LOG_BUFFERS_MIN = 64 };

/* Begins a new stream at generation 1 with a signature of its own; creates the
 * reserve files. Errors of the files; JET_errOutOfMemory. */
JET_ERR log_create(const struct log_params *params, struct log **log);

/* Goes on with a stream behind `last`, the last segment with data of its current
 * file (0: none), whose data segments' checksums XOR to `sum`. `missing`: there
 * is no current file; `header` is that of the highest archive, and the next
 * generation is begun. A file of an older format or another size is left and a
 * new generation begun. */
JET_ERR log_continue(const struct log_params *params, const struct logheader *header, unsigned last,
                     uint64_t sum, bool missing, struct log **log);

/* Writes what is buffered and closes; the caller has logged its end mark. NULL is fine. */
JET_ERR log_close(struct log *log);
/* Closes without writing anything more: what a crash would leave. */
void log_abandon(struct log *log);

/* Appends whole records, which stay in one file. *first: position of the first
 * one, *end: behind the last; each may be null. `stamp` (may be null) is called
 * with the log locked, just before the bytes are copied, to fill in what must
 * rise with the position (commit stamps).
 * JET_errLogWriteFail, JET_errLogDiskFull: this or an earlier write failed; the
 *     log takes nothing any more.
 * JET_errLogBufferTooSmall: larger than a file can hold. */
JET_ERR log_append(struct log *log, const struct bytes *records, unsigned count, void (*stamp)(void *context),
                   void *stamp_context, struct log_position *first, struct log_position *end);

/* Returns when everything before `position` is on stable storage. */
JET_ERR log_flush(struct log *log, struct log_position position);
/* All that has been appended. */
JET_ERR log_flush_all(struct log *log);
/* Ends the present generation and begins the next; all before is durable. */
JET_ERR log_roll(struct log *log);

/* Behind the last record appended; behind the last durable one. */
struct log_position log_tip(struct log *log);
struct log_position log_durable(struct log *log);
int32_t log_generation(struct log *log);
struct log_time log_generation_time(struct log *log);
const struct signature *log_signature(const struct log *log);
/* The error that stopped the log, or JET_errSuccess. */
JET_ERR log_failure(struct log *log);

/* Deletes archives below `generation` (circular logging, truncation), lowest
 * first. Stops at the first failure, which is no error. */
void log_truncate(struct log *log, int32_t generation);

#endif
