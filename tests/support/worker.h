/* worker.h: a second thread that does what it is told, one thing after another, so
 * that tests of threads have one order of events and no luck in them. */
#ifndef TEST_WORKER_H
#define TEST_WORKER_H

#include <pthread.h>
#include <stdbool.h>

typedef int (*worker_function)(void *argument);

struct worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    worker_function function; /* NULL: idle */
    void *argument;
    int result;
    bool done, stop;
};

void worker_start(struct worker *worker);

/* Runs function(argument) on the worker's thread and gives its result. */
int worker_run(struct worker *worker, worker_function function, void *argument);

/* The two halves of worker_run. */
void worker_post(struct worker *worker, worker_function function, void *argument);
int worker_wait(struct worker *worker);

void worker_stop(struct worker *worker);

#endif
