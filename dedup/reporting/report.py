"""The report: one self-contained HTML page that works without network and without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.reporting.files import write_atomically
from dedup.reporting.index import Index
from dedup.reporting.outlets import outlet_rows
from dedup.reporting.quote_listing import speaker_of
from dedup.reporting.safe_text import harmless, one_line
from dedup.reporting.summary import counted, summary
from dedup.reporting.views import Caps, Report, Shares, credit_names, when
from dedup.results import Analysis
from dedup.rows import as_json

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = "templates"


def write_report(analysis: Analysis, path: Path, *, caps: Caps | None = None) -> None:
    """Write ``report_html`` to a file. Raises UsageError where it cannot be written."""
    write_atomically(path, [report_html(analysis, caps=caps).encode("utf-8")])


def report_html(analysis: Analysis, *, caps: Caps | None = None) -> str:
    """Return the report as one HTML page.

    The same analysis gives the same page, byte for byte: it holds no time of its making, no path and no random nonce.
    A Content-Security-Policy allows its own style and script by their SHA-256 and nothing else; every text is escaped,
    and characters that a screen would act on are replaced.
    """
    report = Report(Index(analysis), caps or Caps())
    style, script = _asset("report.css"), _asset("report.js")
    findings = [tuple(line.split(": ", 1)) for line in summary(analysis).splitlines()]
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            analysis=analysis,
            index=report.index,
            caps=report.caps,
            findings=findings,
            outlets=outlet_rows(analysis),
            settings=as_json(analysis.manifest, indent=2),
            style=style,
            script=script,
            policy=_policy(style, script),
        )
    )
    return page if page.endswith("\n") else f"{page}\n"


@cache
def _environment() -> Environment:
    """Return the template environment: all text made harmless, then escaped; a name that is missing is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:  # Any: whatever an expression of the template gives
        return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=PackageLoader("dedup.reporting", TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"one_line": one_line, "percent": _percent, "share": _share, "when": when}
    environment.globals |= {
        "Shares": Shares,
        "counted": counted,
        "credit_names": credit_names,
        "speaker_of": speaker_of,
    }
    return environment


def _asset(name: str) -> str:
    return resources.files("dedup.reporting").joinpath(TEMPLATES, name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy that lets nothing in but this style and this script (CSP level 2, hashes)."""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _share(share: float) -> str:
    return f"{share:.2f}"
