// The bar over the phones: title, one sentence, what to try, the page's language, a new phone.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `on`: {language(code), add(), hint(hint)} */
export function topbar({ t, lang, title, hints, on }) {
  return [
    h("div", { class: "words" }, h("h1", {}, title), h("p", { class: "intro" }, t("intro"))),
    h("div", { class: "actions" }, hintList({ t, hints, on }), languages({ t, lang, on }),
      h("button", { type: "button", class: "plain add", "aria-label": t("addPhone"), onclick: on.add }, icon("plus"), h("span", {}, t("addPhone")))),
  ];
}

function hintList({ t, hints, on }) {
  const details = h("details", { class: "hints" }, h("summary", { class: "plain", "aria-label": t("hints") }, icon("bulb"), h("span", {}, t("hints"))));
  const step = (hint) => {
    if (!hint.say && !hint.open) return h("li", {}, h("span", {}, hint.text));
    const act = () => {
      details.open = false;
      on.hint(hint);
    };
    return h("li", {}, h("button", { type: "button", onclick: act }, h("span", {}, hint.text), hint.say ? h("q", {}, hint.say) : null));
  };
  details.append(h("div", { class: "hint-panel" }, h("p", { class: "intro" }, t("intro")), h("h2", {}, t("hints")), h("ol", {}, hints.map(step)), h("p", { class: "faint" }, t("hintsHelp"))));
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    details.querySelector("summary").focus();
  });
  return details;
}

function languages({ t, lang, on }) {
  const choice = (code, name) => h("button", { type: "button", "aria-pressed": String(code === lang), lang: code, title: name, "aria-label": name, onclick: () => on.language(code) }, code.toUpperCase());
  return h("div", { class: "languages", role: "group", "aria-label": t("language") }, choice("id", "Bahasa Indonesia"), choice("en", "English"));
}

document.addEventListener("pointerdown", (event) => {
  const open = document.querySelector(".hints[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
