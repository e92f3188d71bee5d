/* Navigation: moves, keys, seeks, ranges, bookmarks, positions. */
#include "api/cursor.h"

/* --- moves, keys, seeks ------------------------------------------------------------- */

JET_ERR JET_API JetMove(JET_SESID sesid, JET_TABLEID tableid, int32_t cRow, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_MOVE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session, cursor_move(cursor, cRow, grbit));
}

JET_ERR JET_API JetMakeKey(JET_SESID sesid, JET_TABLEID tableid, const void *pvData, uint32_t cbData,
                           JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_MAKE_KEY, &session, &cursor);

    if (err < 0) {
        return err;
    }
    err = cbData && !pvData ? JET_errInvalidParameter : cursor_make_key(cursor, pvData, cbData, grbit);
    return api_leave(session, err);
}

JET_ERR JET_API JetSeek(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SEEK, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session, cursor_seek(cursor, grbit));
}

JET_ERR JET_API JetSetIndexRange(JET_SESID sesid, JET_TABLEID tableidSrc, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableidSrc, CURSOR_OP_SET_INDEX_RANGE, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session, cursor_set_range(cursor, grbit));
}

static JET_ERR retrieve_key(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual,
                            JET_GRBIT grbit)
{
    uint32_t needed = 0;
    JET_ERR err;

    if (grbit & JET_bitRetrieveCopy ? !cursor_permits(&cursor->base, CURSOR_OP_RETRIEVE_KEY_COPY)
                                    : !cursor_permits(&cursor->base, CURSOR_OP_RETRIEVE_KEY)) {
        return JET_errIllegalOperation;
    }
    err = cursor_retrieve_key(cursor, out, out ? size : 0, &needed, grbit);
    if (err == JET_wrnBufferTruncated && !out) {
        err = JET_errSuccess; /* only the size is wanted */
    }
    if (err >= 0) {
        api_give(actual, needed);
    }
    return err;
}

JET_ERR JET_API JetRetrieveKey(JET_SESID sesid, JET_TABLEID tableid, void *pvKey, uint32_t cbMax,
                               uint32_t *pcbActual, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ANY, &session, &cursor);

    return err < 0 ? err : api_leave(session, retrieve_key(cursor, pvKey, cbMax, pcbActual, grbit));
}

/* --- bookmarks -------------------------------------------------------------------------- */

static JET_ERR get_bookmark(struct table_cursor *cursor, void *out, uint32_t size, uint32_t *actual)
{
    uint32_t needed = 0;
    JET_ERR err;

    if (!out && size) {
        return JET_errInvalidParameter;
    }
    err = cursor_get_bookmark(cursor, out, size, &needed);
    if ((err >= 0 || err == JET_errBufferTooSmall) && needed) {
        api_give(actual, needed);
    }
    return err;
}

JET_ERR JET_API JetGetBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbMax,
                               uint32_t *pcbActual)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_BOOKMARK, &session, &cursor);

    return err < 0 ? err : api_leave(session, get_bookmark(cursor, pvBookmark, cbMax, pcbActual));
}

JET_ERR JET_API JetGotoBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvBookmark, uint32_t cbBookmark)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GOTO_BOOKMARK, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session, cursor_goto_bookmark(cursor, (struct bytes){pvBookmark, cbBookmark}));
}

JET_ERR JET_API JetGetSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvSecondaryKey,
                                             uint32_t cbSecondaryKeyMax, uint32_t *pcbSecondaryKeyActual,
                                             void *pvPrimaryBookmark, uint32_t cbPrimaryBookmarkMax,
                                             uint32_t *pcbPrimaryBookmarkActual, const JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    uint32_t key_size = 0, bookmark_size = 0;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_SECONDARY_BOOKMARK, &session, &cursor);

    (void)grbit;
    if (err < 0) {
        return err;
    }
    err = cursor_get_index_bookmark(cursor, pvSecondaryKey, pvSecondaryKey ? cbSecondaryKeyMax : 0, &key_size,
                                    pvPrimaryBookmark, pvPrimaryBookmark ? cbPrimaryBookmarkMax : 0,
                                    &bookmark_size);
    if (err >= 0 || err == JET_errBufferTooSmall) {
        api_give(pcbSecondaryKeyActual, key_size);
        api_give(pcbPrimaryBookmarkActual, bookmark_size);
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetGotoSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void *pvSecondaryKey,
                                              uint32_t cbSecondaryKey, void *pvPrimaryBookmark,
                                              uint32_t cbPrimaryBookmark, const JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GOTO_SECONDARY_BOOKMARK, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session,
                     cursor_goto_index_bookmark(cursor, (struct bytes){pvSecondaryKey, cbSecondaryKey},
                                                (struct bytes){pvPrimaryBookmark, cbPrimaryBookmark}, grbit));
}

/* --- positions and counts --------------------------------------------------------------------- */

static JET_ERR get_position(struct table_cursor *cursor, JET_RECPOS *out, uint32_t size)
{
    JET_RECPOS2 *wide = (JET_RECPOS2 *)(void *)out;
    uint64_t before, total;
    JET_ERR err;

    if (cursor->filter.count) {
        return JET_errFilteredMoveNotSupported;
    }
    if (!out || size < sizeof *out) {
        return JET_errInvalidParameter;
    }
    err = cursor_get_position(cursor, &before, &total);
    if (err < 0) {
        return err;
    }
    if (size < sizeof *wide) {
        *out = (JET_RECPOS){sizeof *out, (uint32_t)before, 1, (uint32_t)total};
        return JET_errSuccess;
    }
    *wide = (JET_RECPOS2){.cbStruct = sizeof *wide,
                          .centriesLTDeprecated = (uint32_t)before,
                          .centriesInRangeDeprecated = 1,
                          .centriesTotalDeprecated = (uint32_t)total,
                          .centriesLT = before,
                          .centriesTotal = total};
    return JET_errSuccess;
}

JET_ERR JET_API JetGetRecordPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS *precpos,
                                     uint32_t cbRecpos)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_RECORD_POSITION, &session, &cursor);

    return err < 0 ? err : api_leave(session, get_position(cursor, precpos, cbRecpos));
}

static JET_ERR goto_position(struct table_cursor *cursor, const JET_RECPOS *at)
{
    const JET_RECPOS2 *wide = (const JET_RECPOS2 *)(const void *)at;
    uint64_t before, total;

    if (cursor->filter.count) {
        return JET_errFilteredMoveNotSupported;
    }
    if (!at || (at->cbStruct != sizeof *at && at->cbStruct != sizeof *wide)) {
        return JET_errInvalidParameter;
    }
    before = at->centriesLT;
    total = at->centriesTotal;
    if (at->cbStruct == sizeof *wide) {
        if (wide->centriesLTDeprecated || wide->centriesTotalDeprecated) {
            return JET_errInvalidParameter;
        }
        before = wide->centriesLT;
        total = wide->centriesTotal;
    }
    return before > total ? JET_errInvalidParameter : cursor_goto_position(cursor, before, total);
}

JET_ERR JET_API JetGotoPosition(JET_SESID sesid, JET_TABLEID tableid, JET_RECPOS *precpos)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GOTO_POSITION, &session, &cursor);

    if (err < 0) {
        return err;
    }
    api_moves(session, cursor);
    return api_leave(session, goto_position(cursor, precpos));
}

static JET_ERR count_records(struct table_cursor *cursor, uint64_t limit, uint32_t *narrow, uint64_t *wide)
{
    uint64_t count;
    JET_ERR err;

    if (narrow) {
        *narrow = 0;
    }
    err = cursor_count(cursor, limit, &count);
    if (err < 0) {
        return err;
    }
    if (narrow && count > UINT32_MAX) {
        return JET_errTooManyRecords;
    }
    if (narrow) {
        *narrow = (uint32_t)count;
    } else {
        *wide = count;
    }
    return err;
}

JET_ERR JET_API JetIndexRecordCount(JET_SESID sesid, JET_TABLEID tableid, uint32_t *pcrec, uint32_t crecMax)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_INDEX_RECORD_COUNT, &session, &cursor);

    if (err < 0) {
        return err;
    }
    return api_leave(session, pcrec ? count_records(cursor, crecMax, pcrec, NULL) : JET_errInvalidParameter);
}

JET_ERR JET_API JetIndexRecordCount2(JET_SESID sesid, JET_TABLEID tableid, uint64_t *pcrec, uint64_t crecMax)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_INDEX_RECORD_COUNT, &session, &cursor);

    if (err < 0) {
        return err;
    }
    return api_leave(session, pcrec ? count_records(cursor, crecMax, NULL, pcrec) : JET_errInvalidParameter);
}

/* --- filters, locks ------------------------------------------------------------------------------ */

JET_ERR JET_API JetSetCursorFilter(JET_SESID sesid, JET_TABLEID tableid, JET_INDEX_COLUMN *rgColumnFilters,
                                   uint32_t cColumnFilters, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_SET_CURSOR_FILTER, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if (cColumnFilters && !rgColumnFilters) {
        return api_leave(session, JET_errInvalidParameter);
    }
    return api_leave(session, cursor_set_filter(cursor, rgColumnFilters, cColumnFilters, grbit));
}

JET_ERR JET_API JetGetCursorInfo(JET_SESID sesid, JET_TABLEID tableid, void *pvResult, uint32_t cbMax,
                                 uint32_t InfoLevel)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_CURSOR_INFO, &session, &cursor);

    (void)pvResult;
    if (err < 0) {
        return err;
    }
    return api_leave(session, cbMax || InfoLevel ? JET_errInvalidParameter : cursor_check_on(cursor));
}

/* Locks are versions (T-29); nothing that could be locked can be changed in a
 * database attached for reading, so the tests are all there is to do. */
static JET_ERR get_lock(const struct session *session, struct table_cursor *cursor, JET_GRBIT grbit)
{
    bool read = grbit & JET_bitReadLock, write = grbit & JET_bitWriteLock;

    if (transaction_level(&session->transaction) == 0) {
        return JET_errNotInTransaction;
    }
    if (read == write) {
        return JET_errInvalidGrbit;
    }
    if (write && cursor->read_only) {
        return JET_errPermissionDenied;
    }
    if (write && session->transaction.read_only) {
        return JET_errTransReadOnly;
    }
    if (grbit & JET_bitKeyLock) {
        return cursor->search.made ? JET_errSuccess : JET_errKeyNotMade;
    }
    return cursor_check_record(cursor);
}

JET_ERR JET_API JetGetLock(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_LOCK, &session, &cursor);

    return err < 0 ? err : api_leave(session, get_lock(session, cursor, grbit));
}

/* --- intersections ----------------------------------------------------------------------------------- */

enum { RANGES_MOST = 64 };

static JET_ERR check_range(struct session *session, const JET_INDEXRANGE *range,
                           struct table_cursor **cursors, uint32_t i)
{
    struct cursor *base;
    JET_ERR err;

    if (range->cbStruct != sizeof *range) {
        return JET_errInvalidParameter;
    }
    if (range->grbit != JET_bitRecordInIndex) {
        return JET_errInvalidGrbit;
    }
    err = api_cursor(session, range->tableid, &base);
    if (err < 0) {
        return err;
    }
    cursors[i] = api_table_cursor(base);
    if (!cursors[i]->order || cursors[i]->table != cursors[0]->table) {
        return JET_errInvalidParameter;
    }
    for (uint32_t n = 0; n < i; n++) {
        if (cursors[n]->order == cursors[i]->order) {
            return JET_errInvalidParameter;
        }
    }
    return JET_errSuccess;
}

static JET_ERR intersect(struct session *session, const JET_INDEXRANGE *ranges, uint32_t count,
                         JET_RECORDLIST *out)
{
    struct table_cursor *cursors[RANGES_MOST];
    struct temp_table *result;
    JET_ERR err = JET_errSuccess;

    if (!out || out->cbStruct != sizeof *out || count == 0 || count > RANGES_MOST || !ranges) {
        return JET_errInvalidParameter;
    }
    for (uint32_t i = 0; err >= 0 && i < count; i++) {
        err = check_range(session, &ranges[i], cursors, i);
    }
    if (err < 0) {
        return err;
    }
    out->tableid = JET_tableidNil;
    for (uint32_t i = 0; i < count; i++) {
        api_moves(session, cursors[i]);
    }
    err = cursor_intersect(cursors, count, cursors[0]->table->database->page_size, &result,
                           &out->columnidBookmark);
    if (err < 0) {
        return err;
    }
    out->cRecord = temp_row_count(result);
    return api_give_temp(session, result, &out->tableid);
}

JET_ERR JET_API JetIntersectIndexes(JET_SESID sesid, JET_INDEXRANGE *rgindexrange, uint32_t cindexrange,
                                    JET_RECORDLIST *precordlist, JET_GRBIT grbit)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    (void)grbit;
    return err < 0 ? err : api_leave(session, intersect(session, rgindexrange, cindexrange, precordlist));
}

/* --- reading ahead ---------------------------------------------------------------------------------------
 */

JET_ERR JET_API JetPrereadKeys(JET_SESID sesid, JET_TABLEID tableid, const void **rgpvKeys,
                               const uint32_t *rgcbKeys, int32_t ckeys, int32_t *pckeysPreread,
                               JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    int32_t started = 0;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_PREREAD, &session, &cursor);

    if (err < 0) {
        return err;
    }
    err = cursor_preread_keys(cursor, rgpvKeys, rgcbKeys, ckeys, &started, grbit);
    if (pckeysPreread) {
        *pckeysPreread = started;
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetPrereadIndexRanges(JET_SESID sesid, JET_TABLEID tableid,
                                      const JET_INDEX_RANGE *const rgIndexRanges, const uint32_t cIndexRanges,
                                      uint32_t *const pcRangesPreread,
                                      const JET_COLUMNID *const rgcolumnidPreread,
                                      const uint32_t ccolumnidPreread, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_PREREAD, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if ((cIndexRanges && !rgIndexRanges) || (ccolumnidPreread && !rgcolumnidPreread)) {
        return api_leave(session, JET_errInvalidParameter);
    }
    return api_leave(session, cursor_preread_ranges(cursor, rgIndexRanges, cIndexRanges, pcRangesPreread,
                                                    rgcolumnidPreread, ccolumnidPreread, grbit));
}

static JET_ERR preread_range(struct table_cursor *cursor, const JET_INDEX_RANGE *range, uint32_t least,
                             uint32_t most, JET_GRBIT grbit, uint32_t *actual)
{
    const JET_GRBIT directions = JET_bitPrereadForward | JET_bitPrereadBackward;
    uint32_t started;
    JET_ERR err;

    if (!range || least > most || most > INT32_MAX) {
        return JET_errInvalidParameter;
    }
    if ((grbit & ~(directions | JET_bitPrereadNormalizedKey)) || (grbit & directions) == 0 ||
        (grbit & directions) == directions) {
        return JET_errInvalidGrbit;
    }
    err = cursor_preread_ranges(cursor, range, 1, &started, NULL, 0, grbit);
    if (err >= 0) {
        api_give(actual, 0);
    }
    return err;
}

JET_ERR JET_API JetPrereadIndexRange(JET_SESID sesid, JET_TABLEID tableid,
                                     const JET_INDEX_RANGE *const pIndexRange, const uint32_t cPageCacheMin,
                                     const uint32_t cPageCacheMax, const JET_GRBIT grbit,
                                     uint32_t *const pcPageCacheActual)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_PREREAD, &session, &cursor);

    return err < 0 ? err
                   : api_leave(session, preread_range(cursor, pIndexRange, cPageCacheMin, cPageCacheMax,
                                                      grbit, pcPageCacheActual));
}
