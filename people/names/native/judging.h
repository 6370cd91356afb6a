/* How a word of a text is met, as `people/names/on_record/words.py` judges it.
 */
/* What one walk over the words on record works with: it fills `rows`, or keeps in `found` what is met. */
typedef struct {
    const Ear *ear;
    const Words *words, *families; /* the second: given names and sounds to families */
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

enum { MOST_FAMILIES = 32 };
typedef struct { uint32_t numbers[MOST_FAMILIES]; int32_t count; } Families;

static int add_families(const Words *families, const Keys *table, const uint8_t *key, int64_t length,
                        Families *into) {
    uint32_t from = 0, to = 0;
    if (!values_of(families, table, key, length, &from, &to)) return 0;
    for (; from < to; from++) {
        const uint32_t family = table->values[from];
        int32_t known = 0;
        while (known < into->count && into->numbers[known] != family) known++;
        if (known < into->count) continue;
        if (into->count == MOST_FAMILIES) return NOT_FOR_ME;
        into->numbers[into->count++] = family;
    }
    return 1;
}

/* `equivalents.families_heard` of a form: as it is listed, or else by its sounds. */
static int families_heard(const Search *search, int32_t form, Families *into) {
    const Told *told = search->told;
    const Words *families = search->families;
    const Span *folded = &told->folded[told->word[form]];
    into->count = 0;
    const int64_t length = folded->end - folded->at;
    const int listed = add_families(families, &families->exact, folded->at, length, into);
    if (listed || memchr(folded->at, '-', (size_t)length)) return listed < 0 ? NOT_FOR_ME : 0;
    const uint8_t *at = told->reading[form].at, *const end = told->reading[form].end;
    while (at < end) {
        const uint8_t *field = field_end(at, end);
        if (add_families(families, &families->by_sound, at, field - at, into) < 0) return NOT_FOR_ME;
        at = field + 1;
    }
    return 0;
}

/* `words._other_given_name`. */
static int other_given_name(const Search *search, uint32_t word, int32_t form) {
    const uint32_t *theirs = NULL;
    const uint32_t count = families_of(search->words, word, &theirs);
    Families ours;
    if (!count) return 0;
    if (families_heard(search, form, &ours) < 0) return NOT_FOR_ME;
    for (int32_t i = 0; i < ours.count; i++)
        for (uint32_t j = 0; j < count; j++) if (ours.numbers[i] == theirs[j]) return 0;
    return ours.count > 0;
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
