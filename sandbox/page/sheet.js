// A modal form: title, fields, Cancel and one action. It stays open, saying why, when the action fails.
import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `send` is awaited; `fields` are nodes; `foot` are further buttons left of the action. */
export function sheet({ title, action, send, fields, t, foot = [], lang }) {
  const trouble = h("p", { class: "trouble", role: "alert" });
  const close = () => dialog.close();
  const submit = h("button", { type: "submit", class: "primary" }, action);
  const heading = h("h2", {}, title);
  heading.id = `sheet-${Math.random().toString(36).slice(2)}`;
  const form = h("form", { method: "dialog" },
    h("header", {}, heading, h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: close }, icon("close"))),
    h("div", { class: "fields" }, ...fields, trouble),
    h("footer", {}, ...foot, h("button", { type: "button", class: "quiet", onclick: close }, t("cancel")), submit));
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": heading.id, lang }, form);
  const run = async (work) => {
    trouble.textContent = "";
    submit.disabled = true;
    try {
      await work();
      close();
    } catch (error) {
      trouble.textContent = t("failed", { why: error.message });
    }
    submit.disabled = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(send);
  });
  dialog.addEventListener("pointerdown", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, submit, run };
}

/** A labelled field: field("Nama", h("input", {name: "name"})) */
export function field(label, control, help) {
  return h("label", { class: "field" }, h("span", {}, label), control, help ? h("small", {}, help) : null);
}
