/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text as commands and as typed answers. */
#include "words/commands.h"
#include "base/log.h"
#include "mail/mime.h"
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_answers(struct arena *a, const char *text, struct writer w)
{
    static const char *const choices[] = {"reached", "not reached", NULL};
    struct answer_field fields[] = {
        {.name = "mentor_link", .type = ANSWER_URL},
        {.name = "mentee_link", .type = ANSWER_URL},
        {.name = "date reached", .type = ANSWER_DATE},
        {.name = "next meeting", .type = ANSWER_DATE_AHEAD},
        {.name = "hour", .type = ANSWER_TIME},
        {.name = "number", .type = ANSWER_NUMBER},
        {.name = "go on", .type = ANSWER_YES_NO},
        {.name = "summary", .type = ANSWER_TEXT},
        {.name = "outcome", .type = ANSWER_CHOICE, .choices = choices},
    };
    answers_parse(a, text, w, fields, sizeof fields / sizeof *fields);
}

/* What is offered instead of prose must be an order when it is written. */
static void offer(struct arena *a, const char *line, struct writer w)
{
    struct command_likely likely;
    struct command *list, all;
    command_for_all(a, line, w, &all);
    if (!command_likely(a, line, w, &likely))
        return;
    const char *order = command_written(a, &likely.order);
    if (commands_parse(a, order, w, &list) != 1 || list[0].verb != likely.order.verb)
        die("\"%s\" is offered and no order", order);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    static const char *const languages[] = {NULL, "es", "fr", "de", "pt-BR", "it", "nl", "en-US"};
    struct writer w = {{2026, 11, 18}, languages[size % 8]};
    struct command *list;
    if (!a) {
        mime_init();
        a = arena_new(256u * 1024 * 1024);
    }
    arena_reset(a);
    const char *text = mime_to_utf8(a, NULL, (const char *)data, size);
    size_t n = commands_parse(a, text, w, &list);
    for (size_t i = 0; i < n; i++)
        if (list[i].number < 0 || list[i].days < 0 || !list[i].note || !list[i].meant)
            __builtin_trap();
    for (size_t i = 0; i < n; i++)
        if (list[i].verb == COMMAND_NONE)
            offer(a, list[i].line, w);
    read_answers(a, text, w);
    return 0;
}
