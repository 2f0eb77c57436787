// Shows the buttons that copy a text beside them. Without it the text can be selected.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const said = button.closest("section, main").querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        if (said) said.textContent = `${said.dataset.copied}: ${button.dataset.copy}`;
      } catch {
        // Not allowed here: mark the text, so that it can be copied by hand.
        getSelection().selectAllChildren(button.parentElement.querySelector("code"));
      }
    });
  }
}
