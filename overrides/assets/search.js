/* The search page. The index is a script that sets `sessionpressIndex`, rows of
   [address#anchor, page, heading, session, text]; a page opened from disk can load it too.
   Nothing is ever read as markup. The words that are shown come from the form. */
"use strict";
(() => {
  const form = document.querySelector(".ask");
  const input = form && form.elements.q;
  const status = document.getElementById("found");
  const list = document.getElementById("results");
  const source = window.sessionpressIndex;
  if (!input || !status || !list || !Array.isArray(source)) return;

  const PAGES = 30; // shown at most
  const PASSAGES = 3; // shown of each page
  const BEFORE = 60; // letters before the first hit of an excerpt
  const EXCERPT = 220; // letters of an excerpt

  /* Letters that people use for one another. Marks that change no letter, joiners, direction marks
     and apostrophes are dropped; vowel signs of other scripts (Bengali) are letters and stay. */
  const DROPPED = new RegExp(
    "[\\u0300-\\u036f\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0640\\u00ad\\u061c" +
      "\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069'\\u2018\\u2019\\u02bc]", "g");
  const SAME = {
    "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d2": "\u064a", // yeh
    "\u06a9": "\u0643", "\u06aa": "\u0643", // kaf
    "\u0671": "\u0627", // alef
    "\u0629": "\u0647", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06c3": "\u0647", "\u06d5": "\u0647", // heh
    "\u06ba": "\u0646", // noon
    "\u0131": "i", "\u0259": "e", "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o",
    "\u0111": "d", "\u0142": "l",
  };
  const OTHER = new RegExp(`[${Object.keys(SAME).join("")}]`, "g");
  const DIGIT = /[\u0660-\u0669\u06f0-\u06f9\u09e6-\u09ef]/g;
  const GAP = /[^\p{L}\p{M}\p{N}]+/gu;
  const WORD = /[\p{L}\p{M}\p{N}'\u2019\u0640\u200c\u200d]+/gu;
  // The Arabic article, alone or behind a short particle, when a word is left.
  const ARTICLE = / (?:[\u0648\u0628\u0641\u0643]?\u0627\u0644|\u0644\u0644)(?=[\u0621-\u064a]{2})/g;

  const digit = (letter) => {
    const code = letter.charCodeAt(0);
    return String((code & 15) - (code < 0x9e6 ? 0 : 6));
  };
  /** Words as they are compared: " in small letters with one space between " them. */
  const fold = (text) =>
    ` ${text.toLowerCase().normalize("NFKD")} `
      .replace(DROPPED, "")
      .replace(OTHER, (letter) => SAME[letter])
      .replace(DIGIT, digit)
      .replace(GAP, " ")
      .replace(ARTICLE, " ");

  /** The passages of the index by page, folded when the first question comes. */
  let pages = null;
  const read = () => {
    const found = new Map();
    for (const [address, title, heading, group, text] of source) {
      const file = address.split("#")[0];
      if (!found.has(file)) {
        const [name, part] = [fold(title), fold(group)];
        found.set(file, { address: file, title, group, name, part, passages: [] });
      }
      found.get(file).passages.push({ address, heading, text, name: fold(heading), words: fold(text) });
    }
    return [...found.values()];
  };

  /** 0 without the term, `weight` when a word begins with it, one more when it is a word. */
  const hit = (words, term, weight) =>
    words.includes(` ${term} `) ? weight + 1 : words.includes(` ${term}`) ? weight : 0;
  const inPassage = (passage, term) => Math.max(hit(passage.name, term, 10), hit(passage.words, term, 1));
  const inName = (page, term) => Math.max(hit(page.name, term, 30), hit(page.part, term, 3));
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

  /** How well a page answers, and its best passages; null when a term is nowhere on it. */
  const judge = (page, terms) => {
    const inside = page.passages.map((passage) => terms.map((term) => inPassage(passage, term)));
    const best = terms.map((term, place) =>
      Math.max(inName(page, term), ...inside.map((scores) => scores[place])));
    if (best.includes(0)) return null;
    const ranked = page.passages
      .map((passage, place) => {
        const scores = inside[place];
        return { passage, score: sum(scores) + (scores.includes(0) ? 0 : 100) };
      })
      .filter((one) => one.score)
      .sort((one, other) => other.score - one.score);
    const whole = ranked.length && ranked[0].score > 100;
    // Where one passage has all the words, the others would only be noise.
    const shown = ranked.filter((one) => !whole || one.score > 100).slice(0, PASSAGES);
    return { page, score: sum(best) + (whole ? 5 : 0), shown: shown.map((one) => one.passage) };
  };

  /** Gives the part of the question that a word of a text answers, or nothing. */
  const matcher = (terms) => {
    const whole = new Set();
    const starts = [];
    for (const term of terms) {
      const parts = term.split(" ");
      starts.push(parts.pop());
      parts.forEach((part) => whole.add(part));
    }
    return (word) => {
      const folded = fold(word).trim();
      return whole.has(folded) ? folded : starts.find((start) => folded.startsWith(start));
    };
  };

  const make = (name, text) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return element;
  };

  /** Puts a text into an element, the words that were asked for in <mark>. */
  const write = (parent, text, asked) => {
    let at = 0;
    for (const match of text.matchAll(WORD)) {
      if (!asked(match[0])) continue;
      parent.append(text.slice(at, match.index), make("mark", match[0]));
      at = match.index + match[0].length;
    }
    parent.append(text.slice(at));
    return parent;
  };

  /** A piece of a text, cut between words, where most of what was asked for is close together. */
  const excerpt = (text, asked) => {
    const hits = [...text.matchAll(WORD)]
      .map((match) => ({ at: match.index, part: asked(match[0]) }))
      .filter((one) => one.part);
    let first = 0;
    let most = 0;
    hits.forEach(({ at }, place) => {
      const near = hits.slice(place).filter((one) => one.at < at + EXCERPT - BEFORE);
      const parts = new Set(near.map((one) => one.part)).size;
      if (parts > most) [most, first] = [parts, at];
    });
    const start = first > BEFORE ? text.indexOf(" ", first - BEFORE) + 1 : 0;
    const before = start ? "… " : "";
    if (start + EXCERPT >= text.length) return before + text.slice(start);
    const end = text.lastIndexOf(" ", start + EXCERPT);
    return `${before}${text.slice(start, end > start ? end : start + EXCERPT)} …`;
  };

  const link = (address, text, asked) => {
    const element = make("a");
    element.href = address;
    return write(element, text, asked);
  };

  const entry = ({ page, shown }, asked) => {
    const item = make("li");
    item.append(link(page.address, page.title, asked));
    if (page.group && page.group !== page.title) item.append(make("small", page.group));
    for (const passage of shown.length ? shown : page.passages.slice(0, 1)) {
      const line = make("p");
      if (passage.heading) line.append(link(passage.address, passage.heading, asked), " ");
      item.append(write(line, excerpt(passage.text, asked), asked));
    }
    return item;
  };

  const search = () => {
    const words = input.value.split(/\s+/).map((word) => fold(word).trim());
    const terms = [...new Set(words.filter(Boolean))];
    list.textContent = "";
    if (!terms.length) {
      status.textContent = form.dataset.empty;
      return;
    }
    pages = pages || read();
    const answers = pages.map((page) => judge(page, terms)).filter(Boolean)
      .sort((one, other) => other.score - one.score);
    const asked = matcher(terms);
    list.append(...answers.slice(0, PAGES).map((answer) => entry(answer, asked)));
    status.textContent = answers.length
      ? `${form.dataset.found}: ${answers.length}.`
      : form.dataset.none;
    if (answers.length > PAGES) status.append(` ${form.dataset.more}`);
  };

  /** Keeps the question in the address, so that going back finds it; a page from disk may refuse. */
  const remember = () => {
    try {
      history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
    } catch (_refused) { /* The search works without. */ }
  };

  let waiting = 0;
  const run = () => {
    clearTimeout(waiting);
    search();
    remember();
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  const question = new URLSearchParams(location.search).get("q");
  if (question !== null) input.value = question;
  search();
})();
