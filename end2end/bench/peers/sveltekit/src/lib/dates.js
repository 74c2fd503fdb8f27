// Days as ISO texts, and days and hours in words.
import * as m from "$words/common.js";

const DAY_MS = 86_400_000;
const NAMES = [m.SUN, m.MON, m.TUE, m.WED, m.THU, m.FRI, m.SAT];
const utc = (day) => Date.parse(`${day}T00:00:00Z`);

export const LAST = "9999-12-31";
export const plus = (day, days) => new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10);
export const weekday = (day) => new Date(utc(day)).getUTCDay();
export const daysBetween = (from, to) => Math.round((utc(to) - utc(from)) / DAY_MS);
/** The last day of a day's month. */
export const monthEnd = (day) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10);
/** Today in Japan. */
export const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);

/** A message with its {0}, {1} filled in. */
export const fill = (message, ...values) => message.replace(/\{(\d)\}/g, (_, at) => values[Number(at)]);

export const short = (day, now) => {
  const [year, month, number] = day.split("-").map(Number);
  return fill(day.slice(0, 4) === now.slice(0, 4) ? m.DATE_SHORT : m.DATE_YEAR, year, month, number, NAMES[weekday(day)]);
};

const near = (day, now) => {
  if (day === now) return fill(m.TODAY_DATE, short(day, now));
  return day === plus(now, 1) ? fill(m.TOMORROW_DATE, short(day, now)) : short(day, now);
};

const span = (on, until, now) => {
  if (on >= until) return near(on, now);
  if (on < now && until >= now) return fill(m.SPAN_RUNNING, short(until, now));
  return fill(m.SPAN, near(on, now), short(until, now));
};

const time = (at) => `${Number(at.slice(0, 2))}:${at.slice(3, 5)}`;
const hours = ({ starts, ends }) => {
  if (!starts) return "";
  return ` ${ends ? fill(m.SPAN, time(starts), time(ends)) : fill(m.SPAN_OPEN, time(starts))}`;
};

const lastOf = (session) => (session.until && session.until > session.on ? session.until : session.on);
const WEEK = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Whether a weekly or monthly rule by weekdays means a day. */
const means = ({ frequency, days = [] }, day) => {
  const name = WEEK[weekday(day)];
  if (frequency === "weekly") return days.some((it) => it.day === name);
  const number = Number(day.slice(8));
  const fromStart = Math.ceil(number / 7);
  const fromEnd = -Math.ceil((Number(monthEnd(day).slice(8)) - number + 1) / 7);
  return days.some((it) => it.day === name && (!it.nth || it.nth === fromStart || it.nth === fromEnd));
};

/** The next day of a rule on or after a day, within a year and a bit. */
const nextOf = (rule, now) => {
  for (let day = rule.first > now ? rule.first : now, n = 0; n < 400; day = plus(day, 1), n++) if (means(rule.rule, day)) return day;
  return null;
};

/** The parts of a session that are left without some days. */
const parts = (session, until, except) => {
  const left = [];
  let on = session.on;
  for (const day of except.filter((it) => it >= session.on && it <= until).sort()) {
    if (day > on) left.push({ ...session, on, until: plus(day, -1) });
    on = plus(day, 1);
  }
  if (on <= until) left.push({ ...session, on, until });
  return left;
};

const earlier = (a, b) => {
  const [x, y] = [a, b].map((it) => `${it.on}${it.until}${it.starts ?? ""}`);
  return x <= y ? a : b;
};

/** First and last day of everything; nothing if no day is known. */
export const whole = (schedule) => {
  const { sessions = [], rules = [], open_ended } = schedule;
  const first = [...sessions.map((it) => it.on), ...rules.map((it) => nextOf(it, it.first)).filter(Boolean)].sort()[0];
  if (!first) return null;
  const last = open_ended || rules.length > 0 ? LAST : sessions.map(lastOf).sort().at(-1);
  return { first, last };
};

/** The next day on which something takes place, by its sessions and its rules. */
export const nextDay = (schedule, now) => {
  const dated = (schedule.sessions ?? []).filter((it) => lastOf(it) >= now).map((it) => (it.on > now ? it.on : now));
  const ruled = (schedule.rules ?? []).map((it) => nextOf(it, now)).filter(Boolean);
  return [...dated, ...ruled].sort()[0] ?? LAST;
};

/** When something is next, in words, with the day for `datetime`. */
export const when = (schedule, now) => {
  const { sessions = [], rules = [], except = [], open_ended, text } = schedule;
  const openFrom = open_ended && rules.length === 0 ? sessions.filter((it) => !it.until).map((it) => it.on).sort().at(-1) : undefined;
  const found = sessions.flatMap((session) => {
    const open = session.on === openFrom && !session.until;
    return parts(session, open && now > session.on ? now : lastOf(session), except).filter((part) => part.until >= now);
  });
  for (const rule of rules) {
    const on = nextOf(rule, now);
    if (on) found.push({ on, until: on, starts: rule.starts, ends: rule.ends });
  }
  if (found.length > 0) {
    const next = found.reduce(earlier);
    const open = openFrom && sessions.some((session) => session.on === next.on && !session.until);
    return { day: next.on, words: (open ? fill(m.SPAN_OPEN, near(next.on, now)) : span(next.on, next.until, now)) + hours(next) };
  }
  const all = whole(schedule);
  if (all && all.last !== LAST) return { day: all.first, words: span(all.first, all.last, now) };
  return text ? { words: text } : null;
};
