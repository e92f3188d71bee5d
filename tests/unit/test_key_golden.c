/* Every search key that the reference engine was seen to make: every type, both
 * directions, all limit bits. Its Unicode keys come from an emulation of the
 * system's function, whose three known faults are taken out here. */
#include "corpus.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include "nls/key.h"

struct definition {
    char table[8];
    bool usable;
    struct key_index index;
};

static struct definition definitions[128];
static unsigned definition_count;

static const char *text(json_t *o, const char *name) { return json_string_value(json_object_get(o, name)); }
static json_int_t number(json_t *o, const char *name) { return json_integer_value(json_object_get(o, name)); }

static void add_definition(json_t *o)
{
    struct definition *d = &definitions[definition_count++];
    assert_true(definition_count <= 128);
    snprintf(d->table, sizeof d->table, "%s", text(o, "table"));
    d->usable = number(o, "createindex") == 0;
    json_int_t grbit = number(o, "grbit"), most = number(o, "cbKeyMost"), mac = number(o, "cbVarSegMac");
    const char *fixed = strstr(text(o, "case"), "fixed ");
    d->index = (struct key_index){
        .flags = (grbit & JET_bitIndexSortNullsHigh ? KEY_NULLS_HIGH : 0) |
                 (grbit & JET_bitIndexDisallowTruncation ? KEY_TRUNCATION_DISALLOWED : 0),
        .dotnet_guid = grbit & JET_bitIndexDotNetGuid,
        .key_most = (uint16_t)(most ? most : 255),
        .var_seg_mac = (uint16_t)(mac    ? mac
                                  : most ? most
                                         : 255),
        .segment_count = 1,
    };
    d->index.segments[0] = (struct key_segment){
        .coltyp = (uint8_t)number(o, "coltyp"),
        .code_page = (uint16_t)number(o, "cp"),
        .descending = text(o, "order")[0] == '-',
        .fixed = fixed != NULL,
        .size = fixed ? (uint32_t)atoi(fixed + 6) : 0,
    };
    if (d->index.segments[0].code_page != 1200)
        return;
    uint32_t flags = (uint32_t)number(o, "mapflags");
    const char *locale = text(o, "locale");
    JET_ERR err = nls_open(locale ? locale : NLS_DEFAULT_LOCALE, 0, NULL, flags ? flags : NLS_DEFAULT_FLAGS,
                           &d->index.sort);
    d->usable = err >= 0;
    if (flags & SORT_DIGITSASNUMBERS)
        assert_int_equal(err, JET_errUnicodeNormalizationNotSupported);
    else
        assert_int_equal(err, number(o, "createindex"));
}

static size_t unhex(const char *hex, uint8_t *out)
{
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        unsigned byte;
        sscanf(hex + 2 * i, "%2x", &byte);
        out[i] = (uint8_t)byte;
    }
    return n;
}

static JET_GRBIT make_bits(const char *mk)
{
    static const struct {
        const char *name;
        JET_GRBIT grbit;
    } bits[] = {{"new", 0},
                {"str", JET_bitStrLimit},
                {"substr", JET_bitSubStrLimit},
                {"fullstart", JET_bitFullColumnStartLimit},
                {"fullend", JET_bitFullColumnEndLimit},
                {"partstart", JET_bitPartialColumnStartLimit},
                {"partend", JET_bitPartialColumnEndLimit}};
    for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
        if (strcmp(mk, bits[i].name) == 0)
            return JET_bitNewKey | bits[i].grbit;
    fail_msg("unknown limit %s", mk);
    return 0;
}

static unsigned equal, refused, not_made, garbage;

/* The emulation writes case weights above 2 also when case and width are
 * ignored; real keys leave the section empty (spec 25, 8.11). */
static size_t drop_case_section(const struct key_index *index, uint8_t *key, size_t size)
{
    const uint32_t both = NORM_IGNORECASE | NORM_IGNOREWIDTH;
    uint8_t separator = index->segments[0].descending ? 0xFE : 0x01;
    if ((index->sort.flags & both) != both)
        return size;
    size_t ends[3], found = 0;
    for (size_t i = 1; i < size && found < 3; i++)
        if (key[i] == separator)
            ends[found++] = i;
    if (found < 3 || ends[2] == ends[1] + 1)
        return size;
    size_t gone = ends[2] - ends[1] - 1, filled = size == index->key_most + 1u ? gone : 0;
    memmove(key + ends[1] + 1, key + ends[2], size - ends[2]);
    memset(key + size - gone, 0xFF, gone);
    return size - gone + filled;
}

/* Under LCMAP_UPPERCASE the reference engine returns bytes that it never set,
 * for partial limits and for texts that do not fit (spec 25, 2.5). */
static bool is_garbage(const struct key_index *index, size_t value_size, JET_GRBIT grbit)
{
    const JET_GRBIT partial =
        JET_bitSubStrLimit | JET_bitPartialColumnStartLimit | JET_bitPartialColumnEndLimit;
    return (index->sort.flags & LCMAP_UPPERCASE) &&
           ((value_size > 0 && (grbit & partial)) || value_size / 2 * 2 + 3 > index->key_most);
}

static void check_key(json_t *o)
{
    static uint8_t value[1 << 20], expected[KEY_BUFFER_SIZE];
    struct definition *d = NULL;
    for (unsigned i = 0; i < definition_count && !d; i++)
        if (strcmp(definitions[i].table, text(o, "t")) == 0)
            d = &definitions[i];
    assert_non_null(d);
    const char *v = text(o, "v"), *hex = text(o, "key");
    JET_GRBIT grbit = make_bits(text(o, "mk"));
    size_t size = v ? unhex(v, value) : 0;
    if (v && size == 0)
        grbit |= JET_bitKeyDataZeroLength;
    struct key_search key = {0};
    if (!d->usable) {
        not_made++;
        return;
    }
    JET_ERR err = key_make(&key, &d->index, value, size, grbit);
    assert_int_equal(err, json_integer_value(json_array_get(json_object_get(o, "err"), 0)));
    if (err < 0) {
        assert_false(key.made);
        refused++;
        return;
    }
    if (is_garbage(&d->index, size, grbit)) {
        garbage++;
        return;
    }
    size_t expected_size = drop_case_section(&d->index, expected, unhex(hex, expected));
    if (key.size != expected_size || memcmp(key.bytes, expected, expected_size) != 0)
        fail_msg("%s %s %s: %zu bytes, not %u", text(o, "t"), text(o, "d"), text(o, "mk"), expected_size,
                 key.size);
    equal++;
}

static void test_every_search_key_equals_the_one_of_the_reference_engine(void **state)
{
    (void)state;
    struct jsonl *lines = jsonl_open("golden/keys/keys.jsonl.gz");
    json_t *o;
    while (jsonl_next(lines, &o)) {
        if (strcmp(text(o, "k"), "case") == 0)
            add_definition(o);
        else if (strcmp(text(o, "k"), "key") == 0)
            check_key(o);
        json_decref(o);
    }
    jsonl_close(lines);
    assert_int_equal(refused, 1316);
    assert_int_equal(equal, 28712);
    assert_int_equal(garbage, 289);
    assert_int_equal(not_made, 679); /* digits as numbers: not known how (spec 25, open question 4) */
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_search_key_equals_the_one_of_the_reference_engine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
