"""The facts that two tellings share or contradict, in words that an editor would use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dedup.matching.background import load_background
from dedup.matching.calendar import named_days
from dedup.matching.tellings import Figure, Telling

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_SHOWN = 5
# Share of articles at large from which a word with a capital is not shown as a name.
_COMMON_NAME = 0.1
_DAYS_FROM = 72  # hours from which a distance in time is told in days, and speaks against one story
_SAME_QUOTE = 0.5  # share of the shorter quote's terms that stand in the other


def evidence(a: Telling, b: Telling) -> tuple[str, ...]:
    """Return up to five lines on what ``a`` and ``b`` have in common, the most telling first."""
    printed = dict(b.printed) | dict(a.printed)
    lines = [
        _line("both give the figures", [_figure(f, printed) for f in shared_figures(a, b)]),
        _line("both openings name", [printed.get(name, name) for name in shared_names(a, b)]),
        _line("both name the day", [_day(day) for day in sorted(set(a.days) & set(b.days)) if day[0] != "f"]),
        "both carry one quote" if shared_speech(a, b) >= _SAME_QUOTE else "",
        "" if _far_apart(a, b) else _hours_apart(a, b),
    ]
    return tuple(line for line in lines if line)


def contradictions(a: Telling, b: Telling) -> tuple[str, ...]:
    """Return lines on what the two say differently: their time, figures of one thing, days of one kind, who is named."""
    lines = [_hours_apart(a, b)] if _far_apart(a, b) else []
    printed = dict(b.printed) | dict(a.printed)
    theirs = {figure.unit: figure.value for figure in reversed(b.figures) if figure.unit}
    values = {figure.value for figure in b.figures}
    for figure in a.lead_figures:
        if figure.value not in values and figure.unit in theirs:
            unit = printed.get(figure.unit, figure.unit)
            lines.append(f"{figure.value} against {theirs[figure.unit]} ({unit})")
    for kind in "wdy":
        one, other = ([day for day in t.days if day[0] == kind] for t in (a, b))
        if one and other and not set(one) & set(other):
            lines.append(f"{_days(one)} against {_days(other)}")
    for one_telling, other_telling in ((a, b), (b, a)):
        lines.append(_line(f"only {one_telling.id} opens with", _names_apart(one_telling, other_telling)))
    return tuple([line for line in lines if line][:_SHOWN])


def _names_apart(a: Telling, b: Telling) -> list[str]:
    """Return the names in the opening of ``a`` that ``b`` does not have at all, as printed."""
    printed, named, held = dict(a.printed), set(a.names), {*b.terms, *b.names, *b.lead}
    apart = [(name, printed.get(name, name)) for name in a.lead if name in named and name not in held]
    return [shown for name, shown in apart if _is_name(name, shown)]


def _is_name(term: str, printed: str) -> bool:
    """Return whether a word with a capital says something, which neither ``The`` nor ``Tuesday`` nor ``May`` does here."""
    dated = named_days(f"1 {printed}")  # a weekday, a month
    return len(term) > 2 and load_background().share(term) < _COMMON_NAME and not dated


def shared_figures(a: Telling, b: Telling) -> list[Figure]:
    """Return the figures of ``a`` that ``b`` has too, in order, those of one digit left out."""
    values = {figure.value for figure in b.figures}
    found = {f.value: f for f in reversed(a.figures) if f.value in values and len(f.value) > 1}
    return list(reversed(found.values()))


def shared_names(a: Telling, b: Telling) -> list[str]:
    """Return the names in both openings, in the order of ``a``."""
    named, theirs, printed = set(a.names), set(b.lead), dict(a.printed)
    both = [name for name in a.lead if name in named and name in theirs]
    return [name for name in both if _is_name(name, printed.get(name, name))]


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


def _figure(figure: Figure, printed: Mapping[str, str]) -> str:
    return f"{figure.value} {printed.get(figure.unit, figure.unit)}".strip()


def _day(code: str) -> str:
    if code[0] == "w":
        return _WEEKDAYS[int(code[1:])]
    if code[0] == "d":
        month, day = code[1:].split("-")
        return f"{int(day)} {_MONTHS[int(month) - 1]}"
    return code[1:]


def _days(codes: Iterable[str]) -> str:
    return ", ".join(_day(code) for code in list(codes)[:_SHOWN])


def _far_apart(a: Telling, b: Telling) -> bool:
    return a.hours is not None and b.hours is not None and abs(a.hours - b.hours) >= _DAYS_FROM


def _hours_apart(a: Telling, b: Telling) -> str:
    if a.hours is None or b.hours is None:
        return ""
    apart = abs(a.hours - b.hours)
    return f"published {apart:.0f} hours apart" if apart < _DAYS_FROM else f"published {apart / 24:.0f} days apart"
