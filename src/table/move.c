/* JetMove, JetMakeKey, JetSeek and JetSetIndexRange on trees and materialised
 * temporary tables (spec 40, 7.2 to 7.5). Sorts: sort.c. */
#include "table/sort.h"

int node_compare_start(const struct node *node, struct bytes limit)
{
    struct bytes rest = limit, suffix = node->suffix;
    size_t n = MIN(node->prefix.size, rest.size);
    int c = n ? memcmp(node->prefix.data, rest.data, n) : 0;

    if (c || n == rest.size) {
        return c;
    }
    rest.data += n;
    rest.size -= n;
    suffix.size = MIN(suffix.size, rest.size);
    return bytes_compare(suffix, rest);
}

/* --- steps ------------------------------------------------------------------------- */

static bool outside_range(const struct cursor_range *range, const struct node *node)
{
    int c = node_compare_start(node, (struct bytes){range->key, range->size});

    return c == 0 ? !range->inclusive : (c > 0) == range->upper;
}

/* The end of the index in that direction; an index range that ended there is
 * gone (C-27). */
static JET_ERR run_off(struct table_cursor *cursor, bool forward)
{
    walk_set_position(cursor_walk(cursor), forward ? TREE_AFTER_LAST : TREE_BEFORE_FIRST);
    if (cursor->range.active && cursor->range.upper == forward) {
        cursor->range.active = false;
    }
    return JET_errNoCurrentRecord;
}

/* Holds the latched entry against the range. */
static JET_ERR keep_in_range(struct table_cursor *cursor, struct walk *walk, bool forward)
{
    if (UNLIKELY(cursor->range.active) && cursor->range.upper == forward) {
        struct node node = walk_node(walk);
        if (outside_range(&cursor->range, &node)) {
            walk_release(walk);
            return run_off(cursor, forward);
        }
    }
    return JET_errSuccess;
}

/* One visible, matching entry on, latched. */
static JET_ERR step(struct table_cursor *cursor, struct walk *walk, bool forward)
{
    JET_ERR err;

    do {
        err = forward ? walk_next(walk) : walk_prev(walk);
        if (UNLIKELY(err < 0)) {
            return err == JET_errNoCurrentRecord ? run_off(cursor, forward) : err;
        }
        err = keep_in_range(cursor, walk, forward);
    } while (err >= 0 && UNLIKELY(cursor->filter.count) && !cursor_filter_passes(cursor));
    return err;
}

/* To the nearest entry with another key (C-6). One step is tried before a
 * search, which only groups of equal keys need. */
static JET_ERR step_to_other_key(struct table_cursor *cursor, struct walk *walk, bool forward)
{
    struct bytes key;
    struct node node;
    JET_ERR err;

    if (!cursor->order || cursor->order->index->unique || walk_position(walk) != TREE_ON) {
        return step(cursor, walk, forward);
    }
    key = walk_key(walk);
    if (key.size > sizeof cursor->scratch) {
        return JET_errDatabaseCorrupted;
    }
    memcpy(cursor->scratch, key.data, key.size);
    key.data = cursor->scratch;
    err = step(cursor, walk, forward);
    if (err < 0) {
        return err;
    }
    node = walk_node(walk);
    if (node_compare_key(&node, key) != 0) {
        return JET_errSuccess;
    }
    err = walk_seek(walk, forward ? TREE_SEEK_GT : TREE_SEEK_LT, key, (struct bytes){0}, NULL);
    if (err < 0) {
        return err == JET_errRecordNotFound ? run_off(cursor, forward) : err;
    }
    return keep_in_range(cursor, walk, forward);
}

static JET_ERR move_to_end(struct table_cursor *cursor, struct walk *walk, bool last)
{
    JET_ERR err = last ? walk_last(walk) : walk_first(walk);

    cursor->range.active = false;
    cursor->deferred = false;
    while (err >= 0 && UNLIKELY(cursor->filter.count) && !cursor_filter_passes(cursor)) {
        err = last ? walk_prev(walk) : walk_next(walk);
    }
    if (err == JET_errRecordNotFound || err == JET_errNoCurrentRecord) {
        return run_off(cursor, last);
    }
    return err;
}

static JET_ERR move_by(struct table_cursor *cursor, struct walk *walk, int32_t rows, JET_GRBIT grbit)
{
    bool forward = rows > 0;
    int64_t steps = forward ? rows : -(int64_t)rows;
    JET_ERR err = cursor_resolve(cursor);

    if (err < 0) {
        return err == JET_errNoCurrentRecord ? run_off(cursor, forward) : err;
    }
    while (err >= 0 && steps-- > 0) {
        err =
            grbit & JET_bitMoveKeyNE ? step_to_other_key(cursor, walk, forward) : step(cursor, walk, forward);
    }
    return err;
}

/* Every move but the plain ones. */
static JET_ERR move_slow(struct table_cursor *cursor, int32_t rows, JET_GRBIT grbit)
{
    struct walk *walk = cursor_walk(cursor);
    JET_ERR err;

    if (UNLIKELY(cursor->filter.count) && rows == 0) {
        return JET_errFilteredMoveNotSupported;
    }
    cursor_cancel_update(cursor);
    if (cursor_is_sort(cursor)) {
        bool moved;
        err = sort_move(cursor, rows, &moved);
        if (moved) {
            return err;
        }
    }
    if (rows == 0) {
        err = cursor_resolve(cursor);
        err = err < 0 ? err : walk_latch(walk);
        walk_release(walk);
        return err;
    }
    if (UNLIKELY(rows == (int32_t)JET_MoveFirst || rows == (int32_t)JET_MoveLast)) {
        err = move_to_end(cursor, walk, rows == (int32_t)JET_MoveLast);
    } else {
        err = move_by(cursor, walk, rows, grbit);
    }
    cursor->link = RECORD_FOLLOWS;
    if (UNLIKELY(err < 0 && err != JET_errNoCurrentRecord)) {
        walk_set_position(walk,
                          rows > 0 && rows != (int32_t)JET_MoveLast ? TREE_AFTER_LAST : TREE_BEFORE_FIRST);
    }
    walk_release(walk);
    return err;
}

/* One step in a tree with nothing else to look after. */
static inline bool is_plain_move(const struct table_cursor *cursor, int32_t rows, JET_GRBIT grbit)
{
    return (rows == 1 || rows == -1) && !grbit && !cursor->temp &&
           !(cursor->filter.count | cursor->update | cursor->deferred | cursor->range.active);
}

JET_ERR cursor_move(struct table_cursor *cursor, int32_t rows, JET_GRBIT grbit)
{
    if (LIKELY(is_plain_move(cursor, rows, grbit))) {
        struct tree_cursor *tree = &cursor_walk(cursor)->tree;
        JET_ERR err = rows > 0 ? tree_cursor_next(tree) : tree_cursor_prev(tree);
        cursor->link = RECORD_FOLLOWS;
        if (LIKELY(err >= 0)) {
            tree_cursor_release(tree);
        } else if (err != JET_errNoCurrentRecord) {
            walk_set_position(cursor_walk(cursor), rows > 0 ? TREE_AFTER_LAST : TREE_BEFORE_FIRST);
        }
        return err;
    }
    return move_slow(cursor, rows, grbit);
}

/* --- search keys --------------------------------------------------------------------- */

JET_ERR cursor_make_key(struct table_cursor *cursor, const void *data, size_t size, JET_GRBIT grbit)
{
    const struct key_index *key = cursor->key;

    if (UNLIKELY(cursor->key_doubtful) && !(grbit & JET_bitNormalizedKey)) {
        JET_ERR err = cursor->order ? cursor->order->key_error : table_primary_key(cursor->table);
        if (err < 0) {
            return err;
        }
    }
    return key_make(&cursor->search, key, data, size, grbit);
}

static JET_ERR set_upper_range(struct table_cursor *cursor)
{
    struct cursor_range *range = &cursor->range;

    range->active = range->upper = range->inclusive = true;
    range->size = cursor->search.size;
    memcpy(range->key, cursor->search.bytes, range->size);
    return JET_errSuccess;
}

/* A unique index, or the next entry of the same page has a greater key (C-20). */
static bool only_entry(const struct table_cursor *cursor, const struct walk *walk, struct bytes key)
{
    struct node next;

    if (!cursor->order || cursor->order->index->unique) {
        return true;
    }
    if (walk->tree.slot + 1u >= walk->tree.page.nodes) {
        return false;
    }
    next = page_node(&walk->tree.page, walk->tree.slot + 1u);
    return node_compare_key(&next, key) != 0;
}

/* From a latched entry on to the first one that passes the filter. */
static JET_ERR skip_filtered(struct table_cursor *cursor, struct walk *walk, bool forward, bool *equal)
{
    JET_ERR err = JET_errSuccess;

    while (err >= 0 && UNLIKELY(cursor->filter.count) && !cursor_filter_passes(cursor)) {
        *equal = false;
        err = forward ? walk_next(walk) : walk_prev(walk);
    }
    return err == JET_errNoCurrentRecord ? JET_errRecordNotFound : err;
}

static JET_ERR seek_equal(struct table_cursor *cursor, struct walk *walk, struct bytes key, JET_GRBIT grbit)
{
    JET_ERR err = walk_seek(walk, TREE_SEEK_EQ, key, (struct bytes){0}, NULL);

    if (err < 0) {
        return err;
    }
    if (UNLIKELY(cursor->filter.count) && !cursor_filter_passes(cursor)) {
        walk_release(walk);
        (void)tree_cursor_set_bookmark(&walk->tree, key, (struct bytes){0});
        walk->tree.position = TREE_BETWEEN;
        return JET_errRecordNotFound;
    }
    if ((grbit & JET_bitCheckUniqueness) && only_entry(cursor, walk, key)) {
        return JET_wrnUniqueKey;
    }
    return grbit & JET_bitSetIndexRange ? set_upper_range(cursor) : JET_errSuccess;
}

static JET_ERR seek_near(struct table_cursor *cursor, struct walk *walk, struct bytes key, JET_GRBIT grbit)
{
    bool equal = false, forward = grbit & (JET_bitSeekGE | JET_bitSeekGT);
    enum tree_seek how = grbit & JET_bitSeekGE ? TREE_SEEK_GE : (forward ? TREE_SEEK_GT : TREE_SEEK_LT);
    JET_ERR err;

    if (grbit & JET_bitSeekLE) { /* on an exact match the first of the duplicates (C-17) */
        err = walk_seek(walk, TREE_SEEK_EQ, key, (struct bytes){0}, &equal);
        if (err >= 0 && (LIKELY(!cursor->filter.count) || cursor_filter_passes(cursor))) {
            return JET_errSuccess;
        }
        if (err < 0 && err != JET_errRecordNotFound) {
            return err;
        }
    }
    err = walk_seek(walk, how, key, (struct bytes){0}, &equal);
    if (err >= 0) {
        err = skip_filtered(cursor, walk, forward, &equal);
    }
    if (err < 0 || (grbit & (JET_bitSeekGT | JET_bitSeekLT))) {
        return err;
    }
    return equal ? JET_errSuccess : JET_wrnSeekNotEqual;
}

JET_ERR cursor_seek(struct table_cursor *cursor, JET_GRBIT grbit)
{
    const JET_GRBIT relations = JET_bitSeekEQ | JET_bitSeekLT | JET_bitSeekLE | JET_bitSeekGE | JET_bitSeekGT;
    struct walk *walk = cursor_walk(cursor);
    struct bytes key = {cursor->search.bytes, cursor->search.size};
    JET_GRBIT relation = grbit & relations;
    JET_ERR err;

    if (relation == 0 || (relation & (relation - 1))) {
        return JET_errInvalidParameter;
    }
    if (!cursor->search.made) {
        return JET_errKeyNotMade;
    }
    cursor_cancel_update(cursor);
    if (cursor_is_sort(cursor)) {
        bool done;
        err = sort_seek(cursor, relation, &done);
        if (done) {
            return err;
        }
    }
    cursor->range.active = false;
    cursor->deferred = false;
    cursor->search.made = false;
    err = relation == JET_bitSeekEQ ? seek_equal(cursor, walk, key, grbit)
                                    : seek_near(cursor, walk, key, relation);
    walk_release(walk);
    cursor->link = RECORD_FOLLOWS;
    if (UNLIKELY(err < 0)) {
        if (err != JET_errRecordNotFound) {
            walk_set_position(walk, TREE_BEFORE_FIRST);
        } else if (relation != JET_bitSeekEQ) {
            walk_set_position(walk, relation & (JET_bitSeekGE | JET_bitSeekGT) ? TREE_AFTER_LAST
                                                                               : TREE_BEFORE_FIRST);
        }
    }
    return err;
}

/* --- ranges ---------------------------------------------------------------------------- */

JET_ERR cursor_set_range(struct table_cursor *cursor, JET_GRBIT grbit)
{
    struct walk *walk = cursor_walk(cursor);
    struct cursor_range *range = &cursor->range;
    bool upper = grbit & JET_bitRangeUpperLimit;
    struct node place = {0};
    enum tree_position position;
    JET_ERR err;

    if ((grbit & JET_bitRangeRemove) && !cursor_is_sort(cursor)) {
        err = range->active ? JET_errSuccess : JET_errInvalidOperation;
        range->active = false;
        return err;
    }
    if (cursor_is_sort(cursor) && !(cursor->temp->grbit & (JET_bitTTScrollable | JET_bitTTIndexed))) {
        return JET_errIllegalOperation;
    }
    if (!cursor->key) {
        return JET_errNoCurrentIndex;
    }
    if (!cursor->search.made) {
        return JET_errKeyNotMade;
    }
    err = cursor_resolve(cursor);
    position = walk_position(walk);
    if (err < 0 || (position != TREE_ON && position != TREE_BETWEEN)) {
        return err < 0 ? err : JET_errNoCurrentRecord;
    }
    place.suffix = walk_key(walk);
    range->upper = upper;
    range->inclusive = grbit & JET_bitRangeInclusive;
    range->size = cursor->search.size;
    memcpy(range->key, cursor->search.bytes, range->size);
    cursor->search.made = false;
    range->active = !outside_range(range, &place);
    if (!range->active) {
        if (cursor->order) {
            cursor->link = RECORD_NONE;
        }
        return run_off(cursor, upper);
    }
    if (grbit & JET_bitRangeInstantDuration) {
        range->active = false;
    }
    return JET_errSuccess;
}
