// The explorer of a projection: what the reader chooses, what comes of it, and an address that says it.
// Everything is a function of one state; it stands in the address as it differs from its scenario.
import { drawing, h, say } from "./explorer_drawing.js";
import { affixed, basis, choice, knob, offer, options } from "./explorer_knob.js";
import { basesOf, resultsOf, scenarioOf, spendersOf, valuesOf } from "./explorer_model.js";
import { bill, headline, lines, tables, writer, yearName } from "./explorer_results.js";
import { solver } from "./explorer_solver.js";

const NUMBER = /^-?\d{1,6}(\.\d{1,6})?$/; // as an address writes them, in every language

export async function start(place) {
  const { projection } = place.dataset;
  const { lang } = document.documentElement;
  const answer = await fetch(new URL(`${projection}.${lang}.json`, import.meta.url));
  if (!answer.ok) throw answer;
  const d = await answer.json();
  d.base = new URL("../../", import.meta.url).href;
  d.bases.push(["\u25c6", d.words.yours]);
  const style = h("link", { rel: "stylesheet", href: new URL("../css/explorer.css", import.meta.url) });
  await new Promise((done) => {
    style.onload = style.onerror = done;
    document.head.append(style);
  });
  explore(place, d);
}

function explore(place, d) {
  const { words } = d;
  const fresh = (scenario = d.scenarios[0].id) => ({ scenario, who: "", changed: {}, year: undefined, within: undefined });
  let state = fresh();
  let last; // what the reader changed last
  const notice = h("p", { className: "explorer__notice", role: "alert", hidden: true });
  const voice = h("p", { className: "voice", role: "status" });

  // -- the address --------------------------------------------------------------------------------

  const keys = () => [d.id, "spending", "year", "within", ...d.controls.map(({ id }) => id)];
  const address = () => {
    const url = new URL(location.href);
    for (const key of keys()) url.searchParams.delete(key);
    const { scenario, who, changed, year, within } = state;
    const said = { spending: who, year, within, ...changed };
    const told = Object.entries(said).filter(([, value]) => value !== "" && value !== undefined);
    if (scenario != d.scenarios[0].id || told.length) url.searchParams.set(d.id, scenario);
    for (const [key, value] of told) url.searchParams.set(key, typeof value == "number" ? +value.toFixed(4) : value);
    return url;
  };

  /** Take the state from the address; what cannot be taken is told where it would have stood. */
  const read = () => {
    const query = new URLSearchParams(location.search);
    const get = (key) => query.getAll(key).join(" & ").slice(0, 40);
    const odd = [];
    const among = (key, list) => {
      const text = get(key);
      if (!text || list.includes(text)) return text;
      odd.push(text);
      return "";
    };
    state = fresh(among(d.id, d.scenarios.map(({ id }) => id)) || undefined);
    state.who = among("spending", ["all", ...d.spending.map(({ id }) => id)]);
    if (state.who == "all" && !scenarioOf(d, state).spending) state.who = "";
    const year = among("year", Array.from({ length: d.years }, (_, at) => String(d.first + at)));
    if (year) state.year = +year;
    for (const one of [...d.controls, must.control]) {
      const knob = one == must.control ? must.knob : knobs[one.id];
      knob.clear();
      const text = get(one.id);
      const value = NUMBER.test(text) ? +text : NaN;
      if (knob.good(value)) one == must.control ? (state.within = value) : (state.changed[one.id] = value);
      else if (query.has(one.id)) knob.refuse(text);
    }
    notice.hidden = !odd.length;
    notice.textContent = odd.map((text) => say(words.unknown, text)).join(" ");
  };

  const settled = (what) => {
    const url = address();
    if (url.href != location.href) history[what == last ? "replaceState" : "pushState"](null, "", url);
    last = what;
    notice.hidden = true;
    voice.textContent = headline(d, state, resultsOf(d, state));
  };

  // -- what the reader sets -----------------------------------------------------------------------

  const set = (change, what) => {
    Object.assign(state, change);
    show();
    if (what) settled(what);
  };
  const begin = (scenario) => {
    for (const one of Object.values(knobs)) one.clear();
    set({ ...fresh(scenario), within: state.within }, "scenario");
  };
  const change = (id, value) => {
    const { [id]: _, ...changed } = state.changed;
    if (value !== valuesOf(d, { ...state, changed })[id]) changed[id] = value;
    set({ changed });
  };
  const knobs = Object.fromEntries(
    d.controls.map((control) => [control.id, knob(d, control, { changed: (value) => change(control.id, value), settled: () => settled(control.id) })]),
  );
  const named = (list) => list.map(({ id, name }) => [id, name]);
  const scenario = choice(`${d.id}-scenario`, words.begin, begin);
  for (const [label, list] of [[words.ours, d.scenarios.filter((one) => !one.question)], [words.theirs, d.scenarios.filter((one) => one.question)]])
    if (list.length) scenario.select.append(h("optgroup", { label }, ...options(named(list))));
  const reset = h("button", { type: "button", className: "explorer__reset", onclick: () => begin(state.scenario) }, words.reset);
  const rests = h("span", {});
  const who = choice(`${d.id}-spending`, words.who, (id) => set({ who: id, year: undefined }, "who"));
  who.select.before(rests);
  const must = solver(d, {
    changed: (within) => set({ within }),
    settled: () => settled("within"),
    attempt: (id, value) => {
      knobs[id].clear();
      change(id, value);
      settled(id);
    },
  });
  const group = (key) =>
    h("fieldset", {}, h("legend", {}, words[key]), ...(key == "spent" ? [who.element] : []), ...d.controls.filter((one) => one.group == key).map(({ id }) => knobs[id].element));

  // -- what comes of it ---------------------------------------------------------------------------

  const drawn = [h("figure", {}), h("figure", {})];
  const paper = bill(d, drawn[0], { year: (at) => set({ year: d.first + at }, "year") });
  const told = h("p", { className: "explorer__told", "aria-hidden": "true" });
  const table = h("details", {}, h("summary", {}, words.table));
  table.ontoggle = () => show();

  const show = () => {
    const results = resultsOf(d, state);
    if (!Number.isFinite(results.vintage.needed)) return; // the last good result stays
    const values = valuesOf(d, state);
    const given = scenarioOf(d, state);
    const bases = basesOf(d, state);
    for (const { id } of d.controls) knobs[id].show(values[id], bases[id], id in state.changed ? "" : given.hrefs[id]);
    scenario.select.value = state.scenario;
    reset.hidden = !(Object.keys(state.changed).length || state.who);
    const own = given.spending ? [["", given.spending.map(({ name }) => name).join(", ")]] : [];
    const all = [given.spending ? "all" : "", words.all];
    offer(who.select, [...own, all, ...named(d.spending)], state.who);
    rests.replaceChildren(basis(d, bases.spending, spendersOf(d, state)[0].href));
    paper.show(state, results);
    told.textContent = headline(d, state, results);
    tables(d, state, results, { drawing, drawn, table });
    must.show(state);
  };

  // -- what is taken away -------------------------------------------------------------------------

  const link = h("button", { type: "button" }, words.link);
  const said = h("span", { role: "status" });
  link.onclick = async () => {
    const url = address();
    url.hash = place.id;
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = words.copied;
    } catch {
      said.textContent = words.uncopied;
    }
  };
  const file = (label, make) =>
    h("button", { type: "button", onclick: async () => (await import("./explorer_files.js"))[make](d, state, resultsOf(d, state), address()) }, label);
  const actions = h("p", { className: "explorer__actions" }, link, file(words.csv, "csv"), file(words.png, "png"), said);

  const left = h("div", { className: "explorer__knobs" }, ...["spent", "bought", "brought", "asked"].map(group), told);
  const right = h("div", { className: "explorer__results" }, paper.element);
  place.replaceChildren(
    h("div", { className: "explorer__top" }, scenario.element, reset),
    notice,
    h("div", { className: "explorer__both" }, left, right),
    h("div", { className: "explorer__both" }, must.element, drawn[1]),
    table,
    actions,
    voice,
  );
  const again = () => {
    last = undefined;
    read();
    show();
  };
  addEventListener("popstate", again);
  again();
  let wide = drawn[0].clientWidth;
  new ResizeObserver(() => {
    if (drawn[0].clientWidth != wide) {
      wide = drawn[0].clientWidth;
      show();
    }
  }).observe(drawn[0]);
}

export { affixed, basesOf, lines, scenarioOf, spendersOf, valuesOf, writer, yearName }; // for explorer_files.js
