/* tree.c: opening a tree and descending in it (spec 10, 9.1 and 9.2). */
#include "btree/btree_private.h"

JET_ERR tree_check_page(const struct btree *tree, const void *bytes, JET_ERR wrong)
{
    uint32_t flags = page_flags(bytes), odd = PAGE_EMPTY | PAGE_PRE_INIT | PAGE_FDP_DELETE;
    if (page_objid(bytes) == tree->objid && (flags & (PAGE_KIND | odd)) == tree->kind_flags)
        return JET_errSuccess;
    if (flags & PAGE_EMPTY)
        return JET_errBadEmptyPage;
    if (page_objid(bytes) != tree->objid)
        return wrong;
    return flags & odd ? JET_errDatabaseCorrupted : wrong;
}

static bool kind_fits(enum tree_kind kind, uint32_t flags)
{
    switch (kind) {
    case TREE_TABLE:
        return (flags & PAGE_KIND) == 0;
    case TREE_INDEX:
        return (flags & (PAGE_INDEX | PAGE_SPACE)) == PAGE_INDEX;
    case TREE_LONG_VALUE:
        return (flags & PAGE_KIND) == PAGE_LONG_VALUE;
    case TREE_SPACE:
        return (flags & PAGE_SPACE) != 0;
    }
    return false;
}

JET_ERR btree_open(struct btree *tree, struct cache *cache, unsigned database, uint32_t root, uint32_t objid,
                   enum tree_kind kind)
{
    struct cache_frame *frame;
    *tree = (struct btree){.cache = cache, .database = database, .root = root};
    JET_ERR err = cache_latch_shared(cache, database, root, &frame);
    if (err != JET_errSuccess)
        return err;
    uint32_t flags = page_flags(frame->bytes);
    tree->objid = objid ? objid : page_objid(frame->bytes);
    tree->kind_flags = flags & PAGE_KIND;
    tree->page_size = cache_page_size(cache);
    tree->unique = kind == TREE_SPACE || !(flags & PAGE_NON_UNIQUE);
    err = tree_check_page(tree, frame->bytes, JET_errBadParentPageLink);
    if (err == JET_errSuccess && (!(flags & PAGE_ROOT) || !kind_fits(kind, flags)))
        err = JET_errBadParentPageLink;
    cache_unlatch_shared(frame);
    return err;
}

JET_ERR btree_space_header(const struct btree *tree, struct space_header *header)
{
    struct cache_frame *frame;
    assert(!(tree->kind_flags & PAGE_SPACE));
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, tree->root, &frame);
    if (err != JET_errSuccess)
        return err;
    struct page page = page_open(frame->bytes, tree->page_size);
    err = page.flags & PAGE_ROOT ? space_header_decode(page_external_header(&page), header)
                                 : JET_errBadParentPageLink;
    cache_unlatch_shared(frame);
    return err;
}

/* What a descent looks for. */
struct goal {
    enum descend how;
    struct bytes key;
    bool after;
};

/* The child to go to. 0: the page makes no sense. */
static uint32_t choose_child(const struct btree *tree, const struct cache_frame *frame, uint64_t version,
                             const struct goal *goal, unsigned *index)
{
    const uint8_t *bytes = frame->bytes;
    uint32_t child;
    unsigned nodes = page_node_count(bytes, tree->page_size), low = 0, high = nodes ? nodes - 1 : 0;
    if (goal->how == DESCEND_TO_KEY) {
        if (!goal->after)
            tree_hints_narrow(tree, frame, version, goal->key, &low, &high);
        *index = page_search_child_between(bytes, tree->page_size, goal->key, goal->after, low, high, &child);
        return child;
    }
    *index = goal->how == DESCEND_LAST ? high : 0;
    return page_child_at(bytes, tree->page_size, *index);
}

/* A page on the way, with what its parent promised: `above` are the parent's
 * flags, 0 at the root. */
static JET_ERR check_level(const struct btree *tree, const uint8_t *bytes, uint32_t above)
{
    uint32_t flags = page_flags(bytes);
    JET_ERR err = tree_check_page(tree, bytes, JET_errBadParentPageLink);
    if (err != JET_errSuccess)
        return err;
    if (!above)
        return flags & PAGE_ROOT ? JET_errSuccess : JET_errBadParentPageLink;
    bool leaf_expected = (above & PAGE_PARENT_OF_LEAF) != 0, leaf = (flags & PAGE_LEAF) != 0;
    return leaf == leaf_expected ? JET_errSuccess : JET_errBadParentPageLink;
}

static JET_ERR descend_latched(const struct btree *tree, const struct goal *goal, struct tree_path *path,
                               struct cache_frame **leaf)
{
    struct cache_frame *frame, *child_frame;
    uint32_t pgno = tree->root, above = 0;
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, pgno, &frame);
    if (err != JET_errSuccess)
        return err;
    for (unsigned depth = 0; depth < PAGE_DEPTH_MAX; depth++) {
        const uint8_t *bytes = frame->bytes;
        unsigned index = 0;
        err = check_level(tree, bytes, above);
        if (err != JET_errSuccess)
            goto fail;
        above = page_flags(bytes) | PAGE_ROOT;
        if (!(above & PAGE_LEAF))
            pgno = choose_child(tree, frame, cache_version(frame), goal, &index);
        if (tree_hints_wanted(frame, cache_version(frame)))
            tree_hints_make(tree, frame);
        if (path) {
            path->level[depth].pgno = (uint32_t)atomic_load_explicit(&frame->key, memory_order_relaxed);
            path->level[depth].index = (uint16_t)index;
            path->level[depth].nodes = (uint16_t)page_node_count(bytes, tree->page_size);
            path->depth = depth + 1;
        }
        if (above & PAGE_LEAF) {
            *leaf = frame;
            return JET_errSuccess;
        }
        err = cache_latch_shared(tree->cache, tree->database, pgno, &child_frame);
        if (err != JET_errSuccess)
            goto fail;
        cache_unlatch_shared(frame);
        frame = child_frame;
    }
    err = JET_errDatabaseCorrupted; /* deeper than 8 levels, or a circle */
fail:
    cache_unlatch_shared(frame);
    return err;
}

/* Walks the internal pages without writing a latch; only the leaf is latched.
 * False: something changed, is not in memory, or is wrong; the latched way finds
 * out. */
static bool descend_optimistic(const struct btree *tree, const struct goal *goal, struct cache_frame **leaf)
{
    uint64_t version, parent_version = 0;
    uint32_t pgno = tree->root, above = 0;
    struct cache_frame *frame, *parent = NULL;
    for (unsigned depth = 0; depth < PAGE_DEPTH_MAX; depth++) {
        frame = cache_read_begin(tree->cache, tree->database, pgno, &version);
        if (!frame || (parent && !cache_read_valid(parent, parent_version)))
            return false;
        if (check_level(tree, frame->bytes, above) != JET_errSuccess)
            return false;
        above = page_flags(frame->bytes) | PAGE_ROOT;
        if (above & PAGE_LEAF) {
            uint64_t frame_key = cache_key(tree->database, pgno);
            if (!cache_relatch_shared(frame, frame_key, version))
                return false;
            if (!parent || cache_read_valid(parent, parent_version)) {
                *leaf = frame;
                return true;
            }
            cache_unlatch_shared(frame);
            return false;
        }
        if (tree_hints_wanted(frame, version))
            return false; /* the latched way makes them */
        unsigned index;
        pgno = choose_child(tree, frame, version, goal, &index);
        if (pgno == 0 || !cache_read_valid(frame, version))
            return false;
        parent = frame;
        parent_version = version;
    }
    return false;
}

JET_ERR tree_descend(const struct btree *tree, enum descend how, struct bytes key, bool after,
                     struct tree_path *path, struct cache_frame **leaf)
{
    enum { TRIES = 3 };
    struct goal goal = {how, key, after};
    for (int i = 0; i < TRIES && !path; i++)
        if (descend_optimistic(tree, &goal, leaf))
            return JET_errSuccess;
    return descend_latched(tree, &goal, path, leaf);
}
