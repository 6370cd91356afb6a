/* The items of common RSS, RDF and Atom: well-formed in UTF-8, items straight in the channel, the root or
 * the feed, nothing unusual inside.
 * `native/__init__.py` says what comes out. All else is refused (-1), and slower parsers read it.
 *
 * Loaded with ctypes, knows nothing of Python. Reads end with the document, writes with the room
 * given; nothing is allocated. The document is gone through once; what is kept of it is copied once.
 */
#include "writing.h"

enum { MOST_CATEGORIES = 30, MOST_MARKUP = 12000 };

/* What is kept of an item, in the order in which it is written; after them the categories. */
enum { GUID, LINK, TITLE, DESCRIPTION, SUMMARY, CONTENT, AUTHOR, CREATOR,
       PUBDATE, PUBLISHED, ISSUED, DATE, BUILT, UPDATED, MODIFIED, KEPT };
enum { CATEGORY = KEPT, ENCLOSURE, MEDIA, THUMBNAIL, ODD, OTHER };

typedef struct {
    Span fields[KEPT], prefixed[KEPT], categories[MOST_CATEGORIES];
    Span enclosure, media, thumbnail;
    Span first, first_rel;      /* the first link of an Atom entry */
    int count, has_media, odd;  /* `odd`: the content is not to be read here, should it be needed */
} Item;

static const struct { const char *name; int kind; } KINDS[] = {
    {"guid", GUID}, {"link", LINK}, {"title", TITLE}, {"description", DESCRIPTION},
    {"summary", SUMMARY}, {"content", CONTENT}, {"author", AUTHOR}, {"creator", CREATOR},
    {"pubdate", PUBDATE}, {"published", PUBLISHED}, {"issued", ISSUED}, {"date", DATE},
    {"lastbuilddate", BUILT}, {"updated", UPDATED}, {"modified", MODIFIED}, {"category", CATEGORY},
    {"enclosure", ENCLOSURE}, {"item", ODD}, {"entry", ODD},
};

/* What a child of an item is, by its name as written; the prefixes mean what `__init__` checked. */
static int kind_of(Span name, int *has_prefix) {
    Bytes colon = memchr(name.at, ':', name.size);
    *has_prefix = colon != NULL;
    if (colon) {
        if (same(name, "content:encoded")) { *has_prefix = 0; return CONTENT; }
        if (same(name, "media:content") || same(name, "media:group")) return MEDIA;
        if (same(name, "media:thumbnail")) return THUMBNAIL;
        if (same(name, "dc:subject")) return CATEGORY;
        if (same(name, "atom:link") || same(name, "atom:id") || same(name, "atom:author")) return ODD;
        name = (Span){colon + 1, name.at + name.size - colon - 1};
        if (same(name, "content") || same(name, "enclosure")) return OTHER;
    }
    for (unsigned i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (same(name, KINDS[i].name)) return KINDS[i].kind;
    return OTHER;
}

static int is_picture(Span type, Span address) {
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"};
    if (type.at && type.size) return type.size >= 5 && !memcmp(type.at, "image", 5);
    if (!address.at) return 0;
    Bytes query = memchr(address.at, '?', address.size);
    if (query) address.size = query - address.at;
    for (unsigned i = 0; i < sizeof endings / sizeof *endings; i++) {
        int64_t size = (int64_t)strlen(endings[i]);
        if (address.size >= size && same((Span){address.at + address.size - size, size}, endings[i])) return 1;
    }
    return 0;
}

/* One media:content or media:thumbnail, `inside` saying whether another media:content holds it. */
static void see_media(Item *item, const Tag *tag, int inside) {
    Span url = attribute(tag, "url"), medium = attribute(tag, "medium");
    if (same(tag->name, "media:thumbnail")) {
        if (inside ? !item->media.at : !item->thumbnail.at) *(inside ? &item->media : &item->thumbnail) = url;
    } else if (same(tag->name, "media:content")) {
        item->has_media = item->has_media || tag->count > 0;
        if (item->media.at) return;
        if ((medium.at && same(medium, "image")) || is_picture(attribute(tag, "type"), url)) item->media = url;
    }
}

/* media:content and media:group with all that they hold. */
static int pass_media(Reader *r, Item *item, const Tag *first) {
    Span open[DEEPEST];
    Tag tag = *first;
    int depth = 0, inside = 0;  /* `inside`: the depth from which on a media:content is around us */
    for (;;) {
        if (!tag.closing) {
            if (declares(&tag)) return 0;
            see_media(item, &tag, inside > 0);
            if (!tag.empty) {
                if (depth == DEEPEST) return 0;
                open[depth++] = tag.name;
                if (!inside && same(tag.name, "media:content")) inside = depth;
            }
        } else {
            if (!depth || !closes(&tag, open[--depth])) return 0;
            if (depth < inside) inside = 0;
        }
        if (!depth) return 1;
        for (;;) {
            if ((r->at = memchr(r->at, '<', r->end - r->at)) == NULL) return 0;
            if (!starts(r, "<![CDATA[")) break;
            r->at += 9;
            if (!pass(r, "]]>")) return 0;
        }
        if (!read_tag(r, &tag)) return 0;
    }
}

/* Writes the first of the fields that holds anything, and what ends a field. */
static int write_first(Reader *r, const Item *item, int first, int last, int dates) {
    uint8_t *start = r->out;
    for (int kind = first; kind <= last && r->out == start; kind++)
        for (int prefixed = 0; prefixed < 2 && r->out == start; prefixed++) {
            Span piece = (prefixed ? item->prefixed : item->fields)[kind];
            if (piece.at && !(dates ? write_date(r, piece) : write_text(r, piece))) return 0;
        }
    return r->out > start ? 2 : 1;
}

/* Writes what the item says, as markup, to where the texts are. */
static int write_markup(Reader *r, const Item *item) {
    Reader texts = {NULL, NULL, r->texts, r->texts_room, NULL, NULL};
    if (!write_first(&texts, item, DESCRIPTION, CONTENT, 0) || texts.room - texts.out < 8) return 0;
    r->texts = cut(r->texts, texts.out, MOST_MARKUP);
    *r->texts++ = 0;
    return 1;
}

static int write_item(Reader *r, const Item *item) {
    static const int fields[][3] = {
        {GUID, LINK, 0}, {LINK, LINK, 0}, {TITLE, TITLE, 0}, {AUTHOR, CREATOR, 0}, {PUBDATE, DATE, 1}, {BUILT, MODIFIED, 1}};
    for (unsigned i = 0; i < sizeof fields / sizeof *fields; i++) {
        int written = write_first(r, item, fields[i][0], fields[i][1], fields[i][2]);
        if (written == 1 && fields[i][0] == PUBDATE) written = write_first(r, item, BUILT, MODIFIED, 1);
        if (!written || r->room - r->out < 8) return 0;
        *r->out++ = 0;
    }
    if (!write_markup(r, item)) return 0;
    Span image = item->enclosure.at ? item->enclosure : item->media;
    if (!image.at && !item->has_media) image = item->thumbnail;
    if (!write_text(r, image)) return 0;
    if (r->room - r->out < 8) return 0;
    *r->out++ = 0;
    for (int i = 0; i < item->count; i++) {
        if (!write_text(r, item->categories[i]) || r->room - r->out < 8) return 0;
        *r->out++ = 1;
    }
    *r->out++ = 0;
    return 1;
}

/* One child of an item, whose start tag was just read. */
static int read_child(Reader *r, Item *item, const Tag *tag) {
    int prefixed, kind = kind_of(tag->name, &prefixed);
    Span content = {NULL, 0}, url;
    if (kind == ODD || (kind != OTHER && declares(tag))) return 0;
    if (kind == MEDIA) return pass_media(r, item, tag);
    if (kind == THUMBNAIL) see_media(item, tag, 0);
    if (kind == ENCLOSURE && !item->enclosure.at) {
        url = attribute(tag, "url");
        if (url.at && url.size && is_picture(attribute(tag, "type"), url)) item->enclosure = url;
    }
    if (tag->empty) return !(kind == LINK && tag->count);
    if (!pass_element(r, tag->name, kind <= CATEGORY, &content)) return 0;
    if (kind < KEPT) {
        Span *kept = (prefixed ? item->prefixed : item->fields) + kind;
        if (!kept->at && content.size) *kept = content;
    } else if (kind == CATEGORY && content.size && item->count < MOST_CATEGORIES) {
        item->categories[item->count++] = content;
    }
    return 1;
}

/* A link of an Atom entry; false where it takes more than this to choose one. */
static int see_link(Item *item, const Tag *tag) {
    Span rel = attribute(tag, "rel"), address = attribute(tag, "href");
    if (!address.at || !address.size) return 0;
    if (!item->first.at) { item->first = address; item->first_rel = rel; }
    if (rel.at && is(rel, "alternate") && !item->fields[LINK].at) item->fields[LINK] = address;
    return 1;
}

/* Without an alternate: a link to the page that says less of itself; false as above. */
static int settle_link(Item *item) {
    Span rel = item->first_rel;
    if (item->fields[LINK].at || !item->first.at) return 1;
    if (rel.at && (is(rel, "self") || is(rel, "edit"))) return 0;
    if (!rel.at || is(rel, "related") || is(rel, "via")) item->fields[LINK] = item->first;
    return item->fields[LINK].at != NULL;
}

/* The name of an Atom author, in the content of the element. */
static void see_author(Item *item, Span content) {
    Reader inside = {content.at, content.at + content.size, NULL, NULL, NULL, NULL};
    Tag tag;
    Span name;
    while (!item->fields[AUTHOR].at && next_tag(&inside, &tag)) {
        if (tag.closing || tag.empty) continue;
        if (!pass_element(&inside, tag.name, is(tag.name, "name"), &name)) return;
        if (is(tag.name, "name") && name.size) item->fields[AUTHOR] = name;
    }
}

/* One child of an Atom entry, whose start tag was just read. */
static int read_atom_child(Reader *r, Item *item, const Tag *tag) {
    Span content = {NULL, 0}, type = attribute(tag, "type"), term, label;
    int prefixed, kind = kind_of(tag->name, &prefixed);
    if (kind == MEDIA) return !declares(tag) && pass_media(r, item, tag);
    if (kind == THUMBNAIL) see_media(item, tag, 0);
    else if (prefixed || memchr(tag->name.at, ':', tag->name.size) || kind == ENCLOSURE) kind = OTHER;
    else if (is(tag->name, "id")) kind = GUID;
    else if (kind != OTHER && declares(tag)) return 0;
    switch (kind) {
    case LINK: if (!see_link(item, tag)) return 0; break;
    case CATEGORY:
        term = attribute(tag, "term");
        label = attribute(tag, "label");
        if (label.at && label.size) term = term.at && term.size ? label : (Span){NULL, 0};
        if (term.at && term.size && item->count < MOST_CATEGORIES) item->categories[item->count++] = term;
        break;
    case CONTENT: case TITLE: case SUMMARY:
        if (attribute(tag, "mode").at) return 0;
        if (type.at && !is(type, "text") && !is(type, "html") && !is(type, "text/html") && !is(type, "text/plain")) {
            if (kind != CONTENT) return 0;
            item->odd = 1;
        }
        break;
    case GUID: case AUTHOR: case PUBLISHED: case ISSUED: case UPDATED: case MODIFIED: case THUMBNAIL: break;
    case ODD: return 0;
    default: kind = OTHER;
    }
    if (tag->empty) return 1;
    int plain = kind < KEPT && kind != AUTHOR && kind != LINK && !(kind == CONTENT && item->odd);
    if (!pass_element(r, tag->name, plain, &content)) return 0;
    if (kind == AUTHOR) see_author(item, content);
    else if (kind < KEPT && kind != LINK && !item->fields[kind].at && content.size) item->fields[kind] = content;
    return 1;
}

static int read_item(Reader *r, Item *item, const char *name, int atom) {
    Tag tag;
    memset(item, 0, sizeof *item);
    while (next_tag(r, &tag)) {
        if (!tag.closing) {
            if (!(atom ? read_atom_child : read_child)(r, item, &tag)) return 0;
            continue;
        }
        if (!is(tag.name, name)) return 0;
        if (!atom) return 1;
        return item->fields[GUID].at && settle_link(item) && !(item->odd && !item->fields[SUMMARY].at);
    }
    return 0;
}

/* Writes the first `most` items and returns how many bytes that is, or REFUSED; what they say, as
 * markup, goes to `texts`. `found`: how many items there are, where the first begins and the last ends,
 * where the tag of the root begins and ends, and how many bytes of texts there are. */
int64_t items(Bytes document, int64_t size, int32_t most, uint8_t *out, int64_t room,
              uint8_t *texts, int64_t texts_room, int64_t *found) {
    Reader r = {document, document + size, out, out + room, texts, texts + texts_room};
    Tag tag;
    Item item;
    Span content;
    int other = 0;
    if (!next_tag(&r, &tag) || tag.closing || tag.empty) return REFUSED;
    int atom = is(tag.name, "feed"), rdf = is(tag.name, "rdf:RDF");
    const char *name = atom ? "entry" : "item", *holder = atom ? "feed" : rdf ? "rdf:RDF" : "channel";
    if (!atom && !rdf && !is(tag.name, "rss")) return REFUSED;
    found[0] = 0;
    found[3] = tag.name.at - document;
    found[4] = r.at - document;
    if (!atom && !rdf && (!next_tag(&r, &tag) || !is(tag.name, holder) || tag.closing || tag.empty || declares(&tag)))
        return REFUSED;
    for (;;) {
        if (!next_tag(&r, &tag)) return REFUSED;
        if (tag.closing) {
            found[5] = r.texts - texts;
            return found[0] && is(tag.name, holder) ? r.out - out : REFUSED;
        }
        if (!is(tag.name, name)) {
            other = found[0] > 0;
            if (!tag.empty && !pass_element(&r, tag.name, 0, &content)) return REFUSED;
            continue;
        }
        if (other || tag.empty || declares(&tag)) return REFUSED;
        if (!found[0]++) found[1] = tag.name.at - 1 - document;
        if (!read_item(&r, &item, name, atom)) return REFUSED;
        if (rdf && attribute(&tag, "rdf:about").at) item.fields[GUID] = attribute(&tag, "rdf:about");
        if (found[0] <= most && !write_item(&r, &item)) return REFUSED;
        found[2] = r.at - document;
    }
}
