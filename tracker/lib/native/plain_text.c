/* The beginning of the text of foreign HTML: the compiled twin of `html_text.beginnings`, which says
 * what the rules are and asks here first. Common markup is read; for all else the answer is ASK, and
 * the twin in Python reads that text.
 *
 * Loaded with ctypes, knows nothing of Python. Texts come in one block of UTF-8 that Python encoded
 * (so it is whole), with NUL between them, and go out the same way. Reads end with the block, writes
 * with the room given; nothing is allocated. Each byte is looked at a bounded number of times.
 */
#include <stdint.h>
#include <string.h>

enum { ASK = 0, PLAIN = 1, SPACE = 2, GONE = 3, LINE = 4 };  /* what a character is */
enum { BLOCK = 1, BREAK = 2, DROPPED = 3 };                  /* what a tag does */
enum { LONGEST_TAG_NAME = 61, LONGEST_NAME = 33, MOST_DIGITS = 7, CODES = 0x10000 };

typedef const uint8_t *Bytes;
typedef struct { Bytes letters; const int32_t *starts; const uint32_t *values; int32_t count; } Names;

static Bytes kinds;         /* of each character below 0x10000 */
static Bytes unended;       /* 128 x 128: two letters that begin a reference needing no ";" */
static Names references;    /* values: two characters each, the second may be 0 */
static Names tags;          /* values: two each, the first is what the tag does */

void tables(Bytes of_characters, Bytes of_unended,
            Bytes letters, const int32_t *starts, const uint32_t *values, int32_t count,
            Bytes tag_letters, const int32_t *tag_starts, const uint32_t *tag_values, int32_t tag_count) {
    kinds = of_characters;
    unended = of_unended;
    references = (Names){letters, starts, values, count};
    tags = (Names){tag_letters, tag_starts, tag_values, tag_count};
}

typedef struct {
    Bytes at, end;          /* what is left to read */
    uint8_t *out, *room;    /* where to write, and up to where */
    int32_t count, most;    /* characters written and wanted */
    int32_t lines;          /* line ends since the last character written */
    int space, carriage;    /* whether there was a space; whether "\r" came last */
} Text;

static int is_letter(uint8_t c) { return (uint8_t)((c | 32) - 'a') < 26; }
static int is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }
static int is_blank(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/* Where a name stands in its sorted table, or -1. */
static int32_t find(const Names *names, Bytes name, int32_t length) {
    int32_t low = 0, high = names->count;
    while (low < high) {
        int32_t middle = (low + high) / 2, start = names->starts[middle];
        int32_t size = names->starts[middle + 1] - start;
        int order = memcmp(names->letters + start, name, size < length ? size : length);
        if (!order) order = size - length;
        if (!order) return middle;
        if (order < 0) low = middle + 1; else high = middle;
    }
    return -1;
}

static void line_end(Text *t) {
    if (t->carriage) t->carriage = 0; else t->lines++;
}

/* Writes what lies between two words; false when that was all that is wanted, or there is no room. */
static int gap(Text *t) {
    if (t->room - t->out < 8) return 0;
    if (t->count && (t->lines || t->space)) {
        *t->out++ = t->lines ? '\n' : ' ';
        t->count++;
        if (t->lines > 1 && t->count < t->most) { *t->out++ = '\n'; t->count++; }
    }
    t->lines = t->space = t->carriage = 0;
    return t->count < t->most;
}

/* One character that may be anything; false for ASK. */
static int character(Text *t, uint32_t c) {
    int kind = c < CODES ? kinds[c] : c >= 0x1F000 && c <= 0x1FAFF ? PLAIN : ASK;
    if (kind == ASK) return 0;
    if (kind == PLAIN) {
        if (!gap(t)) return 1;
        if (c < 0x80) *t->out++ = (uint8_t)c;
        else if (c < 0x800) {
            *t->out++ = (uint8_t)(0xC0 | c >> 6);
            *t->out++ = (uint8_t)(0x80 | (c & 63));
        } else if (c < CODES) {
            *t->out++ = (uint8_t)(0xE0 | c >> 12);
            *t->out++ = (uint8_t)(0x80 | (c >> 6 & 63));
            *t->out++ = (uint8_t)(0x80 | (c & 63));
        } else {
            *t->out++ = (uint8_t)(0xF0 | c >> 18);
            *t->out++ = (uint8_t)(0x80 | (c >> 12 & 63));
            *t->out++ = (uint8_t)(0x80 | (c >> 6 & 63));
            *t->out++ = (uint8_t)(0x80 | (c & 63));
        }
        t->count++;
        return 1;
    }
    if (c == '\r') { t->lines++; t->carriage = 1; return 1; }
    if (kind == LINE && c == '\n') { line_end(t); return 1; }
    t->carriage = 0;
    if (kind == LINE) t->lines++;
    else if (kind == SPACE) t->space = 1;
    return 1;
}

/* "&#8217;" and the like; `t->at` stands on "&#". */
static int number(Text *t) {
    Bytes p = t->at + 2;
    uint32_t value = 0;
    int digits = 0, hex = p < t->end && (*p | 32) == 'x';
    if (hex) p++;
    for (; p < t->end && digits <= MOST_DIGITS; p++, digits++) {
        if (is_digit(*p)) value = value * (hex ? 16 : 10) + (*p - '0');
        else if (hex && (uint8_t)((*p | 32) - 'a') < 6) value = value * 16 + ((*p | 32) - 'a' + 10);
        else break;
    }
    if (!digits || digits > MOST_DIGITS || (p < t->end && *p == '<')) return 0;
    if (p < t->end && *p == ';') p++;
    if (value < 0xA0 && !(value >= 0x20 && value < 0x7F) && value != '\t' && value != '\n') return 0;
    if ((value >= 0xD800 && value < 0xE000) || (value >= 0xFDD0 && value < 0xFDF0)) return 0;
    if ((value & 0xFFFE) == 0xFFFE) return 0;
    t->at = p;
    return character(t, value);
}

/* What "&" begins; false for ASK. */
static int reference(Text *t) {
    Bytes name = t->at + 1, p = name;
    if (p < t->end && *p == '#') return number(t);
    while (p < t->end && p - name <= LONGEST_NAME && (is_letter(*p) || is_digit(*p))) p++;
    if (p < t->end && *p == '<') return 0;  /* without the tag the name may go on */
    int32_t length = (int32_t)(p - name);
    if (length >= 2) {
        int32_t found = p < t->end && *p == ';' ? find(&references, name, length) : -1;
        if (found >= 0) {
            t->at = p + 1;
            if (!character(t, references.values[2 * found])) return 0;
            uint32_t second = references.values[2 * found + 1];
            return !second || t->count >= t->most || character(t, second);
        }
        if (unended[name[0] * 128 + name[1]]) return 0;
    }
    t->at++;
    return character(t, '&');
}

/* Past the tag or comment at `t->at`, which stands on "<"; what it does, or -1 for ASK. `dropped` is
 * the tag whose content is left out, or -1; changed where one begins or ends. */
static int tag(Text *t, int32_t *dropped) {
    Bytes p = t->at + 1, end = t->end, name;
    uint8_t small[LONGEST_TAG_NAME];
    int32_t length = 0, found;
    int closing = 0;
    if (end - p >= 3 && !memcmp(p, "!--", 3)) {
        for (p += 3; (p = memchr(p, '>', end - p)) != NULL; p++)
            if (p - t->at >= 6 && p[-1] == '-' && p[-2] == '-') { t->at = p + 1; return 0; }
        return -1;
    }
    if (p < end && *p == '/') { closing = 1; p++; }
    if (p >= end || !is_letter(*p)) return -1;
    for (name = p; p < end && (is_letter(*p) || is_digit(*p) || *p == ':' || *p == '-'); p++) {
        if (length == LONGEST_TAG_NAME) return -1;
        small[length++] = is_letter(*p) ? *p | 32 : *p;
    }
    for (;;) {
        Bytes before = p;
        while (p < end && is_blank(*p)) p++;
        if (p >= end) return -1;
        if (*p == '>') { p++; break; }
        if (*p == '/') {
            if (end - p < 2 || p[1] != '>') return -1;
            p += 2;
            break;
        }
        if (p == before) return -1;
        for (name = p; p < end && *p > ' ' && *p < 0x7F && !strchr("<>\"'=/", *p); p++) {}
        if (p == name || p >= end) return -1;
        if (*p != '=') continue;
        if (++p >= end) return -1;
        if (*p == '"' || *p == '\'') {
            Bytes close = memchr(p + 1, *p, end - p - 1);
            if (!close || memchr(p + 1, '<', close - p - 1)) return -1;
            p = close + 1;
        } else {
            for (name = p; p < end && *p > ' ' && *p < 0x7F && !strchr("<>\"'=`", *p); p++) {}
            if (p == name) return -1;
        }
    }
    t->at = p;
    found = find(&tags, small, length);
    if (*dropped >= 0) {
        if (closing && found == *dropped) *dropped = -1;
        return 0;
    }
    if (found < 0) return 0;
    int does = (int)tags.values[2 * found];
    if (does == DROPPED) {
        if (!closing && p[-2] != '/') *dropped = found;
        return 0;
    }
    return does == BREAK && closing ? 0 : does;
}

/* How many bytes the plain character at `p` has, 0 where it is another or above 0x7FF. */
static inline int plain_bytes(Bytes p, Bytes end) {
    if (*p < 0x80) return kinds[*p] == PLAIN && *p != '<' && *p != '&';
    if (*p >= 0xE0 || end - p < 2) return 0;
    return kinds[(*p & 31) << 6 | (p[1] & 63)] == PLAIN ? 2 : 0;
}

/* Copies plain characters and the single spaces between them, up to anything else. */
static void words(Text *t) {
    Bytes p = t->at, end = t->end;
    uint8_t *out = t->out;
    int32_t left = t->most - t->count;
    if (end - p > t->room - out) end = p + (t->room - out);
    while (left > 0 && p < end) {
        int bytes = plain_bytes(p, end);
        if (!bytes) {
            if (*p != ' ' || end - p < 2 || !plain_bytes(p + 1, end)) break;
            bytes = 1;
        }
        *out++ = *p++;
        if (bytes == 2) *out++ = *p++;
        left--;
    }
    t->at = p;
    t->out = out;
    t->count = t->most - left;
}

/* Whether "<" before `p` may begin a tag or an aside; in a script it often means "less". */
static int opens(Bytes p, Bytes end) {
    return p < end && (is_letter(*p) || (*p && strchr("_:/!?", *p)));
}

/* The text from `t->at` on; false for ASK. */
static int read_text(Text *t) {
    int32_t dropped = -1;
    while (t->at < t->end && t->count < t->most && t->room - t->out >= 8) {
        uint8_t c = *t->at;
        if (dropped >= 0 && c != '<') {
            Bytes next = memchr(t->at, '<', t->end - t->at);
            t->at = next ? next : t->end;
        } else if (dropped >= 0 && !opens(t->at + 1, t->end)) {
            t->at++;
        } else if (c == '<') {
            int does = tag(t, &dropped);
            if (does < 0) return 0;
            if (does) line_end(t);
            if (does == BLOCK) line_end(t);
        } else if (c == '&') {
            if (!reference(t)) return 0;
        } else if (plain_bytes(t->at, t->end)) {
            if (gap(t)) words(t);
        } else if (c < 0x80) {
            t->at++;
            if (!character(t, c)) return 0;
        } else {
            int more = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
            uint32_t code = c & (0x3F >> more);
            if (t->end - t->at <= more) return 0;
            for (int i = 1; i <= more; i++) code = code << 6 | (t->at[i] & 63);
            t->at += more + 1;
            if (!character(t, code)) return 0;
        }
    }
    return t->room - t->out >= 8;
}

/* Writes the beginning of each text, at most `most` characters, or "\1" for ASK, with NUL between
 * them; returns how many bytes that is, -1 where they need more than `room`. */
int64_t beginnings(Bytes texts, int64_t size, int32_t most, uint8_t *out, int64_t room) {
    uint8_t *first = out, *last = out + room;
    Bytes at = texts, end = texts + size;
    for (;;) {
        Bytes stop = memchr(at, 0, end - at);
        if (!stop) stop = end;
        if (last - out < 2) return -1;
        Text t = {at, stop, out, last, 0, most, 0, 0, 0};
        if (read_text(&t)) out = t.out;
        else *out++ = 1;
        if (stop == end) return out - first;
        *out++ = 0;
        at = stop + 1;
    }
}
