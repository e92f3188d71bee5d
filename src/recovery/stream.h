/* stream.h: what an initialised instance has running: the log, the version
 * store, the databases that are being changed, the checkpoint (spec 35, 3 to 6).
 * stream.c opens with the invariants.
 *
 * The engine makes one at JetInit and lets its background thread call
 * stream_clean and stream_advance; attaching registers databases here. With
 * JET_paramRecovery "off" there is a stream without a log. */
#ifndef ESENT_RECOVERY_STREAM_H
#define ESENT_RECOVERY_STREAM_H

#include "btree/modify.h"
#include "format/dbheader.h"
#include "log/log.h"
#include "txn/transaction.h"

struct stream;

struct stream_params {
    struct os_fs *fs;
    char checkpoint_path[1024]; /* where the checkpoint file is; unused without a log */
    struct log_environment environment;
    bool circular;    /* archives go when they are not needed any more */
    uint16_t cleaner; /* session number of the transactions that clean up */
    void *context;    /* of the calls below */
    /* There is something to do in the background. Called with the log locked: must not wait. */
    void (*wake)(void *context);
};

JET_ERR stream_create(const struct stream_params *params, struct stream **stream);
/* Fills the callbacks and their context, before the log is begun. */
void stream_log_params(struct stream *stream, struct log_params *params);
/* The log is open (NULL: none); ids of transactions go on above `last_stamp`. The
 * stream closes the log. */
void stream_set_log(struct stream *stream, struct log *log, uint32_t last_stamp);
/* Logs the start of a run (Init2). `fresh`: the stream has just been begun, and
 * gets its first checkpoint file. */
JET_ERR stream_start(struct stream *stream, bool fresh);

struct log *stream_log(const struct stream *stream); /* NULL: nothing is logged */
struct version_store *stream_versions(const struct stream *stream);

/* ---- databases that are being changed ---- */

/* One of them. The caller keeps it, zeroed at first, from stream_add to
 * stream_remove, with what it points to. */
struct stream_database {
    struct btree_database *trees; /* filled in; cache slot attached; dbid set */
    struct os_file *file;
    struct dbheader *header; /* as it is in the file; changed only under stream_header_lock */
    uint32_t pages_max;      /* 0: unlimited; told in attach lists */

    /* The stream's own. */
    struct stream *stream;
    struct os_mutex header_lock;
    bool listed;                /* its attach has been logged */
    struct log_position attach; /* there */
    uint8_t *entry;             /* of an attach list */
    uint32_t entry_size;
    int32_t generation; /* gen_max_required in the file */
};

/* Around an attach, creation or detach, whole: one at a time, and the checkpoint
 * stands still meanwhile. Taken with no other lock but OS_RANK_DATABASE's or lower. */
void stream_hold(struct stream *stream);
void stream_release(struct stream *stream);

/* From here on the hooks of the version store find its trees, and the cache writes
 * its pages (the writer of its slot is set): behind the log, with the header's
 * gen_max_required raised first. `path`: UTF-8, as attach lists tell it.
 * JET_errOutOfMemory, JET_errTooManyAttachedDatabases (the attach lists are full). */
JET_ERR stream_add(struct stream *stream, struct stream_database *database, const char *path);
/* Appends AttachDB or CreateDB (parts of one record) and makes it durable; from this
 * record on every new log file lists the database. *position: of the record. The
 * caller then writes the header (header_set_attached). Zero position without a log. */
JET_ERR stream_log_attach(struct stream_database *database, struct bytes record,
                          struct log_position *position);
/* The same for DetachDB: log files do not list it any more. */
JET_ERR stream_log_detach(struct stream_database *database, struct bytes record,
                          struct log_position *position);
/* Writes every page and makes the header clean at a position (that of DetachDB or
 * ShutDown), with dbtime and last object id; the file is synced. */
JET_ERR stream_make_clean(struct stream_database *database, struct log_position consistent);
/* Forgets the database; its versions go. The pages, if some are still dirty (a dirty
 * end), are the caller's to abandon. */
void stream_remove(struct stream_database *database);

/* The header is written by whoever changes it, and by the cache's writer. */
void stream_header_lock(struct stream_database *database);
void stream_header_unlock(struct stream_database *database);

/* ---- in the background ---- */

/* Cleans the version store: removes nodes whose deletion everybody sees. Returns
 * the number of versions freed. Any thread without locks and latches. */
uint64_t stream_clean(struct stream *stream);
/* Writes pages until redo would have at most `depth` bytes of log to do (0: all),
 * then headers and the checkpoint file, in the order of 35, 6.4; truncates archives
 * when logging is circular. */
JET_ERR stream_advance(struct stream *stream, uint64_t depth);
/* Is there nothing to clean, nor to write for this depth? */
bool stream_is_idle(struct stream *stream, uint64_t depth);

/* ---- the end (35, 6.5) ---- */

/* Logs ShutDown, makes every registered database clean, logs Term2 and moves the
 * checkpoint there. The databases stay registered. */
JET_ERR stream_terminate(struct stream *stream);
/* Closes the log (`abandon`: as a crash would leave it) and frees all. No database
 * is registered any more. NULL is fine. */
void stream_destroy(struct stream *stream, bool abandon);

#endif
