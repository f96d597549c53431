/* Ends offline copies for every reader. A host puts this file in the place of sw.js, under that name, and leaves it
   there: each browser that holds a copy looks for sw.js when it next opens a page with a network. */
"use strict";
const OURS = `sessionpress ${self.registration.scope} `;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
  await self.registration.unregister();
  for (const page of await self.clients.matchAll({ type: "window" })) await page.navigate(page.url);
}
