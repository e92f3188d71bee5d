/* engine.h: the face of this room: entering and leaving API calls, instances,
 * sessions, cursors and open databases of a session.
 *
 * A function of src/api reads
 *
 *     struct session *session;
 *     JET_ERR err = api_enter_session(sesid, &session);
 *     if (err < 0)
 *         return err;
 *     err = the_work(session, ...);
 *     return api_leave(session, err);
 *
 * Entering makes all the checks of spec 40 section 1.3 in their order, and makes
 * the session busy: until api_leave everything that hangs off it belongs to this
 * call alone. It costs one compare-and-swap and one predictable branch; no lock,
 * no allocation, no system call. */
#ifndef ESENT_ENGINE_ENGINE_H
#define ESENT_ENGINE_ENGINE_H

#include "base/base.h"
#include "engine/parameter.h"
#include "os/os_thread.h"
#include "txn/cursor.h"
#include "txn/transaction.h"

#include <stdatomic.h>

struct os_fs;
struct instance;
struct session;
struct stream;

/* ---- entering by session (1.3) ------------------------------------------- */

/* Groups S and SX of the API reference 1.2: SX also works on a stopped instance
 * (I-21: JetRollback, JetEndSession, JetResetSessionContext, JetCloseTable,
 * JetCloseDatabase, JetDetachDatabase*, JetGetSessionInfo). */
JET_ERR api_enter_session(JET_SESID sesid, struct session **session);
JET_ERR api_enter_session_stopped(JET_SESID sesid, struct session **session);

/* ... and a cursor of this session, for an operation of its set (1.5). Functions
 * that test their grbits before the operation set (1.3 step 11) pass CURSOR_OP_ANY
 * and ask cursor_permits() themselves: JET_errIllegalOperation. */
JET_ERR api_enter_cursor(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                         struct session **session, struct cursor **cursor);
JET_ERR api_enter_cursor_stopped(JET_SESID sesid, JET_TABLEID tableid, enum cursor_operation operation,
                                 struct session **session, struct cursor **cursor);

/* A second cursor of the same, already entered session (JetIntersectIndexes...). */
JET_ERR api_cursor(struct session *session, JET_TABLEID tableid, struct cursor **cursor);

/* Ends the call; gives `err` back. The session may have ended meanwhile only by
 * session_end, which returns NULL for it. */
JET_ERR api_leave(struct session *session, JET_ERR err);

/* Around every call of a function of the application made from inside an API
 * call: within it this thread may use its busy session again. */
void api_callback_begin(void);
void api_callback_end(void);

/* ---- entering by instance (1.4) ------------------------------------------ */

JET_ERR api_enter_instance(JET_INSTANCE handle, struct instance **instance); /* group I */
/* Group IN: *instance is NULL where no instance results but that is no error of
 * the handle (mode unset, or 0/nil in multi mode). */
JET_ERR api_enter_instance_any(JET_INSTANCE handle, struct instance **instance);
JET_ERR api_enter_single(struct instance **instance); /* group L, then as group I */
JET_ERR api_leave_instance(struct instance *instance, JET_ERR err);

/* ---- instances ------------------------------------------------------------ */

/* Bits of *instance->slow. None set: calls by session take the fast way. */
#define INSTANCE_STOPPED     0x1u
#define INSTANCE_UNAVAILABLE 0x2u
#define INSTANCE_LOG_DISK    0x4u /* why it is unavailable: JET_errInstanceUnavailableDueToFatalLogDiskFull */
#define INSTANCE_TERMINATING 0x8u

enum instance_state { INSTANCE_ALLOCATED, INSTANCE_INITIALISING, INSTANCE_INITIALISED, INSTANCE_RESTORING };

/* The attached databases of an instance, made by the room that knows them. All
 * called with no engine lock held. NULL members are skipped. */
struct instance_databases {
    /* JetTerm is past its point of no return: detach all. `dirty`: leave files as
     * they are. Frees the structure also when it returns an error. */
    JET_ERR (*terminate)(struct instance_databases *databases, bool dirty);
    /* For JetGetInstanceInfo: every attached database, its path in UTF-8. */
    JET_ERR(*each)
    (struct instance_databases *databases, JET_ERR (*visit)(void *context, const char *path, bool logged),
     void *context);
};

struct instance {
    JET_INSTANCE handle;
    _Atomic uint32_t *slow;    /* in the handle's entry, which outlives the instance */
    enum instance_state state; /* under the process' lock */
    char *name;                /* UTF-8, NULL when nameless */
    char *display_name;
    struct os_fs *fs;
    struct parameter_set parameters;
    struct instance_databases *databases; /* NULL until the first attach */
    struct stream
        *stream; /* log, versions, databases being changed (recovery/stream.h); from JetInit to JetTerm */
    char *system_path, *log_path, *temp_path; /* absolute, set by JetInit */
    _Atomic uint32_t sort_count;              /* open sorts (P-2); the api room's */

    /* Below: private to this room. */
    struct os_mutex lock;   /* OS_RANK_INSTANCE: session list, numbers, state changes */
    _Atomic uint32_t calls; /* calls by instance running now: they pin the structure */
    _Atomic uint32_t cursor_count;
    JET_ERR unavailable_error;
    bool recovery_off; /* JET_paramRecovery was "off" at JetInit */
    bool stopped_background, stopped_quiesce;
    uint64_t init_thread;      /* the thread inside JetInit */
    struct session *sessions;  /* list */
    uint32_t session_count;    /* client sessions */
    uint64_t *session_numbers; /* bitmap of procids in use */
    uint32_t session_numbers_words;
    _Atomic uint32_t last_transaction_id;
    struct instance *next; /* process list */
};

/* The instance cannot guarantee consistency any more (I-16). First error wins. */
void instance_make_unavailable(struct instance *instance, JET_ERR err);

/* ---- sessions --------------------------------------------------------------- */

/* A database that the session has open (H-9). */
struct session_database {
    JET_DBID dbid;
    uint32_t opens; /* JetOpenDatabase minus JetCloseDatabase; 0: the place is free */
    bool exclusive; /* opened with JET_bitDbExclusive */
    void *database; /* of the room that attached it */
    /* The last open went away (close, end of session, JetTerm); cursors are closed. */
    void (*released)(struct session *session, struct session_database *open);
};
#define SESSION_DATABASES 7 /* JET_paramMaxDatabasesPerInstance */

/* Spec 40, 3.11. Texts are kept as given, NUL-terminated. */
struct session_parameters {
    _Atomic JET_GRBIT commit_default;
    uint32_t correlation_id, cache_priority, io_trace_flags, io_priority;
    uint32_t context_has_customer_data, context_needs_callback;
    uint8_t operation_context[8];
    uint8_t activity_id[16];
    char component[64], action[64], action_context[64];
    uint8_t *commit_context;
    uint32_t commit_context_size;
};

#define SESSION_INTERNAL 0x1u

struct session {
    /* The line that every call touches. */
    JET_SESID handle;
    struct handle_entry *entry;
    _Atomic uint32_t *instance_slow;
    uint32_t slow;   /* SESSION_INTERNAL: not begun by the application (H-8) */
    uint32_t nested; /* calls from callbacks inside the one that has it */
    struct instance *instance;
    struct cursor *cursors;  /* newest first */
    uint64_t context;        /* 0 unset, all ones: claimed by JetEndSession */
    uint64_t context_thread; /* who set it */

    struct transaction transaction;
    uint32_t cursor_count;
    struct session_database databases[SESSION_DATABASES];

    /* Below: private to this room. */
    uint32_t number;                      /* "procid" */
    bool claimed_by_term;                 /* under instance->lock */
    struct session_parameters parameters; /* changed under instance->lock */
    struct session *next, *previous;      /* of the instance */
};

/* H-9: the open database, or NULL: JET_errInvalidDatabaseId. */
struct session_database *session_database_find(struct session *session, JET_DBID dbid);
/* One more open of a database. `made` tells whether it is the first of this
 * session: fill database, released and exclusive. JET_errInvalidDatabaseId never. */
JET_ERR session_database_open(struct session *session, JET_DBID dbid, struct session_database **open,
                              bool *made);
/* One open less; the last one closes the session's cursors on it and releases. */
JET_ERR session_database_close(struct session *session, JET_DBID dbid);

/* A new cursor of this session gets its handle: JET_errOutOfCursors beyond
 * JET_paramMaxCursors of the instance. The caller filled ops, dbid and set. */
JET_ERR session_cursor_open(struct session *session, struct cursor *cursor, JET_TABLEID *tableid);
/* The handle dies, then ops->close. */
void session_cursor_close(struct cursor *cursor);

#endif
