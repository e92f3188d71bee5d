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

/* SHA-256 as 64 lower-case hex digits and a terminator, as the dumps of real
 * files give it for long values. */
void sha256_hex(const void *data, size_t size, char hex[65]);

/* The next line as it stands, without its end; valid until the next call. NULL
 * at the end. For dumps that must be equal to the byte. */
const char *jsonl_next_text(struct jsonl *reader, size_t *size);

#endif
