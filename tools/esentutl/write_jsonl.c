/* The canonical dump: one JSON object a line, keys sorted; a line for the table,
 * then one for each row in the order of the primary index. */
#include "rows.h"

#include "base/messages.h"
#include "format/catalog_row.h"
#include "format/value_text.h"

#include <stdlib.h>

static JET_ERR put(void *context, const char *text, size_t size)
{
    return fwrite(text, 1, size, context) == size ? JET_errSuccess : JET_errDiskFull;
}

static struct text_sink sink_of(const struct writer *w) { return (struct text_sink){put, w->out}; }

static JET_ERR put_name(const struct writer *w, const char *name)
{
    struct text_sink sink = sink_of(w);
    return value_text_write_name(&sink, name, strlen(name));
}

static JET_ERR put_value(const struct writer *w, const struct schema_column *c, struct bytes value)
{
    struct text_sink sink = sink_of(w);
    return value_text_write(&sink, c->coltyp, c->code_page, value);
}

static int by_id(const void *a, const void *b)
{
    const struct schema_column *x = *(const struct schema_column *const *)a;
    const struct schema_column *y = *(const struct schema_column *const *)b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return y->from_template - x->from_template;
}

static bool is_text(const struct schema_column *c)
{
    return c->coltyp == JET_coltypText || c->coltyp == JET_coltypLongText;
}

static JET_ERR put_column(const struct writer *w, const struct schema_column *c)
{
    JET_ERR err = JET_errSuccess;
    putc('{', w->out);
    if (is_text(c))
        fprintf(w->out, "\"codepage\": %u, ", c->code_page);
    if (c->has_default) {
        fputs("\"default\": ", w->out);
        err = put_value(w, c, c->default_value);
        fputs(", ", w->out);
    }
    fprintf(w->out, "\"flags\": %u, \"id\": %u, \"name\": ", c->flags, c->id);
    if (err >= 0)
        err = put_name(w, c->name);
    if (c->id < 256)
        fprintf(w->out, ", \"size\": %u", c->size);
    if (c->from_template)
        fputs(", \"template\": true", w->out);
    fprintf(w->out, ", \"type\": %u}", c->coltyp);
    return err;
}

static JET_ERR put_columns(const struct writer *w)
{
    size_t count = w->table->column_count;
    const struct schema_column **sorted = malloc((count + 1) * sizeof *sorted);
    JET_ERR err = sorted ? JET_errSuccess : JET_errOutOfMemory;
    for (size_t i = 0; i < count && err >= 0; i++)
        sorted[i] = &w->table->columns[i];
    if (err >= 0)
        qsort(sorted, count, sizeof *sorted, by_id);
    fputs("\"columns\": [", w->out);
    for (size_t i = 0; i < count && err >= 0; i++) {
        if (i)
            fputs(", ", w->out);
        err = put_column(w, sorted[i]);
    }
    putc(']', w->out);
    free(sorted);
    return err;
}

static const char *column_name(const struct schema_table *t, uint32_t id)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].id == id)
            return t->columns[i].name;
    return NULL;
}

static void put_segment(const struct writer *w, uint32_t id, bool descending)
{
    char text[80], number[16];
    const char *name = column_name(w->table, id);
    if (!name) {
        snprintf(number, sizeof number, "#%u", id);
        name = number;
    }
    snprintf(text, sizeof text, "%c%s", descending ? '-' : '+', name);
    put_name(w, text);
}

static JET_ERR put_index(const struct writer *w, const struct schema_index *index)
{
    bool wide = index->flags & CATALOG_INDEX_LONG_IDS;
    size_t size = wide ? 4 : 2;
    fprintf(w->out, "{\"flags\": %u, \"keys\": [", index->flags);
    for (size_t at = 0; at + size <= index->segments.size; at += size) {
        const uint8_t *p = index->segments.data + at;
        int16_t id = (int16_t)load_le16(p);
        if (at)
            fputs(", ", w->out);
        if (wide)
            put_segment(w, load_le16(p + 2), p[0] & 0x40);
        else
            put_segment(w, (uint32_t)abs(id), id < 0);
    }
    fputs("], \"name\": ", w->out);
    JET_ERR err = put_name(w, index->name);
    fprintf(w->out, ", \"primary\": %s}", index->root == w->table->root ? "true" : "false");
    return err;
}

static int index_by_name(const void *a, const void *b)
{
    return strcmp((*(const struct schema_index *const *)a)->name,
                  (*(const struct schema_index *const *)b)->name);
}

static JET_ERR put_indexes(const struct writer *w)
{
    size_t count = w->table->index_count;
    const struct schema_index **sorted = malloc((count + 1) * sizeof *sorted);
    JET_ERR err = sorted ? JET_errSuccess : JET_errOutOfMemory;
    for (size_t i = 0; i < count && err >= 0; i++)
        sorted[i] = &w->table->indexes[i];
    if (err >= 0)
        qsort(sorted, count, sizeof *sorted, index_by_name);
    fputs(", \"indexes\": [", w->out);
    for (size_t i = 0; i < count && err >= 0; i++) {
        if (i)
            fputs(", ", w->out);
        err = put_index(w, sorted[i]);
    }
    putc(']', w->out);
    free(sorted);
    return err;
}

static JET_ERR nothing(struct writer *w)
{
    (void)w;
    return JET_errSuccess;
}

static JET_ERR table(struct writer *w)
{
    putc('{', w->out);
    JET_ERR err = put_columns(w);
    if (err >= 0)
        err = put_indexes(w);
    fputs(", \"table\": ", w->out);
    if (err >= 0)
        err = put_name(w, w->table->name);
    if (w->table->template_name[0] && err >= 0) {
        fputs(", \"template\": ", w->out);
        err = put_name(w, w->table->template_name);
    }
    fputs("}\n", w->out);
    return err < 0 ? err : ferror(w->out) ? JET_errDiskFull : JET_errSuccess;
}

static JET_ERR row_begin(struct writer *w) { return put(w->out, "{", 1); }

static JET_ERR values(struct writer *w, size_t column, const struct bytes *list, size_t count)
{
    const struct schema_column *c = w->columns[column];
    if (!w->first)
        fputs(", ", w->out);
    w->first = false;
    JET_ERR err = put_name(w, c->name);
    fputs(count > 1 ? ": [" : ": ", w->out);
    for (size_t i = 0; i < count && err >= 0; i++) {
        if (i)
            fputs(", ", w->out);
        err = put_value(w, c, list[i]);
    }
    if (count > 1)
        putc(']', w->out);
    return err;
}

static JET_ERR broken(struct writer *w, size_t column, JET_ERR error)
{
    if (!w->first)
        fputs(", ", w->out);
    w->first = false;
    JET_ERR err = put_name(w, w->columns[column]->name);
    fprintf(w->out, ": {\"error\": \"%s\"}", error_name(error));
    return err;
}

static JET_ERR row_end(struct writer *w) { return put(w->out, "}\n", 2); }

const struct writer_ops writer_jsonl = {
    .name = "jsonl",
    .sorted = true,
    .begin = nothing,
    .table = table,
    .row_begin = row_begin,
    .values = values,
    .broken = broken,
    .row_end = row_end,
    .table_end = nothing,
    .end = nothing,
};
