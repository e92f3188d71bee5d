#include "table/sort.h"

/* Loading ends: reading begins at the first row, or the sort becomes a table
 * (P-5, P-6). */
static JET_ERR end_loading(struct table_cursor *cursor)
{
    JET_ERR err = temp_finish(cursor->temp);

    cursor->deferred = false;
    walk_set_position(&cursor->record, TREE_BEFORE_FIRST);
    cursor_set_operations(&cursor->base, cursor->temp->state == TEMP_MATERIALISED ? CURSOR_SET_TEMPORARY
                                         : err < 0                                ? CURSOR_SET_SORT_FAILED
                                                                                  : CURSOR_SET_SORT_READING);
    if (err >= 0 && cursor->temp->state == TEMP_READING && cursor->temp->count) {
        err = walk_first(&cursor->record);
    }
    return err;
}

JET_ERR cursor_end_loading(struct table_cursor *cursor)
{
    return cursor->temp->state == TEMP_LOADING ? end_loading(cursor) : JET_errSuccess;
}

static bool scrollable(const struct table_cursor *cursor)
{
    return cursor->temp->grbit & (JET_bitTTScrollable | JET_bitTTIndexed);
}

static JET_ERR step_rows(struct table_cursor *cursor, int32_t rows)
{
    JET_ERR err = JET_errSuccess;

    for (int64_t n = rows; err >= 0 && n != 0; n += n < 0 ? 1 : -1) {
        if (cursor->range.active && cursor->range.upper && n > 0) {
            struct bytes limit = {cursor->range.key, cursor->range.size};
            struct node node;
            err = walk_next(&cursor->record);
            if (err < 0) {
                break;
            }
            node = walk_node(&cursor->record);
            if (node_compare_start(&node, limit) > -(int)!cursor->range.inclusive) {
                walk_set_position(&cursor->record, TREE_AFTER_LAST);
                cursor->range.active = false;
                err = JET_errNoCurrentRecord;
            }
            continue;
        }
        err = n > 0 ? walk_next(&cursor->record) : walk_prev(&cursor->record);
    }
    return err;
}

static JET_ERR no_row(JET_ERR err) { return err == JET_errRecordNotFound ? JET_errNoCurrentRecord : err; }

JET_ERR sort_move(struct table_cursor *cursor, int32_t rows, bool *moved)
{
    bool loading = cursor->temp->state == TEMP_LOADING;
    JET_ERR err = JET_errSuccess;

    *moved = true;
    if (loading) {
        err = end_loading(cursor);
        if (err >= 0 && cursor->temp->state == TEMP_MATERIALISED) {
            *moved = false;
        }
        if (err < 0 || !*moved) {
            return err;
        }
        if (walk_position(&cursor->record) != TREE_ON) {
            return JET_errNoCurrentRecord;
        }
    }
    if (cursor->deferred) {
        cursor->deferred = false;
        err = no_row(walk_first(&cursor->record));
    }
    if (err < 0) {
        return err;
    }
    if (rows == (int32_t)JET_MoveFirst || rows == (int32_t)JET_MoveLast) {
        cursor->range.active = false;
        return no_row(rows == (int32_t)JET_MoveFirst ? walk_first(&cursor->record)
                                                     : walk_last(&cursor->record));
    }
    if (rows == 0) {
        return walk_latch(&cursor->record);
    }
    if (rows < 0 && !scrollable(cursor)) {
        return JET_errIllegalOperation;
    }
    return step_rows(cursor, rows > 0 && loading ? rows - 1 : rows);
}

JET_ERR sort_seek(struct table_cursor *cursor, JET_GRBIT relation, bool *done)
{
    static const enum tree_seek how[] = {
        [JET_bitSeekEQ] = TREE_SEEK_EQ, [JET_bitSeekLT] = TREE_SEEK_LT, [JET_bitSeekLE] = TREE_SEEK_LE,
        [JET_bitSeekGE] = TREE_SEEK_GE, [JET_bitSeekGT] = TREE_SEEK_GT,
    };
    JET_ERR err = cursor_end_loading(cursor);

    *done = err < 0 || cursor->temp->state != TEMP_MATERIALISED;
    if (err < 0 || !*done) {
        return err;
    }
    if (!scrollable(cursor)) {
        return JET_errIllegalOperation;
    }
    cursor->deferred = false;
    if (cursor->temp->count == 0) { /* the key is kept */
        return JET_errRecordNotFound;
    }
    cursor->range.active = false;
    cursor->search.made = false;
    return walk_seek(&cursor->record, how[relation],
                     (struct bytes){cursor->search.bytes, cursor->search.size}, (struct bytes){0}, NULL);
}

JET_ERR sort_get_bookmark(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual)
{
    if (cursor->deferred || walk_position(&cursor->record) != TREE_ON) {
        return JET_errNoCurrentRecord;
    }
    if (size < sizeof(uint32_t)) {
        return JET_errBufferTooSmall;
    }
    memcpy(out, &cursor->record.temp->index, sizeof(uint32_t));
    *actual = sizeof(uint32_t);
    return JET_errSuccess;
}

JET_ERR sort_goto_bookmark(struct table_cursor *cursor, struct bytes bookmark)
{
    uint32_t index;

    if (bookmark.size != sizeof index) {
        return JET_errInvalidBookmark;
    }
    memcpy(&index, bookmark.data, sizeof index);
    if (index >= cursor->temp->count) {
        return JET_errInvalidBookmark;
    }
    cursor->deferred = false;
    return temp_position_go(cursor->record.temp, index);
}
