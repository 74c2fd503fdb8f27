// A real SMTP server that takes every mail and keeps it as a line of JSON: to whom, its head, its text.
import { appendFileSync, writeFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const [port, file] = process.argv.slice(2);
writeFileSync(file, "");

const bytesOf = (encoding, body) => {
  if (encoding === "base64") return Buffer.from(body, "base64");
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1");
  const whole = body.replace(/=\r\n/g, "");
  return Buffer.from(whole.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1");
};

new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  onData: (stream, session, done) => {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const mail = Buffer.concat(parts).toString("latin1");
      const at = mail.indexOf("\r\n\r\n");
      const [head, body] = [mail.slice(0, at), mail.slice(at + 4)];
      const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1].toLowerCase();
      const to = session.envelope.rcptTo.map((it) => it.address);
      appendFileSync(file, `${JSON.stringify({ to, head, text: bytesOf(encoding, body).toString("utf8") })}\n`);
      done();
    });
  },
}).listen(Number(port), "127.0.0.1");

process.on("SIGTERM", () => process.exit(0));
