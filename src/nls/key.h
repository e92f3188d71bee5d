/* key.h: how column values become the bytes that trees are ordered by, and
 * back (spec 25). Pure functions: no I/O, no heap, no state but what the caller
 * holds. One description serves index maintenance, JetMakeKey, retrieval from
 * the index, and verification.
 *
 * A key is the concatenation of its segments, one for each index column:
 * a prefix byte (null, zero length, data), then the normalised value;
 * descending segments are complemented. Keys compare as unsigned byte strings,
 * a proper prefix first. */
#ifndef ESENT_NLS_KEY_H
#define ESENT_NLS_KEY_H

#include "base/base.h"
#include "nls/nls.h"

enum {
    KEY_MOST_DEFAULT = 255,
    KEY_MOST_MAX = 2000,
    KEY_BUFFER_SIZE = KEY_MOST_MAX + 1, /* a search key's limit fills one byte more than any key has */
    KEY_SEGMENTS_MAX = 16,
    KEY_CONDITIONS_MAX = 16
};

/* Persisted index flags that matter here (spec 20, 3.3). */
enum key_index_flags {
    KEY_ALL_NULL_INDEXED = 0x0002,
    KEY_FIRST_NULL_INDEXED = 0x0004,
    KEY_ANY_NULL_INDEXED = 0x0008,
    KEY_NULL_DISALLOWED = 0x0010,
    KEY_PRIMARY = 0x0020,
    KEY_NULLS_HIGH = 0x0800,
    KEY_CROSS_PRODUCT = 0x2000,
    KEY_TRUNCATION_DISALLOWED = 0x4000,
    KEY_NESTED_TABLE = 0x8000
};

/* A column as an index sees it. */
struct key_segment {
    uint32_t column;    /* the caller's name for it: handed back to key_source.fetch, not looked at */
    uint32_t size;      /* size of a fixed column (Binary, Text); 0 otherwise */
    uint16_t code_page; /* 1252 or 1200 for the text types */
    uint8_t coltyp;     /* JET_coltyp* */
    bool fixed;         /* fixed part of the record: never zero length */
    bool descending;
    bool multi_valued;
    bool placeholder; /* stands for a column that is no longer stored (column flag 0x0800) */
};

/* Substring indexes, in characters (spec 25, 6). length_max 0: not one. */
struct key_tuple {
    uint32_t length_min, length_max;
    uint32_t count_max; /* "characters to index": at most that many tuples of a value */
    uint32_t increment, start;
};

/* A condition on the record, tested with its first value (spec 25, 3.3). */
struct key_condition {
    uint32_t column;
    bool must_be_null;
};

/* The part of an index definition that decides its keys. */
struct key_index {
    uint16_t flags;       /* enum key_index_flags; other persisted bits are ignored */
    bool dotnet_guid;     /* extended flag 0x0002 */
    uint16_t key_most;    /* 255 when the catalog has none */
    uint16_t var_seg_mac; /* = key_most when the catalog has none */
    uint8_t segment_count, condition_count;
    struct key_segment segments[KEY_SEGMENTS_MAX];
    struct key_condition conditions[KEY_CONDITIONS_MAX];
    struct key_tuple tuple;
    struct nls_sort sort; /* order of its Unicode text; needed if a segment has some */
};

/* A column value: null, or `size` bytes as a record holds them. */
struct key_value {
    const uint8_t *data;
    uint32_t size;
    bool null;
};

/* --- one value -------------------------------------------------------------- */

/* One whole segment, prefix byte included, of at most `space` bytes (and of
 * at most var_seg_mac). *cut: not everything fitted into `space`.
 * JET_errInvalidBufferSize: the size of a fixed-size type is wrong.
 * JET_errInvalidColumnType: no such type. */
JET_ERR key_normalise(const struct key_index *index, unsigned segment, const struct key_value *value,
                      size_t space, uint8_t *out, size_t *size, bool *cut);

/* --- the keys of a record --------------------------------------------------- */

/* Where the values of one record come from; embed it in the caller's own
 * structure. `fetch` gives the instance `itag` (1..) of a column with the
 * defaults applied, null when there is none (for itag > 1: no more). At least
 * `want` bytes of it, or all that there are. The bytes must stay until the next
 * fetch. */
struct key_source {
    JET_ERR(*fetch)
    (struct key_source *source, uint32_t column, unsigned itag, size_t want, struct key_value *value);
};

/* Walks the keys of one record: multi-values, cross products, nested tables,
 * substrings, null rules, conditions. After each key, `itag[s]` is the value
 * number that segment s came from (JET_bitRetrieveTag reports that of the first
 * multi-valued segment) and `tuple` the number of the substring (0..). */
struct key_walk {
    unsigned itag[KEY_SEGMENTS_MAX];
    unsigned tuple;
    unsigned state; /* private */
};

void key_walk_begin(struct key_walk *walk);

/* The next key into `out` (KEY_BUFFER_SIZE bytes). *found false: no more, also
 * for a record that the conditions or null rules keep out. The same key may
 * come twice: an index holds a set (spec 20, 9).
 * JET_errNullKeyDisallowed, JET_errKeyTruncated, errors of fetch. */
JET_ERR key_walk_next(struct key_walk *walk, const struct key_index *index, struct key_source *source,
                      uint8_t *out, size_t *size, bool *found);

/* --- search keys: JetMakeKey ------------------------------------------------ */

/* The search key of a cursor. All zero: none made. */
struct key_search {
    uint16_t size;
    uint8_t columns; /* segments given so far */
    bool made;       /* prepared: JetSeek and JetSetIndexRange may use it (clear this to consume it) */
    bool limit;      /* closed by a limit bit */
    bool truncated;
    uint8_t bytes[KEY_BUFFER_SIZE];
};

/* JetMakeKey with all its bits and errors (spec 25, 7; spec 40, 7.3). `index`:
 * definition of the current index, NULL on a table in sequential order. After
 * an error the key is as it was, but after one of a call with JET_bitNewKey none
 * is made. The bytes stay when a key is consumed (JetRetrieveKey shows them). */
JET_ERR key_make(struct key_search *key, const struct key_index *index, const void *data, size_t size,
                 JET_GRBIT grbit);

/* --- back to values --------------------------------------------------------- */

enum key_decoded {
    KEY_DECODED,    /* *size bytes are in out */
    KEY_NULL,       /* the value is null */
    KEY_READ_RECORD /* the key does not hold the value: read the record (spec 25, 9) */
};

/* The value of a segment out of the key of an index entry. `out` needs
 * KEY_MOST_MAX bytes. JET_errIndexTuplesCannotRetrieveFromIndex for the first
 * segment of a substring index. Damaged keys give KEY_READ_RECORD. */
JET_ERR key_denormalise(const struct key_index *index, struct bytes key, unsigned segment, uint8_t *out,
                        size_t *size, enum key_decoded *decoded);

/* --- definitions ------------------------------------------------------------ */

/* key_most of a primary index whose columns bound its keys (spec 25, 3.4). */
uint16_t key_minimal_most(const struct key_index *index);

#endif
