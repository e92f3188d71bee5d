/* Which orders exist and which recorded ones can be made (spec 25, 8.1 to 8.4). */
#include "test.h"

#include <string.h>
#include "nls/nls.h"

#define BOTH(version) ((uint64_t)(version) << 32 | (version))

static const uint8_t default_id[16] = {0x01, 0,    0,    0, 0xEE, 0x57, 0x5C, 0x1E,
                                       0,    0xB4, 0xD0, 0, 0x0B, 0xB1, 0xE1, 0x1E};

static JET_ERR open_order(const char *locale, uint64_t version, const uint8_t *id, struct nls_sort *sort)
{
    return nls_open(locale, version, id, NLS_DEFAULT_FLAGS, sort);
}

static void test_names_are_found_in_any_case(void **state)
{
    struct nls_sort sort;
    (void)state;
    assert_int_equal(open_order("en-US", 0, NULL, &sort), JET_errSuccess);
    assert_int_equal(open_order("EN-us", 0, NULL, &sort), JET_errSuccess);
    assert_int_equal(open_order("", 0, NULL, &sort), JET_errSuccess);
    assert_int_equal(open_order("sv", 0, NULL, &sort), JET_errSuccess);
    assert_int_equal(open_order("de-DE_phoneb", 0, NULL, &sort), JET_errSuccess);
}

static void test_unknown_locale_is_an_error(void **state)
{
    struct nls_sort sort;
    (void)state;
    assert_int_equal(open_order("xx-YY", 0, NULL, &sort), JET_errInvalidLanguageId);
    assert_int_equal(open_order("en-US ", 0, NULL, &sort), JET_errInvalidLanguageId);
    assert_int_equal(sort.flags, 0);
}

static void test_versions_seen_in_real_files_can_be_read_and_one_be_written(void **state)
{
    struct nls_sort sort;
    (void)state;
    static const uint32_t readable[] = {0x100, 0x60101, 0x60102, 0x6020D, 0x6020E, 0x6020F, 0x60403};
    for (unsigned i = 0; i < sizeof readable / sizeof *readable; i++) {
        assert_int_equal(open_order("en-US", BOTH(readable[i]), default_id, &sort), JET_errSuccess);
        assert_int_equal(sort.support, NLS_READABLE);
    }
    assert_int_equal(open_order("en-US", BOTH(0x60305), default_id, &sort), JET_errSuccess);
    assert_int_equal(sort.support, NLS_EXACT);
    assert_int_equal(open_order("en-US", 0, NULL, &sort), JET_errSuccess);
    assert_int_equal(sort.support, NLS_EXACT);
    assert_int_equal(sort.version, 0x60305);
}

static void test_unknown_version_or_foreign_sort_id_cannot_be_made(void **state)
{
    struct nls_sort sort;
    uint8_t other[16];
    (void)state;
    assert_int_equal(open_order("en-US", BOTH(0x70000), NULL, &sort),
                     JET_errUnicodeNormalizationNotSupported);
    assert_int_equal(open_order("en-US", (uint64_t)0x60305 << 32 | 0x60101, NULL, &sort),
                     JET_errUnicodeNormalizationNotSupported);
    memcpy(other, default_id, sizeof other);
    other[0] = 0x1A; /* the Swedish order */
    assert_int_equal(open_order("en-US", 0, other, &sort), JET_errUnicodeNormalizationNotSupported);
    assert_int_equal(open_order("sv-SE", 0, other, &sort), JET_errSuccess);
    assert_int_equal(open_order("sv-SE", 0, default_id, &sort), JET_errUnicodeNormalizationNotSupported);
}

static void test_flags_whose_keys_are_not_known_cannot_be_made(void **state)
{
    struct nls_sort sort;
    (void)state;
    assert_int_equal(nls_open("en-US", 0, NULL, LCMAP_SORTKEY | SORT_DIGITSASNUMBERS, &sort),
                     JET_errUnicodeNormalizationNotSupported);
    assert_int_equal(nls_open("en-US", 0, NULL, LCMAP_SORTKEY | LCMAP_BYTEREV, &sort),
                     JET_errUnicodeNormalizationNotSupported);
    assert_int_equal(nls_open("en-US", 0, NULL, 0x80000000u, &sort), JET_errInvalidLCMapStringFlags);
    assert_int_equal(nls_open("lv-LV", 0, NULL, NLS_DEFAULT_FLAGS, &sort),
                     JET_errUnicodeNormalizationNotSupported);
}

static void test_old_numeric_ids_have_names(void **state)
{
    (void)state;
    assert_string_equal(nls_locale_of_lcid(0x409), "en-US");
    assert_string_equal(nls_locale_of_lcid(127), "");
    assert_string_equal(nls_locale_of_lcid(0x40A), "es-ES_tradnl");
    assert_string_equal(nls_locale_of_lcid(0x804), "zh-CN");
    assert_null(nls_locale_of_lcid(0x1000));
    assert_null(nls_locale_of_lcid(0xFFFFFFFF));
    uint32_t lcid;
    assert_int_equal(nls_lcid_of_locale("en-us", &lcid), JET_errSuccess);
    assert_int_equal(lcid, 0x409);
    assert_int_equal(nls_lcid_of_locale("", &lcid), JET_errSuccess);
    assert_int_equal(lcid, 127);
    assert_int_equal(nls_lcid_of_locale("xx-YY", &lcid), JET_errInvalidLanguageId);
}

static void test_new_indexes_record_the_version_of_the_table(void **state)
{
    uint64_t version;
    uint8_t id[16];
    (void)state;
    assert_int_equal(nls_recorded("en-US", &version, id), JET_errSuccess);
    assert_true(version == BOTH(0x60305));
    assert_memory_equal(id, default_id, 16);
    assert_int_equal(nls_recorded("tr-TR", &version, id), JET_errSuccess);
    assert_int_equal(id[0], 0x22);
    assert_int_equal(nls_recorded("xx-YY", &version, id), JET_errInvalidLanguageId);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_found_in_any_case),
        cmocka_unit_test(test_unknown_locale_is_an_error),
        cmocka_unit_test(test_versions_seen_in_real_files_can_be_read_and_one_be_written),
        cmocka_unit_test(test_unknown_version_or_foreign_sort_id_cannot_be_made),
        cmocka_unit_test(test_flags_whose_keys_are_not_known_cannot_be_made),
        cmocka_unit_test(test_old_numeric_ids_have_names),
        cmocka_unit_test(test_new_indexes_record_the_version_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
