/* system_table.h: rows of the small system tables beside the catalog. */
#ifndef ESENT_CATALOG_SYSTEM_TABLE_H
#define ESENT_CATALOG_SYSTEM_TABLE_H

#include "catalog/catalog.h"

struct cache;

/* A row of MSysObjids: a tree and the table it belongs to (spec 20, 6.1). */
struct objids_row {
    uint32_t objid, objid_table;
    uint16_t type; /* CATALOG_TABLE, CATALOG_INDEX, CATALOG_LV */
};

/* A row of a key-value table like MSysLocales (spec 20, 6.2). */
enum kvp_type { KVP_SCHEMA = 1, KVP_LONG = 2, KVP_BINARY = 3, KVP_INT64 = 4 };
struct kvp_row {
    enum kvp_type type;
    int32_t value;    /* KVP_SCHEMA, KVP_LONG */
    int64_t value64;  /* KVP_INT64 */
    struct bytes key; /* UTF-16LE, without its terminating NUL */
};

/* Call back for each row in key order, with its page latched. A result other
 * than JET_errSuccess ends the walk and is returned. JET_errObjectNotFound: no
 * such table (older files); JET_errCatalogCorrupted: it is not what it should
 * be. */
JET_ERR objids_walk(struct catalog *catalog, JET_ERR (*visit)(void *context, const struct objids_row *row),
                    void *context);
JET_ERR kvp_walk(struct catalog *catalog, const char *table,
                 JET_ERR (*visit)(void *context, const struct kvp_row *row), void *context);

#endif
