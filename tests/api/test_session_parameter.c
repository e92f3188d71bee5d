/* JetSetSessionParameter, JetGetSessionParameter (spec 40, 3.11 and S-35 to S-37). */
#define JET_VERSION 0x0A01
#include "test.h"

#include <esent.h>
#include <esent_engine.h>
#include <string.h>

static JET_INSTANCE instance;
static JET_SESID s;

static int setup(void **state)
{
    (void)state;
    return JetCreateInstanceA(&instance, "parameters") < 0 || JetInit(&instance) < 0 ||
           JetBeginSessionA(instance, &s, NULL, NULL) < 0;
}

static int teardown(void **state)
{
    (void)state;
    return JetTerm(instance);
}

/* Sets `size` bytes of one value, reads them back in a buffer of the same size. */
static uint32_t round_trip(uint32_t id, uint32_t value)
{
    uint32_t got = 0xEEEEEEEE, actual = 0;
    assert_int_equal(JetSetSessionParameter(s, id, &value, 4), 0);
    assert_int_equal(JetGetSessionParameter(s, id, &got, 4, &actual), 0);
    assert_int_equal(actual, 4);
    return got;
}

static void test_defaults(void **state)
{
    static const struct {
        uint32_t id, value;
    } numbers[] = {{JET_sesparamCommitDefault, 0},
                   {JET_sesparamTransactionLevel, 0},
                   {JET_sesparamCorrelationID, 0},
                   {JET_sesparamCachePriority, 100},
                   {JET_sesparamIOPriority, 0},
                   {4107, 0},
                   {4109, 1},
                   {4110, 0}};
    uint8_t bytes[16], zero[16] = {0};
    uint32_t actual = 9, number;
    (void)state;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
        number = 77;
        assert_int_equal(JetGetSessionParameter(s, numbers[k].id, &number, 4, &actual), 0);
        assert_int_equal(number, numbers[k].value);
        assert_int_equal(actual, 4);
    }
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamOperationContext, bytes, 8, &actual), 0);
    assert_memory_equal(bytes, "\0\0\0\x80\0\0\0\0", 8);
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamCommitGenericContext, bytes, 16, &actual), 0);
    assert_int_equal(actual, 0);
    assert_int_equal(JetGetSessionParameter(s, 4106, bytes, 16, &actual), 0);
    assert_memory_equal(bytes, zero, 16);
    for (uint32_t id = 4103; id <= 4105; id++) {
        assert_int_equal(JetGetSessionParameter(s, id, bytes, 16, &actual), 0);
        assert_int_equal(actual, 1);
        assert_int_equal(bytes[0], 0);
    }
}

static void test_null_value_with_a_size_wins_over_the_number(void **state)
{
    (void)state;
    assert_int_equal(JetSetSessionParameter(s, 999, NULL, 4), JET_errInvalidParameter);
    assert_int_equal(JetSetSessionParameter(s, 999, NULL, 0), JET_errInvalidSesparamId);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, NULL, 4), JET_errInvalidParameter);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCommitDefault, NULL, 0), JET_errInvalidBufferSize);
    assert_int_equal(JetGetSessionParameter(s, 999, NULL, 4, NULL), JET_errInvalidParameter);
}

static void test_unknown_numbers(void **state)
{
    uint32_t value = 0, actual = 55;
    const uint32_t unknown[] = {0, 1, 4096, 4111, 5000, 0xFFFFFFFF};
    (void)state;
    for (int k = 0; k < 6; k++) {
        assert_int_equal(JetSetSessionParameter(s, unknown[k], &value, 4), JET_errInvalidSesparamId);
        assert_int_equal(JetGetSessionParameter(s, unknown[k], &value, 4, &actual), JET_errInvalidSesparamId);
    }
    assert_int_equal(actual, 55);
}

static void test_handles_come_first(void **state)
{
    (void)state;
    assert_int_equal(JetSetSessionParameter(s + 1, 999, NULL, 4), JET_errInvalidSesid);
    assert_int_equal(JetGetSessionParameter(s + 1, 999, NULL, 4, NULL), JET_errInvalidSesid);
    assert_int_equal(JetSetSessionParameter(0, 999, NULL, 4), JET_errInvalidSesid);
    assert_int_equal(JetGetSessionParameter(JET_sesidNil, 999, NULL, 4, NULL), JET_errInvalidSesid);
}

static void test_exact_sizes_when_setting(void **state)
{
    static const struct {
        uint32_t id, size;
    } fixed[] = {{4097, 4}, {4100, 8}, {4101, 4}, {4102, 4}, {4106, 16},
                 {4107, 4}, {4108, 4}, {4109, 4}, {4110, 4}};
    uint8_t zero[32] = {0};
    (void)state;
    for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++)
        for (uint32_t size = 0; size <= 32; size++)
            assert_int_equal(JetSetSessionParameter(s, fixed[k].id, zero, size),
                             size == fixed[k].size ? 0 : JET_errInvalidBufferSize);
    assert_int_equal(round_trip(4109, 1), 1);
    assert_int_equal(round_trip(4102, 100), 100);
}

static void test_sizes_when_getting(void **state)
{
    static const struct {
        uint32_t id, size;
        int exact;
    } fixed[] = {{4097, 4, 1}, {4099, 4, 1},  {4108, 4, 1}, {4100, 8, 0}, {4101, 4, 0},
                 {4102, 4, 0}, {4106, 16, 0}, {4107, 4, 0}, {4109, 4, 0}, {4110, 4, 0}};
    uint8_t buffer[32];
    (void)state;
    for (size_t k = 0; k < sizeof fixed / sizeof *fixed; k++) {
        uint32_t actual;
        for (uint32_t size = 0; size <= 32; size++) {
            int good = fixed[k].exact ? size == fixed[k].size : size >= fixed[k].size;
            actual = 99;
            assert_int_equal(JetGetSessionParameter(s, fixed[k].id, buffer, size, &actual),
                             good ? 0 : JET_errInvalidBufferSize);
            assert_int_equal(actual, fixed[k].size); /* set before the test */
        }
        actual = 99;
        assert_int_equal(JetGetSessionParameter(s, fixed[k].id, NULL, 0, &actual), 0);
        assert_int_equal(actual, fixed[k].size);
    }
}

static void test_commit_default_takes_any_bits(void **state)
{
    (void)state;
    assert_int_equal(round_trip(JET_sesparamCommitDefault, 0xFFFFFFFF), 0xFFFFFFFF);
    assert_int_equal(round_trip(JET_sesparamCommitDefault, 0), 0);
}

static void test_values_are_stored(void **state)
{
    JET_OPERATIONCONTEXT context = {1, 2, 3, 4, 5}, got;
    uint8_t guid[16] = {9, 8, 7}, got_guid[16];
    (void)state;
    assert_int_equal(round_trip(JET_sesparamCorrelationID, 0xCAFE), 0xCAFE);
    assert_int_equal(round_trip(4107, 7), 7);
    assert_int_equal(round_trip(4109, 0), 0);
    assert_int_equal(round_trip(4109, 55), 1);
    assert_int_equal(round_trip(4110, 55), 1);
    assert_int_equal(round_trip(4110, 0), 0);
    assert_int_equal(sizeof context, 8);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamOperationContext, &context, 8), 0);
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamOperationContext, &got, 8, NULL), 0);
    assert_memory_equal(&got, &context, 8);
    assert_int_equal(JetSetSessionParameter(s, 4106, guid, 16), 0);
    assert_int_equal(JetGetSessionParameter(s, 4106, got_guid, 16, NULL), 0);
    assert_memory_equal(got_guid, guid, 16);
}

static void test_limits_of_numbers(void **state)
{
    uint32_t value;
    (void)state;
    assert_int_equal(round_trip(JET_sesparamCachePriority, 0), 0);
    assert_int_equal(round_trip(JET_sesparamCachePriority, 1000), 1000);
    value = 1001;
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamCachePriority, &value, 4),
                     JET_errInvalidParameter);
    assert_int_equal(round_trip(JET_sesparamCachePriority, 100), 100);
    value = 0x80000000;
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamIOPriority, &value, 4), JET_errInvalidGrbit);
    assert_int_equal(round_trip(JET_sesparamIOPriority, 1), 1);
}

static void test_transaction_level_is_read_only(void **state)
{
    int32_t level = 1;
    (void)state;
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamTransactionLevel, &level, 4),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetSetSessionParameter(s, JET_sesparamTransactionLevel, NULL, 0),
                     JET_errFeatureNotAvailable);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetGetSessionParameter(s, JET_sesparamTransactionLevel, &level, 4, NULL), 0);
    assert_int_equal(level, 1);
    assert_int_equal(JetRollback(s, 0), 0);
}

static void test_commit_context(void **state)
{
    static uint8_t bytes[30001], got[30000];
    uint32_t actual, on = 1;
    (void)state;
    for (size_t k = 0; k < sizeof bytes; k++)
        bytes[k] = (uint8_t)k;
    assert_int_equal(JetSetSessionParameter(s, 4098, bytes, 30000), 0);
    assert_int_equal(JetGetSessionParameter(s, 4098, got, 29999, &actual), JET_errBufferTooSmall);
    assert_int_equal(actual, 30000);
    assert_int_equal(JetGetSessionParameter(s, 4098, got, 30000, &actual), 0);
    assert_memory_equal(got, bytes, 30000);
    assert_int_equal(JetSetSessionParameter(s, 4110, &on, 4), 0);
    assert_int_equal(JetSetSessionParameter(s, 4098, bytes, 30001), JET_errInvalidBufferSize);
    assert_int_equal(JetGetSessionParameter(s, 4098, NULL, 0, &actual), 0);
    assert_int_equal(actual, 0); /* cleared by the refusal */
    assert_int_equal(JetGetSessionParameter(s, 4110, &on, 4, NULL), 0);
    assert_int_equal(on, 0); /* together with it */
    assert_int_equal(JetSetSessionParameter(s, 4098, bytes, 1), 0);
    assert_int_equal(JetSetSessionParameter(s, 4098, NULL, 0), 0);
    assert_int_equal(JetGetSessionParameter(s, 4098, NULL, 0, &actual), 0);
    assert_int_equal(actual, 0);
}

static void test_descriptions_are_cut(void **state)
{
    char text[200], got[200], mail[] = "mail";
    uint32_t actual;
    (void)state;
    for (uint32_t id = 4103; id <= 4105; id++) {
        assert_int_equal(JetSetSessionParameter(s, id, mail, 5), 0);
        assert_int_equal(JetGetSessionParameter(s, id, got, 4, &actual), JET_errBufferTooSmall);
        assert_int_equal(actual, 5);
        assert_int_equal(JetGetSessionParameter(s, id, got, 5, &actual), 0);
        assert_string_equal(got, "mail");
        memset(text, 'x', sizeof text);
        assert_int_equal(JetSetSessionParameter(s, id, text, sizeof text), 0); /* not even terminated */
        assert_int_equal(JetGetSessionParameter(s, id, got, sizeof got, &actual), 0);
        assert_int_equal(actual, strlen(got) + 1);
        assert_true(actual > 5 && actual < sizeof text);
        assert_int_equal(JetSetSessionParameter(s, id, NULL, 0), 0);
        assert_int_equal(JetGetSessionParameter(s, id, got, sizeof got, &actual), 0);
        assert_string_equal(got, "");
    }
}

static void test_new_sessions_take_the_values_of_the_instance(void **state)
{
    JET_SESID t;
    uint32_t value;
    (void)state;
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramCommitDefault, 1, NULL), 0);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramCachePriority, 200, NULL), 0);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramIOPriority, 1, NULL), 0);
    assert_int_equal(JetBeginSessionA(instance, &t, NULL, NULL), 0);
    assert_int_equal(JetGetSessionParameter(t, JET_sesparamCommitDefault, &value, 4, NULL), 0);
    assert_int_equal(value, 1);
    assert_int_equal(JetGetSessionParameter(t, JET_sesparamCachePriority, &value, 4, NULL), 0);
    assert_int_equal(value, 200);
    assert_int_equal(JetGetSessionParameter(t, JET_sesparamIOPriority, &value, 4, NULL), 0);
    assert_int_equal(value, 1);
    assert_int_equal(JetEndSession(t, 0), 0);
}

#define T(name) cmocka_unit_test(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(defaults),
        T(null_value_with_a_size_wins_over_the_number),
        T(unknown_numbers),
        T(handles_come_first),
        T(exact_sizes_when_setting),
        T(sizes_when_getting),
        T(commit_default_takes_any_bits),
        T(values_are_stored),
        T(limits_of_numbers),
        T(transaction_level_is_read_only),
        T(commit_context),
        T(descriptions_are_cut),
        T(new_sessions_take_the_values_of_the_instance),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
