// Days on the parish's calendar, counted from today. A day is held as midnight UTC of its date.

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
export const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

const DAY = 86_400_000;

/** Today in London. */
export function today(): Date {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London" }).format(new Date()).split("/");
  const [day, month, year] = parts.map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day));
}

export const plus = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY);

/** The `nth` such weekday after a day, the first one being 1. */
export function next(weekday: string, nth = 1, after: Date = today()): Date {
  const wanted = DAYS.findIndex((day) => day.startsWith(weekday));
  if (wanted < 0) throw new Error(`no weekday ${weekday}`);
  const ahead = (wanted - after.getUTCDay() + 7) % 7 || 7;
  return plus(after, ahead + (nth - 1) * 7);
}

/** "+12" is twelve days from today, "Sat+2" the second Saturday from today. */
export function relative(words: string): Date {
  const match = /^([A-Z][a-z]{2})?\+(\d+)$/.exec(words);
  if (match === null) throw new Error(`no day ${words}`);
  return match[1] === undefined ? plus(today(), Number(match[2])) : next(match[1], Number(match[2]));
}

/** The last such weekday of a month, 1 to 12. */
export function last(weekday: string, month: number, year: number): Date {
  const end = new Date(Date.UTC(year, month, 0));
  return end.getUTCDay() === DAYS.findIndex((day) => day.startsWith(weekday)) ? end : next(weekday, 0, end);
}

/** The next day with that date, from tomorrow on. */
export function upcoming(day: number, month: number): Date {
  const year = today().getUTCFullYear();
  const date = new Date(Date.UTC(year, month - 1, day));
  return date > today() ? date : new Date(Date.UTC(year + 1, month - 1, day));
}

/** The three boxes of a date, with the number of a further date after them ("-2"). */
export function boxes(date: Date, prefix = "", suffix = ""): Record<string, string> {
  return {
    [`${prefix}day${suffix}`]: String(date.getUTCDate()),
    [`${prefix}month${suffix}`]: String(date.getUTCMonth() + 1),
    [`${prefix}year${suffix}`]: String(date.getUTCFullYear()),
  };
}

export const weekday = (date: Date): string => DAYS[date.getUTCDay()] ?? "";

/** "5 December". */
export const dayAndMonth = (date: Date): string => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

/** "Saturday 5 December 2026". */
export const inWords = (date: Date): string => `${weekday(date)} ${dayAndMonth(date)} ${date.getUTCFullYear()}`;
