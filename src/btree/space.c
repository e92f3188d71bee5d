#include "btree/space.h"

/* Opens the owned- or available-extent tree of a tree that has several extents. */
static JET_ERR open_space_tree(const struct btree *tree, const struct space_header *header,
                               enum space_tree kind, struct btree *space)
{
    uint32_t root = kind == SPACE_OWNED ? header->owned_root : header->avail_root;
    JET_ERR err = btree_open(space, tree->cache, tree->database, root, tree->objid, TREE_SPACE);
    if (err == JET_errSuccess && space->kind_flags != (tree->kind_flags | PAGE_SPACE))
        err = JET_errBadParentPageLink;
    return err;
}

static JET_ERR visit_buffers(const struct btree *space, enum space_tree kind, space_visit *visit,
                             void *context)
{
    struct cache_frame *frame;
    struct space_buffers buffers;
    JET_ERR err = cache_latch_shared(space->cache, space->database, space->root, &frame);
    if (err != JET_errSuccess)
        return err;
    struct page page = page_open(frame->bytes, space->page_size);
    err = space_buffers_decode(page_external_header(&page), &buffers);
    cache_unlatch_shared(frame);
    for (int i = 0; i < 2 && err == JET_errSuccess; i++)
        if (buffers.buffer[i].count)
            err = visit(context, kind, &buffers.buffer[i], true);
    return err;
}

static JET_ERR visit_tree(const struct btree *tree, const struct space_header *header, enum space_tree kind,
                          space_visit *visit, void *context)
{
    struct btree space;
    struct tree_cursor cursor = {0};
    struct space_extent extent;
    JET_ERR err = open_space_tree(tree, header, kind, &space);
    if (err == JET_errSuccess)
        err = visit_buffers(&space, kind, visit, context);
    if (err == JET_errSuccess)
        err = tree_cursor_open(&cursor, &space);
    if (err != JET_errSuccess)
        return err;
    for (err = tree_cursor_first(&cursor); err == JET_errSuccess; err = tree_cursor_next(&cursor)) {
        struct node node = tree_cursor_node(&cursor);
        err = space_extent_decode(&node, kind, &extent);
        tree_cursor_release(&cursor); /* the visitor may look at other pages */
        if (err == JET_errSuccess)
            err = visit(context, kind, &extent, false);
        if (err != JET_errSuccess)
            break;
    }
    tree_cursor_close(&cursor);
    return err == JET_errNoCurrentRecord || err == JET_errRecordNotFound ? JET_errSuccess : err;
}

/* The extent of a tree that never grew: told by its header alone (11.3). */
static JET_ERR visit_single(const struct btree *tree, const struct space_header *header, space_visit *visit,
                            void *context)
{
    struct space_extent owned = {tree->root + header->extent_size - 1, header->extent_size,
                                 SPACE_POOL_GENERAL};
    if (owned.last < tree->root || owned.last > PAGE_NUMBER_MAX)
        return JET_errSPOwnExtCorrupted;
    JET_ERR err = visit(context, SPACE_OWNED, &owned, false);
    for (uint32_t i = 0; i + 1 < header->extent_size && err == JET_errSuccess;) {
        uint32_t run = 0;
        while (i + run + 1 < header->extent_size && (i + run >= 32 || header->bitmap >> (i + run) & 1))
            run++;
        struct space_extent free_run = {tree->root + i + run, run, SPACE_POOL_GENERAL};
        if (run)
            err = visit(context, SPACE_AVAILABLE, &free_run, false);
        i += run + 1;
    }
    return err;
}

JET_ERR space_walk(const struct btree *tree, space_visit *visit, void *context)
{
    struct space_header header;
    JET_ERR err = btree_space_header(tree, &header);
    if (err != JET_errSuccess)
        return err;
    if (!space_is_multiple(&header))
        return visit_single(tree, &header, visit, context);
    err = visit_tree(tree, &header, SPACE_OWNED, visit, context);
    return err == JET_errSuccess ? visit_tree(tree, &header, SPACE_AVAILABLE, visit, context) : err;
}

static JET_ERR add_extent(void *context, enum space_tree kind, const struct space_extent *extent, bool buffer)
{
    struct space_counts *counts = context;
    if (!buffer)
        *(kind == SPACE_OWNED ? &counts->owned : &counts->available) += extent->count;
    return JET_errSuccess;
}

JET_ERR space_count(const struct btree *tree, struct space_counts *counts)
{
    *counts = (struct space_counts){0};
    return space_walk(tree, add_extent, counts);
}

JET_ERR space_last_page(struct cache *cache, unsigned database, uint32_t *last_page)
{
    struct btree root, owned;
    struct space_header header;
    struct tree_cursor cursor = {0};
    struct space_extent extent;
    *last_page = 0;
    JET_ERR err = btree_open(&root, cache, database, 1, 1, TREE_TABLE);
    if (err == JET_errSuccess)
        err = btree_space_header(&root, &header);
    if (err != JET_errSuccess)
        return err;
    if (!space_is_multiple(&header))
        return JET_errDatabaseCorrupted;
    err = open_space_tree(&root, &header, SPACE_OWNED, &owned);
    if (err == JET_errSuccess)
        err = tree_cursor_open(&cursor, &owned);
    if (err != JET_errSuccess)
        return err;
    err = tree_cursor_last(&cursor);
    if (err == JET_errSuccess) {
        struct node node = tree_cursor_node(&cursor);
        err = space_extent_decode(&node, SPACE_OWNED, &extent);
    }
    if (err == JET_errSuccess)
        *last_page = extent.last;
    tree_cursor_close(&cursor);
    return err == JET_errRecordNotFound ? JET_errSPOwnExtCorrupted : err;
}
