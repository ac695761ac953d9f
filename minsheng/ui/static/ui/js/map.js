// @ts-check
/** A map of local boundaries, drawn by Leaflet, which is fetched only where there is one. */

import { name, thin } from "./names.js";

/** @param {string} src @returns {Promise<unknown>} */
function script(src) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject });
    document.head.append(made);
  });
}

/** @param {string} href */
function sheet(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const loaded = new Promise((resolve) => (link.onload = link.onerror = resolve));
  document.head.prepend(link);
  return loaded;
}

/**
 * @param {HTMLElement} box
 * @param {DOMStringMap} data addresses: `leaflet`, `leafletCss`, `boundaries`
 * @param {(lon: number, lat: number) => void} pick
 * @returns {Promise<{point(lon: number, lat: number): void}>}
 */
export async function draw(box, data, pick) {
  const answer = await fetch(data.boundaries ?? "");
  if (!answer.ok) throw new Error("no boundaries");
  const shapes = await answer.json();
  if (!("L" in window)) await Promise.all([script(data.leaflet ?? ""), sheet(data.leafletCss ?? "")]);
  const L = /** @type {any} */ (window).L;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, fadeAnimation: false, scrollWheelZoom: false });
  const streets = L.geoJSON(shapes, { style: () => ({ className: "place-street" }), onEachFeature: name }).addTo(map);
  thin(map);
  map.fitBounds(streets.getBounds(), { padding: [8, 8] });
  if (data.attribution) L.control.attribution({ prefix: "" }).addAttribution(data.attribution).addTo(map);
  /** @type {any} */
  let pin = null;
  map.on("click", (/** @type {any} */ event) => pick(event.latlng.lng, event.latlng.lat));
  return {
    point(lon, lat) {
      pin ??= L.circleMarker([lat, lon], { radius: 10, className: "place-pin" }).addTo(map);
      pin.setLatLng([lat, lon]);
      map.setView([lat, lon], Math.max(map.getZoom(), 14));
    },
  };
}
