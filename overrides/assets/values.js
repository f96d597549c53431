/* Texts, numbers, dates and names of cells as a sheet and the page that collects read them alike:
   the same as on the command line (answers/settle.py, cells.py, compute.py, file.py). */
"use strict";
(() => {
  // ---------------------------------------------------------------- texts

  // What Python takes for space; JavaScript has another list.
  const SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
  const SPACES = new RegExp(`[${SPACE}]+`, "g");
  // No expression: one that looks for spaces at an end takes for ever over a megabyte of them.
  const strip = (text) => {
    let [start, end] = [0, text.length];
    while (start < end && SPACE.includes(text[start])) start += 1;
    while (end > start && SPACE.includes(text[end - 1])) end -= 1;
    return text.slice(start, end);
  };
  const oneLine = (text) => strip(text.replace(SPACES, " "));
  /** Without a difference between capitals and small letters; the Turkish ı stays what it is. */
  const casefold = (text) => (/^[\0-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text.replace(/[^\u0131]/gu, (sign) => sign.toUpperCase().toLowerCase()));
  const folded = (text) => casefold(oneLine(text));
  const clean = (text) => strip(text.replace(/\r\n?/g, "\n").normalize("NFC").replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ""));
  const letters = (text) => [...text].length;
  const cut = (text, most) => [...text].slice(0, most).join("");

  // ---------------------------------------------------------------- numbers and dates

  const DIGIT = /\p{Nd}/u;
  /** Digits of every script stand in tens, so the way back to the first of a run tells which it is. */
  const digit = (sign) => {
    const code = sign.codePointAt(0);
    let steps = 0;
    while (DIGIT.test(String.fromCodePoint(code - steps - 1))) steps += 1;
    return String(steps % 10);
  };
  const western = (text) => text.replace(/\p{Nd}/gu, digit)
    .replace(/\u066b/g, ".").replace(/\u066c/g, "").replace(/\u2212/g, "-");
  /** A number as people write it, or null; 1,234 is read differently here and there, so it is none. */
  const asNumber = (text) => {
    let plain = western(text).replace(SPACES, "").replace(/['\u2019\u200e\u200f]/g, "");
    if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) {
      const unclear = plain.split(",").length === 2 && !plain.includes(".");
      return unclear ? null : Number(plain.replace(/,/g, ""));
    }
    if (/^[+-]?\d+,\d+$/.test(plain)) plain = plain.replace(",", ".");
    return /^[+-]?(\d{1,15}(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : null;
  };
  /** "3 - Leaders set aims" gives 3; null when no level begins the text. */
  const leadingLevel = (text) => {
    const match = /^(\d)(?![\p{L}\p{N}_])/u.exec(strip(western(text)));
    return match && Number(match[1]);
  };
  /** The day of year-month-day, with or without a time; null when there is none such. */
  const asDate = (text) => {
    const match = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?$/.exec(western(text));
    const there = match && new Date(`${match[1]}T00:00:00Z`);
    const exists = there && !Number.isNaN(there.getTime()) && there.toISOString().startsWith(match[1]);
    return exists && !match[1].startsWith("0000") ? match[1] : null;
  };
  /** A number with so many digits that count, as Python's %g writes it: what lies in the middle goes to the even one. */
  const general = (number, digits = 6) => {
    const exact = number.toExponential(100).replace(/^(-?\d)\./, "$1");
    const kept = exact.slice(0, digits + (number < 0 ? 1 : 0));
    const isTied = /^50*e/.test(exact.slice(kept.length)) && /[02468]$/.test(kept);
    const [signs, power] = (isTied ? Number(`${kept}${exact.slice(exact.indexOf("e"))}`) / 10 ** (digits - 1) : number).toExponential(digits - 1).split("e");
    if (number && (power < -4 || power >= digits)) return `${Number(signs)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    return String(Number(`${signs}e${power}`));
  };

  // ---------------------------------------------------------------- values of a file

  const isGroup = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  /** A value of a known shape; undefined for any other. A blank is an empty text. */
  const rawOf = (value) => {
    if (value === null) return "";
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return Math.abs(value) < 1e15 ? value : undefined;
    return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
  };
  const textOf = (raw) => {
    if (typeof raw === "boolean") return raw ? "yes" : "";
    if (typeof raw === "number") return general(raw, 15);
    return Array.isArray(raw) ? raw.map(strip).filter(Boolean).join("; ") : clean(raw);
  };
  /** Gives every answer of a sheet in a file, with the name of its cell; a list of objects is a table. */
  const eachAnswer = (answers, take) => Object.entries(answers).forEach(([field, value]) => {
    if (!Array.isArray(value) || !value.length || !value.every(isGroup)) take(field, value);
    else {
      value.forEach((row, place) => Object.entries(row).forEach(([column, inner]) =>
        take(`${field}/${place + 1}/${column || "?"}`, inner)));
    }
  });
  /** The parts of the name of a cell; null when it is none. */
  const splitName = (name) => {
    const match = /^([a-z0-9-]+)(?:\/([1-9][0-9]{0,3})\/([a-z0-9-]+))?$/.exec(name);
    return match && { field: match[1], row: Number(match[2] || 0), column: match[3] || "" };
  };

  // ---------------------------------------------------------------- computed cells

  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  const FUNCTIONS = {
    sum,
    mean: (numbers) => sum(numbers) / numbers.length,
    median: (numbers) => {
      const ordered = [...numbers].sort((one, other) => one - other);
      const middle = ordered.length >> 1;
      return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    },
    min: (numbers) => Math.min(...numbers),
    max: (numbers) => Math.max(...numbers),
    spread: (numbers) => Math.max(...numbers) - Math.min(...numbers),
  };
  /** The result of a formula over the values that are filled in; null when there is none. */
  const result = (name, given) => {
    if (!given.length) return null;
    if (name === "count") return given.length;
    const numbers = given.filter((value) => typeof value === "number");
    return numbers.length ? FUNCTIONS[name](numbers) : null;
  };

  window.sessionpressValues = {
    strip, oneLine, casefold, folded, clean, letters, cut, western, asNumber, leadingLevel, asDate, general,
    isGroup, rawOf, textOf, eachAnswer, splitName, sum, result,
  };
})();
