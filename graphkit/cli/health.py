"""What `graphkit doctor` looks at: each part is tried, not only looked for."""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graphkit.cli.options import opened
from graphkit.settings import Settings
from schemas.catalog import SCHEMA_VERSION
from schemas.errors import GraphKitError, StoreMissing
from schemas.stores import Check

_DISTRIBUTION = "diplomatic-graphkit"
_OLDEST = (3, 12)
_PACKAGES = {
    "spacy": "pip install spacy",
    "onnxruntime": "pip install onnxruntime",
    "neo4j": "pip install neo4j",
    "networkx": "pip install networkx",
}
_OPTIONAL = {
    "arcadedb": "for embedded stores: pip install 'diplomatic-graphkit[embedded]'",
    "neo4j-rust-ext": "for loading ten times as fast: pip install neo4j-rust-ext",
    "pandas": "for to_pandas(): pip install pandas",
}


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, in the order in which things need each other."""
    yield _program()
    yield _python()
    yield from (_package(name, remedy, needed=True) for name, remedy in _PACKAGES.items())
    yield from (_package(name, remedy, needed=False) for name, remedy in _OPTIONAL.items())
    yield _tried("model", lambda: _model(settings.model))
    yield _tried("attribution weights", lambda: _weights(settings.weights))
    yield _tried("registry", _registry)
    yield from _store(settings)


def _program() -> Check:
    try:
        program = version(_DISTRIBUTION)
    except PackageNotFoundError:
        program = "not installed, run from its source"
    return Check("graphkit", True, f"{program}; schema version {SCHEMA_VERSION}")


def _python() -> Check:
    enough = sys.version_info[:2] >= _OLDEST
    wanted = ".".join(map(str, _OLDEST))
    return Check("Python", enough, platform.python_version(), "" if enough else f"needs {wanted}")


def _package(name: str, remedy: str, *, needed: bool) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, not needed, "not installed", remedy)


def _tried(name: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(name, True, attempt())
    except (GraphKitError, ImportError) as error:
        return Check(name, False, "not usable", str(error))


# Each imports what it tries: a missing package is then a finding and not the end of the doctor.


def _model(name: str) -> str:
    from graphkit.language import pipeline

    meta = pipeline(name).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _weights(folder: str | None) -> str:
    from graphkit.attribution.reader import AttributionReader

    return AttributionReader.load(Path(folder) if folder else None).identity


def _registry() -> str:
    from graphkit.knowledge.registry import registry

    return f"{len(registry().entries()):,} entries"


def _store(settings: Settings) -> Iterator[Check]:
    """Real queries over everything: a server can say that it started while every query fails."""
    name = f"store {settings.store}"
    try:
        with opened(settings) as store:
            count = store.query("MATCH (d:Document) RETURN count(d) AS documents")[0]["documents"]
            yield Check(name, True, f"answers; {count:,} documents")
            for check in store.examine():
                yield replace(check, name=f"store: {check.name}")
    except StoreMissing:
        yield Check(name, True, "not there yet", f"graphkit ingest FILE --to {settings.store}")
    except GraphKitError as error:
        yield Check(name, False, "not usable", str(error))
