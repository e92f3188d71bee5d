/* Prepared updates (spec 40, section 5) as far as they go without writing a
 * database: everything on temporary tables, the read-only copy on others. */
#include "table/retrieve.h"

#include "base/alloc.h"

enum { SET_BITS_RESERVED = 0xF0000000, VALUE_MOST = 0x7FFFFFFF };

/* --- prepare ------------------------------------------------------------------------- */

static JET_ERR load_column(struct table_cursor *cursor, const struct row *row,
                           const struct column_access *column)
{
    uint32_t count;
    JET_ERR err = row_value_count(row, column, &count);

    for (uint32_t itag = 1; err >= 0 && itag <= count; itag++) {
        struct value value;
        uint8_t *data = NULL;
        uint32_t size;
        err = row_value(row, column, itag, &value);
        if (err >= 0) {
            err = value_read(row, &value, 0, NULL, 0, &size);
        }
        if (err >= 0) {
            data = mem_alloc(MAX(size, 1));
            err = data ? value_read(row, &value, 0, data, size, &size) : JET_errOutOfMemory;
        }
        if (err >= 0) {
            err = row_buffer_put(&cursor->copy, column, 0, data, size, ROW_VALUE);
        }
        mem_free(data);
    }
    return err;
}

/* Fills the copy buffer from the current row. */
static JET_ERR load_row(struct table_cursor *cursor)
{
    const struct column_set *set = &cursor->map->own;
    struct row row;
    JET_ERR err = cursor_row(cursor, false, &row);

    for (uint32_t id = 1; err >= 0 && id < set->count; id++) {
        if (set->columns[id].kind != ACCESS_NONE) {
            err = load_column(cursor, &row, &set->columns[id]);
        }
    }
    if (err < 0) {
        row_buffer_clear(&cursor->copy);
        return err;
    }
    cursor->original = temp_row_retain(cursor->record.temp->row);
    return JET_errSuccess;
}

static JET_ERR prepare_read_only(struct table_cursor *cursor, unsigned level)
{
    JET_ERR err;

    if (cursor->update != UPDATE_NONE) {
        return JET_errAlreadyPrepared;
    }
    if (level == 0) {
        return JET_errNotInTransaction;
    }
    err = cursor_latch_record(cursor);
    if (err < 0) {
        return err;
    }
    if (cursor->temp) {
        cursor->copy_row = temp_row_retain(cursor->record.temp->row);
    } else {
        err = temp_copy_record(walk_node(&cursor->record).data, &cursor->copy_row);
    }
    walk_release(&cursor->record);
    if (err >= 0) {
        cursor->update = UPDATE_READ_ONLY;
    }
    return err;
}

static JET_ERR prepare_copy(struct table_cursor *cursor, uint32_t prep, unsigned level)
{
    JET_ERR err = load_row(cursor);

    if (err < 0) {
        return err;
    }
    if (prep == JET_prepInsertCopy && level == 0) {
        cursor->update = UPDATE_INSERT;
        cursor_cancel_update(cursor);
        return JET_errNotInTransaction;
    }
    cursor->update = prep == JET_prepInsertCopy                                 ? UPDATE_INSERT
                     : prep == JET_prepReplace || prep == JET_prepReplaceNoLock ? UPDATE_REPLACE
                                                                                : UPDATE_INSERT_DELETE;
    return JET_errSuccess;
}

JET_ERR cursor_prepare_update(struct table_cursor *cursor, uint32_t prep, unsigned level)
{
    switch (prep) {
    case JET_prepCancel:
        if (cursor->update == UPDATE_NONE) {
            return JET_errUpdateNotPrepared;
        }
        cursor_cancel_update(cursor);
        return JET_errSuccess;
    case JET_prepReadOnlyCopy:
        return cursor_is_sort(cursor) ? JET_errIllegalOperation : prepare_read_only(cursor, level);
    case JET_prepInsert:
    case JET_prepReplace:
    case JET_prepReplaceNoLock:
    case JET_prepInsertCopy:
    case JET_prepInsertCopyDeleteOriginal:
    case JET_prepInsertCopyReplaceOriginal:
    case JET_prepInsertMustSetAutoIncrement:
        break;
    default:
        return JET_errInvalidParameter;
    }
    if (!cursor->temp) {
        return JET_errPermissionDenied;
    }
    if (cursor->update != UPDATE_NONE) {
        return JET_errAlreadyPrepared;
    }
    if (prep == JET_prepInsertMustSetAutoIncrement || (prep != JET_prepInsert && cursor_is_sort(cursor))) {
        return JET_errIllegalOperation;
    }
    cursor->copy.map = cursor->map;
    if (prep != JET_prepInsert) {
        return prepare_copy(cursor, prep, level);
    }
    cursor->update = UPDATE_INSERT;
    return JET_errSuccess;
}

/* --- values -------------------------------------------------------------------------------- */

/* A value as it will be stored. `owned` is freed with it. */
struct new_value {
    const uint8_t *data;
    size_t size;
    bool null;
    uint8_t *owned;
};

static JET_ERR own(struct new_value *value, size_t size)
{
    uint8_t *copy = mem_calloc(MAX(size, 1), 1);

    if (!copy) {
        return JET_errOutOfMemory;
    }
    if (value->size) {
        memcpy(copy, value->data, MIN(value->size, size));
    }
    value->owned = copy;
    value->data = copy;
    value->size = size;
    return JET_errSuccess;
}

static JET_ERR shape_fixed(const struct column_access *column, struct new_value *value)
{
    size_t given = value->size;
    JET_ERR err;

    value->null = value->size == 0;
    if (value->null || value->size == column->size) {
        static const uint8_t yes = 0xFF;
        if (!value->null && column->type == JET_coltypBit && value->data[0]) {
            value->data = &yes;
        }
        return JET_errSuccess;
    }
    if (column_type_size(column->type) || value->size > column->size) {
        return JET_errInvalidBufferSize;
    }
    err = own(value, column->size);
    for (size_t i = given; err >= 0 && column->type == JET_coltypText && i < column->size; i++) {
        value->owned[i] = column->code_page == 1200 && ((i - given) & 1) ? 0 : ' ';
    }
    return err;
}

static JET_ERR shape_tagged(const struct column_access *column, const struct new_value *value)
{
    uint32_t size = column_type_size(column->type);

    if (value->null) {
        return JET_errSuccess;
    }
    if (value->size > (size ? size : column->size)) {
        return JET_errColumnTooBig;
    }
    return size && value->size < size ? JET_errInvalidBufferSize : JET_errSuccess;
}

/* Append, overwrite, size: what becomes of a long value (U-20). */
static JET_ERR shape_long(const struct column_access *column, const struct row_cell *old, uint32_t offset,
                          JET_GRBIT grbit, struct new_value *value, bool *unchanged)
{
    JET_GRBIT way = grbit & (JET_bitSetAppendLV | JET_bitSetOverwriteLV | JET_bitSetSizeLV);
    struct new_value given = *value;
    size_t old_size = old ? old->size : 0, size = given.size, at = 0;
    JET_ERR err;

    *unchanged = false;
    if (way == JET_bitSetAppendLV) {
        at = old_size;
        size = old_size + given.size;
        value->null = false;
        *unchanged = old && given.size == 0;
    } else if (way == JET_bitSetOverwriteLV || way == (JET_bitSetOverwriteLV | JET_bitSetSizeLV)) {
        at = offset;
        if (way == JET_bitSetOverwriteLV && given.size == 0 && old) {
            *unchanged = true;
        } else if (offset > old_size && given.size) {
            return JET_errColumnNoChunk;
        }
        size = way == JET_bitSetOverwriteLV ? MAX(old_size, at + given.size) : at + given.size;
    } else if (way == JET_bitSetSizeLV) {
        given.size = 0;
    } else {
        way = 0;
    }
    if (column->size && size > column->size) {
        return JET_errColumnTooBig;
    }
    if (*unchanged || value->null || way == 0) {
        return size > VALUE_MOST ? JET_errColumnTooBig : JET_errSuccess;
    }
    *value = (struct new_value){.data = old ? old->data : NULL, .size = MIN(old_size, size)};
    err = own(value, size);
    if (err >= 0 && given.size) {
        memcpy(value->owned + at, given.data, given.size);
    }
    return err;
}

static JET_ERR check_unique(const struct row_buffer *buffer, const struct column_access *column,
                            uint32_t itag, const struct new_value *value, JET_GRBIT grbit)
{
    const JET_GRBIT unique = JET_bitSetUniqueMultiValues | JET_bitSetUniqueNormalizedMultiValues;
    uint32_t first, count = row_buffer_values(buffer, column, &first);

    for (uint32_t i = 0; (grbit & unique) && column->kind == ACCESS_TAGGED && !value->null && i < count;
         i++) {
        const struct row_cell *cell = &buffer->cells[first + i];
        if (i + 1 != itag && cell->state == ROW_VALUE && cell->size == value->size &&
            memcmp(cell->data, value->data, value->size) == 0) {
            return JET_errMultiValuedDuplicate;
        }
    }
    return JET_errSuccess;
}

static JET_ERR check_set(const struct table_cursor *cursor, uint32_t size, JET_GRBIT grbit,
                         const JET_SETINFO *info)
{
    const JET_GRBIT unique = JET_bitSetUniqueMultiValues | JET_bitSetUniqueNormalizedMultiValues;
    const JET_GRBIT partial = JET_bitSetAppendLV | JET_bitSetOverwriteLV | JET_bitSetSizeLV;

    if (!cursor->temp) {
        return JET_errPermissionDenied;
    }
    if (size > VALUE_MOST) {
        return JET_errInvalidParameter;
    }
    if (!cursor_update_prepared(cursor)) {
        return JET_errUpdateNotPrepared;
    }
    if (info && info->cbStruct < sizeof *info) {
        return JET_errInvalidParameter;
    }
    if (((grbit & unique) && (grbit & partial)) || (grbit & SET_BITS_RESERVED) ||
        ((grbit & JET_bitSetContiguousLV) && !(grbit & JET_bitSetSeparateLV))) {
        return JET_errInvalidGrbit;
    }
    return JET_errSuccess;
}

static JET_ERR store_value(struct table_cursor *cursor, const struct column_access *column, uint32_t itag,
                           const struct new_value *value)
{
    bool tagged = column->kind == ACCESS_TAGGED;

    if (value->null && tagged) {
        row_buffer_remove(&cursor->copy, column, itag);
        return JET_errSuccess;
    }
    return row_buffer_put(&cursor->copy, column, tagged ? itag : 1, value->data,
                          value->null ? 0 : value->size, value->null ? ROW_NULL : ROW_VALUE);
}

JET_ERR cursor_set_column(struct table_cursor *cursor, JET_COLUMNID id, const void *data, uint32_t size,
                          JET_GRBIT grbit, const JET_SETINFO *info, unsigned level)
{
    const struct column_access *column = column_map_find(cursor->map, id);
    bool resize = grbit & JET_bitSetSizeLV, unchanged = false;
    uint32_t itag = info ? info->itagSequence : 1;
    struct new_value value = {.data = data, .size = data || resize ? size : 0};
    JET_ERR warning = JET_errSuccess, err = check_set(cursor, size, grbit, info);

    if (err < 0) {
        return err;
    }
    if (!column) {
        return column_id_error(id);
    }
    if ((column->flags & ACCESS_LONG) && level == 0) {
        return JET_errNotInTransaction;
    }
    if (!(column->flags & ACCESS_LONG)) {
        value.size = data ? size : 0;
    }
    value.null = value.size == 0 && !(grbit & JET_bitSetZeroLength);
    if (column->kind == ACCESS_FIXED) {
        err = shape_fixed(column, &value);
    } else if (column->kind == ACCESS_VARIABLE) {
        warning = value.size > column->size ? JET_wrnColumnMaxTruncated : JET_errSuccess;
        value.size = MIN(value.size, column->size);
    } else if (column->flags & ACCESS_LONG) {
        err = shape_long(column, row_buffer_value(&cursor->copy, column, itag), info ? info->ibLongValue : 0,
                         grbit, &value, &unchanged);
    } else {
        err = shape_tagged(column, &value);
    }
    if (err >= 0) {
        err = check_unique(&cursor->copy, column, itag, &value, grbit);
    }
    if (err >= 0 && !unchanged) {
        err = store_value(cursor, column, itag, &value);
    }
    mem_free(value.owned);
    if (err >= 0 && cursor->copy_row) {
        temp_row_release(cursor->copy_row);
        cursor->copy_row = NULL;
    }
    return err < 0 ? err : warning;
}

/* --- update and delete ------------------------------------------------------------------------- */

static void give_bookmark(struct bytes key, void *bookmark, uint32_t size, uint32_t *actual)
{
    *actual = (uint32_t)key.size;
    if (bookmark && size && key.size) {
        memcpy(bookmark, key.data, MIN(key.size, size));
    }
}

static JET_ERR insert_copy(struct table_cursor *cursor, void *bookmark, uint32_t size, uint32_t *actual,
                           bool *has_actual)
{
    struct temp_row *original = cursor->update == UPDATE_INSERT_DELETE ? cursor->original : NULL;
    struct temp_row *made = NULL, *stored;
    bool same_key;
    JET_ERR err = temp_make_row(cursor->temp, &cursor->copy, &made);

    if (err < 0) {
        return err;
    }
    *has_actual = cursor->temp->state == TEMP_MATERIALISED;
    if (*has_actual && bookmark && made->key_size > size) {
        *has_actual = false;
        temp_row_release(made);
        return JET_errBufferTooSmall;
    }
    same_key = original && bytes_compare(temp_row_key(original), temp_row_key(made)) == 0;
    temp_row_release(made);
    err = temp_store(cursor->temp, &cursor->copy, same_key ? original : NULL, &stored);
    if (err >= 0 && original && !same_key) {
        err = temp_delete(cursor->temp, original);
    }
    if (err >= 0 && *has_actual) {
        give_bookmark(temp_row_key(stored), bookmark, size, actual);
    }
    return err;
}

static JET_ERR replace_original(struct table_cursor *cursor, void *bookmark, uint32_t size, uint32_t *actual,
                                bool *has_actual)
{
    struct temp_row *stored;
    JET_ERR err = temp_store(cursor->temp, &cursor->copy, cursor->original, &stored);

    *has_actual = err >= 0 && size > 0;
    if (*has_actual) {
        give_bookmark(temp_row_key(stored), bookmark, size, actual);
    }
    return err;
}

JET_ERR cursor_update(struct table_cursor *cursor, void *bookmark, uint32_t size, uint32_t *actual,
                      bool *has_actual)
{
    JET_ERR err;

    *has_actual = false;
    if (!cursor_update_prepared(cursor)) {
        return JET_errUpdateNotPrepared;
    }
    err = cursor->update == UPDATE_REPLACE ? replace_original(cursor, bookmark, size, actual, has_actual)
                                           : insert_copy(cursor, bookmark, size, actual, has_actual);
    if (err >= 0) {
        cursor_cancel_update(cursor);
    }
    return err;
}

JET_ERR cursor_delete(struct table_cursor *cursor)
{
    JET_ERR err;

    if (!cursor->temp) {
        return JET_errPermissionDenied;
    }
    if (cursor->update == UPDATE_INSERT_DELETE) {
        return JET_errAlreadyPrepared;
    }
    cursor_cancel_update(cursor);
    err = cursor_latch_record(cursor);
    return err < 0 ? err : temp_delete(cursor->temp, cursor->record.temp->row);
}
