// What is only needed by those who come to it is loaded then: a place that is near the window,
// pointed at or focused loads the script that it names, and is handed over to it.
for (const place of document.querySelectorAll("[data-module]")) {
  const load = () => {
    watch.disconnect();
    place.removeEventListener("pointerdown", load);
    place.removeEventListener("focusin", load);
    import(`./${place.dataset.module}.js`).then((part) => part.start(place), () => {
      place.querySelector("[role=status]").textContent = place.dataset.failed;
      place.addEventListener("pointerdown", load);
    });
  };
  const watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && load(), { rootMargin: "400px" });
  watch.observe(place);
  place.addEventListener("pointerdown", load);
  place.addEventListener("focusin", load);
}
