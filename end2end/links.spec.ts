// Links that lie about where they lead, in the browser that follows them: the moderator and the public read the true host
// of each, and what a browser would follow has neither a user's name nor fields of a mail in it.

import { list, review, signIn } from "./support/desk.ts";
import { someEvent, submit, unique } from "./support/form.ts";
import { expect, test, type Page } from "./support/test.ts";

/** What is typed; the host that it truly leads to, or none where it may be no link; the address, where it has to be whole. */
const CASES: { typed: string; host: string | null; whole?: string }[] = [
  { typed: "[https://www.gov.uk/apply](https://evil.example/steal)", host: "evil.example" },
  { typed: "[www.gov.uk](http://evil2.example/)", host: "evil2.example" },
  { typed: "[book here](https://tickets.example.org/x)", host: "tickets.example.org" },
  { typed: "[https://a.example](https://a.example.evil3.example/)", host: "a.example.evil3.example" },
  { typed: "https://www.gov.uk@evil4.example/", host: null },
  { typed: "[x](https://www.gov.uk:pass@evil5.example/)", host: null },
  { typed: "https://аpple.example", host: "xn--pple-43d.example" },
  { typed: "[apple.example](https://аррӏе.example)", host: "xn--80ak6aa92e.example" },
  { typed: "http:evil6.example", host: null },
  { typed: "mailto:office@example.org?bcc=other@example.org&body=words", host: "example.org" },
  { typed: "https://example.org/_events_/2027", host: "example.org", whole: "https://example.org/_events_/2027" },
  { typed: "https://example.org/Foo_(bar)", host: "example.org", whole: "https://example.org/Foo_(bar)" },
  { typed: "www.example.org/fete", host: "www.example.org", whole: "https://www.example.org/fete" },
  { typed: "https://example.org/nbsp\u00a0word", host: "example.org", whole: "https://example.org/nbsp" },
];

interface Link {
  /** Its words. */
  words: string;
  /** Where the browser would go: the host, or the host of the mailbox. */
  host: string;
  /** The whole address. */
  href: string;
  /** What stands right after it. */
  after: string;
}

/** The links of the description on the page that is open, as the browser takes them. */
async function links(page: Page): Promise<Link[]> {
  return await page.locator(".prose a").evaluateAll((anchors) =>
    anchors.map((anchor) => {
      const address = new URL((anchor as HTMLAnchorElement).href);
      return {
        words: anchor.textContent ?? "",
        host: address.protocol === "mailto:" ? (address.pathname.split("@")[1] ?? "") : address.host,
        href: address.href,
        after: anchor.nextSibling?.textContent ?? "",
      };
    }),
  );
}

/** Whether a link's words are its own address, so that they tell the truth by themselves. */
const isItsAddress = ({ words, href }: Link): boolean =>
  [words, `https://${words}`, `mailto:${words}`].some((said) => URL.canParse(said) && new URL(said).href === href && /^[\x21-\x7e]+$/.test(words));

/** Every link tells its host, and none carries what a browser would hide. */
async function expectTruth(page: Page, where: string): Promise<Link[]> {
  const found = await links(page);
  expect(found.length, where).toBeGreaterThan(0);
  for (const link of found) {
    const address = new URL(link.href);
    expect(["https:", "http:", "mailto:"], `${where}: ${link.href}`).toContain(address.protocol);
    expect(address.username + address.password, `${where}: ${link.href}`).toBe("");
    if (address.protocol === "mailto:") expect(address.search, where).toBe("");
    if (!isItsAddress(link)) expect(link.after.startsWith(` (${link.host})`), `${where}: “${link.words}” to ${link.href}`).toBe(true);
  }
  return found;
}

test("every link tells the moderator and the public where it leads", async ({ page, browser }) => {
  const title = unique("Where links lead");
  const description = CASES.map(({ typed }) => `Here: ${typed}`).join("\n\n");
  const visitor = await (await browser.newContext()).newPage();
  const reference = await submit(visitor, someEvent(title, { event: { title, description, type: "coffee" } }));

  await signIn(page);
  await page.goto(review(reference));
  await expectTruth(page, "the review");
  const shown = await page.locator(".link-hosts .link-host").allInnerTexts();
  const hosts = new Set(CASES.map(({ host }) => host).filter((host) => host !== null));
  expect(new Set(shown), "the list of where links lead").toEqual(hosts);

  const event = await list(page, reference);
  await visitor.goto(event);
  const found = await expectTruth(visitor, "the public page");
  for (const { typed, host, whole } of CASES) {
    if (whole !== undefined) expect(found.map(({ href }) => href), typed).toContain(whole);
    else if (host !== null) expect(found.map((link) => link.host), typed).toContain(host);
  }
  for (const hidden of ["evil4", "evil5", "evil6", "bcc"]) {
    expect(found.filter(({ href }) => href.includes(hidden)), hidden).toEqual([]);
  }
  await visitor.context().close();
});
