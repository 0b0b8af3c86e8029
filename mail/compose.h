/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compose.h - a letter as the bytes of a message.
 *
 * The message has strict CRLF lines, 7-bit content (quoted-printable or
 * base64), a text part with format=flowed absent, an HTML alternative where
 * given, with its picture (RFC 2387), attachments where given, and always
 * Auto-Submitted (RFC 3834) and Message-ID. What a caller gives can't break out of a header:
 * control characters are refused, everything else is encoded. The same input gives the same bytes:
 * boundaries come from the Message-ID.
 */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include "mail/facts.h"

struct mail_letter {
    struct mail_address from; /* display name of the sender; the address is the mailbox's own */
    struct mail_address to;
    const char *reply_to;    /* address, or NULL */
    const char *subject;     /* UTF-8, one line */
    const char *message_id;  /* without angle brackets */
    const char *in_reply_to; /* likewise, or NULL */
    const char **refs;       /* References, oldest first */
    size_t refs_count;
    const char *unsubscribe; /* address for List-Unsubscribe: <mailto:...?subject=stop>, or NULL */
    const char *auto_submitted; /* "auto-generated" or "auto-replied" */
    const char *urgent;         /* non-NULL: X-Priority: 1 and Importance: high */
    instant date;
    const struct zone *zone; /* of the Date field */
    const char *text;
    const char *html;                      /* or NULL */
    const struct mail_attachment *picture; /* that html shows as "cid:" and picture_id, or NULL */
    const char *picture_id;                /* without angle brackets */
    const struct mail_attachment *attachments;
    size_t attachments_count;
};

/* -1 with e where an address or header would be invalid. */
int mail_compose(const struct mail_letter *l, struct buf *out, struct err *e);

#endif
