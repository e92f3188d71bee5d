/* cache.c: frames, page table, hits.
 *
 * Invariants (README.md tells the reasons):
 *  C1  A frame's key and bytes change only under its exclusive latch.
 *  C2  Entry in the table <=> a frame with that key, but for the time in which
 *      the thread that changes it holds both `lock` and the exclusive latch.
 *  C3  The table, the free list, the clock hand and `used` change under `lock`;
 *      the table is read without it.
 *  C4  Nobody waits for I/O or for a held latch while holding `lock`.
 *  C5  VERIFIED: checksum and structure were good, or a writer made the page.
 *      Nobody but the loader sees the bytes before.
 *  C6  A dirty or latched frame is never replaced.
 *  C7  Each exclusive release raises the version; while the exclusive bit is
 *      clear and the version unchanged, key and bytes are unchanged.
 *
 * States of a frame, and who changes them:
 *   unused/free --take_frame--> loading (exclusive) --read--> unverified
 *   unverified --cache_verify--> verified | free       verified --writer--> dirty
 *   unverified, verified --take_frame (clock) or cache_detach--> loading, free */
#include "cache/cache_private.h"

#include "base/alloc.h"
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20)

static void *map_zeroes(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* One mapping for all pages, from a huge page's border on: first touches of
 * fresh memory cost a third. */
static bool map_memory(struct cache *cache)
{
    cache->pages_size = (size_t)cache->frame_count * cache->page_size + HUGE_PAGE;
    cache->frames_size = (size_t)cache->frame_count * sizeof *cache->frames;
    cache->table_size = (size_t)(cache->table_mask + 1) * sizeof *cache->table;
    cache->sides_size = (size_t)cache->frame_count * cache_side_size(cache->page_size);
    cache->sides = map_zeroes(cache->sides_size);
    cache->pages_map = map_zeroes(cache->pages_size);
    cache->frames = map_zeroes(cache->frames_size);
    cache->table = map_zeroes(cache->table_size);
    cache->positions_size = (size_t)cache->frame_count * sizeof *cache->positions;
    cache->positions = map_zeroes(cache->positions_size);
    if (!cache->sides || !cache->pages_map || !cache->frames || !cache->table || !cache->positions)
        return false;
    cache->pages = (uint8_t *)(((uintptr_t)cache->pages_map + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
    madvise(cache->pages, cache->pages_size - HUGE_PAGE, MADV_HUGEPAGE); /* a wish */
    return true;
}

static void unmap_memory(struct cache *cache)
{
    if (cache->sides)
        munmap(cache->sides, cache->sides_size);
    if (cache->pages_map)
        munmap(cache->pages_map, cache->pages_size);
    if (cache->frames)
        munmap(cache->frames, cache->frames_size);
    if (cache->table)
        munmap((void *)(uintptr_t)cache->table, cache->table_size);
    if (cache->positions)
        munmap(cache->positions, cache->positions_size);
}

JET_ERR cache_create(const struct cache_params *params, struct cache **result)
{
    *result = NULL;
    if (!page_size_legal(params->page_size) || params->frames < CACHE_FRAMES_MIN ||
        params->frames > CACHE_FRAMES_LIMIT)
        return JET_errInvalidParameter;
    struct cache *cache = mem_calloc(1, sizeof *cache + 64);
    if (!cache)
        return JET_errOutOfMemory;
    cache->page_size = params->page_size;
    cache->frame_count = params->frames;
    cache->free_head = NO_FRAME;
    unsigned bits = 64 - (unsigned)__builtin_clzll((uint64_t)params->frames * 2 - 1); /* at most half full */
    cache->table_mask = (UINT64_C(1) << bits) - 1;
    cache->table_shift = 64 - bits;
    if (!map_memory(cache)) {
        unmap_memory(cache);
        mem_free(cache);
        return JET_errOutOfMemory;
    }
    os_mutex_init(&cache->lock, OS_RANK_CACHE);
    os_mutex_init(&cache->write_lock, OS_RANK_CACHE_WRITE);
    for (int i = 0; i < CACHE_WAIT_SLOTS; i++) {
        pthread_mutex_init(&cache->waits[i].mutex, NULL);
        pthread_cond_init(&cache->waits[i].changed, NULL);
    }
    *result = cache;
    return JET_errSuccess;
}

void cache_destroy(struct cache *cache)
{
    if (!cache)
        return;
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++)
        assert(!cache->databases[i].file);
    for (int i = 0; i < CACHE_WAIT_SLOTS; i++) {
        pthread_mutex_destroy(&cache->waits[i].mutex);
        pthread_cond_destroy(&cache->waits[i].changed);
    }
    os_mutex_destroy(&cache->lock);
    os_mutex_destroy(&cache->write_lock);
    unmap_memory(cache);
    mem_free(cache);
}

uint32_t cache_page_size(const struct cache *cache) { return cache->page_size; }

JET_ERR cache_attach(struct cache *cache, struct os_file *file, unsigned *slot)
{
    JET_ERR err = JET_errTooManyAttachedDatabases;
    os_mutex_lock(&cache->lock);
    for (unsigned i = 0; i < CACHE_DATABASES_MAX; i++) {
        struct cache_database *database = &cache->databases[i];
        if (database->file)
            continue;
        database->file = file;
        atomic_store(&database->last_page, PAGE_NUMBER_MAX);
        *slot = i;
        err = JET_errSuccess;
        break;
    }
    os_mutex_unlock(&cache->lock);
    return err;
}

void cache_detach(struct cache *cache, unsigned slot)
{
    assert(slot < CACHE_DATABASES_MAX && cache->databases[slot].file);
    assert(cache_debug_latches() == 0); /* would wait for itself */
    os_mutex_lock(&cache->lock);
    uint32_t fresh = cache->fresh;
    os_mutex_unlock(&cache->lock);
    for (uint32_t i = 0; i < fresh; i++) {
        struct cache_frame *frame = &cache->frames[i];
        while (frame_key(frame) != 0 && frame_key(frame) >> 32 == slot) {
            if (!latch_try_exclusive(frame)) { /* read ahead may still be under way */
                latch_wait_exclusive(frame);
                continue;
            }
            if (frame_key(frame) == 0 || frame_key(frame) >> 32 != slot) {
                cache_unlatch_exclusive(frame);
                break;
            }
            assert(!(frame_state(frame) & CACHE_FRAME_DIRTY));
            cache_discard(cache, frame);
        }
    }
    os_mutex_lock(&cache->lock);
    cache->databases[slot] = (struct cache_database){0};
    os_mutex_unlock(&cache->lock);
}

void cache_set_last_page(struct cache *cache, unsigned slot, uint32_t last_page)
{
    atomic_store(&cache->databases[slot].last_page, last_page);
}

uint32_t cache_last_page(const struct cache *cache, unsigned slot)
{
    return atomic_load_explicit(&((struct cache *)(uintptr_t)cache)->databases[slot].last_page,
                                memory_order_relaxed);
}

uint64_t cache_corrected(const struct cache *cache)
{
    return atomic_load(&((struct cache *)(uintptr_t)cache)->corrected);
}

uint32_t cache_used(struct cache *cache)
{
    os_mutex_lock(&cache->lock);
    uint32_t used = cache->used;
    os_mutex_unlock(&cache->lock);
    return used;
}

struct cache_frame *cache_lookup(const struct cache *cache, uint64_t key)
{
    uint64_t wanted = entry_of_key(key);
    if ((uint32_t)key - 1 >= PAGE_NUMBER_MAX) /* 0, or more than an entry can hold */
        return NULL;
    for (size_t place = table_place(cache, wanted);; place = (place + 1) & cache->table_mask) {
        uint64_t entry = atomic_load_explicit(&cache->table[place], memory_order_acquire);
        if ((entry & ENTRY_PAGE_BITS) == wanted)
            return &cache->frames[entry >> ENTRY_FRAME_SHIFT];
        if (entry == 0)
            return NULL;
    }
}

/* Shared latch of a frame found in the table. False: look again. */
static bool hit_shared(struct cache_frame *frame, uint64_t key)
{
    uint64_t word = atomic_fetch_add_explicit(&frame->latch, CACHE_LATCH_SHARED, memory_order_acquire);
    cache_debug_count(1);
    if (word & CACHE_LATCH_EXCLUSIVE) {
        cache_unlatch_shared(frame);
        latch_wait_shared(frame);
        return false;
    }
    if (frame_key(frame) == key)
        return true;
    cache_unlatch_shared(frame);
    return false;
}

/* A page that was read ahead is judged by the first who wants it. *frame becomes
 * null when the page went away meanwhile. */
static JET_ERR verify_shared(struct cache *cache, struct cache_frame **frame, uint64_t key)
{
    struct cache_frame *mine = *frame;
    cache_unlatch_shared(mine);
    *frame = NULL;
    while (!latch_try_exclusive(mine))
        latch_wait_exclusive(mine);
    if (frame_key(mine) != key) {
        cache_unlatch_exclusive(mine);
        return JET_errSuccess;
    }
    JET_ERR err = frame_state(mine) & CACHE_FRAME_VERIFIED ? JET_errSuccess : cache_verify(cache, mine);
    if (err != JET_errSuccess)
        return err;
    cache_downgrade(mine);
    *frame = mine;
    return JET_errSuccess;
}

JET_ERR cache_latch_shared(struct cache *cache, unsigned database, uint32_t pgno, struct cache_frame **result)
{
    uint64_t key = cache_key(database, pgno);
    *result = NULL;
    assert(database < CACHE_DATABASES_MAX);
    for (;;) {
        JET_ERR err = JET_errSuccess;
        struct cache_frame *frame = cache_lookup(cache, key);
        if (!frame)
            err = cache_load(cache, key, &frame);
        else if (!hit_shared(frame, key))
            frame = NULL;
        else if (!(frame_state(frame) & CACHE_FRAME_VERIFIED))
            err = verify_shared(cache, &frame, key);
        if (err != JET_errSuccess)
            return err;
        if (frame) {
            frame_warm(frame);
            os_thread_self.counters.page_referenced++;
            *result = frame;
            return JET_errSuccess;
        }
    }
}

JET_ERR cache_latch_exclusive(struct cache *cache, unsigned database, uint32_t pgno,
                              struct cache_frame **result)
{
    struct cache_frame *frame;
    for (;;) {
        JET_ERR err = cache_latch_shared(cache, database, pgno, &frame);
        *result = err == JET_errSuccess ? frame : NULL;
        if (err != JET_errSuccess || cache_try_upgrade(frame))
            return err;
        cache_unlatch_shared(frame);
        while (!latch_try_exclusive(frame))
            latch_wait_exclusive(frame);
        if (frame_key(frame) == cache_key(database, pgno) && frame_state(frame) & CACHE_FRAME_VERIFIED)
            return JET_errSuccess;
        cache_unlatch_exclusive(frame);
    }
}

struct cache_frame *cache_try_shared(struct cache *cache, unsigned database, uint32_t pgno)
{
    uint64_t key = cache_key(database, pgno);
    struct cache_frame *frame = cache_lookup(cache, key);
    if (!frame || atomic_load_explicit(&frame->latch, memory_order_relaxed) & CACHE_LATCH_EXCLUSIVE)
        return NULL;
    uint64_t word = atomic_fetch_add_explicit(&frame->latch, CACHE_LATCH_SHARED, memory_order_acquire);
    cache_debug_count(1);
    if (word & CACHE_LATCH_EXCLUSIVE || frame_key(frame) != key ||
        !(frame_state(frame) & CACHE_FRAME_VERIFIED)) {
        cache_unlatch_shared(frame);
        return NULL;
    }
    frame_warm(frame);
    os_thread_self.counters.page_referenced++;
    return frame;
}

struct cache_frame *cache_read_begin(struct cache *cache, unsigned database, uint32_t pgno, uint64_t *version)
{
    if (CACHE_NO_OPTIMISTIC)
        return NULL;
    uint64_t key = cache_key(database, pgno);
    struct cache_frame *frame = cache_lookup(cache, key);
    if (!frame)
        return NULL;
    uint64_t word = atomic_load_explicit(&frame->latch, memory_order_acquire);
    if (word & CACHE_LATCH_EXCLUSIVE || frame_key(frame) != key ||
        !(frame_state(frame) & CACHE_FRAME_VERIFIED))
        return NULL;
    frame_warm(frame);
    os_thread_self.counters.page_referenced++;
    *version = word & CACHE_LATCH_VERSIONS;
    return frame;
}

bool cache_contains(struct cache *cache, unsigned database, uint32_t pgno)
{
    return cache_lookup(cache, cache_key(database, pgno)) != NULL;
}

void cache_mark_dirty(struct cache_frame *frame)
{
    assert(atomic_load_explicit(&frame->latch, memory_order_relaxed) & CACHE_LATCH_EXCLUSIVE);
    if (frame_state(frame) & CACHE_FRAME_DIRTY) {
        os_thread_self.counters.page_redirtied++;
    } else {
        os_thread_self.counters.page_dirtied++;
        atomic_fetch_add_explicit(&frame->cache->dirty, 1, memory_order_relaxed);
    }
    frame_set_state(frame, CACHE_FRAME_VERIFIED | CACHE_FRAME_DIRTY);
}
