/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON comes from a process that a stranger's message may have taken
 * over. Every field must be there, be of its type and within its bounds, and
 * there must be no other; the first that is not ends the reading. */
#include "mail/facts.h"
#include "mail/facts_names.h"
#include <glib.h>
#include <jansson.h>
#include <string.h>

#define MAX_LINE   (64u * 1024)
#define MAX_EMAIL  1600
#define MAX_IDS    200
#define MAX_STATUS 20
#define BASE64     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

struct reader {
    struct arena *arena;
    struct err *err;
    bool failed;
};

/* What fails first is reported; afterwards everything reads as empty. */
static void fail(struct reader *r, const char *key, const char *what)
{
    if (!r->failed)
        err_set(r->err, "the parser's answer is wrong: %s %s", key, what);
    r->failed = true;
}

static json_t *member(struct reader *r, json_t *o, const char *key)
{
    json_t *v = r->failed ? NULL : json_object_get(o, key);
    if (!v)
        fail(r, key, "is missing");
    return v;
}

static void expect_members(struct reader *r, json_t *o, const char *what, size_t count)
{
    if (!json_is_object(o))
        fail(r, what, "is no object");
    else if (json_object_size(o) != count)
        fail(r, what, "has too few or too many fields");
}

/* Lines are one line; texts may hold newlines and tabs. */
static const char *string_of(struct reader *r, json_t *v, const char *key, size_t max, bool text)
{
    if (r->failed || !json_is_string(v)) {
        fail(r, key, "is no text");
        return "";
    }
    const char *s = json_string_value(v);
    size_t n = json_string_length(v);
    if (n > max)
        fail(r, key, "is too long");
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)s[i] < ' ' && !(text && (s[i] == '\n' || s[i] == '\t'))) ||
            s[i] == 0x7F)
            fail(r, key, "has a control character");
    return r->failed ? "" : arena_strndup(r->arena, s, n);
}

static const char *line(struct reader *r, json_t *o, const char *key, size_t max)
{
    return string_of(r, member(r, o, key), key, max, false);
}

static const char *text(struct reader *r, json_t *o, const char *key, size_t max)
{
    return string_of(r, member(r, o, key), key, max, true);
}

static bool truth(struct reader *r, json_t *o, const char *key)
{
    json_t *v = member(r, o, key);
    if (!json_is_boolean(v))
        fail(r, key, "is neither true nor false");
    return json_is_true(v);
}

static int64_t integer(struct reader *r, json_t *o, const char *key, int64_t max)
{
    json_t *v = member(r, o, key);
    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > max) {
        fail(r, key, "is no number in its range");
        return 0;
    }
    return json_integer_value(v);
}

static int one_of(struct reader *r, json_t *o, const char *key, const char *const *names, int count)
{
    const char *s = line(r, o, key, MAX_STATUS);
    for (int i = 0; i < count; i++)
        if (strcmp(s, names[i]) == 0)
            return i;
    fail(r, key, "is none of its values");
    return 0;
}

static json_t *array(struct reader *r, json_t *o, const char *key, size_t max, size_t *count)
{
    json_t *v = member(r, o, key);
    *count = 0;
    if (!json_is_array(v))
        fail(r, key, "is no list");
    else if (json_array_size(v) > max)
        fail(r, key, "has too many entries");
    else
        *count = json_array_size(v);
    return v;
}

static const char **strings(struct reader *r, json_t *o, const char *key, size_t *count)
{
    json_t *v = array(r, o, key, MAX_IDS, count);
    const char **out = arena_array(r->arena, *count, sizeof *out);
    for (size_t i = 0; i < *count; i++)
        out[i] = string_of(r, json_array_get(v, i), key, MAX_EMAIL, false);
    return out;
}

static struct mail_address address(struct reader *r, json_t *o, const char *key)
{
    expect_members(r, o, key, 2);
    return (struct mail_address){line(r, o, "name", MAX_LINE), line(r, o, "email", MAX_EMAIL)};
}

static void read_to(struct reader *r, json_t *o, struct mail_head *out)
{
    json_t *to = array(r, o, "to", MAIL_MAX_ADDRESSES, &out->to_count);
    out->to = arena_array(r->arena, out->to_count, sizeof *out->to);
    for (size_t i = 0; i < out->to_count; i++)
        out->to[i] = address(r, json_array_get(to, i), "to");
}

static void read_head(struct reader *r, json_t *o, struct mail_head *out)
{
    expect_members(r, o, "head", 10);
    out->from = address(r, member(r, o, "from"), "from");
    out->from_count = (size_t)integer(r, o, "from_count", 1000000);
    read_to(r, o, out);
    out->subject = line(r, o, "subject", MAX_LINE);
    out->message_id = line(r, o, "message_id", MAX_EMAIL);
    out->refs = strings(r, o, "refs", &out->refs_count);
    out->tokens = strings(r, o, "tokens", &out->tokens_count);
    out->date = integer(r, o, "date", INT64_C(4102444800));
    out->dmarc = (enum mail_dmarc)one_of(r, o, "dmarc", dmarc_names, 4);
    if (!json_is_null(member(r, o, "refused")))
        out->refused = line(r, o, "refused", MAX_LINE);
}

static void read_recipients(struct reader *r, json_t *o, struct mail_facts *out)
{
    json_t *list = array(r, o, "recipients", MAIL_MAX_RECIPIENTS, &out->recipients_count);
    out->recipients = arena_array(r->arena, out->recipients_count, sizeof *out->recipients);
    for (size_t i = 0; i < out->recipients_count; i++) {
        json_t *v = json_array_get(list, i);
        expect_members(r, v, "recipients", 7);
        out->recipients[i] = (struct mail_recipient){line(r, v, "recipient", MAX_EMAIL),
                                                     line(r, v, "status", MAX_STATUS),
                                                     truth(r, v, "permanent"),
                                                     truth(r, v, "hard"),
                                                     text(r, v, "reason", MAX_LINE),
                                                     line(r, v, "meaning", MAX_LINE),
                                                     truth(r, v, "ours")};
    }
}

static void read_calendar(struct reader *r, json_t *o, struct mail_facts *out)
{
    out->calendar_method = line(r, o, "calendar_method", MAX_LINE);
    json_t *list = array(r, o, "calendar", MAIL_MAX_RECIPIENTS, &out->calendar_count);
    out->calendar = arena_array(r->arena, out->calendar_count, sizeof *out->calendar);
    for (size_t i = 0; i < out->calendar_count; i++) {
        json_t *v = json_array_get(list, i);
        expect_members(r, v, "calendar", 4);
        out->calendar[i] = (struct mail_calendar){
            line(r, v, "uid", MAX_LINE), line(r, v, "recurrence_id", MAX_LINE),
            line(r, v, "attendee", MAX_LINE), line(r, v, "partstat", MAX_LINE)};
    }
}

static void read_data(struct reader *r, json_t *o, size_t *room, struct mail_attachment *out)
{
    json_t *v = member(r, o, "data");
    size_t n = json_string_length(v);
    if (!json_is_string(v) || n % 4 != 0 || n / 4 * 3 > *room + 2) {
        fail(r, "data", "is no base64 of the size allowed");
        return;
    }
    const char *s = json_string_value(v);
    size_t digits = strspn(s, BASE64), padding = strspn(s + digits, "=");
    if (digits + padding != n || padding > 2) {
        fail(r, "data", "is no base64");
        return;
    }
    char *data = arena_alloc(r->arena, n / 4 * 3 + 1);
    int state = 0;
    guint save = 0;
    out->len = g_base64_decode_step(s, n, (guchar *)data, &state, &save);
    out->data = data;
    *room -= out->len < *room ? out->len : *room;
}

static const char *text_or_null(struct reader *r, json_t *o, const char *key, size_t max)
{
    return json_is_null(member(r, o, key)) ? NULL : text(r, o, key, max);
}

static void read_table(struct reader *r, json_t *o, size_t *room, struct mail_attachment *out)
{
    out->table = text_or_null(r, o, "table", *room);
    out->table_why = text_or_null(r, o, "table_why", MAX_LINE);
    if (out->table)
        *room -= strlen(out->table);
}

static void read_attachments(struct reader *r, json_t *o, struct mail_facts *out)
{
    size_t room = MAIL_MAX_BYTES, table_room = MAIL_MAX_TABLE;
    json_t *list = array(r, o, "attachments", MAIL_MAX_ATTACHMENTS, &out->attachments_count);
    out->attachments = arena_array(r->arena, out->attachments_count, sizeof *out->attachments);
    for (size_t i = 0; i < out->attachments_count; i++) {
        json_t *v = json_array_get(list, i);
        expect_members(r, v, "attachments", 5);
        out->attachments[i].name = line(r, v, "name", MAX_LINE);
        out->attachments[i].type = line(r, v, "type", MAX_LINE);
        read_data(r, v, &room, &out->attachments[i]);
        read_table(r, v, &table_room, &out->attachments[i]);
    }
}

static void read_away(struct reader *r, json_t *o, struct mail_facts *out)
{
    json_t *v = member(r, o, "away_until");
    if (!json_is_null(v) && date_parse(string_of(r, v, "away_until", 10, false), &out->away_until))
        fail(r, "away_until", "is no date");
    out->away_why = text(r, o, "away_why", MAX_LINE);
}

static void read_facts(struct reader *r, json_t *o, struct mail_facts *out)
{
    expect_members(r, o, "the whole", 15);
    read_head(r, member(r, o, "head"), &out->head);
    out->class = (enum mail_class)one_of(r, o, "class", class_names, 4);
    out->class_why = text(r, o, "class_why", MAX_LINE);
    out->kind = line(r, o, "kind", MAX_STATUS);
    out->text = text(r, o, "text", MAIL_MAX_TEXT);
    out->text_why = text(r, o, "text_why", MAX_LINE);
    out->rest = text(r, o, "rest", MAIL_MAX_REST);
    out->text_truncated = truth(r, o, "text_truncated");
    read_away(r, o, out);
    out->in_answer_to = line(r, o, "in_answer_to", MAX_EMAIL);
    read_recipients(r, o, out);
    read_calendar(r, o, out);
    read_attachments(r, o, out);
}

/* Nesting is bounded by jansson (2048); a NUL in a string is refused by it. */
static json_t *load(struct reader *r, const char *json, size_t len)
{
    json_error_t why;
    json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
    if (!root)
        fail(r, "it", "is no JSON");
    return root;
}

int mail_head_from_json(struct arena *a, const char *json, size_t len, struct mail_head *out,
                        struct err *e)
{
    struct reader r = {.arena = a, .err = e};
    *out = (struct mail_head){0};
    json_t *root = load(&r, json, len);
    if (root)
        read_head(&r, root, out);
    json_decref(root);
    return r.failed ? -1 : 0;
}

int mail_facts_from_json(struct arena *a, const char *json, size_t len, struct mail_facts *out,
                         struct err *e)
{
    struct reader r = {.arena = a, .err = e};
    *out = (struct mail_facts){0};
    json_t *root = load(&r, json, len);
    if (root)
        read_facts(&r, root, out);
    json_decref(root);
    return r.failed ? -1 : 0;
}
