// @ts-check
/** <ms-around>: public matters and stations on the map. Without a mouse one takes the lists: nobody tabs through hundreds. */

class Around extends HTMLElement {
  connectedCallback() {
    void this.draw().catch(() => this.remove());
  }

  async draw() {
    const box = /** @type {HTMLElement} */ (this.querySelector(".place-map"));
    const { ground } = await import(this.dataset.ground ?? "");
    const { L, map } = await ground(box, this.dataset);
    const [stations, matters] = await Promise.all([this.dataset.stations, this.dataset.points].map(read));
    const layers = [this.layer(L, stations, "station"), this.layer(L, matters, "matter")];
    layers.forEach((layer) => layer.addTo(map));
    this.querySelectorAll("input").forEach((box, i) =>
      box.addEventListener("change", () => (box.checked ? layers[i].addTo(map) : layers[i].remove())),
    );
  }

  /** @param {any} L @param {any} found @param {string} kind */
  layer(L, found, kind) {
    const group = L.layerGroup();
    for (const { geometry, properties } of found.features) {
      const [lon, lat] = geometry.coordinates;
      const size = properties.level > 2 ? 14 : 24; // the many of communities and grids lie close together
      const icon = L.divIcon({ className: `around-mark around-${kind}`, iconSize: [size, size] });
      const words = properties.title ?? properties.name;
      L.marker([lat, lon], { icon, title: words, keyboard: false, riseOnHover: true }).bindPopup(popup(properties)).addTo(group);
    }
    return group;
  }
}

/** @param {string | undefined} address */
async function read(address) {
  const answer = await fetch(address ?? "");
  return answer.ok ? answer.json() : { features: [] };
}

/** What opens: written as text, never as markup; a station's page is that of the list. @param {Record<string, string>} about */
function popup(about) {
  const made = document.createElement("div");
  const href = about.href ?? document.getElementById(`station-${about.code}`)?.getAttribute("href");
  const head = href ? Object.assign(document.createElement("a"), { href }) : document.createElement("b");
  head.textContent = about.title ?? about.name;
  made.append(head);
  for (const line of [about.words, about.place, about.address, about.hours].filter(Boolean)) {
    made.append(Object.assign(document.createElement("div"), { textContent: line }));
  }
  return made;
}

customElements.define("ms-around", Around);
