/* Database headers: any bytes for the head of a file, then any bytes for a
 * header page. What is stored is loaded again as it was. */
#include "format/dbheader.h"
#include "fuzz.h"

static void print_fields(const struct dbheader *header)
{
    char text[64];
    for (size_t i = 0; i < dbheader_field_count; i++)
        (void)field_print(&dbheader_fields[i], header, text, sizeof text);
}

static void store_and_load(struct dbheader *header)
{
    uint32_t page_size = dbheader_page_size(header);
    if (page_size < DBPAGE_SIZE_MIN || page_size > DBPAGE_SIZE_MAX || (page_size & (page_size - 1)))
        return;
    uint8_t *page = malloc(page_size), *again = malloc(page_size);
    must(page && again);
    struct dbheader loaded;
    dbheader_store(header, page, page_size);
    dbheader_load(page, &loaded);
    dbheader_store(&loaded, again, page_size);
    must(memcmp(page, again, page_size) == 0);
    free(page);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = copy_of(data, size);
    struct bytes head = {copy, size};
    struct dbheader_choice choice;
    struct dbheader header;
    if (dbheader_choose(head, &choice) == JET_errSuccess) {
        must(choice.page >= copy && choice.page + choice.page_size <= copy + size);
        dbheader_load(choice.page, &header);
        (void)dbheader_check_readable(&header, DBHEADER_UPDATE_MAX);
        (void)dbheader_check_attachable(&header);
    } else {
        must(dbheader_unreadable_error(head) < JET_errSuccess);
    }
    if (size >= DBHEADER_FIELDS_END) { /* whatever its checksum says */
        dbheader_load(copy, &header);
        (void)dbheader_check_readable(&header, DBHEADER_UPDATE_MAX);
        (void)dbheader_check_attachable(&header);
        must(dbheader_state_text(header.dbstate) != NULL);
        print_fields(&header);
        store_and_load(&header);
    }
    free(copy);
    return 0;
}
