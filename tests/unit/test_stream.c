/* The running log of an instance, with one database that is changed under it. */
#include "test.h"

#include "btree/modify.h"
#include "btree/space_write.h"
#include "log/stamp.h"
#include "recovery/header_write.h"
#include "recovery/recover.h"
#include "recovery/stream.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 4096, PAGES = 64 };

struct world {
    struct os_fs *fs;
    struct stream *stream;
    struct cache *cache;
    struct os_file *file;
    struct dbheader header;
    struct btree_database trees;
    struct stream_database attached;
    uint32_t fdp, objid; /* of the tree that change() makes */
};

static JET_ERR grow(void *context, struct trx *trx, uint32_t last_page)
{
    struct world *w = context;
    (void)trx;
    return os_file_resize(w->file, page_file_offset(last_page + 1, PAGE));
}

static struct log_params log_params_of(struct os_fs *fs)
{
    return (struct log_params){.names = {.fs = fs, .directory = "/d", .base = "edb", .extension = ".log"},
                               .segments = 64,
                               .page_size = PAGE,
                               .update_major = 60,
                               .update_minor = 140};
}

static void log_attach(struct world *w)
{
    static const WCHAR path[] = u"/d/a.edb";
    uint8_t record[75 + sizeof path] = {LOG_ATTACH_DB};
    struct log_position at;
    record[LOG_ATTACH_DB_DATABASE] = 1;
    memcpy(record + LOG_ATTACH_DB_SIGNATURE, w->header.db_signature.bytes, 28);
    store_le16(record + LOG_ATTACH_DB_PATH_SIZE, sizeof path);
    record[LOG_ATTACH_DB_FLAGS] = LOG_DB_UNICODE;
    memcpy(record + 75, path, sizeof path);
    assert_int_equal(stream_log_attach(&w->attached, (struct bytes){record, sizeof record}, &at),
                     JET_errSuccess);
    struct log *log = stream_log(w->stream);
    header_set_attached(&w->header, at, lgpos_generation(at), log_generation_time(log), log_signature(log));
    assert_int_equal(header_write(w->file, &w->header), JET_errSuccess);
}

static struct world *start(void)
{
    struct world *w = calloc(1, sizeof *w);
    struct log *log;
    w->fs = os_fs_memory_create();
    assert_int_equal(os_fs_make_directory(w->fs, "/d"), JET_errSuccess);
    struct stream_params params = {.fs = w->fs, .checkpoint_path = "/d/edb.chk", .cleaner = 2};
    assert_int_equal(stream_create(&params, &w->stream), JET_errSuccess);
    struct log_params log_params = log_params_of(w->fs);
    stream_log_params(w->stream, &log_params);
    assert_int_equal(log_create(&log_params, &log), JET_errSuccess);
    stream_set_log(w->stream, log, 0);
    assert_int_equal(stream_start(w->stream, true), JET_errSuccess);

    assert_int_equal(os_fs_open(w->fs, "/d/a.edb", OS_OPEN_CREATE, 0, &w->file), JET_errSuccess);
    assert_int_equal(os_file_resize(w->file, page_file_offset(PAGES + 1, PAGE)), JET_errSuccess);
    w->header = (struct dbheader){.magic = DBHEADER_MAGIC,
                                  .format_version = DBHEADER_VERSION,
                                  .dbtime = 0x40,
                                  .db_signature = signature_new(),
                                  .dbstate = DBSTATE_CLEAN,
                                  .format_update_major = 110,
                                  .page_size = PAGE,
                                  .file_type = JET_filetypeDatabase};
    assert_int_equal(cache_create(&(struct cache_params){PAGE, 256}, &w->cache), JET_errSuccess);
    btree_database_init(&w->trees);
    w->trees.cache = w->cache;
    w->trees.dbid = 1;
    w->trees.page_size = PAGE;
    w->trees.update_major = 110;
    w->trees.log = log;
    w->trees.versions = stream_versions(w->stream);
    w->trees.dbtime = 0x40;
    w->trees.extension = 16;
    w->trees.context = w;
    w->trees.grow = grow;
    assert_int_equal(cache_attach(w->cache, w->file, &w->trees.slot), JET_errSuccess);
    w->attached = (struct stream_database){.trees = &w->trees, .file = w->file, .header = &w->header};
    stream_hold(w->stream);
    assert_int_equal(stream_add(w->stream, &w->attached, "/d/a.edb"), JET_errSuccess);
    log_attach(w);
    stream_release(w->stream);
    return w;
}

/* Makes a tree with `rows` entries, then deletes every second one. */
static void change(struct world *w, uint32_t rows, bool commit)
{
    struct version_store *versions = stream_versions(w->stream);
    struct snapshot snapshot;
    struct btree tree;
    uint8_t key[4], data[100] = {0};
    struct tree_writer writer = {.db = &w->trees, .level = 1};
    snapshot_begin(versions, &snapshot, false);
    assert_int_equal(trx_create(versions, snapshot.begin, 5, &writer.trx), JET_errSuccess);
    assert_int_equal(space_create_root(&writer, PAGES), JET_errSuccess);
    assert_int_equal(space_create_tree(&writer, 1, 1, false, 0, &w->fdp, &w->objid), JET_errSuccess);
    assert_int_equal(btree_open(&tree, w->cache, w->trees.slot, w->fdp, w->objid, TREE_TABLE),
                     JET_errSuccess);
    for (uint32_t n = 0; n < rows; n++) {
        store_be32(key, n);
        assert_int_equal(btree_insert(&writer, &tree, (struct bytes){key, 4}, (struct bytes){data, 100}),
                         JET_errSuccess);
    }
    for (uint32_t n = 0; n < rows; n += 2) {
        store_be32(key, n);
        assert_int_equal(btree_delete(&writer, &tree, (struct bytes){key, 4}, (struct bytes){0}),
                         JET_errSuccess);
    }
    struct log_position end;
    if (commit) {
        assert_int_equal(trx_commit(writer.trx, w->trees.log, NULL, &end), JET_errSuccess);
        assert_int_equal(log_flush(w->trees.log, end), JET_errSuccess);
    }
    snapshot_end(versions, &snapshot);
}

static void stop(struct world *w, bool abandon)
{
    stream_remove(&w->attached);
    cache_abandon(w->cache, w->trees.slot);
    cache_detach(w->cache, w->trees.slot);
    cache_destroy(w->cache);
    btree_database_destroy(&w->trees);
    os_file_close(w->file);
    stream_destroy(w->stream, abandon);
}

static bool find(void *context, const char *logged, char *path, size_t size)
{
    (void)context;
    snprintf(path, size, "%s", logged);
    return true;
}

static void recover_again(struct world *w, bool expect_work)
{
    struct recover_config config = {
        .redo = {.fs = w->fs, .frames = 256, .find = find}, .log = log_params_of(w->fs), .system_path = "/d"};
    struct recover_result result;
    JET_ERR err = recover(&config, &result);
    if (err != JET_errSuccess)
        print_error("%d %s\n", err, result.missing);
    assert_int_equal(err, JET_errSuccess);
    assert_true(result.ran == expect_work);
    assert_int_equal(log_close(result.log), JET_errSuccess);
}

/* The tree in the file has just the odd ones of `rows` keys. */
static void assert_odd_rows(struct world *w, uint32_t rows)
{
    struct os_file *file;
    struct cache *cache;
    struct btree tree;
    struct tree_cursor cursor;
    unsigned slot;
    assert_int_equal(os_fs_open(w->fs, "/d/a.edb", OS_OPEN_READ, 0, &file), JET_errSuccess);
    assert_int_equal(cache_create(&(struct cache_params){PAGE, 256}, &cache), JET_errSuccess);
    assert_int_equal(cache_attach(cache, file, &slot), JET_errSuccess);
    assert_int_equal(btree_open(&tree, cache, slot, w->fdp, w->objid, TREE_TABLE), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    uint32_t n = 1;
    for (JET_ERR err = tree_cursor_first(&cursor); err == JET_errSuccess; err = tree_cursor_next(&cursor)) {
        assert_int_equal(tree_cursor_key(&cursor).size, 4);
        assert_int_equal(load_be32(tree_cursor_key(&cursor).data), n);
        assert_int_equal(tree_cursor_data(&cursor).size, 100);
        n += 2;
    }
    assert_int_equal(n, rows + 1);
    tree_cursor_close(&cursor);
    cache_detach(cache, slot);
    cache_destroy(cache);
    os_file_close(file);
}

static void test_after_an_orderly_end_there_is_nothing_to_recover(void **state)
{
    (void)state;
    struct world *w = start();
    change(w, 2000, true);
    assert_true(stream_clean(w->stream) >= 1000);
    assert_int_equal(stream_advance(w->stream, 0), JET_errSuccess);
    assert_int_equal(stream_terminate(w->stream), JET_errSuccess);
    assert_int_equal(w->header.dbstate, DBSTATE_CLEAN);
    stop(w, false);
    recover_again(w, false);
    assert_odd_rows(w, 2000);
    os_fs_memory_destroy(w->fs);
    free(w);
}

static void test_after_a_crash_recovery_makes_it_clean(void **state)
{
    (void)state;
    struct world *w = start();
    change(w, 2000, true);
    assert_int_equal(w->header.dbstate, DBSTATE_DIRTY);
    stop(w, true);
    recover_again(w, true);
    recover_again(w, false);
    assert_odd_rows(w, 2000);
    os_fs_memory_destroy(w->fs);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_after_an_orderly_end_there_is_nothing_to_recover),
        cmocka_unit_test(test_after_a_crash_recovery_makes_it_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
