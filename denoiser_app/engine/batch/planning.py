"""From what was asked for to the photos of a batch: what becomes of each and under which name, before work begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from denoiser_app.core.errors import InputError, ModelUnknown, NothingToDo
from denoiser_app.core.photo import Metadata
from denoiser_app.core.progress import CancelToken, Progress
from denoiser_app.core.recipe import Recipe
from denoiser_app.engine.batch import rules
from denoiser_app.engine.batch.items import NewItem, Plan, SkipReason
from denoiser_app.engine.batch.journal import Journal
from denoiser_app.engine.batch.rules import Rule, RuleAction
from denoiser_app.engine.batch.sources import Found, photos_among, photos_of
from denoiser_app.engine.batch.targets import Named, Wanted, targets_of
from denoiser_app.formats.facts import Facts, facts_of
from denoiser_app.formats.naming import fields_of
from denoiser_app.formats.sniff import RAW_SUFFIXES
from denoiser_app.networks import folders

FactsOf = Callable[[Iterable[Path], CancelToken], Iterator[tuple[Path, Facts | InputError]]]
AUTO = "auto"


@dataclass(frozen=True)
class Planned:
    """The photos in their order."""

    items: tuple[NewItem, ...]


@dataclass(frozen=True)
class _Decided:
    """What becomes of one photo, before it has a name."""

    found: Found
    facts: Facts
    action: RuleAction
    recipe: Recipe
    skipped: SkipReason = ""


def plan_items(
    plan: Plan,
    token: CancelToken,
    *,
    recipes: Mapping[Path, Recipe] | None = None,
    sources: Sequence[Path] | None = None,
    originals: Collection[Path] = (),
    taken: Collection[Path] = (),
    start: int = 1,
    facts: FactsOf = facts_of,
) -> Iterator[Progress | Planned]:
    """Yields Progress of stage "plan" for every photo, last Planned. Writes nothing.

    recipes: of photos that have one of their own; it wins over the rules'. sources: only these photos, instead of all
    of ``plan.sources``. originals: more files that must never be written to. taken: names promised to other photos.
    start: of the counter in names, which counts the photos that are denoised.
    A photo that cannot be looked into is planned all the same: it fails by name when its turn comes. Raises
    FileMissing and FileUnreadable for sources, RulesInvalid, ModelUnknown, NameTemplateInvalid, Cancelled.
    """
    require_usable(plan)
    table = rules.parse(plan.rules)
    own = {path.absolute(): recipe for path, recipe in (recipes or {}).items()}
    _require_models(own.values())
    found = photos_of(plan) if sources is None else photos_among(sources, plan)
    yield Progress("plan", 0, len(found))
    decided: list[_Decided] = []
    for photo, (_, answer) in zip(found, facts([photo.path for photo in found], token), strict=True):
        token.check()
        decided.append(_decide(photo, _known(answer, photo.path), plan, table, own.get(photo.path)))
        yield Progress("plan", len(decided), len(found))
    token.check()
    protected = [*originals, *(photo.path for photo in found)]
    names = targets_of([_wanted(one, plan) for one in decided], plan, protected, taken, start)
    yield Planned(tuple(_item(one, name) for one, name in zip(decided, names, strict=True)))


def create(
    journal: Journal,
    plan: Plan,
    token: CancelToken,
    *,
    recipes: Mapping[Path, Recipe] | None = None,
    facts: FactsOf = facts_of,
) -> Iterator[Progress | int]:
    """As ``plan_items``, into the journal as a new batch; yields its number last. NothingToDo if there is no photo."""
    plan = settled(plan)
    items: tuple[NewItem, ...] = ()
    for step in plan_items(plan, token, recipes=recipes, facts=facts):
        if isinstance(step, Planned):
            items = step.items
        else:
            yield step
    if not items:
        raise _nothing(plan)
    yield journal.create(plan, items)


def settled(plan: Plan) -> Plan:
    """The plan as it is kept: it means the same in every working folder, and ``options`` agrees with ``if_exists``."""
    return replace(
        plan,
        sources=tuple(source.absolute() for source in plan.sources),
        output=None if plan.output is None else plan.output.absolute(),
        options=replace(plan.options, overwrite=plan.if_exists == "overwrite"),
    )


def require_usable(plan: Plan) -> None:
    """RulesInvalid, ModelUnknown or NameTemplateInvalid, before any photo is looked at."""
    table = rules.parse(plan.rules)
    _require_models([plan.recipe, *(rule.recipe_for(plan.recipe) for rule in table)])
    fields_of(plan.options.name)


# --- parts ------------------------------------------------------------------------------------------------------------


def _require_models(recipes: Iterable[Recipe]) -> None:
    """ModelUnknown now, and not once for every photo of the night. Only names are looked at: reading a model's
    description takes torch."""
    known = folders.names()
    for recipe in recipes:
        if recipe.model != AUTO and recipe.model not in known:
            raise ModelUnknown(name=recipe.model, known=", ".join(known) or "none")


def _known(answer: Facts | InputError, path: Path) -> Facts:
    if isinstance(answer, Facts):
        return answer
    return Facts(Metadata(path=path), "raw" if path.suffix.lower() in RAW_SUFFIXES else "rgb")


def _decide(found: Found, facts: Facts, plan: Plan, table: Sequence[Rule], own: Recipe | None) -> _Decided:
    rule = rules.choose(table, facts, found.path) or Rule()
    recipe = own or rule.recipe_for(plan.recipe)
    if facts.stamp is not None:
        return _Decided(found, facts, "skip", recipe, "denoised")
    return _Decided(found, facts, rule.action, recipe, "rule" if rule.action == "skip" else "")


def _wanted(decided: _Decided, plan: Plan) -> Wanted | None:
    if decided.skipped:
        return None
    return Wanted(
        source=decided.found.path,
        folder=_folder(decided.found, plan),
        metadata=decided.facts.metadata,
        model=decided.recipe.model,
        copied=decided.action == "copy",
    )


def _folder(found: Found, plan: Plan) -> Path:
    """Where the result goes: the sub-folders of a source are kept below the output."""
    if plan.output is None:
        return found.path.parent
    output = plan.output.absolute()
    return output / found.path.parent.relative_to(found.root) if plan.keep_folders else output


def _item(decided: _Decided, name: Named | None) -> NewItem:
    found = decided.found
    item = NewItem(
        source=found.path,
        target=name.target if name else None,
        root=found.root,
        size=found.size,
        mtime_ns=found.mtime_ns,
        action=decided.action,
        recipe=decided.recipe,
        megapixels=decided.facts.megapixels,
        skipped=decided.skipped,
    )
    if name is None:
        return item
    action = "verify" if name.exists and decided.action == "denoise" else decided.action
    return replace(item, action=action, skipped=name.skipped, error=name.error)


def _nothing(plan: Plan) -> NothingToDo:
    patterns = f" that are called {' or '.join(plan.patterns)}" if plan.patterns else ""
    return NothingToDo(path=", ".join(str(source) for source in plan.sources), patterns=patterns)
