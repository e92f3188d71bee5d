/* catalog_change.h: schemas while transactions change them; for this room only.
 * README.md tells how the versions hang together. */
#ifndef ESENT_CATALOG_CATALOG_CHANGE_H
#define ESENT_CATALOG_CATALOG_CHANGE_H

#include "catalog/catalog.h"
#include "txn/transaction.h"

/* One change of the schemas of a database at a time. */
void catalog_change_lock(struct catalog *catalog);
void catalog_change_unlock(struct catalog *catalog);

/* May the transaction change this table? JET_errWriteConflict: another one does,
 * or has since its snapshot. */
JET_ERR catalog_change_check(struct catalog *catalog, const struct transaction *transaction, uint32_t objid);

enum catalog_change { CATALOG_CREATED, CATALOG_CHANGED, CATALOG_DELETED };

/* The rows of the table have been changed by `trx`: makes the schema anew and
 * hangs it in; undone with `level` of the transaction. *schema (may be NULL): held
 * for the caller. */
JET_ERR catalog_change_add(struct catalog *catalog, struct trx *trx, unsigned level, uint32_t objid,
                           enum catalog_change change, struct table_schema **schema);

/* The schema that the rows on the pages make now; not remembered. */
JET_ERR catalog_change_load(struct catalog *catalog, uint32_t objid, struct table_schema **schema);

/* Tells every schema of a table of its new long-value tree. */
void catalog_change_lv(struct catalog *catalog, uint32_t objid, uint32_t lv_objid, uint32_t lv_pgno);

#endif
