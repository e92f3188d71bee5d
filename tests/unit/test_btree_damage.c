/* Trees whose pages are sound one by one but do not fit together: exact errors,
 * no endless walk, and nothing latched afterwards. */
#include "test.h"

#include "btree/btree.h"
#include "corpus.h"
#include "format/checksum.h"
#include "test_trees.h"

enum { ROOT = 4, OBJID = 2, CHILDREN = 4 };

struct fixture {
    struct image_source source;
    struct cache *cache;
    unsigned slot;
    struct btree tree;
    struct tree_cursor cursor;
    uint32_t leaf[CHILDREN];
};

static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    f.cache = image_cache(&f.source, "golden/basic_4k/basic.edb.gz", 256, &f.slot);
    cache_set_last_page(f.cache, f.slot, 1758);
    if (btree_open(&f.tree, f.cache, f.slot, ROOT, OBJID, TREE_TABLE) || tree_cursor_open(&f.cursor, &f.tree))
        return -1;
    cache_detach(f.cache, f.slot); /* what is changed now is read anew */
    if (cache_attach(f.cache, &f.source.file, &f.slot))
        return -1;
    cache_set_last_page(f.cache, f.slot, 1758);
    const uint8_t *root = test_image_page(&f.source.image, ROOT);
    for (unsigned i = 0; i < CHILDREN; i++)
        f.leaf[i] = page_child_at(root, 4096, i);
    return page_node_count(root, 4096) >= CHILDREN ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    tree_cursor_close(&f.cursor);
    image_cache_close(&f.source, f.cache, f.slot);
    return 0;
}

static void set_u32(uint32_t pgno, size_t offset, uint32_t value)
{
    uint8_t *page = test_image_page(&f.source.image, pgno);
    store_le32(page + offset, value);
    checksum_update_page(page, 4096, pgno);
}

static void set_child(uint32_t pgno, unsigned index, uint32_t child)
{
    uint8_t *page = test_image_page(&f.source.image, pgno);
    struct page view = page_open(page, 4096);
    struct node node = page_node(&view, index);
    set_u32(pgno, (size_t)(node.data.data - page), child);
}

/* Scans to the end; the number of entries seen, or the error. */
static JET_ERR scan(bool forward, unsigned *entries)
{
    JET_ERR err = forward ? tree_cursor_first(&f.cursor) : tree_cursor_last(&f.cursor);
    for (*entries = 0; err == JET_errSuccess; ++*entries)
        err = forward ? tree_cursor_next(&f.cursor) : tree_cursor_prev(&f.cursor);
    assert_false(f.cursor.latched);
    assert_int_equal(cache_debug_latches(), 0);
    return err;
}

static void assert_scan(bool forward, JET_ERR expected)
{
    unsigned entries;
    assert_int_equal(scan(forward, &entries), expected);
}

static void assert_first(JET_ERR expected)
{
    assert_int_equal(tree_cursor_first(&f.cursor), expected);
    assert_int_equal(f.cursor.position, expected == JET_errSuccess ? TREE_ON : TREE_NOWHERE);
    tree_cursor_reset(&f.cursor);
    assert_int_equal(cache_debug_latches(), 0);
}

static void test_the_tree_is_sound_before(void **state)
{
    (void)state;
    unsigned forward, backward;
    assert_int_equal(scan(true, &forward), JET_errNoCurrentRecord);
    assert_int_equal(scan(false, &backward), JET_errNoCurrentRecord);
    assert_int_equal(forward, 166);
    assert_int_equal(backward, forward);
}

static void test_child_pointers_that_lead_nowhere(void **state)
{
    (void)state;
    set_child(ROOT, 0, 0);
    assert_first(JET_errDatabaseCorrupted);
}

static void test_child_pointer_beyond_the_owned_range(void **state)
{
    (void)state;
    set_child(ROOT, 0, 1759);
    assert_first(JET_errDatabaseCorrupted);
}

static void test_child_that_is_not_a_leaf(void **state)
{
    (void)state;
    set_child(ROOT, 0, ROOT);
    assert_first(JET_errBadParentPageLink);
}

static void test_descent_in_a_circle_ends(void **state)
{
    (void)state;
    set_child(ROOT, 0, ROOT);
    set_u32(ROOT, PAGE_FLAGS,
            page_flags(test_image_page(&f.source.image, ROOT)) & ~(uint32_t)PAGE_PARENT_OF_LEAF);
    assert_first(JET_errDatabaseCorrupted);
}

static void test_child_of_another_tree(void **state)
{
    (void)state;
    set_child(ROOT, 0, 24); /* the shadow's root */
    assert_first(JET_errBadParentPageLink);
}

static void test_child_of_another_kind(void **state)
{
    (void)state;
    set_u32(f.leaf[0], PAGE_FLAGS, page_flags(test_image_page(&f.source.image, f.leaf[0])) | PAGE_INDEX);
    assert_first(JET_errBadParentPageLink);
}

static void test_child_that_was_freed(void **state)
{
    (void)state;
    set_u32(f.leaf[0], PAGE_FLAGS, page_flags(test_image_page(&f.source.image, f.leaf[0])) | PAGE_EMPTY);
    assert_first(JET_errBadEmptyPage);
}

static void test_child_never_written(void **state)
{
    (void)state;
    memset(test_image_page(&f.source.image, f.leaf[0]), 0, 4096);
    assert_first(JET_errPageNotInitialized);
}

static void test_read_error_in_the_middle_keeps_the_position(void **state)
{
    (void)state;
    unsigned entries;
    test_image_page(&f.source.image, f.leaf[1])[500] ^= 0x11;
    assert_int_equal(scan(true, &entries), JET_errReadVerifyFailure);
    assert_int_equal(f.cursor.position, TREE_ON);
    assert_int_equal(tree_cursor_next(&f.cursor), JET_errReadVerifyFailure);
    test_image_page(&f.source.image, f.leaf[1])[500] ^= 0x11;
    assert_int_equal(tree_cursor_next(&f.cursor), JET_errSuccess); /* goes on where it stood */
    while (tree_cursor_next(&f.cursor) == JET_errSuccess)
        entries++;
    assert_int_equal(entries + 1, 166);
    assert_int_equal(f.cursor.position, TREE_AFTER_LAST);
}

static void test_failing_read_on_the_way_back_keeps_the_position(void **state)
{
    (void)state;
    unsigned entries;
    test_image_page(&f.source.image, f.leaf[1])[500] ^= 0x11;
    assert_int_equal(scan(false, &entries), JET_errReadVerifyFailure);
    assert_int_equal(f.cursor.position, TREE_ON);
    test_image_page(&f.source.image, f.leaf[1])[500] ^= 0x11;
    assert_int_equal(tree_cursor_prev(&f.cursor), JET_errSuccess);
    while (tree_cursor_prev(&f.cursor) == JET_errSuccess)
        entries++;
    assert_int_equal(entries + 1, 166);
}

static void test_leaf_that_follows_itself(void **state)
{
    (void)state;
    set_u32(f.leaf[1], PAGE_NEXT, f.leaf[1]);
    assert_scan(true, JET_errBadPageLink);
}

static void test_ring_of_leaves_with_good_back_links(void **state)
{
    (void)state;
    set_u32(f.leaf[2], PAGE_NEXT, f.leaf[1]);
    set_u32(f.leaf[1], PAGE_PREV, f.leaf[2]);
    assert_scan(true, JET_errBadPageLink);
    assert_scan(false, JET_errBadPageLink);
}

static void test_back_link_to_another_page(void **state)
{
    (void)state;
    set_u32(f.leaf[2], PAGE_PREV, f.leaf[0]);
    assert_scan(true, JET_errBadPageLink);
    assert_scan(false, JET_errBadPageLink);
}

static void test_sibling_of_another_tree(void **state)
{
    (void)state;
    set_u32(f.leaf[1], PAGE_NEXT, 24);
    assert_scan(true, JET_errBadPageLink);
}

static void test_sibling_that_is_not_a_leaf(void **state)
{
    (void)state;
    set_u32(f.leaf[1], PAGE_NEXT, ROOT);
    assert_scan(true, JET_errBadPageLink);
}

static void test_sibling_beyond_the_owned_range(void **state)
{
    (void)state;
    set_u32(f.leaf[1], PAGE_NEXT, 0x7FEFFFFF);
    assert_scan(true, JET_errDatabaseCorrupted);
    set_u32(f.leaf[2], PAGE_PREV, 0xFFFFFFFF);
    assert_scan(false, JET_errDatabaseCorrupted);
}

static void test_first_leaf_with_a_left_neighbour(void **state)
{
    (void)state;
    set_u32(f.leaf[0], PAGE_PREV, 77);
    assert_first(JET_errBadPageLink);
}

static void test_structural_damage_with_a_good_checksum(void **state)
{
    (void)state;
    set_u32(f.leaf[0], PAGE_FREE_BYTES, 0);
    assert_first(JET_errDatabaseCorrupted);
}

/* Whatever the bytes are, every walk ends and nothing stays latched. */
static void test_random_damage_never_hangs(void **state)
{
    (void)state;
    uint32_t random = 99;
    uint8_t saved[4096];
    for (unsigned round = 0; round < 1500; round++) {
        random = random * 1664525 + 1013904223;
        uint32_t pgno = round % 3 ? f.leaf[(random >> 8) % CHILDREN] : ROOT;
        uint8_t *page = test_image_page(&f.source.image, pgno);
        memcpy(saved, page, sizeof saved);
        for (unsigned n = 1 + round % 3; n; n--) {
            random = random * 1664525 + 1013904223;
            size_t offset = (random >> 28) < 6 ? 8 + (random >> 8) % 32 : (random >> 8) % 4096;
            page[offset] = (uint8_t)(random >> 20);
        }
        checksum_update_page(page, 4096, pgno);
        cache_detach(f.cache, f.slot);
        assert_int_equal(cache_attach(f.cache, &f.source.file, &f.slot), JET_errSuccess);
        cache_set_last_page(f.cache, f.slot, 1758);
        unsigned entries;
        scan(true, &entries);
        assert_true(entries < 3000);
        scan(false, &entries);
        assert_true(entries < 3000);
        uint8_t key[5] = {0x7f, 0x80, 0, 0, (uint8_t)round};
        uint64_t before, total;
        for (int how = TREE_SEEK_EQ; how <= TREE_SEEK_LT; how++) {
            tree_cursor_seek(&f.cursor, (enum tree_seek)how, (struct bytes){key, 5}, (struct bytes){NULL, 0},
                             NULL);
            tree_cursor_approximate(&f.cursor, &before, &total);
            tree_cursor_count(&f.cursor, round & 1, NULL, 0, &total);
            tree_cursor_goto_fraction(&f.cursor, round % 10, 10);
            tree_cursor_reset(&f.cursor);
        }
        btree_prefetch_range(&f.tree, (struct bytes){key, 5}, (struct bytes){NULL, 0}, round & 1, 100);
        assert_int_equal(cache_debug_latches(), 0);
        memcpy(page, saved, sizeof saved);
    }
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        test(test_the_tree_is_sound_before),
        test(test_child_pointers_that_lead_nowhere),
        test(test_child_pointer_beyond_the_owned_range),
        test(test_child_that_is_not_a_leaf),
        test(test_descent_in_a_circle_ends),
        test(test_child_of_another_tree),
        test(test_child_of_another_kind),
        test(test_child_that_was_freed),
        test(test_child_never_written),
        test(test_read_error_in_the_middle_keeps_the_position),
        test(test_failing_read_on_the_way_back_keeps_the_position),
        test(test_leaf_that_follows_itself),
        test(test_ring_of_leaves_with_good_back_links),
        test(test_back_link_to_another_page),
        test(test_sibling_of_another_tree),
        test(test_sibling_that_is_not_a_leaf),
        test(test_sibling_beyond_the_owned_range),
        test(test_first_leaf_with_a_left_neighbour),
        test(test_structural_damage_with_a_good_checksum),
        test(test_random_damage_never_hangs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
