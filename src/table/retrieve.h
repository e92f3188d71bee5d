/* retrieve.h: reading column values of the current record (spec 40 section 6). */
#ifndef TABLE_RETRIEVE_H
#define TABLE_RETRIEVE_H

#include "table/cursor.h"
#include "table/value.h"

/* The record that a retrieval reads: with `copy` and an update prepared its
 * copy buffer, else the current record, latched until cursor_row_end. */
JET_ERR cursor_row(struct table_cursor *cursor, bool copy, struct row *row);
void cursor_row_end(struct table_cursor *cursor);

/* JetRetrieveColumn; the members of `request` as those of JET_RETINFO and the
 * arguments. `want_actual`: the caller gave pcbActual. */
JET_ERR cursor_retrieve_column(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, bool want_actual);

/* The way of most calls: no option, a fixed or variable column. *done false: it
 * is not for this function, and nothing has happened. */
JET_ERR cursor_retrieve_plain(struct table_cursor *cursor, JET_COLUMNID id, void *out, uint32_t size,
                              uint32_t *actual, bool *done);

/* JetRetrieveColumns. */
JET_ERR cursor_retrieve_columns(struct table_cursor *cursor, JET_RETRIEVECOLUMN *requests, uint32_t count);

JET_ERR cursor_enumerate(struct table_cursor *cursor, uint32_t id_count, const JET_ENUMCOLUMNID *ids,
                         uint32_t *count, JET_ENUMCOLUMN **columns, JET_PFNREALLOC allocate, void *context,
                         uint32_t data_most, JET_GRBIT grbit);

JET_ERR cursor_tagged_list(struct table_cursor *cursor, uint32_t *count, void *out, uint32_t size,
                           JET_COLUMNID start, JET_GRBIT grbit);

/* JetGetRecordSize3; the older forms take the front part. */
JET_ERR cursor_record_size(struct table_cursor *cursor, JET_RECSIZE3 *size, JET_GRBIT grbit);

/* Copies what fits of a node's key; true when all did. */
bool give_key(const struct node *node, void *out, uint32_t size, uint32_t *actual);

#endif
