"""The one error tree.

GraphKitError
├── InputError          a file, page or text that cannot be read
├── ModelError          a language model or weights that are missing or broken
├── SettingsError       a setting that makes no sense
├── GraphError          a graph that breaks the contract: a missing endpoint, evidence out of range
│   └── SchemaError     a label, type or property that the schema does not know
├── QuestionError       an unknown question, a missing parameter, an ambiguous actor
└── StoreError          anything about a store
    ├── StoreMissing        no such store, folder or file
    ├── StoreUnavailable    the server does not answer, a driver is not installed, the disk is full
    ├── StoreRefused        wrong user, wrong password, no such database
    ├── StoreLocked         another process holds the store
    ├── StoreVersionError   written by another version of the schema
    ├── ExportOnly          a format that is written and never read
    └── QueryError          Cypher that the engine refuses, or that would write
        └── LimitExceeded       a query that takes more time, rows or memory than it may
"""

from typing import ClassVar


class GraphKitError(Exception):
    """What was wrong, where, and what to do, in one message."""

    exit_code: ClassVar[int] = 1


class InputError(GraphKitError):
    """A file, page or text that cannot be read."""

    exit_code = 3


class ModelError(GraphKitError):
    """A language model or weights that are missing or broken."""

    exit_code = 6


class SettingsError(GraphKitError):
    """A setting that makes no sense."""

    exit_code = 2


class GraphError(GraphKitError):
    """A graph that breaks the contract: a missing endpoint, evidence out of range."""

    exit_code = 3


class SchemaError(GraphError):
    """A label, relationship type or property that the schema does not know."""


class QuestionError(GraphKitError):
    """An unknown question, a missing or unknown parameter, an ambiguous actor."""

    exit_code = 5


class StoreError(GraphKitError):
    """Anything about a store."""

    exit_code = 4


class StoreMissing(StoreError):
    """No such store, folder or file."""


class StoreUnavailable(StoreError):
    """The server does not answer, a driver is not installed, or the disk is full."""


class StoreRefused(StoreError):
    """Wrong user, wrong password, no such database."""


class StoreLocked(StoreError):
    """Another process holds the store."""


class StoreVersionError(StoreError):
    """The store was written by another version of the schema."""


class ExportOnly(StoreError):
    """A format that is written and never read."""


class QueryError(StoreError):
    """Cypher that the engine refuses, or that would write."""

    exit_code = 5


class LimitExceeded(QueryError):
    """A query that takes more time, rows or memory than it may."""
