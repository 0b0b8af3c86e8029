/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be told about a letter before it is ever filled in. */
#include "templates/internal.h"
#include <string.h>

#define DEEPEST_NESTING 12

/* --- fields -------------------------------------------------------------------------------------
 */

static bool is_known(const char *name, const char *const *known)
{
    for (; *known; known++) {
        if (strcmp(*known, name) == 0)
            return true;
    }
    return false;
}

/* Whether some known field stands in the rows of that name: "mentees" has "mentees.name". */
static bool has_rows(const char *name, const char *const *known)
{
    size_t len = strlen(name);

    for (; *known; known++)
        for (const char *at = strstr(*known, name); at; at = strstr(at + 1, name))
            if (at[len] == '.' && (at == *known || at[-1] == '.'))
                return true;
    return false;
}

/* "mentees.name" for name inside {{#mentees}}, the lists around that included; a section that
 * only asks whether a value is there adds nothing. */
static const char *full_name(struct arena *a, const struct letter_field *within, const char *name,
                             const char *const *known)
{
    for (; within; within = within->within)
        if (has_rows(within->name, known))
            name = arena_printf(a, "%s.%s", within->name, name);
    return name;
}

/* As the renderer looks: in the innermost row, then in those around it. */
static bool is_supplied(struct arena *a, const struct letter_field *f, const char *const *known)
{
    for (const struct letter_field *w = f->within; w; w = w->within) {
        if (is_known(full_name(a, w, f->name, known), known))
            return true;
    }
    return is_known(f->name, known);
}

int letter_check_fields(const struct letter *l, const char *const *known, struct diags *d)
{
    int result = 0;

    for (const struct letter_field *f = l->first_field; f; f = f->next) {
        const char *nearest;

        if (is_supplied(d->arena, f, known))
            continue;
        nearest = nearest_word(full_name(d->arena, f->within, f->name, known), known);
        if (!nearest)
            nearest = nearest_word(f->name, known);
        if (nearest)
            diag_error(d, f->pos, "there is no field \"%s\" here: did you mean \"%s\"?", f->name,
                       nearest);
        else
            diag_error(d, f->pos, "there is no field \"%s\" here", f->name);
        result = -1;
    }
    return result;
}

/* --- Markdown -----------------------------------------------------------------------------------
 */

/* Inline nodes have no line of their own in every version of cmark. */
static int line_of(cmark_node *node)
{
    int line = 0;

    for (; node && line == 0; node = cmark_node_parent(node))
        line = cmark_node_get_start_line(node);
    return line ? line : 1;
}

/* Where a value will stand in it, only how it begins is known. */
static bool may_be_safe(const char *url)
{
    static const char *const starts[] = {"{{", "http://", "https://", "mailto:"};

    if (!strstr(url, "{{"))
        return url_is_safe(url);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncasecmp(url, starts[i], strlen(starts[i])) == 0)
            return true;
    }
    return false;
}

static const char *fault_of_link(cmark_node *node)
{
    return may_be_safe(cmark_node_get_url(node))
               ? NULL
               : "a link leads to https://, http:// or mailto: addresses only";
}

static const char *fault_of(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
        return "HTML is not used in letters: write Markdown, and {{! remarks }} so";
    case CMARK_NODE_IMAGE:
        return "letters carry no pictures";
    case CMARK_NODE_LINK:
        return fault_of_link(node);
    default:
        return NULL;
    }
}

int markdown_check(const struct letter *l, const char *body, int first_line, struct diags *d)
{
    cmark_node *document = cmark_parse_document(body, strlen(body), CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;
    size_t errors = d->errors;
    int depth = 0;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct pos pos = {l->path, first_line + line_of(node) - 1, 1};
        const char *fault = event == CMARK_EVENT_ENTER ? fault_of(node) : NULL;

        if (fault)
            diag_stricter(d, pos, "%s", fault);
        if (cmark_node_first_child(node))
            depth += event == CMARK_EVENT_ENTER ? 1 : -1;
        if (depth > DEEPEST_NESTING) {
            diag_error(d, pos, "lists and quotations are nested too deeply");
            break;
        }
    }
    cmark_iter_free(iter);
    cmark_node_free(document);
    return d->errors == errors ? 0 : -1;
}
