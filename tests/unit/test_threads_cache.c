/* Many threads at one small cache: readers, writers, readers ahead, failing
 * reads. Meant for ThreadSanitizer above all. */
#include "test.h"

#include "cache/cache.h"
#include "corpus.h"
#include "format/checksum.h"
#include "image_source.h"
#include "os/os_thread.h"
#include <pthread.h>

enum { THREADS = 6, ROUNDS = 4000, PAGES = 200 };

struct team {
    struct image_source source;
    struct cache *cache;
    unsigned db;
    atomic_uint next_id;
    atomic_uint errors, wrong;
    atomic_uint written[PAGES + 1]; /* changes made to each page */
};

static uint32_t next_random(uint32_t *random)
{
    *random = *random * 1664525 + 1013904223;
    return *random >> 8;
}

/* Every page is as in the file; a quarter of the calls read ahead. */
static void *reader(void *context)
{
    struct team *team = context;
    uint32_t random = atomic_fetch_add(&team->next_id, 1) * 7919 + 1;
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint32_t pgno = 1 + next_random(&random) % PAGES;
        struct cache_frame *frame;
        if (i % 4 == 0)
            cache_prefetch(team->cache, team->db, pgno, 8);
        JET_ERR err = cache_latch_shared(team->cache, team->db, pgno, &frame);
        if (err == JET_errSuccess) {
            if (memcmp(frame->bytes, test_image_page(&team->source.image, pgno), 4096) != 0)
                atomic_fetch_add(&team->wrong, 1);
            cache_unlatch_shared(frame);
        } else if (err == JET_errDiskIO) {
            atomic_fetch_add(&team->errors, 1);
        } else if (err != JET_errPageNotInitialized && err != JET_errOutOfBuffers) {
            atomic_fetch_add(&team->wrong, 1);
        }
    }
    atomic_fetch_add(&team->wrong, (unsigned)cache_debug_latches());
    return NULL;
}

static void start(struct team *team, uint32_t frames)
{
    memset(team, 0, sizeof *team);
    team->cache = image_cache(&team->source, "golden/basic_4k/basic.edb.gz", frames, &team->db);
}

static void run_team(struct team *team, void *(*body)(void *))
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, body, team), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void test_readers_of_a_small_cache_always_see_the_right_page(void **state)
{
    (void)state;
    struct team team;
    start(&team, CACHE_FRAMES_MIN);
    run_team(&team, reader);
    assert_int_equal(team.wrong, 0);
    assert_int_equal(team.errors, 0);
    assert_true(cache_used(team.cache) <= CACHE_FRAMES_MIN);
    image_cache_close(&team.source, team.cache, team.db);
}

static void test_failing_reads_reach_their_callers_and_nobody_hangs(void **state)
{
    (void)state;
    struct team team;
    start(&team, CACHE_FRAMES_MIN);
    team.source.fail_every = 5;
    run_team(&team, reader);
    assert_int_equal(team.wrong, 0);
    assert_true(team.errors > 0);
    team.source.fail_every = 0;
    for (uint32_t pgno = 1; pgno <= PAGES; pgno++) {
        struct cache_frame *frame;
        JET_ERR err = cache_latch_shared(team.cache, team.db, pgno, &frame);
        if (err == JET_errPageNotInitialized)
            continue;
        assert_int_equal(err, JET_errSuccess);
        cache_unlatch_shared(frame);
    }
    image_cache_close(&team.source, team.cache, team.db);
}

/* Writers add one to two counters on the page; readers see them equal. Optimistic
 * readers, where there are any, too. */
static void *writer_or_reader(void *context)
{
    struct team *team = context;
    unsigned id = atomic_fetch_add(&team->next_id, 1);
    uint32_t random = id * 7919 + 1;
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint32_t pgno = 1 + next_random(&random) % 6;
        struct cache_frame *frame;
        uint64_t version;
        if (id < 2) {
            if (cache_latch_exclusive(team->cache, team->db, pgno, &frame) != JET_errSuccess)
                continue;
            uint32_t count = load_le32(frame->bytes + 3000) + 1;
            cache_mark_dirty(frame);
            store_le32(frame->bytes + 3000, count);
            store_le32(frame->bytes + 3500, count);
            atomic_fetch_add(&team->written[pgno], 1);
            cache_unlatch_exclusive(frame);
            continue;
        }
        frame = cache_read_begin(team->cache, team->db, pgno, &version);
        if (frame) {
            bool same = load_le32(frame->bytes + 3000) == load_le32(frame->bytes + 3500);
            if (cache_read_valid(frame, version) && !same)
                atomic_fetch_add(&team->wrong, 1);
        }
        if (cache_latch_shared(team->cache, team->db, pgno, &frame) != JET_errSuccess)
            continue;
        if (load_le32(frame->bytes + 3000) != load_le32(frame->bytes + 3500))
            atomic_fetch_add(&team->wrong, 1);
        uint64_t remembered = cache_version(frame), key = cache_key(team->db, pgno);
        uint32_t count = load_le32(frame->bytes + 3000);
        cache_unlatch_shared(frame);
        if (cache_relatch_shared(frame, key, remembered)) {
            if (load_le32(frame->bytes + 3000) != count)
                atomic_fetch_add(&team->wrong, 1);
            cache_unlatch_shared(frame);
        }
    }
    return NULL;
}

static void test_writers_and_readers_of_the_same_pages_agree(void **state)
{
    (void)state;
    struct team team;
    start(&team, CACHE_FRAMES_MIN);
    for (uint32_t pgno = 1; pgno <= 6; pgno++) { /* leave the free space equal at both places */
        uint8_t *page = test_image_page(&team.source.image, pgno);
        store_le32(page + 3000, 0);
        store_le32(page + 3500, 0);
        checksum_update_page(page, 4096, pgno);
    }
    run_team(&team, writer_or_reader);
    assert_int_equal(team.wrong, 0);
    unsigned total = 0;
    for (uint32_t pgno = 1; pgno <= 6; pgno++) {
        struct cache_frame *frame;
        if (cache_latch_shared(team.cache, team.db, pgno, &frame) != JET_errSuccess)
            continue;
        assert_int_equal(load_le32(frame->bytes + 3000), team.written[pgno]); /* none was lost */
        total += team.written[pgno];
        atomic_store(&frame->state, CACHE_FRAME_VERIFIED); /* as a flush will do */
        cache_unlatch_shared(frame);
    }
    assert_true(total > ROUNDS);
    image_cache_close(&team.source, team.cache, team.db);
}

static void test_detaching_while_others_read_another_database(void **state)
{
    (void)state;
    struct team team;
    start(&team, CACHE_FRAMES_MIN);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, reader, &team), 0);
    struct image_source other;
    image_source_open(&other, "corpus/basic.edb.gz");
    for (unsigned i = 0; i < 100; i++) {
        struct cache_frame *frame;
        unsigned slot;
        assert_int_equal(cache_attach(team.cache, &other.file, &slot), JET_errSuccess);
        cache_prefetch(team.cache, slot, 1, 16);
        assert_int_equal(cache_latch_shared(team.cache, slot, 4, &frame), JET_errSuccess);
        assert_memory_equal(frame->bytes, test_image_page(&other.image, 4), 4096);
        cache_unlatch_shared(frame);
        cache_detach(team.cache, slot);
    }
    pthread_join(thread, NULL);
    assert_int_equal(team.wrong, 0);
    test_image_free(&other.image);
    image_cache_close(&team.source, team.cache, team.db);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readers_of_a_small_cache_always_see_the_right_page),
        cmocka_unit_test(test_failing_reads_reach_their_callers_and_nobody_hangs),
        cmocka_unit_test(test_writers_and_readers_of_the_same_pages_agree),
        cmocka_unit_test(test_detaching_while_others_read_another_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
