// "Add a phone": who, in which language, looking at which chat.
import * as control from "./control.js";
import { h } from "./dom.js";
import { field, sheet } from "./sheet.js";
import { LANGUAGES } from "./words.js";

/** `world` is GET /control/state; `added(phone)` runs when the server has it. */
export function askPhone({ world, t, lang, added }) {
  const name = h("input", { name: "name", required: true, maxlength: 60, autocomplete: "off" });
  const role = h("input", { name: "role", maxlength: 40, autocomplete: "off", placeholder: t("roleExample") });
  const language = h("select", { name: "language" }, LANGUAGES.map(([code, label]) => h("option", { value: code, selected: code === lang }, label)));
  const chat = h("select", { name: "chat", required: true }, chats(world, t).map(([value, label]) => h("option", { value }, label)));
  const send = async () => {
    const person = await control.addPerson({ first_name: name.value.trim(), language_code: language.value });
    const label = role.value.trim() ? `${name.value.trim()} (${role.value.trim()})` : name.value.trim();
    const where = /^-?\d+$/.test(chat.value) ? Number(chat.value) : chat.value;
    added(await control.addPhone({ person: person.id, chat: where, label, locale: language.value }));
  };
  const fields = [h("p", { class: "lead" }, t("addPhoneHelp")), field(t("name"), name), field(t("role"), role), field(t("theirLanguage"), language), field(t("chatWith"), chat)];
  sheet({ title: t("addPhone"), action: t("add"), t, lang, fields, send });
  name.focus();
}

function chats({ bots, chats: all }, t) {
  const groups = all.filter(({ type }) => type !== "private");
  return [...bots.map((bot) => [bot.username, `${bot.name} (${t("bot")})`]), ...groups.map((group) => [group.id, `${group.title} (${t("group")})`])];
}
