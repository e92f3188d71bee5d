/* esentutl.h: what the parts of the utility share. One part is one mode (spec
 * 60, part A); each prints its own output and returns the error that the result
 * line and the exit status tell. */
#ifndef ESENTUTL_H
#define ESENTUTL_H

#include "base/base.h"

#include <stdio.h>

/* What the command line of the classic modes says (spec 60, A.1). Strings are
 * the caller's arguments. */
struct options {
    char mode;     /* d r g k p m y z */
    char modifier; /* of mode m: h k l m p s n c */
    const char *target;
    unsigned page_size;                                 /* 0: from the file */
    bool no_logo;                                       /* /o */
    int verbose;                                        /* /v, /v1, /v2 */
    const char *temporary;                              /* /t<db>, /t<table> */
    const char *report;                                 /* /f<prefix>, /f<fields> */
    const char *destination;                            /* y /d */
    const char *page;                                   /* m /p */
    bool skip_errors;                                   /* y /i */
    bool skip_pages;                                    /* k /e */
    bool no_index_rebuild;                              /* g /b */
    bool statistics;                                    /* /n */
    bool csv;                                           /* m /c: commas instead of columns */
    const char *log_path, *system_path, *database_path; /* r /l, /s, /d */
    bool ignore_missing, ignore_lost, without_undo;     /* r /i, /a, /u */
    bool any_stream;                                    /* r /e */
};

/* Fills options; prints the usage error and returns false when there is one. */
bool options_parse(int argc, char **argv, struct options *options);

/* Modes. */
JET_ERR dump_database_header(const struct options *options);
JET_ERR dump_checkpoint(const struct options *options);
JET_ERR dump_log(const struct options *options);
JET_ERR dump_flush_map(const struct options *options);
JET_ERR dump_metadata(const struct options *options);
JET_ERR dump_space(const struct options *options);
JET_ERR check_checksums(const struct options *options);
JET_ERR check_integrity(const struct options *options);
JET_ERR copy_file(const struct options *options);
JET_ERR recover_databases(const struct options *options);

/* The result was told already and carries no code ("terminated
 * unsuccessfully"). Not a JET_ERR of the engine. */
#define ERROR_TOLD 1

/* Our own commands: their whole command line, their exit status. */
int command_export(int argc, char **argv);
int command_tables(int argc, char **argv);
void print_help(FILE *out);

#endif
