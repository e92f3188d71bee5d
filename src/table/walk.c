#include "table/walk.h"

#include "base/alloc.h"

JET_ERR walk_open_tree(struct walk *walk, const struct btree *tree)
{
    walk->temp = NULL;
    return tree_cursor_open(&walk->tree, tree);
}

JET_ERR walk_open_temp(struct walk *walk, struct temp_table *table)
{
    walk->temp = mem_calloc(1, sizeof *walk->temp);
    if (!walk->temp) {
        return JET_errOutOfMemory;
    }
    walk->temp->table = table;
    walk->temp->position = TREE_NOWHERE;
    return JET_errSuccess;
}

void walk_close(struct walk *walk)
{
    if (walk->temp) {
        temp_position_set(walk->temp, TREE_NOWHERE);
        mem_free(walk->temp);
        walk->temp = NULL;
    } else {
        tree_cursor_close(&walk->tree);
    }
}

struct bytes walk_key(struct walk *w)
{
    if (!w->temp) {
        return tree_cursor_key(&w->tree);
    }
    return w->temp->position == TREE_ON ? temp_row_key(w->temp->row)
                                        : (struct bytes){w->temp->key, w->temp->key_size};
}

void walk_set_position(struct walk *w, enum tree_position position)
{
    if (w->temp) {
        temp_position_set(w->temp, position);
        return;
    }
    tree_cursor_reset(&w->tree);
    w->tree.position = (uint8_t)position;
}

/* --- rows of a temporary table ------------------------------------------------ */

void temp_position_set(struct temp_position *at, enum tree_position position)
{
    if (at->row) {
        temp_row_release(at->row);
        at->row = NULL;
    }
    at->position = (uint8_t)position;
}

JET_ERR temp_position_go(struct temp_position *at, uint32_t index)
{
    struct temp_row *row = temp_row_retain(at->table->rows[index]);

    temp_position_set(at, TREE_ON);
    at->row = row;
    at->index = index;
    at->generation = at->table->generation;
    return JET_errSuccess;
}

JET_ERR temp_position_first(struct temp_position *at)
{
    if (at->table->count == 0) {
        temp_position_set(at, TREE_AFTER_LAST);
        return JET_errRecordNotFound;
    }
    return temp_position_go(at, 0);
}

JET_ERR temp_position_last(struct temp_position *at)
{
    if (at->table->count == 0) {
        temp_position_set(at, TREE_BEFORE_FIRST);
        return JET_errRecordNotFound;
    }
    return temp_position_go(at, at->table->count - 1);
}

/* Index of the present row, or of the first row behind the present place;
 * *there tells which of both. */
static uint32_t locate(struct temp_position *at, bool *there)
{
    const struct temp_table *table = at->table;
    struct bytes key =
        at->position == TREE_ON ? temp_row_key(at->row) : (struct bytes){at->key, at->key_size};
    uint32_t index = at->index;

    if (at->position != TREE_ON || at->generation != table->generation) {
        index = temp_find(table, key, false);
        at->index = index;
        at->generation = table->generation;
    }
    *there = at->position == TREE_ON && index < table->count &&
             bytes_compare(temp_row_key(table->rows[index]), key) == 0;
    return index;
}

JET_ERR temp_position_next(struct temp_position *at)
{
    uint32_t index = 0;
    bool there;

    if (at->position == TREE_AFTER_LAST || at->position == TREE_NOWHERE) {
        return JET_errNoCurrentRecord;
    }
    if (at->position != TREE_BEFORE_FIRST) {
        index = locate(at, &there);
        index += there;
    }
    if (index >= at->table->count) {
        temp_position_set(at, TREE_AFTER_LAST);
        return JET_errNoCurrentRecord;
    }
    return temp_position_go(at, index);
}

JET_ERR temp_position_prev(struct temp_position *at)
{
    uint32_t index = at->table->count;
    bool there;

    if (at->position == TREE_BEFORE_FIRST || at->position == TREE_NOWHERE) {
        return JET_errNoCurrentRecord;
    }
    if (at->position != TREE_AFTER_LAST) {
        index = locate(at, &there);
    }
    if (index == 0) {
        temp_position_set(at, TREE_BEFORE_FIRST);
        return JET_errNoCurrentRecord;
    }
    return temp_position_go(at, index - 1);
}

/* A row that was deleted or replaced and is there again under the same key
 * counts as the row (the position is logical). */
JET_ERR temp_position_latch(struct temp_position *at)
{
    bool there;
    uint32_t index;

    if (at->position != TREE_ON) {
        return JET_errNoCurrentRecord;
    }
    if (at->generation == at->table->generation) {
        return JET_errSuccess;
    }
    index = locate(at, &there);
    if (!there) {
        at->generation--; /* look again next time */
        return JET_errRecordDeleted;
    }
    return temp_position_go(at, index);
}

static void go_between(struct temp_position *at, struct bytes key)
{
    temp_position_set(at, TREE_BETWEEN);
    at->key_size = (uint16_t)MIN(key.size, sizeof at->key);
    memcpy(at->key, key.data, at->key_size);
}

JET_ERR temp_position_seek(struct temp_position *at, enum tree_seek how, struct bytes key, bool *equal)
{
    const struct temp_table *table = at->table;
    uint32_t low = temp_find(table, key, false), high = temp_find(table, key, true), index = 0;
    bool found = true;

    switch (how) {
    case TREE_SEEK_EQ:
        index = low;
        found = low < high;
        break;
    case TREE_SEEK_GE:
        index = low;
        found = low < table->count;
        break;
    case TREE_SEEK_GT:
        index = high;
        found = high < table->count;
        break;
    case TREE_SEEK_LE:
        index = high - 1;
        found = high > 0;
        break;
    case TREE_SEEK_LT:
        index = low - 1;
        found = low > 0;
        break;
    }
    if (equal) {
        *equal = found && index >= low && index < high;
    }
    if (found) {
        return temp_position_go(at, index);
    }
    if (how == TREE_SEEK_EQ) {
        go_between(at, key);
    } else {
        temp_position_set(at,
                          how == TREE_SEEK_GE || how == TREE_SEEK_GT ? TREE_AFTER_LAST : TREE_BEFORE_FIRST);
    }
    return JET_errRecordNotFound;
}
