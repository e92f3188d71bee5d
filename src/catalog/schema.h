/* schema.h: the tables of a database as they are in memory.
 *
 * A struct table_schema is made from the rows of MSysObjects when a table is
 * first opened, is immutable from then on, counted, and cached by the catalog
 * of its database. Everything it points to lives as long as it does. Inherited
 * columns and indexes of a derived table are part of its schema (spec 20, 10),
 * so a cursor never looks into the template itself.
 *
 * Errors: JET_errObjectNotFound for a table that is not there;
 * JET_errCatalogCorrupted for rows that contradict each other or the format;
 * those of the tree below. */
#ifndef ESENT_CATALOG_SCHEMA_H
#define ESENT_CATALOG_SCHEMA_H

#include "base/base.h"
#include "format/catalog_row.h"
#include "format/record.h"
#include "nls/key.h"

enum column_kind { COLUMN_FIXED, COLUMN_VARIABLE, COLUMN_TAGGED };

/* Added to the id of a column of a template, in the template and in its
 * derived tables, in every column id that the API hands out. */
#define COLUMNID_TEMPLATE 0x80000000u

struct table_column {
    JET_COLUMNID columnid; /* as the API knows it: id, plus COLUMNID_TEMPLATE */
    JET_COLTYP coltyp;     /* JET_coltypNil: deleted, only its place in the record is left */
    JET_GRBIT grbit;       /* as JetGetTableColumnInfo reports it, without Updatable */
    uint32_t size_max;     /* fixed columns: exact size in bytes; long types: 0 = no limit */
    uint32_t flags;        /* CATALOG_COLUMN_*, as stored */
    uint16_t id;
    uint16_t code_page; /* as stored: 1252 and 1200, 0 for what is no text (but see the catalog's own) */
    uint16_t offset;    /* fixed columns: in the record */
    uint8_t kind;       /* enum column_kind */
    bool derived;       /* tagged entries of it carry the derived bit (record_tagged) */
    bool inherited;     /* from the template of this table */
    bool has_default;
    struct bytes default_value;
    struct bytes callback;      /* of a user-defined default: "module!function" */
    struct bytes callback_data; /* and its data */
    uint8_t name_size;
    char name[CATALOG_NAME_MOST + 1]; /* windows-1252, terminated */
};

static inline bool column_is_long(const struct table_column *column)
{
    return column->coltyp == JET_coltypLongBinary || column->coltyp == JET_coltypLongText;
}
static inline bool column_is_text(const struct table_column *column)
{
    return column->coltyp == JET_coltypText || column->coltyp == JET_coltypLongText;
}

struct table_index {
    char name[CATALOG_NAME_MOST + 1]; /* windows-1252, terminated */
    uint32_t objid;
    uint32_t pgno_fdp;
    uint32_t flags;       /* CATALOG_INDEX_*, as stored */
    JET_GRBIT grbit;      /* as JET_IdxInfo reports it */
    struct key_index key; /* what decides its keys; key.segments[].column and key.conditions[].column
                             are places in table_schema.columns; key.sort: see table_index_key */
    bool primary, unique, inherited, localized, tuples;
    uint16_t key_most;    /* as stored, 255 if not; key.key_most is smaller for bounded primary keys */
    uint32_t density;     /* percent */
    uint32_t pages;       /* initial */
    uint32_t lcmap_flags; /* as reported: 0 where no segment is Unicode text */
    char locale[CATALOG_LOCALE_MOST + 1]; /* ASCII, as stored or of the stored lcid; "" = invariant */
    uint32_t lcid;         /* as stored (files before Windows 8) or of the locale; 0 = not known */
    uint32_t sort_version; /* NLS version; 0 = none */
    uint32_t defined_version;
    uint8_t sort_id[NLS_SORT_ID_SIZE];
    struct catalog_space_hints space_hints;
    uint64_t last_set_time;
};

struct table_schema {
    char name[CATALOG_NAME_MOST + 1]; /* windows-1252, terminated, in the case it was created with */
    uint32_t objid;
    uint32_t pgno_fdp;
    uint32_t flags; /* CATALOG_TABLE_*, as stored */
    uint32_t density;
    uint32_t pages;                            /* initial */
    uint32_t lv_objid, lv_pgno_fdp;            /* long-value tree; 0 = none yet */
    uint32_t separate_lv;                      /* preferred limit of intrinsic values; 0 = default */
    uint32_t lv_chunk_max;                     /* 0 = default */
    struct catalog_space_hints space_hints;    /* of a table without primary index */
    struct catalog_space_hints lv_space_hints; /* deferred */
    uint64_t last_set_time;
    bool large_pages;

    /* Template's columns first, then own ones; in each group fixed, variable,
     * tagged, by id. Deleted ones (coltyp 0) are among them. */
    struct table_column *columns;
    unsigned column_count;
    unsigned inherited_count;

    /* By id; NULL where there is none. fixed[id - 1], var[id - 128]. */
    struct table_column **fixed;
    struct table_column **var;
    unsigned fixed_count, var_count;       /* highest id: fixed_count, 127 + var_count */
    struct table_column **tagged;          /* own: tagged[id - 256] */
    struct table_column **tagged_template; /* those of COLUMNID_TEMPLATE */
    unsigned tagged_count, tagged_template_count;
    struct record_layout layout;

    const struct table_column *autoincrement; /* NULL if none */
    const struct table_column *version;

    struct table_index *indexes; /* by name (ASCII case ignored) */
    unsigned index_count;
    const struct table_index *primary; /* NULL: rows are in order of creation */

    char template_name[CATALOG_NAME_MOST + 1]; /* "" unless derived */
    struct table_schema *template_table;       /* NULL unless derived; held */

    struct schema_private *private; /* reference count, name lookup, memory */
};

/* Column by API id, with or without COLUMNID_TEMPLATE exactly as the table has
 * it. NULL: no such column, or deleted. O(1). */
const struct table_column *schema_column(const struct table_schema *schema, JET_COLUMNID columnid);

/* Column by name (windows-1252 bytes, ASCII case ignored). NULL if none. O(1). */
const struct table_column *schema_column_by_name(const struct table_schema *schema, const char *name,
                                                 size_t size);

/* Index by name (same rules). NULL if none. */
const struct table_index *schema_index_by_name(const struct table_schema *schema, const char *name,
                                               size_t size);

/* A copy of index->key whose `sort` is ready if the index is localized.
 * JET_errUnicodeNormalizationNotSupported when the recorded order cannot be
 * reproduced (spec 25, 8.3); other errors of nls_open for what the catalog
 * cannot rightly hold. */
JET_ERR table_index_key(const struct table_index *index, struct key_index *key);

/* What a stored value of `column` is: `presence` and, if present, the values
 * of the record; RECORD_ABSENT means default or null. One call for every kind:
 * fixed and variable columns come as a field with one value. */
JET_ERR schema_field(const struct table_column *column, const struct record *record,
                     enum record_presence *presence, struct record_field *field);

void schema_acquire(struct table_schema *schema);
void schema_release(struct table_schema *schema);

#endif
