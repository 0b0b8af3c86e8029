/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scenario.h - a story to play: what happens to a programme, and when (YAML).
 *
 *     programme: mentor2mentor
 *     programmes: ../programmes        # folders and files start at the scenario's folder
 *     organisation: Harbour Mentoring
 *     mailbox: mentors@example.org
 *     admin: admin@example.org
 *     zone: America/New_York           # of what belongs to no programme; UTC without
 *     start: 2026-11-30 09:00          # all times are on the programme's clock
 *     end: 2027-01-31 18:00
 *     timeline:                        # in the order of time
 *       - {at: 2026-11-30 09:00, import: roster.csv}
 *       - {at: 2026-11-30 09:00, mode: live}
 *       - {at: 2026-12-17 14:12, from: Ana Ruiz, answers: check-in, file: answers/ana.eml,
 *          note: "from an iPhone, top-posted"}
 *
 * A message is a file as it would lie in a Maildir, but for what is only known
 * when it is delivered:
 *
 *     {{to}}           the address that the letter wants its answer at; the mailbox without one
 *     {{message_id}}   of the letter, without <>
 *     {{subject}}      of the letter
 *     {{quoted}}       its text, each line behind "> "
 *     {{quoted_html}}  its text as HTML
 *     {{date}}         now, as a Date field has it
 *
 * The letter is the last one of that name that went to `from`, and, where
 * `about` is given, speaks of that person.
 */
#ifndef CTL_SCENARIO_H
#define CTL_SCENARIO_H

#include "base/civil.h"
#include "store/store.h"
#include "yaml/yaml.h"

enum scene_kind { SCENE_IMPORT, SCENE_MODE, SCENE_MAIL };

struct scene {
    enum scene_kind kind;
    struct pos pos;
    struct civil at;
    const char *file; /* of import and mail, ready to be opened */
    const char *mode; /* live, shadow or paused */
    const char *from, *answers, *about;
    const char *note; /* for the one who reads the story, or NULL */
};

struct scenario {
    const char *programme;
    const char *programmes; /* folder */
    const char *organisation, *mailbox, *admin;
    const char *zone; /* NULL: not said */
    struct civil start, end;
    struct scene *scenes; /* in the order of time */
    size_t count;
};

/* NULL with diagnostics. */
struct scenario *scenario_load(struct arena *a, const char *path, struct diags *d);

/* ---- messages ------------------------------------------------------------ */

struct reply {
    const char *mailbox;
    const struct outbox_row *letter; /* what is answered, or NULL */
    instant now;
    const struct zone *zone;
};

/* The message in the file at path, filled in. -1 with e. */
int reply_compose(const struct reply *r, const char *path, struct buf *out, struct err *e);

#endif
