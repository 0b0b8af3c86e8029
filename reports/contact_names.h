/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contact_names.h - one text about several mentors, shared out; inside reports/. */
#ifndef REPORTS_CONTACT_NAMES_H
#define REPORTS_CONTACT_NAMES_H

#include "reports/contact_form.h"

/* Sets the answer of each row that the text speaks of ("Ana: ..."), and returns
 * what it says of nobody in particular, "" where that is nothing. */
const char *contact_words_share(struct arena *a, const char *text, struct contact_form *form);

#endif
