/* The words on record that a word of a text met, each with the best way in which it met it: the
 * compiled twin of `found` and `_keep` in `people/names/on_record/words.py`.
 */
enum { MOST_KEPT = 1 << 14, KEPT_SLOTS = 1 << 15, MOST_NODES = 1 << 16 };
/* How a word was met, as `hits.STRENGTH` orders it. */
enum { NOT_MET = 0, MET_NEAR = 1, MET_TRANSLITERATED = 2 };
enum { MET_SAME_NAME = 3, MET_INFLECTED = 4, MET_EXACT = 5 };

typedef struct { int32_t form, next; } Node; /* one of the forms in which a word was met */

typedef struct {
    double distance;
    int32_t number, first, last; /* nodes */
    uint8_t how, other, sure, vowels_only;
} Kept;

/* Too much for a stack. Callers hold the interpreter's lock. */
typedef struct Found {
    int32_t count, nodes;
    int32_t slots[KEPT_SLOTS]; /* a place in `kept` and one; 0 where nothing is kept */
    Kept kept[MOST_KEPT];
    Node node[MOST_NODES];
    uint8_t heard[1 << 15]; /* sounds and keys of the forms, as reading.c writes them */
} Found;

static uint32_t kept_slot(int32_t number) {
    return (uint32_t)number * 0x9E3779B1u >> 17;
}

/* Where a word is or would be. */
static int32_t *kept_at(Found *found, int32_t number) {
    uint32_t at = kept_slot(number);
    while (found->slots[at] && found->kept[found->slots[at] - 1].number != number)
        at = (at + 1) & (KEPT_SLOTS - 1);
    return &found->slots[at];
}

static Kept *kept_of(Found *found, int32_t number) {
    const int32_t place = *kept_at(found, number);
    return place ? &found->kept[place - 1] : NULL;
}

/* Ready for another word. */
static void forget_kept(Found *found) {
    if (found->count > MOST_KEPT / 8) memset(found->slots, 0, sizeof found->slots);
    else
        for (int32_t i = found->count - 1; i >= 0; i--) {
            /* The last one kept stands behind none that came later: its slot is found and freed. */
            *kept_at(found, found->kept[i].number) = 0;
        }
    found->count = found->nodes = 0;
}

static int add_form(Found *found, Kept *kept, int32_t form) {
    if (found->nodes == MOST_NODES) return NOT_FOR_ME;
    found->node[found->nodes] = (Node){form, -1};
    if (kept->first < 0) kept->first = found->nodes;
    else found->node[kept->last].next = found->nodes;
    kept->last = found->nodes++;
    return 0;
}

/* `_keep`: a word met in one form; forms that are the same analysis have the same number. */
static int keep(Found *found, int32_t number, int how, double distance, int32_t form, int other) {
    int32_t *slot = kept_at(found, number);
    if (!*slot) {
        if (found->count == MOST_KEPT) return NOT_FOR_ME;
        found->kept[found->count++] =
            (Kept){distance, number, -1, -1, (uint8_t)how, (uint8_t)other, 0, 0};
        *slot = found->count;
        return add_form(found, &found->kept[found->count - 1], form);
    }
    Kept *kept = &found->kept[*slot - 1];
    if (kept->other && !other) {
        kept->first = kept->last = -1;
    } else if (kept->other != other) {
        return 0;
    } else if (how > kept->how || (how == kept->how && distance < kept->distance)) {
        /* A weaker reading's grammar must not excuse a stronger one's. */
        if (kept->distance != distance) kept->first = kept->last = -1;
    } else if (kept->distance == distance) {
        for (int32_t at = kept->first; at >= 0; at = found->node[at].next)
            if (found->node[at].form == form) return 0;
        return add_form(found, kept, form);
    } else return 0;
    kept->how = (uint8_t)how;
    kept->distance = distance;
    kept->other = (uint8_t)other;
    return add_form(found, kept, form);
}
