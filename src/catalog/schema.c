#include "catalog/schema.h"

#include "base/alloc.h"
#include "catalog/schema_build.h"
#include "catalog/schema_private.h"

enum { ARENA_BLOCK = 8192 };

void *schema_arena_alloc(struct schema_arena *arena, size_t size)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct schema_block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = MAX(size, (size_t)ARENA_BLOCK);
        block = mem_calloc(1, sizeof *block + room);
        if (!block)
            return NULL;
        block->size = room;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *p = (uint8_t *)block->data + block->used;
    block->used += size;
    return p;
}

bool schema_arena_copy(struct schema_arena *arena, struct bytes source, struct bytes *copy)
{
    copy->size = source.size;
    copy->data = NULL;
    if (source.size == 0)
        return true;
    uint8_t *p = schema_arena_alloc(arena, source.size);
    if (!p)
        return false;
    memcpy(p, source.data, source.size);
    copy->data = p;
    return true;
}

void schema_arena_free(struct schema_arena *arena)
{
    while (arena->blocks) {
        struct schema_block *next = arena->blocks->next;
        mem_free(arena->blocks);
        arena->blocks = next;
    }
}

static inline unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

uint32_t schema_name_hash(const char *name, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ lower(name[i])) * 16777619u;
    return hash ^ hash >> 15;
}

int schema_name_compare(const char *a, size_t a_size, const char *b, size_t b_size)
{
    for (size_t i = 0; i < MIN(a_size, b_size); i++)
        if (lower(a[i]) != lower(b[i]))
            return lower(a[i]) < lower(b[i]) ? -1 : 1;
    return (a_size > b_size) - (a_size < b_size);
}

/* Ids of fixed and variable columns are not used twice by template and derived
 * table (spec 20, 5.2), those of tagged columns may be. */
static struct table_column *column_at(const struct table_schema *schema, JET_COLUMNID columnid)
{
    uint32_t id = columnid & ~COLUMNID_TEMPLATE;
    bool template = columnid & COLUMNID_TEMPLATE;
    if (id - RECORD_FIXED_FIRST < schema->fixed_count)
        return schema->fixed[id - RECORD_FIXED_FIRST];
    if (id - RECORD_VAR_FIRST < schema->var_count)
        return schema->var[id - RECORD_VAR_FIRST];
    id -= RECORD_TAGGED_FIRST;
    if (template)
        return id < schema->tagged_template_count ? schema->tagged_template[id] : NULL;
    return id < schema->tagged_count ? schema->tagged[id] : NULL;
}

const struct table_column *schema_column(const struct table_schema *schema, JET_COLUMNID columnid)
{
    const struct table_column *column = column_at(schema, columnid);
    return column && column->columnid == columnid && column->coltyp != JET_coltypNil ? column : NULL;
}

const struct table_column *schema_column_by_name(const struct table_schema *schema, const char *name,
                                                 size_t size)
{
    const struct schema_private *private = schema->private;
    uint32_t slot = schema_name_hash(name, size);
    for (;; slot++) {
        uint32_t place = private->names[slot & (private->name_slots - 1)];
        if (place == 0)
            return NULL;
        const struct table_column *column = &schema->columns[place - 1];
        if (schema_name_compare(column->name, column->name_size, name, size) == 0)
            return column;
    }
}

const struct table_index *schema_index_by_name(const struct table_schema *schema, const char *name,
                                               size_t size)
{
    unsigned low = 0, high = schema->index_count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        const struct table_index *index = &schema->indexes[middle];
        int order = schema_name_compare(index->name, strlen(index->name), name, size);
        if (order == 0)
            return index;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

JET_ERR table_index_key(const struct table_index *index, struct key_index *key)
{
    static const uint8_t no_sort_id[NLS_SORT_ID_SIZE];
    *key = index->key;
    if (!index->localized)
        return JET_errSuccess;
    bool has_id = memcmp(index->sort_id, no_sort_id, sizeof no_sort_id) != 0;
    uint64_t version = (uint64_t)index->sort_version << 32 | index->defined_version;
    return nls_open(index->locale, version, has_id ? index->sort_id : NULL, index->lcmap_flags, &key->sort);
}

JET_ERR schema_field(const struct table_column *column, const struct record *record,
                     enum record_presence *presence, struct record_field *field)
{
    field->count = 1;
    field->header = 0;
    switch (column->kind) {
    case COLUMN_FIXED:
        return record_fixed(record, column->id, column->offset, column->size_max, presence, &field->data);
    case COLUMN_VARIABLE:
        return record_var(record, column->id, presence, &field->data);
    default:
        return record_tagged(record, column->id, column->derived, presence, field);
    }
}

void schema_acquire(struct table_schema *schema)
{
    atomic_fetch_add_explicit(&schema->private->references, 1, memory_order_relaxed);
}

void schema_release(struct table_schema *schema)
{
    if (!schema || atomic_fetch_sub_explicit(&schema->private->references, 1, memory_order_acq_rel) != 1)
        return;
    struct table_schema *template_table = schema->template_table;
    struct schema_arena arena = schema->private->arena; /* the schema itself lies in it */
    schema_arena_free(&arena);
    schema_release(template_table);
}
