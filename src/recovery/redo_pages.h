/* redo_pages.h: redoing the page changes of the log (spec 35, 8.4 to 8.7;
 * spec 30, 5.3 to 5.5). Works on pages that somebody else holds: the page cache
 * during recovery, plain memory in tests. */
#ifndef ESENT_RECOVERY_REDO_PAGES_H
#define ESENT_RECOVERY_REDO_PAGES_H

#include "format/tree_apply.h"

/* The pages of one database. */
struct redo_store {
    uint32_t page_size;
    void *context;
    /* Gives the page for changing. `blank`: its content does not matter; it may
     * be anything, also beyond the end of the file. Else an error of reading it;
     * a page of zeros is JET_errPageNotInitialized. One page at a time may be
     * asked for twice before it is released. */
    JET_ERR (*hold)(void *context, uint32_t pgno, bool blank, uint8_t **bytes);
    void (*release)(void *context, uint32_t pgno, bool changed);
};

/* Does a page of dbtime `page` need a record (35, 8.5)? 0: no, 1: yes, or
 * JET_errDbTimeTooOld, JET_errDbTimeTooNew. */
JET_ERR redo_needed(uint64_t page, uint64_t before, uint64_t after);

/* What undo needs of a version; see redo_undo.h for who keeps them. */
struct redo_image {
    struct bytes before; /* image of a replace; of a delta: u16 offset */
    int64_t amount;      /* of a delta */
};

/* Called before a Replace, FDelete or FInsertRD changes a node, with the node as it
 * is then: key and before image of a version (35, 8.8). */
typedef JET_ERR redo_observer(void *context, const struct log_record *record, const struct node *node);

/* Redoes one record of class LOG_CLASS_PAGE that is not part of a macro and not
 * UndoInfo. `image` serves Undo records. `observer` may be null. */
JET_ERR redo_page_record(const struct redo_store *store, const struct log_record *record,
                         const struct redo_image *image, redo_observer *observer, void *observer_context);

/* The records of a macro between its McroBegin and McroComit. */
struct redo_macro {
    uint64_t dbtime;
    uint8_t *bytes; /* the records, one behind the other */
    size_t size, capacity;
    unsigned count;
};
/* JET_errOutOfMemory. */
JET_ERR redo_macro_add(struct redo_macro *macro, const struct log_record *record);
void redo_macro_free(struct redo_macro *macro);
/* Redoes all of it (35, 8.7). */
JET_ERR redo_macro_apply(const struct redo_store *store, const struct redo_macro *macro,
                         redo_observer *observer, void *observer_context);

#endif
