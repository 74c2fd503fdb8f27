// Notifications on this device: makes the button with data-push (this server's public key) work. What it says stands in its attributes.
const button = document.querySelector("[data-push]");
const status = document.querySelector("[data-push-status]");
const say = (words) => status && (status.textContent = words);
const key = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const send = async (method, body) => {
  const answer = await fetch("/api/v1/push", { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).title ?? "");
};

const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
// The key of this server with which a subscription was made; nothing where the browser does not say it.
const keyOf = (subscription) => (subscription.options?.applicationServerKey ? text(subscription.options.applicationServerKey) : "");
const tell = (subscription) => send("POST", { ...subscription.toJSON(), server: keyOf(subscription) });

const subscribe = async (manager, data) => {
  if ((await Notification.requestPermission()) !== "granted") return data.denied;
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key(data.push) });
  await tell(subscription);
  return data.on;
};

// This server has a new key. Whoever allowed notices before is not asked again; the old subscription goes last, and only at the server: a
// browser has one at a time.
const renew = async (manager, old, data) => {
  await old.unsubscribe();
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key(data.push) });
  await tell(subscription);
  if (subscription.endpoint !== old.endpoint) await send("DELETE", { endpoint: old.endpoint });
};

const unsubscribe = async (subscription, data) => {
  await send("DELETE", { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  return data.off;
};

const wire = async (data) => {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis)) return say(data.unsupported);
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const manager = registration.pushManager;
  const draw = async () => {
    const subscription = await manager.getSubscription();
    button.textContent = subscription ? data.turnOff : data.turnOn;
    return subscription;
  };
  // Whoever signed in here before may be somebody else: this device's notices are now for who is signed in.
  const old = await draw();
  if (old) {
    const isOlder = keyOf(old) && keyOf(old) !== data.push && Notification.permission === "granted";
    try {
      await (isOlder ? renew(manager, old, data) : tell(old));
    } catch {
      say(data.failed);
    }
    await draw();
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const subscription = await manager.getSubscription();
      say(await (subscription ? unsubscribe(subscription, data) : subscribe(manager, data)));
    } catch (error) {
      say(error.name === "NotAllowedError" ? data.denied : data.failed);
    }
    await draw();
    button.disabled = false;
    button.focus();
  });
};

if (button) wire(button.dataset).catch(() => say(button.dataset.failed));
