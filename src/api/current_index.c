/* The current index of a cursor. */
#include "api/cursor.h"

#include "base/utf.h"

/* --- JetSetCurrentIndex, 2, 3, 4 ------------------------------------------------------ */

static JET_ERR set_index(JET_SESID sesid, JET_TABLEID tableid, const char *name, JET_INDEXID *id,
                         JET_GRBIT grbit, uint32_t itag)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_ANY, &session, &cursor);

    if (err < 0) {
        return err;
    }
    if (grbit & ~(JET_GRBIT)JET_bitNoMove) { /* before the operation set (1.3 step 11) */
        return api_leave(session, JET_errInvalidGrbit);
    }
    if (!cursor_permits(&cursor->base, CURSOR_OP_SET_CURRENT_INDEX)) {
        return api_leave(session, JET_errIllegalOperation);
    }
    api_moves(session, cursor);
    cursor->base.index_level = cursor->base.moved_level;
    return api_leave(session, cursor_set_index(cursor, name, id, grbit, itag));
}

static JET_ERR set_index_wide(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR wide, JET_INDEXID *id,
                              JET_GRBIT grbit, uint32_t itag)
{
    struct name name;
    const char *text;
    JET_ERR err = name_from_wide(id ? NULL : wide, &name, &text);

    return err < 0 ? err : set_index(sesid, tableid, text, id, grbit, itag);
}

JET_ERR JET_API JetSetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName)
{
    return set_index(sesid, tableid, szIndexName, NULL, JET_bitMoveFirst, 1);
}
API_PLAIN(JetSetCurrentIndex);

JET_ERR JET_API JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName)
{
    return set_index_wide(sesid, tableid, szIndexName, NULL, JET_bitMoveFirst, 1);
}

JET_ERR JET_API JetSetCurrentIndex2A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
                                     JET_GRBIT grbit)
{
    return set_index(sesid, tableid, szIndexName, NULL, grbit, 1);
}
API_PLAIN(JetSetCurrentIndex2);

JET_ERR JET_API JetSetCurrentIndex2W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
                                     JET_GRBIT grbit)
{
    return set_index_wide(sesid, tableid, szIndexName, NULL, grbit, 1);
}

JET_ERR JET_API JetSetCurrentIndex3A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
                                     JET_GRBIT grbit, uint32_t itagSequence)
{
    return set_index(sesid, tableid, szIndexName, NULL, grbit, itagSequence);
}
API_PLAIN(JetSetCurrentIndex3);

JET_ERR JET_API JetSetCurrentIndex3W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
                                     JET_GRBIT grbit, uint32_t itagSequence)
{
    return set_index_wide(sesid, tableid, szIndexName, NULL, grbit, itagSequence);
}

JET_ERR JET_API JetSetCurrentIndex4A(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName,
                                     JET_INDEXID *pindexid, JET_GRBIT grbit, uint32_t itagSequence)
{
    return set_index(sesid, tableid, szIndexName, pindexid, grbit, itagSequence);
}
API_PLAIN(JetSetCurrentIndex4);

JET_ERR JET_API JetSetCurrentIndex4W(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName,
                                     JET_INDEXID *pindexid, JET_GRBIT grbit, uint32_t itagSequence)
{
    return set_index_wide(sesid, tableid, szIndexName, pindexid, grbit, itagSequence);
}

/* --- JetGetCurrentIndex ------------------------------------------------------------------ */

JET_ERR JET_API JetGetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PSTR szIndexName,
                                    uint32_t cbIndexName)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_CURRENT_INDEX, &session, &cursor);
    const char *name;
    size_t size;

    if (err < 0) {
        return err;
    }
    if (cbIndexName == 0) {
        return api_leave(session, JET_wrnBufferTruncated);
    }
    if (!szIndexName) {
        return api_leave(session, JET_errInvalidParameter);
    }
    name = cursor_index_name(cursor);
    size = MIN(strlen(name), cbIndexName - 1u); /* cut without a word */
    memcpy(szIndexName, name, size);
    szIndexName[size] = '\0';
    return api_leave(session, JET_errSuccess);
}
API_PLAIN(JetGetCurrentIndex);

JET_ERR JET_API JetGetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PWSTR szIndexName,
                                    uint32_t cbIndexName)
{
    struct session *session;
    struct table_cursor *cursor;
    JET_ERR err = api_enter_table(sesid, tableid, CURSOR_OP_GET_CURRENT_INDEX, &session, &cursor);
    const char *name;
    size_t units;

    if (err < 0) {
        return err;
    }
    name = cursor_index_name(cursor);
    units = strlen(name) + 1;
    if (!szIndexName || units > cbIndexName / sizeof(WCHAR)) {
        return api_leave(session, JET_errBufferTooSmall);
    }
    for (size_t i = 0; i < units; i++) {
        szIndexName[i] = name[i] ? name_unit((uint8_t)name[i]) : 0;
    }
    return api_leave(session, JET_errSuccess);
}
