"""Values as plain text and numbers, for formats that know neither lists nor dates."""

import json
import re
from datetime import date

from schemas.base import Value

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(value: Value) -> str | int | float | bool:
    """The value itself where it is text or a number; a date as ISO text, a list as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def xml_text(text: str) -> str:
    """Text without the characters that XML 1.0 forbids, each replaced by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)


def lasting(text: str) -> str:
    """Text that any XML writer and reader give back as it is: `xml_text`, line ends as \\n."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")


def lasting_plain(value: Value) -> str | int | float | bool:
    """`plain`, and text `lasting`."""
    found = plain(value)
    return lasting(found) if isinstance(found, str) else found
