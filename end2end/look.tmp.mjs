import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking"] });
const pages = process.argv.slice(2);
for (const [w,h,n] of [[360,740,"phone"],[1280,900,"desk"]]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, locale: "ja-JP" });
  const p = await c.newPage();
  p.on("console", m => { if (m.type()!=="log") console.log(n, m.type(), m.text().slice(0,400)); });
  p.on("pageerror", e => console.log(n, "pageerror", String(e).slice(0,400)));
  for (const path of pages) {
    const t=Date.now();
    const r = await p.goto("http://localhost:8099"+path); await p.waitForTimeout(1500);
    console.log(n, path, r.status(), Date.now()-t, await p.title());
    await p.screenshot({ path: `/tmp/shot-${n}-${path.replace(/\W+/g,"_")}.png`, fullPage: false });
  }
  await c.close();
}
await b.close();
