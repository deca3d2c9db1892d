// What comes of the reader's choices: the bill, its sentence, the drawings and their table.
import { affixed, basis, offer, plain } from "./explorer_knob.js";
import { filled, h, say } from "./explorer_drawing.js";
import { scenarioOf, spendersOf } from "./explorer_model.js";
import { written } from "./numbers.js";

const RATE = ["", "\u202f%"];

/** Numbers of results as readers write them: few digits, since no result has more to say. */
export function writer(d) {
  const number = (value, digits) => written(Math.round(value * 10 ** digits) / 10 ** digits || 0, d.code, digits);
  const digits = (value, few) => (Math.abs(value) >= few || Math.abs(value) < 0.05 ? 0 : 1);
  const money = (value) => affixed(d, d.unit, value, number(value, digits(value, 10)));
  return {
    money,
    axis: (value) => plain(d, value),
    bare: (value) => number(value, digits(value, 10)),
    single: (value) => affixed(d, d.single, value, number(value, 2)),
    times: (value) => number(value, digits(value, 100)),
    years: (value) => affixed(d, d.span, Math.round(value * 10) / 10, number(value, 1)),
    rate(value) {
      const text = (percent) => affixed(d, d.rate, percent, number(percent, digits(percent, 10)));
      if (value <= -0.9) return say(d.words.less, text(-90));
      if (value >= 10) return say(d.words.more, text(1000));
      return text(value * 100);
    },
  };
}

export const yearName = (d, { relative }, at) => (relative ? say(d.words.relative, at + 1) : String(d.first + at));

/** Whether today's sales are those of whom the state is about. */
const alone = (d, state) => (state.who && state.who != "all" ? spendersOf(d, state)[0].name : "");

/** The lines of the bill: what, how much, and what stands under it. */
export function lines(d, state, { years, vintage, at, bases }) {
  const { words, today, payers } = d;
  const write = writer(d);
  const { needed, to_cover } = years[at];
  const found = [];
  const own = "revenue" in state.changed ? words.at_yours : words.at_today;
  if (payers) found.push({ key: "per-payer", name: words.each, under: say(words.dated, payers.name, payers.text), value: write.single((needed * d.scale) / payers.value / 12), rank: Math.max(bases.needed, payers.basis) });
  found.push({ key: "to-cover", name: words.cover, value: write.money(to_cover), rank: bases.cover });
  if (today) {
    const lone = alone(d, state);
    found.push({ key: "today", name: words.today, value: today.text, rank: today.basis, href: today.href, under: lone ? say(words.alone, lone) : say(words.dated, today.name, today.when) });
    if (!lone) found.push({ key: "gap", name: words.gap, value: say(words.times, write.times((needed * d.scale) / today.value)), rank: Math.max(bases.needed, today.basis), link: "needed" });
  }
  found.push({ key: "back", name: say(words.back, own), value: vintage.payback < 0 ? words.never : say(words.back_in, write.years(vintage.payback)), rank: bases.back, link: "balance" });
  found.push({ key: "return", name: say(words.return, own), value: write.rate(vintage.return), rank: bases.back });
  return found;
}

/** The main result in a sentence. */
export function headline(d, state, results) {
  const { words, today } = d;
  const { needed } = results.years[results.at];
  const write = writer(d);
  const gap = today && !alone(d, state) ? `, ${say(words.gap_times, write.times((needed * d.scale) / today.value))}` : "";
  return `${words.needed} ${yearName(d, results, results.at)}${words.colon}${write.money(needed)}${gap}.`;
}

/** The bill, of which the reader chooses the `year`; `figure` stands under its amount. */
export function bill(d, figure, { year }) {
  const { words, links } = d;
  const select = h("select", { id: `${d.id}-year`, autocomplete: "off", onchange: () => year(+select.value) });
  const amount = h("p", { className: "bill__amount" });
  const foot = (rank, name, href, source) =>
    h("span", { className: "bill__foot" }, basis(d, rank, source), ...(href ? [" \u00b7 ", h("a", { href: d.base + href, "aria-label": `${words.formula}${words.colon}${name}` }, words.formula)] : []));
  const sure = h("p", {});
  const list = h("dl", {});
  const theirs = h("div", { className: "bill__theirs" });
  const element = h(
    "div",
    { className: "bill" },
    h("h3", {}, words.bill),
    h("p", { className: "bill__what" }, h("label", { htmlFor: select.id }, words.needed), " ", select),
    amount,
    sure,
    figure,
    list,
    theirs,
    h("p", { className: "bill__note" }, `${words.rests} ${words.calculation}`),
  );
  return {
    element,
    show(state, results) {
      const write = writer(d);
      offer(select, results.years.map((_, at) => [at, yearName(d, results, at)]), results.at);
      amount.textContent = write.money(results.years[results.at].needed);
      sure.replaceChildren(foot(results.bases.needed, words.needed, links.needed));
      list.replaceChildren(
        ...lines(d, state, results).map(({ key, name, value, rank, href, link, under }) =>
          h("div", { "data-key": key }, h("dt", {}, name), h("dd", {}, h("b", {}, value), under ? h("span", {}, under) : "", foot(rank, name, links[link ?? key], href))),
        ),
      );
      const { question, published, found } = scenarioOf(d, state);
      const leads = ([text, href]) => h("a", { href: d.base + href }, text);
      theirs.replaceChildren(...(question ? [h("p", {}, say(words.question, question)), h("p", {}, ...filled(words.compared, leads(published), leads(found)))] : []));
    },
  };
}

/** Draw what is needed by year and what becomes of a vintage, and write both as a table if it is open. */
export function tables(d, state, results, { drawing, drawn, table }) {
  const { words } = d;
  const write = writer(d);
  const { years, last, at } = results;
  const names = years.map((_, year) => yearName(d, results, year));
  const own = "revenue" in state.changed ? words.at_yours : words.at_today;
  const of = (key) => years.map((one) => one[key]);
  const unit = (d.unit[0] + d.unit[1]).trim();
  const put = (place, title, told, more) => {
    const id = `${d.id}-drawn-${drawn.indexOf(place)}`;
    place.replaceChildren(h("figcaption", {}, title), drawing({ id, title, told, width: Math.max(240, place.clientWidth), number: write.axis, ...more }));
  };
  const sales = d.today && !alone(d, state) ? [{ name: words.line_today, kind: "today", values: names.map(() => d.today.value / d.scale) }] : [];
  put(drawn[0], say(words.by_year, unit), headline(d, state, results), {
    names,
    known: results.p.growth > -1 ? Math.min(last, names.length - 1) : names.length - 1,
    supposed: words.supposed,
    marked: at,
    series: [{ name: words.line_needed, kind: "needed", values: of("needed") }, { name: words.line_cover, kind: "cover", values: of("to_cover") }, ...sales],
  });
  const [end, first] = [years.length - 1, names.slice(last)];
  put(drawn[1], say(words.vintage, names[last], unit), say(words.vintage_told, names[end], write.money(years[end].balance), write.money(years[end].balance_today), own), {
    names: first,
    known: first.length - 1,
    marked: first.length - 1,
    series: [
      { name: words.line_at_needed, kind: "needed", values: of("balance").slice(last) },
      { name: own, kind: "today", values: of("balance_today").slice(last) },
    ],
  });
  if (!table.open) return;
  const columns = { spending: "spent", depreciation: "depreciation", cover: "to_cover", column_needed: "needed", column_balance: "balance", column_balance_today: "balance_today" };
  const cell = (tag, text, scope) => h(tag, scope ? { scope } : {}, text);
  const body = h(
    "table",
    {},
    h("caption", {}, say(words.by_year, unit)),
    h("thead", {}, h("tr", {}, cell("th", words.year, "col"), ...Object.keys(columns).map((key) => cell("th", words[key], "col")))),
    h("tbody", {}, ...years.map((one, year) => h("tr", {}, cell("th", names[year], "row"), ...Object.values(columns).map((key) => cell("td", write.bare(one[key])))))),
  );
  table.replaceChildren(table.firstChild, h("div", { className: "table", tabIndex: 0, role: "region", "aria-label": words.table }, body));
}
