// A form of 300 questions with a repeat, written once and given out twice: as the sheets of a workbook for us, as an XForm for the peer.
//
// What a city's long form has: texts, numbers with rules, choices, questions that depend on answers, sums over a group and from group to
// group, a budget table, and totals over the table. References are written `${name}`, as in workbooks.
const GROUPS = 10;
const NUMBERS = 8;

const question = (type, name, more = {}) => ({ type, name, label: `質問 ${name}`, ...more });

const group = (at) => {
  const own = (name) => `g${at}_${name}`;
  const ref = (name) => `\${${own(name)}}`;
  const numbers = Array.from({ length: NUMBERS }, (_, n) => own(`q${n + 1}`));
  const sum = (names) => names.map((name) => `coalesce(\${${name}}, 0)`).join(" + ");
  return question("group", `g${at}`, {
    below: [
      question("text", own("name"), { required: true }),
      ...numbers.map((name) => question("integer", name, { constraint: ". >= 0 and . <= 1000000" })),
      question("calculate", own("sum"), { calculation: sum(numbers) }),
      question("calculate", own("mean"), { calculation: `round(${ref("sum")} div ${NUMBERS}, 2)` }),
      question("select_one", own("kind"), { list: "kind" }),
      question("text", own("why"), { relevant: `${ref("kind")} = 'other'` }),
      ...[1, 2, 3, 4, 5, 6].map((n) => question("text", own(`t${n}`), n % 2 ? {} : { relevant: `${ref("kind")} != 'none'` })),
      ...[1, 2, 3, 4].map((n) => question("decimal", own(`d${n}`))),
      question("calculate", own("dsum"), { calculation: sum([1, 2, 3, 4].map((n) => own(`d${n}`))) }),
      question("calculate", own("chain"), { calculation: `${ref("sum")} + ${ref("dsum")}${at > 1 ? ` + \${g${at - 1}_chain}` : ""}` }),
      question("date", own("on")),
      question("select_multiple", own("fields"), { list: "field" }),
      question("note", own("note"), { label: `ここまで ${ref("sum")}、合わせて ${ref("chain")}` }),
    ],
  });
};

const last = `\${g${GROUPS}_chain}`;
const FORM = [
  ...Array.from({ length: GROUPS }, (_, at) => group(at + 1)),
  question("repeat", "cost", {
    below: [
      question("select_one", "cat", { list: "cat" }),
      question("text", "memo"),
      question("integer", "unit", { constraint: ". >= 0" }),
      question("decimal", "qty"),
      question("calculate", "sub", { calculation: "round(coalesce(${unit}, 0) * coalesce(${qty}, 0), 0)" }),
      question("calculate", "elig", { calculation: "if(${cat} = 'food', 0, ${sub})" }),
      question("calculate", "vat", { calculation: "round(${sub} * 0.1, 0)" }),
      question("text", "reason", { relevant: "${sub} > 100000", required: true }),
    ],
  }),
  question("calculate", "total", { calculation: "sum(${sub})" }),
  question("calculate", "eligible", { calculation: "sum(${elig})" }),
  question("calculate", "vat_total", { calculation: "sum(${vat})" }),
  ...Array.from({ length: 9 }, (_, n) => question("calculate", `s${n + 1}`, { calculation: `\${total} * ${n + 1} + ${last}` })),
];
const LISTS = { kind: ["one", "two", "other", "none"], field: ["welfare", "culture", "town", "youth", "nature"], cat: ["honor", "travel", "food", "rent"] };

/** How many questions it has, those that are computed with them. */
export const questions = FORM.reduce((sum, it) => sum + (it.below?.length ?? 1), 0);
export const SETTINGS = { form_id: "long_form", version: "1", form_title: "300 の質問" };

/** The sheets of its workbook. */
export const sheets = () => {
  const head = ["type", "name", "label", "required", "relevant", "constraint", "calculation"];
  const cells = (it, type) => [type, it.name, it.type === "calculate" ? "" : it.label, it.required ? "yes" : "", it.relevant ?? "", it.constraint ?? "", it.calculation ?? ""];
  const rows = (it) =>
    it.below ? [cells(it, `begin_${it.type}`), ...it.below.flatMap(rows), [`end_${it.type}`, "", "", "", "", "", ""]] : [cells(it, it.list ? `${it.type} ${it.list}` : it.type)];
  return {
    survey: [head, ...FORM.flatMap(rows)],
    choices: [["list_name", "name", "label"], ...Object.entries(LISTS).flatMap(([list, names]) => names.map((name) => [list, name, `選択 ${name}`]))],
    settings: [Object.keys(SETTINGS), Object.values(SETTINGS)],
  };
};

const xml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The same as an XForm. */
export const xform = () => {
  const paths = new Map();
  const repeatOf = new Map();
  const place = (it, above, repeat) => {
    const path = `${above}/${it.name}`;
    paths.set(it.name, path);
    repeatOf.set(it.name, repeat);
    it.below?.forEach((below) => place(below, path, it.type === "repeat" ? it.name : repeat));
  };
  FORM.forEach((it) => place(it, "/data", null));
  // As the standard's converter does: what is in the same row is found from there.
  const meant = (text, from) => text.replace(/\$\{(\w+)\}/g, (_, name) => (repeatOf.get(name) && repeatOf.get(name) === repeatOf.get(from) ? ` ../${name} ` : ` ${paths.get(name)} `));
  const instance = (it) => (it.below ? `<${it.name}>${it.below.map(instance).join("")}</${it.name}>` : `<${it.name}/>`);
  const TYPES = { integer: "int", decimal: "decimal", date: "date" };
  const rule = (name, text, from) => (text ? ` ${name}="${xml(meant(text, from))}"` : "");
  const bind = (it) => {
    if (it.below) return it.below.map(bind).join("");
    const rules = rule("relevant", it.relevant, it.name) + rule("constraint", it.constraint, it.name) + rule("calculate", it.calculation, it.name);
    return `<bind nodeset="${paths.get(it.name)}" type="${TYPES[it.type] ?? "string"}"${it.required ? ' required="true()"' : ""}${it.type === "note" ? ' readonly="true()"' : ""}${rules}/>`;
  };
  const label = (it) => `<label>${xml(it.label).replace(/\$\{(\w+)\}/g, (_, name) => `<output value=" ${paths.get(name)} "/>`)}</label>`;
  const control = (it) => {
    const ref = `ref="${paths.get(it.name)}"`;
    if (it.type === "calculate") return "";
    if (it.type === "group") return `<group ${ref}>${label(it)}${it.below.map(control).join("")}</group>`;
    if (it.type === "repeat") return `<group ${ref}>${label(it)}<repeat nodeset="${paths.get(it.name)}">${it.below.map(control).join("")}</repeat></group>`;
    if (!it.list) return `<input ${ref}>${label(it)}</input>`;
    const tag = it.type === "select_one" ? "select1" : "select";
    const items = `<itemset nodeset="instance('${it.list}')/root/item"><value ref="name"/><label ref="label"/></itemset>`;
    return `<${tag} ${ref}>${label(it)}${items}</${tag}>`;
  };
  const list = ([name, values]) => `<instance id="${name}"><root>${values.map((value) => `<item><name>${value}</name><label>選択 ${value}</label></item>`).join("")}</root></instance>`;
  const { form_id, version, form_title } = SETTINGS;
  const spaces = 'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
  return `<?xml version="1.0"?><h:html ${spaces}><h:head><h:title>${form_title}</h:title><model>
<instance><data id="${form_id}" version="${version}">${FORM.map(instance).join("")}<meta><instanceID/></meta></data></instance>
${Object.entries(LISTS).map(list).join("")}
${FORM.map(bind).join("\n")}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>${FORM.map(control).join("")}</h:body></h:html>`;
};

/** What somebody types: an address with rows counted from 1, and the text after each key. */
export const typing = (rows) => {
  const keys = (text) => Array.from(text, (_, at) => text.slice(0, at + 1));
  const typed = [];
  for (let at = 1; at <= GROUPS; at++) {
    typed.push([`g${at}/g${at}_name`, keys("みんなの縁側を育てる会")], [`g${at}/g${at}_t1`, keys("毎月第二土曜日に集まります")]);
    for (const n of [1, 5]) typed.push([`g${at}/g${at}_q${n}`, keys(String(12_340 + at * n))]);
    typed.push([`g${at}/g${at}_kind`, ["one", "other", "two"]]);
  }
  for (const row of [1, 2, Math.ceil(rows / 2), rows - 1, rows]) {
    typed.push([`cost[${row}]/cat`, ["honor", "food", "rent"]], [`cost[${row}]/memo`, keys("講師謝金二回分")]);
    typed.push([`cost[${row}]/qty`, keys("24")], [`cost[${row}]/unit`, keys(String(12_800 + row))]);
  }
  return typed;
};
