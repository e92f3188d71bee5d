/* prefetch.c: reading leaves ahead that will be wanted (JetPrereadKeys,
 * JetPrereadIndexRanges). Everything here is a hint: pages are latched one at a
 * time, and whatever looks wrong ends the walk. */
#include "btree/btree_private.h"

enum { PREFETCH_MAX = 1024 };

/* Where in the tree's lowest internal pages a walk is. */
struct walk {
    const struct btree *tree;
    unsigned depth; /* of the parent of leaves; 0 = root */
    struct {
        uint32_t pgno;
        unsigned index;
    } level[PAGE_DEPTH_MAX];
};

/* Goes down from level `depth`'s chosen child to a parent of leaves. `edge`: take
 * the first (0) or last (1) child on the way, or search `key` (-1). */
static bool walk_down(struct walk *walk, unsigned depth, int edge, struct bytes key)
{
    const struct btree *tree = walk->tree;
    for (; depth < PAGE_DEPTH_MAX; depth++) {
        struct cache_frame *frame;
        if (cache_latch_shared(tree->cache, tree->database, walk->level[depth].pgno, &frame) !=
            JET_errSuccess)
            return false;
        unsigned nodes = page_node_count(frame->bytes, tree->page_size);
        uint32_t flags = page_flags(frame->bytes), child = 0;
        bool good = tree_check_page(tree, frame->bytes, JET_errBadParentPageLink) == JET_errSuccess &&
                    !(flags & PAGE_LEAF) && nodes;
        unsigned index = edge == 1 && nodes ? nodes - 1 : 0;
        if (good && edge < 0)
            index = page_search_child(frame->bytes, tree->page_size, key, false, &child);
        else if (good)
            child = page_child_at(frame->bytes, tree->page_size, index);
        cache_unlatch_shared(frame);
        if (!good || !child)
            return false;
        walk->level[depth].index = index;
        walk->depth = depth;
        if (flags & PAGE_PARENT_OF_LEAF)
            return true;
        if (depth + 1 < PAGE_DEPTH_MAX)
            walk->level[depth + 1].pgno = child;
    }
    return false;
}

/* The next or previous parent of leaves. */
static bool walk_on(struct walk *walk, bool forward)
{
    const struct btree *tree = walk->tree;
    for (unsigned depth = walk->depth; depth-- > 0;) {
        struct cache_frame *frame;
        unsigned index = walk->level[depth].index;
        if (!forward && index == 0)
            continue;
        index += forward ? 1u : UINT32_MAX;
        if (cache_latch_shared(tree->cache, tree->database, walk->level[depth].pgno, &frame) !=
            JET_errSuccess)
            return false;
        uint32_t child = page_child_at(frame->bytes, tree->page_size, index);
        cache_unlatch_shared(frame);
        if (!child)
            continue; /* behind the last */
        walk->level[depth].index = index;
        walk->level[depth + 1].pgno = child;
        return walk_down(walk, depth + 1, forward ? 0 : 1, (struct bytes){NULL, 0});
    }
    return false;
}

/* Collects leaves under the present parent from its index on. False: the range
 * ends here. */
static bool collect(const struct walk *walk, struct bytes to, bool forward, uint32_t *pages, uint32_t *count,
                    uint32_t most)
{
    const struct btree *tree = walk->tree;
    struct cache_frame *frame;
    bool inside = true;
    if (cache_latch_shared(tree->cache, tree->database, walk->level[walk->depth].pgno, &frame) !=
        JET_errSuccess)
        return false;
    unsigned nodes = page_node_count(frame->bytes, tree->page_size), last;
    uint32_t child = 0;
    unsigned end = forward ? nodes : 0;
    if (to.size) {
        last = page_search_child(frame->bytes, tree->page_size, to, false, &child);
        inside = forward ? last + 1 >= nodes : last == 0;
        end = forward ? last + 1 : last;
    }
    for (unsigned i = walk->level[walk->depth].index; *count < most; i += forward ? 1u : UINT32_MAX) {
        if (forward ? i >= end : i + 1 <= end)
            break;
        child = page_child_at(frame->bytes, tree->page_size, i);
        if (child)
            pages[(*count)++] = child;
        if (!forward && i == end)
            break;
    }
    cache_unlatch_shared(frame);
    return inside && *count < most;
}

uint32_t btree_prefetch_range(const struct btree *tree, struct bytes from, struct bytes to, bool forward,
                              uint32_t pages)
{
    uint32_t list[PREFETCH_MAX], count = 0, most = MIN(pages, PREFETCH_MAX);
    struct walk walk = {.tree = tree};
    walk.level[0].pgno = tree->root;
    int edge = from.size ? -1 : forward ? 0 : 1;
    for (bool more = walk_down(&walk, 0, edge, from); more && count < most;)
        more = collect(&walk, to, forward, list, &count, most) && walk_on(&walk, forward);
    uint32_t asked = count;
    cache_prefetch_list(tree->cache, tree->database, list, count);
    return asked;
}

uint32_t btree_prefetch_keys(const struct btree *tree, const struct bytes *keys, size_t key_count,
                             uint32_t pages)
{
    uint32_t list[PREFETCH_MAX], count = 0, most = MIN(pages, PREFETCH_MAX);
    struct walk walk = {.tree = tree};
    walk.level[0].pgno = tree->root;
    for (size_t i = 0; i < key_count && count < most; i++) {
        struct cache_frame *frame;
        if (!walk_down(&walk, 0, -1, keys[i]) ||
            cache_latch_shared(tree->cache, tree->database, walk.level[walk.depth].pgno, &frame) !=
                JET_errSuccess)
            break;
        uint32_t child = page_child_at(frame->bytes, tree->page_size, walk.level[walk.depth].index);
        cache_unlatch_shared(frame);
        if (child && (count == 0 || list[count - 1] != child))
            list[count++] = child;
    }
    uint32_t asked = count;
    cache_prefetch_list(tree->cache, tree->database, list, count);
    return asked;
}
