// Runs before the first paint and stands in every page, so every byte counts. It does what cannot wait for the module:
// colours without a flash, the carousel's buttons, the order of a table's rows, and what an address says is open, chosen and
// sorted; and it fetches the module when the page has loaded and is idle, or when a reader touches an island. What is
// pressed or sent before then is kept and done afterwards: no click is lost.
(() => {
  const root = document.documentElement;
  const own = document.currentScript.dataset;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = (() => { try { return localStorage } catch { return {} } })();
  const islands = () => document.querySelectorAll("leptos-island:not([data-live])");
  let module, lives, plain;
  const waiting = [];

  root.dataset.scripts = "";
  if (kept["recto.theme"]) root.dataset.theme = kept["recto.theme"];

  // The face is optional: late, it would wait for the next page. Where the way is short it is asked for at once.
  const way = navigator.connection;
  if (way && way.rtt <= 100 && !way.saveData)
    for (const href of own.faces.split(" "))
      document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href }));

  // The rows of a table as they were written, by name, or in the order of a column's ranks: the places of the list.
  const sort = (list) => {
    const body = list.closest(".block").querySelector("tbody"), at = list.selectedIndex;
    const rank = (row) => at > 1 ? +row.cells[at - 1].dataset.rank : 0;
    const name = (row) => at === 1 ? row.cells[0].textContent.trim() : "";
    body.append(...[...body.rows].sort((a, b) =>
      rank(a) - rank(b) || name(a).localeCompare(name(b)) || a.dataset.row - b.dataset.row));
  };

  // What an address says about the blocks: which entries are open, and which control has which value.
  const restore = () => {
    const view = new URLSearchParams(location.search);
    for (const id of view.get("open")?.split(" ") ?? []) {
      const entry = document.getElementById(id)?.closest(".block details");
      if (entry) entry.open = true;
    }
    for (const control of document.querySelectorAll(".block :is([type=radio], select)")) {
      const value = view.get(control.name);
      if (value === null) continue;
      if (control.type === "radio") control.checked ||= control.value === value;
      else if ([...control.options].some((one) => one.value === value)) control.value = value;
      if (control.dataset.sorts === "") sort(control);
    }
    // What has opened above it has moved the place that the address names.
    if (location.search) document.querySelector(":target")?.scrollIntoView();
    root.style.visibility = "";
  };
  // What an address says is there before anything is seen, so that nothing moves.
  if (location.search) root.style.visibility = "hidden";
  addEventListener("DOMContentLoaded", restore);
  addEventListener("recto:page", restore);
  addEventListener("change", (event) => event.target.dataset.sorts === "" && sort(event.target));

  const start = () => module ??= import(own.script).then(async (app) => {
    const glue = await app.begin();
    const live = () => islands().forEach((island) => {
      island.dataset.live = "";
      glue[island.dataset.component]?.(island);
    });
    live();
    lives = true;
    addEventListener("recto:page", live);
    // A reader who cannot get the module loses nothing: what waits is then done the plain way.
  }).catch(() => plain = true).then(() => waiting.splice(0).forEach((again) => again()));

  const later = (again) => {
    if (plain) return again();
    waiting.push(again);
    start();
  };

  const unlive = (event) => event.target.closest?.("leptos-island:not([data-live])");

  addEventListener("click", (event) => {
    const target = event.target.closest?.("button, span[data-name]");
    if (target?.dataset.themeSwitch === "") {
      const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
      const next = now === "dark" ? "light" : "dark";
      root.dataset.theme = next;
      try { kept["recto.theme"] = next } catch {}
    } else if (target?.dataset.step) {
      const list = document.getElementById(target.getAttribute("aria-controls"));
      list.scrollBy({ left: target.dataset.step * list.clientWidth * 0.8 });
    } else if (target?.popoverTargetElement === undefined && target?.hasAttribute("popovertarget")) {
      // An engine without popovers has the notes in the text.
      document.getElementById(target.getAttribute("popovertarget"))?.scrollIntoView();
    } else if (!lives && target && (target.matches("span") || target.type === "button" && unlive(event))) {
      later(() => plain || target.click());
    }
  }, true);

  addEventListener("submit", (event) => {
    if (plain || !unlive(event)) return;
    event.preventDefault();
    later(() => event.target.requestSubmit(event.submitter));
  }, true);

  for (const touch of ["focusin", "pointerdown"])
    addEventListener(touch, (event) => unlive(event) && start(), { passive: true });

  const near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && start(), { rootMargin: "50%" });
  addEventListener("scroll", () => islands().forEach((island) => near.observe(island)), { once: true, passive: true });

  // A browser that can install the page says so once, which may be before `install.js` can hear it.
  addEventListener("beforeinstallprompt", (event) => (globalThis.offer = event).preventDefault());

  const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200));
  // A reader who saves data gets the module when it is wanted, and what looks after the device at once.
  addEventListener("load", () => idle(() => way?.saveData ? import(own.script).catch(() => {}) : start(), { timeout: 2000 }));
})();
