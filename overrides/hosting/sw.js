/* The offline copy of this folder. A reader asks for it on the page of downloads, and ends it there;
   it is never started by opening a page. Addresses count from the folder in which this file stands. */
"use strict";
const FILES = {{ marks|tojson }};
const OURS = `sessionpress ${self.registration.scope} `;
const NAME = OURS + "{{ whole }}";
const AT_ONCE = 6;
const PICTURE = /\.(?:svg|png|jpe?g|webp|avif|gif)$/i;

const at = (name) => new URL(name, self.registration.scope).href;
const KNOWN = new Set(Object.keys(FILES).map(at));
const MARKS = at("sw.js?marks"); // under this address a copy keeps the marks of its files

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const address = key(event.request.url);
  if (event.request.method !== "GET" || !address.startsWith(self.registration.scope)) return;
  if (KNOWN.has(address)) event.respondWith(held(address, event.request));
  else if (PICTURE.test(address) && !address.startsWith(at("downloads/"))) {
    event.respondWith(seen(address, event.request));
  }
});

/** The address under which a file is kept: no question, no place on the page, no bare folder. */
function key(url) {
  const address = new URL(url);
  address.search = address.hash = "";
  if (address.pathname.endsWith("/")) address.pathname += "index.html";
  return address.href;
}

async function held(address, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(address)) || fetch(request);
}

async function seen(address, request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(address);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(address, answer.clone());
  return answer;
}

/** Keep every file, or none. */
async function fill() {
  try {
    await copy();
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
  await self.skipWaiting();
}

/** What has not changed comes from the copy before, the rest from the host. */
async function copy() {
  const before = await last();
  const cache = await caches.open(NAME);
  const names = Object.keys(FILES);
  for (let done = 0; done < names.length; done += AT_ONCE) {
    await tell(done, names.length);
    await Promise.all(names.slice(done, done + AT_ONCE).map((name) => keep(name, cache, before)));
  }
  await cache.put(MARKS, new Response(JSON.stringify(FILES)));
}

async function last() {
  for (const name of await mine()) {
    const cache = await caches.open(name);
    const marks = await cache.match(MARKS);
    if (marks) return { cache, marks: await marks.json() };
  }
  return null;
}

async function keep(name, cache, before) {
  const same = before && before.marks[name] === FILES[name] && (await before.cache.match(at(name)));
  await cache.put(at(name), same || (await get(name)));
}

async function get(name) {
  const answer = await fetch(at(name), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}: ${name}`);
  // A page that came by a detour may not be shown as the answer to a click.
  return answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer;
}

async function tell(done, all) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const page of pages) page.postMessage({ saved: done, of: all });
}

async function mine() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS));
}

async function takeOver() {
  for (const name of await mine()) if (name !== NAME) await caches.delete(name);
  await self.clients.claim();
}
