// Where the mails of a run are kept, by the port of its server.
import { tmpdir } from "node:os";
import { join } from "node:path";

export const mailFile = (port) => join(tmpdir(), `engawa-mail-${port}.jsonl`);
