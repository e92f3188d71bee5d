#include "test.h"

#include "corpus.h"
#include "databases.h"
#include "format/checksum.h"
#include "format/hint.h"
#include "make_tree.h"
#include <stdlib.h>

/* The search must give the same with the table as without. Returns nodes left to look at. */
static unsigned check_key(const struct page_hints *hints, size_t room, const struct page *page,
                          struct bytes key)
{
    bool leaf = (page->flags & PAGE_LEAF) != 0, equal, hinted_equal;
    unsigned most = leaf ? page->nodes : page->nodes - 1u, low = 0, high = most;
    page_hints_narrow(hints, room, key, &low, &high);
    assert_true(low <= high && high <= most);
    if (leaf) {
        struct page_target target = {key, {NULL, 0}, false};
        unsigned slot = page_search(page, &target, &equal);
        assert_int_equal(page_search_between(page, &target, low, high, &hinted_equal), slot);
        assert_int_equal(hinted_equal, equal);
        target.after = true;
        slot = page_search(page, &target, &equal);
        assert_int_equal(page_search_between(page, &target, low, high, &hinted_equal), slot);
        assert_false(hinted_equal);
    } else {
        uint32_t child, hinted;
        unsigned index = page_search_child(page->bytes, page->size, key, false, &child);
        assert_int_equal(page_search_child_between(page->bytes, page->size, key, false, low, high, &hinted),
                         index);
        assert_int_equal(hinted, child);
    }
    return high - low;
}

static unsigned check_page(struct page_hints *hints, size_t room, const struct page *page, unsigned *searches)
{
    uint8_t key[PAGE_SIZE_MAX];
    unsigned left = 0;
    page_hints_build(hints, room, page);
    for (unsigned i = 0; i < page->nodes; i += 1 + page->nodes / 40) {
        struct node node = page_node(page, i);
        size_t size = node_copy_key(&node, key);
        left += check_key(hints, room, page, (struct bytes){key, size});
        ++*searches;
        for (size_t cut = 0; cut < size; cut += 1 + size / 6)
            check_key(hints, room, page, (struct bytes){key, cut});
        key[size] = 0;
        check_key(hints, room, page, (struct bytes){key, size + 1});
        for (size_t at = 0; at < size; at += 1 + size / 6) {
            key[at]++;
            check_key(hints, room, page, (struct bytes){key, size});
            key[at] -= 2;
            check_key(hints, room, page, (struct bytes){key, size});
            key[at]++;
        }
    }
    return left;
}

static void test_searches_agree_on_every_real_page(void **state)
{
    (void)state;
    unsigned pages = 0, searches = 0, left = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        struct test_image image = test_image_read(test_databases[i].path);
        size_t room = image.page_size / 8 - 16;
        struct page_hints *hints = malloc(room); /* guarded at both ends */
        for (uint32_t pgno = 1; pgno <= image.pages; pgno += i % 3 + 1) {
            uint8_t *bytes = test_image_page(&image, pgno);
            if (checksum_verify_page(bytes, image.page_size, pgno, false, NULL) != JET_errSuccess)
                continue;
            struct page page = page_open(bytes, image.page_size);
            if (page.flags & (PAGE_EMPTY | PAGE_PRE_INIT) || page.nodes == 0)
                continue;
            left += check_page(hints, room, &page, &searches);
            pages++;
        }
        free(hints);
        test_image_free(&image);
    }
    assert_true(pages > 4000);
    assert_true(left < searches * 40); /* most keys of catalogs agree in four more bytes */
}

static void test_a_table_too_small_for_all_nodes_holds_every_second_or_fourth(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/large.edb.gz");
    unsigned searches = 0, strides = 0;
    for (size_t room = sizeof(struct page_hints) + 4; room < 4096; room += room / 2) {
        struct page_hints *hints = malloc(room);
        for (uint32_t pgno = 1; pgno <= 60; pgno++) {
            uint8_t *bytes = test_image_page(&image, pgno);
            if (checksum_verify_page(bytes, image.page_size, pgno, false, NULL) != JET_errSuccess)
                continue;
            struct page page = page_open(bytes, image.page_size);
            if (page.flags & (PAGE_EMPTY | PAGE_PRE_INIT) || page.nodes == 0)
                continue;
            check_page(hints, room, &page, &searches);
            strides += hints->shift > 0;
        }
        free(hints);
    }
    assert_true(strides > 50);
    test_image_free(&image);
}

static void number_entry(void *context, uint64_t i, struct bytes *key, struct bytes *data)
{
    static uint8_t bytes[9];
    (void)context;
    bytes[0] = 0x7f;
    store_be64(bytes + 1, i ^ UINT64_C(1) << 63);
    *key = (struct bytes){bytes, sizeof bytes};
    *data = *key;
}

static void test_a_search_for_a_number_looks_at_one_node(void **state)
{
    (void)state;
    struct made_tree made;
    unsigned searches = 0, left = 0;
    size_t room = 8192 / 8 - 16;
    struct page_hints *hints = malloc(room);
    make_tree(&made, 8192, 0, 60, 3000, number_entry, NULL);
    for (uint32_t pgno = made.root; pgno < made.pages; pgno++) {
        struct page page = page_open(made_page(&made, pgno), 8192);
        if (page.flags & PAGE_LEAF)
            left += check_page(hints, room, &page, &searches);
    }
    assert_true(searches >= 3000 / 2);
    assert_int_equal(left, searches);
    free(hints);
    made_tree_free(&made);
}

static void test_small_pages_have_no_table(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/basic.edb.gz");
    uint8_t room[512];
    struct page_hints *hints = (struct page_hints *)(void *)room;
    struct page page = page_open(test_image_page(&image, 2), 4096); /* few nodes */
    assert_true(page.nodes < 6);
    memset(room, 0xFF, sizeof room);
    page_hints_build(hints, sizeof room, &page);
    assert_int_equal(hints->count, 0);
    unsigned low = 0, high = page.nodes;
    page_hints_narrow(hints, sizeof room, (struct bytes){(const uint8_t *)"\0\0\0\1", 4}, &low, &high);
    assert_int_equal(low, 0);
    assert_int_equal(high, page.nodes);
    test_image_free(&image);
}

/* A reader may see a table that is just being rewritten. */
static void test_nonsense_in_a_table_stays_within_the_range(void **state)
{
    (void)state;
    uint32_t random = 5;
    struct page_hints *hints = malloc(512);
    for (unsigned round = 0; round < 20000; round++) {
        for (size_t i = 0; i < 512; i++) {
            random = random * 1664525 + 1013904223;
            ((uint8_t *)hints)[i] = (uint8_t)(random >> 24);
        }
        hints->nodes = 50;
        hints->count %= 200;
        hints->common %= 60;
        hints->shift %= 32;
        unsigned low = 0, high = 50;
        page_hints_narrow(hints, 512, (struct bytes){(const uint8_t *)hints, round % 70}, &low, &high);
        assert_true(low <= high && high <= 50);
    }
    free(hints);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_searches_agree_on_every_real_page),
        cmocka_unit_test(test_a_table_too_small_for_all_nodes_holds_every_second_or_fourth),
        cmocka_unit_test(test_a_search_for_a_number_looks_at_one_node),
        cmocka_unit_test(test_small_pages_have_no_table),
        cmocka_unit_test(test_nonsense_in_a_table_stays_within_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
