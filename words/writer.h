/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer.h - whose words are read: what decides how dates, numbers and words are meant. */
#ifndef WORDS_WRITER_H
#define WORDS_WRITER_H

#include "base/civil.h"

struct writer {
    struct date today; /* where the writer is */
    const char
        *language; /* "es", "pt-BR", "en-US"; NULL: not known. English is always understood */
};

#endif
