/* columns.h: how the values of a table's records are reached by column id.
 * Built once when a table is opened; afterwards nobody interprets a name or a
 * catalog row again (spec 20 sections 3.2, 4, 5 and 10). */
#ifndef TABLE_COLUMNS_H
#define TABLE_COLUMNS_H

#include "catalog/schema.h"

enum access_kind { ACCESS_NONE, ACCESS_FIXED, ACCESS_VARIABLE, ACCESS_TAGGED };

enum {
    ACCESS_LONG = 0x01,         /* LongText or LongBinary */
    ACCESS_ESCROW = 0x02,       /* JET_bitColumnEscrowUpdate */
    ACCESS_CALLBACK = 0x04,     /* user-defined default */
    ACCESS_DERIVED = 0x08,      /* its tagged entries carry the derived bit */
    ACCESS_TEMPLATE = 0x10,     /* its id has the template bit */
    ACCESS_MULTI_VALUED = 0x20, /* iterated by indexes */
    ACCESS_COMPRESSED = 0x40,
    ACCESS_ENCRYPTED = 0x80
};

struct column_access {
    uint8_t kind;
    uint8_t type; /* JET_coltyp */
    uint8_t flags;
    uint8_t has_default;
    uint16_t id; /* without the template bit */
    uint16_t code_page;
    uint16_t offset; /* fixed: place in the record */
    uint32_t size;   /* fixed: bytes; others: the maximum, 0 = unlimited */
    struct bytes default_value;
};

/* Entry n of an array describes column id n; kind ACCESS_NONE where the table
 * has no such (visible) column. */
struct column_set {
    struct column_access *columns;
    uint32_t count;
};

struct column_map {
    struct column_set own;
    struct column_set template; /* ids with COLUMNID_TEMPLATE */
    bool small_pages;           /* class of the record format (spec 20, 4.5) */
    bool has_callback_default;  /* some column has a user-defined default */
};

/* The column behind an API id, or NULL. An inherited column answers to its id
 * with the template bit only (spec 40 R-11). */
static inline const struct column_access *column_map_find(const struct column_map *map, JET_COLUMNID id)
{
    const struct column_set *set = (id & COLUMNID_TEMPLATE) ? &map->template : &map->own;
    uint32_t number = id & ~COLUMNID_TEMPLATE;

    if (number >= set->count || set->columns[number].kind == ACCESS_NONE) {
        return NULL;
    }
    return &set->columns[number];
}

/* Why column_map_find gave NULL: JET_errBadColumnId for a malformed id, else
 * JET_errColumnNotFound. */
JET_ERR column_id_error(JET_COLUMNID id);

static inline JET_COLUMNID column_api_id(const struct column_access *column)
{
    return column->id | ((column->flags & ACCESS_TEMPLATE) ? COLUMNID_TEMPLATE : 0);
}

/* Size of the fixed-size types, 0 for the others. */
uint32_t column_type_size(JET_COLTYP type);

/* The map of a table of the catalog. The default values stay the schema's. */
JET_ERR column_map_of_schema(struct column_map *map, const struct table_schema *schema);

/* A map without columns whose arrays hold ids below the counts. */
JET_ERR column_map_init(struct column_map *map, uint32_t own, uint32_t template_count);
void column_map_free(struct column_map *map);

#endif
