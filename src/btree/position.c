/* position.c: places as fractions, and counting (JetGetRecordPosition,
 * JetGotoPosition, JetIndexRecordCount). */
#include "btree/btree_private.h"

/* Entries that are not deleted among nodes `from` .. `to` - 1. */
static uint32_t count_alive(const struct page *page, uint32_t from, uint32_t to)
{
    uint32_t alive = 0;
    for (uint32_t i = from; i < to; i++)
        alive += !(page_node_flags(page, i) & NODE_DELETED);
    return alive;
}

/* Latches the place of the bookmark with the path that leads there. */
static JET_ERR locate_with_path(struct tree_cursor *cursor, struct tree_path *path)
{
    struct cache_frame *frame;
    struct bytes key = cursor_bookmark_key(cursor), data = cursor_bookmark_data(cursor);
    struct bytes search = {key.data, key.size + data.size}; /* they lie together */
    bool equal;
    JET_ERR err = tree_descend(cursor->tree, DESCEND_TO_KEY, search, false, path, &frame);
    if (err != JET_errSuccess)
        return err;
    cursor_enter(cursor, frame);
    cursor->slot = page_search(&cursor->page, &(struct page_target){key, data, false}, &equal);
    cursor->saved = true;
    if (!equal)
        cursor->position = TREE_BETWEEN;
    return JET_errSuccess;
}

JET_ERR tree_cursor_approximate(struct tree_cursor *cursor, uint64_t *before, uint64_t *total)
{
    struct tree_path path;
    *before = *total = 0;
    if (cursor->position != TREE_ON && cursor->position != TREE_BETWEEN)
        return JET_errNoCurrentRecord;
    tree_cursor_release(cursor);
    JET_ERR err = locate_with_path(cursor, &path);
    if (err != JET_errSuccess)
        return err;
    double fraction = 0, entries = 1;
    uint32_t alive = count_alive(&cursor->page, 0, cursor->page.nodes);
    uint32_t smaller = count_alive(&cursor->page, 0, MIN(cursor->slot, cursor->page.nodes));
    if (path.depth == 1) { /* exact */
        *before = smaller;
        *total = alive;
    } else {
        for (unsigned i = 0; i + 1 < path.depth; i++) {
            entries *= path.level[i].nodes;
            fraction += path.level[i].index / entries;
        }
        fraction += alive ? (double)smaller / alive / entries : 0;
        entries = MIN(entries * MAX(alive, 1), (double)UINT32_MAX); /* what JET_RECPOS can say */
        *total = (uint64_t)entries;
        *before = MIN((uint64_t)(fraction * entries + 0.5), *total);
    }
    cursor_unlatch(cursor);
    return JET_errSuccess;
}

/* Descends by the fraction of nodes on each page; *fraction becomes the one on
 * the leaf. */
static JET_ERR descend_fraction(const struct btree *tree, double *fraction, struct cache_frame **leaf)
{
    struct cache_frame *frame, *next;
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, tree->root, &frame);
    for (unsigned depth = 0; err == JET_errSuccess; depth++) {
        unsigned nodes = page_node_count(frame->bytes, tree->page_size);
        err = tree_check_page(tree, frame->bytes, JET_errBadParentPageLink);
        if (err == JET_errSuccess && page_flags(frame->bytes) & PAGE_LEAF) {
            *leaf = frame;
            return JET_errSuccess;
        }
        if (err == JET_errSuccess && (nodes == 0 || depth + 1 >= PAGE_DEPTH_MAX))
            err = JET_errDatabaseCorrupted;
        if (err == JET_errSuccess) {
            unsigned index = MIN((unsigned)(*fraction * nodes), nodes - 1);
            *fraction = *fraction * nodes - index;
            err = cache_latch_shared(tree->cache, tree->database,
                                     page_child_at(frame->bytes, tree->page_size, index), &next);
        }
        cache_unlatch_shared(frame);
        frame = next;
    }
    return err;
}

/* The slot of the alive entry number `n` of the page, or the number of nodes. */
static uint32_t slot_of_alive(const struct page *page, uint32_t n)
{
    uint32_t slot = 0;
    for (; slot < page->nodes; slot++)
        if (!(page_node_flags(page, slot) & NODE_DELETED) && n-- == 0)
            break;
    return slot;
}

JET_ERR tree_cursor_goto_fraction(struct tree_cursor *cursor, uint64_t before, uint64_t total)
{
    struct cache_frame *leaf = NULL;
    if (before == 0)
        return tree_cursor_first(cursor);
    if (before >= total)
        return tree_cursor_last(cursor);
    tree_cursor_reset(cursor);
    double fraction = (double)before / (double)total;
    JET_ERR err = descend_fraction(cursor->tree, &fraction, &leaf);
    if (err != JET_errSuccess)
        return err;
    cursor_enter(cursor, leaf);
    uint32_t alive = count_alive(&cursor->page, 0, cursor->page.nodes);
    cursor->slot = slot_of_alive(&cursor->page, MIN((uint32_t)(fraction * alive), alive ? alive - 1 : 0)) - 1;
    err = cursor_advance(cursor);
    if (err == JET_errSuccess) {
        cursor->position = TREE_ON;
        return err;
    }
    tree_cursor_reset(cursor);
    return err == JET_errNoCurrentRecord ? tree_cursor_last(cursor) : err;
}

/* Is the entry within the bound? */
static bool within(const struct tree_cursor *cursor, uint32_t slot, bool forward,
                   const struct tree_bound *end)
{
    if (!end)
        return true;
    struct node node = page_node(&cursor->page, slot);
    int c = node_compare_key(&node, end->key);
    return c == 0 ? end->inclusive : (c < 0) == forward;
}

/* Counts from the cursor's slot to the end of its leaf; *done when the bound or
 * the limit is reached. Leaves that lie inside as a whole are not searched. */
static uint64_t count_leaf(const struct tree_cursor *cursor, bool forward, const struct tree_bound *end,
                           uint64_t limit, bool *done)
{
    uint32_t nodes = cursor->page.nodes, slot = cursor->slot;
    uint64_t count = 0;
    if (nodes && within(cursor, forward ? nodes - 1 : 0, forward, end)) {
        count = forward ? count_alive(&cursor->page, slot, nodes) : count_alive(&cursor->page, 0, slot + 1);
    } else {
        *done = true;
        for (; slot < nodes && within(cursor, slot, forward, end); slot += forward ? 1u : UINT32_MAX)
            count += !(page_node_flags(&cursor->page, slot) & NODE_DELETED);
    }
    *done |= limit && count >= limit;
    return limit ? MIN(count, limit) : count;
}

JET_ERR tree_cursor_count(struct tree_cursor *cursor, bool forward, const struct tree_bound *end,
                          uint64_t limit, uint64_t *count)
{
    bool done = false;
    *count = 0;
    tree_cursor_release(cursor);
    struct tree_cursor walk = *cursor; /* shares the buffer, of which only scratch is written */
    JET_ERR err = tree_cursor_latch(&walk);
    if (err != JET_errSuccess)
        return err;
    while (err == JET_errSuccess && !done) {
        *count += count_leaf(&walk, forward, end, limit ? limit - *count : 0, &done);
        if (done)
            break;
        walk.slot = forward ? walk.page.nodes : 0;
        err = forward ? cursor_step_right(&walk) : cursor_step_left(&walk);
        walk.slot += forward ? 1u : UINT32_MAX;
    }
    if (walk.latched)
        cursor_unlatch(&walk);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}
