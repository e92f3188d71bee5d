/* modify.h: changing B+ trees: insert, replace, delete, add, each logged and
 * versioned (spec 10, 9.4 to 9.5; 30, 5.4 and 5.5; 40, 4.4). modify.c opens with
 * the invariants; redo of everything here is recovery/redo_pages.h. */
#ifndef ESENT_BTREE_MODIFY_H
#define ESENT_BTREE_MODIFY_H

#include "btree/btree.h"
#include "os/os_thread.h"
#include "txn/transaction.h"

enum { TREE_LOCKS = 64 };

/* What changing the trees of one database needs. */
struct btree_database {
    struct cache *cache;
    unsigned slot; /* in the cache */
    uint8_t dbid;  /* in the log */
    uint32_t page_size;
    uint32_t update_major;          /* format (10, 3.3) */
    struct log *log;                /* null: not logged */
    struct version_store *versions; /* null: nothing is versioned */
    _Atomic uint64_t dbtime;        /* last one given out */
    _Atomic uint32_t last_objid;
    struct os_mutex locks[TREE_LOCKS]; /* by root page: one structure change of a tree at a time */
    struct os_mutex space;             /* one change of space at a time */
    uint32_t extension;                /* pages by which the file grows */
    uint32_t pages_max;                /* 0: no limit but the format's */
    void *context;
    /* Makes the file long enough for `last_page`; logs and notes what it must. */
    JET_ERR (*grow)(void *context, struct trx *trx, uint32_t last_page);
};
void btree_database_init(struct btree_database *db);
void btree_database_destroy(struct btree_database *db);

/* Who changes. */
struct tree_writer {
    struct btree_database *db;
    struct trx *trx;  /* never null: every change belongs to a logged transaction */
    uint8_t level;    /* >= 1 */
    bool unversioned; /* cannot be rolled back, and is seen at once */
};

/* The writer of an open transaction (level > 0): makes its trx at the first change.
 * JET_errOutOfMemory, JET_errNotInTransaction. */
JET_ERR tree_writer_begin(struct transaction *transaction, struct btree_database *db,
                          struct tree_writer *writer);

/* Inserts (key, data).
 * JET_errKeyDuplicate     it is there, or another transaction has a say in it (T-30)
 * and what reading, logging and space allocation give. */
JET_ERR btree_insert(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                     struct bytes data);
/* New data for the entry of `key` in a unique tree.
 * JET_errRecordDeleted (not there), JET_errWriteConflict. */
JET_ERR btree_replace(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                      struct bytes data);
/* Deletes the entry (key; in a non-unique tree key and data).
 * JET_errRecordDeleted, JET_errWriteConflict. */
JET_ERR btree_delete(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                     struct bytes data);
/* Adds `amount` to the integer of `width` bytes (4, 8) at `offset` of the data.
 * *old (may be null): what it was for this transaction's page. Adds of several
 * transactions at once are legal. JET_errRecordDeleted, JET_errWriteConflict,
 * JET_errDatabaseCorrupted (outside the data). */
JET_ERR btree_add(const struct tree_writer *writer, const struct btree *tree, struct bytes key,
                  unsigned offset, unsigned width, int64_t amount, int64_t *old);
/* A lock: a version without a change. JET_errWriteConflict. */
JET_ERR btree_lock(const struct tree_writer *writer, const struct btree *tree, struct bytes key, bool write);

/* Tag 0 of the root: what a tree keeps beside its nodes. */
JET_ERR btree_set_root_header(const struct tree_writer *writer, const struct btree *tree,
                              struct bytes header);

/* Undo of one version (version_hooks.undo): the tree is found by its fdp. */
JET_ERR btree_undo(struct btree_database *db, struct version *version);
/* Removes a dead node if nobody sees it any more (version_hooks.clean); `writer`
 * is that of a background transaction. What cannot be done now is left. */
JET_ERR btree_clean(const struct tree_writer *writer, const struct version *version);

#endif
