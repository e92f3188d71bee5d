/* test_trees.h: the trees of a real database, from its catalog; for tests below
 * the catalog room. Names are for messages. */
#ifndef TEST_TEST_TREES_H
#define TEST_TEST_TREES_H

#include "btree/btree.h"
#include "format/catalog_row.h"
#include "image_source.h"
#include <stdio.h>

struct test_tree {
    char table[80], name[80]; /* name "" for the table itself */
    enum tree_kind kind;
    uint32_t root, objid, table_objid;
    bool primary; /* an index row that names the table's own tree */
};

struct test_trees {
    struct test_tree *tree;
    size_t count;
};

static inline void test_trees_name(char *to, struct bytes name)
{
    snprintf(to, 80, "%.*s", (int)name.size, name.data);
}

static inline void test_trees_add(struct test_trees *trees, const struct catalog_row *row, char *table)
{
    struct test_tree tree = {.root = row->pgno_fdp, .objid = row->id, .table_objid = row->objid_table};
    switch (row->type) {
    case CATALOG_TABLE:
        test_trees_name(table, row->name);
        tree.kind = TREE_TABLE;
        break;
    case CATALOG_INDEX:
        test_trees_name(tree.name, row->name);
        tree.primary = (row->flags & CATALOG_INDEX_PRIMARY) != 0;
        tree.kind = tree.primary ? TREE_TABLE : TREE_INDEX;
        break;
    case CATALOG_LV:
        strcpy(tree.name, "LV");
        tree.kind = TREE_LONG_VALUE;
        break;
    default:
        return;
    }
    strcpy(tree.table, table);
    trees->tree = realloc(trees->tree, (trees->count + 1) * sizeof *trees->tree);
    trees->tree[trees->count++] = tree;
}

/* Every table, index and long-value tree. Aborts when the catalog cannot be read. */
static inline struct test_trees test_trees_read(struct cache *cache, unsigned db)
{
    struct test_trees trees = {0};
    struct btree catalog;
    struct tree_cursor cursor;
    char table[80] = "";
    JET_ERR err = btree_open(&catalog, cache, db, CATALOG_PGNO, CATALOG_OBJID, TREE_TABLE);
    if (err != JET_errSuccess || tree_cursor_open(&cursor, &catalog) != JET_errSuccess)
        abort();
    for (err = tree_cursor_first(&cursor); err == JET_errSuccess; err = tree_cursor_next(&cursor)) {
        struct catalog_row row;
        if (catalog_row_load(&row, tree_cursor_data(&cursor), page_is_large(cache_page_size(cache))))
            abort();
        test_trees_add(&trees, &row, table);
    }
    if (err != JET_errNoCurrentRecord && err != JET_errRecordNotFound) {
        fprintf(stderr, "catalog: %d\n", (int)err);
        abort();
    }
    tree_cursor_close(&cursor);
    return trees;
}

static inline const struct test_tree *test_trees_find(const struct test_trees *trees, const char *table,
                                                      const char *name)
{
    for (size_t i = 0; i < trees->count; i++)
        if (strcmp(trees->tree[i].table, table) == 0 && strcmp(trees->tree[i].name, name) == 0)
            return &trees->tree[i];
    return NULL;
}

/* Every entry of a tree, copied. */
struct test_entry {
    struct bytes key, data;
};
struct test_entries {
    struct test_entry *entry;
    size_t count;
};

static inline struct bytes test_entries_copy(const void *bytes, size_t size)
{
    uint8_t *copy = malloc(size + 1);
    memcpy(copy, bytes, size);
    return (struct bytes){copy, size};
}

static inline JET_ERR test_entries_read(const struct btree *tree, struct test_entries *entries)
{
    struct tree_cursor cursor;
    uint8_t key[PAGE_SIZE_MAX];
    *entries = (struct test_entries){0};
    if (tree_cursor_open(&cursor, tree) != JET_errSuccess)
        abort();
    JET_ERR err;
    for (err = tree_cursor_first(&cursor); err == JET_errSuccess; err = tree_cursor_next(&cursor)) {
        struct node node = tree_cursor_node(&cursor);
        if ((entries->count & (entries->count - 1)) == 0)
            entries->entry = realloc(entries->entry, (entries->count * 2 + 1) * sizeof *entries->entry);
        entries->entry[entries->count].key = test_entries_copy(key, node_copy_key(&node, key));
        entries->entry[entries->count++].data = test_entries_copy(node.data.data, node.data.size);
    }
    tree_cursor_close(&cursor);
    return err == JET_errNoCurrentRecord || err == JET_errRecordNotFound ? JET_errSuccess : err;
}

static inline void test_entries_free(struct test_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free((void *)(uintptr_t)entries->entry[i].key.data);
        free((void *)(uintptr_t)entries->entry[i].data.data);
    }
    free(entries->entry);
}

#endif
