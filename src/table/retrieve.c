/* JetRetrieveColumn and JetRetrieveColumns (spec 40, 6.1 and 6.2). */
#include "table/retrieve.h"

#include "table/reference.h"

enum {
    BITS_RESERVED = 0xF0000000,
    BITS_INDEX = JET_bitRetrieveFromIndex | JET_bitRetrieveFromPrimaryBookmark,
    /* what a plain retrieval needs not look at */
    BITS_PLAIN = JET_bitRetrieveCopy | JET_bitRetrieveNull | JET_bitRetrieveTag,
};

/* --- the record ------------------------------------------------------------------ */

/* The copy buffer as a record. */
static JET_ERR copy_row(struct table_cursor *cursor, struct row *row)
{
    JET_ERR err = JET_errSuccess;

    if (!cursor->copy_row) {
        err = temp_make_row(cursor->temp, &cursor->copy, &cursor->copy_row);
    }
    if (err >= 0) {
        row->temp = cursor->copy_row;
        err = record_open(&row->record, temp_row_record(cursor->copy_row), cursor->large_pages);
    }
    return err;
}

/* Takes the latched record apart, unless it is still the one read last. */
static inline JET_ERR open_record(struct table_cursor *cursor)
{
    const struct tree_cursor *tree = &cursor->record.tree;
    JET_ERR err;

    if (LIKELY(!cursor->temp && tree->frame == cursor->last_frame && tree->version == cursor->last_version &&
               tree->slot == cursor->last_slot)) {
        return JET_errSuccess;
    }
    err = record_open(&cursor->last, walk_node(&cursor->record).data, cursor->large_pages);
    cursor->last_frame = err < 0 || cursor->temp ? NULL : tree->frame;
    cursor->last_version = tree->version;
    cursor->last_slot = tree->slot;
    return err;
}

/* Latches the current record, taken apart in cursor->last. */
static inline JET_ERR latch_record(struct table_cursor *cursor)
{
    JET_ERR err = cursor_latch_record(cursor);

    if (UNLIKELY(err < 0)) {
        return err;
    }
    err = open_record(cursor);
    if (UNLIKELY(err < 0)) {
        walk_release(&cursor->record);
    }
    return err;
}

JET_ERR cursor_row(struct table_cursor *cursor, bool copy, struct row *row)
{
    JET_ERR err;

    row->map = cursor->map;
    row->temp = NULL;
    row->long_values = cursor->table ? &cursor->long_values : NULL;
    if (UNLIKELY(copy && cursor->update != UPDATE_NONE)) {
        return copy_row(cursor, row);
    }
    err = latch_record(cursor);
    if (UNLIKELY(err < 0)) {
        return err;
    }
    if (UNLIKELY(cursor->temp != NULL)) {
        row->temp = cursor->record.temp->row;
    }
    row->record = cursor->last;
    return JET_errSuccess;
}

void cursor_row_end(struct table_cursor *cursor) { walk_release(&cursor->record); }

/* --- giving a value out ------------------------------------------------------------ */

static JET_ERR give_null(JET_RETRIEVECOLUMN *request)
{
    request->cbActual = 0;
    return JET_wrnColumnNull;
}

static JET_ERR give_bytes(struct bytes data, JET_RETRIEVECOLUMN *request)
{
    size_t n = MIN(data.size, request->cbData);

    if (n) {
        memcpy(request->pvData, data.data, n);
    }
    request->cbActual = (uint32_t)data.size;
    return data.size > request->cbData ? JET_wrnBufferTruncated : JET_errSuccess;
}

static JET_ERR give_long(const struct row *row, const struct value *value, JET_RETRIEVECOLUMN *request)
{
    uint32_t size;
    JET_ERR err = value_read(row, value, request->ibLongValue, request->pvData, request->cbData, &size);

    if (err < 0) {
        return err;
    }
    request->cbActual = size > request->ibLongValue ? size - request->ibLongValue : 0;
    return request->cbActual > request->cbData ? JET_wrnBufferTruncated : JET_errSuccess;
}

/* JET_bitRetrieveLongId: 8 bytes, or 4 where they suffice and no more fit. */
static JET_ERR give_long_id(const struct value *value, JET_RETRIEVECOLUMN *request)
{
    uint64_t id;
    JET_ERR err;

    if (!value->separated) {
        return give_null(request);
    }
    err = value_long_id(value, &id);
    if (err < 0) {
        return err;
    }
    if (request->cbData >= sizeof id) {
        store_le64(request->pvData, id);
        request->cbActual = sizeof id;
    } else if (request->cbData >= sizeof(uint32_t) && id <= UINT32_MAX) {
        store_le32(request->pvData, (uint32_t)id);
        request->cbActual = sizeof(uint32_t);
    } else {
        return JET_errInvalidBufferSize;
    }
    return JET_wrnSeparateLongValue;
}

static JET_ERR give_references(const struct row *row, const struct value *value, JET_RETRIEVECOLUMN *request)
{
    uint32_t count;
    JET_ERR err;

    if (!value->separated) {
        return give_null(request);
    }
    if (request->cbData < sizeof count) {
        return JET_errInvalidBufferSize;
    }
    err = value_references(row, value, &count);
    if (err < 0) {
        return err;
    }
    store_le32(request->pvData, count);
    request->cbActual = sizeof count;
    return JET_wrnSeparateLongValue;
}

static JET_ERR give_physical_size(const struct row *row, const struct value *value,
                                  JET_RETRIEVECOLUMN *request)
{
    uint64_t size;
    JET_ERR err = value_physical_size(row, value, &size);

    request->cbActual = (uint32_t)size;
    return err;
}

/* What the rarer bits ask for. */
static JET_ERR give_special(struct table_cursor *cursor, const struct row *row,
                            const struct column_access *column, const struct value *value,
                            JET_RETRIEVECOLUMN *request)
{
    JET_GRBIT grbit = request->grbit;

    if (grbit & JET_bitRetrieveLongId) {
        return give_long_id(value, request);
    }
    if (grbit & JET_bitRetrieveLongValueRefCount) {
        return give_references(row, value, request);
    }
    if (grbit & JET_bitRetrievePhysicalSize) {
        return give_physical_size(row, value, request);
    }
    if (grbit & (JET_bitRetrievePrereadOnly | JET_bitRetrievePrereadMany)) {
        if (value->separated &&
            (grbit & ~(JET_GRBIT)(JET_bitRetrievePrereadOnly | JET_bitRetrievePrereadMany))) {
            return JET_errInvalidGrbit;
        }
        request->cbActual = 0;
        return JET_errSuccess;
    }
    if ((grbit & JET_bitRetrieveAsRefIfNotInRecord) && value->separated) {
        return reference_give(cursor, column, MAX(request->itagSequence, 1), value, request);
    }
    return give_long(row, value, request);
}

/* The stored number is what all sessions see; a session's own additions need
 * the whole of it to be corrected. */
static JET_ERR check_escrow(const struct table_cursor *cursor, const struct column_access *column,
                            const JET_RETRIEVECOLUMN *request)
{
    bool inserting = (request->grbit & JET_bitRetrieveCopy) && cursor->update == UPDATE_INSERT;

    return !inserting && MIN(request->cbData, request->cbActual) != column->size ? JET_errInvalidBufferSize
                                                                                 : JET_errSuccess;
}

static JET_ERR give_value(struct table_cursor *cursor, const struct row *row,
                          const struct column_access *column, const struct value *value,
                          JET_RETRIEVECOLUMN *request)
{
    const JET_GRBIT special = JET_bitRetrieveLongId | JET_bitRetrieveLongValueRefCount |
                              JET_bitRetrievePhysicalSize | JET_bitRetrievePrereadOnly |
                              JET_bitRetrievePrereadMany | JET_bitRetrieveAsRefIfNotInRecord;
    JET_ERR err;

    if (value->state != VALUE_PRESENT) {
        bool hidden = (request->grbit & JET_bitRetrieveIgnoreDefault) && column->kind == ACCESS_TAGGED;
        if (value->state == VALUE_NULL || hidden) {
            return give_null(request);
        }
        if (value->state == VALUE_CALLBACK) {
            return JET_errCallbackFailed; /* persisted callbacks are off (K-6) */
        }
    }
    if (UNLIKELY(request->grbit & special)) {
        return give_special(cursor, row, column, value, request);
    }
    if (column->flags & ACCESS_LONG) {
        return give_long(row, value, request);
    }
    if (UNLIKELY(value->separated || value->compressed || value->encrypted)) {
        uint32_t offset = request->ibLongValue;
        request->ibLongValue = 0;
        err = give_long(row, value, request);
        request->ibLongValue = offset;
        return err;
    }
    err = give_bytes(value->data, request);
    if (UNLIKELY(column->flags & ACCESS_ESCROW)) {
        JET_ERR escrow = check_escrow(cursor, column, request);
        return escrow < 0 ? escrow : err;
    }
    return err;
}

/* --- scan of tagged columns: column id 0 (R-6) -------------------------------------- */

/* Counts the values of an entry: an explicit null is one with RetrieveNull. */
static uint32_t entry_values(const struct record_tagged_entry *entry, JET_GRBIT grbit)
{
    return entry->presence == RECORD_PRESENT ? entry->field.count : (grbit & JET_bitRetrieveNull) != 0;
}

static JET_ERR scan_tagged(struct table_cursor *cursor, const struct row *row, JET_RETRIEVECOLUMN *request)
{
    uint32_t left = request->itagSequence, total = 0;
    struct record_tagged_entry entry;
    struct value value;
    JET_ERR err;

    for (unsigned i = 0; i < row->record.tagged_count; i++) {
        err = record_tagged_at(&row->record, i, &entry);
        if (err < 0) {
            return err;
        }
        const struct column_access *column = row_entry_column(row, &entry);
        uint32_t values = column ? entry_values(&entry, request->grbit) : 0;
        total += values;
        if (left == 0 || left > values) {
            left -= left ? values : 0;
            continue;
        }
        request->columnidNextTagged = column_api_id(column);
        if (entry.presence != RECORD_PRESENT) {
            request->cbActual = 0;
            return JET_wrnColumnSetNull;
        }
        err = row_value(row, column, left, &value);
        return err < 0 ? err : give_value(cursor, row, column, &value, request);
    }
    request->columnidNextTagged = 0;
    if (request->itagSequence == 0) {
        request->itagSequence = total;
        request->cbActual = 0;
        return JET_errSuccess;
    }
    return give_null(request);
}

/* --- one column ------------------------------------------------------------------------ */

static JET_ERR retrieve_named(struct table_cursor *cursor, const struct row *row,
                              const struct column_access *column, JET_RETRIEVECOLUMN *request)
{
    struct value value;
    JET_ERR err = row_value(row, column, request->itagSequence, &value);

    if (LIKELY(err >= 0)) {
        err = give_value(cursor, row, column, &value, request);
    }
    if (err >= 0) {
        request->columnidNextTagged = request->columnid;
    }
    return err;
}

static JET_ERR plain_retrieve(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request)
{
    const struct column_access *column = NULL;
    struct row row;
    JET_ERR err;

    if (LIKELY(request->columnid != 0)) {
        column = column_map_find(cursor->map, request->columnid);
        if (UNLIKELY(!column)) {
            return column_id_error(request->columnid);
        }
    }
    err = cursor_row(cursor, request->grbit & JET_bitRetrieveCopy, &row);
    if (UNLIKELY(err < 0)) {
        return err;
    }
    err = LIKELY(column != NULL) ? retrieve_named(cursor, &row, column, request)
                                 : scan_tagged(cursor, &row, request);
    cursor_row_end(cursor);
    return err;
}

/* --- special requests -------------------------------------------------------------------- */

static JET_ERR give_u32(uint32_t number, JET_RETRIEVECOLUMN *request)
{
    store_le32(request->pvData, number);
    request->cbActual = sizeof number;
    return JET_errSuccess;
}

static JET_ERR give_page_number(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request)
{
    JET_ERR err;

    if (request->grbit != JET_bitRetrievePageNumber) {
        return JET_errInvalidGrbit;
    }
    if (request->cbData < sizeof(uint32_t)) {
        return JET_errBufferTooSmall;
    }
    if (cursor->temp) {
        return JET_errInvalidTableId;
    }
    err = cursor_latch_record(cursor);
    if (err < 0) {
        return err;
    }
    err = give_u32((uint32_t)cursor->record.tree.frame_key, request);
    walk_release(&cursor->record);
    return err;
}

/* How much could still be added to the record in the copy buffer. */
static JET_ERR give_free_space(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request)
{
    const struct column_access *column = column_map_find(cursor->map, request->columnid);
    struct value value;
    struct row row;
    JET_ERR err;

    if (request->grbit != JET_bitRetrieveCopyIntrinsic) {
        return JET_errInvalidGrbit;
    }
    if (request->cbData < sizeof(uint32_t)) {
        return JET_errBufferTooSmall;
    }
    if (cursor_is_sort(cursor)) {
        return JET_errInvalidTableId;
    }
    if (cursor->update == UPDATE_NONE) {
        return JET_errUpdateNotPrepared;
    }
    if (!column) {
        return column_id_error(request->columnid);
    }
    err = cursor_row(cursor, true, &row);
    if (err >= 0) {
        err = row_value(&row, column, MAX(request->itagSequence, 1), &value);
    }
    if (err < 0) {
        return err;
    }
    if (value.separated) {
        return JET_errSeparatedLongValue;
    }
    return give_u32(cursor->temp->record_most - row.record.size, request);
}

static JET_ERR check_bits(const struct table_cursor *cursor, const JET_RETRIEVECOLUMN *request,
                          bool want_actual, bool single)
{
    JET_GRBIT grbit = request->grbit;

    if (grbit & JET_bitRetrievePhysicalSize) {
        if (grbit & ~(JET_GRBIT)(JET_bitRetrievePhysicalSize | JET_bitRetrieveCopy)) {
            return JET_errInvalidGrbit;
        }
        if (request->cbData || request->ibLongValue || !want_actual) {
            return JET_errInvalidParameter;
        }
    }
    if (single && (grbit & JET_bitRetrieveTuple) && !(grbit & JET_bitRetrieveFromIndex)) {
        return JET_errInvalidGrbit;
    }
    if ((grbit & JET_bitRetrieveAsRefIfNotInRecord) && (cursor->update != UPDATE_NONE || cursor->temp)) {
        return JET_errInvalidGrbit;
    }
    if ((grbit & BITS_INDEX) == BITS_INDEX && !cursor_is_sort(cursor)) {
        return JET_errInvalidGrbit;
    }
    return JET_errSuccess;
}

static JET_ERR special_retrieve(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, bool want_actual,
                                bool single)
{
    JET_ERR err;

    if (request->grbit & BITS_RESERVED) {
        return JET_errInvalidGrbit;
    }
    if (single && (request->grbit & JET_bitRetrievePageNumber)) {
        return want_actual ? give_page_number(cursor, request) : JET_errInvalidParameter;
    }
    if (single && (request->grbit & JET_bitRetrieveCopyIntrinsic)) {
        return want_actual ? give_free_space(cursor, request) : JET_errInvalidParameter;
    }
    err = check_bits(cursor, request, want_actual, single);
    if (err < 0) {
        return err;
    }
    if ((request->grbit & BITS_INDEX) && !cursor_is_sort(cursor)) {
        bool done;
        uint32_t tag;
        err = retrieve_from_key(cursor, request, &done, &tag);
        if (err >= 0 && !done) {
            err = plain_retrieve(cursor, request);
        }
        request->itagSequence = tag;
        return err;
    }
    return plain_retrieve(cursor, request);
}

/* A fixed or variable column of the record without any option. *done false:
 * something else was asked for, nothing has happened. */
JET_ERR cursor_retrieve_plain(struct table_cursor *cursor, JET_COLUMNID id, void *out, uint32_t size,
                              uint32_t *actual, bool *done)
{
    const struct column_access *column = column_map_find(cursor->map, id);
    enum record_presence presence;
    struct bytes value;
    JET_ERR err;

    *done = false;
    if (!column || column->kind == ACCESS_TAGGED || (column->flags & ACCESS_ESCROW)) {
        return JET_errSuccess;
    }
    *done = true;
    err = latch_record(cursor);
    if (UNLIKELY(err < 0)) {
        return err;
    }
    err = column->kind == ACCESS_FIXED
              ? record_fixed(&cursor->last, column->id, column->offset, column->size, &presence, &value)
              : record_var(&cursor->last, column->id, &presence, &value);
    if (UNLIKELY(presence != RECORD_PRESENT)) {
        if (presence == RECORD_ABSENT && column->has_default) {
            value = column->default_value;
        } else {
            err = err < 0 ? err : JET_wrnColumnNull;
        }
    }
    if (LIKELY(err >= 0)) {
        size_t n = MIN(value.size, size);
        if (n) {
            memcpy(out, value.data, n);
        }
        *actual = (uint32_t)value.size;
        if (UNLIKELY(value.size > size)) {
            err = JET_wrnBufferTruncated;
        }
    }
    walk_release(&cursor->record);
    return err;
}

JET_ERR cursor_retrieve_column(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, bool want_actual)
{
    if (UNLIKELY(request->columnid == 0 && request->itagSequence == 0)) {
        return JET_errBadItagSequence;
    }
    if (UNLIKELY(request->grbit & ~(JET_GRBIT)(BITS_PLAIN | JET_bitRetrieveIgnoreDefault))) {
        return special_retrieve(cursor, request, want_actual, true);
    }
    return plain_retrieve(cursor, request);
}

/* --- many columns --------------------------------------------------------------------------- */

/* A request with value number 0 asks for the number of values. */
static JET_ERR count_values(const struct row *row, const struct column_access *column,
                            JET_RETRIEVECOLUMN *request)
{
    struct value value;
    uint32_t count;
    JET_ERR err = row_value_count(row, column, &count);

    if (err >= 0 && count == 0) {
        err = row_value(row, column, 1, &value);
        count = err >= 0 && value.state != VALUE_NULL &&
                !((request->grbit & JET_bitRetrieveIgnoreDefault) && column->kind == ACCESS_TAGGED);
    }
    if (err < 0) {
        return err;
    }
    request->itagSequence = count;
    request->columnidNextTagged = request->columnid;
    request->cbActual = 0;
    return JET_errSuccess;
}

static JET_ERR retrieve_count(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request)
{
    const struct column_access *column = column_map_find(cursor->map, request->columnid);
    struct row row;
    JET_ERR err;

    if (!column) {
        return column_id_error(request->columnid);
    }
    err = cursor_row(cursor, request->grbit & JET_bitRetrieveCopy, &row);
    if (err < 0) {
        return err;
    }
    err = count_values(&row, column, request);
    cursor_row_end(cursor);
    return err;
}

static JET_ERR retrieve_one_of_many(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request)
{
    JET_GRBIT ignored = JET_bitRetrievePageNumber | JET_bitRetrieveCopyIntrinsic;

    if (request->itagSequence == 0 && request->columnid != 0 && !(request->grbit & BITS_INDEX)) {
        return request->grbit & BITS_RESERVED ? JET_errInvalidGrbit : retrieve_count(cursor, request);
    }
    if (UNLIKELY(request->grbit & ~(JET_GRBIT)(BITS_PLAIN | JET_bitRetrieveIgnoreDefault | ignored))) {
        return special_retrieve(cursor, request, true, false);
    }
    return plain_retrieve(cursor, request);
}

JET_ERR cursor_retrieve_columns(struct table_cursor *cursor, JET_RETRIEVECOLUMN *requests, uint32_t count)
{
    JET_ERR result = JET_errSuccess;

    if (cursor_is_sort(cursor) && count == 0) {
        return walk_position(&cursor->record) == TREE_ON || cursor->deferred ? JET_errSuccess
                                                                             : JET_errNoCurrentRecord;
    }
    for (uint32_t i = 0; i < count; i++) {
        JET_ERR err = retrieve_one_of_many(cursor, &requests[i]);
        if (err < 0) {
            return err;
        }
        requests[i].err = err;
        if (err == JET_wrnBufferTruncated) {
            result = err;
        }
    }
    return result;
}
