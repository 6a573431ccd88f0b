"""The page that the benchmark of the explorer writes: what grew is named, what was not done is not."""

from benchmarks.explorer import LARGE, ONE, Act, Run, report


def page(load: float = 0.5) -> str:
    one = Run(prepared=[0.1], statements=13, reports=1)
    large = Run(prepared=[4.0, 2.0, 3.5], statements=4_008, reports=336)
    one.acts = {"slow": Act([0.1, 0.3, 0.2], [0.1, 0.1, 0.1]), "fast": Act([0.1], [0.004])}
    large.acts = {
        "slow": Act([2.0, 1.0, 1.2], [1.0, 0.9, 0.8], "matrix"),
        "fast": Act([0.2], [0.1], "search"),
        "page on": Act([0.1], [0.05], "statements"),
    }
    return report({ONE: one, LARGE: large}, 3, [load, 0.2])


def test_the_table_has_medians_and_ratios() -> None:
    assert "| slow | 200 | 100 | 1,200 | 900 | 6.0 | 9.0 | matrix |" in page()
    assert "| fast | 100 | 4 | 200 | 100 | 2.0 | – | search |" in page()
    assert "| page on | – | – | 100 | 50 | – | – | statements |" in page()


def test_what_grew_is_named_by_its_time_and_by_the_servers() -> None:
    assert "in the large store: slow (6×; the server 9×)." in page()


def test_what_was_worked_out_before_is_told() -> None:
    assert (
        "4,008 statements, 336 reports; what the page\n  shows first and leads to was worked out in 3.5 s before"
        in page()
    )


def test_a_busy_machine_is_said() -> None:
    assert "busy" not in page()
    assert "0.2 to 3.6" in page(3.6)
    assert "busy" in page(3.6)
