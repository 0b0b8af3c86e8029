/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reports/picture.h"
#include "reports/columns.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>
#include <string.h>

#define WIDTH  ((double)PICTURE_WIDTH)
#define HEIGHT 420.0
#define SCALE  2.0 /* pixels of the PNG a unit: sharp on the screens of phones */

#define LEFT   46.0 /* of the bars: before it stand the numbers */
#define RIGHT  744.0
#define TOP    112.0
#define BOTTOM 376.0
#define BAR    34.0

static const struct color {
    double r, g, b;
} colors[FIGURE_COUNT] = {
    [FIGURE_FIRST] = {0.67, 0.85, 0.76}, [FIGURE_SECOND] = {0.38, 0.66, 0.72},
    [FIGURE_LATER] = {0.70, 0.42, 0.10}, [FIGURE_NONE] = {0.42, 0.12, 0.16},
    [FIGURE_OPEN] = {0.92, 0.93, 0.94},
};
static const struct color ink = {0.13, 0.15, 0.18}, faint = {0.42, 0.45, 0.50},
                          line = {0.84, 0.86, 0.88};

struct picture {
    const struct figures *figures;
    cairo_t *cairo;
    struct arena *arena;
    int highest; /* what the topmost line stands for */
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* ---- drawing -------------------------------------------------------------------------- */

static void use(struct picture *p, struct color c)
{
    cairo_set_source_rgb(p->cairo, c.r, c.g, c.b);
}

/* Text of that size with its middle at y; its width. */
static double write_text(struct picture *p, double x, double y, enum align align, const char *font,
                         const char *text)
{
    PangoLayout *layout = pango_cairo_create_layout(p->cairo);
    PangoFontDescription *description = pango_font_description_from_string(font);
    int width, height;

    pango_layout_set_font_description(layout, description);
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_pixel_size(layout, &width, &height);
    x -= align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? width : width / 2.0;
    cairo_move_to(p->cairo, x, y - height / 2.0);
    pango_cairo_show_layout(p->cairo, layout);
    pango_font_description_free(description);
    g_object_unref(layout);
    return width;
}

static void rectangle(struct picture *p, double x, double y, double width, double height,
                      struct color c)
{
    use(p, c);
    cairo_rectangle(p->cairo, x, y, width, height);
    cairo_fill(p->cairo);
}

/* ---- the scale ------------------------------------------------------------------------- */

/* The distance of the lines: 1, 2, 5, 10, 20 ... so that there are at most five. */
static int distance(int most)
{
    static const int steps[] = {1, 2, 5};

    for (int power = 1; power < 100000000; power *= 10)
        for (int i = 0; i < 3; i++)
            if (most <= 5 * steps[i] * power)
                return steps[i] * power;
    return 1000000000;
}

static double height_of(const struct picture *p, int count)
{
    return (BOTTOM - TOP) * count / p->highest;
}

static void draw_lines(struct picture *p)
{
    int most = 1, step;

    for (int i = 0; i < FIGURES_MONTHS; i++)
        if (figures_total(&p->figures->months[i]) > most)
            most = figures_total(&p->figures->months[i]);
    step = distance(most);
    p->highest = (most + step - 1) / step * step;
    for (int n = 0; n <= p->highest; n += step) {
        double y = BOTTOM - height_of(p, n);

        rectangle(p, LEFT, y - 0.5, RIGHT - LEFT, 1, line);
        use(p, faint);
        write_text(p, LEFT - 8, y, ALIGN_RIGHT, "DejaVu Sans 10", arena_printf(p->arena, "%d", n));
    }
}

/* ---- the bars ---------------------------------------------------------------------------- */

static bool is_light(enum figure f)
{
    return f != FIGURE_NONE && f != FIGURE_LATER;
}

static void draw_part(struct picture *p, double x, double bottom, enum figure f, int count)
{
    double height = height_of(p, count);

    rectangle(p, x, bottom - height, BAR, height, colors[f]);
    if (bottom < BOTTOM)
        rectangle(p, x, bottom - 0.75, BAR, 1.5, (struct color){1, 1, 1});
    if (height < 15)
        return;
    use(p, is_light(f) ? ink : (struct color){1, 1, 1});
    write_text(p, x + BAR / 2, bottom - height / 2, ALIGN_CENTRE, "DejaVu Sans 9",
               arena_printf(p->arena, "%d", count));
}

static void draw_month(struct picture *p, int place)
{
    const struct figures_month *m = &p->figures->months[place];
    double middle = LEFT + (RIGHT - LEFT) * (place + 0.5) / FIGURES_MONTHS, bottom = BOTTOM;

    for (int f = 0; f < FIGURE_COUNT; f++) {
        if (m->count[f])
            draw_part(p, middle - BAR / 2, bottom, (enum figure)f, m->count[f]);
        bottom -= height_of(p, m->count[f]);
    }
    use(p, place == FIGURES_MONTHS - 1 ? ink : faint);
    write_text(p, middle, BOTTOM + 13, ALIGN_CENTRE, "DejaVu Sans 10",
               arena_printf(p->arena, "%.3s", month_name(m->month.month)));
    if (place == 0 || m->month.month == 1)
        write_text(p, middle, BOTTOM + 29, ALIGN_CENTRE, "DejaVu Sans 9",
                   arena_printf(p->arena, "%d", m->month.year));
}

/* ---- the words --------------------------------------------------------------------------- */

static void draw_legend(struct picture *p)
{
    double x = LEFT;

    for (int f = 0; f < FIGURE_COUNT; f++) {
        rectangle(p, x, 70, 12, 12, colors[f]);
        use(p, ink);
        x += 17 +
             write_text(p, x + 17, 76, ALIGN_LEFT, "DejaVu Sans 9.5", figure_name((enum figure)f)) +
             16;
    }
}

static void draw(struct picture *p)
{
    const struct programme *programme = p->figures->programme;

    rectangle(p, 0, 0, WIDTH, HEIGHT, (struct color){1, 1, 1});
    use(p, ink);
    write_text(p, LEFT, 24, ALIGN_LEFT, "DejaVu Sans Bold 14",
               programme->title ? programme->title : programme->name);
    use(p, faint);
    write_text(p, LEFT, 48, ALIGN_LEFT, "DejaVu Sans 10",
               "Who was written to, and when they answered: people a month");
    draw_legend(p);
    draw_lines(p);
    for (int i = 0; i < FIGURES_MONTHS; i++)
        draw_month(p, i);
}

const char *picture_words(struct arena *a, const struct figures *f)
{
    const struct figures_month *m = &f->months[FIGURES_MONTHS - 1];
    const char *words = arena_printf(a, "%s %d: %d written to", month_name(m->month.month),
                                     m->month.year, figures_total(m));

    for (int i = 0; i < FIGURE_COUNT; i++)
        if (m->count[i])
            words = arena_printf(a, "%s; %d %s%s", words, m->count[i],
                                 i < FIGURE_NONE ? "answered " : "", figure_name((enum figure)i));
    return words;
}

static void add_month(struct columns *table, struct arena *a, const struct figures_month *m)
{
    const char *cells[FIGURE_COUNT + 1] = {
        arena_printf(a, "%.3s %d", month_name(m->month.month), m->month.year)};

    for (int f = 0; f < FIGURE_COUNT; f++)
        cells[f + 1] = arena_printf(a, "%5d", m->count[f]);
    columns_add(table, cells);
}

const char *picture_figures(struct arena *a, const struct figures *f)
{
    static const char *const titles[] = {"Answered", "first", "second", "later",
                                         "not",      "open",  NULL};
    _cleanup_(buf_release) struct buf out = BUF_INIT(16 * 1024);
    struct columns table;
    int first = 0;

    while (first < FIGURES_MONTHS - 1 && !figures_total(&f->months[first]))
        first++;
    columns_init(&table, a, titles);
    for (int i = first; i < FIGURES_MONTHS; i++)
        add_month(&table, a, &f->months[i]);
    columns_print(&table, &(struct columns_style){0}, &out);
    return arena_strdup(a, buf_str(&out));
}

/* ---- the file ------------------------------------------------------------------------------ */

static cairo_status_t add_bytes(void *ctx, const unsigned char *bytes, unsigned int len)
{
    buf_add(ctx, bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *new_surface(enum picture_format format, struct buf *out)
{
    cairo_surface_t *s;

    if (format == PICTURE_SVG)
        return cairo_svg_surface_create_for_stream(add_bytes, out, WIDTH, HEIGHT);
    s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(WIDTH * SCALE), (int)(HEIGHT * SCALE));
    cairo_surface_set_device_scale(s, SCALE, SCALE);
    return s;
}

int picture_draw(const struct figures *f, enum picture_format format, struct buf *out,
                 struct err *e)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(64 * 1024);
    cairo_surface_t *surface = new_surface(format, out);
    struct picture p = {.figures = f, .cairo = cairo_create(surface), .arena = a};
    cairo_status_t status;

    draw(&p);
    status = cairo_status(p.cairo);
    cairo_destroy(p.cairo);
    if (status == CAIRO_STATUS_SUCCESS && format == PICTURE_PNG)
        status = cairo_surface_write_to_png_stream(surface, add_bytes, out);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(e, "the picture can't be drawn: %s", cairo_status_to_string(status));
    return out->overflow ? err_set(e, "the picture is too large") : 0;
}
