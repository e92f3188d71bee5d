/* Result tables, and what the information calls share. */
#include "table/info.h"

#include <assert.h>

#include "base/utf.h"

JET_ERR info_list_create(struct info_list *list, const struct info_call *call,
                         const struct info_list_column *columns, uint32_t count)
{
    struct temp_column definitions[INFO_COLUMNS_MOST] = {0};
    list->call = call;
    list->rows = list->count = 0;
    list->used = 0;
    for (uint32_t i = 0; i < count; i++)
        definitions[i] = (struct temp_column){
            .type = columns[i].type,
            .code_page = columns[i].type == JET_coltypText ? (call->wide ? 1200 : 1252) : 0,
            .grbit = columns[i].key ? JET_bitColumnTTKey : 0,
        };
    const struct temp_definition definition = {
        .columns = definitions,
        .column_count = count,
        .grbit = JET_bitTTScrollable | JET_bitTTIndexed,
        .collation = {call->locale, call->map_flags},
    };
    return temp_create(&definition, list->ids, &list->table);
}

static void add_value(struct info_list *list, unsigned column, const void *data, size_t size)
{
    list->values[list->count++] = (struct temp_value){list->ids[column], data, (uint32_t)size};
}

/* Room for `size` bytes of the row; a row has at most four names. */
static void *reserve(struct info_list *list, size_t size)
{
    uint8_t *place = (uint8_t *)list->buffer + list->used;
    list->used += (size + 7) & ~(size_t)7;
    assert(list->used <= sizeof list->buffer);
    return place;
}

void info_list_text(struct info_list *list, unsigned column, const char *name)
{
    size_t size = strlen(name);
    if (!list->call->wide) {
        add_value(list, column, name, size);
        return;
    }
    WCHAR *wide = reserve(list, size * sizeof *wide);
    for (size_t i = 0; i < size; i++)
        wide[i] = name_unit((uint8_t)name[i]);
    add_value(list, column, wide, size * sizeof *wide);
}

void info_list_long(struct info_list *list, unsigned column, uint32_t value)
{
    uint32_t *place = reserve(list, sizeof *place);
    *place = value;
    add_value(list, column, place, sizeof *place);
}

void info_list_short(struct info_list *list, unsigned column, uint16_t value)
{
    uint16_t *place = reserve(list, sizeof *place);
    *place = value;
    add_value(list, column, place, sizeof *place);
}

void info_list_bytes(struct info_list *list, unsigned column, const void *data, uint32_t size)
{
    add_value(list, column, data, size);
}

JET_ERR info_list_row(struct info_list *list)
{
    JET_ERR err = temp_insert(list->table, list->values, list->count);
    list->count = 0;
    list->used = 0;
    list->rows++;
    return err;
}

JET_ERR info_list_finish(struct info_list *list, JET_ERR err, JET_TABLEID *tableid)
{
    if (err < 0) {
        if (list->table)
            temp_release(list->table);
        return err;
    }
    return list->call->publish(list->call->context, list->table, tableid);
}

JET_ERR info_language(const char *locale, uint16_t *language)
{
    uint32_t lcid;
    JET_ERR err = nls_lcid_of_locale(locale, &lcid);
    *language = err < 0 ? 0 : (uint16_t)lcid;
    return err;
}

void info_put_name(const struct info_call *call, void *to, const char *name)
{
    size_t size = strlen(name);
    if (!call->wide) {
        memcpy(to, name, size + 1);
        return;
    }
    for (size_t i = 0; i <= size; i++) {
        WCHAR unit = name_unit((uint8_t)name[i]);
        memcpy((uint8_t *)to + i * sizeof unit, &unit, sizeof unit);
    }
}
