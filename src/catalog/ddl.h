/* ddl.h: changing the catalog (spec 20, sections 1 to 6 and 10; 40, 4.7): a new
 * database, tables, columns, indexes. README.md tells how schemas are versioned
 * and what is simplified.
 *
 * Everything here runs at level 1 or more of the transaction given (the caller
 * wraps calls at level 0) in a nested transaction of its own: a call that fails
 * has changed nothing. Names are windows-1252, terminated; they are checked here
 * (JET_errInvalidName). Errors of every change besides those named:
 * JET_errPermissionDenied (database->writable is NULL), JET_errTransReadOnly,
 * JET_errWriteConflict (another session changes the same table, or did so since
 * this one's snapshot), and those of memory, space, log and files.
 *
 * Built today: database_bootstrap. The other functions are the face that is agreed
 * on and have no definition yet. */
#ifndef ESENT_CATALOG_DDL_H
#define ESENT_CATALOG_DDL_H

#include "catalog/database.h"
#include "txn/transaction.h"

/* Length of an object name without its trailing spaces. JET_errInvalidName
 * (reference-schema-and-info, 1.3). */
JET_ERR ddl_name_check(const char *name, size_t *size);

/* Fills a new database whose pages are all zero: page 1, the catalog, its shadow,
 * the other system tables (20, section 6). The file has `pages` pages, 30 or more
 * (31 with 2 KiB pages). database->writable is set, its dbtime is 0x40; nothing
 * else of the database is used before. */
JET_ERR database_bootstrap(struct database *database, struct transaction *transaction, uint32_t pages);

/* ---- definitions ---- */

struct ddl_column {
    const char *name;
    JET_COLTYP coltyp;
    uint32_t code_page, size_max;
    JET_GRBIT grbit;            /* JET_bitColumn* */
    struct bytes default_value; /* size 0: none */
    struct bytes callback;      /* JET_bitColumnUserDefinedDefault: "module!function" */
    struct bytes callback_data;
    JET_COLUMNID columnid; /* result */
    JET_ERR err;           /* result; JET_wrnColumnMaxTruncated */
};

struct ddl_condition {
    const char *column;
    JET_GRBIT grbit; /* JET_bitIndexColumnMustBe(Non)Null */
};

struct ddl_index {
    const char *name;
    const char *key; /* "+a\0-b\0\0" */
    uint32_t key_size;
    JET_GRBIT grbit;              /* JET_bitIndex* */
    uint32_t density;             /* 0: default */
    bool use_table_density;       /* without hints: the table's (1.14) */
    const JET_SPACEHINTS *hints;  /* or NULL */
    bool locale_given;            /* the creator named one (20, 3.3 flag 0x40) */
    const char *locale;           /* ASCII; NULL: NLS_DEFAULT_LOCALE */
    uint32_t lcmap_flags;         /* 0: NLS_DEFAULT_FLAGS */
    uint32_t var_seg_mac;         /* 0: the key's size */
    uint32_t key_most;            /* with JET_bitIndexKeyMost */
    const JET_TUPLELIMITS *tuple; /* with JET_bitIndexTupleLimits; for JET_bitIndexTuples the
                                     instance's parameters, NULL: the defaults */
    const struct ddl_condition *conditions;
    uint32_t condition_count;
    JET_ERR err; /* result */
};

struct ddl_table {
    const char *name;
    const char *template_name; /* or NULL */
    uint32_t pages, density;
    struct ddl_column *columns;
    uint32_t column_count;
    struct ddl_index *indexes;
    uint32_t index_count;
    const char *callback; /* or NULL */
    JET_CBTYP callback_type;
    JET_GRBIT grbit; /* JET_bitTableCreate* */
    const JET_SPACEHINTS *seq_hints, *lv_hints;
    uint32_t separate_lv, lv_chunk_max;
    uint32_t created; /* result: objects made, before a failure too */
    uint32_t objid;   /* result */
};

/* ---- tables ---- */

/* JET_errTableDuplicate, JET_errCannotNestDDL, JET_errDDLNotInheritable,
 * JET_errObjectNotFound (template) and those of columns and indexes. */
JET_ERR catalog_create_table(struct database *database, struct transaction *transaction,
                             struct ddl_table *table);
/* The caller has seen that no cursor is open on it. JET_errCannotDeleteSystemTable,
 * JET_errObjectNotFound, JET_errCannotDeleteTemplateTable, JET_errTableLocked (being deleted). */
JET_ERR catalog_delete_table(struct database *database, struct transaction *transaction, const char *name);
/* JET_errObjectNotFound, JET_errFixedDDL, JET_errKeyDuplicate. */
JET_ERR catalog_rename_table(struct database *database, struct transaction *transaction, const char *name,
                             const char *name_new);

/* ---- columns ---- */

/* How the caller holds the table. */
struct ddl_hold {
    bool exclusive;  /* the session has it with JET_bitTableDenyRead */
    bool permit_ddl; /* the cursor is the creating one, or has JET_bitTablePermitDDL */
};

/* All errors of 20, 5.3, but that the table is not empty (escrow): the caller
 * looks. An autoincrement column is not filled in for rows that are there. */
JET_ERR catalog_add_column(struct database *database, struct transaction *transaction, uint32_t objid,
                           const struct ddl_hold *hold, struct ddl_column *column);
/* JET_errFixedDDL, JET_errFixedInheritedDDL, JET_errColumnNotFound, JET_errColumnInUse. */
JET_ERR catalog_delete_column(struct database *database, struct transaction *transaction, uint32_t objid,
                              const char *name, JET_GRBIT grbit);
/* JET_errColumnNotFound, JET_errKeyDuplicate, JET_errInvalidPlaceholderColumn. */
JET_ERR catalog_rename_column(struct database *database, struct transaction *transaction, uint32_t objid,
                              const char *name, const char *name_new, JET_GRBIT grbit);
/* JET_errColumnNotFound, JET_errColumnInUse, JET_errDefaultValueTooBig, JET_errInvalidBufferSize. */
JET_ERR catalog_set_default(struct database *database, struct transaction *transaction, uint32_t objid,
                            const char *name, struct bytes value);

/* ---- indexes ---- */

/* Fills a new index: called inside the change, with the schema that has it. */
struct ddl_build {
    void *context;
    JET_ERR(*build)
    (void *context, struct transaction *transaction, struct table_schema *schema,
     const struct table_index *index);
};
/* `build` NULL: the table has no rows. All of reference 1.10. */
JET_ERR catalog_create_index(struct database *database, struct transaction *transaction, uint32_t objid,
                             const struct ddl_hold *hold, struct ddl_index *index,
                             const struct ddl_build *build);
/* The caller has seen that it is no cursor's current index. JET_errFixedDDL,
 * JET_errFixedInheritedDDL, JET_errIndexNotFound, JET_errIndexMustStay. */
JET_ERR catalog_delete_index(struct database *database, struct transaction *transaction, uint32_t objid,
                             const char *name);

/* ---- long values ---- */

/* Makes the long-value tree of a table that has none. Committed at once in a
 * transaction of its own (20, 1.2), seen by everybody: *fdp, *objid of it, also
 * when another session has just made it. */
JET_ERR catalog_create_lv_tree(struct database *database, struct transaction *transaction,
                               const struct table_schema *schema, uint32_t *fdp, uint32_t *objid);

#endif
