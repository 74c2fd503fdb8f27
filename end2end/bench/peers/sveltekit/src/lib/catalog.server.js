// All listings in memory, as rows of numbers for facets and as cards, and finding among them: one pass that gives results and what each
// facet would give. Rows are sorted when they are read, so a request sorts nothing: that is kinder than what our server does.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AUDIENCES, FIELDS, KINDS, LANGUAGES, ORGANISATIONS } from "./codes.js";
import { LAST, daysBetween, nextDay, today, whole } from "./dates.js";

const PAGE = 20;
const STALE_DAYS = 396;
const SUMMARY = 90;
const folder = process.env.PEER_DATA;

const bits = (codes = [], all) => codes.reduce((sum, code) => sum | (1 << all.indexOf(code)), 0);

const short = ({ summary, body = "" }) => {
  if (summary) return summary;
  const signs = [...body.split(/\s+/).filter(Boolean).join(" ")];
  return signs.slice(0, SUMMARY).join("") + (signs.length > SUMMARY ? "…" : "");
};

const cardOf = (listing, kind) => {
  const { venue = {}, organiser = {}, cost = {}, access = [] } = listing;
  const groupType = listing.details.group?.group_type;
  const folder = kind !== "group" ? "listings" : ORGANISATIONS.includes(groupType) ? "organisations" : "groups";
  return {
    href: `/${folder}/${listing.id}`,
    kind,
    groupType,
    state: listing.state,
    title: listing.title,
    summary: short(listing),
    schedule: listing.schedule,
    area: listing.area ?? "",
    place: (kind === "place" ? venue.address : venue.name || venue.address) ?? "",
    organiser: organiser.name,
    free: cost.free === true,
    barrierFree: access.some((fact) => ["wheelchair", "step_free", "accessible_toilet"].includes(fact)),
    online: Boolean(listing.attendance && listing.attendance !== "in_person"),
    deadline: listing.apply?.closes_on,
    confirmedOn: listing.confirmed_on,
    image: listing.images?.[0],
    sample: Boolean(listing.sample),
  };
};

const rowOf = ({ body: listing, rev }, now, areas) => {
  const kind = Object.keys(listing.details)[0];
  const card = cardOf(listing, kind);
  const all = listing.schedule ? whole(listing.schedule) : null;
  const last = all ? all.last : (card.deadline ?? LAST);
  const over = listing.state === "ended" || last < now;
  const stale = !all && (!card.confirmedOn || daysBetween(card.confirmedOn, now) > STALE_DAYS);
  const next = all ? nextDay(listing.schedule, now) : card.deadline >= now ? card.deadline : LAST;
  card.over = listing.state === "ended" || (all !== null && all.last < now);
  if (card.area && !areas.includes(card.area)) areas.push(card.area);
  return {
    card,
    rev,
    over,
    order: `${(over ? 2 : 0) + (stale ? 1 : 0)}${next}`,
    kind: 1 << KINDS.indexOf(kind),
    fields: bits(listing.fields, FIELDS),
    audiences: bits(listing.audience?.for, AUDIENCES),
    languages: bits(listing.languages, LANGUAGES),
    area: card.area ? areas.indexOf(card.area) : -1,
    free: card.free,
    barrierFree: card.barrierFree,
    online: card.online,
  };
};

const areas = [];
const rows = [];
if (folder) {
  const now = today();
  const lines = readFileSync(join(folder, "snapshot.ndjson"), "utf8").trimEnd().split("\n").slice(1);
  for (const line of lines) rows.push(rowOf(JSON.parse(line), now, areas));
  rows.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : b.rev - a.rev));
}

/** The site's own facts. */
export const site = folder ? JSON.parse(readFileSync(join(folder, "site.json"), "utf8")) : null;

const addBits = (counts, set) => {
  for (let at = 0, rest = set; rest !== 0; at++, rest >>>= 1) if (rest & 1) counts[at]++;
};
const shown = (names, counts, chosen) => names.map((name, at) => [name, counts[at]]).filter(([name, count]) => count > 0 || chosen.includes(name));

/** The results of a query: a page of cards, how many there are, and what narrowing further would give. */
export const find = (query) => {
  const wanted = {
    kinds: bits(query.kinds, KINDS),
    fields: bits(query.fields, FIELDS),
    audiences: bits(query.audiences, AUDIENCES),
    languages: bits(query.languages, LANGUAGES),
    areas: query.areas.map((area) => areas.indexOf(area)),
  };
  const counts = {
    kinds: new Array(KINDS.length).fill(0),
    fields: new Array(FIELDS.length).fill(0),
    audiences: new Array(AUDIENCES.length).fill(0),
    languages: new Array(LANGUAGES.length).fill(0),
    areas: new Array(areas.length).fill(0),
  };
  let free = 0, barrierFree = 0, online = 0, total = 0;
  const first = (query.page - 1) * PAGE;
  const cards = [];
  for (const row of rows) {
    if (row.over && !query.ended) continue;
    let fails = 0;
    if (wanted.kinds && !(wanted.kinds & row.kind)) fails |= 1;
    if (wanted.fields && !(wanted.fields & row.fields)) fails |= 2;
    if (wanted.areas.length > 0 && !wanted.areas.includes(row.area)) fails |= 4;
    if (query.free && !row.free) fails |= 8;
    if (query.barrierFree && !row.barrierFree) fails |= 16;
    if (query.online && !row.online) fails |= 32;
    if (wanted.audiences && !(wanted.audiences & row.audiences)) fails |= 64;
    if (wanted.languages && !(wanted.languages & row.languages)) fails |= 128;
    if ((fails & ~1) === 0) addBits(counts.kinds, row.kind);
    if ((fails & ~2) === 0) addBits(counts.fields, row.fields);
    if ((fails & ~4) === 0 && row.area >= 0) counts.areas[row.area]++;
    if ((fails & ~8) === 0 && row.free) free++;
    if ((fails & ~16) === 0 && row.barrierFree) barrierFree++;
    if ((fails & ~32) === 0 && row.online) online++;
    if ((fails & ~64) === 0) addBits(counts.audiences, row.audiences);
    if ((fails & ~128) === 0) addBits(counts.languages, row.languages);
    if (fails === 0) {
      if (total >= first && cards.length < PAGE) cards.push(row.card);
      total++;
    }
  }
  const byCount = shown(areas, counts.areas, query.areas).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    total,
    pages: Math.max(1, Math.ceil(total / PAGE)),
    cards,
    facets: {
      kinds: shown(KINDS, counts.kinds, query.kinds),
      fields: shown(FIELDS, counts.fields, query.fields),
      areas: byCount,
      audiences: shown(AUDIENCES, counts.audiences, query.audiences),
      languages: shown(LANGUAGES, counts.languages, query.languages),
      free,
      barrierFree,
      online,
    },
  };
};
