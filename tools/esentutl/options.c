/* The command line of the classic modes (spec 60, A.1): options of one letter
 * after / or -, values glued, after a colon, or as the next argument. */
#include "esentutl.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

enum option_kind {
    OPTION_FLAG,
    OPTION_VALUE, /* a value must follow */
    OPTION_PATH,  /* a directory, the current one when nothing follows */
    OPTION_LEVEL, /* /v, /v1, /v2 */
};

struct option_row {
    const char *modes; /* letters of the modes that have it */
    char letter;
    uint8_t kind;
    size_t member;    /* bool, const char * or int in struct options */
    const char *what; /* in "Missing ... specification." */
};

#define ROW(modes, letter, kind, member, what)                                                               \
    {                                                                                                        \
        modes, letter, kind, offsetof(struct options, member), what                                          \
    }
static const struct option_row rows[] = {
    ROW("dgpkmyzr", 'o', OPTION_FLAG, no_logo, NULL),
    ROW("dgpk", 't', OPTION_VALUE, temporary, "temporary database"),
    ROW("m", 't', OPTION_VALUE, temporary, "table"),
    ROW("gp", 'f', OPTION_VALUE, report, "report file name prefix"),
    ROW("m", 'f', OPTION_VALUE, report, "field"),
    ROW("y", 'd', OPTION_VALUE, destination, "destination file"),
    ROW("m", 'p', OPTION_VALUE, page, "page"),
    ROW("yk", 'i', OPTION_FLAG, skip_errors, NULL),
    ROW("k", 'e', OPTION_FLAG, skip_pages, NULL),
    ROW("g", 'b', OPTION_FLAG, no_index_rebuild, NULL),
    ROW("gpd", 'n', OPTION_FLAG, statistics, NULL),
    ROW("mdr", 'v', OPTION_LEVEL, verbose, NULL),
    ROW("m", 's', OPTION_FLAG, statistics, NULL),
    ROW("m", 'c', OPTION_FLAG, csv, NULL),
    ROW("r", 'l', OPTION_VALUE, log_path, "log file path"),
    ROW("r", 's', OPTION_VALUE, system_path, "system file path"),
    ROW("r", 'd', OPTION_PATH, database_path, NULL),
    ROW("r", 'i', OPTION_FLAG, ignore_missing, NULL),
    ROW("r", 'a', OPTION_FLAG, ignore_lost, NULL),
    ROW("r", 'u', OPTION_FLAG, without_undo, NULL),
    ROW("r", 'e', OPTION_FLAG, any_stream, NULL),
};
#undef ROW

static bool usage(const char *format, const char *argument)
{
    printf("Usage Error: ");
    printf(format, argument);
    putchar('\n');
    return false;
}

static bool is_prefix(char c) { return c == '/' || c == '-'; }

static const struct option_row *row_of(char mode, char letter)
{
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (rows[i].letter == tolower((unsigned char)letter) && strchr(rows[i].modes, mode))
            return &rows[i];
    return NULL;
}

static bool is_option_letter(char mode, char c)
{
    return row_of(mode, c) || (c && strchr("!?12348", c) != NULL);
}

/* On this system absolute paths begin with the prefix too (A.1.3): it is a path
 * when it names something that is there, has a second slash, or its letter is
 * none of the mode. */
static bool is_option(char mode, const char *argument)
{
    if (argument[0] == '-')
        return argument[1] != 0;
    return argument[0] == '/' && !strchr(argument + 1, '/') && is_option_letter(mode, argument[1]) &&
           access(argument, F_OK) != 0;
}

static bool parse_page_size(const char *digits, struct options *options)
{
    static const struct {
        char first;
        unsigned size;
    } sizes[] = {{'2', 2048}, {'4', 4096}, {'8', 8192}, {'1', 16384}, {'3', 32768}};
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++)
        if (digits[0] == sizes[i].first) {
            options->page_size = sizes[i].size;
            return true;
        }
    return false;
}

static bool set_level(struct options *options, const struct option_row *row, const char *text,
                      const char *argument)
{
    int *level = (int *)(void *)((char *)options + row->member);
    *level = *text ? atoi(text) : 1;
    return *text == 0 || strcmp(text, "1") == 0 || strcmp(text, "2") == 0 ||
           usage("Invalid option '%s'.", argument);
}

/* `rest`: what follows the letter. May take the next argument. */
static bool set_option(struct options *options, const struct option_row *row, const char *rest, char **argv,
                       int argc, int *at)
{
    const char *argument = argv[*at];
    char *place = (char *)options + row->member;
    if (row->kind == OPTION_LEVEL)
        return set_level(options, row, rest, argument);
    if (row->kind == OPTION_FLAG) {
        if (*rest)
            return usage("Invalid option '%s'.", argument);
        *(bool *)(void *)place = true;
        return true;
    }
    const char **value = (const char **)(void *)place;
    while (*rest == ':')
        rest++;
    /* a bare /d may stand before the base name: only a path is taken for its value */
    if (!*rest && *at + 1 < argc && !is_option(options->mode, argv[*at + 1]) &&
        (row->kind == OPTION_VALUE || strchr(argv[*at + 1], '/')))
        rest = argv[++*at];
    if (!*rest && row->kind == OPTION_PATH)
        rest = ".";
    if (!*rest)
        return usage("Missing %s specification.", row->what);
    if (*value)
        return usage("Duplicate %s specification.", row->what);
    *value = rest;
    return true;
}

static bool parse_mode(int argc, char **argv, struct options *options)
{
    if (argc < 2)
        return usage("No mode specified.%s", "");
    if (!is_prefix(argv[1][0]))
        return usage("Mode selection must be preceded by '-' or '/'.%s", "");
    options->mode = (char)tolower((unsigned char)argv[1][1]);
    if (!options->mode || !strchr("drgkpmyz", options->mode))
        return usage("Invalid mode.%s", "");
    return true;
}

static const char modifiers[] = "hklpmsncirtb";

/* Mode m: glued (/mh), or the first two-character option that is a modifier
 * (/m db /h), whose place *skip is; else h. */
static bool parse_modifier(int argc, char **argv, struct options *options, int *skip)
{
    options->modifier = 'h';
    const char *glued = argv[1] + 2;
    if (*glued) {
        options->modifier = (char)tolower((unsigned char)*glued);
        return (strchr(modifiers, options->modifier) && !glued[1]) || usage("Invalid mode.%s", "");
    }
    for (int i = 2; i < argc; i++)
        if (is_prefix(argv[i][0]) && argv[i][1] && !argv[i][2] &&
            strchr("hklmsnc", tolower((unsigned char)argv[i][1]))) {
            options->modifier = (char)tolower((unsigned char)argv[i][1]);
            *skip = i;
            break;
        }
    return true;
}

static bool parse_argument(int argc, char **argv, struct options *options, int *at)
{
    const char *argument = argv[*at];
    if (!is_option(options->mode, argument)) {
        if (options->target)
            return usage("Invalid argument '%s'. Options must be preceded by '-' or '/'.", argument);
        options->target = argument;
        return true;
    }
    const struct option_row *row = row_of(options->mode, argument[1]);
    if (row)
        return set_option(options, row, argument + 2, argv, argc, at);
    if (argument[1] == '!' || parse_page_size(argument + 1, options))
        return true;
    return usage("Invalid option '%s'.", argument);
}

bool options_parse(int argc, char **argv, struct options *options)
{
    int skip = 0;
    bool ended = false;
    memset(options, 0, sizeof *options);
    if (!parse_mode(argc, argv, options))
        return false;
    if (options->mode == 'm' ? !parse_modifier(argc, argv, options, &skip) : argv[1][2] != 0)
        return options->mode == 'm' ? false : usage("Invalid mode.%s", "");
    for (int i = 2; i < argc; i++) {
        if (i == skip)
            continue;
        if (strcmp(argv[i], "--") == 0 && !ended) {
            ended = true;
            continue;
        }
        if (ended && !options->target)
            options->target = argv[i];
        else if (!parse_argument(argc, argv, options, &i))
            return false;
    }
    if (!options->target)
        return usage("Missing %s specification.", options->mode == 'r' ? "logfile base name"
                                                  : options->mode == 'm' || options->mode == 'k'
                                                      ? "database/filename"
                                                  : options->mode == 'y' ? "source file"
                                                                         : "source database");
    return true;
}
