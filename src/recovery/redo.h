/* redo.h: replaying logs onto databases (spec 35, section 8). redo.c keeps the
 * state; recover.h decides where to begin and what comes after. */
#ifndef ESENT_RECOVERY_REDO_H
#define ESENT_RECOVERY_REDO_H

#include "btree/modify.h"
#include "format/dbheader.h"
#include "format/log_reader.h"
#include "recovery/redo_pages.h"

enum { REDO_DATABASES = 256 };

/* Why a database of the log is not being changed (35, 9.3). */
enum redo_attach {
    REDO_ABSENT, /* the id names nothing now */
    REDO_ATTACHED,
    REDO_DEFERRED,        /* its records are skipped */
    REDO_DEFERRED_FUTURE, /* it is clean at a later position */
    REDO_DEFERRED_MISSING,
    REDO_DEFERRED_DENIED,
};

struct redo_database {
    enum redo_attach state;
    char *logged_path; /* UTF-8, as in the log */
    char *path;        /* where it really is */
    struct os_file *file;
    struct dbheader header;
    struct btree_database trees; /* cache slot, dbtime, last object id */
    bool header_dirty;
};

struct redo_config {
    struct os_fs *fs;
    uint32_t frames;
    void *context;
    /* Where a database that the log calls `logged` is; false: nowhere. */
    bool (*find)(void *context, const char *logged, char *path, size_t size);
    bool ignore_missing; /* JET_bitReplayIgnoreMissingDB */
    /* Tells how far it is: bytes of log done, of how many. Non-zero ends it with that error. */
    JET_ERR (*progress)(void *context, uint64_t done, uint64_t total);
};

struct redo;

JET_ERR redo_create(const struct redo_config *config, struct redo **redo);
/* Closes all databases as they are; nothing more is written. */
void redo_destroy(struct redo *redo);

/* Where redo begins; once, before anything else. JET_errOutOfMemory. */
JET_ERR redo_begin(struct redo *redo, const struct logheader *header, struct log_position from);
/* The databases that were attached when a log or checkpoint was written. */
JET_ERR redo_attach_list(struct redo *redo, struct bytes list, const struct logheader *header);
/* All records of a file from a position on. Stops behind `stop` (0: never). */
JET_ERR redo_file(struct redo *redo, struct log_reader *reader, struct log_position from,
                  struct log_position stop);

/* What it came to. */
struct redo_end {
    struct log_position last_record;   /* of the last one that did something */
    struct log_position last_shutdown; /* 0: none since the databases were attached */
    bool terminated;                   /* the last effective record was Term, RcvQuit */
    bool at_shutdown;                  /* it was ShutDown */
    bool terminal_unattached;
    uint32_t last_stamp;
    unsigned open_transactions;
};
void redo_end(const struct redo *redo, struct redo_end *end);
struct redo_database *redo_database(struct redo *redo, unsigned dbid);
struct version_store *redo_versions(struct redo *redo);
struct cache *redo_cache(struct redo *redo);

/* Undo: rolls every open transaction back, newest change first, logging it. */
JET_ERR redo_undo(struct redo *redo, struct log *log);
/* Writes all pages of the attached databases; with `clean` the headers become so. */
JET_ERR redo_flush(struct redo *redo, bool clean, struct log_position consistent);

#endif
