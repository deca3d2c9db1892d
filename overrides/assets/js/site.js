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

// Charts and figures have one name in both languages: who changes the language stays at the same.
document.querySelector("a.language")?.addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
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
