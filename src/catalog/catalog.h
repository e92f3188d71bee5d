/* catalog.h: the catalog of one open database: finds tables, makes and caches
 * their schemas, reads the other system tables.
 *
 * Thread safe. One struct catalog belongs to each open database. */
#ifndef ESENT_CATALOG_CATALOG_H
#define ESENT_CATALOG_CATALOG_H

#include "catalog/schema.h"

struct catalog;
struct cache;

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
