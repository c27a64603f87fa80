import inspect
import pickle
import string

import pytest

from denoiser_app.core import errors

KINDS = [k for k in vars(errors).values() if inspect.isclass(k) and issubclass(k, errors.DenoiserError)]


def example(kind: type[errors.DenoiserError]) -> errors.DenoiserError:
    fields = {name: 7 for _, name, _, _ in string.Formatter().parse(kind.sentence) if name}
    return kind(**{**fields, **({"path": "night.dng"} if "path" in fields else {})})


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_error_is_a_sentence_that_names_the_file_and_survives_a_process(kind: type[errors.DenoiserError]) -> None:
    error = example(kind)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert str(again) == str(error)
    assert again.code == error.code == kind.__name__
    if issubclass(kind, errors.InputError | errors.OutputError) and kind.sentence != "{reason}":
        assert "night.dng" in str(error)
