"""What is known before reading: states, people and offices in time, organizations, media, venues.

`registry()` gives the shipped tables; importing this package reads nothing.
"""

from graphkit.knowledge.registry import Registry, registry
from graphkit.knowledge.tables import Affiliation, Entry, Kind, Office, Role, Term

__all__ = ["Affiliation", "Entry", "Kind", "Office", "Registry", "Role", "Term", "registry"]
