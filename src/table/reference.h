/* reference.h: values by way of the index entry, and references to values
 * outside the record (spec 40, 6.3 and R-8). */
#ifndef TABLE_REFERENCE_H
#define TABLE_REFERENCE_H

#include "table/retrieve.h"

/* JET_bitRetrieveFromIndex and JET_bitRetrieveFromPrimaryBookmark. *done: the
 * request is answered; else the record is to be read, for the value number that
 * `request` now has. *tag: number of the value that made the entry, if that was
 * found out, else the one asked for. */
JET_ERR retrieve_from_key(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, bool *done,
                          uint32_t *tag);

/* Gives a reference to a separated value: JET_wrnColumnReference. */
JET_ERR reference_give(struct table_cursor *cursor, const struct column_access *column, uint32_t itag,
                       const struct value *value, JET_RETRIEVECOLUMN *request);

/* JetRetrieveColumnByReference. JET_errInvalidColumnReference: malformed;
 * JET_errStaleColumnReference: its record, column or value is gone. */
JET_ERR cursor_retrieve_reference(struct table_cursor *cursor, struct bytes reference, uint32_t offset,
                                  void *out, uint32_t size, uint32_t *actual, JET_GRBIT grbit);

/* Is it one, and is its value there? Nothing is read but what tells that. */
JET_ERR cursor_check_reference(struct table_cursor *cursor, struct bytes reference);

#endif
