/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scene.h - the whole engine on a store in memory, with real messages: Mentor2Mentor as it is
 * delivered, five people, and the day of the check-in.
 *
 *     Ana     mentor, with Carol, match Bea    ana@example.org
 *     Dan     mentor, with Kay                 dan@example.org
 *     Carol, Kay  coordinators                 Wen  welcome coordinator
 *
 * It is Tuesday, 2026-12-15, 10:00 in New York, and the check-ins have gone out.
 */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include "engine/simulate.h"
#include "tests/unit/unit.h"

struct scene {
    struct arena *arena;
    struct config config;
    struct simulation sim;
    int64_t ana, bea, dan, carol, kay, wen;
    int64_t first; /* letters up to here are old news */
    unsigned messages;
};

int scene_setup(void **state);
int scene_setup_all(void **state); /* the other programmes are there, too, and have nobody */
int scene_teardown(void **state);

/* Silently: nothing is triggered by it. */
void scene_happen(struct scene *s, const char *programme, enum event_kind kind, int64_t person,
                  int64_t other, const char *name);
int64_t scene_person(struct scene *s, const char *programme, const char *name, const char *address,
                     const char *role);

/* ---- time ---------------------------------------------------------------- */

/* Lets time come up to then, by the clock of New York. */
void scene_at(struct scene *s, const char *when);
/* What has gone out so far is old news. */
void scene_forget_letters(struct scene *s);

/* ---- letters ------------------------------------------------------------- */

/* News: how many letters of that template went to that address ("": any). */
int scene_count(struct scene *s, const char *letter, const char *to);
/* The last of them, old or new, with raw; the test fails where there is none. */
struct outbox_row scene_letter(struct scene *s, const char *letter, const char *to);
/* Whether any letter to that address, old or new, has these words in its text. */
bool scene_reached(struct scene *s, const char *to, const char *words);
/* A number out of the store. */
int64_t scene_number(struct scene *s, const char *sql);
/* How many events of a kind with that value ("": any) are in the log about a person (0: anybody).
 */
int scene_events(struct scene *s, const char *kind, const char *value, int64_t person);

/* ---- mail ---------------------------------------------------------------- */

/* A message as a stranger's program would make it. Fields that are NULL are left out. */
struct scene_mail {
    const char *from; /* a whole field body */
    const char *to;   /* NULL: where the letter wants its answer; else the mailbox */
    const struct outbox_row *answers; /* In-Reply-To, Subject and the quotation come from it */
    const char *subject;
    const char *more; /* further fields, each line ended with \n */
    const char *text;
    bool quote; /* our letter stands quoted below */
};
void scene_receive(struct scene *s, const struct scene_mail *m);
#define RECEIVE(s, ...) scene_receive(s, &(struct scene_mail){__VA_ARGS__})
/* The same with bytes as they are. */
void scene_receive_bytes(struct scene *s, const char *bytes, size_t len);

#endif
