#include "base/messages.h"

#include <stdio.h>

static const struct message messages[] = {
#define MESSAGE(number, name, category, text) {number, #name, text, JET_errcat##category, false},
#define HISTORIC(number, name, text)          {number, #name, text, JET_errcatUnknown, true},
#include "base/messages.def"
#undef MESSAGE
#undef HISTORIC
};

const struct message *message_find(JET_ERR number)
{
    size_t low = 0, high = ARRAY_COUNT(messages);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (messages[middle].number == number)
            return &messages[middle];
        if (messages[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *error_name(JET_ERR number)
{
    const struct message *message = message_find(number);
    return message ? message->name : "unknown error";
}

size_t message_describe(JET_ERR number, char *buffer, size_t size)
{
    const struct message *message = message_find(number);
    int n = message ? snprintf(buffer, size, "%s, %s", message->name, message->text)
                    : snprintf(buffer, size, "JET_errUnknown, Not a result code of the engine");
    return n > 0 ? (size_t)n : 0;
}

/* Parent of each category; the root has none. */
static JET_ERRCAT category_parent(JET_ERRCAT category)
{
    switch (category) {
    case JET_errcatOperation:
    case JET_errcatData:
    case JET_errcatApi:
        return JET_errcatError;
    case JET_errcatFatal:
    case JET_errcatIO:
    case JET_errcatResource:
        return JET_errcatOperation;
    case JET_errcatMemory:
    case JET_errcatQuota:
    case JET_errcatDisk:
        return JET_errcatResource;
    case JET_errcatCorruption:
    case JET_errcatInconsistent:
    case JET_errcatFragmentation:
        return JET_errcatData;
    case JET_errcatUsage:
    case JET_errcatState:
    case JET_errcatObsolete:
        return JET_errcatApi;
    default:
        return JET_errcatUnknown;
    }
}

void message_category_path(JET_ERRCAT category, uint8_t path[8])
{
    memset(path, 0, 8);
    unsigned depth = 0;
    for (JET_ERRCAT c = category; c != JET_errcatUnknown; c = category_parent(c))
        depth++;
    for (JET_ERRCAT c = category; depth > 0; c = category_parent(c))
        path[--depth] = (uint8_t)c;
}
