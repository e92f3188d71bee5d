/* The current index, bookmarks and keys of entries (spec 40, 7.6 and 7.7). */
#include "table/retrieve.h"
#include "table/sort.h"

/* JET_INDEXID as this engine fills it. */
struct index_id {
    uint32_t size;
    uint32_t objid; /* of the index's tree */
    uint32_t table; /* objid */
    uint32_t check;
    uint32_t zero;
};
_Static_assert(sizeof(struct index_id) == sizeof(JET_INDEXID), "an index id fills the public structure");
enum { INDEX_ID_CHECK = 0x58444E49 };

/* --- which index ------------------------------------------------------------------ */

const char *cursor_index_name(const struct table_cursor *cursor)
{
    const struct table_index *index = cursor_index(cursor);

    return index ? index->name : "";
}

JET_ERR cursor_index_id(const struct table_cursor *cursor, const struct table_index *index, JET_INDEXID *id)
{
    struct index_id made = {
        .size = sizeof made,
        .objid = index ? index->objid : cursor->table->schema->objid,
        .table = cursor->table->schema->objid,
        .check = INDEX_ID_CHECK,
    };

    memcpy(id, &made, sizeof made);
    return JET_errSuccess;
}

static JET_ERR index_of_id(const struct table_cursor *cursor, const JET_INDEXID *id,
                           const struct table_index **index)
{
    const struct table_schema *schema = cursor->table->schema;
    struct index_id wanted;

    memcpy(&wanted, id, sizeof wanted);
    if (wanted.size != sizeof wanted || wanted.check != INDEX_ID_CHECK || wanted.table != schema->objid) {
        return JET_errInvalidIndexId;
    }
    *index = NULL;
    for (unsigned i = 0; i < schema->index_count; i++) {
        if (schema->indexes[i].objid == wanted.objid) {
            *index = &schema->indexes[i];
            return JET_errSuccess;
        }
    }
    return wanted.objid == schema->objid ? JET_errSuccess : JET_errInvalidIndexId;
}

/* *index NULL or the primary index: the records' own order. */
static JET_ERR find_index(const struct table_cursor *cursor, const char *name, const JET_INDEXID *id,
                          const struct table_index **index)
{
    size_t size;
    JET_ERR err;

    *index = NULL;
    if (id) {
        return index_of_id(cursor, id, index);
    }
    if (!name || !*name) {
        return JET_errSuccess;
    }
    err = object_name_check(name, &size);
    if (err >= 0) {
        *index = schema_index_by_name(cursor->table->schema, name, size);
        err = *index ? JET_errSuccess : JET_errIndexNotFound;
    }
    return err;
}

static void forget_key(struct table_cursor *cursor)
{
    cursor->range.active = false;
    cursor->search.made = false;
}

/* Makes `order` (NULL: the records' own) the current one, with no position. */
static JET_ERR switch_to(struct table_cursor *cursor, struct table_order *order)
{
    struct walk entry = {0};
    JET_ERR err;

    if (order == cursor->order) {
        return JET_errSuccess;
    }
    if (order) {
        err = walk_open_tree(&entry, &order->tree);
        if (err < 0) {
            return err;
        }
    }
    if (cursor->entry_open) {
        walk_close(&cursor->entry);
    }
    cursor->entry = entry;
    cursor->entry_open = order != NULL;
    cursor->order = order;
    cursor->key = order ? &order->key : (cursor->table->records.index ? &cursor->table->records.key : NULL);
    cursor->key_doubtful = cursor_index(cursor) && cursor_index(cursor)->localized;
    cursor->link = RECORD_NONE;
    forget_key(cursor);
    cursor->search = (struct key_search){0};
    return JET_errSuccess;
}

/* An unknown name takes a secondary index away (C-29). */
static void drop_index(struct table_cursor *cursor)
{
    if (cursor->order) {
        (void)switch_to(cursor, NULL);
        cursor->deferred = false;
        walk_set_position(&cursor->record, TREE_BEFORE_FIRST);
    }
}

void cursor_rolled_back(struct table_cursor *cursor, int level)
{
    if (cursor->update != UPDATE_NONE && cursor->base.update_level >= level) {
        cursor_cancel_update(cursor);
    }
    if (cursor->order && cursor->base.index_level >= level) {
        drop_index(cursor);
    }
    if (cursor->base.moved_level >= level) {
        cursor->deferred = false;
        cursor->link = RECORD_NONE;
        cursor->range.active = false;
        walk_set_position(cursor_walk(cursor), TREE_BEFORE_FIRST);
        if (cursor->order) {
            walk_set_position(&cursor->record, TREE_BEFORE_FIRST);
        }
    }
}

static JET_ERR open_index(struct table_cursor *cursor, const char *name, const JET_INDEXID *id,
                          struct table_order **order)
{
    const struct table_index *index;
    JET_ERR err = find_index(cursor, name, id, &index);

    *order = NULL;
    if (err == JET_errIndexNotFound) {
        drop_index(cursor);
    }
    if (err < 0 || !index || index->primary) {
        return err;
    }
    if (index->flags & CATALOG_INDEX_DEFERRED) {
        return JET_errCantUseDeferredPopulateIndex;
    }
    return table_order_open(cursor->table, index, order);
}

static JET_ERR set_index_first(struct table_cursor *cursor, const char *name, const JET_INDEXID *id)
{
    struct table_order *order;
    JET_ERR err;

    cursor_cancel_update(cursor);
    err = open_index(cursor, name, id, &order);
    if (err >= 0) {
        err = switch_to(cursor, order);
    }
    if (err >= 0) {
        cursor->deferred = true;
    }
    return err;
}

/* The record with that bookmark becomes the current one. JET_errRecordDeleted:
 * it is not there, nothing has changed. */
static JET_ERR goto_record(struct table_cursor *cursor, struct bytes bookmark)
{
    struct walk_save save;
    JET_ERR err = JET_errRecordNotFound;

    if (cursor->temp) {
        uint32_t index = temp_find(cursor->temp, bookmark, false);
        if (index == cursor->temp->count ||
            bytes_compare(temp_row_key(cursor->temp->rows[index]), bookmark) != 0) {
            return JET_errRecordDeleted;
        }
        return temp_position_go(cursor->record.temp, index);
    }
    walk_save(&cursor->record, &save);
    if (bookmark.size <= KEY_MOST_MAX) {
        err = walk_seek(&cursor->record, TREE_SEEK_EQ, bookmark, (struct bytes){0}, NULL);
    }
    if (err < 0) {
        walk_restore(&cursor->record, &save);
        return err == JET_errRecordNotFound ? JET_errRecordDeleted : err;
    }
    walk_release(&cursor->record);
    return JET_errSuccess;
}

static JET_ERR set_index_same_record(struct table_cursor *cursor, const char *name, const JET_INDEXID *id,
                                     uint32_t itag)
{
    uint8_t buffer[KEY_BUFFER_SIZE];
    const struct table_order *before = cursor->order;
    struct table_order *order;
    struct bytes bookmark;
    JET_ERR err = cursor_bookmark(cursor, &bookmark);

    if (err < 0) {
        return err;
    }
    bookmark.size = MIN(bookmark.size, sizeof buffer);
    memcpy(buffer, bookmark.data, bookmark.size);
    bookmark.data = buffer;
    err = open_index(cursor, name, id, &order);
    if (err >= 0) {
        err = switch_to(cursor, order);
    }
    if (err < 0) {
        return err;
    }
    cursor_cancel_update(cursor);
    forget_key(cursor);
    err = goto_record(cursor, bookmark);
    if (err < 0) {
        if (cursor->order != before) {
            walk_set_position(&cursor->record, TREE_BEFORE_FIRST);
            if (cursor->order) {
                walk_set_position(&cursor->entry, TREE_BEFORE_FIRST);
            }
        }
        return err;
    }
    return cursor->order ? cursor_locate_entry(cursor, MAX(itag, 1)) : JET_errSuccess;
}

JET_ERR cursor_set_index(struct table_cursor *cursor, const char *name, const JET_INDEXID *index_id,
                         JET_GRBIT grbit, uint32_t itag)
{
    if (grbit & ~(JET_GRBIT)JET_bitNoMove) {
        return JET_errInvalidGrbit;
    }
    if (cursor->filter.count) {
        return JET_errFilteredMoveNotSupported;
    }
    return grbit & JET_bitNoMove ? set_index_same_record(cursor, name, index_id, itag)
                                 : set_index_first(cursor, name, index_id);
}

/* --- the entry of a record ------------------------------------------------------------- */

static unsigned first_multi_valued(const struct key_index *key)
{
    for (unsigned i = 0; i < key->segment_count; i++) {
        if (key->segments[i].multi_valued) {
            return i;
        }
    }
    return 0;
}

/* The key that value `itag` of the record has in the current index: *found of
 * its entries before, 0 = none. */
static JET_ERR key_of_record(struct table_cursor *cursor, uint32_t itag, uint8_t *key, size_t *size,
                             bool *any, bool *found)
{
    const struct key_index *index = &cursor->order->key;
    unsigned segment = first_multi_valued(index);
    struct row_source source;
    struct key_walk walk;
    struct row row;
    bool more = true;
    JET_ERR err = cursor_row(cursor, false, &row);

    *any = *found = false;
    if (err < 0) {
        return err;
    }
    row_source_begin(&source, &row, cursor->table->schema);
    key_walk_begin(&walk);
    while (err >= 0 && !*found) {
        err = key_walk_next(&walk, index, &source.source, key, size, &more);
        if (err < 0 || !more) {
            break;
        }
        *any = true;
        *found = walk.itag[segment] == itag || (itag == 1 && walk.itag[segment] == 0);
    }
    row_source_end(&source);
    cursor_row_end(cursor);
    return err;
}

/* The entry of a record in an index over text whose key was made by another
 * table of weights than ours and came out differently (spec 25, 8.3): found by
 * looking through the index. */
static JET_ERR search_entry(struct table_cursor *cursor, struct bytes bookmark)
{
    JET_ERR err = walk_first(&cursor->entry);

    while (err >= 0) {
        struct node node = walk_node(&cursor->entry);
        if (bytes_compare(node.data, bookmark) == 0) {
            return JET_errSuccess;
        }
        err = walk_next(&cursor->entry);
    }
    return err == JET_errNoCurrentRecord ? JET_errRecordNotFound : err;
}

JET_ERR cursor_locate_entry(struct table_cursor *cursor, uint32_t itag)
{
    uint8_t key[KEY_BUFFER_SIZE];
    size_t size;
    bool any, found;
    struct bytes bookmark;
    JET_ERR err;

    cursor->deferred = false;
    cursor->link = RECORD_OWN;
    walk_set_position(&cursor->entry, TREE_BEFORE_FIRST);
    err = cursor->order->key_error;
    if (err >= 0) {
        err = key_of_record(cursor, itag, key, &size, &any, &found);
    }
    if (err < 0) {
        return err;
    }
    if (!found) {
        return any ? JET_errBadItagSequence : JET_errNoCurrentRecord;
    }
    bookmark = walk_key(&cursor->record);
    err = walk_seek(&cursor->entry, TREE_SEEK_EQ, (struct bytes){key, size},
                    cursor->order->index->unique ? (struct bytes){0} : bookmark, NULL);
    if (err == JET_errRecordNotFound && cursor->order->index->localized) {
        err = search_entry(cursor, bookmark);
    }
    if (err < 0) {
        walk_set_position(&cursor->entry, TREE_BEFORE_FIRST);
        return err == JET_errRecordNotFound ? JET_errSecondaryIndexCorrupted : err;
    }
    walk_release(&cursor->entry);
    cursor->link = RECORD_FETCHED;
    return JET_errSuccess;
}

/* --- bookmarks ----------------------------------------------------------------------------- */

static JET_ERR give(struct bytes from, void *out, uint32_t size, uint32_t *actual)
{
    size_t n = MIN(from.size, size);

    if (n) {
        memcpy(out, from.data, n);
    }
    *actual = (uint32_t)from.size;
    return from.size > size ? JET_errBufferTooSmall : JET_errSuccess;
}

JET_ERR cursor_get_bookmark(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual)
{
    struct bytes bookmark;
    JET_ERR err;

    if (cursor_is_sort(cursor)) {
        return sort_get_bookmark(cursor, out, size, actual);
    }
    err = cursor_bookmark(cursor, &bookmark);
    return err < 0 ? err : give(bookmark, out, size, actual);
}

JET_ERR cursor_goto_bookmark(struct table_cursor *cursor, struct bytes bookmark)
{
    JET_ERR err;

    if (!bookmark.data || bookmark.size == 0) {
        return JET_errInvalidBookmark;
    }
    if (cursor_is_sort(cursor)) {
        return sort_goto_bookmark(cursor, bookmark);
    }
    cursor_cancel_update(cursor);
    forget_key(cursor);
    err = goto_record(cursor, bookmark); /* when it fails a fresh cursor stays fresh */
    if (err < 0) {
        return err;
    }
    cursor->deferred = false;
    return cursor->order ? cursor_locate_entry(cursor, 1) : JET_errSuccess;
}

JET_ERR cursor_get_index_bookmark(struct table_cursor *cursor, void *key, uint32_t key_size,
                                  uint32_t *key_actual, void *bookmark, uint32_t bookmark_size,
                                  uint32_t *bookmark_actual)
{
    struct node node;
    JET_ERR err, second;

    if (!cursor->order) {
        return JET_errNoCurrentIndex;
    }
    err = cursor_resolve(cursor);
    if (err < 0) {
        return err;
    }
    err = walk_latch(&cursor->entry);
    if (err < 0) {
        return err;
    }
    node = walk_node(&cursor->entry);
    err = give_key(&node, key, key_size, key_actual) ? JET_errSuccess : JET_errBufferTooSmall;
    second = give(node.data, bookmark, bookmark_size, bookmark_actual);
    walk_release(&cursor->entry);
    return err < 0 ? err : second;
}

JET_ERR cursor_goto_index_bookmark(struct table_cursor *cursor, struct bytes key, struct bytes bookmark,
                                   JET_GRBIT grbit)
{
    struct walk_save save;
    struct node node;
    bool unique, deferred = cursor->deferred;
    JET_ERR err = JET_errRecordNotFound;

    if (!cursor->order) {
        return JET_errNoCurrentIndex;
    }
    unique = cursor->order->index->unique;
    if (!key.data || !key.size || (!unique && (!bookmark.data || !bookmark.size))) {
        return JET_errInvalidBookmark;
    }
    cursor_cancel_update(cursor);
    forget_key(cursor);
    walk_save(&cursor->entry, &save);
    if (key.size <= KEY_BUFFER_SIZE && bookmark.size <= KEY_MOST_MAX) {
        err = walk_seek(&cursor->entry, TREE_SEEK_EQ, key, unique ? (struct bytes){0} : bookmark, NULL);
    }
    if (err == JET_errRecordNotFound) {
        if (!(grbit & JET_bitBookmarkPermitVirtualCurrency)) {
            walk_restore(&cursor->entry, &save);
            cursor->deferred = deferred;
        } else {
            cursor->deferred = false;
            cursor->link = RECORD_FOLLOWS;
        }
        return JET_errRecordDeleted;
    }
    if (err < 0) {
        walk_restore(&cursor->entry, &save);
        return err;
    }
    cursor->deferred = false;
    cursor->link = RECORD_FOLLOWS;
    node = walk_node(&cursor->entry);
    if (unique && bookmark.data && bookmark.size && bytes_compare(node.data, bookmark) != 0) {
        err = JET_errRecordDeleted;
    }
    walk_release(&cursor->entry);
    return err;
}

/* --- keys -------------------------------------------------------------------------------------- */

bool give_key(const struct node *node, void *out, uint32_t size, uint32_t *actual)
{
    size_t n = MIN(node->prefix.size, size), m = MIN(node->suffix.size, size - n);

    if (n) {
        memcpy(out, node->prefix.data, n);
    }
    if (m) {
        memcpy((uint8_t *)out + n, node->suffix.data, m);
    }
    *actual = (uint32_t)node_key_size(node);
    return *actual <= size;
}

JET_ERR cursor_retrieve_key(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual,
                            JET_GRBIT grbit)
{
    struct walk *walk = cursor_walk(cursor);
    struct node node;
    bool whole;
    JET_ERR err;

    if (grbit & JET_bitRetrieveCopy) {
        if (cursor->search.size == 0) {
            return JET_errKeyNotMade;
        }
        (void)give((struct bytes){cursor->search.bytes, cursor->search.size}, out, size, actual);
        return JET_errSuccess;
    }
    err = cursor_resolve(cursor);
    if (err < 0) {
        return err;
    }
    err = walk_latch(walk);
    if (err < 0) {
        return err;
    }
    node = walk_node(walk);
    whole = give_key(&node, out, size, actual);
    walk_release(walk);
    return whole ? JET_errSuccess : JET_wrnBufferTruncated;
}
