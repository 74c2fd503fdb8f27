// Workbooks (.xlsx), and the archives that they are: for tests and for programs that run without a compiler of types.
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

const crc32 = (bytes) => {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
};

const numbers = (...pairs) => {
  const out = Buffer.alloc(pairs.reduce((sum, [, bytes]) => sum + bytes, 0));
  pairs.reduce((at, [value, bytes]) => out.writeUIntLE(value, at, bytes), 0);
  return out;
};

/** A zip archive. */
export const zip = (entries) => {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [path, content] of Object.entries(entries)) {
    const [name, plain] = [Buffer.from(path), Buffer.from(content)];
    const packed = deflateRawSync(plain);
    // A sum over megabytes of zeros takes seconds here, and nobody who unpacks them looks at it.
    const sum = plain.length > 1_000_000 ? 0 : crc32(plain);
    const common = numbers([20, 2], [0, 2], [8, 2], [0, 4], [sum, 4], [packed.length, 4], [plain.length, 4], [name.length, 2], [0, 2]);
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, name, packed]);
    directory.push(numbers([0x02014b50, 4], [20, 2]), common, numbers([0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), name);
    parts.push(local);
    at += local.length;
  }
  const [count, whole] = [Object.keys(entries).length, Buffer.concat(directory)];
  const end = numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [whole.length, 4], [at, 4], [0, 2]);
  return Buffer.concat([...parts, whole, end]);
};

const xml = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The letters of a column, from 0. */
const letters = (column) => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A workbook: rows by the name of their sheet. A cell that begins with `=` is a formula whose value was never saved. `more` adds parts. */
export const workbook = (sheets, more = {}) => {
  const cell = (text, row, column) => {
    const place = `r="${letters(column)}${row + 1}"`;
    if (text.startsWith("=")) return `<c ${place}><f>${xml(text.slice(1))}</f></c>`;
    return text && `<c ${place} t="inlineStr"><is><t>${xml(text)}</t></is></c>`;
  };
  const line = (cells, row) => `<row r="${row + 1}">${cells.map((text, column) => cell(text, row, column)).join("")}</row>`;
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const link = (type, target, at = 1) => `<Relationship Id="rId${at}" Type="${office}/${type}" Target="${target}"/>`;
  const links = (all) => `<Relationships xmlns="${packages}/relationships">${all}</Relationships>`;
  const part = (path, type) => `<Override PartName="/${path}" ContentType="${types}.${type}+xml"/>`;
  const each = (make) => Object.entries(sheets).map(([name, rows], at) => make(name, rows, at + 1));
  const rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>';
  const sheetTypes = each((_, __, at) => part(`xl/worksheets/sheet${at}.xml`, "worksheet")).join("");
  const sheetNames = each((name, _, at) => `<sheet name="${xml(name)}" sheetId="${at}" r:id="rId${at}"/>`).join("");
  return zip({
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types">${rels}${part("xl/workbook.xml", "sheet.main")}${sheetTypes}</Types>`,
    "_rels/.rels": links(link("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheetNames}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": links(each((_, __, at) => link("worksheet", `worksheets/sheet${at}.xml`, at)).join("")),
    ...Object.fromEntries(
      each((_, rows, at) => [`xl/worksheets/sheet${at}.xml`, `<worksheet xmlns="${main}"><sheetData>${rows.map(line).join("")}</sheetData></worksheet>`]),
    ),
    ...more,
  });
};

/** The sheets of a text of tables, as `engawa_core::form::xlsform::markdown` reads it: the first cell of a line names a sheet. */
export const sheets = (text) => {
  const found = {};
  let rows;
  for (const line of text.split("\n").map((line) => line.trim())) {
    // A comment may follow the last bar; a line of dashes is only for the eye.
    const inside = /^\|(.*)\|[^|]*$/.exec(line)?.[1];
    if (inside === undefined || line.startsWith("#") || (inside.includes("---") && /^[\s|:-]*$/.test(inside))) continue;
    const [name, ...cells] = inside.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
    if (name) rows = found[name] = [];
    if (rows && cells.some(Boolean)) rows.push(cells);
  }
  return found;
};

/** The workbook of a file of tables. */
export const workbookOf = (path) => workbook(sheets(readFileSync(path, "utf8")));
