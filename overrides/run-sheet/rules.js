/* The arithmetic of a run sheet: pure functions, no page. What a day becomes is folded from a list
   of actions, so that undoing is taking the last one away, and a file or a reload brings all back.

   A plan is what the page was made with: days, and items in their order, fixed points among them.
   Moments of actions are milliseconds since 1970; all other times are whole minutes since 1970,
   and minutes after midnight of the day ("wall") where people read them. */
"use strict";
(() => {
  const FORMAT = "sessionpress-run";
  const VERSION = 1;
  const LARGEST = 2000000; // bytes of a file
  const MINUTE = 60000;
  const NIGHT = 6 * 60; // minutes for which a day goes on after its end, midnight or not

  // ---------------------------------------------------------------- clocks

  const midnight = (day) => Date.parse(`${day.date}T00:00:00Z`) / MINUTE;
  /** Minutes by which the clocks of the place are ahead of UTC; without a zone, those here. */
  const ahead = (day, at) => {
    if (!day.shifts.length) return -new Date(at * MINUTE).getTimezoneOffset();
    return day.shifts.reduce((found, [from, by]) => (at >= from ? by : found), day.shifts[0][1]);
  };
  const wall = (day, at) => at + ahead(day, at) - midnight(day);
  /** When the clocks of the place show some minutes after midnight; the first time, if twice. */
  const moment = (day, minutes) => {
    const shown = midnight(day) + minutes;
    const near = [shown - 1440, shown + 1440].map((at) => ahead(day, at));
    const tries = near.map((by) => shown - by);
    return tries.find((at) => at + ahead(day, at) === shown) ?? tries[0];
  };
  const clock = (minutes) => {
    const day = ((Math.floor(minutes) % 1440) + 1440) % 1440;
    return [Math.floor(day / 60), day % 60].map((one) => String(one).padStart(2, "0")).join(":");
  };
  /** Minutes after midnight as people type them: 9:05, 0905, 9.05; undefined when it is no time. */
  const typed = (text) => {
    const found = /^(\d{1,2})[:.h ]?(\d{2})$/.exec(text.trim());
    if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return undefined;
    return Number(found[1]) * 60 + Number(found[2]);
  };
  /** By how many milliseconds a clock was set between two looks; a second clock ticks beside it. */
  const jump = (before, after) => {
    const by = after.wall - before.wall - (after.steady - before.steady);
    return Math.abs(by) > 90000 ? Math.round(by) : 0;
  };

  // ---------------------------------------------------------------- what happened

  const itemOf = (plan, id) => plan.items.find((one) => one.id === id);
  const planned = (plan, item) => moment(plan.days[item.day], item.at);

  /** The state of every item, after some actions. */
  const fold = (plan, actions) => {
    const begun = new Map(plan.items.map((item) => [item.id, {
      state: "waiting", day: item.day, minutes: item.minutes, at: planned(plan, item), runs: [],
    }]));
    return actions.reduce(reduce, { items: begun, running: "" });
  };
  const reduce = (run, action) => {
    const items = new Map(run.items);
    let { running } = run;
    const change = (id, more) => items.set(id, { ...items.get(id), ...more });
    const stop = () => {
      if (!running) return;
      const { day, runs } = items.get(running);
      const [from] = runs[runs.length - 1];
      // What was left running overnight ended at a moment that nobody noted: it has no minutes.
      const forgotten = action.item !== undefined && items.get(action.item).day !== day;
      const last = forgotten ? [] : [[from, Math.max(from, action.at)]];
      change(running, { state: "done", runs: [...runs.slice(0, -1), ...last] });
      running = "";
    };
    if (action.do === "start") {
      stop();
      const one = items.get(action.item);
      change(action.item, { state: "running", runs: [...one.runs, [action.at, null]], minutes: one.minutes || action.minutes });
      running = action.item;
    } else if (action.do === "done") {
      stop();
    } else if (action.do === "skip") {
      if (running === action.item) stop();
      change(action.item, { state: "skipped" });
    } else if (action.do === "passed") {
      action.items.forEach((id) => change(id, { state: "done" }));
    } else if (action.do === "take") {
      action.changes.forEach(({ item, minutes, at }) => change(item, { minutes, at }));
    }
    return { items, running };
  };
  /** Minutes that an item really took, to a tenth; what still runs counts until now. */
  const actual = (one, now) => Math.round(one.runs.reduce((sum, [from, to]) =>
    sum + Math.max(0, (to ?? now) - from), 0) / (MINUTE / 10)) / 10;

  // ---------------------------------------------------------------- what is to come

  const floor = (now) => Math.floor(now / MINUTE);
  /** The items of a day as the plan now stands, by the clock. */
  const order = (plan, run, day) => plan.items
    .map((item, place) => ({ ...run.items.get(item.id), item, place }))
    .filter(({ item }) => item.day === day)
    .sort((one, other) => one.at - other.at || one.place - other.place);
  const isLeft = (row) => row.state === "waiting" && row.minutes > 0;
  const hasBegun = (rows) => rows.some((row) => row.runs.length || row.state === "skipped");
  const ranSince = (row) => floor(row.runs[row.runs.length - 1][0]);

  /** How the day goes on when nothing is cut: begin and end of every item, how late each fixed
      point would be reached. Fixed points do not move; a gap that was planned stays a gap. */
  const forecast = (plan, run, day, nowMs) => {
    const now = floor(nowMs);
    const rows = order(plan, run, day);
    const current = rows.find((row) => row.state === "running");
    const due = (row) => row.at + row.minutes;
    const endOf = (row) => Math.max(row.item.fixed ? due(row) : ranSince(row) + row.minutes, now);
    // What is waiting comes after what runs, even where the plan has it before.
    let cursor = current ? endOf(current) : hasBegun(rows) ? now : -Infinity;
    let waiting = Boolean(current) && !current.item.fixed; // whether an item must be over before the next point
    let planEnd = -Infinity;
    return rows.map((row) => {
      const { item, state, minutes } = row;
      let [begin, end, over] = [row.at, due(row), 0];
      const gap = row.at > planEnd;
      if (state === "running") {
        begin = ranSince(row);
        end = endOf(row);
      } else if (isLeft(row) && item.fixed) {
        if (end > now) {
          over = waiting ? Math.max(0, cursor - row.at) : 0;
          cursor = Math.max(cursor, end);
          waiting = false;
        }
      } else if (isLeft(row)) {
        begin = Math.max(gap ? row.at : cursor, cursor, now);
        end = begin + minutes;
        cursor = end;
        waiting = true;
      } else if (row.runs.length) {
        begin = floor(row.runs[0][0]);
        end = Math.max(begin, floor(row.runs[row.runs.length - 1][1]));
      }
      if (minutes > 0) planEnd = Math.max(planEnd, due(row));
      return { ...row, begin, end, over };
    });
  };
  /** The items that are still open although the plan has them before another. */
  const openBefore = (rows, id) => rows.slice(0, rows.findIndex(({ item }) => item.id === id))
    .filter((row) => isLeft(row) && !row.item.fixed);
  /** What runs now, and what comes next. */
  const nowAndNext = (rows, nowMs) => {
    const now = floor(nowMs);
    const current = rows.find((row) => row.state === "running");
    const left = rows.filter((row) => isLeft(row) && !(row.item.fixed && row.at + row.minutes <= now));
    return { current, next: left[0], rest: left };
  };
  /** Minutes behind the plan as it now stands; ahead of it below zero. */
  const behind = (rows, nowMs) => {
    const { current, next } = nowAndNext(rows, nowMs);
    const now = floor(nowMs);
    const passedOver = current && next && !next.item.fixed && next.at < current.at;
    if (current && !passedOver) return current.end - current.at - current.minutes;
    if (!next) return 0;
    if (!next.item.fixed) return next.begin - next.at;
    return hasBegun(rows) || now > next.at ? now - next.at : 0;
  };

  // ---------------------------------------------------------------- cuts

  /** The cuts after which the lengths of all items are enough: as `cuts_until` of clock.py. */
  const cutsUntil = (items, enough, done) => {
    const lengths = items.map(({ minutes }) => minutes);
    const made = [];
    const backwards = items.map((item, place) => [item, place]).reverse();
    const onlyPractice = (item, others) => {
      const practised = new Set(others.filter((one) => one.practises).flatMap((one) => one.goals));
      return item.practises && item.goals.some((goal) => !practised.has(goal));
    };
    for (const [item, place] of backwards) {
      if (enough(lengths)) return made;
      const others = items.filter((one, number) => lengths[number] && one !== item);
      if (item.drop && lengths[place] && !onlyPractice(item, [...done, ...others])) {
        made.push({ id: item.id, kind: "drop", before: lengths[place], after: 0 });
        lengths[place] = 0;
      }
    }
    for (const [item, place] of backwards) {
      const before = lengths[place];
      while (lengths[place] > item.shortest && !enough(lengths)) lengths[place] -= 1;
      if (lengths[place] < before) made.push({ id: item.id, kind: "shorten", before, after: lengths[place] });
    }
    return made;
  };
  /** The free stretches between two moments, without what is taken; what is taken comes by its beginnings. */
  const freeSpans = (from, to, taken) => {
    const spans = [];
    let at = from;
    taken.forEach(([begin, end]) => {
      if (end <= at || begin >= to) return;
      if (begin > at) spans.push([at, begin]);
      at = Math.max(at, end);
    });
    if (at < to) spans.push([at, to]);
    return spans;
  };
  /** Where items of some lengths begin in free stretches, in order, none of them cut in two. Those
      without room are `over`, and go on after `last`. */
  const lay = (lengths, spans, last) => {
    const begins = [];
    spans.forEach(([from, to]) => {
      let at = from;
      while (begins.length < lengths.length && at + lengths[begins.length] <= to) {
        begins.push(at);
        at += lengths[begins.length - 1];
      }
    });
    const over = lengths.slice(begins.length).reduce((sum, one) => sum + one, 0);
    let at = last;
    while (begins.length < lengths.length) {
      begins.push(at);
      at += lengths[begins.length - 1];
    }
    return { begins, over };
  };

  /** The fixed points, and the end of the day, by which a late day can be on time again. */
  const targets = (plan, run, day, nowMs) => {
    const rows = forecast(plan, run, day, nowMs);
    const now = floor(nowMs);
    const found = rows.filter((row) => row.item.fixed && isLeft(row) && row.at > now)
      .map((row) => ({ id: row.item.id, title: row.item.title, at: row.at, end: row.at + row.minutes, over: row.over }));
    const end = moment(plan.days[day], plan.days[day].end);
    const last = rows.filter((row) => !row.item.fixed && (isLeft(row) || row.state === "running"));
    const lastEnd = Math.max(-Infinity, ...last.map((row) => row.end));
    const closing = found[found.length - 1];
    if (end > now && (!closing || last.some((row) => row.begin >= closing.at))) {
      found.push({ id: "", title: "", at: end, end, over: Math.max(0, lastEnd - end) });
    }
    const first = found.findIndex(({ over }) => over > 0);
    return first < 0 ? [] : found.slice(first);
  };

  /** What to cut so that a target is met: the cuts, and where the items then begin. */
  const proposeFor = (plan, run, day, nowMs, target) => {
    const now = floor(nowMs);
    const rows = forecast(plan, run, day, nowMs);
    const current = rows.find((row) => row.state === "running");
    const before = rows.filter((row) => isLeft(row) && (row.at < target.at || !target.id));
    const scope = before.filter((row) => !row.item.fixed);
    const points = before.filter((row) => row.item.fixed && row.at + row.minutes > now);
    const from = current ? current.end : Math.max(now, scope.length ? scope[0].begin : now);
    const runs = Boolean(current) && !current.item.fixed;
    if (runs) scope.unshift(current);
    const items = scope.map((row) => {
      const ran = row === current ? now - row.begin : 0;
      const minutes = Math.max(row.minutes, ran);
      return {
        id: row.item.id,
        minutes,
        shortest: Math.min(minutes, Math.max(row.item.shortest, ran, row === current ? 1 : 0)),
        drop: row.item.drop && row !== current,
        goals: row.item.goals,
        practises: row.item.practises,
      };
    });
    const scoped = new Set(items.map(({ id }) => id));
    const done = plan.items.filter(({ id }) => {
      const { state, minutes } = run.items.get(id);
      return !scoped.has(id) && (state === "done" || state === "running" || (state === "waiting" && minutes > 0));
    });
    const taken = points.map((row) => [row.at, row.at + row.minutes]);
    const limit = taken.map(([begin]) => begin).find((begin) => begin > now) ?? target.at;
    const layFrom = (begin, lengths) => {
      const last = Math.max(begin, target.end);
      return lay(lengths, freeSpans(begin, target.at, taken), last);
    };
    // What runs goes on where it is; it is over before the next fixed point, or makes that late.
    const layAll = (lengths) => {
      if (!runs) return layFrom(from, lengths);
      const end = current.begin + lengths[0];
      const { begins, over } = layFrom(end, lengths.slice(1));
      return { begins: [current.begin, ...begins], over: over + Math.max(0, end - limit) };
    };
    const cuts = cutsUntil(items, (lengths) => !layAll(lengths).over, done);
    const after = new Map(cuts.map((cut) => [cut.id, cut.after]));
    const lengths = items.map(({ id, minutes }) => after.get(id) ?? minutes);
    const { begins, over } = layAll(lengths);
    return {
      target,
      cuts,
      over,
      enough: !over,
      won: cuts.reduce((sum, cut) => sum + cut.before - cut.after, 0),
      rows: scope.map((row, place) => ({
        id: row.item.id,
        title: row.item.title,
        before: { at: row.at, minutes: row.minutes },
        after: { at: begins[place], minutes: lengths[place] },
      })),
    };
  };
  /** A proposal for each target of a late day. `best` is the first that is enough, else the last. */
  const propose = (plan, run, day, nowMs) => {
    const all = targets(plan, run, day, nowMs).map((target) => proposeFor(plan, run, day, nowMs, target));
    const found = all.findIndex(({ enough }) => enough);
    return { all, best: found < 0 ? all.length - 1 : found };
  };
  const takeAction = (proposal, now) => ({
    do: "take",
    at: now,
    changes: proposal.rows.map(({ id, after }) => ({ item: id, minutes: after.minutes, at: after.at })),
  });

  // ---------------------------------------------------------------- days

  /** The day to show: one that goes on, even past midnight; today; the next one; the last. */
  const pickDay = (plan, run, nowMs) => {
    const now = floor(nowMs);
    const ends = plan.days.map((day, place) => Math.max(moment(day, day.end),
      ...order(plan, run, place).map((row) => row.at + row.minutes)));
    const open = plan.days.findIndex((_day, place) => {
      const rows = order(plan, run, place);
      return hasBegun(rows) && now < ends[place] + NIGHT && now >= moment(plan.days[place], 0);
    });
    if (open >= 0) return open;
    const today = plan.days.findIndex((day) => now >= moment(day, 0) && now < moment(day, 1440));
    if (today >= 0) return today;
    const next = plan.days.findIndex((day) => moment(day, 0) > now);
    return next < 0 ? plan.days.length - 1 : next;
  };
  const isToday = (plan, place, nowMs) => {
    const day = plan.days[place];
    const now = floor(nowMs);
    return now >= moment(day, 0) && now < Math.max(moment(day, 1440), moment(day, day.end) + NIGHT);
  };

  // ---------------------------------------------------------------- files

  const stamp = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
  /** What is saved: `items` for people and programs, `actions` for the run sheet that opens it. */
  const logFile = (plan, state, now) => {
    const run = fold(plan, state.actions);
    return {
      format: FORMAT,
      version: VERSION,
      toolkit: plan.toolkit,
      edition: plan.edition,
      event: plan.event,
      copy: state.copy,
      saved: stamp(now),
      items: plan.items.filter(({ fixed }) => !fixed).map((item) => {
        const one = run.items.get(item.id);
        return {
          session: item.session,
          item: item.id,
          title: item.title,
          planned: item.minutes,
          plan: one.minutes,
          state: one.state,
          minutes: one.runs.length ? actual(one, now) : null,
        };
      }),
      clock: state.offset,
      actions: state.actions,
    };
  };
  const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
  const DEEDS = {
    start: (one) => typeof one.item === "string",
    skip: (one) => typeof one.item === "string",
    done: () => true,
    passed: (one) => Array.isArray(one.items) && one.items.every((id) => typeof id === "string"),
    take: (one) => Array.isArray(one.changes) && one.changes.every((change) =>
      change && typeof change.item === "string" && isNumber(change.at) && isNumber(change.minutes) && change.minutes >= 0),
  };
  const isAction = (one) => Boolean(one) && typeof one === "object" && Object.hasOwn(DEEDS, one.do) && isNumber(one.at) && DEEDS[one.do](one);
  /** Actions without what they say of items that are not in the plan. */
  const known = (plan, actions) => {
    const ids = new Set(plan.items.map(({ id }) => id));
    return actions.flatMap((one) => {
      if (one.do === "passed") return [{ ...one, items: one.items.filter((id) => ids.has(id)) }];
      if (one.do === "take") return [{ ...one, changes: one.changes.filter(({ item }) => ids.has(item)) }];
      return one.item === undefined || ids.has(one.item) ? [one] : [];
    });
  };
  /** Read a file: `{state}`, with `warning` when it is of another edition; or `{refusal}`, a word. */
  const readLog = (text, plan) => {
    if (text.length > LARGEST) return { refusal: "large" };
    let root;
    try {
      root = JSON.parse(text.replace(/^\ufeff/, ""));
    } catch {
      return { refusal: "cut" };
    }
    if (!root || root.format !== FORMAT) return { refusal: "foreign" };
    if (root.version !== VERSION) return { refusal: "version" };
    if (root.toolkit !== plan.toolkit) return { refusal: "toolkit", name: String(root.toolkit) };
    if (root.event !== plan.event) return { refusal: "event", name: String(root.event) };
    if (!Array.isArray(root.actions) || !root.actions.every(isAction) || typeof root.copy !== "string") return { refusal: "cut" };
    const actions = known(plan, root.actions);
    const state = { copy: root.copy, day: null, offset: isNumber(root.clock) ? root.clock : 0, actions };
    return root.edition === plan.edition ? { state, warning: "" } : { state, warning: String(root.edition) };
  };

  // ---------------------------------------------------------------- states

  const begin = (copy) => ({ copy, day: null, offset: 0, actions: [] });
  const act = (state, action) => ({ ...state, actions: [...state.actions, action] });
  const undo = (state) => ({ ...state, actions: state.actions.slice(0, -1) });
  /** Whether something was pressed before the first day of the event began. */
  const isTried = (plan, { actions }) => actions.some(({ at }) => floor(at) < moment(plan.days[0], 0));
  /** The clock was wrong by so much all day: what it wrote down on that day was, too. */
  const correct = (plan, state, by, day) => {
    const isOf = ({ item, items = [], changes = [] }) => [item, ...items, ...changes.map((one) => one.item)]
      .some((id) => id !== undefined && itemOf(plan, id)?.day === day);
    const first = state.actions.findIndex(isOf);
    return {
      ...state,
      offset: state.offset + by,
      actions: state.actions.map((one, place) => (first >= 0 && place >= first ? { ...one, at: one.at + by } : one)),
    };
  };

  window.sessionpressRun = {
    LARGEST, MINUTE, midnight, moment, wall, clock, typed, jump, itemOf, fold, actual, forecast, openBefore, nowAndNext,
    behind, cutsUntil, targets, propose, takeAction, pickDay, isToday, logFile, readLog, begin, act, undo, isTried, correct,
  };
})();
