"""Who may ask the server, and what a browser may do with its answers.

A page of another origin must not reach a store on loopback: it could rebind its own name to
127.0.0.1, or send a form. So the Host header must name this machine, a POST must come from the
page itself, and where the server is bound elsewhere whoever asks needs its token.
"""

import secrets
from collections.abc import Iterator, Mapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere is loaded, nothing inline runs, nothing is sent anywhere."""
COOKIE = "graphkit_token"
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FORBIDDEN = 403
_UNKNOWN = 401
_READING = frozenset({"GET", "HEAD"})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Gate:
    """ASGI middleware: checks each request, and sets the headers of each answer.

    With a `token` it is wanted in the cookie, in `Authorization: Bearer …`, or once in the address
    (`/?token=…`), which sets the cookie. Without one only loopback names are served.
    """

    def __init__(self, app: ASGIApp, *, token: str | None = None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web sockets here

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._refusal(scope) or self._welcome(scope)
        await (answer or self._app)(scope, receive, sealed)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._token is None and not _names_loopback(host):
            return _refused(
                _FORBIDDEN,
                f"this server answers on this machine only, not as {host!r}: open it as "
                "http://127.0.0.1 with its port, or start it with --host to serve others",
            )
        if scope["method"] not in _READING and not _from_here(headers, host):
            return _refused(_FORBIDDEN, "only the page of this server may send that")
        if self._token and not self._knows(scope, headers):
            return _refused(
                _UNKNOWN, "a token is needed: open the address that `graphkit serve` printed"
            )
        return None

    def _knows(self, scope: Scope, headers: Headers) -> bool:
        assert self._token is not None
        given = [*_given(scope, headers)]
        return any(secrets.compare_digest(one.encode(), self._token.encode()) for one in given)

    def _welcome(self, scope: Scope) -> Response | None:
        """Where the token stands in the address: the same without it, and a cookie."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if self._token is None or query.pop("token", None) is None or scope["path"] != "/":
            return None
        rest = urlencode(query, doseq=True)
        response = RedirectResponse(f"/?{rest}" if rest else "/", status_code=303)
        response.set_cookie(COOKIE, self._token, httponly=True, samesite="strict", path="/")
        return response


def _given(scope: Scope, headers: Headers) -> Iterator[str]:
    """The tokens that a request brings."""
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield bearer.strip()
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        cookie = None
    if cookie:
        yield cookie.value
    if scope["path"] == "/":
        yield from parse_qs(scope["query_string"].decode("latin-1")).get("token", [])


def _names_loopback(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _from_here(headers: Mapping[str, str], host: str) -> bool:
    """A browser says where a request comes from; a program that is none says nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _refused(status: int, error: str) -> Response:
    return JSONResponse({"error": error}, status_code=status)
