/* XML in UTF-8 piece by piece: tags, elements, what lies between. Stricter than XML in what it takes, and
 * everything is looked at once; what is refused is read by slower parsers. */
#ifndef XML_H
#define XML_H
#include <stdint.h>
#include <string.h>

enum { DEEPEST = 40, MOST_ATTRIBUTES = 60, REFUSED = -1 };

typedef const uint8_t *Bytes;
typedef struct { Bytes at; int64_t size; } Span;  /* at == NULL: none */

typedef struct { Bytes at, end; uint8_t *out, *room, *texts, *texts_room; } Reader;
typedef struct { Span name; Span names[MOST_ATTRIBUTES], values[MOST_ATTRIBUTES]; int count, closing, empty; } Tag;

static int is_blank(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
static int is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }
static uint8_t lower(uint8_t c) { return (uint8_t)(c - 'A') < 26 ? c | 32 : c; }
static int is_name(uint8_t c) {
    return (uint8_t)((c | 32) - 'a') < 26 || is_digit(c) || c == ':' || c == '_' || c == '-' || c == '.';
}

static int same(Span a, const char *b) {
    int64_t size = (int64_t)strlen(b);
    if (a.size != size) return 0;
    for (int64_t i = 0; i < size; i++) if (lower(a.at[i]) != (uint8_t)b[i]) return 0;
    return 1;
}

static int is(Span a, const char *b) { return a.size == (int64_t)strlen(b) && !memcmp(a.at, b, a.size); }

static int starts(Reader *r, const char *with) {
    int64_t size = (int64_t)strlen(with);
    return r->end - r->at >= size && !memcmp(r->at, with, size);
}

/* Behind the next `with`; false where there is none. */
static int pass(Reader *r, const char *with) {
    int64_t size = (int64_t)strlen(with);
    for (Bytes p = r->at; (p = memchr(p, with[size - 1], r->end - p)) != NULL; p++)
        if (p - r->at >= size - 1 && !memcmp(p - size + 1, with, size)) { r->at = p + 1; return 1; }
    return 0;
}

/* The tag at `r->at`, which stands on its "<"; false where it is not well-formed. */
static int read_tag(Reader *r, Tag *tag) {
    Bytes p = r->at + 1, end = r->end, start;
    tag->count = tag->empty = 0;
    tag->closing = p < end && *p == '/';
    p += tag->closing;
    for (start = p; p < end && is_name(*p); p++) {}
    tag->name = (Span){start, p - start};
    if (p == start || is_digit(*start) || *start == '-' || *start == '.') return 0;
    for (;;) {
        Bytes before = p;
        while (p < end && is_blank(*p)) p++;
        if (p >= end) return 0;
        if (*p == '>') { p++; break; }
        if (tag->closing) return 0;
        if (*p == '/') {
            if (end - p < 2 || p[1] != '>') return 0;
            tag->empty = 1;
            p += 2;
            break;
        }
        if (p == before || tag->count == MOST_ATTRIBUTES) return 0;
        for (start = p; p < end && is_name(*p); p++) {}
        if (p == start || end - p < 3) return 0;
        tag->names[tag->count] = (Span){start, p - start};
        while (p < end && is_blank(*p)) p++;
        if (p >= end || *p++ != '=') return 0;
        while (p < end && is_blank(*p)) p++;
        if (p >= end || (*p != '"' && *p != '\'')) return 0;
        Bytes close = memchr(p + 1, *p, end - p - 1);
        if (!close || memchr(p + 1, '<', close - p - 1)) return 0;
        tag->values[tag->count++] = (Span){p + 1, close - p - 1};
        p = close + 1;
    }
    r->at = p;
    return 1;
}

static Span attribute(const Tag *tag, const char *name) {
    for (int i = 0; i < tag->count; i++) {
        if (is(tag->names[i], name)) return tag->values[i];
    }
    return (Span){NULL, 0};
}

static int declares(const Tag *tag) {
    for (int i = 0; i < tag->count; i++)
        if (tag->names[i].size >= 5 && !memcmp(tag->names[i].at, "xmlns", 5)) return 1;
    return 0;
}

static int closes(const Tag *tag, Span open) {
    return tag->name.size == open.size && !memcmp(tag->name.at, open.at, open.size);
}

/* Behind the end of the element whose start tag was just read; false where it has an unsound inside.
 * `plain`: 1 where no elements or comments may stand in it. The content goes to `content`. */
static int pass_element(Reader *r, Span name, int plain, Span *content) {
    Span open[DEEPEST];
    Tag tag;
    int depth = 1;
    open[0] = name;
    content->at = r->at;
    while ((r->at = memchr(r->at, '<', r->end - r->at)) != NULL) {
        Bytes here = r->at;
        if (starts(r, "<![CDATA[")) {
            r->at += 9;
            if (!pass(r, "]]>")) return 0;
        } else if (starts(r, "<!--")) {
            r->at += 4;
            if (plain || !pass(r, "-->")) return 0;
        } else if (starts(r, "<?")) {
            if (plain || !pass(r, "?>")) return 0;
        } else if (!read_tag(r, &tag)) {
            return 0;
        } else if (tag.closing) {
            if (!closes(&tag, open[--depth])) return 0;
            if (!depth) { content->size = here - content->at; return 1; }
        } else {
            if (plain) return 0;
            if (tag.empty) continue;
            if (depth == DEEPEST) return 0;
            open[depth++] = tag.name;
        }
    }
    return 0;
}

/* Past a comment or an instruction; 1 for one, 0 for something else, REFUSED where it does not end. */
static int pass_aside(Reader *r) {
    if (starts(r, "<!--")) { r->at += 4; return pass(r, "-->") ? 1 : REFUSED; }
    if (starts(r, "<?")) return pass(r, "?>") ? 1 : REFUSED;
    return 0;
}

/* Up to the next tag and past it; false where there is none. */
static int next_tag(Reader *r, Tag *tag) {
    int aside;
    do {
        if ((r->at = memchr(r->at, '<', r->end - r->at)) == NULL) return 0;
        if ((aside = pass_aside(r)) == REFUSED) return 0;
    } while (aside);
    return read_tag(r, tag);
}

#endif
