/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queries.h - the names of all SQL that is run more than once; inside store/
 * only. The texts stand in queries.c under the file that runs them. A unit
 * test looks at the plan of each: none may walk through a table that grows.
 */
#ifndef STORE_QUERIES_H
#define STORE_QUERIES_H

enum query {
    /* store.c and schema.c */
    Q_BEGIN,
    Q_BEGIN_READING,
    Q_COMMIT,
    Q_ROLLBACK,
    Q_ADD_EVENT_KIND,
    Q_ADD_SECRET,
    /* settings.c */
    Q_SETTING,
    Q_SET_SETTING,
    Q_DELETE_SETTING,
    Q_SECRET,
    Q_RULE_CLOCK,
    Q_SET_RULE_CLOCK,
    Q_PUT_OCCURRENCE,
    Q_OCCURRENCES,
    Q_MODE,
    Q_SET_MODE,
    /* people.c */
    Q_INSERT_PERSON,
    Q_UPDATE_PERSON,
    Q_PERSON,
    Q_ADDRESSES,
    Q_INSERT_ADDRESS,
    Q_DELETE_ADDRESSES,
    Q_PERSON_BY_ADDRESS,
    Q_PEOPLE_BY_NAME,
    Q_NAMES,
    Q_PEOPLE,
    Q_PEOPLE_OF_ROLE,
    Q_ACTIVE_PEOPLE,
    Q_LINKS,
    Q_PROGRAMMES_OF,
    Q_PUT_TEXT,
    Q_TEXT,
    /* state.c */
    Q_STATE_PERSON,
    Q_STATE_LINKS_FROM,
    Q_STATE_LINKS_TO,
    Q_STATE_LARGE_ROLE,
    Q_STATE_HOLDERS,
    Q_SAVE_PERSON,
    Q_GIVE_ROLE,
    Q_TAKE_ROLE,
    Q_SAVE_LINK,
    Q_DELETE_LINK,
    /* cases.c */
    Q_LAST_INSTANT,
    Q_STATE_CASES,
    Q_STATE_CASES_OTHER,
    Q_CASE,
    Q_CASE_VARS,
    Q_LAST_CASE,
    Q_SAVE_CASE,
    Q_SAVE_CASE_VAR,
    Q_CASE_EXISTS,
    Q_DUE_CASES,
    Q_NEXT_DUE,
    Q_OPEN_CASES,
    /* events.c */
    Q_APPEND_EVENT,
    Q_EVENTS,
    Q_EVENTS_OF_CASE,
    Q_EVENTS_OF_PERSON,
    /* outbox.c */
    Q_PUT_LETTER,
    Q_PUT_LETTER_BODY,
    Q_PUT_LETTER_LINE,
    Q_LETTER_LINE,
    Q_LETTER,
    Q_LETTER_BY_TOKEN,
    Q_LETTER_BY_MESSAGE_ID,
    Q_LETTER_TEXT,
    Q_LETTER_RAW,
    Q_WAITING_LETTERS,
    Q_RELEASE_LETTERS,
    Q_DROP_LETTER,
    Q_COUNT_LETTERS_TO,
    /* delivery.c */
    Q_DUE_LETTERS,
    Q_NEXT_NOT_BEFORE,
    Q_NEXT_RETRY,
    Q_CLAIM_LETTER,
    Q_PUT_DELIVERY,
    Q_IN_FLIGHT,
    Q_DELIVERIES,
    Q_LAST_DELIVERY,
    Q_PUT_SENDER,
    Q_SENDER,
    /* inbox.c */
    Q_INBOX_BY_HASH,
    Q_PUT_INBOX,
    Q_PUT_INBOX_RAW,
    Q_PUT_INBOX_UID,
    Q_HAS_UID,
    Q_NEXT_INBOX,
    Q_INBOX,
    Q_INBOX_RAW,
    Q_COUNT_UNDONE,
    Q_TRY_INBOX,
    Q_INBOX_DONE,
    Q_UNSORTED_SINCE,
    Q_SORTED,
    Q_COUNT_MAIL,
    /* mailbox.c */
    Q_PUT_MAILBOX,
    Q_MAILBOXES,
    Q_MAILBOX_COMPLETE,
    Q_UNDONE_COMPLETE,
    /* keeping.c */
    Q_FORGET_PERSON,
    Q_FORGET_TEXTS,
    Q_FORGET_ANSWERS,
    Q_FORGET_BODIES,
    Q_FORGET_SUBJECTS,
    Q_FORGET_ENVELOPES,
    Q_FORGET_MAIL,
    Q_PRUNE_BODIES,
    Q_PRUNE_MAIL,
    QUERY_COUNT
};

extern const char *const query_text[QUERY_COUNT];

#endif
