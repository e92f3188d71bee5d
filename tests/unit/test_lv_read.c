/* Long values whose tree lies: a real database with one node changed, its
 * checksum made good again. */
#include "real_database.h"

#include "format/checksum.h"
#include "table/lv_read.h"

/* The nodes of one plain value of several chunks, in the file's bytes. */
struct found_value {
    uint64_t lid;
    uint8_t *page;
    uint32_t pgno;
    uint8_t *root;  /* data of its root node: count, size */
    uint8_t *chunk; /* last byte of its second chunk's key: of the offset */
};

static struct found_value find_value(struct raw_database *db)
{
    for (uint32_t pgno = 1; page_file_offset(pgno, db->page_size) + db->page_size <= db->size; pgno++) {
        uint8_t *bytes = db->data + page_file_offset(pgno, db->page_size);
        if (!(page_flags(bytes) & PAGE_LEAF) || !(page_flags(bytes) & PAGE_LONG_VALUE) ||
            page_flags(bytes) & PAGE_SPACE || page_check(bytes, db->page_size, NULL) < 0)
            continue;
        struct page page = page_open(bytes, db->page_size);
        for (unsigned i = 0; i + 2 < page.nodes; i++) {
            struct node root = page_node(&page, i), second = page_node(&page, i + 2);
            uint8_t key[LV_KEY_MOST];
            struct lv_key parsed;
            size_t size = root.prefix.size + root.suffix.size;
            if (root.flags & NODE_DELETED || size != 8 || second.prefix.size + second.suffix.size != 12 ||
                second.flags & NODE_DELETED || second.suffix.size == 0)
                continue;
            memcpy(key, root.prefix.data, root.prefix.size);
            memcpy(key + root.prefix.size, root.suffix.data, root.suffix.size);
            if (lv_key_load((struct bytes){key, size}, &parsed) < 0 || !parsed.root)
                continue;
            return (struct found_value){
                .lid = parsed.lid,
                .page = bytes,
                .pgno = pgno,
                .root = (uint8_t *)(uintptr_t)root.data.data,
                .chunk = (uint8_t *)(uintptr_t)(second.suffix.data + second.suffix.size - 1),
            };
        }
    }
    fail_msg("no value of several chunks on one page");
    return (struct found_value){0};
}

/* Writes the changed bytes over the copy and reads the value through the tree. */
static JET_ERR read_changed(struct raw_database *raw, struct found_value *value, uint32_t offset,
                            size_t capacity)
{
    static uint8_t out[1 << 21];
    struct real_database db = real_open("golden/lv_4k/lv.edb.gz");
    struct table_schema *schema = NULL;
    struct lv_tree tree;
    uint32_t size;
    size_t copied;
    checksum_update_page(value->page, raw->page_size, value->pgno);
    FILE *file = fopen(db.path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)page_file_offset(value->pgno, raw->page_size), SEEK_SET), 0);
    assert_int_equal(fwrite(value->page, raw->page_size, 1, file), 1);
    fclose(file);
    for (size_t i = 0; i < raw->table_count && !schema; i++)
        if (raw->tables[i]->lv_objid == page_objid(value->page))
            schema = raw->tables[i];
    assert_non_null(schema);
    assert_int_equal(lv_tree_open(&tree, db.cache, db.slot, schema->lv_pgno_fdp, schema->lv_objid),
                     JET_errSuccess);
    JET_ERR err = lv_read(&tree, value->lid, offset, out, MIN(capacity, sizeof out), &size, &copied);
    assert_int_equal(copied, err < 0 ? 0 : MIN(capacity, size - offset));
    lv_tree_close(&tree);
    real_close(&db);
    return err;
}

static void test_values_that_do_not_hold_together_are_corrupted(void **state)
{
    (void)state;
    struct raw_database raw = raw_open("golden/lv_4k/lv.edb.gz");
    struct found_value value = find_value(&raw);
    uint32_t size = load_le32(value.root + 4);
    assert_int_equal(read_changed(&raw, &value, 0, size), JET_errSuccess);

    store_le32(value.root + 4, size + 5000); /* more than its chunks hold */
    assert_int_equal(read_changed(&raw, &value, 0, size + 5000), JET_errLVCorrupted);
    store_le32(value.root + 4, 100); /* less than its first chunk */
    assert_int_equal(read_changed(&raw, &value, 0, 100), JET_errLVCorrupted);
    store_le32(value.root + 4, 0x80000000u); /* more than a value can have */
    assert_int_equal(read_changed(&raw, &value, 0, 100), JET_errLVCorrupted);
    store_le32(value.root + 4, size);

    *value.chunk ^= 1; /* the second chunk begins elsewhere */
    assert_int_equal(read_changed(&raw, &value, 0, size), JET_errLVCorrupted);
    *value.chunk ^= 1;

    value.lid ^= 0x40000000; /* no such value */
    assert_int_equal(read_changed(&raw, &value, 0, size), JET_errLVCorrupted);
    value.lid ^= 0x40000000;
    assert_int_equal(read_changed(&raw, &value, size / 2, size), JET_errSuccess);
    raw_close(&raw);
}

static void test_table_without_a_tree_has_no_values(void **state)
{
    (void)state;
    struct real_database db = real_open("golden/lv_4k/lv.edb.gz");
    struct lv_tree tree;
    struct lv_root root;
    uint64_t size;
    assert_int_equal(lv_tree_open(&tree, db.cache, db.slot, 0, 0), JET_errSuccess);
    assert_int_equal(lv_read_root(&tree, 1, &root), JET_errLVCorrupted);
    assert_int_equal(lv_read_physical_size(&tree, 1, &size), JET_errLVCorrupted);
    lv_tree_close(&tree);
    real_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_that_do_not_hold_together_are_corrupted),
        cmocka_unit_test(test_table_without_a_tree_has_no_values),
    };
    return corpus_present() ? cmocka_run_group_tests(tests, NULL, NULL) : 77;
}
