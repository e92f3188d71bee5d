/* Places and counts in an index, intersections, reading ahead (spec 40, 7.8 and 7.9). */
#include "table/sort.h"

#include "base/alloc.h"

#include <stdlib.h>

JET_ERR cursor_get_position(struct table_cursor *cursor, uint64_t *before, uint64_t *total)
{
    JET_ERR err;

    if (cursor->filter.count) {
        return JET_errFilteredMoveNotSupported;
    }
    err = cursor_resolve(cursor);
    return err < 0 ? err : tree_cursor_approximate(&cursor_walk(cursor)->tree, before, total);
}

JET_ERR cursor_goto_position(struct table_cursor *cursor, uint64_t before, uint64_t total)
{
    struct walk *walk = cursor_walk(cursor);
    JET_ERR err;

    cursor_cancel_update(cursor);
    cursor->range.active = false;
    cursor->search.made = false;
    cursor->deferred = false;
    cursor->link = RECORD_FOLLOWS;
    err = tree_cursor_goto_fraction(&walk->tree, before, MAX(total, 1));
    if (err < 0) {
        walk_set_position(walk, TREE_BEFORE_FIRST);
    }
    walk_release(walk);
    return err;
}

/* The first key behind all keys that start with `key`, in place: the last byte
 * that can be is raised. False: there is none. */
static bool raise_key(uint8_t *key, size_t *size)
{
    while (*size > 0 && key[*size - 1] == 0xFF) {
        --*size;
    }
    if (*size == 0) {
        return false;
    }
    key[*size - 1]++;
    return true;
}

/* An upper range as the bound that the tree counts to: entries < bound. */
static bool range_end(const struct table_cursor *cursor, uint8_t *key, struct tree_bound *end)
{
    const struct cursor_range *range = &cursor->range;
    size_t size = range->size;

    if (!range->active || !range->upper) {
        return false;
    }
    memcpy(key, range->key, size);
    if (range->inclusive && !raise_key(key, &size)) {
        return false;
    }
    *end = (struct tree_bound){.key = {key, size}, .inclusive = false};
    return true;
}

JET_ERR cursor_count(struct table_cursor *cursor, uint64_t limit, uint64_t *count)
{
    struct walk *walk = cursor_walk(cursor);
    struct tree_bound end;
    bool deferred = cursor->deferred, bounded;
    JET_ERR err;

    *count = 0;
    if (cursor->filter.count) {
        return JET_errFilteredMoveNotSupported;
    }
    err = cursor_resolve(cursor);
    if (err == JET_errNoCurrentRecord && deferred) {
        return JET_errSuccess; /* an empty index */
    }
    if (err >= 0) {
        err = walk_latch(walk);
        walk_release(walk);
    }
    if (err < 0) {
        return err;
    }
    bounded = range_end(cursor, cursor->scratch, &end);
    err = tree_cursor_count(&walk->tree, true, bounded ? &end : NULL, limit, count);
    cursor->range.active = false;
    return err;
}

/* --- intersections --------------------------------------------------------------------- */

struct bookmark_list {
    uint8_t *memory;
    size_t used, capacity;
    size_t *offsets; /* of u16 size and bytes */
    size_t count, room;
};

static struct bytes bookmark_at(const struct bookmark_list *list, size_t i)
{
    const uint8_t *at = list->memory + list->offsets[i];

    return (struct bytes){at + 2, load_le16(at)};
}

static JET_ERR add_bookmark(struct bookmark_list *list, struct bytes bookmark)
{
    if (list->used + bookmark.size + 2 > list->capacity) {
        size_t capacity = 2 * list->capacity + bookmark.size + 4096;
        uint8_t *memory = mem_realloc(list->memory, capacity);
        if (!memory) {
            return JET_errOutOfMemory;
        }
        list->memory = memory;
        list->capacity = capacity;
    }
    if (list->count == list->room) {
        size_t room = 2 * list->room + 256, *offsets = mem_realloc(list->offsets, room * sizeof *offsets);
        if (!offsets) {
            return JET_errOutOfMemory;
        }
        list->offsets = offsets;
        list->room = room;
    }
    list->offsets[list->count++] = list->used;
    store_le16(list->memory + list->used, (uint16_t)bookmark.size);
    memcpy(list->memory + list->used + 2, bookmark.data, bookmark.size);
    list->used += bookmark.size + 2;
    return JET_errSuccess;
}

static int compare_bookmarks(const void *a, const void *b, void *context)
{
    const struct bookmark_list *list = context;
    const uint8_t *x = list->memory + *(const size_t *)a, *y = list->memory + *(const size_t *)b;

    return bytes_compare((struct bytes){x + 2, load_le16(x)}, (struct bytes){y + 2, load_le16(y)});
}

static void sort_bookmarks(struct bookmark_list *list)
{
    size_t kept = 0;

    if (list->count) {
        qsort_r(list->offsets, list->count, sizeof *list->offsets, compare_bookmarks, list);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!kept || bytes_compare(bookmark_at(list, kept - 1), bookmark_at(list, i)) != 0) {
            list->offsets[kept++] = list->offsets[i];
        }
    }
    list->count = kept;
}

/* Bookmarks from the present entry to the end of the range, behind which the
 * cursor then is. */
static JET_ERR collect(struct table_cursor *cursor, struct bookmark_list *list)
{
    JET_ERR err = cursor_move(cursor, 0, 0);

    while (err >= 0) {
        err = walk_latch(&cursor->entry);
        if (err >= 0) {
            err = add_bookmark(list, walk_node(&cursor->entry).data);
            walk_release(&cursor->entry);
        }
        if (err < 0) {
            return err;
        }
        err = cursor_move(cursor, JET_MoveNext, 0);
        if (err == JET_errNoCurrentRecord) {
            cursor->range.active = false;
            sort_bookmarks(list);
            return JET_errSuccess;
        }
    }
    return err;
}

/* Keeps in `list` what is in `other` too. */
static void keep_common(struct bookmark_list *list, const struct bookmark_list *other)
{
    size_t kept = 0, j = 0;

    for (size_t i = 0; i < list->count; i++) {
        while (j < other->count && bytes_compare(bookmark_at(other, j), bookmark_at(list, i)) < 0) {
            j++;
        }
        if (j < other->count && bytes_compare(bookmark_at(other, j), bookmark_at(list, i)) == 0) {
            list->offsets[kept++] = list->offsets[i];
        }
    }
    list->count = kept;
}

static void free_list(struct bookmark_list *list)
{
    mem_free(list->memory);
    mem_free(list->offsets);
}

static JET_ERR make_result(const struct bookmark_list *list, uint32_t page_size, struct temp_table **result,
                           JET_COLUMNID *column)
{
    const struct temp_column bookmark = {.type = JET_coltypBinary, .grbit = JET_bitColumnTTKey};
    const struct temp_definition definition = {
        .columns = &bookmark,
        .column_count = 1,
        .grbit = JET_bitTTScrollable | JET_bitTTIndexed,
        .key_most = page_size >= 8192 ? KEY_MOST_MAX : KEY_MOST_MAX / 2,
        .page_size = MAX(page_size, 4096),
    };
    JET_ERR err = temp_create(&definition, column, result);

    for (size_t i = 0; err >= 0 && i < list->count; i++) {
        struct bytes at = bookmark_at(list, i);
        err = temp_insert(*result, &(struct temp_value){*column, at.data, (uint32_t)at.size}, 1);
        if (err < 0) {
            temp_release(*result);
            *result = NULL;
        }
    }
    return err;
}

JET_ERR cursor_intersect(struct table_cursor **cursors, uint32_t count, uint32_t page_size,
                         struct temp_table **result, JET_COLUMNID *column)
{
    struct bookmark_list list = {0};
    JET_ERR err = collect(cursors[0], &list);

    for (uint32_t i = 1; err >= 0 && i < count; i++) {
        struct bookmark_list other = {0};
        err = collect(cursors[i], &other);
        if (err >= 0) {
            keep_common(&list, &other);
        }
        free_list(&other);
    }
    if (err >= 0) {
        err = make_result(&list, page_size, result, column);
    }
    free_list(&list);
    return err;
}

/* --- reading ahead ------------------------------------------------------------------------ */

enum { PREREAD_PAGES = 64 };

static const struct btree *current_tree(const struct table_cursor *cursor)
{
    return cursor->order ? &cursor->order->tree : &cursor->table->records.tree;
}

static size_t key_most(const struct table_cursor *cursor)
{
    return cursor->key ? cursor->key->key_most : sizeof(uint32_t);
}

static JET_ERR check_keys(const struct table_cursor *cursor, const void **keys, const uint32_t *sizes,
                          int32_t count, bool forward)
{
    JET_ERR err = JET_errSuccess;

    for (int32_t i = 0; i < count; i++) {
        if (!keys[i]) {
            return JET_errInvalidParameter;
        }
        if (sizes[i] == 0 || sizes[i] > key_most(cursor)) {
            err = JET_errInvalidBufferSize;
        } else if (i > 0 && err >= 0) {
            int c =
                bytes_compare((struct bytes){keys[i - 1], sizes[i - 1]}, (struct bytes){keys[i], sizes[i]});
            if (forward ? c > 0 : c < 0) {
                return JET_errInvalidParameter;
            }
        }
    }
    return err;
}

JET_ERR cursor_preread_keys(struct table_cursor *cursor, const void **keys, const uint32_t *sizes,
                            int32_t count, int32_t *started, JET_GRBIT grbit)
{
    struct bytes list[PREREAD_PAGES];
    size_t n = 0;
    JET_ERR err;

    *started = 0;
    if (!keys || !sizes || count <= 0) {
        return JET_errInvalidParameter;
    }
    if (grbit != JET_bitPrereadForward && grbit != JET_bitPrereadBackward) {
        return JET_errInvalidGrbit;
    }
    err = check_keys(cursor, keys, sizes, count, grbit == JET_bitPrereadForward);
    if (err < 0) {
        return err;
    }
    for (; n < (size_t)MIN(count, PREREAD_PAGES); n++) {
        list[n] = (struct bytes){keys[n], sizes[n]};
    }
    (void)btree_prefetch_keys(current_tree(cursor), list, n, PREREAD_PAGES);
    *started = (int32_t)n;
    return JET_errSuccess;
}

/* The key of one end of a range, made with the cursor's key buffer. `last`: the
 * key behind everything that matches, for the far end. */
static JET_ERR make_end(struct table_cursor *cursor, const JET_INDEX_COLUMN *columns, uint32_t count,
                        bool last, JET_GRBIT grbit, struct bytes *key)
{
    JET_ERR err = JET_errSuccess;

    if (grbit & JET_bitPrereadNormalizedKey) {
        err = cursor_make_key(cursor, columns[0].pv, columns[0].cb, JET_bitNormalizedKey);
    }
    for (uint32_t i = 0; err >= 0 && i < count && !(grbit & JET_bitPrereadNormalizedKey); i++) {
        const JET_INDEX_COLUMN *column = &columns[i];
        bool end = i + 1 == count, prefix = column->relop == JET_relopPrefixEquals;
        JET_GRBIT bits = i == 0 ? JET_bitNewKey : 0;
        if ((column->relop != JET_relopEquals && !(prefix && end)) ||
            (column->grbit & ~(JET_GRBIT)JET_bitZeroLength) ||
            ((column->grbit & JET_bitZeroLength) && column->cb)) {
            return JET_errInvalidParameter;
        }
        bits |= column->grbit & JET_bitZeroLength ? JET_bitKeyDataZeroLength : 0;
        if (end && prefix) {
            bits |= last ? JET_bitPartialColumnEndLimit : JET_bitPartialColumnStartLimit;
        } else if (end) {
            bits |= last ? JET_bitFullColumnEndLimit : JET_bitFullColumnStartLimit;
        }
        err = cursor_make_key(cursor, column->pv, column->cb, bits);
    }
    *key = (struct bytes){cursor->search.bytes, cursor->search.size};
    return err;
}

struct preread_end {
    size_t start_size, end_size;
    uint8_t start[KEY_BUFFER_SIZE], end[KEY_BUFFER_SIZE];
};

static JET_ERR make_range(struct table_cursor *cursor, const JET_INDEX_RANGE *range, JET_GRBIT grbit,
                          struct preread_end *made)
{
    bool backward = !(grbit & JET_bitPrereadForward), normalised = grbit & JET_bitPrereadNormalizedKey;
    const JET_INDEX_COLUMN *end = range->cEndColumns ? range->rgEndColumns : range->rgStartColumns;
    uint32_t end_count = range->cEndColumns ? range->cEndColumns : range->cStartColumns;
    struct bytes key;
    JET_ERR err;

    if (!range->rgStartColumns || range->cStartColumns == 0 || (range->cEndColumns && !range->rgEndColumns) ||
        (normalised && (range->cStartColumns != 1 || range->cEndColumns > 1))) {
        return JET_errInvalidParameter;
    }
    err = make_end(cursor, range->rgStartColumns, range->cStartColumns, backward, grbit, &key);
    if (err < 0) {
        return err;
    }
    made->start_size = key.size;
    memcpy(made->start, key.data, key.size);
    err = make_end(cursor, end, end_count, !backward, grbit, &key);
    if (err < 0) {
        return err;
    }
    made->end_size = key.size;
    memcpy(made->end, key.data, key.size);
    int c = bytes_compare((struct bytes){made->start, made->start_size},
                          (struct bytes){made->end, made->end_size});
    return (backward ? c < 0 : c > 0) ? JET_errInvalidParameter : JET_errSuccess;
}

static JET_ERR check_preread_columns(const struct table_cursor *cursor, const JET_COLUMNID *columns,
                                     uint32_t count)
{
    if (count && cursor->order) {
        return JET_errInvalidPreread;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct column_access *column = column_map_find(cursor->map, columns[i]);
        if (!column) {
            return column_id_error(columns[i]);
        }
        if (!(column->flags & ACCESS_LONG)) {
            return JET_errMustBeSeparateLongValue;
        }
    }
    return JET_errSuccess;
}

JET_ERR cursor_preread_ranges(struct table_cursor *cursor, const JET_INDEX_RANGE *ranges, uint32_t count,
                              uint32_t *started, const JET_COLUMNID *columns, uint32_t column_count,
                              JET_GRBIT grbit)
{
    const JET_GRBIT directions = JET_bitPrereadForward | JET_bitPrereadBackward;
    bool forward = grbit & JET_bitPrereadForward, ordered = started != NULL;
    struct preread_end ends[2];
    JET_ERR err;

    if (!(grbit & directions) ||
        (grbit & ~(directions | JET_bitPrereadFirstPage | JET_bitPrereadNormalizedKey))) {
        return JET_errInvalidGrbit;
    }
    err = check_preread_columns(cursor, columns, column_count);
    for (uint32_t i = 0; err >= 0 && i < count; i++) {
        struct preread_end *now = &ends[i % 2], *before = &ends[(i + 1) % 2];
        err = make_range(cursor, &ranges[i], grbit, now);
        if (err >= 0 && i > 0 && ordered) { /* in order, without overlap */
            int c = bytes_compare((struct bytes){before->end, before->end_size},
                                  (struct bytes){now->start, now->start_size});
            err = (forward ? c > 0 : c < 0) ? JET_errInvalidParameter : err;
        }
        if (err >= 0) {
            (void)btree_prefetch_range(current_tree(cursor), (struct bytes){now->start, now->start_size},
                                       (struct bytes){now->end, now->end_size}, forward,
                                       grbit & JET_bitPrereadFirstPage ? 1 : PREREAD_PAGES);
        }
    }
    cursor->search.made = false;
    if (err >= 0 && started) {
        *started = count;
    }
    return err;
}
