/* columns.h: how the values of a table's records are reached by column id.
 * Built once when a table is opened; afterwards nobody interprets a name or a
 * catalog row again (spec 20 sections 3.2, 4, 5 and 10). */
#ifndef TABLE_COLUMNS_H
#define TABLE_COLUMNS_H

#include "base/base.h"

enum column_kind { COLUMN_NONE, COLUMN_FIXED, COLUMN_VARIABLE, COLUMN_TAGGED };

enum {
    COLUMN_LONG = 0x01,         /* LongText or LongBinary */
    COLUMN_ESCROW = 0x02,       /* JET_bitColumnEscrowUpdate */
    COLUMN_CALLBACK = 0x04,     /* user-defined default */
    COLUMN_DERIVED = 0x08,      /* inherited; its tagged entries carry the derived bit */
    COLUMN_INHERITED = 0x10,    /* belongs to the template of the table */
    COLUMN_MULTI_VALUED = 0x20, /* iterated by indexes */
    COLUMN_COMPRESSED = 0x40,
    COLUMN_ENCRYPTED = 0x80
};

/* The id bit that tells a column of the template from one of the table's own. */
#define COLUMN_TEMPLATE_BIT 0x80000000u
enum { COLUMN_FIRST_VARIABLE = 128, COLUMN_FIRST_TAGGED = 256, COLUMN_LAST_TAGGED = 65248 };

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

/* Entry n of an array describes column id n; kind COLUMN_NONE where the table
 * has no such (visible) column. */
struct column_set {
    struct column_access *columns;
    uint32_t count;
};

struct column_map {
    struct column_set own;
    struct column_set inherited;
    bool small_pages;          /* class of the record format (spec 20, 4.5) */
    bool has_callback_default; /* some column has a user-defined default */
};

/* The column behind an API id, or NULL. An inherited column answers to its id
 * with the template bit only (spec 40 R-11). */
static inline const struct column_access *column_map_find(const struct column_map *map, JET_COLUMNID id)
{
    const struct column_set *set = (id & COLUMN_TEMPLATE_BIT) ? &map->inherited : &map->own;
    uint32_t number = id & ~COLUMN_TEMPLATE_BIT;

    if (number >= set->count || set->columns[number].kind == COLUMN_NONE) {
        return NULL;
    }
    return &set->columns[number];
}

/* Why column_map_find gave NULL: JET_errBadColumnId for a malformed id, else
 * JET_errColumnNotFound. */
JET_ERR column_id_error(JET_COLUMNID id);

static inline JET_COLUMNID column_api_id(const struct column_access *column)
{
    return column->id | ((column->flags & COLUMN_INHERITED) ? COLUMN_TEMPLATE_BIT : 0);
}

/* Size of the fixed-size types, 0 for the others. */
uint32_t column_type_size(JET_COLTYP type);

/* A map without columns whose arrays hold ids below the counts. */
JET_ERR column_map_init(struct column_map *map, uint32_t own, uint32_t inherited);
void column_map_free(struct column_map *map);

#endif
