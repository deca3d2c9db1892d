// The reader's choice of light or dark: not kept while it is the system's. Storage may be forbidden;
// the choice then lasts as long as the page. And the search box, whose script comes when it opens.
const root = document.documentElement;
const kept = root.dataset.site + "-scheme"; // sites of one host share their storage
const dark = matchMedia("(prefers-color-scheme: dark)");

document.querySelector("[data-scheme]")?.addEventListener("click", () => {
  const system = dark.matches ? "slate" : "default";
  const next = (root.dataset.mdColorScheme || system) == "slate" ? "default" : "slate";
  if (next == system) delete root.dataset.mdColorScheme;
  else root.dataset.mdColorScheme = next;
  try {
    if (next == system) localStorage.removeItem(kept);
    else localStorage.setItem(kept, next);
  } catch {}
});

// Charts and figures have one name in both languages, and so has what a reader has chosen: who changes
// the language stays at the same.
document.querySelector("a.language")?.addEventListener("click", ({ currentTarget }) => {
  const { search, hash } = location;
  Object.assign(currentTarget, { search, hash });
});

const search = document.querySelector("dialog.search");

document.querySelector("[data-search]")?.addEventListener("click", () => {
  search.showModal();
  import(new URL(search.dataset.script, document.baseURI)).then((part) => part.start(search), () => {
    search.querySelector("[role=status]").textContent = search.dataset.failed;
  });
});

addEventListener("keydown", (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (key != "/" || ctrlKey || metaKey || altKey || target.closest?.("input, select, textarea, dialog, [contenteditable]")) return;
  event.preventDefault();
  document.querySelector("[data-search]")?.click();
});

// A click beside it
search?.addEventListener("click", (event) => event.target == search && search.close());

// What shows the pages of a section goes at Escape, until one comes back to it.
for (const item of document.querySelectorAll(".sections li"))
  for (const type of ["keydown", "pointerleave", "focusout"])
    item.addEventListener(type, ({ key }) => item.classList.toggle("is-shut", key == "Escape"));

// Which part is being read: the last whose heading has passed.
const contents = document.querySelector(".contents");
const entries = [...(contents?.querySelectorAll("li a") ?? [])];
if (contents) {
  const [fold, here] = ["details", ".contents__here"].map((one) => contents.querySelector(one));
  const heads = entries.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const mark = () => {
    const at = heads.findLastIndex((head) => head?.getBoundingClientRect().top < 90);
    entries.forEach((link, n) => (n == at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    here.textContent = entries[at]?.textContent ?? "";
  };
  addEventListener("scroll", mark, { passive: true });
  contents.addEventListener("click", ({ target }) => target.closest("li") && (fold.open = false));
  addEventListener("keydown", ({ key }) => key == "Escape" && (fold.open = false));
}

// What stands behind a figure, when one points at it or comes to it by keys. A finger opens it first, and
// what opens holds the link.
{
  const note = document.createElement("span");
  note.className = "behind";
  note.popover = "auto";
  note.id = "behind";
  let figure, wait, finger;
  const later = (what, time) => (clearTimeout(wait), (wait = setTimeout(what, time)));
  const hide = () => note.matches(":popover-open") && note.hidePopover();
  const show = (one) => {
    if (figure == one && note.matches(":popover-open")) return;
    const [first, ...lines] = one.dataset.behind.split("|");
    const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const link = Object.assign(made("a", document.querySelector("main").dataset.behind), { href: one.href });
    hide();
    note.replaceChildren(made("b", first), ...lines.map((line) => made("span", line)), link);
    one.after(note);
    note.showPopover();
    figure = one;
    one.classList.add("is-open");
    one.setAttribute("aria-describedby", note.id);
  };
  note.addEventListener("toggle", ({ newState }) => {
    if (newState == "open" || !figure) return;
    figure.classList.remove("is-open");
    figure.removeAttribute("aria-describedby");
  });
  const of = ({ target }) => target.closest?.(".figure[data-behind]");
  if (note.showPopover) {
    addEventListener("pointerover", (event) => {
      if (event.pointerType != "mouse") return;
      const one = of(event);
      if (one) later(() => show(one), 120);
      else if (note.contains(event.target)) clearTimeout(wait);
      else if (figure) later(hide, 250);
    });
    addEventListener("focusin", (event) => {
      const one = of(event);
      if (one?.matches(":focus-visible")) show(one);
      else if (!note.contains(event.target)) hide();
    });
    addEventListener("pointerdown", ({ pointerType }) => (finger = pointerType == "touch"));
    addEventListener("click", (event) => {
      const one = of(event);
      if (!one || !finger) return;
      event.preventDefault();
      show(one);
    });
  }
}

// What is copied from a table is for a spreadsheet, which knows neither thin spaces nor the minus
// sign of typography.
const typed = (text) =>
  /^[\s\d.,%+\u2212]+$/.test(text)
    ? text.replace(/[\u202f\u00a0](?=\d|%)/g, "").replace("\u2212", "-")
    : text;

addEventListener("copy", (event) => {
  const chosen = getSelection();
  const part = chosen.rangeCount && chosen.getRangeAt(0).cloneContents();
  if (!part?.querySelector?.("td")) return;
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = typed(walker.currentNode.data);
  const table = document.createElement("table");
  table.append(part);
  event.clipboardData.setData("text/html", table.outerHTML);
  event.clipboardData.setData("text/plain", String(chosen).replace(/[^\t\n]+/g, typed));
  event.preventDefault();
});

// What is only needed by those who come to it is loaded then: a place that is near the window,
// pointed at or focused loads the script that it names, and is handed over to it.
for (const place of document.querySelectorAll("[data-module]")) {
  const touches = ["pointerdown", "focusin", "click"];
  const load = () => {
    watch.disconnect();
    for (const one of touches) place.removeEventListener(one, load);
    import(`./${place.dataset.module}.js`)
      .then((part) => part.start(place))
      .catch(() => {
        place.querySelector("[role=status]").textContent = place.dataset.failed;
        place.addEventListener("click", load); // again, when asked
      });
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && load(), { rootMargin: "400px" });
  watch.observe(place);
  for (const one of touches) place.addEventListener(one, load);
}
