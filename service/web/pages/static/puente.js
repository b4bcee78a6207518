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

  // A ticked filter narrows the results at once; the focus stays where it is.
  const main = document.getElementById("main");
  let asked;
  main?.addEventListener("change", async ({ target }) => {
    if (!target.matches(".results > .filters [type=checkbox]")) return;
    const there = new URL(target.form.action);
    there.search = new URLSearchParams(new FormData(target.form));
    asked = there;
    const answer = await fetch(there);
    if (!answer.ok || asked !== there) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isOpen = target.closest("details").open;
    for (const place of ["#main", ".menu", ".languages"]) {
      const added = document.adoptNode(page.querySelector(place));
      document.querySelector(place).replaceChildren(...added.childNodes);
    }
    document.title = page.title;
    history.pushState(null, "", answer.url);
    main.querySelector(".filters").open = isOpen;
    const same = [...main.querySelectorAll(`.filters [name="${target.name}"]`)];
    same.find((each) => each.value === target.value)?.focus();
    // Only what changes in a status that is there is read aloud.
    const status = main.querySelector("[role=status]");
    const words = [...status.childNodes];
    status.replaceChildren();
    requestAnimationFrame(() => status.append(...words));
    addButtons(main);
  });
  addEventListener("popstate", () => {
    if (asked) location.reload();
  });

  // A document: its language, and in which address it stands whole where this page has a part.
  const article = document.querySelector("article[data-language]");
  const text = document.querySelector("[data-part]");
  const PARAGRAPHS = ".numbered[id], tr[id]";
  let whole = article?.dataset.whole;

  if (whole && location.hash.length > 1 && !document.getElementById(anchor())) {
    const there = new URL(location.pathname + location.search, location);
    there.searchParams.delete("part");
    there.searchParams.set("at", anchor());
    location.replace(there);
    return;
  }

  if (article) {
    const { language } = article.dataset;
    // The same document in another language: at the paragraph of the address.
    for (const kind of ["click", "auxclick"]) {
      document.addEventListener(kind, ({ target }) => {
        const link = target.closest(".languages a, .versions a");
        const place = link && document.getElementById(anchor())?.closest(PARAGRAPHS)?.id;
        if (!place) return;
        const there = new URL(link.href);
        there.searchParams.delete("part");
        // An anchor says of which version it is, but for the one that the page shows first.
        there.searchParams.set("at", place.includes("-") ? place : `${language}-${place}`);
        link.href = there;
      });
    }
  }

  if (whole) {
    const near = new IntersectionObserver(
      (seen) => {
        if (seen.some((each) => each.isIntersecting)) addNext();
      },
      { rootMargin: "1200px" },
    );
    watch();

    // The browser prints and searches what it has.
    addEventListener("beforeprint", () => {
      if (!whole) return;
      const request = new XMLHttpRequest();
      request.open("GET", whole, false);
      request.send();
      if (request.status === 200) showWhole(request.responseText);
    });
    document.addEventListener("keydown", async ({ key, ctrlKey, metaKey }) => {
      if (!whole || key !== "f" || !(ctrlKey || metaKey)) return;
      const answer = await fetch(whole);
      if (answer.ok) showWhole(await answer.text());
    });

    function watch() {
      const pager = text.querySelector(".parts");
      if (pager?.querySelector("[rel=next]")) near.observe(pager);
    }

    async function addNext() {
      const pager = text.querySelector(".parts");
      near.disconnect();
      const answer = await fetch(pager.querySelector("[rel=next]").href);
      if (!answer.ok || !whole) return;
      const added = partOf(await answer.text());
      addButtons(added);
      pager.replaceWith(...added.childNodes);
      watch();
    }

    function showWhole(html) {
      const place = placeRead();
      near.disconnect();
      whole = null;
      const added = partOf(html);
      addButtons(added);
      text.replaceChildren(...added.childNodes);
      for (const each of document.querySelectorAll(".parts")) each.remove();
      if (place) document.getElementById(place)?.scrollIntoView();
    }

    function partOf(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      return document.adoptNode(page.querySelector("[data-part]"));
    }
  }

  addButtons(document);

  // The contents show which heading is being read, beside the text on a desk.
  const contents = document.querySelector(".contents nav");
  if (contents) {
    let isDue = false;
    addEventListener("scroll", () => {
      if (!isDue) requestAnimationFrame(showHeading);
      isDue = true;
    }, { passive: true });
    showHeading();

    function showHeading() {
      isDue = false;
      const isPassed = (link) => {
        const heading = document.getElementById(link.hash.slice(1));
        return heading && heading.getBoundingClientRect().top < innerHeight / 3;
      };
      const links = [...contents.querySelectorAll("a")];
      const read = links.findLast(isPassed);
      for (const link of links) {
        if (link !== read) link.removeAttribute("aria-current");
      }
      if (!read || read.hasAttribute("aria-current")) return;
      read.setAttribute("aria-current", "location");
      // Only the contents scroll, not the page.
      const { top, bottom } = contents.getBoundingClientRect();
      const place = read.getBoundingClientRect();
      if (place.top < top || place.bottom > bottom) contents.scrollTop += place.top - (top + bottom) / 2;
    }
  }

  function anchor() {
    return decodeURIComponent(location.hash.slice(1));
  }

  // The first paragraph that is in the window, for who has scrolled.
  function placeRead() {
    const isBelowTop = (each) => each.getBoundingClientRect().bottom > 0;
    return scrollY > 0 ? [...document.querySelectorAll(PARAGRAPHS)].find(isBelowTop)?.id : "";
  }

  function addButtons(part) {
    if (!navigator.clipboard) return;
    const { copy, copied } = document.body.dataset;
    for (const link of part.querySelectorAll("a.pilcrow[data-citation]")) {
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
      // Below its number it would lie under the next paragraph where this one has one line.
      const place = link.closest(".numbered") ?? link.parentElement;
      const [last] = [...place.querySelectorAll("p.text, dd")].slice(-1);
      if (last) last.append(button);
      else link.after(button);
    }
  }
})();
