/* btree.h: reading B+ trees: open a tree, position a cursor, move, read
 * (spec 10, sections 8 to 10). README.md tells the invariants.
 *
 * A cursor stands on an entry, between entries, or nowhere. Calls that position
 * it return with the leaf latched; the entry's spans are valid until
 * tree_cursor_release (or the next call on the cursor). Between latched periods
 * the position lives on as a bookmark, so pages may be evicted or change. */
#ifndef ESENT_BTREE_H
#define ESENT_BTREE_H

#include "cache/cache.h"
#include "format/page.h"
#include "format/space.h"

enum tree_kind {
    TREE_TABLE, /* records; also the catalog and page 1 */
    TREE_INDEX, /* secondary index, unique or not */
    TREE_LONG_VALUE,
    TREE_SPACE, /* owned or available extents */
};

/* An open tree. Plain data, copyable, no resources: needs no close. Many cursors
 * of many threads may share one. */
struct btree {
    struct cache *cache;
    unsigned database; /* slot in the cache */
    uint32_t root;     /* FDP page, or the root of a space tree */
    uint32_t fdp;      /* of a space tree: page of its tree; else 0 */
    uint32_t objid;
    uint32_t kind_flags; /* PAGE_KIND bits that all its pages carry */
    uint32_t page_size;
    bool unique;
};

/* Opens the tree whose root is page `root`. `objid` 0 takes what the page says.
 * Errors besides those of cache_latch_shared:
 * JET_errBadParentPageLink  the page is not a root, has another objid, or kind
 * JET_errBadEmptyPage       it was freed
 * JET_errDatabaseCorrupted  pre-initialised or to be deleted only */
JET_ERR btree_open(struct btree *tree, struct cache *cache, unsigned database, uint32_t root, uint32_t objid,
                   enum tree_kind kind);

/* The space header in the tree's root; not for TREE_SPACE. */
JET_ERR btree_space_header(const struct btree *tree, struct space_header *header);

enum tree_position {
    TREE_NOWHERE, /* not positioned */
    TREE_ON,      /* on an entry (which may have vanished when it is latched again) */
    TREE_BETWEEN, /* at the bookmark, no entry there: next goes behind, prev before */
    TREE_BEFORE_FIRST,
    TREE_AFTER_LAST,
};

struct tree_cursor {
    const struct btree *tree;
    struct cache_frame *frame; /* leaf; latched when `latched`, else remembered */
    uint64_t frame_key;
    uint64_t version;
    uint32_t slot; /* node on that leaf */
    uint8_t position;
    bool latched;
    bool saved;            /* the bookmark buffer holds the present entry */
    uint8_t run;           /* leaves crossed in order, for reading ahead */
    uint32_t prefetched;   /* last page read ahead */
    struct page page;      /* of the latched leaf */
    uint32_t bookmark_key; /* sizes in `buffer`: key, then data */
    uint32_t bookmark_data;
    uint8_t *buffer; /* bookmark, then scratch; 2 pages */
};

/* JET_errOutOfMemory. The tree must outlive the cursor. */
JET_ERR tree_cursor_open(struct tree_cursor *cursor, const struct btree *tree);
/* Releases the latch, frees. Also on a zeroed struct. */
void tree_cursor_close(struct tree_cursor *cursor);

/* How to look for (key) or, in a non-unique tree with data.size > 0, (key, data). */
enum tree_seek {
    TREE_SEEK_EQ, /* the first entry that equals */
    TREE_SEEK_GE, /* the first entry that is not smaller */
    TREE_SEEK_GT, /* the first entry that is greater */
    TREE_SEEK_LE, /* the last entry that is not greater */
    TREE_SEEK_LT, /* the last entry that is smaller */
};

/* Positions on an entry and latches it. Deleted nodes do not exist. Keys compare
 * as whole byte strings: a proper prefix is smaller. *equal (may be null) tells
 * whether the entry's key (and data, if given) equals what was sought.
 * JET_errRecordNotFound: no such entry; nothing is latched; EQ leaves the cursor
 *     BETWEEN at the key sought, GE and GT AFTER_LAST, LE and LT BEFORE_FIRST.
 * Errors of the file: those of cache_latch_shared, and
 * JET_errBadParentPageLink  a child with another objid, kind or level
 * JET_errBadPageLink        a sibling with another objid or back link, keys or links that run in circles
 * JET_errBadEmptyPage       a pointer to a freed page
 * JET_errDatabaseCorrupted  more than 8 levels, a child pointer to nowhere */
JET_ERR tree_cursor_seek(struct tree_cursor *cursor, enum tree_seek how, struct bytes key, struct bytes data,
                         bool *equal);

/* First and last entry. JET_errRecordNotFound in an empty tree: AFTER_LAST for
 * first, BEFORE_FIRST for last. */
JET_ERR tree_cursor_first(struct tree_cursor *cursor);
JET_ERR tree_cursor_last(struct tree_cursor *cursor);

/* The neighbour of the present position, latched. From BETWEEN, or when the
 * entry has vanished: the first greater, the last smaller one. From
 * BEFORE_FIRST next is first; from AFTER_LAST prev is last.
 * JET_errNoCurrentRecord at the end (position AFTER_LAST / BEFORE_FIRST, nothing
 * latched), or when the cursor is NOWHERE. */
JET_ERR tree_cursor_next(struct tree_cursor *cursor);
JET_ERR tree_cursor_prev(struct tree_cursor *cursor);

/* Latches the present entry again. Cheap when the leaf is unchanged in memory.
 * JET_errRecordDeleted: it has vanished; position BETWEEN at the bookmark.
 * JET_errNoCurrentRecord: the cursor is not ON an entry. */
JET_ERR tree_cursor_latch(struct tree_cursor *cursor);
/* Lets go of the leaf, remembering the position. Harmless when not latched. */
void tree_cursor_release(struct tree_cursor *cursor);
/* Back to NOWHERE. */
void tree_cursor_reset(struct tree_cursor *cursor);

/* The entry, latched. Full key = node.prefix then node.suffix. */
static inline struct node tree_cursor_node(const struct tree_cursor *cursor)
{
    assert(cursor->latched && cursor->position == TREE_ON);
    return page_node(&cursor->page, cursor->slot);
}
static inline struct bytes tree_cursor_data(const struct tree_cursor *cursor)
{
    return tree_cursor_node(cursor).data;
}
/* The bookmark of an ON or BETWEEN position, latched or not: key and, for
 * non-unique trees, data. Valid until the next call on the cursor. Copies it out
 * of the leaf when latched. Sizes 0 when there is none. */
struct bytes tree_cursor_key(struct tree_cursor *cursor);
struct bytes tree_cursor_bookmark_data(struct tree_cursor *cursor);
/* Positions without looking: the entry is searched at the next latch or move.
 * JET_errInvalidBookmark: empty or longer than any entry can be. */
JET_ERR tree_cursor_set_bookmark(struct tree_cursor *cursor, struct bytes key, struct bytes data);
/* Copies the position of one cursor to another of the same tree; unlatched. */
void tree_cursor_copy(struct tree_cursor *to, struct tree_cursor *from);

/* Order of the latched entry against (key) or, in a non-unique tree with
 * data.size > 0, (key, data): negative, 0, positive. For ends of ranges. */
int tree_cursor_compare(const struct tree_cursor *cursor, struct bytes key, struct bytes data);

/* About where the position lies: before * (1/total) of the entries are smaller;
 * computed from the places in the pages on the path, exact for a tree of one
 * page (C-37). 0 <= before <= total. JET_errNoCurrentRecord unless ON/BETWEEN. */
JET_ERR tree_cursor_approximate(struct tree_cursor *cursor, uint64_t *before, uint64_t *total);
/* Goes to about the entry before/total; {0, n} is the first, {n, n} the last.
 * JET_errRecordNotFound in an empty tree. */
JET_ERR tree_cursor_goto_fraction(struct tree_cursor *cursor, uint64_t before, uint64_t total);

/* Entries from the present one on, going forward or back, `limit` at most (0 = no
 * limit); stops behind `end` (may be null: to the end of the tree):
 * forward counts entries < *end, or <= with end->after; backward the mirror.
 * The cursor's position is unchanged, unlatched. */
struct tree_bound {
    struct bytes key;
    bool inclusive;
};
JET_ERR tree_cursor_count(struct tree_cursor *cursor, bool forward, const struct tree_bound *end,
                          uint64_t limit, uint64_t *count);

/* Reads leaves ahead that hold `keys` (sorted, keys alone), `pages` at most; no
 * failure, no wait for what is in memory. Returns pages asked for. */
uint32_t btree_prefetch_keys(const struct btree *tree, const struct bytes *keys, size_t count,
                             uint32_t pages);
/* Reads the leaves ahead that cover the range from `from` (size 0 = start) up or
 * down to `to` (size 0 = end). */
uint32_t btree_prefetch_range(const struct btree *tree, struct bytes from, struct bytes to, bool forward,
                              uint32_t pages);

#endif
