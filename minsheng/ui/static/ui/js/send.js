// @ts-check
/**
 * Send one photo and tell how far it is.
 * @param {string} url
 * @param {Blob} file
 * @param {string} csrf the form's own token
 * @param {(share: number) => void} progress
 * @returns {Promise<{token: string, small: string}>} rejected with the server's sentence, or an empty one
 */
export function send(url, file, csrf, progress) {
  const body = new FormData();
  body.append("photo", file, file instanceof File ? file.name : "photo.jpg");
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("X-CSRFToken", csrf);
  request.setRequestHeader("Accept", "application/json");
  return new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onerror = () => reject(new Error(""));
    request.onload = () => {
      const answer = request.response ?? {};
      if (request.status < 300 && answer.token) resolve(answer);
      else reject(new Error(answer.message ?? ""));
    };
    request.send(body);
  });
}

/**
 * The picture, a quarter turned to the right.
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
export async function turned(file) {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.height, picture.width];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.translate(canvas.width, 0);
  pen.rotate(Math.PI / 2);
  pen.drawImage(picture, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(""))), "image/jpeg", 0.92),
  );
}
