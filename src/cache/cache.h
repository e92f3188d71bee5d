/* cache.h: the page cache. Pages of the attached databases in frames of one
 * huge-page mapping, found through an open-addressing table, guarded by one
 * latch word each. README.md tells the invariants.
 *
 * A hit takes no lock, no system call and no memory. A miss reads the page,
 * verifies checksum and structure once, and only then lets anyone see it. */
#ifndef ESENT_CACHE_H
#define ESENT_CACHE_H

#include "base/base.h"
#include "format/fields.h"
#include "format/page.h"
#include "os/os_file.h"
#include <stdatomic.h>

struct cache;

struct cache_params {
    uint32_t page_size; /* of all databases in this cache */
    uint32_t frames;    /* pages in memory at most; at least CACHE_FRAMES_MIN */
};
enum { CACHE_FRAMES_MIN = 64, CACHE_DATABASES_MAX = 128 };

/* What threads do is counted in os_thread_self.counters (JetGetThreadStats). */

/* One page in memory. Fields are the cache's own but for `bytes`; the latch
 * functions below are inline for speed. 64 bytes: one line. */
struct cache_frame {
    _Atomic uint64_t latch; /* CACHE_LATCH_... */
    _Atomic uint64_t key;   /* cache_key of the page inside, 0 = none */
    uint8_t *bytes;         /* page_size bytes */
    struct cache *cache;
    _Atomic uint32_t state; /* CACHE_FRAME_... */
    _Atomic uint32_t heat;  /* 0 .. 3, for the clock hand */
    void *side;             /* cache_side_size bytes for what is derived from the page */
    _Atomic uint64_t since; /* reserved: versions_since (0 = no versions from this run) */
    uint32_t next_free;
    uint32_t spare;
};
_Static_assert(sizeof(struct cache_frame) == 64, "a frame is one cache line");

/* ThreadSanitizer knows neither fences nor reads that are judged afterwards:
 * there cache_read_begin always sends the reader to the latch. */
#if defined(__SANITIZE_THREAD__)
#define CACHE_NO_OPTIMISTIC 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CACHE_NO_OPTIMISTIC 1
#endif
#endif
#ifndef CACHE_NO_OPTIMISTIC
#define CACHE_NO_OPTIMISTIC 0
#endif

/* The latch word: number of shared holders, one exclusive holder, somebody
 * sleeps, and a version that rises at each exclusive release. */
#define CACHE_LATCH_SHARED    UINT64_C(1)
#define CACHE_LATCH_COUNT     UINT64_C(0xFFFF)
#define CACHE_LATCH_EXCLUSIVE (UINT64_C(1) << 16)
#define CACHE_LATCH_WAITERS   (UINT64_C(1) << 17)
#define CACHE_LATCH_VERSION   (UINT64_C(1) << 20)
#define CACHE_LATCH_VERSIONS  (~(CACHE_LATCH_VERSION - 1))

enum {
    CACHE_FRAME_VERIFIED = 1, /* checksum and structure were good */
    CACHE_FRAME_DIRTY = 2,    /* changed since it was read; is not replaced */
};

static inline uint64_t cache_key(unsigned database, uint32_t pgno) { return (uint64_t)database << 32 | pgno; }

/* JET_errOutOfMemory, JET_errInvalidParameter (page size, frames). */
JET_ERR cache_create(const struct cache_params *params, struct cache **cache);
/* No latch may be held, no database attached. NULL is allowed. */
void cache_destroy(struct cache *cache);
uint32_t cache_page_size(const struct cache *cache);

/* Registers a database; pages are then named by (slot, page number). The file
 * stays the caller's and must be open until cache_detach.
 * JET_errTooManyAttachedDatabases. */
JET_ERR cache_attach(struct cache *cache, struct os_file *file, unsigned *slot);
/* Forgets all pages of the database. None may be latched or dirty. */
void cache_detach(struct cache *cache, unsigned slot);
/* Last page that the database owns (root of the owned extents, page 2): a
 * pointer beyond it is corruption and nothing there is read ahead. Until it is
 * set, PAGE_NUMBER_MAX. */
void cache_set_last_page(struct cache *cache, unsigned slot, uint32_t last_page);
uint32_t cache_last_page(const struct cache *cache, unsigned slot);

/* Latches a page for reading; loads it when it is not there. Many may hold it.
 * Errors leave nothing latched:
 * JET_errDatabaseCorrupted        page number 0 or beyond the last page; structure (4.4)
 * JET_errPageNotInitialized, JET_errReadVerifyFailure, JET_errReadPgnoVerifyFailure   (5.6)
 * JET_errFileIOBeyondEOF, JET_errDiskIO, ...  what the file said
 * JET_errOutOfBuffers             every frame is latched or dirty */
JET_ERR cache_latch_shared(struct cache *cache, unsigned database, uint32_t pgno, struct cache_frame **frame);
/* The same for changing the page: nobody else holds it. Rises the version. */
JET_ERR cache_latch_exclusive(struct cache *cache, unsigned database, uint32_t pgno,
                              struct cache_frame **frame);
/* Like cache_latch_shared but never waits and never reads: null when the page is
 * not in memory, not verified yet, or exclusively held. */
struct cache_frame *cache_try_shared(struct cache *cache, unsigned database, uint32_t pgno);

/* Wakes who sleeps for the latch; called by the functions below. */
void cache_wake(struct cache_frame *frame);

/* Debug builds count the latches of each thread, so that a call can assert that
 * it leaves none behind. Release builds always answer 0. */
#ifdef NDEBUG
static inline void cache_debug_count(int change) { (void)change; }
static inline int cache_debug_latches(void) { return 0; }
#else
void cache_debug_count(int change);
int cache_debug_latches(void);
#endif

static inline void cache_unlatch_shared(struct cache_frame *frame)
{
    cache_debug_count(-1);
    uint64_t word = atomic_fetch_sub_explicit(&frame->latch, CACHE_LATCH_SHARED, memory_order_release);
    if (__builtin_expect((word & CACHE_LATCH_WAITERS) != 0, 0))
        cache_wake(frame);
}

/* Takes the shared latch of a frame that is remembered from before, if it still
 * holds the same page in the same version (`version` from cache_version). */
static inline bool cache_relatch_shared(struct cache_frame *frame, uint64_t key, uint64_t version)
{
    uint64_t word = atomic_load_explicit(&frame->latch, memory_order_relaxed);
    if ((word & (CACHE_LATCH_VERSIONS | CACHE_LATCH_EXCLUSIVE)) != version)
        return false;
    word = atomic_fetch_add_explicit(&frame->latch, CACHE_LATCH_SHARED, memory_order_acquire);
    cache_debug_count(1);
    if ((word & (CACHE_LATCH_VERSIONS | CACHE_LATCH_EXCLUSIVE)) == version &&
        atomic_load_explicit(&frame->key, memory_order_relaxed) == key)
        return true;
    cache_unlatch_shared(frame);
    return false;
}

/* Rises the version: optimistic and remembering readers notice. */
void cache_unlatch_exclusive(struct cache_frame *frame);
/* Exclusive to shared without a gap. The version rises. */
void cache_downgrade(struct cache_frame *frame);
/* Shared to exclusive, only if the caller is the sole holder. */
bool cache_try_upgrade(struct cache_frame *frame);

/* Version of a latched frame, for cache_relatch_shared. */
static inline uint64_t cache_version(const struct cache_frame *frame)
{
    return atomic_load_explicit(&((struct cache_frame *)(uintptr_t)frame)->latch, memory_order_relaxed) &
           CACHE_LATCH_VERSIONS;
}

/* Optimistic reading: find the frame without touching its latch, read, check.
 * What was read means nothing until cache_read_valid has said true, and every
 * offset taken from the page must be checked against the page first. Returns
 * null when the page is not in memory, not verified, or being changed. */
struct cache_frame *cache_read_begin(struct cache *cache, unsigned database, uint32_t pgno,
                                     uint64_t *version);
static inline bool cache_read_valid(const struct cache_frame *frame, uint64_t version)
{
#if !CACHE_NO_OPTIMISTIC
    atomic_thread_fence(memory_order_acquire);
#endif
    uint64_t word =
        atomic_load_explicit(&((struct cache_frame *)(uintptr_t)frame)->latch, memory_order_relaxed);
    return (word & (CACHE_LATCH_VERSIONS | CACHE_LATCH_EXCLUSIVE)) == version;
}

/* Side memory of a frame: page_size / 8 bytes, zero at first, for what others
 * derive from the page and want to keep beside it. Nobody clears it: what is put
 * there carries the version it was made for. */
static inline uint32_t cache_side_size(uint32_t page_size) { return page_size / 8; }
/* Is the page used again and again? */
static inline bool cache_is_hot(const struct cache_frame *frame)
{
    return atomic_load_explicit(&((struct cache_frame *)(uintptr_t)frame)->heat, memory_order_relaxed) >= 3;
}

/* Says that the exclusively latched page was changed without a log. */
void cache_mark_dirty(struct cache_frame *frame);

/* ---- writing (cache_write.c) ---- */

/* A page that is made anew, exclusively latched; nothing is read, the bytes are
 * undefined. What the cache had of it is gone. Raises the last page if need be.
 * JET_errOutOfBuffers. */
JET_ERR cache_latch_new(struct cache *cache, unsigned database, uint32_t pgno, struct cache_frame **frame);

/* Says that the exclusively latched page was changed, by a log record that ends
 * at `end`. `oldest`: position from which redo must start while the page is not
 * written: that of the record, or of the Begin0 of the oldest transaction on it. */
void cache_mark_logged(struct cache_frame *frame, struct log_position oldest, struct log_position end);

/* What must happen before pages of a database are written. */
struct cache_writer {
    void *context;
    /* Makes the log durable up to `end` and the header ready for pages of its
     * generation (35, 3). No latch but the shared ones of the pages is held. */
    JET_ERR (*before_write)(void *context, struct log_position end);
};
/* Without a writer no page of the database is ever written or replaced while dirty. */
void cache_set_writer(struct cache *cache, unsigned database, const struct cache_writer *writer);

/* Writes the dirty pages whose `oldest` is below `limit` (0: all), in page order,
 * neighbours together. Pages changed meanwhile may stay dirty. The file is not
 * synced. The first error ends it. */
JET_ERR cache_write_dirty(struct cache *cache, unsigned database, struct log_position limit);
/* Smallest `oldest` of the dirty pages; value 0 when none is dirty. */
struct log_position cache_oldest(struct cache *cache, unsigned database);
uint32_t cache_dirty(struct cache *cache);
/* Forgets all pages of the database, dirty ones too. None may be latched. */
void cache_abandon(struct cache *cache, unsigned database);

/* Reads pages that are not in memory ahead: runs of neighbours in one read of at
 * most 64 KiB. They are verified when somebody latches them. Never fails:
 * reading ahead is a hint. Returns the number of pages read. */
uint32_t cache_prefetch(struct cache *cache, unsigned database, uint32_t first, uint32_t count);
/* The same for scattered pages; sorts `pages` in place. */
uint32_t cache_prefetch_list(struct cache *cache, unsigned database, uint32_t *pages, uint32_t count);
/* Is the page in memory? A hint: it may be gone when the call returns. */
bool cache_contains(struct cache *cache, unsigned database, uint32_t pgno);

/* Frames that hold a page now; single bits flipped back since creation. */
uint32_t cache_used(struct cache *cache);
uint64_t cache_corrected(const struct cache *cache);

#endif
