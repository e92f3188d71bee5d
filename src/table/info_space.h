/* info_space.h: page counts of the trees of a table, for the information calls. */
#ifndef TABLE_INFO_SPACE_H
#define TABLE_INFO_SPACE_H

#include "btree/space.h"
#include "catalog/database.h"

struct info_space {
    uint32_t owned;
    uint32_t available;
};

/* The table with all its trees: what it owns, and what is free in any of them. */
JET_ERR info_space_of_table(struct database *database, const struct table_schema *schema,
                            struct info_space *space);

/* One index alone; of the primary one without the trees that hang off it. */
JET_ERR info_space_of_index(struct database *database, const struct table_schema *schema,
                            const struct table_index *index, struct info_space *space);

/* The tree of the long values; zeros when there is none. */
JET_ERR info_space_of_long_values(struct database *database, const struct table_schema *schema,
                                  struct info_space *space);

/* The primary tree, with what its children got out of it, and its extents. */
JET_ERR info_space_open(struct database *database, const struct table_schema *schema, struct btree *tree);

#endif
