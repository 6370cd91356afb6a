/* How near the words of a text sound to the words on record: the compiled twin of
 * `people/names/on_record/hearing.py`, where the rules are said. It is loaded with ctypes, knows
 * nothing of Python, and is told all costs, limits and readings; it reads a stored index where it
 * lies (`packing`).
 *
 * Memory: every number of the index is checked before it is followed, every write is bounded by the
 * room given. Whatever is longer than the limits below is NOT_FOR_ME and is heard in Python.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SOUNDS = 128, LONGEST = 250, LONGEST_SPELLING = 250, LONGEST_GROUP = 5, MOST_FORMS = 512 };
enum { NOT_FOR_ME = -1, NO_ROOM = -2 };
/* Traits of a record word, as `traits.py` says them. */
enum { SCRIPT = 7, FREE = 8, FOREIGN = 16 };
/* What a form of the text word may be. */
enum { FORM_CYRILLIC = 1, FORM_OTHER_CYRILLIC = 2 };
static const double FAR = 99.0, NEVER = 9.0;

typedef struct { /* one thing that may be heard for a group of letters */
    uint64_t group;
    int32_t next; /* the next entry of this slot, or -1 */
    uint8_t length, letters; /* of the piece, of the group */
    uint32_t piece[LONGEST_GROUP];
    double price;
} Heard;

enum { SLOTS = 2048 };
typedef struct {
    double cost[SOUNDS * SOUNDS], loose[SOUNDS];
    uint8_t vowel[SOUNDS];
    int32_t slots[SLOTS];
    Heard *heard;
    int32_t count, room;
    double farthest, when_short, near_long, near_short;
    int32_t shortest, near_length, longest_difference, cyrillic, ear_mark;
} Ear;

typedef struct { /* a table of words on record, in the sections of a stored index */
    const uint64_t *slots;
    const uint32_t *keys, *values_at, *values, *texts_at, *soft, *heard;
    const uint8_t *texts, *traits;
    uint64_t slot_count, key_count, value_count, text_count, text_bytes, word_count;
} Words;

typedef struct { uint32_t letters[LONGEST_SPELLING]; int32_t length; } Letters;

typedef struct { /* a form of the text word */
    int32_t kind;
    Letters spelling, sounds; /* empty: not read freely; not written by ear */
} Form;

typedef struct { int32_t script, by_ear; } Query; /* of the text word */

typedef struct { double distance, price; int32_t key, entry, word, place, length, traits; } Row;

void ear_free(Ear *ear) {
    if (ear) free(ear->heard);
    free(ear);
}

/* limits: farthest, when_short, near_long, near_short; then numbers: shortest, near_length,
 * longest_difference, cyrillic, ear_mark. */
Ear *ear_new(const double *cost, const double *loose, const uint8_t *vowel, const double *limits,
             const int32_t *numbers) {
    Ear *ear = malloc(sizeof *ear);
    if (!ear) return NULL;
    memcpy(ear->cost, cost, sizeof ear->cost);
    memcpy(ear->loose, loose, sizeof ear->loose);
    memcpy(ear->vowel, vowel, sizeof ear->vowel);
    for (int i = 0; i < SLOTS; i++) ear->slots[i] = -1;
    ear->farthest = limits[0];
    ear->when_short = limits[1];
    ear->near_long = limits[2];
    ear->near_short = limits[3];
    ear->shortest = numbers[0];
    ear->near_length = numbers[1];
    ear->longest_difference = numbers[2];
    ear->cyrillic = numbers[3];
    ear->ear_mark = numbers[4];
    ear->count = 0;
    ear->room = 1024;
    ear->heard = malloc((size_t)ear->room * sizeof *ear->heard);
    if (ear->heard) return ear;
    ear_free(ear);
    return NULL;
}

/* Letters of a group in one number: eleven bits each; anchors are told apart by the top bits. 0
 * stands for letters that no group has. */
static uint64_t group_of(const uint32_t *letters, int32_t length, uint64_t anchor) {
    uint64_t group = 0;
    for (int32_t i = 0; i < length; i++) {
        if (letters[i] >= 2048 || !letters[i]) return 0;
        group = group << 11 | letters[i];
    }
    return group | anchor << 60;
}

static uint32_t slot_of(uint64_t group) {
    return (uint32_t)((group * 0x9E3779B97F4A7C15u) >> 53) & (SLOTS - 1);
}

/* Say that `piece` may be heard for a group; anchor: 1 at the start of a word, 2 at its end. */
int64_t ear_learn(Ear *ear, const uint32_t *letters, int32_t length, int32_t anchor,
                  const uint32_t *piece, int32_t heard, double price) {
    if (length < 1 || length > LONGEST_GROUP || heard < 0 || heard > LONGEST_GROUP)
        return NOT_FOR_ME;
    uint64_t group = group_of(letters, length, (uint64_t)anchor);
    if (!group) return NOT_FOR_ME;
    if (ear->count == ear->room) {
        Heard *more = realloc(ear->heard, (size_t)ear->room * 2 * sizeof *more);
        if (!more) return NO_ROOM;
        ear->heard = more;
        ear->room *= 2;
    }
    uint32_t slot = slot_of(group);
    Heard *entry = &ear->heard[ear->count];
    memset(entry, 0, sizeof *entry);
    entry->group = group;
    entry->next = ear->slots[slot];
    entry->length = (uint8_t)heard;
    entry->letters = (uint8_t)length;
    memcpy(entry->piece, piece, (size_t)heard * sizeof *piece);
    entry->price = price;
    ear->slots[slot] = ear->count++;
    return 0;
}

static const Heard *first_heard(const Ear *ear, uint64_t group) {
    if (!group) return NULL;
    for (int32_t at = ear->slots[slot_of(group)]; at >= 0; at = ear->heard[at].next)
        if (ear->heard[at].group == group) return &ear->heard[at];
    return NULL;
}

static const Heard *next_heard(const Ear *ear, const Heard *heard) {
    for (int32_t at = heard->next; at >= 0; at = ear->heard[at].next)
        if (ear->heard[at].group == heard->group) return &ear->heard[at];
    return NULL;
}

static int same(const uint32_t *a, const uint32_t *b, int32_t length) {
    for (int32_t i = 0; i < length; i++) if (a[i] != b[i]) return 0;
    return 1;
}

/* `spelling.walk_price`. */
static double walk(const Ear *ear, const Letters *spelling, const Letters *sounds) {
    /* Prices by place in the spelling, of which the next five are needed, and in the sounds. */
    double reached[LONGEST_GROUP + 1][LONGEST_SPELLING + 1];
    int32_t lowest[LONGEST_GROUP + 1], highest[LONGEST_GROUP + 1];
    const int32_t end = spelling->length, all = sounds->length;
    for (int i = 0; i <= LONGEST_GROUP; i++) {
        lowest[i] = all + 1;
        highest[i] = -1;
        for (int32_t j = 0; j <= all; j++) reached[i][j] = NEVER;
    }
    reached[0][0] = 0.0;
    lowest[0] = highest[0] = 0;
    for (int32_t at = 0; at < end; at++) {
        const int ring = at % (LONGEST_GROUP + 1);
        double *here = reached[ring];
        const int32_t first = lowest[ring], last = highest[ring];
        if (first <= last) {
            const uint32_t *letters = spelling->letters + at;
            for (int32_t length = 1; length <= LONGEST_GROUP && at + length <= end; length++) {
                const int there_ring = (at + length) % (LONGEST_GROUP + 1);
                double *there = reached[there_ring];
                const Heard *anchored = at ? NULL : first_heard(ear, group_of(letters, length, 1));
                const Heard *plain = NULL;
                if (at + length == end) plain = first_heard(ear, group_of(letters, length, 2));
                if (!plain) plain = first_heard(ear, group_of(letters, length, 0));
                static const Heard silent = {0, -1, 0, 1, {0}, 0.0};
                const Heard *hyphen = length == 1 && letters[0] == '-' ? &silent : NULL;
                for (;;) {
                    const Heard *step = anchored ? anchored : plain ? plain : hyphen;
                    if (!step) break;
                    if (anchored) anchored = next_heard(ear, anchored);
                    else if (plain) plain = next_heard(ear, plain);
                    else hyphen = NULL;
                    for (int32_t place = first; place <= last; place++) {
                        if (here[place] >= NEVER) continue;
                        const double total = here[place] + step->price;
                        if (total > ear->farthest) continue;
                        int32_t to;
                        if (all - place >= step->length
                            && same(sounds->letters + place, step->piece, step->length))
                            to = place + step->length;
                        else if (step->length && place && all - place >= step->length - 1
                                 && step->piece[0] == sounds->letters[place - 1]
                                 && same(sounds->letters + place, step->piece + 1, step->length - 1))
                            to = place + step->length - 1; /* one sound where two groups meet */
                        else continue;
                        if (total < there[to]) {
                            there[to] = total;
                            if (to < lowest[there_ring]) lowest[there_ring] = to;
                            if (to > highest[there_ring]) highest[there_ring] = to;
                        }
                    }
                }
            }
            for (int32_t place = first; place <= last; place++) here[place] = NEVER;
        }
        lowest[ring] = all + 1;
        highest[ring] = -1;
    }
    return reached[end % (LONGEST_GROUP + 1)][all];
}

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
