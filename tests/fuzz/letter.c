/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a letter, and as the values of a letter: no value may become
 * markup, and no mark may be left. */
#include "templates/letter.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char LETTER[] = "---\nsubject: About {{name}}\n---\n# {{name}}\n\n- **{{name}}** "
                             "`{{name}}`\n\n[x](https://x.example/{{name}} \"{{name}}\")\n\n"
                             "{{text}}\n\n```\n{{text}}\n```\n";

static void check(const struct rendered_letter *out)
{
    static const char *const never[] = {"<script", "<img", "<div id", "href=\"javascript",
                                        "\xef\xb7\x90"};

    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (strstr(out->html, never[i]))
            abort();
    }
    if (strpbrk(out->subject, "\r\n\t"))
        abort();
}

static void render(const struct letter *l, const char *value, struct arena *a)
{
    struct fields *f = fields_new(a);
    struct rendered_letter out;
    struct err e;

    fields_set(f, "name", value);
    fields_set_block(f, "text", value);
    if (letter_render(l, f, a, &out, &e) == 0 && !strstr(value, "\xef\xb7\x90"))
        check(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(256 << 20);
    const char *value = arena_strndup(a, size ? (const char *)data : "", size);
    struct letter *l;
    struct diags d;

    diags_init(&d, a);
    render(letter_parse(a, "check-in.md", LETTER, sizeof LETTER - 1, &d), value, a);
    l = letter_parse(a, "check-in.md", (const char *)data, size, &d);
    if (!l != (d.errors > 0))
        abort();
    if (l)
        render(l, "<script>", a);
    return 0;
}
