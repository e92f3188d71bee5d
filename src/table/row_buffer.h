/* row_buffer.h: a record being put together value by value: the copy buffer of
 * a prepared update, and the maker of record images (spec 20, section 4). */
#ifndef TABLE_ROW_BUFFER_H
#define TABLE_ROW_BUFFER_H

#include "table/columns.h"

enum row_cell_state {
    ROW_VALUE,
    ROW_NULL,     /* explicit null */
    ROW_SEPARATED /* data is the id of a long value */
};

/* One value. The cells of a buffer are in record order: fixed, variable,
 * tagged columns of the template, own tagged columns; by id in each group; the
 * values of a tagged column in the order of their numbers. */
struct row_cell {
    const struct column_access *column;
    uint8_t *data; /* owned */
    uint32_t size;
    uint8_t state;
};

struct row_buffer {
    const struct column_map *map;
    struct row_cell *cells;
    uint32_t count, capacity;
};

void row_buffer_init(struct row_buffer *buffer, const struct column_map *map);
void row_buffer_clear(struct row_buffer *buffer);
void row_buffer_free(struct row_buffer *buffer);

/* The values of a column: returns how many and where the first one is. */
uint32_t row_buffer_values(const struct row_buffer *buffer, const struct column_access *column,
                           uint32_t *first);

/* Value `itag` (1..) of a column, NULL when it is not there. */
struct row_cell *row_buffer_value(const struct row_buffer *buffer, const struct column_access *column,
                                  uint32_t itag);

/* Puts `size` bytes (copied) as value `itag` in place of the one that is
 * there; a number that is not there, or 0, adds a value after the last. */
JET_ERR row_buffer_put(struct row_buffer *buffer, const struct column_access *column, uint32_t itag,
                       const void *data, size_t size, enum row_cell_state state);

/* Takes value `itag` out; the later ones move down. */
void row_buffer_remove(struct row_buffer *buffer, const struct column_access *column, uint32_t itag);

/* Writes the record image. JET_errRecordTooBig when it is longer than
 * `capacity` or than its offsets can say. */
JET_ERR row_buffer_encode(const struct row_buffer *buffer, uint8_t *out, size_t capacity, size_t *size);

#endif
