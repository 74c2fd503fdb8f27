// A line that breaks: 30 of 100 requests never reach the server, of 30 the server's answer is thrown away, some of them after half of it.
import { createServer, request } from "node:http";
import { pause } from "./dice.mjs";

/** How often a request is lost before the server sees it, and how often its answer is. */
const LOST_BEFORE = 0.3;
const LOST_AFTER = 0.3;

/**
 * A proxy to the server on `port`. `isFair` switches the weather; `onCommand` is told whenever the server is about to get commands,
 * which is the cruellest moment to die.
 */
export const openLink = async ({ port, dice, onCommand = () => {} }) => {
  const counts = { passed: 0, before: 0, after: 0, dead: 0 };
  const link = { isFair: true, counts };
  let people = 0;

  const fate = () => {
    if (link.isFair) return "passed";
    const at = dice.next();
    return at < LOST_BEFORE ? "before" : at < LOST_BEFORE + LOST_AFTER ? "after" : "passed";
  };

  const pass = (incoming, outgoing) => {
    const is = fate();
    // A client that vanishes is nothing to die of.
    incoming.on("error", () => {});
    outgoing.on("error", () => {});
    if (is === "before") {
      counts.before++;
      // Sometimes the line breaks at once, sometimes with a part of the body on its way.
      return void pause(dice.below(40)).then(() => incoming.socket.destroy());
    }
    // Many people stand behind this one machine: the server counts what each address sends.
    const headers = { ...incoming.headers, "x-forwarded-for": `10.0.${(people >> 8) & 255}.${people++ & 255}` };
    const asked = request({ host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers, agent: false }, (answer) => {
      if (is === "passed") {
        counts.passed++;
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on("error", () => outgoing.destroy());
        return void answer.pipe(outgoing);
      }
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("error", () => incoming.socket.destroy());
      // The server did its work to the end; nobody hears of it.
      answer.on("end", () => {
        counts.after++;
        const whole = Buffer.concat(pieces);
        if (dice.next() < 0.5 || whole.length < 2) return incoming.socket.destroy();
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.write(whole.subarray(0, whole.length >> 1), () => incoming.socket.destroy());
      });
    });
    asked.on("error", () => {
      counts.dead++;
      incoming.socket.destroy();
    });
    incoming.on("close", () => {
      // Half a request is none; a whole one goes on its way, whether or not anybody still listens.
      if (!incoming.complete) asked.destroy();
    });
    incoming.pipe(asked);
    if (incoming.method === "POST" && incoming.url.startsWith("/api/v1/commands")) onCommand();
  };

  const server = createServer(pass);
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  link.url = `http://localhost:${server.address().port}`;
  link.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return link;
};
