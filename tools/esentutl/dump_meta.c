/* /mm: the catalog (spec 60, A.12; the verbose lines are compared with the
 * original's own dumps). */
#include "esentutl.h"
#include "files.h"
#include "human.h"
#include "schema.h"
#include "text.h"

#include "format/lv.h"

#include <inttypes.h>
#include <time.h>

/* FILETIME: 100 ns since 1601. */
static const char *time_text(uint64_t filetime)
{
    static char text[2][40];
    static unsigned next;
    char *out = text[next++ % 2];
    time_t seconds = (time_t)(filetime / 10000000) - INT64_C(11644473600);
    struct tm tm;
    if (!filetime || !gmtime_r(&seconds, &tm))
        return "00/00/1900 00:00:00.000 LOC";
    snprintf(out, sizeof text[0], "%02d/%02d/%04d %02d:%02d:%02d.%03d UTC", tm.tm_mon + 1, tm.tm_mday,
             tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)(filetime / 10000 % 1000));
    return out;
}

/* ---- short form ----------------------------------------------------------------------- */

/* A number that does not fit is told by as many #. */
static const char *number_text(uint32_t value)
{
    static char text[2][16];
    static unsigned next;
    char *out = text[next++ % 2];
    snprintf(out, sizeof text[0], "%10u", value);
    return out;
}

static void short_table(const struct schema_table *t)
{
    printf("%-51.51s Tbl  %s %s    %s\n", t->name, number_text(t->objid), number_text(t->root),
           time_text(t->set_time));
    if (t->lv_objid)
        printf("  %-49.49s LV   %s %s    %s\n", "<Long Values>", number_text(t->lv_objid),
               number_text(t->lv_root), time_text(t->lv_set_time));
    for (size_t i = 0; i < t->index_count; i++)
        printf("  %-49.49s %s  %s %s\n", t->indexes[i].name,
               t->indexes[i].flags & CATALOG_INDEX_PRIMARY ? "Pri" : "Idx", number_text(t->indexes[i].objid),
               number_text(t->indexes[i].root));
}

static void print_rule(const char *title)
{
    if (!title)
        printf("******************************************************************************\n");
    else
        printf("******************************* %s *******************************\n", title);
}

static void short_dump(const struct opened *opened, const struct schema *schema,
                       const struct schema_table *only)
{
    print_rule("META-DATA DUMP");
    printf("Name                                               Type    ObjidFDP    PgnoFDP             "
           "PgnoFDPLastSetTime\n");
    printf("================================================================================================="
           "============\n");
    /* cut to five characters, as the original does */
    printf("%-51.5s Db   %s %s\n\n", file_name(opened->path), number_text(1), number_text(1));
    for (size_t i = 0; i < schema->count; i++)
        if (!only || only == &schema->tables[i])
            short_table(&schema->tables[i]);
    print_rule(NULL);
}

/* ---- long form -------------------------------------------------------------------------- */

/* What is not stored has a default: at least 4 pages, at most 16 (spec 20, 3.6). */
static void print_hints(const char *indent, const char *title, const struct catalog_space_hints *h,
                        uint32_t density, uint32_t initial, uint32_t page_size)
{
    printf("%s%s       cbStruct: 32, grbit=0x%x\n", indent, title, h->grbit);
    printf("%s    Densities:     Initial=%u%%,  Maintenance=%u%%\n", indent, density,
           h->maintenance_density ? h->maintenance_density : 80);
    printf("%s    Growth Hints:  cbInitial=%u, ulGrowth=%u%%,  cbMinExtent=%u, cbMaxExtent=%u\n", indent,
           initial, h->growth ? h->growth : 100, h->extent_min ? h->extent_min : 4 * page_size,
           h->extent_max ? h->extent_max : 16 * page_size);
}

static const char *type_name(uint32_t coltyp)
{
    static const char *const names[] = {
        [JET_coltypNil] = "Deleted",
        [JET_coltypBit] = "Bit",
        [JET_coltypUnsignedByte] = "UnsignedByte",
        [JET_coltypShort] = "Short",
        [JET_coltypLong] = "Long",
        [JET_coltypCurrency] = "Currency",
        [JET_coltypIEEESingle] = "IEEESingle",
        [JET_coltypIEEEDouble] = "IEEEDouble",
        [JET_coltypDateTime] = "DateTime",
        [JET_coltypBinary] = "Binary",
        [JET_coltypText] = "Text",
        [JET_coltypLongBinary] = "LongBinary",
        [JET_coltypLongText] = "LongText",
        [JET_coltypUnsignedLong] = "UnsignedLong",
        [JET_coltypLongLong] = "LongLong",
        [JET_coltypGUID] = "GUID",
        [JET_coltypUnsignedShort] = "UnsignedShort",
        [JET_coltypUnsignedLongLong] = "UnsignedLongLong",
    };
    static char unknown[16];
    if (coltyp < ARRAY_COUNT(names) && names[coltyp])
        return names[coltyp];
    snprintf(unknown, sizeof unknown,
             "?"
             "?"
             "?(%u)",
             coltyp);
    return unknown;
}

struct flag_line {
    uint32_t flag;
    const char *line;
};

static void print_flags(uint32_t flags, const struct flag_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (flags & lines[i].flag)
            printf("        %s=yes\n", lines[i].line);
}

static void print_column(const struct schema_column *c)
{
    static const struct flag_line before[] = {
        {CATALOG_COLUMN_VERSION, "Version"},
        {CATALOG_COLUMN_NOT_NULL, "Disallow Null"},
        {CATALOG_COLUMN_MULTIVALUED, "Multi-value"},
        {CATALOG_COLUMN_AUTOINCREMENT, "Auto-increment"},
        {CATALOG_COLUMN_ESCROW, "EscrowUpdate"},
        {CATALOG_COLUMN_FINALIZE, "Finalize"},
        {CATALOG_COLUMN_DELETE_ON_ZERO, "DeleteOnZero"},
    };
    static const struct flag_line after[] = {
        {CATALOG_COLUMN_TEMPLATE, "TemplateColumnESE98"},
        {CATALOG_COLUMN_PLACEHOLDER, "PrimaryIndexPlaceholder"},
        {CATALOG_COLUMN_COMPRESSED, "Compressed"},
        {CATALOG_COLUMN_ENCRYPTED, "Encrypted"},
    };
    char length[16];
    if (c->size > 9999999)
        snprintf(length, sizeof length, "%5uMB", c->size >> 20);
    else
        snprintf(length, sizeof length, "%7u", c->size);
    printf("    %-15.15s %9u  %-12.12s(%c) %s%s\n", c->name, c->id, type_name(c->coltyp),
           c->id < 128   ? 'F'
           : c->id < 256 ? 'V'
                         : 'T',
           length, c->flags & CATALOG_COLUMN_DEFAULT ? "  Yes" : "");
    if (c->id < 128)
        printf("        Offset=%u (0x%x)\n", c->offset, c->offset);
    if (c->coltyp == JET_coltypText || c->coltyp == JET_coltypLongText)
        printf("        Code Page=%u (0x%x)\n", c->code_page, c->code_page);
    print_flags(c->flags, before, ARRAY_COUNT(before));
    if (c->flags & CATALOG_COLUMN_USER_DEFAULT) {
        printf("        User-defined Default=yes\n                Callback=%s\n                "
               "CallbackData=%u bytes\n",
               c->callback, c->callback_data_size);
    } else if (c->flags & CATALOG_COLUMN_DEFAULT) {
        printf("        DefaultValue=yes\n                Length=%zu bytes\n", c->default_value.size);
    }
    print_flags(c->flags, after, ARRAY_COUNT(after));
    printf("        Flags=0x%x\n", c->flags);
}

static const char *guid_text(struct bytes id)
{
    static char text[40];
    static const uint8_t zero[16];
    const uint8_t *p = id.size == 16 ? id.data : zero;
    snprintf(text, sizeof text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", load_le32(p),
             load_le16(p + 4), load_le16(p + 6), p[8], p[9], p[10], p[11], p[12], p[13], p[14], p[15]);
    return text;
}

static void print_locale(const struct schema_index *index)
{
    printf("        Localized Text=yes\n            Locale Id=%u\n", index->lcid);
    printf("            Locale Name=%s\n", text_utf16(index->locale));
    printf("            LCMap flags=0x%08x\n", index->lcmap_flags);
    /* Sort keys come from the tables inside the engine, not from the system. */
    printf("            NLSVersion=%u (current OS: <unknown>)\n", (unsigned)(index->sort_version >> 32));
    printf("            DefinedVersion=%u (current OS: <unknown>)\n", (unsigned)index->sort_version);
    printf("            SortID=%s (current OS: <unknown>)\n", guid_text(index->sort_id));
}

/* Name of a segment's column; inherited ones are found in the template's. */
static const char *segment_name(const struct schema_table *t, const struct catalog_segment *s)
{
    for (size_t i = 0; i < t->column_count; i++) {
        const struct schema_column *c = &t->columns[i];
        if (c->id == s->column_id && ((c->columnid & 0x80000000u) != 0) == s->template_column)
            return c->name;
    }
    return "<unknown>";
}

static void print_segments(const struct schema_table *t, const struct schema_index *index)
{
    struct catalog_row row = {.flags = index->flags};
    struct catalog_segment segments[CATALOG_SEGMENTS_MOST];
    unsigned count;
    bool wide = index->flags & CATALOG_INDEX_LONG_IDS;
    if (catalog_row_segments(&row, index->segments, segments, &count) < 0)
        count = 0;
    printf(wide ? "        Key Segments (%u)\n" : "        Key Segments (%u - ESE97 format)\n", count);
    printf("        -----------------\n");
    for (unsigned i = 0; i < count; i++) {
        char name[80];
        snprintf(name, sizeof name, "%c%s", segments[i].descending ? '-' : '+',
                 segment_name(t, &segments[i]));
        printf("            %-15.15s (0x%08x)\n", name,
               segments[i].column_id | (segments[i].template_column ? 0x80000000u : 0));
    }
    if (!index->conditional.size || catalog_row_segments(&row, index->conditional, segments, &count) < 0)
        return;
    printf("        Conditional Columns (%u)\n        ------------------------\n", count);
    for (unsigned i = 0; i < count; i++)
        printf("            %-15.15s (0x%08x,%s)\n", segment_name(t, &segments[i]),
               segments[i].column_id | (segments[i].template_column ? 0x80000000u : 0),
               segments[i].must_be_null ? "JET_bitIndexColumnMustBeNull" : "JET_bitIndexColumnMustBeNonNull");
}

static void print_index(const struct schema_table *t, const struct schema_index *index, uint32_t page_size)
{
    static const struct flag_line lines[] = {
        {CATALOG_INDEX_UNIQUE, "Unique"},
        {CATALOG_INDEX_PRIMARY, "Primary"},
        {CATALOG_INDEX_TEMPLATE, "Template"},
        {CATALOG_INDEX_DERIVED, "Derived"},
        {CATALOG_INDEX_DISALLOW_NULL, "Disallow Null"},
        {CATALOG_INDEX_ALL_NULLS, "Allow All Nulls"},
        {CATALOG_INDEX_FIRST_NULL, "Allow First Null"},
        {CATALOG_INDEX_SOME_NULLS, "Allow Some Nulls"},
        {CATALOG_INDEX_NULLS_HIGH, "Sort Nulls High"},
        {CATALOG_INDEX_MULTIVALUED, "Multivalued"},
    };
    printf("    %-15.15s  %8u  %8u  %6u%%\n", index->name, index->root, index->objid, index->density);
    print_flags(index->flags, lines, ARRAY_COUNT(lines));
    if (index->has_tuple)
        printf("        Tuples=yes\n            LengthMin=%u\n            LengthMax=%u\n            "
               "ToIndexMax=%u\n"
               "            CchIncrement=%u\n            IchStart=%u\n",
               index->tuple.length_min, index->tuple.length_max, index->tuple.to_index_max,
               index->tuple.increment, index->tuple.start);
    if (index->flags & CATALOG_INDEX_LOCALIZED)
        print_locale(index);
    if (index->flags & CATALOG_INDEX_LONG_IDS)
        printf("        Extended Columns=yes\n");
    printf("        Flags=0x%08x\n", index->flags);
    if (index->var_seg_mac)
        printf(
            "        Index Key Segment Length Specified=yes\n            Maximum Key Segment Length=0x%08x\n",
            index->var_seg_mac);
    if (index->key_most)
        printf("        Index Key Length Specified=yes\n            Maximum Key Length=0x%08x\n",
               index->key_most);
    print_hints("        ", "Index Space Hints:", &index->hints, index->density,
                index->hints.initial ? index->hints.initial : page_size, page_size);
    print_segments(t, index);
    printf("        IndexPgnoFDPLastSetTime=%s\n", time_text(index->set_time));
}

static void long_table(const struct schema_table *t, uint32_t page_size)
{
    printf("Table Name        PgnoFDP  ObjidFDP    PgnoLV   ObjidLV     Pages  Density\n");
    printf("==========================================================================\n");
    printf("%s\n                 %8u  %8u  %8u  %8u  %8u  %6u%%\n", t->name, t->root, t->objid, t->lv_root,
           t->lv_objid, t->pages, t->density);
    printf("    PgnoFDPLastSetTime=%s\n    PgnoFDPLVLastSetTime=%s\n", time_text(t->set_time),
           time_text(t->lv_set_time));
    printf("    LV ChunkSize=%u\n", t->lv_chunk_max ? t->lv_chunk_max : lv_chunk_size(page_size));
    if (t->flags & CATALOG_TABLE_SYSTEM)
        printf("    System Table=yes\n");
    if (t->flags & CATALOG_TABLE_FIXED_DDL)
        printf("    FixedDDL=yes\n");
    if (t->flags & CATALOG_TABLE_TEMPLATE)
        printf("    Template=yes\n");
    if (t->flags & CATALOG_TABLE_DERIVED)
        printf("    Derived From: %5s\n", t->template_name);
    print_hints("    ", "Table Space Hints:", &t->hints, t->density, t->pages * page_size, page_size);
    if (t->lv_hints.present)
        print_hints("    ", "Deferred LV Space Hints:", &t->lv_hints,
                    t->lv_hints.density ? t->lv_hints.density : 80, t->lv_hints.initial, page_size);
    printf("    Column Name     Column Id  Column Type      Length  Default\n");
    printf("    -----------------------------------------------------------\n");
    for (size_t i = 0; i < t->column_count; i++)
        if (!t->columns[i].from_template)
            print_column(&t->columns[i]);
    printf("    Index Name        PgnoFDP  ObjidFDP  Density\n");
    printf("    --------------------------------------------\n");
    for (size_t i = 0; i < t->index_count; i++)
        print_index(t, &t->indexes[i], page_size);
    printf("    Callback Type        Callback\n");
    printf("    --------------------------------------------\n");
}

/* ---- MSysLocales (spec 20, 6.2) -------------------------------------------------------------- */

static JET_ERR print_locale_row(struct opened *opened, JET_TABLEID table, unsigned number)
{
    enum { COLUMN_TYPE = 1, COLUMN_VALUE = 2, COLUMN_KEY = 128 };
    uint8_t key[512], type = 0;
    int32_t value = 0;
    uint32_t size = 0, ignored;
    JET_ERR err = JetRetrieveColumn(opened->session, table, COLUMN_KEY, key, sizeof key, &size, 0, NULL);
    if (err >= 0)
        err = JetRetrieveColumn(opened->session, table, COLUMN_TYPE, &type, sizeof type, &ignored, 0, NULL);
    if (err >= 0)
        err =
            JetRetrieveColumn(opened->session, table, COLUMN_VALUE, &value, sizeof value, &ignored, 0, NULL);
    if (err >= 0)
        printf("KVP Elem[%u] key = %s, type = %u, value = %d\n", number,
               text_utf16((struct bytes){key, MIN(size, (uint32_t)sizeof key)}), type, value);
    return err;
}

static JET_ERR dump_locales(struct opened *opened)
{
    JET_TABLEID table;
    JET_ERR err =
        JetOpenTableA(opened->session, opened->dbid, "MSysLocales", NULL, 0, JET_bitTableReadOnly, &table);
    if (err == JET_errObjectNotFound)
        return JET_errSuccess; /* files from before Windows 8 */
    if (err < 0)
        return err;
    printf("******************************* MSysLocales **********************************\n");
    unsigned number = 0;
    for (int32_t move = JET_MoveFirst; err >= 0; move = JET_MoveNext) {
        err = JetMove(opened->session, table, move, 0);
        if (err >= 0)
            err = print_locale_row(opened, table, number++);
    }
    print_rule(NULL);
    JetCloseTable(opened->session, table);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}

static JET_ERR long_dump(struct opened *opened, struct schema *schema, const char *only)
{
    JET_ERR err = dump_locales(opened);
    if (err < 0)
        return err;
    schema_sort_by_name(schema);
    const struct schema_table *wanted = only ? schema_find(schema, only) : NULL;
    print_rule("META-DATA DUMP");
    for (size_t i = 0; i < schema->count; i++)
        if (!wanted || wanted == &schema->tables[i])
            long_table(&schema->tables[i], opened->page_size);
    print_rule(NULL);
    return JET_errSuccess;
}

JET_ERR dump_metadata(const struct options *options)
{
    struct opened opened;
    struct schema schema;
    struct open_options open = {.page_size = options->page_size, .quiet = true};
    printf("         Database: %s\n\n", options->target);
    JET_ERR err = opened_begin(&opened, options->target, &open);
    if (err < 0) {
        printf("Error: Access to source database '%s' failed with Jet error %d.\n", options->target, err);
        return err;
    }
    err = schema_read(&opened, &schema);
    if (err >= 0 && options->temporary && !schema_find(&schema, options->temporary))
        err = JET_errObjectNotFound;
    if (err >= 0 && options->verbose)
        err = long_dump(&opened, &schema, options->temporary);
    else if (err >= 0)
        short_dump(&opened, &schema, options->temporary ? schema_find(&schema, options->temporary) : NULL);
    schema_free(&schema);
    opened_end(&opened);
    return err;
}
