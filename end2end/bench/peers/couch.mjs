// A CouchDB-style server made of real libraries: express-pouchdb over PouchDB in memory, and a page that holds PouchDB for the browser.
// Memory is kind to it: nothing waits for a disk. Answers are compressed with gzip, as express-pouchdb does by itself.
//   node couch.mjs PORT
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import express from "express";
import expressPouch from "express-pouchdb";
import memdown from "memdown";
import PouchDB from "pouchdb";

const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve("pouchdb/package.json")), "dist");
const Memory = PouchDB.defaults({ db: memdown });

const app = express();
app.get("/peer/", (_, response) => response.type("html").send('<!doctype html><title>peer</title><script src="/peer/pouchdb.min.js"></script>'));
app.use("/peer/", express.static(dist));
app.use("/", expressPouch(Memory, { mode: "minimumForPouchDB", inMemoryConfig: true }));
app.listen(Number(process.argv[2]), "127.0.0.1");
