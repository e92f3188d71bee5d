/* Every index of every clean database through the public API: entries come in
 * order, each entry's key is what JetMakeKey makes of its columns, JetSeek finds
 * it by that key, and its bookmarks lead back to it. */
#include "corpus.h"
#include "databases.h"
#include "test.h"

#include <esent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK(call) assert_int_equal((call), JET_errSuccess)

enum { KEY_ROOM = 2001, SEGMENTS = 16, VALUE_ROOM = 1 << 20, TEMPLATE_COLUMN = 0x80 };

/* Columns of MSysObjects. */
enum {
    OBJECT_TABLE = 1,
    OBJECT_TYPE = 2,
    OBJECT_ID = 3,
    OBJECT_FLAGS = 6,
    OBJECT_CODE_PAGE = 7, /* of a column */
    OBJECT_KEY_MOST = 11,
    OBJECT_NAME = 128,
    OBJECT_KEY_COLUMNS = 132,
    OBJECT_TUPLES = 135
};

struct index_row {
    char table[65], name[65];
    uint32_t flags, key_most, segment_count;
    JET_COLUMNID columns[SEGMENTS];
    uint32_t tuples[5]; /* min, max, count, increment, start */
    uint32_t unit;      /* bytes of a character of the first column */
    bool tuple, primary;
};

static struct {
    unsigned databases, indexes, unknown_orders;
    unsigned long entries, primary, longer_sources, padded, surrogates, different;
} total;

static JET_INSTANCE instance;
static JET_SESID session;
static JET_DBID database;

/* --- the catalog -------------------------------------------------------------- */

static uint32_t get(JET_TABLEID table, JET_COLUMNID column, void *data, uint32_t size)
{
    uint32_t actual = 0;
    JET_ERR err = JetRetrieveColumn(session, table, column, data, size, &actual, 0, NULL);
    assert_true(err == JET_errSuccess || err == JET_wrnColumnNull);
    return err == JET_wrnColumnNull ? 0 : actual;
}

static uint32_t get_number(JET_TABLEID table, JET_COLUMNID column)
{
    uint32_t v = 0;
    get(table, column, &v, sizeof v);
    return v;
}

static void read_segments(JET_TABLEID catalog, struct index_row *row)
{
    uint8_t segments[4 * SEGMENTS];
    uint32_t size = get(catalog, OBJECT_KEY_COLUMNS, segments, sizeof segments);
    bool wide = row->flags >> 16 & 1;
    row->segment_count = size / (wide ? 4 : 2);
    for (uint32_t i = 0; i < row->segment_count; i++) {
        int16_t old;
        memcpy(&old, segments + 2 * i, 2);
        row->columns[i] = wide ? segments[4 * i + 2] | (unsigned)segments[4 * i + 3] << 8 |
                                     (segments[4 * i] & TEMPLATE_COLUMN ? 0x80000000u : 0)
                               : (JET_COLUMNID)abs(old);
    }
}

static size_t read_catalog(struct index_row **rows)
{
    static uint16_t
        code_pages[0x10000]; /* of the table's columns, whose rows come before those of its indexes */
    JET_TABLEID catalog;
    size_t count = 0;
    char table[65] = "";
    *rows = NULL;
    OK(JetOpenTable(session, database, "MSysObjects", NULL, 0, JET_bitTableReadOnly, &catalog));
    for (JET_ERR err = JetMove(session, catalog, JET_MoveFirst, 0); err == JET_errSuccess;
         err = JetMove(session, catalog, JET_MoveNext, 0)) {
        char name[65] = "";
        uint32_t type = get_number(catalog, OBJECT_TYPE);
        get(catalog, OBJECT_NAME, name, sizeof name - 1);
        if (type == 1)
            strcpy(table, name);
        if (type == 2)
            code_pages[get_number(catalog, OBJECT_ID) & 0xFFFF] =
                (uint16_t)get_number(catalog, OBJECT_CODE_PAGE);
        if (type != 3)
            continue;
        *rows = realloc(*rows, (count + 1) * sizeof **rows);
        struct index_row *row = &(*rows)[count++];
        *row = (struct index_row){.flags = get_number(catalog, OBJECT_FLAGS), .tuples = {0, 0, 0, 1, 0}};
        strcpy(row->table, table);
        strcpy(row->name, name);
        row->primary = row->flags & 0x20;
        row->key_most = get_number(catalog, OBJECT_KEY_MOST) & 0xFFFF;
        row->key_most = row->key_most ? row->key_most : 255;
        row->tuple = get(catalog, OBJECT_TUPLES, row->tuples, sizeof row->tuples) > 0;
        read_segments(catalog, row);
        row->unit = code_pages[row->columns[0] & 0xFFFF] == 1200 ? 2 : 1;
    }
    OK(JetCloseTable(session, catalog));
    return count;
}

/* --- one entry ---------------------------------------------------------------- */

struct key {
    uint8_t bytes[KEY_ROOM];
    uint32_t size;
};

static bool same(const struct key *a, const struct key *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static int order(const struct key *a, const struct key *b)
{
    int c = memcmp(a->bytes, b->bytes, a->size < b->size ? a->size : b->size);
    return c ? c : (a->size > b->size) - (a->size < b->size);
}

struct value {
    uint8_t *data;
    uint32_t size;
    bool null;
};

static void make(JET_TABLEID finder, const struct value *v, uint32_t offset, uint32_t size, JET_GRBIT grbit)
{
    JET_GRBIT zero = v->null || size ? 0 : JET_bitKeyDataZeroLength;
    OK(JetMakeKey(session, finder, v->null ? NULL : v->data + offset, v->null ? 0 : size, grbit | zero));
}

static void made_key(JET_TABLEID finder, struct key *key)
{
    OK(JetRetrieveKey(session, finder, key->bytes, KEY_ROOM, &key->size, JET_bitRetrieveCopy));
}

static struct value values[SEGMENTS];

/* The columns of the entry that `cursor` stands on, as far as possible from its
 * key. False: a text is longer than the key may be; then an index takes what it
 * needs of it and JetMakeKey all (spec 25, 2.5 and 7), and the keys may differ. */
static bool read_values(const struct index_row *row, JET_TABLEID cursor)
{
    bool short_enough = true;
    for (uint32_t i = 0; i < row->segment_count; i++) {
        struct value *v = &values[i];
        JET_GRBIT grbit = JET_bitRetrieveFromIndex | (row->tuple && i == 0 ? JET_bitRetrieveTuple : 0);
        if (!v->data)
            v->data = malloc(VALUE_ROOM);
        JET_ERR err =
            JetRetrieveColumn(session, cursor, row->columns[i], v->data, VALUE_ROOM, &v->size, grbit, NULL);
        assert_true(err == JET_errSuccess || err == JET_wrnColumnNull);
        v->null = err == JET_wrnColumnNull;
        short_enough &= row->key_most == 255 || v->null || v->size < row->key_most;
    }
    return short_enough;
}

static void make_rest(const struct index_row *row, JET_TABLEID finder, struct key *made)
{
    for (uint32_t i = 1; i < row->segment_count; i++)
        make(finder, &values[i], 0, values[i].size, 0);
    made_key(finder, made);
}

/* A substring index: one of the substrings of the value makes the key, if any does. */
static void make_tuple_key(const struct index_row *row, JET_TABLEID finder, const struct key *wanted,
                           struct key *made)
{
    uint32_t unit = row->unit, least = row->tuples[0] * unit, most = row->tuples[1] * unit;
    made->size = 0;
    for (uint32_t at = row->tuples[4] * unit; at + least <= values[0].size && !same(made, wanted);
         at += row->tuples[3] * unit) {
        uint32_t left = values[0].size - at;
        make(finder, &values[0], at, left < most ? left : most, JET_bitNewKey);
        make_rest(row, finder, made);
    }
}

/* Of a multi-valued column it may be in a value that is not shown: which value made a foreign key is not
 * known. */
static bool has_surrogate(const struct index_row *row)
{
    bool found = row->flags & 0x80;
    for (uint32_t i = 0; i < row->segment_count; i++)
        for (uint32_t k = 1; k < values[i].size && !values[i].null; k += 2)
            found |= (values[i].data[k] & 0xF8) == 0xD8;
    return found;
}

static void check_entry(const struct index_row *row, JET_TABLEID cursor, JET_TABLEID finder,
                        const struct key *key, const struct key *bookmark)
{
    struct key made, found;
    bool exact = read_values(row, cursor);
    if (row->tuple) {
        make_tuple_key(row, finder, key, &made);
    } else {
        make(finder, &values[0], 0, values[0].size, JET_bitNewKey);
        make_rest(row, finder, &made);
    }
    if (!same(&made, key)) {
        bool fixed = row->columns[0] < 128; /* JetMakeKey pads such a text, whatever the substring */
        *(!exact                ? &total.longer_sources
          : row->tuple && fixed ? &total.padded
          : has_surrogate(row)  ? &total.surrogates
                                : &total.different) += 1;
        OK(JetMakeKey(session, finder, key->bytes, key->size, JET_bitNewKey | JET_bitNormalizedKey));
    }
    OK(JetSeek(session, finder, JET_bitSeekEQ));
    OK(JetRetrieveKey(session, finder, found.bytes, KEY_ROOM, &found.size, 0));
    assert_true(same(&found, key));
    if (row->primary)
        OK(JetGotoBookmark(session, finder, (void *)(uintptr_t)bookmark->bytes, bookmark->size));
    else
        OK(JetGotoSecondaryIndexBookmark(session, finder, (void *)(uintptr_t)key->bytes, key->size,
                                         (void *)(uintptr_t)bookmark->bytes, bookmark->size, 0));
    OK(JetGetBookmark(session, finder, found.bytes, KEY_ROOM, &found.size));
    assert_true(same(&found, bookmark));
}

/* --- one index ---------------------------------------------------------------- */

static void read_entry(const struct index_row *row, JET_TABLEID cursor, struct key *key, struct key *bookmark)
{
    struct key index_key;
    OK(JetRetrieveKey(session, cursor, key->bytes, KEY_ROOM, &key->size, 0));
    OK(JetGetBookmark(session, cursor, bookmark->bytes, KEY_ROOM, &bookmark->size));
    if (row->primary) {
        assert_true(same(key, bookmark));
        return;
    }
    struct key primary;
    OK(JetGetSecondaryIndexBookmark(session, cursor, index_key.bytes, KEY_ROOM, &index_key.size,
                                    primary.bytes, KEY_ROOM, &primary.size, 0));
    assert_true(same(key, &index_key));
    assert_true(same(bookmark, &primary));
}

/* `finder` nil: the order is not known here, the index can be read along and no more. */
static void check_entries(const struct index_row *row, JET_TABLEID cursor, JET_TABLEID finder)
{
    struct key key, bookmark, last_key = {.size = 0}, last_bookmark = {.size = 0};
    JET_ERR err;
    for (err = JetMove(session, cursor, JET_MoveFirst, 0); err == JET_errSuccess;
         err = JetMove(session, cursor, JET_MoveNext, 0)) {
        read_entry(row, cursor, &key, &bookmark);
        int c = order(&last_key, &key);
        assert_true(c < 0 || (c == 0 && order(&last_bookmark, &bookmark) < 0));
        if (finder != JET_tableidNil)
            check_entry(row, cursor, finder, &key, &bookmark);
        last_key = key;
        last_bookmark = bookmark;
        *(row->primary ? &total.primary : &total.entries) += 1;
    }
    assert_int_equal(err, JET_errNoCurrentRecord);
}

static void check_index(const struct index_row *row)
{
    JET_TABLEID cursor, finder;
    OK(JetOpenTable(session, database, row->table, NULL, 0, JET_bitTableReadOnly, &cursor));
    OK(JetSetCurrentIndex(session, cursor, row->name));
    OK(JetOpenTable(session, database, row->table, NULL, 0, JET_bitTableReadOnly, &finder));
    OK(JetSetCurrentIndex(session, finder, row->name));
    bool known = JetMakeKey(session, finder, NULL, 0, JET_bitNewKey) != JET_errSecondaryIndexCorrupted;
    check_entries(row, cursor, known ? finder : JET_tableidNil);
    OK(JetCloseTable(session, finder));
    OK(JetCloseTable(session, cursor));
    total.indexes++;
    total.unknown_orders += !known;
}

/* --- one database --------------------------------------------------------------- */

static void check_database(const char *path)
{
    char copy[1100];
    struct index_row *rows;
    struct test_image image = test_image_read(path);
    JET_API_PTR page_size = image.page_size;
    test_image_free(&image);
    snprintf(copy, sizeof copy, "%s/copy.edb", test_directory());
    corpus_extract(path, copy);
    OK(JetSetSystemParameter(NULL, JET_sesidNil, JET_paramDatabasePageSize, page_size, NULL));
    OK(JetCreateInstance(&instance, "keys"));
    OK(JetSetSystemParameter(&instance, JET_sesidNil, JET_paramRecovery, 0, "off"));
    OK(JetInit(&instance));
    OK(JetBeginSession(instance, &session, NULL, NULL));
    OK(JetAttachDatabase2(session, copy, 0, JET_bitDbReadOnly));
    OK(JetOpenDatabase(session, copy, NULL, &database, JET_bitDbReadOnly));
    size_t count = read_catalog(&rows);
    for (size_t i = 0; i < count; i++)
        check_index(&rows[i]);
    free(rows);
    OK(JetCloseDatabase(session, database, 0));
    OK(JetDetachDatabase(session, copy));
    OK(JetEndSession(session, 0));
    OK(JetTerm(instance));
    unlink(copy);
    total.databases++;
}

static void test_every_entry_of_every_index_is_found_by_its_columns_and_its_bookmarks(void **state)
{
    (void)state;
    for (size_t i = 0; i < test_database_count; i++)
        if (test_databases[i].clean && !test_databases[i].damaged)
            check_database(test_databases[i].path);
    fprintf(stderr, "%u databases, %u indexes, %lu records, %lu entries\n", total.databases, total.indexes,
            total.primary, total.entries);
    assert_int_equal(total.databases, 58);
    assert_int_equal(total.indexes, 1006);
    assert_int_equal(total.unknown_orders, 1); /* digits as numbers */
    assert_int_equal(total.primary, 179898);
    assert_int_equal(total.entries, 344485);
    assert_int_equal(total.longer_sources, 279);
    assert_int_equal(total.padded, 18270);
    assert_int_equal(total.surrogates, 9697); /* in golden files: not Windows' keys (spec 25, 8.11) */
    assert_int_equal(total.different, 1);     /* upper case that did not fit: stored garbage (spec 25, 2.5) */
}

int main(void)
{
    if (!corpus_present())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_entry_of_every_index_is_found_by_its_columns_and_its_bookmarks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
