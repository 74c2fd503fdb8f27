// Files as people and accidents make them: texts in the encodings of Japan, small workbooks, archives that lie about their size.
export { zip, workbook } from "./workbook.mjs";

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
