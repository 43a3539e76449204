// Events as people really send them: typed into the form, mended where it says so, sent, and read
// by the staff without a word missing. What became of each is written to test-results/examples.md.

import examples from "./fixtures/examples.json" with { type: "json" };
import { answersFor, typed as typedAs } from "./fixtures/typed.ts";
import { expect, test, type Page } from "./support/test.ts";
import { review, signIn } from "./support/desk.ts";
import { STEPS, agree, at, begin, fill, pastPicture, proceed, receiptReference, typed, type Answers, type Fields } from "./support/form.ts";
import { problems } from "./support/problems.ts";
import { dayAndMonth } from "./support/dates.ts";

/** What stands in the fields, save what is chosen by its words. */
async function expectKept(page: Page, fields: Fields): Promise<void> {
  const kept = await typed(page, Object.keys(fields).filter((name) => name !== "venue"));
  for (const [name, value] of Object.entries(kept)) expect(value, `${name} is kept as it was typed`).toBe(fields[name]);
}

const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Everything that was typed, as a reader must find it on the review screen. */
function meant(answers: Answers): string[] {
  const words = (fields: Fields, names: string[]) => names.map((name) => fields[name] ?? "").filter((value) => value !== "");
  const days = Object.keys(answers.when)
    .filter((name) => /^(last-)?day(-\d+)?$/.test(name))
    .map((name) => {
      const part = (what: string) => answers.when[name.replace("day", what)] ?? "";
      const month = Number.isNaN(Number(part("month"))) ? new Date(`1 ${part("month")} 2000`).getMonth() + 1 : Number(part("month"));
      return dayAndMonth(new Date(Date.UTC(Number(part("year")), month - 1, Number(part("day")))));
    });
  return [
    ...words(answers.event, ["title"]),
    ...(answers.event.description ?? "").split("\n").map(flat).filter((line) => line !== ""),
    ...days,
    ...(answers.where.venue === "other" ? words(answers.where, ["venue-name", "village", "postcode"]) : []),
    ...(answers.where.venue === "online" ? ["Online"] : answers.where.venue === "other" ? [] : [answers.where.venue ?? ""]),
    ...words(answers.more, ["price", "age"]),
    ...words(answers.more, ["booking", "website"]).map((address) => address.replace(/^https?:\/\//, "")),
    ...words(answers.you, ["name", "email", "group", "telephone"]),
    ...(answers.more.cost === "free" ? ["Free"] : answers.more.cost === "donations" ? ["Pay what you can"] : []),
  ];
}

for (const [n, example] of examples.entries()) {
  test(`example ${n + 1}: ${example.title.slice(0, 50)}: nothing that was typed is lost`, async ({ page }) => {
    const answers = answersFor(example);
    const then = typedAs[example.title]?.then ?? {};
    const told: [string, string][] = [];

    await begin(page);
    for (const step of STEPS) {
      if (step === "you") await pastPicture(page);
      await expect(page).toHaveURL(at(step));
      await fill(page, answers[step]);
      await proceed(page);
      const wrong = await problems(page);
      if (wrong.length === 0) continue;
      told.push(...wrong);
      await expectKept(page, answers[step]);
      // The sender does what the words say, in the fields they speak of, and nowhere else.
      const mended: Fields = {};
      for (const [field, words] of wrong) {
        expect(Object.keys(then), `a sender can act on “${words}” (${field})`).toContain(field);
        mended[field] = then[field] ?? "";
      }
      answers[step] = { ...answers[step], ...mended };
      await fill(page, mended);
      await proceed(page);
      expect(await problems(page), "once is enough").toEqual([]);
    }

    await expect(page).toHaveURL(at("check"));
    const check = flat(await page.getByRole("main").innerText());
    for (const words of meant(answers)) expect.soft(check, "the check page").toContain(flat(words));
    await agree(page);
    await page.getByRole("button", { name: "Agree and send" }).click();
    const reference = await receiptReference(page);

    await signIn(page);
    await page.goto(review(reference));
    for (const details of await page.locator("main details").all()) {
      await details.evaluate((element: HTMLDetailsElement) => (element.open = true));
    }
    const seen = flat(await page.getByRole("main").innerText());
    for (const words of meant(answers)) expect.soft(seen, "the review screen").toContain(flat(words));
    const whenShown = flat(await page.locator(".appearance-when").innerText());

    test.info().annotations.push({
      type: "example",
      description: JSON.stringify({
        n: n + 1,
        title: example.title,
        said: `${example.when}, ${example.where}`,
        first: told.length === 0 ? "accepted" : "told what to change",
        told: told.map(([field, words]) => `${field}: ${words}`),
        final: `waits as ${whenShown}`,
        unsaid: typedAs[example.title]?.unsaid ?? "",
      }),
    });
  });
}
