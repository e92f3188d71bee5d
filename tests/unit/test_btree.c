#include "test.h"

#include "btree/btree.h"
#include "corpus.h"
#include "test_trees.h"

static void hex(char *to, struct bytes b)
{
    for (size_t i = 0; i < b.size; i++)
        sprintf(to + 2 * i, "%02x", b.data[i]);
    to[2 * b.size] = 0;
}

/* One "key:bookmark" of the reference engine against one entry. */
static void assert_entry(const struct test_entry *entry, const char *expected, bool primary)
{
    static char text[4 * PAGE_SIZE_MAX];
    hex(text, entry->key);
    strcat(text, ":");
    hex(text + strlen(text), primary ? entry->key : entry->data);
    assert_string_equal(text, expected);
}

static unsigned check_index(const struct test_database *db, struct cache *cache, unsigned slot,
                            const struct test_trees *trees, json_t *line)
{
    const char *table = json_string_value(json_object_get(line, "t"));
    const char *index = json_string_value(json_object_get(line, "i"));
    const struct test_tree *found = test_trees_find(trees, table, index);
    struct btree tree;
    struct test_entries entries;
    json_t *expected = json_object_get(line, "e");
    if (!found) /* hard-coded indexes of the catalog; derived tables keep their template's names */
        return 0;
    uint32_t root = found->root;
    for (size_t i = 0; found->primary && i < trees->count; i++)
        if (trees->tree[i].objid == found->table_objid && trees->tree[i].name[0] == 0)
            root = trees->tree[i].root;
    assert_int_equal(btree_open(&tree, cache, slot, root, 0, found->kind), JET_errSuccess);
    assert_int_equal(test_entries_read(&tree, &entries), JET_errSuccess);
    if (entries.count != json_array_size(expected))
        fail_msg("%s %s.%s: %zu entries, expected %zu", db->path, table, index, entries.count,
                 json_array_size(expected));
    for (size_t i = 0; i < entries.count; i++)
        assert_entry(&entries.entry[i], json_string_value(json_array_get(expected, i)), found->primary);
    test_entries_free(&entries);
    return 1;
}

static void test_every_index_entry_is_that_of_the_reference_engine(void **state)
{
    (void)state;
    unsigned indexes = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *db = &test_databases[i];
        struct image_source source;
        unsigned slot;
        json_t *line;
        if (!db->contents || strcmp(db->path, "golden/keys/keys.edb.gz") == 0)
            continue;
        struct cache *cache = image_cache(&source, db->path, CACHE_FRAMES_MIN, &slot);
        struct test_trees trees = test_trees_read(cache, slot);
        struct jsonl *lines = jsonl_open(db->contents);
        while (jsonl_next(lines, &line)) {
            const char *kind = json_string_value(json_object_get(line, "k"));
            if (kind && strcmp(kind, "ixentries") == 0)
                indexes += check_index(db, cache, slot, &trees, line);
            json_decref(line);
        }
        jsonl_close(lines);
        free(trees.tree);
        assert_int_equal(cache_debug_latches(), 0);
        image_cache_close(&source, cache, slot);
    }
    assert_int_equal(indexes, 535);
}

/* --- seeks against the list of all entries --- */

struct oracle {
    const struct btree *tree;
    const struct test_entries *entries;
};

static int compare_entry(const struct oracle *o, size_t i, struct bytes key, struct bytes data)
{
    int c = bytes_compare(o->entries->entry[i].key, key);
    return c || o->tree->unique || !data.size ? c : bytes_compare(o->entries->entry[i].data, data);
}

/* First entry that is not smaller (or, with `greater`, is greater). */
static size_t lower(const struct oracle *o, struct bytes key, struct bytes data, bool greater)
{
    size_t low = 0, count = o->entries->count;
    while (count) {
        size_t half = count / 2;
        int c = compare_entry(o, low + half, key, data);
        if (c < 0 || (c == 0 && greater)) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

static void assert_on(struct tree_cursor *cursor, const struct oracle *o, size_t i)
{
    struct node node = tree_cursor_node(cursor);
    assert_int_equal(node_compare_key(&node, o->entries->entry[i].key), 0);
    assert_int_equal(bytes_compare(node.data, o->entries->entry[i].data), 0);
}

/* All five seeks for one target, and a step to both sides of each. */
static void check_seeks(struct tree_cursor *cursor, const struct oracle *o, struct bytes key,
                        struct bytes data)
{
    static const struct bytes none = {NULL, 0};
    size_t ge = lower(o, key, data, false), gt = lower(o, key, data, true), n = o->entries->count;
    size_t want[5] = {ge < gt ? ge : n, ge, gt, gt - 1, ge - 1};
    for (int how = TREE_SEEK_EQ; how <= TREE_SEEK_LT; how++) {
        bool equal = true;
        JET_ERR err = tree_cursor_seek(cursor, (enum tree_seek)how, key, data, &equal);
        size_t i = want[how];
        if (i >= n) {
            assert_int_equal(err, JET_errRecordNotFound);
            assert_false(equal);
            assert_false(cursor->latched);
            assert_int_equal(cursor->position, how == TREE_SEEK_EQ   ? TREE_BETWEEN
                                               : how <= TREE_SEEK_GT ? TREE_AFTER_LAST
                                                                     : TREE_BEFORE_FIRST);
            if (how == TREE_SEEK_EQ) {
                assert_int_equal(bytes_compare(tree_cursor_key(cursor), key), 0);
                err = tree_cursor_next(cursor);
                assert_int_equal(err, gt < n ? JET_errSuccess : JET_errNoCurrentRecord);
                if (gt < n)
                    assert_on(cursor, o, gt);
            }
            continue;
        }
        assert_int_equal(err, JET_errSuccess);
        assert_on(cursor, o, i);
        assert_int_equal(equal, compare_entry(o, i, key, data) == 0);
        assert_int_equal(tree_cursor_compare(cursor, key, none) > 0,
                         bytes_compare(o->entries->entry[i].key, key) > 0);
        tree_cursor_release(cursor);
        assert_int_equal(tree_cursor_next(cursor), i + 1 < n ? JET_errSuccess : JET_errNoCurrentRecord);
        if (i + 1 < n)
            assert_on(cursor, o, i + 1);
        assert_int_equal(tree_cursor_prev(cursor), JET_errSuccess);
        assert_on(cursor, o, i);
        assert_int_equal(tree_cursor_prev(cursor), i > 0 ? JET_errSuccess : JET_errNoCurrentRecord);
    }
    tree_cursor_release(cursor);
}

static void check_tree(const struct btree *tree, size_t samples)
{
    struct test_entries entries;
    struct tree_cursor cursor;
    uint8_t key[PAGE_SIZE_MAX];
    static const struct bytes none = {NULL, 0};
    assert_int_equal(test_entries_read(tree, &entries), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&cursor, tree), JET_errSuccess);
    struct oracle o = {tree, &entries};
    check_seeks(&cursor, &o, (struct bytes){(const uint8_t *)"", 0}, none);
    check_seeks(&cursor, &o, (struct bytes){(const uint8_t *)"\xff\xff", 2}, none);
    size_t step = entries.count / samples + 1;
    for (size_t i = 0; i < entries.count; i += step) {
        struct test_entry *e = &entries.entry[i];
        check_seeks(&cursor, &o, e->key, none);
        check_seeks(&cursor, &o, e->key, e->data);
        memcpy(key, e->key.data, e->key.size);
        for (size_t size = 1; size < e->key.size; size += 1 + e->key.size / 7)
            check_seeks(&cursor, &o, (struct bytes){key, size}, none);
        key[e->key.size] = 0;
        check_seeks(&cursor, &o, (struct bytes){key, e->key.size + 1}, none);
        key[e->key.size - 1]++;
        check_seeks(&cursor, &o, (struct bytes){key, e->key.size}, none);
        check_seeks(&cursor, &o, e->key, (struct bytes){(const uint8_t *)"\x7f", 1});
    }
    tree_cursor_close(&cursor);
    test_entries_free(&entries);
}

static void test_seeks_and_steps_agree_with_the_list_of_entries(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t samples;
    } files[] = {{"golden/splits_4k/splits.edb.gz", 100},
                 {"golden/basic_8k/basic.edb.gz", 25},
                 {"golden/basic_16k/basic.edb.gz", 25},
                 {"corpus/large.edb.gz", 40},
                 {"corpus/index.edb.gz", 50},
                 {"corpus/srum-win10-2004.dat.gz", 40},
                 {"golden/lv_4k/lv.edb.gz", 40}};
    unsigned trees_seen = 0;
    for (size_t f = 0; f < ARRAY_COUNT(files); f++) {
        struct image_source source;
        unsigned slot;
        struct cache *cache = image_cache(&source, files[f].path, CACHE_FRAMES_MIN, &slot);
        struct test_trees trees = test_trees_read(cache, slot);
        for (size_t i = 0; i < trees.count; i++) {
            struct btree tree;
            if (trees.tree[i].primary)
                continue;
            assert_int_equal(
                btree_open(&tree, cache, slot, trees.tree[i].root, trees.tree[i].objid, trees.tree[i].kind),
                JET_errSuccess);
            check_tree(&tree, files[f].samples);
            trees_seen++;
        }
        free(trees.tree);
        assert_int_equal(cache_debug_latches(), 0);
        image_cache_close(&source, cache, slot);
    }
    assert_int_equal(trees_seen, 212);
}

static void test_backward_scans_mirror_forward_scans(void **state)
{
    (void)state;
    struct image_source source;
    unsigned slot;
    struct cache *cache = image_cache(&source, "golden/basic_4k/basic.edb.gz", CACHE_FRAMES_MIN, &slot);
    struct test_trees trees = test_trees_read(cache, slot);
    for (size_t i = 0; i < trees.count; i++) {
        struct btree tree;
        struct test_entries entries;
        struct tree_cursor cursor;
        assert_int_equal(btree_open(&tree, cache, slot, trees.tree[i].root, 0, trees.tree[i].kind),
                         JET_errSuccess);
        assert_int_equal(test_entries_read(&tree, &entries), JET_errSuccess);
        assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
        struct oracle o = {&tree, &entries};
        JET_ERR err = tree_cursor_last(&cursor);
        for (size_t n = entries.count; n-- > 0; err = tree_cursor_prev(&cursor)) {
            assert_int_equal(err, JET_errSuccess);
            assert_on(&cursor, &o, n);
            if (n % 3 == 0)
                tree_cursor_release(&cursor);
        }
        assert_int_equal(err, entries.count ? JET_errNoCurrentRecord : JET_errRecordNotFound);
        assert_int_equal(cursor.position, TREE_BEFORE_FIRST);
        tree_cursor_close(&cursor);
        test_entries_free(&entries);
    }
    free(trees.tree);
    image_cache_close(&source, cache, slot);
}

/* --- one tree, in detail --- */

struct fixture {
    struct image_source source;
    struct cache *cache;
    unsigned slot;
    struct btree tree;
    struct tree_cursor cursor;
};

static void open_catalog(struct fixture *f, const char *path)
{
    f->cache = image_cache(&f->source, path, 256, &f->slot);
    assert_int_equal(btree_open(&f->tree, f->cache, f->slot, 4, 2, TREE_TABLE), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&f->cursor, &f->tree), JET_errSuccess);
}

static void close_fixture(struct fixture *f)
{
    tree_cursor_close(&f->cursor);
    assert_int_equal(cache_debug_latches(), 0);
    image_cache_close(&f->source, f->cache, f->slot);
}

static void test_opening_the_wrong_page_is_told(void **state)
{
    (void)state;
    struct fixture f;
    struct btree tree;
    open_catalog(&f, "corpus/basic.edb.gz");
    assert_true(f.tree.unique);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 4, 3, TREE_TABLE), JET_errBadParentPageLink);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 4, 2, TREE_INDEX), JET_errBadParentPageLink);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 13, 2, TREE_TABLE), JET_errBadParentPageLink);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 0, 2, TREE_TABLE), JET_errDatabaseCorrupted);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 5, 2, TREE_TABLE), JET_errBadParentPageLink);
    assert_int_equal(btree_open(&tree, f.cache, f.slot, 5, 2, TREE_SPACE), JET_errSuccess);
    struct space_header header;
    assert_int_equal(btree_space_header(&f.tree, &header), JET_errSuccess);
    assert_int_equal(header.owned_root, 5);
    assert_int_equal(header.avail_root, 6);
    close_fixture(&f);
}

static void test_positions_off_the_ends(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "corpus/basic.edb.gz");
    struct tree_cursor *c = &f.cursor;
    assert_int_equal(tree_cursor_next(c), JET_errNoCurrentRecord);
    assert_int_equal(tree_cursor_latch(c), JET_errNoCurrentRecord);
    assert_int_equal(tree_cursor_first(c), JET_errSuccess);
    struct bytes first = test_entries_copy(tree_cursor_key(c).data, tree_cursor_key(c).size);
    assert_int_equal(tree_cursor_prev(c), JET_errNoCurrentRecord);
    assert_int_equal(c->position, TREE_BEFORE_FIRST);
    assert_int_equal(tree_cursor_prev(c), JET_errNoCurrentRecord);
    assert_int_equal(tree_cursor_next(c), JET_errSuccess);
    assert_int_equal(bytes_compare(tree_cursor_key(c), first), 0);
    assert_int_equal(tree_cursor_last(c), JET_errSuccess);
    assert_int_equal(tree_cursor_next(c), JET_errNoCurrentRecord);
    assert_int_equal(c->position, TREE_AFTER_LAST);
    assert_int_equal(tree_cursor_next(c), JET_errNoCurrentRecord);
    assert_int_equal(tree_cursor_prev(c), JET_errSuccess);
    tree_cursor_reset(c);
    assert_int_equal(c->position, TREE_NOWHERE);
    free((void *)(uintptr_t)first.data);
    close_fixture(&f);
}

static void test_a_position_survives_eviction_of_its_page(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "golden/basic_4k/basic.edb.gz");
    struct tree_cursor *c = &f.cursor;
    assert_int_equal(tree_cursor_first(c), JET_errSuccess);
    for (int i = 0; i < 20; i++)
        assert_int_equal(tree_cursor_next(c), JET_errSuccess);
    struct bytes key = test_entries_copy(tree_cursor_key(c).data, tree_cursor_key(c).size);
    tree_cursor_release(c);
    uint32_t reads = (uint32_t)f.source.reads;
    assert_int_equal(tree_cursor_latch(c), JET_errSuccess); /* unchanged: no page is looked for */
    assert_int_equal(f.source.reads, reads);
    tree_cursor_release(c);
    for (uint32_t round = 0; round < 4; round++) {
        for (uint32_t pgno = 1; pgno < 1000; pgno++) {
            struct cache_frame *frame;
            if (cache_latch_shared(f.cache, f.slot, pgno, &frame) == JET_errSuccess)
                cache_unlatch_shared(frame);
        }
    }
    assert_false(cache_contains(f.cache, f.slot, 4));
    assert_int_equal(tree_cursor_latch(c), JET_errSuccess);
    assert_true(f.source.reads > reads);
    struct node node = tree_cursor_node(c);
    assert_int_equal(node_compare_key(&node, key), 0);
    free((void *)(uintptr_t)key.data);
    close_fixture(&f);
}

/* A writer flag-deletes the entry under the cursor. */
static void test_an_entry_that_vanishes_leaves_the_cursor_between(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "corpus/basic.edb.gz");
    struct tree_cursor *c = &f.cursor, other;
    assert_int_equal(tree_cursor_open(&other, &f.tree), JET_errSuccess);
    struct test_entries entries;
    assert_int_equal(test_entries_read(&f.tree, &entries), JET_errSuccess);
    struct oracle o = {&f.tree, &entries};
    for (int way = 0; way < 3; way++) {
        size_t at = 5 + 4 * (size_t)way;
        assert_int_equal(
            tree_cursor_seek(c, TREE_SEEK_EQ, entries.entry[at].key, (struct bytes){NULL, 0}, NULL),
            JET_errSuccess);
        struct cache_frame *frame;
        uint32_t pgno = (uint32_t)c->frame_key, slot = c->slot;
        tree_cursor_release(c);
        assert_int_equal(cache_latch_exclusive(f.cache, f.slot, pgno, &frame), JET_errSuccess);
        frame->bytes[4096 - 4 * (slot + 2) + 3] |= NODE_DELETED << 5;
        cache_unlatch_exclusive(frame);
        if (way == 0) {
            assert_int_equal(tree_cursor_latch(c), JET_errRecordDeleted);
            assert_int_equal(c->position, TREE_BETWEEN);
            assert_int_equal(tree_cursor_latch(c), JET_errNoCurrentRecord);
            assert_int_equal(bytes_compare(tree_cursor_key(c), entries.entry[at].key), 0);
            tree_cursor_copy(&other, c);
            assert_int_equal(tree_cursor_next(&other), JET_errSuccess);
            assert_on(&other, &o, at + 1);
            tree_cursor_release(&other);
        }
        assert_int_equal(way == 1 ? tree_cursor_next(c) : tree_cursor_prev(c), JET_errSuccess);
        assert_on(c, &o, way == 1 ? at + 1 : at - 1);
        bool equal;
        assert_int_equal(
            tree_cursor_seek(c, TREE_SEEK_EQ, entries.entry[at].key, (struct bytes){NULL, 0}, &equal),
            JET_errRecordNotFound);
        assert_int_equal(
            tree_cursor_seek(c, TREE_SEEK_GE, entries.entry[at].key, (struct bytes){NULL, 0}, &equal),
            JET_errSuccess);
        assert_false(equal);
        assert_on(c, &o, at + 1);
        tree_cursor_release(c);
    }
    test_entries_free(&entries);
    tree_cursor_close(&other);
    close_fixture(&f);
}

static void test_bookmarks_can_be_set(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "corpus/basic.edb.gz");
    struct tree_cursor *c = &f.cursor;
    struct test_entries entries;
    assert_int_equal(test_entries_read(&f.tree, &entries), JET_errSuccess);
    struct oracle o = {&f.tree, &entries};
    assert_int_equal(tree_cursor_set_bookmark(c, entries.entry[7].key, (struct bytes){NULL, 0}),
                     JET_errSuccess);
    assert_int_equal(tree_cursor_latch(c), JET_errSuccess);
    assert_on(c, &o, 7);
    assert_int_equal(tree_cursor_set_bookmark(c, (struct bytes){NULL, 0}, (struct bytes){NULL, 0}),
                     JET_errInvalidBookmark);
    uint8_t zeros[5000] = {0};
    assert_int_equal(tree_cursor_set_bookmark(c, (struct bytes){zeros, 4097}, (struct bytes){NULL, 0}),
                     JET_errInvalidBookmark);
    assert_int_equal(tree_cursor_set_bookmark(c, (struct bytes){zeros, 4096}, (struct bytes){NULL, 0}),
                     JET_errSuccess);
    assert_int_equal(tree_cursor_latch(c), JET_errRecordDeleted);
    assert_int_equal(tree_cursor_next(c), JET_errSuccess);
    assert_on(c, &o, 0);
    test_entries_free(&entries);
    close_fixture(&f);
}

/* --- counting and fractions --- */

static void test_counts_are_exact(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "golden/basic_4k/basic.edb.gz");
    struct tree_cursor *c = &f.cursor;
    struct test_entries entries;
    assert_int_equal(test_entries_read(&f.tree, &entries), JET_errSuccess);
    size_t n = entries.count;
    uint64_t count;
    assert_true(n > 150);
    assert_int_equal(tree_cursor_count(c, true, NULL, 0, &count), JET_errNoCurrentRecord);
    for (size_t i = 0; i < n; i += 13) {
        assert_int_equal(tree_cursor_set_bookmark(c, entries.entry[i].key, (struct bytes){NULL, 0}),
                         JET_errSuccess);
        assert_int_equal(tree_cursor_count(c, true, NULL, 0, &count), JET_errSuccess);
        assert_int_equal(count, n - i);
        assert_int_equal(tree_cursor_count(c, false, NULL, 0, &count), JET_errSuccess);
        assert_int_equal(count, i + 1);
        assert_int_equal(tree_cursor_count(c, true, NULL, 7, &count), JET_errSuccess);
        assert_int_equal(count, MIN(7, n - i));
        for (size_t j = i; j < n; j += 31) {
            struct tree_bound end = {entries.entry[j].key, j & 1};
            assert_int_equal(tree_cursor_count(c, true, &end, 0, &count), JET_errSuccess);
            assert_int_equal(count, j - i + (j & 1));
            assert_int_equal(tree_cursor_count(c, true, &end, 20, &count), JET_errSuccess);
            assert_int_equal(count, MIN(20, j - i + (j & 1)));
        }
        for (size_t j = 0; j <= i; j += 31) {
            struct tree_bound end = {entries.entry[j].key, j & 1};
            assert_int_equal(tree_cursor_count(c, false, &end, 0, &count), JET_errSuccess);
            assert_int_equal(count, i - j + (j & 1));
        }
        assert_int_equal(tree_cursor_latch(c), JET_errSuccess); /* where it was */
        assert_int_equal(bytes_compare(tree_cursor_key(c), entries.entry[i].key), 0);
        tree_cursor_release(c);
    }
    test_entries_free(&entries);
    close_fixture(&f);
}

static void test_fractions_rise_with_the_position(void **state)
{
    (void)state;
    struct fixture f;
    open_catalog(&f, "golden/basic_4k/basic.edb.gz");
    struct tree_cursor *c = &f.cursor;
    struct test_entries entries;
    uint64_t before, total, last = 0, all = 0;
    assert_int_equal(test_entries_read(&f.tree, &entries), JET_errSuccess);
    assert_int_equal(tree_cursor_approximate(c, &before, &total), JET_errNoCurrentRecord);
    for (size_t i = 0; i < entries.count; i++) {
        assert_int_equal(tree_cursor_set_bookmark(c, entries.entry[i].key, (struct bytes){NULL, 0}),
                         JET_errSuccess);
        assert_int_equal(tree_cursor_approximate(c, &before, &total), JET_errSuccess);
        assert_true(before <= total);
        assert_true((double)before / (double)total >= (double)last / (double)(all ? all : 1) - 0.02);
        if (i == 0)
            assert_int_equal(before, 0);
        double error = (double)before / (double)total - (double)i / (double)entries.count;
        assert_true(error < 0.25 && error > -0.25);
        last = before, all = total;
    }
    assert_int_equal(tree_cursor_goto_fraction(c, 0, 100), JET_errSuccess);
    assert_int_equal(bytes_compare(tree_cursor_key(c), entries.entry[0].key), 0);
    assert_int_equal(tree_cursor_goto_fraction(c, 100, 100), JET_errSuccess);
    assert_int_equal(bytes_compare(tree_cursor_key(c), entries.entry[entries.count - 1].key), 0);
    struct oracle o = {&f.tree, &entries};
    for (uint64_t i = 1; i < 100; i++) {
        assert_int_equal(tree_cursor_goto_fraction(c, i, 100), JET_errSuccess);
        size_t at = lower(&o, tree_cursor_key(c), (struct bytes){NULL, 0}, false);
        double error = (double)at / (double)entries.count - (double)i / 100;
        assert_true(error < 0.25 && error > -0.25);
    }
    test_entries_free(&entries);
    close_fixture(&f);
}

static void test_fractions_of_a_one_page_tree_are_exact(void **state)
{
    (void)state;
    struct image_source source;
    unsigned slot;
    struct cache *cache = image_cache(&source, "golden/splits_4k/splits.edb.gz", 256, &slot);
    struct test_trees trees = test_trees_read(cache, slot);
    const struct test_tree *found = test_trees_find(&trees, "MSysLocales", "");
    struct btree tree;
    struct tree_cursor c;
    uint64_t before, total;
    assert_non_null(found);
    assert_int_equal(btree_open(&tree, cache, slot, found->root, found->objid, TREE_TABLE), JET_errSuccess);
    assert_int_equal(tree_cursor_open(&c, &tree), JET_errSuccess);
    assert_int_equal(tree_cursor_first(&c), JET_errSuccess);
    for (unsigned i = 0; i < 7; i++) {
        assert_int_equal(tree_cursor_approximate(&c, &before, &total), JET_errSuccess);
        assert_int_equal(total, 7);
        assert_int_equal(before, i);
        tree_cursor_next(&c);
    }
    for (unsigned i = 0; i < 7; i++) {
        assert_int_equal(tree_cursor_goto_fraction(&c, i, 7), JET_errSuccess);
        assert_int_equal(tree_cursor_approximate(&c, &before, &total), JET_errSuccess);
        assert_int_equal(before, i);
    }
    tree_cursor_close(&c);
    free(trees.tree);
    image_cache_close(&source, cache, slot);
}

/* --- reading ahead --- */

static void test_a_scan_in_order_reads_runs(void **state)
{
    (void)state;
    struct image_source source;
    unsigned slot;
    struct cache *cache = image_cache(&source, "corpus/large.edb.gz", 1024, &slot);
    struct btree tree;
    struct test_entries entries;
    assert_int_equal(btree_open(&tree, cache, slot, 4, 2, TREE_TABLE), JET_errSuccess);
    assert_int_equal(test_entries_read(&tree, &entries), JET_errSuccess);
    assert_int_equal(entries.count, 65068);
    assert_int_equal(source.reads, 80);
    assert_int_equal(source.pages_read, 137);
    test_entries_free(&entries);
    image_cache_close(&source, cache, slot);
}

static void test_leaves_of_keys_and_ranges_are_read_ahead(void **state)
{
    (void)state;
    struct fixture f;
    struct test_entries entries;
    open_catalog(&f, "golden/basic_4k/basic.edb.gz");
    assert_int_equal(test_entries_read(&f.tree, &entries), JET_errSuccess);
    for (int way = 0; way < 5; way++) {
        cache_detach(f.cache, f.slot);
        assert_int_equal(cache_attach(f.cache, &f.source.file, &f.slot), JET_errSuccess);
        struct bytes none = {NULL, 0}, middle = entries.entry[entries.count / 2].key;
        struct bytes keys[2] = {entries.entry[3].key, middle};
        uint32_t pages = way == 0   ? btree_prefetch_keys(&f.tree, keys, 2, 100)
                         : way == 1 ? btree_prefetch_range(&f.tree, none, none, true, 1000)
                         : way == 2 ? btree_prefetch_range(&f.tree, none, none, false, 1000)
                         : way == 3 ? btree_prefetch_range(&f.tree, middle, none, true, 1000)
                                    : btree_prefetch_range(&f.tree, none, middle, true, 1000);
        long reads = f.source.reads;
        tree_cursor_reset(&f.cursor);
        size_t from = way == 3 ? entries.count / 2 : 0, to = way == 4 ? entries.count / 2 : entries.count;
        if (way == 0) {
            assert_int_equal(pages, 2);
            for (int i = 0; i < 2; i++)
                assert_int_equal(tree_cursor_seek(&f.cursor, TREE_SEEK_EQ, keys[i], none, NULL),
                                 JET_errSuccess);
        } else {
            assert_true(pages >= 2);
            for (size_t i = from; i < to; i++)
                assert_int_equal(tree_cursor_seek(&f.cursor, TREE_SEEK_EQ, entries.entry[i].key, none, NULL),
                                 JET_errSuccess);
        }
        assert_int_equal(f.source.reads, reads);
        tree_cursor_reset(&f.cursor);
    }
    test_entries_free(&entries);
    close_fixture(&f);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_index_entry_is_that_of_the_reference_engine),
        cmocka_unit_test(test_seeks_and_steps_agree_with_the_list_of_entries),
        cmocka_unit_test(test_backward_scans_mirror_forward_scans),
        cmocka_unit_test(test_opening_the_wrong_page_is_told),
        cmocka_unit_test(test_positions_off_the_ends),
        cmocka_unit_test(test_a_position_survives_eviction_of_its_page),
        cmocka_unit_test(test_an_entry_that_vanishes_leaves_the_cursor_between),
        cmocka_unit_test(test_bookmarks_can_be_set),
        cmocka_unit_test(test_counts_are_exact),
        cmocka_unit_test(test_fractions_rise_with_the_position),
        cmocka_unit_test(test_fractions_of_a_one_page_tree_are_exact),
        cmocka_unit_test(test_a_scan_in_order_reads_runs),
        cmocka_unit_test(test_leaves_of_keys_and_ranges_are_read_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
