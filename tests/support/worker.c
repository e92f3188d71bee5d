#include "worker.h"

#include <string.h>

static void *worker_main(void *context)
{
    struct worker *w = context;

    pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        if (!w->function) {
            pthread_cond_wait(&w->changed, &w->lock);
            continue;
        }
        worker_function function = w->function;
        pthread_mutex_unlock(&w->lock);
        int result = function(w->argument);
        pthread_mutex_lock(&w->lock);
        w->result = result;
        w->function = NULL;
        w->done = true;
        pthread_cond_broadcast(&w->changed);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

void worker_start(struct worker *worker)
{
    memset(worker, 0, sizeof *worker);
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    pthread_create(&worker->thread, NULL, worker_main, worker);
}

void worker_post(struct worker *worker, worker_function function, void *argument)
{
    pthread_mutex_lock(&worker->lock);
    worker->function = function;
    worker->argument = argument;
    worker->done = false;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

int worker_wait(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    while (!worker->done)
        pthread_cond_wait(&worker->changed, &worker->lock);
    int result = worker->result;
    pthread_mutex_unlock(&worker->lock);
    return result;
}

int worker_run(struct worker *worker, worker_function function, void *argument)
{
    worker_post(worker, function, argument);
    return worker_wait(worker);
}

void worker_stop(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    worker->stop = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
}
