// Elements, texts with holes, and the explorer's two drawings of lines by year.
const SVG = "http://www.w3.org/2000/svg";

/** An element with properties or attributes, and what is inside it. */
export function h(tag, given = {}, ...inside) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) name in one ? (one[name] = value) : one.setAttribute(name, value);
  one.append(...inside);
  return one;
}

/** The pieces of a text, with values in its holes. */
export const filled = (text, ...values) => text.split("{}").flatMap((part, at) => (at ? [values[at - 1], part] : [part]));
export const say = (text, ...values) => filled(text, ...values).join("");

function s(tag, given, ...inside) {
  const one = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) one.setAttribute(name, value);
  one.append(...inside);
  return one;
}

/** Round numbers between two ends, at most five. */
function ticks(low, high) {
  const rough = (high - low) / 3 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  for (let at = Math.ceil(low / step); at <= high / step; at++) found.push(at * step);
  return found;
}

/** A drawing of lines: `series` are those with a name, a class and a value for each of `names`. What
 * comes after `known` is dashed; `marked` is the one that is told. */
export function drawing({ id, title, told, width, names, series, known, supposed, marked, number }) {
  const [top, left, bottom, height] = [36, 8, 24, 224];
  const all = series.flatMap(({ values }) => values);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all, 1e-9)];
  const room = width - left - 8;
  const x = (at) => left + (room * at) / (names.length - 1 || 1);
  const y = (value) => top + ((height - top - bottom) * (high - value)) / (high - low);
  const round = (value) => Math.round(value * 10) / 10;
  const path = (values, from, to) =>
    values.slice(from, to + 1).map((value, at) => `${at ? "L" : "M"}${round(x(from + at))} ${round(y(value))}`).join("");
  const text = (at, height, anchor, name, words) => s("text", { x: round(at), y: round(height), "text-anchor": anchor, class: name }, words);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": `${id}-title ${id}-desc` });
  svg.append(s("title", { id: `${id}-title` }, title), s("desc", { id: `${id}-desc` }, told));
  for (const value of ticks(low, high)) {
    svg.append(s("path", { d: `M${left} ${round(y(value))}h${room}`, class: value ? "grid" : "zero" }));
    if (value) svg.append(text(left, y(value) - 4, "start", "scale", number(value)));
  }
  const last = names.length - 1;
  if (known < last) {
    svg.append(s("path", { d: `M${round(x(known))} 0V${height - bottom}`, class: "grid" }));
    svg.append(text(x(known) + 5, 11, "start", "scale", supposed));
  }
  for (const at of new Set([0, known, marked, last]))
    if (at == marked || Math.abs(x(at) - x(marked)) > 40)
      svg.append(text(x(at), height - 6, at == 0 ? "start" : at == last ? "end" : "middle", at == marked ? "here" : "scale", names[at]));
  // Names stand over the ends of their lines, apart from each other, and where no line strikes them if
  // there is such a place near by.
  const labels = series.map(({ name, kind, values }) => ({ name, kind, at: y(values[last]) - 7 })).sort((a, b) => a.at - b.at);
  labels.forEach((one, at) => (one.at = Math.max(one.at, at ? labels[at - 1].at + 15 : 26)));
  for (let at = labels.length - 1, most = height - bottom - 4; at >= 0; at--, most -= 15) labels[at].at = Math.min(labels[at].at, most);
  const level = (values, px) => {
    const at = Math.max(0, ((px - left) / room) * last);
    const from = Math.max(0, Math.min(Math.floor(at), last - 1));
    return y(values[from] + (values[Math.min(from + 1, last)] - values[from]) * (at - from));
  };
  labels.forEach((one, n) => {
    const across = Array.from({ length: Math.ceil((one.name.length * 7) / 6) }, (_, at) => width - 8 - at * 6);
    const free = (at) =>
      at > 24 && at < height - bottom - 3 && labels.every((other, m) => m == n || Math.abs(other.at - at) >= 15) &&
      series.every(({ values }) => across.every((px) => level(values, px) < at - 13 || level(values, px) > at + 4));
    for (let off = 0; off < 80; off += 2) {
      const found = [one.at - off, one.at + off].find(free);
      if (found !== undefined) {
        one.at = found;
        break;
      }
    }
  });
  for (const { kind, values } of series) {
    svg.append(s("path", { d: path(values, 0, known), class: `line ${kind}` }));
    if (known < last) svg.append(s("path", { d: path(values, known, last), class: `line ${kind} later` }));
    svg.append(s("circle", { cx: round(x(marked)), cy: round(y(values[marked])), r: 3.5, class: `dot ${kind}` }));
  }
  for (const { name, kind, at } of labels) svg.append(text(width - 8, at, "end", `name ${kind}`, name));
  return svg;
}
