/* Values back out of keys, and when that is not possible (spec 25, section 9). */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include "base/base.h"
#include "nls/key.h"

static uint8_t out[KEY_MOST_MAX];
static size_t out_size;

static enum key_decoded decode(const struct key_index *index, const void *key, size_t size, unsigned segment)
{
    enum key_decoded decoded;
    uint8_t *copy = malloc(size + !size); /* of its own size, for the sanitizer */
    memcpy(copy, key, size);
    assert_int_equal(key_denormalise(index, (struct bytes){copy, size}, segment, out, &out_size, &decoded),
                     JET_errSuccess);
    free(copy);
    return decoded;
}

static struct key_index definition(unsigned segments)
{
    return (struct key_index){.key_most = 255, .var_seg_mac = 255, .segment_count = (uint8_t)segments};
}

static size_t make(const struct key_index *index, unsigned segment, const void *data, size_t size,
                   uint8_t *key)
{
    struct key_value value = {.data = data, .size = (uint32_t)size, .null = !data};
    size_t made;
    bool cut;
    assert_int_equal(key_normalise(index, segment, &value, 255, key, &made, &cut), JET_errSuccess);
    return made;
}

static void test_every_fixed_type_comes_back_in_both_directions(void **state)
{
    (void)state;
    static const uint8_t values[4][16] = {
        {0},
        {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
        {0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0xFA, 0xF9, 0xF8, 0xF7, 0xF6, 0xF5, 0xF4, 0xF3, 0xF2, 0xF1, 0xF0},
        {0, 0, 0, 0x80, 0, 0, 0, 0x80}};
    static const struct {
        uint8_t coltyp, size;
    } types[] = {{JET_coltypUnsignedByte, 1}, {JET_coltypShort, 2},         {JET_coltypLong, 4},
                 {JET_coltypCurrency, 8},     {JET_coltypIEEESingle, 4},    {JET_coltypIEEEDouble, 8},
                 {JET_coltypDateTime, 8},     {JET_coltypUnsignedLong, 4},  {JET_coltypLongLong, 8},
                 {JET_coltypGUID, 16},        {JET_coltypUnsignedShort, 2}, {JET_coltypUnsignedLongLong, 8}};
    for (unsigned t = 0; t < sizeof types / sizeof *types; t++)
        for (unsigned variant = 0; variant < 4; variant++)
            for (unsigned v = 0; v < 4; v++) {
                struct key_index index = definition(1);
                uint8_t key[255];
                index.dotnet_guid = variant & 1;
                index.segments[0] =
                    (struct key_segment){.coltyp = types[t].coltyp, .descending = variant & 2};
                size_t size = make(&index, 0, values[v], types[t].size, key);
                assert_int_equal(decode(&index, key, size, 0), KEY_DECODED);
                assert_int_equal(out_size, types[t].size);
                assert_memory_equal(out, values[v], types[t].size);
            }
}

static void test_worked_examples_of_fixed_types(void **state)
{
    (void)state;
    uint8_t key[255];
    struct key_index index = definition(1);
    static const uint8_t guid[16] = {0x33, 0x22, 0x11, 0,    0x55, 0x44, 0x77, 0x66,
                                     0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};
    index.segments[0].coltyp = JET_coltypGUID;
    assert_int_equal(make(&index, 0, guid, 16, key), 17);
    assert_memory_equal(key, "\x7F\xAA\xBB\xCC\xDD\xEE\xFF\x88\x99\x77\x66\x55\x44\x33\x22\x11\x00", 17);
    index.dotnet_guid = true;
    make(&index, 0, guid, 16, key);
    assert_memory_equal(key, "\x7F\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xAA\xBB\xCC\xDD\xEE\xFF", 17);
    index.segments[0].coltyp = JET_coltypIEEEDouble;
    make(&index, 0, &(double){-1.0}, 8, key);
    assert_memory_equal(key, "\x7F\x40\x0F\xFF\xFF\xFF\xFF\xFF\xFF", 9);
    make(&index, 0, &(double){1.0}, 8, key);
    assert_memory_equal(key, "\x7F\xBF\xF0\0\0\0\0\0\0", 9);
    index.segments[0].coltyp = JET_coltypIEEESingle;
    make(&index, 0, &(float){-0.0f}, 4, key);
    assert_memory_equal(key, "\x7F\x7F\xFF\xFF\xFF", 5);
}

static void test_bits_come_back_as_the_fixed_column_stores_them(void **state)
{
    (void)state;
    struct key_index index = definition(1);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypBit, .fixed = true};
    assert_int_equal(decode(&index, "\x7F\xFF", 2, 0), KEY_DECODED);
    assert_int_equal(out[0], 0xFF);
    index.segments[0].fixed = false; /* a tagged one keeps the byte that was set */
    assert_int_equal(decode(&index, "\x7F\xFF", 2, 0), KEY_READ_RECORD);
}

static void test_binary_of_every_length_comes_back_until_it_is_cut(void **state)
{
    (void)state;
    uint8_t data[300], key[255];
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)(i * 7 + 9);
    for (unsigned variant = 0; variant < 4; variant++) {
        struct key_index index = definition(2);
        index.var_seg_mac = variant & 2 ? 100 : 255;
        index.segments[0] = (struct key_segment){.coltyp = JET_coltypLongBinary, .descending = variant & 1};
        index.segments[1] = (struct key_segment){.coltyp = JET_coltypLong};
        for (size_t n = 0; n <= sizeof data; n++) {
            size_t whole = 1 + (n + 7) / 8 * 9, size = make(&index, 0, data, n, key);
            bool fits = whole <= index.var_seg_mac;
            assert_int_equal(size, fits ? whole : index.var_seg_mac);
            assert_int_equal(decode(&index, key, size, 0), fits ? KEY_DECODED : KEY_READ_RECORD);
            if (fits) {
                assert_int_equal(out_size, n);
                assert_memory_equal(out, data, n);
            }
            if (size + 5 > 255)
                continue;
            size += make(&index, 1, &(int32_t){-77}, 4, key + size);
            assert_int_equal(decode(&index, key, size, 1), KEY_DECODED); /* found behind a cut one too */
            assert_int_equal((int32_t)load_le32(out), -77);
        }
    }
}

static void test_nulls_and_zero_lengths_are_told_apart(void **state)
{
    (void)state;
    struct key_index index = definition(1);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1200};
    assert_int_equal(decode(&index, "\x00", 1, 0), KEY_NULL);
    assert_int_equal(decode(&index, "\x40", 1, 0), KEY_DECODED);
    assert_int_equal(out_size, 0);
    index.flags = KEY_NULLS_HIGH;
    assert_int_equal(decode(&index, "\xC0", 1, 0), KEY_NULL);
    index.segments[0].descending = true;
    assert_int_equal(decode(&index, "\x3F", 1, 0), KEY_NULL);
    assert_int_equal(decode(&index, "\xBF", 1, 0), KEY_DECODED);
}

static void test_text_and_what_stands_behind_unicode_text_is_read_from_the_record(void **state)
{
    (void)state;
    struct key_index index = definition(2);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1252};
    index.segments[1] = (struct key_segment){.coltyp = JET_coltypLong};
    static const uint8_t ascii[] = "\x7F"
                                   "AB\0\x7F\x80\0\0\5";
    assert_int_equal(decode(&index, ascii, 9, 0), KEY_READ_RECORD);
    assert_int_equal(decode(&index, ascii, 9, 1), KEY_DECODED);
    assert_int_equal(load_le32(out), 5);
    index.segments[0].code_page = 1200;
    static const uint8_t unicode[] = "\x7F\x0E\x02\1\1\1\1\0\x7F\x80\0\0\5";
    assert_int_equal(decode(&index, unicode, 13, 0), KEY_READ_RECORD);
    assert_int_equal(decode(&index, unicode, 13, 1), KEY_READ_RECORD);
    assert_int_equal(decode(&index, "\x40\x7F\x80\0\0\5", 6, 1),
                     KEY_DECODED); /* an empty one hides nothing */
}

static void test_damaged_keys_are_never_believed(void **state)
{
    (void)state;
    struct key_index index = definition(1);
    index.segments[0].coltyp = JET_coltypLong;
    assert_int_equal(decode(&index, "", 0, 0), KEY_READ_RECORD);
    assert_int_equal(decode(&index, "\x7F\x80\0\0", 4, 0), KEY_READ_RECORD);
    assert_int_equal(decode(&index, "\x55\x80\0\0\1", 5, 0), KEY_READ_RECORD);
    index.segments[0].coltyp = JET_coltypLongBinary;
    assert_int_equal(decode(&index,
                            "\x7F"
                            "ABCDEFGH\x00",
                            10, 0),
                     KEY_READ_RECORD);
    assert_int_equal(decode(&index,
                            "\x7F"
                            "ABCDEFGH\x0A",
                            10, 0),
                     KEY_READ_RECORD);
    assert_int_equal(decode(&index,
                            "\x7F"
                            "ABCDEFGH\x09",
                            10, 0),
                     KEY_READ_RECORD);
}

static void test_first_column_of_a_tuple_index_is_refused(void **state)
{
    (void)state;
    struct key_index index = definition(1);
    enum key_decoded decoded;
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1252};
    index.tuple.length_max = 10;
    assert_int_equal(key_denormalise(&index,
                                     (struct bytes){(const uint8_t *)"\x7F"
                                                                     "A",
                                                    3},
                                     0, out, &out_size, &decoded),
                     JET_errIndexTuplesCannotRetrieveFromIndex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fixed_type_comes_back_in_both_directions),
        cmocka_unit_test(test_worked_examples_of_fixed_types),
        cmocka_unit_test(test_bits_come_back_as_the_fixed_column_stores_them),
        cmocka_unit_test(test_binary_of_every_length_comes_back_until_it_is_cut),
        cmocka_unit_test(test_nulls_and_zero_lengths_are_told_apart),
        cmocka_unit_test(test_text_and_what_stands_behind_unicode_text_is_read_from_the_record),
        cmocka_unit_test(test_damaged_keys_are_never_believed),
        cmocka_unit_test(test_first_column_of_a_tuple_index_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
