#include "table/columns.h"

#include "base/alloc.h"

JET_ERR column_id_error(JET_COLUMNID id)
{
    uint32_t number = id & ~COLUMNID_TEMPLATE;

    return number == 0 || number > RECORD_TAGGED_LAST ? JET_errBadColumnId : JET_errColumnNotFound;
}

uint32_t column_type_size(JET_COLTYP type)
{
    static const uint8_t size[] = {0, 1, 1, 2, 4, 8, 4, 8, 8, 0, 0, 0, 0, 0, 4, 8, 16, 2, 8};

    return type < ARRAY_COUNT(size) ? size[type] : 0;
}

JET_ERR column_map_init(struct column_map *map, uint32_t own, uint32_t template_count)
{
    *map = (struct column_map){0};
    map->own.columns = mem_calloc(MAX(own, 1), sizeof *map->own.columns);
    map->template.columns = mem_calloc(MAX(template_count, 1), sizeof *map->template.columns);
    if (!map->own.columns || !map->template.columns) {
        column_map_free(map);
        return JET_errOutOfMemory;
    }
    map->own.count = own;
    map->template.count = template_count;
    return JET_errSuccess;
}

void column_map_free(struct column_map *map)
{
    mem_free(map->own.columns);
    mem_free(map->template.columns);
    *map = (struct column_map){0};
}

static uint8_t access_flags(const struct table_column *column)
{
    static const struct {
        uint32_t stored;
        uint8_t flag;
    } flags[] = {
        {CATALOG_COLUMN_ESCROW, ACCESS_ESCROW},
        {CATALOG_COLUMN_USER_DEFAULT, ACCESS_CALLBACK},
        {CATALOG_COLUMN_MULTIVALUED, ACCESS_MULTI_VALUED},
        {CATALOG_COLUMN_COMPRESSED, ACCESS_COMPRESSED},
        {CATALOG_COLUMN_ENCRYPTED, ACCESS_ENCRYPTED},
    };
    uint8_t result =
        (uint8_t)((column_is_long(column) ? ACCESS_LONG : 0) | (column->derived ? ACCESS_DERIVED : 0) |
                  (column->columnid & COLUMNID_TEMPLATE ? ACCESS_TEMPLATE : 0));

    for (size_t i = 0; i < ARRAY_COUNT(flags); i++) {
        result |= column->flags & flags[i].stored ? flags[i].flag : 0;
    }
    return result;
}

JET_ERR column_map_of_schema(struct column_map *map, const struct table_schema *schema)
{
    uint32_t counts[2] = {0};
    JET_ERR err;

    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        uint32_t *count = &counts[column->columnid >> 31];
        *count = MAX(*count, column->id + 1u);
    }
    err = column_map_init(map, counts[0], counts[1]);
    if (err < 0) {
        return err;
    }
    map->small_pages = !schema->large_pages;
    for (unsigned i = 0; i < schema->column_count; i++) {
        const struct table_column *column = &schema->columns[i];
        struct column_set *set = column->columnid & COLUMNID_TEMPLATE ? &map->template : &map->own;
        if (column->coltyp == JET_coltypNil) {
            continue;
        }
        set->columns[column->id] = (struct column_access){
            .kind = (uint8_t)(column->kind == COLUMN_FIXED
                                  ? ACCESS_FIXED
                                  : (column->kind == COLUMN_VARIABLE ? ACCESS_VARIABLE : ACCESS_TAGGED)),
            .type = (uint8_t)column->coltyp,
            .flags = access_flags(column),
            .has_default = column->has_default && !(column->flags & CATALOG_COLUMN_USER_DEFAULT),
            .id = column->id,
            .code_page = column->code_page,
            .offset = column->offset,
            .size = column->size_max,
            .default_value = column->default_value,
        };
        map->has_callback_default |= (column->flags & CATALOG_COLUMN_USER_DEFAULT) != 0;
    }
    return JET_errSuccess;
}
