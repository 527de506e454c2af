"""Who is in post on a day, with what the office knows of each; the villages that lost theirs."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from yicun.model.periods import full_years
from yicun.model.results import Coverage, State
from yicun.model.roster import Roster
from yicun.model.service import Duty, Hint, Lost, Post, ServiceReport, Serving


def in_post(roster: Roster, day: date) -> tuple[Post, ...]:
    """Everybody in post on a day whose village is in the register, in its order; the later row where one is there
    twice.
    """
    posts = {post.candidate: post for post in roster.posts if post.covers(day) and post.candidate in roster.in_post}
    order = {int(row): at for at, row in enumerate(roster.villages.index)}
    return tuple(sorted(posts.values(), key=lambda post: (order.get(post.village_row, len(order)), post.row)))


def summary(
    roster: Roster,
    coverage: Coverage,
    duty: Duty,
    posts: Sequence[Post],
    hints: Mapping[int, Sequence[Hint]],
    age: int | None,
) -> ServiceReport:
    """Put together what is known; `posts` as `in_post` gives them, `hints` by their position. `age`: the office's own
    limit, from which on a person is remarked on, None without one.
    """
    day = coverage.as_of
    number = {post.row: at for at, post in enumerate(posts)}
    hours = [Decimal(0)] * len(posts)
    own = duty.assessments_of(posts)
    for course in duty.training:
        if course.post >= 0 and (at := number.get(duty.posts[course.post].row)) is not None:
            hours[at] += course.hours or 0
    stations = dict(zip(roster.villages.index.tolist(), roster.villages["station"].tolist(), strict=True))
    born = dict(zip(roster.candidates.index.tolist(), roster.candidates["born_last"].tolist(), strict=True))
    serving = tuple(
        Serving(
            post,
            str(stations[post.village_row]),
            (day - post.appointed_on).days + 1,
            own[at][-1] if own[at] else None,
            hours[at],
            tuple(hints.get(at, ())),
            aged=age is not None and _is_aged(born[post.candidate], age, day),
        )
        for at, post in enumerate(posts)
    )
    return ServiceReport(day, serving, _lost(coverage), duty)


def _is_aged(born: Any, age: int, day: date) -> bool:
    """Whether somebody certainly has reached an age."""
    return not pd.isna(born) and full_years(born, day) >= age


def _lost(coverage: Coverage) -> tuple[Lost, ...]:
    villages = coverage.villages[coverage.villages["state"].eq(State.LEFT.value)]
    columns = (villages[name].astype("object") for name in ("station", "township", "village", "left_on", "days_vacant"))
    return tuple(
        Lost(str(station), str(township), str(village), left.date(), int(days))
        for station, township, village, left, days in zip(*columns, strict=True)
    )
