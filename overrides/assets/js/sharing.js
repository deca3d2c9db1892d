// Copies what a chart offers to take away, and hands its address to the device's own way of sharing.
// Loaded when somebody first opens a part that has such a button.
for (const button of document.querySelectorAll("[data-copy]")) {
  const says = button.textContent;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(from.textContent.trim());
      button.textContent = button.dataset.done;
      setTimeout(() => (button.textContent = says), 2000);
    } catch {
      getSelection().selectAllChildren(from); // then the reader's own keys will do
    }
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  const { title, share: url } = button.dataset;
  button.hidden = !navigator.share;
  button.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
}
