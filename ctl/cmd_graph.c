/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_graph.c - mentorctl graph: a rule's ladder as a picture. */
#include "ctl/folder.h"
#include "ctl/graph.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const struct rule *find_rule(const struct programme *p, const char *name)
{
    const struct rule *r = programme_rule(p, name);
    const char *names[256], *near;
    size_t n = 0;

    if (r)
        return r;
    for (size_t i = 0; i < p->rules_count && n < 255; i++)
        names[n++] = p->rules[i].name;
    names[n] = NULL;
    near = nearest_word(name, names);
    if (near)
        ctl_complain(0, "%s has no rule \"%s\": did you mean \"%s\"?", p->name, name, near);
    else
        ctl_complain(0, "%s has no rule \"%s\"", p->name, name);
    return NULL;
}

static int print_text(struct ctl *c, const struct programme *p, const struct rule *only)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(GRAPH_BYTES);

    for (size_t i = 0; i < p->rules_count; i++) {
        if (only && only != &p->rules[i])
            continue;
        if (out.len)
            buf_addc(&out, '\n');
        graph_text(c->arena, p, &p->rules[i], &out);
    }
    out_buf(&out);
    return CTL_OK;
}

/* ---- Graphviz ------------------------------------------------------------------ */

/* A file in memory to read from: a pipe would have to be fed while dot writes. */
static int file_of(const struct buf *b)
{
    int fd = memfd_create("dot", MFD_CLOEXEC);
    size_t done = 0;

    while (fd >= 0 && done < b->len) {
        ssize_t n = write(fd, b->data + done, b->len - done);
        if (n < 0 && errno != EINTR) {
            close(fd);
            return -1;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* dot reads from fd and writes to our standard output. 0 or what spawning it failed with. */
static int spawn_dot(int fd, pid_t *pid)
{
    static char name[] = "dot", option[] = "-Tsvg";
    char *const argv[] = {name, option, NULL};
    posix_spawn_file_actions_t files;
    int rc = posix_spawn_file_actions_init(&files);

    if (rc)
        return rc;
    rc = posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    if (!rc)
        rc = posix_spawnp(pid, name, &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    return rc;
}

static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return CTL_BROKEN;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return CTL_OK;
    return ctl_complain(CTL_BROKEN, "Graphviz could not draw it: see above");
}

static int print_svg(const struct buf *dot)
{
    _cleanup_(close_fdp) int fd = file_of(dot);
    pid_t pid;
    int rc;

    if (fd < 0)
        return ctl_complain(CTL_BROKEN, "the picture can't be made: %s", strerror(errno));
    rc = out_finish() < 0 ? EIO : spawn_dot(fd, &pid);
    if (rc == ENOENT)
        return ctl_complain(CTL_BROKEN,
                            "pictures are drawn by Graphviz, which is not installed: install the "
                            "package graphviz, or take --text or --dot");
    if (rc)
        return ctl_complain(CTL_BROKEN, "dot can't be run: %s", strerror(rc));
    return wait_for(pid);
}

/* ---- the command ----------------------------------------------------------------- */

static int print_dot(struct ctl *c, const struct programme *p, const struct rule *only, bool svg)
{
    _cleanup_(buf_release) struct buf dot = BUF_INIT(GRAPH_BYTES);

    graph_dot(c->arena, p, only, &dot);
    if (svg)
        return print_svg(&dot);
    out_buf(&dot);
    return CTL_OK;
}

static int run(struct ctl *c, const struct ctl_args *args)
{
    _cleanup_(shelf_freep) struct shelf *shelf = NULL;
    static const char *const forms[] = {"text", "svg", "dot", NULL};
    bool svg = ctl_given(args, "svg"), dot = ctl_given(args, "dot");
    struct programme_folder folder;
    const struct rule *only = NULL;
    int status;

    if ((status = ctl_at_most_one(args, forms)) != CTL_OK ||
        (status = ctl_folder(c, ctl_given(args, "programme"), &folder)) != CTL_OK)
        return status;
    if (!(shelf = ctl_folder_shelf(c, &folder)))
        return CTL_BROKEN;
    const struct programme *p = shelf->programmes[0].rules;
    if (args->operands_count && !(only = find_rule(p, args->operands[0])))
        return CTL_NO;
    return svg || dot ? print_dot(c, p, only, svg) : print_text(c, p, only);
}

static const struct ctl_option options[] = {
    {"programme", "NAME|FOLDER", "whose rules, where there are several"},
    {"text", NULL, "in characters, for the terminal; so without any of these"},
    {"svg", NULL, "as a picture, for a browser; wants Graphviz"},
    {"dot", NULL, "for Graphviz: mentorctl graph check-in --dot | dot -Tpdf"},
    {0}};

const struct ctl_command cmd_graph = {
    .name = "graph",
    .operands = "[RULE]",
    .help = "Draw the ladder of a rule",
    .more = "All rules of the programme, or one: what is done, what it waits for, and where it\n"
            "goes on when somebody answers, when nobody does, and when a step is undone.",
    .options = options,
    .most = 1,
    .run = run,
};
