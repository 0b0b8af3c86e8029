/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tables.h - spreadsheets that came with a message, as rows in its facts.
 *
 * A spreadsheet is the most intricate thing that a stranger can send, so it is
 * read where the message itself is: in the parser process. The engine gets its
 * cells packed (sheets/table.h), and unpacks nothing else.
 */
#ifndef PARSER_TABLES_H
#define PARSER_TABLES_H

#include "mail/facts.h"
#include "sheets/table.h"

/* mail_read, and then every attachment that claims to be CSV, XLSX or ODS. */
void tables_mail_read(struct arena *a, const char *bytes, size_t len,
                      const struct mail_hints *hints, struct mail_facts *out);

/* The table of an attachment. 1; 0 where it is none; -1 with why it can't be read. */
int tables_get(struct arena *a, const struct mail_attachment *t, struct table *out, struct err *e);

#endif
