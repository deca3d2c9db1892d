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

// A click beside it
search?.addEventListener("click", (event) => event.target == search && search.close());

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
