// @ts-check
/** @typedef {{token: string, small: string, rotate?: string, remove?: string}} Kept what the server keeps of a photo */

/**
 * Post to the server and tell how far it is.
 * @param {string} url
 * @param {string} csrf the form's own token
 * @param {Blob} [file] the photo, if one is sent
 * @param {(share: number) => void} [progress]
 * @returns {Promise<Kept>} rejected with the server's sentence, or an empty one
 */
export function send(url, csrf, file, progress) {
  const body = new FormData();
  if (file) body.append("photo", file, file instanceof File ? file.name : "photo.jpg");
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("X-CSRFToken", csrf);
  request.setRequestHeader("Accept", "application/json");
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => progress?.(event.loaded / event.total);
    request.onerror = () => reject(new Error(""));
    request.onload = () => {
      if (request.status < 300) resolve(request.response ?? {});
      else reject(new Error(request.response?.message ?? ""));
    };
    request.send(body);
  });
}
