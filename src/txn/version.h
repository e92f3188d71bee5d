/* version.h: the version store (spec 40, 4.4 to 4.6): what the nodes of trees
 * were before transactions changed them, until nobody can see it any more; whom
 * a change conflicts with; what a rollback has to undo.
 *
 * version.c opens with the invariants. Knows nodes as (database, object id, key,
 * data); what pages look like, and how an undo changes them, is told by hooks. */
#ifndef ESENT_TXN_VERSION_H
#define ESENT_TXN_VERSION_H

#include "base/base.h"
#include "log/log.h"

#include <stdatomic.h>

struct version_store;

#define TRX_ACTIVE UINT32_MAX /* no commit id yet */
#define TRX_NONE   UINT32_MAX /* begin id of nobody */

enum version_kind {
    VERSION_INSERT,      /* undo: the node gets its deleted flag */
    VERSION_REPLACE,     /* undo: the before image comes back */
    VERSION_FLAG_DELETE, /* undo: the deleted flag goes */
    VERSION_DELTA,       /* undo: 32-bit add of -amount */
    VERSION_DELTA64,
    VERSION_READ_LOCK,
    VERSION_WRITE_LOCK,
    VERSION_CALL, /* no node: undo and end call back (DDL, space) */
};

/* A writing transaction, from its first change until its last version is gone. */
struct trx {
    struct version_store *store;
    uint32_t begin;             /* snapshot: begin id */
    _Atomic uint32_t commit;    /* TRX_ACTIVE, or the commit id */
    uint16_t session;           /* number in log records */
    uint8_t logged_levels;      /* levels whose begin is in the log */
    struct log_position begin0; /* of its Begin0, for the checkpoint; 0 = not logged */
    struct version *newest;     /* its versions, newest first */
    struct trx *next;           /* of the committed ones, by commit id; or of the active ones */
    struct trx *previous;
};

struct version {
    struct version *chain;    /* next in its hash bucket, older */
    struct version *previous; /* older one of the same transaction */
    struct trx *trx;
    uint32_t id; /* version id in log records */
    uint32_t objid, fdp;
    uint8_t kind; /* enum version_kind */
    uint8_t level;
    uint8_t database; /* slot in the cache */
    bool build;       /* made by redo */
    uint16_t offset;  /* deltas */
    uint16_t key_size;
    uint32_t data_size;                                      /* of the bookmark: non-unique trees */
    uint32_t before_size;                                    /* of the image */
    int64_t amount;                                          /* deltas */
    JET_ERR (*undo)(struct version *version, void *context); /* VERSION_CALL: on rollback */
    void (*end)(struct version *version, void *context);     /* VERSION_CALL: committed and seen by nobody */
    uint8_t bytes[];                                         /* key, data, before image */
};
static inline struct bytes version_key(const struct version *v)
{
    return (struct bytes){v->bytes, v->key_size};
}
static inline struct bytes version_data(const struct version *v)
{
    return (struct bytes){v->bytes + v->key_size, v->data_size};
}
static inline struct bytes version_before(const struct version *v)
{
    return (struct bytes){v->bytes + v->key_size + v->data_size, v->before_size};
}

/* How trees are changed when versions end; called without any lock of this room. */
struct version_hooks {
    void *context;
    /* Rollback: undoes one version in its tree, logs it. */
    JET_ERR (*undo)(void *context, struct version *version);
    /* The transaction of a version has committed and nobody sees what was before:
     * FLAG_DELETE: the node may be removed. INSERT that was undone: too. */
    void (*clean)(void *context, struct version *version);
};

JET_ERR version_store_create(const struct version_hooks *hooks, struct version_store **store);
/* Frees all; nothing is cleaned or undone. NULL is fine. */
void version_store_destroy(struct version_store *store);

/* ---- transactions ---- */

/* Begin ids: the snapshot of a session at level 0 -> 1. Registered until
 * version_snapshot_end, so that what it sees stays. T-8. */
struct snapshot {
    uint32_t begin;
    struct snapshot *next, *previous;
};
void snapshot_begin(struct version_store *store, struct snapshot *snapshot, bool read_only);
void snapshot_end(struct version_store *store, struct snapshot *snapshot);
/* A begin id that sees all that is committed now (calls at level 0, T-24). */
uint32_t snapshot_now(struct version_store *store);
/* After recovery: ids go on above `last`. */
void version_store_set_last_id(struct version_store *store, uint32_t last);

/* The transaction object of a session's first change. JET_errOutOfMemory. */
JET_ERR trx_create(struct version_store *store, uint32_t begin, uint16_t session, struct trx **trx);
/* Logs Begin0 or Begin up to `level`, once, before the first logged change there (T-10). */
JET_ERR trx_log_begin(struct trx *trx, struct log *log, unsigned level);
/* Commit to `level` > 0: its versions go to that level; logged when its begin was. */
JET_ERR trx_commit_level(struct trx *trx, struct log *log, unsigned level);
/* Commit to level 0: takes the commit id in the order of the log, makes all
 * versions committed at once. *first (may be null): position of the record; *end:
 * where the log must be durable to; value 0 when nothing was logged. The object belongs to the store
 * afterwards. On error nothing has happened (T-20). */
JET_ERR trx_commit(struct trx *trx, struct log *log, struct log_position *first, struct log_position *end);
/* Undoes the versions of `level`, newest first, and logs Rollback. On error what
 * is left stays; the caller makes the instance unavailable (T-42). */
JET_ERR trx_rollback_level(struct trx *trx, struct log *log, unsigned level);
/* Recovery: drops the versions of `level` and above without undoing anything. */
void trx_discard_level(struct trx *trx, unsigned level);
/* Recovery: drops one version whose undo has been redone. */
void version_remove(struct version *version);
/* At level 0 after rollback. Frees it. */
void trx_end_rolled_back(struct trx *trx);
/* Smallest Begin0 position of the open transactions; value 0: none. */
struct log_position version_oldest_begin0(struct version_store *store);

/* ---- versions ---- */

struct version_node {
    uint8_t database;
    uint32_t objid, fdp;
    struct bytes key, data; /* data: only in non-unique trees */
};

/* May a transaction of snapshot `begin` (trx may be null: it has changed nothing
 * yet) make a change of this kind (T-28)? JET_errSuccess, JET_errWriteConflict. */
JET_ERR version_check(struct version_store *store, const struct trx *trx, uint32_t begin,
                      const struct version_node *node, enum version_kind kind);

/* Adds a version, newest of its node. `before`: image of a replace; a delta gives
 * amount and offset. *id: for the log record (0 when `id` is null: not wanted).
 * JET_errOutOfMemory, JET_errVersionStoreOutOfMemory. */
struct version_change {
    enum version_kind kind;
    uint8_t level;
    struct bytes before;
    int64_t amount;
    uint16_t offset;
    uint32_t id; /* 0: the store numbers it */
};
JET_ERR version_add(struct trx *trx, const struct version_node *node, const struct version_change *change,
                    struct version **version);
/* Takes back the newest version of the transaction, just added, when its change
 * could not be made. */
void version_take_back(struct trx *trx);
/* The change of a delta has just been undone on its page, which the caller still has
 * latched exclusively: from now on readers must not take it away once more. */
void version_undone(struct version *delta);
/* A version that stands for a call, not a node. */
JET_ERR version_add_call(struct trx *trx, unsigned level, const void *data, size_t size,
                         JET_ERR (*undo)(struct version *version, void *context),
                         void (*end)(struct version *version, void *context));

/* Next id that version_add would give. */
uint32_t version_next_id(struct version_store *store);

/* What a snapshot sees of a node that is on its page with `deleted` and `data`.
 * *exists: is there a node for it? *data then is what it was: the page's own span,
 * or a copy in `buffer` (a page's size). Quick when the tree has no versions. */
void version_see(struct version_store *store, const struct trx *trx, uint32_t begin,
                 const struct version_node *node, bool deleted, struct bytes *data, uint8_t *buffer,
                 bool *exists);
/* Has any node of this tree a version? No lock; a false "yes" is possible. */
bool version_tree_has(const struct version_store *store, uint8_t database, uint32_t objid);
/* Is there any version of this node? Then it must not be removed from its page. */
bool version_node_has(struct version_store *store, const struct version_node *node);
/* An uncommitted change of another transaction (T-35)? */
bool version_node_busy(struct version_store *store, const struct trx *trx, const struct version_node *node);
/* The active version of a transaction with this id in the log (recovery). */
struct version *version_by_id(struct trx *trx, uint32_t id);

/* Cleans what has committed and is seen by nobody. Returns the number of
 * versions freed. One thread at a time; others return 0. */
uint64_t version_clean(struct version_store *store);
/* Drops the committed versions of a database that nobody has open. Not while another cleans. */
void version_drop_database(struct version_store *store, uint8_t database);
/* Versions in the store. */
uint64_t version_count(const struct version_store *store);

#endif
