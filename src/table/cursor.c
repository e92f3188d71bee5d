/* Opening, duplicating and closing cursors; which record a cursor is on. */
#include "table/cursor.h"

#include "base/alloc.h"

/* --- names ------------------------------------------------------------------------ */

JET_ERR object_name_check(const char *name, size_t *size)
{
    size_t length = name ? strnlen(name, JET_cbNameMost + 1) : 0;

    if (length == 0 || length > JET_cbNameMost || name[0] == ' ') {
        return JET_errInvalidName;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c < 0x20 || c == '!' || c == '.' || c == '[' || c == ']') {
            return JET_errInvalidName;
        }
    }
    while (name[length - 1] == ' ') {
        length--;
    }
    *size = length;
    return JET_errSuccess;
}

/* --- open ------------------------------------------------------------------------- */

static JET_ERR check_open_bits(JET_GRBIT grbit)
{
    const JET_GRBIT internal = 0x30000000; /* create and delete: not for clients */

    if ((grbit & internal) || ((grbit & JET_bitTablePermitDDL) && !(grbit & JET_bitTableDenyRead)) ||
        ((grbit & JET_bitTableDenyRead) && (grbit & JET_bitTableReadOnly) &&
         !(grbit & JET_bitTablePermitDDL))) {
        return JET_errInvalidGrbit;
    }
    return JET_errSuccess;
}

/* What the cursors that are open let a new one do (spec 40, 4.7). Locked. */
static JET_ERR check_modes(const struct table *table, JET_GRBIT grbit, const void *owner)
{
    JET_ERR err = JET_errSuccess;

    for (const struct table_cursor *other = table->cursors; other; other = other->next_of_table) {
        bool foreign = other->owner != owner;
        if ((foreign && (other->open_mode & JET_bitTableDenyRead)) ||
            (foreign && (other->open_mode & JET_bitTableDenyWrite) && (grbit & JET_bitTableUpdatable))) {
            return JET_errTableLocked;
        }
        if (((grbit & JET_bitTableDenyWrite) &&
             ((other->open_mode & JET_bitTableDenyWrite) || (foreign && !other->read_only))) ||
            ((grbit & JET_bitTableDenyRead) && foreign)) {
            err = JET_errTableInUse;
        }
    }
    return err;
}

static struct table_cursor *make_cursor(const void *owner, JET_GRBIT grbit)
{
    struct table_cursor *cursor = mem_calloc(1, sizeof *cursor);

    if (cursor) {
        cursor->owner = owner;
        cursor->open_mode = grbit;
        cursor->storage = JET_LSNil;
        cursor->deferred = true;
    }
    return cursor;
}

/* Joins the table, which is locked. */
static void join(struct table_cursor *cursor, struct table *table)
{
    cursor->table = table;
    cursor_set_operations(&cursor->base, CURSOR_SET_TABLE);
    cursor->map = &table->map;
    cursor->key = table->records.index ? &table->records.key : NULL;
    cursor->key_doubtful = table->records.index && table->records.index->localized;
    cursor->long_values.table = table;
    cursor->large_pages = record_large_pages(table->database->page_size);
    cursor->next_of_table = table->cursors;
    table->cursors = cursor;
}

JET_ERR cursor_open(struct database *database, const char *name, JET_GRBIT grbit, bool read_only,
                    const void *owner, struct table_cursor **cursor)
{
    struct table_cursor *made = NULL;
    struct table *table;
    JET_LS ignored;
    size_t size;
    JET_ERR err = check_open_bits(grbit);

    if (err >= 0) {
        err = object_name_check(name, &size);
    }
    if (err < 0) {
        return err;
    }
    table_lock();
    err = table_find(database, name, size, &table);
    if (err >= 0) {
        err = (grbit & JET_bitTableReadOnly) && (grbit & JET_bitTableUpdatable)
                  ? JET_errInvalidGrbit
                  : check_modes(table, grbit, owner);
        made = err >= 0 ? make_cursor(owner, grbit) : NULL;
        if (made) {
            made->read_only = read_only || (grbit & JET_bitTableReadOnly);
            join(made, table);
        } else {
            err = err < 0 ? err : JET_errOutOfMemory;
            table_discard(table);
        }
    }
    table_unlock();
    if (err >= 0) {
        err = walk_open_tree(&made->record, &table->records.tree);
        if (err < 0) {
            cursor_close(made, &ignored, &ignored);
        }
    }
    *cursor = err < 0 ? NULL : made;
    return err;
}

JET_ERR cursor_open_temp(struct temp_table *table, const void *owner, struct table_cursor **cursor)
{
    struct table_cursor *made = make_cursor(owner, 0);
    JET_LS ignored;
    JET_ERR err;

    if (!made) {
        return JET_errOutOfMemory;
    }
    temp_retain(table);
    made->temp = table;
    cursor_set_operations(&made->base, table->state == TEMP_LOADING        ? CURSOR_SET_SORT_LOADING
                                       : table->state == TEMP_MATERIALISED ? CURSOR_SET_TEMPORARY
                                                                           : CURSOR_SET_SORT_READING);
    made->map = &table->map;
    made->key = table->key.segment_count ? &table->key : NULL;
    made->large_pages = !table->map.small_pages;
    err = walk_open_temp(&made->record, table);
    if (err < 0) {
        cursor_close(made, &ignored, &ignored);
        return err;
    }
    made->deferred = false;
    walk_set_position(&made->record, TREE_BEFORE_FIRST);
    *cursor = made;
    return JET_errSuccess;
}

static JET_ERR duplicate_temp(struct table_cursor *cursor, struct table_cursor **copy)
{
    JET_ERR err;

    if (cursor->temp->state == TEMP_LOADING) {
        return JET_errIllegalOperation;
    }
    err = cursor_open_temp(cursor->temp, cursor->owner, copy);
    if (err >= 0) {
        (*copy)->deferred = true;
    }
    return err;
}

JET_ERR cursor_duplicate(struct table_cursor *cursor, struct table_cursor **copy)
{
    struct table_cursor *made;
    JET_LS ignored;
    JET_ERR err;

    if (cursor->temp) {
        return duplicate_temp(cursor, copy);
    }
    made = make_cursor(cursor->owner, 0);
    if (!made) {
        return JET_errOutOfMemory;
    }
    made->read_only = cursor->read_only;
    table_lock();
    join(made, cursor->table);
    table_unlock();
    err = walk_open_tree(&made->record, &cursor->table->records.tree);
    if (err < 0) {
        cursor_close(made, &ignored, &ignored);
        return err;
    }
    *copy = made;
    return JET_errSuccess;
}

/* Leaves the table; tells its local storage when it goes with it. */
static JET_LS leave(struct table_cursor *cursor)
{
    struct table *table = cursor->table;
    struct table_cursor **link = &table->cursors;
    JET_LS storage;

    table_lock();
    while (*link != cursor) {
        link = &(*link)->next_of_table;
    }
    *link = cursor->next_of_table;
    storage = table->cursors ? JET_LSNil : table->storage;
    table_discard(table);
    table_unlock();
    return storage;
}

void cursor_close(struct table_cursor *cursor, JET_LS *storage, JET_LS *table_storage)
{
    *storage = cursor->storage;
    *table_storage = JET_LSNil;
    cursor_cancel_update(cursor);
    row_buffer_free(&cursor->copy);
    long_values_close(&cursor->long_values);
    cursor_filter_free(&cursor->filter);
    walk_close(&cursor->record);
    if (cursor->entry_open) {
        walk_close(&cursor->entry);
    }
    if (cursor->table) {
        *table_storage = leave(cursor);
    }
    if (cursor->temp) {
        temp_release(cursor->temp);
    }
    mem_free(cursor);
}

static void drop_row(struct temp_row **row)
{
    if (*row) {
        temp_row_release(*row);
        *row = NULL;
    }
}

void cursor_cancel_update(struct table_cursor *cursor)
{
    if (UNLIKELY(cursor->update != UPDATE_NONE)) {
        row_buffer_clear(&cursor->copy);
        drop_row(&cursor->original);
        drop_row(&cursor->copy_row);
        cursor->update = UPDATE_NONE;
    }
}

/* --- which record ----------------------------------------------------------------------- */

JET_ERR cursor_resolve_first(struct table_cursor *cursor)
{
    struct walk *walk = cursor_walk(cursor);
    JET_ERR err = walk_first(walk);

    while (err >= 0 && cursor->filter.count && !cursor_filter_passes(cursor)) {
        err = walk_next(walk);
    }
    cursor->deferred = false;
    cursor->link = RECORD_FOLLOWS;
    if (err < 0) {
        walk_set_position(walk, TREE_BEFORE_FIRST);
        return err == JET_errRecordNotFound ? JET_errNoCurrentRecord : err;
    }
    walk_release(walk);
    return JET_errSuccess;
}

/* Copies the bookmark that the current index entry holds to `scratch`. */
static JET_ERR entry_bookmark(struct table_cursor *cursor, struct bytes *bookmark)
{
    struct node node;
    JET_ERR err = walk_latch(&cursor->entry);

    if (err < 0) {
        return err;
    }
    node = walk_node(&cursor->entry);
    if (node.data.size > sizeof cursor->scratch) {
        err = JET_errSecondaryIndexCorrupted;
    } else {
        memcpy(cursor->scratch, node.data.data, node.data.size);
        *bookmark = (struct bytes){cursor->scratch, node.data.size};
    }
    walk_release(&cursor->entry);
    return err;
}

/* The record of the current index entry. */
static JET_ERR fetch_record(struct table_cursor *cursor)
{
    struct bytes bookmark;
    JET_ERR err = entry_bookmark(cursor, &bookmark);

    if (err >= 0) {
        err = walk_seek(&cursor->record, TREE_SEEK_EQ, bookmark, (struct bytes){0}, NULL);
    }
    if (err < 0) {
        return err == JET_errRecordNotFound ? JET_errSecondaryIndexCorrupted : err;
    }
    cursor->link = RECORD_FETCHED;
    return JET_errSuccess;
}

JET_ERR cursor_latch_slow(struct table_cursor *cursor)
{
    JET_ERR err = cursor_resolve(cursor);

    if (err < 0) {
        return err;
    }
    if (!cursor->order) {
        return walk_latch(&cursor->record);
    }
    switch ((enum record_link)cursor->link) {
    case RECORD_FOLLOWS:
        return fetch_record(cursor);
    case RECORD_FETCHED:
    case RECORD_OWN:
        return walk_latch(&cursor->record);
    case RECORD_NONE:
        break;
    }
    return JET_errNoCurrentRecord;
}

JET_ERR cursor_bookmark(struct table_cursor *cursor, struct bytes *bookmark)
{
    if (cursor->deferred) {
        return JET_errNoCurrentRecord;
    }
    if (cursor->order && cursor->link == RECORD_FOLLOWS) {
        return entry_bookmark(cursor, bookmark);
    }
    if ((cursor->order && cursor->link == RECORD_NONE) || walk_position(&cursor->record) != TREE_ON) {
        return JET_errNoCurrentRecord;
    }
    *bookmark = walk_key(&cursor->record);
    return JET_errSuccess;
}

JET_ERR cursor_check_record(struct table_cursor *cursor)
{
    JET_ERR err = cursor_latch_record(cursor);

    if (err >= 0) {
        walk_release(&cursor->record);
    }
    return err;
}

JET_ERR cursor_check_on(struct table_cursor *cursor)
{
    return cursor->deferred ? JET_errNoCurrentRecord : cursor_check_record(cursor);
}

/* --- a place to come back to ---------------------------------------------------------------- */

static size_t copy_out(uint8_t *to, struct bytes from)
{
    size_t size = MIN(from.size, (size_t)KEY_BUFFER_SIZE);

    if (size) {
        memcpy(to, from.data, size);
    }
    return size;
}

void walk_save(struct walk *walk, struct walk_save *save)
{
    save->position = (uint8_t)walk_position(walk);
    save->key_size = save->data_size = 0;
    if (save->position == TREE_ON || save->position == TREE_BETWEEN) {
        save->key_size = copy_out(save->key, walk_key(walk));
        save->data_size = copy_out(save->data, tree_cursor_bookmark_data(&walk->tree));
    }
}

void walk_restore(struct walk *walk, const struct walk_save *save)
{
    if (save->position == TREE_ON || save->position == TREE_BETWEEN) {
        /* Cannot fail: the bytes were an entry's bookmark. */
        (void)tree_cursor_set_bookmark(&walk->tree, (struct bytes){save->key, save->key_size},
                                       (struct bytes){save->data, save->data_size});
        walk->tree.position = save->position;
    } else {
        walk_set_position(walk, (enum tree_position)save->position);
    }
}
