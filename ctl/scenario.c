/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scenario.c - the YAML of a scenario. */
#include "ctl/scenario.h"

#include <errno.h>
#include <string.h>

#define MUST (YKEY_SCALAR | YKEY_REQUIRED)

static const struct ykey scenario_keys[] = {
    {"programme", MUST, "the programme that is played"},
    {"programmes", MUST, "the folder of programmes"},
    {"organisation", MUST, "as it stands in letters"},
    {"mailbox", MUST, "the address that letters come from"},
    {"admin", MUST, "the address of the admin"},
    {"zone", YKEY_SCALAR, "the time zone of what belongs to no programme"},
    {"start", MUST, "when the story begins, on the programme's clock"},
    {"end", MUST, "when it ends"},
    {"timeline", YKEY_LIST | YKEY_REQUIRED, "what happens, in the order of time"},
    {0},
};

static const struct ykey scene_keys[] = {
    {"at", MUST, "when, on the programme's clock"},
    {"import", YKEY_SCALAR, "a table of people to bring in"},
    {"mode", YKEY_SCALAR, "live, shadow or paused"},
    {"file", YKEY_SCALAR, "a message that comes"},
    {"from", YKEY_SCALAR, "who sends it, or whose letter it is about"},
    {"answers", YKEY_SCALAR, "the letter that it answers"},
    {"about", YKEY_SCALAR, "whom that letter speaks of, where there are several"},
    {"note", YKEY_SCALAR, "for the one who reads the story"},
    {0},
};

struct parse {
    struct arena *arena;
    struct diags *diags;
    const char *folder; /* that the paths start at */
};

static const char *text_of(const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);

    return n && n->kind == YNODE_SCALAR ? n->text : NULL;
}

static const char *path_of(struct parse *p, const struct ynode *map, const char *key)
{
    const char *path = text_of(map, key);

    return path && *path != '/' ? arena_printf(p->arena, "%s%s", p->folder, path) : path;
}

static struct civil time_of(struct parse *p, const struct ynode *map, const char *key)
{
    const struct ynode *n = ynode_get(map, key);
    struct civil c = {0};

    if (n && n->kind == YNODE_SCALAR && civil_parse(n->text, &c) < 0)
        diag_error(p->diags, n->pos, "\"%s\" is no date and time: write 2026-12-15 09:00", n->text);
    return c;
}

static int civil_compare(const struct civil *a, const struct civil *b)
{
    int days = date_compare(a->date, b->date);
    int minutes = (a->hour - b->hour) * 60 + a->minute - b->minute;

    return days ? days : minutes;
}

/* What an entry is, by the one key of the three that it has. */
static void read_kind(struct parse *p, const struct ynode *n, struct scene *s)
{
    const struct ynode *import = ynode_get(n, "import"), *mode = ynode_get(n, "mode");
    const struct ynode *file = ynode_get(n, "file");

    if (!!import + !!mode + !!file != 1)
        diag_error(p->diags, n->pos, "an entry has one of \"import\", \"mode\" and \"file\"");
    if (file && !ynode_get(n, "from"))
        diag_error(p->diags, n->pos, "a message needs \"from\"");
    s->kind = import ? SCENE_IMPORT : mode ? SCENE_MODE : SCENE_MAIL;
    s->file = path_of(p, n, import ? "import" : "file");
    s->mode = text_of(n, "mode");
    if (s->mode && strcmp(s->mode, "live") && strcmp(s->mode, "shadow") &&
        strcmp(s->mode, "paused"))
        diag_error(p->diags, mode->pos, "a mode is live, shadow or paused");
}

static void read_scene(struct parse *p, const struct ynode *n, const struct scene *before,
                       struct scene *s)
{
    s->pos = n->pos;
    if (ynode_check(n, scene_keys, "an entry of the timeline", p->diags) < 0)
        return;
    s->at = time_of(p, n, "at");
    s->from = text_of(n, "from");
    s->answers = text_of(n, "answers");
    s->about = text_of(n, "about");
    s->note = text_of(n, "note");
    read_kind(p, n, s);
    if (before && civil_compare(&s->at, &before->at) < 0)
        diag_error(p->diags, ynode_get(n, "at")->pos, "this is before the entry above it");
}

static void read_timeline(struct parse *p, const struct ynode *list, struct scenario *out)
{
    out->scenes = arena_array(p->arena, list->count, sizeof *out->scenes);
    for_each_child (n, list) {
        struct scene *s = &out->scenes[out->count];
        read_scene(p, n, out->count ? s - 1 : NULL, s);
        out->count++;
    }
}

/* Time goes one way. */
static void check_order(struct parse *p, const struct ynode *root, const struct scenario *s)
{
    if (civil_compare(&s->end, &s->start) < 0)
        diag_error(p->diags, ynode_get(root, "end")->pos, "the end is before the start");
    if (!s->count)
        return;
    if (civil_compare(&s->scenes[0].at, &s->start) < 0)
        diag_error(p->diags, s->scenes[0].pos, "this is before the start");
    if (civil_compare(&s->end, &s->scenes[s->count - 1].at) < 0)
        diag_error(p->diags, s->scenes[s->count - 1].pos, "this is after the end");
}

static struct scenario *read_scenario(struct parse *p, const struct ynode *root)
{
    struct scenario *s = arena_new_of(p->arena, struct scenario);

    s->programme = text_of(root, "programme");
    s->programmes = path_of(p, root, "programmes");
    s->organisation = text_of(root, "organisation");
    s->mailbox = text_of(root, "mailbox");
    s->admin = text_of(root, "admin");
    s->zone = text_of(root, "zone");
    s->start = time_of(p, root, "start");
    s->end = time_of(p, root, "end");
    read_timeline(p, ynode_get(root, "timeline"), s);
    return s;
}

struct scenario *scenario_load(struct arena *a, const char *path, struct diags *d)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(YAML_MAX_BYTES);
    const char *slash = strrchr(path, '/');
    struct parse p = {.arena = a, .diags = d};
    const struct ynode *root;
    struct scenario *s;

    if (buf_read_file(&text, path) < 0) {
        diag_error(d, (struct pos){.file = path}, "cannot be read: %s", strerror(errno));
        return NULL;
    }
    p.folder = slash ? arena_strndup(a, path, (size_t)(slash + 1 - path)) : "";
    root = yaml_parse(a, path, buf_str(&text), text.len, d);
    if (!root || ynode_check(root, scenario_keys, "a scenario", d) < 0)
        return NULL;
    s = read_scenario(&p, root);
    if (!d->errors)
        check_order(&p, root, s);
    return d->errors ? NULL : s;
}
