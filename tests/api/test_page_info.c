/* JetGetPageInfo2 on all pages of real files of three page sizes, sound and damaged. */
#define JET_VERSION 0x0A01
#define ESENT_ENGINE_ONLY
#include <esent.h>

#include "test.h"
#include "corpus.h"

#include <stdlib.h>
#include <string.h>

static uint8_t *pages; /* the file without its two headers, aligned */
static uint32_t page_size, page_count;
static JET_PAGEINFO2 *info;

static void load(const char *database, uint32_t size_of_page)
{
    size_t size;
    uint8_t *file = corpus_read(database, &size);
    page_size = size_of_page;
    page_count = (uint32_t)(size / page_size) - 2;
    pages = aligned_alloc(page_size, (size_t)page_count * page_size);
    memcpy(pages, file + 2 * page_size, (size_t)page_count * page_size);
    free(file);
    info = calloc(page_count, sizeof *info);
    for (uint32_t i = 0; i < page_count; i++)
        info[i].pageInfo.pgno = i + 1;
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, page_size, NULL),
                     JET_errSuccess);
}

static void unload(void)
{
    free(pages);
    free(info);
}

static JET_ERR ask(void)
{
    return JetGetPageInfo2(pages, page_count * page_size, info, page_count * (uint32_t)sizeof *info, 0,
                           JET_PageInfo2);
}

static void check_sound(const char *database, uint32_t size)
{
    load(database, size);
    assert_int_equal(ask(), JET_errSuccess);
    uint32_t initialised = 0;
    for (uint32_t i = 0; i < page_count; i++) {
        uint64_t dbtime;
        memcpy(&dbtime, pages + (size_t)i * page_size + 8, sizeof dbtime);
        assert_int_equal(info[i].pageInfo.pgno, i + 1);
        assert_false(info[i].pageInfo.fCorrectableError);
        assert_true(info[i].pageInfo.checksumActual == info[i].pageInfo.checksumExpected);
        assert_memory_equal(info[i].rgChecksumActual, info[i].rgChecksumExpected, 24);
        assert_true(info[i].pageInfo.dbtime == dbtime);
        assert_true(!info[i].pageInfo.fPageIsInitialized == (info[i].pageInfo.structureChecksum == 0));
        initialised += info[i].pageInfo.fPageIsInitialized;
    }
    assert_true(initialised > 50);
    unload();
}

static void test_all_pages_of_sound_files(void **state)
{
    (void)state;
    check_sound("golden/basic_4k/basic.edb.gz", 4096);
    check_sound("golden/basic_8k/basic.edb.gz", 8192);
    check_sound("golden/basic_16k/basic.edb.gz", 16384);
    check_sound("golden/basic_32k/basic.edb.gz", 32768);
}

static void test_one_flipped_bit_is_flipped_back(void **state)
{
    (void)state;
    load("golden/basic_16k/basic.edb.gz", 16384);
    uint8_t *bit = pages + 4 * 16384 + 9000;
    const uint8_t before = *bit;
    assert_int_equal(ask(), JET_errSuccess);
    const uint64_t structure = info[4].pageInfo.structureChecksum;
    *bit ^= 0x10;
    assert_int_equal(ask(), JET_errSuccess);
    assert_int_equal(*bit, before);
    assert_true(info[4].pageInfo.fCorrectableError);
    assert_true(info[4].pageInfo.structureChecksum == structure);
    assert_false(info[3].pageInfo.fCorrectableError);
    unload();
}

static void test_a_damaged_page_fails_the_call_but_all_elements_are_filled(void **state)
{
    (void)state;
    load("golden/basic_4k/basic.edb.gz", 4096);
    pages[10 * 4096 + 100] ^= 1;
    pages[10 * 4096 + 200] ^= 1;
    assert_int_equal(ask(), JET_errReadVerifyFailure);
    assert_true(info[10].pageInfo.checksumActual != info[10].pageInfo.checksumExpected);
    assert_int_equal(info[10].pageInfo.structureChecksum, 0);
    assert_true(info[11].pageInfo.fPageIsInitialized);
    assert_true(info[11].pageInfo.dbtime != 0);
    unload();
}

static void test_a_header_is_checked_as_such(void **state)
{
    (void)state;
    size_t size;
    uint8_t *file = corpus_read("golden/basic_4k/basic.edb.gz", &size), *page = aligned_alloc(4096, 4096);
    JET_PAGEINFO one = {.pgno = 0};
    memcpy(page, file, 4096);
    assert_int_equal(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 4096, NULL), JET_errSuccess);
    assert_int_equal(JetGetPageInfo(page, 4096, &one, sizeof one, 0, JET_PageInfo), JET_errSuccess);
    assert_true(one.fPageIsInitialized && one.checksumActual == one.checksumExpected);
    page[600] ^= 1;
    one.pgno = 0xFFFFFFFF;
    assert_int_equal(JetGetPageInfo(page, 4096, &one, sizeof one, 0, JET_PageInfo), JET_errReadVerifyFailure);
    free(page);
    free(file);
}

static void test_arguments(void **state)
{
    (void)state;
    load("golden/basic_4k/basic.edb.gz", 4096);
    JET_PAGEINFO first[2] = {{.pgno = 1}, {.pgno = 2}};
    assert_int_equal(JetGetPageInfo(pages, 8192, first, sizeof first, 0, JET_PageInfo), JET_errSuccess);
    assert_true(first[0].structureChecksum != 0);
    assert_int_equal(
        JetGetPageInfo(pages, 8192, first, sizeof first, JET_bitPageInfoNoStructureChecksum, JET_PageInfo),
        JET_errSuccess);
    assert_int_equal(first[0].structureChecksum, 0);
    assert_int_equal(JetGetPageInfo(pages, 8192, first, sizeof first, 0, JET_PageInfo2),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo2(pages, 8192, first, sizeof first, 0, 2), JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(NULL, 8192, first, sizeof first, 2, JET_PageInfo),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(pages, 0, first, sizeof first, 2, JET_PageInfo), JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(pages, 8192, NULL, sizeof first, 2, JET_PageInfo),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(pages, 8191, first, sizeof first, 2, JET_PageInfo), JET_errInvalidGrbit);
    assert_int_equal(JetGetPageInfo(pages, 8191, first, sizeof first, 0, JET_PageInfo),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(pages, 8192, first, sizeof first - 1, 0, JET_PageInfo),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetPageInfo(pages + 8, 8192, first, sizeof first, 0, JET_PageInfo),
                     JET_errInvalidParameter);
    unload();
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_pages_of_sound_files),
        cmocka_unit_test(test_one_flipped_bit_is_flipped_back),
        cmocka_unit_test(test_a_damaged_page_fails_the_call_but_all_elements_are_filled),
        cmocka_unit_test(test_a_header_is_checked_as_such),
        cmocka_unit_test(test_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
