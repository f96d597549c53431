/* The page of a sheet: keeps what is typed, saves it as a file, opens files, carries answers over.
   A file is the same for every form of a sheet; what it means is written down in answers/file.py.
   Nothing from a file is ever read as markup. The words that are shown come from the page. */
"use strict";
(() => {
  const root = document.getElementById("sheet");
  const form = root && root.querySelector("form");
  const words = document.getElementById("words");
  if (!form || !words) return;

  const FORMAT = "sessionpress-answers";
  const VERSION = 1;
  const MOST_ROWS = 60; // of a table that grows
  const LARGEST = 2000000; // bytes of a file
  const LONGEST = 10000; // letters of an answer
  const SHEET = root.dataset;
  const SOURCES = JSON.parse(SHEET.sources);
  const KEY = ["sessionpress", SHEET.toolkit, SHEET.edition, SHEET.sheet].join("/");
  const said = document.getElementById("said");
  const kept = document.getElementById("kept");
  const bar = root.querySelector(".bar");
  const chooser = document.getElementById("files");

  const say = (name, values = {}) =>
    words.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => String(values[key]));
  const make = (name, text = "", kind = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const button = (text, act) => {
    const element = make("button", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };
  const short = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
  const random = () => [...crypto.getRandomValues(new Uint8Array(12))]
    .map((one) => one.toString(16).padStart(2, "0")).join("");

  // ---------------------------------------------------------------- texts

  const {
    strip, oneLine, folded, clean, letters, western, asNumber, leadingLevel, asDate, isGroup, rawOf, textOf: plainText, eachAnswer,
    splitName, result,
  } = window.sessionpressValues;
  const same = (one, other) => oneLine(one) === oneLine(other);
  /** Whether a text is one that was taken over; other programs keep its first 200 letters only. */
  const begins = (text, taken) => same(text, taken) || (taken.length === 200 && text.startsWith(taken));
  /** A value of a file as text, or undefined when it has another shape than any answer. */
  const asText = (value) => {
    const raw = rawOf(value);
    return raw === undefined ? undefined : plainText(raw);
  };

  // ---------------------------------------------------------------- cells

  const cells = (within = form) => [...within.querySelectorAll("[data-kind]")];
  const cellNamed = (name) => cells().find((cell) => cell.name === name);
  const fieldOf = (cell) => cell.closest(".field");
  const boxes = (cell) => [...cell.querySelectorAll("input")];
  const first = (element) => (element ? element.firstChild.textContent.trim() : "");
  const isBoxes = (cell) => cell.localName === "fieldset";

  /** What a cell is for, in words that are enough without the sheet around it. */
  const labelOf = (cell) => {
    const row = cell.closest("tr");
    if (row) {
      const caption = first(row.closest("table").caption);
      return `${caption}, ${row.cells[0].textContent}: ${cell.closest("td").dataset.label}`;
    }
    let above = fieldOf(cell);
    while (above && above.localName !== "h2") above = above.previousElementSibling;
    const label = first(fieldOf(cell).querySelector("label, legend"));
    return above ? `${above.textContent}: ${label}` : label;
  };
  const options = (cell) => isBoxes(cell)
    ? boxes(cell).map((box) => ({ id: box.value, text: box.parentNode.querySelector("span").textContent }))
    : [...cell.options].slice(1).map((one) => ({ id: one.value, text: one.text }));
  const optionOf = (cell, text) => {
    const wanted = folded(text);
    const found = options(cell).find((one) => [folded(one.id), folded(one.text)].includes(wanted));
    return found && found.id;
  };
  const tick = (cell, ids) => boxes(cell).forEach((box) => { box.checked = ids.includes(box.value); });
  const ticked = (cell) => boxes(cell).filter((box) => box.checked).map((box) => box.value);
  const select = (cell, id) => { if (isBoxes(cell)) tick(cell, id ? [id] : []); else cell.value = id; };

  /** Puts a text into a cell; false when it is nothing that the cell can hold. */
  const WRITE = {
    text: (cell, text) => { cell.value = text; return true; },
    date: (cell, text) => {
      cell.value = asDate(text) || "";
      return !text || cell.value !== "";
    },
    choice: (cell, text) => {
      const id = text && optionOf(cell, text);
      select(cell, id || "");
      return !text || Boolean(id);
    },
    choices: (cell, text) => {
      const ids = text.split(/[;\n]/).filter(strip).map((one) => optionOf(cell, one));
      tick(cell, ids);
      return !ids.includes(undefined);
    },
    scale: (cell, text) => {
      const level = asNumber(text) ?? leadingLevel(text);
      const id = level === null ? optionOf(cell, text) : String(level);
      const there = options(cell).some((one) => one.id === id);
      tick(cell, there ? [id] : []);
      return !text || there;
    },
    computed: () => true,
  };
  Object.assign(WRITE, { "long-text": WRITE.text, number: WRITE.text, member: WRITE.choice });

  /** What a cell holds, as it stands in a file; undefined when it is blank. */
  const read = (cell) => {
    const kind = cell.dataset.kind;
    if (kind === "computed") return cell.dataset.value ? Number(cell.dataset.value) : undefined;
    if (isBoxes(cell)) {
      const ids = ticked(cell);
      if (!ids.length) return undefined;
      return kind === "choices" ? ids : kind === "scale" ? Number(ids[0]) : ids[0];
    }
    const text = strip(cell.value);
    if (!text) return undefined;
    const number = kind === "number" ? asNumber(text) : null;
    return number === null ? text : number;
  };
  const textOf = (cell) => asText(read(cell) ?? "");
  const isBlank = (cell) => cell.dataset.kind === "computed" || read(cell) === undefined;

  /** What is wrong with a cell, in words; empty when nothing is. */
  const fault = (cell) => {
    const { kind, low, high, limit } = cell.dataset;
    if (kind === "date" && cell.validity.badInput) return say("noDate");
    const value = read(cell);
    if (value === undefined || typeof value === "object") return "";
    if (kind === "number") {
      if (typeof value === "string") return say("noNumber", { text: short(value) });
      if ((low && value < Number(low)) || (high && value > Number(high))) return say("outOfRange");
      return "";
    }
    const most = Number(limit || LONGEST);
    const count = typeof value === "string" ? letters(clean(value)) : 0;
    return count > most ? say("tooLong", { count, most }) : "";
  };

  // ---------------------------------------------------------------- computed cells

  /** The cells that a computed cell is computed of: of its row, or of fields and whole columns. */
  const inputs = (cell, names) => {
    const row = cell.closest("tr");
    if (row) return names.map((name) => cellNamed(cell.name.replace(/[^/]+$/, name)));
    return names.flatMap((name) => {
      const [field, column] = name.split(".");
      if (!column) return [cellNamed(field)];
      return cells().filter((one) => one.name.startsWith(`${field}/`) && one.name.endsWith(`/${column}`));
    });
  };
  const compute = () => cells().filter((cell) => cell.dataset.kind === "computed").forEach((cell) => {
    const [name, ...of] = cell.dataset.compute.split(" ");
    const given = inputs(cell, of).filter((one) => one && !isBlank(one) && !fault(one)).map(read);
    const value = result(name, given);
    cell.dataset.value = value === null ? "" : String(value);
    const text = value === null ? "" : String(Number(value.toPrecision(12)));
    if (cell.value !== text) cell.value = text;
  });

  // ---------------------------------------------------------------- how cells look

  const describe = (cell, id, on) => {
    const ids = (cell.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
    if (on) ids.push(id);
    if (ids.length) cell.setAttribute("aria-describedby", ids.join(" "));
    else cell.removeAttribute("aria-describedby");
  };
  /** Shows below a cell what is wrong with it, or takes it away. */
  const judge = (cell, text = fault(cell)) => {
    const id = `e-${cell.name}`;
    let line = document.getElementById(id);
    if (!text) {
      if (line) line.remove();
    } else if (line) {
      line.textContent = text;
    } else {
      line = make("p", text, "error");
      line.id = id;
      (isBoxes(cell) ? cell.lastElementChild : cell.nextElementSibling).after(line);
    }
    if (text) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    describe(cell, id, Boolean(text));
  };
  const shownText = (cell) => {
    if (cell.localName === "select") return cell.selectedIndex > 0 ? cell.selectedOptions[0].text : "";
    return cell.value;
  };
  const GROWS_ITSELF = CSS.supports("field-sizing", "content");
  /** Brings what depends on a cell up to date: its copy for print, its height, its counter. */
  const show = (cell) => {
    if (cell.dataset.kind === "computed") return;
    if (isBoxes(cell)) {
      const blank = cell.querySelector("[data-do=blank]");
      if (blank) blank.hidden = !ticked(cell).length;
      return;
    }
    const copy = cell.nextElementSibling;
    copy.textContent = shownText(cell);
    copy.classList.toggle("blank", !copy.textContent);
    if (cell.localName === "textarea" && !GROWS_ITSELF) {
      cell.style.blockSize = "auto";
      if (cell.scrollHeight) cell.style.blockSize = `${cell.scrollHeight + 2}px`;
    }
    const counter = document.getElementById(`n-${cell.name}`);
    if (counter) {
      const left = Number(cell.dataset.limit) - letters(clean(cell.value));
      counter.textContent = left < 0 ? say("over", { count: -left }) : say("left", { count: left });
    }
  };
  /** Adds to a cell what only a script needs. */
  const prepare = (cell) => {
    if (isBoxes(cell) || cell.dataset.kind === "computed") return;
    const copy = make("span", "", `written lines-${Math.min(cell.rows || 1, 9)} blank`);
    copy.setAttribute("aria-hidden", "true");
    cell.after(copy);
    if (cell.dataset.limit) {
      const counter = make("p", "", "counter");
      counter.id = `n-${cell.name}`;
      copy.after(counter);
      describe(cell, counter.id, true);
    }
  };

  // ---------------------------------------------------------------- tables that grow

  const tables = [...form.querySelectorAll("table[data-grows]")].map((table) => {
    const body = table.tBodies[0];
    return { name: table.dataset.table, body, declared: body.rows.length, blank: body.rows[0].cloneNode(true) };
  });
  const tableOf = (element) => tables.find((one) => fieldOf(element).contains(one.body));
  const tableNamed = (name) => tables.find((one) => one.name === name);
  const addRow = (table) => {
    const number = table.body.rows.length + 1;
    const row = table.blank.cloneNode(true);
    const head = row.cells[0];
    const was = head.id;
    head.id = `r-${table.name}/${number}`;
    head.textContent = String(number);
    table.body.append(row);
    cells(row).forEach((cell) => {
      cell.name = cell.name.replace("/1/", `/${number}/`);
      cell.setAttribute("name", cell.name);
      cell.setAttribute("aria-labelledby", cell.getAttribute("aria-labelledby").replace(was, head.id));
      prepare(cell);
      show(cell);
    });
  };
  const fitRows = (table, count) => {
    while (table.body.rows.length < Math.min(count, MOST_ROWS)) addRow(table);
    while (table.body.rows.length > Math.max(count, table.declared)) table.body.lastElementChild.remove();
  };
  const showButtons = () => tables.forEach((table) => {
    const [more, fewer] = fieldOf(table.body).querySelectorAll(".grow button");
    more.disabled = table.body.rows.length >= MOST_ROWS;
    fewer.disabled = table.body.rows.length <= table.declared;
  });

  // ---------------------------------------------------------------- what the page holds

  /** `copy` names this copy of the sheet; `carried` is what was taken over, by cell; `sources` are
      the files it came from, with their answers by cell. */
  let state = { copy: random(), carried: new Map(), sources: [] };

  const answers = () => {
    const all = Object.create(null);
    cells().forEach((cell) => {
      const value = read(cell);
      if (value === undefined) return;
      const { field, row, column } = splitName(cell.name);
      if (!row) {
        all[field] = value;
        return;
      }
      all[field] = all[field] || [];
      while (all[field].length < row) all[field].push(Object.create(null));
      all[field][row - 1][column] = value;
    });
    return all;
  };
  const content = () => ({
    format: FORMAT,
    version: VERSION,
    toolkit: SHEET.toolkit,
    edition: SHEET.edition,
    saved: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    sheets: [{
      sheet: SHEET.sheet,
      revision: SHEET.revision,
      copy: state.copy,
      answers: answers(),
      carried: Object.fromEntries(state.carried),
    }],
  });
  const isEmpty = () => cells().every(isBlank);

  let keeps = true;
  let saved = true;
  let waiting = 0;
  const report = (text) => { if (kept.textContent !== text) kept.textContent = text; };
  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    try {
      const sources = state.sources.map((one) => ({ ...one, values: [...one.values] }));
      localStorage.setItem(KEY, JSON.stringify({ ...content(), sources }));
      keeps = true;
    } catch (_refused) {
      keeps = false;
    }
    report(say(keeps ? "kept" : "notKept"));
    root.dispatchEvent(new CustomEvent("sheetchange", { detail: answers() }));
  };
  const changed = () => {
    saved = false;
    compute();
    clearTimeout(waiting);
    waiting = setTimeout(keep, 250);
  };
  const showAll = () => {
    cells().forEach((cell) => { show(cell); judge(cell); });
    showButtons();
    showNotes();
    changed();
  };

  // ---------------------------------------------------------------- messages and questions

  const tell = (lines, title = "") => {
    said.textContent = "";
    if (title) said.append(make("p", title, "title"));
    if (lines.length) {
      const list = make("ul");
      lines.forEach((line) => {
        const item = make("li");
        item.append(line);
        list.append(item);
      });
      said.append(list);
    }
    said.append(button(say("close"), () => { said.textContent = ""; }));
    said.focus();
    said.scrollIntoView({ block: "nearest" });
  };
  /** Asks before something is lost; resolves to yes or no. */
  const ask = (question, yes, no) => new Promise((answer) => {
    const box = make("dialog", "", "ask");
    const text = make("p", question);
    text.id = "question";
    box.setAttribute("aria-labelledby", "question");
    let agreed = false;
    box.append(text, button(no, () => box.close()), button(yes, () => { agreed = true; box.close(); }));
    box.addEventListener("close", () => { box.remove(); answer(agreed); });
    root.append(box);
    box.showModal();
  });
  const goTo = (cell) => (isBoxes(cell) ? boxes(cell)[0] : cell).focus();
  const linkTo = (cell, text) => {
    const link = make("a", text);
    link.href = `#a-${cell.name.split("/")[0]}`;
    link.addEventListener("click", (event) => { event.preventDefault(); goTo(cell); });
    return link;
  };

  // ---------------------------------------------------------------- carrying over

  const ORIGINS = [...form.querySelectorAll("[data-from]")].map((field) => ({
    field,
    name: field.id.slice(2),
    table: field.querySelector("table[data-table]"),
    origins: JSON.parse(field.dataset.from),
  }));
  const inWords = (raw, words_ = {}) => {
    const text = asText(raw);
    return text && text.split("; ").map((one) => (Object.hasOwn(words_, one) ? words_[one] : one)).join("; ");
  };
  const distinct = (texts) => texts.filter((text, place) => texts.findIndex((one) => same(one, text)) === place);
  const filesOf = (origin) => state.sources.filter((one) => one.sheet === origin.sheet);

  /** The rows of a table of another sheet: for each the texts by column, and where they stood. */
  const rowsOf = (origin, file) => {
    const rows = [];
    file.values.forEach((raw, name) => {
      const { field, row, column } = splitName(name) || {};
      if (field !== origin.field || !row || row > MOST_ROWS || !Object.hasOwn(origin.columns, column)) return;
      while (rows.length < row) rows.push({ number: rows.length + 1, texts: new Map() });
      rows[row - 1].texts.set(column, inWords(raw, origin.columns[column]));
    });
    return rows;
  };
  const isEqualRow = (one, other) =>
    one.texts.size === other.texts.size && [...one.texts].every(([column, text]) => same(text, other.texts.get(column) || ""));

  /** What an earlier sheet says for a field: units that are filled together, with text by cell. */
  const unitsOfTable = ({ name, origins }) => {
    for (const origin of origins) {
      const found = filesOf(origin).map((file) => rowsOf(origin, file));
      let rows = found[0] || [];
      if (found.length > 1) {
        rows = found.flat().filter((row) => [...row.texts.values()].some(Boolean));
        rows = rows.filter((row, place) => rows.findIndex((one) => isEqualRow(one, row)) === place);
      }
      const known = [...state.carried].filter(([cell, one]) => cell.startsWith(`${name}/`) && one.sheet === origin.sheet);
      if (!rows.some((row) => [...row.texts.values()].some(Boolean)) && !(found.length && known.length)) continue;
      const count = Math.max(rows.length, ...known.map(([cell]) => Number(cell.split("/")[1])));
      return Array.from({ length: count }, (_none, place) => {
        const row = rows[place] || { number: place + 1, texts: new Map() };
        const parts = Object.keys(origin.columns).map((column) => ({
          cell: `${name}/${place + 1}/${column}`,
          from: `${origin.field}/${row.number}/${column}`,
          text: row.texts.get(column) || "",
        }));
        return { key: `${name}/${place + 1}`, origin, parts, files: found.length };
      });
    }
    return [];
  };
  const JOINED = { text: "; ", "long-text": "\n" };
  const unitsOfField = ({ name, origins }) => {
    const kind = cellNamed(name).dataset.kind;
    for (const origin of origins) {
      const files = filesOf(origin);
      const given = files.map((file) => inWords(file.values.get(origin.field) ?? "", origin.options)).filter(Boolean);
      const texts = distinct(given);
      const before = state.carried.get(name);
      if (!texts.length && !(files.length && before && before.sheet === origin.sheet)) continue;
      const joins = JOINED[kind];
      const text = texts.join(joins || "; ");
      const parts = [{ cell: name, from: origin.field, text }];
      return [{ key: name, origin, parts, files: given.length, differs: texts.length > 1 && !joins }];
    }
    return [];
  };
  const unitsOf = (entry) => (entry.table ? unitsOfTable(entry) : unitsOfField(entry));

  const rowCells = (key) => cells().filter((cell) => cell.name === key || cell.name.startsWith(`${key}/`));
  const cellOfUnit = (unit) => rowCells(unit.key)[0] || cells(unit.entry.field)[0];
  const current = (name) => { const cell = cellNamed(name); return cell ? textOf(cell) : ""; };
  const remembered = (part) => state.carried.get(part.cell);
  /** Whether a part is as it was when it was taken over. */
  const isKnown = (part) => {
    const before = remembered(part);
    return before ? begins(part.text, before.value) : !part.text;
  };
  const remember = (unit) => unit.parts.forEach((part) => {
    if (part.text) state.carried.set(part.cell, { sheet: unit.origin.sheet, field: part.from, value: part.text });
    else state.carried.delete(part.cell);
  });
  /** Puts a unit into its cells; gives the parts that cannot be put there. */
  const put = (unit) => {
    const table = tableNamed(unit.key.split("/")[0]);
    if (table && Number(unit.key.split("/")[1]) > table.body.rows.length) fitRows(table, Number(unit.key.split("/")[1]));
    const refused = unit.parts.filter((part) => {
      const cell = cellNamed(part.cell);
      const before = cell ? textOf(cell) : "";
      const fits = cell && WRITE[cell.dataset.kind](cell, part.text);
      if (cell && !fits) WRITE[cell.dataset.kind](cell, before);
      return !fits && part.text;
    });
    remember({ ...unit, parts: unit.parts.filter((part) => !refused.includes(part)) });
    rowCells(unit.key).forEach((cell) => { show(cell); judge(cell); });
    return refused;
  };
  const rank = (entry, sheet) => entry.origins.findIndex((one) => one.sheet === sheet);

  /** What to do with a unit: nothing, fill it, or offer it; a nearer sheet is not overruled. */
  const verdict = (entry, unit) => {
    const before = unit.parts.map(remembered).find(Boolean);
    if (before && rank(entry, before.sheet) >= 0 && rank(entry, before.sheet) < entry.origins.indexOf(unit.origin)) return "";
    if (unit.differs) return "differs";
    if (unit.parts.every((part) => same(current(part.cell), part.text))) return "same";
    if (rowCells(unit.key).every(isBlank)) return before && unit.parts.every(isKnown) ? "" : "fill";
    if (before && unit.parts.every(isKnown)) return "";
    return "offer";
  };
  /** Compares every field with the sheets before it, fills what is blank, keeps offers for the rest. */
  let offers = new Map();
  const carry = () => {
    offers = new Map();
    const done = { filled: new Map(), refused: [] };
    ORIGINS.forEach((entry) => unitsOf(entry).forEach((unit) => {
      const what = verdict(entry, unit);
      if (what === "same") remember(unit);
      if (what === "fill") {
        const refused = put(unit);
        if (refused.length < unit.parts.filter((part) => part.text).length) {
          const { sheet } = unit.origin;
          done.filled.set(sheet, (done.filled.get(sheet) || new Set()).add(entry.name));
        }
        refused.forEach((part) => done.refused.push({ part, unit }));
      }
      if (what === "offer" || what === "differs") offers.set(unit.key, { ...unit, what, entry, known: unit.parts.some(remembered) });
    }));
    return done;
  };

  /** A unit in words: a text, or the columns of a row with their texts. */
  const unitText = (unit) => {
    const table = unit.entry.table;
    if (!table) return unit.parts[0].text || say("blank");
    const filled = unit.parts.filter((part) => part.text);
    const label = (part) => first(document.getElementById(`c-${unit.entry.name}/${part.cell.split("/")[2]}`));
    return filled.map((part) => `${label(part)}: ${part.text}`).join("; ") || say("blank");
  };
  const offerLine = (unit) => {
    const line = make("div", "", "offer");
    const where = unit.origin.where;
    const row = unit.key.split("/")[1];
    const values = { where: row ? `${where}, ${row}` : where, text: unitText(unit), count: unit.files };
    const text = make("p", say(unit.what === "differs" ? "differ" : unit.files > 1 ? "several" : unit.known ? "changed" : "other", values));
    line.append(text);
    if (unit.what === "differs") return line;
    const settle = (act) => () => {
      act(unit);
      offers.delete(unit.key);
      showNotes();
      showButtons();
      changed();
      goTo(cellOfUnit(unit));
    };
    text.id = `o-${unit.key}`;
    const both = [button(say("take"), settle(put)), button(say("mine"), settle(remember))];
    both.forEach((one) => one.setAttribute("aria-describedby", text.id));
    line.append(...both);
    return line;
  };
  /** Says at each field that was taken over where from, and what is new there. */
  const showNotes = () => ORIGINS.forEach((entry) => {
    const id = `t-${entry.name}`;
    const old = document.getElementById(id);
    if (old) old.remove();
    const note = make("div", "", "note");
    note.id = id;
    const mine = [...state.carried].filter(([cell]) => cell === entry.name || cell.startsWith(`${entry.name}/`));
    entry.origins.forEach((origin) => {
      const from = mine.filter(([, one]) => one.sheet === origin.sheet);
      if (!from.length) return;
      const edited = from.some(([cell, one]) => !begins(current(cell), one.value));
      const count = new Set(filesOf(origin).filter((file) => [...file.values.keys()].some((name) => name.split("/")[0] === origin.field)).map((file) => file.copy)).size;
      const joined = count > 1 ? say("joined", { where: origin.where, count }) : say("from", { where: origin.where });
      note.append(make("p", edited ? say("edited", { where: origin.where }) : joined));
    });
    [...offers.values()].filter((unit) => unit.entry.name === entry.name).forEach((unit) => note.append(offerLine(unit)));
    const target = entry.table || cells(entry.field)[0];
    describe(target, id, note.hasChildNodes());
    if (note.hasChildNodes()) entry.field.append(note);
  });

  // ---------------------------------------------------------------- opening files

  /** A file that cannot be used, in words. */
  class Unusable extends Error {}
  const refuse = (name, values) => { throw new Unusable(say(name, values)); };
  const wordOf = (value) => (["string", "number"].includes(typeof value) ? String(value).slice(0, 200) : "");

  /** The cells of a file by name, and the names of those that have another shape than an answer. */
  const flat = (given) => {
    const values = new Map();
    const odd = [];
    const take = (name, raw) => {
      const text = asText(raw);
      if (text === undefined) odd.push(name);
      else if (text) values.set(name, raw);
    };
    eachAnswer(given, take);
    return { values, odd };
  };
  const carriedOf = (given) => new Map(
    Object.entries(isGroup(given) ? given : {}).filter(([, one]) => isGroup(one)).map(([cell, one]) => [
      cell, { sheet: wordOf(one.sheet), field: wordOf(one.field), value: typeof one.value === "string" ? one.value : wordOf(one.value) },
    ]));

  /** The sheets in the text of a file, each as far as it can be read. */
  const parse = (text) => {
    let all;
    try {
      all = JSON.parse(text);
    } catch (_broken) {
      refuse("damaged");
    }
    if (!isGroup(all) || all.format !== FORMAT) refuse("notOurs");
    if (all.version !== VERSION) refuse("version", { version: wordOf(all.version) });
    if (all.toolkit !== SHEET.toolkit) refuse("toolkit", { toolkit: wordOf(all.toolkit) });
    const found = Array.isArray(all.sheets) ? all.sheets : [];
    const good = found.filter((one) => isGroup(one) && wordOf(one.sheet) && isGroup(one.answers));
    if (!good.length) refuse("noSheet");
    return good.map((one) => ({
      sheet: wordOf(one.sheet), revision: wordOf(one.revision), copy: wordOf(one.copy), saved: wordOf(all.saved),
      carried: carriedOf(one.carried), ...flat(one.answers),
    }));
  };
  const parseFile = async (file) => {
    if (file.size > LARGEST) refuse("tooLarge", { size: file.size, most: LARGEST });
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch (_broken) {
      refuse("damaged");
    }
    return parse(text);
  };

  const blankAll = () => {
    tables.forEach((table) => fitRows(table, 0));
    cells().forEach((cell) => WRITE[cell.dataset.kind](cell, ""));
  };
  /** Fills the page with a sheet; gives a line for each value that found no place. */
  const fill = (one) => {
    const lost = [];
    blankAll();
    one.values.forEach((_raw, name) => {
      const { field, row } = splitName(name) || {};
      const table = field && tableNamed(field);
      if (table && row <= MOST_ROWS && row > table.body.rows.length) fitRows(table, row);
    });
    one.values.forEach((raw, name) => {
      const cell = cellNamed(name);
      const text = asText(raw);
      if (!cell) lost.push([name, say("noField", { text: short(text) })]);
      else if (!WRITE[cell.dataset.kind](cell, text)) lost.push([labelOf(cell), say("noFit", { text: short(text) })]);
    });
    one.odd.forEach((name) => lost.push([name, say("odd")]));
    state = { copy: one.copy || random(), carried: one.carried, sources: one.sources || [] };
    return lost;
  };

  const openOwn = async (name, one) => {
    const before = JSON.stringify(answers());
    const mine = [...cells()].filter((cell) => !isBlank(cell) && cell.dataset.kind !== "computed");
    const differs = mine.some((cell) => !same(textOf(cell), asText(one.values.get(cell.name) ?? "")));
    if (before !== "{}" && differs && !(await ask(say("replace", { file: name }), say("replaceYes"), say("replaceNo")))) {
      return [`${name}: ${say("unchanged")}`];
    }
    const lost = fill(one);
    const lines = lost.map(([where, text]) => `${name}, ${where}: ${text}`);
    if (one.revision && one.revision !== SHEET.revision) lines.unshift(`${name}: ${say("otherRevision", { sheet: SHEET.title })}`);
    lines.unshift(`${name}: ${say("opened")}`);
    return lines;
  };
  const openSource = (name, one) => {
    const known = SOURCES[one.sheet];
    const copy = one.copy || name;
    state.sources = state.sources.filter((other) => other.copy !== copy || other.sheet !== one.sheet);
    // Only what can be carried over is kept: the rest is not this sheet's business.
    const wanted = new Set(ORIGINS.flatMap((entry) => entry.origins)
      .filter((origin) => origin.sheet === one.sheet).map((origin) => origin.field));
    const values = new Map([...one.values].filter(([where]) => wanted.has(where.split("/")[0])));
    state.sources.push({ sheet: one.sheet, copy, values });
    const lines = [`${name}: ${say("opened")}`];
    if (one.revision && one.revision !== known.revision) lines.push(`${name}: ${say("otherRevision", { sheet: known.title })}`);
    one.odd.forEach((where) => lines.push(`${name}, ${where}: ${say("odd")}`));
    return lines;
  };
  /** Carries over from all sources at once, so that several files for one field are joined. */
  const carryAll = () => {
    const { filled, refused } = carry();
    const lines = [...filled].map(([sheet, names]) => say("filled", { sheet: SOURCES[sheet].title, count: names.size }));
    refused.forEach(({ part, unit }) => lines.push(`${unit.origin.where}: ${say("noFit", { text: short(part.text) })}`));
    const open = [...offers.values()].filter((unit) => unit.what === "offer").map((unit) => {
      const cell = cellOfUnit(unit);
      return linkTo(cell, say("look", { where: labelOf(cell) }));
    });
    return [...lines, ...open];
  };
  const openFiles = async (files) => {
    const lines = [];
    const found = [];
    for (const file of files) {
      try {
        (await parseFile(file)).forEach((one) => found.push([file.name, one]));
      } catch (error) {
        if (!(error instanceof Unusable)) throw error;
        lines.push(`${file.name}: ${error.message}`);
      }
    }
    const own = found.filter(([, one]) => one.sheet === SHEET.sheet);
    if (own.length) lines.push(...await openOwn(...own[0]));
    own.slice(1).forEach(([name]) => lines.push(`${name}: ${say("oneOnly")}`));
    found.filter(([, one]) => one.sheet !== SHEET.sheet).forEach(([name, one]) => {
      if (Object.hasOwn(SOURCES, one.sheet)) lines.push(...openSource(name, one));
      else lines.push(`${name}: ${say("notNeeded", { sheet: one.sheet })}`);
    });
    compute();
    lines.push(...carryAll());
    showAll();
    tell(lines);
  };

  // ---------------------------------------------------------------- what the buttons do

  const fileName = () => {
    const country = cellNamed("country");
    const place = country ? textOf(country).replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 40) : "";
    const now = new Date();
    const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((one) => String(one).padStart(2, "0")).join("-");
    return `${[SHEET.sheet, place, date].filter(Boolean).join("_")}.json`;
  };
  const save = () => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(content(), null, 1)}\n`], { type: "application/json" }));
    link.download = fileName();
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    keep();
    saved = true;
    report(say("saved", { file: link.download }));
  };
  /** Lists what is missing or wrong; nothing is held back because of it. */
  const check = () => {
    const found = [];
    form.querySelectorAll(".field").forEach((field) => {
      const inside = cells(field).filter((cell) => cell.dataset.kind !== "computed");
      if ("required" in field.dataset && inside.every(isBlank)) found.push([inside[0], say("missing")]);
      inside.forEach((cell) => {
        const text = fault(cell);
        judge(cell, text);
        if (text) found.push([cell, text]);
      });
    });
    const lines = found.map(([cell, text]) => linkTo(cell, `${labelOf(cell)}: ${text}`));
    tell(lines, lines.length ? say("toMend", { count: lines.length }) : say("complete"));
  };
  const clear = async () => {
    if (!isEmpty() && !(await ask(say("clearAsk"), say("clearYes"), say("clearNo")))) return;
    blankAll();
    state = { copy: random(), carried: new Map(), sources: [] };
    offers = new Map();
    said.textContent = "";
    showAll();
    clearTimeout(waiting);
    try {
      localStorage.removeItem(KEY);
    } catch (_refused) { /* Nothing is kept there. */ }
    report(say("cleared"));
    root.dispatchEvent(new CustomEvent("sheetchange", { detail: answers() }));
  };
  const fewer = async (element) => {
    const table = tableOf(element);
    const row = table.body.lastElementChild;
    if (!cells(row).every(isBlank) && !(await ask(say("rowAsk", { row: table.body.rows.length }), say("rowYes"), say("rowNo")))) return;
    row.remove();
    [...state.carried.keys()].filter((name) => name.startsWith(`${table.name}/${table.body.rows.length + 1}/`)).forEach((name) => state.carried.delete(name));
    showButtons();
    showNotes();
    changed();
  };
  const ACTS = {
    save,
    open: () => chooser.click(),
    check,
    print: () => window.print(),
    clear,
    more: (element) => {
      const table = tableOf(element);
      addRow(table);
      showButtons();
      changed();
      goTo(cells(table.body.lastElementChild)[0]);
    },
    fewer,
    blank: (element) => {
      const cell = element.closest("fieldset");
      tick(cell, []);
      goTo(cell);
      show(cell);
      judge(cell);
      changed();
    },
  };

  root.addEventListener("click", (event) => {
    const element = event.target.closest("[data-do]");
    if (element) ACTS[element.dataset.do](element);
  });
  const cellOf = (event) => event.target.closest("[data-kind]");
  form.addEventListener("input", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    show(cell);
    if (cell.hasAttribute("aria-invalid")) judge(cell);
    changed();
  });
  form.addEventListener("change", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    if (cell.dataset.kind === "number" && asNumber(cell.value) !== null) cell.value = western(cell.value);
    show(cell);
    judge(cell);
    if (ORIGINS.some((entry) => entry.field === fieldOf(cell))) showNotes();
  });
  form.addEventListener("keydown", (event) => {
    // A text of one line has no line breaks.
    if (event.key === "Enter" && event.target.dataset.kind === "text" && !event.isComposing) event.preventDefault();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  chooser.addEventListener("change", async () => {
    const files = [...chooser.files];
    await openFiles(files);
    chooser.value = "";
  });
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    openFiles([...event.dataTransfer.files]);
  });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });
  window.addEventListener("beforeunload", (event) => { if (!keeps && !saved && !isEmpty()) event.preventDefault(); });
  window.addEventListener("storage", (event) => { if (event.key === KEY) report(say("elsewhere")); });

  // ---------------------------------------------------------------- at the start

  const restore = () => {
    try {
      const stored = localStorage.getItem(KEY);
      if (stored === null) {
        localStorage.setItem(KEY, "");
        localStorage.removeItem(KEY);
        return;
      }
      if (!stored) return;
      const sources = JSON.parse(stored).sources.map((one) => ({ ...one, values: new Map(one.values) }));
      const lost = fill({ ...parse(stored)[0], sources });
      if (lost.length) tell(lost.map(([where, text]) => `${say("browser")}, ${where}: ${text}`));
      carry();
    } catch (error) {
      // What is kept there cannot be read any more, or the browser keeps nothing.
      keeps = error instanceof SyntaxError || error instanceof Unusable || error instanceof TypeError;
    }
  };
  cells().forEach(prepare);
  root.classList.add("scripted");
  bar.hidden = false;
  root.querySelectorAll(".grow").forEach((line) => { line.hidden = false; });
  restore();
  report(say(keeps ? (isEmpty() ? "start" : "kept") : "notKept"));
  cells().forEach(show);
  compute();
  showButtons();
  showNotes();
  window.sessionpressSheet = { answers };
  root.dispatchEvent(new CustomEvent("sheetchange", { detail: answers() }));
})();
