/* Nanoseconds for one key: Unicode sort keys of 16 characters (goal: at most 300
 * for ASCII, what two seeks of kvbench's w10 leave over) and keys around them. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <uchar.h>
#include "nls/key.h"

enum { ROUNDS = 31, KEYS = 20000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const char *what, const struct key_index *index, const void *data, size_t size)
{
    double rounds[ROUNDS];
    static struct key_search key;
    unsigned sum = 0;
    for (unsigned r = 0; r < ROUNDS; r++) {
        double start = now();
        for (unsigned i = 0; i < KEYS; i++) {
            if (key_make(&key, index, data, size, JET_bitNewKey) < 0)
                exit(1);
            sum += key.bytes[key.size - 1];
        }
        rounds[r] = (now() - start) / KEYS;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    printf("%-34s %7.1f ns (quartiles %.1f, %.1f)%s\n", what, rounds[ROUNDS / 2], rounds[ROUNDS / 4],
           rounds[3 * ROUNDS / 4], sum == 1 ? "!" : "");
}

static struct key_index text_index(const char *locale, uint32_t flags, uint16_t code_page)
{
    struct key_index index = {.key_most = 255, .var_seg_mac = 255, .segment_count = 1};
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypLongText, .code_page = code_page};
    if (nls_open(locale, 0, NULL, flags, &index.sort) < 0)
        exit(1);
    return index;
}

int main(void)
{
    static const char16_t ascii[] = u"Sixteen letters.", accents[] = u"r\u00E9sum\u00E9 de l'\u00E9t\u00E9s";
    static const char16_t kana[] =
        u"\u3042\u3044\u3046\u3048\u304A\u304B\u304D\u304F\u3051\u3053\u3055\u3057\u3059\u305B\u305D\u305F";
    struct key_index index = text_index("en-US", NLS_DEFAULT_FLAGS, 1200);
    measure("Unicode, 16 ASCII characters", &index, ascii, 32);
    measure("Unicode, 16 with accents", &index, accents, 32);
    measure("Unicode, 16 kana", &index, kana, 32);
    index = text_index("hu-HU", NLS_DEFAULT_FLAGS, 1200);
    measure("Unicode, 16 ASCII, contractions", &index, ascii, 32);
    index = text_index("en-US", NLS_DEFAULT_FLAGS, 1252);
    measure("code page 1252, 16 characters", &index, "Sixteen letters.", 16);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypLongBinary};
    measure("binary, 16 bytes", &index, "Sixteen letters.", 16);
    index.segments[0] = (struct key_segment){.coltyp = JET_coltypLong};
    measure("Long", &index, "\1\2\3\4", 4);
    return 0;
}
