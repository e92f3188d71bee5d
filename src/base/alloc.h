/* alloc.h: the one door to the heap, so that tests can fail the n-th
 * allocation. Same contracts as malloc, calloc, realloc and free. */
#ifndef ESENT_ALLOC_H
#define ESENT_ALLOC_H

#include <stddef.h>

void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_realloc(void *p, size_t size);
void mem_free(void *p);

/* A copy of a terminated text in *copy; NULL gives NULL. False: no memory. */
_Bool mem_copy_text(const char *text, char **copy);

/* The n-th allocation from now (1 = the next) fails, all others succeed; 0
 * disarms. Process-wide; for tests. */
void mem_fail_nth(long n);

#endif
