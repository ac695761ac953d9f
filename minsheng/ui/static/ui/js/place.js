// @ts-check
/** <ms-place>: my position or a tap on the map fills the hidden point; the server says which street that is. */

class Place extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-here]")?.addEventListener("click", () => this.here());
    if (this.part("lon")?.value) void import("./pin.js").then(({ removable }) => removable(this));
    const box = /** @type {HTMLElement | null} */ (this.querySelector(".place-map"));
    if (!box || !this.dataset.boundaries) return void box?.remove();
    const seen = new IntersectionObserver(([shown]) => {
      if (shown.isIntersecting) void this.draw(box, seen).catch(() => box.remove());
    }, { threshold: 0.5 });
    seen.observe(box);
  }

  /** The map is fetched when it comes into view. @param {HTMLElement} box @param {IntersectionObserver} seen */
  async draw(box, seen) {
    seen.disconnect();
    const { draw } = await import("./map.js");
    this.map = await draw(box, this.dataset, (lon, lat) => void this.pick(lon, lat));
    if (this.part("lon")?.value) this.map.point(Number(this.part("lon")?.value), Number(this.part("lat")?.value));
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

  async pick(/** @type {number} */ lon, /** @type {number} */ lat) {
    const point = { lon: lon.toFixed(6), lat: lat.toFixed(6) };
    const answer = await fetch(`${this.dataset.resolve}?${new URLSearchParams(point)}`).catch(() => null);
    const found = await answer?.json().catch(() => ({}));
    if (!answer?.ok) return this.say(found?.message ?? this.dataset.wordsNowhere, "late");
    this.map?.point(lon, lat);
    const places = { street: found.street?.code ?? "", community: found.community?.code ?? "" };
    (await import("./pin.js")).fill(this, { ...point, ...places });
    this.say(found.label ?? "");
  }

  say(words = "", tone = "calm") {
    const said = /** @type {HTMLElement} */ (this.querySelector(".place-said"));
    Object.assign(said, { textContent: words }).dataset.tone = tone;
  }
}

customElements.define("ms-place", Place);
