/* recover.h: what a start finds, and bringing it to a clean state (spec 35,
 * section 7): redo, undo, and the end marks in the log. */
#ifndef ESENT_RECOVERY_RECOVER_H
#define ESENT_RECOVERY_RECOVER_H

#include "log/log.h"
#include "recovery/redo.h"

struct recover_config {
    struct redo_config redo;
    struct log_params log; /* names, buffers, environment ...; sizes and versions are the stream's own */
    bool size_is_set;      /* log.segments was asked for: another size is an error (35, 7.6) */
    const char *system_path;
    uint32_t page_size; /* the stream must have it; 0: any */
    bool without_undo;  /* JET_bitRecoveryWithoutUndo */
    bool ignore_lost;   /* JET_bitReplayIgnoreLostLogs */
    bool stream_must_exist;
    struct log_position stop; /* 0: none */
};

struct recover_result {
    bool ran;                 /* something had to be redone */
    struct log *log;          /* open for going on; the caller closes. Null with without_undo */
    struct log_position init; /* where the next Init record may go: the tip */
    uint32_t last_stamp;      /* highest transaction id met */
    uint32_t page_size;
    JET_ERR missing_error; /* what was wrong with `missing` */
    char missing[1024];    /* a database that was not there */
};

/* Starts from the files: begins a new stream, goes on with a clean one, or
 * recovers first. Errors of spec 35, 7.7. JET_wrnCommittedLogFilesLost. */
JET_ERR recover(const struct recover_config *config, struct recover_result *result);

#endif
