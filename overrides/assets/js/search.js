// Search in the pages of one language. Ours: Material's answers in both at once, is held up by
// accents, and weighs ten times more.
let ready;

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
// One space before each word, so that " elec" finds a beginning
const fold = (text) => " " + bare(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const stem = (word) => (word.length > 4 ? word.replace(/(es|s|x|e)$/, "") : word);

async function load({ dataset: { index, base } }) {
  const english = document.documentElement.lang == "en";
  const { docs } = await (await fetch(index)).json();
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, " ").trim();
  let page; // comes before its parts
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
        return here && sum && sum + here;
      }, 1),
    }))
    .filter((one) => one.score)
    .sort((a, b) => b.score - a.score);
}

// The words around the first match
function excerpt(body, query) {
  const at = bare(body).indexOf(stem(fold(query).trim().split(" ")[0]));
  const from = at < 60 ? 0 : body.lastIndexOf(" ", at - 40) + 1;
  const cut = body.slice(from, from + 150);
  return (from ? "… " : "") + (body[from + 150] ? cut.slice(0, cut.lastIndexOf(" ")) + " …" : cut);
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
      ...(hits ?? []).slice(0, 20).map(({ href, page, name, body }) => {
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
  // WebKit keeps the key for the field, even when that is empty.
  input.addEventListener("keydown", ({ key }) => key == "Escape" && !input.value && dialog.close());
  // Enter goes to the first result; a form would close the dialog.
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.matches(":focus")) return;
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  list.addEventListener("click", (event) => event.target.closest("a") && dialog.close()); // same page
  show().catch(failed);
}
