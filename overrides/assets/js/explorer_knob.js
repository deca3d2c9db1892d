// One number that a reader sets: a field and a slider, what it means, who stands where, on what it rests.
import { h, say } from "./explorer_drawing.js";
import { OWN } from "./explorer_model.js";
import { parsed, written } from "./numbers.js";

/** A number of an input as readers write it, with one decimal, or as many as they gave it. */
export const plain = (d, value, most = 1) => written(Math.round(value * 1000) / 1000 || 0, d.code, 0, most);

/** With its unit, the sign of a negative one outermost. */
export function affixed(d, [before, after, one, many], value, text = plain(d, value)) {
  const [sign, digits] = text[0] == "\u2212" ? ["\u2212", text.slice(1)] : ["", text];
  const single = d.code == "fr" ? Math.abs(value) < 2 : value == 1;
  return sign + before + digits + (many ? `\u00a0${single ? one : many}` : after);
}

/** A sign, its word, and where the value comes from, if it comes from somewhere. */
export function basis(d, rank, href) {
  const [sign, word] = d.bases[rank];
  const said = `${sign} ${word}`;
  if (rank == d.bases.length - 1) return h("span", { className: "basis stamp stamp--yours" }, said); // the reader's own
  return href ? h("a", { href: d.base + href, className: "basis" }, said) : h("span", { className: "basis" }, said);
}

/** Make a knob for a control. `changed(value)` is called at each step, `settled()` when the reader has
 * chosen; both only with numbers that the control takes. */
export function knob(d, control, { changed, settled }) {
  const { id, low, high, step, unit, stands = [] } = control;
  const name = `${d.id}-set-${id}`;
  const [before, after] = unit;
  const field = h("input", { id: name, type: "text", inputMode: low < 0 ? "text" : "decimal", autocomplete: "off", spellcheck: false, size: 6 });
  const rail = h("input", { type: "range", min: low, max: high, step, "aria-labelledby": `${name}-label` });
  const rests = h("span", { className: "knob__rests" });
  const wrong = h("p", { id: `${name}-wrong`, className: "knob__wrong", hidden: true });
  const marks = h("span", { className: "knob__marks", "aria-hidden": "true" });
  for (const [, at] of stands) {
    const mark = h("i");
    mark.style.insetInlineStart = `${((at - low) / (high - low)) * 100}%`;
    marks.append(mark);
  }
  const element = h(
    "div",
    { className: "knob" },
    h("p", { className: "knob__head" }, h("label", { htmlFor: name, id: `${name}-label` }, control.name), rests, h("span", { className: "knob__field" }, before, field, after)),
    h("p", { className: "knob__rail" }, h("span", {}, affixed(d, unit, low)), h("span", {}, rail, marks), h("span", {}, affixed(d, unit, high))),
    wrong,
  );
  if (control.meaning) element.append(h("p", { id: `${name}-meaning`, className: "knob__meaning" }, control.meaning));
  if (stands.length)
    element.append(
      h("p", { className: "knob__stands" }, `${d.words.stands} `, ...stands.flatMap(([who, at, href], index) => [index ? " \u00b7 " : "", h("a", { href: d.base + href }, `${who} ${affixed(d, unit, at)}`)])),
    );
  field.setAttribute("aria-describedby", `${name}-wrong` + (control.meaning ? ` ${name}-meaning` : ""));

  let said;
  const good = (value) => value >= low && value <= high;
  const refuse = (is) => {
    wrong.hidden = !is;
    wrong.textContent = is ? say(d.words.number, plain(d, low), plain(d, high), plain(d, Math.min(high, low + step * 1.5))) : "";
    if (is) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  rail.oninput = () => {
    refuse(false);
    changed(+rail.value);
  };
  rail.onchange = settled;
  field.oninput = () => {
    const value = parsed(field.value, d.code);
    if (!good(value)) return;
    refuse(false);
    changed(value);
  };
  field.onchange = () => {
    const value = parsed(field.value, d.code);
    refuse(!good(value));
    if (!good(value)) return;
    field.value = plain(d, value, 3);
    settled();
  };
  return {
    element,
    good,
    /** Show a number, on what it rests and where it comes from; what the reader is typing stays. */
    show(value, rank, href) {
      if (!field.matches(":focus, [aria-invalid]")) field.value = plain(d, value, rank == OWN ? 3 : 1);
      rail.value = value;
      rail.ariaValueText = affixed(d, unit, value);
      if (said != `${rank}${href}` && rank !== undefined) rests.replaceChildren(basis(d, rank, href));
      said = `${rank}${href}`;
    },
    /** Show what cannot be taken, and say what can. */
    refuse(text) {
      field.value = text;
      refuse(true);
    },
    /** Forget what could not be taken. */
    clear: () => refuse(false),
  };
}

/** Options, each an id and a name. */
export const options = (list) => list.map(([value, text]) => h("option", { value }, text));

/** Offer a reader a list, if it is not there already. */
export function offer(select, list, value) {
  const key = String(list);
  if (select.dataset.list != key) select.replaceChildren(...options(list));
  select.dataset.list = key;
  select.value = value;
}

/** Something that a reader chooses. */
export function choice(name, label, chosen) {
  const select = h("select", { id: name, autocomplete: "off", onchange: () => chosen(select.value) });
  return { select, element: h("p", { className: "choice" }, h("label", { htmlFor: name }, label), select) };
}
