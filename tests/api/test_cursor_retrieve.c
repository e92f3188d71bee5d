/* Reading values: the options of JetRetrieveColumn, JetRetrieveColumns and
 * JetEnumerateColumns and their errors, record sizes, filters, intersections,
 * references (spec 40 section 6; the reference page of each function). The table is
 * "basic" of a database of the reference engine; its records 1 to 4 are known. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

#define FIRST ((int32_t)JET_MoveFirst)
enum {
    ID = 1,
    ESC = 3,
    C_UBYTE = 5,
    C_LONG = 7,
    C_DBL = 10,
    C_FTXT = 18,
    NN = 19,
    V_BIN = 128,
    D_TXT = 131,
    T_LONG = 256,
    T_TXTU = 257,
    T_BIN = 258,
    T_GUID = 259,
    T_DLONG = 261,
    LB = 262,
    LTU = 264,
    D_LT = 265,
    LB_SIZE = 1034
};

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

static JET_ERR seek(int32_t id, JET_GRBIT grbit)
{
    assert_int_equal(JetMakeKey(jet.sesid, t, &id, sizeof id, JET_bitNewKey), JET_errSuccess);
    return JetSeek(jet.sesid, t, grbit);
}

static void on(int32_t id) { assert_int_equal(seek(id, JET_bitSeekEQ), JET_errSuccess); }

static uint8_t out[4096];
static uint32_t actual;

static JET_ERR get(JET_COLUMNID id, uint32_t size, JET_GRBIT grbit)
{
    actual = 77;
    return JetRetrieveColumn(jet.sesid, t, id, size ? out : NULL, size, &actual, grbit, NULL);
}

static JET_ERR get_tag(JET_COLUMNID id, uint32_t tag, JET_GRBIT grbit, JET_RETINFO *info)
{
    *info = (JET_RETINFO){.cbStruct = sizeof *info, .itagSequence = tag};
    actual = 77;
    return JetRetrieveColumn(jet.sesid, t, id, out, sizeof out, &actual, grbit, info);
}

static int32_t as_long(void)
{
    int32_t value;
    memcpy(&value, out, sizeof value);
    return value;
}

/* --- JetRetrieveColumn -------------------------------------------------------------------- */

static void test_short_buffer_is_filled_and_tells_the_size(void **state)
{
    (void)state;
    on(2);
    memset(out, 0xEE, sizeof out);
    assert_int_equal(get(ID, 2, 0), JET_wrnBufferTruncated);
    assert_int_equal(actual, 4);
    assert_string_equal(jet_hex(out, 3), "0200ee");
    assert_int_equal(get(ID, 0, 0), JET_wrnBufferTruncated);
    assert_int_equal(actual, 4);
}

static void test_null_and_zero_length_are_not_the_same(void **state)
{
    (void)state;
    on(1);
    out[0] = 0x5A;
    assert_int_equal(get(C_FTXT, 8, 0), JET_wrnColumnNull);
    assert_int_equal(actual, 0);
    assert_int_equal(out[0], 0x5A);
    assert_int_equal(get(V_BIN, 8, 0), JET_errSuccess);
    assert_int_equal(actual, 0);
    assert_int_equal(get(V_BIN, 0, 0), JET_errSuccess);
}

static void test_column_ids_are_checked_before_the_record(void **state)
{
    (void)state;
    assert_int_equal(seek(0, JET_bitSeekEQ), JET_errRecordNotFound);
    assert_int_equal(get(9999, 4, 0), JET_errColumnNotFound);
    assert_int_equal(get(100, 4, 0), JET_errColumnNotFound);
    assert_int_equal(get(0x80000001, 4, 0), JET_errColumnNotFound);
    assert_int_equal(get(65249, 4, 0), JET_errBadColumnId);
    assert_int_equal(get(0x80000000, 4, 0), JET_errBadColumnId);
    assert_int_equal(get(ID, 4, 0), JET_errNoCurrentRecord);
}

static void test_inherited_columns_answer_with_the_template_bit_only(void **state)
{
    (void)state;
    JET_TABLEID basic = t;
    t = jet_table(&jet, "derived");
    assert_int_equal(get(0x80000001, 4, 0), JET_errSuccess);
    assert_int_equal(as_long(), 0);
    assert_int_equal(get(1, 4, 0), JET_errColumnNotFound);
    assert_int_equal(get(2, 4, 0) >= 0, 1);
    assert_int_equal(get(0x80000002, 4, 0), JET_errColumnNotFound);
    jet_close_table(&jet, t);
    t = basic;
}

static void test_structure_must_be_large_enough(void **state)
{
    (void)state;
    JET_RETINFO info = {.cbStruct = 15, .itagSequence = 1};
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, out, 4, &actual, 0, &info), JET_errInvalidParameter);
    info.cbStruct = 100;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, out, 4, &actual, 0, &info), JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, NULL, 4, &actual, 0, NULL), JET_errInvalidParameter);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, out, 4, NULL, 0, NULL), JET_errSuccess);
}

static void test_values_are_numbered_from_one(void **state)
{
    (void)state;
    static const int32_t values[] = {4, 24, 5, -24};
    JET_RETINFO info;

    on(4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(get_tag(T_LONG, i + 1, 0, &info), JET_errSuccess);
        assert_int_equal(as_long(), values[i]);
        assert_int_equal(info.columnidNextTagged, T_LONG);
        assert_int_equal(info.itagSequence, i + 1);
    }
    assert_int_equal(get_tag(T_LONG, 5, 0, &info), JET_wrnColumnNull);
    assert_int_equal(get_tag(T_LONG, 0, 0, &info), JET_wrnColumnNull);
    assert_int_equal(get_tag(ID, 9, 0, &info), JET_errSuccess); /* ignored for what has one value */
    assert_int_equal(as_long(), 4);
}

static void test_default_shows_as_first_value_unless_ignored(void **state)
{
    (void)state;
    JET_RETINFO info;

    on(1);
    assert_int_equal(get(T_DLONG, 4, 0), JET_errSuccess);
    assert_int_equal(as_long(), 42);
    assert_int_equal(get_tag(T_DLONG, 2, 0, &info), JET_wrnColumnNull);
    assert_int_equal(get(T_DLONG, 4, JET_bitRetrieveIgnoreDefault), JET_wrnColumnNull);
    assert_int_equal(get(D_LT, 100, 0), JET_errSuccess);
    assert_int_equal(actual, 23);
    assert_memory_equal(out, "long default text value", 23);
    assert_int_equal(get(D_LT, 100, JET_bitRetrieveIgnoreDefault), JET_wrnColumnNull);
    assert_int_equal(get(D_TXT, 100, JET_bitRetrieveIgnoreDefault),
                     JET_errSuccess); /* stored in the record */
    assert_memory_equal(out, "dflt", 4);
    on(2);
    assert_int_equal(get(T_DLONG, 4, JET_bitRetrieveIgnoreDefault), JET_errSuccess);
    assert_int_equal(as_long(), 0x3b7);
}

static void test_long_value_is_read_from_an_offset(void **state)
{
    (void)state;
    static uint8_t whole[LB_SIZE];
    JET_RETINFO info = {.cbStruct = sizeof info, .ibLongValue = 1000, .itagSequence = 1};

    on(2);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, whole, sizeof whole, &actual, 0, NULL),
                     JET_errSuccess);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, out, 10, &actual, 0, &info), JET_wrnBufferTruncated);
    assert_int_equal(actual, 34);
    assert_memory_equal(out, whole + 1000, 10);
    info.ibLongValue = LB_SIZE;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, out, 10, &actual, 0, &info), JET_errSuccess);
    assert_int_equal(actual, 0);
    info.ibLongValue = UINT32_MAX;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, out, 10, &actual, 0, &info), JET_errSuccess);
    assert_int_equal(actual, 0);
    info.ibLongValue = 2;
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, ID, out, 4, &actual, 0, &info),
                     JET_errSuccess); /* not long */
    assert_int_equal(actual, 4);
}

static void test_escrow_column_wants_a_buffer_of_its_size(void **state)
{
    (void)state;
    JET_RETRIEVECOLUMN two[] = {{.columnid = ESC, .pvData = out, .cbData = 2, .itagSequence = 1, .err = 99},
                                {.columnid = ID, .pvData = out, .cbData = 4, .itagSequence = 1, .err = 99}};
    on(2);
    assert_int_equal(get(ESC, 0, 0), JET_errInvalidBufferSize);
    assert_int_equal(actual, 4);
    assert_int_equal(get(ESC, 2, 0), JET_errInvalidBufferSize);
    assert_int_equal(get(ESC, 4, 0), JET_errSuccess);
    assert_int_equal(as_long(), -1);
    assert_int_equal(get(ESC, 8, 0), JET_errSuccess);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, two, 2), JET_errInvalidBufferSize);
    assert_int_equal(two[0].err, 99);
    assert_int_equal(two[1].err, 99);
}

static void test_bits_that_exclude_each_other(void **state)
{
    (void)state;
    static const struct {
        JET_COLUMNID id;
        uint32_t size;
        JET_GRBIT grbit;
        JET_ERR err;
    } calls[] = {
        {ID, 4, 0x80000000, JET_errInvalidGrbit},
        {ID, 4, JET_bitRetrieveFromIndex | JET_bitRetrieveFromPrimaryBookmark, JET_errInvalidGrbit},
        {ID, 4, JET_bitRetrieveTuple, JET_errInvalidGrbit},
        {ID, 4, JET_bitRetrievePageNumber | JET_bitRetrieveCopy, JET_errInvalidGrbit},
        {ID, 3, JET_bitRetrievePageNumber, JET_errBufferTooSmall},
        {ID, 4, JET_bitRetrieveCopyIntrinsic | JET_bitRetrieveCopy, JET_errInvalidGrbit},
        {ID, 4, JET_bitRetrieveCopyIntrinsic, JET_errUpdateNotPrepared},
        {LB, 4, JET_bitRetrievePhysicalSize, JET_errInvalidParameter},
        {LB, 0, JET_bitRetrievePhysicalSize | JET_bitRetrieveNull, JET_errInvalidGrbit},
        {LB, 3, JET_bitRetrieveLongId, JET_errInvalidBufferSize},
        {LB, 3, JET_bitRetrieveLongValueRefCount, JET_errInvalidBufferSize},
        {ID, 4, JET_bitRetrieveFromIndex, JET_errSuccess},
        {ID, 4, JET_bitRetrieveFromPrimaryBookmark, JET_errSuccess},
        {C_LONG, 4, JET_bitRetrieveFromIndex, JET_errColumnNotFound},
        {9999, 4, JET_bitRetrieveFromIndex, JET_errColumnNotFound},
        {ID, 4, JET_bitRetrieveCopy, JET_errSuccess},
        {ID, 4, 0x40000, JET_errSuccess}, /* unknown: ignored */
        {LB, 16, JET_bitRetrievePrereadOnly, JET_errSuccess},
        {LB, 16, JET_bitRetrievePrereadOnly | JET_bitRetrieveCopy, JET_errInvalidGrbit},
    };

    on(2);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        assert_int_equal(get(calls[i].id, calls[i].size, calls[i].grbit), calls[i].err);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, NULL, 0, NULL, JET_bitRetrievePhysicalSize, NULL),
                     JET_errInvalidParameter);
    assert_int_equal(get(ID, 4, JET_bitRetrievePageNumber), JET_errSuccess);
    assert_true(as_long() > 30);
}

static void test_stored_size_id_and_count_of_a_separated_value(void **state)
{
    (void)state;
    on(2);
    assert_int_equal(get(LB, 0, JET_bitRetrievePhysicalSize), JET_errSuccess);
    assert_int_equal(actual, LB_SIZE);
    assert_int_equal(get(LB, 8, JET_bitRetrieveLongId), JET_wrnSeparateLongValue);
    assert_int_equal(actual, 8);
    assert_int_equal(get(LB, 4, JET_bitRetrieveLongId), JET_errInvalidBufferSize); /* the id has 64 bits */
    assert_int_equal(get(LB, 4, JET_bitRetrieveLongValueRefCount), JET_wrnSeparateLongValue);
    assert_int_equal(as_long(), 1);
    on(3); /* in the record */
    assert_int_equal(get(LB, 8, JET_bitRetrieveLongId), JET_wrnColumnNull);
    assert_int_equal(get(LB, 4, JET_bitRetrieveLongValueRefCount), JET_wrnColumnNull);
    assert_int_equal(get(LB, 0, JET_bitRetrievePhysicalSize), JET_errSuccess);
    assert_int_equal(actual, 34);
}

static void test_column_zero_scans_all_tagged_values(void **state)
{
    (void)state;
    /* record 3: t_long 1, t_txtU 3, t_bit, lb, ltA, ltU */
    static const JET_COLUMNID order[] = {256, 257, 257, 257, 260, 262, 263, 264};
    JET_RETRIEVECOLUMN counting = {.columnid = 0, .itagSequence = 0, .columnidNextTagged = 5};
    JET_RETINFO info;

    on(3);
    for (uint32_t i = 0; i < 8; i++) {
        assert_int_equal(get_tag(0, i + 1, 0, &info), JET_errSuccess);
        assert_int_equal(info.columnidNextTagged, order[i]);
    }
    assert_int_equal(get_tag(0, 4, 0, &info), JET_errSuccess);
    assert_string_equal(jet_hex(out, actual), "3900"); /* the third of t_txtU */
    assert_int_equal(get_tag(0, 9, 0, &info), JET_wrnColumnNull);
    assert_int_equal(info.columnidNextTagged, 0);
    assert_int_equal(get_tag(0, 0, 0, &info), JET_errBadItagSequence);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, &counting, 1), JET_errSuccess);
    assert_int_equal(counting.itagSequence, 8);
    assert_int_equal(counting.columnidNextTagged, 0);
}

/* --- from the index --------------------------------------------------------------------------- */

static void test_index_tells_which_value_made_its_entry(void **state)
{
    (void)state;
    JET_RETINFO info;
    int32_t value = 5;

    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_mv"), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, t, &value, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, t, JET_bitSeekEQ), JET_errSuccess);
    for (;;) { /* to the entry of record 4, whose third value is 5 */
        assert_int_equal(get(ID, 4, 0), JET_errSuccess);
        if (as_long() == 4)
            break;
        assert_int_equal(JetMove(jet.sesid, t, 1, 0), JET_errSuccess);
    }
    assert_int_equal(get_tag(T_LONG, 1, JET_bitRetrieveFromIndex | JET_bitRetrieveTag, &info),
                     JET_errSuccess);
    assert_int_equal(as_long(), 5);
    assert_int_equal(info.itagSequence, 3);
    assert_int_equal(get_tag(ID, 1, JET_bitRetrieveFromPrimaryBookmark, &info), JET_errSuccess);
    assert_int_equal(as_long(), 4);
    assert_int_equal(get(ID, 4, JET_bitRetrieveFromIndex), JET_errColumnNotFound);
    assert_int_equal(get(T_LONG, 4, JET_bitRetrieveFromPrimaryBookmark), JET_errColumnNotFound);
}

static void test_first_column_of_a_substring_index_needs_its_own_bit(void **state)
{
    (void)state;
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_tuple_txtA"), JET_errSuccess);
    assert_int_equal(JetMove(jet.sesid, t, 0, 0), JET_errSuccess);
    assert_int_equal(get(129, 4000, JET_bitRetrieveFromIndex), JET_errIndexTuplesCannotRetrieveFromIndex);
    assert_int_equal(get(129, 4000, JET_bitRetrieveFromIndex | JET_bitRetrieveTuple), JET_errSuccess);
}

/* --- JetRetrieveColumns ---------------------------------------------------------------------------- */

static void test_columns_are_filled_in_order_up_to_the_first_error(void **state)
{
    (void)state;
    int32_t id = 0;
    uint8_t part[2];
    JET_RETRIEVECOLUMN r[] = {{.columnid = ID, .pvData = &id, .cbData = 4, .itagSequence = 1, .err = 99},
                              {.columnid = C_FTXT, .pvData = out, .cbData = 10, .itagSequence = 1, .err = 99},
                              {.columnid = D_TXT, .pvData = part, .cbData = 2, .itagSequence = 1, .err = 99},
                              {.columnid = T_LONG, .itagSequence = 0, .err = 99},
                              {.columnid = 9999, .itagSequence = 1, .err = 99},
                              {.columnid = ID, .itagSequence = 1, .err = 99}};

    on(1);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, r, 2), JET_errSuccess); /* a null is no failure */
    assert_int_equal(r[1].err, JET_wrnColumnNull);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, r, 4), JET_wrnBufferTruncated);
    assert_int_equal(id, 1);
    assert_int_equal(r[0].err, JET_errSuccess);
    assert_int_equal(r[2].err, JET_wrnBufferTruncated);
    assert_int_equal(r[2].cbActual, 4);
    assert_memory_equal(part, "df", 2);
    assert_int_equal(r[3].itagSequence, 1);
    r[3].itagSequence = 0;
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, r, 6), JET_errColumnNotFound);
    assert_int_equal(r[3].err, JET_errSuccess);
    assert_int_equal(r[4].err, 99);
    assert_int_equal(r[5].err, 99);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, NULL, 0), JET_errSuccess);
}

static void test_count_of_a_default_is_one(void **state)
{
    (void)state;
    JET_RETRIEVECOLUMN r[] = {{.columnid = T_DLONG},
                              {.columnid = T_DLONG, .grbit = JET_bitRetrieveIgnoreDefault},
                              {.columnid = T_GUID},
                              {.columnid = C_FTXT},
                              {.columnid = ID}};
    const uint32_t counts[] = {1, 0, 0, 0, 1};

    on(1);
    assert_int_equal(JetRetrieveColumns(jet.sesid, t, r, 5), JET_errSuccess);
    for (int i = 0; i < 5; i++)
        assert_int_equal(r[i].itagSequence, counts[i]);
}

/* --- JetEnumerateColumns ------------------------------------------------------------------------------ */

static struct {
    int blocks, left; /* left: allocations before they fail; negative never */
} heap;

static void *allocate(void *context, void *block, uint32_t size)
{
    assert_ptr_equal(context, &heap);
    if (!block) {
        if (heap.left == 0)
            return NULL;
        heap.left--;
        heap.blocks++;
        return malloc(size ? size : 1);
    }
    assert_int_equal(size, 0);
    heap.blocks--;
    free(block);
    return NULL;
}

static JET_ENUMCOLUMN *found;
static uint32_t found_count;

static JET_ERR enumerate(JET_ENUMCOLUMNID *ids, uint32_t count, uint32_t most, JET_GRBIT grbit)
{
    heap.left = -1;
    return JetEnumerateColumns(jet.sesid, t, count, ids, &found_count, &found, allocate, &heap, most, grbit);
}

static void release(void)
{
    for (uint32_t i = 0; i < found_count; i++) {
        if (found[i].err == JET_wrnColumnSingleValue) {
            allocate(&heap, found[i].pvData, 0);
            continue;
        }
        for (uint32_t n = 0; n < found[i].cEnumColumnValue; n++)
            if (found[i].rgEnumColumnValue[n].pvData)
                allocate(&heap, found[i].rgEnumColumnValue[n].pvData, 0);
        if (found[i].rgEnumColumnValue)
            allocate(&heap, found[i].rgEnumColumnValue, 0);
    }
    allocate(&heap, found, 0);
    assert_int_equal(heap.blocks, 0);
}

static const JET_ENUMCOLUMN *entry_of(JET_COLUMNID id)
{
    for (uint32_t i = 0; i < found_count; i++)
        if (found[i].columnid == id)
            return &found[i];
    return NULL;
}

static void test_enumeration_checks_its_arguments_in_order(void **state)
{
    (void)state;
    JET_ENUMCOLUMNID ids = {.columnid = ID};

    assert_int_equal(JetEnumerateColumns(jet.sesid, t, 0, NULL, NULL, &found, allocate, &heap, 0, 0x80000000),
                     JET_errInvalidParameter);
    assert_int_equal(JetEnumerateColumns(jet.sesid, t, 0, NULL, &found_count, NULL, allocate, &heap, 0, 0),
                     JET_errInvalidParameter);
    assert_int_equal(JetEnumerateColumns(jet.sesid, t, 0, NULL, &found_count, &found, NULL, &heap, 0, 0),
                     JET_errInvalidParameter);
    assert_int_equal(enumerate(NULL, 1, 0, 0), JET_errInvalidParameter);
    assert_int_equal(enumerate(NULL, 0, 0, 0x80000000), JET_errInvalidGrbit);
    assert_int_equal(enumerate(NULL, 0, 0, JET_bitEnumerateLocal), JET_errInvalidGrbit);
    assert_int_equal(enumerate(&ids, 1, 0, JET_bitEnumerateTaggedOnly), JET_errInvalidGrbit);
    assert_int_equal(enumerate(NULL, 0, 0, JET_bitEnumerateInRecordOnly | JET_bitEnumerateAsRefIfNotInRecord),
                     JET_errInvalidGrbit);
    assert_int_equal(found_count, 0);
    assert_null(found);
    assert_int_equal(seek(0, JET_bitSeekEQ), JET_errRecordNotFound);
    assert_int_equal(enumerate(NULL, 0, 0, 0), JET_errNoCurrentRecord);
    assert_int_equal(heap.blocks, 0);
}

static void test_enumerated_nulls_up_to_the_last_stored_column(void **state)
{
    (void)state;
    on(1);
    assert_int_equal(enumerate(NULL, 0, UINT32_MAX, 0), JET_errSuccess);
    assert_int_equal(entry_of(C_FTXT)->err, JET_wrnColumnNull); /* fixed, and nn behind it is stored */
    assert_int_equal(entry_of(C_FTXT)->cEnumColumnValue, 0);
    assert_int_equal(entry_of(V_BIN)->err, JET_errSuccess);
    assert_int_equal(entry_of(V_BIN)->rgEnumColumnValue[0].cbData, 0);
    assert_null(entry_of(T_TXTU)); /* tagged and not there */
    assert_int_equal(entry_of(T_DLONG)->rgEnumColumnValue[0].cbData, 4);
    release();
}

static void test_enumeration_without_defaults_and_of_tagged_columns_alone(void **state)
{
    (void)state;
    on(1);
    assert_int_equal(
        enumerate(NULL, 0, UINT32_MAX, JET_bitEnumerateIgnoreDefault | JET_bitEnumerateTaggedOnly),
        JET_errSuccess);
    assert_int_equal(found_count, 3); /* t_long, t_bin, ltA */
    assert_int_equal(found[0].columnid, T_LONG);
    assert_int_equal(found[1].columnid, T_BIN);
    assert_int_equal(found[2].columnid, 263);
    release();
    assert_int_equal(enumerate(NULL, 0, UINT32_MAX, JET_bitEnumerateTaggedOnly), JET_errSuccess);
    assert_int_equal(found_count, 5); /* and both defaults */
    release();
}

static void test_enumerated_list_keeps_its_order_with_an_error_for_each(void **state)
{
    (void)state;
    uint32_t tags[] = {3, 0, 9, 1};
    JET_ENUMCOLUMNID ids[] = {{.columnid = T_TXTU, .ctagSequence = 4, .rgtagSequence = tags},
                              {.columnid = 0},
                              {.columnid = 9999},
                              {.columnid = 65249},
                              {.columnid = C_FTXT},
                              {.columnid = T_GUID},
                              {.columnid = ID}};

    on(3);
    assert_int_equal(enumerate(ids, 7, UINT32_MAX, 0), JET_errColumnNotFound); /* the arrays are whole */
    assert_int_equal(found_count, 7);
    assert_int_equal(found[0].err, JET_errSuccess);
    assert_int_equal(found[0].cEnumColumnValue, 4);
    assert_string_equal(jet_hex(found[0].rgEnumColumnValue[0].pvData, found[0].rgEnumColumnValue[0].cbData),
                        "3900");
    assert_int_equal(found[0].rgEnumColumnValue[1].err, JET_wrnColumnSkipped);
    assert_int_equal(found[0].rgEnumColumnValue[2].err, JET_wrnColumnNull);
    assert_int_equal(found[0].rgEnumColumnValue[2].itagSequence, 9);
    assert_int_equal(found[0].rgEnumColumnValue[3].cbData, 8);
    assert_int_equal(found[1].err, JET_wrnColumnSkipped);
    assert_int_equal(found[2].err, JET_errColumnNotFound);
    assert_int_equal(found[3].err, JET_errBadColumnId);
    assert_int_equal(found[4].err, JET_errSuccess);
    assert_int_equal(found[5].err, JET_wrnColumnNull);
    assert_int_equal(found[6].rgEnumColumnValue[0].cbData, 4);
    release();
}

static void test_presence_and_compressed_output(void **state)
{
    (void)state;
    JET_ENUMCOLUMNID ids[] = {{.columnid = ID},
                              {.columnid = T_LONG},
                              {.columnid = T_DLONG},
                              {.columnid = T_GUID},
                              {.columnid = LB}};

    on(2);
    assert_int_equal(enumerate(ids, 5, UINT32_MAX, JET_bitEnumeratePresenceOnly), JET_errSuccess);
    assert_int_equal(found[0].err, JET_wrnColumnPresent);
    assert_int_equal(found[1].err, JET_wrnColumnPresent);
    assert_int_equal(found[3].err, JET_wrnColumnNull);
    assert_int_equal(found[4].err, JET_wrnColumnPresent);
    release();
    assert_int_equal(enumerate(ids, 5, UINT32_MAX, JET_bitEnumerateCompressOutput), JET_errSuccess);
    assert_int_equal(found[0].err, JET_wrnColumnSingleValue);
    assert_int_equal(found[0].cbData, 4);
    assert_string_equal(jet_hex(found[0].pvData, 4), "02000000");
    assert_int_equal(found[1].err, JET_errSuccess); /* two values */
    assert_int_equal(found[4].err, JET_errSuccess); /* outside the record */
    assert_int_equal(found[4].rgEnumColumnValue[0].cbData, LB_SIZE);
    release();
    on(1);
    assert_int_equal(enumerate(ids, 5, UINT32_MAX, JET_bitEnumerateIgnoreDefault), JET_errSuccess);
    assert_int_equal(found[2].err, JET_wrnColumnDefault);
    release();
}

static void test_only_values_outside_the_record_are_cut(void **state)
{
    (void)state;
    JET_ENUMCOLUMNID ids = {.columnid = LB};

    on(2);
    assert_int_equal(enumerate(&ids, 1, 10, 0), JET_errSuccess);
    assert_int_equal(found[0].rgEnumColumnValue[0].err, JET_wrnColumnTruncated);
    assert_int_equal(found[0].rgEnumColumnValue[0].cbData, 10);
    assert_string_equal(jet_hex(found[0].rgEnumColumnValue[0].pvData, 4), "4bb2d636");
    release();
    assert_int_equal(enumerate(&ids, 1, 10, JET_bitEnumerateInRecordOnly), JET_errSuccess);
    assert_int_equal(found[0].rgEnumColumnValue[0].err, JET_wrnColumnNotInRecord);
    release();
    on(3);
    assert_int_equal(enumerate(&ids, 1, 10, JET_bitEnumerateInRecordOnly), JET_errSuccess);
    assert_int_equal(found[0].rgEnumColumnValue[0].err, JET_errSuccess);
    assert_int_equal(found[0].rgEnumColumnValue[0].cbData, 34);
    release();
}

static void test_enumeration_gives_all_memory_back_when_it_runs_out(void **state)
{
    (void)state;
    JET_ERR err = JET_errOutOfMemory;
    int n = 0;

    on(4);
    for (; err == JET_errOutOfMemory; n++) {
        heap.left = n;
        err = JetEnumerateColumns(jet.sesid, t, 0, NULL, &found_count, &found, allocate, &heap, 100, 0);
        if (err < 0) {
            assert_int_equal(heap.blocks, 0);
            assert_int_equal(found_count, 0);
            assert_null(found);
        }
    }
    assert_int_equal(err, JET_errSuccess);
    assert_true(n > 30);
    release();
}

/* --- sizes and lists --------------------------------------------------------------------------------------
 */

static void test_record_size_counts_its_parts(void **state)
{
    (void)state;
    JET_TABLEID basic = t;
    JET_RECSIZE size = {.cbData = 1000};
    JET_RECSIZE2 size2 = {0};

    t = jet_table(&jet, "noprimary"); /* one fixed Long, key of 4 bytes */
    assert_int_equal(JetGetRecordSize(jet.sesid, t, &size, 0x100), JET_errInvalidGrbit);
    assert_int_equal(JetGetRecordSize(jet.sesid, t, NULL, 0), JET_errInvalidParameter);
    assert_int_equal(JetGetRecordSize(jet.sesid, t, &size, 0), JET_errSuccess);
    assert_int_equal(size.cbData, 4);
    assert_int_equal(size.cbOverhead, 10 + 4 + 1);
    assert_int_equal(size.cNonTaggedColumns, 1);
    assert_int_equal(size.cTaggedColumns + size.cLongValues + size.cMultiValues + size.cbLongValueData +
                         size.cbLongValueOverhead,
                     0);
    assert_int_equal(JetGetRecordSize(jet.sesid, t, &size, JET_bitRecordSizeRunningTotal), JET_errSuccess);
    assert_int_equal(size.cbData, 8);
    assert_int_equal(size.cNonTaggedColumns, 2);
    jet_close_table(&jet, t);
    t = basic;
    on(2);
    assert_int_equal(JetGetRecordSize2(jet.sesid, t, &size2, 0), JET_errSuccess);
    assert_int_equal(size2.cTaggedColumns, 5); /* t_long, t_bit, t_dlong, lb, ltU */
    assert_int_equal(size2.cMultiValues, 1 + 2);
    assert_int_equal(size2.cLongValues, 1);
    assert_int_equal(size2.cbLongValueData, LB_SIZE);
    assert_int_equal(size2.cbLongValueDataCompressed, LB_SIZE);
    assert_int_equal(size2.cCompressedColumns, 0);
    assert_int_equal(JetGetRecordSize2(jet.sesid, t, &size2, JET_bitRecordSizeLocal), JET_errSuccess);
    assert_int_equal(size2.cLongValues, 1);
    assert_int_equal(size2.cbLongValueData, 0);
}

static void test_list_of_tagged_columns(void **state)
{
    (void)state;
    JET_RETRIEVEMULTIVALUECOUNT list[8];
    uint32_t count = 77;

    on(2);
    assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, NULL, NULL, 0, 0, 0), JET_errInvalidParameter);
    assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, &count, NULL, 0, 0, 0), JET_errSuccess);
    assert_int_equal(count, 6);
    assert_int_equal(
        JetRetrieveTaggedColumnList(jet.sesid, t, &count, NULL, 0, 0, JET_bitRetrieveIgnoreDefault),
        JET_errSuccess);
    assert_int_equal(count, 5);
    assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, &count, list, sizeof list, 0, 0),
                     JET_errSuccess);
    assert_int_equal(list[0].columnid, T_LONG);
    assert_int_equal(list[0].cMultiValues, 2);
    assert_int_equal(list[0].usFlags, 0);
    assert_int_equal(list[3].columnid, LB);
    assert_int_equal(list[3].usFlags, 1);
    assert_int_equal(list[4].columnid, LTU);
    assert_int_equal(list[4].cMultiValues, 3);
    assert_int_equal(list[5].columnid, D_LT);
    assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, &count, list, sizeof *list, LB, 0),
                     JET_errSuccess);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].columnid, LB);
    assert_int_equal(JetRetrieveTaggedColumnList(jet.sesid, t, &count, list, 7, 0, 0), JET_errSuccess);
    assert_int_equal(count, 0);
}

/* --- references
 * ---------------------------------------------------------------------------------------------- */

static void test_separated_value_by_reference(void **state)
{
    (void)state;
    uint8_t reference[512], whole[LB_SIZE];
    uint32_t size;

    on(2);
    assert_int_equal(get(LB, sizeof whole, 0), JET_errSuccess);
    memcpy(whole, out, sizeof whole);
    assert_int_equal(JetRetrieveColumn(jet.sesid, t, LB, reference, sizeof reference, &size,
                                       JET_bitRetrieveAsRefIfNotInRecord, NULL),
                     JET_wrnColumnReference);
    assert_int_equal(size, 8 + 8 + 12 + 5 + 2); /* format 2, part of the signature, bookmark, "lb" */
    assert_int_equal(reference[0], 2);
    assert_memory_equal(reference + size - 2, "lb", 2);
    on(3); /* where the cursor is does not matter, and stays */
    memset(out, 0, sizeof out);
    assert_int_equal(
        JetRetrieveColumnByReference(jet.sesid, t, reference, size, 0, out, sizeof out, &actual, 0),
        JET_errSuccess);
    assert_int_equal(actual, LB_SIZE);
    assert_memory_equal(out, whole, sizeof whole);
    assert_int_equal(JetRetrieveColumnByReference(jet.sesid, t, reference, size, 1000, out, 10, &actual, 0),
                     JET_wrnBufferTruncated);
    assert_int_equal(actual, 34);
    assert_memory_equal(out, whole + 1000, 10);
    reference[16] ^= 1; /* another database: by bookmark and name */
    assert_int_equal(
        JetRetrieveColumnByReference(jet.sesid, t, reference, size, 0, out, sizeof out, &actual, 0),
        JET_errSuccess);
    assert_memory_equal(out, whole, sizeof whole);
    reference[size - 1] = 'q';
    assert_int_equal(
        JetRetrieveColumnByReference(jet.sesid, t, reference, size, 0, out, sizeof out, &actual, 0),
        JET_errStaleColumnReference);
    for (uint32_t cut = 0; cut < size; cut++)
        assert_int_equal(
            JetRetrieveColumnByReference(jet.sesid, t, reference, cut, 0, out, sizeof out, &actual, 0),
            JET_errInvalidColumnReference);
    assert_int_equal(get(ID, 4, 0), JET_errSuccess);
    assert_int_equal(as_long(), 3);
    assert_int_equal(get(LB, 100, JET_bitRetrieveAsRefIfNotInRecord),
                     JET_errSuccess); /* in the record: the value */
    assert_int_equal(actual, 34);
}

/* --- filters
 * -------------------------------------------------------------------------------------------------- */

static int32_t number_at(const json_t *row, const char *column, bool *null)
{
    const char *hex = json_string_value(json_object_get(json_object_get(row, "c"), column));
    int32_t value = 0;
    *null = hex == NULL;
    if (hex)
        jet_unhex(hex, &value, sizeof value);
    return value;
}

static bool model_passes(JET_RELOP relop, int32_t value, bool null, int32_t operand, bool null_operand)
{
    int c = null || null_operand ? (int)null_operand - (int)null : (value > operand) - (value < operand);
    switch (relop) {
    case JET_relopEquals:
        return c == 0;
    case JET_relopNotEquals:
        return c != 0;
    case JET_relopLessThanOrEqual:
        return c <= 0;
    case JET_relopLessThan:
        return c < 0;
    case JET_relopGreaterThanOrEqual:
        return c >= 0;
    case JET_relopGreaterThan:
        return c > 0;
    case JET_relopBitmaskEqualsZero:
        return null || (value & operand) == 0;
    case JET_relopBitmaskNotEqualsZero:
        return !null && (value & operand) != 0;
    default:
        return true;
    }
}

static void test_filter_passes_what_the_truth_table_says(void **state)
{
    (void)state;
    static const JET_RELOP relops[] = {JET_relopEquals,
                                       JET_relopNotEquals,
                                       JET_relopLessThanOrEqual,
                                       JET_relopLessThan,
                                       JET_relopGreaterThanOrEqual,
                                       JET_relopGreaterThan,
                                       JET_relopBitmaskEqualsZero,
                                       JET_relopBitmaskNotEqualsZero};
    json_t *rows = json_array(), *line;
    struct jsonl *lines = jsonl_open("golden/basic_4k/contents.jsonl.gz");

    while (jsonl_next(lines, &line)) {
        if (strcmp(json_string_value(json_object_get(line, "k")), "row") == 0 &&
            strcmp(json_string_value(json_object_get(line, "t")), "basic") == 0)
            json_array_append(rows, line);
        json_decref(line);
    }
    jsonl_close(lines);
    for (size_t n = 0; n < 14; n++) {
        bool null_operand = n >= 8, null;
        JET_RELOP relop = relops[null_operand ? n - 8 : n];
        int32_t operand = 127, first = -1;
        JET_INDEX_COLUMN term = {C_LONG, relop, null_operand ? NULL : &operand, null_operand ? 0 : 4, 0};
        size_t expected = 0, passed = 0, i;
        json_t *row;
        json_array_foreach(rows, i, row)
        {
            int32_t value = number_at(row, "c_long", &null);
            if (model_passes(relop, value, null, operand, null_operand) && ++expected == 1)
                first = number_at(row, "id", &null);
        }
        assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), JET_errSuccess);
        for (JET_ERR err = JetMove(jet.sesid, t, FIRST, 0); err == JET_errSuccess;
             err = JetMove(jet.sesid, t, 1, 0)) {
            assert_int_equal(get(ID, 4, 0), JET_errSuccess);
            assert_true(passed++ > 0 || as_long() == first);
        }
        assert_int_equal(passed, expected);
        if (expected == 0) { /* nothing is less than null */
            assert_int_equal(seek(0, JET_bitSeekGE), JET_errRecordNotFound);
            continue;
        }
        assert_int_equal(seek(0, JET_bitSeekGE), JET_wrnSeekNotEqual); /* seeks see no others either */
        assert_int_equal(get(ID, 4, 0), JET_errSuccess);
        assert_int_equal(as_long(), first);
        assert_int_equal(JetSetCursorFilter(jet.sesid, t, NULL, 0, 0), JET_errSuccess);
    }
    json_decref(rows);
}

static void test_filter_by_prefix(void **state)
{
    (void)state;
    uint8_t prefix = 2;
    JET_INDEX_COLUMN term = {V_BIN, JET_relopPrefixEquals, &prefix, 1, 0};
    unsigned rows = 0;

    assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), JET_errSuccess);
    for (JET_ERR err = JetMove(jet.sesid, t, FIRST, 0); err == JET_errSuccess;
         err = JetMove(jet.sesid, t, 1, 0), rows++) {
        assert_int_equal(get(V_BIN, sizeof out, 0), JET_errSuccess);
        assert_int_equal(out[0], 2);
    }
    assert_true(rows > 1);
    term.pv = NULL;
    term.cb = 0;
    term.relop = JET_relopEquals;
    term.grbit = JET_bitZeroLength;
    assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), JET_errSuccess);
    assert_int_equal(JetMove(jet.sesid, t, FIRST, 0), JET_errSuccess);
    assert_int_equal(get(ID, 4, 0), JET_errSuccess);
    assert_int_equal(as_long(), 1);
}

static void test_filter_excludes_calls_that_cannot_honour_it(void **state)
{
    (void)state;
    int32_t one = 1;
    JET_INDEX_COLUMN term = {ID, JET_relopGreaterThanOrEqual, &one, 4, 0};
    JET_RECPOS at = {sizeof at, 0, 0, 1};
    uint32_t count;

    assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), JET_errSuccess);
    assert_int_equal(JetMove(jet.sesid, t, 0, 0), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, NULL), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetIndexRecordCount(jet.sesid, t, &count, 0), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetGetRecordPosition(jet.sesid, t, &at, 4), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetGotoPosition(jet.sesid, t, &at), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 1), JET_errInvalidGrbit); /* and it is gone */
    assert_int_equal(JetMove(jet.sesid, t, 0, 0), JET_errSuccess);
}

static void test_filter_conditions_are_checked(void **state)
{
    (void)state;
    static const uint8_t bytes[16];
    static const struct {
        JET_COLUMNID id;
        JET_RELOP relop;
        uint32_t size;
        JET_GRBIT grbit;
        JET_ERR err;
    } terms[] = {
        {LB, JET_relopEquals, 4, 0, JET_errFilteredMoveNotSupported},
        {D_TXT, JET_relopEquals, 4, 0, JET_errFilteredMoveNotSupported},
        {9999, JET_relopEquals, 4, 0, JET_errColumnNotFound},
        {0, JET_relopEquals, 4, 0, JET_errBadColumnId},
        {ID, JET_relopEquals, 3, 0, JET_errInvalidParameter},
        {ID, JET_relopPrefixEquals, 4, 0, JET_errInvalidParameter},
        {ID, JET_relopBitmaskEqualsZero, 0, 0, JET_errInvalidParameter},
        {ID, JET_relopEquals, 0, JET_bitZeroLength, JET_errInvalidParameter},
        {V_BIN, JET_relopEquals, 4, JET_bitZeroLength, JET_errInvalidParameter},
        {V_BIN, JET_relopBitmaskEqualsZero, 4, 0, JET_errInvalidParameter},
        {14, JET_relopBitmaskEqualsZero, 16, 0, JET_errInvalidParameter},
        {ID, JET_relopEquals, 4, 2, JET_errInvalidParameter},
        {V_BIN, JET_relopPrefixEquals, 4, 0, JET_errSuccess},
    };

    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        JET_INDEX_COLUMN term = {terms[i].id, terms[i].relop, terms[i].size ? (void *)(uintptr_t)bytes : NULL,
                                 terms[i].size, terms[i].grbit};
        assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), terms[i].err);
    }
    assert_int_equal(JetSetCursorFilter(jet.sesid, t, NULL, 0, 0), JET_errSuccess);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, t, "ix_nn"), JET_errSuccess);
    JET_INDEX_COLUMN term = {ID, JET_relopEquals, (void *)(uintptr_t)bytes, 4, 0};
    assert_int_equal(JetSetCursorFilter(jet.sesid, t, &term, 1, 0), JET_errFilteredMoveNotSupported);
}

/* --- intersections
 * ----------------------------------------------------------------------------------------------- */

static void on_range(JET_TABLEID table, const char *index, int32_t value)
{
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, table, index), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, table, &value, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekEQ | JET_bitSetIndexRange), JET_errSuccess);
}

static void test_intersection_finds_the_records_of_all_ranges(void **state)
{
    (void)state;
    static const char *const first[] = {"7f80000002", "7f8000004c", "7f80000089", "7f80000091", "7f80000094"};
    JET_TABLEID other = jet_table(&jet, "basic");
    JET_INDEXRANGE ranges[] = {{sizeof *ranges, t, JET_bitRecordInIndex},
                               {sizeof *ranges, other, JET_bitRecordInIndex}};
    JET_RECORDLIST list = {.cbStruct = sizeof list};
    uint32_t rows = 0;

    on_range(t, "ix_nn", 42);
    on_range(other, "ix_mv", 0x13);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 2, &list, 0), JET_errSuccess);
    assert_int_equal(list.cRecord, 25);
    for (JET_ERR err = JetMove(jet.sesid, list.tableid, FIRST, 0); err == JET_errSuccess;
         err = JetMove(jet.sesid, list.tableid, 1, 0), rows++) {
        assert_int_equal(JetRetrieveColumn(jet.sesid, list.tableid, list.columnidBookmark, out, sizeof out,
                                           &actual, 0, NULL),
                         JET_errSuccess);
        if (rows < 5)
            assert_string_equal(jet_hex(out, actual), first[rows]);
        assert_int_equal(JetGotoBookmark(jet.sesid, t, out, actual), JET_errSuccess);
        assert_int_equal(get(NN, 4, 0), JET_errSuccess);
        assert_int_equal(as_long(), 42);
    }
    assert_int_equal(rows, 25);
    jet_close_table(&jet, list.tableid);
    jet_close_table(&jet, other);
}

static void test_intersection_checks_its_ranges(void **state)
{
    (void)state;
    JET_TABLEID other = jet_table(&jet, "basic"), elsewhere = jet_table(&jet, "compound");
    JET_INDEXRANGE ranges[] = {{sizeof *ranges, t, JET_bitRecordInIndex},
                               {sizeof *ranges, other, JET_bitRecordInIndex}};
    JET_RECORDLIST list = {.cbStruct = sizeof list};

    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 1, NULL, 0), JET_errInvalidParameter);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 0, &list, 0), JET_errInvalidParameter);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 65, &list, 0), JET_errInvalidParameter);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 1, &list, 0),
                     JET_errInvalidParameter); /* primary index */
    on_range(t, "ix_nn", 42);
    on_range(other, "ix_nn", 42);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 2, &list, 0),
                     JET_errInvalidParameter); /* the same index twice */
    ranges[1].grbit = 2;
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 2, &list, 0), JET_errInvalidGrbit);
    ranges[1] = (JET_INDEXRANGE){sizeof *ranges, elsewhere, JET_bitRecordInIndex};
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, elsewhere, "cx"), JET_errSuccess);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 2, &list, 0),
                     JET_errInvalidParameter); /* another table */
    ranges[1].tableid = 1;
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 2, &list, 0), JET_errInvalidTableId);
    list.cbStruct--;
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 1, &list, 0), JET_errInvalidParameter);
    list.cbStruct++;
    assert_int_equal(JetMove(jet.sesid, t, FIRST, 0), JET_errSuccess);
    assert_int_equal(JetMove(jet.sesid, t, -1, 0), JET_errNoCurrentRecord);
    assert_int_equal(JetIntersectIndexes(jet.sesid, ranges, 1, &list, 0), JET_errNoCurrentRecord);
    assert_true(list.tableid == JET_tableidNil);
    jet_close_table(&jet, other);
    jet_close_table(&jet, elsewhere);
}

#define WITH_TABLE(test) cmocka_unit_test_setup_teardown(test, open_basic, close_basic)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TABLE(test_short_buffer_is_filled_and_tells_the_size),
        WITH_TABLE(test_null_and_zero_length_are_not_the_same),
        WITH_TABLE(test_column_ids_are_checked_before_the_record),
        WITH_TABLE(test_inherited_columns_answer_with_the_template_bit_only),
        WITH_TABLE(test_structure_must_be_large_enough),
        WITH_TABLE(test_values_are_numbered_from_one),
        WITH_TABLE(test_default_shows_as_first_value_unless_ignored),
        WITH_TABLE(test_long_value_is_read_from_an_offset),
        WITH_TABLE(test_escrow_column_wants_a_buffer_of_its_size),
        WITH_TABLE(test_bits_that_exclude_each_other),
        WITH_TABLE(test_stored_size_id_and_count_of_a_separated_value),
        WITH_TABLE(test_column_zero_scans_all_tagged_values),
        WITH_TABLE(test_index_tells_which_value_made_its_entry),
        WITH_TABLE(test_first_column_of_a_substring_index_needs_its_own_bit),
        WITH_TABLE(test_columns_are_filled_in_order_up_to_the_first_error),
        WITH_TABLE(test_count_of_a_default_is_one),
        WITH_TABLE(test_enumeration_checks_its_arguments_in_order),
        WITH_TABLE(test_enumerated_nulls_up_to_the_last_stored_column),
        WITH_TABLE(test_enumeration_without_defaults_and_of_tagged_columns_alone),
        WITH_TABLE(test_enumerated_list_keeps_its_order_with_an_error_for_each),
        WITH_TABLE(test_presence_and_compressed_output),
        WITH_TABLE(test_only_values_outside_the_record_are_cut),
        WITH_TABLE(test_enumeration_gives_all_memory_back_when_it_runs_out),
        WITH_TABLE(test_record_size_counts_its_parts),
        WITH_TABLE(test_list_of_tagged_columns),
        WITH_TABLE(test_separated_value_by_reference),
        WITH_TABLE(test_filter_passes_what_the_truth_table_says),
        WITH_TABLE(test_filter_by_prefix),
        WITH_TABLE(test_filter_excludes_calls_that_cannot_honour_it),
        WITH_TABLE(test_filter_conditions_are_checked),
        WITH_TABLE(test_intersection_finds_the_records_of_all_ranges),
        WITH_TABLE(test_intersection_checks_its_ranges),
    };
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, open_database, close_database);
}
