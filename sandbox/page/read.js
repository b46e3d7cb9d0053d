// From what GET /control/phones/{n}/messages answers to what the page draws. The only file that knows those field names.

const FILES = ["video", "voice", "audio", "document", "animation", "video_note", "sticker"];

/** A file as {url, …}; the server may give an object, an array of photo sizes, or just the file_unique_id. */
function file(value) {
  if (!value) return null;
  if (Array.isArray(value)) return file(value.at(-1));
  if (typeof value === "string") return { url: value.startsWith("/") ? value : `/control/files/${value}` };
  return { ...value, url: value.url ?? `/control/files/${value.file_unique_id}` };
}

function place(message) {
  const { venue, location } = message;
  if (!venue && !location) return null;
  const at = venue?.location ?? location ?? venue;
  return { lat: at.latitude ?? at.lat, lon: at.longitude ?? at.lon, title: venue?.title, address: venue?.address };
}

function rows(markup) {
  if (!markup) return [];
  return Array.isArray(markup) ? markup : (markup.inline_keyboard ?? []);
}

function attachment(message) {
  const kind = FILES.find((name) => message[name]);
  return kind ? { kind, ...file(message[kind]) } : null;
}

function readMessage(raw) {
  const { reply_to: reply, from, sticker, poll, contact } = raw;
  return {
    id: raw.message_id,
    from: { name: from?.name ?? "", isBot: Boolean(from?.is_bot), me: Boolean(from?.me) },
    date: new Date(typeof raw.date === "number" ? raw.date * 1000 : raw.date),
    text: raw.text ?? raw.caption ?? "",
    html: raw.html ?? "",
    photo: file(raw.photo),
    file: attachment(raw),
    place: place(raw),
    contact, poll, sticker,
    quote: reply && typeof reply === "object" ? { id: reply.message_id, name: reply.from?.name ?? reply.name ?? "", text: reply.text ?? reply.caption ?? "" } : reply ? { id: reply } : null,
    buttons: rows(raw.reply_markup),
    edited: Boolean(raw.edited),
    topic: raw.topic?.id ?? raw.topic?.message_thread_id ?? raw.topic ?? null,
    album: raw.media_group_id ?? null,
    service: raw.service ?? null,
    reactions: raw.reactions ?? [],
  };
}

function readKeyboard(raw) {
  if (!raw) return null;
  const grid = Array.isArray(raw) ? raw : (raw.keyboard ?? []);
  const keys = grid.map((row) => row.map((key) => (typeof key === "string" ? { text: key } : key)));
  return keys.length ? { keys, once: Boolean(raw.one_time_keyboard), hint: raw.input_field_placeholder } : null;
}

export function readView(raw) {
  return {
    messages: (raw.messages ?? []).map(readMessage),
    keyboard: readKeyboard(raw.keyboard),
    typing: Boolean(raw.typing),
    alert: typeof raw.alert === "string" ? { text: raw.alert } : (raw.alert ?? null),
    commands: raw.commands ?? [],
    topics: (raw.topics ?? []).map((topic) => ({ id: topic.id ?? topic.message_thread_id, name: topic.name, closed: Boolean(topic.closed) })),
    blocked: Boolean(raw.blocked),
    description: raw.description ?? "",
  };
}

/** Neighbouring photos or videos of one album become one item: [[message], [message, message], …]. */
export function inAlbums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.album && last?.[0].album === message.album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}
