"""What axe-core finds against a page that is open in the browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

CONTRAST = "color-contrast"  # takes longer than all the other rules
# It makes an object of seven weak maps for each colour that it meets, and throws it away: with maps
# that keep what they know in the keys themselves it takes two thirds of the time, and says the same.
_MAPS = """
class Kept {
  #own = Symbol();
  has(key) { return Object.hasOwn(key, this.#own); }
  get(key) { return key[this.#own]; }
  set(key, value) { key[this.#own] = value; return this; }
  add(key) { return this.set(key, true); }
  delete(key) { return delete key[this.#own]; }
}"""
# It reads the same few colours thousands of times: with a memory for them it takes half as long.
_MEMORY = """
const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
colour.parseString = function (text) {
  if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
  else parse.call(this, text), known.set(text, [this.r, this.g, this.b, this.alpha]);
  return this;
};"""
_AXE = (
    f"(() => {{{_MAPS}\n((WeakMap, WeakSet) => {{{AXE_SCRIPT}\n}})(Kept, Kept);\n{_MEMORY}\n}})()"
)


def faults(page: Any, *rules: str) -> str:
    """Return what breaks the rules, or some of them, on a page as it is shown now; nothing if all
    is well."""
    if page.evaluate("!window.axe"):  # it stays as long as the page does
        page.evaluate(_AXE)
    # Style sheets and media are not fetched again for rules that are off.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = rules
    else:
        options["rules"] = {"target-size": {"enabled": True}}  # of WCAG 2.2, and off by default
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    return str(found.generate_report()) if found.violations_count else ""
