// The timeline's filters hide what was not asked for, and stand in the address.
{
  const line = document.querySelector(".timeline");
  const filters = line.querySelector(".filters");
  const selects = [...filters.querySelectorAll("select")];
  const status = filters.querySelector("[role=status]");
  const address = new URL(location.href);

  const show = () => {
    let count = 0;
    for (const event of line.querySelectorAll(".event")) {
      event.hidden = selects.some(({ name, value }) => value && !event.dataset[name].split(" ").includes(value));
      count += !event.hidden;
    }
    for (const link of line.querySelectorAll(".jump a")) {
      const year = document.getElementById(link.hash.slice(1)).parentElement;
      link.parentElement.hidden = year.hidden = !year.querySelector(".event:not([hidden])");
    }
    const { none, one, many } = filters.dataset;
    status.textContent = [none, one][count] ?? many.replace("#", count);
  };

  for (const select of selects) {
    const { name } = select;
    select.value = address.searchParams.get(name) ?? "";
    if (!select.value) select.selectedIndex = 0; // an unknown name in the address
    select.addEventListener("change", () => {
      if (select.value) address.searchParams.set(name, select.value);
      else address.searchParams.delete(name);
      history.replaceState(null, "", address);
      show();
    });
  }
  filters.hidden = false;
  show();
}
