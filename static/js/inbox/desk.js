// The desk with JavaScript: pieces are revealed in place, addresses can be copied, only fitting questions show.
// Everything here works without it; what fails falls back to the plain form.

const IN_PLACE = { "X-Inbox-In-Place": "1" };

function offerCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.previousElementSibling.textContent);
      button.textContent = button.dataset.copied;
    });
  }
}

// Every form of the page carries what is revealed, so that it stays revealed on the page that answers.
function rememberShown(code) {
  for (const form of document.querySelectorAll('.desk form[method="post"]')) {
    if (!form.querySelector('[name="csrfmiddlewaretoken"]')) continue;
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "shown", value: code });
    form.append(input);
  }
}

async function revealInPlace(event) {
  const form = event.target.closest("form[data-reveal]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", headers: IN_PLACE, body, redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const passage = holder.content.firstElementChild;
    form.replaceWith(passage);
    offerCopies(passage);
    rememberShown(form.elements.part.value);
    passage.focus();
  } catch {
    // The inbox may have closed, or the line is down: the plain form says what is the matter.
    button.disabled = false;
    form.submit();
  }
}

// Questions of other categories are put away, not removed: an answer comes back with its category.
function fitQuestions(list) {
  const category = document.getElementById(list.dataset.questions);
  const fit = () => {
    for (const question of list.querySelectorAll("[data-categories]")) {
      question.hidden = !question.dataset.categories.split(" ").includes(category.value);
    }
    list.closest("section").hidden = !list.querySelector("[data-categories]:not([hidden])");
  };
  category.addEventListener("change", fit);
  fit();
}

document.addEventListener("submit", revealInPlace);
offerCopies(document);
document.querySelectorAll("[data-questions]").forEach(fitQuestions);
document.querySelector(".desk [role=alert]")?.scrollIntoView({ block: "center" });
