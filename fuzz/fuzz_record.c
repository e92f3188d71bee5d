/* Records over any bytes. The first byte of the input says whether they lie on a
 * large page; columns are asked for beyond what the record has. */
#include "format/compress.h"
#include "format/lv.h"
#include "format/record.h"
#include "fuzz.h"

static void read_values(const struct record_field *field)
{
    for (unsigned itag = 1; itag <= MIN(field->count, 300u); itag++) {
        struct record_value value;
        if (record_field_value(field, itag, &value) != JET_errSuccess)
            continue;
        must(!(value.separated && value.compressed));
        touch(value.data);
        uint64_t lid;
        size_t size;
        if (value.separated)
            (void)lv_lid_load(value.data, &lid);
        else if (value.compressed)
            (void)compress_decoded_size(value.data, &size);
    }
}

static void read_columns(const struct record *record)
{
    enum record_presence presence;
    struct bytes value;
    for (unsigned id = RECORD_FIXED_FIRST; id <= RECORD_FIXED_LAST; id += 1 + id / 8)
        for (unsigned width = 1; width <= 16; width *= 2)
            if (record_fixed(record, id, 4 + (id - 1) * width, width, &presence, &value) == JET_errSuccess &&
                presence == RECORD_PRESENT)
                touch(value);
    for (unsigned id = RECORD_VAR_FIRST; id <= RECORD_VAR_LAST; id++)
        if (record_var(record, id, &presence, &value) == JET_errSuccess && presence == RECORD_PRESENT)
            touch(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record record;
    if (size == 0)
        return 0;
    uint8_t *copy = copy_of(data + 1, size - 1);
    bool large = data[0] & 1;
    if (record_open(&record, (struct bytes){copy, size - 1}, large) == JET_errSuccess) {
        JET_ERR whole = record_check(&record, NULL);
        read_columns(&record);
        for (unsigned i = 0; i < record.tagged_count; i++) {
            struct record_tagged_entry entry;
            JET_ERR err = record_tagged_at(&record, i, &entry);
            must(whole != JET_errSuccess || err == JET_errSuccess);
            if (err != JET_errSuccess)
                continue;
            if (entry.presence == RECORD_PRESENT)
                read_values(&entry.field);
            enum record_presence presence;
            struct record_field field;
            err = record_tagged(&record, entry.id, entry.derived, &presence, &field);
            must(whole != JET_errSuccess || err == JET_errSuccess);
            if (err == JET_errSuccess && presence == RECORD_PRESENT)
                read_values(&field);
        }
    }
    free(copy);
    return 0;
}
