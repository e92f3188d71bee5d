/* Rows of the catalog made from what they say: bytes of the worked examples. */
#include "test.h"

#include "format/catalog_row.h"

static void test_column_row_has_the_bytes_of_the_worked_example(void **state)
{
    static const uint8_t expected[] = {0x09, 0x80, 0x23, 0x00, 0x02, 0,   0,    0,    0x02, 0,    0x01, 0,
                                       0,    0,    0x04, 0,    0,    0,   0x04, 0,    0,    0,    1,    0,
                                       0,    0,    0xE4, 0x04, 0,    0,   0x2A, 0x04, 0,    0x80, 0xFE, 0x0A,
                                       0,    'O',  'b',  'j',  'i',  'd', 'T',  'a',  'b',  'l',  'e'};
    struct catalog_row row = {.objid_table = 2,
                              .type = CATALOG_COLUMN,
                              .id = 1,
                              .coltyp = JET_coltypLong,
                              .space_usage = 4,
                              .flags = 1,
                              .code_page = 1252,
                              .has_record_offset = true,
                              .record_offset = 4,
                              .name = {(const uint8_t *)"ObjidTable", 10}};
    uint8_t out[512];
    size_t size;
    (void)state;
    assert_int_equal(catalog_row_store(&row, false, out, sizeof out, &size), JET_errSuccess);
    assert_int_equal(size, sizeof expected);
    assert_memory_equal(out, expected, size);
    assert_int_equal(catalog_row_store(&row, false, out, 20, &size), JET_errRecordTooBig);
}

static void test_index_row_says_again_what_was_stored(void **state)
{
    static const uint8_t segments[] = {0, 0, 1, 0, 0x40, 0, 128, 0};
    struct catalog_row again, row = {.objid_table = 9,
                                     .type = CATALOG_INDEX,
                                     .id = 11,
                                     .pgno_fdp = 40,
                                     .space_usage = 80,
                                     .flags = 0x1044E,
                                     .lcmap_flags = 0x30401,
                                     .key_most = 500,
                                     .var_seg_mac = 20,
                                     .name = {(const uint8_t *)"i", 1},
                                     .segments = {segments, sizeof segments},
                                     .has_tuple = true,
                                     .tuple = {3, 10, 32767, 1, 0},
                                     .sort_version = 0x0006030500060305,
                                     .locale_name = {(const uint8_t *)"e\0n", 4}};
    (void)state;
    row.sort_id[0] = 1;
    row.space_hints = (struct catalog_space_hints){.initial = 4096, .growth = 150, .present = true};
    for (int large = 0; large < 2; large++) {
        uint8_t out[1024];
        size_t size;
        assert_int_equal(catalog_row_store(&row, large, out, sizeof out, &size), JET_errSuccess);
        assert_int_equal(catalog_row_load(&again, (struct bytes){out, size}, large), JET_errSuccess);
        assert_int_equal(again.key_most, 500);
        assert_int_equal(again.var_seg_mac, 20);
        assert_int_equal(again.sort_version, row.sort_version);
        assert_memory_equal(&again.tuple, &row.tuple, sizeof row.tuple);
        assert_true(again.space_hints.present);
        assert_int_equal(again.space_hints.initial, 4096);
        assert_int_equal(again.space_hints.growth, 150);
        assert_int_equal(again.locale_name.size, 4);
        assert_int_equal(again.segments.size, sizeof segments);
        assert_int_equal(again.lcmap_flags, 0x30401);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_column_row_has_the_bytes_of_the_worked_example),
        cmocka_unit_test(test_index_row_says_again_what_was_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
