// What a state of the explorer comes to. `d` is the projection as the build tells it; a state names a
// scenario, who spends, and the inputs that the reader has changed.
import { payback, project } from "./engine.js";

export const OWN = 4; // the basis of what a reader chose, after those of `d.bases`
// Inputs that a result does not depend on
const UNUSED = {
  needed: ["revenue"],
  cover: ["revenue", "ramp", "tax", "return"],
  back: ["growth", "ai-share", "spending", "return"],
};

export const scenarioOf = (d, { scenario }) => d.scenarios.find(({ id }) => id == scenario);

/** All inputs, in the units of readers. The other classes share what one that was changed leaves. */
export function valuesOf(d, state) {
  const given = scenarioOf(d, state).values;
  const values = { ...Object.fromEntries(d.asked.map(([id], at) => [id, given[at]])), ...state.changed };
  for (const one of d.classes.filter((one) => `${one}-share` in state.changed)) {
    const others = d.classes.filter((other) => other != one).map((other) => `${other}-share`);
    const before = others.reduce((sum, id) => sum + values[id], 0);
    for (const id of others) values[id] = (100 - values[`${one}-share`]) * (before ? values[id] / before : 1 / others.length);
  }
  return values;
}

/** Those who spend: the scenario's own, all, or one. */
export function spendersOf(d, state) {
  const own = scenarioOf(d, state).spending;
  if (!state.who && own) return own;
  const one = d.spending.filter(({ id }) => id == state.who);
  return one.length ? one : d.spending;
}

/** The inputs of the engine. */
export function inputsOf(d, state) {
  const values = valuesOf(d, state);
  const rows = spendersOf(d, state).map((one) => one.values);
  const fraction = Object.fromEntries(d.asked.map(([id, , per]) => [id, values[id] / per]));
  const each = (what) => d.classes.map((one) => fraction[`${one}-${what}`]);
  const { growth, ramp, margin, tax, return: asked, revenue } = fraction;
  return {
    zero: 0, first: d.first, years: d.years,
    spending: rows[0].map((_, year) => rows.reduce((sum, row) => sum + row[year], 0)),
    shares: each("share"), lives: each("life"), leads: each("lead"), residuals: each("residual"),
    growth, ai_share: fraction["ai-share"], ramp, margin, tax, return: asked, revenue,
  };
}

/** What a state comes to: the years and the vintage of the engine, which of the years are
 * `relative` to the first spending, `at` which is told, and on what each result rests. */
export function resultsOf(d, state) {
  const p = inputsOf(d, state);
  const found = project(p);
  const relative = p.spending.length < d.spending[0].values.length;
  const peak = found.years.reduce((best, one, at) => (one.needed > found.years[best].needed ? at : best), 0);
  const usual = scenarioOf(d, state).spending && !state.who ? peak : d.year - d.first;
  const bases = basesOf(d, state);
  const weakest = (what) => Math.max(...Object.keys(bases).filter((id) => !UNUSED[what].includes(id)).map((id) => bases[id]));
  return {
    ...found, p, relative, usual,
    last: p.spending.length - 1, // of the years whose spending is known
    at: state.year === undefined ? usual : state.year - d.first,
    bases: { needed: weakest("needed"), cover: weakest("cover"), back: weakest("back") },
  };
}

/** On what each input rests. */
export function basesOf(d, state) {
  const { bases } = scenarioOf(d, state);
  return {
    ...Object.fromEntries(d.asked.map(([id], at) => [id, id in state.changed ? OWN : +bases[at]])),
    spending: state.who ? OWN : Math.max(...spendersOf(d, state).map(({ basis }) => basis)),
  };
}

/** For each control, where it would have to be for what is spent to come back within some years,
 * the others as they are: the nearest stretch, to a tenth; none if it is nowhere. */
export function whatMustBe(d, state, within) {
  return d.controls.map((control) => {
    if (UNUSED.back.includes(control.id)) return { control, idle: true };
    const holds = (tenths) => {
      const p = inputsOf(d, { ...state, changed: { ...state.changed, [control.id]: tenths / 10 } });
      const years = payback(p, p.revenue);
      return years >= 0 && years <= within;
    };
    const [low, high, step, now] = [control.low, control.high, control.step, valuesOf(d, state)[control.id]].map((one) => Math.round(one * 10));
    const stretches = [];
    for (let at = low, held = false; at <= high; at += step) {
      const is = holds(at);
      if (is && !held) stretches.push([at, at]);
      else if (is) stretches.at(-1)[1] = at;
      held = is;
    }
    const far = ([from, to]) => Math.max(from - now, now - to, 0);
    const [nearest] = stretches.sort((a, b) => far(a) - far(b));
    if (!nearest) return { control };
    const end = (at, beyond) => {
      while (Math.abs(beyond - at) > 1) {
        const middle = Math.trunc((at + beyond) / 2);
        if (holds(middle)) at = middle;
        else beyond = middle;
      }
      return at / 10;
    };
    const [from, to] = nearest;
    return {
      control,
      from: from > low ? end(from, from - step) : control.low,
      to: to + step <= high ? end(to, to + step) : control.high,
    };
  });
}
