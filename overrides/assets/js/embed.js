// Before the first paint
const root = document.documentElement;
const theme = { dark: "slate", light: "default" }[new URLSearchParams(location.search).get("theme")];
if (theme) root.dataset.mdColorScheme = theme;
new ResizeObserver(() => parent.postMessage({ type: root.dataset.site + "-height", height: root.offsetHeight }, "*")).observe(root);
