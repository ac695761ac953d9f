// @ts-check
/** One photo of <ms-photos>: its picture, its buttons, its token. */
import { turned } from "./send.js";

/** @param {string} part a button drawn in the page's <template> @param {() => void} act */
function tool(part, act) {
  const drawn = /** @type {HTMLTemplateElement} */ (document.getElementById("photo-tools")).content;
  const button = /** @type {HTMLElement} */ (drawn.querySelector(`[data-tool=${part}]`)?.cloneNode(true));
  button.addEventListener("click", act);
  return button;
}

/** @param {Blob} file */
function preview(file) {
  const image = new Image();
  image.alt = file instanceof File ? file.name : "";
  image.src = URL.createObjectURL(file);
  return image;
}

/**
 * Fit a list item with picture, progress and buttons.
 * @param {HTMLLIElement} item
 * @param {HTMLElement & {add(file: Blob, before?: Element | null): void, input?: HTMLElement}} field
 * @param {Blob} [file] absent for a photo that the server kept already
 */
export function card(item, field, file) {
  const bar = document.createElement("progress");
  const tools = document.createElement("div");
  tools.className = "photo-tools";
  item.className = "photo";
  const remove = () => (item.remove(), field.input?.focus());
  if (file) {
    const turn = () => void turned(file).then((other) => (field.add(other, item), item.remove()));
    tools.append(tool("turn", turn));
    item.append(preview(file), bar);
    item.classList.add("photo-sending");
  }
  tools.append(tool("remove", remove));
  item.append(tools);
  const done = () => (bar.remove(), item.classList.remove("photo-sending"));
  return {
    /** @param {number} share */
    progress: (share) => (bar.value = share),
    /** @param {{token: string}} kept @param {string} name */
    keep(kept, name) {
      done();
      item.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: kept.token }));
    },
    /** @param {string} words */
    fail: (words) => (done(), item.classList.add("photo-failed"), words),
  };
}
