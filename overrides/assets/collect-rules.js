/* What files of answers say, put together in the browser by the same rules as on the command line:
   reading and settling (answers/settle.py), each once (gather.py), pairs (pairing.py), gain (gain.py).
   No page is touched here. `window.sessionpressSheets` says what the toolkit declares. */
"use strict";
(() => {
  const KNOWN = window.sessionpressSheets;
  if (!KNOWN) return;

  class NotOurs extends Error {}
  class Unreadable extends Error {}
  const sheetNamed = (id) => KNOWN.sheets.find((sheet) => sheet.id === id);
  const finding = (file, field, message, leftOut = true) => ({ file, field, message, leftOut });
  const isGroup = (one) => one !== null && typeof one === "object" && !Array.isArray(one);
  const letters = (text) => [...text].length;
  const cut = (text, most) => [...text].slice(0, most).join("");
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");
  const folded = (text) => oneLine(text).toLowerCase();
  /** A number with six digits that count, as Python's %g writes it. */
  const plain = (number) => {
    if (number !== 0 && (Math.abs(number) >= 1e6 || Math.abs(number) < 1e-4)) {
      const [digits, power] = number.toExponential(5).split("e");
      return `${Number(digits)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    }
    return String(Number(number.toPrecision(6)));
  };

  // ---------------------------------------------------------------- from a file to hand-ins

  /** {handins, findings} of a file of answers; NotOurs when it holds none. */
  const readAnswers = (name, bytes) => {
    if (bytes.byteLength > KNOWN.largest) {
      throw new NotOurs(`the file has ${grouped(bytes.byteLength)} bytes; a file of answers has ${grouped(KNOWN.largest)} at most.`);
    }
    let root;
    try {
      root = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (_damaged) {
      throw new NotOurs("the file is cut off or damaged.");
    }
    if (!isGroup(root) || root.format !== KNOWN.format) throw new NotOurs("this is no file of answers.");
    if (root.version !== KNOWN.version) {
      throw new NotOurs(`the file has version ${word(root.version) || "unknown"} of the format; ${KNOWN.version} can be read.`);
    }
    const [handins, findings] = [[], []];
    (Array.isArray(root.sheets) ? root.sheets : []).forEach((one, place) => {
      if (isGroup(one) && isGroup(one.answers) && one.sheet) handins.push(handin(name, root, one, findings));
      else findings.push(finding(name, `sheet ${place + 1}`, "it has another shape than expected."));
    });
    if (!handins.length && !findings.length) throw new NotOurs("the file holds no sheet.");
    return { handins, findings };
  };
  const word = (value) =>
    (typeof value === "string" || Number.isInteger(value) ? cut(String(value), 200) : "");
  const handin = (file, root, one, findings) => {
    const cells = new Map();
    const take = (name, value) => {
      const raw = rawOf(value);
      if (raw === undefined) findings.push(finding(file, name, "the answer has another shape than expected."));
      else cells.set(name, raw);
    };
    Object.entries(one.answers).forEach(([field, value]) => {
      if (Array.isArray(value) && value.length && value.every(isGroup)) {
        value.forEach((row, place) => Object.entries(row).forEach(([column, inner]) =>
          take(`${field}/${place + 1}/${column || "?"}`, inner)));
      } else {
        take(field, value);
      }
    });
    return {
      file, cells, sheet: word(one.sheet), toolkit: word(root.toolkit), edition: word(root.edition),
      revision: word(one.revision), copy: word(one.copy), saved: word(root.saved),
    };
  };
  const rawOf = (value) => {
    if (value === null) return "";
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Math.abs(value) < 1e15 ? value : undefined;
    return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
  };

  // ---------------------------------------------------------------- from hand-ins to answers

  const NAME = /^([a-z0-9-]+)(?:\/([1-9][0-9]{0,3})\/([a-z0-9-]+))?$/;
  const splitName = (name) => {
    const match = NAME.exec(name);
    return match && { field: match[1], row: Number(match[2] || 0), column: match[3] || "" };
  };
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

  const DIGIT = /\p{Nd}/u;
  const digit = (sign) => {
    const code = sign.codePointAt(0);
    let steps = 0;
    while (DIGIT.test(String.fromCodePoint(code - steps - 1))) steps += 1;
    return String(steps % 10);
  };
  const western = (text) => text.replace(/\p{Nd}/gu, digit)
    .replace(/\u066b/g, ".").replace(/\u066c/g, "").replace(/\u2212/g, "-");
  const asNumber = (text) => {
    let digits = western(text).replace(/[\s\u00a0\u202f'\u2019\u200e\u200f]/g, "");
    if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) {
      const unclear = digits.split(",").length === 2 && !digits.includes(".");
      return unclear ? null : Number(digits.replace(/,/g, ""));
    }
    if (/^[+-]?\d+,\d+$/.test(digits)) digits = digits.replace(",", ".");
    return /^[+-]?(\d{1,15}(\.\d*)?|\.\d+)$/.test(digits) ? Number(digits) : null;
  };
  const asText = (raw) => {
    if (typeof raw === "boolean") return raw ? "yes" : "";
    if (typeof raw === "number") return String(Number(raw.toPrecision(15)));
    if (Array.isArray(raw)) return raw.map((one) => one.trim()).filter(Boolean).join("; ");
    return raw.replace(/\r\n?/g, "\n").normalize("NFC").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "").trim();
  };
  const optionOf = (text, cell) => {
    const wanted = folded(text);
    const found = cell.options.find(([id, words]) => [id.toLowerCase(), folded(words)].includes(wanted));
    if (!found) throw new Unreadable(`"${text}" is none of the options.`);
    return found[0];
  };
  const READ = {
    text: (_raw, text, cell) => {
      const count = letters(text);
      const most = cell.field.limit && !cell.column ? cell.field.limit : KNOWN.longest;
      if (count > KNOWN.longest) throw new Unreadable(`the text has ${grouped(count)} characters.`);
      if (count > most) throw new Unreadable(`the text has ${count} characters.`);
      return cell.kind === "long-text" ? text : oneLine(text);
    },
    number: (_raw, text, cell) => {
      const value = asNumber(text);
      if (value === null) throw new Unreadable(`"${text}" cannot be read as one number.`);
      const out = (cell.low !== null && value < cell.low) || (cell.high !== null && value > cell.high);
      if (out) throw new Unreadable(`${plain(value)} is out of range.`);
      return value;
    },
    date: (_raw, text) => {
      const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$/.exec(western(text));
      const date = match && `${match[1]}-${match[2]}-${match[3]}`;
      const there = date && new Date(`${date}T00:00:00Z`);
      if (!there || Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== date) {
        throw new Unreadable(`"${text}" cannot be read as a date.`);
      }
      return date;
    },
    choice: (_raw, text, cell) => optionOf(text, cell),
    choices: (raw, text, cell) => {
      const given = Array.isArray(raw) ? raw : text.split(/\s*[;\n]\s*/);
      const chosen = new Set(given.filter((one) => one.trim()).map((one) => optionOf(one, cell)));
      return cell.options.map(([id]) => id).filter((id) => chosen.has(id));
    },
    scale: (_raw, text, cell) => {
      let number = asNumber(text);
      if (number === null) {
        const leading = /^\s*(\d)(?![\p{L}\p{N}_])/u.exec(western(text));
        number = Number(leading ? leading[1] : optionOf(text, cell));
      }
      if (!Number.isInteger(number) || number < 1 || number > cell.options.length) {
        throw new Unreadable(`${plain(number)} is no level.`);
      }
      return number;
    },
  };
  Object.assign(READ, { "long-text": READ.text, member: READ.choice });

  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  const median = (numbers) => {
    const ordered = [...numbers].sort((one, other) => one - other);
    const middle = ordered.length >> 1;
    return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  };
  const FUNCTIONS = {
    sum,
    mean: (numbers) => sum(numbers) / numbers.length,
    median,
    min: (numbers) => Math.min(...numbers),
    max: (numbers) => Math.max(...numbers),
    spread: (numbers) => Math.max(...numbers) - Math.min(...numbers),
  };
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
      if (!given.length) return;
      const numbers = given.filter((value) => typeof value === "number");
      const [name] = cell.formula;
      if (name === "count") found.push([cell.name, given.length]);
      else if (numbers.length) found.push([cell.name, FUNCTIONS[name](numbers)]);
    });
    found.forEach(([name, value]) => values.set(name, value));
  };

  /** A hand-in compared with its sheet: {handin, sheet, values, unread, findings}. */
  const settle = (one, sheet) => {
    const findings = [];
    if (one.revision && one.revision !== sheet.revision) {
      findings.push(finding(one.file, "", `it was filled in another version of the sheet "${sheet.title}".`, false));
    }
    const known = cellsOf(sheet, rowCounts([...one.cells.keys()]));
    const [values, unread] = [new Map(), new Map()];
    one.cells.forEach((raw, name) => {
      const text = asText(raw);
      if (!text) return;
      const cell = known.get(name);
      if (!cell) {
        const shown = letters(text) <= 40 ? text : `${cut(text, 39)}…`;
        findings.push(finding(one.file, name, `the sheet has no such field; "${shown}" was left out.`));
        unread.set(name, text);
        return;
      }
      if (cell.kind === "computed") return;
      try {
        values.set(name, READ[cell.kind](raw, text, cell));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        unread.set(name, text);
        findings.push(finding(one.file, cell.label, error.message));
      }
    });
    compute(sheet, values, known);
    if (!values.size && !unread.size) {
      findings.push(finding(one.file, "", "nothing is filled in.", false));
    } else {
      const filled = [...values.keys(), ...unread.keys()];
      sheet.fields.filter((field) => field.required).forEach((field) => {
        const there = filled.some((name) => name === field.id || name.startsWith(`${field.id}/`));
        if (!there) findings.push(finding(one.file, field.label, "this is not filled in.", false));
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
      const said = finding(second.file, "", `it says the same as ${first.file}.`, false);
      if (sameCopy || sheet.who !== ALONE) return { counts: "first", said };
      return one.copy && other.copy ? null : { counts: "both", said };
    }
    if (!sameCopy) return null;
    if (!one.saved || !other.saved || one.saved === other.saved) {
      return { counts: "both", said: finding(second.file, "", `it is the same copy as ${first.file}, and nothing says which is the later one.`, false) };
    }
    const later = other.saved > one.saved;
    const [before, after] = later ? [first, second] : [second, first];
    return { counts: later ? "second" : "first", said: finding(before.file, "", `the same copy was saved again in ${after.file}.`) };
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
  const places = new Map(KNOWN.places.map(([, name], number) => [name.toLowerCase(), number]));
  const inOrder = (answers, sheet) => {
    const key = (one) => {
      const name = who(one, sheet).toLowerCase();
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
      if (first.has(group)) said.push(finding(one.file, "", `it is a second "${sheet.title}" of ${who(one, sheet)}; the first is ${first.get(group)}.`, false));
      else first.set(group, one.file);
    });
  };

  /** {sheets: Map of id -> answers, findings, count} of hand-ins, in the order of the files. */
  const gather = (handins, findings = []) => {
    const said = [...findings];
    const taken = new Map(KNOWN.sheets.map((sheet) => [sheet.id, []]));
    handins.forEach((one) => {
      if (one.toolkit && one.toolkit !== KNOWN.toolkit) {
        said.push(finding(one.file, "", `it is of the toolkit "${one.toolkit}".`));
        return;
      }
      const sheet = sheetNamed(one.sheet);
      if (!sheet) {
        said.push(finding(one.file, "", `there is no sheet "${one.sheet}" in this toolkit.`));
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
    return typeof value === "string" ? text(value) : plain(value);
  };
  const cellWords = (one, name, of) => {
    if (one.values.has(name)) return inWords(one.values.get(name), of.kind === "scale" ? [] : of.options);
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

  // ---------------------------------------------------------------- pairs

  const [MEETS, BOTH_WAYS, FIGURES, LONGEST_WORDS, EXACT] = [10000, 5000, 999, 140, 12];

  const placeOf = (name) => KNOWN.places.find(([code, full]) => [folded(code), folded(full)].includes(folded(name)));
  const linesOf = (one, field, by, text) => filledRows(one, field).map((row) => {
    const words = (id) => oneLine(cellWords(one, `${field.id}/${row}/${id}`, field.columns.find((column) => column.id === id)));
    const topics = words(by).split(";").map((topic) => topic.trim()).filter(Boolean);
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
    facts.forEach(({ label, edition, texts }) => clauses.push(
      `${label}${edition ? ` in ${edition}` : ""}: ${parties.map(({ id, name }) => `${ownWay(name)} ${texts[id]}`).join(", ")}`));
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

  const sameCode = (text) => [...western(text).normalize("NFKC").toLowerCase()].filter((one) => /[\p{L}\p{N}]/u.test(one)).join("");
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
    KNOWN, NotOurs, sheetNamed, readAnswers, settle, gather, who, cellsOf, cellWords, inWords, filledRows, fieldNamed,
    mayShow, propose, gain, folded, oneLine, plain, finding,
  };
})();
