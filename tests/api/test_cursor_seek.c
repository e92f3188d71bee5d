/* Every index of the real databases against a list of its entries as the
 * reference engine read them: order both ways, counts, seeks by every relation for
 * every key and for keys beside it, what a failed seek leaves behind, ranges. The
 * model is a binary search over the list. */
#include "corpus.h"
#include "databases.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_MOST = 2001, BESIDE = 400, RANGES = 40, EXACT = 3000 };

static struct jet jet;
static char doing[300]; /* what a failure is about */

struct entry {
    const uint8_t *key, *bookmark;
    size_t key_size, bookmark_size;
};

static struct {
    JET_TABLEID cursor;
    bool primary, unique;
    size_t key_most;
    struct entry *entries;
    int count;
    uint8_t *memory;
} ix;

static int compare_keys(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
    int c = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return c ? c : (a_size > b_size) - (a_size < b_size);
}

/* First entry with a key >= (after: >) the one given. */
static int model_find(const uint8_t *key, size_t size, bool after)
{
    int low = 0, high = ix.count;

    while (low < high) {
        int middle = (low + high) / 2,
            c = compare_keys(ix.entries[middle].key, ix.entries[middle].key_size, key, size);
        if (c < 0 || (after && c == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* --- where the cursor is ------------------------------------------------------------- */

static void assert_on(int i)
{
    uint8_t key[KEY_MOST], bookmark[KEY_MOST];
    uint32_t key_size = 0, bookmark_size = 0;

    if (ix.primary) {
        assert_int_equal(JetRetrieveKey(jet.sesid, ix.cursor, key, sizeof key, &key_size, 0), JET_errSuccess);
        assert_int_equal(JetGetBookmark(jet.sesid, ix.cursor, bookmark, sizeof bookmark, &bookmark_size),
                         JET_errSuccess);
    } else {
        assert_int_equal(JetGetSecondaryIndexBookmark(jet.sesid, ix.cursor, key, sizeof key, &key_size,
                                                      bookmark, sizeof bookmark, &bookmark_size, 0),
                         JET_errSuccess);
    }
    assert_in_range(i, 0, ix.count - 1);
    if (key_size != ix.entries[i].key_size || memcmp(key, ix.entries[i].key, key_size) != 0 ||
        bookmark_size != ix.entries[i].bookmark_size ||
        memcmp(bookmark, ix.entries[i].bookmark, bookmark_size) != 0)
        fail_msg("%s: on %s:%s, not on entry %d, %s:%s", doing, jet_hex(key, key_size),
                 jet_hex(bookmark, bookmark_size), i, jet_hex(ix.entries[i].key, ix.entries[i].key_size),
                 jet_hex(ix.entries[i].bookmark, ix.entries[i].bookmark_size));
}

static JET_ERR move(int rows) { return JetMove(jet.sesid, ix.cursor, rows, 0); }

static JET_ERR seek(const uint8_t *key, size_t size, JET_GRBIT relation)
{
    assert_int_equal(JetMakeKey(jet.sesid, ix.cursor, key, (uint32_t)size, JET_bitNormalizedKey),
                     JET_errSuccess);
    return JetSeek(jet.sesid, ix.cursor, relation);
}

static void check_not_found(JET_GRBIT relation, int low)
{
    char byte;
    uint32_t actual;

    assert_int_equal(JetRetrieveKey(jet.sesid, ix.cursor, &byte, 1, &actual, 0), JET_errNoCurrentRecord);
    assert_int_equal(move(0), JET_errNoCurrentRecord);
    assert_int_equal(JetSeek(jet.sesid, ix.cursor, relation), JET_errKeyNotMade); /* it is used up */
    if (relation == JET_bitSeekEQ && low % 2 == 0) { /* BETWEEN: both neighbours are one move away */
        assert_int_equal(move(1), low < ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
        if (low < ix.count)
            assert_on(low);
    } else if (relation == JET_bitSeekEQ) {
        assert_int_equal(move(-1), low > 0 ? JET_errSuccess : JET_errNoCurrentRecord);
        if (low > 0)
            assert_on(low - 1);
    } else if (relation == JET_bitSeekGE || relation == JET_bitSeekGT) { /* AFTER-LAST */
        assert_int_equal(move(-1), ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
        if (ix.count)
            assert_on(ix.count - 1);
    } else {
        assert_int_equal(move(1), ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
        if (ix.count)
            assert_on(0);
    }
}

static void check_seek(const uint8_t *key, size_t size)
{
    int low = model_find(key, size, false), high = model_find(key, size, true);
    bool exact = low < high;
    const struct {
        JET_GRBIT relation;
        int at; /* -1 or count: not found */
        JET_ERR err;
    } expected[] = {
        {JET_bitSeekEQ, exact ? low : -1, JET_errSuccess},
        {JET_bitSeekGE, low, exact ? JET_errSuccess : JET_wrnSeekNotEqual},
        {JET_bitSeekGT, high, JET_errSuccess},
        {JET_bitSeekLE, exact ? low : low - 1, exact ? JET_errSuccess : JET_wrnSeekNotEqual},
        {JET_bitSeekLT, low - 1, JET_errSuccess},
    };

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        snprintf(doing, sizeof doing, "seek %s by %u", jet_hex(key, size < 100 ? size : 100),
                 expected[i].relation);
        bool found = expected[i].at >= 0 && expected[i].at < ix.count;
        assert_int_equal(seek(key, size, expected[i].relation),
                         found ? expected[i].err : JET_errRecordNotFound);
        if (found)
            assert_on(expected[i].at);
        else
            check_not_found(expected[i].relation, low);
    }
}

/* Keys that differ from one that is there in the least ways. */
static void check_beside(const struct entry *entry)
{
    uint8_t key[KEY_MOST + 1];
    size_t size = entry->key_size;

    memcpy(key, entry->key, size);
    if (size + 1 <= ix.key_most) {
        key[size] = 0x00;
        check_seek(key, size + 1);
        key[size] = 0xFF;
        check_seek(key, size + 1);
    }
    if (size > 1)
        check_seek(key, size - 1);
    key[size - 1]++;
    check_seek(key, size);
    key[size - 1] -= 2;
    check_seek(key, size);
}

/* --- order ------------------------------------------------------------------------------ */

static void check_order(void)
{
    uint32_t count = 77;

    snprintf(doing, sizeof doing, "order");
    for (int i = 0; i < ix.count; i++) {
        assert_int_equal(move(i ? JET_MoveNext : (int32_t)JET_MoveFirst), JET_errSuccess);
        assert_on(i);
    }
    assert_int_equal(move(ix.count ? 1 : (int32_t)JET_MoveFirst), JET_errNoCurrentRecord);
    for (int i = ix.count; i-- > 0;) {
        assert_int_equal(move(i == ix.count - 1 ? (int32_t)JET_MoveLast : JET_MovePrevious), JET_errSuccess);
        assert_on(i);
    }
    assert_int_equal(move(ix.count ? -1 : (int32_t)JET_MoveLast), JET_errNoCurrentRecord);
    if (ix.count) {
        assert_int_equal(move(1), JET_errSuccess); /* from before the first */
        assert_on(0);
        assert_int_equal(JetIndexRecordCount(jet.sesid, ix.cursor, &count, 0), JET_errSuccess);
        assert_int_equal(count, ix.count);
        assert_on(0);
        assert_int_equal(move(ix.count / 2),
                         ix.count / 2 < ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
        assert_on(ix.count / 2);
        assert_int_equal(move(ix.count), JET_errNoCurrentRecord);
        assert_int_equal(move(-1), JET_errSuccess);
        assert_on(ix.count - 1);
    }
}

/* Groups of equal keys, both ways (C-6). */
static void check_other_keys(void)
{
    int at = 0;

    snprintf(doing, sizeof doing, "other keys");
    assert_int_equal(move((int32_t)JET_MoveFirst), ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
    while (at < ix.count) {
        int next = model_find(ix.entries[at].key, ix.entries[at].key_size, true);
        assert_int_equal(JetMove(jet.sesid, ix.cursor, JET_MoveNext, JET_bitMoveKeyNE),
                         next < ix.count ? JET_errSuccess : JET_errNoCurrentRecord);
        if (next < ix.count)
            assert_on(next);
        at = next;
    }
    for (at = ix.count - 1; at >= 0;) {
        assert_int_equal(JetMove(jet.sesid, ix.cursor, JET_MovePrevious, JET_bitMoveKeyNE), JET_errSuccess);
        assert_on(at);
        at = model_find(ix.entries[at].key, ix.entries[at].key_size, false) - 1;
    }
    if (ix.count)
        assert_int_equal(JetMove(jet.sesid, ix.cursor, JET_MovePrevious, JET_bitMoveKeyNE),
                         JET_errNoCurrentRecord);
}

/* --- ranges ----------------------------------------------------------------------------- */

/* An entry against a limit, over the limit's length. */
static int start_compare(int i, const uint8_t *limit, size_t size)
{
    const struct entry *e = &ix.entries[i];
    return compare_keys(e->key, e->key_size < size ? e->key_size : size, limit, size);
}

static bool inside(int i, const uint8_t *limit, size_t size, JET_GRBIT grbit)
{
    int c = start_compare(i, limit, size);
    return c == 0 ? (grbit & JET_bitRangeInclusive) != 0 : (c < 0) == ((grbit & JET_bitRangeUpperLimit) != 0);
}

static void check_range(int from, int limit, size_t limit_size, JET_GRBIT grbit)
{
    const uint8_t *key = ix.entries[limit].key;
    int way = grbit & JET_bitRangeUpperLimit ? 1 : -1, at = from, steps = 0;
    uint32_t count;

    snprintf(doing, sizeof doing, "range %d to %d, %zu bytes, %u", from, limit, limit_size, grbit);
    assert_int_equal(move((int32_t)JET_MoveFirst), JET_errSuccess);
    assert_int_equal(move(from), JET_errSuccess);
    assert_int_equal(JetMakeKey(jet.sesid, ix.cursor, key, (uint32_t)limit_size, JET_bitNormalizedKey),
                     JET_errSuccess);
    if (!inside(from, key, limit_size, grbit)) {
        assert_int_equal(JetSetIndexRange(jet.sesid, ix.cursor, grbit), JET_errNoCurrentRecord);
        assert_int_equal(move(-way), JET_errSuccess); /* from the end of the index */
        assert_on(way > 0 ? ix.count - 1 : 0);
        return;
    }
    assert_int_equal(JetSetIndexRange(jet.sesid, ix.cursor, grbit), JET_errSuccess);
    assert_on(from);
    while (at + way >= 0 && at + way < ix.count && inside(at + way, key, limit_size, grbit) && steps++ < 50) {
        assert_int_equal(move(way), JET_errSuccess);
        at += way;
        assert_on(at);
    }
    if (way > 0) {
        int last = at;
        while (last + 1 < ix.count && inside(last + 1, key, limit_size, grbit))
            last++;
        assert_int_equal(JetIndexRecordCount(jet.sesid, ix.cursor, &count, 0), JET_errSuccess);
        assert_int_equal(count, last - at + 1);
        assert_on(at);
        assert_int_equal(JetSetIndexRange(jet.sesid, ix.cursor, JET_bitRangeRemove), JET_errInvalidOperation);
        return;
    }
    if (at + way < 0 || !inside(at + way, key, limit_size, grbit)) { /* it has run off */
        assert_int_equal(move(way), JET_errNoCurrentRecord);
        assert_int_equal(JetSetIndexRange(jet.sesid, ix.cursor, JET_bitRangeRemove), JET_errInvalidOperation);
        assert_int_equal(move(-way), JET_errSuccess);
        assert_on(0);
    } else {
        assert_int_equal(JetSetIndexRange(jet.sesid, ix.cursor, JET_bitRangeRemove), JET_errSuccess);
    }
}

static void check_ranges(void)
{
    static const JET_GRBIT kinds[] = {0, JET_bitRangeInclusive, JET_bitRangeUpperLimit,
                                      JET_bitRangeUpperLimit | JET_bitRangeInclusive};
    unsigned random = 12345;

    for (int i = 0; i < RANGES && ix.count; i++) {
        int from = (int)((random = random * 1103515245u + 12345u) >> 8) % ix.count;
        int limit =
            i % 2 ? (from + i) % ix.count : (int)((random = random * 1103515245u + 12345u) >> 8) % ix.count;
        size_t whole = ix.entries[limit].key_size,
               size = i % 3 && whole > 2 ? whole - (size_t)(i % 3) : whole;
        check_range(from, limit, size, kinds[i % 4]);
    }
}

/* --- places ---------------------------------------------------------------------------------- */

static void check_bookmarks(void)
{
    snprintf(doing, sizeof doing, "bookmarks");
    for (int i = 0; i < ix.count; i += ix.count / 50 + 1) {
        struct entry *e = &ix.entries[ix.count - 1 - i];
        if (ix.primary) {
            assert_int_equal(JetGotoBookmark(jet.sesid, ix.cursor, (void *)(uintptr_t)e->bookmark,
                                             (uint32_t)e->bookmark_size),
                             JET_errSuccess);
        } else {
            assert_int_equal(JetGotoSecondaryIndexBookmark(
                                 jet.sesid, ix.cursor, (void *)(uintptr_t)e->key, (uint32_t)e->key_size,
                                 (void *)(uintptr_t)e->bookmark, (uint32_t)e->bookmark_size, 0),
                             JET_errSuccess);
        }
        assert_on(ix.count - 1 - i);
        /* the record is the one that the entry tells of */
        uint8_t bookmark[KEY_MOST];
        uint32_t size;
        assert_int_equal(JetGetBookmark(jet.sesid, ix.cursor, bookmark, sizeof bookmark, &size),
                         JET_errSuccess);
        assert_int_equal(size, e->bookmark_size);
        assert_memory_equal(bookmark, e->bookmark, size);
    }
}

static void check_positions(void)
{
    JET_RECPOS at, before = {0};

    snprintf(doing, sizeof doing, "positions");
    for (int i = 0; i < ix.count; i += ix.count / 20 + 1) {
        assert_int_equal(move((int32_t)JET_MoveFirst), JET_errSuccess);
        assert_int_equal(i ? move(i) : JET_errSuccess, JET_errSuccess);
        assert_int_equal(JetGetRecordPosition(jet.sesid, ix.cursor, &at, sizeof at), JET_errSuccess);
        assert_int_equal(at.cbStruct, sizeof at);
        assert_int_equal(at.centriesInRange, 1);
        assert_true(at.centriesLT <= at.centriesTotal);
        if (i) /* grows along the index; the total may be another at each place */
            assert_true((uint64_t)at.centriesLT * before.centriesTotal >=
                        (uint64_t)before.centriesLT * at.centriesTotal);
        before = at;
    }
    if (ix.count) {
        JET_RECPOS first = {sizeof first, 0, 0, 10}, last = {sizeof last, 10, 0, 10};
        assert_int_equal(JetGotoPosition(jet.sesid, ix.cursor, &first), JET_errSuccess);
        assert_on(0);
        assert_int_equal(JetGotoPosition(jet.sesid, ix.cursor, &last), JET_errSuccess);
        assert_on(ix.count - 1);
    }
}

/* --- one index --------------------------------------------------------------------------------- */

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void load_entries(const json_t *line)
{
    const json_t *list = json_object_get(line, "e");
    size_t total = 0, i;
    json_t *item;
    uint8_t *at;

    json_array_foreach(list, i, item) { total += json_string_length(item); }
    ix.count = (int)json_array_size(list);
    ix.entries = calloc((size_t)ix.count + 1, sizeof *ix.entries);
    ix.memory = at = malloc(total + 1);
    json_array_foreach(list, i, item)
    {
        char *text = strdup(json_string_value(item)), *colon = strchr(text, ':');
        *colon = '\0';
        ix.entries[i].key = at;
        at += ix.entries[i].key_size = jet_unhex(text, at, total);
        ix.entries[i].bookmark = at;
        at += ix.entries[i].bookmark_size = jet_unhex(colon + 1, at, total);
        free(text);
    }
}

static void check_index(const json_t *line, size_t key_most, JET_GRBIT grbit)
{
    char name[65];

    print_message("%s %s\n", text_of(line, "t"), text_of(line, "i"));
    memset(&ix, 0, sizeof ix);
    ix.cursor = jet_table(&jet, text_of(line, "t"));
    ix.primary = grbit & JET_bitIndexPrimary;
    ix.unique = grbit & JET_bitIndexUnique;
    ix.key_most = key_most;
    load_entries(line);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, ix.cursor, text_of(line, "i")), JET_errSuccess);
    assert_int_equal(JetGetCurrentIndexA(jet.sesid, ix.cursor, name, sizeof name), JET_errSuccess);
    assert_string_equal(name, text_of(line, "i"));
    check_order();
    check_other_keys();
    for (int i = 0; i < ix.count; i += ix.count / EXACT + 1)
        check_seek(ix.entries[i].key, ix.entries[i].key_size);
    for (int i = 0; i < ix.count; i += ix.count / BESIDE + 1)
        check_beside(&ix.entries[i]);
    check_ranges();
    check_bookmarks();
    check_positions();
    jet_close_table(&jet, ix.cursor);
    free(ix.entries);
    free(ix.memory);
}

static void test_index_is_as_the_reference_engine_read_it(void **state)
{
    const struct test_database *database = *state;
    struct jsonl *lines = jsonl_open(database->contents);
    json_t *line, *definitions = json_object();

    jet_open(&jet, database->path);
    while (jsonl_next(lines, &line)) {
        const char *kind = text_of(line, "k");
        char name[160];
        if (strcmp(kind, "index") == 0) {
            snprintf(name, sizeof name, "%s/%s", text_of(line, "t"), text_of(line, "name"));
            json_object_set(definitions, name, line);
        } else if (strcmp(kind, "ixentries") == 0) {
            const json_t *definition;
            snprintf(name, sizeof name, "%s/%s", text_of(line, "t"), text_of(line, "i"));
            definition = json_object_get(definitions, name);
            assert_non_null(definition);
            check_index(line, (size_t)json_integer_value(json_object_get(definition, "cbKeyMost")),
                        (JET_GRBIT)json_integer_value(json_object_get(definition, "grbit")));
        }
        json_decref(line);
    }
    json_decref(definitions);
    jsonl_close(lines);
    jet_close(&jet);
}

/* The page size is the process' own. */
static void test_in_a_process_of_its_own(void **state)
{
    jet_fork(test_index_is_as_the_reference_engine_read_it, *state);
}

int main(void)
{
    struct CMUnitTest tests[64];
    size_t count = 0;

    if (!corpus_present())
        return 77;
    for (size_t i = 0; i < test_database_count; i++) {
        const struct test_database *database = &test_databases[i];
        if (database->contents && database->clean && !database->damaged && count < 64)
            tests[count++] = (struct CMUnitTest){.name = database->path,
                                                 .test_func = test_in_a_process_of_its_own,
                                                 .initial_state = (void *)(uintptr_t)database};
    }
    return _cmocka_run_group_tests("indexes", tests, count, NULL, NULL);
}
