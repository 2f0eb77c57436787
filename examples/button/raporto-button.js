// <raporto-button lang="sq" href="https://isigurt.al/sq/raporto/"></raporto-button>
//
// A button that leads to RAPORTO. It loads nothing, stores nothing and tells nobody that it was shown; the link itself
// carries no referrer. Copy this file to your own site: then not even a visit to your page is known to anybody else.
const WORDS = {
  sq: { text: "Raporto", hint: "përmbajtje të dëmshme në internet, pa emër" },
  en: { text: "Report", hint: "harmful content online, anonymously" },
};

class RaportoButton extends HTMLElement {
  static observedAttributes = ["lang", "href"];

  connectedCallback() {
    this.attachShadow({ mode: "open" });
    this.draw();
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.draw();
  }

  draw() {
    const language = this.getAttribute("lang") === "en" ? "en" : "sq";
    const words = WORDS[language];
    const fallback = `https://isigurt.al/${language === "en" ? "en/report" : "sq/raporto"}/`;
    const link = document.createElement("a");
    const wanted = this.getAttribute("href") ?? fallback;
    link.href = /^https?:\/\//.test(wanted) ? wanted : fallback;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.referrerPolicy = "no-referrer";
    link.lang = language;
    link.part = "link";
    const strong = document.createElement("strong");
    strong.textContent = words.text;
    link.append(strong, ` ${words.hint}`);
    const style = new CSSStyleSheet();
    style.replaceSync(`
      a { display: inline-flex; flex-wrap: wrap; gap: 0 .5ch; align-items: center; min-height: 44px; padding: .3rem 1rem;
          border-radius: 6px; background: #8e1b3a; color: #fff; font: 1rem/1.4 system-ui, sans-serif; text-decoration: none; }
      a:hover, a:focus-visible { text-decoration: underline; outline: 3px solid currentColor; outline-offset: 2px; }
    `);
    this.shadowRoot.adoptedStyleSheets = [style];
    this.shadowRoot.replaceChildren(link);
  }
}

customElements.define("raporto-button", RaportoButton);
