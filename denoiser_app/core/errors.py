"""Everything that can go wrong in a way a photographer can act on.

An error carries a code (its class name) and parameters; ``sentence`` is the English wording, which names the file and
what to do. The command line prints it as it is, the window uses it as the source text of its translation.
"""

from __future__ import annotations

from typing import Any, ClassVar


class DenoiserError(Exception):
    """A failure with a code, parameters and one clear sentence.

    Parameters are plain values (str, int, float), so that an error survives JSON and a trip between processes.
    """

    sentence: ClassVar[str] = "{reason}"

    def __init__(self, **parameters: Any) -> None:
        self.parameters = parameters
        super().__init__(self.sentence.format(**parameters))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.parameters)

    @property
    def code(self) -> str:
        """Stable name of this kind of failure, for ``--json`` and for translations."""
        return type(self).__name__


def _rebuilt(kind: type[DenoiserError], parameters: dict[str, Any]) -> DenoiserError:
    return kind(**parameters)


class Cancelled(Exception):
    """The user asked to stop. Not an error: nothing failed."""


# --- files in -------------------------------------------------------------------------------------------------------


class InputError(DenoiserError):
    """A photo that cannot be read. ``path`` is always among the parameters."""


class FileMissing(InputError):
    sentence = "{path}: there is no such file. Check the name, or whether the card or disk is still connected."


class FileIsFolder(InputError):
    sentence = "{path}: this is a folder, not a photo. Name the photos in it, for example {path}/*.dng."


class FileUnreadable(InputError):
    sentence = "{path}: the file cannot be opened ({reason}). Check its permissions."


class FileEmpty(InputError):
    sentence = "{path}: the file is empty (0 bytes). Copy it again from the card."


class FileTruncated(InputError):
    sentence = "{path}: the file ends too early; part of the photo is missing. Copy it again from the card."


class FileDamaged(InputError):
    sentence = "{path}: the file is damaged ({reason}). Copy it again from the card."


class FormatUnknown(InputError):
    sentence = (
        "{path}: this is not a photo in a format that can be read here. Use a camera raw, JPEG, PNG, TIFF or HEIC."
    )


class FormatUnsupported(InputError):
    sentence = "{path}: {what} is not supported. {advice}"


class SensorUnsupported(InputError):
    sentence = "{path}: the sensor of this camera ({sensor}) is not supported. Convert the photo to TIFF in the maker's program first."


class PhotoTooLarge(InputError):
    sentence = "{path}: the photo has {megapixels:.0f} megapixels, more than the limit of {limit:.0f}. Crop it or raise the limit."


class DecoderTimedOut(InputError):
    sentence = (
        "{path}: decoding was stopped after {seconds:.0f} s. The file is probably damaged; copy it again from the card."
    )


class DecoderDied(InputError):
    sentence = "{path}: the decoder crashed on this file. It is probably damaged; copy it again from the card."


class DecoderOutOfMemory(InputError):
    sentence = (
        "{path}: decoding needs more memory than is allowed. The file is probably damaged; copy it again from the card."
    )


class PhotoIsBlack(InputError):
    sentence = "{path}: the file decodes to a black frame ({percent:.0f} % of its pixels are exactly zero). Its pixel data is missing or damaged."


# --- files out ------------------------------------------------------------------------------------------------------


class OutputError(DenoiserError):
    """A result that could not be written. ``path`` is always among the parameters."""


class OutputExists(OutputError):
    sentence = "{path}: the file exists already. Use --overwrite to replace it, or another name."


class OutputIsInput(OutputError):
    sentence = "{path}: this would replace the original photo. Choose another name or folder."


class OutputTwice(OutputError):
    sentence = (
        "{path}: two photos would be written to this name. Use {{counter}} in the name template, or separate folders."
    )


class OutputNotWritable(OutputError):
    sentence = "{path}: cannot be written ({reason}). Choose another folder or change its permissions."


class DiskFull(OutputError):
    sentence = "{path}: the disk is full ({needed_mb:.0f} MB needed). Nothing was left behind; make room and try again."


class OutputNotVerified(OutputError):
    sentence = (
        "{path}: the file did not read back as it was written ({reason}). It was removed; check the disk and try again."
    )


class OutputUnsupported(OutputError):
    sentence = "{path}: {reason}"


class NameTemplateInvalid(DenoiserError):
    sentence = "The name template '{template}' cannot be used: {reason}. Known fields: {known}."


class ProfileUnusable(DenoiserError):
    sentence = "The colour profile of the photo cannot be used ({reason}). Export without choosing a colour space to keep the colours."


# --- models and devices ---------------------------------------------------------------------------------------------


class ModelError(DenoiserError):
    """A model that cannot be used."""


class ModelUnknown(ModelError):
    sentence = "There is no model named '{name}'. Known models: {known}."


class ModelDamaged(ModelError):
    sentence = "{path}: the model file cannot be used ({reason}). Install the program again, or remove this file."


class ModelWrongDomain(ModelError):
    sentence = "{path}: the model '{name}' is for {domain} photos and this is a {photo} photo. Choose another model, or 'auto'."


class DeviceUnavailable(DenoiserError):
    sentence = "The device '{device}' cannot be used ({reason}). Use --device cpu or auto."


class DenoisingFailed(DenoiserError):
    sentence = "{path}: denoising failed ({reason}). Nothing was written; try a smaller --tile or --device cpu."


class DataMissing(DenoiserError):
    sentence = "{path}: {reason}"
