/* tree_apply.h: what Split and Merge records do to their pages (spec 30, 5.5).
 *
 * A macro holds one Split or Merge record a level, the topmost first, and for a
 * split the node operation of the leaf. Each page is judged and changed on its
 * own; the caller decides which pages need it and stamps nothing: dbtimes are
 * set here. The forward path and redo share these functions. */
#ifndef ESENT_FORMAT_TREE_APPLY_H
#define ESENT_FORMAT_TREE_APPLY_H

#include "format/page_apply.h"

/* The operation that goes with a split level. */
struct split_operation {
    uint8_t kind;     /* LOG_SPLIT_OPER_* */
    unsigned flags;   /* of the node it leaves: NODE_VERSIONED */
    uint32_t child;   /* internal levels: page that the old pointer now names, else 0 */
    struct bytes key; /* insert */
    struct bytes data;
};

/* The operation of a level above the leaf: the pointer that the level below
 * asks for (`below`: its Split record; `pointer`: 4 bytes that live as long). */
struct split_operation split_operation_pointer(const struct log_record *below, uint8_t *pointer);

/* Does redo of the new page need the old split page (else the operation says all)? */
bool split_needs_source(const struct log_record *split);

/* The split page (null: needs nothing) and the new page (null: needs nothing).
 * When only the new page needs redo, `source` must still be given, as a copy
 * in its state before the split (its image), unless split_needs_source is false.
 * A record with new page 0 only changes `source`: the parent of a split page.
 * Sets links of both pages, not of the right sibling.
 * JET_errDatabaseCorrupted: the pages do not fit the record. */
JET_ERR split_apply(const struct log_record *split, const struct split_operation *operation, uint32_t size,
                    uint8_t *source, uint8_t *new_page);
/* The page right of the new one, at leaf level. */
void split_apply_right(const struct log_record *split, uint8_t *right);

/* The leaf level of a merge: page merged from, destination; each may be null.
 * When only the destination needs redo, `source` is its image's copy. */
JET_ERR merge_apply(const struct log_record *merge, uint32_t size, uint8_t *source, uint8_t *destination);
/* Which sibling receives nodes: 0 none, LOG_MERGE_RIGHT_PAGE or ..._LEFT_PAGE's page number. */
uint32_t merge_destination(const struct log_record *merge);
/* Siblings: links and dbtime. */
void merge_apply_left(const struct log_record *merge, uint8_t *left);
void merge_apply_right(const struct log_record *merge, uint8_t *right);
/* A level above: `below` is the record under it, `leaf` that of the leaf. */
JET_ERR merge_apply_parent(const struct log_record *merge, const struct log_record *below,
                           const struct log_record *leaf, uint32_t size, uint8_t *page);

#endif
