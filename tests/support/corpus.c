#include "corpus.h"

#include <ftw.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define die(...) (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1))

bool corpus_present(void)
{
    struct stat st;
    if (stat(SHARED_DIR "/corpus/README.md", &st) == 0)
        return true;
    fprintf(stderr, "SKIPPED: no real files at %s\n", SHARED_DIR);
    return false;
}

const char *corpus_path(const char *relative)
{
    static char paths[4][1024];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", SHARED_DIR, relative);
    return path;
}

uint8_t *corpus_read(const char *relative, size_t *size)
{
    gzFile file = gzopen(corpus_path(relative), "rb"); /* reads plain files as they are */
    if (!file)
        die("cannot open %s", corpus_path(relative));
    size_t capacity = 1 << 16, used = 0;
    uint8_t *data = malloc(capacity);
    for (;;) {
        if (used == capacity)
            data = realloc(data, capacity *= 2);
        if (!data)
            die("out of memory");
        int n = gzread(file, data + used, (unsigned)(capacity - used));
        if (n < 0)
            die("cannot read %s", corpus_path(relative));
        if (n == 0)
            break;
        used += (size_t)n;
    }
    gzclose(file);
    *size = used;
    return data;
}

void corpus_extract(const char *relative, const char *target)
{
    size_t size;
    uint8_t *data = corpus_read(relative, &size);
    FILE *out = fopen(target, "wb");
    if (!out || fwrite(data, 1, size, out) != size || fclose(out) != 0)
        die("cannot write %s", target);
    free(data);
}

static char directory[1024];

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void remove_directory(void) { nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS); }

const char *test_directory(void)
{
    if (!directory[0]) {
        const char *base = getenv("TMPDIR");
        snprintf(directory, sizeof directory, "%s/esent-test-XXXXXX", base ? base : "/tmp");
        if (!mkdtemp(directory))
            die("cannot make a directory %s", directory);
        atexit(remove_directory);
    }
    return directory;
}

struct jsonl {
    gzFile file;
    char *line;
    size_t capacity;
};

struct jsonl *jsonl_open(const char *relative)
{
    struct jsonl *reader = calloc(1, sizeof *reader);
    if (!reader || !(reader->file = gzopen(corpus_path(relative), "rb")))
        die("cannot open %s", corpus_path(relative));
    return reader;
}

const char *jsonl_next_text(struct jsonl *reader, size_t *size)
{
    size_t used = 0;
    for (;;) {
        if (reader->capacity - used < 2) {
            reader->capacity = reader->capacity ? reader->capacity * 2 : 1 << 16;
            reader->line = realloc(reader->line, reader->capacity);
            if (!reader->line)
                die("out of memory");
        }
        if (!gzgets(reader->file, reader->line + used, (int)(reader->capacity - used)))
            break;
        used += strlen(reader->line + used);
        if (reader->line[used - 1] == '\n')
            break;
    }
    if (used == 0)
        return NULL;
    if (reader->line[used - 1] == '\n')
        reader->line[--used] = '\0';
    *size = used;
    return reader->line;
}

bool jsonl_next(struct jsonl *reader, json_t **object)
{
    size_t size;
    const char *line = jsonl_next_text(reader, &size);
    if (!line)
        return false;
    json_error_t error;
    *object = json_loadb(line, size, JSON_ALLOW_NUL | JSON_DECODE_ANY, &error);
    if (!*object)
        die("bad JSON: %s", error.text);
    return true;
}

void jsonl_close(struct jsonl *reader)
{
    gzclose(reader->file);
    free(reader->line);
    free(reader);
}

void sha256_hex(const void *data, size_t size, char hex[65])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, size, data);
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        sprintf(hex + 2 * i, "%02x", digest[i]);
}
