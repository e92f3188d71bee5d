#include "open.h"

#include "human.h"

static JET_ERR set_parameters(struct opened *opened)
{
    static const struct {
        uint32_t id;
        JET_API_PTR number;
        const char *text;
    } parameters[] = {
        {JET_paramRecovery, 0, "off"}, /* nothing is logged, nothing recovered */
        {JET_paramMaxTemporaryTables, 0, NULL},
        {JET_paramNoInformationEvent, 1, NULL},
    };
    for (size_t i = 0; i < ARRAY_COUNT(parameters); i++) {
        JET_ERR err = JetSetSystemParameterA(&opened->instance, JET_sesidNil, parameters[i].id,
                                             parameters[i].number, parameters[i].text);
        if (err < 0)
            return err;
    }
    return JET_errSuccess;
}

static JET_ERR start(struct opened *opened)
{
    JET_ERR err =
        JetSetSystemParameterA(NULL, JET_sesidNil, JET_paramDatabasePageSize, opened->page_size, NULL);
    if (err < 0)
        return err == JET_errInvalidParameter ? JET_errPageSizeMismatch : err; /* 2 KiB pages */
    err = JetCreateInstanceA(&opened->instance, "esentutl");
    if (err >= 0)
        err = set_parameters(opened);
    if (err >= 0)
        err = JetInit(&opened->instance);
    if (err >= 0)
        err = JetBeginSessionA(opened->instance, &opened->session, NULL, NULL);
    return err;
}

JET_ERR opened_session(struct opened *opened, uint32_t page_size)
{
    *opened = (struct opened){.instance = JET_instanceNil, .session = JET_sesidNil, .page_size = page_size};
    JET_ERR err = start(opened);
    if (err < 0)
        opened_end(opened);
    return err;
}

JET_ERR opened_begin(struct opened *opened, const char *path, const struct open_options *options)
{
    *opened = (struct opened){.path = path, .instance = JET_instanceNil, .session = JET_sesidNil};
    JET_GRBIT grbit = JET_bitDbReadOnly | (options->dirty ? ESENT_bitDbReadDirty : 0);
    JET_ERR err = JET_errSuccess;
    opened->page_size = options->page_size;
    if (!opened->page_size)
        err = JetGetDatabaseFileInfoA(path, &opened->page_size, sizeof opened->page_size, JET_DbInfoPageSize);
    if (err == JET_errReadVerifyFailure || err == JET_errFileInvalidType)
        err = JET_errDatabaseCorrupted; /* what attaching would say */
    if (err >= 0)
        err = start(opened);
    if (err >= 0)
        err = JetAttachDatabaseA(opened->session, path, grbit);
    if (err >= 0)
        err = JetOpenDatabaseA(opened->session, path, NULL, &opened->dbid, JET_bitDbReadOnly);
    if (err >= 0)
        return JET_errSuccess;
    opened_end(opened);
    return options->quiet ? err : tell(err, "cannot open database '%s'", path);
}

void opened_end(struct opened *opened)
{
    if (opened->instance != JET_instanceNil)
        JetTerm(opened->instance);
    opened->instance = JET_instanceNil;
}
