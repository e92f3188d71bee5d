/* A new database: its pages, and the rows of its system tables byte for byte
 * those of a real file of the same format. */
#include "real_database.h"

#include "catalog/catalog_read.h"
#include "catalog/ddl.h"

#include "base/alloc.h"
#include "btree/check.h"
#include "btree/modify.h"
#include "btree/space_write.h"

#include <stdlib.h>

enum { PAGES = 64 };

struct world {
    struct os_fs *fs;
    struct os_file *file;
    struct cache *cache;
    struct log *log;
    struct log_params log_params;
    struct version_store *versions;
    struct btree_database db;
    uint32_t page_size;
    struct database database;
};

static JET_ERR before_write(void *context, struct log_position end)
{
    struct world *w = context;
    return log_flush(w->log, end);
}
static JET_ERR grow_file(void *context, struct trx *trx, uint32_t last_page)
{
    struct world *w = context;
    (void)trx;
    return os_file_resize(w->file, page_file_offset(last_page + 1, w->page_size));
}
static JET_ERR undo_hook(void *context, struct version *version)
{
    struct world *w = context;
    return btree_undo(&w->db, version);
}
static struct world *world_create(uint32_t page_size, uint32_t frames)
{
    struct world *w = calloc(1, sizeof *w);
    w->fs = os_fs_memory_create();
    w->page_size = page_size;
    assert_int_equal(os_fs_make_directory(w->fs, "/d"), JET_errSuccess);
    assert_int_equal(os_fs_open(w->fs, "/d/a.edb", OS_OPEN_CREATE, 0, &w->file), JET_errSuccess);
    assert_int_equal(os_file_resize(w->file, page_file_offset(PAGES + 1, page_size)), JET_errSuccess);
    assert_int_equal(cache_create(&(struct cache_params){page_size, frames}, &w->cache), JET_errSuccess);
    w->log_params =
        (struct log_params){.names = {.fs = w->fs, .directory = "/d", .base = "edb", .extension = ".log"},
                            .segments = 256,
                            .page_size = page_size,
                            .update_major = 60,
                            .update_minor = 140};
    assert_int_equal(log_create(&w->log_params, &w->log), JET_errSuccess);
    assert_int_equal(
        version_store_create(&(struct version_hooks){.context = w, .undo = undo_hook}, &w->versions),
        JET_errSuccess);
    btree_database_init(&w->db);
    w->db.cache = w->cache;
    w->db.dbid = 1;
    w->db.page_size = page_size;
    w->db.update_major = 110;
    w->db.log = w->log;
    w->db.versions = w->versions;
    w->db.dbtime = 0x40;
    w->db.extension = 16;
    w->db.context = w;
    w->db.grow = grow_file;
    assert_int_equal(cache_attach(w->cache, w->file, &w->db.slot), JET_errSuccess);
    cache_set_writer(w->cache, w->db.slot, &(struct cache_writer){w, before_write});
    w->database.cache = w->cache;
    w->database.slot = w->db.slot;
    w->database.page_size = page_size;
    w->database.writable = &w->db;
    struct transaction t = {.level = 1, .versions = w->versions, .log = w->log, .session = 7};
    snapshot_begin(w->versions, &t.snapshot, false);
    assert_int_equal(database_bootstrap(&w->database, &t, PAGES), JET_errSuccess);
    struct log_position end;
    assert_int_equal(trx_commit(t.trx, w->log, NULL, &end), JET_errSuccess);
    snapshot_end(w->versions, &t.snapshot);
    assert_int_equal(catalog_create(w->cache, w->db.slot, &w->database.catalog), JET_errSuccess);
    return w;
}

static void world_destroy(struct world *w)
{
    catalog_destroy(w->database.catalog);
    cache_abandon(w->cache, w->db.slot);
    cache_detach(w->cache, w->db.slot);
    cache_destroy(w->cache);
    version_store_destroy(w->versions);
    log_abandon(w->log);
    btree_database_destroy(&w->db);
    os_file_close(w->file);
    os_fs_memory_destroy(w->fs);
    free(w);
}

static void check_table(struct world *w, const char *name, uint32_t objid, uint32_t fdp, unsigned columns,
                        unsigned indexes)
{
    struct table_schema *schema;
    assert_int_equal(catalog_open_table(w->database.catalog, name, strlen(name), &schema), JET_errSuccess);
    assert_int_equal(schema->objid, objid);
    assert_int_equal(schema->pgno_fdp, fdp);
    assert_int_equal(schema->column_count, columns);
    assert_int_equal(schema->index_count, indexes);
    schema_release(schema);
}

static unsigned count_rows(struct world *w, bool shadow)
{
    struct catalog_reader reader;
    struct catalog_row row;
    unsigned count = 0;
    assert_int_equal(catalog_reader_open(&reader, w->cache, w->db.slot, shadow), JET_errSuccess);
    JET_ERR err = catalog_reader_first(&reader, &row);
    for (; err == JET_errSuccess; err = catalog_reader_next(&reader, &row))
        count++;
    catalog_reader_close(&reader);
    assert_int_equal(err, JET_errNoCurrentRecord);
    return count;
}

static void test_new_database_has_its_system_tables_where_the_format_wants_them(void **state)
{
    static const uint32_t sizes[] = {4096, 8192, 16384, 32768};
    (void)state;
    for (unsigned i = 0; i < ARRAY_COUNT(sizes); i++) {
        struct world *w = world_create(sizes[i], 300);
        check_table(w, "MSysObjects", 2, 4, CATALOG_COLUMN_COUNT, 3);
        check_table(w, "MSysObjectsShadow", 3, 24, CATALOG_COLUMN_COUNT, 1);
        check_table(w, "MSysObjids", 6, 29, 3, 1);
        check_table(w, "msyslocales", 7, 30, 3, 1);
        assert_int_equal(w->db.last_objid, 7);
        /* 4 tables, 28 + 28 + 3 + 3 columns, 6 indexes (20, section 6) */
        assert_int_equal(count_rows(w, false), 72);
        assert_int_equal(count_rows(w, true), 72);
        world_destroy(w);
    }
}

/* Windows 10 2004 wrote this file in format 110.240, in which we make ours. */
static void test_rows_of_the_catalog_are_those_of_a_real_file(void **state)
{
    struct real_database real;
    struct catalog_reader ours, theirs;
    struct catalog_row row, real_row;
    (void)state;
    if (!corpus_present())
        skip();
    real = real_open("corpus/secedit-19045.sdb.gz");
    struct world *w = world_create(cache_page_size(real.cache), 300);
    assert_int_equal(catalog_reader_open(&ours, w->cache, w->db.slot, false), JET_errSuccess);
    assert_int_equal(catalog_reader_open(&theirs, real.cache, real.slot, false), JET_errSuccess);
    JET_ERR err = catalog_reader_first(&ours, &row), real_err = catalog_reader_first(&theirs, &real_row);
    unsigned compared = 0;
    for (; err == JET_errSuccess; err = catalog_reader_next(&ours, &row)) {
        assert_int_equal(real_err, JET_errSuccess);
        struct bytes data = tree_cursor_data(&ours.cursor), real_data = tree_cursor_data(&theirs.cursor);
        if (data.size != real_data.size || memcmp(data.data, real_data.data, data.size) != 0) {
            for (size_t i = 0; i < data.size; i++)
                print_message("%02x", data.data[i]);
            print_message("\n");
            for (size_t i = 0; i < real_data.size; i++)
                print_message("%02x", real_data.data[i]);
            fail_msg("row %u: table %u type %u id %u", compared, row.objid_table, row.type, row.id);
        }
        compared++;
        real_err = catalog_reader_next(&theirs, &real_row);
    }
    assert_int_equal(compared, 72);
    catalog_reader_close(&ours);
    catalog_reader_close(&theirs);
    world_destroy(w);
    real_close(&real);
}

/* Every row of a small table of ours is in the real file, under the same key. */
static void compare_rows(struct world *w, struct real_database *real, const char *name, unsigned expected)
{
    struct table_schema *ours, *theirs;
    struct btree tree, real_tree;
    struct tree_cursor cursor, real_cursor;
    unsigned compared = 0;
    assert_int_equal(catalog_open_table(w->database.catalog, name, strlen(name), &ours), JET_errSuccess);
    assert_int_equal(catalog_open_table(real->catalog, name, strlen(name), &theirs), JET_errSuccess);
    assert_int_equal(btree_open(&tree, w->cache, w->db.slot, ours->pgno_fdp, ours->objid, TREE_TABLE), 0);
    assert_int_equal(
        btree_open(&real_tree, real->cache, real->slot, theirs->pgno_fdp, theirs->objid, TREE_TABLE), 0);
    assert_int_equal(tree_cursor_open(&cursor, &tree), 0);
    assert_int_equal(tree_cursor_open(&real_cursor, &real_tree), 0);
    for (JET_ERR err = tree_cursor_first(&cursor); err >= 0; err = tree_cursor_next(&cursor)) {
        bool equal;
        struct bytes key = tree_cursor_key(&cursor), data = tree_cursor_data(&cursor);
        assert_int_equal(tree_cursor_seek(&real_cursor, TREE_SEEK_EQ, key, (struct bytes){NULL, 0}, &equal),
                         0);
        struct bytes real_data = tree_cursor_data(&real_cursor);
        assert_int_equal(data.size, real_data.size);
        assert_memory_equal(data.data, real_data.data, data.size);
        compared++;
    }
    assert_int_equal(compared, expected);
    tree_cursor_close(&cursor);
    tree_cursor_close(&real_cursor);
    schema_release(ours);
    schema_release(theirs);
}

static void test_rows_of_the_other_system_tables_are_those_of_a_real_file(void **state)
{
    (void)state;
    if (!corpus_present())
        skip();
    struct real_database real = real_open("corpus/secedit-19045.sdb.gz");
    struct world *w = world_create(cache_page_size(real.cache), 300);
    compare_rows(w, &real, "MSysObjids", 6);
    compare_rows(w, &real, "MSysLocales", 7);
    world_destroy(w);
    real_close(&real);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_database_has_its_system_tables_where_the_format_wants_them),
        cmocka_unit_test(test_rows_of_the_catalog_are_those_of_a_real_file),
        cmocka_unit_test(test_rows_of_the_other_system_tables_are_those_of_a_real_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
