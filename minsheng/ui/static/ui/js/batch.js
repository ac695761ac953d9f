// @ts-check
/** <ms-batch form="id">: counts the ticked boxes of its form, ticks all of them, and hides its act when none is. */

class Batch extends HTMLElement {
  connectedCallback() {
    const form = document.getElementById(this.getAttribute("form") ?? "");
    if (!(form instanceof HTMLFormElement)) return;
    this.boxes = () =>
      /** @type {HTMLInputElement[]} */ ([...form.elements].filter((box) => box.matches("[data-batch]")));
    document.addEventListener("change", (event) => this.changed(/** @type {HTMLInputElement} */ (event.target)));
    this.tell();
  }

  /** @param {HTMLInputElement} box */
  changed(box) {
    if (box.matches?.("[data-batch-all]")) for (const each of this.boxes?.() ?? []) each.checked = box.checked;
    this.tell();
  }

  tell() {
    const boxes = this.boxes?.() ?? [];
    const ticked = boxes.filter((box) => box.checked).length;
    const count = this.querySelector("[data-count]");
    if (count) count.textContent = String(ticked);
    for (const act of this.querySelectorAll("button, select")) act.toggleAttribute("disabled", ticked === 0);
    const all = document.querySelector("[data-batch-all]");
    if (all instanceof HTMLInputElement) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  }
}

customElements.define("ms-batch", Batch);
