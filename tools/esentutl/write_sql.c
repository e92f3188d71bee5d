/* SQL that SQLite and most others take: CREATE TABLE and INSERT in one
 * transaction. Several values of a column: a JSON array as text. */
#include "plain.h"
#include "rows.h"

static struct plain plain; /* of the one export that runs */

static void put_quoted(struct writer *w, char quote)
{
    putc(quote, w->out);
    for (size_t i = 0; i < plain.size; i++) {
        if (plain.text[i] == quote)
            putc(quote, w->out);
        putc(plain.text[i], w->out);
    }
    putc(quote, w->out);
}

static JET_ERR put_identifier(struct writer *w, const char *name)
{
    JET_ERR err = plain_name(&plain, name);
    if (err >= 0)
        put_quoted(w, '"');
    return err;
}

static const char *type_of(const struct schema_column *c)
{
    switch (c->coltyp) {
    case JET_coltypText:
    case JET_coltypLongText:
    case JET_coltypGUID:
        return "TEXT";
    case JET_coltypBinary:
    case JET_coltypLongBinary:
        return "BLOB";
    case JET_coltypIEEESingle:
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime:
        return "REAL";
    default:
        return "INTEGER";
    }
}

static JET_ERR begin(struct writer *w)
{
    fputs("BEGIN TRANSACTION;\n", w->out);
    return JET_errSuccess;
}

static JET_ERR table(struct writer *w)
{
    fputs("CREATE TABLE ", w->out);
    JET_ERR err = put_identifier(w, w->table->name);
    fputs(" (", w->out);
    for (size_t i = 0; i < w->column_count && err >= 0; i++) {
        if (i)
            fputs(", ", w->out);
        err = put_identifier(w, w->columns[i]->name);
        fprintf(w->out, " %s", type_of(w->columns[i]));
    }
    fputs(");\n", w->out);
    return err;
}

static JET_ERR row_begin(struct writer *w)
{
    fputs("INSERT INTO ", w->out);
    JET_ERR err = put_identifier(w, w->table->name);
    fputs(" VALUES (", w->out);
    return err;
}

static void skip_to(struct writer *w, size_t column)
{
    for (; w->next < column; w->next++)
        fputs(w->next ? ", NULL" : "NULL", w->out);
}

/* A literal cannot hold NUL: such text goes through its bytes. */
static void put_text(struct writer *w)
{
    if (!plain.size || !memchr(plain.text, 0, plain.size)) {
        put_quoted(w, '\'');
        return;
    }
    fputs("CAST(X'", w->out);
    for (size_t i = 0; i < plain.size; i++)
        fprintf(w->out, "%02x", (unsigned char)plain.text[i]);
    fputs("' AS TEXT)", w->out);
}

static void put_number(struct writer *w)
{
    /* An unsigned number beyond 63 bits would turn into a rounded real. */
    bool large = plain.size > 19 || (plain.size == 19 && memcmp(plain.text, "9223372036854775807", 19) > 0);
    bool whole = true;
    for (size_t i = 0; i < plain.size; i++)
        whole = whole && plain.text[i] >= '0' && plain.text[i] <= '9';
    if (large && whole)
        put_quoted(w, '\'');
    else
        fwrite(plain.text, 1, plain.size, w->out);
}

static JET_ERR values(struct writer *w, size_t column, const struct bytes *list, size_t count)
{
    skip_to(w, column);
    JET_ERR err = count == 1 ? plain_value(&plain, w->columns[column], list[0])
                             : plain_array(&plain, w->columns[column], list, count);
    if (err < 0)
        return err;
    if (w->next++)
        fputs(", ", w->out);
    if (plain.kind == PLAIN_TEXT)
        put_text(w);
    else if (plain.kind == PLAIN_NUMBER)
        put_number(w);
    else
        fprintf(w->out, "X'%.*s'", (int)plain.size, plain.text);
    return JET_errSuccess;
}

static JET_ERR row_end(struct writer *w)
{
    skip_to(w, w->column_count);
    fputs(");\n", w->out);
    return ferror(w->out) ? JET_errDiskFull : JET_errSuccess;
}

static JET_ERR nothing(struct writer *w)
{
    (void)w;
    return JET_errSuccess;
}

static JET_ERR end(struct writer *w)
{
    plain_free(&plain);
    fputs("COMMIT;\n", w->out);
    return JET_errSuccess;
}

const struct writer_ops writer_sql = {
    .name = "sql",
    .begin = begin,
    .table = table,
    .row_begin = row_begin,
    .values = values,
    .row_end = row_end,
    .table_end = nothing,
    .end = end,
};
