// Files as people and accidents make them: texts in the encodings of Japan, small workbooks, archives that lie about their size.
import { deflateRawSync } from "node:zlib";

const tables = new Map<string, Map<string, number[]>>();

/** A text in an encoding that Node can only read: the pairs of bytes are tried, and what they mean is turned round. */
export const encode = (text: string, encoding: "shift_jis" | "euc-jp") => {
  let table = tables.get(encoding);
  if (!table) {
    table = new Map();
    const decoder = new TextDecoder(encoding);
    for (let first = 0x81; first < 0xff; first++) {
      for (let second = 0x40; second < 0xff; second++) {
        const meaning = decoder.decode(Uint8Array.of(first, second));
        if ([...meaning].length === 1 && meaning !== "\ufffd") table.set(meaning, [first, second]);
      }
    }
    tables.set(encoding, table);
  }
  return Buffer.from(
    [...text].flatMap((sign) => {
      const bytes = sign < "\x80" ? [sign.charCodeAt(0)] : table.get(sign);
      if (!bytes) throw new Error(`${sign} has no place in ${encoding}`);
      return bytes;
    }),
  );
};

const crc32 = (bytes: Buffer) => {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
};

const numbers = (...pairs: [value: number, bytes: 2 | 4][]) => {
  const out = Buffer.alloc(pairs.reduce((sum, [, bytes]) => sum + bytes, 0));
  pairs.reduce((at, [value, bytes]) => out.writeUIntLE(value, at, bytes), 0);
  return out;
};

/** A zip archive. */
export const zip = (entries: Record<string, string | Buffer>) => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
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

const xml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The letters of a column, from 0. */
const letters = (column: number): string => (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

/** A workbook: rows by the name of their sheet. A cell that begins with `=` is a formula whose value was never saved. `more` adds parts. */
export const workbook = (sheets: Record<string, string[][]>, more: Record<string, Buffer> = {}) => {
  const cell = (text: string, row: number, column: number) => {
    const place = `r="${letters(column)}${row + 1}"`;
    if (text.startsWith("=")) return `<c ${place}><f>${xml(text.slice(1))}</f></c>`;
    return text && `<c ${place} t="inlineStr"><is><t>${xml(text)}</t></is></c>`;
  };
  const line = (cells: string[], row: number) => `<row r="${row + 1}">${cells.map((text, column) => cell(text, row, column)).join("")}</row>`;
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const link = (type: string, target: string, at = 1) => `<Relationship Id="rId${at}" Type="${office}/${type}" Target="${target}"/>`;
  const links = (all: string) => `<Relationships xmlns="${packages}/relationships">${all}</Relationships>`;
  const part = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${types}.${type}+xml"/>`;
  const each = <T>(make: (name: string, rows: string[][], at: number) => T) => Object.entries(sheets).map(([name, rows], at) => make(name, rows, at + 1));
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
