/* Texts and dates of XML written as plain UTF-8. */
#ifndef WRITING_H
#define WRITING_H
#include "xml.h"

enum { LONGEST_FIELD = 50000 };  /* bytes; of a longer text only the beginning is kept */

/* "&amp;" or "&#8217;" at `*at`, as bytes; 0 where it is neither one of XML's own nor a number. */
static int reference(Bytes *at, Bytes end, uint8_t *out) {
    static const struct { const char *name; uint8_t letter; } own[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    Bytes p = *at + 2;
    uint32_t value = 0;
    int digits = 0, hex;
    for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
        int64_t size = (int64_t)strlen(own[i].name);
        if (end - *at < size || memcmp(*at, own[i].name, size)) continue;
        *at += size;
        *out = own[i].letter;
        return 1;
    }
    if (end - *at < 4 || (*at)[1] != '#') return 0;
    hex = *p == 'x';
    for (p += hex; p < end && digits < 8; p++, digits++) {
        if (is_digit(*p)) value = value * (hex ? 16 : 10) + (*p - '0');
        else if (hex && (uint8_t)((*p | 32) - 'a') < 6) value = value * 16 + ((*p | 32) - 'a' + 10);
        else break;
    }
    if (!digits || p >= end || *p != ';') return 0;
    if (value < 0x20 ? value != '\t' && value != '\n' && value != '\r' : 0) return 0;
    if ((value >= 0xD800 && value < 0xE000) || value == 0xFFFE || value == 0xFFFF || value > 0x10FFFF) return 0;
    *at = p + 1;
    if (value < 0x80) { *out = (uint8_t)value; return 1; }
    int more = value < 0x800 ? 1 : value < 0x10000 ? 2 : 3;
    *out++ = (uint8_t)(0xFF00 >> (more + 1) | value >> 6 * more);
    for (int i = more - 1; i >= 0; i--) *out++ = (uint8_t)(0x80 | (value >> 6 * i & 63));
    return more + 1;
}

/* What needs a second look: controls, the blank at the front, "&", "<" and "]". */
static const uint8_t SPECIAL[256] = {
    [0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['&'] = 1, ['<'] = 1, [']'] = 1};

/* Writes the text of a piece of XML without the blanks around it; false where it is unsound. */
static int write_text(Reader *r, Span piece) {
    uint8_t *start = r->out, *out = start;
    if (!piece.at) return 1;
    Bytes p = piece.at, end = p + piece.size;
    int64_t most = piece.size < LONGEST_FIELD ? piece.size : LONGEST_FIELD;
    int section = 0, bytes;
    if (r->room - out < most + 8) return 0;
    while (p < end && is_blank(*p)) p++;
    while (p < end && out - start < most) {
        Bytes stop = end - p < most - (out - start) ? end : p + (most - (out - start));
        while (p < stop && !SPECIAL[*p]) *out++ = *p++;
        if (p == stop) continue;
        uint8_t c = *p;
        if (c == ' ' || c == '\n' || c == '\t') { if (out > start) *out++ = c; p++; }
        else if (c == ']' && section && end - p >= 3 && p[1] == ']' && p[2] == '>') { section = 0; p += 3; }
        else if (c == '<' && !section) {
            if (end - p < 9 || memcmp(p, "<![CDATA[", 9)) return 0;
            section = 1;
            p += 9;
            if (out == start) while (p < end && is_blank(*p)) p++;
        } else if (c == '&' && !section) {
            if (!(bytes = reference(&p, end, out))) return 0;
            out += bytes;
        } else if (c == '\r') {
            if (out > start) *out++ = '\n';
            if (++p < end && *p == '\n') p++;
        } else if (c < ' ') {
            return 0;
        } else {
            *out++ = c;
            p++;
        }
    }
    while (p < end && (*p & 0xC0) == 0x80) { *out++ = *p++; if (r->room - out < 8) return 0; }
    while (out > start && is_blank(out[-1])) out--;
    r->out = out;
    return 1;
}

/* The text from `start` to `end` at most `most` characters long, and not ending inside a tag. */
static uint8_t *cut(uint8_t *start, uint8_t *end, int64_t most) {
    enum { LONGEST_TAG = 2000 };
    uint8_t *p = start;
    if (end - start <= most) return end;
    for (int64_t count = 0; p < end; p++)
        if ((*p & 0xC0) != 0x80 && count++ == most) break;
    if (p == end) return end;
    end = p;
    for (int count = 0; p-- > start && *p != '>' && count < LONGEST_TAG; count += (*p & 0xC0) != 0x80)
        if (*p == '<') return p;
    return end;
}

static int number(Bytes p, int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
        if (!is_digit(p[i])) return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec", DAYS[] = "MonTueWedThuFriSatSun";

static int place(const char *names, int count, Bytes p) {
    for (int i = 0; i < count; i++) if (!memcmp(names + 3 * i, p, 3)) return i + 1;
    return -1;
}

/* Writes a date that has exactly the form of RFC 822 or of RFC 3339 as the moment in UTC that it names;
 * every other text as it stands, for `dates` to judge. */
static int write_date(Reader *r, Span piece) {
    static const int before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    Bytes p = piece.at, end = p + piece.size, time, zone;
    int year, month, day, hour, minute, second, sign, hours = 0, minutes = 0, colon = 0, fraction = 0;
    if (end - p > 12 && !memcmp(p, "<![CDATA[", 9) && !memcmp(end - 3, "]]>", 3)) { p += 9; end -= 3; }
    while (p < end && is_blank(*p)) p++;
    while (end > p && is_blank(end[-1])) end--;
    if (end - p > 40 || end - p < 20) return write_text(r, piece);
    if (p[4] == '-' && p[7] == '-' && p[10] == 'T') {
        year = number(p, 4); month = number(p + 5, 2); day = number(p + 8, 2);
        time = p + 11;
        zone = p + 19;
        colon = 1;
        if (*zone == '.') {
            int weight = 100000;
            for (zone++; end - zone > 1 && is_digit(*zone); zone++, weight /= 10) fraction += weight * (*zone - '0');
            if (zone == p + 20 || zone > p + 26) return write_text(r, piece);
        }
    } else {
        if (p[3] == ',' && p[4] == ' ' && place(DAYS, 7, p) > 0) p += 5;
        int two = end - p > 1 && p[1] != ' ';
        if (end - p < 23 + two || p[1 + two] != ' ' || p[5 + two] != ' ' || p[10 + two] != ' ' || p[19 + two] != ' ')
            return write_text(r, piece);
        day = number(p, 1 + two); month = place(MONTHS, 12, p + 2 + two); year = number(p + 6 + two, 4);
        time = p + 11 + two;
        zone = time + 9;
    }
    hour = number(time, 2); minute = number(time + 3, 2); second = number(time + 6, 2);
    sign = *zone == '-' ? -1 : 1;
    if (end - zone == (colon ? 1 : 3) && !memcmp(zone, colon ? "Z" : "GMT", colon ? 1 : 3)) {
    } else if ((*zone == '+' || *zone == '-') && end - zone == 5 + colon && (!colon || zone[3] == ':')) {
        hours = number(zone + 1, 2);
        minutes = number(zone + 3 + colon, 2);
    } else return write_text(r, piece);
    int leap = year > 0 && year % 4 == 0 && (year % 100 || year % 400 == 0);
    if (year < 1000 || year > 9998 || month < 1 || month > 12 || day < 1 || hours < 0 || hours > 13 || minutes < 0
        || minutes > 59 || day > before[month + 1] - before[month] + (leap && month == 2) || hour < 0 || hour > 23
        || minute < 0 || minute > 59 || second < 0 || second > 59 || time[2] != ':' || time[5] != ':' || r->room - r->out < 40)
        return write_text(r, piece);
    int of_day = hour * 60 + minute - sign * (hours * 60 + minutes);
    day += of_day >= 1440 ? 1 : of_day < 0 ? -1 : 0;
    of_day = (of_day + 2880) % 1440;
    if (day < 1) {
        if (--month < 1) { month = 12; year--; }
        day = before[month + 1] - before[month] + (month == 2 && year % 4 == 0 && (year % 100 || year % 400 == 0));
    } else if (day > before[month + 1] - before[month] + (leap && month == 2)) {
        day = 1;
        if (++month > 12) { month = 1; year++; }
    }
    int parts[] = {year / 100, year % 100, month, day, of_day / 60, of_day % 60, second};
    static const char marks[] = "\0--T::";
    for (int i = 0; i < 7; i++) {
        *r->out++ = (uint8_t)('0' + parts[i] / 10);
        *r->out++ = (uint8_t)('0' + parts[i] % 10);
        if (marks[i]) *r->out++ = (uint8_t)marks[i];
    }
    if (fraction) {
        *r->out++ = '.';
        for (int weight = 100000; weight; weight /= 10) *r->out++ = (uint8_t)('0' + fraction / weight % 10);
    }
    memcpy(r->out, "+00:00", 6);
    r->out += 6;
    return 1;
}

#endif
