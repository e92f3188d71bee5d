/* walk.h: a position in one ordered set of entries, be it a tree of the
 * database or the rows of a temporary table. The rules are those of
 * btree/btree.h: calls that find an entry leave it latched. */
#ifndef TABLE_WALK_H
#define TABLE_WALK_H

#include "btree/btree.h"
#include "table/temp_rows.h"

#define LIKELY(x)   __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* Position among the rows of a temporary table. ON and BETWEEN remember where
 * they are by `row` and by `key` respectively. */
struct temp_position {
    struct temp_table *table;
    struct temp_row *row; /* ON: held */
    uint32_t index;       /* of row while generation is the table's */
    uint32_t generation;
    uint8_t position; /* enum tree_position */
    uint16_t key_size;
    uint8_t key[KEY_BUFFER_SIZE]; /* BETWEEN */
};

struct walk {
    struct temp_position *temp; /* NULL: the tree */
    struct tree_cursor tree;
};

JET_ERR walk_open_tree(struct walk *walk, const struct btree *tree);
JET_ERR walk_open_temp(struct walk *walk, struct temp_table *table);
void walk_close(struct walk *walk); /* also of a zeroed one */

JET_ERR temp_position_first(struct temp_position *at);
JET_ERR temp_position_last(struct temp_position *at);
JET_ERR temp_position_next(struct temp_position *at);
JET_ERR temp_position_prev(struct temp_position *at);
JET_ERR temp_position_latch(struct temp_position *at);
JET_ERR temp_position_seek(struct temp_position *at, enum tree_seek how, struct bytes key, bool *equal);
void temp_position_set(struct temp_position *at, enum tree_position position);
JET_ERR temp_position_go(struct temp_position *at, uint32_t index);

static inline JET_ERR walk_first(struct walk *w)
{
    return LIKELY(!w->temp) ? tree_cursor_first(&w->tree) : temp_position_first(w->temp);
}
static inline JET_ERR walk_last(struct walk *w)
{
    return LIKELY(!w->temp) ? tree_cursor_last(&w->tree) : temp_position_last(w->temp);
}
static inline JET_ERR walk_next(struct walk *w)
{
    return LIKELY(!w->temp) ? tree_cursor_next(&w->tree) : temp_position_next(w->temp);
}
static inline JET_ERR walk_prev(struct walk *w)
{
    return LIKELY(!w->temp) ? tree_cursor_prev(&w->tree) : temp_position_prev(w->temp);
}
static inline JET_ERR walk_seek(struct walk *w, enum tree_seek how, struct bytes key, struct bytes data,
                                bool *equal)
{
    return LIKELY(!w->temp) ? tree_cursor_seek(&w->tree, how, key, data, equal)
                            : temp_position_seek(w->temp, how, key, equal);
}
static inline JET_ERR walk_latch(struct walk *w)
{
    return LIKELY(!w->temp) ? tree_cursor_latch(&w->tree) : temp_position_latch(w->temp);
}
static inline void walk_release(struct walk *w)
{
    if (LIKELY(!w->temp)) {
        tree_cursor_release(&w->tree);
    }
}
static inline enum tree_position walk_position(const struct walk *w)
{
    return (enum tree_position)(LIKELY(!w->temp) ? w->tree.position : w->temp->position);
}

/* The latched entry. */
static inline struct node walk_node(const struct walk *w)
{
    if (LIKELY(!w->temp)) {
        return tree_cursor_node(&w->tree);
    }
    return (struct node){.suffix = temp_row_key(w->temp->row), .data = temp_row_record(w->temp->row)};
}

/* Bookmark of an ON or BETWEEN position (latched or not), until the next call. */
struct bytes walk_key(struct walk *w);

/* NOWHERE, BEFORE_FIRST or AFTER_LAST. */
void walk_set_position(struct walk *w, enum tree_position position);

#endif
