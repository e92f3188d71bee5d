/* Threads that read the same trees through a cache that is too small for them,
 * while another changes pages. For ThreadSanitizer above all. */
#include "test.h"

#include "btree/btree.h"
#include "corpus.h"
#include "test_trees.h"
#include <pthread.h>

enum { THREADS = 5, ROUNDS = 600 };

struct team {
    struct image_source source;
    struct cache *cache;
    unsigned slot;
    struct btree tree;
    struct test_entries entries;
    atomic_uint next_id, wrong, stop;
};

static void start(struct team *team, const char *path, const char *table, const char *index, uint32_t frames)
{
    memset(team, 0, sizeof *team);
    team->cache = image_cache(&team->source, path, frames, &team->slot);
    struct test_trees trees = test_trees_read(team->cache, team->slot);
    const struct test_tree *found = test_trees_find(&trees, table, index);
    assert_non_null(found);
    assert_int_equal(btree_open(&team->tree, team->cache, team->slot, found->root, found->objid, found->kind),
                     JET_errSuccess);
    assert_int_equal(test_entries_read(&team->tree, &team->entries), JET_errSuccess);
    assert_true(team->entries.count > 500);
    free(trees.tree);
}

static void finish(struct team *team)
{
    test_entries_free(&team->entries);
    image_cache_close(&team->source, team->cache, team->slot);
}

static bool stands_on(const struct tree_cursor *cursor, const struct test_entry *entry)
{
    struct node node = tree_cursor_node(cursor);
    return node_compare_key(&node, entry->key) == 0 && bytes_compare(node.data, entry->data) == 0;
}

/* Seek somewhere, let go, come back, then some steps to one side. */
static void visit(struct team *team, struct tree_cursor *cursor, uint32_t random)
{
    size_t at = random % team->entries.count, steps = random >> 8 & 31;
    bool forward = random & 1, equal;
    struct test_entry *entry = &team->entries.entry[at];
    JET_ERR err = tree_cursor_seek(cursor, TREE_SEEK_EQ, entry->key, entry->data, &equal);
    bool good = err == JET_errSuccess && equal && stands_on(cursor, entry);
    tree_cursor_release(cursor);
    if (good)
        good = tree_cursor_latch(cursor) == JET_errSuccess && stands_on(cursor, entry);
    for (; good && steps; steps--) {
        if (random >> 16 & steps & 1)
            tree_cursor_release(cursor);
        err = forward ? tree_cursor_next(cursor) : tree_cursor_prev(cursor);
        at += forward ? 1 : SIZE_MAX;
        if (at >= team->entries.count) {
            good = err == JET_errNoCurrentRecord;
            break;
        }
        good = err == JET_errSuccess && stands_on(cursor, &team->entries.entry[at]);
    }
    tree_cursor_release(cursor);
    if (!good)
        atomic_fetch_add(&team->wrong, 1);
}

static void *reader(void *context)
{
    struct team *team = context;
    struct tree_cursor cursor;
    uint32_t random = atomic_fetch_add(&team->next_id, 1) * 7919 + 1;
    if (tree_cursor_open(&cursor, &team->tree) != JET_errSuccess)
        return NULL;
    for (unsigned i = 0; i < ROUNDS; i++) {
        random = random * 1664525 + 1013904223;
        visit(team, &cursor, random >> 4);
    }
    tree_cursor_close(&cursor);
    atomic_fetch_add(&team->wrong, (unsigned)cache_debug_latches());
    return NULL;
}

/* Rewrites pages with what is on them: versions rise, bytes are for moments wrong. */
static void *rewriter(void *context)
{
    struct team *team = context;
    uint32_t random = 1;
    while (!atomic_load(&team->stop)) {
        struct cache_frame *frame;
        random = random * 1664525 + 1013904223;
        uint32_t pgno = 1 + (random >> 8) % team->source.image.pages;
        if (cache_latch_exclusive(team->cache, team->slot, pgno, &frame) != JET_errSuccess)
            continue;
        uint32_t size = team->tree.page_size;
        memset(frame->bytes, 0xA5, size);
        memcpy(frame->bytes, test_image_page(&team->source.image, pgno), size);
        cache_unlatch_exclusive(frame);
    }
    return NULL;
}

static void run(struct team *team, bool rewrite)
{
    pthread_t threads[THREADS], writer;
    if (rewrite)
        assert_int_equal(pthread_create(&writer, NULL, rewriter, team), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, reader, team), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    atomic_store(&team->stop, 1);
    if (rewrite)
        pthread_join(writer, NULL);
    assert_int_equal(team->wrong, 0);
}

static void test_readers_of_a_table(void **state)
{
    (void)state;
    struct team team;
    start(&team, "golden/basic_4k/basic.edb.gz", "basic", "", CACHE_FRAMES_MIN);
    run(&team, false);
    finish(&team);
}

static void test_readers_of_a_non_unique_index_while_pages_are_rewritten(void **state)
{
    (void)state;
    struct team team;
    start(&team, "corpus/srum-win10-2004.dat.gz", "{5C8CF1C7-7257-4F13-B223-970EF5939312}", "UserIdTimeStamp",
          CACHE_FRAMES_MIN);
    assert_false(team.tree.unique);
    run(&team, true);
    finish(&team);
}

static void test_readers_of_a_big_catalog_while_pages_are_rewritten(void **state)
{
    (void)state;
    struct team team;
    start(&team, "corpus/large.edb.gz", "MSysObjects", "", 256);
    run(&team, true);
    finish(&team);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readers_of_a_table),
        cmocka_unit_test(test_readers_of_a_non_unique_index_while_pages_are_rewritten),
        cmocka_unit_test(test_readers_of_a_big_catalog_while_pages_are_rewritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
