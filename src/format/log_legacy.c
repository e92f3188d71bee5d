#include "format/log_legacy.h"

#include "format/log_record.h"

enum { RECORD = 22, SHORT_USED = 0x9A, SHORT_UNUSED = 0xD1 };
#define SEED_FULL  0xFEEDBEAFu
#define SEED_SHORT 0xDEADC0DEu
#define SHADOW     0x5AD05EC7u

struct chain_record {
    size_t at; /* offset in the file */
    uint32_t back, forward, next, full, brief;
    uint8_t use;
};

struct chain {
    const uint8_t *file;
    size_t size;
    uint32_t sector;
    uint32_t generation;
};

bool log_is_fill_pattern(const uint8_t *p, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        uint8_t expected = i % 16 ? 0xDA : (uint8_t)(0xDA + 0x10 * (i / 16 % 32));
        if (p[i] != expected)
            return false;
    }
    return true;
}

static uint32_t fold(uint32_t sum, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sum ^= (uint32_t)p[i] << 8 * (i % 4);
    return sum;
}

static uint32_t checksum(const struct chain *c, const struct chain_record *r, uint32_t seed, size_t forward)
{
    uint32_t sum = fold(seed, c->file + r->at - r->back, r->back);
    sum = fold(sum, c->file + r->at + RECORD, forward);
    return sum ^ r->back ^ r->forward ^ r->next ^ r->use ^ c->generation;
}

/* The rules of 8.4. */
static bool load(const struct chain *c, size_t at, struct chain_record *r)
{
    if (at + RECORD > c->size || c->file[at] != LOG_CHECKSUM)
        return false;
    const uint8_t *p = c->file + at;
    *r = (struct chain_record){
        at,   load_le32(p + 1), load_le32(p + 5), load_le32(p + 9), load_le32(p + 13), load_le32(p + 17),
        p[21]};
    size_t in_sector = at % c->sector, left = c->sector - in_sector;
    if (left < RECORD || r->back > c->sector - RECORD || (r->back != 0 && r->back != in_sector))
        return false;
    uint64_t reach = (uint64_t)in_sector + RECORD + r->forward;
    if (r->forward > c->size - at - RECORD)
        return false;
    if (r->use == SHORT_UNUSED) {
        if (r->brief != 0 || reach > c->sector)
            return false;
    } else if (r->use == SHORT_USED) {
        if (reach <= c->sector || reach % c->sector != 0 ||
            r->brief != checksum(c, r, SEED_SHORT, left - RECORD))
            return false;
    } else {
        return false;
    }
    if (r->next == 0)
        return true;
    uint64_t next_at = (uint64_t)at + RECORD + r->next;
    return reach % c->sector == 0 && next_at < c->size &&
           next_at / c->sector == (at + RECORD + r->forward) / c->sector;
}

static bool full_good(const struct chain *c, const struct chain_record *r, uint32_t mask)
{
    return (checksum(c, r, SEED_FULL, r->forward) ^ mask) == r->full;
}

/* Offset of the checksum record of a shadow in this sector: it stands where the
 * record of the shadowed sector stood. */
static bool shadow_in(const struct chain *c, size_t sector_at, size_t in_sector, struct chain_record *r)
{
    return sector_at + c->sector <= c->size && load(c, sector_at + in_sector, r) && r->use == SHORT_UNUSED &&
           r->next == 0 && full_good(c, r, SHADOW);
}

static bool pattern_from(const struct chain *c, size_t at)
{
    return log_is_fill_pattern(c->file + at, c->size - at);
}

/* The last range is wrong but its first sector is good: a write that was torn
 * (8.7 rule 5)? */
static bool torn_range(const struct chain *c, const struct chain_record *r)
{
    size_t first = r->at - r->at % c->sector, end = r->at + RECORD + r->forward;
    if (!pattern_from(c, end))
        return false;
    size_t sectors = (end - first) / c->sector;
    for (size_t s = 1; s < sectors; s++)
        if (log_is_fill_pattern(c->file + first + s * c->sector, c->sector))
            return true;
    struct chain_record shadow;
    return sectors == 2 && shadow_in(c, first + c->sector, r->at % c->sector, &shadow);
}

void log_legacy_find_end(const struct logheader *header, uint8_t *file, size_t size,
                         struct log_legacy_end *end)
{
    struct chain c = {file, size, header->sector_size, (uint32_t)header->generation};
    size_t at = (size_t)header->header_sectors * header->sector_size;
    struct chain_record r, before = {0}, shadow;

    *end = (struct log_legacy_end){.offset = at};
    for (;;) {
        bool good = load(&c, at, &r);
        if (good && full_good(&c, &r, 0)) {
            end->offset = r.at + RECORD + r.forward;
            if (r.next == 0)
                return;
            before = r;
            at = r.at + RECORD + r.next;
            continue;
        }
        size_t sector_at = at - at % c.sector;
        if (good && r.use == SHORT_USED) { /* rule 5 */
            end->offset = sector_at + c.sector;
            end->torn = torn_range(&c, &r);
            end->damage = end->torn ? JET_errSuccess : JET_errLogFileCorrupt;
            return;
        }
        /* rules 2 and 6: the next sector may be the shadow of this one */
        if (shadow_in(&c, sector_at + c.sector, at % c.sector, &shadow)) {
            memcpy(file + sector_at, file + sector_at + c.sector, c.sector);
            store_le32(file + at + 13, shadow.full ^ SHADOW);
            end->offset = at + RECORD + shadow.forward;
            end->torn = true;
            return;
        }
        /* rule 3: this sector is the shadow of the range before; rule 4: nothing came */
        if (before.use == SHORT_UNUSED && shadow_in(&c, sector_at, before.at % c.sector, &shadow))
            return;
        if (pattern_from(&c, sector_at)) {
            end->torn = true;
            return;
        }
        end->damage = JET_errLogFileCorrupt;
        return;
    }
}
