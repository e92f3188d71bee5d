/* Which LCMapStringEx flags an index may carry (spec 25, 8.1). */
#include "test.h"
#include "nls/nls.h"

static void test_default_and_windows_search_flags_are_valid(void **state)
{
    (void)state;
    assert_int_equal(nls_check_flags(0x30401), JET_errSuccess);
    assert_int_equal(nls_check_flags(0x410), JET_errSuccess);
    assert_int_equal(nls_check_flags(NLS_DEFAULT_FLAGS), JET_errSuccess);
    assert_int_equal(NLS_DEFAULT_FLAGS, 0x30401);
}

static void test_uppercase_is_valid_only_alone(void **state)
{
    (void)state;
    assert_int_equal(nls_check_flags(LCMAP_UPPERCASE), JET_errSuccess);
    assert_int_equal(nls_check_flags(LCMAP_UPPERCASE | LCMAP_SORTKEY), JET_errInvalidLCMapStringFlags);
}

static void test_flags_without_sort_key_or_with_unknown_bits_are_refused(void **state)
{
    (void)state;
    assert_int_equal(nls_check_flags(0), JET_errInvalidLCMapStringFlags);
    assert_int_equal(nls_check_flags(NORM_IGNORECASE), JET_errInvalidLCMapStringFlags);
    assert_int_equal(nls_check_flags(0x80000000u), JET_errInvalidLCMapStringFlags);
    assert_int_equal(nls_check_flags(LCMAP_SORTKEY | 0x100), JET_errInvalidLCMapStringFlags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_and_windows_search_flags_are_valid),
        cmocka_unit_test(test_uppercase_is_valid_only_alone),
        cmocka_unit_test(test_flags_without_sort_key_or_with_unknown_bits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
