/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a message: read, turned into JSON, which must be believed and come back the same. */
#include "base/log.h"
#include "mail/facts.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void round_trip(struct arena *a, const struct mail_facts *f)
{
    struct mail_facts again;
    struct err e = {""};
    char *json = mail_facts_to_json(a, f);
    if (mail_facts_from_json(a, json, strlen(json), &again, &e))
        die("own facts refused: %s", e.text);
    if (strcmp(mail_facts_to_json(a, &again), json) != 0)
        die("the facts did not come back");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct mail_hints hints = {.self = {"mentors@example.org", "mx.example.org"},
                               .original = "Dear Ana,\n\nhow are you two?\n"};
    struct mail_head head;
    struct mail_facts facts;
    if (!a) {
        mail_init();
        a = arena_new(64u * 1024 * 1024);
    }
    arena_reset(a);
    mail_read_head(a, (const char *)data, size, &hints.self, &head);
    mail_read(a, (const char *)data, size, &hints, &facts);
    round_trip(a, &facts);
    return 0;
}
