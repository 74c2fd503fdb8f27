// What a WebAssembly module holds that browsers need in another way, or not at all: names of imports, and entries of tables that say nothing.
// A module is a row of sections (WebAssembly core specification, 5.5); those that are not touched are copied as they are.

const [CUSTOM, IMPORT, ELEMENT] = [0, 2, 9];
const [REF_NULL, END] = [0xd0, 0x0b];

/** Reads a module, or one section of it, from the front. */
const reader = (bytes, from = 0) => {
  let at = from;
  const byte = () => bytes[at++];
  const number = () => {
    let [value, shift] = [0, 0];
    for (;;) {
      const next = byte();
      value += (next & 127) * 2 ** shift;
      if (next < 128) return value;
      shift += 7;
    }
  };
  const take = (length) => bytes.subarray(at, (at += length));
  return { byte, number, take, text: () => take(number()).toString(), at: () => at, since: (begin) => bytes.subarray(begin, at), isOver: () => at >= bytes.length };
};

/** A number as a module writes it (LEB128). */
const written = (value) => {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
};
const sized = (bytes) => Buffer.concat([written(bytes.length), bytes]);

/** Each section through `change(kind, content)`: what that gives takes its place, nothing leaves it out. */
const changed = (bytes, change) => {
  const module = reader(bytes, 8);
  const kept = [bytes.subarray(0, 8)];
  while (!module.isOver()) {
    const kind = module.byte();
    const content = change(kind, module.take(module.number()));
    if (content) kept.push(Buffer.from([kind]), sized(content));
  }
  return Buffer.concat(kept);
};

/** A module without the sections of its own making whose names match: what is for tools only. */
export const without = (names, bytes) => changed(bytes, (kind, content) => (kind === CUSTOM && names.test(reader(content).text()) ? undefined : content));

/** Steps over the type of an import. */
const passType = (section) => {
  const limits = () => {
    const flags = section.number();
    section.number();
    if (flags & 1) section.number();
  };
  const kind = section.byte();
  if (kind === 0) section.number();
  else if (kind === 1) {
    section.byte();
    limits();
  } else if (kind === 2) limits();
  else if (kind === 3) section.take(2);
  else throw new Error(`an import of kind ${kind} is not known to scripts/sections.mjs`);
};

/**
 * Gives every import of `module` from the glue of wasm-bindgen a short name, in the module and in the glue: the long ones end in a hash that
 * no compressor makes smaller. Throws if the glue does not hold one of them exactly once.
 */
export const withShortImports = (bytes, module, glue) => {
  let script = glue;
  let count = 0;
  const small = changed(bytes, (kind, content) => {
    if (kind !== IMPORT) return content;
    const section = reader(content);
    const parts = [written(section.number())];
    while (!section.isOver()) {
      const from = section.text();
      let name = section.text();
      const begin = section.at();
      passType(section);
      if (from === module) {
        const pieces = script.split(new RegExp(`\\b${name}: function\\(`));
        if (pieces.length !== 2) throw new Error(`the glue holds ${name} ${pieces.length - 1} times`);
        name = `_${(count++).toString(36)}`;
        script = pieces.join(`${name}: function(`);
      }
      parts.push(sized(Buffer.from(from)), sized(Buffer.from(name)), section.since(begin));
    }
    return Buffer.concat(parts);
  });
  return { bytes: small, glue: script };
};

/** A module without table entries of nothing: a table is empty before it is filled, and the splitter writes so for whatever lies in a part. */
export const withoutEmptyEntries = (bytes) =>
  changed(bytes, (kind, content) => {
    if (kind !== ELEMENT) return content;
    const section = reader(content);
    const kept = [];
    for (let count = section.number(); count > 0; count--) {
      const begin = section.at();
      const form = section.number();
      // Active, for the first table: functions by number (0), or an expression for each entry (4). Nothing else comes from the tools in use.
      if (form !== 0 && form !== 4) throw new Error(`table entries of form ${form} are not known to scripts/sections.mjs`);
      while (section.byte() !== END);
      let isEmpty = true;
      for (let entries = section.number(); entries > 0; entries--) {
        if (form === 4) {
          if (section.byte() === REF_NULL) section.byte();
          else {
            isEmpty = false;
            section.number();
          }
          if (section.byte() !== END) throw new Error("a table entry is more than a function or nothing");
        } else {
          isEmpty = false;
          section.number();
        }
      }
      if (!isEmpty) kept.push(section.since(begin));
    }
    return Buffer.concat([written(kept.length), ...kept]);
  });
