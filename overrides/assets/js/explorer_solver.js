// "What must be true for a payback of N years?": one input moves at a time, the others stay.
import { h, say } from "./explorer_drawing.js";
import { affixed, knob } from "./explorer_knob.js";
import { whatMustBe } from "./explorer_model.js";

const USUAL = 5; // years asked at first

export function solver(d, { changed, settled, attempt }) {
  const { words } = d;
  const control = { id: "within", name: words.years, low: 1, high: 40, step: 0.5, unit: d.span };
  const years = knob(d, control, { changed, settled });
  const list = h("ul", {});
  const nowhere = h("p", { className: "must__idle" });
  const idle = h("p", { className: "must__idle" });
  const element = h("div", { className: "must" }, h("h3", {}, words.must), h("p", {}, words.must_how), years.element, list, nowhere, idle);
  let later;

  const line = ({ control, from, to }) => {
    const write = (value) => affixed(d, control.unit, value);
    const [low, high] = [from > control.low, to < control.high];
    if (low && high) return say(words.course, write(from), write(to));
    if (low) return say(words.at_least, write(from));
    if (high) return say(words.at_most, write(to));
    return say(words.any, write(from), write(to));
  };
  const solve = (state) => {
    const found = whatMustBe(d, state, state.within ?? USUAL);
    list.replaceChildren(
      ...found
        .filter(({ from }) => from !== undefined)
        .map((one) => {
          const { control, from, to } = one;
          const [low, high] = [from > control.low, to < control.high];
          const value = low ? from : to;
          const said = h("span", {}, h("b", {}, control.name), words.colon, line(one));
          const button = h("button", { type: "button", "aria-label": `${words.try}${words.colon}${control.name}, ${affixed(d, control.unit, value)}`, onclick: () => attempt(control.id, value) }, words.try);
          return h("li", { "data-key": control.id }, said, ...(low || high ? [" ", button] : []));
        }),
    );
    const told = (words, ones) => (ones.length ? say(words, ones.join(", ")) : "");
    const range = ({ control: { name, unit, low, high } }) => `${name} (${say(words.course, affixed(d, unit, low), affixed(d, unit, high))})`;
    nowhere.textContent = told(words.nowhere, found.filter(({ idle, from }) => !idle && from === undefined).map(range));
    idle.textContent = told(words.changes_nothing, found.filter(({ idle }) => idle).map(({ control }) => control.name));
  };
  return {
    control,
    knob: years,
    element,
    /** Answer for a state, once the reader has come to rest: no drag waits for it. */
    show(state) {
      years.show(state.within ?? USUAL);
      clearTimeout(later);
      later = setTimeout(() => solve(state), 120);
    },
  };
}
