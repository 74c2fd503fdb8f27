// A bad network between browser and server: passes everything on, but treats the feed as it is told, and breaks off in the middle of other
// requests. It can also hand out a service worker that looks like that of another build, or that is broken.
import { type IncomingMessage, type ServerResponse, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to an answer of the feed: passed on, refused as a gateway does, cut off after a part, or let through in drops. */
export type Weather = { kind: "fair" } | { kind: "refused" } | { kind: "cut"; after: number } | { kind: "drops"; bytes: number; everyMs: number };

/** Where the line breaks: before the server hears anything, or after it did what it was asked and before anybody hears of that. */
export type Break = "before" | "after";

export class WeakLink {
  weather: Weather = { kind: "fair" };
  /** What is added to the service worker's script, or what becomes of it: another build, as far as a browser can tell. */
  worker: string | ((script: string) => string) = "";
  /** Whether the line breaks at a request. */
  breaks: (method: string, path: string) => Break | undefined = () => undefined;
  /** What was asked of the feed, in order, with what became of it. */
  readonly asked: string[] = [];
  private readonly server = createServer((incoming, outgoing) => this.pass(incoming, outgoing));

  constructor(private readonly target: URL) {}

  async open() {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse) {
    const isFeed = incoming.url?.startsWith("/api/v1/feed/") ?? false;
    const weather: Weather = isFeed ? this.weather : { kind: "fair" };
    if (isFeed) this.asked.push(`${weather.kind} ${incoming.url}`);
    if (weather.kind === "refused") return void outgoing.writeHead(503).end();
    const broken = this.breaks(incoming.method ?? "", incoming.url ?? "");
    if (broken === "before") return void incoming.socket.destroy();
    const headers = { ...incoming.headers };
    const isWorker = this.worker !== "" && incoming.url === "/sw.js";
    // In plain text: a part of it is whole lines, and not a broken archive.
    if (isFeed || isWorker) delete headers["accept-encoding"];
    // Whole: what the browser has is not what it gets now.
    if (isWorker) ["if-none-match", "if-modified-since"].forEach((name) => delete headers[name]);
    const asked = request({ host: this.target.hostname, port: this.target.port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      if (broken) {
        answer.resume();
        return void answer.on("end", () => incoming.socket.destroy());
      }
      // Nor may it take the next one for this one.
      if (isWorker) ["content-length", "etag", "last-modified"].forEach((name) => delete answer.headers[name]);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (isWorker) {
        const pieces: Buffer[] = [];
        answer.on("data", (piece: Buffer) => pieces.push(piece));
        answer.on("end", () => outgoing.end(this.another(Buffer.concat(pieces).toString("utf8"))));
      } else if (weather.kind === "drops") void this.drip(answer, outgoing, weather);
      else if (weather.kind === "cut" && answer.statusCode === 200) this.cut(answer, outgoing, weather.after);
      else answer.pipe(outgoing);
    });
    asked.on("error", () => outgoing.destroy());
    outgoing.on("close", () => asked.destroy());
    incoming.pipe(asked);
  }

  private another(script: string) {
    return typeof this.worker === "string" ? script + this.worker : this.worker(script);
  }

  private cut(answer: IncomingMessage, outgoing: ServerResponse, after: number) {
    let left = after;
    answer.on("data", (piece: Buffer) => {
      if (left <= 0) return;
      outgoing.write(piece.subarray(0, left));
      left -= piece.length;
      // What a browser has not handed out when the line breaks is lost to the page: first it may read what came.
      if (left <= 0) setTimeout(() => outgoing.destroy(), 1_000);
    });
    answer.on("end", () => left > 0 && outgoing.end());
  }

  private async drip(answer: IncomingMessage, outgoing: ServerResponse, { bytes, everyMs }: { bytes: number; everyMs: number }) {
    try {
      for await (const piece of answer as AsyncIterable<Buffer>) {
        for (let at = 0; at < piece.length && !outgoing.destroyed; at += bytes) {
          outgoing.write(piece.subarray(at, at + bytes));
          await new Promise((resolve) => setTimeout(resolve, everyMs));
        }
      }
      outgoing.end();
    } catch {
      outgoing.destroy();
    }
  }
}
