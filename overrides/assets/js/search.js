// Search in the pages of one language. Ours: Material's answers in both at once, is held up by
// accents, and weighs ten times more. `pages/search.py` writes the index that it reads.
let ready;

// Words that say nothing of what is sought, without accents; what stands before an apostrophe too.
// Not "ai", French for "have": it is what all this is about.
const EMPTY = new Set(
  (
    "a about an and are as at be been by can could did do does for from had has have how i if in into is it its me my of on or s should so t than that the their them then there these they this to was we were what when where which who why will with would you your " +
    "as au aux avec c ce ces cet cette combien comment d dans de des donc du elle elles en es est et etait etre eu il ils j je l la le les leur leurs lui m ma mais mes mon n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se sera ses si son sont sur t ta te toi ton tu un une vont vous y"
  ).split(" "),
);

const bare = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
const met = new Map(); // each word is looked at once

// What a word shares with its plural, its feminine and its verb: as much as both languages bear
function stem(word) {
  if (word.length < 4 || /\d/.test(word)) return word;
  const cut = word.replace(/ies$/, "y").replace(/eaux$/, "eau").replace(/([^e])aux$/, "$1al").replace(/sses$/, "ss").replace(/([^su])s$|x$/, "$1");
  const short = cut.replace(/(?:ing|ed|er|ez|ent|ees?|e)$/, "");
  return short.length > 2 && /[aeiouy]/.test(short) ? short : cut;
}

function words(text) {
  const all = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => {
    if (!met.has(word)) {
      const plain = bare(word);
      met.set(word, { plain, stem: stem(plain) });
    }
    return { ...met.get(word), at: index, end: index + word.length };
  });
  const telling = all.filter(({ plain }) => !EMPTY.has(plain));
  return telling.length ? telling : all;
}

// Whether one letter is missing, too many or another, or two have changed places
function alike(one, other) {
  let same = 0;
  while (same < one.length && one[same] == other[same]) same++;
  const [a, b] = [one.slice(same), other.slice(same)];
  return a.slice(1) == b.slice(1) || a.slice(1) == b || a == b.slice(1) || (a[0] == b[1] && a[1] == b[0] && a.slice(2) == b.slice(2));
}

function count(where, what) {
  let many = 0;
  for (let at = where.indexOf(what); at >= 0 && many < 9; at = where.indexOf(what, at + what.length - 1)) many++;
  return many;
}
const full = (many) => (5 * many) / (many + 4); // the tenth time says less than the first
const [STORY, ASIDE, COMPANY, CHART] = [0, 1, 2, 5];
const WEIGHTS = [1, 0.5, 0.9, 0.6, 0.45, 0.5, 0.4];

async function load({ dataset: { index, base } }) {
  const { kinds, same, docs } = await (await fetch(index)).json();
  const known = new Map(); // every word, with how often it stands there
  const plain = (html) => html.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&amp;/g, "&");
  const sought = (text) => {
    const said = words(text);
    for (const { plain } of said) known.set(plain, (known.get(plain) ?? 0) + 1);
    return ` ${said.map((one) => one.stem).join(" ")} `;
  };
  const all = docs.map(([kind, url, title, text, parts = [], more = []]) => {
    const named = (id, name, body) => ({ id, name: plain(name), text: plain(body), inName: sought(plain(name)), inText: sought(plain(body)) });
    const one = { kind, href: `${base}/${url}`, top: named("", title, text), parts: parts.map((part) => named(...part)) };
    one.asked = more.map(sought);
    one.said = [one.top, ...one.parts].map(({ inName, inText }) => inName + inText).join("") + one.asked.join("");
    one.length = one.parts.reduce((sum, { inText }) => sum + inText.length, 0);
    return one;
  });
  const groups = same.map((group) => [...new Set(group.map((phrase) => sought(phrase).trim()))]);
  return { all, known, groups, kinds };
}

// What is asked for, part by part: each with all that would answer it, and how well
function asked({ known, groups }, query) {
  const said = words(query).map(({ plain, stem: short, end }) => {
    const begun = end == query.length;
    if (known.has(plain) || plain.length < 4) return { short, begun };
    let meant;
    for (const [one, often] of known) {
      if (one.startsWith(short)) return { short, begun: true };
      if (Math.abs(one.length - plain.length) < 2 && (one[0] == plain[0] || one[1] == plain[1] || one[0] == plain[1]) && !(known.get(meant) > often) && alike(one, plain)) meant = one;
    }
    return { short: meant ? stem(meant) : short, begun };
  });
  const parts = [];
  for (let at = 0; at < said.length; ) {
    let [length, others] = [1, []];
    for (const group of groups)
      for (const phrase of group) {
        const long = phrase.split(" ").length;
        const here = said.slice(at, at + long);
        if (here.map(({ short }) => short).join(" ") != phrase || long < length) continue;
        if (long > length) [length, others] = [long, []];
        others.push(...group.filter((one) => one != phrase));
      }
    const own = said.slice(at, at + length);
    const phrase = own.map(({ short }) => short).join(" ");
    const answers = [[` ${phrase} `, 1], ...others.map((one) => [` ${one} `, 0.8])];
    if (own.at(-1).begun && phrase.length > 1) answers.push([` ${phrase}`, 0.6]);
    parts.push(answers);
    at += length;
  }
  return parts;
}

const times = (where, answers) => Math.max(...answers.map(([what, worth]) => count(where, what) * worth));

function found(index, query) {
  if (!/[\p{L}\p{N}]/u.test(query)) return;
  const parts = asked(index, query.trimStart());
  const whole = ` ${words(query).map((one) => one.stem).join(" ")} `;
  const { all } = index;
  const stories = all.filter(({ kind }) => kind == STORY);
  const mean = stories.reduce((sum, one) => sum + one.length, 0) / stories.length;
  const hits = [];
  for (const one of all) {
    const counts = parts.map((answers) => {
      const some = answers.filter(([what]) => one.said.includes(what));
      if (!some.length) return 0;
      const [name, text, more] = [one.top.inName, one.top.inText, one.asked.join("")].map((where) => Math.min(times(where, some), 2));
      let [heads, body] = [0, 0];
      for (const part of one.parts) {
        heads += times(part.inName, some);
        body += times(part.inText, some);
      }
      return 8 * name + 3 * text + 12 * more + (2 * heads + body) / (0.5 + (0.5 * one.length) / mean);
    });
    if (counts.some(Boolean)) hits.push({ one, counts });
  }
  // What all stories say, as "AI", tells little.
  const rare = parts.map((_, n) => {
    if (!hits.some(({ counts }) => counts[n])) return 0;
    const some = hits.filter(({ one, counts }) => one.kind == STORY && counts[n]).length;
    return some ? Math.max(Math.log(1 + (stories.length - some + 0.5) / (some + 0.5)), 0.35) : 2;
  });
  const weight = rare.map((one) => one && one + 0.5);
  const wanted = weight.reduce((sum, one) => sum + one, 0);
  for (const hit of hits) {
    const { one, counts } = hit;
    hit.met = counts.reduce((sum, many, n) => sum + (many && weight[n]), 0) / wanted;
    const rest = parts.flat().reduce((name, [what]) => name.replaceAll(what, "  "), one.top.inName.replaceAll(" ", "  "));
    const named = !rest.trim(); // by all of its name
    if (named && one.kind == COMPANY) hit.met = Math.max(hit.met, 0.8); // whatever is asked of it
    // Editors have foreseen the question, or one within it.
    const exact = one.asked.includes(whole);
    const said = one.asked.some((phrase) => phrase.trim().includes(" ") && phrase.trim().split(" ").every((word) => whole.includes(` ${word} `)));
    if (said) hit.met = Math.max(hit.met, 0.8);
    hit.score = WEIGHTS[one.kind] * hit.met ** 1.5 * counts.reduce((sum, many, n) => sum + full(many) * rare[n], 0);
    if (named) hit.score *= one.kind == COMPANY ? 3 : 2;
    if (exact) hit.score *= 2.5;
    else if (said) hit.score *= 2;
    else if (parts.length > 1) {
      if (one.top.inName.includes(whole)) hit.score *= 1.6;
      else if ([one.top, ...one.parts].some((part) => part.inText.includes(whole))) hit.score *= 1.3;
    }
  }
  const most = Math.max(...hits.map((hit) => hit.met));
  const best = hits.filter((hit) => hit.met > most / 4).sort((a, b) => b.score - a.score);
  // What was written to be read comes first.
  const first = best.filter(({ one }) => one.kind < CHART).slice(0, 10);
  const then = best.filter(({ one }) => one.kind >= CHART).slice(0, 10);
  return [...first, ...then].map(({ one, score }) => {
    const worth = (part) => parts.reduce((sum, answers, n) => sum + rare[n] * full(3 * times(part.inName, answers) + times(part.inText, answers)), 0);
    const part = one.parts.reduce((best, part) => (worth(part) > worth(best) * 1.2 ? part : best), one.top);
    return { ...one, score, part, answers: parts.flat().map(([what]) => what) };
  });
}

// The words around most of what was sought, what was sought marked
function excerpt({ text }, answers) {
  const said = words(text);
  const marks = [];
  for (const what of answers) {
    const all = what.trim().split(" ");
    const [last, whole] = [all.length - 1, what.endsWith(" ")];
    said.forEach(({ at }, n) => {
      const fits = (one, m) => said[n + m] && (m == last && !whole ? said[n + m].stem.startsWith(one) : said[n + m].stem == one);
      if (all.every(fits)) marks.push([at, said[n + last].end]);
    });
  }
  marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const many = ([from]) => new Set(marks.filter(([at, end]) => at >= from && end < from + 120).map(([at, end]) => bare(text.slice(at, end)))).size;
  const first = marks.reduce((best, one) => (best && many(best) >= many(one) ? best : one), undefined)?.[0] ?? 0;
  const from = first < 50 ? 0 : text.lastIndexOf(" ", first - 30) + 1;
  const to = text.length - from < 170 ? text.length : text.lastIndexOf(" ", from + 160);
  const made = [from ? "… " : ""];
  let at = from;
  for (const [start, end] of marks) {
    if (start < at || end > to) continue;
    made.push(text.slice(at, start), Object.assign(document.createElement("mark"), { textContent: text.slice(start, end) }));
    at = end;
  }
  return [...made, text.slice(at, to) + (to < text.length ? " …" : "")];
}

export async function start(dialog) {
  const [input, status, list] = ["input", "[role=status]", "ol"].map((one) => dialog.querySelector(one));
  input.select();
  if (ready) return;
  ready = load(dialog);
  const show = async () => {
    const index = await ready;
    const hits = found(index, input.value);
    const { none, one, many } = dialog.dataset;
    status.textContent = !hits ? "" : [none, one][hits.length] ?? many.replace("#", hits.length);
    list.replaceChildren(
      ...(hits ?? []).map(({ kind, href, top, part, answers }) => {
        const [item, link, where, text] = ["li", "a", "p", "p"].map((tag) => document.createElement(tag));
        link.href = href + (part.id && `#${part.id}`);
        link.textContent = top.name;
        where.className = "search__where";
        where.textContent = kind <= ASIDE ? part.id && part.name : index.kinds[kind];
        text.append(...excerpt(part, answers));
        item.append(link, ...(where.textContent ? [where] : []), text);
        return item;
      }),
    );
    dialog.scrollTop = 0;
  };
  const failed = () => ((ready = undefined), (status.textContent = dialog.dataset.failed));
  input.addEventListener("input", () => show().catch(failed));
  dialog.addEventListener("keydown", (event) => {
    const { key } = event;
    // The browser would empty the field first, and close at the second time; and until it has drawn
    // anew, a field that is closed would take what is typed.
    if (key == "Escape") {
      document.activeElement.blur();
      dialog.close();
    } else if (key == "ArrowDown" || key == "ArrowUp") {
      const stops = [input, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      stops[Math.min(Math.max(at + (key == "ArrowDown" ? 1 : -1), 0), stops.length - 1)].focus();
    } else return;
    event.preventDefault();
  });
  // Enter goes to the first result; a form would close the dialog.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.matches(":focus")) return;
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close()); // same page
  show().catch(failed);
}
