// @ts-check
/** One photo of <ms-photos>: its picture, its buttons, its token. */
import { send } from "./send.js";

/** @typedef {import("./send.js").Kept} Kept */

/** @param {string} part a button drawn in the page's <template> @param {() => void} act */
function tool(part, act) {
  const drawn = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-photo-tools]")).content;
  const button = /** @type {HTMLElement} */ (drawn.querySelector(`[data-tool=${part}]`)?.cloneNode(true));
  button.addEventListener("click", act);
  return button;
}

/**
 * Fit a list item with picture, progress and buttons.
 * @param {HTMLElement} item
 * @param {{csrf: string, tokens: string, left(): void, failed(words: string): void}} field
 * @param {File} [file] absent for a photo that the server kept already
 */
export function card(item, field, file) {
  const bar = document.createElement("progress");
  const tools = Object.assign(document.createElement("div"), { className: "photo-tools" });
  const image = item.querySelector("img") ?? new Image();
  const token = item.querySelector("input") ?? document.createElement("input");
  /** @type {Kept | undefined} */
  let known;
  const remove = () => {
    item.remove();
    if (known?.remove) send(known.remove, field.csrf).catch(() => undefined);
    field.left();
  };
  const turn = () => void send(known?.rotate ?? "", field.csrf).then(keep, (error) => field.failed(error.message));
  /** @param {Kept} kept */
  function keep(kept) {
    if (!known && kept.rotate) tools.prepend(tool("turn", turn));
    known = kept;
    image.src = kept.small;
    Object.assign(token, { type: "hidden", name: field.tokens, value: kept.token });
    item.append(token);
    item.classList.remove("photo-sending");
    bar.remove();
  }
  tools.append(tool("remove", remove));
  if (file) {
    item.className = "photo photo-sending";
    Object.assign(image, { alt: file.name, src: URL.createObjectURL(file) });
    item.append(image, bar);
  }
  item.append(tools);
  if (!file) keep(/** @type {any} */ (item.dataset));
  return { keep, drop: () => item.remove(), progress: (/** @type {number} */ share) => (bar.value = share) };
}
