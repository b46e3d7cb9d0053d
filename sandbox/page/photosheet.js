// "Photo": choose built-in samples and files; several make an album.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { field, sheet } from "./sheet.js";

const SAMPLES = ["pothole", "streetlight", "rubbish", "flood", "tree", "pavement"];
const MOST = 10;
const LONGEST = 1280;

export function askPhotos({ t, lang, send }) {
  const chosen = [];
  const files = h("div", { class: "thumbs own" });
  const count = h("p", { class: "count", role: "status" });
  const caption = h("textarea", { rows: 2, name: "caption" });
  const input = h("input", { type: "file", accept: "image/*", multiple: true });
  const recount = () => {
    const n = chosen.length;
    count.textContent = n > MOST ? t("atMost") : n === 0 ? "" : t(n === 1 ? "chosen" : "asAlbum", { n });
    submit.disabled = n === 0 || n > MOST;
    dialog.querySelectorAll(".thumb").forEach((thumb) => mark(thumb, chosen));
  };
  const flip = (photo) => {
    const at = chosen.indexOf(photo);
    if (at < 0) chosen.push(photo);
    else chosen.splice(at, 1);
    recount();
  };
  input.addEventListener("change", () => {
    for (const file of input.files) {
      const photo = { name: file.name, label: file.name, url: URL.createObjectURL(file), bytes: () => developed(photo.url, file) };
      files.append(thumbnail(photo, flip));
      flip(photo);
    }
    input.value = "";
  });
  const samples = SAMPLES.map((name) => ({ name: `${name}.jpg`, label: t(name), url: `/page/samples/${name}.svg`, bytes: () => developed(`/page/samples/${name}.svg`) }));
  const fields = [
    h("fieldset", {}, h("legend", {}, t("samples")), h("div", { class: "thumbs" }, samples.map((photo) => thumbnail(photo, flip)))),
    field(t("ownFiles"), input), files, field(t("caption"), caption), count,
  ];
  const { dialog, submit } = sheet({ title: t("photo"), action: t("sendPhotos"), t, lang, fields, send: () => upload(chosen, caption.value.trim(), send) });
  recount();
}

function thumbnail(photo, flip) {
  const thumb = h("button", { type: "button", class: "thumb", "aria-pressed": "false", onclick: () => flip(photo) },
    h("img", { src: photo.url, alt: "" }), h("span", { class: "name" }, photo.label), h("span", { class: "tick" }, icon("check")));
  thumb.photo = photo;
  return thumb;
}

function mark(thumb, chosen) {
  const at = chosen.indexOf(thumb.photo);
  thumb.setAttribute("aria-pressed", String(at >= 0));
  thumb.querySelector(".tick").replaceChildren(chosen.length > 1 && at >= 0 ? String(at + 1) : icon("check"));
}

async function upload(chosen, caption, send) {
  const form = new FormData();
  for (const photo of chosen) form.append("photo", await photo.bytes(), photo.name);
  form.append("caption", caption);
  await send("photo", form);
}

/** As a phone sends a photo: JPEG, at most 1280 pixels wide or high. What no browser can read goes as it is. */
async function developed(url, original) {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch (error) {
    if (original) return original;
    throw error;
  }
  const longest = Math.max(image.naturalWidth, image.naturalHeight);
  const scale = (original ? Math.min(LONGEST, longest) : LONGEST) / longest;
  const canvas = h("canvas", { width: Math.round(image.naturalWidth * scale), height: Math.round(image.naturalHeight * scale) });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
