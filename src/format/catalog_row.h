/* catalog_row.h: one record of MSysObjects (spec 20, sections 2 and 3), of
 * every format generation: absent columns read as null.
 *
 * Text and binary members are spans into the record, valid as long as it is.
 * A row that lies (unknown type, missing mandatory field, wrong size of a
 * structure, column id outside its kind, ...) gives JET_errCatalogCorrupted. */
#ifndef ESENT_FORMAT_CATALOG_ROW_H
#define ESENT_FORMAT_CATALOG_ROW_H

#include "base/base.h"

enum catalog_type {
    CATALOG_TABLE = 1,
    CATALOG_COLUMN = 2,
    CATALOG_INDEX = 3,
    CATALOG_LV = 4,
    CATALOG_CALLBACK = 5,
};

/* Well-known objects (spec 20, 1.1). */
enum {
    CATALOG_ROOT_OBJID = 1,
    CATALOG_OBJID = 2,
    CATALOG_SHADOW_OBJID = 3,
    CATALOG_NAME_INDEX_OBJID = 4,
    CATALOG_ROOTS_INDEX_OBJID = 5,
    CATALOG_PGNO = 4,
    CATALOG_NAME_INDEX_PGNO = 7,
    CATALOG_ROOTS_INDEX_PGNO = 10,
    CATALOG_SHADOW_PGNO = 24,
};
#define CATALOG_OBJID_MOST 0xFFFFFF00u

/* Table flags (spec 20, 3.1). */
#define CATALOG_TABLE_SYSTEM                  0x80000000u
#define CATALOG_TABLE_FIXED_DDL               0x40000000u
#define CATALOG_TABLE_TEMPLATE                0x20000000u
#define CATALOG_TABLE_DERIVED                 0x10000000u
#define CATALOG_TABLE_DYNAMIC_SYSTEM          0x08000000u
#define CATALOG_TABLE_NO_FIXED_VAR_IN_DERIVED 0x04000000u

/* Column flags (3.2). */
#define CATALOG_COLUMN_NOT_NULL       0x0001u
#define CATALOG_COLUMN_VERSION        0x0002u
#define CATALOG_COLUMN_AUTOINCREMENT  0x0004u
#define CATALOG_COLUMN_MULTIVALUED    0x0008u
#define CATALOG_COLUMN_DEFAULT        0x0010u
#define CATALOG_COLUMN_ESCROW         0x0020u
#define CATALOG_COLUMN_FINALIZE       0x0040u
#define CATALOG_COLUMN_USER_DEFAULT   0x0080u
#define CATALOG_COLUMN_TEMPLATE       0x0100u
#define CATALOG_COLUMN_DELETE_ON_ZERO 0x0200u
#define CATALOG_COLUMN_PLACEHOLDER    0x0800u
#define CATALOG_COLUMN_COMPRESSED     0x1000u
#define CATALOG_COLUMN_ENCRYPTED      0x2000u

/* Index flags: low word, and the extended flags << 16 (3.3). */
#define CATALOG_INDEX_UNIQUE              0x0001u
#define CATALOG_INDEX_ALL_NULLS           0x0002u /* all-null keys are indexed */
#define CATALOG_INDEX_FIRST_NULL          0x0004u
#define CATALOG_INDEX_SOME_NULLS          0x0008u
#define CATALOG_INDEX_DISALLOW_NULL       0x0010u
#define CATALOG_INDEX_PRIMARY             0x0020u
#define CATALOG_INDEX_LOCALE_SET          0x0040u
#define CATALOG_INDEX_MULTIVALUED         0x0080u
#define CATALOG_INDEX_TEMPLATE            0x0100u
#define CATALOG_INDEX_DERIVED             0x0200u
#define CATALOG_INDEX_LOCALIZED           0x0400u
#define CATALOG_INDEX_NULLS_HIGH          0x0800u
#define CATALOG_INDEX_CROSS_PRODUCT       0x2000u
#define CATALOG_INDEX_DISALLOW_TRUNCATION 0x4000u
#define CATALOG_INDEX_NESTED_TABLE        0x8000u
#define CATALOG_INDEX_LONG_IDS            0x00010000u
#define CATALOG_INDEX_DOTNET_GUID         0x00020000u
#define CATALOG_INDEX_DEFERRED            0x00040000u

enum { CATALOG_SEGMENTS_MOST = 16, CATALOG_NAME_MOST = 64, CATALOG_LOCALE_MOST = 84 };

/* Tuple limits (3.5); lengths in characters. */
struct catalog_tuple {
    uint32_t length_min, length_max, to_index_max, increment, start;
};

/* Space hints (3.6), zeros where the blob ends early; densities in percent,
 * sizes in bytes, growth in percent. `initial` only in index rows and deferred
 * long-value hints, `density` only in the latter. */
struct catalog_space_hints {
    uint32_t density, initial, grbit, maintenance_density, growth, extent_min, extent_max;
    bool present;
};

struct catalog_row {
    uint32_t objid_table;
    enum catalog_type type;
    uint32_t id;          /* objid of table, index, long-value tree; column id */
    uint32_t pgno_fdp;    /* table, index, long-value tree */
    JET_COLTYP coltyp;    /* column; 0 = deleted */
    uint32_t space_usage; /* density in percent; column: maximum size in bytes */
    uint32_t flags;
    uint32_t pages;     /* table, long-value tree: initial pages */
    uint32_t code_page; /* column */
    uint32_t lcid;      /* index, of files before Windows 8; 0 = none */
    bool root_flag;
    bool has_record_offset;
    uint16_t record_offset; /* fixed columns */
    uint32_t lcmap_flags;   /* index; 0 = none */
    uint16_t key_most;      /* index; 0 = not stored (255) */
    uint16_t var_seg_mac;   /* index; 0 = not stored (= key_most) */
    uint32_t lv_chunk_max;  /* table; 0 = not stored */
    uint64_t last_set_time; /* FILETIME of the root page; 0 = none */
    struct bytes name;      /* windows-1252, 1 .. 64 bytes */
    struct bytes stats;
    struct bytes template_table; /* table: its template; column, callback: "module!function" */
    bool has_default;
    struct bytes default_value;
    struct bytes segments;    /* raw KeyFldIDs; catalog_row_segments decodes */
    struct bytes conditional; /* raw ConditionalColumns */
    bool has_tuple;
    struct catalog_tuple tuple;
    uint64_t sort_version; /* high half NLS version, low half defined version; 0 = none */
    uint8_t sort_id[16];   /* zeros = none */
    struct bytes callback_data;
    uint32_t separate_lv; /* table; 0 = default */
    struct catalog_space_hints space_hints;
    struct catalog_space_hints lv_space_hints; /* table: SpaceDeferredLVHints */
    struct bytes locale_name;                  /* UTF-16LE, no terminator */
};

/* Decodes the data of a node of MSysObjects or MSysObjectsShadow. */
JET_ERR catalog_row_load(struct catalog_row *row, struct bytes record, bool large_pages);

/* The record that says this, as Windows writes it (JET_errRecordTooBig). What is
 * zero, empty or absent is not stored. */
JET_ERR catalog_row_store(const struct catalog_row *row, bool large_pages, uint8_t *out, size_t capacity,
                          size_t *size);

/* The parts of a row that have a form of their own, from the values of their
 * columns: TupleLimits (3.5), and the blobs of space hints (3.6), whose numbers
 * depend on what they are for. JET_errCatalogCorrupted. */
JET_ERR catalog_tuple_load(struct bytes stored, struct catalog_tuple *tuple);
enum catalog_hints_kind { CATALOG_HINTS_TABLE, CATALOG_HINTS_INDEX, CATALOG_HINTS_DEFERRED };
JET_ERR catalog_hints_load(struct bytes stored, enum catalog_hints_kind kind,
                           struct catalog_space_hints *hints);

enum { CATALOG_HINTS_MOST = 1 + 4 * 7 };
size_t catalog_hints_store(const struct catalog_space_hints *hints, enum catalog_hints_kind kind,
                           uint8_t out[CATALOG_HINTS_MOST]);

/* One segment of a key, or one conditional column (3.4). In the old 2-byte
 * form `template_column` is false; the caller decides by the id. */
struct catalog_segment {
    uint16_t column_id;
    bool descending;
    bool must_be_null;
    bool template_column;
};

/* Decodes row->segments or row->conditional (`raw`); at most 16. */
JET_ERR catalog_row_segments(const struct catalog_row *row, struct bytes raw,
                             struct catalog_segment segments[CATALOG_SEGMENTS_MOST], unsigned *count);

/* In the 4-byte form. */
void catalog_segment_store(const struct catalog_segment *segment, uint8_t out[4]);

/* The hard-coded schema of MSysObjects (2.1): the catalog is read with it. */
struct catalog_column_def {
    const char *name;
    uint16_t id;
    uint8_t coltyp;
    uint8_t size;    /* fixed: bytes; else the maximum */
    uint16_t offset; /* fixed columns: in the record */
    bool not_null;
};
enum { CATALOG_COLUMN_COUNT = 29 };
extern const struct catalog_column_def catalog_columns[CATALOG_COLUMN_COUNT];

#endif
