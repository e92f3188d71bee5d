/* databases.h: every real database file outside the project, for tests that
 * walk over all of them. */
#ifndef TEST_DATABASES_H
#define TEST_DATABASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test_database {
    const char *path;     /* below the shared folder, gzipped */
    const char *summary;  /* header facts and page census, or null */
    const char *contents; /* everything in it, as the reference engine read it, or null */
    const char *pages;    /* category of every page, or null */
    bool clean;           /* was shut down or recovered */
    bool damaged;         /* has bad pages */
};
extern const struct test_database test_databases[];
extern const size_t test_database_count;

/* A database in memory. */
struct test_image {
    uint8_t *bytes;
    size_t size;
    uint32_t page_size;
    uint32_t pages; /* that the file has room for, without the two headers */
};
struct test_image test_image_read(const char *path);
void test_image_free(struct test_image *image);
static inline uint8_t *test_image_page(const struct test_image *image, uint32_t pgno)
{
    return image->bytes + ((size_t)pgno + 1) * image->page_size;
}

#endif
