/* schema.h: the tables of a database as their catalog rows say, read through the
 * API from MSysObjects: raw numbers, which the dumps and exports need. */
#ifndef ESENTUTL_SCHEMA_H
#define ESENTUTL_SCHEMA_H

#include "open.h"

#include "format/catalog_row.h"

struct schema_column {
    char *name; /* windows-1252 */
    uint32_t id, coltyp, flags, code_page, size;
    uint32_t offset; /* fixed columns */
    char *callback;  /* of a user-defined default, "" */
    uint32_t callback_data_size;
    struct bytes default_value;
    bool has_default;
    bool from_template;
    JET_COLUMNID columnid; /* for the API */
};

struct schema_index {
    char *name;
    uint32_t objid, root, flags, density;
    uint32_t lcid, lcmap_flags, key_most, var_seg_mac; /* 0: not stored */
    uint64_t set_time, sort_version;
    struct bytes segments, conditional, sort_id, locale; /* as stored */
    struct catalog_tuple tuple;
    bool has_tuple;
    struct catalog_space_hints hints;
};

struct schema_table {
    char *name, *template_name; /* "" */
    uint32_t objid, root, flags, pages, density;
    uint32_t lv_objid, lv_root; /* 0: none */
    uint32_t lv_chunk_max;      /* 0: not stored */
    struct catalog_space_hints hints, lv_hints;
    uint64_t set_time, lv_set_time;
    struct schema_column *columns; /* inherited first, in order of the catalog */
    size_t column_count, own_columns;
    struct schema_index *indexes;
    size_t index_count;
};

struct schema {
    struct schema_table *tables; /* in order of the catalog */
    size_t count;
};

JET_ERR schema_read(struct opened *opened, struct schema *schema);
void schema_free(struct schema *schema);
/* Everything by name as the engine orders names: letters upper-cased. */
void schema_sort_by_name(struct schema *schema);
/* ASCII case ignored. NULL: none. */
struct schema_table *schema_find(struct schema *schema, const char *name);

#endif
