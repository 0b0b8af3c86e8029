/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands, answers, dates and numbers in the writer's own language. */
#include "base/buf.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include "words/commands.h"
#include "words/dates.h"
#include <string.h>

/* Wednesday */
#define TODAY ((struct date){2026, 11, 18})

struct example {
    const char *language, *text, *want;
};

#define CHECK(table, shown)                                                                        \
    for (size_t i = 0; i < sizeof(table) / sizeof *(table); i++)                                   \
    compare(&(table)[i], shown(&(table)[i]))

static size_t wrong;

static void compare(const struct example *e, const char *got)
{
    if (strcmp(got, e->want) == 0)
        return;
    print_error("%s: %s\n  want: %s\n  got:  %s\n", e->language, e->text, e->want, got);
    wrong++;
}

/* --- dates ------------------------------------------------------------------------------- */

static const char *date_shown(const struct example *e, enum date_sense sense)
{
    struct writer w = {TODAY, e->language};
    struct date_found f = date_read(e->text, &w, sense);
    if (!f.len)
        return "-";
    if (f.other.year)
        return "two ways";
    return f.date.year ? arena_printf(arena, "%s%s", date_format(arena, f.date), e->text + f.len)
                       : "no day";
}

static const char *past(const struct example *e)
{
    return date_shown(e, DATE_PAST);
}

static const char *future(const struct example *e)
{
    return date_shown(e, DATE_FUTURE);
}

static void days_that_have_been(void **state)
{
    static const struct example dates[] = {
        {"es", "12 de noviembre", "2026-11-12"},
        {"es", "el 12 de noviembre de 2025", "2025-11-12"},
        {"es", "el lunes 16 de noviembre", "2026-11-16"},
        {"es", "el lunes pasado", "2026-11-16"},
        {"es", "ayer por la mañana", "2026-11-17"},
        {"es", "hace tres días", "2026-11-15"},
        {"es", "hace una semana", "2026-11-11"},
        {"es", "12/11", "2026-11-12"},
        {"es-US", "12/11/2025", "two ways"},
        {"es", "11/12", "two ways"}, /* December would be most of a year ago */
        {"es", "1º de mayo", "2026-05-01"},
        {"es", "Mañana", "-"},
        {"fr", "1er novembre", "2026-11-01"},
        {"fr", "le 3 déc. 2025", "2025-12-03"},
        {"fr", "lundi dernier", "2026-11-16"},
        {"fr", "il y a 2 semaines", "2026-11-04"},
        {"fr", "AVANT-HIER", "2026-11-16"},
        {"fr", "Mon mentor", "-"},
        {"de", "12. November", "2026-11-12"},
        {"de", "am 3. März 2026", "2026-03-03"},
        {"de", "am Montag, den 16. November", "2026-11-16"},
        {"de", "am Montag, den 17. November", "no day"},
        {"de", "vorgestern", "2026-11-16"},
        {"de", "vor fünf Tagen", "2026-11-13"},
        {"de", "letzten Freitag", "2026-11-13"},
        {"de-AT", "5. JÄNNER", "2026-01-05"},
        {"pt", "no dia 12 de novembro de 2026", "2026-11-12"},
        {"pt-BR", "segunda-feira passada", "2026-11-16"},
        {"pt-BR", "há dois dias", "2026-11-16"},
        {"pt", "anteontem", "2026-11-16"},
        {"it", "l'11 novembre", "2026-11-11"},
        {"it", "venerdì scorso", "2026-11-13"},
        {"it", "due settimane fa", "2026-11-04"},
        {"it", "l'altro ieri", "2026-11-16"},
        {"nl", "12 mrt 2026", "2026-03-12"},
        {"nl", "afgelopen maandag", "2026-11-16"},
        {"nl", "drie dagen geleden", "2026-11-15"},
        {"nl", "dinsdag de 17e", "2026-11-17"},
        {"nl", "12 Nov", "2026-11-12"}, /* English is understood from everybody */
        {"de", "3 days ago", "2026-11-15"},
        {"xx", "12/11/2026", "two ways"},
        {NULL, "12/11/2026", "two ways"},
        {"en", "12/11/2026", "two ways"},
        {"en-US", "11/12/2026", "2026-11-12"},
        {"en-GB", "11/12/2025", "2025-12-11"},
        {"en-US", "15/11/2026", "2026-11-15"},
        {"en", "Thursday, 12/11/2026", "2026-11-12"},
        {"en", "Monday 16 Nov", "2026-11-16"},
        {"en", "Monday the 16th", "2026-11-16"},
        {"en", "Monday 17 Nov", "no day"},
    };
    wrong = 0;
    CHECK(dates, past);
    assert_int_equal(wrong, 0);
}

static void days_to_come(void **state)
{
    static const struct example dates[] = {
        {"es", "el lunes que viene", "2026-11-23"},
        {"es", "mañana", "2026-11-19"},
        {"es", "dentro de dos semanas", "2026-12-02"},
        {"fr", "demain", "2026-11-19"},
        {"fr", "dans 10 jours", "2026-11-28"},
        {"fr", "mardi prochain", "2026-11-24"},
        {"de", "nächsten Dienstag", "2026-11-24"},
        {"de", "in einer Woche", "2026-11-25"},
        {"de", "5.1.", "2027-01-05"},
        {"pt", "daqui a uma semana", "2026-11-25"},
        {"pt", "sexta-feira", "2026-11-20"},
        {"it", "tra tre giorni", "2026-11-21"},
        {"it", "lunedì prossimo", "2026-11-23"},
        {"nl", "over een week", "2026-11-25"},
        {"nl", "volgende vrijdag", "2026-11-20"},
        {"es", "pasado mañana", "2026-11-20"},
        {"fr", "après-demain", "2026-11-20"},
        {"de", "übermorgen", "2026-11-20"},
        {"pt", "depois de amanhã", "2026-11-20"},
        {"it", "dopodomani", "2026-11-20"},
        {"nl", "overmorgen", "2026-11-20"},
        {"en", "in 3 days", "2026-11-21"},
        {"en", "next Friday", "2026-11-20"},
        {"en", "in a week", "2026-11-25"},
    };
    wrong = 0;
    CHECK(dates, future);
    assert_int_equal(wrong, 0);
}

/* --- commands ----------------------------------------------------------------------------- */

static const char *verb_shown(const struct command *c)
{
    static const char *const verbs[] = {
        "prose",  "unsure",   "ok",       "undo",      "stop",   "help",    "why",
        "snooze", "reassign", "reached",  "follow-up", "silent", "match",   "unmatch",
        "yes",    "no",       "move-all", "unmatched", "tried",  "courtesy"};
    struct buf b = BUF_INIT(4096);
    buf_adds(&b, verbs[c->verb]);
    if (c->number)
        buf_addf(&b, " #%d", c->number);
    if (*c->name)
        buf_addf(&b, " name=%s", c->name);
    if (*c->other)
        buf_addf(&b, " other=%s", c->other);
    if (c->days)
        buf_addf(&b, " days=%d", c->days);
    if (c->date.year)
        buf_addf(&b, " %s", date_format(arena, c->date));
    if (*c->how)
        buf_addf(&b, " how=%s", c->how);
    if (*c->note)
        buf_addf(&b, " note=%s", c->note);
    const char *text = arena_strdup(arena, buf_str(&b));
    buf_release(&b);
    return text;
}

static const char *command(const struct example *e)
{
    struct writer w = {TODAY, e->language};
    struct command *list;
    size_t n = commands_parse(arena, e->text, w, &list);
    const char *all = "";
    for (size_t i = 0; i < n; i++)
        all = arena_printf(arena, "%s%s%s", all, i ? " | " : "", verb_shown(&list[i]));
    return all;
}

static void orders(void **state)
{
    static const struct example lines[] = {
        {"es", "1 vale, gracias", "ok #1"},
        {"es", "1, 2 y 4 de acuerdo", "ok #1 | ok #2 | ok #4"},
        {"es", "1 vale, pero espera", "unsure #1"},
        {"es", "1 vale, 2 posponer 7 días", "ok #1 | snooze #2 days=7"},
        {"es", "posponer una semana", "snooze days=7"},
        {"es", "posponer hasta el lunes", "snooze days=5 2026-11-23"},
        {"es", "Ana contactada el 12 de noviembre por teléfono: todo bien",
         "reached name=Ana 2026-11-12 how=por teléfono note=todo bien"},
        {"es", "2 reasignar a Carol", "reassign #2 other=Carol"},
        {"es", "2 reasignar a otra", "unsure #2"},
        {"es", "Deshacer", "undo"},
        {"es", "¿Por qué?", "why"},
        {"es", "ayuda", "help"},
        {"es", "darme de baja", "stop"},
        {"es", "Sí", "yes"},
        {"es", "Si puedo, te llamo", "prose"},
        {"es", "Hola, ayer hablé con mi mentor y todo bien", "prose"},
        {"es", "no contactado", "tried"},
        {"es", "snooze 3 days", "snooze days=3"},
        {"fr", "1 d'accord, 3 reporter de dix jours", "ok #1 | snooze #3 days=10"},
        {"fr", "annuler", "undo"},
        {"fr", "pourquoi ?", "why"},
        {"fr", "reporter jusqu'au 1er décembre", "snooze days=13 2026-12-01"},
        {"fr", "non merci", "no"},
        {"fr", "Oui, parce que nous nous voyons", "yes note=nous nous voyons"},
        {"fr", "oui parce que c'est utile", "yes note=c'est utile"},
        {"fr", "Ana contactée hier par téléphone", "reached name=Ana 2026-11-17 how=par téléphone"},
        {"de", "1 in Ordnung, danke", "ok #1"},
        {"de", "verschieben um 7 Tage", "snooze days=7"},
        {"de", "2 erreicht am 12.11. telefonisch: alles gut",
         "reached #2 2026-11-12 how=telefonisch note=alles gut"},
        {"de", "nicht erreicht", "tried"},
        {"de", "Ana noch nicht erreicht", "prose"},
        {"de", "rückgängig machen", "undo"},
        {"de", "bitte keine Mails mehr", "stop"},
        {"de", "Ja gerne!", "yes"},
        {"de", "1 ok, aber bitte warten", "unsure #1"},
        {"pt-BR", "1 e 2 combinado", "ok #1 | ok #2"},
        {"pt", "adiar 2 semanas", "snooze days=14"},
        {"pt", "não", "no"},
        {"it", "rimanda fino al 30 novembre", "snooze days=12 2026-11-30"},
        {"it", "va bene, grazie", "ok"},
        {"it", "annulla", "undo"},
        {"it", "perché?", "why"},
        {"nl", "1 akkoord en 2 uitstellen met een week", "ok #1 | snooze #2 days=7"},
        {"nl", "Ana gesproken op 12 november", "reached name=Ana 2026-11-12"},
        {"nl", "ja graag", "yes"},
        {"nl", "waarom", "why"},
        {NULL, "posponer 7 días", "prose"},
        {"de", "posponer 7 días", "prose"},
        {"de", "stop", "stop"},
        {"de", "eine Woche verschieben", "snooze days=7"},
        {"de", "3 um 10 Tage verschieben bitte", "snooze #3 days=10"},
        {"de", "2 an Cem übergeben", "reassign #2 other=Cem"},
        {"de", "1 ok, 2 stopp, 3 um eine Woche verschieben", "ok #1 | stop #2 | snooze #3 days=7"},
        {"de", "Können wir das Treffen verschieben", "prose"},
        {"de", "Ich kann Ana an Cem übergeben", "prose"},
        {"de", "nicht verschieben", "prose"},
        {"nl", "een week uitstellen", "snooze days=7"},
        {"nl", "2 een week uitstellen a.u.b.", "snooze #2 days=7"},
        {"fr", "une semaine reporter", "prose"},
        {"de", "stoppen bitte", "stop"},
        {"fr", "contactée hier, messagerie", "unsure"},
        {"de", "rueckgaengig machen", "undo"},
    };
    wrong = 0;
    CHECK(lines, command);
    assert_int_equal(wrong, 0);
}

static void orders_for_all(void **state)
{
    static const struct example lines[] = {
        {"es", "todos ok menos el 3", "3"}, {"fr", "tous d'accord sauf 3", "3"},
        {"de", "alles ok außer 3", "3"},    {"de", "alle ok ausser 3", "3"},
        {"pt", "todos ok menos 3", "3"},    {"it", "tutti ok tranne 3", "3"},
        {"nl", "alles ok behalve 3", "3"},  {"fr", "ok pour tous", ""},
        {"de", "ok für alle", ""},          {"nl", "alles akkoord", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct writer w = {TODAY, lines[i].language};
        struct command c;
        if (!command_for_all(arena, lines[i].text, w, &c) || c.verb != COMMAND_OK || !c.all)
            fail_msg("no order for all: %s", lines[i].text);
        assert_int_equal(c.except ? c.except[0] : 0, *lines[i].want ? 3 : 0);
    }
    struct command c;
    assert_false(command_for_all(arena, "tout va mal", (struct writer){TODAY, "fr"}, &c));
    assert_false(command_for_all(arena, "alles stopp", (struct writer){TODAY, "de"}, &c));
}

/* --- answers ------------------------------------------------------------------------------ */

static const char *answer(const struct example *e, enum answer_type type)
{
    static const char *const outcome[] = {"reached", "not reached", NULL};
    struct writer w = {TODAY, e->language};
    struct answer_field f = {.name = "what happened", .type = type, .choices = outcome};
    answers_parse(arena, e->text, w, &f, 1);
    return f.problem ? "asked back" : f.value ? f.value : "-";
}

static const char *yes_no(const struct example *e)
{
    return answer(e, ANSWER_YES_NO);
}

static const char *outcome(const struct example *e)
{
    return answer(e, ANSWER_CHOICE);
}

static const char *date(const struct example *e)
{
    return answer(e, ANSWER_DATE);
}

static const char *number(const struct example *e)
{
    return answer(e, ANSWER_NUMBER);
}

static const char *time_of_day(const struct example *e)
{
    return answer(e, ANSWER_TIME);
}

static void answers_to_questions(void **state)
{
    static const struct example said[] = {
        {"es", "Sí, claro.", "yes"},
        {"es", "si", "yes"},
        {"es", "No hay problema", "-"},
        {"es", "Sí, no hay problema", "yes"},
        {"es", "No lo sé todavía", "asked back"},
        {"pt", "Não tem problema", "-"},
        {"pt", "Não sei", "asked back"},
        {"es", "Si puedo", "-"},
        {"es", "No, gracias", "no"},
        {"fr", "Oui volontiers", "yes"},
        {"fr", "Non", "no"},
        {"de", "Ja, gern", "yes"},
        {"de", "Nein danke", "no"},
        {"de", "Ja, wenn es geht", "asked back"},
        {"pt", "Sim!", "yes"},
        {"pt", "Não.", "no"},
        {"it", "Sì", "yes"},
        {"it", "No grazie", "no"},
        {"nl", "Nee, bedankt", "no"},
        {"nl", "Ja hoor", "yes"},
        {"nl", "yes", "yes"},
        {"de", "Vielleicht", "-"},
    };
    static const struct example reached[] = {
        {"es", "Hablé con ella ayer", "reached"},
        {"es", "No contesta", "not reached"},
        {"es", "No he podido hablar con ella", "not reached"},
        {"es", "Espero haber contactado pronto", "asked back"},
        {"fr", "Je l'ai jointe hier", "reached"},
        {"de", "nur ihren Mann erreicht", "asked back"},
        {"de", "Mailbox", "not reached"},
        {"fr", "Je ne l'ai pas jointe", "not reached"},
        {"fr", "Voir le document ci-joint", "-"},
        {"de", "Ich habe sie gestern erreicht", "reached"},
        {"de", "Ich habe sie nicht erreicht", "not reached"},
        {"de", "Wir haben telefoniert, alles gut", "reached"},
        {"de", "Wenn ich sie erreicht habe, melde ich mich", "asked back"},
        {"pt", "Falei com ele ontem", "reached"},
        {"pt", "Não atende", "not reached"},
        {"it", "Ci siamo sentiti ieri", "reached"},
        {"it", "Non risponde", "not reached"},
        {"nl", "Ik heb haar gesproken", "reached"},
        {"nl", "Niet bereikt", "not reached"},
        {"nl", "not reached", "not reached"},
    };
    static const struct example days[] = {
        {"es", "Hablamos el lunes 16 de noviembre", "2026-11-16"},
        {"es", "Fue ayer por la mañana", "2026-11-17"},
        {"es", "Hablamos el 12/11", "2026-11-12"},
        {"fr", "Nous avons parlé mardi dernier", "2026-11-17"},
        {"fr", "Mon mentor m'a appelé le 12 novembre", "2026-11-12"},
        {"de", "Am 3. November haben wir telefoniert", "2026-11-03"},
        {"it", "Il 12 o il 13 novembre", "asked back"},
        {"nl", "12/11/2026", "2026-11-12"},
        {"de", "am 5. November ging es nicht", "asked back"},
        {"de", "nach dem 5. November", "asked back"},
        {"de", "am 3. oder 4. November", "asked back"},
        {"de", "zwischen dem 1. und 5. November", "asked back"},
        {"de", "1.-5. November", "asked back"},
        {"fr", "du 1er au 5 novembre", "asked back"},
        {"es", "entre el 1 y el 5 de noviembre", "asked back"},
        {"es", "del 1 al 5 de noviembre", "asked back"},
        {"pt", "de 1 a 5 de novembro", "asked back"},
        {"nl", "tussen 1 en 5 november", "asked back"},
        {"nl", "1 t/m 5 november", "asked back"},
        {"fr", "le 5 novembre je ne pouvais pas", "asked back"},
        {"es", "el 5 de noviembre no pude", "asked back"},
        {"es", "antes del 5 de noviembre", "asked back"},
        {"es", "no, el 5 de noviembre", "2026-11-05"},
        {"it", "prima del 5 novembre", "asked back"},
        {"nl", "5 november kon niet", "asked back"},
        {"en", "12/11/2026", "asked back"},
    };
    static const struct example numbers[] = {
        {"es", "siete", "7"},
        {"es", "tengo tres", "3"},
        {"es", "un mentor", "-"},
        {"de", "fünf", "5"},
        {"de", "eine Mentee und zwei", "2"},
        {"fr", "douze", "12"},
        {"it", "due", "2"},
        {"pt", "dois", "2"},
        {"nl", "vier", "4"},
        {"nl", "four", "4"},
        {"nl", "één", "1"},
        {"es", "2,5", "2.5"},
    };
    static const struct example times[] = {
        {"fr", "à 14h30", "14:30"},
        {"fr", "vers 9 h", "09:00"},
        {"de", "um 14 Uhr", "14:00"},
        {"de", "um 15 Uhr kann ich nicht", "asked back"},
        {"de", "zwischen 14 und 15 Uhr", "-"},
        {"de", "14.30 Uhr", "14:30"},
        {"de", "18 Uhr 30", "18:30"},
        {"de", "um 18 Uhr 30", "18:30"},
        {"fr", "à 18 heures 30", "18:30"},
        {"pt", "às 15h", "15:00"},
        {"nl", "om 9 uur", "09:00"},
        {"es", "a las 17:00", "17:00"},
        {"it", "alle ore 18", "18:00"},
        {"fr", "pendant 2 h", "-"},
        {"nl", "we spraken 2 uur", "-"},
        {"en", "2 pm", "14:00"},
        {"es", "17 h", "17:00"},
        {"es", "17", "17:00"},
        {"es", "5", "-"},
    };
    wrong = 0;
    CHECK(said, yes_no);
    CHECK(reached, outcome);
    CHECK(days, date);
    CHECK(numbers, number);
    CHECK(times, time_of_day);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_that_have_been, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(days_to_come, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(orders, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(orders_for_all, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(answers_to_questions, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
