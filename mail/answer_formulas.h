/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_formulas.h - what answers that nobody typed are made of, in some forty languages.
 *
 * Folded phrases (fold.h), for clauses.h. "a * b": a, and in the same sentence b after it. Those
 * of notices of absence are in absence_formulas.c, all others in answer_formulas.c.
 */
#ifndef MAIL_ANSWER_FORMULAS_H
#define MAIL_ANSWER_FORMULAS_H

extern const char *const words_absent[]; /* absences that need no "I" */
extern const char
    *const words_back[]; /* "from then on I can be reached": a return without an absence */
extern const char *const words_later[];  /* "I'll answer when I am back" */
extern const char *const words_urgent[]; /* "if it is urgent, ask others" */
extern const char
    *const words_thanks[]; /* what an answer by machine begins with, and persons too */
extern const char
    *const words_received[]; /* "we have got your message", said by a machine; * is a gap */
extern const char
    *const words_received_subject[];   /* how the subject says that the message has come in */
extern const char *const words_soon[]; /* "and will answer within two days" */
extern const char
    *const words_office[]; /* how offices answer: "one of our team, within two working days" */
extern const char *const words_no_reply[]; /* "do not answer this" */
extern const char *const words_gone[];     /* whoever had this address has gone for good */
extern const char *const words_closed[];   /* nobody reads this mailbox, or it has moved */
extern const char *const words_spam[];     /* a filter that lets in whom it knows */
extern const char *const words_click[];    /* and what one has to do */
extern const char *const words_passed[];   /* "so that it is delivered" */
extern const char *const words_not[];      /* what denies it */
extern const char *const words_but[];      /* a turn to something of one's own */
extern const char *const words_contrast[]; /* of those, the ones behind which persons go on */
extern const char *const words_tonight[];  /* a time of which no machine speaks */
extern const char
    *const words_personal[]; /* what persons tell: of others, of meetings, of how it is */
extern const char *const words_helpful[];  /* and what machines say with the same words */
extern const char *const words_closing[];  /* how letters begin and end, whoever writes them */
extern const char *const words_anybody[];  /* whom a machine greets */
extern const char *const words_greeting[]; /* and how */

#endif
