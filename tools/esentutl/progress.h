/* progress.h: the bar of the classic modes (spec 60, A.4). */
#ifndef ESENTUTL_PROGRESS_H
#define ESENTUTL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    unsigned dots;
};

/* The head line and the scale. `caption` without " Status". */
void progress_begin(struct progress *bar, const char *caption);
void progress_at(struct progress *bar, uint64_t done, uint64_t total);
void progress_end(struct progress *bar);
void progress_fail(struct progress *bar);

#endif
