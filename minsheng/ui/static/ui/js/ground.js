// @ts-check
/** The ground of every map: local boundaries drawn by Leaflet, over the tiles of a map service where one is set. */

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

/** Tiles have names of their own, so the boundaries become lines. @param {any} L @param {any} map @param {string} urls */
function tiles(L, map, urls) {
  for (const url of urls.split(" ")) L.tileLayer(url, { subdomains: "01234567", maxZoom: 18 }).addTo(map);
}

/**
 * @param {HTMLElement} box
 * @param {DOMStringMap} data `leaflet`, `leafletCss`, `boundaries`: addresses; `tiles`: templates; `attribution`
 * @returns {Promise<{L: any, map: any}>} Leaflet, and the map showing the whole of the boundaries
 */
export async function ground(box, data) {
  const answer = await fetch(data.boundaries ?? "");
  if (!answer.ok) throw new Error("no boundaries");
  const shapes = await answer.json();
  if (!("L" in window)) await Promise.all([script(data.leaflet ?? ""), sheet(data.leafletCss ?? "")]);
  const L = /** @type {any} */ (window).L;
  const map = L.map(box, { attributionControl: false, zoomSnap: 0.25, fadeAnimation: false, scrollWheelZoom: false });
  if (data.tiles) tiles(L, map, data.tiles);
  const className = data.tiles ? "place-street place-line" : "place-street";
  const streets = L.geoJSON(shapes, { style: () => ({ className }), onEachFeature: data.tiles ? undefined : name });
  streets.addTo(map);
  thin(map);
  map.fitBounds(streets.getBounds(), { padding: [8, 8] });
  const said = [data.attribution, data.tiles && data.tilesBy].filter(Boolean).join(" · ");
  if (said) L.control.attribution({ prefix: "" }).addAttribution(said).addTo(map);
  return { L, map };
}
