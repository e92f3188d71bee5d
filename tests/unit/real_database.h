/* real_database.h: real databases read from raw pages, with no engine below:
 * the tests of records and catalog rows stand on this. */
#ifndef TEST_REAL_DATABASE_H
#define TEST_REAL_DATABASE_H

#include "test.h"
#include "corpus.h"

#include "btree/btree.h"
#include "catalog/catalog.h"
#include "catalog/schema_build.h"
#include "os/os_file.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A database and the dump that tells what must be in it. */
struct real_pair {
    char database[256];
    char expected[256];
};
enum { REAL_PAIRS_MAX = 64 };

static inline size_t real_glob(const char *pattern, char (*names)[256], size_t count)
{
    glob_t found;
    char full[1024];
    snprintf(full, sizeof full, "%s", corpus_path(pattern));
    size_t skip = strlen(corpus_path("")); /* the part before the relative name */
    if (glob(full, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc && count < REAL_PAIRS_MAX; i++)
            snprintf(names[count++], 256, "%s", found.gl_pathv[i] + skip);
    globfree(&found);
    return count;
}

/* Databases of Windows with their canonical dumps. */
static inline size_t real_canonical(struct real_pair *pairs)
{
    static char names[REAL_PAIRS_MAX][256];
    size_t count = real_glob("corpus/*.expected.jsonl.gz", names, 0);
    count = real_glob("corpus/*/*.expected.jsonl.gz", names, count);
    count = real_glob("corpus/*/*/*.expected.jsonl.gz", names, count);
    for (size_t i = 0; i < count; i++) {
        int stem = (int)(strstr(names[i], ".expected.jsonl.gz") - names[i]);
        memcpy(pairs[i].expected, names[i], sizeof names[i]);
        snprintf(pairs[i].database, sizeof pairs[i].database, "%.*s.gz", stem, names[i]);
    }
    return count;
}

/* Databases with dumps of the reference engine: its own, and those of Windows. */
static inline size_t real_golden(struct real_pair *pairs)
{
    static const char *const own[] = {
        "backup/restored/bk.edb",
        "basic_16k/basic.edb",
        "basic_32k/basic.edb",
        "basic_4k/basic.edb",
        "basic_8k/basic.edb",
        "dirty_16k_v2/recovered/dirty.edb",
        "dirty_32k_v1/recovered/dirty.edb",
        "dirty_4k_v1/recovered/dirty.edb",
        "keys/keys.edb",
        "logs_only/replayed/logs.edb",
        "lv_4k/lv.edb",
        "lv_8k/lv.edb",
        "splits_4k/splits.edb",
    };
    static char names[REAL_PAIRS_MAX][256];
    size_t count = 0;
    for (; count < ARRAY_COUNT(own); count++) {
        int folder = (int)(strrchr(own[count], '/') - own[count]);
        snprintf(pairs[count].database, 256, "golden/%s.gz", own[count]);
        snprintf(pairs[count].expected, 256, "golden/%.*s/contents.jsonl.gz", folder, own[count]);
    }
    size_t oracle = real_glob("golden/corpus_oracle/*.contents.jsonl.gz", names, 0);
    for (size_t i = 0; i < oracle; i++, count++) {
        const char *name = strrchr(names[i], '/') + 1;
        int stem = (int)(strstr(name, ".contents.jsonl.gz") - name);
        memcpy(pairs[count].expected, names[i], sizeof names[i]);
        snprintf(pairs[count].database, 256, "corpus/%.*s.gz", stem, name);
    }
    return count;
}

struct raw_database {
    uint8_t *data;
    size_t size;
    uint32_t page_size;
    struct table_schema **tables; /* by object id, as in the catalog */
    size_t table_count;
};

typedef void raw_visit(void *context, struct bytes key, struct bytes data);

/* Visits the living leaf nodes of a tree in order. */
static inline void raw_walk(const struct raw_database *db, uint32_t pgno, raw_visit *visit, void *context)
{
    const char *what = "";
    uint64_t offset = page_file_offset(pgno, db->page_size);
    assert_true(pgno > 0 && offset + db->page_size <= db->size);
    if (page_check(db->data + offset, db->page_size, &what) < 0)
        fail_msg("page %u: %s", pgno, what);
    struct page page = page_open(db->data + offset, db->page_size);
    for (unsigned i = 0; i < page.nodes; i++) {
        uint8_t key[PAGE_SIZE_MAX];
        struct node node = page_node(&page, i);
        if (!(page.flags & PAGE_LEAF)) {
            raw_walk(db, load_le32(node.data.data), visit, context);
        } else if (!(node.flags & NODE_DELETED)) {
            memcpy(key, node.prefix.data, node.prefix.size);
            memcpy(key + node.prefix.size, node.suffix.data, node.suffix.size);
            visit(context, (struct bytes){key, node.prefix.size + node.suffix.size}, node.data);
        }
    }
}

struct raw_catalog_walk {
    struct raw_database *db;
    struct schema_builder *builder;
    char template_name[CATALOG_NAME_MOST + 1];
};

static inline struct table_schema *raw_table(const struct raw_database *db, const char *name)
{
    for (size_t i = 0; i < db->table_count; i++)
        if (strcmp(db->tables[i]->name, name) == 0)
            return db->tables[i];
    return NULL;
}

static inline void raw_finish_table(struct raw_catalog_walk *walk)
{
    if (!walk->builder)
        return;
    struct raw_database *db = walk->db;
    struct table_schema *template_table = NULL;
    if (walk->template_name[0]) {
        template_table = raw_table(db, walk->template_name);
        assert_non_null(template_table);
    }
    db->tables = realloc(db->tables, (db->table_count + 1) * sizeof(void *));
    assert_int_equal(schema_build_finish(walk->builder, template_table, &db->tables[db->table_count]),
                     JET_errSuccess);
    db->table_count++;
    walk->builder = NULL;
}

static inline void raw_catalog_row(void *context, struct bytes key, struct bytes data)
{
    struct raw_catalog_walk *walk = context;
    struct catalog_row row;
    bool large = record_large_pages(walk->db->page_size);
    (void)key;
    assert_int_equal(catalog_row_load(&row, data, large), JET_errSuccess);
    if (row.type == CATALOG_TABLE) {
        raw_finish_table(walk);
        assert_int_equal(schema_build_begin(&row, large, &walk->builder), JET_errSuccess);
        snprintf(walk->template_name, sizeof walk->template_name, "%.*s", (int)row.template_table.size,
                 (const char *)row.template_table.data);
    } else {
        JET_ERR err = schema_build_add(walk->builder, &row);
        if (err < 0)
            fail_msg("row %.*s of table %u: %d", (int)row.name.size, (const char *)row.name.data,
                     row.objid_table, err);
    }
}

static inline struct raw_database raw_open(const char *relative)
{
    struct raw_database db = {0};
    db.data = corpus_read(relative, &db.size);
    db.page_size = load_le32(db.data + 236) ? load_le32(db.data + 236) : 4096;
    struct raw_catalog_walk walk = {.db = &db};
    raw_walk(&db, CATALOG_PGNO, raw_catalog_row, &walk);
    raw_finish_table(&walk);
    return db;
}

static inline void raw_close(struct raw_database *db)
{
    for (size_t i = db->table_count; i > 0; i--)
        schema_release(db->tables[i - 1]);
    free(db->tables);
    free(db->data);
}

/* A database read through cache, trees and catalog. */
struct real_database {
    char path[1100];
    struct os_file *file;
    struct cache *cache;
    unsigned slot;
    struct catalog *catalog;
};

static inline struct real_database real_open(const char *relative)
{
    struct real_database db = {0};
    uint8_t header[240];
    snprintf(db.path, sizeof db.path, "%s/real.edb", test_directory());
    corpus_extract(relative, db.path);
    assert_int_equal(os_fs_open(os_fs_posix(), db.path, OS_OPEN_READ, 0, &db.file), JET_errSuccess);
    assert_int_equal(os_file_read(db.file, 0, header, sizeof header), JET_errSuccess);
    uint32_t page_size = load_le32(header + 236) ? load_le32(header + 236) : 4096;
    struct cache_params params = {.page_size = page_size, .frames = 512};
    assert_int_equal(cache_create(&params, &db.cache), JET_errSuccess);
    assert_int_equal(cache_attach(db.cache, db.file, &db.slot), JET_errSuccess);
    assert_int_equal(catalog_create(db.cache, db.slot, &db.catalog), JET_errSuccess);
    return db;
}

static inline void real_close(struct real_database *db)
{
    catalog_destroy(db->catalog);
    cache_detach(db->cache, db->slot);
    cache_destroy(db->cache);
    os_file_close(db->file);
    remove(db->path);
}

#endif
