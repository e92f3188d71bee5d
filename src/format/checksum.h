/* checksum.h: the checksums of database pages, headers and log segments
 * (spec 10, section 5; spec 30, 1.2 and 1.3), their verification and the
 * correction of single flipped bits. Pure functions over bytes. */
#ifndef ESENT_FORMAT_CHECKSUM_H
#define ESENT_FORMAT_CHECKSUM_H

#include "base/base.h"

/* XOR word of a block whose size is a multiple of 32 bytes (5.1): all u32 but
 * the first, seeded with 0x89ABCDEF. Headers store it in their first u32. */
uint32_t checksum_xor(const void *block, size_t size);

/* XOR+ECC of a block of 1024, 2048, 4096 or 8192 bytes (5.2): ECC in the high
 * half, XOR word mixed with `number` in the low half. A header block counts its
 * first 8 bytes, where the result is stored, as zero. `number` is the page
 * number of a page, the segment number of a log segment, the index of a
 * flush-map page. */
uint64_t checksum_block(const void *block, size_t size, uint32_t number, bool header);

/* Verifies one header block that carries its checksum in the first 8 bytes (a
 * log segment, a flush-map page); corrects a single flipped bit in place when
 * `fix`, and then sets *fixed (may be null).
 * JET_errSuccess, JET_errReadVerifyFailure. */
JET_ERR checksum_verify_block(void *block, size_t size, uint32_t number, bool fix, bool *fixed);

/* What checksum_verify_page found besides its result. */
struct checksum_report {
    bool old_format;      /* the page carries the XOR form (5.1) */
    unsigned fixed_bits;  /* bits flipped back in the page */
    uint64_t expected[4]; /* what the blocks' checksums had to be ... */
    uint64_t stored[4];   /* ... and what was there; [0] only on small pages */
};

/* Verifies a database page of 2, 4, 8 (small), 16 or 32 KiB (large) by
 * whichever form it carries, and that it is page `pgno` (5.6, steps 1 to 5).
 * With `fix`, single flipped bits are corrected in place; the caller then still
 * owes the structural check (5.6 step 4). `report` may be null.
 * JET_errSuccess
 * JET_errPageNotInitialized   all bytes are zero
 * JET_errReadVerifyFailure    damaged beyond correction; the page is unchanged
 * JET_errReadPgnoVerifyFailure  a sound large page that is another page */
JET_ERR checksum_verify_page(void *page, size_t size, uint32_t pgno, bool fix,
                             struct checksum_report *report);

/* Prepares a page for writing: sets the mark of the new format, computes and
 * stores every checksum (5.3, 5.4). */
void checksum_update_page(void *page, size_t size, uint32_t pgno);

/* Identity of the logical content of a page that has passed page_check, as the
 * log's scan check records carry it (5.7). */
uint64_t checksum_logged_data(const void *page, size_t size);

/* The plain form of checksum_block, the yardstick of the vector forms. */
uint64_t checksum_block_scalar(const void *block, size_t size, uint32_t number, bool header);
/* The names of the vector forms this machine can run, in order of preference,
 * for tests and benchmarks: each is called as checksum_block. */
struct checksum_variant {
    const char *name;
    uint64_t (*block)(const void *block, size_t size, uint32_t number, bool header);
};
const struct checksum_variant *checksum_variants(size_t *count);

#endif
