/* SPDX-License-Identifier: GPL-2.0-or-later */
/* play.h - what mentorctl play does before and after the story. */
#ifndef CTL_PLAY_H
#define CTL_PLAY_H

#include "ctl/scenario.h"
#include "ctl/stage.h"
#include "ctl/story.h"

#define PLAY_FOLDER "build/demo"

/* The program that the parser runs in: the mentord beside this mentorctl. */
const char *play_parser(struct arena *a);

/* Makes the folder with its mentord.yaml and the programme. What an earlier play left there is
 * removed; a folder that is not play's is an error. -1 with e. */
int play_make_folder(struct arena *a, const char *folder, const struct scenario *s, struct err *e);

/* folder/programmes: a copy of the programme and of the letters that all have. -1 with e. */
int play_copy_programme(struct arena *a, const char *programmes, const char *name,
                        const char *folder, struct err *e);

struct ending {
    struct ctl *c;
    const struct programme *programme;
    const struct story *story;
    const char *folder;
    size_t messages;
};

/* Figures, who is with whom, where the letters lie and what to try. CTL_OK, or what to exit with.
 */
int play_ending(const struct ending *end);

/* inboxes/NAME/DATE LETTER.eml in the folder: a link a letter. The same codes. */
int play_inboxes(const struct ending *end);

#endif
