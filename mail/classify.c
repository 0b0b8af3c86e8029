/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/classify.h"
#include "mail/answer_formulas.h"
#include "mail/away.h"
#include "mail/clauses.h"
#include "mail/machine_headers.h"
#include "mail/machine_subject.h"
#include "mail/machine_words.h"
#include "mail/signature.h"
#include "mail/topic.h"
#include "words/fold.h"
#include <string.h>

#define BODY_LOOKED_AT    3000 /* bytes of the text; a machine says early that it is one */
#define SUBJECT_LOOKED_AT 1000
#define NAME_LOOKED_AT    200
#define SHORT_BODY        1600 /* a longer one isn't judged by its words */
#define EARLY             400  /* folded bytes within which a machine that answers says so */

struct evidence {
    const struct mime *m;
    struct arena *arena;
    struct mail_facts *out;
    const char *subject; /* folded */
    const char *body;    /* folded, the beginning */
    const char *why;
    struct clauses said;
    const char *list; /* what makes a list's mail of it, unless a person wrote it to us */
    bool human;       /* Auto-Submitted: no */
    bool form;        /* of our own site, filled in */
    bool topic;       /* it names somebody whom our letter names */
};

/* "From Monday I'm on leave": machines speak when it has begun. */
static bool absence_is_planned(struct evidence *e)
{
    instant sent = e->out->head.date;
    return sent > 0 && away_begins_later(e->arena, e->body, date_from_days(sent / 86400));
}

/* --- the subject ------------------------------------------------------------------------------ */

/* "Abwesenheitsnotiz einrichten", "Auto-reply?": programs put what they answer behind a colon, and
 * ask nothing. */
static bool asks_about_it(const struct evidence *e, const char *word)
{
    const struct clauses *c = &e->said;
    bool goes_on = strlen(e->subject) > strlen(word) + 1;
    if (subject_has_original(e->subject) || headers_answer(e->m))
        return false;
    if (!goes_on && (fold_ends(e->subject, "?") || (c->own && !c->formulas)))
        return true;
    return (c->asks || c->by_name || (c->personal && !c->formulas)) && (goes_on || !c->formulas);
}

static bool subject_is_automatic(struct evidence *e)
{
    const char *word = subject_automatic(e->arena, e->subject);
    if (!word || asks_about_it(e, word))
        return false;
    e->why = arena_printf(e->arena, "the subject says \"%s\"", word);
    return true;
}

static bool tells_of_absence(const struct clauses *c)
{
    static const enum says kinds[] = {SAYS_AWAY, SAYS_BACK, SAYS_LATER, SAYS_URGENT,
                                      SAYS_AUTOMATIC};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (c->phrase[kinds[i]])
            return true;
    return false;
}

/* When whoever writes is back: the words that say it, or NULL. */
static const char *date_said(struct evidence *e)
{
    const char *why = NULL;
    if (e->out->head.date > 0)
        away_until(e->arena, e->body, true, date_from_days(e->out->head.date / 86400), &why);
    return why;
}

/* "Urlaub" alone may be what a person asks about: the text must tell of an absence as well. So may
 * "Nicht erreichbar" be, which programs say too, of a message that came in or with a date. */
static bool only_its_subject(struct evidence *e, const char *word)
{
    const struct clauses *c = &e->said;
    bool alone = strlen(e->subject) <= strlen(word) + 1 && !headers_answer(e->m);
    if (strchr(word, ' ') || strchr(word, '-'))
        return alone && (c->own || c->asks) && !tells_of_absence(c) && !date_said(e);
    return c->asks || (c->own > 0 && !tells_of_absence(c));
}

/* Persons announce it: to somebody by name, to a group, or before it begins; and they say nothing
 * that answers a message. */
static bool is_announced(struct evidence *e)
{
    static const enum says answers[] = {SAYS_THANKS, SAYS_RECEIVED,  SAYS_LATER,
                                        SAYS_CLOSED, SAYS_AUTOMATIC, SAYS_NO_REPLY};
    const struct clauses *c = &e->said;
    const char *const *p = c->phrase;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (p[answers[i]])
            return false;
    bool planned = !subject_has_original(e->subject) && absence_is_planned(e);
    if (c->by_name || planned || headers_answer(e->m))
        return c->by_name || planned;
    bool told =
        p[SAYS_AWAY] && !p[SAYS_NOW] && !p[SAYS_URGENT] && !subject_has_original(e->subject);
    return told || c->to_group || absence_is_planned(e);
}

/* Persons write of absence too, but then they tell something. */
static bool subject_is_away(struct evidence *e)
{
    const struct clauses *c = &e->said;
    bool made = headers_answer(e->m) && subject_has_original(e->subject);
    const char *name = e->out->head.from.name ? e->out->head.from.name : "";
    const char *word = subject_absent(e->arena, e->subject, name);
    if (!word && c->phrase[SAYS_AWAY])
        word = subject_begins_absent(e->arena, e->subject);
    bool told = c->own > 2 * c->formulas + 2 || (c->by_name && c->asks) ||
                ((c->personal || c->asks) && !(c->formulas && tells_of_absence(c)));
    if (word)
        e->why = arena_printf(e->arena, "the subject speaks of absence, \"%s\"", word);
    return word && !told && (made || !(only_its_subject(e, word) || is_announced(e)));
}

/* What Outlook sends where no report was asked for. */
static bool is_read_note(struct evidence *e)
{
    const char *rest = e->out->rest ? e->out->rest : "";
    rest = fold_text(e->arena, rest, strnlen(rest, SHORT_BODY));
    if (!fold_any_start(e->subject, words_read_subject) || strlen(e->body) > SHORT_BODY ||
        !(fold_any(e->body, words_read_body) || fold_any(rest, words_read_body)))
        return false;
    e->out->kind = "receipt";
    e->why = "subject and text of a receipt that the message was read";
    return true;
}

/* --- the text --------------------------------------------------------------------------------- */

/* Somebody who answers by hand, and says to be away, has our letter below in most programs. */
static bool quotes_us(const struct mail_facts *f)
{
    return f->rest && (f->rest[0] == '>' || strstr(f->rest, "\n>"));
}

/* Nothing that only a person would say. */
static bool formal(const struct evidence *e)
{
    const struct clauses *c = &e->said;
    return strlen(e->body) <= SHORT_BODY && !c->asks && !c->by_name && !e->topic && !c->then &&
           !c->phrase[SAYS_TONIGHT] && !quotes_us(e->out);
}

static bool says(struct evidence *e, enum says one, enum says other)
{
    const char *const *p = e->said.phrase;
    if (!p[one] || !p[other])
        return false;
    e->why = one == other
                 ? arena_printf(e->arena, "the text says \"%s\"", p[one])
                 : arena_printf(e->arena, "the text says \"%s\" and \"%s\"", p[one], p[other]);
    return true;
}

/* Another address where the sender's is: a colleague, who is to be asked. */
static bool names_a_colleague(const struct evidence *e)
{
    const char *from = e->out->head.from.email, *domain = from ? strchr(from, '@') : NULL;
    if (!domain)
        return false;
    size_t local = (size_t)(domain - from);
    for (const char *p = e->body; (p = strcasestr(p, domain)); p++)
        if ((size_t)(p - e->body) < local || strncasecmp(p - local, from, local) != 0)
            return true;
    return false;
}

/* "I'm out of the office": so says a machine, with thanks, a date or whom to ask instead. Whatever
 * is said beside tells of a person, unless others are to be asked. */
static bool says_away(struct evidence *e)
{
    static const enum says kinds[] = {SAYS_BACK,   SAYS_NOW,    SAYS_LATER,
                                      SAYS_URGENT, SAYS_THANKS, SAYS_RECEIVED};
    const struct clauses *c = &e->said;
    if (!formal(e) || c->personal)
        return false;
    const char *date = date_said(e);
    bool colleague = names_a_colleague(e);
    unsigned more = (date != NULL) + colleague;
    enum says other = SAYS_AWAY;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (c->phrase[kinds[i]]) {
            more++;
            other = kinds[i];
        }
    bool back = date && (c->phrase[SAYS_URGENT] || c->phrase[SAYS_THANKS] || c->phrase[SAYS_NOW]);
    bool ask_others = c->phrase[SAYS_URGENT] || c->phrase[SAYS_CLOSED] || colleague;
    if (c->own > (ask_others ? (more > 2 ? 2 : more) : 0))
        return false;
    bool absent = says(e, SAYS_AWAY_NAME, SAYS_AWAY_NAME) ||
                  (more >= 1 && other != SAYS_AWAY && says(e, SAYS_AWAY, other)) ||
                  (ask_others && says(e, SAYS_AWAY, SAYS_AWAY)) ||
                  (c->phrase[SAYS_THANKS] && says(e, SAYS_LATER, SAYS_URGENT)) ||
                  (back && says(e, SAYS_BACK, other));
    return absent && !absence_is_planned(e);
}

static bool says_received(struct evidence *e)
{
    if (!formal(e) || e->said.personal || e->said.own > 1)
        return false;
    const char *subject = subject_received(e->arena, e->subject);
    const char *from = e->out->head.from.email;
    bool names_itself = from && fold_has(e->subject, from);
    const char *const *p = e->said.phrase;
    if (subject && (p[SAYS_RECEIVED] || p[SAYS_SOON] || (names_itself && p[SAYS_THANKS]))) {
        e->why = arena_printf(e->arena, "the subject says \"%s\", and so does the text", subject);
        return true;
    }
    return says(e, SAYS_RECEIVED, SAYS_OFFICE) || says(e, SAYS_RECEIVED, SAYS_NO_REPLY) ||
           says(e, SAYS_THANKS, SAYS_OFFICE) || (!e->said.own && says(e, SAYS_RECEIVED, SAYS_SOON));
}

/* "My old address is no longer read": persons tell it of their own accord, or before it is so. */
static bool tells_of_a_move(struct evidence *e)
{
    bool answers =
        headers_answer(e->m) || subject_is_answer(e->subject) || subject_has_original(e->subject);
    return (!answers && fold_any(e->body, words_alone)) || absence_is_planned(e);
}

/* The address is dead, but no server says so. */
static bool says_gone(struct evidence *e)
{
    const struct clauses *c = &e->said;
    bool colleague = names_a_colleague(e);
    if (!formal(e) || c->own > 1)
        return false;
    if (says(e, SAYS_GONE_NAME, SAYS_GONE_NAME))
        return true;
    if (c->phrase[SAYS_CLOSED] && !tells_of_a_move(e))
        return says(e, SAYS_CLOSED, SAYS_CLOSED);
    if (c->personal || c->own >= c->formulas + colleague)
        return false;
    return says(e, SAYS_GONE, SAYS_URGENT) || (colleague && says(e, SAYS_GONE, SAYS_GONE));
}

/* Does it say at once that it is automatic? */
static bool says_so_early(const struct evidence *e)
{
    const char *phrase = e->said.phrase[SAYS_AUTOMATIC];
    const char *at = phrase ? fold_find(e->body, phrase) : NULL;
    return at && at - e->body < EARLY;
}

/* A person writes, and a gateway adds "do not reply to this" below: the letter is longer than
 * that. */
static bool says_automatic(struct evidence *e)
{
    const struct clauses *c = &e->said;
    bool answers = headers_answer(e->m) && c->led && !c->phrase[SAYS_AUTOMATIC];
    bool personal = c->own > c->formulas + 1 || e->topic || c->by_name || answers;
    if (quotes_us(e->out) || (personal && (headers_answer(e->m) || !says_so_early(e))))
        return false;
    return says(e, SAYS_AUTOMATIC, SAYS_AUTOMATIC) || says(e, SAYS_NO_REPLY, SAYS_NO_REPLY);
}

static bool is_challenge(struct evidence *e)
{
    const struct clauses *c = &e->said;
    const char *word = strlen(e->body) <= SHORT_BODY ? fold_any(e->body, words_challenge) : NULL;
    bool offered = strstr(e->body, "://") || c->phrase[SAYS_CLICK];
    if (word && offered)
        e->why = arena_printf(e->arena, "a challenge: \"%s\"", word);
    else if (formal(e) && c->phrase[SAYS_PASSED] && says(e, SAYS_SPAM, SAYS_CLICK))
        word = c->phrase[SAYS_SPAM];
    else
        return false;
    e->out->kind = "challenge";
    return true;
}

/* "Please call me" alone is no notice, but a plea. */
static bool says_nothing_but_urgent(const struct clauses *c)
{
    for (int i = 0; i < SAYS_COUNT; i++)
        if (c->phrase[i] && i != SAYS_URGENT && i != SAYS_TONIGHT && i != SAYS_NOW)
            return false;
    return true;
}

/* An answer that a person typed, and a server marked; with one mark more it must say nothing that
 * machines say. */
static bool is_relayed(const struct evidence *e, unsigned hints)
{
    const struct clauses *c = &e->said;
    const char *greeting = fold_any_start(e->body, words_greeting);
    bool says_any = *e->body && !(greeting && strlen(greeting) + 1 >= strlen(e->body));
    return headers_answer(e->m) && subject_is_answer(e->subject) && says_any &&
           fold_starts(e->why, "Precedence") &&
           (says_nothing_but_urgent(c) || (hints == 2 && c->own + c->personal >= c->formulas));
}

/* A person's letter, though a program that sent it on, or its server, put one field on it. */
static bool tells_something(const struct evidence *e, unsigned hints)
{
    const struct clauses *c = &e->said;
    if (headers_sent_on(e->m))
        return c->own > c->formulas + 1 || c->personal || c->asks;
    bool speaks = c->asks || c->personal || fold_any(e->body, words_alone);
    return hints == 1 && says_nothing_but_urgent(c) && speaks &&
           fold_starts(e->why, "X-Auto-Response-Suppress");
}

/* Fields that machines write and now and then a server of persons: they count where there are
 * several, where there is no text, where it is made of formulas, or where nothing is answered,
 * nobody is greeted by name and nothing else is told. */
static bool hinted(struct evidence *e)
{
    unsigned hints = headers_hints(e->arena, e->m, &e->why);
    const struct clauses *c = &e->said;
    if (fold_starts(e->subject, "auto:") && ++hints == 1)
        e->why = "the subject says \"auto:\"";
    if (!hints || e->form || quotes_us(e->out) || is_relayed(e, hints))
        return false;
    bool notice = !headers_answer(e->m) && !tells_something(e, hints) && !c->by_name;
    return notice || hints > 1 || !*e->body ||
           (!says_nothing_but_urgent(c) && !c->own && !c->personal && formal(e));
}

static void read_text(struct evidence *e, const char *text, const char *letter)
{
    const char *name = e->out->head.from.name ? e->out->head.from.name : "";
    const char *subject = e->out->head.subject ? e->out->head.subject : "";
    size_t n = strnlen(text, BODY_LOOKED_AT), subject_len = strnlen(subject, SUBJECT_LOOKED_AT);
    while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    text = arena_strndup(e->arena, text, n);
    name = arena_strndup(e->arena, name, strnlen(name, NAME_LOOKED_AT));
    e->subject = fold_text(e->arena, subject, subject_len);
    e->body = fold_text(e->arena, text, n);
    clauses_read(e->arena, text, name, &e->said);
    subject = arena_strndup(e->arena, subject, subject_len);
    e->topic = topic_shared(e->arena, letter, subject, name, text);
}

/* --- together --------------------------------------------------------------------------------- */

static void find_kind(struct evidence *e)
{
    struct mail_facts *f = e->out;
    if (f->kind && *f->kind)
        return;
    bool away = subject_begins_absent(e->arena, e->subject) || fold_any(e->body, words_away) ||
                e->said.phrase[SAYS_AWAY];
    bool absent = away || e->said.phrase[SAYS_BACK];
    const char *both = arena_printf(e->arena, "%s. %s", e->subject, e->body);
    const char *why = NULL;
    f->kind = "auto";
    if (is_challenge(e))
        return;
    if (f->head.date > 0)
        f->away_until =
            away_until(e->arena, both, absent, date_from_days(f->head.date / 86400), &why);
    if (away || f->away_until.year)
        f->kind = "vacation";
    if (f->away_until.year)
        f->away_why = arena_printf(e->arena, "it says \"%s\"", why);
}

/* By the headers alone. What programs send to a list is the list's mail, unless they answer. */
static bool by_headers(struct evidence *e, const char *self)
{
    const char *submitted = headers_auto_submitted(e->arena, e->m, &e->human);
    const char *receipt = headers_receipt(e->m), *machine = headers_machine(e->arena, e->m);
    bool own_group = headers_own_group(e->arena, e->m, self);
    const char *list = own_group ? NULL : headers_list(e->arena, e->m);
    const char *value = submitted ? strchr(submitted, ' ') + 1 : "";
    if (receipt)
        e->out->kind = "receipt";
    if (submitted && (!list || fold_starts(value, "auto-replied") || receipt || machine))
        e->why = submitted;
    else
        e->why = receipt && !submitted ? receipt : machine ? machine : list;
    e->out->class = e->why && e->why == list ? MAIL_LIST : MAIL_AUTO;
    bool ours = e->out->in_answer_to && *e->out->in_answer_to;
    bool to_us = ours || (list == headers_precedence_list && headers_answer(e->m));
    if (e->out->class == MAIL_LIST && to_us) {
        e->list = list;
        return false;
    }
    return e->why != NULL;
}

static bool by_words(struct evidence *e)
{
    const char *nobody = headers_nobody(e->arena, e->m, e->out->head.from.email);
    if (nobody)
        e->why = nobody;
    return nobody || is_read_note(e) || subject_is_automatic(e) || subject_is_away(e) ||
           is_challenge(e) || says_automatic(e) || says_away(e) || says_received(e) ||
           says_gone(e) || hinted(e);
}

/* Mail to many that has no field of a list says how to leave. */
static bool is_newsletter(const struct evidence *e)
{
    const char *rest = e->out->rest ? e->out->rest : "";
    rest = fold_text(e->arena, rest, strnlen(rest, BODY_LOOKED_AT));
    return !headers_answer(e->m) && fold_starts(e->why, "Precedence") &&
           (list_footer(e->body) || list_footer(rest));
}

/* What a list sent on is no less a list's mail where a machine wrote it. */
static void by_all_it_says(struct evidence *e)
{
    bool machine = !e->human && by_words(e);
    bool list = machine && (e->list || is_newsletter(e));
    e->out->class = list ? MAIL_LIST : machine ? MAIL_AUTO : MAIL_HUMAN;
    if (!machine)
        e->why = e->human ? "Auto-Submitted: no" : "nothing says otherwise";
    else if (e->list)
        e->why = e->list;
}

void classify(struct arena *a, const struct mime *m, const char *text,
              const struct mail_hints *hints, struct mail_facts *out)
{
    struct evidence e = {.m = m, .arena = a, .out = out};
    out->kind = "";
    read_text(&e, text, hints->original);
    e.form = headers_own_form(a, m, out->head.from.email, hints->self.address);
    if (e.form || !by_headers(&e, hints->self.address))
        by_all_it_says(&e);
    out->class_why = e.why;
    if (out->class == MAIL_AUTO)
        find_kind(&e);
    else
        out->kind = "";
}
