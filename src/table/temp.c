#include "table/temp_rows.h"

#include "base/alloc.h"

#include <stdlib.h>

enum {
    PAGE_HEADER_SMALL = 40,
    PAGE_HEADER_LARGE = 80,
    PAGE_TAGS = 8,
    SMALL_PAGE_MOST = 8192,
    REFERENCE_SIZE = 4, /* id of a value outside the record */
    FIXED_MOST = 127,
    VARIABLE_MOST = 128,
    TAGGED_MOST = 64993
};

static bool is_long_type(JET_COLTYP type)
{
    return type == JET_coltypLongBinary || type == JET_coltypLongText;
}

static bool is_text(JET_COLTYP type) { return type == JET_coltypText || type == JET_coltypLongText; }

/* --- definition ------------------------------------------------------------ */

static enum access_kind kind_of(const struct temp_column *column)
{
    if ((column->grbit & JET_bitColumnTagged) || is_long_type(column->type)) {
        return ACCESS_TAGGED;
    }
    return column_type_size(column->type) || (column->grbit & JET_bitColumnFixed) ? ACCESS_FIXED
                                                                                  : ACCESS_VARIABLE;
}

static uint32_t size_of(const struct temp_column *column)
{
    uint32_t fixed = column_type_size(column->type);

    if (fixed || is_long_type(column->type)) {
        return fixed ? fixed : column->max;
    }
    return column->max == 0 || column->max > JET_cbColumnMost ? JET_cbColumnMost : column->max;
}

/* Spec 20, 4.7. */
static uint32_t record_limit(uint32_t page_size, uint32_t key_most)
{
    bool small = page_size <= SMALL_PAGE_MOST;
    uint32_t node = page_size - (small ? PAGE_HEADER_SMALL : PAGE_HEADER_LARGE) - PAGE_TAGS;

    return small ? node - 2 - MAX(255, 2 + key_most) : node - 4 - key_most;
}

static uint32_t key_limit(uint32_t page_size)
{
    return page_size >= 8192 ? JET_cbKeyMost8KBytePage
                             : (page_size >= 4096 ? JET_cbKeyMost4KBytePage : JET_cbKeyMost2KBytePage);
}

static JET_ERR check_columns(const struct temp_definition *definition, uint32_t counts[4])
{
    static const uint32_t most[] = {0, FIXED_MOST, VARIABLE_MOST, TAGGED_MOST};

    for (uint32_t i = 0; i < definition->column_count; i++) {
        const struct temp_column *column = &definition->columns[i];
        if (column->type == JET_coltypNil || column->type == JET_coltypSLV || column->type >= JET_coltypMax) {
            return JET_errInvalidColumnType;
        }
        if (is_text(column->type) && column->code_page != 0 && column->code_page != 1252 &&
            column->code_page != 1200) {
            return JET_errInvalidCodePage;
        }
        if (++counts[kind_of(column)] > most[kind_of(column)]) {
            return JET_errTooManyColumns;
        }
    }
    return JET_errSuccess;
}

static JET_ERR add_columns(struct temp_table *table, const struct temp_definition *definition,
                           JET_COLUMNID *ids)
{
    uint32_t next[] = {0, 1, RECORD_VAR_FIRST, RECORD_TAGGED_FIRST}, offset = 4;

    for (uint32_t i = 0; i < definition->column_count; i++) {
        const struct temp_column *from = &definition->columns[i];
        enum access_kind kind = kind_of(from);
        struct column_access *column = &table->map.own.columns[next[kind]];
        *column = (struct column_access){
            .kind = (uint8_t)kind,
            .type = (uint8_t)from->type,
            .flags = is_long_type(from->type) ? ACCESS_LONG : 0,
            .id = (uint16_t)next[kind],
            .code_page = is_text(from->type) ? (uint16_t)(from->code_page ? from->code_page : 1252) : 0,
            .offset = (uint16_t)offset,
            .size = size_of(from),
        };
        offset += kind == ACCESS_FIXED ? column->size : 0;
        ids[i] = next[kind]++;
    }
    return offset + (next[ACCESS_FIXED] + 6) / 8 > table->record_most ? JET_errRecordTooBig : JET_errSuccess;
}

static JET_ERR add_key(struct temp_table *table, const struct temp_definition *definition,
                       const JET_COLUMNID *ids)
{
    struct key_index *key = &table->key;
    bool unicode = false;
    uint32_t flags = definition->collation.flags | LCMAP_SORTKEY;

    for (uint32_t i = 0; i < definition->column_count && key->segment_count < KEY_SEGMENTS_MAX; i++) {
        const struct column_access *column = &table->map.own.columns[ids[i]];
        if (!(definition->columns[i].grbit & JET_bitColumnTTKey)) {
            continue;
        }
        key->segments[key->segment_count++] = (struct key_segment){
            .column = ids[i],
            .size = column->kind == ACCESS_FIXED ? column->size : 0,
            .code_page = column->code_page,
            .coltyp = column->type,
            .fixed = column->kind == ACCESS_FIXED,
            .descending = definition->columns[i].grbit & JET_bitColumnTTDescending,
        };
        unicode |= column->code_page == 1200;
    }
    key->flags = KEY_ALL_NULL_INDEXED | KEY_FIRST_NULL_INDEXED | KEY_ANY_NULL_INDEXED |
                 (definition->grbit & JET_bitTTSortNullsHigh ? KEY_NULLS_HIGH : 0);
    key->dotnet_guid = definition->grbit & JET_bitTTDotNetGuid;
    if (!key->segment_count || (!unicode && !definition->collation.locale)) {
        return JET_errSuccess;
    }
    return nls_open(definition->collation.locale ? definition->collation.locale : NLS_DEFAULT_LOCALE, 0, NULL,
                    flags, &key->sort);
}

/* B-tree from the start, or a sort first (spec 40 P-4). */
static JET_ERR choose_state(struct temp_table *table, const struct temp_definition *definition)
{
    bool tree = table->key.segment_count == 0 || (table->grbit & JET_bitTTForceMaterialization);

    for (uint32_t i = 0; i < definition->column_count; i++) {
        tree |= is_long_type(definition->columns[i].type) && !(table->grbit & JET_bitTTIntrinsicLVsOnly);
    }
    table->state = tree ? TEMP_MATERIALISED : TEMP_LOADING;
    return tree && (table->grbit & JET_bitTTForwardOnly) ? JET_errCannotMaterializeForwardOnlySort
                                                         : JET_errSuccess;
}

JET_ERR temp_create(const struct temp_definition *definition, JET_COLUMNID *ids, struct temp_table **table)
{
    const JET_GRBIT tree_bits =
        JET_bitTTIndexed | JET_bitTTUpdatable | JET_bitTTScrollable | JET_bitTTForceMaterialization;
    uint32_t page_size = definition->page_size ? definition->page_size : 32768;
    uint32_t key_most = definition->key_most ? definition->key_most : KEY_MOST_DEFAULT;
    uint32_t segment_most = definition->var_seg_mac ? definition->var_seg_mac : key_most;
    uint32_t counts[4] = {0};
    struct temp_table *made;
    JET_ERR err;

    *table = NULL;
    if ((definition->grbit & JET_bitTTForwardOnly) && (definition->grbit & tree_bits)) {
        return JET_errCannotMaterializeForwardOnlySort;
    }
    if (key_most < KEY_MOST_DEFAULT || key_most > key_limit(page_size) || segment_most > key_most) {
        return JET_errInvalidParameter;
    }
    err = check_columns(definition, counts);
    if (err < 0) {
        return err;
    }
    made = mem_calloc(1, sizeof *made);
    if (!made) {
        return JET_errOutOfMemory;
    }
    made->references = 1;
    made->grbit = definition->grbit;
    made->key.key_most = (uint16_t)key_most;
    made->key.var_seg_mac = (uint16_t)segment_most;
    made->record_most = record_limit(page_size, key_most);
    made->scratch = mem_alloc(made->record_most);
    err = made->scratch ? column_map_init(&made->map, RECORD_TAGGED_FIRST + counts[ACCESS_TAGGED], 0)
                        : JET_errOutOfMemory;
    made->map.small_pages = page_size <= SMALL_PAGE_MOST;
    if (err >= 0) {
        err = add_columns(made, definition, ids);
    }
    if (err >= 0) {
        err = add_key(made, definition, ids);
    }
    if (err >= 0) {
        err = choose_state(made, definition);
    }
    if (err < 0) {
        temp_release(made);
        return err;
    }
    *table = made;
    return JET_errSuccess;
}

void temp_count_sort(struct temp_table *table, _Atomic uint32_t *count)
{
    if (table->state == TEMP_LOADING) {
        table->sort_count = count;
        atomic_fetch_add(count, 1);
    }
}

void temp_retain(struct temp_table *table) { table->references++; }

void temp_release(struct temp_table *table)
{
    if (--table->references) {
        return;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        temp_row_release(table->rows[i]);
    }
    if (table->sort_count) {
        atomic_fetch_sub(table->sort_count, 1);
    }
    column_map_free(&table->map);
    mem_free(table->rows);
    mem_free(table->scratch);
    mem_free(table);
}

uint32_t temp_row_count(const struct temp_table *table) { return table->count; }

/* --- rows ------------------------------------------------------------------ */

void temp_row_release(struct temp_row *row)
{
    if (--row->references) {
        return;
    }
    for (uint32_t i = 0; i < row->long_count; i++) {
        mem_free(row->longs[i].data);
    }
    mem_free(row->longs);
    mem_free(row);
}

/* The key of the values in a row buffer. */
struct buffer_source {
    struct key_source source;
    const struct row_buffer *buffer;
};

static JET_ERR fetch_cell(struct key_source *source, uint32_t column, unsigned itag, size_t want,
                          struct key_value *value)
{
    const struct row_buffer *buffer = ((struct buffer_source *)source)->buffer;
    const struct row_cell *cell = row_buffer_value(buffer, column_map_find(buffer->map, column), itag);

    (void)want;
    *value = cell && cell->state != ROW_NULL ? (struct key_value){.data = cell->data, .size = cell->size}
                                             : (struct key_value){.null = true};
    return JET_errSuccess;
}

static JET_ERR make_key(struct temp_table *table, const struct row_buffer *buffer, uint8_t *key, size_t *size)
{
    struct buffer_source source = {{fetch_cell}, buffer};
    struct key_walk walk;
    bool found = true;
    JET_ERR err;

    if (table->key.segment_count == 0) {
        store_be32(key, table->next_number + 1);
        *size = 4;
        return JET_errSuccess;
    }
    key_walk_begin(&walk);
    err = key_walk_next(&walk, &table->key, &source.source, key, size, &found);
    return err < 0 || found ? err : JET_errInternalError;
}

/* Moves the longest value of the record image out of it (spec 40 U-22). */
static JET_ERR separate_longest(struct row_buffer *buffer, struct temp_row *row)
{
    struct row_cell *longest = NULL;
    struct temp_long *longs;

    for (uint32_t i = 0; i < buffer->count; i++) {
        struct row_cell *cell = &buffer->cells[i];
        if ((cell->column->flags & ACCESS_LONG) && cell->state == ROW_VALUE && cell->size > REFERENCE_SIZE &&
            (!longest || cell->size > longest->size)) {
            longest = cell;
        }
    }
    if (!longest || row->long_count == UINT16_MAX) {
        return JET_errRecordTooBig;
    }
    longs = mem_realloc(row->longs, (row->long_count + 1u) * sizeof *longs);
    if (!longs) {
        return JET_errOutOfMemory;
    }
    row->longs = longs;
    longs[row->long_count] = (struct temp_long){longest->data, longest->size};
    longest->data = mem_alloc(REFERENCE_SIZE);
    if (!longest->data) {
        longest->data = longs[row->long_count].data;
        return JET_errOutOfMemory;
    }
    row->long_count++;
    longest->size = REFERENCE_SIZE;
    longest->state = ROW_SEPARATED;
    store_le32(longest->data, row->long_count);
    return JET_errSuccess;
}

static JET_ERR copy_cells(struct row_buffer *to, const struct row_buffer *from)
{
    JET_ERR err = JET_errSuccess;

    row_buffer_init(to, from->map);
    for (uint32_t i = 0; i < from->count && err >= 0; i++) {
        const struct row_cell *cell = &from->cells[i];
        err = row_buffer_put(to, cell->column, 0, cell->data, cell->size, cell->state);
    }
    return err;
}

/* Encodes a copy whose longest values are moved out until the rest fits. */
static JET_ERR make_row_with_longs(struct temp_table *table, const struct row_buffer *buffer,
                                   struct temp_row *head, size_t *record_size)
{
    struct row_buffer copy;
    JET_ERR err = copy_cells(&copy, buffer);

    while (err >= 0 &&
           row_buffer_encode(&copy, table->scratch, table->record_most, record_size) == JET_errRecordTooBig) {
        err = separate_longest(&copy, head);
    }
    row_buffer_free(&copy);
    return err;
}

JET_ERR temp_make_row(struct temp_table *table, const struct row_buffer *buffer, struct temp_row **row)
{
    uint8_t key[KEY_BUFFER_SIZE];
    size_t key_size, record_size;
    struct temp_row head = {0}, *made = NULL;
    JET_ERR err = make_key(table, buffer, key, &key_size);

    if (err >= 0) {
        err = row_buffer_encode(buffer, table->scratch, table->record_most, &record_size);
    }
    if (err == JET_errRecordTooBig && !(table->grbit & JET_bitTTIntrinsicLVsOnly)) {
        err = make_row_with_longs(table, buffer, &head, &record_size);
    }
    if (err >= 0) {
        made = mem_alloc(sizeof *made + key_size + record_size);
        err = made ? JET_errSuccess : JET_errOutOfMemory;
    }
    if (err < 0) {
        for (uint32_t i = 0; i < head.long_count; i++) {
            mem_free(head.longs[i].data);
        }
        mem_free(head.longs);
        return err;
    }
    *made = head;
    made->references = 1;
    made->key_size = (uint16_t)key_size;
    made->record_size = (uint32_t)record_size;
    memcpy(made->bytes, key, key_size);
    memcpy(made->bytes + key_size, table->scratch, record_size);
    *row = made;
    return JET_errSuccess;
}

JET_ERR temp_copy_record(struct bytes record, struct temp_row **row)
{
    struct temp_row *made = mem_alloc(sizeof *made + record.size);

    if (!made) {
        return JET_errOutOfMemory;
    }
    *made = (struct temp_row){.references = 1, .record_size = (uint32_t)record.size};
    memcpy(made->bytes, record.data, record.size);
    *row = made;
    return JET_errSuccess;
}

uint32_t temp_find(const struct temp_table *table, struct bytes key, bool after)
{
    uint32_t low = 0, high = table->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int c = bytes_compare(temp_row_key(table->rows[middle]), key);
        if (c < 0 || (after && c == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static JET_ERR insert_at(struct temp_table *table, struct temp_row *row, uint32_t at)
{
    if (table->count == table->capacity) {
        uint32_t capacity = table->capacity ? 2 * table->capacity : 64;
        struct temp_row **rows = mem_realloc(table->rows, capacity * sizeof(struct temp_row *));
        if (!rows) {
            return JET_errOutOfMemory;
        }
        table->rows = rows;
        table->capacity = capacity;
    }
    memmove(table->rows + at + 1, table->rows + at, (table->count - at) * sizeof(struct temp_row *));
    table->rows[at] = row;
    table->count++;
    table->next_number++;
    table->generation++;
    return JET_errSuccess;
}

static JET_ERR insert_row(struct temp_table *table, struct temp_row *row)
{
    uint32_t at = table->count;

    if (table->state == TEMP_MATERIALISED) {
        at = temp_find(table, temp_row_key(row), false);
        if (at < table->count && bytes_compare(temp_row_key(table->rows[at]), temp_row_key(row)) == 0) {
            return JET_errKeyDuplicate;
        }
    }
    return insert_at(table, row, at);
}

static JET_ERR replace_row(struct temp_table *table, struct temp_row *old, struct temp_row *row)
{
    uint32_t at;

    if (table->key.segment_count == 0) { /* the number stays */
        memcpy(row->bytes, old->bytes, old->key_size);
    }
    if (bytes_compare(temp_row_key(old), temp_row_key(row)) != 0) {
        return JET_errRecordPrimaryChanged;
    }
    at = temp_find(table, temp_row_key(old), false);
    if (old->deleted || at == table->count || table->rows[at] != old) {
        return JET_errRecordDeleted;
    }
    table->rows[at] = row;
    table->generation++;
    old->deleted = true;
    temp_row_release(old);
    return JET_errSuccess;
}

JET_ERR temp_store(struct temp_table *table, const struct row_buffer *buffer, struct temp_row *replaced,
                   struct temp_row **stored)
{
    struct temp_row *row;
    JET_ERR err = temp_make_row(table, buffer, &row);

    if (err < 0) {
        return err;
    }
    err = replaced ? replace_row(table, replaced, row) : insert_row(table, row);
    if (err < 0) {
        temp_row_release(row);
        return err;
    }
    table->inserted += !replaced;
    *stored = row;
    return JET_errSuccess;
}

JET_ERR temp_delete(struct temp_table *table, struct temp_row *row)
{
    uint32_t at = temp_find(table, temp_row_key(row), false);

    if (row->deleted || at == table->count || table->rows[at] != row) {
        return JET_errRecordDeleted;
    }
    row->deleted = true;
    memmove(table->rows + at, table->rows + at + 1, (table->count - at - 1) * sizeof(struct temp_row *));
    table->count--;
    table->generation++;
    temp_row_release(row);
    return JET_errSuccess;
}

JET_ERR temp_insert(struct temp_table *table, const struct temp_value *values, uint32_t count)
{
    struct row_buffer buffer;
    struct temp_row *row;
    JET_ERR err = JET_errSuccess;

    row_buffer_init(&buffer, &table->map);
    for (uint32_t i = 0; i < count && err >= 0; i++) {
        const struct column_access *column = column_map_find(&table->map, values[i].column);
        if (!column) {
            err = column_id_error(values[i].column);
        } else if (values[i].data) {
            err = column->kind == ACCESS_FIXED && values[i].size != column->size
                      ? JET_errInvalidBufferSize
                      : row_buffer_put(&buffer, column, column->kind == ACCESS_TAGGED ? 0 : 1, values[i].data,
                                       values[i].size, ROW_VALUE);
        }
    }
    if (err >= 0) {
        err = temp_store(table, &buffer, NULL, &row);
    }
    row_buffer_free(&buffer);
    return err;
}

/* --- the end of loading ------------------------------------------------------ */

static int compare_rows(const struct temp_row *a, const struct temp_row *b)
{
    return bytes_compare(temp_row_key(a), temp_row_key(b));
}

/* Merge sort: stable, so that rows with equal keys stay as they came. */
static void sort_rows(struct temp_row **rows, struct temp_row **spare, uint32_t count)
{
    uint32_t half = count / 2, left = 0, right = half, n = 0;

    if (count < 2) {
        return;
    }
    sort_rows(rows, spare, half);
    sort_rows(rows + half, spare, count - half);
    if (compare_rows(rows[half - 1], rows[half]) <= 0) {
        return;
    }
    memcpy(spare, rows, half * sizeof(struct temp_row *));
    while (left < half) {
        rows[n++] =
            right < count && compare_rows(rows[right], spare[left]) < 0 ? rows[right++] : spare[left++];
    }
}

static void drop_duplicates(struct temp_table *table)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < table->count; i++) {
        if (kept && compare_rows(table->rows[kept - 1], table->rows[i]) == 0) {
            temp_row_release(table->rows[i]);
        } else {
            table->rows[kept++] = table->rows[i];
        }
    }
    table->count = kept;
}

JET_ERR temp_finish(struct temp_table *table)
{
    struct temp_row **spare;

    if (table->state != TEMP_LOADING) {
        return JET_errSuccess;
    }
    spare = mem_alloc((table->count / 2 + 1) * sizeof(struct temp_row *));
    if (!spare) {
        table->state = TEMP_FAILED;
        return JET_errOutOfMemory;
    }
    sort_rows(table->rows, spare, table->count);
    mem_free(spare);
    if (!(table->grbit & JET_bitTTForwardOnly) || (table->grbit & JET_bitTTUnique)) {
        drop_duplicates(table);
    }
    table->generation++;
    table->state = table->grbit & JET_bitTTUpdatable ? TEMP_MATERIALISED : TEMP_READING;
    return JET_errSuccess;
}
