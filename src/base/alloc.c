#include "base/alloc.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_long fail_countdown;

void mem_fail_nth(long n) { atomic_store(&fail_countdown, n); }

static int must_fail(void)
{
    if (__builtin_expect(atomic_load_explicit(&fail_countdown, memory_order_relaxed) <= 0, 1))
        return 0;
    return atomic_fetch_sub(&fail_countdown, 1) == 1;
}

void *mem_alloc(size_t size) { return must_fail() ? NULL : malloc(size); }
void *mem_calloc(size_t count, size_t size) { return must_fail() ? NULL : calloc(count, size); }
void *mem_realloc(void *p, size_t size) { return must_fail() ? NULL : realloc(p, size); }
void mem_free(void *p) { free(p); }

_Bool mem_copy_text(const char *text, char **copy)
{
    *copy = NULL;
    if (!text)
        return 1;
    size_t size = strlen(text) + 1;
    *copy = mem_alloc(size);
    if (*copy)
        memcpy(*copy, text, size);
    return *copy != NULL;
}
