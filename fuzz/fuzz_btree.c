/* A whole small database image: byte 0 chooses the page size, pages follow from
 * page 1 on. Sums are made good as pages are read, so that damage reaches the
 * trees. Every page is opened as a root of each kind, walked, sought and checked;
 * all must end, with nothing latched. */
#include "btree/check.h"
#include "format/checksum.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS_MAX = 3000, ROOTS_MAX = 40 };

struct image {
    struct os_file file;
    const uint8_t *bytes;
    size_t size;
    uint32_t page_size;
};

static JET_ERR image_read(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    const struct image *image = (const struct image *)(const void *)file;
    for (int i = 0; i < count; i++, offset += image->page_size) {
        uint32_t pgno = (uint32_t)(offset / image->page_size) - 1;
        uint64_t at = (uint64_t)(pgno - 1) * image->page_size;
        uint8_t *page = parts[i].iov_base;
        if (at + image->page_size > image->size)
            return JET_errFileIOBeyondEOF;
        memcpy(page, image->bytes + at, image->page_size);
        if (page_is_large(image->page_size))
            store_le32(page + PAGE_THIS, pgno);
        if (page_flags(page))
            checksum_update_page(page, image->page_size, pgno);
    }
    return JET_errSuccess;
}

static void walk(struct tree_cursor *cursor)
{
    unsigned steps = 0;
    JET_ERR err;
    for (err = tree_cursor_first(cursor); err == JET_errSuccess && steps < STEPS_MAX; steps++) {
        struct node node = tree_cursor_node(cursor);
        assert(node.data.size > 0);
        if (steps % 5 == 0) {
            tree_cursor_release(cursor);
            err = tree_cursor_latch(cursor);
            if (err != JET_errSuccess)
                break;
        }
        err = tree_cursor_next(cursor);
    }
    for (err = tree_cursor_last(cursor); err == JET_errSuccess && steps < 2 * STEPS_MAX; steps++)
        err = tree_cursor_prev(cursor);
}

static void probe(struct tree_cursor *cursor, struct bytes key, struct bytes value)
{
    uint64_t before, total, count;
    for (int how = TREE_SEEK_EQ; how <= TREE_SEEK_LT; how++) {
        JET_ERR err = tree_cursor_seek(cursor, (enum tree_seek)how, key, value, NULL);
        if (err == JET_errSuccess && how == TREE_SEEK_GE)
            assert(tree_cursor_compare(cursor, key, (struct bytes){NULL, 0}) >= 0 || !cursor->tree->unique ||
                   cursor->slot > 0);
        tree_cursor_approximate(cursor, &before, &total);
        assert(before <= total);
        tree_cursor_count(cursor, how & 1, NULL, 100, &count);
        assert(count <= 100);
        tree_cursor_release(cursor);
        how & 1 ? tree_cursor_next(cursor) : tree_cursor_prev(cursor);
    }
    tree_cursor_goto_fraction(cursor, key.size ? key.data[0] : 1, 256);
    tree_cursor_release(cursor);
}

static void try_root(struct cache *cache, unsigned slot, uint32_t root, const uint8_t *data, size_t size)
{
    for (int kind = TREE_TABLE; kind <= TREE_SPACE; kind++) {
        struct btree tree;
        struct tree_cursor cursor;
        if (btree_open(&tree, cache, slot, root, 0, (enum tree_kind)kind) != JET_errSuccess)
            continue;
        if (tree_cursor_open(&cursor, &tree) == JET_errSuccess) {
            struct bytes key = {data, MIN(size, 9)}, value = {data + key.size, MIN(size - key.size, 3)};
            walk(&cursor);
            probe(&cursor, key, (struct bytes){NULL, 0});
            probe(&cursor, key, value);
            btree_prefetch_range(&tree, key, value, root & 1, 20);
            btree_prefetch_keys(&tree, &key, 1, 20);
            tree_cursor_close(&cursor);
        }
        assert(cache_debug_latches() == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct os_file_ops ops = {.read = image_read};
    if (size < 2)
        return 0;
    struct image image = {{&ops}, data + 1, size - 1, (uint32_t)PAGE_SIZE_MIN << data[0] % 5};
    uint32_t pages = (uint32_t)(image.size / image.page_size), last;
    struct cache *cache;
    struct check *check;
    unsigned slot;
    if (pages == 0 || cache_create(&(struct cache_params){image.page_size, CACHE_FRAMES_MIN}, &cache))
        return 0;
    if (cache_attach(cache, &image.file, &slot) != JET_errSuccess)
        abort();
    if (space_last_page(cache, slot, &last) == JET_errSuccess && last < pages)
        cache_set_last_page(cache, slot, last);
    for (uint32_t root = 1; root <= MIN(pages, ROOTS_MAX); root++)
        try_root(cache, slot, root, data, size);
    if (check_open(cache, slot, &(struct check_options){.last_page = pages}, &check) == JET_errSuccess) {
        check_tree(check, 1, 1, TREE_TABLE, 0, NULL);
        for (uint32_t root = 4; root <= MIN(pages, ROOTS_MAX); root++)
            check_tree(check, root, 0, root % 3 ? TREE_TABLE : TREE_INDEX, 1, NULL);
        check_finish(check);
        check_close(check);
    }
    assert(cache_debug_latches() == 0);
    cache_detach(cache, slot);
    cache_destroy(cache);
    return 0;
}
