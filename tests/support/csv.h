/* csv.h: the tables of the specification, read row by row. */
#ifndef TEST_CSV_H
#define TEST_CSV_H

#include <stdbool.h>
#include <stddef.h>

#define CSV_COLUMNS 32

struct csv {
    char *text, *next;
    const char *cells[CSV_COLUMNS]; /* of the current row */
    size_t count;
};

/* Opens a file below the shared folder and reads the header row. Exits the test program on failure. */
void csv_open(struct csv *csv, const char *relative);
bool csv_next(struct csv *csv);
void csv_close(struct csv *csv);

#endif
