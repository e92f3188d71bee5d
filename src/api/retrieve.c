/* Reading column values. */
#include "table/reference.h"

#include "api/cursor.h"

/* --- JetRetrieveColumn and JetRetrieveColumns ------------------------------------------- */

/* JetRetrieveColumn with options, or of a tagged column. */
static JET_ERR retrieve_column(struct table_cursor *cursor, JET_RETRIEVECOLUMN *request, uint32_t *actual,
                               JET_RETINFO *info)
{
    JET_ERR err;

    if (info) {
        if (info->cbStruct < sizeof *info) {
            return JET_errInvalidParameter;
        }
        request->ibLongValue = info->ibLongValue;
        request->itagSequence = info->itagSequence;
    }
    if (request->cbData && !request->pvData) {
        return JET_errInvalidParameter;
    }
    err = cursor_retrieve_column(cursor, request, actual != NULL);
    if (err >= 0 || err == JET_errInvalidBufferSize) {
        api_give(actual, request->cbActual);
    }
    if (info && err >= 0) {
        info->columnidNextTagged = request->columnidNextTagged;
        if (request->grbit & JET_bitRetrieveTag) {
            info->itagSequence = request->itagSequence;
        }
    }
    return err;
}

JET_ERR JET_API JetRetrieveColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void *pvData,
                                  uint32_t cbData, uint32_t *pcbActual, JET_GRBIT grbit,
                                  JET_RETINFO *pretinfo)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_RETRIEVE_COLUMN, &session, &cursor);

    if (UNLIKELY(err < 0)) {
        return err;
    }
    if (LIKELY(!grbit && !pretinfo && (pvData || !cbData))) {
        uint32_t ignored;
        bool done;
        err =
            cursor_retrieve_plain(cursor, columnid, pvData, cbData, pcbActual ? pcbActual : &ignored, &done);
        if (LIKELY(done)) {
            return api_leave(session, err);
        }
    }
    JET_RETRIEVECOLUMN request = {
        .columnid = columnid, .pvData = pvData, .cbData = cbData, .grbit = grbit, .itagSequence = 1};
    return api_leave(session, retrieve_column(cursor, &request, pcbActual, pretinfo));
}

static JET_ERR retrieve_columns(struct table_cursor *cursor, JET_RETRIEVECOLUMN *requests, uint32_t count)
{
    if (count && !requests) {
        return JET_errInvalidParameter;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (requests[i].cbData && !requests[i].pvData) {
            return JET_errInvalidParameter;
        }
    }
    return cursor_retrieve_columns(cursor, requests, count);
}

JET_ERR JET_API JetRetrieveColumns(JET_SESID sesid, JET_TABLEID tableid, JET_RETRIEVECOLUMN *pretrievecolumn,
                                   uint32_t cretrievecolumn)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_RETRIEVE_COLUMN, &session, &cursor);

    return err < 0 ? err : api_leave(session, retrieve_columns(cursor, pretrievecolumn, cretrievecolumn));
}

/* --- many at once --------------------------------------------------------------------------- */

JET_ERR JET_API JetEnumerateColumns(JET_SESID sesid, JET_TABLEID tableid, uint32_t cEnumColumnId,
                                    JET_ENUMCOLUMNID *rgEnumColumnId, uint32_t *pcEnumColumn,
                                    JET_ENUMCOLUMN **prgEnumColumn, JET_PFNREALLOC pfnRealloc,
                                    void *pvReallocContext, uint32_t cbDataMost, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ENUMERATE_COLUMNS, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if (!pcEnumColumn || !prgEnumColumn || !pfnRealloc || (cEnumColumnId && !rgEnumColumnId)) {
        return api_leave(session, JET_errInvalidParameter);
    }
    *pcEnumColumn = 0;
    *prgEnumColumn = NULL;
    return api_leave(session,
                     cursor_enumerate(cursor, cEnumColumnId, rgEnumColumnId, pcEnumColumn, prgEnumColumn,
                                      pfnRealloc, pvReallocContext, cbDataMost, grbit));
}

JET_ERR JET_API JetRetrieveTaggedColumnList(JET_SESID sesid, JET_TABLEID tableid, uint32_t *pcColumns,
                                            void *pvData, uint32_t cbData, JET_COLUMNID columnidStart,
                                            JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_RETRIEVE_TAGGED_LIST, &session, &cursor);

    if (err < 0) {
        return err;
    }
    return api_leave(session,
                     pcColumns ? cursor_tagged_list(cursor, pcColumns, pvData, cbData, columnidStart, grbit)
                               : JET_errInvalidParameter);
}

/* --- JetGetRecordSize, 2, 3 ------------------------------------------------------------------ */

/* The structures extend each other: the older ones are the front of the newest. */
_Static_assert(offsetof(JET_RECSIZE3, cCompressedColumns) == sizeof(JET_RECSIZE), "JET_RECSIZE is its front");
_Static_assert(offsetof(JET_RECSIZE3, cbIntrinsicLongValueData) == sizeof(JET_RECSIZE2),
               "JET_RECSIZE2 is its front");

static JET_ERR record_size(JET_SESID sesid, JET_TABLEID tableid, void *out, size_t size, JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_RECSIZE3 whole = {0};
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ANY, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if (!out) {
        return api_leave(session, JET_errInvalidParameter);
    }
    if (!cursor_permits(&cursor->base, CURSOR_OP_GET_RECORD_SIZE)) {
        return api_leave(session, JET_errIllegalOperation);
    }
    memcpy(&whole, out, size);
    err = cursor_record_size(cursor, &whole, grbit);
    if (err >= 0) {
        memcpy(out, &whole, size);
    }
    return api_leave(session, err);
}

JET_ERR JET_API JetGetRecordSize(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE *precsize,
                                 const JET_GRBIT grbit)
{
    return record_size(sesid, tableid, precsize, sizeof *precsize, grbit);
}

JET_ERR JET_API JetGetRecordSize2(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE2 *precsize,
                                  const JET_GRBIT grbit)
{
    return record_size(sesid, tableid, precsize, sizeof *precsize, grbit);
}

JET_ERR JET_API JetGetRecordSize3(JET_SESID sesid, JET_TABLEID tableid, JET_RECSIZE3 *precsize,
                                  const JET_GRBIT grbit)
{
    return record_size(sesid, tableid, precsize, sizeof *precsize, grbit);
}

/* --- by reference -------------------------------------------------------------------------------- */

static JET_ERR retrieve_reference(struct table_cursor *cursor, struct bytes reference, uint32_t offset,
                                  void *data, uint32_t size, uint32_t *actual, JET_GRBIT grbit)
{
    uint32_t needed;
    JET_ERR err;

    if ((size && !data) || (!data && !actual) ||
        ((grbit & JET_bitRetrievePhysicalSize) && (offset || size || !actual)) || !reference.data) {
        return JET_errInvalidParameter;
    }
    if (cursor->update != UPDATE_NONE) {
        return JET_errInvalidOperation;
    }
    if (grbit & ~(JET_GRBIT)JET_bitRetrievePhysicalSize) {
        return JET_errInvalidGrbit;
    }
    if (cursor->temp) {
        return JET_errInvalidParameter;
    }
    err = cursor_retrieve_reference(cursor, reference, offset, data, size, &needed, grbit);
    if (err >= 0) {
        api_give(actual, needed);
    }
    return err;
}

JET_ERR JET_API JetRetrieveColumnByReference(const JET_SESID sesid, const JET_TABLEID tableid,
                                             const void *const pvReference, const uint32_t cbReference,
                                             const uint32_t ibData, void *const pvData, const uint32_t cbData,
                                             uint32_t *const pcbActual, const JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ANY, &session, &cursor);

    return err < 0 ? err
                   : api_leave(session, retrieve_reference(cursor, (struct bytes){pvReference, cbReference},
                                                           ibData, pvData, cbData, pcbActual, grbit));
}

static JET_ERR preread_references(struct table_cursor *cursor, const void *const *references,
                                  const uint32_t *sizes, uint32_t count, uint32_t least, uint32_t most,
                                  uint32_t *started, JET_GRBIT grbit)
{
    JET_ERR err = JET_errSuccess;

    if (!references || !sizes || least > most) {
        return JET_errInvalidParameter;
    }
    if (cursor->update != UPDATE_NONE) {
        return JET_errInvalidOperation;
    }
    if (grbit & ~(JET_GRBIT)JET_bitPrereadFirstPage) {
        return JET_errInvalidGrbit;
    }
    if (cursor->temp) {
        return JET_errInvalidParameter;
    }
    for (uint32_t i = 0; err >= 0 && i < count; i++) {
        err = references[i] ? cursor_check_reference(cursor, (struct bytes){references[i], sizes[i]})
                            : JET_errInvalidColumnReference;
    }
    if (err >= 0) {
        api_give(started, count);
    }
    return err;
}

JET_ERR JET_API JetPrereadColumnsByReference(const JET_SESID sesid, const JET_TABLEID tableid,
                                             const void *const *const rgpvReferences,
                                             const uint32_t *const rgcbReferences, const uint32_t cReferences,
                                             const uint32_t cPageCacheMin, const uint32_t cPageCacheMax,
                                             uint32_t *const pcReferencesPreread, const JET_GRBIT grbit)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ANY, &session, &cursor);

    return err < 0 ? err
                   : api_leave(session,
                               preread_references(cursor, rgpvReferences, rgcbReferences, cReferences,
                                                  cPageCacheMin, cPageCacheMax, pcReferencesPreread, grbit));
}
