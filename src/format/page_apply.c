#include "format/page_apply.h"

#include "format/compress.h"
#include "format/space.h"

static struct bytes span(const void *data, size_t size) { return (struct bytes){data, size}; }

static bool versioned(const struct log_record *record)
{
    return (log_u8(record, LOG_PAGE_FLAGS) & LOG_FLAG_VERSIONED) != 0;
}

/* Changes the flags of an existing node. */
static JET_ERR change_flags(uint8_t *bytes, uint32_t size, unsigned line, unsigned set, unsigned clear)
{
    struct page page = page_open(bytes, size);
    if (line >= page.nodes)
        return JET_errDatabaseCorrupted;
    page_set_node_flags(bytes, size, line, (page_node_flags(&page, line) | set) & ~clear);
    return JET_errSuccess;
}

static JET_ERR apply_insert(uint8_t *bytes, uint32_t size, const struct log_record *record)
{
    return page_insert_node(bytes, size, log_u16(record, LOG_PAGE_LINE), record->part[0].size,
                            record->part[1], record->part[2], versioned(record) ? NODE_VERSIONED : 0);
}

static JET_ERR apply_replace(uint8_t *bytes, uint32_t size, const struct log_record *record)
{
    struct page page = page_open(bytes, size);
    unsigned line = log_u16(record, LOG_PAGE_LINE);
    size_t new_size = log_u16(record, LOG_REPLACE_NEW_SIZE);
    uint8_t made[PAGE_SIZE_MAX];
    struct bytes data = record->part[0];

    if (line >= page.nodes)
        return JET_errDatabaseCorrupted;
    if (log_record_type(record) == LOG_REPLACE_DIFF) {
        struct node node = page_node(&page, line);
        bool long_form = (log_u16(record, LOG_REPLACE_SIZE) & 0x8000) != 0;
        JET_ERR err = log_diff_apply(data, long_form, node.data, made, sizeof made, &data.size);
        if (err < 0)
            return err;
        data.data = made;
    }
    if (data.size != new_size)
        return JET_errLogCorrupted;
    JET_ERR err = page_replace_data(bytes, size, line, data);
    return err < 0 || !versioned(record) ? err : change_flags(bytes, size, line, NODE_VERSIONED, 0);
}

static JET_ERR apply_delta(uint8_t *bytes, uint32_t size, unsigned line, unsigned offset, unsigned width,
                           int64_t amount)
{
    struct page page = page_open(bytes, size);
    size_t data_size;
    if (line >= page.nodes)
        return JET_errDatabaseCorrupted;
    uint8_t *data = page_node_data(bytes, size, line, &data_size);
    if (data_size < width || offset > data_size - width)
        return JET_errDatabaseCorrupted;
    if (width == 4)
        store_le32(data + offset, load_le32(data + offset) + (uint32_t)amount);
    else
        store_le64(data + offset, load_le64(data + offset) + (uint64_t)amount);
    return JET_errSuccess;
}

static JET_ERR apply_undo(uint8_t *bytes, uint32_t size, const struct log_record *record, struct bytes before,
                          int64_t amount)
{
    unsigned line = log_u16(record, LOG_PAGE_LINE);
    switch (log_u16(record, LOG_UNDO_OPERATION) & ~LOG_UNDO_NULLIFIED) {
    case LOG_UNDO_INSERT:
        return change_flags(bytes, size, line, NODE_DELETED, 0);
    case LOG_UNDO_FLAG_DELETE:
        return change_flags(bytes, size, line, 0, NODE_DELETED);
    case LOG_UNDO_REPLACE:
        return page_replace_data(bytes, size, line, before);
    case LOG_UNDO_DELTA:
    case LOG_UNDO_DELTA64: {
        /* `before` holds where: u16 offset. The amount is taken back. */
        unsigned width =
            (log_u16(record, LOG_UNDO_OPERATION) & ~LOG_UNDO_NULLIFIED) == LOG_UNDO_DELTA ? 4 : 8;
        if (before.size != 2)
            return JET_errDatabaseCorrupted;
        return apply_delta(bytes, size, line, load_le16(before.data), width, -amount);
    }
    default:
        return JET_errLogCorrupted;
    }
}

static JET_ERR apply(uint8_t *bytes, uint32_t size, const struct log_record *record, struct bytes before,
                     int64_t amount)
{
    unsigned line = log_u16(record, LOG_PAGE_LINE);
    unsigned mark = versioned(record) ? NODE_VERSIONED : 0;
    JET_ERR err;

    switch (log_record_type(record)) {
    case LOG_INSERT:
        return apply_insert(bytes, size, record);
    case LOG_FLAG_INSERT:
        return change_flags(bytes, size, line, mark, NODE_DELETED);
    case LOG_FLAG_INSERT_REPLACE:
        if (line >= page_open(bytes, size).nodes)
            return JET_errDatabaseCorrupted;
        err = page_replace_data(bytes, size, line, record->part[1]);
        return err < 0 ? err : change_flags(bytes, size, line, mark, NODE_DELETED);
    case LOG_FLAG_DELETE:
        return change_flags(bytes, size, line, NODE_DELETED | mark, 0);
    case LOG_DELETE:
        if (line >= page_open(bytes, size).nodes)
            return JET_errDatabaseCorrupted;
        page_delete_node(bytes, size, line);
        return JET_errSuccess;
    case LOG_REPLACE:
    case LOG_REPLACE_DIFF:
        return apply_replace(bytes, size, record);
    case LOG_DELTA:
    case LOG_DELTA64: {
        bool wide = log_record_type(record) == LOG_DELTA64;
        int64_t change =
            wide ? (int64_t)log_u64(record, LOG_DELTA64_AMOUNT) : (int32_t)log_u32(record, LOG_DELTA_AMOUNT);
        err = apply_delta(bytes, size, line, log_u16(record, wide ? LOG_DELTA64_OFFSET : LOG_DELTA_OFFSET),
                          wide ? 8 : 4, change);
        return err < 0 || !mark ? err : change_flags(bytes, size, line, mark, 0);
    }
    case LOG_SET_HEADER:
        return page_set_external_header(bytes, size, record->part[0]);
    case LOG_UNDO:
        return apply_undo(bytes, size, record, before, amount);
    default:
        return JET_errLogCorrupted;
    }
}

/* Any later change says that the page is no longer as scrubbing left it (4.2). */
static void stamp(uint8_t *bytes, uint64_t dbtime)
{
    page_set_dbtime(bytes, dbtime);
    page_set_flags(bytes, page_flags(bytes) & ~(uint32_t)PAGE_SCRUBBED);
}

JET_ERR page_apply(uint8_t *bytes, uint32_t size, const struct log_record *record, struct bytes before,
                   int64_t amount)
{
    if (page_tag_count(bytes) == 0)
        return JET_errDatabaseCorrupted; /* pre-initialised: only a creating record may touch it */
    JET_ERR err = apply(bytes, size, record, before, amount);
    if (err >= 0)
        stamp(bytes, log_u64(record, LOG_PAGE_DBTIME));
    return err;
}

/* ---- creation ---- */

static JET_ERR put_extent(uint8_t *bytes, uint32_t size, unsigned index, uint32_t last, uint32_t count)
{
    uint8_t key[5], data[4];
    size_t key_size = space_extent_key(last, SPACE_POOL_GENERAL, key);
    store_le32(data, count);
    return page_insert_node(bytes, size, index, 0, span(key, key_size), span(data, 4), 0);
}

static void space_header_store(uint8_t *header, uint32_t pages, uint32_t parent, uint32_t flags,
                               uint32_t last)
{
    store_le32(header, pages);
    store_le32(header + 4, parent);
    store_le32(header + 8, flags);
    store_le32(header + 12, last);
}

static void init_root(uint8_t *bytes, uint32_t size, uint32_t pgno, uint32_t objid, uint32_t flags)
{
    static const uint8_t zero[16];
    page_init(bytes, size, pgno, objid, flags | PAGE_ROOT | PAGE_LEAF);
    page_set_external_header(bytes, size, span(zero, sizeof zero));
}

static uint32_t non_unique(uint32_t page_flags)
{
    return page_flags & PAGE_NON_UNIQUE ? SPACE_NON_UNIQUE : 0;
}

static JET_ERR create_multiple(uint8_t *bytes, uint32_t size, uint32_t pgno, const struct log_record *record)
{
    uint32_t fdp = log_u32(record, LOG_PAGE_NUMBER), objid = log_u32(record, LOG_CREATE_M_OBJID);
    uint32_t oe = log_u32(record, LOG_CREATE_M_OE), ae = log_u32(record, LOG_CREATE_M_AE);
    uint32_t pages = log_u32(record, LOG_CREATE_M_PRIMARY), flags = log_u32(record, LOG_CREATE_M_PAGE_FLAGS);
    if (pages < 3)
        return JET_errLogCorrupted;
    if (pgno == fdp) {
        uint8_t header[16];
        init_root(bytes, size, pgno, objid, flags);
        space_header_store(header, pages, log_u32(record, LOG_CREATE_M_PARENT),
                           SPACE_MULTIPLE_EXTENT | non_unique(flags), oe);
        return page_set_external_header(bytes, size, span(header, sizeof header));
    }
    init_root(bytes, size, pgno, objid, flags | PAGE_SPACE);
    if (pgno == oe)
        return put_extent(bytes, size, 0, fdp + pages - 1, pages);
    if (pgno == ae)
        return pages > 3 ? put_extent(bytes, size, 0, fdp + pages - 1, pages - 3) : JET_errSuccess;
    return JET_errLogCorrupted;
}

static JET_ERR create_single(uint8_t *bytes, uint32_t size, uint32_t pgno, const struct log_record *record)
{
    uint32_t pages = log_u32(record, LOG_CREATE_S_PRIMARY), flags = log_u32(record, LOG_CREATE_S_PAGE_FLAGS);
    if (pages == 0)
        return JET_errLogCorrupted;
    uint32_t bits = MIN(32, pages - 1);
    uint8_t header[16];
    init_root(bytes, size, pgno, log_u32(record, LOG_CREATE_S_OBJID), flags);
    space_header_store(header, pages, log_u32(record, LOG_CREATE_S_PARENT), non_unique(flags),
                       bits == 32 ? UINT32_MAX : (UINT32_C(1) << bits) - 1);
    return page_set_external_header(bytes, size, span(header, sizeof header));
}

/* AE of a converted tree: rest of the secondary extent and the free runs of the
 * primary one, in key order. */
static JET_ERR convert_available(uint8_t *bytes, uint32_t size, const struct log_record *record)
{
    uint32_t fdp = log_u32(record, LOG_PAGE_NUMBER), primary = log_u32(record, LOG_CONVERT_PRIMARY);
    uint32_t bits = log_u32(record, LOG_CONVERT_AVAILABLE);
    uint32_t second = log_u32(record, LOG_CONVERT_SECONDARY),
             second_size = log_u32(record, LOG_CONVERT_SECONDARY_SIZE);
    unsigned index = 0;
    JET_ERR err = JET_errSuccess;
    bool second_done = second_size <= 2;
    for (uint32_t at = 1; at < primary && err >= 0;) {
        uint32_t first = at;
        while (at < primary && (at > 32 || (bits >> (at - 1) & 1)))
            at = at >= 33 ? primary : at + 1; /* all pages behind FDP + 32 are free */
        if (at > first) {
            if (!second_done && second < fdp) {
                err = put_extent(bytes, size, index++, second + second_size - 1, second_size - 2);
                second_done = true;
            }
            if (err >= 0)
                err = put_extent(bytes, size, index++, fdp + at - 1, at - first);
        } else {
            at++;
        }
    }
    if (err >= 0 && !second_done)
        err = put_extent(bytes, size, second < fdp ? 0 : index, second + second_size - 1, second_size - 2);
    return err;
}

static JET_ERR convert(uint8_t *bytes, uint32_t size, uint32_t pgno, const struct log_record *record)
{
    uint32_t fdp = log_u32(record, LOG_PAGE_NUMBER), objid = log_u32(record, LOG_CONVERT_OBJID);
    uint32_t primary = log_u32(record, LOG_CONVERT_PRIMARY), flags = log_u32(record, LOG_CONVERT_PAGE_FLAGS);
    uint32_t second = log_u32(record, LOG_CONVERT_SECONDARY),
             second_size = log_u32(record, LOG_CONVERT_SECONDARY_SIZE);
    uint32_t oe = log_u32(record, LOG_CONVERT_OE);
    if (second_size < 2 || primary == 0)
        return JET_errLogCorrupted;
    if (pgno == fdp) {
        /* only the space header within tag 0 changes (30, 5.5) */
        struct page page = page_open(bytes, size);
        struct bytes old = page_external_header(&page);
        uint8_t header[PAGE_SIZE_MAX];
        if (old.size < 16)
            return JET_errDatabaseCorrupted;
        size_t at = old.size == 16 ? 0 : 1;
        if (old.size < at + 16 || (at && !(old.data[0] & 1)))
            return JET_errDatabaseCorrupted;
        memcpy(header, old.data, old.size);
        space_header_store(header + at, primary, log_u32(record, LOG_CONVERT_PARENT),
                           load_le32(header + at + 8) | SPACE_MULTIPLE_EXTENT, oe);
        return page_set_external_header(bytes, size, span(header, old.size));
    }
    init_root(bytes, size, pgno, objid, (flags & PAGE_KIND) | PAGE_SPACE);
    if (pgno == log_u32(record, LOG_CONVERT_AE))
        return convert_available(bytes, size, record);
    if (pgno != oe)
        return JET_errLogCorrupted;
    bool second_first = second < fdp;
    JET_ERR err = put_extent(bytes, size, 0, fdp + primary - 1, primary);
    return err < 0 ? err
                   : put_extent(bytes, size, second_first ? 0 : 1, second + second_size - 1, second_size);
}

JET_ERR page_apply_create(uint8_t *bytes, uint32_t size, uint32_t pgno, const struct log_record *record)
{
    JET_ERR err;
    switch (log_record_type(record)) {
    case LOG_NEW_PAGE:
        page_init_blank(bytes, size, pgno, log_u32(record, LOG_NEW_PAGE_OBJID));
        page_set_dbtime(bytes, log_u64(record, LOG_NEW_PAGE_DBTIME));
        return JET_errSuccess;
    case LOG_CREATE_M:
        err = create_multiple(bytes, size, pgno, record);
        break;
    case LOG_CREATE_S:
        err = create_single(bytes, size, pgno, record);
        break;
    case LOG_CONVERT:
        err = convert(bytes, size, pgno, record);
        break;
    default:
        return JET_errLogCorrupted;
    }
    if (err >= 0)
        stamp(bytes, log_u64(record, LOG_PAGE_DBTIME));
    return err;
}

/* ---- emptying ---- */

struct empty_tree_entry empty_tree_entry(const struct log_record *record, unsigned n)
{
    const uint8_t *p = record->part[0].data + 16 * (size_t)n;
    return (struct empty_tree_entry){load_le64(p), load_le32(p + 8)};
}

void page_apply_empty(uint8_t *bytes, uint32_t size, uint64_t dbtime)
{
    if (page_tag_count(bytes))
        page_clear(bytes, size);
    else /* pre-initialised */
        page_init(bytes, size, page_is_large(size) ? load_le32(bytes + PAGE_THIS) : 0, page_objid(bytes), 0);
    page_set_flags(bytes, page_flags(bytes) | PAGE_EMPTY);
    stamp(bytes, dbtime);
}

void page_apply_empty_root(uint8_t *bytes, uint32_t size, uint64_t dbtime)
{
    struct page page = page_open(bytes, size);
    page_delete_nodes(bytes, size, 0, page.nodes);
    page_set_flags(bytes, (page_flags(bytes) & ~(uint32_t)PAGE_PARENT_OF_LEAF) | PAGE_LEAF);
    stamp(bytes, dbtime);
}

/* ---- images ---- */

JET_ERR log_image_decode(struct bytes image, uint32_t flags, uint32_t size, uint8_t *out)
{
    size_t got = image.size;
    if (flags & LOG_IMAGE_COMPRESSED) {
        if (image.size == 0)
            return JET_errDatabaseCorrupted;
        JET_ERR err = compress_decode(image, 0, out, size, &got);
        if (err < 0)
            return err;
        if (got > size)
            return JET_errDatabaseCorrupted;
    } else {
        if (image.size > size)
            return JET_errDatabaseCorrupted;
        memcpy(out, image.data, image.size);
    }
    if (flags & LOG_IMAGE_DEHYDRATED) {
        /* the tag array ends at the end of the reduced image: back to the page's end */
        if (got < page_header_size(size))
            return JET_errDatabaseCorrupted;
        size_t tags = (size_t)page_tag_count(out) * PAGE_TAG_SIZE, gap = size - got;
        if (tags > got - page_header_size(size) || page_free_bytes(out) + gap > 0xFFFF)
            return JET_errDatabaseCorrupted;
        memmove(out + size - tags, out + got - tags, tags);
        memset(out + got - tags, 0, gap);
        store_le16(out + PAGE_FREE_BYTES, (uint16_t)(page_free_bytes(out) + gap));
        got = size;
    }
    if (got != size || page_check(out, size, NULL) != JET_errSuccess)
        return JET_errDatabaseCorrupted;
    return JET_errSuccess;
}
