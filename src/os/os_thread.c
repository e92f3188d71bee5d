#include "os/os_thread.h"

#include <assert.h>
#include <stdatomic.h>
#include <time.h>

__thread struct os_thread os_thread_self __attribute__((tls_model("initial-exec")));

uint64_t os_thread_id_assign(void)
{
    static atomic_uint_fast64_t next = 1;
    os_thread_self.id = atomic_fetch_add_explicit(&next, 1, memory_order_relaxed);
    return os_thread_self.id;
}

#ifndef NDEBUG
static void rank_push(enum os_lock_rank rank)
{
    struct os_thread *t = &os_thread_self;
    assert(t->rank_depth < ARRAY_COUNT(t->ranks));
    for (uint32_t i = 0; i < t->rank_depth; i++)
        assert(t->ranks[i] < rank && "lock order: docs/locking.md");
    t->ranks[t->rank_depth++] = (uint8_t)rank;
}

static void rank_pop(enum os_lock_rank rank)
{
    struct os_thread *t = &os_thread_self;
    uint32_t i = t->rank_depth;
    while (i > 0 && t->ranks[i - 1] != rank)
        i--;
    assert(i > 0 && "unlock of a lock that is not held");
    memmove(&t->ranks[i - 1], &t->ranks[i], t->rank_depth - i);
    t->rank_depth--;
}

bool os_mutex_held_by_rank(enum os_lock_rank rank)
{
    for (uint32_t i = 0; i < os_thread_self.rank_depth; i++)
        if (os_thread_self.ranks[i] == rank)
            return true;
    return false;
}
#else
static void rank_push(enum os_lock_rank rank) { (void)rank; }
static void rank_pop(enum os_lock_rank rank) { (void)rank; }
bool os_mutex_held_by_rank(enum os_lock_rank rank)
{
    (void)rank;
    return true;
}
#endif

void os_mutex_init(struct os_mutex *mutex, enum os_lock_rank rank)
{
    pthread_mutex_init(&mutex->lock, NULL);
    mutex->rank = rank;
}

void os_mutex_destroy(struct os_mutex *mutex) { pthread_mutex_destroy(&mutex->lock); }

void os_mutex_lock(struct os_mutex *mutex)
{
    rank_push(mutex->rank);
    pthread_mutex_lock(&mutex->lock);
}

void os_mutex_unlock(struct os_mutex *mutex)
{
    pthread_mutex_unlock(&mutex->lock);
    rank_pop(mutex->rank);
}

void os_once(os_once_t *once, void (*init)(void)) { pthread_once(once, init); }

void os_condition_init(struct os_condition *c)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&c->condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void os_condition_destroy(struct os_condition *c) { pthread_cond_destroy(&c->condition); }

void os_condition_wait(struct os_condition *c, struct os_mutex *mutex)
{
    pthread_cond_wait(&c->condition, &mutex->lock);
}

bool os_condition_wait_for(struct os_condition *c, struct os_mutex *mutex, uint32_t milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return pthread_cond_timedwait(&c->condition, &mutex->lock, &until) == 0;
}

void os_condition_broadcast(struct os_condition *c) { pthread_cond_broadcast(&c->condition); }

uint64_t os_clock_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void os_sleep_microseconds(uint32_t microseconds)
{
    struct timespec t = {.tv_sec = microseconds / 1000000, .tv_nsec = (long)(microseconds % 1000000) * 1000};
    nanosleep(&t, NULL);
}
