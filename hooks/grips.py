"""What the bridge replaces or leans on in MkDocs and static-i18n: all in one place.

None of it is promised by anybody: each may change with a version, and then the file named here is
to be read again. `tests/test_grips.py` holds what is installed against this table, and tells which
changed; it finds no other hold than these. ProperDocs 1.6.7, a fork, has the same functions.

When a test fails: read what changed upstream, mend the file, then write the new version and hash.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
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
    Grip("mkdocs.utils:clean_directory", "overwriting.py", "a build writes over the last site", "b3c0aa810731"),
    Grip("mkdocs.utils:write_file", "incremental.py, serving.py", "notes what was written, and when", "7ca9477c4bda"),
    Grip("mkdocs.commands.build:_populate_page", "incremental.py", "a page that is right is not read", "31a70ea4caef"),
    Grip("mkdocs.commands.build:_build_page", "incremental.py", "nor made again", "adcdbd14b236"),
    Grip("mkdocs.structure.pages:Page.render", "serving.py", "the same in a preview", "320529348f7a"),
    Grip("mkdocs.structure.files:Files.get_file_from_path", "made_files.py", "finds files written at the end", "1fdc876f5dc0"),
    Grip("mkdocs_static_i18n.folder:I18nFiles.get_file_from_path", "made_files.py", "the same, for one language", "faf6a36dd6e4"),
    Grip("mkdocs.structure.files:File.content_string", "made_files.py", "pages made from data are written when read", "4b1d4eccae67"),
    Grip("mkdocs.livereload:LiveReloadServer.__init__", "serving.py", "looks more often; takes its port at once", "e79efeb939bf"),
    Grip("mkdocs.livereload:LiveReloadServer.serve", "serving.py", "binds the port, which it then has", "e1d492bd6096"),
    Grip("mkdocs.livereload:LiveReloadServer._inject_js_into_html", "serving.py", "the policy lets its script run", "3f6d2f64c23e"),
    Grip("mkdocs.livereload:LiveReloadServer._build_loop", "serving.py", "prints a traceback for what the builder raises", "0bea1402bb4a"),
)  # fmt: skip
LEANED_ON = (
    Grip("mkdocs.commands.build:build", "main.py", "the order of events; who hears of an exception", "c476b64474ac"),
    Grip("mkdocs.commands.build:_build_theme_template", "frame.py", "sitemap.xml.gz bears the newest date of pages", "628a78f6a129"),
    Grip("mkdocs.commands.serve:serve", "serving.py", "makes the server before the first build", "518c785249cd"),
    Grip("mkdocs.livereload:LiveReloadServer._serve_request", "serving.py", "what is asked for is made first", "3b1515c96f56"),
    Grip("mkdocs.structure.files:File.generated", "made_files.py", "fields of a file that no folder holds", "8699762cdd2d"),
    Grip("mkdocs.structure.files:File._get_url", "made_files.py", "the address of a made page", "c0ffaed6c1b6"),
    Grip("mkdocs.structure.files:File.copy_file", "overwriting.py", "a copied file is written anew", "369c71ea1799"),
    Grip("mkdocs.structure.pages:Page.__init__", "frame.py", "dates a page by the day of the build", "fa0bb890179b"),
    Grip("mkdocs.structure.pages:Page.validate_anchor_links", "incremental.py", "what of a page links need", "874bc52fc630"),
    Grip("mkdocs.utils:get_theme_dir", "frame.py", "the files of a theme are left aside", "a24d227d03a0"),
    Grip("mkdocs.utils:get_build_timestamp", "frame.py", "reads the dates of pages", "b99ce381abbf"),
    Grip("mkdocs.utils:CountHandler", "incremental.py, serving.py", "counts warnings by level", "dd96d55506c5"),
    Grip("mkdocs.theme:Theme.__init__", "frame.py", "which templates are no pages", "b9676754ad86"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_config", "frame.py", "which language is being built", "62242a25c3aa"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_files", "main.py", "the files of each language", "c1e8f9905802"),
    Grip("mkdocs_static_i18n.plugin:I18n.on_post_build", "main.py", "builds the second language inside the first", "e70db1f72973"),
    Grip("mkdocs_static_i18n.reconfigure:ExtendedPlugin.__init__", "main.py", "building, original_configs, i18n_files_per_language", "85a1f663216d"),
    Grip("mkdocs_static_i18n.reconfigure:ExtendedPlugin.apply_user_overrides", "main.py", "each language's name of the site", "5f78f8a4fc59"),
    Grip("mkdocs_static_i18n.folder:create_i18n_file", "made_files.py", "fields of a page in one language", "852c8266e379"),
    Grip("mkdocs_static_i18n:custom_i18n_sitemap/sitemap.xml", "frame.py", "tells the date of a page if it has one", "538e71a0c68b"),
)  # fmt: skip


def source_of(name: str) -> str:
    """Return the beginning of the hash of what is installed under a name of the table.

    Raises AttributeError, ImportError or OSError when there is none.
    """
    module, _, inside = name.partition(":")
    found: object = importlib.import_module(module)
    if "/" in inside:
        text = (Path(str(inspect.getsourcefile(found))).parent / inside).read_text("utf-8")
    else:
        for part in inside.split("."):
            found = inspect.getattr_static(found, part)
        found = getattr(found, "fget", None) or inspect.unwrap(getattr(found, "__func__", found))
        text = inspect.getsource(found)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
