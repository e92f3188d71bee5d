/* cache_write.c: new pages, dirty pages, writing them back.
 *
 * W1. A page is written only after its database's writer has said that the log
 *     is durable up to the page's `end` (write-ahead rule, 35, 3).
 * W2. The image that goes to the file is a copy taken under the shared latch,
 *     with its checksum; the frame becomes clean only if it has not changed
 *     since, judged by its version under the latch.
 * W3. One thread writes at a time (write_lock), so two images of one page never
 *     race to the file. */
#include "cache/cache_private.h"

#include "base/alloc.h"
#include "format/checksum.h"

#include <stdlib.h>

enum { BATCH = 64 };

void cache_set_writer(struct cache *cache, unsigned database, const struct cache_writer *writer)
{
    os_mutex_lock(&cache->lock);
    cache->databases[database].writer = *writer;
    os_mutex_unlock(&cache->lock);
}

void cache_mark_logged(struct cache_frame *frame, struct log_position oldest, struct log_position end)
{
    struct cache_positions *positions = &frame->cache->positions[frame_index(frame)];
    bool was_dirty = (frame_state(frame) & CACHE_FRAME_DIRTY) != 0;
    uint64_t before = atomic_load_explicit(&positions->oldest, memory_order_relaxed);
    cache_mark_dirty(frame);
    if (!was_dirty || before == 0 || oldest.value < before)
        atomic_store_explicit(&positions->oldest, oldest.value, memory_order_relaxed);
    atomic_store_explicit(&positions->end, end.value, memory_order_relaxed);
}

JET_ERR cache_latch_new(struct cache *cache, unsigned database, uint32_t pgno, struct cache_frame **result)
{
    uint64_t key = cache_key(database, pgno);
    *result = NULL;
    if (pgno == 0 || pgno > PAGE_NUMBER_MAX)
        return JET_errDatabaseCorrupted;
    for (;;) {
        os_mutex_lock(&cache->lock);
        struct cache_frame *frame = cache_lookup(cache, key);
        struct cache_frame *made = frame ? NULL : cache_take_frame(cache, key);
        if (made && pgno > cache_last_page(cache, database))
            atomic_store(&cache->databases[database].last_page, pgno);
        os_mutex_unlock(&cache->lock);
        if (made) {
            frame_set_state(made, CACHE_FRAME_VERIFIED);
            *result = made;
            return JET_errSuccess;
        }
        if (!frame) {
            JET_ERR err = cache_write_some(cache);
            if (err < 0)
                return err;
            continue;
        }
        while (!latch_try_exclusive(frame))
            latch_wait_exclusive(frame);
        if (frame_key(frame) == key) {
            frame_set_state(frame, frame_state(frame) | CACHE_FRAME_VERIFIED);
            *result = frame;
            return JET_errSuccess;
        }
        cache_unlatch_exclusive(frame);
    }
}

/* ---- writing ---- */

struct candidate {
    uint32_t pgno, frame;
};

static int compare_candidates(const void *a, const void *b)
{
    uint32_t x = ((const struct candidate *)a)->pgno, y = ((const struct candidate *)b)->pgno;
    return (x > y) - (x < y);
}

/* One page on its way: its copy, and what it was when it was copied. */
struct image {
    struct cache_frame *frame;
    uint64_t version;
    uint32_t pgno;
};

/* Copies a dirty page for writing; false when it needs no writing any more. */
static bool take_image(struct cache *cache, unsigned database, const struct candidate *c, uint8_t *copy,
                       struct image *image, uint64_t *end)
{
    struct cache_frame *frame = cache_try_shared(cache, database, c->pgno);
    if (!frame)
        return false;
    bool dirty = (frame_state(frame) & CACHE_FRAME_DIRTY) != 0;
    if (dirty) {
        memcpy(copy, frame->bytes, cache->page_size);
        *image = (struct image){frame, cache_version(frame), c->pgno};
        uint64_t mine = atomic_load_explicit(&cache->positions[frame_index(frame)].end, memory_order_relaxed);
        *end = MAX(*end, mine);
    }
    cache_unlatch_shared(frame);
    return dirty;
}

/* The page is in the file: clean, unless it has changed or is being changed. A
 * shared latch is enough, since changes come with the exclusive one and only one
 * thread writes; waiting for a latch here could wait for somebody who waits for us. */
static void mark_clean(struct cache *cache, unsigned database, const struct image *image)
{
    struct cache_frame *frame = cache_try_shared(cache, database, image->pgno);
    if (!frame)
        return;
    if (frame == image->frame && cache_version(frame) == image->version) {
        struct cache_positions *positions = &cache->positions[frame_index(frame)];
        frame_set_state(frame, CACHE_FRAME_VERIFIED);
        atomic_store_explicit(&positions->oldest, 0, memory_order_relaxed);
        atomic_store_explicit(&positions->end, 0, memory_order_relaxed);
        atomic_fetch_sub_explicit(&cache->dirty, 1, memory_order_relaxed);
    }
    cache_unlatch_shared(frame);
}

/* Writes up to BATCH pages, sorted by number. */
static JET_ERR write_batch(struct cache *cache, unsigned database, const struct candidate *candidates,
                           uint32_t count, uint8_t *copies)
{
    struct image images[BATCH];
    struct iovec parts[BATCH];
    uint32_t taken = 0, size = cache->page_size;
    uint64_t end = 0;
    for (uint32_t i = 0; i < count; i++)
        if (take_image(cache, database, &candidates[i], copies + (size_t)taken * size, &images[taken], &end))
            taken++;
    if (taken == 0)
        return JET_errSuccess;
    const struct cache_database *db = &cache->databases[database];
    JET_ERR err =
        end ? db->writer.before_write(db->writer.context, (struct log_position){end}) : JET_errSuccess;
    for (uint32_t first = 0; first < taken && err >= 0;) {
        uint32_t run = 0;
        do {
            uint8_t *copy = copies + (size_t)(first + run) * size;
            assert(page_check(copy, size, NULL) == JET_errSuccess);
            checksum_update_page(copy, size, images[first + run].pgno);
            parts[run] = (struct iovec){copy, size};
            run++;
        } while (first + run < taken && images[first + run].pgno == images[first].pgno + run);
        err = os_file_writev(db->file, page_file_offset(images[first].pgno, size), parts, (int)run);
        for (uint32_t i = 0; i < run && err >= 0; i++)
            mark_clean(cache, database, &images[first + i]);
        first += run;
    }
    return err;
}

/* The dirty pages of a database, sorted; the caller frees. */
static struct candidate *collect(struct cache *cache, unsigned database, struct log_position limit,
                                 uint32_t *count)
{
    os_mutex_lock(&cache->lock);
    uint32_t fresh = cache->fresh;
    os_mutex_unlock(&cache->lock);
    struct candidate *list = mem_alloc((size_t)MAX(fresh, 1u) * sizeof *list);
    *count = 0;
    for (uint32_t i = 0; list && i < fresh; i++) {
        struct cache_frame *frame = &cache->frames[i];
        uint64_t key = frame_key(frame);
        if (key == 0 || key >> 32 != database || !(frame_state(frame) & CACHE_FRAME_DIRTY))
            continue;
        uint64_t oldest = atomic_load_explicit(&cache->positions[i].oldest, memory_order_relaxed);
        if (limit.value && oldest >= limit.value)
            continue;
        list[(*count)++] = (struct candidate){(uint32_t)key, i};
    }
    if (list)
        qsort(list, *count, sizeof *list, compare_candidates);
    return list;
}

static JET_ERR write_pages(struct cache *cache, unsigned database, struct log_position limit, uint32_t most)
{
    uint32_t count = 0;
    if (!cache->databases[database].writer.before_write)
        return JET_errSuccess;
    uint8_t *copies = mem_alloc((size_t)BATCH * cache->page_size);
    struct candidate *list = copies ? collect(cache, database, limit, &count) : NULL;
    JET_ERR err = list ? JET_errSuccess : JET_errOutOfMemory;
    count = MIN(count, most);
    for (uint32_t i = 0; i < count && err >= 0; i += BATCH)
        err = write_batch(cache, database, list + i, MIN(count - i, (uint32_t)BATCH), copies);
    mem_free(list);
    mem_free(copies);
    return err;
}

JET_ERR cache_write_dirty(struct cache *cache, unsigned database, struct log_position limit)
{
    os_mutex_lock(&cache->write_lock);
    JET_ERR err = write_pages(cache, database, limit, UINT32_MAX);
    os_mutex_unlock(&cache->write_lock);
    return err;
}

JET_ERR cache_write_some(struct cache *cache)
{
    if (atomic_load(&cache->dirty) == 0)
        return JET_errOutOfBuffers;
    os_mutex_lock(&cache->write_lock);
    uint32_t before = atomic_load(&cache->dirty), most = MAX(cache->frame_count / 8, (uint32_t)BATCH);
    JET_ERR err = JET_errSuccess;
    for (unsigned i = 0; i < CACHE_DATABASES_MAX && err >= 0; i++)
        if (cache->databases[i].file)
            err = write_pages(cache, i, (struct log_position){0}, most);
    bool progress = atomic_load(&cache->dirty) < before || before == 0;
    os_mutex_unlock(&cache->write_lock);
    return err < 0 ? err : progress ? JET_errSuccess : JET_errOutOfBuffers;
}

struct log_position cache_oldest(struct cache *cache, unsigned database)
{
    uint64_t oldest = 0;
    os_mutex_lock(&cache->lock);
    uint32_t fresh = cache->fresh;
    os_mutex_unlock(&cache->lock);
    for (uint32_t i = 0; i < fresh; i++) {
        uint64_t key = frame_key(&cache->frames[i]);
        uint64_t mine = atomic_load_explicit(&cache->positions[i].oldest, memory_order_relaxed);
        if (key >> 32 == database && mine && (oldest == 0 || mine < oldest))
            oldest = mine;
    }
    return (struct log_position){oldest};
}

uint32_t cache_dirty(struct cache *cache) { return atomic_load(&cache->dirty); }

void cache_abandon(struct cache *cache, unsigned database)
{
    os_mutex_lock(&cache->lock);
    uint32_t fresh = cache->fresh;
    os_mutex_unlock(&cache->lock);
    for (uint32_t i = 0; i < fresh; i++) {
        struct cache_frame *frame = &cache->frames[i];
        while (!latch_try_exclusive(frame))
            latch_wait_exclusive(frame);
        uint64_t key = frame_key(frame);
        if (key && key >> 32 == database) {
            if (frame_state(frame) & CACHE_FRAME_DIRTY)
                atomic_fetch_sub_explicit(&cache->dirty, 1, memory_order_relaxed);
            atomic_store_explicit(&cache->positions[i].oldest, 0, memory_order_relaxed);
            atomic_store_explicit(&cache->positions[i].end, 0, memory_order_relaxed);
            frame_set_state(frame, 0);
            cache_discard(cache, frame);
        } else {
            cache_unlatch_exclusive(frame);
        }
    }
}
