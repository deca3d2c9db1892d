// What a reader takes away: the numbers as CSV, and the bill as a picture.
import { affixed, basesOf, lines, scenarioOf, spendersOf, valuesOf, writer, yearName } from "./explorer.js";

function save(d, end, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${d.id}_${d.code}_${d.closed}${end}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
}

/** As the other files of the site: semicolons and decimal commas for French spreadsheets. */
export function csv(d, state, { years, vintage }, address) {
  const french = d.code == "fr";
  const number = (value) => (french ? String(value).replace(".", ",") : String(value));
  const text = (words) => {
    const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(words) ? `'${words}` : words;
    return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const words = d.bases.map(([, word]) => word);
  const bases = basesOf(d, state);
  const values = valuesOf(d, state);
  const rows = [["kind", "id", "name", "period", "value", "unit", "basis"]];
  const put = (kind, id, name, period, value, unit, basis = "") => rows.push([kind, id, text(name), period, number(value), text(unit), text(basis)]);
  for (const [id, unit, , name] of d.asked) put("input", id, name, "", values[id], unit, words[bases[id]]);
  const spenders = spendersOf(d, state);
  for (const one of spenders) one.values.forEach((value, at) => put("spending", one.id, one.name, d.first + at, value, d.unitId, words[bases.spending]));
  for (const one of years) for (const [key, value] of Object.entries(one)) if (key != "year") put("result", key, "", one.year, value, d.unitId);
  for (const [key, value] of Object.entries(vintage)) put("vintage", key, "", "", value, "");
  rows.push(["address", "", text(address.href), "", "", "", ""]);
  const all = rows.map((row) => row.join(french ? ";" : ",")).join("\r\n") + "\r\n";
  save(d, french ? "_excel-fr.csv" : ".csv", new Blob([french || /[^\0-\x7f]/.test(all) ? "\ufeff" : "", all], { type: "text/csv;charset=utf-8" }));
}

/** The reader's bill, drawn as one. */
export async function png(d, state, results, address) {
  await document.fonts.ready;
  const [width, edge, ink, soft, paper, red] = [1080, 84, "#1b1f24", "#555c64", "#fffdf8", "#b3261e"];
  const { words } = d;
  const write = writer(d);
  const values = valuesOf(d, state);
  const bases = basesOf(d, state);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const font = (size, weight = 400) => (pen.font = `${weight} ${size}px "Facture Sans", system-ui, sans-serif`);
  const inside = width - 2 * edge;
  let y;

  /** Words in lines no wider than some room. */
  const wrapped = (text, room) => {
    const found = [""];
    for (const word of text.split(" ")) {
      const more = `${found.at(-1)} ${word}`.trim();
      if (found.at(-1) && pen.measureText(more).width > room) found.push(word);
      else found[found.length - 1] = more;
    }
    return found;
  };
  const say = (text, size, { weight, colour = ink, gap = 1.35, room = inside } = {}) => {
    font(size, weight);
    pen.fillStyle = colour;
    pen.textAlign = "left";
    for (const line of wrapped(text, room)) pen.fillText(line, edge, (y += size * gap));
  };
  /** A name, leaders and a value; what is the reader's own is stamped. */
  const pair = (name, value, size, own) => {
    font(size, 600);
    const taken = pen.measureText(value).width;
    const top = y;
    say(name, size, { room: inside - taken - 40, colour: own ? red : ink });
    font(size);
    const written = edge + Math.max(...wrapped(name, inside - taken - 40).map((line) => pen.measureText(line).width));
    pen.fillStyle = "#8d9096";
    for (let x = y == top + size * 1.35 ? written + 12 : width; x < width - edge - taken - 12; x += 8) pen.fillRect(x, y - 3, 3, 3);
    font(size, 600);
    pen.textAlign = "right";
    pen.fillStyle = ink;
    pen.fillText(value, width - edge, top + size * 1.35);
  };
  const rule = (thick, room = 22) => {
    y += room;
    pen.fillStyle = ink;
    pen.fillRect(edge, y, inside, thick);
    y += room / 2;
  };
  const dashes = () => {
    y += 24;
    pen.fillStyle = "#8d9096";
    for (let x = edge; x < width - edge; x += 14) pen.fillRect(x, y, Math.min(8, width - edge - x), 2);
    y += 8;
  };
  const draw = () => {
    y = 56;
    say(d.site, 38, { weight: 600, colour: red });
    say(d.name, 28, { colour: soft });
    dashes();
    const spenders = state.who == "all" ? words.all : spendersOf(d, state).map(({ name }) => name).join(", ");
    const own = Object.keys(state.changed).length ? ` (${words.yours})` : "";
    say(`${words.bill}${words.colon}${scenarioOf(d, state).name}${own}`.toLocaleUpperCase(d.code), 28, { weight: 600, gap: 1.6 });
    pair(`${d.bases[bases.spending][0]} ${words.who}`, spenders, 26);
    for (const { id, name, unit } of d.controls) pair(`${d.bases[bases[id]][0]} ${name}`, affixed(d, unit, values[id]), 26, id in state.changed);
    dashes();
    for (const one of lines(d, state, results)) pair(`${d.bases[one.rank][0]} ${one.name}`, one.value, 26);
    rule(3);
    say(`${d.bases[results.bases.needed][0]} ${words.needed} ${yearName(d, results, results.at)}`, 30, { weight: 600 });
    say(write.money(results.years[results.at].needed), 104, { weight: 600, gap: 1.1 });
    rule(1, 30);
    say(d.bases.map(([sign, word]) => `${sign} ${word}`).join("   "), 22, { colour: soft });
    say(`${words.calculation} ${words.cutoff.replace("{}", d.asOf)}.`, 22, { colour: soft });
    say(address.href.replace(/^https?:\/\//, "").replace(/#.*/, "").replace(/([/?&])/g, "$1\u200b"), 22, { colour: soft });
    return y + 90;
  };
  const height = Math.ceil(draw());
  [canvas.width, canvas.height] = [width, height];
  pen.fillStyle = paper;
  // Torn at its foot
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(width, 0);
  for (let x = width, at = 0; x >= 0; x -= 20, at++) pen.lineTo(x, height - (at % 2 ? 0 : 18));
  pen.fill();
  draw();
  save(d, ".png", await new Promise((done) => canvas.toBlob(done, "image/png")));
}
