/* What the session calls cost, in ns, with 1 and 2 threads, each on sessions of its
 * own; and ten million cycles, after which nothing may be left behind. */
#define JET_VERSION 0x0A01
#include <esent.h>

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 15, CYCLES = 10000000 };

static JET_INSTANCE instance;

static void check(JET_ERR err, const char *what)
{
    if (err < 0) {
        fprintf(stderr, "%s: %d\n", what, err);
        exit(1);
    }
}

static void begin_end_session(JET_SESID s, long n)
{
    (void)s;
    for (long i = 0; i < n; i++) {
        JET_SESID t;
        check(JetBeginSessionA(instance, &t, NULL, NULL), "JetBeginSession");
        check(JetEndSession(t, 0), "JetEndSession");
    }
}

static void set_reset_context(JET_SESID s, long n)
{
    for (long i = 0; i < n; i++) {
        check(JetSetSessionContext(s, (JET_API_PTR)i + 1), "JetSetSessionContext");
        check(JetResetSessionContext(s), "JetResetSessionContext");
    }
}

static void begin_commit_read_only(JET_SESID s, long n)
{
    for (long i = 0; i < n; i++) {
        check(JetBeginTransaction2(s, JET_bitTransactionReadOnly), "JetBeginTransaction2");
        check(JetCommitTransaction(s, 0), "JetCommitTransaction");
    }
}

static void begin_commit(JET_SESID s, long n)
{
    for (long i = 0; i < n; i++) {
        check(JetBeginTransaction(s), "JetBeginTransaction");
        check(JetCommitTransaction(s, 0), "JetCommitTransaction");
    }
}

static void enter_leave(JET_SESID s, long n)
{
    for (long i = 0; i < n; i++)
        check(JetIdle(s, JET_bitIdleStatus), "JetIdle");
}

static const struct {
    const char *name;
    void (*run)(JET_SESID s, long n);
    long count;
} subjects[] = {
    {"begin + end session", begin_end_session, 200000},
    {"set + reset context", set_reset_context, 2000000},
    {"begin + commit, read-only", begin_commit_read_only, 2000000},
    {"begin + commit", begin_commit, 2000000},
    {"one call that does nothing", enter_leave, 4000000},
};

struct worker {
    pthread_t thread;
    JET_SESID session;
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
    long n = subjects[w->subject].count;
    pthread_barrier_wait(&barrier);
    double start = now();
    subjects[w->subject].run(w->session, n);
    w->ns = (now() - start) / (double)n;
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ns of one cycle on each of `threads` threads at once: median and quartiles. */
static void measure(size_t subject, unsigned threads)
{
    struct worker workers[2];
    double runs[RUNS];

    for (unsigned i = 0; i < threads; i++)
        check(JetBeginSessionA(instance, &workers[i].session, NULL, NULL), "JetBeginSession");
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
    for (unsigned i = 0; i < threads; i++)
        check(JetEndSession(workers[i].session, 0), "JetEndSession");
    qsort(runs, RUNS, sizeof *runs, by_value);
    printf("%-28s %u thread%s %8.1f ns  (%.1f .. %.1f)\n", subjects[subject].name, threads,
           threads > 1 ? "s" : " ", runs[RUNS / 2], runs[RUNS / 4], runs[RUNS * 3 / 4]);
}

static size_t heap_in_use(void) { return mallinfo2().uordblks; }

static void cycle(void)
{
    JET_SESID s;
    check(JetBeginSessionA(instance, &s, NULL, NULL), "JetBeginSession");
    check(JetSetSessionContext(s, 1), "JetSetSessionContext");
    check(JetBeginTransaction(s), "JetBeginTransaction");
    check(JetCommitTransaction(s, 0), "JetCommitTransaction");
    check(JetResetSessionContext(s), "JetResetSessionContext");
    check(JetEndSession(s, 0), "JetEndSession");
}

int main(void)
{
    check(JetCreateInstanceA(&instance, "bench"), "JetCreateInstance");
    check(JetSetSystemParameterA(&instance, 0, JET_paramRecovery, 0, "off"), "recovery off");
    check(JetSetSystemParameterA(&instance, 0, JET_paramMaxTemporaryTables, 0, NULL),
          "no temporary database");
    check(JetInit(&instance), "JetInit");
    for (size_t subject = 0; subject < sizeof subjects / sizeof *subjects; subject++)
        for (unsigned threads = 1; threads <= 2; threads++)
            measure(subject, threads);

    cycle();
    size_t before = heap_in_use();
    for (long i = 0; i < CYCLES; i++)
        cycle();
    size_t after = heap_in_use();
    printf("%d cycles of all of these: %zu bytes of heap before, %zu after\n", CYCLES, before, after);
    check(JetTerm(instance), "JetTerm");
    return after > before;
}
