/* SPDX-License-Identifier: GPL-2.0-or-later */
/* smtp_wire.h - what SMTP looks like as bytes (RFC 5321); no connection here.
 *
 * Replies are hostile: lines, their number and their length are bounded, and
 * what is kept of them is printable ASCII. What goes out is checked, so that
 * no address and no letter can end a command or the content early.
 */
#ifndef TRANSPORT_SMTP_WIRE_H
#define TRANSPORT_SMTP_WIRE_H

#include "base/buf.h"
#include "base/diag.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct smtp_reply {
    int code;          /* 200 to 599 */
    char enhanced[12]; /* "5.1.1" (RFC 3463), "" where there is none */
    char text[501];    /* all lines without their codes, joined by a space */
};

/* Takes one whole reply from the front of in. 1: taken. 0: not whole yet.
 * -1: this is no SMTP reply, or one without end. */
int smtp_reply_take(struct buf *in, struct smtp_reply *reply);

/* What a server offers; all false before EHLO. */
struct smtp_offers {
    bool pipelining;     /* RFC 2920 */
    bool eight_bit;      /* RFC 6152 */
    bool size;           /* RFC 1870 */
    uint64_t size_limit; /* 0: none told */
};

/* Takes the answer to EHLO from the front of in; as smtp_reply_take. After
 * anything but 250 nothing is offered. */
int smtp_offers_take(struct buf *in, struct smtp_offers *offers, int *code);

/* Whether a may stand in MAIL FROM:<a> or RCPT TO:<a>. "" is none. */
bool smtp_address_ok(const char *a);

/* The content as it is sent after 354: dots doubled, ".\r\n" at the end.
 * -1 with *why where a line does not end in CRLF, is longer than 998 bytes,
 * or holds a NUL. */
int smtp_content(struct buf *out, const char *bytes, size_t length, struct err *why);

/* Whether any byte is above 127. */
bool smtp_is_eight_bit(const char *bytes, size_t length);

#endif
