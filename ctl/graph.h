/* SPDX-License-Identifier: GPL-2.0-or-later */
/* graph.h - a rule's ladder as a picture: in characters, and in DOT for Graphviz. */
#ifndef CTL_GRAPH_H
#define CTL_GRAPH_H

#include "base/buf.h"
#include "rules/model.h"

#define GRAPH_BYTES (4u * 1024 * 1024) /* a ceiling for what follows */

/* A ladder that is read from top to bottom; what leads elsewhere than to the next step names the
 * number of the step that it leads to. */
void graph_text(struct arena *a, const struct programme *p, const struct rule *r, struct buf *out);

/* The rules named (NULL: all) as one digraph, a cluster each. */
void graph_dot(struct arena *a, const struct programme *p, const struct rule *only,
               struct buf *out);

#endif
