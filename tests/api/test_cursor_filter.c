/* JetSetCursorFilter: every relation over every type of a real table, against a
 * model that looks at all rows; what else a filter changes, and what it refuses. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 1300, VALUE = 256, OPERANDS = 7 };

static struct jet jet;
static JET_TABLEID table;

struct value {
    uint32_t size;
    bool null;
    uint8_t data[VALUE];
};

struct column {
    const char *name;
    JET_COLUMNID id;
    JET_COLTYP type;
    uint32_t size; /* 0: binary */
};

/* Columns of table "basic" that a filter may name. */
static const struct column columns[] = {
    {"id", 1, JET_coltypLong, 4},
    {"c_bit", 4, JET_coltypBit, 1},
    {"c_ubyte", 5, JET_coltypUnsignedByte, 1},
    {"c_short", 6, JET_coltypShort, 2},
    {"c_long", 7, JET_coltypLong, 4},
    {"c_cur", 8, JET_coltypCurrency, 8},
    {"c_sgl", 9, JET_coltypIEEESingle, 4},
    {"c_dbl", 10, JET_coltypIEEEDouble, 8},
    {"c_dt", 11, JET_coltypDateTime, 8},
    {"c_ulong", 12, JET_coltypUnsignedLong, 4},
    {"c_ll", 13, JET_coltypLongLong, 8},
    {"c_guid", 14, JET_coltypGUID, 16},
    {"c_ushort", 15, JET_coltypUnsignedShort, 2},
    {"c_ull", 16, JET_coltypUnsignedLongLong, 8},
    {"c_fbin", 17, JET_coltypBinary, 0},
    {"v_bin", 128, JET_coltypBinary, 0},
    {"t_long", 256, JET_coltypLong, 4},
    {"t_bin", 258, JET_coltypBinary, 0},
    {"t_bit", 260, JET_coltypBit, 1},
    {"t_dlong", 261, JET_coltypLong, 4},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static struct value rows[ROWS][COLUMNS];
static int32_t ids[ROWS];
static unsigned row_count;

static JET_ERR move(int n) { return JetMove(jet.sesid, table, n, 0); }

static int32_t current_id(void)
{
    int32_t id = 0;
    assert_int_equal(JetRetrieveColumn(jet.sesid, table, 1, &id, 4, NULL, 0, NULL), JET_errSuccess);
    return id;
}

static void read_rows(void)
{
    row_count = 0;
    for (JET_ERR err = move(JET_MoveFirst); err == JET_errSuccess; err = move(1)) {
        assert_true(row_count < ROWS);
        for (unsigned c = 0; c < COLUMNS; c++) {
            struct value *v = &rows[row_count][c];
            err = JetRetrieveColumn(jet.sesid, table, columns[c].id, v->data, VALUE, &v->size, 0, NULL);
            assert_true(err == JET_errSuccess || err == JET_wrnColumnNull);
            v->null = err == JET_wrnColumnNull;
        }
        ids[row_count++] = current_id();
    }
    assert_true(row_count > 1000);
}

/* --- the model ------------------------------------------------------------------ */

static long double as_number(JET_COLTYP type, const uint8_t *p)
{
    union {
        uint8_t bytes[8];
        uint8_t u8;
        uint16_t u16;
        int16_t i16;
        uint32_t u32;
        int32_t i32;
        uint64_t u64;
        int64_t i64;
        float f;
        double d;
    } u;
    static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 4, 8, 8, 0, 0, 0, 0, 0, 4, 8, 0, 2, 8};
    memcpy(u.bytes, p, sizes[type]);
    switch (type) {
    case JET_coltypBit:
        return u.u8 != 0;
    case JET_coltypUnsignedByte:
        return u.u8;
    case JET_coltypShort:
        return u.i16;
    case JET_coltypLong:
        return u.i32;
    case JET_coltypUnsignedLong:
        return u.u32;
    case JET_coltypUnsignedShort:
        return u.u16;
    case JET_coltypIEEESingle:
        return u.f;
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime:
        return u.d;
    case JET_coltypUnsignedLongLong:
        return u.u64;
    default:
        return u.i64;
    }
}

static bool is_number(const struct column *c) { return c->size && c->type != JET_coltypGUID; }

static bool masked(const struct column *c, const struct value *v, const struct value *o)
{
    for (uint32_t i = 0; i < c->size; i++)
        if (v->data[i] & o->data[i])
            return true;
    return false;
}

static bool model_match(const struct column *c, JET_RELOP relop, const struct value *v, const struct value *o)
{
    int order;
    if (relop == JET_relopPrefixEquals)
        return !v->null && v->size >= o->size && memcmp(v->data, o->data, o->size) == 0;
    if (relop == JET_relopBitmaskEqualsZero)
        return v->null || !masked(c, v, o);
    if (relop == JET_relopBitmaskNotEqualsZero)
        return !v->null && masked(c, v, o);
    if (v->null || o->null) {
        order = v->null && o->null ? 0 : v->null ? -1 : 1;
    } else if (is_number(c)) {
        long double a = as_number(c->type, v->data), b = as_number(c->type, o->data);
        order = a < b ? -1 : a > b;
    } else {
        order = memcmp(v->data, o->data, v->size < o->size ? v->size : o->size);
        if (order == 0)
            order = v->size < o->size ? -1 : v->size > o->size;
    }
    static const int allowed[7][3] = {[JET_relopEquals] = {0, 1, 0},
                                      [JET_relopNotEquals] = {1, 0, 1},
                                      [JET_relopLessThanOrEqual] = {1, 1, 0},
                                      [JET_relopLessThan] = {1, 0, 0},
                                      [JET_relopGreaterThanOrEqual] = {0, 1, 1},
                                      [JET_relopGreaterThan] = {0, 0, 1}};
    return allowed[relop][(order > 0) - (order < 0) + 1];
}

static bool may_be_asked(const struct column *c, JET_RELOP relop, const struct value *o)
{
    bool mask = relop == JET_relopBitmaskEqualsZero || relop == JET_relopBitmaskNotEqualsZero;
    if (relop == JET_relopPrefixEquals)
        return c->type == JET_coltypBinary && !o->null;
    if (mask)
        return !o->null && is_number(c) && c->type != JET_coltypBit;
    return true;
}

/* --- filters over real rows ------------------------------------------------------- */

static JET_INDEX_COLUMN term(const struct column *c, JET_RELOP relop, struct value *o)
{
    bool empty = !o->null && o->size == 0;
    return (JET_INDEX_COLUMN){.columnid = c->id,
                              .relop = relop,
                              .pv = o->null || empty ? NULL : o->data,
                              .cb = o->null ? 0 : o->size,
                              .grbit = empty ? JET_bitZeroLength : 0};
}

static JET_ERR set_filter(JET_INDEX_COLUMN *terms, uint32_t count)
{
    return JetSetCursorFilter(jet.sesid, table, terms, count, 0);
}

/* The rows that pass, forwards and backwards, are those of `expected`. */
static void assert_rows(const bool *expected, const char *what, int relop)
{
    JET_ERR err = move(JET_MoveFirst);
    for (unsigned i = 0; i < row_count; i++) {
        if (!expected[i])
            continue;
        if (err != JET_errSuccess || current_id() != ids[i])
            fail_msg("%s, relation %d: row %d is not found going forward", what, relop, ids[i]);
        err = move(1);
    }
    assert_int_equal(err, JET_errNoCurrentRecord);
    err = move(JET_MoveLast);
    for (unsigned i = row_count; i-- > 0;) {
        if (!expected[i])
            continue;
        if (err != JET_errSuccess || current_id() != ids[i])
            fail_msg("%s, relation %d: row %d is not found going back", what, relop, ids[i]);
        err = move(-1);
    }
    assert_int_equal(err, JET_errNoCurrentRecord);
}

static bool is_nan(const struct column *c, const struct value *o)
{
    long double n = is_number(c) && !o->null ? as_number(c->type, o->data) : 0;
    return n != n;
}

/* Operands: values that rows have, spread over the table, and NULL. */
static struct value *operand(unsigned column, unsigned n)
{
    static struct value null = {.null = true};
    return n == 0 ? &null : &rows[(n - 1) * (row_count - 1) / (OPERANDS - 2)][column];
}

static void test_every_relation_over_every_type_selects_the_rows_it_says(void **state)
{
    static bool expected[ROWS];
    unsigned asked = 0;
    (void)state;
    for (unsigned c = 0; c < COLUMNS; c++)
        for (int relop = JET_relopEquals; relop <= JET_relopBitmaskNotEqualsZero; relop++)
            for (unsigned n = 0; n < OPERANDS; n++) {
                struct value *o = operand(c, n);
                JET_INDEX_COLUMN one = term(&columns[c], (JET_RELOP)relop, o);
                if (is_nan(&columns[c], o))
                    continue;
                if (!may_be_asked(&columns[c], (JET_RELOP)relop, o)) {
                    assert_int_equal(set_filter(&one, 1), JET_errInvalidParameter);
                    continue;
                }
                assert_int_equal(set_filter(&one, 1), JET_errSuccess);
                for (unsigned i = 0; i < row_count; i++)
                    expected[i] = model_match(&columns[c], (JET_RELOP)relop, &rows[i][c], o);
                assert_rows(expected, columns[c].name, relop);
                asked++;
            }
    assert_true(asked > 700);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

static void test_all_conditions_must_hold(void **state)
{
    static bool expected[ROWS];
    (void)state;
    for (unsigned c = 0; c + 1 < COLUMNS; c++) {
        struct value *a = operand(c, 3), *b = operand(c + 1, 4);
        JET_INDEX_COLUMN two[2] = {term(&columns[c], JET_relopGreaterThanOrEqual, a),
                                   term(&columns[c + 1], JET_relopNotEquals, b)};
        if (is_nan(&columns[c], a) || is_nan(&columns[c + 1], b))
            continue;
        assert_int_equal(set_filter(two, 2), JET_errSuccess);
        for (unsigned i = 0; i < row_count; i++)
            expected[i] = model_match(&columns[c], JET_relopGreaterThanOrEqual, &rows[i][c], a) &&
                          model_match(&columns[c + 1], JET_relopNotEquals, &rows[i][c + 1], b);
        assert_rows(expected, columns[c].name, -1);
    }
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

/* --- seeks and steps --------------------------------------------------------------- */

static JET_INDEX_COLUMN id_at_least(int32_t *id)
{
    return (JET_INDEX_COLUMN){
        .columnid = 1, .relop = JET_relopGreaterThanOrEqual, .pv = id, .cb = 4, .grbit = 0};
}

static void test_seeks_find_only_what_passes(void **state)
{
    int32_t least = ids[100], wanted = ids[50];
    JET_INDEX_COLUMN filter = id_at_least(&least);
    (void)state;
    assert_int_equal(set_filter(&filter, 1), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, table, &wanted, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekGE), JET_wrnSeekNotEqual);
    assert_int_equal(current_id(), least);
    assert_int_equal(JetMakeKey(jet.sesid, table, &wanted, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekEQ), JET_errRecordNotFound);
    assert_int_equal(JetMakeKey(jet.sesid, table, &wanted, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekLE), JET_errRecordNotFound);
    wanted = ids[200];
    assert_int_equal(JetMakeKey(jet.sesid, table, &wanted, 4, JET_bitNewKey), JET_errSuccess);
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekEQ), JET_errSuccess);
    assert_int_equal(current_id(), wanted);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

static void test_steps_of_more_than_one_count_what_passes(void **state)
{
    int32_t least = ids[100];
    JET_INDEX_COLUMN filter = id_at_least(&least);
    (void)state;
    assert_int_equal(set_filter(&filter, 1), JET_errSuccess);
    assert_int_equal(move(JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(7), JET_errSuccess);
    assert_int_equal(current_id(), ids[107]);
    assert_int_equal(move(-7), JET_errSuccess);
    assert_int_equal(current_id(), ids[100]);
    assert_int_equal(move(-1), JET_errNoCurrentRecord);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

static void test_bookmarks_and_retrieval_take_no_notice(void **state)
{
    uint8_t bookmark[16];
    uint32_t size;
    int32_t least = ids[100];
    JET_INDEX_COLUMN filter = id_at_least(&least);
    (void)state;
    assert_int_equal(move(JET_MoveFirst), JET_errSuccess);
    assert_int_equal(JetGetBookmark(jet.sesid, table, bookmark, sizeof bookmark, &size), JET_errSuccess);
    assert_int_equal(set_filter(&filter, 1), JET_errSuccess);
    assert_int_equal(current_id(), ids[0]); /* the position stays */
    assert_int_equal(move(JET_MoveLast), JET_errSuccess);
    assert_int_equal(JetGotoBookmark(jet.sesid, table, bookmark, size), JET_errSuccess);
    assert_int_equal(current_id(), ids[0]);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

static void test_calls_that_cannot_filter_are_refused(void **state)
{
    int32_t least = ids[100];
    uint32_t count;
    JET_RECPOS position = {.cbStruct = sizeof position, .centriesLT = 1, .centriesTotal = 2};
    JET_INDEX_COLUMN filter = id_at_least(&least);
    (void)state;
    assert_int_equal(set_filter(&filter, 1), JET_errSuccess);
    assert_int_equal(move(JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(0), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetSetCurrentIndex(jet.sesid, table, "ix_long"), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetIndexRecordCount(jet.sesid, table, &count, 0), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetGotoPosition(jet.sesid, table, &position), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetGetRecordPosition(jet.sesid, table, &position, sizeof position),
                     JET_errFilteredMoveNotSupported);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
    assert_int_equal(move(JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(0), JET_errSuccess);
}

/* --- refusals ------------------------------------------------------------------------- */

static void test_columns_that_cannot_be_compared_are_refused(void **state)
{
    static const struct {
        JET_COLUMNID id;
        JET_ERR err;
    } refused[] = {{18, JET_errFilteredMoveNotSupported},
                   {129, JET_errFilteredMoveNotSupported},
                   {262, JET_errFilteredMoveNotSupported},
                   {264, JET_errFilteredMoveNotSupported},
                   {0, JET_errBadColumnId},
                   {120, JET_errColumnNotFound},
                   {300, JET_errColumnNotFound},
                   {0x80000001, JET_errColumnNotFound}};
    (void)state;
    for (unsigned i = 0; i < sizeof refused / sizeof *refused; i++) {
        JET_INDEX_COLUMN filter = {.columnid = refused[i].id, .relop = JET_relopEquals, .pv = NULL, .cb = 0};
        assert_int_equal(set_filter(&filter, 1), refused[i].err);
    }
}

static void test_operands_must_fit_the_column(void **state)
{
    char bytes[8] = {0};
    const JET_INDEX_COLUMN refused[] = {
        {.columnid = 7, .relop = JET_relopEquals, .pv = bytes, .cb = 3},
        {.columnid = 7, .relop = JET_relopEquals, .pv = NULL, .cb = 4},
        {.columnid = 7, .relop = JET_relopEquals, .pv = bytes, .cb = 0},
        {.columnid = 7, .relop = JET_relopEquals, .pv = NULL, .cb = 0, .grbit = JET_bitZeroLength},
        {.columnid = 128, .relop = JET_relopEquals, .pv = bytes, .cb = 1, .grbit = JET_bitZeroLength},
        {.columnid = 7, .relop = JET_relopEquals, .pv = bytes, .cb = 4, .grbit = 4},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof refused / sizeof *refused; i++) {
        JET_INDEX_COLUMN filter = refused[i];
        assert_int_equal(set_filter(&filter, 1), JET_errInvalidParameter);
    }
    JET_INDEX_COLUMN good = {.columnid = 128, .relop = JET_relopEquals, .grbit = JET_bitZeroLength};
    assert_int_equal(set_filter(&good, 1), JET_errSuccess);
    assert_int_equal(JetSetCursorFilter(jet.sesid, table, &good, 1, 1), JET_errInvalidGrbit);
    assert_int_equal(move(JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(0), JET_errSuccess); /* a call that fails has taken the filter away too */
}

static void test_filters_need_the_primary_index(void **state)
{
    int32_t least = ids[100];
    JET_INDEX_COLUMN filter = id_at_least(&least);
    (void)state;
    assert_int_equal(JetSetCurrentIndex(jet.sesid, table, "ix_long"), JET_errSuccess);
    assert_int_equal(set_filter(&filter, 1), JET_errFilteredMoveNotSupported);
    assert_int_equal(JetSetCurrentIndex(jet.sesid, table, NULL), JET_errSuccess);
    assert_int_equal(set_filter(&filter, 1), JET_errSuccess);
    assert_int_equal(set_filter(NULL, 0), JET_errSuccess);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_relation_over_every_type_selects_the_rows_it_says),
        cmocka_unit_test(test_all_conditions_must_hold),
        cmocka_unit_test(test_seeks_find_only_what_passes),
        cmocka_unit_test(test_steps_of_more_than_one_count_what_passes),
        cmocka_unit_test(test_bookmarks_and_retrieval_take_no_notice),
        cmocka_unit_test(test_calls_that_cannot_filter_are_refused),
        cmocka_unit_test(test_columns_that_cannot_be_compared_are_refused),
        cmocka_unit_test(test_operands_must_fit_the_column),
        cmocka_unit_test(test_filters_need_the_primary_index),
    };
    jet_open(&jet, "golden/basic_4k/basic.edb.gz");
    table = jet_table(&jet, "basic");
    read_rows();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    jet_close_table(&jet, table);
    jet_close(&jet);
    return failed;
}
