/* open.h: a database, opened through the API for reading. */
#ifndef ESENTUTL_OPEN_H
#define ESENTUTL_OPEN_H

#include "base/base.h"

struct opened {
    const char *path;
    JET_INSTANCE instance;
    JET_SESID session;
    JET_DBID dbid;
    uint32_t page_size;
};

struct open_options {
    bool dirty;         /* as evidence */
    uint32_t page_size; /* 0: from the header */
    bool quiet;         /* the caller tells errors itself */
};

/* On failure nothing is left open, and unless quiet the reason was told. */
JET_ERR opened_begin(struct opened *opened, const char *path, const struct open_options *options);
/* A session without a database. Nothing is told. */
JET_ERR opened_session(struct opened *opened, uint32_t page_size);
void opened_end(struct opened *opened);

#endif
