/* Whole-life replay: from the record that creates a database on, the logs alone
 * must give every page that is in the file at the end. */
#include "test.h"
#include "corpus.h"

#include "format/checksum.h"
#include "format/log_reader.h"
#include "recovery/redo_pages.h"

#include <stdio.h>
#include <stdlib.h>

struct memory_store {
    uint32_t page_size, pages;
    uint8_t *bytes;
};

static JET_ERR memory_hold(void *context, uint32_t pgno, bool blank, uint8_t **bytes)
{
    struct memory_store *m = context;
    if (pgno == 0 || pgno > 1 << 16)
        return JET_errDatabaseCorrupted;
    if (pgno >= m->pages) {
        uint32_t pages = pgno + 256;
        m->bytes = realloc(m->bytes, (size_t)pages * m->page_size);
        assert_non_null(m->bytes);
        memset(m->bytes + (size_t)m->pages * m->page_size, 0, (size_t)(pages - m->pages) * m->page_size);
        m->pages = pages;
    }
    *bytes = m->bytes + (size_t)pgno * m->page_size;
    return !blank && page_flags(*bytes) == 0 ? JET_errPageNotInitialized : JET_errSuccess;
}
static void memory_release(void *context, uint32_t pgno, bool changed)
{
    struct memory_store *m = context;
    const char *what = NULL;
    const uint8_t *bytes = m->bytes + (size_t)pgno * m->page_size;
    if (changed && page_check(bytes, m->page_size, &what) != JET_errSuccess) {
        print_error("page %u: %s\n", pgno, what);
        fail();
    }
}

struct open_macro {
    uint16_t session;
    struct redo_macro macro;
};
struct replay {
    struct memory_store memory;
    struct redo_store store;
    struct open_macro macros[64];
    uint8_t database; /* the id that is followed */
    struct {
        uint16_t session;
        uint32_t version;
        uint16_t offset;
        int64_t amount;
        size_t size;
        uint8_t *before;
    } versions[20000];
    unsigned version_count;
    unsigned records, undone;
};

static struct open_macro *find_macro(struct replay *r, uint16_t session, uint64_t dbtime)
{
    for (size_t i = 0; i < 64; i++)
        if (r->macros[i].macro.dbtime == dbtime && r->macros[i].session == session)
            return &r->macros[i];
    return NULL;
}

static void remember(struct replay *r, const struct log_record *record, uint32_t version, const void *before,
                     size_t size, uint16_t offset, int64_t amount)
{
    if (version == 0)
        return;
    assert_true(r->version_count < ARRAY_COUNT(r->versions));
    unsigned n = r->version_count++;
    r->versions[n].session = log_u16(record, LOG_PAGE_SESSION);
    r->versions[n].version = version;
    r->versions[n].offset = offset;
    r->versions[n].amount = amount;
    r->versions[n].size = size;
    r->versions[n].before = malloc(size + 1);
    memcpy(r->versions[n].before, before, size);
}

static JET_ERR observe(void *context, const struct log_record *record, const struct node *node)
{
    uint8_t type = log_record_type(record);
    if (type != LOG_FLAG_DELETE)
        remember(context, record,
                 log_u32(record, type == LOG_FLAG_INSERT_REPLACE ? LOG_FLAG_INSERT_REPLACE_VERSION_ID
                                                                 : LOG_NODE_VERSION_ID),
                 node->data.data, node->data.size, 0, 0);
    return JET_errSuccess;
}

static void replay_record(struct replay *r, const struct log_record *record)
{
    uint8_t type = log_record_type(record), database;
    uint16_t session;
    uint64_t dbtime;
    JET_ERR err = JET_errSuccess;

    if (type == LOG_MACRO_BEGIN) {
        struct open_macro *free_one = find_macro(r, 0, 0);
        assert_non_null(free_one);
        *free_one = (struct open_macro){log_u16(record, LOG_TRX_SESSION),
                                        {.dbtime = log_u64(record, LOG_MACRO_DBTIME)}};
        return;
    }
    if (type == LOG_MACRO_COMMIT || type == LOG_MACRO_ABORT) {
        struct open_macro *m =
            find_macro(r, log_u16(record, LOG_TRX_SESSION), log_u64(record, LOG_MACRO_DBTIME));
        assert_non_null(m);
        if (type == LOG_MACRO_COMMIT)
            err = redo_macro_apply(&r->store, &m->macro, observe, r);
        redo_macro_free(&m->macro);
        m->session = 0;
        assert_int_equal(err, JET_errSuccess);
        return;
    }
    if (log_record_info(record)->class != LOG_CLASS_PAGE)
        return;
    assert_true(log_record_database(record, &database));
    if (database != r->database)
        return;
    r->records++;
    bool has_session = log_record_session(record, &session);
    struct open_macro *m =
        has_session && log_record_dbtime(record, &dbtime) ? find_macro(r, session, dbtime) : NULL;
    if (m && type != LOG_UNDO_INFO) {
        assert_int_equal(redo_macro_add(&m->macro, record), JET_errSuccess);
        return;
    }
    if (type == LOG_UNDO_INFO)
        return;
    struct redo_image image = {0};
    uint8_t offset[2];
    if (type == LOG_DELTA)
        remember(r, record, log_u32(record, LOG_NODE_VERSION_ID), "", 0, log_u16(record, LOG_DELTA_OFFSET),
                 (int32_t)log_u32(record, LOG_DELTA_AMOUNT));
    if (type == LOG_UNDO) {
        r->undone++;
        for (unsigned i = r->version_count; i-- > 0;)
            if (r->versions[i].session == session &&
                r->versions[i].version == log_u32(record, LOG_NODE_VERSION_ID)) {
                unsigned operation = log_u16(record, LOG_UNDO_OPERATION) & 0xFFF;
                store_le16(offset, r->versions[i].offset);
                image.before = operation == LOG_UNDO_DELTA
                                   ? (struct bytes){offset, 2}
                                   : (struct bytes){r->versions[i].before, r->versions[i].size};
                image.amount = r->versions[i].amount;
                break;
            }
    }
    err = redo_page_record(&r->store, record, &image, observe, r);
    if (err != JET_errSuccess)
        print_error("%s: %d\n", log_record_info(record)->name, err);
    assert_int_equal(err, JET_errSuccess);
}

/* What recovery does not reproduce: checksum, flush state, the version marks,
 * uncommitted free bytes, place of lines (30, 6a). */
static bool pages_equal(const uint8_t *a, const uint8_t *b, uint32_t size)
{
    enum { VOLATILE = PAGE_FLUSH_TYPE | PAGE_NEW_CHECKSUM };
    if (page_dbtime(a) != page_dbtime(b) || page_prev(a) != page_prev(b) || page_next(a) != page_next(b) ||
        page_objid(a) != page_objid(b) || page_free_bytes(a) != page_free_bytes(b) ||
        ((page_flags(a) ^ page_flags(b)) & ~(uint32_t)VOLATILE) || page_tag_count(a) != page_tag_count(b))
        return false;
    if (page_tag_count(a) == 0)
        return true;
    struct page pa = page_open(a, size), pb = page_open(b, size);
    struct bytes ha = page_external_header(&pa), hb = page_external_header(&pb);
    if (bytes_compare(ha, hb))
        return false;
    for (unsigned i = 0; i < pa.nodes; i++) {
        struct node na = page_node(&pa, i), nb = page_node(&pb, i);
        if ((na.flags ^ nb.flags) & ~(unsigned)NODE_VERSIONED || bytes_compare(na.prefix, nb.prefix) ||
            bytes_compare(na.suffix, nb.suffix) || bytes_compare(na.data, nb.data))
            return false;
    }
    return true;
}

static void replay_set(const char *database, const char *const *logs, uint32_t page_size,
                       unsigned expected_pages)
{
    struct replay *r = calloc(1, sizeof *r);
    r->memory.page_size = page_size;
    r->store = (struct redo_store){page_size, &r->memory, memory_hold, memory_release};
    r->database = 1;
    for (; *logs; logs++) {
        size_t size;
        uint8_t *file = corpus_read(*logs, &size);
        struct log_reader reader;
        struct log_record record;
        struct log_position position;
        bool found;
        assert_int_equal(log_reader_open(&reader, file, size), JET_errSuccess);
        assert_int_equal(reader.damage, JET_errSuccess);
        for (;;) {
            assert_int_equal(log_reader_next(&reader, &record, &position, &found), JET_errSuccess);
            if (!found)
                break;
            replay_record(r, &record);
        }
        log_reader_close(&reader);
        free(file);
    }
    size_t size;
    uint8_t *file = corpus_read(database, &size);
    unsigned equal = 0, different = 0;
    uint32_t last = (uint32_t)(size / page_size - 2);
    for (uint32_t pgno = 1; pgno <= last; pgno++) {
        const uint8_t *disk = file + page_file_offset(pgno, page_size);
        bool there = page_flags(disk) != 0;
        bool replayed = pgno < r->memory.pages && page_flags(r->memory.bytes + (size_t)pgno * page_size) != 0;
        if (!there && !replayed)
            continue;
        if (there && replayed && pages_equal(disk, r->memory.bytes + (size_t)pgno * page_size, page_size)) {
            equal++;
        } else {
            different++;
            print_error("%s: page %u differs (there %d, replayed %d)\n", database, pgno, there, replayed);
        }
    }
    assert_int_equal(different, 0);
    assert_int_equal(equal, expected_pages);
    for (unsigned i = 0; i < r->version_count; i++)
        free(r->versions[i].before);
    free(r->memory.bytes);
    free(r);
    free(file);
}

#define SET(name, database, page_size, pages, ...)                                                           \
    static void test_##name##_replays_to_its_file(void **state)                                              \
    {                                                                                                        \
        (void)state;                                                                                         \
        const char *const logs[] = {__VA_ARGS__, NULL};                                                      \
        replay_set(database, logs, page_size, pages);                                                        \
    }
SET(ide_a, "corpus/ide-a/storage.ide.gz", 8192, 34, "corpus/ide-a/edb.log.gz")
SET(ide_d_t2, "corpus/ide-d-timeline/t2/storage.ide.gz", 8192, 33, "corpus/ide-d-timeline/t2/edb.log.gz")

SET(server2022_day1, "corpus/srum-server2022/day1/SRUDB.dat.gz", 4096, 30,
    "corpus/srum-server2022/day1/SRU00001.log.gz", "corpus/srum-server2022/day1/SRU.log.gz")
SET(server2022_day2, "corpus/srum-server2022/day2/SRUDB.dat.gz", 4096, 73,
    "corpus/srum-server2022/day1/SRU00001.log.gz", "corpus/srum-server2022/day2/SRUtmp.log.gz",
    "corpus/srum-server2022/day2/SRU00003.log.gz", "corpus/srum-server2022/day2/SRU00004.log.gz",
    "corpus/srum-server2022/day2/SRU.log.gz")
#define G "golden/basic_8k/logs/edb0000000"
SET(basic_8k, "golden/basic_8k/basic.edb.gz", 8192, 547, G "1.log.gz", G "2.log.gz", G "3.log.gz",
    G "4.log.gz", G "5.log.gz", G "6.log.gz", G "7.log.gz", G "8.log.gz", G "9.log.gz", G "A.log.gz",
    G "B.log.gz", G "C.log.gz", G "D.log.gz", G "E.log.gz", "golden/basic_8k/logs/edb.log.gz")
#define L "golden/lv_8k/logs/edb0000000"
SET(lv_8k, "golden/lv_8k/lv.edb.gz", 8192, 659, L "1.log.gz", L "2.log.gz", L "3.log.gz", L "4.log.gz",
    L "5.log.gz", L "6.log.gz", L "7.log.gz", L "8.log.gz", L "9.log.gz", L "A.log.gz", L "B.log.gz",
    "golden/lv_8k/logs/edb.log.gz")
#define O "golden/logs_only/logs/edb0000000"
#define OL                                                                                                   \
    O "1.log.gz", O "2.log.gz", O "3.log.gz", O "4.log.gz", O "5.log.gz", O "6.log.gz", O "7.log.gz",        \
        O "8.log.gz", O "9.log.gz", "golden/logs_only/logs/edb.log.gz"
SET(logs_only, "golden/logs_only/original/logs.edb.gz", 8192, 123, OL)
#define B "golden/backup/live/edb0000000"
SET(backup_live, "golden/backup/live/bk.edb.gz", 4096, 100, B "1.log.gz", B "2.log.gz", B "3.log.gz",
    B "4.log.gz", B "5.log.gz", B "6.log.gz", "golden/backup/live/edb.log.gz")

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ide_a_replays_to_its_file),
        cmocka_unit_test(test_ide_d_t2_replays_to_its_file),
        cmocka_unit_test(test_server2022_day1_replays_to_its_file),
        cmocka_unit_test(test_server2022_day2_replays_to_its_file),
        cmocka_unit_test(test_basic_8k_replays_to_its_file),
        cmocka_unit_test(test_lv_8k_replays_to_its_file),
        cmocka_unit_test(test_logs_only_replays_to_its_file),
        cmocka_unit_test(test_backup_live_replays_to_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
