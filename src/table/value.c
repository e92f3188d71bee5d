#include "table/value.h"

#include "base/alloc.h"
#include "format/compress.h"
#include "format/lv.h"

static void not_stored(const struct column_access *column, uint32_t itag, struct value *value)
{
    if (itag == 1 && column->has_default) {
        value->state = VALUE_DEFAULT;
        value->data = column->default_value;
    } else if (itag == 1 && (column->flags & ACCESS_CALLBACK)) {
        value->state = VALUE_CALLBACK;
    }
}

static JET_ERR tagged_value(const struct row *row, const struct column_access *column, uint32_t itag,
                            struct value *value)
{
    struct record_field field;
    struct record_value stored;
    enum record_presence presence;
    JET_ERR err = record_tagged(&row->record, column->id, column->flags & ACCESS_DERIVED, &presence, &field);

    if (err < 0) {
        return err;
    }
    if (presence != RECORD_PRESENT) {
        value->stored_null = presence == RECORD_NULL;
        if (presence == RECORD_ABSENT) {
            not_stored(column, itag, value);
        }
        return JET_errSuccess;
    }
    if (itag == 0 || itag > field.count) {
        return JET_errSuccess;
    }
    err = record_field_value(&field, itag, &stored);
    if (err >= 0) {
        *value = (struct value){
            .data = stored.data,
            .state = VALUE_PRESENT,
            .separated = stored.separated,
            .compressed = stored.compressed,
            .encrypted = stored.encrypted,
        };
    }
    return err;
}

JET_ERR row_value(const struct row *row, const struct column_access *column, uint32_t itag,
                  struct value *value)
{
    enum record_presence presence;
    JET_ERR err;

    *value = (struct value){.state = VALUE_NULL};
    if (column->kind == ACCESS_TAGGED) {
        return tagged_value(row, column, itag, value);
    }
    err = column->kind == ACCESS_FIXED
              ? record_fixed(&row->record, column->id, column->offset, column->size, &presence, &value->data)
              : record_var(&row->record, column->id, &presence, &value->data);
    if (err >= 0 && presence == RECORD_PRESENT) {
        value->state = VALUE_PRESENT;
    } else if (err >= 0 && presence == RECORD_ABSENT) {
        not_stored(column, 1, value);
    } else {
        value->stored_null = err >= 0;
    }
    return err;
}

JET_ERR row_value_count(const struct row *row, const struct column_access *column, uint32_t *count)
{
    struct record_field field;
    enum record_presence presence;
    struct value value;
    JET_ERR err;

    *count = 0;
    if (column->kind != ACCESS_TAGGED) {
        err = row_value(row, column, 1, &value);
        *count = err >= 0 && value.state == VALUE_PRESENT;
        return err;
    }
    err = record_tagged(&row->record, column->id, column->flags & ACCESS_DERIVED, &presence, &field);
    if (err >= 0 && presence == RECORD_PRESENT) {
        *count = field.count;
    }
    return err;
}

const struct column_access *row_entry_column(const struct row *row, const struct record_tagged_entry *entry)
{
    const struct column_map *map = row->map;
    const struct column_set *sets[] = {&map->own, &map->template};

    for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
        if (entry->id < sets[i]->count) {
            const struct column_access *column = &sets[i]->columns[entry->id];
            if (column->kind == ACCESS_TAGGED && ((column->flags & ACCESS_DERIVED) != 0) == entry->derived) {
                return column;
            }
        }
    }
    return NULL;
}

/* --- where the bytes are ------------------------------------------------------------ */

/* A long value that lives in memory; NULL: there is none of that number. */
static const struct temp_long *temp_value(const struct row *row, const struct value *value)
{
    uint64_t id;

    if (value_long_id(value, &id) < 0 || !row->temp || id == 0 || id > row->temp->long_count) {
        return NULL;
    }
    return &row->temp->longs[id - 1];
}

static void copy_part(struct bytes data, uint32_t offset, void *out, size_t capacity)
{
    if (offset < data.size && capacity) {
        memcpy(out, data.data + offset, MIN(capacity, data.size - offset));
    }
}

static JET_ERR read_separated(const struct row *row, const struct value *value, uint32_t offset, void *out,
                              size_t capacity, uint32_t *size)
{
    uint64_t id;
    size_t copied;
    JET_ERR err;

    if (!row->long_values) {
        const struct temp_long *found = temp_value(row, value);
        if (!found) {
            return JET_errLVCorrupted;
        }
        copy_part((struct bytes){found->data, found->size}, offset, out, capacity);
        *size = found->size;
        return JET_errSuccess;
    }
    err = value_long_id(value, &id);
    if (err >= 0) {
        err = long_values_open(row->long_values);
    }
    return err < 0 ? err : lv_read(&row->long_values->tree, id, offset, out, capacity, size, &copied);
}

JET_ERR value_read(const struct row *row, const struct value *value, uint32_t offset, void *out,
                   size_t capacity, uint32_t *size)
{
    size_t whole;
    JET_ERR err;

    if (value->encrypted) {
        return JET_errColumnNoEncryptionKey;
    }
    if (value->separated) {
        return read_separated(row, value, offset, out, capacity, size);
    }
    if (!value->compressed) {
        copy_part(value->data, offset, out, capacity);
        *size = (uint32_t)value->data.size;
        return JET_errSuccess;
    }
    err = capacity ? compress_decode(value->data, offset, out, capacity, &whole)
                   : compress_decoded_size(value->data, &whole);
    *size = (uint32_t)whole;
    return err;
}

JET_ERR value_physical_size(const struct row *row, const struct value *value, uint64_t *size)
{
    uint64_t id;
    JET_ERR err;

    *size = value->data.size;
    if (!value->separated) {
        return JET_errSuccess;
    }
    if (!row->long_values) {
        const struct temp_long *found = temp_value(row, value);
        *size = found ? found->size : 0;
        return found ? JET_errSuccess : JET_errLVCorrupted;
    }
    err = value_long_id(value, &id);
    if (err >= 0) {
        err = long_values_open(row->long_values);
    }
    return err < 0 ? err : lv_read_physical_size(&row->long_values->tree, id, size);
}

JET_ERR long_values_open(struct long_values *values)
{
    const struct table *table = values->table;
    JET_ERR err = JET_errSuccess;

    if (!values->open) {
        err = lv_tree_open(&values->tree, table->database->cache, table->database->slot,
                           table->schema->lv_pgno_fdp, table->schema->lv_objid);
        if (table->schema->lv_chunk_max) {
            values->tree.chunk_size = table->schema->lv_chunk_max;
        }
        values->open = err >= 0;
    }
    return err;
}

void long_values_close(struct long_values *values)
{
    if (values->open) {
        lv_tree_close(&values->tree);
        values->open = false;
    }
}

JET_ERR value_references(const struct row *row, const struct value *value, uint32_t *count)
{
    struct lv_root root;
    uint64_t id;
    JET_ERR err = value_long_id(value, &id);

    *count = 1;
    if (err < 0 || !row->long_values) {
        return err;
    }
    err = long_values_open(row->long_values);
    if (err >= 0) {
        err = lv_read_root(&row->long_values->tree, id, &root);
    }
    if (err >= 0) {
        *count = root.count;
    }
    return err;
}

JET_ERR value_long_id(const struct value *value, uint64_t *id)
{
    return value->separated ? lv_lid_load(value->data, id) : JET_errLVCorrupted;
}

/* --- values for keys --------------------------------------------------------------------- */

static JET_ERR read_plain(struct row_source *source, const struct value *value, size_t want,
                          struct key_value *result)
{
    uint32_t size;
    JET_ERR err = value_read(source->row, value, 0, NULL, 0, &size);

    if (err < 0) {
        return err;
    }
    want = MIN(want, size);
    if (want > source->capacity) {
        uint8_t *buffer = mem_realloc(source->buffer, want);
        if (!buffer) {
            return JET_errOutOfMemory;
        }
        source->buffer = buffer;
        source->capacity = want;
    }
    err = value_read(source->row, value, 0, source->buffer, want, &size);
    *result = (struct key_value){.data = source->buffer, .size = (uint32_t)want};
    return err;
}

static JET_ERR fetch_value(struct key_source *key_source, uint32_t place, unsigned itag, size_t want,
                           struct key_value *result)
{
    struct row_source *source = (struct row_source *)key_source;
    const struct column_access *column = NULL;
    struct value value;
    JET_ERR err;

    if (place < source->schema->column_count) {
        column = column_map_find(source->row->map, source->schema->columns[place].columnid);
    }
    if (!column) {
        return JET_errCatalogCorrupted;
    }
    err = row_value(source->row, column, itag, &value);
    if (err < 0) {
        return err;
    }
    if (value.state == VALUE_NULL || value.state == VALUE_CALLBACK) {
        *result = (struct key_value){.null = true};
    } else if (value.separated || value.compressed || value.encrypted) {
        return read_plain(source, &value, want, result);
    } else {
        *result = (struct key_value){.data = value.data.data, .size = (uint32_t)value.data.size};
    }
    return JET_errSuccess;
}

void row_source_begin(struct row_source *source, const struct row *row, const struct table_schema *schema)
{
    *source = (struct row_source){.source = {fetch_value}, .row = row, .schema = schema};
}

void row_source_end(struct row_source *source) { mem_free(source->buffer); }
