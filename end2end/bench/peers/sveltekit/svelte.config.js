// Everything that is built goes below target/, which git ignores.
import adapter from "@sveltejs/adapter-node";

export default {
  kit: {
    outDir: "target/kit",
    adapter: adapter({ out: "target/build" }),
    alias: { $words: "target/words" },
    files: { assets: "target/static" },
  },
};
