/* Instances: creating, initialising, modes of the process, terminating, stopping
 * (spec 40, section 2; golden limits, sections init and term). */
#include "test.h"
#include "corpus.h"

#include <esent.h>
#include <string.h>

static void test_first(void **state)
{
    JET_INSTANCE i = 0;
    JET_SESID s;
    (void)state;
    assert_int_equal(JetCreateInstanceA(&i, "a"), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), JET_errNotInitialized);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetSetSessionContext(s, 7), 0);
    assert_int_equal(JetSetSessionContext(s, 7), -1912);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetTerm(i), JET_errTooManyActiveUsers);
    assert_int_equal(JetCommitTransaction(s, 0), 0);
    assert_int_equal(JetResetSessionContext(s), 0);
    assert_int_equal(JetEndSession(s, 0), 0);
    assert_int_equal(JetEndSession(s, 0), -1104);
    assert_int_equal(JetTerm(i), 0);
    assert_int_equal(JetTerm(i), JET_errInvalidInstance);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
