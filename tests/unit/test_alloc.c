#include "test.h"
#include "base/alloc.h"

static void test_nth_allocation_fails_and_only_that_one(void **state)
{
    (void)state;
    mem_fail_nth(2);
    void *first = mem_alloc(8), *second = mem_calloc(1, 8), *third = mem_alloc(8);
    assert_non_null(first);
    assert_null(second);
    assert_non_null(third);
    mem_free(first);
    mem_free(third);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nth_allocation_fails_and_only_that_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
