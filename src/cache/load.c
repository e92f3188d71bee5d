/* load.c: misses: finding a frame, reading, judging; reading ahead. */
#include "cache/cache_private.h"

#include "format/checksum.h"
#include <stdlib.h>

/* --- the page table, under the lock --- */

static void table_insert(struct cache *cache, uint64_t key, struct cache_frame *frame)
{
    uint64_t entry = entry_of_key(key);
    size_t place = table_place(cache, entry);
    while (atomic_load_explicit(&cache->table[place], memory_order_relaxed) != 0)
        place = (place + 1) & cache->table_mask;
    entry |= (uint64_t)frame_index(frame) << ENTRY_FRAME_SHIFT;
    atomic_store_explicit(&cache->table[place], entry, memory_order_release);
}

/* Closes the gap by moving later entries of the run up. A reader without the
 * lock may miss the one that moves, and will look again under the lock. */
static void table_remove(struct cache *cache, uint64_t key)
{
    uint64_t wanted = entry_of_key(key);
    size_t gap = table_place(cache, wanted);
    while ((atomic_load_explicit(&cache->table[gap], memory_order_relaxed) & ENTRY_PAGE_BITS) != wanted)
        gap = (gap + 1) & cache->table_mask;
    for (size_t next = (gap + 1) & cache->table_mask;; next = (next + 1) & cache->table_mask) {
        uint64_t entry = atomic_load_explicit(&cache->table[next], memory_order_relaxed);
        if (entry == 0)
            break;
        size_t home = table_place(cache, entry);
        if (((next - home) & cache->table_mask) < ((next - gap) & cache->table_mask))
            continue; /* would move before its home */
        atomic_store_explicit(&cache->table[gap], entry, memory_order_release);
        gap = next;
    }
    atomic_store_explicit(&cache->table[gap], 0, memory_order_release);
}

/* --- frames, under the lock --- */

/* Makes the clock's victim exclusively ours, or null. Four rounds cool the
 * hottest frame down. */
static struct cache_frame *take_victim(struct cache *cache)
{
    uint64_t steps = (uint64_t)cache->fresh * (CACHE_HEAT_MAX + 1);
    for (; steps; steps--) {
        struct cache_frame *frame = &cache->frames[cache->hand];
        cache->hand = cache->hand + 1 < cache->fresh ? cache->hand + 1 : 0;
        uint64_t word = atomic_load_explicit(&frame->latch, memory_order_relaxed);
        if (word & (CACHE_LATCH_COUNT | CACHE_LATCH_EXCLUSIVE) || frame_key(frame) == 0 ||
            frame_state(frame) & CACHE_FRAME_DIRTY)
            continue;
        uint32_t heat = atomic_load_explicit(&frame->heat, memory_order_relaxed);
        if (heat) {
            atomic_store_explicit(&frame->heat, heat - 1, memory_order_relaxed);
            continue;
        }
        if (!latch_try_exclusive(frame))
            continue;
        if (!(frame_state(frame) & CACHE_FRAME_DIRTY)) { /* a writer may just have let go */
            table_remove(cache, frame_key(frame));
            return frame;
        }
        cache_unlatch_exclusive(frame);
    }
    return NULL;
}

/* An exclusively latched frame for `key`, in the table, its bytes undefined; or null. */
struct cache_frame *cache_take_frame(struct cache *cache, uint64_t key)
{
    struct cache_frame *frame;
    if (cache->free_head != NO_FRAME) {
        frame = &cache->frames[cache->free_head];
        cache->free_head = frame->next_free;
        cache->used++;
    } else if (cache->fresh < cache->frame_count) {
        frame = &cache->frames[cache->fresh];
        frame->bytes = cache->pages + (size_t)cache->fresh * cache->page_size;
        frame->side = cache->sides + (size_t)cache->fresh * cache_side_size(cache->page_size);
        frame->cache = cache;
        cache->fresh++;
        cache->used++;
    } else {
        frame = take_victim(cache);
        if (!frame)
            return NULL;
        goto mine;
    }
    /* Free frames are found by nobody but late comers, who let go at once. */
    while (!latch_try_exclusive(frame))
        __builtin_ia32_pause();
mine:
    atomic_store_explicit(&frame->key, key, memory_order_relaxed);
    atomic_store_explicit(&frame->heat, 0, memory_order_relaxed);
    frame_set_state(frame, 0);
    table_insert(cache, key, frame);
    return frame;
}

void cache_discard(struct cache *cache, struct cache_frame *frame)
{
    os_mutex_lock(&cache->lock);
    table_remove(cache, frame_key(frame));
    atomic_store_explicit(&frame->key, 0, memory_order_relaxed);
    frame_set_state(frame, 0);
    frame->next_free = cache->free_head;
    cache->free_head = frame_index(frame);
    cache->used--;
    os_mutex_unlock(&cache->lock);
    cache_unlatch_exclusive(frame);
}

/* --- reading --- */

enum { LOAD_TRIES = 100, LOAD_PAUSE = 100 /* microseconds */ };

JET_ERR cache_verify(struct cache *cache, struct cache_frame *frame)
{
    struct checksum_report report;
    uint32_t size = cache->page_size;
    JET_ERR err = checksum_verify_page(frame->bytes, size, (uint32_t)frame_key(frame), true, &report);
    if (err == JET_errSuccess)
        err = page_check(frame->bytes, size, NULL);
    if (report.fixed_bits) {
        if (err == JET_errSuccess)
            err = page_check_order(frame->bytes, size, NULL);
        if (err != JET_errSuccess) /* corrected into nonsense (5.6 step 4) */
            err = JET_errReadVerifyFailure;
        else
            atomic_fetch_add_explicit(&cache->corrected, report.fixed_bits, memory_order_relaxed);
    }
    if (err == JET_errSuccess)
        frame_set_state(frame, CACHE_FRAME_VERIFIED);
    else
        cache_discard(cache, frame);
    return err;
}

JET_ERR cache_load(struct cache *cache, uint64_t key, struct cache_frame **result)
{
    uint32_t pgno = (uint32_t)key;
    struct cache_database *database = &cache->databases[key >> 32];
    *result = NULL;
    if (pgno == 0 || pgno > atomic_load_explicit(&database->last_page, memory_order_relaxed))
        return JET_errDatabaseCorrupted;
    struct cache_frame *frame = NULL;
    bool there;
    for (unsigned tries = 0;; tries++) {
        os_mutex_lock(&cache->lock);
        there = cache_lookup(cache, key) != NULL;
        if (!there)
            frame = cache_take_frame(cache, key);
        os_mutex_unlock(&cache->lock);
        if (frame || there)
            break;
        /* All dirty or latched. Dirty ones are written; latches are short, but a few
         * threads that read ahead can hold a small cache whole for a moment. */
        JET_ERR err = cache_write_some(cache);
        if (err == JET_errOutOfBuffers && tries < LOAD_TRIES)
            os_sleep_microseconds(LOAD_PAUSE);
        else if (err < 0)
            return err;
    }
    if (!frame)
        return JET_errSuccess;

    struct iovec part = {frame->bytes, cache->page_size};
    JET_ERR err = os_file_readv(database->file, page_file_offset(pgno, cache->page_size), &part, 1);
    os_thread_self.counters.page_read++;
    if (err != JET_errSuccess)
        cache_discard(cache, frame);
    else
        err = cache_verify(cache, frame);
    if (err != JET_errSuccess)
        return err;
    cache_downgrade(frame);
    *result = frame;
    return JET_errSuccess;
}

/* --- reading ahead --- */

/* One read of neighbouring pages into their frames, which are let go. */
static uint32_t read_run(struct cache *cache, unsigned slot, uint32_t first, struct cache_frame **frames,
                         uint32_t count)
{
    struct iovec parts[CACHE_RUN_BYTES / PAGE_SIZE_MIN];
    for (uint32_t i = 0; i < count; i++)
        parts[i] = (struct iovec){frames[i]->bytes, cache->page_size};
    JET_ERR err = os_file_readv(cache->databases[slot].file, page_file_offset(first, cache->page_size), parts,
                                (int)count);
    for (uint32_t i = 0; i < count; i++) {
        if (err != JET_errSuccess)
            cache_discard(cache, frames[i]); /* who wants the page will read it and learn why */
        else
            cache_unlatch_exclusive(frames[i]);
    }
    if (err != JET_errSuccess)
        return 0;
    os_thread_self.counters.page_preread += count;
    return count;
}

/* Reads pages `first` .. `first + count - 1`, which fit one run, as far as they
 * are not there. */
static uint32_t prefetch_run(struct cache *cache, unsigned slot, uint32_t first, uint32_t count)
{
    struct cache_frame *frames[CACHE_RUN_BYTES / PAGE_SIZE_MIN];
    bool full = false;
    uint32_t done = 0;
    os_mutex_lock(&cache->lock);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t key = cache_key(slot, first + i);
        frames[i] = full || cache_lookup(cache, key) ? NULL : cache_take_frame(cache, key);
        full |= !frames[i] && !cache_lookup(cache, key);
    }
    os_mutex_unlock(&cache->lock);
    for (uint32_t i = 0; i < count;) {
        uint32_t run = 0;
        while (i + run < count && frames[i + run])
            run++;
        if (run)
            done += read_run(cache, slot, first + i, frames + i, run);
        i += run + 1;
    }
    return done;
}

uint32_t cache_prefetch(struct cache *cache, unsigned slot, uint32_t first, uint32_t count)
{
    uint32_t last = cache_last_page(cache, slot), most = CACHE_RUN_BYTES / cache->page_size, done = 0;
    if (first == 0 || first > last)
        return 0;
    count = MIN(count, last - first + 1);
    count = MIN(count, cache->frame_count / 4); /* what is read ahead must not drive itself out */
    while (count) {
        uint32_t run = MIN(count, most);
        done += prefetch_run(cache, slot, first, run);
        first += run;
        count -= run;
    }
    return done;
}

static int compare_pages(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t cache_prefetch_list(struct cache *cache, unsigned slot, uint32_t *pages, uint32_t count)
{
    uint32_t most = CACHE_RUN_BYTES / cache->page_size, done = 0;
    count = MIN(count, cache->frame_count / 4);
    qsort(pages, count, sizeof *pages, compare_pages);
    for (uint32_t i = 0; i < count;) {
        uint32_t run = 1;
        while (i + run < count && run < most && pages[i + run] == pages[i] + run)
            run++;
        done += cache_prefetch(cache, slot, pages[i], run);
        i += run;
    }
    return done;
}
