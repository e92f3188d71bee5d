/* A new database: its root, the catalog with its shadow and indexes, the other
 * system tables (spec 20, section 6; 10, 2.2). All of it is unversioned: nobody
 * sees a database before it is whole, and one that is not is thrown away. */
#include "catalog/ddl.h"

#include "btree/space_write.h"
#include "format/record.h"
#include "format/record_build.h"

enum { ROW_MOST = 2000, KEY_ROW = 13, OBJIDS_OBJID = 6, LOCALES_OBJID = 7, CATALOG_PAGES = 20 };
#define FLAGS_CATALOG (CATALOG_TABLE_SYSTEM | CATALOG_TABLE_FIXED_DDL)

struct bootstrap {
    struct tree_writer writer;
    struct database *database;
    struct btree objects, shadow, names, roots, objids, locales;
    bool large;
    JET_ERR err; /* the first failure; nothing is done after it */
};

static struct bytes text(const char *string)
{
    return (struct bytes){(const uint8_t *)string, strlen(string)};
}

static void insert(struct bootstrap *b, const struct btree *tree, struct bytes key, struct bytes data)
{
    if (b->err >= 0)
        b->err = btree_insert(&b->writer, tree, key, data);
}

static void open_tree(struct bootstrap *b, struct btree *tree, uint32_t fdp, uint32_t objid, bool index)
{
    if (b->err >= 0)
        b->err = btree_open(tree, b->database->cache, b->database->slot, fdp, objid,
                            index ? TREE_INDEX : TREE_TABLE);
}

/* A new tree, which must get the numbers that the format gives it. */
static uint32_t make_tree(struct bootstrap *b, struct btree *tree, uint32_t parent, uint32_t pages,
                          uint32_t objid, uint32_t fdp)
{
    uint32_t made_fdp = 0, made_objid = 0;
    bool index = parent != 1, multiple = objid < OBJIDS_OBJID;
    if (b->err >= 0)
        b->err = space_create_tree(&b->writer, parent, pages, multiple, index ? PAGE_INDEX : 0, &made_fdp,
                                   &made_objid);
    if (b->err >= 0 && (made_objid != objid || (fdp && made_fdp != fdp)))
        b->err = JET_errDatabaseCorrupted;
    open_tree(b, tree, made_fdp, objid, index);
    return made_fdp;
}

/* A row into catalog and shadow, and its entries. */
static void put_row(struct bootstrap *b, const struct catalog_row *row)
{
    uint8_t record[ROW_MOST], key[KEY_ROW], entry[9 + CATALOG_NAME_MOST + 1];
    size_t size, n = 0;
    if (b->err >= 0)
        b->err = catalog_row_store(row, b->large, record, sizeof record, &size);
    if (b->err < 0)
        return;
    key[0] = key[5] = key[8] = 0x7F;
    store_be32(key + 1, row->objid_table ^ 0x80000000u);
    store_be16(key + 6, (uint16_t)(row->type ^ 0x8000));
    store_be32(key + 9, row->id ^ 0x80000000u);
    struct bytes bookmark = {key, sizeof key};
    insert(b, &b->objects, bookmark, (struct bytes){record, size});
    insert(b, &b->shadow, bookmark, (struct bytes){record, size});
    memcpy(entry, key, 9); /* ObjidTable, Type, and the prefix of the name */
    for (; n < row->name.size; n++) {
        uint8_t c = row->name.data[n];
        entry[9 + n] = (uint8_t)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
    }
    entry[9 + n] = 0;
    insert(b, &b->names, (struct bytes){entry, 9 + n + 1}, bookmark);
    if (row->root_flag) {
        uint8_t *root = entry + 6; /* 7F FF 7F name */
        root[0] = 0x7F, root[1] = 0xFF, root[2] = 0x7F;
        insert(b, &b->roots, (struct bytes){root, 3 + n + 1}, bookmark);
    }
}

static void put_table(struct bootstrap *b, uint32_t objid, uint32_t fdp, const char *name, uint32_t flags,
                      uint32_t density, uint32_t pages)
{
    put_row(b, &(struct catalog_row){.objid_table = objid,
                                     .type = CATALOG_TABLE,
                                     .id = objid,
                                     .pgno_fdp = fdp,
                                     .space_usage = density,
                                     .flags = flags,
                                     .pages = pages,
                                     .root_flag = true,
                                     .name = text(name)});
}

static void put_index(struct bootstrap *b, uint32_t table, uint32_t objid, uint32_t fdp, const char *name,
                      uint32_t flags, uint32_t density, const uint16_t columns[3])
{
    static const uint8_t locale[] = {'e', 0, 'n', 0, '-', 0, 'U', 0, 'S', 0};
    uint8_t segments[12] = {0};
    size_t count = 0;
    for (; count < 3 && columns[count]; count++)
        catalog_segment_store(&(struct catalog_segment){.column_id = columns[count]}, segments + 4 * count);
    put_row(b, &(struct catalog_row){.objid_table = table,
                                     .type = CATALOG_INDEX,
                                     .id = objid,
                                     .pgno_fdp = fdp,
                                     .space_usage = density,
                                     .flags = flags | CATALOG_INDEX_LONG_IDS,
                                     .lcmap_flags = NLS_DEFAULT_FLAGS,
                                     .name = text(name),
                                     .segments = {segments, 4 * count},
                                     .locale_name = {locale, sizeof locale}});
}

static void put_column(struct bootstrap *b, uint32_t table, const struct catalog_column_def *column,
                       uint32_t flags, uint32_t code_page)
{
    static const uint8_t zero[4];
    bool has_default = flags & CATALOG_COLUMN_DEFAULT;
    put_row(b, &(struct catalog_row){.objid_table = table,
                                     .type = CATALOG_COLUMN,
                                     .id = column->id,
                                     .coltyp = column->coltyp,
                                     .space_usage = column->size,
                                     .flags = flags | (column->not_null ? CATALOG_COLUMN_NOT_NULL : 0),
                                     .code_page = code_page,
                                     .has_record_offset = column->id < 128,
                                     .record_offset = column->offset,
                                     .name = text(column->name),
                                     .has_default = has_default,
                                     .default_value = {zero, has_default ? sizeof zero : 0}});
}

/* The catalog's own columns: all at "offset 4", all of code page 1252 (20, 2.1). */
static void put_catalog_columns(struct bootstrap *b, uint32_t table)
{
    for (unsigned i = 0; i < CATALOG_COLUMN_COUNT; i++) {
        struct catalog_column_def column = catalog_columns[i];
        column.offset = 4;
        if (b->writer.db->update_major >= 230 || strcmp(column.name, "PgnoFDPLastSetTime") != 0)
            put_column(b, table, &column, 0, 1252);
    }
}

static void put_objid(struct bootstrap *b, uint32_t objid, uint32_t table, uint16_t type)
{
    uint8_t key[5] = {0x7F}, values[10], record[64];
    size_t size;
    store_be32(key + 1, objid ^ 0x80000000u);
    store_le32(values, objid);
    store_le32(values + 4, table);
    store_le16(values + 8, type);
    const struct record_cell cells[] = {{.id = 256, .value = {values, 4}},
                                        {.id = 257, .value = {values + 4, 4}},
                                        {.id = 258, .value = {values + 8, 2}}};
    if (b->err >= 0)
        b->err = record_build(cells, ARRAY_COUNT(cells), b->large, record, sizeof record, &size);
    if (b->err >= 0)
        insert(b, &b->objids, (struct bytes){key, sizeof key}, (struct bytes){record, size});
}

/* A row of a key-value table (20, 6.2). */
static void put_value(struct bootstrap *b, const char *name, uint8_t type, uint32_t value)
{
    const struct key_index index = {.key_most = KEY_MOST_DEFAULT,
                                    .var_seg_mac = KEY_MOST_DEFAULT,
                                    .segment_count = 1,
                                    .segments = {{.coltyp = JET_coltypBinary}}};
    uint8_t wide[2 * 64], number[4], key[KEY_BUFFER_SIZE], record[256];
    size_t units = strlen(name) + 1, size, key_size;
    bool cut;
    for (size_t i = 0; i < units; i++)
        store_le16(wide + 2 * i, (uint8_t)name[i]);
    store_le32(number, value);
    const struct key_value text_value = {wide, (uint32_t)(2 * units), false};
    const struct record_cell cells[] = {{.id = 1, .offset = 4, .value = {&type, 1}},
                                        {.id = 2, .offset = 5, .value = {number, 4}},
                                        {.id = 128, .value = {wide, 2 * units}}};
    if (b->err >= 0)
        b->err = key_normalise(&index, 0, &text_value, KEY_MOST_DEFAULT, key, &key_size, &cut);
    if (b->err >= 0)
        b->err = record_build(cells, ARRAY_COUNT(cells), b->large, record, sizeof record, &size);
    if (b->err >= 0)
        insert(b, &b->locales, (struct bytes){key, key_size}, (struct bytes){record, size});
}

static void make_catalog(struct bootstrap *b)
{
    uint32_t shadow_pages = b->writer.db->page_size == 2048 ? 6 : 5;
    make_tree(b, &b->objects, 1, CATALOG_PAGES, CATALOG_OBJID, CATALOG_PGNO);
    make_tree(b, &b->shadow, 1, shadow_pages, CATALOG_SHADOW_OBJID, CATALOG_SHADOW_PGNO);
    make_tree(b, &b->names, CATALOG_PGNO, 3, CATALOG_NAME_INDEX_OBJID, CATALOG_NAME_INDEX_PGNO);
    make_tree(b, &b->roots, CATALOG_PGNO, 3, CATALOG_ROOTS_INDEX_OBJID, CATALOG_ROOTS_INDEX_PGNO);
    put_table(b, CATALOG_OBJID, CATALOG_PGNO, "MSysObjects", FLAGS_CATALOG, 80, CATALOG_PAGES);
    put_catalog_columns(b, CATALOG_OBJID);
    put_table(b, CATALOG_SHADOW_OBJID, CATALOG_SHADOW_PGNO, "MSysObjectsShadow", FLAGS_CATALOG, 80,
              shadow_pages);
    put_catalog_columns(b, CATALOG_SHADOW_OBJID);
    const uint16_t by_id[3] = {1, 2, 3}, by_name[3] = {1, 2, 128}, roots[3] = {8, 128, 0};
    put_index(b, CATALOG_OBJID, CATALOG_OBJID, CATALOG_PGNO, "Id", 0x31, 80, by_id);
    put_index(b, CATALOG_SHADOW_OBJID, CATALOG_SHADOW_OBJID, CATALOG_SHADOW_PGNO, "Id", 0x31, 80, by_id);
    put_index(b, CATALOG_OBJID, CATALOG_NAME_INDEX_OBJID, CATALOG_NAME_INDEX_PGNO, "Name", 0x11, 80, by_name);
    put_index(b, CATALOG_OBJID, CATALOG_ROOTS_INDEX_OBJID, CATALOG_ROOTS_INDEX_PGNO, "RootObjects", 0x09, 80,
              roots);
}

static void make_objids(struct bootstrap *b)
{
    static const struct catalog_column_def columns[] = {{"objid", 256, JET_coltypLong, 4, 0, false},
                                                        {"objidTable", 257, JET_coltypLong, 4, 0, false},
                                                        {"type", 258, JET_coltypShort, 2, 0, false}};
    uint32_t fdp = make_tree(b, &b->objids, 1, 1, OBJIDS_OBJID, 0);
    put_table(b, OBJIDS_OBJID, fdp, "MSysObjids", FLAGS_CATALOG | CATALOG_TABLE_DYNAMIC_SYSTEM, 100, 0);
    for (unsigned i = 0; i < ARRAY_COUNT(columns); i++)
        put_column(b, OBJIDS_OBJID, &columns[i], 0, 0);
    put_index(b, OBJIDS_OBJID, OBJIDS_OBJID, fdp, "primary", 0x2F, 100, (const uint16_t[3]){256});
    for (uint32_t objid = CATALOG_OBJID; objid <= LOCALES_OBJID; objid++) {
        bool index = objid == CATALOG_NAME_INDEX_OBJID || objid == CATALOG_ROOTS_INDEX_OBJID;
        put_objid(b, objid, index ? CATALOG_OBJID : objid, index ? CATALOG_INDEX : CATALOG_TABLE);
    }
}

static void make_locales(struct bootstrap *b)
{
    static const struct catalog_column_def type = {"Type", 1, JET_coltypUnsignedByte, 1, 4, true},
                                           value = {"iValue", 2, JET_coltypLong, 4, 5, false},
                                           key = {"Key", 128, JET_coltypBinary, 255, 0, false};
    uint32_t fdp = make_tree(b, &b->locales, 1, 1, LOCALES_OBJID, 0);
    put_table(b, LOCALES_OBJID, fdp, "MSysLocales", CATALOG_TABLE_SYSTEM | CATALOG_TABLE_DYNAMIC_SYSTEM, 92,
              0);
    put_column(b, LOCALES_OBJID, &type, 0, 0);
    put_column(b, LOCALES_OBJID, &value, CATALOG_COLUMN_ESCROW | CATALOG_COLUMN_DEFAULT, 0);
    put_column(b, LOCALES_OBJID, &key, 0, 0);
    put_index(b, LOCALES_OBJID, LOCALES_OBJID, fdp, "KeyPrimary", 0x402F, 92, (const uint16_t[3]){128});
    put_value(b, ".Schema\\Internal\\Major", 1, 1);
    put_value(b, ".Schema\\Internal\\Minor", 1, 0);
    put_value(b, ".Schema\\Internal\\Update", 1, 0);
    put_value(b, ".Schema\\External\\Major", 1, 1);
    put_value(b, ".Schema\\External\\Minor", 1, 0);
    put_value(b, ".Schema\\External\\Update", 1, 0);
    put_value(b, "MSysLocalesConsistent", 2, 1);
}

JET_ERR database_bootstrap(struct database *database, struct transaction *transaction, uint32_t pages)
{
    struct bootstrap b = {.database = database, .large = record_large_pages(database->page_size)};
    if (!database->writable)
        return JET_errPermissionDenied;
    b.err = tree_writer_begin(transaction, database->writable, &b.writer);
    b.writer.unversioned = true;
    if (b.err >= 0)
        b.err = space_create_root(&b.writer, pages);
    make_catalog(&b);
    make_objids(&b);
    make_locales(&b);
    return b.err;
}
