/* Nanoseconds of the parts of reading: checksum, seek, move, with one thread and
 * two. 300,000 rows of 113 bytes with integer keys, 8 KiB pages, all in memory.
 * btree ROWS MODE runs one mode alone, for callgrind. */
#include "btree/btree.h"
#include "../../tests/support/make_tree.h"
#include "os/os_thread.h"
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { ROWS = 300000, PAGE = 8192, RUNS = 7 };

struct bench {
    struct made_tree made;
    struct cache *cache;
    unsigned slot;
    struct btree tree;
    uint64_t rows;
};

static void make_key(uint64_t i, uint8_t key[9])
{
    key[0] = 0x7f;
    store_be64(key + 1, i ^ UINT64_C(1) << 63);
}

static void make_row(void *context, uint64_t i, struct bytes *key, struct bytes *data)
{
    static uint8_t key_bytes[9], data_bytes[104];
    (void)context;
    make_key(i, key_bytes);
    store_le64(data_bytes, i);
    *key = (struct bytes){key_bytes, sizeof key_bytes};
    *data = (struct bytes){data_bytes, sizeof data_bytes};
}

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void must(JET_ERR err)
{
    if (err == JET_errSuccess)
        return;
    fprintf(stderr, "btree: error %d\n", (int)err);
    exit(1);
}

/* Seek of a random key, its data looked at, released. */
static void seeks(struct bench *b, uint64_t count)
{
    struct tree_cursor cursor;
    uint8_t key[9];
    uint64_t random = 88172645463325252u, sum = 0;
    must(tree_cursor_open(&cursor, &b->tree));
    for (uint64_t i = 0; i < count; i++) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        uint64_t row = (uint64_t)((unsigned __int128)random * b->rows >> 64);
        make_key(row, key);
        must(tree_cursor_seek(&cursor, TREE_SEEK_EQ, (struct bytes){key, 9}, (struct bytes){NULL, 0}, NULL));
        sum += load_le64(tree_cursor_data(&cursor).data) != row;
        tree_cursor_release(&cursor);
    }
    if (sum)
        abort();
    tree_cursor_close(&cursor);
}

/* The whole tree in order, released after each step as a call does. */
static void moves(struct bench *b, bool release, bool forward)
{
    struct tree_cursor cursor;
    uint64_t n = 0, sum = 0;
    must(tree_cursor_open(&cursor, &b->tree));
    JET_ERR err = forward ? tree_cursor_first(&cursor) : tree_cursor_last(&cursor);
    while (err == JET_errSuccess) {
        sum += load_le64(tree_cursor_data(&cursor).data);
        n++;
        if (release)
            tree_cursor_release(&cursor);
        err = forward ? tree_cursor_next(&cursor) : tree_cursor_prev(&cursor);
    }
    if (n != b->rows || sum != b->rows * (b->rows - 1) / 2)
        abort();
    tree_cursor_close(&cursor);
}

enum mode { SEEK, NEXT, NEXT_LATCHED, PREV, LOAD, MODES };
static const char *const names[MODES] = {"seek", "next", "next, latch kept", "prev", "next, cold cache"};

static void forget(struct bench *b)
{
    cache_detach(b->cache, b->slot);
    must(cache_attach(b->cache, &b->made.file, &b->slot));
    cache_set_last_page(b->cache, b->slot, b->made.pages - 1);
}

static void run_mode(struct bench *b, enum mode mode)
{
    switch (mode) {
    case SEEK:
        seeks(b, b->rows);
        break;
    case NEXT:
    case NEXT_LATCHED:
    case PREV:
        moves(b, mode != NEXT_LATCHED, mode != PREV);
        break;
    default:
        moves(b, true, true);
        break;
    }
}

struct job {
    struct bench *bench;
    enum mode mode;
};

static void *job_main(void *context)
{
    struct job *job = context;
    run_mode(job->bench, job->mode);
    return NULL;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct bench *b, enum mode mode, int threads)
{
    double ns[RUNS];
    for (int run = 0; run < RUNS; run++) {
        pthread_t other[2];
        struct job job = {b, mode};
        if (mode == LOAD)
            forget(b);
        uint64_t start = now_ns();
        for (int i = 1; i < threads; i++)
            pthread_create(&other[i], NULL, job_main, &job);
        job_main(&job);
        for (int i = 1; i < threads; i++)
            pthread_join(other[i], NULL);
        ns[run] = (double)(now_ns() - start) / (double)b->rows;
    }
    qsort(ns, RUNS, sizeof ns[0], compare_doubles);
    printf("%-20s %d thread%s %8.1f ns each (best %.1f, worst %.1f)\n", names[mode], threads,
           threads > 1 ? "s" : " ", ns[RUNS / 2], ns[0], ns[RUNS - 1]);
}

int main(int argc, char **argv)
{
    struct bench b = {.rows = argc > 1 ? strtoull(argv[1], NULL, 10) : ROWS};
    make_tree(&b.made, PAGE, 0, 0, b.rows, make_row, NULL);
    struct cache_params params = {PAGE, MAX(b.made.pages + 64, CACHE_FRAMES_MIN)};
    must(cache_create(&params, &b.cache));
    must(cache_attach(b.cache, &b.made.file, &b.slot));
    must(btree_open(&b.tree, b.cache, b.slot, b.made.root, b.made.objid, TREE_TABLE));
    moves(&b, true, true);
    if (argc > 2) {
        run_mode(&b, (enum mode)atoi(argv[2]));
    } else {
        printf("%llu rows, %u pages, %u levels\n", (unsigned long long)b.rows, b.made.pages, b.made.depth);
        for (enum mode mode = SEEK; mode < MODES; mode++)
            for (int threads = 1; threads <= (mode == LOAD ? 1 : 2); threads++)
                measure(&b, mode, threads);
    }
    cache_detach(b.cache, b.slot);
    cache_destroy(b.cache);
    made_tree_free(&b.made);
    return 0;
}
