/* Catalog rows over any bytes, and the schemas that they make. The input: a
 * byte that says whether pages are large, then rows, each after its length in
 * two bytes. A table row ends the table before it; a derived table gets the
 * last template seen. */
#include "catalog/schema_build.h"
#include "format/catalog_row.h"
#include "fuzz.h"

struct tables {
    struct schema_builder *builder;
    struct table_schema *template_table;
    bool derived;
};

static void read_row(const struct catalog_row *row)
{
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST];
    unsigned count = 0;
    must(row->name.size >= 1 && row->name.size <= CATALOG_NAME_MOST);
    touch(row->name);
    touch(row->default_value);
    touch(row->locale_name);
    touch(row->template_table);
    touch(row->callback_data);
    if (catalog_row_segments(row, row->segments, segments, &count) == JET_errSuccess)
        must(count <= CATALOG_SEGMENTS_MOST);
    if (catalog_row_segments(row, row->conditional, segments, &count) == JET_errSuccess)
        must(count <= CATALOG_SEGMENTS_MOST);
}

static void use_index(const struct table_schema *schema, const struct table_index *index)
{
    struct key_index key;
    must(schema_index_by_name(schema, index->name, strlen(index->name)) != NULL);
    must(index->key.segment_count > 0 && index->key.segment_count <= CATALOG_SEGMENTS_MOST);
    for (unsigned i = 0; i < index->key.segment_count; i++)
        must(index->key.segments[i].column < schema->column_count);
    for (unsigned i = 0; i < index->key.condition_count; i++)
        must(index->key.conditions[i].column < schema->column_count);
    (void)table_index_key(index, &key);
}

static void use_schema(const struct table_schema *schema, struct bytes record_bytes)
{
    struct record record;
    enum record_presence presence;
    struct record_field field;
    bool opened = record_open(&record, record_bytes, schema->large_pages) >= 0;
    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        if (column->coltyp == JET_coltypNil)
            continue;
        must(schema_column(schema, column->columnid) == column);
        must(schema_column_by_name(schema, column->name, column->name_size) != NULL);
        touch(column->default_value);
        touch(column->callback);
        touch(column->callback_data);
        if (opened && schema_field(column, &record, &presence, &field) >= 0 && presence == RECORD_PRESENT)
            touch(field.data);
    }
    if (opened)
        (void)record_check(&record, &schema->layout);
    for (unsigned i = 0; i < schema->index_count; i++)
        use_index(schema, &schema->indexes[i]);
}

static void finish_table(struct tables *tables, struct bytes record_bytes)
{
    struct table_schema *schema;
    if (!tables->builder)
        return;
    JET_ERR err =
        schema_build_finish(tables->builder, tables->derived ? tables->template_table : NULL, &schema);
    tables->builder = NULL;
    if (err < 0)
        return;
    use_schema(schema, record_bytes);
    if (schema->flags & CATALOG_TABLE_TEMPLATE) {
        schema_release(tables->template_table);
        tables->template_table = schema;
    } else {
        schema_release(schema);
    }
}

static void add_row(struct tables *tables, struct bytes bytes, bool large)
{
    struct catalog_row row;
    if (catalog_row_load(&row, bytes, large) < 0)
        return;
    read_row(&row);
    if (row.type == CATALOG_TABLE) {
        finish_table(tables, bytes);
        must(schema_build_begin(&row, large, &tables->builder) >= 0);
        tables->derived = row.flags & CATALOG_TABLE_DERIVED;
    } else if (tables->builder) {
        (void)schema_build_add(tables->builder, &row);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tables tables = {0};
    for (size_t at = 1; at + 2 <= size;) {
        size_t length = MIN((size_t)load_le16(data + at), size - at - 2);
        uint8_t *copy = copy_of(data + at + 2, length);
        at += 2 + length;
        add_row(&tables, (struct bytes){copy, length}, data[0] & 1);
        free(copy); /* the builder has copied what it keeps */
    }
    finish_table(&tables, (struct bytes){data, size});
    schema_release(tables.template_table);
    return 0;
}
