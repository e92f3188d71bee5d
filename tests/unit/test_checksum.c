#include "test.h"

#include "corpus.h"
#include "databases.h"
#include "format/checksum.h"
#include "format/page.h"
#include <stdio.h>
#include <stdlib.h>

static void fill_pattern(uint8_t *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
        block[i] = (uint8_t)(i % 251);
}

/* The definition of 5.2, bit by bit. */
static uint64_t block_by_definition(const uint8_t *block, size_t size, uint32_t number, bool header)
{
    uint32_t low = 0, high = 0, xor = number, mask = (uint32_t)size * 8 - 1;
    for (uint32_t i = header ? 64 : 0; i <= mask; i++) {
        if (block[i / 8] >> i % 8 & 1) {
            low ^= i;
            high ^= mask - i;
            xor ^= 1u << i % 32;
        }
    }
    return (uint64_t)(high << 16 | low) << 32 | xor;
}

static void test_blocks_have_the_checksums_of_the_specification(void **state)
{
    (void)state;
    static const struct {
        size_t size;
        uint64_t header, plain;
    } vectors[] = {
        {2048, 0x0140014000012345, 0x0140014004052741},
        {4096, 0x0980098004052741, 0x0980098000012345},
        {8192, 0x0700070004052741, 0x0700070000012345},
    };
    uint8_t block[8192];
    size_t count;
    const struct checksum_variant *variants = checksum_variants(&count);
    fill_pattern(block, sizeof block);
    for (size_t i = 0; i < ARRAY_COUNT(vectors); i++) {
        assert_int_equal(checksum_block(block, vectors[i].size, 0x12345, true), vectors[i].header);
        assert_int_equal(checksum_block(block, vectors[i].size, 0x12345, false), vectors[i].plain);
        for (size_t v = 0; v < count; v++) {
            assert_int_equal(variants[v].block(block, vectors[i].size, 0x12345, true), vectors[i].header);
            assert_int_equal(variants[v].block(block, vectors[i].size, 0x12345, false), vectors[i].plain);
        }
    }
    memset(block, 0, sizeof block);
    assert_int_equal(checksum_block(block, 4096, 1, true), 1);
    block[100] = 1;
    assert_int_equal(checksum_block(block, 4096, 7, true), 0x7CDF032000000006);
}

static void test_every_variant_equals_the_definition_on_random_blocks(void **state)
{
    (void)state;
    uint8_t block[8192 + 1], *odd = block + 1; /* no alignment may be assumed */
    size_t count;
    const struct checksum_variant *variants = checksum_variants(&count);
    uint64_t random = 88172645463325252;
    for (size_t round = 0; round < 40; round++) {
        size_t size = (size_t)1024 << round % 4;
        for (size_t i = 0; i < size; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            odd[i] = (uint8_t)(random >> 32);
        }
        uint64_t expected = block_by_definition(odd, size, (uint32_t)round, round & 1);
        for (size_t v = 0; v < count; v++)
            assert_int_equal(variants[v].block(odd, size, (uint32_t)round, round & 1), expected);
    }
}

static void test_large_pages_have_the_checksums_of_the_specification(void **state)
{
    (void)state;
    static const uint64_t expected[2][4] = {
        {0x775608A93A2CFAD3, 0x0E800E8000012345, 0x0380038000012345, 0x3791486E00BC9CF8},
        {0x07480748EE4963C5, 0x3411CBEE00BC9CF8, 0x9982998200A183E5, 0x36AC36AC756A3B5D},
    };
    uint8_t page[32768];
    for (size_t i = 0; i < 2; i++) {
        size_t size = (size_t)16384 << i;
        fill_pattern(page, size);
        for (unsigned block = 1; block < 4; block++)
            store_le64(page + 40 + 8 * (block - 1),
                       checksum_block(page + block * size / 4, size / 4, 0x12345, false));
        assert_int_equal(checksum_block(page, size / 4, 0x12345, true), expected[i][0]);
        for (unsigned block = 1; block < 4; block++)
            assert_int_equal(load_le64(page + 40 + 8 * (block - 1)), expected[i][block]);
    }
}

static void test_xor_word_is_that_of_the_specification(void **state)
{
    (void)state;
    uint8_t block[4096];
    fill_pattern(block, sizeof block);
    assert_int_equal(checksum_xor(block, 4096), 0x8AA9CCEF);
    memset(block, 0, sizeof block);
    assert_int_equal(checksum_xor(block, 4096), 0x89ABCDEF);
}

static void test_updated_pages_verify_and_say_which_page_they_are(void **state)
{
    (void)state;
    uint8_t page[32768];
    for (size_t size = 2048; size <= 32768; size *= 2) {
        memset(page, 0, sizeof page);
        assert_int_equal(checksum_verify_page(page, size, 9, false, NULL), JET_errPageNotInitialized);
        fill_pattern(page, size);
        if (size >= 16384)
            store_le32(page + 64, 9);
        checksum_update_page(page, size, 9);
        assert_int_equal(checksum_verify_page(page, size, 9, false, NULL), JET_errSuccess);
        assert_int_equal(checksum_verify_page(page, size, 8, false, NULL), JET_errReadVerifyFailure);
        if (size >= 16384) {
            store_le32(page + 64, 8);
            checksum_update_page(page, size, 9);
            assert_int_equal(checksum_verify_page(page, size, 9, false, NULL), JET_errReadPgnoVerifyFailure);
        }
    }
}

static void test_old_format_page_of_the_specification_verifies(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/catdb-win2003-small.edb.gz");
    uint8_t *page = test_image_page(&image, 4);
    struct checksum_report report;
    assert_int_equal(load_le64(page), 0x00000004419A123C);
    assert_int_equal(checksum_verify_page(page, 4096, 4, true, &report), JET_errSuccess);
    assert_true(report.old_format);
    page[1000] ^= 1; /* no correction in this format */
    assert_int_equal(checksum_verify_page(page, 4096, 4, true, &report), JET_errReadVerifyFailure);
    test_image_free(&image);
}

/* Every page that is not zero: as many good and bad ones as the census says. */
static void test_census_of_every_real_database(void **state)
{
    (void)state;
    unsigned good_pages = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *db = &test_databases[i];
        struct test_image image = test_image_read(db->path);
        json_int_t good = 0, old = 0, bad = 0, zero = 0;
        for (uint32_t pgno = 1; pgno <= image.pages; pgno++) {
            struct checksum_report report;
            JET_ERR err =
                checksum_verify_page(test_image_page(&image, pgno), image.page_size, pgno, false, &report);
            zero += err == JET_errPageNotInitialized;
            bad += err == JET_errReadVerifyFailure || err == JET_errReadPgnoVerifyFailure;
            good += err == JET_errSuccess && !report.old_format;
            old += err == JET_errSuccess && report.old_format;
        }
        good_pages += (unsigned)(good + old);
        if (db->summary) {
            json_t *summary = json_load_file(corpus_path(db->summary), 0, NULL);
            assert_non_null(summary);
            json_t *pages = json_object_get(summary, "pages");
            if (json_integer_value(json_object_get(pages, "bad_count")) != bad ||
                json_integer_value(json_object_get(pages, "checksum_ok")) != good + old ||
                json_integer_value(json_object_get(pages, "old_checksum")) != old ||
                json_integer_value(json_object_get(pages, "never_written")) != zero)
                fail_msg("%s: good %d old %d bad %d zero %d, census %s", db->path, (int)good, (int)old,
                         (int)bad, (int)zero, json_dumps(pages, JSON_COMPACT));
            json_decref(summary);
        } else if (db->clean && bad > 1) { /* one patch page behind the end of a backup */
            fail_msg("%s: %d bad pages", db->path, (int)bad);
        }
        test_image_free(&image);
    }
    assert_int_equal(good_pages, 12559);
}

/* Flips bit after bit at pseudo-random places of real pages of every size. */
static void test_any_single_flipped_bit_outside_the_checksum_is_restored(void **state)
{
    (void)state;
    static const char *const files[] = {"corpus/basic.edb.gz", "golden/basic_8k/basic.edb.gz",
                                        "golden/basic_16k/basic.edb.gz", "corpus/large.edb.gz"};
    uint8_t copy[32768];
    uint32_t random = 1;
    for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
        struct test_image image = test_image_read(files[i]);
        size_t size = image.page_size;
        for (unsigned round = 0; round < 600; round++) {
            random = random * 1664525 + 1013904223;
            uint32_t pgno = 1 + (random >> 8) % 13;
            const uint8_t *page = test_image_page(&image, pgno);
            random = random * 1664525 + 1013904223;
            size_t bit = (random >> 4) % (size * 8);
            if (round < 64 * 3 && size >= 16384)
                bit = 40 * 8 + round; /* the stored checksums of the later blocks */
            memcpy(copy, page, size);
            struct checksum_report report;
            if (checksum_verify_page(copy, size, pgno, false, NULL) != JET_errSuccess)
                continue;
            copy[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_int_not_equal(checksum_verify_page(copy, size, pgno, false, NULL), JET_errSuccess);
            JET_ERR err = checksum_verify_page(copy, size, pgno, true, &report);
            if (bit < 64 || bit == 301) { /* the sum itself, the mark of the format */
                assert_int_equal(err, JET_errReadVerifyFailure);
                continue;
            }
            assert_int_equal(err, JET_errSuccess);
            assert_int_equal(report.fixed_bits, 1);
            assert_memory_equal(copy, page, size);
        }
        test_image_free(&image);
    }
}

static void test_two_flipped_bits_are_refused_and_left_alone(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/basic.edb.gz");
    uint8_t damaged[4096], copy[4096];
    memcpy(damaged, test_image_page(&image, 4), 4096);
    damaged[700] ^= 0x10;
    damaged[2900] ^= 0x01;
    memcpy(copy, damaged, 4096);
    assert_int_equal(checksum_verify_page(copy, 4096, 4, true, NULL), JET_errReadVerifyFailure);
    assert_memory_equal(copy, damaged, 4096);
    test_image_free(&image);
}

static void test_one_flipped_bit_in_each_block_of_a_large_page_is_restored(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/large.edb.gz");
    const uint8_t *page = test_image_page(&image, 4);
    uint8_t copy[32768];
    struct checksum_report report;
    memcpy(copy, page, sizeof copy);
    for (unsigned block = 0; block < 4; block++)
        copy[block * 8192 + 1000 + block] ^= (uint8_t)(1 << block);
    assert_int_equal(checksum_verify_page(copy, sizeof copy, 4, true, &report), JET_errSuccess);
    assert_int_equal(report.fixed_bits, 4);
    assert_memory_equal(copy, page, sizeof copy);
    test_image_free(&image);
}

static void test_block_verification_corrects_a_log_segment(void **state)
{
    (void)state;
    uint8_t segment[4096], copy[4096];
    bool fixed;
    fill_pattern(segment, sizeof segment);
    store_le64(segment, checksum_block(segment, sizeof segment, 77, true));
    assert_int_equal(checksum_verify_block(segment, sizeof segment, 77, true, &fixed), JET_errSuccess);
    assert_false(fixed);
    assert_int_equal(checksum_verify_block(segment, sizeof segment, 76, true, &fixed),
                     JET_errReadVerifyFailure);
    memcpy(copy, segment, sizeof copy);
    copy[2000] ^= 4;
    assert_int_equal(checksum_verify_block(copy, sizeof copy, 77, false, &fixed), JET_errReadVerifyFailure);
    assert_int_equal(checksum_verify_block(copy, sizeof copy, 77, true, &fixed), JET_errSuccess);
    assert_true(fixed);
    assert_memory_equal(copy, segment, sizeof copy);
}

/* The logical sum does not see where lines lie, versions, free space or sums. */
static void test_logged_data_sum_sees_content_only(void **state)
{
    (void)state;
    struct test_image image = test_image_read("corpus/basic.edb.gz");
    uint8_t copy[4096];
    const uint8_t *page = test_image_page(&image, 13); /* leaf of the catalog */
    assert_true(page_flags(page) & PAGE_LEAF && page_tag_count(page) > 1);
    uint64_t sum = checksum_logged_data(page, 4096);
    memcpy(copy, page, 4096);
    store_le64(copy, 0);
    copy[37] ^= 0x80; /* flush type */
    unsigned tag1 = 4096 - 8 + 3;
    copy[tag1] ^= 0x20; /* VERSIONED */
    assert_int_equal(checksum_logged_data(copy, 4096), sum);
    copy[tag1] ^= 0x40; /* DELETED */
    assert_int_not_equal(checksum_logged_data(copy, 4096), sum);
    copy[tag1] ^= 0x40;
    struct page view = page_open(copy, 4096);
    struct bytes line = page_line(&view, 1);
    copy[line.data - copy + 3] ^= 1;
    assert_int_not_equal(checksum_logged_data(copy, 4096), sum);
    test_image_free(&image);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_have_the_checksums_of_the_specification),
        cmocka_unit_test(test_every_variant_equals_the_definition_on_random_blocks),
        cmocka_unit_test(test_large_pages_have_the_checksums_of_the_specification),
        cmocka_unit_test(test_xor_word_is_that_of_the_specification),
        cmocka_unit_test(test_updated_pages_verify_and_say_which_page_they_are),
        cmocka_unit_test(test_old_format_page_of_the_specification_verifies),
        cmocka_unit_test(test_census_of_every_real_database),
        cmocka_unit_test(test_any_single_flipped_bit_outside_the_checksum_is_restored),
        cmocka_unit_test(test_two_flipped_bits_are_refused_and_left_alone),
        cmocka_unit_test(test_one_flipped_bit_in_each_block_of_a_large_page_is_restored),
        cmocka_unit_test(test_block_verification_corrects_a_log_segment),
        cmocka_unit_test(test_logged_data_sum_sees_content_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
