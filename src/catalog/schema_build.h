/* schema_build.h: makes a struct table_schema out of the rows of one table.
 * Knows nothing of where the rows come from: the catalog feeds it from the
 * tree, tests from raw pages. */
#ifndef ESENT_CATALOG_SCHEMA_BUILD_H
#define ESENT_CATALOG_SCHEMA_BUILD_H

#include "catalog/schema.h"

struct schema_builder;

/* Starts with the table row; copies all that it keeps. JET_errOutOfMemory,
 * JET_errCatalogCorrupted (not a table row). */
JET_ERR schema_build_begin(const struct catalog_row *table, bool large_pages,
                           struct schema_builder **builder);

/* The other rows of the table, in the order of the catalog: columns by id,
 * indexes, long-value tree, callbacks. */
JET_ERR schema_build_add(struct schema_builder *builder, const struct catalog_row *row);

/* Makes the schema. `template_table` is the schema of the template of a derived
 * table (held by the result on success), else NULL. The builder is gone
 * afterwards, whatever the result. The schema has one reference. */
JET_ERR schema_build_finish(struct schema_builder *builder, struct table_schema *template_table,
                            struct table_schema **schema);

/* Gives up. NULL is fine. */
void schema_build_cancel(struct schema_builder *builder);

/* Table names and column names compare like this: ASCII letters of either case
 * are equal. */
int schema_name_compare(const char *a, size_t a_size, const char *b, size_t b_size);

#endif
