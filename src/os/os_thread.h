/* os_thread.h: threads, locks and clocks. Lock ranks: docs/locking.md. */
#ifndef ESENT_OS_THREAD_H
#define ESENT_OS_THREAD_H

#include "base/base.h"

#include <pthread.h>

/* What JetGetThreadStats tells. Bumped by the thread that did the work, wraps. */
struct os_thread_counters {
    uint64_t wait_microseconds; /* waiting for pages */
    uint32_t page_referenced;
    uint32_t page_read;
    uint32_t page_preread;
    uint32_t page_dirtied;
    uint32_t page_redirtied;
    uint32_t log_records;
    uint32_t log_bytes;
    uint32_t page_waits;
    uint32_t long_value_read;
};

/* What the engine keeps for each thread of the process. The id is never given
 * out twice (spec 40, S-31: the system's own ids are recycled). */
struct os_thread {
    uint64_t id;             /* 0 until os_thread_id() was asked once */
    uint32_t api_depth;      /* 1 inside an API call on a session */
    uint32_t callback_depth; /* > 0 inside a callback of the application */
    uint32_t rank_depth;     /* locks held now, debug builds only */
    uint8_t ranks[16];
    struct os_thread_counters counters;
};

extern __thread struct os_thread os_thread_self __attribute__((tls_model("initial-exec")));

uint64_t os_thread_id_assign(void);

static inline uint64_t os_thread_id(void)
{
    return __builtin_expect(os_thread_self.id != 0, 1) ? os_thread_self.id : os_thread_id_assign();
}

/* A thread may take a lock only when its rank is higher than that of every lock
 * it holds; debug builds assert it. Equal ranks never nest. Keep the numbers in
 * step with docs/locking.md. */
enum os_lock_rank {
    OS_RANK_PROCESS = 10,     /* process mode, list of instances, global parameters */
    OS_RANK_INSTANCE = 20,    /* state of one instance, its list of sessions */
    OS_RANK_DATABASE = 30,    /* attached databases, open counts */
    OS_RANK_CHECKPOINT = 34,  /* attaching, detaching, moving the checkpoint: one at a time */
    OS_RANK_DDL = 35,         /* one change of the schemas of a database at a time */
    OS_RANK_CLEAN = 36,       /* one cleaner of the version store */
    OS_RANK_CATALOG = 40,     /* schema in memory */
    OS_RANK_HANDLE = 50,      /* free list of one kind of handle */
    OS_RANK_TXN = 75,         /* transaction ids: taken with the log locked */
    OS_RANK_VERSION = 77,     /* a part of the version store's hash */
    OS_RANK_LOG = 70,         /* log buffer */
    OS_RANK_TREE = 55,        /* structure of one tree */
    OS_RANK_SPACE = 57,       /* space of one database */
    OS_RANK_CACHE_WRITE = 65, /* one writer of dirty pages at a time */
    OS_RANK_HEADER = 67,      /* header of one database being changed */
    OS_RANK_STREAM = 72,      /* list of the databases being changed: taken with the log locked */
    OS_RANK_CACHE = 80,       /* frame table, free frames */
    OS_RANK_BACKGROUND = 85,  /* waking the background thread */
    OS_RANK_OS = 90,          /* in-memory and fault-injecting files */
};

struct os_mutex {
    pthread_mutex_t lock;
    enum os_lock_rank rank;
};

void os_mutex_init(struct os_mutex *mutex, enum os_lock_rank rank);
void os_mutex_destroy(struct os_mutex *mutex);
void os_mutex_lock(struct os_mutex *mutex);
void os_mutex_unlock(struct os_mutex *mutex);
bool os_mutex_held_by_rank(enum os_lock_rank rank); /* debug builds: does this thread hold it? else true */

#define OS_MUTEX_INITIALIZER(rank_)                                                                          \
    {                                                                                                        \
        .lock = PTHREAD_MUTEX_INITIALIZER, .rank = (rank_)                                                   \
    }

/* Runs `init` exactly once per `once`; later callers see its effects. */
typedef pthread_once_t os_once_t;
#define OS_ONCE_INIT PTHREAD_ONCE_INIT
void os_once(os_once_t *once, void (*init)(void));

/* Waiting with something to wait for. */
struct os_condition {
    pthread_cond_t condition;
};
void os_condition_init(struct os_condition *c);
void os_condition_destroy(struct os_condition *c);
void os_condition_wait(struct os_condition *c, struct os_mutex *mutex);
/* False when `milliseconds` went by without a signal. */
bool os_condition_wait_for(struct os_condition *c, struct os_mutex *mutex, uint32_t milliseconds);
void os_condition_broadcast(struct os_condition *c);

uint64_t os_clock_milliseconds(void); /* monotonic */
void os_sleep_microseconds(uint32_t microseconds);

#endif
