/* The catalog against itself and against the tables that repeat it. */
#include "real_database.h"

#include "base/alloc.h"
#include "catalog/catalog_check.h"
#include "catalog/system_table.h"

struct faults {
    unsigned errors, warnings;
    char first[256];
};

static void collect(void *context, bool warning, const char *text)
{
    struct faults *faults = context;
    if (faults->errors + faults->warnings == 0)
        snprintf(faults->first, sizeof faults->first, "%s", text);
    if (warning)
        faults->warnings++;
    else
        faults->errors++;
}

static void test_catalogs_of_all_real_databases_make_sense(void **state)
{
    (void)state;
    static struct real_pair pairs[2 * REAL_PAIRS_MAX];
    size_t count = real_canonical(pairs);
    count += real_golden(pairs + count);
    for (size_t i = 0; i < count; i++) {
        struct real_database db = real_open(pairs[i].database);
        struct faults faults = {0};
        assert_int_equal(catalog_check(db.catalog, PAGE_NUMBER_MAX, collect, &faults), JET_errSuccess);
        assert_int_equal(catalog_check_objids(db.catalog, collect, &faults), JET_errSuccess);
        assert_int_equal(catalog_check_locales(db.catalog, collect, &faults), JET_errSuccess);
        if (faults.errors + faults.warnings > 0)
            fail_msg("%s: %s", pairs[i].database, faults.first);
        real_close(&db);
    }
}

static JET_ERR count_objids(void *context, const struct objids_row *row)
{
    unsigned *count = context;
    assert_in_range(row->objid, 2, 100);
    (*count)++;
    return JET_errSuccess;
}

struct kvp_seen {
    unsigned count;
    int32_t german, english, update;
};

static JET_ERR see_kvp(void *context, const struct kvp_row *row)
{
    struct kvp_seen *seen = context;
    char key[128] = "";
    for (size_t i = 0; i < row->key.size / 2; i++)
        key[i] = (char)row->key.data[2 * i];
    if (strcmp(key, "LocaleName=de-DE,SortID=00000001-57ee-1e5c-00b4-d0000bb1e11e,Ver=6030500060305") == 0)
        seen->german = row->value;
    if (strcmp(key, "LocaleName=en-US,SortID=00000001-57ee-1e5c-00b4-d0000bb1e11e,Ver=6030500060305") == 0)
        seen->english = row->value;
    if (strcmp(key, ".Schema\\Internal\\Update") == 0) {
        assert_int_equal(row->type, KVP_SCHEMA);
        seen->update = row->value;
    }
    seen->count++;
    return JET_errSuccess;
}

static void test_small_system_tables_read_as_the_reference_dumps_them(void **state)
{
    (void)state;
    struct real_database db = real_open("golden/basic_8k/basic.edb.gz");
    unsigned objids = 0;
    struct kvp_seen seen = {0};
    assert_int_equal(objids_walk(db.catalog, count_objids, &objids), JET_errSuccess);
    assert_true(objids > 40);
    assert_int_equal(kvp_walk(db.catalog, "MSysLocales", see_kvp, &seen), JET_errSuccess);
    assert_int_equal(seen.count, 9);
    assert_int_equal(seen.german, 1);
    assert_int_equal(seen.english, 8);
    assert_int_equal(seen.update, 2);
    assert_int_equal(kvp_walk(db.catalog, "MSysNothing", see_kvp, &seen), JET_errObjectNotFound);
    assert_int_equal(kvp_walk(db.catalog, "MSysObjects", see_kvp, &seen), JET_errCatalogCorrupted);
    real_close(&db);
}

static void test_roots_behind_the_end_are_told(void **state)
{
    (void)state;
    struct real_database db = real_open("golden/basic_8k/basic.edb.gz");
    struct faults faults = {0};
    assert_int_equal(catalog_check(db.catalog, 30, collect, &faults), JET_errSuccess);
    assert_true(faults.errors > 40);
    assert_non_null(strstr(faults.first, "lies behind the database"));
    real_close(&db);
}

/* Spoils a byte of every leaf of MSysObjects (objid 2) or of its index of
 * tables (5), past repair by the checksum. */
static void spoil_leaves(const struct real_database *db, uint32_t objid)
{
    uint32_t page_size = cache_page_size(db->cache);
    FILE *file = fopen(db->path, "r+b");
    uint8_t page[PAGE_SIZE_MAX];
    unsigned spoiled = 0;
    assert_non_null(file);
    for (long at = 2L * (long)page_size;
         fseek(file, at, SEEK_SET) == 0 && fread(page, page_size, 1, file) == 1; at += (long)page_size) {
        if (page_objid(page) != objid || !(page_flags(page) & PAGE_LEAF) || page_flags(page) & PAGE_SPACE)
            continue;
        page[page_size / 2] ^= 0x55;
        page[page_size / 2 + 100] ^= 0xAA;
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_equal(fwrite(page, page_size, 1, file), 1);
        spoiled++;
    }
    fclose(file);
    assert_true(spoiled > 0);
}

static void open_from_shadow(uint32_t spoiled_objid, JET_ERR unknown_name)
{
    struct real_database good = real_open("golden/basic_8k/basic.edb.gz");
    struct table_schema *expected, *schema;
    assert_int_equal(catalog_open_table(good.catalog, "derived", 7, &expected), JET_errSuccess);
    unsigned columns = expected->column_count, indexes = expected->index_count;
    schema_release(expected);
    spoil_leaves(&good, spoiled_objid);
    catalog_destroy(good.catalog);
    cache_detach(good.cache, good.slot); /* forgets the pages it has read */
    assert_int_equal(cache_attach(good.cache, good.file, &good.slot), JET_errSuccess);
    assert_int_equal(catalog_create(good.cache, good.slot, &good.catalog), JET_errSuccess);
    assert_int_equal(catalog_open_table(good.catalog, "DERIVED", 7, &schema), JET_errSuccess);
    assert_int_equal(schema->column_count, columns);
    assert_int_equal(schema->index_count, indexes);
    assert_string_equal(schema->template_table->name, "tmpl");
    schema_release(schema);
    assert_int_equal(catalog_open_table(good.catalog, "none", 4, &schema), unknown_name);
    assert_null(schema);
    real_close(&good);
}

static void test_damaged_catalog_is_replaced_by_its_shadow(void **state)
{
    (void)state;
    open_from_shadow(CATALOG_OBJID, JET_errObjectNotFound); /* the index of names is whole */
    open_from_shadow(CATALOG_ROOTS_INDEX_OBJID, JET_errReadVerifyFailure);
}

static void test_failing_allocations_end_the_checks_and_leak_nothing(void **state)
{
    (void)state;
    struct real_database db = real_open("golden/efv/e9600.efv.edb.gz");
    for (long n = 1;; n++) {
        struct faults faults = {0};
        struct catalog *fresh;
        assert_int_equal(catalog_create(db.cache, db.slot, &fresh), JET_errSuccess);
        mem_fail_nth(n);
        JET_ERR err = catalog_check(fresh, PAGE_NUMBER_MAX, collect, &faults);
        if (err >= 0)
            err = catalog_check_objids(fresh, collect, &faults);
        if (err >= 0)
            err = catalog_check_locales(fresh, collect, &faults);
        mem_fail_nth(0);
        catalog_destroy(fresh);
        assert_int_equal(faults.errors + faults.warnings, 0);
        if (err == JET_errSuccess)
            break;
        assert_int_equal(err, JET_errOutOfMemory);
    }
    real_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogs_of_all_real_databases_make_sense),
        cmocka_unit_test(test_small_system_tables_read_as_the_reference_dumps_them),
        cmocka_unit_test(test_roots_behind_the_end_are_told),
        cmocka_unit_test(test_damaged_catalog_is_replaced_by_its_shadow),
        cmocka_unit_test(test_failing_allocations_end_the_checks_and_leak_nothing),
    };
    return corpus_present() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
