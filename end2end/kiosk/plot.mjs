// The month at a kiosk as a drawing, and whether it stayed flat, from day to day and within each. Pure: figures in, text out.

/** What is measured, its colour, what it is called, and by how many bytes it may grow whatever it was: stores keep a journal before they tidy up. */
export const LINES = [
  { key: "memory", colour: "#7a3e1d", name: "memory of the browser at rest", slack: 0 },
  { key: "busy", colour: "#b8860b", name: "the same without a pause", slack: 0 },
  { key: "heap", colour: "#1d5c7a", name: "heap of the page", slack: 0 },
  { key: "kept", colour: "#3d6b2f", name: "kept on the device", slack: 8_000_000 },
  { key: "indexedDB", colour: "#6a2c70", name: "of that IndexedDB", slack: 8_000_000 },
];
/** Nothing may grow by more than this part of what it was in the first fifth. */
export const GROWTH = 1.25;

/**
 * What is looked at within a day, and by how many bytes a hundred sessions may raise it (docs/performance.md). The browser's own process: the
 * leak that was found there took 12 to 17 MB, after its cure 2 MB were seen. All processes: 10 MB were seen, and at the bound a day takes
 * 67 MB, which a night gives back.
 */
export const WITHIN = [
  { key: "all", name: "all processes", most: 20_000_000 },
  { key: "browser", name: "the browser's own", most: 6_000_000 },
];
/** So many sessions after its start a browser is still filling its stores of what it needs again. */
export const WARM = 66;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
export const mb = (value) => (value / 1e6).toFixed(Math.abs(value) < 1e8 ? 1 : 0);

/** For each line by how much it grew between the first fifth and the last tenth of what was looked at, and whether that is too much. */
export const growth = (looks) => {
  const first = looks.slice(0, Math.max(1, Math.floor(looks.length / 5)));
  const last = looks.slice(-Math.max(1, Math.floor(looks.length / 10)));
  return LINES.map(({ key, slack }) => {
    const [before, after] = [first, last].map((some) => median(some.map((look) => look[key])));
    const times = after / Math.max(1, before);
    return { key, times, isFlat: times <= GROWTH || after - before <= slack };
  });
};

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The straight line through the looks of each day, each day from where it begins, as steep on one day as on the other (least squares): what
 * a hundred sessions add, in bytes, and how far that may be off (twice its standard error); nothing where there are too few looks.
 */
const line = (days, key) => {
  let [squares, products, heights, free] = [0, 0, 0, -1];
  for (const looks of days) {
    const [x, y] = [mean(looks.map(({ since }) => since)), mean(looks.map((look) => look[key]))];
    for (const look of looks) {
      squares += (look.since - x) ** 2;
      products += (look.since - x) * (look[key] - y);
      heights += (look[key] - y) ** 2;
    }
    free += looks.length - 1;
  }
  if (free < 1 || squares === 0) return undefined;
  const steep = products / squares;
  const apart = Math.max(0, heights - steep * products) / free;
  return { rise: 100 * steep, off: 200 * Math.sqrt(apart / squares) };
};

/**
 * For each of `WITHIN` what a hundred sessions within a day add to it, and whether that is too much: what swings more than it rises is not
 * judged by one day. `looks`: `day`, sessions `since` it began, and bytes by key.
 */
export const slopes = (looks) => {
  const days = new Map();
  for (const look of looks.filter(({ since }) => since > WARM)) days.set(look.day, [...(days.get(look.day) ?? []), look]);
  return WITHIN.map(({ key, name, most }) => {
    const found = line([...days.values()], key);
    return { key, name, ...found, isFlat: found === undefined || found.rise - found.off <= most };
  });
};

/** What was found of slopes, in words. */
export const told = (slopes) =>
  slopes.map(({ name, rise, off, isFlat }) => `${name} ${rise === undefined ? "looked at too seldom" : `${mb(rise)}MB +-${mb(off)}${isFlat ? "" : " (too much)"}`}`).join(", ");

/** A line for each figure over the sessions, each from nothing to its own largest value. */
export const drawing = (looks, sessions) => {
  const [width, height, left, top, below] = [720, 318, 20, 20, 88];
  const x = (number) => left + (number / sessions) * (width - 2 * left);
  const y = (part) => height - below - part * (height - below - top);
  const lines = LINES.map(({ key, colour, name }, at) => {
    const most = Math.max(1, ...looks.map((look) => look[key]));
    const points = looks.map((look) => `${x(look.number).toFixed(1)},${y(look[key] / most).toFixed(1)}`).join(" ");
    const [column, row] = [left + (at % 2) * (width / 2), height - below + 22 + Math.floor(at / 2) * 18];
    const label = `${name}: at most ${mb(most)} MB, at the end ${mb(looks.at(-1)?.[key] ?? 0)} MB`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points}"/><text x="${column}" y="${row}" fill="${colour}">${label}</text>`;
  });
  const done = looks.at(-1)?.number ?? 0;
  const text = `sessions=${done} of ${sessions}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${text}"><rect width="100%" height="100%" fill="#fff"/><path d="M${left} ${y(0)}H${width - left}" stroke="#999"/>${lines.join("")}<text x="${left}" y="${height - 8}">${text}; each line from nothing to its own largest value</text></svg>\n`;
};
