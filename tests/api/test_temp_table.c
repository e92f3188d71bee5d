/* Temporary tables (spec 40, section 8; the JetOpenTempTable page). No database is
 * needed. */
#include "jet.h"
#include "test.h"

#include <string.h>

static struct jet jet;

static int start(void **state)
{
    (void)state;
    jet_start(&jet, 8192);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    jet_close(&jet);
    return 0;
}

/* --- small words for what the tests do ---------------------------------------------- */

static JET_ERR move(JET_TABLEID t, int rows) { return JetMove(jet.sesid, t, rows, 0); }

#define FIRST ((int32_t)JET_MoveFirst)
#define LAST  ((int32_t)JET_MoveLast)

/* A Long key and, with more than one column, a Text. */
static JET_TABLEID open_longs(JET_GRBIT grbit, uint32_t columns, JET_COLUMNID *ids)
{
    JET_COLUMNDEF definition[2] = {
        {.cbStruct = sizeof definition[0], .coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey},
        {.cbStruct = sizeof definition[0], .coltyp = JET_coltypText, .cp = 1252}};
    JET_TABLEID t = 0;

    assert_int_equal(JetOpenTempTable(jet.sesid, definition, columns, grbit, &t, ids), JET_errSuccess);
    return t;
}

static JET_ERR insert(JET_TABLEID t, JET_COLUMNID id, int32_t value)
{
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, id, &value, sizeof value, 0, NULL), JET_errSuccess);
    JET_ERR err = JetUpdate(jet.sesid, t, NULL, 0, NULL);
    if (err < 0)
        assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepCancel), JET_errSuccess);
    return err;
}

static int32_t value_of(JET_TABLEID t, JET_COLUMNID id)
{
    int32_t value = -77;
    uint32_t actual;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, id, &value, sizeof value, &actual, 0, NULL),
                     JET_errSuccess);
    assert_int_equal(actual, sizeof value);
    return value;
}

static JET_ERR seek(JET_TABLEID t, int32_t key, JET_GRBIT grbit)
{
    assert_int_equal(JetMakeKey(jet.sesid, t, &key, sizeof key, JET_bitNewKey), JET_errSuccess);
    return JetSeek(jet.sesid, t, grbit);
}

static void insert_all(JET_TABLEID t, JET_COLUMNID id, const int32_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(insert(t, id, values[i]), JET_errSuccess);
}

static const int32_t mixed[] = {3, 1, 2, 1};

/* --- sorts --------------------------------------------------------------------------- */

static void test_scrollable_sort_follows_the_worked_trace(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTScrollable, 1, &id);

    insert_all(t, id, mixed, 4);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 1);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 2);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 3);
    assert_int_equal(move(t, 1), JET_errNoCurrentRecord);
    assert_int_equal(move(t, -1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 3);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errIllegalOperation);
    jet_close_table(&jet, t);
}

static void test_first_move_of_a_sort_reaches_the_first_row_whatever_its_form(void **state)
{
    (void)state;
    const struct {
        int rows;
        int32_t value;
    } moves[] = {{FIRST, 1}, {0, 1}, {1, 1}, {2, 2}, {3, 3}, {LAST, 3}};

    for (size_t i = 0; i < 6; i++) {
        JET_COLUMNID id;
        JET_TABLEID t = open_longs(0, 1, &id);
        insert_all(t, id, mixed, 4);
        assert_int_equal(move(t, moves[i].rows), JET_errSuccess);
        assert_int_equal(value_of(t, id), moves[i].value);
        jet_close_table(&jet, t);
    }
}

static void test_empty_sort_has_no_record(void **state)
{
    (void)state;
    const int moves[] = {FIRST, LAST, 0, 1};

    for (size_t i = 0; i < 4; i++) {
        JET_COLUMNID id;
        JET_TABLEID t = open_longs(JET_bitTTIndexed, 1, &id);
        assert_int_equal(move(t, moves[i]), JET_errNoCurrentRecord);
        assert_int_equal(seek(t, 1, JET_bitSeekEQ), JET_errRecordNotFound);
        jet_close_table(&jet, t);
    }
}

static void test_loading_sort_permits_only_inserts(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID other, t = open_longs(JET_bitTTScrollable, 1, &id);
    char byte;
    uint32_t actual;
    JET_LS ls;

    assert_int_equal(insert(t, id, 1), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, id, &byte, 1, &actual, 0, NULL),
                     JET_errIllegalOperation);
    assert_int_equal(JetGetBookmark(jet.sesid, t, &byte, 1, &actual), JET_errIllegalOperation);
    assert_int_equal(JetDupCursor(jet.sesid, t, &other, 0), JET_errIllegalOperation);
    assert_int_equal(JetDelete(jet.sesid, t), JET_errIllegalOperation);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, 0), JET_errIllegalOperation);
    assert_int_equal(JetRetrieveKey(jet.sesid, t, &byte, 1, &actual, 0), JET_errIllegalOperation);
    assert_int_equal(JetGetLS(jet.sesid, t, &ls, 0), JET_errIllegalOperation);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReplace), JET_errIllegalOperation);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_every_temporary_table_refuses_what_only_base_tables_permit(void **state)
{
    (void)state;
    const JET_GRBIT kinds[] = {0, JET_bitTTScrollable, JET_bitTTForceMaterialization};

    for (size_t i = 0; i < 3; i++) {
        JET_COLUMNID id;
        JET_TABLEID t = open_longs(kinds[i], 1, &id);
        uint32_t count;
        JET_RECPOS at = {sizeof at, 0, 0, 1};
        JET_HANDLE handle;
        const void *key = "x";
        const uint32_t size = 1;

        assert_int_equal(insert(t, id, 1), JET_errSuccess);
        assert_int_equal(move(t, FIRST), JET_errSuccess);
        assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, NULL), JET_errIllegalOperation);
        assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errIllegalOperation);
        assert_int_equal(JetGetRecordPosition(jet.sesid, t, &at, sizeof at), JET_errIllegalOperation);
        assert_int_equal(JetGotoPosition(jet.sesid, t, &at), JET_errIllegalOperation);
        assert_int_equal(JetGetLock(jet.sesid, t, JET_bitReadLock), JET_errIllegalOperation);
        assert_int_equal(JetSetTableSequential(jet.sesid, t, 0), JET_errIllegalOperation);
        assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, &count, NULL, 0, 0, 0),
                         JET_errIllegalOperation);
        assert_int_equal(JetPrereadKeys(jet.sesid, t, &key, &size, 1, NULL, JET_bitPrereadForward),
                         JET_errIllegalOperation);
        assert_int_equal(JetRegisterCallback(jet.sesid, t, JET_cbtypBeforeInsert, NULL, NULL, &handle),
                         JET_errIllegalOperation);
        assert_int_equal(JetSetCursorFilter(jet.sesid, t, NULL, 0, 0), JET_errIllegalOperation);
        jet_close_table(&jet, t);
    }
}

static void test_sort_without_scrollable_goes_forward_only(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(0, 1, &id);

    insert_all(t, id, mixed, 4);
    assert_int_equal(move(t, 2), JET_errSuccess);
    assert_int_equal(move(t, -1), JET_errIllegalOperation);
    assert_int_equal(seek(t, 1, JET_bitSeekEQ), JET_errIllegalOperation);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errIllegalOperation);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    assert_int_equal(move(t, LAST), JET_errSuccess);
    assert_int_equal(value_of(t, id), 3);
    jet_close_table(&jet, t);
}

static void test_forward_only_keeps_duplicates_unless_unique(void **state)
{
    (void)state;
    const int32_t values[] = {2, 1, 2, 2};
    const struct {
        JET_GRBIT grbit;
        int rows;
    } kinds[] = {
        {JET_bitTTForwardOnly, 4}, {JET_bitTTForwardOnly | JET_bitTTUnique, 2}, {0, 2}, {JET_bitTTUnique, 2}};

    for (size_t i = 0; i < 4; i++) {
        JET_COLUMNID id;
        JET_TABLEID t = open_longs(kinds[i].grbit, 1, &id);
        int rows = 0;
        insert_all(t, id, values, 4);
        for (JET_ERR err = move(t, FIRST); err == JET_errSuccess; err = move(t, 1))
            rows++;
        assert_int_equal(rows, kinds[i].rows);
        jet_close_table(&jet, t);
    }
}

static void test_seek_on_a_reading_sort_knows_no_not_equal(void **state)
{
    (void)state;
    const int32_t values[] = {30, 10, 20};
    const struct {
        int32_t key;
        JET_GRBIT relation;
        int32_t found; /* 0: not found */
    } seeks[] = {{10, JET_bitSeekEQ, 10}, {15, JET_bitSeekEQ, 0},  {15, JET_bitSeekGE, 20},
                 {20, JET_bitSeekGE, 20}, {20, JET_bitSeekGT, 30}, {30, JET_bitSeekGT, 0},
                 {15, JET_bitSeekLE, 10}, {20, JET_bitSeekLE, 20}, {20, JET_bitSeekLT, 10},
                 {10, JET_bitSeekLT, 0}};
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTIndexed, 1, &id);

    insert_all(t, id, values, 3);
    for (size_t i = 0; i < sizeof seeks / sizeof *seeks; i++) {
        assert_int_equal(seek(t, seeks[i].key, seeks[i].relation),
                         seeks[i].found ? JET_errSuccess : JET_errRecordNotFound);
        if (seeks[i].found)
            assert_int_equal(value_of(t, id), seeks[i].found);
        assert_int_equal(JetSeek(jet.sesid, t, seeks[i].relation), JET_errKeyNotMade);
    }
    jet_close_table(&jet, t);
}

static void test_sort_bookmark_is_a_row_number_of_four_bytes(void **state)
{
    (void)state;
    const int32_t values[] = {30, 10, 20};
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTScrollable, 1, &id);
    uint8_t bookmark[8];
    uint32_t actual = 77, beyond = 9;

    insert_all(t, id, values, 3);
    assert_int_equal(move(t, 2), JET_errSuccess);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bookmark, 3, &actual), JET_errBufferTooSmall);
    assert_int_equal(actual, 77);
    assert_int_equal(JetGetBookmark(jet.sesid, t, bookmark, sizeof bookmark, &actual), JET_errSuccess);
    assert_int_equal(actual, 4);
    assert_int_equal(move(t, LAST), JET_errSuccess);
    assert_int_equal(JetGotoBookmark(jet.sesid, t, bookmark, 3), JET_errInvalidBookmark);
    assert_int_equal(JetGotoBookmark(jet.sesid, t, bookmark, 4), JET_errSuccess);
    assert_int_equal(value_of(t, id), 20);
    assert_int_equal(JetGotoBookmark(jet.sesid, t, &beyond, 4), JET_errInvalidBookmark);
    jet_close_table(&jet, t);
}

static void test_upper_range_on_a_sort(void **state)
{
    (void)state;
    const int32_t values[] = {1, 2, 3, 4};
    int32_t limit = 3;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTIndexed | JET_bitTTScrollable, 1, &id);

    insert_all(t, id, values, 4);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, t, &limit, sizeof limit, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSetIndexRange(jet.sesid, t, JET_bitRangeUpperLimit), JET_errSuccess);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 2);
    assert_int_equal(move(t, 1), JET_errNoCurrentRecord);
    assert_int_equal(move(t, -1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 4);
    jet_close_table(&jet, t);
}

/* --- materialised tables --------------------------------------------------------------- */

static void test_materialised_table_follows_the_seek_table(void **state)
{
    (void)state;
    /* the table of the reference, section 7: keys 1 and 3 */
    const int32_t values[] = {3, 1};
    const struct {
        int32_t key;
        struct {
            int32_t at; /* 0: not found */
            JET_ERR err;
        } by[5];
    } rows[] = {
        {0, {{0, 0}, {0, 0}, {0, 0}, {1, JET_wrnSeekNotEqual}, {1, 0}}},
        {1, {{1, 0}, {0, 0}, {1, 0}, {1, 0}, {3, 0}}},
        {2, {{0, 0}, {1, 0}, {1, JET_wrnSeekNotEqual}, {3, JET_wrnSeekNotEqual}, {3, 0}}},
        {3, {{3, 0}, {1, 0}, {3, 0}, {3, 0}, {0, 0}}},
        {4, {{0, 0}, {3, 0}, {3, JET_wrnSeekNotEqual}, {0, 0}, {0, 0}}},
    };
    const JET_GRBIT relations[] = {JET_bitSeekEQ, JET_bitSeekLT, JET_bitSeekLE, JET_bitSeekGE, JET_bitSeekGT};
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTForceMaterialization, 1, &id);

    insert_all(t, id, values, 2);
    for (size_t r = 0; r < 5; r++)
        for (size_t c = 0; c < 5; c++) {
            assert_int_equal(seek(t, rows[r].key, relations[c]),
                             rows[r].by[c].at ? rows[r].by[c].err : JET_errRecordNotFound);
            if (rows[r].by[c].at)
                assert_int_equal(value_of(t, id), rows[r].by[c].at);
        }
    jet_close_table(&jet, t);
}

static void test_materialised_table_begins_before_its_first_row(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTForceMaterialization, 1, &id);

    insert_all(t, id, mixed, 3);
    assert_int_equal(move(t, 0), JET_errNoCurrentRecord);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 1);
    jet_close_table(&jet, t);
}

static void test_updatable_sort_becomes_a_table_at_its_first_move(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTUpdatable, 1, &id);

    insert_all(t, id, mixed, 4); /* duplicates are dropped at the end of loading */
    assert_int_equal(move(t, 0), JET_errNoCurrentRecord);
    assert_int_equal(insert(t, id, 2), JET_errKeyDuplicate);
    assert_int_equal(insert(t, id, 4), JET_errSuccess);
    assert_int_equal(move(t, LAST), JET_errSuccess);
    assert_int_equal(value_of(t, id), 4);
    jet_close_table(&jet, t);
}

static void test_duplicate_insert_keeps_the_update_prepared(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTErrorOnDuplicateInsertion, 1, &id);
    int32_t value = 7;

    assert_int_equal(insert(t, id, 7), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, id, &value, sizeof value, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errKeyDuplicate);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errAlreadyPrepared);
    value = 8;
    assert_int_equal(JetSetColumn(jet.sesid, t, id, &value, sizeof value, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errUpdateNotPrepared);
    jet_close_table(&jet, t);
}

static void test_update_returns_the_bookmark_of_the_row(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTForceMaterialization, 1, &id);
    uint8_t bookmark[16];
    uint32_t actual = 77;
    int32_t value = 1;

    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, id, &value, sizeof value, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, bookmark, 4, &actual), JET_errBufferTooSmall);
    assert_int_equal(actual, 77);
    assert_int_equal(JetUpdate(jet.sesid, t, bookmark, sizeof bookmark, &actual), JET_errSuccess);
    assert_string_equal(jet_hex(bookmark, actual), "7f80000001");
    assert_int_equal(move(t, 0), JET_errNoCurrentRecord); /* an insert moves nothing */
    assert_int_equal(JetGotoBookmark(jet.sesid, t, bookmark, actual), JET_errSuccess);
    assert_int_equal(value_of(t, id), 1);
    jet_close_table(&jet, t);
}

static void test_delete_leaves_a_place_that_a_new_row_of_the_key_fills(void **state)
{
    (void)state;
    /* "Relative moves and delete" of the reference, section 7 */
    const int32_t values[] = {1, 2, 3};
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTForceMaterialization, 1, &id);
    char byte;
    uint32_t actual;

    insert_all(t, id, values, 3);
    assert_int_equal(seek(t, 1, JET_bitSeekEQ), JET_errSuccess);
    assert_int_equal(JetDelete(jet.sesid, t), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, id, &byte, 1, &actual, 0, NULL), JET_errRecordDeleted);
    assert_int_equal(JetDelete(jet.sesid, t), JET_errRecordDeleted);
    assert_int_equal(move(t, 0), JET_errRecordDeleted);
    assert_int_equal(insert(t, id, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 1);
    assert_int_equal(JetDelete(jet.sesid, t), JET_errSuccess);
    assert_int_equal(move(t, -1), JET_errNoCurrentRecord);
    assert_int_equal(insert(t, id, 1), JET_errSuccess);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 1);
    assert_int_equal(JetDelete(jet.sesid, t), JET_errSuccess);
    assert_int_equal(move(t, -1), JET_errNoCurrentRecord);
    assert_int_equal(move(t, 1), JET_errSuccess);
    assert_int_equal(value_of(t, id), 2);
    jet_close_table(&jet, t);
}

static void test_replace_keeps_key_and_place(void **state)
{
    (void)state;
    JET_COLUMNID ids[2];
    JET_TABLEID t = open_longs(JET_bitTTForceMaterialization, 2, ids);
    char text[8];
    uint32_t actual;
    int32_t value = 9;

    insert_all(t, ids[0], mixed, 3);
    assert_int_equal(seek(t, 2, JET_bitSeekEQ), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReplace), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[1], "two", 3, 0, NULL), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[1], text, sizeof text, &actual, 0, NULL),
                     JET_wrnColumnNull);
    assert_int_equal(
        JetRetrieveColumn(jet.sesid, t, ids[1], text, sizeof text, &actual, JET_bitRetrieveCopy, NULL),
        JET_errSuccess);
    assert_int_equal(actual, 3);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[1], text, sizeof text, &actual, 0, NULL),
                     JET_errSuccess);
    assert_memory_equal(text, "two", 3);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepReplace), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], &value, sizeof value, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errRecordPrimaryChanged);
    assert_int_equal(move(t, 1), JET_errSuccess); /* cancels */
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errUpdateNotPrepared);
    assert_int_equal(value_of(t, ids[0]), 3);
    jet_close_table(&jet, t);
}

static void test_table_without_key_keeps_all_rows_in_order_of_insertion(void **state)
{
    (void)state;
    JET_COLUMNDEF definition = {.coltyp = JET_coltypLong};
    JET_COLUMNID id;
    JET_TABLEID t;

    assert_int_equal(JetOpenTempTable(jet.sesid, &definition, 1, 0, &t, &id), JET_errSuccess);
    insert_all(t, id, mixed, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(move(t, 1), JET_errSuccess);
        assert_int_equal(value_of(t, id), mixed[i]);
    }
    assert_int_equal(move(t, 1), JET_errNoCurrentRecord);
    assert_int_equal(JetMakeKey(jet.sesid, t, mixed, 4, JET_bitNewKey), JET_errNoCurrentIndex);
    jet_close_table(&jet, t);
}

static void test_duplicate_cursor_stands_on_the_first_row(void **state)
{
    (void)state;
    const JET_GRBIT kinds[] = {JET_bitTTScrollable, JET_bitTTForceMaterialization};

    for (size_t i = 0; i < 2; i++) {
        JET_COLUMNID id;
        JET_TABLEID copy, t = open_longs(kinds[i], 1, &id);
        insert_all(t, id, mixed, 3);
        assert_int_equal(move(t, LAST), JET_errSuccess);
        assert_int_equal(JetDupCursor(jet.sesid, t, &copy, 0), JET_errSuccess);
        assert_int_equal(value_of(copy, id), 1);
        jet_close_table(&jet, t);
        assert_int_equal(move(copy, LAST), JET_errSuccess);
        assert_int_equal(value_of(copy, id), 3);
        jet_close_table(&jet, copy);
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

static void test_ids_go_by_kind_in_order_of_definition(void **state)
{
    (void)state;
    JET_COLUMNDEF definition[] = {{.coltyp = JET_coltypLongText, .cp = 1200},
                                  {.coltyp = JET_coltypText, .cp = 1252, .grbit = JET_bitColumnTTKey},
                                  {.coltyp = JET_coltypLong},
                                  {.coltyp = JET_coltypBinary, .cbMax = 5, .grbit = JET_bitColumnFixed},
                                  {.coltyp = JET_coltypShort, .grbit = JET_bitColumnTagged},
                                  {.coltyp = JET_coltypBinary}};
    JET_COLUMNID ids[6];
    JET_TABLEID t;

    assert_int_equal(JetOpenTempTable(jet.sesid, definition, 6, 0, &t, ids), JET_errSuccess);
    assert_int_equal(ids[0], 256);
    assert_int_equal(ids[1], 128);
    assert_int_equal(ids[2], 1);
    assert_int_equal(ids[3], 2);
    assert_int_equal(ids[4], 257);
    assert_int_equal(ids[5], 129);
    jet_close_table(&jet, t);
}

static void test_values_of_every_type_come_back(void **state)
{
    (void)state;
    static const struct {
        JET_COLTYP type;
        uint32_t size;
        const char *set, *get;
    } types[] = {
        {JET_coltypBit, 1, "07", "ff"},
        {JET_coltypUnsignedByte, 1, "fe", "fe"},
        {JET_coltypShort, 2, "0180", "0180"},
        {JET_coltypLong, 4, "01020384", "01020384"},
        {JET_coltypCurrency, 8, "0102030405060788", "0102030405060788"},
        {JET_coltypIEEESingle, 4, "0000803f", "0000803f"},
        {JET_coltypIEEEDouble, 8, "000000000000f03f", "000000000000f03f"},
        {JET_coltypDateTime, 8, "000000000000f0bf", "000000000000f0bf"},
        {JET_coltypBinary, 3, "000102", "000102"},
        {JET_coltypText, 3, "616263", "616263"},
        {JET_coltypLongBinary, 4, "00010203", "00010203"},
        {JET_coltypLongText, 4, "61006200", "61006200"},
        {JET_coltypUnsignedLong, 4, "ffffffff", "ffffffff"},
        {JET_coltypLongLong, 8, "ffffffffffffff7f", "ffffffffffffff7f"},
        {JET_coltypGUID, 16, "000102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f"},
        {JET_coltypUnsignedShort, 2, "ffff", "ffff"},
        {JET_coltypUnsignedLongLong, 8, "ffffffffffffffff", "ffffffffffffffff"},
    };
    enum { COUNT = sizeof types / sizeof *types };
    JET_COLUMNDEF definition[COUNT];
    JET_COLUMNID ids[COUNT];
    JET_TABLEID t;
    uint8_t bytes[16];
    uint32_t actual;

    memset(definition, 0, sizeof definition);
    for (size_t i = 0; i < COUNT; i++)
        definition[i].coltyp = types[i].type;
    definition[3].grbit = JET_bitColumnTTKey;
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetOpenTempTable(jet.sesid, definition, COUNT, 0, &t, ids), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    for (size_t i = 0; i < COUNT; i++) {
        jet_unhex(types[i].set, bytes, sizeof bytes);
        assert_int_equal(JetSetColumn(jet.sesid, t, ids[i], bytes, types[i].size, 0, NULL), JET_errSuccess);
    }
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[i], bytes, sizeof bytes, &actual, 0, NULL),
                         JET_errSuccess);
        assert_string_equal(jet_hex(bytes, actual), types[i].get);
    }
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_long_values_need_a_transaction_and_may_be_large(void **state)
{
    (void)state;
    enum { SIZE = 300000, PART = 1000 };
    static uint8_t pattern[SIZE], back[SIZE];
    JET_COLUMNDEF definition[] = {{.coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey},
                                  {.coltyp = JET_coltypLongBinary}};
    JET_COLUMNID ids[2];
    JET_TABLEID t;
    int32_t one = 1;
    uint32_t actual;

    for (size_t i = 0; i < SIZE; i++)
        pattern[i] = (uint8_t)(i * 7 + i / 251);
    assert_int_equal(JetOpenTempTable(jet.sesid, definition, 2, 0, &t, ids), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], &one, 4, 0, NULL), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[1], pattern, 10, 0, NULL), JET_errNotInTransaction);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    for (uint32_t at = 0; at < SIZE; at += PART)
        assert_int_equal(JetSetColumn(jet.sesid, t, ids[1], pattern + at, PART, JET_bitSetAppendLV, NULL),
                         JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[1], back, sizeof back, &actual, 0, NULL),
                     JET_errSuccess);
    assert_int_equal(actual, SIZE);
    assert_memory_equal(back, pattern, SIZE);
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_overwrite_resize_and_zero_length_of_a_long_value(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        uint32_t size, offset;
        JET_GRBIT grbit;
        JET_ERR err;
        const char *then; /* NULL: null */
    } steps[] = {
        {"abc", 3, 1, JET_bitSetOverwriteLV, JET_errColumnNoChunk, NULL},
        {"abc", 3, 0, JET_bitSetOverwriteLV, 0, "abc"},
        {"XY", 2, 2, JET_bitSetOverwriteLV, 0, "abXY"},
        {"Q", 1, 0, JET_bitSetOverwriteLV, 0, "QbXY"},
        {"Q", 1, 5, JET_bitSetOverwriteLV, JET_errColumnNoChunk, "QbXY"},
        {NULL, 0, 99, JET_bitSetOverwriteLV, 0, "QbXY"},
        {"z", 1, 1, JET_bitSetOverwriteLV | JET_bitSetSizeLV, 0, "Qz"},
        {"!", 1, 0, JET_bitSetAppendLV, 0, "Qz!"},
        {NULL, 0, 0, JET_bitSetAppendLV, 0, "Qz!"},
        {NULL, 2, 0, JET_bitSetSizeLV, 0, "Qz"},
        {NULL, 0, 0, JET_bitSetSizeLV, 0, NULL},
        {NULL, 0, 0, JET_bitSetAppendLV, 0, ""},
        {"abc", 3, 0, 0, 0, "abc"},
        {NULL, 0, 0, JET_bitSetZeroLength, 0, ""},
        {NULL, 0, 0, 0, 0, NULL},
    };
    JET_COLUMNDEF definition = {.coltyp = JET_coltypLongBinary};
    JET_COLUMNID id;
    JET_TABLEID t;

    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    assert_int_equal(JetOpenTempTable(jet.sesid, &definition, 1, 0, &t, &id), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        JET_SETINFO info = {sizeof info, steps[i].offset, 1};
        char back[16];
        uint32_t actual;
        JET_ERR err;
        assert_int_equal(JetSetColumn(jet.sesid, t, id, steps[i].data, steps[i].size, steps[i].grbit, &info),
                         steps[i].err);
        err = JetRetrieveColumn(jet.sesid, t, id, back, sizeof back, &actual, JET_bitRetrieveCopy, NULL);
        assert_int_equal(err, steps[i].then ? JET_errSuccess : JET_wrnColumnNull);
        assert_int_equal(actual, steps[i].then ? strlen(steps[i].then) : 0);
        assert_memory_equal(back, steps[i].then ? steps[i].then : "", actual);
    }
    assert_int_equal(JetCommitTransaction(jet.sesid, 0), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_multi_values_append_replace_and_close_up(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        uint32_t itag;
        const char *then;
    } steps[] = {{"a", 0, "a"},   {"b", 0, "ab"},  {"c", 9, "abc"}, {"B", 2, "aBc"},
                 {NULL, 1, "Bc"}, {"d", 0, "Bcd"}, {NULL, 3, "Bc"}};
    JET_COLUMNDEF definition = {.coltyp = JET_coltypText, .cp = 1252, .grbit = JET_bitColumnTagged};
    JET_COLUMNID id;
    JET_TABLEID t;
    JET_SETINFO first = {sizeof first, 0, 0};

    assert_int_equal(JetOpenTempTable(jet.sesid, &definition, 1, 0, &t, &id), JET_errSuccess);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        JET_SETINFO info = {sizeof info, 0, steps[i].itag};
        JET_RETRIEVECOLUMN counting = {.columnid = id, .grbit = JET_bitRetrieveCopy};
        assert_int_equal(JetSetColumn(jet.sesid, t, id, steps[i].value, steps[i].value ? 1 : 0, 0, &info),
                         JET_errSuccess);
        assert_int_equal(JetRetrieveColumns(jet.sesid, t, &counting, 1), JET_errSuccess);
        assert_int_equal(counting.itagSequence, strlen(steps[i].then));
        for (uint32_t n = 0; steps[i].then[n]; n++) {
            JET_RETINFO ret = {sizeof ret, 0, n + 1, 0};
            char byte = 0;
            uint32_t actual;
            assert_int_equal(
                JetRetrieveColumn(jet.sesid, t, id, &byte, 1, &actual, JET_bitRetrieveCopy, &ret),
                JET_errSuccess);
            assert_int_equal(byte, steps[i].then[n]);
        }
    }
    assert_int_equal(JetSetColumn(jet.sesid, t, id, "B", 1, JET_bitSetUniqueMultiValues, &first),
                     JET_errMultiValuedDuplicate);
    assert_int_equal(
        JetSetColumn(jet.sesid, t, id, "B", 1, JET_bitSetUniqueMultiValues | JET_bitSetAppendLV, &first),
        JET_errInvalidGrbit);
    jet_close_table(&jet, t);
}

static void test_sizes_and_ids_are_checked_when_a_column_is_set(void **state)
{
    (void)state;
    JET_COLUMNDEF definition[] = {
        {.coltyp = JET_coltypLong},
        {.coltyp = JET_coltypText, .cp = 1252, .cbMax = 20},
        {.coltyp = JET_coltypBinary, .cbMax = 10, .grbit = JET_bitColumnFixed},
        {.coltyp = JET_coltypBinary, .cbMax = 10, .grbit = JET_bitColumnTagged},
        {.coltyp = JET_coltypLong, .grbit = JET_bitColumnTagged},
        {.coltyp = JET_coltypText, .cp = 1252, .cbMax = 4, .grbit = JET_bitColumnFixed}};
    static const struct {
        unsigned column;
        uint32_t size;
        JET_ERR err;
    } sets[] = {{0, 0, 0},
                {0, 1, JET_errInvalidBufferSize},
                {0, 5, JET_errInvalidBufferSize},
                {1, 20, 0},
                {1, 21, JET_wrnColumnMaxTruncated},
                {2, 9, 0},
                {2, 11, JET_errInvalidBufferSize},
                {3, 10, 0},
                {3, 11, JET_errColumnTooBig},
                {4, 3, JET_errInvalidBufferSize},
                {4, 5, JET_errColumnTooBig},
                {5, 2, 0}};
    uint8_t bytes[32] = "abcdefghijklmnopqrstuvwxyz", back[32];
    JET_COLUMNID ids[6];
    JET_TABLEID t;
    uint32_t actual;
    JET_SETINFO small = {3, 0, 1};

    assert_int_equal(JetOpenTempTable(jet.sesid, definition, 6, 0, &t, ids), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], bytes, 4, 0, NULL), JET_errUpdateNotPrepared);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        assert_int_equal(JetSetColumn(jet.sesid, t, ids[sets[i].column], bytes, sets[i].size, 0, NULL),
                         sets[i].err);
    assert_int_equal(JetSetColumn(jet.sesid, t, 0, bytes, 4, 0, NULL), JET_errBadColumnId);
    assert_int_equal(JetSetColumn(jet.sesid, t, 9999, bytes, 4, 0, NULL), JET_errColumnNotFound);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], bytes, 4, 0, &small), JET_errInvalidParameter);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], bytes, 4, 0x80000000, NULL), JET_errInvalidGrbit);
    assert_int_equal(JetSetColumn(jet.sesid, t, ids[0], bytes, 0x80000000, 0, NULL), JET_errInvalidParameter);
    assert_int_equal(
        JetRetrieveColumn(jet.sesid, t, ids[2], back, sizeof back, &actual, JET_bitRetrieveCopy, NULL),
        JET_errSuccess);
    assert_int_equal(actual, 10);
    assert_memory_equal(back, "abcdefghi\0", 10);
    assert_int_equal(
        JetRetrieveColumn(jet.sesid, t, ids[1], back, sizeof back, &actual, JET_bitRetrieveCopy, NULL),
        JET_errSuccess);
    assert_int_equal(actual, 20);
    assert_int_equal(
        JetRetrieveColumn(jet.sesid, t, ids[5], back, sizeof back, &actual, JET_bitRetrieveCopy, NULL),
        JET_errSuccess);
    assert_memory_equal(back, "ab  ", 4);
    jet_close_table(&jet, t);
}

static void test_set_columns_stops_at_the_first_error(void **state)
{
    (void)state;
    JET_COLUMNID ids[2];
    JET_TABLEID t = open_longs(0, 2, ids);
    int32_t value = 5;
    JET_SETCOLUMN set[] = {{.columnid = ids[1], .pvData = "x", .cbData = 1, .itagSequence = 1, .err = 99},
                           {.columnid = ids[0], .pvData = &value, .cbData = 3, .itagSequence = 1, .err = 99},
                           {.columnid = ids[0], .pvData = &value, .cbData = 4, .itagSequence = 1, .err = 99}};
    char byte;
    uint32_t actual;

    assert_int_equal(JetSetColumns(jet.sesid, t, set, 3), JET_errUpdateNotPrepared);
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumns(jet.sesid, t, set, 3), JET_errInvalidBufferSize);
    assert_int_equal(set[0].err, JET_errSuccess);
    assert_int_equal(set[1].err, 99);
    assert_int_equal(set[2].err, 99);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
    assert_int_equal(move(t, FIRST), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[1], &byte, 1, &actual, 0, NULL), JET_errSuccess);
    assert_int_equal(byte, 'x');
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ids[0], &value, 4, &actual, 0, NULL), JET_wrnColumnNull);
    jet_close_table(&jet, t);
}

/* --- order of text and nulls ------------------------------------------------------------------ */

static void insert_text(JET_TABLEID t, JET_COLUMNID id, const WCHAR *text, uint32_t units)
{
    assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
    assert_int_equal(JetSetColumn(jet.sesid, t, id, text, 2 * units, 0, NULL), JET_errSuccess);
    assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
}

static unsigned count_rows(JET_TABLEID t)
{
    unsigned rows = 0;
    for (JET_ERR err = move(t, FIRST); err == JET_errSuccess; err = move(t, 1))
        rows++;
    return rows;
}

static void test_text_sorts_by_locale_and_flags(void **state)
{
    (void)state;
    enum { NORM_IGNORECASE_FLAG = 1, SORTKEY_FLAG = 0x400 };
    JET_COLUMNDEF definition = {.coltyp = JET_coltypText, .cp = 1200, .grbit = JET_bitColumnTTKey};
    JET_UNICODEINDEX ignore_case = {1033, NORM_IGNORECASE_FLAG | SORTKEY_FLAG},
                     with_case = {1033, SORTKEY_FLAG};
    JET_UNICODEINDEX *by[] = {NULL, &ignore_case, &with_case};
    const unsigned rows[] = {2, 2, 3};

    for (size_t i = 0; i < 3; i++) {
        JET_COLUMNID id;
        JET_TABLEID t;
        WCHAR first[4];
        uint32_t actual;
        assert_int_equal(JetOpenTempTable3(jet.sesid, &definition, 1, by[i], JET_bitTTScrollable, &t, &id),
                         JET_errSuccess);
        insert_text(t, id, u"b", 1);
        insert_text(t, id, u"a", 1);
        insert_text(t, id, u"A", 1);
        assert_int_equal(count_rows(t), rows[i]);
        assert_int_equal(move(t, FIRST), JET_errSuccess);
        assert_int_equal(JetRetrieveColumn(jet.sesid, t, id, first, sizeof first, &actual, 0, NULL),
                         JET_errSuccess);
        assert_int_equal(first[0] | 0x20, 'a');
        jet_close_table(&jet, t);
    }
}

static void test_nulls_sort_low_or_high_and_columns_descend(void **state)
{
    (void)state;
    static const struct {
        JET_GRBIT table, column;
        const char *order; /* n: null */
    } kinds[] = {{0, 0, "n12"},
                 {JET_bitTTSortNullsHigh, 0, "12n"},
                 {0, JET_bitColumnTTDescending, "21n"},
                 {JET_bitTTSortNullsHigh, JET_bitColumnTTDescending, "n21"}};

    for (size_t i = 0; i < 4; i++) {
        JET_COLUMNDEF definition = {.coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey | kinds[i].column};
        JET_COLUMNID id;
        JET_TABLEID t;
        assert_int_equal(JetOpenTempTable(jet.sesid, &definition, 1, kinds[i].table, &t, &id),
                         JET_errSuccess);
        assert_int_equal(insert(t, id, 2), JET_errSuccess);
        assert_int_equal(JetPrepareUpdate(jet.sesid, t, JET_prepInsert), JET_errSuccess);
        assert_int_equal(JetUpdate(jet.sesid, t, NULL, 0, NULL), JET_errSuccess);
        assert_int_equal(insert(t, id, 1), JET_errSuccess);
        for (int n = 0; n < 3; n++) {
            int32_t value = 0;
            uint32_t actual;
            assert_int_equal(move(t, 1), JET_errSuccess);
            assert_int_equal(JetRetrieveColumn(jet.sesid, t, id, &value, 4, &actual, 0, NULL),
                             kinds[i].order[n] == 'n' ? JET_wrnColumnNull : JET_errSuccess);
            assert_int_equal(value, kinds[i].order[n] == 'n' ? 0 : kinds[i].order[n] - '0');
        }
        jet_close_table(&jet, t);
    }
}

/* --- arguments ----------------------------------------------------------------------------------- */

static void test_arguments_are_checked_in_their_order(void **state)
{
    (void)state;
    JET_COLUMNDEF key = {.coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey},
                  text = {.coltyp = JET_coltypText, .cp = 932, .grbit = JET_bitColumnTTKey},
                  nothing = {.coltyp = JET_coltypNil}, plain = {.coltyp = JET_coltypLong},
                  longs[2] = {key, {.coltyp = JET_coltypLongBinary}};
    const JET_GRBIT trees[] = {JET_bitTTIndexed, JET_bitTTUpdatable, JET_bitTTScrollable,
                               JET_bitTTForceMaterialization};
    JET_COLUMNID ids[2];
    JET_TABLEID t = 5;

    for (size_t i = 0; i < 4; i++)
        assert_int_equal(JetOpenTempTable(jet.sesid, &key, 1, JET_bitTTForwardOnly | trees[i], &t, ids),
                         JET_errCannotMaterializeForwardOnlySort);
    assert_true(t == JET_tableidNil);
    assert_int_equal(JetOpenTempTable(jet.sesid, &plain, 1, JET_bitTTForwardOnly, &t, ids),
                     JET_errCannotMaterializeForwardOnlySort);
    assert_int_equal(JetOpenTempTable(jet.sesid, longs, 2, JET_bitTTForwardOnly, &t, ids),
                     JET_errCannotMaterializeForwardOnlySort);
    assert_int_equal(
        JetOpenTempTable(jet.sesid, longs, 2, JET_bitTTForwardOnly | JET_bitTTIntrinsicLVsOnly, &t, ids),
        JET_errSuccess);
    jet_close_table(&jet, t);
    assert_int_equal(JetOpenTempTable(jet.sesid, &text, 1, 0, &t, ids), JET_errInvalidCodePage);
    assert_int_equal(JetOpenTempTable(jet.sesid, &nothing, 1, 0, &t, ids), JET_errInvalidColumnType);
    assert_int_equal(JetOpenTempTable(jet.sesid, NULL, 1, 0, &t, ids), JET_errInvalidParameter);
    assert_int_equal(JetOpenTempTable(jet.sesid, &key, 1, 0, &t, NULL), JET_errInvalidParameter);
    assert_int_equal(JetOpenTempTable(jet.sesid, &key, 1, 0, NULL, ids), JET_errInvalidParameter);
    assert_int_equal(JetOpenTempTable(0, &key, 1, 0, &t, ids), JET_errInvalidSesid);
    assert_int_equal(JetOpenTempTable2(jet.sesid, &key, 1, 0xFFFF, 0, &t, ids), JET_errInvalidLanguageId);
    assert_int_equal(JetOpenTempTable(jet.sesid, NULL, 0, 0, &t, NULL), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_too_many_fixed_columns(void **state)
{
    (void)state;
    JET_COLUMNDEF definition[128];
    JET_COLUMNID ids[128];
    JET_TABLEID t;

    memset(definition, 0, sizeof definition);
    for (size_t i = 0; i < 128; i++)
        definition[i].coltyp = JET_coltypLong;
    assert_int_equal(JetOpenTempTable(jet.sesid, definition, 128, 0, &t, ids), JET_errTooManyColumns);
    assert_int_equal(JetOpenTempTable(jet.sesid, definition, 127, 0, &t, ids), JET_errSuccess);
    jet_close_table(&jet, t);
}

static void test_structure_forms_check_sizes_and_key_limits(void **state)
{
    (void)state;
    static const struct {
        uint32_t key_most, segment_most;
        JET_ERR err;
    } limits[] = {{0, 0, 0},
                  {255, 0, 0},
                  {254, 0, JET_errInvalidParameter},
                  {2000, 0, 0},
                  {2001, 0, JET_errInvalidParameter},
                  {0, 255, 0},
                  {0, 256, JET_errInvalidParameter},
                  {1000, 1000, 0},
                  {1000, 1001, JET_errInvalidParameter}};
    JET_COLUMNDEF key = {.coltyp = JET_coltypText, .cp = 1200, .grbit = JET_bitColumnTTKey};
    JET_UNICODEINDEX2 nameless = {NULL, 0}, unknown = {(WCHAR *)(uintptr_t)u"xx-nowhere", 0x30401},
                      german = {(WCHAR *)(uintptr_t)u"de-DE", 0};
    JET_COLUMNID id;
    JET_OPENTEMPORARYTABLE open = {
        .cbStruct = sizeof open, .prgcolumndef = &key, .ccolumn = 1, .prgcolumnid = &id};
    JET_OPENTEMPORARYTABLE2 open2 = {
        .cbStruct = sizeof open2, .prgcolumndef = &key, .ccolumn = 1, .prgcolumnid = &id};

    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        open.cbKeyMost = limits[i].key_most;
        open.cbVarSegMac = limits[i].segment_most;
        assert_int_equal(JetOpenTemporaryTable(jet.sesid, &open), limits[i].err);
        if (limits[i].err == 0)
            jet_close_table(&jet, open.tableid);
        else
            assert_true(open.tableid == JET_tableidNil);
    }
    open.cbStruct = 63;
    assert_int_equal(JetOpenTemporaryTable(jet.sesid, &open), JET_errInvalidParameter);
    open2.pidxunicode = &nameless;
    assert_int_equal(JetOpenTemporaryTable2(jet.sesid, &open2), JET_errInvalidLanguageId);
    open2.pidxunicode = &unknown;
    assert_int_equal(JetOpenTemporaryTable2(jet.sesid, &open2), JET_errInvalidLanguageId);
    open2.pidxunicode = &german;
    assert_int_equal(JetOpenTemporaryTable2(jet.sesid, &open2), JET_errSuccess);
    assert_int_equal(german.dwMapFlags, 0x400); /* written back */
    jet_close_table(&jet, open2.tableid);
}

static void test_sorts_are_limited_tables_are_not(void **state)
{
    (void)state;
    JET_TABLEID sorts[20], tables[3], one_more;
    JET_COLUMNDEF key = {.coltyp = JET_coltypLong, .grbit = JET_bitColumnTTKey};
    JET_COLUMNID id;

    for (size_t i = 0; i < 3; i++)
        tables[i] = open_longs(JET_bitTTForceMaterialization, 1, &id);
    for (size_t i = 0; i < 20; i++)
        sorts[i] = open_longs(0, 1, &id);
    assert_int_equal(JetOpenTempTable(jet.sesid, &key, 1, 0, &one_more, &id), JET_errTooManySorts);
    jet_close_table(&jet, sorts[7]);
    sorts[7] = open_longs(0, 1, &id);
    for (size_t i = 0; i < 20; i++)
        jet_close_table(&jet, sorts[i]);
    for (size_t i = 0; i < 3; i++)
        jet_close_table(&jet, tables[i]);
}

static void test_rollback_closes_a_table_opened_in_its_level(void **state)
{
    (void)state;
    JET_COLUMNID id;
    JET_TABLEID outer = open_longs(JET_bitTTScrollable, 1, &id), inner;

    insert_all(outer, id, mixed, 3);
    assert_int_equal(move(outer, FIRST), JET_errSuccess);
    assert_int_equal(JetBeginTransaction(jet.sesid), JET_errSuccess);
    inner = open_longs(JET_bitTTScrollable, 1, &id);
    assert_int_equal(JetRollback(jet.sesid, 0), JET_errSuccess);
    assert_int_equal(JetCloseTable(jet.sesid, inner), JET_errInvalidTableId);
    assert_int_equal(value_of(outer, id), 1);
    jet_close_table(&jet, outer);
}

static void test_many_rows_sort(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    JET_COLUMNID id;
    JET_TABLEID t = open_longs(JET_bitTTIndexed, 1, &id);
    uint32_t random = 1;
    int32_t before = INT32_MIN;
    int rows = 0;

    for (int i = 0; i < ROWS; i++) {
        random = random * 1664525u + 1013904223u;
        assert_int_equal(insert(t, id, (int32_t)random), JET_errSuccess);
    }
    for (JET_ERR err = move(t, FIRST); err == JET_errSuccess; err = move(t, 1)) {
        int32_t value = value_of(t, id);
        assert_true(rows++ == 0 || value > before);
        before = value;
    }
    assert_int_equal(rows, ROWS); /* this generator repeats nothing so soon */
    jet_close_table(&jet, t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scrollable_sort_follows_the_worked_trace),
        cmocka_unit_test(test_first_move_of_a_sort_reaches_the_first_row_whatever_its_form),
        cmocka_unit_test(test_empty_sort_has_no_record),
        cmocka_unit_test(test_loading_sort_permits_only_inserts),
        cmocka_unit_test(test_every_temporary_table_refuses_what_only_base_tables_permit),
        cmocka_unit_test(test_sort_without_scrollable_goes_forward_only),
        cmocka_unit_test(test_forward_only_keeps_duplicates_unless_unique),
        cmocka_unit_test(test_seek_on_a_reading_sort_knows_no_not_equal),
        cmocka_unit_test(test_sort_bookmark_is_a_row_number_of_four_bytes),
        cmocka_unit_test(test_upper_range_on_a_sort),
        cmocka_unit_test(test_materialised_table_follows_the_seek_table),
        cmocka_unit_test(test_materialised_table_begins_before_its_first_row),
        cmocka_unit_test(test_updatable_sort_becomes_a_table_at_its_first_move),
        cmocka_unit_test(test_duplicate_insert_keeps_the_update_prepared),
        cmocka_unit_test(test_update_returns_the_bookmark_of_the_row),
        cmocka_unit_test(test_delete_leaves_a_place_that_a_new_row_of_the_key_fills),
        cmocka_unit_test(test_replace_keeps_key_and_place),
        cmocka_unit_test(test_table_without_key_keeps_all_rows_in_order_of_insertion),
        cmocka_unit_test(test_duplicate_cursor_stands_on_the_first_row),
        cmocka_unit_test(test_ids_go_by_kind_in_order_of_definition),
        cmocka_unit_test(test_values_of_every_type_come_back),
        cmocka_unit_test(test_long_values_need_a_transaction_and_may_be_large),
        cmocka_unit_test(test_overwrite_resize_and_zero_length_of_a_long_value),
        cmocka_unit_test(test_multi_values_append_replace_and_close_up),
        cmocka_unit_test(test_sizes_and_ids_are_checked_when_a_column_is_set),
        cmocka_unit_test(test_set_columns_stops_at_the_first_error),
        cmocka_unit_test(test_text_sorts_by_locale_and_flags),
        cmocka_unit_test(test_nulls_sort_low_or_high_and_columns_descend),
        cmocka_unit_test(test_arguments_are_checked_in_their_order),
        cmocka_unit_test(test_too_many_fixed_columns),
        cmocka_unit_test(test_structure_forms_check_sizes_and_key_limits),
        cmocka_unit_test(test_sorts_are_limited_tables_are_not),
        cmocka_unit_test(test_rollback_closes_a_table_opened_in_its_level),
        cmocka_unit_test(test_many_rows_sort),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
