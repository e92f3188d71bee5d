/* fuzz.h: what the targets share. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

/* Stays in release builds, unlike assert. */
static inline void must(bool holds)
{
    if (!holds)
        abort();
}

/* Reads every byte that a reader handed out, so that the sanitizer sees a span
 * that reaches outside. */
static inline unsigned touch(struct bytes span)
{
    unsigned sum = 0;
    for (size_t i = 0; i < span.size; i++)
        sum += span.data[i];
    return sum;
}

/* An exact copy on the heap: reads behind its end are seen. */
static inline uint8_t *copy_of(const void *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    must(copy != NULL);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

#endif
