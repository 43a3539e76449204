// What the browser speaks to in `make watch`: it hands everything on to the server behind it, and puts into every page a
// script that loads the page again when the file of signals grows. node watch.mjs PORT BEHIND SIGNAL

import { watchFile } from "node:fs";
import { createServer, request } from "node:http";

const [port, behind, signal] = process.argv.slice(2);
const open = new Set();
const SCRIPT = `<script>new EventSource("/.watch").onmessage = () => location.reload()</script>`;

// A page's policy lets no such script run, so that it is left out here; every other header stays.
const POLICY = "content-security-policy";

createServer((asked, answer) => {
  if (asked.url === "/.watch") {
    answer.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    open.add(answer);
    answer.on("close", () => open.delete(answer));
    return;
  }
  const headers = { ...asked.headers, "accept-encoding": "identity" };
  delete headers["if-none-match"];
  delete headers["if-modified-since"];
  const sent = request({ host: "127.0.0.1", port: behind, path: asked.url, method: asked.method, headers }, (given) => {
    const page = (given.headers["content-type"] ?? "").startsWith("text/html");
    if (!page) {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
      return;
    }
    const { [POLICY]: _policy, "content-length": _length, ...kept } = given.headers;
    const pieces = [];
    given.on("data", (piece) => pieces.push(piece));
    given.on("end", () => {
      answer.writeHead(given.statusCode, { ...kept, "cache-control": "no-store" });
      answer.end(Buffer.concat([...pieces, Buffer.from(SCRIPT)]));
    });
  });
  sent.on("error", () => {
    if (!answer.headersSent) answer.writeHead(503, { "content-type": "text/html", "retry-after": "1" });
    answer.end(`<p>It is being built.</p>${SCRIPT}`);
  });
  asked.pipe(sent);
}).listen(Number(port), "127.0.0.1");

watchFile(signal, { interval: 300 }, () => {
  for (const page of open) page.write("data: again\n\n");
});
