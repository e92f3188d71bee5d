/* temp_rows.h: the rows of a temporary table, for the cursors of this room.
 *
 * Rows live in one array ordered by key. Before the end of loading it is in
 * the order of insertion. A position is a row (reference counted, so that it
 * outlives its deletion) and an index that holds while `generation` stays. */
#ifndef TABLE_TEMP_ROWS_H
#define TABLE_TEMP_ROWS_H

#include "nls/key.h"
#include "table/row_buffer.h"
#include "table/temp.h"

#include <stdatomic.h>

enum temp_state {
    TEMP_LOADING,      /* a sort: only inserts */
    TEMP_READING,      /* a sort after its first move: read-only */
    TEMP_MATERIALISED, /* a table like any other */
    TEMP_FAILED        /* the end of loading failed: only closing is left */
};

/* A long value that does not fit the record; its id in the record is its
 * number in the row, from 1. */
struct temp_long {
    uint8_t *data;
    uint32_t size;
};

struct temp_row {
    uint32_t references;
    bool deleted;
    uint16_t key_size;
    uint16_t long_count;
    uint32_t record_size;
    struct temp_long *longs;
    uint8_t bytes[]; /* key, record */
};

struct temp_table {
    uint32_t references;
    enum temp_state state;
    JET_GRBIT grbit;
    struct column_map map;
    struct key_index key; /* segment_count 0: insertion order */
    struct temp_row **rows;
    uint32_t count, capacity;
    uint32_t next_number; /* key of the next row without key columns */
    uint32_t generation;  /* counts changes of the array */
    uint32_t record_most;
    uint8_t *scratch; /* record_most bytes to encode into */
    uint32_t inserted;
    _Atomic uint32_t *sort_count; /* NULL: not counted */
};

static inline struct bytes temp_row_key(const struct temp_row *row)
{
    return (struct bytes){row->bytes, row->key_size};
}
static inline struct bytes temp_row_record(const struct temp_row *row)
{
    return (struct bytes){row->bytes + row->key_size, row->record_size};
}
static inline struct temp_row *temp_row_retain(struct temp_row *row)
{
    row->references++;
    return row;
}
void temp_row_release(struct temp_row *row);

/* Index of the first row with a key of at least (after: greater than) `key`. */
uint32_t temp_find(const struct temp_table *table, struct bytes key, bool after);

/* Encodes the values of the buffer as a row that is not stored. */
JET_ERR temp_make_row(struct temp_table *table, const struct row_buffer *buffer, struct temp_row **row);

/* A row that is only bytes of a record, not of any table. */
JET_ERR temp_copy_record(struct bytes record, struct temp_row **row);

/* Stores the values of the buffer as a new row, or in place of `replaced`
 * (JET_errRecordPrimaryChanged when the key differs). *stored is borrowed. */
JET_ERR temp_store(struct temp_table *table, const struct row_buffer *buffer, struct temp_row *replaced,
                   struct temp_row **stored);

JET_ERR temp_delete(struct temp_table *table, struct temp_row *row);

#endif
