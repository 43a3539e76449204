// A person with a keyboard and no mouse. Every stop on the way is looked at.

import { expect, type Locator, type Page } from "./test.ts";

/** What is wrong with the element that has the focus: unseen, covered or unmarked. */
export async function focusTrouble(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    const element = document.activeElement;
    if (element === null || element === document.body) return null;
    const label = element instanceof HTMLInputElement ? (element.labels?.[0] ?? null) : null;
    const name = `${element.localName}#${element.id} “${(label ?? element).textContent?.trim().slice(0, 40) ?? ""}”`;
    const first = () => [...element.getClientRects()].find((rect) => rect.width > 0 && rect.height > 0);
    const inView = (rect: DOMRect) =>
      (rect.top >= 0 && rect.left >= 0 && rect.bottom <= innerHeight + 1 && rect.right <= innerWidth + 1) ||
      // Of a text area the browser shows the line one types in; what is larger than the window cannot be all in view.
      (element instanceof HTMLTextAreaElement && rect.top < innerHeight && rect.bottom > 0) ||
      rect.height >= innerHeight ||
      rect.width >= innerWidth;
    let box = first();
    // The browser scrolls to it in the frames that follow.
    for (let frames = 0; frames < 60 && box !== undefined && !inView(box); frames += 1) {
      await new Promise(requestAnimationFrame);
      box = first();
    }
    if (box === undefined) return `${name} takes no room`;
    if (!inView(box)) return `${name} is not all in view`;
    const inset = 2;
    for (const [x, y] of [
      [box.left + box.width / 2, box.top + box.height / 2],
      [box.left + inset, box.top + box.height / 2],
      [box.right - inset, box.top + box.height / 2],
    ] as const) {
      const hit = document.elementFromPoint(x, Math.min(Math.max(y, 0), innerHeight - 1));
      if (hit === null || !(element.contains(hit) || hit.contains(element) || label === hit || label?.contains(hit) === true)) {
        return `${name} is covered by ${hit?.localName ?? "nothing"}.${hit?.className ?? ""}`;
      }
    }
    const marked = [
      [element, ""], [element, "::before"], [element, "::after"],
      [label, ""], [label, "::before"], [label, "::after"],
    ] as const;
    const ring = marked.some(([of, pseudo]) => {
      if (of === null) return false;
      const style = getComputedStyle(of, pseudo === "" ? null : pseudo);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || (style.boxShadow !== "none" && style.boxShadow !== "");
    });
    return ring ? null : `${name} shows no focus ring of 2 px`;
  });
}

/** Presses Tab until the control has the focus, minding every stop. */
export async function tabTo(page: Page, control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let stops = 0; stops < 150; stops += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    expect(await focusTrouble(page)).toBeNull();
  }
  throw new Error(`${String(control)} cannot be reached by Tab`);
}

/** Goes to a control and types. */
export async function typeInto(page: Page, control: Locator, words: string): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.type(words);
}

/** Goes to a tick box, a radio button or a button and presses the space bar. */
export async function pressSpace(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press("Space");
}

/** Goes to a group of radio buttons and chooses one with the arrow keys. */
export async function choose(page: Page, radio: Locator): Promise<void> {
  const name = (await radio.getAttribute("name")) ?? "";
  const group = page.locator(`[name="${name}"]`);
  const inGroup = () => group.evaluateAll((all) => all.some((one) => one === document.activeElement));
  for (let stops = 0; !(await inGroup()); stops += 1) {
    if (stops === 150) throw new Error(`the choice “${name}” cannot be reached by Tab`);
    await page.keyboard.press("Tab");
    expect(await focusTrouble(page)).toBeNull();
  }
  await page.keyboard.press("Space");
  for (let moves = 0; !(await radio.isChecked()); moves += 1) {
    if (moves === 40) throw new Error(`“${name}” has no such choice`);
    await page.keyboard.press("ArrowDown");
    expect(await focusTrouble(page)).toBeNull();
  }
}

/** Goes to a link or a button and presses Enter. */
export async function pressEnter(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press("Enter");
}

/** Tabs through the whole page once. Returns how many stops there were. */
export async function walk(page: Page): Promise<number> {
  const seen: string[] = [];
  for (let stops = 0; stops < 400; stops += 1) {
    await page.keyboard.press("Tab");
    const [trouble, over] = await Promise.all([focusTrouble(page), page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return true;
      if (element.hasAttribute("data-walked")) return true;
      element.setAttribute("data-walked", "");
      return false;
    })]);
    if (trouble !== null) seen.push(trouble);
    if (over) {
      expect(seen, `Tab stops of ${page.url()}`).toEqual([]);
      return stops;
    }
  }
  throw new Error(`Tab does not come round on ${page.url()}`);
}
