// The field of the glossary leaves the terms and the traps in which the words typed stand.
{
  const list = document.querySelector(".glossary");
  const finder = list.querySelector(".filters");
  const field = finder.querySelector("input");
  const status = finder.querySelector("[role=status]");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\u2019/g, "'").toLowerCase();
  const entries = [...list.querySelectorAll(".entry, .trap")].map((one) => [one, plain(one.textContent)]);

  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [one, text] of entries) {
      one.hidden = !words.every((word) => text.includes(word));
      count += !one.hidden && one.matches(".entry");
    }
    for (const group of list.querySelectorAll(".ledger__group, .traps")) group.hidden = !group.querySelector(":is(.entry, .trap):not([hidden])");
    const { none, one, many } = finder.dataset;
    status.textContent = words.length ? ([none, one][count] ?? many.replace("#", count)) : "";
  });
  finder.hidden = false;
}
