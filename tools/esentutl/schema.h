/* schema.h: the tables of a database as their catalog rows say, read through the
 * API from MSysObjects: raw numbers, which the dumps and exports need. */
#ifndef ESENTUTL_SCHEMA_H
#define ESENTUTL_SCHEMA_H

#include "open.h"

struct schema_column {
    char *name; /* windows-1252 */
    uint32_t id, coltyp, flags, code_page, size;
    struct bytes default_value;
    bool has_default;
    bool from_template;
    JET_COLUMNID columnid; /* for the API */
};

struct schema_index {
    char *name;
    uint32_t objid, root, flags;
    struct bytes segments;
};

struct schema_table {
    char *name, *template_name; /* "" */
    uint32_t objid, root, flags, pages, density;
    uint32_t lv_objid, lv_root; /* 0: none */
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
/* ASCII case ignored. NULL: none. */
struct schema_table *schema_find(struct schema *schema, const char *name);

#endif
