/* plain.h: values as the text that CSV and SQL want, without JSON's quotes. */
#ifndef ESENTUTL_PLAIN_H
#define ESENTUTL_PLAIN_H

#include "schema.h"

enum plain_kind {
    PLAIN_NUMBER, /* text is digits */
    PLAIN_TEXT,   /* text is UTF-8, any bytes */
    PLAIN_BINARY, /* text is lower-case hex; also text and numbers that cannot be decoded */
};

struct plain {
    char *text;
    size_t size, capacity;
    enum plain_kind kind;
};

/* One value. JET_errOutOfMemory. */
JET_ERR plain_value(struct plain *p, const struct schema_column *column, struct bytes value);
/* Several: a JSON array as text. */
JET_ERR plain_array(struct plain *p, const struct schema_column *column, const struct bytes *values,
                    size_t count);
/* A name of the catalog in UTF-8. */
JET_ERR plain_name(struct plain *p, const char *name);
void plain_free(struct plain *p);

#endif
