/* catalog_check.h: does the catalog make sense in itself, and do the system
 * tables that repeat it agree (spec 60, B.3.3)? Reading only; each fault is told
 * and the check goes on. */
#ifndef ESENT_CATALOG_CATALOG_CHECK_H
#define ESENT_CATALOG_CATALOG_CHECK_H

#include "catalog/catalog.h"

/* `warning`: harmless; else the database is damaged. `text` is one line without
 * its end, gone after the call. */
typedef void catalog_fault(void *context, bool warning, const char *text);

/* Rows of MSysObjects: fields, one table row first in each group, object ids and
 * root pages used once, roots inside `last_page`, names not used twice among
 * tables, columns, indexes; the definition of every table can be built. Errors
 * are those of reading and JET_errOutOfMemory; faults are no errors. */
JET_ERR catalog_check(struct catalog *catalog, uint32_t last_page, catalog_fault *fault, void *context);

/* MSysObjids holds every tree of the catalog and nothing else (spec 20, 6.1). A
 * difference is a warning: the table is rebuilt from the catalog. Not there:
 * nothing to check. */
JET_ERR catalog_check_objids(struct catalog *catalog, catalog_fault *fault, void *context);

/* Every locale and version of the catalog's indexes is counted in MSysLocales
 * (spec 20, 6.2). Counts that are too high are found in good files and say
 * nothing; a count that is too low or missing is a warning. */
JET_ERR catalog_check_locales(struct catalog *catalog, catalog_fault *fault, void *context);

#endif
