/* esentutl tables: what is in a database, in one look. */
#include "esentutl.h"
#include "human.h"
#include "schema.h"

#include "format/catalog_row.h"

#include <getopt.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <unistd.h>

enum { COLUMN_NAME, COLUMN_ROWS, COLUMN_SIZE, COLUMN_COLUMNS, COLUMN_INDEXES, COLUMN_KIND, COLUMN_COUNT };

static int usage(void)
{
    fprintf(stderr, "usage: esentutl tables DB [--dirty] [--page-size BYTES] [--json]\n");
    return 2;
}

static void human_size(uint64_t bytes, char *text, size_t size)
{
    static const char units[] = "BKMGT";
    double value = (double)bytes;
    unsigned unit = 0;
    while (value >= 1024 && unit + 2 < sizeof units) {
        value /= 1024;
        unit++;
    }
    snprintf(text, size, unit ? "%.1f %c" : "%.0f %c", value, units[unit]);
}

static const char *kind_of(const struct schema_table *t)
{
    if (t->flags & CATALOG_TABLE_SYSTEM)
        return "system";
    if (t->flags & CATALOG_TABLE_TEMPLATE)
        return "template";
    return t->flags & CATALOG_TABLE_DERIVED ? "derived" : "";
}

/* -1: the table cannot be opened, or not be read to its end. */
static int64_t count_rows(struct opened *opened, const char *name, JET_ERR *err, uint32_t *pages)
{
    JET_TABLEID table;
    uint32_t count = 0;
    *pages = 0;
    *err = JetOpenTableA(opened->session, opened->dbid, name, NULL, 0, JET_bitTableReadOnly, &table);
    if (*err < 0)
        return -1;
    JET_ERR space = JetGetTableInfoA(opened->session, table, pages, sizeof *pages, JET_TblInfoSpaceOwned);
    if (space < 0)
        *pages = 0;
    *err = JetMove(opened->session, table, JET_MoveFirst, 0);
    if (*err == JET_errNoCurrentRecord)
        *err = JET_errSuccess;
    else if (*err >= 0)
        *err = JetIndexRecordCount(opened->session, table, &count, 0);
    JetCloseTable(opened->session, table);
    return *err < 0 ? -1 : (int64_t)count;
}

static bool add_line(struct libscols_table *out, struct opened *opened, const struct schema_table *t,
                     JET_ERR *failed)
{
    char text[64];
    uint32_t pages;
    size_t live = 0;
    JET_ERR err;
    struct libscols_line *line = scols_table_new_line(out, NULL);
    if (!line)
        return false;
    for (size_t i = 0; i < t->column_count; i++)
        live += t->columns[i].coltyp != 0;
    int64_t rows = count_rows(opened, t->name, &err, &pages);
    if (err < 0) {
        tell(err, "table '%s' cannot be read", t->name);
        *failed = err;
    }
    scols_line_set_data(line, COLUMN_NAME, t->name);
    snprintf(text, sizeof text, "%lld", (long long)rows);
    scols_line_set_data(line, COLUMN_ROWS, rows < 0 ? "?" : text);
    human_size((uint64_t)pages * opened->page_size, text, sizeof text);
    scols_line_set_data(line, COLUMN_SIZE, pages ? text : "");
    snprintf(text, sizeof text, "%zu", live);
    scols_line_set_data(line, COLUMN_COLUMNS, text);
    snprintf(text, sizeof text, "%zu", t->index_count);
    scols_line_set_data(line, COLUMN_INDEXES, text);
    scols_line_set_data(line, COLUMN_KIND, kind_of(t));
    return true;
}

static struct libscols_table *make_table(bool json)
{
    static const struct {
        const char *name, *key;
        int flags;
        bool number;
    } columns[COLUMN_COUNT] = {
        {"TABLE", "table", 0, false},
        {"ROWS", "rows", SCOLS_FL_RIGHT, true},
        {"SIZE", "size", SCOLS_FL_RIGHT, false},
        {"COLUMNS", "columns", SCOLS_FL_RIGHT, true},
        {"INDEXES", "indexes", SCOLS_FL_RIGHT, true},
        {"KIND", "kind", 0, false},
    };
    scols_init_debug(0);
    struct libscols_table *out = scols_new_table();
    if (!out)
        return NULL;
    scols_table_enable_json(out, json);
    scols_table_set_name(out, "tables");
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        struct libscols_column *column =
            scols_table_new_column(out, json ? columns[i].key : columns[i].name, 0, columns[i].flags);
        if (column && columns[i].number)
            scols_column_set_json_type(column, SCOLS_JSON_NUMBER);
    }
    return out;
}

static void print_summary(struct opened *opened)
{
    JET_DBINFOMISC misc;
    char size[32];
    uint32_t pages = 0;
    if (JetGetDatabaseInfoA(opened->session, opened->dbid, &misc, sizeof misc, JET_DbInfoMisc) < 0)
        return;
    JetGetDatabaseInfoA(opened->session, opened->dbid, &pages, sizeof pages, JET_DbInfoFilesize);
    human_size((uint64_t)pages * opened->page_size, size, sizeof size);
    printf("%s: %s, pages of %u bytes, format 0x%x,%u, %s\n\n", opened->path, size, opened->page_size,
           misc.ulVersion, misc.ulUpdate,
           misc.dbstate == JET_dbstateCleanShutdown ? "clean" : "not shut down cleanly");
}

static JET_ERR run(const char *path, const struct open_options *options, bool json)
{
    struct opened opened;
    struct schema schema;
    JET_ERR failed = JET_errSuccess, err = opened_begin(&opened, path, options);
    if (err < 0)
        return err;
    err = schema_read(&opened, &schema);
    struct libscols_table *out = err < 0 ? NULL : make_table(json);
    if (err >= 0 && !out)
        err = JET_errOutOfMemory;
    for (size_t i = 0; err >= 0 && i < schema.count; i++)
        if (!add_line(out, &opened, &schema.tables[i], &failed))
            err = JET_errOutOfMemory;
    if (err >= 0) {
        if (!json)
            print_summary(&opened);
        scols_print_table(out);
    }
    scols_unref_table(out);
    schema_free(&schema);
    opened_end(&opened);
    return err < 0 ? err : failed;
}

int command_tables(int argc, char **argv)
{
    static const struct option longs[] = {{"dirty", no_argument, NULL, 'd'},
                                          {"page-size", required_argument, NULL, 'p'},
                                          {"json", no_argument, NULL, 'j'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    struct open_options options = {0};
    bool json = false;
    int c;
    while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
        switch (c) {
        case 'd':
            options.dirty = true;
            break;
        case 'p':
            options.page_size = (uint32_t)strtoul(optarg, NULL, 10);
            break;
        case 'j':
            json = true;
            break;
        case 'h':
            usage();
            return 0;
        default:
            return usage();
        }
    }
    if (argc - optind != 1)
        return usage();
    return run(argv[optind], &options, json) < 0 ? 1 : 0;
}
