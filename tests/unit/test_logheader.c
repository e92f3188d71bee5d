/* Log headers, segments, checkpoints against every real file: set.json says
 * what each holds. */
#include "test.h"

#include "corpus.h"
#include "format/checkpoint.h"
#include "format/log_reader.h"

#include <stdlib.h>
#include <string.h>

static const char *const sets[] = {"ide-a",   "ide-b-win7",  "ide-c-win7",      "ide-d-timeline", "ide-k",
                                   "raven-a", "secpol-logs", "srum-server2022", "srum-win11"};

static const char *text(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}
static long long number(json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* "2015-02-07 01:52:17.037Z", the Z of UTC times alone. */
static void assert_time(struct log_time t, const char *expected)
{
    char printed[64];
    struct log_time_parts p = log_time_decode(t);
    if (!expected) {
        assert_false(p.set);
        return;
    }
    snprintf(printed, sizeof printed, "%04u-%02u-%02u %02u:%02u:%02u.%03u%s", p.year, p.month, p.day, p.hour,
             p.minute, p.second, p.milliseconds, p.utc ? "Z" : "");
    assert_int_equal(strncmp(printed, expected, 23), 0);
}

static void assert_position(struct log_position p, const char *expected)
{
    char printed[32];
    snprintf(printed, sizeof printed, "%08X:%04X:%04X", (unsigned)lgpos_generation(p), lgpos_sector(p),
             lgpos_byte(p));
    assert_string_equal(printed, expected);
}

static void assert_signature(const struct signature *signature, const char *expected)
{
    char printed[25];
    for (size_t i = 0; i < 12; i++)
        snprintf(printed + 2 * i, 3, "%02x", signature->bytes[i]);
    assert_string_equal(printed, expected);
}

static void check_log(struct bytes file, json_t *expected)
{
    struct logheader h;
    char version[64];
    assert_int_equal(logheader_load(file, &h), JET_errSuccess);
    assert_int_equal(h.generation, number(expected, "generation"));
    assert_int_equal(h.sector_size, number(expected, "sector"));
    assert_int_equal(h.header_sectors, number(expected, "header_sectors"));
    assert_int_equal(h.file_sectors, number(expected, "file_sectors"));
    assert_int_equal(h.page_size, number(expected, "page_size"));
    assert_int_equal(h.flags, number(expected, "lg_flags"));
    assert_int_equal(h.file_type, number(expected, "filetype"));
    snprintf(version, sizeof version, "%u.%u.%u.%u", h.version_major, h.version_minor, h.update_major,
             h.update_minor);
    assert_int_equal(strncmp(version, text(expected, "version"), strlen(text(expected, "version"))), 0);
    assert_position(h.checkpoint, text(expected, "lgpos_checkpoint"));
    assert_signature(&h.log_signature, text(expected, "sign_log"));
    assert_time(h.creation_time, text(expected, "created"));
    assert_time(h.previous_creation_time, text(expected, "prev_created"));

    json_t *segments = json_object_get(expected, "segments");
    struct log_scan scan;
    if (!segments) {
        assert_int_equal(log_scan_segments(&h, file, &scan), JET_errBadLogVersion);
        return;
    }
    assert_int_equal(log_scan_segments(&h, file, &scan), JET_errSuccess);
    assert_int_equal(scan.valid, number(segments, "good"));
    assert_int_equal(scan.last, number(segments, "last"));
    assert_int_equal(scan.shadowed, 0);
    assert_int_equal(scan.corrected, 0);
}

static void check_checkpoint(struct bytes file, json_t *expected)
{
    struct checkpoint c;
    const uint8_t *block;
    assert_int_equal(checkpoint_load(file, &c, &block), JET_errSuccess);
    assert_ptr_equal(block, file.data);
    assert_position(c.checkpoint, text(expected, "lgpos_checkpoint"));
    assert_signature(&c.log_signature, text(expected, "sign_log"));
    assert_int_equal(c.file_type, number(expected, "filetype"));
    assert_memory_equal(file.data, file.data + CHECKPOINT_BLOCK_SIZE, CHECKPOINT_BLOCK_SIZE);
}

static void test_all_real_logs_and_checkpoints_hold_what_their_sets_say(void **state)
{
    (void)state;
    unsigned logs = 0, checkpoints = 0;
    for (size_t i = 0; i < ARRAY_COUNT(sets); i++) {
        char path[512];
        snprintf(path, sizeof path, "corpus/%s/set.json", sets[i]);
        json_t *set = json_load_file(corpus_path(path), 0, NULL), *entry;
        size_t n;
        json_array_foreach(json_object_get(set, "files"), n, entry)
        {
            bool log = strcmp(text(entry, "kind"), "log") == 0;
            if (!log && strcmp(text(entry, "kind"), "checkpoint") != 0)
                continue;
            size_t size;
            snprintf(path, sizeof path, "corpus/%s/%s.gz", sets[i], text(entry, "file"));
            uint8_t *data = corpus_read(path, &size);
            assert_int_equal(size, number(entry, "bytes"));
            if (log)
                check_log((struct bytes){data, size}, entry);
            else
                check_checkpoint((struct bytes){data, size}, entry);
            *(log ? &logs : &checkpoints) += 1;
            free(data);
        }
        json_decref(set);
    }
    assert_int_equal(logs, 21);
    assert_int_equal(checkpoints, 12);
}

/* XOR of all segments' checksums of one generation stands in the header of the
 * next (spec 30 §4.5). */
static void test_accumulated_segment_checksum_is_what_the_next_generation_says(void **state)
{
    (void)state;
    struct log_scan scan = {0};
    for (unsigned generation = 1; generation <= 14; generation++) {
        struct logheader h;
        char path[128];
        size_t size;
        snprintf(path, sizeof path, "golden/basic_8k/logs/edb%08X.log.gz", generation);
        uint8_t *data = corpus_read(path, &size);
        assert_int_equal(logheader_load((struct bytes){data, size}, &h), JET_errSuccess);
        assert_int_equal(h.generation, generation);
        assert_true(h.previous_segment_sum == scan.segment_sum);
        assert_int_equal(log_scan_segments(&h, (struct bytes){data, size}, &scan), JET_errSuccess);
        assert_true(scan.segment_sum != 0);
        free(data);
    }
}

struct image {
    uint8_t *data;
    size_t size;
    struct logheader header;
};

static struct image log_read(const char *path)
{
    struct image image;
    image.data = corpus_read(path, &image.size);
    assert_int_equal(logheader_load((struct bytes){image.data, image.size}, &image.header), JET_errSuccess);
    return image;
}

static JET_ERR scan_of(struct image *image, struct log_scan *scan)
{
    return log_scan_segments(&image->header, (struct bytes){image->data, image->size}, scan);
}

/* The reader sees the segments as the scan does, and has put segment `number` right. */
static void assert_reader_repairs(struct image *image, const struct log_scan *scan, unsigned number,
                                  const uint8_t whole[4096])
{
    struct log_reader reader;
    assert_int_equal(log_reader_open(&reader, image->data, image->size), JET_errSuccess);
    assert_int_equal(reader.damage, JET_errSuccess);
    assert_int_equal(reader.end, scan->last);
    assert_true(reader.sum == scan->segment_sum);
    assert_true(reader.torn == (scan->shadowed != 0));
    assert_memory_equal(image->data + (size_t)number * 4096, whole, 4096);
    log_reader_close(&reader);
}

static void test_garbage_in_the_middle_of_a_log_is_corruption_with_the_good_part_counted(void **state)
{
    (void)state;
    struct image log = log_read("golden/basic_8k/logs/edb00000003.log.gz");
    struct log_scan scan;
    memset(log.data + 9 * 4096 + 100, 0xEE, 64);
    assert_int_equal(scan_of(&log, &scan), JET_errLogFileCorrupt);
    assert_int_equal(scan.last, 8);
    free(log.data);
}

static void test_one_flipped_bit_in_a_segment_is_corrected(void **state)
{
    (void)state;
    struct image log = log_read("golden/basic_8k/logs/edb00000003.log.gz");
    struct log_scan before, scan;
    uint8_t whole[4096];
    memcpy(whole, log.data + 9 * 4096, sizeof whole);
    assert_int_equal(scan_of(&log, &before), JET_errSuccess);
    log.data[9 * 4096 + 2000] ^= 0x10;
    assert_int_equal(scan_of(&log, &scan), JET_errSuccess);
    assert_int_equal(scan.corrected, 1);
    assert_int_equal(scan.last, before.last);
    assert_true(scan.segment_sum == before.segment_sum);
    assert_reader_repairs(&log, &scan, 9, whole);
    free(log.data);
}

/* This log ends with the shadow of its last segment. */
static void test_torn_last_segment_is_taken_from_its_shadow(void **state)
{
    (void)state;
    struct image log = log_read("corpus/srum-server2022/day1/SRU.log.gz");
    struct log_scan before, scan;
    uint8_t whole[4096];
    memcpy(whole, log.data + 2 * 4096, sizeof whole);
    assert_int_equal(scan_of(&log, &before), JET_errSuccess);
    assert_int_equal(before.last, 2);
    for (unsigned i = 512; i < 4096; i++) /* no even fill: that can leave an XOR checksum unchanged */
        log.data[2 * 4096 + i] = (uint8_t)(i * 31 + i / 256);
    assert_int_equal(scan_of(&log, &scan), JET_errSuccess);
    assert_int_equal(scan.shadowed, 1);
    assert_int_equal(scan.last, 2);
    assert_true(scan.segment_sum == before.segment_sum);
    assert_reader_repairs(&log, &scan, 2, whole);
    free(log.data);
}

/* Space that was never written: zero since 8.4000.2, the pattern before (spec 30 §8.6). */
static void test_the_fill_pattern_is_unused_space_in_the_first_modern_logs_alone(void **state)
{
    (void)state;
    struct image log = log_read("corpus/srum-server2022/day1/SRU.log.gz");
    uint8_t *unused = log.data + (size_t)4 * 4096;
    for (unsigned i = 0; i < 4096; i++)
        unused[i] = i % 16 ? 0xDA : (uint8_t)(0xDA + 0x10 * (i / 16 % 32));
    for (uint32_t update = 1; update <= 2; update++) {
        JET_ERR expected = update < 2 ? JET_errSuccess : JET_errLogFileCorrupt;
        struct log_reader reader;
        struct log_scan scan;
        uint8_t page[LOGHEADER_SIZE];
        log.header.update_major = update;
        logheader_store(&log.header, page);
        memcpy(log.data, page, sizeof page);
        assert_int_equal(scan_of(&log, &scan), expected);
        assert_int_equal(scan.last, 2);
        assert_int_equal(log_reader_open(&reader, log.data, log.size), JET_errSuccess);
        assert_int_equal(reader.damage, expected);
        assert_int_equal(reader.end, 2);
        log_reader_close(&reader);
    }
    free(log.data);
}

static void test_log_header_errors_come_in_order(void **state)
{
    (void)state;
    struct image log = log_read("golden/basic_8k/logs/edb00000003.log.gz");
    struct bytes file = {log.data, log.size};
    struct logheader h, changed;
    uint8_t page[LOGHEADER_SIZE];
#define CHECK(change, error)                                                                                 \
    do {                                                                                                     \
        changed = log.header;                                                                                \
        change;                                                                                              \
        logheader_store(&changed, page);                                                                     \
        assert_int_equal(logheader_load((struct bytes){page, sizeof page}, &h), error);                      \
    } while (0)
    CHECK(, JET_errSuccess);
    CHECK(changed.file_type = 0, JET_errSuccess);
    CHECK(changed.version_major = 9, JET_errBadLogVersion);
    CHECK(changed.version_minor = 3999, JET_errBadLogVersion);
    CHECK(changed.update_major = 131, JET_errBadLogVersion);
    CHECK((changed.update_major = 130, changed.update_minor = 281), JET_errBadLogVersion);
    CHECK((changed.update_major = 130, changed.update_minor = 280), JET_errSuccess);
    CHECK(changed.file_type = 1, JET_errFileInvalidType);
    CHECK((changed.file_type = 1, changed.version_major = 9), JET_errBadLogVersion);
    CHECK(changed.generation = 0, JET_errLogFileCorrupt);
    CHECK(changed.generation = -1, JET_errLogFileCorrupt);
    CHECK(changed.sector_size = 512, JET_errLogFileCorrupt);
    CHECK(changed.header_sectors = 2, JET_errLogFileCorrupt);
    CHECK(changed.file_sectors = 1, JET_errLogFileCorrupt);
    CHECK((changed.version_major = 7, changed.version_minor = 3704, changed.update_major = 15,
           changed.sector_size = 512, changed.header_sectors = 8),
          JET_errSuccess);
    CHECK((changed.version_major = 7, changed.version_minor = 3704, changed.update_major = 13,
           changed.sector_size = 512, changed.header_sectors = 8, changed.page_size = 16384),
          JET_errBadLogVersion);
#undef CHECK
    log.data[300] ^= 1;
    assert_int_equal(logheader_load(file, &h), JET_errLogFileCorrupt);
    store_le32(log.data + 20, 443);
    memset(log.data + 24, 0, 8);
    assert_int_equal(logheader_load(file, &h), JET_errDatabase400Format);
    store_le32(log.data + 24, 4);
    store_le32(log.data + 28, 995);
    store_le32(log.data + 32, 0);
    assert_int_equal(logheader_load(file, &h), JET_errDatabase500Format);
    for (size_t size = 0; size < LOGHEADER_SIZE; size += 97)
        assert_int_equal(logheader_load((struct bytes){log.data, size}, &h), JET_errLogFileCorrupt);
    free(log.data);
}

/* The list of spec 30 §3.3's example, from its real file's relatives. */
static void test_attached_databases_are_listed_until_the_zero(void **state)
{
    (void)state;
    struct image log = log_read("corpus/srum-win11/dirty/SRU0005A.log.gz");
    struct bytes list = {log.data + LOGHEADER_ATTACH_LIST, LOG_ATTACH_LIST_SIZE};
    struct attached_database entry;
    size_t offset = 0;
    bool found;
    assert_int_equal(attach_list_next(list, &offset, &entry, &found), JET_errSuccess);
    assert_true(found);
    assert_int_equal(entry.dbid, 1);
    assert_int_equal(entry.flags & ATTACHED_UNICODE, ATTACHED_UNICODE);
    assert_int_equal(entry.name_size, entry.name.size);
    static const char tail[] = "S\0R\0U\0D\0B\0.\0d\0a\0t\0\0"; /* the literal's own NUL ends it */
    assert_memory_equal(entry.name.data + entry.name.size - sizeof tail, tail, sizeof tail);
    assert_int_equal(attach_list_next(list, &offset, &entry, &found), JET_errSuccess);
    assert_false(found);
    free(log.data);
}

static void test_attached_database_that_leaves_the_list_is_corruption(void **state)
{
    (void)state;
    uint8_t list[128] = {1, 0x20};
    struct attached_database entry;
    bool found;
    size_t offset = 0;
    store_le16(list + 2, 64);
    assert_int_equal(attach_list_next((struct bytes){list, 128}, &offset, &entry, &found), JET_errSuccess);
    assert_true(found);
    assert_int_equal(offset, 128);
    assert_int_equal(attach_list_next((struct bytes){list, 128}, &offset, &entry, &found), JET_errSuccess);
    assert_false(found);
    offset = 0;
    store_le16(list + 2, 65);
    assert_int_equal(attach_list_next((struct bytes){list, 128}, &offset, &entry, &found),
                     JET_errLogFileCorrupt);
    assert_int_equal(attach_list_next((struct bytes){list, 63}, &offset, &entry, &found),
                     JET_errLogFileCorrupt);
}

static void test_checkpoint_falls_back_to_its_second_block(void **state)
{
    (void)state;
    size_t size;
    uint8_t *data = corpus_read("golden/dirty_4k_v1/edb.chk.gz", &size);
    struct checkpoint c;
    const uint8_t *block;
    struct bytes file = {data, size};
    assert_int_equal(checkpoint_load(file, &c, &block), JET_errSuccess);
    assert_int_equal(c.flags & CHECKPOINT_FLAG_ATTACH_LIST, CHECKPOINT_FLAG_ATTACH_LIST);
    struct bytes list = checkpoint_attach_list(&c, block);
    struct attached_database entry;
    size_t offset = 0;
    bool found;
    assert_int_equal(attach_list_next(list, &offset, &entry, &found), JET_errSuccess);
    assert_true(found);
    assert_int_equal(entry.dbid, 1);
    data[100] ^= 1;
    assert_int_equal(checkpoint_load(file, &c, &block), JET_errSuccess);
    assert_ptr_equal(block, data + CHECKPOINT_BLOCK_SIZE);
    data[CHECKPOINT_BLOCK_SIZE + 100] ^= 1;
    assert_int_equal(checkpoint_load(file, &c, &block), JET_errCheckpointCorrupt);
    assert_int_equal(checkpoint_load((struct bytes){data, 4095}, &c, &block), JET_errCheckpointCorrupt);
    free(data);
}

static void test_checkpoint_of_another_kind_is_refused(void **state)
{
    (void)state;
    struct checkpoint c = {.file_type = 3}, loaded;
    uint8_t file[CHECKPOINT_FILE_SIZE];
    const uint8_t *block;
    checkpoint_store(&c, file);
    assert_int_equal(checkpoint_load((struct bytes){file, sizeof file}, &loaded, &block),
                     JET_errFileInvalidType);
    c.file_type = 4;
    c.checkpoint = lgpos_make(9, 7, 5);
    checkpoint_store(&c, file);
    assert_int_equal(checkpoint_load((struct bytes){file, sizeof file}, &loaded, &block), JET_errSuccess);
    assert_int_equal(lgpos_generation(loaded.checkpoint), 9);
    assert_int_equal(checkpoint_attach_list(&loaded, block).size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_real_logs_and_checkpoints_hold_what_their_sets_say),
        cmocka_unit_test(test_accumulated_segment_checksum_is_what_the_next_generation_says),
        cmocka_unit_test(test_garbage_in_the_middle_of_a_log_is_corruption_with_the_good_part_counted),
        cmocka_unit_test(test_one_flipped_bit_in_a_segment_is_corrected),
        cmocka_unit_test(test_torn_last_segment_is_taken_from_its_shadow),
        cmocka_unit_test(test_the_fill_pattern_is_unused_space_in_the_first_modern_logs_alone),
        cmocka_unit_test(test_log_header_errors_come_in_order),
        cmocka_unit_test(test_attached_databases_are_listed_until_the_zero),
        cmocka_unit_test(test_attached_database_that_leaves_the_list_is_corruption),
        cmocka_unit_test(test_checkpoint_falls_back_to_its_second_block),
        cmocka_unit_test(test_checkpoint_of_another_kind_is_refused),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
