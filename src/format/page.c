#include "format/page.h"

/* The bytes of a page, of which nothing is believed. */
struct raw {
    const uint8_t *bytes;
    uint32_t size, header, room; /* room: D, the data area with the tag array */
    unsigned tags, first;
    uint16_t mask;
};

struct raw_line {
    uint32_t offset, size;
    unsigned flag_bits; /* of the tag; meaningful on small pages */
};

static struct raw raw_open(const void *bytes, uint32_t size)
{
    struct raw r = {.bytes = bytes, .size = size, .header = page_header_size(size)};
    r.room = size - r.header;
    r.tags = page_tag_count(bytes);
    r.first = page_reserved_tags(bytes);
    r.mask = page_is_large(size) ? 0x7FFF : 0x1FFF;
    return r;
}

static struct raw_line raw_tag(const struct raw *r, unsigned tag)
{
    uint32_t words = load_le32(r->bytes + r->size - 4 * ((size_t)tag + 1));
    return (struct raw_line){words >> 16 & r->mask, words & r->mask, words >> 29};
}

static bool fail(const char **what, const char *text)
{
    if (what)
        *what = text;
    return false;
}

/* Rules 1 to 4 of 4.4: what can be said before any tag is looked at. */
static bool check_header(const struct raw *r, const char **what)
{
    uint32_t flags = page_flags(r->bytes), free_bytes = page_free_bytes(r->bytes);
    unsigned nodes = r->tags > r->first ? r->tags - r->first : 0;
    if (free_bytes > r->room)
        return fail(what, "free bytes exceed the page");
    if (load_le16(r->bytes + PAGE_UNCOMMITTED_FREE) > free_bytes)
        return fail(what, "uncommitted free bytes exceed the free bytes");
    if (load_le16(r->bytes + PAGE_FIRST_FREE) > r->room)
        return fail(what, "first free offset lies behind the page");
    if (r->tags >= r->room / 4)
        return fail(what, "more tags than fit");
    if (r->tags == 0 && !(flags & (PAGE_EMPTY | PAGE_PRE_INIT)))
        return fail(what, "no tags on a page in use");
    if ((flags & PAGE_EMPTY) && (flags & PAGE_PRE_INIT))
        return fail(what, "empty and not yet used at once");
    if (4 * r->tags + 4 * nodes > r->room)
        return fail(what, "tag array leaves no room for its lines");
    if ((flags & PAGE_LONG_VALUE) && (flags & PAGE_INDEX))
        return fail(what, "long values and index at once");
    if ((flags & PAGE_LEAF) && (flags & PAGE_PARENT_OF_LEAF))
        return fail(what, "leaf and parent of leaves at once");
    if (flags & PAGE_REPAIRED)
        return fail(what, "page written by repair");
    return true;
}

/* Marks bytes `from` .. `to` - 1 in a bitmap; false if one was marked. */
static bool claim(uint64_t *map, uint32_t from, uint32_t to)
{
    while (from < to) {
        uint32_t bit = from % 64, count = MIN(64 - bit, to - from);
        uint64_t bits = (count == 64 ? ~UINT64_C(0) : (UINT64_C(1) << count) - 1) << bit;
        if (map[from / 64] & bits)
            return false;
        map[from / 64] |= bits;
        from += count;
    }
    return true;
}

static bool lines_apart(const struct raw *r)
{
    uint64_t map[PAGE_SIZE_MAX / 64];
    memset(map, 0, r->size / 8);
    for (unsigned tag = 0; tag < r->tags; tag++) {
        struct raw_line line = raw_tag(r, tag);
        if (line.size && !claim(map, line.offset, line.offset + line.size))
            return false;
    }
    return true;
}

/* Rules 5 and 6: the lines lie apart from each other, inside, and with the free
 * bytes and the tags make up the page. */
static bool check_lines(const struct raw *r, const char **what)
{
    uint32_t limit = load_le16(r->bytes + PAGE_FIRST_FREE), sum = 0, end = 0;
    bool ascending = true;
    if (limit > r->room - 4 * r->tags)
        return fail(what, "lines touch the tag array");
    for (unsigned tag = 0; tag < r->tags; tag++) {
        struct raw_line line = raw_tag(r, tag);
        if (line.size == 0) {
            if (tag >= r->first)
                return fail(what, "empty line");
            continue;
        }
        if (line.offset + line.size > limit)
            return fail(what, "line ends behind the first free offset");
        ascending &= line.offset >= end;
        end = line.offset + line.size;
        sum += line.size;
    }
    if (!ascending && !lines_apart(r))
        return fail(what, "lines overlap");
    if (sum + page_free_bytes(r->bytes) + 4 * r->tags != r->room)
        return fail(what, "sizes of lines, free bytes and tags do not make up the page");
    return true;
}

/* Rule 7 but for the order: the counts of a node fit its line. */
static bool check_node(const struct page *page, unsigned index, bool internal, const char **what)
{
    struct bytes line = page_line(page, index + page->first);
    if (line.size < 2)
        return fail(what, "node too short for its key size");
    if (page_node_flags(page, index) & NODE_COMPRESSED) {
        if (line.size < 4)
            return fail(what, "node too short for its key sizes");
        if ((load_le16(line.data) & 0x1FFF) > page->prefix_size)
            return fail(what, "node takes more prefix than the page has");
        if (4u + (load_le16(line.data + 2) & 0x1FFF) > line.size)
            return fail(what, "key suffix exceeds its node");
    } else if (2u + (load_le16(line.data) & 0x1FFF) > line.size) {
        return fail(what, "key exceeds its node");
    }
    struct node node = page_node(page, index);
    if (internal ? node.data.size != 4 : node.data.size == 0)
        return fail(what, internal ? "internal node without child" : "leaf node without data");
    if (node_key_size(&node) == 0 && !(internal && index + 1u == page->nodes))
        return fail(what, "empty key");
    return true;
}

JET_ERR page_check(const void *bytes, uint32_t size, const char **what)
{
    assert(page_size_legal(size));
    struct raw raw = raw_open(bytes, size);
    if (!check_header(&raw, what) || !check_lines(&raw, what))
        return JET_errDatabaseCorrupted;
    uint32_t flags = page_flags(bytes);
    if (flags & (PAGE_EMPTY | PAGE_PRE_INIT)) /* contents mean nothing (4.3) */
        return JET_errSuccess;
    if (!(flags & PAGE_NEW_RECORD_FORMAT))
        return fail(what, "record format from before 2000"), JET_errDatabaseCorrupted;
    struct page page = page_open(bytes, size);
    for (unsigned i = 0; i < page.nodes; i++)
        if (!check_node(&page, i, !(flags & PAGE_LEAF), what))
            return JET_errDatabaseCorrupted;
    return JET_errSuccess;
}

JET_ERR page_check_order(const void *bytes, uint32_t size, const char **what)
{
    struct page page = page_open(bytes, size);
    bool internal = !(page.flags & PAGE_LEAF);
    bool pairs = !internal && (page.flags & PAGE_NON_UNIQUE) && !(page.flags & PAGE_SPACE);
    if (page.flags & (PAGE_EMPTY | PAGE_PRE_INIT))
        return JET_errSuccess;
    for (unsigned i = 1; i < page.nodes; i++) {
        struct node left = page_node(&page, i - 1), right = page_node(&page, i);
        if (internal && node_key_size(&right) == 0) /* last of the page (page_check): infinity */
            continue;
        int c = node_compare(&left, &right);
        if (c == 0 && pairs)
            c = bytes_compare(left.data, right.data);
        if (c >= 0)
            return fail(what, "keys not ascending"), JET_errDatabaseCorrupted;
    }
    return JET_errSuccess;
}

/* memcpy of unknown length, without a call up to 16 bytes. */
static inline void copy_short(void *to, const void *from, size_t size)
{
    if (size > 16) {
        memcpy(to, from, size);
    } else if (size >= 8) {
        uint64_t head = load_le64(from), tail = load_le64((const uint8_t *)from + size - 8);
        store_le64(to, head);
        store_le64((uint8_t *)to + size - 8, tail);
    } else if (size >= 4) {
        uint32_t head = load_le32(from), tail = load_le32((const uint8_t *)from + size - 4);
        store_le32(to, head);
        store_le32((uint8_t *)to + size - 4, tail);
    } else {
        for (size_t i = 0; i < size; i++)
            ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
    }
}

size_t node_copy_key(const struct node *node, void *to)
{
    copy_short(to, node->prefix.data, node->prefix.size);
    copy_short((uint8_t *)to + node->prefix.size, node->suffix.data, node->suffix.size);
    return node_key_size(node);
}

static struct bytes bytes_skip(struct bytes b, size_t n) { return (struct bytes){b.data + n, b.size - n}; }

int node_compare_key(const struct node *node, struct bytes key)
{
    size_t n = MIN(node->prefix.size, key.size);
    int c = n ? memcmp(node->prefix.data, key.data, n) : 0;
    if (c)
        return c;
    if (key.size < node->prefix.size)
        return 1;
    return bytes_compare(node->suffix, bytes_skip(key, node->prefix.size));
}

/* A compressed node against any other: piece by piece. */
int node_compare(const struct node *a, const struct node *b)
{
    size_t n = MIN(a->prefix.size, b->prefix.size);
    int c = n && a->prefix.data != b->prefix.data ? memcmp(a->prefix.data, b->prefix.data, n) : 0;
    if (c)
        return c;
    if (b->prefix.size > n)
        return -node_compare(b, a);
    struct bytes tail = bytes_skip(a->prefix, n);
    size_t m = MIN(tail.size, b->suffix.size);
    c = m ? memcmp(tail.data, b->suffix.data, m) : 0;
    if (c)
        return c;
    if (tail.size > m)
        return 1;
    return bytes_compare(a->suffix, bytes_skip(b->suffix, m));
}

static size_t common_prefix(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
    size_t n = MIN(a_size, b_size), i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t difference = load_le64(a + i) ^ load_le64(b + i);
        if (difference)
            return i + (size_t)__builtin_ctzll(difference) / 8;
    }
    while (i < n && a[i] == b[i])
        i++;
    return i;
}

/* Order of a key in two pieces, the first `shared` bytes of the page's prefix
 * and a suffix, against `key`, which agrees with that prefix in `common` bytes. */
static inline int compare_pieces(const uint8_t *prefix, size_t shared, const uint8_t *suffix,
                                 size_t suffix_size, struct bytes key, size_t common)
{
    if (shared > common)
        return key.size == common ? 1 : (prefix[common] < key.data[common] ? -1 : 1);
    return page_compare_words(suffix, suffix_size, key.data + shared, key.size - shared);
}

unsigned page_search(const struct page *page, const struct page_target *target, bool *equal)
{
    return page_search_between(page, target, 0, page->nodes, equal);
}

unsigned page_search_between(const struct page *page, const struct page_target *target, unsigned low,
                             unsigned high, bool *equal)
{
    struct bytes key = target->key;
    bool found = *equal = false;
    if (low == high)
        return low;
    size_t common = common_prefix(page->prefix, page->prefix_size, key.data, key.size);
    for (unsigned count = high - low; count;) {
        unsigned half = count / 2;
        struct node node = page_node(page, low + half);
        int c =
            compare_pieces(page->prefix, node.prefix.size, node.suffix.data, node.suffix.size, key, common);
        if (c == 0 && target->data.size)
            c = bytes_compare(node.data, target->data);
        if (c == 0) {
            found = !target->after;
            c = target->after ? -1 : 1;
        }
        if (c < 0) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    *equal = found;
    return low;
}

/* A node's line of an unbelieved page; false if it does not fit. */
static bool raw_node(const struct raw *r, unsigned index, struct raw_line *line)
{
    *line = raw_tag(r, index + r->first);
    return line->size >= 2 && line->offset + line->size <= r->room;
}

unsigned page_node_count(const void *bytes, uint32_t size)
{
    struct raw r = raw_open(bytes, size);
    return r.tags > r.first && 4 * r.tags <= r.room ? r.tags - r.first : 0;
}

static uint32_t raw_child(const struct raw *r, const struct raw_line *line)
{
    return line->size < 6 ? 0 : load_le32(r->bytes + r->header + line->offset + line->size - 4);
}

uint32_t page_child_at(const void *bytes, uint32_t size, unsigned index)
{
    struct raw r = raw_open(bytes, size);
    struct raw_line line;
    return index < page_node_count(bytes, size) && raw_node(&r, index, &line) ? raw_child(&r, &line) : 0;
}

/* The separator of a line; false if its counts do not fit. */
static bool raw_key(const struct raw *r, const struct raw_line *line, size_t prefix_size, size_t *shared,
                    struct bytes *suffix)
{
    const uint8_t *p = r->bytes + r->header + line->offset;
    unsigned first = load_le16(p), flags = page_is_large(r->size) ? first >> 13 : line->flag_bits;
    if (!(flags & NODE_COMPRESSED)) {
        *shared = 0;
        *suffix = (struct bytes){p + 2, first & 0x1FFF};
        return suffix->size + 2 <= line->size;
    }
    if (line->size < 4)
        return false;
    *shared = first & 0x1FFF;
    *suffix = (struct bytes){p + 4, load_le16(p + 2) & 0x1FFF};
    return *shared <= prefix_size && suffix->size + 4 <= line->size;
}

/* The prefix key of an unbelieved page, as page_open finds it. */
static struct bytes raw_prefix(const struct raw *r)
{
    struct raw_line line = raw_tag(r, 0);
    uint32_t flags = page_flags(r->bytes), skip = flags & PAGE_ROOT ? 16 : 0;
    struct bytes none = {r->bytes, 0};
    if (line.offset + line.size > r->room || line.size < skip)
        return none;
    if ((flags & PAGE_ROOT) && !(flags & PAGE_SPACE))
        return none;
    return (struct bytes){r->bytes + r->header + line.offset + skip, line.size - skip};
}

/* Does a separator lie behind the key? With `after`, separators that begin with
 * the whole key do not. */
static inline bool separator_greater(const uint8_t *prefix, size_t shared, struct bytes suffix,
                                     struct bytes key, size_t common, bool after)
{
    if (after) {
        if (shared >= key.size && common == key.size)
            return false;
        if (shared <= common && shared + suffix.size > key.size)
            suffix.size = key.size - shared;
    }
    return compare_pieces(prefix, shared, suffix.data, suffix.size, key, common) > 0;
}

unsigned page_search_child(const void *bytes, uint32_t size, struct bytes key, bool after, uint32_t *child)
{
    unsigned nodes = page_node_count(bytes, size);
    /* The last node is the answer when no other is: its key need not be looked at. */
    return page_search_child_between(bytes, size, key, after, 0, nodes ? nodes - 1 : 0, child);
}

unsigned page_search_child_between(const void *bytes, uint32_t size, struct bytes key, bool after,
                                   unsigned low, unsigned high, uint32_t *child)
{
    struct raw r = raw_open(bytes, size);
    struct raw_line line;
    *child = 0;
    if (high >= page_node_count(bytes, size))
        return 0;
    if (low == high) {
        if (raw_node(&r, low, &line))
            *child = raw_child(&r, &line);
        return low;
    }
    struct bytes prefix = raw_prefix(&r);
    size_t common = common_prefix(prefix.data, prefix.size, key.data, key.size);
    for (unsigned count = high - low; count;) {
        unsigned half = count / 2;
        size_t shared;
        struct bytes suffix;
        if (!raw_node(&r, low + half, &line) || !raw_key(&r, &line, prefix.size, &shared, &suffix))
            return 0;
        bool greater = separator_greater(prefix.data, shared, suffix, key, common, after);
        if (greater) {
            count = half;
        } else {
            low += half + 1;
            count -= half + 1;
        }
    }
    if (raw_node(&r, low, &line))
        *child = raw_child(&r, &line);
    return low;
}
