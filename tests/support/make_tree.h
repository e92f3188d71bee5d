/* make_tree.h: builds the pages of a B+ tree in memory from sorted entries, for
 * tests of shapes that no real file has and for benchmarks. */
#ifndef TEST_MAKE_TREE_H
#define TEST_MAKE_TREE_H

#include "format/checksum.h"
#include "format/page.h"
#include "os/os_file.h"
#include <stdlib.h>

struct made_tree {
    struct os_file file; /* reads from the pages */
    uint8_t *bytes;      /* page n at n * page_size; page 0 unused */
    uint32_t page_size, pages, room;
    uint32_t kind; /* PAGE_KIND bits */
    uint32_t objid, root;
    uint32_t fill; /* most nodes on a page; 0: as many as fit */
    uint32_t depth;
};

static inline JET_ERR made_tree_read(struct os_file *file, uint64_t offset, const struct iovec *parts,
                                     int count)
{
    const struct made_tree *tree = (const struct made_tree *)(const void *)file;
    for (int i = 0; i < count; i++) {
        uint64_t pgno = offset / tree->page_size - 1;
        if (pgno >= tree->pages)
            return JET_errFileIOBeyondEOF;
        memcpy(parts[i].iov_base, tree->bytes + pgno * tree->page_size, tree->page_size);
        offset += tree->page_size;
    }
    return JET_errSuccess;
}

static inline uint8_t *made_page(const struct made_tree *tree, uint32_t pgno)
{
    return tree->bytes + (size_t)pgno * tree->page_size;
}

static inline uint32_t made_tree_new_page(struct made_tree *tree, uint32_t flags)
{
    if (tree->pages == tree->room) {
        tree->room = tree->room ? tree->room * 2 : 64;
        tree->bytes = realloc(tree->bytes, (size_t)tree->room * tree->page_size);
        if (!tree->bytes)
            abort();
    }
    uint32_t pgno = tree->pages++;
    uint8_t *page = made_page(tree, pgno);
    memset(page, 0, tree->page_size);
    store_le32(page + PAGE_OBJID, tree->objid);
    store_le32(page + PAGE_FLAGS, flags | tree->kind | PAGE_NEW_RECORD_FORMAT);
    store_le16(page + PAGE_TAG_STATE, 1);
    store_le16(page + PAGE_FREE_BYTES, (uint16_t)(page_data_size(tree->page_size) - 4));
    if (page_is_large(tree->page_size))
        store_le32(page + PAGE_THIS, pgno);
    return pgno;
}

/* A line at the end, as tag `tag`. */
static inline uint8_t *made_page_line(uint8_t *page, uint32_t page_size, unsigned tag, size_t size,
                                      unsigned flags)
{
    uint32_t offset = load_le16(page + PAGE_FIRST_FREE), tags = page_tag_count(page);
    bool new_tag = tag >= tags, large = page_is_large(page_size);
    store_le16(page + page_size - 4 * (tag + 1), (uint16_t)size);
    store_le16(page + page_size - 4 * (tag + 1) + 2, (uint16_t)(offset | (large ? 0 : flags << 13)));
    store_le16(page + PAGE_FIRST_FREE, (uint16_t)(offset + size));
    store_le16(page + PAGE_FREE_BYTES, (uint16_t)(page_free_bytes(page) - size - (new_tag ? 4 : 0)));
    if (new_tag)
        store_le16(page + PAGE_TAG_STATE, (uint16_t)(tags + 1));
    return page + page_header_size(page_size) + offset;
}

/* Puts an entry at the end of a page; false when it does not fit. Not on a root,
 * the page's prefix key is that of its first entry. */
static inline bool made_page_add(const struct made_tree *tree, uint32_t pgno, struct bytes key,
                                 struct bytes data)
{
    uint8_t *page = made_page(tree, pgno);
    unsigned tag = page_tag_count(page);
    bool root = page_flags(page) & PAGE_ROOT;
    if (tree->fill && tag > tree->fill)
        return false;
    if (page_free_bytes(page) < key.size + data.size + 8 + (tag == 1 ? key.size : 0))
        return false;
    if (tag == 1 && !root && key.size > 2)
        memcpy(made_page_line(page, tree->page_size, 0, key.size, 0), key.data, key.size);
    struct page view = page_open(page, tree->page_size);
    size_t common = 0;
    while (common < view.prefix_size && common < key.size && view.prefix[common] == key.data[common])
        common++;
    bool compress = common > 2;
    size_t skip = compress ? common : 0, head = compress ? 4 : 2;
    unsigned flags = compress ? NODE_COMPRESSED : 0;
    uint8_t *line = made_page_line(page, tree->page_size, tag, head + key.size - skip + data.size, flags);
    uint16_t large_flags = (uint16_t)(page_is_large(tree->page_size) ? flags << 13 : 0);
    store_le16(line, (uint16_t)((compress ? common : key.size) | large_flags));
    if (compress)
        store_le16(line + 2, (uint16_t)(key.size - skip));
    memcpy(line + head, key.data + skip, key.size - skip);
    memcpy(line + head + key.size - skip, data.data, data.size);
    return true;
}

/* Makes the level above pages `first` .. `last`, whose separators `separator`
 * gives (the shortest key that is greater than all before page `pgno`). */
struct made_separator {
    uint8_t key[64];
    size_t size;
};

static inline uint32_t made_tree_level(struct made_tree *tree, uint32_t first, uint32_t last, uint32_t flags,
                                       struct made_separator *separators)
{
    uint32_t start = tree->pages, pgno = made_tree_new_page(tree, flags);
    for (uint32_t child = first; child <= last; child++) {
        uint8_t data[4];
        store_le32(data, child);
        struct bytes key = {separators[child].key, child == last ? 0 : separators[child].size};
        if (!made_page_add(tree, pgno, key, (struct bytes){data, 4})) {
            pgno = made_tree_new_page(tree, flags);
            made_page_add(tree, pgno, key, (struct bytes){data, 4});
        }
        separators[pgno] = separators[child]; /* the last key of a page is the parent's separator */
    }
    return start;
}

/* Entries in order; keys at most 64 bytes. */
typedef void made_entry(void *context, uint64_t i, struct bytes *key, struct bytes *data);

static inline void make_tree(struct made_tree *tree, uint32_t page_size, uint32_t kind, uint32_t fill,
                             uint64_t count, made_entry *entry, void *context)
{
    static const struct os_file_ops ops = {.read = made_tree_read};
    struct bytes key, data;
    *tree =
        (struct made_tree){.file = {&ops}, .page_size = page_size, .kind = kind, .objid = 10, .fill = fill};
    made_tree_new_page(tree, 0); /* page 0 */
    tree->root = made_tree_new_page(tree, PAGE_ROOT);
    uint32_t first = tree->pages, leaf = made_tree_new_page(tree, PAGE_LEAF);
    size_t room = 64;
    struct made_separator *separators = calloc(room, sizeof *separators);
    for (uint64_t i = 0; i < count; i++) {
        entry(context, i, &key, &data);
        if (made_page_add(tree, leaf, key, data))
            continue;
        uint32_t next = made_tree_new_page(tree, PAGE_LEAF);
        if (next + 2 >= room)
            separators = realloc(separators, (room *= 2) * sizeof *separators);
        separators[leaf].size =
            MIN(key.size + (kind & PAGE_NON_UNIQUE ? data.size : 0), sizeof separators->key);
        size_t key_part = MIN(key.size, separators[leaf].size);
        memcpy(separators[leaf].key, key.data, key_part);
        memcpy(separators[leaf].key + key_part, data.data, separators[leaf].size - key_part);
        store_le32(made_page(tree, leaf) + PAGE_NEXT, next);
        store_le32(made_page(tree, next) + PAGE_PREV, leaf);
        made_page_add(tree, next, key, data);
        leaf = next;
    }
    separators = realloc(separators, ((size_t)tree->pages * 2 + 64) * sizeof *separators);
    uint32_t flags = PAGE_PARENT_OF_LEAF, last = leaf;
    tree->depth = 2;
    while (last - first >= (fill ? fill : 40)) { /* the root has room for that many */
        first = made_tree_level(tree, first, last, flags, separators);
        last = tree->pages - 1;
        flags = 0;
        tree->depth++;
    }
    uint8_t *root = made_page(tree, tree->root);
    store_le32(root + PAGE_FLAGS, page_flags(root) | flags);
    static const uint8_t space[16] = {1, 0, 0, 0, 1};
    memcpy(made_page_line(root, page_size, 0, 16, 0), space, 16);
    for (uint32_t child = first; child <= last; child++) {
        uint8_t pointer[4];
        store_le32(pointer, child);
        struct bytes separator = {separators[child].key, child == last ? 0 : separators[child].size};
        if (!made_page_add(tree, tree->root, separator, (struct bytes){pointer, 4}))
            abort();
    }
    for (uint32_t pgno = 1; pgno < tree->pages; pgno++)
        checksum_update_page(made_page(tree, pgno), page_size, pgno);
    free(separators);
}

static inline void made_tree_free(struct made_tree *tree) { free(tree->bytes); }

#endif
