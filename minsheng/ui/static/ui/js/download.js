// @ts-check
/** Inside an app's web view (WeChat, Alipay and their like) nothing can be downloaded: say where it can. */

const INSIDE = /MicroMessenger|AlipayClient|DingTalk|zjzwfw/i;

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[download]");
  if (!link || !INSIDE.test(navigator.userAgent)) return;
  event.preventDefault();
  const words = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=download-words]"));
  const note = Object.assign(document.createElement("p"), { className: "note note-soon", textContent: words?.content });
  note.setAttribute("role", "alert");
  document.getElementById("problem")?.replaceChildren(note);
});
