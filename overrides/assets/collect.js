/* The page that collects files: reads what is dropped, tells it, saves it. Readers of files are found by
   collect-files.js, rules are in collect-rules.js, profiles in profile.js. Nothing of a file is ever
   read as markup, and nothing is sent or kept: a page that is closed has forgotten all. */
"use strict";
(() => {
  const root = document.getElementById("collect");
  const rules = window.sessionpressRules;
  const profiles = window.sessionpressProfile;
  const readers = window.sessionpressFiles;
  if (!root || !rules || !profiles || !readers) return;
  const { KNOWN } = rules;
  const { folded } = window.sessionpressValues;

  const words = document.getElementById("words").dataset;
  const by = (id) => document.getElementById(id);
  const [status, tools, parts, results] = ["status", "tools", "parts", "results"].map(by);
  const say = (name, values = {}) =>
    words[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const button = (text, act) => {
    const element = make("button", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  let files = new Map(); // name -> {handins, findings}
  let wishes = []; // {kind, ids}
  let collection = null;

  // ---------------------------------------------------------------- reading

  const sameBytes = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
  /** A name that no other file has; undefined when the same file is here already. */
  const nameFor = (name, bytes) => {
    let found = name;
    for (let number = 2; files.has(found); number += 1) {
      if (sameBytes(files.get(found).bytes, bytes)) return undefined;
      found = `${name} (${number})`;
    }
    return found;
  };
  /** Takes a file in; a finding when the same one is here already. */
  const takeOne = async (file) => {
    let bytes = new Uint8Array();
    let failed = file.size > readers.LARGEST ? readers.tooLarge : null;
    try {
      if (!failed) bytes = new Uint8Array(await file.arrayBuffer());
    } catch (_closed) {
      failed = readers.closed;
    }
    const name = nameFor(file.name, bytes);
    if (name === undefined) return [rules.finding(file.name, "", say("same"), "", false)];
    files.set(name, { bytes, ...(failed ? failed(name) : await readers.read(name, bytes)) });
    return [];
  };
  const takeAll = async (list) => {
    status.textContent = say("reading");
    const again = [];
    for (const file of list) again.push(...await takeOne(file));
    show(again);
  };
  /** Files that are dropped while others are read wait for them. */
  let busy = Promise.resolve();
  const take = (list) => { busy = busy.then(() => takeAll(list)); };

  // ---------------------------------------------------------------- pieces of the page

  /** A table; its caption is for the ear where a heading says the same. */
  const grid = (caption, head, rows, numbers = [], seen = true) => {
    const box = make("div", undefined, "table");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption);
    const table = make("table");
    table.append(make("caption", caption, seen ? "" : "unseen"));
    const top = table.createTHead().insertRow();
    head.forEach((text, place) => {
      const cell = make("th", text, numbers.includes(place) ? "number" : "");
      cell.scope = "col";
      top.append(cell);
    });
    const body = table.createTBody();
    rows.forEach((cells) => {
      const row = body.insertRow();
      cells.forEach((text, place) => {
        const cell = make(place ? "td" : "th", undefined, numbers.includes(place) ? "number" : "");
        if (!place) cell.scope = "row";
        // Words of any script keep their own direction.
        (text || words.blank).split("\n").forEach((line) => {
          const inner = make("div");
          inner.dir = "auto";
          inner.textContent = line;
          cell.append(inner);
        });
        row.append(cell);
      });
    });
    box.append(table);
    return box;
  };
  const section = (id, title, ...inside) => {
    const found = make("section");
    const heading = make("h2", title);
    heading.id = id;
    found.setAttribute("aria-labelledby", id);
    found.append(heading, ...inside);
    return found;
  };
  const fold = (title, ...inside) => {
    const found = make("details");
    found.append(make("summary", title), ...inside);
    return found;
  };
  const download = (name, type, text) => {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  /** CSV that spreadsheets open, no cell of which becomes a formula. */
  const csv = (rows) => {
    const cell = (text) => {
      const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
    };
    const lines = rows.map((row) => row.map(cell).join(","));
    return `\ufeff${lines.join("\r\n")}\r\n`;
  };
  const saved = (name, rows) => {
    const line = make("p", undefined, "screen");
    line.append(button(say("csv", { table: name }), () => download(`${name}.csv`, "text/csv", csv(rows))));
    return line;
  };

  // ---------------------------------------------------------------- what was found

  const lookAt = (findings) => section("look", say("look"), grid(
    say("look"), [say("file"), say("where"), say("what"), ""],
    findings.map((one) => [one.file, one.field, `${one.message}\n${one.advice}`.trim(), one.leftOut ? say("leftOut") : say("noted")]), [], false));

  /** Whose a hand-in is, with a warning where it may not be shown. */
  const named = (one, sheet) => {
    const name = rules.who(one, sheet) || one.file;
    return rules.mayShow(KNOWN.consents, one) ? name : `${name} (${say("keeps")})`;
  };
  const shownFields = (sheet) => sheet.fields.filter(({ id, kind }) =>
    kind !== "table" && id !== sheet.group && !(sheet.profile && kind === "scale"));
  const labelOf = (field, sheet) => {
    const twice = sheet.fields.filter(({ label }) => label === field.label).length > 1;
    if (!twice) return field.label;
    const before = sheet.fields.slice(0, sheet.fields.indexOf(field) + 1).reverse();
    const found = before.find((one) => one.section);
    return found ? `${found.section}: ${field.label}` : field.label;
  };
  const sheetTables = (sheet, answers) => {
    const found = [];
    const fields = shownFields(sheet);
    const every = sheet.fields.filter(({ kind }) => kind !== "table");
    const rows = (of) => answers.map((one) => [named(one, sheet), ...of.map((field) => rules.cellWords(one, field.id, field))]);
    if (fields.length) found.push(grid(sheet.title, [say("who"), ...fields.map((field) => labelOf(field, sheet))], rows(fields), [], false));
    found.push(saved(sheet.id, [
      [say("file"), say("who"), ...every.map((field) => labelOf(field, sheet))],
      ...answers.map((one, place) => [one.file, ...rows(every)[place]]),
    ]));
    sheet.fields.filter(({ kind }) => kind === "table").forEach((field) => {
      const lines = answers.flatMap((one) => rules.filledRows(one, field).map((row) => [
        named(one, sheet), field.rows[row - 1] || String(row),
        ...field.columns.map((column) => rules.cellWords(one, `${field.id}/${row}/${column.id}`, column)),
      ]));
      if (!lines.length) return;
      const head = [say("who"), say("row"), ...field.columns.map(({ label }) => label)];
      found.push(grid(`${sheet.title}: ${field.label}`, head, lines), saved(`${sheet.id}-${field.id}`, [head, ...lines]));
    });
    return found;
  };
  /** How often each option was chosen, in fields and in columns of tables; nobody is named. */
  const countRows = (sheet, answers) => {
    const rows = [];
    const count = (label, options, valuesOf) => options.forEach(([id, text]) => {
      const times = answers.filter((one) => valuesOf(one).flat().map(String).includes(id)).length;
      rows.push([label, text, String(times)]);
    });
    const chosen = ["choice", "choices", "scale"];
    sheet.fields.forEach((field) => {
      if (chosen.includes(field.kind)) count(labelOf(field, sheet), field.options, (one) => [one.values.get(field.id) ?? []]);
      (field.columns || []).filter(({ kind }) => kind === "choice").forEach((column) =>
        count(`${field.label}: ${column.label}`, column.options, (one) =>
          rules.filledRows(one, field).map((row) => one.values.get(`${field.id}/${row}/${column.id}`) ?? [])));
    });
    return rows;
  };
  const counts = (sheet, answers) => {
    const rows = countRows(sheet, answers);
    if (!rows.length) return [];
    return [fold(say("counts"), grid(`${sheet.title}: ${say("counts")}`, [say("question"), say("answer"), say("howMany")], rows, [2]))];
  };

  const profileOf = (sheet, answers) => {
    const sections = [];
    let label = "";
    sheet.fields.forEach((field) => {
      label = field.section || label;
      if (field.kind !== "scale") return;
      const name = label || sheet.title;
      const there = sections.find((one) => one.label === name) || sections[sections.push({ label: name, statements: [] }) - 1];
      there.statements.push({ field: field.id, label: field.label, levels: field.options.length });
    });
    if (!sections.length) return [];
    const groups = [...new Set(answers.map((one) => rules.who(one, sheet)).filter(Boolean))];
    const box = make("div", undefined, "profile");
    const drawn = make("div");
    const choose = make("select");
    ["", ...groups].forEach((name) => {
      const option = make("option", name || say("everybody"));
      option.value = name;
      choose.append(option);
    });
    const draw = () => {
      const of = answers.filter((one) => !choose.value || rules.who(one, sheet) === choose.value);
      const people = of.map((one, number) => ({
        name: profiles.say(profiles.WORDS.person, { letter: String.fromCharCode(65 + (number % 26)) }),
        levels: Object.fromEntries([...one.values].filter(([, value]) => typeof value === "number")),
      }));
      const fields = sections.flatMap((one) => one.statements.map(({ field }) => field));
      const given = people.filter((one) => fields.some((field) => field in one.levels));
      if (given.length) profiles.show(drawn, sections, given, profiles.WORDS, `profile-${sheet.id}`);
      else drawn.replaceChildren(make("p", say("noLevels")));
    };
    choose.addEventListener("change", draw);
    const label2 = make("label", `${say("of")} `);
    label2.append(choose);
    const line = make("p", undefined, groups.length > 1 ? "" : "screen");
    line.append(label2);
    if (groups.length < 2) line.hidden = true;
    box.append(make("h3", say("profile")), line, drawn);
    draw();
    return [box];
  };

  // ---------------------------------------------------------------- needs and offers, pairs, tests

  const entriesOf = (reference, topic) => {
    const { sheet, field } = rules.fieldNamed(reference);
    const column = field.columns.find(({ id }) => id === topic);
    return (collection.sheets.get(sheet.id) || []).filter((one) => rules.mayShow(KNOWN.consents, one))
      .flatMap((one) => rules.filledRows(one, field).map((row) => {
        const cell = (of) => rules.cellWords(one, `${field.id}/${row}/${of.id}`, of);
        const others = field.columns.filter((of) => of.id !== topic).map(cell).filter(Boolean);
        return { name: rules.who(one, sheet) || one.file, topic: cell(column), line: others.join("; ") };
      }));
  };
  const matches = ({ title, asks, offers, by: topic }, number) => {
    const [asked, offered] = [entriesOf(asks, topic), entriesOf(offers, topic)];
    if (!asked.length && !offered.length) return [];
    const meets = (one) => offered.some((other) => folded(other.topic) === folded(one.topic) && other.name !== one.name);
    const topics = [...new Set(asked.filter((one) => one.topic && meets(one)).map((one) => one.topic))];
    const told = (entries, of) => entries.filter((one) => folded(one.topic) === folded(of)).map(({ name, line }) => `${name}: ${line}`).join("\n");
    const inside = topics.length
      ? [grid(title, [say("matchTopic"), say("asked"), say("offered")], topics.map((of) => [of, told(asked, of), told(offered, of)]), [], false)]
      : [make("p", say("noMatch"))];
    const open = asked.filter((one) => !one.topic || !meets(one));
    if (open.length) inside.push(grid(say("unanswered"), [say("who"), say("matchTopic"), say("asked")], open.map((one) => [one.name, one.topic, one.line])));
    return [section(`match-${number}`, title, ...inside)];
  };

  const chosenWishes = (kind) => wishes.filter((one) => one.kind === kind).map(({ ids }) => ids);
  const proposal = () => rules.propose(collection, { together: chosenWishes("together"), apart: chosenWishes("apart") });
  const and = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} & ${names[names.length - 1]}` : names[0]);
  const pairList = (found) => {
    const list = make("ul", undefined, "pairs");
    found.groups.forEach((group) => {
      const item = make("li");
      item.append(make("strong", group.parties.map(({ name }) => name).join(" · ")), make("p", group.sentence));
      list.append(item);
    });
    return list;
  };
  const wishTools = (found, refresh) => {
    const line = make("div", undefined, "wishes screen");
    const selects = ["first", "second"].map((word) => {
      const select = make("select");
      select.setAttribute("aria-label", say(word));
      found.parties.forEach(({ id, name }) => {
        const option = make("option", name);
        option.value = id;
        select.append(option);
      });
      return select;
    });
    if (selects[1].options.length > 1) selects[1].selectedIndex = 1;
    const told = make("p", undefined, "error");
    told.setAttribute("role", "alert");
    const add = (kind) => {
      const ids = selects.map(({ value }) => value);
      const together = chosenWishes("together").flat();
      const known = wishes.some((one) => [...one.ids].sort().join() === [...ids].sort().join());
      if (ids[0] === ids[1]) told.textContent = say("two");
      else if (known || (kind === "together" && ids.some((id) => together.includes(id)))) told.textContent = say("clash");
      else {
        wishes.push({ kind, ids });
        refresh();
      }
    };
    line.append(...selects, button(say("together"), () => add("together")), button(say("apart"), () => add("apart")), told);
    return line;
  };
  const wishList = (found, refresh) => {
    const list = make("ul", undefined, "wish-list");
    const name = (id) => (found.parties.find((one) => one.id === id) || { name: id }).name;
    wishes.forEach((wish) => {
      const [first, second] = wish.ids.map(name);
      const text = say(wish.kind === "together" ? "wishTogether" : "wishApart", { first, second });
      const item = make("li", `${text} `);
      const undo = button("×", () => {
        wishes = wishes.filter((one) => one !== wish);
        refresh();
      });
      undo.setAttribute("aria-label", say("undo", { wish: text }));
      undo.classList.add("screen");
      item.append(undo);
      list.append(item);
    });
    return wishes.length ? [list] : [];
  };
  const pairs = () => {
    if (!KNOWN.pairing) return [];
    const box = make("div");
    const draw = () => {
      const found = proposal();
      const here = box.contains(document.activeElement);
      if (!found.parties.length) {
        box.replaceChildren(make("p", say("noPairs")));
        return;
      }
      box.replaceChildren(make("p", say("pairsHelp")), wishTools(found, draw), ...wishList(found, draw), pairList(found));
      if (found.alone.length) box.append(make("p", say("alone", { names: and(found.alone.map(({ name }) => name)) })));
      if (found.parties.length > 12) box.append(make("p", say("about"), "help"));
      // Whoever pressed a button there goes on from the first choice.
      if (here) box.querySelector("select").focus();
    };
    draw();
    return [section("pairs", say("pairs"), box)];
  };

  const tests = () => {
    const filled = ["test-a", "test-b"].flatMap((id) => collection.sheets.get(id) || []);
    if (!filled.length) return [];
    const found = rules.gain(filled);
    const texts = new Map(KNOWN.objectives);
    const share = (one) => say("share", one);
    const inside = [make("p", say("linked", { linked: found.linked, before: found.onlyBefore, after: found.onlyAfter, unclear: found.unclear }))];
    if (found.linked && found.linked < 10) inside.push(make("p", say("small")));
    if (found.objectives.length) {
      inside.push(grid(say("test"), [say("objective"), say("people"), say("before"), say("after")],
        found.objectives.map((one) => [texts.get(one.objective) || one.objective, String(one.people), share(one.before), share(one.after)]), [1, 2, 3], false));
    }
    return [section("test", say("test"), ...inside)];
  };

  // ---------------------------------------------------------------- the whole page

  const TESTS = ["test-a", "test-b"];
  /** By the file that something is said of; a hand-in may be named after its row in one. */
  const inOrder = (findings) => {
    const names = [...files.keys()];
    const place = (name) => names.indexOf(names.filter((one) => name.startsWith(one)).sort((one, other) => other.length - one.length)[0]);
    return findings.map((one) => [place(one.file), one]).sort(([one], [other]) => one - other).map(([, one]) => one);
  };
  const show = (again = []) => {
    const read = [...files.values()];
    collection = rules.gather(read.flatMap((one) => one.handins), read.flatMap((one) => one.findings));
    const { sheets, count } = collection;
    const findings = [...again, ...inOrder([...collection.findings, ...rules.consentFindings(collection)])];
    collection.findings = findings;
    status.textContent = files.size
      ? say("counted", { files: files.size, handins: count, sheets: sheets.size, findings: findings.length })
      : say("nothing");
    tools.hidden = !files.size;
    const shown = [...sheets].filter(([id]) => !TESTS.includes(id)).map(([id, answers]) => {
      const sheet = rules.sheetNamed(id);
      return section(`sheet-${id}`, sheet.title, make("p", say("handIns", { count: answers.length }), "help"),
        ...(sheet.profile ? profileOf(sheet, answers) : []),
        fold(say("answers"), ...sheetTables(sheet, answers)), ...counts(sheet, answers));
    });
    results.replaceChildren(
      ...(findings.length ? [lookAt(findings)] : []),
      ...(files.size ? KNOWN.matches.flatMap(matches) : []),
      ...(files.size ? pairs() : []),
      ...tests(),
      ...shown);
    const list = make("ul");
    results.querySelectorAll("h2").forEach((heading) => {
      const item = make("li");
      const link = make("a", heading.textContent);
      link.href = `#${heading.id}`;
      item.append(link);
      list.append(item);
    });
    parts.replaceChildren(list);
    parts.hidden = !files.size;
  };

  const everything = () => {
    const plain = (one, sheet) => ({
      file: one.file, who: rules.who(one, sheet), saved: one.handin.saved,
      values: Object.fromEntries(one.values), unread: Object.fromEntries(one.unread),
    });
    const { groups, alone } = KNOWN.pairing ? proposal() : { groups: [], alone: [] };
    const country = ({ id, name }) => ({ id, name });
    return {
      format: "sessionpress-collection",
      version: 1,
      toolkit: KNOWN.toolkit,
      edition: KNOWN.edition,
      // Sheets with a code of their own stay out: their counts are what is kept.
      sheets: Object.fromEntries([...collection.sheets].filter(([id]) => !TESTS.includes(id))
        .map(([id, some]) => [id, some.map((one) => plain(one, rules.sheetNamed(id)))])),
      findings: collection.findings.map(({ file, field, message, advice, leftOut }) => ({ file, field, message, advice, left_out: leftOut })),
      groups: groups.map((group) => ({ countries: group.parties.map(country), why: group.sentence, together: group.locked })),
      alone: alone.map(country),
      test: rules.gain(TESTS.flatMap((id) => collection.sheets.get(id) || [])),
    };
  };
  const ACTS = {
    save: () => download(`${KNOWN.toolkit}-collected.json`, "application/json", `${JSON.stringify(everything(), null, 1)}\n`),
    print: () => window.print(),
    forget: () => {
      [files, wishes] = [new Map(), []];
      show();
      by("choose").focus();
    },
  };
  root.addEventListener("click", (event) => {
    const element = event.target.closest("[data-do]");
    if (element) ACTS[element.dataset.do]();
  });
  by("choose").addEventListener("change", (event) => {
    const list = [...event.target.files];
    event.target.value = "";
    take(list);
  });
  const drop = by("drop");
  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  root.hidden = false;
  show();
})();
