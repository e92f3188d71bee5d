#include "format/flushmap.h"

#include "format/checksum.h"

#define ROW(member, offset, kind) FIELD(struct flushmap_header, member, offset, kind)

const struct field flushmap_fields[] = {
    ROW(header_checksum, 0, FIELD_HEX32),
    ROW(version_major, 4, FIELD_U32),
    ROW(update_major, 8, FIELD_U32),
    ROW(update_minor, 12, FIELD_U32),
    ROW(flags, 36, FIELD_HEX32),
    ROW(created, 40, FIELD_TIME),
    ROW(attached, 48, FIELD_TIME),
    ROW(detached, 56, FIELD_TIME),
    ROW(gen_min_required, 64, FIELD_I32),
    ROW(gen_min_required_next, 68, FIELD_I32),
    ROW(full_flush_started, 72, FIELD_TIME),
    ROW(full_flush_completed, 80, FIELD_TIME),
    ROW(database_flush_signature, 88, FIELD_SIGNATURE),
    ROW(flush_signature, 116, FIELD_SIGNATURE),
    ROW(file_type, 667, FIELD_U32),
};
const size_t flushmap_field_count = ARRAY_COUNT(flushmap_fields);

JET_ERR flushmap_header_load(struct bytes page, struct flushmap_header *header)
{
    memset(header, 0, sizeof *header);
    if (page.size < FLUSHMAP_PAGE_SIZE || load_le32(page.data) != checksum_xor(page.data, FLUSHMAP_PAGE_SIZE))
        return JET_errReadVerifyFailure;
    fields_load(flushmap_fields, flushmap_field_count, page.data, header);
    if (header->file_type != 7)
        return JET_errFileInvalidType;
    if (header->version_major != 3 || header->update_major > 0)
        return JET_errFlushMapVersionUnsupported;
    return JET_errSuccess;
}

void flushmap_header_store(struct flushmap_header *header, uint8_t *page)
{
    memset(page, 0, FLUSHMAP_PAGE_SIZE);
    fields_store(flushmap_fields, flushmap_field_count, header, page);
    header->header_checksum = checksum_xor(page, FLUSHMAP_PAGE_SIZE);
    store_le32(page, header->header_checksum);
}

static bool same_and_set(const struct signature *a, const struct signature *b)
{
    return signature_is_set(a) && signature_equal(a, b);
}

JET_ERR flushmap_check_database(const struct flushmap_header *map, const struct dbheader *database)
{
    if (!same_and_set(&database->header_flush_signature, &map->database_flush_signature) &&
        !same_and_set(&database->flushmap_flush_signature, &map->flush_signature))
        return JET_errFlushMapDatabaseMismatch;
    if (map->flags & FLUSHMAP_FLAG_CLEAN)
        return JET_errSuccess;
    bool redo_reaches = database->gen_min_required > 0 && map->gen_min_required > 0 &&
                        database->gen_min_required <= map->gen_min_required;
    return redo_reaches ? JET_errSuccess : JET_errFlushMapUnrecoverable;
}

enum { STATES = 64 };

static unsigned shift_of(uint32_t pgno) { return 6 - 2 * (pgno % FLUSHMAP_STATES_PER_PAGE % 4); }
static uint32_t byte_of(uint32_t pgno) { return STATES + pgno % FLUSHMAP_STATES_PER_PAGE / 4; }

unsigned flushmap_state(const uint8_t *page, uint32_t pgno)
{
    return page[byte_of(pgno)] >> shift_of(pgno) & 3;
}

void flushmap_set_state(uint8_t *page, uint32_t pgno, unsigned flush_type)
{
    uint8_t *b = page + byte_of(pgno);
    *b = (uint8_t)((*b & ~(3u << shift_of(pgno))) | (flush_type & 3) << shift_of(pgno));
}

JET_ERR flushmap_page_check(struct bytes page, uint32_t index)
{
    static const uint8_t zero[FLUSHMAP_PAGE_SIZE];
    if (page.size < FLUSHMAP_PAGE_SIZE)
        return JET_errReadVerifyFailure;
    if (memcmp(page.data, zero, sizeof zero) == 0)
        return JET_errSuccess;
    bool good = load_le64(page.data) == flushmap_page_sum(page.data, index);
    return good ? JET_errSuccess : JET_errReadVerifyFailure;
}

uint64_t flushmap_page_sum(const uint8_t *page, uint32_t index)
{
    return checksum_block(page, FLUSHMAP_PAGE_SIZE, index, true);
}
