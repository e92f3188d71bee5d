#include "test.h"

#include "cache/cache.h"
#include "corpus.h"
#include "format/checksum.h"
#include "image_source.h"
#include "os/os_thread.h"

#define BASIC "corpus/basic.edb.gz"

static void test_parameters_are_checked(void **state)
{
    (void)state;
    struct cache *cache;
    assert_int_equal(cache_create(&(struct cache_params){4095, 100}, &cache), JET_errInvalidParameter);
    assert_int_equal(cache_create(&(struct cache_params){4096, CACHE_FRAMES_MIN - 1}, &cache),
                     JET_errInvalidParameter);
    assert_null(cache);
    cache_destroy(NULL);
}

static void test_a_page_is_read_once_and_then_hit(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *a, *b;
    struct os_thread_counters before = os_thread_self.counters;
    assert_int_equal(cache_latch_shared(cache, db, 4, &a), JET_errSuccess);
    assert_memory_equal(a->bytes, test_image_page(&source.image, 4), 4096);
    assert_int_equal(cache_latch_shared(cache, db, 4, &b), JET_errSuccess);
    assert_ptr_equal(a, b);
    assert_int_equal(source.reads, 1);
    assert_int_equal(os_thread_self.counters.page_read - before.page_read, 1);
    assert_int_equal(os_thread_self.counters.page_referenced - before.page_referenced, 2);
    assert_int_equal(cache_used(cache), 1);
    cache_unlatch_shared(a);
    cache_unlatch_shared(b);
    assert_int_equal(cache_debug_latches(), 0);
    image_cache_close(&source, cache, db);
}

static void test_page_numbers_outside_the_owned_range_are_corruption(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *frame;
    assert_int_equal(cache_latch_shared(cache, db, 0, &frame), JET_errDatabaseCorrupted);
    assert_int_equal(cache_latch_shared(cache, db, source.image.pages + 1, &frame), JET_errFileIOBeyondEOF);
    cache_set_last_page(cache, db, 4);
    assert_int_equal(cache_last_page(cache, db), 4);
    assert_int_equal(cache_latch_shared(cache, db, 5, &frame), JET_errDatabaseCorrupted);
    assert_null(frame);
    assert_int_equal(cache_used(cache), 0);
    image_cache_close(&source, cache, db);
}

static void test_damage_is_reported_each_time_and_not_cached(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *frame;
    uint8_t *page = test_image_page(&source.image, 4);
    page[100] ^= 3;
    page[200] ^= 4;
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errReadVerifyFailure);
    assert_int_equal(cache_latch_exclusive(cache, db, 4, &frame), JET_errReadVerifyFailure);
    assert_int_equal(source.reads, 2);
    page[100] ^= 3;
    page[200] ^= 4;
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errSuccess);
    cache_unlatch_shared(frame);
    memset(test_image_page(&source.image, 5), 0, 4096);
    assert_int_equal(cache_latch_shared(cache, db, 5, &frame), JET_errPageNotInitialized);
    page = test_image_page(&source.image, 13); /* sound sum, unsound structure */
    store_le16(page + PAGE_FREE_BYTES, (uint16_t)(page_free_bytes(page) - 1));
    checksum_update_page(page, 4096, 13);
    assert_int_equal(cache_latch_shared(cache, db, 13, &frame), JET_errDatabaseCorrupted);
    image_cache_close(&source, cache, db);
}

static void test_a_flipped_bit_is_corrected_in_memory(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *frame;
    uint8_t good[4096], *page = test_image_page(&source.image, 4);
    memcpy(good, page, 4096);
    page[1234] ^= 8;
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errSuccess);
    assert_memory_equal(frame->bytes, good, 4096);
    assert_int_equal(cache_corrected(cache), 1);
    cache_unlatch_shared(frame);
    image_cache_close(&source, cache, db);
}

static void test_failing_reads_travel_up_and_leave_nothing(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *frame;
    source.fail_at = 1;
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errDiskIO);
    assert_int_equal(cache_used(cache), 0);
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errSuccess);
    cache_unlatch_shared(frame);
    source.fail_at = 1;
    assert_int_equal(cache_prefetch(cache, db, 1, 16), 12); /* the run 1 to 3 fails, 5 to 16 do not */
    assert_int_equal(cache_used(cache), 13);
    image_cache_close(&source, cache, db);
}

/* Twice as many pages as frames, all right each time. */
static void test_replacement_keeps_the_pages_right(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, "golden/basic_4k/basic.edb.gz", CACHE_FRAMES_MIN, &db);
    struct cache_frame *frame;
    uint32_t random = 1;
    unsigned good = 0;
    for (unsigned i = 0; i < 20000; i++) {
        random = random * 1664525 + 1013904223;
        uint32_t pgno = 1 + (random >> 8) % 1000;
        JET_ERR err = cache_latch_shared(cache, db, pgno, &frame);
        if (err == JET_errPageNotInitialized)
            continue;
        assert_int_equal(err, JET_errSuccess);
        assert_memory_equal(frame->bytes, test_image_page(&source.image, pgno), 4096);
        cache_unlatch_shared(frame);
        good++;
    }
    assert_true(good > 15000);
    assert_int_equal(cache_used(cache), CACHE_FRAMES_MIN);
    image_cache_close(&source, cache, db);
}

static void test_latched_and_dirty_pages_are_never_replaced(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, "golden/basic_4k/basic.edb.gz", CACHE_FRAMES_MIN, &db);
    struct cache_frame *held[CACHE_FRAMES_MIN], *frame;
    unsigned n = 0;
    uint32_t pgno = 1;
    for (; n < CACHE_FRAMES_MIN; pgno++)
        if (cache_latch_shared(cache, db, pgno, &held[n]) == JET_errSuccess)
            n++;
    assert_int_equal(cache_latch_shared(cache, db, pgno, &frame), JET_errOutOfBuffers);
    assert_int_equal(cache_prefetch(cache, db, pgno, 4), 0);
    /* one of them dirty, the others free: the dirty one stays */
    cache_unlatch_shared(held[10]);
    uint32_t dirty_page = (uint32_t)held[10]->key;
    assert_int_equal(cache_latch_exclusive(cache, db, dirty_page, &frame), JET_errSuccess);
    cache_mark_dirty(frame);
    cache_unlatch_exclusive(frame);
    assert_int_equal(cache_latch_shared(cache, db, pgno, &frame), JET_errOutOfBuffers);
    for (unsigned i = 0; i < CACHE_FRAMES_MIN; i++)
        if (i != 10)
            cache_unlatch_shared(held[i]);
    for (uint32_t p = 1; p < 600; p++)
        if (cache_latch_shared(cache, db, p, &frame) == JET_errSuccess)
            cache_unlatch_shared(frame);
    assert_true(cache_contains(cache, db, dirty_page));
    atomic_store(&held[10]->state, CACHE_FRAME_VERIFIED); /* as a flush will do */
    image_cache_close(&source, cache, db);
}

static void test_versions_tell_changes(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 100, &db);
    struct cache_frame *frame;
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errSuccess);
    uint64_t version = cache_version(frame), key = cache_key(db, 4), optimistic;
    cache_unlatch_shared(frame);
    assert_true(cache_relatch_shared(frame, key, version));
    assert_true(cache_try_upgrade(frame));
    assert_false(cache_relatch_shared(frame, key, version));
    assert_null(cache_try_shared(cache, db, 4));
    assert_null(cache_read_begin(cache, db, 4, &optimistic));
    cache_downgrade(frame);
    assert_false(cache_relatch_shared(frame, key, version));
    version = cache_version(frame);
    assert_ptr_equal(cache_try_shared(cache, db, 4), frame);
    assert_false(cache_try_upgrade(frame)); /* two holders */
    cache_unlatch_shared(frame);
#if !CACHE_NO_OPTIMISTIC
    assert_ptr_equal(cache_read_begin(cache, db, 4, &optimistic), frame);
    assert_true(cache_read_valid(frame, optimistic));
    assert_true(cache_try_upgrade(frame));
    assert_false(cache_read_valid(frame, optimistic));
    cache_unlatch_exclusive(frame);
    assert_false(cache_read_valid(frame, optimistic));
#else
    cache_unlatch_shared(frame);
#endif
    assert_int_equal(cache_debug_latches(), 0);
    image_cache_close(&source, cache, db);
}

static void test_read_ahead_joins_neighbours_and_judges_later(void **state)
{
    (void)state;
    struct image_source source;
    unsigned db;
    struct cache *cache = image_cache(&source, BASIC, 256, &db);
    struct cache_frame *frame;
    cache_set_last_page(cache, db, 40);
    test_image_page(&source.image, 7)[99] ^= 3;
    uint32_t preread = os_thread_self.counters.page_preread;
    assert_int_equal(cache_prefetch(cache, db, 1, 16), 16);
    assert_int_equal(source.reads, 1); /* 64 KiB in one read */
    assert_int_equal(cache_prefetch(cache, db, 1, 16), 0);
    assert_int_equal(source.reads, 1);
    assert_int_equal(cache_prefetch(cache, db, 30, 100), 11); /* not behind the last page */
    assert_int_equal(os_thread_self.counters.page_preread - preread, 27);
    assert_int_equal(cache_latch_shared(cache, db, 4, &frame), JET_errSuccess);
    cache_unlatch_shared(frame);
    assert_int_equal(source.reads, 2);
    assert_int_equal(cache_latch_shared(cache, db, 7, &frame), JET_errReadVerifyFailure);
    assert_false(cache_contains(cache, db, 7));
    uint32_t list[] = {22, 20, 21, 7, 18};
    assert_int_equal(cache_prefetch_list(cache, db, list, 5), 5);
    assert_int_equal(source.reads, 5); /* 7; 18; 20 to 22 */
    image_cache_close(&source, cache, db);
}

static void test_databases_do_not_mix(void **state)
{
    (void)state;
    struct image_source first, second;
    unsigned a, b;
    struct cache *cache = image_cache(&first, BASIC, 100, &a);
    struct cache_frame *x, *y;
    image_source_open(&second, "corpus/multi.edb.gz");
    assert_int_equal(cache_attach(cache, &second.file, &b), JET_errSuccess);
    assert_int_not_equal(a, b);
    assert_int_equal(cache_latch_shared(cache, a, 4, &x), JET_errSuccess);
    assert_int_equal(cache_latch_shared(cache, b, 4, &y), JET_errSuccess);
    assert_memory_equal(x->bytes, test_image_page(&first.image, 4), 4096);
    assert_memory_equal(y->bytes, test_image_page(&second.image, 4), 4096);
    cache_unlatch_shared(x);
    cache_unlatch_shared(y);
    cache_detach(cache, b);
    assert_int_equal(cache_used(cache), 1);
    assert_true(cache_contains(cache, a, 4));
    test_image_free(&second.image);
    image_cache_close(&first, cache, a);
}

static void test_slots_run_out_with_an_error(void **state)
{
    (void)state;
    struct cache *cache;
    unsigned slot;
    struct image_source source = {0};
    assert_int_equal(cache_create(&(struct cache_params){4096, 64}, &cache), JET_errSuccess);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++)
        assert_int_equal(cache_attach(cache, &source.file, &slot), JET_errSuccess);
    assert_int_equal(cache_attach(cache, &source.file, &slot), JET_errTooManyAttachedDatabases);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++)
        cache_detach(cache, i);
    cache_destroy(cache);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters_are_checked),
        cmocka_unit_test(test_a_page_is_read_once_and_then_hit),
        cmocka_unit_test(test_page_numbers_outside_the_owned_range_are_corruption),
        cmocka_unit_test(test_damage_is_reported_each_time_and_not_cached),
        cmocka_unit_test(test_a_flipped_bit_is_corrected_in_memory),
        cmocka_unit_test(test_failing_reads_travel_up_and_leave_nothing),
        cmocka_unit_test(test_replacement_keeps_the_pages_right),
        cmocka_unit_test(test_latched_and_dirty_pages_are_never_replaced),
        cmocka_unit_test(test_versions_tell_changes),
        cmocka_unit_test(test_read_ahead_joins_neighbours_and_judges_later),
        cmocka_unit_test(test_databases_do_not_mix),
        cmocka_unit_test(test_slots_run_out_with_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
