/* Several sessions read one table at once, each with cursors of its own: all of
 * them open it, switch indexes, scan, seek and close, again and again. */
#include "corpus.h"
#include "jet.h"
#include "test.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 3, ID = 1, ROWS = 1162 };

static struct jet jet;

struct reader {
    pthread_t thread;
    const char *failed; /* cmocka's asserts are for the main thread */
};

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            reader->failed = #condition;                                                                     \
            goto end;                                                                                        \
        }                                                                                                    \
    } while (0)

static void *read_all(void *context)
{
    static const char *const indexes[] = {"pk", "ix_nn", "ix_txtU", "ix_long_desc"};
    struct reader *reader = context;
    JET_SESID sesid = 0;
    JET_DBID dbid;
    JET_TABLEID table;

    CHECK(JetBeginSessionA(jet.instance, &sesid, NULL, NULL) == JET_errSuccess);
    CHECK(JetOpenDatabaseA(sesid, jet.path, NULL, &dbid, JET_bitDbReadOnly) == JET_errSuccess);
    for (int round = 0; round < ROUNDS; round++) {
        CHECK(JetOpenTableA(sesid, dbid, "basic", NULL, 0, JET_bitTableReadOnly, &table) == JET_errSuccess);
        for (int i = 0; i < 4; i++) {
            int rows = 0;
            JET_ERR err;
            CHECK(JetSetCurrentIndexA(sesid, table, indexes[i]) == JET_errSuccess);
            for (err = JetMove(sesid, table, (int32_t)JET_MoveFirst, 0); err == JET_errSuccess;
                 err = JetMove(sesid, table, JET_MoveNext, 0), rows++) {
                int32_t id;
                uint32_t actual;
                CHECK(JetRetrieveColumn(sesid, table, ID, &id, sizeof id, &actual, 0, NULL) ==
                      JET_errSuccess);
            }
            CHECK(err == JET_errNoCurrentRecord);
            CHECK(rows == ROWS);
        }
        CHECK(JetSetCurrentIndexA(sesid, table, NULL) == JET_errSuccess);
        for (int32_t key = 1; key <= 5; key++) {
            CHECK(JetMakeKey(sesid, table, &key, sizeof key, JET_bitNewKey) == JET_errSuccess);
            CHECK(JetSeek(sesid, table, JET_bitSeekEQ) == JET_errSuccess);
        }
        CHECK(JetCloseTable(sesid, table) == JET_errSuccess);
    }
end:
    if (sesid)
        (void)JetEndSession(sesid, 0);
    return NULL;
}

static void test_sessions_read_one_table_at_once(void **state)
{
    (void)state;
    struct reader readers[THREADS] = {0};

    jet_open(&jet, "golden/basic_4k/basic.edb.gz");
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_all, &readers[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(readers[i].thread, NULL);
    for (int i = 0; i < THREADS; i++)
        if (readers[i].failed)
            fail_msg("reader %d: %s", i, readers[i].failed);
    jet_close(&jet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sessions_read_one_table_at_once)};
    if (!corpus_present())
        return 77;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
