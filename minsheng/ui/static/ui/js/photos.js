// @ts-check
/** <ms-photos>: each photo is sent when it is picked and kept by its token, so that nothing is lost with the form. */
import { card } from "./photo.js";
import { send } from "./send.js";

class Photos extends HTMLElement {
  connectedCallback() {
    this.list = /** @type {HTMLElement} */ (this.querySelector("ul"));
    this.input = /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
    this.form = this.closest("form");
    this.tokens = this.dataset.tokens ?? "";
    this.sending = new Set();
    for (const item of this.list.children) card(/** @type {HTMLElement} */ (item), this);
    this.input.addEventListener("change", () => this.take([...(this.input?.files ?? [])]));
    this.form?.addEventListener("submit", (event) => void this.hold(event), true);
  }

  get csrf() {
    const field = this.form?.querySelector("[name=csrfmiddlewaretoken]");
    return field instanceof HTMLInputElement ? field.value : "";
  }

  /** @param {File[]} files */
  take(files) {
    const room = Math.max(Number(this.dataset.limit) - this.list.children.length, 0);
    this.failed(files.length > room ? this.dataset.wordsMany : " ");
    for (const file of files.slice(0, room)) this.add(file);
    this.input.value = "";
  }

  /** @param {File} file */
  add(file) {
    const shown = card(this.list.appendChild(document.createElement("li")), this, file);
    const sending = send(this.dataset.upload ?? "", this.csrf, file, shown.progress)
      .then(shown.keep, (error) => (shown.drop(), this.failed(error.message)))
      .finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  left = () => this.input.focus();

  failed(words = "") {
    const said = this.querySelector("[role=status]");
    if (said) said.textContent = (words || (this.dataset.wordsFailed ?? "")).trim();
  }

  /** Sending the form waits for the photos. @param {SubmitEvent} event */
  async hold(event) {
    if (!this.sending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.form?.dispatchEvent(new CustomEvent("ms-held", { bubbles: true }));
    this.failed(this.dataset.wordsSending);
    await Promise.allSettled(this.sending);
    this.form?.requestSubmit(event.submitter);
  }
}

customElements.define("ms-photos", Photos);
