"""Commands of ours, in processes that start with all libraries imported.

To import them takes as long as to build a small site. The processes are forked, where the system can
do it, from one that has imported them; what is ours they import themselves, so that a test may put
another copy before it. Each uses one core: in a small site, workers take longer to start than they
save.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
_CONTEXT.set_forkserver_preload(
    "altair babel.numbers jsonschema markdown mkdocs.commands.build mkdocs.livereload "
    "mkdocs_static_i18n.plugin PIL.Image vl_convert yaml".split()
)


def run_python(
    *command: str | Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m <command>`, and return how it ended and what it wrote.

    `subprocess.run` is for commands that share their work, or are interrupted.
    """
    words = [str(word) for word in command]
    # Material prints a notice about MkDocs 2 at every run.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("stdout", "stderr")]
        process = _CONTEXT.Process(
            target=_run,
            args=(words, str(cwd or Path.cwd()), environment, streams),
        )
        process.start()
        process.join()
        said = [stream.read_text(encoding="utf-8") for stream in streams]
    assert process.exitcode is not None
    return subprocess.CompletedProcess(words, process.exitcode, *said)


def _run(
    words: Sequence[str], cwd: str, environment: dict[str, str], streams: Sequence[Path]
) -> None:
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.argv[:] = words
    os.chdir(cwd)
    os.sched_getaffinity = lambda _: {0}
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
