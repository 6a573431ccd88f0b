"""The explorer as a web application over an open store.

Reads only: every answer is a query with parameters, and Cypher from the page goes through the
store's guard. Needs the extra `explorer`.
"""

from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from graphkit.explorer import actors, answers, asking, positions, reports, views
from graphkit.explorer.filters import Filters
from graphkit.explorer.gate import Gate
from schemas.base import Model
from schemas.errors import (
    GraphKitError,
    LimitExceeded,
    StoreLocked,
    StoreMissing,
    StoreUnavailable,
)
from schemas.stores import QueryableStore

STATIC = Path(__file__).with_name("static")
_WRONG, _MISSING, _BUSY = 400, 404, 503
_STATUS: tuple[tuple[type[GraphKitError], int], ...] = (
    (StoreMissing, _MISSING),
    (StoreUnavailable, _BUSY),
    (StoreLocked, _BUSY),
    (LimitExceeded, _BUSY),
)
_LONGEST_QUERY = 20_000  # characters

type Top = Annotated[int, Field(ge=1, le=200)]


class Drawn(Filters):
    """What a picture is asked for: filters, and how many actors at most."""

    top: Top = 30


class Tabled(Drawn):
    """What the matrix is asked for; with `states` actors are rolled up to states."""

    states: bool = False


class Paged(Filters):
    """What a list is asked for."""

    states: bool = False
    skip: int = Field(default=0, ge=0, le=10_000_000)
    limit: int = Field(default=50, ge=1, le=500)


class Cypher(Model):
    """A query of the page."""

    cypher: str = Field(max_length=_LONGEST_QUERY)
    parameters: dict[str, Any] = Field(default_factory=dict)


class Asked(Model):
    """A question of the library, asked by the page."""

    name: str
    parameters: dict[str, Any] = Field(default_factory=dict)


def application(store: QueryableStore, *, token: str | None = None) -> FastAPI:
    """The application over a store, which stays the caller's to close.

    Without a `token` it answers on loopback names alone.
    """
    app = FastAPI(title="graphkit", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, token=token)
    _answer_errors(app)
    _offer_views(app, store)
    _offer_pages(app, store)
    _offer_queries(app, store)
    app.mount("/", StaticFiles(directory=STATIC, html=True))
    return app


def _offer_views(app: FastAPI, store: QueryableStore) -> None:
    @app.get("/api/overview")
    def overview() -> answers.Overview:
        return views.overview(store)

    @app.get("/api/network")
    def network(asked: Annotated[Drawn, Query()]) -> answers.Network:
        return views.network(store, asked, top=asked.top)

    @app.get("/api/matrix")
    def matrix(asked: Annotated[Tabled, Query()]) -> answers.Matrix:
        of = views.state_matrix if asked.states else views.matrix
        return of(store, asked, top=asked.top)

    @app.get("/api/timeline")
    def timeline(asked: Annotated[Drawn, Query()]) -> answers.Timeline:
        return views.timeline(store, asked, top=asked.top)

    @app.get("/api/statements")
    def statements(asked: Annotated[Paged, Query()]) -> answers.Page:
        rolled_up = asked.states and asked.speaker and asked.target
        of = reports.between_states if rolled_up else reports.page
        return of(store, asked, skip=asked.skip, limit=asked.limit)


def _offer_pages(app: FastAPI, store: QueryableStore) -> None:
    @app.get("/api/statement")
    def statement(id: str) -> answers.Told:
        return reports.statement(store, id)

    @app.get("/api/documents")
    def documents(skip: int = 0, limit: int = 100) -> tuple[answers.Report, ...]:
        return reports.reports(store, skip=max(0, skip), limit=min(max(1, limit), 500))

    @app.get("/api/document")
    def document(id: str) -> answers.Article:
        return reports.article(store, id)

    @app.get("/api/actor")
    def actor(id: str) -> answers.Profile:
        return actors.profile(store, id)

    @app.get("/api/concepts")
    def concepts() -> tuple[answers.ConceptCount, ...]:
        return positions.concepts(store)

    @app.get("/api/concept")
    def concept(id: str) -> answers.ConceptPage:
        return positions.concept(store, id)

    @app.get("/api/search")
    def search(words: Annotated[str, Query(max_length=200)]) -> answers.Found:
        return actors.search(store, words)


def _offer_queries(app: FastAPI, store: QueryableStore) -> None:
    @app.get("/api/questions")
    def questions() -> tuple[answers.Listed, ...]:
        return asking.library()

    @app.post("/api/query")
    def query(asked: Cypher) -> answers.Table:
        return asking.run(store, asked.cypher, asked.parameters)

    @app.post("/api/ask")
    def ask(asked: Asked) -> answers.Table:
        return asking.answer(store, asked.name, asked.parameters)


def _answer_errors(app: FastAPI) -> None:
    """Every error as JSON with one message."""

    @app.exception_handler(GraphKitError)
    async def of_ours(_: Request, error: Exception) -> JSONResponse:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), _WRONG)
        return _told(status, str(error))

    @app.exception_handler(RequestValidationError)
    async def of_values(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return _told(_WRONG, "; ".join(map(_where, error.errors())))

    @app.exception_handler(HTTPException)
    async def of_addresses(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        return _told(error.status_code, f"{request.url.path}: {error.detail}")


def _where(error: dict[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"][1:])
    return f"{place}: {error['msg']}"


def _told(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)
