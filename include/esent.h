/*
 * esent.h: the Extensible Storage Engine API (ESE, "JET Blue").
 *
 * Programs written for Windows compile against this header as they are, as far as the platform allows.
 * What differs: every `long` of the Windows header is an exact 32-bit type here (uint32_t, int32_t), and
 * WCHAR is char16_t, so string literals for W functions are written u"...". 8-bit strings are UTF-8.
 *
 * Macros that may be defined before inclusion:
 *   JET_VERSION         API level: hides what that Windows release does not have. Default 0x0A00.
 *                       0x0500 2000, 0x0501 XP, 0x0502 Server 2003, 0x0600 Vista, 0x0601 7, 0x0602 8,
 *                       0x0603 8.1, 0x0A00 10, 0x0A01 later 10 and 11. WINVER, if defined, is taken
 *                       instead of the default.
 *   JET_UNICODE         plain names select the W forms of functions and structures (from level 0x0600).
 *   _JET_NOPROTOTYPES   types and constants only.
 *   ESENT_ENGINE_ONLY   also declares what only products built with the engine use (esent_engine.h).
 *
 * Conventions: sizes and lengths (cb...) are bytes, page counts (cpg...) are database pages, strings end with
 * a zero. Buffers belong to the caller; what is returned in memory of the engine says so. Handles are opaque
 * numbers. Option bits that a function does not know are ignored unless JET_errInvalidGrbit is listed.
 */
#ifndef _JET_INCLUDED
#define _JET_INCLUDED

/* The tables below are aligned by hand. */
/* clang-format off */

#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifndef JET_VERSION
#ifdef WINVER
#define JET_VERSION WINVER
#else
#define JET_VERSION 0x0A00
#endif
#endif

/* Calling conventions: empty here, kept for source compatibility (JET_ERR JET_API MyCallback(...)). */
#ifndef JET_API
#define JET_API
#endif
#ifndef JET_NODSAPI
#define JET_NODSAPI
#endif

/* Completes the name of a function or structure that has an A and a W form. Below 0x0600 only the A
 * signature exists, under the plain name. */
#if defined(JET_UNICODE) && JET_VERSION >= 0x0600
#define ESENT_AW(name) name##W
#else
#define ESENT_AW(name) name##A
#endif

/* === Types ============================================================================================ */

typedef char16_t WCHAR;                  /* UTF-16 code unit */
typedef char *JET_PSTR;                  /* zero-terminated string, UTF-8 */
typedef const char *JET_PCSTR;
typedef WCHAR *JET_PWSTR;                /* zero-terminated string, UTF-16 */
typedef const WCHAR *JET_PCWSTR;

typedef uintptr_t JET_API_PTR;           /* integer wide enough for a pointer */
typedef int32_t JET_ERR;                 /* result: 0 success, negative error, positive warning */
typedef JET_API_PTR JET_HANDLE;          /* backup file, or registration of a callback */
typedef JET_API_PTR JET_INSTANCE;        /* instance of the engine */
typedef JET_API_PTR JET_SESID;           /* session */
typedef JET_API_PTR JET_TABLEID;         /* cursor */
typedef uint32_t JET_COLUMNID;           /* column id */
typedef uint32_t JET_DBID;               /* open database */
typedef uint32_t JET_OBJTYP;             /* object type, JET_objtyp... */
typedef uint32_t JET_COLTYP;             /* column type, JET_coltyp... */
typedef uint32_t JET_GRBIT;              /* option bits, JET_bit... */
typedef uint32_t JET_SNP;                /* operation that reports its status, JET_snp... */
typedef uint32_t JET_SNT;                /* kind of status report, JET_snt... */
typedef double JET_DATESERIAL;           /* days since 1899-12-30; the fraction is the time of day */
#if JET_VERSION >= 0x0501
typedef JET_API_PTR JET_LS;              /* local storage value of a cursor or table */
typedef JET_API_PTR JET_OSSNAPID;        /* snapshot session */
typedef uint32_t JET_CBTYP;              /* callback events, JET_cbtyp... */
#endif

/* === Constants ======================================================================================= */

/* Invalid handles and the empty option set. */
#define JET_sesidNil    (~(JET_SESID)0)            /* No session (all bits one) */
#define JET_tableidNil  (~(JET_TABLEID)0)          /* No cursor (all bits one) */
#define JET_bitNil      0x00000000                 /* Empty option set */
#define JET_dbidNil     ((JET_DBID)0xFFFFFFFF)     /* No database id */
#define JET_columnidNil ((JET_COLUMNID)0xFFFFFFFF) /* No column id */
#define JET_dbidNoValid ((JET_DBID)0xFFFFFFFE)     /* Marker for "no usable database id" */
#if JET_VERSION >= 0x0501
#define JET_instanceNil (~(JET_INSTANCE)0)         /* No instance (all bits one) */
#define JET_LSNil       (~(JET_LS)0)               /* No local-storage value (all bits one) */
#endif

/* Limits. */
#define JET_cbBookmarkMost          256                         /* Longest bookmark in bytes with default key size */
/* Longest name of a table, column or index, and longest dotted name, in bytes without terminator. */
#ifdef JET_UNICODE
#define JET_cbNameMost     128
#define JET_cbFullNameMost 510
#else
#define JET_cbNameMost     64
#define JET_cbFullNameMost 255
#endif
/* Page bytes not usable by a long-value chunk, for pages up to 8 KiB */
#define JET_cbColumnLVPageOverhead  82
#define JET_cbLVDefaultValueMost    255                         /* Longest default value of a long column in bytes */
#define JET_cbColumnMost            255                         /* Longest value of a non-long column in bytes */
#define JET_cbLVColumnMost          0x7FFFFFFF                  /* Longest long value in bytes */
#define JET_cbKeyMost               255                         /* Historic key size limit */
#define JET_cbLimitKeyMost          256                         /* Historic size limit of a key built with a limit option */
#define JET_cbPrimaryKeyMost        255                         /* Historic primary key size limit */
#define JET_cbSecondaryKeyMost      255                         /* Historic secondary key size limit */
/* Most key columns of an index. */
#if JET_VERSION >= 0x0600
#define JET_ccolKeyMost 16
#else
#define JET_ccolKeyMost 12
#endif
/* Most columns of a table; fixed, variable and tagged ones together. */
#if JET_VERSION >= 0x0501
#define JET_ccolMost 0x0000FEE0
#else
#define JET_ccolMost 0x00007FFE
#endif
#define JET_ccolFixedMost           0x0000007F                  /* Most fixed columns per table (127) */
#define JET_ccolVarMost             0x00000080                  /* Most variable columns per table (128) */
#define JET_ccolTaggedMost          (JET_ccolMost - 0x000000FF) /* Most tagged columns per table (JET_ccolMost minus 255) */
/* Characters of computer name kept in a signature, without terminator */
#define JET_MAX_COMPUTERNAME_LENGTH 15
#define cObjectInfoCols             9                           /* Columns in the result table described by JET_OBJECTLIST */
#define cColumnInfoCols             14                          /* Columns in the result table described by JET_COLUMNLIST */
#define cIndexInfoCols              15                          /* Columns in the result table described by JET_INDEXLIST */
#if JET_VERSION >= 0x0501
/* Characters of log base name in JET_LOGINFO, without terminator */
#define JET_BASE_NAME_LENGTH        3
#endif
#if JET_VERSION >= 0x0600
#define JET_cbKeyMost8KBytePage     2000                        /* Largest key size with 8 KiB pages */
#define JET_cbKeyMost4KBytePage     1000                        /* Largest key size with 4 KiB pages */
#define JET_cbKeyMost2KBytePage     500                         /* Largest key size with 2 KiB pages */
#define JET_cbKeyMostMin            255                         /* Smallest key size that may be configured, and the default */
#endif
#if JET_VERSION >= 0x0601
#define JET_cbBookmarkMostMost      2000                        /* Longest bookmark in bytes with the largest keys */
#define JET_cbKeyMostMost           2000                        /* Largest key size for any page size */
#define JET_cbKeyMost32KBytePage    2000                        /* Largest key size with 32 KiB pages */
#define JET_cbKeyMost16KBytePage    2000                        /* Largest key size with 16 KiB pages */
#endif

/* Configuration store. */
/* Value name in the configuration store that controls reading */
#define JET_wszConfigStoreReadControl             u"CsReadControl"
/* Hold off reading (and initialization) until the flag is cleared */
#define JET_bitConfigStoreReadControlInhibitRead  0x00000001
#define JET_bitConfigStoreReadControlDisableAll   0x00000002          /* Ignore the configuration store */
#define JET_bitConfigStoreReadControlDefault      0x00000000          /* Normal use of the configuration store */
#define JET_wszConfigStoreRelPathSysParamDefault  u"SysParamDefault"  /* Subkey with parameter values used as defaults */
/* Subkey with parameter values that override the application */
#define JET_wszConfigStoreRelPathSysParamOverride u"SysParamOverride"

/* Values of JET_paramEventLoggingLevel. */
#if JET_VERSION >= 0x0501
#define JET_EventLoggingDisable     0   /* Write nothing to the event log */
#define JET_EventLoggingLevelMax    100 /* Every event */
#endif
#if JET_VERSION >= 0x0601
#define JET_EventLoggingLevelMin    1   /* Only the most important events */
#define JET_EventLoggingLevelLow    25  /* Few events */
#define JET_EventLoggingLevelMedium 50  /* A moderate number of events */
#define JET_EventLoggingLevelHigh   75  /* Most events */
#endif

#if JET_VERSION >= 0x0603
/* Values of JET_paramEnableIndexChecking. */
typedef enum {
    JET_IndexCheckingOff = 0,                         /* Do not check whether the collation of indexes is current */
    JET_IndexCheckingOn = 1,                          /* Check the collation of indexes at attach */
    JET_IndexCheckingDeferToOpenTable = 2,            /* Check the collation of indexes when a table is opened */
    JET_IndexCheckingMax = 3                          /* Number of index checking modes */
} JET_INDEXCHECKING;
#endif

/* Values of JET_paramIOPriority. */
#if JET_VERSION >= 0x0600
#define JET_IOPriorityNormal 0x00000000 /* Normal I/O priority (default) */
#define JET_IOPriorityLow    0x00000001 /* Low I/O priority */
#endif

/* Bits of JET_paramConfiguration. */
#if JET_VERSION >= 0x0602
#define JET_configDefault                0x00000001 /* Put every parameter back to its default */
#define JET_configRemoveQuotas           0x00000002 /* Lift handle quotas as far as possible */
#define JET_configLowDiskFootprint       0x00000004 /* Tune for little disk use; turns circular logging on */
#define JET_configMediumDiskFootprint    0x00000008 /* Tune for moderate disk use; turns circular logging on */
#define JET_configLowMemory              0x00000010 /* Tune for a small working set */
#define JET_configDynamicMediumMemory    0x00000020 /* Tune for a modest working set that may grow in bursts */
#define JET_configLowPower               0x00000040 /* Tune for low power use */
#define JET_configSSDProfileIO           0x00000080 /* Tune I/O for solid-state disks */
#define JET_configRunSilent              0x00000100 /* Disable events, performance counters and traces */
#endif
#if JET_VERSION >= 0x0A00
#define JET_configUnthrottledMemory      0x00000200 /* Let caches grow to most of the machine's memory */
#define JET_configHighConcurrencyScaling 0x00000400 /* Tune for many processors at a higher fixed memory cost */
#endif

/* System parameters, see JetSetSystemParameter. */
#define JET_paramSystemPath                                  0   /* Directory of the checkpoint file (string) */
#define JET_paramTempPath                                    1   /* Directory or file name of the temporary database (string) */
#define JET_paramLogFilePath                                 2   /* Directory of the transaction logs (string) */
/* Three-character prefix of log and checkpoint files (string, default "edb") */
#define JET_paramBaseName                                    3
#define JET_paramEventSource                                 4   /* Name of the application in events (string) */
#define JET_paramMaxSessions                                 5   /* Most sessions per instance */
#define JET_paramMaxOpenTables                               6   /* Most open B-tree objects (tables, indexes) */
#define JET_paramPreferredMaxOpenTables                      7   /* Open B-tree objects above which cleanup starts */
#define JET_paramMaxCursors                                  8   /* Most open cursors */
#define JET_paramMaxVerPages                                 9   /* Upper bound of the version store, counted in version pages */
#define JET_paramPreferredVerPages                           63  /* Version pages above which cleanup becomes urgent */
#define JET_paramMaxTemporaryTables                          10  /* Most temporary tables or sorts open together */
#define JET_paramLogFileSize                                 11  /* Size of a log file in KiB */
/* Log buffer size in 512-byte units (reference: sectors of the log volume) */
#define JET_paramLogBuffers                                  12
/* Milliseconds a commit may wait to share a log flush (obsolete) */
#define JET_paramWaitLogFlush                                13
/* How many log sectors lie between checkpoint updates (obsolete) */
#define JET_paramLogCheckpointPeriod                         14
#define JET_paramLogWaitingUserMax                           15  /* Sessions waiting for a log flush that force it (obsolete) */
#define JET_paramCommitDefault                               16  /* Default options of JetCommitTransaction */
#define JET_paramCircularLog                                 17  /* Non-zero deletes logs behind the checkpoint automatically */
#define JET_paramDbExtensionSize                             18  /* Pages added when a database grows */
/* Pages the temporary database starts with; 0 for an ordinary database size */
#define JET_paramPageTempDBMin                               19
#define JET_paramPageFragment                                20  /* Extents of up to this many pages are counted as fragments */
#define JET_paramBatchIOBufferMax                            22  /* Auxiliary buffers for batched I/O (obsolete) */
#define JET_paramCacheSize                                   41  /* Present page cache size in pages; setting it fixes a target */
#define JET_paramCacheSizeMin                                60  /* Lower bound of the page cache, in pages */
#define JET_paramCacheSizeMax                                23  /* Upper bound of the page cache, in pages */
#define JET_paramCheckpointDepthMax                          24  /* Target for log bytes between checkpoint and log end */
#define JET_paramLRUKCorrInterval                            25  /* Microseconds in which touches of a page count as one */
#define JET_paramLRUKHistoryMax                              26  /* Evicted pages whose history is kept */
#define JET_paramLRUKPolicy                                  27  /* Past touches considered for eviction (1 or 2) */
#define JET_paramLRUKTimeout                                 28  /* Seconds after which an untouched page may always be evicted */
#define JET_paramLRUKTrxCorrInterval                         29  /* Ignored */
#define JET_paramOutstandingIOMax                            30  /* Most I/O operations in flight */
#define JET_paramStartFlushThreshold                         31  /* Free cache pages below which eviction starts */
#define JET_paramStopFlushThreshold                          32  /* Free cache pages above which eviction stops */
#define JET_paramIOPriority                                  152 /* I/O priority of the instance (JET_IOPriority* bits) */
#define JET_paramRecovery                                    34  /* "On" or "Off": logging and recovery (string) */
#define JET_paramEnableOnlineDefrag                          35  /* Which trees online defragmentation may process */
#define JET_paramCheckFormatWhenOpenFail                     44  /* Report historic formats with their own error codes */
#define JET_paramEnableTempTableVersioning                   46  /* Apply transactions to temporary tables */
#define JET_paramIgnoreLogVersion                            47  /* Skip the format check of log files */
#define JET_paramDeleteOldLogs                               48  /* Delete the logs if all of them have an obsolete format */
#define JET_paramEventSourceKey                              49  /* Which event log receives the events (string) */
#define JET_paramNoInformationEvent                          50  /* Suppress informational events */
#define JET_paramEnableIndexChecking                         45  /* Check index collation versions (JET_IndexChecking*) */
/* Page size in bytes: 2048 (historic), 4096, 8192, 16384 or 32768; process-wide */
#define JET_paramDatabasePageSize                            64
#define JET_paramErrorToString                               70  /* Read only: turn an error number into text */
#define JET_paramUnicodeIndexDefault                         72  /* Default collation for indexes (JET_UNICODEINDEX) */
#define JET_paramCleanupMismatchedLogFiles                   77  /* Remove logs of the wrong size after successful recovery */
#define JET_paramExceptionAction                             98  /* Reaction to exceptions (JET_Exception*) */
#define JET_paramEventLogCache                               99  /* Bytes of events kept while the event service is unavailable */
#define JET_paramEnableBlockCacheDetach                      220 /* Allow files to be taken out of the block cache when opened */
#define JET_paramMaxValueInvalid                             221 /* One past the last parameter number; not a parameter */
#if JET_VERSION >= 0x0501
/* Version pages kept for all instances of the process together */
#define JET_paramGlobalMinVerPages                           81
#define JET_paramVersionStoreTaskQueueMax                    105 /* Queued cleanup tasks above which new ones are dropped */
#define JET_paramEventLoggingLevel                           51  /* How much to write to the event log (JET_EventLogging*) */
#define JET_paramDeleteOutOfRangeLogs                        52  /* Let recovery delete logs that do not continue the sequence */
#define JET_paramAccessDeniedRetryPeriod                     53  /* Milliseconds to retry a file refused by the system */
#define JET_paramDisableCallbacks                            65  /* Do not resolve or call stored callbacks */
#define JET_paramLogFileCreateAsynch                         69  /* Create the next log file in the background */
#define JET_paramZeroDatabaseDuringBackup                    71  /* Overwrite deleted data with a pattern during backup */
#define JET_paramRuntimeCallback                             73  /* Callback for engine events (JET_CALLBACK) */
/* How eagerly pages with converted records are written (0 to 3) */
#define JET_paramRecordUpgradeDirtyLevel                     78
#define JET_paramOSSnapshotTimeout                           82  /* Longest snapshot freeze in milliseconds */
#define JET_paramCreatePathIfNotExist                        100 /* Create missing directories of configured paths */
#define JET_paramPageHintCacheSize                           101 /* Bytes the page location hint cache may take */
#define JET_paramOneDatabasePerSession                       102 /* Limit each session to one open user database */
#define JET_paramMaxInstances                                104 /* Most instances per process */
#define JET_paramDisablePerfmon                              107 /* Do not publish performance counters */
#define JET_paramIndexTuplesLengthMin                        110 /* Shortest substring in substring indexes */
#define JET_paramIndexTuplesLengthMax                        111 /* Longest substring in substring indexes */
/* Most substrings of one value that are indexed in a substring index (reference: characters) */
#define JET_paramIndexTuplesToIndexMax                       112
#endif
#if JET_VERSION >= 0x0502
#define JET_paramEnableIndexCleanup                          54  /* Clean up or check index entries whose collation is outdated */
#define JET_paramAlternateDatabaseRecoveryPath               113 /* Directory searched for databases during recovery (string) */
#endif
#if JET_VERSION >= 0x0600
#define JET_paramCachedClosedTables                          125 /* Closed tables whose definition stays cached */
#define JET_paramEnableFileCache                             126 /* Allow the operating system file cache for engine files */
#define JET_paramVerPageSize                                 128 /* Size of a version page in bytes */
#define JET_paramConfiguration                               129 /* Load a parameter preset (JET_config* bits) */
#define JET_paramEnableAdvanced                              130 /* Allow changes to advanced parameters */
/* JET_coltypMax of the engine, one past the highest column type (read only) */
#define JET_paramMaxColtyp                                   131
#define JET_paramEnableViewCache                             127 /* Use memory-mapped reads for database files */
#define JET_paramCheckpointIOMax                             135 /* Most writes in flight for checkpoint advancement */
#define JET_paramIndexTupleIncrement                         132 /* Character step between substrings of a value */
#define JET_paramIndexTupleStart                             133 /* First character position entered in a substring index */
#define JET_paramKeyMost                                     134 /* Largest key size for the page size (read only) */
#define JET_paramLegacyFileNames                             136 /* Use historic file name forms (JET_bitESE98FileNames etc.) */
#define JET_paramEnablePersistedCallbacks                    156 /* Allow callbacks that are stored in a database */
#define JET_paramTableClass1Name                             137 /* Display name of statistics class 1 (string) */
#define JET_paramTableClass2Name                             138 /* Display name of statistics class 2 (string) */
#define JET_paramTableClass3Name                             139 /* Display name of statistics class 3 (string) */
#define JET_paramTableClass4Name                             140 /* Display name of statistics class 4 (string) */
#define JET_paramTableClass5Name                             141 /* Display name of statistics class 5 (string) */
#define JET_paramTableClass6Name                             142 /* Display name of statistics class 6 (string) */
#define JET_paramTableClass7Name                             143 /* Display name of statistics class 7 (string) */
#define JET_paramTableClass8Name                             144 /* Display name of statistics class 8 (string) */
#define JET_paramTableClass9Name                             145 /* Display name of statistics class 9 (string) */
#define JET_paramTableClass10Name                            146 /* Display name of statistics class 10 (string) */
#define JET_paramTableClass11Name                            147 /* Display name of statistics class 11 (string) */
#define JET_paramTableClass12Name                            148 /* Display name of statistics class 12 (string) */
#define JET_paramTableClass13Name                            149 /* Display name of statistics class 13 (string) */
#define JET_paramTableClass14Name                            150 /* Display name of statistics class 14 (string) */
#define JET_paramTableClass15Name                            151 /* Display name of statistics class 15 (string) */
#endif
#if JET_VERSION >= 0x0601
#define JET_paramWaypointLatency                             153 /* Log generations by which page writes lag behind the log end */
#define JET_paramDefragmentSequentialBTrees                  160 /* Defragment trees marked for sequential scans automatically */
#define JET_paramDefragmentSequentialBTreesDensityCheckFrequency 161 /* How often tree density is examined for that */
#define JET_paramIOThrottlingTimeQuanta                      162 /* Milliseconds a throttled background task may run at a time */
#define JET_paramLVChunkSizeMost                             163 /* Largest long-value chunk for the page size (read only) */
#define JET_paramMaxCoalesceReadSize                         164 /* Most bytes read by one combined read */
#define JET_paramMaxCoalesceWriteSize                        165 /* Most bytes written by one combined write */
#define JET_paramMaxCoalesceReadGapSize                      166 /* Largest gap in bytes bridged by a combined read */
#define JET_paramMaxCoalesceWriteGapSize                     167 /* Largest gap in bytes bridged by a combined write */
#define JET_paramEnableDBScanInRecovery                      169 /* Verify checksums of databases while recovering */
#define JET_paramDbScanThrottle                              170 /* Milliseconds of pause between reads of the checksum scan */
#define JET_paramDbScanIntervalMinSec                        171 /* Shortest time in seconds between two checksum scans */
#define JET_paramDbScanIntervalMaxSec                        172 /* Time in seconds in which a checksum scan must finish */
#endif
#if JET_VERSION >= 0x0602
#define JET_paramCachePriority                               177 /* Relative cache priority of the instance (default 100) */
/* Percentage of the version store in use above which the session with the oldest transaction is refused
 * updates */
#define JET_paramMaxTransactionSize                          178
#define JET_paramPrereadIOMax                                179 /* Most read-ahead operations in flight for one purpose */
#define JET_paramEnableDBScanSerialization                   180 /* Run checksum scans of one disk one after another */
#define JET_paramHungIOThreshold                             181 /* Milliseconds after which an I/O counts as hung */
#define JET_paramHungIOActions                               182 /* Reactions to hung I/O (JET_bitHungIO*) */
#define JET_paramMinDataForXpress                            183 /* Smallest value in bytes worth the LZ compression method */
#define JET_paramProcessFriendlyName                         186 /* Readable name of the process (string) */
#define JET_paramDurableCommitCallback                       187 /* Callback run when lazily committed transactions are on disk */
#endif
#if JET_VERSION >= 0x0603
/* Give freed space back to the system (JET_bitShrinkDatabase*) */
#define JET_paramEnableShrinkDatabase                        184
#define JET_paramEnableSqm                                   188 /* Ignored */
#endif
#if JET_VERSION >= 0x0A00
#define JET_paramConfigStoreSpec                             189 /* Location of an external configuration store (string) */
#endif
#if JET_VERSION >= 0x0A01
#define JET_paramUseFlushForWriteDurability                  214 /* Make writes durable by flushing instead of write-through */
#define JET_paramEnableRBS                                   215 /* Keep revert snapshots */
#define JET_paramRBSFilePath                                 216 /* Directory of revert snapshots (string) */
#define JET_paramPerfmonRefreshInterval                      217 /* Milliseconds between performance counter updates */
#define JET_paramEnableBlockCache                            218 /* Enable the block cache in front of files */
#endif

/* Session parameters, see JetSetSessionParameter. */
#define JET_sesparamCommitDefault    4097 /* Default options of JetCommitTransaction for the session */
#if JET_VERSION >= 0x0A00
#define JET_sesparamTransactionLevel 4099 /* Present transaction nesting level (read only) */
#define JET_sesparamOperationContext 4100 /* Client context attached to traced operations (JET_OPERATIONCONTEXT) */
#define JET_sesparamCorrelationID    4101 /* Client id written to traces */
#define JET_sesparamMaxValueInvalid  4111 /* One past the last session parameter; not a parameter */
#endif

/* Values of JET_paramLegacyFileNames. */
#if JET_VERSION >= 0x0600
#define JET_bitESE98FileNames          0x00000001 /* Use .log and .chk instead of .jtx and .jcp as extensions */
#define JET_bitEightDotThreeSoftCompat 0x00000002 /* Use 8.3 log names as long as the generation number permits */
#endif

/* Values of JET_paramHungIOActions. */
#define JET_bitHungIOEvent 0x00000001 /* Write an event when an I/O hangs */

/* Values of JET_paramEnableShrinkDatabase. */
#if JET_VERSION >= 0x0603
#define JET_bitShrinkDatabaseOff      0x00000000 /* Never give space back */
#define JET_bitShrinkDatabaseOn       0x00000001 /* Give space back with sparse file regions */
#define JET_bitShrinkDatabaseRealtime 0x00000002 /* Give space back soon after much data was freed */
#define JET_bitShrinkDatabaseTrim     0x00000001 /* Older name for JET_bitShrinkDatabaseOn */
#endif

/* Options of JetInit2 and JetInit3. */
#if JET_VERSION >= 0x0501
#define JET_bitReplayIgnoreMissingDB         0x00000004 /* Recover even though a database is missing (dangerous) */
#endif
#if JET_VERSION >= 0x0600
#define JET_bitRecoveryWithoutUndo           0x00000008 /* Stop recovery before rolling back */
#define JET_bitTruncateLogsAfterRecovery     0x00000010 /* Delete logs no longer needed after recovery */
#define JET_bitReplayMissingMapEntryDB       0x00000020 /* Use the original location for databases not in the map */
#define JET_bitLogStreamMustExist            0x00000040 /* Fail if there are no log files instead of starting new ones */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitReplayIgnoreLostLogs          0x00000080 /* Accept that logs at the end of the sequence are lost */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitKeepDbAttachedAtEndOfRecovery 0x00001000 /* Leave recovered databases attached */
#endif

/* Options of JetTerm2. */
#define JET_bitTermComplete   0x00000001 /* Finish background work before shutdown */
/* Shut down quickly: version cleanup cut short, backups aborted; open transactions still refuse it */
#define JET_bitTermAbrupt     0x00000002
#define JET_bitTermStopBackup 0x00000004 /* Cancel a running backup */
#if JET_VERSION >= 0x0601
#define JET_bitTermDirty      0x00000008 /* Leave databases in dirty state */
#endif

/* Options of JetIdle. */
#define JET_bitIdleFlushBuffers 0x00000001 /* Reserved; refused with JET_errInvalidGrbit */
#define JET_bitIdleCompact      0x00000002 /* Clean up the version store */
/* Return JET_wrnIdleFull if the version store is more than 60 percent full (reference: half) */
#define JET_bitIdleStatus       0x00000004

/* Options of JetAttachDatabase and JetOpenDatabase. */
#define JET_bitDbReadOnly                    0x00000001 /* Attach for reading only (no effect in JetOpenDatabase) */
#define JET_bitDbExclusive                   0x00000002 /* Allow only one session to open the database */
#define JET_bitDbDeleteCorruptIndexes        0x00000010 /* Delete indexes with outdated collation */
#if JET_VERSION >= 0x0501
#define JET_bitDbUpgrade                     0x00000200 /* Reserved; historic format upgrade */
#endif
#if JET_VERSION >= 0x0502
#define JET_bitDbDeleteUnicodeIndexes        0x00000400 /* Delete every index over Unicode text, checked or not */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitDbEnableBackgroundMaintenance 0x00000800 /* Run the checksum scan in the background */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitDbPurgeCacheOnAttach          0x00001000 /* Drop cached pages of the file before attaching */
#endif

/* Options of JetDetachDatabase2. */
#if JET_VERSION >= 0x0501
#define JET_bitForceDetach         0x00000001 /* Refused with JET_errForceDetachNotAllowed */
#define JET_bitForceCloseAndDetach 0x00000003 /* Refused with JET_errForceDetachNotAllowed (contains JET_bitForceDetach) */
#endif

/* Options of JetCreateDatabase. */
#define JET_bitDbRecoveryOff       0x00000008 /* Do not log changes to this database */
#define JET_bitDbShadowingOff      0x00000080 /* Do not keep a second copy of the catalog */
#if JET_VERSION >= 0x0501
#define JET_bitDbOverwriteExisting 0x00000200 /* Replace an existing file */
#endif

/* Options of JetBackup and JetBeginExternalBackup. */
#define JET_bitBackupIncremental 0x00000001 /* Back up only log files */
#define JET_bitBackupAtomic      0x00000004 /* Keep the previous backup in the directory until the new one is complete */
#if JET_VERSION >= 0x0501
#define JET_bitBackupSnapshot    0x00000010 /* Reserved; not to be used */
#endif

/* Options of JetEndExternalBackupInstance2. */
#if JET_VERSION >= 0x0501
#define JET_bitBackupEndNormal    0x00000001 /* The backup succeeded */
#define JET_bitBackupEndAbort     0x00000002 /* The backup failed or was given up */
#endif
#if JET_VERSION >= 0x0600
#define JET_bitBackupTruncateDone 0x00000100 /* The client has already truncated logs */
#endif

/* Options of JET_TABLECREATE. */
#define JET_bitTableCreateFixedDDL                         0x00000001 /* Freeze the definition of the table */
#define JET_bitTableCreateTemplateTable                    0x00000002 /* Create a template table (also freezes it) */
#if JET_VERSION >= 0x0501
/* Documented: only tagged columns in derived tables; refused with JET_errInvalidGrbit */
#define JET_bitTableCreateNoFixedVarColumnsInDerivedTables 0x00000004
#endif
#if JET_VERSION >= 0x0A00
/* Do not write to the caller's structures; no cursor is returned */
#define JET_bitTableCreateImmutableStructure               0x00000008
#endif

/* Options of a column (JET_COLUMNDEF, JET_COLUMNCREATE). */
#define JET_bitColumnFixed              0x00000001 /* Always store the column in the fixed part of the record */
#define JET_bitColumnTagged             0x00000002 /* Store the column in the tagged part */
#define JET_bitColumnNotNULL            0x00000004 /* The column may not be NULL */
#define JET_bitColumnVersion            0x00000008 /* 32-bit counter raised by every update of the record */
#define JET_bitColumnAutoincrement      0x00000010 /* Number assigned automatically on insert */
#define JET_bitColumnUpdatable          0x00000020 /* Output only: the column can be set */
#define JET_bitColumnTTKey              0x00000040 /* Temporary tables: key column */
#define JET_bitColumnTTDescending       0x00000080 /* Temporary tables: descending key column */
#define JET_bitColumnMultiValued        0x00000400 /* The column may hold several values */
#define JET_bitColumnEscrowUpdate       0x00000800 /* The column is changed by conflict-free addition */
#define JET_bitColumnUnversioned        0x00001000 /* Add the column without transaction protection */
#if JET_VERSION >= 0x0501
#define JET_bitColumnMaybeNull          0x00002000 /* Output only: the value may be missing (historic) */
#define JET_bitColumnFinalize           0x00004000 /* Historic; signals when an escrow column reaches zero */
#define JET_bitColumnUserDefinedDefault 0x00008000 /* A callback computes the default value */
#endif
#if JET_VERSION >= 0x0502
#define JET_bitColumnDeleteOnZero       0x00020000 /* Delete the record when the escrow column reaches zero */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitColumnCompressed         0x00080000 /* Values may be compressed */
#endif

/* Options of JetDeleteColumn2. */
#if JET_VERSION >= 0x0501
#define JET_bitDeleteColumnIgnoreTemplateColumns 0x00000001 /* Consider only columns of the derived table itself */
#endif

/* Options of JetSetCurrentIndex2 and its successors. */
#define JET_bitMoveFirst 0x00000000 /* Go to the first entry after changing the index */
#define JET_bitNoMove    0x00000002 /* Stay on the same record after changing the index */

/* Options of JetMakeKey. */
#define JET_bitNewKey                  0x00000001 /* Start a new key */
#define JET_bitStrLimit                0x00000002 /* Last key column given; later columns match anything (upper limit) */
#define JET_bitSubStrLimit             0x00000004 /* Prefix match on this column; later columns match anything (upper limit) */
#define JET_bitNormalizedKey           0x00000008 /* The data is a complete normalized key */
#define JET_bitKeyDataZeroLength       0x00000010 /* The value is an empty, non-NULL value */
#if JET_VERSION >= 0x0501
#define JET_bitFullColumnStartLimit    0x00000100 /* Wildcard for the remaining columns, lower limit */
#define JET_bitFullColumnEndLimit      0x00000200 /* Wildcard for the remaining columns, upper limit */
#define JET_bitPartialColumnStartLimit 0x00000400 /* Prefix match on this column, lower limit */
#define JET_bitPartialColumnEndLimit   0x00000800 /* Prefix match on this column, upper limit */
#endif

/* Options of JetSetIndexRange. */
#define JET_bitRangeInclusive       0x00000001 /* The limit itself belongs to the range */
#define JET_bitRangeUpperLimit      0x00000002 /* The key is the upper limit, otherwise the lower limit */
#define JET_bitRangeInstantDuration 0x00000004 /* Only test whether the range is empty, then drop it */
#define JET_bitRangeRemove          0x00000008 /* Cancel the present range */

/* Options of JetGetLock. */
#define JET_bitReadLock  0x00000001 /* Take a read lock on the record */
#define JET_bitWriteLock 0x00000002 /* Take a write lock on the record */

/* Distances of JetMove. */
#define JET_MoveFirst    0x80000000 /* Go to the first entry */
#define JET_MovePrevious (-1)       /* Go back one entry */
#define JET_MoveNext     1          /* Go forward one entry */
#define JET_MoveLast     0x7FFFFFFF /* Go to the last entry */

/* Options of JetMove. */
#define JET_bitMoveKeyNE 0x00000001 /* Skip entries with the same key */

/* Options of JetSeek. */
#define JET_bitSeekEQ          0x00000001 /* Find an equal key */
#define JET_bitSeekLT          0x00000002 /* Find the nearest smaller key */
#define JET_bitSeekLE          0x00000004 /* Find an equal key (the first of several), else the nearest smaller one */
#define JET_bitSeekGE          0x00000008 /* Find an equal key (the first of several), else the nearest greater one */
#define JET_bitSeekGT          0x00000010 /* Find the nearest greater key */
#define JET_bitSetIndexRange   0x00000020 /* With JET_bitSeekEQ, also set an index range of this key */
#if JET_VERSION >= 0x0502
#define JET_bitCheckUniqueness 0x00000040 /* With JET_bitSeekEQ, report JET_wrnUniqueKey if no duplicate follows */
#endif

/* Options of JetGotoSecondaryIndexBookmark. */
#if JET_VERSION >= 0x0501
/* If the entry is gone, stand where it was; the call still reports an error */
#define JET_bitBookmarkPermitVirtualCurrency 0x00000001
#endif

/* Options of JET_CONDITIONALCOLUMN. */
#define JET_bitIndexColumnMustBeNull    0x00000001 /* Index the record only if the column is NULL */
#define JET_bitIndexColumnMustBeNonNull 0x00000002 /* Index the record only if the column is not NULL */

/* Options of JET_INDEXRANGE. */
#define JET_bitRecordInIndex    0x00000001 /* Return records that are in the range */
#define JET_bitRecordNotInIndex 0x00000002 /* Reserved; not to be used */

/* Options of an index (JetCreateIndex, JET_INDEXCREATE). */
#define JET_bitIndexUnique             0x00000001 /* Keys must be unique */
#define JET_bitIndexPrimary            0x00000002 /* This is the primary (clustered) index */
#define JET_bitIndexDisallowNull       0x00000004 /* No key column may be NULL */
#define JET_bitIndexIgnoreNull         0x00000008 /* Leave out records whose key columns are all NULL */
#define JET_bitIndexIgnoreAnyNull      0x00000020 /* Leave out records with NULL in any key column */
#define JET_bitIndexIgnoreFirstNull    0x00000040 /* Leave out records with NULL in the first key column */
#define JET_bitIndexLazyFlush          0x00000080 /* Build the index with lazy log flushing */
#define JET_bitIndexEmpty              0x00000100 /* Do not scan records; all would be left out anyway */
#define JET_bitIndexUnversioned        0x00000200 /* Create the index without transaction protection */
#define JET_bitIndexSortNullsHigh      0x00000400 /* NULL sorts after all values */
#define JET_bitIndexUnicode            0x00000800 /* The collation field is a pointer to a JET_UNICODEINDEX */
#if JET_VERSION >= 0x0501
#define JET_bitIndexTuples             0x00001000 /* Index substrings of the first key column */
#endif
#if JET_VERSION >= 0x0502
#define JET_bitIndexTupleLimits        0x00002000 /* The cbVarSegMac field is a pointer to a JET_TUPLELIMITS */
#endif
#if JET_VERSION >= 0x0600
#define JET_bitIndexCrossProduct       0x00004000 /* Index all combinations of values of multi-valued key columns */
#define JET_bitIndexKeyMost            0x00008000 /* The cbKeyMost field sets the key size */
#define JET_bitIndexDisallowTruncation 0x00010000 /* Refuse updates whose key would be cut */
#define JET_bitIndexNestedTable        0x00020000 /* Combine values of multi-valued key columns by equal position */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitIndexDotNetGuid         0x00040000 /* Sort GUID columns in .NET order */
#endif
#if JET_VERSION >= 0x0A00
#define JET_bitIndexImmutableStructure 0x00080000 /* Do not write to the caller's structures */
#endif

/* Options of a key column in the results of JetGetIndexInfo. */
#define JET_bitKeyAscending  0x00000000 /* Ascending key column ('+') */
#define JET_bitKeyDescending 0x00000001 /* Descending key column ('-') */

/* Options of JetOpenTable; the statistics class is a number in bits 16 to 20. */
#define JET_bitTableDenyWrite     0x00000001 /* Keep others from opening the table with JET_bitTableUpdatable */
#define JET_bitTableDenyRead      0x00000002 /* Keep others from opening the table */
#define JET_bitTableReadOnly      0x00000004 /* The cursor will only read */
/* Refuse the open if another session holds JET_bitTableDenyWrite (cursors can write without this bit too) */
#define JET_bitTableUpdatable     0x00000008
#define JET_bitTablePermitDDL     0x00000010 /* Allow changes to a frozen definition (needs JET_bitTableDenyRead) */
#define JET_bitTableNoCache       0x00000020 /* Do not keep the pages of the table in the cache */
#define JET_bitTablePreread       0x00000040 /* Read ahead from the start of the table */
#define JET_bitTableOpportuneRead 0x00000080 /* Read neighbouring pages along with requested ones */
#define JET_bitTableSequential    0x00008000 /* Prefetch strongly; the cursor will scan in order */
#define JET_bitTableClassMask     0x001F0000 /* Bits that hold the statistics class */
#define JET_bitTableClassNone     0x00000000 /* No statistics class */
#define JET_bitTableClass1        0x00010000 /* Statistics class 1 */
#define JET_bitTableClass2        0x00020000 /* Statistics class 2 */
#define JET_bitTableClass3        0x00030000 /* Statistics class 3 */
#define JET_bitTableClass4        0x00040000 /* Statistics class 4 */
#define JET_bitTableClass5        0x00050000 /* Statistics class 5 */
#define JET_bitTableClass6        0x00060000 /* Statistics class 6 */
#define JET_bitTableClass7        0x00070000 /* Statistics class 7 */
#define JET_bitTableClass8        0x00080000 /* Statistics class 8 */
#define JET_bitTableClass9        0x00090000 /* Statistics class 9 */
#define JET_bitTableClass10       0x000A0000 /* Statistics class 10 */
#define JET_bitTableClass11       0x000B0000 /* Statistics class 11 */
#define JET_bitTableClass12       0x000C0000 /* Statistics class 12 */
#define JET_bitTableClass13       0x000D0000 /* Statistics class 13 */
#define JET_bitTableClass14       0x000E0000 /* Statistics class 14 */
#define JET_bitTableClass15       0x000F0000 /* Statistics class 15 */

/* Options of JetSetLS and JetGetLS. */
#if JET_VERSION >= 0x0501
#define JET_bitLSReset  0x00000001 /* Clear the value after reading it, or set it to nil */
#define JET_bitLSCursor 0x00000002 /* The local storage of the cursor */
#define JET_bitLSTable  0x00000004 /* The local storage of the table */
#endif

/* Options of JetPrereadKeys and JetPrereadIndexRanges. */
#if JET_VERSION >= 0x0601
#define JET_bitPrereadForward       0x00000001 /* Read ahead in ascending order */
#define JET_bitPrereadBackward      0x00000002 /* Read ahead in descending order */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitPrereadFirstPage     0x00000004 /* Read ahead only the first page of long values */
#define JET_bitPrereadNormalizedKey 0x00000008 /* Keys are given in normalized form */
#endif

/* Options of JetOpenTempTable and its successors. */
#define JET_bitTTIndexed                   0x00000001 /* The table will be searched by key */
#define JET_bitTTUnique                    0x00000002 /* Drop records with duplicate keys */
#define JET_bitTTUpdatable                 0x00000004 /* Records will be changed after insertion */
#define JET_bitTTScrollable                0x00000008 /* The cursor will move backwards */
#define JET_bitTTSortNullsHigh             0x00000010 /* NULL sorts after all values */
#define JET_bitTTForceMaterialization      0x00000020 /* Build a B-tree from the start */
#if JET_VERSION >= 0x0501
#define JET_bitTTErrorOnDuplicateInsertion 0x00000020 /* Report duplicate keys at insertion (same value) */
#endif
#if JET_VERSION >= 0x0502
#define JET_bitTTForwardOnly               0x00000040 /* Never build a B-tree; one forward pass only */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitTTIntrinsicLVsOnly          0x00000080 /* Long columns stay in the record, so no B-tree is needed for them */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitTTDotNetGuid                0x00000100 /* Sort GUID columns in .NET order */
#endif

/* Options of JetSetColumn. */
#define JET_bitSetAppendLV                    0x00000001 /* Append to a long value */
#define JET_bitSetOverwriteLV                 0x00000004 /* Overwrite part of a long value */
#define JET_bitSetSizeLV                      0x00000008 /* Set the length of a long value */
#define JET_bitSetZeroLength                  0x00000020 /* Set an empty value instead of NULL */
/* Store the value outside the record if it is larger than a reference to it */
#define JET_bitSetSeparateLV                  0x00000040
#define JET_bitSetUniqueMultiValues           0x00000080 /* Refuse a value the column already has (byte comparison) */
#define JET_bitSetUniqueNormalizedMultiValues 0x00000100 /* Refuse a value the column already has (key comparison) */
#if JET_VERSION >= 0x0501
#define JET_bitSetRevertToDefaultValue        0x00000200 /* Setting the last value to NULL brings the default back */
/* Keep the value in the record if it fits; otherwise it is stored outside as usual */
#define JET_bitSetIntrinsicLV                 0x00000400
#endif
#if JET_VERSION >= 0x0601
#define JET_bitSetUncompressed                0x00010000 /* Do not compress this value */
#define JET_bitSetCompressed                  0x00020000 /* Compress this value */
#endif
#if JET_VERSION >= 0x0A01
#define JET_bitSetContiguousLV                0x00040000 /* Store the value in adjacent pages (with JET_bitSetSeparateLV) */
#endif

/* Options of JET_SPACEHINTS. */
#if JET_VERSION >= 0x0601
#define JET_bitSpaceHintsUtilizeParentSpace  0x00000001 /* Take space from the parent tree first */
#define JET_bitCreateHintAppendSequential    0x00000002 /* Grow by the growth rule on appending splits */
#define JET_bitCreateHintHotpointSequential  0x00000004 /* Grow by the growth rule on hot-spot splits */
#define JET_bitRetrieveHintReserve1          0x00000008 /* Reserved; accepted and without effect */
#define JET_bitRetrieveHintTableScanForward  0x00000010 /* Mostly scanned forward; keep the tree defragmented */
#define JET_bitRetrieveHintTableScanBackward 0x00000020 /* Mostly scanned backward; keep the tree defragmented */
#define JET_bitRetrieveHintReserve2          0x00000040 /* Reserved; accepted and without effect */
#define JET_bitRetrieveHintReserve3          0x00000080 /* Reserved; accepted and without effect */
#define JET_bitDeleteHintTableSequential     0x00000100 /* Records are deleted in ascending key order */
#endif

/* Kinds of update, see JetPrepareUpdate. */
#define JET_prepInsert                    0 /* Prepare a new record */
/* Prepare a change of the record and lock it now (outside a transaction: as JET_prepReplaceNoLock) */
#define JET_prepReplace                   2
#define JET_prepCancel                    3 /* Give up the prepared update */
#define JET_prepReplaceNoLock             4 /* Prepare a change and lock the record at JetUpdate */
#define JET_prepInsertCopy                5 /* Prepare a new record as a copy of the current one (needs a transaction) */
#if JET_VERSION >= 0x0501
#define JET_prepInsertCopyDeleteOriginal  7 /* Like copy, and delete the original at JetUpdate; new auto-increment value */
#endif
#if JET_VERSION >= 0x0603
#define JET_prepInsertCopyReplaceOriginal 9 /* Like copy, and delete the original at JetUpdate; keep the auto-increment value */
#endif

/* Values of JET_paramEnableSqm. */
#if JET_VERSION >= 0x0603
#define JET_sqmDisable  0 /* Usage metrics off (ignored) */
#define JET_sqmEnable   1 /* Usage metrics on (ignored) */
#define JET_sqmFromCEIP 2 /* Usage metrics as set for the system (ignored) */
#endif

/* Options of JetUpdate2. */
#if JET_VERSION >= 0x0502
#define JET_bitUpdateCheckESE97Compatibility 0x00000001 /* Fail if the record would not fit the older format */
#endif

/* Options of JetEscrowUpdate. */
#define JET_bitEscrowNoRollback 0x00000001 /* Do not undo the addition on rollback */

/* Options of JetRetrieveColumn. */
#define JET_bitRetrieveCopy                0x00000001 /* Read from the update buffer */
#define JET_bitRetrieveFromIndex           0x00000002 /* Read from the index entry if possible */
#define JET_bitRetrieveFromPrimaryBookmark 0x00000004 /* Read from the primary key kept in the index entry */
#define JET_bitRetrieveTag                 0x00000008 /* Return the value number in JET_RETINFO */
#define JET_bitRetrieveNull                0x00000010 /* With column id 0: also return NULL values */
#define JET_bitRetrieveIgnoreDefault       0x00000020 /* Return NULL instead of the default value of a tagged column */
#if JET_VERSION >= 0x0600
#define JET_bitRetrieveTuple               0x00000800 /* Return the substring the index entry stands for */
#endif

/* Options of JET_INDEX_COLUMN. */
#if JET_VERSION >= 0x0602
#define JET_bitZeroLength 0x00000001 /* The comparison value is empty, not NULL */
#endif

/* Options of JetEnumerateColumns. */
#if JET_VERSION >= 0x0501
#define JET_bitEnumerateCopy                     0x00000001 /* Read from the update buffer */
/* Return nothing for columns missing in the record, not their default */
#define JET_bitEnumerateIgnoreDefault            0x00000020
#define JET_bitEnumeratePresenceOnly             0x00020000 /* Report which columns have values, without data */
#define JET_bitEnumerateTaggedOnly               0x00040000 /* Only tagged columns */
#define JET_bitEnumerateCompressOutput           0x00080000 /* Return single values in compact form */
#endif
#if JET_VERSION >= 0x0502
#define JET_bitEnumerateIgnoreUserDefinedDefault 0x00100000 /* Do not run callbacks for default values */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitEnumerateInRecordOnly             0x00200000 /* Only values stored inside the record */
#endif

/* Options of JetGetRecordSize. */
#if JET_VERSION >= 0x0600
#define JET_bitRecordSizeInCopyBuffer 0x00000001 /* Measure the record in the update buffer */
#define JET_bitRecordSizeRunningTotal 0x00000002 /* Add to the output instead of replacing it */
#define JET_bitRecordSizeLocal        0x00000004 /* Do not measure values outside the record */
#endif

/* Options of JetBeginTransaction2. */
#if JET_VERSION >= 0x0501
#define JET_bitTransactionReadOnly 0x00000001 /* The transaction will not change data */
#endif

/* Options of JetCommitTransaction. */
#define JET_bitCommitLazyFlush      0x00000001 /* Do not wait until the commit is on disk */
#define JET_bitWaitLastLevel0Commit 0x00000002 /* Only wait for the session's earlier commits to be on disk */
#if JET_VERSION >= 0x0502
#define JET_bitWaitAllLevel0Commit  0x00000008 /* Only wait for all earlier commits to be on disk */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitForceNewLog          0x00000010 /* Start a new log file */
#endif

/* Options of JetRollback. */
#define JET_bitRollbackAll 0x00000001 /* Roll back all nesting levels */

/* Options of the snapshot functions. */
#if JET_VERSION >= 0x0600
#define JET_bitIncrementalSnapshot  0x00000001 /* The snapshot covers logs only */
#define JET_bitCopySnapshot         0x00000002 /* The snapshot does not count as a backup */
#define JET_bitContinueAfterThaw    0x00000004 /* The snapshot session lasts beyond the thaw */
#define JET_bitAllDatabasesSnapshot 0x00000001 /* All attached databases were part of the snapshot; logs may be truncated */
#define JET_bitAbortSnapshot        0x00000001 /* The snapshot failed */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitExplicitPrepare      0x00000008 /* Include only instances named explicitly */
#endif

/* Levels of JetGetDatabaseInfo and JetGetDatabaseFileInfo. */
#define JET_DbInfoFilename       0U  /* File name of the database */
#define JET_DbInfoConnect        1U  /* Connect string (always empty) */
#define JET_DbInfoCountry        2U  /* Country code (fixed default, not maintained) */
#define JET_DbInfoLangid         3U  /* Older name for JET_DbInfoLCID */
#define JET_DbInfoCp             4U  /* Code page (fixed default, not maintained) */
#define JET_DbInfoCollate        5U  /* Collation (fixed default, not maintained) */
#define JET_DbInfoOptions        6U  /* JET_bitDbExclusive if the session holds the database exclusively, else 0 */
#define JET_DbInfoTransactions   7U  /* Limit of transaction nesting (7) */
#define JET_DbInfoVersion        8U  /* Major format version of the engine (0x620) */
#define JET_DbInfoIsam           9U  /* Historic; not supported */
#define JET_DbInfoFilesize       10U /* File size: 32-bit pages (open database) or 64-bit bytes (file call) */
#define JET_DbInfoSpaceOwned     11U /* Pages owned by the database */
#define JET_DbInfoSpaceAvailable 12U /* Free pages */
#define JET_DbInfoUpgrade        13U /* Upgrade estimate (JET_DBINFOUPGRADE) */
#define JET_DbInfoMisc           14U /* Header contents (JET_DBINFOMISC and successors, chosen by buffer size) */
#if JET_VERSION >= 0x0501
#define JET_DbInfoLCID           3U  /* Locale id of the database */
#define JET_DbInfoDBInUse        15U /* Whether the file is in use */
#define JET_DbInfoPageSize       17U /* Page size in bytes */
#endif
#if JET_VERSION >= 0x0600
#define JET_DbInfoFileType       19U /* Kind of file (JET_filetype*) */
#endif
#if JET_VERSION >= 0x0603
#define JET_DbInfoFilesizeOnDisk 21U /* Disk space taken, same units as the file size; sparse regions not counted */
#endif

/* States of a database file. */
#define JET_dbstateJustCreated    1 /* The database was just created */
#define JET_dbstateDirtyShutdown  2 /* The database needs recovery */
#define JET_dbstateCleanShutdown  3 /* The database was closed cleanly */
#define JET_dbstateBeingConverted 4 /* The database is being upgraded */
#if JET_VERSION >= 0x0501
#define JET_dbstateForceDetach    5 /* The database was detached by force */
#endif

/* Kinds of files. */
#if JET_VERSION >= 0x0600
#define JET_filetypeUnknown      0 /* Unknown kind of file */
#define JET_filetypeDatabase     1 /* Database */
#define JET_filetypeLog          3 /* Transaction log */
#define JET_filetypeCheckpoint   4 /* Checkpoint */
#define JET_filetypeTempDatabase 5 /* Temporary database */
#define JET_filetypeFlushMap     7 /* Flush map */
#endif

/* Column types. */
#define JET_coltypNil              0  /* Invalid column type */
#define JET_coltypBit              1  /* Boolean, 1 byte */
#define JET_coltypUnsignedByte     2  /* Unsigned integer, 1 byte */
#define JET_coltypShort            3  /* Signed integer, 2 bytes */
#define JET_coltypLong             4  /* Signed integer, 4 bytes */
#define JET_coltypCurrency         5  /* Signed integer, 8 bytes */
#define JET_coltypIEEESingle       6  /* Floating point, 4 bytes */
#define JET_coltypIEEEDouble       7  /* Floating point, 8 bytes */
#define JET_coltypDateTime         8  /* Date and time as floating point days, 8 bytes */
#define JET_coltypBinary           9  /* Bytes, up to 255 */
#define JET_coltypText             10 /* Text, up to 255 bytes */
#define JET_coltypLongBinary       11 /* Bytes, long value */
#define JET_coltypLongText         12 /* Text, long value */
/* One past the last column type of the selected level. */
#if JET_VERSION >= 0x0A00
#define JET_coltypMax 19
#elif JET_VERSION >= 0x0600
#define JET_coltypMax 18
#elif JET_VERSION >= 0x0501
#define JET_coltypMax 14
#else
#define JET_coltypMax 13
#endif
#if JET_VERSION >= 0x0501
#define JET_coltypSLV              13 /* Streaming value (obsolete) */
#endif
#if JET_VERSION >= 0x0600
#define JET_coltypUnsignedLong     14 /* Unsigned integer, 4 bytes */
#define JET_coltypLongLong         15 /* Signed integer, 8 bytes */
#define JET_coltypGUID             16 /* GUID, 16 bytes */
#define JET_coltypUnsignedShort    17 /* Unsigned integer, 2 bytes */
#endif
#if JET_VERSION >= 0x0A00
#define JET_coltypUnsignedLongLong 18 /* Unsigned integer, 8 bytes */
#endif

/* Levels of JetGetObjectInfo. */
#define JET_ObjInfo               0U /* One object (JET_OBJECTINFO) */
#define JET_ObjInfoListNoStats    1U /* List of objects without counts (JET_OBJECTLIST) */
#define JET_ObjInfoList           2U /* List of objects with counts (JET_OBJECTLIST) */
#define JET_ObjInfoSysTabCursor   3U /* Cursor on the catalog (historic) */
#define JET_ObjInfoListACM        4U /* Refused */
#define JET_ObjInfoNoStats        5U /* One object without counts (JET_OBJECTINFO) */
#define JET_ObjInfoSysTabReadOnly 6U /* Read-only cursor on the catalog (historic) */
#define JET_ObjInfoRulesLoaded    7U /* Historic */
#define JET_ObjInfoMax            8U /* Number of levels */

/* Levels of JetGetTableInfo. */
#define JET_TblInfo                  0U  /* Table information (JET_OBJECTINFO) */
#define JET_TblInfoName              1U  /* Table name */
#define JET_TblInfoDbid              2U  /* Database id of the table, one 32-bit value (reference: array of two) */
#define JET_TblInfoMostMany          3U  /* Deprecated; refused with JET_errFeatureNotAvailable */
#define JET_TblInfoRvt               4U  /* Deprecated; refused with JET_errFeatureNotAvailable */
#define JET_TblInfoOLC               5U  /* Deprecated; refused with JET_errFeatureNotAvailable */
#define JET_TblInfoResetOLC          6U  /* Deprecated; refused with JET_errFeatureNotAvailable */
#define JET_TblInfoSpaceUsage        7U  /* Space counts and extent list */
#define JET_TblInfoDumpTable         8U  /* Deprecated; refused with JET_errFeatureNotAvailable */
#define JET_TblInfoSpaceAlloc        9U  /* Initial pages and density (two 32-bit values) */
#define JET_TblInfoSpaceOwned        10U /* Pages owned by table, indexes and long values */
#define JET_TblInfoSpaceAvailable    11U /* Free pages of table, indexes and long values */
#define JET_TblInfoTemplateTableName 12U /* Name of the template table */
#if JET_VERSION >= 0x0A01
#define JET_TblInfoSpaceOwnedLV      17U /* Pages owned by long values */
#define JET_TblInfoSpaceAvailableLV  18U /* Free pages of the long-value tree */
#endif

/* Levels of JetGetIndexInfo and JetGetTableIndexInfo. */
#define JET_IdxInfo               0U  /* Description of an index or of all indexes (JET_INDEXLIST) */
#define JET_IdxInfoList           1U  /* Description of an index or of all indexes (JET_INDEXLIST) */
#define JET_IdxInfoSysTabCursor   2U  /* Obsolete; refused with JET_errFeatureNotAvailable */
#define JET_IdxInfoOLC            3U  /* Obsolete; refused with JET_errFeatureNotAvailable */
#define JET_IdxInfoResetOLC       4U  /* Obsolete; refused with JET_errFeatureNotAvailable */
#define JET_IdxInfoSpaceAlloc     5U  /* Density (32-bit) */
#define JET_IdxInfoLangid         6U  /* Language id (16-bit); older name for JET_IdxInfoLCID */
#define JET_IdxInfoCount          7U  /* Number of indexes of the table (32-bit) */
#define JET_IdxInfoVarSegMac      8U  /* Most bytes one variable column adds to a key (16-bit) */
#define JET_IdxInfoIndexId        9U  /* Index id (JET_INDEXID) */
#if JET_VERSION >= 0x0501
#define JET_IdxInfoLCID           6U  /* Locale id (32-bit) */
#endif
#if JET_VERSION >= 0x0600
#define JET_IdxInfoKeyMost        10U /* Key size of the index (16-bit) */
#endif
#if JET_VERSION >= 0x0601
#define JET_IdxInfoCreateIndex    11U /* JET_INDEXCREATE from which the index could be created again */
#define JET_IdxInfoCreateIndex2   12U /* The same as JET_INDEXCREATE2 */
#endif
#if JET_VERSION >= 0x0602
#define JET_IdxInfoCreateIndex3   13U /* The same as JET_INDEXCREATE3 */
#define JET_IdxInfoLocaleName     14U /* Locale name (16-bit characters) */
#endif
#if JET_VERSION >= 0x0A01
#define JET_IdxInfoSpaceOwned     18U /* Pages owned by this index alone */
#define JET_IdxInfoSpaceAvailable 19U /* Free pages of this index alone */
#endif

/* Levels of JetGetColumnInfo and JetGetTableColumnInfo; JET_ColInfoGrbit... are combined with a level by OR.
 */
#define JET_ColInfo                           0U          /* Definition of one column by name (JET_COLUMNDEF) */
#define JET_ColInfoList                       1U          /* Table of all columns (JET_COLUMNLIST) */
#define JET_ColInfoSysTabCursor               3U          /* Obsolete; refused with JET_errFeatureNotAvailable */
#define JET_ColInfoBase                       4U          /* Definition with base table (JET_COLUMNBASE) */
/* Table of all columns in a form meant for offline compaction (JET_COLUMNLIST) */
#define JET_ColInfoListCompact                5U
#if JET_VERSION >= 0x0501
#define JET_ColInfoByColid                    6U          /* Definition of one column by id (JET_COLUMNDEF) */
#define JET_ColInfoListSortColumnid           7U          /* Obsolete: list sorted by column id */
#endif
#if JET_VERSION >= 0x0600
#define JET_ColInfoBaseByColid                8U          /* Definition with base table, by id (JET_COLUMNBASE) */
#define JET_ColInfoGrbitNonDerivedColumnsOnly 0x80000000U /* Lists: leave out columns from the template */
#define JET_ColInfoGrbitMinimalInfo           0x40000000U /* Lists: return only name and id */
#define JET_ColInfoGrbitSortByColumnid        0x20000000U /* Lists: sort by id instead of name */
#endif

/* Levels of JetGetInstanceMiscInfo. */
#if JET_VERSION >= 0x0600
#define JET_InstanceMiscInfoLogSignature 0U /* Signature of the log stream (JET_SIGNATURE) */
#endif
#if JET_VERSION >= 0x0A01
#define JET_InstanceMiscInfoRBS          2U /* Revert snapshot details */
#endif

/* Object types. */
#define JET_objtypNil   0 /* Any or no type */
#define JET_objtypTable 1 /* Table */

/* Options of JetCompact. */
#define JET_bitCompactStats  0x00000020 /* Write statistics about the source database to DFRGINFO.TXT */
#define JET_bitCompactRepair 0x00000040 /* Skip damaged or duplicate data */

/* Operations that report their status. */
#define JET_snpRepair              2  /* Repair */
#define JET_snpCompact             4  /* Offline compaction */
#define JET_snpRestore             8  /* Restore or recovery */
#define JET_snpBackup              9  /* Backup */
#define JET_snpUpgrade             10 /* Format upgrade */
#if JET_VERSION >= 0x0501
#define JET_snpScrub               11 /* Scrubbing of free space */
#define JET_snpUpgradeRecordFormat 12 /* Record format upgrade */
#endif

/* Kinds of status reports. */
#define JET_sntBegin        5 /* The operation starts */
#define JET_sntRequirements 7 /* The requirements are known */
#define JET_sntProgress     0 /* Progress report (JET_SNPROG) */
#define JET_sntComplete     6 /* The operation ended well */
#define JET_sntFail         3 /* The operation failed */
#define JET_sntRecoveryStep 8 /* Historic recovery control point; not used since Windows 8 */

/* Values of JET_paramExceptionAction. */
#define JET_ExceptionMsgBox   0x00000001 /* Show a message box (no function on Linux) */
#define JET_ExceptionNone     0x00000002 /* Do not catch exceptions */
#define JET_ExceptionFailFast 0x00000004 /* End the process at once */

/* Values of JET_paramEnableOnlineDefrag. */
#if JET_VERSION >= 0x0501
#define JET_OnlineDefragDisable     0x00000000 /* No online defragmentation */
#define JET_OnlineDefragAllOBSOLETE 0x00000001 /* Everything (historic value) */
#define JET_OnlineDefragDatabases   0x00000002 /* Databases */
#define JET_OnlineDefragSpaceTrees  0x00000004 /* Space trees */
#define JET_OnlineDefragAll         0x0000FFFF /* Everything */
#endif

/* Options of JetDefragment. */
#define JET_bitDefragmentBatchStart          0x00000001 /* Start a background pass */
#define JET_bitDefragmentBatchStop           0x00000002 /* Stop the background pass */
#if JET_VERSION >= 0x0501
#define JET_bitDefragmentAvailSpaceTreesOnly 0x00000040 /* Only the trees of free extents */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitDefragmentNoPartialMerges     0x00000080 /* Do not merge pages in part */
#define JET_bitDefragmentBTree               0x00000100 /* Defragment a single tree */
#endif

/* Callback events. */
#if JET_VERSION >= 0x0501
#define JET_cbtypNull                    0x00000000 /* No callback */
#define JET_cbtypFinalize                0x00000001 /* An escrow column reached zero (deprecated) */
#define JET_cbtypBeforeInsert            0x00000002 /* A record is about to be inserted */
#define JET_cbtypAfterInsert             0x00000004 /* A record was inserted */
#define JET_cbtypBeforeReplace           0x00000008 /* A record is about to be changed */
#define JET_cbtypAfterReplace            0x00000010 /* A record was changed */
#define JET_cbtypBeforeDelete            0x00000020 /* A record is about to be deleted */
#define JET_cbtypAfterDelete             0x00000040 /* A record was deleted */
#define JET_cbtypUserDefinedDefaultValue 0x00000080 /* A default value must be computed */
#define JET_cbtypOnlineDefragCompleted   0x00000100 /* Online defragmentation has ended */
#define JET_cbtypFreeCursorLS            0x00000200 /* Release the local storage of a cursor */
#define JET_cbtypFreeTableLS             0x00000400 /* Release the local storage of a table */
#endif

/* Bits of the member grbit of JET_OBJECTINFO. */
#define JET_bitTableInfoUpdatable 0x00000001 /* The table can be updated */
#define JET_bitTableInfoBookmark  0x00000002 /* The table supports bookmarks */
#define JET_bitTableInfoRollback  0x00000004 /* The table supports transactions */

/* Bits of the member flags of JET_OBJECTINFO. */
#define JET_bitObjectSystem                                0x80000000 /* System object */
#define JET_bitObjectTableFixedDDL                         0x40000000 /* Table with frozen definition */
#define JET_bitObjectTableTemplate                         0x20000000 /* Template table */
#define JET_bitObjectTableDerived                          0x10000000 /* Table derived from a template */
#if JET_VERSION >= 0x0501
/* Template that allows only tagged columns in derived tables */
#define JET_bitObjectTableNoFixedVarColumnsInDerivedTables 0x04000000
#endif

/* Levels of JetGetErrorInfoW. */
#if JET_VERSION >= 0x0602
#define JET_ErrorInfoSpecificErr 1U /* Describe the error number passed in (JET_ERRINFOBASIC_W) */
#endif

/* Options of JetResizeDatabase. */
#if JET_VERSION >= 0x0602
#define JET_bitResizeDatabaseOnlyGrow   0x00000001 /* Do nothing if the call would shrink the file */
#endif
#if JET_VERSION >= 0x0603
#define JET_bitResizeDatabaseOnlyShrink 0x00000002 /* Do nothing if the call would grow the file */
#endif

/* Options of JetStopServiceInstance2. */
#if JET_VERSION >= 0x0602
#define JET_bitStopServiceAll                 0x00000000 /* Stop all services */
#define JET_bitStopServiceBackgroundUserTasks 0x00000002 /* Stop background maintenance */
#define JET_bitStopServiceQuiesceCaches       0x00000004 /* Write dirty pages and log buffers in the background */
#define JET_bitStopServiceResume              0x80000000 /* Resume what was stopped */
#endif

#if JET_VERSION >= 0x0602
/* Categories of result codes, see JetGetErrorInfoW. Every category but the root has a parent: 2, 9, 13 are
 * children of 1; 3, 4, 5 of 2; 6, 7, 8 of 5; 10, 11, 12 of 9; 14, 15, 16 of 13. */
typedef enum {
    JET_errcatUnknown = 0,                  /* No category known */
    JET_errcatError = 1,                    /* Root of the hierarchy */
    JET_errcatOperation = 2,                /* Conditions outside the caller's control */
    JET_errcatFatal = 3,                    /* The engine cannot continue safely */
    JET_errcatIO = 4,                       /* I/O failures */
    JET_errcatResource = 5,                 /* A resource ran out */
    JET_errcatMemory = 6,                   /* Memory ran out */
    JET_errcatQuota = 7,                    /* A configured pool ran out */
    JET_errcatDisk = 8,                     /* Disk space ran out */
    JET_errcatData = 9,                     /* Problems with stored data */
    JET_errcatCorruption = 10,              /* Stored data is damaged */
    JET_errcatInconsistent = 11,            /* Files do not fit together */
    JET_errcatFragmentation = 12,           /* A stored counter or id space is used up */
    JET_errcatApi = 13,                     /* Conditions tied to the call */
    JET_errcatUsage = 14,                   /* The caller made a mistake */
    JET_errcatState = 15,                   /* Normal outcome that reports a state */
    JET_errcatObsolete = 16,                /* Code no longer returned */
    JET_errcatMax = 17                      /* Number of categories */
} JET_ERRCAT;
#endif

#if JET_VERSION >= 0x0602
/* Comparisons of JET_INDEX_COLUMN. */
typedef enum {
    JET_relopEquals = 0,                          /* Equal */
    JET_relopPrefixEquals = 1,                    /* Starts with */
    JET_relopNotEquals = 2,                       /* Not equal */
    JET_relopLessThanOrEqual = 3,                 /* At most */
    JET_relopLessThan = 4,                        /* Less than */
    JET_relopGreaterThanOrEqual = 5,              /* At least */
    JET_relopGreaterThan = 6,                     /* Greater than */
    JET_relopBitmaskEqualsZero = 7,               /* Bitwise AND with the value is zero */
    JET_relopBitmaskNotEqualsZero = 8             /* Bitwise AND with the value is not zero */
} JET_RELOP;
#endif

/* Options handed to JET_PFNDURABLECOMMITCALLBACK. */
#if JET_VERSION >= 0x0A00
#define JET_bitDurableCommitCallbackLogUnavailable 0x00000001 /* The log failed; outstanding commits will never be on disk */
#endif

/* Values of JetConfigureProcessForCrashDump. */
#if JET_VERSION >= 0x0601
#define JET_bitDumpMinimum                    0x00000001 /* Smallest useful dump */
#define JET_bitDumpMaximum                    0x00000002 /* Everything */
#define JET_bitDumpCacheMinimum               0x00000004 /* Cached pages in use or in error */
#define JET_bitDumpCacheMaximum               0x00000008 /* The whole page cache */
#define JET_bitDumpCacheIncludeDirtyPages     0x00000010 /* Changed cached pages */
#define JET_bitDumpCacheIncludeCachedPages    0x00000020 /* All valid cached pages */
#define JET_bitDumpCacheIncludeCorruptedPages 0x00000040 /* Damaged cached pages (slow to find) */
#define JET_bitDumpCacheNoDecommit            0x00000080 /* Do not release other cache memory first */
#endif

/* === Callbacks ======================================================================================= */

/* Progress of backup, restore, compaction and recovery. pv is a JET_SNPROG for JET_sntProgress. An error returned
 * stops the operation with that error. May be called on a thread of the engine. */
typedef JET_ERR(JET_API *JET_PFNSTATUS)(JET_SESID sesid, JET_SNP snp, JET_SNT snt, void *pv);

#if JET_VERSION >= 0x0501
/* Record events, default values, release of local storage, end of defragmentation (JetRegisterCallback,
 * JetDefragment2). pvArg1 and pvArg2 depend on cbtyp; pvContext is what was registered. */
typedef JET_ERR(JET_API *JET_CALLBACK)(JET_SESID sesid, JET_DBID dbid, JET_TABLEID tableid, JET_CBTYP cbtyp,
    void *pvArg1, void *pvArg2, void *pvContext, JET_API_PTR ulUnused);

/* Memory for JetEnumerateColumns: pv NULL allocates cb bytes, cb 0 frees, otherwise pv is resized. NULL means that
 * there is no memory. The memory belongs to the caller of JetEnumerateColumns. */
typedef void *(JET_API *JET_PFNREALLOC)(void *pvContext, void *pv, uint32_t cb);
#endif

/* === Structures ====================================================================================== */
/* Strings and arrays that a structure points to belong to the caller; the engine copies what it keeps.
   "(output)" marks members that the engine writes. */

/* --- Packed structures (alignment 1) ----------------------------------------------------------------- */
/* These six have no padding and alignment 1; all other structures have natural alignment. */
#pragma pack(push, 1)

/* A time, local or UTC. All zero means that it was never set. */
typedef struct JET_LOGTIME {
    char bSeconds;                           /* seconds, 0 to 59 */
    char bMinutes;                           /* minutes, 0 to 59 */
    char bHours;                             /* hours, 0 to 23 */
    char bDay;                               /* day, 1 to 31 */
    char bMonth;                             /* month, 1 to 12 */
    char bYear;                              /* year minus 1900; a time is unset if all bytes are 0 */
    union {
        char bFiller1;                       /* whole byte */
        __extension__ struct {
            uint8_t fTimeIsUTC : 1;          /* UTC, otherwise local time */
            uint8_t bMillisecondsLow : 7;    /* low 7 bits of milliseconds */
        };
    };
    union {
        char bFiller2;                       /* whole byte */
        __extension__ struct {
            uint8_t fReserved : 1;           /* reserved */
            uint8_t bMillisecondsHigh : 3;   /* high 3 bits of milliseconds */
            uint8_t fUnused : 4;             /* not used */
        };
    };
} JET_LOGTIME;

#if JET_VERSION >= 0x0600
/* Same size as JET_LOGTIME so that both can share a union. */
typedef struct JET_BKLOGTIME {
    char bSeconds;                           /* seconds, 0 to 59 */
    char bMinutes;                           /* minutes, 0 to 59 */
    char bHours;                             /* hours, 0 to 23 */
    char bDay;                               /* day, 1 to 31 */
    char bMonth;                             /* month, 1 to 12 */
    char bYear;                              /* year minus 1900; a time is unset if all bytes are 0 */
    union {
        char bFiller1;                       /* whole byte */
        __extension__ struct {
            uint8_t fTimeIsUTC : 1;          /* UTC, otherwise local time */
            uint8_t bMillisecondsLow : 7;    /* low 7 bits of milliseconds */
        };
    };
    union {
        char bFiller2;                       /* whole byte */
        __extension__ struct {
            uint8_t fOSSnapshot : 1;         /* backup came from a snapshot */
            uint8_t bMillisecondsHigh : 3;   /* high 3 bits of milliseconds */
            uint8_t fReserved : 4;           /* reserved */
        };
    };
} JET_BKLOGTIME;
#endif

/* A log position. To order positions compare generation, then sector, then byte; on a little-endian machine
 * that is the order of the 8 bytes read as one 64-bit integer. */
typedef struct JET_LGPOS {
    uint16_t ib;                             /* byte in the sector */
    uint16_t isec;                           /* sector in the log file */
    int32_t lGeneration;                     /* log generation */
} JET_LGPOS;

/* Identifies a database or a log stream. */
typedef struct JET_SIGNATURE {
    uint32_t ulRandom;                       /* random number */
    JET_LOGTIME logtimeCreate;               /* creation time */
    char szComputerName[16];                 /* computer name, zero padded (normally empty) */
} JET_SIGNATURE;

/* A backup of a database. */
typedef struct JET_BKINFO {
    JET_LGPOS lgposMark;                     /* log position that identifies the backup */
    union {
        JET_LOGTIME logtimeMark;             /* time of the backup */
#if JET_VERSION >= 0x0600
        JET_BKLOGTIME bklogtimeMark;         /* the same with snapshot flag */
#endif
    };
    uint32_t genLow;                         /* first log of the backup */
    uint32_t genHigh;                        /* last log of the backup */
} JET_BKINFO;
#pragma pack(pop)

/* --- Identifiers and general ------------------------------------------------------------------------- */

/* The opaque part is 16 bytes on 64-bit systems (12 on 32-bit systems). */
typedef struct JET_INDEXID {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint8_t rgbIndexId[16];                  /* opaque id from JetGetIndexInfo (JET_IdxInfoIndexId); pass back unchanged */
} JET_INDEXID;

#if JET_VERSION >= 0x0602
/* commitId is 8-byte aligned. Ids of the same log stream (equal signLog) are ordered by commitId. */
typedef struct JET_COMMIT_ID {
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    int32_t reserved;                        /* padding */
    int64_t commitId;                        /* increasing number of the commit */
} JET_COMMIT_ID;
#endif

#if JET_VERSION >= 0x0A00
/* Client context of a session (JET_sesparamOperationContext). */
typedef struct JET_OPERATIONCONTEXT {
    uint32_t ulUserID;                       /* client user id */
    uint8_t nOperationID;                    /* client operation */
    uint8_t nOperationType;                  /* client operation type */
    uint8_t nClientType;                     /* client type */
    uint8_t fFlags;                          /* client flags */
} JET_OPERATIONCONTEXT;
#endif

/* Passed to JET_PFNSTATUS with JET_sntProgress. */
typedef struct JET_SNPROG {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t cunitDone;                      /* units of work finished */
    uint32_t cunitTotal;                     /* units of work in all */
} JET_SNPROG;

#if JET_VERSION >= 0x0602
/* Output of JetGetErrorInfoW with JET_ErrorInfoSpecificErr. pvContext points to the JET_ERR to describe. */
typedef struct JET_ERRINFOBASIC_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_ERR errValue;                        /* the error */
    JET_ERRCAT errcatMostSpecific;           /* its category */
    uint8_t rgCategoricalHierarchy[8];       /* categories from the root down, then zeros */
    uint32_t lSourceLine;                    /* 0 */
    WCHAR rgszSourceFile[64];                /* empty string */
} JET_ERRINFOBASIC_W;
#endif

#if JET_VERSION >= 0x0501
/* A parameter for JetEnableMultiInstance. */
typedef struct JET_SETSYSPARAM_A {
    uint32_t paramid;                        /* parameter number (JET_param...) */
    JET_API_PTR lParam;                      /* integer value */
    char *sz;                                /* string value */
    JET_ERR err;                             /* result for this parameter (output) */
} JET_SETSYSPARAM_A;
typedef struct JET_SETSYSPARAM_W {
    uint32_t paramid;                        /* parameter number (JET_param...) */
    JET_API_PTR lParam;                      /* integer value */
    WCHAR *sz;                               /* string value */
    JET_ERR err;                             /* result for this parameter (output) */
} JET_SETSYSPARAM_W;
#define JET_SETSYSPARAM ESENT_AW(JET_SETSYSPARAM_)
#endif


/* --- Objects, columns and indexes: information ------------------------------------------------------- */

/* Result of JetGetObjectInfo and of JetGetTableInfo with JET_TblInfo. */
typedef struct JET_OBJECTINFO {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_OBJTYP objtyp;                       /* object type (JET_objtyp...) */
    JET_DATESERIAL dtCreate;                 /* not maintained, zero */
    JET_DATESERIAL dtUpdate;                 /* not maintained, zero */
    JET_GRBIT grbit;                         /* JET_bitTableInfo... */
    uint32_t flags;                          /* JET_bitObject... */
    uint32_t cRecord;                        /* record count, as last computed by JetComputeStats */
    uint32_t cPage;                          /* page count, as last computed */
} JET_OBJECTINFO;

/* Result table of JetGetObjectInfo with JET_ObjInfoList... */
typedef struct JET_OBJECTLIST {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_TABLEID tableid;                     /* temporary table with one record per object; the caller closes it */
    uint32_t cRecord;                        /* number of records */
    JET_COLUMNID columnidcontainername;      /* column: container name */
    JET_COLUMNID columnidobjectname;         /* column: object name */
    JET_COLUMNID columnidobjtyp;             /* column: object type */
    JET_COLUMNID columniddtCreate;           /* column: not maintained */
    JET_COLUMNID columniddtUpdate;           /* column: not maintained */
    JET_COLUMNID columnidgrbit;              /* column: JET_bitTableInfo... */
    JET_COLUMNID columnidflags;              /* column: JET_bitObject... */
    JET_COLUMNID columnidcRecord;            /* column: record count */
    JET_COLUMNID columnidcPage;              /* column: page count */
} JET_OBJECTLIST;

/* Result table of JetGetColumnInfo and JetGetTableColumnInfo with JET_ColInfoList... */
typedef struct JET_COLUMNLIST {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_TABLEID tableid;                     /* temporary table with one record per column; the caller closes it */
    uint32_t cRecord;                        /* number of records */
    JET_COLUMNID columnidPresentationOrder;  /* column: ordinal of the column */
    JET_COLUMNID columnidcolumnname;         /* column: column name */
    JET_COLUMNID columnidcolumnid;           /* column: column id */
    JET_COLUMNID columnidcoltyp;             /* column: column type */
    JET_COLUMNID columnidCountry;            /* column: country code */
    JET_COLUMNID columnidLangid;             /* column: language id */
    JET_COLUMNID columnidCp;                 /* column: code page */
    JET_COLUMNID columnidCollate;            /* column: collation setting */
    JET_COLUMNID columnidcbMax;              /* column: maximum length */
    JET_COLUMNID columnidgrbit;              /* column: column options */
    JET_COLUMNID columnidDefault;            /* column: default value */
    JET_COLUMNID columnidBaseTableName;      /* column: name of the table asked about */
    JET_COLUMNID columnidBaseColumnName;     /* column: column name */
    JET_COLUMNID columnidDefinitionName;     /* column: definition name */
} JET_COLUMNLIST;

/* Definition of a column: input of JetAddColumn and JetOpenTempTable, result of JetGetColumnInfo. */
typedef struct JET_COLUMNDEF {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_COLUMNID columnid;                   /* column id (output) */
    JET_COLTYP coltyp;                       /* column type (JET_coltyp...) */
    uint16_t wCountry;                       /* country code, set to 0 */
    uint16_t langid;                         /* language id, set to 0 */
    uint16_t cp;                             /* code page for text: 1200 (UTF-16) or 1252 */
    uint16_t wCollate;                       /* must be 0 */
    uint32_t cbMax;                          /* maximum length in bytes, 0 for the type's limit */
    JET_GRBIT grbit;                         /* column options (JET_bitColumn...) */
} JET_COLUMNDEF;

/* Result of JetGetColumnInfo with JET_ColInfoBase... */
typedef struct JET_COLUMNBASE_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_COLUMNID columnid;                   /* column id (output) */
    JET_COLTYP coltyp;                       /* column type (JET_coltyp...) */
    uint16_t wCountry;                       /* country code, set to 0 */
    uint16_t langid;                         /* language id, set to 0 */
    uint16_t cp;                             /* code page for text */
    uint16_t wFiller;                        /* must be 0 */
    uint32_t cbMax;                          /* maximum length in bytes, 0 for the type's limit */
    JET_GRBIT grbit;                         /* column options */
    char szBaseTableName[256];               /* name of the table asked about (also for inherited columns) */
    char szBaseColumnName[256];              /* column name */
} JET_COLUMNBASE_A;
typedef struct JET_COLUMNBASE_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_COLUMNID columnid;                   /* column id (output) */
    JET_COLTYP coltyp;                       /* column type (JET_coltyp...) */
    uint16_t wCountry;                       /* country code, set to 0 */
    uint16_t langid;                         /* language id, set to 0 */
    uint16_t cp;                             /* code page for text */
    uint16_t wFiller;                        /* must be 0 */
    uint32_t cbMax;                          /* maximum length in bytes, 0 for the type's limit */
    JET_GRBIT grbit;                         /* column options */
    WCHAR szBaseTableName[256];              /* name of the table asked about (also for inherited columns) */
    WCHAR szBaseColumnName[256];             /* column name */
} JET_COLUMNBASE_W;
#define JET_COLUMNBASE ESENT_AW(JET_COLUMNBASE_)

/* Result table of JetGetIndexInfo with JET_IdxInfo or JET_IdxInfoList. */
typedef struct JET_INDEXLIST {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_TABLEID tableid;                     /* temporary table with one record per key column; the caller closes it */
    uint32_t cRecord;                        /* number of records */
    JET_COLUMNID columnidindexname;          /* column: index name */
    JET_COLUMNID columnidgrbitIndex;         /* column: index options */
    JET_COLUMNID columnidcKey;               /* column: number of distinct keys */
    JET_COLUMNID columnidcEntry;             /* column: number of entries */
    JET_COLUMNID columnidcPage;              /* column: number of pages */
    JET_COLUMNID columnidcColumn;            /* column: number of key columns */
    JET_COLUMNID columnidiColumn;            /* column: ordinal of the key column */
    JET_COLUMNID columnidcolumnid;           /* column: id of the key column */
    JET_COLUMNID columnidcoltyp;             /* column: type of the key column */
    JET_COLUMNID columnidCountry;            /* column: country code */
    JET_COLUMNID columnidLangid;             /* column: language id */
    JET_COLUMNID columnidCp;                 /* column: code page */
    JET_COLUMNID columnidCollate;            /* column: collation setting */
    JET_COLUMNID columnidgrbitColumn;        /* column: JET_bitKeyAscending or JET_bitKeyDescending */
    JET_COLUMNID columnidcolumnname;         /* column: name of the key column */
    JET_COLUMNID columnidLCMapFlags;         /* column: collation flags */
} JET_INDEXLIST;

/* --- Creating columns, indexes and tables ------------------------------------------------------------ */

/* A column of a new table. */
typedef struct JET_COLUMNCREATE_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szColumnName;                      /* name of the column */
    JET_COLTYP coltyp;                       /* column type (JET_coltyp...) */
    uint32_t cbMax;                          /* maximum length in bytes, 0 for the type's limit */
    JET_GRBIT grbit;                         /* column options (JET_bitColumn...) */
    /* default value, or NULL; JET_USERDEFINEDDEFAULT with JET_bitColumnUserDefinedDefault */
    void *pvDefault;
    uint32_t cbDefault;                      /* length of the default value */
    uint32_t cp;                             /* code page for text */
    JET_COLUMNID columnid;                   /* column id (output) */
    JET_ERR err;                             /* result for this column (output) */
} JET_COLUMNCREATE_A;
typedef struct JET_COLUMNCREATE_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szColumnName;                     /* name of the column */
    JET_COLTYP coltyp;                       /* column type (JET_coltyp...) */
    uint32_t cbMax;                          /* maximum length in bytes, 0 for the type's limit */
    JET_GRBIT grbit;                         /* column options (JET_bitColumn...) */
    /* default value, or NULL; JET_USERDEFINEDDEFAULT with JET_bitColumnUserDefinedDefault */
    void *pvDefault;
    uint32_t cbDefault;                      /* length of the default value */
    uint32_t cp;                             /* code page for text */
    JET_COLUMNID columnid;                   /* column id (output) */
    JET_ERR err;                             /* result for this column (output) */
} JET_COLUMNCREATE_W;
#define JET_COLUMNCREATE ESENT_AW(JET_COLUMNCREATE_)

#if JET_VERSION >= 0x0501
/* A default value computed by a callback. */
typedef struct JET_USERDEFINEDDEFAULT_A {
    char *szCallback;                        /* callback as "library!function" */
    uint8_t *pbUserData;                     /* data handed to the callback */
    uint32_t cbUserData;                     /* length of that data */
    /* names of columns the default depends on, each zero-terminated, double zero at the end */
    char *szDependantColumns;
} JET_USERDEFINEDDEFAULT_A;
typedef struct JET_USERDEFINEDDEFAULT_W {
    WCHAR *szCallback;                       /* callback as "library!function" */
    uint8_t *pbUserData;                     /* data handed to the callback */
    uint32_t cbUserData;                     /* length of that data */
    /* names of columns the default depends on, each zero-terminated, double zero at the end */
    WCHAR *szDependantColumns;
} JET_USERDEFINEDDEFAULT_W;
#define JET_USERDEFINEDDEFAULT ESENT_AW(JET_USERDEFINEDDEFAULT_)
#endif

/* A condition for a record to have an entry in an index. */
typedef struct JET_CONDITIONALCOLUMN_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szColumnName;                      /* name of the column */
    JET_GRBIT grbit;                         /* JET_bitIndexColumnMustBeNull or JET_bitIndexColumnMustBeNonNull */
} JET_CONDITIONALCOLUMN_A;
typedef struct JET_CONDITIONALCOLUMN_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szColumnName;                     /* name of the column */
    JET_GRBIT grbit;                         /* JET_bitIndexColumnMustBeNull or JET_bitIndexColumnMustBeNonNull */
} JET_CONDITIONALCOLUMN_W;
#define JET_CONDITIONALCOLUMN ESENT_AW(JET_CONDITIONALCOLUMN_)

/* Collation of an index, by locale id. */
typedef struct JET_UNICODEINDEX {
    uint32_t lcid;                           /* locale id; 0 selects the default */
    uint32_t dwMapFlags;                     /* collation flags (LCMAP_... values) */
} JET_UNICODEINDEX;

#if JET_VERSION >= 0x0602
/* Collation of an index, by locale name. */
typedef struct JET_UNICODEINDEX2 {
    WCHAR *szLocaleName;                     /* locale name in 16-bit characters */
    uint32_t dwMapFlags;                     /* collation flags (LCMAP_... values) */
} JET_UNICODEINDEX2;
#endif

#if JET_VERSION >= 0x0502
/* Size 12 (first three fields) below JET_VERSION 0x0600. There is no cbStruct. */
typedef struct JET_TUPLELIMITS {
    uint32_t chLengthMin;                    /* shortest substring in characters */
    uint32_t chLengthMax;                    /* longest substring in characters */
    uint32_t chToIndexMax;                   /* most characters of a value that are considered */
#if JET_VERSION >= 0x0600
    uint32_t cchIncrement;                   /* step between substrings */
#endif
#if JET_VERSION >= 0x0600
    uint32_t ichStart;                       /* first character position */
#endif
} JET_TUPLELIMITS;
#endif

#if JET_VERSION >= 0x0601
/* How the space of a tree grows. */
typedef struct JET_SPACEHINTS {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t ulInitialDensity;               /* fill density in percent for appended data */
    uint32_t cbInitial;                      /* initial size in bytes */
    JET_GRBIT grbit;                         /* space hint options */
    uint32_t ulMaintDensity;                 /* density in percent to maintain */
    uint32_t ulGrowth;                       /* growth in percent of the last growth or initial size */
    uint32_t cbMinExtent;                    /* smallest growth in bytes */
    uint32_t cbMaxExtent;                    /* largest growth in bytes */
} JET_SPACEHINTS;
#endif

/* Below JET_VERSION 0x0600 the structure ends before cbKeyMost and has size 72; the engine accepts both
 * sizes. */
typedef struct JET_INDEXCREATE_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szIndexName;                       /* index name */
    char *szKey;                             /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    union {
        uint32_t lcid;                       /* locale id, without JET_bitIndexUnicode */
        JET_UNICODEINDEX *pidxunicode;       /* collation, with JET_bitIndexUnicode */
    };
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
#if JET_VERSION >= 0x0502
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
#endif
    };
    JET_CONDITIONALCOLUMN_A *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
#if JET_VERSION >= 0x0600
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
#endif
} JET_INDEXCREATE_A;
typedef struct JET_INDEXCREATE_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szIndexName;                      /* index name */
    WCHAR *szKey;                            /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    union {
        uint32_t lcid;                       /* locale id, without JET_bitIndexUnicode */
        JET_UNICODEINDEX *pidxunicode;       /* collation, with JET_bitIndexUnicode */
    };
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
#if JET_VERSION >= 0x0502
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
#endif
    };
    JET_CONDITIONALCOLUMN_W *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
#if JET_VERSION >= 0x0600
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
#endif
} JET_INDEXCREATE_W;
#define JET_INDEXCREATE ESENT_AW(JET_INDEXCREATE_)

#if JET_VERSION >= 0x0601
/* JET_INDEXCREATE with space hints. */
typedef struct JET_INDEXCREATE2_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szIndexName;                       /* index name */
    char *szKey;                             /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    union {
        uint32_t lcid;                       /* locale id, without JET_bitIndexUnicode */
        JET_UNICODEINDEX *pidxunicode;       /* collation, with JET_bitIndexUnicode */
    };
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
    };
    JET_CONDITIONALCOLUMN_A *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
    JET_SPACEHINTS *pSpacehints;             /* space hints, or NULL */
} JET_INDEXCREATE2_A;
typedef struct JET_INDEXCREATE2_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szIndexName;                      /* index name */
    WCHAR *szKey;                            /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    union {
        uint32_t lcid;                       /* locale id, without JET_bitIndexUnicode */
        JET_UNICODEINDEX *pidxunicode;       /* collation, with JET_bitIndexUnicode */
    };
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
    };
    JET_CONDITIONALCOLUMN_W *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
    JET_SPACEHINTS *pSpacehints;             /* space hints, or NULL */
} JET_INDEXCREATE2_W;
#define JET_INDEXCREATE2 ESENT_AW(JET_INDEXCREATE2_)
#endif

#if JET_VERSION >= 0x0602
/* pidxunicode is not part of a union here and names the locale instead of a locale id. */
typedef struct JET_INDEXCREATE3_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szIndexName;                       /* index name */
    char *szKey;                             /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    JET_UNICODEINDEX2 *pidxunicode;          /* collation, with JET_bitIndexUnicode */
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
    };
    JET_CONDITIONALCOLUMN_A *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
    JET_SPACEHINTS *pSpacehints;             /* space hints, or NULL */
} JET_INDEXCREATE3_A;
typedef struct JET_INDEXCREATE3_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szIndexName;                      /* index name */
    WCHAR *szKey;                            /* key columns, each "+name" or "-name" zero-terminated, double zero at the end */
    uint32_t cbKey;                          /* length of szKey in bytes with terminators */
    JET_GRBIT grbit;                         /* index options (JET_bitIndex...) */
    uint32_t ulDensity;                      /* fill density in percent, 20 to 100 */
    JET_UNICODEINDEX2 *pidxunicode;          /* collation, with JET_bitIndexUnicode */
    union {
        uint32_t cbVarSegMac;                /* most bytes one variable column adds to the key */
        JET_TUPLELIMITS *ptuplelimits;       /* substring limits, with JET_bitIndexTupleLimits */
    };
    JET_CONDITIONALCOLUMN_W *rgconditionalcolumn; /* array of conditions */
    uint32_t cConditionalColumn;             /* number of conditions */
    JET_ERR err;                             /* result for this index (output) */
    uint32_t cbKeyMost;                      /* key size, with JET_bitIndexKeyMost */
    JET_SPACEHINTS *pSpacehints;             /* space hints, or NULL */
} JET_INDEXCREATE3_W;
#define JET_INDEXCREATE3 ESENT_AW(JET_INDEXCREATE3_)
#endif

/* A new table (JetCreateTableColumnIndex). */
typedef struct JET_TABLECREATE_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szTableName;                       /* table name */
    char *szTemplateTableName;               /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_A *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE_A *rgindexcreate;        /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE_A;
typedef struct JET_TABLECREATE_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szTableName;                      /* table name */
    WCHAR *szTemplateTableName;              /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_W *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE_W *rgindexcreate;        /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE_W;
#define JET_TABLECREATE ESENT_AW(JET_TABLECREATE_)

#if JET_VERSION >= 0x0501
/* A new table (JetCreateTableColumnIndex2). */
typedef struct JET_TABLECREATE2_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szTableName;                       /* table name */
    char *szTemplateTableName;               /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_A *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE_A *rgindexcreate;        /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    char *szCallback;                        /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE2_A;
typedef struct JET_TABLECREATE2_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szTableName;                      /* table name */
    WCHAR *szTemplateTableName;              /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_W *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE_W *rgindexcreate;        /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    WCHAR *szCallback;                       /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE2_W;
#define JET_TABLECREATE2 ESENT_AW(JET_TABLECREATE2_)
#endif

#if JET_VERSION >= 0x0601
/* A new table (JetCreateTableColumnIndex3). */
typedef struct JET_TABLECREATE3_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szTableName;                       /* table name */
    char *szTemplateTableName;               /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_A *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE2_A *rgindexcreate;       /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    char *szCallback;                        /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_SPACEHINTS *pSeqSpacehints;          /* space hints for the implicit primary index, or NULL */
    JET_SPACEHINTS *pLVSpacehints;           /* space hints for long values, or NULL */
    uint32_t cbSeparateLV;                   /* size above which a long value prefers to leave the record */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE3_A;
typedef struct JET_TABLECREATE3_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szTableName;                      /* table name */
    WCHAR *szTemplateTableName;              /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_W *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE2_W *rgindexcreate;       /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    WCHAR *szCallback;                       /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_SPACEHINTS *pSeqSpacehints;          /* space hints for the implicit primary index, or NULL */
    JET_SPACEHINTS *pLVSpacehints;           /* space hints for long values, or NULL */
    uint32_t cbSeparateLV;                   /* size above which a long value prefers to leave the record */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE3_W;
#define JET_TABLECREATE3 ESENT_AW(JET_TABLECREATE3_)
#endif

#if JET_VERSION >= 0x0602
/* Differs from JET_TABLECREATE3 only in the type of rgindexcreate. */
typedef struct JET_TABLECREATE4_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szTableName;                       /* table name */
    char *szTemplateTableName;               /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_A *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE3_A *rgindexcreate;       /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    char *szCallback;                        /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_SPACEHINTS *pSeqSpacehints;          /* space hints for the implicit primary index, or NULL */
    JET_SPACEHINTS *pLVSpacehints;           /* space hints for long values, or NULL */
    uint32_t cbSeparateLV;                   /* size above which a long value prefers to leave the record */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE4_A;
typedef struct JET_TABLECREATE4_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szTableName;                      /* table name */
    WCHAR *szTemplateTableName;              /* template table, or NULL */
    uint32_t ulPages;                        /* initial pages */
    uint32_t ulDensity;                      /* fill density in percent */
    JET_COLUMNCREATE_W *rgcolumncreate;      /* array of columns */
    uint32_t cColumns;                       /* number of columns */
    JET_INDEXCREATE3_W *rgindexcreate;       /* array of indexes */
    uint32_t cIndexes;                       /* number of indexes */
    WCHAR *szCallback;                       /* callback as "library!function" */
    JET_CBTYP cbtyp;                         /* callback events (JET_cbtyp...) */
    JET_GRBIT grbit;                         /* JET_bitTableCreate... */
    JET_SPACEHINTS *pSeqSpacehints;          /* space hints for the implicit primary index, or NULL */
    JET_SPACEHINTS *pLVSpacehints;           /* space hints for long values, or NULL */
    uint32_t cbSeparateLV;                   /* size above which a long value prefers to leave the record */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE4_W;
#define JET_TABLECREATE4 ESENT_AW(JET_TABLECREATE4_)
#endif

#if JET_VERSION >= 0x0600
/* A new temporary table (JetOpenTemporaryTable). */
typedef struct JET_OPENTEMPORARYTABLE {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    const JET_COLUMNDEF *prgcolumndef;       /* array of column definitions */
    uint32_t ccolumn;                        /* number of columns */
    JET_UNICODEINDEX *pidxunicode;           /* collation, or NULL */
    JET_GRBIT grbit;                         /* JET_bitTT... */
    JET_COLUMNID *prgcolumnid;               /* receives the column ids */
    uint32_t cbKeyMost;                      /* key size, 0 for the default */
    uint32_t cbVarSegMac;                    /* most bytes one variable column adds to the key */
    JET_TABLEID tableid;                     /* cursor (output) */
} JET_OPENTEMPORARYTABLE;
#endif

#if JET_VERSION >= 0x0602
/* A new temporary table (JetOpenTemporaryTable2). */
typedef struct JET_OPENTEMPORARYTABLE2 {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    const JET_COLUMNDEF *prgcolumndef;       /* array of column definitions */
    uint32_t ccolumn;                        /* number of columns */
    JET_UNICODEINDEX2 *pidxunicode;          /* collation, or NULL */
    JET_GRBIT grbit;                         /* JET_bitTT... */
    JET_COLUMNID *prgcolumnid;               /* receives the column ids */
    uint32_t cbKeyMost;                      /* key size, 0 for the default */
    uint32_t cbVarSegMac;                    /* most bytes one variable column adds to the key */
    JET_TABLEID tableid;                     /* cursor (output) */
} JET_OPENTEMPORARYTABLE2;
#endif


/* --- Reading and writing records --------------------------------------------------------------------- */

/* Position in the value for JetRetrieveColumn. */
typedef struct JET_RETINFO {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t ibLongValue;                    /* byte offset in a long value */
    uint32_t itagSequence;                   /* value number of a multi-valued column, from 1 */
    JET_COLUMNID columnidNextTagged;         /* column id found when column id 0 was asked for (output) */
} JET_RETINFO;

/* Position in the value for JetSetColumn. */
typedef struct JET_SETINFO {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t ibLongValue;                    /* byte offset in a long value */
    uint32_t itagSequence;                   /* value number to set; 0 appends a value */
} JET_SETINFO;

/* One column for JetSetColumns. */
typedef struct JET_SETCOLUMN {
    JET_COLUMNID columnid;                   /* column id */
    const void *pvData;                      /* value */
    uint32_t cbData;                         /* length of the value */
    JET_GRBIT grbit;                         /* JET_bitSet... */
    uint32_t ibLongValue;                    /* byte offset in a long value */
    uint32_t itagSequence;                   /* value number to set; 0 appends a value */
    JET_ERR err;                             /* result for this column (output) */
} JET_SETCOLUMN;

/* One column for JetRetrieveColumns. */
typedef struct JET_RETRIEVECOLUMN {
    JET_COLUMNID columnid;                   /* column id, 0 for any tagged column */
    void *pvData;                            /* receives the value */
    uint32_t cbData;                         /* size of that buffer */
    uint32_t cbActual;                       /* full length of the value (output) */
    JET_GRBIT grbit;                         /* JET_bitRetrieve... */
    uint32_t ibLongValue;                    /* byte offset in a long value */
    uint32_t itagSequence;                   /* value number of a multi-valued column, from 1 */
    JET_COLUMNID columnidNextTagged;         /* column id found when column id 0 was asked for (output) */
    JET_ERR err;                             /* result for this column (output) */
} JET_RETRIEVECOLUMN;

#if JET_VERSION >= 0x0501
/* One column wanted from JetEnumerateColumns. */
typedef struct JET_ENUMCOLUMNID {
    JET_COLUMNID columnid;                   /* column id; 0 is skipped */
    uint32_t ctagSequence;                   /* number of entries in rgtagSequence; 0 for all values */
    uint32_t *rgtagSequence;                 /* value numbers wanted */
} JET_ENUMCOLUMNID;

/* One value returned by JetEnumerateColumns. */
typedef struct JET_ENUMCOLUMNVALUE {
    uint32_t itagSequence;                   /* value number */
    JET_ERR err;                             /* result for this value */
    uint32_t cbData;                         /* length of the value */
    void *pvData;                            /* value, allocated with the callback */
} JET_ENUMCOLUMNVALUE;

/* One column returned by JetEnumerateColumns. */
typedef struct JET_ENUMCOLUMN {
    JET_COLUMNID columnid;                   /* column id */
    JET_ERR err;                             /* result for the column; JET_wrnColumnSingleValue selects the second form */
    union {
        __extension__ struct {
            uint32_t cEnumColumnValue;       /* number of values */
            JET_ENUMCOLUMNVALUE *rgEnumColumnValue; /* values */
        };
        __extension__ struct {
            uint32_t cbData;                 /* length of the single value */
            void *pvData;                    /* single value */
        };
    };
} JET_ENUMCOLUMN;
#endif

#if JET_VERSION >= 0x0600
/* Three versions that extend each other: JET_RECSIZE (size 64, JET_VERSION 0x0600), JET_RECSIZE2 (size 88,
 * 0x0601), JET_RECSIZE3 (size 120, 0x0A01, engine header only). There is no cbStruct; each version has its
 * own function. All values are 64-bit counts. */
typedef struct JET_RECSIZE {
    uint64_t cbData;                         /* bytes of user data in the record */
    uint64_t cbLongValueData;                /* bytes of user data outside the record */
    uint64_t cbOverhead;                     /* bytes of record overhead */
    uint64_t cbLongValueOverhead;            /* bytes of overhead outside the record */
    uint64_t cNonTaggedColumns;              /* fixed and variable columns */
    uint64_t cTaggedColumns;                 /* tagged columns */
    uint64_t cLongValues;                    /* values outside the record */
    uint64_t cMultiValues;                   /* values beyond the first of each column */
} JET_RECSIZE;
#endif

#if JET_VERSION >= 0x0601
typedef struct JET_RECSIZE2 {
    uint64_t cbData;                         /* bytes of user data in the record */
    uint64_t cbLongValueData;                /* bytes of user data outside the record */
    uint64_t cbOverhead;                     /* bytes of record overhead */
    uint64_t cbLongValueOverhead;            /* bytes of overhead outside the record */
    uint64_t cNonTaggedColumns;              /* fixed and variable columns */
    uint64_t cTaggedColumns;                 /* tagged columns */
    uint64_t cLongValues;                    /* values outside the record */
    uint64_t cMultiValues;                   /* values beyond the first of each column */
    uint64_t cCompressedColumns;             /* compressed columns */
    uint64_t cbDataCompressed;               /* stored bytes of data in the record */
    uint64_t cbLongValueDataCompressed;      /* stored bytes of data outside the record */
} JET_RECSIZE2;
#endif


/* --- Cursors ----------------------------------------------------------------------------------------- */

/* Approximate position in an index (JetGetRecordPosition, JetGotoPosition). */
typedef struct JET_RECPOS {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t centriesLT;                     /* entries before the current one */
    uint32_t centriesInRange;                /* entries with the same key */
    uint32_t centriesTotal;                  /* entries in the index */
} JET_RECPOS;

/* JET_RECPOS with 64-bit counts. */
typedef struct JET_RECPOS2 {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t centriesLTDeprecated;           /* 32-bit copy of centriesLT; must be 0 on input */
    uint32_t centriesInRangeDeprecated;      /* historic */
    uint32_t centriesTotalDeprecated;        /* 32-bit copy of centriesTotal; must be 0 on input */
    uint64_t centriesLT;                     /* entries before the current one */
    uint64_t centriesTotal;                  /* entries in the index */
} JET_RECPOS2;

/* Result table of JetIntersectIndexes. */
typedef struct JET_RECORDLIST {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_TABLEID tableid;                     /* temporary table with bookmarks; the caller closes it */
    uint32_t cRecord;                        /* number of records */
    JET_COLUMNID columnidBookmark;           /* column: primary key bookmark */
} JET_RECORDLIST;

/* A cursor with an index range for JetIntersectIndexes. */
typedef struct JET_INDEXRANGE {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_TABLEID tableid;                     /* cursor with a range set */
    JET_GRBIT grbit;                         /* JET_bitRecordInIndex */
} JET_INDEXRANGE;

#if JET_VERSION >= 0x0602
/* A condition on a column for JetSetCursorFilter and JET_INDEX_RANGE. */
typedef struct JET_INDEX_COLUMN {
    JET_COLUMNID columnid;                   /* column id */
    JET_RELOP relop;                         /* comparison (JET_RELOP) */
    void *pv;                                /* value */
    uint32_t cb;                             /* length of the value */
    JET_GRBIT grbit;                         /* JET_bitZeroLength or 0 */
} JET_INDEX_COLUMN;

/* A range of an index for JetPrereadIndexRanges. */
typedef struct JET_INDEX_RANGE {
    JET_INDEX_COLUMN *rgStartColumns;        /* conditions for the start of the range */
    uint32_t cStartColumns;                  /* number of start conditions */
    JET_INDEX_COLUMN *rgEndColumns;          /* conditions for the end of the range */
    uint32_t cEndColumns;                    /* number of end conditions */
} JET_INDEX_RANGE;
#endif


/* --- Database, log and page information -------------------------------------------------------------- */

/* Versions that extend each other. The version is chosen by the buffer size passed with JET_DbInfoMisc, since
 * there is no cbStruct: JET_DBINFOMISC 216 (0x0500), JET_DBINFOMISC2 296 (0x0600), JET_DBINFOMISC3 300
 * (0x0601), JET_DBINFOMISC4 348 (0x0601), JET_DBINFOMISC5 380 and JET_DBINFOMISC6 400 (0x0601, engine header
 * only), JET_DBINFOMISC7 416 (0x0A00, engine header only). */
typedef struct JET_DBINFOMISC {
    uint32_t ulVersion;                      /* format version (0x620) */
    uint32_t ulUpdate;                       /* format update (major) */
    JET_SIGNATURE signDb;                    /* signature of the database */
    uint32_t dbstate;                        /* state (JET_dbstate...) */
    JET_LGPOS lgposConsistent;               /* log position of last consistency, zero if dirty */
    JET_LOGTIME logtimeConsistent;           /* time of last consistency */
    JET_LOGTIME logtimeAttach;               /* time of the last attach */
    JET_LGPOS lgposAttach;                   /* log position of the last attach */
    JET_LOGTIME logtimeDetach;               /* time of the last detach */
    JET_LGPOS lgposDetach;                   /* log position of the last detach */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_BKINFO bkinfoFullPrev;               /* last full backup */
    JET_BKINFO bkinfoIncPrev;                /* last incremental backup since the full one */
    JET_BKINFO bkinfoFullCur;                /* backup in progress */
    uint32_t fShadowingDisabled;             /* non-zero: no second catalog */
    uint32_t fUpgradeDb;                     /* upgrade in progress (historic) */
    uint32_t dwMajorVersion;                 /* operating system major version at last attach */
    uint32_t dwMinorVersion;                 /* operating system minor version */
    uint32_t dwBuildNumber;                  /* operating system build */
    int32_t lSPNumber;                       /* operating system service pack */
    uint32_t cbPageSize;                     /* page size in bytes; 0 means 4096 */
} JET_DBINFOMISC;

#if JET_VERSION >= 0x0600
typedef struct JET_DBINFOMISC2 {
    uint32_t ulVersion;                      /* format version (0x620) */
    uint32_t ulUpdate;                       /* format update (major) */
    JET_SIGNATURE signDb;                    /* signature of the database */
    uint32_t dbstate;                        /* state (JET_dbstate...) */
    JET_LGPOS lgposConsistent;               /* log position of last consistency, zero if dirty */
    JET_LOGTIME logtimeConsistent;           /* time of last consistency */
    JET_LOGTIME logtimeAttach;               /* time of the last attach */
    JET_LGPOS lgposAttach;                   /* log position of the last attach */
    JET_LOGTIME logtimeDetach;               /* time of the last detach */
    JET_LGPOS lgposDetach;                   /* log position of the last detach */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_BKINFO bkinfoFullPrev;               /* last full backup */
    JET_BKINFO bkinfoIncPrev;                /* last incremental backup since the full one */
    JET_BKINFO bkinfoFullCur;                /* backup in progress */
    uint32_t fShadowingDisabled;             /* non-zero: no second catalog */
    uint32_t fUpgradeDb;                     /* upgrade in progress (historic) */
    uint32_t dwMajorVersion;                 /* operating system major version at last attach */
    uint32_t dwMinorVersion;                 /* operating system minor version */
    uint32_t dwBuildNumber;                  /* operating system build */
    int32_t lSPNumber;                       /* operating system service pack */
    uint32_t cbPageSize;                     /* page size in bytes; 0 means 4096 */
    uint32_t genMinRequired;                 /* first log needed for recovery */
    uint32_t genMaxRequired;                 /* last log needed for recovery */
    JET_LOGTIME logtimeGenMaxCreate;         /* creation time of that last log */
    uint32_t ulRepairCount;                  /* repairs */
    JET_LOGTIME logtimeRepair;               /* time of the last repair */
    uint32_t ulRepairCountOld;               /* repairs before the last offline compaction */
    uint32_t ulECCFixSuccess;                /* single-bit errors corrected */
    JET_LOGTIME logtimeECCFixSuccess;        /* time of the last correction */
    uint32_t ulECCFixSuccessOld;             /* corrections before the last repair */
    uint32_t ulECCFixFail;                   /* single-bit corrections that did not help */
    JET_LOGTIME logtimeECCFixFail;           /* time of the last such case */
    uint32_t ulECCFixFailOld;                /* such cases before the last repair */
    uint32_t ulBadChecksum;                  /* uncorrectable checksum errors */
    JET_LOGTIME logtimeBadChecksum;          /* time of the last such error */
    uint32_t ulBadChecksumOld;               /* such errors before the last repair */
} JET_DBINFOMISC2;
#endif

#if JET_VERSION >= 0x0601
typedef struct JET_DBINFOMISC3 {
    uint32_t ulVersion;                      /* format version (0x620) */
    uint32_t ulUpdate;                       /* format update (major) */
    JET_SIGNATURE signDb;                    /* signature of the database */
    uint32_t dbstate;                        /* state (JET_dbstate...) */
    JET_LGPOS lgposConsistent;               /* log position of last consistency, zero if dirty */
    JET_LOGTIME logtimeConsistent;           /* time of last consistency */
    JET_LOGTIME logtimeAttach;               /* time of the last attach */
    JET_LGPOS lgposAttach;                   /* log position of the last attach */
    JET_LOGTIME logtimeDetach;               /* time of the last detach */
    JET_LGPOS lgposDetach;                   /* log position of the last detach */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_BKINFO bkinfoFullPrev;               /* last full backup */
    JET_BKINFO bkinfoIncPrev;                /* last incremental backup since the full one */
    JET_BKINFO bkinfoFullCur;                /* backup in progress */
    uint32_t fShadowingDisabled;             /* non-zero: no second catalog */
    uint32_t fUpgradeDb;                     /* upgrade in progress (historic) */
    uint32_t dwMajorVersion;                 /* operating system major version at last attach */
    uint32_t dwMinorVersion;                 /* operating system minor version */
    uint32_t dwBuildNumber;                  /* operating system build */
    int32_t lSPNumber;                       /* operating system service pack */
    uint32_t cbPageSize;                     /* page size in bytes; 0 means 4096 */
    uint32_t genMinRequired;                 /* first log needed for recovery */
    uint32_t genMaxRequired;                 /* last log needed for recovery */
    JET_LOGTIME logtimeGenMaxCreate;         /* creation time of that last log */
    uint32_t ulRepairCount;                  /* repairs */
    JET_LOGTIME logtimeRepair;               /* time of the last repair */
    uint32_t ulRepairCountOld;               /* repairs before the last offline compaction */
    uint32_t ulECCFixSuccess;                /* single-bit errors corrected */
    JET_LOGTIME logtimeECCFixSuccess;        /* time of the last correction */
    uint32_t ulECCFixSuccessOld;             /* corrections before the last repair */
    uint32_t ulECCFixFail;                   /* single-bit corrections that did not help */
    JET_LOGTIME logtimeECCFixFail;           /* time of the last such case */
    uint32_t ulECCFixFailOld;                /* such cases before the last repair */
    uint32_t ulBadChecksum;                  /* uncorrectable checksum errors */
    JET_LOGTIME logtimeBadChecksum;          /* time of the last such error */
    uint32_t ulBadChecksumOld;               /* such errors before the last repair */
    uint32_t genCommitted;                   /* last log with changes for the database */
} JET_DBINFOMISC3;

typedef struct JET_DBINFOMISC4 {
    uint32_t ulVersion;                      /* format version (0x620) */
    uint32_t ulUpdate;                       /* format update (major) */
    JET_SIGNATURE signDb;                    /* signature of the database */
    uint32_t dbstate;                        /* state (JET_dbstate...) */
    JET_LGPOS lgposConsistent;               /* log position of last consistency, zero if dirty */
    JET_LOGTIME logtimeConsistent;           /* time of last consistency */
    JET_LOGTIME logtimeAttach;               /* time of the last attach */
    JET_LGPOS lgposAttach;                   /* log position of the last attach */
    JET_LOGTIME logtimeDetach;               /* time of the last detach */
    JET_LGPOS lgposDetach;                   /* log position of the last detach */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_BKINFO bkinfoFullPrev;               /* last full backup */
    JET_BKINFO bkinfoIncPrev;                /* last incremental backup since the full one */
    JET_BKINFO bkinfoFullCur;                /* backup in progress */
    uint32_t fShadowingDisabled;             /* non-zero: no second catalog */
    uint32_t fUpgradeDb;                     /* upgrade in progress (historic) */
    uint32_t dwMajorVersion;                 /* operating system major version at last attach */
    uint32_t dwMinorVersion;                 /* operating system minor version */
    uint32_t dwBuildNumber;                  /* operating system build */
    int32_t lSPNumber;                       /* operating system service pack */
    uint32_t cbPageSize;                     /* page size in bytes; 0 means 4096 */
    uint32_t genMinRequired;                 /* first log needed for recovery */
    uint32_t genMaxRequired;                 /* last log needed for recovery */
    JET_LOGTIME logtimeGenMaxCreate;         /* creation time of that last log */
    uint32_t ulRepairCount;                  /* repairs */
    JET_LOGTIME logtimeRepair;               /* time of the last repair */
    uint32_t ulRepairCountOld;               /* repairs before the last offline compaction */
    uint32_t ulECCFixSuccess;                /* single-bit errors corrected */
    JET_LOGTIME logtimeECCFixSuccess;        /* time of the last correction */
    uint32_t ulECCFixSuccessOld;             /* corrections before the last repair */
    uint32_t ulECCFixFail;                   /* single-bit corrections that did not help */
    JET_LOGTIME logtimeECCFixFail;           /* time of the last such case */
    uint32_t ulECCFixFailOld;                /* such cases before the last repair */
    uint32_t ulBadChecksum;                  /* uncorrectable checksum errors */
    JET_LOGTIME logtimeBadChecksum;          /* time of the last such error */
    uint32_t ulBadChecksumOld;               /* such errors before the last repair */
    uint32_t genCommitted;                   /* last log with changes for the database */
    JET_BKINFO bkinfoCopyPrev;               /* last copy backup */
    JET_BKINFO bkinfoDiffPrev;               /* last differential backup */
} JET_DBINFOMISC4;
#endif

/* Result of JET_DbInfoUpgrade. */
typedef struct JET_DBINFOUPGRADE {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t cbFilesizeLow;                  /* file size, low half */
    uint32_t cbFilesizeHigh;                 /* file size, high half */
    uint32_t cbFreeSpaceRequiredLow;         /* free space needed, low half */
    uint32_t cbFreeSpaceRequiredHigh;        /* free space needed, high half */
    uint32_t csecToUpgrade;                  /* estimated seconds */
    union {
        uint32_t ulFlags;                    /* all flags */
        __extension__ struct {
            uint32_t fUpgradable : 1;        /* can be upgraded */
            uint32_t fAlreadyUpgraded : 1;   /* is current */
        };
    };
} JET_DBINFOUPGRADE;

#if JET_VERSION >= 0x0501
/* The logs of a backup (JetGetLogInfoInstance2). */
typedef struct JET_LOGINFO_A {
    uint32_t cbSize;                         /* size of the structure in bytes */
    uint32_t ulGenLow;                       /* first generation */
    uint32_t ulGenHigh;                      /* last generation */
    char szBaseName[4];                      /* log base name with terminator */
} JET_LOGINFO_A;
typedef struct JET_LOGINFO_W {
    uint32_t cbSize;                         /* size of the structure in bytes */
    uint32_t ulGenLow;                       /* first generation */
    uint32_t ulGenHigh;                      /* last generation */
    WCHAR szBaseName[4];                     /* log base name with terminator */
} JET_LOGINFO_W;
#define JET_LOGINFO ESENT_AW(JET_LOGINFO_)

/* Returned as an array in one allocation; free the array with JetFreeBuffer. */
typedef struct JET_INSTANCE_INFO_A {
    JET_INSTANCE hInstanceId;                /* instance */
    char *szInstanceName;                    /* instance name, may be NULL */
    JET_API_PTR cDatabases;                  /* number of attached databases (pointer-sized) */
    char **szDatabaseFileName;               /* array of paths */
    char **szDatabaseDisplayName;            /* array of display names */
    char **szDatabaseSLVFileName_Obsolete;   /* not used */
} JET_INSTANCE_INFO_A;
typedef struct JET_INSTANCE_INFO_W {
    JET_INSTANCE hInstanceId;                /* instance */
    WCHAR *szInstanceName;                   /* instance name, may be NULL */
    JET_API_PTR cDatabases;                  /* number of attached databases (pointer-sized) */
    WCHAR **szDatabaseFileName;              /* array of paths */
    WCHAR **szDatabaseDisplayName;           /* array of display names */
    WCHAR **szDatabaseSLVFileName_Obsolete;  /* not used */
} JET_INSTANCE_INFO_W;
#define JET_INSTANCE_INFO ESENT_AW(JET_INSTANCE_INFO_)
#endif

#if JET_VERSION >= 0x0600
/* Four versions that extend each other, told apart by buffer size and cbStruct: JET_THREADSTATS 32 (0x0600),
 * JET_THREADSTATS2 48 (0x0A00), JET_THREADSTATS3 64 (0x0A01), JET_THREADSTATS4 128 (0x0A01, engine header
 * only). In C these are struct tags, not typedef names: write `struct JET_THREADSTATS`. */
typedef struct JET_THREADSTATS {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t cPageReferenced;                /* pages touched */
    uint32_t cPageRead;                      /* pages read from disk */
    uint32_t cPagePreread;                   /* pages read ahead */
    uint32_t cPageDirtied;                   /* clean pages changed */
    uint32_t cPageRedirtied;                 /* changed pages changed again */
    uint32_t cLogRecord;                     /* log records written */
    uint32_t cbLogRecord;                    /* bytes of log records */
} JET_THREADSTATS;
#endif

#if JET_VERSION >= 0x0A00
typedef struct JET_THREADSTATS2 {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t cPageReferenced;                /* pages touched */
    uint32_t cPageRead;                      /* pages read from disk */
    uint32_t cPagePreread;                   /* pages read ahead */
    uint32_t cPageDirtied;                   /* clean pages changed */
    uint32_t cPageRedirtied;                 /* changed pages changed again */
    uint32_t cLogRecord;                     /* log records written */
    uint32_t cbLogRecord;                    /* bytes of log records */
    uint64_t cusecPageCacheMiss;             /* microseconds waiting for pages */
    uint32_t cPageCacheMiss;                 /* waits for pages */
} JET_THREADSTATS2;
#endif

#if JET_VERSION >= 0x0A01
typedef struct JET_THREADSTATS3 {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    uint32_t cPageReferenced;                /* pages touched */
    uint32_t cPageRead;                      /* pages read from disk */
    uint32_t cPagePreread;                   /* pages read ahead */
    uint32_t cPageDirtied;                   /* clean pages changed */
    uint32_t cPageRedirtied;                 /* changed pages changed again */
    uint32_t cLogRecord;                     /* log records written */
    uint32_t cbLogRecord;                    /* bytes of log records */
    uint64_t cusecPageCacheMiss;             /* microseconds waiting for pages */
    uint32_t cPageCacheMiss;                 /* waits for pages */
    uint32_t cSeparatedLongValueRead;        /* long values read outside records */
    uint64_t cusecLongValuePageCacheMiss;    /* microseconds waiting for long-value pages */
    uint32_t cLongValuePageCacheMiss;        /* waits for long-value pages */
} JET_THREADSTATS3;
#endif


/* --- Recovery, restore and utilities ----------------------------------------------------------------- */

/* A new place for a database. */
typedef struct JET_RSTMAP_A {
    char *szDatabaseName;                    /* path of the database as recorded in the logs (RSTMAP2: optional) */
    char *szNewDatabaseName;                 /* path to use instead */
} JET_RSTMAP_A;
typedef struct JET_RSTMAP_W {
    WCHAR *szDatabaseName;                   /* path of the database as recorded in the logs (RSTMAP2: optional) */
    WCHAR *szNewDatabaseName;                /* path to use instead */
} JET_RSTMAP_W;
#define JET_RSTMAP ESENT_AW(JET_RSTMAP_)

#if JET_VERSION >= 0x0600
/* How to recover (JetInit3). */
typedef struct JET_RSTINFO_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_RSTMAP_A *rgrstmap;                  /* array of path replacements */
    int32_t crstmap;                         /* number of replacements */
    JET_LGPOS lgposStop;                     /* log position at which to stop, zero for the end */
    JET_LOGTIME logtimeStop;                 /* time at which to stop, zero for the end */
    JET_PFNSTATUS pfnStatus;                 /* progress callback, or NULL */
} JET_RSTINFO_A;
typedef struct JET_RSTINFO_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_RSTMAP_W *rgrstmap;                  /* array of path replacements */
    int32_t crstmap;                         /* number of replacements */
    JET_LGPOS lgposStop;                     /* log position at which to stop, zero for the end */
    JET_LOGTIME logtimeStop;                 /* time at which to stop, zero for the end */
    JET_PFNSTATUS pfnStatus;                 /* progress callback, or NULL */
} JET_RSTINFO_W;
#define JET_RSTINFO ESENT_AW(JET_RSTINFO_)
#endif

/* Historic argument of JetCompact. */
typedef struct JET_CONVERT_A {
    char *szOldDll;                          /* library of the old engine (historic) */
    union {
        uint32_t fFlags;                     /* all flags */
        __extension__ struct {
            uint32_t fSchemaChangesOnly : 1; /* change definitions only */
        };
    };
} JET_CONVERT_A;
typedef struct JET_CONVERT_W {
    WCHAR *szOldDll;                         /* library of the old engine (historic) */
    union {
        uint32_t fFlags;                     /* all flags */
        __extension__ struct {
            uint32_t fSchemaChangesOnly : 1; /* change definitions only */
        };
    };
} JET_CONVERT_W;
#define JET_CONVERT ESENT_AW(JET_CONVERT_)

#if JET_VERSION >= 0x0602
/* JET_paramDurableCommitCallback: all commits up to *pCommitIdSeen are on disk, or the log failed (grbit). */
typedef JET_ERR(JET_API *JET_PFNDURABLECOMMITCALLBACK)(JET_INSTANCE instance, JET_COMMIT_ID *pCommitIdSeen,
    JET_GRBIT grbit);
#endif

/* === Functions ======================================================================================= */
/* Results that many functions share and that are not repeated below:
 *   with a session   JET_errInvalidSesid, JET_errNotInitialized, JET_errTermInProgress,
 *                    JET_errClientRequestToStopJetService, JET_errInstanceUnavailable,
 *                    JET_errSessionSharingViolation
 *   with a cursor    also JET_errInvalidTableId, JET_errSesidTableIdMismatch, JET_errIllegalOperation
 *   with a database  also JET_errInvalidDatabaseId
 *   with an instance JET_errInvalidInstance, JET_errInvalidParameter, JET_errNotInitialized, JET_errInitInProgress,
 *                    JET_errRestoreInProgress, JET_errTermInProgress
 *   on the only instance of the process: JET_errRunningInMultiInstanceMode, JET_errInvalidParameter
 *   resources        JET_errOutOfMemory, JET_errDiskIO, JET_errReadVerifyFailure, JET_errPageNotInitialized, ...
 * Handles are named by their type and described only where they are results. Each function follows the page of the
 * same name in Microsoft's API reference. */

#ifndef _JET_NOPROTOTYPES
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* --- Instances --------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0501
/* JetCreateInstance: Allocates an instance.
 *   szInstanceName: name, unique in the process (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateInstance(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName);
#else
JET_ERR JET_API JetCreateInstanceA(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName);
JET_ERR JET_API JetCreateInstanceW(JET_INSTANCE *pinstance, JET_PCWSTR szInstanceName);
#define JetCreateInstance ESENT_AW(JetCreateInstance)
#endif

/* JetCreateInstance2: Allocates an instance that can be configured before JetInit.
 *   pinstance: out: receives the handle.
 *   szInstanceName: name, unique in the process (optional).
 *   szDisplayName: text for messages (optional).
 *   Results: JET_errInvalidParameter, JET_errRunningInOneInstanceMode, JET_errTooManyInstances,
 *   JET_errInstanceNameInUse, JET_errOutOfMemory. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateInstance2(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName, JET_PCSTR szDisplayName,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetCreateInstance2A(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName,
    JET_PCSTR szDisplayName, JET_GRBIT grbit);
JET_ERR JET_API JetCreateInstance2W(JET_INSTANCE *pinstance, JET_PCWSTR szInstanceName,
    JET_PCWSTR szDisplayName, JET_GRBIT grbit);
#define JetCreateInstance2 ESENT_AW(JetCreateInstance2)
#endif

/* JetEnableMultiInstance: Sets global parameters once per process and enters multi mode.
 *   Results: JET_errInvalidParameter, JET_errRunningInOneInstanceMode, JET_errSystemParameterConflict,
 *   JET_errSystemParamsAlreadySet. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetEnableMultiInstance(JET_SETSYSPARAM_A *psetsysparam, uint32_t csetsysparam,
    uint32_t *pcsetsucceed);
#else
JET_ERR JET_API JetEnableMultiInstanceA(JET_SETSYSPARAM_A *psetsysparam, uint32_t csetsysparam,
    uint32_t *pcsetsucceed);
JET_ERR JET_API JetEnableMultiInstanceW(JET_SETSYSPARAM_W *psetsysparam, uint32_t csetsysparam,
    uint32_t *pcsetsucceed);
#define JetEnableMultiInstance ESENT_AW(JetEnableMultiInstance)
#endif

/* JetGetInstanceInfo: Lists the instances of the process (initialised or only created).
 *   pcInstanceInfo: out: receives the number of elements.
 *   paInstanceInfo: out: receives an array to be released with JetFreeBuffer.
 *   Results: JET_errInvalidParameter, JET_errOutOfMemory. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetInstanceInfo(uint32_t *pcInstanceInfo, JET_INSTANCE_INFO_A **paInstanceInfo);
#else
JET_ERR JET_API JetGetInstanceInfoA(uint32_t *pcInstanceInfo, JET_INSTANCE_INFO_A **paInstanceInfo);
JET_ERR JET_API JetGetInstanceInfoW(uint32_t *pcInstanceInfo, JET_INSTANCE_INFO_W **paInstanceInfo);
#define JetGetInstanceInfo ESENT_AW(JetGetInstanceInfo)
#endif
#endif

/* JetInit: Initialises an instance, running recovery if needed.
 *   pinstance: in/out: NULL: legacy single mode.
 *   Results: JET_errRunningInMultiInstanceMode, JET_errAlreadyInitialized, JET_errInvalidParameter,
 *   JET_errTooManyInstances, JET_errInstanceNameInUse, JET_errInvalidSettings, JET_errTempPathInUse,
 *   JET_errSystemPathInUse, JET_errLogFilePathInUse, JET_errInvalidPath, JET_errFileAccessDenied,
 *   JET_wrnCommittedLogFilesLost, JET_wrnCommittedLogFilesRemoved. */
JET_ERR JET_API JetInit(JET_INSTANCE *pinstance);

#if JET_VERSION >= 0x0501
/* JetInit2: JetInit with options.
 *   grbit: see "Options of JetInit2 and JetInit3" above.
 *   Results: JET_errRecoveredWithoutUndo, JET_errRecoveredWithoutUndoDatabasesConsistent,
 *   JET_errFileNotFound. */
JET_ERR JET_API JetInit2(JET_INSTANCE *pinstance, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetInit3: JetInit with options and recovery information.
 *   prstInfo: NULL or JET_RSTINFO with exact cbStruct (48), else JET_errInvalidParameter before anything
 *   else.
 *   grbit: see "Options of JetInit2 and JetInit3" above.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetInit3A(JET_INSTANCE *pinstance, JET_RSTINFO_A *prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetInit3W(JET_INSTANCE *pinstance, JET_RSTINFO_W *prstInfo, JET_GRBIT grbit);
#define JetInit3 ESENT_AW(JetInit3)
#endif

/* JetStopService: JetStopServiceInstance on the only instance of the process. */
JET_ERR JET_API JetStopService(void);

#if JET_VERSION >= 0x0501
/* JetStopServiceInstance: Stops an instance for good except for clean-up calls.
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter, JET_errNotInitialized. */
JET_ERR JET_API JetStopServiceInstance(JET_INSTANCE instance);
#endif

#if JET_VERSION >= 0x0602
/* JetStopServiceInstance2: Stops, or resumes, parts of an instance's activity.
 *   grbit: see "Options of JetStopServiceInstance2" above.
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter, JET_errNotInitialized, JET_errInvalidGrbit,
 *   JET_errClientRequestToStopJetService. */
JET_ERR JET_API JetStopServiceInstance2(JET_INSTANCE instance, const JET_GRBIT grbit);
#endif

/* JetTerm: Shuts an instance down. */
JET_ERR JET_API JetTerm(JET_INSTANCE instance);

/* JetTerm2: Shuts an instance down and frees it.
 *   grbit: see "Options of JetTerm2" above.
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter, JET_errTermInProgress, JET_errNotInitialized,
 *   JET_errRestoreInProgress, JET_errBackupInProgress, JET_errSurrogateBackupInProgress,
 *   JET_errTooManyActiveUsers, JET_errDirtyShutdown. */
JET_ERR JET_API JetTerm2(JET_INSTANCE instance, JET_GRBIT grbit);

/* --- System parameters ------------------------------------------------------------------------------- */

/* JetGetSystemParameter: Reads a system parameter.
 *   instance: the instance; 0 or nil with sesid 0: the global parameters, or the only instance.
 *   sesid: a session of the instance, which then need not be given; 0 or nil: none.
 *   paramid: JET_param....
 *   plParam: out: pointer-size output of numeric parameters (optional).
 *   szParam: out: output of strings (optional).
 *   cbMax: size of the buffer in bytes.
 *   Results: JET_errInvalidSesid, JET_errInvalidInstance, JET_errTermInProgress, JET_errRestoreInProgress,
 *   JET_errInitInProgress, JET_errInvalidParameter, JET_errBufferTooSmall. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetSystemParameter(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR *plParam, JET_PSTR szParam, uint32_t cbMax);
#else
JET_ERR JET_API JetGetSystemParameterA(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR *plParam, JET_PSTR szParam, uint32_t cbMax);
JET_ERR JET_API JetGetSystemParameterW(JET_INSTANCE instance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR *plParam, JET_PWSTR szParam, uint32_t cbMax);
#define JetGetSystemParameter ESENT_AW(JetGetSystemParameter)
#endif

/* JetSetSystemParameter: Sets a system parameter.
 *   pinstance: in/out: NULL or the address of 0 or nil for the global parameters, else of an instance.
 *   sesid: 0, nil or a session (optional).
 *   paramid: JET_param....
 *   lParam: value of numeric parameters, pointer of pointer kinds (optional).
 *   szParam: value of string kinds (optional).
 *   Results: JET_errInvalidSesid, JET_errInvalidInstance, JET_errTermInProgress, JET_errRestoreInProgress,
 *   JET_errInitInProgress, JET_errInvalidParameter, JET_errAlreadyInitialized, JET_errInvalidGrbit,
 *   JET_errIndexTuplesInvalidLimits, JET_errEngineFormatVersionNoLongerSupportedTooLow,
 *   JET_errEngineFormatVersionNotYetImplementedTooHigh, JET_errInvalidPath. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetSystemParameter(JET_INSTANCE *pinstance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR lParam, JET_PCSTR szParam);
#else
JET_ERR JET_API JetSetSystemParameterA(JET_INSTANCE *pinstance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR lParam, JET_PCSTR szParam);
JET_ERR JET_API JetSetSystemParameterW(JET_INSTANCE *pinstance, JET_SESID sesid, uint32_t paramid,
    JET_API_PTR lParam, JET_PCWSTR szParam);
#define JetSetSystemParameter ESENT_AW(JetSetSystemParameter)
#endif

/* --- Sessions ---------------------------------------------------------------------------------------- */

/* JetBeginSession: Starts a session.
 *   instance: initialised instance.
 *   psesid: out: receives the session.
 *   szUserName: ignored (optional).
 *   szPassword: ignored (optional).
 *   Results: JET_errUnicodeTranslationFail, JET_errOutOfSessions. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetBeginSession(JET_INSTANCE instance, JET_SESID *psesid, JET_PCSTR szUserName,
    JET_PCSTR szPassword);
#else
JET_ERR JET_API JetBeginSessionA(JET_INSTANCE instance, JET_SESID *psesid, JET_PCSTR szUserName,
    JET_PCSTR szPassword);
JET_ERR JET_API JetBeginSessionW(JET_INSTANCE instance, JET_SESID *psesid, JET_PCWSTR szUserName,
    JET_PCWSTR szPassword);
#define JetBeginSession ESENT_AW(JetBeginSession)
#endif

/* JetDupSession: Starts a new session on the instance of a given session.
 *   sesid: any live client session of the wanted instance.
 *   psesid: out: receives the session.
 *   Results: JET_errOutOfSessions. */
JET_ERR JET_API JetDupSession(JET_SESID sesid, JET_SESID *psesid);

/* JetEndSession: Ends a session: rolls back, closes its databases and cursors, frees the handle.
 *   sesid: session to end.
 *   Results: JET_errSessionInUse, JET_errSessionSharingViolation. */
JET_ERR JET_API JetEndSession(JET_SESID sesid, JET_GRBIT grbit);

#if JET_VERSION >= 0x0602
/* JetGetSessionParameter: Reads a session parameter.
 *   sesparamid: JET_sesparam....
 *   Results: JET_errInvalidSesid, JET_errInvalidParameter, JET_errInvalidSesparamId,
 *   JET_errInvalidBufferSize, JET_errBufferTooSmall. */
JET_ERR JET_API JetGetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void *pvParam,
    uint32_t cbParamMax, uint32_t *pcbParamActual);
#endif

/* JetResetSessionContext: Ends the association made by JetSetSessionContext.
 *   sesid: session whose context was set by the calling thread.
 *   Results: JET_errSessionContextNotSetByThisThread. */
JET_ERR JET_API JetResetSessionContext(JET_SESID sesid);

/* JetSetSessionContext: Associates the session with the calling thread under a context value, so that
 * transactions begun while it is set may move between threads.
 *   sesid: session.
 *   ulContext: opaque pointer-size value, compared only for equality.
 *   Results: JET_errInvalidParameter, JET_errSessionContextAlreadySet. */
JET_ERR JET_API JetSetSessionContext(JET_SESID sesid, JET_API_PTR ulContext);

#if JET_VERSION >= 0x0602
/* JetSetSessionParameter: Sets a session parameter.
 *   sesparamid: JET_sesparam....
 *   Results: JET_errInvalidParameter, JET_errInvalidSesparamId, JET_errFeatureNotAvailable,
 *   JET_errInvalidBufferSize, JET_errInvalidGrbit, JET_errOutOfMemory. */
JET_ERR JET_API JetSetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void *pvParam, uint32_t cbParam);
#endif


/* --- Transactions ------------------------------------------------------------------------------------ */

/* JetBeginTransaction: Begins a transaction level. */
JET_ERR JET_API JetBeginTransaction(JET_SESID sesid);

/* JetBeginTransaction2: Begins a transaction, or a nested level (savepoint).
 *   grbit: see "Options of JetBeginTransaction2" above.
 *   Results: JET_errTransTooDeep, JET_errSessionSharingViolation, JET_errRollbackError,
 *   JET_errTransactionsNotReadyDuringRecovery. */
JET_ERR JET_API JetBeginTransaction2(JET_SESID sesid, JET_GRBIT grbit);

#if JET_VERSION >= 0x0602
/* JetBeginTransaction3: JetBeginTransaction2 with a diagnostic number. */
JET_ERR JET_API JetBeginTransaction3(JET_SESID sesid, int64_t trxid, JET_GRBIT grbit);
#endif

/* JetCommitTransaction: Commits the innermost level, or one of the durability operations.
 *   grbit: see "Options of JetCommitTransaction" above.
 *   Results: JET_errInvalidGrbit, JET_errLogWriteFail, JET_errNotInTransaction, JET_errMustRollback,
 *   JET_errInvalidParameter, JET_errSessionSharingViolation, JET_errLogDiskFull. */
JET_ERR JET_API JetCommitTransaction(JET_SESID sesid, JET_GRBIT grbit);

#if JET_VERSION >= 0x0602
/* JetCommitTransaction2: JetCommitTransaction with a durability deadline and a commit id.
 *   cmsecDurableCommit: milliseconds in which the commit shall be durable.
 *   pCommitId: out: receives the id of the commit (optional). */
JET_ERR JET_API JetCommitTransaction2(JET_SESID sesid, JET_GRBIT grbit, uint32_t cmsecDurableCommit,
    JET_COMMIT_ID *pCommitId);
#endif

/* JetRollback: Undoes the innermost level or all levels.
 *   grbit: see "Options of JetRollback" above.
 *   Results: JET_errInvalidGrbit, JET_errNotInTransaction, JET_errSessionSharingViolation,
 *   JET_errRollbackError. */
JET_ERR JET_API JetRollback(JET_SESID sesid, JET_GRBIT grbit);

/* --- Databases --------------------------------------------------------------------------------------- */

/* JetAttachDatabase: Makes a database file known to the instance of the session; exactly JetAttachDatabase2
 * without a size limit.
 *   szFilename: path of the database file.
 *   grbit: see "Options of JetAttachDatabase and JetOpenDatabase" above. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetAttachDatabase(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
#else
JET_ERR JET_API JetAttachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);
#define JetAttachDatabase ESENT_AW(JetAttachDatabase)
#endif

/* JetAttachDatabase2: JetAttachDatabase with a limit on the size of the database.
 *   sesid: session at level 0.
 *   szFilename: path of the database file.
 *   cpgDatabaseSizeMax: most pages of the database, 0 for no limit.
 *   Results: JET_errInTransaction, JET_errCannotDisableVersioning, JET_errDatabaseInvalidPath,
 *   JET_errInvalidGrbit, JET_errFileNotFound, JET_errFileAccessDenied, JET_errDatabaseFileReadOnly,
 *   JET_errBackupInProgress, JET_errSurrogateBackupInProgress, JET_wrnDatabaseAttached,
 *   JET_errDatabaseSharingViolation, JET_errTooManyAttachedDatabases, JET_errDatabase200Format,
 *   JET_errDatabase400Format, JET_errDatabase500Format, JET_errDatabaseCorrupted,
 *   JET_errInvalidDatabaseVersion, JET_errPageSizeMismatch, JET_errDatabaseDirtyShutdown,
 *   JET_errSoftRecoveryOnBackupDatabase, JET_errDatabaseIncompleteUpgrade,
 *   JET_errDatabaseIncompleteIncrementalReseed, JET_errDatabaseIncompleteRevert,
 *   JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion, JET_errDatabaseSignInUse,
 *   JET_errPrimaryIndexCorrupted, JET_errSecondaryIndexCorrupted, JET_wrnCorruptIndexDeleted. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetAttachDatabase2(JET_SESID sesid, JET_PCSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetAttachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_GRBIT grbit);
#define JetAttachDatabase2 ESENT_AW(JetAttachDatabase2)
#endif

/* JetCloseDatabase: Undoes one JetOpenDatabase / JetCreateDatabase of the session.
 *   dbid: opened by this session.
 *   Results: JET_errInvalidDatabaseId. */
JET_ERR JET_API JetCloseDatabase(JET_SESID sesid, JET_DBID dbid, JET_GRBIT grbit);

/* JetCreateDatabase: Creates a database file, attaches it and opens it for the session.
 *   szFilename: path of the database file.
 *   szConnect: ignored (optional).
 *   pdbid: out: receives the database id.
 *   grbit: see "Options of JetCreateDatabase" above. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateDatabase(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID *pdbid,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetCreateDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect,
    JET_DBID *pdbid, JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR szConnect,
    JET_DBID *pdbid, JET_GRBIT grbit);
#define JetCreateDatabase ESENT_AW(JetCreateDatabase)
#endif

/* JetCreateDatabase2: JetCreateDatabase with a size limit.
 *   szFilename: path of the database file.
 *   cpgDatabaseSizeMax: most pages of the database, 0 for no limit.
 *   pdbid: out: receives the database id.
 *   Results: JET_errInTransaction, JET_errCannotDisableVersioning, JET_errDatabaseInvalidPath,
 *   JET_errDatabaseDuplicate, JET_errDatabaseSharingViolation, JET_errTooManyAttachedDatabases,
 *   JET_errInvalidPath, JET_errFileAccessDenied, JET_errInvalidOperation, JET_errDiskFull. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateDatabase2(JET_SESID sesid, JET_PCSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_DBID *pdbid, JET_GRBIT grbit);
#else
JET_ERR JET_API JetCreateDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_DBID *pdbid, JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, const uint32_t cpgDatabaseSizeMax,
    JET_DBID *pdbid, JET_GRBIT grbit);
#define JetCreateDatabase2 ESENT_AW(JetCreateDatabase2)
#endif

/* JetDetachDatabase: Detaches one database, or all.
 *   szFilename: path of the database file (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDetachDatabase(JET_SESID sesid, JET_PCSTR szFilename);
#else
JET_ERR JET_API JetDetachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename);
JET_ERR JET_API JetDetachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename);
#define JetDetachDatabase ESENT_AW(JetDetachDatabase)
#endif

#if JET_VERSION >= 0x0501
/* JetDetachDatabase2: Closes a database cleanly and removes it from the instance.
 *   szFilename: path of the database file (optional).
 *   grbit: see "Options of JetDetachDatabase2" above.
 *   Results: JET_errForceDetachNotAllowed, JET_errInTransaction, JET_errDatabaseNotFound, JET_errInvalidPath,
 *   JET_errBackupInProgress, JET_errSurrogateBackupInProgress, JET_errDatabaseInUse. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDetachDatabase2(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
#else
JET_ERR JET_API JetDetachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);
JET_ERR JET_API JetDetachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);
#define JetDetachDatabase2 ESENT_AW(JetDetachDatabase2)
#endif
#endif

/* JetGrowDatabase: Makes a database file at least a given size.
 *   cpg: size in pages.
 *   pcpgReal: receives the size in pages. */
JET_ERR JET_API JetGrowDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, uint32_t *pcpgReal);

/* JetOpenDatabase: Opens an attached database for the session.
 *   szFilename: path of the database file.
 *   szConnect: ignored (optional).
 *   pdbid: out: receives the database id.
 *   grbit: see "Options of JetAttachDatabase and JetOpenDatabase" above.
 *   Results: JET_errDatabaseInvalidPath, JET_errDatabaseNotFound, JET_errOneDatabasePerSession,
 *   JET_errDatabaseLocked, JET_errDatabaseInUse, JET_errInvalidDatabase, JET_errDatabaseAttachedForRecovery,
 *   JET_errDatabaseNotReady, JET_errSecondaryIndexCorrupted. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOpenDatabase(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID *pdbid,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetOpenDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_PCSTR szConnect, JET_DBID *pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetOpenDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_PCWSTR szConnect,
    JET_DBID *pdbid, JET_GRBIT grbit);
#define JetOpenDatabase ESENT_AW(JetOpenDatabase)
#endif

#if JET_VERSION >= 0x0602
/* JetResizeDatabase: Grows or shrinks a database file.
 *   cpgTarget: wanted total pages including the two header pages.
 *   pcpgActual: out: receives the size in pages.
 *   grbit: see "Options of JetResizeDatabase" above.
 *   Results: JET_errInvalidGrbit, JET_errFeatureNotAvailable, JET_errTransReadOnly,
 *   JET_errDatabaseFileReadOnly, JET_errPermissionDenied, JET_errOutOfDatabaseSpace, JET_errDiskFull. */
JET_ERR JET_API JetResizeDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpgTarget, uint32_t *pcpgActual,
    const JET_GRBIT grbit);
#endif

/* JetSetDatabaseSize: Enlarges a database file that is not attached.
 *   szDatabaseName: path of the database file.
 *   cpg: size in pages.
 *   pcpgReal: out: receives the size in pages.
 *   Results: JET_errDatabaseInvalidPath, JET_errInvalidParameter, JET_errFileNotFound,
 *   JET_errFileAccessDenied, JET_errReadVerifyFailure, JET_errDatabaseIncompleteIncrementalReseed,
 *   JET_errDatabaseIncompleteRevert, JET_errDatabaseDirtyShutdown, JET_errDiskFull. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetDatabaseSize(JET_SESID sesid, JET_PCSTR szDatabaseName, uint32_t cpg,
    uint32_t *pcpgReal);
#else
JET_ERR JET_API JetSetDatabaseSizeA(JET_SESID sesid, JET_PCSTR szDatabaseName, uint32_t cpg,
    uint32_t *pcpgReal);
JET_ERR JET_API JetSetDatabaseSizeW(JET_SESID sesid, JET_PCWSTR szDatabaseName, uint32_t cpg,
    uint32_t *pcpgReal);
#define JetSetDatabaseSize ESENT_AW(JetSetDatabaseSize)
#endif

/* --- Tables ------------------------------------------------------------------------------------------ */

/* JetCloseTable: Closes a cursor.
 *   Results: JET_errInvalidTableId. */
JET_ERR JET_API JetCloseTable(JET_SESID sesid, JET_TABLEID tableid);

/* JetCreateTable: Creates an empty table without columns and opens it.
 *   szTableName: table name.
 *   lPages: initial size in pages.
 *   lDensity: fill density in percent.
 *   ptableid: out: receives the cursor.
 *   Results: JET_errInvalidName, JET_errPermissionDenied, JET_errTransReadOnly, JET_errTableDuplicate,
 *   JET_errDensityInvalid, JET_errWriteConflict, JET_errTooManyOpenTables, JET_errOutOfCursors,
 *   JET_errDiskFull. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateTable(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t lPages,
    uint32_t lDensity, JET_TABLEID *ptableid);
#else
JET_ERR JET_API JetCreateTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t lPages,
    uint32_t lDensity, JET_TABLEID *ptableid);
JET_ERR JET_API JetCreateTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t lPages,
    uint32_t lDensity, JET_TABLEID *ptableid);
#define JetCreateTable ESENT_AW(JetCreateTable)
#endif

/* JetCreateTableColumnIndex: Creates a table with columns and indexes in one step and opens it.
 *   ptablecreate: in/out: the table; tableid and cCreated are results.
 *   Results: JET_errInvalidParameter, JET_errInvalidCreateIndex, JET_errCannotNestDDL,
 *   JET_errDDLNotInheritable, JET_errObjectNotFound, JET_errInvalidGrbit, JET_errTableDuplicate,
 *   JET_errColumnDuplicate, JET_errIndexDuplicate, JET_errIndexHasPrimary, JET_errColumnRedundant,
 *   JET_errRecordTooBig, JET_errSpaceHintsInvalid, JET_errInvalidLVChunkSize, JET_errDensityInvalid,
 *   JET_errCallbackNotResolved. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateTableColumnIndex(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_A *ptablecreate);
#else
JET_ERR JET_API JetCreateTableColumnIndexA(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_A *ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndexW(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE_W *ptablecreate);
#define JetCreateTableColumnIndex ESENT_AW(JetCreateTableColumnIndex)
#endif

#if JET_VERSION >= 0x0501
/* JetCreateTableColumnIndex2: Creates a table with columns, indexes and a callback in one step and opens it.
 *   ptablecreate: in/out: the table; tableid and cCreated are results.
 *   Results: JET_errInvalidParameter, JET_errInvalidCreateIndex, JET_errCannotNestDDL,
 *   JET_errDDLNotInheritable, JET_errObjectNotFound, JET_errInvalidGrbit, JET_errTableDuplicate,
 *   JET_errColumnDuplicate, JET_errIndexDuplicate, JET_errIndexHasPrimary, JET_errColumnRedundant,
 *   JET_errRecordTooBig, JET_errSpaceHintsInvalid, JET_errInvalidLVChunkSize, JET_errDensityInvalid,
 *   JET_errCallbackNotResolved. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateTableColumnIndex2(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_A *ptablecreate);
#else
JET_ERR JET_API JetCreateTableColumnIndex2A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_A *ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex2W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE2_W *ptablecreate);
#define JetCreateTableColumnIndex2 ESENT_AW(JetCreateTableColumnIndex2)
#endif
#endif

#if JET_VERSION >= 0x0601
/* JetCreateTableColumnIndex3: JetCreateTableColumnIndex2 with space hints and a long-value threshold.
 *   ptablecreate: in/out: the table; tableid and cCreated are results.
 *   Results: JET_errSpaceHintsInvalid. */
JET_ERR JET_API JetCreateTableColumnIndex3A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_A *ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex3W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE3_W *ptablecreate);
#define JetCreateTableColumnIndex3 ESENT_AW(JetCreateTableColumnIndex3)
#endif

#if JET_VERSION >= 0x0602
/* JetCreateTableColumnIndex4: JetCreateTableColumnIndex3 whose indexes name their locale.
 *   ptablecreate: in/out: the table; tableid and cCreated are results.
 *   Results: JET_errSpaceHintsInvalid. */
JET_ERR JET_API JetCreateTableColumnIndex4A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_A *ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex4W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE4_W *ptablecreate);
#define JetCreateTableColumnIndex4 ESENT_AW(JetCreateTableColumnIndex4)
#endif

/* JetDeleteTable: Deletes a table with its indexes and long values.
 *   szTableName: table name.
 *   Results: JET_errCannotDeleteTempTable, JET_errCannotDeleteSystemTable, JET_errTransReadOnly,
 *   JET_errPermissionDenied, JET_errInvalidName, JET_errObjectNotFound, JET_errTableInUse,
 *   JET_errTableLocked, JET_errCannotDeleteTemplateTable, JET_errWriteConflict. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDeleteTable(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName);
#else
JET_ERR JET_API JetDeleteTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName);
JET_ERR JET_API JetDeleteTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName);
#define JetDeleteTable ESENT_AW(JetDeleteTable)
#endif

/* JetOpenTable: Opens a cursor on a table.
 *   szTableName: table name.
 *   pvParameters: ignored (optional).
 *   cbParameters: ignored.
 *   grbit: see "Options of JetOpenTable" above.
 *   ptableid: out: receives the cursor.
 *   Results: JET_errInvalidGrbit, JET_errInvalidName, JET_errObjectNotFound, JET_errPrimaryIndexCorrupted,
 *   JET_errSecondaryIndexCorrupted, JET_errTableLocked, JET_errTableInUse, JET_errCallbackNotResolved,
 *   JET_errOutOfCursors, JET_errTooManyOpenTables, JET_errTooManyOpenIndexes, JET_wrnTableInUseBySystem. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOpenTable(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, const void *pvParameters,
    uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID *ptableid);
#else
JET_ERR JET_API JetOpenTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, const void *pvParameters,
    uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID *ptableid);
JET_ERR JET_API JetOpenTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
    const void *pvParameters, uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID *ptableid);
#define JetOpenTable ESENT_AW(JetOpenTable)
#endif

/* JetOpenTempTable: Creates a temporary table and opens it.
 *   prgcolumndef: definitions of the columns; the key columns first.
 *   ccolumn: number of columns.
 *   grbit: see "Options of JetOpenTempTable and its successors" above.
 *   ptableid: out: receives the cursor.
 *   prgcolumnid: out: receives a column id for each column.
 *   Results: JET_errInvalidLanguageId, JET_errTooManySorts, JET_errCannotMaterializeForwardOnlySort,
 *   JET_errInvalidParameter, JET_errTooManyColumns, JET_errInvalidCodePage, JET_errInvalidLCMapStringFlags,
 *   JET_errRecordTooBig, JET_errOutOfCursors, JET_errTooManyOpenTables. */
JET_ERR JET_API JetOpenTempTable(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
    JET_GRBIT grbit, JET_TABLEID *ptableid, JET_COLUMNID *prgcolumnid);

/* JetOpenTempTable2: JetOpenTempTable with a locale id for its text columns.
 *   prgcolumndef: definitions of the columns; the key columns first.
 *   ccolumn: number of columns.
 *   lcid: 0 = instance default locale, with default flags.
 *   ptableid: out: receives the cursor.
 *   prgcolumnid: out: receives a column id for each column.
 *   Results: JET_errInvalidLanguageId, JET_errTooManySorts, JET_errCannotMaterializeForwardOnlySort,
 *   JET_errInvalidParameter, JET_errTooManyColumns, JET_errInvalidCodePage, JET_errInvalidLCMapStringFlags,
 *   JET_errRecordTooBig, JET_errOutOfCursors, JET_errTooManyOpenTables. */
JET_ERR JET_API JetOpenTempTable2(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
    uint32_t lcid, JET_GRBIT grbit, JET_TABLEID *ptableid, JET_COLUMNID *prgcolumnid);

/* JetOpenTempTable3: JetOpenTempTable with a locale id and collation flags.
 *   prgcolumndef: definitions of the columns; the key columns first.
 *   ccolumn: number of columns.
 *   pidxunicode: NULL = instance defaults.
 *   ptableid: out: receives the cursor.
 *   prgcolumnid: out: receives a column id for each column.
 *   Results: JET_errInvalidLanguageId, JET_errTooManySorts, JET_errCannotMaterializeForwardOnlySort,
 *   JET_errInvalidParameter, JET_errTooManyColumns, JET_errInvalidCodePage, JET_errInvalidLCMapStringFlags,
 *   JET_errRecordTooBig, JET_errOutOfCursors, JET_errTooManyOpenTables. */
JET_ERR JET_API JetOpenTempTable3(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
    JET_UNICODEINDEX *pidxunicode, JET_GRBIT grbit, JET_TABLEID *ptableid, JET_COLUMNID *prgcolumnid);

#if JET_VERSION >= 0x0600
/* JetOpenTemporaryTable: JetOpenTempTable3 with a structure, key size and segment size.
 *   Results: JET_errInvalidParameter, JET_errInvalidLanguageId. */
JET_ERR JET_API JetOpenTemporaryTable(JET_SESID sesid, JET_OPENTEMPORARYTABLE *popentemporarytable);
#endif

#if JET_VERSION >= 0x0602
/* JetOpenTemporaryTable2: JetOpenTemporaryTable whose collation names its locale.
 *   Results: JET_errInvalidParameter, JET_errInvalidLanguageId. */
JET_ERR JET_API JetOpenTemporaryTable2(JET_SESID sesid, JET_OPENTEMPORARYTABLE2 *popentemporarytable);
#endif

/* JetRenameTable: Renames a table.
 *   szName: present name.
 *   szNameNew: new name.
 *   Results: JET_errTransReadOnly, JET_errInvalidParameter, JET_errInvalidName, JET_errObjectNotFound,
 *   JET_errFixedDDL, JET_errPermissionDenied, JET_errKeyDuplicate, JET_errWriteConflict. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetRenameTable(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_PCSTR szNameNew);
#else
JET_ERR JET_API JetRenameTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_PCSTR szNameNew);
JET_ERR JET_API JetRenameTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szName, JET_PCWSTR szNameNew);
#define JetRenameTable ESENT_AW(JetRenameTable)
#endif

#if JET_VERSION >= 0x0501
/* JetResetTableSequential: Takes back the hint of JetSetTableSequential.
 *   Results: JET_errIllegalOperation. */
JET_ERR JET_API JetResetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/* JetSetTableSequential: Hints that the current index of the cursor will be read in order.
 *   Results: JET_errIllegalOperation. */
JET_ERR JET_API JetSetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);
#endif


/* --- Columns ----------------------------------------------------------------------------------------- */

/* JetAddColumn: Adds one column to an existing table.
 *   tableid: updatable cursor on a base table.
 *   szColumnName: column name.
 *   pcolumndef: definition of the column.
 *   pvDefault: default value (optional).
 *   cbDefault: its size in bytes.
 *   pcolumnid: out: receives the column id (optional).
 *   Results: JET_errPermissionDenied, JET_errTransReadOnly, JET_errFixedDDL, JET_errInvalidParameter,
 *   JET_errInTransaction, JET_errTableNotEmpty, JET_errColumnDuplicate, JET_errRecordTooBig,
 *   JET_errTooManyColumns, JET_errColumnRedundant, JET_errCallbackNotResolved, JET_errWriteConflict,
 *   JET_wrnColumnMaxTruncated. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetAddColumn(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    const JET_COLUMNDEF *pcolumndef, const void *pvDefault, uint32_t cbDefault, JET_COLUMNID *pcolumnid);
#else
JET_ERR JET_API JetAddColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    const JET_COLUMNDEF *pcolumndef, const void *pvDefault, uint32_t cbDefault, JET_COLUMNID *pcolumnid);
JET_ERR JET_API JetAddColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName,
    const JET_COLUMNDEF *pcolumndef, const void *pvDefault, uint32_t cbDefault, JET_COLUMNID *pcolumnid);
#define JetAddColumn ESENT_AW(JetAddColumn)
#endif

/* JetDeleteColumn: Deletes a column.
 *   szColumnName: column name.
 *   Results: JET_errInvalidName, JET_errPermissionDenied, JET_errTransReadOnly, JET_errFixedDDL,
 *   JET_errFixedInheritedDDL, JET_errColumnNotFound, JET_errColumnInUse, JET_errWriteConflict. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDeleteColumn(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName);
#else
JET_ERR JET_API JetDeleteColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName);
JET_ERR JET_API JetDeleteColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName);
#define JetDeleteColumn ESENT_AW(JetDeleteColumn)
#endif

#if JET_VERSION >= 0x0501
/* JetDeleteColumn2: JetDeleteColumn with options.
 *   szColumnName: column name.
 *   grbit: see "Options of JetDeleteColumn2" above.
 *   Results: JET_errColumnNotFound, JET_errFixedInheritedDDL. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDeleteColumn2(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    const JET_GRBIT grbit);
#else
JET_ERR JET_API JetDeleteColumn2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    const JET_GRBIT grbit);
JET_ERR JET_API JetDeleteColumn2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName,
    const JET_GRBIT grbit);
#define JetDeleteColumn2 ESENT_AW(JetDeleteColumn2)
#endif

/* JetRenameColumn: Renames a column; its id, data and indexes stay.
 *   szName: present name.
 *   szNameNew: new name.
 *   Results: JET_errTransReadOnly, JET_errInvalidParameter, JET_errInTransaction, JET_errInvalidName,
 *   JET_errColumnNotFound, JET_errPermissionDenied, JET_errKeyDuplicate, JET_errWriteConflict. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetRenameColumn(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szName, JET_PCSTR szNameNew,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetRenameColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szName, JET_PCSTR szNameNew,
    JET_GRBIT grbit);
JET_ERR JET_API JetRenameColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szName,
    JET_PCWSTR szNameNew, JET_GRBIT grbit);
#define JetRenameColumn ESENT_AW(JetRenameColumn)
#endif
#endif

/* JetSetColumnDefaultValue: Replaces (or adds) the default value of a column.
 *   szTableName: table name.
 *   szColumnName: column name.
 *   Results: JET_errInvalidName, JET_errNullInvalid, JET_errDefaultValueTooBig, JET_errObjectNotFound,
 *   JET_errTableLocked, JET_errTableInUse, JET_errColumnNotFound, JET_errColumnInUse,
 *   JET_errInvalidBufferSize, JET_errPermissionDenied, JET_errTransReadOnly, JET_errWriteConflict. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetColumnDefaultValue(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
    JET_PCSTR szColumnName, const void *pvData, const uint32_t cbData, const JET_GRBIT grbit);
#else
JET_ERR JET_API JetSetColumnDefaultValueA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
    JET_PCSTR szColumnName, const void *pvData, const uint32_t cbData, const JET_GRBIT grbit);
JET_ERR JET_API JetSetColumnDefaultValueW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
    JET_PCWSTR szColumnName, const void *pvData, const uint32_t cbData, const JET_GRBIT grbit);
#define JetSetColumnDefaultValue ESENT_AW(JetSetColumnDefaultValue)
#endif

/* --- Indexes ----------------------------------------------------------------------------------------- */

/* JetCreateIndex: Creates one index.
 *   szIndexName: index name.
 *   grbit: see "Options of an index (JetCreateIndex, JET_INDEXCREATE)" above.
 *   szKey: key columns, each "+name" or "-name" ended by a zero, the last by two.
 *   cbKey: size of szKey in bytes with all zeros.
 *   lDensity: fill density in percent.
 *   Results: JET_errIndexInvalidDef. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateIndex(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit,
    const char *szKey, uint32_t cbKey, uint32_t lDensity);
#else
JET_ERR JET_API JetCreateIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName, JET_GRBIT grbit,
    const char *szKey, uint32_t cbKey, uint32_t lDensity);
JET_ERR JET_API JetCreateIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName, JET_GRBIT grbit,
    const WCHAR *szKey, uint32_t cbKey, uint32_t lDensity);
#define JetCreateIndex ESENT_AW(JetCreateIndex)
#endif

/* JetCreateIndex2: Creates one or several indexes on an existing table.
 *   tableid: updatable cursor on a base table.
 *   pindexcreate: the indexes; err of each is a result.
 *   cIndexCreate: number of indexes.
 *   Results: JET_errInvalidParameter, JET_errInvalidName, JET_errInTransaction,
 *   JET_errExclusiveTableLockRequired, JET_errFixedDDL, JET_errIndexDuplicate, JET_errIndexHasPrimary,
 *   JET_errTableNotEmpty, JET_errIndexInvalidDef, JET_errInvalidGrbit, JET_errColumnNotFound,
 *   JET_errCannotIndex, JET_errCannotIndexOnEncryptedColumn, JET_errIndexTuples, JET_errDensityInvalid,
 *   JET_errSpaceHintsInvalid, JET_errInvalidLanguageId, JET_errInvalidLCMapStringFlags, JET_errKeyDuplicate,
 *   JET_errNullKeyDisallowed, JET_errKeyTruncated, JET_errWriteConflict, JET_errPermissionDenied,
 *   JET_errTransReadOnly. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateIndex2(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_A *pindexcreate,
    uint32_t cIndexCreate);
#else
JET_ERR JET_API JetCreateIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_A *pindexcreate,
    uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE_W *pindexcreate,
    uint32_t cIndexCreate);
#define JetCreateIndex2 ESENT_AW(JetCreateIndex2)
#endif

#if JET_VERSION >= 0x0601
/* JetCreateIndex3: JetCreateIndex2 with space hints (JET_INDEXCREATE2).
 *   pindexcreate: the indexes; err of each is a result.
 *   cIndexCreate: number of indexes.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errCantUseDeferredPopulateIndex,
 *   JET_errInTransaction, JET_errIndexNotFound, JET_errWriteConflict, JET_errIllegalOperation. */
JET_ERR JET_API JetCreateIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_A *pindexcreate,
    uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE2_W *pindexcreate,
    uint32_t cIndexCreate);
#define JetCreateIndex3 ESENT_AW(JetCreateIndex3)
#endif

#if JET_VERSION >= 0x0602
/* JetCreateIndex4: JetCreateIndex2 with space hints and a locale name (JET_INDEXCREATE3).
 *   pindexcreate: the indexes; err of each is a result.
 *   cIndexCreate: number of indexes.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errCantUseDeferredPopulateIndex,
 *   JET_errInTransaction, JET_errIndexNotFound, JET_errWriteConflict, JET_errIllegalOperation. */
JET_ERR JET_API JetCreateIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_A *pindexcreate,
    uint32_t cIndexCreate);
JET_ERR JET_API JetCreateIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_INDEXCREATE3_W *pindexcreate,
    uint32_t cIndexCreate);
#define JetCreateIndex4 ESENT_AW(JetCreateIndex4)
#endif

/* JetDeleteIndex: Deletes a secondary index; its space is freed in the background after commit.
 *   szIndexName: index name.
 *   Results: JET_errInvalidName, JET_errPermissionDenied, JET_errTransReadOnly, JET_errFixedDDL,
 *   JET_errFixedInheritedDDL, JET_errIndexNotFound, JET_errIndexMustStay, JET_errWriteConflict,
 *   JET_errIndexInUse. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDeleteIndex(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
#else
JET_ERR JET_API JetDeleteIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
JET_ERR JET_API JetDeleteIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);
#define JetDeleteIndex ESENT_AW(JetDeleteIndex)
#endif

/* --- Cursors ----------------------------------------------------------------------------------------- */

/* JetDupCursor: Opens another cursor on the same table.
 *   ptableid: out: receives the cursor.
 *   Results: JET_errOutOfCursors, JET_errOutOfMemory, JET_errIllegalOperation. */
JET_ERR JET_API JetDupCursor(JET_SESID sesid, JET_TABLEID tableid, JET_TABLEID *ptableid, JET_GRBIT grbit);

/* JetGetBookmark: Returns the bookmark (primary key) of the current record.
 *   pvBookmark: out: receives the bookmark (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errBufferTooSmall, JET_errNoCurrentRecord. */
JET_ERR JET_API JetGetBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbMax,
    uint32_t *pcbActual);

/* JetGetCurrentIndex: Returns the name of the cursor's current index.
 *   szIndexName: out: receives the name.
 *   cbIndexName: size of the buffer in bytes.
 *   Results: JET_wrnBufferTruncated, JET_errBufferTooSmall, JET_errOutOfMemory. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetCurrentIndex(JET_SESID sesid, JET_TABLEID tableid, JET_PSTR szIndexName,
    uint32_t cbIndexName);
#else
JET_ERR JET_API JetGetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PSTR szIndexName,
    uint32_t cbIndexName);
JET_ERR JET_API JetGetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PWSTR szIndexName,
    uint32_t cbIndexName);
#define JetGetCurrentIndex ESENT_AW(JetGetCurrentIndex)
#endif

/* JetGetCursorInfo: Tells whether updating the current record is already known to conflict.
 *   pvResult: NULL.
 *   cbMax: 0.
 *   InfoLevel: 0.
 *   Results: JET_errInvalidParameter, JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errWriteConflict. */
JET_ERR JET_API JetGetCursorInfo(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);

/* JetGetLock: Locks the current record (or a key) explicitly.
 *   grbit: see "Options of JetGetLock" above.
 *   Results: JET_errNotInTransaction, JET_errInvalidGrbit, JET_errPermissionDenied, JET_errTransReadOnly,
 *   JET_errKeyNotMade, JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errWriteConflict. */
JET_ERR JET_API JetGetLock(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/* JetGetRecordPosition: Approximate fractional position of the current entry in its index.
 *   cbRecpos: size of the structure, at least 16.
 *   Results: JET_errFilteredMoveNotSupported, JET_errInvalidParameter, JET_errNoCurrentRecord. */
JET_ERR JET_API JetGetRecordPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS *precpos,
    uint32_t cbRecpos);

#if JET_VERSION >= 0x0501
/* JetGetSecondaryIndexBookmark: Returns key and primary bookmark of the current secondary index entry.
 *   pvSecondaryKey: out: index key (optional).
 *   cbSecondaryKeyMax: index key.
 *   pcbSecondaryKeyActual: out: index key (optional).
 *   pvPrimaryBookmark: out: primary bookmark (optional).
 *   cbPrimaryBookmarkMax: primary bookmark.
 *   pcbPrimaryBookmarkActual: out: primary bookmark (optional).
 *   Results: JET_errNoCurrentIndex, JET_errBufferTooSmall, JET_errNoCurrentRecord, JET_errRecordDeleted. */
JET_ERR JET_API JetGetSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvSecondaryKey,
    uint32_t cbSecondaryKeyMax, uint32_t *pcbSecondaryKeyActual, void *pvPrimaryBookmark,
    uint32_t cbPrimaryBookmarkMax, uint32_t *pcbPrimaryBookmarkActual, const JET_GRBIT grbit);
#endif

/* JetGotoBookmark: Positions the cursor on the record with a given bookmark.
 *   pvBookmark: bookmark.
 *   cbBookmark: its size in bytes.
 *   Results: JET_errInvalidBookmark, JET_errRecordDeleted, JET_errNoCurrentRecord. */
JET_ERR JET_API JetGotoBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark);

/* JetGotoPosition: Moves to an approximate fractional position in the current index.
 *   Results: JET_errFilteredMoveNotSupported, JET_errInvalidParameter, JET_errRecordNotFound. */
JET_ERR JET_API JetGotoPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS *precpos);

#if JET_VERSION >= 0x0501
/* JetGotoSecondaryIndexBookmark: Positions on the secondary index entry returned by
 * JetGetSecondaryIndexBookmark.
 *   pvSecondaryKey: required, non-empty.
 *   cbSecondaryKey: required, non-empty.
 *   pvPrimaryBookmark: required for non-unique indexes (optional).
 *   cbPrimaryBookmark: required for non-unique indexes.
 *   grbit: see "Options of JetGotoSecondaryIndexBookmark" above.
 *   Results: JET_errNoCurrentIndex, JET_errInvalidBookmark, JET_errRecordDeleted. */
JET_ERR JET_API JetGotoSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvSecondaryKey,
    uint32_t cbSecondaryKey, void *pvPrimaryBookmark, uint32_t cbPrimaryBookmark, const JET_GRBIT grbit);
#endif

/* JetIndexRecordCount: Counts entries from the current one to the end of the index or range.
 *   pcrec: out: receives the count.
 *   crecMax: stop at this count, 0 for no limit.
 *   Results: JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errFilteredMoveNotSupported,
 *   JET_errTooManyRecords, JET_errOutOfMemory. */
JET_ERR JET_API JetIndexRecordCount(JET_SESID sesid, JET_TABLEID tableid, uint32_t *pcrec, uint32_t crecMax);

#if JET_VERSION >= 0x0A01
/* JetIndexRecordCount2: JetIndexRecordCount with 64-bit counts.
 *   pcrec: out: receives the count.
 *   crecMax: stop at this count, 0 for no limit.
 *   Results: JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errFilteredMoveNotSupported,
 *   JET_errTooManyRecords, JET_errOutOfMemory. */
JET_ERR JET_API JetIndexRecordCount2(JET_SESID sesid, JET_TABLEID tableid, uint64_t *pcrec, uint64_t crecMax);
#endif

/* JetIntersectIndexes: Finds the records that are in several index ranges of one table.
 *   rgindexrange: cursors of one table, each with a secondary index current and a range set.
 *   cindexrange: number of ranges, 1 to 64.
 *   precordlist: in/out: receives the result table, which the caller closes.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errNoCurrentRecord, JET_errTooManySorts,
 *   JET_errTermInProgress. */
JET_ERR JET_API JetIntersectIndexes(JET_SESID sesid, JET_INDEXRANGE *rgindexrange, uint32_t cindexrange,
    JET_RECORDLIST *precordlist, JET_GRBIT grbit);

/* JetMakeKey: Builds the search key of the cursor for its current index, one key column per call.
 *   pvData: value of the next key column, NULL for a NULL value.
 *   cbData: its size in bytes.
 *   grbit: see "Options of JetMakeKey" above.
 *   Results: JET_errNoCurrentIndex, JET_errInvalidParameter, JET_errKeyIsMade, JET_errKeyNotMade,
 *   JET_errInvalidBufferSize, JET_errInvalidGrbit, JET_errIndexTuplesKeyTooSmall, JET_errOutOfMemory,
 *   JET_errUnicodeNormalizationNotSupported. */
JET_ERR JET_API JetMakeKey(JET_SESID sesid, JET_TABLEID tableid, const void *pvData, uint32_t cbData,
    JET_GRBIT grbit);

/* JetMove: Moves the cursor along its current index.
 *   cRow: JET_MoveFirst, JET_MoveLast, JET_MoveNext, JET_MovePrevious, 0, or a relative count of entries.
 *   grbit: 0 or JET_bitMoveKeyNE.
 *   Results: JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errFilteredMoveNotSupported. */
JET_ERR JET_API JetMove(JET_SESID sesid, JET_TABLEID tableid, int32_t cRow, JET_GRBIT grbit);

#if JET_VERSION >= 0x0602
/* JetPrereadIndexRanges: Starts reading the pages of several index ranges.
 *   rgIndexRanges: ranges.
 *   cIndexRanges: number of ranges.
 *   pcRangesPreread: out: number of ranges started (optional).
 *   rgcolumnidPreread: long columns whose separated values are read too.
 *   ccolumnidPreread: number of columns.
 *   grbit: see "Options of JetPrereadKeys and JetPrereadIndexRanges" above.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errInvalidPreread,
 *   JET_errMustBeSeparateLongValue. */
JET_ERR JET_API JetPrereadIndexRanges(JET_SESID sesid, JET_TABLEID tableid,
    const JET_INDEX_RANGE *const rgIndexRanges, const uint32_t cIndexRanges, uint32_t *const pcRangesPreread,
    const JET_COLUMNID *const rgcolumnidPreread, const uint32_t ccolumnidPreread, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0601
/* JetPrereadKeys: Starts reading the pages for a sorted list of keys of the current index.
 *   rgpvKeys: normalised keys in index order.
 *   rgcbKeys: their sizes in bytes.
 *   ckeys: number of keys.
 *   pckeysPreread: out: receives how many keys were started (optional).
 *   grbit: see "Options of JetPrereadKeys and JetPrereadIndexRanges" above.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errInvalidBufferSize. */
JET_ERR JET_API JetPrereadKeys(JET_SESID sesid, JET_TABLEID tableid, const void **rgpvKeys,
    const uint32_t *rgcbKeys, int32_t ckeys, int32_t *pckeysPreread, JET_GRBIT grbit);
#endif

/* JetRetrieveKey: Returns the key of the current index entry, or the search key.
 *   pvKey: out: receives the key; NULL to learn the size.
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   grbit: 0 or JET_bitRetrieveCopy for the search key.
 *   Results: JET_wrnBufferTruncated, JET_errKeyNotMade, JET_errNoCurrentRecord, JET_errRecordDeleted. */
JET_ERR JET_API JetRetrieveKey(JET_SESID sesid, JET_TABLEID tableid, void *pvKey, uint32_t cbMax,
    uint32_t *pcbActual, JET_GRBIT grbit);

/* JetSeek: Positions the cursor by the search key.
 *   grbit: one of JET_bitSeekEQ, LT, LE, GE, GT; with JET_bitSetIndexRange or JET_bitCheckUniqueness.
 *   Results: JET_wrnSeekNotEqual, JET_wrnUniqueKey, JET_errRecordNotFound, JET_errInvalidParameter,
 *   JET_errKeyNotMade, JET_errNoCurrentRecord. */
JET_ERR JET_API JetSeek(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/* JetSetCurrentIndex: Selects the index that the cursor uses.
 *   szIndexName: index name (optional).
 *   Results: JET_errInvalidGrbit, JET_errFilteredMoveNotSupported, JET_errInvalidName, JET_errIndexNotFound,
 *   JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errBadItagSequence,
 *   JET_errCantUseDeferredPopulateIndex. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetCurrentIndex(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
#else
JET_ERR JET_API JetSetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);
JET_ERR JET_API JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);
#define JetSetCurrentIndex ESENT_AW(JetSetCurrentIndex)
#endif

/* JetSetCurrentIndex2: JetSetCurrentIndex with the choice to keep the record.
 *   szIndexName: index name (optional).
 *   grbit: see "Options of JetSetCurrentIndex2 and its successors" above.
 *   Results: JET_errInvalidGrbit, JET_errFilteredMoveNotSupported, JET_errInvalidName, JET_errIndexNotFound,
 *   JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errBadItagSequence,
 *   JET_errCantUseDeferredPopulateIndex. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetCurrentIndex2(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetSetCurrentIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_GRBIT grbit);
JET_ERR JET_API JetSetCurrentIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
    JET_GRBIT grbit);
#define JetSetCurrentIndex2 ESENT_AW(JetSetCurrentIndex2)
#endif

/* JetSetCurrentIndex3: JetSetCurrentIndex2 with a value number.
 *   szIndexName: index name (optional).
 *   itagSequence: number of the value of a multi-valued column, from 1.
 *   Results: JET_errInvalidIndexId, JET_errBadItagSequence. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetCurrentIndex3(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_GRBIT grbit, uint32_t itagSequence);
#else
JET_ERR JET_API JetSetCurrentIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_GRBIT grbit, uint32_t itagSequence);
JET_ERR JET_API JetSetCurrentIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
    JET_GRBIT grbit, uint32_t itagSequence);
#define JetSetCurrentIndex3 ESENT_AW(JetSetCurrentIndex3)
#endif

/* JetSetCurrentIndex4: JetSetCurrentIndex3 with an index id instead of a name.
 *   szIndexName: index name (optional).
 *   pindexid: from JetGetIndexInfo (optional).
 *   itagSequence: number of the value of a multi-valued column, from 1.
 *   Results: JET_errInvalidIndexId, JET_errBadItagSequence. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSetCurrentIndex4(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_INDEXID *pindexid, JET_GRBIT grbit, uint32_t itagSequence);
#else
JET_ERR JET_API JetSetCurrentIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    JET_INDEXID *pindexid, JET_GRBIT grbit, uint32_t itagSequence);
JET_ERR JET_API JetSetCurrentIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
    JET_INDEXID *pindexid, JET_GRBIT grbit, uint32_t itagSequence);
#define JetSetCurrentIndex4 ESENT_AW(JetSetCurrentIndex4)
#endif

#if JET_VERSION >= 0x0602
/* JetSetCursorFilter: Sets conditions that JetMove and JetSeek apply to records of the primary index.
 *   rgColumnFilters: array of JET_INDEX_COLUMN, all must match (AND).
 *   cColumnFilters: array of JET_INDEX_COLUMN, all must match (AND).
 *   Results: JET_errInvalidGrbit, JET_errFilteredMoveNotSupported, JET_errInvalidParameter,
 *   JET_errBadColumnId, JET_errColumnNotFound, JET_errOutOfMemory. */
JET_ERR JET_API JetSetCursorFilter(JET_SESID sesid, JET_TABLEID tableid, JET_INDEX_COLUMN *rgColumnFilters,
    uint32_t cColumnFilters, JET_GRBIT grbit);
#endif

/* JetSetIndexRange: Limits following relative moves with the search key.
 *   grbit: see "Options of JetSetIndexRange" above.
 *   Results: JET_errInvalidOperation, JET_errNoCurrentIndex, JET_errKeyNotMade, JET_errNoCurrentRecord,
 *   JET_errIllegalOperation. */
JET_ERR JET_API JetSetIndexRange(JET_SESID sesid, JET_TABLEID tableidSrc, JET_GRBIT grbit);

/* --- Changing records -------------------------------------------------------------------------------- */

/* JetDelete: Deletes the current record, with all its index entries and long-value references.
 *   Results: JET_errPermissionDenied, JET_errTransReadOnly, JET_errAlreadyPrepared, JET_errNoCurrentRecord,
 *   JET_errRecordDeleted, JET_errWriteConflict, JET_errWriteConflictPrimaryIndex. */
JET_ERR JET_API JetDelete(JET_SESID sesid, JET_TABLEID tableid);

/* JetPrepareUpdate: Starts or cancels an insert or replace on the cursor.
 *   prep: JET_prep....
 *   Results: JET_errPermissionDenied, JET_errTransReadOnly, JET_errAlreadyPrepared, JET_errUpdateNotPrepared,
 *   JET_errInvalidParameter, JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errWriteConflict,
 *   JET_errNotInTransaction, JET_errIllegalOperation, JET_errOutOfAutoincrementValues,
 *   JET_errSessionWriteConflict. */
JET_ERR JET_API JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep);

/* JetSetColumn: Sets one column value in the prepared update.
 *   columnid: column id.
 *   pvData: value (optional).
 *   cbData: its size in bytes.
 *   grbit: see "Options of JetSetColumn" above.
 *   Results: JET_wrnColumnMaxTruncated, JET_errPermissionDenied, JET_errTransReadOnly,
 *   JET_errInvalidParameter, JET_errUpdateNotPrepared, JET_errInvalidGrbit, JET_errInvalidBufferSize,
 *   JET_errBadColumnId, JET_errColumnNotFound, JET_errInvalidColumnType, JET_errSetAutoIncrementTooHigh,
 *   JET_errAutoIncrementNotSet, JET_errNullInvalid, JET_errColumnTooBig, JET_errColumnDoesNotFit,
 *   JET_errRecordTooBig, JET_errColumnNoChunk, JET_errNotInTransaction, JET_errMultiValuedDuplicate,
 *   JET_errMultiValuedDuplicateAfterTruncation, JET_errEncryptionBadItag, JET_errColumnNoEncryptionKey. */
JET_ERR JET_API JetSetColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, const void *pvData,
    uint32_t cbData, JET_GRBIT grbit, JET_SETINFO *psetinfo);

/* JetSetColumns: Sets several column values in the prepared update.
 *   psetcolumn: the columns; err is a result (optional).
 *   csetcolumn: entries.
 *   Results: JET_errUpdateNotPrepared, JET_errInvalidParameter, JET_wrnColumnMaxTruncated. */
JET_ERR JET_API JetSetColumns(JET_SESID sesid, JET_TABLEID tableid, JET_SETCOLUMN *psetcolumn,
    uint32_t csetcolumn);

/* JetUpdate: Completes the prepared insert or replace.
 *   pvBookmark: out: receives the bookmark of the record (optional).
 *   cbBookmark: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errUpdateNotPrepared, JET_errNullInvalid, JET_errAutoIncrementNotSet,
 *   JET_errNullKeyDisallowed, JET_errKeyDuplicate, JET_errMultiValuedIndexViolation, JET_errKeyTruncated,
 *   JET_errBufferTooSmall, JET_errRecordPrimaryChanged, JET_errWriteConflict,
 *   JET_errWriteConflictPrimaryIndex, JET_errRecordDeleted, JET_errRecordTooBig. */
JET_ERR JET_API JetUpdate(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark,
    uint32_t *pcbActual);

/* --- Changing records: options ----------------------------------------------------------------------- */

/* JetEscrowUpdate: Adds a number to an escrow column without a write lock conflict between sessions.
 *   columnid: column id.
 *   pv: signed delta, host order.
 *   cbMax: size of the buffer in bytes.
 *   pvOld: out: value before the addition, uncorrected (optional).
 *   cbOldMax: value before the addition, uncorrected.
 *   pcbOldActual: out: column size on success, also without pvOld (optional).
 *   grbit: see "Options of JetEscrowUpdate" above.
 *   Results: JET_errNotInTransaction, JET_errPermissionDenied, JET_errTransReadOnly, JET_errBadColumnId,
 *   JET_errColumnNotFound, JET_errAlreadyPrepared, JET_errInvalidBufferSize, JET_errInvalidOperation,
 *   JET_errNoCurrentRecord, JET_errWriteConflict, JET_errRecordDeleted. */
JET_ERR JET_API JetEscrowUpdate(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void *pv,
    uint32_t cbMax, void *pvOld, uint32_t cbOldMax, uint32_t *pcbOldActual, JET_GRBIT grbit);

#if JET_VERSION >= 0x0502
/* JetUpdate2: JetUpdate with options.
 *   pvBookmark: out: receives the bookmark of the record (optional).
 *   cbBookmark: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   grbit: see "Options of JetUpdate2" above.
 *   Results: JET_errRecordTooBigForBackwardCompatibility, JET_errUpdateMustVersion. */
JET_ERR JET_API JetUpdate2(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark,
    uint32_t *pcbActual, const JET_GRBIT grbit);
#endif


/* --- Reading records --------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0501
/* JetEnumerateColumns: Returns many columns and values of the current record in one allocation scheme.
 *   cEnumColumnId: 0 = all columns.
 *   rgEnumColumnId: 0 = all columns (optional).
 *   pcEnumColumn: out: required: number of entries and array.
 *   prgEnumColumn: out: required: number of entries and array.
 *   pfnRealloc: allocates, resizes and frees the memory of the result, which is then the caller's.
 *   pvReallocContext: passed through to pfnRealloc.
 *   cbDataMost: maximum bytes returned for a value that is stored outside the record.
 *   grbit: see "Options of JetEnumerateColumns" above.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errCallbackFailed, JET_errBadColumnId,
 *   JET_errColumnNotFound, JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errOutOfMemory. */
JET_ERR JET_API JetEnumerateColumns(JET_SESID sesid, JET_TABLEID tableid, uint32_t cEnumColumnId,
    JET_ENUMCOLUMNID *rgEnumColumnId, uint32_t *pcEnumColumn, JET_ENUMCOLUMN **prgEnumColumn,
    JET_PFNREALLOC pfnRealloc, void *pvReallocContext, uint32_t cbDataMost, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetGetRecordSize: Returns the storage used by the current record (or the copy buffer).
 *   grbit: see "Options of JetGetRecordSize" above.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errNoCurrentRecord, JET_errRecordDeleted,
 *   JET_errColumnNoEncryptionKey, JET_errOutOfMemory. */
JET_ERR JET_API JetGetRecordSize(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE *precsize,
    const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0601
/* JetGetRecordSize2: JetGetRecordSize with counts of compressed data.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errNoCurrentRecord, JET_errRecordDeleted,
 *   JET_errColumnNoEncryptionKey, JET_errOutOfMemory. */
JET_ERR JET_API JetGetRecordSize2(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE2 *precsize,
    const JET_GRBIT grbit);
#endif

/* JetRetrieveColumn: Reads one column value of the current record, of the copy buffer, or of the index entry.
 *   columnid: column id.
 *   pvData: out: receives the value, or its first cbData bytes; NULL to learn the size.
 *   cbData: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   grbit: see "Options of JetRetrieveColumn" above.
 *   Results: JET_wrnBufferTruncated, JET_wrnColumnNull, JET_wrnColumnSetNull, JET_wrnSeparateLongValue,
 *   JET_wrnColumnReference, JET_errInvalidParameter, JET_errInvalidGrbit, JET_errBadColumnId,
 *   JET_errColumnNotFound, JET_errBadItagSequence, JET_errNoCurrentRecord, JET_errRecordDeleted,
 *   JET_errIndexTuplesCannotRetrieveFromIndex, JET_errInvalidBufferSize, JET_errBufferTooSmall,
 *   JET_errInvalidTableId, JET_errColumnNoEncryptionKey, JET_errDecompressionFailed, JET_errCallbackFailed,
 *   JET_errUpdateNotPrepared, JET_errSeparatedLongValue. */
JET_ERR JET_API JetRetrieveColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void *pvData,
    uint32_t cbData, uint32_t *pcbActual, JET_GRBIT grbit, JET_RETINFO *pretinfo);

/* JetRetrieveColumns: Reads several column values of the current record in one call and one snapshot.
 *   pretrievecolumn: in/out: the columns; cbActual, columnidNextTagged and err are results (optional).
 *   cretrievecolumn: entries.
 *   Results: JET_wrnBufferTruncated. */
JET_ERR JET_API JetRetrieveColumns(JET_SESID sesid, JET_TABLEID tableid, JET_RETRIEVECOLUMN *pretrievecolumn,
    uint32_t cretrievecolumn);

/* --- Information ------------------------------------------------------------------------------------- */

/* JetGetColumnInfo: Column information by database and table name.
 *   szTableName: table name.
 *   pColumnNameOrId: column name, or address of a JET_COLUMNID for the levels by id (optional).
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_ColInfo..., with JET_ColInfoGrbit...
 *   Results: JET_errFeatureNotAvailable, JET_errInvalidParameter, JET_errBufferTooSmall,
 *   JET_errInvalidName, JET_errObjectNotFound, JET_errTableLocked, JET_errColumnNotFound,
 *   JET_errTooManySorts. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetColumnInfo(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
    JET_PCSTR pColumnNameOrId, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetColumnInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
    JET_PCSTR pColumnNameOrId, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetColumnInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
    JET_PCWSTR pColumnNameOrId, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#define JetGetColumnInfo ESENT_AW(JetGetColumnInfo)
#endif

/* JetGetDatabaseFileInfo: Information about a database file that need not be attached.
 *   szDatabaseName: path of the database file.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_DbInfo...
 *   Results: JET_errInvalidBufferSize, JET_errInvalidParameter, JET_errFileInvalidType, JET_errFileNotFound,
 *   JET_errInvalidPath, JET_errFileAccessDenied, JET_errReadVerifyFailure. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetDatabaseFileInfo(JET_PCSTR szDatabaseName, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetDatabaseFileInfoA(JET_PCSTR szDatabaseName, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
JET_ERR JET_API JetGetDatabaseFileInfoW(JET_PCWSTR szDatabaseName, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#define JetGetDatabaseFileInfo ESENT_AW(JetGetDatabaseFileInfo)
#endif

/* JetGetDatabaseInfo: Returns information about an open database; the level selects what.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_DbInfo...
 *   Results: JET_errBufferTooSmall, JET_errInvalidBufferSize, JET_errFeatureNotAvailable,
 *   JET_errInvalidParameter, JET_errInvalidLanguageId. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetDatabaseInfo(JET_SESID sesid, JET_DBID dbid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetDatabaseInfoA(JET_SESID sesid, JET_DBID dbid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
JET_ERR JET_API JetGetDatabaseInfoW(JET_SESID sesid, JET_DBID dbid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#define JetGetDatabaseInfo ESENT_AW(JetGetDatabaseInfo)
#endif

#if JET_VERSION >= 0x0602
/* JetGetErrorInfoW: Describes a result code: its category and the path of categories to it. Needs no session.
 *   pvContext: address of the JET_ERR to describe.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_ErrorInfoSpecificErr.
 *   Results: JET_errInvalidParameter, JET_errInvalidBufferSize. */
JET_ERR JET_API JetGetErrorInfoW(void *pvContext, void *pvResult, uint32_t cbMax, uint32_t InfoLevel,
    JET_GRBIT grbit);
#endif

/* JetGetIndexInfo: Returns information about the indexes of a table given by name.
 *   szTableName: table name.
 *   szIndexName: index; NULL or empty means the primary index or all indexes, as the level says.
 *   pvResult: out: buffer for what the level says.
 *   cbResult: size of the buffer in bytes.
 *   InfoLevel: JET_IdxInfo...
 *   Results: JET_errFeatureNotAvailable, JET_errInvalidParameter, JET_errBufferTooSmall,
 *   JET_errInvalidBufferSize, JET_errInvalidName, JET_errObjectNotFound, JET_errTableLocked,
 *   JET_errIndexNotFound, JET_errInvalidLanguageId, JET_errTooManySorts. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetIndexInfo(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szIndexName,
    void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetIndexInfoA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, JET_PCSTR szIndexName,
    void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetGetIndexInfoW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
    JET_PCWSTR szIndexName, void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
#define JetGetIndexInfo ESENT_AW(JetGetIndexInfo)
#endif

#if JET_VERSION >= 0x0600
/* JetGetInstanceMiscInfo: Returns the signature of the log stream of an instance.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_InstanceMiscInfo...
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter, JET_errNotInitialized, JET_errInitInProgress,
 *   JET_errTermInProgress, JET_errRestoreInProgress, JET_errBufferTooSmall. */
JET_ERR JET_API JetGetInstanceMiscInfo(JET_INSTANCE instance, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#endif

/* JetGetObjectInfo: Information about one table or all tables of a database.
 *   objtyp: list levels: 0 (nil) or 1 (table) list the tables, any other value gives an empty list.
 *   szContainerName: NULL, "" or "Tables" (any case).
 *   szObjectName: list levels: ignored, but must be a valid name if not empty (optional).
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_ObjInfo...
 *   Results: JET_errFeatureNotAvailable, JET_errInvalidParameter, JET_errBufferTooSmall,
 *   JET_errInvalidName, JET_errObjectNotFound, JET_errTableLocked, JET_errTooManySorts. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetObjectInfo(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp, JET_PCSTR szContainerName,
    JET_PCSTR szObjectName, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetObjectInfoA(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp,
    JET_PCSTR szContainerName, JET_PCSTR szObjectName, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetObjectInfoW(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp,
    JET_PCWSTR szContainerName, JET_PCWSTR szObjectName, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#define JetGetObjectInfo ESENT_AW(JetGetObjectInfo)
#endif

/* JetGetTableColumnInfo: Returns information about the columns of the table of a cursor.
 *   szColumnName: column name, or address of a JET_COLUMNID for the levels by id (optional).
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_ColInfo..., with JET_ColInfoGrbit...
 *   Results: JET_errFeatureNotAvailable, JET_errInvalidParameter, JET_errBufferTooSmall,
 *   JET_errInvalidName, JET_errColumnNotFound, JET_errTooManySorts. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetTableColumnInfo(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetTableColumnInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName,
    void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableColumnInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName,
    void *pvResult, uint32_t cbMax, uint32_t InfoLevel);
#define JetGetTableColumnInfo ESENT_AW(JetGetTableColumnInfo)
#endif

/* JetGetTableIndexInfo: Returns information about the indexes of the table of a cursor.
 *   szIndexName: index; NULL or empty means the primary index or all indexes, as the level says.
 *   pvResult: out: buffer for what the level says.
 *   cbResult: size of the buffer in bytes.
 *   InfoLevel: JET_IdxInfo...
 *   Results: JET_errFeatureNotAvailable, JET_errInvalidParameter, JET_errBufferTooSmall,
 *   JET_errInvalidBufferSize, JET_errInvalidName, JET_errIndexNotFound, JET_errInvalidLanguageId,
 *   JET_errTooManySorts. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetTableIndexInfo(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetTableIndexInfoA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
    void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
JET_ERR JET_API JetGetTableIndexInfoW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
    void *pvResult, uint32_t cbResult, uint32_t InfoLevel);
#define JetGetTableIndexInfo ESENT_AW(JetGetTableIndexInfo)
#endif

/* JetGetTableInfo: Returns information about the table of a cursor.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: JET_TblInfo...
 *   Results: JET_errBufferTooSmall, JET_errTableLocked, JET_errInvalidParameter, JET_errInvalidBufferSize,
 *   JET_errInvalidOperation, JET_errFeatureNotAvailable, JET_errIllegalOperation. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetTableInfo(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#else
JET_ERR JET_API JetGetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
JET_ERR JET_API JetGetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#define JetGetTableInfo ESENT_AW(JetGetTableInfo)
#endif

#if JET_VERSION >= 0x0600
/* JetGetThreadStats: Returns the counters of the calling thread since it first used the engine. Needs no
 * session.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   Results: JET_errBufferTooSmall. */
JET_ERR JET_API JetGetThreadStats(void *pvResult, uint32_t cbMax);
#endif

/* JetGetVersion: Returns the version of the engine: bits 28 to 31 major, 24 to 27 minor, 8 to 23 build, 0 to
 * 7 service pack.
 *   pwVersion: out: receives the version.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetGetVersion(JET_SESID sesid, uint32_t *pwVersion);

/* --- Utilities --------------------------------------------------------------------------------------- */

/* JetCompact: Copies a database into a new, compact one.
 *   szDatabaseSrc: attached database of the instance, opened by nobody.
 *   szDatabaseDest: new file, must not exist.
 *   pfnStatus: progress callback.
 *   pconvert: must be NULL.
 *   grbit: see "Options of JetCompact" above.
 *   Results: JET_errFeatureNotAvailable, JET_errInTransaction, JET_errDatabaseInvalidPath,
 *   JET_errDatabaseNotFound, JET_errDatabaseInUse, JET_errDatabaseLocked, JET_errOneDatabasePerSession,
 *   JET_errDatabaseDuplicate. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCompact(JET_SESID sesid, JET_PCSTR szDatabaseSrc, JET_PCSTR szDatabaseDest,
    JET_PFNSTATUS pfnStatus, JET_CONVERT_A *pconvert, JET_GRBIT grbit);
#else
JET_ERR JET_API JetCompactA(JET_SESID sesid, JET_PCSTR szDatabaseSrc, JET_PCSTR szDatabaseDest,
    JET_PFNSTATUS pfnStatus, JET_CONVERT_A *pconvert, JET_GRBIT grbit);
JET_ERR JET_API JetCompactW(JET_SESID sesid, JET_PCWSTR szDatabaseSrc, JET_PCWSTR szDatabaseDest,
    JET_PFNSTATUS pfnStatus, JET_CONVERT_W *pconvert, JET_GRBIT grbit);
#define JetCompact ESENT_AW(JetCompact)
#endif

/* JetComputeStats: Counts entries, distinct keys and pages of the table and all its indexes and stores the
 * numbers in the catalogue.
 *   Results: JET_errFilteredMoveNotSupported, JET_errTransReadOnly, JET_errPermissionDenied,
 *   JET_errWriteConflict. */
JET_ERR JET_API JetComputeStats(JET_SESID sesid, JET_TABLEID tableid);

#if JET_VERSION >= 0x0601
/* JetConfigureProcessForCrashDump: Selects what of the page cache goes into a process dump.
 *   Results: JET_errInvalidGrbit, JET_errInternalError. */
JET_ERR JET_API JetConfigureProcessForCrashDump(const JET_GRBIT grbit);
#endif

/* JetDefragment: Starts or stops online defragmentation.
 *   szTableName: table name (optional).
 *   pcPasses: in/out: number of passes (optional).
 *   pcSeconds: in/out: number of seconds (optional).
 *   grbit: see "Options of JetDefragment" above. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDefragment(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_GRBIT grbit);
#else
JET_ERR JET_API JetDefragmentA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_GRBIT grbit);
JET_ERR JET_API JetDefragmentW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_GRBIT grbit);
#define JetDefragment ESENT_AW(JetDefragment)
#endif

#if JET_VERSION >= 0x0501
/* JetDefragment2: Starts or stops online defragmentation of a database, or registers one tree.
 *   dbid: open by the session.
 *   szTableName: table name (optional).
 *   pcPasses: in/out: number of passes (optional).
 *   pcSeconds: in/out: number of seconds (optional).
 *   callback: called at the end.
 *   Results: JET_errTransReadOnly, JET_errInvalidParameter, JET_errInvalidGrbit, JET_errInvalidName,
 *   JET_errObjectNotFound, JET_errInvalidDatabaseId, JET_errDatabaseFileReadOnly,
 *   JET_wrnDefragAlreadyRunning, JET_wrnDefragNotRunning. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDefragment2(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_CALLBACK callback, JET_GRBIT grbit);
#else
JET_ERR JET_API JetDefragment2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_CALLBACK callback, JET_GRBIT grbit);
JET_ERR JET_API JetDefragment2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName, uint32_t *pcPasses,
    uint32_t *pcSeconds, JET_CALLBACK callback, JET_GRBIT grbit);
#define JetDefragment2 ESENT_AW(JetDefragment2)
#endif

/* JetDefragment3: JetDefragment2 by database name; always JET_errInvalidParameter.
 *   szDatabaseName: path of the database file.
 *   szTableName: table name (optional).
 *   pcPasses: in/out: number of passes (optional).
 *   pcSeconds: in/out: number of seconds (optional).
 *   callback: called at the end.
 *   Results: JET_errInvalidParameter. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDefragment3(JET_SESID sesid, JET_PCSTR szDatabaseName, JET_PCSTR szTableName,
    uint32_t *pcPasses, uint32_t *pcSeconds, JET_CALLBACK callback, void *pvContext, JET_GRBIT grbit);
#else
JET_ERR JET_API JetDefragment3A(JET_SESID sesid, JET_PCSTR szDatabaseName, JET_PCSTR szTableName,
    uint32_t *pcPasses, uint32_t *pcSeconds, JET_CALLBACK callback, void *pvContext, JET_GRBIT grbit);
JET_ERR JET_API JetDefragment3W(JET_SESID sesid, JET_PCWSTR szDatabaseName, JET_PCWSTR szTableName,
    uint32_t *pcPasses, uint32_t *pcSeconds, JET_CALLBACK callback, void *pvContext, JET_GRBIT grbit);
#define JetDefragment3 ESENT_AW(JetDefragment3)
#endif

/* JetFreeBuffer: Frees memory that the engine returned.
 *   pbBuf: memory from JetGetInstanceInfo, JetOSSnapshotFreeze or JetOSSnapshotGetFreezeInfo, or NULL. */
JET_ERR JET_API JetFreeBuffer(char *pbBuf);
#endif

/* JetIdle: Triggers version clean-up or reports its state.
 *   grbit: see "Options of JetIdle" above.
 *   Results: JET_wrnNoIdleActivity, JET_errInvalidGrbit, JET_wrnIdleFull, JET_wrnRemainingVersions,
 *   JET_errInvalidSesid, JET_errNotInitialized, JET_errTermInProgress, JET_errClientRequestToStopJetService,
 *   JET_errInstanceUnavailable, JET_errSessionSharingViolation, JET_errInvalidParameter. */
JET_ERR JET_API JetIdle(JET_SESID sesid, JET_GRBIT grbit);

/* --- Backup ------------------------------------------------------------------------------------------ */

/* JetBackup: JetBackupInstance on the only instance of the process.
 *   szBackupPath: directory of the backup.
 *   grbit: see "Options of JetBackup and JetBeginExternalBackup" above.
 *   pfnStatus: progress callback (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetBackup(JET_PCSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
#else
JET_ERR JET_API JetBackupA(JET_PCSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetBackupW(JET_PCWSTR szBackupPath, JET_GRBIT grbit, JET_PFNSTATUS pfnStatus);
#define JetBackup ESENT_AW(JetBackup)
#endif

#if JET_VERSION >= 0x0501
/* JetBackupInstance: Copies databases and logs into a directory, or (no path) only truncates logs.
 *   szBackupPath: directory of the backup.
 *   pfnStatus: progress callback (optional).
 *   Results: JET_errBackupNotAllowedYet, JET_errInvalidPath, JET_errLoggingDisabled, JET_errLogWriteFail,
 *   JET_errInvalidBackup, JET_errLogDiskFull, JET_errLogSequenceEnd, JET_errBackupInProgress,
 *   JET_errSurrogateBackupInProgress, JET_errMissingFullBackup, JET_errMissingFileToBackup,
 *   JET_errBackupDirectoryNotEmpty, JET_errMakeBackupDirectoryFail, JET_errDeleteBackupFileFail,
 *   JET_errTermInProgress, JET_errBackupAbortByServer. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetBackupInstance(JET_INSTANCE instance, JET_PCSTR szBackupPath, JET_GRBIT grbit,
    JET_PFNSTATUS pfnStatus);
#else
JET_ERR JET_API JetBackupInstanceA(JET_INSTANCE instance, JET_PCSTR szBackupPath, JET_GRBIT grbit,
    JET_PFNSTATUS pfnStatus);
JET_ERR JET_API JetBackupInstanceW(JET_INSTANCE instance, JET_PCWSTR szBackupPath, JET_GRBIT grbit,
    JET_PFNSTATUS pfnStatus);
#define JetBackupInstance ESENT_AW(JetBackupInstance)
#endif
#endif

/* JetBeginExternalBackup: JetBeginExternalBackupInstance on the only instance of the process.
 *   grbit: see "Options of JetBackup and JetBeginExternalBackup" above. */
JET_ERR JET_API JetBeginExternalBackup(JET_GRBIT grbit);

#if JET_VERSION >= 0x0501
/* JetBeginExternalBackupInstance: Starts a streaming backup.
 *   Results: JET_errBackupNotAllowedYet, JET_errLoggingDisabled, JET_errLogWriteFail,
 *   JET_errInvalidParameter, JET_errInvalidGrbit, JET_errInvalidBackup, JET_errLogDiskFull,
 *   JET_errLogSequenceEnd, JET_errBackupInProgress, JET_errSurrogateBackupInProgress,
 *   JET_errMissingFullBackup. */
JET_ERR JET_API JetBeginExternalBackupInstance(JET_INSTANCE instance, JET_GRBIT grbit);
#endif

/* JetCloseFile: JetCloseFileInstance on the only instance of the process.
 *   hfFile: file of the backup. */
JET_ERR JET_API JetCloseFile(JET_HANDLE hfFile);

#if JET_VERSION >= 0x0501
/* JetCloseFileInstance: Closes a file of a streaming backup.
 *   hfFile: file of the backup.
 *   Results: JET_errNoBackup, JET_errInvalidParameter. */
JET_ERR JET_API JetCloseFileInstance(JET_INSTANCE instance, JET_HANDLE hfFile);
#endif

/* JetEndExternalBackup: JetEndExternalBackupInstance on the only instance of the process. */
JET_ERR JET_API JetEndExternalBackup(void);

#if JET_VERSION >= 0x0501
/* JetEndExternalBackupInstance: Ends a streaming backup as successful. */
JET_ERR JET_API JetEndExternalBackupInstance(JET_INSTANCE instance);

/* JetEndExternalBackupInstance2: Ends a streaming backup.
 *   grbit: see "Options of JetEndExternalBackupInstance2" above.
 *   Results: JET_errInvalidParameter, JET_errNoBackup. */
JET_ERR JET_API JetEndExternalBackupInstance2(JET_INSTANCE instance, JET_GRBIT grbit);
#endif

/* JetGetAttachInfo: JetGetAttachInfoInstance on the only instance of the process.
 *   szzDatabases: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetAttachInfo(JET_PSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual);
#else
JET_ERR JET_API JetGetAttachInfoA(JET_PSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual);
JET_ERR JET_API JetGetAttachInfoW(JET_PWSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual);
#define JetGetAttachInfo ESENT_AW(JetGetAttachInfo)
#endif

#if JET_VERSION >= 0x0501
/* JetGetAttachInfoInstance: Lists the databases to back up.
 *   szzDatabases: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errNoBackup, JET_errBackupAbortByServer, JET_errInvalidBackupSequence,
 *   JET_errBufferTooSmall. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetAttachInfoInstance(JET_INSTANCE instance, JET_PSTR szzDatabases, uint32_t cbMax,
    uint32_t *pcbActual);
#else
JET_ERR JET_API JetGetAttachInfoInstanceA(JET_INSTANCE instance, JET_PSTR szzDatabases, uint32_t cbMax,
    uint32_t *pcbActual);
JET_ERR JET_API JetGetAttachInfoInstanceW(JET_INSTANCE instance, JET_PWSTR szzDatabases, uint32_t cbMax,
    uint32_t *pcbActual);
#define JetGetAttachInfoInstance ESENT_AW(JetGetAttachInfoInstance)
#endif
#endif

/* JetOpenFile: JetOpenFileInstance on the only instance of the process.
 *   phfFile: out: receives the file.
 *   pulFileSizeLow: out: low half of the file size in bytes.
 *   pulFileSizeHigh: out: high half of the file size in bytes. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOpenFile(JET_PCSTR szFileName, JET_HANDLE *phfFile, uint32_t *pulFileSizeLow,
    uint32_t *pulFileSizeHigh);
#else
JET_ERR JET_API JetOpenFileA(JET_PCSTR szFileName, JET_HANDLE *phfFile, uint32_t *pulFileSizeLow,
    uint32_t *pulFileSizeHigh);
JET_ERR JET_API JetOpenFileW(JET_PCWSTR szFileName, JET_HANDLE *phfFile, uint32_t *pulFileSizeLow,
    uint32_t *pulFileSizeHigh);
#define JetOpenFile ESENT_AW(JetOpenFile)
#endif

#if JET_VERSION >= 0x0501
/* JetOpenFileInstance: Opens a database or log for streaming.
 *   szFileName: name from the attach list (database phase) or log list (log phase).
 *   phfFile: out: receives the file.
 *   pulFileSizeLow: out: low half of the file size in bytes.
 *   pulFileSizeHigh: out: high half of the file size in bytes.
 *   Results: JET_errNoBackup, JET_errBackupAbortByServer, JET_errBackupNotAllowedYet,
 *   JET_errInvalidParameter, JET_errOutOfMemory, JET_errInvalidBackupSequence, JET_errDatabaseNotFound,
 *   JET_errMissingFileToBackup. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOpenFileInstance(JET_INSTANCE instance, JET_PCSTR szFileName, JET_HANDLE *phfFile,
    uint32_t *pulFileSizeLow, uint32_t *pulFileSizeHigh);
#else
JET_ERR JET_API JetOpenFileInstanceA(JET_INSTANCE instance, JET_PCSTR szFileName, JET_HANDLE *phfFile,
    uint32_t *pulFileSizeLow, uint32_t *pulFileSizeHigh);
JET_ERR JET_API JetOpenFileInstanceW(JET_INSTANCE instance, JET_PCWSTR szFileName, JET_HANDLE *phfFile,
    uint32_t *pulFileSizeLow, uint32_t *pulFileSizeHigh);
#define JetOpenFileInstance ESENT_AW(JetOpenFileInstance)
#endif
#endif

/* JetReadFile: JetReadFileInstance on the only instance of the process.
 *   hfFile: file of the backup.
 *   pcbActual: out: bytes that exist; may be more than fit (optional). */
JET_ERR JET_API JetReadFile(JET_HANDLE hfFile, void *pv, uint32_t cb, uint32_t *pcbActual);

#if JET_VERSION >= 0x0501
/* JetReadFileInstance: Reads the next part of a file of a streaming backup.
 *   hfFile: file of the backup.
 *   pv: out: aligned to the memory page size (4096).
 *   cb: multiple of the database page size.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errNoBackup, JET_errBackupAbortByServer, JET_errInvalidParameter, JET_errReadVerifyFailure,
 *   JET_errPageNotInitialized, JET_errDiskIO, JET_errLogReadVerifyFailure. */
JET_ERR JET_API JetReadFileInstance(JET_INSTANCE instance, JET_HANDLE hfFile, void *pv, uint32_t cb,
    uint32_t *pcbActual);
#endif

/* JetStopBackup: JetStopBackupInstance on the only instance of the process. */
JET_ERR JET_API JetStopBackup(void);

#if JET_VERSION >= 0x0501
/* JetStopBackupInstance: Asks running backup calls to stop.
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter. */
JET_ERR JET_API JetStopBackupInstance(JET_INSTANCE instance);
#endif


/* --- Restore ----------------------------------------------------------------------------------------- */

/* JetExternalRestore: Restores a streamed backup.
 *   pfn: progress callback. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetExternalRestore(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath, JET_RSTMAP_A *rgrstmap,
    int32_t crstfilemap, JET_PSTR szBackupLogPath, int32_t genLow, int32_t genHigh, JET_PFNSTATUS pfn);
#else
JET_ERR JET_API JetExternalRestoreA(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath, JET_RSTMAP_A *rgrstmap,
    int32_t crstfilemap, JET_PSTR szBackupLogPath, int32_t genLow, int32_t genHigh, JET_PFNSTATUS pfn);
JET_ERR JET_API JetExternalRestoreW(JET_PWSTR szCheckpointFilePath, JET_PWSTR szLogPath,
    JET_RSTMAP_W *rgrstmap, int32_t crstfilemap, JET_PWSTR szBackupLogPath, int32_t genLow, int32_t genHigh,
    JET_PFNSTATUS pfn);
#define JetExternalRestore ESENT_AW(JetExternalRestore)
#endif

#if JET_VERSION >= 0x0501
/* JetExternalRestore2: Restores a streamed backup, optionally playing the logs of a running or stopped target
 * instance.
 *   szCheckpointFilePath: directory of checkpoint and temporary database during the restore.
 *   szLogPath: directory of the logs of the restore.
 *   rgrstmap: for each database its name in the backup and where the copy is (optional).
 *   crstfilemap: number of databases.
 *   szBackupLogPath: directory with the backed-up logs.
 *   pLogInfo: in/out: generations and base name of the logs.
 *   szTargetInstanceName: running instance whose logs are played after those of the backup (optional).
 *   szTargetInstanceLogPath: directories of a target instance, running or not (optional).
 *   szTargetInstanceCheckpointPath: directories of a target instance, running or not (optional).
 *   pfn: progress callback.
 *   Results: JET_errInvalidParameter, JET_errRunningInOneInstanceMode, JET_errBadRestoreTargetInstance,
 *   JET_errTooManyInstances. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetExternalRestore2(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath, JET_RSTMAP_A *rgrstmap,
    int32_t crstfilemap, JET_PSTR szBackupLogPath, JET_LOGINFO_A *pLogInfo, JET_PSTR szTargetInstanceName,
    JET_PSTR szTargetInstanceLogPath, JET_PSTR szTargetInstanceCheckpointPath, JET_PFNSTATUS pfn);
#else
JET_ERR JET_API JetExternalRestore2A(JET_PSTR szCheckpointFilePath, JET_PSTR szLogPath,
    JET_RSTMAP_A *rgrstmap, int32_t crstfilemap, JET_PSTR szBackupLogPath, JET_LOGINFO_A *pLogInfo,
    JET_PSTR szTargetInstanceName, JET_PSTR szTargetInstanceLogPath, JET_PSTR szTargetInstanceCheckpointPath,
    JET_PFNSTATUS pfn);
JET_ERR JET_API JetExternalRestore2W(JET_PWSTR szCheckpointFilePath, JET_PWSTR szLogPath,
    JET_RSTMAP_W *rgrstmap, int32_t crstfilemap, JET_PWSTR szBackupLogPath, JET_LOGINFO_W *pLogInfo,
    JET_PWSTR szTargetInstanceName, JET_PWSTR szTargetInstanceLogPath,
    JET_PWSTR szTargetInstanceCheckpointPath, JET_PFNSTATUS pfn);
#define JetExternalRestore2 ESENT_AW(JetExternalRestore2)
#endif
#endif

/* JetRestore: JetRestore2 without another destination.
 *   pfn: progress callback (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetRestore(JET_PCSTR szSource, JET_PFNSTATUS pfn);
#else
JET_ERR JET_API JetRestoreA(JET_PCSTR szSource, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestoreW(JET_PCWSTR szSource, JET_PFNSTATUS pfn);
#define JetRestore ESENT_AW(JetRestore)
#endif

/* JetRestore2: Restores a backup directory in single-instance mode.
 *   pfn: progress callback (optional).
 *   Results: JET_errRunningInMultiInstanceMode. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetRestore2(JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
#else
JET_ERR JET_API JetRestore2A(JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestore2W(JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS pfn);
#define JetRestore2 ESENT_AW(JetRestore2)
#endif

#if JET_VERSION >= 0x0501
/* JetRestoreInstance: Restores a JetBackupInstance directory.
 *   instance: 0 or nil: a private instance (named "Restore...", its paths from the global parameters) is made
 *   for the call.
 *   sz: backup directory.
 *   szDest: directory for the databases, NULL: their original places.
 *   pfn: progress callback (optional).
 *   Results: JET_errInvalidInstance, JET_errInvalidParameter, JET_errTooManyInstances,
 *   JET_errInstanceNameInUse, JET_errAlreadyInitialized, JET_errAfterInitialization, JET_errInvalidPath,
 *   JET_errFileNotFound, JET_errBadLogSignature, JET_errMissingRestoreLogFiles,
 *   JET_errStartingRestoreLogTooHigh, JET_errEndingRestoreLogTooLow, JET_errDatabasePatchFileMismatch,
 *   JET_errRecoveredWithErrors. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetRestoreInstance(JET_INSTANCE instance, JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
#else
JET_ERR JET_API JetRestoreInstanceA(JET_INSTANCE instance, JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);
JET_ERR JET_API JetRestoreInstanceW(JET_INSTANCE instance, JET_PCWSTR sz, JET_PCWSTR szDest,
    JET_PFNSTATUS pfn);
#define JetRestoreInstance ESENT_AW(JetRestoreInstance)
#endif
#endif


/* --- Logs -------------------------------------------------------------------------------------------- */

/* JetGetLogInfo: JetGetLogInfoInstance on the only instance of the process.
 *   szzLogs: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetLogInfo(JET_PSTR szzLogs, uint32_t cbMax, uint32_t *pcbActual);
#else
JET_ERR JET_API JetGetLogInfoA(JET_PSTR szzLogs, uint32_t cbMax, uint32_t *pcbActual);
JET_ERR JET_API JetGetLogInfoW(JET_PWSTR szzLogs, uint32_t cbMax, uint32_t *pcbActual);
#define JetGetLogInfo ESENT_AW(JetGetLogInfo)
#endif

#if JET_VERSION >= 0x0501
/* JetGetLogInfoInstance: Ends the database phase of a streaming backup and lists the logs to copy.
 *   szzLogs: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errNoBackup, JET_errBackupAbortByServer, JET_errInvalidBackupSequence, JET_errFileNotFound,
 *   JET_errMissingFileToBackup, JET_errBufferTooSmall. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetLogInfoInstance(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
#else
JET_ERR JET_API JetGetLogInfoInstanceA(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
JET_ERR JET_API JetGetLogInfoInstanceW(JET_INSTANCE instance, JET_PWSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
#define JetGetLogInfoInstance ESENT_AW(JetGetLogInfoInstance)
#endif

/* JetGetLogInfoInstance2: JetGetLogInfoInstance with the generation range.
 *   szzLogs: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errInvalidParameter. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetLogInfoInstance2(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual, JET_LOGINFO_A *pLogInfo);
#else
JET_ERR JET_API JetGetLogInfoInstance2A(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual, JET_LOGINFO_A *pLogInfo);
JET_ERR JET_API JetGetLogInfoInstance2W(JET_INSTANCE instance, JET_PWSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual, JET_LOGINFO_W *pLogInfo);
#define JetGetLogInfoInstance2 ESENT_AW(JetGetLogInfoInstance2)
#endif

/* JetGetTruncateLogInfoInstance: Lists the logs that JetTruncateLogInstance would delete.
 *   szzLogs: out: paths, each ended by a zero, the last by two (optional).
 *   cbMax: size of the buffer in bytes.
 *   pcbActual: out: bytes that exist; may be more than fit (optional). */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetGetTruncateLogInfoInstance(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
#else
JET_ERR JET_API JetGetTruncateLogInfoInstanceA(JET_INSTANCE instance, JET_PSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
JET_ERR JET_API JetGetTruncateLogInfoInstanceW(JET_INSTANCE instance, JET_PWSTR szzLogs, uint32_t cbMax,
    uint32_t *pcbActual);
#define JetGetTruncateLogInfoInstance ESENT_AW(JetGetTruncateLogInfoInstance)
#endif
#endif

/* JetTruncateLog: JetTruncateLogInstance on the only instance of the process. */
JET_ERR JET_API JetTruncateLog(void);

#if JET_VERSION >= 0x0501
/* JetTruncateLogInstance: Deletes the logs that the backup made unnecessary.
 *   Results: JET_errNoBackup, JET_errBackupAbortByServer, JET_errInvalidBackupSequence,
 *   JET_errLogFileNotCopied. */
JET_ERR JET_API JetTruncateLogInstance(JET_INSTANCE instance);
#endif


/* --- Snapshots --------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0502
/* JetOSSnapshotAbort: Ends a snapshot session as failed.
 *   snapId: snapshot session.
 *   Results: JET_errInvalidGrbit. */
JET_ERR JET_API JetOSSnapshotAbort(const JET_OSSNAPID snapId, const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetOSSnapshotEnd: Ends a snapshot session.
 *   snapId: snapshot session.
 *   Results: JET_errInvalidGrbit, JET_errOSSnapshotInvalidSnapId, JET_errOSSnapshotInvalidSequence. */
JET_ERR JET_API JetOSSnapshotEnd(const JET_OSSNAPID snapId, const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0501
/* JetOSSnapshotFreeze: Stops log and database writes of the participating instances.
 *   snapId: snapshot session.
 *   pcInstanceInfo: out: receives the number of elements.
 *   paInstanceInfo: out: receives an array to be released with JetFreeBuffer.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errOSSnapshotInvalidSnapId,
 *   JET_errOSSnapshotInvalidSequence, JET_errNotInitialized, JET_errOSSnapshotNotAllowed,
 *   JET_errMissingFullBackup, JET_errMissingFileToBackup, JET_errInvalidBackup, JET_errOutOfMemory. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOSSnapshotFreeze(const JET_OSSNAPID snapId, uint32_t *pcInstanceInfo,
    JET_INSTANCE_INFO_A **paInstanceInfo, const JET_GRBIT grbit);
#else
JET_ERR JET_API JetOSSnapshotFreezeA(const JET_OSSNAPID snapId, uint32_t *pcInstanceInfo,
    JET_INSTANCE_INFO_A **paInstanceInfo, const JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotFreezeW(const JET_OSSNAPID snapId, uint32_t *pcInstanceInfo,
    JET_INSTANCE_INFO_W **paInstanceInfo, const JET_GRBIT grbit);
#define JetOSSnapshotFreeze ESENT_AW(JetOSSnapshotFreeze)
#endif
#endif

#if JET_VERSION >= 0x0600
/* JetOSSnapshotGetFreezeInfo: Lists instances and databases of a snapshot session.
 *   snapId: snapshot session.
 *   pcInstanceInfo: out: receives the number of elements.
 *   paInstanceInfo: out: receives an array to be released with JetFreeBuffer.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errOSSnapshotInvalidSnapId,
 *   JET_errOSSnapshotInvalidSequence, JET_errOutOfMemory. */
JET_ERR JET_API JetOSSnapshotGetFreezeInfoA(const JET_OSSNAPID snapId, uint32_t *pcInstanceInfo,
    JET_INSTANCE_INFO_A **paInstanceInfo, const JET_GRBIT grbit);
JET_ERR JET_API JetOSSnapshotGetFreezeInfoW(const JET_OSSNAPID snapId, uint32_t *pcInstanceInfo,
    JET_INSTANCE_INFO_W **paInstanceInfo, const JET_GRBIT grbit);
#define JetOSSnapshotGetFreezeInfo ESENT_AW(JetOSSnapshotGetFreezeInfo)
#endif

#if JET_VERSION >= 0x0501
/* JetOSSnapshotPrepare: Starts a snapshot session.
 *   psnapId: out: receives the snapshot session.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errNotInitialized, JET_errOutOfMemory. */
JET_ERR JET_API JetOSSnapshotPrepare(JET_OSSNAPID *psnapId, const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetOSSnapshotPrepareInstance: Adds an instance to a prepared snapshot session.
 *   snapId: snapshot session.
 *   Results: JET_errInvalidGrbit, JET_errOSSnapshotInvalidSnapId, JET_errOSSnapshotInvalidSequence,
 *   JET_errOSSnapshotNotAllowed. */
JET_ERR JET_API JetOSSnapshotPrepareInstance(JET_OSSNAPID snapId, JET_INSTANCE instance,
    const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0501
/* JetOSSnapshotThaw: Resumes writes.
 *   snapId: snapshot session.
 *   Results: JET_errInvalidGrbit, JET_errOSSnapshotInvalidSnapId, JET_errOSSnapshotInvalidSequence,
 *   JET_errOSSnapshotTimeOut. */
JET_ERR JET_API JetOSSnapshotThaw(const JET_OSSNAPID snapId, const JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetOSSnapshotTruncateLog: Deletes logs of all instances of a thawed snapshot session.
 *   snapId: snapshot session.
 *   Results: JET_errInvalidGrbit, JET_errOSSnapshotInvalidSnapId, JET_errOSSnapshotInvalidSequence,
 *   JET_errRequiredLogFilesMissing. */
JET_ERR JET_API JetOSSnapshotTruncateLog(const JET_OSSNAPID snapId, const JET_GRBIT grbit);

/* JetOSSnapshotTruncateLogInstance: JetOSSnapshotTruncateLog for one instance.
 *   snapId: snapshot session.
 *   Results: JET_wrnNyi, JET_errOSSnapshotNotAllowed. */
JET_ERR JET_API JetOSSnapshotTruncateLogInstance(const JET_OSSNAPID snapId, JET_INSTANCE instance,
    const JET_GRBIT grbit);
#endif


/* --- Callbacks and local storage --------------------------------------------------------------------- */

#if JET_VERSION >= 0x0501
/* JetGetLS: Reads the local storage value of a cursor or table.
 *   pls: out: receives the value.
 *   grbit: see "Options of JetSetLS and JetGetLS" above.
 *   Results: JET_errInvalidGrbit, JET_errLSNotSet. */
JET_ERR JET_API JetGetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS *pls, JET_GRBIT grbit);

/* JetRegisterCallback: Registers a function called around inserts, replaces and deletes of the table.
 *   cbtyp: events, JET_cbtyp....
 *   pCallback: required.
 *   pvContext: passed through to the callback (optional).
 *   phCallbackId: required: handle for JetUnregisterCallback.
 *   Results: JET_errInvalidParameter, JET_errOutOfMemory. */
JET_ERR JET_API JetRegisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp,
    JET_CALLBACK pCallback, void *pvContext, JET_HANDLE *phCallbackId);

/* JetSetLS: Sets the local storage value of a cursor or table.
 *   ls: value.
 *   grbit: see "Options of JetSetLS and JetGetLS" above.
 *   Results: JET_errLSCallbackNotSpecified, JET_errInvalidGrbit, JET_errLSAlreadySet. */
JET_ERR JET_API JetSetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS ls, JET_GRBIT grbit);

/* JetUnregisterCallback: Ends a registration.
 *   cbtyp: events, JET_cbtyp....
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetUnregisterCallback(JET_SESID sesid, JET_TABLEID tableid, JET_CBTYP cbtyp,
    JET_HANDLE hCallbackId);
#endif


#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#endif /* _JET_NOPROTOTYPES */

/* === Result codes ==================================================================================== */
/* JET_ERR: 0 is success, negative numbers are errors, positive ones warnings (with the one exception of
   JET_wrnNyi). Result codes exist at every API level. JetGetErrorInfoW gives the category of each. */

/* Success and errors. */
#define JET_errSuccess                                       0        /* The call completed without error */
#define JET_wrnNyi                                           (-1)     /* This operation has no implementation in the engine */
/* A simulated resource failure was raised by the fault-injection facility */
#define JET_errRfsFailure                                    (-100)
#define JET_errRfsNotArmed                                   (-101)   /* The fault-injection facility has not been switched on */
#define JET_errFileClose                                     (-102)   /* A file could not be closed */
#define JET_errOutOfThreads                                  (-103)   /* A worker thread could not be created */
/* Too many I/O requests are pending; the system cannot accept more right now */
#define JET_errTooManyIO                                     (-105)
/* A background task was requested but had to be discarded */
#define JET_errTaskDropped                                   (-106)
#define JET_errInternalError                                 (-107)   /* The engine detected an unrecoverable internal fault */
/* The feature was left out of this reduced build of the engine */
#define JET_errDisabledFunctionality                         (-112)
/* An operating system facility the engine needs could not be found or loaded */
#define JET_errUnloadableOSFunctionality                     (-113)
/* Write-ordering dependencies between cached pages are wrong; recovery cannot continue */
#define JET_errDatabaseBufferDependenciesCorrupted           (-255)
/* Replay found a version that should not have existed yet */
#define JET_errPreviousVersion                               (-322)
#define JET_errPageBoundary                                  (-323)   /* The end of a page was reached */
/* The end of the run of entries with this key was reached */
#define JET_errKeyBoundary                                   (-324)
/* Neighbouring B-tree pages disagree about their sibling links; the database is damaged */
#define JET_errBadPageLink                                   (-327)
/* The bookmark does not map to any location in the database */
#define JET_errBadBookmark                                   (-328)
/* A call into the operating system returned an unexpected failure */
#define JET_errNTSystemCallFailed                            (-334)
/* A B-tree page and its parent disagree about their link; the database is damaged */
#define JET_errBadParentPageLink                             (-338)
/* The cached free-extent list disagrees with the free-extent tree */
#define JET_errSPAvailExtCacheOutOfSync                      (-340)
#define JET_errSPAvailExtCorrupted                           (-341)   /* The tree that records free extents is damaged */
/* There was not enough memory to cache free-extent information */
#define JET_errSPAvailExtCacheOutOfMemory                    (-342)
#define JET_errSPOwnExtCorrupted                             (-343)   /* The tree that records owned extents is damaged */
/* A page carries a change counter newer than that of the whole database */
#define JET_errDbTimeCorrupted                               (-344)
/* The key is too long and this index forbids cutting keys short */
#define JET_errKeyTruncated                                  (-346)
/* Pages were lost from space accounting; only offline compaction can reclaim them */
#define JET_errDatabaseLeakInSpace                           (-348)
/* A search came upon an empty page where entries were expected; the database is damaged */
#define JET_errBadEmptyPage                                  (-351)
#define JET_errBadLineCount                                  (-354)   /* A page holds fewer entries than the operation requires */
/* The entry directory of a page has an impossible offset, size or count */
#define JET_errPageTagCorrupted                              (-357)
/* An entry on a page claims a key longer than the entry itself */
#define JET_errNodeCorrupted                                 (-358)
#define JET_errKeyTooBig                                     (-408)   /* The key exceeds the permitted length */
/* The value must stay inside the record but does not fit there */
#define JET_errCannotSeparateIntrinsicLV                     (-416)
/* The operation cannot be applied to a value stored outside the record */
#define JET_errSeparatedLongValue                            (-421)
/* Only columns whose values may live outside the record can be read ahead */
#define JET_errMustBeSeparateLongValue                       (-423)
/* Long values cannot be read ahead while a secondary index is current */
#define JET_errInvalidPreread                                (-424)
/* A log record describes an operation that cannot be replayed */
#define JET_errInvalidLoggedOperation                        (-500)
#define JET_errLogFileCorrupt                                (-501)   /* A transaction log file is damaged */
/* A backup was requested without naming a target directory */
#define JET_errNoBackupDirectory                             (-503)
/* The target directory of the backup already contains files */
#define JET_errBackupDirectoryNotEmpty                       (-504)
#define JET_errBackupInProgress                              (-505)   /* Another backup is running */
#define JET_errRestoreInProgress                             (-506)   /* A restore is running */
/* A log generation needed from the checkpoint onward is not present */
#define JET_errMissingPreviousLogFile                        (-509)
#define JET_errLogWriteFail                                  (-510)   /* Writing to the transaction log failed */
#define JET_errLogDisabledDueToRecoveryFailure               (-511)   /* Nothing can be logged because recovery has failed */
/* Nothing may be logged while log records are being replayed */
#define JET_errCannotLogDuringRecoveryRedo                   (-512)
/* The generation in a log file header differs from the one in its file name */
#define JET_errLogGenerationMismatch                         (-513)
#define JET_errBadLogVersion                                 (-514)   /* The log file format is not one this engine supports */
/* Consecutive log files do not carry matching creation times */
#define JET_errInvalidLogSequence                            (-515)
/* The operation needs transaction logging, which is switched off */
#define JET_errLoggingDisabled                               (-516)
/* A log record would be larger than the log buffer or a single log file */
#define JET_errLogBufferTooSmall                             (-517)
/* The highest possible log generation number has been used */
#define JET_errLogSequenceEnd                                (-519)
#define JET_errNoBackup                                      (-520)   /* No backup has been started */
#define JET_errInvalidBackupSequence                         (-521)   /* Backup calls were made in the wrong order */
#define JET_errBackupNotAllowedYet                           (-523)   /* A backup cannot be started at this time */
#define JET_errDeleteBackupFileFail                          (-524)   /* A backup file could not be removed */
/* The temporary directory for the backup could not be created */
#define JET_errMakeBackupDirectoryFail                       (-525)
/* Incremental backup is impossible with circular logging in use */
#define JET_errInvalidBackup                                 (-526)
#define JET_errRecoveredWithErrors                           (-527)   /* The restore finished, but problems occurred on the way */
#define JET_errMissingLogFile                                (-528)   /* The current log file is not present */
#define JET_errLogDiskFull                                   (-529)   /* The volume holding the transaction logs is full */
#define JET_errBadLogSignature                               (-530)   /* A log file belongs to a different log stream */
#define JET_errBadDbSignature                                (-531)   /* A database file carries the wrong signature */
#define JET_errBadCheckpointSignature                        (-532)   /* The checkpoint file belongs to a different log stream */
#define JET_errCheckpointCorrupt                             (-533)   /* The checkpoint file is absent or unreadable */
/* A page expected in the patch file was not there during recovery */
#define JET_errMissingPatchPage                              (-534)
#define JET_errBadPatchPage                                  (-535)   /* The patch file contains an unusable page */
/* Replay stopped early because a log file could not be read */
#define JET_errRedoAbruptEnded                               (-536)
#define JET_errPatchFileMissing                              (-538)   /* The backup set lacks the patch file */
/* The database and the present log files do not belong together */
#define JET_errDatabaseLogSetMismatch                        (-539)
/* The database and its streaming file do not belong together */
#define JET_errDatabaseStreamingFileMismatch                 (-540)
/* Existing log files have a size other than the configured one */
#define JET_errLogFileSizeMismatch                           (-541)
#define JET_errCheckpointFileNotFound                        (-542)   /* The checkpoint file could not be found */
#define JET_errRequiredLogFilesMissing                       (-543)   /* Log files that recovery depends on are missing */
/* The database comes from a backup and must be restored, not crash-recovered */
#define JET_errSoftRecoveryOnBackupDatabase                  (-544)
/* Recovery succeeded, but existing log files differ from the configured size */
#define JET_errLogFileSizeMismatchDatabasesConsistent        (-545)
/* The log files were made for a volume with another sector size */
#define JET_errLogSectorSizeMismatch                         (-546)
/* Recovery succeeded, but the log files suit a different sector size */
#define JET_errLogSectorSizeMismatchDatabasesConsistent      (-547)
/* Recovery succeeded, but log numbers ran out; remove logs and checkpoint, then back up */
#define JET_errLogSequenceEndDatabasesConsistent             (-548)
/* A streaming-file operation cannot be replayed because its data was never logged */
#define JET_errStreamingDataNotLogged                        (-549)
/* The database was not closed cleanly; run recovery before using it */
#define JET_errDatabaseDirtyShutdown                         (-550)
#define JET_errDatabaseInconsistent                          (-550)   /* Older name for "database was not closed cleanly" */
/* The time of last consistency in the database does not match the logs */
#define JET_errConsistentTimeMismatch                        (-551)
#define JET_errDatabasePatchFileMismatch                     (-552)   /* The patch file was made by a different backup */
#define JET_errEndingRestoreLogTooLow                        (-553)   /* The range of logs given for the restore ends too early */
/* The range of logs given for the restore starts too late */
#define JET_errStartingRestoreLogTooHigh                     (-554)
/* A log file named for the restore belongs to another log stream */
#define JET_errGivenLogFileHasBadSignature                   (-555)
#define JET_errGivenLogFileIsNotContiguous                   (-556)   /* The log files named for the restore leave a gap */
#define JET_errMissingRestoreLogFiles                        (-557)   /* Log files needed for the restore are missing */
/* An incremental backup needs an earlier full backup, and there is none */
#define JET_errMissingFullBackup                             (-560)
/* The size of the backed-up database is not a whole number of 4 KiB units */
#define JET_errBadBackupDatabaseSize                         (-561)
#define JET_errDatabaseAlreadyUpgraded                       (-562)   /* The database is already in the current format */
/* A format upgrade was interrupted; restore the database from a backup */
#define JET_errDatabaseIncompleteUpgrade                     (-563)
#define JET_errMissingCurrentLogFiles                        (-565)   /* Log files needed to continue the restore are missing */
/* A page is older than the log record expects; a previous write was lost */
#define JET_errDbTimeTooOld                                  (-566)
#define JET_errDbTimeTooNew                                  (-567)   /* A page is newer than the log record expects */
#define JET_errMissingFileToBackup                           (-569)   /* A log or patch file that must be backed up is missing */
/* A half-written log block was found in the backup set during restore */
#define JET_errLogTornWriteDuringHardRestore                 (-570)
/* A half-written log block was found during restore, outside the backup set */
#define JET_errLogTornWriteDuringHardRecovery                (-571)
/* A damaged log was found in the backup set during restore */
#define JET_errLogCorruptDuringHardRestore                   (-573)
/* A damaged log was found during restore, outside the backup set */
#define JET_errLogCorruptDuringHardRecovery                  (-574)
#define JET_errMustDisableLoggingForDbUpgrade                (-575)   /* Turn logging off before upgrading the database */
/* The instance named as restore target does not exist or its logs do not match */
#define JET_errBadRestoreTargetInstance                      (-577)
/* All logs were replayed; rolling back open transactions was skipped on request */
#define JET_errRecoveredWithoutUndo                          (-579)
/* The databases being restored were captured in different snapshots */
#define JET_errDatabasesNotFromSameSnapshot                  (-580)
/* Crash recovery was attempted on a database from a snapshot set */
#define JET_errSoftRecoveryOnSnapshot                        (-581)
/* Logs with committed changes are missing; recovering without them loses those changes */
#define JET_errCommittedLogFilesMissing                      (-582)
/* The sector size of the disk is not supported for this kind of file */
#define JET_errSectorSizeNotSupported                        (-583)
/* All logs were replayed and nothing remained that needed rolling back */
#define JET_errRecoveredWithoutUndoDatabasesConsistent       (-584)
/* A log with committed changes is damaged; recovering without it loses those changes */
#define JET_errCommittedLogFileCorrupt                       (-586)
/* A log does not match the running checksum recorded in its successor */
#define JET_errLogSequenceChecksumMismatch                   (-590)
#define JET_errPageInitializedMismatch                       (-596)   /* A page is blank on one replica but in use on the other */
#define JET_errUnicodeTranslationBufferTooSmall              (-601)   /* The buffer for Unicode conversion is too small */
#define JET_errUnicodeTranslationFail                        (-602)   /* Unicode text could not be turned into a sort key */
#define JET_errUnicodeNormalizationNotSupported              (-603)   /* No Unicode collation service is available */
#define JET_errUnicodeLanguageValidationFailure              (-604)   /* The language or locale could not be checked */
/* A log file already in place belongs to another log stream */
#define JET_errExistingLogFileHasBadSignature                (-610)
#define JET_errExistingLogFileIsNotContiguous                (-611)   /* The log files already in place leave a gap */
#define JET_errLogReadVerifyFailure                          (-612)   /* A log file failed its checksum while being backed up */
/* Too many log generations lie between the checkpoint and the current log */
#define JET_errCheckpointDepthTooDeep                        (-614)
/* A restore was attempted on a database that is not from a backup */
#define JET_errRestoreOfNonBackupDatabase                    (-615)
/* Logs cannot be truncated because some of them were not copied yet */
#define JET_errLogFileNotCopied                              (-616)
/* A transaction has stayed open over too many log generations */
#define JET_errTransactionTooLong                            (-618)
/* The requested format version is older than this engine supports */
#define JET_errEngineFormatVersionNoLongerSupportedTooLow    (-619)
/* The requested format version is newer than this engine knows */
#define JET_errEngineFormatVersionNotYetImplementedTooHigh   (-620)
/* The feature needs a higher format version than the one configured */
#define JET_errEngineFormatVersionParamTooLowForRequestedFeature (-621)
/* The existing logs are already at a higher format version than the one configured */
#define JET_errEngineFormatVersionSpecifiedTooLowForLogVersion (-622)
/* The database is already at a higher format version than the one configured */
#define JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion (-623)
/* A page is newer than the log record although the record is outside the required range */
#define JET_errDbTimeBeyondMaxRequired                       (-625)
/* A log record cannot be applied because the database state contradicts it */
#define JET_errLogOperationInconsistentWithDatabase          (-626)
/* The engine cancelled the backup at shutdown or on request */
#define JET_errBackupAbortByServer                           (-801)
#define JET_errInvalidGrbit                                  (-900)   /* The option flags are invalid or cannot be combined */
#define JET_errTermInProgress                                (-1000)  /* The instance is shutting down */
#define JET_errFeatureNotAvailable                           (-1001)  /* This feature is not available */
/* The name contains illegal characters or has an illegal length */
#define JET_errInvalidName                                   (-1002)
#define JET_errInvalidParameter                              (-1003)  /* An argument of the call is invalid */
/* The file is write-protected but was to be attached for writing */
#define JET_errDatabaseFileReadOnly                          (-1008)
#define JET_errInvalidDatabaseId                             (-1010)  /* The database id is invalid */
#define JET_errOutOfMemory                                   (-1011)  /* There is not enough memory */
/* The database has reached the largest size allowed for it */
#define JET_errOutOfDatabaseSpace                            (-1012)
#define JET_errOutOfCursors                                  (-1013)  /* No more cursors can be opened */
#define JET_errOutOfBuffers                                  (-1014)  /* The page cache has no free buffer */
#define JET_errTooManyIndexes                                (-1015)  /* The table has the maximum number of indexes */
#define JET_errTooManyKeys                                   (-1016)  /* An index key names too many columns */
#define JET_errRecordDeleted                                 (-1017)  /* The record no longer exists */
#define JET_errReadVerifyFailure                             (-1018)  /* A database page failed its checksum */
#define JET_errPageNotInitialized                            (-1019)  /* A database page is blank where data was expected */
#define JET_errOutOfFileHandles                              (-1020)  /* No more files can be opened */
/* The operating system reported a data error (CRC) while reading */
#define JET_errDiskReadVerificationFailure                   (-1021)
#define JET_errDiskIO                                        (-1022)  /* A disk read or write failed */
#define JET_errInvalidPath                                   (-1023)  /* A path is invalid or does not exist */
#define JET_errInvalidSystemPath                             (-1024)  /* The directory set for checkpoint files is invalid */
#define JET_errInvalidLogDirectory                           (-1025)  /* The directory set for log files is invalid */
#define JET_errRecordTooBig                                  (-1026)  /* The record exceeds the maximum record size */
#define JET_errTooManyOpenDatabases                          (-1027)  /* No more databases can be opened */
#define JET_errInvalidDatabase                               (-1028)  /* The file is not a database */
#define JET_errNotInitialized                                (-1029)  /* The engine instance has not been initialized */
#define JET_errAlreadyInitialized                            (-1030)  /* The engine instance is already initialized */
#define JET_errInitInProgress                                (-1031)  /* The engine instance is still being initialized */
/* The file cannot be accessed: permission is missing or it is in use */
#define JET_errFileAccessDenied                              (-1032)
#define JET_errBufferTooSmall                                (-1038)  /* A larger buffer is needed */
#define JET_errTooManyColumns                                (-1040)  /* The table has the maximum number of columns */
#define JET_errContainerNotEmpty                             (-1043)  /* The container still holds objects */
#define JET_errInvalidFilename                               (-1044)  /* The file name is invalid */
#define JET_errInvalidBookmark                               (-1045)  /* The bookmark is invalid */
#define JET_errColumnInUse                                   (-1046)  /* The column is part of an index */
#define JET_errInvalidBufferSize                             (-1047)  /* The length of the data does not suit the column type */
#define JET_errColumnNotUpdatable                            (-1048)  /* The column may not be set */
#define JET_errIndexInUse                                    (-1051)  /* Somebody is using the index */
#define JET_errLinkNotSupported                              (-1052)  /* Linked tables are not supported */
#define JET_errNullKeyDisallowed                             (-1053)  /* The index does not accept NULL in the key */
#define JET_errNotInTransaction                              (-1054)  /* The operation requires an open transaction */
/* The transaction must be rolled back after a failed unversioned update */
#define JET_errMustRollback                                  (-1057)
#define JET_errTooManyActiveUsers                            (-1059)  /* Too many users are active on the database */
#define JET_errInvalidCountry                                (-1061)  /* The country code is invalid or unknown */
/* The language identifier or locale name is invalid or unknown */
#define JET_errInvalidLanguageId                             (-1062)
#define JET_errInvalidCodePage                               (-1063)  /* The code page is invalid; use 1200 or 1252 */
#define JET_errInvalidLCMapStringFlags                       (-1064)  /* The collation flags are invalid */
/* A single change needs more room than a version bucket offers */
#define JET_errVersionStoreEntryTooBig                       (-1065)
/* The version store is full and cleanup did not finish in time */
#define JET_errVersionStoreOutOfMemoryAndCleanupTimedOut     (-1066)
/* The version store is full, probably because of a long transaction */
#define JET_errVersionStoreOutOfMemory                       (-1069)
#define JET_errCannotIndex                                   (-1071)  /* An index over this column is not possible */
#define JET_errRecordNotDeleted                              (-1072)  /* The record is not deleted */
#define JET_errTooManyMempoolEntries                         (-1073)  /* An internal memory pool has too many entries */
/* All object ids are used up; compact the database offline */
#define JET_errOutOfObjectIDs                                (-1074)
/* All long-value ids of a table are used up; compact the database offline */
#define JET_errOutOfLongValueIDs                             (-1075)
/* The auto-increment column has reached its largest value */
#define JET_errOutOfAutoincrementValues                      (-1076)
/* The change counter of the database is used up; compact the database offline */
#define JET_errOutOfDbtimeValues                             (-1077)
/* The implicit record numbers are used up; compact the database offline */
#define JET_errOutOfSequentialIndexValues                    (-1078)
/* The call needs multi-instance mode, but the process runs a single instance */
#define JET_errRunningInOneInstanceMode                      (-1080)
/* The call needs single-instance mode, but the process runs several instances */
#define JET_errRunningInMultiInstanceMode                    (-1081)
#define JET_errSystemParamsAlreadySet                        (-1082)  /* Process-wide parameters can no longer be changed */
/* Another instance already uses this checkpoint directory */
#define JET_errSystemPathInUse                               (-1083)
#define JET_errLogFilePathInUse                              (-1084)  /* Another instance already uses this log directory */
/* Another instance already uses this temporary database path */
#define JET_errTempPathInUse                                 (-1085)
#define JET_errInstanceNameInUse                             (-1086)  /* Another instance already has this name */
/* Process-wide parameters were already set to conflicting values */
#define JET_errSystemParameterConflict                       (-1087)
/* The instance suffered a fatal error and must be restarted */
#define JET_errInstanceUnavailable                           (-1090)
#define JET_errDatabaseUnavailable                           (-1091)  /* The database suffered a fatal error and cannot be used */
/* The instance stopped because the log volume filled up at a critical moment */
#define JET_errInstanceUnavailableDueToFatalLogDiskFull      (-1092)
#define JET_errInvalidSesparamId                             (-1093)  /* The session parameter is unknown */
/* The count does not fit in 32 bits; use the 64-bit variant of the call */
#define JET_errTooManyRecords                                (-1094)
#define JET_errInvalidDbparamId                              (-1095)  /* The database parameter is unknown */
#define JET_errOutOfSessions                                 (-1101)  /* No more sessions can be opened */
/* Another session has changed this data and has not committed, or committed later */
#define JET_errWriteConflict                                 (-1102)
#define JET_errTransTooDeep                                  (-1103)  /* The limit for nested transactions is reached */
#define JET_errInvalidSesid                                  (-1104)  /* The session handle is invalid */
#define JET_errWriteConflictPrimaryIndex                     (-1105)  /* The primary index of the table is not committed yet */
#define JET_errInTransaction                                 (-1108)  /* End the open transaction before making this call */
#define JET_errRollbackRequired                              (-1109)  /* The current transaction can only be rolled back */
#define JET_errTransReadOnly                                 (-1110)  /* A read-only transaction tried to change data */
/* Two cursors of the same session tried to update the same record */
#define JET_errSessionWriteConflict                          (-1111)
#define JET_errRecordTooBigForBackwardCompatibility          (-1112)  /* The record would not fit in the older database format */
/* The temporary table cannot be forward-only with the given options */
#define JET_errCannotMaterializeForwardOnlySort              (-1113)
#define JET_errSesidTableIdMismatch                          (-1114)  /* The table handle belongs to another session */
#define JET_errInvalidInstance                               (-1115)  /* The instance handle is invalid */
/* The instance ended as requested, leaving databases that need recovery */
#define JET_errDirtyShutdown                                 (-1116)
/* A page on disk is stored under another page number than its own */
#define JET_errReadPgnoVerifyFailure                         (-1118)
/* A page read from disk lacks an earlier write (lost flush) */
#define JET_errReadLostFlushVerifyFailure                    (-1119)
#define JET_errFileSystemCorruption                          (-1121)  /* The file system reported that it is damaged */
/* Pages read during recovery are not in the expected state */
#define JET_errRecoveryVerifyFailure                         (-1123)
#define JET_errFilteredMoveNotSupported                      (-1124)  /* A cursor filter is not supported in this situation */
#define JET_errDatabaseDuplicate                             (-1201)  /* The database already exists */
#define JET_errDatabaseInUse                                 (-1202)  /* The database is in use */
#define JET_errDatabaseNotFound                              (-1203)  /* The database is not attached or does not exist */
#define JET_errDatabaseInvalidName                           (-1204)  /* The database name is invalid */
#define JET_errDatabaseInvalidPages                          (-1205)  /* The page count is invalid */
#define JET_errDatabaseCorrupted                             (-1206)  /* The file is not a database, or its header is damaged */
#define JET_errDatabaseLocked                                (-1207)  /* The database is locked exclusively */
#define JET_errCannotDisableVersioning                       (-1208)  /* Versioning cannot be turned off for this database */
#define JET_errInvalidDatabaseVersion                        (-1209)  /* The database format is not one this engine supports */
#define JET_errDatabase200Format                             (-1210)  /* The database is in the historic version 200 format */
#define JET_errDatabase400Format                             (-1211)  /* The database is in the historic version 400 format */
#define JET_errDatabase500Format                             (-1212)  /* The database is in the historic version 500 format */
/* The page size of the database differs from the configured one */
#define JET_errPageSizeMismatch                              (-1213)
#define JET_errTooManyInstances                              (-1214)  /* No more instances can be started in this process */
#define JET_errDatabaseSharingViolation                      (-1215)  /* Another instance is using the database */
/* A database that the logs say is attached is missing or different */
#define JET_errAttachedDatabaseMismatch                      (-1216)
#define JET_errDatabaseInvalidPath                           (-1217)  /* The path of the database is invalid */
#define JET_errDatabaseIdInUse                               (-1218)  /* The database id is already taken */
/* A database can be forced off only after a normal detach has failed */
#define JET_errForceDetachNotAllowed                         (-1219)
#define JET_errCatalogCorrupted                              (-1220)  /* The catalog of the database is damaged */
/* The database is only half attached; the attach cannot be completed */
#define JET_errPartiallyAttachedDB                           (-1221)
#define JET_errDatabaseSignInUse                             (-1222)  /* Another open database carries the same signature */
#define JET_errDatabaseCorruptedNoRepair                     (-1224)  /* The database is damaged and repair is not permitted */
/* Replay would create a database in a format this engine does not support */
#define JET_errInvalidCreateDbVersion                        (-1225)
#define JET_errDatabaseNotReady                              (-1230)  /* Recovery has not progressed far enough to allow access */
/* The database is attached for recovery only; attach it before opening it */
#define JET_errDatabaseAttachedForRecovery                   (-1231)
/* Replay has not reached a point where transactions can start */
#define JET_errTransactionsNotReadyDuringRecovery            (-1232)
#define JET_errTableLocked                                   (-1302)  /* Another user has locked the table */
#define JET_errTableDuplicate                                (-1303)  /* A table of this name already exists */
#define JET_errTableInUse                                    (-1304)  /* The table is in use and cannot be locked */
#define JET_errObjectNotFound                                (-1305)  /* The named table or object does not exist */
#define JET_errDensityInvalid                                (-1307)  /* The fill density is outside the allowed range */
#define JET_errTableNotEmpty                                 (-1308)  /* The table still contains records */
#define JET_errInvalidTableId                                (-1310)  /* The table handle is invalid */
#define JET_errTooManyOpenTables                             (-1311)  /* No more tables can be opened */
#define JET_errIllegalOperation                              (-1312)  /* The operation is not supported for this table */
/* No more tables can be opened and cleanup did not finish in time */
#define JET_errTooManyOpenTablesAndCleanupTimedOut           (-1313)
#define JET_errObjectDuplicate                               (-1314)  /* The name is already used by another object */
#define JET_errInvalidObject                                 (-1316)  /* The object is not suitable for this operation */
#define JET_errCannotDeleteTempTable                         (-1317)  /* Temporary tables are removed by closing them */
#define JET_errCannotDeleteSystemTable                       (-1318)  /* System tables cannot be deleted */
#define JET_errCannotDeleteTemplateTable                     (-1319)  /* Template tables cannot be deleted */
#define JET_errExclusiveTableLockRequired                    (-1322)  /* The table must be opened for exclusive use */
#define JET_errFixedDDL                                      (-1323)  /* The definition of this table is frozen */
/* The inherited part of a derived table's definition is frozen */
#define JET_errFixedInheritedDDL                             (-1324)
#define JET_errCannotNestDDL                                 (-1325)  /* Template tables cannot be nested */
#define JET_errDDLNotInheritable                             (-1326)  /* The base table is not a template table */
#define JET_errInvalidSettings                               (-1328)  /* The system parameters contradict each other */
#define JET_errClientRequestToStopJetService                 (-1329)  /* The application has asked the engine to stop */
/* The template forbids fixed and variable columns in derived tables */
#define JET_errCannotAddFixedVarColumnToDerivedTable         (-1330)
#define JET_errIndexCantBuild                                (-1401)  /* The index could not be built */
#define JET_errIndexHasPrimary                               (-1402)  /* The table already has a primary index */
#define JET_errIndexDuplicate                                (-1403)  /* An index of this name already exists */
#define JET_errIndexNotFound                                 (-1404)  /* There is no such index */
#define JET_errIndexMustStay                                 (-1405)  /* The primary index cannot be deleted */
#define JET_errIndexInvalidDef                               (-1406)  /* The index definition is invalid */
#define JET_errInvalidCreateIndex                            (-1409)  /* The index description passed to the call is invalid */
#define JET_errTooManyOpenIndexes                            (-1410)  /* No more index descriptors are available */
/* Values in a multi-valued column break the uniqueness of the index */
#define JET_errMultiValuedIndexViolation                     (-1411)
/* The new secondary index does not agree with the table data */
#define JET_errIndexBuildCorrupted                           (-1412)
/* The primary index is damaged or outdated; compact the database or delete the table */
#define JET_errPrimaryIndexCorrupted                         (-1413)
/* A secondary index is damaged or outdated; compact the database or delete the index */
#define JET_errSecondaryIndexCorrupted                       (-1414)
#define JET_errInvalidIndexId                                (-1416)  /* The index id is invalid */
#define JET_errIndexTuplesSecondaryIndexOnly                 (-1430)  /* A substring index cannot be the primary index */
#define JET_errIndexTuplesTooManyColumns                     (-1431)  /* A substring index has too many key columns */
/* Older name for "too many key columns in a substring index" */
#define JET_errIndexTuplesOneColumnOnly                      (-1431)
#define JET_errIndexTuplesNonUniqueOnly                      (-1432)  /* A substring index cannot be unique */
#define JET_errIndexTuplesTextBinaryColumnsOnly              (-1433)  /* A substring index needs a text or binary column */
/* Older name for "substring index needs a text or binary column" */
#define JET_errIndexTuplesTextColumnsOnly                    (-1433)
/* A per-column key length cannot be set for a substring index */
#define JET_errIndexTuplesVarSegMacNotAllowed                (-1434)
#define JET_errIndexTuplesInvalidLimits                      (-1435)  /* The length limits of the substring index are invalid */
#define JET_errIndexTuplesCannotRetrieveFromIndex            (-1436)  /* Columns cannot be read from a substring index */
/* The search string is shorter than the minimum substring length */
#define JET_errIndexTuplesKeyTooSmall                        (-1437)
#define JET_errInvalidLVChunkSize                            (-1438)  /* Long-value chunks of this size are not possible */
/* Only long columns without a default value can be encrypted */
#define JET_errColumnCannotBeEncrypted                       (-1439)
#define JET_errCannotIndexOnEncryptedColumn                  (-1440)  /* An encrypted column cannot be indexed */
#define JET_errColumnLong                                    (-1501)  /* The value is a long value */
#define JET_errColumnNoChunk                                 (-1502)  /* The long value has no chunk at this position */
#define JET_errColumnDoesNotFit                              (-1503)  /* The value does not fit in the record */
#define JET_errColumnIllegalNull                             (-1504)  /* Older name for "NULL is not allowed here" */
#define JET_errNullInvalid                                   (-1504)  /* NULL is not allowed here */
#define JET_errColumnIndexed                                 (-1505)  /* The column is indexed and cannot be deleted */
#define JET_errColumnTooBig                                  (-1506)  /* The value is longer than the column allows */
#define JET_errColumnNotFound                                (-1507)  /* There is no such column */
#define JET_errColumnDuplicate                               (-1508)  /* A column of this name already exists */
#define JET_errMultiValuedColumnMustBeTagged                 (-1509)  /* A multi-valued column must be a tagged column */
/* Only one auto-increment column and one version column are allowed per table */
#define JET_errColumnRedundant                               (-1510)
#define JET_errInvalidColumnType                             (-1511)  /* The column type is invalid for this purpose */
#define JET_errTaggedNotNULL                                 (-1514)  /* A tagged column cannot be declared NOT NULL */
#define JET_errNoCurrentIndex                                (-1515)  /* The cursor has no current index */
#define JET_errKeyIsMade                                     (-1516)  /* The search key is already complete */
#define JET_errBadColumnId                                   (-1517)  /* The column id is invalid */
#define JET_errBadItagSequence                               (-1518)  /* The value number is invalid for this column */
/* The column is used by a relationship and cannot be deleted */
#define JET_errColumnInRelationship                          (-1519)
/* This kind of column (auto-increment or version) may not be a tagged column */
#define JET_errCannotBeTagged                                (-1521)
#define JET_errDefaultValueTooBig                            (-1524)  /* The default value is too long */
#define JET_errMultiValuedDuplicate                          (-1525)  /* The column already contains this value */
#define JET_errLVCorrupted                                   (-1526)  /* The long-value tree is damaged */
/* Two values of the column are equal after their keys are shortened */
#define JET_errMultiValuedDuplicateAfterTruncation           (-1528)
#define JET_errDerivedColumnCorruption                       (-1529)  /* A derived table contains an invalid column */
/* The column cannot become a placeholder of the primary index */
#define JET_errInvalidPlaceholderColumn                      (-1530)
#define JET_errColumnCannotBeCompressed                      (-1538)  /* Compression is possible for long columns only */
#define JET_errColumnNoEncryptionKey                         (-1540)  /* No key is set for the encrypted column */
#define JET_errRecordNotFound                                (-1601)  /* No matching record was found */
#define JET_errRecordNoCopy                                  (-1602)  /* There is no record in the update buffer */
#define JET_errNoCurrentRecord                               (-1603)  /* The cursor is not on a record */
#define JET_errRecordPrimaryChanged                          (-1604)  /* A replace may not change the primary key */
#define JET_errKeyDuplicate                                  (-1605)  /* A record with this key already exists */
#define JET_errAlreadyPrepared                               (-1607)  /* An update is already in preparation on this cursor */
#define JET_errKeyNotMade                                    (-1608)  /* No search key has been built */
#define JET_errUpdateNotPrepared                             (-1609)  /* No update has been prepared */
#define JET_errDataHasChanged                                (-1611)  /* The data changed in the meantime; nothing was done */
#define JET_errLanguageNotSupported                          (-1619)  /* Support for the language is not installed */
#define JET_errDecompressionFailed                           (-1620)  /* Compressed data could not be expanded */
/* Unversioned updates are allowed only on tables not yet committed */
#define JET_errUpdateMustVersion                             (-1621)
/* Encrypted data could not be turned back into plain data */
#define JET_errDecryptionFailed                              (-1622)
#define JET_errEncryptionBadItag                             (-1623)  /* Only the first value of an encrypted column can be set */
#define JET_errSetAutoIncrementTooHigh                       (-1624)  /* The explicit auto-increment value is too large */
#define JET_errAutoIncrementNotSet                           (-1625)  /* The auto-increment column must be set explicitly */
#define JET_errTooManySorts                                  (-1701)  /* Too many sorts or temporary tables are open */
#define JET_errInvalidOnSort                                 (-1702)  /* The operation is not possible on a sort */
#define JET_errTempFileOpenError                             (-1803)  /* Opening a temporary file failed */
#define JET_errTooManyAttachedDatabases                      (-1805)  /* No more databases can be attached */
#define JET_errDiskFull                                      (-1808)  /* The disk is full */
#define JET_errPermissionDenied                              (-1809)  /* Permission was refused */
#define JET_errFileNotFound                                  (-1811)  /* The file does not exist */
#define JET_errFileInvalidType                               (-1812)  /* The file is of the wrong kind */
#define JET_errFileAlreadyExists                             (-1814)  /* The file already exists */
#define JET_errAfterInitialization                           (-1850)  /* The call must be made before the engine is initialized */
#define JET_errLogCorrupted                                  (-1852)  /* The log files cannot be understood */
#define JET_errInvalidOperation                              (-1906)  /* The operation is not valid */
#define JET_errAccessDenied                                  (-1907)  /* Access was refused */
#define JET_errTooManySplits                                 (-1909)  /* A page was split again and again without success */
#define JET_errSessionSharingViolation                       (-1910)  /* Several threads used one session at the same time */
/* A function required from a shared library was not found */
#define JET_errEntryPointNotFound                            (-1911)
#define JET_errSessionContextAlreadySet                      (-1912)  /* The session is already bound to a context */
#define JET_errSessionContextNotSetByThisThread              (-1913)  /* The session context was set by another thread */
#define JET_errSessionInUse                                  (-1914)  /* The session is still in use */
#define JET_errRecordFormatConversionFailed                  (-1915)  /* A record could not be converted to the current format */
#define JET_errOneDatabasePerSession                         (-1916)  /* The session may have only one user database open */
#define JET_errRollbackError                                 (-1917)  /* An error occurred while rolling back */
#define JET_errFlushMapVersionUnsupported                    (-1918)  /* The flush map format is not one this engine supports */
#define JET_errFlushMapDatabaseMismatch                      (-1919)  /* The flush map does not belong to the database */
#define JET_errFlushMapUnrecoverable                         (-1920)  /* No usable flush map can be rebuilt for the database */
#define JET_errDatabaseAlreadyRunningMaintenance             (-2004)  /* Maintenance is already running on this database */
#define JET_errCallbackFailed                                (-2101)  /* A callback reported failure */
#define JET_errCallbackNotResolved                           (-2102)  /* The function named as callback could not be found */
#define JET_errSpaceHintsInvalid                             (-2103)  /* The space hints are invalid or contradictory */
#define JET_errOSSnapshotInvalidSequence                     (-2401)  /* Snapshot calls were made in the wrong order */
/* The snapshot was abandoned because the freeze took too long */
#define JET_errOSSnapshotTimeOut                             (-2402)
/* A snapshot is not possible while a backup or recovery is running */
#define JET_errOSSnapshotNotAllowed                          (-2403)
#define JET_errOSSnapshotInvalidSnapId                       (-2404)  /* The snapshot handle is invalid */
#define JET_errLSCallbackNotSpecified                        (-3000)  /* Local storage needs a callback, and none is set */
#define JET_errLSAlreadySet                                  (-3001)  /* Local storage is already set on this object */
#define JET_errLSNotSet                                      (-3002)  /* Local storage is not set on this object */
#define JET_errFileIOSparse                                  (-4000)  /* The accessed range of the file is unallocated */
#define JET_errFileIOBeyondEOF                               (-4001)  /* A read went past the end of the file */
#define JET_errFileIOAbort                                   (-4002)  /* Callback decision: abort the I/O */
#define JET_errFileIORetry                                   (-4003)  /* Callback decision: repeat the I/O */
#define JET_errFileIOFail                                    (-4004)  /* Callback decision: let the I/O fail */
#define JET_errFileCompressed                                (-4005)  /* Compressed files cannot be used */
#define JET_errClientSpaceBegin                              (-10000) /* First error number reserved for applications */
#define JET_errClientSpaceEnd                                (-11999) /* Last error number reserved for applications */

/* Warnings. */
#define JET_wrnRemainingVersions              321  /* Some record versions could not be cleaned up yet */
/* The seek found exactly one entry with this key although the index allows several */
#define JET_wrnUniqueKey                      345
#define wrnBTNotVisibleRejected               352  /* Entry hidden because a cursor filter rejected it (internal signal) */
#define wrnBTNotVisibleAccumulated            353  /* Entry hidden because it is being gathered (internal signal) */
#define JET_wrnSeparateLongValue              406  /* The value is kept outside the record, in the long-value tree */
#define JET_wrnExistingLogFileHasBadSignature 558  /* A log file already in place belongs to another log stream */
#define JET_wrnExistingLogFileIsNotContiguous 559  /* The log files already in place leave a gap */
#define JET_wrnSkipThisRecord                 564  /* Internal signal: pass over the current record */
#define JET_wrnTargetInstanceRunning          578  /* The instance named as restore target is running */
#define JET_wrnCommittedLogFilesLost          585  /* Recovery succeeded, but changes in missing logs are gone */
#define JET_wrnCommittedLogFilesRemoved       587  /* Recovery succeeded, but damaged logs and their changes were dropped */
#define JET_wrnFinishWithUndo                 588  /* Recovery is to end with rollback of open transactions */
#define JET_wrnDatabaseRepaired               595  /* Damage in the database has been repaired */
#define JET_wrnColumnNull                     1004 /* The column holds NULL */
#define JET_wrnBufferTruncated                1006 /* The buffer was too small; only part of the data was returned */
#define JET_wrnDatabaseAttached               1007 /* The database had been attached before */
#define JET_wrnSortOverflow                   1009 /* The sort no longer fits in memory */
#define JET_wrnRecordFoundGreater             1039 /* Older name for "seek landed on a different key" */
#define JET_wrnRecordFoundLess                1039 /* Older name for "seek landed on a different key" */
#define JET_wrnSeekNotEqual                   1039 /* The seek succeeded but landed on a different key */
#define JET_wrnNoErrorInfo                    1055 /* No further error details are available */
#define JET_wrnNoIdleActivity                 1058 /* There was no background work to do */
#define JET_wrnNoWriteLock                    1067 /* A write lock has no effect outside a transaction */
#define JET_wrnColumnSetNull                  1068 /* The column was set to NULL */
#define JET_wrnShrinkNotPossible              1122 /* The file could not be made smaller: no free space or immovable data */
#define JET_wrnTableEmpty                     1301 /* The table is empty */
#define JET_wrnTableInUseBySystem             1327 /* The engine itself still has the table open for cleanup */
#define JET_wrnCorruptIndexDeleted            1415 /* An outdated index was removed */
#define JET_wrnPrimaryIndexOutOfDate          1417 /* The primary index uses an older collation; changing the table is unsafe */
#define JET_wrnSecondaryIndexOutOfDate        1418 /* A secondary index uses an older collation; delete and recreate it */
#define JET_wrnColumnMaxTruncated             1512 /* The maximum column length was too large and has been reduced */
#define JET_wrnCopyLongValue                  1520 /* A value was moved out of the record into long-value storage */
/* Nothing was returned because the requested column id or value number was zero */
#define JET_wrnColumnSkipped                  1531
#define JET_wrnColumnNotLocal                 1532 /* The value is not returned because its data lies elsewhere */
#define JET_wrnColumnMoreTags                 1533 /* The column has further values that were not requested */
#define JET_wrnColumnTruncated                1534 /* The value was cut at the requested maximum length */
#define JET_wrnColumnPresent                  1535 /* The column has a value, which was not returned by request */
#define JET_wrnColumnSingleValue              1536 /* The single value of the column is returned in compact form */
#define JET_wrnColumnDefault                  1537 /* The column holds its default value, which was not returned by request */
#define JET_wrnColumnNotInRecord              1539 /* The value is not returned because it is not stored in the record */
#define JET_wrnColumnReference                1541 /* A reference is returned in place of a value stored outside the record */
#define JET_wrnDataHasChanged                 1610 /* The data changed in the meantime */
#define JET_wrnKeyChanged                     1618 /* The cursor moved on to another key */
#define JET_wrnFileOpenReadOnly               1813 /* The file could be opened for reading only */
#define JET_wrnIdleFull                       1908 /* The queue for background work is full */
#define JET_wrnDefragAlreadyRunning           2000 /* Online defragmentation of this database is already running */
#define JET_wrnDefragNotRunning               2001 /* Online defragmentation of this database is not running */
#define JET_wrnCallbackNotRegistered          2100 /* The callback to be removed was not registered */

/* === Additions of this library ========================================================================= */

/* JetAttachDatabase*, together with JET_bitDbReadOnly: also attaches a database that was not shut down cleanly
 * or whose headers are damaged, as it lies on disk. Nothing is recovered and nothing is changed; a damaged page
 * gives its error when it is reached. For looking at evidence. */
#define ESENT_bitDbReadDirty 0x40000000

#ifdef ESENT_ENGINE_ONLY
#include "esent_engine.h"
#endif

#ifdef __cplusplus
}
#endif

#endif /* _JET_INCLUDED */
