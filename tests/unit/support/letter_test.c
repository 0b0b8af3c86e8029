/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support/letter_test.h"
#include "tests/unit/unit.h"
#include <string.h>

int letter_setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new(256 << 20);
    f->fields = fields_new(f->arena);
    f->printed = BUF_INIT(1 << 20);
    diags_init(&f->diags, f->arena);
    *state = f;
    return 0;
}

int letter_teardown(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    buf_release(&f->printed);
    test_free(f);
    return 0;
}

struct letter *parse(struct fixture *f, const char *text)
{
    return letter_parse(f->arena, "letters/check-in.md", text, strlen(text), &f->diags);
}

const char *printed(struct fixture *f)
{
    buf_reset(&f->printed);
    diags_print(&f->diags, &f->printed);
    diags_init(&f->diags, f->arena);
    return buf_str(&f->printed);
}

void assert_refused(struct fixture *f, const char *text, const char *message)
{
    assert_null(parse(f, text));
    assert_string_equal(printed(f), message);
}

void render(struct fixture *f, const char *body)
{
    struct letter *l = parse(f, arena_printf(f->arena, "---\nsubject: Hello\n---\n%s", body));

    assert_string_equal(printed(f), "");
    assert_non_null(l);
    if (letter_render(l, f->fields, f->arena, &f->out, &f->err) < 0)
        fail_msg("%s", f->err.text);
}

const char *html(struct fixture *f)
{
    const char *from = strstr(strstr(f->out.html, "<div class"), ">\n") + 2;
    const char *to = strstr(from, "</div>\n</body>\n</html>\n");

    assert_non_null(to);
    return arena_strndup(f->arena, from, (size_t)(to - from));
}

void assert_error(struct fixture *f, const char *body, const char *message)
{
    struct letter *l = parse(f, arena_printf(f->arena, "---\nsubject: Hello\n---\n%s", body));

    assert_string_equal(printed(f), "");
    assert_int_equal(letter_render(l, f->fields, f->arena, &f->out, &f->err), -1);
    assert_string_equal(f->err.text, message);
}
