/* System parameters: spec 40, section 12, and golden limits, section param. */
#define JET_VERSION 0x0A01
#include "test.h"
#include "corpus.h"
#include "csv.h"

#include <esent.h>
#include <esent_engine.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parameter_rows.h"

#define ROWS (sizeof rows / sizeof *rows)

static char directory[512];

static int setup(void **state)
{
    (void)state;
    snprintf(directory, sizeof directory, "%s", test_directory());
    return chdir(directory);
}

static JET_ERR set(JET_INSTANCE i, uint32_t id, uint64_t value)
{
    return JetSetSystemParameterA(i ? &i : NULL, 0, id, value, NULL);
}

static JET_ERR set_text(JET_INSTANCE i, uint32_t id, const char *value)
{
    return JetSetSystemParameterA(i ? &i : NULL, 0, id, 0, value);
}

static uint64_t get(JET_INSTANCE i, uint32_t id)
{
    JET_API_PTR value = 0xDEAD;
    JET_ERR err = JetGetSystemParameterA(i, 0, id, &value, NULL, 0);
    if (err != 0)
        fail_msg("parameter %u: %d", id, err);
    return value;
}

static const char *get_text(JET_INSTANCE i, uint32_t id)
{
    static char buffer[4][1024];
    static unsigned turn;
    char *text = buffer[turn++ % 4];
    assert_int_equal(JetGetSystemParameterA(i, 0, id, NULL, text, 1024), 0);
    return text;
}

static JET_INSTANCE created(void)
{
    JET_INSTANCE i;
    assert_int_equal(JetCreateInstanceA(&i, "parameter"), 0);
    return i;
}

static JET_INSTANCE initialised(void)
{
    JET_INSTANCE i = created();
    assert_int_equal(JetInit(&i), 0);
    return i;
}

static void expect(const struct parameter_row *row, const char *what, int64_t got, int64_t expected)
{
    if (got != expected)
        fail_msg("%u %s, %s: %lld instead of %lld", row->id, row->name, what, (long long)got,
                 (long long)expected);
}

/* ---- all of them --------------------------------------------------------------------- */

static void test_every_default(void **state)
{
    (void)state;
    for (size_t k = 0; k < ROWS; k++)
        expect(&rows[k], "default", (int64_t)get(0, rows[k].id), (int64_t)rows[k].value);
}

static void test_every_range(void **state)
{
    (void)state;
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        if (r->kind == 'A') {
            expect(r, "all ones", set(0, r->id, UINT64_MAX), 0);
            expect(r, "stored", (int64_t)get(0, r->id), -1);
        } else if (r->kind == 'B') {
            expect(r, "five", set(0, r->id, 5), 0);
            expect(r, "stored", (int64_t)get(0, r->id), 1);
            expect(r, "zero", set(0, r->id, 0), 0);
            expect(r, "stored", (int64_t)get(0, r->id), 0);
        } else {
            expect(r, "least", set(0, r->id, r->least), 0);
            expect(r, "stored", (int64_t)get(0, r->id), (int64_t)r->least);
            if (r->least > 0)
                expect(r, "below least", set(0, r->id, r->least - 1), JET_errInvalidParameter);
            if (r->kind != 'L') {
                expect(r, "most", set(0, r->id, r->most), 0);
                expect(r, "stored", (int64_t)get(0, r->id), (int64_t)r->most);
                expect(r, "above most", set(0, r->id, r->most + 1), JET_errInvalidParameter);
                expect(r, "-1", set(0, r->id, UINT64_MAX), JET_errInvalidParameter);
            }
            if (r->kind == 'P')
                expect(r, "no power of two", set(0, r->id, r->least * 3), JET_errInvalidParameter);
        }
        expect(r, "default again", set(0, r->id, r->value), 0);
        expect(r, "stored", (int64_t)get(0, r->id), (int64_t)r->value);
    }
}

/* A permitted value that is not the present one; the present one where there is no other. */
static uint64_t other_value(const struct parameter_row *r)
{
    if (r->kind == 'B')
        return !r->value;
    if (r->kind == 'A')
        return r->value + 7;
    if (r->kind == 'P')
        return r->value == r->least ? r->least * 2 : r->least;
    return r->value == r->least ? (r->kind == 'L' || r->least < r->most ? r->least + 1 : r->least) : r->least;
}

static void test_every_parameter_is_settable_until_its_time(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        bool may = r->when != 'S' || other_value(r) == r->value;
        expect(r, "created, other value", set(i, r->id, other_value(r)), may ? 0 : JET_errAlreadyInitialized);
        expect(r, "created, present value", set(i, r->id, r->value), 0);
    }
    assert_int_equal(JetInit(&i), 0);
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        if (r->id == JET_paramPreferredVerPages)
            continue; /* recomputed: below */
        bool may = r->when == 'A' || other_value(r) == r->value;
        expect(r, "present value", set(i, r->id, r->value), 0);
        expect(r, "other value", set(i, r->id, other_value(r)), may ? 0 : JET_errAlreadyInitialized);
        if (!may)
            expect(r, "unchanged", (int64_t)get(i, r->id), (int64_t)r->value);
        expect(r, "present value again", set(i, r->id, r->value), 0);
    }
    assert_int_equal(JetTerm(i), 0);
}

static void test_frozen_wins_over_out_of_range(void **state)
{
    JET_INSTANCE i = initialised();
    (void)state;
    assert_int_equal(set(i, JET_paramMaxSessions, 30001), JET_errAlreadyInitialized);
    assert_int_equal(set(i, JET_paramDatabasePageSize, 1), JET_errAlreadyInitialized);
    assert_int_equal(set(i, JET_paramDatabasePageSize, 4096), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_global_values_are_copied_when_an_instance_is_created(void **state)
{
    JET_INSTANCE i = created(), j;
    (void)state;
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        if (r->scope != 'I' || r->id == JET_paramEnableAdvanced)
            continue;
        expect(r, "global, multi mode", set(0, r->id, other_value(r)), 0);
        expect(r, "existing instance", (int64_t)get(i, r->id), (int64_t)r->value);
        expect(r, "global value", (int64_t)get(0, r->id), (int64_t)other_value(r));
    }
    assert_int_equal(JetCreateInstanceA(&j, "later"), 0);
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        if (r->scope != 'I' || r->id == JET_paramEnableAdvanced)
            continue;
        expect(r, "later instance", (int64_t)get(j, r->id), (int64_t)other_value(r));
        assert_int_equal(set(0, r->id, r->value), 0);
    }
    assert_int_equal(JetTerm(i), 0);
    assert_int_equal(JetTerm(j), 0);
}

static void test_advanced_parameters_are_ignored_when_switched_off(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(set(i, JET_paramEnableAdvanced, 0), 0);
    for (size_t k = 0; k < ROWS; k++) {
        const struct parameter_row *r = &rows[k];
        if (r->scope != 'I' || r->when == 'S' || r->id == JET_paramEnableAdvanced)
            continue;
        if (r->advanced) {
            expect(r, "ignored", set(i, r->id, other_value(r)), 0);
            expect(r, "ignored, even out of range", set(i, r->id, r->kind == 'N' ? r->most + 1 : 0), 0);
            expect(r, "unchanged", (int64_t)get(i, r->id), (int64_t)r->value);
        } else {
            expect(r, "not advanced", set(i, r->id, other_value(r)), 0);
            expect(r, "changed", (int64_t)get(i, r->id), (int64_t)other_value(r));
        }
    }
    assert_int_equal(JetTerm(i), 0);
}

/* ---- JET_paramConfiguration --------------------------------------------------------------- */

static void test_small_configuration_installs_every_small_default(void **state)
{
    (void)state;
    assert_int_equal(set(0, JET_paramConfiguration, 0), 0);
    assert_int_equal(get(0, JET_paramConfiguration), 0);
    for (size_t k = 0; k < ROWS; k++)
        expect(&rows[k], "small", (int64_t)get(0, rows[k].id), (int64_t)rows[k].small_value);
    assert_int_equal(set(0, JET_paramConfiguration, 1), 0);
    for (size_t k = 0; k < ROWS; k++)
        expect(&rows[k], "normal again", (int64_t)get(0, rows[k].id), (int64_t)rows[k].value);
}

static void test_low_memory_changes_only_what_has_a_small_default(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(set(i, JET_paramEnableIndexChecking, 2), 0);
    assert_int_equal(set(i, JET_paramConfiguration, 0x10), 0);
    assert_int_equal(get(i, JET_paramEnableIndexChecking), 2);
    for (size_t k = 0; k < ROWS; k++)
        if (rows[k].scope == 'I' && rows[k].id != JET_paramEnableIndexChecking)
            expect(&rows[k], "low memory", (int64_t)get(i, rows[k].id), (int64_t)rows[k].small_value);
        else if (rows[k].when == 'S')
            expect(&rows[k], "frozen", (int64_t)get(i, rows[k].id), (int64_t)rows[k].value);
    assert_int_equal(set(0, JET_paramCacheSizeMin, 1), 0); /* global, settable any time */
    assert_int_equal(set(0, JET_paramStartFlushThreshold, 20000000), 0);
    assert_int_equal(set(0, JET_paramStopFlushThreshold, 40000000), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_configuration_bits(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(set(i, JET_paramConfiguration, 0x800), JET_errInvalidParameter);
    assert_int_equal(set(i, JET_paramConfiguration, 2), 0); /* remove quotas */
    const uint32_t unlimited[] = {JET_paramMaxOpenTables, JET_paramMaxCursors, JET_paramMaxVerPages,
                                  JET_paramMaxTemporaryTables, JET_paramPreferredVerPages};
    for (int k = 0; k < 5; k++)
        assert_int_equal(get(i, unlimited[k]), 2147483647);
    assert_int_equal(get(i, JET_paramMaxSessions), 30000);
    assert_int_equal(set(i, JET_paramConfiguration, 4), 0); /* low disk: adds to it */
    assert_int_equal(get(i, JET_paramMaxSessions), 30000);
    assert_int_equal(get(i, JET_paramDbExtensionSize), 16);
    assert_int_equal(get(i, JET_paramPageTempDBMin), 14);
    assert_int_equal(get(i, JET_paramCircularLog), 1);
    assert_int_equal(get(i, JET_paramLogFileSize), 64);
    assert_int_equal(get(i, JET_paramCheckpointDepthMax), 524288);
    assert_int_equal(set(i, JET_paramConfiguration, 8), 0); /* medium disk */
    assert_int_equal(get(i, JET_paramDbExtensionSize), 128);
    assert_int_equal(get(i, JET_paramPageTempDBMin), 30);
    assert_int_equal(get(i, JET_paramLogFileSize), 512);
    assert_int_equal(get(i, JET_paramCheckpointDepthMax), 4194304);
    assert_int_equal(set(i, JET_paramConfiguration, 0x80), 0); /* SSD */
    assert_int_equal(get(i, JET_paramPrereadIOMax), 5);
    assert_int_equal(set(i, JET_paramConfiguration, 0x100), 0); /* silent */
    assert_int_equal(get(i, JET_paramNoInformationEvent), 1);
    assert_int_equal(get(i, JET_paramEventLoggingLevel), 0);
    assert_int_equal(set(i, JET_paramConfiguration, 0x640), 0); /* no effect on parameters */
    assert_int_equal(get(i, JET_paramMaxSessions), 30000);
    assert_int_equal(set(i, JET_paramConfiguration, 1 | 4), 0); /* default first, then low disk */
    assert_int_equal(get(i, JET_paramMaxSessions), 16);
    assert_int_equal(get(i, JET_paramEventLoggingLevel), 100);
    assert_int_equal(get(i, JET_paramLogFileSize), 64);
    assert_int_equal(get(i, JET_paramConfiguration), 5);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(set(i, JET_paramConfiguration, 1), JET_errAlreadyInitialized);
    assert_int_equal(set(i, JET_paramConfiguration, 5), 0);
    assert_int_equal(set(0, JET_paramConfiguration, 0x11), JET_errAlreadyInitialized);
    assert_int_equal(JetTerm(i), 0);
}

/* ---- texts ------------------------------------------------------------------------------------ */

static void test_defaults_of_texts(void **state)
{
    static const struct {
        uint32_t id;
        const char *text;
    } texts[] = {{JET_paramSystemPath, "./"},
                 {JET_paramTempPath, "tmp.edb"},
                 {JET_paramLogFilePath, "./"},
                 {JET_paramBaseName, "edb"},
                 {JET_paramEventSource, ""},
                 {JET_paramRecovery, "on"},
                 {JET_paramEventSourceKey, ""},
                 {JET_paramAlternateDatabaseRecoveryPath, ""},
                 {JET_paramProcessFriendlyName, ""},
                 {JET_paramConfigStoreSpec, ""},
                 {137, "TableClass1"},
                 {151, "TableClass15"},
                 {196, "TableClass16"},
                 {211, "TableClass31"}};
    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
        assert_string_equal(get_text(0, texts[k].id), texts[k].text);
}

static void test_directories_become_absolute_with_a_separator(void **state)
{
    JET_INSTANCE i = created();
    char expected[600], current[512];
    (void)state;
    assert_non_null(getcwd(current, sizeof current));
    snprintf(expected, sizeof expected, "%s/sys/", current);
    const char *given[] = {"sys", "sys/", "./x/../sys", expected};
    for (int k = 0; k < 4; k++) {
        assert_int_equal(set_text(i, JET_paramSystemPath, "/elsewhere"), 0);
        assert_string_equal(get_text(i, JET_paramSystemPath), "/elsewhere/");
        assert_int_equal(set_text(i, JET_paramSystemPath, given[k]), 0);
        assert_string_equal(get_text(i, JET_paramSystemPath), expected);
    }
    assert_int_equal(JetTerm(i), 0);
}

static void test_temp_path_keeps_a_bare_name(void **state)
{
    JET_INSTANCE i = created();
    char expected[600], current[512];
    (void)state;
    assert_int_equal(set_text(i, JET_paramTempPath, "bare.edb"), 0);
    assert_string_equal(get_text(i, JET_paramTempPath), "bare.edb");
    assert_non_null(getcwd(current, sizeof current));
    assert_int_equal(set_text(i, JET_paramTempPath, "sub/x.edb"), 0);
    snprintf(expected, sizeof expected, "%s/sub/x.edb", current);
    assert_string_equal(get_text(i, JET_paramTempPath), expected);
    assert_int_equal(set_text(i, JET_paramTempPath, "sub/"), 0);
    snprintf(expected, sizeof expected, "%s/sub/", current);
    assert_string_equal(get_text(i, JET_paramTempPath), expected);
    assert_int_equal(JetTerm(i), 0);
}

static void test_length_limits_of_texts_count_utf16_units(void **state)
{
    JET_INSTANCE i = created();
    char text[400];
    (void)state;
    memset(text, 'x', sizeof text);
    text[0] = '/';
    text[245] = '\0'; /* with the separator: 246 */
    assert_int_equal(set_text(i, JET_paramSystemPath, text), 0);
    text[245] = 'x', text[246] = '\0';
    assert_int_equal(set_text(i, JET_paramSystemPath, text), JET_errInvalidParameter);
    memset(text, 'x', sizeof text);
    text[259] = '\0';
    assert_int_equal(set_text(i, JET_paramEventSource, text), 0);
    text[259] = 'x', text[260] = '\0';
    assert_int_equal(set_text(i, JET_paramEventSource, text), JET_errInvalidParameter);
    assert_int_equal(set_text(i, JET_paramBaseName, "\xC3\xA4\xC3\xB6\xC3\xBC"), 0); /* 3 units, 6 bytes */
    assert_int_equal(set_text(i, JET_paramBaseName, "\xF0\x9F\x98\x80x"), 0);        /* 2 + 1 */
    assert_int_equal(set_text(i, JET_paramBaseName, "\xF0\x9F\x98\x80xx"), JET_errInvalidParameter);
    assert_int_equal(set_text(i, JET_paramBaseName, NULL), JET_errInvalidParameter);
    assert_int_equal(set_text(i, JET_paramEventSource, NULL), 0);
    assert_string_equal(get_text(i, JET_paramEventSource), "");
    assert_int_equal(set_text(i, JET_paramLogFileFailoverPath, "x"), JET_errInvalidParameter);
    assert_int_equal(set_text(i, JET_paramBaseName, "\xFF\xFE\xFD"), JET_errUnicodeTranslationFail);
    assert_int_equal(JetTerm(i), 0);
}

static void test_texts_are_frozen_by_init(void **state)
{
    JET_INSTANCE i = initialised();
    (void)state;
    assert_int_equal(set_text(i, JET_paramBaseName, "abc"), JET_errAlreadyInitialized);
    assert_int_equal(set_text(i, JET_paramBaseName, "edb"), JET_errAlreadyInitialized); /* Y-5 */
    assert_int_equal(set_text(i, 137, "name"), JET_errAlreadyInitialized);
    assert_int_equal(set_text(i, 33, "class"), 0);
    assert_int_equal(set_text(i, 33, ""), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_text_buffers(void **state)
{
    JET_INSTANCE i = created();
    char a[8];
    WCHAR w[8];
    JET_API_PTR number = 77;
    (void)state;
    assert_int_equal(set_text(i, JET_paramEventSource, "ab\xC3\xA4z"), 0); /* 5 bytes, 4 units */
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, &number, NULL, 8), JET_errInvalidParameter);
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, &number, a, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, NULL, a, 6), 0);
    assert_string_equal(a, "ab\xC3\xA4z");
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, NULL, a, 5), JET_errBufferTooSmall);
    assert_string_equal(a, "ab\xC3\xA4");
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, NULL, a, 4), JET_errBufferTooSmall);
    assert_string_equal(a, "ab"); /* whole characters */
    assert_int_equal(JetGetSystemParameterA(i, 0, 4, NULL, a, 1), JET_errBufferTooSmall);
    assert_string_equal(a, "");
    assert_int_equal(JetGetSystemParameterW(i, 0, 4, NULL, w, 10), 0);
    assert_memory_equal(w, u"ab\u00E4z", 10);
    assert_int_equal(JetGetSystemParameterW(i, 0, 4, NULL, w, 9), JET_errBufferTooSmall);
    assert_memory_equal(w, u"ab\u00E4", 8);
    assert_int_equal(JetGetSystemParameterW(i, 0, 4, NULL, w, 1), JET_errBufferTooSmall);
    assert_int_equal(JetGetSystemParameterW(i, 0, 4, NULL, NULL, 10), JET_errInvalidParameter);
    assert_int_equal(number, 77);
    assert_int_equal(JetSetSystemParameterW(&i, 0, 4, 0, u"\u20AC"), 0);
    assert_string_equal(get_text(i, 4), "\xE2\x82\xAC");
    assert_int_equal(JetTerm(i), 0);
}

static void test_string_argument_of_a_number_is_ignored(void **state)
{
    JET_INSTANCE i = created();
    const WCHAR lone[] = {0xDC00, 0};
    (void)state;
    assert_int_equal(JetSetSystemParameterW(&i, 0, JET_paramMaxCursors, 5, lone), 0);
    assert_int_equal(get(i, JET_paramMaxCursors), 5);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramMaxCursors, NULL, NULL, 0),
                     JET_errInvalidParameter);
    assert_int_equal(JetTerm(i), 0);
}

/* ---- unknown, read-only, and those with rules of their own ---------------------------------------- */

static void test_unknown_numbers(void **state)
{
    JET_INSTANCE i = created();
    const uint32_t unknown[] = {185, 221, 222, 999, 2000, 4000000000u, 0xFFFFFFFF};
    JET_API_PTR value = 5;
    char text[64];
    (void)state;
    for (size_t k = 0; k < sizeof unknown / sizeof *unknown; k++) {
        assert_int_equal(set(i, unknown[k], 0), JET_errInvalidParameter);
        assert_int_equal(set(0, unknown[k], 0), JET_errInvalidParameter);
        assert_int_equal(JetGetSystemParameterA(i, 0, unknown[k], &value, text, 64), JET_errInvalidParameter);
    }
    for (uint32_t id = 0; id <= 220; id++) { /* all others exist */
        JET_UNICODEINDEX buffer = {0};
        memset(text, 0, sizeof text);
        JET_ERR err = JetGetSystemParameterA(i, 0, id, (JET_API_PTR *)&buffer, text, 64);
        if (id == 185 || id == JET_paramTransactionLevel)
            assert_int_equal(err, JET_errInvalidParameter);
        else if (err != 0 && err != JET_errBufferTooSmall)
            fail_msg("%u: %d", id, err);
    }
    assert_int_equal(JetTerm(i), 0);
}

static void test_read_only_parameters_follow_the_page_size(void **state)
{
    static const uint64_t expected[][4] = {{4096, 1000, 4014, 3789},
                                           {8192, 2000, 8110, 7885},
                                           {16384, 2000, 4050, 16037},
                                           {32768, 2000, 8150, 32421}};
    (void)state;
    for (int k = 3; k >= 0; k--) {
        assert_int_equal(set(0, JET_paramDatabasePageSize, expected[k][0]), 0);
        assert_int_equal(get(0, JET_paramKeyMost), expected[k][1]);
        assert_int_equal(get(0, JET_paramLVChunkSizeMost), expected[k][2]);
        assert_int_equal(get(0, 213), expected[k][3]);
    }
    assert_int_equal(get(0, JET_paramMaxColtyp), 19);
    const uint32_t read_only[] = {37, 38, 42, 43, 70, 79, 131, 134, 163, 213};
    for (int k = 0; k < 10; k++)
        assert_int_equal(set(0, read_only[k], 1), JET_errInvalidParameter);
    assert_int_equal(set(0, JET_paramKeyMost, 1000), JET_errInvalidParameter);
}

static void test_init_recomputes_what_was_never_set(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(get(i, JET_paramPreferredVerPages), 58);
    assert_int_equal(set(i, JET_paramMaxVerPages, 1000), 0);
    assert_int_equal(set(i, JET_paramMaxOpenTables, 1000), 0);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(get(i, JET_paramPreferredVerPages), 900);
    assert_int_equal(get(i, JET_paramCachedClosedTables), 300);
    assert_int_equal(JetTerm(i), 0);
    i = created();
    assert_int_equal(set(i, JET_paramPreferredVerPages, 7), 0);
    assert_int_equal(set(i, JET_paramCachedClosedTables, 9), 0);
    assert_int_equal(JetInit(&i), 0);
    assert_int_equal(get(i, JET_paramPreferredVerPages), 7);
    assert_int_equal(get(i, JET_paramCachedClosedTables), 9);
    assert_int_equal(JetTerm(i), 0);
    assert_int_equal(set(0, JET_paramCachedClosedTables, 9), 0); /* without an instance: ignored */
    assert_int_equal(get(0, JET_paramCachedClosedTables), 64);
}

static void test_error_to_string(void **state)
{
    JET_API_PTR number = (JET_API_PTR)JET_errDiskFull;
    char text[256], small[14];
    WCHAR wide[256];
    (void)state;
    assert_int_equal(JetGetSystemParameterA(0, 0, JET_paramErrorToString, &number, text, sizeof text), 0);
    assert_memory_equal(text, "JET_errDiskFull, ", 17);
    number = (uint32_t)JET_errDiskFull; /* as 32-bit code would pass it */
    assert_int_equal(JetGetSystemParameterW(0, 0, JET_paramErrorToString, &number, wide, sizeof wide), 0);
    assert_memory_equal(wide, u"JET_errDiskFull, ", 34);
    assert_int_equal(JetGetSystemParameterA(0, 0, JET_paramErrorToString, &number, small, sizeof small),
                     JET_errBufferTooSmall);
    assert_string_equal(small, "JET_errDiskFu");
    assert_int_equal(JetGetSystemParameterA(0, 0, JET_paramErrorToString, NULL, text, sizeof text),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetSystemParameterA(0, 0, JET_paramErrorToString, &number, NULL, 0),
                     JET_errInvalidParameter);
}

static void test_unicode_index_default(void **state)
{
    JET_INSTANCE i = created();
    JET_UNICODEINDEX index = {0}, bad = {.lcid = 0xFFFFF, .dwMapFlags = 0x30401};
    (void)state;
    assert_int_equal(JetGetSystemParameterA(i, 0, 72, (JET_API_PTR *)&index, NULL, sizeof index), 0);
    assert_int_equal(index.lcid, 1033);
    assert_int_equal(index.dwMapFlags, 0x30401);
    assert_int_equal(JetGetSystemParameterA(i, 0, 72, (JET_API_PTR *)&index, NULL, 7), JET_errBufferTooSmall);
    assert_int_equal(JetGetSystemParameterA(i, 0, 72, NULL, NULL, 8), JET_errInvalidParameter);
    index.dwMapFlags = 1; /* without LCMAP_SORTKEY: accepted (12.5) */
    assert_int_equal(set(i, 72, (JET_API_PTR)&index), 0);
    index.dwMapFlags = 0;
    assert_int_equal(JetGetSystemParameterA(i, 0, 72, (JET_API_PTR *)&index, NULL, 8), 0);
    assert_int_equal(index.dwMapFlags, 1);
    assert_int_equal(set(i, 72, (JET_API_PTR)&bad), JET_errInvalidParameter);
    bad.lcid = 1033, bad.dwMapFlags = 0x80000000;
    assert_int_equal(set(i, 72, (JET_API_PTR)&bad), JET_errInvalidParameter);
    assert_int_equal(set(i, 72, 0), 0);
    assert_int_equal(JetGetSystemParameterA(i, 0, 72, (JET_API_PTR *)&index, NULL, 8), 0);
    assert_int_equal(index.dwMapFlags, 0x30401);
    assert_int_equal(JetTerm(i), 0);
}

static void test_engine_format_version(void **state)
{
    static const struct {
        uint32_t value;
        JET_ERR expected;
        uint32_t stored;
    } cases[] = {{8020, 0, 8020},
                 {6080, JET_errEngineFormatVersionNoLongerSupportedTooLow, 8020},
                 {0, JET_errEngineFormatVersionNoLongerSupportedTooLow, 8020},
                 {9600, 0, 9600},
                 {9620, JET_errEngineFormatVersionNotYetImplementedTooHigh, 9600},
                 {9601, JET_errEngineFormatVersionNotYetImplementedTooHigh, 9600},
                 {8021, JET_errInvalidParameter, 9600},
                 {0x41000000 | 9180, 0, 0x41000000 | 9180},
                 {0x40000000, JET_errInvalidParameter, 0x41000000 | 9180},
                 {0x40000003, JET_errInvalidParameter, 0x41000000 | 9180},
                 {0x40000002, 0, 0x40000002},
                 {0x40000001, 0, 8920}};
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(get(i, 194), 8920);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_int_equal(set(i, 194, cases[k].value), cases[k].expected);
        assert_int_equal(get(i, 194), cases[k].stored);
    }
    assert_int_equal(JetTerm(i), 0);
}

static void test_shrink_database_bits(void **state)
{
    JET_INSTANCE i = created();
    (void)state;
    assert_int_equal(get(i, JET_paramEnableShrinkDatabase), 0);
    assert_int_equal(set(i, JET_paramEnableShrinkDatabase, 0), 0); /* the present value */
    assert_int_equal(set(i, JET_paramEnableShrinkDatabase, 2), JET_errInvalidGrbit);
    assert_int_equal(set(i, JET_paramEnableShrinkDatabase, 5), JET_errInvalidGrbit);
    assert_int_equal(set(i, JET_paramEnableShrinkDatabase, 0x10000), JET_errInvalidParameter);
    assert_int_equal(set(i, JET_paramEnableShrinkDatabase, 3), 0);
    assert_int_equal(JetTerm(i), 0);
}

static void test_config_store_is_not_there(void **state)
{
    (void)state;
    assert_int_equal(set_text(0, JET_paramConfigStoreSpec, ""), 0);
    assert_int_equal(set_text(0, JET_paramConfigStoreSpec, "reg:HKLM"), JET_errInvalidParameter);
}

static void test_commit_default_of_process_instance_and_session(void **state)
{
    JET_INSTANCE i = initialised();
    JET_SESID s, t;
    JET_API_PTR value = UINT64_MAX;
    (void)state;
    assert_int_equal(set(i, JET_paramCommitDefault, 0x40), JET_errInvalidParameter);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(set(i, JET_paramCommitDefault, JET_bitCommitLazyFlush), 0);
    assert_int_equal(JetBeginSessionA(i, &t, NULL, NULL), 0);
    assert_int_equal(JetGetSystemParameterA(i, s, JET_paramCommitDefault, &value, NULL, 0), 0);
    assert_int_equal(value, 0); /* all eight bytes */
    assert_int_equal(JetGetSystemParameterA(0, t, JET_paramCommitDefault, &value, NULL, 0), 0);
    assert_int_equal(value, 1);
    assert_int_equal(JetSetSystemParameterA(NULL, s, JET_paramCommitDefault, 1, NULL), 0);
    assert_int_equal(JetSetSystemParameterA(NULL, s, JET_paramCommitDefault, 0x40, NULL),
                     JET_errInvalidParameter);
    assert_int_equal(JetGetSystemParameterA(0, s, JET_paramCommitDefault, &value, NULL, 0), 0);
    assert_int_equal(value, 1);
    assert_int_equal(JetSetSystemParameterA(NULL, t, JET_paramCommitDefault, 0, NULL), 0);
    assert_int_equal(get(i, JET_paramCommitDefault), 1); /* the instance keeps its own */
    assert_int_equal(JetTerm(i), 0);
}

static void test_transaction_level_needs_a_session(void **state)
{
    JET_INSTANCE i = initialised();
    JET_SESID s;
    JET_API_PTR value = 99;
    (void)state;
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetGetSystemParameterA(i, 0, JET_paramTransactionLevel, &value, NULL, 0),
                     JET_errInvalidParameter);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetBeginTransaction(s), 0);
    assert_int_equal(JetGetSystemParameterA(0, s, JET_paramTransactionLevel, &value, NULL, 0), 0);
    assert_int_equal(value, 2);
    assert_int_equal(JetRollback(s, JET_bitRollbackAll), 0);
    assert_int_equal(JetTerm(i), 0);
}

/* ---- targets (Y-4) ------------------------------------------------------------------------------------ */

static void test_handles_are_checked_in_multi_mode_only(void **state)
{
    JET_INSTANCE garbage = 4711;
    JET_API_PTR value;
    (void)state;
    assert_int_equal(JetSetSystemParameterA(&garbage, 4711, JET_paramMaxCursors, 1024, NULL), 0);
    assert_int_equal(JetGetSystemParameterA(4711, 4711, JET_paramMaxCursors, &value, NULL, 0), 0);
    JET_INSTANCE i = created();
    assert_int_equal(JetSetSystemParameterA(&garbage, 0, JET_paramMaxCursors, 1, NULL),
                     JET_errInvalidInstance);
    assert_int_equal(JetSetSystemParameterA(&garbage, JET_sesidNil, 999, 1, NULL), JET_errInvalidInstance);
    assert_int_equal(JetSetSystemParameterA(&i, 4711, 999, 1, NULL), JET_errInvalidSesid);
    assert_int_equal(JetGetSystemParameterA(4711, 0, 999, &value, NULL, 0), JET_errInvalidInstance);
    assert_int_equal(JetGetSystemParameterA(i, 4711, 999, &value, NULL, 0), JET_errInvalidSesid);
    assert_int_equal(JetTerm(i), 0);
    assert_int_equal(JetInit(NULL), 0); /* single mode */
    assert_int_equal(JetSetSystemParameterA(&garbage, 4711, JET_paramWaitLogFlush, 3, NULL), 0);
    assert_int_equal(get(0, JET_paramWaitLogFlush), 3);
    assert_int_equal(JetGetSystemParameterA(4711, 4711, JET_paramMaxCursors, &value, NULL, 0), 0);
    assert_int_equal(set(0, JET_paramMaxCursors, 5), JET_errAlreadyInitialized); /* the instance's */
    assert_int_equal(JetTerm(0), 0);
    assert_int_equal(get(0, JET_paramWaitLogFlush), 0); /* the global one was not touched */
}

static void test_session_wins_over_instance(void **state)
{
    JET_INSTANCE i = initialised(), j;
    JET_SESID s;
    (void)state;
    assert_int_equal(JetCreateInstanceA(&j, "other"), 0);
    assert_int_equal(JetBeginSessionA(i, &s, NULL, NULL), 0);
    assert_int_equal(JetSetSystemParameterA(&j, s, JET_paramWaitLogFlush, 9, NULL), 0);
    assert_int_equal(get(i, JET_paramWaitLogFlush), 9);
    assert_int_equal(get(j, JET_paramWaitLogFlush), 0);
    assert_int_equal(JetTerm(i), 0);
    assert_int_equal(JetTerm(j), 0);
}

/* ---- what the original answered ---------------------------------------------------------------------------
 */

struct golden_name {
    const char *name;
    uint32_t id;
};
static const struct golden_name golden_names[] = {{"MaxSessions", 5},
                                                  {"MaxOpenTables", 6},
                                                  {"MaxCursors", 8},
                                                  {"MaxVerPages", 9},
                                                  {"MaxTemporaryTables", 10},
                                                  {"LogFileSize", 11},
                                                  {"LogBuffers", 12},
                                                  {"WaitLogFlush", 13},
                                                  {"CircularLog", 17},
                                                  {"DbExtensionSize", 18},
                                                  {"PageTempDBMin", 19},
                                                  {"CheckpointDepthMax", 24},
                                                  {"DeleteOldLogs", 48},
                                                  {"EventLoggingLevel", 51},
                                                  {"CreatePathIfNotExist", 100},
                                                  {"MaxDatabasesPerInstance", 103},
                                                  {"WaypointLatency", 153},
                                                  {"MaxTransactionSize", 178},
                                                  {"CachePriority", 177},
                                                  {"EnableIndexChecking", 45},
                                                  {"LegacyFileNames", 136},
                                                  {"MinDataForXpress", 183},
                                                  {"PeriodicLogRolloverLLR", 158}};

static uint32_t golden_id(const char *name)
{
    size_t length = strcspn(name, ",)");
    for (size_t k = 0; k < sizeof golden_names / sizeof *golden_names; k++)
        if (strlen(golden_names[k].name) == length && strncmp(golden_names[k].name, name, length) == 0)
            return golden_names[k].id;
    fail_msg("golden name %s", name);
    return 0;
}

static void golden_row(JET_INSTANCE i, const char *call, JET_ERR expected)
{
    const char *p;
    JET_ERR err;

    if ((p = strstr(call, "(global,JET_paramDatabasePageSize,"))) {
        err = set(0, JET_paramDatabasePageSize, strtoull(strrchr(p, ',') + 1, NULL, 10));
    } else if ((p = strstr(call, "JetGetSystemParameter(inst,"))) {
        uint32_t id = golden_id(p + 27);
        JET_API_PTR value = 0;
        err = JetGetSystemParameterA(i, 0, id, &value, NULL, 0);
        /* The golden edition stores 1 here; ours is the one of Windows. */
        uint64_t wanted = id == JET_paramLegacyFileNames ? 3 : strtoull(strstr(p, "value=") + 6, NULL, 10);
        if (value != wanted)
            fail_msg("%s: %llu", call, (unsigned long long)value);
    } else if ((p = strstr(call, "(inst,param "))) {
        err = set(i, (uint32_t)strtoull(p + 12, NULL, 10), 1);
    } else if ((p = strstr(call, "(inst,BaseName,'"))) {
        char name[16] = "";
        strncpy(name, p + 16, sizeof name - 1);
        *strrchr(name, '\'') = '\0';
        err = set_text(i, JET_paramBaseName, name);
    } else {
        p = strstr(call, "JetSetSystemParameter(inst,");
        assert_non_null(p);
        err = set(i, golden_id(p + 27), (uint64_t)strtoll(strchr(p + 27, ',') + 1, NULL, 10));
    }
    if (err != expected)
        fail_msg("%s: %d instead of %d", call, err, expected);
}

static void test_golden_answers(void **state)
{
    struct csv csv;
    JET_INSTANCE i = 0;
    int n = 0;
    (void)state;
    if (!corpus_present())
        skip();
    csv_open(&csv, "golden/limits/limits.csv");
    while (csv_next(&csv)) {
        if (strcmp(csv.cells[0], "param") != 0)
            continue;
        if (!i && !strstr(csv.cells[1], "global")) {
            assert_int_equal(set(0, JET_paramDatabasePageSize, 4096), 0);
            i = created();
            assert_int_equal(set(i, JET_paramMaxSessions, 8), 0); /* what its session had set before */
            assert_int_equal(set(i, JET_paramLogFileSize, 512), 0);
            assert_int_equal(set(i, JET_paramDbExtensionSize, 16), 0);
        }
        golden_row(i, csv.cells[1], (JET_ERR)atoi(csv.cells[2]));
        n++;
    }
    csv_close(&csv);
    assert_int_equal(n, 117);
    assert_int_equal(JetTerm(i), 0);
}

#define T(name) cmocka_unit_test(test_##name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_default),
        T(defaults_of_texts),
        T(every_range),
        T(every_parameter_is_settable_until_its_time),
        T(frozen_wins_over_out_of_range),
        T(global_values_are_copied_when_an_instance_is_created),
        T(advanced_parameters_are_ignored_when_switched_off),
        T(small_configuration_installs_every_small_default),
        T(low_memory_changes_only_what_has_a_small_default),
        T(configuration_bits),
        T(directories_become_absolute_with_a_separator),
        T(temp_path_keeps_a_bare_name),
        T(length_limits_of_texts_count_utf16_units),
        T(texts_are_frozen_by_init),
        T(text_buffers),
        T(string_argument_of_a_number_is_ignored),
        T(unknown_numbers),
        T(read_only_parameters_follow_the_page_size),
        T(init_recomputes_what_was_never_set),
        T(error_to_string),
        T(unicode_index_default),
        T(engine_format_version),
        T(shrink_database_bits),
        T(config_store_is_not_there),
        T(commit_default_of_process_instance_and_session),
        T(transaction_level_needs_a_session),
        T(handles_are_checked_in_multi_mode_only),
        T(session_wins_over_instance),
        T(golden_answers),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
