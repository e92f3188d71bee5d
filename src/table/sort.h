/* sort.h: cursors on temporary tables that are not materialised: loading and
 * reading (spec 40, section 8). */
#ifndef TABLE_SORT_H
#define TABLE_SORT_H

#include "table/cursor.h"

/* JetMove on a sort. *moved false: the sort has become a table, with the cursor
 * before its first row, and the move is still to be made by its rules. */
JET_ERR sort_move(struct table_cursor *cursor, int32_t rows, bool *moved);

/* JetSeek on a sort; *done likewise. */
JET_ERR sort_seek(struct table_cursor *cursor, JET_GRBIT relation, bool *done);

/* The row numbers that stand for bookmarks. */
JET_ERR sort_get_bookmark(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual);
JET_ERR sort_goto_bookmark(struct table_cursor *cursor, struct bytes bookmark);

#endif
