"""A guest with manners: what is asked of public services, how often, and what is made of each fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from explainer.refresh import service
from explainer.refresh.service import GaveUp, NotHad, Service, contact_of
from tests.services import JSON, Answer, Services, running

PATH = "/companyfacts/CIK0000000001.json"


@pytest.fixture
def services() -> Iterator[Services]:
    with running() as found:
        yield found


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def now(self) -> float:
        return sum(self.slept)


def guest(folder: Path, clock: Clock, **options: float) -> Service:
    return Service("editor@example.org", folder, clock.sleep, clock.now, **options)


def told(services: Services, folder: Path, clock: Clock | None = None, **options: float) -> str:
    """The sentence about an answer that cannot be had, less its address."""
    with pytest.raises(NotHad) as error:
        guest(folder, clock or Clock(), **options).get(services.address + PATH, (JSON,))
    return str(error.value).replace(services.address + PATH, "ADDRESS")


def test_the_answer_comes_and_who_asks_says_so(services: Services, tmp_path: Path) -> None:
    services.record(1, b'{"a": 1}')
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b'{"a": 1}'
    assert services.asked[0].agent == "explainer-refresh (editor@example.org)"


@pytest.mark.parametrize(
    "contact", ["", "nobody", "a@b", "a@b.c\nX-Header: 1", "a b@c.org", "é@c.org", "a@😀.org"]
)
def test_nothing_is_asked_without_a_contact(contact: str) -> None:
    with pytest.raises(NotHad, match="the services want to know who reads them: write it like"):
        contact_of({"CONTACT": contact})
    assert contact_of({"CONTACT": "editor@example.org"}) == "editor@example.org"


def test_at_most_ten_questions_a_second(services: Services, tmp_path: Path) -> None:
    services.etags = False
    services.record(1, b"{}")
    clock = Clock()
    one = guest(tmp_path, clock)
    for _ in range(21):
        one.get(services.address + PATH, (JSON,))
    assert len(services.asked) == 21
    assert clock.now() >= 2


def test_what_has_not_changed_is_not_sent_again(services: Services, tmp_path: Path) -> None:
    services.record(1, b'{"a": 1}')
    for _ in range(2):  # two runs
        assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b'{"a": 1}'
    assert [bool(one.etag) for one in services.asked] == [False, True]


def test_what_has_changed_is_read_anew(services: Services, tmp_path: Path) -> None:
    services.record(1, b'{"a": 1}')
    guest(tmp_path, Clock()).get(services.address + PATH, (JSON,))
    services.record(1, b'{"a": 2}')
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b'{"a": 2}'


@pytest.mark.parametrize("damage", ["body", "json"])
def test_a_stale_etag_is_forgotten(services: Services, tmp_path: Path, damage: str) -> None:
    """What was kept is damaged: it is asked for whole, and never taken for the answer."""
    services.record(1, b'{"a": 1}')
    guest(tmp_path, Clock()).get(services.address + PATH, (JSON,))
    (kept,) = tmp_path.glob(f"*.{damage}")
    kept.write_bytes(kept.read_bytes()[:-2])
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b'{"a": 1}'
    assert services.asked[-1].etag is None


def test_a_service_that_takes_us_to_know_what_we_do_not(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(304)]
    services.record(1, b"{}")
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b"{}"
    services.faults = [Answer(304) for _ in range(9)]
    assert told(services, tmp_path / "other") == (
        "ADDRESS says that nothing has changed, and what it had said is lost, 4 times; run it again later"
    )


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "ADDRESS refused us (403), 4 times; run it again later"),
        (429, "ADDRESS was asked too often (429), 4 times; run it again later"),
        (503, "ADDRESS is not available (503), 4 times; run it again later"),
    ],
)
def test_who_is_told_to_wait_waits_and_then_says_so(
    status: int, sentence: str, services: Services, tmp_path: Path
) -> None:
    services.record(1, b"{}")
    clock = Clock()
    services.faults = [Answer(status, headers={"Retry-After": "7"}), Answer(status)]
    assert guest(tmp_path, clock).get(services.address + PATH, (JSON,)) == b"{}"
    assert [seconds for seconds in clock.slept if seconds >= 1] == [7, 2]
    services.faults = [Answer(status) for _ in range(9)]
    assert told(services, tmp_path / "other") == sentence
    assert len(services.faults) == 9 - service.TRIES


def test_who_is_told_to_wait_for_an_hour_gives_up_at_once(
    services: Services, tmp_path: Path
) -> None:
    services.faults = [Answer(429, headers={"Retry-After": "3600"}) for _ in range(9)]
    with pytest.raises(GaveUp, match="wants to be left alone for 60 minutes; run it again then"):
        guest(tmp_path, Clock()).get(services.address + PATH, (JSON,))
    assert len(services.asked) == 1


def test_a_date_to_wait_for(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(503, headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"})]
    assert "wants to be left alone for" in told(services, tmp_path)


def test_an_answer_cut_short(services: Services, tmp_path: Path) -> None:
    services.record(1, b'{"a": 1}')
    services.faults = [Answer(content=b'{"a": 1}', cut=3)]
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b'{"a": 1}'
    services.faults = [Answer(content=b'{"a": 1}', cut=3) for _ in range(9)]
    assert told(services, tmp_path / "other") == (
        "ADDRESS was cut short after 5 of 8 bytes, 4 times; run it again later"
    )
    assert list((tmp_path / "other").glob("*")) == []


def test_a_service_that_is_slow(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(content=b"{}" * 9, pause=0.6) for _ in range(9)]
    assert told(services, tmp_path, patience=0.1) == (
        "ADDRESS said nothing for 0.1 seconds, 4 times; run it again later"
    )


def test_a_service_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GaveUp, match=r"http://127\.0\.0\.1:9/x cannot be reached \("):
        guest(tmp_path, Clock()).get("http://127.0.0.1:9/x", (JSON,))


def test_a_page_where_a_record_should_be(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(content=b"<html>Undeclared automated tool</html>", type="text/html")]
    assert told(services, tmp_path) == (
        "ADDRESS is text/html and not application/json; look whether the address is right"
    )


def test_a_record_that_does_not_exist(services: Services, tmp_path: Path) -> None:
    assert told(services, tmp_path) == "ADDRESS answers 404 (Not Found)"
    assert len(services.asked) == 1


def test_an_answer_without_end(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LARGEST", 1000)
    services.record(1, b" " * 2000)
    assert told(services, tmp_path) == "ADDRESS has more than 1,000 bytes; nothing of it is used"


@pytest.mark.parametrize(
    "address", ["http://data.sec.gov/x", "ftp://a/b", "file:///etc/x", "", "https://"]
)
def test_an_address_that_is_not_https_is_not_asked(address: str, tmp_path: Path) -> None:
    with pytest.raises(NotHad, match="does not begin with https://; write one that does"):
        guest(tmp_path, Clock()).get(address, (JSON,))


def test_nobody_is_led_from_https_to_what_is_not(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(302, headers={"Location": "http://data.sec.gov/x"})]
    assert told(services, tmp_path) == (
        'ADDRESS leads elsewhere, and the address "http://data.sec.gov/x" does not begin with '
        "https://; write one that does"
    )


@pytest.mark.parametrize("place", ["http://[::1", "https://data.sec.gov/\u00e9", "http://[x"])
def test_an_address_that_cannot_be_read_has_its_sentence(place: str, tmp_path: Path) -> None:
    with pytest.raises(NotHad, match="cannot be"):
        guest(tmp_path, Clock()).get(place, (JSON,))


def test_nobody_is_led_to_what_is_no_address(services: Services, tmp_path: Path) -> None:
    services.faults = [Answer(302, headers={"Location": "https://[::1"})]
    assert "look at the address" in told(services, tmp_path)


def test_a_time_to_wait_that_is_no_number(services: Services, tmp_path: Path) -> None:
    services.record(1, b"{}")
    services.faults = [Answer(503, headers={"Retry-After": "\u00b2"})]
    assert guest(tmp_path, Clock()).get(services.address + PATH, (JSON,)) == b"{}"
