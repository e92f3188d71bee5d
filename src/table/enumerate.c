/* JetEnumerateColumns (spec 40, 6.4). */
#include "table/reference.h"

struct enumeration {
    struct table_cursor *cursor;
    struct row *row;
    JET_PFNREALLOC allocate;
    void *context;
    uint32_t data_most;
    JET_GRBIT grbit;
    JET_ENUMCOLUMN *columns;
    uint32_t count;
};

static JET_ERR take(struct enumeration *e, size_t size, void **memory)
{
    *memory = e->allocate(e->context, NULL, (uint32_t)size);
    return *memory ? JET_errSuccess : JET_errOutOfMemory;
}

static void give_back(struct enumeration *e, void *memory)
{
    if (memory) {
        (void)e->allocate(e->context, memory, 0);
    }
}

static void free_all(struct enumeration *e)
{
    for (uint32_t i = 0; i < e->count; i++) {
        JET_ENUMCOLUMN *column = &e->columns[i];
        if (column->err == JET_wrnColumnSingleValue) {
            give_back(e, column->pvData);
            continue;
        }
        for (uint32_t n = 0; column->rgEnumColumnValue && n < column->cEnumColumnValue; n++) {
            give_back(e, column->rgEnumColumnValue[n].pvData);
        }
        give_back(e, column->rgEnumColumnValue);
    }
    give_back(e, e->columns);
    e->columns = NULL;
    e->count = 0;
}

/* --- values ------------------------------------------------------------------------ */

/* The bytes of a value in memory of the caller; no more than `most`. */
static JET_ERR give_data(struct enumeration *e, const struct value *value, uint32_t most, uint32_t *size,
                         void **data)
{
    uint32_t whole;
    JET_ERR err = value_read(e->row, value, 0, NULL, 0, &whole);

    if (err < 0) {
        return err;
    }
    *size = MIN(whole, most);
    err = take(e, *size, data);
    if (err >= 0) {
        err = value_read(e->row, value, 0, *data, *size, &whole);
    }
    if (err >= 0 && whole > most) {
        return JET_wrnColumnTruncated;
    }
    return err;
}

static JET_ERR give_reference(struct enumeration *e, const struct column_access *column,
                              const struct value *value, JET_ENUMCOLUMNVALUE *out)
{
    JET_RETRIEVECOLUMN request = {0};
    JET_ERR err = reference_give(e->cursor, column, out->itagSequence, value, &request);

    if (err < 0) {
        return err;
    }
    out->cbData = request.cbActual;
    err = take(e, out->cbData, &out->pvData);
    if (err < 0) {
        return err;
    }
    request.pvData = out->pvData;
    request.cbData = out->cbData;
    return reference_give(e->cursor, column, out->itagSequence, value, &request);
}

/* One value; the result is its err, a negative one ends the call. */
static JET_ERR give_value(struct enumeration *e, const struct column_access *column, bool stored,
                          JET_ENUMCOLUMNVALUE *out)
{
    struct value value;
    JET_ERR err;

    if (out->itagSequence == 0) {
        return JET_wrnColumnSkipped;
    }
    err = row_value(e->row, column, out->itagSequence, &value);
    if (err < 0) {
        return err;
    }
    if (value.state != VALUE_PRESENT && value.state != VALUE_DEFAULT) {
        return (e->grbit & JET_bitEnumerateIgnoreDefault) && !stored && !value.stored_null
                   ? JET_wrnColumnDefault
                   : JET_wrnColumnNull;
    }
    if (value.state == VALUE_DEFAULT && (e->grbit & JET_bitEnumerateIgnoreDefault)) {
        return JET_wrnColumnDefault;
    }
    if (e->grbit & JET_bitEnumeratePresenceOnly) {
        return JET_wrnColumnPresent;
    }
    if (value.separated && (e->grbit & JET_bitEnumerateInRecordOnly)) {
        return JET_wrnColumnNotInRecord;
    }
    if (value.separated && (e->grbit & JET_bitEnumerateAsRefIfNotInRecord)) {
        return give_reference(e, column, &value, out);
    }
    return give_data(e, &value, value.separated ? e->data_most : UINT32_MAX, &out->cbData, &out->pvData);
}

static JET_ERR give_values(struct enumeration *e, const struct column_access *column, uint32_t count,
                           const uint32_t *numbers, bool stored, JET_ENUMCOLUMN *out)
{
    void *memory;
    JET_ERR err = take(e, count * sizeof *out->rgEnumColumnValue, &memory);

    if (err < 0) {
        return err;
    }
    memset(memory, 0, count * sizeof *out->rgEnumColumnValue);
    out->rgEnumColumnValue = memory;
    out->cEnumColumnValue = count;
    for (uint32_t i = 0; i < count; i++) {
        JET_ENUMCOLUMNVALUE *value = &out->rgEnumColumnValue[i];
        value->itagSequence = numbers ? numbers[i] : i + 1;
        err = give_value(e, column, stored, value);
        if (err < 0) {
            return err;
        }
        value->err = err;
    }
    return JET_errSuccess;
}

/* --- columns --------------------------------------------------------------------------- */

/* A column with all its values; negative only for what ends the call. */
static JET_ERR give_column(struct enumeration *e, const struct column_access *column, uint32_t wanted,
                           const uint32_t *numbers, JET_ENUMCOLUMN *out)
{
    struct value first;
    uint32_t count;
    JET_ERR err = row_value_count(e->row, column, &count);

    if (err >= 0) {
        err = row_value(e->row, column, 1, &first);
    }
    if (err < 0) {
        return err;
    }
    if (first.state == VALUE_PRESENT && first.encrypted && !(e->grbit & JET_bitEnumeratePresenceOnly)) {
        out->err = JET_errColumnNoEncryptionKey;
        return JET_errSuccess;
    }
    if (wanted) {
        return give_values(e, column, wanted, numbers, count > 0, out);
    }
    if (first.state == VALUE_DEFAULT || first.state == VALUE_CALLBACK ||
        (first.state == VALUE_NULL && !first.stored_null)) {
        if (e->grbit & JET_bitEnumerateIgnoreDefault) {
            out->err = JET_wrnColumnDefault;
            return JET_errSuccess;
        }
    }
    if (first.state == VALUE_NULL || first.state == VALUE_CALLBACK) {
        out->err = JET_wrnColumnNull;
        return JET_errSuccess;
    }
    if (e->grbit & JET_bitEnumeratePresenceOnly) {
        out->err = JET_wrnColumnPresent;
        return JET_errSuccess;
    }
    count = MAX(count, 1);
    if ((e->grbit & JET_bitEnumerateCompressOutput) && count == 1 && !first.separated) {
        err = give_data(e, &first, UINT32_MAX, &out->cbData, &out->pvData);
        out->err = JET_wrnColumnSingleValue;
        return err < 0 ? err : JET_errSuccess;
    }
    return give_values(e, column, count, NULL, count > 0, out);
}

static JET_ERR make_array(struct enumeration *e, uint32_t count)
{
    void *memory;
    JET_ERR err = take(e, MAX(count, 1) * sizeof *e->columns, &memory);

    if (err >= 0) {
        e->columns = memory;
        memset(memory, 0, MAX(count, 1) * sizeof *e->columns);
    }
    return err;
}

static JET_ERR give_list(struct enumeration *e, const JET_ENUMCOLUMNID *ids, uint32_t count)
{
    JET_ERR first_error = JET_errSuccess, err = make_array(e, count);

    for (uint32_t i = 0; err >= 0 && i < count; i++) {
        JET_ENUMCOLUMN *out = &e->columns[i];
        const struct column_access *column = column_map_find(e->cursor->map, ids[i].columnid);
        e->count = i + 1;
        out->columnid = ids[i].columnid;
        if (ids[i].columnid == 0) {
            out->err = JET_wrnColumnSkipped;
        } else if (!column) {
            out->err = column_id_error(ids[i].columnid);
            first_error = first_error < 0 ? first_error : out->err;
        } else {
            err = give_column(e, column, ids[i].ctagSequence, ids[i].rgtagSequence, out);
        }
    }
    if (err < 0) {
        free_all(e);
        return err;
    }
    return first_error;
}

/* Highest fixed column of a set that has a default: so far the record of the
 * defaults goes. */
static uint32_t last_fixed_default(const struct column_set *set)
{
    uint32_t last = 0;

    for (uint32_t id = 1; id < MIN(set->count, (uint32_t)RECORD_VAR_FIRST); id++) {
        last = set->columns[id].kind == ACCESS_FIXED && set->columns[id].has_default ? id : last;
    }
    return last;
}

/* Does the listing of all columns have an entry for this one? */
static JET_ERR is_listed(const struct enumeration *e, const struct column_access *column,
                         uint32_t last_default, bool *listed)
{
    bool defaults = !(e->grbit & JET_bitEnumerateIgnoreDefault);
    struct record_field field;
    enum record_presence presence;
    JET_ERR err = JET_errSuccess;

    *listed = false;
    switch ((enum access_kind)column->kind) {
    case ACCESS_NONE:
        break;
    case ACCESS_FIXED:
        *listed = !(e->grbit & JET_bitEnumerateTaggedOnly) &&
                  (column->id <= e->row->record.last_fixed || (defaults && column->id <= last_default));
        break;
    case ACCESS_VARIABLE:
        *listed = !(e->grbit & JET_bitEnumerateTaggedOnly) &&
                  (column->id <= e->row->record.last_var || (defaults && column->has_default));
        break;
    case ACCESS_TAGGED:
        err = record_tagged(&e->row->record, column->id, column->flags & ACCESS_DERIVED, &presence, &field);
        *listed = err >= 0 && (presence != RECORD_ABSENT || (defaults && column->has_default));
        break;
    }
    return err;
}

/* Counts the entries, or makes them. */
static JET_ERR walk_set(struct enumeration *e, const struct column_set *set, bool make, uint32_t *count)
{
    uint32_t last_default = last_fixed_default(set);
    JET_ERR err = JET_errSuccess;

    for (uint32_t id = 1; err >= 0 && id < set->count; id++) {
        const struct column_access *column = &set->columns[id];
        bool listed;
        err = is_listed(e, column, last_default, &listed);
        if (err < 0 || !listed) {
            continue;
        }
        if (make) {
            JET_ENUMCOLUMN *out = &e->columns[e->count++];
            out->columnid = column_api_id(column);
            err = give_column(e, column, 0, NULL, out);
        } else {
            ++*count;
        }
    }
    return err;
}

static JET_ERR give_all(struct enumeration *e)
{
    const struct column_map *map = e->cursor->map;
    uint32_t count = 0;
    JET_ERR err = walk_set(e, &map->template, false, &count);

    if (err >= 0) {
        err = walk_set(e, &map->own, false, &count);
    }
    if (err >= 0) {
        err = make_array(e, count);
    }
    if (err >= 0) {
        err = walk_set(e, &map->template, true, &count);
    }
    if (err >= 0) {
        err = walk_set(e, &map->own, true, &count);
    }
    if (err < 0) {
        free_all(e);
    }
    return err;
}

static JET_ERR check_bits(const struct table_cursor *cursor, JET_GRBIT grbit, bool list)
{
    const JET_GRBIT known = JET_bitEnumerateCopy | JET_bitEnumerateIgnoreDefault | JET_bitEnumerateLocal |
                            JET_bitEnumeratePresenceOnly | JET_bitEnumerateTaggedOnly |
                            JET_bitEnumerateCompressOutput | JET_bitEnumerateIgnoreUserDefinedDefault |
                            JET_bitEnumerateInRecordOnly | JET_bitEnumerateAsRefIfNotInRecord;

    if ((grbit & ~known) || (grbit & JET_bitEnumerateLocal) ||
        ((grbit & JET_bitEnumerateTaggedOnly) && list)) {
        return JET_errInvalidGrbit;
    }
    if (cursor->map->has_callback_default &&
        !(grbit & (JET_bitEnumerateIgnoreDefault | JET_bitEnumerateIgnoreUserDefinedDefault))) {
        return JET_errCallbackFailed;
    }
    return (grbit & JET_bitEnumerateInRecordOnly) && (grbit & JET_bitEnumerateAsRefIfNotInRecord)
               ? JET_errInvalidGrbit
               : JET_errSuccess;
}

JET_ERR cursor_enumerate(struct table_cursor *cursor, uint32_t id_count, const JET_ENUMCOLUMNID *ids,
                         uint32_t *count, JET_ENUMCOLUMN **columns, JET_PFNREALLOC allocate, void *context,
                         uint32_t data_most, JET_GRBIT grbit)
{
    struct row row;
    struct enumeration e = {.cursor = cursor,
                            .row = &row,
                            .allocate = allocate,
                            .context = context,
                            .data_most = data_most,
                            .grbit = grbit};
    JET_ERR err = check_bits(cursor, grbit, id_count > 0);

    if (err < 0) {
        return err;
    }
    err = cursor_row(cursor, grbit & JET_bitEnumerateCopy, &row);
    if (err < 0) {
        return err;
    }
    if ((grbit & JET_bitEnumerateAsRefIfNotInRecord) && (cursor->update != UPDATE_NONE || cursor->temp)) {
        err = JET_errInvalidGrbit;
    } else {
        err = id_count ? give_list(&e, ids, id_count) : give_all(&e);
    }
    cursor_row_end(cursor);
    *count = e.count;
    *columns = e.columns;
    return err;
}
