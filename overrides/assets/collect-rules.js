/* What files of answers say, put together in the browser by the same rules, and told in the same
   words, as on the command line: reading and settling (answers/file.py, settle.py), each once
   (gather.py), consent (report.py), pairs (pairing.py), gain (gain.py). No page is touched here.
   `window.sessionpressSheets` says what the toolkit declares. */
"use strict";
(() => {
  const KNOWN = window.sessionpressSheets;
  if (!KNOWN) return;
  const {
    strip, oneLine, casefold, folded, letters, cut, western, asNumber, leadingLevel, asDate, general, isGroup, rawOf, textOf,
    eachAnswer, splitName, sum, result,
  } = window.sessionpressValues;

  /** What is wrong with a file or a value, and what to do. */
  class Said extends Error {
    constructor(message, advice) {
      super(message);
      this.advice = advice;
    }
  }
  class NotOurs extends Said {}
  class Unreadable extends Said {}
  const sheetNamed = (id) => KNOWN.sheets.find((sheet) => sheet.id === id);
  const finding = (file, field, message, advice, leftOut = true) => ({ file, field, message, advice, leftOut });
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

  // ---------------------------------------------------------------- what was probably meant

  /** How many signs two texts share in runs, the longest first: as Python's difflib counts. */
  const shared = (one, other) => {
    const places = new Map();
    other.forEach((sign, place) => places.set(sign, [...(places.get(sign) || []), place]));
    if (other.length >= 200) {
      // In a long text, signs that stand everywhere begin no run.
      const most = Math.floor(other.length / 100) + 1;
      places.forEach((found, sign) => { if (found.length > most) places.delete(sign); });
    }
    const longest = (from, to, start, end) => {
      let [first, second, size] = [from, start, 0];
      let before = new Map();
      for (let at = from; at < to; at += 1) {
        const now = new Map();
        (places.get(one[at]) || []).filter((place) => place >= start && place < end).forEach((place) => {
          const run = (before.get(place - 1) || 0) + 1;
          now.set(place, run);
          if (run > size) [first, second, size] = [at - run + 1, place - run + 1, run];
        });
        before = now;
      }
      while (first > from && second > start && one[first - 1] === other[second - 1]) [first, second, size] = [first - 1, second - 1, size + 1];
      while (first + size < to && second + size < end && one[first + size] === other[second + size]) size += 1;
      return [first, second, size];
    };
    const count = (from, to, start, end) => {
      const [first, second, size] = longest(from, to, start, end);
      return size && size + count(from, first, start, second) + count(first + size, to, second + size, end);
    };
    return count(0, one.length, 0, other.length);
  };
  const ALIKE = 0.6;
  const nearest = (text, known) => {
    const names = [...known].sort();
    const wanted = [...casefold(text)];
    let [close, most] = ["", 0];
    names.map(casefold).forEach((name) => {
      const signs = [...name];
      const all = signs.length + wanted.length;
      if (2 * Math.min(signs.length, wanted.length) < ALIKE * all) return;
      const likeness = all ? (2 * shared(signs, wanted)) / all : 1;
      if (likeness >= ALIKE && (likeness > most || (likeness === most && name > close))) [close, most] = [name, likeness];
    });
    if (most) return `Did you mean "${names.find((name) => casefold(name) === close)}"?`;
    if (!names.length) return "None is declared.";
    return names.length > 12 ? `${names.length} are declared; check the spelling.` : `Known: ${names.join(", ")}.`;
  };

  // ---------------------------------------------------------------- from a file to hand-ins

  const ASK_SAVED = "Ask for the file that the sheet saved.";
  /** {handins, findings} of a file of answers. */
  const readAnswers = (name, bytes) => {
    if (bytes.byteLength > KNOWN.largest) {
      throw new NotOurs(`the file has ${grouped(bytes.byteLength)} bytes; a file of answers has ${grouped(KNOWN.largest)} at most.`, ASK_SAVED);
    }
    const root = parsed(bytes);
    if (!isGroup(root) || root.format !== KNOWN.format) throw new NotOurs("this is no file of answers.", ASK_SAVED);
    if (root.version !== KNOWN.version) {
      throw new NotOurs(`the file has version ${word(root.version) || "unknown"} of the format; ${KNOWN.version} can be read.`,
        "Update this program, or ask for the sheet in another form.");
    }
    const [handins, findings] = [[], []];
    (Array.isArray(root.sheets) ? root.sheets : []).forEach((one, place) => {
      if (isGroup(one) && isGroup(one.answers) && one.sheet) handins.push(handin(name, root, one, findings));
      else findings.push(finding(name, `sheet ${place + 1}`, "it has another shape than expected.", "Ask for it again."));
    });
    if (!handins.length && !findings.length) throw new NotOurs("the file holds no sheet.", ASK_SAVED);
    return { handins, findings };
  };
  const parsed = (bytes) => {
    let text = "";
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      return JSON.parse(text);
    } catch (error) {
      const line = error instanceof SyntaxError ? lineOf(error.message, text) : 0;
      const near = line ? ` near line ${line}` : "";
      throw new NotOurs(`the file is cut off or damaged${near}.`, "Ask for it again, sent as a file.");
    }
  };
  /** The line of a fault in JSON: browsers say it as a line, as a position, or as the end; or not. */
  const lineOf = (message, text) => {
    const [, line] = /line (\d+)/.exec(message) || [];
    const [, position] = /position (\d+)/.exec(message) || [];
    if (line) return line;
    if (!position && !/end of (JSON|data|the)/i.test(message)) return 0;
    return text.slice(0, position).split("\n").length;
  };
  const word = (value) =>
    (typeof value === "string" || Number.isInteger(value) ? cut(String(value), 200) : "");
  const handin = (file, root, one, findings) => {
    const cells = new Map();
    eachAnswer(one.answers, (name, value) => {
      const raw = rawOf(value);
      if (raw === undefined) findings.push(finding(file, name, "the answer has another shape than expected.", "Ask for it again."));
      else cells.set(name, raw);
    });
    return {
      file, cells, sheet: word(one.sheet), toolkit: word(root.toolkit), edition: word(root.edition),
      revision: word(one.revision), copy: word(one.copy), saved: word(root.saved), findings: [],
    };
  };

  // ---------------------------------------------------------------- from hand-ins to answers

  const rowCounts = (names) => {
    const rows = {};
    names.map(splitName).filter(Boolean).forEach(({ field, row }) => {
      if (row <= KNOWN.rows) rows[field] = Math.max(rows[field] || 0, row);
    });
    return rows;
  };
  /** Every cell of a sheet by name; growing tables get as many rows as are filled. */
  const cellsOf = (sheet, rows = {}) => {
    const found = new Map();
    sheet.fields.forEach((field) => {
      if (field.kind !== "table") {
        found.set(field.id, { ...field, name: field.id, field });
        return;
      }
      const grows = !field.rows.some(Boolean);
      const count = grows ? Math.max(field.rows.length, rows[field.id] || 0) : field.rows.length;
      for (let row = 1; row <= count; row += 1) {
        field.columns.forEach((column) => {
          const name = `${field.id}/${row}/${column.id}`;
          const label = `${field.label}, ${field.rows[row - 1] || row}: ${column.label}`;
          found.set(name, { ...column, name, label, field, column, row });
        });
      }
    });
    return found;
  };

  const optionOf = (text, cell) => {
    const wanted = folded(text);
    const found = cell.options.find(([id, words]) => [casefold(id), folded(words)].includes(wanted));
    if (!found) throw new Unreadable(`"${text}" is none of the options.`, nearest(text, cell.options.map(([, words]) => words)));
    return found[0];
  };
  const rangeOf = ({ low, high }) => {
    if (low === null) return `It is ${general(high)} at most.`;
    return high === null ? `It is ${general(low)} at least.` : `The range is ${general(low)} to ${general(high)}.`;
  };
  const READ = {
    text: (_raw, text, cell) => {
      const count = letters(text);
      const most = cell.field.limit && !cell.column ? cell.field.limit : KNOWN.longest;
      if (count > KNOWN.longest) throw new Unreadable(`the text has ${grouped(count)} characters.`, `The most are ${grouped(KNOWN.longest)}; shorten it.`);
      if (count > most) throw new Unreadable(`the text has ${count} characters.`, `The most are ${most}.`);
      return cell.kind === "long-text" ? text : oneLine(text);
    },
    number: (_raw, text, cell) => {
      const value = asNumber(text);
      if (value === null) throw new Unreadable(`"${text}" cannot be read as one number.`, "Write digits only.");
      const out = (cell.low !== null && value < cell.low) || (cell.high !== null && value > cell.high);
      if (out) throw new Unreadable(`${general(value)} is out of range.`, rangeOf(cell));
      return value;
    },
    date: (_raw, text) => {
      const date = asDate(text);
      if (!date) throw new Unreadable(`"${text}" cannot be read as a date.`, "Write year-month-day: 2030-03-04.");
      return date;
    },
    choice: (_raw, text, cell) => optionOf(text, cell),
    choices: (raw, text, cell) => {
      const given = Array.isArray(raw) ? raw : text.split(/[;\n]/).map(strip);
      const chosen = new Set(given.filter(strip).map((one) => optionOf(one, cell)));
      return cell.options.map(([id]) => id).filter((id) => chosen.has(id));
    },
    scale: (_raw, text, cell) => {
      // "3 - Leaders set aims" or the words of the level alone.
      const number = asNumber(text) ?? leadingLevel(text) ?? Number(optionOf(text, cell));
      if (!Number.isInteger(number) || number < 1 || number > cell.options.length) {
        throw new Unreadable(`${general(number)} is no level.`, `The levels are 1 to ${cell.options.length}.`);
      }
      return number;
    },
  };
  Object.assign(READ, { "long-text": READ.text, member: READ.choice });

  const inputs = (cell, sheet, known) => {
    const names = cell.formula[1];
    if (cell.column) return names.map((name) => `${cell.field.id}/${cell.row}/${name}`);
    return names.flatMap((name) => {
      const [table, column] = name.split(".");
      if (!column) return [name];
      return [...known.keys()].filter((one) => one.startsWith(`${table}/`) && one.endsWith(`/${column}`));
    });
  };
  const compute = (sheet, values, known) => {
    const found = [];
    known.forEach((cell) => {
      if (cell.kind !== "computed" || !cell.formula) return;
      const given = inputs(cell, sheet, known).filter((name) => values.has(name)).map((name) => values.get(name));
      const value = result(cell.formula[0], given);
      if (value !== null) found.push([cell.name, value]);
    });
    found.forEach(([name, value]) => values.set(name, value));
  };

  /** A hand-in compared with its sheet: {handin, sheet, values, unread, findings}. */
  const settle = (one, sheet) => {
    const known = cellsOf(sheet, rowCounts([...one.cells.keys()]));
    // Readers know cells by name only; people know them by label.
    const findings = one.findings.map((said) => ({ ...said, field: known.has(said.field) ? known.get(said.field).label : said.field }));
    if (one.revision && one.revision !== sheet.revision) {
      findings.push(finding(one.file, "", `it was filled in another version of the sheet "${sheet.title}".`,
        "What still fits was taken; look at what is named below.", false));
    }
    const [values, unread] = [new Map(), new Map()];
    one.cells.forEach((raw, name) => {
      const text = textOf(raw);
      if (!text) return;
      const cell = known.get(name);
      if (!cell) {
        const shown = letters(text) <= 40 ? text : `${cut(text, 39)}…`;
        findings.push(finding(one.file, name, `the sheet has no such field; "${shown}" was left out.`,
          nearest(name.split("/")[0], sheet.fields.map(({ id }) => id))));
        unread.set(name, text);
        return;
      }
      if (cell.kind === "computed") return;
      try {
        values.set(name, READ[cell.kind](raw, text, cell));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        unread.set(name, text);
        findings.push(finding(one.file, cell.label, error.message, error.advice));
      }
    });
    compute(sheet, values, known);
    if (!values.size && !unread.size) {
      findings.push(finding(one.file, "", "nothing is filled in.", "Ask for the filled sheet.", false));
    } else {
      const filled = [...values.keys(), ...unread.keys()];
      sheet.fields.filter((field) => field.required).forEach((field) => {
        const there = filled.some((name) => name === field.id || name.startsWith(`${field.id}/`));
        if (!there) findings.push(finding(one.file, field.label, "this is not filled in.", "Ask, or leave it open.", false));
      });
    }
    return { handin: one, file: one.file, sheet: sheet.id, values, unread, findings };
  };

  // ---------------------------------------------------------------- each once

  const [ALONE, EVERYBODY] = ["person", "all"];
  const who = (one, sheet) => {
    const field = sheet.fields.find((each) => each.id === sheet.group);
    if (!field) return sheet.who === EVERYBODY ? "All together" : "";
    const value = one.values.get(field.id);
    const text = value === undefined ? "" : String(value);
    const option = field.options.find(([id]) => id === text);
    return option ? option[1] : text;
  };
  const content = (one) => {
    const sorted = (map) => [...map].sort(([first], [second]) => (first < second ? -1 : 1));
    return JSON.stringify([sorted(one.values), sorted(one.unread)]);
  };
  const likeness = (first, second, sheet) => {
    const [one, other] = [first.handin, second.handin];
    const sameCopy = Boolean(one.copy) && one.copy === other.copy;
    if (content(first) === content(second)) {
      const said = (advice) => finding(second.file, "", `it says the same as ${first.file}.`, advice, false);
      if (sameCopy || sheet.who !== ALONE) return { counts: "first", said: said("One of them was taken.") };
      return one.copy && other.copy ? null : { counts: "both", said: said("Both were taken; take one away if they are of one person.") };
    }
    if (!sameCopy) return null;
    if (!one.saved || !other.saved || one.saved === other.saved) {
      const message = `it is the same copy as ${first.file}, and nothing says which is the later one.`;
      return { counts: "both", said: finding(second.file, "", message, "Both were taken; take one of them away.", false) };
    }
    const later = other.saved > one.saved;
    const [before, after] = later ? [first, second] : [second, first];
    const time = ({ saved }) => cut(saved, 16).replaceAll("T", " ");
    const advice = `That one was taken, of ${time(after.handin)}; this one, of ${time(before.handin)}, was not.`;
    return { counts: later ? "second" : "first", said: finding(before.file, "", `the same copy was saved again in ${after.file}.`, advice) };
  };
  const once = (all, sheet, said) => {
    const kept = [];
    all.forEach((one) => {
      for (let place = 0; place < kept.length; place += 1) {
        const like = likeness(kept[place], one, sheet);
        if (!like) continue;
        said.push(like.said);
        if (like.counts === "both") continue;
        if (like.counts === "second") kept[place] = one;
        return;
      }
      kept.push(one);
    });
    return kept;
  };
  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const places = new Map(KNOWN.places.map(([, name], number) => [casefold(name), number]));
  const inOrder = (answers, sheet) => {
    const key = (one) => {
      const name = casefold(who(one, sheet));
      return [Number(!name), places.has(name) ? places.get(name) : places.size, name, one.file];
    };
    return answers.map((one) => [key(one), one])
      .sort(([one], [other]) => one.map((part, place) => compare(part, other[place])).find(Boolean) || 0)
      .map(([, one]) => one);
  };
  const groupTwice = (answers, sheet, said) => {
    if (sheet.who === ALONE) return;
    const first = new Map();
    answers.forEach((one) => {
      const group = folded(who(one, sheet));
      if (!group) return;
      if (!first.has(group)) first.set(group, one.file);
      else {
        said.push(finding(one.file, "", `it is a second "${sheet.title}" of ${who(one, sheet)}; the first is ${first.get(group)}.`,
          "Both were taken; decide which counts, and take the other away.", false));
      }
    });
  };

  /** {sheets: Map of id -> answers, findings, count} of hand-ins, in the order of the files. */
  const gather = (handins, findings = []) => {
    const said = [...findings];
    const taken = new Map(KNOWN.sheets.map((sheet) => [sheet.id, []]));
    handins.forEach((one) => {
      if (one.toolkit && one.toolkit !== KNOWN.toolkit) {
        said.push(finding(one.file, "", `it is of the toolkit "${one.toolkit}".`, `This toolkit is "${KNOWN.toolkit}".`));
        return;
      }
      const sheet = sheetNamed(one.sheet);
      if (!sheet) {
        said.push(finding(one.file, "", `there is no sheet "${one.sheet}" in this toolkit.`,
          nearest(one.sheet, KNOWN.sheets.map(({ id }) => id))));
        return;
      }
      const settled = settle(one, sheet);
      if (settled.values.size || settled.unread.size) taken.get(sheet.id).push(settled);
      else said.push(...settled.findings);
    });
    const sheets = new Map();
    KNOWN.sheets.forEach((sheet) => {
      const kept = once(taken.get(sheet.id), sheet, said);
      if (!kept.length) return;
      kept.forEach((one) => said.push(...one.findings));
      sheets.set(sheet.id, inOrder(kept, sheet));
      groupTwice(sheets.get(sheet.id), sheet, said);
    });
    const place = new Map(handins.map((one, number) => [one.file, number]));
    const at = (one) => (place.has(one.file) ? place.get(one.file) : -1);
    said.sort((one, other) => at(one) - at(other));
    return { sheets, findings: said, count: sum([...sheets.values()].map((some) => some.length)) };
  };

  // ---------------------------------------------------------------- in words

  const inWords = (value, options) => {
    const text = (id) => (options.find(([one]) => one === id) || [id, id])[1];
    if (Array.isArray(value)) return value.map(text).join("; ");
    return typeof value === "string" ? text(value) : general(value);
  };
  const cellWords = (one, name, of) => {
    if (one.values.has(name)) {
      // A level says little without its words.
      const [, level] = (of.kind === "scale" && of.options[one.values.get(name) - 1]) || [];
      return level ? `${one.values.get(name)}: ${level}` : inWords(one.values.get(name), of.options);
    }
    return one.unread.has(name) ? `(not read) ${one.unread.get(name)}` : "";
  };
  const filledRows = (one, field) => {
    const computed = new Set(field.columns.filter((column) => column.kind === "computed").map(({ id }) => id));
    const rows = [...one.values.keys(), ...one.unread.keys()].map(splitName)
      .filter((name) => name && name.field === field.id && name.column && !computed.has(name.column))
      .map(({ row }) => row);
    return [...new Set(rows)].sort((first, second) => first - second);
  };
  const fieldNamed = (reference) => {
    const [sheet, field] = reference.split(".");
    return { sheet: sheetNamed(sheet), field: sheetNamed(sheet).fields.find((one) => one.id === field) };
  };
  const mayShow = (consents, one) => consents
    .filter(([field]) => field.split(".")[0] === one.sheet)
    .every(([field, allows]) => allows.includes(one.values.get(field.split(".")[1]) || ""));

  /** Names each hand-in that the report does not show because its people did not allow it. */
  const consentFindings = ({ sheets }) => KNOWN.consents.flatMap(([reference, allows]) => {
    const { sheet, field } = fieldNamed(reference);
    return (sheets.get(sheet.id) || []).filter((one) => !allows.includes(one.values.get(field.id) || "")).map((one) => {
      const said = cellWords(one, field.id, field);
      const why = said ? `the answer is "${said}"` : "this is not filled in";
      return finding(one.file, field.label, `${why}; the report does not show the sheet.`, "The tables hold it.", false);
    });
  });

  // ---------------------------------------------------------------- pairs

  const [MEETS, BOTH_WAYS, FIGURES, LONGEST_WORDS, EXACT] = [10000, 5000, 999, 140, 12];

  const placeOf = (name) => KNOWN.places.find(([code, full]) => [folded(code), folded(full)].includes(folded(name)));
  const linesOf = (one, field, by, text) => filledRows(one, field).map((row) => {
    const words = (id) => oneLine(cellWords(one, `${field.id}/${row}/${id}`, field.columns.find((column) => column.id === id)));
    const topics = words(by).split(";").map(strip).filter(Boolean);
    return { topics: new Map(topics.map((topic) => [folded(topic), topic])), text: words(text) };
  });
  /** Every country that handed in needs or offers, in the order of the table of places. */
  const partiesOf = (plan, collection) => {
    const [needs, offers] = [fieldNamed(plan.needs), fieldNamed(plan.offers)];
    const found = new Map();
    [...new Set([needs.sheet, offers.sheet])].forEach((sheet) => (collection.sheets.get(sheet.id) || []).forEach((one) => {
      const name = who(one, sheet);
      if (!name) return;
      const place = placeOf(name);
      const id = place ? place[0] : folded(name);
      if (!found.has(id)) found.set(id, { id, name: place ? place[1] : name, needs: [], offers: [], shown: true });
      const party = found.get(id);
      const shown = mayShow(plan.consents, one);
      if (shown && sheet === needs.sheet) party.needs.push(...linesOf(one, needs.field, plan.by, plan.need));
      if (shown && sheet === offers.sheet) party.offers.push(...linesOf(one, offers.field, plan.by, plan.offer));
      party.shown = party.shown && shown;
    }));
    return ordered([...found.values()]);
  };
  const ordered = (parties) => {
    const codes = new Map(KNOWN.places.map(([code], number) => [code, number]));
    const at = (one) => (codes.has(one.id) ? codes.get(one.id) : codes.size);
    return parties.sort((one, other) => at(one) - at(other) || compare(one.id, other.id));
  };
  const topicsOf = (giver, taker) => {
    const offered = new Set(giver.offers.flatMap((line) => [...line.topics.keys()]));
    return [...new Set(taker.needs.flatMap((line) => [...line.topics.keys()]))].filter((topic) => offered.has(topic));
  };
  const fit = (parties, one, other, figures) => {
    if (!figures.length) return 0;
    let total = 0;
    figures.forEach(({ numbers, similar }) => {
      const known = parties.map(({ id }) => numbers[id]).filter((number) => number !== undefined);
      const span = known.length ? Math.max(...known) - Math.min(...known) : 0;
      if (numbers[one.id] === undefined || numbers[other.id] === undefined) return;
      const far = span ? Math.abs(numbers[one.id] - numbers[other.id]) / span : 0;
      total += similar ? 1 - far : far;
    });
    return Math.floor((FIGURES * total) / figures.length + 0.5);
  };
  const weigh = (parties, one, other, figures) => {
    const [there, back] = [topicsOf(one, other).length, topicsOf(other, one).length];
    return MEETS * (there + back) + (there && back ? BOTH_WAYS : 0) + fit(parties, one, other, figures);
  };

  /** As many pairs as can be, of those the greatest sum, of equal ones the first in order. */
  const bestPairs = (free, weight) => {
    if (free.length > EXACT) return nearlyBest(free, weight);
    const known = new Map();
    const best = (mask) => {
      const first = free.findIndex((_one, place) => !(mask & (1 << place)));
      if (first < 0) return { count: 0, sum: 0, pairs: [] };
      if (known.has(mask)) return known.get(mask);
      let found = null;
      const better = (one) => !found || one.count > found.count || (one.count === found.count && one.sum > found.sum);
      for (let other = first + 1; other < free.length; other += 1) {
        const worth = mask & (1 << other) ? null : weight(free[first], free[other]);
        if (worth === null) continue;
        const rest = best(mask | (1 << first) | (1 << other));
        const whole = { count: rest.count + 1, sum: rest.sum + worth, pairs: [[free[first], free[other]], ...rest.pairs] };
        if (better(whole)) found = whole;
      }
      const alone = best(mask | (1 << first));
      if (better(alone)) found = alone;
      known.set(mask, found);
      return found;
    };
    return best(0).pairs;
  };
  /** For many: the best pair first, then the best of those who are left. */
  const nearlyBest = (free, weight) => {
    const edges = free.flatMap((one, place) => free.slice(place + 1).map((other) => [one, other, weight(one, other)]))
      .filter((edge) => edge[2] !== null)
      .sort((one, other) => other[2] - one[2] || one[0] - other[0] || one[1] - other[1]);
    const taken = new Set();
    return edges.filter(([one, other]) => {
      if (taken.has(one) || taken.has(other)) return false;
      taken.add(one).add(other);
      return true;
    }).map(([one, other]) => [one, other]).sort((one, other) => one[0] - other[0]);
  };

  const meetings = (giver, taker) => topicsOf(giver, taker).map((topic) => {
    const offer = giver.offers.find((line) => line.topics.has(topic));
    const need = taker.needs.find((line) => line.topics.has(topic));
    return { giver, taker, topic: offer.topics.get(topic), offer: offer.text, need: need.text };
  });
  const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
  const ownWay = (text) => (RIGHT.test(text) ? `\u2068${text}\u2069` : text);
  const short = (text) => {
    if (letters(text) <= LONGEST_WORDS) return text;
    const start = cut(text, LONGEST_WORDS);
    const space = start.lastIndexOf(" ");
    return `${(space < 0 ? start : start.slice(0, space)).replace(/[ ,;:.]+$/, "")} …`;
  };
  const and = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}` : words[0]);
  const met = ({ giver, taker, topic, offer, need }) => {
    const on = ownWay(topic);
    const gives = offer ? `“${ownWay(short(offer))}” (${on})` : `help with ${on}`;
    const takes = need ? `“${ownWay(short(need))}”` : `help with ${on}`;
    return `${ownWay(giver.name)} offers ${gives}, and ${ownWay(taker.name)} asks for ${takes}`;
  };
  const sentenceOf = (parties, found, facts, locked) => {
    const clauses = locked ? ["the facilitator put them together"] : [];
    const first = new Map();
    found.forEach((one) => {
      const way = `${one.giver.id} ${one.taker.id}`;
      if (!first.has(way)) first.set(way, one);
    });
    clauses.push(...[...first.values()].map(met));
    const said = new Set([...first.values()].map(({ topic }) => topic));
    const more = [...new Set(found.map(({ topic }) => topic))].filter((topic) => !said.has(topic));
    if (more.length) clauses.push(`they also meet on ${and(more.map(ownWay))}`);
    const hidden = parties.filter((one) => !one.shown).map(({ name }) => ownWay(name));
    if (hidden.length) clauses.push(`${and(hidden)} ${hidden.length === 1 ? "keeps its sheet" : "keep their sheets"} from others, so nothing of it was used`);
    else if (!found.length) clauses.push("on the sheets no offer of one answers a need of the other");
    facts.forEach(({ label, edition, texts }) => {
      const when = edition ? ` in ${edition}` : "";
      const told = parties.map(({ id, name }) => `${ownWay(name)} ${texts[id]}`).join(", ");
      clauses.push(`${label}${when}: ${told}`);
    });
    const text = `${clauses.join("; ")}.`;
    return /^(the facilitator |they also |on the sheets )/.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
  };

  /** {groups, alone}: every country once. `together` and `apart` are lists of two ids. */
  const propose = (collection, { together = [], apart = [] } = {}) => {
    const plan = KNOWN.pairing;
    const parties = partiesOf(plan, collection);
    const at = (id) => parties.findIndex((one) => one.id === id);
    const wish = (pairs) => pairs.map((pair) => pair.map(at).sort((one, other) => one - other)).filter(([one]) => one >= 0);
    const [locked, kept] = [wish(together), new Set(wish(apart).map(String))];
    const may = (one, other) => !kept.has(String(one < other ? [one, other] : [other, one]));
    const weight = (one, other) => (may(one, other) ? weigh(parties, parties[one], parties[other], plan.figures) : null);
    const free = parties.map((_one, place) => place).filter((place) => !locked.flat().includes(place));
    const groups = [...locked, ...bestPairs(free, weight)].map((pair) => [...pair]);
    const alone = [];
    const paired = new Set(groups.flat());
    parties.forEach((_party, place) => {
      if (paired.has(place)) return;
      let best = -1;
      let most = null;
      groups.forEach((group, number) => {
        if (group.length !== 2 || !group.every((one) => may(place, one))) return;
        const value = [Number(number >= locked.length), sum(group.map((one) => weigh(parties, parties[place], parties[one], plan.figures)))];
        if (!most || value[0] > most[0] || (value[0] === most[0] && value[1] > most[1])) [best, most] = [number, value];
      });
      if (best < 0) alone.push(parties[place]);
      else groups[best] = [...groups[best], place].sort((one, other) => one - other);
    });
    const isLocked = (group) => locked.some((pair) => pair.every((one) => group.includes(one)));
    return {
      alone,
      parties,
      groups: groups.sort((one, other) => one[0] - other[0]).map((group) => {
        const members = group.map((place) => parties[place]);
        const found = members.flatMap((giver) => members.filter((taker) => taker !== giver).flatMap((taker) => meetings(giver, taker)));
        const facts = plan.figures.filter(({ texts }) => members.every(({ id }) => texts[id] !== undefined));
        return { parties: members, meetings: found, locked: isLocked(group), sentence: sentenceOf(members, found, facts, isLocked(group)) };
      }),
    };
  };

  // ---------------------------------------------------------------- before and after

  const sameCode = (text) => [...casefold(western(text).normalize("NFKC"))].filter((one) => /[\p{L}\p{N}]/u.test(one)).join("");
  const marks = (one) => KNOWN.questions
    .filter(([id, , right]) => right && id.split("-").at(-2) === one.sheet.split("-").at(-1))
    .map(([id, objective, right]) => ({ objective, right: one.values.get(id) === right }));
  /** Counts by objective over all who answered before and after under one code; no code comes out. */
  const gain = (tests) => {
    const moments = { before: new Map(), after: new Map() };
    let unclear = 0;
    tests.forEach((one) => {
      const code = sameCode(one.values.get("code") || "");
      const found = moments[one.values.get("when")];
      if (!code || !found) unclear += 1;
      else found.set(code, [...(found.get(code) || []), one]);
    });
    const { before, after } = moments;
    const twice = new Set([before, after].flatMap((found) => [...found].filter(([, sheets]) => sheets.length > 1).map(([code]) => code)));
    twice.forEach((code) => [before, after].forEach((found) => {
      unclear += (found.get(code) || []).length;
      found.delete(code);
    }));
    const both = [...before.keys()].filter((code) => after.has(code)).map((code) => [marks(before.get(code)[0]), marks(after.get(code)[0])]);
    const share = (given) => ({ right: given.filter((one) => one.right).length, of: given.length });
    const objectives = [...new Set(KNOWN.questions.map(([, objective]) => objective))].map((objective) => {
      const of = (given) => given.filter((one) => one.objective === objective);
      const asked = both.map(([one, other]) => [of(one), of(other)]).filter(([one, other]) => one.length && other.length);
      return {
        objective, people: asked.length,
        before: share(asked.flatMap(([one]) => one)), after: share(asked.flatMap(([, other]) => other)),
      };
    }).filter((one) => one.people);
    return {
      linked: both.length, onlyBefore: before.size - both.length, onlyAfter: after.size - both.length, unclear, objectives,
    };
  };

  window.sessionpressRules = {
    KNOWN, NotOurs, sheetNamed, readAnswers, settle, gather, consentFindings, who, cellsOf, cellWords, filledRows, fieldNamed,
    mayShow, propose, gain, finding, grouped,
  };
})();
