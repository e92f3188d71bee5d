/* Every index of every clean database: the keys made of the records are exactly
 * the entries of the tree, none missing and none too many. Windows wrote half of
 * these files; this is the proof that our keys are the keys. */
#include "corpus.h"
#include "databases.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cache/cache.h"
#include "catalog/catalog.h"
#include "format/compress.h"
#include "format/lv.h"
#include "os/os_file.h"
#include "table/lv_read.h"
#include "image_source.h"

/* --- a bag of (key, bookmark) pairs ----------------------------------------- */

struct entry {
    struct bytes key, bookmark;
};

struct entries {
    struct entry *list;
    size_t count, capacity;
};

static struct bytes keep(struct bytes b)
{
    uint8_t *copy = malloc(b.size + 1);
    assert_non_null(copy);
    if (b.size)
        memcpy(copy, b.data, b.size);
    return (struct bytes){copy, b.size};
}

static void add_entry(struct entries *e, struct bytes key, struct bytes bookmark)
{
    if (e->count == e->capacity) {
        e->capacity = e->capacity ? 2 * e->capacity : 64;
        e->list = realloc(e->list, e->capacity * sizeof *e->list);
        assert_non_null(e->list);
    }
    e->list[e->count++] = (struct entry){keep(key), keep(bookmark)};
}

static void free_entries(struct entries *e)
{
    for (size_t i = 0; i < e->count; i++) {
        free((void *)(uintptr_t)e->list[i].key.data);
        free((void *)(uintptr_t)e->list[i].bookmark.data);
    }
    free(e->list);
    *e = (struct entries){0};
}

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = bytes_compare(x->key, y->key);
    return c ? c : bytes_compare(x->bookmark, y->bookmark);
}

/* --- values of a record ------------------------------------------------------- */

struct source {
    struct key_source source;
    const struct table_schema *schema;
    struct record record;
    struct lv_tree *long_values;
    uint8_t *buffer;
    size_t capacity;
    bool surrogates; /* some text held half of a surrogate pair */
};

static uint8_t *room(struct source *s, size_t size)
{
    if (size + !size > s->capacity)
        s->buffer = realloc(s->buffer, s->capacity = size + !size);
    assert_non_null(s->buffer);
    return s->buffer;
}

static struct key_value read_value(struct source *s, const struct record_value *stored)
{
    size_t size = stored->data.size, copied;
    uint32_t long_size;
    uint64_t lid;
    assert_false(stored->encrypted);
    if (stored->separated) {
        assert_int_equal(lv_lid_load(stored->data, &lid), JET_errSuccess);
        assert_int_equal(lv_read(s->long_values, lid, 0, NULL, 0, &long_size, &copied), JET_errSuccess);
        size = long_size;
        assert_int_equal(lv_read(s->long_values, lid, 0, room(s, size), size, &long_size, &copied),
                         JET_errSuccess);
        assert_int_equal(copied, size);
    } else if (stored->compressed) {
        assert_int_equal(compress_decoded_size(stored->data, &size), JET_errSuccess);
        assert_int_equal(compress_decode(stored->data, 0, room(s, size), size, &size), JET_errSuccess);
    } else {
        memcpy(room(s, size), stored->data.data, size);
    }
    return (struct key_value){.data = s->buffer, .size = (uint32_t)size};
}

static JET_ERR fetch(struct key_source *source, uint32_t place, unsigned itag, size_t want,
                     struct key_value *value)
{
    struct source *s = (struct source *)source;
    const struct table_column *column = &s->schema->columns[place];
    enum record_presence presence;
    struct record_field field;
    struct record_value stored;
    (void)want;
    *value = (struct key_value){.null = true};
    JET_ERR err = schema_field(column, &s->record, &presence, &field);
    if (err < 0)
        return err;
    if (presence == RECORD_ABSENT && column->has_default && itag == 1)
        *value = (struct key_value){.data = column->default_value.data,
                                    .size = (uint32_t)column->default_value.size};
    if (presence != RECORD_PRESENT || itag > field.count)
        return JET_errSuccess;
    if (column->kind == COLUMN_TAGGED)
        err = record_field_value(&field, itag, &stored);
    else
        stored = (struct record_value){.data = field.data};
    if (err < 0)
        return err;
    *value = read_value(s, &stored);
    for (uint32_t i = 0; column->code_page == 1200 && i + 1 < value->size; i += 2)
        s->surrogates |= (value->data[i + 1] & 0xF8) == 0xD8;
    return JET_errSuccess;
}

/* --- one index ---------------------------------------------------------------- */

static struct {
    unsigned databases, tables, indexes, unreadable;
    unsigned long primary, secondary, odd_stored, odd_made;
} total;

static void make_entries(struct source *s, const struct key_index *index, struct bytes bookmark,
                         struct entries *made)
{
    struct key_walk walk;
    uint8_t key[KEY_BUFFER_SIZE];
    size_t size;
    bool found = true;
    key_walk_begin(&walk);
    while (found) {
        assert_int_equal(key_walk_next(&walk, index, &s->source, key, &size, &found), JET_errSuccess);
        if (found)
            add_entry(made, (struct bytes){key, size}, bookmark);
    }
}

struct place {
    const char *path;
    struct cache *cache;
    unsigned slot;
    struct catalog *catalog;
    const struct table_schema *schema;
};

static struct btree open_tree(const struct place *p, uint32_t root, uint32_t objid, enum tree_kind kind)
{
    struct btree tree;
    assert_int_equal(btree_open(&tree, p->cache, p->slot, root, objid, kind), JET_errSuccess);
    return tree;
}

/* Keys of all records; for the primary index compared at once. Entries of
 * records with surrogates, whose golden keys are not Windows' (spec 25, 8.11),
 * are noted in `odd`. */
static void walk_records(const struct place *p, const struct key_index *index, bool primary,
                         struct entries *made, struct entries *odd)
{
    struct btree tree = open_tree(p, p->schema->pgno_fdp, p->schema->objid, TREE_TABLE);
    struct lv_tree long_values;
    struct tree_cursor cursor;
    assert_int_equal(
        lv_tree_open(&long_values, p->cache, p->slot, p->schema->lv_pgno_fdp, p->schema->lv_objid),
        JET_errSuccess);
    struct source s = {.source = {fetch}, .schema = p->schema, .long_values = &long_values};
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    JET_ERR err;
    for (err = tree_cursor_first(&cursor); err >= 0; err = tree_cursor_next(&cursor)) {
        struct bytes bookmark = keep(tree_cursor_key(&cursor));
        assert_int_equal(record_open(&s.record, tree_cursor_data(&cursor), p->schema->large_pages),
                         JET_errSuccess);
        size_t before = made->count;
        s.surrogates = false;
        make_entries(&s, index, bookmark, made);
        if (s.surrogates)
            add_entry(odd, bookmark, (struct bytes){NULL, 0});
        if (primary) {
            assert_int_equal(made->count, before + 1);
            assert_int_equal(bytes_compare(made->list[before].key, bookmark), 0);
            total.primary++;
        }
        free((void *)(uintptr_t)bookmark.data);
    }
    assert_true(err == JET_errNoCurrentRecord || err == JET_errRecordNotFound);
    tree_cursor_close(&cursor);
    lv_tree_close(&long_values);
    free(s.buffer);
}

static void read_entries(const struct place *p, const struct table_index *index, struct entries *stored)
{
    struct btree tree = open_tree(p, index->pgno_fdp, index->objid, TREE_INDEX);
    struct tree_cursor cursor;
    JET_ERR err;
    assert_int_equal(tree_cursor_open(&cursor, &tree), JET_errSuccess);
    for (err = tree_cursor_first(&cursor); err >= 0; err = tree_cursor_next(&cursor)) {
        struct bytes data = keep(tree_cursor_data(&cursor));
        add_entry(stored, tree_cursor_key(&cursor), data);
        free((void *)(uintptr_t)data.data);
    }
    assert_true(err == JET_errNoCurrentRecord || err == JET_errRecordNotFound);
    tree_cursor_close(&cursor);
}

static bool is_odd(const struct entries *odd, const struct entry *e)
{
    struct entry wanted = {.key = e->bookmark};
    return odd->count && bsearch(&wanted, odd->list, odd->count, sizeof *odd->list, compare_entries);
}

/* Merges both lists; returns how many entries are on one side alone. */
static unsigned differences(const struct entries *stored, const struct entries *made,
                            const struct entries *odd)
{
    unsigned different = 0;
    size_t i = 0, k = 0;
    while (i < stored->count || k < made->count) {
        if (k > 0 && k < made->count && compare_entries(&made->list[k], &made->list[k - 1]) == 0) {
            k++; /* two values of one record with the same key are one entry */
            continue;
        }
        int c = i == stored->count ? 1
                : k == made->count ? -1
                                   : compare_entries(&stored->list[i], &made->list[k]);
        const struct entry *alone = c < 0 ? &stored->list[i] : &made->list[k];
        if (c != 0 && is_odd(odd, alone))
            *(c < 0 ? &total.odd_stored : &total.odd_made) += 1;
        else
            different += c != 0;
        i += c <= 0;
        k += c >= 0;
    }
    return different;
}

/* Entries that are known to have no equal. */
static unsigned known_differences(const struct place *p, const struct table_index *index)
{
    if (strstr(p->path, "Catalog1.edb") && strcmp(index->name, "timestampIndex") == 0)
        return 1; /* a copy of a live file: the record is not there yet */
    if (strstr(p->path, "keys.edb") && (index->lcmap_flags & LCMAP_UPPERCASE))
        return 2; /* a text that does not fit: the reference engine stored garbage (spec 25, 2.5) */
    return 0;
}

static void check_index(const struct place *p, const struct table_index *index)
{
    struct entries made = {0}, stored = {0}, odd = {0};
    struct key_index key;
    JET_ERR err = table_index_key(index, &key);
    if (err == JET_errUnicodeNormalizationNotSupported) {
        total.unreadable++;
        return;
    }
    assert_int_equal(err, JET_errSuccess);
    walk_records(p, &key, index->primary, &made, &odd);
    if (strncmp(p->path, "golden/", 7) != 0)
        free_entries(&odd);
    if (!index->primary) {
        read_entries(p, index, &stored);
        for (size_t i = 1; i < stored.count; i++)
            assert_true(compare_entries(&stored.list[i - 1], &stored.list[i]) < 0);
        if (made.count)
            qsort(made.list, made.count, sizeof *made.list, compare_entries);
        if (odd.count)
            qsort(odd.list, odd.count, sizeof *odd.list, compare_entries);
        unsigned different = differences(&stored, &made, &odd);
        if (different != known_differences(p, index))
            fail_msg("%s: %s.%s: %u entries differ of %zu", p->path, p->schema->name, index->name, different,
                     stored.count);
        total.secondary += stored.count;
        total.indexes++;
    }
    free_entries(&made);
    free_entries(&stored);
    free_entries(&odd);
}

static JET_ERR check_table(void *context, const struct catalog_table *row)
{
    struct place p = *(const struct place *)context;
    struct table_schema *schema;
    assert_int_equal(catalog_open_objid(p.catalog, row->objid, &schema), JET_errSuccess);
    p.schema = schema;
    for (unsigned i = 0; i < schema->index_count; i++)
        check_index(&p, &schema->indexes[i]);
    schema_release(schema);
    total.tables++;
    return JET_errSuccess;
}

static void check_database(const char *path)
{
    struct image_source source;
    struct place p = {.path = path};
    p.cache = image_cache(&source, path, 4096, &p.slot);
    assert_int_equal(catalog_create(p.cache, p.slot, &p.catalog), JET_errSuccess);
    assert_int_equal(catalog_enumerate_tables(p.catalog, check_table, &p), JET_errSuccess);
    catalog_destroy(p.catalog);
    image_cache_close(&source, p.cache, p.slot);
    total.databases++;
}

static void test_records_make_exactly_the_entries_of_every_index(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_database_count; i++)
        if (test_databases[i].clean && !test_databases[i].damaged)
            check_database(test_databases[i].path);
    fprintf(stderr, "%u databases, %u tables, %u secondary indexes: %lu primary keys, %lu entries\n",
            total.databases, total.tables, total.indexes, total.primary, total.secondary);
    assert_int_equal(total.databases, 58);
    assert_int_equal(total.indexes, 597);
    assert_int_equal(total.primary, 179898);
    assert_int_equal(total.secondary, 344388);
    assert_int_equal(total.unreadable, 1); /* digits as numbers */
    assert_int_equal(total.odd_stored, 9743);
    assert_int_equal(total.odd_made, 9743);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_make_exactly_the_entries_of_every_index)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
