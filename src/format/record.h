/* record.h: the data of a primary-index leaf node, decoded in place (spec 20,
 * section 4).
 *
 * Pure functions over hostile bytes: nothing is copied or allocated, every
 * result is a span inside the record, every offset is checked before use.
 * record_open is O(1); a fixed or variable column is found by arithmetic, a
 * tagged one by binary search. What an accessor does not touch it does not
 * check; record_check verifies the whole record (integrity check, tests).
 *
 * Malformed bytes give JET_errDatabaseCorrupted. */
#ifndef ESENT_FORMAT_RECORD_H
#define ESENT_FORMAT_RECORD_H

#include "base/base.h"

enum {
    RECORD_FIXED_FIRST = 1,
    RECORD_FIXED_LAST = 127,
    RECORD_VAR_FIRST = 128,
    RECORD_VAR_LAST = 255,
    RECORD_TAGGED_FIRST = 256,
    RECORD_TAGGED_LAST = 0xFEE0,
    RECORD_HEADER_SIZE = 4,
};

/* Page sizes of 16 and 32 KiB use another form of tagged entries. */
static inline bool record_large_pages(uint32_t page_size) { return page_size > 8192; }

/* A record in place. Fill with record_open; the bytes must stay put (latched
 * page or copy) while it is used. Treat the members as read-only. */
struct record {
    const uint8_t *data;
    uint32_t size;
    uint32_t var_base;     /* first byte of variable data */
    uint32_t tagged;       /* first byte of the tagged area */
    uint16_t fixed_end;    /* first byte after the null bitmap */
    uint16_t bitmap;       /* first byte of the null bitmap */
    uint16_t tagged_count; /* entries of the tagged area */
    uint8_t last_fixed;    /* 0 = none */
    uint8_t last_var;      /* 127 = none */
    bool large;
};

/* What the record says about one column. ABSENT: the column lies beyond the
 * last id or has no tagged entry; its value is the default of the column if it
 * has one, else null (spec 20, 4.2). */
enum record_presence { RECORD_ABSENT, RECORD_NULL, RECORD_PRESENT };

/* One stored value. `separated`: data is the long value's id (lv.h);
 * `compressed`: data is in the form of compress.h. Never both. */
struct record_value {
    struct bytes data;
    bool separated;
    bool compressed;
    bool encrypted;
};

/* One tagged column's entry, holding 1 or more values ("instances"). */
struct record_field {
    struct bytes data; /* after the header byte */
    uint32_t count;    /* number of values, >= 1 */
    uint8_t header;    /* bits RECORD_TAG_*; 0 where the record has no header byte */
};

/* Bits of the header byte of a tagged entry (spec 20, 4.5). */
enum {
    RECORD_TAG_LONG = 0x01,
    RECORD_TAG_COMPRESSED = 0x02,
    RECORD_TAG_SEPARATED = 0x04,
    RECORD_TAG_MULTI = 0x08,
    RECORD_TAG_TWO = 0x10,
    RECORD_TAG_NULL = 0x20,
    RECORD_TAG_ENCRYPTED = 0x40,
};

/* Reads the head of a record and the place of its three areas. */
JET_ERR record_open(struct record *record, struct bytes data, bool large_pages);

/* Fixed column `id` (1..127) of `size` bytes at `offset` from the start of the
 * record. */
JET_ERR record_fixed(const struct record *record, unsigned id, unsigned offset, unsigned size,
                     enum record_presence *presence, struct bytes *value);

/* Variable column `id` (128..255). */
JET_ERR record_var(const struct record *record, unsigned id, enum record_presence *presence,
                   struct bytes *value);

/* Tagged column `id`. `derived`: the column belongs to the template of the
 * table, and that template's columns carry the derived bit (spec 20, 4.6). */
JET_ERR record_tagged(const struct record *record, unsigned id, bool derived, enum record_presence *presence,
                      struct record_field *field);

/* The tagged entry number `index` (0 .. tagged_count - 1), in stored order. */
struct record_tagged_entry {
    struct record_field field;
    enum record_presence presence; /* RECORD_NULL or RECORD_PRESENT */
    uint16_t id;
    bool derived;
};
JET_ERR record_tagged_at(const struct record *record, unsigned index, struct record_tagged_entry *entry);

/* Value number `itag` (1 .. field->count) of a tagged column. */
JET_ERR record_field_value(const struct record_field *field, unsigned itag, struct record_value *value);

/* The fixed part of a table as its records must have it. offsets[id - 1] is
 * the offset of fixed column id, offsets[count] the end of the last one. */
struct record_layout {
    const uint16_t *offsets;
    unsigned fixed_count; /* highest fixed id of the table */
    unsigned var_last;    /* highest variable id, 127 if none */
};

/* Verifies everything of an opened record: fixed_end and unused bits of the
 * null bitmap, order of the variable offsets, order, bounds and headers of
 * tagged entries, bounds of every value. `layout` may be NULL. Never JET_wrn*. */
JET_ERR record_check(const struct record *record, const struct record_layout *layout);

#endif
