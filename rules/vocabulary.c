/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/vocabulary.h"
#include "rules/state.h"

#include <string.h>

const char *const status_words[] = {STATUS_ACTIVE,        STATUS_NON_RESPONSIVE, STATUS_OPTED_OUT,
                                    STATUS_UNDELIVERABLE, STATUS_LEFT,           NULL};
const char *const happening_words[] = {"joined", "left",    "matched",       "unmatched",
                                       "back",   "started", "undeliverable", NULL};
const char *const own_date_words[] = {"matched", "assigned", "joined", NULL};
const char *const command_words[] = {"follow-up", "mentee-silent", "reviewed", "join", NULL};
const char *const overlap_words[] = {
    [OVERLAP_SKIP] = "skip", [OVERLAP_REPLACE] = "replace", [OVERLAP_QUEUE] = "queue", NULL};
const char *const late_words[] = {
    [LATE_SEND] = "send", [LATE_SKIP] = "skip", [LATE_ASK] = "ask", NULL};
const char *const decision_words[] = {
    [POLL_MOST] = "most votes", [POLL_MAJORITY] = "more than half", [POLL_ALL] = "all", NULL};
const char *const report_words[] = {"contact-form", "digest", NULL};
const char *const field_type_words[] = {"text",   "url",   "date",   "time", "number",
                                        "yes/no", "table", "roster", NULL};
const char *const bare_step_words[] = {"end", "match", "unmatch", NULL};
const char *const target_words[] = {"next", "end", NULL};
const char *const unit_words[] = {"day", "week", "month", "year", NULL};
const char *const weekday_words[] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday",    NULL};
const char *const month_words[] = {"january",  "february", "march",  "april",     "may",
                                   "june",     "july",     "august", "september", "october",
                                   "november", "december", NULL};
const char *const ordinal_words[] = {"first", "second", "third", "fourth", "fifth", "last", NULL};
const char *const truth_words[] = {"yes", "no", "true", "false", NULL};

const char *const letter_words[] = {
    "organisation", "programme", "today",    "month",    "reason",  "to",     "from",
    "subject",      "message",   "contacts", "reminder", "meeting", "coming", "not_coming",
    "gathered",     "flags",     "form",     "context",  "hold",    NULL};

int vocabulary_index(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* ---- what stands under which key ------------------------------------------- */

#define ROLE     "^[a-z][a-z0-9_]*$"
#define DAYS     "^{days}$"
#define CLOCK    "^([01][0-9]|2[0-3]):[0-5][0-9]$"
#define INTERVAL "^([0-9]+ *)?{unit}s?$"
#define ON       "^([0-9]{1,2}|{ordinal} ({weekday}|working day|day)|{weekday}|[0-9]{1,2} {month})$"
#define FROM     "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"
#define DATE     "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

const struct value_form value_forms[] = {
    {programme_keys, "roles", NULL, ROLE, 0},
    {programme_keys, "one_letter_a_day", truth_words, NULL, 0},
    {hours_keys, "on", NULL, "^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$", 0},
    {hours_keys, "from", NULL, CLOCK, 0},
    {hours_keys, "to", NULL, "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", 0},
    {programme_keys, "roster_from", NULL, ROLE, 0},
    {urgent_keys, "also_tell", NULL, ROLE, 0},
    {rule_keys, "trigger", happening_words, NULL, 0},
    {rule_keys, "for", NULL, ROLE, 0},
    {rule_keys, "until", NULL, "^(reply|reply from [a-z0-9_]+|marked {status}|(planned|after) .+)$",
     0},
    {rule_keys, "overlap", overlap_words, NULL, 0},
    {rule_keys, "late", NULL, "^(send|skip|ask)( within {days})?$", 0},
    {rule_keys, "max_per_run", NULL, "^[0-9]+$", FORM_NUMBER},
    {schedule_keys, "every", unit_words, INTERVAL, 0},
    {schedule_keys, "on", NULL, ON, FORM_NUMBER},
    {schedule_keys, "at", NULL, CLOCK, 0},
    {schedule_keys, "from", NULL, FROM, 0},
    {schedule_keys, "except", NULL, DATE, 0},
    {since_keys, "every", unit_words, INTERVAL, 0},
    {since_keys, "from", own_date_words, NULL, 0},
    {since_keys, "at", NULL, CLOCK, 0},
    {said_keys, "said", command_words, NULL, FORM_OPEN},
    {said_keys, "by", NULL, ROLE, 0},
    {marked_keys, "marked", status_words, NULL, 0},
    {relative_keys, "by", NULL, DAYS, 0},
    {relative_keys, "at", NULL, CLOCK, 0},
    {meeting_keys, "lasts", NULL, "^[0-9]+ *(minute|hour)s?$", 0},
    {meeting_keys, "for", NULL, ROLE, 0},
    {meeting_keys, "every", unit_words, INTERVAL, 0},
    {meeting_keys, "on", NULL, ON, FORM_NUMBER},
    {meeting_keys, "at", NULL, CLOCK, 0},
    {meeting_keys, "from", NULL, FROM, 0},
    {meeting_keys, "except", NULL, DATE, 0},
    {time_keys, "on", NULL, ON, FORM_NUMBER},
    {time_keys, "at", NULL, CLOCK, 0},
    {step_keys, "assign", NULL, ROLE, 0},
    {step_keys, "reassign", NULL, ROLE, 0},
    {step_keys, "enrol", NULL, ROLE, 0},
    {step_keys, "remove", NULL, ROLE, 0},
    {step_keys, "wait", NULL, DAYS, 0},
    {step_keys, "mark", status_words, NULL, 0},
    {step_keys, "report", report_words, NULL, 0},
    {step_keys, "as", NULL, ROLE, 0},
    {step_keys, "remind", NULL, DAYS, 0},
    {step_keys, "expired", target_words, NULL, FORM_OPEN},
    {step_keys, "answered", target_words, NULL, FORM_OPEN},
    {step_keys, "then", target_words, NULL, FORM_OPEN},
    {step_keys, "deputy", NULL, ROLE, 0},
    {step_keys, "closes", NULL, DAYS, 0},
    {step_keys, "decide", decision_words, NULL, 0},
    {step_keys, "since", NULL, "^(last .+|{days})$", 0},
    {step_keys, "until", (const char *const[]){"reply", NULL}, NULL, 0},
    {step_keys, "hold", NULL, DAYS, 0},
    {step_keys, "at_once", truth_words, NULL, 0},
    {field_keys, "type", field_type_words, NULL, 0},
    {field_keys, "optional", truth_words, NULL, 0},
    {0},
};

/* ---- which key goes with which verb ---------------------------------------- */

#define V(verb) VERB_BIT(verb)
#define ANY     (~0u)

/* Verbs themselves and keys that are not here go with all. */
static const struct {
    const char *key;
    unsigned verbs;
} key_verbs[] = {
    {"to", VERBS_LETTERS},
    {"as", VERBS_LETTERS},
    {"for", VERBS_DEEDS | V(START)},
    {"wait", V(ATTEMPT) | V(ASK) | V(WAIT)},
    {"remind", V(ASK)},
    {"expired", V(ASK) | V(POLL)},
    {"deputy", V(ASK)},
    {"meeting", VERBS_LETTERS},
    {"on", V(PLAN)},
    {"at", V(PLAN)},
    {"options", V(POLL)},
    {"closes", V(POLL)},
    {"decide", V(POLL)},
    {"save_as", V(POLL)},
    {"gather", VERBS_LETTERS},
    {"since", VERBS_LETTERS},
    {"answered", V(ATTEMPT)},
    {"fields", V(ASK)},
    {"answers", V(ASK)},
    {"flag", V(ASK)},
    {"until", V(REASSIGN)},
    {"hold", V(REASSIGN) | V(MARK) | V(SEND)},
    {"tell", V(REASSIGN)},
    {"with", V(REASSIGN)},
    {"at_once", VERBS_LETTERS},
    {"then", ANY & ~V(END)},
};

unsigned step_key_verbs(const char *key)
{
    for (size_t i = 0; i < sizeof key_verbs / sizeof *key_verbs; i++)
        if (strcmp(key_verbs[i].key, key) == 0)
            return key_verbs[i].verbs;
    return ANY;
}
