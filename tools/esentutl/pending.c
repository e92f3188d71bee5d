#include "esentutl.h"
JET_ERR dump_space(const struct options *options)
{
    (void)options;
    return JET_wrnNyi;
}
