/* catalog_read.h: the catalog's rows in its trees, for this room only. */
#ifndef ESENT_CATALOG_CATALOG_READ_H
#define ESENT_CATALOG_CATALOG_READ_H

#include "btree/btree.h"
#include "format/catalog_row.h"

/* MSysObjects or its shadow, open for reading rows. */
struct catalog_reader {
    struct btree tree;
    struct tree_cursor cursor;
    bool large_pages;
};

JET_ERR catalog_reader_open(struct catalog_reader *reader, struct cache *cache, unsigned slot, bool shadow);
void catalog_reader_close(struct catalog_reader *reader);

/* Each leaves the row's page latched until the next call or until
 * catalog_reader_release; spans of the row live as long.
 * JET_errNoCurrentRecord: no more rows. JET_errCatalogCorrupted: a row that
 * cannot be, or whose key says something else. */
JET_ERR catalog_reader_first(struct catalog_reader *reader, struct catalog_row *row);
JET_ERR catalog_reader_next(struct catalog_reader *reader, struct catalog_row *row);
/* The first row of a table that is `objid` or follows it. */
JET_ERR catalog_reader_seek(struct catalog_reader *reader, uint32_t objid, struct catalog_row *row);
/* The row behind an entry of a secondary index. JET_errRecordNotFound. */
JET_ERR catalog_reader_bookmark(struct catalog_reader *reader, struct bytes bookmark,
                                struct catalog_row *row);
void catalog_reader_release(struct catalog_reader *reader);

/* Order of tables in the catalog: its key takes object ids for signed. */
static inline uint32_t catalog_objid_order(uint32_t objid) { return objid ^ 0x80000000u; }

#endif
