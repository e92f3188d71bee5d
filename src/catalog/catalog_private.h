/* catalog_private.h: the catalog of one database from inside its room. */
#ifndef ESENT_CATALOG_CATALOG_PRIVATE_H
#define ESENT_CATALOG_CATALOG_PRIVATE_H

#include "catalog/catalog.h"
#include "os/os_thread.h"

struct cached_schema {
    struct table_schema *schema;
    uint32_t name_hash;
};

struct catalog {
    struct cache *cache;
    unsigned slot;
    bool large_pages;
    struct os_mutex lock; /* guards what follows; held while a schema is loaded */
    struct cached_schema *cached;
    size_t count, capacity;
};

#endif
