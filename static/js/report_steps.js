// Turns the first screen of the report form into the whole form, one screen at a time. What is typed stays in the
// memory of this page until it is sent; it is in no storage and in no address.
const form = document.querySelector("form[data-steps]");
const rest = form.querySelector("template");
form.append(rest.content);
rest.remove();

const screens = [...form.querySelectorAll("[data-step]")];
const buttons = form.querySelector("[data-buttons]");
const progress = form.querySelector("[data-of]");
const danger = form.querySelector("[data-danger]");
const value = (name) => form.elements[name]?.value.trim() ?? "";
const door = () => form.querySelector("#report-door").value;
const checked = (name) => form.querySelector(`[name=${name}]:checked`);
let current = "start";

const behindTile = () => checked("tile")?.closest("label").dataset.group?.split(" ").filter(Boolean) ?? [];

function category() {
  const behind = behindTile();
  if (behind.length < 2) return behind[0] ?? "unsure";
  const chosen = checked("category")?.value ?? "";
  return behind.includes(chosen) ? chosen : "unsure";
}

const questions = () => [...form.querySelectorAll("[data-step=questions] [data-group]")];
const fits = (element, code) => element.dataset.group.split(" ").includes(code);

function order() {
  const asked = questions().some((question) => fits(question, category())) ? ["questions"] : [];
  const middle = value("addresses") ? ["ready", ...asked, "words"] : ["words", "ready", ...asked];
  const kind = behindTile().length > 1 ? ["kind"] : [];
  return ["start", "role", "what", ...kind, "where", ...middle, "person", "more", "contact"];
}

function isMissing(step) {
  if (step === "what") return !checked("tile");
  if (step === "kind") return ![...behindTile(), "unsure"].includes(checked("category")?.value);
  if (step === "where") return !value("addresses") && !form.elements.no_link.checked;
  return step === "words" && !value("addresses") && !value("description");
}

// Shows only what fits the answers so far.
function fit(step) {
  if (step === "role") {
    for (const label of form.querySelectorAll("[data-step=role] [data-group]")) label.hidden = !fits(label, door());
  } else if (step === "kind") {
    const behind = [...behindTile(), "unsure"];
    for (const input of form.elements.category) input.closest("label").hidden = !behind.includes(input.value);
  } else if (step === "questions") {
    for (const question of questions()) question.hidden = !fits(question, category());
  } else if (step === "ready") {
    const chosen = category() === "unsure" ? checked("tile") : (checked("category") ?? checked("tile"));
    const named = behindTile().length > 1 ? chosen : checked("tile");
    summarise("what", named.closest("label").querySelector(".tile__title").textContent);
    summarise("where", value("addresses").replace(/http/gi, "hxxp").replaceAll(".", "[.]"));
    summarise("words", value("description"));
    guessPlatform();
  }
}

function summarise(name, words) {
  const place = form.querySelector(`[data-summary=${name}]`);
  place.textContent = words;
  place.parentElement.hidden = !words;
}

function guessPlatform() {
  const select = form.elements.platform;
  if (select.dataset.touched) return;
  const where = value("addresses").toLowerCase();
  // Hosts with what may stand around them: `.` before, so that `www.` and `m.` count too.
  const hosts = where.split(/[\s/,;]+/).map((part) => `.${part.split(/[?#:]/)[0]}`);
  const known = [...select.options].find((option) =>
    (option.dataset.hosts ?? "").split(" ").some((host) => host && hosts.some((part) => part.endsWith(`.${host}`))),
  );
  select.value = known?.value ?? "";
}

function show(step) {
  current = step;
  const steps = order();
  fit(step);
  for (const screen of screens) screen.hidden = screen.dataset.step !== step;
  const place = steps.indexOf(step);
  const ready = steps.indexOf("ready");
  buttons.hidden = step === "start";
  buttons.querySelector("[value=next]").hidden = place === steps.length - 1;
  buttons.querySelector("[value=send]").hidden = place < ready;
  buttons.dataset.at = step;
  const counted = { start: 1, role: 2, what: 3, kind: 3, where: 4, words: 4 };
  const [number, total] = place > ready ? [place - ready, steps.length - ready - 1] : [counted[step], 4];
  progress.hidden = step === "ready";
  progress.parentElement.hidden = step === "start";
  danger.hidden = step === "start" || checked("is_in_danger")?.value !== "yes";
  progress.textContent = `${number} ${progress.dataset.of} ${total}${place > ready ? progress.dataset.optional : ""}`;
  document.body.classList.toggle("is-reporting", step !== "start");
  for (const words of form.querySelectorAll("[data-missing]")) words.hidden = true;
  const screen = screens.find((one) => one.dataset.step === step);
  const title = screen.querySelector(".step__title, .field__label");
  title.setAttribute("tabindex", "-1");
  title.focus();
  (step === "start" ? form : document.body).scrollIntoView({ behavior: "instant" });
}

function go(forward) {
  if (forward && isMissing(current)) {
    const words = form.querySelector(`[data-step=${current}] [data-missing]`);
    words.hidden = false;
    words.setAttribute("tabindex", "-1");
    words.focus();
    words.scrollIntoView({ behavior: "instant", block: "center" });
    return;
  }
  const steps = order();
  if (current === "start") history.pushState({ isReporting: true }, "");
  show(steps[Math.max(0, Math.min(steps.length - 1, steps.indexOf(current) + (forward ? 1 : -1)))]);
}

form.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  // Enter in a text field presses the first button of the form, wherever it is.
  const isVisible = pressed && pressed.offsetParent !== null;
  if (isVisible && pressed.value === "send") return;
  event.preventDefault();
  if (isVisible && pressed.name === "door") {
    form.querySelector("#report-door").value = pressed.value;
  }
  go(!(isVisible && pressed.value === "back"));
});
form.elements.platform.addEventListener("change", (event) => {
  event.target.dataset.touched = "yes";
});
// The telephone's Back leads to the screen before, not out of what was typed.
window.addEventListener("popstate", () => {
  if (!form.isConnected || current === "start") return;
  go(false);
  if (current !== "start") history.pushState({ isReporting: true }, "");
});
