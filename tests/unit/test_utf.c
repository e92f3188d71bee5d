/* Strings of the A and W forms. */
#include "base/utf.h"
#include "base/alloc.h"

#include "test.h"

static JET_ERR narrow(const WCHAR *text, size_t units, char *out, size_t size, size_t *needed)
{
    return utf8_from_utf16(text, units, out, size, needed);
}

static void test_utf16_to_utf8(void **state)
{
    (void)state;
    char out[32];
    size_t n;
    assert_int_equal(narrow(u"aé€\U0001F600", 5, out, sizeof out, &n), JET_errSuccess);
    assert_int_equal(n, 10);
    assert_memory_equal(out, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 10);
    assert_int_equal(narrow(u"\U00010000\U0010FFFF", 4, out, sizeof out, &n), JET_errSuccess);
    assert_memory_equal(out, "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 8);
    assert_int_equal(narrow(u"", 0, NULL, 0, &n), JET_errSuccess);
    assert_int_equal(n, 0);
}

static void test_output_stops_at_the_buffer_and_counts_on(void **state)
{
    (void)state;
    char out[4] = {'x', 'x', 'x', 'x'};
    size_t n;
    assert_int_equal(narrow(u"ab€d", 4, out, 3, &n), JET_errSuccess);
    assert_int_equal(n, 6);
    assert_memory_equal(out, "ab\xE2x", 4);
    WCHAR wide[2] = {'y', 'y'};
    assert_int_equal(utf16_from_utf8("abc", 3, wide, 1, &n), JET_errSuccess);
    assert_int_equal(n, 3);
    assert_int_equal(wide[0], 'a');
    assert_int_equal(wide[1], 'y');
}

static void test_lonely_surrogates_fail(void **state)
{
    (void)state;
    static const WCHAR bad[][3] = {
        {0xD800, 0, 0}, {0xDC00, 0, 0}, {0xD800, 'a', 0}, {0xDBFF, 0xD800, 0}, {'a', 0xDFFF, 0}};
    size_t n;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_int_equal(narrow(bad[i], utf16_length(bad[i]), NULL, 0, &n), JET_errUnicodeTranslationFail);
    /* The second half lies behind the end: it must not be looked at. */
    assert_int_equal(narrow(u"\U0001F600", 1, NULL, 0, &n), JET_errUnicodeTranslationFail);
}

static void test_malformed_utf8_fails(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC3",
        "\xC3\x28",
        "\xE2\x82",
        "\xE0\x80\x80",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFF",
        "\xF0\x9F\x98",
        "a\xFE",
        "\xE2\x28\xA1",
    };
    WCHAR out[8];
    size_t n;
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++)
        assert_int_equal(utf16_from_utf8(bad[i], strlen(bad[i]), out, 8, &n), JET_errUnicodeTranslationFail);
}

static void test_every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        if (c == 0xD800)
            c = 0xE000;
        WCHAR wide[2] = {(WCHAR)c, 0}, back[2];
        size_t units = 1, n, m;
        if (c >= 0x10000) {
            wide[0] = (WCHAR)(0xD800 + ((c - 0x10000) >> 10));
            wide[1] = (WCHAR)(0xDC00 + (c & 0x3FF));
            units = 2;
        }
        char bytes[4];
        assert_int_equal(narrow(wide, units, bytes, 4, &n), JET_errSuccess);
        assert_int_equal(n, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
        assert_int_equal(utf16_from_utf8(bytes, n, back, 2, &m), JET_errSuccess);
        assert_int_equal(m, units);
        assert_memory_equal(back, wide, units * 2);
        assert_int_equal(utf16_from_utf8(bytes, n - 1, back, 2, &m),
                         n == 1 ? JET_errSuccess : JET_errUnicodeTranslationFail);
    }
}

static void test_copies(void **state)
{
    (void)state;
    char *narrow_copy;
    WCHAR *wide_copy;
    assert_int_equal(utf8_copy(NULL, &narrow_copy), JET_errSuccess);
    assert_null(narrow_copy);
    assert_int_equal(utf8_copy(u"/tmp/ä.edb", &narrow_copy), JET_errSuccess);
    assert_string_equal(narrow_copy, "/tmp/\xC3\xA4.edb");
    assert_int_equal(utf16_copy(narrow_copy, &wide_copy), JET_errSuccess);
    assert_memory_equal(wide_copy, u"/tmp/ä.edb", 22);
    mem_free(narrow_copy);
    mem_free(wide_copy);
    assert_int_equal(utf16_copy("\xFF", &wide_copy), JET_errUnicodeTranslationFail);
    assert_null(wide_copy);
    mem_fail_nth(1);
    assert_int_equal(utf8_copy(u"x", &narrow_copy), JET_errOutOfMemory);
    assert_null(narrow_copy);
    mem_fail_nth(1);
    assert_int_equal(utf16_copy("x", &wide_copy), JET_errOutOfMemory);
    assert_null(wide_copy);
}

static void test_names_use_code_page_1252(void **state)
{
    (void)state;
    struct name name;
    const char *text;
    assert_int_equal(name_from_wide(u"Größe€ž", &name, &text), JET_errSuccess);
    assert_string_equal(text, "Gr\xF6\xDF"
                              "e\x80\x9E");
    assert_int_equal(name_from_wide(NULL, &name, &text), JET_errSuccess);
    assert_null(text);
    assert_int_equal(name_from_wide(u"", &name, &text), JET_errSuccess);
    assert_string_equal(text, "");
    assert_int_equal(name_from_wide(u"Ω", &name, &text), JET_errInvalidName);
    assert_int_equal(name_from_wide(u"\U0001F600", &name, &text), JET_errInvalidName);
    for (unsigned byte = 0; byte < 256; byte++)
        assert_int_equal(name_byte(name_unit((uint8_t)byte)), byte);
    assert_int_equal(name_byte(0x80), -1); /* the euro sign has its place */
}

static void test_a_long_name_is_cut_but_looked_at_whole(void **state)
{
    (void)state;
    WCHAR wide[1001];
    for (size_t i = 0; i < 1000; i++)
        wide[i] = 'n';
    wide[1000] = 0;
    struct name name;
    const char *text;
    assert_int_equal(name_from_wide(wide, &name, &text), JET_errSuccess);
    assert_int_equal(strlen(text), 255);
    wide[999] = 0x3A9;
    assert_int_equal(name_from_wide(wide, &name, &text), JET_errInvalidName);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf16_to_utf8),
        cmocka_unit_test(test_output_stops_at_the_buffer_and_counts_on),
        cmocka_unit_test(test_lonely_surrogates_fail),
        cmocka_unit_test(test_malformed_utf8_fails),
        cmocka_unit_test(test_every_code_point_goes_there_and_back),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_names_use_code_page_1252),
        cmocka_unit_test(test_a_long_name_is_cut_but_looked_at_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
