/* value.h: the values of one record, wherever they are: in the record, as
 * default, or outside as long values (spec 20, sections 4, 5 and 7). */
#ifndef TABLE_VALUE_H
#define TABLE_VALUE_H

#include "format/record.h"
#include "nls/key.h"
#include "table/columns.h"
#include "table/lv_read.h"
#include "table/table.h"
#include "table/temp_rows.h"

/* The long values of a table as one cursor reads them; opened when the first
 * one is wanted. */
struct long_values {
    const struct table *table;
    bool open;
    struct lv_tree tree;
};

/* A record with what is needed to follow its references. The bytes must stay
 * (latched page, temporary row, copy) while it is used. */
struct row {
    struct record record;
    const struct column_map *map;
    struct long_values *long_values; /* NULL: a temporary row */
    const struct temp_row *temp;     /* which has its long values with it */
};

enum value_state {
    VALUE_PRESENT,
    VALUE_NULL,    /* explicit, or neither stored nor default */
    VALUE_DEFAULT, /* not stored; the default's bytes */
    VALUE_CALLBACK /* not stored; a function would have to be called */
};

struct value {
    struct bytes data; /* as stored */
    uint8_t state;     /* enum value_state */
    bool separated, compressed, encrypted;
    bool stored_null; /* VALUE_NULL by an explicit null */
};

/* Value `itag` (1..) of a column; a number that is not there is VALUE_NULL. */
JET_ERR row_value(const struct row *row, const struct column_access *column, uint32_t itag,
                  struct value *value);

/* How many values a column has of its own; explicit null and nothing are 0. */
JET_ERR row_value_count(const struct row *row, const struct column_access *column, uint32_t *count);

/* Copies bytes [offset, offset + capacity) of the value as far as they exist;
 * *size is the whole size. JET_errColumnNoEncryptionKey and the errors of
 * compress.h and lv_read.h. */
JET_ERR value_read(const struct row *row, const struct value *value, uint32_t offset, void *out,
                   size_t capacity, uint32_t *size);

/* Bytes that the value occupies where it is stored. */
JET_ERR value_physical_size(const struct row *row, const struct value *value, uint64_t *size);

/* The id of a separated value; how often it is referred to. */
JET_ERR value_long_id(const struct value *value, uint64_t *id);
JET_ERR value_references(const struct row *row, const struct value *value, uint32_t *count);

JET_ERR long_values_open(struct long_values *values);
void long_values_close(struct long_values *values);

/* The column that a tagged entry belongs to; NULL when it is deleted. */
const struct column_access *row_entry_column(const struct row *row, const struct record_tagged_entry *entry);

/* Feeds the values of a row to the key walk; columns are named by their place
 * in the schema. A value that is not in the record in plain is read into a
 * buffer that row_source_end frees. */
struct row_source {
    struct key_source source;
    const struct row *row;
    const struct table_schema *schema;
    uint8_t *buffer;
    size_t capacity;
};
void row_source_begin(struct row_source *source, const struct row *row, const struct table_schema *schema);
void row_source_end(struct row_source *source);

#endif
