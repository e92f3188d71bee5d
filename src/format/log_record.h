/* log_record.h: the records of the transaction log (spec 30, section 5).
 *
 * One table of types and one of fields describe every record: its size, its
 * fixed fields, its variable parts. Writer, reader, redo and dump are driven by
 * them. A field is named LOG_<record>_<field>; its enum constant is the offset.
 *
 * Records are read in place. log_record_open takes hostile bytes; everything
 * else takes a record that it has accepted. */
#ifndef ESENT_FORMAT_LOG_RECORD_H
#define ESENT_FORMAT_LOG_RECORD_H

#include "base/base.h"

/* dbtime before of new pages, of node operations inside a macro, of UndoInfo. */
#define LOG_DBTIME_NIL     UINT64_C(0xFFFFFFFFFFFFFFFF)
#define LOG_DBTIME_INVALID UINT64_C(0xFFFFFFFFFFFFFFFE)

/* What a record begins with, after its type byte. */
enum log_prefix {
    LOG_PREFIX_NONE,
    LOG_PREFIX_TRX,  /* u16 session id */
    LOG_PREFIX_PAGE, /* 32 bytes: LOG_PAGE_* */
    LOG_PREFIX_NODE, /* 44 bytes: LOG_PAGE_* and LOG_NODE_* */
};

/* What redo does with a type. */
enum log_class {
    LOG_CLASS_FILLER,
    LOG_CLASS_IGNORE,   /* carries nothing for redo */
    LOG_CLASS_TRX,      /* begin, commit, rollback, macros */
    LOG_CLASS_PAGE,     /* changes pages */
    LOG_CLASS_DATABASE, /* create, attach, size, version */
    LOG_CLASS_INSTANCE, /* start, stop, recovery, backup */
    LOG_CLASS_FRAGMENT,
    LOG_CLASS_OLD,    /* JET_errBadLogVersion on redo, but can be parsed */
    LOG_CLASS_REJECT, /* JET_errLogCorrupted on redo, JET_errLogFileCorrupt where the size is unknown */
};

/* number, constant, name in dumps, fixed size (0 = unknown: reject), prefix, class,
 * variable parts in order: offset and width of their length fields (0 = none) */
#define LOG_TYPES(T)                                                                                         \
    T(0, NOP, "NOP", 1, NONE, FILLER, 0, 0, 0, 0, 0, 0, 0, 0)                                                \
    T(1, INIT, "Init", 568, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                                          \
    T(2, TERM, "Term", 18, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                                           \
    T(3, MS, "MS", 9, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                                  \
    T(4, END, "End", 1, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                                \
    T(5, BEGIN, "Begin", 4, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                                \
    T(6, COMMIT, "Commit", 4, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                              \
    T(7, ROLLBACK, "Rollback", 4, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                          \
    T(8, BEGIN0, "Begin0", 8, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                              \
    T(9, COMMIT0, "Commit0", 8, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                            \
    T(10, REFRESH, "Refresh", 7, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                           \
    T(11, MACRO_BEGIN, "McroBegin", 11, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(12, MACRO_COMMIT, "McroComit", 11, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                   \
    T(13, MACRO_ABORT, "McroAbort", 11, TRX, TRX, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(14, CREATE_DB, "CreateDB", 43, TRX, DATABASE, 40, 2, 0, 0, 0, 0, 0, 0)                                 \
    T(15, ATTACH_DB, "AttachDB", 75, TRX, DATABASE, 72, 2, 0, 0, 0, 0, 0, 0)                                 \
    T(16, DETACH_DB, "DetachDB", 7, TRX, DATABASE, 4, 2, 0, 0, 0, 0, 0, 0)                                   \
    T(17, RECOVERY_UNDO1, "RcvUndo", 1, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                              \
    T(18, RECOVERY_QUIT1, "RcvQuit", 18, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                             \
    T(19, FULL_BACKUP, "FullBkUp", 3, NONE, IGNORE, 1, 2, 0, 0, 0, 0, 0, 0)                                  \
    T(20, INC_BACKUP, "IncBkUp", 3, NONE, IGNORE, 1, 2, 0, 0, 0, 0, 0, 0)                                    \
    T(21, JET_OPERATION, "JetOp", 4, TRX, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(22, TRACE, "Trace", 5, TRX, IGNORE, 3, 2, 0, 0, 0, 0, 0, 0)                                            \
    T(23, SHUTDOWN, "ShutDown", 1, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                                   \
    T(24, CREATE_M, "Create M", 56, PAGE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                      \
    T(25, CREATE_S, "Create S", 48, PAGE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                      \
    T(26, CONVERT1, "Convert", 60, PAGE, OLD, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(27, SPLIT1, "Split", 102, PAGE, OLD, 100, 2, 96, 2, 98, 2, 0, 0)                                       \
    T(28, MERGE1, "Merge", 88, PAGE, OLD, 86, 2, 0, 0, 0, 0, 0, 0)                                           \
    T(29, INSERT, "Insert", 50, NODE, PAGE, 46, 2, 44, 2, 48, 2, 0, 0)                                       \
    T(30, FLAG_INSERT, "FInsert", 48, NODE, PAGE, 44, 2, 46, 2, 0, 0, 0, 0)                                  \
    T(31, FLAG_INSERT_REPLACE, "FInsertRD", 52, NODE, PAGE, 44, 2, 46, 2, 0, 0, 0, 0)                        \
    T(32, FLAG_DELETE, "FDelete", 44, NODE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(33, REPLACE, "Replace", 50, NODE, PAGE, 44, 2, 0, 0, 0, 0, 0, 0)                                       \
    T(34, REPLACE_DIFF, "ReplaceD", 50, NODE, PAGE, 44, 2, 0, 0, 0, 0, 0, 0)                                 \
    T(35, DELETE, "Delete", 44, NODE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                          \
    T(36, UNDO_INFO, "UndoInfo", 56, NODE, PAGE, 44, 2, 46, 2, 54, 2, 0, 0)                                  \
    T(37, DELTA, "Delta", 54, NODE, PAGE, 44, 2, 46, 2, 0, 0, 0, 0)                                          \
    T(38, SET_HEADER, "SetExtHdr", 46, NODE, PAGE, 44, 2, 0, 0, 0, 0, 0, 0)                                  \
    T(39, UNDO, "Undo", 51, NODE, PAGE, 44, 2, 46, 2, 0, 0, 0, 0)                                            \
    T(40, SLV1, "SLVPgAppnd", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                       \
    T(41, SLV2, "SLVSpace", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                         \
    T(42, CHECKSUM, "Checksum", 22, NONE, FILLER, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(43, SLV3, "SLVPgMove", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(44, FORCE_DETACH, "ForceDetachDB", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                            \
    T(45, EXT_RESTORE1, "ExtRest", 3, NONE, IGNORE, 1, 2, 0, 0, 0, 0, 0, 0)                                  \
    T(46, BACKUP1, "Backup", 5, NONE, IGNORE, 3, 2, 0, 0, 0, 0, 0, 0)                                        \
    T(47, UPGRADE_DB, "UpgradeDb", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                  \
    T(48, EMPTY_TREE, "EmptyTree", 46, NODE, PAGE, 44, 2, 0, 0, 0, 0, 0, 0)                                  \
    T(49, INIT2, "Init", 576, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(50, TERM2, "Term", 26, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                                         \
    T(51, RECOVERY_UNDO, "RcvUndo", 9, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                               \
    T(52, RECOVERY_QUIT, "RcvQuit", 26, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                              \
    T(53, BEGIN_DT, "BeginDT", 8, TRX, OLD, 0, 0, 0, 0, 0, 0, 0, 0)                                          \
    T(54, PREPARE_COMMIT, "PreCommit", 7, TRX, OLD, 3, 4, 0, 0, 0, 0, 0, 0)                                  \
    T(55, PREPARE_ROLLBACK, "PreRollbk", 3, TRX, OLD, 0, 0, 0, 0, 0, 0, 0, 0)                                \
    T(56, DB_LIST, "DbList", 0, NONE, REJECT, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(57, FORCE_WRITE, "FWriteLog", 3, TRX, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                                  \
    T(58, CONVERT, "Convert", 68, PAGE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(59, EXT_RESTORE, "ExtRest", 3, NONE, IGNORE, 1, 2, 0, 0, 0, 0, 0, 0)                                   \
    T(60, BACKUP, "Backup", 35, NONE, INSTANCE, 33, 2, 0, 0, 0, 0, 0, 0)                                     \
    T(61, FORCE_ROLL, "FRollLog", 5, TRX, IGNORE, 3, 2, 0, 0, 0, 0, 0, 0)                                    \
    T(62, SPLIT, "Split", 110, PAGE, PAGE, 100, 2, 96, 2, 98, 2, 106, 4)                                     \
    T(63, MERGE, "Merge", 96, PAGE, PAGE, 86, 2, 92, 4, 0, 0, 0, 0)                                          \
    T(64, SCRUB, "Scrub", 54, NODE, PAGE, 52, 2, 0, 0, 0, 0, 0, 0)                                           \
    T(65, PAGE_MOVE, "PageMove", 96, PAGE, PAGE, 88, 4, 92, 4, 0, 0, 0, 0)                                   \
    T(66, PAGE_PATCH, "PagePatch", 46, NONE, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                                 \
    T(67, MACRO_INFO, "McroInfo", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                   \
    T(68, EXTEND_DB, "ExtendDB", 5, NONE, DATABASE, 1, 4, 0, 0, 0, 0, 0, 0)                                  \
    T(69, COMMIT_CONTEXT, "CommitCtx", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                              \
    T(70, SCAN_CHECK1, "ScanCheck", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                 \
    T(71, NOP2, "NOP2", 5, NONE, FILLER, 1, 4, 0, 0, 0, 0, 0, 0)                                             \
    T(72, REATTACH, "ReAttach", 5, NONE, DATABASE, 1, 4, 0, 0, 0, 0, 0, 0)                                   \
    T(73, MACRO_INFO2, "McroInfo2", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                 \
    T(74, FREE_FDP, "FreeFDP", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                      \
    T(75, IGNORED, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                       \
    T(76, FRAGMENT_BEGIN, "FragBegin", 7, NONE, FRAGMENT, 5, 2, 0, 0, 0, 0, 0, 0)                            \
    T(77, FRAGMENT, "FragContd", 3, NONE, FRAGMENT, 1, 2, 0, 0, 0, 0, 0, 0)                                  \
    T(78, SHRINK_DB1, "ShrinkDB", 10, NONE, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                                \
    T(79, CREATE_DB_FINISH, "CrDBFinsh", 4, TRX, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                           \
    T(80, RECOVERY_QUIT_KEEP, "RcvQKA", 26, NONE, INSTANCE, 0, 0, 0, 0, 0, 0, 0, 0)                          \
    T(81, TRIM_DB, "TrimDB", 10, NONE, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                                     \
    T(82, IGNORED82, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(83, IGNORED83, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(84, IGNORED84, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(85, IGNORED85, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(86, IGNORED86, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(87, IGNORED87, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(88, IGNORED88, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(89, IGNORED89, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(90, IGNORED90, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(91, IGNORED91, "Ignored", 5, NONE, IGNORE, 1, 4, 0, 0, 0, 0, 0, 0)                                     \
    T(92, SET_DB_VERSION, "SetDbVer", 14, NONE, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                            \
    T(93, DELTA64, "Delta64", 58, NODE, PAGE, 44, 2, 46, 2, 0, 0, 0, 0)                                      \
    T(94, SHRINK_DB2, "ShrinkDB2", 10, NONE, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                               \
    T(95, NEW_PAGE, "NewPage", 20, TRX, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                        \
    T(96, ROOT_MOVE, "PageMoveR", 16, NONE, PAGE, 0, 0, 0, 0, 0, 0, 0, 0)                                    \
    T(97, SIGNAL_ATTACH, "SAttachDB", 2, NONE, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                               \
    T(98, SCAN_CHECK, "ScanChk2", 27, NONE, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                                  \
    T(99, SHRINK_DB, "ShrinkDB3", 18, NONE, DATABASE, 0, 0, 0, 0, 0, 0, 0, 0)                                \
    T(100, EXTENT_FREED1, "ExtFreed", 11, NONE, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)                              \
    T(101, EXTENT_FREED, "ExtFreed2", 19, NONE, IGNORE, 0, 0, 0, 0, 0, 0, 0, 0)

enum log_record_type {
#define T(number, constant, name, fixed, prefix, class, o0, w0, o1, w1, o2, w2, o3, w3)                      \
    LOG_##constant = number,
    LOG_TYPES(T)
#undef T
        LOG_TYPE_COUNT
};

/* record, field, offset, width (bytes), text form: d decimal, i signed decimal, x hex */
#define LOG_FIELDS(F)                                                                                        \
    F(TRX, SESSION, 1, 2, 'x')                                                                               \
    F(PAGE, SESSION, 1, 2, 'x')                                                                              \
    F(PAGE, DATABASE, 3, 1, 'd')                                                                             \
    F(PAGE, NUMBER, 4, 4, 'd')                                                                               \
    F(PAGE, DBTIME, 8, 8, 'x')                                                                               \
    F(PAGE, DBTIME_BEFORE, 16, 8, 'x')                                                                       \
    F(PAGE, BEGIN_STAMP, 24, 4, 'x')                                                                         \
    F(PAGE, LEVEL, 28, 1, 'd')                                                                               \
    F(PAGE, LINE, 29, 2, 'd')                                                                                \
    F(PAGE, FLAGS, 31, 1, 'x')                                                                               \
    F(NODE, VERSION_ID, 32, 4, 'd')                                                                          \
    F(NODE, FDP, 36, 4, 'd')                                                                                 \
    F(NODE, OBJID, 40, 4, 'd')                                                                               \
    F(BEGIN, LEVELS, 3, 1, 'x')                                                                              \
    F(BEGIN0, STAMP, 4, 4, 'x')                                                                              \
    F(COMMIT, LEVEL, 3, 1, 'd')                                                                              \
    F(COMMIT0, STAMP, 4, 4, 'x')                                                                             \
    F(ROLLBACK, LEVELS, 3, 1, 'd')                                                                           \
    F(REFRESH, STAMP, 3, 4, 'x')                                                                             \
    F(MACRO, DBTIME, 3, 8, 'x')                                                                              \
    F(CREATE_DB, DATABASE, 3, 1, 'd')                                                                        \
    F(CREATE_DB, GRBIT, 4, 4, 'x')                                                                           \
    F(CREATE_DB, PAGES_MAX, 8, 4, 'd')                                                                       \
    F(CREATE_DB, SIGNATURE, 12, 28, 's')                                                                     \
    F(CREATE_DB, PATH_SIZE, 40, 2, 'd')                                                                      \
    F(CREATE_DB, FLAGS, 42, 1, 'x')                                                                          \
    F(ATTACH_DB, DATABASE, 3, 1, 'd')                                                                        \
    F(ATTACH_DB, PAGES_MAX, 4, 4, 'd')                                                                       \
    F(ATTACH_DB, CONSISTENT, 8, 8, 'p')                                                                      \
    F(ATTACH_DB, SIGNATURE, 16, 28, 's')                                                                     \
    F(ATTACH_DB, LOG_SIGNATURE, 44, 28, 's')                                                                 \
    F(ATTACH_DB, PATH_SIZE, 72, 2, 'd')                                                                      \
    F(ATTACH_DB, FLAGS, 74, 1, 'x')                                                                          \
    F(DETACH_DB, DATABASE, 3, 1, 'd')                                                                        \
    F(DETACH_DB, PATH_SIZE, 4, 2, 'd')                                                                       \
    F(DETACH_DB, FLAGS, 6, 1, 'x')                                                                           \
    F(CREATE_DB_FINISH, DATABASE, 3, 1, 'd')                                                                 \
    F(INIT2, ENVIRONMENT, 1, 567, 'e')                                                                       \
    F(INIT2, TIME, 568, 8, 't')                                                                              \
    F(TERM2, UNDO_START, 1, 8, 'p')                                                                          \
    F(TERM2, REDO_FROM, 9, 8, 'p')                                                                           \
    F(TERM2, HARD, 17, 1, 'd')                                                                               \
    F(TERM2, TIME, 18, 8, 't')                                                                               \
    F(RECOVERY_UNDO, TIME, 1, 8, 't')                                                                        \
    F(CREATE_M, OBJID, 32, 4, 'd')                                                                           \
    F(CREATE_M, OE, 36, 4, 'd')                                                                              \
    F(CREATE_M, AE, 40, 4, 'd')                                                                              \
    F(CREATE_M, PARENT, 44, 4, 'd')                                                                          \
    F(CREATE_M, PRIMARY, 48, 4, 'd')                                                                         \
    F(CREATE_M, PAGE_FLAGS, 52, 4, 'x')                                                                      \
    F(CREATE_S, OBJID, 32, 4, 'd')                                                                           \
    F(CREATE_S, PARENT, 36, 4, 'd')                                                                          \
    F(CREATE_S, PRIMARY, 40, 4, 'd')                                                                         \
    F(CREATE_S, PAGE_FLAGS, 44, 4, 'x')                                                                      \
    F(CONVERT, OBJID, 32, 4, 'd')                                                                            \
    F(CONVERT, OE, 36, 4, 'd')                                                                               \
    F(CONVERT, AE, 40, 4, 'd')                                                                               \
    F(CONVERT, PARENT, 44, 4, 'd')                                                                           \
    F(CONVERT, SECONDARY, 48, 4, 'd')                                                                        \
    F(CONVERT, PRIMARY, 52, 4, 'd')                                                                          \
    F(CONVERT, SECONDARY_SIZE, 56, 4, 'd')                                                                   \
    F(CONVERT, AVAILABLE, 60, 4, 'x')                                                                        \
    F(CONVERT, PAGE_FLAGS, 64, 4, 'x')                                                                       \
    F(INSERT, SUFFIX_SIZE, 44, 2, 'd')                                                                       \
    F(INSERT, PREFIX_SIZE, 46, 2, 'd')                                                                       \
    F(INSERT, DATA_SIZE, 48, 2, 'd')                                                                         \
    F(FLAG_INSERT, KEY_SIZE, 44, 2, 'd')                                                                     \
    F(FLAG_INSERT, DATA_SIZE, 46, 2, 'd')                                                                    \
    F(FLAG_INSERT_REPLACE, KEY_SIZE, 44, 2, 'd')                                                             \
    F(FLAG_INSERT_REPLACE, DATA_SIZE, 46, 2, 'd')                                                            \
    F(FLAG_INSERT_REPLACE, VERSION_ID, 48, 4, 'd')                                                           \
    F(REPLACE, SIZE, 44, 2, 'd')                                                                             \
    F(REPLACE, OLD_SIZE, 46, 2, 'd')                                                                         \
    F(REPLACE, NEW_SIZE, 48, 2, 'd')                                                                         \
    F(BOOKMARK, KEY_SIZE, 44, 2, 'd')                                                                        \
    F(BOOKMARK, DATA_SIZE, 46, 2, 'd')                                                                       \
    F(DELTA, AMOUNT, 48, 4, 'i')                                                                             \
    F(DELTA, OFFSET, 52, 2, 'd')                                                                             \
    F(DELTA64, AMOUNT, 48, 8, 'i')                                                                           \
    F(DELTA64, OFFSET, 56, 2, 'd')                                                                           \
    F(UNDO_INFO, OPERATION, 48, 2, 'd')                                                                      \
    F(UNDO_INFO, SIZE_MAX, 50, 2, 'd')                                                                       \
    F(UNDO_INFO, SIZE_DELTA, 52, 2, 'i')                                                                     \
    F(UNDO_INFO, DATA_SIZE, 54, 2, 'd')                                                                      \
    F(UNDO, OPERATION, 48, 2, 'd')                                                                           \
    F(UNDO, LEVEL, 50, 1, 'd')                                                                               \
    F(SET_HEADER, SIZE, 44, 2, 'd')                                                                          \
    F(SPLIT, NEW_PAGE, 32, 4, 'd')                                                                           \
    F(SPLIT, RIGHT_PAGE, 36, 4, 'd')                                                                         \
    F(SPLIT, RIGHT_BEFORE, 40, 8, 'x')                                                                       \
    F(SPLIT, PARENT_PAGE, 48, 4, 'd')                                                                        \
    F(SPLIT, PARENT_BEFORE, 52, 8, 'x')                                                                      \
    F(SPLIT, FDP, 60, 4, 'd')                                                                                \
    F(SPLIT, OBJID, 64, 4, 'd')                                                                              \
    F(SPLIT, TYPE, 68, 1, 'd')                                                                               \
    F(SPLIT, OPERATION, 69, 1, 'd')                                                                          \
    F(SPLIT, LINE_OPERATION, 70, 2, 'd')                                                                     \
    F(SPLIT, LINE_SPLIT, 72, 2, 'd')                                                                         \
    F(SPLIT, LINE_COUNT, 74, 2, 'd')                                                                         \
    F(SPLIT, NEW_FLAGS, 76, 4, 'x')                                                                          \
    F(SPLIT, SPLIT_FLAGS, 80, 4, 'x')                                                                        \
    F(SPLIT, FREE_SOURCE, 84, 2, 'd')                                                                        \
    F(SPLIT, FREE_NEW, 86, 2, 'd')                                                                           \
    F(SPLIT, PREFIX_LINE_SPLIT, 88, 4, 'i')                                                                  \
    F(SPLIT, PREFIX_LINE_NEW, 92, 4, 'i')                                                                    \
    F(SPLIT, PREFIX_OLD_SIZE, 96, 2, 'd')                                                                    \
    F(SPLIT, PREFIX_NEW_SIZE, 98, 2, 'd')                                                                    \
    F(SPLIT, PARENT_KEY_SIZE, 100, 2, 'd')                                                                   \
    F(SPLIT, IMAGE_FLAGS, 102, 4, 'x')                                                                       \
    F(SPLIT, IMAGE_SIZE, 106, 4, 'd')                                                                        \
    F(MERGE, RIGHT_PAGE, 32, 4, 'd')                                                                         \
    F(MERGE, RIGHT_BEFORE, 36, 8, 'x')                                                                       \
    F(MERGE, LEFT_PAGE, 44, 4, 'd')                                                                          \
    F(MERGE, LEFT_BEFORE, 48, 8, 'x')                                                                        \
    F(MERGE, PARENT_PAGE, 56, 4, 'd')                                                                        \
    F(MERGE, PARENT_BEFORE, 60, 8, 'x')                                                                      \
    F(MERGE, FDP, 68, 4, 'd')                                                                                \
    F(MERGE, OBJID, 72, 4, 'd')                                                                              \
    F(MERGE, SIZE_TOTAL, 76, 2, 'd')                                                                         \
    F(MERGE, SIZE_MAX, 78, 2, 'd')                                                                           \
    F(MERGE, FREE_DESTINATION, 80, 2, 'd')                                                                   \
    F(MERGE, LINE, 82, 2, 'd')                                                                               \
    F(MERGE, FLAGS, 84, 1, 'x')                                                                              \
    F(MERGE, TYPE, 85, 1, 'd')                                                                               \
    F(MERGE, KEY_SIZE, 86, 2, 'd')                                                                           \
    F(MERGE, IMAGE_FLAGS, 88, 4, 'x')                                                                        \
    F(MERGE, IMAGE_SIZE, 92, 4, 'd')                                                                         \
    F(EMPTY_TREE, LIST_SIZE, 44, 2, 'd')                                                                     \
    F(PAGE_MOVE, DESTINATION, 32, 4, 'd')                                                                    \
    F(PAGE_MOVE, LEFT_PAGE, 36, 4, 'd')                                                                      \
    F(PAGE_MOVE, RIGHT_PAGE, 40, 4, 'd')                                                                     \
    F(PAGE_MOVE, PARENT_PAGE, 44, 4, 'd')                                                                    \
    F(PAGE_MOVE, LEFT_BEFORE, 48, 8, 'x')                                                                    \
    F(PAGE_MOVE, RIGHT_BEFORE, 56, 8, 'x')                                                                   \
    F(PAGE_MOVE, PARENT_BEFORE, 64, 8, 'x')                                                                  \
    F(PAGE_MOVE, FDP, 72, 4, 'd')                                                                            \
    F(PAGE_MOVE, OBJID, 76, 4, 'd')                                                                          \
    F(PAGE_MOVE, LINE_PARENT, 80, 4, 'd')                                                                    \
    F(PAGE_MOVE, FLAGS, 84, 4, 'x')                                                                          \
    F(PAGE_MOVE, HEAD_SIZE, 88, 4, 'd')                                                                      \
    F(PAGE_MOVE, TRAILER_SIZE, 92, 4, 'd')                                                                   \
    F(ROOT_MOVE, DBTIME, 1, 8, 'x')                                                                          \
    F(ROOT_MOVE, DATABASE, 9, 1, 'd')                                                                        \
    F(ROOT_MOVE, OBJID, 10, 4, 'd')                                                                          \
    F(ROOT_MOVE, SESSION, 14, 2, 'x')                                                                        \
    F(SCRUB, FLAGS, 44, 4, 'x')                                                                              \
    F(SCRUB, COUNT, 48, 4, 'd')                                                                              \
    F(SCRUB, SIZE, 52, 2, 'd')                                                                               \
    F(NEW_PAGE, DATABASE, 3, 1, 'd')                                                                         \
    F(NEW_PAGE, NUMBER, 4, 4, 'd')                                                                           \
    F(NEW_PAGE, OBJID, 8, 4, 'd')                                                                            \
    F(NEW_PAGE, DBTIME, 12, 8, 'x')                                                                          \
    F(SET_DB_VERSION, DATABASE, 1, 1, 'd')                                                                   \
    F(SET_DB_VERSION, MAJOR, 2, 4, 'd')                                                                      \
    F(SET_DB_VERSION, UPDATE_MAJOR, 6, 4, 'd')                                                               \
    F(SET_DB_VERSION, UPDATE_MINOR, 10, 4, 'd')                                                              \
    F(EXTEND_DB, DATABASE, 5, 1, 'd')                                                                        \
    F(EXTEND_DB, LAST_PAGE, 6, 4, 'd')                                                                       \
    F(SHRINK_DB, DATABASE, 1, 1, 'd')                                                                        \
    F(SHRINK_DB, LAST_PAGE, 2, 4, 'd')                                                                       \
    F(SHRINK_DB, PAGES, 6, 4, 'd')                                                                           \
    F(SHRINK_DB, DBTIME, 10, 8, 'x')                                                                         \
    F(TRIM_DB, DATABASE, 1, 1, 'd')                                                                          \
    F(TRIM_DB, FIRST_PAGE, 2, 4, 'd')                                                                        \
    F(TRIM_DB, PAGES, 6, 4, 'd')                                                                             \
    F(REATTACH, DATABASE, 5, 1, 'd')                                                                         \
    F(REATTACH, ATTACH, 6, 8, 'p')                                                                           \
    F(REATTACH, CONSISTENT, 14, 8, 'p')                                                                      \
    F(REATTACH, SIGNATURE, 22, 28, 's')                                                                      \
    F(FREE_FDP, DATABASE, 5, 1, 'd')                                                                         \
    F(FREE_FDP, FDP, 6, 4, 'd')                                                                              \
    F(FREE_FDP, STAMP, 10, 4, 'x')                                                                           \
    F(FREE_FDP, KIND, 14, 1, 'd')                                                                            \
    F(EXTENT_FREED, DATABASE, 1, 1, 'd')                                                                     \
    F(EXTENT_FREED, FIRST_PAGE, 2, 4, 'd')                                                                   \
    F(EXTENT_FREED, PAGES, 6, 4, 'd')                                                                        \
    F(EXTENT_FREED, FLAGS, 10, 1, 'x')                                                                       \
    F(EXTENT_FREED, DBTIME, 11, 8, 'x')                                                                      \
    F(SCAN_CHECK, DATABASE, 1, 1, 'd')                                                                       \
    F(SCAN_CHECK, NUMBER, 2, 4, 'd')                                                                         \
    F(SCAN_CHECK, FLAGS, 6, 1, 'x')                                                                          \
    F(SCAN_CHECK, DBTIME, 7, 8, 'x')                                                                         \
    F(SCAN_CHECK, DBTIME_CURRENT, 15, 8, 'x')                                                                \
    F(SCAN_CHECK, CHECKSUM, 23, 4, 'x')                                                                      \
    F(BACKUP, PHASE, 1, 1, 'd')                                                                              \
    F(BACKUP, KIND, 2, 4, 'd')                                                                               \
    F(BACKUP, SCOPE, 6, 1, 'd')                                                                              \
    F(BACKUP, DATABASE, 7, 1, 'd')                                                                           \
    F(BACKUP, INFO, 8, 24, 'b')                                                                              \
    F(FRAGMENT_BEGIN, TOTAL, 1, 4, 'd')                                                                      \
    F(FRAGMENT_BEGIN, SIZE, 5, 2, 'd')                                                                       \
    F(FRAGMENT, SIZE, 1, 2, 'd')

enum {
#define F(record, field, offset, width, form) LOG_##record##_##field = offset,
    LOG_FIELDS(F)
#undef F
};

enum { LOG_TRX_SIZE = 3, LOG_PAGE_SIZE = 32, LOG_NODE_SIZE = 44, LOG_PARTS_MAX = 4 };

/* LOG_PAGE_FLAGS */
enum {
    LOG_FLAG_VERSIONED = 0x01,
    LOG_FLAG_UNIQUE = 0x04,
    LOG_FLAG_SPACE = 0x08,
    LOG_FLAG_INDEX_BUILD = 0x10,
    LOG_FLAG_SYSTEM = 0x20,
};
/* Operations of UndoInfo and Undo. */
enum {
    LOG_UNDO_INSERT = 1,
    LOG_UNDO_REPLACE = 2,
    LOG_UNDO_FLAG_DELETE = 3,
    LOG_UNDO_DELTA = 4,
    LOG_UNDO_DELTA64 = 9,
    LOG_UNDO_NULLIFIED = 0x1000,
};
enum { LOG_SPLIT_VERTICAL = 0, LOG_SPLIT_RIGHT = 1, LOG_SPLIT_APPEND = 2 };
enum {
    LOG_SPLIT_OPER_NONE = 0,
    LOG_SPLIT_OPER_INSERT = 1,
    LOG_SPLIT_OPER_REPLACE = 2,
    LOG_SPLIT_OPER_FLAG_INSERT_REPLACE = 3
};
enum { LOG_MERGE_KEY_CHANGE = 1, LOG_MERGE_DELETE_POINTER = 2, LOG_MERGE_EMPTY_PAGE_FLAG = 4 };
enum {
    LOG_MERGE_NONE = 0,
    LOG_MERGE_EMPTY_PAGE = 1,
    LOG_MERGE_FULL_RIGHT = 2,
    LOG_MERGE_PARTIAL_RIGHT = 3,
    LOG_MERGE_EMPTY_TREE = 4,
    LOG_MERGE_FULL_LEFT = 5,
    LOG_MERGE_PARTIAL_LEFT = 6,
    LOG_MERGE_PAGE_MOVE = 7
};
enum { LOG_IMAGE_DEHYDRATED = 1, LOG_IMAGE_COMPRESSED = 2 };
/* flags of CreateDB, AttachDB; DetachDB has the path form in another bit */
enum { LOG_DB_VERSION_INFO = 4, LOG_DB_UNICODE = 8, LOG_DB_SPARSE = 0x10, LOG_DETACH_UNICODE = 0x10 };

struct log_type_info {
    const char *name; /* as dumps print it; null: no such type */
    uint16_t fixed;
    uint8_t prefix; /* enum log_prefix */
    uint8_t class;  /* enum log_class */
    struct {
        uint8_t offset, width;
    } parts[LOG_PARTS_MAX];
};
extern const struct log_type_info log_types[LOG_TYPE_COUNT];

struct log_field_info {
    const char *record, *field;
    uint16_t offset, width;
    char form;
};
extern const struct log_field_info log_fields[];
extern const size_t log_field_count;

/* One whole record in place. */
struct log_record {
    const uint8_t *bytes;
    uint32_t size;
    struct bytes part[LOG_PARTS_MAX]; /* variable parts in stored order */
};

static inline uint8_t log_record_type(const struct log_record *record) { return record->bytes[0]; }
static inline const struct log_type_info *log_record_info(const struct log_record *record)
{
    return &log_types[record->bytes[0]];
}

/* Takes the record that begins at `data` apart. JET_errLogFileCorrupt: a type
 * without known size, or a record that leaves the data. The parts lie inside. */
JET_ERR log_record_open(struct log_record *record, struct bytes data);

/* Field access by the constants above, e.g. log_u32(record, LOG_PAGE_NUMBER). */
static inline uint8_t log_u8(const struct log_record *r, unsigned offset) { return r->bytes[offset]; }
static inline uint16_t log_u16(const struct log_record *r, unsigned offset)
{
    return load_le16(r->bytes + offset);
}
static inline uint32_t log_u32(const struct log_record *r, unsigned offset)
{
    return load_le32(r->bytes + offset);
}
static inline uint64_t log_u64(const struct log_record *r, unsigned offset)
{
    return load_le64(r->bytes + offset);
}

/* Session of a record that has one ([T], [P], [N], PageMoveR, NewPage). */
bool log_record_session(const struct log_record *record, uint16_t *session);
/* Database id of a record that names one. */
bool log_record_database(const struct log_record *record, uint8_t *database);
/* The dbtime after of a record that gives one; largest wins during redo. */
bool log_record_dbtime(const struct log_record *record, uint64_t *dbtime);

/* Applies the difference list of a ReplaceD to the old data (spec 30, 5.4).
 * `long_form`: bit 15 of the record's SIZE. *size: bytes written to `out`.
 * JET_errLogFileCorrupt: out of order, overrun. */
JET_ERR log_diff_apply(struct bytes list, bool long_form, struct bytes old, uint8_t *out, size_t capacity,
                       size_t *size);
/* Makes a difference list of at most `capacity` bytes that turns `old` into
 * `new`; false when it would not be shorter than `capacity`. */
bool log_diff_make(struct bytes old, struct bytes new_data, bool long_form, uint8_t *out, size_t capacity,
                   size_t *size);

#endif
