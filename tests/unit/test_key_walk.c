/* Which keys a record has: null rules, conditions, multi-values, substrings,
 * truncation (spec 25, sections 3, 5 and 6). */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include "nls/key.h"

enum { COLUMNS = 4, VALUES = 4 };

/* A record whose columns are lists of Longs, or one run of bytes. */
struct record {
    struct key_source source;
    unsigned count[COLUMNS];
    int32_t values[COLUMNS][VALUES];
    const void *bytes[COLUMNS];
    size_t sizes[COLUMNS];
    size_t most_wanted;
    JET_ERR fails; /* what fetch returns */
};

static JET_ERR fetch(struct key_source *source, uint32_t column, unsigned itag, size_t want,
                     struct key_value *value)
{
    struct record *r = (struct record *)source;
    assert_true(column < COLUMNS && itag >= 1);
    r->most_wanted = want > r->most_wanted ? want : r->most_wanted;
    *value = (struct key_value){.null = true};
    if (r->bytes[column] && itag == 1)
        *value = (struct key_value){.data = r->bytes[column], .size = (uint32_t)r->sizes[column]};
    else if (itag <= r->count[column])
        *value = (struct key_value){.data = (const uint8_t *)&r->values[column][itag - 1], .size = 4};
    return r->fails;
}

static struct key_index longs(unsigned segments, uint16_t flags)
{
    struct key_index index = {
        .flags = flags, .key_most = 255, .var_seg_mac = 255, .segment_count = (uint8_t)segments};
    for (unsigned i = 0; i < segments; i++)
        index.segments[i] = (struct key_segment){.column = i, .coltyp = JET_coltypLong};
    return index;
}

/* All keys of the record as "hex hex ...", in the order they are made. Static storage. */
static const char *keys_of(const struct key_index *index, struct record *record, JET_ERR *err)
{
    static char text[65536];
    struct key_walk walk;
    uint8_t out[KEY_BUFFER_SIZE];
    size_t size, used = 0;
    bool found = true;
    record->source.fetch = fetch;
    text[0] = 0;
    key_walk_begin(&walk);
    for (;;) {
        *err = key_walk_next(&walk, index, &record->source, out, &size, &found);
        if (*err < 0 || !found)
            return text;
        if (used)
            text[used++] = ' ';
        for (size_t i = 0; i < size; i++)
            used += (size_t)sprintf(text + used, "%02X", out[i]);
    }
}

static void assert_keys(const struct key_index *index, struct record record, const char *expected)
{
    JET_ERR err;
    assert_string_equal(keys_of(index, &record, &err), expected);
    assert_int_equal(err, JET_errSuccess);
}

#define ONE(...)                                                                                             \
    {                                                                                                        \
        .count = {1, 1, 1, 1}, .values = { __VA_ARGS__ }                                                     \
    }

static void test_segments_follow_each_other_and_descending_ones_are_complemented(void **state)
{
    (void)state;
    struct key_index index = longs(2, KEY_ALL_NULL_INDEXED);
    index.segments[1].descending = true;
    assert_keys(&index, (struct record)ONE({2}, {2}), "7F80000002807FFFFFFD");
    assert_keys(&index, (struct record){.count = {1}, .values = {{2}}}, "");
}

static void test_null_rules_judge_all_first_and_some(void **state)
{
    (void)state;
    const struct record all = {.count = {0, 0}}, first = {.count = {0, 1}, .values = {{0}, {2}}};
    const struct record some = {.count = {1, 0}, .values = {{2}}};
    const uint16_t flags[4] = {0, KEY_ALL_NULL_INDEXED, KEY_FIRST_NULL_INDEXED, KEY_ANY_NULL_INDEXED};
    for (unsigned i = 0; i < 4; i++) {
        struct key_index index = longs(2, flags[i]);
        assert_keys(&index, all, i == 1 ? "0000" : "");
        assert_keys(&index, first, i == 2 ? "007F80000002" : "");
        assert_keys(&index, some, i == 3 ? "7F8000000200" : "");
        assert_keys(&index, (struct record)ONE({2}, {2}), "7F800000027F80000002");
    }
}

static void test_disallowed_null_is_an_error_wherever_it_stands(void **state)
{
    (void)state;
    struct key_index index = longs(2, KEY_NULL_DISALLOWED);
    struct record some = {.count = {1, 0}, .values = {{2}}};
    JET_ERR err;
    keys_of(&index, &some, &err);
    assert_int_equal(err, JET_errNullKeyDisallowed);
}

static void test_nulls_sort_high_when_told_unless_disallowed(void **state)
{
    (void)state;
    struct key_index index = longs(1, KEY_ALL_NULL_INDEXED | KEY_NULLS_HIGH);
    assert_keys(&index, (struct record){.count = {0}}, "C0");
    index.segments[0].descending = true;
    assert_keys(&index, (struct record){.count = {0}}, "3F");
}

static void test_conditions_look_at_the_first_value(void **state)
{
    (void)state;
    struct key_index index = longs(1, KEY_ALL_NULL_INDEXED);
    index.condition_count = 2;
    index.conditions[0] = (struct key_condition){.column = 1, .must_be_null = true};
    index.conditions[1] = (struct key_condition){.column = 2};
    assert_keys(&index, (struct record){.count = {1, 0, 1}, .values = {{5}}}, "7F80000005");
    assert_keys(&index, (struct record){.count = {1, 1, 1}, .values = {{5}}}, "");
    assert_keys(&index, (struct record){.count = {1, 0, 0}, .values = {{5}}}, "");
}

static const struct record multi = {.count = {2, 2, 1}, .values = {{1, 2}, {3, 4}, {9}}};

static void test_only_the_first_multi_valued_segment_is_walked(void **state)
{
    (void)state;
    struct key_index index = longs(3, KEY_ALL_NULL_INDEXED | KEY_FIRST_NULL_INDEXED | KEY_ANY_NULL_INDEXED);
    index.segments[1].multi_valued = index.segments[0].multi_valued = true;
    assert_keys(&index, multi, "7F800000017F800000037F80000009 7F800000027F800000037F80000009");
    index.segments[0].multi_valued = false;
    assert_keys(&index, multi, "7F800000017F800000037F80000009 7F800000017F800000047F80000009");
}

static void test_cross_product_varies_the_last_segment_fastest(void **state)
{
    (void)state;
    struct key_index index = longs(2, KEY_CROSS_PRODUCT | KEY_ANY_NULL_INDEXED);
    index.segments[0].multi_valued = index.segments[1].multi_valued = true;
    assert_keys(&index, multi,
                "7F800000017F80000003 7F800000017F80000004 7F800000027F80000003 7F800000027F80000004");
    assert_keys(&index, (struct record){.count = {2, 0}, .values = {{1, 2}}}, "7F8000000100 7F8000000200");
}

static void test_nested_table_takes_the_values_side_by_side(void **state)
{
    (void)state;
    struct key_index index = longs(2, KEY_NESTED_TABLE | KEY_ANY_NULL_INDEXED | KEY_FIRST_NULL_INDEXED);
    index.segments[0].multi_valued = index.segments[1].multi_valued = true;
    assert_keys(&index, multi, "7F800000017F80000003 7F800000027F80000004");
    assert_keys(&index, (struct record){.count = {1, 3}, .values = {{1}, {3, 4, 5}}},
                "7F800000017F80000003 007F80000004 007F80000005");
}

static void test_column_without_values_gives_one_null_key(void **state)
{
    (void)state;
    struct key_index index = longs(1, KEY_ALL_NULL_INDEXED);
    index.segments[0].multi_valued = true;
    assert_keys(&index, (struct record){.count = {0}}, "00");
    index.flags = KEY_CROSS_PRODUCT | KEY_ALL_NULL_INDEXED;
    assert_keys(&index, (struct record){.count = {0}}, "00");
}

static struct key_index ascii(uint16_t key_most, uint16_t var_seg_mac)
{
    struct key_index index = longs(1, KEY_ANY_NULL_INDEXED | KEY_ALL_NULL_INDEXED);
    index.key_most = key_most;
    index.var_seg_mac = var_seg_mac;
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypLongText, .code_page = 1252};
    return index;
}

static void test_tuples_are_all_substrings_of_allowed_length(void **state)
{
    (void)state;
    struct key_index index = ascii(255, 255);
    struct record record = {.bytes = {"abcde"}, .sizes = {5}};
    index.tuple = (struct key_tuple){.length_min = 3, .length_max = 4, .count_max = 32767, .increment = 1};
    assert_keys(&index, record, "7F4142434400 7F4243444500 7F43444500");
    index.tuple.start = 1;
    assert_keys(&index, record, "7F4243444500 7F43444500");
    index.tuple = (struct key_tuple){.length_min = 2, .length_max = 2, .count_max = 32767, .increment = 2};
    assert_keys(&index, record, "7F414200 7F434400");
    index.tuple.count_max = 1;
    assert_keys(&index, record, "7F414200");
    index.tuple.length_min = 6;
    assert_keys(&index, record, "");
    record.bytes[0] = NULL;
    assert_keys(&index, record, "");
}

static void test_source_bytes_of_tuples_are_asked_for_as_they_are_needed(void **state)
{
    (void)state;
    static char text[1000];
    memset(text, 'x', sizeof text);
    struct key_index index = ascii(255, 255);
    struct record record = {.bytes = {text}, .sizes = {sizeof text}};
    index.tuple = (struct key_tuple){.length_min = 3, .length_max = 10, .count_max = 700, .increment = 1};
    JET_ERR err;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 700 * (2 * 12 + 1) - 1);
    assert_int_equal(record.most_wanted, 699 + 10);
}

static void test_key_that_is_full_takes_no_more_but_still_sees_nulls(void **state)
{
    (void)state;
    static char text[300];
    memset(text, 'B', sizeof text);
    struct key_index index = ascii(255, 255);
    index.segment_count = 2;
    index.segments[1] = (struct key_segment){.column = 1, .coltyp = JET_coltypLong};
    struct record record = {.bytes = {text}, .sizes = {sizeof text}};
    JET_ERR err;
    const char *keys = keys_of(&index, &record, &err);
    assert_int_equal(strlen(keys), 2 * 255);
    assert_string_equal(keys + 2 * 253, "4222"); /* the last byte of a cut text is lowered by 20 */
    index.flags = KEY_ALL_NULL_INDEXED;
    assert_keys(&index, record, "");
    index.flags = KEY_NULL_DISALLOWED;
    keys_of(&index, &record, &err);
    assert_int_equal(err, JET_errNullKeyDisallowed);
}

static void test_truncation_is_an_error_when_disallowed_but_a_segment_may_have_its_own_limit(void **state)
{
    (void)state;
    static char text[300];
    memset(text, 'B', sizeof text);
    struct record record = {.bytes = {text}, .sizes = {253}};
    struct key_index index = ascii(255, 255);
    index.flags = KEY_TRUNCATION_DISALLOWED;
    JET_ERR err;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 2 * 255); /* 7F, 253 letters, 00: just full */
    assert_int_equal(err, JET_errSuccess);
    record.sizes[0] = 254;
    keys_of(&index, &record, &err);
    assert_int_equal(err, JET_errKeyTruncated);
    index.var_seg_mac = 20;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 2 * 20);
    assert_int_equal(err, JET_errSuccess);
}

/* KeyMost 1000: 500 characters are looked at; if their key does not fill the
 * segment, 1000, and so on (spec 25, 2.5). With 255 it is 127 and no more. */
static void test_unicode_source_grows_until_it_fills_the_key(void **state)
{
    (void)state;
    static char16_t text[3000];
    struct key_index index = longs(1, 0);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypLongText, .code_page = 1200};
    assert_int_equal(nls_open("en-US", 0, NULL, NLS_DEFAULT_FLAGS, &index.sort), JET_errSuccess);
    for (unsigned i = 0; i < 3000; i++)
        text[i] = i % 10 ? 0 : u'a'; /* nine of ten weigh nothing */
    struct record record = {.bytes = {text}, .sizes = {sizeof text}};
    JET_ERR err;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 2 * (1 + 2 * 13 + 5));
    index.key_most = index.var_seg_mac = 1000;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 2 * (1 + 2 * 300 + 5));
    /* 3200 bytes give 160 weights, 326 bytes; the 6000 that there are give more than fit */
    index.key_most = index.var_seg_mac = 400;
    record.most_wanted = 0;
    assert_int_equal(strlen(keys_of(&index, &record, &err)), 2 * 400);
    assert_int_equal(record.most_wanted, 6400);
}

static void test_errors_of_the_source_come_through(void **state)
{
    (void)state;
    struct key_index index = longs(1, 0);
    struct record record = {.count = {1}, .fails = JET_errRecordDeleted};
    JET_ERR err;
    keys_of(&index, &record, &err);
    assert_int_equal(err, JET_errRecordDeleted);
}

static void test_unicode_without_an_order_is_an_error(void **state)
{
    (void)state;
    struct key_index index = longs(1, 0);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypText, .code_page = 1200};
    struct record record = {.bytes = {"a"}, .sizes = {2}};
    JET_ERR err;
    keys_of(&index, &record, &err);
    assert_int_equal(err, JET_errUnicodeNormalizationNotSupported);
}

static void test_primary_key_limit_is_what_fixed_columns_need(void **state)
{
    (void)state;
    struct key_index index = longs(1, 0);
    assert_int_equal(key_minimal_most(&index), 5);
    index.segment_count = 2;
    index.segments[1].coltyp = JET_coltypGUID;
    assert_int_equal(key_minimal_most(&index), 22);
    index.segments[1] = (struct key_segment){.coltyp = JET_coltypBinary, .fixed = true, .size = 20};
    assert_int_equal(key_minimal_most(&index), 26);
    index.segments[1] = (struct key_segment){.coltyp = JET_coltypLongBinary};
    assert_int_equal(key_minimal_most(&index), 255);
    index.var_seg_mac = 30;
    assert_int_equal(key_minimal_most(&index), 35);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segments_follow_each_other_and_descending_ones_are_complemented),
        cmocka_unit_test(test_null_rules_judge_all_first_and_some),
        cmocka_unit_test(test_disallowed_null_is_an_error_wherever_it_stands),
        cmocka_unit_test(test_nulls_sort_high_when_told_unless_disallowed),
        cmocka_unit_test(test_conditions_look_at_the_first_value),
        cmocka_unit_test(test_only_the_first_multi_valued_segment_is_walked),
        cmocka_unit_test(test_cross_product_varies_the_last_segment_fastest),
        cmocka_unit_test(test_nested_table_takes_the_values_side_by_side),
        cmocka_unit_test(test_column_without_values_gives_one_null_key),
        cmocka_unit_test(test_tuples_are_all_substrings_of_allowed_length),
        cmocka_unit_test(test_source_bytes_of_tuples_are_asked_for_as_they_are_needed),
        cmocka_unit_test(test_key_that_is_full_takes_no_more_but_still_sees_nulls),
        cmocka_unit_test(test_truncation_is_an_error_when_disallowed_but_a_segment_may_have_its_own_limit),
        cmocka_unit_test(test_unicode_source_grows_until_it_fills_the_key),
        cmocka_unit_test(test_errors_of_the_source_come_through),
        cmocka_unit_test(test_unicode_without_an_order_is_an_error),
        cmocka_unit_test(test_primary_key_limit_is_what_fixed_columns_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
