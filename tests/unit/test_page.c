#include "test.h"

#include "corpus.h"
#include "databases.h"
#include "format/checksum.h"
#include "format/page.h"
#include "format/space.h"
#include <stdio.h>
#include <stdlib.h>

/* Rules 1 to 7 of 4.4 hold on every page with a good checksum, free ones included. */
static void test_structure_of_every_good_page_of_every_real_database(void **state)
{
    (void)state;
    unsigned pages = 0, nodes = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        struct test_image image = test_image_read(test_databases[i].path);
        for (uint32_t pgno = 1; pgno <= image.pages; pgno++) {
            uint8_t *page = test_image_page(&image, pgno);
            const char *what = "";
            if (checksum_verify_page(page, image.page_size, pgno, false, NULL) != JET_errSuccess)
                continue;
            if (page_check(page, image.page_size, &what) != JET_errSuccess ||
                page_check_order(page, image.page_size, &what) != JET_errSuccess)
                fail_msg("%s page %u: %s", test_databases[i].path, pgno, what);
            struct page view = page_open(page, image.page_size);
            pages++;
            nodes += view.nodes;
        }
        test_image_free(&image);
    }
    assert_int_equal(pages, 12559);
    assert_int_equal(nodes, 600093);
}

static void assert_key(const struct node *node, const char *hex)
{
    uint8_t key[4096];
    char text[2 * sizeof key + 1];
    size_t size = node_copy_key(node, key);
    for (size_t i = 0; i < size; i++)
        snprintf(text + 2 * i, 3, "%02x", key[i]);
    text[2 * size] = 0;
    assert_string_equal(text, hex);
}

static void hex_page(uint8_t *page, size_t offset, const char *hex)
{
    unsigned byte;
    for (; sscanf(hex, "%2x", &byte) == 1; hex += 2 + strspn(hex + 2, " "))
        page[offset++] = (uint8_t)byte;
}

/* Example 14.3. */
static void make_small_leaf(uint8_t page[4096])
{
    memset(page, 0, 4096);
    hex_page(page, 0x00, "db 09 ca 7e 04 02 fb 7d b3 01 00 00 00 00 00 00");
    hex_page(page, 0x10, "0f 00 00 00 00 00 00 00 04 00 00 00 72 0f 00 00");
    hex_page(page, 0x20, "56 00 04 00 42 a8 01 00 7f 80 00 00 08 7f 80 02");
    hex_page(page, 0x30, "7f 55 4e 53 49 47 4e 45 44 53 48 4f 52 54 00 17");
    hex_page(page, 0x40, "00 00 00 7f 80 00 00 08 7f 80 02 7f 80 00 01 14");
    hex_page(page, 0x50, "07 00 07 00 03 7f 49 58 49 44 00 7f 80 00 00 08");
    hex_page(page, 0x60, "7f 80 03 7f 80 00 00 08 07 00 05 00 04 7f 4c 56");
    hex_page(page, 0x70, "00 7f 80 00 00 08 7f 80 04 7f 80 00 00 09 00 00");
    hex_page(page, 0xff0, "16 00 40 a0 18 00 28 80 11 00 17 80 17 00 00 00");
}

static void test_compressed_keys_of_a_small_leaf(void **state)
{
    (void)state;
    uint8_t page[4096];
    make_small_leaf(page);
    assert_int_equal(page_check(page, 4096, NULL), JET_errSuccess);
    struct page view = page_open(page, 4096);
    assert_int_equal(view.nodes, 3);
    assert_int_equal(page_prev(page), 15);
    assert_int_equal(page_next(page), 0);
    assert_int_equal(page_objid(page), 4);
    struct node node = page_node(&view, 0);
    assert_key(&node, "7f800000087f80027f554e5349474e454453484f525400");
    assert_int_equal(node.data.size, 13);
    assert_int_equal(node.flags, NODE_COMPRESSED);
    node = page_node(&view, 1);
    assert_key(&node, "7f800000087f80037f4958494400");
    node = page_node(&view, 2);
    assert_key(&node, "7f800000087f80047f4c5600");
    assert_int_equal(node.flags, NODE_COMPRESSED | NODE_VERSIONED);
    assert_int_equal(page_node_flags(&view, 2), NODE_COMPRESSED | NODE_VERSIONED);
}

static void test_flags_of_large_pages_lie_in_the_line(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/large.edb.gz");
    /* the owned extents of page 1, page 2, and the available ones, page 3 */
    struct page view = page_open(test_image_page(&image, 4), 32768);
    assert_int_equal(view.mask, 0x7FFF);
    for (uint32_t pgno = 1; pgno <= 40; pgno++) {
        const uint8_t *page = test_image_page(&image, pgno);
        view = page_open(page, 32768);
        for (unsigned i = 0; i < view.nodes; i++) {
            struct bytes line = page_line(&view, i + 1);
            assert_int_equal(page_node_flags(&view, i), line.data[1] >> 5);
        }
    }
    test_image_free(&image);
}

static unsigned search(const struct page *page, const char *hex, bool after, bool *equal)
{
    uint8_t key[64];
    size_t size = strlen(hex) / 2;
    hex_page(key, 0, hex);
    struct page_target target = {{key, size}, {NULL, 0}, after};
    return page_search(page, &target, equal);
}

static void test_search_in_a_compressed_leaf(void **state)
{
    (void)state;
    uint8_t bytes[4096];
    bool equal;
    make_small_leaf(bytes);
    struct page page = page_open(bytes, 4096);
    static const struct {
        const char *key;
        unsigned index;
        bool equal;
        unsigned after;
    } cases[] = {
        {"00", 0, false, 0},
        {"7f80", 0, false, 0}, /* ends inside the page's prefix */
        {"7f800000087f80027f554e5349474e454453484f5254", 0, false, 0},
        {"7f800000087f80027f554e5349474e454453484f525400", 0, true, 1},
        {"7f800000087f80027f554e5349474e454453484f52540000", 1, false, 1},
        {"7f800000087f80037f4958494400", 1, true, 2},
        {"7f800000087f80037f4958494401", 2, false, 2},
        {"7f800000087f80047f4c5600", 2, true, 3},
        {"7f800000087f80047f4c560000", 3, false, 3},
        {"ff", 3, false, 3},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(search(&page, cases[i].key, false, &equal), cases[i].index);
        assert_int_equal(equal, cases[i].equal);
        assert_int_equal(search(&page, cases[i].key, true, &equal), cases[i].after);
        assert_false(equal);
    }
}

/* Of all real leaves: each key is found where it stands, by key and by (key, data). */
static void test_search_finds_every_key_of_every_real_leaf(void **state)
{
    (void)state;
    uint8_t key[32768];
    for (size_t i = 0; i < test_database_count; i++) {
        struct test_image image = test_image_read(test_databases[i].path);
        for (uint32_t pgno = 1; pgno <= image.pages; pgno++) {
            const uint8_t *bytes = test_image_page(&image, pgno);
            if (checksum_verify_page(test_image_page(&image, pgno), image.page_size, pgno, false, NULL))
                continue;
            struct page page = page_open(bytes, image.page_size);
            if (!(page.flags & PAGE_LEAF) || page.flags & PAGE_EMPTY)
                continue;
            for (unsigned n = 0; n < page.nodes; n++) {
                struct node node = page_node(&page, n);
                bool equal;
                size_t size = node_copy_key(&node, key);
                struct page_target target = {{key, size}, node.data, false};
                assert_int_equal(page_search(&page, &target, &equal), n);
                assert_true(equal);
                target.data.size = 0;
                unsigned first = page_search(&page, &target, &equal);
                assert_true(equal && first <= n);
                target.after = true;
                assert_true(page_search(&page, &target, &equal) > n);
                assert_false(equal);
                assert_int_equal(node_compare_key(&node, (struct bytes){key, size}), 0);
            }
        }
        test_image_free(&image);
    }
}

/* An internal page of uncompressed separators: "c", "cab", "d", then infinity. */
static void make_internal(uint8_t *page, uint32_t size)
{
    static const char *const keys[] = {"c", "cab", "d", ""};
    uint32_t header = page_header_size(size), offset = 0;
    memset(page, 0, size);
    store_le32(page + PAGE_FLAGS, PAGE_NEW_RECORD_FORMAT | PAGE_PARENT_OF_LEAF);
    store_le16(page + PAGE_TAG_STATE, 5);
    for (unsigned i = 0; i < 4; i++) {
        size_t n = strlen(keys[i]);
        uint8_t *line = page + header + offset;
        store_le16(line, (uint16_t)n);
        memcpy(line + 2, keys[i], n);
        store_le32(line + 2 + n, 100 + i);
        store_le16(page + size - 4 * (i + 2), (uint16_t)(n + 6));
        store_le16(page + size - 4 * (i + 2) + 2, (uint16_t)offset);
        offset += (uint32_t)n + 6;
    }
    store_le16(page + PAGE_FIRST_FREE, (uint16_t)offset);
    store_le16(page + PAGE_FREE_BYTES, (uint16_t)(page_data_size(size) - offset - 20));
}

static uint32_t child_of(const uint8_t *page, uint32_t size, const char *key, bool after)
{
    uint32_t child;
    page_search_child(page, size, (struct bytes){(const uint8_t *)key, strlen(key)}, after, &child);
    return child;
}

static void test_descent_takes_the_first_greater_separator(void **state)
{
    (void)state;
    uint8_t page[32768];
    for (uint32_t size = 2048; size <= 32768; size *= 2) {
        make_internal(page, size);
        assert_int_equal(page_check(page, size, NULL), JET_errSuccess);
        assert_int_equal(page_check_order(page, size, NULL), JET_errSuccess);
        assert_int_equal(child_of(page, size, "", false), 100);
        assert_int_equal(child_of(page, size, "b", false), 100);
        assert_int_equal(child_of(page, size, "c", false), 101); /* equal goes right (T3) */
        assert_int_equal(child_of(page, size, "ca", false), 101);
        assert_int_equal(child_of(page, size, "cab", false), 102);
        assert_int_equal(child_of(page, size, "d", false), 103);
        assert_int_equal(child_of(page, size, "z", false), 103);
        assert_int_equal(child_of(page, size, "", true), 103);
        assert_int_equal(child_of(page, size, "b", true), 100);
        assert_int_equal(child_of(page, size, "c", true), 102);
        assert_int_equal(child_of(page, size, "cab", true), 102);
        assert_int_equal(child_of(page, size, "caa", true), 101);
        assert_int_equal(page_node_count(page, size), 4);
        assert_int_equal(page_child_at(page, size, 3), 103);
        assert_int_equal(page_child_at(page, size, 4), 0);
    }
}

static void assert_broken(const uint8_t *good, size_t offset, unsigned width, uint32_t value,
                          const char *rule)
{
    uint8_t page[4096];
    const char *what = "nothing";
    memcpy(page, good, sizeof page);
    width == 2 ? store_le16(page + offset, (uint16_t)value) : store_le32(page + offset, value);
    assert_int_equal(page_check(page, sizeof page, &what), JET_errDatabaseCorrupted);
    assert_string_equal(what, rule);
}

static void test_each_structural_rule_is_told_by_name(void **state)
{
    (void)state;
    uint8_t page[4096];
    make_internal(page, sizeof page);
    assert_broken(page, PAGE_FREE_BYTES, 2, 4057, "free bytes exceed the page");
    assert_broken(page, PAGE_UNCOMMITTED_FREE, 2, 4056, "uncommitted free bytes exceed the free bytes");
    assert_broken(page, PAGE_FIRST_FREE, 2, 4057, "first free offset lies behind the page");
    assert_broken(page, PAGE_TAG_STATE, 2, 1014, "more tags than fit");
    assert_broken(page, PAGE_TAG_STATE, 2, 0, "no tags on a page in use");
    assert_broken(page, PAGE_FLAGS, 4, PAGE_EMPTY | PAGE_PRE_INIT, "empty and not yet used at once");
    assert_broken(page, PAGE_TAG_STATE, 2, 600, "tag array leaves no room for its lines");
    assert_broken(page, PAGE_FLAGS, 4, PAGE_INDEX | PAGE_LONG_VALUE, "long values and index at once");
    assert_broken(page, PAGE_FLAGS, 4, PAGE_LEAF | PAGE_PARENT_OF_LEAF, "leaf and parent of leaves at once");
    assert_broken(page, PAGE_FLAGS, 4, PAGE_REPAIRED, "page written by repair");
    assert_broken(page, PAGE_FIRST_FREE, 2, 4040, "lines touch the tag array");
    assert_broken(page, 4096 - 8, 2, 0, "empty line");
    assert_broken(page, 4096 - 8 + 2, 2, 4000, "line ends behind the first free offset");
    assert_broken(page, 4096 - 8 + 2, 2, 8, "lines overlap");
    assert_broken(page, PAGE_FREE_BYTES, 2, 4000,
                  "sizes of lines, free bytes and tags do not make up the page");
    assert_broken(page, PAGE_FLAGS, 4, PAGE_PARENT_OF_LEAF, "record format from before 2000");
    assert_broken(page, 40, 2, 9, "key exceeds its node");
    assert_broken(page, 40, 2, 5, "internal node without child");
    assert_broken(page, 4096 - 8 + 2, 2, 0x8000, "node takes more prefix than the page has");
    store_le32(page + PAGE_FLAGS, PAGE_LEAF | PAGE_NEW_RECORD_FORMAT);
    assert_broken(page, 40, 2, 5, "leaf node without data");
    assert_broken(page, 40, 2, 0, "empty key");
}

static void test_keys_out_of_order_are_found(void **state)
{
    (void)state;
    uint8_t page[4096];
    const char *what = "";
    make_internal(page, sizeof page);
    page[40 + 2] = 'e';
    assert_int_equal(page_check(page, sizeof page, NULL), JET_errSuccess);
    assert_int_equal(page_check_order(page, sizeof page, &what), JET_errDatabaseCorrupted);
    assert_string_equal(what, "keys not ascending");
}

static void test_zero_size_tag_0_is_not_followed(void **state)
{
    (void)state;
    uint8_t page[4096];
    make_internal(page, sizeof page);
    store_le16(page + 4096 - 2, 0x1FFF); /* offset far outside */
    assert_int_equal(page_check(page, sizeof page, NULL), JET_errSuccess);
    struct page view = page_open(page, sizeof page);
    assert_int_equal(page_external_header(&view).size, 0);
    assert_int_equal(child_of(page, 4096, "c", false), 101);
}

static void test_reserved_tags_are_skipped(void **state)
{
    (void)state;
    uint8_t page[4096];
    make_internal(page, sizeof page);
    store_le16(page + PAGE_TAG_STATE, 0x1005); /* one reserved tag, the same as none written */
    assert_int_equal(page_open(page, sizeof page).nodes, 4);
    store_le16(page + PAGE_TAG_STATE, 0x2005); /* two: the first node becomes reserved */
    assert_int_equal(page_open(page, sizeof page).nodes, 3);
    assert_int_equal(child_of(page, 4096, "a", false), 101);
}

/* Example 14.6, 14.2 and one of each error. */
static void test_space_headers(void **state)
{
    (void)state;
    struct space_header h;
    static const uint8_t root_fields[25] = {3, 10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xfc, 1, 0, 0, 0x40};
    assert_int_equal(space_header_decode((struct bytes){root_fields, 25}, &h), JET_errSuccess);
    assert_int_equal(h.extent_size, 10);
    assert_int_equal(h.parent, 1);
    assert_int_equal(h.bitmap, 0x1FC);
    assert_false(space_is_multiple(&h));
    assert_true(h.has_auto_increment);
    assert_int_equal(h.auto_increment, 64);
    static const uint8_t catalog[16] = {0x14, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0};
    assert_int_equal(space_header_decode((struct bytes){catalog, 16}, &h), JET_errSuccess);
    assert_int_equal(h.owned_root, 5);
    assert_int_equal(h.avail_root, 6);
    assert_int_equal(h.extent_size, 20);
    uint8_t bad[25];
    memcpy(bad, root_fields, sizeof bad);
    assert_int_equal(space_header_decode((struct bytes){bad, 24}, &h), JET_errDatabaseCorrupted);
    bad[0] = 7;
    assert_int_equal(space_header_decode((struct bytes){bad, 25}, &h), JET_errDatabaseCorrupted);
    memcpy(bad, catalog, 16);
    bad[8] = 9;
    assert_int_equal(space_header_decode((struct bytes){bad, 16}, &h), JET_errDatabaseCorrupted);
    bad[8] = 4; /* V2 only with several extents */
    assert_int_equal(space_header_decode((struct bytes){bad, 16}, &h), JET_errDatabaseCorrupted);
    bad[8] = 1, bad[12] = 0;
    assert_int_equal(space_header_decode((struct bytes){bad, 16}, &h), JET_errDatabaseCorrupted);
    assert_int_equal(space_header_decode((struct bytes){bad, 0}, &h), JET_errDatabaseCorrupted);
}

static JET_ERR extent(const uint8_t *key, size_t key_size, uint32_t count, enum space_tree tree,
                      struct space_extent *e)
{
    static uint8_t data[4];
    store_le32(data, count);
    struct node node = {{key, 0}, {key, key_size}, {data, 4}, 0};
    return space_extent_decode(&node, tree, e);
}

static void test_space_extents(void **state)
{
    (void)state;
    struct space_extent e;
    uint8_t key[5];
    assert_int_equal(space_extent_key(0x2E, SPACE_POOL_GENERAL, key), 4);
    assert_int_equal(extent(key, 4, 46, SPACE_OWNED, &e), JET_errSuccess);
    assert_int_equal(e.last, 46);
    assert_int_equal(space_extent_first(&e), 1);
    assert_int_equal(extent(key, 4, 47, SPACE_OWNED, &e), JET_errSPOwnExtCorrupted);
    assert_int_equal(extent(key, 4, 0, SPACE_AVAILABLE, &e), JET_errSPAvailExtCorrupted);
    assert_int_equal(extent(key, 3, 1, SPACE_AVAILABLE, &e), JET_errSPAvailExtCorrupted);
    assert_int_equal(space_extent_key(0x2E, SPACE_POOL_CONTIGUOUS, key), 5);
    assert_int_equal(key[0], 0x81);
    assert_int_equal(extent(key, 5, 0, SPACE_AVAILABLE, &e), JET_errSuccess);
    assert_int_equal(e.pool, SPACE_POOL_CONTIGUOUS);
    assert_int_equal(extent(key, 5, 0, SPACE_OWNED, &e), JET_errSPOwnExtCorrupted);
    space_extent_key(0x2E, SPACE_POOL_SHELVED, key);
    assert_int_equal(extent(key, 5, 1, SPACE_AVAILABLE, &e), JET_errSuccess);
    assert_int_equal(extent(key, 5, 2, SPACE_AVAILABLE, &e), JET_errSPAvailExtCorrupted);
    key[0] = 0x80;
    assert_int_equal(extent(key, 5, 1, SPACE_AVAILABLE, &e), JET_errSPAvailExtCorrupted);
    space_extent_key(3, SPACE_POOL_GENERAL, key);
    assert_int_equal(extent(key, 4, 1, SPACE_AVAILABLE, &e), JET_errSPAvailExtCorrupted);
    assert_int_equal(extent(key, 4, 1, SPACE_OWNED, &e), JET_errSuccess);
}

/* What passes the check can be read whatever it is; what does not is an error. */
static void test_mutated_pages_never_read_outside(void **state)
{
    (void)state;
    static const char *const files[] = {"corpus/basic.edb.gz", "golden/basic_8k/basic.edb.gz",
                                        "golden/basic_16k/basic.edb.gz", "corpus/large.edb.gz"};
    uint32_t random = 7;
    unsigned passed = 0;
    for (size_t f = 0; f < ARRAY_COUNT(files); f++) {
        struct test_image image = test_image_read(files[f]);
        uint32_t size = image.page_size;
        uint8_t *exact = malloc(size), *key = malloc(size); /* sanitizer guards both ends */
        for (unsigned round = 0; round < 3000; round++) {
            random = random * 1664525 + 1013904223;
            memcpy(exact, test_image_page(&image, 1 + (random >> 8) % 40), size);
            for (unsigned n = 1 + round % 4; n; n--) {
                random = random * 1664525 + 1013904223;
                unsigned kind = random >> 30, tags = page_tag_count(exact), at = random >> 6;
                size_t offset = kind == 0   ? at % size
                                : kind == 1 ? 28 + at % 12
                                : kind == 2 ? size - 1 - at % (4 * (tags + 1) % size)
                                            : page_header_size(size) + at % 64;
                exact[offset] ^= (uint8_t)(random >> 16 | 1);
            }
            uint32_t child;
            page_search_child(exact, size, (struct bytes){(const uint8_t *)"\x7f\x80\0\0\2", 5}, round & 1,
                              &child);
            if (page_check(exact, size, NULL) != JET_errSuccess)
                continue;
            passed++;
            struct page page = page_open(exact, size);
            if (page.flags & (PAGE_EMPTY | PAGE_PRE_INIT))
                continue;
            page_check_order(exact, size, NULL);
            checksum_logged_data(exact, size);
            for (unsigned i = 0; i < page.nodes; i++) {
                struct node node = page_node(&page, i);
                bool equal;
                size_t key_size = node_copy_key(&node, key);
                assert_true(key_size + node.data.size <= size);
                if (page.flags & PAGE_LEAF) {
                    struct page_target target = {{key, key_size}, {NULL, 0}, false};
                    assert_true(page_search(&page, &target, &equal) <= page.nodes);
                }
            }
        }
        free(exact);
        free(key);
        test_image_free(&image);
    }
    assert_true(passed > 1000);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structure_of_every_good_page_of_every_real_database),
        cmocka_unit_test(test_compressed_keys_of_a_small_leaf),
        cmocka_unit_test(test_flags_of_large_pages_lie_in_the_line),
        cmocka_unit_test(test_search_in_a_compressed_leaf),
        cmocka_unit_test(test_search_finds_every_key_of_every_real_leaf),
        cmocka_unit_test(test_descent_takes_the_first_greater_separator),
        cmocka_unit_test(test_each_structural_rule_is_told_by_name),
        cmocka_unit_test(test_keys_out_of_order_are_found),
        cmocka_unit_test(test_zero_size_tag_0_is_not_followed),
        cmocka_unit_test(test_reserved_tags_are_skipped),
        cmocka_unit_test(test_space_headers),
        cmocka_unit_test(test_space_extents),
        cmocka_unit_test(test_mutated_pages_never_read_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
