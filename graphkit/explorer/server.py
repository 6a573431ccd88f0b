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

from graphkit.explorer import answers, asking, positions, reports
from graphkit.explorer.gate import Gate
from graphkit.explorer.showing import Drawn, Paged, Shown, Some, Tabled
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


class Cypher(Model):
    """A query of the page."""

    cypher: str = Field(max_length=_LONGEST_QUERY)
    parameters: dict[str, Any] = Field(default_factory=dict)


class Asked(Model):
    """A question of the library, asked by the page."""

    name: str
    parameters: dict[str, Any] = Field(default_factory=dict)


def application(
    store: QueryableStore, *, token: str | None = None, shown: Shown | None = None
) -> FastAPI:
    """The application over a store, which stays the caller's to close.

    Without a `token` it answers on loopback names alone. `shown`: the views over that store, where
    the caller has prepared them.
    """
    app = FastAPI(title="graphkit", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, token=token)
    _answer_errors(app)
    _offer_views(app, shown or Shown(store))
    _offer_pages(app, store)
    _offer_queries(app, store)
    app.mount("/", StaticFiles(directory=STATIC, html=True))
    return app


def _offer_views(app: FastAPI, shown: Shown) -> None:
    @app.get("/api/overview")
    def overview() -> answers.Overview:
        return shown.overview()

    @app.get("/api/network")
    def network(asked: Annotated[Drawn, Query()]) -> answers.Network:
        return shown.network(asked)

    @app.get("/api/matrix")
    def matrix(asked: Annotated[Tabled, Query()]) -> answers.Matrix:
        return shown.matrix(asked)

    @app.get("/api/timeline")
    def timeline(asked: Annotated[Drawn, Query()]) -> answers.Timeline:
        return shown.timeline(asked)

    @app.get("/api/statements")
    def statements(asked: Annotated[Paged, Query()]) -> answers.Page:
        return shown.statements(asked)

    @app.get("/api/documents")
    def documents(asked: Annotated[Some, Query()]) -> tuple[answers.Report, ...]:
        return shown.documents(asked)

    @app.get("/api/concepts")
    def concepts() -> tuple[answers.ConceptCount, ...]:
        return shown.concepts()

    @app.get("/api/actor")
    def actor(id: str) -> answers.Profile:
        return shown.actor(id)

    @app.get("/api/search")
    def search(words: Annotated[str, Query(max_length=200)]) -> answers.Found:
        return shown.search(words)


def _offer_pages(app: FastAPI, store: QueryableStore) -> None:
    @app.get("/api/statement")
    def statement(id: str) -> answers.Told:
        return reports.statement(store, id)

    @app.get("/api/document")
    def document(id: str) -> answers.Article:
        return reports.article(store, id)

    @app.get("/api/concept")
    def concept(id: str) -> answers.ConceptPage:
        return positions.concept(store, id)


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
