/* Office files in the browser: ZIPs of XML, opened with the same care as on the command line
   (bind/packages.py), and what a form says of itself in them (bind/office.py). Whatever somebody
   hands in is looked at here before anything else is: how much it holds, packed and unpacked, whether
   it carries programs, whether its XML is whole and declares nothing of its own. */
"use strict";
(() => {
  const rules = window.sessionpressRules;
  if (!rules) return;
  const { NotOurs, finding } = rules;
  const { strip, oneLine, letters, cut } = window.sessionpressValues;

  const MEGABYTE = 1e6;
  const [LARGEST_PACKED, LARGEST_UNPACKED, LARGEST_XML] = [20 * MEGABYTE, 50 * MEGABYTE, 10 * MEGABYTE];
  const [MOST_ENTRIES, HIGHEST_RATIO] = [2000, 150];
  const [CONTENT_TYPES, ROOT_LINKS, CUSTOM, PREFIX] = ["[Content_Types].xml", "_rels/.rels", "docProps/custom.xml", "sessionpress-"];
  const DOCX = { ending: "DOCX", main: "wordprocessingml.document.main" };
  const XLSX = { ending: "XLSX", main: "spreadsheetml.sheet.main" };

  const damaged = () => new NotOurs("the file is cut off or damaged.", "Ask for it again, sent as a file.");
  const tooLarge = (what) => new NotOurs(`the file ${what}.`, "Ask for the form itself, without pictures.");
  const isXml = (name) => /\.(xml|rels|vml)$/.test(name);
  const total = (numbers) => numbers.reduce((all, one) => all + one, 0);

  // ---------------------------------------------------------------- unpacking

  /** Unpacks what was packed, at most so many bytes; undefined when more comes out or it is broken. */
  const inflate = async (bytes, format, most) => {
    if (!window.DecompressionStream) {
      throw new NotOurs("this browser is too old to unpack the file.", "Use a newer one, or read it with the command: sessionpress collect.");
    }
    const found = [];
    let left = most;
    try {
      const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        left -= part.value.length;
        if (left < 0) {
          reader.cancel().catch(() => {});
          return undefined;
        }
        found.push(part.value);
      }
    } catch (_broken) {
      return undefined;
    }
    const whole = new Uint8Array(most - left);
    found.reduce((at, part) => {
      whole.set(part, at);
      return at + part.length;
    }, 0);
    return whole;
  };

  const TABLE = Uint32Array.from({ length: 256 }, (_none, number) => {
    let found = number;
    for (let bit = 0; bit < 8; bit += 1) found = found & 1 ? (found >>> 1) ^ 0xedb88320 : found >>> 1;
    return found;
  });
  const checksum = (bytes) => {
    let found = 0xffffffff;
    for (let at = 0; at < bytes.length; at += 1) found = TABLE[(found ^ bytes[at]) & 255] ^ (found >>> 8);
    return (found ^ 0xffffffff) >>> 0;
  };

  const [END, END_64, LOCATOR_64, ENTRY, HEADER] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
  const FULL = 0xffffffff;
  /** What the list at the end of a ZIP says of every entry, in its order. */
  const entriesOf = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [short, word] = [(at) => view.getUint16(at, true), (at) => view.getUint32(at, true)];
    const long = (at) => Number(view.getBigUint64(at, true));
    let end = bytes.length - 22;
    const lowest = Math.max(0, end - 65536);
    while (end >= lowest && word(end) !== END) end -= 1;
    if (end < lowest) throw damaged();
    let [size, offset] = [word(end + 12), word(end + 16)];
    if (end >= 76 && word(end - 20) === LOCATOR_64 && word(end - 76) === END_64) {
      end -= 76;
      [size, offset] = [long(end + 40), long(end + 48)];
    }
    const before = end - size - offset;
    const found = [];
    for (let at = end - size; at < end;) {
      if (word(at) !== ENTRY) throw damaged();
      const [named, extra, comment] = [28, 30, 32].map((place) => short(at + place));
      const name = bytes.subarray(at + 46, at + 46 + named);
      const entry = {
        flags: short(at + 8), method: short(at + 10), crc: word(at + 16), packed: word(at + 20), size: word(at + 24), at: word(at + 42),
        // An old way of writing names has no letters that our names need.
        name: new TextDecoder(short(at + 8) & 0x800 ? "utf-8" : "latin1").decode(name), bytes: name,
      };
      large(entry, at + 46 + named, extra, short, long);
      entry.at += before;
      found.push(entry);
      at += 46 + named + extra + comment;
    }
    return found;
  };
  /** Sizes beyond four bytes stand apart. */
  const large = (entry, start, length, short, long) => {
    for (let at = start; at + 4 <= start + length; at += 4 + short(at + 2)) {
      if (short(at) === 1) {
        let place = at + 4;
        ["size", "packed", "at"].filter((key) => entry[key] === FULL).forEach((key) => {
          entry[key] = long(place);
          place += 8;
        });
      }
    }
  };
  const isPlain = (name) => Boolean(name) && !name.includes("\\") && !name.startsWith("/") && !name.split("/").includes("..");
  /** Looks at what a package says of itself, before anything is unpacked. */
  const checkEntries = (entries, packed) => {
    const names = entries.map(({ name }) => name);
    if (names.length > MOST_ENTRIES || new Set(names).size < names.length || !names.every(isPlain)) throw damaged();
    if (entries.some(({ flags }) => flags & 1)) throw new NotOurs("the file is locked with a password.", "Ask for it without a password.");
    if (entries.some(({ method }) => method !== 0 && method !== 8)) throw damaged();
    const whole = total(entries.map(({ size }) => size));
    if (whole > LARGEST_UNPACKED || (whole > LARGEST_XML && whole > packed * HIGHEST_RATIO)) {
      throw tooLarge(`becomes ${(whole / MEGABYTE).toFixed(0)} MB large when it is unpacked`);
    }
    if (total(entries.filter(({ name }) => isXml(name)).map(({ size }) => size)) > LARGEST_XML) throw tooLarge("holds far more text than a form");
  };
  const unpack = async (bytes, entry) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const named = view.getUint16(entry.at + 26, true);
    const start = entry.at + 30 + named + view.getUint16(entry.at + 28, true);
    const name = bytes.subarray(entry.at + 30, entry.at + 30 + named);
    const right = view.getUint32(entry.at, true) === HEADER && !(entry.flags & 0x60) && String(name) === String(entry.bytes);
    if (!right || start + entry.packed > bytes.length) throw damaged();
    const packed = bytes.subarray(start, start + entry.packed);
    // More than it says comes out of a bomb only.
    const found = entry.method ? await inflate(packed, "deflate-raw", entry.size) : packed;
    if (!found || found.length !== entry.size || checksum(found) !== entry.crc) throw damaged();
    return found;
  };

  // ---------------------------------------------------------------- XML

  const begins = (bytes, ...start) => start.every((byte, place) => bytes[place] === byte);
  const xmlText = (bytes) => {
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
    const [, declared = "utf-8"] = /^(?:ï»¿)?<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head) || [];
    const encoding = begins(bytes, 0xfe, 0xff) ? "utf-16be" : begins(bytes, 0xff, 0xfe) ? "utf-16le" : declared;
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/^<\?xml[^>]*\?>/, "");
  };
  const GAP = /\s+|<\?[^]*?\?>|<!--[^]*?-->/y;
  /** Whether a document declares its type: the first thing after gaps, comments and instructions. */
  const declares = (text) => {
    let at = 0;
    for (GAP.lastIndex = 0; GAP.test(text);) at = GAP.lastIndex;
    return text.startsWith("<!DOCTYPE", at);
  };
  /** A document that is whole, fetches nothing, and has no declarations, which can grow without end. */
  const parsed = (bytes) => {
    let text;
    try {
      text = xmlText(bytes);
    } catch (_unknown) {
      throw damaged();
    }
    if (declares(text)) {
      throw new NotOurs("the file declares XML of its own, which no office program does; it was not opened.", "Ask for the form as it was given out.");
    }
    const found = new DOMParser().parseFromString(text, "application/xml");
    if (found.getElementsByTagNameNS("*", "parsererror").length) throw damaged();
    return found;
  };

  // ---------------------------------------------------------------- packages

  const LOCKED = ["the file is locked with a password, or of the format before 2007.", "without a password."];
  /** {parts, documents}: the bytes of all parts by name, and the XML among them. */
  const openPackage = async (bytes, kind) => {
    if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new NotOurs(LOCKED[0], `Ask for it as ${kind.ending} ${LOCKED[1]}`);
    if (bytes.length > LARGEST_PACKED) throw tooLarge(`has ${(bytes.length / MEGABYTE).toFixed(0)} MB`);
    const parts = new Map();
    try {
      const entries = entriesOf(bytes);
      checkEntries(entries, bytes.length);
      for (const entry of entries.filter(({ name }) => !name.endsWith("/"))) parts.set(entry.name, await unpack(bytes, entry));
    } catch (error) {
      // A place outside of the file.
      throw error instanceof RangeError ? damaged() : error;
    }
    checkKind(parts, kind);
    const documents = new Map([...parts].filter(([name]) => isXml(name)).map(([name, data]) => [name, parsed(data)]));
    return { parts, documents };
  };
  const checkKind = (parts, { ending, main }) => {
    const types = new TextDecoder().decode(parts.get(CONTENT_TYPES) || new Uint8Array());
    if (types.includes("macroEnabled") || [...parts.keys()].some((name) => name.endsWith("vbaProject.bin"))) {
      throw new NotOurs("the file carries macros, which are programs; it was not opened.", `Ask for it as ${ending} without macros.`);
    }
    if (!types.includes(main)) throw new NotOurs(`the file is no ${ending}.`, `Ask for it, saved as ${ending}.`);
  };
  const childrenOf = (document) => (document ? [...document.documentElement.children] : []);
  /** The part that everything hangs on; word/document.xml as a rule. */
  const mainPart = ({ parts, documents }) => {
    const name = childrenOf(documents.get(ROOT_LINKS))
      .filter((link) => (link.getAttribute("Type") || "").endsWith("/officeDocument"))
      .map((link) => (link.getAttribute("Target") || "").replace(/^\/+/, "")).find((one) => parts.has(one));
    if (!documents.has(name)) throw damaged();
    return documents.get(name);
  };
  /** Puts together what was parted for properties that take little: `name`, `name-2`, `name-3`. */
  const gathered = (pieces) => {
    const found = new Map();
    pieces.forEach(([name, text]) => {
      const [, base, number] = /^(.+)-(\d+)$/s.exec(name) || ["", name, 1];
      found.set(base, [...(found.get(base) || []), [Number(number), text]]);
    });
    return new Map([...found].map(([name, some]) => [name, [...new Map(some)].sort(([one], [other]) => one - other).map(([, text]) => text).join(" ")]));
  };
  /** Our document properties by name; none when there are none. */
  const properties = ({ documents }) => gathered(childrenOf(documents.get(CUSTOM))
    .filter((one) => (one.getAttribute("name") || "").startsWith(PREFIX))
    .map((one) => [one.getAttribute("name").slice(PREFIX.length), one.textContent]));

  // ---------------------------------------------------------------- what a form says of itself

  const words = (text) => oneLine(text || "").split(" ").filter(Boolean);
  const identityOf = (kept) => {
    if (!kept.get("sheet")) throw new NotOurs("this is no form of a sheet: it does not say which.", "Copy the answers into the form as it was given out.");
    const [toolkit, edition, sheet, revision] = ["toolkit", "edition", "sheet", "revision"].map((name) => kept.get(name) || "");
    const [grows, computed, own] = ["grows", "computed", "own"].map((name) => new Set(words(kept.get(name))));
    const choices = new Map(words(kept.get("choices")).map((one) => one.split("=")).map(([name, ...options]) => [name, options]));
    return { toolkit, edition, sheet, revision, grows, computed, own, choices };
  };
  /** A hand-in, blanks left out. */
  const handinOf = (file, { sheet, toolkit, edition, revision }, values, findings) => ({
    file, sheet, toolkit, edition, revision, findings, copy: "", saved: "",
    cells: new Map([...values].filter(([, value]) => typeof value === "number" || value.length)),
  });
  /** Eight digits that tell one text from another; space and line breaks make no difference. */
  const fingerprint = (text) => checksum(new TextEncoder().encode(oneLine(text))).toString(16).padStart(8, "0");
  const withoutRow = (name) => name.replace(/\/\d+\//g, "/");
  /** What stands beside the fields and is not ours, from [place, text]. */
  const strays = (file, texts, { own }) => texts
    .filter(([, text]) => own.size && strip(text) && !own.has(fingerprint(text)))
    .map(([place, text]) => {
      const shown = oneLine(text);
      const short = letters(shown) <= 60 ? shown : `${cut(shown, 59)}…`;
      return finding(file, place, `"${short}" stands beside the fields.`, "Write it into a field.");
    });

  window.sessionpressOffice = {
    DOCX, XLSX, CONTENT_TYPES, damaged, inflate, openPackage, childrenOf, mainPart, gathered, properties, identityOf, handinOf, fingerprint,
    withoutRow, strays,
  };
})();
