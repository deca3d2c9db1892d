"""What the bridge replaces or leans on in MkDocs and static-i18n: all in one place.

None of it is promised by anybody: each may change with a version, and then the file named here is
to be read again. `tests/test_grips.py` holds what is installed against this table, and tells which
changed; it finds no other hold than these. ProperDocs 1.6.7, a fork, has the same functions.

When a test fails: read what changed upstream, mend the file, then write the new version and hash.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

WRITTEN_FOR = {"mkdocs": "1.6.1", "mkdocs-static-i18n": "1.3.1"}


@dataclass(frozen=True)
class Grip:
    """A function, class or file of theirs: where we hold it, and what for."""

    name: str  # module:path.within
    held_by: str  # our file
    why: str
    source: str  # the beginning of the hash of its source


REPLACED = (
    Grip("mkdocs.utils:clean_directory", "overwriting.py", "a build writes over the last site", "6ad7ffa199d0"),
    Grip("mkdocs.utils:write_file", "incremental.py, serving.py", "notes what was written, and when", "b78b4df8fc6e"),
    Grip("mkdocs.commands.build:_populate_page", "incremental.py", "a page that is right is not read", "be86da21e59e"),
    Grip("mkdocs.commands.build:_build_page", "incremental.py", "nor made again", "80bd787698f0"),
    Grip("mkdocs.structure.pages:Page.render", "serving.py", "the same in a preview", "463291cbd17a"),
    Grip("mkdocs.structure.files:Files.get_file_from_path", "made_files.py", "finds files written at the end", "53e3238e5c82"),
    Grip("mkdocs_static_i18n.folder:I18nFiles.get_file_from_path", "made_files.py", "the same, for one language", "e8367d1c86f1"),
    Grip("mkdocs.structure.files:File.content_string", "made_files.py", "pages made from data are written when read", "ca349943099a"),
    Grip("mkdocs.livereload:LiveReloadServer.__init__", "listening.py", "looks more often; takes its port at once", "184ea78d7bc5"),
    Grip("mkdocs.livereload:LiveReloadServer.serve", "listening.py", "binds the port, which it then has", "cecb36a82cb9"),
    Grip("mkdocs.livereload:LiveReloadServer._inject_js_into_html", "listening.py", "the policy lets its script run", "81fd05c6cb95"),
    Grip("mkdocs.livereload:LiveReloadServer._build_loop", "serving.py", "prints a traceback for what the builder raises", "419f2b7fd806"),
)  # fmt: skip
LEANED_ON = (
    Grip("mkdocs.commands.build:build", "main.py", "the order of events; who hears of an exception", "3fa04ca44a41"),
    Grip("mkdocs.commands.build:_build_theme_template", "frame.py", "sitemap.xml.gz bears the newest date of pages", "d1830033aabf"),
    Grip("mkdocs.commands.serve:serve", "listening.py", "makes the server before the first build", "5895ed345e23"),
    Grip("mkdocs.livereload:LiveReloadServer._serve_request", "serving.py", "what is asked for is made first", "843c3770c18d"),
    Grip("mkdocs.structure.files:File.generated", "made_files.py", "fields of a file that no folder holds", "5427c1926372"),
    Grip("mkdocs.structure.files:File._get_url", "made_files.py", "the address of a made page", "d84bb2a73699"),
    Grip("mkdocs.structure.files:File.copy_file", "overwriting.py", "a copied file is written anew", "54dcb5658ce0"),
    Grip("mkdocs.structure.pages:Page.__init__", "frame.py", "dates a page by the day of the build", "82bcd64ea9b9"),
    Grip("mkdocs.structure.pages:Page.validate_anchor_links", "incremental.py", "what of a page links need", "f562c4ab7bfb"),
    Grip("mkdocs.utils:get_theme_dir", "frame.py", "the files of a theme are left aside", "beb0ee7a6b24"),
    Grip("mkdocs.utils:get_build_timestamp", "frame.py", "reads the dates of pages", "c64619087505"),
    Grip("mkdocs.utils:CountHandler", "incremental.py, serving.py", "counts warnings by level", "6643c853ff39"),
    Grip("mkdocs.theme:Theme.__init__", "frame.py", "which templates are no pages", "7afe45a0059e"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_config", "frame.py", "which language is being built", "bd34e2620137"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_files", "main.py", "the files of each language", "b1a41fb40ce6"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_post_build", "main.py", "builds the second language inside the first", "2b881706e3bd"),
    Grip("mkdocs_static_i18n.reconfigure:ExtendedPlugin.__init__", "main.py", "building, original_configs, i18n_files_per_language", "94bb6a58146a"),
    Grip("mkdocs_static_i18n.reconfigure:ExtendedPlugin.apply_user_overrides", "main.py", "each language's name of the site", "41b34c54d099"),
    Grip("mkdocs_static_i18n.folder:create_i18n_file", "made_files.py", "fields of a page in one language", "1a0bf679bce2"),
    Grip("mkdocs_static_i18n:custom_i18n_sitemap/sitemap.xml", "frame.py", "tells the date of a page if it has one", "538e71a0c68b"),
)  # fmt: skip


def source_of(name: str) -> str:
    """Return the beginning of the hash of what is installed under a name of the table.

    It is read from the file: in a process that builds, ours stands in its place. Raises OSError or
    LookupError when there is none.
    """
    module, _, inside = name.partition(":")
    spec = importlib.util.find_spec(module)
    if not spec or not spec.origin:
        raise LookupError(name)
    path = Path(spec.origin)
    if "/" in inside:
        return _hash((path.parent / inside).read_text("utf-8"))
    source = path.read_text("utf-8")
    found: list[ast.AST] = [ast.parse(source)]
    for part in inside.split("."):
        within = (child for one in found for child in ast.iter_child_nodes(one))
        found = [one for one in within if getattr(one, "name", "") == part]
    if not found:
        raise LookupError(name)
    return _hash("\n".join(ast.get_source_segment(source, one) or "" for one in found))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
