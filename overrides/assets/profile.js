/* Profiles: levels by section as a radar and a table. On the page of a sheet it follows the form;
   other scripts may use `window.sessionpressProfile`. It says how far answers lie apart and never
   who gave which level, and it puts nobody into an order. */
"use strict";
(() => {
  const WORDS = {
    title: "Profile",
    mine: "This sheet",
    section: "Section", given: "Levels given", mean: "Mean", middle: "Middle level",
    smallest: "Smallest", largest: "Largest", blanks: "Left blank",
    band: "From the smallest to the largest",
    none: "Choose levels above; the drawing follows.",
    add: "Lay other files of this sheet over it",
    take: "Take the other files away",
    talk: "Talk about these first",
    ask: "What did each of us think of? Nobody has to defend a level.",
    apart: "Levels from {smallest} to {largest} were given.",
    more: "More differences: {count}",
    same: "Nowhere did the levels differ.",
    refused: "No answers to this sheet in: {files}.",
    person: "Person {letter}",
    caption: "Levels by section, from 1 to {high}",
  };
  const say = (text, parts = {}) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? parts[name] : whole));

  // ---------------------------------------------------------------- figures

  /** As Python writes one place after the point: a tie goes to the even digit. */
  const shown = (value) => {
    if (value === null) return "–";
    if (Number.isInteger(value)) return String(value);
    return (value * 4) % 4 === 1 ? `${Math.floor(value)}.2` : value.toFixed(1);
  };
  const ENOUGH = 2; // levels that a person gives before a section counts, where it has so many
  const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
  const mean = (numbers) => (numbers.length ? sum(numbers) / numbers.length : null);

  /** Levels, smallest first; null stands for a blank. */
  const figures = (levels) => {
    const known = levels.filter((level) => level !== null).sort((one, other) => one - other);
    const half = known.length >> 1;
    const median = known.length % 2 ? known[half] : (known[half - 1] + known[half]) / 2;
    const some = known.length > 0;
    return {
      levels: known,
      blanks: levels.length - known.length,
      n: known.length,
      mean: mean(known),
      median: some ? median : null,
      smallest: some ? known[0] : null,
      largest: some ? known[known.length - 1] : null,
      spread: some ? known[known.length - 1] - known[0] : null,
    };
  };

  const middle = (row) => {
    const { n, median } = figures(row);
    return n >= Math.min(ENOUGH, row.length) ? median : null;
  };

  /** `sections` are {label, statements: [{field, label, levels}]}, `levels` being how many there
      are; `answers` are maps from field to level. Each person counts once in a section, with the
      middle one of the levels given; one level alone, where there are more statements, is a blank. */
  const sectionProfiles = (sections, answers) => sections.map((section) => {
    const rows = answers.map((one) => section.statements.map(({ field }) => one[field] ?? null));
    return {
      label: section.label,
      high: Math.max(...section.statements.map((one) => one.levels)),
      figures: figures(rows.map(middle)),
      given: figures(rows.flat()),
      statements: section.statements.map((one, place) =>
        ({ ...one, section: section.label, figures: figures(rows.map((row) => row[place])) })),
    };
  });

  /** Statements on which answers lie apart, widest first; equal ones in the order of the sheet. */
  const differences = (profiles) => profiles
    .flatMap((section) => section.statements)
    .filter((one) => one.figures.spread)
    .sort((one, other) => other.figures.spread - one.figures.spread);

  // ---------------------------------------------------------------- drawing

  const SVG = "http://www.w3.org/2000/svg";
  const draw = (parent, name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  const [RADIUS, LINE, LETTERS, LETTER] = [92, 17, 13, 7.8];
  const FIRST = 6; // differences that are shown at once
  const DASHES = ["", "7 4", "2 3", "9 3 2 3"];
  const INKS = ["#2a6fb0", "#b35c00", "#8a5bb5", "#1b8a6b"];
  const SERIES = [1, 2, 4, 5];
  const [FEWEST, MOST, MOST_SERIES] = [3, 8, 4];
  const px = (number) => String(Math.round(number * 10) / 10);

  /** Lines of about LETTERS letters; words stay whole. */
  const wrap = (text) => text.split(/\s+/).reduce((lines, word) => {
    const last = lines.length - 1;
    if (last >= 0 && `${lines[last]} ${word}`.length <= LETTERS) lines[last] += ` ${word}`;
    else lines.push(word);
    return lines;
  }, []);

  const marker = (parent, index, [x, y]) => {
    const shapes = [
      () => draw(parent, "circle", { cx: px(x), cy: px(y), r: 4.5 }),
      () => draw(parent, "rect", { x: px(x - 4), y: px(y - 4), width: 8, height: 8 }),
      () => draw(parent, "polygon", { points: `${px(x)},${px(y - 5)} ${px(x + 5)},${px(y + 4)} ${px(x - 5)},${px(y + 4)}` }),
      () => draw(parent, "polygon", { points: `${px(x)},${px(y - 6)} ${px(x + 6)},${px(y)} ${px(x)},${px(y + 6)} ${px(x - 6)},${px(y)}` }),
    ];
    const shape = shapes[index]();
    shape.setAttribute("fill", "currentColor");
    shape.setAttribute("class", "sp-marker");
  };

  /** A radar of one to four series {name, values by place}; `band` is [smallest, largest] by place.
      Gives null where there is no room for one. */
  const radar = ({ labels, high, series, band, title, id, bandName }) => {
    if (labels.length < FEWEST || labels.length > MOST || series.length > MOST_SERIES) return null;
    const turned = getComputedStyle(document.documentElement).direction === "rtl" ? -1 : 1;
    const names = labels.map(wrap);
    // Names of one long word make the sheet wider, and so everything on it smaller.
    const longest = Math.max(LETTERS, ...names.flat().map((line) => line.length));
    const WIDE = 370 + 2 * LETTER * (longest - LETTERS);
    const tall = Math.max(...names.map((lines) => lines.length)) * LINE;
    const [midX, midY] = [WIDE / 2, tall + RADIUS + 10];
    const way = (index) => {
      const turn = (2 * Math.PI * index) / labels.length;
      return [Math.sin(turn) * turned, -Math.cos(turn)];
    };
    const at = (index, value) => {
      const [across, down] = way(index);
      const far = (value / high) * RADIUS;
      return [midX + across * far, midY + down * far];
    };
    const path = (points) => points.map((point) => point.map(px).join(",")).join(" ");
    const keys = series.length + (band ? 1 : 0);
    const top = midY + RADIUS + tall + 22;
    const height = top + keys * 22;
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({
      class: "sp-chart", role: "img", viewBox: `0 0 ${WIDE} ${px(height)}`,
      "aria-labelledby": `${id}-title ${id}-desc`, fill: "currentColor", "font-size": 14,
    })) svg.setAttribute(key, value);
    draw(svg, "title", { id: `${id}-title` }, title);
    const told = (values) => labels.map((label, place) => `${label} ${shown(values[place])}`).join(", ");
    draw(svg, "desc", { id: `${id}-desc` }, series.map(({ name, values }) => `${name}: ${told(values)}.`).join(" "));
    const axes = labels.map((_label, index) => index);
    for (let level = 1; level <= high; level += 1) {
      const look = { class: "sp-grid", fill: "none", stroke: "currentColor", "stroke-opacity": level === high ? 0.7 : 0.3 };
      draw(svg, "polygon", { points: path(axes.map((index) => at(index, level))), ...look });
    }
    for (const index of axes) {
      const [x, y] = at(index, high);
      draw(svg, "line", { x1: midX, y1: px(midY), x2: px(x), y2: px(y), class: "sp-grid", stroke: "currentColor", "stroke-opacity": 0.22 });
      const [across, down] = way(index);
      const level = Math.abs(across) < 0.1;
      const start = level
        ? down < 0 ? y - 8 - (names[index].length - 1) * LINE : y + 20
        : y + 5 - ((names[index].length - 1) * LINE) / 2 + down * 8;
      const outward = across * turned > 0 ? "start" : "end";
      names[index].forEach((line, row) => draw(svg, "text", {
        x: px(level ? x : x + Math.sign(across) * 9), y: px(start + row * LINE), class: "sp-label",
        "text-anchor": level ? "middle" : outward,
      }, line));
    }
    for (let level = 1; level <= high; level += 1) {
      const [x, y] = at(0, level);
      draw(svg, "text", { x: px(x - 4 * turned), y: px(y + 12), "text-anchor": "end", "font-size": 12, class: "sp-tick" }, String(level));
    }
    if (band) drawBand(svg, axes, at, band, path);
    series.map((one, index) => [one, index]).reverse().forEach(([one, index]) => {
      const group = draw(svg, "g", { class: `sp-series-${SERIES[index]}`, color: INKS[index] });
      const points = axes.map((place) => (one.values[place] === null ? null : at(place, one.values[place])));
      const runs = axes.map((place) => [points[place], points[(place + 1) % points.length]])
        .filter(([start, end]) => start && end);
      draw(group, "path", {
        d: runs.map(([start, end]) => `M${start.map(px)}L${end.map(px)}`).join(""), class: "sp-line", fill: "none",
        stroke: "currentColor", "stroke-width": index ? 2 : 2.5, "stroke-dasharray": DASHES[index],
      });
      points.filter(Boolean).forEach((point) => marker(group, index, point));
    });
    const edge = turned > 0 ? 12 : WIDE - 12;
    series.forEach((one, index) => {
      const y = top + index * 22;
      const group = draw(svg, "g", { class: `sp-series-${SERIES[index]}`, color: INKS[index] });
      draw(group, "path", { d: `M${edge},${px(y)}L${edge + 22 * turned},${px(y)}`, stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": DASHES[index] });
      marker(group, index, [edge + 11 * turned, y]);
      draw(svg, "text", { x: edge + 30 * turned, y: px(y + 5), class: "sp-label" }, one.name);
    });
    if (band) {
      const y = top + series.length * 22;
      draw(svg, "rect", { x: turned > 0 ? edge : edge - 22, y: px(y - 7), width: 22, height: 14, class: "sp-band", "fill-opacity": 0.2, stroke: "currentColor" });
      draw(svg, "text", { x: edge + 30 * turned, y: px(y + 5), class: "sp-label" }, bandName);
    }
    return svg;
  };

  const drawBand = (svg, axes, at, [smallest, largest], path) => {
    const ends = axes.map((index) =>
      smallest[index] === null ? null : [at(index, smallest[index]), at(index, largest[index])]);
    axes.forEach((index) => {
      const [here, after] = [ends[index], ends[(index + 1) % ends.length]];
      if (here && after) draw(svg, "polygon", { points: path([here[1], after[1], after[0], here[0]]), class: "sp-band", "fill-opacity": 0.2 });
    });
    ends.filter(Boolean).forEach(([[x1, y1], [x2, y2]]) => draw(svg, "line", {
      x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2), class: "sp-reach", stroke: "currentColor", "stroke-width": 3, "stroke-opacity": 0.6,
    }));
  };

  const table = (head, rows, caption) => {
    const box = make("div", undefined, "table");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", caption);
    const found = make("table");
    found.append(make("caption", caption));
    const top = found.createTHead().insertRow();
    head.forEach((text) => {
      const cell = make("th", text);
      cell.scope = "col";
      top.append(cell);
    });
    const body = found.createTBody();
    rows.forEach(([first, ...others]) => {
      const row = body.insertRow();
      const cell = make("th", first);
      cell.scope = "row";
      row.append(cell, ...others.map((text) => make("td", text, "number")));
    });
    box.append(found);
    return box;
  };

  const listed = (apart, words) => {
    const list = make("ul", undefined, "apart");
    apart.forEach((one) => {
      const item = make("li");
      item.append(make("strong", one.label), ` ${say(words.apart, one.figures)}`);
      list.append(item);
    });
    return list;
  };

  /** Fills an element with radar, table and what to talk about first. `people` are
      {name, levels}; with more than three, only what all have together is drawn. */
  const show = (box, sections, people, words = WORDS, id = "profile") => {
    const profiles = sectionProfiles(sections, people.map((one) => one.levels));
    const high = Math.max(...profiles.map((one) => one.high));
    const several = people.length > 1;
    const pick = (part) => profiles.map((one) => one.figures[part]);
    const alone = people.length < MOST_SERIES;
    const series = alone
      ? people.map((one) => ({
        name: one.name, values: sectionProfiles(sections, [one.levels]).map((part) => part.figures.mean),
      }))
      : [{ name: words.mean, values: pick("mean") }];
    const drawing = radar({
      labels: profiles.map((one) => one.label), high, series, title: words.title, id,
      band: several ? [pick("smallest"), pick("largest")] : null, bandName: words.band,
    });
    box.replaceChildren();
    if (drawing) {
      const figure = make("figure", undefined, "chart");
      figure.append(drawing);
      box.append(figure);
    }
    const caption = say(words.caption, { high });
    if (several) {
      box.append(table(
        [words.section, words.given, words.mean, words.middle, words.smallest, words.largest, words.blanks],
        profiles.map(({ label, figures: of, given }) =>
          [label, String(given.n), shown(of.mean), shown(of.median), shown(of.smallest), shown(of.largest), String(given.blanks)]),
        caption));
      const apart = differences(profiles);
      box.append(make("h3", words.talk), make("p", apart.length ? words.ask : words.same));
      if (apart.length) box.append(listed(apart.slice(0, FIRST), words));
      if (apart.length > FIRST) {
        const more = make("details");
        const rest = apart.slice(FIRST);
        more.append(make("summary", say(words.more, { count: rest.length })), listed(rest, words));
        box.append(more);
      }
    } else {
      box.append(table([words.section, words.middle, words.blanks],
        profiles.map(({ label, figures: of, given }) => [label, shown(of.mean), String(given.blanks)]), caption));
    }
  };

  window.sessionpressProfile = { WORDS, say, shown, figures, sectionProfiles, differences, radar, table, show, make };

  // ---------------------------------------------------------------- on the page of a sheet

  const place = document.querySelector("[data-profile]");
  const scale = place && document.querySelector("form fieldset[data-kind=scale]");
  if (!scale) return;
  const form = scale.closest("form");
  const words = { ...WORDS, ...place.dataset };
  const sheet = form.closest("[data-sheet]");

  /** The sections of the form as it stands: headings, and the scales below each. */
  const sections = [];
  let label = "";
  for (const element of form.querySelectorAll("h2, h3, fieldset[data-kind=scale]")) {
    if (element.matches("h2, h3")) {
      label = element.textContent.trim();
      continue;
    }
    const found = sections.find((one) => one.label === (label || words.title))
      || sections[sections.push({ label: label || words.title, statements: [] }) - 1];
    const legend = element.querySelector("legend");
    found.statements.push({
      field: element.name,
      label: legend ? legend.firstChild.textContent.trim() : element.name,
      levels: element.querySelectorAll("input[type=radio]").length,
    });
  }
  const fields = sections.flatMap((one) => one.statements.map(({ field }) => field));

  const level = (value) => {
    const number = Number(value);
    return Number.isInteger(number) && number > 0 ? number : null;
  };
  const mine = () => Object.fromEntries(fields.map((field) => {
    const chosen = form.querySelector(`input[name="${CSS.escape(field)}"]:checked`);
    return [field, chosen ? level(chosen.value) : null];
  }));

  /** The levels in a file of answers to this sheet, without whose they are; null in any other. */
  const levelsIn = (text) => {
    try {
      const root = JSON.parse(text);
      const one = root.format === "sessionpress-answers"
        && root.sheets.find((part) => part.sheet === sheet.dataset.sheet);
      return one ? Object.fromEntries(fields.map((field) => [field, level(one.answers[field])])) : null;
    } catch (_damaged) {
      return null;
    }
  };

  let others = [];
  let refused = []; // names of files that could not be used, said until others are chosen
  const head = make("h2", words.title);
  const drawn = make("div");
  const told = make("p", words.none);
  told.setAttribute("role", "status");
  const tools = make("p", undefined, "screen");
  const chooser = make("label", `${words.add} `);
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.accept = ".json,application/json";
  const away = make("button", words.take);
  away.type = "button";
  away.hidden = true;
  chooser.append(input);
  tools.append(chooser, " ", away);
  place.hidden = false;
  place.append(head, told, drawn, tools);

  const update = () => {
    const levels = mine();
    const filled = Object.values(levels).some((one) => one !== null);
    const people = [
      ...(filled ? [{ name: words.mine, levels }] : []),
      ...others.map((one, number) =>
        ({ name: say(words.person, { letter: String.fromCharCode(65 + number % 26) }), levels: one })),
    ];
    told.textContent = refused.length ? say(words.refused, { files: refused.join(", ") }) : words.none;
    told.hidden = people.length > 0 && !refused.length;
    drawn.hidden = !people.length;
    if (people.length) show(drawn, sections, people, words);
  };
  input.addEventListener("change", async () => {
    refused = [];
    for (const file of input.files) {
      const levels = file.size < 2e6 ? levelsIn(await file.text()) : null;
      if (levels) others.push(levels);
      else refused.push(file.name);
    }
    input.value = "";
    away.hidden = !others.length;
    update();
  });
  away.addEventListener("click", () => {
    [others, refused] = [[], []];
    away.hidden = true;
    update();
    input.focus();
  });
  form.addEventListener("change", update);
  // What was kept, opened or cleared comes in without the hand of a person.
  sheet.addEventListener("sheetchange", update);
  update();
})();
