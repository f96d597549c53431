/* The page of a run sheet: shows what rules.js computes, and hears taps and keys. Date.now() and
   performance.now() are the only clocks it looks at; the words that are shown come from the page. */
"use strict";
(() => {
  const rules = window.sessionpressRun;
  const plan = JSON.parse(document.getElementById("data").textContent);
  const { MINUTE } = rules;
  const KEY = ["sessionpress", "run", plan.toolkit, plan.edition, plan.event].join("/");
  const WORTH = 2; // minutes late from which cuts are proposed
  const WARNING = 5 * MINUTE;

  const words = document.getElementById("words").dataset;
  const by = (id) => document.getElementById(id);
  const local = (text) => (words.digits ? String(text).replace(/\d/g, (one) => [...words.digits][one]) : String(text));
  /** Texts of authors are set apart, for they may run the other way than the words around them. */
  const APART = new Set(["title", "name", "zone", "other"]);
  const apart = (key, text) => (APART.has(key) ? `\u2068${text}\u2069` : key === "titles" ? text : local(text));
  const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? apart(key, values[key]) : whole));
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
  /** Write a text only where it changes: what is marked stays marked, and nothing is read twice. */
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const tell = (text) => write(by("said"), text);

  // ---------------------------------------------------------------- keeping

  const random = () => [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const recall = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      const read = kept && rules.readLog(JSON.stringify(kept.log), plan);
      return read && read.state ? { ...kept, state: { ...read.state, day: kept.day } } : null;
    } catch {
      return null;
    }
  };
  const kept = recall();
  let state = kept ? kept.state : rules.begin(random());
  let seen = kept ? kept.seen : 0;
  let canKeep = true;
  const now = () => Date.now() + state.offset;
  const keep = () => {
    seen = now();
    try {
      localStorage.setItem(KEY, JSON.stringify({ log: rules.logFile(plan, state, seen), day: state.day, seen }));
    } catch {
      canKeep = false;
    }
    write(by("kept"), canKeep ? words.kept : words.notKept);
  };

  // ---------------------------------------------------------------- what is shown now

  let run = rules.fold(plan, state.actions);
  let day = 0;
  let rows = [];
  let refused = Infinity; // minutes late at which a proposal was put aside
  let chosen = null; // id of the target that was chosen, null for the best
  let offer = null;
  let opened = null; // what waits for a yes, before it replaces what is here
  let heard = ""; // what was told of the running part

  const dayOf = () => plan.days[day];
  const shown = (at) => local(rules.clock(rules.wall(dayOf(), at)));
  const length = (ms) => {
    const seconds = Math.floor(Math.abs(ms) / 1000);
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = (one) => String(one).padStart(2, "0");
    return local(hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`);
  };
  const itemOf = (id) => rules.itemOf(plan, id);
  const lines = new Map([...document.querySelectorAll("[data-item]")].map((line) => [line.dataset.item, line]));
  const part = (line, name) => line.querySelector(name);

  const change = (next, told = "") => {
    state = next;
    run = rules.fold(plan, state.actions);
    keep();
    refused = Infinity;
    chosen = null;
    by("notices").querySelector("[data-name=before]")?.remove();
    render();
    if (told) tell(told);
  };
  const act = (action, told) => change(rules.act(state, { ...action, at: now() }), told);

  const start = (id) => {
    const item = itemOf(id);
    wake();
    heard = "";
    act({ do: "start", item: id, minutes: item.minutes });
    const row = rows.find((one) => one.item.id === id);
    if (row) tell(say("started", { title: item.title, time: shown(row.end) }));
    askAbout(rules.openBefore(rows, id).map((one) => one.item));
  };
  const done = () => {
    if (!run.running) return;
    act({ do: "done" });
    const { next } = rules.nowAndNext(rows, now());
    tell(next ? say("ended", { title: next.item.title }) : words.finished);
  };
  /** Parts that were passed over: done without a tap, left out, or still to come? */
  const askAbout = (items) => {
    if (!items.length) return;
    const titles = items.map(({ title }) => apart("title", title)).join("; ");
    const ids = items.map(({ id }) => id);
    const box = notice("before", say("open", { titles }),
      [words.wereDone, () => act({ do: "passed", items: ids })],
      [words.leaveOut, () => ids.forEach((id) => act({ do: "skip", item: id }))]);
    box.scrollIntoView({ block: "nearest" });
  };
  const skip = (id) => act({ do: "skip", item: id }, say("skipThis", { title: itemOf(id).title }));

  // ---------------------------------------------------------------- the desk

  const showDesk = () => {
    const at = now();
    const { current, next, rest } = rules.nowAndNext(rows, at);
    const today = rules.isToday(plan, day, at);
    write(by("clock"), shown(Math.floor(at / MINUTE)));
    const begun = rows.some((row) => row.runs.length || row.state === "skipped");
    const late = rules.behind(rows, at);
    const behind = by("behind");
    behind.classList.toggle("late", today && late >= WORTH);
    const stand = late > 0 ? say("behind", { count: late }) : late < 0 ? say("ahead", { count: -late }) : words.onTime;
    write(behind, today && (begun || late > 0) ? stand : words.notBegun);
    showNow(current, next, at, today, rest);
    write(by("next"), next ? next.item.title : current || !begun ? "–" : words.finished);
    write(by("next-more"), next ? more(next, say("at", { time: shown(next.begin) })) : "");
    const give = next && part(lines.get(next.item.id), ".give");
    write(by("next-give"), give ? give.textContent.trim() : "");
    write(by("start-words"), next ? say("startThis", { title: next.item.title }) : words.start);
    write(by("skip-title"), next ? `: ${apart("title", next.item.title)}` : "");
    const can = { start: next, skip: next, done: current, undo: state.actions.length, notes: current || next };
    Object.entries(can).forEach(([name, one]) => {
      document.querySelector(`.deeds [data-do=${name}]`).disabled = !one;
    });
  };
  const more = (row, first) => {
    const minutes = row.minutes || row.item.minutes;
    const meta = [...lines.get(row.item.id).querySelectorAll(".head > .soft > span:not(.limits)")].map((one) => one.textContent);
    return [first, say("min", { count: minutes }), ...meta].join(" · ");
  };
  const showNow = (current, next, at, today) => {
    const countdown = by("countdown");
    const passed = by("passed");
    passed.hidden = !current;
    countdown.classList.remove("late");
    const count = (text, label) => {
      const [number, small] = [make("span", text), make("small", ` ${label}`)];
      if (countdown.textContent !== `${text} ${label}`) countdown.replaceChildren(number, small);
    };
    if (current) {
      const began = current.runs[current.runs.length - 1][0];
      const due = current.item.fixed ? (current.at + current.minutes) * MINUTE : began + current.minutes * MINUTE;
      const left = due - at;
      write(by("now"), current.item.title);
      write(by("now-more"), more(current, say("until", { time: shown(Math.floor(due / MINUTE)) })));
      passed.value = Math.min(1, Math.max(0, (at - began) / Math.max(1, due - began)));
      countdown.classList.toggle("late", left < 0);
      if (left < 0) count(`+${length(left)}`, words.overTime);
      else count(length(left + 999), words.left);
      const step = left < 0 ? "up" : left < WARNING ? "five" : "";
      if (step && step !== heard && (step === "up" || due - began > 2 * WARNING)) tell(words[step]);
      heard = step || heard;
      return;
    }
    const begun = rows.some((row) => row.runs.length || row.state === "skipped");
    write(by("now"), !next && begun ? words.finished : begun ? words.nothing : words.notBegun);
    write(by("now-more"), "");
    const left = next ? next.begin * MINUTE - at : 0;
    if (!next || !today) countdown.replaceChildren();
    else if (next.at * MINUTE <= at && Math.floor(at / MINUTE) > next.at) {
      count(say("should", { count: Math.floor(at / MINUTE) - next.at }), "");
    } else count(say("startsIn", { time: length(Math.max(0, Math.max(left, next.at * MINUTE - at))) }), "");
  };

  // ---------------------------------------------------------------- the plan

  const showPlan = () => {
    const at = now();
    const { current, next } = rules.nowAndNext(rows, at);
    const list = document.querySelectorAll(".items")[day];
    const inOrder = rows.map((row) => lines.get(row.item.id));
    if (inOrder.some((line, place) => list.children[place] !== line)) list.append(...inOrder);
    rows.forEach((row) => showLine(row, current, next, at));
    document.querySelectorAll(".day").forEach((section, place) => {
      section.hidden = place !== day;
    });
    document.querySelectorAll("#days button").forEach((one, place) => one.setAttribute("aria-pressed", String(place === day)));
    const asOf = document.querySelectorAll(".as-of")[day];
    asOf.hidden = !state.actions.length;
    write(asOf, say("asOf", { time: shown(Math.floor(at / MINUTE)) }));
  };
  const standing = (row, next, at) => {
    if (row.state === "waiting" && !row.minutes) return "dropped";
    if (row.state === "waiting" && row.item.fixed && row !== next && (row.at + row.minutes) * MINUTE <= at) return "passed";
    return row.state;
  };
  const showLine = (row, current, next, at) => {
    const { item, minutes, begin, end } = row;
    const line = lines.get(item.id);
    const stands = standing(row, next, at);
    ["done", "running", "skipped", "dropped", "passed"].forEach((name) => line.classList.toggle(`is-${name}`, name === stands));
    if (stands === "running") line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
    const live = stands === "waiting" || stands === "running" || stands === "done";
    write(part(line, ".begin"), shown(live ? begin : row.at));
    write(part(line, ".end"), minutes ? `–${shown(live ? end : row.at + minutes)}` : "");
    const off = live && stands !== "done" && Math.abs(begin - row.at) >= 1;
    write(part(line, ".plan"), off ? say("planned", { time: shown(row.at) }) : "");
    const changed = minutes !== item.minutes && minutes > 0;
    write(part(line, ".long"), changed ? say("was", { after: minutes, before: item.minutes }) : say("min", { count: item.minutes }));
    const took = Math.round(rules.actual(row, at));
    const states = {
      done: row.runs.length ? say("stateDone", { count: took }) : words.done, running: words.stateRunning, skipped: words.stateSkipped,
      dropped: words.stateDropped, passed: words.statePassed,
    };
    write(part(line, ".state"), states[stands] || "");
    const [first, second] = line.querySelectorAll(".row button");
    write(first, stands === "running" ? words.done : stands === "waiting" ? words.start : words.again);
    first.setAttribute("aria-label", `${first.textContent}: ${item.title}`);
    second.hidden = stands !== "waiting";
  };
  const equip = () => {
    lines.forEach((line, id) => {
      const { title } = itemOf(id);
      const box = part(line, ".row");
      const first = button("", () => (run.running === id ? done() : start(id)));
      const second = button(words.skip, () => skip(id));
      second.setAttribute("aria-label", say("skipThis", { title }));
      box.append(first, second);
      part(line, ".time").append(make("small", "", "plan"));
    });
    document.querySelectorAll(".live").forEach((one) => {
      one.hidden = one.id === "late" || (one.id === "days" && plan.days.length < 2);
    });
    plan.days.forEach((_one, place) => {
      by("days").append(button(say("day", { number: place + 1 }), () => {
        state = { ...state, day: place };
        change(state);
      }));
    });
  };

  // ---------------------------------------------------------------- late

  const targetWords = (target) => (target.id
    ? say("target", { title: target.title, time: shown(target.at) })
    : say("endOfDay", { time: shown(target.at) }));
  const showLate = () => {
    const found = rules.isToday(plan, day, now()) ? rules.propose(plan, run, day, now()) : { all: [], best: -1 };
    const first = found.all[0];
    const over = first ? Math.max(...found.all.map(({ target }) => target.over)) : 0;
    const box = by("late");
    const hide = !first || over < WORTH || (over < refused + 5 && refused < Infinity);
    if (hide) {
      box.hidden = true;
      offer = null;
      return;
    }
    const place = found.all.findIndex(({ target }) => target.id === chosen);
    offer = found.all[place < 0 ? found.best : place];
    const lateFor = found.all.find(({ target }) => target.over > 0).target;
    const title = lateFor.id
      ? say("late", { count: lateFor.over, title: lateFor.title, time: shown(lateFor.at) })
      : say("lateDay", { count: lateFor.over, time: shown(lateFor.at) });
    const isNew = box.hidden;
    write(by("late-title"), title);
    box.hidden = false;
    if (isNew) tell(title);
    showTargets(found);
    showChanges();
  };
  const showTargets = (found) => {
    const box = by("targets");
    const key = found.all.map(({ target, enough }) => `${target.id} ${target.at} ${enough}`).join("|");
    if (box.dataset.key !== key) {
      box.dataset.key = key;
      [...box.querySelectorAll("label")].forEach((one) => one.remove());
      found.all.forEach(({ target, enough }) => {
        const label = make("label");
        const choice = make("input");
        choice.type = "radio";
        choice.name = "target";
        choice.value = target.id;
        choice.addEventListener("change", () => {
          chosen = target.id;
          showLate();
        });
        label.append(choice, " ", targetWords(target), enough ? "" : ` (${words.tooLittle})`);
        box.append(label);
      });
    }
    [...box.querySelectorAll("input")].forEach((one) => {
      one.checked = one.value === offer.target.id;
    });
  };
  const showChanges = () => {
    const cuts = new Map(offer.cuts.map((cut) => [cut.id, cut]));
    const points = rows.filter((row) => row.item.fixed && row.at <= offer.target.at);
    const span = (one) => (one.minutes ? `${shown(one.at)}–${shown(one.at + one.minutes)}` : "–");
    by("changes").replaceChildren(...offer.rows.map(({ id, title, before, after }) => {
      const line = make("tr", "", cuts.has(id) ? "cut" : "");
      const head = make("th", title);
      head.scope = "row";
      const behind = points.filter((row) => before.at < row.at && after.at >= row.at && after.minutes);
      const cut = cuts.get(id);
      const what = [
        cut ? say(cut.kind, { count: cut.before - cut.after }) : "",
        behind.length ? say("moves", { title: behind[behind.length - 1].item.title }) : "",
      ].filter(Boolean).join("; ");
      line.append(head, make("td", span(before), "time"), make("td", span(after), "time"), make("td", what || words.stays));
      return line;
    }));
    write(by("won"), offer.enough
      ? offer.won ? say("won", { count: offer.won }) : words.wonEnough
      : say("wonLittle", { count: offer.won, over: offer.over }));
  };
  const take = () => {
    if (!offer) return false;
    change(rules.act(state, rules.takeAction(offer, now())), words.taken);
    refused = Math.max(0, ...rules.targets(plan, run, day, now()).map(({ over }) => over));
    if (!refused) refused = Infinity;
    showLate();
    return true;
  };

  // ---------------------------------------------------------------- notices and the clock

  const notice = (name, text, ...buttons) => {
    const old = by("notices").querySelector(`[data-name=${name}]`);
    if (old) old.remove();
    const box = make("div", "", "notice");
    box.dataset.name = name;
    box.setAttribute("role", "status");
    const close = () => box.remove();
    const row = make("p", "", "row");
    [...buttons, [words.close, () => {}]].forEach(([label, deed]) => row.append(button(label, () => {
      close();
      deed();
    })));
    box.append(make("p", text), row);
    by("notices").append(box);
    return box;
  };
  const askTime = () => {
    by("tools").open = true;
    by("time").focus();
  };
  /** A clock that was set by half a day or more was set to try the sheet out. */
  const isFar = (offset) => Math.abs(offset) >= 720 * MINUTE;
  const timeWords = () => {
    const time = shown(Math.floor(Date.now() / MINUTE));
    const date = new Date(Date.now()).toLocaleDateString(document.documentElement.lang);
    if (isFar(state.offset)) return say("timeOff", { time: `${date}, ${time}` });
    return Math.abs(state.offset) >= MINUTE ? say("timeOff", { time }) : words.timeOwn;
  };
  const setTime = () => {
    const minutes = rules.typed(western(by("time").value));
    if (minutes === undefined) {
      write(by("time-help"), words.unknownTime);
      return;
    }
    const at = now();
    let target = rules.moment(dayOf(), minutes);
    if (rules.isToday(plan, day, at)) {
      // Around midnight the nearest such time is meant, not that of the same date.
      while (target - at / MINUTE > 720) target -= 1440;
      while (target - at / MINUTE < -720) target += 1440;
    }
    change(rules.correct(plan, state, target * MINUTE - at, day), say("timeSet", { time: rules.clock(minutes) }));
    by("time").value = "";
    write(by("time-help"), timeWords());
  };
  const ownTime = () => {
    const wasTried = isFar(state.offset);
    const next = wasTried ? { ...state, offset: 0 } : rules.correct(plan, state, -state.offset, day);
    change(next, words.timeOwn);
    if (wasTried && state.actions.length) anew();
    write(by("time-help"), timeWords());
  };
  const DIGIT = /\p{Nd}/u;
  /** Digits of every script stand in tens, so the way back to the first of a run tells which it is. */
  const western = (text) => text.replace(/\p{Nd}/gu, (sign) => {
    const code = sign.codePointAt(0);
    let steps = 0;
    while (DIGIT.test(String.fromCodePoint(code - steps - 1))) steps += 1;
    return String(steps % 10);
  });

  let looked = null;
  const look = () => {
    const after = { wall: Date.now(), steady: performance.now() };
    const leap = looked ? rules.jump(looked, after) : 0;
    looked = after;
    if (!leap) return;
    const count = Math.round(Math.abs(leap) / MINUTE);
    const clockAt = (ms) => shown(Math.floor(ms / MINUTE));
    if (leap < 0) {
      state = { ...state, offset: state.offset - leap };
      const stays = clockAt(now());
      notice("jump", say("back", { count, time: stays }),
        [say("keep", { time: stays }), () => {}],
        [say("backTake", { time: clockAt(now() + leap) }), () => change(rules.correct(plan, state, leap, day))]);
    } else {
      notice("jump", say("forth", { count }),
        [say("forthKeep", { time: clockAt(now()) }), () => {}],
        [say("forthBack", { time: clockAt(now() - leap) }), () => change({ ...state, offset: state.offset - leap })]);
    }
    keep();
  };
  const lookAtZone = () => {
    const day0 = dayOf();
    if (!day0.shifts.length) return;
    const at = Math.floor(now() / MINUTE);
    const here = -new Date(at * MINUTE).getTimezoneOffset();
    const there = rules.wall(day0, at) + rules.midnight(day0) - at;
    if (here !== there) notice("zone", say("zone", { zone: document.body.dataset.zone }), [words.setIt, askTime]);
  };

  // ---------------------------------------------------------------- files

  const save = () => {
    const at = now();
    const name = `${plan.event}-run-${dayOf().date}-${rules.clock(rules.wall(dayOf(), Math.floor(at / MINUTE))).replace(":", "")}.json`;
    const text = `${JSON.stringify(rules.logFile(plan, state, at), null, 1)}\n`;
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(say("saved", { name }));
  };
  const useFile = () => {
    const { name } = opened;
    change(opened.state, say("opened", { name }));
    opened = null;
  };
  const open = async (file) => {
    const { name } = file;
    const read = file.size > rules.LARGEST ? { refusal: "large" } : rules.readLog(await file.text(), plan);
    if (read.refusal) {
      notice("file", `${say("refused", { name })} ${say(read.refusal, { other: read.name || "–" })}`);
      return;
    }
    opened = { name, state: read.state };
    if (read.warning) notice("file", say("otherEdition", { name, other: read.warning }), [words.openAllTheSame, useFile]);
    else if (state.actions.length && state.copy !== read.state.copy) notice("file", say("openOver", { name }), [words.openAllTheSame, useFile]);
    else useFile();
  };
  const anew = (text = words.anew) => notice("anew", text, [words.forget, () => {
    change({ ...rules.begin(random()), offset: isFar(state.offset) ? 0 : state.offset });
    write(by("time-help"), timeWords());
  }]);

  // ---------------------------------------------------------------- drawing all, and the seconds

  const render = () => {
    const at = now();
    day = state.day ?? rules.pickDay(plan, run, at);
    rows = rules.forecast(plan, run, day, at);
    showDesk();
    showPlan();
    showLate();
    const today = rules.isToday(plan, day, at);
    const told = by("notices").querySelector("[data-name=rehearse]");
    if (!today && !told && drawnDay !== day) notice("rehearse", words.rehearse, [words.setIt, askTime]);
    else if (today && told) told.remove();
    drawnDay = day;
  };
  let drawnDay = -1;
  let minute = -1;
  const tick = () => {
    look();
    const at = Math.floor(now() / MINUTE);
    if (at === minute) {
      showDesk();
      return;
    }
    minute = at;
    keep();
    render();
  };
  let lock = null;
  /** Keep the screen on, where the browser lets a page do it. */
  const wake = async () => {
    try {
      if (navigator.wakeLock && (!lock || lock.released)) lock = await navigator.wakeLock.request("screen");
    } catch {
      lock = null;
    }
  };

  // ---------------------------------------------------------------- taps and keys

  const printPlan = (withNotes) => {
    document.documentElement.classList.toggle("with-notes", withNotes);
    window.print();
  };
  const nextId = () => rules.nowAndNext(rows, now()).next?.item.id;
  const deeds = {
    start: () => nextId() && start(nextId()),
    done,
    skip: () => nextId() && skip(nextId()),
    undo: () => state.actions.length && change(rules.undo(state), words.undone),
    notes: () => {
      const { current, next } = rules.nowAndNext(rows, now());
      const line = (current || next) && lines.get((current || next).item.id);
      const fold = line && part(line, "details");
      if (!fold) return;
      fold.open = !fold.open;
      if (!fold.open) return;
      line.scrollIntoView({ block: "start" });
      part(fold, "summary").focus({ preventScroll: true });
    },
    room: () => {
      document.body.classList.toggle("room");
      document.querySelector(".deeds [data-do=room]").focus();
      window.scrollTo(0, 0);
    },
    take,
    "take-print": () => take() && printPlan(false),
    "not-now": () => {
      refused = Math.max(...rules.targets(plan, run, day, now()).map(({ over }) => over));
      showLate();
      document.querySelector(".deeds .main").focus();
    },
    "set-time": setTime,
    "own-time": ownTime,
    save,
    open: () => by("file").click(),
    anew: () => anew(),
    print: () => printPlan(false),
    "print-notes": () => printPlan(true),
  };
  const KEYS = { s: "start", d: "done", k: "skip", u: "undo", n: "notes", t: "take", p: "room" };
  document.addEventListener("click", (event) => {
    const found = event.target.closest("[data-do]");
    if (found) deeds[found.dataset.do]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "time" && event.key === "Enter") setTime();
    if (event.key === "Escape" && document.body.classList.contains("room")) deeds.room();
    const writing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    if (writing || !by("keys").checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    // On keyboards of other scripts the place of the key counts.
    const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "");
    const deed = KEYS[letter.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deeds[deed]();
  });
  by("keys").addEventListener("change", () => document.body.classList.toggle("no-keys", !by("keys").checked));
  by("file").addEventListener("change", () => {
    const [file] = by("file").files;
    by("file").value = "";
    if (file) open(file);
  });
  window.addEventListener("storage", (event) => {
    const other = event.key === KEY && recall();
    if (!other) return;
    state = other.state;
    run = rules.fold(plan, state.actions);
    render();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    tick();
    if (run.running) wake();
  });

  document.documentElement.classList.add("js");
  equip();
  const before = seen;
  render();
  lookAtZone();
  write(by("time-help"), timeWords());
  if (before - now() > 90000) {
    notice("jump", say("earlier", { time: shown(Math.floor(now() / MINUTE)), seen: shown(Math.floor(before / MINUTE)) }), [words.setIt, askTime]);
  } else if (isFar(state.offset)) notice("jump", timeWords(), [words.takeOwn, ownTime]);
  if (rules.isTried(plan, state)) anew(words.tried);
  tick();
  setInterval(tick, 1000);
})();
