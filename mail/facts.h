/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts.h - what a message is, said in facts.
 *
 * Reading goes in two calls, both made by the parser process. mail_read_head
 * looks at the headers alone: who, which tokens, whose answer. With that the
 * engine finds our own letter that is answered, and mail_read looks at the
 * whole message with that letter at hand. Everything returned lives in the
 * arena and is valid UTF-8 without NUL; it is still what a stranger wrote.
 * Attached tables are added to the facts by the parser process (parser/tables.h),
 * as reading spreadsheets is nothing for this folder, nor for the engine.
 *
 * Follows RFC 5322, 2045-2047, 2231, 3676 (format=flowed), 3834 (automatic
 * mail), 3464 and 6533 (delivery reports), 8098 (receipts), 5965 (ARF),
 * 5546 and 6047 (calendar answers), 8601 (Authentication-Results).
 */
#ifndef MAIL_FACTS_H
#define MAIL_FACTS_H

#include "base/civil.h"
#include "base/diag.h"

#define MAIL_MAX_BYTES       (25u * 1024 * 1024) /* a larger message is set aside unread */
#define MAIL_MAX_DEPTH       20                  /* nested multiparts */
#define MAIL_MAX_TEXT        (256u * 1024)       /* of the newly written text */
#define MAIL_MAX_ADDRESSES   200                 /* kept of each address header */
#define MAIL_MAX_ATTACHMENTS 50
#define MAIL_MAX_TABLE       (2u * 1024 * 1024) /* of all attached tables together, packed */

/* Who we are: what the reader of a message needs to know of the mailbox. */
struct mail_self {
    const char *address;     /* mentors@example.org; our letters use mentors+TOKEN@example.org */
    const char *authserv_id; /* whose Authentication-Results to believe; NULL: nobody's */
};

enum mail_class { MAIL_HUMAN, MAIL_AUTO, MAIL_LIST, MAIL_BOUNCE };
enum mail_dmarc { DMARC_UNKNOWN, DMARC_PASS, DMARC_FAIL, DMARC_NONE };

struct mail_address {
    const char *name;  /* display name, decoded; "" where none */
    const char *email; /* domain in lower case, local part as it came */
};

struct mail_head {
    struct mail_address from; /* the first; email "" where there is none */
    size_t from_count;        /* addresses in all From fields together: 2 is suspicious, and
                                 proves nobody */
    struct mail_address *to;  /* To and Cc together */
    size_t to_count;
    const char *subject;    /* decoded, one line */
    const char *message_id; /* without the angle brackets, "" where none */
    const char **refs;      /* In-Reply-To first, then References from the last to the first */
    size_t refs_count;
    const char **tokens; /* TOKEN of each self+TOKEN address in To, Cc, Delivered-To,
                            X-Original-To, Envelope-To and, for bounces, in the returned
                            headers; best first, each once */
    size_t tokens_count;
    instant date; /* of the Date field, bounded; 0 where none */
    enum mail_dmarc dmarc;
    const char *refused; /* why the message can't be read at all (too deep, too large), or NULL */
};

struct mail_attachment {
    const char *name; /* decoded, no path; "" where none */
    const char *type; /* text/csv */
    const char *data; /* decoded bytes */
    size_t len;
    const char *table; /* of a spreadsheet: its rows (table_pack); NULL: none, or not to be read */
    const char *table_why; /* why it can't be read; else NULL */
};

struct mail_recipient { /* one recipient of a bounce */
    const char *recipient;
    const char *status;  /* "5.1.1", "" where unknown */
    bool permanent;      /* 5.x.x or words to that effect; a delay is not */
    bool hard;           /* the address itself is dead, not the content or the box */
    const char *reason;  /* in words: what it means, and what the server said */
    const char *meaning; /* the first of that alone: "the mailbox is full"; "" where unknown */
    bool ours;           /* refused for what we are or sent: policy, reputation, content */
};

struct mail_calendar {               /* one answer of an attendee */
    const char *uid, *recurrence_id; /* "" where none */
    const char *attendee, *partstat;
};

struct mail_facts {
    struct mail_head head;
    enum mail_class class;
    const char *class_why; /* "Auto-Submitted: auto-replied" */
    const char *kind;      /* of automatic mail: "vacation", "receipt", "challenge", "auto";
                              of bounces "failed", "delayed", "relayed", "complaint"; else "" */
    const char *text;      /* what the person newly wrote, LF lines */
    const char *text_why;
    const char *rest;       /* set apart, not lost: signature, quotation, disclaimer */
    const char *text_lines; /* asked for by explain, for people: each line of the body behind what
                               it was taken for; else NULL. Not part of the JSON */
    bool text_truncated;    /* the text was longer than MAIL_MAX_TEXT, or the body than is read */
    struct date away_until; /* the first day back; year 0 where not said */
    const char *away_why;
    const char *in_answer_to; /* Message-ID of our letter, as far as headers or the returned
                                 message of a bounce tell; "" */
    struct mail_recipient *recipients;
    size_t recipients_count;
    const char *calendar_method; /* "REPLY", "REQUEST" ...; "" where there is no calendar */
    struct mail_calendar *calendar;
    size_t calendar_count; /* none but in a REPLY */
    struct mail_attachment *attachments;
    size_t attachments_count;
};

struct mail_hints {
    struct mail_self self;
    const char *original; /* text of our letter that this answers, or NULL */
    bool bare_text;       /* the bytes are no message but the text body of one */
    bool explain;         /* fill text_lines */
};

/* Once a process, before a sandbox closes: opens the character-set converters. */
void mail_init(void);

void mail_read_head(struct arena *a, const char *bytes, size_t len, const struct mail_self *self,
                    struct mail_head *out);
void mail_read(struct arena *a, const char *bytes, size_t len, const struct mail_hints *hints,
               struct mail_facts *out);

/* The facts as one JSON object and back. The JSON travels from the parser to
 * the engine, so reading checks everything: types, sizes, UTF-8; attachments'
 * bytes go as base64. The field names are those of `mentorctl understand`. */
char *mail_head_to_json(struct arena *a, const struct mail_head *h);
int mail_head_from_json(struct arena *a, const char *json, size_t len, struct mail_head *out,
                        struct err *e);
char *mail_facts_to_json(struct arena *a, const struct mail_facts *f);
int mail_facts_from_json(struct arena *a, const char *json, size_t len, struct mail_facts *out,
                         struct err *e);

#endif
