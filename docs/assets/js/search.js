// Search in the pages of one language. Ours rather than Material's: that one answers in both
// languages at once, does not find "définition" for "definition", and weighs ten times more.
const SHOWN = 20;
let ready;

// "L’Électricité" → " l electricite": no accents, one space before each word, so that " elec" finds a
// beginning of word; ends that change with number and gender are cut from what the reader types.
const fold = (text) =>
  " " + text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const stem = (word) => (word.length > 4 ? word.replace(/(es|s|x|e)$/, "") : word);

async function load({ dataset: { index, base } }) {
  const english = document.documentElement.lang == "en";
  const { docs } = await (await fetch(index)).json();
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();
  let page; // a page stands before its parts, and a part is told with the name of its page
  return docs
    .filter(({ location }) => location.startsWith("en/") == english)
    .map(({ location, title, text }) => {
      const [name, body] = [plain(title), plain(text)];
      if (!location.includes("#")) page = name;
      return { href: `${base}/${location}`, page: page == name ? "" : page, name, body, inName: fold(name), inBody: fold(body) };
    });
}

function found(all, query) {
  const words = fold(query).split(" ").filter(Boolean).map((word) => " " + stem(word));
  if (!words.length) return;
  return all
    .map((one) => ({
      ...one,
      score: words.reduce((sum, word) => {
        const here = (one.inName.includes(word) ? 20 : 0) + Math.min(one.inBody.split(word).length - 1, 5);
        return here && sum && sum + here; // every word must be there
      }, 1),
    }))
    .filter((one) => one.score)
    .sort((a, b) => b.score - a.score);
}

// The words around the first match, found without accents in a text that has them.
function excerpt(body, query) {
  const word = stem(fold(query).trim().split(" ")[0]);
  const at = body.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().indexOf(word);
  const from = at < 60 ? 0 : body.lastIndexOf(" ", at - 40) + 1;
  const cut = body.slice(from, from + 150);
  const whole = from + 150 >= body.length;
  return (from ? "… " : "") + (whole ? cut : cut.slice(0, cut.lastIndexOf(" ")) + " …");
}

export async function start(dialog) {
  if (ready) return;
  ready = load(dialog);
  const [input, status, list] = ["input", "[role=status]", "ol"].map((one) => dialog.querySelector(one));
  const show = async () => {
    const hits = found(await ready, input.value);
    const { none, one, many } = dialog.dataset;
    status.textContent = !hits ? "" : [none, one][hits.length] ?? many.replace("#", hits.length);
    list.replaceChildren(
      ...(hits ?? []).slice(0, SHOWN).map(({ href, page, name, body }) => {
        const [item, link, where, text] = ["li", "a", "p", "p"].map((tag) => document.createElement(tag));
        [link.href, link.textContent, where.textContent] = [href, name, page];
        text.textContent = excerpt(body, input.value);
        item.append(link, ...(page ? [where] : []), text);
        return item;
      }),
    );
  };
  const failed = () => ((ready = undefined), (status.textContent = dialog.dataset.failed));
  input.addEventListener("input", () => show().catch(failed));
  // Enter goes to the first result, instead of closing the dialog as its form would.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.matches(":focus")) return;
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close()); // a part of this page
  show().catch(failed);
}
