"""Who the descriptions of a text are: "the former U.S. president", "the minister"."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from graphkit.knowledge.registry import Registry
from graphkit.knowledge.tables import Entry, Office
from graphkit.mentions import OfficeMention
from graphkit.resolution.entities import Entities
from graphkit.resolution.linking import Context, owner_of

type Fits = Callable[[OfficeMention, OfficeMention, Context], bool]
"""Whether somebody's office is what a description says."""

_LEADING = frozenset({"head_of_state", "head_of_government"})


class Descriptions:
    """People by office: as the text puts them in it, else as the registry does."""

    def __init__(self, context: Context, entities: Entities) -> None:
        self.context = context
        self.entities = entities
        self._described = _beside(context, entities)
        self._bodies: defaultdict[str, list[str | None]] = defaultdict(list)
        for person, _, body in self._described:
            self._bodies[person].append(body)
        self._in_office: dict[tuple[str, Fits], list[tuple[str, str | None]]] = {}

    def person(self, mention: OfficeMention) -> str | None:
        """The person that "the former U.S. president" is, if the document or the registry tells."""
        owner = owner_of(mention.of, self.context)
        unknown = mention.of is not None and owner is None
        fitting = self._fitting(mention, owner, _same_role)
        if not fitting:
            short = self._fitting(mention, owner, _short_for)
            fitting = short if len(set(short)) == 1 else []
        to_come = mention.tense == "future"  # "the next president" is nobody yet
        silent = to_come or unknown
        holders = [] if silent else self._holders(mention, owner.id if owner else None)
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
        if mention.of is not None and owner is None:  # of a body that nobody knows
            return [person for person, body in self._in_office[key] if body == ""]
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


def _in_time(
    registry: Registry, person: str, office: str, mention: OfficeMention, on: date | None
) -> bool:
    """Present: may have held it on the day; former: any term will do."""
    return (
        mention.tense == "former" or on is None or registry.holds(person, office, on) is not False
    )


def _same_role(role: OfficeMention, wanted: OfficeMention, context: Context) -> bool:
    if (role.tense == "future") != (wanted.tense == "future"):
        return False
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
