/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clauses.h - what the sentences of a text say, as far as machines' formulas go; inside mail/ only.
 *
 * An answer that nobody typed consists of formulas ("I'm out of the office", "if it
 * is urgent, ask Jo"). A person uses some of the same ones, and adds words of his
 * or her own: that is what tells them apart. So every sentence is looked up in the
 * tables, and every part of a sentence that no table explains counts as somebody's own.
 */
#ifndef MAIL_CLAUSES_H
#define MAIL_CLAUSES_H

#include "base/arena.h"
#include <stdbool.h>

enum says {
    SAYS_AWAY,      /* whoever writes is away now */
    SAYS_AWAY_NAME, /* the same, of the sender in the third person: as no person says it */
    SAYS_BACK,      /* will be back */
    SAYS_NOW,       /* "currently" */
    SAYS_LATER,     /* will answer then */
    SAYS_URGENT,    /* others are to be asked */
    SAYS_THANKS,    /* thanks for the message */
    SAYS_RECEIVED,  /* it has come in */
    SAYS_SOON,      /* somebody will look into it */
    SAYS_OFFICE,    /* an office speaks: "one of our team", "within two working days" */
    SAYS_TONIGHT,   /* a time of day or a weekend, of which no machine speaks */
    SAYS_GONE,      /* whoever had the address has left */
    SAYS_GONE_NAME, /* the same, of the sender in the third person: as no person says it */
    SAYS_CLOSED,    /* nobody reads the mailbox */
    SAYS_AUTOMATIC, /* this answer is automatic */
    SAYS_NO_REPLY,  /* it wants no answer */
    SAYS_SPAM,      /* it is about unwanted mail */
    SAYS_CLICK,     /* something has to be clicked, filled in or sent */
    SAYS_PASSED,    /* for the message to be delivered */
    SAYS_COUNT
};

struct clauses {
    const char *phrase[SAYS_COUNT]; /* the words that said it, or NULL */
    unsigned formulas;              /* sentences that say one of these things */
    unsigned own;                   /* parts of sentences that say nothing of the kind */
    unsigned led;                   /* those before the first formula */
    unsigned personal;              /* parts that tell of others, of meetings, of how it is */
    bool then;                      /* "I'm away then": on a day of which the letter spoke */
    bool asks;                      /* a sentence is a question */
    bool by_name;                   /* it greets somebody by name, as no notice of absence can */
    bool to_group;                  /* or those whom the writer belongs to: "Hi all" */
};

/* sender: the name of whoever sent it, "" where unknown. */
void clauses_read(struct arena *a, const char *text, const char *sender, struct clauses *out);

#endif
