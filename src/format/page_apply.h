/* page_apply.h: what a log record does to a page (spec 30, section 5.4 and 5.5).
 *
 * Do and redo are this one code: the forward path makes the record, logs it and
 * applies it; redo reads it and applies it. Whether a page needs a record is
 * the caller's question (spec 35, 8.5). The new dbtime is stamped here. */
#ifndef ESENT_FORMAT_PAGE_APPLY_H
#define ESENT_FORMAT_PAGE_APPLY_H

#include "format/log_record.h"
#include "format/page_edit.h"

/* Applies a record that changes one existing page: Insert, FInsert, FInsertRD,
 * FDelete, Delete, Replace, ReplaceD, Delta, Delta64, SetExtHdr; and Undo, for
 * which `before` is the before image of a replace and `amount` that of a delta
 * (else ignored).
 * JET_errDatabaseCorrupted  the page does not fit the record
 * JET_errLogCorrupted       Replace, ReplaceD: another size than the record says
 * JET_errLogFileCorrupt     a difference list that leaves its bounds */
JET_ERR page_apply(uint8_t *bytes, uint32_t size, const struct log_record *record, struct bytes before,
                   int64_t amount);

/* The pages that Create M, Create S, Convert and NewPage make or change, each
 * on its own. `pgno` chooses the part of the record. */
JET_ERR page_apply_create(uint8_t *bytes, uint32_t size, uint32_t pgno, const struct log_record *record);

/* EmptyTree: the entries of its list, and what happens to root and others. */
struct empty_tree_entry {
    uint64_t dbtime_before;
    uint32_t pgno;
};
static inline unsigned empty_tree_count(const struct log_record *record)
{
    return (unsigned)(record->part[0].size / 16);
}
struct empty_tree_entry empty_tree_entry(const struct log_record *record, unsigned n);
void page_apply_empty_root(uint8_t *bytes, uint32_t size, uint64_t dbtime);
/* A page that leaves its tree: nodes and external header go, links stay (30, 5.5). */
void page_apply_empty(uint8_t *bytes, uint32_t size, uint64_t dbtime);

/* Page image of a Split, Merge: decompressed, re-hydrated into `out` (size
 * bytes). JET_errDatabaseCorrupted: it makes no page of this size. */
JET_ERR log_image_decode(struct bytes image, uint32_t flags, uint32_t size, uint8_t *out);

#endif
