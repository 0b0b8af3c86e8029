/* SPDX-License-Identifier: GPL-2.0-or-later */
/* machine_words.h - the phrases that automatic answers are made of, folded (fold.h). */
#ifndef MAIL_MACHINE_WORDS_H
#define MAIL_MACHINE_WORDS_H

extern const char *const words_auto_subject[];    /* a subject that begins so is automatic */
extern const char *const words_away_subject[];    /* a subject that begins so says "I'm away" */
extern const char *const words_auto_body[];       /* "this is an automatic answer" */
extern const char *const words_away[];            /* "I'm out of the office" */
extern const char *const words_myself[];          /* who speaks of himself or herself */
extern const char *const words_alone[];           /* of those, who speaks for nobody else: "I" */
extern const char *const words_now[];             /* "currently": of the sender, who needs no "I" */
extern const char *const words_others[];          /* somebody else is meant, in the Far East */
extern const char *const words_these_days[];      /* and there, where nothing else tells */
extern const char *const words_then[];            /* "on that day" */
extern const char *const words_group[];           /* "hello all" */
extern const char *const words_was[];             /* "was": no longer so */
extern const char *const words_been[];            /* the same, where it stands behind */
extern const char *const words_this[];            /* "this", of the message itself */
extern const char *const words_this_here[];       /* the same, wherever it stands */
extern const char *const words_is[];              /* "is an": then comes "automatic" */
extern const char *const words_automatic_stems[]; /* how words for it begin */
extern const char *const words_message_stems[];   /* and those for what it says to be */
extern const char *const words_handled_stems[];   /* "scanned": what else is done automatically */
extern const char *const words_read_subject[];    /* a receipt without a report: "Read:" */
extern const char *const words_read_body[];       /* and what such a receipt says */
extern const char *const words_challenge[];       /* "click here so that your mail is delivered" */

#endif
