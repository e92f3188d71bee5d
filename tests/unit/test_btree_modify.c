/* Changing trees: against a model, through splits, rollbacks and commits; and
 * what the log says must give the same pages again. */
#include "test.h"

#include "base/alloc.h"
#include "btree/modify.h"
#include "btree/space_write.h"
#include "format/log_reader.h"
#include "recovery/redo_pages.h"

#include <stdio.h>
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
    struct snapshot snapshot;
    struct trx *trx;
    struct tree_writer writer;
    void (*undone)(struct world *w); /* may be null: called between an undo and the end of its version */
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
    JET_ERR err = btree_undo(&w->db, version);
    if (w->undone)
        w->undone(w);
    return err;
}
static void begin(struct world *w)
{
    snapshot_begin(w->versions, &w->snapshot, false);
    assert_int_equal(trx_create(w->versions, w->snapshot.begin, 7, &w->trx), JET_errSuccess);
    w->writer = (struct tree_writer){.db = &w->db, .trx = w->trx, .level = 1};
}
static void commit(struct world *w)
{
    struct log_position end;
    assert_int_equal(trx_commit(w->trx, w->log, NULL, &end), JET_errSuccess);
    snapshot_end(w->versions, &w->snapshot);
}
static void rollback(struct world *w)
{
    assert_int_equal(trx_rollback_level(w->trx, w->log, 1), JET_errSuccess);
    trx_end_rolled_back(w->trx);
    snapshot_end(w->versions, &w->snapshot);
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
    begin(w);
    assert_int_equal(space_create_root(&w->writer, PAGES), JET_errSuccess);
    commit(w);
    return w;
}

static void world_destroy(struct world *w)
{
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

static struct btree make_tree(struct world *w, uint32_t flags)
{
    struct btree tree;
    uint32_t fdp, objid;
    begin(w);
    assert_int_equal(space_create_tree(&w->writer, 1, 1, false, flags, &fdp, &objid), JET_errSuccess);
    commit(w);
    assert_int_equal(
        btree_open(&tree, w->cache, w->db.slot, fdp, objid, flags & PAGE_INDEX ? TREE_INDEX : TREE_TABLE),
        JET_errSuccess);
    return tree;
}

static uint64_t seed;
static uint32_t rnd(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* ---- a model: keys 0 .. KEYS-1, each absent or with data of some length and fill ---- */
enum { KEYS = 3000, DATA_MAX = 700 };
struct model {
    uint16_t size[KEYS]; /* 0: absent */
    uint8_t fill[KEYS];
};

static struct bytes key_of(uint32_t n, uint8_t *space)
{
    int length =
        snprintf((char *)space, 40, "key-%05u-%.*s", n * 7 % KEYS, (int)(n % 17), "abcdefghijklmnopq");
    return (struct bytes){space, (size_t)length};
}
static struct bytes data_of(uint16_t size, uint8_t fill, uint8_t *space)
{
    memset(space, fill, size);
    return (struct bytes){space, size};
}

static void check_model(struct world *w, const struct btree *tree, const struct model *model)
{
    struct tree_cursor cursor;
    uint8_t key[64], data[DATA_MAX];
    unsigned expected = 0, seen = 0;
    (void)w;
    assert_int_equal(tree_cursor_open(&cursor, tree), JET_errSuccess);
    for (uint32_t n = 0; n < KEYS; n++) {
        bool equal;
        JET_ERR err = tree_cursor_seek(&cursor, TREE_SEEK_EQ, key_of(n, key), (struct bytes){0}, &equal);
        if (model->size[n] == 0) {
            assert_int_equal(err, JET_errRecordNotFound);
            continue;
        }
        expected++;
        assert_int_equal(err, JET_errSuccess);
        struct bytes found = tree_cursor_data(&cursor), want = data_of(model->size[n], model->fill[n], data);
        assert_int_equal(found.size, want.size);
        assert_memory_equal(found.data, want.data, want.size);
    }
    uint8_t last[64];
    size_t last_size = 0;
    for (JET_ERR err = tree_cursor_first(&cursor); err == JET_errSuccess; err = tree_cursor_next(&cursor)) {
        struct bytes now = tree_cursor_key(&cursor);
        assert_true(bytes_compare((struct bytes){last, last_size}, now) < 0);
        memcpy(last, now.data, now.size);
        last_size = now.size;
        seen++;
    }
    tree_cursor_close(&cursor);
    assert_int_equal(seen, expected);
}

static void change_model(struct world *w, const struct btree *tree, struct model *model, unsigned steps)
{
    uint8_t key[64], data[DATA_MAX];
    for (unsigned i = 0; i < steps; i++) {
        uint32_t n = rnd(KEYS);
        uint16_t size = (uint16_t)(1 + rnd(rnd(8) ? 120 : DATA_MAX));
        uint8_t fill = (uint8_t)rnd(256);
        if (model->size[n] == 0) {
            assert_int_equal(btree_insert(&w->writer, tree, key_of(n, key), data_of(size, fill, data)),
                             JET_errSuccess);
        } else if (rnd(3) == 0) {
            assert_int_equal(btree_delete(&w->writer, tree, key_of(n, key), (struct bytes){0}),
                             JET_errSuccess);
            size = 0;
        } else {
            assert_int_equal(btree_insert(&w->writer, tree, key_of(n, key), data_of(size, fill, data)),
                             JET_errKeyDuplicate);
            assert_int_equal(btree_replace(&w->writer, tree, key_of(n, key), data_of(size, fill, data)),
                             JET_errSuccess);
        }
        model->size[n] = size;
        model->fill[n] = fill;
    }
}

/* ---- redo of the whole log must give the pages in the cache ---- */

struct memory_pages {
    uint32_t page_size, count;
    uint8_t *bytes;
};
static JET_ERR hold_page(void *context, uint32_t pgno, bool blank, uint8_t **bytes)
{
    struct memory_pages *m = context;
    assert_true(pgno < m->count);
    *bytes = m->bytes + (size_t)pgno * m->page_size;
    return !blank && page_flags(*bytes) == 0 ? JET_errPageNotInitialized : JET_errSuccess;
}
static void release_page(void *context, uint32_t pgno, bool changed)
{
    struct memory_pages *m = context;
    const char *what = "";
    if (changed && page_check(m->bytes + (size_t)pgno * m->page_size, m->page_size, &what) != JET_errSuccess)
        fail_msg("page %u: %s", pgno, what);
}

struct undo_images {
    struct {
        uint32_t id;
        size_t size;
        uint16_t offset;
        int64_t amount;
        uint8_t *bytes;
    } items[40000];
    unsigned count;
};

static void redo_log(struct world *w, struct memory_pages *pages)
{
    struct redo_store store = {w->page_size, pages, hold_page, release_page};
    struct undo_images *images = calloc(1, sizeof *images);
    struct redo_macro macro = {0};
    bool in_macro = false;
    assert_int_equal(log_flush_all(w->log), JET_errSuccess);
    for (int32_t g = 1; g <= log_generation(w->log); g++) {
        char path[4096];
        struct os_file *file;
        uint64_t size;
        assert_int_equal(
            log_file_path(&w->log_params.names, g == log_generation(w->log) ? 0 : g, path, sizeof path), 0);
        assert_int_equal(os_fs_open(w->fs, path, OS_OPEN_READ, OS_OPEN_NO_LOCK, &file), 0);
        assert_int_equal(os_file_size(file, &size), 0);
        uint8_t *bytes = malloc(size);
        assert_int_equal(os_file_read(file, 0, bytes, size), 0);
        os_file_close(file);
        struct log_reader reader;
        struct log_record record;
        struct log_position position;
        bool found;
        assert_int_equal(log_reader_open(&reader, bytes, size), 0);
        for (;;) {
            assert_int_equal(log_reader_next(&reader, &record, &position, &found), 0);
            if (!found)
                break;
            uint8_t type = log_record_type(&record);
            if (type == LOG_MACRO_BEGIN) {
                in_macro = true;
                continue;
            }
            if (type == LOG_MACRO_COMMIT) {
                assert_int_equal(redo_macro_apply(&store, &macro, NULL, NULL), JET_errSuccess);
                redo_macro_free(&macro);
                in_macro = false;
                continue;
            }
            if (log_record_info(&record)->class != LOG_CLASS_PAGE)
                continue;
            if (in_macro) {
                assert_int_equal(redo_macro_add(&macro, &record), JET_errSuccess);
                continue;
            }
            struct redo_image image = {0};
            uint8_t offset[2];
            if (type == LOG_UNDO_INFO) {
                struct bytes before = record.part[2];
                images->items[images->count].id = log_u32(&record, LOG_NODE_VERSION_ID);
                images->items[images->count].size = before.size;
                images->items[images->count].bytes = malloc(before.size + 1);
                memcpy(images->items[images->count++].bytes, before.data, before.size);
                continue;
            }
            if (type == LOG_DELTA) {
                images->items[images->count].id = log_u32(&record, LOG_NODE_VERSION_ID);
                images->items[images->count].offset = log_u16(&record, LOG_DELTA_OFFSET);
                images->items[images->count++].amount = (int32_t)log_u32(&record, LOG_DELTA_AMOUNT);
            }
            if (type == LOG_UNDO)
                for (unsigned i = images->count; i-- > 0;)
                    if (images->items[i].id == log_u32(&record, LOG_NODE_VERSION_ID)) {
                        image.before = (struct bytes){images->items[i].bytes, images->items[i].size};
                        image.amount = images->items[i].amount;
                        if (log_u16(&record, LOG_UNDO_OPERATION) == LOG_UNDO_DELTA) {
                            store_le16(offset, images->items[i].offset);
                            image.before = (struct bytes){offset, 2};
                        }
                        break;
                    }
            JET_ERR err = redo_page_record(&store, &record, &image, NULL, NULL);
            if (err != JET_errSuccess)
                fail_msg("%s at %lx: %d", log_record_info(&record)->name, (unsigned long)position.value, err);
        }
        log_reader_close(&reader);
        free(bytes);
    }
    for (unsigned i = 0; i < images->count; i++)
        free(images->items[i].bytes);
    free(images);
}

static void check_redo(struct world *w)
{
    uint32_t last = cache_last_page(w->cache, w->db.slot);
    struct memory_pages pages = {w->page_size, last + 1, calloc(last + 1, w->page_size)};
    redo_log(w, &pages);
    for (uint32_t pgno = 1; pgno <= last; pgno++) {
        struct cache_frame *frame;
        JET_ERR err = cache_latch_shared(w->cache, w->db.slot, pgno, &frame);
        uint8_t *redone = pages.bytes + (size_t)pgno * w->page_size;
        if (err == JET_errPageNotInitialized) {
            assert_int_equal(page_flags(redone), 0);
            continue;
        }
        assert_int_equal(err, JET_errSuccess);
        /* the page as it is, but for where its lines lie and what is under holes */
        assert_true(page_dbtime(frame->bytes) == page_dbtime(redone));
        assert_memory_equal(frame->bytes + PAGE_PREV, redone + PAGE_PREV, 14);
        assert_int_equal(page_tag_count(frame->bytes), page_tag_count(redone));
        assert_int_equal(page_flags(frame->bytes) | PAGE_NEW_CHECKSUM,
                         page_flags(redone) | PAGE_NEW_CHECKSUM);
        if (page_tag_count(frame->bytes)) {
            struct page a = page_open(frame->bytes, w->page_size), b = page_open(redone, w->page_size);
            for (unsigned tag = 0; tag < a.nodes + 1u; tag++)
                assert_int_equal(bytes_compare(page_line(&a, tag), page_line(&b, tag)), 0);
        }
        cache_unlatch_shared(frame);
    }
    free(pages.bytes);
}

static void run_model(uint32_t page_size, uint32_t frames, unsigned rounds, uint64_t start)
{
    struct world *w = world_create(page_size, frames);
    struct btree tree = make_tree(w, 0);
    struct model *model = calloc(1, sizeof *model), *saved = malloc(sizeof *saved);
    seed = start;
    for (unsigned round = 0; round < rounds; round++) {
        memcpy(saved, model, sizeof *model);
        begin(w);
        change_model(w, &tree, model, 1 + rnd(400));
        if (rnd(4) == 0) {
            rollback(w);
            memcpy(model, saved, sizeof *model);
        } else {
            commit(w);
        }
        if (round % 8 == 7) {
            check_model(w, &tree, model);
            assert_true(version_clean(w->versions) > 0);
            assert_int_equal(version_count(w->versions), 0);
        }
    }
    check_model(w, &tree, model);
    check_redo(w);
    free(model);
    free(saved);
    world_destroy(w);
}

static void test_random_changes_agree_with_the_model_and_with_redo_4k(void **state)
{
    (void)state;
    run_model(4096, 4096, 60, 1);
}
static void test_random_changes_agree_with_the_model_and_with_redo_16k(void **state)
{
    (void)state;
    run_model(16384, 4096, 30, 2);
}
static void test_random_changes_in_a_cache_smaller_than_the_tree(void **state)
{
    (void)state;
    run_model(4096, 100, 40, 3);
}

static void test_ascending_inserts_fill_pages_by_append_splits(void **state)
{
    (void)state;
    struct world *w = world_create(8192, 2048);
    struct btree tree = make_tree(w, 0);
    uint8_t key[8], data[100] = {1};
    begin(w);
    for (uint32_t n = 0; n < 20000; n++) {
        store_be32(key, n);
        assert_int_equal(
            btree_insert(&w->writer, &tree, (struct bytes){key, 4}, (struct bytes){data, sizeof data}),
            JET_errSuccess);
    }
    commit(w);
    struct tree_cursor cursor;
    uint64_t count = 0;
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    assert_int_equal(tree_cursor_first(&cursor), JET_errSuccess);
    assert_int_equal(tree_cursor_count(&cursor, true, NULL, 0, &count), JET_errSuccess);
    assert_int_equal(count, 20000);
    tree_cursor_close(&cursor);
    assert_true(cache_last_page(w->cache, w->db.slot) < 20000 * 115 / 8192 + 120);
    check_redo(w);
    world_destroy(w);
}

static void test_non_unique_tree_keeps_entries_by_key_and_data(void **state)
{
    (void)state;
    struct world *w = world_create(4096, 1024);
    struct btree tree = make_tree(w, PAGE_INDEX | PAGE_NON_UNIQUE);
    uint8_t key[8], data[8];
    begin(w);
    for (uint32_t n = 0; n < 6000; n++) {
        store_be32(key, n * 7919 % 6000 / 100);
        store_be32(data, n * 7919 % 6000);
        assert_int_equal(btree_insert(&w->writer, &tree, (struct bytes){key, 4}, (struct bytes){data, 4}),
                         JET_errSuccess);
        assert_int_equal(btree_insert(&w->writer, &tree, (struct bytes){key, 4}, (struct bytes){data, 4}),
                         JET_errKeyDuplicate);
    }
    commit(w);
    struct tree_cursor cursor;
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    uint32_t n = 0;
    for (JET_ERR err = tree_cursor_first(&cursor); err == JET_errSuccess;
         err = tree_cursor_next(&cursor), n++)
        assert_int_equal(load_be32(tree_cursor_data(&cursor).data), n);
    assert_int_equal(n, 6000);
    tree_cursor_close(&cursor);
    check_redo(w);
    world_destroy(w);
}

static void test_adds_of_two_transactions_meet_and_one_rolls_back(void **state)
{
    (void)state;
    struct world *w = world_create(4096, 256);
    struct btree tree = make_tree(w, 0);
    uint8_t key[4] = {1, 2, 3, 4}, data[4] = {100, 0, 0, 0};
    struct bytes k = {key, 4};
    int64_t old;
    begin(w);
    assert_int_equal(btree_insert(&w->writer, &tree, k, (struct bytes){data, 4}), JET_errSuccess);
    commit(w);

    begin(w);
    struct world other = *w;
    struct snapshot snapshot;
    snapshot_begin(w->versions, &snapshot, false);
    assert_int_equal(trx_create(w->versions, snapshot.begin, 8, &other.trx), JET_errSuccess);
    other.writer.trx = other.trx;
    other.writer.db = &w->db;
    assert_int_equal(btree_add(&w->writer, &tree, k, 0, 4, 5, &old), JET_errSuccess);
    assert_int_equal(old, 100);
    assert_int_equal(btree_add(&other.writer, &tree, k, 0, 4, 30, &old), JET_errSuccess);
    assert_int_equal(old, 105);
    assert_int_equal(btree_replace(&other.writer, &tree, k, (struct bytes){data, 4}), JET_errWriteConflict);
    assert_int_equal(btree_delete(&other.writer, &tree, k, (struct bytes){0}), JET_errWriteConflict);

    /* the first one sees its own add only, the second one its own only */
    struct version_node node = {(uint8_t)tree.database, tree.objid, tree.root, k, {0}};
    uint8_t page[4] = {135, 0, 0, 0}, buffer[4];
    struct bytes seen = {page, 4};
    bool exists;
    version_see(w->versions, w->trx, w->snapshot.begin, &node, false, &seen, buffer, &exists);
    assert_true(exists);
    assert_int_equal(load_le32(seen.data), 105);
    seen = (struct bytes){page, 4};
    version_see(w->versions, other.trx, snapshot.begin, &node, false, &seen, buffer, &exists);
    assert_int_equal(load_le32(seen.data), 130);

    rollback(w);
    struct log_position end;
    assert_int_equal(trx_commit(other.trx, w->log, NULL, &end), JET_errSuccess);
    snapshot_end(w->versions, &snapshot);
    struct tree_cursor cursor;
    bool equal;
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    assert_int_equal(tree_cursor_seek(&cursor, TREE_SEEK_EQ, k, (struct bytes){0}, &equal), JET_errSuccess);
    assert_int_equal(load_le32(tree_cursor_data(&cursor).data), 130);
    tree_cursor_close(&cursor);
    check_redo(w);
    world_destroy(w);
}

static void test_a_snapshot_sees_what_was_committed_before_it(void **state)
{
    (void)state;
    struct world *w = world_create(4096, 256);
    struct btree tree = make_tree(w, 0);
    uint8_t key[1] = {9}, buffer[16];
    struct bytes k = {key, 1}, one = {(const uint8_t *)"one", 3}, three = {(const uint8_t *)"three", 5};
    struct version_node node = {(uint8_t)tree.database, tree.objid, tree.root, k, {0}};
    struct snapshot before, between, after;
    bool exists;
    snapshot_begin(w->versions, &before, true);
    begin(w);
    assert_int_equal(btree_insert(&w->writer, &tree, k, one), JET_errSuccess);
    commit(w);
    snapshot_begin(w->versions, &between, true);
    begin(w);
    assert_int_equal(btree_replace(&w->writer, &tree, k, three), JET_errSuccess);
    assert_int_equal(btree_delete(&w->writer, &tree, k, (struct bytes){0}), JET_errSuccess);
    commit(w);
    snapshot_begin(w->versions, &after, true);

    struct bytes seen = three;
    version_see(w->versions, NULL, before.begin, &node, true, &seen, buffer, &exists);
    assert_false(exists);
    seen = three;
    version_see(w->versions, NULL, between.begin, &node, true, &seen, buffer, &exists);
    assert_true(exists);
    assert_int_equal(bytes_compare(seen, one), 0);
    version_see(w->versions, NULL, after.begin, &node, true, &seen, buffer, &exists);
    assert_false(exists);

    assert_int_equal(version_clean(w->versions), 0); /* somebody looks behind all of it */
    snapshot_end(w->versions, &before);
    assert_int_equal(version_clean(w->versions), 1);
    snapshot_end(w->versions, &between);
    assert_int_equal(version_clean(w->versions), 2);
    snapshot_end(w->versions, &after);
    world_destroy(w);
}

/* ---- deltas ---- */

static const struct bytes counter = {(const uint8_t *)"counter", 7};
static struct btree counters;
static unsigned looks;

/* What somebody without changes of his own reads of the counter. */
static void assert_reads(struct world *w, uint32_t count32, uint64_t count64)
{
    struct tree_cursor cursor;
    struct version_node node = {counters.database, counters.objid, counters.root, counter, {0}};
    uint8_t buffer[4096];
    bool equal, exists;
    assert_int_equal(tree_cursor_open(&cursor, &counters), JET_errSuccess);
    assert_int_equal(tree_cursor_seek(&cursor, TREE_SEEK_EQ, counter, (struct bytes){0}, &equal),
                     JET_errSuccess);
    struct bytes data = tree_cursor_data(&cursor);
    version_see(w->versions, NULL, snapshot_now(w->versions), &node, false, &data, buffer, &exists);
    assert_true(exists);
    assert_int_equal(load_le32(data.data), count32);
    assert_int_equal(load_le64(data.data + 4), count64);
    tree_cursor_close(&cursor);
}

static void look_at_counter(struct world *w)
{
    assert_reads(w, 100, 1000);
    looks++;
}

static void test_an_undone_delta_is_not_taken_away_twice(void **state)
{
    (void)state;
    struct world *w = world_create(4096, 64);
    uint8_t data[12];
    int64_t old;
    counters = make_tree(w, 0);
    store_le32(data, 100);
    store_le64(data + 4, 1000);
    begin(w);
    assert_int_equal(btree_insert(&w->writer, &counters, counter, (struct bytes){data, 12}), JET_errSuccess);
    commit(w);
    begin(w);
    assert_int_equal(btree_add(&w->writer, &counters, counter, 0, 4, 7, &old), JET_errSuccess);
    assert_int_equal(old, 100);
    assert_int_equal(btree_add(&w->writer, &counters, counter, 4, 8, -30, &old), JET_errSuccess);
    assert_int_equal(old, 1000);
    assert_reads(w, 100, 1000);
    looks = 0;
    w->undone = look_at_counter;
    rollback(w);
    assert_int_equal(looks, 2);
    assert_reads(w, 100, 1000);
    world_destroy(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_undone_delta_is_not_taken_away_twice),
        cmocka_unit_test(test_ascending_inserts_fill_pages_by_append_splits),
        cmocka_unit_test(test_random_changes_agree_with_the_model_and_with_redo_4k),
        cmocka_unit_test(test_random_changes_agree_with_the_model_and_with_redo_16k),
        cmocka_unit_test(test_random_changes_in_a_cache_smaller_than_the_tree),
        cmocka_unit_test(test_non_unique_tree_keeps_entries_by_key_and_data),
        cmocka_unit_test(test_adds_of_two_transactions_meet_and_one_rolls_back),
        cmocka_unit_test(test_a_snapshot_sees_what_was_committed_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
