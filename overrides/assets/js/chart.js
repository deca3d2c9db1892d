// What a mark says, to mouse, finger and keys. All is delegated: of the two drawings of a chart one
// is seen, and a turned phone changes which. `current` is the mark shown, `front` what has its series
// in front; `keyed`: keys chose the mark, so it stays while the mouse crosses the page.
{
  const root = document.documentElement;
  let current, front, keyed;

  document.body.insertAdjacentHTML(
    "beforeend",
    "<div class=marked aria-hidden=true><div class=ring></div><div class=tip><b></b><p></p></div></div><div class=voice role=status></div>",
  );
  const [marked, voice] = [...document.body.children].slice(-2);
  const [ring, tip] = marked.children;

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
    hide(mark);
    current = mark;
    keyed = keys;
    const lines = mark.dataset.tip.split("|");
    if (keys) {
      voice.textContent = lines.join(". ");
      mark.scrollIntoView({ block: "nearest" });
    }
    tip.firstChild.textContent = lines.shift();
    tip.lastChild.textContent = lines.join("\n");
    marked.hidden = false;
    const { left, top, bottom, width, height } = box(mark);
    const put = (part, x, y) => (part.style.translate = `${x + scrollX}px ${y + scrollY}px`);
    const within = (at, room) => Math.max(8, Math.min(at, room - 8));
    const over = top - tip.offsetHeight - 10;
    put(
      tip,
      within(left + (width - tip.offsetWidth) / 2, root.clientWidth - tip.offsetWidth),
      within(over < 8 ? bottom + 10 : over, root.clientHeight - tip.offsetHeight),
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
      const across = Object.values(Object.fromEntries(near)).sort((a, b) => a.top - b.top);
      if (across[1]) list = across;
    }
    show(list[Math.max(0, Math.min(list.indexOf(here) + step, list.length - 1))].mark, true);
  };

  for (const drawing of document.querySelectorAll(".chart__drawing:has([data-tip])")) {
    const { name, keys } = drawing.dataset;
    // Or screen readers would keep the arrows for themselves
    Object.assign(drawing, { tabIndex: 0, role: "application", ariaLabel: name + keys });
  }

  hide();
  root.onpointermove = root.onpointerup = root.onpointerleave = point;
  root.onkeydown = press;
  root.addEventListener("focusout", () => keyed && hide());
  onblur = onresize = () => hide();
}
