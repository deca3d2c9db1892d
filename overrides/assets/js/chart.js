// What a mark says, and what the others of its period say, to mouse, finger and keys. All is delegated: of the two drawings of a chart one
// is seen, and a turned phone changes which. `current` is the mark shown, `front` the name that has
// its series in front; `keyed`: keys chose the mark, so it stays while the mouse crosses the page.
{
  const root = document.documentElement;
  let current, front, keyed;

  document.body.insertAdjacentHTML(
    "beforeend",
    "<div class=marked aria-hidden=true><div class=ring></div><div class=tip><b></b><ul></ul><p></p></div></div><div class=voice role=status></div>",
  );
  const [marked, voice] = [...document.body.children].slice(-2);
  const [ring, tip] = marked.children;

  // What marks say stands once, in the first drawing of a figure; others have the number of the mark
  for (const drawing of document.querySelectorAll(".chart__drawing")) {
    const marks = [...drawing.querySelectorAll("[data-tip]")];
    for (const { dataset } of marks) dataset.tip = marks[dataset.tip]?.dataset.tip ?? dataset.tip;
    if (marks[0]) {
      const { name, keys } = drawing.dataset;
      // Or screen readers would keep the arrows for themselves
      Object.assign(drawing, { tabIndex: 0, role: "application", ariaLabel: name + keys });
    }
  }

  const box = (mark) => mark.getBoundingClientRect().toJSON();
  const marksOf = (part) =>
    [...part.querySelectorAll("[data-tip]")].map((mark) => ({ mark, series: mark.dataset.series, ...box(mark) }));

  const hide = (one) => {
    current = keyed = voice.textContent = "";
    marked.hidden = true;
    if (one == front) return;
    front = one;
    for (const other of document.querySelectorAll("[data-series]"))
      other.classList.toggle("is-back", one?.closest("svg") == other.closest("svg") && one.dataset.series != other.dataset.series);
  };

  const show = (mark, keys) => {
    if (mark == current) return;
    hide();
    current = mark;
    keyed = keys;
    const { at, tip: said } = mark.dataset;
    const lines = said.split("|");
    if (keys) {
      voice.textContent = lines.join(". ");
      mark.scrollIntoView({ block: "nearest" });
    }
    // Of each series what it says of this period, from top to bottom
    const all = at ? marksOf(mark.closest("svg")).filter((one) => one.mark.dataset.at == at && one.right) : [];
    let group = Object.values(Object.fromEntries(all.map((one) => [one.series, one])));
    if (!group[1]) group = [];
    const [title, list, rest] = tip.children;
    list.replaceChildren(
      ...group
        .sort((a, b) => a.top - b.top)
        .map((one) =>
          Object.assign(document.createElement("li"), {
            textContent: one.mark.dataset.tip.split("|")[0].replace(", " + at, ""),
            className: one.mark == mark ? "is-this" : "",
          }),
        ),
    );
    const head = lines.shift();
    title.textContent = group[0] ? at : head;
    rest.textContent = lines.join("\n");
    marked.hidden = false;
    const here = box(mark);
    const { left, top, width, height } = here;
    const put = (part, x, y) => (part.style.translate = `${x + scrollX}px ${y + scrollY}px`);
    const within = (at, room) => Math.max(8, Math.min(at, room - 8));
    // Beside all that it tells, or else over or under it: never on it
    const edge = (side, most) => Math[most](here[side], ...group.map((one) => one[side]));
    const { offsetWidth, offsetHeight } = tip;
    const wide = root.clientWidth - offsetWidth;
    const after = edge("right", "max") + 12;
    const before = edge("left", "min") - 12 - offsetWidth;
    const aside = after < wide ? after : before > 8 && before;
    const over = edge("top", "min") - offsetHeight - 10;
    put(
      tip,
      aside || within(left + (width - offsetWidth) / 2, wide),
      within(aside ? top + (height - offsetHeight) / 2 : over < 8 ? edge("bottom", "max") + 10 : over, root.clientHeight - offsetHeight),
    );
    put(ring, left, top);
    ring.style.width = width + "px";
    ring.style.height = height + "px";
  };

  const point = ({ target, type, pointerType, x, y }) => {
    const touch = pointerType == "touch";
    if (touch && type != "pointerup") return; // it scrolls
    const svg = target.closest("svg");
    const one = target.closest("[data-series]");
    let found;
    let least = touch ? 40 : 24; // the nearest will do: dots are small, fingers thick
    if (svg && !one?.matches("text:not([data-tip])"))
      for (const { mark, series, left, right, top, bottom } of marksOf(svg)) {
        const far = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
        if (far < least && (!one || one.dataset.series == series)) [found, least] = [mark, far];
      }
    if (found) show(found);
    else if (one || !keyed || type == "pointerup") hide(one);
  };

  const press = (event) => {
    const { key, target } = event;
    if (key == "Escape") hide();
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -1e3, End: 1e3 }[key];
    if (!step || !target.matches(".chart__drawing") || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const lying = target.dataset.list; // as its kind says
    const x = ({ left, right, top }) => (lying ? top : left + right);
    const marks = marksOf(target)
      .filter(({ right }) => right) // seen
      .sort((a, b) => x(a) - x(b));
    const here = marks.find((one) => one.mark == current);
    let list = marks.filter(({ series }) => lying || series == (here || marks[0]).series);
    if (here && !lying && /Up|Down/.test(key)) {
      // Of each series the last stays: the nearest
      const far = (one) => Math.abs(x(one) - x(here));
      const near = [...marks].sort((a, b) => far(b) - far(a)).map((one) => [one.series, one]);
      near.push([here.series, here]);
      const across = Object.values(Object.fromEntries(near)).sort((a, b) => a.top - b.top);
      if (across[1]) list = across;
    }
    show(list[Math.max(0, Math.min(list.indexOf(here) + step, list.length - 1))].mark, true);
  };

  // What is under a drawing opens without a script; copying and sharing do not.
  document.addEventListener("toggle", ({ target }) => target.closest(".chart__actions") && import("./sharing.js"), true);

  hide();
  root.onpointermove = root.onpointerup = root.onpointerleave = point;
  root.onkeydown = press;
  root.addEventListener("focusout", () => keyed && hide());
  onblur = onresize = () => hide();
}
