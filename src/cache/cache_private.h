/* cache_private.h: the inside of the page cache, shared by its files. */
#ifndef ESENT_CACHE_PRIVATE_H
#define ESENT_CACHE_PRIVATE_H

#include "cache/cache.h"
#include "os/os_thread.h"

/* An entry of the page table, one word: page number (31 bits), database (7),
 * frame (26). 0 is a free place: no page has number 0. */
enum { ENTRY_DATABASE_SHIFT = 31, ENTRY_FRAME_SHIFT = 38 };
#define ENTRY_PAGE_BITS ((UINT64_C(1) << ENTRY_FRAME_SHIFT) - 1)
enum { CACHE_FRAMES_LIMIT = 1 << 26, CACHE_WAIT_SLOTS = 64, CACHE_RUN_BYTES = 65536, CACHE_HEAT_MAX = 3 };
#define NO_FRAME UINT32_MAX

/* Log positions of a dirty frame, under its exclusive latch. */
struct cache_positions {
    _Atomic uint64_t oldest, end; /* 0: not dirty, or not logged */
};

struct cache_database {
    struct os_file *file; /* null: slot is free */
    struct cache_writer writer;
    _Atomic uint32_t last_page;
};

/* Where threads sleep for latches: frames share slots, wake-ups may be false.
 * Not a ranked lock: nothing else is taken while it is held. */
struct cache_wait_slot {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

struct cache {
    /* read by every hit, written only at creation */
    _Atomic uint64_t *table;
    struct cache_frame *frames;
    struct cache_positions *positions; /* one for each frame */
    uint64_t table_mask;
    unsigned table_shift;
    uint32_t page_size;
    uint32_t frame_count;
    uint8_t *pages;
    uint8_t *sides;
    size_t sides_size;
    size_t pages_size, frames_size, table_size, positions_size;
    void *pages_map;

    /* guarded by `lock` */
    struct os_mutex lock __attribute__((aligned(64)));
    uint32_t fresh;     /* frames from here on were never used */
    uint32_t free_head; /* list of frames given back */
    uint32_t hand;      /* of the clock */
    uint32_t used;
    struct cache_database databases[CACHE_DATABASES_MAX];

    _Atomic uint64_t corrected;
    _Atomic uint32_t dirty;
    struct os_mutex write_lock; /* one thread writes at a time; taken before `lock` */
    struct cache_wait_slot waits[CACHE_WAIT_SLOTS];
};

static inline uint64_t entry_of_key(uint64_t key)
{
    return (key >> 32) << ENTRY_DATABASE_SHIFT | (uint32_t)key;
}

static inline size_t table_place(const struct cache *cache, uint64_t entry)
{
    return (size_t)((entry & ENTRY_PAGE_BITS) * UINT64_C(0x9E3779B97F4A7C15) >> cache->table_shift);
}

/* The frame of a page, or null. Without the lock a null may be wrong (an entry
 * is being moved) and a frame may hold another page when it is latched. */
struct cache_frame *cache_lookup(const struct cache *cache, uint64_t key);

static inline uint32_t frame_index(const struct cache_frame *frame)
{
    return (uint32_t)(frame - frame->cache->frames);
}
static inline uint64_t frame_key(const struct cache_frame *frame)
{
    return atomic_load_explicit(&frame->key, memory_order_relaxed);
}
static inline uint32_t frame_state(const struct cache_frame *frame)
{
    return atomic_load_explicit(&frame->state, memory_order_relaxed);
}
static inline void frame_set_state(struct cache_frame *frame, uint32_t state)
{
    atomic_store_explicit(&frame->state, state, memory_order_relaxed);
}
/* A hit warms the frame; hot ones are not written again. */
static inline void frame_warm(struct cache_frame *frame)
{
    uint32_t heat = atomic_load_explicit(&frame->heat, memory_order_relaxed);
    if (heat < CACHE_HEAT_MAX)
        atomic_store_explicit(&frame->heat, heat + 1, memory_order_relaxed);
}

/* latch.c */
bool latch_try_exclusive(struct cache_frame *frame);
/* Sleep until the frame is not exclusively held, or held by nobody. */
void latch_wait_shared(struct cache_frame *frame);
void latch_wait_exclusive(struct cache_frame *frame);

/* cache_write.c: makes some dirty frames clean so that a victim can be found.
 * JET_errOutOfBuffers: nothing could be written. */
JET_ERR cache_write_some(struct cache *cache);

/* load.c */
/* A frame for a page that is not in the table, exclusively latched and in the
 * table now; null when none is free. Under the lock. */
struct cache_frame *cache_take_frame(struct cache *cache, uint64_t key);
/* Brings the page in. JET_errSuccess: *frame is latched shared, or null when
 * another thread was faster and the caller is to look again. */
JET_ERR cache_load(struct cache *cache, uint64_t key, struct cache_frame **frame);
/* Judges the bytes of an exclusively latched frame once. On failure the frame is
 * unlatched and empty. */
JET_ERR cache_verify(struct cache *cache, struct cache_frame *frame);
/* Empties exclusively latched frames; the lock is not held. */
void cache_discard(struct cache *cache, struct cache_frame *frame);

#endif
