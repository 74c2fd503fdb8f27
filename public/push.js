// Notifications on this device: makes the button with data-push (this server's public key) work. What it says stands in its attributes.
const button = document.querySelector("[data-push]");
const status = document.querySelector("[data-push-status]");
const say = (words) => status && (status.textContent = words);
const key = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const send = async (method, body) => {
  const answer = await fetch("/api/v1/push", { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).title ?? "");
};

const subscribe = async (manager, data) => {
  if ((await Notification.requestPermission()) !== "granted") return data.denied;
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key(data.push) });
  await send("POST", subscription.toJSON());
  return data.on;
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
  if (old) await send("POST", old.toJSON());
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
