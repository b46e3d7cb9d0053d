// The sandbox's control API, as this page uses it.

const ROOT = "/control";

async function call(path, options) {
  const response = await fetch(ROOT + path, options);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.error ?? answer?.description ?? `HTTP ${response.status}`);
  return answer;
}

function post(path, body = {}) {
  if (body instanceof FormData) return call(path, { method: "POST", body });
  const headers = { "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export const state = () => call("/state");
export const view = (phone) => call(`/phones/${phone}/messages`);
export const act = (phone, action, body) => post(`/phones/${phone}/${action}`, body);
export const addPerson = (person) => post("/people", person);
export const addPhone = (phone) => post("/phones", phone);

/** Follow the server's events for ever: after a restart of the server the page finds it again by itself. */
export function listen({ opened, changed, lost }) {
  let wait = 400;
  const connect = () => {
    const source = new EventSource(`${ROOT}/events`);
    source.onopen = () => {
      wait = 400;
      opened();
    };
    source.onmessage = (event) => changed(JSON.parse(event.data));
    source.onerror = () => {
      source.close();
      lost();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 4000);
    };
  };
  connect();
}
