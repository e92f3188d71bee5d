#include "table/columns.h"

#include "base/alloc.h"

JET_ERR column_id_error(JET_COLUMNID id)
{
    uint32_t number = id & ~COLUMN_TEMPLATE_BIT;

    return number == 0 || number > COLUMN_LAST_TAGGED ? JET_errBadColumnId : JET_errColumnNotFound;
}

uint32_t column_type_size(JET_COLTYP type)
{
    static const uint8_t size[] = {0, 1, 1, 2, 4, 8, 4, 8, 8, 0, 0, 0, 0, 0, 4, 8, 16, 2, 8};

    return type < ARRAY_COUNT(size) ? size[type] : 0;
}

JET_ERR column_map_init(struct column_map *map, uint32_t own, uint32_t inherited)
{
    *map = (struct column_map){0};
    map->own.columns = mem_calloc(MAX(own, 1), sizeof *map->own.columns);
    map->inherited.columns = mem_calloc(MAX(inherited, 1), sizeof *map->inherited.columns);
    if (!map->own.columns || !map->inherited.columns) {
        column_map_free(map);
        return JET_errOutOfMemory;
    }
    map->own.count = own;
    map->inherited.count = inherited;
    return JET_errSuccess;
}

void column_map_free(struct column_map *map)
{
    mem_free(map->own.columns);
    mem_free(map->inherited.columns);
    *map = (struct column_map){0};
}
