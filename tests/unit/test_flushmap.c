/* Flush maps: every real one verifies, belongs to its database, and knows the
 * flush type of every page the database wrote. */
#include "test.h"

#include "corpus.h"
#include "format/flushmap.h"

#include <stdlib.h>
#include <string.h>

/* Sets that were closed cleanly: the map must agree with every page. Killed
 * ones lag behind (spec 10 §12.2). */
static const struct {
    const char *map, *database;
    bool clean;
} pairs[] = {
    {"corpus/srum-server2022/day1/SRUDB.jfm.gz", "corpus/srum-server2022/day1/SRUDB.dat.gz", true},
    {"corpus/srum-server2022/day2/SRUDB.jfm.gz", "corpus/srum-server2022/day2/SRUDB.dat.gz", true},
    {"corpus/srum-win11/dirty/SRUDB.jfm.gz", "corpus/srum-win11/dirty/SRUDB.dat.gz", false},
    {"golden/windows11-srum-clean-with-logs/SRUDB.jfm", "golden/windows11-srum-clean-with-logs/SRUDB.dat.gz",
     true},
    {"golden/basic_8k/logs/basic.jfm.gz", "golden/basic_8k/basic.edb.gz", true},
    {"golden/lv_8k/logs/lv.jfm.gz", "golden/lv_8k/lv.edb.gz", true},
    {"golden/crash_05_8k/crash.jfm.gz", "golden/crash_05_8k/crash.edb.gz", false},
    {"golden/dirty_16k_v2/dirty.jfm.gz", "golden/dirty_16k_v2/dirty.edb.gz", false},
    {"golden/dirty_32k_v1/dirty.jfm.gz", "golden/dirty_32k_v1/dirty.edb.gz", false},
    {"golden/dirty_4k_v1/dirty.jfm.gz", "golden/dirty_4k_v1/dirty.edb.gz", false},
};

static unsigned flush_type(const uint8_t *page) { return load_le32(page + 36) >> 15 & 3; }

static unsigned compare_states(struct bytes map, struct bytes database, uint32_t page_size)
{
    static const uint8_t zero[64];
    unsigned written = 0;
    for (uint32_t pgno = 1; ((size_t)pgno + 2) * page_size <= database.size; pgno++) {
        const uint8_t *page = database.data + ((size_t)pgno + 1) * page_size;
        size_t at = ((size_t)flushmap_page_of(pgno) + 1) * FLUSHMAP_PAGE_SIZE;
        assert_true(at + FLUSHMAP_PAGE_SIZE <= map.size);
        unsigned state = flushmap_state(map.data + at, pgno);
        if (memcmp(page, zero, sizeof zero) == 0) {
            assert_int_equal(state, 0);
            continue;
        }
        assert_int_equal(state, flush_type(page));
        written++;
    }
    return written;
}

static void test_real_flush_maps_verify_and_know_the_pages_of_their_database(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
        size_t map_size, database_size;
        uint8_t *map = corpus_read(pairs[i].map, &map_size);
        uint8_t *database = corpus_read(pairs[i].database, &database_size);
        struct flushmap_header header;
        struct dbheader_choice choice;
        struct dbheader db;
        assert_int_equal(flushmap_header_load((struct bytes){map, map_size}, &header), JET_errSuccess);
        assert_int_equal(dbheader_choose((struct bytes){database, database_size}, &choice), JET_errSuccess);
        dbheader_load(choice.page, &db);
        assert_int_equal(flushmap_check_database(&header, &db), JET_errSuccess);
        assert_int_equal(header.flags & FLUSHMAP_FLAG_CLEAN, pairs[i].clean);
        for (size_t at = FLUSHMAP_PAGE_SIZE; at < map_size; at += FLUSHMAP_PAGE_SIZE)
            assert_int_equal(flushmap_page_check((struct bytes){map + at, map_size - at},
                                                 (uint32_t)(at / FLUSHMAP_PAGE_SIZE - 1)),
                             JET_errSuccess);
        if (pairs[i].clean)
            assert_true(compare_states((struct bytes){map, map_size}, (struct bytes){database, database_size},
                                       choice.page_size) > 20);
        free(map);
        free(database);
    }
}

static void test_flush_map_header_errors(void **state)
{
    (void)state;
    size_t size;
    uint8_t *map = corpus_read("golden/basic_8k/logs/basic.jfm.gz", &size);
    struct flushmap_header header, changed;
    uint8_t page[FLUSHMAP_PAGE_SIZE];
    struct bytes bytes = {page, sizeof page};
    assert_int_equal(flushmap_header_load((struct bytes){map, size}, &header), JET_errSuccess);
    flushmap_header_store(&header, page);
    assert_memory_equal(page, map, sizeof page);
    assert_int_equal(flushmap_header_load((struct bytes){map, 8191}, &changed), JET_errReadVerifyFailure);
    changed = header;
    changed.version_major = 4;
    flushmap_header_store(&changed, page);
    assert_int_equal(flushmap_header_load(bytes, &changed), JET_errFlushMapVersionUnsupported);
    changed.file_type = 1;
    flushmap_header_store(&changed, page);
    assert_int_equal(flushmap_header_load(bytes, &changed), JET_errFileInvalidType);
    page[50] ^= 1;
    assert_int_equal(flushmap_header_load(bytes, &changed), JET_errReadVerifyFailure);

    struct dbheader stranger = {0};
    assert_int_equal(flushmap_check_database(&header, &stranger), JET_errFlushMapDatabaseMismatch);
    stranger.flushmap_flush_signature = header.flush_signature;
    assert_int_equal(flushmap_check_database(&header, &stranger), JET_errSuccess);
    header.flags = 0;
    assert_int_equal(flushmap_check_database(&header, &stranger), JET_errFlushMapUnrecoverable);
    stranger.gen_min_required = 5;
    header.gen_min_required = 4;
    assert_int_equal(flushmap_check_database(&header, &stranger), JET_errFlushMapUnrecoverable);
    header.gen_min_required = 5;
    assert_int_equal(flushmap_check_database(&header, &stranger), JET_errSuccess);
    free(map);
}

static void test_state_of_a_page_is_two_bits_first_page_highest(void **state)
{
    (void)state;
    uint8_t page[FLUSHMAP_PAGE_SIZE] = {0};
    flushmap_set_state(page, 5, 2);
    assert_int_equal(page[64 + 1], 0x20);
    flushmap_set_state(page, 5, 1);
    assert_int_equal(page[64 + 1], 0x10);
    assert_int_equal(flushmap_state(page, 5), 1);
    assert_int_equal(flushmap_state(page, 4), 0);
    assert_int_equal(flushmap_page_of(32511), 0);
    assert_int_equal(flushmap_page_of(32512), 1);
    flushmap_set_state(page, 32511, 3);
    assert_int_equal(page[FLUSHMAP_PAGE_SIZE - 1], 3);
    assert_int_equal(flushmap_page_check((struct bytes){page, sizeof page}, 0), JET_errReadVerifyFailure);
    memset(page, 0, sizeof page);
    assert_int_equal(flushmap_page_check((struct bytes){page, sizeof page}, 0), JET_errSuccess);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_real_flush_maps_verify_and_know_the_pages_of_their_database),
        cmocka_unit_test(test_flush_map_header_errors),
        cmocka_unit_test(test_state_of_a_page_is_two_bits_first_page_highest),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
