// The listing for programs, read by readers that are not ours, and compared with the pages.

import ICAL from "ical.js";

import { list, signIn } from "./support/desk.ts";
import { someEvent, submit, unique } from "./support/form.ts";
import { visit } from "./support/look.ts";
import { expectNoAxeViolation, expectNothingLost, expectValidHtml } from "./support/checks.ts";
import { expect, test, type Page } from "./support/test.ts";

/** Sends an event in and lists it. Returns the path of its page. */
async function listed(page: Page, title: string, when: Record<string, string>): Promise<string> {
  await page.context().clearCookies();
  const reference = await submit(page, someEvent(title, { when: { repeats: "once", ...when } }));
  await signIn(page);
  return list(page, reference);
}

/** A day and a time on the parish's clock, as the pages' `<time>` has them. */
const onTheParishClock = (at: Date): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London", dateStyle: "short", timeStyle: "short" }).format(at).replace(" ", "T");

/** What the list says, every page of it: each date's title and start. */
async function onThePages(page: Page, query: string): Promise<string[]> {
  const found: string[] = [];
  await page.goto(`/?${query}`);
  for (;;) {
    found.push(
      ...(await page.locator(".day").evaluateAll((days) =>
        days.flatMap((day) =>
          [...day.querySelectorAll(".event-row")].map((row) => {
            const start = row.querySelector("time")?.getAttribute("datetime") ?? day.querySelector("h2 time")?.getAttribute("datetime") ?? "";
            return `${start} ${row.querySelector("h3")?.textContent?.trim() ?? ""}`;
          }),
        ),
      )),
    );
    const later = page.getByRole("link", { name: "Later events" });
    if ((await later.count()) === 0) return found.sort();
    await later.click();
  }
}

/** The same of the calendar, by its own rules of the clock. */
function inTheCalendar(file: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar
    .getAllSubcomponents("vevent")
    .map((component) => {
      const event = new ICAL.Event(component);
      const title = event.summary.replace(/^(Cancelled|Postponed|Moved to a new date|Moved online|Fully booked): /, "");
      const start = event.startDate.isDate ? event.startDate.toString() : onTheParishClock(event.startDate.toJSDate());
      return `${start} ${title}`;
    })
    .sort();
}

test("through both clock changes the calendar and the data say the times of the pages", async ({ page }) => {
  const name = unique("Clocks");
  const [first, second, third] = [`${name} spring`, `${name} autumn`, `${name} night`];
  await listed(page, first, { day: "28", month: "3", year: "2027", start: "10am", finish: "12" });
  await listed(page, second, { day: "31", month: "10", year: "2027", start: "10am", finish: "12" });
  await listed(page, third, { day: "30", month: "10", year: "2027", start: "10pm", finish: "2.30am" });

  for (const query of ["from=2027-03-20&to=2027-04-05", "from=2027-10-23&to=2027-11-07", ""]) {
    const pages = await onThePages(page, query);
    const file = await (await page.request.get(`/calendar.ics?${query}`)).text();
    expect(inTheCalendar(file), query).toEqual(pages);
    const data: string[] = [];
    for (let next: string | null = `/events.json?${query}`; next !== null; ) {
      const answer = (await (await page.request.get(next)).json()) as { next: string | null; events: { title: string; starts_at: string; date: string; all_day: boolean }[] };
      data.push(...answer.events.map((event) => `${event.all_day ? event.date : onTheParishClock(new Date(event.starts_at))} ${event.title}`));
      next = answer.next;
    }
    expect(data.sort(), query).toEqual(pages);
  }

  const file = await (await page.request.get(`/calendar.ics?q=${encodeURIComponent(name)}`)).text();
  const calendar = new ICAL.Component(ICAL.parse(file));
  const instants = Object.fromEntries(
    calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return [event.summary, [event.startDate, event.endDate].map((at) => at.toJSDate().toISOString())];
    }),
  );
  expect(instants).toEqual({
    [first]: ["2027-03-28T09:00:00.000Z", "2027-03-28T11:00:00.000Z"],
    [second]: ["2027-10-31T10:00:00.000Z", "2027-10-31T12:00:00.000Z"],
    [third]: ["2027-10-30T21:00:00.000Z", "2027-10-31T02:30:00.000Z"],
  });
});

test("an event's page holds data for search engines that the browser leaves alone", async ({ page }) => {
  const title = unique("Tea </script><script>alert(1)</script>");
  const path = await listed(page, title, { day: "5", month: "6", year: "2027", start: "2pm", finish: "4pm" });
  await page.goto(path);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "") as Record<string, unknown>;
  expect(data).toMatchObject({ "@context": "https://schema.org", "@type": "Event", name: title, startDate: "2027-06-05T14:00:00+01:00" });
  await page.getByRole("link", { name: "Google Calendar" }).evaluate((link) => {
    const dates = new URL((link as HTMLAnchorElement).href).searchParams.get("dates");
    if (dates !== "20270605T130000Z/20270605T150000Z") throw new Error(dates ?? "no dates");
  });
});

test("a frame is made by choosing, shows the list, and its links leave it", async ({ page }) => {
  await page.goto("/embed/make");
  await page.getByLabel("How many").selectOption("3");
  await page.getByLabel("Heading").selectOption("chosen");
  await page.getByLabel("Where").selectOption("groombridge");
  await page.getByRole("button", { name: "Show it" }).click();
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1 })).toHaveText("Groombridge");
  await expect(frame.locator(".event-row")).toHaveCount(3);
  await expect(page.getByLabel("Code for your page")).toHaveValue(/^<iframe src="http[^"]+\/embed\?place=groombridge&amp;number=3&amp;heading=chosen"/);
  await frame.locator(".event-row a").first().click();
  await expect(page).toHaveURL(/\/events\//);

  const answer = await page.goto("/embed");
  expect(answer?.headers()["content-security-policy"]).toContain("frame-ancestors *");
  await expectValidHtml((await answer?.text()) ?? "", "/embed");
  for (const width of [1280, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNothingLost(page, `/embed at ${width}`);
  }
  await expectNoAxeViolation(page, "/embed");
});

test("how to follow is told to people, and what they follow is what they chose", async ({ page }) => {
  await page.goto("/?type=coffee");
  await expect(page.getByRole("link", { name: "Follow in your calendar" })).toHaveAttribute("href", /^webcal:\/\/[^/]+\/calendar\.ics\?type=coffee$/);
  await page.getByRole("link", { name: "How that works" }).click();
  await expect(page).toHaveURL(/\/follow\?type=coffee$/);
  await page.getByRole("link", { name: "Make a frame for your website" }).click();
  await expect(page.getByLabel("Type of event")).toHaveValue("coffee");
});

test.describe("as they look", () => {
  for (const path of ["/follow", "/follow?type=coffee&free=yes", "/embed/make"]) {
    test(`${path} is whole at every width, by day and by night`, async ({ page }) => {
      await visit(page, path);
    });
  }

  test("so is an event's page with the ways to take it along", async ({ page }) => {
    await page.goto("/");
    const path = await page.locator(".event-row h3 a").first().getAttribute("href");
    await visit(page, path ?? "");
  });
});
