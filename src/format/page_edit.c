#include "format/page_edit.h"

#include <stdlib.h>

/* ---- tags ---- */

static uint8_t *tag_at(uint8_t *bytes, uint32_t size, unsigned tag)
{
    return bytes + size - PAGE_TAG_SIZE * (tag + 1);
}
static uint32_t line_mask(uint32_t size) { return page_is_large(size) ? 0x7FFF : 0x1FFF; }
static uint32_t tag_size(uint8_t *bytes, uint32_t size, unsigned tag)
{
    return load_le16(tag_at(bytes, size, tag)) & line_mask(size);
}
static uint32_t tag_offset(uint8_t *bytes, uint32_t size, unsigned tag)
{
    return load_le16(tag_at(bytes, size, tag) + 2) & line_mask(size);
}
static unsigned tag_flags(uint8_t *bytes, uint32_t size, unsigned tag)
{
    return page_is_large(size) ? 0 : load_le16(tag_at(bytes, size, tag) + 2) >> 13;
}
static void tag_store(uint8_t *bytes, uint32_t size, unsigned tag, uint32_t line, uint32_t offset,
                      unsigned flags)
{
    uint8_t *t = tag_at(bytes, size, tag);
    store_le16(t, (uint16_t)line);
    store_le16(t + 2, (uint16_t)(page_is_large(size) ? offset : offset | flags << 13));
}
static uint8_t *data_area(uint8_t *bytes, uint32_t size) { return bytes + page_header_size(size); }

static void set_free(uint8_t *bytes, uint32_t count) { store_le16(bytes + PAGE_FREE_BYTES, (uint16_t)count); }
static uint32_t first_free(const uint8_t *bytes) { return load_le16(bytes + PAGE_FIRST_FREE); }
static void set_first_free(uint8_t *bytes, uint32_t offset)
{
    store_le16(bytes + PAGE_FIRST_FREE, (uint16_t)offset);
}
static void set_tag_count(uint8_t *bytes, unsigned count)
{
    uint16_t state = load_le16(bytes + PAGE_TAG_STATE);
    store_le16(bytes + PAGE_TAG_STATE, (uint16_t)((state & 0xF000) | count));
}

static void assert_sound(const uint8_t *bytes, uint32_t size)
{
#ifndef NDEBUG
    const char *what = NULL;
    assert(page_check(bytes, size, &what) == JET_errSuccess);
#else
    (void)bytes, (void)size;
#endif
}

/* ---- lines ---- */

void page_reorganise(uint8_t *bytes, uint32_t size)
{
    uint32_t order[4096];
    unsigned count = 0, tags = page_tag_count(bytes);
    for (unsigned tag = 0; tag < tags; tag++)
        if (tag_size(bytes, size, tag))
            order[count++] = tag_offset(bytes, size, tag) << 12 | tag;
    /* Insertion sort: lines are mostly in order already. */
    for (unsigned i = 1; i < count; i++) {
        uint32_t item = order[i];
        unsigned j = i;
        for (; j > 0 && order[j - 1] > item; j--)
            order[j] = order[j - 1];
        order[j] = item;
    }
    uint8_t *area = data_area(bytes, size);
    uint32_t to = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned tag = order[i] & 0xFFF;
        uint32_t from = order[i] >> 12, line = tag_size(bytes, size, tag);
        if (from != to) {
            memmove(area + to, area + from, line);
            tag_store(bytes, size, tag, line, to, tag_flags(bytes, size, tag));
        }
        to += line;
    }
    set_first_free(bytes, to);
}

/* Contiguous room of `line` bytes behind the last line when the array has
 * `tags` tags; the caller has made sure that the page's free bytes suffice. */
static uint8_t *make_room(uint8_t *bytes, uint32_t size, uint32_t line, unsigned tags)
{
    uint32_t limit = page_data_size(size) - PAGE_TAG_SIZE * tags;
    if (first_free(bytes) > limit || limit - first_free(bytes) < line)
        page_reorganise(bytes, size);
    assert(limit - first_free(bytes) >= line);
    return data_area(bytes, size) + first_free(bytes);
}

/* Opens a line of `line` bytes as tag `tag`; null without room. The caller fills it. */
static uint8_t *insert_line(uint8_t *bytes, uint32_t size, unsigned tag, uint32_t line, unsigned flags)
{
    unsigned tags = page_tag_count(bytes);
    if (page_free_bytes(bytes) < line + PAGE_TAG_SIZE || tags >= 0xFFF)
        return NULL;
    uint8_t *place = make_room(bytes, size, line, tags + 1);
    uint8_t *last = tag_at(bytes, size, tags);
    memmove(last, last + PAGE_TAG_SIZE, (size_t)(tags - tag) * PAGE_TAG_SIZE);
    tag_store(bytes, size, tag, line, first_free(bytes), flags);
    set_tag_count(bytes, tags + 1);
    set_free(bytes, page_free_bytes(bytes) - line - PAGE_TAG_SIZE);
    set_first_free(bytes, first_free(bytes) + line);
    return place;
}

/* Gives the bytes of a line back; its tag stays. */
static void free_line(uint8_t *bytes, uint32_t size, unsigned tag)
{
    uint32_t line = tag_size(bytes, size, tag), offset = tag_offset(bytes, size, tag);
    if (line && offset + line == first_free(bytes))
        set_first_free(bytes, offset);
    set_free(bytes, page_free_bytes(bytes) + line);
    tag_store(bytes, size, tag, 0, 0, 0);
}

static void delete_lines(uint8_t *bytes, uint32_t size, unsigned tag, unsigned count)
{
    unsigned tags = page_tag_count(bytes);
    assert(tag > 0 && tag + count <= tags);
    if (count == 0)
        return;
    for (unsigned i = count; i-- > 0;)
        free_line(bytes, size, tag + i);
    uint8_t *last = tag_at(bytes, size, tags - 1);
    memmove(last + (size_t)count * PAGE_TAG_SIZE, last, (size_t)(tags - tag - count) * PAGE_TAG_SIZE);
    set_tag_count(bytes, tags - count);
    set_free(bytes, page_free_bytes(bytes) + count * PAGE_TAG_SIZE);
    if (page_free_bytes(bytes) == page_data_size(size) - PAGE_TAG_SIZE)
        set_first_free(bytes, 0);
    if (page_uncommitted_free(bytes) > page_free_bytes(bytes))
        page_set_uncommitted_free(bytes, page_free_bytes(bytes));
}

/* Makes a line `line` bytes long, keeping its first MIN bytes: in place when it
 * shrinks or is the last one with room behind it, else moved to the end (7.3).
 * Null without room. */
static uint8_t *resize_line(uint8_t *bytes, uint32_t size, unsigned tag, uint32_t line)
{
    uint32_t old = tag_size(bytes, size, tag), offset = tag_offset(bytes, size, tag);
    unsigned flags = tag_flags(bytes, size, tag), tags = page_tag_count(bytes);
    uint8_t *area = data_area(bytes, size);
    if (line > old && line - old > page_free_bytes(bytes))
        return NULL;
    uint32_t limit = page_data_size(size) - PAGE_TAG_SIZE * tags;
    bool last = old && offset + old == first_free(bytes);
    if (line <= old || (last && limit - offset >= line)) {
        if (last)
            set_first_free(bytes, offset + line);
    } else {
        uint8_t saved[PAGE_SIZE_MAX];
        memcpy(saved, area + offset, old);
        uint32_t all_free = page_free_bytes(bytes) + old;
        free_line(bytes, size, tag); /* so that reorganising does not keep it */
        uint8_t *place = make_room(bytes, size, line, tags);
        offset = (uint32_t)(place - area);
        memcpy(place, saved, old);
        set_first_free(bytes, offset + line);
        set_free(bytes, all_free - old);
    }
    set_free(bytes, page_free_bytes(bytes) + old - line);
    tag_store(bytes, size, tag, line, line ? offset : 0, flags);
    if (page_uncommitted_free(bytes) > page_free_bytes(bytes))
        page_set_uncommitted_free(bytes, page_free_bytes(bytes));
    return area + offset;
}

/* ---- pages ---- */

void page_init_blank(uint8_t *bytes, uint32_t size, uint32_t pgno, uint32_t objid)
{
    memset(bytes, 0, size);
    page_set_flags(bytes, PAGE_PRE_INIT | PAGE_NEW_RECORD_FORMAT);
    store_le32(bytes + PAGE_OBJID, objid);
    set_free(bytes, page_data_size(size));
    if (page_is_large(size))
        store_le32(bytes + PAGE_THIS, pgno);
}

void page_init(uint8_t *bytes, uint32_t size, uint32_t pgno, uint32_t objid, uint32_t flags)
{
    page_init_blank(bytes, size, pgno, objid);
    page_set_flags(bytes, (flags & ~(uint32_t)PAGE_PRE_INIT) | PAGE_NEW_RECORD_FORMAT);
    store_le16(bytes + PAGE_TAG_STATE, 1);
    set_free(bytes, page_data_size(size) - PAGE_TAG_SIZE);
}

void page_clear(uint8_t *bytes, uint32_t size)
{
    store_le16(bytes + PAGE_TAG_STATE, (uint16_t)((load_le16(bytes + PAGE_TAG_STATE) & 0xF000) | 1));
    tag_store(bytes, size, 0, 0, 0, 0);
    set_free(bytes, page_data_size(size) - PAGE_TAG_SIZE);
    set_first_free(bytes, 0);
    page_set_uncommitted_free(bytes, 0);
    assert_sound(bytes, size);
}

JET_ERR page_set_external_header(uint8_t *bytes, uint32_t size, struct bytes header)
{
    uint8_t copy[PAGE_SIZE_MAX]; /* the header may be part of the page */
    if (header.size > page_data_size(size))
        return JET_errDatabaseCorrupted;
    if (header.size)
        memcpy(copy, header.data, header.size);
    uint8_t *line = resize_line(bytes, size, 0, (uint32_t)header.size);
    if (!line)
        return JET_errDatabaseCorrupted;
    if (header.size)
        memcpy(line, copy, header.size);
    return JET_errSuccess;
}

/* ---- nodes ---- */

size_t bytes_common(struct bytes a, struct bytes b)
{
    size_t most = MIN(a.size, b.size), n = 0;
    while (n < most && a.data[n] == b.data[n])
        n++;
    return n;
}

size_t page_prefix_share(const struct page *page, struct bytes key)
{
    if (page->flags & PAGE_ROOT)
        return 0;
    size_t common = bytes_common((struct bytes){page->prefix, page->prefix_size}, key);
    return common >= NODE_PREFIX_MIN ? common : 0;
}

/* Writes the key part of a node; returns its length. */
static uint32_t store_key(uint8_t *line, size_t prefix, struct bytes suffix)
{
    uint32_t at = 2;
    if (prefix) {
        store_le16(line, (uint16_t)prefix);
        at = 4;
    }
    store_le16(line + at - 2, (uint16_t)suffix.size);
    if (suffix.size)
        memcpy(line + at, suffix.data, suffix.size);
    return at + (uint32_t)suffix.size;
}

static void store_line_flags(uint8_t *bytes, uint32_t size, unsigned tag, unsigned flags)
{
    uint32_t offset = tag_offset(bytes, size, tag);
    if (page_is_large(size)) {
        uint8_t *line = data_area(bytes, size) + offset;
        store_le16(line, (uint16_t)((load_le16(line) & 0x1FFF) | flags << 13));
    } else {
        tag_store(bytes, size, tag, tag_size(bytes, size, tag), offset, flags);
    }
}

JET_ERR page_insert_node(uint8_t *bytes, uint32_t size, unsigned index, size_t prefix, struct bytes suffix,
                         struct bytes data, unsigned flags)
{
    struct page page = page_open(bytes, size);
    size_t cost = node_cost(prefix + suffix.size, prefix, data.size);
    if (index > page.nodes || prefix > page.prefix_size || prefix + suffix.size > 0x1FFF ||
        (data.size == 0) || cost > page_free_bytes(bytes))
        return JET_errDatabaseCorrupted;
    unsigned tag = index + page.first;
    uint8_t *line = insert_line(bytes, size, tag, (uint32_t)cost - PAGE_TAG_SIZE, 0);
    if (!line)
        return JET_errDatabaseCorrupted;
    uint32_t at = store_key(line, prefix, suffix);
    memcpy(line + at, data.data, data.size);
    store_line_flags(bytes, size, tag, (flags & ~(unsigned)NODE_COMPRESSED) | (prefix ? NODE_COMPRESSED : 0));
    return JET_errSuccess;
}

JET_ERR page_insert_key(uint8_t *bytes, uint32_t size, unsigned index, struct bytes key, struct bytes data,
                        unsigned flags)
{
    struct page page = page_open(bytes, size);
    size_t prefix = page_prefix_share(&page, key);
    struct bytes suffix = {key.data + prefix, key.size - prefix};
    return page_insert_node(bytes, size, index, prefix, suffix, data, flags);
}

void page_delete_nodes(uint8_t *bytes, uint32_t size, unsigned index, unsigned count)
{
    delete_lines(bytes, size, index + page_reserved_tags(bytes), count);
    assert_sound(bytes, size);
}

void page_delete_node(uint8_t *bytes, uint32_t size, unsigned index)
{
    page_delete_nodes(bytes, size, index, 1);
}

/* Bytes of a node before its data. */
static uint32_t node_head(const struct node *node)
{
    return (node->flags & NODE_COMPRESSED ? 4u : 2u) + (uint32_t)node->suffix.size;
}

JET_ERR page_replace_data(uint8_t *bytes, uint32_t size, unsigned index, struct bytes data)
{
    struct page page = page_open(bytes, size);
    if (index >= page.nodes || data.size == 0)
        return JET_errDatabaseCorrupted;
    struct node node = page_node(&page, index);
    uint32_t head = node_head(&node);
    if (data.size == node.data.size) { /* the frequent case: nothing moves */
        memmove(data_area(bytes, size) + (node.data.data - page.data), data.data, data.size);
        return JET_errSuccess;
    }
    uint8_t copy[PAGE_SIZE_MAX];
    if (data.size > page_data_size(size))
        return JET_errDatabaseCorrupted;
    memcpy(copy, data.data, data.size);
    uint8_t *line = resize_line(bytes, size, index + page.first, head + (uint32_t)data.size);
    if (!line)
        return JET_errDatabaseCorrupted;
    memcpy(line + head, copy, data.size);
    return JET_errSuccess;
}

JET_ERR page_replace_key(uint8_t *bytes, uint32_t size, unsigned index, struct bytes key)
{
    struct page page = page_open(bytes, size);
    uint8_t data[PAGE_SIZE_MAX], key_copy[PAGE_SIZE_MAX];
    if (index >= page.nodes || key.size > page_data_size(size))
        return JET_errDatabaseCorrupted;
    struct node node = page_node(&page, index);
    size_t data_size = node.data.size, prefix = page_prefix_share(&page, key);
    unsigned flags = (node.flags & ~(unsigned)NODE_COMPRESSED) | (prefix ? NODE_COMPRESSED : 0);
    memcpy(data, node.data.data, data_size);
    if (key.size)
        memcpy(key_copy, key.data, key.size);
    uint32_t line_size = (uint32_t)(node_cost(key.size, prefix, data_size) - PAGE_TAG_SIZE);
    uint8_t *line = resize_line(bytes, size, index + page.first, line_size);
    if (!line)
        return JET_errDatabaseCorrupted;
    uint32_t at = store_key(line, prefix, (struct bytes){key_copy + prefix, key.size - prefix});
    memcpy(line + at, data, data_size);
    store_line_flags(bytes, size, index + page.first, flags);
    return JET_errSuccess;
}

void page_set_node_flags(uint8_t *bytes, uint32_t size, unsigned index, unsigned flags)
{
    struct page page = page_open(bytes, size);
    unsigned kept = page_node_flags(&page, index) & NODE_COMPRESSED;
    store_line_flags(bytes, size, index + page.first, (flags & (NODE_VERSIONED | NODE_DELETED)) | kept);
}

uint8_t *page_node_data(uint8_t *bytes, uint32_t size, unsigned index, size_t *data_size)
{
    struct page page = page_open(bytes, size);
    struct node node = page_node(&page, index);
    *data_size = node.data.size;
    return data_area(bytes, size) + (node.data.data - page.data);
}

/* ---- prefix key ---- */

/* c_j of spec 10, 9.4: what line j saves against line j - 1. */
static unsigned saved_against_previous(unsigned count, struct bytes (*key)(const void *, unsigned),
                                       const void *context, unsigned j)
{
    if (j == 0 || j >= count)
        return 0;
    size_t common = bytes_common(key(context, j), key(context, j - 1));
    return common > 2 ? (unsigned)(common - 2) : 0;
}

int page_choose_prefix(unsigned count, struct bytes (*key)(const void *context, unsigned n),
                       const void *context)
{
    uint16_t c[4097];
    if (count < 2 || count > 4095)
        return -1;
    for (unsigned j = 0; j <= count; j++)
        c[j] = (uint16_t)saved_against_previous(count, key, context, j);
    if (count == 2)
        return c[1] ? 1 : -1;
    int best = -1;
    long most = 0;
    for (unsigned j = 1; j <= count - 2; j++) {
        if (j != 1 && j != count - 2 && (c[j + 1] >= c[j] || (c[j - 1] > c[j] && c[j] > c[j + 1])))
            continue;
        long saving = -2;
        unsigned low = c[j];
        for (unsigned i = j; i > 0 && low; i--) {
            low = MIN(low, c[i]);
            saving += low;
        }
        low = c[j + 1];
        for (unsigned i = j + 1; i < count && low; i++) {
            low = MIN(low, c[i]);
            saving += low;
        }
        if (saving > most) {
            most = saving;
            best = (int)j;
        }
    }
    return best;
}
