/* /ms: the space of every tree (spec 60, A.15): owned and available pages through
 * the API, what the root page itself says through its bytes. Fields that need a
 * walk over all pages are not built yet and say so. */
#include "esentutl.h"
#include "files.h"
#include "human.h"
#include "schema.h"

#include "format/space.h"

#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

enum tree_type { TYPE_DATABASE, TYPE_PRIMARY, TYPE_LONG_VALUES, TYPE_INDEX };

struct tree_row {
    const char *name, *table;
    enum tree_type type;
    uint32_t objid, root;
    uint32_t owned, available;
    struct space_header space; /* of the root page; all zero when it cannot be read */
};

struct space_dump {
    const struct options *options;
    struct opened opened;
    struct schema schema;
    struct bytes file; /* for root pages */
    const struct field_def **fields;
    size_t field_count;
    char separator;
    uint32_t db_owned, table_owned; /* pages; of the table of the present row */
    uint64_t available;             /* sum over all trees */
    unsigned tables, long_values, indexes;
    unsigned hidden; /* small trees that were left out */
};

/* ---- fields ---------------------------------------------------------------------------- */

struct field_def {
    const char *name;
    int width;
    bool left;
    /* NULL: not built */
    void (*text)(const struct space_dump *d, const struct tree_row *row, char *out, size_t size);
};

static void put_megabytes(const struct space_dump *d, uint32_t pages, char *out, size_t size)
{
    /* The rounding of the original: up by one as soon as anything is left. */
    uint64_t kilobytes = (uint64_t)pages * d->opened.page_size / 1024;
    uint64_t rest = kilobytes % 1024;
    snprintf(out, size, "%8llu.%03llu", (unsigned long long)(kilobytes / 1024),
             (unsigned long long)(rest * 1000 / 1024 + (rest > 0)));
}

static void put_percent(uint64_t part, uint64_t whole, char *out, size_t size)
{
    snprintf(out, size, "%8.2f%%", whole ? (double)part * 100 / (double)whole : 0.0);
}

#define TEXT(name)                                                                                           \
    static void name(const struct space_dump *d, const struct tree_row *row, char *out, size_t size)

TEXT(text_name)
{
    (void)d;
    int indent = row->type == TYPE_DATABASE ? 0 : row->type == TYPE_PRIMARY ? 2 : 4;
    snprintf(out, size, "%*s%s", indent, "", row->name);
}
TEXT(text_table)
{
    (void)d;
    snprintf(out, size, "%s", row->table);
}
TEXT(text_type)
{
    static const char *const types[] = {" Db ", " Pri", " LV ", " Idx"};
    (void)d;
    snprintf(out, size, "%s", types[row->type]);
}
TEXT(text_objid)
{
    (void)d;
    snprintf(out, size, "%u", row->objid);
}
TEXT(text_root)
{
    (void)d;
    snprintf(out, size, "%u", row->root);
}
TEXT(text_primary_extent)
{
    (void)d;
    snprintf(out, size, "%5u-%c", row->space.extent_size, space_is_multiple(&row->space) ? 'm' : 's');
}
TEXT(text_extent_type)
{
    (void)d;
    snprintf(out, size, "%s", space_is_multiple(&row->space) ? "multiple" : "single");
}
TEXT(text_extent_pages)
{
    (void)d;
    snprintf(out, size, "%u", row->space.extent_size);
}
TEXT(text_owned_root)
{
    (void)d;
    snprintf(out, size, "%u", row->space.owned_root);
}
TEXT(text_avail_root)
{
    (void)d;
    snprintf(out, size, "%u", row->space.avail_root);
}
TEXT(text_owned)
{
    (void)d;
    snprintf(out, size, "%u", row->owned);
}
TEXT(text_owned_mb) { put_megabytes(d, row->owned, out, size); }
TEXT(text_owned_of_db) { put_percent(row->owned, d->db_owned, out, size); }
TEXT(text_owned_of_table)
{
    put_percent(row->owned, row->type == TYPE_DATABASE ? row->owned : d->table_owned, out, size);
}
TEXT(text_available)
{
    (void)d;
    snprintf(out, size, "%u", row->available);
}
TEXT(text_available_mb) { put_megabytes(d, row->available, out, size); }
TEXT(text_available_of_table)
{
    put_percent(row->available, row->type == TYPE_DATABASE ? row->owned : d->table_owned, out, size);
}
TEXT(text_auto_increment)
{
    (void)d;
    snprintf(out, size, "%llu", (unsigned long long)row->space.auto_increment);
}

static const struct field_def all_fields[] = {
    {"Name", 23, true, text_name},
    {"FullName", 77, true, text_name},
    {"OwningTableName", 68, true, text_table},
    {"Type", 4, false, text_type},
    {"ObjidFDP", 10, false, text_objid},
    {"PgnoFDP", 10, false, text_root},
    {"PriExt", 7, false, text_primary_extent},
    {"PriExtType", 10, false, text_extent_type},
    {"PriExtCpg", 9, false, text_extent_pages},
    {"PgnoOE", 10, false, text_owned_root},
    {"PgnoAE", 10, false, text_avail_root},
    {"Owned", 10, false, text_owned},
    {"Owned(MB)", 12, false, text_owned_mb},
    {"O%OfDb", 9, false, text_owned_of_db},
    {"O%OfTable", 9, false, text_owned_of_table},
    {"Available", 10, false, text_available},
    {"Avail(MB)", 12, false, text_available_mb},
    {"Avail%Tbl", 9, false, text_available_of_table},
    {"AutoInc", 10, false, text_auto_increment},
    /* known, and not built */
    {"OwnPgnoMin", 10, false, NULL},
    {"OwnPgnoMax", 10, false, NULL},
    {"OwnedExts", 10, false, NULL},
    {"Data", 10, false, NULL},
    {"Data(MB)", 12, false, NULL},
    {"D%OfDb", 9, false, NULL},
    {"AvailExts", 10, false, NULL},
    {"SPBuffers", 10, false, NULL},
    {"Internal", 10, false, NULL},
    {"Depth", 5, false, NULL},
    {"IORuns", 6, false, NULL},
};

static const char *field_set(const char *name)
{
    static const char *const sets[][2] = {
        {"#default", "Name,Type,Owned(MB),O%OfDb,O%OfTable,Avail(MB),Avail%Tbl,AutoInc"},
        {"#legacy", "Name,Type,ObjidFDP,PgnoFDP,PriExt,Owned,Available"},
        {"#leaked", "Name,Type,ObjidFDP,PriExt,PgnoFDP,Owned,Available,Internal,Data"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(sets); i++)
        if (strcasecmp(sets[i][0], name) == 0)
            return sets[i][1];
    return name;
}

static JET_ERR add_field(struct space_dump *d, const char *name, size_t length)
{
    const struct field_def *found = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(all_fields) && !found; i++)
        if (strncasecmp(all_fields[i].name, name, length) == 0 && !all_fields[i].name[length])
            found = &all_fields[i];
    if (!found) {
        printf("Did not recognize the field: %.*s\n", (int)length, name);
        return JET_errInvalidParameter;
    }
    if (!found->text) {
        printf("The field %s needs a walk over all pages, which is not built yet.\n", found->name);
        return JET_wrnNyi;
    }
    d->fields[d->field_count++] = found;
    return JET_errSuccess;
}

static JET_ERR parse_fields(struct space_dump *d)
{
    const char *list = field_set(d->options->report ? d->options->report : "#default");
    d->fields = calloc(strlen(list) + 1, sizeof *d->fields);
    JET_ERR err = d->fields ? JET_errSuccess : JET_errOutOfMemory;
    while (*list && err >= 0) {
        size_t length = strcspn(list, ",");
        err = add_field(d, list, length);
        list += length + (list[length] == ',');
    }
    return err;
}

/* ---- rows --------------------------------------------------------------------------------- */

static void print_cells(const struct space_dump *d, const struct tree_row *row)
{
    for (size_t i = 0; i < d->field_count; i++) {
        char text[160];
        const struct field_def *f = d->fields[i];
        if (row)
            f->text(d, row, text, sizeof text);
        else
            snprintf(text, sizeof text, "%s", f->name);
        if (i)
            putchar(d->separator);
        if (d->separator == ',')
            printf("%s", text + strspn(text, " "));
        else
            printf(f->left ? "%-*.*s" : "%*.*s", f->width, f->left ? f->width : 159, text);
    }
    putchar('\n');
}

static void print_line(const struct space_dump *d, char c)
{
    size_t width = d->field_count ? d->field_count - 1 : 0;
    for (size_t i = 0; i < d->field_count; i++)
        width += (size_t)d->fields[i]->width;
    for (size_t i = 0; i < width; i++)
        putchar(c);
    putchar('\n');
}

static void read_root(const struct space_dump *d, struct tree_row *row)
{
    uint64_t at = ((uint64_t)row->root + 1) * d->opened.page_size;
    if (at + d->opened.page_size > d->file.size)
        return;
    const uint8_t *bytes = d->file.data + at;
    if (page_check(bytes, d->opened.page_size, NULL) < 0)
        return;
    struct page page = page_open(bytes, d->opened.page_size);
    if (space_header_decode(page_external_header(&page), &row->space) < 0)
        memset(&row->space, 0, sizeof row->space);
}

static void print_row(struct space_dump *d, struct tree_row *row)
{
    d->available += row->available;
    /* Below half a percent of the database. */
    if (!d->options->verbose && row->type != TYPE_DATABASE && (uint64_t)row->owned * 200 < d->db_owned) {
        d->hidden++;
        return;
    }
    read_root(d, row);
    print_cells(d, row);
}

static uint32_t table_pages(struct space_dump *d, JET_TABLEID table, uint32_t level, JET_ERR *err)
{
    uint32_t pages = 0;
    JET_ERR e = JetGetTableInfoA(d->opened.session, table, &pages, sizeof pages, level);
    if (e < 0 && *err >= 0)
        *err = e;
    return pages;
}

static uint32_t index_pages(struct space_dump *d, JET_TABLEID table, const char *index, uint32_t level,
                            JET_ERR *err)
{
    uint32_t pages = 0;
    JET_ERR e = JetGetTableIndexInfoA(d->opened.session, table, index, &pages, sizeof pages, level);
    if (e < 0 && *err >= 0)
        *err = e;
    return pages;
}

static JET_ERR dump_table(struct space_dump *d, const struct schema_table *t)
{
    JET_TABLEID table;
    JET_ERR err =
        JetOpenTableA(d->opened.session, d->opened.dbid, t->name, NULL, 0, JET_bitTableReadOnly, &table);
    if (err < 0)
        return err;
    struct tree_row lv = {.name = "<Long Values>",
                          .table = t->name,
                          .type = TYPE_LONG_VALUES,
                          .objid = t->lv_objid,
                          .root = t->lv_root};
    struct tree_row row = {
        .name = t->name, .table = t->name, .type = TYPE_PRIMARY, .objid = t->objid, .root = t->root};
    row.owned = table_pages(d, table, JET_TblInfoSpaceOwned, &err);
    row.available = table_pages(d, table, JET_TblInfoSpaceAvailable, &err); /* of all its trees together */
    if (t->lv_root) {
        lv.owned = table_pages(d, table, JET_TblInfoSpaceOwnedLV, &err);
        lv.available = table_pages(d, table, JET_TblInfoSpaceAvailableLV, &err);
        row.available -= MIN(row.available, lv.available);
        d->long_values++;
    }
    struct tree_row *indexes = calloc(t->index_count + 1, sizeof *indexes);
    if (!indexes)
        err = JET_errOutOfMemory;
    for (size_t i = 0; i < t->index_count && err >= 0; i++) {
        const struct schema_index *index = &t->indexes[i];
        if (index->root == t->root)
            continue;
        indexes[i] = (struct tree_row){.name = index->name,
                                       .table = t->name,
                                       .type = TYPE_INDEX,
                                       .objid = index->objid,
                                       .root = index->root};
        indexes[i].owned = index_pages(d, table, index->name, JET_IdxInfoSpaceOwned, &err);
        indexes[i].available = index_pages(d, table, index->name, JET_IdxInfoSpaceAvailable, &err);
        row.available -= MIN(row.available, indexes[i].available);
    }
    if (err >= 0) {
        d->tables++;
        d->table_owned = row.owned;
        print_row(d, &row);
        if (lv.root)
            print_row(d, &lv);
        for (size_t i = 0; i < t->index_count; i++)
            if (indexes[i].name) {
                d->indexes++;
                print_row(d, &indexes[i]);
            }
    }
    free(indexes);
    JetCloseTable(d->opened.session, table);
    return err;
}

static JET_ERR dump_root(struct space_dump *d)
{
    struct tree_row row = {
        .name = file_name(d->opened.path), .table = "", .type = TYPE_DATABASE, .objid = 1, .root = 1};
    JET_ERR err = JetGetDatabaseInfoA(d->opened.session, d->opened.dbid, &row.owned, sizeof row.owned,
                                      JET_DbInfoSpaceOwned);
    if (err >= 0)
        err = JetGetDatabaseInfoA(d->opened.session, d->opened.dbid, &row.available, sizeof row.available,
                                  JET_DbInfoSpaceAvailable);
    if (err < 0)
        return err;
    d->db_owned = row.owned;
    print_row(d, &row);
    putchar('\n');
    return JET_errSuccess;
}

static void print_file(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return;
    unsigned long long disk = (unsigned long long)st.st_blocks * 512, size = (unsigned long long)st.st_size;
    printf("File Information:\n  File Name: %s\n  Cluster Size: %u bytes\n", path, (unsigned)st.st_blksize);
    printf("  Logical Size: 0x%08llx bytes (%llu kB)\n  On-disk Size: 0x%08llx bytes (%llu kB)\n\n", size,
           size >> 10, disk, disk >> 10);
}

static void print_summary(const struct space_dump *d)
{
    uint64_t available = MIN(d->available, (uint64_t)d->db_owned);
    uint64_t used = d->db_owned - available;
    double whole = d->db_owned ? (double)d->db_owned : 1;
    printf("\n    Enumerated %u Tables ( %u Long Value Trees, %u Secondary Indices )\n\n", d->tables,
           d->long_values, d->indexes);
    printf("    Pages %u ( %llu Used (%.1f%%), %llu Available (%.1f%%) )\n\n", d->db_owned,
           (unsigned long long)used, (double)used * 100 / whole, (unsigned long long)available,
           (double)available * 100 / whole);
    if (d->hidden)
        printf("Note: Some small tables/indices were not printed (use /v option to see those smaller than "
               "0.5%% of the "
               "database).\n\n");
}

static JET_ERR dump(struct space_dump *d)
{
    JET_ERR err = schema_read(&d->opened, &d->schema);
    const struct schema_table *only = NULL;
    if (err >= 0 && d->options->temporary) {
        only = schema_find(&d->schema, d->options->temporary);
        err = only ? JET_errSuccess : JET_errObjectNotFound;
    }
    if (err < 0)
        return err;
    printf("        PageSize: %u\n\n", d->opened.page_size);
    printf("******************************** SPACE DUMP ***********************************\n");
    print_cells(d, NULL);
    print_line(d, '=');
    err = dump_root(d);
    for (size_t i = 0; i < d->schema.count && err >= 0; i++)
        if (!only || only == &d->schema.tables[i]) {
            err = dump_table(d, &d->schema.tables[i]);
            if (err < 0)
                printf("The space of table %s cannot be read.\n", d->schema.tables[i].name);
        }
    print_line(d, '-');
    if (err >= 0)
        print_summary(d);
    return err;
}

JET_ERR dump_space(const struct options *options)
{
    struct space_dump d = {.options = options, .separator = options->csv ? ',' : ' '};
    struct open_options open = {.page_size = options->page_size, .quiet = true};
    JET_ERR err = parse_fields(&d);
    if (err >= 0) {
        print_file(options->target);
        printf("         Database: %s\n\n", options->target);
        err = opened_begin(&d.opened, options->target, &open);
        if (err < 0)
            printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target, err);
    }
    if (err >= 0) {
        err = file_map(options->target, 0, &d.file);
        if (err >= 0)
            err = dump(&d);
        file_unmap(d.file);
        schema_free(&d.schema);
        opened_end(&d.opened);
    }
    free(d.fields);
    return err;
}
