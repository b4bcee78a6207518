// Comforts only: every page works without this file.
(() => {
  "use strict";
  const box = document.getElementById("q");

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target === box) {
      box.blur();
    }
  });

  if (matchMedia("(max-width: 60rem)").matches) {
    for (const panel of document.querySelectorAll("details.panel")) panel.open = false;
  }

  if (!navigator.clipboard) return;
  const { copy, copied } = document.body.dataset;
  for (const link of document.querySelectorAll("a.pilcrow[data-citation]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.lang = document.documentElement.lang;
    button.title = copy;
    button.setAttribute("aria-label", copy);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.dataset.citation);
      button.classList.add("done");
      button.setAttribute("aria-label", copied);
      setTimeout(() => {
        button.classList.remove("done");
        button.setAttribute("aria-label", copy);
      }, 2000);
    });
    const [text] = [...placeOf(link).querySelectorAll("p.text, dd")].slice(-1);
    if (text) text.append(button);
    else link.after(button);
  }

  // Below the number the button would lie under the next paragraph where this one has one line.
  function placeOf(link) {
    return link.closest(".numbered") ?? link.parentElement;
  }
})();
