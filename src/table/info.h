/* info.h: what the information calls answer (reference-schema-and-info: sections
 * 1.16, 1.17 and the pages of JetGetObjectInfo, JetGetColumnInfo,
 * JetGetTableColumnInfo, JetGetIndexInfo, JetGetTableIndexInfo, JetGetTableInfo).
 *
 * Each family has a check of level and buffer size, which the call makes before it
 * looks at names or opens a table, and the answer itself. Handles and names of the W
 * forms are the api room's. */
#ifndef TABLE_INFO_H
#define TABLE_INFO_H

#include "catalog/database.h"
#include "table/temp.h"

/* How a call was made. */
struct info_call {
    uint8_t *result;
    uint32_t size;
    uint32_t level;
    bool wide;          /* a W form: texts are UTF-16, structures the _W ones */
    bool read_only;     /* the database is attached so */
    bool updatable;     /* through a cursor that may change records */
    const char *locale; /* the instance's default one, and its flags */
    uint32_t map_flags;

    /* Gives the client a cursor on a result table, standing on its first row. Takes
     * over the caller's reference, also when it fails. */
    JET_ERR (*publish)(void *context, struct temp_table *table, JET_TABLEID *tableid);
    /* Could the session open the table? Asked where the original opens it only to read its
     * statistics. JET_errTableLocked. */
    JET_ERR (*probe)(void *context, const char *name);
    void *context;
};

/* JetGetObjectInfo. JET_errFeatureNotAvailable, JET_errInvalidParameter,
 * JET_errBufferTooSmall. Names are NULL or "" when not given. */
JET_ERR info_object_check(const struct info_call *call);
JET_ERR info_object(const struct info_call *call, struct database *database, JET_OBJTYP type,
                    const char *container, const char *name);

/* JetGetTableColumnInfo and JetGetColumnInfo. `name` is ignored when the level is by
 * id (info_column_by_id); `id` else. */
JET_ERR info_column_check(const struct info_call *call);
bool info_column_by_id(uint32_t level);
JET_ERR info_column(const struct info_call *call, const struct table_schema *schema, const char *name,
                    const JET_COLUMNID *id);

/* JetGetTableIndexInfo and JetGetIndexInfo; JET_IdxInfoIndexId is the caller's
 * (cursor_index_id), after info_index_find. */
JET_ERR info_index_check(const struct info_call *call);
/* Do only the catalog's rows matter, so that no cursor needs to be opened? */
bool info_index_reads_catalog(uint32_t level);
JET_ERR info_index_find(const struct info_call *call, const struct table_schema *schema, const char *name,
                        const struct table_index **index);
JET_ERR info_index(const struct info_call *call, struct database *database, const struct table_schema *schema,
                   const char *name);

/* JetGetTableInfo on a table of a database; JET_TblInfoDbid is the caller's. */
JET_ERR info_table_check(const struct info_call *call);
JET_ERR info_table(const struct info_call *call, struct database *database,
                   const struct table_schema *schema);
/* ... and on a temporary table that has been read from. */
JET_ERR info_table_temporary(const struct info_call *call, const struct temp_table *table);

/* ---- within these files ---------------------------------------------------------- */

/* A result table while it is filled. */
enum { INFO_COLUMNS_MOST = 16 };
struct info_list {
    const struct info_call *call;
    struct temp_table *table;
    uint32_t rows;
    JET_COLUMNID ids[INFO_COLUMNS_MOST];
    struct temp_value values[INFO_COLUMNS_MOST]; /* of the row being made */
    uint32_t count;
    size_t used;
    uint64_t buffer[256]; /* numbers and converted texts of that row */
};

/* Columns of a result table: type and whether it is a key. Texts get the code page
 * of the call. */
struct info_list_column {
    JET_COLTYP type;
    bool key;
};

JET_ERR info_list_create(struct info_list *list, const struct info_call *call,
                         const struct info_list_column *columns, uint32_t count);
/* Values of the next row; those not given are null. The bytes of `data` must stay
 * until info_list_row. */
void info_list_text(struct info_list *list, unsigned column, const char *name);
void info_list_long(struct info_list *list, unsigned column, uint32_t value);
void info_list_short(struct info_list *list, unsigned column, uint16_t value);
void info_list_bytes(struct info_list *list, unsigned column, const void *data, uint32_t size);
JET_ERR info_list_row(struct info_list *list);
/* Hands the table out, or drops it when err is an error; returns the result. */
JET_ERR info_list_finish(struct info_list *list, JET_ERR err, JET_TABLEID *tableid);

/* Country code of everything: the engine has only one. */
enum { INFO_COUNTRY = 1 };

/* Language id of a locale: the low half of its number. JET_errInvalidLanguageId. */
JET_ERR info_language(const char *locale, uint16_t *language);

/* Copies a name with its terminator to a buffer that is known to be large enough. */
void info_put_name(const struct info_call *call, void *to, const char *name);

#endif
