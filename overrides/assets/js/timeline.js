// The timeline's filters hide what was not asked for, and stand in the address.
{
  const line = document.querySelector(".timeline");
  const filters = line.querySelector(".filters");
  const selects = [...filters.querySelectorAll("select")];
  const status = filters.querySelector("[role=status]");
  const all = filters.querySelector("button");
  const folds = [...line.querySelectorAll("details.more")];
  const address = new URL(location.href);

  const show = () => {
    const asked = selects.some((select) => select.value);
    let count = 0;
    for (const event of line.querySelectorAll(".event")) {
      event.hidden = selects.some(({ name, value }) => value && !event.dataset[name].split(" ").includes(value));
      count += !event.hidden;
    }
    for (const fold of folds) {
      fold.hidden = !fold.querySelector(".event:not([hidden])");
      fold.open ||= asked;
    }
    for (const link of line.querySelectorAll(".jump a")) {
      const year = document.getElementById(link.hash.slice(1)).parentElement;
      link.parentElement.hidden = year.hidden = !year.querySelector(".event:not([hidden])");
    }
    const { none, one, many } = filters.dataset;
    status.textContent = [none, one][count] ?? many.replace("#", count);
    all.hidden = !asked;
  };

  const note = ({ name, value }) => {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    history.replaceState(null, "", address);
    show();
  };

  for (const select of selects) {
    select.value = address.searchParams.get(select.name) ?? "";
    if (!select.value) select.selectedIndex = 0; // an unknown name in the address
    select.addEventListener("change", () => note(select));
  }
  all.addEventListener("click", () => {
    for (const select of selects) {
      select.selectedIndex = 0;
      note(select);
    }
    selects[0].focus(); // the button is gone
  });
  filters.hidden = false;
  show();
}
