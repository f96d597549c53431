/* What somebody wrote into a document: read cell by cell of its tables, found by their anchors, as on
   the command line (bind/docx/reading.py, anchors.py, which say why). */
"use strict";
(() => {
  const office = window.sessionpressOffice;
  if (!office) return;
  const { NotOurs, finding } = window.sessionpressRules;
  const { strip, oneLine, cut, splitName } = window.sessionpressValues;
  const { openPackage, mainPart, properties, identityOf, handinOf, fingerprint, withoutRow, strays } = office;

  const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const W14 = "http://schemas.microsoft.com/office/word/2010/wordml";
  const GONE = ["del", "moveFrom"];
  const CHANGES = ["ins", "del", "moveFrom", "moveTo"];
  const BREAKS = new Map([["br", "\n"], ["cr", "\n"], ["tab", " "], ["noBreakHyphen", "-"]]);
  const [CHECKED, UNCHECKED] = ["☒", "☐"];
  const TICKS = new Map([[CHECKED, true], ["☑", true], ["✓", true], ["✔", true], [UNCHECKED, false]]);
  const PLACEHOLDERS = ["Write here", "…", "Choose", "Date"];

  // ---------------------------------------------------------------- elements

  const is = (element, name, space = W) => element.localName === name && element.namespaceURI === space;
  const all = (element, name) => [...element.getElementsByTagNameNS(W, name)];
  /** The first element down a path of children. */
  const down = (element, path, space = W) => path.reduce((found, name) =>
    found.flatMap((one) => [...one.children].filter((child) => is(child, name) || is(child, name, space))), [element])[0];
  /** The nearest element of a kind around another. */
  const holder = (element, name) => {
    let found = element.parentElement;
    while (found && !is(found, name)) found = found.parentElement;
    return found;
  };
  const isInside = (element, test) => {
    for (let one = element.parentElement; one; one = one.parentElement) if (test(one)) return true;
    return false;
  };
  const valueOf = (element) => (element && element.getAttributeNS(W, "val")) || "";

  // ---------------------------------------------------------------- where the answers are

  /** Names by the anchors that do not say them themselves. */
  const likened = (kept) => new Map(oneLine(kept || "").split(" ").filter((one) => one.includes("="))
    .map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
  /** The name of the cell that a tag or bookmark is in; empty when it is none of ours. */
  const named = (anchor, names) => {
    if (names.has(anchor)) return names.get(anchor);
    const name = anchor.startsWith("in_") ? anchor.slice(3).replace(/__/g, "/").replace(/_/g, "-") : anchor;
    return splitName(name) ? name : "";
  };
  /** The name that the tags and bookmarks in a cell say; tags first. */
  const anchorOf = (cell, names) => {
    const inside = [...all(cell, "tag").map(valueOf), ...all(cell, "bookmarkStart").map((one) => one.getAttributeNS(W, "name") || "")];
    const found = inside.map((anchor) => named(anchor, names)).find(Boolean);
    if (found) return found;
    const control = holder(cell, "sdt");
    const around = control && down(control, ["sdtPr", "tag"]);
    return around && all(control, "tc").length === 1 ? named(valueOf(around), names) : "";
  };
  const isDeleted = (row) => Boolean(down(row, ["trPr", "del"]));
  /** The cells of a table that hold answers, as [name, cell]. */
  const answersOf = (table, identity, names) => {
    const rows = all(table, "tr").filter((row) => holder(row, "tbl") === table && !isDeleted(row))
      .map((row) => all(row, "tc").filter((cell) => holder(cell, "tr") === row));
    const anchors = rows.map((row) => row.map((cell) => anchorOf(cell, names)));
    const grown = new Set(anchors.flat().map(splitName).filter((name) => name && name.row && identity.grows.has(name.field)).map(({ field }) => field));
    if (grown.size === 1) return counted(rows, anchors, [...grown][0]);
    return rows.flatMap((row, number) => row.map((cell, place) => [anchors[number][place], cell])).filter(([name]) => name);
  };
  /** The rows of a growing table, counted from the first with an anchor. */
  const counted = (rows, anchors, table) => {
    const columns = new Map();
    anchors.forEach((row) => row.forEach((anchor, place) => {
      if (anchor.startsWith(`${table}/`) && !columns.has(place)) columns.set(place, anchor.slice(anchor.lastIndexOf("/") + 1));
    }));
    const first = anchors.findIndex((row) => row.some(Boolean));
    return rows.slice(first).flatMap((row, number) => row.map((cell, place) => [place, cell])
      .filter(([place]) => columns.has(place)).map(([place, cell]) => [`${table}/${number + 1}/${columns.get(place)}`, cell]));
  };

  // ---------------------------------------------------------------- what stands there

  /** The text of an element, without hints in empty controls and without what was deleted. */
  const textIn = (element) => [...element.children].map((child) => {
    const name = child.namespaceURI === W ? child.localName : "";
    // What is for older programs stands there twice.
    if (GONE.includes(name) || child.localName === "Fallback") return "";
    if (name === "t") return child.textContent;
    if (BREAKS.has(name)) return BREAKS.get(name);
    if (name === "sdt") return controlText(child);
    return name === "p" ? "" : textIn(child);
  }).join("");
  const controlText = (control) => {
    const ticked = down(control, ["sdtPr", "checkbox", "checked"], W14);
    if (ticked) return ["1", "true", "on"].includes(ticked.getAttributeNS(W14, "val")) ? CHECKED : UNCHECKED;
    const content = down(control, ["sdtContent"]);
    return content && !isHint(control, content) ? textIn(content) : "";
  };
  /** Other programs may leave the sign of a hint when they fill it, so the style must say so too. */
  const isHint = (control, content) => {
    if (PLACEHOLDERS.includes(strip(textIn(content)))) return true;
    return Boolean(down(control, ["sdtPr", "showingPlcHdr"])) && all(content, "rStyle").some((style) => is(style.parentElement, "rPr"));
  };
  const linesOf = (cell) => all(cell, "p").map(textIn);
  /** The options with a tick before them, and whatever else was written among them. */
  const ticked = (lines, { own }) => lines.map(strip).filter(Boolean).flatMap((text) => {
    const [sign] = text;
    const option = TICKS.has(sign) ? strip(text.slice(sign.length)) : text;
    return TICKS.get(sign) !== false || !own.has(fingerprint(option)) ? [option] : [];
  });
  const answerIn = (name, cell, identity) => {
    if (identity.choices.has(name)) return ticked(linesOf(cell), identity);
    const text = strip(linesOf(cell).join("\n"));
    return PLACEHOLDERS.includes(text) ? "" : text;
  };

  // ---------------------------------------------------------------- what stands beside

  const aboutFile = (name, parts, body) => {
    const found = [];
    if (CHANGES.some((tag) => all(body, tag).length)) {
      found.push(finding(name, "", "the document has tracked changes; it was read as if all were accepted.", "Check what was read.", false));
    }
    const comments = [...parts].filter(([part]) => part.startsWith("word/comments"));
    if (comments.some(([, data]) => new TextDecoder().decode(data).includes("<w:comment "))) {
      found.push(finding(name, "", "the document has comments; they were not read.", "Look at them in the document.", false));
    }
    return found;
  };
  /** Every paragraph that is in no answer, with the one before it as its place. */
  const beside = (body, inside) => {
    let before = "";
    return all(body, "p").filter((one) => !isInside(one, (around) => inside.has(around) || (is(around, "tr") && isDeleted(around)))).map((one) => {
      const text = strip(textIn(one));
      const place = before ? `after "${cut(before, 40)}"` : "at the beginning";
      before = text || before;
      return [place, text];
    });
  };

  const same = (one, other) => String(one) === String(other);
  /** The one hand-in that a document holds. */
  const read = async (name, bytes) => {
    const opened = await openPackage(bytes, office.DOCX);
    const kept = properties(opened);
    const identity = identityOf(kept);
    const body = mainPart(opened).documentElement;
    const names = likened(kept.get("anchors"));
    const answers = all(body, "tbl").flatMap((table) => answersOf(table, identity, names));
    if (!answers.length) throw new NotOurs("the fields are gone from the document.", "Copy the answers into the form as it was given out.");
    const findings = aboutFile(name, opened.parts, body);
    const values = new Map();
    answers.filter(([cell]) => !identity.computed.has(withoutRow(cell))).forEach(([cell, place]) => {
      const value = answerIn(cell, place, identity);
      if (values.has(cell) && value.length && !same(value, values.get(cell))) {
        const shown = cut(Array.isArray(value) ? value.join("; ") : value, 60);
        findings.push(finding(name, cell, `the field stands twice; "${shown}" was left out.`, "Write one answer, in the first of the two."));
      } else if (!values.has(cell)) values.set(cell, value);
    });
    findings.push(...strays(name, beside(body, new Set(answers.map(([, cell]) => cell))), identity));
    return [handinOf(name, identity, values, findings)];
  };

  window.sessionpressDocx = { read };
})();
