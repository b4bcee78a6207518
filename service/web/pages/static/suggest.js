// Completions of what is typed into the search box: a combobox with a list, as ARIA describes it.
(() => {
  "use strict";
  const box = document.getElementById("q");
  const { completions } = box?.form.dataset ?? {};
  if (!completions) return;

  const WAIT = 120; // milliseconds without a key, so that not every letter is asked for
  const list = document.createElement("ul");
  list.id = "completions";
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", completions);
  box.parentElement.append(list);
  const attributes = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);

  let timer;
  let request;

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.children];
    const place = options.indexOf(active());
    if (event.key === "ArrowDown") activate(options[(place + 1) % options.length]);
    else if (event.key === "ArrowUp") activate(options.at(place > 0 ? place - 1 : -1));
    else if (event.key === "Enter" && active()) choose(active());
    else if (event.key === "Escape") {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  // A press would take the focus away, and the list with it.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => choose(target.closest("[role=option]")));

  async function ask() {
    request?.abort();
    const typed = box.value.trim();
    if (!/[\p{L}\p{N}]/u.test(typed)) {
      close();
      return;
    }
    request = new AbortController();
    const { signal } = request;
    try {
      const address = `/api/v1/suggest?size=8&q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal });
      show(answer.ok ? (await answer.json()).suggestions : []);
    } catch (error) {
      // A newer question has taken its place, or the service is away: the form works without.
      if (!signal.aborted) close();
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    activate(null);
    list.hidden = !suggestions.length || document.activeElement !== box;
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  function option({ text, language, title }, place) {
    const item = document.createElement("li");
    item.id = `completion-${place}`;
    item.dataset.text = text;
    item.setAttribute("role", "option");
    if (language) item.lang = language;
    item.append(text);
    if (title && title !== text) {
      const note = document.createElement("span");
      note.textContent = title;
      item.append(" ", note);
    }
    return item;
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }

  function activate(item) {
    active()?.removeAttribute("aria-selected");
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) box.setAttribute("aria-activedescendant", item.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function choose(item) {
    if (!item) return;
    box.value = item.dataset.text;
    close();
    box.form.requestSubmit();
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    show([]);
  }
})();
