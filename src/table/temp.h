/* temp.h: temporary tables in memory (spec 40 section 8): the sorts and
 * materialised tables of JetOpenTempTable*, and the tables that information
 * calls and JetIntersectIndexes hand out.
 *
 * A table is built by temp_create and temp_insert; cursors on it are opened
 * with table_cursor_open_temp (table/cursor.h) and given to the client as a
 * JET_TABLEID by the api room (api/temp_table.h has one call for all of it). */
#ifndef TABLE_TEMP_H
#define TABLE_TEMP_H

#include "base/base.h"

struct temp_table;

/* One column; `grbit` is {JET_bitColumnFixed, Tagged, TTKey, TTDescending}.
 * Text has code page 1252 (also for 0) or 1200. `max` as in JetAddColumn. */
struct temp_column {
    JET_COLTYP type;
    uint16_t code_page;
    uint32_t max;
    JET_GRBIT grbit;
};

/* How Unicode text in key columns is ordered. */
struct temp_collation {
    const char *locale; /* "" = invariant */
    uint32_t flags;     /* LCMapString flags */
};

struct temp_definition {
    const struct temp_column *columns;
    uint32_t column_count;
    JET_GRBIT grbit; /* JET_bitTT* */
    struct temp_collation collation;
    uint32_t key_most;    /* 0 = 255 */
    uint32_t var_seg_mac; /* 0 = key_most */
    uint32_t page_size;   /* bounds records and keys as in the instance's database; 0 = 32 KiB */
};

/* Creates an empty table with one reference and writes column_count ids in
 * definition order. Errors as the JetOpenTempTable page lists them
 * (JET_errCannotMaterializeForwardOnlySort, JET_errTooManyColumns,
 * JET_errInvalidCodePage, JET_errInvalidColumnType, JET_errRecordTooBig, ...). */
JET_ERR temp_create(const struct temp_definition *definition, JET_COLUMNID *ids, struct temp_table **table);

/* A value for temp_insert: data NULL is NULL; size 0 with other data is the
 * value of zero length. A repeated id of a tagged column adds another value. */
struct temp_value {
    JET_COLUMNID column;
    const void *data;
    uint32_t size;
};

/* Adds a row; the values are copied. JET_errKeyDuplicate once the table is
 * materialised, JET_errColumnNotFound, JET_errInvalidBufferSize for a fixed
 * column of another size, JET_errOutOfMemory. */
JET_ERR temp_insert(struct temp_table *table, const struct temp_value *values, uint32_t count);

/* Ends loading (spec 40 P-5, P-8): sorts and removes duplicates. */
JET_ERR temp_finish(struct temp_table *table);

uint32_t temp_row_count(const struct temp_table *table);

/* A sort (not what is a table from the start) counts in *count while it lives. */
void temp_count_sort(struct temp_table *table, _Atomic uint32_t *count);

void temp_retain(struct temp_table *table);
void temp_release(struct temp_table *table);

#endif
