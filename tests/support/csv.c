#include "csv.h"
#include "corpus.h"

#include <stdlib.h>
#include <string.h>

void csv_open(struct csv *csv, const char *relative)
{
    size_t size;
    uint8_t *data = corpus_read(relative, &size);
    csv->text = realloc(data, size + 1);
    if (!csv->text)
        abort();
    csv->text[size] = 0;
    csv->next = csv->text;
    csv_next(csv);
}

/* Ends the cell that starts at *from; unquotes it in place. Returns its text; *from moves behind the
 * separator. */
static char *cell_end(char **from, bool *last)
{
    char *start = *from, *in = start, *out = start;
    bool quoted = *in == '"';
    if (quoted)
        in++;
    while (*in) {
        if (quoted && in[0] == '"' && in[1] == '"')
            in++;
        else if (quoted && *in == '"') {
            quoted = false;
            in++;
            continue;
        } else if (!quoted && (*in == ',' || *in == '\n' || *in == '\r'))
            break;
        *out++ = *in++;
    }
    *last = *in != ',';
    if (*in == '\r')
        in++;
    if (*in)
        in++;
    *from = in;
    *out = 0;
    return start;
}

bool csv_next(struct csv *csv)
{
    if (!*csv->next)
        return false;
    bool last = false;
    for (csv->count = 0; !last && csv->count < CSV_COLUMNS; csv->count++)
        csv->cells[csv->count] = cell_end(&csv->next, &last);
    return true;
}

void csv_close(struct csv *csv) { free(csv->text); }
