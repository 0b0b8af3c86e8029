/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bounced.h - what a letter that came back, or was not taken, says of the address: dead, in
 * trouble, or that we are not liked there. What follows from it is decided in rules/heard.c and
 * rules/case.c. */
#ifndef ENGINE_BOUNCED_H
#define ENGINE_BOUNCED_H

#include "mail/facts.h"
#include "store/store.h"

/* Whether the letter went to the address that we still write to, the first: one to the address
 * before may come back days after there is a new one. 1, 0, -1. */
int bounced_from_used(struct store *s, struct arena *a, const struct outbox_row *l);

/* Fills value, name and reason of ev, the HEARD of a bounce of ev->person: "bounce" of a dead
 * address, "bounce-soft" with how many there were lately, "bounce-policy", "delayed" of what is
 * still tried, or "refusal" of a complaint. 0 or -1. */
int bounced_weigh(struct store *s, struct arena *a, const struct mail_facts *f, instant now,
                  struct event *ev);

/* The same of a letter that the server refused as it was handed over, or that was given up. */
struct refusal {
    bool of_address;    /* it is the address that was refused, for good */
    bool ours;          /* else: for what we are or sent */
    const char *reason; /* why, for people; not the server's own words */
};
struct refusal bounced_refusal(struct arena *a, const struct delivery_row *d);

#endif
