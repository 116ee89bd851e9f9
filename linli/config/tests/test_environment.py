"""Settings are read with their types, from the environment or a file, and fail loudly."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from linli.config import environment as env

pytestmark = pytest.mark.pure


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "word"
    file.write_text("open sesame\n")
    monkeypatch.setenv("LINLI_WORD", "shut")
    monkeypatch.setenv("LINLI_WORD_FILE", str(file))

    assert env.text("LINLI_WORD") == "open sesame"


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WORD_FILE", "/nowhere")

    with pytest.raises(ImproperlyConfigured, match="/nowhere"):
        env.text("LINLI_WORD")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("no", False), ("", False), ("ON", True)])
def test_flags_are_yes_or_no(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("LINLI_FLAG", text)

    assert env.flag("LINLI_FLAG") is value


def test_a_wrong_flag_and_a_wrong_number_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_FLAG", "perhaps")
    monkeypatch.setenv("LINLI_NUMBER", "many")

    with pytest.raises(ImproperlyConfigured, match="LINLI_FLAG"):
        env.flag("LINLI_FLAG")
    with pytest.raises(ImproperlyConfigured, match="LINLI_NUMBER"):
        env.number("LINLI_NUMBER", 3)


def test_a_number_has_a_smallest_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_NUMBER", "2")

    assert env.number("LINLI_NUMBER", 1) == 2
    with pytest.raises(ImproperlyConfigured, match="at least 5"):
        env.number("LINLI_NUMBER", 9, low=5)


def test_words_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_WORDS", "a, b,,c ")

    assert env.words("LINLI_WORDS", "") == ["a", "b", "c"]


def test_a_database_address_becomes_settings() -> None:
    made = env.database("postgresql://li:w%40rd@db.example:5433/city", pool=4, test_name="t")

    assert made["ENGINE"] == "linli.platform.postgresql"
    assert (made["USER"], made["PASSWORD"]) == ("li", "w@rd")
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("db.example", 5433, "city")
    pool = {"min_size": 1, "max_size": 4, "timeout": 10, "num_workers": 1}
    assert made["OPTIONS"] == {"pool": pool}


def test_a_socket_folder_may_stand_in_the_query() -> None:
    made = env.database("postgresql:///city?host=/run/pg", pool=0, test_name="t")

    assert (made["HOST"], made["OPTIONS"]) == ("/run/pg", {})


def test_sqlite_takes_the_fair_queue() -> None:
    made = env.database("sqlite:////data/linli.sqlite3", pool=0, test_name="t")

    assert made["ENGINE"] == "linli.platform.sqlite"
    assert made["NAME"] == "/data/linli.sqlite3"


def test_another_database_is_refused_in_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        env.database("mysql://x/y", pool=0, test_name="t")
