/* log_files.c: names of the files of a log stream (spec 30, 2.1). */
#include "log/log.h"
#include "os/os_path.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

JET_ERR log_file_path(const struct log_names *names, int32_t generation, char *path, size_t size)
{
    char name[32];
    if (generation == 0)
        snprintf(name, sizeof name, "%s%s", names->base, names->extension);
    else if (generation < 0)
        snprintf(name, sizeof name, "%stmp%s", names->base, names->extension);
    else
        snprintf(name, sizeof name, names->eight_digits || generation > 0xFFFFF ? "%s%08X%s" : "%s%05X%s",
                 names->base, (unsigned)generation, names->extension);
    return os_path_join(names->directory, name, path, size);
}

JET_ERR log_reserve_path(const struct log_names *names, unsigned number, char *path, size_t size)
{
    char name[32];
    snprintf(name, sizeof name, "%sres%05X.jrs", names->base, number);
    return os_path_join(names->directory, name, path, size);
}

JET_ERR log_checkpoint_path(const struct log_names *names, const char *system_path, char *path, size_t size)
{
    char name[32];
    snprintf(name, sizeof name, "%s%s", names->base, strcmp(names->extension, ".jtx") == 0 ? ".jcp" : ".chk");
    return os_path_join(system_path, name, path, size);
}

struct search {
    const struct log_names *names;
    struct log_inventory *found;
};

static JET_ERR visit(void *context, const char *name)
{
    struct search *s = context;
    size_t length = strlen(name), tail = strlen(s->names->extension);
    if (length < 3 + tail || strncasecmp(name, s->names->base, 3) != 0 ||
        strcasecmp(name + length - tail, s->names->extension) != 0)
        return JET_errSuccess;
    size_t digits = length - 3 - tail;
    if (digits == 0) {
        s->found->current = true;
    } else if (digits == 3 && strncasecmp(name + 3, "tmp", 3) == 0) {
        s->found->temporary = true;
    } else if (digits == 5 || digits == 8) {
        for (size_t i = 0; i < digits; i++)
            if (!isxdigit((unsigned char)name[3 + i]))
                return JET_errSuccess;
        char text[9] = {0};
        memcpy(text, name + 3, digits);
        unsigned long generation = strtoul(text, NULL, 16);
        if (generation == 0 || generation > 0x7FFFFFFF)
            return JET_errSuccess;
        s->found->wide = s->found->wide || digits == 8;
        s->found->narrow += digits == 5;
        if (s->found->lowest == 0 || (int32_t)generation < s->found->lowest)
            s->found->lowest = (int32_t)generation;
        if ((int32_t)generation > s->found->highest)
            s->found->highest = (int32_t)generation;
    }
    return JET_errSuccess;
}

JET_ERR log_inventory(const struct log_names *names, struct log_inventory *inventory)
{
    struct search s = {names, inventory};
    *inventory = (struct log_inventory){0};
    return os_fs_list(names->fs, names->directory[0] ? names->directory : ".", visit, &s);
}
