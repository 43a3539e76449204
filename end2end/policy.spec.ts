// The next version of the policy: drafted, compared with the one in force, and adopted from a day to
// come, so that whoever decides meanwhile keeps the standards that they read.

import { expect, test, type Page } from "./support/test.ts";
import { baseURL } from "./support/browser.mjs";
import { answer, press, review, signInAnew } from "./support/desk.ts";
import { boxes, inWords, plus, today } from "./support/dates.ts";
import { fill, someEvent, submit, unique } from "./support/form.ts";
import { look, lookAtAnswer, visit } from "./support/look.ts";

const DRAFT = "/staff/settings/policy/draft";

test.use({ bypassCSP: true });
// One after the other: there is one draft, and the second version comes into force after the first.
test.describe.configure({ mode: "serial" });

/** Each clause of the version in force as staff read it: its number and its words. */
async function clausesInForce(page: Page): Promise<[string, string][]> {
  await page.goto("/staff/settings/policy");
  await page.getByRole("link", { name: "October 2023", exact: true }).click();
  return await page.locator("main h3").evaluateAll((headings) =>
    headings
      .map((heading): [string, string] => [heading.textContent ?? "", heading.nextElementSibling?.textContent ?? ""])
      .filter(([number]) => /^[56]\.\d+$/.test(number)),
  );
}

/** Section 5 is 7 now and 6 is 8; 5.2 and 5.3 have changed places, and so have 6.11 and 6.12. */
const NEW: Record<string, string> = { "5.2": "7.3", "5.3": "7.2", "6.11": "8.12", "6.12": "8.11" };
const renumbered = (number: string): string => NEW[number] ?? number.replace(/^5\./, "7.").replace(/^6\./, "8.");
const OLD = /(?<![\d.])(?:5\.[1-4]|6\.(?:1[0-3]|[1-9]))(?!\w|\.\d)/;

test("after a policy with other numbers everything names those, and earlier cases keep theirs", async ({ page, browser }) => {
  test.setTimeout(600_000);
  const [before, after, waits] = [unique("Refused before"), unique("Refused after"), unique("Still waits")];
  const references = new Map<string, string>();
  for (const title of [before, after, waits]) {
    const visitor = await (await browser.newContext({ baseURL })).newPage();
    references.set(title, await submit(visitor, someEvent(title)));
    await visitor.context().close();
  }
  const main = page.getByRole("main");
  const refuse = async (title: string): Promise<string> => {
    await page.goto(review(references.get(title) ?? ""));
    await answer(page, [/Civil/]);
    await press(page, "Refuse");
    await page.getByRole("radio", { name: "The nature of the event" }).check();
    await page.getByRole("radio", { name: "The policy notice" }).check();
    const shown = await main.innerText();
    await page.locator('button[name="step"][value="send"]').last().click();
    if ((await main.innerText()).includes("Read it again")) {
      const again = await main.innerText();
      await page.locator('button[name="step"][value="send"]').last().click();
      return again;
    }
    return shown;
  };
  await signInAnew(page);
  expect(await refuse(before)).toContain("clause 5.3");

  const clauses = await clausesInForce(page);
  expect(clauses).toHaveLength(17);
  const text = clauses
    .map(([number, words]) => [renumbered(number), number === "6.9" ? words.replace("relevant;", "kind;") : words] as const)
    .sort(([a], [b]) => Number(a.split(".")[0]) - Number(b.split(".")[0]) || Number(a.split(".")[1]) - Number(b.split(".")[1]))
    .map(([number, words]) => `${number}.\t${words}`)
    .join("\n");
  await page.goto("/staff/settings/policy");
  await press(page, "Draft the next version");
  await page.getByRole("link", { name: "Paste a whole policy" }).click();
  await lookAtAnswer(page, "paste with problems", () => press(page, "Show what it changes"));
  await page.getByLabel("The text of the policy").fill(`7. Website\n${text}`);
  await press(page, "Show what it changes");
  await look(page, "a pasted policy");
  await expect(main).toContainText("5.2 is now 7.3");
  await expect(main).toContainText("8.9, before 6.9");
  await press(page, "Put it into the draft");
  await expect(main).toContainText("No clause of the draft says this");
  await page.getByRole("link", { name: "Choose the clauses" }).click();
  await lookAtAnswer(page, "roles with problems", () => press(page, "Save"));
  for (const role of ["mail_address", "written_documents", "personal_details", "authenticity"]) {
    await page.locator(`select[name="role-${role}"]`).selectOption("none");
  }
  await press(page, "Save");
  await visit(page, `${DRAFT}/adopt`);
  await page.getByRole("radio", { name: "From now on" }).check();
  await press(page, "Adopt the policy");
  await expect(page.getByRole("status")).toContainText("is adopted");

  const letter = await refuse(after);
  expect(letter).toContain("clause 7.2");
  expect(letter).toContain("(clause 7.1)");
  expect(letter).toContain("(8.11)");
  expect(letter).not.toMatch(OLD);
  const waiting = review(references.get(waits) ?? "");
  for (const [address, words] of [
    ["/standards", "Clause 8.9"],
    ["/how-we-decide", "has been removed"],
    [waiting, "8.13 asks the sender"],
    [`${waiting}/wording`, "(7.3)"],
    ["/staff/key-in", "(8.3)"],
    ["/staff/settings/guidance", "8.13 asks the sender"],
    [review(references.get(after) ?? ""), "The nature of the event (7.2)"],
  ] as const) {
    await page.goto(address);
    await expect(main, address).toContainText(words);
    expect(await main.innerText(), address).not.toMatch(OLD);
  }
  await page.goto(review(references.get(before) ?? ""));
  await expect(main).toContainText("The nature of the event (5.3)");
  const file = await page.request.get(`${review(references.get(before) ?? "")}/messages.txt`);
  expect(await file.text()).toContain("clause 5.3 of the communications policy, October 2023");
});

test("a new version of the policy is drafted, compared and adopted from a day to come", async ({ page }) => {
  test.setTimeout(400_000);
  await signInAnew(page);
  await page.goto("/staff/settings");
  await page.getByRole("link", { name: "The policy", exact: true }).click();
  await press(page, "Draft the next version");
  await visit(page, DRAFT);
  await lookAtAnswer(page, "draft with problems", async () => {
    await fill(page, { name: "" });
    await press(page, "Save the name and dates");
  });
  const adopted = plus(today(), 7);
  await fill(page, { name: "The next one", ...boxes(adopted, "adopted-"), ...boxes(plus(adopted, 700), "review-") });
  await press(page, "Save the name and dates");
  await expect(page.getByRole("status")).toBeVisible();

  await page.getByRole("link", { name: "Change Civil, tasteful and relevant" }).click();
  await look(page, "draft, a standard");
  await page.getByLabel("What it asks").fill("Civil, tasteful and kind");
  await press(page, "Save");
  await page.getByRole("link", { name: "Add a clause" }).click();
  await lookAtAnswer(page, "draft, a clause with problems", () => press(page, "Save"));
  await page.getByLabel("Number").fill("8.14");
  await page.getByLabel("Text", { exact: true }).fill("Events are described in words that a child of ten can read.");
  await press(page, "Save");
  await page.getByRole("link", { name: "Take out 8.14" }).click();
  await look(page, "draft, taking a clause out");
  await visit(page, `${DRAFT}/throw-away`);

  await page.setViewportSize({ width: 1280, height: 900 });
  await visit(page, `${DRAFT}/compare`);
  const main = page.getByRole("main");
  await expect(main.locator("del").filter({ hasText: "relevant" }).first()).toBeVisible();
  await expect(main.locator("ins").filter({ hasText: "kind" }).first()).toBeVisible();
  await expect(main).toContainText("8.14");

  await visit(page, `${DRAFT}/adopt`);
  await lookAtAnswer(page, "adopt with problems", () => press(page, "Adopt the policy"));
  await page.getByRole("radio", { name: "From a day to come" }).check();
  await fill(page, boxes(adopted, "from-"));
  await press(page, "Adopt the policy");
  await expect(page.getByRole("status")).toBeVisible();
  await visit(page, "/staff/settings/policy");
  await expect(main).toContainText(inWords(adopted).replace(/^\w+ /, ""));
  await page.getByRole("link", { name: "The next one" }).click();
  await look(page, "a version word for word");
});
