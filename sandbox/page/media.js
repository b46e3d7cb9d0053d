// Photos, films, voice notes and files inside a bubble.
import { h, s, tint } from "./dom.js";
import { icon } from "./icons.js";
import { enlarge } from "./viewer.js";

/** One photo or an album, as a grid; a tap enlarges. */
export function photos(messages, t) {
  const shots = messages.filter((message) => message.photo || message.file?.kind === "video");
  const pictures = shots.filter((message) => message.photo).map(({ photo, text }) => ({ url: photo.url, text }));
  const tiles = shots.map((message) => (message.photo ? tile(message.photo, pictures, shots.length, t) : film(message.file, t)));
  return h("div", { class: `photos n${Math.min(shots.length, 10)}` }, ...tiles);
}

function tile(photo, pictures, count, t) {
  const ratio = count === 1 && photo.width ? `aspect-ratio: ${photo.width} / ${photo.height}` : null;
  const number = pictures.findIndex(({ url }) => url === photo.url);
  const image = h("img", { src: photo.url, alt: t("photo"), style: ratio, decoding: "async" });
  return h("button", { type: "button", class: "photo", "aria-label": t("enlarge"), onclick: () => enlarge(pictures, number, t) }, image);
}

function film(file, t) {
  const video = h("video", { src: file.url, controls: true, playsinline: true, preload: "metadata", "aria-label": t("video") });
  video.addEventListener("error", () => video.replaceWith(download(file, "video", t)));
  return video;
}

/** Whatever is not a photo. */
export function attachment(file, t) {
  if (file.kind === "voice" || file.kind === "audio") return voice(file, t);
  if (file.kind === "video" || file.kind === "animation" || file.kind === "video_note") return h("div", { class: `film ${file.kind}` }, film(file, t));
  if (file.kind === "sticker") return h("div", { class: "sticker" }, file.emoji ?? t("sticker"));
  return download(file, "document", t);
}

function download(file, kind, t) {
  const name = file.file_name ?? t(kind);
  return h("a", { class: "file", href: file.url, download: name, "aria-label": `${t("download")}: ${name}` }, h("span", { class: "disc" }, icon(kind)),
    h("span", { class: "file-words" }, h("b", {}, name), h("small", {}, [size(file.file_size), t("download")].filter(Boolean).join(" · "))));
}

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** A small player: play, a wave drawn from the file's name, the time. Falls back to a download link. */
function voice(file, t) {
  const sound = new Audio();
  sound.preload = "none";
  sound.src = file.url;
  const button = h("button", { type: "button", class: "disc", "aria-label": t("play") }, icon("play"));
  const time = h("span", { class: "duration" }, clock(file.duration ?? 0));
  const { wave, reach } = waveform(file.url);
  const face = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", t(playing ? "pause" : "play"));
  };
  const player = h("div", { class: "voice", role: "group", "aria-label": t("voice") }, button, wave, time);
  const giveUp = () => player.replaceWith(download({ file_name: t("voice"), ...file }, "voice", t));
  button.addEventListener("click", () => (sound.paused ? sound.play().catch(giveUp) : sound.pause()));
  sound.addEventListener("play", () => face(true));
  sound.addEventListener("pause", () => face(false));
  sound.addEventListener("timeupdate", () => {
    time.textContent = clock(sound.currentTime);
    reach(sound.currentTime / (sound.duration || file.duration || 1));
  });
  sound.addEventListener("ended", () => reach(0));
  return player;
}

function waveform(name, count = 32) {
  const bars = Array.from({ length: count }, (_, index) => {
    const height = 4 + ((tint(`${name}${index}`, 97) * (1 + Math.sin(index / 3))) / 2) * 0.17;
    return s("rect", { x: index * 4, y: 11 - height / 2, width: 2.2, height, rx: 1.1 });
  });
  const wave = s("svg", { class: "wave", viewBox: `0 0 ${count * 4} 22`, "aria-hidden": "true" }, bars);
  const reach = (share) => bars.forEach((bar, index) => bar.classList.toggle("heard", index < share * count));
  return { wave, reach };
}
