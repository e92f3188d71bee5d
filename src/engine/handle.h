/* handle.h: handles are tokens, not pointers.
 *
 * A token is 64 bits: slot (low 22), generation of the slot (36), kind (4), two
 * bits that are 0 in every handle given out. A table holds one entry per slot;
 * entries live in chunks that are never given back, so looking at an entry is
 * safe for any bit pattern, at any time, from any thread. A slot's generation
 * never returns: a slot that has used all of its generations is retired.
 *
 * The entry's word is the whole story of the handle:
 *   word == token               live and idle
 *   word == token | BUSY        live, a call is inside (sessions; engine/enter.c)
 *   anything else               the token is stale, foreign or garbage
 *
 * Invariants
 *  H1 word changes from free to token only in handle_publish, from token|BUSY (or
 *     token) to free only in handle_close; the object is complete before, and
 *     stays so while the caller may use the handle.
 *  H2 Two live handles of the process are never equal, of whatever kind. */
#ifndef ESENT_ENGINE_HANDLE_H
#define ESENT_ENGINE_HANDLE_H

#include "base/base.h"
#include "os/os_thread.h"

#include <stdatomic.h>

_Static_assert(sizeof(JET_API_PTR) == 8, "tokens need 64-bit handles");

enum handle_kind {
    HANDLE_INSTANCE = 1,
    HANDLE_SESSION,
    HANDLE_CURSOR,
    HANDLE_FILE,     /* JET_HANDLE of the backup calls */
    HANDLE_SNAPSHOT, /* JET_OSSNAPID */
    HANDLE_KINDS
};

#define HANDLE_SLOT_BITS       22
#define HANDLE_GENERATION_BITS 36
#define HANDLE_SLOT_MASK       ((UINT64_C(1) << HANDLE_SLOT_BITS) - 1)
#define HANDLE_GENERATION_MASK ((UINT64_C(1) << HANDLE_GENERATION_BITS) - 1)
#define HANDLE_FREE            (UINT64_C(1) << 62)
#define HANDLE_BUSY            (UINT64_C(1) << 63)
#define HANDLE_CHUNK           256 /* entries allocated at a time */
#define HANDLE_CHUNKS          (1 << (HANDLE_SLOT_BITS - 8))

/* A line of its own for each: the words of two sessions are written by two threads. */
struct handle_entry {
    _Alignas(64) _Atomic uint64_t word;
    _Atomic uint64_t owner; /* a cursor's session, a session's instance; else 0 */
    _Atomic(void *) object;
    _Atomic uint64_t thread; /* session: the thread inside a call, 0 none */
    _Atomic uint32_t slow;   /* instance: INSTANCE_* bits, readable without holding the instance */
    uint32_t next_free;      /* slot + 1, under the table's lock */
};

struct handle_table {
    enum handle_kind kind;
    struct os_mutex lock; /* the free list; never taken to look a handle up */
    uint32_t first_free;  /* slot + 1 */
    uint32_t used;        /* slots ever used */
    _Atomic uint32_t live;
    _Atomic(struct handle_entry *) chunks[HANDLE_CHUNKS];
};

extern struct handle_table handle_instances, handle_sessions, handle_cursors, handle_files, handle_snapshots;

/* The entry a token names, whatever the token is; NULL when no slot of that
 * number was ever used. Says nothing about whether the handle is live. */
static inline struct handle_entry *handle_entry(struct handle_table *table, uint64_t token)
{
    uint64_t slot = token & HANDLE_SLOT_MASK;
    struct handle_entry *chunk =
        atomic_load_explicit(&table->chunks[slot / HANDLE_CHUNK], memory_order_acquire);
    return __builtin_expect(chunk != NULL, 1) ? &chunk[slot % HANDLE_CHUNK] : NULL;
}

/* A new handle for `object`, not live yet; JET_errOutOfMemory when there is no place.
 * Nobody can use it before handle_publish, which ends the making of the object. */
JET_ERR handle_reserve(struct handle_table *table, void *object, uint64_t owner, uint64_t *token);
void handle_publish(struct handle_table *table, uint64_t token);

/* The handle dies. The caller must be the one who may: see H1. */
void handle_close(struct handle_table *table, uint64_t token);

/* Live (idle or busy)? A snapshot: meaningful only for who can exclude closing. */
bool handle_is_live(struct handle_table *table, uint64_t token);

/* The object of a live handle, NULL else. Only for callers that exclude a
 * concurrent handle_close of this handle (they hold the lock that closers hold). */
void *handle_object(struct handle_table *table, uint64_t token);

/* Live handles of this kind now. */
uint32_t handle_count(struct handle_table *table);

#endif
