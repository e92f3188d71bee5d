/* Any index definition, any values: keys stay within their bounds, search keys
 * within theirs, any bytes can be taken for a key, and what key_denormalise
 * gives back makes the same key again. */
#include <assert.h>
#include <stdlib.h>
#include "nls/key.h"

struct input {
    const uint8_t *data;
    size_t size;
};

static uint32_t take(struct input *in, unsigned bytes)
{
    uint32_t v = 0;
    for (; bytes > 0 && in->size > 0; bytes--, in->data++, in->size--)
        v = v << 8 | *in->data;
    return v;
}

static struct nls_sort take_sort(struct input *in)
{
    static const char *const locales[] = {"",      "en-US", "fr-FR",        "hu-HU",
                                          "ja-JP", "zh-CN", "es-ES_tradnl", "bo-CN"};
    static const uint32_t versions[] = {0, 0x100, 0x60101, 0x60305};
    uint64_t version = versions[take(in, 1) % 4];
    const char *locale = locales[take(in, 1) % 8];
    struct nls_sort sort;
    (void)nls_open(locale, version << 32 | version, NULL, take(in, 4),
                   &sort); /* no order at all is a case too */
    if (sort.flags == 0 && take(in, 1) % 4)
        (void)nls_open(locale, version << 32 | version, NULL, NLS_DEFAULT_FLAGS, &sort);
    return sort;
}

static void take_index(struct input *in, struct key_index *index)
{
    *index = (struct key_index){.flags = (uint16_t)take(in, 2),
                                .dotnet_guid = take(in, 1) & 1,
                                .key_most = (uint16_t)take(in, 2),
                                .var_seg_mac = (uint16_t)take(in, 2),
                                .segment_count = (uint8_t)(1 + take(in, 1) % 4)};
    for (unsigned i = 0; i < index->segment_count; i++) {
        unsigned bits = take(in, 1);
        index->segments[i] = (struct key_segment){.column = i,
                                                  .coltyp = (uint8_t)take(in, 1) % 20,
                                                  .code_page = bits & 1 ? 1200 : 1252,
                                                  .descending = bits & 2,
                                                  .multi_valued = bits & 4,
                                                  .fixed = bits & 8,
                                                  .placeholder = bits & 16,
                                                  .size = take(in, 2)};
    }
    if (take(in, 1) % 4 == 0)
        index->tuple = (struct key_tuple){take(in, 1), take(in, 1), take(in, 1), take(in, 1), take(in, 1)};
    if (take(in, 1) % 4 == 0) {
        index->condition_count = 1;
        index->conditions[0] = (struct key_condition){.column = 0, .must_be_null = take(in, 1) & 1};
    }
    index->sort = take_sort(in);
}

enum { VALUES = 3 };

struct record {
    struct key_source source;
    struct {
        uint8_t *data;
        uint32_t size;
        bool null;
    } values[4][VALUES];
};

/* Each value in memory of its own size, so that the sanitizer sees a byte too many. */
static void take_record(struct input *in, struct record *record)
{
    for (unsigned i = 0; i < 4 * VALUES; i++) {
        unsigned kind = take(in, 1);
        uint32_t size = kind % 8 == 0 ? take(in, 2) % 5000 : kind % 40;
        record->values[i / VALUES][i % VALUES].null = kind > 220;
        uint8_t *data = malloc(size + !size);
        if (!data)
            abort();
        for (uint32_t k = 0; k < size; k++)
            data[k] = (uint8_t)(in->size > 0 ? take(in, 1) : k);
        record->values[i / VALUES][i % VALUES].data = data;
        record->values[i / VALUES][i % VALUES].size = size;
    }
}

static JET_ERR fetch(struct key_source *source, uint32_t column, unsigned itag, size_t want,
                     struct key_value *value)
{
    struct record *record = (struct record *)source;
    (void)want;
    assert(column < 4 && itag >= 1);
    *value = (struct key_value){.null = true};
    if (itag <= VALUES && !record->values[column][itag - 1].null)
        *value = (struct key_value){.data = record->values[column][itag - 1].data,
                                    .size = record->values[column][itag - 1].size};
    return JET_errSuccess;
}

static size_t bound(const struct key_index *index) { return MIN(index->key_most, KEY_MOST_MAX); }

static void check_walk(const struct key_index *index, struct record *record)
{
    struct key_walk walk;
    uint8_t *out = malloc(bound(index) + 1);
    size_t size = 0;
    bool found = true;
    if (!out)
        abort();
    key_walk_begin(&walk);
    for (unsigned n = 0; n < 2000 && found; n++) {
        if (key_walk_next(&walk, index, &record->source, out, &size, &found) < 0)
            break;
        assert(!found || size <= bound(index));
    }
    free(out);
}

/* What comes out of a key must make the same segment again. */
static void check_round_trip(const struct key_index *index, const uint8_t *data, uint32_t size)
{
    struct key_index single = *index;
    struct key_value value = {.data = data, .size = size};
    uint8_t key[KEY_MOST_MAX], again[KEY_MOST_MAX], out[KEY_MOST_MAX];
    size_t key_size, again_size, out_size;
    enum key_decoded decoded;
    bool cut, exact = true;
    single.segment_count = 1;
    single.tuple.length_max = 0;
    const struct key_segment *s = &single.segments[0];
    if (s->coltyp == JET_coltypBinary && s->fixed && size != s->size)
        return;
    if (key_normalise(&single, 0, &value, bound(index), key, &key_size, &cut) < 0)
        return;
    assert(key_size <= bound(index));
    if (key_denormalise(&single, (struct bytes){key, key_size}, 0, out, &out_size, &decoded) < 0)
        abort();
    if (decoded != KEY_DECODED)
        return;
    assert(!cut && out_size == size);
    exact = s->coltyp != JET_coltypBit;
    assert(!exact || memcmp(out, data, size) == 0);
    value.data = out;
    if (key_normalise(&single, 0, &value, bound(index), again, &again_size, &cut) < 0)
        abort();
    assert(again_size == key_size && memcmp(again, key, key_size) == 0);
}

static void check_search(const struct key_index *index, struct record *record, struct input *in)
{
    static struct key_search key;
    key.made = false;
    key.size = 0;
    for (unsigned i = 0; i < 6; i++) {
        unsigned column = take(in, 1) % 4;
        JET_GRBIT grbit = take(in, 2);
        JET_ERR err = key_make(&key, take(in, 1) % 8 ? index : NULL, record->values[column][0].data,
                               record->values[column][0].size, grbit);
        assert(key.size <= MAX(bound(index), KEY_MOST_DEFAULT) + 1);
        if (err < 0)
            continue;
        uint8_t out[KEY_MOST_MAX];
        size_t size;
        enum key_decoded decoded;
        for (unsigned s = 0; s < index->segment_count; s++)
            (void)key_denormalise(index, (struct bytes){key.bytes, key.size}, s, out, &size, &decoded);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {data, size};
    struct key_index index;
    struct record record = {.source = {.fetch = fetch}};
    take_index(&in, &index);
    take_record(&in, &record);
    check_walk(&index, &record);
    for (unsigned i = 0; i < VALUES; i++)
        check_round_trip(&index, record.values[0][i].data, record.values[0][i].size);
    check_search(&index, &record, &in);
    uint8_t out[KEY_MOST_MAX]; /* the rest of the input for a key from a damaged page */
    enum key_decoded decoded;
    size_t out_size;
    for (unsigned s = 0; s < index.segment_count; s++)
        (void)key_denormalise(&index, (struct bytes){in.data, in.size}, s, out, &out_size, &decoded);
    for (unsigned i = 0; i < 4 * VALUES; i++)
        free(record.values[i / VALUES][i % VALUES].data);
    return 0;
}
