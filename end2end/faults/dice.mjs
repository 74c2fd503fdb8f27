// Chance that can be asked again: the same seed gives the same numbers. When things happen is up to the machine, so a seed repeats what is
// tried, not the very moment.

/** Numbers from 0 to 1 (mulberry32), and what is made of them. */
export const dice = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)],
    bytes: (count) => {
      const out = Buffer.alloc(count);
      for (let at = 0; at < count; at += 4) out.writeUInt32LE(Math.floor(next() * 2 ** 32), Math.min(at, Math.max(count - 4, 0)));
      return out;
    },
  };
};

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
