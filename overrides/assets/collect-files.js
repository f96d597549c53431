/* Files of any kind that people hand in, told apart by what is in them, and read: as on the command
   line (bind/handins.py). What cannot be read becomes a finding; no file ends the run. The scripts that
   read office files and PDFs are fetched with the first such file. */
"use strict";
(() => {
  const rules = window.sessionpressRules;
  if (!rules) return;
  const { NotOurs, finding, readAnswers } = rules;

  const LARGEST = 60000000;
  const HERE = document.currentScript.src;

  const scripts = new Map();
  /** Fetches a script once; it stands beside this one. */
  const fetched = (name) => {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = new URL(`collect-${name}.js`, HERE).href;
        script.addEventListener("load", done);
        script.addEventListener("error", () => {
          scripts.delete(name);
          failed(new NotOurs("the part of this page that reads such files is not there.",
            "Copy the whole folder of the page, or read the file with the command: sessionpress collect."));
        });
        document.head.append(script);
      }));
    }
    return scripts.get(name);
  };
  /** A reader that needs scripts, in their order. */
  const needs = (names, read) => async (file, bytes) => {
    for (const name of names) await fetched(name);
    return { handins: await read(file, bytes), findings: [] };
  };

  const coded = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const holds = (bytes, text) => {
    const wanted = coded(text);
    for (let at = bytes.indexOf(wanted[0]); at >= 0; at = bytes.indexOf(wanted[0], at + 1)) {
      if (wanted.every((byte, place) => bytes[at + place] === byte)) return true;
    }
    return false;
  };
  const starts = (...texts) => (bytes) => texts.some((text) => coded(text).every((byte, place) => bytes[place] === byte));
  /** Beginnings in small letters, after marks and gaps that a text may begin with. */
  const begins = (...texts) => (bytes) => {
    const first = bytes.findIndex((byte) => ![0xef, 0xbb, 0xbf, 9, 10, 13, 32].includes(byte));
    const head = first < 0 ? "" : new TextDecoder("latin1").decode(bytes.subarray(first, first + 20)).toLowerCase();
    return texts.some((text) => head.startsWith(text));
  };
  const packed = (inside) => (bytes) => starts("PK")(bytes) && holds(bytes, inside);
  const refuse = (message, advice) => () => { throw new NotOurs(message, advice); };

  /** Every kind that is known, and who reads it; the first whose sign is found, the last one any. */
  const READERS = [
    [(bytes) => !bytes.length, refuse("the file is empty.", "Ask for it again.")],
    [(bytes) => holds(bytes.subarray(0, 1024), "%PDF-"), needs(["office", "pdf", "form"], (name, bytes) => window.sessionpressForm.read(name, bytes))],
    [packed("word/document"), needs(["office", "docx"], (name, bytes) => window.sessionpressDocx.read(name, bytes))],
    [packed("xl/workbook"), needs(["office", "xlsx"], (name, bytes) => window.sessionpressXlsx.read(name, bytes))],
    [packed("opendocument"), refuse("the file is of the OpenDocument format.", "Open it, and save it as DOCX or XLSX.")],
    [starts("PK"), refuse("this is a ZIP file, or an office file that is cut off.", "Unpack it and give the folder, or ask for the file again.")],
    [starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
      refuse("the file is locked with a password, or of the office format before 2007.", "Ask for it as DOCX or XLSX without a password.")],
    [begins("<!doctype html", "<html"),
      refuse("this is the page of a form; the answers are not in it.", "Open the page where it was filled in, save the answers, and send that file.")],
    [(bytes) => starts("\xff\xd8\xff", "\x89PNG", "GIF8")(bytes) || holds(bytes.subarray(0, 32), "ftyphe"),
      refuse("this is a picture.", "Type what it shows into a form.")],
    [begins("{", "["), readAnswers],
    [() => true, refuse("this is no form of a sheet.", "Forms are JSON, XLSX, DOCX and PDF.")],
  ];

  const left = (name, message, advice) => ({ handins: [], findings: [finding(name, "", message, advice)] });
  /** {handins, findings} of a file by its name and bytes; what cannot be read is a finding. */
  const read = async (name, bytes) => {
    try {
      const [, reader] = READERS.find(([found]) => found(bytes));
      return await reader(name, bytes);
    } catch (error) {
      if (error instanceof NotOurs) return left(name, error.message, error.advice);
      return left(name, `reading it failed (${error.name}).`, "Ask for it in another form.");
    }
  };
  const tooLarge = (name) => left(name, `the file is larger than ${LARGEST / 1e6} MB.`, "Ask for the filled form alone.");
  const closed = (name) => left(name, "it cannot be opened.", "Check its name and its rights; of a folder, give the files in it.");

  window.sessionpressFiles = { LARGEST, read, tooLarge, closed };
})();
