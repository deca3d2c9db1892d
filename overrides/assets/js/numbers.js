// Numbers as readers of the page's language write and read them: 1 234,5 in French, 1,234.5 in English.
const SIGNS = {
  fr: { group: "[ \u00a0\u202f\u2009]", point: "," },
  en: { group: "[, \u00a0\u202f\u2009]", point: "\\." },
};

/** The number that a text says in a language, or NaN: what could be read in two ways is none. */
export function parsed(text, code) {
  const { group, point } = SIGNS[code];
  const whole = new RegExp(`^([+\u2212-]?)(\\d{1,3}(?:${group}\\d{3})+|\\d+)(?:${point}(\\d+))?$`).exec(text.trim());
  if (!whole) return NaN;
  const [, sign, digits, decimals = ""] = whole;
  const size = Number(`${digits.replace(/\D/g, "")}.${decimals}`);
  return /[\u2212-]/.test(sign) ? -size : size;
}

const formats = new Map(); // to make one takes longer than to use it many times

/** A number as the site writes it, with so many decimals, or between two numbers of them. */
export function written(value, code, least, most = least) {
  const key = `${code}${least}-${most}`;
  if (!formats.has(key))
    formats.set(key, new Intl.NumberFormat(code == "fr" ? "fr-FR" : "en-GB", { minimumFractionDigits: least, maximumFractionDigits: most }));
  return formats.get(key).formatToParts(value).map(({ type, value: part }) => ({ minusSign: "\u2212", group: code == "fr" ? "\u202f" : "," })[type] ?? part).join("");
}
