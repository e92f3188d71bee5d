#include "test.h"

#include "btree/check.h"
#include "corpus.h"
#include "format/checksum.h"
#include "test_trees.h"
#include <zlib.h>

enum { FINDINGS_MAX = 64 };

struct findings {
    struct check_finding list[FINDINGS_MAX];
    size_t count;
    uint64_t leaks;
};

static void collect(void *context, const struct check_finding *finding)
{
    struct findings *found = context;
    if (finding->err == JET_errDatabaseLeakInSpace)
        found->leaks++;
    else if (found->count < FINDINGS_MAX)
        found->list[found->count++] = *finding;
}

struct run {
    struct image_source source;
    struct cache *cache;
    unsigned slot;
    struct check *check;
    struct findings found;
    uint32_t last_page;
    struct test_trees trees;
};

static void start(struct run *run, const char *path, bool dbtimes)
{
    memset(run, 0, sizeof *run);
    run->cache = image_cache(&run->source, path, 512, &run->slot);
    assert_int_equal(space_last_page(run->cache, run->slot, &run->last_page), JET_errSuccess);
    cache_set_last_page(run->cache, run->slot, run->last_page);
    run->trees = test_trees_read(run->cache, run->slot);
    struct check_options options = {.last_page = run->last_page,
                                    .dbtime = dbtimes ? (int64_t)load_le64(run->source.image.bytes + 16) : 0,
                                    .last_objid = load_le32(run->source.image.bytes + 212),
                                    .report = collect,
                                    .context = &run->found};
    assert_int_equal(check_open(run->cache, run->slot, &options, &run->check), JET_errSuccess);
}

static uint32_t table_root(const struct test_trees *trees, uint32_t objid)
{
    for (size_t i = 0; i < trees->count; i++)
        if (trees->tree[i].objid == objid && trees->tree[i].name[0] == 0)
            return trees->tree[i].root;
    return 0;
}

/* Page 1, tables, then what hangs on them; the catalog's own trees are known (2.1). */
static void check_all(struct run *run)
{
    struct check *check = run->check;
    assert_int_equal(check_tree(check, 1, 1, TREE_TABLE, 0, NULL), JET_errSuccess);
    for (size_t i = 0; i < run->trees.count; i++) {
        const struct test_tree *tree = &run->trees.tree[i];
        if (tree->primary)
            continue;
        uint32_t parent = tree->name[0] ? table_root(&run->trees, tree->table_objid) : 1;
        assert_int_equal(check_tree(check, tree->root, tree->objid, tree->kind, parent, NULL),
                         JET_errSuccess);
    }
    run->found.leaks = check_finish(check);
}

static void finish(struct run *run)
{
    check_close(run->check);
    free(run->trees.tree);
    assert_int_equal(cache_debug_latches(), 0);
    image_cache_close(&run->source, run->cache, run->slot);
}

static void assert_none(const struct run *run, const char *path)
{
    if (run->found.count == 0)
        return;
    const struct check_finding *f = &run->found.list[0];
    fail_msg("%s: %zu findings, first: page %u tree %u node %d error %d %s", path, run->found.count, f->pgno,
             f->objid, f->node, (int)f->err, f->what);
}

static void test_clean_databases_are_sound(void **state)
{
    (void)state;
    unsigned sound = 0;
    uint64_t leaks = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *db = &test_databases[i];
        struct run run;
        if (!db->clean)
            continue;
        start(&run, db->path, strcmp(db->path, "corpus/Catalog1.edb.gz") != 0); /* copied live: newer pages */
        check_all(&run);
        assert_none(&run, db->path);
        assert_int_equal(check_error_count(run.check), 0);
        leaks += run.found.leaks;
        sound++;
        finish(&run);
    }
    assert_int_equal(sound, 58);
    assert_int_equal(leaks, 116);
}

static void test_pages_newer_than_the_header_are_told(void **state)
{
    (void)state;
    struct run run;
    start(&run, "corpus/Catalog1.edb.gz", true);
    check_all(&run);
    assert_true(run.found.count > 0);
    for (size_t i = 0; i < run.found.count; i++)
        assert_int_equal(run.found.list[i].err, JET_errDbTimeCorrupted);
    finish(&run);
}

/* The engine's own list of pages: owner and use of each. */
static void test_category_of_every_page_is_that_of_the_reference_engine(void **state)
{
    (void)state;
    unsigned pages = 0, files = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *db = &test_databases[i];
        struct run run;
        char line[256];
        if (!db->pages)
            continue;
        start(&run, db->path, false);
        check_all(&run);
        gzFile file = gzopen(corpus_path(db->pages), "rb");
        assert_non_null(file);
        unsigned before = pages;
        while (gzgets(file, line, sizeof line)) {
            unsigned pgno, want_objid, want;
            uint32_t objid, category;
            if (sscanf(line, "%u,%u,%x", &pgno, &want_objid, &want) != 3)
                continue;
            check_page_category(run.check, pgno, &objid, &category);
            if (objid != want_objid || category != want)
                fail_msg("%s page %u: %u,%#x, expected %u,%#x", db->path, pgno, objid, category, want_objid,
                         want);
            pages++;
        }
        files += pages > before;
        gzclose(file);
        finish(&run);
    }
    assert_int_equal(files, 26);
    assert_int_equal(pages, 12768);
}

/* What a table's indexes and long values have is the table's too. */
static uint64_t available_to_children(const struct run *run, uint32_t table_objid)
{
    uint64_t available = 0;
    for (size_t i = 0; i < run->trees.count; i++) {
        const struct test_tree *child = &run->trees.tree[i];
        struct btree tree;
        struct space_counts counts;
        if (child->primary || !child->name[0] || child->table_objid != table_objid)
            continue;
        assert_int_equal(btree_open(&tree, run->cache, run->slot, child->root, child->objid, child->kind),
                         JET_errSuccess);
        assert_int_equal(space_count(&tree, &counts), JET_errSuccess);
        available += counts.available;
    }
    return available;
}

static void test_space_counts_are_those_of_the_reference_engine(void **state)
{
    (void)state;
    unsigned tables = 0;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *db = &test_databases[i];
        struct run run;
        json_t *line;
        if (!db->contents)
            continue;
        start(&run, db->path, false);
        struct jsonl *lines = jsonl_open(db->contents);
        while (jsonl_next(lines, &line)) {
            const char *kind = json_string_value(json_object_get(line, "k"));
            bool root = kind && strcmp(kind, "db") == 0;
            if ((root || (kind && strcmp(kind, "table") == 0)) && json_object_get(line, "pagesOwned")) {
                const char *name = root ? "" : json_string_value(json_object_get(line, "name"));
                const struct test_tree *found = root ? NULL : test_trees_find(&run.trees, name, "");
                struct btree tree;
                struct space_counts counts;
                assert_true(root || found);
                assert_int_equal(
                    btree_open(&tree, run.cache, run.slot, root ? 1 : found->root, 0, TREE_TABLE),
                    JET_errSuccess);
                assert_int_equal(space_count(&tree, &counts), JET_errSuccess);
                if (found)
                    counts.available += available_to_children(&run, found->objid);
                json_int_t owned = json_integer_value(json_object_get(line, "pagesOwned"));
                json_int_t available = json_integer_value(json_object_get(line, "pagesAvail"));
                if (counts.owned != (uint64_t)owned || counts.available != (uint64_t)available)
                    fail_msg("%s %s: owned %u available %u, expected %u %u", db->path, name,
                             (unsigned)counts.owned, (unsigned)counts.available, (unsigned)owned,
                             (unsigned)available);
                tables++;
            }
            json_decref(line);
        }
        jsonl_close(lines);
        finish(&run);
    }
    assert_int_equal(tables, 379);
}

/* --- damage --- */

#define SAMPLE "golden/splits_4k/splits.edb.gz"

static struct run sample;

static int set_up(void **state)
{
    (void)state;
    start(&sample, SAMPLE, true);
    cache_detach(sample.cache, sample.slot); /* what is changed now is read anew */
    if (cache_attach(sample.cache, &sample.source.file, &sample.slot))
        return -1;
    cache_set_last_page(sample.cache, sample.slot, sample.last_page);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    finish(&sample);
    return 0;
}

static uint8_t *page_of(uint32_t pgno) { return test_image_page(&sample.source.image, pgno); }

static void change(uint32_t pgno, size_t offset, uint32_t value)
{
    store_le32(page_of(pgno) + offset, value);
    checksum_update_page(page_of(pgno), 4096, pgno);
}

/* Runs the check and asserts one finding among those made. */
static void assert_found(uint32_t pgno, JET_ERR err, const char *what)
{
    check_all(&sample);
    for (size_t i = 0; i < sample.found.count; i++) {
        const struct check_finding *f = &sample.found.list[i];
        if ((pgno == 0 || f->pgno == pgno) && f->err == err && strcmp(f->what, what) == 0)
            return;
    }
    for (size_t i = 0; i < sample.found.count; i++)
        print_message("page %u tree %u node %d error %d %s\n", sample.found.list[i].pgno,
                      sample.found.list[i].objid, sample.found.list[i].node, (int)sample.found.list[i].err,
                      sample.found.list[i].what);
    fail_msg("not found: page %u error %d %s", pgno, (int)err, what);
}

/* The tree with the most levels, its root and its n-th leaf. */
static const struct test_tree *big(void) { return test_trees_find(&sample.trees, "big", ""); }
static uint32_t leaf(unsigned n) { return page_child_at(page_of(big()->root), 4096, n); }

static void test_unreadable_page(void **state)
{
    (void)state;
    page_of(leaf(3))[1000] ^= 0x41;
    assert_found(leaf(3), JET_errReadVerifyFailure, "page cannot be read");
    assert_int_equal(sample.found.count, 1); /* its neighbours are not blamed */
}

static void test_never_written_page(void **state)
{
    (void)state;
    memset(page_of(leaf(3)), 0, 4096);
    assert_found(leaf(3), JET_errPageNotInitialized, "page cannot be read");
}

static void test_left_link(void **state)
{
    (void)state;
    change(leaf(3), PAGE_PREV, leaf(1));
    assert_found(leaf(3), JET_errBadPageLink, "left link does not lead to the leaf before");
}

static void test_right_link(void **state)
{
    (void)state;
    change(leaf(3), PAGE_NEXT, leaf(5));
    assert_found(leaf(3), JET_errBadPageLink, "right link does not lead to the leaf behind");
}

static void test_page_of_another_tree(void **state)
{
    (void)state;
    change(leaf(3), PAGE_OBJID, 2);
    assert_found(leaf(3), JET_errBadParentPageLink, "page is not one of the tree");
}

static void test_newer_page(void **state)
{
    (void)state;
    change(leaf(3), PAGE_DBTIME + 4, 1);
    assert_found(leaf(3), JET_errDbTimeCorrupted, "page is newer than the database");
}

static void test_emptied_page_in_a_tree(void **state)
{
    (void)state;
    change(leaf(3), PAGE_FLAGS, page_flags(page_of(leaf(3))) | PAGE_EMPTY);
    assert_found(leaf(3), JET_errBadEmptyPage, "page is not one of the tree");
}

static void test_two_parents_of_one_page(void **state)
{
    (void)state;
    struct page root = page_open(page_of(big()->root), 4096);
    struct node node = page_node(&root, 4);
    uint32_t third = leaf(3);
    change(big()->root, (size_t)(node.data.data - root.bytes), third);
    assert_found(third, JET_errSPAvailExtCorrupted, "page used twice");
}

static void test_separator_that_does_not_separate(void **state)
{
    (void)state;
    struct page root = page_open(page_of(big()->root), 4096);
    struct node node = page_node(&root, 3);
    uint32_t third = leaf(3);
    page_of(big()->root)[node.suffix.data - root.bytes + (long)node.suffix.size - 1]--;
    checksum_update_page(page_of(big()->root), 4096, big()->root);
    check_all(&sample);
    assert_true(sample.found.count >= 1);
    assert_int_equal(sample.found.list[0].pgno, third);
}

static void test_page_available_and_in_use(void **state)
{
    (void)state;
    /* a small table's bitmap: its root's neighbour is a leaf in use */
    for (size_t i = 0; i < sample.trees.count; i++) {
        const struct test_tree *tree = &sample.trees.tree[i];
        struct page page = page_open(page_of(tree->root), 4096);
        struct space_header header;
        if (tree->kind != TREE_TABLE || tree->primary || page.flags & PAGE_LEAF ||
            space_header_decode(page_external_header(&page), &header) || space_is_multiple(&header))
            continue;
        uint32_t child = page_child_at(page_of(tree->root), 4096, 0);
        struct bytes line = page_external_header(&page);
        size_t at = (size_t)(line.data - page.bytes) + (line.size == 16 ? 12 : 13);
        change(tree->root, at, header.bitmap | 1u << (child - tree->root - 1));
        assert_found(child, JET_errSPAvailExtCorrupted, "page in use and available at once");
        return;
    }
    fail_msg("no small table with children");
}

static void test_owned_by_two(void **state)
{
    (void)state;
    /* the shadow's only extent node is made to reach over the catalog's */
    struct page page = page_open(page_of(25), 4096);
    struct node node = page_node(&page, 0);
    change(25, (size_t)(node.data.data - page.bytes), 10);
    assert_found(19, JET_errSPOwnExtCorrupted, "owned page is used by the parent");
}

static void test_available_extent_outside_the_owned_ones(void **state)
{
    (void)state;
    struct page page = page_open(page_of(big()->root), 4096);
    struct space_header header;
    assert_int_equal(space_header_decode(page_external_header(&page), &header), JET_errSuccess);
    struct page avail = page_open(page_of(header.avail_root), 4096);
    for (unsigned i = 0; i < avail.nodes; i++) {
        struct node node = page_node(&avail, i);
        if (node.flags & NODE_DELETED)
            continue;
        change(header.avail_root, (size_t)(node.data.data - avail.bytes), load_be32(node.suffix.data));
        assert_found(0, JET_errSPAvailExtCorrupted, "extent does not lie in one owned extent");
        return;
    }
    fail_msg("nothing available");
}

static void test_wrong_parent_in_the_space_header(void **state)
{
    (void)state;
    struct page page = page_open(page_of(big()->root), 4096);
    struct bytes line = page_external_header(&page);
    change(big()->root, (size_t)(line.data - page.bytes) + (line.size == 16 ? 4 : 5), 4);
    assert_found(big()->root, JET_errBadParentPageLink, "space header names another parent");
}

/* Any damage ends in findings, never in a crash or a hang. */
static void test_random_damage(void **state)
{
    (void)state;
    uint32_t random = 4711;
    unsigned with_findings = 0;
    for (unsigned round = 0; round < 150; round++) {
        random = random * 1664525 + 1013904223;
        uint32_t pgno = round % 2 ? 1 + (random >> 8) % 30 : 1 + (random >> 8) % sample.last_page;
        uint8_t saved[4096], *page = page_of(pgno);
        memcpy(saved, page, sizeof saved);
        for (unsigned n = 1 + round % 3; n; n--) {
            random = random * 1664525 + 1013904223;
            page[(random >> 28) < 8 ? 40 + (random >> 8) % 200 : (random >> 8) % 4096] =
                (uint8_t)(random >> 20);
        }
        checksum_update_page(page, 4096, pgno);
        cache_detach(sample.cache, sample.slot);
        assert_int_equal(cache_attach(sample.cache, &sample.source.file, &sample.slot), JET_errSuccess);
        cache_set_last_page(sample.cache, sample.slot, sample.last_page);
        struct check_options options = {
            .last_page = sample.last_page, .report = collect, .context = &sample.found};
        sample.found.count = 0;
        check_close(sample.check);
        assert_int_equal(check_open(sample.cache, sample.slot, &options, &sample.check), JET_errSuccess);
        check_all(&sample);
        with_findings += sample.found.count > 0;
        memcpy(page, saved, sizeof saved);
    }
    assert_int_equal(with_findings, 18); /* the rest hit pages that nobody uses */
}

#define damage(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean_databases_are_sound),
        cmocka_unit_test(test_pages_newer_than_the_header_are_told),
        cmocka_unit_test(test_category_of_every_page_is_that_of_the_reference_engine),
        cmocka_unit_test(test_space_counts_are_those_of_the_reference_engine),
        damage(test_unreadable_page),
        damage(test_never_written_page),
        damage(test_left_link),
        damage(test_right_link),
        damage(test_page_of_another_tree),
        damage(test_newer_page),
        damage(test_emptied_page_in_a_tree),
        damage(test_two_parents_of_one_page),
        damage(test_separator_that_does_not_separate),
        damage(test_page_available_and_in_use),
        damage(test_owned_by_two),
        damage(test_available_extent_outside_the_owned_ones),
        damage(test_wrong_parent_in_the_space_header),
        damage(test_random_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
