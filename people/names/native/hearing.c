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

/* What one walk over the words on record works with: it fills `rows`, or keeps in `found` what is met. */
typedef struct {
    const Ear *ear;
    const Words *words;
    const Told *told;
    Row *rows;
    int64_t room, count;
    Found *found;
} Search;

/* `spelling.price_by_ear` of a word on record and a form; 0 at `error` means that all went well. */
static double price_of(const Search *search, uint32_t word, int32_t number, int *error) {
    const Ear *ear = search->ear;
    const Words *words = search->words;
    const Told *told = search->told;
    const uint8_t traits = words->traits[word];
    if (!told->forms) { /* all forms are Cyrillic: few words on record ask for more than that */
        if (traits & FREE || (told->kind & FORM_OTHER_CYRILLIC && traits & FOREIGN))
            *error = TELL_FORMS;
        return NEVER;
    }
    const Form *form = told->forms + number;
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

/* `words._grade`: how a word is met at a distance in sound; `same`: as far as one name is from itself. */
static int grade(const Ear *ear, double distance, int32_t length, double same) {
    if (length <= ear->short_length && same > ear->same_when_short) same = ear->same_when_short;
    if (distance <= same) return MET_TRANSLITERATED;
    if (distance <= ear->slip && length > ear->short_length) return MET_NEAR;
    return distance <= ear->near_long && length >= ear->near_length ? MET_NEAR : NOT_MET;
}

/* `words._other_given_name`; below 0 where the families of the forms have to be told first. */
static int other_given_name(const Search *search, uint32_t word, int32_t form) {
    const uint32_t *theirs = NULL;
    const uint32_t count = families_of(search->words, word, &theirs);
    if (!count) return 0;
    if (!search->told->has_families) return TELL_FAMILIES;
    int ours = 0;
    const uint8_t *at = search->told->family[form].at, *const end = search->told->family[form].end;
    while (at < end) {
        const uint8_t *field = field_end(at, end);
        const int family = number_of(at, field);
        if (family < 0) return NOT_FOR_ME;
        for (uint32_t i = 0; i < count; i++) if (theirs[i] == (uint32_t)family) return 0;
        ours = 1;
        at = field + 1;
    }
    return ours;
}

typedef struct { const uint8_t *sounds; int32_t length, form, first, count; } Way;
typedef struct { int32_t count; int16_t forms[1 << 12]; } WayForms;

/* The forms that are read so, one for each case and gender (`TextWord.read_so`). */
static int read_so(const Told *told, Way *way, WayForms *into) {
    way->first = into->count;
    for (int32_t form = 0; form < told->form_count; form++) {
        const uint8_t *at = told->reading[form].at, *const end = told->reading[form].end;
        int found = 0;
        while (at < end && !found) {
            const uint8_t *field = field_end(at, end);
            found = field - at == way->length && !memcmp(at, way->sounds, (size_t)way->length);
            at = field + 1;
        }
        for (int32_t i = way->first; i < into->count && found; i++)
            found = told->cases[into->forms[i]] != told->cases[form]
                || told->genders[into->forms[i]] != told->genders[form];
        if (!found) continue;
        if (into->count == sizeof into->forms / sizeof *into->forms) return NOT_FOR_ME;
        into->forms[into->count++] = (int16_t)form;
    }
    way->count = into->count - way->first;
    return 0;
}

/* What `words._search` makes of a row of `by_sound`. */
static int judge_sound(const Search *search, const Row *row, Way *way, WayForms *forms) {
    const Ear *ear = search->ear;
    const Told *told = search->told;
    const int32_t number = row->word >> 1, other = row->word & 1;
    const int cyrillic = told->script == ear->cyrillic;
    double distance = row->distance, same = ear->same_within;
    if (((row->traits & SCRIPT) == ear->cyrillic) != cyrillic) same = ear->near_short;
    else if (told->russian && !(row->traits & NOT_RUSSIAN)) same = -1.0;
    int how = grade(ear, distance, row->length, same), vowels_only = 0;
    if (row->traits & ALIKE && how != MET_TRANSLITERATED) {
        vowels_only = 1;
        if (!how) {
            how = MET_NEAR;
            distance = ear->vowels_only;
        }
    }
    if (row->price <= ear->farthest && how != MET_TRANSLITERATED) {
        const int apart = other_given_name(search, (uint32_t)number, way->form);
        if (apart < 0) return apart;
        if (!apart) {
            how = MET_TRANSLITERATED;
            distance = row->price;
        }
    }
    if (!how) return 0;
    if (way->count < 0 && read_so(told, way, forms) < 0) return NOT_FOR_ME;
    for (int32_t i = way->first; i < way->first + way->count; i++)
        if (keep(search->found, number, how, distance, told->same[forms->forms[i]], other) < 0)
            return NOT_FOR_ME;
    Kept *kept = vowels_only ? kept_of(search->found, number) : NULL;
    if (kept) kept->vowels_only = 1;
    return 0;
}

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
    Search search = {ear, words, &told, rows, room, 0, NULL};
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
typedef struct { Met *met; uint16_t *forms; int64_t room, form_room, count, form_count; } Answers;

/* `words._search` of one table: what was met goes behind the answers. */
static int search_table(const Ear *ear, const Words *words, const Told *told, Found *found,
                        Answers *into) {
    Search search = {ear, words, told, NULL, 0, 0, found};
    forget_kept(found);
    int done = exactly(&search);
    if (done >= 0) done = by_sound(&search);
    if (done >= 0 && told->script != ear->cyrillic) done = by_spelling(&search);
    if (done < 0) return done;
    int well = 0;
    for (int32_t i = 0; i < found->count && !well; i++) well = found->kept[i].how != MET_NEAR;
    for (int32_t i = 0; i < found->count; i++) {
        const Kept *kept = &found->kept[i];
        /* Малук is what "Mulúk" sounds like, and the same person is on record as Malook. */
        if (well && kept->how == MET_NEAR && !kept->vowels_only) continue;
        if (into->count == into->room) return NO_ROOM;
        Met *met = &into->met[into->count++];
        *met = (Met){kept->distance, kept->number, kept->how | kept->other << 3,
                     (int32_t)into->form_count, 0};
        for (int32_t at = kept->first; at >= 0; at = found->node[at].next) {
            if (into->form_count == into->form_room) return NO_ROOM;
            into->forms[into->form_count++] = (uint16_t)found->node[at].form;
            met->count++;
        }
    }
    return 0;
}

/* The words on record that a word of a text met, surnames and then given names, either of which may be
 * NULL. How many of each is written to `counts`; below 0: NOT_FOR_ME, NO_ROOM, or what has to be told. */
int64_t meet(Ear *ear, const Words *surnames, const Words *given, const uint8_t *text, int64_t bytes,
             Met *met, int64_t room, uint16_t *forms, int64_t form_room, int64_t *counts) {
    Told told;
    Answers into = {met, forms, room, form_room, 0, 0};
    if (!ear->found) ear->found = calloc(1, sizeof *ear->found);
    if (!ear->found || read_told(text, bytes, &told) < 0) return NOT_FOR_ME;
    int done = surnames ? search_table(ear, surnames, &told, ear->found, &into) : 0;
    counts[0] = into.count;
    if (done >= 0 && given) done = search_table(ear, given, &told, ear->found, &into);
    counts[1] = into.count;
    counts[2] = into.form_count;
    free(told.forms);
    return done;
}
