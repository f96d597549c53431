// Shows a deck, one slide at a time; opens a window for the presenter and keeps both on the same slide.
// Windows of files on disk share nothing but messages: each is known by the window it came from, and by the deck.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (what) => document.querySelector(what);
  const all = (what) => [...document.querySelectorAll(what)];
  const main = find("main");
  const pages = all(".page");
  const key = main.dataset.key;
  const fromRight = root.dir === "rtl";
  const presenter = location.hash === "#presenter" && window.opener !== null;
  const BEAT = 1000; // ms from a sign of life of the presenter's window to the next
  const LOST = 4000; // ms without an answer after which the other window is taken for closed
  let at = 0;
  let mode = "read";
  let black = false;
  let partner = null;
  let heard = 0;
  let began = Date.now();
  let letters = 1;

  // ---------------------------------------------------------------- what is seen

  const MODES = { read: "", show: "staged show", over: "staged over", present: "staged present" };

  function draw(focus) {
    root.className = [MODES[mode], root.classList.contains("dark") ? "dark" : "", mode === "present" ? `n${letters}` : "",
      black && mode === "present" ? "out" : ""].filter(Boolean).join(" ");
    pages.forEach((page, place) => {
      page.classList.toggle("now", place === at && mode !== "read");
      page.classList.toggle("following", place === at + 1 && mode === "present");
    });
    find(".stage").hidden = mode !== "show" && mode !== "over";
    find(".desk").hidden = mode !== "present";
    find(".cover").hidden = !(black && mode === "show");
    const number = pages[at].querySelector(".number").textContent;
    if (find("output").textContent !== number) find("output").textContent = number;
    if (mode === "over") pages[at].scrollIntoView({ block: "nearest" });
    if (focus && mode !== "present") pages[at].focus({ preventScroll: mode !== "over" });
  }

  function keepPlace() {
    if (presenter) return;
    // So that a reload comes back to the same slide; apps that show files from elsewhere may forbid it.
    try { history.replaceState(null, "", mode === "read" ? "#" : `#s${at + 1}`); } catch { /* the place is lost, no more */ }
  }

  function go(place) {
    const wanted = Math.max(0, Math.min(pages.length - 1, place));
    black = black && wanted === at;
    at = wanted;
    settled();
  }

  function settled() {
    keepPlace();
    draw(true);
    tell();
  }

  function enter(wanted) {
    mode = wanted;
    if (mode === "read") {
      black = false;
      if (document.fullscreenElement) document.exitFullscreen();
    }
    settled();
    if (mode === "read") pages[at].scrollIntoView();
  }

  // ---------------------------------------------------------------- two windows

  function tell() {
    if (!partner || partner.closed) return;
    partner.postMessage({ sessionpress: "deck", key, at, black, count: pages.length }, "*");
  }

  window.addEventListener("message", (event) => {
    const said = event.data;
    if (!said || said.sessionpress !== "deck" || said.key !== key || !event.source) return;
    if (presenter ? event.source !== window.opener : event.source.opener !== window) return;
    heard = Date.now();
    if (!presenter) partner = event.source;
    if (said.hello) {
      tell();
      return;
    }
    if (!Number.isInteger(said.at) || said.at < 0 || said.at >= pages.length) return;
    const news = said.at !== at || Boolean(said.black) !== black;
    at = said.at;
    black = Boolean(said.black);
    if (!presenter && mode === "read") mode = "show";
    if (news) {
      keepPlace();
      draw(false);
    }
    if (news && !presenter) tell();
  });

  function openPresenter() {
    const address = `${location.href.split("#")[0]}#presenter`;
    partner = window.open(address, `presenter-${key}`, "popup,width=1180,height=760");
    find(".blocked").hidden = partner !== null;
    if (partner && mode === "read") enter("show");
  }

  function beat() {
    find(".lost").hidden = !heard || Date.now() - heard < LOST;
    if (partner && !partner.closed) partner.postMessage({ sessionpress: "deck", key, hello: true }, "*");
  }

  function tick() {
    const now = new Date();
    find(".clock").textContent = now.toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    const seconds = Math.max(0, Math.floor((now - began) / 1000));
    const two = (number) => number.toLocaleString(root.lang, { minimumIntegerDigits: 2, useGrouping: false });
    find(".since").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  // ---------------------------------------------------------------- what people do

  const DO = {
    previous: () => go(at - 1),
    next: () => go(at + 1),
    first: () => go(0),
    last: () => go(pages.length - 1),
    show: () => enter("show"),
    read: () => enter("read"),
    overview: () => enter(mode === "over" ? "show" : "over"),
    presenter: openPresenter,
    print: () => window.print(),
    black: () => { black = !black; settled(); },
    dark: () => { root.classList.toggle("dark"); },
    screen: () => { if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen(); },
    reset: () => { began = Date.now(); tick(); },
    smaller: () => { letters = Math.max(0, letters - 1); draw(false); },
    larger: () => { letters = Math.min(4, letters + 1); draw(false); },
  };
  const KEYS = {
    ArrowRight: fromRight ? "previous" : "next",
    ArrowLeft: fromRight ? "next" : "previous",
    ArrowDown: "next",
    ArrowUp: "previous",
    PageDown: "next",
    PageUp: "previous",
    " ": "next",
    Home: "first",
    End: "last",
    o: "overview",
    b: "black",
    ".": "black",
    p: "presenter",
    d: "dark",
    f: "screen",
    Escape: "read",
  };
  const ONLY_HERE = ["overview", "presenter", "screen", "read"]; // not in the window of the presenter
  const ALWAYS = ["presenter", "dark"]; // while people read, too: other keys are the browser's

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const onButton = event.target.closest("button, summary, input");
    if (onButton && (name === " " || name === "Enter")) return;
    if (mode === "over" && name === "Enter") { event.preventDefault(); enter("show"); return; }
    const what = name === " " && event.shiftKey ? "previous" : KEYS[name];
    if (!what || (presenter && ONLY_HERE.includes(what)) || (mode === "read" && !ALWAYS.includes(what))) return;
    event.preventDefault();
    DO[what]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) { DO[button.dataset.do](); return; }
    if (event.target.closest("a, button, input, label, summary")) return;
    if (!find(".cover").hidden) { DO.black(); return; }
    const page = event.target.closest(".page");
    if (mode === "over" && page) { at = pages.indexOf(page); enter("show"); return; }
    if (mode !== "show" || !getSelection().isCollapsed) return;
    // The third at the side where reading begins goes back.
    const part = event.clientX / window.innerWidth;
    DO[(fromRight ? 1 - part : part) < 1 / 3 ? "previous" : "next"]();
  });

  let touch = null;
  document.addEventListener("touchstart", (event) => {
    touch = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!touch || mode === "read" || mode === "over") return;
    const [x, y] = [event.changedTouches[0].clientX - touch.x, event.changedTouches[0].clientY - touch.y];
    touch = null;
    if (Math.abs(x) < 50 || Math.abs(x) < 2 * Math.abs(y)) return;
    DO[(x < 0) !== fromRight ? "next" : "previous"]();
  }, { passive: true });

  let asleep = 0;
  document.addEventListener("pointermove", () => {
    if (mode !== "show") return;
    root.classList.add("awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => root.classList.remove("awake"), 2500);
  });

  // ---------------------------------------------------------------- the beginning

  all(".controls button, .keys").forEach((one) => { one.hidden = false; });
  if (presenter) {
    mode = "present";
    partner = window.opener;
    draw(false);
    tick();
    beat();
    setInterval(tick, 250);
    setInterval(beat, BEAT);
  } else {
    const place = /^#s(\d+)$/.exec(location.hash);
    if (place) {
      at = Math.max(0, Math.min(pages.length - 1, Number(place[1]) - 1));
      mode = "show";
      draw(true);
    }
  }
})();
