#include "progress.h"

#include <stdio.h>
#include <string.h>

enum { SCALE = 51, DOTS = 50 };

void progress_begin(struct progress *bar, const char *caption)
{
    char line[80];
    snprintf(line, sizeof line, "%s (%% complete)", caption);
    int pad = (SCALE - (int)strlen(line)) / 2;
    printf("          %*s%s\n\n", pad > 0 ? pad : 0, "", line);
    printf("          0    10   20   30   40   50   60   70   80   90  100\n");
    printf("          |----|----|----|----|----|----|----|----|----|----|\n          ");
    fflush(stdout);
    bar->dots = 0;
}

void progress_at(struct progress *bar, uint64_t done, uint64_t total)
{
    unsigned dots = total ? (unsigned)(done * 100 / total / 2) : 0;
    if (dots <= bar->dots)
        return;
    for (; bar->dots < dots && bar->dots < DOTS; bar->dots++)
        putchar('.');
    fflush(stdout);
}

void progress_end(struct progress *bar)
{
    for (; bar->dots < SCALE; bar->dots++)
        putchar('.');
    putchar('\n');
    fflush(stdout);
}

void progress_fail(struct progress *bar)
{
    (void)bar;
    printf("X\n");
    fflush(stdout);
}
