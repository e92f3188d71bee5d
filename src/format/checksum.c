#include "format/checksum.h"

#include "format/page.h"
#include <stdatomic.h>

#define XOR_SEED UINT32_C(0x89ABCDEF)
/* Bit 13 of the page flags, counted from the start of the page: the mark of the
 * new format itself. It decides how the page is read, so it is never corrected. */
enum { FORMAT_MARK_BIT = PAGE_FLAGS * 8 + 13 };

uint32_t checksum_xor(const void *block, size_t size)
{
    const uint8_t *p = block;
    assert(size >= 32 && size % 32 == 0);
    uint64_t x = load_le32(p + 4);
    for (size_t i = 8; i < size; i += 8)
        x ^= load_le64(p + i);
    return XOR_SEED ^ (uint32_t)x ^ (uint32_t)(x >> 32);
}

static unsigned parity64(uint64_t x) { return (unsigned)__builtin_parityll(x); }

/* Parities of the bit positions inside a 32-bit word, from the XOR of all words. */
static uint32_t ecc_of_word(uint32_t x)
{
    return parity64(x & 0xAAAAAAAA) | parity64(x & 0xCCCCCCCC) << 1 | parity64(x & 0xF0F0F0F0) << 2 |
           parity64(x & 0xFF00FF00) << 3 | parity64(x & 0xFFFF0000) << 4;
}

/* `low` as in 5.2; the high half is its complement if the number of 1-bits is odd. */
static uint64_t finish(uint32_t low, uint32_t xor, size_t size, uint32_t number)
{
    uint32_t mask = (uint32_t)size * 8 - 1;
    uint32_t high = parity64(xor) ? low ^ mask : low;
    return (uint64_t)(high << 16 | low) << 32 | (xor^number);
}

uint64_t checksum_block_scalar(const void *block, size_t size, uint32_t number, bool header)
{
    const uint8_t *p = block;
    uint32_t low = 0, x = 0;
    for (size_t i = header ? 2 : 0; i < size / 4; i++) {
        uint32_t word = load_le32(p + 4 * i);
        x ^= word;
        low ^= (uint32_t)i * 32 & -parity64(word);
    }
    return finish(low | ecc_of_word(x), x, size, number);
}

#if defined(__x86_64__)

/* One body for both vector widths. Bit k >= log2(vector bits) of ecc_low is the
 * parity of all vectors whose index has bit k set: eight vectors at a time give
 * the three lowest by a butterfly, the higher ones follow from the group's XOR. */
#define CHECKSUM_VECTOR_BODY(vector)                                                                         \
    enum { BYTES = sizeof(vector), SHIFT = BYTES == 32 ? 8 : 7, WORDS = BYTES / 8, LEVELS = 6 };             \
    const uint8_t *p = block;                                                                                \
    vector sum = {0}, a0 = {0}, a1 = {0}, a2 = {0}, high[LEVELS] = {{0}};                                    \
    for (size_t group = 0; group < size / (8 * BYTES); group++, p += 8 * BYTES) {                            \
        vector v[8];                                                                                         \
        memcpy(v, p, sizeof v);                                                                              \
        if (group == 0 && header)                                                                            \
            v[0][0] = 0;                                                                                     \
        vector odd = v[1] ^ v[3] ^ v[5] ^ v[7], v23 = v[2] ^ v[3], v67 = v[6] ^ v[7],                        \
               v4567 = v[4] ^ v[5] ^ v67;                                                                    \
        vector all = v[0] ^ v[1] ^ v23 ^ v4567;                                                              \
        sum ^= all;                                                                                          \
        a0 ^= odd;                                                                                           \
        a1 ^= v23 ^ v67;                                                                                     \
        a2 ^= v4567;                                                                                         \
        for (size_t bits = group; bits; bits &= bits - 1)                                                    \
            high[__builtin_ctzl(bits)] ^= all;                                                               \
    }                                                                                                        \
    uint64_t words[WORDS], x = 0;                                                                            \
    uint32_t low = 0;                                                                                        \
    memcpy(words, &sum, sizeof words);                                                                       \
    for (unsigned i = 0; i < WORDS; i++) {                                                                   \
        x ^= words[i];                                                                                       \
        low ^= i * 64 & -parity64(words[i]);                                                                 \
    }                                                                                                        \
    low ^= 32 & -parity64(x >> 32);                                                                          \
    low |= FOLD(a0) << SHIFT | FOLD(a1) << (SHIFT + 1) | FOLD(a2) << (SHIFT + 2);                            \
    for (unsigned i = 0; i < LEVELS; i++)                                                                    \
        low |= FOLD(high[i]) << (SHIFT + 3 + i);                                                             \
    uint32_t word = (uint32_t)x ^ (uint32_t)(x >> 32);                                                       \
    return finish(low | ecc_of_word(word), word, size, number);

typedef uint64_t vector16 __attribute__((vector_size(16)));
typedef uint64_t vector32 __attribute__((vector_size(32)));

static uint64_t checksum_block_sse2(const void *block, size_t size, uint32_t number, bool header)
{
#define FOLD(v) parity64((v)[0] ^ (v)[1])
    CHECKSUM_VECTOR_BODY(vector16)
#undef FOLD
}

__attribute__((target("avx2"))) static uint64_t checksum_block_avx2(const void *block, size_t size,
                                                                    uint32_t number, bool header)
{
#define FOLD(v) parity64((v)[0] ^ (v)[1] ^ (v)[2] ^ (v)[3])
    CHECKSUM_VECTOR_BODY(vector32)
#undef FOLD
}

static const struct checksum_variant variants[] = {
    {"avx2", checksum_block_avx2},
    {"sse2", checksum_block_sse2},
    {"scalar", checksum_block_scalar},
};

const struct checksum_variant *checksum_variants(size_t *count)
{
    size_t skip = __builtin_cpu_supports("avx2") ? 0 : 1;
    *count = ARRAY_COUNT(variants) - skip;
    return variants + skip;
}

#else

static const struct checksum_variant variants[] = {{"scalar", checksum_block_scalar}};

const struct checksum_variant *checksum_variants(size_t *count)
{
    *count = 1;
    return variants;
}

#endif

static uint64_t block_first(const void *block, size_t size, uint32_t number, bool header);

/* The best form for this machine, found at the first call. */
static _Atomic(uint64_t (*)(const void *, size_t, uint32_t, bool)) block_best = block_first;

static uint64_t block_first(const void *block, size_t size, uint32_t number, bool header)
{
    size_t count;
    const struct checksum_variant *best = checksum_variants(&count);
    atomic_store_explicit(&block_best, best->block, memory_order_relaxed);
    return best->block(block, size, number, header);
}

uint64_t checksum_block(const void *block, size_t size, uint32_t number, bool header)
{
    assert(size >= 1024 && size <= 8192 && (size & (size - 1)) == 0);
    return atomic_load_explicit(&block_best, memory_order_relaxed)(block, size, number, header);
}

/* The bit to flip so that a block with checksum `stored` instead of `computed`
 * becomes good (5.6 step 3), or -1. */
static long correctable_bit(uint64_t stored, uint64_t computed, size_t size)
{
    uint32_t e = (uint32_t)(stored >> 32) ^ (uint32_t)(computed >> 32);
    uint32_t x = (uint32_t)stored ^ (uint32_t)computed, mask = (uint32_t)size * 8 - 1;
    if (((e >> 16 ^ e) & mask) != mask || __builtin_popcount(x) != 1 || (e & 0xFFFF) > mask)
        return -1;
    return (long)(e & 0xFFFF);
}

static void flip_bit(uint8_t *bytes, size_t bit) { bytes[bit / 8] ^= (uint8_t)(1u << bit % 8); }

JET_ERR checksum_verify_block(void *block, size_t size, uint32_t number, bool fix, bool *fixed)
{
    if (fixed)
        *fixed = false;
    uint64_t stored = load_le64(block), computed = checksum_block(block, size, number, true);
    if (stored == computed)
        return JET_errSuccess;
    long bit = fix ? correctable_bit(stored, computed, size) : -1;
    if (bit < 64 || bit == FORMAT_MARK_BIT)
        return JET_errReadVerifyFailure;
    flip_bit(block, (size_t)bit);
    if (checksum_block(block, size, number, true) != stored) {
        flip_bit(block, (size_t)bit);
        return JET_errReadVerifyFailure;
    }
    if (fixed)
        *fixed = true;
    return JET_errSuccess;
}

static bool all_zero(const uint8_t *bytes, size_t size)
{
    return load_le64(bytes) == 0 && memcmp(bytes, bytes + 8, size - 8) == 0;
}

static unsigned block_count(size_t size) { return page_is_large((uint32_t)size) ? 4 : 1; }
/* Where the checksum of a page's block is stored. */
static size_t slot_of(unsigned block)
{
    return block == 0 ? PAGE_CHECKSUM : PAGE_CHECKSUM_2 + 8 * (block - 1);
}

static void compute_blocks(const uint8_t *page, size_t size, uint32_t pgno, uint64_t sums[4])
{
    unsigned count = block_count(size);
    for (unsigned i = 0; i < count; i++)
        sums[i] = checksum_block(page + i * (size / count), size / count, pgno, i == 0);
}

static bool blocks_good(const uint8_t *page, size_t size, uint32_t pgno, struct checksum_report *report)
{
    bool good = true;
    compute_blocks(page, size, pgno, report->expected);
    for (unsigned i = 0; i < block_count(size); i++) {
        report->stored[i] = load_le64(page + slot_of(i));
        good &= report->stored[i] == report->expected[i];
    }
    return good;
}

/* Flips the one wrong bit of each bad block. A wrong bit in the stored sums of
 * blocks 2 to 4 belongs to block 1, and is mended before those are judged.
 * All bits are found before any is flipped; returns their number or -1. */
static int correct_blocks(uint8_t *page, size_t size, const struct checksum_report *found)
{
    unsigned count = block_count(size), bits = 0;
    size_t block_bits = size / count * 8, flips[4];
    uint64_t stored[4];
    memcpy(stored, found->stored, sizeof stored);
    for (unsigned i = 0; i < count; i++) {
        if (stored[i] == found->expected[i])
            continue;
        long bit = correctable_bit(stored[i], found->expected[i], size / count);
        if (bit < 0 || (i == 0 && bit == FORMAT_MARK_BIT))
            return -1;
        if (i == 0 && count > 1 && bit >= PAGE_CHECKSUM_2 * 8 && bit < PAGE_THIS * 8)
            stored[1 + (bit - PAGE_CHECKSUM_2 * 8) / 64] ^= UINT64_C(1) << bit % 64;
        flips[bits++] = i * block_bits + (size_t)bit;
    }
    for (unsigned i = 0; i < bits; i++)
        flip_bit(page, flips[i]);
    return (int)bits;
}

static JET_ERR verify_new_format(uint8_t *page, size_t size, uint32_t pgno, bool fix,
                                 struct checksum_report *report)
{
    if (blocks_good(page, size, pgno, report))
        return JET_errSuccess;
    struct checksum_report before = *report, after;
    int bits = fix ? correct_blocks(page, size, &before) : -1;
    if (bits < 0)
        return JET_errReadVerifyFailure;
    if (blocks_good(page, size, pgno, &after) && !all_zero(page, size)) {
        *report = after;
        report->fixed_bits = (unsigned)bits;
        return JET_errSuccess;
    }
    correct_blocks(page, size, &before); /* flips the same bits back */
    return JET_errReadVerifyFailure;
}

JET_ERR checksum_verify_page(void *page, size_t size, uint32_t pgno, bool fix, struct checksum_report *report)
{
    struct checksum_report mine = {0};
    JET_ERR err;
    assert(page_size_legal((uint32_t)size));
    if (all_zero(page, size)) {
        err = JET_errPageNotInitialized;
    } else if (page_flags(page) & PAGE_NEW_CHECKSUM || page_is_large((uint32_t)size)) {
        err = verify_new_format(page, size, pgno, fix, &mine);
    } else {
        mine.old_format = true;
        mine.expected[0] = checksum_xor(page, size) | (uint64_t)pgno << 32;
        mine.stored[0] = load_le64(page);
        err = mine.stored[0] == mine.expected[0] ? JET_errSuccess : JET_errReadVerifyFailure;
    }
    if (err == JET_errSuccess && page_is_large((uint32_t)size) &&
        load_le32((uint8_t *)page + PAGE_THIS) != pgno)
        err = JET_errReadPgnoVerifyFailure;
    if (report)
        *report = mine;
    return err;
}

void checksum_update_page(void *page, size_t size, uint32_t pgno)
{
    uint8_t *p = page;
    uint64_t sums[4];
    store_le32(p + PAGE_FLAGS, page_flags(p) | PAGE_NEW_CHECKSUM);
    compute_blocks(p, size, pgno, sums);
    for (unsigned i = 1; i < block_count(size); i++)
        store_le64(p + slot_of(i), sums[i]);
    store_le64(p, checksum_block(p, size / block_count(size), pgno, true));
}

static uint64_t logged_feed(uint64_t sum, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        sum = (sum << 6 | sum >> 58) + bytes[i];
    return sum;
}

uint64_t checksum_logged_data(const void *bytes, size_t size)
{
    uint8_t header[80], word[2];
    size_t header_size = page_header_size((uint32_t)size);
    memcpy(header, bytes, header_size);
    memset(header, 0, PAGE_DBTIME);
    memset(header + PAGE_FREE_BYTES, 0, PAGE_TAG_STATE - PAGE_FREE_BYTES);
    store_le32(header + PAGE_FLAGS,
               page_flags(bytes) & ~(uint32_t)(PAGE_FLUSH_TYPE | PAGE_NEW_CHECKSUM | PAGE_FDP_DELETE));
    uint16_t tag_state = load_le16(header + PAGE_TAG_STATE);
    if ((tag_state >> 12 & 7) <= 1)
        store_le16(header + PAGE_TAG_STATE, tag_state & ~0x7000);
    if (header_size == 80) {
        memset(header + PAGE_CHECKSUM_2, 0, PAGE_THIS - PAGE_CHECKSUM_2);
        memset(header + PAGE_THIS + 4, 0, 12);
    }
    uint64_t sum = logged_feed(0, header, header_size);

    struct page page = page_open(bytes, (uint32_t)size);
    for (unsigned tag = 0; tag < page_tag_count(bytes); tag++) {
        struct bytes line = page_line(&page, tag);
        /* reserved tags have no flags, nor have lines of a page whose contents mean nothing */
        bool is_node = tag >= page.first && tag - page.first < page.nodes;
        unsigned flags = is_node ? page_node_flags(&page, tag - page.first) : 0;
        if (!(flags & NODE_DELETED) && line.size >= 2) {
            store_le16(word, (uint16_t)line.size);
            sum = logged_feed(sum, word, 2);
            sum = logged_feed(sum, line.data + 2, line.size - 2);
        }
        word[0] = (uint8_t)(flags & ~NODE_VERSIONED);
        sum = logged_feed(sum, word, 1);
    }
    return sum;
}
