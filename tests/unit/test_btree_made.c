/* Shapes that no real file has: deep trees, pages of 2 KiB, a thousand equal keys;
 * and every read failing once. */
#include "test.h"

#include "base/alloc.h"
#include "btree/btree.h"
#include "make_tree.h"

enum { COPIES = 1000 };

struct shape {
    struct made_tree made;
    struct cache *cache;
    unsigned slot;
    struct btree tree;
    struct tree_cursor cursor;
};

static void make_number(uint64_t i, uint8_t key[8]) { store_be64(key, i); }

static void number_entry(void *context, uint64_t i, struct bytes *key, struct bytes *data)
{
    static uint8_t bytes[8];
    (void)context;
    make_number(i, bytes);
    *key = (struct bytes){bytes, 8};
    *data = (struct bytes){bytes + 6, 2};
}

/* Entries 1000 * k .. 1000 * k + 999 have one key. */
static void repeated_entry(void *context, uint64_t i, struct bytes *key, struct bytes *data)
{
    static uint8_t key_bytes[8], data_bytes[8];
    (void)context;
    make_number(i / COPIES, key_bytes);
    make_number(i, data_bytes);
    *key = (struct bytes){key_bytes, 8};
    *data = (struct bytes){data_bytes, 8};
}

static void open_shape(struct shape *s, uint32_t page_size, uint32_t kind, uint32_t fill, uint64_t count,
                       made_entry *entry)
{
    make_tree(&s->made, page_size, kind, fill, count, entry, NULL);
    struct cache_params params = {page_size, 256};
    assert_int_equal(cache_create(&params, &s->cache), JET_errSuccess);
    assert_int_equal(cache_attach(s->cache, &s->made.file, &s->slot), JET_errSuccess);
    cache_set_last_page(s->cache, s->slot, s->made.pages - 1);
    assert_int_equal(
        btree_open(&s->tree, s->cache, s->slot, s->made.root, s->made.objid, kind ? TREE_INDEX : TREE_TABLE),
        JET_errSuccess);
    assert_int_equal(tree_cursor_open(&s->cursor, &s->tree), JET_errSuccess);
}

static void close_shape(struct shape *s)
{
    tree_cursor_close(&s->cursor);
    assert_int_equal(cache_debug_latches(), 0);
    cache_detach(s->cache, s->slot);
    cache_destroy(s->cache);
    made_tree_free(&s->made);
}

static struct bytes number_key(uint64_t i)
{
    static uint8_t bytes[8];
    make_number(i, bytes);
    return (struct bytes){bytes, 8};
}

static uint64_t number_at(struct tree_cursor *cursor)
{
    uint8_t key[8];
    struct node node = tree_cursor_node(cursor);
    assert_int_equal(node_copy_key(&node, key), 8);
    return load_be64(key);
}

static const struct bytes none = {NULL, 0};

static void check_numbers(struct shape *s, uint64_t count)
{
    JET_ERR err = tree_cursor_first(&s->cursor);
    uint64_t n = 0;
    for (; err == JET_errSuccess; err = tree_cursor_next(&s->cursor))
        assert_int_equal(number_at(&s->cursor), n++);
    assert_int_equal(err, JET_errNoCurrentRecord);
    assert_int_equal(n, count);
    for (err = tree_cursor_last(&s->cursor); err == JET_errSuccess; err = tree_cursor_prev(&s->cursor))
        assert_int_equal(number_at(&s->cursor), --n);
    assert_int_equal(n, 0);
    for (uint64_t i = 0; i < count; i += 1 + count / 300) {
        bool equal;
        assert_int_equal(tree_cursor_seek(&s->cursor, TREE_SEEK_EQ, number_key(i), none, &equal),
                         JET_errSuccess);
        assert_int_equal(number_at(&s->cursor), i);
        err = tree_cursor_seek(&s->cursor, TREE_SEEK_GT, number_key(i), none, &equal);
        assert_int_equal(err, i + 1 < count ? JET_errSuccess : JET_errRecordNotFound);
        err = tree_cursor_seek(&s->cursor, TREE_SEEK_LT, number_key(i), none, &equal);
        assert_int_equal(err, i > 0 ? JET_errSuccess : JET_errRecordNotFound);
    }
    assert_int_equal(tree_cursor_seek(&s->cursor, TREE_SEEK_EQ, number_key(count), none, NULL),
                     JET_errRecordNotFound);
}

static void test_trees_of_every_page_size(void **state)
{
    (void)state;
    for (uint32_t size = 2048; size <= 32768; size *= 2) {
        struct shape s;
        open_shape(&s, size, 0, 0, 20000, number_entry);
        check_numbers(&s, 20000);
        close_shape(&s);
    }
}

static void test_trees_up_to_eight_levels_are_read(void **state)
{
    (void)state;
    static const uint64_t counts[] = {6, 18, 54, 162, 486, 1458, 4374};
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        uint64_t count = counts[i];
        struct shape s;
        open_shape(&s, 4096, 0, 3, count, number_entry);
        assert_int_equal(s.made.depth, i + 2);
        check_numbers(&s, count);
        uint64_t before, total;
        assert_int_equal(tree_cursor_seek(&s.cursor, TREE_SEEK_EQ, number_key(count / 2), none, NULL),
                         JET_errSuccess);
        assert_int_equal(tree_cursor_approximate(&s.cursor, &before, &total), JET_errSuccess);
        double fraction = (double)before / (double)total;
        assert_true(fraction > 0.2 && fraction < 0.8);
        close_shape(&s);
    }
}

static void test_a_ninth_level_is_corruption(void **state)
{
    (void)state;
    struct shape s;
    open_shape(&s, 4096, 0, 2, 1000, number_entry);
    assert_true(s.made.depth > PAGE_DEPTH_MAX);
    assert_int_equal(tree_cursor_first(&s.cursor), JET_errDatabaseCorrupted);
    assert_int_equal(tree_cursor_seek(&s.cursor, TREE_SEEK_EQ, number_key(7), none, NULL),
                     JET_errDatabaseCorrupted);
    assert_int_equal(s.cursor.position, TREE_NOWHERE);
    close_shape(&s);
}

/* A key alone stands for its first, or last, entry; with data for one of them. */
static void test_a_thousand_equal_keys(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {2048, 4096, 32768};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        struct shape s;
        bool equal;
        uint8_t data[8];
        open_shape(&s, sizes[i], PAGE_INDEX | PAGE_NON_UNIQUE, 0, 9 * COPIES, repeated_entry);
        assert_false(s.tree.unique);
        for (uint64_t k = 0; k < 9; k++) {
            assert_int_equal(tree_cursor_seek(&s.cursor, TREE_SEEK_EQ, number_key(k), none, &equal),
                             JET_errSuccess);
            assert_true(equal);
            assert_int_equal(load_be64(tree_cursor_data(&s.cursor).data), k * COPIES);
            assert_int_equal(tree_cursor_seek(&s.cursor, TREE_SEEK_LE, number_key(k), none, &equal),
                             JET_errSuccess);
            assert_true(equal);
            assert_int_equal(load_be64(tree_cursor_data(&s.cursor).data), k * COPIES + COPIES - 1);
            JET_ERR err = tree_cursor_seek(&s.cursor, TREE_SEEK_GT, number_key(k), none, &equal);
            assert_int_equal(err, k < 8 ? JET_errSuccess : JET_errRecordNotFound);
            if (k < 8)
                assert_int_equal(load_be64(tree_cursor_data(&s.cursor).data), (k + 1) * COPIES);
            for (uint64_t n = 0; n < COPIES; n += 77) {
                make_number(k * COPIES + n, data);
                assert_int_equal(
                    tree_cursor_seek(&s.cursor, TREE_SEEK_EQ, number_key(k), (struct bytes){data, 8}, &equal),
                    JET_errSuccess);
                assert_int_equal(load_be64(tree_cursor_data(&s.cursor).data), k * COPIES + n);
                tree_cursor_release(&s.cursor);
                assert_int_equal(load_be64(tree_cursor_bookmark_data(&s.cursor).data), k * COPIES + n);
            }
            uint64_t count;
            struct tree_bound end = {number_key(k), true};
            assert_int_equal(tree_cursor_seek(&s.cursor, TREE_SEEK_EQ, number_key(k), none, NULL),
                             JET_errSuccess);
            assert_int_equal(tree_cursor_count(&s.cursor, true, &end, 0, &count), JET_errSuccess);
            assert_int_equal(count, COPIES);
        }
        close_shape(&s);
    }
}

/* --- faults --- */

static long reads_left = -1; /* the read that fails */
static JET_ERR failing_read(struct os_file *file, uint64_t offset, const struct iovec *parts, int count)
{
    if (reads_left >= 0 && reads_left-- == 0)
        return JET_errDiskIO;
    return made_tree_read(file, offset, parts, count);
}

/* The n-th read fails, for every n: the error arrives, nothing stays latched, and
 * what was asked for works the next time. */
static void test_every_read_may_fail(void **state)
{
    (void)state;
    static const struct os_file_ops ops = {.read = failing_read};
    struct shape s;
    open_shape(&s, 2048, 0, 8, 800, number_entry);
    s.made.file.ops = &ops;
    bool failed = true;
    unsigned rounds = 0;
    for (long n = 0; failed; n++, rounds++) {
        tree_cursor_reset(&s.cursor);
        cache_detach(s.cache, s.slot);
        assert_int_equal(cache_attach(s.cache, &s.made.file, &s.slot), JET_errSuccess);
        reads_left = n;
        uint64_t count = 0, errors = 0;
        JET_ERR err = tree_cursor_first(&s.cursor);
        if (err == JET_errDiskIO) {
            errors++;
            err = tree_cursor_first(&s.cursor);
        }
        while (err == JET_errSuccess) {
            assert_int_equal(number_at(&s.cursor), count++);
            if (count % 3 == 0)
                tree_cursor_release(&s.cursor);
            err = tree_cursor_next(&s.cursor);
            if (err == JET_errDiskIO) {
                errors++;
                assert_false(s.cursor.latched);
                err = tree_cursor_next(&s.cursor); /* goes on behind the last entry seen */
            }
        }
        assert_int_equal(err, JET_errNoCurrentRecord);
        assert_int_equal(count, 800);
        assert_int_equal(cache_debug_latches(), 0);
        failed = reads_left < 0; /* else no read was left to fail */
        assert_true(errors <= 1);
    }
    assert_int_equal(rounds, 12); /* runs are read ahead, and a failure of that costs nothing */
    reads_left = -1;
    close_shape(&s);
}

static void test_failing_reads_on_the_way_back(void **state)
{
    (void)state;
    static const struct os_file_ops ops = {.read = failing_read};
    struct shape s;
    open_shape(&s, 2048, 0, 8, 800, number_entry);
    s.made.file.ops = &ops;
    bool failed = true;
    for (long n = 0; failed; n++) {
        tree_cursor_reset(&s.cursor);
        cache_detach(s.cache, s.slot);
        assert_int_equal(cache_attach(s.cache, &s.made.file, &s.slot), JET_errSuccess);
        reads_left = n;
        uint64_t count = 800;
        JET_ERR err = tree_cursor_last(&s.cursor);
        if (err == JET_errDiskIO)
            err = tree_cursor_last(&s.cursor);
        while (err == JET_errSuccess) {
            assert_int_equal(number_at(&s.cursor), --count);
            err = tree_cursor_prev(&s.cursor);
            if (err == JET_errDiskIO)
                err = tree_cursor_prev(&s.cursor);
        }
        assert_int_equal(err, JET_errNoCurrentRecord);
        assert_int_equal(count, 0);
        assert_int_equal(cache_debug_latches(), 0);
        failed = reads_left < 0;
    }
    reads_left = -1;
    close_shape(&s);
}

static void test_failing_reads_of_seeks_counts_and_fractions(void **state)
{
    (void)state;
    static const struct os_file_ops ops = {.read = failing_read};
    struct shape s;
    open_shape(&s, 2048, 0, 8, 800, number_entry);
    s.made.file.ops = &ops;
    for (int what = 0; what < 8; what++) {
        bool failed = true;
        for (long n = 0; failed; n++) {
            uint64_t count, total;
            tree_cursor_reset(&s.cursor);
            cache_detach(s.cache, s.slot);
            assert_int_equal(cache_attach(s.cache, &s.made.file, &s.slot), JET_errSuccess);
            assert_int_equal(tree_cursor_set_bookmark(&s.cursor, number_key(400), none), JET_errSuccess);
            reads_left = n;
            for (int attempt = 0; attempt < 2; attempt++) {
                JET_ERR err =
                    what < 5 ? tree_cursor_seek(&s.cursor, (enum tree_seek)what, number_key(400), none, NULL)
                    : what == 5 ? tree_cursor_count(&s.cursor, true, NULL, 0, &count)
                    : what == 6 ? tree_cursor_approximate(&s.cursor, &count, &total)
                                : tree_cursor_goto_fraction(&s.cursor, 400, 800);
                assert_true(err == JET_errSuccess || (attempt == 0 && err == JET_errDiskIO));
                if (err == JET_errSuccess && what == 5)
                    assert_int_equal(count, 400);
                if (err == JET_errSuccess)
                    break;
                assert_int_equal(cache_debug_latches(), 0);
            }
            failed = reads_left < 0;
            reads_left = -1;
        }
        tree_cursor_reset(&s.cursor);
    }
    close_shape(&s);
}

static void test_no_memory_for_a_cursor_or_a_cache(void **state)
{
    (void)state;
    struct shape s;
    struct tree_cursor cursor;
    struct cache *cache;
    open_shape(&s, 4096, 0, 0, 100, number_entry);
    mem_fail_nth(1);
    assert_int_equal(tree_cursor_open(&cursor, &s.tree), JET_errOutOfMemory);
    tree_cursor_close(&cursor);
    mem_fail_nth(1);
    assert_int_equal(cache_create(&(struct cache_params){4096, 64}, &cache), JET_errOutOfMemory);
    mem_fail_nth(0);
    assert_null(cache);
    close_shape(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees_of_every_page_size),
        cmocka_unit_test(test_trees_up_to_eight_levels_are_read),
        cmocka_unit_test(test_a_ninth_level_is_corruption),
        cmocka_unit_test(test_a_thousand_equal_keys),
        cmocka_unit_test(test_every_read_may_fail),
        cmocka_unit_test(test_failing_reads_on_the_way_back),
        cmocka_unit_test(test_failing_reads_of_seeks_counts_and_fractions),
        cmocka_unit_test(test_no_memory_for_a_cursor_or_a_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
