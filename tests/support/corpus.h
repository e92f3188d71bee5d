/* corpus.h: the real files that tests read from outside the project. */
#ifndef TEST_CORPUS_H
#define TEST_CORPUS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the folder of real files is there; else says on standard error
 * that the calling test is skipped and why. Programs then exit with 77. */
bool corpus_present(void);

/* Absolute path of a file below the shared folder, e.g.
 * "corpus/basic.edb.gz". Static buffer, overwritten by the fourth next call. */
const char *corpus_path(const char *relative);

/* Reads a whole file, gunzipped when its name ends in .gz. Exits the test
 * program with a message on failure. The caller frees. */
uint8_t *corpus_read(const char *relative, size_t *size);

/* Writes a gunzipped copy of a shared file to `target` (an absolute path). */
void corpus_extract(const char *relative, const char *target);

/* A fresh empty directory below $TMPDIR, removed at exit. Static storage. */
const char *test_directory(void);

/* Streams the lines of a .jsonl(.gz) file. next returns false at the end; the
 * object belongs to the caller (json_decref). */
struct jsonl;
struct jsonl *jsonl_open(const char *relative);
bool jsonl_next(struct jsonl *reader, json_t **object);
void jsonl_close(struct jsonl *reader);

#endif
