/* SPDX-License-Identifier: GPL-2.0-or-later */
/* machine_headers.h - what the headers of a message tell of machines and lists; inside mail/ only.
 *
 * Every function returns the reason in words, or NULL where there is none.
 */
#ifndef MAIL_MACHINE_HEADERS_H
#define MAIL_MACHINE_HEADERS_H

#include "mail/facts.h"
#include "mail/mime.h"

/* RFC 3834. *human becomes true where a person's mail is said to be so ("no"). */
const char *headers_auto_submitted(struct arena *a, const struct mime *m, bool *human);

/* A field that only machines write: of vendors, of list servers' own notices, "auto_reply". */
const char *headers_machine(struct arena *a, const struct mime *m);

/* A receipt that the message was shown or deleted (RFC 8098). */
const char *headers_receipt(const struct mime *m);

/* Mail of a list or a newsletter (RFC 2369, 2919, and what was before them). Programs that help
 * persons to write put a List-Unsubscribe on their mail, too: of an answer that says nothing. */
const char *headers_list(struct arena *a, const struct mime *m);

/* The list is a group that has our own address, self: what comes through it was sent to us. */
bool headers_own_group(struct arena *a, const struct mime *m, const char *self);

/* What headers_list returns where nothing else tells: a server of persons may write that, too. */
extern const char headers_precedence_list[];

/* What machines' mail has, and now and then a person's: how many such fields, and the first. */
unsigned headers_hints(struct arena *a, const struct mime *m, const char **why);

/* A rule of a mailbox answered, or sent on what somebody wrote. */
bool headers_sent_on(const struct mime *m);

/* In-Reply-To or References: it answers something. */
bool headers_answer(const struct mime *m);

/* A form on a site of ours was filled in: it comes from our own domain, and answers go elsewhere.
 */
bool headers_own_form(struct arena *a, const struct mime *m, const char *from, const char *self);

/* No person has that address: noreply@, nicht-antworten@, listserv@. Where Reply-To names somebody
 * a form was filled in. */
const char *headers_nobody(struct arena *a, const struct mime *m, const char *from);

#endif
