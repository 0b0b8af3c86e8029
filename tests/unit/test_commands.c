/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include "words/commands.h"
#include "words/pattern.h"
#include <string.h>

/* Wednesday */
#define TODAY ((struct writer){{2026, 11, 18}, NULL})

static void show(struct buf *b, const struct command *c)
{
    static const char *const verbs[] = {
        "prose",  "unsure",   "ok",       "undo",      "stop",   "help",     "why",
        "snooze", "reassign", "reached",  "follow-up", "silent", "match",    "unmatch",
        "yes",    "no",       "move-all", "unmatched", "tried",  "courtesy", "team"};
    buf_adds(b, verbs[c->verb]);
    if (c->number)
        buf_addf(b, " #%d", c->number);
    if (*c->name)
        buf_addf(b, " name=%s", c->name);
    if (*c->other)
        buf_addf(b, " other=%s", c->other);
    if (c->days)
        buf_addf(b, " days=%d", c->days);
    if (c->date.year)
        buf_addf(b, " %04d-%02d-%02d", c->date.year, c->date.month, c->date.day);
    if (*c->how)
        buf_addf(b, " how=%s", c->how);
    if (*c->note)
        buf_addf(b, " note=%s", c->note);
    if (*c->meant)
        buf_addf(b, " meant=%s", c->meant);
}

static const char *understood(const char *text)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(1000000);
    struct command *list;
    size_t n = commands_parse(arena, text, TODAY, &list);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_adds(&b, " | ");
        show(&b, &list[i]);
    }
    return arena_strdup(arena, buf_str(&b));
}

struct example {
    const char *text, *want;
};

static void check(const struct example *e, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const char *got = understood(e[i].text);
        if (strcmp(got, e[i].want) != 0) {
            print_error("%s\n  want: %s\n  got:  %s\n", e[i].text, e[i].want, got);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof table / sizeof *table)

static void orders(void **state)
{
    static const struct example table[] = {
        {"ok", "ok"},
        {"OK.", "ok"},
        {"Okay!", "ok"},
        {"O.K.", "ok"},
        {"👍", "ok"},
        {"ok thanks", "ok"},
        {"Ok, thank you!", "ok"},
        {"Please go ahead", "ok"},
        {"Agreed.", "ok"},
        {"1 ok", "ok #1"},
        {"1. ok", "ok #1"},
        {"1) ok", "ok #1"},
        {"1: OK", "ok #1"},
        {"#1 ok", "ok #1"},
        {"No. 3 ok", "ok #3"},
        {"line 3: ok", "ok #3"},
        {"  - 1 ok", "ok #1"},
        {"• 2 ok", "ok #2"},
        {"*1 ok*", "ok #1"},
        {"1.ok", "ok #1"},
        {"1 - ok", "ok #1"},
        {"12 fine", "ok #12"},
        {"1 ok, thanks Carol", "ok #1 note=thanks Carol"},
        {"1 ok thanks, I will phone her", "ok #1 note=I will phone her"},
        {"2 snooze another 5 days", "snooze #2 days=5"},
        {"1 ok: she wrote to me", "ok #1 note=she wrote to me"},
        {"1, 2 and 4 ok", "ok #1 | ok #2 | ok #4"},
        {"1-3 ok", "ok #1 | ok #2 | ok #3"},
        {"1 & 2 ok", "ok #1 | ok #2"},
        {"ok 1 and 3", "ok #1 | ok #3"},
        {"1 ok, 2 snooze 7 days", "ok #1 | snooze #2 days=7"},
        {"1 ok, 2 ok; 3 undo. 4 why?", "ok #1 | ok #2 | undo #3 | why #4"},
        {"1 ok and 2 snooze a week", "ok #1 | snooze #2 days=7"},
        {"1 ok\n2 snooze 7 days\n\n3 reassign to Ana",
         "ok #1 | snooze #2 days=7 | reassign #3 other=Ana"},
        {"Ana ok", "ok name=Ana"},
        {"Ana Lund: ok", "ok name=Ana Lund"},
        {"Ana - snooze 2 weeks", "snooze name=Ana days=14"},
        {"José ok", "ok name=José"},
        {"undo", "undo"},
        {"Undo that please", "undo"},
        {"3 undo", "undo #3"},
        {"undo 3", "undo #3"},
        {"undo Ana", "undo name=Ana"},
        {"stop", "stop"},
        {"STOP", "stop"},
        {"Please stop.", "stop"},
        {"please stop emailing me", "stop"},
        {"Unsubscribe", "stop"},
        {"remove me from this list, please", "stop"},
        {"No more emails please", "stop"},
        {"2 stop", "stop #2"},
        {"help", "help"},
        {"Help?", "help"},
        {"why", "why"},
        {"why?", "why"},
        {"3 why?", "why #3"},
        {"why Ana?", "why name=Ana"},
        {"Why did I get this?", "why"},
        {"snooze 7 days", "snooze days=7"},
        {"2 snooze for 7 days", "snooze #2 days=7"},
        {"2 snooze 1 week", "snooze #2 days=7"},
        {"2 snooze a week", "snooze #2 days=7"},
        {"2 snooze seven days please", "snooze #2 days=7"},
        {"2 snooze 10d", "snooze #2 days=10"},
        {"2 snooze 2w", "snooze #2 days=14"},
        {"2 snooze 7", "snooze #2 days=7"},
        {"2 snooze until 25 Nov", "snooze #2 days=7 2026-11-25"},
        {"2 snooze till Monday", "snooze #2 days=5 2026-11-23"},
        {"2 snooze 7 days, she is moving house", "snooze #2 days=7 note=she is moving house"},
        {"2 wait another week", "snooze #2 days=7"},
        {"remind me in 3 days", "snooze days=3"},
        {"3 reassign to Ana", "reassign #3 other=Ana"},
        {"3 reassign to ana", "reassign #3 other=ana"},
        {"3 reassign to Ana Maria Lund", "reassign #3 other=Ana Maria Lund"},
        {"reassign Bea to Ana", "reassign name=Bea other=Ana"},
        {"3 reassign to Ana, she has more time", "reassign #3 other=Ana note=she has more time"},
        {"3 reassign to Ana please", "reassign #3 other=Ana"},
        {"3 give to Ana", "reassign #3 other=Ana"},
        {"3 hand over to Ana", "reassign #3 other=Ana"},
        {"3 reassign to me", "reassign #3 other=me"},
        {"3 reassign to O'Neil", "reassign #3 other=O'Neil"},
        {"reached", "reached"},
        {"4 reached", "reached #4"},
        {"4 reached by phone 12 Nov: doing well",
         "reached #4 2026-11-12 how=by phone note=doing well"},
        {"4 reached 12 Nov by phone: doing well",
         "reached #4 2026-11-12 how=by phone note=doing well"},
        {"4 reached 12 Nov", "reached #4 2026-11-12"},
        {"4 reached Nov 12th", "reached #4 2026-11-12"},
        {"4 reached on 12.11.", "reached #4 2026-11-12"},
        {"4 reached 12.11.2026: fine", "reached #4 2026-11-12 note=fine"},
        {"4 reached 2026-11-12", "reached #4 2026-11-12"},
        {"4 reached 13/11/2026", "reached #4 2026-11-13"},
        {"4 reached 11/13", "reached #4 2026-11-13"},
        {"4 reached 12th of November 2026", "reached #4 2026-11-12"},
        {"4 reached November 12, 2026: well", "reached #4 2026-11-12 note=well"},
        {"4 reached 24 Dec 2025", "reached #4 2025-12-24"},
        {"4 reached 12 Nov by phone doing well",
         "reached #4 2026-11-12 how=by phone note=doing well"},
        {"1 2 3 ok, 4 stop", "ok #1 | ok #2 | ok #3 | stop #4"},
        {"1) ok 2) why? 3) stop", "ok #1 | why #2 | stop #3"},
        {"1. reached on Friday, all well. 2. no answer, left a voicemail on Saturday",
         "reached #1 2026-11-13 note=all well | tried #2 note=left a voicemail on Saturday"},
        {"Thanks for this. 1 ok. 2 why?", "ok #1 | why #2"},
        {"Thanks, 1 ok", "ok #1"},
        {"and, 1 ok", "prose"},
        {"reassign Greg to Wen and move Ruth to Dave please",
         "reassign name=Greg other=Wen | reassign name=Ruth other=Dave"},
        {"Ana stop and Bea stop", "stop name=Ana | stop name=Bea"},
        {"1 reached by phone: she is fine and ok",
         "reached #1 how=by phone note=she is fine and ok"},
        {"4 tried 12 Nov by phone", "tried #4 2026-11-12 how=by phone"},
        {"4 not reached", "tried #4"},
        {"4 no answer", "tried #4"},
        {"Ana not reached yesterday: no ringing tone",
         "tried name=Ana 2026-11-17 note=no ringing tone"},
        {"4 reached yesterday", "reached #4 2026-11-17"},
        {"4 reached today by email", "reached #4 2026-11-18 how=by email"},
        {"4 reached on Monday", "reached #4 2026-11-16"},
        {"4 reached last Wednesday", "reached #4 2026-11-11"},
        {"4 reached 3 days ago", "reached #4 2026-11-15"},
        {"4 reached the 12th", "reached #4 2026-11-12"},
        {"4 reached in person", "reached #4 how=in person"},
        {"4 reached her yesterday, she is fine", "reached #4 2026-11-17 note=she is fine"},
        {"4 I reached him by phone", "reached #4 how=by phone"},
        {"4 spoke to her on the phone 12 Nov: well",
         "reached #4 2026-11-12 how=on the phone note=well"},
        {"reached by phone: doing well", "reached how=by phone note=doing well"},
        {"Ana reached 12 Nov", "reached name=Ana 2026-11-12"},
        {"Ana: reached by phone 12 Nov: doing well",
         "reached name=Ana 2026-11-12 how=by phone note=doing well"},
        {"4 Reached 12 Nov – “all well”, 2 calls",
         "reached #4 2026-11-12 note=\"all well\", 2 calls"},
        {"follow-up", "follow-up"},
        {"Follow up: she lost her job", "follow-up note=she lost her job"},
        {"2 follow up with her about the form", "follow-up #2 note=with her about the form"},
        {"mentee-silent", "silent"},
        {"Mentee silent: three weeks now", "silent note=three weeks now"},
        {"My mentee is silent", "silent"},
        {"match Bea with Ana", "match name=Bea other=Ana"},
        {"match Bea Holm and Ana Lund", "match name=Bea Holm other=Ana Lund"},
        {"team", "team"},
        {"Ana team", "team name=Ana"},
        {"Open a team thread, please.", "team"},
        {"Team, how are you all?", "prose"},
        {"and so on", "prose"},
        {"all ok", "prose"},
        {"move all to Cem", "move-all other=Cem"},
        {"Move all from Carol Day to Cem Aydin", "move-all name=Carol Day other=Cem Aydin"},
        {"Carol: move all to Cem", "move-all name=Carol other=Cem"},
        {"move all of the boxes", "unsure meant=move all to NAME"},
        {"unmatched", "unmatched"},
        {"unmatch Bea and Ana", "unmatch name=Bea other=Ana"},
        {"unmatch Bea", "unmatch name=Bea"},
        {"yes", "yes"},
        {"Yes please!", "yes"},
        {"Yep", "yes"},
        {"2 yes", "yes #2"},
        {"yes, because she asked", "yes note=she asked"},
        {"no", "no"},
        {"No, thank you.", "no"},
        {"no because he has moved", "no note=he has moved"},
        {"3. No", "no #3"},
    };
    CHECK(table);
}

static void prose(void **state)
{
    static const char *const lines[] = {
        "I can't stop thinking about it",
        "ok thanks, I will phone her on Tuesday",
        "Ok, but what about Ana?",
        "ok?",
        "Is that ok?",
        "All ok",
        "Everything ok here",
        "Sounds ok",
        "I'm ok",
        "We are ok",
        "stop by any time",
        "Stop worrying about us, we are fine",
        "don't stop",
        "The bus stop",
        "Help!",
        "help me",
        "Help is on its way",
        "Why not meet on Friday?",
        "Why would she say that",
        "yes?",
        "Yes, we met on Friday and it went well",
        "Yes - we met",
        "Yes I reached her",
        "No, I don't mind going on",
        "No idea",
        "No problem, I will try again",
        "No news is good news",
        "yes and no",
        "We reached an agreement",
        "I reached her yesterday",
        "Ana reached her goals",
        "reached home late, will write tomorrow",
        "Reached out to her twice",
        "She reached the end of her course 12 Nov: proud",
        "Follow up with her next week if you can",
        "The follow-up was useful",
        "Match went well",
        "match made in heaven",
        "Matches are being shown on Sunday",
        "2 weeks ago we met",
        "3 of us went to the museum",
        "12 November we met",
        "10 am works for me",
        "5 reasons to be happy",
        "1.5 hours is enough",
        "2026 ok",
        "1 2 3",
        "Ana",
        "Hi there I am fine",
        "Thanks for this, she wrote",
        "Best of all she laughed",
        "Shop",
        "Step by step",
        "I was held up",
        "Wait a week",
        "move to Berlin",
        "Give to charity",
        "fine",
        "Fine thanks",
        "My mentee silent? Not at all",
        "agreed that we would meet",
        "Undo is a nice word for what we would both like to do with last week",
        "Snooze buttons are what I hit each morning when the alarm goes off at six",
        "...",
        "Hell",
        "please",
        "ok and then she told me to stop",
        "stop. I mean it, think about it",
        "I resign to the fact",
        "Go ahead and phone her",
        "Remind me what we agreed",
        "Confirmed cases are going up",
        "remove me and the whole thing falls apart",
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *got = understood(lines[i]);
        if (strcmp(got, "prose") != 0) {
            print_error("prose taken for an order: %s\n  got: %s\n", lines[i], got);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* As it comes to people's fingers: the name behind the verb, a note behind a number, no commas. */
static void orders_as_people_write_them(void **state)
{
    static const struct example table[] = {
        {"2: undo, I've talked to him", "undo #2 note=I've talked to him"},
        {"5: stop, she left", "stop #5 note=she left"},
        {"5 stop, but not yet", "unsure #5"},
        {"ana ruiz: reached 3 Nov by phone", "reached name=ana ruiz 2026-11-03 how=by phone"},
        {"ana: ok", "ok name=ana"},
        {"note: ok", "prose"},
        {"Reached: 12 Nov, by WhatsApp. She is well!",
         "reached 2026-11-12 how=by WhatsApp note=She is well!"},
        {"reached: doing well", "reached note=doing well"},
        {"reached by phone on 12 Nov at 3pm: well", "reached 2026-11-12 how=by phone note=well"},
        {"reached 12 Nov 15:30", "reached 2026-11-12"},
        {"reached Ana 12 Nov", "reached name=Ana 2026-11-12"},
        {"Reached Ana Ruiz on Monday by phone: well",
         "reached name=Ana Ruiz 2026-11-16 how=by phone note=well"},
        {"tried Ana yesterday, no answer", "tried name=Ana 2026-11-17 note=no answer"},
        {"snooze Ana 7 days", "snooze name=Ana days=7"},
        {"snooze Ana Ruiz for a week", "snooze name=Ana Ruiz days=7"},
        {"stop Ana", "stop name=Ana"},
        {"stop for Ana", "stop name=Ana"},
        {"follow-up Ana", "follow-up name=Ana"},
        {"follow up with Ana: she lost her job", "follow-up name=Ana note=she lost her job"},
        {"mentee-silent Ana", "silent name=Ana"},
        {"1+2 ok", "ok #1 | ok #2"},
        {"1,2,3 ok", "ok #1 | ok #2 | ok #3"},
        {"ok for 1 and 2", "ok #1 | ok #2"},
        {"ok to 1", "ok #1"},
        {"1 ok 2 ok 3 stop", "ok #1 | ok #2 | stop #3"},
        {"1 ok 2 ok 3 snooze 1 week", "ok #1 | ok #2 | snooze #3 days=7"},
        {"1 ok, 2 stop, 3 let it be", "ok #1 | unsure #2"},
        {"1. ok 2. ok 3. snooze 1 week", "ok #1 | ok #2 | snooze #3 days=7"},
        {"ok 👍", "ok"},
        {"reached 31 Nov", "unsure meant=reached DAY MONTH, on a day that has been"},
        {"Follow up with Ana next week", "prose"},
        {"Stop Ana from worrying", "prose"},
        {"Reached Ana's office", "prose"},
        {"Tried Thai food", "prose"},
    };
    CHECK(table);
}

static void courtesy_asks_for_nothing(void **state)
{
    static const struct example table[] = {
        {"Hello Carol,", "courtesy"},
        {"Hi there,", "courtesy"},
        {"Dear all\n1 ok\n\nBest wishes,\nCarol", "prose | ok #1 | courtesy | prose"},
        {"Dear Carol Day,\n\n2 ok", "courtesy | ok #2"},
        {"Thanks!", "courtesy"},
        {"Many thanks and all the best", "prose"},
        {"Thanks, all the best, Carol", "courtesy"},
        {"Viele Grüße\nMit freundlichen Grüßen", "courtesy | courtesy"},
    };
    CHECK(table);
}

static void everybody_but_some(void **state)
{
    struct command c;

    assert_true(command_for_all(arena, "All ok except 2, I'll call her tomorrow.", TODAY, &c));
    assert_int_equal(c.verb, COMMAND_OK);
    assert_int_equal(c.except[0], 2);
    assert_int_equal(c.except[1], 0);
    assert_true(command_for_all(arena, "all fine but not 2 and 4", TODAY, &c));
    assert_int_equal(c.except[1], 4);
    assert_true(command_for_all(arena, "everything ok apart from 3", TODAY, &c));
    assert_int_equal(c.except[0], 3);
    assert_true(command_for_all(arena, "OK for all", TODAY, &c));
    assert_true(command_for_all(arena, "ok to all of them, thanks", TODAY, &c));
    assert_true(command_for_all(arena, "ok for everybody but 2", TODAY, &c));
    assert_int_equal(c.except[0], 2);
    assert_false(command_for_all(arena, "ok for all I know", TODAY, &c));
    assert_false(command_for_all(arena, "everything ok with you?", TODAY, &c));
    assert_false(command_for_all(arena, "all ok except that I am tired", TODAY, &c));
    assert_false(command_for_all(arena, "all stop", TODAY, &c));
    assert_true(command_for_all(arena, "all ok", TODAY, &c));
    assert_null(c.except);
}

/* What prose most likely asks for, and that it would be understood if it were written. */
static void prose_is_told_its_order(void **state)
{
    static const struct example table[] = {
        {"Spoke to Ana on 12 November, she's fine", "reached 12 November 2026"},
        {"Had a call with Ana on Monday: doing well", "reached 16 November 2026"},
        {"I talked to her over coffee, no worries", "reached over coffee"},
        {"I talked to her, we meet on 21 November 2026", "reached"},
        {"She wrote to me by email yesterday", "reached 17 November 2026 by email"},
        {"Called Bea twice, only voicemail", "no answer"},
        {"tried calling on 12 Nov, no luck", "tried 12 November 2026"},
        {"Please don't send that", "undo"},
        {"Pls undo, I think it is too early", "undo"},
        {"Stop, there is no need", "undo"},
        {"Hold off for now", "snooze 7 days"},
        {"give her another week", "snooze 7 days"},
        {"Please wait two weeks, she has exams", "snooze 14 days"},
        {"he is on holiday until 30 November", "snooze 12 days"},
        {"I'll phone her tomorrow", "snooze 1 day"},
        {"Please give Ana to Cem", "reassign to Cem"},
        {"Cem Aydin takes over from here", "reassign to Cem Aydin"},
        {"Ana has left the programme", "stop"},
        {"please stop writing to Ana, she passed away", "stop"},
        {"What happened with 3?", "why"},
        {"looks good", "ok"},
        {"2 is fine with me", "2 ok"},
        {"fine, but not yet", "snooze 7 days"},
        {"I am not fine with that", ""},
        {"3 oops, 1 maybe ok", ""},
        {"ok?? and Dan was nice on the phone", ""},
        {"The garden is full of crocuses", ""},
        {"", ""},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct command_likely likely;
        struct command *list;
        bool any = command_likely(arena, table[i].text, TODAY, &likely);
        const char *order = any ? command_written(arena, &likely.order) : "";
        bool order_too = !any || (commands_parse(arena, order, TODAY, &list) == 1 &&
                                  list[0].verb == likely.order.verb);
        if (!order_too || strcmp(order, table[i].want) != 0) {
            print_error("%s\n  want: %s\n  got:  %s%s\n", table[i].text, table[i].want, order,
                        order_too ? "" : " (no order)");
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void names_are_offered_for_prose(void **state)
{
    struct command_likely likely;

    assert_true(command_likely(arena, "Asked Ana Ruiz, and Dan spoke to her", TODAY, &likely));
    assert_int_equal(likely.names_count, 4);
    assert_string_equal(likely.names[0], "Asked Ana Ruiz");
    assert_string_equal(likely.names[1], "Ana Ruiz");
    assert_string_equal(likely.names[3], "Dan");
    likely.order.name = "Ana Ruiz";
    assert_string_equal(command_written(arena, &likely.order), "Ana Ruiz: reached");
}

static void orders_are_taken_back(void **state)
{
    static const struct {
        const char *line;
        int number;
        const char *name;
        bool want;
    } table[] = {
        {"actually no, don't stop 2, sorry", 2, "", true},
        {"actually no, don't stop 2, sorry", 3, "", false},
        {"no wait!", 3, "", true},
        {"Please don't do anything about Ana", 0, "Ana Ruiz", true},
        {"Please don't do anything about Ana", 0, "Dan", false},
        {"Sorry, ignore that", 0, "Dan", true},
        {"She is not happy", 2, "", false},
        {"Thanks, that is all", 2, "", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct command c = {.number = table[i].number, .name = table[i].name};
        assert_int_equal(command_takes_back(arena, table[i].line, &c), table[i].want);
    }
}

static void what_is_asked_back(void **state)
{
    static const struct example table[] = {
        {"2 snoze 7 days", "unsure #2 meant=2 snooze 7 days"},
        {"snoze 7 days", "unsure meant=snooze 7 days"},
        {"3 reasign to Ana", "unsure #3 meant=3 reassign to Ana"},
        {"4 rechaed 12 Nov: ok", "unsure #4 meant=4 reached 12 Nov: ok"},
        {"udno", "unsure meant=undo"},
        {"stpo", "unsure meant=stop"},
        {"1 ok, 2 snoze 7 days", "ok #1 | unsure #2 meant=2 snooze 7 days"},
        {"unsubcribe", "unsure meant=unsubscribe"},
        {"snooze", "unsure meant=snooze 7 days"},
        {"2 snooze", "unsure #2 meant=2 snooze 7 days"},
        {"2 snooze until she is back", "unsure #2 meant=2 snooze 7 days"},
        {"2 snooze 9999 days", "unsure #2 meant=2 snooze 7 days"},
        {"3 reassign", "unsure #3 meant=3 reassign to NAME"},
        {"3 reassign to someone else", "unsure #3 meant=3 reassign to NAME"},
        {"4 reached 12/11/2026",
         "unsure #4 meant=4 reached 12 November 2026, or reached 11 December 2026"},
        {"reached 5/6: fine", "unsure meant=reached 5 June 2026, or reached 6 May 2026"},
        {"4 reached 31 Feb", "unsure #4 meant=4 reached DAY MONTH, on a day that has been"},
        {"4 reached 1 Dec 2027", "unsure #4 meant=4 reached DAY MONTH, on a day that has been"},
        {"4 reached her mother instead", "unsure #4 meant=4 reached 12 Nov: how it went"},
        {"4 reached 24 Dec", "unsure #4 meant=4 reached 24 December 2025"},
        {"4 reached 12 Nov, only her voicemail",
         "unsure #4 meant=4 tried 12 Nov by phone: no answer"},
        {"1 reched 11/13 by phone doing well!!",
         "unsure #1 meant=1 reached 11/13 by phone doing well!!"},
        {"4 resign to Dave", "unsure #4 meant=4 reassign to Dave"},
        {"1 ok but please wait until Monday", "unsure #1 meant=1 ok"},
        {"1 ok, but please wait", "unsure #1"},
        {"1 yes, no, I don't know", "unsure #1"},
        {"1 ok?", "unsure #1"},
        {"undo?", "unsure"},
        {"match bea with ana", "unsure name=bea meant=match NAME with NAME"},
        {"2 match", "unsure #2 meant=2 match NAME with NAME"},
    };
    CHECK(table);
}

static void signatures_and_quotations(void **state)
{
    static const struct example table[] = {
        {"1 ok\n-- \nstop", "ok #1"},
        {"1 ok\n--\n2 ok", "ok #1"},
        {"> 2. Bea: silent since 3 Nov\nok\n> 3. Cem: away\nsnooze 7 days",
         "ok #2 | snooze #3 days=7"},
        {"> Shall we go on?\nyes", "yes"},
        {"> 2. Bea\n4 ok", "ok #4"},
        {"", ""},
        {"\n \n\t\n", ""},
        {"Hello Carol,\n1 ok\nBest wishes", "courtesy | ok #1 | courtesy"},
        {"1 ok\r\n2 ok\r\n", "ok #1 | ok #2"},
    };
    CHECK(table);
}

static void lines_are_kept_as_written(void **state)
{
    struct command *list;
    assert_int_equal(commands_parse(arena, "  1 OK,  2 “Snooze” 7 days \nHi", TODAY, &list), 3);
    assert_string_equal(list[0].line, "1 OK,  2 “Snooze” 7 days");
    assert_string_equal(list[1].line, "1 OK,  2 “Snooze” 7 days");
    assert_string_equal(list[2].line, "Hi");
}

static void floods_are_bounded(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(10000000);
    struct command *list;
    for (int i = 0; i < 5000; i++)
        buf_adds(&b, "1-20, 30 and 40 ok, 1 ok, 1 ok, 1 ok, x, 1 ok, 1 ok, 1 ok, 1 ok, 1 ok\n");
    assert_true(commands_parse(arena, buf_str(&b), TODAY, &list) <= 1000);
    buf_reset(&b);
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "1 ok, ");
    assert_int_equal(commands_parse(arena, buf_str(&b), TODAY, &list), 1);
}

static void phrases(void **state)
{
    static const char *const list[] = {"want to leave", "Selbstmord", "hurt  herself", NULL};
    assert_string_equal(phrase_find("I WANT\nTO  leave now", list), "want to leave");
    assert_string_equal(phrase_find("She hurt herself.", list), "hurt  herself");
    assert_null(phrase_find("I want to leaven the bread", list));
    assert_null(phrase_find("", list));
    static const char *const patterns[] = {"/have ?n.t heard (from|of) (him|her)/", NULL};
    assert_non_null(phrase_find("I haven't HEARD of her.", patterns));
    assert_null(phrase_find("I have heard of her.", patterns));
}

static void orders_for_all(void **state)
{
    struct command c;

    (void)state;
    assert_true(command_for_all(arena, "all ok", TODAY, &c) && c.verb == COMMAND_OK && c.all);
    assert_true(command_for_all(arena, "All ok, thanks!", TODAY, &c));
    assert_true(command_for_all(arena, "Everyone snooze 3 days", TODAY, &c) && c.days == 3);
    assert_false(command_for_all(arena, "all ok, I will phone her", TODAY, &c));
    assert_false(command_for_all(arena, "all stop", TODAY, &c));
    assert_false(command_for_all(arena, "all", TODAY, &c));
    assert_false(command_for_all(arena, "ok", TODAY, &c));
}

/* A pattern that would take for ever is given up; one that is none is told. */
static void patterns_end(void **state)
{
    static const char *const endless[] = {"/^(a+)+$/", "/(x*)*y/", "/(.*.*.*)*z/", NULL};
    char text[20001];
    struct err e;

    memset(text, 'a', 20000);
    strcpy(text + 19999, "!");
    assert_null(phrase_find(text, endless));
    assert_int_equal(pattern_check("/(a+)+$/", &e), 0);
    assert_int_equal(pattern_check("/heard (from/", &e), -1);
    assert_non_null(strstr(e.text, "/heard (from/ is wrong at its character 12"));
}

static void whom_a_line_speaks_to(void **state)
{
    static const struct {
        const char *line, *name;
    } cases[] = {
        {"Wen - what do you think?", "Wen"},
        {"Wen, could you call her?", "Wen"},
        {"Hi Wen,", "Wen"},
        {"Dear Wen Li", "Wen Li"},
        {"Hallo Jörg, kannst du?", "Jörg"},
        {"Hi Wen I am worried", "Wen"},
        {"Hi there,", ""},
        {"Hi, Wen says hello", ""},
        {"Wen has the tickets, Ana.", ""},
        {"I, too", ""},
        {"see you, Wen", ""},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(command_addressee(arena, cases[i].line), cases[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(orders, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(orders_as_people_write_them, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(prose, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(courtesy_asks_for_nothing, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(everybody_but_some, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(prose_is_told_its_order, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(names_are_offered_for_prose, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(orders_are_taken_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_is_asked_back, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(signatures_and_quotations, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(lines_are_kept_as_written, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(floods_are_bounded, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(phrases, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(orders_for_all, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(patterns_end, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(whom_a_line_speaks_to, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
