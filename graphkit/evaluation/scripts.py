"""Scorers are scripts beside a corpus: loaded from their path, never shipped."""

import importlib.util
from pathlib import Path
from types import ModuleType

from schemas.errors import InputError


def load_script(path: Path, *needed: str) -> ModuleType:
    """The script as a module. InputError where it is missing or lacks a function needed."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise InputError(f"no scorer at {path}: give the path of the script beside the gold")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        raise InputError(f"the scorer {path} needs a package: pip install {error.name}") from error
    missing = [name for name in needed if not hasattr(module, name)]
    if missing:
        raise InputError(f"{path} is not the scorer: it has no {', '.join(missing)}")
    return module
