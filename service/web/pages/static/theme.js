// The reader's choice of light or dark, before anything is drawn; without scripts the system's.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const systems = () => (system.matches ? "dark" : "light");
  const shown = () => root.dataset.theme ?? systems();

  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // Where nothing can be kept the choice holds for this page.
  }
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;

  function choose(theme) {
    // What the system says needs no memory, and follows it again.
    const isSystems = theme === systems();
    if (isSystems) delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (isSystems) localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {
      // As above.
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    const say = () => button.setAttribute("aria-pressed", String(shown() === "dark"));
    button.hidden = false;
    say();
    button.addEventListener("click", () => {
      choose(shown() === "dark" ? "light" : "dark");
      say();
    });
    system.addEventListener("change", say);
  });
})();
