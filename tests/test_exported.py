"""What the package promises at its top, on one page."""

from __future__ import annotations

import sidelight


def test_the_public_face_is_small_and_there() -> None:
    assert sorted(sidelight.__all__) == ["Ledger", "Result", "__version__", "open"]
    for name in sidelight.__all__:
        assert getattr(sidelight, name) is not None


def test_a_ledger_opened_from_python_assesses_and_shows_itself(tmp_path) -> None:  # type: ignore[no-untyped-def]
    ledger = sidelight.open(tmp_path)
    result = ledger.assess("PRK", as_of="2020-07-31", timeline=False)
    assert "North Korea" in str(result)
    assert result.to_json()["as_of"] == "2020-07-31"
    assert result._repr_html_().startswith("<iframe srcdoc=")
    assert all(s["published_on"] <= "2020-07-31" for s in ledger.statements("PRK", as_of="2020-07-31"))
