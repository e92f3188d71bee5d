/* cursor.c: positions in a tree: seek, move, remember (README.md: invariants). */
#include "btree/btree_private.h"

#include "base/alloc.h"

enum { RUN_MAX = 255, RUN_NEAR = 8, RUN_BYTES = 65536 };

JET_ERR tree_cursor_open(struct tree_cursor *cursor, const struct btree *tree)
{
    *cursor = (struct tree_cursor){.tree = tree};
    /* A bookmark is part of one page; so is what has to be put together to search. */
    cursor->buffer = mem_alloc((size_t)tree->page_size * 2);
    return cursor->buffer ? JET_errSuccess : JET_errOutOfMemory;
}

void tree_cursor_close(struct tree_cursor *cursor)
{
    if (cursor->latched)
        cursor_unlatch(cursor);
    mem_free(cursor->buffer);
    *cursor = (struct tree_cursor){0};
}

void cursor_enter(struct tree_cursor *cursor, struct cache_frame *frame)
{
    assert(!cursor->latched);
    cursor->frame = frame;
    cursor->frame_key = atomic_load_explicit(&frame->key, memory_order_relaxed);
    cursor->version = cache_version(frame);
    cursor->page = page_open(frame->bytes, cursor->tree->page_size);
    cursor->latched = true;
    cursor->saved = false;
}

void cursor_unlatch(struct tree_cursor *cursor)
{
    cache_unlatch_shared(cursor->frame);
    cursor->latched = false;
}

/* Copies the latched entry's key and, where keys repeat, data to the buffer. */
static void cursor_save(struct tree_cursor *cursor)
{
    struct node node = page_node(&cursor->page, cursor->slot);
    cursor->bookmark_key = (uint32_t)node_copy_key(&node, cursor->buffer);
    cursor->bookmark_data = 0;
    if (!cursor->tree->unique) {
        cursor->bookmark_data = (uint32_t)node.data.size;
        memcpy(cursor->buffer + cursor->bookmark_key, node.data.data, node.data.size);
    }
    cursor->saved = true;
}

void tree_cursor_release(struct tree_cursor *cursor)
{
    if (!cursor->latched)
        return;
    if (cursor->position == TREE_ON && !cursor->saved)
        cursor_save(cursor);
    cursor_unlatch(cursor);
}

void tree_cursor_reset(struct tree_cursor *cursor)
{
    if (cursor->latched)
        cursor_unlatch(cursor);
    cursor->position = TREE_NOWHERE;
    cursor->frame = NULL;
    cursor->bookmark_key = cursor->bookmark_data = 0;
}

/* Nothing latched, off both ends or nowhere. */
static void cursor_leave(struct tree_cursor *cursor, enum tree_position position)
{
    tree_cursor_reset(cursor);
    cursor->position = (uint8_t)position;
}

/* --- leaves and their neighbours --- */

/* Both pages' first entries, and the left one's last, must be in order: that
 * ends every circle of links. */
static bool pages_in_order(const struct tree_cursor *cursor, const struct page *left,
                           const struct page *right)
{
    struct node first = page_node(left, 0), last = page_node(left, left->nodes - 1),
                next = page_node(right, 0);
    int a = node_compare(&first, &next), b = left->nodes > 1 ? node_compare(&last, &next) : a;
    if (a > 0 || b > 0)
        return false;
    if (cursor->tree->unique)
        return a < 0 && b < 0;
    return (a < 0 || bytes_compare(first.data, next.data) < 0) &&
           (b < 0 || bytes_compare(last.data, next.data) < 0);
}

/* Is `bytes` the leaf next to the cursor's, to the right or left? */
static JET_ERR check_neighbour(const struct tree_cursor *cursor, const uint8_t *bytes, bool right)
{
    const struct btree *tree = cursor->tree;
    JET_ERR err = tree_check_page(tree, bytes, JET_errBadPageLink);
    if (err != JET_errSuccess)
        return err;
    if (!(page_flags(bytes) & PAGE_LEAF) ||
        (right ? page_prev(bytes) : page_next(bytes)) != cursor_pgno(cursor))
        return JET_errBadPageLink;
    struct page other = page_open(bytes, tree->page_size);
    if (other.nodes == 0 ||
        cursor->page.nodes == 0) /* only a root is ever empty (T5), and has no neighbours */
        return JET_errBadPageLink;
    bool ordered =
        right ? pages_in_order(cursor, &cursor->page, &other) : pages_in_order(cursor, &other, &cursor->page);
    return ordered ? JET_errSuccess : JET_errBadPageLink;
}

/* Two leaves that lie near each other in the file, twice in a row: somebody is
 * reading in order; read the next 64 KiB at once. */
static void read_ahead(struct tree_cursor *cursor, uint32_t next, bool right)
{
    uint32_t pgno = cursor_pgno(cursor), distance = right ? next - pgno : pgno - next;
    uint32_t pages = RUN_BYTES / cursor->tree->page_size;
    if (distance - 1 >= RUN_NEAR) {
        cursor->run = 0;
        return;
    }
    if (cursor->run < RUN_MAX)
        cursor->run++;
    if (cursor->run < 2 || cache_contains(cursor->tree->cache, cursor->tree->database, next))
        return;
    uint32_t first = right ? next : next > pages ? next - pages + 1 : 1;
    cache_prefetch(cursor->tree->cache, cursor->tree->database, first, pages);
}

JET_ERR cursor_step_right(struct tree_cursor *cursor)
{
    const struct btree *tree = cursor->tree;
    uint32_t next = page_next(cursor->page.bytes);
    struct cache_frame *frame;
    if (next == 0)
        return JET_errNoCurrentRecord;
    read_ahead(cursor, next, true);
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, next, &frame);
    if (err != JET_errSuccess)
        return err;
    err = check_neighbour(cursor, frame->bytes, true);
    if (err != JET_errSuccess) {
        cache_unlatch_shared(frame);
        return err;
    }
    cursor_unlatch(cursor);
    cursor_enter(cursor, frame);
    cursor->slot = UINT32_MAX;
    return JET_errSuccess;
}

/* The left neighbour is not to be had at once. Latches go from left to right, so
 * let go, fetch it, and come back to where the cursor was: the leaf's first
 * entry, wherever that is now. */
static JET_ERR fetch_left(struct tree_cursor *cursor, uint32_t prev)
{
    const struct btree *tree = cursor->tree;
    struct cache_frame *frame;
    struct node node = page_node(&cursor->page, 0);
    uint8_t *scratch = cursor->buffer + tree->page_size;
    struct bytes key = {scratch, node_copy_key(&node, scratch)}, data = {scratch + key.size, 0};
    if (!tree->unique) {
        data.size = node.data.size;
        memcpy(scratch + key.size, node.data.data, data.size);
    }
    cursor_unlatch(cursor);
    JET_ERR err = cache_latch_shared(tree->cache, tree->database, prev, &frame);
    if (err != JET_errSuccess)
        return err;
    cache_unlatch_shared(frame);
    if (cache_relatch_shared(cursor->frame, cursor->frame_key, cursor->version)) {
        cursor->latched = true;
        cursor->slot = 0;
        return JET_errSuccess;
    }
    bool equal;
    return cursor_locate(cursor, key, data, false, &equal);
}

JET_ERR cursor_step_left(struct tree_cursor *cursor)
{
    const struct btree *tree = cursor->tree;
    enum { TRIES = 1000 }; /* each time another thread must have thrown the page out again */
    for (int i = 0; i < TRIES; i++) {
        uint32_t prev = page_prev(cursor->page.bytes);
        if (prev == 0)
            return JET_errNoCurrentRecord;
        if (cursor->page.nodes == 0)
            return JET_errBadPageLink;
        read_ahead(cursor, prev, false);
        struct cache_frame *frame = cache_try_shared(tree->cache, tree->database, prev);
        if (frame) {
            JET_ERR err = check_neighbour(cursor, frame->bytes, false);
            if (err != JET_errSuccess) {
                cache_unlatch_shared(frame);
                return err;
            }
            cursor_unlatch(cursor);
            cursor_enter(cursor, frame);
            cursor->slot = cursor->page.nodes;
            return JET_errSuccess;
        }
        JET_ERR err = fetch_left(cursor, prev);
        if (err != JET_errSuccess)
            return err;
        if (cursor->slot > 0) /* entries have come before it on its own page */
            return JET_errSuccess;
    }
    return JET_errOutOfBuffers;
}

JET_ERR cursor_advance(struct tree_cursor *cursor)
{
    cursor->saved = false;
    for (;;) {
        if (++cursor->slot < cursor->page.nodes) {
            if (!(page_node_flags(&cursor->page, cursor->slot) & NODE_DELETED))
                return JET_errSuccess;
            continue;
        }
        JET_ERR err = cursor_step_right(cursor);
        if (err != JET_errSuccess)
            return err;
    }
}

JET_ERR cursor_retreat(struct tree_cursor *cursor)
{
    cursor->saved = false;
    for (;;) {
        if (cursor->slot-- > 0) {
            if (!(page_node_flags(&cursor->page, cursor->slot) & NODE_DELETED))
                return JET_errSuccess;
            continue;
        }
        cursor->slot = 0;
        JET_ERR err = cursor_step_left(cursor);
        if (err != JET_errSuccess)
            return err;
    }
}

/* --- searching --- */

/* Key then data in one piece, as separators of non-unique trees compare (8.4). */
static struct bytes join(struct tree_cursor *cursor, struct bytes key, struct bytes data)
{
    uint8_t *scratch = cursor->buffer + cursor->tree->page_size;
    if (data.size == 0 || key.data + key.size == data.data)
        return (struct bytes){key.data, key.size + data.size};
    size_t room = cursor->tree->page_size, key_part = MIN(key.size, room),
           data_part = MIN(data.size, room - key_part);
    memcpy(scratch, key.data, key_part);
    memcpy(scratch + key_part, data.data, data_part); /* no separator is longer than a page */
    return (struct bytes){scratch, key_part + data_part};
}

JET_ERR cursor_locate(struct tree_cursor *cursor, struct bytes key, struct bytes data, bool after,
                      bool *equal)
{
    const struct btree *tree = cursor->tree;
    struct cache_frame *frame;
    if (tree->unique)
        data.size = 0;
    struct bytes search = join(cursor, key, data);
    JET_ERR err =
        tree_descend(tree, DESCEND_TO_KEY, search, after && !tree->unique && data.size == 0, NULL, &frame);
    if (err != JET_errSuccess)
        return err;
    cursor_enter(cursor, frame);
    struct page_target target = {key, data, after};
    unsigned low = 0, high = cursor->page.nodes;
    if (tree_hints_wanted(frame, cursor->version))
        tree_hints_make(tree, frame);
    tree_hints_narrow(tree, frame, cursor->version, key, &low, &high);
    cursor->slot = page_search_between(&cursor->page, &target, low, high, equal);
    /* Separators compare with key and data in one piece. A key sought that begins
     * with another, shorter key can lie to the right of where they lead. */
    while (cursor->slot == cursor->page.nodes && !tree->unique) {
        err = cursor_step_right(cursor);
        if (err == JET_errNoCurrentRecord)
            return JET_errSuccess;
        if (err != JET_errSuccess) {
            cursor_unlatch(cursor);
            return err;
        }
        cursor->slot = page_search(&cursor->page, &target, equal);
    }
    return JET_errSuccess;
}

/* What the end of a search means: the entry, or none on that side. */
static JET_ERR settle(struct tree_cursor *cursor, JET_ERR err, enum tree_position off_end)
{
    if (err == JET_errSuccess) {
        cursor->position = TREE_ON;
        return JET_errSuccess;
    }
    cursor_leave(cursor, err == JET_errNoCurrentRecord ? off_end : TREE_NOWHERE);
    return err == JET_errNoCurrentRecord ? JET_errRecordNotFound : err;
}

/* First entry >= (key, data). */
static JET_ERR seek_ge(struct tree_cursor *cursor, struct bytes key, struct bytes data, bool *equal)
{
    JET_ERR err = cursor_locate(cursor, key, data, false, equal);
    if (err != JET_errSuccess)
        return settle(cursor, err, TREE_NOWHERE);
    if (cursor->slot < cursor->page.nodes && !(page_node_flags(&cursor->page, cursor->slot) & NODE_DELETED)) {
        cursor->position = TREE_ON;
        return JET_errSuccess;
    }
    cursor->slot--;
    err = settle(cursor, cursor_advance(cursor), TREE_AFTER_LAST);
    *equal = err == JET_errSuccess && tree_cursor_compare(cursor, key, data) == 0;
    return err;
}

/* First entry > (key, data). Among many equal keys the last one is searched for,
 * not walked to: separators that begin with the key are taken for smaller, and
 * should they belong to longer keys, the way back finds the border. */
static JET_ERR seek_gt(struct tree_cursor *cursor, struct bytes key, struct bytes data)
{
    bool equal;
    JET_ERR err = seek_ge(cursor, key, data, &equal);
    if (err != JET_errSuccess || !equal)
        return err;
    if (cursor->tree->unique || data.size)
        return settle(cursor, cursor_advance(cursor), TREE_AFTER_LAST);
    cursor_unlatch(cursor);
    err = cursor_locate(cursor, key, data, true, &equal);
    while (err == JET_errSuccess) {
        err = cursor_retreat(cursor);
        struct node node;
        if (err != JET_errSuccess)
            break;
        node = page_node(&cursor->page, cursor->slot);
        if (node_compare_key(&node, key) <= 0)
            break;
    }
    if (err == JET_errNoCurrentRecord) { /* equal ones were deleted meanwhile, and nothing lies before */
        cursor->slot = UINT32_MAX;
        err = JET_errSuccess;
    }
    return settle(cursor, err == JET_errSuccess ? cursor_advance(cursor) : err, TREE_AFTER_LAST);
}

/* The entry before the first that `seek` finds; the last of all when none. */
static JET_ERR seek_before(struct tree_cursor *cursor, JET_ERR found)
{
    if (found == JET_errSuccess)
        return settle(cursor, cursor_retreat(cursor), TREE_BEFORE_FIRST);
    return found == JET_errRecordNotFound ? tree_cursor_last(cursor) : found;
}

static void stand_between(struct tree_cursor *cursor, struct bytes key, struct bytes data)
{
    tree_cursor_reset(cursor);
    if (key.size + data.size > cursor->tree->page_size)
        return;
    if (key.size)
        memmove(cursor->buffer, key.data, key.size);
    if (data.size)
        memmove(cursor->buffer + key.size, data.data, data.size);
    cursor->bookmark_key = (uint32_t)key.size;
    cursor->bookmark_data = (uint32_t)data.size;
    cursor->position = TREE_BETWEEN;
    cursor->saved = true;
}

JET_ERR tree_cursor_seek(struct tree_cursor *cursor, enum tree_seek how, struct bytes key, struct bytes data,
                         bool *equal)
{
    bool same = false;
    JET_ERR err = JET_errInternalError;
    if (cursor->latched)
        cursor_unlatch(cursor);
    cursor->run = 0;
    if (cursor->tree->unique)
        data.size = 0;
    switch (how) {
    case TREE_SEEK_EQ:
        err = seek_ge(cursor, key, data, &same);
        if ((err == JET_errSuccess && !same) || err == JET_errRecordNotFound) {
            stand_between(cursor, key, data);
            err = JET_errRecordNotFound;
        }
        break;
    case TREE_SEEK_GE:
        err = seek_ge(cursor, key, data, &same);
        break;
    case TREE_SEEK_GT:
        err = seek_gt(cursor, key, data);
        break;
    case TREE_SEEK_LE:
        err = seek_before(cursor, seek_gt(cursor, key, data));
        same = err == JET_errSuccess && tree_cursor_compare(cursor, key, data) == 0;
        break;
    case TREE_SEEK_LT:
        err = seek_before(cursor, seek_ge(cursor, key, data, &same));
        same = false;
        break;
    }
    if (equal)
        *equal = err == JET_errSuccess && same;
    return err;
}

static JET_ERR go_to_end(struct tree_cursor *cursor, bool first)
{
    struct cache_frame *frame;
    enum tree_position off_end = first ? TREE_AFTER_LAST : TREE_BEFORE_FIRST;
    if (cursor->latched)
        cursor_unlatch(cursor);
    cursor->run = 0;
    JET_ERR err = tree_descend(cursor->tree, first ? DESCEND_FIRST : DESCEND_LAST, (struct bytes){NULL, 0},
                               false, NULL, &frame);
    if (err != JET_errSuccess)
        return settle(cursor, err, off_end);
    cursor_enter(cursor, frame);
    if ((first ? page_prev(frame->bytes) : page_next(frame->bytes)) != 0)
        return settle(cursor, JET_errBadPageLink, off_end);
    cursor->slot = first ? UINT32_MAX : cursor->page.nodes;
    return settle(cursor, first ? cursor_advance(cursor) : cursor_retreat(cursor), off_end);
}

JET_ERR tree_cursor_first(struct tree_cursor *cursor) { return go_to_end(cursor, true); }
JET_ERR tree_cursor_last(struct tree_cursor *cursor) { return go_to_end(cursor, false); }

/* --- moving --- */

/* Latches the bookmark's entry, or the first greater one's place.
 * JET_errRecordDeleted: the slot is that of the first node behind it. */
static JET_ERR find_bookmark(struct tree_cursor *cursor)
{
    bool equal;
    JET_ERR err =
        cursor_locate(cursor, cursor_bookmark_key(cursor), cursor_bookmark_data(cursor), false, &equal);
    if (err != JET_errSuccess)
        return err;
    if (!equal || page_node_flags(&cursor->page, cursor->slot) & NODE_DELETED)
        return JET_errRecordDeleted;
    cursor->saved = true;
    return JET_errSuccess;
}

static JET_ERR latch_again(struct tree_cursor *cursor)
{
    if (cursor->latched)
        return JET_errSuccess;
    if (cursor->frame && cache_relatch_shared(cursor->frame, cursor->frame_key, cursor->version)) {
        cursor->latched = true;
        return JET_errSuccess;
    }
    return find_bookmark(cursor);
}

JET_ERR tree_cursor_latch(struct tree_cursor *cursor)
{
    if (cursor->position != TREE_ON)
        return JET_errNoCurrentRecord;
    JET_ERR err = latch_again(cursor);
    if (err == JET_errRecordDeleted) {
        cursor_unlatch(cursor);
        cursor->frame = NULL;
        cursor->position = TREE_BETWEEN;
    }
    return err;
}

/* The file failed on the way from `frame`, `slot`: stay there, or, when that leaf
 * is already left, between its entries and the next. */
static void stay(struct tree_cursor *cursor, const struct cache_frame *frame, uint32_t slot)
{
    if (cursor->latched && !cursor->saved && cursor->page.nodes) {
        bool same = cursor->frame == frame && slot < cursor->page.nodes;
        cursor->slot = same ? slot : MIN(cursor->slot, cursor->page.nodes - 1u);
        cursor->position = same ? TREE_ON : TREE_BETWEEN;
        cursor_save(cursor);
    }
    if (cursor->latched)
        cursor_unlatch(cursor);
    cursor->frame = NULL;
    cursor->saved = true;
}

/* A move that ends: on an entry, off the end, or with an error of the file. */
static JET_ERR moved(struct tree_cursor *cursor, JET_ERR err, enum tree_position off_end)
{
    if (err == JET_errSuccess) {
        cursor->position = TREE_ON;
        return JET_errSuccess;
    }
    if (err == JET_errNoCurrentRecord || err == JET_errRecordNotFound) {
        cursor_leave(cursor, off_end);
        return JET_errNoCurrentRecord;
    }
    return err;
}

/* One entry on, from ON or BETWEEN. */
static JET_ERR move_from_bookmark(struct tree_cursor *cursor, bool forward)
{
    JET_ERR err;
    bool equal = true;
    if (cursor->position == TREE_ON) {
        err = latch_again(cursor);
        equal = err == JET_errSuccess;
        err = err == JET_errRecordDeleted ? JET_errSuccess : err;
    } else {
        err = cursor_locate(cursor, cursor_bookmark_key(cursor), cursor_bookmark_data(cursor), false, &equal);
        cursor->saved = false;
    }
    if (err != JET_errSuccess)
        return err;
    const struct cache_frame *frame = cursor->frame;
    uint32_t slot = cursor->slot;
    if (forward && !equal)
        cursor->slot--; /* stands at the first one behind already, if that is alive */
    if (!forward && equal && !cursor->saved &&
        (slot == 0 || page_node_flags(&cursor->page, slot - 1) & NODE_DELETED))
        cursor_save(cursor); /* the way left may have to let go of the leaf */
    err = forward ? cursor_advance(cursor) : cursor_retreat(cursor);
    if (err != JET_errSuccess && err != JET_errNoCurrentRecord)
        stay(cursor, frame, slot);
    return err;
}

/* The step that nearly all are: the next node of the same leaf, unchanged. */
static inline bool step_on_leaf(struct tree_cursor *cursor, uint32_t change)
{
    if (cursor->position != TREE_ON)
        return false;
    if (!cursor->latched) {
        if (!cursor->frame || !cache_relatch_shared(cursor->frame, cursor->frame_key, cursor->version))
            return false;
        cursor->latched = true;
    }
    uint32_t slot = cursor->slot + change;
    if (slot >= cursor->page.nodes || page_node_flags(&cursor->page, slot) & NODE_DELETED)
        return false;
    cursor->slot = slot;
    cursor->saved = false;
    return true;
}

JET_ERR tree_cursor_next(struct tree_cursor *cursor)
{
    if (step_on_leaf(cursor, 1))
        return JET_errSuccess;
    switch (cursor->position) {
    case TREE_ON:
    case TREE_BETWEEN:
        return moved(cursor, move_from_bookmark(cursor, true), TREE_AFTER_LAST);
    case TREE_BEFORE_FIRST:
        return moved(cursor, tree_cursor_first(cursor), TREE_AFTER_LAST);
    default:
        return JET_errNoCurrentRecord;
    }
}

JET_ERR tree_cursor_prev(struct tree_cursor *cursor)
{
    if (step_on_leaf(cursor, UINT32_MAX))
        return JET_errSuccess;
    switch (cursor->position) {
    case TREE_ON:
    case TREE_BETWEEN:
        return moved(cursor, move_from_bookmark(cursor, false), TREE_BEFORE_FIRST);
    case TREE_AFTER_LAST:
        return moved(cursor, tree_cursor_last(cursor), TREE_BEFORE_FIRST);
    default:
        return JET_errNoCurrentRecord;
    }
}

/* --- bookmarks --- */

struct bytes tree_cursor_key(struct tree_cursor *cursor)
{
    if (cursor->position != TREE_ON && cursor->position != TREE_BETWEEN)
        return (struct bytes){cursor->buffer, 0};
    if (cursor->latched && !cursor->saved)
        cursor_save(cursor);
    return cursor_bookmark_key(cursor);
}

struct bytes tree_cursor_bookmark_data(struct tree_cursor *cursor)
{
    tree_cursor_key(cursor);
    return cursor_bookmark_data(cursor);
}

JET_ERR tree_cursor_set_bookmark(struct tree_cursor *cursor, struct bytes key, struct bytes data)
{
    if (cursor->tree->unique)
        data.size = 0;
    if (key.size == 0 || key.size > cursor->tree->page_size || data.size > cursor->tree->page_size - key.size)
        return JET_errInvalidBookmark;
    stand_between(cursor, key, data);
    cursor->position = TREE_ON;
    return JET_errSuccess;
}

void tree_cursor_copy(struct tree_cursor *to, struct tree_cursor *from)
{
    assert(to->tree == from->tree);
    uint8_t *buffer = to->buffer;
    tree_cursor_release(from);
    if (to->latched)
        cursor_unlatch(to);
    *to = *from;
    to->buffer = buffer;
    memcpy(buffer, from->buffer, (size_t)from->bookmark_key + from->bookmark_data);
}

int tree_cursor_compare(const struct tree_cursor *cursor, struct bytes key, struct bytes data)
{
    struct node node = tree_cursor_node(cursor);
    int c = node_compare_key(&node, key);
    return c || cursor->tree->unique || data.size == 0 ? c : bytes_compare(node.data, data);
}
