#include "catalog/catalog_read.h"

#include "format/record.h"

/* Key: ObjidTable, Type, Id, each with its prefix byte (spec 25, 2.1). */
enum { KEY_DATA = 0x7F, KEY_SIZE = 13 };

JET_ERR catalog_reader_open(struct catalog_reader *reader, struct cache *cache, unsigned slot, bool shadow)
{
    memset(reader, 0, sizeof *reader);
    reader->large_pages = record_large_pages(cache_page_size(cache));
    JET_ERR err = btree_open(&reader->tree, cache, slot, shadow ? CATALOG_SHADOW_PGNO : CATALOG_PGNO,
                             shadow ? CATALOG_SHADOW_OBJID : CATALOG_OBJID, TREE_TABLE);
    return err < 0 ? err : tree_cursor_open(&reader->cursor, &reader->tree);
}

void catalog_reader_close(struct catalog_reader *reader) { tree_cursor_close(&reader->cursor); }

void catalog_reader_release(struct catalog_reader *reader) { tree_cursor_release(&reader->cursor); }

static void make_key(const struct catalog_row *row, uint8_t key[KEY_SIZE])
{
    key[0] = key[5] = key[8] = KEY_DATA;
    store_be32(key + 1, catalog_objid_order(row->objid_table));
    store_be16(key + 6, (uint16_t)(row->type ^ 0x8000));
    store_be32(key + 9, row->id ^ 0x80000000u);
}

/* The row under the cursor; `err` is that of getting there. */
static JET_ERR load_row(struct catalog_reader *reader, JET_ERR err, struct catalog_row *row)
{
    if (err == JET_errRecordNotFound)
        err = JET_errNoCurrentRecord;
    if (err < 0)
        return err;
    struct node node = tree_cursor_node(&reader->cursor);
    err = catalog_row_load(row, node.data, reader->large_pages);
    if (err < 0)
        return err;
    uint8_t key[KEY_SIZE];
    make_key(row, key);
    if (node.prefix.size + node.suffix.size != KEY_SIZE ||
        memcmp(key, node.prefix.data, node.prefix.size) != 0 ||
        memcmp(key + node.prefix.size, node.suffix.data, node.suffix.size) != 0)
        return JET_errCatalogCorrupted;
    return JET_errSuccess;
}

JET_ERR catalog_reader_first(struct catalog_reader *reader, struct catalog_row *row)
{
    return load_row(reader, tree_cursor_first(&reader->cursor), row);
}

JET_ERR catalog_reader_next(struct catalog_reader *reader, struct catalog_row *row)
{
    return load_row(reader, tree_cursor_next(&reader->cursor), row);
}

JET_ERR catalog_reader_seek(struct catalog_reader *reader, uint32_t objid, struct catalog_row *row)
{
    uint8_t key[5] = {KEY_DATA};
    store_be32(key + 1, catalog_objid_order(objid));
    JET_ERR err = tree_cursor_seek(&reader->cursor, TREE_SEEK_GE, (struct bytes){key, sizeof key},
                                   (struct bytes){NULL, 0}, NULL);
    return load_row(reader, err, row);
}

JET_ERR catalog_reader_bookmark(struct catalog_reader *reader, struct bytes bookmark, struct catalog_row *row)
{
    JET_ERR err = tree_cursor_seek(&reader->cursor, TREE_SEEK_EQ, bookmark, (struct bytes){NULL, 0}, NULL);
    return err == JET_errRecordNotFound ? err : load_row(reader, err, row);
}
