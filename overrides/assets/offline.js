/* Saves the pages of the site on this device when the reader asks for it, and removes them again.
   The part of the page that offers it is hidden until this script knows that it can be done. */
"use strict";
(() => {
  const part = document.getElementById("offline");
  const worker = new URL("../sw.js", document.currentScript.src).href;
  const scope = new URL("./", worker).href;
  const can = "serviceWorker" in navigator && window.isSecureContext && /^https?:/.test(scope);
  if (!part || !can) return;

  const save = part.querySelector(".save");
  const remove = part.querySelector(".remove");
  const cost = part.querySelector(".cost");
  const bar = part.querySelector("progress");
  const status = part.querySelector("[role=status]");
  const say = (words) => { status.textContent = part.dataset[words] || ""; };

  /** The address of the worker as a strict policy asks for it. */
  const address = window.trustedTypes
    ? window.trustedTypes.createPolicy("sessionpress", { createScriptURL: () => worker }).createScriptURL("")
    : worker;

  const found = async () => {
    const one = await navigator.serviceWorker.getRegistration(scope);
    return one && one.scope === scope ? one : null;
  };

  const show = async () => {
    const has = Boolean(await found());
    save.hidden = cost.hidden = has;
    remove.hidden = !has;
    bar.hidden = true;
    part.hidden = false;
    return has;
  };

  /** Wait until a worker has everything, or gave up. */
  const ready = (one) =>
    new Promise((done, failed) => {
      const look = () => {
        if (one.state === "activated") done();
        if (one.state === "redundant") failed(new Error("given up"));
      };
      one.addEventListener("statechange", look);
      look();
    });

  save.addEventListener("click", async () => {
    save.disabled = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    say("saving");
    try {
      const one = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
      await ready(one.installing || one.waiting || one.active);
      await show();
      say("saved");
      remove.focus();
    } catch {
      const one = await found();
      if (one && !one.active) await one.unregister();
      await show();
      say("failed");
    }
    save.disabled = false;
  });

  remove.addEventListener("click", async () => {
    const one = await found();
    if (one) await one.unregister();
    const ours = `sessionpress ${scope} `;
    for (const name of await caches.keys()) if (name.startsWith(ours)) await caches.delete(name);
    await show();
    say("removed");
    save.focus();
  });

  navigator.serviceWorker.addEventListener("message", (event) => {
    if (!event.data || !event.data.of) return;
    bar.max = event.data.of;
    bar.value = event.data.saved;
  });

  show().then((has) => { if (has) say("there"); });
})();
