/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply_marks.h - what marks at the beginning of lines say is quoted; inside mail/ only.
 *
 * '>' and what HTML says was counted when the lines were made (line.depth).
 * Here that becomes a role, with the marks that only some programs use: "| ",
 * "AB> ", "Anna> " below a line that names her.
 */
#ifndef MAIL_REPLY_MARKS_H
#define MAIL_REPLY_MARKS_H

#include "mail/lines.h"

void marks_read(struct lines *l);

/* Lines between quoted ones that lost their mark when a program wrapped them or drew out a link. */
void marks_mend(struct lines *l);

#endif
