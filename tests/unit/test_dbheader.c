/* The database header against every real file: the summaries of the corpus
 * and the original's own dump say what each field holds. */
#include "test.h"

#include "corpus.h"
#include "format/dbheader.h"
#include "format/efv.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static struct dbheader load(const uint8_t *data, size_t size)
{
    struct dbheader_choice choice;
    struct dbheader header;
    assert_int_equal(dbheader_choose((struct bytes){data, size}, &choice), JET_errSuccess);
    dbheader_load(choice.page, &header);
    assert_int_equal(dbheader_page_size(&header), choice.page_size);
    return header;
}

static const char *summary_text(json_t *summary, const char *key)
{
    return json_string_value(json_object_get(summary, key));
}

static long long summary_number(json_t *summary, const char *key)
{
    return json_integer_value(json_object_get(summary, key));
}

static void check_against_summary(const char *folder, const char *name)
{
    char path[512], text[128];
    size_t size;
    snprintf(path, sizeof path, "%s/%s.summary.json", folder, name);
    json_t *summary = json_load_file(corpus_path(path), 0, NULL);
    assert_non_null(summary);
    snprintf(path, sizeof path, "%s/%s.gz", folder, name);
    uint8_t *data = corpus_read(path, &size);
    struct dbheader h = load(data, size);

    assert_int_equal(dbheader_check_readable(&h, DBHEADER_UPDATE_MAX), JET_errSuccess);
    assert_int_equal(dbheader_page_size(&h), summary_number(summary, "page_size"));
    assert_int_equal(h.dbtime, summary_number(summary, "dbtime"));
    assert_int_equal(h.format_update_major, summary_number(summary, "format_update"));
    assert_int_equal(h.format_update_minor, summary_number(summary, "format_update_minor"));
    assert_int_equal(h.repair_count, summary_number(summary, "repair_count"));
    assert_int_equal(h.gen_max_committed, summary_number(summary, "log_generation_committed"));
    json_t *required = json_object_get(summary, "log_generations_required");
    assert_int_equal(h.gen_min_required, json_integer_value(json_array_get(required, 0)));
    assert_int_equal(h.gen_max_required, json_integer_value(json_array_get(required, 1)));
    snprintf(text, sizeof text, "%#x,%u", h.create_format_version, h.create_format_update);
    assert_string_equal(text, summary_text(summary, "created_format"));
    snprintf(text, sizeof text, "%u.%u.%u", h.os_major, h.os_minor, h.os_build);
    assert_string_equal(text, summary_text(summary, "os"));
    snprintf(text, sizeof text, "%08x:%04x:%04x", (unsigned)lgpos_generation(h.attach_lgpos),
             lgpos_sector(h.attach_lgpos), lgpos_byte(h.attach_lgpos));
    assert_true(strcasecmp(text, summary_text(summary, "lgpos_attach")) == 0);
    snprintf(text, sizeof text, "%08x:%04x:%04x", (unsigned)lgpos_generation(h.consistent_lgpos),
             lgpos_sector(h.consistent_lgpos), lgpos_byte(h.consistent_lgpos));
    assert_true(strcasecmp(text, summary_text(summary, "lgpos_consistent")) == 0);
    for (size_t i = 0; i < 12; i++)
        snprintf(text + 2 * i, sizeof text - 2 * i, "%02x", h.log_signature.bytes[i]);
    assert_string_equal(text, summary_text(summary, "log_signature"));
    assert_int_equal(dbheader_check_attachable(&h), strcmp(summary_text(summary, "state"), "clean") == 0
                                                        ? JET_errSuccess
                                                        : JET_errDatabaseDirtyShutdown);
    free(data);
    json_decref(summary);
}

static const struct {
    const char *folder, *file; /* file NULL: every database of the folder */
} databases[] = {
    {"corpus", NULL},
    {"corpus/ide-a", "storage.ide"},
    {"corpus/ide-b-win7", "storage.ide"},
    {"corpus/ide-c-win7", "storage.ide"},
    {"corpus/ide-d-timeline/t0", "storage.ide"},
    {"corpus/ide-d-timeline/t1", "storage.ide"},
    {"corpus/ide-d-timeline/t2", "storage.ide"},
    {"corpus/ide-k", "storage.ide"},
    {"corpus/raven-a", "Data"},
    {"corpus/srum-server2022/day1", "SRUDB.dat"},
    {"corpus/srum-server2022/day2", "SRUDB.dat"},
    {"corpus/srum-win11/dirty", "SRUDB.dat"},
    {"corpus/srum-win11/repaired", "SRUDB.dat"},
};

static void test_headers_of_all_real_databases_hold_what_their_summaries_say(void **state)
{
    (void)state;
    unsigned count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(databases); i++) {
        if (databases[i].file) {
            check_against_summary(databases[i].folder, databases[i].file);
            count++;
            continue;
        }
        DIR *directory = opendir(corpus_path(databases[i].folder));
        assert_non_null(directory);
        for (struct dirent *entry; (entry = readdir(directory));) {
            char name[256];
            char *end = strstr(entry->d_name, ".summary.json");
            if (!end)
                continue;
            snprintf(name, sizeof name, "%.*s", (int)(end - entry->d_name), entry->d_name);
            check_against_summary(databases[i].folder, name);
            count++;
        }
        closedir(directory);
    }
    assert_int_equal(count, 38);
}

/* Loading and storing is the identity on every byte of a real header page. */
static void test_store_after_load_gives_the_same_page(void **state)
{
    (void)state;
    static const char *const files[] = {
        "corpus/basic.edb.gz",
        "corpus/large.edb.gz",
        "corpus/catdb-win2003-small.edb.gz",
        "corpus/secedit-26100.sdb.gz",
        "corpus/ual-2022-Current.mdb.gz",
        "corpus/ide-b-win7/storage.ide.gz",
        "golden/basic_16k/basic.edb.gz",
        "golden/dirty_4k_v1/dirty.edb.gz",
    };
    static uint8_t page[DBPAGE_SIZE_MAX];
    for (size_t i = 0; i < ARRAY_COUNT(files); i++) {
        size_t size;
        uint8_t *data = corpus_read(files[i], &size);
        struct dbheader h = load(data, size);
        dbheader_store(&h, page, dbheader_page_size(&h));
        assert_memory_equal(page, data, dbheader_page_size(&h));
        free(data);
    }
}

/* Rows neither overlap nor leave a gap except file offset 664..670's unaligned
 * type, and end where the spec says the fields end. */
static void test_field_table_covers_the_header_without_gap_or_overlap(void **state)
{
    (void)state;
    size_t next = 0;
    for (size_t i = 0; i < dbheader_field_count; i++) {
        assert_int_equal(dbheader_fields[i].offset, next);
        next += dbheader_fields[i].size;
    }
    assert_int_equal(next, DBHEADER_FIELDS_END);
}

struct image {
    uint8_t *data;
    size_t size;
};

static struct image image_read(void)
{
    struct image image;
    image.data = corpus_read("golden/basic_8k/basic.edb.gz", &image.size);
    return image;
}

static void test_damaged_primary_gives_the_shadow(void **state)
{
    (void)state;
    struct image image = image_read();
    struct dbheader_choice choice;
    image.data[600] ^= 4;
    assert_int_equal(dbheader_choose((struct bytes){image.data, image.size}, &choice), JET_errSuccess);
    assert_ptr_equal(choice.page, image.data + 8192);
    assert_false(choice.primary_good);
    assert_true(choice.shadow_good);
    assert_int_equal(choice.page_size, 8192);
    free(image.data);
}

static void test_both_good_but_different_gives_the_primary(void **state)
{
    (void)state;
    struct image image = image_read();
    struct dbheader_choice choice;
    struct dbheader h = load(image.data, image.size);
    h.dbtime++;
    dbheader_store(&h, image.data + 8192, 8192);
    assert_int_equal(dbheader_choose((struct bytes){image.data, image.size}, &choice), JET_errSuccess);
    assert_ptr_equal(choice.page, image.data);
    assert_true(choice.primary_good);
    assert_false(choice.shadow_good);
    assert_false(choice.identical);
    free(image.data);
}

static void test_both_copies_damaged_is_a_verify_failure_and_names_its_family(void **state)
{
    (void)state;
    struct image image = image_read();
    struct bytes head = {image.data, image.size};
    struct dbheader_choice choice;
    image.data[600] ^= 4;
    image.data[8192 + 600] ^= 4;
    assert_int_equal(dbheader_choose(head, &choice), JET_errReadVerifyFailure);
    assert_int_equal(dbheader_unreadable_error(head), JET_errInvalidDatabaseVersion);
    store_le32(image.data + 8, 0x500);
    assert_int_equal(dbheader_unreadable_error(head), JET_errDatabase500Format);
    image.data[4] ^= 1;
    assert_int_equal(dbheader_unreadable_error(head), JET_errDatabaseCorrupted);
    store_le32(image.data + 20, 443);
    store_le32(image.data + 24, 0);
    store_le32(image.data + 28, 0);
    assert_int_equal(dbheader_unreadable_error(head), JET_errDatabase400Format);
    store_le32(image.data + 20, 0);
    store_le32(image.data + 44, 0);
    store_le32(image.data + 48, 0x0CA00001);
    assert_int_equal(dbheader_unreadable_error(head), JET_errDatabase200Format);
    free(image.data);
}

static void test_short_files_are_refused_at_every_length(void **state)
{
    (void)state;
    struct image image = image_read();
    struct dbheader_choice choice;
    for (size_t size = 0; size < 8192; size += 61) {
        uint8_t *cut = malloc(size ? size : 1); /* exact size: a read past the end is seen */
        memcpy(cut, image.data, size);
        struct bytes head = {cut, size};
        assert_int_equal(dbheader_choose(head, &choice), JET_errReadVerifyFailure);
        assert_int_equal(dbheader_unreadable_error(head),
                         size < 52 ? JET_errDatabaseCorrupted : JET_errInvalidDatabaseVersion);
        free(cut);
    }
    assert_int_equal(dbheader_choose((struct bytes){image.data, 8192}, &choice), JET_errSuccess);
    assert_true(choice.primary_good);
    assert_false(choice.shadow_good);
    free(image.data);
}

static void test_versions_are_judged_in_order(void **state)
{
    (void)state;
    struct image image = image_read();
    struct dbheader h = load(image.data, image.size), g;
    free(image.data);
#define CHECK(change, limit, error)                                                                          \
    do {                                                                                                     \
        g = h;                                                                                               \
        change;                                                                                              \
        assert_int_equal(dbheader_check_readable(&g, limit), error);                                         \
    } while (0)
    CHECK(g.format_version = 0x610, 300, JET_errInvalidDatabaseVersion);
    CHECK(g.format_version = 0x621, 300, JET_errInvalidDatabaseVersion);
    CHECK(g.format_update_major = 301, 300, JET_errInvalidDatabaseVersion);
    CHECK(g.format_update_major = 8, 300, JET_errInvalidDatabaseVersion);
    CHECK(g.format_update_major = 300, 300, JET_errSuccess);
    CHECK(g.format_update_major = 9, 300, JET_errSuccess);
    CHECK(g.format_update_minor = 99999, 300, JET_errSuccess);
    CHECK(, 289, JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion);
    CHECK(, 290, JET_errSuccess);
    CHECK(g.file_attribute = 1, 300, JET_errDatabaseCorrupted);
    CHECK(g.file_type = 3, 300, JET_errDatabaseCorrupted);
    CHECK(g.file_type = 0, 300, JET_errSuccess);
    CHECK(g.file_type = 5, 300, JET_errSuccess);
    CHECK(g.magic = 0, 300, JET_errDatabaseCorrupted);
#undef CHECK
}

static void test_each_state_has_its_attach_error(void **state)
{
    (void)state;
    static const struct {
        uint32_t dbstate;
        JET_ERR error;
        const char *text;
    } states[] = {
        {0, -550, "Illegal"},
        {1, -550, "Just Created"},
        {2, -550, "Dirty Shutdown"},
        {3, 0, "Clean Shutdown"},
        {4, -563, "Being Converted"},
        {5, -550, "Illegal"},
        {6, -1226, "Incremental Reseed In Progress"},
        {7, -550, "Dirty and Patched Shutdown"},
        {8, -1935, "Database Revert in Progress"},
        {9, -550, "Illegal"},
        {0xFFFFFFFF, -550, "Illegal"},
    };
    struct dbheader h = {0};
    for (size_t i = 0; i < ARRAY_COUNT(states); i++) {
        h.dbstate = states[i].dbstate;
        assert_int_equal(dbheader_check_attachable(&h), states[i].error);
        assert_string_equal(dbheader_state_text(h.dbstate), states[i].text);
    }
    h.dbstate = DBSTATE_DIRTY;
    h.full_backup_current.generation_low = 5;
    assert_int_equal(dbheader_check_attachable(&h), JET_errSoftRecoveryOnBackupDatabase);
}

static void test_log_time_of_the_specification(void **state)
{
    (void)state;
    struct log_time t = {{0x0e, 0x39, 0x10, 0x13, 0x07, 0x7a, 0xb5, 0x0e}};
    struct log_time_parts p = log_time_decode(t);
    assert_true(p.set);
    assert_true(p.utc);
    assert_int_equal(p.year, 2022);
    assert_int_equal(p.month, 7);
    assert_int_equal(p.day, 19);
    assert_int_equal(p.hour, 16);
    assert_int_equal(p.minute, 57);
    assert_int_equal(p.second, 14);
    assert_int_equal(p.milliseconds, 986);
    struct log_time back = log_time_encode(p);
    assert_memory_equal(back.bytes, t.bytes, 8);
    assert_false(log_time_decode((struct log_time){{0}}).set);
}

/* One database of the original for each engine format version. */
static void test_format_versions_stamp_what_the_original_stamped(void **state)
{
    (void)state;
    unsigned count = 0;
    DIR *directory = opendir(corpus_path("golden/efv"));
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory));) {
        char path[512];
        unsigned efv, version, major, minor;
        size_t size;
        if (sscanf(entry->d_name, "e%u.header.txt", &efv) != 1 || efv == 0 ||
            !strstr(entry->d_name, ".header.txt"))
            continue;
        snprintf(path, sizeof path, "golden/efv/%s", entry->d_name);
        char *dump = (char *)corpus_read(path, &size);
        dump[size - 1] = 0;
        const char *line = strstr(dump, "Format ulVersion: ");
        assert_non_null(line);
        assert_int_equal(sscanf(line, "Format ulVersion: 0x%x,%u,%u", &version, &major, &minor), 3);
        const struct format_version *row = format_version_of(efv);
        assert_non_null(row);
        assert_int_equal(row->db_update_major, major);
        assert_int_equal(row->db_update_minor, minor);
        free(dump);
        count++;
    }
    closedir(directory);
    assert_true(count >= 35);
    assert_null(format_version_of(8019));
    assert_int_equal(format_version_of(9620)->efv, 9600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers_of_all_real_databases_hold_what_their_summaries_say),
        cmocka_unit_test(test_store_after_load_gives_the_same_page),
        cmocka_unit_test(test_field_table_covers_the_header_without_gap_or_overlap),
        cmocka_unit_test(test_damaged_primary_gives_the_shadow),
        cmocka_unit_test(test_both_good_but_different_gives_the_primary),
        cmocka_unit_test(test_both_copies_damaged_is_a_verify_failure_and_names_its_family),
        cmocka_unit_test(test_short_files_are_refused_at_every_length),
        cmocka_unit_test(test_versions_are_judged_in_order),
        cmocka_unit_test(test_each_state_has_its_attach_error),
        cmocka_unit_test(test_log_time_of_the_specification),
        cmocka_unit_test(test_format_versions_stamp_what_the_original_stamped),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
