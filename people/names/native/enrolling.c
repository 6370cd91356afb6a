/* The names of many people as numbers, for an index that is built: taken apart, their texts and words numbered.
 * The twin is `on_record/gathering.GatheredNames`, where the rules are said; which word of a name is what is
 * told by Python for each combination of kinds, and names that are not ordinary are taken apart there. It is
 * loaded with ctypes and knows nothing of Python.
 *
 * Memory: what it makes of names grows with them, every write is bounded by the room there is, and a name with
 * more words than there is room for is NOT_FOR_ME: then Python gathers all.
 */
#include "enrolling.h"

void enrolling_free(Enrolling *e) {
    if (!e) return;
    strings_free(&e->words);
    strings_free(&e->softs);
    strings_free(&e->texts);
    role_free(&e->surnames);
    role_free(&e->given_names);
    Numbers *all[] = {&e->kinds, &e->soft_of, &e->asked, &e->left, &e->orders, &e->told,
                      &e->records, &e->first_names, &e->kept, &e->bearers};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->at);
    free(e->begins);
    free(e->languages);
    free(e);
}

/* `names` lines with five numbers each; languages: a line each with PART_END behind, `hungarian`: the number
 * of that which puts the surname first. All must stay where they are. */
Enrolling *enrolling_new(Judge *judge, const uint8_t *lines, int64_t bytes, const uint32_t *numbers, uint32_t names,
                         const char *languages, int64_t language_bytes, uint32_t language_count, uint32_t hungarian) {
    Enrolling *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->judge = judge;
    e->lines = lines;
    e->numbers = numbers;
    e->names = names;
    e->language_count = language_count;
    e->hungarian = hungarian;
    e->begins = malloc(((size_t)names + 1) * sizeof *e->begins);
    e->languages = malloc(((size_t)language_count + 1) * sizeof *e->languages);
    if (!e->begins || !e->languages || number_of(&e->texts, "", 0) < 0) goto fail;
    const uint8_t *at = lines, *end = lines + bytes;
    for (uint32_t name = 0; name < names; name++) {
        e->begins[name] = at - lines;
        const uint8_t *stop = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!stop || stop - at > INT32_MAX || numbers[5 * name + 3] >= language_count) goto fail;
        at = stop + 1;
    }
    e->begins[names] = at - lines;
    if (language_count && language_bytes < language_count) goto fail; /* a byte behind each */
    const char *language = languages, *last = languages + (language_count ? language_bytes - 1 : 0);
    for (uint32_t i = 0; i < language_count; i++)
        if (!next_piece(&language, last, PART_END, &e->languages[i])) goto fail;
    return e;
fail:
    enrolling_free(e);
    return NULL;
}

/* Meet every word of the names: how many of them Python has to judge, and the bytes of these with a NUL each. */
int64_t enrol_words(Enrolling *e, uint64_t *bytes) {
    for (uint32_t number = 0; number < e->names; number++) {
        Name name;
        parts_of(e, number, &name);
        if (meet_words(e, &name.text) < 0) return NO_ROOM;
        if (e->numbers[5 * number] == RECORDED && (meet_words(e, &name.given) < 0 || meet_words(e, &name.surname) < 0))
            return NO_ROOM;
    }
    *bytes = 0;
    for (uint32_t i = 0; i < e->asked.count; i++) {
        const uint32_t word = e->asked.at[i];
        *bytes += e->words.ends[word] - begin_of(&e->words, word) + 1;
    }
    return e->asked.count;
}

/* Tell the words that Python has to judge, with a NUL behind each. */
void enrol_asked(const Enrolling *e, char *out) {
    for (uint32_t i = 0; i < e->asked.count; i++) {
        const uint32_t word = e->asked.at[i], begin = begin_of(&e->words, word);
        const size_t length = e->words.ends[word] - begin;
        if (length) memcpy(out, e->words.bytes + begin, length);
        out[length] = 0;
        out += length + 1;
    }
}

/* Know the kinds of these, and what they are softened to, with a NUL behind each. */
int64_t enrol_answer(Enrolling *e, const int32_t *kinds, const char *softs, int64_t bytes) {
    const char *at = softs, *end = softs + bytes;
    for (uint32_t i = 0; i < e->asked.count; i++) {
        const char *stop = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        if (!stop || stop - at > INT32_MAX) return NOT_FOR_ME;
        const int64_t soft = number_of(&e->softs, at, (int32_t)(stop - at));
        if (soft < 0) return NO_ROOM;
        e->kinds.at[e->asked.at[i]] = (uint32_t)kinds[i];
        e->soft_of.at[e->asked.at[i]] = (uint32_t)soft;
        at = stop + 1;
    }
    return 0;
}

static int64_t known_word(Enrolling *e, const Piece *piece) {
    const int64_t number = number_of(&e->words, piece->text, piece->length);
    return number < e->kinds.count ? number : NO_ROOM; /* every word was met */
}

/* The words of a part and what they are softened to; 0 where Python must say it. */
static int words_of_part(Enrolling *e, const Piece *part, Words *words, Words *softs) {
    const char *at = part->text, *end = at + part->length;
    Piece piece;
    words->count = softs->count = 0;
    while (next_piece(&at, end, ' ', &piece)) {
        if (!piece.length) continue;
        const int64_t word = known_word(e, &piece);
        if (word < 0 || words->count == MOST_WORDS || (int32_t)e->kinds.at[word] == BROKEN) return 0;
        const uint32_t soft = e->soft_of.at[word], begin = begin_of(&e->softs, soft);
        words->words[words->count++] = piece;
        softs->words[softs->count++] = (Piece){e->softs.bytes + begin, (int32_t)(e->softs.ends[soft] - begin)};
    }
    return 1;
}

/* The kinds of a text of one to four plain words of one script as one number; NO_ORDER for any other. */
static int32_t kinds_of_text(Enrolling *e, const Piece *text, int hungarian, Words *words) {
    const char *at = text->text, *end = at + text->length;
    uint32_t key = 0, script = 0;
    Piece piece;
    words->count = 0;
    while (next_piece(&at, end, ' ', &piece)) {
        if (words->count == 4) return NO_ORDER;
        const int64_t word = known_word(e, &piece);
        const int32_t kind = word < 0 ? NOT_PLAIN : (int32_t)e->kinds.at[word];
        if (kind < 0 || (words->count && (uint32_t)kind >> KIND_BITS != script)) return NO_ORDER;
        script = (uint32_t)kind >> KIND_BITS;
        key |= (uint32_t)kind << (KIND_BITS + 1) * words->count;
        words->words[words->count++] = piece;
    }
    return (int32_t)(key | (uint32_t)(words->count - 1) << 24 | (uint32_t)hungarian << 26);
}

static uint32_t order_slot(const Enrolling *e, uint32_t key) {
    uint32_t at = key * 2654435761u >> 18;
    while (e->orders.at[at] && e->orders.at[at] != key + 1) at = (at + 1) & (MOST_ORDERS - 1);
    return at;
}

/* Look which names are ordinary. `asked`: room for MOST_ORDERS combinations of kinds that Python has to order:
 * how many; the names left to Python are then told by `enrol_left`. */
int64_t enrol_orders(Enrolling *e, uint32_t *asked) {
    uint32_t count = 0;
    for (uint32_t i = e->orders.count; i < 2 * MOST_ORDERS; i++)
        if (push(&e->orders, 0) < 0) return NO_ROOM; /* keys, and where their orders stand */
    for (uint32_t number = 0; number < e->names; number++) {
        Name name;
        const uint32_t *numbers = &e->numbers[5 * number];
        parts_of(e, number, &name);
        const int32_t key = kinds_of_text(e, &name.text, numbers[3] == e->hungarian, &name.given_words);
        const int recorded = numbers[0] == RECORDED;
        if (key < 0 || (recorded && (!words_of_part(e, &name.given, &name.given_words, &name.given_softs)
                                     || !words_of_part(e, &name.surname, &name.surname_words, &name.surname_softs)))) {
            if (push(&e->left, number) < 0) return NO_ROOM;
            continue;
        }
        if (recorded) continue;
        const uint32_t at = order_slot(e, (uint32_t)key);
        if (e->orders.at[at]) continue;
        if (count == MOST_ORDERS / 2) return NOT_FOR_ME;
        e->orders.at[at] = (uint32_t)key + 1;
        e->orders.at[MOST_ORDERS + at] = count;
        asked[count++] = (uint32_t)key;
    }
    return count;
}

int64_t enrol_left(const Enrolling *e, uint32_t *names) {
    if (names && e->left.count) memcpy(names, e->left.at, (size_t)e->left.count * sizeof *names);
    return e->left.count;
}

typedef struct { const uint8_t *lines; int64_t bytes; const uint32_t *flags; } Ready;

/* A name as Python took it apart: the next line of those, and its flags. */
static int read_ready(const uint8_t **at, const uint8_t *end, uint32_t flags, Name *name) {
    const uint8_t *stop = *at < end ? memchr(*at, 0, (size_t)(end - *at)) : NULL;
    if (!stop || stop - *at > INT32_MAX) return NOT_FOR_ME;
    const char *part = (const char *)*at, *last = (const char *)stop;
    Piece softs[2], *pieces[] = {&name->given, &name->patronymic, &name->surname, &name->rest,
                                 &name->swapped_given, &name->swapped_surname, &softs[0], &softs[1]};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (!next_piece(&part, last, PART_END, pieces[i])) return NOT_FOR_ME;
    for (int i = 0; i < 2; i++) {
        Words *words = i ? &name->given_softs : &name->surname_softs;
        const char *word = softs[i].text, *behind = word + softs[i].length;
        for (words->count = 0; word < behind; words->count++)
            if (words->count == MOST_WORDS || !next_piece(&word, behind, WORD_END, &words->words[words->count]))
                return NOT_FOR_ME;
    }
    name->script = flags & SCRIPT;
    name->certain = (flags & IS_CERTAIN) != 0;
    name->swapped = (flags & IS_SWAPPED) != 0;
    name->behind = (flags & IS_BEHIND) != 0;
    name->none = (flags & IS_NONE) != 0;
    *at = stop + 1;
    return 0;
}

static Piece from_to(const Words *words, uint32_t first, uint32_t behind) {
    if (first >= behind || behind > (uint32_t)words->count) return (Piece){"", 0};
    const Piece *last = &words->words[behind - 1];
    return (Piece){words->words[first].text, (int32_t)(last->text + last->length - words->words[first].text)};
}

/* An ordinary name: by the order of its kinds, or as recorded. `scripts`: the bits of Cyrillic and Latin. */
static int read_ordinary(Enrolling *e, uint32_t number, const uint32_t *orders, const uint32_t *scripts, Name *name) {
    const uint32_t *numbers = &e->numbers[5 * number];
    Words words;
    parts_of(e, number, name);
    const int32_t key = kinds_of_text(e, &name->text, numbers[3] == e->hungarian, &words);
    if (key < 0) return NOT_FOR_ME;
    name->script = scripts[key >> KIND_BITS & 1];
    if (numbers[0] == RECORDED) {
        name->certain = name->given.length && name->surname.length;
    } else {
        const uint32_t order = orders[e->orders.at[MOST_ORDERS + order_slot(e, (uint32_t)key)]];
        name->given = from_to(&words, order & 7, order >> 3 & 7);
        name->patronymic = from_to(&words, order >> 6 & 7, order >> 9 & 7);
        name->surname = from_to(&words, order >> 12 & 7, order >> 15 & 7);
        name->certain = order >> 18 & 1;
    }
    if (!words_of_part(e, &name->given, &name->given_words, &name->given_softs)
        || !words_of_part(e, &name->surname, &name->surname_words, &name->surname_softs))
        return NOT_FOR_ME;
    name->none = !name->surname_words.count;
    name->swapped = !name->certain && !name->patronymic.length && name->given_words.count;
    name->behind = name->text.length >= name->surname.length
                   && !memcmp(name->text.text, name->surname.text, (size_t)name->surname.length)
                   && memchr(name->surname.text, ' ', (size_t)name->surname.length);
    return 0;
}

/* The same name with its words the other way round. */
static int enter_swapped(Enrolling *e, const Name *name, int ready, uint32_t language, uint32_t flags, uint32_t rest) {
    char room[LONGEST_NAME];
    const Words *lists[2][2] = {{&name->given_words, &name->surname_words}, {&name->given_softs, &name->surname_softs}};
    Words both[2];
    Piece given = name->swapped_given, surname = name->swapped_surname;
    for (int i = ready; i < 2; i++) {
        both[i].count = 0;
        for (int n = 0; n < 2; n++) {
            const Words *words = lists[i][name->behind ? 1 - n : n];
            if (both[i].count + words->count > MOST_WORDS) return NOT_FOR_ME;
            for (int32_t word = 0; word < words->count; word++) both[i].words[both[i].count++] = words->words[word];
        }
        if (!both[i].count) return NOT_FOR_ME;
    }
    if (!ready) {
        surname = both[0].words[0];
        if (join(both[0].words + 1, both[0].count - 1, ' ', room, &given) < 0) return NOT_FOR_ME;
    }
    uint32_t texts[4];
    const Piece none = {"", 0};
    if (number_texts(e, &surname, &given, language, &none, texts) < 0) return NO_ROOM;
    Words first, others;
    first.count = 1;
    first.words[0] = both[1].words[0];
    others.count = both[1].count - 1;
    memcpy(others.words, both[1].words + 1, (size_t)others.count * sizeof *others.words);
    return enter_name(e, texts, &others, &first, language, flags | SWAPPED_BIT, rest);
}

/* Enter every name. `orders`: of the combinations asked, three bits each for where given name, patronymic and
 * surname begin and end, and one for certain; `ready`: the names left to Python. */
int64_t enrol(Enrolling *e, const uint32_t *orders, const uint32_t *scripts, const Ready *ready) {
    const uint8_t *at = ready->lines, *end = at + ready->bytes;
    uint32_t (*seen)[IDENTITY] = malloc(MOST_NAMES * sizeof *seen);
    uint32_t seen_count = 0, left = 0, before = 0;
    int64_t done = seen && push(&e->first_names, 0) == 0 ? 0 : NO_ROOM;
    for (uint32_t number = 0; number < e->names && !done; number++) {
        const uint32_t *numbers = &e->numbers[5 * number];
        const int is_ready = left < e->left.count && e->left.at[left] == number;
        Name name;
        done = is_ready ? read_ready(&at, end, ready->flags[left++], &name)
                        : read_ordinary(e, number, orders, scripts, &name);
        if (done) break;
        const int64_t rest = number_of(&e->texts, name.rest.text, name.rest.length);
        uint32_t texts[4];
        if (rest < 0) done = NO_ROOM;
        else if (!name.none) {
            if (number_texts(e, &name.surname, &name.given, numbers[3], &name.patronymic, texts) < 0) done = NO_ROOM;
            const uint32_t identity[IDENTITY] = {texts[0], texts[1], texts[3], (uint32_t)rest, name.script,
                                                 numbers[3], numbers[4]};
            int known = 0;
            for (uint32_t i = 0; i < seen_count && !known; i++) known = !memcmp(seen[i], identity, sizeof identity);
            const uint32_t flags = numbers[2] | name.script << SCRIPT_SHIFT | (name.certain ? CERTAIN_BIT : 0);
            if (!done && !known) {
                if (seen_count == MOST_NAMES) done = NOT_FOR_ME;
                else memcpy(seen[seen_count++], identity, sizeof identity);
                if (!done)
                    done = enter_name(e, texts, &name.given_softs, &name.surname_softs, numbers[3], flags, (uint32_t)rest);
                if (!done && name.swapped)
                    done = enter_swapped(e, &name, is_ready, numbers[3], flags, (uint32_t)rest);
            }
        }
        if (!done && (number + 1 == e->names || numbers[5 + 1] != numbers[1])) {
            if (e->records.count > before
                && (push(&e->kept, numbers[1]) < 0 || push(&e->first_names, e->records.count / RECORD) < 0))
                done = NO_ROOM;
            before = e->records.count;
            seen_count = 0;
        }
    }
    free(seen);
    return done;
}

static const Strings *strings_of(const Enrolling *e, int which) {
    return which == 0 ? &e->texts : which == 1 ? &e->surnames.softs : &e->given_names.softs;
}

static const Numbers *numbers_of(const Enrolling *e, int which) {
    const Numbers *all[] = {&e->records, &e->first_names, &e->kept, &e->surnames.pairs, &e->given_names.pairs, &e->bearers};
    return all[which];
}

/* How many numbers or strings there are, and the bytes of all these strings. */
void enrolled_sizes(const Enrolling *e, uint64_t *numbers, uint64_t *strings) {
    for (int i = 0; i < 6; i++) numbers[i] = numbers_of(e, i)->count;
    for (int i = 0; i < 3; i++) {
        strings[2 * i] = strings_of(e, i)->count;
        strings[2 * i + 1] = strings_of(e, i)->used;
    }
}

/* Tell the numbers of `enrolled_sizes`: all but the bearers. */
void enrolled_numbers(const Enrolling *e, int32_t which, uint32_t *out) {
    const Numbers *numbers = numbers_of(e, which);
    if (numbers->count) memcpy(out, numbers->at, (size_t)numbers->count * sizeof *out);
}

/* Tell the softened words of a role (1, 2) with a line end behind each. */
void enrolled_words(const Enrolling *e, int32_t which, char *out) { tell(strings_of(e, which), out); }

/* Tell code and name of the bearers of each surname, in turn, and where those of each begin. */
void enrolled_bearers(const Enrolling *e, uint32_t *starts, uint32_t *out) {
    const uint32_t words = e->surnames.softs.count, count = e->bearers.count / 3;
    memset(starts, 0, ((size_t)words + 1) * sizeof *starts);
    for (uint32_t i = 0; i < count; i++) starts[e->bearers.at[3 * i] + 1] += 2;
    for (uint32_t word = 0; word < words; word++) starts[word + 1] += starts[word];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *at = &starts[e->bearers.at[3 * i]];
        out[(*at)++] = e->bearers.at[3 * i + 1];
        out[(*at)++] = e->bearers.at[3 * i + 2];
    }
    memmove(starts + 1, starts, (size_t)words * sizeof *starts);
    starts[0] = 0;
}

/* The number of one more text, or of many, a line each. */
int64_t enrol_text(Enrolling *e, const char *text, int32_t length) { return number_of(&e->texts, text, length); }

int64_t enrol_texts(Enrolling *e, const char *lines, int64_t bytes, uint32_t *numbers, int64_t count) {
    const char *at = lines, *end = lines + bytes;
    for (int64_t i = 0; i < count; i++) {
        const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
        if (!stop || stop - at > INT32_MAX) return NOT_FOR_ME;
        const int64_t number = number_of(&e->texts, at, (int32_t)(stop - at));
        if (number < 0) return NO_ROOM;
        numbers[i] = (uint32_t)number;
        at = stop + 1;
    }
    return at == end ? count : NOT_FOR_ME;
}

/* Tell all texts and where each begins, and the end of the last. */
void enrolled_texts(const Enrolling *e, char *out, uint32_t *starts) {
    if (e->texts.used) memcpy(out, e->texts.bytes, (size_t)e->texts.used);
    starts[0] = 0;
    memcpy(starts + 1, e->texts.ends, (size_t)e->texts.count * sizeof *starts);
}
