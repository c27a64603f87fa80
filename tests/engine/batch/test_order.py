"""A power cut at any moment: the journal says done only when the disk has the bytes, and then the name."""

from pathlib import Path

import pytest

from denoiser_app.engine.batch.rules import Rule, to_json
from tests.bench.batch.order import ORDER, order_of

COPIED = to_json((Rule(action="copy"),))


@pytest.mark.parametrize(
    ("if_exists", "rules"), [("skip", ""), ("overwrite", ""), ("skip", COPIED)], ids=["new", "over another", "copied"]
)
def test_bytes_then_name_then_folder_then_journal(tmp_path: Path, if_exists: str, rules: str) -> None:
    assert order_of(tmp_path / "night", if_exists, rules) == ORDER
