"""The registry: names, words made from states, offices and terms; and that its tables are sound."""

from datetime import date

import pytest

from graphkit.knowledge import Registry, Term, registry, tables
from graphkit.knowledge.names import fold, slavic
from graphkit.knowledge.terms import any_term, first_day, in_term, last_day

NOT_MEMBERS = {"VAT", "PSE", "TWN", "XKX", "HKG", "MAC", "GRL", "ESH", "SUN"}


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry()


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("the Kremlin's", "kremlin"),
        ("U.S.", "us"),
        ("the U.S", "us"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Kim Jong-un", "kim jong un"),
        ("Côte d’Ivoire", "cote divoire"),
        ("Зеленський", "zelenskiy"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("OPEC+", "opec plus"),
        ("—", ""),
    ],
)
def test_fold(surface: str, key: str) -> None:
    assert fold(surface) == key


def test_slavic_spellings_of_one_name() -> None:
    spellings = ("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskij", "Зеленский")
    assert {slavic(fold(s)) for s in spellings} == {"zelenski"}


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        ("U.S.", ["state:USA"]),
        ("US", ["state:USA"]),
        ("the United States", ["state:USA"]),
        ("America", ["state:USA"]),
        ("us", []),
        ("Britain", ["state:GBR"]),
        ("U.K.", ["state:GBR"]),
        ("Türkiye", ["state:TUR"]),
        ("Turkiye's", ["state:TUR"]),
        ("Holy See", ["state:VAT"]),
        ("DRC", ["state:COD"]),
        ("Ivory Coast", ["state:CIV"]),
        ("Côte d'Ivoire", ["state:CIV"]),
        ("Burma", ["state:MMR"]),
        ("South Korea", ["state:KOR"]),
        ("Україна", ["state:UKR"]),
        ("Georgia", ["state:GEO"]),
        ("Jordan", ["state:JOR"]),
        ("VA", []),
        ("the Kremlin", ["organization:kremlin"]),
        ("Elysee", ["organization:elysee-palace"]),
        ("Foggy Bottom", ["organization:state-department"]),
        ("Nato", ["organization:nato"]),
        ("WHO", ["organization:world-health-organization"]),
        ("Who", []),
        ("ECOWAS", ["organization:ecowas"]),
        ("Hizbullah", ["organization:hezbollah"]),
        ("Russian Foreign Ministry", ["organization:foreign-ministry-of-russia"]),
        ("Brazil's Foreign Ministry", ["organization:itamaraty"]),
        ("Kenyan Defense Ministry", ["organization:defence-ministry-of-kenya"]),
        ("NYT", ["outlet:the-new-york-times"]),
        ("AP", ["outlet:associated-press"]),
        ("Folha de São Paulo", ["outlet:folha-de-s-paulo"]),
        ("Truth Social", ["outlet:truth-social"]),
        ("X", []),
        ("Istanbul", ["venue:istanbul"]),
        ("Camp David", ["venue:camp-david"]),
        ("Singapore", ["state:SGP", "venue:singapore"]),
        ("Volodymyr Zelenskyy", ["person:volodymyr-zelensky"]),
        ("Aleksandr Lukashenka", []),
        ("Alyaksandr Lukashenka", ["person:alexander-lukashenko"]),
        ("Kim Jong-un", ["person:kim-jong-un"]),
        ("Luiz Inacio Lula da Silva", ["person:luiz-inacio-lula-da-silva"]),
        ("Cyril Ramaphosa", ["person:cyril-ramaphosa"]),
        ("Jacinda Ardern", ["person:jacinda-ardern"]),
        ("Nobody Whom We Know", []),
    ],
)
def test_find(known: Registry, surface: str, ids: list[str]) -> None:
    assert [entry.id for entry in known.find(surface)] == ids


def test_find_narrows_by_kind_and_widens_to_weak_names(known: Registry) -> None:
    assert [e.id for e in known.find("Singapore", {"venue"})] == ["venue:singapore"]
    assert [e.id for e in known.find("X", {"platform"}, weak=True)] == ["outlet:x"]
    assert known.find("Singapore", set()) == ()


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("Trump", "person:donald-trump"),
        ("Zelenskiy", "person:volodymyr-zelensky"),
        ("Xi", "person:xi-jinping"),
        ("Orban", "person:viktor-orban"),
        ("Lula", "person:luiz-inacio-lula-da-silva"),
        ("MBS", "person:mohammed-bin-salman"),
        ("Lukashenka", "person:alexander-lukashenko"),
        ("Sissi", "person:abdel-fattah-el-sisi"),
        ("von der Leyen", "person:ursula-von-der-leyen"),
        ("Abiy", "person:abiy-ahmed"),
        ("Suu Kyi", "person:aung-san-suu-kyi"),
        ("Erdogan", "person:recep-tayyip-erdogan"),
    ],
)
def test_people_by_a_name_alone(known: Registry, name: str, among: str) -> None:
    assert among in [entry.id for entry in known.people(name)]


def test_ambiguous_surnames_give_all_candidates(known: Registry) -> None:
    kims = {entry.id for entry in known.people("Kim")}
    assert {"person:kim-jong-un", "person:kim-yo-jong", "person:kim-min-seok"} <= kims
    assert known.people("he") == ()


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Turkish", "TUR"), ("U.S.", "USA"), ("American", "USA"), ("Americans", "USA"),
        ("us", None), ("British", "GBR"), ("Briton", "GBR"), ("Emirati", "ARE"),
        ("Dutch", "NLD"), ("South Korean", "KOR"), ("Nigerien", "NER"), ("Nigerian", "NGA"),
        ("Kosovar", "XKX"), ("Palestinian", "PSE"), ("Congolese", None), ("Dominican", None),
        ("European", None), ("Argentine", "ARG"), ("Saudis", "SAU"), ("New Zealander", "NZL"),
    ],
)  # fmt: skip
def test_adjective(known: Registry, word: str, state: str | None) -> None:
    found = known.adjective(word)
    assert (found.iso3 if found else None) == state


def test_demonyms(known: Registry) -> None:
    assert known.is_demonym("Ukrainians")
    assert known.is_demonym("Pole")
    assert not known.is_demonym("Polish")


@pytest.mark.parametrize(
    ("surface", "capital_of", "actor"),
    [
        ("Moscow", "state:RUS", "state:RUS"),
        ("Washington", "state:USA", "state:USA"),
        ("Washington, D.C.", "state:USA", "state:USA"),
        ("Brussels", "state:BEL", "organization:european-union"),
        ("Kiev", "state:UKR", "state:UKR"),
        ("Canberra", "state:AUS", "state:AUS"),
        ("Pretoria", "state:ZAF", "state:ZAF"),
        ("the Kremlin", None, "organization:kremlin"),
        ("Downing Street", None, "organization:downing-street"),
        ("Capitol Hill", None, "organization:u-s-congress"),
        ("Tel Aviv", None, "state:ISR"),
        ("Hamas", None, None),
        ("Istanbul", None, None),
    ],
)
def test_capitals_and_metonyms(
    known: Registry, surface: str, capital_of: str | None, actor: str | None
) -> None:
    state, meant = known.capital_of(surface), known.metonym(surface)
    assert (state.id if state else None) == capital_of
    assert (meant.id if meant else None) == actor


@pytest.mark.parametrize(
    ("noun", "of", "office", "kind"),
    [
        ("president", "state:TUR", "office:president-of-turkey", "head_of_state"),
        (
            "Prime Ministers",
            "state:GBR",
            "office:prime-minister-of-united-kingdom",
            "head_of_government",
        ),
        ("foreign minister", "state:USA", "office:secretary-of-state-of-united-states", "minister"),
        ("top diplomat", "state:IND", "office:external-affairs-minister-of-india", "minister"),
        (
            "defense secretary",
            "state:GBR",
            "office:defence-secretary-of-united-kingdom",
            "minister",
        ),
        ("leader", "state:PRK", "office:supreme-leader-of-north-korea", "head_of_state"),
        ("leader", "state:DEU", "office:chancellor-of-germany", "head_of_government"),
        ("leader", "state:IRN", None, None),
        ("king", "state:JOR", "office:king-of-jordan", "head_of_state"),
        ("taoiseach", "state:IRL", "office:taoiseach-of-ireland", "head_of_government"),
        ("spokeswoman", "organization:kremlin", "office:spokesperson-of-kremlin", "spokesperson"),
        (
            "press secretary",
            "organization:white-house",
            "office:press-secretary-of-white-house",
            "spokesperson",
        ),
        (
            "chief",
            "organization:nato",
            "office:secretary-general-of-nato",
            "leader_of_organization",
        ),
        ("health minister", "state:PRY", "office:health-minister-of-paraguay", "minister"),
        ("chairman", "organization:gazprom", "office:leader-of-gazprom", "leader_of_organization"),
        ("secretary-general", "state:FRA", None, None),
        ("foreign minister", "organization:gazprom", None, None),
        ("president", "venue:istanbul", None, None),
        ("baker", "state:FRA", None, None),
    ],
)
def test_office_for(
    known: Registry, noun: str, of: str, office: str | None, kind: str | None
) -> None:
    found = known.office_for(noun, of)
    assert (found.id if found else None, found.kind if found else None) == (office, kind)


@pytest.mark.parametrize(
    ("person", "office", "on", "held"),
    [
        ("joe-biden", "president-of-united-states", date(2025, 5, 12), False),
        ("joe-biden", "president-of-united-states", date(2023, 5, 12), True),
        ("donald-trump", "president-of-united-states", date(2025, 5, 12), True),
        ("donald-trump", "president-of-united-states", date(2022, 5, 12), False),
        ("donald-trump", "president-of-united-states", date(2018, 5, 12), True),
        ("donald-trump", "president-of-united-states", date(2040, 1, 1), None),
        ("hillary-clinton", "president-of-united-states", date(2017, 6, 1), False),
        ("vladimir-putin", "president-of-russia", date(2010, 1, 1), False),
        ("vladimir-putin", "prime-minister-of-russia", date(2010, 1, 1), True),
        ("friedrich-merz", "chancellor-of-germany", date(2025, 5, 5), False),
        ("friedrich-merz", "chancellor-of-germany", date(2025, 5, 6), True),
        ("olaf-scholz", "chancellor-of-germany", date(2025, 5, 6), True),
        ("james-mattis", "secretary-of-defense-of-united-states", date(2018, 6, 1), None),
        ("jim-mattis", "secretary-of-defense-of-united-states", date(2018, 6, 1), True),
        ("jim-mattis", "secretary-of-defense-of-united-states", date(2018, 12, 15), None),
        ("yoweri-museveni", "president-of-uganda", date(2000, 1, 1), True),
        ("narendra-modi", "prime-minister-of-india", date(2014, 5, 25), False),
        ("emmerson-mnangagwa", "president-of-zimbabwe", date(2016, 1, 1), False),
        ("bola-tinubu", "president-of-nigeria", date(2020, 1, 1), False),
        ("lai-ching-te", "president-of-taiwan", date(2023, 1, 1), False),
        ("xiomara-castro", "president-of-honduras", date(2023, 1, 1), True),
        ("patrice-herminie", "president-of-seychelles", date(2015, 1, 1), None),
        ("lindsey-graham", "senator-of-united-states", date(1999, 1, 1), None),
        ("emmanuel-macron", "president-of-nowhere", date(2020, 1, 1), None),
    ],
)
def test_holds(known: Registry, person: str, office: str, on: date, held: bool | None) -> None:
    assert known.holds(f"person:{person}", f"office:{office}", on) is held


def test_holders(known: Registry) -> None:
    both = {e.id for e in known.holders("office:president-of-united-states", date(2025, 1, 20))}
    assert both == {"person:joe-biden", "person:donald-trump"}
    later = known.holders("office:president-of-france", date(2026, 10, 1))
    assert [e.id for e in later] == ["person:emmanuel-macron"]
    assert known.holders("office:president-of-nowhere", date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("start", "end", "as_of", "on", "answer"),
    [
        ("2019", "2021-03", None, date(2018, 12, 31), False),
        ("2019", "2021-03", None, date(2019, 6, 1), None),
        ("2019", "2021-03", None, date(2020, 6, 1), True),
        ("2019", "2021-03", None, date(2021, 3, 15), None),
        ("2019", "2021-03", None, date(2021, 4, 1), False),
        (None, "2021", None, date(2020, 1, 1), None),
        ("2019-02-28", None, "2025-12", date(2025, 12, 31), True),
        ("2019-02-28", None, "2025-12", date(2026, 1, 1), None),
    ],
)
def test_in_term(
    start: str | None, end: str | None, as_of: str | None, on: date, answer: bool | None
) -> None:
    term = Term("person:a", "office:b", start, end, "public record", as_of)
    assert in_term(term, on) is answer


def test_any_term_prefers_yes_to_unknown_to_no() -> None:
    def term(start: str, end: str) -> Term:
        return Term("person:a", "office:b", start, end, "public record")

    terms = [term("2001", "2003"), term("2003", "2004-02")]
    assert any_term(terms, date(2002, 1, 1)) is True
    assert any_term(terms, date(2003, 5, 1)) is None
    assert any_term(terms, date(2010, 1, 1)) is False


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("www.lemonde.fr", "Le Monde"),
        ("edition.cnn.com", "CNN"),
        ("BBC.co.uk:443", "BBC"),
        ("t.me", "Telegram"),
        ("com", None),
        ("notlemonde.fr", None),
    ],
)
def test_outlet_of_domain(known: Registry, host: str, outlet: str | None) -> None:
    found = known.outlet_of_domain(host)
    assert (found.name if found else None) == outlet


def test_members_of_the_united_nations_have_adjective_and_capital() -> None:
    words = {row.state: row for row in tables.state_words()}
    members = {id for id in words if id.removeprefix("state:") not in NOT_MEMBERS}
    assert len(members) == 193
    assert [id for id in members if not words[id].adjectives or not words[id].capital] == []


def test_rows_have_an_origin_and_ids_are_unique(known: Registry) -> None:
    entries = list(tables.entries())
    assert [e.id for e in entries if not e.origin] == []
    assert len({e.id for e in entries}) == len(entries) == len(known.entries())
    assert [o.id for o in tables.offices() if not o.origin] == []
    assert [t for t in tables.terms() if not t.origin] == []


def test_endpoints_exist(known: Registry) -> None:
    targets = {a.target for e in known.entries() for a in e.affiliations}
    targets |= {e.located_in for e in known.entries() if e.located_in}
    targets |= {office.of for office in known.offices()}
    targets |= {term.person for term in tables.terms()}
    targets |= {row["target"] for row in tables.rows("metonyms.jsonl")}
    assert sorted(id for id in targets if known.entry(id) is None) == []
    assert [t.office for t in tables.terms() if known.office(t.office) is None] == []


def test_terms_run_forwards_and_open_ones_say_until_when_they_are_right() -> None:
    for term in tables.terms():
        if term.valid_from and term.valid_to:
            assert first_day(term.valid_from) <= last_day(term.valid_to), term
        assert (term.as_of is None) == (term.valid_to is not None)


def test_certain_holders_of_an_office_for_one_never_overlap_but_on_a_handover(
    known: Registry,
) -> None:
    overlaps = []
    days = [date(year, month, 26) for year in range(2001, 2026) for month in (2, 8)]
    for office in known.offices():
        shared = "deputy prime minister" in office.nouns
        if office.kind in ("head_of_state", "head_of_government", "minister") and not shared:
            for day in days:
                holders = known.holders(office.id, day)
                certain = [h.id for h in holders if known.holds(h.id, office.id, day)]
                if len(certain) > 1:
                    overlaps.append((office.id, day, certain))
    assert overlaps == []


def test_the_world_is_covered_not_the_cast_of_one_article(known: Registry) -> None:
    with_terms = {
        o.of for o in known.offices() if o.kind in ("head_of_state", "head_of_government")
    }
    assert len({id for id in with_terms if id.startswith("state:")}) >= 185
    assert len(known.entries("person")) > 1000
    assert len(known.entries("outlet")) > 150
    assert len(known.offices(kind="minister")) > 100


def test_affiliations_follow_terms(known: Registry) -> None:
    peskov = known.find("Dmitry Peskov")[0]
    assert [(a.target, a.kind) for a in peskov.affiliations] == [
        ("organization:kremlin", "spokesperson")
    ]
    assert known.terms(peskov.id)[0].office == "office:spokesperson-of-kremlin"


def test_contested_places_name_every_claim(known: Registry) -> None:
    crimea = known.find("Crimea")[0]
    assert (crimea.located_in, crimea.located_status) == ("state:UKR", "recognised")
    assert crimea.claims == (("state:UKR", "recognised"), ("state:RUS", "administered"))
    kyiv = known.find("Kyiv", {"venue"})[0]
    assert kyiv.latitude == pytest.approx(50.4, abs=0.1)


def test_a_name_may_begin_with_its_first_word(known: Registry) -> None:
    names = {name for entry in known.entries() for name in (entry.name, *entry.aliases)}
    adjectives = {word for row in tables.state_words() for word in (*row.adjectives, *row.demonyms)}
    assert len(names) > 1000
    first = {
        name.partition(" ")[0]
        for name in names | adjectives
        if known.find(name) or known.adjective(name)
    }
    split = ("'s", "’s")  # a possessive is a word of its own, so that no blank follows the first
    assert not [w for w in first if not w.endswith(split) and not known.may_begin(w)]


@pytest.mark.parametrize("word", ["Yesterday", "However", "Xylophone"])
def test_no_name_begins_with_another_word(word: str, known: Registry) -> None:
    assert not known.may_begin(word)
    assert known.may_begin("The")
