// @ts-check
/** The one script of every page. What a page needs is loaded when its markup is there; all of it works without. */
import "./once.js";

/** @typedef {Record<string, () => Promise<unknown>>} Parts selector to module */

/** @type {Parts} Loaded at once. */
const NOW = {
  "ms-copy": () => import("./copy.js"),
  "ms-photos": () => import("./photos.js"),
  "ms-place": () => import("./place.js"),
  "ms-draft, [data-draft-sent]": () => import("./draft.js"),
  "a[data-zoom]": () => import("./zoom.js"),
  "ms-batch": () => import("./batch.js"),
  "button[name=phrase]": () => import("./phrases.js"),
};

/** @type {Parts} Loaded when first pointed at or tabbed to. */
const LATER = {
  "details.menu": () => import("./menu.js"),
  "textarea[maxlength]": () => import("./count.js"),
  "a[download]": () => import("./download.js"),
  "ms-place": () => import("./narrow.js"),
};

/** @param {Parts} parts @param {(selector: string) => unknown} found */
function load(parts, found) {
  for (const [selector, part] of Object.entries(parts)) {
    if (!found(selector)) continue;
    delete parts[selector];
    void part();
  }
}

const look = () => load(NOW, (selector) => document.querySelector(selector));
/** @param {Event} event */
const approach = ({ target }) => target instanceof Element && load(LATER, (selector) => target.closest(selector));

/** After a part was put in place, go to what it asks for: what is wrong first, else its first field. @param {Event} event */
function attend(event) {
  look();
  const part = event.target instanceof Element ? event.target : document.body;
  const wrong = part.querySelector("[data-summary]") ?? (part.matches("form[data-inplace]") ? part : null);
  const first = part.querySelector("form[data-inplace] :is(input, select, textarea):not([type=hidden])");
  const target = wrong ?? (part.matches("main") ? part : first);
  if (target instanceof HTMLElement) target.focus({ preventScroll: !wrong });
}

look();
for (const name of ["pointerover", "focusin", "touchstart"]) document.addEventListener(name, approach, { passive: true });
document.addEventListener("htmx:afterSettle", attend);
