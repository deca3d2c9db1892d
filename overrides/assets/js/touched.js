// What is only needed by those who come to it is loaded then: a place that is near the window,
// pointed at or focused loads the script that it names, and is handed over to it.
for (const place of document.querySelectorAll("[data-module]")) {
  const touches = ["pointerdown", "focusin", "click"];
  const load = () => {
    watch.disconnect();
    for (const one of touches) place.removeEventListener(one, load);
    import(`./${place.dataset.module}.js`)
      .then((part) => part.start(place))
      .catch(() => {
        place.querySelector("[role=status]").textContent = place.dataset.failed;
        place.addEventListener("click", load); // again, when asked
      });
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && load(), { rootMargin: "400px" });
  watch.observe(place);
  for (const one of touches) place.addEventListener(one, load);
}
