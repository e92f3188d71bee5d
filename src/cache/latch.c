/* latch.c: waiting for page latches. The fast paths are inline in cache.h. */
#include "cache/cache_private.h"

#ifndef NDEBUG
static _Thread_local int thread_latches __attribute__((tls_model("initial-exec")));

void cache_debug_count(int change)
{
    thread_latches += change;
    assert(thread_latches >= 0);
}

int cache_debug_latches(void) { return thread_latches; }
#endif

static struct cache_wait_slot *wait_slot(struct cache_frame *frame)
{
    return &frame->cache->waits[frame_index(frame) % CACHE_WAIT_SLOTS];
}

/* Who finds WAITERS in the word it changed comes here. The mutex closes the gap
 * between a waiter's last look at the word and its sleep. */
void cache_wake(struct cache_frame *frame)
{
    struct cache_wait_slot *slot = wait_slot(frame);
    pthread_mutex_lock(&slot->mutex);
    atomic_fetch_and_explicit(&frame->latch, ~CACHE_LATCH_WAITERS, memory_order_relaxed);
    pthread_cond_broadcast(&slot->changed);
    pthread_mutex_unlock(&slot->mutex);
}

/* Sleeps while any of `busy` is set in the latch word. */
static void wait_while(struct cache_frame *frame, uint64_t busy)
{
    enum { SPINS = 200 }; /* a page is held shortly; a load takes far longer */
    for (int i = 0; i < SPINS; i++) {
        if (!(atomic_load_explicit(&frame->latch, memory_order_relaxed) & busy))
            return;
        __builtin_ia32_pause();
    }
    struct cache_wait_slot *slot = wait_slot(frame);
    os_thread_self.counters.page_waits++;
    pthread_mutex_lock(&slot->mutex);
    while (atomic_fetch_or_explicit(&frame->latch, CACHE_LATCH_WAITERS, memory_order_relaxed) & busy)
        pthread_cond_wait(&slot->changed, &slot->mutex);
    pthread_mutex_unlock(&slot->mutex);
}

void latch_wait_shared(struct cache_frame *frame) { wait_while(frame, CACHE_LATCH_EXCLUSIVE); }
void latch_wait_exclusive(struct cache_frame *frame)
{
    wait_while(frame, CACHE_LATCH_EXCLUSIVE | CACHE_LATCH_COUNT);
}

bool latch_try_exclusive(struct cache_frame *frame)
{
    uint64_t word = atomic_load_explicit(&frame->latch, memory_order_relaxed);
    while (!(word & (CACHE_LATCH_EXCLUSIVE | CACHE_LATCH_COUNT))) {
        if (atomic_compare_exchange_weak_explicit(&frame->latch, &word, word | CACHE_LATCH_EXCLUSIVE,
                                                  memory_order_acquire, memory_order_relaxed)) {
            /* The bytes are written only after everyone can see that (optimistic readers). */
#if !CACHE_NO_OPTIMISTIC
            atomic_thread_fence(memory_order_release);
#endif
            cache_debug_count(1);
            return true;
        }
    }
    return false;
}

void cache_unlatch_exclusive(struct cache_frame *frame)
{
    uint64_t word = atomic_fetch_add_explicit(&frame->latch, CACHE_LATCH_VERSION - CACHE_LATCH_EXCLUSIVE,
                                              memory_order_release);
    assert(word & CACHE_LATCH_EXCLUSIVE);
    cache_debug_count(-1);
    if (word & CACHE_LATCH_WAITERS)
        cache_wake(frame);
}

void cache_downgrade(struct cache_frame *frame)
{
    uint64_t word = atomic_fetch_add_explicit(
        &frame->latch, CACHE_LATCH_VERSION - CACHE_LATCH_EXCLUSIVE + CACHE_LATCH_SHARED,
        memory_order_release);
    assert(word & CACHE_LATCH_EXCLUSIVE);
    if (word & CACHE_LATCH_WAITERS)
        cache_wake(frame);
}

bool cache_try_upgrade(struct cache_frame *frame)
{
    uint64_t word = atomic_load_explicit(&frame->latch, memory_order_relaxed);
    while ((word & (CACHE_LATCH_COUNT | CACHE_LATCH_EXCLUSIVE)) == CACHE_LATCH_SHARED) {
        uint64_t wanted = word - CACHE_LATCH_SHARED + CACHE_LATCH_EXCLUSIVE;
        if (atomic_compare_exchange_weak_explicit(&frame->latch, &word, wanted, memory_order_acquire,
                                                  memory_order_relaxed)) {
#if !CACHE_NO_OPTIMISTIC
            atomic_thread_fence(memory_order_release);
#endif
            return true;
        }
    }
    return false;
}
