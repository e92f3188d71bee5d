/* messages.h: names, texts and categories of the result codes (spec 50, 6.2 and section 8). */
#ifndef ESENT_MESSAGES_H
#define ESENT_MESSAGES_H

#include "base/base.h"

struct message {
    JET_ERR number;
    const char *name; /* "JET_errDiskFull" */
    const char *text; /* one sentence without a full stop */
    JET_ERRCAT category;
    bool historic; /* unknown to JetGetErrorInfoW */
};

/* The row of a result code; NULL for a number that is none. */
const struct message *message_find(JET_ERR number);

/* The symbolic name, or "unknown error". Static storage. */
const char *error_name(JET_ERR number);

/* What JET_paramErrorToString returns: "NAME, text". Writes at most `size` bytes with the terminator and
 * returns the length of the whole text without it. A number that is no result code gives "JET_errUnknown,
 * ...". */
size_t message_describe(JET_ERR number, char *buffer, size_t size);

/* The categories from JET_errcatError down to `category`, then zeros; all zeros for JET_errcatUnknown. */
void message_category_path(JET_ERRCAT category, uint8_t path[8]);

#endif
