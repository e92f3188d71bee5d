/* esentutl: maintenance of databases, log files, checkpoints and flush maps.
 * Two faces: the command line of the original (spec 60, part A) and our own
 * commands, `esentutl export` and `esentutl tables`. */
#include "esentutl.h"
#include "files.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <time.h>

static const struct mode {
    char letter;
    const char *banner;
    const char *help;
} modes[] = {
    {'d', "DEFRAGMENTATION", "offline compaction of a database (not built yet)"},
    {'r', "RECOVERY",
     "replay of log files: esentutl /r BASE [/lLOGS] [/sSYSTEM] [/d[DIR]] [/i] [/a] [/u] [/e]"},
    {'g', "INTEGRITY", "check of a database's structure: esentutl /g DB [/fPREFIX] [/b] [/o]"},
    {'k', "CHECKSUM",
     "check of every checksum: esentutl /k FILE [/e] [/4|/8|/16|/32]\n"
     "       FILE may be a database, a log, a checkpoint or a flush map"},
    {'p', "REPAIR", "repair of a damaged database (not built yet)"},
    {'m', "FILE DUMP",
     "contents of files:\n"
     "       /mh DB [/v]        header of a database\n"
     "       /mk FILE           checkpoint\n"
     "       /ml FILE           header and state of a log file\n"
     "       /mp FILE [/pN] [/v] flush map\n"
     "       /mm DB [/tTABLE]   catalog: tables, indexes, long values\n"
     "       /ms DB [/tTABLE]   space by table and index"},
    {'y', "COPY FILE", "copy of a file: esentutl /y FILE [/dTARGET] [/i]"},
    {'z', "SECURE", "overwriting of deleted data (not built yet)"},
};

void print_help(FILE *out)
{
    fprintf(out,
            "DESCRIPTION:  Looks into, checks and exports databases of the Extensible Storage Engine.\n\n");
    fprintf(out, "MODES OF OPERATION:\n");
    for (size_t i = 0; i < ARRAY_COUNT(modes); i++)
        fprintf(out, "  ESENTUTL /%c  %-16s %s\n", modes[i].letter, modes[i].banner, modes[i].help);
    fprintf(out, "\nCOMMON OPTIONS: /o no banner; /4 /8 /16 /32 page size in KiB; -x is the same as /x; -- "
                 "ends options.\n");
    fprintf(out, "\nOUR OWN COMMANDS:\n"
                 "  esentutl tables DB [--dirty]\n"
                 "      What is in a database: size, rows, columns, indexes of every table.\n"
                 "  esentutl export DB [-t TABLE]... [--format jsonl|csv|sql] [-o FILE] [--dirty]\n"
                 "      All rows of all tables, or of some, byte for byte.\n"
                 "  --dirty reads a database that was not shut down cleanly, or is damaged, as it lies on\n"
                 "  disk: without recovery, and without changing it.\n");
}

static void print_banner(void)
{
    printf("Extensible Storage Engine Utilities, libesent\nVersion " ESENT_VERSION
           "\nFree software: see the LICENSE that came with it.\n\n");
}

static uint64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* The last thing printed; scripts key on it (spec 60, A.2). Milliseconds are
 * not padded. */
static void print_result(JET_ERR err, uint64_t elapsed)
{
    unsigned seconds = (unsigned)(elapsed / 1000), rest = (unsigned)(elapsed % 1000);
    if (err == JET_errSuccess)
        printf("Operation completed successfully in %u.%u seconds.\n\n", seconds, rest);
    else if (err == ERROR_TOLD)
        printf("\n\nOperation terminated unsuccessfully after %u.%u seconds.\n\n", seconds, rest);
    else
        printf("\n\nOperation terminated with error %d (%s) after %u.%u seconds.\n\n\n\n", err,
               text_error(err), seconds, rest);
}

/* Windows returns the error itself; here only eight bits of it survive. */
static int exit_status(JET_ERR err)
{
    if (err == JET_errSuccess)
        return 0;
    if (err == ERROR_TOLD)
        return 255;
    int low = (int)((uint32_t)err & 255);
    return low ? low : 255;
}

static JET_ERR not_built(const char *what)
{
    printf("This version cannot %s yet: it only reads files. Nothing was changed.\n", what);
    return JET_wrnNyi;
}

static JET_ERR run_dump(const struct options *options)
{
    switch (options->modifier) {
    case 'h':
        return dump_database_header(options);
    case 'k':
        return dump_checkpoint(options);
    case 'l':
        return dump_log(options);
    case 'p':
        return dump_flush_map(options);
    case 'm':
        return dump_metadata(options);
    case 's':
        return dump_space(options);
    default:
        return not_built("dump pages and nodes");
    }
}

static JET_ERR run(const struct options *options)
{
    switch (options->mode) {
    case 'm':
        return run_dump(options);
    case 'k':
        return check_checksums(options);
    case 'g':
        return check_integrity(options);
    case 'y':
        return copy_file(options);
    case 'd':
        return not_built("defragment");
    case 'r':
        return recover_databases(options);
    case 'p':
        return not_built("repair");
    default:
        return not_built("overwrite deleted data");
    }
}

static int run_classic(int argc, char **argv)
{
    struct options options;
    putchar('\n');
    if (argc >= 2 && (strcmp(argv[1], "/?") == 0 || strcmp(argv[1], "-?") == 0)) {
        print_banner();
        print_help(stdout);
        return 255;
    }
    if (!options_parse(argc, argv, &options)) {
        putchar('\n');
        print_banner();
        print_help(stdout);
        return 255;
    }
    if (!options.no_logo)
        print_banner();
    for (size_t i = 0; i < ARRAY_COUNT(modes); i++)
        if (modes[i].letter == options.mode)
            printf("Initiating %s mode...\n", modes[i].banner);
    uint64_t start = milliseconds();
    JET_ERR err = run(&options);
    fflush(stderr);
    print_result(err, milliseconds() - start);
    return exit_status(err);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*command)(int argc, char **argv);
    } commands[] = {{"export", command_export}, {"tables", command_tables}};
    for (size_t i = 0; argc >= 2 && i < ARRAY_COUNT(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].command(argc - 1, argv + 1);
    if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        print_help(stdout);
        return 0;
    }
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("esentutl (libesent) " ESENT_VERSION "\n");
        return 0;
    }
    return run_classic(argc, argv);
}
