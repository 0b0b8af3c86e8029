/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl preview: a letter as it would go out today, to whom and under whose name. */
#include "ctl/ctl.h"

#include <string.h>

/* The step that sends the letter, with its rule; NULL where the engine alone does. */
static const struct step *step_of(const struct programme *p, const char *letter,
                                  const struct rule **rule)
{
    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].steps_count; j++) {
            const struct step *s = &p->rules[i].steps[j];
            if ((s->letter && !strcmp(s->letter, letter)) ||
                (s->with && !strcmp(s->with, letter))) {
                *rule = &p->rules[i];
                return s;
            }
        }
    *rule = NULL;
    return NULL;
}

static enum letter_kind kind_of(const struct step *s, const char *letter)
{
    if (s->with && !strcmp(s->with, letter))
        return LETTER_TELL;
    switch (s->verb) {
    case VERB_ATTEMPT:
        return LETTER_ATTEMPT;
    case VERB_ASK:
        return LETTER_ASK;
    case VERB_REPORT:
        return LETTER_REPORT;
    default:
        return LETTER_SEND;
    }
}

/* Somebody linked with person who holds the role; 0: nobody. */
static int64_t linked_of_role(const struct state *s, int64_t person, const char *role)
{
    for (size_t i = 0; i < s->links_count; i++) {
        const struct link *l = &s->links[i];
        int64_t other = l->from == person ? l->to : l->to == person ? l->from : 0;
        if (other && state_has_role(s, other, role))
            return other;
    }
    return 0;
}

static int64_t first_match(const struct state *s, int64_t person)
{
    size_t i = 0;

    return state_linked(s, "match", person, false, &i);
}

/* Who the case would be about, if person is to be its subject or else its reader. */
static struct kase subject_for(const struct state *s, const struct rule *r, int64_t person)
{
    struct kase k = {.person = person};

    if (!r || r->subject == FOR_PROGRAMME)
        k.person = r ? 0 : person;
    else if (r->subject == FOR_ROLE && !state_has_role(s, person, r->role))
        k.person = linked_of_role(s, person, r->role);
    else if (r->subject == FOR_MATCH)
        k.other = first_match(s, person);
    if (!k.person && r && r->subject != FOR_PROGRAMME)
        k.person = person;
    return k;
}

static bool is_among(const int64_t *people, size_t count, int64_t person)
{
    for (size_t i = 0; i < count; i++)
        if (people[i] == person)
            return true;
    return false;
}

/* Person reads it where they are meant, else the first who is. */
static int64_t reader_of(const struct state *s, const struct kase *k, const struct step *step,
                         const char *letter, int64_t person)
{
    bool told = step->with && !strcmp(step->with, letter);
    const struct audience *to = told ? step->tell : step->to;
    size_t count = told ? step->tell_count : step->to_count, n = 0;
    int64_t people[32];

    for (size_t i = 0; i < count; i++) {
        if (to[i].kind == TO_ALL)
            return person;
        n += resolve_audience(s, k, &to[i], people + n, 32 - n);
    }
    if (!n)
        return count ? 0 : k->person;
    return is_among(people, n, person) ? person : people[0];
}

static int64_t name_for(const struct state *s, const struct kase *k, const struct step *step)
{
    const struct audience as = {.kind = TO_ROLE, .role = step->as};
    int64_t who = 0;

    if (!step->as)
        return person_responsible(s, k->person);
    return resolve_audience(s, k, &as, &who, 1) ? who : 0;
}

/* The intent that decide() would put out. 0, CTL_NO with a complaint. */
static int make_intent(struct ctl *c, const struct shelf_programme *p, const char *letter,
                       int64_t person, struct letter_intent *out)
{
    const struct rule *rule;
    const struct step *step = step_of(p->rules, letter, &rule);
    struct state s = {0};
    struct kase k;

    if (store_load_state(c->store, c->arena, p->rules, person, 0, &s) < 0)
        return ctl_failed(c);
    k = subject_for(&s, rule, person);
    *out = (struct letter_intent){.kind = LETTER_NOTICE,
                                  .letter = letter,
                                  .about = k.person,
                                  .about_other = k.other,
                                  .not_before = c->now,
                                  .until = c->now};
    if (step) {
        out->kind = kind_of(step, letter);
        out->step = step->id;
        out->to = reader_of(&s, &k, step, letter, person);
        out->as = name_for(&s, &k, step);
    } else {
        out->to = person_responsible(&s, person);
    }
    if (!out->to && step) /* without a step it is a notice, which else is the admin's */
        return ctl_complain(CTL_NO, "nobody would get %s about %s: nobody is linked in that role",
                            letter, ctl_name(c, person));
    return CTL_OK;
}

static void show(struct ctl *c, const struct letter_intent *l, const struct rendered_letter *r)
{
    struct person_row to;

    if (store_get_person(c->store, c->arena, l->to, &to) != 0)
        to = (struct person_row){
            .name = "admin", .addresses = (const char **)&c->config->admin, .addresses_count = 1};
    out_styled(STYLE_FAINT, "From:    ");
    out_text("%s <%s>\n", l->as ? ctl_name(c, l->as) : c->config->mailbox_name,
             c->config->self.address);
    out_styled(STYLE_FAINT, "To:      ");
    out_text("%s <%s>\n", to.name, to.addresses_count ? to.addresses[0] : "no address");
    out_styled(STYLE_FAINT, "Subject: ");
    out_text("%s\n\n%s", r->subject, r->text);
}

static const char *letter_names(struct ctl *c, const struct shelf_programme *p, const char *near_to)
{
    const char **names = arena_array(c->arena, p->letters_count + 1, sizeof *names);

    for (size_t i = 0; i < p->letters_count; i++)
        names[i] = p->letters[i].name;
    return nearest_word(near_to, names);
}

static int unknown_letter(struct ctl *c, const struct shelf_programme *p, const char *letter)
{
    const char *near = letter_names(c, p, letter);

    if (near)
        return ctl_complain(CTL_NO, "%s has no letter \"%s\": did you mean \"%s\"?", p->rules->name,
                            letter, near);
    return ctl_complain(CTL_NO, "%s has no letter \"%s\"; they are in %s/letters", p->rules->name,
                        letter, p->folder);
}

/* The engine loads and drops slices of state, which wants a transaction; it is rolled back. */
static int render(struct ctl *c, const struct programme *p, const struct letter_intent *l,
                  struct rendered_letter *r)
{
    struct err e;
    int rc;

    if (store_begin(c->store) < 0)
        return ctl_failed(c);
    rc = engine_render(c->engine, p, l, c->now, c->arena, r, &e);
    store_rollback(c->store);
    return rc < 0 ? ctl_complain(CTL_NO, "%s", e.text) : CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    const char *letter = args->operands[0];
    const struct shelf_programme *p;
    struct rendered_letter rendered;
    struct letter_intent intent;
    int64_t person;
    int status = ctl_engine(c);

    if (status != CTL_OK)
        return status;
    if (!(p = ctl_programme(c, ctl_given(args, "programme"))))
        return CTL_NO;
    if (!shelf_letter(p, letter, "en"))
        return unknown_letter(c, p, letter);
    if (!(person = ctl_person(c, args->operands[1])))
        return CTL_NO;
    if ((status = make_intent(c, p, letter, person, &intent)) != CTL_OK ||
        (status = render(c, p->rules, &intent, &rendered)) != CTL_OK)
        return status;
    if (ctl_given(args, "html"))
        out_text("%s", rendered.html);
    else
        show(c, &intent, &rendered);
    return CTL_OK;
}

static const struct ctl_option options[] = {
    {"html", NULL, "the HTML part, for a browser"},
    {"programme", "NAME", "of this programme, where there are several"},
    {0},
};

const struct ctl_command cmd_preview = {
    .name = "preview",
    .operands = "LETTER PERSON",
    .help = "A letter as it would go out today, about or to a person",
    .more = "PERSON is whom the letter's rule is for (the mentor of a check-in), or who would "
            "read it. Nothing is sent and nothing is kept.",
    .options = options,
    .least = 2,
    .most = 2,
    .run = run,
};
