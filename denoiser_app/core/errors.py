"""Everything that can go wrong in a way a photographer can act on.

An error carries a code (its class name) and parameters; ``sentence`` is the English wording, which names the file and
what to do. The command line prints it as it is, the window uses it as the source text of its translation.
"""

from __future__ import annotations

from contextlib import suppress
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


class FileChanged(InputError):
    sentence = "{path}: the file was changed while it was read. Wait until it is complete, and try again."


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


class ModelNameUnusable(ModelError):
    sentence = "A model cannot be called '{name}': {reason}."


class ModelExists(ModelError):
    sentence = "There is a model named '{name}' already. Remove it first, or give the new one another name."


class ModelNotPersonal(ModelError):
    sentence = "'{name}' came with the program. Only models that you trained or imported can be removed or shared."


class ModelNotTrained(ModelError):
    sentence = "{path}: there is no trained model named '{name}' in this session. Train it first."


class ModelNotProven(ModelError):
    """It was not shown to be better, so it is not installed."""

    sentence = "'{name}' was not installed: {reason}. To use it all the same, choose 'install anyway'."


class ModelFileRefused(ModelError):
    """A model file from somebody that is not taken; nothing of it was kept."""

    sentence = "{path}: this model was not imported ({reason}). Nothing of it was kept; ask for the file again."


class DeviceUnavailable(DenoiserError):
    sentence = "The device '{device}' cannot be used ({reason}). Use --device cpu or auto."


class DenoisingFailed(DenoiserError):
    sentence = "{path}: denoising failed ({reason}). Nothing was written; try a smaller --tile or --device cpu."


class DataMissing(DenoiserError):
    sentence = "{path}: {reason}"


# --- batches --------------------------------------------------------------------------------------------------------


class BatchUnknown(DenoiserError):
    sentence = "There is no batch '{name}'. Known batches: {known}."


class BatchBusy(DenoiserError):
    sentence = "Batch '{name}' is being worked on by {holder}. Wait until it is done, or stop that program first."


class LeaseLost(DenoiserError):
    sentence = "Batch '{name}' was taken over by another program, because this one was silent for too long. Nothing is lost; it goes on there."


class JournalDamaged(DenoiserError):
    sentence = "{path}: the journal of batches is damaged ({reason}). It was moved to {aside}. Finished photos are still where they are; start the batch again, and they will be skipped."


class JournalNotWritable(DenoiserError):
    sentence = "{path}: the journal of batches cannot be used ({reason}). Make room on that disk or change its permissions, and start again."


class FolderGone(DenoiserError):
    sentence = "{path}: this folder, or every photo in it, is not there any more. Connect the card, disk or network again; work goes on by itself."


class ResultDamaged(OutputError):
    sentence = (
        "{path}: a file of this name is there already, but it is damaged. Remove it, or choose to overwrite, and retry."
    )


class ProgramEnded(InputError):
    sentence = "{path}: the program ended {times} times while it worked on this photo, so it was set aside. The file is probably damaged; copy it again from the card and retry."


class NothingToDo(DenoiserError):
    sentence = "{path}: there are no photos here{patterns}. Choose another folder or another pattern, or include the folders inside it."


class RulesInvalid(DenoiserError):
    sentence = "{path}: the table of rules cannot be used ({reason}). Correct it, or leave it out."


class ClusterNotInstalled(DenoiserError):
    sentence = "A cluster needs a part that is not installed. Install it with: pip install 'denoiser-app[cluster]'"


class ClusterUnreachable(DenoiserError):
    sentence = "{url}: the Dask cluster cannot be reached ({reason}). Check the address, and that its scheduler runs; nothing is lost, and 'denoiser-app batch --resume' goes on."


class ClusterEmpty(DenoiserError):
    sentence = "{url}: the Dask cluster has no workers. Start some with 'dask worker {url}'; work begins by itself."


class WorkerUnfit(DenoiserError):
    sentence = "The {worker} of the cluster cannot work on this batch: {reason}."


# --- pairs of one's own camera ----------------------------------------------------------------------------------------


class SessionMissing(DenoiserError):
    sentence = "{path}: there is no session of pairs in this folder. Check whether its disk is connected, or begin a new session."


class SessionDamaged(DenoiserError):
    sentence = "{path}: the session's list of frames cannot be used ({reason}). The frames themselves are not touched; put back a copy of this file, or add the frames to a new session."


class SessionBusy(DenoiserError):
    sentence = "{path}: another program is changing this session. Wait until it is done, or close it there."


class SessionUnfit(DenoiserError):
    """What a session lacks for the next step."""

    sentence = "{path}: {reason}"


class FrameKnown(DenoiserError):
    sentence = "{path}: this photo is in the session already."


class FrameUnknown(DenoiserError):
    sentence = "'{name}' is no frame of this session. 'denoiser-app pairs list' shows its frames."


class FrameAmbiguous(DenoiserError):
    sentence = "There are {count} frames named '{name}' in this session. Name one of them by its file: {files}."


class SceneUnknown(DenoiserError):
    sentence = "There is no scene '{name}' in this session. Its scenes: {known}."


class RawOfSameShot(InputError):
    sentence = (
        "{path}: the session has the raw of this shot already, which is better for training. The JPEG is left out."
    )


class TetherNotInstalled(DenoiserError):
    sentence = "Shooting from the computer needs a part that is not installed. Install it with: pip install 'denoiser-app[tether]'. Or let the camera maker's program save into a folder, and have that folder watched."


class CameraMissing(DenoiserError):
    sentence = (
        "No camera was found. Connect it with a USB cable, switch it on and choose PTP or PC control in its menu."
    )


class CameraTaken(DenoiserError):
    sentence = "The camera is used by another program ({reason}). Close that program, or eject the camera in the file manager, and try again."


class CameraLost(DenoiserError):
    sentence = "The camera is not connected any more ({reason}). Nothing is lost: connect it again, and work goes on by itself."


class CameraFailed(DenoiserError):
    """It answered, and did not do what it was asked to."""

    sentence = "The camera did not {what} ({reason}). Check its battery, card and focus switch, and try again."


class CameraUnfit(DenoiserError):
    sentence = "This camera cannot be used for this plan: {reason}"


def restored(code: str, parameters: dict[str, Any]) -> DenoiserError:
    """An error from its code and parameters, as the journal and other processes keep them."""
    kind = globals().get(code)
    if isinstance(kind, type) and issubclass(kind, DenoiserError):
        with suppress(LookupError, ValueError, TypeError):
            return kind(**parameters)
    return DenoiserError(reason=str(parameters.get("reason") or code))
