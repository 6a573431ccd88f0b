"""Which of "he" and "she" may stand for a person, as far as the words tell.

The registry tells, a title, and the given name as its bearers are men or women. Where nothing does,
one whom the registry knows is rather a man: most who govern are.
"""

from math import log

from graphkit.knowledge.given_names import share_of_women
from graphkit.knowledge.lexicons import words
from graphkit.knowledge.names import fold
from graphkit.resolution.entities import Entity

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
MOST = 6.0  # costs: somebody in another sentence, or not the subject, is likelier
OTHER = 3.5  # from here on the pronoun is somebody else's: of nine bearers in ten
OF_A_WOMAN = 2.0  # what "she" gains by a woman's title or name: few are named in the news
SURE = 0.9  # share of such bearers from which the name is a woman's
OF_POWER = 2.5  # of "she" for one whom the registry knows and nothing tells
UNTOLD = 3.0  # of "she" for one without a name whom nothing tells
_WEIGHT = 2.0  # of a share's log-odds in the units of the resolver's score
_BEFORE = 30  # characters in which a title stands


def cost(pronoun: str, entity: Entity, noun: str, text: str) -> float:
    """What taking the person for the pronoun costs, from -2 to 6, in the units of the score.

    By a title, or the noun of one without a name ("his mother"), 6 or nothing; else by the share of
    such bearers of the given name, as a log-odds against one half. "She" gains 2 where they tell of
    a woman; where nothing tells, it costs 2.5 for a person of the registry, 3 for an unnamed one.
    """
    if entity.kind not in {"person", "unnamed"} or pronoun not in MASCULINE | FEMININE:
        return 0.0
    women = _by_noun(noun) if entity.kind == "unnamed" else _of_person(entity, text)
    if women is None:
        if pronoun in MASCULINE:
            return 0.0
        return UNTOLD if entity.kind == "unnamed" else OF_POWER * (entity.entry is not None)
    if pronoun in FEMININE and women > SURE:
        return -OF_A_WOMAN if entity.kind == "person" else 0.0
    fitting = women if pronoun in FEMININE else 1.0 - women
    return min(MOST, max(0.0, -_WEIGHT * log(2 * fitting))) if fitting else MOST


def title_fits(text: str, start: int, given_name: str) -> bool:
    """May who is named from `start` on bear that name? "Mrs. Clinton" is no William."""
    by_title, by_name = _before(text, start), share_of_women(given_name)
    return by_title is None or by_name is None or abs(by_title - by_name) < 0.5


def _of_person(person: Entity, text: str) -> float | None:
    """By the registry, a title, or the name."""
    if person.entry is not None and person.entry.gender is not None:
        return float(person.entry.gender == "woman")
    by_title = _by_title(person, text)
    return _by_name(person) if by_title is None else by_title


def _by_noun(noun: str) -> float | None:
    """1 for a woman's noun, 0 for a man's."""
    if noun in words("people", "women"):
        return 1.0
    return 0.0 if noun in words("people", "men") else None


def _by_title(entity: Entity, text: str) -> float | None:
    """What the first title before one of the names tells; each name is looked at once."""
    for start, _ in entity.spans[entity.looked_at :]:
        told = _before(text, start)
        if told is not None:
            return told
        entity.looked_at += 1
    return None


def _before(text: str, start: int) -> float | None:
    """What a title tells that stands right before this character."""
    return _told(text[max(0, start - _BEFORE) : start])


def _told(before: str) -> float | None:
    """1 where the last word is a woman's title, 0 where it is a man's."""
    last = before.rpartition("\n")[2].split()[-1:]
    word = last[0].lower() if last else ""
    word = word.rstrip(".") if word in {"mr.", "mrs.", "ms."} else word  # else a sentence ends
    if word in words("titles", "women"):
        return 1.0
    return 0.0 if word in words("titles", "men") else None


def _by_name(entity: Entity) -> float | None:
    """By the given name, or a title within the name ("King Salman").

    A family name that comes first ("Xi Jinping") is none, nor one that may ("Mai Van Chinh").
    """
    titled = _told(entity.name.partition(" ")[0])
    if titled is not None:
        return titled
    skipped = words("titles", "titles") | words("titles", "particles")
    names = [n for n in entity.name.split() if fold(n) not in skipped]
    family = fold(entity.entry.family_name or "") if entity.entry else ""
    if len(names) > 1 and family and family.split()[0] == fold(names[0]):
        names = names[1:]
    elif len(names) == 1 or (not family and fold(names[0]) in words("titles", "families_first")):
        return None
    return share_of_women(names[0]) if names else None
