/* The information calls on catalogs and space trees whose pages carry random bytes under
 * good checksums: any answer or error will do, but nothing may be read that is not there
 * (the sanitizers watch). */
#include "format/checksum.h"
#include "format/page.h"
#include "table/info.h"

#include "test.h"
#include "corpus.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGE = 4096, ROUNDS = 600 };

static uint64_t seed = 0x9E3779B97F4A7C15;

static uint32_t draw(uint32_t limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16) % limit;
}

static uint8_t *file;
static size_t file_size;
static char path[1200];
static unsigned answered, refused;

static JET_ERR drop(void *context, struct temp_table *table, JET_TABLEID *tableid)
{
    (void)context;
    JET_ERR err = temp_finish(table);
    temp_release(table);
    *tableid = 1;
    return err;
}

static JET_ERR may_open(void *context, const char *name)
{
    (void)context, (void)name;
    return JET_errSuccess;
}

static uint8_t *answer;

static struct info_call make_call(uint32_t size, uint32_t level, bool wide)
{
    return (struct info_call){.result = answer,
                              .size = size,
                              .level = level,
                              .wide = wide,
                              .locale = "en-US",
                              .map_flags = NLS_DEFAULT_FLAGS,
                              .publish = drop,
                              .probe = may_open};
}

static void count(JET_ERR err)
{
    if (err < 0)
        refused++;
    else
        answered++;
}

static void ask_about_columns(const struct table_schema *schema)
{
    static const uint32_t lists[] = {JET_ColInfoList, JET_ColInfoListCompact, JET_ColInfoListSortColumnid,
                                     JET_ColInfoList | JET_ColInfoGrbitMinimalInfo};
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        struct info_call call = make_call(sizeof(JET_COLUMNLIST), lists[i], i & 1);
        count(info_column(&call, schema, NULL, NULL));
    }
    for (unsigned i = 0; i < schema->column_count; i++) {
        struct info_call call = make_call(sizeof(JET_COLUMNBASE_W), JET_ColInfoBaseByColid, i & 1);
        count(info_column(&call, schema, NULL, &schema->columns[i].columnid));
        call.level = JET_ColInfo;
        count(info_column(&call, schema, schema->columns[i].name, NULL));
    }
}

static void ask_about_indexes(struct database *database, const struct table_schema *schema)
{
    struct info_call call = make_call(sizeof(JET_INDEXLIST), JET_IdxInfoList, true);
    count(info_index(&call, database, schema, NULL));
    for (unsigned i = 0; i < schema->index_count; i++) {
        for (uint32_t level = 0; level < 20; level++) {
            call = make_call(level == JET_IdxInfoSpaceOwned ? 4 : 4096, level, i & 1);
            if (info_index_check(&call) >= 0 && level != JET_IdxInfoIndexId)
                count(info_index(&call, database, schema, schema->indexes[i].name));
        }
    }
}

static void ask_about_table(struct database *database, const struct table_schema *schema)
{
    for (uint32_t level = 0; level < 20; level++) {
        struct info_call call = make_call(level == JET_TblInfoSpaceAvailable ? 4 : 512, level, level & 1);
        if (info_table_check(&call) >= 0)
            count(info_table(&call, database, schema));
    }
}

static JET_ERR ask_about(void *context, const struct catalog_table *table)
{
    struct database *database = context;
    struct table_schema *schema;
    struct info_call call = make_call(sizeof(JET_OBJECTINFO), JET_ObjInfo, false);
    count(info_object(&call, database, 0, NULL, table->name));
    JET_ERR err = catalog_open_table(database->catalog, table->name, strlen(table->name), &schema);
    count(err);
    if (err < 0)
        return JET_errSuccess;
    ask_about_columns(schema);
    ask_about_indexes(database, schema);
    ask_about_table(database, schema);
    schema_release(schema);
    return JET_errSuccess;
}

static void ask_everything(void)
{
    struct database *database;
    JET_ERR err = database_open_readonly(path, NULL, &database);
    count(err);
    if (err < 0)
        return;
    struct info_call call = make_call(sizeof(JET_OBJECTLIST), JET_ObjInfoList, true);
    count(info_object(&call, database, 0, NULL, NULL));
    count(catalog_enumerate_tables(database->catalog, ask_about, database));
    database_close(database);
}

static void write_page(int fd, uint32_t pgno, const uint8_t *page)
{
    assert_int_equal(pwrite(fd, page, PAGE, (off_t)page_file_offset(pgno, PAGE)), PAGE);
}

/* Pages of the catalog, or roots and space trees of any tree. */
static uint32_t draw_page(bool catalog)
{
    for (;;) {
        uint32_t pgno = 1 + draw((uint32_t)(file_size / PAGE) - 2);
        const uint8_t *page = file + page_file_offset(pgno, PAGE);
        if (catalog ? page_objid(page) == CATALOG_OBJID
                    : (page_flags(page) & (PAGE_ROOT | PAGE_SPACE)) && page_objid(page) != CATALOG_OBJID)
            return pgno;
    }
}

static void test_random_bytes_in_catalog_and_space(void **state)
{
    (void)state;
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint8_t page[PAGE];
        uint32_t pgno = draw_page(round % 4 != 0);
        const uint8_t *sound = file + page_file_offset(pgno, PAGE);
        memcpy(page, sound, PAGE);
        for (uint32_t changes = 1 + draw(6); changes > 0; changes--) {
            uint32_t at = draw(3) ? 40 + draw(PAGE - 40) : PAGE - 1 - draw(200);
            page[at] = draw(2) ? (uint8_t)draw(256) : (uint8_t)(page[at] ^ 1u << draw(8));
        }
        checksum_update_page(page, PAGE, pgno);
        write_page(fd, pgno, page);
        ask_everything();
        write_page(fd, pgno, sound);
    }
    close(fd);
    assert_true(answered > 1000 && refused > 100);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    file = corpus_read("corpus/index.edb.gz", &file_size);
    snprintf(path, sizeof path, "%s/index.edb", test_directory());
    corpus_extract("corpus/index.edb.gz", path);
    answer = malloc(4096);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_bytes_in_catalog_and_space)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(answer);
    free(file);
    return failed;
}
