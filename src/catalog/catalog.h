/* catalog.h: the catalog of one open database: finds tables, makes and caches
 * their schemas, reads the other system tables.
 *
 * Thread safe. One struct catalog belongs to each open database. */
#ifndef ESENT_CATALOG_CATALOG_H
#define ESENT_CATALOG_CATALOG_H

#include "catalog/schema.h"

struct catalog;
struct cache;
struct transaction;

/* Makes the catalog of the database whose pages are in `cache` under number
 * `slot` (catalog/database.h makes it at open). Reads nothing yet. The cache's
 * entry must outlive it. */
JET_ERR catalog_create(struct cache *cache, unsigned slot, struct catalog **catalog);

/* All schemas must have been released. NULL is fine. */
void catalog_destroy(struct catalog *catalog);

/* Schema of the table `name` (windows-1252, ASCII case ignored), held for the
 * caller (schema_release). MSysObjects and MSysObjectsShadow have the built-in
 * schema. JET_errObjectNotFound. */
JET_ERR catalog_open_table(struct catalog *catalog, const char *name, size_t size,
                           struct table_schema **schema);

/* The same by object id. */
JET_ERR catalog_open_objid(struct catalog *catalog, uint32_t objid, struct table_schema **schema);

/* The same as a transaction sees it: its own uncommitted changes, else the
 * schema that was current when its snapshot was taken (spec 40, T-52 and T-53).
 * `transaction` NULL: what is committed now. JET_errTableLocked: another
 * transaction is deleting the table, or has deleted it since the snapshot. */
JET_ERR catalog_open_table_for(struct catalog *catalog, const struct transaction *transaction,
                               const char *name, size_t size, struct table_schema **schema);
JET_ERR catalog_open_objid_for(struct catalog *catalog, const struct transaction *transaction, uint32_t objid,
                               struct table_schema **schema);

/* Rises whenever any schema of the database changes or a change is rolled back:
 * who holds a schema and sees another number asks for it again. No lock. */
uint64_t catalog_generation(const struct catalog *catalog);

/* All schemas of a table that somebody may see, now or after a rollback, newest
 * first, each held for the caller; at most `most`. Whoever changes rows keeps the
 * indexes (by objid) of every one of them, so that an index being built or deleted
 * elsewhere is whole whichever way that ends. *count 1 is the usual case. */
enum { CATALOG_LIVE_MOST = 32 };
JET_ERR catalog_open_live(struct catalog *catalog, uint32_t objid,
                          struct table_schema *schemas[CATALOG_LIVE_MOST], unsigned *count);

/* What the table row alone says. */
struct catalog_table {
    char name[CATALOG_NAME_MOST + 1];
    char template_name[CATALOG_NAME_MOST + 1];
    uint32_t objid, pgno_fdp, flags, density, pages;
};

/* Calls back for every table in order of object id (the order of the catalog,
 * MSysObjects first). A non-zero return of `visit` ends the walk and is
 * returned. No latch is held during the call. */
JET_ERR catalog_enumerate_tables(struct catalog *catalog,
                                 JET_ERR (*visit)(void *context, const struct catalog_table *table),
                                 void *context);

/* Existence and row of one table, without loading its schema. */
JET_ERR catalog_find_table(struct catalog *catalog, const char *name, size_t size,
                           struct catalog_table *table);

#endif
