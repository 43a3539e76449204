// A mail server that keeps what it is sent: node support/mailbox.mjs PORT FILE. Each mail becomes
// one line of JSON in the file, so that tests and people can read it.

import { appendFileSync, writeFileSync } from "node:fs";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const [port, file] = process.argv.slice(2);
if (port === undefined || file === undefined) {
  console.error("node support/mailbox.mjs PORT FILE");
  process.exit(2);
}
writeFileSync(file, "");

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  disableReverseLookup: true,
  onData(stream, session, done) {
    simpleParser(stream).then((mail) => {
      const line = {
        at: new Date().toISOString(),
        envelope: session.envelope.rcptTo.map((one) => one.address),
        from: mail.from?.text ?? "",
        to: mail.to?.text ?? "",
        cc: mail.cc?.text ?? "",
        subject: mail.subject ?? "",
        messageId: mail.messageId ?? "",
        text: mail.text ?? "",
        html: mail.html || "",
        headers: mail.headerLines.map(({ line }) => line),
      };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      done();
    }, done);
  },
});
server.on("error", (error) => console.error(error.message));
server.listen(Number(port), "127.0.0.1", () => console.log(`Mails to 127.0.0.1:${port} are written to ${file}.`));
