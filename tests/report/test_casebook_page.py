"""The page on the bundled casebook: whole, linked, small, and the same twice."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sidelight.assessment.assess import assess
from sidelight.ledger.store import Store
from sidelight.report import html, markdown, terminal

DAYS = [date(2020, 7, 31), date(2022, 5, 11), date(2022, 5, 26), date(2022, 10, 24)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store.open(Path(tmp_path_factory.mktemp("page")), say=None)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_page_of_the_casebook_is_whole(store: Store, day: date) -> None:
    a = assess(store.view(day, "published"), "PRK", timeline=False)
    page = html.render(a)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "not handed to this page" not in page
    assert len(page.encode()) < 600_000
    assert page == html.render(a)
    assert not re.search(r"<(script|link|img|iframe)\b", page)
    assert not re.search(r">(nan|inf|None)<", page)
    later = [s for s in a.statements.values() if s.published_on > day]
    assert later == []
    text = terminal.summary(a, 80)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "not handed to this page" not in markdown.render(a)
