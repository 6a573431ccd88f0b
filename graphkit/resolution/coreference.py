"""Pronouns and descriptions to entities of the document.

Own rules (no English coreference weights ship as a wheel): recency by sentence, subjects first,
agreement in number and kind, and who is speaking.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from graphkit.clauses import text_of
from graphkit.knowledge.lexicons import words
from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry, Office
from graphkit.mentions import OfficeMention
from graphkit.resolution.entities import Denotation, Entities, EntityKind
from graphkit.resolution.gender import FEMININE, cost
from graphkit.resolution.groups import members
from graphkit.resolution.linking import Context, owner_of

type Fits = Callable[[OfficeMention, OfficeMention, Context], bool]
"""Whether somebody's office is what a description says."""

_LEADING = frozenset({"head_of_state", "head_of_government"})
SINGULAR = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
THIRD = SINGULAR | NEUTER | PLURAL
PRONOUNS = FIRST | THIRD | RELATIVE
UNLIKELY = -4.0  # a score at which "she" is somebody further up, and "it" no state at all
REACH = 4  # sentences that a pronoun looks back
BODIES: frozenset[EntityKind] = frozenset({"organization", "state"})
OF_TEXTS = frozenset({"clause", "content", "provision", "text", "wording"})
KINDS: dict[str, frozenset[EntityKind]] = {
    "singular": frozenset({"person", "unnamed"}),
    "neuter": frozenset({"state", "organization", "outlet"}),
    "plural": frozenset({"unnamed", "organization", "state", "person"}),
}


class Resolver:
    """Who a pronoun, a relative or a description denotes, given what is known so far.

    `speakers` maps token indices inside a quotation to the entity that says it; sources that are
    found make later pronouns easier, so statements are to be resolved in the order of the text.
    """

    def __init__(self, context: Context, entities: Entities) -> None:
        self.context = context
        self.entities = entities
        self.speakers: dict[int, str] = {}
        self.sources: dict[int, str] = {}
        sentences = list(context.doc.sents)
        self._sentence = {i: n for n, s in enumerate(sentences) for i in range(s.start, s.end)}
        self._openings = [s.start for s in sentences]
        self._described = _beside(context, entities)
        self._bodies: defaultdict[str, list[str | None]] = defaultdict(list)
        for person, _, body in self._described:
            self._bodies[person].append(body)
        self._in_office: dict[tuple[str, Fits], list[tuple[str, str | None]]] = {}

    @property
    def doc(self) -> Doc:
        """The parsed text."""
        return self.context.doc

    def entity(self, token: Token) -> str | None:
        """The id that this word denotes as a name, a pronoun or a relative; None if it is none."""
        known = self.entities.at(token.i)
        if known is not None:
            return known.entity
        word = token.lower_
        if word in NEUTER and not _refers(token):
            return None
        if word in RELATIVE and token.tag_ in {"WP", "WDT", "WP$", "IN"}:
            return self._relative(token)
        if word in FIRST and token.pos_ in {"PRON", "DET"}:
            return self.speakers.get(token.i)
        if word in THIRD:
            return self._third(token)
        return None

    def _relative(self, token: Token) -> str | None:
        noun = antecedent(token)
        return self.entity(noun) if noun is not None else None

    # --- third person -------------------------------------------------------------------------

    def _third(self, token: Token) -> str | None:
        if token.tag_ == "PRP$" and token.lower_ in NEUTER and self._is_elses(token):
            return None
        scored = self._scored(token)
        if not scored:
            return None
        score, start, found = max(scored)
        if token.lower_ in PLURAL and self._together(start):
            return None
        if token.lower_ in FEMININE | NEUTER and score < UNLIKELY:
            return None
        if self._is_reports_own(token, start):
            return None
        known = Denotation(
            token.idx, token.idx + len(token), token.i, found, certainty=_certainty(scored)
        )
        self.entities.denote(known, pronoun=True)
        return found

    def _is_reports_own(self, token: Token, start: int) -> bool:
        """Is it a quoted "he" for a source whom the report alone calls "a diplomat"?

        Who is quoted means somebody else, and nobody knows whom.
        """
        known = self.entities.starting(start)
        if known is None or token.lower_ not in SINGULAR or token.i not in self.speakers:
            return False
        unnamed = self.entities.by_id[known.entity].kind == "unnamed"
        outside = known.head in self.sources and known.head not in self.speakers
        role = self.context.registry.role(self.doc[known.head].text)
        return unnamed and outside and role is not None

    def _is_elses(self, token: Token) -> bool:
        """Is what it has a text's, or its clause's subject's, a body that nobody names?

        "The party demanded that the government recall its ambassador": not the party's.
        """
        if token.head.lemma_.lower() in OF_TEXTS:
            return True
        acting = next((c for v in token.ancestors for c in v.children if _subject(c)), None)
        return (
            acting is not None
            and acting.i < token.i
            and acting.lemma_.lower() in words("bodies", "bodies")
            and self.entities.at(acting.i) is None
        )

    def _candidates(self, token: Token, kinds: Iterable[str]) -> Iterator[Denotation]:
        first = self._openings[max(0, self._sentence[token.i] - REACH)]
        speaker = self.speakers.get(token.i)
        for known in self.entities.headed(first, token.i):
            entity = self.entities.by_id[known.entity]
            fits = entity.kind in kinds and not known.adjective and entity.id != speaker
            number = not (entity.plural and token.lower_ in SINGULAR)
            if fits and number and not self._bound(token, known) and self._may_be(token, known):
                yield known

    def _may_be(self, token: Token, known: Denotation) -> bool:
        """ "It" is no outlet that is merely named, "them" nobody where things are nearer.

        "In an interview with the daily, she said her country did not want charity, it wanted
        fairness"; "the ministry praised the contacts. Its envoy called them serious".
        """
        entity, head = self.entities.by_id[known.entity], self.doc[known.head]
        if token.lower_ in NEUTER and entity.kind == "outlet":
            return _subject(head) or known.head in self.sources
        if token.lower_ == "them":
            body = not entity.plural and entity.kind in BODIES
            return not any(
                body or self._sentence[t.i] > self._sentence[known.head]
                for t in self.doc[known.head + 1 : token.i]
                if t.tag_ == "NNS" and (t.dep_ == "dobj" or _subject(t)) and not _is_people(t)
            )
        return True

    def several(self, token: Token) -> list[str]:
        """Who "they" or "both" are of those named together: "Xi and Putin pledged … they said"."""
        if token.lower_ not in PLURAL:
            return members(token, self.entities, self.state_of)
        scored = self._scored(token)
        return self._together(max(scored)[1]) if scored else []

    def _scored(self, token: Token) -> list[tuple[float, int, str]]:
        """(score, first character, entity) of each name that the pronoun may stand for."""
        found = [
            (self._score(token, d), d.start, d.entity)
            for d in self._candidates(token, KINDS[_number(token)])
        ]
        if token.lower_ not in PLURAL:
            return found
        return [s for s in found if self._may_be_many(s[2]) or self._together(s[1])]

    def _together(self, start: int) -> list[str]:
        """The entities coordinated with the one named here; empty if it stands alone."""
        known = self.entities.starting(start)
        if known is None:
            return []
        head = self.doc[known.head]
        heads = [head, *head.conjuncts]
        found = [d.entity for t in sorted(heads, key=lambda t: t.i) if (d := self.entities.at(t.i))]
        return found if len(found) > 1 else []

    def _score(self, token: Token, known: Denotation) -> float:
        """Sentences away cost 3; a subject or source gains 3; quoted on one side only costs 2."""
        head = self.doc[known.head]
        distance = self._sentence[token.i] - self._sentence[known.head]
        score = -3.0 * distance - 0.001 * (token.i - known.head)
        acting = _subject(head)
        score += 3.0 * (acting or known.head in self.sources)
        above = acting and _verb(head) in token.ancestors  # "the king said he would go"
        score -= 2.0 * (acting and not above and _embedded(head))
        score += 1.0 * (head.dep_ == "poss" and distance == 0)
        score -= 1.5 * (head.dep_ in {"pobj", "dobj"} and (_subject(token) or distance > 0))
        entity = self.entities.by_id[known.entity]
        score -= 2.0 * (entity.kind == "unnamed" and token.i in self.speakers)
        score -= cost(token.lower_, entity, text_of(self.doc), self.doc.vocab)
        score -= 2.0 * ((known.head in self.speakers) != (token.i in self.speakers))
        return score - known.locative

    def _bound(self, token: Token, known: Denotation) -> bool:
        """A pronoun that is no possessive is not its own clause's subject ("Putin praised him")."""
        if token.tag_ == "PRP$" or token.lower_.endswith(("self", "selves")) or _subject(token):
            return False
        head = self.doc[known.head]
        return _subject(head) and head.head in _clause(token)

    def _may_be_many(self, id_: str) -> bool:
        """A group, a body or a state; a person only beside others (see `several`)."""
        entity = self.entities.by_id[id_]
        return entity.plural or entity.kind in BODIES

    # --- descriptions -------------------------------------------------------------------------

    def describe(self, mention: OfficeMention) -> str | None:
        """The person that "the former U.S. president" is, if the document or the registry tells."""
        owner = owner_of(mention.of, self.context)
        fitting = self._fitting(mention, owner, _same_role)
        if not fitting:
            short = self._fitting(mention, owner, _short_for)
            fitting = short if len(set(short)) == 1 else []
        holders = self._holders(mention, owner.id if owner else None)
        return self._last_mentioned([*fitting, *holders], mention)

    def _fitting(self, mention: OfficeMention, owner: Entry | None, fits: Fits) -> list[str]:
        """The people whom the text puts in an office that fits, at that state or body."""
        key = mention.role, fits
        if key not in self._in_office:
            self._in_office[key] = list(dict.fromkeys(
                (person, body)
                for person, role, body in self._described
                if fits(role, mention, self.context)
            ))  # fmt: skip
        return [p for p, body in self._in_office[key] if self._belongs(p, body, owner)]

    def _belongs(self, person: str, body: str | None, owner: Entry | None) -> bool:
        """May a person's office be one of `owner`? Where the text is silent, the registry tells."""
        if owner is None or body == owner.id:
            return True
        state = self.state_of(person) if body is None else None
        return body is None and (state is None or state.id == owner.id)

    def _holders(self, mention: OfficeMention, owner: str | None) -> list[str]:
        """People of the document whom the registry knows in that office."""
        registry, on = self.context.registry, self.context.on
        found = []
        for person in self.entities.of_kind("person"):
            for term in registry.terms(person.id):
                office = registry.office(term.office)
                if office is None or (owner is not None and office.of != owner):
                    continue
                if _names_office(mention.role, office, registry) and _in_time(
                    registry, person.id, office.id, mention, on
                ):
                    found.append(person.id)
        return found

    def state_of(self, id_: str) -> Entry | None:
        """The state itself, or that of a person's office: as the text says, else the registry."""
        registry = self.context.registry
        entity = self.entities.by_id[id_]
        owners = list(self._bodies.get(id_, ()))
        owners += [o.of for t in registry.terms(id_) if (o := registry.office(t.office))]
        owners += [a.target for a in entity.entry.affiliations] if entity.entry else []
        if entity.kind == "state":
            return entity.entry
        entries = [e for o in owners if o is not None and (e := registry.entry(o))]
        return next((e for e in entries if e.kind == "state"), None)

    def _last_mentioned(self, people: Sequence[str], mention: OfficeMention) -> str | None:
        if not people:
            return None
        wanted = set(people)
        for known in self.entities.before(mention.start):
            if known.entity in wanted:
                return known.entity
        return people[0] if len(wanted) == 1 else None


def _is_people(noun: Token) -> bool:
    return noun.lemma_.lower() in words("people", "nouns")


def _clause(token: Token) -> tuple[Token, ...]:
    """The verb that a pronoun hangs on, and the one above whose subject it shares.

    "Putin spoke with him", "Putin tried to reach him"; not "Putin said that it had cost him much".
    """
    verb = token.head if token.head.pos_ != "ADP" else token.head.head
    own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    return (verb,) if own else (verb, verb.head)


def _number(token: Token) -> str:
    """A key of KINDS for a third-person pronoun."""
    if token.lower_ in SINGULAR:
        return "singular"
    return "neuter" if token.lower_ in NEUTER else "plural"


def _certainty(scored: Sequence[tuple[float, int, str]]) -> float:
    """The winner's share when each entity's best score is taken as a log-odds."""
    best: dict[str, float] = {}
    for score, _, entity in scored:
        best[entity] = max(score, best.get(entity, -math.inf))
    top = max(best.values())
    return round(1 / sum(math.exp(score - top) for score in best.values()), 3)


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun's clause hangs on."""
    if token.lower_ not in RELATIVE or token.tag_ not in {"WP", "WDT", "WP$", "IN"}:
        return None
    verb = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
    noun = verb.head if verb is not None and verb.head.i < token.i else None
    while noun is not None and noun.dep_ == "appos":
        noun = noun.head
    return noun


def _in_time(
    registry: Registry, person: str, office: str, mention: OfficeMention, on: date | None
) -> bool:
    """Present: may have held it on the day; former: any term will do."""
    return (
        mention.tense == "former" or on is None or registry.holds(person, office, on) is not False
    )


def _same_role(role: OfficeMention, wanted: OfficeMention, context: Context) -> bool:
    if role.role == wanted.role:
        return True
    a, b = context.registry.role(role.role), context.registry.role(wanted.role)
    return wanted.role == "leader" and a is not None and b is not None and a.kind in _LEADING


def _short_for(role: OfficeMention, wanted: OfficeMention, context: Context) -> bool:
    """ "The minister" for a foreign minister, not for a deputy."""
    named = context.registry.role(role.role)
    minister = wanted.role == "minister" and named is not None and named.kind == "minister"
    return minister and role.role.endswith(" minister") and not role.role.startswith("deputy ")


def _names_office(role: str, office: Office, registry: Registry) -> bool:
    """Is the office what the noun names at its body? "Pakistan's leader" is either head."""
    if role == "leader" and office.kind in _LEADING:
        return True
    wanted = registry.office_for(role, office.of) if office.of else None
    return wanted is not None and wanted.id == office.id


def _beside(context: Context, entities: Entities) -> list[tuple[str, OfficeMention, str | None]]:
    """(person id, office, owner id) for every office that the text puts beside a name.

    The owner is null where the text names none, empty where nobody knows the one that it names.
    """
    at = {(d.start, d.end): d.entity for d in entities.denotations()}
    found = []
    for office in context.offices:
        person = at.get(office.person) if office.person else None
        if person is not None and entities.by_id[person].kind == "person":
            owner = owner_of(office.of, context)
            unknown = "" if office.of else None
            found.append((person, office, owner.id if owner else unknown))
    return found


def _refers(token: Token) -> bool:
    """May "it" be a state or a body? As a subject or a possessor, and not "it was his duty to"."""
    if token.tag_ == "PRP$":
        return True
    verb = token.head
    if verb.lemma_ in {"appear", "seem", "happen", "turn"} or _passive_modal(verb):
        return False
    predicate = [c for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"}]
    clause = any(
        c.dep_ in {"ccomp", "xcomp", "csubj", "advcl"} for c in verb.children
    ) or any(
        g.dep_ in {"acl", "relcl"} and g.tag_ == "VB"  # "a mistake to think so"
        for c in predicate if c.pos_ == "NOUN" for g in c.children
    )  # fmt: skip
    return token.dep_ in {"nsubj", "nsubjpass"} and not (
        verb.lemma_ == "be" and clause and bool(predicate)
    )


def _passive_modal(verb: Token) -> bool:
    """What "could be arranged" is no state."""
    helpers = {c.dep_: c for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    return "auxpass" in helpers and "aux" in helpers


def _verb(subject: Token) -> Token:
    """The verb of a subject, or of what it is coordinated with or stands beside."""
    while subject.dep_ in {"conj", "appos"}:
        subject = subject.head
    return subject.head


def _embedded(token: Token) -> bool:
    """Is it the subject of a subordinate clause only ("enable leaders to understand")?"""
    verb = _verb(token)
    while verb.dep_ in {"conj", "aux"}:
        verb = verb.head
    return verb.dep_ != "ROOT"


def _subject(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass"} or (
        token.dep_ in {"conj", "appos"} and token.head.dep_ in {"nsubj", "nsubjpass"}
    )
