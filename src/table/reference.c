#include "table/reference.h"

/* --- from the key of the entry (6.3) ------------------------------------------------ */

/* Where a column stands in the key, or -1. */
static int segment_of_column(const struct table *table, const struct key_index *key, JET_COLUMNID id)
{
    for (unsigned i = 0; i < key->segment_count; i++) {
        if (table->schema->columns[key->segments[i].column].columnid == id) {
            return (int)i;
        }
    }
    return -1;
}

static bool is_multi_valued(const struct key_index *key)
{
    for (unsigned i = 0; i < key->segment_count; i++) {
        if (key->segments[i].multi_valued) {
            return true;
        }
    }
    return key->tuple.length_max != 0;
}

/* Copies the key that the cursor's entry has in the index asked for. */
static JET_ERR entry_key(struct table_cursor *cursor, bool primary, uint8_t *out, size_t *size)
{
    struct walk *walk = cursor_walk(cursor);
    struct node node;
    struct bytes bookmark;
    JET_ERR err;

    if (primary && cursor->order) { /* the bookmark is the key of the record */
        err = cursor_bookmark(cursor, &bookmark);
        if (err < 0) {
            return err;
        }
        *size = MIN(bookmark.size, (size_t)KEY_BUFFER_SIZE);
        memcpy(out, bookmark.data, *size);
        return JET_errSuccess;
    }
    err = walk_latch(walk);
    if (err < 0) {
        return err;
    }
    node = walk_node(walk);
    if (node_key_size(&node) > KEY_BUFFER_SIZE) {
        err = JET_errDatabaseCorrupted;
    } else {
        *size = node_copy_key(&node, out);
    }
    walk_release(walk);
    return err;
}

/* Number of the value of the multi-valued column that made the entry: the keys
 * of the record are made again until one equals. */
static JET_ERR value_number(struct table_cursor *cursor, const struct key_index *index, struct bytes key,
                            unsigned segment, uint32_t *itag)
{
    uint8_t made[KEY_BUFFER_SIZE];
    struct row_source source;
    struct key_walk walk;
    struct row row;
    size_t size;
    bool found = true;
    JET_ERR err;

    *itag = 1;
    if (!is_multi_valued(index)) {
        return JET_errSuccess;
    }
    if (cursor->order->key_error < 0) {
        return cursor->order->key_error;
    }
    err = cursor_row(cursor, false, &row);
    if (err < 0) {
        return err;
    }
    row_source_begin(&source, &row, cursor->table->schema);
    key_walk_begin(&walk);
    while ((err = key_walk_next(&walk, index, &source.source, made, &size, &found)) >= 0 && found) {
        if (bytes_compare((struct bytes){made, size}, key) == 0) {
            *itag = MAX(walk.itag[segment], 1);
            break;
        }
    }
    row_source_end(&source);
    cursor_row_end(cursor);
    return err < 0 ? err : JET_errSuccess;
}

static unsigned tag_segment(const struct key_index *key, unsigned segment)
{
    for (unsigned i = 0; i < key->segment_count; i++) {
        if (key->segments[i].multi_valued) {
            return key->segments[segment].multi_valued ? segment : i;
        }
    }
    return segment;
}

static JET_ERR give_decoded(const uint8_t *data, size_t size, const struct column_access *column,
                            JET_RETRIEVECOLUMN *request)
{
    size_t offset = column->flags & ACCESS_LONG ? MIN(request->ibLongValue, size) : 0;
    size_t n = MIN(size - offset, request->cbData);

    if (n) {
        memcpy(request->pvData, data + offset, n);
    }
    request->cbActual = (uint32_t)(size - offset);
    request->columnidNextTagged = request->columnid;
    return request->cbActual > request->cbData ? JET_wrnBufferTruncated : JET_errSuccess;
}

static JET_ERR decode(struct table_cursor *cursor, const struct key_index *index, unsigned segment,
                      struct bytes key, JET_RETRIEVECOLUMN *request, bool *done)
{
    const struct column_access *column = column_map_find(cursor->map, request->columnid);
    uint8_t value[KEY_MOST_MAX];
    enum key_decoded decoded;
    size_t size;
    JET_ERR err;

    if (!column || (column->flags & ACCESS_ESCROW)) {
        return JET_errSuccess;
    }
    err = key_denormalise(index, key, segment, value, &size, &decoded);
    if (err < 0 || decoded == KEY_READ_RECORD) {
        return JET_errSuccess; /* the record knows */
    }
    *done = true;
    if (decoded == KEY_NULL) {
        request->cbActual = 0;
        request->columnidNextTagged = request->columnid;
        return JET_wrnColumnNull;
    }
    return give_decoded(value, size, column, request);
}

JET_ERR retrieve_from_key(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, bool *done, uint32_t *tag)
{
    bool primary = !cursor->order || (request->grbit & JET_bitRetrieveFromPrimaryBookmark);
    const struct key_index *index = primary ? NULL : &cursor->order->key;
    uint8_t buffer[KEY_BUFFER_SIZE];
    struct bytes key = {buffer, 0};
    uint32_t itag;
    int segment;
    JET_ERR err;

    *done = false;
    *tag = request->itagSequence;
    if (cursor->temp || cursor->deferred || (primary && !cursor->table->records.index)) {
        return JET_errSuccess; /* reads the record */
    }
    index = primary ? &cursor->table->records.key : index;
    segment = segment_of_column(cursor->table, index, request->columnid);
    if (segment < 0) {
        return column_map_find(cursor->map, request->columnid) ? JET_errColumnNotFound
                                                               : column_id_error(request->columnid);
    }
    if (index->tuple.length_max && segment == 0 && !(request->grbit & JET_bitRetrieveTuple)) {
        return JET_errIndexTuplesCannotRetrieveFromIndex;
    }
    err = entry_key(cursor, primary, buffer, &key.size);
    if (err < 0) {
        return err;
    }
    err = decode(cursor, index, (unsigned)segment, key, request, done);
    if (err < 0 || (*done && !(request->grbit & JET_bitRetrieveTag))) {
        return err;
    }
    JET_ERR number = value_number(cursor, index, key, tag_segment(index, (unsigned)segment), &itag);
    if (number < 0) {
        return number;
    }
    *tag = itag;
    request->itagSequence = index->segments[segment].multi_valued || index->tuple.length_max ? itag : 1;
    return err;
}

/* --- references to long values ---------------------------------------------------------- */

/* A reference, packed: format, sizes, value number, id of the long value, part of
 * the signature of the database, bookmark, column name. */
enum {
    REFERENCE_ID_32 = 1,
    REFERENCE_ID_64 = 2,
    REFERENCE_BOOKMARK_SIZE = 1,
    REFERENCE_NAME_SIZE = 3,
    REFERENCE_ITAG = 4,
    REFERENCE_ID = 8,
    SIGNATURE_PART = 12
};

static const struct table_column *column_of_access(const struct table *table,
                                                   const struct column_access *column)
{
    return schema_column(table->schema, column_api_id(column));
}

static void signature_part(const struct database *database, uint8_t out[SIGNATURE_PART])
{
    memcpy(out, &database->header.db_signature, SIGNATURE_PART);
}

JET_ERR reference_give(struct table_cursor *cursor, const struct column_access *column, uint32_t itag,
                       const struct value *value, JET_RETRIEVECOLUMN *request)
{
    const struct table_column *named = column_of_access(cursor->table, column);
    uint8_t made[REFERENCE_ID + 8 + SIGNATURE_PART + KEY_BUFFER_SIZE + JET_cbNameMost], *at = made;
    struct node node = walk_node(&cursor->record);
    size_t key_size = node_key_size(&node), id_size, n;
    uint64_t id;
    JET_ERR err = value_long_id(value, &id);

    if (err < 0 || !named || key_size > KEY_BUFFER_SIZE) {
        return err < 0 ? err : JET_errDatabaseCorrupted;
    }
    id_size = id > UINT32_MAX ? 8 : 4;
    at[0] = id_size == 8 ? REFERENCE_ID_64 : REFERENCE_ID_32;
    store_le16(at + REFERENCE_BOOKMARK_SIZE, (uint16_t)key_size);
    at[REFERENCE_NAME_SIZE] = named->name_size;
    store_le32(at + REFERENCE_ITAG, itag);
    store_le64(at + REFERENCE_ID, id);
    at += REFERENCE_ID + id_size;
    signature_part(cursor->table->database, at);
    at += SIGNATURE_PART;
    at += node_copy_key(&node, at);
    memcpy(at, named->name, named->name_size);
    at += named->name_size;
    n = MIN((size_t)(at - made), request->cbData);
    if (n) {
        memcpy(request->pvData, made, n);
    }
    request->cbActual = (uint32_t)(at - made);
    return request->cbActual > request->cbData ? JET_wrnBufferTruncated : JET_wrnColumnReference;
}

struct reference {
    uint64_t id;
    uint32_t itag;
    const uint8_t *signature;
    struct bytes bookmark, name;
};

static JET_ERR parse_reference(struct bytes bytes, struct reference *reference)
{
    size_t id_size = 0, head;

    if (bytes.size > REFERENCE_ID && bytes.data[0] >= REFERENCE_ID_32 && bytes.data[0] <= REFERENCE_ID_64) {
        id_size = bytes.data[0] == REFERENCE_ID_64 ? 8 : 4;
    }
    head = REFERENCE_ID + id_size + SIGNATURE_PART;
    if (id_size == 0 || bytes.size < head) {
        return JET_errInvalidColumnReference;
    }
    reference->id =
        id_size == 8 ? load_le64(bytes.data + REFERENCE_ID) : load_le32(bytes.data + REFERENCE_ID);
    reference->itag = load_le32(bytes.data + REFERENCE_ITAG);
    reference->signature = bytes.data + REFERENCE_ID + id_size;
    reference->bookmark = (struct bytes){bytes.data + head, load_le16(bytes.data + REFERENCE_BOOKMARK_SIZE)};
    reference->name =
        (struct bytes){reference->bookmark.data + reference->bookmark.size, bytes.data[REFERENCE_NAME_SIZE]};
    if (bytes.size != head + reference->bookmark.size + reference->name.size || reference->itag == 0 ||
        reference->name.size == 0 || reference->name.size > JET_cbNameMost || reference->bookmark.size == 0 ||
        reference->bookmark.size > KEY_MOST_MAX) {
        return JET_errInvalidColumnReference;
    }
    return JET_errSuccess;
}

/* The value's bytes of this database: by its id. */
static JET_ERR read_by_id(struct table_cursor *cursor, uint64_t id, uint32_t offset,
                          JET_RETRIEVECOLUMN *request)
{
    struct long_values *longs = &cursor->long_values;
    uint64_t physical;
    uint32_t size;
    size_t copied;
    JET_ERR err = long_values_open(longs);

    if (err >= 0 && (request->grbit & JET_bitRetrievePhysicalSize)) {
        err = lv_read_physical_size(&longs->tree, id, &physical);
        request->cbActual = (uint32_t)physical;
    } else if (err >= 0) {
        err = lv_read(&longs->tree, id, offset, request->pvData, request->cbData, &size, &copied);
        request->cbActual = size > offset ? size - offset : 0;
    }
    if (err < 0) {
        return err;
    }
    return !(request->grbit & JET_bitRetrievePhysicalSize) && request->cbActual > request->cbData
               ? JET_wrnBufferTruncated
               : JET_errSuccess;
}

/* The value by record, column and number, with a second cursor on the table. */
static JET_ERR read_by_name(struct table_cursor *cursor, const struct reference *reference,
                            JET_RETRIEVECOLUMN *request)
{
    const struct table_column *column = schema_column_by_name(
        cursor->table->schema, (const char *)reference->name.data, reference->name.size);
    struct table_cursor *other;
    JET_LS ignored;
    JET_ERR err;

    if (!column) {
        return JET_errStaleColumnReference;
    }
    err = cursor_duplicate(cursor, &other);
    if (err < 0) {
        return err;
    }
    err = cursor_goto_bookmark(other, reference->bookmark);
    if (err >= 0) {
        request->columnid = column->columnid;
        request->itagSequence = reference->itag;
        err = cursor_retrieve_column(other, request, true);
    } else if (err == JET_errRecordDeleted) {
        err = JET_errStaleColumnReference;
    }
    cursor_close(other, &ignored, &ignored);
    return err;
}

JET_ERR cursor_retrieve_reference(struct table_cursor *cursor, struct bytes bytes, uint32_t offset, void *out,
                                  uint32_t size, uint32_t *actual, JET_GRBIT grbit)
{
    JET_RETRIEVECOLUMN request = {.pvData = out, .cbData = size, .grbit = grbit, .ibLongValue = offset};
    struct reference reference;
    uint8_t own[SIGNATURE_PART];
    JET_ERR err = parse_reference(bytes, &reference);

    if (err < 0) {
        return err;
    }
    signature_part(cursor->table->database, own);
    if (memcmp(own, reference.signature, SIGNATURE_PART) == 0) {
        err = read_by_id(cursor, reference.id, offset, &request);
    } else {
        err = JET_errLVCorrupted;
    }
    if (err == JET_errLVCorrupted) { /* the id was only a hint */
        err = read_by_name(cursor, &reference, &request);
    }
    *actual = err < 0 ? 0 : request.cbActual;
    return err;
}

JET_ERR cursor_check_reference(struct table_cursor *cursor, struct bytes bytes)
{
    struct reference reference;

    (void)cursor;
    return parse_reference(bytes, &reference);
}
