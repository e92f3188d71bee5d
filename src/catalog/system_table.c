#include "catalog/system_table.h"

#include "btree/btree.h"
#include "catalog/catalog_private.h"

/* Walks a table whose columns are known by number. */
struct table_walk {
    struct table_schema *schema;
    struct btree tree;
    struct tree_cursor cursor;
    struct record record;
};

static JET_ERR walk_open(struct catalog *catalog, const char *name, struct table_walk *walk)
{
    memset(walk, 0, sizeof *walk);
    JET_ERR err = catalog_open_table(catalog, name, strlen(name), &walk->schema);
    if (err >= 0)
        err = btree_open(&walk->tree, catalog->cache, catalog->slot, walk->schema->pgno_fdp,
                         walk->schema->objid, TREE_TABLE);
    return err < 0 ? err : tree_cursor_open(&walk->cursor, &walk->tree);
}

static void walk_close(struct table_walk *walk)
{
    tree_cursor_close(&walk->cursor);
    schema_release(walk->schema);
}

static JET_ERR walk_next(struct table_walk *walk)
{
    JET_ERR err = walk->cursor.position == TREE_NOWHERE ? tree_cursor_first(&walk->cursor)
                                                        : tree_cursor_next(&walk->cursor);
    if (err == JET_errRecordNotFound)
        err = JET_errNoCurrentRecord;
    return err < 0 ? err
                   : record_open(&walk->record, tree_cursor_data(&walk->cursor), walk->schema->large_pages);
}

/* The first value of a column, which must have that type and, unless 0, size. */
static JET_ERR column_value(const struct table_walk *walk, JET_COLUMNID columnid, JET_COLTYP coltyp,
                            size_t size, struct bytes *value)
{
    const struct table_column *column = schema_column(walk->schema, columnid);
    enum record_presence presence;
    struct record_field field;
    struct record_value first;
    if (!column || column->coltyp != coltyp)
        return JET_errCatalogCorrupted;
    JET_ERR err = schema_field(column, &walk->record, &presence, &field);
    if (err < 0)
        return err;
    if (presence != RECORD_PRESENT)
        return JET_errCatalogCorrupted;
    err = record_field_value(&field, 1, &first);
    if (err >= 0 && (first.separated || first.compressed || (size != 0 && first.data.size != size)))
        err = JET_errCatalogCorrupted;
    *value = first.data;
    return err;
}

static JET_ERR load_objids(const struct table_walk *walk, struct objids_row *row)
{
    struct bytes objid, objid_table, type;
    JET_ERR err = column_value(walk, 256, JET_coltypLong, 4, &objid);
    if (err >= 0)
        err = column_value(walk, 257, JET_coltypLong, 4, &objid_table);
    if (err >= 0)
        err = column_value(walk, 258, JET_coltypShort, 2, &type);
    if (err < 0)
        return err;
    row->objid = load_le32(objid.data);
    row->objid_table = load_le32(objid_table.data);
    row->type = load_le16(type.data);
    return JET_errSuccess;
}

JET_ERR objids_walk(struct catalog *catalog, JET_ERR (*visit)(void *context, const struct objids_row *row),
                    void *context)
{
    struct table_walk walk;
    struct objids_row row;
    JET_ERR err = walk_open(catalog, "MSysObjids", &walk);
    while (err == JET_errSuccess) {
        err = walk_next(&walk);
        if (err >= 0)
            err = load_objids(&walk, &row);
        if (err >= 0)
            err = visit(context, &row);
    }
    walk_close(&walk);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}

static JET_ERR load_kvp(const struct table_walk *walk, struct kvp_row *row)
{
    struct bytes value;
    memset(row, 0, sizeof *row);
    JET_ERR err = column_value(walk, 1, JET_coltypUnsignedByte, 1, &value);
    if (err < 0)
        return err;
    row->type = (enum kvp_type)value.data[0];
    err = column_value(walk, 128, JET_coltypBinary, 0, &row->key);
    if (err >= 0 &&
        (row->key.size < 2 || row->key.size % 2 != 0 || load_le16(row->key.data + row->key.size - 2) != 0))
        err = JET_errCatalogCorrupted;
    if (err < 0)
        return err;
    row->key.size -= 2;
    if (row->type == KVP_SCHEMA || row->type == KVP_LONG) {
        err = column_value(walk, 2, JET_coltypLong, 4, &value);
        row->value = err < 0 ? 0 : (int32_t)load_le32(value.data);
    } else if (row->type == KVP_INT64) {
        err = column_value(walk, 3, JET_coltypCurrency, 8, &value);
        row->value64 = err < 0 ? 0 : (int64_t)load_le64(value.data);
    }
    return err;
}

JET_ERR kvp_walk(struct catalog *catalog, const char *table,
                 JET_ERR (*visit)(void *context, const struct kvp_row *row), void *context)
{
    struct table_walk walk;
    struct kvp_row row;
    JET_ERR err = walk_open(catalog, table, &walk);
    while (err == JET_errSuccess) {
        err = walk_next(&walk);
        if (err >= 0)
            err = load_kvp(&walk, &row);
        if (err >= 0)
            err = visit(context, &row);
    }
    walk_close(&walk);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}
