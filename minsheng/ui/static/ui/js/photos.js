// @ts-check
/** <ms-photos>: each photo is sent when it is picked and kept by its token, so that nothing is lost with the form. */

class Photos extends HTMLElement {
  connectedCallback() {
    this.list = /** @type {HTMLElement} */ (this.querySelector("ul"));
    this.input = /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
    this.form = this.closest("form");
    this.tokens = this.dataset.tokens ?? "";
    [this.sending, this.line] = [new Set(), Promise.resolve()];
    for (const item of this.list.children) void this.send(item);
    this.input.addEventListener("change", () => this.take([...(this.input?.files ?? [])]));
    this.form?.addEventListener("submit", (event) => void this.hold(event), true);
  }

  get csrf() {
    return String(new FormData(/** @type {HTMLFormElement} */ (this.form)).get("csrfmiddlewaretoken") ?? "");
  }

  take(/** @type {File[]} */ files) {
    const room = Math.max(Number(this.dataset.limit) - this.list.children.length, 0);
    void this.mended();
    if (files.length > room) void this.failed(this.dataset.wordsMany);
    for (const file of files.slice(0, room)) this.add(file);
    this.input.value = "";
  }

  add(/** @type {File} */ file) {
    const item = this.list.appendChild(document.createElement("li"));
    const sending = this.send(item, file).finally(() => this.sending.delete(sending));
    this.sending.add(sending);
  }

  /** @param {Element} item @param {File} [file] One is sent after the other: the first brings the session that keeps all. */
  async send(item, file) {
    const [{ card }, { send }] = await Promise.all([import("./photo.js"), import("./send.js")]);
    const shown = card(/** @type {HTMLElement} */ (item), this, file);
    const lost = (/** @type {Error} */ error) => (shown.drop(), this.failed(error.message));
    const go = () => send(this.dataset.upload ?? "", this.csrf, file, shown.progress).then(shown.keep, lost);
    if (file) await (this.line = this.line?.then(go));
  }

  left = () => (void this.mended(), this.input.focus());
  mended = async () => (await import("./mended.js")).mended(this);
  failed = async (words = "") => (await import("./mended.js")).say(this, words || this.dataset.wordsFailed);

  /** Sending the form waits for the photos. @param {SubmitEvent} event */
  async hold(event) {
    if (!this.sending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.form?.dispatchEvent(new CustomEvent("ms-held", { bubbles: true }));
    void this.failed(this.dataset.wordsSending);
    await Promise.allSettled(this.sending);
    this.form?.requestSubmit(event.submitter);
  }
}

customElements.define("ms-photos", Photos);
