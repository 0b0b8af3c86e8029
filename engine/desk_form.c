/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_form.c - a form that was sent out filled in, and comes back as an answer.
 *
 * Each of its lines names whom and what it is about,
 *
 *     - Ana Ruiz, reached: 15 Mar
 *     - Ana Ruiz, summary:
 *
 * so that a line means the same wherever a mail program leaves it: with words
 * added at its end, or quoted with the answer below. Days that are new go to
 * the log; words become paragraphs "Ana Ruiz: ...", which is also how they can
 * be written without the form. What can't be read is said, and is lost nowhere:
 * it stays among the words. */
#include "engine/desk_order.h"
#include "parser/tables.h"

#include <ctype.h>
#include <string.h>

/* Of words with the names before them; none are left out. */
#define FORM_MAX_TEXT ((size_t)4 * (MAIL_MAX_TEXT + MAIL_MAX_TABLE))

enum form_field { FORM_NONE, FORM_ATTEMPTED, FORM_REACHED, FORM_MENTEES, FORM_SUMMARY };

static const char *const field_names[] = {
    [FORM_ATTEMPTED] = "attempted",
    [FORM_REACHED] = "reached",
    [FORM_MENTEES] = "mentees",
    [FORM_SUMMARY] = "summary",
};

#define FIELDS (sizeof field_names / sizeof *field_names)

struct form {
    struct desk *k;
    const struct people_list *own;
    int64_t person; /* whom and what the next words are about */
    enum form_field field;
    struct buf words; /* about `person`, or about nobody in particular; so far */
    struct buf text;  /* all words, a paragraph each */
    int read;         /* lines of the form that were answered */
};

/* ---- the words ------------------------------------------------------------------ */

static void end_words(struct form *f)
{
    const char *words = buf_str(&f->words);

    if (!*words)
        return;
    if (f->person)
        buf_addf(&f->text, "%s: ", desk_name_of(f->k, f->person));
    buf_addf(&f->text, "%s\n\n", words);
    if (f->person)
        desk_line(f->k, desk_name_of(f->k, f->person), arena_strdup(f->k->e->mail, words));
    buf_reset(&f->words);
}

static void turn_to(struct form *f, int64_t person, enum form_field field)
{
    if (f->person != person)
        end_words(f);
    f->person = person;
    f->field = field;
}

static void add_words(struct form *f, const char *words)
{
    if (f->words.len)
        buf_addc(&f->words, f->person ? ' ' : '\n');
    buf_adds(&f->words, words);
}

/* ---- days ------------------------------------------------------------------------ */

static int log_attempt(struct form *f, struct date day)
{
    struct desk *k = f->k;
    const struct zone *z = k->e->programme->rules->zone;
    struct event ev = {.kind = EVENT_CONTACT_ATTEMPTED,
                       .programme = k->e->programme->rules->name,
                       .person = f->person,
                       .by = k->m->sender,
                       .inbox = k->m->row.id,
                       .until = civil_instant((struct civil){day, 12, 0, 0}, z),
                       .reason = "a form says so"};

    desk_line(k, arena_printf(k->e->mail, "%s, attempted", desk_name_of(k, f->person)),
              arena_printf(k->e->mail, "%s is on the contact form", date_format(k->e->mail, day)));
    return engine_go_on(k->e, &ev);
}

/* One day, "12 Nov by phone: doing well"; 0 where it is none. */
static int read_day(struct form *f, const char *written)
{
    struct desk *k = f->k;
    struct command *c;
    const char *order = arena_printf(k->e->mail, "reached %s", written);

    if (commands_parse(k->e->mail, order, k->writer, &c) != 1 || c->verb != COMMAND_REACHED ||
        !c->date.year)
        return 0;
    if (f->field == FORM_ATTEMPTED)
        return log_attempt(f, c->date) < 0 ? -1 : 1;
    c->name = desk_name_of(k, f->person);
    c->line = arena_printf(k->e->mail, "%s, reached: %s", c->name, written);
    return desk_run(k, c) < 0 ? -1 : 1;
}

/* Whether the form said so when it went out. */
static bool was_there(const struct form *f, const char *written)
{
    const char *name = desk_name_of(f->k, f->person);
    const char *label = arena_printf(f->k->e->mail, "%s, %s:", name, field_names[f->field]);
    const char *line = f->k->m->letter.text ? strstr(f->k->m->letter.text, label) : NULL;
    const char *end = line ? strchrnul(line, '\n') : NULL;

    return line && memmem(line, (size_t)(end - line), written, strlen(written));
}

static int read_days(struct form *f, const char *value)
{
    static const char none[] = "not this month";
    char *save = NULL, *copy = arena_strdup(f->k->e->mail, value);

    for (char *part = strtok_r(copy, ",;", &save); part; part = strtok_r(NULL, ",;", &save)) {
        part += strspn(part, " \t");
        if (!*part || !strcasecmp(part, none) || was_there(f, part))
            continue;
        int day = read_day(f, part);
        if (day < 0)
            return -1;
        if (day)
            continue;
        desk_line(f->k,
                  arena_printf(f->k->e->mail, "%s, %s: %s", desk_name_of(f->k, f->person),
                               field_names[f->field], part),
                  arena_printf(f->k->e->mail,
                               "I can't read a day in this; it is kept among your words. Write "
                               "\"%s reached 12 Nov\", for instance",
                               desk_name_of(f->k, f->person)));
        add_words(f, part);
    }
    return 0;
}

/* ---- lines ------------------------------------------------------------------------ */

static const char *skip_marks(const char *line, bool *quoted)
{
    *quoted = false;
    for (; *line && strchr("> -*\t", *line); line++)
        *quoted |= *line == '>';
    return line;
}

/* "Ana Ruiz, reached: 15 Mar": whom, what, and what is behind the colon. */
static bool read_label(struct form *f, const char *line, int64_t *person, enum form_field *field,
                       const char **value)
{
    const char *comma = strchr(line, ',');
    struct name_found who;

    for (size_t i = 1; comma && i < FIELDS; i++) {
        const char *at = comma + 1 + strspn(comma + 1, " ");
        size_t len = strlen(field_names[i]);
        if (strncasecmp(at, field_names[i], len) || at[len] != ':')
            continue;
        const char *name = arena_strndup(f->k->e->mail, line, (size_t)(comma - line));
        if (desk_find_name(f->k, name, f->own, &who) < 0 || who.match != NAME_ONE)
            return false;
        *person = who.person;
        *field = (enum form_field)i;
        *value = at + len + 1 + strspn(at + len + 1, " ");
        return true;
    }
    return false;
}

static int take_value(struct form *f, const char *value)
{
    if (!*value)
        return 0;
    f->read++;
    if (f->field == FORM_ATTEMPTED || f->field == FORM_REACHED)
        return read_days(f, value);
    if (f->field == FORM_MENTEES) {
        desk_line(f->k, arena_printf(f->k->e->mail, "%s, mentees", desk_name_of(f->k, f->person)),
                  "a match is changed by an order: \"match NAME with NAME\", \"unmatch NAME and "
                  "NAME\"; your words are kept");
    }
    add_words(f, value);
    return 0;
}

static int read_line(struct form *f, const char *line)
{
    enum form_field field;
    const char *value;
    int64_t person;
    bool quoted;
    const char *plain = skip_marks(line, &quoted);

    if (!*plain)
        return 0;
    if (read_label(f, plain, &person, &field, &value)) {
        turn_to(f, person, field);
        return quoted ? 0 : take_value(f, value);
    }
    if (quoted) {
        turn_to(f, 0, FORM_NONE);
        return 0;
    }
    if (f->person)
        return take_value(f, plain);
    add_words(f, line);
    return 0;
}

/* ---- the spreadsheet -------------------------------------------------------------- */

/* Blanks and line ends as one blank each. */
static const char *on_one_line(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, text), *to = out;

    for (const char *from = out; *from; from++)
        if (!strchr(" \t\r\n", *from))
            *to++ = *from;
        else if (to > out && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return out;
}

/* Adds the cells that say something else than when they went out, as lines of the form. */
static void add_lines_of_sheets(struct desk *k, struct buf *lines)
{
    struct arena *a = k->e->mail;
    const struct mail_facts *facts = &k->m->facts;
    const char *sent = on_one_line(a, k->m->letter.text ? k->m->letter.text : "");
    struct table t;
    struct err err;

    for (size_t i = 0; i < facts->attachments_count; i++) {
        if (tables_get(a, &facts->attachments[i], &t, &err) <= 0)
            continue;
        for (size_t j = 0; j < t.count; j++) {
            const char *label = row_cell(&t.rows[j], 0), *value = row_cell(&t.rows[j], 1);
            const char *line = on_one_line(a, arena_printf(a, "%s: %s", label, value));
            if (strchr(label, ',') && *value && !strstr(sent, line))
                buf_addf(lines, "%s\n", line);
        }
    }
}

int desk_read_form(struct desk *k)
{
    struct form f = {.k = k,
                     .own = desk_own_people(k),
                     .words = BUF_INIT(FORM_MAX_TEXT),
                     .text = BUF_INIT(FORM_MAX_TEXT)};
    _cleanup_(buf_release) struct buf all = BUF_INIT(FORM_MAX_TEXT);
    char *save = NULL;
    int rc = f.own ? 0 : -1;

    buf_addf(&all, "%s\n", k->m->facts.text);
    add_lines_of_sheets(k, &all);
    buf_str(&all);
    for (char *line = strtok_r(all.data, "\n", &save); line && rc == 0;
         line = strtok_r(NULL, "\n", &save))
        rc = read_line(&f, line);
    end_words(&f);
    if (rc == 0 && f.read) {
        while (f.text.len && f.text.data[f.text.len - 1] == '\n')
            buf_truncate(&f.text, f.text.len - 1);
        k->m->facts.text = arena_strdup(k->e->mail, buf_str(&f.text));
    }
    buf_release(&f.words);
    buf_release(&f.text);
    return rc < 0 ? -1 : f.read;
}
