/* Strings of the A and W forms: what converts comes back as it was, what does not is
 * refused, and buffers of any size hold. */
#include "base/utf.h"
#include "fuzz.h"

static void from_utf8(const char *text, size_t size)
{
    size_t units, bytes;
    if (utf16_from_utf8(text, size, NULL, 0, &units) < 0)
        return;
    must(units <= size);
    WCHAR *wide = malloc(units * sizeof *wide + 1);
    must(wide && utf16_from_utf8(text, size, wide, units, &units) == JET_errSuccess);
    char *back = (char *)copy_of(text, size);
    must(utf8_from_utf16(wide, units, back, size, &bytes) == JET_errSuccess);
    must(bytes == size && memcmp(back, text, size) == 0);
    free(back);
    free(wide);
}

static void from_utf16(const WCHAR *text, size_t units, size_t room)
{
    size_t bytes;
    char *out = malloc(room + 1);
    must(out != NULL);
    if (utf8_from_utf16(text, units, out, room, &bytes) == JET_errSuccess) {
        must(bytes <= units * 3);
        if (bytes <= room)
            from_utf8(out, bytes);
    }
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    uint8_t *copy = copy_of(data + 1, size - 1);
    from_utf8((const char *)copy, size - 1);
    from_utf16((const WCHAR *)(const void *)copy, (size - 1) / 2, data[0]);
    free(copy);

    WCHAR name[300];
    size_t units = MIN((size - 1) / 2, ARRAY_COUNT(name) - 1);
    memcpy(name, data + 1, units * sizeof *name);
    name[units] = 0;
    struct name narrow;
    const char *text;
    if (name_from_wide(name, &narrow, &text) == JET_errSuccess)
        for (size_t i = 0; text[i]; i++)
            must(name_unit((uint8_t)text[i]) == name[i]);
    return 0;
}
