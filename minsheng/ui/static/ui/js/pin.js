// @ts-check
/** The pin of <ms-place>: it can be taken off, and it goes when a street or community is chosen by hand instead. */

/**
 * @typedef {object} Place
 * @property {{clear(): void}} [map]
 * @property {(name: string) => HTMLInputElement | HTMLSelectElement | null} part
 * @property {(words?: string) => void} say
 */

/** Those whose point is filling in their fields at this moment. */
const filling = new WeakSet();
const known = new WeakSet();

/** @param {HTMLElement & Place} place @param {Record<string, string>} values what the point says of itself */
export function fill(place, values) {
  removable(place);
  filling.add(place);
  for (const [name, value] of Object.entries(values)) {
    const part = place.part(name);
    if (part) part.value = value;
    part?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  filling.delete(place);
}

/** @param {HTMLElement & Place} place */
export function removable(place) {
  if (known.has(place)) return;
  known.add(place);
  const button = place.querySelector("[data-unpin]");
  const show = () => button?.toggleAttribute("hidden", !place.part("lon")?.value);
  const remove = () => {
    for (const part of [place.part("lon"), place.part("lat")]) if (part) part.value = "";
    place.map?.clear();
    place.say(place.dataset.wordsUnpinned);
    show();
  };
  button?.addEventListener("click", () => {
    remove();
    place.part("street")?.focus({ preventScroll: true });
  });
  place.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && !filling.has(place) && place.part("lon")?.value) remove();
    else show();
  });
  show();
}
