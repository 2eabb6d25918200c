"""The facts that two tellings share or contradict, in words that an editor would use."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.matching.tellings import Figure, Telling

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHOWN = 5


def evidence(a: Telling, b: Telling) -> tuple[str, ...]:
    """Return up to five lines on what ``a`` and ``b`` have in common, the most telling first."""
    lines = [
        _line("figures in both", [_figure(f) for f in shared_figures(a, b)]),
        _line("in both openings", shared_names(a, b)),
        _line("days named by both", [_day(day) for day in sorted(set(a.days) & set(b.days))]),
        "a quote in common" if shared_speech(a, b) >= 0.5 else "",
        _hours_apart(a, b),
    ]
    return tuple(line for line in lines if line)


def contradictions(a: Telling, b: Telling) -> tuple[str, ...]:
    """Return lines on what the two say differently: figures of one thing, days of one kind."""
    lines = []
    theirs = {figure.unit: figure.value for figure in reversed(b.figures) if figure.unit}
    values = {figure.value for figure in b.figures}
    for figure in a.lead_figures:
        if figure.value not in values and figure.unit in theirs:
            lines.append(f"{figure.value} against {theirs[figure.unit]} ({figure.unit})")
    for kind in "wdy":
        one, other = ([day for day in t.days if day[0] == kind] for t in (a, b))
        if one and other and not set(one) & set(other):
            lines.append(f"{_days(one)} against {_days(other)}")
    return tuple(lines[:_SHOWN])


def shared_figures(a: Telling, b: Telling) -> list[Figure]:
    """Return the figures of ``a`` that ``b`` has too, in order, those of one digit left out."""
    values = {figure.value for figure in b.figures}
    found = {f.value: f for f in reversed(a.figures) if f.value in values and len(f.value) > 1}
    return list(reversed(found.values()))


def shared_names(a: Telling, b: Telling) -> list[str]:
    """Return the names in both openings, in the order of ``a``."""
    return [name for name in a.lead if name in set(a.names) and name in set(b.lead) and len(name) > 2]


def shared_speech(a: Telling, b: Telling) -> float:
    """Return the greatest share of a quote of either that stands in a quote of the other."""
    best = 0.0
    for one in a.speech:
        for other in b.speech:
            best = max(best, len(set(one) & set(other)) / min(len(one), len(other)))
    return best


def _line(title: str, items: Iterable[str]) -> str:
    shown = list(dict.fromkeys(items))[:_SHOWN]
    return f"{title}: {', '.join(shown)}" if shown else ""


def _figure(figure: Figure) -> str:
    return f"{figure.value} {figure.unit}".strip()


def _day(code: str) -> str:
    if code[0] == "w":
        return _WEEKDAYS[int(code[1:])]
    if code[0] == "d":
        month, day = code[1:].split("-")
        return f"--{int(month):02d}-{int(day):02d}"
    return code[1:]


def _days(codes: Iterable[str]) -> str:
    return ", ".join(_day(code) for code in list(codes)[:_SHOWN])


def _hours_apart(a: Telling, b: Telling) -> str:
    if a.hours is None or b.hours is None:
        return ""
    return f"published {abs(a.hours - b.hours):.0f} hours apart"
