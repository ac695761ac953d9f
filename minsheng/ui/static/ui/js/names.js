// @ts-check
/** The names on the map. */

/** Write its name on a shape. @param {any} feature @param {any} layer */
export function name(feature, layer) {
  const { name: own, name_en: english } = feature.properties ?? {};
  const words = (document.documentElement.lang === "en" && english) || own;
  if (words) layer.bindTooltip(words, { permanent: true, direction: "center", className: "place-name" });
}

/** Names that would lie on another one are left out until there is room. @param {any} map */
export function thin(map) {
  const look = () => {
    /** @type {DOMRect[]} */
    const shown = [];
    for (const label of map.getContainer().querySelectorAll(".place-name")) {
      const { left, right, top, bottom } = label.getBoundingClientRect();
      const hit = shown.some((one) => left < one.right && one.left < right && top < one.bottom && one.top < bottom);
      label.classList.toggle("place-name-hidden", hit);
      if (!hit) shown.push(label.getBoundingClientRect());
    }
  };
  map.on("zoomend moveend", () => requestAnimationFrame(look));
}
