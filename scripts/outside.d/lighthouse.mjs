// Lighthouse looks at the public pages as an old telephone with a poor signal shows them (its own simulation of slow 4G):
// `node lighthouse.mjs SITE CHROMIUM`. Each page three times; the middle one counts, since a busy machine is slow.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [site, chromePath] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { default: lighthouse } = await load("lighthouse");
const { launch } = await load("chrome-launcher");

/** The longest that may pass until the largest thing is there, in milliseconds: on a public page, and where a form has islands. */
const [SLOWEST, WITH_ISLANDS] = [1200, 1600];
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const list = await (await fetch(site)).text();
const event = /\/events\/[a-z0-9-]+/.exec(list)?.[0] ?? "/events/none";
const month = /\/month\/\d{4}-\d\d/.exec(list)?.[0] ?? "/month/none";
// The steps of the form are not for search engines.
const PAGES = [
  ["/", SLOWEST],
  [month, SLOWEST],
  [event, SLOWEST],
  ["/submit", SLOWEST],
  ["/submit/event", WITH_ISLANDS, ["performance", "accessibility", "best-practices"]],
];

const chrome = await launch({ chromePath, chromeFlags: FLAGS });
let wrong = false;
for (const [path, slowest, onlyCategories] of PAGES) {
  const looks = [];
  for (let time = 0; time < 3; time += 1) {
    const { lhr } = await lighthouse(`${site}${path}`, { port: chrome.port, logLevel: "error", onlyCategories });
    const scores = Object.values(lhr.categories).map(({ title, score }) => `${title} ${Math.round(score * 100)}`);
    looks.push({ scores, worst: Math.min(...Object.values(lhr.categories).map(({ score }) => score)), largest: lhr.audits["largest-contentful-paint"].numericValue });
  }
  const middle = looks.sort((a, b) => b.worst - a.worst || a.largest - b.largest)[1];
  console.log(`${path}: ${middle.scores.join(", ")}; largest thing there after ${Math.round(middle.largest)} ms`);
  wrong ||= middle.worst < 1 || middle.largest >= slowest;
}
await chrome.kill();
process.exit(wrong ? 1 : 0);
