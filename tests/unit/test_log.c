#include "test.h"

#include "base/alloc.h"
#include "format/log_reader.h"
#include "log/log.h"
#include "os/os_thread.h"

#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>

static struct log_params params_in_memory(struct os_fs *fs)
{
    struct log_params params = {.names = {.fs = fs, .directory = "/l", .base = "edb", .extension = ".log"},
                                .segments = 16,
                                .buffers = 0,
                                .page_size = 4096,
                                .update_major = 60,
                                .update_minor = 140,
                                .reserves = 2};
    assert_int_equal(os_fs_make_directory(fs, "/l"), JET_errSuccess);
    return params;
}

static uint8_t *read_file(struct os_fs *fs, const char *path, size_t *size)
{
    struct os_file *file;
    uint64_t length;
    assert_int_equal(os_fs_open(fs, path, OS_OPEN_READ, OS_OPEN_NO_LOCK, &file), JET_errSuccess);
    assert_int_equal(os_file_size(file, &length), JET_errSuccess);
    uint8_t *bytes = malloc(length);
    assert_int_equal(os_file_read(file, 0, bytes, length), JET_errSuccess);
    os_file_close(file);
    *size = length;
    return bytes;
}

/* A Trace record of `text` bytes whose text tells its number. */
static struct bytes make_trace(uint8_t *space, unsigned number, size_t text)
{
    space[0] = LOG_TRACE;
    store_le16(space + 1, 5);
    store_le16(space + 3, (uint16_t)text);
    for (size_t i = 0; i < text; i++)
        space[5 + i] = (uint8_t)(number >> 8 * (i % 4));
    return (struct bytes){space, 5 + text};
}

/* Reads all generations back; returns the number of Trace records, which must
 * come in order and whole. */
static unsigned read_back(struct os_fs *fs, const struct log_names *names, int32_t last_generation)
{
    unsigned count = 0;
    uint64_t sum = 0;
    struct log_time created = {{0}};
    for (int32_t g = 1; g <= last_generation; g++) {
        char path[4096];
        size_t size;
        struct log_reader reader;
        assert_int_equal(log_file_path(names, g == last_generation ? 0 : g, path, sizeof path),
                         JET_errSuccess);
        uint8_t *file = read_file(fs, path, &size);
        assert_int_equal(log_reader_open(&reader, file, size), JET_errSuccess);
        assert_int_equal(reader.damage, JET_errSuccess);
        assert_int_equal(reader.header.generation, g);
        assert_true(reader.header.previous_segment_sum == sum);
        assert_memory_equal(reader.header.previous_creation_time.bytes, created.bytes, 8);
        created = reader.header.creation_time;
        sum = reader.sum;
        struct log_record record;
        struct log_position position;
        bool found;
        for (;;) {
            assert_int_equal(log_reader_next(&reader, &record, &position, &found), JET_errSuccess);
            if (!found)
                break;
            uint8_t expected[60000];
            struct bytes trace = make_trace(expected, count, record.part[0].size);
            assert_int_equal(record.size, trace.size);
            assert_memory_equal(record.bytes, trace.data, trace.size);
            count++;
        }
        log_reader_close(&reader);
        free(file);
    }
    return count;
}

static void test_records_of_every_size_come_back_over_many_generations(void **state)
{
    (void)state;
    struct os_fs *fs = os_fs_memory_create();
    struct log_params params = params_in_memory(fs);
    struct log *log;
    uint8_t space[60000];
    assert_int_equal(log_create(&params, &log), JET_errSuccess);
    unsigned count = 0;
    for (size_t text = 0; text < 9000; text += 13, count++) {
        struct bytes record = make_trace(space, count, text);
        struct log_position first, end;
        assert_int_equal(log_append(log, &record, 1, NULL, NULL, &first, &end), JET_errSuccess);
        assert_true(first.value < end.value);
        if (count % 7 == 0) {
            assert_int_equal(log_flush(log, end), JET_errSuccess);
            assert_true(log_durable(log).value >= end.value);
        }
    }
    int32_t last = log_generation(log);
    assert_true(last > 10);
    assert_int_equal(log_close(log), JET_errSuccess);
    assert_int_equal(read_back(fs, &params.names, last), count);
    os_fs_memory_destroy(fs);
}

static void test_abandoned_log_holds_exactly_what_was_flushed(void **state)
{
    (void)state;
    struct os_fs *fs = os_fs_memory_create();
    struct log_params params = params_in_memory(fs);
    struct log *log;
    uint8_t space[200];
    assert_int_equal(log_create(&params, &log), JET_errSuccess);
    for (unsigned i = 0; i < 5; i++) {
        struct bytes record = make_trace(space, i, 100);
        struct log_position end;
        assert_int_equal(log_append(log, &record, 1, NULL, NULL, NULL, &end), JET_errSuccess);
        if (i == 2)
            assert_int_equal(log_flush(log, end), JET_errSuccess);
    }
    log_abandon(log);
    assert_int_equal(read_back(fs, &params.names, 1), 3);
    os_fs_memory_destroy(fs);
}

static void test_continued_log_goes_on_in_a_new_segment(void **state)
{
    (void)state;
    struct os_fs *fs = os_fs_memory_create();
    struct log_params params = params_in_memory(fs);
    struct log *log;
    uint8_t space[200];
    struct bytes record = make_trace(space, 0, 100);
    struct log_position first;
    assert_int_equal(log_create(&params, &log), JET_errSuccess);
    assert_int_equal(log_append(log, &record, 1, NULL, NULL, NULL, NULL), JET_errSuccess);
    assert_int_equal(log_close(log), JET_errSuccess);

    size_t size;
    struct log_reader reader;
    uint8_t *file = read_file(fs, "/l/edb.log", &size);
    assert_int_equal(log_reader_open(&reader, file, size), JET_errSuccess);
    assert_int_equal(reader.end, 1);
    assert_int_equal(log_continue(&params, &reader.header, (unsigned)reader.end, reader.sum, false, &log),
                     JET_errSuccess);
    log_reader_close(&reader);
    free(file);
    record = make_trace(space, 1, 100);
    assert_int_equal(log_append(log, &record, 1, NULL, NULL, &first, NULL), JET_errSuccess);
    assert_true(first.value == lgpos_make(1, 2, 0).value);
    assert_int_equal(log_close(log), JET_errSuccess);
    assert_int_equal(read_back(fs, &params.names, 1), 2);
    os_fs_memory_destroy(fs);
}

static void test_failed_write_stops_the_log_for_good(void **state)
{
    (void)state;
    struct os_fs *memory = os_fs_memory_create();
    struct os_fs *fs = os_fs_fault_create(memory);
    struct log_params params = params_in_memory(fs);
    struct log *log;
    uint8_t space[200];
    struct bytes record = make_trace(space, 0, 100);
    struct log_position end;
    assert_int_equal(log_create(&params, &log), JET_errSuccess);
    assert_int_equal(log_append(log, &record, 1, NULL, NULL, NULL, &end), JET_errSuccess);
    os_fs_fault_arm(fs, OS_FAULT_SYNC, 1, JET_errDiskIO, 0);
    assert_int_equal(log_flush(log, end), JET_errLogWriteFail);
    assert_int_equal(log_append(log, &record, 1, NULL, NULL, NULL, &end), JET_errLogWriteFail);
    assert_int_equal(log_failure(log), JET_errLogWriteFail);
    log_abandon(log);
    os_fs_fault_destroy(fs);
    os_fs_memory_destroy(memory);
}

static void test_full_disk_takes_a_reserve_file_at_the_change_of_generations(void **state)
{
    (void)state;
    struct os_fs *memory = os_fs_memory_create();
    struct os_fs *fs = os_fs_fault_create(memory);
    struct log_params params = params_in_memory(fs);
    struct log *log;
    enum os_path_kind kind;
    assert_int_equal(log_create(&params, &log), JET_errSuccess);
    os_fs_fault_arm(fs, OS_FAULT_WRITE, 1, JET_errDiskFull, 0);
    assert_int_equal(log_roll(log), JET_errSuccess);
    assert_int_equal(log_generation(log), 2);
    assert_int_equal(os_fs_stat(fs, "/l/edbres00002.jrs", &kind), JET_errSuccess);
    assert_int_equal(kind, OS_PATH_NONE);
    assert_int_equal(log_close(log), JET_errSuccess);
    os_fs_fault_destroy(fs);
    os_fs_memory_destroy(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_of_every_size_come_back_over_many_generations),
        cmocka_unit_test(test_abandoned_log_holds_exactly_what_was_flushed),
        cmocka_unit_test(test_continued_log_goes_on_in_a_new_segment),
        cmocka_unit_test(test_failed_write_stops_the_log_for_good),
        cmocka_unit_test(test_full_disk_takes_a_reserve_file_at_the_change_of_generations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
