// The photo viewer: a dialog over the whole page, with the other photos of an album one key away.
import { h } from "./dom.js";
import { icon } from "./icons.js";

export function enlarge(pictures, number, t) {
  let at = Math.max(number, 0);
  const image = h("img", { alt: t("photo") });
  const caption = h("figcaption", {});
  const arrow = (name, key, step) => h("button", { type: "button", class: `arrow ${name}`, "aria-label": t(key), onclick: () => turn(step) }, icon(name));
  const arrows = pictures.length > 1 ? [arrow("left", "previous", -1), arrow("right", "next", 1)] : [];
  const dialog = h("dialog", { class: "viewer", "aria-label": t("photo") }, h("figure", {}, image, caption), ...arrows,
    h("button", { type: "button", class: "shut", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close")));
  const turn = (step) => {
    at = (at + step + pictures.length) % pictures.length;
    image.src = pictures[at].url;
    caption.textContent = pictures.find(({ text }) => text)?.text ?? "";
  };
  dialog.addEventListener("click", (event) => event.target.closest("button, img") || dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  turn(0);
  dialog.showModal();
}
