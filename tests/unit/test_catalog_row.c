/* Decoding of catalog rows beyond what real files show. */
#include "test.h"

#include "format/catalog_row.h"

static void test_segments_of_a_row_without_key_columns_are_none(void **state)
{
    (void)state;
    struct catalog_row row = {.type = CATALOG_TABLE};
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST];
    unsigned count = 9;
    assert_int_equal(catalog_row_segments(&row, row.segments, segments, &count), JET_errSuccess);
    assert_int_equal(count, 0);
}

static void test_segments_that_end_in_the_middle_are_corrupt(void **state)
{
    (void)state;
    struct catalog_row row = {.type = CATALOG_INDEX};
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST];
    unsigned count = 9;
    const uint8_t three[] = {1, 0, 2};
    assert_int_equal(catalog_row_segments(&row, (struct bytes){three, 3}, segments, &count),
                     JET_errCatalogCorrupted);
    assert_int_equal(count, 0);
}

static void test_seventeen_segments_are_corrupt(void **state)
{
    (void)state;
    struct catalog_row row = {.type = CATALOG_INDEX};
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST];
    unsigned count;
    uint8_t raw[34];
    memset(raw, 1, sizeof raw);
    assert_int_equal(catalog_row_segments(&row, (struct bytes){raw, 34}, segments, &count),
                     JET_errCatalogCorrupted);
    assert_int_equal(catalog_row_segments(&row, (struct bytes){raw, 32}, segments, &count), JET_errSuccess);
    assert_int_equal(count, 16);
    assert_int_equal(segments[15].column_id, 0x0101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segments_of_a_row_without_key_columns_are_none),
        cmocka_unit_test(test_segments_that_end_in_the_middle_are_corrupt),
        cmocka_unit_test(test_seventeen_segments_are_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
