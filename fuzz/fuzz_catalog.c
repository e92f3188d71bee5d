/* Catalog rows over any bytes, and the schema that a series of them makes. The
 * input: a byte that says whether pages are large, then rows, each after its
 * length in two bytes. */
#include "catalog/schema_build.h"
#include "format/catalog_row.h"
#include "fuzz.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    bool large = data[0] & 1;
    struct schema_builder *builder = NULL;
    for (size_t at = 1; at + 2 <= size;) {
        size_t length = MIN((size_t)load_le16(data + at), size - at - 2);
        uint8_t *copy = copy_of(data + at + 2, length);
        struct catalog_row row;
        at += 2 + length;
        if (catalog_row_load(&row, (struct bytes){copy, length}, large) == JET_errSuccess) {
            read_row(&row);
            if (!builder)
                (void)schema_build_begin(&row, large, &builder);
            else
                (void)schema_build_add(builder, &row);
        }
        free(copy); /* the builder has copied what it keeps */
    }
    struct table_schema *schema;
    if (builder && schema_build_finish(builder, NULL, &schema) == JET_errSuccess) {
        (void)schema_column_by_name(schema, "Id", 2);
        (void)schema_index_by_name(schema, "Id", 2);
        (void)schema_column(schema, 256);
        schema_release(schema);
    }
    return 0;
}
