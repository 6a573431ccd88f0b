"""Names to entities, decided for a whole document.

The recogniser calls one man PERSON here and ORG there, so kinds are settled by what the document
says as a whole: a full name anywhere makes its last word a person everywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from spacy.tokens import Doc

from graphkit.clauses import text_of
from graphkit.knowledge.lexicons import words
from graphkit.knowledge.names import fold, generation, initials_differ, name_parts, plain_name
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry
from graphkit.mentions import ActorKind, NameMention, OfficeMention, Span
from graphkit.resolution.entities import Denotation, Entities, Entity, EntityKind
from graphkit.resolution.gender import title_fits
from schemas.actors import LEADING_OFFICES
from schemas.identity import entity_id

IN_PASSING = frozenset({"pobj", "dobj", "poss", "compound", "nmod"})
"""How one is named of whom the sentence is not: after "Ana Roa, sister of Luis Roa, said", "Roa" is
Ana."""
PREFIX: dict[EntityKind, str] = {
    "person": "person", "state": "state", "organization": "organization", "outlet": "outlet",
    "platform": "outlet", "venue": "venue", "unnamed": "unnamed",
}  # fmt: skip


@dataclass(frozen=True)
class Context:
    """What linking may look at: the parsed text, the registry, and the document's day and id."""

    doc: Doc
    registry: Registry
    document: str
    on: date | None
    offices: Sequence[OfficeMention]
    outlets: Sequence[str] = ()

    def office_beside(self, mention: NameMention) -> Iterable[OfficeMention]:
        """The offices that the text puts beside a name."""
        return self._beside.get((mention.start, mention.end), ())

    @cached_property
    def _beside(self) -> dict[Span | None, list[OfficeMention]]:
        found: defaultdict[Span | None, list[OfficeMention]] = defaultdict(list)
        for office in self.offices:
            found[office.person].append(office)
        return dict(found)


def link(names: Sequence[NameMention], context: Context) -> Entities:
    """The entities that the names of a document denote."""
    entities = Entities()
    called = [m.surface for m in names if _is_called_outlet(m, context)]
    context = replace(context, outlets=[*context.outlets, *called])
    full, longer = _full_names(names, context), _longer_names(names)
    for mention in names:
        entity = _entity(mention, full, longer, names, context)
        if entity is not None:
            entity = entities.add(entity)
            entities.denote(
                Denotation(
                    mention.start,
                    mention.end,
                    mention.head,
                    entity.id,
                    mention.adjective,
                    mention.locative,
                )
            )
    return entities


def _entity(
    mention: NameMention,
    full: dict[str, list[NameMention]],
    longer: "Longer",
    names: Sequence[NameMention],
    context: Context,
) -> Entity | None:
    if mention.adjective:
        return of_entry(context.registry.entry(mention.entries[0]))
    if generation(mention.surface) == fold(mention.surface):
        return None  # "Jr." alone
    outlet = None if mention.entries else _outlet(mention, context)
    if outlet is not None:
        return outlet
    person = _person(mention, full, context)
    if person is not None:
        return person
    entries = [e for id_ in mention.entries if (e := context.registry.entry(id_))]
    others = [e for e in entries if e.kind != "person"]
    if others:
        return of_entry(_place_or_actor(mention, others, context))
    if mention.kind == "person" or _is_leader(mention, context):
        return _surname_alone(mention, context)
    if mention.kind in {"organization", "venue"}:
        return _earlier_body(mention, names, context) or _unlisted(mention, longer)
    return None


def of_entry(entry: Entry | None) -> Entity | None:
    """An entity of the registry."""
    return None if entry is None else Entity(entry.id, entry.kind, entry.name, entry)


# --- people -------------------------------------------------------------------------------------


def _full_names(names: Iterable[NameMention], context: Context) -> dict[str, list[NameMention]]:
    """Folded last word → the full names of people that end in it ("Kim Jong Un": its first too)."""
    full: defaultdict[str, list[NameMention]] = defaultdict(list)
    for mention in names:
        if mention.kind == "person" and " " in mention.surface.strip() and not mention.adjective:
            for key in _short_keys(mention, context):
                full[key].append(mention)
    return full


def _short_keys(mention: NameMention, context: Context) -> set[str]:
    parts = name_parts(mention.surface)
    while len(parts) > 1 and parts[0] in words("titles", "titles"):
        parts = parts[1:]  # "Crown Prince Mohammed bin Salman" is Mohammed
    keys = {parts[0], *(" ".join(parts[n:]) for n in range(1, len(parts))), parts[-1]}
    entry = _known_person(mention, context)
    if entry is not None and entry.family_name:
        keys.add(fold(entry.family_name))
    return keys


def _person(
    mention: NameMention, full: dict[str, list[NameMention]], context: Context
) -> Entity | None:
    """The person of a full name, or of a short name that a full name of the document explains."""
    if mention.kind == "person" and " " in mention.surface.strip():
        return _full_person(mention, full, context)
    if mention.kind == "state" or (mention.entries and not _may_be_person(mention, context)):
        return None
    owners = full.get(fold(mention.surface)) or _spelled_alike(mention, full, context)
    if not owners:
        return None
    owners = [o for o in owners if _titled_alike(mention, o, context)] or owners
    beside = list(context.office_beside(mention))
    if beside:
        owners = _holders_of(owners, mention, context)
    before = [o for o in owners if o.start < mention.start]
    acting = [o for o in before if context.doc[o.head].dep_ not in IN_PASSING]
    nearest = (acting or before)[-1] if before else owners[0]
    return _full_person(nearest, full, context)


def _titled_alike(mention: NameMention, owner: NameMention, context: Context) -> bool:
    """May a title before a surname be that of a full name? "Mrs. Clinton" is no Bill."""
    return title_fits(text_of(context.doc), mention.start, owner.surface.split()[0])


def _holders_of(
    owners: list[NameMention], mention: NameMention, context: Context
) -> list[NameMention]:
    """Of several people of that surname those whom the office beside it fits best."""
    fits = [(_fit(e, mention, context) if (e := _known_person(o, context)) else 0) for o in owners]
    return [o for o, fit in zip(owners, fits, strict=True) if fit == max(fits)]


def _may_be_person(mention: NameMention, context: Context) -> bool:
    """What the registry knows as something else stays that, unless it is a surname too."""
    return bool(context.registry.people(mention.surface))


def _spelled_alike(
    mention: NameMention, full: dict[str, list[NameMention]], context: Context
) -> list[NameMention]:
    """The registry gives both to one person: "Zelenskiy" beside a "Volodymyr Zelenskyy"."""
    ids = {e.id for e in context.registry.people(mention.surface)}
    if not ids:
        return []
    return [
        o
        for owners in full.values()
        for o in owners
        if (e := _known_person(o, context)) and e.id in ids
    ]


def _full_person(
    mention: NameMention, full: dict[str, list[NameMention]], context: Context
) -> Entity:
    longest = max(
        (o for o in full.get(name_parts(mention.surface)[-1], [mention]) if _same_name(o, mention)),
        key=lambda o: (len(o.surface), -o.start),
        default=mention,
    )
    for name in dict.fromkeys((mention, longest)):
        entry = _known_person(name, context)
        if entry is not None:
            return Entity(entry.id, "person", entry.name, entry)
    return Entity(entity_id("person", longest.surface), "person", longest.surface)


def _same_name(a: NameMention, b: NameMention) -> bool:
    """Equal last words, first words that agree so far: "Timothy Morrison", "Tim A. Morrison"."""
    x, y = name_parts(a.surface), name_parts(b.surface)
    short = min(len(x[0]), len(y[0]))
    if len({generation(a.surface), generation(b.surface), ""}) > 2:
        return False  # father and son
    if (len(y) > 1 or generation(b.surface)) and x[-len(y) :] == y:
        return True  # "Suu Kyi" of "Aung San Suu Kyi", "Holm Jr." of "Arne Holm Jr."
    return x[-1] == y[-1] and x[0][:short] == y[0][:short]


def _known_person(mention: NameMention, context: Context) -> Entry | None:
    """The registry's person of that name, or of it without initials: "Sergey V. Lavrov"."""
    found = context.registry.find(mention.surface, {"person"})
    if not found:
        plain = context.registry.find(plain_name(mention.surface), {"person"})
        found = tuple(e for e in plain if not _is_another(e, mention.surface))
    return _likeliest(found, mention, context)


def _is_another(entry: Entry, surface: str) -> bool:
    """Has the registry's person other initials than a name gives?"""
    return any(initials_differ(surface, name) for name in (entry.name, *entry.aliases))


def _surname_alone(mention: NameMention, context: Context) -> Entity | None:
    """A bare surname: the registry's person that fits, else a person of this document only."""
    candidates = context.registry.people(mention.surface) or context.registry.find(
        mention.surface, {"person"}
    )
    entry = _likeliest(candidates, mention, context)
    if entry is not None:
        return Entity(entry.id, "person", entry.name, entry)
    if _is_family(mention, context):
        return None
    full_name = " " in mention.surface.strip()
    id_ = entity_id("person", mention.surface, None if full_name else context.document)
    return Entity(id_, "person", mention.surface)


def _is_family(mention: NameMention, context: Context) -> bool:
    """A plural surname is nobody in particular: "the Bidens"."""
    token = context.doc[mention.head]
    article = token.i > 0 and context.doc[token.i - 1].lower_ == "the"
    return token.tag_ == "NNPS" or (article and mention.surface.endswith("s"))


def _likeliest(candidates: Sequence[Entry], mention: NameMention, context: Context) -> Entry | None:
    """The only one; of several by the office beside the name, else by who leads or has led.

    None where none of several fits, or two fit as well.
    """
    if len(candidates) < 2:
        return next(iter(candidates), None)
    scores = Counter({entry.id: _fit(entry, mention, context) for entry in candidates})
    (best, score), (_, second) = scores.most_common(2)
    return next(e for e in candidates if e.id == best) if score > second else None


def _is_leader(mention: NameMention, context: Context) -> bool:
    """A bare surname that the recogniser took for a body or place, of one who leads or has led."""
    people = [] if mention.entries else context.registry.people(mention.surface)
    return mention.kind != "unknown" and _likeliest(people, mention, context) is not None


def _fit(entry: Entry, mention: NameMention, context: Context) -> int:
    """4 for the office beside the name, 2 for leading on the day, 1 for having led."""
    terms = context.registry.terms(entry.id)
    offices = [(t, o) for t in terms if (o := context.registry.office(t.office))]
    score = 0
    for beside in context.office_beside(mention):
        owner = owner_of(beside.of, context)
        noun = context.registry.office_for(beside.role, owner.id) if owner else None
        role = context.registry.role(beside.role)
        if (noun and any(o.id == noun.id for _, o in offices)) or (
            role and any(o.kind == role.kind for _, o in offices)
        ):
            score += 4
    leads = [o for _, o in offices if o.kind in LEADING_OFFICES]
    if leads:
        score += 1
        on = context.on
        if on is not None and any(context.registry.holds(entry.id, o.id, on) for o in leads):
            score += 2
    return score


def owner_of(of: Span | None, context: Context) -> Entry | None:
    """The state or body that an office's words name: "Turkish", "the State Department"."""
    if of is None:
        return None
    text = text_of(context.doc)[of[0] : of[1]]
    found = context.registry.find(text, {"state", "organization", "outlet"})
    return context.registry.adjective(text) or (
        found[0] if found else context.registry.metonym(text)
    )


# --- places and bodies --------------------------------------------------------------------------


def _place_or_actor(mention: NameMention, entries: Sequence[Entry], context: Context) -> Entry:
    """The city: "Moscow demanded": the State; "talks in Moscow"."""
    venue = next((e for e in entries if e.kind == "venue"), None)
    actor = next((e for e in entries if e.kind != "venue"), None)
    if venue is not None and not mention.locative and not _stands_for_place(mention, context):
        actor = context.registry.metonym(mention.surface) or actor
        return actor or venue
    if venue is not None and mention.locative:
        return venue if actor is None or actor.kind != "state" else actor
    return actor or entries[0]


def _stands_for_place(mention: NameMention, context: Context) -> bool:
    """A place by what follows: "Istanbul talks", "Washington-based", "Kyiv, Ukraine"."""
    token = context.doc[mention.head]
    following = context.doc[token.i + 1] if token.i + 1 < len(context.doc) else None
    if following is None:
        return False
    based = following.text == "-" or following.lower_ in {
        "based",
        "summit",
        "talks",
        "format",
        "airport",
    }
    return based or (
        token.dep_ == "compound" and following.pos_ == "NOUN" and following.tag_ != "POS"
    )


def _earlier_body(
    mention: NameMention, names: Sequence[NameMention], context: Context
) -> Entity | None:
    """The last body before it whose name ends in that word: "the Union", "the Commission"."""
    token = context.doc[mention.head]
    key = fold(mention.surface)
    if " " in key or key not in words("bodies", "anaphoric") or token.i == 0:
        return None
    if context.doc[token.i - 1].lower_ != "the":
        return None
    for earlier in reversed([n for n in names if n.start < mention.start]):
        entries = (context.registry.entry(e) for e in earlier.entries)
        for entry in entries:
            if entry and entry.kind == "organization" and key in fold(entry.name).split():
                return of_entry(entry)
    return None


def outlet_id(name: str) -> str:
    """The id of an outlet that the registry does not know, its article left out."""
    return entity_id("outlet", name.removeprefix("The ").removeprefix("the "))


def _is_called_outlet(mention: NameMention, context: Context) -> bool:
    """Does the text say what it is: "the newspaper La Nave", "the news agency Ansat"?"""
    name = context.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if mention.entries or mention.kind == "person" or name is None or not name.start:
        return False
    noun = context.doc[name.start - 1]
    if noun.tag_ != "NN" or noun.lemma_.lower() not in words("bodies", "outlets"):
        return False
    return noun.lower_ != "agency" or (noun.i > 0 and noun.nbor(-1).lower_ == "news")


def _outlet(mention: NameMention, context: Context) -> Entity | None:
    """The page's own outlet, or one that its notice names or that the text calls one."""
    key = fold(mention.surface)
    for name in context.outlets:
        if fold(name) == key:
            return Entity(outlet_id(name), "outlet", name)
    return None


type Longer = dict[tuple[ActorKind, str], NameMention]


def _longer_names(names: Iterable[NameMention]) -> Longer:
    """(kind, folded first words or initials) → the longest unlisted name that has them."""
    best: Longer = {}
    for mention in names:
        if mention.entries or mention.adjective:
            continue
        for short in _parts(fold(mention.surface)):
            known = best.get((mention.kind, short))
            if known is None or _length(mention) > _length(known):
                best[mention.kind, short] = mention
    return best


def _parts(name: str) -> set[str]:
    """The shorter forms of a folded name: its first words, its initials."""
    parts = name.split()
    found = {" ".join(parts[:n]) for n in range(1, len(parts))}
    short = initials(name)
    return found | {short} if len(short) < len(name) else found


def _length(mention: NameMention) -> tuple[int, int]:
    return len(mention.surface), -mention.start


def _unlisted(mention: NameMention, longer: Longer) -> Entity:
    """A body or place that the registry does not know; a part of a longer name joins it."""
    kind: EntityKind = "venue" if mention.kind == "venue" else "organization"
    name = longer.get((mention.kind, fold(mention.surface)), mention).surface
    return Entity(entity_id(PREFIX[kind], name), kind, name)


def initials(name: str) -> str:
    """First letters without those of small words: "ministry of defence" → "md"."""
    return "".join(w[0] for w in name.split() if w not in words("titles", "small"))
