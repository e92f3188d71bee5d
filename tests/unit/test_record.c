/* Records byte by byte: the examples of spec 20, section 4, and bytes that lie. */
#include "test.h"

#include "format/lv.h"
#include "format/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A record from hex (blanks are allowed) in a block of exactly its size. */
static struct bytes bytes_of(const char *hex)
{
    size_t size = 0;
    uint8_t *data = malloc(strlen(hex) + 1);
    for (const char *p = hex; *p;) {
        if (*p == ' ') {
            p++;
            continue;
        }
        assert_int_equal(sscanf(p, "%2hhx", &data[size]), 1);
        size++;
        p += 2;
    }
    return (struct bytes){realloc(data, size ? size : 1), size};
}

static void free_bytes(struct bytes bytes) { free((void *)(uintptr_t)bytes.data); }

static void assert_value(struct bytes value, const char *hex)
{
    struct bytes expected = bytes_of(hex);
    assert_int_equal(value.size, expected.size);
    assert_memory_equal(value.data, expected.data, expected.size);
    free_bytes(expected);
}

static struct bytes fixed(const struct record *record, unsigned id, unsigned offset, unsigned size,
                          enum record_presence expected)
{
    enum record_presence presence;
    struct bytes value;
    assert_int_equal(record_fixed(record, id, offset, size, &presence, &value), JET_errSuccess);
    assert_int_equal(presence, expected);
    return value;
}

static struct bytes variable(const struct record *record, unsigned id, enum record_presence expected)
{
    enum record_presence presence;
    struct bytes value;
    assert_int_equal(record_var(record, id, &presence, &value), JET_errSuccess);
    assert_int_equal(presence, expected);
    return value;
}

static struct record_field tagged(const struct record *record, unsigned id, bool derived,
                                  enum record_presence expected)
{
    enum record_presence presence;
    struct record_field field;
    assert_int_equal(record_tagged(record, id, derived, &presence, &field), JET_errSuccess);
    assert_int_equal(presence, expected);
    return field;
}

static struct record_value value_of(const struct record_field *field, unsigned itag)
{
    struct record_value value;
    assert_int_equal(record_field_value(field, itag, &value), JET_errSuccess);
    return value;
}

static void test_smallest_record_has_nothing(void **state)
{
    (void)state;
    struct bytes data = bytes_of("00 7F 0400");
    struct record record;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    fixed(&record, 1, 4, 4, RECORD_ABSENT);
    variable(&record, 128, RECORD_ABSENT);
    tagged(&record, 256, false, RECORD_ABSENT);
    assert_int_equal(record.tagged_count, 0);
    free_bytes(data);
}

static void test_catalog_row_of_the_name_index(void **state)
{
    (void)state;
    struct bytes data =
        bytes_of("0a 84 2700 02000000 0300 04000000 07000000 50000000 11000100 00000000 2a 2a2a "
                 "01040300 80 fd 0400 0480 0480 0480 1000 4e616d65 00000100 00000200 00008000 "
                 "0501 0440 01 65006e002d0055005300");
    struct record record;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    assert_value(fixed(&record, 6, 22, 4, RECORD_PRESENT), "11000100");
    fixed(&record, 8, 30, 1, RECORD_NULL);
    fixed(&record, 9, 31, 2, RECORD_NULL);
    assert_value(fixed(&record, 10, 33, 4, RECORD_PRESENT), "01040300");
    fixed(&record, 11, 37, 2, RECORD_ABSENT);
    assert_value(variable(&record, 128, RECORD_PRESENT), "4e616d65");
    variable(&record, 129, RECORD_NULL);
    variable(&record, 131, RECORD_NULL);
    assert_value(variable(&record, 132, RECORD_PRESENT), "00000100 00000200 00008000");
    variable(&record, 133, RECORD_ABSENT);
    struct record_field field = tagged(&record, 261, false, RECORD_PRESENT);
    assert_int_equal(field.header, RECORD_TAG_LONG);
    assert_value(value_of(&field, 1).data, "65006e002d0055005300");
    tagged(&record, 260, false, RECORD_ABSENT);
    tagged(&record, 261, true, RECORD_ABSENT);
    free_bytes(data);
}

static void test_small_pages_three_tagged_longs(void **state)
{
    (void)state;
    struct bytes data = bytes_of("00 7f 0400 0001 0c00 0101 1000 0201 1400 02000000 02000000 0100");
    struct record record;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    assert_int_equal(record.tagged_count, 3);
    struct record_field field = tagged(&record, 258, false, RECORD_PRESENT);
    assert_int_equal(field.count, 1);
    assert_value(value_of(&field, 1).data, "0100");
    free_bytes(data);
}

static void test_two_values_and_three_values(void **state)
{
    (void)state;
    struct bytes two = bytes_of("00 7f 0400 0201 0440 18 02 41 42 43");
    struct bytes three = bytes_of("00 7f 0400 0201 0440 08 0600 0700 0700 41 42 43");
    struct record record;
    assert_int_equal(record_open(&record, two, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    struct record_field field = tagged(&record, 258, false, RECORD_PRESENT);
    assert_int_equal(field.count, 2);
    assert_value(value_of(&field, 1).data, "4142");
    assert_value(value_of(&field, 2).data, "43");
    assert_int_equal(record_open(&record, three, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    field = tagged(&record, 258, false, RECORD_PRESENT);
    assert_int_equal(field.count, 3);
    assert_value(value_of(&field, 1).data, "41");
    assert_value(value_of(&field, 2).data, "");
    assert_value(value_of(&field, 3).data, "4243");
    free_bytes(two);
    free_bytes(three);
}

static void test_large_pages_have_a_header_byte_always(void **state)
{
    (void)state;
    struct bytes data = bytes_of("00 7f 0400 0001 1000 0201 1d00 0401 2100 0601 2300 "
                                 "08 0400 0800 FFFFFFFF 14000000 00 112233 00 FF 01 8F891D");
    struct record record;
    assert_int_equal(record_open(&record, data, true), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    struct record_field field = tagged(&record, 256, false, RECORD_PRESENT);
    assert_int_equal(field.count, 2);
    assert_value(value_of(&field, 1).data, "FFFFFFFF");
    assert_value(value_of(&field, 2).data, "14000000");
    field = tagged(&record, 258, false, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "112233");
    field = tagged(&record, 260, false, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "FF");
    field = tagged(&record, 262, false, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "8F891D");
    free_bytes(data);
}

static void test_explicit_null_overrides_the_default_in_both_classes(void **state)
{
    (void)state;
    struct bytes small = bytes_of("00 7f 0400 0001 0820 0101 0800 55"),
                 large = bytes_of("00 7f 0400 0001 0400 20");
    struct record record;
    assert_int_equal(record_open(&record, small, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    tagged(&record, 256, false, RECORD_NULL);
    tagged(&record, 257, false, RECORD_PRESENT);
    assert_int_equal(record_open(&record, large, true), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    tagged(&record, 256, false, RECORD_NULL);
    free_bytes(small);
    free_bytes(large);
}

static void test_derived_columns_come_first_and_are_other_columns(void **state)
{
    (void)state;
    struct bytes data = bytes_of("00 7f 0400 0001 0CC0 0001 0D40 0101 0F40 01 01 AA 01 BBCC");
    struct record record;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    struct record_field field = tagged(&record, 256, true, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "");
    field = tagged(&record, 256, false, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "AA");
    field = tagged(&record, 257, false, RECORD_PRESENT);
    assert_value(value_of(&field, 1).data, "BBCC");
    tagged(&record, 257, true, RECORD_ABSENT);
    free_bytes(data);
}

static void test_separated_and_compressed_values_say_so(void **state)
{
    (void)state;
    struct bytes data = bytes_of("00 7f 0400 0001 0C40 0101 1140 0201 1440 05 01000000 03 0861 "
                                 "0B 0400 0680 0C61 01000000");
    struct record record;
    uint64_t lid;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_check(&record, NULL), JET_errSuccess);
    struct record_field field = tagged(&record, 256, false, RECORD_PRESENT);
    struct record_value value = value_of(&field, 1);
    assert_true(value.separated && !value.compressed);
    assert_int_equal(lv_lid_load(value.data, &lid), JET_errSuccess);
    assert_int_equal(lid, 1);
    field = tagged(&record, 257, false, RECORD_PRESENT);
    value = value_of(&field, 1);
    assert_true(value.compressed && !value.separated);
    field = tagged(&record, 258, false, RECORD_PRESENT); /* first compressed, second separated */
    assert_int_equal(field.count, 2);
    value = value_of(&field, 1);
    assert_true(value.compressed && !value.separated);
    assert_value(value.data, "0C61");
    value = value_of(&field, 2);
    assert_true(value.separated && !value.compressed);
    free_bytes(data);
}

/* record_open or record_check must refuse; nothing may be read outside. */
static void test_lying_records_are_corrupted(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        bool large;
    } cases[] = {
        {"", false},         /* nothing */
        {"00 7F 04", false}, /* cut */
        {"80 7F 1400 " /* 128 fixed columns */ "00000000 00000000 00000000 00000000 FF", false},
        {"00 7E 0400", false},                                      /* last variable below 127 */
        {"00 7F 0300", false},                                      /* end inside the header */
        {"01 7F 0400", false},                                      /* no room for the bitmap */
        {"01 7F 0900 2a2a2a2a", false},                             /* end outside */
        {"01 7F 0900 2a2a2a2a 01", false},                          /* unused bits of the bitmap are 0 */
        {"00 80 0400", false},                                      /* no end offset */
        {"00 80 0400 0500 41", false},                              /* ends outside */
        {"00 81 0400 0200 0100 41", false},                         /* offsets decrease */
        {"00 81 0400 0100 0280 41 42", false},                      /* null with a length */
        {"00 7F 0400 00", false},                                   /* tagged area of one byte */
        {"00 7F 0400 0001 0000", false},                            /* array of size 0 */
        {"00 7F 0400 0001 0600 0000", false},                       /* not a whole number of entries */
        {"00 7F 0400 0001 0800", false},                            /* array longer than the area */
        {"00 7F 0400 0001 0800 0101 0900", false},                  /* second entry outside */
        {"00 7F 0400 0001 0800 0101 0400 41", false},               /* second entry inside the array */
        {"00 7F 0400 0101 0800 0001 0900 41 42", false},            /* ids descend */
        {"00 7F 0400 0001 0800 0001 0900 41 42", false},            /* id twice */
        {"00 7F 0400 FF00 0400 41", false},                         /* not a tagged id */
        {"00 7F 0400 E1FE 0400 41", false},                         /* above the last id */
        {"00 7F 0400 0001 0440", false},                            /* header byte missing */
        {"00 7F 0400 0001 0440 81", false},                         /* bit 0x80 */
        {"00 7F 0400 0001 0420 41", false},                         /* null with data */
        {"00 7F 0400 0001 0460", false},                            /* null with a header */
        {"00 7F 0400 0001 0440 20", false},                         /* null in the header on small pages */
        {"00 7F 0400 0001 0400 2041", true},                        /* null with data */
        {"00 7F 0400 0001 0440 10 41", false},                      /* two-values without multi-values */
        {"00 7F 0400 0001 0440 18", false},                         /* two-values without a length */
        {"00 7F 0400 0001 0440 18 02 41", false},                   /* first value outside */
        {"00 7F 0400 0001 0440 1A 00", false},                      /* two-values, compressed */
        {"00 7F 0400 0001 0440 08 02", false},                      /* one byte of an array */
        {"00 7F 0400 0001 0440 08 0200 41", false},                 /* one value */
        {"00 7F 0400 0001 0440 08 0500 0500 41", false},            /* odd array */
        {"00 7F 0400 0001 0440 08 0400 0600 41", false},            /* second value outside */
        {"00 7F 0400 0001 0440 08 0600 0500 0600 41", false},       /* offsets decrease */
        {"00 7F 0400 0001 0440 0C 0400 0500 41", false},            /* separated flag of multi-values */
        {"00 7F 0400 0001 0440 48 0400 0500 41", false},            /* encrypted multi-values */
        {"00 7F 0400 0001 0440 07 01000000", false},                /* separated and compressed */
        {"00 7F 0400 0001 0440 05 010000", false},                  /* id of three bytes */
        {"00 7F 0400 0001 0440 04 01000000", false},                /* separated, not a long value */
        {"00 7F 0400 0001 0440 09 0480 0800 01000000 4100", false}, /* fine but for what follows */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct bytes data = bytes_of(cases[i].hex);
        struct record record;
        JET_ERR err = record_open(&record, data, cases[i].large);
        if (err >= 0)
            err = record_check(&record, NULL);
        bool last = i + 1 == ARRAY_COUNT(cases);
        if (err != (last ? JET_errSuccess : JET_errDatabaseCorrupted))
            fail_msg("%s: %d", cases[i].hex, err);
        free_bytes(data);
    }
}

static void test_layout_is_held_against_the_record(void **state)
{
    (void)state;
    static const uint16_t offsets[] = {4, 8, 10};
    const struct record_layout layout = {offsets, 2, 128};
    static const struct {
        const char *hex;
        JET_ERR err;
    } cases[] = {
        {"02 7F 0B00 01000000 0200 FC", JET_errSuccess},
        {"01 7F 0900 01000000 FE", JET_errSuccess},
        {"00 80 0400 0000", JET_errSuccess},
        {"02 7F 0C00 01000000 020000 FC", JET_errDatabaseCorrupted},   /* a byte too many */
        {"03 7F 0D00 01000000 02000000 F8", JET_errDatabaseCorrupted}, /* a third fixed column */
        {"00 81 0400 0000 0000", JET_errDatabaseCorrupted},            /* a second variable column */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct bytes data = bytes_of(cases[i].hex);
        struct record record;
        assert_int_equal(record_open(&record, data, false), JET_errSuccess);
        assert_int_equal(record_check(&record, &layout), cases[i].err);
        free_bytes(data);
    }
}

static void test_fixed_column_outside_the_fixed_part_is_corrupted(void **state)
{
    (void)state;
    struct bytes data = bytes_of("01 7F 0900 01000000 FE"), value;
    struct record record;
    enum record_presence presence;
    assert_int_equal(record_open(&record, data, false), JET_errSuccess);
    assert_int_equal(record_fixed(&record, 1, 4, 5, &presence, &value), JET_errDatabaseCorrupted);
    assert_int_equal(record_fixed(&record, 1, 0, 4, &presence, &value), JET_errDatabaseCorrupted);
    assert_int_equal(record_fixed(&record, 1, 60000, 4, &presence, &value), JET_errDatabaseCorrupted);
    assert_int_equal(record_fixed(&record, 1, 4, 60000, &presence, &value), JET_errDatabaseCorrupted);
    free_bytes(data);
}

/* --- long value ids and keys ------------------------------------------------ */

static void test_lv_ids_and_keys_of_both_widths(void **state)
{
    (void)state;
    uint8_t key[LV_KEY_MOST];
    struct lv_key parsed;
    uint64_t lid;
    static const struct {
        uint64_t lid;
        uint32_t offset;
        bool root;
        const char *key;
    } cases[] = {
        {1, 0, true, "00000001"},
        {0x7FFFFEFF, 0, true, "7FFFFEFF"},
        {1, 4014, false, "00000001 00000FAE"},
        {0x8000000080000001, 0, true, "8000000080000001"},
        {0x8000000080000001, 8150, false, "8000000080000001 00001FD6"},
        {0x8000000080000001, 0, false, "8000000080000001 00000000"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        size_t size =
            cases[i].root ? lv_root_key(cases[i].lid, key) : lv_chunk_key(cases[i].lid, cases[i].offset, key);
        assert_value((struct bytes){key, size}, cases[i].key);
        assert_int_equal(lv_key_load((struct bytes){key, size}, &parsed), JET_errSuccess);
        assert_int_equal(parsed.lid, cases[i].lid);
        assert_int_equal(parsed.offset, cases[i].offset);
        assert_int_equal(parsed.root, cases[i].root);
    }
    static const struct {
        const char *hex;
        uint64_t lid;
    } stored[] = {
        {"01000000", 1}, {"0100008000000080", 0x8000000080000001},
        {"00000000", 0},                          /* no id */
        {"010000", 0},   {"0100000000000000", 0}, /* 8 bytes without the top bit */
        {"01000080", 0},                          /* 4 bytes with it */
    };
    for (size_t i = 0; i < ARRAY_COUNT(stored); i++) {
        struct bytes data = bytes_of(stored[i].hex);
        assert_int_equal(lv_lid_load(data, &lid), stored[i].lid ? JET_errSuccess : JET_errLVCorrupted);
        if (stored[i].lid)
            assert_int_equal(lid, stored[i].lid);
        free_bytes(data);
    }
    static const char *const bad_keys[] = {
        "", "000001", "00000000", "80000001", "0000000100000000 00000000", "80000001 00000000 00000000 00"};
    for (size_t i = 0; i < ARRAY_COUNT(bad_keys); i++) {
        struct bytes data = bytes_of(bad_keys[i]);
        assert_int_equal(lv_key_load(data, &parsed), JET_errLVCorrupted);
        free_bytes(data);
    }
}

static void test_lv_roots_and_chunk_sizes(void **state)
{
    (void)state;
    struct lv_root root;
    static const struct {
        const char *hex;
        JET_ERR err;
        uint32_t count, size;
        bool encrypted;
    } cases[] = {
        {"01000000 00100000", JET_errSuccess, 1, 4096, false},
        {"00000000 01000000", JET_errSuccess, 0, 1, false},
        {"FFFFFFFF 01000000", JET_errSuccess, LV_COUNT_DELETING, 1, false},
        {"01000000 00100000 01", JET_errSuccess, 1, 4096, true},
        {"01000000 00100000 02", JET_errLVCorrupted, 0, 0, false},
        {"01000000 00000080", JET_errLVCorrupted, 0, 0, false},
        {"01000000 001000", JET_errLVCorrupted, 0, 0, false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct bytes data = bytes_of(cases[i].hex);
        assert_int_equal(lv_root_load(data, &root), cases[i].err);
        if (cases[i].err == JET_errSuccess) {
            assert_int_equal(root.count, cases[i].count);
            assert_int_equal(root.size, cases[i].size);
            assert_int_equal(root.encrypted, cases[i].encrypted);
        }
        free_bytes(data);
    }
    assert_int_equal(lv_chunk_size(2048), 1966);
    assert_int_equal(lv_chunk_size(4096), 4014);
    assert_int_equal(lv_chunk_size(8192), 8110);
    assert_int_equal(lv_chunk_size(16384), 4050);
    assert_int_equal(lv_chunk_size(32768), 8150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_smallest_record_has_nothing),
        cmocka_unit_test(test_catalog_row_of_the_name_index),
        cmocka_unit_test(test_small_pages_three_tagged_longs),
        cmocka_unit_test(test_two_values_and_three_values),
        cmocka_unit_test(test_large_pages_have_a_header_byte_always),
        cmocka_unit_test(test_explicit_null_overrides_the_default_in_both_classes),
        cmocka_unit_test(test_derived_columns_come_first_and_are_other_columns),
        cmocka_unit_test(test_separated_and_compressed_values_say_so),
        cmocka_unit_test(test_lying_records_are_corrupted),
        cmocka_unit_test(test_layout_is_held_against_the_record),
        cmocka_unit_test(test_fixed_column_outside_the_fixed_part_is_corrupted),
        cmocka_unit_test(test_lv_ids_and_keys_of_both_widths),
        cmocka_unit_test(test_lv_roots_and_chunk_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
