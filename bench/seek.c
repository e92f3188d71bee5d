/* What reading costs when every page is in memory: moves, seeks, retrievals on the
 * 65,068 catalog rows of a real database (32 KiB pages), with 1 and 2 threads,
 * each with a session and a cursor of its own.
 *
 * seek                 all subjects: ns of one operation, median and quartiles
 * seek NAME COUNT      one subject, COUNT operations, for a counting tool:
 *   valgrind --tool=callgrind --collect-atstart=no --toggle-collect=subject_move
 *       build/release/bench/seek move 100000 */
#define JET_VERSION 0x0A01
#include <esent.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 15, ROWS_MOST = 70000, COLUMN_ID = 3, COLUMN_NAME = 128 };

static JET_INSTANCE instance;
static char path[] = "/tmp/esent-bench-XXXXXX/large.edb", folder[] = "/tmp/esent-bench-XXXXXX";
static struct row {
    int32_t objid, id;
    int16_t type;
} rows[ROWS_MOST];
static long row_count;

struct reader {
    JET_SESID session;
    JET_DBID database;
    JET_TABLEID table;
    uint32_t random;
};

static void check(JET_ERR err, const char *what)
{
    if (err < 0) {
        fprintf(stderr, "%s: %d\n", what, err);
        exit(1);
    }
}

/* --- subjects ----------------------------------------------------------------------- */

static const struct row *random_row(struct reader *r)
{
    r->random = r->random * 1664525u + 1013904223u;
    return &rows[(uint64_t)r->random * (uint64_t)row_count >> 32];
}

static void make_key(struct reader *r, const struct row *row)
{
    check(JetMakeKey(r->session, r->table, &row->objid, 4, JET_bitNewKey), "JetMakeKey");
    check(JetMakeKey(r->session, r->table, &row->type, 2, 0), "JetMakeKey");
    check(JetMakeKey(r->session, r->table, &row->id, 4, 0), "JetMakeKey");
}

static void step(struct reader *r)
{
    JET_ERR err = JetMove(r->session, r->table, JET_MoveNext, 0);
    if (err == JET_errNoCurrentRecord)
        err = JetMove(r->session, r->table, (int32_t)JET_MoveFirst, 0);
    check(err, "JetMove");
}

#define SUBJECT(name) __attribute__((noinline)) static void subject_##name(struct reader *r, long n)

SUBJECT(move)
{
    for (long i = 0; i < n; i++)
        step(r);
}

SUBJECT(retrieve_fixed)
{
    int32_t id;
    uint32_t actual;
    for (long i = 0; i < n; i++)
        check(JetRetrieveColumn(r->session, r->table, COLUMN_ID, &id, sizeof id, &actual, 0, NULL),
              "JetRetrieveColumn");
}

SUBJECT(retrieve_text)
{
    char name[64];
    uint32_t actual;
    for (long i = 0; i < n; i++)
        check(JetRetrieveColumn(r->session, r->table, COLUMN_NAME, name, sizeof name, &actual, 0, NULL),
              "JetRetrieveColumn");
}

SUBJECT(scan)
{
    int32_t id;
    char name[64];
    uint32_t actual;
    for (long i = 0; i < n; i++) {
        step(r);
        check(JetRetrieveColumn(r->session, r->table, COLUMN_ID, &id, sizeof id, &actual, 0, NULL),
              "JetRetrieveColumn");
        check(JetRetrieveColumn(r->session, r->table, COLUMN_NAME, name, sizeof name, &actual, 0, NULL),
              "JetRetrieveColumn");
    }
}

SUBJECT(make_key)
{
    for (long i = 0; i < n; i++)
        make_key(r, random_row(r));
}

SUBJECT(seek)
{
    for (long i = 0; i < n; i++) {
        make_key(r, random_row(r));
        check(JetSeek(r->session, r->table, JET_bitSeekEQ), "JetSeek");
    }
}

SUBJECT(seek_retrieve)
{
    char name[64];
    uint32_t actual;
    for (long i = 0; i < n; i++) {
        make_key(r, random_row(r));
        check(JetSeek(r->session, r->table, JET_bitSeekEQ), "JetSeek");
        check(JetRetrieveColumn(r->session, r->table, COLUMN_NAME, name, sizeof name, &actual, 0, NULL),
              "JetRetrieveColumn");
    }
}

static const struct {
    const char *name;
    void (*run)(struct reader *r, long n);
    long count;
} subjects[] = {
    {"move", subject_move, 1000000},
    {"retrieve_fixed", subject_retrieve_fixed, 2000000},
    {"retrieve_text", subject_retrieve_text, 2000000},
    {"scan", subject_scan, 500000},
    {"make_key", subject_make_key, 1000000},
    {"seek", subject_seek, 500000},
    {"seek_retrieve", subject_seek_retrieve, 500000},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

/* --- measuring -------------------------------------------------------------------------- */

struct worker {
    pthread_t thread;
    struct reader reader;
    size_t subject;
    double ns;
};

static pthread_barrier_t barrier;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void *work(void *context)
{
    struct worker *w = context;
    pthread_barrier_wait(&barrier);
    double start = now();
    subjects[w->subject].run(&w->reader, subjects[w->subject].count);
    w->ns = (now() - start) / (double)subjects[w->subject].count;
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(size_t subject, unsigned threads, struct worker *workers)
{
    double runs[RUNS];

    for (int run = 0; run < RUNS; run++) {
        pthread_barrier_init(&barrier, NULL, threads);
        runs[run] = 0;
        for (unsigned i = 0; i < threads; i++) {
            workers[i].subject = subject;
            pthread_create(&workers[i].thread, NULL, work, &workers[i]);
        }
        for (unsigned i = 0; i < threads; i++) {
            pthread_join(workers[i].thread, NULL);
            runs[run] += workers[i].ns / threads;
        }
        pthread_barrier_destroy(&barrier);
    }
    qsort(runs, RUNS, sizeof *runs, by_value);
    printf("%-16s %u thread%s %8.1f ns  (%.1f .. %.1f)  %5.2f million/s each\n", subjects[subject].name,
           threads, threads > 1 ? "s" : " ", runs[RUNS / 2], runs[RUNS / 4], runs[RUNS * 3 / 4],
           1000 / runs[RUNS / 2]);
}

/* --- the database ------------------------------------------------------------------------- */

static void open_reader(struct reader *r, bool first)
{
    check(JetBeginSessionA(instance, &r->session, NULL, NULL), "JetBeginSession");
    if (first)
        check(JetAttachDatabaseA(r->session, path, JET_bitDbReadOnly), "JetAttachDatabase");
    check(JetOpenDatabaseA(r->session, path, NULL, &r->database, JET_bitDbReadOnly), "JetOpenDatabase");
    check(JetOpenTableA(r->session, r->database, "MSysObjects", NULL, 0, JET_bitTableReadOnly, &r->table),
          "JetOpenTable");
    check(JetMove(r->session, r->table, (int32_t)JET_MoveFirst, 0), "JetMove");
    r->random = 1 + (uint32_t)(uintptr_t)r;
}

static void read_rows(struct reader *r)
{
    JET_ERR err = JET_errSuccess;
    uint32_t actual;

    for (; err == JET_errSuccess && row_count < ROWS_MOST;
         err = JetMove(r->session, r->table, JET_MoveNext, 0)) {
        struct row *row = &rows[row_count++];
        check(JetRetrieveColumn(r->session, r->table, 1, &row->objid, 4, &actual, 0, NULL), "ObjidTable");
        check(JetRetrieveColumn(r->session, r->table, 2, &row->type, 2, &actual, 0, NULL), "Type");
        check(JetRetrieveColumn(r->session, r->table, 3, &row->id, 4, &actual, 0, NULL), "Id");
    }
    check(JetMove(r->session, r->table, (int32_t)JET_MoveFirst, 0), "JetMove");
}

static void remove_copy(void)
{
    unlink(path);
    rmdir(folder);
}

static void extract(void)
{
    char command[4096];

    if (access(SHARED_DIR "/corpus/large.edb.gz", R_OK) != 0) {
        fprintf(stderr, "no real files: skipped\n");
        exit(0);
    }
    if (!mkdtemp(folder))
        exit(1);
    memcpy(path, folder, strlen(folder));
    atexit(remove_copy);
    snprintf(command, sizeof command, "gzip -dc %s/corpus/large.edb.gz > %s", SHARED_DIR, path);
    if (system(command) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    struct worker workers[2];

    extract();
    check(JetSetSystemParameterA(NULL, 0, JET_paramDatabasePageSize, 32768, NULL), "page size");
    check(JetCreateInstanceA(&instance, "bench"), "JetCreateInstance");
    check(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), "recovery off");
    check(JetInit(&instance), "JetInit");
    open_reader(&workers[0].reader, true);
    open_reader(&workers[1].reader, false);
    read_rows(&workers[0].reader);
    for (size_t i = 0; i < SUBJECTS; i++) {
        if (argc == 3 && strcmp(argv[1], subjects[i].name) == 0)
            subjects[i].run(&workers[0].reader, atol(argv[2]));
        for (unsigned threads = 1; argc == 1 && threads <= 2; threads++)
            measure(i, threads, workers);
    }
    for (int i = 0; i < 2; i++)
        check(JetEndSession(workers[i].reader.session, 0), "JetEndSession");
    check(JetTerm(instance), "JetTerm");
    return 0;
}
