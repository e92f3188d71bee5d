/* Log files: header, attached databases, state of the segments, and all
 * records, over any bytes. */
#include "format/checksum.h"
#include "format/log_reader.h"
#include "fuzz.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    size = LLVMFuzzerMutate(data, size, max_size);
    if (size >= LOGHEADER_SIZE && seed % 8 != 0)
        store_le32(data, checksum_xor(data, LOGHEADER_SIZE));
    if (seed % 4 != 0) /* one segment made right again */
        for (size_t at = LOGHEADER_SIZE, number = 1; at + LOG_SEGMENT_SIZE <= size;
             at += LOG_SEGMENT_SIZE, number++)
            if (number % 5 == seed / 4 % 5)
                store_le64(data + at, checksum_block(data + at, LOG_SEGMENT_SIZE, (uint32_t)number, true));
    return size;
}

static void walk_attached(struct bytes list)
{
    struct attached_database entry;
    bool found = true;
    size_t offset = 0, before = 0;
    while (attach_list_next(list, &offset, &entry, &found) == JET_errSuccess && found) {
        must(offset > before && offset <= list.size);
        before = offset;
        touch(entry.name);
    }
}

static void walk_records(const uint8_t *data, size_t size)
{
    uint8_t *file = copy_of(data, size);
    struct log_reader reader;
    struct log_record record;
    struct log_position position;
    bool found = true;
    if (log_reader_open(&reader, file, size) == JET_errSuccess) {
        size_t most = size + 1; /* no record is empty */
        while (log_reader_next(&reader, &record, &position, &found) == JET_errSuccess && found)
            must(most-- > 0);
        log_reader_close(&reader);
    }
    free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = copy_of(data, size);
    struct bytes file = {copy, size};
    struct logheader header;
    JET_ERR err = logheader_load(file, &header);
    if (size >= LOGHEADER_SIZE) {
        char text[640];
        for (size_t i = 0; i < logheader_field_count; i++)
            (void)field_print(&logheader_fields[i], &header, text, sizeof text);
        walk_attached((struct bytes){copy + LOGHEADER_ATTACH_LIST, LOG_ATTACH_LIST_SIZE});
    }
    if (err == JET_errSuccess) {
        struct log_scan scan;
        (void)log_scan_segments(&header, file, &scan);
    }
    walk_records(data, size);
    free(copy);
    return 0;
}
