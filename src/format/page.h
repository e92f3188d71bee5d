/* page.h: a database page: its header, its tags, and the nodes of a B+ tree in
 * it (spec 10, sections 4, 7 and 8).
 *
 * Two kinds of readers. page_check and page_search_child take any bytes and
 * never read outside of them. Everything else takes a page that has passed
 * page_check, and checks no more than its arguments by asserts. */
#ifndef ESENT_FORMAT_PAGE_H
#define ESENT_FORMAT_PAGE_H

#include "base/base.h"
#include <assert.h>

enum {
    PAGE_SIZE_MIN = 2048,
    PAGE_SIZE_MAX = 32768,
    PAGE_SIZE_LARGE = 16384,      /* from here on: 80-byte header, flags in the line */
    PAGE_NUMBER_MAX = 0x7FEFFFFF, /* highest legal page number */
    PAGE_DEPTH_MAX = 8,           /* levels of a tree (7.4) */
};

/* Offsets in the page header (4.1). */
enum {
    PAGE_CHECKSUM = 0,
    PAGE_DBTIME = 8,
    PAGE_PREV = 16,
    PAGE_NEXT = 20,
    PAGE_OBJID = 24,
    PAGE_FREE_BYTES = 28,
    PAGE_UNCOMMITTED_FREE = 30,
    PAGE_FIRST_FREE = 32,
    PAGE_TAG_STATE = 34,
    PAGE_FLAGS = 36,
    PAGE_CHECKSUM_2 = 40, /* large pages only, from here on */
    PAGE_THIS = 64,
};

/* page_flags (4.2). */
enum {
    PAGE_ROOT = 0x1,
    PAGE_LEAF = 0x2,
    PAGE_PARENT_OF_LEAF = 0x4,
    PAGE_EMPTY = 0x8,
    PAGE_REPAIRED = 0x10,
    PAGE_SPACE = 0x20,
    PAGE_INDEX = 0x40,
    PAGE_LONG_VALUE = 0x80,
    PAGE_NON_UNIQUE = 0x400,
    PAGE_NEW_RECORD_FORMAT = 0x800,
    PAGE_NEW_CHECKSUM = 0x2000,
    PAGE_SCRUBBED = 0x4000,
    PAGE_FLUSH_TYPE = 0x18000,
    PAGE_PRE_INIT = 0x20000,
    PAGE_FDP_DELETE = 0x40000,
    /* constant over all pages of one tree */
    PAGE_KIND = PAGE_SPACE | PAGE_INDEX | PAGE_LONG_VALUE | PAGE_NON_UNIQUE,
};

/* Flags of a node (7.1). */
enum { NODE_VERSIONED = 1, NODE_DELETED = 2, NODE_COMPRESSED = 4 };

static inline bool page_size_legal(uint32_t size)
{
    return size >= PAGE_SIZE_MIN && size <= PAGE_SIZE_MAX && (size & (size - 1)) == 0;
}
static inline bool page_is_large(uint32_t size) { return size >= PAGE_SIZE_LARGE; }
static inline uint32_t page_header_size(uint32_t size) { return page_is_large(size) ? 80 : 40; }
/* D of the spec: bytes between the header and the end of the page. */
static inline uint32_t page_data_size(uint32_t size) { return size - page_header_size(size); }
/* Where page `pgno` starts in its file (section 2). */
static inline uint64_t page_file_offset(uint32_t pgno, uint32_t size) { return ((uint64_t)pgno + 1) * size; }

/* Limits (7.4). */
static inline uint32_t page_key_max(uint32_t size) { return size <= 2048 ? 500 : size == 4096 ? 1000 : 2000; }
static inline uint32_t page_node_max(uint32_t size) { return page_data_size(size) - 8; }
/* Largest record of a table whose primary index allows keys of `key_max` bytes. */
static inline uint32_t page_record_max(uint32_t size, uint32_t key_max)
{
    return page_is_large(size) ? page_node_max(size) - 4 - key_max
                               : page_node_max(size) - 2 - MAX(255, 2 + key_max);
}

static inline uint32_t page_flags(const void *bytes)
{
    return load_le32((const uint8_t *)bytes + PAGE_FLAGS);
}
static inline uint32_t page_prev(const void *bytes) { return load_le32((const uint8_t *)bytes + PAGE_PREV); }
static inline uint32_t page_next(const void *bytes) { return load_le32((const uint8_t *)bytes + PAGE_NEXT); }
static inline uint32_t page_objid(const void *bytes)
{
    return load_le32((const uint8_t *)bytes + PAGE_OBJID);
}
static inline int64_t page_dbtime(const void *bytes)
{
    return (int64_t)load_le64((const uint8_t *)bytes + PAGE_DBTIME);
}
static inline uint32_t page_free_bytes(const void *bytes)
{
    return load_le16((const uint8_t *)bytes + PAGE_FREE_BYTES);
}
static inline unsigned page_tag_count(const void *bytes)
{
    return load_le16((const uint8_t *)bytes + PAGE_TAG_STATE) & 0x0FFF;
}
static inline unsigned page_reserved_tags(const void *bytes)
{
    unsigned r = load_le16((const uint8_t *)bytes + PAGE_TAG_STATE) >> 12 & 7;
    return r ? r : 1;
}

/* Structural rules of 4.4 in their order; rule 7 without the order of keys.
 * JET_errSuccess, JET_errDatabaseCorrupted. *what (may be null) becomes a short
 * static text that names the rule broken. */
JET_ERR page_check(const void *bytes, uint32_t size, const char **what);

/* The rest of rule 7: keys ascending, in a non-unique leaf (key, data).
 * The page must have passed page_check. JET_errSuccess, JET_errDatabaseCorrupted. */
JET_ERR page_check_order(const void *bytes, uint32_t size, const char **what);

/* A page prepared for reading: what every access needs, loaded once. Valid as
 * long as the bytes under it are latched. */
struct page {
    const uint8_t *bytes;  /* the whole page */
    const uint8_t *data;   /* its data area */
    const uint8_t *tags;   /* end of the page: tag i lies 4 * (i + 1) before */
    const uint8_t *prefix; /* prefix key of the page; size 0 on roots of tables and indexes */
    uint32_t size;
    uint32_t flags; /* page_flags */
    uint16_t prefix_size;
    uint16_t nodes; /* count of nodes */
    uint16_t first; /* tag of node 0: the number of reserved tags, normally 1 */
    uint16_t mask;  /* bits of a tag word that count; 0x1FFF on small pages, 0x7FFF on large ones */
};

/* The line of a tag, 0 .. tags - 1: its bytes as they are stored. */
static inline struct bytes page_line(const struct page *page, unsigned tag)
{
    uint32_t words = load_le32(page->tags - 4 * ((size_t)tag + 1));
    struct bytes line = {page->data, words & page->mask};
    if (line.size)
        line.data += words >> 16 & page->mask; /* the offset of an empty line is meaningless (7.2) */
    return line;
}

/* Tag 0, the external header: space header or split buffers of a root, the
 * prefix key of any other page (8.1). size 0 when there is none. */
static inline struct bytes page_external_header(const struct page *page)
{
    return page->nodes + page->first ? page_line(page, 0) : (struct bytes){page->data, 0};
}

/* Prepares a page that has passed page_check. */
static inline struct page page_open(const void *bytes, uint32_t size)
{
    const uint8_t *p = (const uint8_t *)bytes;
    unsigned tags = page_tag_count(p);
    struct page page = {.bytes = p, .data = p + page_header_size(size), .tags = p + size, .size = size};
    page.flags = page_flags(p);
    page.mask = page_is_large(size) ? 0x7FFF : 0x1FFF;
    page.first = (uint16_t)page_reserved_tags(p);
    /* on an empty page, or one not yet used, contents mean nothing (4.3): nobody has checked its nodes */
    bool used = !(page.flags & (PAGE_EMPTY | PAGE_PRE_INIT));
    page.nodes = (uint16_t)(used && tags > page.first ? tags - page.first : 0);
    page.prefix = page.data;
    if (tags == 0) {
        page.first = 0;
        return page;
    }
    struct bytes header = page_line(&page, 0);
    if (!(page.flags & PAGE_ROOT)) {
        page.prefix = header.data;
        page.prefix_size = (uint16_t)header.size;
    } else if (page.flags & PAGE_SPACE && header.size > 16) { /* behind the split buffers (8.1) */
        page.prefix = header.data + 16;
        page.prefix_size = (uint16_t)(header.size - 16);
    }
    return page;
}

/* A node taken apart without copying: full key = prefix then suffix. */
struct node {
    struct bytes prefix; /* part of the page's prefix key */
    struct bytes suffix;
    struct bytes data;
    unsigned flags; /* NODE_... */
};

/* Only the flags: what a move needs to skip deleted nodes. */
static inline unsigned page_node_flags(const struct page *page, unsigned index)
{
    assert(index < page->nodes);
    uint32_t words = load_le32(page->tags - 4 * ((size_t)index + page->first + 1));
    if (!page_is_large(page->size))
        return words >> 29;
    return load_le16(page->data + (words >> 16 & 0x7FFF)) >> 13;
}

static inline struct node page_node(const struct page *page, unsigned index)
{
    assert(index < page->nodes);
    uint32_t words = load_le32(page->tags - 4 * ((size_t)index + page->first + 1));
    const uint8_t *line = page->data + (words >> 16 & page->mask), *end = line + (words & page->mask);
    unsigned first = load_le16(line);
    struct node node;
    node.flags = page_is_large(page->size) ? first >> 13 : words >> 29;
    node.prefix.data = page->prefix;
    if (node.flags & NODE_COMPRESSED) {
        node.prefix.size = first & 0x1FFF;
        node.suffix = (struct bytes){line + 4, load_le16(line + 2) & 0x1FFF};
    } else {
        node.prefix.size = 0;
        node.suffix = (struct bytes){line + 2, first & 0x1FFF};
    }
    node.data.data = node.suffix.data + node.suffix.size;
    node.data.size = (size_t)(end - node.data.data);
    return node;
}

static inline size_t node_key_size(const struct node *node) { return node->prefix.size + node->suffix.size; }
/* Child page of an internal node. */
static inline uint32_t node_child(const struct node *node) { return load_le32(node->data.data); }
/* Copies the full key to `to` (room for node_key_size bytes). Returns its size. */
size_t node_copy_key(const struct node *node, void *to);
/* Order of a node's key against a key: negative, 0, positive. */
int node_compare_key(const struct node *node, struct bytes key);
/* Order of two nodes' keys. */
int node_compare(const struct node *a, const struct node *b);

/* Order of two byte strings by whole words: keys mostly differ early, and a call of
 * memcmp costs more than the compare. */
static inline int page_compare_words(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
    size_t n = MIN(a_size, b_size), i = 0;
    if (n >= 8) {
        for (; i < n; i += 8) {
            size_t at = MIN(i, n - 8); /* the last word overlaps bytes that are equal */
            uint64_t x = load_be64(a + at), y = load_be64(b + at);
            if (x != y)
                return x < y ? -1 : 1;
        }
    } else if (n >= 4) {
        uint64_t x = (uint64_t)load_be32(a) << 32 | load_be32(a + n - 4);
        uint64_t y = (uint64_t)load_be32(b) << 32 | load_be32(b + n - 4);
        if (x != y)
            return x < y ? -1 : 1;
    } else {
        for (; i < n; i++)
            if (a[i] != b[i])
                return a[i] < b[i] ? -1 : 1;
    }
    return (a_size > b_size) - (a_size < b_size);
}

/* What is looked for in a leaf. Data of size 0: only keys are compared. `after`:
 * an entry that equals is smaller than what is looked for, so that the search
 * ends behind all equal ones. */
struct page_target {
    struct bytes key;
    struct bytes data;
    bool after;
};

/* Index of the first node >= target, 0 .. nodes; *equal tells whether that
 * node equals the target (never with `after`). */
unsigned page_search(const struct page *page, const struct page_target *target, bool *equal);
/* The same when it is known to lie in low .. high (hint.h). */
unsigned page_search_between(const struct page *page, const struct page_target *target, unsigned low,
                             unsigned high, bool *equal);

/* On an internal page: the node whose child covers the key (9.2: the first
 * separator that is greater; the null key is greater than all; equal goes
 * right). `key` is the sought key, or key then data in a non-unique tree. With
 * `after` separators that begin with the whole key count as smaller. If no
 * separator is greater, the last node is taken.
 * Works over any bytes, also such that change meanwhile: *child is 0 when they
 * make no sense. Returns the node's index. */
unsigned page_search_child(const void *bytes, uint32_t size, struct bytes key, bool after, uint32_t *child);
/* The same when it is known to lie in low .. high (hint.h). */
unsigned page_search_child_between(const void *bytes, uint32_t size, struct bytes key, bool after,
                                   unsigned low, unsigned high, uint32_t *child);
/* Child page of node `index` of such a page, 0 when there is none. */
uint32_t page_child_at(const void *bytes, uint32_t size, unsigned index);
/* Nodes on any page, as far as they can fit. */
unsigned page_node_count(const void *bytes, uint32_t size);

#endif
