/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report_files.h - what goes with a report as files. */
#ifndef ENGINE_REPORT_FILES_H
#define ENGINE_REPORT_FILES_H

#include "engine/engine_internal.h"

#define REPORT_MOST_FILES 2

/* The contact form of this month as CSV and XLSX, in e->scratch. A file that
 * can't be made is left out, with a line in the log. How many there are, or -1:
 * store_error(). */
int report_files(struct engine *e, struct mail_attachment out[REPORT_MOST_FILES]);

/* How soon people answered in twelve months, as a letter shows it. */
struct report_picture {
    struct mail_attachment file; /* no data where it can't be drawn */
    const char *id;              /* of the part; */
    const char *source;          /* as the page names it, or NULL */
    const char *words, *figures;
    int width;
};

/* Up to today, in e->scratch, for the letter of that Message-ID. -1: store_error(). */
int report_picture(struct engine *e, const char *message_id, struct report_picture *out);

#endif
