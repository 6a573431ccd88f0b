"""Which mentions within one document are the same proposal, or the same event.

"these talks" and "it" take up the latest group of their kind; two full mentions are one only if
their heads, their distinguishing words, their parties and their days allow it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from graphkit.clauses import prepositional, text_of
from graphkit.knowledge.lexicons import table, words
from graphkit.language import plain
from graphkit.mentions import DateMention, EventMention, PositionMention, ProposalMention, Span
from graphkit.proposal_words import PRONOUNS, lemma
from schemas.events import EventKind, EventOutcome, EventStatus
from schemas.proposals import ProposalKind
from schemas.relations import Role

type ActorsIn = Callable[[Span], tuple[str, ...]]

LONGEST_NAME = 189  # characters: Proposal.name stays under 190
PUTTING_FORWARD = frozenset({"PROPOSES", "OFFERS", "DEMANDS"})
SURENESS: tuple[EventStatus, ...] = ("cancelled", "occurred", "planned", "proposed", "hypothetical")


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """One proposal of the document; `parties` are actor ids."""

    kind: ProposalKind
    name: str
    mentions: tuple[ProposalMention, ...]
    parties: tuple[str, ...]
    proper_name: str | None = None
    date: DateMention | None = None


@dataclass(frozen=True, slots=True)
class EventGroup:
    """One event of the document; the first of the mentions is the fullest, the others follow."""

    kind: EventKind
    name: str
    mentions: tuple[EventMention, ...]
    participants: tuple[tuple[str, Role], ...]
    venue: Span | None
    status: EventStatus
    outcome: EventOutcome | None
    date: DateMention | None


def group_proposals(
    doc: Doc,
    mentions: Sequence[ProposalMention],
    positions: Sequence[PositionMention],
    actors_in: ActorsIn,
    dates: Sequence[DateMention] = (),
) -> list[ProposalGroup]:
    """The document's proposals in the order of their first mention.

    `actors_in` gives the ids of the actors named in a span. What nobody takes a position on and
    what stands only once, unqualified, is still a proposal.
    """
    put_forward = {p.proposal for p in positions if p.relation in PUTTING_FORWARD}
    drafts: list[_Proposal] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        fresh = _Proposal.of(doc, mention, actors_in)
        fresh.introduced = mention in put_forward and _is_indefinite(doc[mention.head])
        known = _antecedent(drafts, fresh, put_forward)
        if known is not None:
            known.add(fresh)
        elif doc[mention.head].lower_ not in PRONOUNS:
            drafts.append(fresh)
    return [draft.group(doc, dates) for draft in _unwrapped(drafts)]


def _antecedent(
    drafts: Sequence["_Proposal"], fresh: "_Proposal", put_forward: set[ProposalMention]
) -> "_Proposal | None":
    """The group that a mention belongs to: the one spoken of last among those that take it."""
    latest = sorted(drafts, key=lambda d: d.mentions[-1].start, reverse=True)
    found = next((d for d in latest if d.takes(fresh)), None)
    if found is None and fresh.anaphoric:
        if fresh.concept == "proposal":
            found = next((d for d in latest if put_forward & set(d.mentions)), None)
        alike = (d for d in latest if d.kind == fresh.kind and not d.is_to_come)
        found = found or next(alike, None)
    return found


def _is_indefinite(noun: Token) -> bool:
    return any(c.lower_ in {"a", "an"} for c in noun.children)


def _unwrapped(drafts: list["_Proposal"]) -> list["_Proposal"]:
    """ "the emir's offer of talks" and the talks in it are one proposal: the talks."""
    kept: list[_Proposal] = []
    for draft in drafts:
        inside = next((d for d in drafts if d is not draft and draft.wraps(d)), None)
        if inside is None:
            kept.append(draft)
        else:
            inside.mentions = sorted([*draft.mentions, *inside.mentions], key=lambda m: m.start)
    return sorted(kept, key=lambda d: d.mentions[0].start)


@dataclass(slots=True)
class _Proposal:
    """A group while it grows."""

    kind: ProposalKind
    concept: str
    contrasts: frozenset[str]
    anaphoric: bool
    vague: bool
    parties: list[str]
    introduced: bool = field(default=False, init=False)
    """Somebody puts it forward as a new one: "Oman suggested a compromise"."""
    mentions: list[ProposalMention] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc, mention: ProposalMention, actors_in: ActorsIn) -> "_Proposal":
        head = doc[mention.head]
        return cls(
            mention.kind, _concept(head), _contrasts(doc, mention), mention.anaphoric,
            head.tag_ == "NNS" or any(c.lower_ == "any" for c in head.children),
            list(actors_in((mention.start, mention.end))), [mention],
        )  # fmt: skip

    def takes(self, other: "_Proposal") -> bool:
        """May the other be of this group?"""
        if self.is_to_come and "future" not in other.contrasts:
            return other.concept == "pronoun"  # "the deal" has been made
        if other.anaphoric:
            named = self.proper and other.concept in {"deal", "proposal"}
            return named or other.concept in {self.concept, "pronoun"}
        if self.concept != other.concept:
            return False
        if self.kind == "ceasefire":
            return not (self.contrasts and other.contrasts) or self.contrasts == other.contrasts
        if self.contrasts != other.contrasts:
            return False
        if self.kind == "talks":
            return True
        common = bool(set(self.parties) & set(other.parties))
        if self.concept == "proposal" or other.introduced:
            return common
        return common or not self.parties or not other.parties

    @property
    def is_to_come(self) -> bool:
        """Is it one that may be made yet: "any future deal", "future deals"?"""
        return "future" in self.contrasts and self.vague

    @property
    def proper(self) -> bool:
        """Has it a name of its own?"""
        return any(m.proper for m in self.mentions)

    def wraps(self, other: "_Proposal") -> bool:
        """Is this the offer or the demand, and the other what it is for?"""
        return self.concept in {"proposal", "demand"} and any(
            a.start <= b.start and b.end <= a.end and a != b
            for a in self.mentions
            for b in other.mentions
        )

    def add(self, other: "_Proposal") -> None:
        """Join the other's mentions and parties; what it adds in contrast holds from now on."""
        self.contrasts |= other.contrasts
        self.mentions += other.mentions
        self.parties += [p for p in other.parties if p not in self.parties]

    def group(self, doc: Doc, dates: Sequence[DateMention]) -> ProposalGroup:
        """The finished group, named by its fullest mention."""
        full = [m for m in self.mentions if not m.anaphoric] or self.mentions
        full = [m for m in full if _concept(doc[m.head]) == self.concept] or full
        fullest = max(full, key=lambda m: m.end - m.start)
        proper = next((_cleaned(doc, (m.start, m.end)) for m in self.mentions if m.proper), None)
        spans = [(m.start, m.end) for m in self.mentions]
        day = next((d for d in dates for a, b in spans if a <= d.start and d.end <= b), None)
        return ProposalGroup(
            self.kind, proper or _cleaned(doc, (fullest.start, fullest.end)), tuple(self.mentions),
            tuple(p for p in self.parties if not p.startswith("unnamed:")), proper, day,
        )  # fmt: skip


def _concept(head: Token) -> str:
    """The class of the head word ("truce" is a ceasefire); of a verb, with its object."""
    if head.lower_ in PRONOUNS:
        return "pronoun"
    word = table("concepts", "classes").get(lemma(head), lemma(head))
    if head.pos_ == "VERB" and word not in {"negotiations", "encounter"}:
        noun = next((c for c in head.children if c.dep_ in {"dobj", "obj"}), None)
        return f"{word} {lemma(noun)}" if noun is not None else word
    return word


def _contrasts(doc: Doc, mention: ProposalMention) -> frozenset[str]:
    """Words that keep two proposals of one kind apart: "phase one", "bigger", "2022", "15%"."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None or mention.anaphoric:
        return frozenset()
    head = doc[mention.head]
    if mention.kind == "ceasefire":
        return frozenset(_days_long(t) for t in span if t.like_num and t.nbor(1).text == "-")
    near = (
        list(span)
        if mention.kind == "sanctions"
        else [t for t in span if t.head == head or t.head.head == head or t == head]
    )
    return frozenset(
        t.lower_ for t in near
        if t.lower_ in words("concepts", "contrasts")
        or (t.like_num and t.head != head and mention.kind == "sanctions")
        or (t.like_num and len(t) == 4)
    )  # fmt: skip


def _days_long(number: Token) -> str:
    """ "30-day" and "thirty-day" alike: the number and the unit."""
    figure = table("dates", "numbers").get(number.lower_, number.lower_)
    return f"{figure} {number.nbor(2).lower_}"


def _cleaned(doc: Doc, span: Span) -> str:
    """The words on one line without leading determiners and edge marks, cut at a word."""
    found = [w.strip("“”\"'‘’—–-,;:()") for w in text_of(doc)[slice(*span)].split()]
    kept = [w for w in found if w]
    while len(kept) > 1 and kept[0].lower() in words("concepts", "light_determiners"):
        kept.pop(0)
    name = " ".join(kept)
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0]


# Events.


def group_events(
    doc: Doc, mentions: Sequence[EventMention], actors_in: ActorsIn
) -> list[EventGroup]:
    """The document's events in the order of their first mention; anaphors alone are dropped."""
    drafts: list[_Event] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        fresh = _Event.of(doc, mention, actors_in)
        known = next((d for d in reversed(drafts) if d.takes(fresh)), None)
        if known is not None:
            known.add(fresh)
        elif mention.rule != "anaphoric":
            drafts.append(fresh)
    return [draft.group(doc) for draft in drafts]


def _meant(doc: Doc, span: Span, actors_in: ActorsIn) -> tuple[str, ...]:
    """The actor at the phrase's head, else those that modify it from the left, or whom they serve.

    "U.S. President A" is A, "Peruvian territory" Peru, and "an aide to A" is not A; "officials from
    Peru and Chile" are both.
    """
    tokens = doc.char_span(*span, alignment_mode="expand")
    if tokens is None:
        return ()
    head = tokens.root
    end = head.idx + len(head)
    found = actors_in((head.idx, end))
    if not found:
        whose = actors_in((span[0], max(end, span[0] + 1)))
        owned = lemma(head) in words("events", "people") and any(
            c.dep_ == "poss" for c in head.lefts
        )
        found = tuple(a for a in whose if not (owned and a.startswith("person:")))
    if found or lemma(head) not in words("events", "people"):
        return found
    served = (actors_in((t.idx, t.idx + len(t))) for t in prepositional(head, "from"))
    return tuple(dict.fromkeys(actor for actors in served for actor in actors))


@dataclass(slots=True)
class _Event:
    """A group while it grows."""

    doc: Doc
    kind: EventKind
    heads: set[str]
    roles: dict[str, Role]
    mentions: list[EventMention]

    @classmethod
    def of(cls, doc: Doc, mention: EventMention, actors_in: ActorsIn) -> "_Event":
        roles: dict[str, Role] = {}
        for participant in mention.participants:
            for actor in _meant(doc, participant.span, actors_in):
                roles.setdefault(actor, participant.role)
        return cls(doc, mention.kind, {lemma(doc[mention.head])}, roles, [mention])

    @property
    def full(self) -> list[EventMention]:
        """The mentions that tell something themselves."""
        return [m for m in self.mentions if m.rule != "anaphoric"] or self.mentions

    def takes(self, other: "_Event") -> bool:
        """May the other be of this group?"""
        mine, theirs = self.full[-1], other.mentions[0]
        if theirs.rule == "anaphoric":
            return bool(self.heads & other.heads) or self.kind == other.kind
        if self.kind != other.kind or _happened(mine) != _happened(theirs):
            return False
        if not other.roles and _is_pointed_at(self.doc[theirs.head]):
            return not (_days_apart(self.full, theirs) or self._elsewhere(theirs))
        if _days_apart(self.full, theirs) or self._roles_conflict(other):
            return False
        return self._shares(other)

    def _elsewhere(self, theirs: EventMention) -> bool:
        """Do both name a place, and not the same?"""
        known = theirs.venue is not None and any(m.venue is not None for m in self.full)
        return known and not self._same_place(theirs)

    def _same_place(self, theirs: EventMention) -> bool:
        return any(_same_words(self.doc, m.venue, theirs.venue) for m in self.full)

    def _roles_conflict(self, other: "_Event") -> bool:
        """Two different attackers, two different hosts: two events."""
        if self.kind == "attack":
            return any(
                self.roles[a] != other.roles[a] for a in self.roles.keys() & other.roles.keys()
            )
        return bool(self.roles) and bool(other.roles) and not self.roles.keys() & other.roles.keys()

    def _shares(self, other: "_Event") -> bool:
        """A day, a place, or an actor in the same role."""
        theirs = other.mentions[0]
        if any(_same_day(m, theirs) for m in self.full) or self._same_place(theirs):
            return True
        common = self.roles.keys() & other.roles.keys()
        return len(common) >= (1 if self.kind in {"attack", "visit", "appointment"} else 2)

    def add(self, other: "_Event") -> None:
        """Join the other's mentions, participants and head words."""
        self.mentions += other.mentions
        self.heads |= other.heads
        for actor, role in other.roles.items():
            self.roles.setdefault(actor, role)

    def group(self, doc: Doc) -> EventGroup:
        """The finished group: words and status of its fullest mention, what any of them adds."""
        main = max(self.full, key=_fullness)
        others = [m for m in self.mentions if m != main]
        statuses = {m.status for m in self.full}
        return EventGroup(
            kind=self.kind,
            name=_cleaned(doc, _name_span(doc, main)) if main.rule != "verb" else main.name,
            mentions=(main, *others),
            participants=tuple(self.roles.items()),
            venue=_first(m.venue for m in (main, *others)),
            status=next(s for s in (*SURENESS, "claimed") if s in statuses),
            outcome=_first(m.outcome for m in self.mentions),
            date=_first(m.date for m in (main, *others)),
        )


def _is_pointed_at(noun: Token) -> bool:
    """ "These talks could take place in June": some of which the text has spoken."""
    return any(c.lower_ in {"this", "that", "these", "those"} for c in noun.lefts)


def _name_span(doc: Doc, mention: EventMention) -> Span:
    start = plain(text_of(doc)).find(plain(mention.name), mention.start, mention.end)
    return (start, start + len(mention.name)) if start >= 0 else (mention.start, mention.end)


def _fullness(mention: EventMention) -> tuple[int, int]:
    known = (
        len(mention.participants) + 2 * (mention.date is not None) + 2 * (mention.venue is not None)
    )
    return known, -mention.start


def _happened(mention: EventMention) -> bool:
    return mention.status in {"occurred", "claimed"}


def _days(mention: EventMention) -> tuple[date, date] | None:
    day = mention.date
    if day is None or day.date_from is None or day.date_to is None:
        return None
    return day.date_from, day.date_to


def _same_day(a: EventMention, b: EventMention) -> bool:
    return _days(a) is not None and _days(a) == _days(b)


def _days_apart(known: Iterable[EventMention], other: EventMention) -> bool:
    """Do both say when, and not the same?"""
    theirs = _days(other)
    mine = [d for m in known if (d := _days(m))]
    if theirs is None or not mine:
        return False
    return not any(a <= theirs[1] and theirs[0] <= b for a, b in mine)


def _same_words(doc: Doc, a: Span | None, b: Span | None) -> bool:
    return a is not None and b is not None and text_of(doc)[slice(*a)] == text_of(doc)[slice(*b)]


def _first[T](found: Iterable[T | None]) -> T | None:
    return next((one for one in found if one is not None), None)
