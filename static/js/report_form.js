// Sends the hotline's forms without leaving the page: a lost connection loses nothing that was typed, and nothing is
// kept in the browser. Without JavaScript the same forms are plain posts.
const settings = document.querySelector("script[data-challenge]").dataset;
// How long a report waits for its proof of work, in milliseconds; then it goes without.
const PATIENCE = 20000;
let work = null;

async function prove() {
  const { challenge, token } = await (await fetch(settings.challenge)).json();
  const solution = await new Promise((resolve, reject) => {
    if (!window.isSecureContext) reject();
    const worker = new Worker(settings.worker);
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(challenge.parameters);
  }).catch(() => null);
  return { token, proof: solution ? btoa(JSON.stringify({ challenge, solution })) : "" };
}

function proved() {
  work ??= prove().catch(() => {
    work = null;
    return {};
  });
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE, {}))]);
}

// Works while somebody is still typing.
function begin(event) {
  if (event.target.closest?.("form[data-private]")?.querySelector("[value=send], [value=open]")) proved();
}

function say(form, words) {
  const status = form.querySelector(".form__status");
  if (status) status.textContent = words;
}

function show(flow, title) {
  document.title = title;
  document.body.classList.add("is-reporting");
  document.querySelector("main").replaceChildren(flow);
  window.scrollTo({ top: 0, behavior: "instant" });
  const first = [".error-summary, [role=alert]", "[role=status]:not(:empty):not([hidden])", "h1"]
    .map((wanted) => flow.querySelector(wanted))
    .find(Boolean);
  first?.setAttribute("tabindex", "-1");
  first?.focus();
  reveal();
}

function reveal() {
  for (const tools of document.querySelectorAll("[data-tools]")) tools.hidden = false;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

async function send(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  say(form, settings.sending);
  if (["send", "open"].includes(data.get("go"))) {
    const { token, proof } = await proved();
    if (!data.get("token") && token) data.set("token", token);
    if (!data.get("proof") && proof) data.set("proof", proof);
  }
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const flow = page.querySelector("[data-flow]");
  if (!flow) throw new Error(page.querySelector(".lede")?.textContent);
  // The next form needs a challenge of its own.
  if (["send", "open"].includes(data.get("go")) && answer.ok) work = null;
  show(flow, page.title);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-private]")) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  try {
    await send(form, event.submitter);
  } catch (error) {
    say(form, (error.name === "Error" && error.message) || settings.offline);
  }
  delete form.dataset.busy;
});

document.addEventListener("input", begin);
document.addEventListener("click", (event) => {
  begin(event);
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) return window.print();
  const words = document.getElementById(button.dataset.copy).textContent;
  navigator.clipboard.writeText(words).then(() => {
    document.querySelector("[data-copied]").hidden = false;
  });
});
reveal();
