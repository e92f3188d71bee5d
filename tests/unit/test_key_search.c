/* JetMakeKey call by call: the states of the key, the limits, the errors (spec
 * 25, 7; spec 40, 7.3). What single keys look like is tested against the
 * reference engine in test_key_golden.c. */
#include "test.h"

#include <string.h>
#include <uchar.h>
#include "nls/key.h"

static struct key_index three_longs(void)
{
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 3};
    for (unsigned i = 0; i < 3; i++)
        index.segments[i] = (struct key_segment){.coltyp = JET_coltypLong};
    return index;
}

static struct key_index unicode(void)
{
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 1};
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1200};
    assert_int_equal(nls_open("en-US", 0, NULL, NLS_DEFAULT_FLAGS, &index.sort), JET_errSuccess);
    return index;
}

static JET_ERR make_long(struct key_search *key, const struct key_index *index, int32_t v, JET_GRBIT grbit)
{
    return key_make(key, index, &v, 4, grbit);
}

static void test_first_call_needs_newkey(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, 0), JET_errKeyNotMade);
    assert_false(key.made);
}

static void test_columns_are_added_until_there_are_no_more(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 3, 0), JET_errSuccess);
    assert_int_equal(key.size, 15);
    assert_memory_equal(key.bytes, "\x7F\x80\0\0\1\x7F\x80\0\0\2\x7F\x80\0\0\3", 15);
    assert_int_equal(make_long(&key, &index, 4, 0), JET_errKeyIsMade);
    assert_int_equal(key.size, 15);
    assert_int_equal(make_long(&key, &index, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 5);
}

static void test_limit_closes_the_key(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey | JET_bitFullColumnStartLimit), JET_errSuccess);
    assert_int_equal(key.size, 5);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errKeyIsMade);
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 2, JET_bitFullColumnEndLimit), JET_errSuccess);
    assert_int_equal(key.size, 256);
    assert_int_equal(key.bytes[10], 0xFF);
    assert_int_equal(key.bytes[255], 0xFF);
}

static void test_substrlimit_alone_does_not_close_a_key_over_numbers(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey | JET_bitSubStrLimit), JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 2, JET_bitSubStrLimit | JET_bitStrLimit), JET_errSuccess);
    assert_int_equal(key.size, 256);
}

static void test_limits_exclude_each_other_and_partial_ones_need_text_or_binary(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(
        make_long(&key, &index, 1, JET_bitNewKey | JET_bitFullColumnStartLimit | JET_bitFullColumnEndLimit),
        JET_errInvalidGrbit);
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey | JET_bitPartialColumnEndLimit),
                     JET_errInvalidGrbit);
}

static void test_failure_leaves_the_key_unless_a_new_one_was_begun(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key_make(&key, &index, "ab", 2, 0), JET_errInvalidBufferSize);
    assert_true(key.made);
    assert_int_equal(key.size, 5);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errSuccess);
    assert_int_equal(key_make(&key, &index, "ab", 2, JET_bitNewKey), JET_errInvalidBufferSize);
    assert_false(key.made);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errKeyNotMade);
}

static void test_consumed_key_must_be_made_anew_but_stays_to_be_looked_at(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    key.made = false;
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errKeyNotMade);
    assert_int_equal(key.size, 5);
}

static void test_normalised_key_counts_as_one_column(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    uint8_t bytes[300] = {0x7F, 0x80, 0, 0, 1};
    assert_int_equal(key_make(&key, &index, bytes, 5, JET_bitNormalizedKey), JET_errSuccess);
    assert_int_equal(key.size, 5);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errSuccess);
    assert_int_equal(key.size, 10);
    assert_int_equal(key_make(&key, &index, bytes, 256, JET_bitNormalizedKey | JET_bitNewKey),
                     JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 2, 0), JET_errKeyIsMade);
    assert_int_equal(key_make(&key, &index, bytes, 257, JET_bitNormalizedKey), JET_errInvalidParameter);
}

static void test_sequential_table_takes_normalised_keys_only(void **state)
{
    (void)state;
    struct key_search key = {0};
    assert_int_equal(make_long(&key, NULL, 1, JET_bitNewKey), JET_errNoCurrentIndex);
    assert_int_equal(key_make(&key, NULL, "\0\0\0\1", 4, JET_bitNormalizedKey), JET_errSuccess);
    assert_int_equal(key.size, 4);
    assert_true(key.made);
}

static void test_examples_of_limits_on_hello(void **state)
{
    (void)state;
    struct key_index index = unicode();
    struct key_search key = {0};
    static const uint8_t whole[16] = {0x7F, 0x0E, 0x2C, 0x0E, 0x21, 0x0E, 0x48, 0x0E,
                                      0x48, 0x0E, 0x7C, 1,    1,    1,    1,    0};
    static const struct {
        JET_GRBIT grbit;
        unsigned size, same;
    } rows[] = {{0, 16, 16},
                {JET_bitPartialColumnStartLimit, 11, 11},
                {JET_bitPartialColumnEndLimit, 256, 11},
                {JET_bitFullColumnStartLimit, 16, 16},
                {JET_bitFullColumnEndLimit, 256, 16},
                {JET_bitSubStrLimit, 256, 11},
                {JET_bitStrLimit, 256, 16}};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(key_make(&key, &index, u"Hello", 10, JET_bitNewKey | rows[i].grbit), JET_errSuccess);
        assert_int_equal(key.size, rows[i].size);
        assert_memory_equal(key.bytes, whole, rows[i].same);
        for (unsigned k = rows[i].same; k < rows[i].size; k++)
            assert_int_equal(key.bytes[k], 0xFF);
    }
}

static void test_upper_case_keys_are_cut_before_their_end_for_partial_limits(void **state)
{
    (void)state;
    struct key_index index = unicode();
    struct key_search key = {0};
    assert_int_equal(nls_open("en-US", 0, NULL, LCMAP_UPPERCASE, &index.sort), JET_errSuccess);
    assert_int_equal(key_make(&key, &index, u"aB", 4, JET_bitNewKey | JET_bitPartialColumnStartLimit),
                     JET_errSuccess);
    assert_int_equal(key.size, 5);
    assert_memory_equal(key.bytes, "\x7F\0A\0B", 5);
}

static void test_full_key_counts_further_columns_and_ignores_their_limits(void **state)
{
    (void)state;
    struct key_index index = unicode();
    struct key_search key = {0};
    static char16_t text[300];
    for (unsigned i = 0; i < 300; i++)
        text[i] = u'a';
    index.segment_count = 3;
    index.segments[1] = index.segments[2] = (struct key_segment){.coltyp = JET_coltypLong};
    assert_int_equal(key_make(&key, &index, text, sizeof text, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 255); /* 127 characters, then the first separator no longer fits */
    assert_int_equal(make_long(&key, &index, 1, JET_bitFullColumnEndLimit), JET_errSuccess);
    assert_int_equal(key.size, 255);
    assert_int_equal(make_long(&key, &index, 1, 0), JET_errSuccess);
    assert_int_equal(make_long(&key, &index, 1, 0), JET_errKeyIsMade);
}

static void test_tuple_index_wants_at_least_the_shortest_and_cuts_at_the_longest(void **state)
{
    (void)state;
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 1};
    struct key_search key = {0};
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1252};
    index.tuple = (struct key_tuple){.length_min = 3, .length_max = 5, .count_max = 100, .increment = 1};
    assert_int_equal(key_make(&key, &index, "ab", 2, JET_bitNewKey), JET_errIndexTuplesKeyTooSmall);
    assert_int_equal(key_make(&key, &index, NULL, 0, JET_bitNewKey), JET_errIndexTuplesKeyTooSmall);
    assert_int_equal(key_make(&key, &index, "abcdefg", 7, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 7);
    assert_memory_equal(key.bytes,
                        "\x7F"
                        "ABCDE",
                        7);
}

static void test_fixed_text_is_padded_and_fixed_binary_is_not(void **state)
{
    (void)state;
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 1};
    struct key_search key = {0};
    index.segments[0] =
        (struct key_segment){.coltyp = JET_coltypText, .code_page = 1252, .fixed = true, .size = 4};
    assert_int_equal(key_make(&key, &index, "ab", 2, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 6);
    assert_memory_equal(key.bytes,
                        "\x7F"
                        "AB  ",
                        6);
    assert_int_equal(key_make(&key, &index, "abcde", 5, JET_bitNewKey), JET_errInvalidBufferSize);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypBinary, .fixed = true, .size = 4};
    assert_int_equal(key_make(&key, &index, "ab", 2, JET_bitNewKey), JET_errInvalidBufferSize);
    assert_int_equal(key_make(&key, &index, "abcd", 4, JET_bitNewKey), JET_errSuccess);
}

static void test_fixed_text_of_a_tuple_index_is_padded_before_it_is_cut(void **state)
{
    (void)state;
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 1};
    struct key_search key = {0};
    index.segments[0] =
        (struct key_segment){.coltyp = JET_coltypText, .code_page = 1252, .fixed = true, .size = 12};
    index.tuple = (struct key_tuple){.length_min = 3, .length_max = 5, .count_max = 100, .increment = 1};
    assert_int_equal(key_make(&key, &index, "abcde", 5, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 7);
    assert_memory_equal(key.bytes,
                        "\x7F"
                        "ABCDE",
                        7);
    assert_int_equal(key_make(&key, &index, "ab", 2, JET_bitNewKey), JET_errSuccess);
    assert_memory_equal(key.bytes,
                        "\x7F"
                        "AB   ",
                        7);
}

static void test_placeholder_of_a_primary_index_is_put_in_by_the_engine(void **state)
{
    (void)state;
    struct key_index index = three_longs();
    struct key_search key = {0};
    index.flags = KEY_PRIMARY;
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypBit, .fixed = true, .placeholder = true};
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(key.size, 7);
    assert_memory_equal(key.bytes, "\x7F\0\x7F\x80\0\0\1", 7);
    index.segments[0].descending = true;
    assert_int_equal(make_long(&key, &index, 1, JET_bitNewKey), JET_errSuccess);
    assert_memory_equal(key.bytes, "\x80\xFF\x7F\x80\0\0\1", 7);
    assert_int_equal(key_make(&key, &index, "\1", 1, JET_bitNewKey | 0x20), JET_errSuccess);
    assert_int_equal(key.size, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_call_needs_newkey),
        cmocka_unit_test(test_columns_are_added_until_there_are_no_more),
        cmocka_unit_test(test_limit_closes_the_key),
        cmocka_unit_test(test_substrlimit_alone_does_not_close_a_key_over_numbers),
        cmocka_unit_test(test_limits_exclude_each_other_and_partial_ones_need_text_or_binary),
        cmocka_unit_test(test_failure_leaves_the_key_unless_a_new_one_was_begun),
        cmocka_unit_test(test_consumed_key_must_be_made_anew_but_stays_to_be_looked_at),
        cmocka_unit_test(test_normalised_key_counts_as_one_column),
        cmocka_unit_test(test_sequential_table_takes_normalised_keys_only),
        cmocka_unit_test(test_examples_of_limits_on_hello),
        cmocka_unit_test(test_upper_case_keys_are_cut_before_their_end_for_partial_limits),
        cmocka_unit_test(test_full_key_counts_further_columns_and_ignores_their_limits),
        cmocka_unit_test(test_tuple_index_wants_at_least_the_shortest_and_cuts_at_the_longest),
        cmocka_unit_test(test_fixed_text_is_padded_and_fixed_binary_is_not),
        cmocka_unit_test(test_fixed_text_of_a_tuple_index_is_padded_before_it_is_cut),
        cmocka_unit_test(test_placeholder_of_a_primary_index_is_put_in_by_the_engine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
