/* space_write.c: allocation and release of pages (spec 10, section 11).
 *
 * W1. All of this runs under the database's space lock, one operation at a time.
 *     Within it latches are held for single steps only, never two at once but for
 *     a split of a space tree.
 * W2. Steps are ordered so that a crash leaks pages and never gives one to two
 *     owners (11.9): down: parent's AE, child's OE, child's AE or use; up: child's
 *     AE, child's OE, parent's AE.
 * W3. Before a node is put into a space tree, its split buffers hold what the
 *     worst split of it may need (11.5), so that a split never allocates through
 *     itself.
 * W4. Nothing here is versioned; who rolls an allocation back frees it anew. */
#include "btree/space_write.h"

#include "btree/space.h"

#include "base/alloc.h"
#include "btree/modify_private.h"

/* ---- space headers ---- */

static JET_ERR open_fdp(const struct tree_writer *writer, uint32_t fdp, struct btree *tree,
                        struct space_header *header)
{
    struct btree_database *db = writer->db;
    struct cache_frame *frame;
    JET_ERR err = cache_latch_shared(db->cache, db->slot, fdp, &frame);
    if (err < 0)
        return err;
    struct page page = page_open(frame->bytes, db->page_size);
    *tree = (struct btree){.cache = db->cache,
                           .database = db->slot,
                           .root = fdp,
                           .objid = page_objid(frame->bytes),
                           .kind_flags = page.flags & PAGE_KIND,
                           .page_size = db->page_size,
                           .unique = !(page.flags & PAGE_NON_UNIQUE)};
    err = page.flags & PAGE_ROOT && !(page.flags & PAGE_SPACE)
              ? space_header_decode(page_external_header(&page), header)
              : JET_errBadParentPageLink;
    cache_unlatch_shared(frame);
    return err;
}

static size_t encode_header(const struct space_header *h, uint8_t out[25])
{
    size_t at = 0;
    if (h->has_auto_increment)
        out[at++] = 3;
    store_le32(out + at, h->extent_size);
    store_le32(out + at + 4, h->parent);
    store_le32(out + at + 8, h->flags);
    store_le32(out + at + 12, space_is_multiple(h) ? h->owned_root : h->bitmap);
    at += 16;
    if (h->has_auto_increment) {
        store_le64(out + at, h->auto_increment);
        at += 8;
    }
    return at;
}

static JET_ERR write_header(const struct tree_writer *writer, const struct btree *tree,
                            const struct space_header *h)
{
    uint8_t bytes[25];
    struct tree_writer plain = *writer;
    plain.unversioned = true;
    return btree_set_root_header(&plain, tree, (struct bytes){bytes, encode_header(h, bytes)});
}

JET_ERR space_set_auto_increment(const struct tree_writer *writer, const struct btree *tree, uint64_t mark)
{
    struct btree again;
    struct space_header header;
    os_mutex_lock(&writer->db->space);
    JET_ERR err = open_fdp(writer, tree->root, &again, &header);
    if (err >= 0) {
        header.has_auto_increment = true;
        header.auto_increment = mark;
        err = write_header(writer, &again, &header);
    }
    os_mutex_unlock(&writer->db->space);
    return err;
}

/* ---- space trees ---- */

static struct btree space_tree(const struct btree *tree, uint32_t root)
{
    struct btree space = *tree;
    space.root = root;
    space.fdp = tree->root;
    space.kind_flags = (tree->kind_flags & PAGE_KIND) | PAGE_SPACE;
    space.unique = true;
    return space;
}

/* The two split buffers of a space-tree root, and what its shape may need. */
struct buffers {
    uint32_t last[2], count[2];
    unsigned needed;
};

static JET_ERR read_buffers(const struct btree *space, bool owned, struct buffers *b)
{
    struct cache_frame *frame;
    JET_ERR err = cache_latch_shared(space->cache, space->database, space->root, &frame);
    if (err < 0)
        return err;
    struct page page = page_open(frame->bytes, space->page_size);
    struct bytes line = page_external_header(&page);
    memset(b, 0, sizeof *b);
    if (line.size >= 16)
        for (int i = 0; i < 2; i++) {
            b->last[i] = load_le32(line.data + 8 * i);
            b->count[i] = load_le32(line.data + 8 * i + 4);
        }
    unsigned base = page.flags & PAGE_LEAF             ? (page_free_bytes(frame->bytes) >= 100 ? 0 : 2)
                    : page.flags & PAGE_PARENT_OF_LEAF ? 3
                                                       : 4;
    b->needed = base * (owned ? 2 : 1); /* 11.5: OE 4, 6, 8; AE 2, 3, 4 */
    cache_unlatch_shared(frame);
    return err;
}

static JET_ERR write_buffers(const struct tree_writer *writer, const struct btree *space,
                             const struct buffers *b)
{
    uint8_t bytes[16];
    for (int i = 0; i < 2; i++) {
        store_le32(bytes + 8 * i, b->count[i] ? b->last[i] : 0);
        store_le32(bytes + 8 * i + 4, b->count[i]);
    }
    return btree_set_root_header(writer, space, (struct bytes){bytes, sizeof bytes});
}

struct buffer_source {
    const struct tree_writer *writer;
    const struct btree *space;
};

static JET_ERR take_from_buffers(void *context, unsigned count, uint32_t hint, uint32_t *pages)
{
    struct buffer_source *from = context;
    struct buffers b;
    (void)hint;
    JET_ERR err = read_buffers(from->space, false, &b);
    for (unsigned n = 0; n < count && err >= 0; n++) {
        int use = b.count[0] == 0 || (b.count[1] && b.count[1] < b.count[0]) ? 1 : 0;
        if (b.count[use] == 0)
            return JET_errSPAvailExtCorrupted; /* W3 was broken */
        pages[n] = b.last[use] - b.count[use] + 1;
        b.count[use]--;
    }
    return err < 0 ? err : write_buffers(from->writer, from->space, &b);
}

static void give_back_to_buffers(void *context, unsigned count, const uint32_t *pages)
{
    struct buffer_source *from = context;
    struct buffers b;
    if (read_buffers(from->space, false, &b) < 0)
        return;
    for (unsigned n = count; n-- > 0;)
        for (int i = 0; i < 2; i++)
            if (b.last[i] - b.count[i] == pages[n]) {
                b.count[i]++;
                break;
            }
    (void)write_buffers(from->writer, from->space, &b);
}

/* btree_insert for a space tree: splits take their pages from the buffers. */
static JET_ERR space_insert(const struct tree_writer *writer, const struct btree *space, struct bytes key,
                            struct bytes data)
{
    struct buffer_source from = {writer, space};
    struct page_source source = {&from, take_from_buffers, give_back_to_buffers};
    return btree_insert_from(writer, space, key, data, &source);
}

static JET_ERR put_extent(const struct tree_writer *writer, const struct btree *space, uint32_t last,
                          uint32_t count)
{
    uint8_t key[5], data[4];
    size_t size = space_extent_key(last, SPACE_POOL_GENERAL, key);
    store_le32(data, count);
    return space_insert(writer, space, (struct bytes){key, size}, (struct bytes){data, 4});
}

static JET_ERR set_extent(const struct tree_writer *writer, const struct btree *space, uint32_t last,
                          uint32_t count)
{
    uint8_t key[5], data[4];
    struct bytes span = {key, space_extent_key(last, SPACE_POOL_GENERAL, key)};
    if (count == 0)
        return btree_delete(writer, space, span, (struct bytes){0});
    store_le32(data, count);
    return btree_replace(writer, space, span, (struct bytes){data, 4});
}

/* The extent at or behind `page` (general pool), smallest last page first. */
static JET_ERR seek_extent(const struct btree *space, uint32_t page, bool available,
                           struct space_extent *extent)
{
    struct tree_cursor cursor;
    uint8_t key[5];
    bool equal;
    JET_ERR err = tree_cursor_open(&cursor, space);
    if (err < 0)
        return err;
    struct bytes span = {key, space_extent_key(page, SPACE_POOL_GENERAL, key)};
    err = tree_cursor_seek(&cursor, TREE_SEEK_GE, span, (struct bytes){0}, &equal);
    if (err >= 0) {
        struct node node = tree_cursor_node(&cursor);
        err = space_extent_decode(&node, available ? SPACE_AVAILABLE : SPACE_OWNED, extent);
        if (err >= 0 && extent->pool != SPACE_POOL_GENERAL)
            err = JET_errRecordNotFound;
    }
    tree_cursor_close(&cursor);
    return err;
}

static JET_ERR step_extent(const struct btree *space, uint32_t page, uint32_t least,
                           struct space_extent *extent)
{
    for (;;) {
        JET_ERR err = seek_extent(space, page, true, extent);
        if (err < 0 || extent->count >= least)
            return err;
        page = extent->last + 1;
    }
}

/* ---- extents from above ---- */

static JET_ERR get_extent(const struct tree_writer *writer, uint32_t fdp, uint32_t least, uint32_t want,
                          uint32_t *first, uint32_t *count);
static JET_ERR convert_tree(const struct tree_writer *writer, const struct btree *tree,
                            struct space_header *header, uint32_t need);

/* Fills the buffers of both space trees as far as they may need it (W3). */
static JET_ERR fill_buffers(const struct tree_writer *writer, const struct btree *tree,
                            const struct space_header *header)
{
    struct btree trees[2] = {space_tree(tree, header->owned_root), space_tree(tree, header->avail_root)};
    for (unsigned round = 0; round < 8; round++) {
        bool all = true;
        for (int i = 0; i < 2; i++) {
            struct buffers b;
            JET_ERR err = read_buffers(&trees[i], i == 0, &b);
            if (err < 0)
                return err;
            if (b.count[0] + b.count[1] >= b.needed)
                continue;
            all = false;
            uint32_t first, count, want = b.needed <= 2 ? 2 : b.needed <= 8 ? 8 : 16;
            err = get_extent(writer, header->parent, want, want, &first, &count);
            if (err < 0)
                return err;
            /* into the OE first; its own buffers still hold enough for that one insert */
            err = put_extent(writer, &trees[0], first + count - 1, count);
            if (err >= 0)
                err = read_buffers(&trees[i], i == 0, &b);
            if (err < 0)
                return err;
            int use = b.count[0] <= b.count[1] ? 0 : 1;
            uint32_t old_last = b.last[use], old_count = b.count[use];
            b.last[use] = first + count - 1;
            b.count[use] = count;
            err = write_buffers(writer, &trees[i], &b);
            if (err >= 0 && old_count)
                err = put_extent(writer, &trees[1], old_last, old_count);
            if (err < 0)
                return err;
        }
        if (all)
            return JET_errSuccess;
    }
    return JET_errSuccess;
}

/* Page 1: the file grows (11.10). */
static JET_ERR grow(const struct tree_writer *writer, const struct btree *root,
                    const struct space_header *header, uint32_t least)
{
    struct btree_database *db = writer->db;
    struct btree owned = space_tree(root, header->owned_root),
                 available = space_tree(root, header->avail_root);
    uint32_t last = cache_last_page(db->cache, db->slot);
    uint32_t step = MAX(db->extension, 1u);
    uint64_t size = MAX(least, step);
    size = (size + step - 1) / step * step;
    /* last + 2 becomes a multiple of the step when the need still fits */
    uint64_t beyond = (last + size + 2) % step;
    if (size - beyond >= least)
        size -= beyond;
    uint64_t limit = db->pages_max ? MIN(db->pages_max, (uint32_t)PAGE_NUMBER_MAX) : PAGE_NUMBER_MAX;
    if (last + size > limit)
        size = limit > last ? limit - last : 0;
    if (size < least)
        return JET_errOutOfDatabaseSpace;
    JET_ERR err = db->grow(db->context, writer->trx, (uint32_t)(last + size));
    if (err == JET_errDiskFull && size > least) {
        size = least;
        err = db->grow(db->context, writer->trx, (uint32_t)(last + size));
    }
    if (err < 0)
        return err;
    cache_set_last_page(db->cache, db->slot, (uint32_t)(last + size));
    err = put_extent(writer, &owned, (uint32_t)(last + size), (uint32_t)size);
    return err < 0 ? err : put_extent(writer, &available, (uint32_t)(last + size), (uint32_t)size);
}

/* Buffers of page 1's own trees come out of its available extents: the file is
 * the parent. */
static JET_ERR fill_root_buffers(const struct tree_writer *writer, const struct btree *root,
                                 const struct space_header *header)
{
    struct btree trees[2] = {space_tree(root, header->owned_root), space_tree(root, header->avail_root)};
    for (int i = 0; i < 2; i++) {
        struct buffers b;
        JET_ERR err = read_buffers(&trees[i], i == 0, &b);
        if (err < 0)
            return err;
        if (b.count[0] + b.count[1] >= b.needed)
            continue;
        struct space_extent extent;
        uint32_t want = b.needed <= 2 ? 2 : b.needed <= 8 ? 8 : 16;
        err = step_extent(&trees[1], 0, want, &extent);
        if (err < 0)
            return err == JET_errRecordNotFound ? JET_errSuccess : err; /* growing will give it */
        err = set_extent(writer, &trees[1], extent.last, extent.count - want);
        if (err < 0)
            return err;
        int use = b.count[0] <= b.count[1] ? 0 : 1;
        b.last[use] = extent.last - extent.count + want;
        b.count[use] = want;
        err = write_buffers(writer, &trees[i], &b);
        if (err < 0)
            return err;
    }
    return JET_errSuccess;
}

static JET_ERR fill_buffers_for(const struct tree_writer *writer, const struct btree *tree,
                                const struct space_header *header)
{
    return tree->root == 1 ? fill_root_buffers(writer, tree, header) : fill_buffers(writer, tree, header);
}

/* From page 1: the first extent large enough; the request alone, or the whole
 * extent when too little would remain (11.7). */
static JET_ERR get_from_root(const struct tree_writer *writer, uint32_t least, uint32_t want, uint32_t *first,
                             uint32_t *count)
{
    struct btree root;
    struct space_header header;
    struct space_extent extent;
    JET_ERR err = open_fdp(writer, 1, &root, &header);
    if (err >= 0)
        err = fill_root_buffers(writer, &root, &header);
    if (err < 0)
        return err;
    struct btree available = space_tree(&root, header.avail_root);
    err = step_extent(&available, 0, want, &extent);
    if (err == JET_errRecordNotFound && least < want)
        err = step_extent(&available, 0, least, &extent);
    if (err == JET_errRecordNotFound) {
        err = grow(writer, &root, &header, want + 16);
        if (err >= 0)
            err = step_extent(&available, 0, least, &extent);
    }
    if (err < 0)
        return err;
    *first = space_extent_first(&extent);
    *count = MIN(want, extent.count);
    return set_extent(writer, &available, extent.last, extent.count - *count);
}

/* From another parent: out of its bitmap if it has one, else handed through from
 * above, except for the catalog, which gives from its own (11.7). */
static JET_ERR get_extent(const struct tree_writer *writer, uint32_t fdp, uint32_t least, uint32_t want,
                          uint32_t *first, uint32_t *count)
{
    enum { CATALOG_FDP = 4 };
    struct btree tree;
    struct space_header header;
    if (fdp == 1)
        return get_from_root(writer, least, want, first, count);
    JET_ERR err = open_fdp(writer, fdp, &tree, &header);
    if (err < 0)
        return err;
    if (!space_is_multiple(&header)) {
        uint32_t ones = least >= 32 ? 0 : (UINT32_C(1) << least) - 1;
        for (unsigned bit = 0; ones && bit + least <= 32; bit++)
            if ((header.bitmap >> bit & ones) == ones) {
                header.bitmap &= ~(ones << bit);
                *first = fdp + 1 + bit;
                *count = least;
                return write_header(writer, &tree, &header);
            }
        err = convert_tree(writer, &tree, &header, want);
        if (err < 0)
            return err;
    }
    struct btree owned = space_tree(&tree, header.owned_root),
                 available = space_tree(&tree, header.avail_root);
    struct space_extent extent;
    err = fdp == CATALOG_FDP ? step_extent(&available, 0, least, &extent) : JET_errRecordNotFound;
    if (err >= 0) {
        *first = space_extent_first(&extent);
        *count = MIN(want, extent.count);
        return set_extent(writer, &available, extent.last, extent.count - *count);
    }
    if (err != JET_errRecordNotFound)
        return err;
    err = fill_buffers(writer, &tree, &header);
    if (err >= 0)
        err = get_extent(writer, header.parent, least, want, first, count);
    return err < 0 ? err : put_extent(writer, &owned, *first + *count - 1, *count);
}

/* Single extent to multiple extents (11.6). */
static JET_ERR log_convert(const struct tree_writer *writer, const struct btree *tree,
                           const struct space_header *header, uint32_t first, uint32_t count)
{
    struct btree_database *db = writer->db;
    struct record_builder r;
    struct cache_frame *frames[3] = {NULL, NULL, NULL};
    uint32_t pages[3] = {tree->root, first, first + 1};
    struct log_position begin, end;
    struct log_record record;
    JET_ERR err = cache_latch_exclusive(db->cache, db->slot, pages[0], &frames[0]);
    for (int i = 1; i < 3 && err >= 0; i++)
        err = cache_latch_new(db->cache, db->slot, pages[i], &frames[i]);
    if (err >= 0) {
        record_begin_page(&r, LOG_CONVERT, writer, tree->root, next_dbtime(db),
                          (uint64_t)page_dbtime(frames[0]->bytes), tree->kind_flags, false);
        record_u32(&r, LOG_CONVERT_OBJID, tree->objid);
        record_u32(&r, LOG_CONVERT_OE, first);
        record_u32(&r, LOG_CONVERT_AE, first + 1);
        record_u32(&r, LOG_CONVERT_PARENT, header->parent);
        record_u32(&r, LOG_CONVERT_SECONDARY, first);
        record_u32(&r, LOG_CONVERT_PRIMARY, header->extent_size);
        record_u32(&r, LOG_CONVERT_SECONDARY_SIZE, count);
        record_u32(&r, LOG_CONVERT_AVAILABLE, header->bitmap);
        record_u32(&r, LOG_CONVERT_PAGE_FLAGS,
                   (page_flags(frames[0]->bytes) & PAGE_KIND) | PAGE_NEW_RECORD_FORMAT);
        struct bytes span = record_span(&r);
        err = writer_log(writer, &span, 1, &begin, &end);
        if (err >= 0)
            err = log_record_open(&record, span);
        for (int i = 0; i < 3 && err >= 0; i++) {
            err = page_apply_create(frames[i]->bytes, db->page_size, pages[i], &record);
            if (err >= 0)
                writer_mark(writer, frames[i], begin, end);
        }
    }
    for (int i = 0; i < 3; i++)
        if (frames[i])
            cache_unlatch_exclusive(frames[i]);
    return err;
}

/* Pages that a tree asks for beyond its need (11.7). */
static uint32_t growth(const struct space_header *header, uint32_t need)
{
    bool small = !(header->flags & SPACE_V2) && header->extent_size < 16;
    if (small && !space_is_multiple(header))
        return MAX(need, 4u);
    uint32_t hint = header->flags & SPACE_V2 ? header->extent_size : header->extent_size / 4;
    return MAX(MAX(need, 16u), hint);
}

static JET_ERR convert_tree(const struct tree_writer *writer, const struct btree *tree,
                            struct space_header *header, uint32_t need)
{
    uint32_t first, count;
    JET_ERR err = get_extent(writer, header->parent, need + 2, growth(header, need + 2), &first, &count);
    if (err >= 0)
        err = log_convert(writer, tree, header, first, count);
    if (err >= 0) {
        header->flags |= SPACE_MULTIPLE_EXTENT;
        header->owned_root = first;
        header->avail_root = first + 1;
    }
    return err;
}

/* ---- single pages for a tree ---- */

static JET_ERR take_one(const struct tree_writer *writer, uint32_t fdp, uint32_t hint, uint32_t *page)
{
    struct btree tree;
    struct space_header header;
    JET_ERR err = open_fdp(writer, fdp, &tree, &header);
    if (err < 0)
        return err;
    if (!space_is_multiple(&header)) {
        if (header.bitmap) {
            unsigned bit = (unsigned)__builtin_ctz(header.bitmap);
            header.bitmap &= header.bitmap - 1;
            *page = fdp + 1 + bit;
            return write_header(writer, &tree, &header);
        }
        err = convert_tree(writer, &tree, &header, 1);
        if (err < 0)
            return err;
    }
    struct btree owned = space_tree(&tree, header.owned_root),
                 available = space_tree(&tree, header.avail_root);
    struct space_extent extent;
    err = fill_buffers_for(writer, &tree, &header);
    if (err >= 0)
        err = step_extent(&available, hint + 1, 1, &extent);
    if (err == JET_errRecordNotFound)
        err = step_extent(&available, 0, 1, &extent);
    if (err == JET_errRecordNotFound) {
        uint32_t first, count;
        err = fdp == 1 ? grow(writer, &tree, &header, 16)
                       : get_extent(writer, header.parent, 1, growth(&header, 1), &first, &count);
        if (err >= 0 && fdp != 1) {
            err = put_extent(writer, &owned, first + count - 1, count);
            if (err >= 0)
                err = put_extent(writer, &available, first + count - 1, count);
        }
        if (err >= 0)
            err = step_extent(&available, 0, 1, &extent);
    }
    if (err < 0)
        return err;
    *page = space_extent_first(&extent);
    return set_extent(writer, &available, extent.last, extent.count - 1);
}

JET_ERR space_take_pages(const struct tree_writer *writer, uint32_t fdp, unsigned count, uint32_t hint,
                         uint32_t *pages)
{
    struct tree_writer plain = *writer;
    JET_ERR err = JET_errSuccess;
    plain.unversioned = true;
    for (unsigned n = 0; n < count && err >= 0; n++) {
        err = take_one(&plain, fdp, n ? pages[n - 1] : hint, &pages[n]);
        if (err < 0)
            for (unsigned i = 0; i < n; i++) /* a failure here leaks a page: harmless (11.9) */
                (void)space_give_back(&plain, fdp, pages[i], 1);
    }
    return err;
}

/* Merges a run that is free now with the available extents beside it, inside one
 * owned extent (11.8). */
static JET_ERR add_available(const struct tree_writer *writer, const struct btree *owned,
                             const struct btree *available, uint32_t first, uint32_t count, bool *whole,
                             struct space_extent *owner)
{
    struct space_extent beside;
    uint32_t last = first + count - 1;
    JET_ERR err = seek_extent(owned, last, false, owner);
    if (err < 0 || space_extent_first(owner) > first)
        return err < 0 && err != JET_errRecordNotFound ? err : JET_errSPOwnExtCorrupted;
    /* left neighbour ends just before */
    if (first > space_extent_first(owner)) {
        err = seek_extent(available, first - 1, true, &beside);
        if (err >= 0 && beside.last == first - 1) {
            err = set_extent(writer, available, beside.last, 0);
            if (err < 0)
                return err;
            first = space_extent_first(&beside);
            count = last - first + 1;
        } else if (err < 0 && err != JET_errRecordNotFound) {
            return err;
        }
    }
    err = seek_extent(available, last + 1, true, &beside);
    if (err < 0 && err != JET_errRecordNotFound)
        return err;
    if (err >= 0 && beside.last <= owner->last && space_extent_first(&beside) == last + 1) {
        count += beside.count;
        last = beside.last;
        err = set_extent(writer, available, last, count);
    } else {
        err = put_extent(writer, available, last, count);
    }
    *whole = count == owner->count;
    return err;
}

JET_ERR space_give_back(const struct tree_writer *writer, uint32_t fdp, uint32_t first, uint32_t count)
{
    struct btree tree;
    struct space_header header;
    struct space_extent owner;
    struct tree_writer plain = *writer;
    bool whole = false;
    plain.unversioned = true;
    JET_ERR err = open_fdp(&plain, fdp, &tree, &header);
    if (err < 0)
        return err;
    if (!space_is_multiple(&header)) {
        if (first <= fdp || first - fdp > 32 || count > 33 - (first - fdp))
            return JET_errSPAvailExtCorrupted;
        for (uint32_t i = 0; i < count; i++)
            header.bitmap |= UINT32_C(1) << (first - fdp - 1 + i);
        return write_header(&plain, &tree, &header);
    }
    struct btree owned = space_tree(&tree, header.owned_root),
                 available = space_tree(&tree, header.avail_root);
    err = fill_buffers_for(&plain, &tree, &header);
    if (err >= 0)
        err = add_available(&plain, &owned, &available, first, count, &whole, &owner);
    if (err < 0 || !whole || fdp == 1)
        return err;
    if (fdp >= space_extent_first(&owner) && fdp <= owner.last)
        return JET_errSuccess; /* the extent of the root itself stays */
    err = set_extent(&plain, &available, owner.last, 0);
    if (err >= 0)
        err = set_extent(&plain, &owned, owner.last, 0);
    return err < 0 ? err : space_give_back(&plain, header.parent, space_extent_first(&owner), owner.count);
}

/* ---- trees ---- */

static JET_ERR create_pages(const struct tree_writer *writer, struct record_builder *r, const uint32_t *pages,
                            unsigned count)
{
    struct btree_database *db = writer->db;
    struct bytes span = record_span(r);
    struct log_position begin, end;
    struct log_record record;
    JET_ERR err = writer_log(writer, &span, 1, &begin, &end);
    if (err >= 0)
        err = log_record_open(&record, span);
    for (unsigned i = 0; i < count && err >= 0; i++) {
        struct cache_frame *frame;
        err = cache_latch_new(db->cache, db->slot, pages[i], &frame);
        if (err < 0)
            break;
        err = page_apply_create(frame->bytes, db->page_size, pages[i], &record);
        if (err >= 0)
            writer_mark(writer, frame, begin, end);
        cache_unlatch_exclusive(frame);
    }
    return err;
}

static JET_ERR create_multiple(const struct tree_writer *writer, uint32_t fdp, uint32_t objid,
                               uint32_t parent, uint32_t pages, uint32_t flags)
{
    struct record_builder r;
    uint32_t made[3] = {fdp, fdp + 1, fdp + 2};
    record_begin_page(&r, LOG_CREATE_M, writer, fdp, next_dbtime(writer->db), LOG_DBTIME_NIL, flags, false);
    record_u32(&r, LOG_CREATE_M_OBJID, objid);
    record_u32(&r, LOG_CREATE_M_OE, fdp + 1);
    record_u32(&r, LOG_CREATE_M_AE, fdp + 2);
    record_u32(&r, LOG_CREATE_M_PARENT, parent);
    record_u32(&r, LOG_CREATE_M_PRIMARY, pages);
    record_u32(&r, LOG_CREATE_M_PAGE_FLAGS, flags);
    return create_pages(writer, &r, made, 3);
}

static JET_ERR create_single(const struct tree_writer *writer, uint32_t fdp, uint32_t objid, uint32_t parent,
                             uint32_t pages, uint32_t flags)
{
    struct record_builder r;
    record_begin_page(&r, LOG_CREATE_S, writer, fdp, next_dbtime(writer->db), LOG_DBTIME_NIL, flags, false);
    record_u32(&r, LOG_CREATE_S_OBJID, objid);
    record_u32(&r, LOG_CREATE_S_PARENT, parent);
    record_u32(&r, LOG_CREATE_S_PRIMARY, pages);
    record_u32(&r, LOG_CREATE_S_PAGE_FLAGS, flags);
    return create_pages(writer, &r, &fdp, 1);
}

JET_ERR space_create_root(const struct tree_writer *writer, uint32_t pages)
{
    cache_set_last_page(writer->db->cache, writer->db->slot, pages);
    atomic_store(&writer->db->last_objid, 1);
    return create_multiple(writer, 1, 1, 0, pages, 0);
}

JET_ERR space_create_tree(const struct tree_writer *writer, uint32_t parent, uint32_t pages, bool multiple,
                          uint32_t page_flags_, uint32_t *fdp, uint32_t *objid)
{
    struct tree_writer plain = *writer;
    uint32_t least = MAX(pages, multiple ? 3u : 1u), count;
    plain.unversioned = true;
    os_mutex_lock(&writer->db->space);
    JET_ERR err = get_extent(&plain, parent, least, least, fdp, &count);
    if (err >= 0) {
        *objid = atomic_fetch_add(&writer->db->last_objid, 1) + 1;
        err = multiple ? create_multiple(&plain, *fdp, *objid, parent, count, page_flags_)
                       : create_single(&plain, *fdp, *objid, parent, count, page_flags_);
    }
    os_mutex_unlock(&writer->db->space);
    return err;
}

/* The extents of a tree to be freed, primary one last. */
struct extent_list {
    uint32_t (*items)[2];
    size_t count, capacity;
};

static JET_ERR remember_extent(void *context, enum space_tree kind, const struct space_extent *extent,
                               bool buffer)
{
    struct extent_list *list = context;
    if (kind != SPACE_OWNED || buffer)
        return JET_errSuccess;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 16;
        void *items = mem_realloc(list->items, capacity * sizeof *list->items);
        if (!items)
            return JET_errOutOfMemory;
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count][0] = space_extent_first(extent);
    list->items[list->count++][1] = extent->count;
    return JET_errSuccess;
}

JET_ERR space_free_tree(const struct tree_writer *writer, uint32_t fdp)
{
    struct btree tree;
    struct space_header header;
    struct extent_list list = {0};
    struct tree_writer plain = *writer;
    plain.unversioned = true;
    os_mutex_lock(&writer->db->space);
    JET_ERR err = open_fdp(&plain, fdp, &tree, &header);
    if (err >= 0)
        err = space_walk(&tree, remember_extent, &list);
    for (int primary = 0; primary < 2 && err >= 0; primary++)
        for (size_t i = 0; i < list.count && err >= 0; i++) {
            uint32_t first = list.items[i][0], count = list.items[i][1];
            bool is_primary = fdp >= first && fdp < first + count;
            if (is_primary == (primary == 1))
                err = space_give_back(&plain, header.parent, first, count);
        }
    os_mutex_unlock(&writer->db->space);
    mem_free(list.items);
    return err;
}
