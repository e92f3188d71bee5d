#include "test.h"
#include "corpus.h"

#include "format/compress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t from_hex(const char *hex, uint8_t **out)
{
    size_t size = strlen(hex) / 2;
    *out = malloc(size + 1);
    for (size_t i = 0; i < size; i++)
        sscanf(hex + 2 * i, "%2hhx", &(*out)[i]);
    return size;
}

/* Decodes in a buffer of exactly the right size, so that a sanitizer sees any
 * byte too many; then every sort of part. */
static void assert_decodes(struct bytes packed, struct bytes plain)
{
    size_t size = 0;
    uint8_t *out = malloc(plain.size + 1);
    assert_int_equal(compress_decoded_size(packed, &size), JET_errSuccess);
    assert_int_equal(size, plain.size);
    assert_int_equal(compress_decode(packed, 0, out, plain.size, &size), JET_errSuccess);
    assert_int_equal(size, plain.size);
    assert_memory_equal(out, plain.data, plain.size);
    size_t offsets[] = {0, 1, 7, plain.size / 2, plain.size - 1, plain.size, plain.size + 1};
    for (size_t i = 0; i < ARRAY_COUNT(offsets); i++) {
        size_t lengths[] = {0, 1, 9, 100, plain.size};
        for (size_t k = 0; k < ARRAY_COUNT(lengths); k++) {
            size_t n = offsets[i] < plain.size ? MIN(lengths[k], plain.size - offsets[i]) : 0;
            uint8_t *part = malloc(n + 1);
            part[n] = 0xA5;
            assert_int_equal(
                compress_decode(packed, offsets[i], part, lengths[k] > n ? n : lengths[k], &size),
                JET_errSuccess);
            assert_int_equal(size, plain.size);
            if (n > 0)
                assert_memory_equal(part, plain.data + offsets[i], n);
            assert_int_equal(part[n], 0xA5);
            free(part);
        }
    }
    free(out);
}

static void test_vectors_of_the_reference_engine_decode_exactly(void **state)
{
    (void)state;
    struct jsonl *lines = jsonl_open("golden/compress/compress.jsonl.gz");
    json_t *line;
    unsigned counts[8] = {0};
    while (jsonl_next(lines, &line)) {
        if (json_integer_value(json_object_get(line, "err")) == 0) {
            uint8_t *plain, *packed;
            size_t plain_size = from_hex(json_string_value(json_object_get(line, "data")), &plain);
            size_t packed_size = from_hex(json_string_value(json_object_get(line, "out")), &packed);
            packed = realloc(packed, packed_size);
            assert_decodes((struct bytes){packed, packed_size}, (struct bytes){plain, plain_size});
            counts[packed[0] >> 3]++;
            free(plain);
            free(packed);
        }
        json_decref(line);
    }
    jsonl_close(lines);
    assert_int_equal(counts[COMPRESS_7BIT_ASCII] + counts[COMPRESS_7BIT_UNICODE] + counts[COMPRESS_XPRESS] +
                         counts[COMPRESS_XPRESS9],
                     549);
    assert_int_equal(counts[COMPRESS_XPRESS9], 82);
}

static void test_our_compression_decodes_to_the_input_and_follows_the_choice_of_the_engine(void **state)
{
    (void)state;
    struct jsonl *lines = jsonl_open("golden/compress/compress.jsonl.gz");
    json_t *line;
    static uint8_t out[70000];
    static uint16_t scratch[COMPRESS_SCRATCH_SIZE / 2];
    unsigned seven_bit = 0, xpress = 0, plain_count = 0;
    while (jsonl_next(lines, &line)) {
        /* flags 12: 7-bit and XPRESS, the writer's rule of spec 8.2 */
        if (json_integer_value(json_object_get(line, "flags")) == 12) {
            uint8_t *plain, *packed;
            size_t size = from_hex(json_string_value(json_object_get(line, "data")), &plain);
            size_t theirs = from_hex(json_string_value(json_object_get(line, "out")), &packed);
            size_t ours = compress_encode((struct bytes){plain, size}, 1024, out, sizeof out, scratch);
            if (json_integer_value(json_object_get(line, "err")) != 0) {
                assert_int_equal(ours, 0);
                plain_count++;
            } else if (packed[0] >> 3 != COMPRESS_XPRESS) {
                if (out[0] >> 3 != COMPRESS_XPRESS) {
                    assert_int_equal(ours, theirs); /* 7-bit has one form only */
                    assert_memory_equal(out, packed, ours);
                }
                seven_bit++;
            } else {
                assert_int_equal(out[0] >> 3, COMPRESS_XPRESS);
                printf("%zu %zu %zu\n", size, ours, theirs);
                xpress++;
            }
            if (ours > 0) {
                uint8_t *exact = malloc(ours);
                memcpy(exact, out, ours);
                assert_decodes((struct bytes){exact, ours}, (struct bytes){plain, size});
                free(exact);
            }
            free(plain);
            free(packed);
        }
        json_decref(line);
    }
    jsonl_close(lines);
    assert_int_equal(seven_bit + xpress, 136);
    assert_int_equal(plain_count, 65);
    assert_int_equal(xpress, 18);
}

static void test_abc_is_the_example_of_the_format(void **state)
{
    (void)state;
    static const uint8_t packed[] = {0x0C, 0x61, 0xF1, 0x18};
    assert_decodes((struct bytes){packed, 4}, (struct bytes){(const uint8_t *)"abc", 3});
    uint8_t out[4];
    uint16_t scratch[COMPRESS_SCRATCH_SIZE / 2];
    /* not smaller than the input: plain */
    assert_int_equal(compress_encode((struct bytes){(const uint8_t *)"abc", 3}, 1024, out, 4, scratch), 0);
}

static void test_xpress_round_trip_of_long_matches_and_full_flag_words(void **state)
{
    (void)state;
    static uint8_t data[65535], out[65535];
    static uint16_t scratch[COMPRESS_SCRATCH_SIZE / 2];
    /* runs of every length around the escapes of the length field */
    for (size_t run = 1; run < 700; run++) {
        size_t size = 0;
        for (size_t i = 0; i < 40 && size + run + 1 < sizeof data; i++) {
            memset(data + size, (int)(i & 1), run);
            size += run;
            data[size++] = (uint8_t)(0x80 + i * run);
        }
        size_t packed = compress_encode((struct bytes){data, size}, 9, out, sizeof out, scratch);
        if (packed > 0)
            assert_decodes((struct bytes){out, packed}, (struct bytes){data, size});
    }
    for (size_t size = 9; size < 300; size++) { /* the flag word is exactly full now and then */
        for (size_t i = 0; i < size; i++)
            data[i] = (uint8_t)(0x80 | (i % 23 < 20 ? i * i : 7));
        memset(data, 0x99, 40 < size ? 40 : size);
        size_t packed = compress_encode((struct bytes){data, size}, 9, out, sizeof out, scratch);
        if (packed > 0) {
            assert_decodes((struct bytes){out, packed}, (struct bytes){data, size});
        }
    }
    memset(data, 0xAB, sizeof data);
    size_t packed = compress_encode((struct bytes){data, sizeof data}, 9, out, sizeof out, scratch);
    assert_in_range(packed, 1, 64);
    assert_decodes((struct bytes){out, packed}, (struct bytes){data, sizeof data});
}

static void test_malformed_data_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        JET_ERR err;
    } cases[] = {
        {"", JET_errDecompressionFailed},                     /* nothing at all */
        {"08", JET_errDecompressionFailed},                   /* no character */
        {"0861", JET_errDecompressionFailed},                 /* 1 bit is no character */
        {"0d61f118", JET_errDecompressionFailed},             /* 22 bits are not characters */
        {"18", JET_errDecompressionFailed},                   /* size is missing */
        {"180500", JET_errDecompressionFailed},               /* no flag word */
        {"18050000000000616263", JET_errDecompressionFailed}, /* literals end early */
        {"180500000000800000", JET_errDecompressionFailed},   /* distance before the start */
        {"18050000000040610000", JET_errSuccess},             /* a, then 3 more, then nothing: see below */
        {"30", JET_errDecompressionFailed},                   /* XPRESS10 */
        {"380100", JET_errDecompressionFailed},               /* LZ4 */
        {"40", JET_errDecompressionFailed},                   /* no such scheme */
        {"2800000000", JET_errDecompressionFailed},           /* XPRESS9 without a block */
        {"28000000002ad7864e", JET_errDecompressionFailed},   /* its header cut */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        uint8_t *data, out[64];
        size_t size, packed = from_hex(cases[i].hex, &data);
        JET_ERR err = compress_decode((struct bytes){data, packed}, 0, out, sizeof out, &size);
        if (cases[i].err == JET_errSuccess) /* 4 of 5 bytes are there: all of it fails, a part does not */
            assert_int_equal(compress_decode((struct bytes){data, packed}, 0, out, 4, &size), JET_errSuccess);
        assert_int_equal(err, JET_errDecompressionFailed);
        free(data);
    }
}

static void test_scrub_marker_decodes_to_nothing(void **state)
{
    (void)state;
    uint8_t out[8];
    size_t size = 99;
    assert_int_equal(compress_decode((struct bytes){(const uint8_t *)"\x20L", 2}, 0, out, 8, &size),
                     JET_errSuccess);
    assert_int_equal(size, 0);
}

static void test_xpress9_with_a_wrong_checksum_fails_the_integrity_check(void **state)
{
    (void)state;
    struct jsonl *lines = jsonl_open("golden/compress/compress.jsonl.gz");
    json_t *line;
    bool done = false;
    while (!done && jsonl_next(lines, &line)) {
        const char *hex = json_string_value(json_object_get(line, "out"));
        if (strncmp(hex, "28", 2) == 0) {
            uint8_t *data;
            size_t size = from_hex(hex, &data), full;
            uint8_t *out = malloc(65536);
            data[1] ^= 1; /* checksum of the value */
            assert_int_equal(compress_decode((struct bytes){data, size}, 0, out, 65536, &full),
                             JET_errCompressionIntegrityCheckFailed);
            data[1] ^= 1;
            data[5 + 8] ^= 1; /* header of the block */
            assert_int_equal(compress_decode((struct bytes){data, size}, 0, out, 65536, &full),
                             JET_errCompressionIntegrityCheckFailed);
            free(out);
            free(data);
            done = true;
        }
        json_decref(line);
    }
    jsonl_close(lines);
    assert_true(done);
}

static void test_random_bytes_look_random_and_text_does_not(void **state)
{
    (void)state;
    uint8_t data[2048];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof data; i++) {
        seed = seed * 1664525 + 1013904223;
        data[i] = (uint8_t)(seed >> 24);
    }
    assert_true(compress_looks_random((struct bytes){data, sizeof data}));
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t) "the quick brown fox "[i % 20];
    assert_false(compress_looks_random((struct bytes){data, sizeof data}));
    /* every byte value as often as any other: 0 */
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    assert_true(compress_looks_random((struct bytes){data, 1024}));
}

int main(void)
{
    const struct CMUnitTest always[] = {
        cmocka_unit_test(test_abc_is_the_example_of_the_format),
        cmocka_unit_test(test_xpress_round_trip_of_long_matches_and_full_flag_words),
        cmocka_unit_test(test_malformed_data_is_refused),
        cmocka_unit_test(test_scrub_marker_decodes_to_nothing),
        cmocka_unit_test(test_random_bytes_look_random_and_text_does_not),
    };
    const struct CMUnitTest real[] = {
        cmocka_unit_test(test_vectors_of_the_reference_engine_decode_exactly),
        cmocka_unit_test(test_our_compression_decodes_to_the_input_and_follows_the_choice_of_the_engine),
        cmocka_unit_test(test_xpress9_with_a_wrong_checksum_fails_the_integrity_check),
    };
    int failed = cmocka_run_group_tests(always, NULL, NULL);
    if (failed == 0 && !corpus_present())
        return 77;
    return failed + (corpus_present() ? cmocka_run_group_tests(real, NULL, NULL) : 0);
}
