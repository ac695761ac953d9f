// @ts-check
/** <ms-cover>: draw rectangles over a photo; a tap ticks a cell, as without a script; a tap on a rectangle drops it. */

const WHOLE = 1000, DRAG = 8;
class Cover extends HTMLElement {
  connectedCallback() {
    this.field = /** @type {HTMLInputElement} */ (this.querySelector("input[type=hidden]"));
    this.photo = /** @type {HTMLElement} */ (this.querySelector(".cover"));
    this.boxes = this.field.value.split(" ").filter(Boolean).map((text) => text.split(",").map(Number));
    this.photo.addEventListener("pointerdown", (event) => this.begin(event));
    this.photo.addEventListener("dragstart", (event) => event.preventDefault());
    this.draw(this.boxes);
  }

  /** Where a pointer is, in thousandths of the photo. @param {PointerEvent} event */
  at(event) {
    const { left, top, width, height } = this.photo.getBoundingClientRect();
    const part = (/** @type {number} */ value) => Math.round(Math.min(1, Math.max(0, value)) * WHOLE);
    return [part((event.clientX - left) / width), part((event.clientY - top) / height)];
  }

  /** @param {PointerEvent} start */
  begin(start) {
    const from = this.at(start), known = this.boxes, over = new AbortController();
    addEventListener("pointermove", (event) => {
      if (this.boxes === known && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < DRAG) return;
      const to = this.at(event);
      const box = [0, 1].map((i) => Math.min(from[i], to[i])).concat([0, 1].map((i) => Math.abs(from[i] - to[i])));
      this.draw([...known, box]);
    }, over);
    const end = () => {
      over.abort();
      if (this.boxes !== known) dropClick();
    };
    ["pointerup", "pointercancel"].forEach((name) => addEventListener(name, end, over));
  }

  /** @param {number[][]} boxes */
  draw(boxes) {
    this.boxes = boxes;
    this.querySelectorAll(".cover-box").forEach((old) => old.remove());
    for (const box of boxes) {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "cover-box" });
      made.setAttribute("aria-label", this.dataset.drop ?? "");
      ["left", "top", "width", "height"].forEach((name, i) => made.style.setProperty(name, `${box[i] / (WHOLE / 100)}%`));
      made.addEventListener("click", () => this.draw(this.boxes.filter((one) => one !== box)));
      this.photo.append(made);
    }
    this.field.value = boxes.map((box) => box.join(",")).join(" ");
  }
}

/** What ends a drag is no tap. */
function dropClick() {
  const drop = (/** @type {Event} */ event) => event.preventDefault();
  addEventListener("click", drop, { capture: true });
  setTimeout(() => removeEventListener("click", drop, { capture: true }));
}

customElements.get("ms-cover") ?? customElements.define("ms-cover", Cover);
