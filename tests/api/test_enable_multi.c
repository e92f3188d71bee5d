/* JetEnableMultiInstance (spec 40, I-7). A program of its own: what was set before in
 * the process changes the answers. */
#include "test.h"

#include <esent.h>

static JET_API_PTR get(JET_INSTANCE i, uint32_t id)
{
    JET_API_PTR value = 0;
    assert_int_equal(JetGetSystemParameterA(i, 0, id, &value, NULL, 0), 0);
    return value;
}

static void test_refused_list_leaves_the_mode_unset(void **state)
{
    (void)state;
    JET_SETSYSPARAM_A p = {.paramid = JET_paramMaxInstances, .lParam = 0};
    assert_int_equal(JetEnableMultiInstanceA(&p, 1, NULL), JET_errInvalidParameter);
    assert_int_equal(p.err, JET_errInvalidParameter);
    assert_int_equal(JetStopService(), JET_errInvalidParameter);
}

static void test_enable_multi_instance_sets_then_compares(void **state)
{
    JET_SETSYSPARAM_A p[3] = {{.paramid = JET_paramMaxInstances, .lParam = 20, .err = 7},
                              {.paramid = JET_paramEventSource, .sz = (char[]){"me"}, .err = 7},
                              {.paramid = JET_paramMaxSessions, .lParam = 99, .err = 7}};
    uint32_t done = 77;
    JET_INSTANCE i;
    (void)state;
    assert_int_equal(JetEnableMultiInstanceA(NULL, 1, &done), JET_errInvalidParameter);
    assert_int_equal(JetEnableMultiInstanceA(p, 3, &done), 0);
    assert_int_equal(done, 3);
    assert_int_equal(p[0].err | p[1].err | p[2].err, 0);
    /* The mode lasts until an instance was there and the last one has gone. */
    assert_int_equal(JetInit(NULL), JET_errRunningInMultiInstanceMode);
    assert_int_equal(JetEnableMultiInstanceA(p, 3, &done), JET_errSystemParamsAlreadySet);
    assert_int_equal(done, 3);
    p[2].lParam = 98;
    assert_int_equal(JetEnableMultiInstanceA(p, 3, &done), JET_errSystemParameterConflict);
    assert_int_equal(done, 2);
    assert_int_equal(p[2].err, JET_errSystemParameterConflict);
    p[2].paramid = 999;
    assert_int_equal(JetEnableMultiInstanceA(p, 3, &done), JET_errInvalidParameter);
    char text[16];
    assert_int_equal(JetCreateInstanceA(&i, "a"), 0);
    assert_int_equal(get(i, JET_paramMaxSessions), 99);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramEventSource, NULL, text, sizeof text), 0);
    assert_string_equal(text, "me");
    assert_int_equal(JetTerm(i), 0);
}

static void test_enable_multi_instance_stops_at_the_first_error(void **state)
{
    JET_SETSYSPARAM_W p[3] = {{.paramid = JET_paramMaxSessions, .lParam = 33, .err = 7},
                              {.paramid = JET_paramBaseName, .sz = (WCHAR[]){'a', 'b', 0}, .err = 7},
                              {.paramid = JET_paramMaxCursors, .lParam = 34, .err = 7}};
    uint32_t done = 77;
    (void)state;
    assert_int_equal(JetEnableMultiInstanceW(p, 3, &done), JET_errInvalidParameter);
    assert_int_equal(done, 1);
    assert_int_equal(p[0].err, 0);
    assert_int_equal(p[1].err, JET_errInvalidParameter);
    assert_int_equal(p[2].err, 7);
    assert_int_equal(get(0, JET_paramMaxSessions), 33);
    assert_int_equal(get(0, JET_paramMaxCursors), 1024);
    assert_int_equal(JetStopService(), JET_errInvalidParameter); /* the mode is still unset */
}

static void test_start_parameter_that_was_set_must_be_listed(void **state)
{
    JET_SETSYSPARAM_A p[2] = {{.paramid = JET_paramMaxInstances, .lParam = 20},
                              {.paramid = JET_paramConfiguration, .lParam = 0}};
    JET_INSTANCE i;
    uint32_t done;
    (void)state;
    assert_int_equal(JetCreateInstanceA(&i, "a"), 0);
    assert_int_equal(JetEnableMultiInstanceA(NULL, 0, &done), JET_errSystemParameterConflict);
    assert_int_equal(JetEnableMultiInstanceA(p, 1, &done), JET_errSystemParamsAlreadySet);
    assert_int_equal(JetEnableMultiInstanceA(p, 2, &done), JET_errSystemParamsAlreadySet); /* 1 is default */
    p[1] = (JET_SETSYSPARAM_A){.paramid = JET_paramVerPageSize, .lParam = 32768}; /* equal, never set */
    assert_int_equal(JetEnableMultiInstanceA(p, 2, &done), JET_errSystemParameterConflict);
    assert_int_equal(done, 1);
    assert_int_equal(JetTerm(i), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_list_leaves_the_mode_unset),
        cmocka_unit_test(test_enable_multi_instance_sets_then_compares),
        cmocka_unit_test(test_start_parameter_that_was_set_must_be_listed),
        cmocka_unit_test(test_enable_multi_instance_stops_at_the_first_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
