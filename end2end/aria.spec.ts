// What a screen reader is told: landmarks, headings, names and the order of things, whatever the data of the day are.
import { type Locator, type Page } from "@playwright/test";
import { awake, everyWidth, expect, test } from "./lib/fixtures";

test.use({ serviceWorkers: "block" });

/** What a part of a page says of itself, in every width. */
const told = (part: Locator, snapshot: string) => everyWidth(part.page(), () => expect(part).toMatchAriaSnapshot(snapshot));

/** Header and footer stand around every page. */
const framed = async (page: Page, place?: string) => {
  await awake(page);
  await told(page.locator("body"), `
    - link "本文へ移動"
    - banner:
      - link "みほん市 市民活動のえんがわ"
      - navigation "メインメニュー":
        - list:
          - /children: equal
          - listitem:
            - link "ホーム"
          - listitem:
            - link "さがす"
          - listitem:
            - link "カレンダー"
          - listitem:
            - link "地図"
          - listitem:
            - link "お気に入り"
      - navigation "表示する言語":
        - list:
          - /children: equal
          - listitem:
            - link "日本語"
          - listitem:
            - link "やさしい日本語"
          - listitem:
            - link "English"
    - status
    - main
    - contentinfo:
      - heading "お問い合わせ" [level=2]
      - navigation "このサイトについて"
  `);
  const current = page.locator(".menu a[aria-current=page]");
  if (place) await expect(current).toHaveText(place);
  else await expect(current).toHaveCount(0);
  // Headings never jump down by more than one level.
  const levels = await page.locator("main :is(h1, h2, h3, h4, h5, h6)").evaluateAll((all) => all.map((it) => Number(it.tagName.slice(1))));
  expect(levels[0]).toBe(1);
  levels.forEach((level, at) => expect(level, `heading ${at + 1}`).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1));
};

const first = async (page: Page, kind: string) => {
  await page.goto(`/listings?kind=${kind}`);
  const link = page.locator(".card a").first();
  const title = (await link.textContent())?.trim() ?? "";
  await page.goto((await link.getAttribute("href")) ?? "");
  return title;
};

test("home", async ({ page }) => {
  await page.goto("/");
  await framed(page, "ホーム");
  await told(page.getByRole("main"), `
    - main:
      - heading /.+/ [level=1]
      - search:
        - searchbox "言葉でさがす"
        - button "さがす"
      - navigation "よく使われるさがし方":
        - list:
          - listitem:
            - link "今日":
              - /url: /from=\\d{4}-\\d\\d-\\d\\d&to=\\d{4}-\\d\\d-\\d\\d/
          - listitem:
            - link "今週末"
          - listitem:
            - link "無料"
      - region "どなたですか":
        - heading "どなたですか" [level=2]
        - list:
          - /children: equal
          - listitem:
            - heading "参加したい方へ" [level=3]
            - list
          - listitem:
            - heading "手伝いたい方へ" [level=3]
            - list
          - listitem:
            - heading "活動している方へ" [level=3]
            - list
          - listitem:
            - heading "企業・学校の方へ" [level=3]
            - list
          - listitem:
            - heading "市の各課の方へ" [level=3]
            - list
          - listitem:
            - heading "引っ越してきた方・外国人の方へ" [level=3]
            - list
      - region "今日":
        - heading "今日" [level=2]
        - link "カレンダーで見る"
      - region /今週/:
        - heading /今週/ [level=2]
      - region "あなたの力を待っています":
        - list:
          - listitem:
            - article:
              - heading [level=3]
      - region /締切が近い/:
        - heading [level=2]
      - region "お知らせ":
        - heading [level=2]
        - list
      - region "掲載の種類からさがす":
        - list:
          - listitem:
            - link /^イベント .+ \\d+件$/
          - listitem:
            - link /^講座 .+ \\d+件$/
          - listitem:
            - link /^団体 .+ \\d+件$/
  `);
  await expect(page.getByRole("region", { name: "掲載の種類からさがす" }).getByRole("listitem")).toHaveCount(12);
});

test("list", async ({ page }) => {
  await page.goto("/listings?q=%E9%98%B2%E7%81%BD&kind=event");
  await framed(page, "さがす");
  await told(page.getByRole("main"), `
    - main:
      - heading "さがす" [level=1]
      - search:
        - searchbox "言葉": 防災
        - button "さがす"
      - region "条件でしぼる"
      - region /^\\d+件見つかりました$/:
        - navigation "選んでいる条件":
          - list:
            - /children: equal
            - listitem:
              - link /「防災」を外す|「「防災」」を外す/
            - listitem:
              - link "「イベント」を外す"
            - listitem:
              - link "条件をすべて外す"
        - heading /^\\d+件見つかりました$/ [level=2]
        - navigation "並べ方":
          - list
        - list:
          - listitem:
            - article:
              - paragraph: /イベント/
              - heading /.+/ [level=3]:
                - link /.+/:
                  - /url: /^\\/listings\\//
              - paragraph: /確認日 .+/
        - region "この結果を持ち出す":
          - heading [level=2]
          - list:
            - listitem:
              - link "CSV"
  `);
  const said = Number(/\d+/.exec((await page.locator("main h2").first().textContent()) ?? "")?.[0]);
  await expect(page.locator("main article")).toHaveCount(Math.min(said, 20));
});

test("the panel that narrows a list", async ({ page }) => {
  await page.goto("/listings");
  await awake(page);
  const toggle = page.locator(".facet-toggle");
  await everyWidth(page, async () => {
    if (await toggle.isVisible()) await toggle.click();
    await expect(page.getByRole("region", { name: "条件でしぼる" })).toMatchAriaSnapshot(`
      - region "条件でしぼる":
        - group:
          - group "種類":
            - list:
              - listitem:
                - checkbox /^イベント \\d+$/
          - group "いつ":
            - list:
              - listitem:
                - link "今日"
            - textbox "この日から"
            - textbox "この日まで"
          - group "参加しやすさ":
            - list:
              - listitem:
                - checkbox /^.+ \\d+$/
          - spinbutton "年齢"
          - button "この条件でさがす"
    `);
  });
});

test("an event", async ({ page }) => {
  const title = await first(page, "event");
  await framed(page, "さがす");
  await told(page.getByRole("main"), `
    - main:
      - article:
        - navigation "現在の位置":
          - list:
            - /children: equal
            - listitem:
              - link "ホーム"
            - listitem:
              - link "イベント"
        - heading ${JSON.stringify(title)} [level=1]
        - list "概要":
          - listitem: /日時 .+/
        - group "このページでできること":
          - button "お気に入りに入れる"
          - link "予定表に入れる":
            - /url: /\\/event\\.ics$/
          - button "共有する"
          - button "印刷する"
          - status
        - heading "日時" [level=2]
        - list:
          - listitem:
            - time
        - heading "関連する情報" [level=2]
        - list:
          - listitem:
            - article:
              - heading [level=3]
  `);
});

test("a facility", async ({ page }) => {
  const title = await first(page, "place");
  await framed(page, "さがす");
  await told(page.getByRole("main"), `
    - main:
      - article:
        - navigation "現在の位置":
          - list:
            - listitem:
              - link "施設・場所"
        - heading ${JSON.stringify(title)} [level=1]
        - list "概要":
          - listitem: /場所 .+/
        - group "このページでできること":
          - button "お気に入りに入れる"
        - heading "くわしい情報" [level=2]
        - term
        - definition
        - heading "場所" [level=2]
        - term: 住所
        - definition
        - heading "問い合わせ先" [level=2]
        - heading "バリアフリー・配慮" [level=2]
        - heading "関連する情報" [level=2]
        - list
  `);
});

test("a group", async ({ page }) => {
  const title = await first(page, "group");
  await framed(page, "さがす");
  await told(page.getByRole("main"), `
    - main:
      - article:
        - navigation "現在の位置":
          - list:
            - listitem:
              - link "団体"
        - heading ${JSON.stringify(title)} [level=1]
        - group "このページでできること":
          - button "お気に入りに入れる"
        - heading "内容" [level=2]
        - paragraph
        - heading "プロフィール" [level=2]
        - term: 団体の種類
        - definition
        - term: 活動分野
        - definition:
          - list:
            - listitem:
              - link /.+/:
                - /url: /^\\/listings\\?field=/
        - heading "問い合わせ先" [level=2]
  `);
});

test("calendar", async ({ page }) => {
  await page.goto("/calendar");
  await framed(page, "カレンダー");
  await told(page.getByRole("main"), `
    - main:
      - heading /^\\d{4}年（.+年）\\d+月のカレンダー$/ [level=1]
      - navigation "日付の移動":
        - /children: equal
        - link "前の月"
        - link "今日へ"
        - link "次の月"
      - navigation "表示の切り替え":
        - link "月"
        - link "週"
      - navigation "しぼり込み":
        - list:
          - listitem:
            - link "すべて"
        - group
      - table /^\\d{4}年（.+年）\\d+月のカレンダー$/:
        - caption
        - rowgroup:
          - row:
            - cell:
              - paragraph:
                - time
              - list:
                - listitem:
                  - link /.+/
  `);
  await expect(page.locator(".calendar-views a[aria-current]")).toHaveText("月");
  await expect(page.locator(".day-today")).toHaveCount(1);
});

test("map", async ({ page }) => {
  await page.goto("/map");
  await framed(page, "地図");
  await told(page.getByRole("main"), `
    - main:
      - heading "地図" [level=1]
      - button "近くの場所をさがす"
      - status
      - navigation "地域を選ぶ":
        - list:
          - listitem:
            - link "全体を見る"
      - navigation "しぼり込み":
        - list
      - link "地図をとばして一覧へ":
        - /url: "#places"
      - group /^地図。\\d+か所を表示しています。/:
        - link /^\\d+か所、\\d+件。拡大して見る$/
      - navigation "地図の操作":
        - /children: equal
        - link "拡大"
        - link "縮小"
        - link "北へ"
        - link "南へ"
        - link "西へ"
        - link "東へ"
      - heading "地図の中の場所" [level=2]
      - paragraph: /\\d+か所・\\d+件/
      - list:
        - listitem:
          - list:
            - listitem:
              - link /.+/
  `);
});

test("favourites, without and with one", async ({ page }) => {
  await page.goto("/favourites");
  await framed(page, "お気に入り");
  await told(page.getByRole("main"), `
    - main:
      - /children: equal
      - heading "お気に入り" [level=1]
      - paragraph
      - text: お知らせ
      - paragraph: /まだ何もありません/
      - paragraph:
        - link "これからの催しを見る":
          - /url: /calendar
      - paragraph:
        - link "掲載をさがす":
          - /url: /listings
  `);
  const title = await first(page, "event");
  await awake(page);
  await page.getByRole("button", { name: "お気に入りに入れる" }).click();
  // The button says what it does next.
  await told(page.getByRole("group", { name: "このページでできること" }), `
    - group "このページでできること":
      - button "お気に入りから外す"
  `);
  await page.goto("/favourites");
  await told(page.getByRole("main"), `
    - main:
      - heading "お気に入り" [level=1]
      - list:
        - listitem:
          - article:
            - heading ${JSON.stringify(title)} [level=3]
  `);
});

test("nothing there", async ({ page, allowed }) => {
  allowed.pattern = /404/;
  await page.goto("/nothing-here");
  await framed(page);
  await told(page.getByRole("main"), `
    - main:
      - /children: equal
      - heading "ページが見つかりません" [level=1]
      - paragraph
      - list:
        - /children: equal
        - listitem:
          - link "言葉でさがす"
        - listitem:
          - link "ホームへ"
  `);
});

test("drafts and outbox, with nothing in them", async ({ page }) => {
  await page.goto("/drafts");
  await framed(page);
  await told(page.getByRole("main"), `
    - main:
      - heading "下書き" [level=1]
      - paragraph: /下書きはまだありません/
      - region "ファイルから読み込む":
        - heading "ファイルから読み込む" [level=2]
        - paragraph:
          - button "読み込む"
      - region "保存について":
        - heading "保存について" [level=2]
      - navigation "様式に関するほかのページ":
        - list:
          - listitem:
            - link "様式・申請"
          - listitem:
            - link "送信箱"
  `);
  await page.goto("/outbox");
  await framed(page);
  await told(page.getByRole("main"), `
    - main:
      - heading "送信箱" [level=1]
      - paragraph: /送信を待っているものも、控えもありません/
  `);
});

test("an invitation that is not whole", async ({ page }) => {
  await page.goto("/join#nothing");
  await framed(page);
  await told(page.getByRole("main"), `
    - main:
      - heading "共同の下書きに参加する" [level=1]
      - paragraph: /リンクが途中で切れています/
      - paragraph:
        - link "受け付けている様式を見る":
          - /url: /forms
  `);
});
