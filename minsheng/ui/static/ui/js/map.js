// @ts-check
/** A map to point at: one pin, put where it is tapped. */

import { ground } from "./ground.js";

/**
 * @param {HTMLElement} box
 * @param {DOMStringMap} data see ground.js
 * @param {(lon: number, lat: number) => void} pick
 * @returns {Promise<{point(lon: number, lat: number): void, clear(): void}>}
 */
export async function draw(box, data, pick) {
  const { L, map } = await ground(box, data);
  /** @type {any} */
  let pin = null;
  map.on("click", (/** @type {any} */ event) => pick(event.latlng.lng, event.latlng.lat));
  return {
    point(lon, lat) {
      pin ??= L.circleMarker([lat, lon], { radius: 10, className: "place-pin" }).addTo(map);
      pin.setLatLng([lat, lon]);
      map.setView([lat, lon], Math.max(map.getZoom(), 14));
    },
    clear() {
      pin?.remove();
      pin = null;
    },
  };
}
