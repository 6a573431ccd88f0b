"""Office holders of the World Factbook: who, which role, since when."""

import re
from dataclasses import dataclass

from tools.registry_sources import factbook, told

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NOUNS = (
    "Supreme Leader", "Taoiseach", "Grand Duke", "Prime Minister", "Premier", "Chancellor",
    "Emperor", "Sultan", "Pope", "King", "Amir", "Prince", "Captains Regent", "Chief Executive",
    "President",
)  # fmt: skip
DISPLAY = {"Amir": "emir"}
_TWO = ("XI", "LI")  # family names of two letters; other pairs of capitals are no names
_SINCE = re.compile(r"^(?P<named>[^();]+?)\s*\((?P<since>[^)]*)\)")
_DAY = re.compile(r"(?:(?P<day>\d{1,2}) )?(?:(?P<month>[A-Z][a-z]{2,8}) )?(?P<year>\d{4})")
_STANDING = re.compile(
    r"\b(Acting|Interim|Caretaker|Transitional|Transition|GNU|CNSP|State Affairs Commission)\b ?"
)
_TITLE = re.compile(
    r"^(and|,|of the Swiss Confederation|of China|of Council of Ministers|Prime Minister"
    r"|Foreign Minister|Crown Prince|Co-Vice President|Sir|Sultan|Sr\. Gen\.|Gen\.|Col\."
    r"|Capt\.|Dr\.)\s+"
)


@dataclass(frozen=True)
class Holder:
    """One cell of the Factbook: a state (ISO alpha-2), a role noun, a name as printed, a date."""

    code: str
    noun: str
    printed: str
    since: str | None


def iso_date(text: str) -> str | None:
    """The first date of a Factbook remark: "since 7 May 2012" → "2012-05-07"."""
    found = _DAY.search(text)
    if not found:
        return None
    month = (found["month"] or "")[:3].lower()
    parts = [found["year"]]
    if month in MONTHS:
        parts.append(f"{MONTHS.index(month) + 1:02d}")
        if found["day"]:
            parts.append(f"{int(found['day']):02d}")
    return "-".join(parts)


def holder(code: str, cell: str | None) -> Holder | None:
    """The holder that a cell names; None for shared, represented and vacant offices."""
    found = _SINCE.match(re.sub(r"^(Taoiseach) \(Prime Minister\)", r"\1", cell or ""))
    if not cell or not found or "represented by" in cell or not re.match(r"since", found["since"]):
        return None
    words = _STANDING.sub("", found["named"])
    noun = next((n for n in NOUNS if words.startswith(n)), None)
    if noun is None:
        return None
    name = words.removeprefix(noun).strip()
    while (shorter := _TITLE.sub("", name)) != name:
        name = shorter
    return Holder(code, DISPLAY.get(noun, noun.lower()), name, iso_date(found["since"]))


def holders() -> list[Holder]:
    """Everybody whom the Factbook names as chief of state or head of government of a state."""
    found: dict[tuple[str, str], Holder] = {}
    for code, page in sorted(factbook().items()):
        for cell in ("chief of state", "head of government"):
            one = holder(code, told(page, "Government", "Executive branch", cell))
            if one and (code, one.printed) not in found:
                found[code, one.printed] = one
    return list(found.values())


def names(printed: str) -> tuple[str, str, str]:
    """Name in short, family name and full name of a printed one, whose capitals mark the surname.

    "Vladimir Vladimirovich PUTIN" → Vladimir Putin; "XI Jinping" → Xi Jinping, family name Xi.
    """
    tokens = [t for t in printed.replace(",", "").split() if not t.startswith('"') and t != "Jr."]
    capitals = [i for i, t in enumerate(tokens) if t.isupper() and (len(t) > 2 or t in _TWO)]
    plain = [_cased(t) if t.isupper() else t for t in tokens]
    if not capitals:
        return " ".join(plain), plain[-1], " ".join(plain)
    first, last = capitals[0], capitals[-1]
    family = " ".join(plain[first : last + 1])
    short = " ".join(plain[: last + 2]) if first == 0 else f"{plain[0]} {family}"
    return short, family, " ".join(plain)


def _cased(token: str) -> str:
    parts = [p[:1] + p[1:].lower() for p in re.split(r"(?<=[-'’])", token)]
    return "".join(parts).replace("El-", "el-").replace("Al-", "al-")
