/* rows.h: a walk over the rows of one table through the API, value by value, and
 * the writers of the export formats that take them. */
#ifndef ESENTUTL_ROWS_H
#define ESENTUTL_ROWS_H

#include "schema.h"

#include <stdio.h>

/* One export format. `columns` are those of the table that still exist, in the
 * order in which values come. Calls come in this order for each table: table,
 * then for each row row_begin, value (for each value of each column that is not
 * null), row_end. A negative return ends the export. */
struct writer {
    FILE *out;
    const struct schema *schema;
    const struct schema_table *table;
    const struct schema_column **columns;
    size_t column_count;
    size_t next; /* column whose value is due, for formats that write nulls */
    bool first;  /* nothing in the row yet */
};

struct writer_ops {
    const char *name;
    bool sorted; /* columns by name; else by id */
    JET_ERR (*begin)(struct writer *w);
    JET_ERR (*table)(struct writer *w);
    JET_ERR (*row_begin)(struct writer *w);
    /* All values of column number `column` of the row: at least one. */
    JET_ERR (*values)(struct writer *w, size_t column, const struct bytes *values, size_t count);
    /* Column number `column` cannot be read. NULL: it is left out, as a null. */
    JET_ERR (*broken)(struct writer *w, size_t column, JET_ERR err);
    JET_ERR (*row_end)(struct writer *w);
    JET_ERR (*table_end)(struct writer *w);
    JET_ERR (*end)(struct writer *w);
};

extern const struct writer_ops writer_jsonl, writer_csv, writer_sql;

/* Where a walk stands, for messages. */
struct row_walk {
    uint64_t rows;
    /* A value that cannot be read does not stop the walk. */
    void (*broken)(void *context, const struct schema_column *column, uint64_t row, JET_ERR err);
    void (*progress)(void *context, uint64_t rows);
    void *context;
};

/* Writes all rows of w->table. The error is that of moving on, or of writing. */
JET_ERR rows_write(struct opened *opened, const struct writer_ops *ops, struct writer *w,
                   struct row_walk *walk);

/* The columns that rows have, sorted as the format wants: into w. */
JET_ERR writer_set_table(struct writer *w, const struct writer_ops *ops, const struct schema_table *table);
void writer_free(struct writer *w);

#endif
