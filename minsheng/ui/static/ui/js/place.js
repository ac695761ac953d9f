// @ts-check
/** <ms-place>: my position or a tap on the map fills the hidden point; the server says which street that is. */
import { draw } from "./map.js";

class Place extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-here]")?.addEventListener("click", () => this.here());
    const box = /** @type {HTMLElement | null} */ (this.querySelector(".place-map"));
    if (!box || !this.dataset.boundaries) return void box?.remove();
    draw(box, this.dataset, (lon, lat) => void this.pick(lon, lat))
      .then((map) => {
        this.map = map;
        if (this.part("lon")?.value) map.point(Number(this.part("lon")?.value), Number(this.part("lat")?.value));
      })
      .catch(() => box.remove());
  }

  /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement | null} */
  part(name) {
    return this.querySelector(`[name$="${name}"]`);
  }

  here() {
    this.say(this.dataset.wordsLooking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => void this.pick(coords.longitude, coords.latitude),
      () => this.say(this.dataset.wordsNowhere, "late"),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  }

  /** @param {number} lon @param {number} lat */
  async pick(lon, lat) {
    const point = { lon: lon.toFixed(6), lat: lat.toFixed(6) };
    const answer = await fetch(`${this.dataset.resolve}?${new URLSearchParams(point)}`).catch(() => null);
    const found = await answer?.json().catch(() => ({}));
    if (!answer?.ok) return this.say(found?.message ?? this.dataset.wordsNowhere, "late");
    this.map?.point(lon, lat);
    this.fill({ ...point, street: found.street?.code ?? "", community: found.community?.code ?? "" });
    this.say(found.label ?? "");
  }

  /** @param {Record<string, string>} values */
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const part = this.part(name);
      if (part) part.value = value;
      if (name === "street") part?.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  say(words = "", tone = "calm") {
    const said = /** @type {HTMLElement} */ (this.querySelector(".place-said"));
    said.dataset.tone = tone;
    said.textContent = words;
  }
}

customElements.define("ms-place", Place);
