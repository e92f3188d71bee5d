/* flushmap.h: the flush map file beside a database (spec 10 §12). No data
 * depends on it; a reader may ignore it. */
#ifndef ESENT_FLUSHMAP_H
#define ESENT_FLUSHMAP_H

#include "format/dbheader.h"

#define FLUSHMAP_PAGE_SIZE       8192u /* whatever the database's page size */
#define FLUSHMAP_STATES_PER_PAGE 32512u

enum { FLUSHMAP_FLAG_CLEAN = 1 };

struct flushmap_header {
    uint32_t header_checksum;
    uint32_t version_major, update_major, update_minor; /* 3, 0, 0 */
    uint32_t flags;
    struct log_time created, attached, detached;
    int32_t gen_min_required, gen_min_required_next;
    struct log_time full_flush_started, full_flush_completed;
    struct signature database_flush_signature, flush_signature;
    uint32_t file_type;
};

extern const struct field flushmap_fields[];
extern const size_t flushmap_field_count;

/* Checks and loads the header page (FLUSHMAP_PAGE_SIZE bytes).
 * JET_errReadVerifyFailure: short or checksum; JET_errFileInvalidType;
 * JET_errFlushMapVersionUnsupported. */
JET_ERR flushmap_header_load(struct bytes page, struct flushmap_header *header);
void flushmap_header_store(struct flushmap_header *header, uint8_t *page);

/* Whether the map speaks of this very database (spec 10 §12.3).
 * JET_errFlushMapDatabaseMismatch, JET_errFlushMapUnrecoverable. */
JET_ERR flushmap_check_database(const struct flushmap_header *map, const struct dbheader *database);

/* The data page that holds the state of a database page, its slot there. */
static inline uint32_t flushmap_page_of(uint32_t pgno) { return pgno / FLUSHMAP_STATES_PER_PAGE; }

/* Verifies data page `index` (0 = the first after the header). All zero is
 * good: nothing known. JET_errReadVerifyFailure. */
JET_ERR flushmap_page_check(struct bytes page, uint32_t index);
/* The checksum that data page `index` should carry. */
uint64_t flushmap_page_sum(const uint8_t *page, uint32_t index);

/* State 0..3 of a database page from the data page that holds it; 0 unknown.
 * `page` has FLUSHMAP_PAGE_SIZE bytes. */
unsigned flushmap_state(const uint8_t *page, uint32_t pgno);
void flushmap_set_state(uint8_t *page, uint32_t pgno, unsigned flush_type);

#endif
