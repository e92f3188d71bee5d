/* Stubs of the functions that functions.def calls NYI. All stubs of one kind of entry are one piece of code
 * under many names: the calling conventions of Linux let a function ignore arguments that it does not know.
 */
#include "api/api.h"

#define NYI(name, forms, entry) NYI_##forms(#name, entry)
#define BUILT(name, forms, entry)
#define NYI_PLAIN(symbol, entry) STUB(symbol, entry, __COUNTER__)
#define NYI_AW(symbol, entry)                                                                                \
    STUB(symbol, entry, __COUNTER__) STUB(symbol "A", entry, __COUNTER__) STUB(symbol "W", entry, __COUNTER__)
#define NYI_SAME(symbol, entry) NYI_AW(symbol, entry)
#define STUB(symbol, entry, n)  STUB_(symbol, entry, n)
#define STUB_(symbol, entry, n)                                                                              \
    extern __typeof__(nyi_##entry) nyi_##entry##_##n __asm__(symbol)                                         \
        __attribute__((alias("nyi_" #entry), visibility("default")));

static JET_ERR nyi_NOTHING(void) { return JET_wrnNyi; }
static JET_ERR nyi_LEGACY(void) { return JET_wrnNyi; }
static JET_ERR nyi_INSTANCE(JET_INSTANCE instance)
{
    (void)instance;
    return JET_wrnNyi;
}
static JET_ERR nyi_INSTANCE_ANY(JET_INSTANCE instance)
{
    (void)instance;
    return JET_wrnNyi;
}
static JET_ERR nyi_SESSION(JET_SESID sesid)
{
    (void)sesid;
    return JET_wrnNyi;
}
static JET_ERR nyi_DATABASE(JET_SESID sesid, JET_DBID dbid)
{
    (void)sesid, (void)dbid;
    return JET_wrnNyi;
}
static JET_ERR nyi_CURSOR(JET_SESID sesid, JET_TABLEID tableid)
{
    (void)sesid, (void)tableid;
    return JET_wrnNyi;
}

#include "api/functions.def"
