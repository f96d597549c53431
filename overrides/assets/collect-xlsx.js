/* What somebody wrote into a workbook: read by names, which move with their cells, as on the command
   line (bind/xlsx/reading.py and entry.py, which say why). Formulas are never computed here. */
"use strict";
(() => {
  const office = window.sessionpressOffice;
  if (!office) return;
  const { NotOurs, finding } = window.sessionpressRules;
  const { strip, casefold, cut, general, splitName } = window.sessionpressValues;
  const { openPackage, CONTENT_TYPES, damaged, childrenOf, gathered, properties, identityOf, handinOf, withoutRow, strays } = office;

  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const STYLES = "xl/styles.xml";
  const [MOST_ROWS, MOST_COLUMNS] = [3000, 200];
  const [KEPT, END, OPTION] = ["form_kept", "end_", "of_"];
  const MARKED = ["x", "✓", "✔", "☑", "☒", "yes", "true", "1"];
  const NOT_MARKED = ["no", "false", "0", "-", "☐"];
  const spot = (sheet, row, column) => JSON.stringify([sheet, row, column]);

  // ---------------------------------------------------------------- days and times

  const DAY = 86400000;
  const [EPOCH, EPOCH_1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)];
  /** A day or time: as it is read, and as Python shows it where a text is wanted. */
  class Moment {
    constructor(raw, text = raw) {
      Object.assign(this, { raw, text });
    }
  }
  const twoDigits = (number) => String(Math.floor(number) % 60).padStart(2, "0");
  /** The time of a day: 09:30:00, or with a fraction of a second. */
  const clock = (milliseconds) => {
    const rest = milliseconds % 1000 ? `.${String(milliseconds % 1000).padStart(3, "0")}000` : "";
    return [3600000, 60000, 1000].map((unit) => twoDigits(milliseconds / unit)).join(":") + rest;
  };
  const moment = (time) => {
    const [day, within] = [new Date(time).toISOString().slice(0, 10), clock(((time % DAY) + DAY) % DAY)];
    return new Moment(within === "00:00:00" ? day : `${day}T${within}`, `${day} ${within}`);
  };
  const [FIRST_DAY, LAST_DAY] = [Date.UTC(2000, 0, 1) - 730119 * DAY, Date.UTC(9999, 11, 31) + DAY - 1];
  const duration = (days) => {
    const whole = Math.floor(days);
    const time = clock(Math.round((days - whole) * DAY)).replace(/^0/, "");
    return new Moment(whole ? `${whole} ${Math.abs(whole) === 1 ? "day" : "days"}, ${time}` : time);
  };
  /** What a number stands for in a cell that shows a day or a time. */
  const dated = (serial, epoch) => {
    const day = Math.floor(serial);
    const within = Math.round((serial - day) * DAY);
    if (day === 0 && within < DAY) return new Moment(clock(within));
    // The first spreadsheet had a 29 February 1900.
    const found = epoch + (day + (serial > 0 && serial < 60 && epoch === EPOCH ? 1 : 0)) * DAY + within;
    return found < FIRST_DAY || found > LAST_DAY ? "#VALUE!" : moment(found);
  };
  const written = (text) => {
    const match = /^(\d{4}-\d{2}-\d{2})?T?(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?Z?/.exec(text);
    if (!match || !(match[1] || match[2])) throw damaged();
    const time = match[2] && (match[2].length === 5 ? `${match[2]}:00` : match[2]);
    if (match[1] && time) return moment(Date.parse(`${match[1]}T${time}Z`));
    return new Moment(match[1] || time);
  };

  // ---------------------------------------------------------------- how cells show what they hold

  /** What each style of cells shows: a day, a duration, a share of a hundred. */
  const stylesOf = (document) => {
    if (!document) return [{}];
    const own = new Map(all(document, "numFmt").map((one) => [one.getAttribute("numFmtId"), one.getAttribute("formatCode") || ""]));
    return all(document, "cellXfs").flatMap((list) => [...list.children]).map((style) => {
      const id = style.getAttribute("numFmtId") || "0";
      const code = own.has(id) ? own.get(id) : BUILT_IN[id] || "";
      const [first] = code.split(";");
      const bare = first.replace(/".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]/g, "");
      return { isDay: /(^|[^_\\])[dmhys]/i.test(bare), isDuration: /\[(hh?|mm?|ss?)\]/i.test(first), isShare: code.endsWith("%") };
    });
  };
  const BUILT_IN = {
    9: "0%", 10: "0.00%", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", ...Object.fromEntries([14, 15, 16, 17, 18, 19, 20, 21, 22].map((id) => [id, "d"])),
  };

  // ---------------------------------------------------------------- what a workbook holds

  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const all = (document, name) => [...document.getElementsByTagNameNS(MAIN, name)];
  const child = (element, name) => [...element.children].find((one) => one.localName === name && one.namespaceURI === MAIN);
  const textOf = (element) => (element ? element.textContent : "");
  /** A text in one format or several, without the notes on how it is spoken. */
  const whole = (element) => [...element.children].map((one) => (one.localName === "t" ? one.textContent : one.localName === "r" ? textOf(child(one, "t")) : "")).join("");

  const column = (letters) => [...letters].reduce((found, letter) => found * 26 + letter.charCodeAt(0) - 64, 0);
  const lettersOf = (number) => (number ? lettersOf(Math.floor((number - 1) / 26)) + String.fromCharCode(65 + ((number - 1) % 26)) : "");
  const READ = {
    n: (text, style, book) => {
      const number = Number(text);
      if (!Number.isFinite(number)) throw damaged();
      if (!style.isDay) return number;
      return style.isDuration ? duration(number) : dated(number, book.epoch);
    },
    s: (text, _style, book) => {
      if (!(Number(text) in book.strings)) throw damaged();
      return book.strings[Number(text)];
    },
    b: (text) => Boolean(Number(text)),
    d: written,
  };
  /** {value, formula, isShare} of a cell; the value is what was last computed. */
  const contentOf = (cell, book) => {
    const type = cell.getAttribute("t") || "n";
    const [given, rich, formula] = ["v", "is", "f"].map((name) => child(cell, name));
    const number = Number(cell.getAttribute("s") || 0);
    const style = book.styles[number];
    const text = type === "inlineStr" ? "" : textOf(given);
    if (!Number.isInteger(number) || (text && !style)) throw damaged();
    const read = READ[type] || ((plain) => plain);
    const value = text ? read(text, style, book) : type === "inlineStr" && rich ? whole(rich) : null;
    return { value, formula: formula ? `=${sharedFormula(formula, book)}` : "", isShare: Boolean(style && style.isShare) };
  };
  const sharedFormula = (formula, book) => {
    const id = formula.getAttribute("si");
    if (formula.getAttribute("t") === "shared" && formula.textContent) book.formulas.set(id, formula.textContent);
    return formula.textContent || book.formulas.get(id) || "";
  };
  /** The cells of a worksheet that hold something, in their order, as [row, column, content]. */
  const cellsOf = (document, book) => {
    book.formulas = new Map();
    const found = [];
    let [row, next] = [0, 1];
    for (const line of all(document, "row")) {
      row = line.hasAttribute("r") ? Number(line.getAttribute("r")) : row + 1;
      if (row > MOST_ROWS) break;
      // A row that stands behind a later one is no row of a spreadsheet program.
      const counts = row >= next;
      next = Math.max(next, row + 1);
      let at = 0;
      const cells = [...line.children].map((cell) => {
        const [, letters, number] = /^([A-Z]{1,3})(\d+)$/.exec(cell.getAttribute("r") || "") || [];
        at = letters ? column(letters) : at + 1;
        return [Number(number || row), at, contentOf(cell, book)];
      });
      if (counts) found.push(...new Map(cells.map((one) => [one[1], one])).values());
    }
    return found.filter(([, at, { value, formula }]) => at <= MOST_COLUMNS && (value !== null || formula));
  };

  /** A target from the folder of its link; from the root when it begins there. */
  const fileAt = (folder, target) => (target.startsWith("/") ? target : folder + target).split("/")
    .reduce((path, step) => (step === ".." ? path.slice(0, -1) : ["", "."].includes(step) ? path : [...path, step]), []).join("/");
  const LOCAL = /^_xlnm\.(Print_Titles|Print_Area|_FilterDatabase)$/;
  /** {names, sheets}: the text of every name, and each sheet with its title and cells. */
  const bookOf = ({ documents }) => {
    const fileOf = (kind) => childrenOf(documents.get(CONTENT_TYPES))
      .filter((one) => one.getAttribute("ContentType") === `${TYPE}.${kind}+xml`).map((one) => (one.getAttribute("PartName") || "").slice(1))[0];
    const main = fileOf("sheet.main") || "xl/workbook.xml";
    const document = documents.get(main);
    if (!document) throw damaged();
    const folder = main.slice(0, main.lastIndexOf("/") + 1);
    const links = new Map(childrenOf(documents.get(`${folder}_rels/${main.slice(folder.length)}.rels`)).map((link) => {
      const place = fileAt(folder, link.getAttribute("Target") || "");
      return [link.getAttribute("Id"), { place, isPage: !(link.getAttribute("Type") || "").includes("chartsheet") }];
    }));
    const strings = documents.get(fileOf("sharedStrings"));
    const book = {
      epoch: all(document, "workbookPr").some((one) => ["1", "true"].includes(one.getAttribute("date1904"))) ? EPOCH_1904 : EPOCH,
      strings: strings ? all(strings, "si").map((one) => whole(one).replaceAll("x005F_", "")) : [],
      styles: stylesOf(documents.get(STYLES)),
    };
    const titled = all(document, "sheets").flatMap((list) => [...list.children]).filter((sheet) => sheet.getAttributeNS(LINKED, "id")).map((sheet) => {
      const link = links.get(sheet.getAttributeNS(LINKED, "id"));
      if (!link) throw damaged();
      return { title: sheet.getAttribute("name") || "", ...link };
    }).filter(({ place }) => documents.has(place));
    const defined = all(document, "definedName").map((one) => [one.getAttribute("name") || "", one.textContent, one.getAttribute("localSheetId")]);
    return {
      names: new Map(defined.filter(([name, , local]) => local === null && !LOCAL.test(name)).map(([name, text]) => [name, text])),
      sheets: titled.map(({ title, place, isPage }, number) => ({
        title,
        cells: isPage ? cellsOf(documents.get(place), book) : [],
        isCopy: isPage && defined.some(([name, , local]) => local !== null && Number(local) === number && fieldOf(name)),
      })),
    };
  };

  // ---------------------------------------------------------------- where the cells are

  const fieldOf = (name) => (name.startsWith("in_") ? name.slice(3).replace(/_/g, "-").replace(/\./g, "/") : "");
  const definedOf = (field) => field.replace(/-/g, "_");
  const PLACE = /^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/s;
  /** The sheet, and the first and last row and column, that a name stands for. */
  const placeOf = (text) => {
    const match = PLACE.exec(text);
    if (!match) return null;
    const [, quoted, plain, left, top, right = left, bottom = top] = match;
    if (Number(bottom) > MOST_ROWS || column(right) > MOST_COLUMNS) return null;
    return { sheet: quoted ? quoted.replaceAll("''", "'") : plain, left: column(left), top: Number(top), right: column(right), bottom: Number(bottom) };
  };
  const mostOf = (list) => {
    const times = new Map();
    list.forEach((one) => times.set(one, (times.get(one) || 0) + 1));
    return [...times].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
  };
  const columnOf = (cell) => cell.slice(cell.lastIndexOf("/") + 1);
  /** Every cell and the place where it stands now; growing tables by position. */
  const cellPlaces = (places, identity) => {
    const [found, tables] = [new Map(), new Map()];
    places.forEach((place, name) => {
      const cell = fieldOf(name);
      const split = splitName(cell);
      if (!cell) return;
      if (split && split.row && identity.grows.has(split.field)) tables.set(split.field, [...(tables.get(split.field) || []), [cell, place]]);
      else if (!identity.choices.has(cell)) found.set(cell, place);
    });
    tables.forEach((cells, table) => tableCells(places, table, cells).forEach((place, cell) => found.set(cell, place)));
    return found;
  };
  /** The rows from the first with names to the line below the table; cells that moved away keep their rows. */
  const tableCells = (places, table, cells) => {
    const found = new Map();
    const sheet = mostOf(cells.map(([, place]) => place.sheet));
    const columns = new Map();
    cells.forEach(([cell, { left }]) => columns.set(columnOf(cell), [...(columns.get(columnOf(cell)) || []), left]));
    columns.forEach((some, name) => columns.set(name, mostOf(some)));
    const inside = cells.filter(([cell, { left }]) => left === columns.get(columnOf(cell)));
    const rows = inside.map(([, { top }]) => top);
    const first = Math.min(...rows);
    const end = places.get(END + definedOf(table));
    const last = end && end.sheet === sheet && end.top > Math.max(...rows) ? end.top - 1 : Math.max(...rows);
    for (let row = first; row <= last; row += 1) {
      columns.forEach((left, name) => found.set(`${table}/${row - first + 1}/${name}`, { sheet, top: row, left }));
    }
    cells.filter((one) => !inside.includes(one)).forEach(([cell, place]) => found.set(cell, place));
    return found;
  };

  // ---------------------------------------------------------------- what stands there

  /** A value as people see it, and no more than is there. */
  const raw = ({ value, isShare } = {}) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return value ? "yes" : "no";
    // 50% is kept as 0.5: whether 50 or 0.5 is meant is not for us to choose.
    if (typeof value === "number") return isShare ? `${general(value * 100, 10)}%` : value;
    return value instanceof Moment ? value.raw : value;
  };
  const shown = (value) => (typeof value === "number" ? general(value) : cut(value, 60));
  const shownWhole = (value) => (typeof value === "number" ? general(value) : value);
  /** A value as Python writes it. */
  const plainText = (value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return value ? "True" : "False";
    return value instanceof Moment ? value.text : String(value);
  };
  /** The value of a cell, and what has to be said of it. */
  const readCell = (file, cell, content = { value: null, formula: "" }) => {
    const isFault = typeof content.value === "string" && content.value.startsWith("#") && content.formula;
    const value = isFault ? "" : raw(content);
    if (!content.formula) return [value, []];
    const foreign = /\[[^\]]+\]/.test(content.formula) ? " that refers to another file" : "";
    if (value === "") return ["", [finding(file, cell, `it holds a formula${foreign}, without a result.`, "Write the value itself.")]];
    return [value, [finding(file, cell, `it holds a formula${foreign}; its last result, "${shown(value)}", was taken.`, "Check the value.", false)]];
  };
  const optionPlaces = (places, field, options) => options.map((option, number) => [option, places.get(`${OPTION}${definedOf(field)}.${number + 1}`)]);
  /** The options with a mark beside them; anything else that stands there is given along, to be asked about. */
  const chosen = (places, contents, field, options) => optionPlaces(places, field, options).flatMap(([option, place]) => {
    const mark = place ? strip(shown(raw(contents.get(spot(place.sheet, place.top, place.left))))) : "";
    if (MARKED.includes(casefold(mark))) return [option];
    return mark && !NOT_MARKED.includes(casefold(mark)) ? [`${option}: ${mark}`] : [];
  });

  const aboutFile = (name, files, book, lost) => {
    const found = [];
    if ([...files.keys()].some((part) => part.startsWith("xl/externalLinks/"))) {
      found.push(finding(name, "", "the workbook refers to other files; nothing was read from them.", "Check the values that come from there.", false));
    }
    book.sheets.filter(({ isCopy }) => isCopy).forEach(({ title }) =>
      found.push(finding(name, "", `the worksheet "${title}" is a copy of the form, and was not read.`, "Send each copy as a file of its own.")));
    lost.map(fieldOf).filter((cell) => cell && !cell.includes("/")).sort().forEach((cell) =>
      found.push(finding(name, cell, "the field was deleted from the workbook.", "Ask for the answer.", false)));
    return found;
  };

  const readForm = (name, opened) => {
    const book = bookOf(opened);
    const contents = new Map(book.sheets.flatMap(({ title, cells }) => cells.map(([row, at, content]) => [spot(title, row, at), content])));
    const titles = book.sheets.map(({ title }) => title);
    const places = new Map([...book.names].map(([one, text]) => [one, placeOf(text)]).filter(([, place]) => place && titles.includes(place.sheet)));
    const at = (sheet, row, left) => plainText((contents.get(spot(sheet, row, left)) || {}).value);
    const identity = identityOf(keptIn(places.get(KEPT), at) || properties(opened));
    if (![...places.keys()].some(fieldOf)) {
      throw new NotOurs("the names of the fields are gone from the workbook.", "Copy the answers into the form as it was given out.");
    }
    const findings = aboutFile(name, opened.parts, book, [...book.names.keys()].filter((one) => !places.has(one)));
    const cells = cellPlaces(places, identity);
    const values = new Map();
    cells.forEach((place, cell) => {
      if (identity.computed.has(withoutRow(cell))) return;
      const [value, more] = readCell(name, cell, contents.get(spot(place.sheet, place.top, place.left)));
      values.set(cell, value);
      findings.push(...more);
    });
    identity.choices.forEach((options, field) => values.set(field, chosen(places, contents, field, options)));
    findings.push(...strays(name, beside(contents, cells, places, identity), identity));
    return handinOf(name, identity, values, findings);
  };
  /** The identity, from the hidden worksheet. */
  const keptIn = (place, at) => {
    if (!place) return null;
    const rows = Array.from({ length: place.bottom - place.top + 1 }, (_none, number) => place.top + number);
    return gathered(rows.map((row) => [at(place.sheet, row, place.left), at(place.sheet, row, place.left + 1)]));
  };
  /** Whatever is written on the worksheets of the form outside its fields, with its place. */
  const beside = (contents, cells, places, identity) => {
    const key = ({ sheet, top, left }) => spot(sheet, top, left);
    const pages = new Set([...cells.values()].map(({ sheet }) => sheet));
    const marks = [...identity.choices].flatMap(([field, options]) => optionPlaces(places, field, options)).map(([, place]) => place).filter(Boolean);
    const inside = new Set([...cells.values(), ...marks].map(key));
    return [...contents].map(([one, content]) => [one, content, ...JSON.parse(one)])
      .filter(([one, { formula }, sheet]) => pages.has(sheet) && !inside.has(one) && !formula)
      .map(([, content, , row, left]) => [`cell ${lettersOf(left)}${row}`, shownWhole(raw(content))]);
  };

  // ---------------------------------------------------------------- tests that were typed, a row a person

  const [ENTRY, CODE, FIRST] = ["entry", "code", 3];
  const readEntry = (name, opened, kept) => bookOf(opened).sheets.flatMap(({ title, cells }) => {
    const rows = new Map();
    cells.forEach(([row, left, { value }]) => rows.set(row, (rows.get(row) || new Map()).set(left, value)));
    const heads = new Map([...(rows.get(FIRST - 1) || [])].map(([left, value]) => [left, plainText(value || "")]));
    if (![...heads.values()].includes(CODE)) return [];
    return [...rows].filter(([row]) => row >= FIRST).sort(([one], [other]) => one - other).map(([row, found]) => {
      const typed = [...found].filter(([left]) => heads.get(left)).map(([left, value]) => [heads.get(left), strip(plainText(value))]);
      return {
        file: `${name}, ${title}, row ${row}`, sheet: title, cells: new Map(typed.filter(([, text]) => text)), toolkit: kept.get(ENTRY),
        edition: kept.get("edition") || "", revision: kept.get(`revision.${title}`) || "", saved: "", findings: [],
        // Two people may have ticked the same; each row of each workbook is a sheet.
        copy: `${name}/${title}/${row}`,
      };
    }).filter((one) => one.cells.size);
  });

  /** The hand-ins that a workbook holds: a form, or tests that were typed. */
  const read = async (name, bytes) => {
    const opened = await openPackage(bytes, office.XLSX);
    const kept = properties(opened);
    return kept.has(ENTRY) ? readEntry(name, opened, kept) : [readForm(name, opened)];
  };

  window.sessionpressXlsx = { read };
})();
