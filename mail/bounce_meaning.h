/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounce_meaning.h - what the words of a server say: phrases of one meaning, and families of words
 * where no phrase fits; inside mail/ only. What follows from it is bounce_reason.h's. */
#ifndef MAIL_BOUNCE_MEANING_H
#define MAIL_BOUNCE_MEANING_H

#include <stdbool.h>

enum meaning_kind {
    MEANS_FULL,
    MEANS_CLOSED,    /* suspended, disabled: for now, as far as anybody knows */
    MEANS_NO_USER,   /* what filters say too, so it matters who says it and when */
    MEANS_REJECTED,  /* the address is refused, in words that only its own server uses */
    MEANS_NO_DOMAIN, /* the domain takes no mail, or is none */
    MEANS_MOVED,
    MEANS_REFUSED, /* whoever else had written would have been taken: spam, policy */
    MEANS_TROUBLE, /* of the server or on the way */
};

/* Phrases of one meaning; the first group that speaks decides. */
struct meaning {
    enum meaning_kind kind;
    const char *reason;
    const char *status; /* what RFC 3463 calls it */
    bool dead;
    const char *const *phrases;
};

/* NULL where the words (folded) say nothing. */
const struct meaning *bounce_meaning(const char *folded);

#endif
