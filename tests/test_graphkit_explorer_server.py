"""The explorer's server: what it answers, to whom, and what it refuses."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graphkit.explorer.gate import COOKIE, POLICY, is_loopback
from graphkit.explorer.server import application
from graphkit.questions import AskableStore, questions
from loaders import open_store
from tests.six_reports import six_reports

ROOT = Path(__file__).parents[1]
HERE = "http://127.0.0.1:8753"
TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskableStore]:
    with AskableStore(open_store(tmp_path_factory.mktemp("served") / "store")) as opened:
        opened.prepare()
        opened.load(six_reports())
        yield opened


@pytest.fixture
def client(store: AskableStore) -> TestClient:
    return TestClient(application(store), base_url=HERE)


@pytest.fixture
def guarded(store: AskableStore) -> TestClient:
    return TestClient(application(store, token=TOKEN), base_url="http://news.example:8753")


VIEWS = (
    "overview",
    "network?top=5&stance=negative&stance=positive",
    "matrix?states=true",
    "matrix?top=3",
    "timeline?since=2025-05-11",
    "statements?limit=2&skip=1",
    "statements?states=true&speaker=state:USA&target=state:UKR",
    "documents",
    "document?id=courier-1",
    "actor?id=person:donald-trump",
    "concepts",
    "search?words=trump",
    "questions",
)


@pytest.mark.parametrize("view", VIEWS)
def test_views_answer_with_json(client: TestClient, view: str) -> None:
    response = client.get(f"/api/{view}")
    assert response.status_code == 200
    assert response.json()


def test_the_page_is_served(client: TestClient) -> None:
    response = client.get("/")
    assert response.headers["content-type"].startswith("text/html")
    assert "explorer.js" in response.text
    assert client.get("/explorer.js").status_code == 200
    assert client.get("/flags/ua.svg").headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize("path", ["/", "/api/overview", "/api/nowhere", "/flags/ua.svg"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/network?top=0", 400, "top: "),
        ("/api/network?since=yesterday", 400, "since: "),
        ("/api/network?colour=red", 400, "colour: "),
        ("/api/statements?limit=100000", 400, "limit: "),
        ("/api/document?id=nowhere", 404, "there is no document 'nowhere'"),
        ("/api/matrix?states=true&speaker=nobody", 400, "nobody"),
        ("/api/nowhere", 404, "/api/nowhere"),
        ("/docs", 404, "/docs"),
        ("/openapi.json", 404, "/openapi.json"),
        ("/../server.py", 404, ""),
        ("/%2e%2e/server.py", 404, ""),
    ],
)
def test_errors_are_json(client: TestClient, path: str, status: int, words: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert words in response.json()["error"]


# --- the Cypher box -----------------------------------------------------------------------------


def test_a_query_and_a_question(client: TestClient) -> None:
    cypher = "MATCH (d:Document) WHERE d.id STARTS WITH $start RETURN d.id AS id ORDER BY id"
    asked = {"cypher": cypher, "parameters": {"start": "wire"}}
    assert client.post("/api/query", json=asked).json() == {
        "columns": ["id"],
        "rows": [["wire-1"], ["wire-2"]],
        "more": False,
    }
    told = client.post(
        "/api/ask", json={"name": "who-said-what", "parameters": {"speaker": "Trump"}}
    ).json()
    assert len(told["rows"]) == 2
    assert [q["name"] for q in client.get("/api/questions").json()] == list(questions())


def test_rows_are_capped(client: TestClient) -> None:
    table = client.post("/api/query", json={"cypher": "UNWIND range(1, 2000) AS n RETURN n"}).json()
    assert len(table["rows"]) == 500
    assert table["more"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"cypher": "CREATE (n:Actor {id: 'x'})"}, "only reads"),
        ({"cypher": "MATCH (n) DETACH DELETE n"}, "only reads"),
        ({"cypher": "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"}, ""),
        ({"cypher": "MATCH (n"}, ""),
        ({"cypher": "RETURN 1", "parameters": {"limits": 1}}, "limits"),
        ({"cypher": "x" * 20_001}, "cypher: "),
        ({"query": "RETURN 1"}, "cypher: "),
    ],
)
def test_queries_only_read(client: TestClient, body: dict[str, object], words: str) -> None:
    response = client.post("/api/query", json=body)
    assert response.status_code == 400
    assert words in response.json()["error"]


def test_an_unknown_question_names_its_like(client: TestClient) -> None:
    response = client.post("/api/ask", json={"name": "who-said-whta"})
    assert response.status_code == 400
    assert "who-said-what" in response.json()["error"]


# --- who may ask --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8753", "127.0.0.1.evil.example", ""]
)
def test_a_rebound_name_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/api/overview"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 403
        assert "this machine only" in response.json()["error"]


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1:8753", "[::1]:8753"])
def test_this_machine_is_served(client: TestClient, host: str) -> None:
    assert client.get("/api/overview", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_may_not_post(client: TestClient, headers: dict[str, str]) -> None:
    response = client.post("/api/query", json={"cypher": "RETURN 1"}, headers=headers)
    assert response.status_code == 403


def test_the_page_itself_may_post(client: TestClient) -> None:
    headers = {"origin": HERE, "sec-fetch-site": "same-origin"}
    asked = client.post("/api/query", json={"cypher": "RETURN 1 AS n"}, headers=headers)
    assert asked.json()["rows"] == [[1]]


def test_elsewhere_a_token_is_needed(guarded: TestClient) -> None:
    for path in (
        "/",
        "/explorer.js",
        "/api/overview",
        "/?token=wrong",
        f"/api/overview?token={TOKEN}",
    ):
        assert guarded.get(path).status_code == 401
    assert guarded.get("/api/overview", headers={"authorization": f"Bearer {TOKEN}"}).is_success
    welcome = guarded.get(f"/?view=matrix&token={TOKEN}", follow_redirects=False)
    assert (welcome.status_code, welcome.headers["location"]) == (303, "/?view=matrix")
    assert "httponly" in welcome.headers["set-cookie"].lower()
    assert "samesite=strict" in welcome.headers["set-cookie"].lower()
    assert guarded.cookies[COOKIE] == TOKEN
    assert guarded.get("/api/overview").is_success


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.7", False),
        ("news.example", False),
    ],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


# --- the command --------------------------------------------------------------------------------


def test_serve_says_where(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder) as opened:
        opened.prepare()
        opened.load(six_reports())
    command = [sys.executable, "-m", "graphkit", "serve", "--store", str(folder)]
    command += ["--port", "0", "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            address = said.split()[-1]
            assert address.startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{address}api/overview", timeout=30) as answer:
                assert b'"statements"' in answer.read()
        finally:
            process.terminate()
            process.wait(30)


def test_serve_says_that_a_port_is_taken(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "graphkit", "serve", "--store", str(tmp_path)]
    command += ["--host", "203.0.113.1", "--port", "1", "--no-browser"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {2, 4}
    assert "error:" in done.stderr
