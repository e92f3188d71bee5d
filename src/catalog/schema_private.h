/* schema_private.h: what schema.c, schema_build.c and catalog.c share. */
#ifndef ESENT_CATALOG_SCHEMA_PRIVATE_H
#define ESENT_CATALOG_SCHEMA_PRIVATE_H

#include "catalog/schema.h"

#include <stdatomic.h>

/* Memory of one schema: blocks that are freed together. */
struct schema_arena {
    struct schema_block *blocks;
};
struct schema_block {
    struct schema_block *next;
    size_t used, size;
    max_align_t data[];
};
/* Zeroed. NULL when out of memory. */
void *schema_arena_alloc(struct schema_arena *arena, size_t size);
/* Copy of a span; false when out of memory. */
bool schema_arena_copy(struct schema_arena *arena, struct bytes source, struct bytes *copy);
void schema_arena_free(struct schema_arena *arena);

struct schema_private {
    _Atomic unsigned references;
    struct schema_arena arena;
    uint32_t *names;     /* open-addressing table: place in columns + 1, 0 = free */
    uint32_t name_slots; /* a power of two */
};

/* ASCII case ignored. */
uint32_t schema_name_hash(const char *name, size_t size);

#endif
