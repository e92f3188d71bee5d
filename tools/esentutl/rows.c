#include "rows.h"

#include <stdlib.h>

/* All values of one column of the current row. Memory grows to the largest
 * column seen and is used again. */
struct values {
    uint8_t *data;
    size_t capacity;
    size_t used;
    struct bytes *list;
    size_t *offsets, *sizes;
    size_t list_capacity, count;
};

static void values_free(struct values *v)
{
    free(v->data);
    free(v->list);
    free(v->offsets);
    free(v->sizes);
}

static bool values_reserve(struct values *v, size_t size)
{
    if (v->capacity - v->used >= size)
        return true;
    size_t capacity = MAX(v->capacity * 2, v->used + size);
    uint8_t *larger = realloc(v->data, capacity);
    if (!larger)
        return false;
    v->data = larger;
    v->capacity = capacity;
    return true;
}

static bool values_add(struct values *v, size_t size)
{
    if (v->count == v->list_capacity) {
        size_t n = v->list_capacity ? v->list_capacity * 2 : 16;
        struct bytes *list = realloc(v->list, n * sizeof *list);
        if (list)
            v->list = list;
        size_t *offsets = realloc(v->offsets, n * sizeof *offsets);
        if (offsets)
            v->offsets = offsets;
        size_t *sizes = realloc(v->sizes, n * sizeof *sizes);
        if (sizes)
            v->sizes = sizes;
        if (!list || !offsets || !sizes)
            return false;
        v->list_capacity = n;
    }
    v->offsets[v->count] = v->used;
    v->sizes[v->count++] = size;
    v->used += size;
    return true;
}

/* One instance of a column, whatever its size. JET_wrnColumnNull: none. */
static JET_ERR retrieve(struct opened *opened, JET_TABLEID table, JET_COLUMNID column, uint32_t sequence,
                        struct values *v)
{
    uint32_t actual;
    for (;;) {
        JET_RETINFO info = {.cbStruct = sizeof info, .itagSequence = sequence};
        uint32_t room = (uint32_t)MIN(v->capacity - v->used, (size_t)INT32_MAX);
        JET_ERR err =
            JetRetrieveColumn(opened->session, table, column, v->data + v->used, room, &actual, 0, &info);
        if (err != JET_wrnBufferTruncated) {
            if (err == JET_errSuccess && !values_add(v, actual))
                return JET_errOutOfMemory;
            return err;
        }
        if (!values_reserve(v, actual))
            return JET_errOutOfMemory;
    }
}

static JET_ERR read_column(struct opened *opened, JET_TABLEID table, const struct schema_column *column,
                           struct values *v)
{
    v->used = v->count = 0;
    JET_ERR err = retrieve(opened, table, column->columnid, 1, v);
    /* Only tagged columns can have more than one value. */
    for (uint32_t sequence = 2; err == JET_errSuccess && column->id >= 256; sequence++)
        err = retrieve(opened, table, column->columnid, sequence, v);
    for (size_t i = 0; i < v->count; i++)
        v->list[i] = (struct bytes){v->data + v->offsets[i], v->sizes[i]};
    return err < 0 ? err : JET_errSuccess;
}

static JET_ERR write_row(struct opened *opened, JET_TABLEID table, const struct writer_ops *ops,
                         struct writer *w, struct row_walk *walk, struct values *v)
{
    w->next = 0;
    w->first = true;
    JET_ERR err = ops->row_begin(w);
    for (size_t i = 0; i < w->column_count && err >= 0; i++) {
        JET_ERR read = read_column(opened, table, w->columns[i], v);
        if (read == JET_errOutOfMemory)
            return read;
        if (read < 0) {
            walk->broken(walk->context, w->columns[i], walk->rows + 1, read);
            err = ops->broken ? ops->broken(w, i, read) : JET_errSuccess;
        } else if (v->count) {
            err = ops->values(w, i, v->list, v->count);
        }
    }
    return err < 0 ? err : ops->row_end(w);
}

JET_ERR rows_write(struct opened *opened, const struct writer_ops *ops, struct writer *w,
                   struct row_walk *walk)
{
    struct values v = {0};
    JET_TABLEID table;
    walk->rows = 0;
    JET_ERR err = ops->table(w);
    if (err < 0)
        return err;
    err = JetOpenTableA(opened->session, opened->dbid, w->table->name, NULL, 0,
                        JET_bitTableReadOnly | JET_bitTableSequential, &table);
    if (err < 0)
        return err;
    if (!values_reserve(&v, 1 << 16))
        err = JET_errOutOfMemory;
    for (int32_t move = JET_MoveFirst; err >= 0; move = JET_MoveNext) {
        err = JetMove(opened->session, table, move, 0);
        if (err < 0)
            break;
        err = write_row(opened, table, ops, w, walk, &v);
        if (err >= 0 && (++walk->rows & 255) == 0 && walk->progress)
            walk->progress(walk->context, walk->rows);
    }
    JetCloseTable(opened->session, table);
    values_free(&v);
    return err == JET_errNoCurrentRecord ? ops->table_end(w) : err;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const struct schema_column *const *)a)->name,
                  (*(const struct schema_column *const *)b)->name);
}

static int by_id(const void *a, const void *b)
{
    const struct schema_column *x = *(const struct schema_column *const *)a;
    const struct schema_column *y = *(const struct schema_column *const *)b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return y->from_template - x->from_template;
}

JET_ERR writer_set_table(struct writer *w, const struct writer_ops *ops, const struct schema_table *table)
{
    w->table = table;
    w->column_count = 0;
    free(w->columns);
    w->columns = malloc((table->column_count + 1) * sizeof *w->columns);
    if (!w->columns)
        return JET_errOutOfMemory;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].coltyp != 0) /* 0: deleted */
            w->columns[w->column_count++] = &table->columns[i];
    qsort(w->columns, w->column_count, sizeof *w->columns, ops->sorted ? by_name : by_id);
    return JET_errSuccess;
}

void writer_free(struct writer *w)
{
    free(w->columns);
    w->columns = NULL;
}
