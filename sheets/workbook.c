/* SPDX-License-Identifier: GPL-2.0-or-later */
/* workbook.c - the seven files of the smallest workbook that Excel calls sound.
 *
 * libxlsxwriter would do as well, but knows files only, and temporary ones; this is
 * written where there may be none. */
#include "sheets/workbook.h"
#include "base/log.h"
#include "base/utf8.h"
#include <stdio.h>
#include <string.h>
#include <zip.h>

#define DAYS_TO_1970    25569 /* from 1899-12-30, where Excel's days begin */
#define FIRST_SAFE_YEAR 1901  /* before it Excel's days are wrong by one */
#define LONGEST_TITLE   31    /* characters of a sheet's name */
#define XML             "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONSHIPS   "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE         "http://schemas.openxmlformats.org/package/2006/"
#define CONTENT         "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* Styles, by their place in cellXfs below. */
enum style { STYLE_TEXT = 1, STYLE_TITLE, STYLE_DATE };

/* --- the parts that are always the same ---------------------------------------------------------
 */

static const char content_types[] = XML
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" CONTENT "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" CONTENT "worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" CONTENT "styles+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" "
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "</Types>";

static const char root_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATIONSHIPS
        "/officeDocument\" Target=\"xl/workbook.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" PACKAGE
        "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "</Relationships>";

static const char workbook_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATIONSHIPS
        "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" RELATIONSHIPS "/styles\" Target=\"styles.xml\"/>"
        "</Relationships>";

static const char styles[] = XML
    "<styleSheet xmlns=\"" MAIN "\">"
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
    "patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7EBF0\"/><bgColor "
    "indexed=\"64\"/></patternFill></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
    "applyFill=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment horizontal=\"left\" "
    "vertical=\"top\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

/* --- text ---------------------------------------------------------------------------------------
 */

/* Whether it reads as an escaped character, _x000D_, which a reader would undo. */
static bool looks_escaped(const char *s)
{
    return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 &&
           s[6] == '_';
}

static void add_character(struct buf *out, uint32_t c)
{
    char bytes[4];

    buf_add_markup(out, bytes, utf8_put(bytes, c == 0xfffe || c == 0xffff ? 0xfffd : c));
}

/* Excel counts as UTF-16 does, in which an emoji is two. */
static int units(uint32_t c)
{
    return c > 0xffff ? 2 : 1;
}

static void add_text(struct buf *out, const char *text, int most)
{
    const char *end = text + strlen(text);

    while (text < end) {
        const char *at = text;
        uint32_t c = utf8_next(&text, end);

        most -= units(c);
        if (most < 0)
            return;
        if (looks_escaped(at))
            buf_adds(out, "_x005F");
        add_character(out, c);
    }
}

/* --- the sheet ----------------------------------------------------------------------------------
 */

static void add_text_cell(struct workbook *w, size_t column, enum style style, const char *text)
{
    buf_addf(&w->sheet, "<c r=\"%c%zu\" s=\"%d\" t=\"inlineStr\"><is><t xml:space=\"preserve\">",
             (char)('A' + column), w->rows, (int)style);
    add_text(&w->sheet, text, WORKBOOK_MAX_CELL);
    buf_adds(&w->sheet, "</t></is></c>");
}

static void add_cell(struct workbook *w, size_t column, const struct workbook_cell *cell)
{
    char iso[32];
    struct date d = cell->date;

    if (cell->text && *cell->text) {
        add_text_cell(w, column, STYLE_TEXT, cell->text);
    } else if (d.year >= FIRST_SAFE_YEAR) {
        buf_addf(&w->sheet, "<c r=\"%c%zu\" s=\"%d\"><v>%lld</v></c>", (char)('A' + column),
                 w->rows, (int)STYLE_DATE, (long long)date_days(d) + DAYS_TO_1970);
    } else if (d.year) {
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", d.year, d.month, d.day);
        add_text_cell(w, column, STYLE_TEXT, iso);
    }
}

static void add_columns(struct workbook *w)
{
    buf_adds(&w->sheet, "<cols>");
    for (size_t i = 0; i < w->count; i++)
        buf_addf(&w->sheet, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>", i + 1,
                 i + 1, w->columns[i].width);
    buf_adds(&w->sheet, "</cols>");
}

static void add_titles(struct workbook *w)
{
    w->rows = 1;
    buf_adds(&w->sheet, "<row r=\"1\">");
    for (size_t i = 0; i < w->count; i++)
        add_text_cell(w, i, STYLE_TITLE, w->columns[i].title);
    buf_adds(&w->sheet, "</row>");
}

void workbook_init(struct workbook *w, const char *title, const struct workbook_column *columns,
                   size_t count)
{
    if (count == 0 || count > WORKBOOK_MAX_COLUMNS)
        die("a workbook of %zu columns", count);
    *w = (struct workbook){
        .title = title, .columns = columns, .count = count, .sheet = BUF_INIT(WORKBOOK_MAX_BYTES)};
    buf_adds(&w->sheet,
             XML "<worksheet xmlns=\"" MAIN "\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
                 "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
                 "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
                 "state=\"frozen\"/></sheetView></sheetViews>");
    add_columns(w);
    buf_adds(&w->sheet, "<sheetData>");
    add_titles(w);
}

void workbook_add_row(struct workbook *w, const struct workbook_cell *cells)
{
    w->rows++;
    buf_addf(&w->sheet, "<row r=\"%zu\">", w->rows);
    for (size_t i = 0; i < w->count; i++)
        add_cell(w, i, &cells[i]);
    buf_adds(&w->sheet, "</row>");
}

/* --- the package --------------------------------------------------------------------------------
 */

/* Excel refuses some characters in the names of sheets, and an apostrophe at either end. */
static void add_sheet_name(struct buf *out, const char *title)
{
    const char *end = title + strlen(title);
    int left = LONGEST_TITLE;

    if (!*title)
        buf_adds(out, "Sheet");
    while (title < end) {
        uint32_t c = utf8_next(&title, end);

        left -= units(c);
        if (left < 0)
            return;
        add_character(out, c < 128 && strchr("[]:*?/\\'\n\t", (int)c) ? '-' : c);
    }
}

static void make_workbook(const struct workbook *w, struct buf *out)
{
    buf_adds(out, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONSHIPS "\"><sheets>"
                      "<sheet name=\"");
    add_sheet_name(out, w->title);
    buf_adds(out, "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
}

static void make_core(const struct workbook *w, instant created, struct buf *out)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(4096);

    buf_addf(out, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                      "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    add_text(out, w->title, WORKBOOK_MAX_CELL);
    buf_addf(out,
             "</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>"
             "</cp:coreProperties>",
             instant_rfc3339(a, created));
}

/* The date of a part in the archive is the workbook's, in UTC, whatever the machine's zone. */
static void add_part(zip_t *zip, const char *name, const char *text, size_t len, struct civil made)
{
    zip_source_t *source = zip_source_buffer(zip, text, len, 0);
    zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    int year = made.date.year < 1980 ? 0 : made.date.year - 1980;

    if (at < 0 || zip_file_set_dostime(
                      zip, (zip_uint64_t)at,
                      (zip_uint16_t)(made.hour << 11 | made.minute << 5 | made.second / 2),
                      (zip_uint16_t)(year << 9 | made.date.month << 5 | made.date.day), 0) < 0)
        die("out of memory");
}

/* What was packed, out of the archive's own buffer. */
static int take_bytes(zip_source_t *packed, struct buf *out)
{
    zip_stat_t stat;
    char *to;

    if (zip_source_stat(packed, &stat) < 0 || zip_source_open(packed) < 0)
        return -1;
    to = buf_reserve(out, (size_t)stat.size);
    if (!to || zip_source_read(packed, to, stat.size) != (zip_int64_t)stat.size)
        return -1;
    out->len += (size_t)stat.size;
    return zip_source_close(packed);
}

static int make_package(struct workbook *w, instant created, struct buf *out)
{
    _cleanup_(buf_release) struct buf book = BUF_INIT(4096), core = BUF_INIT(256 * 1024);
    zip_source_t *packed = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = packed ? zip_open_from_source(packed, ZIP_TRUNCATE, NULL) : NULL;
    struct civil made = civil_at(created, zone_find("UTC"));
    int result;

    if (!zip)
        die("out of memory");
    zip_source_keep(packed);
    make_workbook(w, &book);
    make_core(w, created, &core);
    add_part(zip, "[Content_Types].xml", content_types, sizeof content_types - 1, made);
    add_part(zip, "_rels/.rels", root_relations, sizeof root_relations - 1, made);
    add_part(zip, "docProps/core.xml", core.data, core.len, made);
    add_part(zip, "xl/workbook.xml", book.data, book.len, made);
    add_part(zip, "xl/_rels/workbook.xml.rels", workbook_relations, sizeof workbook_relations - 1,
             made);
    add_part(zip, "xl/styles.xml", styles, sizeof styles - 1, made);
    add_part(zip, "xl/worksheets/sheet1.xml", w->sheet.data, w->sheet.len, made);
    result = zip_close(zip) < 0 ? -1 : take_bytes(packed, out);
    zip_source_free(packed);
    return result;
}

int workbook_finish(struct workbook *w, instant created, struct buf *out, struct err *e)
{
    int result = -1;

    buf_adds(&w->sheet, "</sheetData><pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" "
                        "bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup "
                        "orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    if (!w->sheet.overflow)
        result = make_package(w, created, out);
    buf_release(&w->sheet);
    return result < 0 ? err_set(e, "the table is too large for a workbook") : 0;
}
