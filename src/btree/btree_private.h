/* btree_private.h: the inside of the B+ tree reader. */
#ifndef ESENT_BTREE_PRIVATE_H
#define ESENT_BTREE_PRIVATE_H

#include "btree/btree.h"

/* The way from the root to a leaf, as it was when it was walked. */
struct tree_path {
    unsigned depth; /* levels, the leaf's included */
    struct {
        uint32_t pgno;
        uint16_t index; /* node taken; on the leaf not set */
        uint16_t nodes;
    } level[PAGE_DEPTH_MAX];
};

enum descend { DESCEND_TO_KEY, DESCEND_FIRST, DESCEND_LAST };

/* Latches the leaf that covers `key` (key then data in a non-unique tree), the
 * first, or the last. `path` may be null. See tree_cursor_seek for errors. */
JET_ERR tree_descend(const struct btree *tree, enum descend how, struct bytes key, bool after,
                     struct tree_path *path, struct cache_frame **leaf);

/* Does the page belong to the tree? `wrong` is the error for one that does not. */
JET_ERR tree_check_page(const struct btree *tree, const void *bytes, JET_ERR wrong);

/* hints.c: `version` is that of the latched or optimistically read frame. */
bool tree_hints_wanted(const struct cache_frame *frame, uint64_t version);
/* The frame is latched. */
void tree_hints_make(const struct btree *tree, struct cache_frame *frame);
/* Narrows low .. high, which come in as the whole range, for `key`. */
void tree_hints_narrow(const struct btree *tree, const struct cache_frame *frame, uint64_t version,
                       struct bytes key, unsigned *low, unsigned *high);

/* cursor.c, for position.c */

/* Positions at the first entry >= (key, data), or behind all equal ones with
 * `after`; latched; slot may be behind the last node and on a deleted one. */
JET_ERR cursor_locate(struct tree_cursor *cursor, struct bytes key, struct bytes data, bool after,
                      bool *equal);
/* To the next or previous entry that is not deleted, from the present slot (may
 * be -1 or behind the last). JET_errNoCurrentRecord: none; still latched. */
JET_ERR cursor_advance(struct tree_cursor *cursor);
JET_ERR cursor_retreat(struct tree_cursor *cursor);
/* The next or previous leaf; slot is before its first or behind its last node. */
JET_ERR cursor_step_right(struct tree_cursor *cursor);
JET_ERR cursor_step_left(struct tree_cursor *cursor);
/* Takes over a latched leaf. */
void cursor_enter(struct tree_cursor *cursor, struct cache_frame *frame);
void cursor_unlatch(struct tree_cursor *cursor);

static inline uint32_t cursor_pgno(const struct tree_cursor *cursor) { return (uint32_t)cursor->frame_key; }
static inline struct bytes cursor_bookmark_key(const struct tree_cursor *cursor)
{
    return (struct bytes){cursor->buffer, cursor->bookmark_key};
}
static inline struct bytes cursor_bookmark_data(const struct tree_cursor *cursor)
{
    return (struct bytes){cursor->buffer + cursor->bookmark_key, cursor->bookmark_data};
}

#endif
