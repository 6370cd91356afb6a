/* How near the words of a text sound to the words on record: the compiled twin of
 * `people/names/on_record/hearing.py`, where the rules are said. It is loaded with ctypes, knows
 * nothing of Python, and is told all costs, limits and readings; it reads a stored index where it
 * lies (`packing`).
 *
 * Memory: every number of the index is checked before it is followed, every write is bounded by the
 * room given. Whatever is longer than the limits below is NOT_FOR_ME and is heard in Python.
 */
#include "ear.h"
#include "kept.h"
#include "stored.h"
#include "told.h"
#include "judging.h"

/* The words on record under each key, as near as each of the sounds behind the key. The keys: a line
 * a key; behind it the sounds and the number of their form, in turn. */
static int by_sound(Search *search) {
    const Ear *ear = search->ear;
    const Words *words = search->words;
    const Told *told = search->told;
    const uint8_t *at = told->keys.at, *const end = told->keys.end;
    Way heard[MOST_FORMS];
    WayForms forms;
    int error = 0;
    for (int32_t key = 0; at < end; key++) {
        const uint8_t *key_end = field_end(at, end), *line = key_end;
        uint32_t from = 0, to = 0;
        const int there = values_of(words, &words->by_sound, at, key_end - at, &from, &to);
        int32_t ways = 0;
        forms.count = 0;
        while (line < end && *line == '\t') {
            const uint8_t *sounds = line + 1, *sounds_end = field_end(sounds, end);
            if (sounds_end == end || *sounds_end != '\t' || ways == MOST_FORMS) return NOT_FOR_ME;
            line = field_end(sounds_end + 1, end);
            const int form = number_of(sounds_end + 1, line);
            if (form < 0 || form >= told->form_count || sounds_end - sounds > LONGEST)
                return NOT_FOR_ME;
            for (const uint8_t *sound = sounds; sound < sounds_end; sound++)
                if (*sound >= SOUNDS) return NOT_FOR_ME;
            heard[ways++] = (Way){sounds, (int32_t)(sounds_end - sounds), form, 0, -1};
        }
        at = line + 1;
        if (!there) continue;
        for (uint32_t value = from; value + 1 < to; value += 2) {
            int64_t bytes = 0;
            const uint32_t word = words->by_sound.values[value + 1];
            const uint8_t *sound = text_of(words, words->by_sound.values[value], &bytes);
            if (!sound || word >> 1 >= words->word_count) return NOT_FOR_ME;
            const int only_by_ear = bytes && sound[bytes - 1] == ear->ear_mark;
            if (only_by_ear && !told->by_ear) continue;
            if (search->found) {
                const Kept *known = kept_of(search->found, (int32_t)(word >> 1));
                if (known && known->sure) continue;
            }
            const int32_t traits = words->traits[word >> 1];
            const int32_t script = traits & SCRIPT;
            const int within = script == told->script
                || (script == ear->cyrillic) == (told->script == ear->cyrillic);
            const int by_ear = told->by_ear || !within;
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
                if (by_ear) price = price_of(search, word >> 1, heard[way].form, &error);
                if (error) return error;
                if (distance > near && !alike && price > ear->farthest) continue;
                const Row row = {distance, price, key, (int32_t)((value - from) / 2),
                                 (int32_t)word, way, length, traits | (alike ? ALIKE : 0)};
                if (search->found) {
                    error = judge_sound(search, &row, &heard[way], &forms);
                    if (error < 0) return error;
                } else {
                    if (search->count == search->room) return NO_ROOM;
                    search->rows[search->count++] = row;
                }
            }
        }
    }
    return 0;
}

/* The Cyrillic words on record under each key that a form may be the spelling of. The further keys: a
 * line a key; behind it the numbers of forms. */
static int by_spelling(Search *search) {
    const Ear *ear = search->ear;
    const Words *words = search->words;
    const Told *told = search->told;
    const uint8_t *at = told->free.at, *const end = told->free.end;
    int error = 0;
    for (int32_t key = 0; at < end; key++) {
        const uint8_t *key_end = field_end(at, end), *line = key_end;
        uint32_t from = 0, to = 0;
        const int there = values_of(words, &words->by_sound, at, key_end - at, &from, &to);
        int numbers[MOST_FORMS], ways = 0;
        while (line < end && *line == '\t') {
            const uint8_t *number = line + 1;
            line = field_end(number, end);
            const int form = number_of(number, line);
            if (form < 0 || form >= told->form_count || ways == MOST_FORMS) return NOT_FOR_ME;
            numbers[ways++] = form;
        }
        at = line + 1;
        if (!there) continue;
        for (uint32_t value = from; value + 1 < to; value += 2) {
            const uint32_t word = words->by_sound.values[value + 1];
            if (word >> 1 >= words->word_count) return NOT_FOR_ME;
            const int32_t traits = words->traits[word >> 1];
            if ((traits & SCRIPT) != ear->cyrillic) continue;
            if (search->found) { /* what was met otherwise than nearly is not met by ear as well */
                const Kept *known = kept_of(search->found, (int32_t)(word >> 1));
                if (known && known->how != MET_NEAR) continue;
            }
            for (int way = 0; way < ways; way++) {
                const double price = price_of(search, word >> 1, numbers[way], &error);
                if (error) return error;
                if (price > ear->farthest) continue;
                if (!search->found) {
                    if (search->count == search->room) return NO_ROOM;
                    search->rows[search->count++] =
                        (Row){NEVER, price, key, (int32_t)((value - from) / 2), (int32_t)word, way,
                              0, traits};
                    continue;
                }
                const int apart = other_given_name(search, word >> 1, numbers[way]);
                if (apart < 0) return apart;
                if (!apart
                    && keep(search->found, (int32_t)(word >> 1), MET_TRANSLITERATED, price,
                            told->same[numbers[way]], word & 1) < 0)
                    return NOT_FOR_ME;
            }
        }
    }
    return 0;
}

/* The rows of `by_sound`, or of `by_spelling` where `spelled`; NOT_FOR_ME, or NO_ROOM for more. */
int64_t hear(const Ear *ear, const Words *words, const uint8_t *text, int64_t bytes, int32_t spelled,
             Row *rows, int64_t room) {
    Told told;
    Search search = {ear, words, NULL, &told, rows, room, 0, NULL};
    if (read_told(text, bytes, &told) < 0) return NOT_FOR_ME;
    const int done = spelled ? by_spelling(&search) : by_sound(&search);
    free(told.forms);
    return done < 0 ? done : search.count;
}

/* Where the forms of a word stand on record letter for letter. */
static int exactly(const Search *search) {
    const Words *words = search->words;
    const Told *told = search->told;
    uint32_t from = 0, to = 0;
    int32_t before = -1;
    for (int32_t form = 0; form < told->form_count; form++) {
        const int32_t word = told->word[form];
        const Span *folded = &told->folded[word];
        if (word != before
            && !values_of(words, &words->exact, folded->at, folded->end - folded->at, &from, &to))
            from = to = 0;
        before = word;
        const int how =
            word == told->soft || told->cases[form] & NOMINATIVE ? MET_EXACT : MET_INFLECTED;
        for (uint32_t value = from; value < to; value++) {
            const uint32_t met = words->exact.values[value];
            if (met >> 1 >= words->word_count
                || keep(search->found, (int32_t)(met >> 1), how, 0.0, told->same[form], met & 1) < 0)
                return NOT_FOR_ME;
        }
    }
    for (int32_t i = 0; i < search->found->count; i++) search->found->kept[i].sure = 1;
    return 0;
}

typedef struct { double distance; int32_t number, how, first, count; } Met;
typedef struct {
    Met *met;
    uint16_t *forms;
    uint8_t *keys;
    int64_t room, form_room, key_room, count, form_count, key_bytes;
} Answers;

/* Forms that are those of one of the last answers are not told twice. */
enum { LOOKED_BACK = 8 };

static int answer(const Found *found, const Kept *kept, Answers *into) {
    if (into->count == into->room) return NO_ROOM;
    const int64_t first = into->form_count;
    Met *met = &into->met[into->count];
    *met = (Met){kept->distance, kept->number, kept->how | kept->other << 3, (int32_t)first, 0};
    for (int32_t at = kept->first; at >= 0; at = found->node[at].next) {
        if (into->form_count == into->form_room) return NO_ROOM;
        into->forms[into->form_count++] = (uint16_t)found->node[at].form;
        met->count++;
    }
    const int64_t last = into->count > LOOKED_BACK ? into->count - LOOKED_BACK : 0;
    for (int64_t i = into->count - 1; i >= last; i--) {
        const Met *before = &into->met[i];
        if (before->count != met->count
            || memcmp(into->forms + before->first, into->forms + first,
                      (size_t)met->count * sizeof *into->forms))
            continue;
        met->first = before->first;
        into->form_count = first;
        break;
    }
    into->count++;
    return 0;
}

/* `words._search` of one table: what was met goes behind the answers. */
static int search_table(Search *search, const Words *words, Answers *into) {
    Found *found = search->found;
    search->words = words;
    forget_kept(found);
    int done = exactly(search);
    if (done >= 0) done = by_sound(search);
    if (done >= 0 && search->told->script != search->ear->cyrillic) done = by_spelling(search);
    int well = 0;
    for (int32_t i = 0; i < found->count && !well; i++) well = found->kept[i].how != MET_NEAR;
    for (int32_t i = 0; i < found->count && done >= 0; i++) {
        const Kept *kept = &found->kept[i];
        /* Малук is what "Mulúk" sounds like, and the same person is on record as Malook. */
        if (!well || kept->how != MET_NEAR || kept->vowels_only) done = answer(found, kept, into);
    }
    return done;
}

/* The families of the forms behind the given names: the number of each is -2 - family. */
static int answer_families(Search *search, Answers *into) {
    Found *found = search->found;
    forget_kept(found);
    for (int32_t form = 0; form < search->told->form_count; form++) {
        Families heard;
        if (families_heard(search, form, &heard) < 0) return NOT_FOR_ME;
        for (int32_t i = 0; i < heard.count; i++) {
            const int32_t number = -2 - (int32_t)heard.numbers[i];
            Kept *kept = kept_of(found, number);
            const int done =
                kept ? add_form(found, kept, form)
                     : keep(found, number, MET_SAME_NAME, 0.0, form, 0);
            if (done < 0) return NOT_FOR_ME;
        }
    }
    int done = 0;
    for (int32_t i = 0; i < found->count && done >= 0; i++)
        done = answer(found, &found->kept[i], into);
    return done;
}

/* The keys under which the word was looked for, a line each. */
static int answer_keys(Span lines, Answers *into) {
    const uint8_t *at = lines.at;
    while (at < lines.end) {
        const uint8_t *end = field_end(at, lines.end);
        if (into->key_room - into->key_bytes <= end - at) return NO_ROOM;
        memcpy(into->keys + into->key_bytes, at, (size_t)(end - at));
        into->key_bytes += end - at;
        into->keys[into->key_bytes++] = '\n';
        at = end;
        while (at < lines.end && *at != '\n') at++;
        at++;
    }
    return 0;
}

/* The words on record that a word of a text met, surnames and then given names (either may be NULL) and,
 * where `related`, families of given names. How many surnames, how many of all, of forms and of
 * bytes of keys is written to `counts`; below 0: NOT_FOR_ME, NO_ROOM, TELL_FORMS. */
int64_t meet(Ear *ear, const Words *surnames, const Words *given, const Words *families,
             int32_t related, ReadWords *read, void *reader, const uint8_t *text, int64_t bytes,
             Met *met, int64_t room, uint16_t *forms, int64_t form_room, uint8_t *keys,
             int64_t key_room, int64_t *counts) {
    Told told;
    Answers into = {met, forms, keys, room, form_room, key_room, 0, 0, 0};
    if (!ear->found) ear->found = calloc(1, sizeof *ear->found);
    if (!ear->found || read_told(text, bytes, &told) < 0) return NOT_FOR_ME;
    Search search = {ear, NULL, families, &told, NULL, 0, 0, ear->found};
    int done = read_aloud(&told, read, reader, told.script != ear->cyrillic, ear->found->heard,
                          sizeof ear->found->heard);
    if (done >= 0 && surnames) done = search_table(&search, surnames, &into);
    counts[0] = into.count;
    if (done >= 0 && given) done = search_table(&search, given, &into);
    if (done >= 0 && related) done = answer_families(&search, &into);
    if (done >= 0) done = answer_keys(told.keys, &into);
    if (done >= 0) done = answer_keys(told.free, &into);
    counts[1] = into.count;
    counts[2] = into.form_count;
    counts[3] = into.key_bytes;
    free(told.forms);
    return done;
}
