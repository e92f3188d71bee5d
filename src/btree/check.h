/* check.h: the integrity check of trees and space (spec 10: 4.4, 9.1, 11.1).
 * Reads every page of every tree it is told of, through the cache, and reports
 * what is wrong; changes nothing.
 *
 * Order of use: check_open; check_tree for page 1, then each table, then each
 * index and long-value tree of that table (a parent before its children);
 * check_finish; check_close. */
#ifndef ESENT_BTREE_CHECK_H
#define ESENT_BTREE_CHECK_H

#include "btree/btree.h"
#include "btree/space.h"

struct check;

struct check_finding {
    uint32_t pgno;    /* page, 0 when it is about a tree as such */
    uint32_t objid;   /* tree */
    int node;         /* node on the page, -1 when it is about the page */
    JET_ERR err;      /* JET_errBadPageLink, ...; JET_errDatabaseLeakInSpace is no damage */
    const char *what; /* static English text */
};

struct check_options {
    uint32_t last_page;  /* from space_last_page */
    int64_t dbtime;      /* of the database header; pages must not be newer. 0: unknown */
    uint32_t last_objid; /* of the database header; 0: unknown */
    void (*report)(void *context, const struct check_finding *finding);
    void *context;
};

/* JET_errOutOfMemory. */
JET_ERR check_open(struct cache *cache, unsigned database, const struct check_options *options,
                   struct check **check);
void check_close(struct check *check); /* NULL is fine */

struct check_counts {
    uint64_t pages; /* of the tree itself, all levels */
    uint64_t leaves;
    uint64_t entries; /* not deleted */
    uint64_t deleted;
    uint32_t depth;
    struct space_counts space;
};

/* Walks one tree with its space trees. `parent` is the FDP of the tree it takes
 * its space from (0 for page 1). Damage is reported, not returned: the result is
 * JET_errSuccess or JET_errOutOfMemory. `counts` may be null. */
JET_ERR check_tree(struct check *check, uint32_t root, uint32_t objid, enum tree_kind kind, uint32_t parent,
                   struct check_counts *counts);

/* Reports pages that their owner neither uses nor has available: leaks. Call
 * after the last tree. Returns their number. */
uint64_t check_finish(struct check *check);

/* Damage found so far; leaks do not count. */
uint64_t check_error_count(const struct check *check);

/* Owner and use of a page, SPACE_CATEGORY_...; exact after check_finish. */
void check_page_category(const struct check *check, uint32_t pgno, uint32_t *objid, uint32_t *category);

#endif
