/* How near the words of a text sound to the words on record: the compiled twin of
 * `people/names/on_record/hearing.py`, where the rules are said. It is loaded with ctypes, knows
 * nothing of Python, and is told all costs, limits and readings; it reads a stored index where it
 * lies (`packing`).
 *
 * Memory: every number of the index is checked before it is followed, every write is bounded by the
 * room given. Whatever is longer than the limits below is NOT_FOR_ME and is heard in Python.
 */
#include "ear.h"

/* `phonetics.sound_distance`; both at most LONGEST sounds. */
static double distance_of(const Ear *ear, const uint8_t *a, int32_t length, const uint8_t *b,
                          int32_t end, double farthest) {
    if (length == end && !memcmp(a, b, (size_t)end)) return 0.0;
    double rows[2][LONGEST + 1], loose[LONGEST];
    double *previous = rows[0], *row = rows[1];
    previous[0] = 0.0;
    for (int32_t i = 0; i < end; i++) {
        loose[i] = ear->loose[b[i]];
        previous[i + 1] = previous[i] + loose[i];
    }
    int32_t first = 0, last = end;
    while (previous[last] > farthest) last--;
    for (int32_t x = 0; x < length; x++) {
        const double drop = ear->loose[a[x]], *cost = ear->cost + a[x] * SOUNDS;
        for (int32_t i = 0; i <= end; i++) row[i] = FAR;
        double paid = row[first] = previous[first] + drop;
        int32_t beyond = paid <= farthest ? first : -1;
        for (int32_t at = first; at < end; at++) {
            double best = previous[at] + cost[b[at]];
            double other = previous[at + 1] + drop;
            if (other < best) best = other;
            other = paid + loose[at];
            if (other < best) best = other;
            if (best <= farthest) beyond = at + 1;
            else if (at > last) break;
            row[at + 1] = paid = best;
        }
        if (beyond < 0) return FAR;
        last = beyond;
        while (row[first] > farthest) first++;
        double *spare = previous;
        previous = row;
        row = spare;
    }
    return previous[end];
}

static int same_consonants(const Ear *ear, const uint8_t *a, int32_t n, const uint8_t *b, int32_t m) {
    int32_t i = 0, j = 0;
    for (;;) {
        while (i < n && ear->vowel[a[i]]) i++;
        while (j < m && ear->vowel[b[j]]) j++;
        if (i == n || j == m) return i == n && j == m;
        if (a[i++] != b[j++]) return 0;
    }
}

/* Code points of UTF-8 (lone surrogates included); NOT_FOR_ME when there are too many. */
static int decode(const uint8_t *text, int64_t bytes, Letters *into) {
    int32_t count = 0;
    for (int64_t at = 0; at < bytes;) {
        uint32_t code = text[at];
        int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
        if (count == LONGEST_SPELLING || at + more >= bytes) return NOT_FOR_ME;
        if (more) code &= 0x3Fu >> more;
        for (at++; more; more--) code = code << 6 | (text[at++] & 0x3F);
        into->letters[count++] = code;
    }
    into->length = count;
    return 0;
}

/* The bytes of a text of the index; NULL when its number is beyond all. */
static const uint8_t *text_of(const Words *words, uint32_t number, int64_t *bytes) {
    if (number >= words->text_count) return NULL;
    const uint32_t begin = words->texts_at[number], end = words->texts_at[number + 1];
    if (begin > end || end > words->text_bytes) return NULL;
    *bytes = end - begin;
    return words->texts + begin;
}

/* `spelling.price_by_ear` of a word on record and a form; 0 at `error` means that all went well. */
static double price_of(const Ear *ear, const Words *words, uint32_t word, const Form *form,
                       int *error) {
    const uint8_t traits = words->traits[word];
    Letters read;
    const Letters *spelling = &read, *sounds = &form->sounds;
    uint32_t text = words->soft[word];
    if (!(traits & FREE)) {
        if (!(form->kind & FORM_CYRILLIC)) {
            if (!form->spelling.length || (traits & SCRIPT) != ear->cyrillic) return NEVER;
            spelling = &form->spelling;
            sounds = &read;
            text = words->heard[word];
        } else if (!(form->kind & FORM_OTHER_CYRILLIC) || !(traits & FOREIGN)) return NEVER;
    }
    if (sounds != &read && sounds->length < ear->shortest) return NEVER;
    int64_t bytes = 0;
    const uint8_t *found = text_of(words, text, &bytes);
    if (!found || decode(found, bytes, &read) < 0) {
        *error = NOT_FOR_ME;
        return NEVER;
    }
    if (sounds->length < ear->shortest) return NEVER;
    const double price = walk(ear, spelling, sounds);
    return price <= ear->when_short * (sounds->length - ear->shortest) ? price : NEVER;
}

static uint32_t crc_table[256];

static void make_crc_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t sum = i;
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xEDB88320u ^ sum >> 1 : sum >> 1;
        crc_table[i] = sum;
    }
}

static uint32_t crc_of(const uint8_t *text, int64_t bytes) {
    uint32_t sum = 0xFFFFFFFFu;
    if (!crc_table[1]) make_crc_table();
    while (bytes--) sum = crc_table[(sum ^ *text++) & 0xFF] ^ sum >> 8;
    return sum ^ 0xFFFFFFFFu;
}

/* Where the values of a key begin and end; 0 for a key that is not there. */
static int values_of(const Words *words, const uint8_t *key, int64_t length, uint32_t *from,
                     uint32_t *to) {
    const uint32_t hash = crc_of(key, length);
    const uint64_t mask = words->slot_count - 1;
    for (uint64_t at = hash & mask, tried = 0; tried <= mask; at = (at + 1) & mask, tried++) {
        const uint64_t slot = words->slots[at];
        if (!slot) return 0;
        if ((uint32_t)(slot >> 32) != hash) continue;
        const uint32_t number = (uint32_t)slot - 1;
        int64_t bytes = 0;
        if (number >= words->key_count) return 0;
        const uint8_t *text = text_of(words, words->keys[number], &bytes);
        if (!text || bytes != length || memcmp(text, key, (size_t)length)) continue;
        *from = words->values_at[number];
        *to = words->values_at[number + 1];
        return *from <= *to && *to <= words->value_count;
    }
    return 0;
}

/* The next field of lines of fields: its bytes, and where to go on. */
static const uint8_t *field_end(const uint8_t *at, const uint8_t *end) {
    while (at < end && *at != '\t' && *at != '\n') at++;
    return at;
}

/* The forms: a line each of kind (a digit), spelling and sounds. */
static int64_t read_forms(const uint8_t *text, int64_t bytes, Form *forms, int64_t most) {
    const uint8_t *const end = text + bytes;
    int64_t count = 0;
    while (text < end) {
        if (count == most) return NOT_FOR_ME;
        Form *form = &forms[count++];
        form->kind = *text - '0';
        const uint8_t *spelling = field_end(text, end) + 1;
        if (spelling > end) return NOT_FOR_ME;
        const uint8_t *sounds = field_end(spelling, end) + 1;
        if (sounds > end) return NOT_FOR_ME;
        const uint8_t *line = field_end(sounds, end);
        if (decode(spelling, sounds - 1 - spelling, &form->spelling) < 0
            || decode(sounds, line - sounds, &form->sounds) < 0)
            return NOT_FOR_ME;
        text = line + 1;
    }
    return count;
}

static int number_of(const uint8_t *at, const uint8_t *end) {
    int number = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9' || number > MOST_FORMS) return -1;
        number = number * 10 + *at - '0';
    }
    return number;
}

/* The words on record under each key, as near as each of the sounds behind the key: how many rows.
 * `asks`: a line a key; behind it the sounds and the number of their form, in turn. */
static int64_t by_sound(const Ear *ear, const Words *words, const Query *asked, const Form *forms,
                        int64_t form_count, const uint8_t *at, const uint8_t *end, Row *rows,
                        int64_t room) {
    struct { const uint8_t *sounds; int32_t length; const Form *form; } heard[MOST_FORMS];
    int64_t count = 0;
    int error = 0;
    for (int32_t key = 0; at < end; key++) {
        const uint8_t *key_end = field_end(at, end), *line = key_end;
        uint32_t from = 0, to = 0;
        const int there = values_of(words, at, key_end - at, &from, &to);
        int32_t ways = 0;
        while (line < end && *line == '\t') {
            const uint8_t *sounds = line + 1, *sounds_end = field_end(sounds, end);
            if (sounds_end == end || *sounds_end != '\t' || ways == MOST_FORMS) return NOT_FOR_ME;
            line = field_end(sounds_end + 1, end);
            const int form = number_of(sounds_end + 1, line);
            if (form < 0 || form >= form_count || sounds_end - sounds > LONGEST) return NOT_FOR_ME;
            for (const uint8_t *sound = sounds; sound < sounds_end; sound++)
                if (*sound >= SOUNDS) return NOT_FOR_ME;
            heard[ways].sounds = sounds;
            heard[ways].length = (int32_t)(sounds_end - sounds);
            heard[ways++].form = forms + form;
        }
        at = line + 1;
        if (!there) continue;
        for (uint32_t value = from; value + 1 < to; value += 2) {
            int64_t bytes = 0;
            const uint32_t word = words->values[value + 1];
            const uint8_t *sound = text_of(words, words->values[value], &bytes);
            if (!sound || word >> 1 >= words->word_count) return NOT_FOR_ME;
            const int only_by_ear = bytes && sound[bytes - 1] == ear->ear_mark;
            if (only_by_ear && !asked->by_ear) continue;
            const int32_t traits = words->traits[word >> 1];
            const int32_t script = traits & SCRIPT;
            const int within = script == asked->script
                || (script == ear->cyrillic) == (asked->script == ear->cyrillic);
            const int by_ear = asked->by_ear || !within;
            for (int32_t way = 0; way < ways; way++) {
                const int32_t own = heard[way].length;
                double distance = NEVER, price = NEVER, near = ear->near_short;
                int32_t length = 0;
                int alike = 0;
                if (!only_by_ear && bytes - own <= ear->longest_difference
                    && own - bytes <= ear->longest_difference) {
                    if (bytes > LONGEST) return NOT_FOR_ME;
                    for (int64_t i = 0; i < bytes; i++) if (sound[i] >= SOUNDS) return NOT_FOR_ME;
                    length = own < bytes ? own : (int32_t)bytes;
                    if (length >= ear->near_length) near = ear->near_long;
                    distance = distance_of(ear, heard[way].sounds, own, sound, (int32_t)bytes, near);
                    alike = length >= ear->near_length
                        && same_consonants(ear, heard[way].sounds, own, sound, (int32_t)bytes);
                }
                if (by_ear)
                    price = price_of(ear, words, word >> 1, heard[way].form, &error);
                if (error) return error;
                if (distance > near && !alike && price > ear->farthest) continue;
                if (count == room) return NO_ROOM;
                rows[count++] = (Row){distance, price, key, (int32_t)((value - from) / 2),
                                      (int32_t)word, way, length, traits | alike << 8};
            }
        }
    }
    return count;
}

/* The Cyrillic words on record under each key that a form may be the spelling of. `asks`: a line a
 * key; behind it the numbers of forms. */
static int64_t by_spelling(const Ear *ear, const Words *words, const Form *forms,
                           int64_t form_count, const uint8_t *at, const uint8_t *end, Row *rows,
                           int64_t room) {
    int64_t count = 0;
    int error = 0;
    for (int32_t key = 0; at < end; key++) {
        const uint8_t *key_end = field_end(at, end), *line = key_end;
        uint32_t from = 0, to = 0;
        const int there = values_of(words, at, key_end - at, &from, &to);
        int numbers[MOST_FORMS], ways = 0;
        while (line < end && *line == '\t') {
            const uint8_t *number = line + 1;
            line = field_end(number, end);
            const int form = number_of(number, line);
            if (form < 0 || form >= form_count || ways == MOST_FORMS) return NOT_FOR_ME;
            numbers[ways++] = form;
        }
        at = line + 1;
        if (!there) continue;
        for (uint32_t value = from; value + 1 < to; value += 2) {
            const uint32_t word = words->values[value + 1];
            if (word >> 1 >= words->word_count) return NOT_FOR_ME;
            const int32_t traits = words->traits[word >> 1];
            if ((traits & SCRIPT) != ear->cyrillic) continue;
            for (int way = 0; way < ways; way++) {
                const double price = price_of(ear, words, word >> 1, forms + numbers[way],
                                              &error);
                if (error) return error;
                if (price > ear->farthest) continue;
                if (count == room) return NO_ROOM;
                rows[count++] = (Row){NEVER, price, key, (int32_t)((value - from) / 2),
                                      (int32_t)word, way, 0, traits};
            }
        }
    }
    return count;
}

/* The rows of `by_sound`, or of `by_spelling` where `spelled`; NOT_FOR_ME, or NO_ROOM for more. */
int64_t hear(const Ear *ear, const Words *words, int32_t script, int32_t by_ear,
             const uint8_t *forms, int64_t form_bytes, const uint8_t *asks, int64_t ask_bytes,
             int32_t spelled, Row *rows, int64_t room) {
    const Query asked = {script, by_ear};
    int64_t most = 1;
    for (int64_t i = 0; i < form_bytes; i++) most += forms[i] == '\n';
    if (most > MOST_FORMS) return NOT_FOR_ME;
    Form *read = malloc((size_t)most * sizeof *read);
    if (!read) return NOT_FOR_ME;
    int64_t count = read_forms(forms, form_bytes, read, most);
    if (count >= 0 && spelled)
        count = by_spelling(ear, words, read, count, asks, asks + ask_bytes, rows, room);
    else if (count >= 0)
        count = by_sound(ear, words, &asked, read, count, asks, asks + ask_bytes, rows, room);
    free(read);
    return count;
}
