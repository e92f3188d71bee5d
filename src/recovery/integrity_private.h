/* integrity_private.h: what the two halves of the integrity check share. */
#ifndef ESENT_RECOVERY_INTEGRITY_PRIVATE_H
#define ESENT_RECOVERY_INTEGRITY_PRIVATE_H

#include "btree/check.h"
#include "catalog/database.h"
#include "recovery/integrity.h"

struct integrity {
    const struct integrity_options *options;
    struct integrity_result *result;
    struct database *database;
    struct check *check;
    const char *table; /* being checked, for the report */
    uint64_t pages;    /* walked */
    JET_ERR stop;      /* negative: the caller's progress ended it, or memory did */
};

__attribute__((format(printf, 3, 4))) void
integrity_say(struct integrity *check, enum integrity_severity severity, const char *format, ...);

/* Walks the pages of a tree; errors are reported. */
void integrity_tree(struct integrity *check, uint32_t root, uint32_t objid, enum tree_kind kind,
                    uint32_t parent);

/* One table of the catalog: space and structure of its trees, its records, long
 * values and indexes. */
void integrity_table(struct integrity *check, const char *name, uint32_t objid);

#endif
