/* Sort keys of single strings: the worked examples of spec 25, 8.5 to 8.10, and
 * the properties that hold for every text. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include "nls/nls.h"

static struct nls_sort order(const char *locale, uint32_t flags, uint32_t version)
{
    struct nls_sort sort;
    uint64_t recorded = (uint64_t)version << 32 | version;
    assert_int_equal(nls_open(locale, recorded, NULL, flags, &sort), JET_errSuccess);
    return sort;
}

/* The key in hexadecimal digits. Static storage. */
static const char *key_of(struct nls_sort sort, const char16_t *text)
{
    static char hex[2 * NLS_KEY_MAX + 1];
    uint8_t out[NLS_KEY_MAX];
    size_t units = 0;
    bool cut;
    while (text[units])
        units++;
    size_t size = nls_sort_key(&sort, (const uint8_t *)text, units, out, sizeof out, &cut);
    assert_false(cut);
    for (size_t i = 0; i < size; i++)
        snprintf(hex + 2 * i, 3, "%02X", out[i]);
    return hex;
}

static const char *default_key(const char16_t *text)
{
    return key_of(order("en-US", NLS_DEFAULT_FLAGS, 0), text);
}

static void test_worked_examples_under_default_flags(void **state)
{
    (void)state;
    assert_string_equal(default_key(u"Hello"), "0E2C0E210E480E480E7C0101010100");
    assert_string_equal(default_key(u"co-op"), "0E0A0E7C0E7C0E7E01010101FFFD821200");
    assert_string_equal(default_key(u"it's"), "0E320E990E9101010101FFFD801200");
    assert_string_equal(default_key(u"\u00DF"), "0E910E910101010100");
    assert_string_equal(default_key(u"10.0.0.1"), "0D1A0D0307330D0307330D0307330D1A0101010100");
    assert_string_equal(default_key(u"\u00E9"), "0E21010E01010100");
    assert_string_equal(default_key(u"\u00C6"), "0E020E210101010100");
    assert_string_equal(default_key(u"\uFF21"), "0E020101010100");
    assert_string_equal(default_key(u""), "0101010100");
}

/* The bytes that Windows 10 stored in a real index (8.10). */
static void test_surrogate_pair_leaves_the_case_section_empty(void **state)
{
    (void)state;
    assert_string_equal(
        default_key(u"Simple Unicode text \U0001F98A"),
        "0E910E320E510E7E0E480E2107020E9F0E700E320E0A0E7C0E1A0E2107020E990E210EA60E990702B040B686"
        "0102020202020202020202020202020202020202023F3F01010100");
}

static void test_kana_letters_differ_in_kana_type_and_width_only_when_asked(void **state)
{
    (void)state;
    struct nls_sort plain = order("ja-JP", LCMAP_SORTKEY, 0);
    assert_string_equal(key_of(plain, u"\u3042"), "2202010101FF02FFFF0100");
    assert_string_equal(key_of(plain, u"\u30A2"), "2202010101FF02C4FFFF0100");
    assert_string_equal(default_key(u"\u3042"), "2202010101FF02C4FFC4FF0100");
    assert_string_equal(default_key(u"\u30A2"), "2202010101FF02C4FFC4FF0100");
}

static void test_kana_marks_take_over_the_letter_before(void **state)
{
    (void)state;
    struct nls_sort plain = order("en-US", LCMAP_SORTKEY, 0);
    assert_string_equal(key_of(plain, u"\u30FC"), "FFFF0101010100"); /* nothing before */
    assert_string_equal(key_of(plain, u"a\u30FC"), "0E020E020101010100");
    /* the repeat mark repeats the letter, the length mark gives the vowel of its row */
    assert_memory_equal(key_of(plain, u"\u304B\u3005"), "220A220A", 8);
    assert_memory_equal(key_of(plain, u"\u304B\u30FC"), "220A2202", 8);
}

static void test_ideographs_and_private_use_have_longer_weights(void **state)
{
    (void)state;
    assert_string_equal(default_key(u"\u4E00"), "FDFF3C6A0101010100");
    assert_string_equal(default_key(u"\uE000"), "A902020101010100");
    assert_string_equal(key_of(order("zh-CN", LCMAP_SORTKEY, 0), u"\uAC00"), "C003020101010100");
}

static void test_case_section_appears_without_ignorecase(void **state)
{
    (void)state;
    struct nls_sort plain = order("en-US", LCMAP_SORTKEY, 0);
    assert_string_equal(key_of(plain, u"aA"), "0E020E0201010212010100");
    assert_string_equal(key_of(plain, u"Aa"), "0E020E02010112010100");
    assert_string_equal(key_of(order("en-US", LCMAP_SORTKEY | LINGUISTIC_IGNORECASE, 0), u"aA"),
                        "0E020E020101010100");
}

static void test_punctuation_counts_its_place_unless_string_sort(void **state)
{
    (void)state;
    assert_string_equal(key_of(order("en-US", LCMAP_SORTKEY | SORT_STRINGSORT, 0), u"a-b"),
                        "0E0206820E090101010100");
    assert_string_equal(key_of(order("en-US", LCMAP_SORTKEY | NORM_IGNORESYMBOLS, 0), u"a-b c"),
                        "0E020E090E0A0101010100");
}

static void test_combining_marks_add_to_the_diacritic_of_the_letter(void **state)
{
    (void)state;
    struct nls_sort plain = order("en-US", LCMAP_SORTKEY, 0);
    assert_string_equal(key_of(plain, u"e\u0301"), "0E21010E01010100");
    assert_string_equal(key_of(plain, u"\u00E9"), "0E21010E01010100");
    assert_string_equal(key_of(order("en-US", LCMAP_SORTKEY | NORM_IGNORENONSPACE, 0), u"\u00E9"),
                        "0E210101010100");
}

static void test_french_counts_diacritics_from_the_end(void **state)
{
    (void)state;
    assert_string_equal(key_of(order("en-US", LCMAP_SORTKEY, 0), u"\u00E9a"), "0E210E02010E01010100");
    assert_string_equal(key_of(order("fr-FR", LCMAP_SORTKEY, 0), u"\u00E9a"), "0E210E0201020E01010100");
    assert_string_equal(key_of(order("fr-FR", LCMAP_SORTKEY, 0), u"a\u00E9"), "0E020E21010E01010100");
}

static void test_locales_contract_letters(void **state)
{
    (void)state;
    assert_string_equal(key_of(order("es-ES_tradnl", LCMAP_SORTKEY, 0), u"ch"), "0E0D0101010100");
    assert_string_equal(key_of(order("es-ES", LCMAP_SORTKEY, 0), u"ch"), "0E0A0E2C0101010100");
    assert_string_equal(key_of(order("hu-HU", LCMAP_SORTKEY, 0), u"cs"), "0E0E0101010100");
    assert_string_equal(key_of(order("hu-HU", LCMAP_SORTKEY, 0), u"ccs"), "0E0E0E0E0101010100");
    assert_memory_equal(key_of(order("sv-SE", LCMAP_SORTKEY, 0), u"A\u030A"), "0EAD", 4);
}

static void test_older_versions_have_their_own_digits_and_punctuation(void **state)
{
    (void)state;
    assert_string_equal(key_of(order("en-US", NLS_DEFAULT_FLAGS, 0x100), u"019"), "0C030C210CB40101010100");
    assert_string_equal(key_of(order("en-US", NLS_DEFAULT_FLAGS, 0x60101), u"019"), "0D030D190D210101010100");
    assert_string_equal(key_of(order("en-US", NLS_DEFAULT_FLAGS, 0x6020F), u"019"), "0D030D1A0D2A0101010100");
    assert_string_equal(key_of(order("en-US", NLS_DEFAULT_FLAGS, 0x100), u"aaaaaaaa-"),
                        "0E020E020E020E020E020E020E020E02010101018027068200");
}

static void test_upper_case_flag_gives_big_endian_upper_case(void **state)
{
    (void)state;
    assert_string_equal(key_of(order("en-US", LCMAP_UPPERCASE, 0), u"aB\u0131\u00E9"), "004100420131"
                                                                                       "00C90000");
}

static void test_cut_keys_are_the_beginning_of_whole_ones(void **state)
{
    (void)state;
    static const char16_t text[] = u"r\u00E9sum\u00E9 co-op \u3042\u4E00 it's \uFB03 \U0001F98A";
    const uint32_t flags[] = {NLS_DEFAULT_FLAGS, LCMAP_SORTKEY, LCMAP_UPPERCASE,
                              LCMAP_SORTKEY | SORT_STRINGSORT};
    for (unsigned f = 0; f < 4; f++) {
        struct nls_sort sort = order("zh-CN", flags[f], 0);
        uint8_t whole[NLS_KEY_MAX];
        bool cut;
        size_t size =
            nls_sort_key(&sort, (const uint8_t *)text, sizeof text / 2 - 1, whole, sizeof whole, &cut);
        assert_false(cut);
        for (size_t most = 0; most <= size; most++) {
            uint8_t *part = malloc(most + !most); /* the sanitizer sees a byte too many */
            assert_int_equal(
                nls_sort_key(&sort, (const uint8_t *)text, sizeof text / 2 - 1, part, most, &cut), most);
            assert_int_equal(cut, most < size);
            assert_memory_equal(part, whole, most);
            free(part);
        }
    }
}

/* Every code unit under every locale's order: keys end, and never run over. */
static void test_every_unit_in_every_order_has_a_key(void **state)
{
    (void)state;
    static const char *const locales[] = {"",      "en-US", "ja-JP", "zh-CN", "zh-TW", "zh-HK",
                                          "ko-KR", "th-TH", "bo-CN", "hu-HU", "fr-FR", "tr-TR",
                                          "vi-VN", "haw",   "si-LK", "km-KH"};
    for (unsigned l = 0; l < sizeof locales / sizeof *locales; l++) {
        struct nls_sort sort = order(locales[l], NLS_DEFAULT_FLAGS | NORM_LINGUISTIC_CASING, 0);
        for (unsigned unit = 0; unit < 0x10000; unit++) {
            uint16_t text[3] = {(uint16_t)unit, 'h', (uint16_t)unit};
            uint8_t out[64];
            bool cut;
            size_t size = nls_sort_key(&sort, (const uint8_t *)text, 3, out, sizeof out, &cut);
            assert_false(cut);
            assert_true(size >= 7 && out[size - 1] == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worked_examples_under_default_flags),
        cmocka_unit_test(test_surrogate_pair_leaves_the_case_section_empty),
        cmocka_unit_test(test_kana_letters_differ_in_kana_type_and_width_only_when_asked),
        cmocka_unit_test(test_kana_marks_take_over_the_letter_before),
        cmocka_unit_test(test_ideographs_and_private_use_have_longer_weights),
        cmocka_unit_test(test_case_section_appears_without_ignorecase),
        cmocka_unit_test(test_punctuation_counts_its_place_unless_string_sort),
        cmocka_unit_test(test_combining_marks_add_to_the_diacritic_of_the_letter),
        cmocka_unit_test(test_french_counts_diacritics_from_the_end),
        cmocka_unit_test(test_locales_contract_letters),
        cmocka_unit_test(test_older_versions_have_their_own_digits_and_punctuation),
        cmocka_unit_test(test_upper_case_flag_gives_big_endian_upper_case),
        cmocka_unit_test(test_cut_keys_are_the_beginning_of_whole_ones),
        cmocka_unit_test(test_every_unit_in_every_order_has_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
