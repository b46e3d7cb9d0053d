// The attach menu and its dialogs for single files. Photos and places have files of their own.
import { h } from "./dom.js";
import { askPhotos } from "./photosheet.js";
import { askPlace } from "./placesheet.js";
import { field, sheet } from "./sheet.js";

const ACCEPT = { voice: "audio/*", video: "video/*", document: "" };
const SAMPLES = { voice: "voice.ogg", video: "video.mp4" };

/** `send(action, body)` posts to this phone; `t`, `lang` are the phone's. */
export function attachments({ t, lang, send }) {
  const entry = (name, act) => ({ icon: name, label: t(name), act });
  return [
    entry("photo", () => askPhotos({ t, lang, send })),
    entry("pin", () => askPlace({ t, lang, send })),
    entry("venue", () => askPlace({ t, lang, send, venue: true })),
    entry("voice", () => askFile("voice", { t, lang, send })),
    entry("video", () => askFile("video", { t, lang, send })),
    entry("document", () => askFile("document", { t, lang, send })),
    entry("contact", () => send("contact", {})),
  ];
}

/** A file of one's own, or a sample: a spoken sentence, a short film; the document is the server's. */
function askFile(kind, { t, lang, send }) {
  const input = h("input", { type: "file", accept: ACCEPT[kind] });
  const caption = h("textarea", { rows: 2 });
  const upload = async () => {
    const file = input.files[0] ?? (await sample(kind));
    if (!file) return send(kind, { caption: caption.value.trim() });
    const form = new FormData();
    form.append("file", file, file.name ?? SAMPLES[kind]);
    form.append("caption", caption.value.trim());
    return send(kind, form);
  };
  const words = () => (submit.textContent = input.files.length ? t("send") : t("sample"));
  input.addEventListener("change", () => words());
  const fields = [h("p", { class: "lead" }, t("sampleHelp")), field(t("chooseFile"), input), field(t("caption"), caption)];
  const { submit } = sheet({ title: t(kind), action: t("sample"), t, lang, fields, send: upload });
  submit.focus();
}

async function sample(kind) {
  const name = SAMPLES[kind];
  return name ? (await fetch(`/page/samples/${name}`)).blob() : null;
}
