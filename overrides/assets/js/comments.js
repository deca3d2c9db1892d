// Loads giscus, from another site, once the reader has asked for it. Twins share a discussion.
const open = document.querySelector(".comments__open");
open.hidden = false;
open.addEventListener("click", () => {
  const script = document.createElement("script");
  script.src = "https://giscus.app/client.js";
  script.crossOrigin = "anonymous";
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  const settings = {
    ...open.dataset,
    mapping: "specific",
    strict: "1",
    reactionsEnabled: "0",
    emitMetadata: "0",
    inputPosition: "top",
    theme: dark ? "dark" : "light",
  };
  Object.assign(script.dataset, settings);
  open.closest("section").append(script);
  open.parentElement.remove();
});
