/* The integrity check: header, file, root space, catalog; then table by table
 * (integrity_table.c). Errors are reported and counted, and the check goes on as
 * far as it can; what stops it is memory and its caller. */
#include "recovery/integrity_private.h"

#include "base/messages.h"
#include "catalog/catalog_check.h"
#include "format/catalog_row.h"
#include "os/os_file.h"

#include <stdarg.h>
#include <stdio.h>

void integrity_say(struct integrity *check, enum integrity_severity severity, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (severity == INTEGRITY_ERROR)
        check->result->errors++;
    else if (severity == INTEGRITY_WARNING)
        check->result->warnings++;
    if (check->options->report)
        check->options->report(check->options->context, severity, check->table, text);
}

static void found(void *context, const struct check_finding *f)
{
    struct integrity *check = context;
    enum integrity_severity severity =
        f->err == JET_errDatabaseLeakInSpace ? INTEGRITY_WARNING : INTEGRITY_ERROR;
    char node[32] = "";
    if (f->node >= 0)
        snprintf(node, sizeof node, ", node %d", f->node);
    if (f->pgno)
        integrity_say(check, severity, "page %u%s of tree %u: %s (%s)", f->pgno, node, f->objid, f->what,
                      error_name(f->err));
    else
        integrity_say(check, severity, "tree %u: %s (%s)", f->objid, f->what, error_name(f->err));
}

static void progress(struct integrity *check)
{
    uint64_t total = check->database->last_page;
    if (check->stop >= 0 && check->options->progress)
        check->stop = check->options->progress(check->options->context, MIN(check->pages, total), total);
}

void integrity_tree(struct integrity *check, uint32_t root, uint32_t objid, enum tree_kind kind,
                    uint32_t parent)
{
    struct check_counts counts = {0};
    if (check->stop < 0)
        return;
    JET_ERR err = check_tree(check->check, root, objid, kind, parent, &counts);
    if (err < 0)
        check->stop = err;
    check->pages += counts.pages;
    progress(check);
}

/* ---- header and file -------------------------------------------------------------- */

static JET_ERR check_header(struct integrity *check)
{
    const struct dbheader *h = &check->database->header;
    integrity_say(check, INTEGRITY_NOTE, "checking database header");
    if (h->full_backup_prev.generation_high) {
        check->result->has_full_backup = true;
        memcpy(check->result->full_backup_time, h->full_backup_prev.time.bytes, 8);
    }
    if (h->dbstate == DBSTATE_CLEAN)
        return JET_errSuccess;
    check->result->not_clean = true;
    integrity_say(check, INTEGRITY_ERROR, "database was not shutdown cleanly (%s)",
                  dbheader_state_text(h->dbstate));
    bool goes_on = h->dbstate == DBSTATE_DIRTY || h->dbstate == DBSTATE_INCREMENTAL_RESEED ||
                   h->dbstate == DBSTATE_DIRTY_AND_PATCHED || h->dbstate == DBSTATE_REVERT;
    return goes_on ? JET_errSuccess : JET_errDatabaseCorrupted;
}

static JET_ERR check_size(struct integrity *check, const char *path)
{
    uint64_t size, allocated;
    JET_ERR err = os_file_size(check->database->file, &size);
    if (err >= 0)
        err = os_file_allocated(check->database->file, &allocated);
    if (err < 0)
        return err;
    integrity_say(check, INTEGRITY_NOTE, "database file \"%s\" is %llu bytes", path,
                  (unsigned long long)size);
    integrity_say(check, INTEGRITY_NOTE, "database file \"%s\" is %llu bytes on disk.", path,
                  (unsigned long long)allocated);
    check->result->pages_in_file = (uint32_t)MIN(size / check->database->page_size, (uint64_t)UINT32_MAX);
    check->result->pages_in_file -= MIN(check->result->pages_in_file, 2u); /* the headers */
    if (size % check->database->page_size == 0)
        return JET_errSuccess;
    integrity_say(check, INTEGRITY_ERROR, "the file is no whole number of pages: %llu bytes are left over",
                  (unsigned long long)(size % check->database->page_size));
    return JET_errDatabaseCorrupted;
}

static void check_end(struct integrity *check)
{
    struct integrity_result *result = check->result;
    result->pages_expected = check->database->last_page;
    if (result->pages_in_file > result->pages_expected)
        integrity_say(check, INTEGRITY_WARNING,
                      "Database file is too big (expected %u pages, file is %u pages)",
                      result->pages_expected, result->pages_in_file);
    else if (result->pages_in_file < result->pages_expected)
        integrity_say(check, INTEGRITY_ERROR,
                      "Database file is too small (expected %u pages, file is %u pages)",
                      result->pages_expected, result->pages_in_file);
}

/* ---- the catalog and its shadow ------------------------------------------------------ */

struct catalog_side {
    struct btree tree;
    struct tree_cursor cursor;
    struct catalog_row row;
    JET_ERR err; /* of the last move; JET_errNoCurrentRecord at the end */
};

static bool same_bytes(struct bytes a, struct bytes b) { return bytes_compare(a, b) == 0; }

static bool same_row(const struct catalog_row *a, const struct catalog_row *b)
{
    return a->objid_table == b->objid_table && a->type == b->type && a->id == b->id &&
           a->pgno_fdp == b->pgno_fdp && a->coltyp == b->coltyp && a->flags == b->flags &&
           a->lcmap_flags == b->lcmap_flags && a->sort_version == b->sort_version &&
           same_bytes(a->name, b->name) && same_bytes(a->segments, b->segments);
}

static JET_ERR side_open(struct integrity *check, struct catalog_side *side, uint32_t root, uint32_t objid)
{
    JET_ERR err =
        btree_open(&side->tree, check->database->cache, check->database->slot, root, objid, TREE_TABLE);
    return err < 0 ? err : tree_cursor_open(&side->cursor, &side->tree);
}

static void side_step(struct integrity *check, struct catalog_side *side, bool first)
{
    side->err = first ? tree_cursor_first(&side->cursor) : tree_cursor_next(&side->cursor);
    if (side->err == JET_errRecordNotFound)
        side->err = JET_errNoCurrentRecord;
    if (side->err >= 0)
        side->err = catalog_row_load(&side->row, tree_cursor_data(&side->cursor),
                                     record_large_pages(check->database->page_size));
}

/* Both are in the order of the same key. Deleted columns may be in the shadow
 * alone. */
static void compare_sides(struct integrity *check, struct catalog_side *a, struct catalog_side *b)
{
    side_step(check, a, true);
    side_step(check, b, true);
    while (a->err >= 0 && b->err >= 0) {
        int order = bytes_compare(tree_cursor_key(&a->cursor), tree_cursor_key(&b->cursor));
        if (order == 0 && !same_row(&a->row, &b->row))
            integrity_say(check, INTEGRITY_ERROR,
                          "MSysObjectsShadow differs from MSysObjects: \"%.*s\" of object %u",
                          (int)a->row.name.size, (const char *)a->row.name.data, a->row.objid_table);
        else if (order < 0)
            integrity_say(check, INTEGRITY_ERROR, "MSysObjectsShadow lacks \"%.*s\" of object %u",
                          (int)a->row.name.size, (const char *)a->row.name.data, a->row.objid_table);
        else if (order > 0 && !(b->row.type == CATALOG_COLUMN && b->row.coltyp == 0))
            integrity_say(check, INTEGRITY_ERROR, "MSysObjects lacks \"%.*s\" of object %u",
                          (int)b->row.name.size, (const char *)b->row.name.data, b->row.objid_table);
        if (order <= 0)
            side_step(check, a, false);
        if (order >= 0)
            side_step(check, b, false);
    }
    struct catalog_side *broken = a->err < 0 && a->err != JET_errNoCurrentRecord ? a : b;
    if (broken->err < 0 && broken->err != JET_errNoCurrentRecord)
        integrity_say(check, INTEGRITY_ERROR, "%s cannot be read to its end (%s)",
                      broken == a ? "MSysObjects" : "MSysObjectsShadow", error_name(broken->err));
    else if (a->err >= 0 || (b->err >= 0 && b->row.coltyp != 0))
        integrity_say(check, INTEGRITY_ERROR, "%s ends before %s",
                      a->err >= 0 ? "MSysObjectsShadow" : "MSysObjects",
                      a->err >= 0 ? "MSysObjects" : "MSysObjectsShadow");
}

static void check_shadow(struct integrity *check)
{
    static const char name[] = "MSysObjectsShadow";
    struct catalog_side a = {0}, b = {0};
    struct catalog_table shadow;
    integrity_say(check, INTEGRITY_NOTE, "checking logical consistency of system tables");
    JET_ERR err = catalog_find_table(check->database->catalog, name, sizeof name - 1, &shadow);
    if (err == JET_errObjectNotFound && check->database->header.db_flags & 1)
        return; /* made without one */
    if (err >= 0)
        err = side_open(check, &a, CATALOG_PGNO, CATALOG_OBJID);
    if (err >= 0)
        err = side_open(check, &b, shadow.pgno_fdp, shadow.objid);
    if (err >= 0)
        compare_sides(check, &a, &b);
    else if (err == JET_errOutOfMemory)
        check->stop = err;
    else
        integrity_say(check, INTEGRITY_ERROR, "MSysObjects and its shadow cannot be compared (%s)",
                      error_name(err));
    tree_cursor_close(&a.cursor);
    tree_cursor_close(&b.cursor);
}

static void catalog_fault_found(void *context, bool warning, const char *text)
{
    integrity_say(context, warning ? INTEGRITY_WARNING : INTEGRITY_ERROR, "%s", text);
}

/* The catalog in itself, and the tables that repeat it. What cannot be read is
 * told with its trees. */
static void check_catalog(struct integrity *check)
{
    struct catalog *catalog = check->database->catalog;
    JET_ERR err = catalog_check(catalog, check->database->last_page, catalog_fault_found, check);
    if (err >= 0)
        err = catalog_check_objids(catalog, catalog_fault_found, check);
    if (err >= 0)
        err = catalog_check_locales(catalog, catalog_fault_found, check);
    if (err == JET_errOutOfMemory)
        check->stop = err;
}

static JET_ERR visit_table(void *context, const struct catalog_table *table)
{
    struct integrity *check = context;
    char name[CATALOG_NAME_MOST + 1];
    memcpy(name, table->name, sizeof name);
    check->table = name;
    integrity_table(check, name, table->objid);
    check->table = NULL;
    return check->stop;
}

static void check_tables(struct integrity *check)
{
    JET_ERR err = catalog_enumerate_tables(check->database->catalog, visit_table, check);
    if (err >= 0 || check->stop < 0)
        return;
    if (err == JET_errOutOfMemory)
        check->stop = err;
    else
        integrity_say(check, INTEGRITY_ERROR,
                      "the catalog cannot be read to its end: not all tables were checked (%s)",
                      error_name(err));
}

/* ---- the whole ---------------------------------------------------------------------------- */

static JET_ERR run(struct integrity *check)
{
    const struct dbheader *h = &check->database->header;
    /* The header of a database that runs or was killed lags behind its pages. */
    bool current = h->dbstate == DBSTATE_CLEAN;
    struct check_options options = {
        .last_page = check->database->last_page,
        .dbtime = current ? h->dbtime : 0,
        .last_objid = current ? h->last_object_id : 0,
        .report = found,
        .context = check,
    };
    JET_ERR err = check_open(check->database->cache, check->database->slot, &options, &check->check);
    if (err < 0)
        return err;
    integrity_say(check, INTEGRITY_NOTE, "checking SystemRoot");
    integrity_tree(check, 1, CATALOG_ROOT_OBJID, TREE_TABLE, 0);
    integrity_say(check, INTEGRITY_NOTE, "SystemRoot (OE)");
    integrity_say(check, INTEGRITY_NOTE, "SystemRoot (AE)");
    check_shadow(check);
    if (check->stop >= 0)
        check_catalog(check);
    if (check->stop >= 0)
        check_tables(check);
    if (check->stop >= 0) {
        check_finish(check->check);
        check_end(check);
    }
    check_close(check->check);
    if (check->stop < 0)
        return check->stop;
    return check->result->errors ? JET_errDatabaseCorrupted : JET_errSuccess;
}

JET_ERR integrity_check(const char *path, const struct integrity_options *options,
                        struct integrity_result *result)
{
    struct integrity check = {.options = options, .result = result};
    struct database_options open = {.fs = options->fs, .evidence = true};
    memset(result, 0, sizeof *result);
    JET_ERR err = database_open_readonly(path, &open, &check.database);
    if (err < 0)
        return err;
    err = check_header(&check);
    if (err >= 0)
        err = check_size(&check, path);
    if (err >= 0)
        err = run(&check);
    database_close(check.database);
    return err;
}
