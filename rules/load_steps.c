/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_steps.c - what a rule does, step by step. */
#include "rules/load_internal.h"
#include "rules/vocabulary.h"

#include <string.h>

#define V(verb) VERB_BIT(verb)

const struct ykey step_keys[] = {
    {"assign", YKEY_SCALAR, "gives the subject somebody of this role: who has the fewest"},
    {"reassign", YKEY_SCALAR, "makes somebody of this role responsible"},
    {"enrol", YKEY_SCALAR, "gives the subject this role"},
    {"remove", YKEY_SCALAR, "takes this role from the subject"},
    {"match", YKEY_SCALAR, "matches the pair that the case is about"},
    {"unmatch", YKEY_SCALAR, "ends the match that the case is about"},
    {"send", YKEY_SCALAR, "sends a letter that needs no answer"},
    {"invite", YKEY_SCALAR, "sends an invitation, which is answered with coming or not coming"},
    {"attempt", YKEY_SCALAR, "sends a letter and waits for an answer; an attempt at contact"},
    {"ask", YKEY_SCALAR, "sends a letter with questions and keeps what is answered"},
    {"poll", YKEY_SCALAR, "sends a letter with options and counts what is chosen"},
    {"plan", YKEY_SCALAR, "sets the date of this meeting to what was answered"},
    {"wait", YKEY_SCALAR, "how long: 7 days. Alone: a step that waits"},
    {"mark", YKEY_SCALAR, "gives a person this status"},
    {"report", YKEY_SCALAR, "sends a report"},
    {"start", YKEY_SCALAR, "starts a case of another rule"},
    {"note", YKEY_SCALAR, "words for the contact form. Alone: a step that notes"},
    {"end", YKEY_SCALAR, "ends the case, for this reason"},
    {"id", YKEY_SCALAR, "the step's name; without it that of its letter, or verb and word"},
    {"was", YKEY_SCALAR | YKEY_LIST,
     "the id that it had before: cases that stand there go on here"},
    {"if", YKEY_SCALAR, "conditions under which the step is done; else it is passed over"},
    {"to", YKEY_SCALAR | YKEY_LIST, "who gets the letter; without it, whom the case is about"},
    {"as", YKEY_SCALAR, "the role in whose name it goes; without it, who is responsible"},
    {"for", YKEY_SCALAR, "for whom it is done; without it, whom the case is about"},
    {"remind", YKEY_SCALAR, "after how long an ask is repeated once: 3 days"},
    {"expired", YKEY_SCALAR, "where to go when nobody answers: next, end or a block"},
    {"answered", YKEY_SCALAR, "where an attempt goes on when answered; without it the case ends"},
    {"deputy", YKEY_SCALAR, "the role that is asked where nobody answers, or who is asked is away"},
    {"meeting", YKEY_SCALAR, "the meeting that the letter speaks of"},
    {"on", YKEY_SCALAR, "of plan: the answer that says the date, or the time chosen"},
    {"at", YKEY_SCALAR, "of plan: the answer that says the hour"},
    {"options", YKEY_SCALAR | YKEY_LIST, "of poll: what can be chosen; or a meeting's times"},
    {"closes", YKEY_SCALAR, "of poll: after how long it is counted: 10 days"},
    {"decide", YKEY_SCALAR,
     "of poll: what the result needs: most votes, more than half or all of them"},
    {"save_as", YKEY_SCALAR, "of poll: the name of its result"},
    {"gather", YKEY_SCALAR, "the rule whose answers the letter lists"},
    {"since", YKEY_SCALAR, "of gather: 30 days, or last and a rule: last supervision"},
    {"fields", YKEY_MAP, "what is asked for, each with its type"},
    {"answers", YKEY_MAP, "what can be answered, each with where to go: next, end or a block"},
    {"flag", YKEY_MAP, "columns of a table that comes, and the answers that ask for attention"},
    {"until", YKEY_SCALAR, "of reassign: \"reply\" gives responsibility back then"},
    {"hold", YKEY_SCALAR, "announces it so long ahead, so that it can be undone: 1 day"},
    {"tell", YKEY_SCALAR | YKEY_LIST, "who hears of it afterwards"},
    {"with", YKEY_SCALAR, "the letter that tells them"},
    {"at_once", YKEY_SCALAR, "true: goes though another letter went that day"},
    {"then", YKEY_SCALAR, "where to go afterwards: next, end or a block"},
    {0},
};

static const struct ynode *step_part(const struct ynode *n, const char *key)
{
    return part_of(n, step_keys, key);
}

/* ---- the verb -------------------------------------------------------------- */

/* "wait" and "note" are verbs only where nothing else is. */
static const struct ynode *find_verb(struct loader *l, const struct ynode *n, enum verb *out)
{
    const struct ynode *found = NULL;

    for (enum verb v = VERB_ASSIGN; v <= VERB_END; v++) {
        const struct ynode *key = step_part(n, verb_name(v));
        if (!key || (found && (v == VERB_WAIT || v == VERB_NOTE)))
            continue;
        if (found && *out != VERB_WAIT && *out != VERB_NOTE)
            diag_error(l->diags, key->key_pos,
                       "a step does one thing, and this one has \"%s\" already: begin a new step "
                       "with \"- %s\"",
                       verb_name(*out), verb_name(v));
        found = key;
        *out = v;
    }
    return found;
}

static void check_keys_of_verb(struct loader *l, const struct ynode *n, enum verb verb)
{
    for (const struct ykey *k = step_keys; k->name; k++) {
        const struct ynode *key = step_part(n, k->name);
        if (key && !(step_key_verbs(k->name) & 1u << verb))
            diag_error(l->diags, key->key_pos, "\"%s\" means nothing in a step that says \"%s\"",
                       k->name, verb_name(verb));
    }
}

/* ---- small parts ----------------------------------------------------------- */

static const char *load_letter(struct loader *l, const struct ynode *n)
{
    const char *near = NULL;

    if (!*n->text)
        diag_error(l->diags, n->pos, "which letter? Say the name of a file in letters/");
    else if (!l->src->letter_exists || l->src->letter_exists(l->src->ctx, n->text, &near))
        return n->text;
    else if (near)
        diag_error(l->diags, n->pos, "there is no letters/%s.md: did you mean \"%s\"?", n->text,
                   near);
    else
        diag_error(l->diags, n->pos, "there is no letters/%s.md: write it, or name another",
                   n->text);
    return n->text;
}

static void load_people(struct rule_loader *rl, const struct ynode *n, struct audience **out,
                        size_t *count)
{
    if (n) {
        load_audience(rl, n, out, count);
        return;
    }
    *out = arena_new_of(rl->l->arena, struct audience);
    (*out)->kind = TO_SUBJECT;
    *count = 1;
}

/* ---- the other verbs ------------------------------------------------------- */

static void load_attempt(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *answered = step_part(n, "answered");

    if (!answered)
        return;
    s->branches = arena_new_of(rl->l->arena, struct branch);
    s->branches[0].answer = BRANCH_REPLY;
    s->branches[0].pos = answered->key_pos;
    s->branches_count = 1;
    load_pending(rl, (struct pending_target){.node = answered,
                                             .step = rl->rule->steps_count - 1,
                                             .which = TARGET_BRANCH});
}

static void load_reassign(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *until = step_part(n, "until");

    s->until_reply = until != NULL;
    if (until && strcmp(until->text, "reply") != 0)
        diag_error(rl->l->diags, until->pos, "\"until\" takes \"reply\" here, not \"%s\"",
                   until->text);
}

static void load_tell(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *tell = step_part(n, "tell"), *with = step_part(n, "with");

    if (tell)
        load_audience(rl, tell, &s->tell, &s->tell_count);
    if (with)
        s->with = load_letter(rl->l, with);
    if (tell && !with)
        diag_error(rl->l->diags, tell->key_pos, "\"tell\" needs a letter: add \"with:\"");
    else if (with && !tell)
        diag_error(rl->l->diags, with->key_pos, "who gets this letter? Add \"tell:\"");
}

const char *load_rule_name(struct loader *l, const char *word, struct pos pos)
{
    for (size_t i = 0; l->rule_names[i]; i++)
        if (strcmp(l->rule_names[i], word) == 0)
            return l->rule_names[i];
    unknown_word(l, pos, "rule", word, l->rule_names);
    return NULL;
}

static void load_start(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *whom = step_part(n, "for"), *start = step_part(n, "start");

    s->name = load_rule_name(rl->l, start->text, start->pos);
    s->flagged = whom && whom->kind == YNODE_SCALAR && strcmp(whom->text, "flagged") == 0;
    load_people(rl, s->flagged ? NULL : whom, &s->to, &s->to_count);
}

static void load_report(struct loader *l, const struct ynode *verb, struct step *s)
{
    int which = vocabulary_index(report_words, verb->text);

    if (which >= 0)
        s->name = report_words[which];
    else
        unknown_word(l, verb->pos, "report", verb->text, report_words);
}

/* What the word after the verb is. */
static void load_object(struct rule_loader *rl, const struct ynode *verb, struct step *s)
{
    struct loader *l = rl->l;

    if (s->verb == VERB_REPORT)
        load_report(l, verb, s);
    if (1u << s->verb & VERBS_LETTERS && (s->verb != VERB_REPORT || s->name))
        s->letter = load_letter(l, verb);
    switch (s->verb) {
    case VERB_ENROL:
    case VERB_REMOVE:
        s->role = load_role(l, verb->text, verb->pos);
        break;
    case VERB_MATCH:
    case VERB_UNMATCH:
        if (rl->rule->subject != FOR_MATCH)
            diag_error(l->diags, s->pos, "which pair? \"%s\" stands in rules \"for: match\"",
                       verb_name(s->verb));
        break;
    case VERB_ASSIGN:
    case VERB_REASSIGN:
        s->role = load_role(l, verb->text, verb->pos);
        s->name = s->verb == VERB_ASSIGN ? "fewest" : NULL;
        break;
    case VERB_MARK:
        s->name = load_status(l, verb->text, verb->pos);
        break;
    case VERB_END:
        s->note = *verb->text ? verb->text : NULL;
        break;
    default:
        break;
    }
}

/* ---- one step -------------------------------------------------------------- */

static const char *default_id(struct loader *l, const struct step *s)
{
    const char *word = s->letter ? s->letter : s->role ? s->role : s->name;

    if (s->letter)
        return s->letter;
    return word ? arena_printf(l->arena, "%s-%s", verb_name(s->verb), word) : verb_name(s->verb);
}

/* One end is like another, unless it says why. */
static bool is_bare_end(const struct step *s)
{
    return s->verb == VERB_END && !s->note;
}

static void load_id(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *id = step_part(n, "id"), *was = step_part(n, "was");
    const struct rule *r = rl->rule;

    s->id = id ? id->text : default_id(rl->l, s);
    load_was(rl->l, was, s);
    for (size_t i = 0; i + 1 < r->steps_count; i++) {
        if (strcmp(r->steps[i].id, s->id) != 0 || (is_bare_end(s) && is_bare_end(&r->steps[i])))
            continue;
        diag_stricter(rl->l->diags, id ? id->pos : s->pos,
                      "two steps are called \"%s\" (the other is in line %d): give this one an "
                      "\"id:\" of its own",
                      s->id, r->steps[i].pos.line);
        return;
    }
}

static void load_common(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    const struct ynode *cond = step_part(n, "if"), *note = step_part(n, "note");
    const struct ynode *as = step_part(n, "as"), *then = step_part(n, "then");

    if (cond)
        load_conds(rl->l, cond, &s->conds, &s->conds_count);
    if (note)
        s->note = note->text;
    if (as)
        s->as = load_role(rl->l, as->text, as->pos);
    if (then)
        load_pending(rl, (struct pending_target){.node = then,
                                                 .step = rl->rule->steps_count - 1,
                                                 .which = TARGET_NEXT});
}

static void load_wait(struct loader *l, const struct ynode *n, struct step *s)
{
    const struct ynode *wait = step_part(n, "wait");

    load_optional_days(l, wait, &s->wait_days);
    if (wait || !(1u << s->verb & (V(ATTEMPT) | V(ASK))))
        return;
    diag_error(l->diags, s->pos, "how long does it wait for an answer? Add \"wait: 7 days\"");
}

/* Who is matched is looked up where a letter is written, and by nothing else. */
static void check_all(struct loader *l, const struct step *s)
{
    for (size_t i = 0; i < s->to_count; i++) {
        if (s->to[i].kind != TO_ALL)
            continue;
        if (s->verb == VERB_ATTEMPT)
            diag_error(l->diags, s->pos,
                       "an attempt is at somebody, not at \"all %ss\": say \"send\", \"invite\" or "
                       "\"poll\", or \"ask\" where answers are awaited",
                       s->to[i].role);
        else if (s->to[i].matched)
            diag_error(l->diags, s->pos,
                       "\"all matched %ss\" can only be written to: by send, invite or poll",
                       s->to[i].role);
    }
}

static void load_details(struct rule_loader *rl, const struct ynode *n, const struct ynode *verb,
                         struct step *s)
{
    load_object(rl, verb, s);
    load_common(rl, n, s);
    load_wait(rl->l, n, s);
    load_optional_days(rl->l, step_part(n, "hold"), &s->hold_days);
    if (step_part(n, "at_once"))
        ynode_bool(step_part(n, "at_once"), &s->at_once, rl->l->diags);
    if (1u << s->verb & VERBS_LETTERS)
        load_people(rl, step_part(n, "to"), &s->to, &s->to_count);
    if (1u << s->verb & VERBS_DEEDS)
        load_people(rl, step_part(n, "for"), &s->to, &s->to_count);
    if (1u << s->verb & (VERBS_DEEDS | V(ASK) | V(ATTEMPT)))
        check_all(rl->l, s);
    if (s->verb == VERB_ASK)
        load_ask(rl, n, s);
    if (s->verb == VERB_ATTEMPT)
        load_attempt(rl, n, s);
    if (s->verb == VERB_REASSIGN)
        load_reassign(rl, n, s);
    if (s->verb == VERB_START)
        load_start(rl, n, s);
    load_tell(rl, n, s);
    if (s->verb == VERB_POLL)
        load_poll(rl, n, s);
    if (s->verb == VERB_PLAN)
        load_plan(rl, n, s);
    if (1u << s->verb & VERBS_LETTERS) {
        load_meeting_of_step(rl, n, s);
        load_gather(rl, n, s);
    }
    load_id(rl, n, s);
}

/* What may stand alone: "- end". */
static bool load_bare_step(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    static const enum verb bare[] = {VERB_END, VERB_MATCH, VERB_UNMATCH};

    for (size_t i = 0; n->kind == YNODE_SCALAR && i < sizeof bare / sizeof *bare; i++) {
        if (strcmp(n->text, verb_name(bare[i])) != 0)
            continue;
        s->verb = bare[i];
        if (s->verb != VERB_END)
            load_object(rl, n, s);
        load_id(rl, n, s);
        return true;
    }
    return false;
}

static void load_step(struct rule_loader *rl, const struct ynode *n, struct step *s)
{
    struct loader *l = rl->l;
    const struct ynode *verb;
    size_t errors = l->diags->errors;

    *s = (struct step){.pos = n->pos, .id = "?", .verb = VERB_END, .next = rl->rule->steps_count};
    if (load_bare_step(rl, n, s))
        return;
    if (!check_keys(l, n, step_keys, "a step"))
        return;
    if (!(verb = find_verb(l, n, &s->verb))) {
        if (l->diags->errors == errors) /* else it is the verb that was not understood */
            diag_error(l->diags, n->pos,
                       "this step does nothing: begin it with \"- send:\", for instance");
        return;
    }
    check_keys_of_verb(l, n, s->verb);
    load_details(rl, n, verb, s);
}

/* ---- sequences ------------------------------------------------------------- */

/* A sequence ends the case when it ends; its steps stand side by side. */
static void load_sequence(struct rule_loader *rl, const struct ynode *n, const char *what)
{
    struct rule *r = rl->rule;
    size_t before = r->steps_count;

    if (!n->count)
        diag_error(rl->l->diags, n->pos, "%s has no steps: what should it do?", what);
    for_each_child (one, n) {
        /* The count is raised first: what a step names as pending is the last of the array. */
        struct step s;
        arena_grow(rl->l->arena, &r->steps, r->steps_count++, &rl->steps_cap, sizeof *r->steps);
        load_step(rl, one, &s);
        r->steps[r->steps_count - 1] = s;
    }
    if (r->steps_count > before)
        r->steps[r->steps_count - 1].next = STEP_END;
}

static void load_blocks(struct rule_loader *rl, const struct ynode *n)
{
    for_each_child (one, n) {
        struct rule_block *b =
            arena_grow(rl->l->arena, &rl->blocks, rl->blocks_count++, &rl->blocks_cap, sizeof *b);
        *b = (struct rule_block){one->key, one->key_pos, rl->rule->steps_count, false};
        if (strcmp(one->key, "next") == 0 || strcmp(one->key, "end") == 0)
            diag_error(rl->l->diags, one->key_pos,
                       "a block can't be called \"%s\": that word has "
                       "a meaning already",
                       one->key);
        if (one->kind == YNODE_LIST)
            load_sequence(rl, one, "this block");
        else
            diag_error(rl->l->diags, one->pos, "a block is a list of steps");
    }
}

static size_t find_target(struct rule_loader *rl, const struct pending_target *p)
{
    const char *names[66] = {"next", "end"};

    if (p->node->kind != YNODE_SCALAR) {
        diag_error(rl->l->diags, p->node->pos, "where to? Say next, end or the name of a block");
        return STEP_END;
    }
    if (strcmp(p->node->text, "end") == 0)
        return STEP_END;
    if (strcmp(p->node->text, "next") == 0)
        return rl->rule->steps[p->step].next;
    for (size_t i = 0; i < rl->blocks_count; i++) {
        if (strcmp(rl->blocks[i].name, p->node->text) == 0) {
            rl->blocks[i].used = true;
            return rl->blocks[i].first;
        }
        if (i < 63)
            names[2 + i] = rl->blocks[i].name;
    }
    unknown_word(rl->l, p->node->pos, "block", p->node->text, names);
    return STEP_END;
}

/* First those that speak of "next", then those that change what is next. */
static void resolve_targets(struct rule_loader *rl)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < rl->pending_count; i++) {
            const struct pending_target *p = &rl->pending[i];
            struct step *s = &rl->rule->steps[p->step];

            if ((p->which == TARGET_NEXT) != (pass == 1))
                continue;
            size_t target = find_target(rl, p);
            if (p->which == TARGET_NEXT)
                s->next = target;
            else if (p->which == TARGET_EXPIRED)
                s->expired = target;
            else
                s->branches[p->branch].target = target;
        }
    }
}

void load_steps(struct rule_loader *rl, const struct ynode *rule_node)
{
    const struct ynode *steps = part_of(rule_node, rule_keys, "steps");
    const struct ynode *blocks = part_of(rule_node, rule_keys, "blocks");

    if (steps)
        load_sequence(rl, steps, "this rule");
    if (blocks)
        load_blocks(rl, blocks);
    resolve_targets(rl);
}
