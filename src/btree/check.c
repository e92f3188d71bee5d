/* check.c: walks trees and their space, and compares what it finds with what must
 * hold. One map over the pages of the database remembers who owns a page and
 * what it is used for: a page has one innermost owner and one use. */
#include "btree/check.h"

#include "base/alloc.h"
#include "btree/btree_private.h"

struct owner {
    uint32_t root, objid;
    bool small; /* one extent */
};

/* Owned extents of the tree under check, ascending; available ones must lie in one. */
struct extents {
    struct space_extent *list;
    size_t count, room;
};

struct check {
    struct cache *cache;
    unsigned database;
    struct check_options options;
    uint64_t errors;
    uint32_t *owner_of; /* by page: 1 + index into owners; 0 = nobody */
    uint32_t *use_of;   /* by page: SPACE_CATEGORY_...; 0 = not seen */
    struct owner *owners;
    size_t owner_count, owner_room;
    struct extents owned;
    uint8_t *bounds; /* two keys for each level */
};

/* What a subtree has to keep to. */
struct walk {
    struct check *check;
    const struct btree *tree;
    uint32_t owner;     /* as in owner_of */
    uint32_t category;  /* added to every page: OWNED_TREE, AVAILABLE_TREE, SMALL_SPACE */
    uint32_t last_leaf; /* seen before; its next must be the one that follows */
    uint32_t promised;  /* last_leaf's next */
    uint32_t leaf_depth;
    bool broken; /* a page could not be read: links around it are not judged */
    struct check_counts counts;
};

struct bound {
    struct bytes key;
    bool infinite;
};

static void report(struct check *check, uint32_t pgno, uint32_t objid, int node, JET_ERR err,
                   const char *what)
{
    struct check_finding finding = {pgno, objid, node, err, what};
    check->errors += err != JET_errDatabaseLeakInSpace;
    if (check->options.report)
        check->options.report(check->options.context, &finding);
}

JET_ERR check_open(struct cache *cache, unsigned database, const struct check_options *options,
                   struct check **result)
{
    struct check *check = mem_calloc(1, sizeof *check);
    *result = NULL;
    if (!check)
        return JET_errOutOfMemory;
    check->cache = cache;
    check->database = database;
    check->options = *options;
    check->owner_of = mem_calloc((size_t)options->last_page + 1, sizeof *check->owner_of);
    check->use_of = mem_calloc((size_t)options->last_page + 1, sizeof *check->use_of);
    check->bounds = mem_alloc((size_t)cache_page_size(cache) * 2 * PAGE_DEPTH_MAX);
    if (!check->owner_of || !check->use_of || !check->bounds) {
        check_close(check);
        return JET_errOutOfMemory;
    }
    *result = check;
    return JET_errSuccess;
}

void check_close(struct check *check)
{
    if (!check)
        return;
    mem_free(check->owner_of);
    mem_free(check->use_of);
    mem_free(check->owners);
    mem_free(check->owned.list);
    mem_free(check->bounds);
    mem_free(check);
}

uint64_t check_error_count(const struct check *check) { return check->errors; }

static JET_ERR grow(void **list, size_t count, size_t *room, size_t item)
{
    if (count < *room)
        return JET_errSuccess;
    size_t wanted = *room ? *room * 2 : 64;
    void *grown = mem_realloc(*list, wanted * item);
    if (!grown)
        return JET_errOutOfMemory;
    *list = grown;
    *room = wanted;
    return JET_errSuccess;
}

/* --- use of pages --- */

/* One page gets its one use. False: it has one already, or belongs to another. */
static bool claim(struct check *check, const struct walk *walk, uint32_t pgno, uint32_t use)
{
    uint32_t objid = walk->tree->objid;
    if (pgno == 0 || pgno > check->options.last_page) {
        report(check, pgno, objid, -1, JET_errDatabaseCorrupted, "page outside the database");
        return false;
    }
    if (check->use_of[pgno]) {
        report(check, pgno, objid, -1, JET_errSPAvailExtCorrupted,
               (check->use_of[pgno] | use) & SPACE_CATEGORY_AVAILABLE ? "page in use and available at once"
                                                                      : "page used twice");
        check->use_of[pgno] |= SPACE_CATEGORY_INCONSISTENT;
        return false;
    }
    if (check->owner_of[pgno] != walk->owner) {
        report(check, pgno, objid, -1, JET_errSPOwnExtCorrupted, "page used by a tree that does not own it");
        return false;
    }
    check->use_of[pgno] = use | walk->category;
    return true;
}

/* Gives an owned extent from the parent to the tree. */
static void paint(struct check *check, const struct walk *walk, const struct space_extent *extent,
                  uint32_t parent)
{
    uint32_t objid = walk->tree->objid, first = space_extent_first(extent);
    if (extent->last > check->options.last_page) {
        report(check, first, objid, -1, JET_errSPOwnExtCorrupted, "owned extent ends behind the database");
        return;
    }
    for (uint32_t pgno = first; pgno <= extent->last; pgno++) {
        if (check->owner_of[pgno] != parent || check->use_of[pgno]) {
            report(check, pgno, objid, -1, JET_errSPOwnExtCorrupted,
                   check->use_of[pgno] ? "owned page is used by the parent"
                                       : "owned page is not the parent's to give");
            return;
        }
        check->owner_of[pgno] = walk->owner;
    }
}

/* --- keys --- */

/* A node's key, with `data` its data behind it, against a bound: < 0, 0, > 0. */
static int compare_bound(const struct node *node, bool data, struct bytes bound)
{
    const struct bytes pieces[3] = {
        node->prefix, node->suffix, {node->data.data, data ? node->data.size : 0}};
    for (int i = 0; i < 3; i++) {
        size_t n = MIN(pieces[i].size, bound.size);
        int c = n ? memcmp(pieces[i].data, bound.data, n) : 0;
        if (c)
            return c;
        if (pieces[i].size > n)
            return 1;
        bound.data += n;
        bound.size -= n;
    }
    return bound.size ? -1 : 0;
}

static void check_bounds(struct walk *walk, uint32_t pgno, const struct page *page, const struct bound *low,
                         const struct bound *high)
{
    bool leaf = (page->flags & PAGE_LEAF) != 0, data = leaf && !walk->tree->unique;
    uint32_t objid = walk->tree->objid;
    if (page->nodes == 0)
        return;
    struct node first = page_node(page, 0), last = page_node(page, page->nodes - 1u);
    /* The separator on the left is not part of an internal page's own ones (T3). */
    if (!low->infinite && !(node_key_size(&first) == 0 && !leaf)) {
        int c = compare_bound(&first, data, low->key);
        if (leaf ? c < 0 : c <= 0)
            report(walk->check, pgno, objid, 0, JET_errBadParentPageLink, "key below the parent's separator");
    }
    if (high->infinite) {
        if (!leaf && node_key_size(&last) != 0)
            report(walk->check, pgno, objid, page->nodes - 1, JET_errBadParentPageLink,
                   "last key of the last internal page is not null");
        return;
    }
    if (!leaf && node_key_size(&last) == 0)
        return; /* the parent's separator is the bound */
    int c = compare_bound(&last, data, high->key);
    if (leaf ? c >= 0 : c != 0)
        report(walk->check, pgno, objid, page->nodes - 1, JET_errBadParentPageLink,
               leaf ? "key not below the parent's separator"
                    : "last key differs from the parent's separator");
}

/* --- pages --- */

static bool check_one_page(struct walk *walk, uint32_t pgno, const struct page *page, uint32_t above)
{
    struct check *check = walk->check;
    uint32_t objid = walk->tree->objid;
    const char *what = "page is not one of the tree";
    JET_ERR err = tree_check_page(walk->tree, page->bytes, JET_errBadParentPageLink);
    if (err == JET_errSuccess && !(above || page->flags & PAGE_ROOT)) {
        err = JET_errBadParentPageLink;
        what = "root is not marked as one";
    }
    if (err == JET_errSuccess && above &&
        ((above & PAGE_PARENT_OF_LEAF) != 0) != ((page->flags & PAGE_LEAF) != 0)) {
        err = JET_errBadParentPageLink;
        what = "page is on another level than its parent says";
    }
    if (err != JET_errSuccess) {
        report(check, pgno, objid, -1, err, what);
        return false;
    }
    if (check->options.dbtime > 0 && page_dbtime(page->bytes) > check->options.dbtime)
        report(check, pgno, objid, -1, JET_errDbTimeCorrupted, "page is newer than the database");
    if (page_check_order(page->bytes, page->size, &what) != JET_errSuccess)
        report(check, pgno, objid, -1, JET_errDatabaseCorrupted, what);
    return true;
}

static void check_leaf(struct walk *walk, uint32_t pgno, const struct page *page, bool root)
{
    struct check *check = walk->check;
    uint32_t objid = walk->tree->objid, prev = page_prev(page->bytes);
    walk->counts.leaves++;
    if (!walk->broken && prev != walk->last_leaf)
        report(check, pgno, objid, -1, JET_errBadPageLink, "left link does not lead to the leaf before");
    if (!walk->broken && walk->last_leaf && walk->promised != pgno)
        report(check, walk->last_leaf, objid, -1, JET_errBadPageLink,
               "right link does not lead to the leaf behind");
    walk->broken = false;
    walk->last_leaf = pgno;
    walk->promised = page_next(page->bytes);
    if (page->nodes == 0 && !root)
        report(check, pgno, objid, -1, JET_errDatabaseCorrupted, "leaf without entries");
    for (unsigned i = 0; i < page->nodes; i++)
        *(page_node_flags(page, i) & NODE_DELETED ? &walk->counts.deleted : &walk->counts.entries) += 1;
}

static struct bound key_bound(const struct node *node, uint8_t *buffer)
{
    struct bound bound = {{buffer, node_copy_key(node, buffer)}, node_key_size(node) == 0};
    return bound;
}

static void check_subtree(struct walk *walk, uint32_t pgno, unsigned depth, uint32_t above, struct bound low,
                          struct bound high);

static void check_children(struct walk *walk, uint32_t pgno, const struct page *page, unsigned depth,
                           struct bound low, struct bound high)
{
    struct check *check = walk->check;
    uint32_t objid = walk->tree->objid;
    uint8_t *buffer = check->bounds + (size_t)page->size * 2 * depth;
    if (page_prev(page->bytes) || page_next(page->bytes))
        report(check, pgno, objid, -1, JET_errBadPageLink, "internal page with neighbours");
    if (page->nodes == 0)
        report(check, pgno, objid, -1, JET_errDatabaseCorrupted, "internal page without nodes");
    for (unsigned i = 0; i < page->nodes; i++) {
        struct node node = page_node(page, i);
        uint8_t *key = buffer + (i & 1) * page->size; /* the lower bound lives on in the other half */
        struct bound upper = key_bound(&node, key);
        if (upper.infinite)
            upper = high;
        if (page_node_flags(page, i) & NODE_DELETED)
            report(check, pgno, objid, (int)i, JET_errNodeCorrupted, "deleted node on an internal page");
        check_subtree(walk, node_child(&node), depth + 1, page->flags | PAGE_ROOT, low, upper);
        low = upper;
    }
}

static void check_subtree(struct walk *walk, uint32_t pgno, unsigned depth, uint32_t above, struct bound low,
                          struct bound high)
{
    struct check *check = walk->check;
    uint32_t objid = walk->tree->objid;
    struct cache_frame *frame;
    if (depth >= PAGE_DEPTH_MAX) {
        report(check, pgno, objid, -1, JET_errDatabaseCorrupted, "tree deeper than eight levels");
        return;
    }
    uint32_t use = above ? SPACE_CATEGORY_LEAF : SPACE_CATEGORY_ROOT;
    if (!claim(check, walk, pgno, use)) {
        walk->broken = true;
        return;
    }
    JET_ERR err = cache_latch_shared(check->cache, check->database, pgno, &frame);
    if (err != JET_errSuccess) {
        report(check, pgno, objid, -1, err, "page cannot be read");
        walk->broken = true;
        return;
    }
    struct page page = page_open(frame->bytes, walk->tree->page_size);
    if (!check_one_page(walk, pgno, &page, above)) {
        walk->broken = true;
    } else {
        bool leaf = (page.flags & PAGE_LEAF) != 0;
        walk->counts.pages++;
        walk->counts.depth = MAX(walk->counts.depth, depth + 1);
        check_bounds(walk, pgno, &page, &low, &high);
        if (above && !leaf)
            check->use_of[pgno] ^= SPACE_CATEGORY_LEAF ^ SPACE_CATEGORY_INTERNAL;
        if (leaf && walk->leaf_depth && walk->leaf_depth != depth + 1)
            report(check, pgno, objid, -1, JET_errBadParentPageLink, "leaves on different levels");
        if (leaf)
            walk->leaf_depth = depth + 1;
        leaf ? check_leaf(walk, pgno, &page, !above) : check_children(walk, pgno, &page, depth, low, high);
    }
    cache_unlatch_shared(frame);
}

static void check_pages(struct walk *walk)
{
    static const struct bound none = {{NULL, 0}, true};
    walk->last_leaf = walk->promised = walk->leaf_depth = 0;
    walk->broken = false;
    check_subtree(walk, walk->tree->root, 0, 0, none, none);
    if (!walk->broken && walk->promised)
        report(walk->check, walk->last_leaf, walk->tree->objid, -1, JET_errBadPageLink,
               "last leaf with a right neighbour");
}

/* --- space --- */

struct space_context {
    struct walk *walk;
    uint32_t parent; /* as in owner_of */
};

/* The owned extent that holds a page, or null. */
static const struct space_extent *owned_extent(const struct check *check, uint32_t pgno)
{
    size_t low = 0, count = check->owned.count;
    while (count) {
        size_t half = count / 2;
        if (check->owned.list[low + half].last < pgno) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    if (low == check->owned.count || space_extent_first(&check->owned.list[low]) > pgno)
        return NULL;
    return &check->owned.list[low];
}

static void claim_run(struct check *check, struct walk *walk, const struct space_extent *extent, uint32_t use)
{
    const struct space_extent *home = owned_extent(check, extent->last);
    if (extent->count == 0)
        return;
    if (extent->pool == SPACE_POOL_SHELVED) /* lies beyond the end of the file by design */
        return;
    if (!home || space_extent_first(extent) < space_extent_first(home)) {
        report(check, space_extent_first(extent), walk->tree->objid, -1, JET_errSPAvailExtCorrupted,
               "extent does not lie in one owned extent");
        return;
    }
    for (uint32_t pgno = space_extent_first(extent); pgno <= extent->last; pgno++)
        if (!claim(check, walk, pgno, use))
            return;
}

static JET_ERR take_owned(void *context, enum space_tree kind, const struct space_extent *extent, bool buffer)
{
    struct space_context *c = context;
    struct check *check = c->walk->check;
    if (kind != SPACE_OWNED || buffer)
        return JET_errSuccess;
    JET_ERR err =
        grow((void **)&check->owned.list, check->owned.count, &check->owned.room, sizeof *check->owned.list);
    if (err != JET_errSuccess)
        return err;
    if (check->owned.count && check->owned.list[check->owned.count - 1].last >= space_extent_first(extent))
        report(check, space_extent_first(extent), c->walk->tree->objid, -1, JET_errSPOwnExtCorrupted,
               "owned extents overlap");
    check->owned.list[check->owned.count++] = *extent;
    c->walk->counts.space.owned += extent->count;
    paint(check, c->walk, extent, c->parent);
    return JET_errSuccess;
}

static JET_ERR take_available(void *context, enum space_tree kind, const struct space_extent *extent,
                              bool buffer)
{
    struct space_context *c = context;
    if (kind == SPACE_OWNED && !buffer)
        return JET_errSuccess;
    if (!buffer)
        c->walk->counts.space.available += extent->count;
    claim_run(c->walk->check, c->walk, extent,
              buffer ? SPACE_CATEGORY_SPLIT_BUFFER : SPACE_CATEGORY_AVAILABLE);
    return JET_errSuccess;
}

static void check_space_pages(struct walk *walk, const struct space_header *header)
{
    for (int i = 0; i < 2; i++) {
        struct btree space = *walk->tree;
        struct walk inner = {.check = walk->check, .tree = &space, .owner = walk->owner};
        space.root = i == 0 ? header->owned_root : header->avail_root;
        space.kind_flags |= PAGE_SPACE;
        space.unique = true;
        inner.category = i == 0 ? SPACE_CATEGORY_OWNED_TREE : SPACE_CATEGORY_AVAILABLE_TREE;
        check_pages(&inner);
    }
}

/* The root page owns 1 .. last without a gap. */
static void check_root_extents(struct check *check)
{
    uint32_t next = 1;
    for (size_t i = 0; i < check->owned.count; i++) {
        if (space_extent_first(&check->owned.list[i]) != next)
            report(check, next, 1, -1, JET_errSPOwnExtCorrupted, "gap in the pages of the database");
        next = check->owned.list[i].last + 1;
    }
    if (next != check->options.last_page + 1)
        report(check, next, 1, -1, JET_errSPOwnExtCorrupted,
               "owned pages do not end where the database ends");
}

static JET_ERR check_space(struct walk *walk, const struct space_header *header, uint32_t parent)
{
    struct check *check = walk->check;
    struct space_context context = {walk, parent};
    const struct btree *tree = walk->tree;
    check->owned.count = 0;
    JET_ERR err = space_walk(tree, take_owned, &context);
    if (err == JET_errSuccess && tree->root == 1)
        check_root_extents(check);
    if (err == JET_errSuccess)
        err = space_walk(tree, take_available, &context);
    if (err == JET_errSuccess && space_is_multiple(header))
        check_space_pages(walk, header);
    if (err != JET_errSuccess && err != JET_errOutOfMemory) {
        report(check, tree->root, tree->objid, -1, err, "space of the tree cannot be read");
        err = JET_errSuccess;
    }
    return err;
}

static void check_header(struct check *check, const struct btree *tree, const struct space_header *header,
                         uint32_t parent)
{
    if (header->parent != parent)
        report(check, tree->root, tree->objid, -1, JET_errBadParentPageLink,
               "space header names another parent");
    if (((header->flags & SPACE_NON_UNIQUE) != 0) != ((tree->kind_flags & PAGE_NON_UNIQUE) != 0))
        report(check, tree->root, tree->objid, -1, JET_errDatabaseCorrupted,
               "space header and page disagree whether keys repeat");
    if (!space_is_multiple(header) && header->extent_size <= 32 &&
        header->bitmap >> (header->extent_size - 1))
        report(check, tree->root, tree->objid, -1, JET_errSPAvailExtCorrupted,
               "available pages behind the only extent");
    if (check->options.last_objid && tree->objid > check->options.last_objid)
        report(check, tree->root, tree->objid, -1, JET_errDatabaseCorrupted, "object id was never given out");
}

static uint32_t find_owner(const struct check *check, uint32_t root)
{
    for (size_t i = 0; i < check->owner_count; i++)
        if (check->owners[i].root == root)
            return (uint32_t)i + 1;
    return 0;
}

JET_ERR check_tree(struct check *check, uint32_t root, uint32_t objid, enum tree_kind kind, uint32_t parent,
                   struct check_counts *counts)
{
    struct btree tree;
    struct space_header header;
    struct walk walk = {.check = check, .tree = &tree};
    if (counts)
        *counts = (struct check_counts){0};
    JET_ERR err = btree_open(&tree, check->cache, check->database, root, objid, kind);
    if (err == JET_errSuccess)
        err = btree_space_header(&tree, &header);
    if (err != JET_errSuccess) {
        report(check, root, objid, -1, err, "root of the tree cannot be read");
        return JET_errSuccess;
    }
    err = grow((void **)&check->owners, check->owner_count, &check->owner_room, sizeof *check->owners);
    if (err != JET_errSuccess)
        return err;
    check->owners[check->owner_count++] = (struct owner){root, tree.objid, !space_is_multiple(&header)};
    walk.owner = (uint32_t)check->owner_count;
    walk.category = space_is_multiple(&header) ? 0 : SPACE_CATEGORY_SMALL_SPACE;
    check_header(check, &tree, &header, parent);
    err = check_space(&walk, &header, parent ? find_owner(check, parent) : 0);
    if (err != JET_errSuccess)
        return err;
    check_pages(&walk);
    if (counts)
        *counts = walk.counts;
    return JET_errSuccess;
}

uint64_t check_finish(struct check *check)
{
    uint64_t leaks = 0;
    for (uint32_t pgno = 1; pgno <= check->options.last_page; pgno++) {
        if (check->use_of[pgno] || !check->owner_of[pgno])
            continue;
        leaks++;
        report(check, pgno, check->owners[check->owner_of[pgno] - 1].objid, -1, JET_errDatabaseLeakInSpace,
               "page is owned, but neither used nor available");
        check->use_of[pgno] = SPACE_CATEGORY_LEAKED;
    }
    return leaks;
}

void check_page_category(const struct check *check, uint32_t pgno, uint32_t *objid, uint32_t *category)
{
    if (pgno == 0 || pgno > check->options.last_page) {
        *objid = check->owner_count ? check->owners[0].objid : 0;
        *category = SPACE_CATEGORY_NOT_OWNED_EOF;
        return;
    }
    uint32_t owner = check->owner_of[pgno];
    *objid = owner ? check->owners[owner - 1].objid : 0;
    *category = owner ? check->use_of[pgno] : SPACE_CATEGORY_NOT_OWNED;
}
