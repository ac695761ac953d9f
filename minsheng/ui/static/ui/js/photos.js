// @ts-check
/** <ms-photos>: each photo is sent when it is picked and kept by its token, so that nothing is lost with the form. */
import { send } from "./send.js";
import { card } from "./photo.js";

class Photos extends HTMLElement {
  connectedCallback() {
    this.list = /** @type {HTMLElement} */ (this.querySelector("ul"));
    this.said = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    this.input = /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
    this.form = this.closest("form");
    this.sending = new Set();
    for (const item of this.list.children) card(/** @type {HTMLLIElement} */ (item), this);
    this.input.addEventListener("change", () => this.take([...(this.input?.files ?? [])]));
    this.form?.addEventListener("submit", (event) => void this.hold(event), true);
  }

  /** @param {File[]} files */
  take(files) {
    const limit = Number(this.dataset.limit);
    const room = limit - this.list.children.length;
    this.say(files.length > room ? this.dataset.wordsMany : "");
    for (const file of files.slice(0, Math.max(room, 0))) this.add(file);
    this.input.value = "";
  }

  /** @param {Blob} file @param {Element | null} [before] */
  add(file, before = null) {
    const item = document.createElement("li");
    this.list.insertBefore(item, before);
    const shown = card(item, this, file);
    const sending = send(this.dataset.upload ?? "", file, this.csrf, shown.progress)
      .then((kept) => shown.keep(kept, this.dataset.tokens ?? ""))
      .catch((error) => this.say(shown.fail(error.message || (this.dataset.wordsFailed ?? ""))))
      .finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  get csrf() {
    const field = this.form?.querySelector("[name=csrfmiddlewaretoken]");
    return field instanceof HTMLInputElement ? field.value : "";
  }

  /** @param {string} [words] */
  say(words = "") {
    this.said.textContent = words;
  }

  /** Sending the form waits for the photos. @param {SubmitEvent} event */
  async hold(event) {
    if (!this.sending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.form?.dispatchEvent(new CustomEvent("ms-held", { bubbles: true }));
    this.say(this.dataset.wordsSending);
    await Promise.allSettled(this.sending);
    this.form?.requestSubmit(event.submitter);
  }
}

customElements.define("ms-photos", Photos);
