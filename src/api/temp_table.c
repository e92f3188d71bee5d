/* Temporary tables: JetOpenTempTable*, JetOpenTemporaryTable*, and the tables
 * that other calls hand out. */
#include "api/cursor.h"

#include "base/alloc.h"
#include "nls/nls.h"

/* --- handing out ------------------------------------------------------------------- */

static JET_ERR check_sorts(struct session *session)
{
    uint64_t most = parameter_number(session->instance, JET_paramMaxTemporaryTables);

    return atomic_load(&session->instance->sort_count) >= most ? JET_errTooManySorts : JET_errSuccess;
}

JET_ERR api_give_temp(struct session *session, struct temp_table *table, JET_TABLEID *tableid)
{
    struct table_cursor *cursor;
    JET_ERR err = check_sorts(session);

    if (err >= 0) {
        temp_count_sort(table, &session->instance->sort_count);
        err = cursor_open_temp(table, session, &cursor);
    }
    temp_release(table); /* the cursor has its own hold */
    if (err < 0) {
        return err;
    }
    err = api_publish_cursor(session, cursor, 0, tableid);
    if (err < 0) {
        return err;
    }
    err = cursor_move(cursor, (int32_t)JET_MoveFirst, 0);
    return err == JET_errNoCurrentRecord ? JET_errSuccess : err;
}

JET_ERR api_result_table(struct session *session, const struct temp_column *columns, uint32_t count,
                         JET_COLUMNID *ids, struct temp_table **table)
{
    const struct temp_definition definition = {
        .columns = columns,
        .column_count = count,
        .grbit = JET_bitTTScrollable | JET_bitTTIndexed,
        .page_size = (uint32_t)parameter_number(session->instance, JET_paramDatabasePageSize),
    };

    return temp_create(&definition, ids, table);
}

/* --- opening ------------------------------------------------------------------------- */

/* Arguments of all forms. */
struct opening {
    const JET_COLUMNDEF *columns;
    uint32_t column_count;
    JET_COLUMNID *ids;
    JET_GRBIT grbit;
    uint32_t key_most, segment_most;
    const char *locale; /* NULL: the instance's default */
    uint32_t flags;
};

static bool has_key(const struct opening *o)
{
    for (uint32_t i = 0; i < o->column_count; i++) {
        if (o->columns[i].grbit & JET_bitColumnTTKey) {
            return true;
        }
    }
    return false;
}

static struct temp_column *copy_columns(const struct opening *o)
{
    struct temp_column *columns = mem_calloc(MAX(o->column_count, 1), sizeof *columns);

    for (uint32_t i = 0; columns && i < o->column_count; i++) {
        const JET_COLUMNDEF *from = &o->columns[i];
        columns[i] = (struct temp_column){from->coltyp, from->cp, from->cbMax, from->grbit};
    }
    return columns;
}

/* Locale and flags; those of the instance where the caller gave none. */
static void collation_of(const struct session *session, const struct opening *o,
                         struct temp_collation *collation)
{
    uint64_t number = parameter_number(session->instance, JET_paramUnicodeIndexDefault);

    collation->locale = o->locale;
    collation->flags = o->flags;
    if (!o->locale) {
        const char *locale = number ? nls_locale_of_lcid((uint32_t)(number >> 32)) : NULL;
        collation->locale = locale ? locale : NLS_DEFAULT_LOCALE;
        collation->flags = number ? (uint32_t)number : NLS_DEFAULT_FLAGS;
    }
}

static JET_ERR open_temp(struct session *session, const struct opening *o, JET_TABLEID *tableid)
{
    struct temp_definition definition = {
        .column_count = o->column_count,
        .grbit = o->grbit,
        .key_most = o->key_most,
        .var_seg_mac = o->segment_most,
        .page_size = (uint32_t)parameter_number(session->instance, JET_paramDatabasePageSize),
    };
    struct table_cursor *cursor;
    struct temp_table *table;
    struct temp_column *columns;
    JET_ERR err =
        tableid && (!o->column_count || (o->columns && o->ids)) ? JET_errSuccess : JET_errInvalidParameter;

    if (err < 0) {
        return err;
    }
    *tableid = JET_tableidNil;
    err = check_sorts(session);
    if (err < 0) {
        return err;
    }
    columns = copy_columns(o);
    if (!columns) {
        return JET_errOutOfMemory;
    }
    definition.columns = columns;
    if (has_key(o)) {
        collation_of(session, o, &definition.collation);
    }
    err = temp_create(&definition, o->ids, &table);
    mem_free(columns);
    if (err < 0) {
        return err;
    }
    temp_count_sort(table, &session->instance->sort_count);
    err = cursor_open_temp(table, session, &cursor);
    temp_release(table);
    return err < 0 ? err : api_publish_cursor(session, cursor, 0, tableid);
}

static JET_ERR enter_and_open(JET_SESID sesid, const struct opening *o, JET_TABLEID *tableid)
{
    struct session *session;
    JET_ERR err = api_enter_session(sesid, &session);

    return err < 0 ? err : api_leave(session, open_temp(session, o, tableid));
}

JET_ERR JET_API JetOpenTempTable(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
                                 JET_GRBIT grbit, JET_TABLEID *ptableid, JET_COLUMNID *prgcolumnid)
{
    struct opening o = {.columns = prgcolumndef, .column_count = ccolumn, .ids = prgcolumnid, .grbit = grbit};

    return enter_and_open(sesid, &o, ptableid);
}

/* A locale id as a name; 0 leaves the instance's default. */
static JET_ERR take_lcid(struct opening *o, uint32_t lcid, uint32_t flags)
{
    if (lcid) {
        o->locale = nls_locale_of_lcid(lcid);
        o->flags = flags;
        return o->locale ? JET_errSuccess : JET_errInvalidLanguageId;
    }
    return JET_errSuccess;
}

JET_ERR JET_API JetOpenTempTable2(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
                                  uint32_t lcid, JET_GRBIT grbit, JET_TABLEID *ptableid,
                                  JET_COLUMNID *prgcolumnid)
{
    struct opening o = {.columns = prgcolumndef, .column_count = ccolumn, .ids = prgcolumnid, .grbit = grbit};
    JET_ERR err = take_lcid(&o, lcid, NLS_DEFAULT_FLAGS);

    return err < 0 ? err : enter_and_open(sesid, &o, ptableid);
}

JET_ERR JET_API JetOpenTempTable3(JET_SESID sesid, const JET_COLUMNDEF *prgcolumndef, uint32_t ccolumn,
                                  JET_UNICODEINDEX *pidxunicode, JET_GRBIT grbit, JET_TABLEID *ptableid,
                                  JET_COLUMNID *prgcolumnid)
{
    struct opening o = {.columns = prgcolumndef, .column_count = ccolumn, .ids = prgcolumnid, .grbit = grbit};
    JET_ERR err = pidxunicode ? take_lcid(&o, pidxunicode->lcid, pidxunicode->dwMapFlags) : JET_errSuccess;

    return err < 0 ? err : enter_and_open(sesid, &o, ptableid);
}

JET_ERR JET_API JetOpenTemporaryTable(JET_SESID sesid, JET_OPENTEMPORARYTABLE *popentemporarytable)
{
    JET_OPENTEMPORARYTABLE *in = popentemporarytable;
    struct session *session;
    struct opening o;
    JET_ERR err = api_enter_session(sesid, &session);

    if (err < 0) {
        return err;
    }
    if (!in || in->cbStruct != sizeof *in) {
        return api_leave(session, JET_errInvalidParameter);
    }
    o = (struct opening){.columns = in->prgcolumndef,
                         .column_count = in->ccolumn,
                         .ids = in->prgcolumnid,
                         .grbit = in->grbit,
                         .key_most = in->cbKeyMost,
                         .segment_most = in->cbVarSegMac};
    in->tableid = JET_tableidNil;
    err =
        in->pidxunicode ? take_lcid(&o, in->pidxunicode->lcid, in->pidxunicode->dwMapFlags) : JET_errSuccess;
    return api_leave(session, err < 0 ? err : open_temp(session, &o, &in->tableid));
}

/* Locale names are ASCII. */
static JET_ERR take_locale(const JET_UNICODEINDEX2 *index, char name[NLS_LOCALE_MAX + 1], struct opening *o)
{
    size_t i = 0;

    if (!index->szLocaleName) {
        return JET_errInvalidLanguageId;
    }
    for (; index->szLocaleName[i]; i++) {
        if (i == NLS_LOCALE_MAX || index->szLocaleName[i] >= 0x80) {
            return JET_errInvalidLanguageId;
        }
        name[i] = (char)index->szLocaleName[i];
    }
    name[i] = '\0';
    o->locale = name;
    o->flags = index->dwMapFlags;
    return JET_errSuccess;
}

JET_ERR JET_API JetOpenTemporaryTable2(JET_SESID sesid, JET_OPENTEMPORARYTABLE2 *popentemporarytable)
{
    JET_OPENTEMPORARYTABLE2 *in = popentemporarytable;
    char locale[NLS_LOCALE_MAX + 1];
    struct session *session;
    struct opening o;
    JET_ERR err = api_enter_session(sesid, &session);

    if (err < 0) {
        return err;
    }
    if (!in || in->cbStruct != sizeof *in) {
        return api_leave(session, JET_errInvalidParameter);
    }
    o = (struct opening){.columns = in->prgcolumndef,
                         .column_count = in->ccolumn,
                         .ids = in->prgcolumnid,
                         .grbit = in->grbit,
                         .key_most = in->cbKeyMost,
                         .segment_most = in->cbVarSegMac};
    in->tableid = JET_tableidNil;
    if (in->pidxunicode && (!o.columns || has_key(&o))) {
        err = take_locale(in->pidxunicode, locale, &o);
        in->pidxunicode->dwMapFlags |= LCMAP_SORTKEY;
    }
    return api_leave(session, err < 0 ? err : open_temp(session, &o, &in->tableid));
}
