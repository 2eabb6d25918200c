import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash

import dedup
from dedup.errors import UsageError
from dedup.matching.minhash import SCHEME
from dedup.matching.shingles import shingle_hash, shingle_words

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
WIRE = (
    "HOLLIN BAY, March 3 (Reuters) - The night ferry to Marrowhead was suspended on Tuesday after a fire in its engine "
    "room, the port authority said.\n\n“Nobody was hurt and the fire was out in eleven minutes,” harbour master Ottilie "
    "Brandvold told reporters.\n\nThe ferry carries about 900 passengers a night and is the only link to the island in winter."
)
REPRINT = (
    WIRE + "\n\nIslanders have asked for a second ship since the storm of 2019, when nobody could leave for nine days."
)


def test_compare_tells_copied_from_added() -> None:
    found = dedup.compare(WIRE, REPRINT)
    statuses = [row.status for row in found.findings.sentences]
    assert statuses == ["copied", "copied", "copied", "added"]
    assert found.findings.parent == "a"
    last = found.findings.sentences[-1]
    assert found.b.text[last.start : last.end].startswith("Islanders have asked")


def test_a_comparison_is_shown_side_by_side_and_never_as_a_wall_of_fields() -> None:
    found = dedup.compare(
        "The <b>bridge</b> is closed, the mayor said.", "The <b>bridge</b> is closed, the mayor said. It rained."
    )
    assert "+ It rained." in str(found)
    assert "<pre>" in found._repr_html_()
    assert "&lt;b&gt;bridge" in found._repr_html_()
    assert "<b>" not in found._repr_html_()
    assert len(repr(found)) < 200
    assert "added=" in repr(found)


def test_results_are_written_as_the_command_writes_them(tmp_path: Path) -> None:
    reading = dedup.read_articles(FIXTURES / "hostile" / "broken_rows.jsonl")
    analysis = dedup.analyze(reading.articles, rejects=reading.rejects)
    report = dedup.write_results(analysis, str(tmp_path / "out"))
    assert report == tmp_path / "out" / "report.html"
    assert {path.name for path in report.parent.iterdir()} >= {"articles.jsonl", "manifest.json", "report.html"}
    assert len(repr(analysis)) < 200
    assert repr(reading) == f"<Reading: {len(reading)} articles, 5 rejects>"


def test_compare_takes_articles_of_one_id() -> None:
    a, b = dedup.Article(id="x", text=WIRE), dedup.Article(id="x", text=REPRINT)
    assert dedup.compare(a, b).findings.added > 0


def test_what_is_no_text_is_an_error() -> None:
    with pytest.raises(UsageError, match="NoneType"):
        dedup.compare(WIRE, None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="list of texts"):
        dedup.signature(WIRE)


def test_paths_may_come_as_a_list() -> None:
    paths = sorted((FIXTURES / "pages").glob("rbi-*"))[:2]
    assert [article.id for article in dedup.read_articles(paths)] == [path.name for path in paths]
    assert len(dedup.read_articles(str(paths[0]), [paths[1]])) == 2


def test_extract_quotes_from_a_bare_text() -> None:
    quote = next(q for q in dedup.extract_quotes(WIRE) if q.type == "direct")
    assert WIRE[quote.start : quote.end] == "Nobody was hurt and the fire was out in eleven minutes,"
    assert quote.speaker == "Ottilie Brandvold"
    assert quote.attribution == "named"


def test_signatures_are_those_of_datasketch() -> None:
    rows = dedup.signature([WIRE, ""])
    assert rows.shape == (2, 128)
    assert rows.dtype == np.uint32
    words = shingle_words(WIRE)
    sketch = MinHash(num_perm=128, seed=1, hashfunc=shingle_hash, scheme=SCHEME)
    sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
    assert rows[0].tolist() == sketch.hashvalues.tolist()
    assert dedup.signature([]).shape == (0, 128)


@pytest.mark.parametrize("name", dedup.__all__)
def test_public_names_exist(name: str) -> None:
    assert getattr(dedup, name) is not None
    assert name in dir(dedup)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        dedup.no_such_name  # noqa: B018  (looking the name up is the test)


def test_python_dash_m() -> None:
    done = subprocess.run([sys.executable, "-m", "dedup", "--version"], capture_output=True, text=True)
    assert done.stdout == f"dedup, version {dedup.__version__}\n"
