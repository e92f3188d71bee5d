/* Where a cursor is and what each call does to that: spec 40 section 7 and the
 * reference page of each function, one behaviour a test, on a database of the
 * reference engine. In its table "basic" the keys begin 1, 2, 3, 4, 5 and end with
 * 1199, 1200; 1162 rows. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FIRST ((int32_t)JET_MoveFirst)
#define LAST  ((int32_t)JET_MoveLast)
enum { ID = 1, C_LONG = 7, NN = 19, T_LONG = 256, ROWS = 1162, LAST_ID = 1200 };

static struct jet jet;
static JET_TABLEID t;

static int open_database(void **state)
{
    (void)state;
    jet_open(&jet, "golden/basic_4k/basic.edb.gz");
    return 0;
}

static int close_database(void **state)
{
    (void)state;
    jet_close(&jet);
    return 0;
}

static int open_basic(void **state)
{
    (void)state;
    t = jet_table(&jet, "basic");
    return 0;
}

static int close_basic(void **state)
{
    (void)state;
    jet_close_table(&jet, t);
    return 0;
}

static JET_ERR move(int rows) { return JetMove(jet.sesid, t, rows, 0); }

static int32_t id(void)
{
    int32_t value = -1;
    uint32_t actual;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, &value, sizeof value, &actual, 0, NULL),
                     JET_errSuccess);
    return value;
}

static JET_ERR no_record(void)
{
    char byte;
    uint32_t actual;
    return JetRetrieveColumn(jet.sesid, t, ID, &byte, 1, &actual, 0, NULL);
}

static void make_key(int32_t value)
{
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, sizeof value, JET_bitNewKey), JET_errSuccess);
}

static JET_ERR seek(int32_t value, JET_GRBIT grbit)
{
    make_key(value);
    return JetSeek(jet.sesid, t, grbit);
}

static const char *bookmark(void)
{
    uint8_t bytes[256];
    uint32_t actual;
    assert_int_equal(JetGetBookmark(jet.sesid, t, bytes, sizeof bytes, &actual), JET_errSuccess);
    return jet_hex(bytes, actual);
}

static JET_ERR go_to(const char *hex)
{
    uint8_t bytes[256];
    size_t size = jet_unhex(hex, bytes, sizeof bytes);
    return JetGotoBookmark(jet.sesid, t, bytes, (uint32_t)size);
}

/* --- DEFER-FIRST ------------------------------------------------------------------------ */

static void test_fresh_cursor_retrieves_the_first_record(void **state)
{
    (void)state;
    assert_int_equal(id(), 1);
}

static void test_bookmark_does_not_resolve_a_fresh_cursor_retrieval_does(void **state)
{
    (void)state;
    uint32_t actual;
    assert_int_equal(JetGetBookmark(jet.sesid, t, NULL, 0, &actual), JET_errNoCurrentRecord);
    assert_int_equal(id(), 1);
    assert_string_equal(bookmark(), "7f80000001");
}

static void test_cursor_info_does_not_resolve_a_fresh_cursor(void **state)
{
    (void)state;
    assert_int_equal(JetGetCursorInfo(jet.sesid, t, NULL, 0, 0), JET_errNoCurrentRecord);
    assert_int_equal(move(0), JET_errSuccess);
    assert_int_equal(JetGetCursorInfo(jet.sesid, t, NULL, 0, 0), JET_errSuccess);
    assert_int_equal(JetGetCursorInfo(jet.sesid, t, NULL, 0, 1), JET_errInvalidParameter);
    assert_int_equal(JetGetCursorInfo(jet.sesid, t, &jet, 4, 0), JET_errInvalidParameter);
}

static void test_no_move_needs_a_resolved_position(void **state)
{
    (void)state;
    char name[65];
    assert_int_equal(JetSetCurrentIndex2A(jet.sesid, t, "ix_long", JET_bitNoMove), JET_errNoCurrentRecord);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "pk");
    assert_int_equal(id(), 1);
}

static void test_first_move_forward_goes_to_the_second_record(void **state)
{
    (void)state;
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 2);
}

static void test_first_move_by_n_goes_to_the_record_after(void **state)
{
    (void)state;
    assert_int_equal(move(3), JET_errSuccess);
    assert_int_equal(id(), 4);
}

static void test_first_move_of_zero_goes_to_the_first_record(void **state)
{
    (void)state;
    assert_int_equal(move(0), JET_errSuccess);
    assert_int_equal(id(), 1);
}

static void test_first_move_backward_goes_before_the_first_record(void **state)
{
    (void)state;
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(no_record(), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 1);
}

/* --- ends ---------------------------------------------------------------------------------- */

static void test_move_past_the_end_keeps_nothing_of_its_steps(void **state)
{
    (void)state;
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(move(ROWS), JET_errNoCurrentRecord);
    assert_int_equal(no_record(), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errNoCurrentRecord);
    assert_int_equal(move(0), JET_errNoCurrentRecord);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), LAST_ID);
}

static void test_move_by_all_rows_but_one_reaches_the_last(void **state)
{
    (void)state;
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(move(ROWS - 1), JET_errSuccess);
    assert_int_equal(id(), LAST_ID);
    assert_int_equal(move(-(ROWS - 1)), JET_errSuccess);
    assert_int_equal(id(), 1);
}

static void test_before_the_first_stays_there_backward(void **state)
{
    (void)state;
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(move(-5), JET_errNoCurrentRecord);
    assert_int_equal(move(2), JET_errSuccess);
    assert_int_equal(id(), 2);
}

static void test_empty_table_has_no_record_for_anything(void **state)
{
    (void)state;
    JET_TABLEID full = t;
    const int moves[] = {FIRST, LAST, 0, 1, -1, 7};
    const JET_GRBIT relations[] = {JET_bitSeekEQ, JET_bitSeekLT, JET_bitSeekLE, JET_bitSeekGE, JET_bitSeekGT};
    JET_RECPOS at = {sizeof at, 0, 0, 1};
    uint32_t count = 77;
    uint64_t count64 = 77;

    t = jet_table(&jet, "tmpl");
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0),
                     JET_errSuccess); /* fresh: nothing, no error */
    assert_int_equal(count, 0);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(move(moves[i]), JET_errNoCurrentRecord);
    assert_int_equal(JetIndexRecordCount2(jet.sesid, t, &count64, 0), JET_errNoCurrentRecord);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(seek(1, relations[i]), JET_errRecordNotFound);
    assert_int_equal(JetGetRecordPosition(jet.sesid, t, &at, sizeof at), JET_errNoCurrentRecord);
    at.cbStruct = sizeof at;
    assert_int_equal(JetGotoPosition(jet.sesid, t, &at), JET_errRecordNotFound);
    make_key(1);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errNoCurrentRecord);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeRemove), JET_errInvalidOperation);
    jet_close_table(&jet, t);
    t = full;
}

/* --- bookmarks ------------------------------------------------------------------------------- */

static void test_small_bookmark_buffer_is_filled_and_an_error(void **state)
{
    (void)state;
    uint8_t bytes[8] = {0};
    uint32_t actual = 77;

    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bytes, 1, &actual), JET_errBufferTooSmall);
    assert_int_equal(actual, 5);
    assert_string_equal(jet_hex(bytes, 2), "7f00");
    actual = 77;
    assert_int_equal(JetGetBookmark(jet.sesid, t, NULL, 0, &actual), JET_errBufferTooSmall);
    assert_int_equal(actual, 5);
    assert_int_equal(JetGetBookmark(jet.sesid, t, NULL, 8, &actual), JET_errInvalidParameter);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bytes, 5, NULL), JET_errSuccess);
}

static void test_goto_unknown_bookmark_keeps_the_position_and_drops_key_and_range(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ | JET_bitSetIndexRange), JET_errSuccess);
    make_key(5);
    assert_int_equal(go_to("7f80ffffff"), JET_errRecordDeleted);
    assert_int_equal(id(), 3);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeRemove), JET_errInvalidOperation);
    assert_int_equal(go_to("7f"), JET_errRecordDeleted);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 4);
}

static void test_goto_unknown_bookmark_on_a_fresh_cursor_leaves_it_fresh(void **state)
{
    (void)state;
    assert_int_equal(go_to("7f80ffffff"), JET_errRecordDeleted);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 2);
}

static void test_goto_nothing_is_an_invalid_bookmark(void **state)
{
    (void)state;
    uint8_t byte = 0;
    assert_int_equal(JetGotoBookmark(jet.sesid, t, NULL, 0), JET_errInvalidBookmark);
    assert_int_equal(JetGotoBookmark(jet.sesid, t, &byte, 0), JET_errInvalidBookmark);
}

static void test_overlong_bookmark_is_not_found(void **state)
{
    (void)state;
    static uint8_t bytes[70000];
    memset(bytes, 0x7F, sizeof bytes);
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetGotoBookmark(jet.sesid, t, bytes, sizeof bytes), JET_errRecordDeleted);
    assert_int_equal(id(), 1);
}

static void test_goto_record_that_the_current_index_does_not_have(void **state)
{
    (void)state;
    /* record 2 is not in ix_cond_nonnull; the first entry there is of record 0x3e */
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_cond_nonnull"), JET_errSuccess);
    assert_int_equal(go_to("7f80000002"), JET_errNoCurrentRecord);
    assert_int_equal(id(), 2);
    assert_string_equal(bookmark(), "7f80000002");
    assert_int_equal(move(0), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_string_equal(bookmark(), "7f8000003e");
    assert_int_equal(id(), 0x3e);
}

static void test_bookmarks_of_a_table_without_primary_index_are_numbers(void **state)
{
    (void)state;
    JET_TABLEID full = t;
    char name[8] = "x";

    t = jet_table(&jet, "noprimary");
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "");
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_string_equal(bookmark(), "00000001");
    assert_int_equal(JetMakeKey(jet.sesid, t, "\0\0\0\1", 4, JET_bitNewKey), JET_errNoCurrentIndex);
    assert_int_equal(JetMakeKey(jet.sesid, t, "\0\0\0\2", 4, JET_bitNormalizedKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errSuccess);
    assert_string_equal(bookmark(), "00000002");
    assert_int_equal(JetSetIndexRange(jet.sesid, t, 0), JET_errNoCurrentIndex);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "np"), JET_errSuccess);
    assert_int_equal(move(0), JET_errSuccess);
    assert_string_equal(bookmark(), "00000025");
    jet_close_table(&jet, t);
    t = full;
}

static void test_secondary_bookmark_calls_need_a_secondary_index(void **state)
{
    (void)state;
    uint8_t key[8], mark[8];
    uint32_t a = 0, b = 0;

    assert_int_equal(JetGetSecondaryIndexBookmark(jet.sesid, t, key, 8, &a, mark, 8, &b, 0),
                     JET_errNoCurrentIndex);
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 8, mark, 8, 0), JET_errNoCurrentIndex);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(JetGetSecondaryIndexBookmark(jet.sesid, t, key, 8, &a, mark, 2, &b, 0),
                     JET_errBufferTooSmall);
    assert_string_equal(jet_hex(key, 5), "7f80000000");
    assert_string_equal(jet_hex(mark, 2), "7f80");
    assert_int_equal(a, 5);
    assert_int_equal(b, 5);
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 0, mark, 5, 0), JET_errInvalidBookmark);
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 5, NULL, 0, 0), JET_errInvalidBookmark);
}

static void test_missing_entry_keeps_the_position_or_gives_a_virtual_one(void **state)
{
    (void)state;
    uint8_t key[] = {0x7f, 0x80, 0, 0, 0},
            mark[] = {0x7f, 0x80, 0, 0, 0xbb}; /* between records 0xba and 0x220 */

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(move(LAST), JET_errSuccess);
    int32_t last = id();
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 5, mark, 5, 0), JET_errRecordDeleted);
    assert_int_equal(id(), last);
    assert_int_equal(
        JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 5, mark, 5, JET_bitBookmarkPermitVirtualCurrency),
        JET_errRecordDeleted);
    assert_int_equal(no_record(), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 0x220);
    assert_int_equal(
        JetGotoSecondaryIndexBookmark(jet.sesid, t, key, 5, mark, 5, JET_bitBookmarkPermitVirtualCurrency),
        JET_errRecordDeleted);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), 0xba);
}

static void test_unique_entry_of_another_record_is_found_and_an_error(void **state)
{
    (void)state;
    uint8_t key[64], mark[8], other[] = {0x7f, 0x80, 0, 0, 1};
    uint32_t key_size, mark_size;

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_guid"), JET_errSuccess);
    assert_int_equal(move(5), JET_errSuccess);
    assert_int_equal(
        JetGetSecondaryIndexBookmark(jet.sesid, t, key, sizeof key, &key_size, mark, 8, &mark_size, 0),
        JET_errSuccess);
    int32_t there = id();
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, key_size, NULL, 0, 0), JET_errSuccess);
    assert_int_equal(id(), there);
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetGotoSecondaryIndexBookmark(jet.sesid, t, key, key_size, other, 5, 0),
                     JET_errRecordDeleted);
    assert_int_equal(id(), there);
}

/* --- the current index -------------------------------------------------------------------------- */

static void test_unknown_index_takes_a_secondary_one_away(void **state)
{
    (void)state;
    char name[65];

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "IX_Long"), JET_errSuccess); /* any case */
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "ix_long");
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "nothing"), JET_errIndexNotFound);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "pk");
    assert_int_equal(move(0), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 1);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "nothing"),
                     JET_errIndexNotFound); /* the primary one stays */
    assert_int_equal(id(), 2);
}

static void test_index_names_and_bits_are_checked(void **state)
{
    (void)state;
    char longer[70];
    memset(longer, 'a', sizeof longer);
    longer[65] = '\0';

    assert_int_equal(JetSetCurrentIndex2A(jet.sesid, t, "ix_long", 1), JET_errInvalidGrbit);
    assert_int_equal(JetSetCurrentIndex2A(jet.sesid, t, "ix_long", 4), JET_errInvalidGrbit);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "a!b"), JET_errInvalidName);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, longer), JET_errInvalidName);
    assert_int_equal(JetSetCurrentIndexW(jet.sesid, t, u"\u4e00"), JET_errInvalidName);
    assert_int_equal(JetSetCurrentIndexW(jet.sesid, t, u"ix_long"), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, ""), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "PK"), JET_errSuccess);
    assert_int_equal(id(), 1);
}

static void test_name_of_the_index_is_cut_or_refused(void **state)
{
    (void)state;
    char name[8] = "zzzzzzz";
    WCHAR wide[16];

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, 0), JET_wrnBufferTruncated);
    assert_string_equal(name, "zzzzzzz");
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, 4), JET_errSuccess);
    assert_string_equal(name, "ix_");
    assert_int_equal(JetGetCurrentIndexW(jet.sesid, t, wide, 11), JET_errBufferTooSmall);
    assert_int_equal(JetGetCurrentIndexW(jet.sesid, t, wide, 12), JET_errSuccess);
    assert_memory_equal(wide, u"ix_nn", 12);
}

static void test_switching_discards_the_key(void **state)
{
    (void)state;
    char key[8];
    uint32_t actual;

    make_key(3);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, sizeof key, &actual, JET_bitRetrieveCopy),
                     JET_errKeyNotMade);
}

static void test_setting_an_index_makes_the_cursor_fresh(void **state)
{
    (void)state;
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(move(1), JET_errSuccess); /* the second entry: records 0xba, 0x220 */
    assert_int_equal(id(), 0x220);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(id(), 0xba);
}

static void test_index_id_wins_over_the_name(void **state)
{
    (void)state;
    JET_INDEXID index = {.cbStruct = sizeof index}, wrong = {.cbStruct = 19};
    char name[65];
    int32_t key = 42;

    assert_int_equal(JetGetTableIndexInfoA(jet.sesid, t, "ix_nn", &index, sizeof index, JET_IdxInfoIndexId),
                     JET_errSuccess);
    assert_int_equal(JetSetCurrentIndex4A(jet.sesid, t, "!", &index, 0, 1), JET_errSuccess);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "ix_nn");
    assert_int_equal(JetMakeKey(jet.sesid, t, &key, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndex4A(jet.sesid, t, NULL, &wrong, 0, 1), JET_errInvalidIndexId);
    index.rgbIndexId[4] ^= 1;
    assert_int_equal(JetSetCurrentIndex4A(jet.sesid, t, NULL, &index, 0, 1), JET_errInvalidIndexId);
}

/* --- keys ---------------------------------------------------------------------------------------- */

static void test_key_states(void **state)
{
    (void)state;
    int32_t value = 1;

    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, 0), JET_errKeyNotMade);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, 0), JET_errKeyIsMade);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 2, JET_bitNewKey), JET_errInvalidBufferSize);
    assert_int_equal(JetMakeKey(jet.sesid, t, NULL, 0, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errRecordNotFound);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4,
                                JET_bitNewKey | JET_bitFullColumnStartLimit | JET_bitFullColumnEndLimit),
                     JET_errInvalidGrbit);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, JET_bitNewKey | JET_bitPartialColumnEndLimit),
                     JET_errInvalidGrbit);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, JET_bitNewKey | JET_bitFullColumnEndLimit),
                     JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, 0), JET_errKeyIsMade);
}

static void test_normalized_key_has_a_limit_of_length(void **state)
{
    (void)state;
    static uint8_t bytes[3000];
    assert_int_equal(JetMakeKey(jet.sesid, t, bytes, 3000, JET_bitNormalizedKey), JET_errInvalidParameter);
    assert_int_equal(JetMakeKey(jet.sesid, t, bytes, 257, JET_bitNormalizedKey), JET_errInvalidParameter);
    assert_int_equal(JetMakeKey(jet.sesid, t, bytes, 256, JET_bitNormalizedKey), JET_errSuccess);
}

static void test_search_key_is_read_back_and_cut_in_silence(void **state)
{
    (void)state;
    uint8_t key[8] = {0};
    uint32_t actual;

    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, 8, &actual, JET_bitRetrieveCopy), JET_errKeyNotMade);
    assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, 2, &actual, JET_bitRetrieveCopy),
                     JET_errSuccess); /* though used up */
    assert_int_equal(actual, 5);
    assert_string_equal(jet_hex(key, 3), "7f8000");
    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, 2, &actual, 0), JET_wrnBufferTruncated);
    assert_int_equal(actual, 5);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, NULL, 0, &actual, 0), JET_errSuccess);
    assert_int_equal(actual, 5);
}

static void test_limits_stand_before_and_after_all_matching_entries(void **state)
{
    (void)state;
    JET_TABLEID full = t;
    int32_t two = 2;
    uint32_t actual, count;
    uint8_t key[300];

    t = jet_table(&jet, "MSysObjects");
    assert_int_equal(JetMakeKey(jet.sesid, t, &two, 4, JET_bitNewKey | JET_bitFullColumnStartLimit),
                     JET_errSuccess);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, sizeof key, &actual, JET_bitRetrieveCopy),
                     JET_errSuccess);
    assert_string_equal(jet_hex(key, actual), "7f80000002");
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekGE), JET_wrnSeekNotEqual);
    assert_string_equal(bookmark(), "7f800000027f80017f80000002");
    assert_int_equal(JetMakeKey(jet.sesid, t, &two, 4, JET_bitNewKey | JET_bitFullColumnEndLimit),
                     JET_errSuccess);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, key, sizeof key, &actual, JET_bitRetrieveCopy),
                     JET_errSuccess);
    assert_true(actual > 13); /* longer than any entry's key */
    for (uint32_t i = 5; i < actual; i++)
        assert_int_equal(key[i], 0xFF);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errSuccess);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errSuccess);
    assert_int_equal(count, 1 + 29 + 3); /* table, columns, indexes of the catalog itself */
    jet_close_table(&jet, t);
    t = full;
}

/* --- seek -------------------------------------------------------------------------------------------- */

static void test_relation_is_checked_before_the_key_and_nothing_changes(void **state)
{
    (void)state;
    assert_int_equal(JetSeek(jet.sesid, t, 0), JET_errInvalidParameter);
    make_key(3);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ | JET_bitSeekLT), JET_errInvalidParameter);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSetIndexRange), JET_errInvalidParameter);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errSuccess); /* the key is still there */
    assert_int_equal(id(), 3);
}

static void test_unique_key_is_reported_and_sets_no_range(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ | JET_bitCheckUniqueness | JET_bitSetIndexRange),
                     JET_wrnUniqueKey);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeRemove), JET_errInvalidOperation);
}

static void test_key_of_several_entries_is_not_reported_unique(void **state)
{
    (void)state;
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(seek(0, JET_bitSeekEQ | JET_bitCheckUniqueness), JET_errSuccess);
    assert_int_equal(id(), 0xba);
}

static void test_exact_seek_can_set_a_range_of_its_key(void **state)
{
    (void)state;
    uint32_t count = 0;
    int steps = 1;

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(seek(0, JET_bitSeekEQ | JET_bitSetIndexRange), JET_errSuccess);
    while (move(1) == JET_errSuccess)
        steps++;
    assert_int_equal(move(-1), JET_errSuccess); /* the last of the whole index */
    assert_int_equal(move(1), JET_errNoCurrentRecord);
    assert_int_equal(seek(0, JET_bitSeekEQ | JET_bitSetIndexRange), JET_errSuccess);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errSuccess);
    assert_int_equal(count, steps);
    assert_true(steps > 1);
}

/* --- ranges --------------------------------------------------------------------------------------------- */

static void test_lower_range_follows_the_trace_of_the_reference(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
    make_key(1);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, 0), JET_errSuccess);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), 2);
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 1);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 2);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), 1);
}

static void test_range_limits_one_direction(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
    make_key(4);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit | JET_bitRangeInclusive),
                     JET_errSuccess);
    assert_int_equal(move(-2), JET_errSuccess);
    assert_int_equal(id(), 1);
    assert_int_equal(move(3), JET_errSuccess);
    assert_int_equal(id(), 4);
    assert_int_equal(move(1), JET_errNoCurrentRecord);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), LAST_ID);
}

static void test_range_is_removed_by_first_by_seek_and_by_count(void **state)
{
    (void)state;
    uint32_t count;

    for (int how = 0; how < 4; how++) {
        assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
        make_key(4);
        assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit | JET_bitRangeInclusive),
                         JET_errSuccess);
        if (how == 0)
            assert_int_equal(move(FIRST), JET_errSuccess);
        else if (how == 1)
            assert_int_equal(seek(1, JET_bitSeekEQ), JET_errSuccess);
        else if (how == 2) {
            assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errSuccess);
            assert_int_equal(count, 2);
        } else
            assert_int_equal(go_to("7f80000001"), JET_errSuccess);
        assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeRemove), JET_errInvalidOperation);
    }
}

static void test_empty_range_leaves_the_end_of_the_index_and_no_range(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
    make_key(2);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errNoCurrentRecord);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errKeyNotMade);
    assert_int_equal(move(-1), JET_errSuccess);
    assert_int_equal(id(), LAST_ID);
}

static void test_instant_range_is_a_test_only(void **state)
{
    (void)state;
    assert_int_equal(seek(3, JET_bitSeekEQ), JET_errSuccess);
    make_key(4);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit | JET_bitRangeInstantDuration),
                     JET_errSuccess);
    assert_int_equal(move(2), JET_errSuccess);
    assert_int_equal(id(), 5);
}

static void test_range_asks_for_key_before_currency(void **state)
{
    (void)state;
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, 0), JET_errKeyNotMade);
    make_key(4);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, 0), JET_errNoCurrentRecord);
}

static void test_range_after_a_failed_seek_begins_between(void **state)
{
    (void)state;
    /* no record has the key 0 */
    assert_int_equal(seek(0, JET_bitSeekEQ), JET_errRecordNotFound);
    make_key(2);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errSuccess);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 1);
    assert_int_equal(move(1), JET_errNoCurrentRecord);
}

/* --- counts and places -----------------------------------------------------------------------------------
 */

static void test_count_obeys_its_limit_and_keeps_the_place(void **state)
{
    (void)state;
    uint32_t count = 0;
    uint64_t wide = 0;

    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, ROWS - 1), JET_errSuccess);
    assert_int_equal(count, ROWS - 1);
    assert_int_equal(JetIndexRecordCount2(jet.sesid, t, &wide, 0), JET_errSuccess);
    assert_int_equal(wide, ROWS);
    assert_int_equal(id(), 1);
    assert_int_equal(move(2), JET_errSuccess);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errSuccess);
    assert_int_equal(count, ROWS - 2);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, NULL, 0), JET_errInvalidParameter);
}

static void test_position_structures_by_size(void **state)
{
    (void)state;
    JET_RECPOS2 wide;
    JET_RECPOS narrow;

    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetGetRecordPosition(jet.sesid, t, &narrow, 15), JET_errInvalidParameter);
    assert_int_equal(JetGetRecordPosition(jet.sesid, t, &narrow, 16), JET_errSuccess);
    assert_int_equal(narrow.cbStruct, 16);
    assert_int_equal(narrow.centriesLT, 0);
    assert_int_equal(JetGetRecordPosition(jet.sesid, t, (JET_RECPOS *)(void *)&wide, sizeof wide),
                     JET_errSuccess);
    assert_int_equal(wide.cbStruct, 32);
    assert_int_equal(wide.centriesTotal, narrow.centriesTotal);
    assert_int_equal(wide.centriesTotalDeprecated, narrow.centriesTotal);
    assert_int_equal(JetGotoPosition(jet.sesid, t, (JET_RECPOS *)(void *)&wide), JET_errInvalidParameter);
    wide.centriesLTDeprecated = wide.centriesTotalDeprecated = 0;
    wide.centriesLT = wide.centriesTotal;
    assert_int_equal(JetGotoPosition(jet.sesid, t, (JET_RECPOS *)(void *)&wide), JET_errSuccess);
    assert_int_equal(id(), LAST_ID);
    narrow = (JET_RECPOS){16, 2, 0, 1};
    assert_int_equal(JetGotoPosition(jet.sesid, t, &narrow), JET_errInvalidParameter);
    narrow = (JET_RECPOS){17, 0, 0, 1};
    assert_int_equal(JetGotoPosition(jet.sesid, t, &narrow), JET_errInvalidParameter);
    narrow = (JET_RECPOS){16, 0, 0, 0};
    assert_int_equal(JetGotoPosition(jet.sesid, t, &narrow), JET_errSuccess);
    assert_int_equal(id(), 1);
}

/* --- cursors of a session ----------------------------------------------------------------------------------
 */

static void test_duplicate_is_fresh_on_the_primary_index(void **state)
{
    (void)state;
    JET_TABLEID original = t, copy;
    char name[65];

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    assert_int_equal(move(LAST), JET_errSuccess);
    assert_int_equal(JetDupCursor(jet.sesid, t, &copy, 0), JET_errSuccess);
    t = copy;
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, t, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "pk");
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(id(), 1);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errPermissionDenied);
    t = original;
    jet_close_table(&jet, copy);
}

static void test_handles_are_checked_session_first(void **state)
{
    (void)state;
    JET_SESID other;
    JET_TABLEID closed;

    assert_int_equal(JetBeginSessionA(jet.instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetMove(other, t, 0, 0), JET_errSesidTableIdMismatch);
    assert_int_equal(JetMove(0, t, 0, 0), JET_errInvalidSesid);
    assert_int_equal(JetMove(0, 0, 0, 0), JET_errInvalidSesid);
    assert_int_equal(JetMove(jet.sesid, 0, 0, 0), JET_errInvalidTableId);
    assert_int_equal(JetMove(jet.sesid, JET_tableidNil, 0, 0), JET_errInvalidTableId);
    closed = jet_table(&jet, "basic");
    jet_close_table(&jet, closed);
    assert_int_equal(JetCloseTable(jet.sesid, closed), JET_errInvalidTableId);
    assert_int_equal(JetMove(jet.sesid, closed, 0, 0), JET_errInvalidTableId);
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
}

static void test_rollback_takes_back_places_indexes_and_cursors_of_its_level(void **state)
{
    (void)state;
    JET_TABLEID inner, resting = jet_table(&jet, "basic"), indexed = jet_table(&jet, "basic");
    char name[65];
    int32_t value;
    uint32_t actual;

    assert_int_equal(JetMove(jet.sesid, resting, 3, 0), JET_errSuccess);
    assert_int_equal(move(3), JET_errSuccess);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, indexed, "ix_nn"), JET_errSuccess);
    inner = jet_table(&jet, "basic");
    assert_int_equal(JetRollback(jet.sesid, 0), JET_errSuccess);
    assert_int_equal(no_record(), JET_errNoCurrentRecord);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(id(), 1);
    assert_int_equal(JetRetrieveColumn(jet.sesid, resting, ID, &value, 4, &actual, 0, NULL), JET_errSuccess);
    assert_int_equal(value, 4);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, indexed, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, "pk");
    assert_int_equal(JetCloseTable(jet.sesid, inner), JET_errInvalidTableId);
    jet_close_table(&jet, resting);
    jet_close_table(&jet, indexed);
}

static void test_commit_keeps_places_also_from_a_later_rollback(void **state)
{
    (void)state;
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(move(3), JET_errSuccess);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetRollback(jet.sesid, 0), JET_errSuccess); /* of level 2 again, which moved nothing */
    assert_int_equal(id(), 4);
    assert_int_equal(JetRollback(jet.sesid, 0), JET_errSuccess); /* of level 1, which took that move over */
    assert_int_equal(no_record(), JET_errNoCurrentRecord);
}

static void test_table_opens_by_any_case_and_with_its_modes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        JET_GRBIT grbit;
        JET_ERR err;
    } opens[] = {
        {"BASIC", 0, 0},
        {"basic ", 0, 0},
        {"nothing", 0, JET_errObjectNotFound},
        {"", 0, JET_errInvalidName},
        {NULL, 0, JET_errInvalidName},
        {"a.b", 0, JET_errInvalidName},
        {" basic", 0, JET_errInvalidName},
        {"basic", JET_bitTablePermitDDL, JET_errInvalidGrbit},
        {"basic", JET_bitTableDenyRead | JET_bitTableReadOnly, JET_errInvalidGrbit},
        {"basic", JET_bitTableReadOnly | JET_bitTableUpdatable, JET_errInvalidGrbit},
        {"basic", 0x10000000, JET_errInvalidGrbit},
        {"basic", 0x20000000, JET_errInvalidGrbit},
        {"basic", JET_bitTableUpdatable, 0},
        {"basic", JET_bitTableNoCache | JET_bitTablePreread | JET_bitTableSequential | JET_bitTableClass7, 0},
        {"basic", JET_bitTableDenyRead, 0},
        {"MSysObjects", 0, 0},
        {"MSysLocales", JET_bitTableReadOnly, 0}};

    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        JET_TABLEID opened = 5;
        assert_int_equal(JetOpenTableA(jet.sesid, jet.dbid, opens[i].name, NULL, 0, opens[i].grbit, &opened),
                         opens[i].err);
        if (opens[i].err == 0)
            jet_close_table(&jet, opened);
        else
            assert_true(opened == JET_tableidNil);
    }
    assert_int_equal(JetOpenTableA(jet.sesid, 99, "basic", NULL, 0, 0, &t), JET_errInvalidDatabaseId);
    assert_int_equal(JetOpenTableA(jet.sesid, jet.dbid, "basic", NULL, 0, 0, NULL), JET_errInvalidParameter);
}

static void test_modes_lock_other_sessions_out(void **state)
{
    (void)state;
    static const struct {
        JET_GRBIT held, wanted;
        JET_ERR err;
    } modes[] = {{0, 0, 0},
                 {JET_bitTableDenyRead, 0, JET_errTableLocked},
                 {JET_bitTableDenyRead, JET_bitTableReadOnly, JET_errTableLocked},
                 {JET_bitTableDenyRead, JET_bitTableDenyRead, JET_errTableLocked},
                 {JET_bitTableDenyWrite, JET_bitTableReadOnly, 0},
                 {JET_bitTableDenyWrite, 0, 0},
                 {JET_bitTableDenyWrite, JET_bitTableUpdatable, JET_errTableLocked},
                 {JET_bitTableDenyWrite, JET_bitTableDenyWrite, JET_errTableInUse},
                 {0, JET_bitTableDenyRead, JET_errTableInUse}};
    JET_SESID other;
    JET_DBID dbid;

    assert_int_equal(JetBeginSessionA(jet.instance, &other, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetOpenDatabaseA(other, jet.path, NULL, &dbid, JET_bitDbReadOnly), JET_errSuccess);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        JET_TABLEID held, wanted;
        assert_int_equal(JetOpenTableA(jet.sesid, jet.dbid, "compound", NULL, 0, modes[i].held, &held),
                         JET_errSuccess);
        assert_int_equal(JetOpenTableA(other, dbid, "compound", NULL, 0, modes[i].wanted, &wanted),
                         modes[i].err);
        if (modes[i].err == 0)
            assert_int_equal(JetCloseTable(other, wanted), JET_errSuccess);
        jet_close_table(&jet, held);
        assert_int_equal(JetOpenTableA(other, dbid, "compound", NULL, 0, 0, &wanted), JET_errSuccess);
        assert_int_equal(JetCloseTable(other, wanted), JET_errSuccess);
    }
    assert_int_equal(JetEndSession(other, 0), JET_errSuccess);
}

/* --- updates of what is read-only
 * ------------------------------------------------------------------------------ */

static void test_nothing_can_be_changed_in_a_read_only_database(void **state)
{
    (void)state;
    JET_TABLEID writable;
    int32_t delta = 1;

    assert_int_equal(JetOpenTableA(jet.sesid, jet.dbid, "basic", NULL, 0, JET_bitTableUpdatable, &writable),
                     JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, writable, JET_prepInsert), JET_errPermissionDenied);
    assert_int_equal(JetPrepareUpdate(jet.sesid, writable, JET_prepReplace), JET_errPermissionDenied);
    assert_int_equal(JetPrepareUpdate(jet.sesid, writable, JET_prepCancel), JET_errUpdateNotPrepared);
    assert_int_equal(JetPrepareUpdate(jet.sesid, writable, 1), JET_errInvalidParameter);
    assert_int_equal(JetPrepareUpdate(jet.sesid, writable, 99), JET_errInvalidParameter);
    assert_int_equal(JetSetColumn(jet.sesid, writable, ID, &delta, 4, 0, NULL), JET_errPermissionDenied);
    assert_int_equal(JetUpdate(jet.sesid, writable, NULL, 0, NULL), JET_errUpdateNotPrepared);
    assert_int_equal(JetDelete(jet.sesid, writable), JET_errPermissionDenied);
    assert_int_equal(JetEscrowUpdate(jet.sesid, writable, 3, &delta, 4, NULL, 0, NULL, 0),
                     JET_errNotInTransaction);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetEscrowUpdate(jet.sesid, writable, 3, &delta, 4, NULL, 0, NULL, 0),
                     JET_errPermissionDenied);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
    jet_close_table(&jet, writable);
}

static void test_read_only_copy_is_read_until_a_move_cancels_it(void **state)
{
    (void)state;
    int32_t value;
    uint32_t actual;

    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReadOnlyCopy), JET_errNotInTransaction);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReadOnlyCopy), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReadOnlyCopy), JET_errAlreadyPrepared);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errUpdateNotPrepared);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, &value, 4, &actual, JET_bitRetrieveCopy, NULL),
                     JET_errSuccess);
    assert_int_equal(value, 1);
    assert_int_equal(move(1), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepCancel), JET_errUpdateNotPrepared);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, &value, 4, &actual, JET_bitRetrieveCopy, NULL),
                     JET_errSuccess);
    assert_int_equal(value, 2);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
}

static void test_lock_checks_level_bits_permission_currency_in_that_order(void **state)
{
    (void)state;
    assert_int_equal(JetGetLock(jet.sesid, t, 0), JET_errNotInTransaction);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetGetLock(jet.sesid, t, 0), JET_errInvalidGrbit);
    assert_int_equal(JetGetLock(jet.sesid, t, JET_bitReadLock | JET_bitWriteLock), JET_errInvalidGrbit);
    assert_int_equal(JetGetLock(jet.sesid, t, JET_bitWriteLock), JET_errPermissionDenied);
    assert_int_equal(JetGetLock(jet.sesid, t, JET_bitReadLock), JET_errSuccess);
    assert_int_equal(JetGetLock(jet.sesid, t, JET_bitReadLock | JET_bitKeyLock), JET_errKeyNotMade);
    assert_int_equal(move(FIRST), JET_errSuccess);
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(JetGetLock(jet.sesid, t, JET_bitReadLock), JET_errNoCurrentRecord);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
}

/* --- local storage and callbacks
 * ----------------------------------------------------------------------------------- */

static struct {
    int calls;
    JET_CBTYP type;
    void *value;
} released;

static JET_ERR runtime_callback(JET_SESID sesid, JET_DBID dbid, JET_TABLEID table, JET_CBTYP type, void *one,
                                void *two, void *context, JET_API_PTR unused)
{
    assert_true(sesid == JET_sesidNil && table == JET_tableidNil && dbid == JET_dbidNil && !two && !context &&
                !unused);
    released.calls++;
    released.type = type;
    released.value = one;
    return JET_errSuccess;
}

static void test_local_storage_needs_a_callback_to_be_set(void **state)
{
    (void)state;
    JET_LS value = 5;

    assert_int_equal(JetGetLS(jet.sesid, t, &value, 0), JET_errLSNotSet);
    assert_true(value == JET_LSNil);
    assert_int_equal(JetGetLS(jet.sesid, t, &value, JET_bitLSReset), JET_errSuccess);
    assert_int_equal(JetGetLS(jet.sesid, t, &value, JET_bitLSTable | JET_bitLSReset), JET_errLSNotSet);
    assert_int_equal(JetGetLS(jet.sesid, t, &value, JET_bitLSTable | JET_bitLSCursor), JET_errInvalidGrbit);
    assert_int_equal(JetGetLS(jet.sesid, t, NULL, 0), JET_errInvalidParameter);
    assert_int_equal(JetSetLS(jet.sesid, t, 1, 0), JET_errLSCallbackNotSpecified);
    assert_int_equal(JetSetLS(jet.sesid, t, 1, JET_bitLSTable | JET_bitLSCursor),
                     JET_errLSCallbackNotSpecified);
}

static void test_callbacks_register_with_arguments_and_end_by_handle(void **state)
{
    (void)state;
    JET_HANDLE handle;
    assert_int_equal(JetRegisterCallback(jet.sesid, t, 0, runtime_callback, NULL, &handle),
                     JET_errInvalidParameter);
    assert_int_equal(JetRegisterCallback(jet.sesid, t, JET_cbtypBeforeInsert, NULL, NULL, &handle),
                     JET_errInvalidParameter);
    assert_int_equal(JetRegisterCallback(jet.sesid, t, JET_cbtypBeforeInsert, runtime_callback, NULL, NULL),
                     JET_errInvalidParameter);
    assert_int_equal(
        JetRegisterCallback(jet.sesid, t, JET_cbtypBeforeInsert, runtime_callback, NULL, &handle),
        JET_errSuccess);
    assert_int_equal(JetUnregisterCallback(jet.sesid, t, 0, handle), JET_errSuccess);
    assert_int_equal(JetUnregisterCallback(jet.sesid, t, 0, handle), JET_errInvalidParameter);
}

/* An instance with a runtime callback, which is set before it starts. */
static void test_closing_a_cursor_gives_its_storage_back_once(void **state)
{
    (void)state;
    JET_COLUMNDEF definition = {.coltyp = JET_coltypLong};
    JET_INSTANCE instance;
    JET_SESID sesid;
    JET_TABLEID table;
    JET_COLUMNID column;
    JET_CALLBACK callback = runtime_callback;
    JET_API_PTR pointer;
    JET_LS value;
    char folder[1100];

    snprintf(folder, sizeof folder, "%s/storage/", test_directory());
    assert_int_equal(mkdir(folder, 0700), 0);
    memcpy(&pointer, &callback, sizeof pointer);
    assert_int_equal(JetCreateInstanceA(&instance, "storage"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramRuntimeCallback, pointer, NULL),
                     JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramTempPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramSystemPath, 0, folder), JET_errSuccess);
    assert_int_equal(JetSetSystemParameterA(&instance, 0, JET_paramLogFilePath, 0, folder), JET_errSuccess);
    assert_int_equal(JetInit(&instance), JET_errSuccess);
    released.calls = 0; /* the start tries the callback (I-6) */
    assert_int_equal(JetBeginSessionA(instance, &sesid, NULL, NULL), JET_errSuccess);
    assert_int_equal(JetOpenTempTable(sesid, &definition, 1, 0, &table, &column), JET_errSuccess);
    assert_int_equal(JetSetLS(sesid, table, 42, 0), JET_errSuccess);
    assert_int_equal(JetSetLS(sesid, table, 43, 0), JET_errLSAlreadySet);
    assert_int_equal(JetGetLS(sesid, table, &value, 0), JET_errSuccess);
    assert_int_equal(value, 42);
    assert_int_equal(JetSetLS(sesid, table, 0, JET_bitLSReset), JET_errSuccess);
    assert_int_equal(JetSetLS(sesid, table, 44, JET_bitLSCursor), JET_errSuccess);
    assert_int_equal(released.calls, 0);
    assert_int_equal(JetCloseTable(sesid, table), JET_errSuccess);
    assert_int_equal(released.calls, 1);
    assert_int_equal(released.type, JET_cbtypFreeCursorLS);
    assert_ptr_equal(released.value, (void *)44);
    assert_int_equal(JetEndSession(sesid, 0), JET_errSuccess);
    assert_int_equal(JetTerm(instance), JET_errSuccess);
}

/* --- hints
 * ------------------------------------------------------------------------------------------------------------
 */

static void test_preread_keys_checks_in_its_order(void **state)
{
    (void)state;
    const void *keys[] = {"\x7f\x80\0\0\1", "\x7f\x80\0\0\5", NULL}, *swapped[] = {keys[1], keys[0]};
    const uint32_t sizes[] = {5, 5, 5}, empty[] = {5, 0};
    int32_t started = 77;

    assert_int_equal(JetPrereadKeys(jet.sesid, t, NULL, sizes, 1, &started, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(started, 0);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, sizes, 0, &started, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, sizes, 2, &started, 0), JET_errInvalidGrbit);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, sizes, 2, &started, 3), JET_errInvalidGrbit);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, sizes, 3, &started, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, swapped, sizes, 2, &started, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, swapped, sizes, 2, &started, JET_bitPrereadBackward),
                     JET_errSuccess);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, empty, 2, &started, JET_bitPrereadForward),
                     JET_errInvalidBufferSize);
    assert_int_equal(JetPrereadKeys(jet.sesid, t, keys, sizes, 2, &started, JET_bitPrereadForward),
                     JET_errSuccess);
    assert_int_equal(started, 2);
    assert_int_equal(id(), 1); /* the position is untouched */
}

static void test_preread_ranges_checks_relations_order_and_columns(void **state)
{
    (void)state;
    int32_t one = 1, five = 5;
    JET_INDEX_COLUMN low = {ID, JET_relopEquals, &one, 4, 0}, high = {ID, JET_relopEquals, &five, 4, 0},
                     less = {ID, JET_relopLessThan, &one, 4, 0};
    JET_INDEX_RANGE range = {&low, 1, &high, 1}, turned = {&high, 1, &low, 1}, wrong = {&less, 1, NULL, 0},
                    single = {&low, 1, NULL, 0};
    JET_COLUMNID fixed = ID, large = 262;
    uint32_t started = 77;

    assert_int_equal(JetPrereadIndexRanges(jet.sesid, t, &range, 1, &started, NULL, 0, 0),
                     JET_errInvalidGrbit);
    assert_int_equal(JetPrereadIndexRanges(jet.sesid, t, &range, 1, &started, NULL, 0, JET_bitPrereadForward),
                     JET_errSuccess);
    assert_int_equal(started, 1);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, t, &turned, 1, &started, NULL, 0, JET_bitPrereadForward),
        JET_errInvalidParameter);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, t, &turned, 1, &started, NULL, 0, JET_bitPrereadBackward),
        JET_errSuccess);
    assert_int_equal(JetPrereadIndexRanges(jet.sesid, t, &wrong, 1, &started, NULL, 0, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, t, &single, 1, &started, NULL, 0, JET_bitPrereadForward),
        JET_errSuccess);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, t, &range, 1, &started, &fixed, 1, JET_bitPrereadForward),
        JET_errMustBeSeparateLongValue);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, t, &range, 1, &started, &large, 1, JET_bitPrereadForward),
        JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errKeyNotMade);
    assert_int_equal(JetSetTableSequential(jet.sesid, t, JET_bitPrereadForward), JET_errSuccess);
    assert_int_equal(JetResetTableSequential(jet.sesid, t, 0), JET_errSuccess);
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, open_basic, close_basic)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(test_fresh_cursor_retrieves_the_first_record),
        WITH_TABLE(test_bookmark_does_not_resolve_a_fresh_cursor_retrieval_does),
        WITH_TABLE(test_cursor_info_does_not_resolve_a_fresh_cursor),
        WITH_TABLE(test_no_move_needs_a_resolved_position),
        WITH_TABLE(test_first_move_forward_goes_to_the_second_record),
        WITH_TABLE(test_first_move_by_n_goes_to_the_record_after),
        WITH_TABLE(test_first_move_of_zero_goes_to_the_first_record),
        WITH_TABLE(test_first_move_backward_goes_before_the_first_record),
        WITH_TABLE(test_move_past_the_end_keeps_nothing_of_its_steps),
        WITH_TABLE(test_move_by_all_rows_but_one_reaches_the_last),
        WITH_TABLE(test_before_the_first_stays_there_backward),
        WITH_TABLE(test_empty_table_has_no_record_for_anything),
        WITH_TABLE(test_small_bookmark_buffer_is_filled_and_an_error),
        WITH_TABLE(test_goto_unknown_bookmark_keeps_the_position_and_drops_key_and_range),
        WITH_TABLE(test_goto_unknown_bookmark_on_a_fresh_cursor_leaves_it_fresh),
        WITH_TABLE(test_goto_nothing_is_an_invalid_bookmark),
        WITH_TABLE(test_overlong_bookmark_is_not_found),
        WITH_TABLE(test_goto_record_that_the_current_index_does_not_have),
        WITH_TABLE(test_bookmarks_of_a_table_without_primary_index_are_numbers),
        WITH_TABLE(test_secondary_bookmark_calls_need_a_secondary_index),
        WITH_TABLE(test_missing_entry_keeps_the_position_or_gives_a_virtual_one),
        WITH_TABLE(test_unique_entry_of_another_record_is_found_and_an_error),
        WITH_TABLE(test_unknown_index_takes_a_secondary_one_away),
        WITH_TABLE(test_index_names_and_bits_are_checked),
        WITH_TABLE(test_name_of_the_index_is_cut_or_refused),
        WITH_TABLE(test_switching_discards_the_key),
        WITH_TABLE(test_setting_an_index_makes_the_cursor_fresh),
        WITH_TABLE(test_index_id_wins_over_the_name),
        WITH_TABLE(test_key_states),
        WITH_TABLE(test_normalized_key_has_a_limit_of_length),
        WITH_TABLE(test_search_key_is_read_back_and_cut_in_silence),
        WITH_TABLE(test_limits_stand_before_and_after_all_matching_entries),
        WITH_TABLE(test_relation_is_checked_before_the_key_and_nothing_changes),
        WITH_TABLE(test_unique_key_is_reported_and_sets_no_range),
        WITH_TABLE(test_key_of_several_entries_is_not_reported_unique),
        WITH_TABLE(test_exact_seek_can_set_a_range_of_its_key),
        WITH_TABLE(test_lower_range_follows_the_trace_of_the_reference),
        WITH_TABLE(test_range_limits_one_direction),
        WITH_TABLE(test_range_is_removed_by_first_by_seek_and_by_count),
        WITH_TABLE(test_empty_range_leaves_the_end_of_the_index_and_no_range),
        WITH_TABLE(test_instant_range_is_a_test_only),
        WITH_TABLE(test_range_asks_for_key_before_currency),
        WITH_TABLE(test_range_after_a_failed_seek_begins_between),
        WITH_TABLE(test_count_obeys_its_limit_and_keeps_the_place),
        WITH_TABLE(test_position_structures_by_size),
        WITH_TABLE(test_duplicate_is_fresh_on_the_primary_index),
        WITH_TABLE(test_handles_are_checked_session_first),
        WITH_TABLE(test_rollback_takes_back_places_indexes_and_cursors_of_its_level),
        WITH_TABLE(test_commit_keeps_places_also_from_a_later_rollback),
        WITH_TABLE(test_table_opens_by_any_case_and_with_its_modes),
        WITH_TABLE(test_modes_lock_other_sessions_out),
        WITH_TABLE(test_nothing_can_be_changed_in_a_read_only_database),
        WITH_TABLE(test_read_only_copy_is_read_until_a_move_cancels_it),
        WITH_TABLE(test_lock_checks_level_bits_permission_currency_in_that_order),
        WITH_TABLE(test_local_storage_needs_a_callback_to_be_set),
        WITH_TABLE(test_callbacks_register_with_arguments_and_end_by_handle),
        WITH_TABLE(test_closing_a_cursor_gives_its_storage_back_once),
        WITH_TABLE(test_preread_keys_checks_in_its_order),
        WITH_TABLE(test_preread_ranges_checks_relations_order_and_columns),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, open_database, close_database);
}
