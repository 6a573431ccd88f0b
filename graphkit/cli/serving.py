"""The command that shows a store in a browser: serve."""

import secrets
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING, Annotated

import typer

from graphkit.cli.options import (
    DatabaseOption,
    PasswordOption,
    SourceOption,
    UserOption,
    opened,
    settings,
)
from graphkit.cli.output import message

if TYPE_CHECKING:
    from graphkit.explorer.showing import Shown

_LOOPBACK = "127.0.0.1"
_PORT = 8753
_BROWSER_SECONDS = 0.7
_REST_SECONDS = 1.0


def serve(
    store: SourceOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; elsewhere than here a token is needed.")
    ] = _LOOPBACK,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Its port; 0 takes a free one.")
    ] = _PORT,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")
    ] = True,
    user: UserOption = None,
    password: PasswordOption = None,
    database: DatabaseOption = None,
) -> None:
    """Show a store in the browser.

    Serves this machine alone unless --host says otherwise; then the printed address has a token.
    Ctrl+C ends it. Nothing is written to the store, and nothing is fetched from elsewhere. What
    graphkit changes in the store meanwhile is seen at once; what others change in a Neo4j, when it
    is served anew.
    """
    _check_extra()
    import uvicorn

    from graphkit.explorer.gate import is_loopback
    from graphkit.explorer.server import application
    from graphkit.explorer.showing import Shown

    chosen = settings(store=store, user=user, password=password, database=database)
    token = None if is_loopback(host) else secrets.token_urlsafe(24)
    with opened(chosen, share=True) as place, _listening(host, port) as listening:
        address = _address(host, listening.getsockname()[1], token)
        message("{} shown at {}", chosen.store, address)
        if browser:
            Timer(_BROWSER_SECONDS, webbrowser.open, [address]).start()
        shown = Shown(place)
        app = application(place, token=token, shown=shown)
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        with _preparing(shown):
            uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _preparing(shown: "Shown") -> Iterator[None]:
    """What the page shows first is worked out meanwhile.

    At the end nobody waits for a long query: it fails when the store is closed under it.
    """
    stopped = Event()
    thread = Thread(target=shown.keep_prepared, args=(stopped,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(_REST_SECONDS)


def _check_extra() -> None:
    """SettingsError where the extra `explorer` is not installed."""
    from schemas.errors import SettingsError

    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"`graphkit serve` needs {error.name}: pip install 'diplomatic-graphkit[explorer]'"
        ) from error


def _listening(host: str, port: int) -> socket.socket:
    """A bound socket; SettingsError where the address is taken or not this machine's."""
    from schemas.errors import SettingsError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()  # whoever opens the printed address at once waits, and is not refused
    except OSError as error:
        bound.close()
        raise SettingsError(
            f"cannot listen on {host} port {port} ({error.strerror or error}): "
            "give another --host or --port; 0 takes a free port"
        ) from error
    return bound


def _address(host: str, port: int, token: str | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
