/* esentutl export: all rows of a database, or of some tables, as text. Rows are
 * streamed: memory holds one value at a time. */
#include "esentutl.h"
#include "human.h"
#include "rows.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct export
{
    struct open_options open;
    const char *path, *output;
    const struct writer_ops *ops;
    const char **tables; /* wanted; none: all */
    size_t table_count;
    bool progress;
    size_t number, total; /* tables done, all */
    const char *current;
    uint64_t broken; /* values of the present table that cannot be read */
    bool failed;     /* something could not be read */
};

static void show_progress(void *context, uint64_t rows)
{
    const struct export *e = context;
    unsigned filled = (unsigned)(e->number * 30 / (e->total ? e->total : 1));
    fprintf(stderr, "\r\033[K[%.*s%.*s] %zu/%zu %s: %llu rows", (int)filled, "##############################",
            (int)(30 - filled), "------------------------------", e->number, e->total, e->current,
            (unsigned long long)rows);
    fflush(stderr);
}

static void clear_progress(const struct export *e)
{
    if (e->progress)
        fprintf(stderr, "\r\033[K");
}

static int usage(const char *why, const char *what)
{
    if (why)
        fprintf(stderr, "esentutl export: %s%s\n", why, what);
    fprintf(stderr, "usage: esentutl export DB [-t TABLE]... [--format jsonl|csv|sql] [-o FILE] [--dirty]\n"
                    "                       [--page-size BYTES] [--quiet]\n"
                    "  csv of several tables: -o names a directory, which gets one file for each\n");
    return 2;
}

static bool set_format(struct export *e, const char *name)
{
    static const struct writer_ops *const all[] = {&writer_jsonl, &writer_csv, &writer_sql};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++)
        if (strcmp(all[i]->name, name) == 0) {
            e->ops = all[i];
            return true;
        }
    return false;
}

/* 0: go on; else the exit status. */
static int parse(int argc, char **argv, struct export *e)
{
    static const struct option longs[] = {
        {"table", required_argument, NULL, 't'},
        {"format", required_argument, NULL, 'f'},
        {"output", required_argument, NULL, 'o'},
        {"dirty", no_argument, NULL, 'd'},
        {"page-size", required_argument, NULL, 'p'},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    int c;
    while ((c = getopt_long(argc, argv, "t:f:o:h", longs, NULL)) != -1) {
        switch (c) {
        case 't':
            e->tables[e->table_count++] = optarg;
            break;
        case 'f':
            if (!set_format(e, optarg))
                return usage("no such format: ", optarg);
            break;
        case 'o':
            e->output = optarg;
            break;
        case 'd':
            e->open.dirty = true;
            break;
        case 'p':
            e->open.page_size = (uint32_t)strtoul(optarg, NULL, 10);
            break;
        case 'q':
            e->progress = false;
            break;
        case 'h':
            usage(NULL, NULL);
            return -1;
        default:
            return usage(NULL, NULL);
        }
    }
    if (argc - optind != 1)
        return usage(argc == optind ? "no database is named" : "more than one database is named: ",
                     argc == optind ? "" : argv[optind + 1]);
    e->path = argv[optind];
    return 0;
}

static bool wanted(const struct export *e, const char *name)
{
    for (size_t i = 0; i < e->table_count; i++)
        if (strcasecmp(e->tables[i], name) == 0)
            return true;
    return e->table_count == 0;
}

/* Every table that was asked for must be there. */
static JET_ERR check_tables(struct export *e, struct schema *schema)
{
    for (size_t i = 0; i < e->table_count; i++)
        if (!schema_find(schema, e->tables[i]))
            return tell(JET_errObjectNotFound, "there is no table '%s' in '%s'", e->tables[i], e->path);
    for (size_t i = 0; i < schema->count; i++)
        e->total += wanted(e, schema->tables[i].name);
    return JET_errSuccess;
}

static JET_ERR open_output(const char *path, FILE **out)
{
    *out = path ? fopen(path, "wb") : stdout;
    if (!*out) {
        fprintf(stderr, "esentutl: cannot write '%s': %s\n", path, strerror(errno));
        return JET_errFileAccessDenied;
    }
    setvbuf(*out, NULL, _IOFBF, 1 << 20);
    return JET_errSuccess;
}

static JET_ERR close_output(const char *path, FILE *out)
{
    bool failed = fflush(out) != 0 || ferror(out);
    if (path)
        failed = fclose(out) != 0 || failed;
    if (failed)
        return tell(JET_errDiskFull, "cannot write '%s'", path ? path : "standard output");
    return JET_errSuccess;
}

enum { MESSAGES_MOST = 10 }; /* for one table */

static void tell_broken(void *context, const struct schema_column *column, uint64_t row, JET_ERR err)
{
    struct export *e = context;
    e->broken++;
    if (e->broken > MESSAGES_MOST)
        return;
    clear_progress(e);
    tell(err, "table '%s', row %llu, column '%s' cannot be read", e->current, (unsigned long long)row,
         column->name);
}

/* A table whose rows cannot all be read does not stop the others. */
static JET_ERR export_table(struct export *e, struct opened *opened, struct writer *w,
                            const struct schema_table *table)
{
    struct row_walk walk = {
        .progress = e->progress ? show_progress : NULL, .broken = tell_broken, .context = e};
    e->current = table->name;
    e->broken = 0;
    JET_ERR err = writer_set_table(w, e->ops, table);
    if (err >= 0)
        err = rows_write(opened, e->ops, w, &walk);
    e->number++;
    if (e->broken > MESSAGES_MOST)
        fprintf(stderr, "esentutl: table '%s': %llu values in all cannot be read\n", e->current,
                (unsigned long long)e->broken);
    if (err < 0) {
        clear_progress(e);
        tell(err, "table '%s' cannot be read beyond row %llu", e->current, (unsigned long long)walk.rows);
    }
    e->failed |= err < 0 || e->broken;
    return err == JET_errDiskFull || err == JET_errOutOfMemory ? err : JET_errSuccess;
}

/* One file for each table. */
static JET_ERR export_files(struct export *e, struct opened *opened, struct writer *w,
                            const struct schema *schema)
{
    JET_ERR err = JET_errSuccess;
    if (mkdir(e->output, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "esentutl: cannot make the directory '%s': %s\n", e->output, strerror(errno));
        return JET_errFileAccessDenied;
    }
    for (size_t i = 0; i < schema->count && err >= 0; i++) {
        const struct schema_table *table = &schema->tables[i];
        char path[4200];
        if (!wanted(e, table->name))
            continue;
        int length = snprintf(path, sizeof path, "%s/", e->output);
        for (const char *p = table->name; *p && (size_t)length + 8 < sizeof path; p++)
            path[length++] = *p == '/' || (unsigned char)*p < 32 ? '_' : *p;
        snprintf(path + length, sizeof path - (size_t)length, ".%s", e->ops->name);
        err = open_output(path, &w->out);
        if (err < 0)
            break;
        err = export_table(e, opened, w, table);
        JET_ERR closed = close_output(path, w->out);
        err = err < 0 ? err : closed;
    }
    return err;
}

static JET_ERR export_stream(struct export *e, struct opened *opened, struct writer *w,
                             const struct schema *schema)
{
    JET_ERR err = open_output(e->output, &w->out);
    if (err < 0)
        return err;
    err = e->ops->begin(w);
    for (size_t i = 0; i < schema->count && err >= 0; i++)
        if (wanted(e, schema->tables[i].name))
            err = export_table(e, opened, w, &schema->tables[i]);
    if (err >= 0)
        err = e->ops->end(w);
    JET_ERR closed = close_output(e->output, w->out);
    return err < 0 ? err : closed;
}

static JET_ERR run(struct export *e)
{
    struct opened opened;
    struct schema schema = {0};
    struct writer w = {0};
    JET_ERR err = opened_begin(&opened, e->path, &e->open);
    if (err < 0)
        return err;
    err = schema_read(&opened, &schema);
    if (err >= 0)
        err = check_tables(e, &schema);
    if (err >= 0) {
        w.schema = &schema;
        bool files = e->ops == &writer_csv && e->total > 1;
        if (files && !e->output) {
            fprintf(stderr,
                    "esentutl: csv holds one table: name it with -t, or a directory for all with -o\n");
            err = JET_errInvalidParameter;
        } else {
            err = files ? export_files(e, &opened, &w, &schema) : export_stream(e, &opened, &w, &schema);
        }
    }
    clear_progress(e);
    writer_free(&w);
    schema_free(&schema);
    opened_end(&opened);
    return err;
}

int command_export(int argc, char **argv)
{
    struct export e = {.ops = &writer_jsonl};
    e.tables = calloc((size_t)argc + 1, sizeof *e.tables);
    if (!e.tables)
        return 1;
    e.progress = isatty(STDERR_FILENO);
    int status = parse(argc, argv, &e);
    if (status == 0) {
        if (!e.output && isatty(STDOUT_FILENO))
            e.progress = false;
        status = run(&e) < 0 || e.failed ? 1 : 0;
    }
    free(e.tables);
    return status < 0 ? 0 : status;
}
