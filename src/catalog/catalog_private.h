/* catalog_private.h: the catalog of one database from inside its room. */
#ifndef ESENT_CATALOG_CATALOG_PRIVATE_H
#define ESENT_CATALOG_CATALOG_PRIVATE_H

#include "catalog/catalog.h"
#include "os/os_thread.h"

#include <stdatomic.h>

struct cached_schema {
    struct table_schema *schema;
    uint32_t name_hash;
};

/* What a table was and is, newest first. The last one is everybody's (no trx). */
struct schema_version {
    struct schema_version *older;
    struct table_schema *schema; /* NULL: there is no such table */
    struct trx *trx;             /* who made it; NULL: seen by all */
};

struct changed_table {
    struct changed_table *next;
    uint32_t objid;
    struct schema_version *newest;
};

struct catalog {
    struct os_mutex change; /* one change at a time: catalog_change.h */
    _Atomic uint64_t generation;
    struct cache *cache;
    unsigned slot;
    bool large_pages;
    struct os_mutex lock;          /* guards what follows; held while a schema is loaded */
    struct changed_table *changed; /* tables with more than one version; none of them is in `cached` */
    struct cached_schema *cached;
    size_t count, capacity;
};

#endif
