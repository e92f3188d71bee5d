/* The current index: changing it with and without moving, values out of index
 * entries, keys made of those values. Over every index of three databases that
 * have every kind of index. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY = 2001, VALUE = 70000, STRIDE_TO = 300 };

static struct jet jet;
static JET_TABLEID table;
static json_t *columns; /* name to line, of the present table */
static uint8_t value[VALUE];

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}
static uint32_t number_of(const json_t *object, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(object, key));
}

/* The reference engine's keys of surrogate pairs are not Windows' (nor ours). */
static bool has_surrogates(uint32_t size)
{
    for (uint32_t i = 1; i < size; i += 2)
        if ((value[i] & 0xF8) == 0xD8)
            return true;
    return false;
}

/* Adds to the search key what the entry says about one column. */
static bool make_segment(const json_t *column, bool first, uint32_t *tag)
{
    JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = 1};
    JET_GRBIT grbit = first ? JET_bitNewKey : 0;
    JET_COLUMNID id = number_of(column, "id");
    uint32_t actual = 0;
    JET_ERR err = JetRetrieveColumn(jet.sesid, table, id, value, sizeof value, &actual,
                                    JET_bitRetrieveFromIndex | JET_bitRetrieveTag, &info);

    assert_true(err == JET_errSuccess || err == JET_wrnColumnNull);
    assert_int_equal(info.columnidNextTagged, id);
    if (err == JET_errSuccess && actual == 0)
        grbit |= JET_bitKeyDataZeroLength;
    if (*tag == 0 && (number_of(column, "grbit") & JET_bitColumnMultiValued))
        *tag = info.itagSequence;
    assert_int_equal(JetMakeKey(jet.sesid, table, err == JET_errSuccess ? value : NULL, actual, grbit),
                     JET_errSuccess);
    if (number_of(column, "cp") != 1200)
        return true;
    /* which of several values made a key is only known when that key can be made */
    return !(number_of(column, "grbit") & JET_bitColumnMultiValued) && !has_surrogates(err ? 0 : actual);
}

static size_t entry_key(uint8_t *key)
{
    uint32_t size;
    assert_int_equal(JetRetrieveKey(jet.sesid, table, key, KEY, &size, 0), JET_errSuccess);
    return size;
}

/* The key made of the entry's own values is the entry's key. */
static bool check_values(const json_t *index, uint32_t key_most, uint32_t *tag)
{
    const json_t *segments = json_object_get(index, "key");
    uint8_t key[KEY], made[KEY];
    size_t size = entry_key(key), i;
    uint32_t made_size;
    bool comparable = true;
    json_t *segment;

    *tag = 0; /* of the first multi-valued column */
    json_array_foreach(segments, i, segment)
    {
        comparable &= make_segment(json_object_get(columns, json_string_value(segment) + 1), i == 0, tag);
    }
    assert_int_equal(JetRetrieveKey(jet.sesid, table, made, sizeof made, &made_size, JET_bitRetrieveCopy),
                     JET_errSuccess);
    if (!comparable)
        return false;
    if (size < key_most && (made_size != size || memcmp(made, key, size) != 0))
        fail_msg("%s: made %s, entry %s", text_of(index, "name"), jet_hex(made, made_size),
                 jet_hex(key, size));
    assert_int_equal(JetSeek(jet.sesid, table, JET_bitSeekEQ), JET_errSuccess);
    assert_int_equal(entry_key(made), size);
    assert_memory_equal(made, key, size);
    return true;
}

static size_t bookmark_of(uint8_t *bookmark)
{
    uint32_t size;
    assert_int_equal(JetGetBookmark(jet.sesid, table, bookmark, KEY, &size), JET_errSuccess);
    return size;
}

/* To the primary index and back by the value's number, without moving. */
static void check_no_move(const char *name, uint32_t tag, bool same_key)
{
    uint8_t key[KEY], back[KEY], bookmark[KEY], other[KEY];
    size_t size = entry_key(key), bookmark_size = bookmark_of(bookmark);

    assert_int_equal(JetSetCurrentIndex2A(jet.sesid, table, NULL, JET_bitNoMove), JET_errSuccess);
    assert_int_equal(bookmark_of(other), bookmark_size);
    assert_memory_equal(other, bookmark, bookmark_size);
    assert_int_equal(JetSetCurrentIndex3A(jet.sesid, table, name, JET_bitNoMove, tag), JET_errSuccess);
    assert_int_equal(bookmark_of(other), bookmark_size);
    assert_memory_equal(other, bookmark, bookmark_size);
    if (same_key) {
        assert_int_equal(entry_key(back), size);
        assert_memory_equal(back, key, size);
    }
    assert_int_equal(JetSetCurrentIndex3A(jet.sesid, table, name, JET_bitNoMove, 1000),
                     JET_errBadItagSequence);
    assert_int_equal(JetMove(jet.sesid, table, 0, 0), JET_errNoCurrentRecord); /* before the first */
    assert_int_equal(bookmark_of(other), bookmark_size);                       /* the record stays */
    assert_int_equal(JetGotoBookmark(jet.sesid, table, bookmark, (uint32_t)bookmark_size), JET_errSuccess);
}

static void check_index(const json_t *index)
{
    enum { CROSS_PRODUCT = 0x4000, NESTED = 0x20000 };
    const char *name = text_of(index, "name");
    uint32_t count = 0, tag = 1, step;
    JET_GRBIT grbit = number_of(index, "grbit");

    print_message("%s\n", name);
    assert_int_equal(JetSetCurrentIndexA(jet.sesid, table, name), JET_errSuccess);
    if (JetMove(jet.sesid, table, 0, 0) < 0)
        return;
    assert_int_equal(JetIndexRecordCount(jet.sesid, table, &count, 0), JET_errSuccess);
    step = count / STRIDE_TO + 1;
    for (uint32_t at = 0; at < count; at += step) {
        uint8_t key[KEY], bookmark[KEY];
        uint32_t key_size, bookmark_size;
        assert_int_equal(JetMove(jet.sesid, table, (int32_t)JET_MoveFirst, 0), JET_errSuccess);
        assert_int_equal(at ? JetMove(jet.sesid, table, (int32_t)at, 0) : 0, JET_errSuccess);
        if (grbit & JET_bitIndexPrimary) {
            check_values(index, number_of(index, "cbKeyMost"), &tag);
            continue;
        }
        assert_int_equal(JetGetSecondaryIndexBookmark(jet.sesid, table, key, sizeof key, &key_size, bookmark,
                                                      sizeof bookmark, &bookmark_size, 0),
                         JET_errSuccess);
        bool comparable = check_values(index, number_of(index, "cbKeyMost"), &tag);
        assert_int_equal(
            JetGotoSecondaryIndexBookmark(jet.sesid, table, key, key_size, bookmark, bookmark_size, 0),
            JET_errSuccess);
        check_no_move(name, tag, comparable && !(grbit & (CROSS_PRODUCT | NESTED)));
    }
}

static void test_values_and_keys_of_every_index_entry_agree(void **state)
{
    const char *const *paths = *state;
    struct jsonl *lines = jsonl_open(paths[1]);
    char name[65] = "";
    json_t *line;

    jet_open(&jet, paths[0]);
    columns = json_object();
    table = JET_tableidNil;
    while (jsonl_next(lines, &line)) {
        const char *kind = text_of(line, "k"), *of = text_of(line, "t");
        if (of && strcmp(of, name) != 0) {
            if (*name)
                jet_close_table(&jet, table);
            snprintf(name, sizeof name, "%s", of);
            table = jet_table(&jet, name);
            json_object_clear(columns);
        }
        if (strcmp(kind, "column") == 0)
            json_object_set(columns, text_of(line, "name"), line);
        else if (strcmp(kind, "index") == 0 && !json_object_get(line, "tuple") &&
                 number_of(line, "mapflags") != 0x200 && number_of(line, "mapflags") != 0x408 &&
                 strcmp(name, "MSysObjects") != 0 &&
                 strcmp(name, "MSysObjectsShadow") != 0) /* the columns of those two are not listed */
            check_index(line);
        json_decref(line);
    }
    jet_close_table(&jet, table);
    json_decref(columns);
    jsonl_close(lines);
    jet_close(&jet);
}

static void test_in_a_process_of_its_own(void **state)
{
    jet_fork(test_values_and_keys_of_every_index_entry_agree, *state);
}

int main(void)
{
    static const char *paths[][2] = {
        {"golden/basic_4k/basic.edb.gz", "golden/basic_4k/contents.jsonl.gz"},
        {"golden/basic_32k/basic.edb.gz", "golden/basic_32k/contents.jsonl.gz"},
        {"golden/keys/keys.edb.gz", "golden/keys/contents.jsonl.gz"},
        {"corpus/index.edb.gz", "golden/corpus_oracle/index.edb.contents.jsonl.gz"},
        {"corpus/multi.edb.gz", "golden/corpus_oracle/multi.edb.contents.jsonl.gz"},
        {"corpus/srum-win10-2004.dat.gz", "golden/corpus_oracle/srum-win10-2004.dat.contents.jsonl.gz"},
    };
    enum { COUNT = sizeof paths / sizeof *paths };
    struct CMUnitTest tests[COUNT];

    if (!corpus_present())
        return 77;
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){
            .name = paths[i][0], .test_func = test_in_a_process_of_its_own, .initial_state = paths[i]};
    return _cmocka_run_group_tests("current index", tests, COUNT, NULL, NULL);
}
