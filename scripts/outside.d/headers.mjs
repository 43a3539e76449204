// Mozilla's Observatory and Google's CSP evaluator look at every kind of page, by TLS as a browser does:
// `node headers.mjs PORT SERVER KEY CERTIFICATE LEAST COOKIE`, where the server says that it is at https://localhost:PORT,
// and no page may have fewer points than LEAST: from 135 on as a site on the browsers' own list of addresses that are only
// asked for by TLS. The pages of the desk are asked for with that cookie, for which the
// Observatory has no setting, so it comes by way of a proxy: that answers TLS, and sends what comes without TLS to the
// address with it. NODE_EXTRA_CA_CERTS has to name the certificate.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createRequire } from "node:module";
import { createServer as createListener } from "node:net";
import { pathToFileURL } from "node:url";

const [port, server, key, certificate, least, cookie = ""] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

/** What each address is an example of. */
const PAGES = [
  ["the list", "/"],
  ["a month", "/month/2027-01"],
  ["an event", "EVENT"],
  ["standing words", "/privacy"],
  ["the beginning of the form", "/submit"],
  ["a step of the form, with an island", "/submit/event"],
  ["a form without a step", "/manage"],
  ["the frame that others may show", "/embed"],
  ["the page that makes the frame", "/embed/make"],
  ["the noticeboard", "/noticeboard"],
  ["sign-in", "/staff/sign-in"],
  ["the queue", "/staff"],
  ["a case", "CASE"],
  ["the settings", "/staff/settings/council"],
];
/** What an address is asked for with. */
const cookies = (path) => (cookie && path.startsWith("/staff") && !path.startsWith("/staff/sign-in") ? { cookie } : {});

const tls = { key: readFileSync(key), cert: readFileSync(certificate) };

const secure = createSecureServer(tls, (asked, answer) => {
  const headers = { ...asked.headers, ...cookies(asked.url) };
  const onward = request({ host: "127.0.0.1", port: server, method: asked.method, path: asked.url, headers }, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  asked.pipe(onward);
});
const plain = createServer((asked, answer) => answer.writeHead(301, { location: `https://localhost:${port}${asked.url}` }).end());
// The first byte of TLS is 22.
const door = createListener((socket) => socket.once("data", (start) => {
  socket.pause();
  (start[0] === 22 ? secure : plain).emit("connection", socket);
  socket.unshift(start);
  process.nextTick(() => socket.resume());
})).listen(port, "127.0.0.1");

const get = (path) => new Promise((resolve, reject) => {
  request({ host: "127.0.0.1", port: server, path, headers: cookies(path) }, (got) => {
    let body = "";
    got.on("data", (part) => (body += part));
    got.on("end", () => resolve({ status: got.statusCode, headers: got.headers, body }));
  }).on("error", reject).end();
});
const first = async (path, pattern) => pattern.exec((await get(path)).body)?.[0];

const { scan } = await load("@mdn/mdn-http-observatory");
const { CspEvaluator } = await load("csp_evaluator/dist/evaluator.js");
const { CspParser } = await load("csp_evaluator/dist/parser.js");
const { Severity } = await load("csp_evaluator/dist/finding.js");

const wrong = [];
const policies = new Map();
const found = { EVENT: await first("/", /\/events\/[a-z0-9-]+/), CASE: await first("/staff", /\/staff\/submissions\/WO-[A-Z0-9]+/) };
const pages = PAGES.map(([what, address]) => [what, found[address] ?? address]);
// The Observatory looks an address up as it was given, its port and path too.
const listed = Number(least) < 135 ? [] : pages.map(([, path]) => [`localhost:${port}${path}`, { mode: "force-https", includeSubDomains: true }]);
writeFileSync("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", JSON.stringify(Object.fromEntries(listed)));
for (const [what, path] of pages) {
  if (/^(EVENT|CASE)$/.test(path)) {
    wrong.push(`${what}: there is none to look at`);
    continue;
  }
  const { status, headers } = await get(path);
  if (status !== 200) wrong.push(`${what} (${path}) answers ${status}`);
  // Each answer has a word of its own for its scripts.
  const policy = headers["content-security-policy"].replace(/'nonce-[0-9a-f]{48}'/, `'nonce-${"0".repeat(48)}'`);
  policies.set(policy, [...(policies.get(policy) ?? []), what]);
  const { scan: { grade, score }, tests } = await scan(`localhost:${port}${path}`);
  const lost = Object.entries(tests).filter(([, test]) => !test.pass || test.scoreModifier < 0).map(([name, test]) => `${name}: ${test.result}`);
  console.log(`${grade.padEnd(3)}${String(score).padStart(4)}  ${what} ${lost.join(", ")}`);
  if (score < Number(least)) wrong.push(`${what} (${path}): ${score}`);
}
for (const [policy, where] of policies) {
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
  const told = findings.map((finding) => `${Severity[finding.severity]} ${finding.directive} ${finding.value ?? ""}: ${finding.description}`);
  console.log(`\n${where.join(", ")}:\n  ${policy}\n  ${told.join("\n  ") || "nothing found"}`);
  wrong.push(...findings.map((finding) => `${where[0]}: ${finding.description}`));
}
door.close();
secure.closeAllConnections();
plain.closeAllConnections();
if (wrong.length) console.log(`\nWrong:\n  ${wrong.join("\n  ")}`);
process.exit(wrong.length ? 1 : 0);
