/* jet.h: one real database, attached through the public API, for tests of
 * cursors and rows. Every call in here asserts that it works. */
#ifndef TEST_JET_H
#define TEST_JET_H

#define ESENT_ENGINE_ONLY
#ifndef JET_VERSION
#define JET_VERSION 0x0A01
#endif
#include <esent.h>
#include <stdbool.h>
#include <stddef.h>

struct jet {
    JET_INSTANCE instance;
    JET_SESID sesid;
    JET_DBID dbid;
    char path[1200];
};

/* An instance without a database, with pages of that size. */
void jet_start(struct jet *jet, uint32_t page_size);

/* Extracts a shared file ("golden/basic_4k/basic.edb.gz") and opens it for
 * reading in an instance of its own. */
void jet_open(struct jet *jet, const char *relative);

/* The same with more bits for JetAttachDatabase. */
void jet_open_with(struct jet *jet, const char *relative, JET_GRBIT grbit);

/* Ends session and instance; removes the copy. */
void jet_close(struct jet *jet);

JET_TABLEID jet_table(const struct jet *jet, const char *name);
void jet_close_table(const struct jet *jet, JET_TABLEID table);

/* Hexadecimal of a span; static storage, overwritten by the fourth next call. */
const char *jet_hex(const void *data, size_t size);

/* Bytes of a hexadecimal text; returns their number. */
size_t jet_unhex(const char *hex, void *out, size_t capacity);

/* Runs one cmocka test with that state in a process of its own; fails if it does. */
void jet_fork(void (*test)(void **state), void *state);

#endif
