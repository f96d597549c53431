/* The search page. Scripts are fetched one after the other, because a page opened from disk can load
   a script and cannot fetch a file:
   - `sessionpressIndex`, with the page: [sessions, pages in each piece of the texts, pages]; a page is
     [address, title, number of the session, id, heading, id, heading, ...], an empty id is made of
     the heading;
   - `sessionpressWords`, when something is asked: [words, pages], a line for each word in both; a
     word begins with the number of letters it shares with the one before, pages are gaps;
   - `sessionpressTexts[piece]`, for the pages that are shown: their texts, one for each heading.
   Nothing is ever read as markup. The words that are shown come from the form. */
"use strict";
(() => {
  const form = document.querySelector(".ask");
  const input = form && form.elements.q;
  const status = document.getElementById("found");
  const list = document.getElementById("results");
  if (!input || !status || !list || !window.sessionpressIndex) return;

  const PAGES = 30; // shown at most
  const WITH_TEXT = 8; // whose texts are fetched
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

  /** The pages in their order; their passages have texts once these are there. */
  const [groups, sizes, rows] = window.sessionpressIndex;
  const toId = (heading) => heading.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const pages = rows.map(([address, title, session, ...cut], number) => {
    const passages = [{ address, heading: "", name: " " }];
    for (let at = 0; at < cut.length; at += 2) {
      const [id, heading] = [cut[at] || toId(cut[at + 1]), cut[at + 1]];
      passages.push({ address: `${address}#${id}`, heading, name: fold(heading) });
    }
    const group = groups[session];
    return { number, address, title, group, name: fold(title), part: fold(group), passages };
  });
  const pieces = sizes.flatMap((size, piece) => Array(size).fill(piece));

  /* Addresses of scripts need a policy where the browser checks them. */
  const NAME = /^assets\/search-text(-\d+)?\.js$/;
  const checked = (name) => (NAME.test(name) ? name : "");
  let policy = null;
  try {
    policy = window.trustedTypes && trustedTypes.createPolicy("sessionpress", { createScriptURL: checked });
  } catch (_refused) { /* The plain address is tried. */ }

  /** Fetches a script once; gives what it brought, or nothing while it is not there. */
  const asked = new Map();
  const bring = (name, read) => {
    if (!asked.has(name)) {
      asked.set(name, "wait");
      const script = document.createElement("script");
      const done = (state) => () => {
        asked.set(name, state);
        search();
      };
      script.addEventListener("load", done("there"));
      script.addEventListener("error", done("failed"));
      script.src = policy ? policy.createScriptURL(name) : checked(name);
      document.head.append(script);
    }
    return asked.get(name) === "there" ? read() : null;
  };

  /** The words of all texts, folded, with the line that says on which pages they stand. */
  let words = null;
  const readWords = () => {
    if (words) return words;
    const [names, places] = window.sessionpressWords.map((lines) => lines.split("\n"));
    let name = "";
    words = names.map((line, at) => {
      name = name.slice(0, parseInt(line[0], 36)) + line.slice(1);
      return [fold(name), places[at]];
    });
    return words;
  };

  /** By page: 2 when the term is a word of its text, 1 when one begins with it. */
  const inTexts = (term) => {
    const found = [];
    for (const [word, places] of bring("assets/search-text.js", readWords) || []) {
      const weight = hit(word, term, 1);
      if (!weight) continue;
      let page = -1;
      for (const sign of places === "!" ? pages : places) {
        const code = places === "!" ? 0x23 : sign.charCodeAt(0);
        page += code - 0x22 - (code > 0x5c ? 1 : 0);
        found[page] = Math.max(found[page] || 0, weight);
      }
    }
    return found;
  };

  /** Puts the texts of a page into its passages; false while they are not there. */
  const withTexts = (page) => {
    if (page.passages[0].text !== undefined) return true;
    const piece = pieces[page.number];
    const texts = bring(`assets/search-text-${piece}.js`, () => window.sessionpressTexts[piece]);
    if (!texts) return false;
    page.passages.forEach((passage, at) => {
      passage.text = texts[page.number - pieces.indexOf(piece)][at];
      passage.words = fold(passage.text);
    });
    return true;
  };

  /** 0 without the term, `weight` when a word begins with it, one more when it is a word. */
  const hit = (text, term, weight) =>
    text.includes(` ${term} `) ? weight + 1 : text.includes(` ${term}`) ? weight : 0;
  const inPassage = (passage, term) =>
    Math.max(hit(passage.name, term, 10), passage.words ? hit(passage.words, term, 1) : 0);
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

  /** How well a page answers; 0 when a term is nowhere on it. */
  const judge = (page, terms, texts) => {
    const best = terms.map((term, place) => Math.max(
      hit(page.name, term, 30),
      hit(page.part, term, 3),
      texts[place][page.number] || 0,
      ...page.passages.map((passage) => hit(passage.name, term, 10)),
    ));
    return best.includes(0) ? 0 : sum(best);
  };

  /** The passages of a page that answer best. */
  const choose = (page, terms) => {
    const ranked = page.passages
      .map((passage) => {
        const scores = terms.map((term) => inPassage(passage, term));
        return { passage, score: sum(scores) + (scores.includes(0) ? 0 : 100) };
      })
      .filter((one) => one.score)
      .sort((one, other) => other.score - one.score);
    const whole = ranked.length && ranked[0].score > 100;
    // Where one passage has all the words, the others would only be noise.
    const shown = ranked.filter((one) => !whole || one.score > 100).slice(0, PASSAGES);
    return shown.length ? shown.map((one) => one.passage) : page.passages.slice(0, 1);
  };

  /** Gives the part of the question that a word of a text answers, or nothing. */
  const matcher = (terms) => (word) => {
    const folded = fold(word).trim();
    return terms.find((term) => folded.startsWith(term));
  };

  const make = (name, text) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return element;
  };

  /** Puts a text into an element, the words that were asked for in <mark>. */
  const write = (parent, text, sought) => {
    let at = 0;
    for (const match of text.matchAll(WORD)) {
      if (!sought(match[0])) continue;
      parent.append(text.slice(at, match.index), make("mark", match[0]));
      at = match.index + match[0].length;
    }
    parent.append(text.slice(at));
    return parent;
  };

  /** A piece of a text, cut between words, where most of what was sought for is close together. */
  const excerpt = (text, sought) => {
    const hits = [...text.matchAll(WORD)]
      .map((match) => ({ at: match.index, part: sought(match[0]) }))
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

  const link = (address, text, sought) => {
    const element = make("a");
    element.href = address;
    return write(element, text, sought);
  };

  /** A page that answers: its title, its session, and what it says where its text is there. */
  const entry = (page, terms, shown) => {
    const item = make("li");
    item.append(link(page.address, page.title, shown));
    if (page.group && page.group !== page.title) item.append(make("small", page.group));
    for (const passage of choose(page, terms)) {
      const line = make("p");
      if (passage.heading) line.append(link(passage.address, passage.heading, shown), " ");
      if (passage.text) write(line, excerpt(passage.text, shown), shown);
      if (line.firstChild) item.append(line);
    }
    return item;
  };

  /** Says how much was found, and whether the texts were looked through yet. */
  const say = (count) => {
    const { found, none, more, wait, failed } = form.dataset;
    const texts = asked.get("assets/search-text.js");
    const parts = [count || texts === "wait" ? `${found}: ${count}.` : none];
    if (count > PAGES) parts.push(more);
    if (texts !== "there") parts.push(texts === "wait" ? wait : failed);
    status.textContent = parts.join(" ");
  };

  const search = () => {
    const terms = [...new Set(fold(input.value).split(" ").filter(Boolean))];
    if (!terms.length) {
      list.textContent = "";
      list.setAttribute("aria-busy", false);
      status.textContent = form.dataset.empty;
      return;
    }
    const texts = terms.map(inTexts);
    const answers = pages
      .map((page) => ({ page, score: judge(page, terms, texts) }))
      .filter((one) => one.score)
      .sort((one, other) => other.score - one.score)
      .map((one) => one.page);
    // One piece of texts at a time: on a slow network the first answers come first.
    if (asked.get("assets/search-text.js") === "there") answers.slice(0, WITH_TEXT).every(withTexts);
    const shown = matcher(terms);
    // Who is reading the results keeps the place: they are exchanged one by one.
    answers.slice(0, PAGES).forEach((page, place) => {
      const now = entry(page, terms, shown);
      const old = list.children[place];
      if (!old) list.append(now);
      else if (old.textContent !== now.textContent && !old.contains(document.activeElement)) old.replaceWith(now);
    });
    while (list.children.length > Math.min(answers.length, PAGES)) list.lastChild.remove();
    list.setAttribute("aria-busy", [...asked.values()].includes("wait"));
    say(answers.length);
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
