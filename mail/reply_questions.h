/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reply_questions.h - which quoted lines stay, since what was typed below answers
 * them; inside mail/ only.
 *
 * Of answers between the lines each keeps the sentence above it. An answer
 * wholly below the quotation needs none, and the end of the quoted letter, its
 * greeting and name, is no question.
 */
#ifndef MAIL_REPLY_QUESTIONS_H
#define MAIL_REPLY_QUESTIONS_H

#include "mail/lines.h"

/* Called once all roles are set. */
void questions_keep(struct lines *l);

#endif
