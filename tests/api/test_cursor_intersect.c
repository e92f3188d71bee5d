/* JetIntersectIndexes against a model that walks the same ranges; JetPrereadKeys
 * and JetPrereadIndexRanges, which change nothing but refuse what is wrong. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY = 2001, ENTRIES = 3000 };

static struct jet jet;

struct bookmark {
    uint32_t size;
    uint8_t bytes[KEY];
};

struct set {
    unsigned count;
    struct bookmark list[ENTRIES];
};

static JET_ERR move(JET_TABLEID table, int n) { return JetMove(jet.sesid, table, n, 0); }

static int compare(const void *a, const void *b)
{
    const struct bookmark *x = a, *y = b;
    int c = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return c ? c : (x->size > y->size) - (x->size < y->size);
}

static JET_TABLEID open_index(const char *name)
{
    JET_TABLEID table = jet_table(&jet, "basic");
    assert_int_equal(JetSetCurrentIndex(jet.sesid, table, name), JET_errSuccess);
    return table;
}

static void goto_entry(JET_TABLEID table, int n)
{
    assert_int_equal(move(table, JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(table, n), JET_errSuccess);
}

/* Stands on entry `from` with an inclusive upper limit at the key of entry `to`; -1: none. */
static void set_range(JET_TABLEID table, int from, int to)
{
    uint8_t key[KEY];
    uint32_t size;
    if (to >= 0) {
        goto_entry(table, to);
        assert_int_equal(JetRetrieveKey(jet.sesid, table, key, sizeof key, &size, 0), JET_errSuccess);
    }
    goto_entry(table, from);
    if (to < 0)
        return;
    assert_int_equal(JetMakeKey(jet.sesid, table, key, size, JET_bitNewKey | JET_bitNormalizedKey),
                     JET_errSuccess);
    assert_int_equal(JetSetIndexRange(jet.sesid, table, JET_bitRangeInclusive | JET_bitRangeUpperLimit),
                     JET_errSuccess);
}

/* The primary bookmarks of a range, sorted, each once. */
static void collect(const char *index, int from, int to, struct set *set)
{
    JET_TABLEID table = open_index(index);
    unsigned kept = 0;
    set->count = 0;
    set_range(table, from, to);
    for (JET_ERR err = JET_errSuccess; err == JET_errSuccess; err = move(table, 1)) {
        struct bookmark *b = &set->list[set->count++];
        assert_true(set->count < ENTRIES);
        assert_int_equal(JetGetBookmark(jet.sesid, table, b->bytes, KEY, &b->size), JET_errSuccess);
    }
    qsort(set->list, set->count, sizeof *set->list, compare);
    for (unsigned i = 0; i < set->count; i++)
        if (kept == 0 || compare(&set->list[kept - 1], &set->list[i]) != 0)
            set->list[kept++] = set->list[i];
    set->count = kept;
    jet_close_table(&jet, table);
}

static void keep_common(struct set *set, const struct set *other)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < set->count; i++)
        if (bsearch(&set->list[i], other->list, other->count, sizeof *other->list, compare))
            set->list[kept++] = set->list[i];
    set->count = kept;
}

/* The rows of the result are the bookmarks of the set, in order, and lead to records. */
static void assert_result(const JET_RECORDLIST *result, const struct set *expected)
{
    JET_TABLEID records = jet_table(&jet, "basic");
    JET_ERR err = move(result->tableid, JET_MoveFirst);
    assert_int_equal(result->cRecord, expected->count);
    for (unsigned i = 0; i < expected->count; i++) {
        struct bookmark row;
        assert_int_equal(err, JET_errSuccess);
        assert_int_equal(JetRetrieveColumn(jet.sesid, result->tableid, result->columnidBookmark, row.bytes,
                                           KEY, &row.size, 0, NULL),
                         JET_errSuccess);
        assert_int_equal(compare(&row, &expected->list[i]), 0);
        assert_int_equal(JetGotoBookmark(jet.sesid, records, row.bytes, row.size), JET_errSuccess);
        err = move(result->tableid, 1);
    }
    assert_int_equal(err, JET_errNoCurrentRecord);
    jet_close_table(&jet, records);
}

struct range {
    const char *index;
    int from, to;
};

static void check_intersection(const struct range *ranges, unsigned count, unsigned at_least)
{
    static struct set expected, other;
    JET_INDEXRANGE given[4];
    JET_RECORDLIST result = {.cbStruct = sizeof result};
    for (unsigned i = 0; i < count; i++) {
        JET_TABLEID table = open_index(ranges[i].index);
        collect(ranges[i].index, ranges[i].from, ranges[i].to, i ? &other : &expected);
        if (i)
            keep_common(&expected, &other);
        set_range(table, ranges[i].from, ranges[i].to);
        given[i] =
            (JET_INDEXRANGE){.cbStruct = sizeof given[i], .tableid = table, .grbit = JET_bitRecordInIndex};
    }
    assert_true(expected.count >= at_least);
    assert_int_equal(JetIntersectIndexes(jet.sesid, given, count, &result, 0), JET_errSuccess);
    assert_result(&result, &expected);
    jet_close_table(&jet, result.tableid);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(move(given[i].tableid, 0), JET_errNoCurrentRecord); /* behind its range */
        jet_close_table(&jet, given[i].tableid);
    }
}

static void test_records_in_all_ranges_come_in_primary_order(void **state)
{
    (void)state;
    check_intersection((struct range[]){{"ix_long", 100, 800}, {"ix_dt", 50, 700}}, 2, 50);
    check_intersection((struct range[]){{"ix_dbl", 10, 1000}, {"ix_ver", 0, 900}, {"ix_guid", 100, 600}}, 3,
                       20);
    check_intersection((struct range[]){{"ix_long", 100, -1}, {"ix_txtA", 300, -1}}, 2, 50);
    check_intersection((struct range[]){{"ix_long", 0, -1}}, 1, 1000);
}

static void test_multi_valued_and_tuple_indexes_count_a_record_once(void **state)
{
    (void)state;
    check_intersection((struct range[]){{"ix_mv", 0, -1}, {"ix_long", 0, -1}}, 2, 500);
    check_intersection((struct range[]){{"ix_tuple_txtA", 100, 2000}, {"ix_mv", 500, 1500}}, 2, 10);
}

static void test_disjoint_ranges_give_an_empty_table(void **state)
{
    (void)state;
    static struct set a, b;
    collect("ix_long", 0, 0, &a);
    collect("ix_long_desc", 0, 0, &b);
    keep_common(&a, &b);
    assert_int_equal(a.count, 0);
    check_intersection((struct range[]){{"ix_long", 0, 0}, {"ix_long_desc", 0, 0}}, 2, 0);
}

static void test_intersections_refuse_what_is_no_set_of_ranges(void **state)
{
    (void)state;
    JET_TABLEID a = open_index("ix_long"), b = open_index("ix_dt"), same = open_index("ix_long");
    JET_TABLEID primary = jet_table(&jet, "basic"), other = jet_table(&jet, "compound");
    JET_INDEXRANGE two[2] = {{sizeof *two, a, JET_bitRecordInIndex}, {sizeof *two, b, JET_bitRecordInIndex}};
    JET_RECORDLIST result = {.cbStruct = sizeof result};
    static JET_INDEXRANGE many[65];
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, NULL, 0), JET_errInvalidParameter);
    result.cbStruct--;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidParameter);
    result.cbStruct++;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 0, &result, 0), JET_errInvalidParameter);
    assert_int_equal(JetIntersectIndexes(jet.sesid, many, 65, &result, 0), JET_errInvalidParameter);
    two[1].cbStruct--;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidParameter);
    two[1].cbStruct++;
    two[1].grbit = 2; /* JET_bitRecordNotInIndex */
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidGrbit);
    two[1].grbit = JET_bitRecordInIndex;
    two[1].tableid = same;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidParameter);
    two[1].tableid = primary;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidParameter);
    two[1].tableid = other;
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errInvalidParameter);
    two[1].tableid = b;
    assert_int_equal(move(b, JET_MoveLast), JET_errSuccess);
    assert_int_equal(move(b, 1), JET_errNoCurrentRecord);
    assert_int_equal(JetIntersectIndexes(jet.sesid, two, 2, &result, 0), JET_errNoCurrentRecord);
    assert_true(result.tableid == JET_tableidNil);
    jet_close_table(&jet, a);
    jet_close_table(&jet, b);
    jet_close_table(&jet, same);
    jet_close_table(&jet, primary);
    jet_close_table(&jet, other);
}

/* --- reading ahead ------------------------------------------------------------------ */

static void test_preread_of_keys_checks_in_order_and_leaves_the_cursor_alone(void **state)
{
    (void)state;
    JET_TABLEID table = open_index("ix_long");
    static uint8_t keys[3][KEY];
    uint8_t after[KEY];
    uint32_t sizes[3], size;
    const void *list[3] = {keys[0], keys[1], keys[2]}, *backward[3] = {keys[2], keys[1], keys[0]};
    const void *hole[3] = {keys[0], NULL, keys[2]};
    int32_t started = 77;
    for (int i = 0; i < 3; i++) {
        goto_entry(table, 300 * i);
        assert_int_equal(JetRetrieveKey(jet.sesid, table, keys[i], KEY, &sizes[i], 0), JET_errSuccess);
    }
    const uint32_t sizes_backward[3] = {sizes[2], sizes[1], sizes[0]};
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 3, &started, JET_bitPrereadForward),
                     JET_errSuccess);
    assert_in_range(started, 1, 3);
    assert_int_equal(
        JetPrereadKeys(jet.sesid, table, backward, sizes_backward, 3, &started, JET_bitPrereadBackward),
        JET_errSuccess);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 3, NULL, JET_bitPrereadForward),
                     JET_errSuccess);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, NULL, sizes, 3, &started, 0), JET_errInvalidParameter);
    assert_int_equal(started, 0);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, NULL, 3, &started, 0), JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 0, &started, 0), JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, -1, &started, 0), JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, hole, sizes, 3, &started, 0), JET_errInvalidGrbit);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 3, &started,
                                    JET_bitPrereadForward | JET_bitPrereadBackward),
                     JET_errInvalidGrbit);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, hole, sizes, 3, &started, JET_bitPrereadForward),
                     JET_errInvalidParameter);
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 3, &started, JET_bitPrereadBackward),
                     JET_errInvalidParameter);
    sizes[1] = 0;
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 3, &started, JET_bitPrereadForward),
                     JET_errInvalidBufferSize);
    sizes[1] = 256; /* one more than a key of this index may have */
    assert_int_equal(JetPrereadKeys(jet.sesid, table, list, sizes, 2, &started, JET_bitPrereadForward),
                     JET_errInvalidBufferSize);
    assert_int_equal(JetRetrieveKey(jet.sesid, table, after, KEY, &size, 0), JET_errSuccess);
    assert_int_equal(size, sizes[2]);
    assert_memory_equal(after, keys[2], size);
    jet_close_table(&jet, table);
}

static void test_preread_of_ranges_checks_what_it_is_given(void **state)
{
    (void)state;
    JET_TABLEID table = jet_table(&jet, "basic");
    int32_t values[4] = {10, 20, 30, 40};
    uint32_t started;
    JET_COLUMNID long_column = 262, no_long_column = 7;
    JET_INDEX_COLUMN columns[4];
    for (int i = 0; i < 4; i++)
        columns[i] = (JET_INDEX_COLUMN){.columnid = 1, .relop = JET_relopEquals, .pv = &values[i], .cb = 4};
    JET_INDEX_RANGE ranges[2] = {{&columns[0], 1, &columns[1], 1}, {&columns[2], 1, &columns[3], 1}};
    JET_INDEX_RANGE reversed[2] = {ranges[1], ranges[0]}, inverted = {&columns[1], 1, &columns[0], 1};
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, NULL, 0, JET_bitPrereadForward),
        JET_errSuccess);
    assert_int_equal(started, 2);
    assert_int_equal(JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, &long_column, 1,
                                           JET_bitPrereadForward | JET_bitPrereadFirstPage),
                     JET_errSuccess);
    assert_int_equal(JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, NULL, 0, 0),
                     JET_errInvalidGrbit);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, NULL, 0, JET_bitPrereadForward | 0x1000),
        JET_errInvalidGrbit);
    assert_int_equal(JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, &no_long_column, 1,
                                           JET_bitPrereadForward),
                     JET_errMustBeSeparateLongValue);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, reversed, 2, &started, NULL, 0, JET_bitPrereadForward),
        JET_errInvalidParameter);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, reversed, 2, NULL, NULL, 0, JET_bitPrereadForward),
        JET_errSuccess); /* no count wanted: sorted for the caller */
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, &inverted, 1, &started, NULL, 0, JET_bitPrereadForward),
        JET_errInvalidParameter);
    columns[0].relop = JET_relopLessThan;
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, NULL, 0, JET_bitPrereadForward),
        JET_errInvalidParameter);
    columns[0].relop = JET_relopEquals;
    columns[0].cb = 3;
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, NULL, 0, JET_bitPrereadForward),
        JET_errInvalidBufferSize);
    columns[0].cb = 4;
    assert_int_equal(JetSetCurrentIndex(jet.sesid, table, "ix_long"), JET_errSuccess);
    assert_int_equal(
        JetPrereadIndexRanges(jet.sesid, table, ranges, 2, &started, &long_column, 1, JET_bitPrereadForward),
        JET_errInvalidPreread);
    jet_close_table(&jet, table);
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_in_all_ranges_come_in_primary_order),
        cmocka_unit_test(test_multi_valued_and_tuple_indexes_count_a_record_once),
        cmocka_unit_test(test_disjoint_ranges_give_an_empty_table),
        cmocka_unit_test(test_intersections_refuse_what_is_no_set_of_ranges),
        cmocka_unit_test(test_preread_of_keys_checks_in_order_and_leaves_the_cursor_alone),
        cmocka_unit_test(test_preread_of_ranges_checks_what_it_is_given),
    };
    jet_open(&jet, "golden/basic_4k/basic.edb.gz");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    jet_close(&jet);
    return failed;
}
