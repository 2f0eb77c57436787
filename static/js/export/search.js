// The search of a copy of the site in a folder. A classic script, because pages opened from a folder may load no modules;
// the index comes as `window.SITE_INDEX` from a script beside this one.
(function () {
  "use strict";
  var index = window.SITE_INDEX;
  var base = document.currentScript.src.replace(/[^/]*$/, "");
  var form = document.querySelector("form[role=search]");
  if (!index || !form) return;
  var asked = new URLSearchParams(window.location.search);
  var query = (asked.get("q") || "").slice(0, 200);
  form.querySelector("[name=q]").value = query;

  // As in `cms.core.text.fold`: without marks, in small letters; groups of digits make one number.
  function words(text) {
    var folded = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return (folded.replace(/(\d)[ ./-]+(?=\d)/g, "$1").match(/[a-z0-9]+/g) || []).slice(0, 12);
  }

  var chosen = [];
  asked.forEach(function (code, kind) {
    if (["audience", "topic", "type", "age", "duration", "language"].indexOf(kind) >= 0 && code) {
      chosen.push(kind + ":" + code);
    }
  });
  if (!query && !chosen.length) return;

  var entries = index.entries.filter(function (entry) {
    var codes = entry.codes.split(" ");
    return chosen.every(function (code) { return codes.indexOf(code) >= 0; });
  });
  var WEIGHTS = [6, 3, 1];

  // The index holds each word and its stems, so a few letters less of a typed word meet the stem of another form.
  function weight(entry, word) {
    var least = Math.max(4, word.length - 4);
    var best = 0;
    entry.terms.forEach(function (terms, place) {
      var padded = " " + terms + " ";
      for (var length = word.length; length >= Math.min(least, word.length); length--) {
        if (padded.indexOf(" " + word.slice(0, length) + " ") >= 0) {
          best = Math.max(best, WEIGHTS[place] * (length === word.length ? 1 : 0.6));
          return;
        }
      }
      if (word.length > 2 && padded.indexOf(" " + word) >= 0) best = Math.max(best, WEIGHTS[place] * 0.5);
    });
    return best;
  }

  var terms = words(query);
  var rows = entries.map(function (entry) {
    return { entry: entry, weights: terms.map(function (word) { return weight(entry, word); }) };
  });
  // Rare words say more than common ones; a word that stands nearly everywhere says nothing.
  var rarity = terms.map(function (_word, place) {
    var having = rows.filter(function (row) { return row.weights[place]; }).length;
    return having ? Math.log(1 + entries.length / having) : 0;
  });
  function having(test) {
    return rows.filter(function (row) {
      return !terms.length || row.weights[test](function (found, place) { return found || !rarity[place]; });
    }).filter(function (row) { return !terms.length || row.weights.some(Boolean); });
  }
  var found = having("every");
  if (!found.length) found = having("some");
  found.forEach(function (row) {
    row.score = row.weights.reduce(function (sum, value, place) { return sum + value * rarity[place]; }, 0);
  });
  found.sort(function (one, other) {
    return other.score - one.score || one.entry.title.localeCompare(other.entry.title);
  });

  function add(parent, name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  document.querySelectorAll(".search-columns, #filters").forEach(function (part) { part.remove(); });
  var section = document.createElement("section");
  form.after(section);
  add(section, "h2", "visually-hidden", index.words.results);
  var many = (found.length === 1 ? index.words.one : index.words.many);
  var status = add(section, "p", "search-status", found.length ? many.replace("%(total)s", found.length) : index.words.none);
  status.setAttribute("role", "status");
  if (!found.length) add(section, "p", "", index.words.help);
  var list = add(section, "ol", "results");
  found.slice(0, index.limit).forEach(function (row) {
    var item = add(list, "li");
    var link = add(add(item, "h3"), "a", "", row.entry.title);
    link.href = base + row.entry.file;
    add(item, "p", "card__type", row.entry.kind);
    add(item, "p", "", row.entry.summary);
  });
})();
