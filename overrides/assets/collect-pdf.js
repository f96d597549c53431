/* The objects of a PDF, as far as forms need them; the command line has a library for it. Tables and
   streams of references, streams of objects, updates at the end of a file (the last one counts); a file
   whose table is broken is searched for its objects. A dictionary is a Map, a text holds its bytes. */
"use strict";
(() => {
  const office = window.sessionpressOffice;
  if (!office) return;
  const { NotOurs } = window.sessionpressRules;
  const { inflate } = office;

  const MOST_UNPACKED = 75e6;
  const DEEPEST = 100;

  /** A file, or a part of it, that cannot be read as PDF. */
  class Damaged extends Error {}
  class Name {
    constructor(text) { this.text = text; }
  }
  class Text {
    constructor(bytes) { this.bytes = bytes; }
  }
  class Reference {
    constructor(number) { this.number = number; }
  }
  class Stream {
    constructor(dictionary, bytes) { Object.assign(this, { dictionary, bytes }); }
  }
  const not = () => { throw new Damaged(); };
  /** Bytes as a text whose signs are the bytes. */
  const binary = (bytes) => {
    const parts = [];
    for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
    return parts.join("");
  };
  const bytesOf = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  // ---------------------------------------------------------------- single objects

  const GAP = /(?:[\0\t\n\f\r ]+|%[^\r\n]*)*/y;
  const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
  const LINK = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?=[\0\t\n\f\r ()<>[\]{}/%]|$)/y;
  const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y;
  const HEX = /<([\0\t\n\f\r 0-9A-Fa-f]*)>/y;
  const WORD = /true|false|null/y;
  const HEADER = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+obj/y;
  const STREAM = /stream *(?:\r\n|\n|\r)/y;
  const WORDS = { true: true, false: false, null: null };
  const ESCAPED = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

  /** Reads one thing after the other from a place in a text. */
  class Reader {
    constructor(text, at, lengthOf = () => -1) {
      Object.assign(this, { text, at, lengthOf, depth: 0 });
    }

    take(pattern) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (found) this.at = pattern.lastIndex;
      return found;
    }

    has(sign) {
      this.take(GAP);
      if (!this.text.startsWith(sign, this.at)) return false;
      this.at += sign.length;
      return true;
    }

    object() {
      this.take(GAP);
      const match = (pattern) => this.take(pattern);
      let found = match(LINK);
      if (found) return new Reference(Number(found[1]));
      found = match(NUMBER);
      if (found) return Number(found[0]);
      found = match(NAME);
      if (found) return new Name(decoded(found[1].replace(/#([0-9A-Fa-f]{2})/g, (_all, code) => String.fromCharCode(parseInt(code, 16)))));
      if (this.has("<<")) return this.dictionary();
      found = match(HEX);
      if (found) return new Text(unhexed(found[1]));
      if (this.has("(")) return this.literal();
      if (this.has("[")) return this.list();
      found = match(WORD);
      return found ? WORDS[found[0]] : not();
    }

    deeper(read) {
      this.depth += 1;
      if (this.depth > DEEPEST) not();
      read();
      this.depth -= 1;
    }

    list() {
      const found = [];
      this.deeper(() => { while (!this.has("]")) found.push(this.object()); });
      return found;
    }

    dictionary() {
      const found = new Map();
      this.deeper(() => {
        while (!this.has(">>")) {
          const key = this.object();
          if (!(key instanceof Name)) not();
          const value = this.object();
          if (!found.has(key.text)) found.set(key.text, value);
        }
      });
      this.take(GAP);
      return this.take(STREAM) ? this.stream(found) : found;
    }

    stream(dictionary) {
      const length = this.lengthOf(dictionary.get("Length"));
      const start = this.at;
      this.at += Math.max(0, length);
      const right = length >= 0 && this.has("endstream");
      const end = right ? start + length : this.text.indexOf("endstream", start);
      if (end < 0) not();
      this.at = end;
      return new Stream(dictionary, this.text.slice(start, end));
    }

    literal() {
      let [found, open] = ["", 1];
      for (;;) {
        const plain = this.take(/[^()\\]*/y)[0];
        const sign = this.text[this.at];
        found += plain;
        this.at += 1;
        if (sign === undefined) not();
        if (sign === "\\") found += this.escaped();
        else {
          open += sign === "(" ? 1 : -1;
          if (!open) return new Text(found);
          found += sign;
        }
      }
    }

    escaped() {
      const octal = this.take(/[0-3][0-7]{0,2}|[4-7][0-7]?/y);
      if (octal) return String.fromCharCode(parseInt(octal[0], 8));
      if (this.take(/\r\n|\n|\r/y)) return "";
      const sign = this.text[this.at] ?? not();
      this.at += 1;
      return ESCAPED[sign] || ("()\\".includes(sign) ? sign : `\\${sign}`);
    }
  }
  const unhexed = (text) => {
    const digits = text.replace(/[^0-9A-Fa-f]/g, "");
    return digits.replace(/..?/g, (pair) => String.fromCharCode(parseInt(pair.padEnd(2, "0"), 16)));
  };
  /** A name in letters; what is no UTF-8 is a letter a byte. */
  const decoded = (bytes) => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(bytes));
    } catch (_other) {
      return bytes;
    }
  };

  // ---------------------------------------------------------------- packed streams

  const list = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
  /** Takes back that each row was written as the difference to the one before it (PNG). */
  const predicted = (bytes, parameters) => {
    const number = (key, usual) => (Number.isInteger(parameters.get(key)) ? parameters.get(key) : usual);
    const kind = number("Predictor", 1);
    if (kind === 1) return bytes;
    if (kind < 10) throw new Unknown();
    const unit = Math.max(1, (number("Colors", 1) * number("BitsPerComponent", 8)) >> 3);
    const width = Math.ceil((number("Columns", 1) * number("Colors", 1) * number("BitsPerComponent", 8)) / 8);
    const found = new Uint8Array(Math.ceil(bytes.length / (width + 1)) * width);
    for (let from = 0, to = 0; from < bytes.length; from += width + 1, to += width) {
      for (let at = 0; at < width; at += 1) {
        const left = at >= unit ? found[to + at - unit] : 0;
        const up = to ? found[to + at - width] : 0;
        const corner = to && at >= unit ? found[to + at - unit - width] : 0;
        found[to + at] = (bytes[from + 1 + at] || 0) + (ROWS[bytes[from]] || not)(left, up, corner);
      }
    }
    return found;
  };
  const ROWS = [
    () => 0,
    (left) => left,
    (_left, up) => up,
    (left, up) => (left + up) >> 1,
    (left, up, corner) => {
      const [one, two, three] = [left, up, corner].map((side) => Math.abs(left + up - corner - side));
      return one <= two && one <= three ? left : two <= three ? up : corner;
    },
  ];
  /** A way of packing that is not known here, and may be to the command. */
  class Unknown extends NotOurs {
    constructor() {
      super("the PDF is packed in a way that this page cannot read.", "Read it with the command: sessionpress collect.");
    }
  }

  // ---------------------------------------------------------------- files

  class Pdf {
    constructor(bytes) {
      this.text = binary(bytes);
      this.trailer = new Map();
      this.places = new Map(); // number -> {at} in the file, or {stream} that holds it
      this.objects = new Map();
      this.left = MOST_UNPACKED;
    }

    /** A thing itself, where it stands or where it leads. */
    follow(value) {
      let found = value;
      for (let step = 0; found instanceof Reference; step += 1) {
        if (step > DEEPEST) not();
        found = this.numbered(found.number);
      }
      return found;
    }

    /** A dictionary; an empty one for anything else. */
    dictionary(value) {
      const found = this.follow(value);
      return found instanceof Map ? found : found instanceof Stream ? found.dictionary : new Map();
    }

    list(value) {
      const found = this.follow(value);
      return Array.isArray(found) ? found : [];
    }

    root() { return this.dictionary(this.trailer.get("Root")); }

    isLocked() { return this.trailer.has("Encrypt"); }

    numbered(number) {
      if (this.objects.has(number)) return this.objects.get(number);
      const place = this.places.get(number);
      if (!place) return null;
      if (place.at === undefined) not();
      // What leads to itself leads nowhere.
      this.objects.set(number, null);
      try {
        this.objects.set(number, this.objectAt(place.at, number));
      } catch (error) {
        this.objects.delete(number);
        throw error;
      }
      return this.objects.get(number);
    }

    /** The object at a place; where another one stands there, the last in the file that has its number. */
    objectAt(at, number) {
      const reader = new Reader(this.text, at, (length) => {
        const found = this.follow(length);
        return Number.isInteger(found) ? found : -1;
      });
      reader.take(GAP);
      const head = reader.take(HEADER);
      if (head && (number === undefined || Number(head[1]) === number)) return reader.object();
      if (!this.heads().has(number)) return null;
      reader.at = this.heads().get(number);
      reader.take(HEADER);
      return reader.object();
    }

    /** Where each object begins, by its number, as a search finds it: of two the later one. */
    heads() {
      this.searched = this.searched || new Map([...this.text.matchAll(new RegExp(HEADER, "g"))].map((head) => [Number(head[1]), head.index]));
      return this.searched;
    }

    /** What a stream holds, unpacked. */
    async unpacked({ dictionary, bytes }) {
      const filters = list(this.follow(dictionary.get("Filter"))).map((one) => this.follow(one));
      const parameters = list(this.follow(dictionary.get("DecodeParms"))).map((one) => this.follow(one));
      let found = bytesOf(bytes);
      for (const [place, filter] of filters.entries()) {
        if (!(filter instanceof Name) || !["FlateDecode", "Fl"].includes(filter.text)) throw new Unknown();
        found = found.length ? await this.inflated(found) : found;
        this.left -= found.length;
        if (parameters[place] instanceof Map) found = predicted(found, parameters[place]);
      }
      return found;
    }

    /** Some programs count the end of a line, or a little more, as part of what is packed. */
    async inflated(bytes) {
      for (let more = 0; more <= 8; more += 1) {
        const found = await inflate(bytes.subarray(0, bytes.length - more), "deflate", this.left);
        if (found) return found;
      }
      return not();
    }

    keep(trailer) {
      trailer.forEach((value, key) => { if (!this.trailer.has(key)) this.trailer.set(key, value); });
    }

    place(number, place) {
      if (!this.places.has(number)) this.places.set(number, place);
    }

    /** Reads the references from the last to the first; those that come later in the file count. */
    async chain() {
      const found = [...this.text.matchAll(/startxref[\0\t\n\f\r ]+(\d+)/g)].pop();
      const seen = new Set();
      for (let at = found ? Number(found[1]) : not(); at !== undefined && !seen.has(at);) {
        seen.add(at);
        at = this.previous(await this.references(at));
      }
    }

    previous(trailer) {
      const found = trailer.get("Prev");
      return Number.isInteger(found) && found ? found : undefined;
    }

    async references(at) {
      const reader = new Reader(this.text, at);
      if (!reader.has("xref")) return this.streamed(at);
      while (!reader.has("trailer")) {
        const [start, count] = [reader.object(), reader.object()];
        if (!Number.isInteger(start) || !Number.isInteger(count) || count * 18 > this.text.length) not();
        for (let number = start; number < start + count; number += 1) {
          reader.take(GAP);
          const [, place, kind] = reader.take(/(\d{10})[ \t]\d{5}[ \t]([nf])/y) || not();
          if (kind === "n") this.place(number, { at: Number(place) });
        }
      }
      const trailer = reader.object();
      if (!(trailer instanceof Map)) not();
      this.keep(trailer);
      if (Number.isInteger(trailer.get("XRefStm"))) await this.streamed(trailer.get("XRefStm"));
      return trailer;
    }

    /** References that stand in a stream. */
    async streamed(at) {
      const stream = this.objectAt(at);
      if (!(stream instanceof Stream)) not();
      const { dictionary } = stream;
      const widths = dictionary.get("W");
      if (!Array.isArray(widths) || widths.length < 3 || !widths.every(Number.isInteger)) not();
      const data = await this.unpacked(stream);
      const pairs = dictionary.get("Index") || [0, dictionary.get("Size")];
      let place = 0;
      const next = (width, usual) => {
        let found = width ? 0 : usual;
        for (let byte = 0; byte < width; byte += 1, place += 1) found = found * 256 + data[place];
        return found;
      };
      for (let pair = 0; pair < pairs.length; pair += 2) {
        for (let number = pairs[pair]; number < pairs[pair] + pairs[pair + 1] && place < data.length; number += 1) {
          const [kind, second] = [next(widths[0], 1), next(widths[1], 0)];
          next(widths[2], 0);
          if (kind === 1) this.place(number, { at: second });
          if (kind === 2) this.place(number, { stream: second });
        }
      }
      this.keep(new Map([...dictionary].filter(([key]) => ["Root", "Encrypt", "Info", "ID", "Size"].includes(key))));
      return dictionary;
    }

    /** Searches the whole file for objects and trailers; of two with one number the later one counts. */
    async search() {
      this.places = new Map([...this.heads()].map(([number, at]) => [number, { at }]));
      [this.trailer, this.objects] = [new Map(), new Map()];
      const trailers = [...this.text.matchAll(/trailer(?=[\0\t\n\f\r ]*<<)/g)].map(({ index }) => [index, tried(() => new Reader(this.text, index + 7).object())]);
      for (const [number, at] of this.heads()) {
        const found = tried(() => this.numbered(number));
        const kind = found instanceof Stream ? found.dictionary.get("Type") : null;
        if (isNamed(kind, "XRef")) trailers.push([at, found.dictionary]);
        if (isNamed(kind, "ObjStm")) {
          (await this.indexOf(found).catch(passed)).forEach(([inner]) => {
            const before = this.places.get(inner) || { at: -1 };
            if ((before.at ?? before.since) < at) this.places.set(inner, { stream: number, since: at });
          });
        }
      }
      trailers.filter(([, trailer]) => trailer).sort(([one], [other]) => one - other)
        .forEach(([, trailer]) => trailer.forEach((value, key) => this.trailer.set(key, value)));
      this.objects = new Map();
    }

    /** [number, place] of every object in a stream of objects, and the text they stand in. */
    async indexOf(stream) {
      const data = binary(await this.unpacked(stream));
      const [count, first] = ["N", "First"].map((key) => this.follow(stream.dictionary.get(key)));
      const reader = new Reader(data, 0);
      const found = [];
      while (found.length < count && reader.at < data.length) found.push([reader.object(), first + reader.object()]);
      return found.map(([number, at]) => [number, at, data]);
    }

    /** Opens every stream of objects; what cannot be read is missed only where it is asked for. */
    async openStreams() {
      const holders = new Set([...this.places.values()].map(({ stream }) => stream).filter((stream) => stream !== undefined));
      for (const holder of holders) {
        const stream = tried(() => this.numbered(holder));
        const found = stream instanceof Stream ? await this.indexOf(stream).catch(passed) : [];
        found.filter(([number]) => (this.places.get(number) || {}).stream === holder).forEach(([number, at, data]) => {
          const object = tried(() => new Reader(data, at).object());
          if (object !== undefined) this.objects.set(number, object);
        });
      }
    }
  }
  const passed = (error) => {
    if (error instanceof Damaged) return [];
    throw error;
  };
  const tried = (read) => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Damaged) return undefined;
      throw error;
    }
  };
  const isNamed = (value, name) => value instanceof Name && value.text === name;

  /** Opens a PDF; `Damaged` when it is none. */
  const open = async (bytes) => {
    const pdf = new Pdf(bytes);
    for (const find of ["chain", "search"]) {
      try {
        await pdf[find]();
        if (pdf.isLocked()) return pdf;
        await pdf.openStreams();
        if (isNamed(pdf.root().get("Type"), "Catalog")) return pdf;
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
      }
    }
    return not();
  };

  window.sessionpressPdf = { open, Damaged, Name, Text, Stream, binary, bytesOf };
})();
