/*
 * esent_engine.h: the part of the API that only products built with the engine use. Included by esent.h when
 * ESENT_ENGINE_ONLY is defined; not to be included by itself. The conventions of esent.h hold.
 */
#ifndef ESENT_ENGINE_H
#define ESENT_ENGINE_H

/* The tables below are aligned by hand. */
/* clang-format off */

#ifndef _JET_INCLUDED
#error "define ESENT_ENGINE_ONLY and include esent.h"
#endif

/* === Types ============================================================================================ */

typedef uint32_t JET_SNC;                /* status message code */
typedef uint32_t JET_DLLID;              /* hook library id */
#if JET_VERSION >= 0x0601
typedef JET_API_PTR JET_HISTO;           /* histogram */
#endif
#if JET_VERSION >= 0x0A01
typedef uint32_t JET_ENGINEFORMATVERSION; /* format version, JET_efv... */
#endif

/* Enumerations of the original whose members are not part of this API; 32 bits wide. */
#if JET_VERSION >= 0x0600
typedef int32_t JET_TRACETAG;            /* trace tag */
typedef int32_t JET_TRACEOP;             /* trace operation */
typedef int32_t JET_RESOPER;             /* property of a resource pool */
#endif
#if JET_VERSION >= 0x0601
typedef int32_t TESTHOOK_OP;             /* test hook */
#endif
#if JET_VERSION >= 0x0603
typedef int32_t JET_RESID;               /* resource pool */
#endif

/* Structures that are only passed on. */
typedef struct JET_EMITDATACTX JET_EMITDATACTX;
typedef struct JET_RBSREVERTINFOMISC JET_RBSREVERTINFOMISC;
typedef struct BTREE_STATS BTREE_STATS;

#if JET_VERSION >= 0x0A01
/* Decisions and reports during JetInit4. */
typedef JET_ERR(JET_API *JET_PFNINITCALLBACK)(JET_SNP snp, JET_SNT snt, void *pv, void *pvContext);
#endif

/* === Constants ======================================================================================= */

/* Option bits. */
#define JET_bitAggregateTransaction                          0x00000008 /* Session flag: several transactions are combined */
#define JET_bitCIMCommitted                                  0x00000001 /* Session flag: committed */
#define JET_bitCIMDirty                                      0x00000002 /* Session flag: changes were made */
/* Full backup that includes all logs, not just needed ones */
#define JET_bitBackupFullWithAllLogs                         0x00000008
#define JET_bitInternalCopy                                  0x00000040 /* The backup is an internal copy between replicas */
#define JET_bitKeepOldLogs                                   0x00000002 /* Do not truncate logs after the backup */
#define JET_bitCommitFlush_OLD                               0x00000001 /* Older value of a commit option */
#define JET_bitCommitLazyFlush_OLD                           0x00000004 /* Older value of a commit option */
#define JET_bitWaitLastLevel0Commit_OLD                      0x00000010 /* Older value of a commit option */
#define JET_bitConfigStorePopulateControlOff                 0x00000000 /* Do not write settings to the store */
#define JET_bitConfigStorePopulateControlOn                  0x00000001 /* Write settings to the store */
#define JET_bitConfigStoreReadControlDisableGlobalInitRead   0x00000008 /* Do not read the store at first use of the engine */
#define JET_bitConfigStoreReadControlDisableInstInitRead     0x00000010 /* Do not read the store when an instance starts */
#define JET_bitConfigStoreReadControlDisableLiveRead         0x00000020 /* Reserved: do not read the store later on */
#define JET_bitConfigStoreReadControlDisableSetParamRead     0x00000004 /* Do not read the store when its location is set */
#define JET_bitDbCreateStreamingFile                         0x00000100 /* Historic: create a streaming file as well */
#define JET_bitDbRebuildCorruptIndexes                       0x00000020 /* Never implemented: rebuild outdated indexes */
#define JET_bitDbSingleExclusive                             0x00000002 /* Older name for JET_bitDbExclusive */
#define JET_bitDbVersioningOff                               0x00000040 /* Do not use the version store for this database */
#define JET_bitDistributedTransaction                        0x00000002 /* The transaction takes part in two-phase commit */
#define JET_bitForceSessionClosed                            0x00000001 /* Close the session even if it is in use */
/* Cancel an I/O that hangs twice as long as the threshold */
#define JET_bitHungIOCancel                                  0x00000002
/* Crash if an I/O hangs three times as long as the threshold */
#define JET_bitHungIODebug                                   0x00000004
/* Crash if an I/O hangs three times as long as the threshold */
#define JET_bitHungIOEnforce                                 0x00000008
/* Report failure if an I/O hangs four times as long as the threshold */
#define JET_bitHungIOTimeout                                 0x00000010
#define JET_bitIdleVersionStoreTest                          0x00000008 /* Check the version store for consistency */
#define JET_bitIndexClustered40                              0x00000010 /* Historic synonym of a clustered index */
#define JET_bitMoveBeforeFirst                               0x00000001 /* Not supported */
#define JET_bitObjectSystemDynamic                           0x88000000 /* System object that may come and go */
#define JET_bitPersistedLostFlushDetectionEnabled            0x00000001 /* Keep a flush map file */
#define JET_bitPersistedLostFlushDetectionCreateNew          0x00000002 /* Make a new flush map at every attach */
#define JET_bitPersistedLostFlushDetectionFailOnRuntimeOnly  0x00000004 /* Fail only for lost flushes seen in this run */
#define JET_bitCreateSFSVolumeIfNotExist                     0x00000002 /* Obsolete initialization option, never supported here */
#define JET_bitReplayReplicatedLogFiles                      0x00000001 /* Obsolete recovery option */
/* Return how much data can still be added to the record */
#define JET_bitRetrieveCopyIntrinsic                         0x00002000
#define JET_bitRetrieveLongId                                0x00000040 /* Return the id of the long value instead of its data */
#define JET_bitRetrieveLongValueRefCount                     0x00000080 /* Return the reference count of the long value (tests) */
#define JET_bitRetrievePrereadOnly                           0x00004000 /* Start reading the long value without waiting */
#define JET_bitRetrievePrereadMany                           0x00008000 /* Read ahead more than needed */
#define JET_bitTableAllowSensitiveOperation                  0x08000000 /* Reserved for the engine */
#define JET_bitTableCreate                                   0x20000000 /* Reserved for the engine */
#define JET_bitTableDelete                                   0x10000000 /* Reserved for the engine */
#define JET_bitTableTryPurgeOnClose                          0x01000000 /* Reserved for the engine */
#define JET_bitTableCreateSystemTable                        0x80000000 /* Reserved for the engine */
#define JET_bitUpdateNoVersion                               0x00000002 /* Update without version information */
#if JET_VERSION >= 0x0501
/* JetRenameColumn: keep the column only as a key placeholder */
#define JET_bitColumnRenameConvertToPrimaryIndexPlaceholder  0x00010000
#define JET_bitEnumerateLocal                                0x00010000 /* Only values on the page of the record */
#define JET_bitKeyOverridePrimaryIndexPlaceholder            0x00000020 /* Build the key in spite of a placeholder column */
#endif
#if JET_VERSION >= 0x0600
#define JET_bitColumnVariable                                0x00040000 /* Used by managed clients only: variable column */
#define JET_bitCompactPreserveOriginal                       0x00000100 /* Keep the original database */
#define JET_bitRecordSizeIncludeDefaultValues                0x00000008 /* Not supported */
#define JET_bitRecordSizeSecondaryIndexKeyOnly               0x00000010 /* Not supported */
#define JET_bitRecordSizeIntrinsicPhysicalOnly               0x00000020 /* Only stored sizes of values in the record */
#define JET_bitRecordSizeExtrinsicLogicalOnly                0x00000040 /* Only logical sizes of values outside the record */
#endif
#if JET_VERSION >= 0x0601
#define JET_bitBackupSurrogate                               0x00000020 /* Backup on behalf of another replica */
#define JET_bitBackupNoDbHeaderUpdate                        0x00000200 /* Do not record the backup in the database header */
#define JET_bitRetrievePageNumber                            0x00001000 /* Return the page numbers that hold the value */
#define JET_bitAlterDbFileHdrAddField                        0x00000001 /* Tests: add to a header field */
#define JET_bitDatabaseScanBatchStart                        0x00000010 /* Start one pass of the database scan */
#define JET_bitDatabaseScanBatchStop                         0x00000020 /* Stop the database scan */
#define JET_bitDatabaseScanZeroPages                         0x00000040 /* Deprecated */
#define JET_bitDatabaseScanBatchStartContinuous              0x00000080 /* Start the continuous database scan */
#define JET_bitEndDatabaseIncrementalReseedCancel            0x00000001 /* Give up rebuilding from another replica */
#define JET_bitTestUninitShrunkPageImage                     0x00000001 /* The page image may be that of a removed page */
#define JET_bitPatchingCorruptPage                           0x00000002 /* The page being replaced is damaged */
#define JET_bitOld2Start                                     0x00000001 /* Tests: tree defragmentation starts */
#define JET_bitOld2Suspend                                   0x00000002 /* Tests: tree defragmentation pauses */
#define JET_bitOld2Resume                                    0x00000004 /* Tests: tree defragmentation resumes */
#define JET_bitOld2End                                       0x00000008 /* Tests: tree defragmentation ends */
#define JET_bitShadowLogEmitFirstCall                        0x00000001 /* First call of the log data callback */
#define JET_bitShadowLogEmitLastCall                         0x00000002 /* Last call of the log data callback */
#define JET_bitShadowLogEmitCancel                           0x00000004 /* The log data callback was cancelled */
#define JET_bitShadowLogEmitDataBuffers                      0x00000008 /* The call carries log data */
#define JET_bitShadowLogEmitLogComplete                      0x00000010 /* The current log is complete */
#endif
#if JET_VERSION >= 0x0602
#define JET_bitPageInfoNoStructureChecksum                   0x00000001 /* Leave the structure checksum field unset */
#define JET_bitAllowMissingCurrentLog                        0x00000100 /* Recover although the current log is missing */
/* Recover a database from a backup like one after a crash */
#define JET_bitAllowSoftRecoveryOnBackup                     0x00000200
#define JET_bitSkipLostLogsEvent                             0x00000400 /* No event about lost logs */
#define JET_bitExternalRecoveryControl                       0x00000800 /* Let a callback decide the steps of recovery */
#endif
#if JET_VERSION >= 0x0603
#define JET_bitIdleCompactAsync                              0x00000010 /* With JET_bitIdleCompact: do not wait */
#define JET_bitRetrievePhysicalSize                          0x00010000 /* Return only the stored (compressed) size */
#define JET_bitShrinkDatabasePeriodically                    0x00008000 /* Shrink from time to time */
#endif
#if JET_VERSION >= 0x0A00
#define JET_bitCommitRedoCallback                            0x00000020 /* Call back when the commit is replayed */
#define JET_bitRollbackRedoCallback                          0x00000020 /* Call back when the rollback is replayed */
#define JET_bitIndexDeferredPopulateCreate                   0x00100000 /* Create the index empty, to be filled later */
#define JET_bitIndexDeferredPopulateProcess                  0x00200000 /* Fill an index created empty */
#endif
#if JET_VERSION >= 0x0A01
#define JET_bitIdleAvailBuffersStatus                        0x00000020 /* Report JET_wrnIdleFull if free cache pages are few */
#define JET_bitIdleWaitForAsyncActivity                      0x00000040 /* Wait until background work has ended */
#define JET_bitIndexOptionallyUnique                         0x00400000 /* Check uniqueness only for updates that ask for it */
/* Return a reference if the value is outside the record */
#define JET_bitRetrieveAsRefIfNotInRecord                    0x00020000
#define JET_bitTableAllowOutOfDate                           0x00000100 /* Open although indexes use older, valid collations */
#define JET_bitAllowPgnoFDPLastSetTime                       0x00000200 /* Let the open record when the root page was set */
#define JET_bitUpdateEnforceOptionallyUniqueIndices          0x00000004 /* Check optionally unique indexes */
#define JET_bitColumnEncrypted                               0x00100000 /* Values are encrypted */
#define JET_bitEnumerateAsRefIfNotInRecord                   0x00400000 /* Return references for values outside the record */
#define JET_bitKeyLock                                       0x00000004 /* Lock the key */
#define JET_bitBeginDatabaseIncrementalReseedPatchRBS        0x00000001 /* Also adjust the revert snapshots */
#define JET_bitReplayIgnoreLogRecordsBeforeMinRequiredLog    0x00002000 /* Skip records older than the needed logs */
#define JET_bitReplayInferCheckpointFromRstmapDbs            0x00004000 /* Derive the start of replay from the databases */
#define JET_bitRestoreMapIgnoreWhenMissing                   0x00000001 /* Restore map: ignore a missing database */
#define JET_bitRestoreMapFailWhenMissing                     0x00000002 /* Restore map: fail early on a missing database */
#define JET_bitRestoreMapOverwriteOnCreate                   0x00000004 /* Restore map: replace an existing file on creation */
#define JET_bitDefragmentBTreeBatch                          0x00000200 /* The options are for tree defragmentation */
#define JET_bitDeleteAllExistingLogs                         0x00000001 /* Revert: delete all logs at the end */
#define JET_bitNonRevertableTableDelete                      0x00000001 /* Delete the table in a way that cannot be reverted */
#define JET_bitRevertableTableDeleteIfTooSoon                0x00000002 /* Delete revertably if the table is too new */
#define JET_bitShrinkDatabaseEofOnAttach                     0x00000001 /* Shrink the file at attach */
#define JET_bitShrinkDatabaseFullCategorizationOnAttach      0x00000002 /* Shrink: find the owner of every page */
#define JET_bitShrinkDatabaseDontMoveRootsOnAttach           0x00000004 /* Shrink: do not move root pages */
#define JET_bitShrinkDatabaseDontTruncateLeakedPagesOnAttach 0x00000008 /* Shrink: keep lost pages */
#define JET_bitShrinkDatabaseDontTruncateIndeterminatePagesOnAttach 0x00000010 /* Shrink: keep pages of unknown owner */
#define JET_bitSpaceHintsUtilizeExactExtents                 0x00000200 /* Allocate exactly the requested extents */
#define JET_bitStopServiceStopAndEmitLog                     0x00000008 /* Stop logging and hand out the rest of the log */
#define JET_bitStreamForward                                 0x00000001 /* Stream upwards from the lowest key */
#define JET_bitStreamBackward                                0x00000002 /* Stream downwards from the highest key */
#define JET_bitStreamColumnReferences                        0x00000004 /* Stream references for values outside the record */
#endif

/* Statistics classes of JetOpenTable. */
#if JET_VERSION >= 0x0A01
#define JET_bitTableClass16 0x00100000 /* Statistics class 16 */
#define JET_bitTableClass17 0x00110000 /* Statistics class 17 */
#define JET_bitTableClass18 0x00120000 /* Statistics class 18 */
#define JET_bitTableClass19 0x00130000 /* Statistics class 19 */
#define JET_bitTableClass20 0x00140000 /* Statistics class 20 */
#define JET_bitTableClass21 0x00150000 /* Statistics class 21 */
#define JET_bitTableClass22 0x00160000 /* Statistics class 22 */
#define JET_bitTableClass23 0x00170000 /* Statistics class 23 */
#define JET_bitTableClass24 0x00180000 /* Statistics class 24 */
#define JET_bitTableClass25 0x00190000 /* Statistics class 25 */
#define JET_bitTableClass26 0x001A0000 /* Statistics class 26 */
#define JET_bitTableClass27 0x001B0000 /* Statistics class 27 */
#define JET_bitTableClass28 0x001C0000 /* Statistics class 28 */
#define JET_bitTableClass29 0x001D0000 /* Statistics class 29 */
#define JET_bitTableClass30 0x001E0000 /* Statistics class 30 */
#define JET_bitTableClass31 0x001F0000 /* Statistics class 31 */
#endif

/* System parameters. */
#define JET_paramPageReadAheadMax                            21  /* Most pages read ahead */
#define JET_paramTableClassName                              33  /* Historic table class name */
#define JET_paramOnLineCompact                               35  /* Older name for JET_paramEnableOnlineDefrag */
#define JET_paramAssertAction                                36  /* Reaction to failed internal checks (JET_Assert*) */
#define JET_paramPrintFunction                               37  /* Debug print function */
#define JET_paramTransactionLevel                            38  /* Nesting level of the session (deprecated) */
#define JET_paramRFS2IOsPermitted                            39  /* Fault injection: number of I/Os allowed */
#define JET_paramRFS2AllocsPermitted                         40  /* Fault injection: number of allocations allowed */
#define JET_paramCacheRequests                               42  /* How often the page cache was asked for a page (read only) */
#define JET_paramCacheHits                                   43  /* How often the page cache had the page (read only) */
#define JET_paramLogFileFailoverPath                         61  /* Directory for logs if the log disk fails */
#define JET_paramEnableImprovedSeekShortcut                  62  /* Notice seeks to the current record */
/* Milliseconds in which all changed pages are written when idle */
#define JET_paramIdleFlushTime                               106
#define JET_paramVAReserve                                   109 /* Address space not used by the cache */
#define JET_paramFlight_ExtentPageCountCacheVerifyOnly       114 /* Experiment: only verify cached page counts */
#define JET_paramFlight_EnablePgnoFDPLastSetTime             115 /* Experiment: record when root pages were set */
#define JET_paramFlight_EnableScanCheck2Flags                116 /* Experiment: log flags in scan records */
#define JET_paramFlight_EnableExtentFreed2                   117 /* Experiment: newer record for freed extents */
#define JET_paramFlight_RBSLargeRevertableDeletePages        118 /* Experiment: size of tracked deletions */
#define JET_paramFlight_RBSRevertableDeleteIfTooSoonTimeNull 119 /* Experiment: fall back to revertable deletion */
#define JET_paramDBAPageAvailMin                             120 /* Cache sizing constant */
#define JET_paramDBAPageAvailThreshold                       121 /* Cache sizing constant */
#define JET_paramDBAK1                                       122 /* Cache sizing constant */
#define JET_paramDBAK2                                       123 /* Cache sizing constant */
#define JET_paramMaxRandomIOSize                             124 /* Largest scatter or gather I/O in bytes */
#define JET_paramDeferredIndexPopulateRowsPerTransaction     219 /* Records per transaction when filling an index created empty */
#if JET_VERSION >= 0x0501
#define JET_paramBackupChunkSize                             66  /* Pages per backup read */
#define JET_paramBackupOutstandingReads                      67  /* Most backup reads in flight */
/* Experiment: largest table that may be deleted on such a replica */
#define JET_paramFlight_RBSMaxTableDeletePages               68
#define JET_paramEnableSortedRetrieveColumns                 76  /* Sort requests of JetRetrieveColumns */
#define JET_paramRecoveryCurrentLogfile                      79  /* Number of the log that recovery has reached (read only) */
#define JET_paramMaxDatabasesPerInstance                     103 /* Most databases per instance */
#define JET_paramAbortRetryFailCallback                      108 /* Callback for I/O errors (not supported) */
#endif
#if JET_VERSION >= 0x0601
#define JET_paramCheckpointTooDeep                           154 /* Log generations behind the log end at which updates fail */
#define JET_paramDisableBlockVerification                    155 /* Tests only: skip checksum verification */
#define JET_paramAggressiveLogRollover                       157 /* Start new logs after certain operations */
#define JET_paramPeriodicLogRolloverLLR                      158 /* Start a new log after a time without activity */
#define JET_paramUsePageDependencies                         159 /* Log less data for splits and merges */
#define JET_paramEnableHaPublish                             168 /* Publish events for high availability */
#define JET_paramEmitLogDataCallback                         173 /* Callback that receives log data */
#define JET_paramEmitLogDataCallbackCtx                      174 /* Context of that callback */
#endif
#if JET_VERSION >= 0x0602
#define JET_paramEnableExternalAutoHealing                   175 /* Repair pages from another replica */
#define JET_paramPatchRequestTimeout                         176 /* Seconds until a page repair request expires */
#endif
#if JET_VERSION >= 0x0A00
#define JET_paramStageFlighting                              190 /* Staging of unreleased features */
#define JET_paramZeroDatabaseUnusedSpace                     191 /* Overwrite unused space in the database */
#define JET_paramDisableVerifications                        192 /* Checks to switch off */
#endif
#if JET_VERSION >= 0x0A01
#define JET_paramFlight_SmoothIoTestPermillage               55  /* Experiment: share of I/O to smooth out, per thousand */
#define JET_paramElasticWaypointLatency                      56  /* Extra log generations of write delay */
#define JET_paramFlight_SynchronousLVCleanup                 57  /* Experiment: delete long values at once */
#define JET_paramFlight_RBSRevertIOUrgentLevel               58  /* Experiment: I/O urgency during a revert */
#define JET_paramFlight_EnableXpress10Compression            59  /* Experiment: hardware compression */
#define JET_paramFlight_RBSDbScanRaiseCorruptionRevertedFDP  74  /* Experiment: report partly reverted tables as damage */
#define JET_paramFlight_RBSAllowTooSoonNonRevertableDelete   75  /* Experiment: allow early deletion that cannot be reverted */
#define JET_paramFlight_RBSForceRollIntervalSec              80  /* Experiment: seconds until a new revert snapshot is forced */
#define JET_paramFlight_EnableScanCheckFDPDeleteFlags        83  /* Experiment: log deletion flags in scan records */
#define JET_paramFlight_NewQueueOptions                      84  /* Experiment: options of the I/O queue */
#define JET_paramFlight_ConcurrentMetedOps                   85  /* Experiment: background I/Os at a time */
#define JET_paramFlight_LowMetedOpsThreshold                 86  /* Experiment: threshold for more background I/Os */
#define JET_paramFlight_MetedOpStarvedThreshold              87  /* Experiment: milliseconds until a background I/O is urgent */
#define JET_paramFlight_MaxRBSBuffers                        88  /* Experiment: buffers for revert snapshots */
#define JET_paramFlight_EnableShrinkArchiving                89  /* Experiment: keep data cut off by shrinking */
#define JET_paramFlight_EnableBackupDuringRecovery           90  /* Experiment: backup while recovering */
#define JET_paramFlight_RBSRollIntervalSec                   91  /* Experiment: seconds until a new revert snapshot */
#define JET_paramFlight_RBSMaxRequiredRange                  92  /* Experiment: largest needed log range for a revert snapshot */
#define JET_paramFlight_RBSCleanupEnabled                    93  /* Experiment: remove old revert snapshots */
/* Experiment: free space below which snapshots are removed sooner */
#define JET_paramFlight_RBSLowDiskSpaceThresholdGb           94
#define JET_paramFlight_RBSMaxSpaceWhenLowDiskSpaceGb        95  /* Experiment: space for snapshots when disk space is low */
#define JET_paramFlight_RBSMaxTimeSpanSec                    96  /* Experiment: longest span of a revert snapshot */
#define JET_paramFlight_RBSCleanupIntervalMinSec             97  /* Experiment: shortest time between removals */
#define JET_paramPersistedLostFlushDetection                 193 /* Flush map options (JET_bitPersistedLostFlushDetection*) */
#define JET_paramEngineFormatVersion                         194 /* Highest format version to use (JET_efv*) */
#define JET_paramReplayThrottlingLevel                       195 /* Throttling of replay (JET_ReplayThrottling*) */
#define JET_paramBlockCacheConfiguration                     212 /* Configuration object of the block cache */
#define JET_paramRecordSizeMost                              213 /* Largest record for the page size (read only) */
#define JET_paramTableClass16Name                            196 /* Display name of statistics class 16 (string) */
#define JET_paramTableClass17Name                            197 /* Display name of statistics class 17 (string) */
#define JET_paramTableClass18Name                            198 /* Display name of statistics class 18 (string) */
#define JET_paramTableClass19Name                            199 /* Display name of statistics class 19 (string) */
#define JET_paramTableClass20Name                            200 /* Display name of statistics class 20 (string) */
#define JET_paramTableClass21Name                            201 /* Display name of statistics class 21 (string) */
#define JET_paramTableClass22Name                            202 /* Display name of statistics class 22 (string) */
#define JET_paramTableClass23Name                            203 /* Display name of statistics class 23 (string) */
#define JET_paramTableClass24Name                            204 /* Display name of statistics class 24 (string) */
#define JET_paramTableClass25Name                            205 /* Display name of statistics class 25 (string) */
#define JET_paramTableClass26Name                            206 /* Display name of statistics class 26 (string) */
#define JET_paramTableClass27Name                            207 /* Display name of statistics class 27 (string) */
#define JET_paramTableClass28Name                            208 /* Display name of statistics class 28 (string) */
#define JET_paramTableClass29Name                            209 /* Display name of statistics class 29 (string) */
#define JET_paramTableClass30Name                            210 /* Display name of statistics class 30 (string) */
#define JET_paramTableClass31Name                            211 /* Display name of statistics class 31 (string) */
#endif

/* Session parameters. */
#define JET_sesparamCommitGenericContext               4098       /* Context logged with commits */
#if JET_VERSION >= 0x0A01
#define JET_sesparamCachePriority                      4102       /* Cache priority of the session */
#define JET_sesparamClientComponentDesc                4103       /* Trace text: component */
#define JET_sesparamClientActionDesc                   4104       /* Trace text: action */
#define JET_sesparamClientActionContextDesc            4105       /* Trace text: context of the action */
#define JET_sesparamClientActivityId                   4106       /* Trace id of the activity */
#define JET_sesparamIOSessTraceFlags                   4107       /* Which I/Os are traced (JET_bitIOSessTrace*) */
#define JET_sesparamIOPriority                         4108       /* I/O priority of the session */
#define JET_sesparamCommitContextContainsCustomerData  4109       /* The commit context holds customer data */
#define JET_sesparamCommitContextNeedPreCommitCallback 4110       /* Call back before and after commits with context */
#define JET_bitIOSessTraceReads                        0x00000001 /* Trace reads */
#define JET_bitIOSessTraceWrites                       0x00000002 /* Trace writes */
#define JET_bitIOSessTraceHDD                          0x00000004 /* Trace I/O on rotating disks */
#define JET_bitIOSessTraceSSD                          0x00000008 /* Trace I/O on solid-state disks */
#endif

/* Database parameters. */
#if JET_VERSION >= 0x0A01
#define JET_dbparamDbSizeMaxPages                          8193 /* Largest size of the database in pages */
#define JET_dbparamCachePriority                           8194 /* Cache priority of the database */
#define JET_dbparamShrinkDatabaseOptions                   8195 /* Shrink options */
#define JET_dbparamShrinkDatabaseTimeQuota                 8196 /* Milliseconds allowed for shrinking */
#define JET_dbparamShrinkDatabaseSizeLimit                 8197 /* Pages below which shrinking stops */
#define JET_dbparamLeakReclaimerEnabled                    8198 /* Reclaim lost pages at attach */
#define JET_dbparamLeakReclaimerTimeQuota                  8199 /* Milliseconds allowed for reclaiming */
#define JET_dbparamMaintainExtentPageCountCache            8200 /* Keep a table of page counts */
#define JET_dbparamFlight_SelfAllocSpBufReservationEnabled 8201 /* Experiment: refill of split reserves */
#define JET_dbparamMaxValueInvalid                         8202 /* One past the last database parameter */
#endif

/* Options of JetDBUtilities. */
#define JET_bitDBUtilOptionAllNodes                     0x00000001 /* Dump: include every entry */
#define JET_bitDBUtilOptionKeyStats                     0x00000002 /* Dump: key statistics */
#define JET_bitDBUtilOptionPageDump                     0x00000004 /* Dump: page contents */
#define JET_bitDBUtilOptionStats                        0x00000008 /* Dump: statistics */
#define JET_bitDBUtilOptionSuppressConsoleOutput        0x00000010 /* No console output */
#define JET_bitDBUtilOptionIgnoreErrors                 0x00000020 /* Continue after errors */
#define JET_bitDBUtilOptionVerify                       0x00000040 /* Verify in addition */
#define JET_bitDBUtilOptionReportErrors                 0x00000080 /* Report every error */
#define JET_bitDBUtilOptionDontRepair                   0x00000100 /* Check without repairing */
#define JET_bitDBUtilOptionRepairAll                    0x00000200 /* Repair everything */
#define JET_bitDBUtilOptionRepairIndexes                0x00000400 /* Rebuild indexes */
#define JET_bitDBUtilOptionDontBuildIndexes             0x00000800 /* Do not rebuild indexes */
#define JET_bitDBUtilOptionSuppressLogo                 0x00008000 /* No banner */
#define JET_bitDBUtilOptionRepairCheckOnly              0x00010000 /* Integrity check without repair */
#define JET_bitDBUtilOptionDumpLVPageUsage              0x00020000 /* Dump: page use of long values */
#define JET_bitDBUtilOptionSkipMinLogChecksUpdateHeader 0x00100000 /* Skip the check of needed logs when setting header state */
#define JET_bitDBUtilOptionDumpVerbose                  0x10000000 /* Verbose dump, level 1 */
#define JET_bitDBUtilOptionDumpVerboseLevel1            0x10000000 /* Verbose dump, level 1 */
#define JET_bitDBUtilOptionDumpVerboseLevel2            0x20000000 /* Verbose dump, level 2 */
#define JET_bitDBUtilOptionDumpLogSummary               0x40000000 /* Log dump: summary only */
#define JET_bitDBUtilSpaceInfoBasicCatalog              0x00000001 /* Space dump: names and root pages from the catalog */
#define JET_bitDBUtilSpaceInfoSpaceTrees                0x00000002 /* Space dump: extents */
#define JET_bitDBUtilSpaceInfoParentOfLeaf              0x00000004 /* Space dump: walk the level above the leaves */
#define JET_bitDBUtilSpaceInfoFullWalk                  0x00000008 /* Space dump: walk all pages */
#if JET_VERSION >= 0x0600
#define JET_bitDBUtilOptionDumpLogInfoCSV               0x00040000 /* Log dump as comma-separated values */
#define JET_bitDBUtilOptionDumpLogPermitPatching        0x00080000 /* Log dump may repair the last log */
#endif
#if JET_VERSION >= 0x0A01
#define JET_bitDBUtilFullCategorization                 0x00000001 /* Space category dump: resolve every page */
#endif

/* Status reports. */
#if JET_VERSION >= 0x0602
#define JET_snpRecoveryControl      18   /* Recovery decisions */
#define JET_snpExternalAutoHealing  19   /* Page repair from another replica */
#define JET_sntOpenLog              1001 /* A log is about to be opened */
#define JET_sntOpenCheckpoint       1002 /* The checkpoint is about to be opened */
#define JET_sntMissingLog           1004 /* A log is missing */
#define JET_sntBeginUndo            1005 /* Rollback is about to start */
#define JET_sntNotificationEvent    1006 /* An event would be written */
#define JET_sntSignalErrorCondition 1007 /* A general error condition */
#define JET_sntAttachedDb           1008 /* A database was attached */
#define JET_sntDetachingDb          1009 /* Recovery will detach a database next */
#define JET_sntCommitCtx            1010 /* A commit context was found */
#define JET_sntPagePatchRequest     1101 /* A page repair request was found */
#define JET_sntCorruptedPage        1102 /* A damaged page was found */
#endif
#if JET_VERSION >= 0x0A01
#define JET_snpSpaceCategorization  20   /* Space categories */
#endif

/* Information levels. */
#define JET_DbInfoStreamingFileSpace_Obsolete      18         /* Historic: space of the streaming file */
#if JET_VERSION >= 0x0501
#define JET_DbInfoHasSLVFile_Obsolete              16         /* Historic: does a streaming file exist */
#endif
#if JET_VERSION >= 0x0600
#define JET_DbInfoStreamingFileSize_Obsolete       20         /* Historic: size of the streaming file */
#define JET_DbInfoSplitBuffers                     23         /* Pages reserved for splits of the space trees */
#define JET_DbInfoUseCachedResult                  0x40000000 /* Historic modifier bit; results are always the cached ones */
#define JET_ColInfoGrbitCompacting                 0x10000000 /* Used by offline compaction */
#define JET_InstanceMiscInfoCheckpoint             1          /* Checkpoint details (JET_CHECKPOINTINFO) */
#define JET_LogInfoMisc                            0          /* Log header (JET_LOGINFOMISC) */
#define JET_PageInfo                               0          /* Page details (JET_PAGEINFO) */
#define JET_RBSFileInfoMisc                        0          /* Revert snapshot header (JET_RBSINFOMISC) */
#define JET_SessionInfo                            0          /* Session details (JET_SESSIONINFO) */
#endif
#if JET_VERSION >= 0x0601
#define JET_LogInfoMisc2                           1          /* Log header (JET_LOGINFOMISC2) */
#define JET_PageInfo2                              1          /* Page details (JET_PAGEINFO2) */
#endif
#if JET_VERSION >= 0x0A00
#define JET_IdxInfoSortVersion                     15         /* Collation version (32-bit) */
#define JET_IdxInfoDefinedSortVersion              16         /* Collation table version (32-bit, historic) */
#define JET_IdxInfoSortId                          17         /* Collation id (GUID) */
#endif
#if JET_VERSION >= 0x0A01
#define JET_LogInfoMisc3                           2          /* Log header (JET_LOGINFOMISC3) */
#define JET_TblInfoLVChunkMax                      13         /* Largest long-value chunk of the table */
#define JET_TblInfoEncryptionKey                   14         /* Encryption key of the cursor (set only) */
#define JET_TblInfoRetrieveAndReserveAutoIncrement 16         /* Take the next auto-increment value */
#define JET_TblInfoObjectId                        19         /* Object id of the table */
#endif

/* Other values. */
#define JET_AssertBreak                           0x00000001           /* Failed internal check: break into the debugger */
#define JET_AssertExit                            0x00000000           /* Failed internal check: end the process */
#define JET_AssertMsgBox                          0x00000002           /* Failed internal check: show a message box */
#define JET_AssertStop                            0x00000004           /* Failed internal check: alert and stop */
#define JET_ReplayThrottlingNone                  0                    /* Replay at full speed */
#define JET_ReplayThrottlingSleep                 1                    /* Pause during replay where the log was written slowly */
/* Value name that makes the engine write its settings to the store */
#define JET_wszConfigStorePopulateControl         u"CsPopulateControl"
#define JET_cbCallbackUserDataMost                1024                 /* Most bytes of user data of a column callback */
#define JET_cbCallbackDataAllMost                 4096                 /* Most bytes stored for a column callback in total */
#define JET_cbColumnLVChunkMost                   4014                 /* Historic chunk size for 4 KiB pages */
#define JET_cbColumnLVChunkMost_OLD               4035                 /* Historic chunk size of the oldest format */
#define JET_cbKeyMost_OLD                         255                  /* Historic key size limit */
#define JET_cbPage                                4096                 /* Historic page size */
#define JET_maskLimitOptions                      0x00000F00           /* All wildcard options of JetMakeKey */
#define JET_objtypDb                              2                    /* Catalog entry for a database */
#define JET_objtypContainer                       3                    /* Catalog entry for a container */
#define JET_objtypLongRoot                        9                    /* Catalog entry for a long-value tree */
#define JET_prepReadOnlyCopy                      8                    /* Copy the record to the update buffer for reading */
#if JET_VERSION >= 0x0501
#define JET_OnlineDefragStreamingFiles            0x00000008           /* Historic: streaming files */
/* Recovery asks for the outcome of a prepared transaction */
#define JET_cbtypDTCQueryPreparedTransaction      0x00001000
#define JET_cbtypIndexDeferredPopulateThrottle    0x00008000           /* Chance to pause filling an index */
#define JET_cbtypOld2Action                       0x00004000           /* Tests: step of tree defragmentation */
#define JET_cbtypOnlineDefragProgress             0x00002000           /* Another step of online defragmentation is done */
#endif
#if JET_VERSION >= 0x0600
#define JET_filetypeStreamingFile                 2                    /* Streaming file (historic) */
#define JET_filetypeFTL                           6                    /* Fast trace log */
#define JET_filetypeCachedFile                    8                    /* File behind the block cache */
#define JET_filetypeCachingFile                   9                    /* File that holds the block cache */
#define JET_filetypeSnapshot                      10                   /* Revert snapshot */
#define JET_filetypeRBSRevertCheckpoint           11                   /* Checkpoint of a revert */
#define JET_filetypeMax                           12                   /* Number of file kinds */
#endif
#if JET_VERSION >= 0x0601
#define JET_AssertCrash                           0x00000020           /* Failed internal check: crash on purpose */
#define JET_AssertFailFast                        0x00000040           /* Failed internal check: end the process at once */
#define JET_AssertSkipAll                         0x00000010           /* Failed internal check: ignore */
/* Failed internal check: message box with a choice to go on */
#define JET_AssertSkippableMsgBox                 0x00000008
/* Database scan progress (same number as JET_cbtypOld2Action) */
#define JET_cbtypScanProgress                     0x00004000
/* Database scan pass ended (same number as the throttle callback) */
#define JET_cbtypScanCompleted                    0x00008000
#define JET_dbstateIncrementalReseedInProgress    6                    /* The database is being rebuilt from another replica */
#define JET_dbstateDirtyAndPatchedShutdown        7                    /* The database needs recovery and has replaced pages */
#endif
#if JET_VERSION >= 0x0602
#define JET_configMask                            0x000007FF           /* All preset bits */
#endif
#if JET_VERSION >= 0x0603
#define JET_IOPriorityLowForCheckpoint            0x00000002           /* Low priority for checkpoint writes */
#define JET_IOPriorityLowForScavenge              0x00000004           /* Low priority for eviction writes */
#define JET_IOPriorityUserClassIdMask             0x0F000000           /* Bits for a client class in traces */
#define JET_IOPriorityMarkAsMaintenance           0x40000000           /* Count the I/O as maintenance */
#endif
#if JET_VERSION >= 0x0A00
/* The log is opened to decide whether recovery is needed */
#define JET_OpenLogForRecoveryCheckingAndPatching 1
#define JET_OpenLogForRedo                        2                    /* The log is opened for replay */
#define JET_OpenLogForUndo                        3                    /* The log is opened for rollback */
#define JET_OpenLogForDo                          4                    /* The log is opened for normal work */
#define JET_MissingLogMustFail                    1                    /* The engine cannot go on */
#define JET_MissingLogContinueToRedo              2                    /* Going on means starting replay */
#define JET_MissingLogContinueTryCurrentLog       3                    /* Going on means trying the current log */
#define JET_MissingLogContinueToUndo              4                    /* Going on means starting rollback */
#define JET_MissingLogCreateNewLogStream          5                    /* Going on means creating new logs */
#endif
#if JET_VERSION >= 0x0A01
/* Prepare a new record with explicit auto-increment value */
#define JET_prepInsertMustSetAutoIncrement        10
#define JET_dbstateRevertInProgress               8                    /* The database is being reverted */
#define JET_EncryptionAlgorithmAes256             1                    /* AES with a 256-bit key */
#define JET_revertstateNone                       0                    /* No revert has started */
#define JET_revertstateInProgress                 1                    /* Pages are being reverted */
#define JET_revertstateCopingLogs                 2                    /* Logs are being copied */
#define JET_revertstateBackupSnapshot             3                    /* Snapshots are being kept for analysis */
#define JET_revertstateRemoveSnapshot             4                    /* Used snapshots are being removed */
#define JET_revertstateCaptureRootPageRecords     5                    /* Root page marks are being saved */
#define JET_revertstateApplyRootPageRecords       6                    /* Root page marks are being applied */
#endif

/* Result codes. */
/* Required hardware or a required hardware capability is absent */
#define JET_errDeviceMissing                                 (-114)
/* Required hardware is present but set up wrongly outside the engine */
#define JET_errDeviceMisconfigured                           (-115)
#define JET_errDeviceTimeout                                 (-116)  /* A hardware device did not answer in time */
#define JET_errDeviceFailure                                 (-118)  /* A hardware device misbehaved while serving a request */
#define JET_errInvalidColumnReference                        (-426)  /* The supplied column reference is malformed */
/* The supplied column reference no longer matches the stored data */
#define JET_errStaleColumnReference                          (-427)
#define JET_wrnNoMoreRecords                                 428     /* The record stream is exhausted */
/* Compressed data failed its integrity check when it was expanded */
#define JET_errCompressionIntegrityCheckFailed               (-431)
/* Filling the index that was created empty is not finished yet */
#define JET_wrnIndexDeferredPopulateIncomplete               432
/* Filling the index that was created empty stopped unexpectedly */
#define JET_wrnIndexDeferredPopulateHalted                   433
/* The index that was created empty cannot be filled at the moment */
#define JET_errIndexDeferredPopulateCurrentlyUnavailable     (-434)
#define JET_errSurrogateBackupInProgress                     (-617)  /* A backup on behalf of another replica is running */
#define JET_errQueryNotSupported                             (-1034) /* Query processing is not supported */
#define JET_errSQLLinkNotSupported                           (-1035) /* Links to SQL sources are not supported */
#define JET_errCurrencyStackOutOfMemory                      (-1070) /* No memory is left for cursor positions */
/* A distributed transaction must be prepared at the outermost level */
#define JET_errMustCommitDistributedTransactionToLevel0      (-1150)
/* The distributed transaction is prepared and accepts no more changes */
#define JET_errDistributedTransactionAlreadyPreparedToCommit (-1151)
#define JET_errNotInDistributedTransaction                   (-1152) /* The transaction is not distributed */
#define JET_errDistributedTransactionNotYetPreparedToCommit  (-1153) /* The distributed transaction has not been prepared yet */
/* A distributed transaction must start at the outermost level */
#define JET_errCannotNestDistributedTransactions             (-1154)
/* No coordinator callback is set for distributed transactions */
#define JET_errDTCMissingCallback                            (-1160)
/* Recovery met a distributed transaction, but no coordinator callback is set */
#define JET_errDTCMissingCallbackOnRecovery                  (-1161)
#define JET_errDTCCallbackUnexpectedError                    (-1162) /* The coordinator callback returned an unexpected code */
#define JET_wrnDTCCommitTransaction                          1163    /* Coordinator decision: commit the transaction */
#define JET_wrnDTCRollbackTransaction                        1164    /* Coordinator decision: roll the transaction back */
/* The database is being rebuilt from another replica and cannot be attached */
#define JET_errDatabaseIncompleteIncrementalReseed           (-1226)
/* The database is not in a state that allows rebuilding from another replica */
#define JET_errDatabaseInvalidIncrementalReseed              (-1227)
/* Rebuilding from another replica failed; copy the whole database */
#define JET_errDatabaseFailedIncrementalReseed               (-1228)
/* Rebuilding failed because the first needed log names no attached database */
#define JET_errNoAttachmentsFailedIncrementalReseed          (-1229)
/* The index cannot be used before it has been filled completely */
#define JET_errCantUseDeferredPopulateIndex                  (-1419)
#define JET_wrnTaggedColumnsRemaining                        1523    /* More tagged columns exist than fit in the buffer */
#define JET_errRBSFileCorrupt                                (-1921) /* A revert snapshot file is damaged */
#define JET_errRBSHeaderCorrupt                              (-1922) /* The header of a revert snapshot is damaged */
#define JET_errRBSDbMismatch                                 (-1923) /* The revert snapshot does not match the database */
/* The revert snapshot format is not one this engine supports */
#define JET_errBadRBSVersion                                 (-1925)
#define JET_errOutOfRBSSpace                                 (-1926) /* No more data fits in the revert snapshot */
#define JET_errRBSInvalidSign                                (-1927) /* The revert snapshot has no signature */
#define JET_errRBSInvalidRecord                              (-1928) /* The revert snapshot contains an invalid record */
/* The requested time cannot be reached because a revert snapshot is unusable */
#define JET_errRBSRCInvalidRBS                               (-1929)
/* The requested time cannot be reached because no revert snapshot covers it */
#define JET_errRBSRCNoRBSFound                               (-1930)
#define JET_errRBSRCBadDbState                               (-1931) /* The revert failed because of the state of the database */
/* The revert snapshot depends on logs that cannot be found */
#define JET_errRBSMissingReqLogs                             (-1932)
/* The logs of the revert snapshot differ from those in the log directory */
#define JET_errRBSLogDivergenceFailed                        (-1933)
/* An earlier revert is still copying logs; reverting further back is unsafe */
#define JET_errRBSRCCopyLogsRevertState                      (-1934)
#define JET_errDatabaseIncompleteRevert                      (-1935) /* The database is being reverted and cannot be attached */
#define JET_errRBSRCRevertCancelled                          (-1936) /* The revert was cancelled */
#define JET_errRBSRCInvalidDbFormatVersion                   (-1937) /* The format of the database does not allow a revert */
/* Logs needed to compare against the revert snapshot are missing */
#define JET_errRBSCannotDetermineDivergence                  (-1938)
/* The table is too large to delete on this replica; retry on another */
#define JET_errRBSDeleteTableTooBig                          (-1941)
/* The table is too new for a deletion that cannot be reverted */
#define JET_errRBSDeleteTableTooSoon                         (-1942)
/* The table survives only in part after a revert and is due to be removed */
#define JET_errRBSFDPToBeDeleted                             (-1943)
/* The table was only partly reverted, so a revertable deletion is impossible */
#define JET_errRBSRevertableDeleteNotPossible                (-1944)
#define JET_errRBSRedeleteFDPUnexpected                      (-1947) /* A reverted table unexpectedly carries the deletion mark */
/* The file with saved root pages for the revert is damaged */
#define JET_errRBSRCPageFDPDeleteFileCorrupt                 (-1948)
#define JET_wrnDatabaseScanAlreadyRunning                    2002    /* The database scan is already running */
#define JET_wrnDatabaseScanNotRunning                        2003    /* The database scan is not running */
/* The estimate of leaked space is already being computed for this database */
#define JET_errRootSpaceLeakEstimationAlreadyRunning         (-2006)
#define JET_errTooManyTestInjections                         (-2501) /* Too many test injections are active */
#define JET_errTestInjectionNotSupported                     (-2502) /* Test injection is not available */
/* The supplied log data does not continue from the current position */
#define JET_errInvalidLogDataSequence                        (-2601)
/* Log data skipped ahead; the unfinished log file was removed */
#define JET_wrnPreviousLogFileIncomplete                     2602
/* The streaming file carries the wrong signature (historic) */
#define JET_errBadSLVSignature                               (-537)
/* A page of the streaming file failed its checksum (historic) */
#define JET_errSLVReadVerifyFailure                          (-613)
#define JET_errBackupAbortByCaller                           (-800)  /* The backup client ended the backup without finishing it */

/* Operations of JetDBUtilities. */
typedef enum {
    opDBUTILConsistency = 0,                                        /* Integrity check */
    opDBUTILDumpData = 1,                                           /* Dump data */
    opDBUTILDumpMetaData = 2,                                       /* Dump the catalog */
    opDBUTILDumpPage = 3,                                           /* Dump a page */
    opDBUTILDumpNode = 4,                                           /* Dump an entry */
    opDBUTILDumpTag = 5,                                            /* Dump a page slot */
    opDBUTILDumpSpace = 6,                                          /* Dump space usage */
    opDBUTILSetHeaderState = 7,                                     /* Force the header to clean state */
    opDBUTILDumpHeader = 8,                                         /* Dump the database header */
    opDBUTILDumpLogfile = 9,                                        /* Dump a log file */
    opDBUTILDumpLogfileTrackNode = 10,                              /* Follow an entry through the logs */
    opDBUTILDumpCheckpoint = 11,                                    /* Dump the checkpoint */
    opDBUTILEDBDump = 12,                                           /* Dump by table, index or column */
    opDBUTILEDBRepair = 13,                                         /* Repair */
    opDBUTILMunge = 14,                                             /* Historic: damage a database for tests */
    opDBUTILEDBScrub = 15,                                          /* Overwrite free space */
    opDBUTILSLVMove_ObsoleteAndUnused = 16,                         /* Number not used any more */
    opDBUTILDBConvertRecords_ObsoleteAndUnused = 17,                /* Number not used any more */
    opDBUTILDBDefragment = 18,                                      /* Offline compaction */
    opDBUTILDumpExchangeSLVInfo_ObsoleteAndUnused = 19,             /* Number not used any more */
    opDBUTILDumpUnicodeFixupTable_ObsoleteAndUnused = 20,           /* Number not used any more */
    opDBUTILDumpPageUsage = 21,                                     /* Dump page usage */
    opDBUTILUpdateDBHeaderFromTrailer = 22,                         /* Take header data from the file trailer */
    opDBUTILChecksumLogFromMemory = 23,                             /* Verify a log held in memory */
    opDBUTILDumpFTLHeader = 24,                                     /* Dump a fast trace log header */
    opDBUTILDBTrim = 25,                                            /* Shrink the database */
    opDBUTILDumpFlushMapFile = 26,                                  /* Dump the flush map */
    opDBUTILDumpSpaceCategory = 27,                                 /* Report the category of pages */
    opDBUTILDumpCachedFileHeader = 28,                              /* Dump a block cache header */
    opDBUTILDumpCacheFile = 29,                                     /* Dump a block cache file */
    opDBUTILDumpRBSHeader = 30,                                     /* Dump a revert snapshot header */
    opDBUTILDumpRBSPages = 31,                                      /* Dump revert snapshot pages */
    opDBUTILEstimateRootSpaceLeak = 32                              /* Estimate lost space */
} DBUTIL_OP;

/* Parts of the catalog dump of JetDBUtilities. */
typedef enum {
    opEDBDumpTables = 0,               /* Catalog dump: tables */
    opEDBDumpIndexes = 1,              /* Catalog dump: indexes */
    opEDBDumpColumns = 2,              /* Catalog dump: columns */
    opEDBDumpCallbacks = 3,            /* Catalog dump: callbacks */
    opEDBDumpPage = 4                  /* Catalog dump: page */
} EDBDUMP_OP;

/* Operations of JetConvertDDL. */
typedef enum {
    opDDLConvNull = 0,                                         /* No conversion */
    opDDLConvAddCallback = 1,                                  /* Add a table callback */
    opDDLConvChangeColumn = 2,                                 /* Change a column */
    opDDLConvAddConditionalColumnsToAllIndexes = 3,            /* Add index conditions */
    opDDLConvAddColumnCallback = 4,                            /* Add a column callback */
    opDDLConvIncreaseMaxColumnSize = 5,                        /* Raise the size limit of a column */
    opDDLConvChangeIndexDensity = 6,                           /* Change the density of an index */
    opDDLConvChangeCallbackDLL = 7,                            /* Change the library of callbacks */
    opDDLConvMax = 8                                           /* Number of conversions */
} JET_OPDDLCONV;

#if JET_VERSION >= 0x0601
/* Kinds of trees in the space dump. */
typedef enum {
    eBTreeTypeInvalid = 0,                        /* No tree */
    eBTreeTypeInternalDbRootSpace = 1,            /* Space of the whole database */
    eBTreeTypeInternalSpaceOE = 2,                /* Tree of owned extents */
    eBTreeTypeInternalSpaceAE = 3,                /* Tree of free extents */
    eBTreeTypeUserClusteredIndex = 4,             /* Table (primary index) */
    eBTreeTypeInternalLongValue = 5,              /* Long-value tree */
    eBTreeTypeUserSecondaryIndex = 6,             /* Secondary index */
    eBTreeTypeMax = 7                             /* Number of tree types */
} JET_BTREETYPE;
#endif

#if JET_VERSION >= 0x0A01
/* What a page is used for. */
typedef enum {
    spcatfNone = 0x00000000,               /* No category */
    spcatfStrictlyLeaf = 0x00000001,       /* Leaf page that is not a root */
    spcatfStrictlyInternal = 0x00000002,   /* Inner page that is not a root */
    spcatfRoot = 0x00000004,               /* Root page */
    spcatfSplitBuffer = 0x00000008,        /* Page reserved for splits */
    spcatfSmallSpace = 0x00000010,         /* Page in an inline space record */
    spcatfSpaceOE = 0x00000020,            /* Page of an owned-extent tree */
    spcatfSpaceAE = 0x00000040,            /* Page of a free-extent tree */
    spcatfAvailable = 0x00000080,          /* Free page */
    spcatfIndeterminate = 0x04000000,      /* Not determined without a full search */
    spcatfInconsistent = 0x08000000,       /* Contradictory data */
    spcatfLeaked = 0x10000000,             /* Lost page */
    spcatfNotOwned = 0x20000000,           /* Page not owned by the database root */
    spcatfNotOwnedEof = 0x40000000,        /* Page behind the last owned page */
    spcatfUnknown = 0x80000000             /* Unknown page */
} SpaceCategoryFlags;
#endif

/* Format versions of the engine (values of JET_paramEngineFormatVersion). */
#if JET_VERSION >= 0x0A01
#define JET_efvExchange55Rtm                              500        /* Exchange 5.5 */
#define JET_efvWindows2000Rtm                             600        /* Windows 2000 */
#define JET_efvExchange2000Rtm                            1000       /* Exchange 2000 */
#define JET_efvWindowsXpRtm                               1200       /* Windows XP */
#define JET_efvExchange2010Rtm                            5520       /* Exchange 2010 */
#define JET_efvExchange2010Sp1                            5920       /* Exchange 2010 SP1 */
#define JET_efvExchange2010Sp2                            6080       /* Exchange 2010 SP2 */
#define JET_efvScrubLastNodeOnEmptyPage                   6960       /* Overwriting of the last key on an emptied page */
#define JET_efvExchange2013Rtm                            7020       /* Exchange 2013 */
#define JET_efvExtHdrRootFieldAutoIncStorageStagedToDebug 7060       /* Auto-increment value on the root page (test builds) */
#define JET_efvLogExtendDbLrAfterCreateDbLr               7940       /* Initial database size is logged */
/* Space of rolled-back inserts is cleaned up (test builds) */
#define JET_efvRollbackInsertSpaceStagedToTest            7960
#define JET_efvWindows10Rtm                               8020       /* Windows 10 (1507) */
/* Locale table reference counts are corrected (fix release) */
#define JET_efvQfeMsysLocalesGuidRefCountFixup            8023
#define JET_efvPersistedLostFlushMapStagedToDebug         8220       /* Flush map file (test builds) */
#define JET_efvTriStatePageFlushTypeStagedToProd          8280       /* Two-bit flush state on pages (staged) */
#define JET_efvLogSplitMergeCompressionReleased           8400       /* Compressed split and merge log records */
#define JET_efvTriStatePageFlushTypeReleased              8420       /* Two-bit flush state on pages */
#define JET_efvIrsDbidBasedMacroInfo2                     8440       /* Page replacement records name the database */
#define JET_efvLostFlushMapCrashResiliency                8460       /* Flush map survives crashes */
#define JET_efvExchange2016Rtm                            8520       /* Exchange 2016 */
#define JET_efvMsysLocalesGuidRefCountFixup               8620       /* Locale table reference counts are corrected */
#define JET_efvWindows10v2Rtm                             8620       /* Windows 10 (1511) */
#define JET_efvEncryptedColumns                           8720       /* Encrypted columns */
#define JET_efvLoggingDeleteOfTableFcbs                   8820       /* Table deletion is signalled in the log */
#define JET_efvEmptyIdxUpgradesUpdateMsysLocales          8860       /* Locale table follows upgrades of empty indexes */
#define JET_efvSupportNlsInvariantLocale                  8880       /* Invariant locale for indexes */
#define JET_efvExchange2016Cu1Rtm                         8920       /* Exchange 2016 CU1 */
/* Windows 10 before 19H1 (last without explicit format version) */
#define JET_efvWindows19H1Rtm                             8920
/* Format upgrades are logged; header holds minor update numbers */
#define JET_efvSetDbVersion                               8940
#define JET_efvExtHdrRootFieldAutoIncStorageReleased      8960       /* Auto-increment value on the root page */
#define JET_efvXpress9Compression                         8980       /* Compression method Xpress9 */
#define JET_efvUppercaseTextNormalization                 9000       /* Uppercase mapping in collation flags */
#define JET_efvDbscanHeaderHighestPageSeen                9020       /* Header holds the highest scanned page */
#define JET_efvEscrow64                                   9040       /* 64-bit escrow columns */
#define JET_efvSynchronousLVCleanup                       9060       /* Long values are deleted at once */
#define JET_efvLid64                                      9080       /* 64-bit long-value ids */
#define JET_efvShrinkEof                                  9100       /* Second form of the shrink log record */
#define JET_efvLogNewPage                                 9120       /* New pages are logged */
#define JET_efvRootPageMove                               9140       /* Root pages can move */
#define JET_efvScanCheck2                                 9160       /* Second form of the scan log record */
#define JET_efvLgposLastResize                            9180       /* Header holds the log position of the last resize */
#define JET_efvShelvedPages                               9200       /* Shelved pages beyond the end of the file */
#define JET_efvShelvedPagesRevert                         9220       /* Shelved pages withdrawn */
#define JET_efvShelvedPages2                              9240       /* Shelved pages, second form */
#define JET_efvLogtimeGenMaxRequired                      9260       /* Header holds the time of the last needed log */
#define JET_efvVariableDbHdrSignatureSnapshot             9280       /* Header signature of variable length */
#define JET_efvLowerMinReqLogGenOnRedo                    9300       /* Replay may lower the first needed log */
#define JET_efvDbTimeShrink                               9320       /* Third form of the shrink log record */
#define JET_efvXpress10Compression                        9340       /* Compression method Xpress10 */
#define JET_efvRevertSnapshot                             9360       /* Revert snapshots */
#define JET_efvApplyRevertSnapshot                        9380       /* Applying revert snapshots */
#define JET_efvExtentPageCountCache                       9400       /* Table of page counts */
#define JET_efvLz4Compression                             9420       /* Compression method LZ4 */
#define JET_efvRBSNonRevertableTableDeletes               9460       /* Table deletions that cannot be reverted */
#define JET_efvScanCheck2Flags                            9480       /* Flags in the scan log record */
#define JET_efvExtentFreed2                               9500       /* Second form of the freed-extent log record */
#define JET_efvKVPStoreV2                                 9520       /* Second version of key-value tables */
#define JET_efvIndexDeferredPopulate                      9540       /* Indexes filled later */
#define JET_efvReservedTags                               9560       /* Additional reserved page slots */
#define JET_efvRBSTooSoonDeletes                          9580       /* Time check for deletions that cannot be reverted */
#define JET_efvOptionallyUniqueIndices                    9600       /* Optionally unique indexes */
#define JET_efvUseEngineDefault                           0x40000001 /* Use the engine's default format version */
#define JET_efvUsePersistedFormat                         0x40000002 /* Use the lowest format version found in existing files */
#define JET_efvAllowHigherPersistedFormat                 0x41000000 /* Flag: accept existing files of a higher version */
#endif

/* === Structures ====================================================================================== */

/* --- Packed structures (alignment 1) ----------------------------------------------------------------- */
#pragma pack(push, 1)

#if JET_VERSION >= 0x0600
/* The logs that an instance needs. */
typedef struct JET_CHECKPOINTINFO {
    uint32_t genMin;                         /* first generation needed */
    uint32_t genMax;                         /* last generation needed */
    JET_LOGTIME logtimeGenMaxCreate;         /* creation time of the last one */
} JET_CHECKPOINTINFO;
#endif

#pragma pack(pop)

/* --- Identifiers and general ------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* A database parameter (JET_dbparam...). */
typedef struct JET_SETDBPARAM {
    uint32_t dbparamid;                      /* database parameter number */
    void *pvParam;                           /* address of the value (also for integers) */
    uint32_t cbParam;                        /* size of the value */
} JET_SETDBPARAM;
#endif


/* --- Creating columns, indexes and tables ------------------------------------------------------------ */

#if JET_VERSION >= 0x0A01
/* Same size as JET_TABLECREATE4: the new field takes the place of padding. */
typedef struct JET_TABLECREATE5_A {
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
    uint32_t cbLVChunkMax;                   /* largest long-value chunk */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE5_A;
typedef struct JET_TABLECREATE5_W {
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
    uint32_t cbLVChunkMax;                   /* largest long-value chunk */
    JET_TABLEID tableid;                     /* exclusive cursor on the new table (output) */
    uint32_t cCreated;                       /* objects created: table, columns, indexes, callbacks (output) */
} JET_TABLECREATE5_W;
#define JET_TABLECREATE5 ESENT_AW(JET_TABLECREATE5_)
#endif


/* --- Reading and writing records --------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* Three versions that extend each other: JET_RECSIZE (size 64, JET_VERSION 0x0600), JET_RECSIZE2 (size 88,
 * 0x0601), JET_RECSIZE3 (size 120, 0x0A01, engine header only). There is no cbStruct; each version has its
 * own function. All values are 64-bit counts. */
typedef struct JET_RECSIZE3 {
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
    uint64_t cbIntrinsicLongValueData;       /* bytes of long values in the record */
    uint64_t cbIntrinsicLongValueDataCompressed; /* stored bytes of those */
    uint64_t cIntrinsicLongValues;           /* number of those */
    uint64_t cbKey;                          /* key length */
} JET_RECSIZE3;
#endif

/* One column of JetRetrieveTaggedColumnList. */
typedef struct JET_RETRIEVEMULTIVALUECOUNT {
    JET_COLUMNID columnid;                   /* column id */
    uint16_t cMultiValues;                   /* number of values */
    union {
        uint16_t usFlags;                    /* all flags */
        __extension__ struct {
            uint16_t fLongValue : 1;         /* long column */
            uint16_t fDefaultValue : 1;      /* default value */
            uint16_t fNullOverride : 1;      /* NULL replaces the default */
            uint16_t fDerived : 1;           /* column of the template */
        };
    };
} JET_RETRIEVEMULTIVALUECOUNT;

/* --- Database, log and page information -------------------------------------------------------------- */

#if JET_VERSION >= 0x0601
/* Versions that extend each other. The version is chosen by the buffer size passed with JET_DbInfoMisc, since
 * there is no cbStruct: JET_DBINFOMISC 216 (0x0500), JET_DBINFOMISC2 296 (0x0600), JET_DBINFOMISC3 300
 * (0x0601), JET_DBINFOMISC4 348 (0x0601), JET_DBINFOMISC5 380 and JET_DBINFOMISC6 400 (0x0601, engine header
 * only), JET_DBINFOMISC7 416 (0x0A00, engine header only). */
typedef struct JET_DBINFOMISC5 {
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
    uint32_t ulIncrementalReseedCount;       /* rebuilds from another replica */
    JET_LOGTIME logtimeIncrementalReseed;    /* time of the last rebuild */
    uint32_t ulIncrementalReseedCountOld;    /* rebuilds before the last offline compaction */
    uint32_t ulPagePatchCount;               /* pages replaced by rebuilds */
    JET_LOGTIME logtimePagePatch;            /* time of the last replacement */
    uint32_t ulPagePatchCountOld;            /* replacements before the last offline compaction */
} JET_DBINFOMISC5;

typedef struct JET_DBINFOMISC6 {
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
    uint32_t ulIncrementalReseedCount;       /* rebuilds from another replica */
    JET_LOGTIME logtimeIncrementalReseed;    /* time of the last rebuild */
    uint32_t ulIncrementalReseedCountOld;    /* rebuilds before the last offline compaction */
    uint32_t ulPagePatchCount;               /* pages replaced by rebuilds */
    JET_LOGTIME logtimePagePatch;            /* time of the last replacement */
    uint32_t ulPagePatchCountOld;            /* replacements before the last offline compaction */
    JET_LOGTIME logtimeChecksumPrev;         /* end of the last checksum scan */
    JET_LOGTIME logtimeChecksumStart;        /* start of the running checksum scan */
    uint32_t cpgDatabaseChecked;             /* pages done in the running scan */
} JET_DBINFOMISC6;
#endif

#if JET_VERSION >= 0x0A00
typedef struct JET_DBINFOMISC7 {
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
    uint32_t ulIncrementalReseedCount;       /* rebuilds from another replica */
    JET_LOGTIME logtimeIncrementalReseed;    /* time of the last rebuild */
    uint32_t ulIncrementalReseedCountOld;    /* rebuilds before the last offline compaction */
    uint32_t ulPagePatchCount;               /* pages replaced by rebuilds */
    JET_LOGTIME logtimePagePatch;            /* time of the last replacement */
    uint32_t ulPagePatchCountOld;            /* replacements before the last offline compaction */
    JET_LOGTIME logtimeChecksumPrev;         /* end of the last checksum scan */
    JET_LOGTIME logtimeChecksumStart;        /* start of the running checksum scan */
    uint32_t cpgDatabaseChecked;             /* pages done in the running scan */
    JET_LOGTIME logtimeLastReAttach;         /* time of the last re-attach */
    JET_LGPOS lgposLastReAttach;             /* log position of the last re-attach */
} JET_DBINFOMISC7;
#endif

#if JET_VERSION >= 0x0600
/* JET_LOGINFOMISC is the same without the last field and has size 80. */
typedef struct JET_LOGINFOMISC {
    uint32_t ulGeneration;                   /* log generation */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_LOGTIME logtimeCreate;               /* creation time of the log */
    JET_LOGTIME logtimePreviousGeneration;   /* creation time of the previous log */
    uint32_t ulFlags;                        /* header flags */
    uint32_t ulVersionMajor;                 /* format major version */
    uint32_t ulVersionMinor;                 /* format minor version */
    uint32_t ulVersionUpdate;                /* format update version */
    uint32_t cbSectorSize;                   /* sector size in bytes */
    uint32_t cbHeader;                       /* header size in bytes */
    uint32_t cbFile;                         /* file size in bytes */
    uint32_t cbDatabasePageSize;             /* database page size in bytes */
} JET_LOGINFOMISC;
#endif

#if JET_VERSION >= 0x0601
typedef struct JET_LOGINFOMISC2 {
    uint32_t ulGeneration;                   /* log generation */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_LOGTIME logtimeCreate;               /* creation time of the log */
    JET_LOGTIME logtimePreviousGeneration;   /* creation time of the previous log */
    uint32_t ulFlags;                        /* header flags */
    uint32_t ulVersionMajor;                 /* format major version */
    uint32_t ulVersionMinor;                 /* format minor version */
    uint32_t ulVersionUpdate;                /* format update version */
    uint32_t cbSectorSize;                   /* sector size in bytes */
    uint32_t cbHeader;                       /* header size in bytes */
    uint32_t cbFile;                         /* file size in bytes */
    uint32_t cbDatabasePageSize;             /* database page size in bytes */
    JET_LGPOS lgposCheckpoint;               /* checkpoint recorded in the header */
} JET_LOGINFOMISC2;
#endif

#if JET_VERSION >= 0x0A01
/* JET_LOGINFOMISC2 with the update version in two parts and a checksum. */
typedef struct JET_LOGINFOMISC3 {
    uint32_t ulGeneration;                   /* log generation */
    JET_SIGNATURE signLog;                   /* signature of the log stream */
    JET_LOGTIME logtimeCreate;               /* creation time of the log */
    JET_LOGTIME logtimePreviousGeneration;   /* creation time of the previous log */
    uint32_t ulFlags;                        /* header flags */
    uint32_t ulVersionMajor;                 /* format major version */
    uint32_t ulVersionUpdateMajor;           /* format update version, major */
    uint32_t ulVersionUpdateMinor;           /* format update version, minor */
    uint32_t cbSectorSize;                   /* sector size in bytes */
    uint32_t cbHeader;                       /* header size in bytes */
    uint32_t cbFile;                         /* file size in bytes */
    uint32_t cbDatabasePageSize;             /* database page size in bytes */
    JET_LGPOS lgposCheckpoint;               /* checkpoint recorded in the header */
    uint32_t ulVersionMinorDeprecated;       /* format minor version */
    uint64_t checksumPrevLogAllSegments;     /* running checksum of the previous log */
} JET_LOGINFOMISC3;
#endif

#if JET_VERSION >= 0x0600
/* A page for JetGetPageInfo. */
typedef struct JET_PAGEINFO {
    uint32_t pgno;                           /* page number (input) */
    uint32_t fPageIsInitialized : 1;         /* the page is not blank */
    uint32_t fCorrectableError : 1;          /* a correctable error was found */
    uint64_t checksumActual;                 /* stored checksum */
    uint64_t checksumExpected;               /* computed checksum */
    uint64_t dbtime;                         /* change counter of the page */
    uint64_t structureChecksum;              /* checksum of the logical structure */
    uint64_t flags;                          /* not used */
} JET_PAGEINFO;
#endif

#if JET_VERSION >= 0x0601
/* A page for JetGetPageInfo2; pages above 8 KiB have four checksums. */
typedef struct JET_PAGEINFO2 {
    JET_PAGEINFO pageInfo;                   /* first form */
    uint64_t rgChecksumActual[3];            /* further stored checksums */
    uint64_t rgChecksumExpected[3];          /* further computed checksums */
} JET_PAGEINFO2;
#endif

#if JET_VERSION >= 0x0600
/* Result of JetGetSessionInfo. */
typedef struct JET_SESSIONINFO {
    uint32_t ulTrxBegin0;                    /* id of the outermost transaction */
    uint32_t ulTrxLevel;                     /* transaction nesting level */
    uint32_t ulProcid;                       /* process-local session number */
    uint32_t ulFlags;                        /* session flags */
    JET_API_PTR ulTrxContext;                /* session context value */
} JET_SESSIONINFO;
#endif

#if JET_VERSION >= 0x0A01
/* Four versions that extend each other, told apart by buffer size and cbStruct: JET_THREADSTATS 32 (0x0600),
 * JET_THREADSTATS2 48 (0x0A00), JET_THREADSTATS3 64 (0x0A01), JET_THREADSTATS4 128 (0x0A01, engine header
 * only). In C these are struct tags, not typedef names: write `struct JET_THREADSTATS`. */
typedef struct JET_THREADSTATS4 {
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
    uint32_t cSeparatedLongValueCreated;     /* long values created outside records */
    uint32_t cPageUniqueCacheHits;           /* distinct pages found in cache */
    uint32_t cPageUniqueCacheRequests;       /* distinct pages requested */
    uint32_t cDatabaseReads;                 /* reads from disk */
    uint32_t cSumDatabaseReadQueueDepthImpact; /* sum of queue depth added by reads */
    uint32_t cSumDatabaseReadQueueDepth;     /* sum of queue depth seen by reads */
    uint64_t cusecWait;                      /* microseconds the thread waited */
    uint32_t cWait;                          /* waits of the thread */
    uint32_t cNodesFlagDeleted;              /* entries marked deleted */
    uint32_t cbNodesFlagDeleted;             /* bytes of those entries */
    uint32_t cPageTableAllocated;            /* pages a table took from the database */
    uint32_t cPageTableReleased;             /* pages a table gave back */
    uint32_t cPageUpdateAllocated;           /* pages taken by updates */
    uint32_t cPageUpdateReleased;            /* pages given back by updates */
    uint32_t cPageUniqueModified;            /* distinct pages changed */
} JET_THREADSTATS4;
#endif


/* --- Recovery, restore and utilities ----------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* A new place for a database, with parameters. */
typedef struct JET_RSTMAP2_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    char *szDatabaseName;                    /* path of the database as recorded in the logs (RSTMAP2: optional) */
    char *szNewDatabaseName;                 /* path to use instead */
    JET_SETDBPARAM *rgsetdbparam;            /* optional array of database parameters */
    uint32_t csetdbparam;                    /* number of database parameters */
    JET_GRBIT grbit;                         /* restore-map options */
} JET_RSTMAP2_A;
typedef struct JET_RSTMAP2_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    WCHAR *szDatabaseName;                   /* path of the database as recorded in the logs (RSTMAP2: optional) */
    WCHAR *szNewDatabaseName;                /* path to use instead */
    JET_SETDBPARAM *rgsetdbparam;            /* optional array of database parameters */
    uint32_t csetdbparam;                    /* number of database parameters */
    JET_GRBIT grbit;                         /* restore-map options */
} JET_RSTMAP2_W;
#define JET_RSTMAP2 ESENT_AW(JET_RSTMAP2_)

/* How to recover (JetInit4). */
typedef struct JET_RSTINFO2_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_RSTMAP2_A *rgrstmap;                 /* array of path replacements */
    int32_t crstmap;                         /* number of replacements */
    JET_LGPOS lgposStop;                     /* log position at which to stop, zero for the end */
    JET_LOGTIME logtimeStop;                 /* time at which to stop, zero for the end */
    JET_PFNINITCALLBACK pfnCallback;         /* callback, or NULL */
    void *pvCallbackContext;                 /* context of the callback */
} JET_RSTINFO2_A;
typedef struct JET_RSTINFO2_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_RSTMAP2_W *rgrstmap;                 /* array of path replacements */
    int32_t crstmap;                         /* number of replacements */
    JET_LGPOS lgposStop;                     /* log position at which to stop, zero for the end */
    JET_LOGTIME logtimeStop;                 /* time at which to stop, zero for the end */
    JET_PFNINITCALLBACK pfnCallback;         /* callback, or NULL */
    void *pvCallbackContext;                 /* context of the callback */
} JET_RSTINFO2_W;
#define JET_RSTINFO2 ESENT_AW(JET_RSTINFO2_)
#endif

/* Argument of JetDBUtilities. The first part of the union serves all operations except the three named ones.
 */
typedef struct JET_DBUTIL_A {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_SESID sesid;                         /* session, when one exists */
    JET_DBID dbid;                           /* database id, when open */
    JET_TABLEID tableid;                     /* cursor, when open */
    DBUTIL_OP op;                            /* operation (opDBUTIL...) */
    EDBDUMP_OP edbdump;                      /* sub-operation of the catalog dump (opEDBDump...) */
    JET_GRBIT grbitOptions;                  /* options (JET_bitDBUtil...) */
    union {
        __extension__ struct {
            char *szDatabase;                /* file to work on */
            char *szSLV_ObsoleteAndUnused;   /* not used */
            char *szBackup;                  /* name of a backup or temporary file */
            char *szTable;                   /* table to restrict to, or NULL */
            char *szIndex;                   /* index to restrict to, or NULL */
            char *szIntegPrefix;             /* prefix of report files */
            int32_t pgno;                    /* page number */
            int32_t iline;                   /* slot on the page */
            int32_t lGeneration;             /* log generation */
            int32_t isec;                    /* log sector */
            int32_t ib;                      /* byte in the sector */
            int32_t cRetry;                  /* retry count */
            void *pfnCallback;               /* progress callback */
            void *pvCallback;                /* context of the callback */
        };
        __extension__ struct {
            char *szLog;                     /* name of the log */
            char *szBase;                    /* log base name */
            void *pvBuffer;                  /* log in memory */
            int32_t cbBuffer;                /* length of the log */
        } checksumlogfrommemory;
        __extension__ struct {
            char *szDatabase;                /* file to work on */
            uint32_t pgnoFirst;              /* first page */
            uint32_t pgnoLast;               /* last page; all ones means the end of the file */
            void *pfnSpaceCatCallback;       /* receives each page's category */
            void *pvContext;                 /* passed to the callback */
        } spcatOptions;
        __extension__ struct {
            char *szDatabase;                /* file to work on */
            uint32_t pgnoFirst;              /* first page */
            uint32_t pgnoLast;               /* last page; all ones means the end of the file */
        } rbsOptions;
    };
} JET_DBUTIL_A;
typedef struct JET_DBUTIL_W {
    uint32_t cbStruct;                       /* size of this structure in bytes, set by the caller */
    JET_SESID sesid;                         /* session, when one exists */
    JET_DBID dbid;                           /* database id, when open */
    JET_TABLEID tableid;                     /* cursor, when open */
    DBUTIL_OP op;                            /* operation (opDBUTIL...) */
    EDBDUMP_OP edbdump;                      /* sub-operation of the catalog dump (opEDBDump...) */
    JET_GRBIT grbitOptions;                  /* options (JET_bitDBUtil...) */
    union {
        __extension__ struct {
            WCHAR *szDatabase;               /* file to work on */
            WCHAR *szSLV_ObsoleteAndUnused;  /* not used */
            WCHAR *szBackup;                 /* name of a backup or temporary file */
            WCHAR *szTable;                  /* table to restrict to, or NULL */
            WCHAR *szIndex;                  /* index to restrict to, or NULL */
            WCHAR *szIntegPrefix;            /* prefix of report files */
            int32_t pgno;                    /* page number */
            int32_t iline;                   /* slot on the page */
            int32_t lGeneration;             /* log generation */
            int32_t isec;                    /* log sector */
            int32_t ib;                      /* byte in the sector */
            int32_t cRetry;                  /* retry count */
            void *pfnCallback;               /* progress callback */
            void *pvCallback;                /* context of the callback */
        };
        __extension__ struct {
            WCHAR *szLog;                    /* name of the log */
            WCHAR *szBase;                   /* log base name */
            void *pvBuffer;                  /* log in memory */
            int32_t cbBuffer;                /* length of the log */
        } checksumlogfrommemory;
        __extension__ struct {
            WCHAR *szDatabase;               /* file to work on */
            uint32_t pgnoFirst;              /* first page */
            uint32_t pgnoLast;               /* last page; all ones means the end of the file */
            void *pfnSpaceCatCallback;       /* receives each page's category */
            void *pvContext;                 /* passed to the callback */
        } spcatOptions;
        __extension__ struct {
            WCHAR *szDatabase;               /* file to work on */
            uint32_t pgnoFirst;              /* first page */
            uint32_t pgnoLast;               /* last page; all ones means the end of the file */
        } rbsOptions;
    };
} JET_DBUTIL_W;
#define JET_DBUTIL ESENT_AW(JET_DBUTIL_)

/* === Callbacks ======================================================================================== */

/* I/O errors; never called. */
typedef JET_ERR(JET_API *JET_ABORTRETRYFAILCALLBACK_A)(char *szFile, uint32_t Offset, uint32_t OffsetHigh,
    uint32_t Length, JET_ERR err);
typedef JET_ERR(JET_API *JET_ABORTRETRYFAILCALLBACK_W)(WCHAR *szFile, uint32_t Offset, uint32_t OffsetHigh,
    uint32_t Length, JET_ERR err);
#define JET_ABORTRETRYFAILCALLBACK ESENT_AW(JET_ABORTRETRYFAILCALLBACK_)
#if JET_VERSION >= 0x0600
/* Trace output and registration of trace tags. */
typedef void(JET_API *JET_PFNTRACEEMIT)(JET_TRACETAG tag, JET_PCSTR szPrefix, JET_PCSTR szTrace, JET_API_PTR ul);
typedef void(JET_API *JET_PFNTRACEREGISTER)(JET_TRACETAG tag, JET_PCSTR szDesc, JET_API_PTR *pul);
#endif
#if JET_VERSION >= 0x0601
/* Space dump of JetDBUtilities; log shipping. */
typedef JET_ERR(JET_API *JET_PFNSPACEDATA)(BTREE_STATS *pBTreeStats, JET_API_PTR pvContext);
typedef JET_ERR(JET_API *JET_PFNEMITLOGDATA)(JET_INSTANCE instance, JET_EMITDATACTX *pEmitLogDataCtx,
    void *pvLogData, uint32_t cbLogData, void *callbackCtx);
#endif
#if JET_VERSION >= 0x0A01
/* Receives what each page is used for. */
typedef void(JET_API *JET_SPCATCALLBACK)(uint32_t pgno, uint32_t objid, SpaceCategoryFlags spcatf,
    void *pvContext);
#endif

/* === Functions ======================================================================================= */
#ifndef _JET_NOPROTOTYPES
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* --- Instances --------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* JetInit4: JetInit with JET_RSTINFO2. */
JET_ERR JET_API JetInit4A(JET_INSTANCE *pinstance, JET_RSTINFO2_A *prstInfo, JET_GRBIT grbit);
JET_ERR JET_API JetInit4W(JET_INSTANCE *pinstance, JET_RSTINFO2_W *prstInfo, JET_GRBIT grbit);
#define JetInit4 ESENT_AW(JetInit4)
#endif


/* --- System parameters ------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0603
/* JetGetResourceParam: Reads a property of an internal object pool, globally or (maximum use, current use)
 * per instance.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetGetResourceParam(JET_INSTANCE instance, JET_RESOPER resoper, JET_RESID resid,
    JET_API_PTR *pulParam);

/* JetSetResourceParam: Sets a property of an internal object pool. */
JET_ERR JET_API JetSetResourceParam(JET_INSTANCE instance, JET_RESOPER resoper, JET_RESID resid,
    JET_API_PTR ulParam);
#endif


/* --- Sessions ---------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0600
/* JetGetSessionInfo: Returns the state of a session (JET_SESSIONINFO).
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   Results: JET_errInvalidParameter, JET_errBufferTooSmall. */
JET_ERR JET_API JetGetSessionInfo(JET_SESID sesid, void *pvResult, const uint32_t cbMax,
    const uint32_t ulInfoLevel);
#endif


/* --- Transactions ------------------------------------------------------------------------------------ */

/* JetPrepareToCommitTransaction: Historic; after the session checks always JET_errFeatureNotAvailable.
 *   Results: JET_errFeatureNotAvailable. */
JET_ERR JET_API JetPrepareToCommitTransaction(JET_SESID sesid, const void *pvData, uint32_t cbData,
    JET_GRBIT grbit);

/* --- Databases --------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* JetAttachDatabase3: JetAttachDatabase2 with a list of database parameters.
 *   szFilename: path of the database file.
 *   Results: JET_errInvalidParameter, JET_errInvalidDbparamId, JET_errInvalidBufferSize. */
JET_ERR JET_API JetAttachDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_SETDBPARAM *rgsetdbparam,
    uint32_t csetdbparam, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_SETDBPARAM *rgsetdbparam,
    uint32_t csetdbparam, JET_GRBIT grbit);
#define JetAttachDatabase3 ESENT_AW(JetAttachDatabase3)
#endif

/* JetAttachDatabaseWithStreaming: Historic; checks the session and fails with JET_errFeatureNotAvailable.
 *   cpgDatabaseSizeMax: most pages of the database, 0 for no limit.
 *   Results: JET_errInvalidSesid, JET_errFeatureNotAvailable. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetAttachDatabaseWithStreaming(JET_SESID sesid, JET_PCSTR szDbFileName,
    JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit);
#else
JET_ERR JET_API JetAttachDatabaseWithStreamingA(JET_SESID sesid, JET_PCSTR szDbFileName,
    JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit);
JET_ERR JET_API JetAttachDatabaseWithStreamingW(JET_SESID sesid, JET_PCWSTR szDbFileName,
    JET_PCWSTR szSLVFileName, JET_PCWSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_GRBIT grbit);
#define JetAttachDatabaseWithStreaming ESENT_AW(JetAttachDatabaseWithStreaming)
#endif

#if JET_VERSION >= 0x0A01
/* JetCreateDatabase3: JetCreateDatabase2 with the parameter list of JetAttachDatabase3.
 *   szFilename: path of the database file.
 *   pdbid: out: receives the database id.
 *   Results: JET_errInTransaction. */
JET_ERR JET_API JetCreateDatabase3A(JET_SESID sesid, JET_PCSTR szFilename, JET_DBID *pdbid,
    JET_SETDBPARAM *rgsetdbparam, uint32_t csetdbparam, JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabase3W(JET_SESID sesid, JET_PCWSTR szFilename, JET_DBID *pdbid,
    JET_SETDBPARAM *rgsetdbparam, uint32_t csetdbparam, JET_GRBIT grbit);
#define JetCreateDatabase3 ESENT_AW(JetCreateDatabase3)
#endif

/* JetCreateDatabaseWithStreaming: Historic; always JET_errFeatureNotAvailable.
 *   cpgDatabaseSizeMax: most pages of the database, 0 for no limit.
 *   pdbid: out: receives the database id.
 *   Results: JET_errFeatureNotAvailable. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetCreateDatabaseWithStreaming(JET_SESID sesid, JET_PCSTR szDbFileName,
    JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_DBID *pdbid,
    JET_GRBIT grbit);
#else
JET_ERR JET_API JetCreateDatabaseWithStreamingA(JET_SESID sesid, JET_PCSTR szDbFileName,
    JET_PCSTR szSLVFileName, JET_PCSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_DBID *pdbid,
    JET_GRBIT grbit);
JET_ERR JET_API JetCreateDatabaseWithStreamingW(JET_SESID sesid, JET_PCWSTR szDbFileName,
    JET_PCWSTR szSLVFileName, JET_PCWSTR szSLVRootName, const uint32_t cpgDatabaseSizeMax, JET_DBID *pdbid,
    JET_GRBIT grbit);
#define JetCreateDatabaseWithStreaming ESENT_AW(JetCreateDatabaseWithStreaming)
#endif

#if JET_VERSION >= 0x0600
/* JetGetMaxDatabaseSize: Reads the size limit of an attached database.
 *   Results: JET_errInvalidDatabaseId. */
JET_ERR JET_API JetGetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t *pcpg, JET_GRBIT grbit);

/* JetSetMaxDatabaseSize: Changes the size limit of an attached database.
 *   cpg: size in pages.
 *   Results: JET_errInvalidDatabaseId. */
JET_ERR JET_API JetSetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0501
/* JetUpgradeDatabase: Historic; after the session checks always JET_wrnNyi.
 *   Results: JET_wrnNyi. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetUpgradeDatabase(JET_SESID sesid, JET_PCSTR szDbFileName, JET_PCSTR szSLVFileName,
    const JET_GRBIT grbit);
#else
JET_ERR JET_API JetUpgradeDatabaseA(JET_SESID sesid, JET_PCSTR szDbFileName, JET_PCSTR szSLVFileName,
    const JET_GRBIT grbit);
JET_ERR JET_API JetUpgradeDatabaseW(JET_SESID sesid, JET_PCWSTR szDbFileName, JET_PCWSTR szSLVFileName,
    const JET_GRBIT grbit);
#define JetUpgradeDatabase ESENT_AW(JetUpgradeDatabase)
#endif
#endif


/* --- Tables ------------------------------------------------------------------------------------------ */

/* JetConvertDDL: Edits definitions in the catalog in place, for offline upgrades.
 *   Results: JET_errInvalidParameter, JET_errTransReadOnly, JET_errFeatureNotAvailable. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetConvertDDL(JET_SESID sesid, JET_DBID dbid, JET_OPDDLCONV convtyp, void *pvData,
    uint32_t cbData);
#else
JET_ERR JET_API JetConvertDDLA(JET_SESID sesid, JET_DBID dbid, JET_OPDDLCONV convtyp, void *pvData,
    uint32_t cbData);
JET_ERR JET_API JetConvertDDLW(JET_SESID sesid, JET_DBID dbid, JET_OPDDLCONV convtyp, void *pvData,
    uint32_t cbData);
#define JetConvertDDL ESENT_AW(JetConvertDDL)
#endif

#if JET_VERSION >= 0x0A01
/* JetCreateTableColumnIndex5: JetCreateTableColumnIndex4 with the size of long-value chunks.
 *   ptablecreate: in/out: the table; tableid and cCreated are results.
 *   Results: JET_errInvalidLVChunkSize. */
JET_ERR JET_API JetCreateTableColumnIndex5A(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_A *ptablecreate);
JET_ERR JET_API JetCreateTableColumnIndex5W(JET_SESID sesid, JET_DBID dbid, JET_TABLECREATE5_W *ptablecreate);
#define JetCreateTableColumnIndex5 ESENT_AW(JetCreateTableColumnIndex5)

/* JetDeleteTable2: JetDeleteTable with options for revert snapshots.
 *   szTableName: table name.
 *   Results: JET_errRBSDeleteTableTooSoon, JET_errRBSRevertableDeleteNotPossible,
 *   JET_errRBSDeleteTableTooBig. */
JET_ERR JET_API JetDeleteTable2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
    const JET_GRBIT grbit);
JET_ERR JET_API JetDeleteTable2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName,
    const JET_GRBIT grbit);
#define JetDeleteTable2 ESENT_AW(JetDeleteTable2)

/* JetSetTableInfo: Sets the encryption key of a cursor.
 *   InfoLevel: what to return.
 *   Results: JET_errInvalidParameter, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetSetTableInfoA(JET_SESID sesid, JET_TABLEID tableid, const void *pvParam, uint32_t cbParam,
    uint32_t InfoLevel);
JET_ERR JET_API JetSetTableInfoW(JET_SESID sesid, JET_TABLEID tableid, const void *pvParam, uint32_t cbParam,
    uint32_t InfoLevel);
#define JetSetTableInfo ESENT_AW(JetSetTableInfo)
#endif


/* --- Cursors ----------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A00
/* JetPrereadIndexRange: Starts reading the pages of one index range, with page limits.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit. */
JET_ERR JET_API JetPrereadIndexRange(JET_SESID sesid, JET_TABLEID tableid,
    const JET_INDEX_RANGE *const pIndexRange, const uint32_t cPageCacheMin, const uint32_t cPageCacheMax,
    JET_GRBIT grbit, uint32_t *const pcPageCacheActual);
#endif

#if JET_VERSION >= 0x0602
/* JetPrereadTablesW: Starts reading the root pages of named tables.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errInvalidName. */
JET_ERR JET_API JetPrereadTablesW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR *rgwszTables, int32_t cwszTables,
    JET_GRBIT grbit);
#endif


/* --- Reading records --------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* JetGetRecordSize3: JetGetRecordSize2 with counts of long values inside the record, and the key length.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetGetRecordSize3(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE3 *precsize,
    const JET_GRBIT grbit);

/* JetRetrieveColumnFromRecordStream: Parses a buffer filled by JetStreamRecords; needs no session.
 *   pcolumnid: out: receives the column id.
 *   Results: JET_errInvalidParameter, JET_wrnColumnNull, JET_wrnColumnNotInRecord, JET_wrnColumnReference,
 *   JET_wrnNoMoreRecords. */
JET_ERR JET_API JetRetrieveColumnFromRecordStream(void *const pvData, const uint32_t cbData,
    uint32_t *const piRecord, JET_COLUMNID *const pcolumnid, uint32_t *const pitagSequence,
    uint32_t *const pibValue, uint32_t *const pcbValue);
#endif

/* JetRetrieveTaggedColumnList: Lists the tagged columns of the current record with their value counts.
 *   Results: JET_errInvalidParameter, JET_errNoCurrentRecord, JET_errRecordDeleted, JET_errOutOfMemory. */
JET_ERR JET_API JetRetrieveTaggedColumnList(JET_SESID sesid, JET_TABLEID tableid, uint32_t *pcColumns,
    void *pvData, uint32_t cbData, JET_COLUMNID columnidStart, JET_GRBIT grbit);

#if JET_VERSION >= 0x0A01
/* JetStreamRecords: Copies many records into a buffer while moving the cursor.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errInvalidOperation, JET_errInvalidParameter, JET_errInvalidGrbit, JET_errCallbackFailed,
 *   JET_errBadColumnId, JET_errColumnNotFound, JET_errBufferTooSmall, JET_wrnNoMoreRecords. */
JET_ERR JET_API JetStreamRecords(JET_SESID sesid, JET_TABLEID tableid, const uint32_t ccolumnid,
    const JET_COLUMNID *const rgcolumnid, void *const pvData, const uint32_t cbData,
    uint32_t *const pcbActual, const JET_GRBIT grbit);
#endif


/* --- Long values by reference ------------------------------------------------------------------------ */

#if JET_VERSION >= 0x0A01
/* JetPrereadColumnsByReference: Starts reading long values given by references.
 *   Results: JET_errInvalidParameter, JET_errInvalidOperation, JET_errInvalidGrbit,
 *   JET_errInvalidColumnReference. */
JET_ERR JET_API JetPrereadColumnsByReference(const JET_SESID sesid, const JET_TABLEID tableid,
    const void *const *const rgpvReferences, const uint32_t *const rgcbReferences, const uint32_t cReferences,
    const uint32_t cPageCacheMin, const uint32_t cPageCacheMax, uint32_t *const pcReferencesPreread,
    const JET_GRBIT grbit);

/* JetRetrieveColumnByReference: Reads a long value through a reference that JetRetrieveColumn or JetStreamRecords gave.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errInvalidParameter, JET_errInvalidOperation, JET_errInvalidGrbit, JET_wrnBufferTruncated,
 *   JET_wrnColumnNull, JET_errInvalidColumnReference, JET_errStaleColumnReference,
 *   JET_errColumnNoEncryptionKey. */
JET_ERR JET_API JetRetrieveColumnByReference(const JET_SESID sesid, const JET_TABLEID tableid,
    const void *const pvReference, const uint32_t cbReference, const uint32_t ibData, void *const pvData,
    const uint32_t cbData, uint32_t *const pcbActual, const JET_GRBIT grbit);
#endif


/* --- Information ------------------------------------------------------------------------------------- */

/* JetGetCounter: Historic; after the session checks always JET_errFeatureNotAvailable.
 *   Results: JET_errFeatureNotAvailable. */
JET_ERR JET_API JetGetCounter(JET_SESID sesid, int32_t CounterType, int32_t *plValue);

/* JetResetCounter: Historic; after the session checks always JET_errFeatureNotAvailable.
 *   Results: JET_errFeatureNotAvailable. */
JET_ERR JET_API JetResetCounter(JET_SESID sesid, int32_t CounterType);

/* --- Utilities --------------------------------------------------------------------------------------- */

/* JetDBUtilities: Offline tool operations (dumps, integrity, repair, compaction).
 *   Results: JET_errInvalidParameter. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetDBUtilities(JET_DBUTIL_A *pdbutil);
#else
JET_ERR JET_API JetDBUtilitiesA(JET_DBUTIL_A *pdbutil);
JET_ERR JET_API JetDBUtilitiesW(JET_DBUTIL_W *pdbutil);
#define JetDBUtilities ESENT_AW(JetDBUtilities)
#endif

#if JET_VERSION >= 0x0601
/* JetDatabaseScan: Starts or stops the checksum scan.
 *   Results: JET_errInvalidGrbit, JET_errInvalidParameter, JET_errTransReadOnly,
 *   JET_wrnDatabaseScanAlreadyRunning, JET_wrnDatabaseScanNotRunning, JET_errDisabledFunctionality. */
JET_ERR JET_API JetDatabaseScan(JET_SESID sesid, JET_DBID dbid, uint32_t *pcSecondsMax, uint32_t cmsecSleep,
    JET_CALLBACK pfnCallback, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0600
/* JetGetPageInfo: JetGetPageInfo2 with the level restricted to JET_PageInfo (0), else
 * JET_errInvalidParameter.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetGetPageInfo(void *const pvPages, uint32_t cbData, JET_PAGEINFO *rgPageInfo,
    uint32_t cbPageInfo, JET_GRBIT grbit, uint32_t ulInfoLevel);
#endif

#if JET_VERSION >= 0x0601
/* JetGetPageInfo2: Checks raw page images in memory.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errReadVerifyFailure. */
JET_ERR JET_API JetGetPageInfo2(void *const pvPages, uint32_t cbData, void *const rgPageInfo,
    uint32_t cbPageInfo, JET_GRBIT grbit, uint32_t ulInfoLevel);
#endif


/* --- Backup ------------------------------------------------------------------------------------------ */

#if JET_VERSION >= 0x0601
/* JetBeginSurrogateBackup: Starts a backup that is made from another replica.
 *   Results: JET_errBackupNotAllowedYet, JET_errInvalidParameter, JET_errSurrogateBackupInProgress. */
JET_ERR JET_API JetBeginSurrogateBackup(JET_INSTANCE instance, uint32_t lgenFirst, uint32_t lgenLast,
    JET_GRBIT grbit);

/* JetEndSurrogateBackup: Ends a backup that was made from another replica.
 *   Results: JET_errInvalidParameter, JET_errNoBackup. */
JET_ERR JET_API JetEndSurrogateBackup(JET_INSTANCE instance, JET_GRBIT grbit);

/* JetGetDatabasePages: Reads raw pages of an attached database.
 *   cpg: size in pages.
 *   pcbActual: out: bytes that exist; may be more than fit.
 *   Results: JET_errInvalidParameter, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetGetDatabasePages(JET_SESID sesid, JET_DBID dbid, uint32_t pgnoStart, uint32_t cpg,
    void *pv, uint32_t cb, uint32_t *pcbActual, JET_GRBIT grbit);
#endif

/* JetOpenFileSectionInstance: JetOpenFileInstance for a part of a file.
 *   Results: JET_wrnNyi, JET_errInvalidParameter. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetOpenFileSectionInstance(JET_INSTANCE instance, JET_PSTR szFile, JET_HANDLE *phFile,
    int32_t iSection, int32_t cSections, uint64_t ibRead, uint32_t *pulSectionSizeLow,
    int32_t *plSectionSizeHigh);
#else
JET_ERR JET_API JetOpenFileSectionInstanceA(JET_INSTANCE instance, JET_PSTR szFile, JET_HANDLE *phFile,
    int32_t iSection, int32_t cSections, uint64_t ibRead, uint32_t *pulSectionSizeLow,
    int32_t *plSectionSizeHigh);
JET_ERR JET_API JetOpenFileSectionInstanceW(JET_INSTANCE instance, JET_PWSTR szFile, JET_HANDLE *phFile,
    int32_t iSection, int32_t cSections, uint64_t ibRead, uint32_t *pulSectionSizeLow,
    int32_t *plSectionSizeHigh);
#define JetOpenFileSectionInstance ESENT_AW(JetOpenFileSectionInstance)
#endif

/* --- Restore ----------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0601
/* JetBeginDatabaseIncrementalReseed: Marks an unattached database as being rebuilt from another replica.
 *   szDatabase: path of the database file.
 *   Results: JET_errDatabaseInvalidIncrementalReseed, JET_errInvalidGrbit, JET_errDatabaseCorrupted,
 *   JET_errInvalidDatabaseVersion, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetBeginDatabaseIncrementalReseedA(JET_INSTANCE instance, JET_PCSTR szDatabase,
    uint32_t genFirstDivergedLog, JET_GRBIT grbit);
JET_ERR JET_API JetBeginDatabaseIncrementalReseedW(JET_INSTANCE instance, JET_PCWSTR szDatabase,
    uint32_t genFirstDivergedLog, JET_GRBIT grbit);
#define JetBeginDatabaseIncrementalReseed ESENT_AW(JetBeginDatabaseIncrementalReseed)

/* JetEndDatabaseIncrementalReseed: Ends (or cancels) the rebuilding of a database and records the logs it
 * needs.
 *   szDatabase: path of the database file.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errDatabaseInvalidIncrementalReseed. */
JET_ERR JET_API JetEndDatabaseIncrementalReseedA(JET_INSTANCE instance, JET_PCSTR szDatabase,
    uint32_t genMinRequired, uint32_t genFirstDivergedLog, uint32_t genMaxRequired, JET_GRBIT grbit);
JET_ERR JET_API JetEndDatabaseIncrementalReseedW(JET_INSTANCE instance, JET_PCWSTR szDatabase,
    uint32_t genMinRequired, uint32_t genFirstDivergedLog, uint32_t genMaxRequired, JET_GRBIT grbit);
#define JetEndDatabaseIncrementalReseed ESENT_AW(JetEndDatabaseIncrementalReseed)
#endif

#if JET_VERSION >= 0x0A01
/* JetGetRBSFileInfo: Returns the header of a revert snapshot file.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: what to return.
 *   Results: JET_errInvalidBufferSize, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetGetRBSFileInfoA(JET_PCSTR szRBSFileName, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
JET_ERR JET_API JetGetRBSFileInfoW(JET_PCWSTR szRBSFileName, void *pvResult, uint32_t cbMax,
    uint32_t InfoLevel);
#define JetGetRBSFileInfo ESENT_AW(JetGetRBSFileInfo)
#endif

#if JET_VERSION >= 0x0602
/* JetOnlinePatchDatabasePage: Replaces a damaged page by an image from another replica.
 *   Results: JET_errDisabledFunctionality, JET_errInvalidParameter. */
JET_ERR JET_API JetOnlinePatchDatabasePage(JET_SESID sesid, JET_DBID dbid, uint32_t pgno, const void *pvToken,
    uint32_t cbToken, const void *pvData, uint32_t cbData, JET_GRBIT grbit);
#endif

#if JET_VERSION >= 0x0601
/* JetPatchDatabasePages: Writes page images into a database marked by JetBeginDatabaseIncrementalReseed.
 *   szDatabase: path of the database file.
 *   cpg: size in pages.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errDatabaseInvalidIncrementalReseed. */
JET_ERR JET_API JetPatchDatabasePagesA(JET_INSTANCE instance, JET_PCSTR szDatabase, uint32_t pgnoStart,
    uint32_t cpg, const void *pv, uint32_t cb, JET_GRBIT grbit);
JET_ERR JET_API JetPatchDatabasePagesW(JET_INSTANCE instance, JET_PCWSTR szDatabase, uint32_t pgnoStart,
    uint32_t cpg, const void *pv, uint32_t cb, JET_GRBIT grbit);
#define JetPatchDatabasePages ESENT_AW(JetPatchDatabasePages)
#endif

#if JET_VERSION >= 0x0A01
/* JetRBSCancelRevert: Gives up a prepared revert.
 *   Results: JET_errInvalidParameter, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetRBSCancelRevert(JET_INSTANCE instance);

/* JetRBSExecuteRevert: Reverts the databases of an instance to a prepared point.
 *   Results: JET_errInvalidParameter, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetRBSExecuteRevert(JET_INSTANCE instance, JET_GRBIT grbit,
    JET_RBSREVERTINFOMISC *prbsrevertinfomisc);

/* JetRBSPrepareRevert: Prepares to revert the databases of an instance to an earlier time.
 *   Results: JET_errInvalidParameter, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetRBSPrepareRevert(JET_INSTANCE instance, JET_LOGTIME jltRevertExpected, int32_t cpgCache,
    JET_GRBIT grbit, JET_LOGTIME *pjltRevertActual);
#endif


/* --- Logs -------------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0601
/* JetConsumeLogData: Takes log data emitted by another instance.
 *   Results: JET_errInvalidParameter, JET_errInvalidGrbit, JET_errFeatureNotAvailable. */
JET_ERR JET_API JetConsumeLogData(JET_INSTANCE instance, JET_EMITDATACTX *pEmitLogDataCtx, void *pvLogData,
    uint32_t cbLogData, JET_GRBIT grbits);
#endif

#if JET_VERSION >= 0x0600
/* JetGetLogFileInfo: Returns the header of a log file. Needs no session.
 *   pvResult: out: buffer for what the level says.
 *   cbMax: size of the buffer in bytes.
 *   InfoLevel: what to return.
 *   Results: JET_errFileNotFound, JET_errFileAccessDenied, JET_errInvalidParameter, JET_errLogFileCorrupt,
 *   JET_errBadLogVersion, JET_errLogReadVerifyFailure, JET_errInvalidBufferSize. */
JET_ERR JET_API JetGetLogFileInfoA(JET_PCSTR szLog, void *pvResult, const uint32_t cbMax,
    const uint32_t InfoLevel);
JET_ERR JET_API JetGetLogFileInfoW(JET_PCWSTR szLog, void *pvResult, const uint32_t cbMax,
    const uint32_t InfoLevel);
#define JetGetLogFileInfo ESENT_AW(JetGetLogFileInfo)
#endif

#if JET_VERSION >= 0x0601
/* JetRemoveLogfile: Removes the last committed, not required log generation from the header of a dirty
 * database.
 *   szDatabase: path of the database file.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetRemoveLogfileA(JET_PCSTR szDatabase, JET_PCSTR szLogfile, JET_GRBIT grbit);
JET_ERR JET_API JetRemoveLogfileW(JET_PCWSTR szDatabase, JET_PCWSTR szLogfile, JET_GRBIT grbit);
#define JetRemoveLogfile ESENT_AW(JetRemoveLogfile)
#endif


/* --- Snapshots --------------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0501
/* JetSnapshotStart: Historic; always JET_wrnNyi.
 *   Results: JET_wrnNyi. */
#if JET_VERSION < 0x0600
JET_ERR JET_API JetSnapshotStart(JET_INSTANCE instance, JET_PSTR szDatabases, JET_GRBIT grbit);
#else
JET_ERR JET_API JetSnapshotStartA(JET_INSTANCE instance, JET_PSTR szDatabases, JET_GRBIT grbit);
JET_ERR JET_API JetSnapshotStartW(JET_INSTANCE instance, JET_PWSTR szDatabases, JET_GRBIT grbit);
#define JetSnapshotStart ESENT_AW(JetSnapshotStart)
#endif

/* JetSnapshotStop: Historic; always JET_wrnNyi.
 *   Results: JET_wrnNyi. */
JET_ERR JET_API JetSnapshotStop(JET_INSTANCE instance, JET_GRBIT grbit);
#endif


/* --- Miscellaneous ----------------------------------------------------------------------------------- */

#if JET_VERSION >= 0x0A01
/* JetCreateEncryptionKey: Makes a key for encrypted columns.
 *   cbKey: size of szKey in bytes with all zeros.
 *   pcbActual: out: bytes that exist; may be more than fit (optional).
 *   Results: JET_errInvalidParameter, JET_errBufferTooSmall. */
JET_ERR JET_API JetCreateEncryptionKey(uint32_t encryptionAlgorithm, void *pvKey, uint32_t cbKey,
    uint32_t *pcbActual);
#endif

#if JET_VERSION >= 0x0601
/* JetTestHook: Entry for the tests of the engine.
 *   Results: JET_errInvalidParameter. */
JET_ERR JET_API JetTestHook(const TESTHOOK_OP opcode, void *const pv);
#endif

#if JET_VERSION >= 0x0600
/* JetTracing: Process-wide trace switches.
 *   Results: JET_errInvalidParameter, JET_errDisabledFunctionality. */
JET_ERR JET_API JetTracing(const JET_TRACEOP traceop, const JET_TRACETAG tracetag, const JET_API_PTR ul);
#endif


#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#endif /* _JET_NOPROTOTYPES */

#endif
