/* CSV (RFC 4180, lines end in LF): a head line of column names, then the rows. A
 * null is an empty field, an empty text is "". Several values: a JSON array. */
#include "plain.h"
#include "rows.h"

static struct plain plain; /* of the one export that runs */

static JET_ERR put_field(struct writer *w, bool quote)
{
    for (size_t i = 0; i < plain.size && !quote; i++)
        quote = memchr(",\"\r\n", plain.text[i], 4) != NULL;
    if (!quote) {
        fwrite(plain.text, 1, plain.size, w->out);
        return JET_errSuccess;
    }
    putc('"', w->out);
    for (size_t i = 0; i < plain.size; i++) {
        if (plain.text[i] == '"')
            putc('"', w->out);
        putc(plain.text[i], w->out);
    }
    putc('"', w->out);
    return JET_errSuccess;
}

static JET_ERR nothing(struct writer *w)
{
    (void)w;
    return JET_errSuccess;
}

static JET_ERR table(struct writer *w)
{
    JET_ERR err = JET_errSuccess;
    for (size_t i = 0; i < w->column_count && err >= 0; i++) {
        if (i)
            putc(',', w->out);
        err = plain_name(&plain, w->columns[i]->name);
        if (err >= 0)
            err = put_field(w, false);
    }
    putc('\n', w->out);
    return err;
}

/* Commas up to column number `column`. */
static void skip_to(struct writer *w, size_t column)
{
    for (; w->next < column; w->next++)
        putc(',', w->out);
}

static JET_ERR values(struct writer *w, size_t column, const struct bytes *list, size_t count)
{
    skip_to(w, column);
    JET_ERR err = count == 1 ? plain_value(&plain, w->columns[column], list[0])
                             : plain_array(&plain, w->columns[column], list, count);
    return err < 0 ? err : put_field(w, plain.size == 0);
}

static JET_ERR row_end(struct writer *w)
{
    skip_to(w, w->column_count ? w->column_count - 1 : 0);
    putc('\n', w->out);
    return ferror(w->out) ? JET_errDiskFull : JET_errSuccess;
}

static JET_ERR end(struct writer *w)
{
    (void)w;
    plain_free(&plain);
    return JET_errSuccess;
}

const struct writer_ops writer_csv = {
    .name = "csv",
    .begin = nothing,
    .table = table,
    .row_begin = nothing,
    .values = values,
    .row_end = row_end,
    .table_end = nothing,
    .end = end,
};
