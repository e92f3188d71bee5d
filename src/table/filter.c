/* JetSetCursorFilter: conditions on records of the primary index (reference page). */
#include "table/retrieve.h"

#include "base/alloc.h"

struct filter_term {
    const struct column_access *column;
    JET_RELOP relop;
    bool null; /* the operand is NULL */
    uint32_t size;
    uint8_t *operand;
};

void cursor_filter_free(struct cursor_filter *filter)
{
    for (uint32_t i = 0; i < filter->count; i++) {
        mem_free(filter->terms[i].operand);
    }
    mem_free(filter->terms);
    *filter = (struct cursor_filter){0};
}

/* --- checks --------------------------------------------------------------------------- */

static bool is_mask(JET_RELOP relop)
{
    return relop == JET_relopBitmaskEqualsZero || relop == JET_relopBitmaskNotEqualsZero;
}

static JET_ERR check_term(const struct column_access *column, const JET_INDEX_COLUMN *term)
{
    bool binary = column->type == JET_coltypBinary, zero_length = term->grbit & JET_bitZeroLength;
    bool null = term->cb == 0 && !zero_length;

    if ((column->flags & (ACCESS_LONG | ACCESS_CALLBACK)) || column->type == JET_coltypText) {
        return JET_errFilteredMoveNotSupported;
    }
    if ((term->grbit & ~(JET_GRBIT)JET_bitZeroLength) || (term->cb == 0) != (term->pv == NULL) ||
        (zero_length && term->cb != 0) ||
        ((zero_length || term->relop == JET_relopPrefixEquals) && !binary) ||
        (null && (term->relop == JET_relopPrefixEquals || is_mask(term->relop))) ||
        (term->cb != 0 && !binary && term->cb != column_type_size(column->type)) ||
        (is_mask(term->relop) &&
         (binary || column->type == JET_coltypBit || column->type == JET_coltypGUID))) {
        return JET_errInvalidParameter;
    }
    return JET_errSuccess;
}

static JET_ERR add_term(struct table_cursor *cursor, const JET_INDEX_COLUMN *term, struct filter_term *made)
{
    const struct column_access *column = column_map_find(cursor->map, term->columnid);
    JET_ERR err = column ? check_term(column, term) : column_id_error(term->columnid);

    if (err < 0) {
        return err;
    }
    *made = (struct filter_term){
        .column = column,
        .relop = term->relop,
        .null = term->cb == 0 && !(term->grbit & JET_bitZeroLength),
        .size = term->cb,
        .operand = mem_alloc(MAX(term->cb, 1)),
    };
    if (!made->operand) {
        return JET_errOutOfMemory;
    }
    if (term->cb) {
        memcpy(made->operand, term->pv, term->cb);
    }
    return JET_errSuccess;
}

JET_ERR cursor_set_filter(struct table_cursor *cursor, const JET_INDEX_COLUMN *terms, uint32_t count,
                          JET_GRBIT grbit)
{
    struct cursor_filter filter = {0};
    JET_ERR err = JET_errSuccess;

    cursor_filter_free(&cursor->filter);
    if (grbit) {
        return JET_errInvalidGrbit;
    }
    if (cursor->order) {
        return JET_errFilteredMoveNotSupported;
    }
    if (count == 0) {
        return JET_errSuccess;
    }
    filter.terms = mem_calloc(count, sizeof *filter.terms);
    if (!filter.terms) {
        return JET_errOutOfMemory;
    }
    for (; err >= 0 && filter.count < count; filter.count++) {
        err = add_term(cursor, &terms[filter.count], &filter.terms[filter.count]);
    }
    if (err < 0) {
        cursor_filter_free(&filter);
        return err;
    }
    cursor->filter = filter;
    return JET_errSuccess;
}

/* --- matching ----------------------------------------------------------------------------- */

static uint64_t load_unsigned(const uint8_t *p, uint32_t size)
{
    uint64_t number = 0;

    memcpy(&number, p, MIN(size, sizeof number));
    return number;
}

static int64_t load_signed(const uint8_t *p, uint32_t size)
{
    unsigned unused = 64 - 8 * size;

    return (int64_t)(load_unsigned(p, size) << unused) >> unused;
}

static double load_float(const uint8_t *p, uint32_t size)
{
    float single;
    double number;

    if (size == sizeof single) {
        memcpy(&single, p, sizeof single);
        return single;
    }
    memcpy(&number, p, sizeof number);
    return number;
}

static int compare_values(JET_COLTYP type, struct bytes value, struct bytes operand)
{
    const uint8_t *v = value.data, *o = operand.data;
    uint32_t size = column_type_size(type);

    if (size == 0 || value.size != size || operand.size != size || type == JET_coltypGUID) {
        return bytes_compare(value, operand);
    }
    switch (type) {
    case JET_coltypShort:
    case JET_coltypLong:
    case JET_coltypCurrency:
    case JET_coltypLongLong: {
        int64_t a = load_signed(v, size), b = load_signed(o, size);
        return (a > b) - (a < b);
    }
    case JET_coltypIEEESingle:
    case JET_coltypIEEEDouble:
    case JET_coltypDateTime: {
        double a = load_float(v, size), b = load_float(o, size);
        return (a > b) - (a < b);
    }
    case JET_coltypBit:
        return (*v != 0) - (*o != 0);
    default: {
        uint64_t a = load_unsigned(v, size), b = load_unsigned(o, size);
        return (a > b) - (a < b);
    }
    }
}

static bool related(JET_RELOP relop, int c)
{
    switch (relop) {
    case JET_relopEquals:
        return c == 0;
    case JET_relopNotEquals:
        return c != 0;
    case JET_relopLessThanOrEqual:
        return c <= 0;
    case JET_relopLessThan:
        return c < 0;
    case JET_relopGreaterThanOrEqual:
        return c >= 0;
    case JET_relopGreaterThan:
        return c > 0;
    default:
        return true; /* unknown relations match always */
    }
}

static bool term_matches(const struct filter_term *term, const struct value *value)
{
    bool null = value->state == VALUE_NULL;
    struct bytes operand = {term->operand, term->size};

    if (term->relop == JET_relopPrefixEquals) {
        return !null && value->data.size >= operand.size &&
               (operand.size == 0 || memcmp(value->data.data, operand.data, operand.size) == 0);
    }
    if (is_mask(term->relop)) {
        uint32_t size = term->size;
        bool zero = null || value->data.size != size ||
                    (load_unsigned(value->data.data, size) & load_unsigned(operand.data, size)) == 0;
        return zero == (term->relop == JET_relopBitmaskEqualsZero);
    }
    if (null || term->null) { /* NULL sorts below every value */
        return related(term->relop, (int)term->null - (int)null);
    }
    return related(term->relop, compare_values(term->column->type, value->data, operand));
}

bool cursor_filter_passes(struct table_cursor *cursor)
{
    struct row row = {.map = cursor->map};
    struct value value;

    if (record_open(&row.record, walk_node(&cursor->record).data, cursor->large_pages) < 0) {
        return true; /* whoever reads the record learns of it */
    }
    for (uint32_t i = 0; i < cursor->filter.count; i++) {
        const struct filter_term *term = &cursor->filter.terms[i];
        if (row_value(&row, term->column, 1, &value) >= 0 && !term_matches(term, &value)) {
            return false;
        }
    }
    return true;
}
