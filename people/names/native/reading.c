/* The letters of words to sounds and keys: the compiled twin of `transliteration.read_all`,
 * `phonetics.sound_keys` and `spelling.free_keys`, where the rules are said. It is loaded with
 * ctypes, knows nothing of Python and is told all tables; only what the ear does not hear
 * (`transliteration._SAME_SOUND`) is written here again, and `reading.py` sees whether it still is
 * the same.
 *
 * Memory: words beyond the limits below are NOT_FOR_ME, every write is bounded by the room given.
 */
#include "reader.h"

typedef struct { uint8_t *at, *end; } Room;

static int put(Room *room, const char *text, int32_t length) {
    if (room->end - room->at < length) return NO_ROOM;
    memcpy(room->at, text, (size_t)length);
    room->at += length;
    return 0;
}

static int put_number(Room *room, int32_t number) {
    char digits[12];
    int32_t at = 12;
    do digits[--at] = (char)('0' + number % 10); while (number /= 10);
    digits[--at] = '\t';
    return put(room, digits + at, 12 - at);
}

/* Forms from lines of systems (letters from A), whether they are freely read, and the word. */
static int32_t read_forms(Reader *reader, const uint8_t *at, const uint8_t *end,
                          const uint8_t **systems, int32_t *system_counts) {
    int32_t count = 0;
    const uint8_t *previous = NULL;
    int64_t previous_length = -1;
    while (at < end) {
        const uint8_t *line = memchr(at, '\n', (size_t)(end - at));
        if (!line) line = end;
        if (count == MOST_FORMS) return NOT_FOR_ME;
        Form *form = &reader->work.forms[count];
        const uint8_t *tab = memchr(at, '\t', (size_t)(line - at));
        if (!tab || line - tab < 3 || tab[2] != '\t' || tab - at > MOST_SYSTEMS) return NOT_FOR_ME;
        for (const uint8_t *system = at; system < tab; system++)
            if (*system < 'A' || *system >= 'A' + SYSTEMS) return NOT_FOR_ME;
        systems[count] = at;
        system_counts[count] = (int32_t)(tab - at);
        form->free = tab[1] == '1';
        form->again = line - at == previous_length && !memcmp(at, previous, (size_t)(line - at));
        if (!form->again && decode(tab + 3, line - tab - 3, &form->word) < 0) return NOT_FOR_ME;
        if (form->again) form->word = form[-1].word;
        previous = at;
        previous_length = line - at;
        count++;
        at = line + 1;
    }
    return count;
}

static int32_t way_of(Reader *reader, const Sounds *sounds, int32_t form, int32_t *ways,
                      int32_t *keys) {
    Work *work = &reader->work;
    for (int32_t way = 0; way < *ways; way++)
        if (work->ways[way].sounds.length == sounds->length
            && !memcmp(work->ways[way].sounds.sounds, sounds->sounds, (size_t)sounds->length))
            return way;
    if (*ways == MOST_WAYS) return NOT_FOR_ME;
    Way *way = &work->ways[*ways];
    WayKey *key = &work->keys[*keys];
    way->sounds = *sounds;
    way->form = form;
    key->length = key_of(reader, sounds, key->key);
    for (way->key = 0; way->key < *keys; way->key++)
        if (work->keys[way->key].length == key->length
            && !memcmp(work->keys[way->key].key, key->key, (size_t)key->length))
            break;
    if (way->key == *keys) ++*keys;
    return (*ways)++;
}

static int put_free(Reader *reader, int32_t count, Room *room) {
    Work *work = &reader->work;
    for (int32_t form = 0; form < count; form++) {
        Letters *like = &work->forms[form].like;
        likeness(reader, &work->forms[form].word, like);
        int32_t group = 0;
        while (group < form && (work->forms[group].like.length != like->length
                                || memcmp(work->forms[group].like.letters, like->letters,
                                          (size_t)like->length * sizeof *like->letters)))
            group++;
        work->group[form] = group;
        work->free_count[form] = 0;
        if (group != form || !work->forms[form].free) continue;
        work->free_count[form] = free_keys(reader, &work->forms[form].word, work->free[form]);
        if (work->free_count[form] < 0) return NOT_FOR_ME;
    }
    for (int32_t group = 0; group < count; group++) {
        for (int32_t at = 0; at < work->free_count[group]; at++) {
            const Key *key = &work->free[group][at];
            int told = 0;
            for (int32_t other = 0; other < count && !(told && other <= group); other++) {
                for (int32_t i = 0; i < work->free_count[other]; i++) {
                    const Key *same = &work->free[other][i];
                    if (same->length != key->length
                        || memcmp(same->key, key->key, (size_t)key->length))
                        continue;
                    if (other < group) {
                        told = 1;
                        break;
                    }
                    if (other == group && put(room, key->key, key->length) < 0) return NO_ROOM;
                    for (int32_t form = other; form < count; form++)
                        if (work->group[form] == other && put_number(room, form) < 0) return NO_ROOM;
                }
            }
            if (!told && put(room, "\n", 1) < 0) return NO_ROOM;
        }
    }
    return 0;
}

/* The sounds of each form, a line a form; then the keys, a line a key, with sounds and the number
 * of their first form; then, where `freely`, the further keys with forms. `ends`: of these three. */
int64_t read_words(Reader *reader, const uint8_t *forms, int64_t bytes, int32_t freely, uint8_t *out,
                   int64_t size, int64_t *ends) {
    const uint8_t *systems[MOST_FORMS];
    int32_t system_counts[MOST_FORMS], ways = 0, keys = 0;
    Work *work = &reader->work;
    Room room = {out, out + size};
    const int32_t count = read_forms(reader, forms, forms + bytes, systems, system_counts);
    if (count < 0) return NOT_FOR_ME;
    const uint8_t *line = out;
    for (int32_t form = 0; form < count; form++) {
        if (work->forms[form].again) {
            const int32_t length = (int32_t)(room.at - line);
            const uint8_t *copied = line;
            line = room.at;
            if (put(&room, (const char *)copied, length) < 0) return NO_ROOM;
            continue;
        }
        int32_t own[MOST_SYSTEMS], own_count = 0;
        line = room.at;
        for (int32_t i = 0; i < system_counts[form]; i++) {
            Sounds sounds;
            if (read_aloud(reader, &work->forms[form].word, systems[form][i] - 'A', &sounds) < 0)
                return NOT_FOR_ME;
            if (!sounds.length) continue;
            const int32_t way = way_of(reader, &sounds, form, &ways, &keys);
            if (way < 0) return NOT_FOR_ME;
            int32_t known = 0;
            while (known < own_count && own[known] != way) known++;
            if (known < own_count) continue;
            if (own_count && put(&room, "\t", 1) < 0) return NO_ROOM;
            own[own_count++] = way;
            if (put(&room, sounds.sounds, sounds.length) < 0) return NO_ROOM;
        }
        if (put(&room, "\n", 1) < 0) return NO_ROOM;
    }
    ends[0] = room.at - out;
    for (int32_t key = 0; key < keys; key++) {
        if (put(&room, work->keys[key].key, work->keys[key].length) < 0) return NO_ROOM;
        for (int32_t way = 0; way < ways; way++) {
            const Way *heard = &work->ways[way];
            if (heard->key == key
                && (put(&room, "\t", 1) < 0
                    || put(&room, heard->sounds.sounds, heard->sounds.length) < 0
                    || put_number(&room, heard->form) < 0))
                return NO_ROOM;
        }
        if (put(&room, "\n", 1) < 0) return NO_ROOM;
    }
    ends[1] = room.at - out;
    if (freely) {
        const int done = put_free(reader, count, &room);
        if (done < 0) return done;
    }
    ends[2] = room.at - out;
    return count;
}
