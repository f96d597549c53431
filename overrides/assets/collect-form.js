/* What the fields of a filled PDF say, as any viewer saved it, as on the command line (bind/filled_pdf.py,
   which says why). Nothing in a file is run or opened; a file that holds programs is refused. */
"use strict";
(() => {
  const pdfs = window.sessionpressPdf;
  if (!pdfs) return;
  const { NotOurs, finding, grouped } = window.sessionpressRules;
  const { cut, isGroup } = window.sessionpressValues;
  const { Damaged, Name, Text, Stream, binary, bytesOf } = pdfs;

  const STAMP = "sessionpress-form";
  const [LARGEST, MOST_FIELDS, ONE_OF] = [5000000, 20000, 1 << 15];
  const HARMLESS = ["GoTo", "URI", "Named"];
  const ATTACHED = ["FileAttachment", "RichMedia", "Movie", "Screen", "Sound", "3D"];
  const ASK_AGAIN = "Ask for it again, sent as a file.";
  const ASK_SAVED = "Ask for the PDF form that was saved with Save or Download in the PDF viewer.";
  const ANOTHER_WAY = "Open the form, save it with the viewer's Save or Download, and send that.";

  // ---------------------------------------------------------------- texts

  const OTHERS = "˘ˇˆ˙˝˛˚˜";
  const SPECIAL = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";
  /** The letters of a text in the encoding of PDFs; null when a byte is none. */
  const ofPdf = (bytes) => {
    if (/[\0\x16\x7f\x9f\xad]/.test(bytes)) return null;
    return bytes.replace(/[\x18-\x1f\x80-\xa0]/g, (sign) => {
      const code = sign.charCodeAt(0);
      return code < 0x20 ? OTHERS[code - 0x18] : code === 0xa0 ? "€" : SPECIAL[code - 0x80];
    });
  };
  const decode = (encoding, bytes, fatal = true) => {
    try {
      return new TextDecoder(encoding, { fatal }).decode(bytesOf(bytes));
    } catch (_other) {
      return null;
    }
  };
  /** A text whose encoding nothing says. */
  const guessed = (bytes) => {
    const [marked] = [["\xfe\xff", "utf-16be"], ["\xff\xfe", "utf-16le"]].filter(([mark]) => bytes.startsWith(mark));
    return marked ? decode(marked[1], bytes, false) : decode("utf-8", bytes) ?? decode("windows-1252", bytes, false);
  };
  const textOfBytes = (bytes) => {
    const utf8 = bytes.startsWith("\xef\xbb\xbf") ? decode("utf-8", bytes) : null;
    if (utf8 !== null) return utf8;
    if (/^(\xfe\xff|\0)/.test(bytes)) return decode("utf-16be", bytes) ?? guessed(bytes);
    if (/^(\xff\xfe|[^]\0)/.test(bytes)) return decode("utf-16le", bytes) ?? guessed(bytes);
    return ofPdf(bytes) ?? guessed(bytes);
  };
  /** A text of a PDF; several values of a list become lines. */
  const textOf = async (pdf, value) => {
    const found = pdf.follow(value);
    if (found instanceof Text) return textOfBytes(found.bytes);
    if (found instanceof Name) return `/${found.text}`;
    if (found instanceof Stream) return guessed(binary(await pdf.unpacked(found)));
    if (!Array.isArray(found)) return "";
    return (await Promise.all(found.map((one) => textOf(pdf, one)))).filter(Boolean).join("\n");
  };

  // ---------------------------------------------------------------- programs and other files

  const isName = (value, names) => value instanceof Name && names.includes(value.text);
  /** Whether something happens when a thing is opened, clicked or changed. */
  const runs = (pdf, thing) => {
    const actions = [thing.get("A"), thing.get("OpenAction"), ...pdf.dictionary(thing.get("AA")).values()].map((one) => pdf.dictionary(one));
    // Where to go on opening may also be a plain destination, which has no kind.
    return actions.some((action) => action.size && (action.has("JS") || (action.has("S") && !isName(pdf.follow(action.get("S")), HARMLESS))));
  };
  const refusePrograms = (pdf, things) => {
    if (pdf.dictionary(pdf.root().get("Names")).has("JavaScript") || things.some((thing) => runs(pdf, thing))) {
      throw new NotOurs("the PDF holds a program (JavaScript or an action), which no form of ours has. It was not run, and nothing was read.", ANOTHER_WAY);
    }
  };
  const otherFiles = (name, pdf, notes) => {
    const inside = pdf.dictionary(pdf.root().get("Names")).has("EmbeddedFiles");
    if (!inside && !notes.some((note) => isName(pdf.follow(note.get("Subtype")), ATTACHED))) return [];
    return [finding(name, "", "the PDF holds other files; they were not opened.", "Ask for them beside the form, if they matter.")];
  };

  // ---------------------------------------------------------------- fields

  const pagesOf = (pdf) => {
    const [found, seen] = [[], new Set()];
    const waiting = [pdf.dictionary(pdf.root().get("Pages"))];
    if (!waiting[0].size) throw new Damaged();
    while (waiting.length) {
      const node = waiting.pop();
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.has("Kids") && !isName(node.get("Type"), ["Page"])) waiting.push(...pdf.list(node.get("Kids")).map((kid) => pdf.dictionary(kid)).reverse());
      else found.push(node);
    }
    return found;
  };
  /** The fields of a form in order; some viewers part names at points into a tree. */
  const fieldsOf = async (pdf, form) => {
    const found = [];
    const waiting = pdf.list(form.get("Fields")).map((node) => ["", pdf.dictionary(node), new Map()]).reverse();
    for (let seen = 1; waiting.length; seen += 1) {
      if (seen > MOST_FIELDS) throw new NotOurs("the PDF has more fields than any form.", ASK_SAVED);
      const [above, node, inherited] = waiting.pop();
      const values = new Map([...inherited, ...["FT", "Ff", "V"].filter((key) => node.has(key)).map((key) => [key, pdf.follow(node.get(key))])]);
      const name = [above, await textOf(pdf, node.get("T"))].filter(Boolean).join(".");
      const kids = pdf.list(node.get("Kids")).map((kid) => pdf.dictionary(kid));
      const named = kids.filter((kid) => kid.has("T"));
      if (named.length) waiting.push(...named.map((kid) => [name, kid, values]).reverse());
      else found.push({ name, node, kids, isButton: isName(values.get("FT"), ["Btn"]), isOneOf: Boolean(values.get("Ff") & ONE_OF), value: values.get("V") });
    }
    return found;
  };
  /** The state of a box or of circles: its value, and where a viewer did not write it, what is drawn. */
  const chosen = (pdf, { value, node, kids }) => [value, ...[node, ...kids].map((one) => pdf.follow(one.get("AS")))]
    .filter((state) => state instanceof Name).map(({ text }) => text).find((text) => text && text !== "Off") || "";
  /** What stands in the cells, by name; blanks are left out. */
  const valuesOf = async (pdf, fields) => {
    const [found, ticked] = [new Map(), new Map()];
    for (const field of fields.filter(({ name }) => name !== STAMP)) {
      const value = field.isButton ? chosen(pdf, field) : await textOf(pdf, field.value);
      const [, cell = "", option] = /^(?:(.*)\/)?([^/]*)$/s.exec(field.name);
      if (value && field.isButton && !field.isOneOf) ticked.set(cell, [...(ticked.get(cell) || []), option]);
      else if (value) found.set(field.name, value);
    }
    ticked.forEach((options, cell) => found.set(cell, options));
    return found;
  };

  // ---------------------------------------------------------------- which sheet, and when

  const parsed = (text) => {
    try {
      const found = JSON.parse(text);
      return isGroup(found) ? found : {};
    } catch (_none) {
      return {};
    }
  };
  /** What the form says about itself, in its hidden field or in the document's properties. */
  const stampOf = async (pdf, fields, about) => {
    const texts = [...fields.filter(({ name }) => name === STAMP).map(({ value }) => value), about.get("SessionpressForm")];
    const said = (await Promise.all(texts.map((text) => textOf(pdf, text)))).map(parsed).find(({ format }) => format === STAMP);
    if (!said) throw new NotOurs("this PDF is a form, but none of this toolkit.", ASK_SAVED);
    if (said.version !== 1) throw new NotOurs("the form is of a newer kind than this program knows.", "Update this program, or ask for the sheet in another form.");
    const there = new Set(fields.map(({ name }) => name).filter((name) => name && name !== STAMP)).size;
    if (Number.isInteger(said.fields) && there < said.fields) {
      throw new NotOurs(`the form is damaged: ${there} of ${said.fields} fields are left.`, ANOTHER_WAY);
    }
    return Object.fromEntries(["sheet", "toolkit", "edition", "revision"].map((key) => [key, cut(String(said[key] ?? ""), 200)]));
  };
  const DATE = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:[Zz](?:00'?(?:00)?'?)?|([+-])(\d\d)'?(\d\d)?'?)?$/;
  /** A date of a PDF as milliseconds, and whether it says for which place; null when it is none. */
  const timeOf = (text) => {
    const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", sign, hours = 0, minutes = 0] = DATE.exec(text) || [];
    const found = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    if (Number.isNaN(found)) return null;
    return { at: found - (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60000, placed: /[Zz+-]/.test(text) };
  };
  /** When a viewer saved it, as ISO date and time; empty when it does not say. */
  const savedIn = async (pdf, about) => {
    const [made, saved] = await Promise.all(["CreationDate", "ModDate"].map((key) => textOf(pdf, about.get(key))));
    const [first, last] = [made, saved].map(timeOf);
    if (!last || (made && !first) || (first && first.at === last.at && first.placed === last.placed)) return "";
    return new Date(last.at).toISOString().replace(/\.\d+Z$/, "Z");
  };

  // ---------------------------------------------------------------- the whole file

  const check = (bytes) => {
    if (bytes.length > LARGEST) throw new NotOurs(`the file has ${grouped(bytes.length)} bytes; a filled form has ${grouped(LARGEST)} at most.`, ASK_SAVED);
    // A viewer adds what was filled in at the end: without it the old, empty form would be read.
    let end = bytes.length;
    while (end && [0, 9, 10, 12, 13, 26, 32].includes(bytes[end - 1])) end -= 1;
    if (new TextDecoder("latin1").decode(bytes.subarray(Math.max(0, end - 5), end)) !== "%%EOF") throw new NotOurs("the file is cut off.", ASK_AGAIN);
  };
  const readForm = async (name, bytes) => {
    const pdf = await pdfs.open(bytes);
    if (pdf.isLocked()) {
      throw new NotOurs("the file is protected by a password.", "Ask for it without protection; nothing in it is secret to the team that collects.");
    }
    const fields = await fieldsOf(pdf, pdf.dictionary(pdf.root().get("AcroForm")));
    const pages = pagesOf(pdf);
    const notes = pages.flatMap((page) => pdf.list(page.get("Annots"))).map((note) => pdf.dictionary(note));
    refusePrograms(pdf, [pdf.root(), ...pages, ...notes, ...fields.map(({ node }) => node)]);
    if (!fields.length) {
      throw new NotOurs("the PDF has no fields any more: it was printed to a PDF, saved by a program that takes fields away, or scanned.",
        `${ASK_SAVED} If there is none, its answers must be typed again.`);
    }
    const about = pdf.dictionary(pdf.trailer.get("Info"));
    return {
      file: name, ...await stampOf(pdf, fields, about), cells: await valuesOf(pdf, fields), copy: "", saved: await savedIn(pdf, about),
      findings: otherFiles(name, pdf, notes),
    };
  };
  /** The one hand-in that a filled form holds. */
  const read = async (name, bytes) => {
    check(bytes);
    try {
      return [await readForm(name, bytes)];
    } catch (error) {
      // Whatever is stumbled over, the file is at fault.
      throw error instanceof NotOurs ? error : new NotOurs("the file is damaged.", ASK_AGAIN);
    }
  };

  window.sessionpressForm = { read };
})();
