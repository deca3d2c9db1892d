// An amount spread over lives that a reader types: the table and its bars follow each key.
import { project } from "./engine.js";
import { parsed, written } from "./numbers.js";

const code = document.documentElement.lang;
const plural = new Intl.PluralRules(code);

/** What falls in each year, from the first that is told, by the engine of the site. */
function slices(amount, life, { first, from, lead }) {
  const years = Math.ceil(life + +lead + 0.5);
  const whole = { shares: [1], lives: [life], leads: [+lead], residuals: [0] };
  const rest = { zero: 0, growth: -1, ai_share: 1, ramp: 0, margin: 1, tax: 0, return: 0, revenue: 0 };
  return project({ ...whole, ...rest, first: +first, years, spending: [amount] })
    .years.filter(({ year }) => year >= from)
    .map(({ depreciation }) => depreciation);
}

export function start(place) {
  const { from, digits, one, many, chosen, done } = place.dataset;
  const status = place.querySelector("[role=status]");
  const fields = [...place.querySelectorAll("input")];
  const kept = place.querySelector("table").cloneNode(true); // as it came, with its links

  // The number in a field; what it takes is said beside one that has none
  const read = (field) => {
    const { low, high } = field.dataset;
    const value = parsed(field.value, code);
    const right = value >= low && value <= high;
    const wrong = field.nextElementSibling;
    const said = right ? "" : wrong.dataset.wrong;
    if (wrong.textContent != said) wrong.textContent = said;
    field.setAttribute("aria-invalid", !right);
    return right ? value : NaN;
  };

  const follow = () => {
    const [amount, ...lives] = fields.map(read);
    if ([amount, ...lives].some(isNaN)) return; // the last good table stays
    const before = fields.map((field) => parsed(field.defaultValue, code));
    const table = kept.cloneNode(true);
    if (before.some((value, n) => value != [amount, ...lives][n])) {
      const places = amount < 1 ? 4 : +digits;
      const columns = lives.map((life) => slices(amount, life, place.dataset));
      const most = Math.max(...columns.flat());
      const [row] = table.tBodies[0].rows;
      const rows = Array.from({ length: Math.max(...columns.map((all) => all.length)) }, (_, t) => {
        const made = row.cloneNode(true);
        made.cells[0].textContent = +from + t;
        columns.forEach((all, n) => {
          const [number, bar] = made.cells[n + 1].children;
          const value = all[t] || 0;
          number.textContent = value ? written(value, code, places) : "0";
          // Room for the decimals that no zero has, as in the table of the page
          if (!value) number.dataset.pad = written(0, code, places).slice(1);
          bar.firstElementChild.setAttribute("width", (value / most) * 100);
        });
        return made;
      });
      table.tBodies[0].replaceChildren(...rows);
      lives.forEach((life, n) => {
        const [years, whose] = table.tHead.rows[0].cells[n + 1].children;
        years.textContent = `${written(life, code, 0, 2)}\u00a0${plural.select(life) == "one" ? one : many}`;
        if (life != before[n + 1]) whose.textContent = chosen;
        table.tFoot.rows[0].cells[n + 1].textContent = written(amount, code, places);
      });
    }
    place.querySelector("table").replaceWith(table);
  };

  const say = () => {
    status.textContent = fields.some((field) => field.ariaInvalid == "true") ? "" : done.replace("#", fields[0].value.trim());
  };
  for (const field of fields) {
    field.addEventListener("input", follow);
    field.addEventListener("change", say);
  }
  place.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = field.defaultValue;
    follow();
    say();
  });
  follow(); // what was typed before this came
}
