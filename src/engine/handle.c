#include "engine/handle.h"

#include "base/alloc.h"

#include <assert.h>

#define TABLE(name_, kind_)                                                                                  \
    struct handle_table name_ = {.kind = (kind_), .lock = OS_MUTEX_INITIALIZER(OS_RANK_HANDLE)}

TABLE(handle_instances, HANDLE_INSTANCE);
TABLE(handle_sessions, HANDLE_SESSION);
TABLE(handle_cursors, HANDLE_CURSOR);
TABLE(handle_files, HANDLE_FILE);
TABLE(handle_snapshots, HANDLE_SNAPSHOT);

static uint64_t token_make(enum handle_kind kind, uint64_t slot, uint64_t generation)
{
    return (uint64_t)kind << (HANDLE_SLOT_BITS + HANDLE_GENERATION_BITS) | generation << HANDLE_SLOT_BITS |
           slot;
}

static uint64_t token_generation(uint64_t token)
{
    return token >> HANDLE_SLOT_BITS & HANDLE_GENERATION_MASK;
}

/* A slot never used before; the table's lock is held. */
static JET_ERR slot_new(struct handle_table *table, uint32_t *slot)
{
    if (table->used > HANDLE_SLOT_MASK)
        return JET_errOutOfMemory;
    uint32_t n = table->used;
    if (n % HANDLE_CHUNK == 0) {
        /* One entry more than needed, to begin on a cache line; never freed. */
        uint8_t *memory = mem_calloc(HANDLE_CHUNK + 1, sizeof(struct handle_entry));
        if (!memory)
            return JET_errOutOfMemory;
        memory += -(uintptr_t)memory % _Alignof(struct handle_entry);
        struct handle_entry *chunk = (void *)memory;
        for (uint32_t i = 0; i < HANDLE_CHUNK; i++)
            atomic_init(&chunk[i].word, HANDLE_FREE | token_make(table->kind, n + i, 0));
        atomic_store_explicit(&table->chunks[n / HANDLE_CHUNK], chunk, memory_order_release);
    }
    table->used = n + 1;
    *slot = n;
    return JET_errSuccess;
}

JET_ERR handle_reserve(struct handle_table *table, void *object, uint64_t owner, uint64_t *token)
{
    JET_ERR err = JET_errSuccess;
    uint32_t slot = 0;

    os_mutex_lock(&table->lock);
    if (table->first_free) {
        slot = table->first_free - 1;
        table->first_free = handle_entry(table, slot)->next_free;
    } else {
        err = slot_new(table, &slot);
    }
    os_mutex_unlock(&table->lock);
    if (err < 0)
        return err;

    struct handle_entry *entry = handle_entry(table, slot);
    uint64_t generation = token_generation(atomic_load_explicit(&entry->word, memory_order_relaxed)) + 1;
    uint64_t t = token_make(table->kind, slot, generation);
    atomic_store_explicit(&entry->object, object, memory_order_relaxed);
    atomic_store_explicit(&entry->owner, owner, memory_order_relaxed);
    atomic_store_explicit(&entry->thread, 0, memory_order_relaxed);
    atomic_store_explicit(&entry->slow, 0, memory_order_relaxed);
    *token = t;
    return JET_errSuccess;
}

void handle_publish(struct handle_table *table, uint64_t token)
{
    atomic_fetch_add_explicit(&table->live, 1, memory_order_relaxed);
    atomic_store_explicit(&handle_entry(table, token)->word, token, memory_order_release);
}

void handle_close(struct handle_table *table, uint64_t token)
{
    struct handle_entry *entry = handle_entry(table, token);
    bool published = (atomic_load(&entry->word) & ~HANDLE_BUSY) == token;

    assert(entry && (published || atomic_load(&entry->word) & HANDLE_FREE));
    atomic_store_explicit(&entry->word, HANDLE_FREE | token, memory_order_release);
    atomic_store_explicit(&entry->object, NULL, memory_order_relaxed);
    if (published)
        atomic_fetch_sub_explicit(&table->live, 1, memory_order_relaxed);
    if (token_generation(token) == HANDLE_GENERATION_MASK)
        return; /* H2: the slot is retired */
    os_mutex_lock(&table->lock);
    entry->next_free = table->first_free;
    table->first_free = (uint32_t)(token & HANDLE_SLOT_MASK) + 1;
    os_mutex_unlock(&table->lock);
}

bool handle_is_live(struct handle_table *table, uint64_t token)
{
    struct handle_entry *entry = handle_entry(table, token);
    if (!entry || token & (HANDLE_BUSY | HANDLE_FREE))
        return false;
    return (atomic_load_explicit(&entry->word, memory_order_acquire) & ~HANDLE_BUSY) == token;
}

void *handle_object(struct handle_table *table, uint64_t token)
{
    if (!handle_is_live(table, token))
        return NULL;
    return atomic_load_explicit(&handle_entry(table, token)->object, memory_order_relaxed);
}

uint32_t handle_count(struct handle_table *table)
{
    return atomic_load_explicit(&table->live, memory_order_relaxed);
}
