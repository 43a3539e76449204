//! What repeats by a rule: every week, every two weeks, every month.
//!
//! A rule is kept as RFC 5545 writes it (sections 3.8.5.1 to 3.8.5.3), whole days only: the hours
//! are the parish's clock's, on whichever day. The arithmetic here is that of the few rules the
//! form knows, small enough for the browser; the server lists what the `rrule` crate makes of the
//! same text, and a test compares the two.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};

use super::words::{and, hours_within, month_name, several_hours};
use super::{Hours, Sitting, day_and_year, today};
use crate::limits::HORIZON;

/// The days of the week in order, with their letters in RFC 5545 and their names.
pub const WEEK: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "MO", "Monday"),
    (Weekday::Tue, "TU", "Tuesday"),
    (Weekday::Wed, "WE", "Wednesday"),
    (Weekday::Thu, "TH", "Thursday"),
    (Weekday::Fri, "FR", "Friday"),
    (Weekday::Sat, "SA", "Saturday"),
    (Weekday::Sun, "SU", "Sunday"),
];

/// How often something repeats. Days of the month and weekdays of the month are the first date's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Every {
    /// Every week or every so many weeks.
    Weeks {
        /// 1 for every week, 2 for every two weeks.
        step: u8,
        /// On which days, Monday first; the first date's is one of them.
        days: Vec<Weekday>,
    },
    /// Every month on the first date's day. A month that has no such day is passed over.
    DayOfMonth,
    /// Every month on the first date's weekday, as the first, second, third or fourth of it.
    WeekdayOfMonth,
    /// Every month on the last of the first date's weekday.
    LastWeekdayOfMonth,
}

/// When something stops repeating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// It is not after this day.
    On(NaiveDate),
    /// After so many times, those left out counted.
    After(u32),
    /// It goes on.
    Open,
}

/// An event that repeats: a rule, the dates left out of it, those that came on top, and those that
/// are at another time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeat {
    /// The first date, which the rule meets.
    pub first: NaiveDate,
    /// From when to when on each date, in order; one or more.
    pub hours: Vec<Hours>,
    /// How often.
    pub every: Every,
    /// Until when.
    pub ends: Ends,
    /// The dates that the rule meets and that are left out, in order.
    pub left_out: Vec<NaiveDate>,
    /// Dates that the rule does not meet, in order.
    pub further: Vec<NaiveDate>,
    /// All there is on each of its dates that are not at the usual hours, in order.
    pub otherwise: Vec<Sitting>,
}

/// The text is no rule that the form makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a rule of the form")]
pub struct NotARule;

impl Repeat {
    /// The days it is on up to and with `last`, in order, each once.
    #[must_use]
    pub fn days(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let mut days = self.met(last);
        days.retain(|day| !self.left_out.contains(day));
        days.extend(self.further.iter().filter(|day| **day <= last));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The days that the rule alone meets, up to and with `last`.
    #[must_use]
    pub fn met(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let last = match self.ends {
            Ends::On(day) => day.min(last),
            Ends::After(_) | Ends::Open => last,
        };
        let times = match self.ends {
            Ends::After(times) => usize::try_from(times).unwrap_or(usize::MAX),
            Ends::On(_) | Ends::Open => usize::MAX,
        };
        let within = |day: &NaiveDate| *day <= last;
        match &self.every {
            Every::Weeks { step, days } => {
                let monday = Days::new(self.first.weekday().num_days_from_monday().into());
                let monday = self.first.checked_sub_days(monday).unwrap_or(self.first);
                monday
                    .iter_weeks()
                    .step_by(usize::from((*step).max(1)))
                    .take_while(within)
                    .flat_map(|week| {
                        days.iter()
                            .map(move |day| week + Days::new(day.num_days_from_monday().into()))
                    })
                    .filter(|day| *day >= self.first)
                    .take_while(within)
                    .take(times)
                    .collect()
            }
            Every::DayOfMonth | Every::WeekdayOfMonth | Every::LastWeekdayOfMonth => (0..)
                .map_while(|months| {
                    first_of_month(self.first).checked_add_months(Months::new(months))
                })
                .take_while(within)
                .filter_map(|month| self.in_month(month))
                .filter(|day| *day >= self.first)
                .take_while(within)
                .take(times)
                .collect(),
        }
    }

    /// The day of a month, given by its first, that the rule meets.
    fn in_month(&self, month: NaiveDate) -> Option<NaiveDate> {
        let weekday = self.first.weekday();
        match self.every {
            Every::Weeks { .. } => None,
            Every::DayOfMonth => month.with_day(self.first.day()),
            Every::WeekdayOfMonth => NaiveDate::from_weekday_of_month_opt(
                month.year(),
                month.month(),
                weekday,
                self.nth(),
            ),
            Every::LastWeekdayOfMonth => [5, 4].into_iter().find_map(|nth| {
                NaiveDate::from_weekday_of_month_opt(month.year(), month.month(), weekday, nth)
            }),
        }
    }

    /// Which of its weekday in its month the first date is, from 1.
    fn nth(&self) -> u8 {
        u8::try_from((self.first.day() - 1) / 7 + 1).unwrap_or(1)
    }

    /// The last day to work out at a moment: its end, or [`HORIZON`] days on where it has none.
    #[must_use]
    pub fn reach(&self, now: DateTime<Utc>) -> NaiveDate {
        match self.ends {
            Ends::On(day) => self.further.iter().copied().fold(day, NaiveDate::max),
            Ends::After(_) => NaiveDate::MAX,
            Ends::Open => today(now).max(self.first) + Days::new(HORIZON),
        }
    }

    /// Whether it has no end.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ends == Ends::Open
    }

    /// The sittings up to the reach of a moment, in order. A date whose time the clocks jump over
    /// is passed over (RFC 5545, section 3.3.10).
    #[must_use]
    pub fn sittings(&self, now: DateTime<Utc>) -> Vec<Sitting> {
        self.days(self.reach(now))
            .into_iter()
            .flat_map(|date| self.on(date))
            .filter(|sitting| sitting.check().is_ok())
            .collect()
    }

    /// Its sittings on a date, in order.
    pub fn on(&self, date: NaiveDate) -> impl Iterator<Item = Sitting> + use<'_> {
        let other = self.otherwise.iter().filter(move |one| one.date == date);
        let usual = if self.is_otherwise(date) {
            &[]
        } else {
            self.hours.as_slice()
        };
        let usual = usual.iter().map(move |hours| Sitting {
            date,
            hours: *hours,
        });
        other.copied().chain(usual)
    }

    /// Whether a date is at other hours than the rest.
    #[must_use]
    pub fn is_otherwise(&self, date: NaiveDate) -> bool {
        self.otherwise.iter().any(|one| one.date == date)
    }

    /// The rule in a sentence without its full stop: "The second Wednesday of every month, 2pm to
    /// 4pm, from 13 January to 8 December 2027". Of many exceptions it has their number only.
    #[must_use]
    pub fn words(&self) -> String {
        self.sentence(ONE_BY_ONE)
    }

    /// The same with every exception, so that two rules that differ never read alike.
    #[must_use]
    pub fn words_in_full(&self) -> String {
        self.sentence(usize::MAX)
    }

    fn sentence(&self, one_by_one: usize) -> String {
        let mut words = vec![self.pattern(), several_hours(&self.hours), self.span()];
        let days = |before: &str, days: &[NaiveDate], many: &str| {
            let told = |days: &[NaiveDate]| format!("{before} {}", super::list(days));
            several(days, one_by_one, told, many)
        };
        words.extend(days("not on", &self.left_out, "left out"));
        words.extend(days("also on", &self.further, "more"));
        let others = |of: &[Sitting]| {
            let each = of.iter().map(|one| {
                let hours = hours_within(&one.hours);
                format!("{hours} on {}", day_and_year(one.date))
            });
            format!("but {}", and(&each.collect::<Vec<_>>()))
        };
        let many = "at another time";
        words.extend(several(&self.otherwise, one_by_one, others, many));
        words.join(", ")
    }

    /// "Every Tuesday and Thursday", "The last Friday of every month".
    #[must_use]
    pub fn pattern(&self) -> String {
        let weekday = super::weekday(self.first);
        match &self.every {
            Every::Weeks { step: 1, days } if days.len() == 7 => "Every day".to_owned(),
            Every::Weeks { step, days } => {
                let names = WEEK.iter().filter(|(day, ..)| days.contains(day));
                let names: Vec<String> = names.map(|(.., name)| (*name).to_owned()).collect();
                let every = if *step == 1 {
                    "Every"
                } else {
                    "Every two weeks on"
                };
                format!("{every} {}", and(&names))
            }
            Every::DayOfMonth if self.first.day() > 28 => {
                format!(
                    "The {} of every month that has one",
                    ordinal(self.first.day())
                )
            }
            Every::DayOfMonth => format!("The {} of every month", ordinal(self.first.day())),
            Every::WeekdayOfMonth => {
                let nth = ["first", "second", "third", "fourth", "fifth"];
                let nth = nth.get(usize::from(self.nth()) - 1).unwrap_or(&"fifth");
                format!("The {nth} {weekday} of every month")
            }
            Every::LastWeekdayOfMonth => format!("The last {weekday} of every month"),
        }
    }

    /// "from 13 January to 8 December 2027", "from 13 January 2027".
    fn span(&self) -> String {
        let last = match self.ends {
            Ends::Open => return format!("from {}", day_and_year(self.first)),
            Ends::On(day) => self.met(day).last().copied(),
            Ends::After(_) => self.met(NaiveDate::MAX).last().copied(),
        };
        let last = last.unwrap_or(self.first);
        let from = if last.year() == self.first.year() {
            format!("{} {}", self.first.day(), month_name(self.first.month()))
        } else {
            day_and_year(self.first)
        };
        format!("from {from} to {}", day_and_year(last))
    }

    /// The rule as RFC 5545 writes it: `DTSTART`, `RRULE` and, where there are any, `EXDATE` and
    /// `RDATE`, a line each, all of them `VALUE=DATE`.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec![
            format!("DTSTART;VALUE=DATE:{}", self.first.format("%Y%m%d")),
            format!("RRULE:{}{}", self.frequency(), self.end()),
        ];
        for (name, days) in [("EXDATE", &self.left_out), ("RDATE", &self.further)] {
            if !days.is_empty() {
                let days: Vec<String> = days
                    .iter()
                    .map(|day| day.format("%Y%m%d").to_string())
                    .collect();
                lines.push(format!("{name};VALUE=DATE:{}", days.join(",")));
            }
        }
        lines.join("\n")
    }

    fn frequency(&self) -> String {
        let letters = |day: Weekday| WEEK[day.num_days_from_monday() as usize].1;
        match &self.every {
            Every::Weeks { step, days } => {
                let step = if *step == 1 {
                    String::new()
                } else {
                    format!("INTERVAL={step};")
                };
                let days: Vec<&str> = days.iter().map(|day| letters(*day)).collect();
                format!("FREQ=WEEKLY;{step}BYDAY={}", days.join(","))
            }
            Every::DayOfMonth => format!("FREQ=MONTHLY;BYMONTHDAY={}", self.first.day()),
            Every::WeekdayOfMonth => {
                format!(
                    "FREQ=MONTHLY;BYDAY={}{}",
                    self.nth(),
                    letters(self.first.weekday())
                )
            }
            Every::LastWeekdayOfMonth => {
                format!("FREQ=MONTHLY;BYDAY=-1{}", letters(self.first.weekday()))
            }
        }
    }

    fn end(&self) -> String {
        match self.ends {
            Ends::On(day) => format!(";UNTIL={}", day.format("%Y%m%d")),
            Ends::After(times) => format!(";COUNT={times}"),
            Ends::Open => String::new(),
        }
    }

    /// Reads what [`Repeat::text`] wrote.
    ///
    /// # Errors
    /// It is another text, or a rule that the form does not make.
    pub fn parse(text: &str, hours: Vec<Hours>) -> Result<Self, NotARule> {
        let (mut first, mut rule, mut left_out, mut further) = (None, None, Vec::new(), Vec::new());
        for line in text.lines() {
            match line.split_once(':').ok_or(NotARule)? {
                ("DTSTART;VALUE=DATE", day) => first = Some(read_day(day)?),
                ("RRULE", parts) => rule = Some(parts),
                ("EXDATE;VALUE=DATE", days) => left_out = read_days(days)?,
                ("RDATE;VALUE=DATE", days) => further = read_days(days)?,
                _ => return Err(NotARule),
            }
        }
        let (first, rule) = first.zip(rule).ok_or(NotARule)?;
        let (every, ends) = read_rule(rule)?;
        let read = Self {
            first,
            hours,
            every,
            ends,
            left_out,
            further,
            otherwise: Vec::new(),
        };
        // The weekday of the month stands in the text and in the first date: they must agree.
        if read.text() == text {
            Ok(read)
        } else {
            Err(NotARule)
        }
    }
}

fn read_rule(rule: &str) -> Result<(Every, Ends), NotARule> {
    let part = |name: &str| {
        let mut parts = rule.split(';').filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let number = |text: &str| text.parse::<u32>().map_err(|_| NotARule);
    let every = match (part("FREQ"), part("BYDAY")) {
        (Some("WEEKLY"), Some(days)) => Every::Weeks {
            step: u8::try_from(number(part("INTERVAL").unwrap_or("1"))?).map_err(|_| NotARule)?,
            days: days.split(',').map(weekday_of).collect::<Result<_, _>>()?,
        },
        (Some("MONTHLY"), None) => Every::DayOfMonth,
        (Some("MONTHLY"), Some(day)) if day.starts_with("-1") => Every::LastWeekdayOfMonth,
        (Some("MONTHLY"), Some(_)) => Every::WeekdayOfMonth,
        _ => return Err(NotARule),
    };
    let ends = match (part("UNTIL"), part("COUNT")) {
        (Some(day), None) => Ends::On(read_day(day)?),
        (None, Some(times)) => Ends::After(number(times)?),
        (None, None) => Ends::Open,
        (Some(_), Some(_)) => return Err(NotARule),
    };
    Ok((every, ends))
}

fn weekday_of(letters: &str) -> Result<Weekday, NotARule> {
    WEEK.iter()
        .find(|(_, of, _)| *of == letters)
        .map(|(day, ..)| *day)
        .ok_or(NotARule)
}

fn read_days(text: &str) -> Result<Vec<NaiveDate>, NotARule> {
    text.split(',').map(read_day).collect()
}

fn read_day(text: &str) -> Result<NaiveDate, NotARule> {
    NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| NotARule)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// How many exceptions of a kind stand one by one in a sentence.
const ONE_BY_ONE: usize = 3;

/// "not on 24 March and 26 May 2027", or only how many they are where they are many.
fn several<T>(
    them: &[T],
    one_by_one: usize,
    told: impl Fn(&[T]) -> String,
    many: &str,
) -> Option<String> {
    match them.len() {
        0 => None,
        n if n <= one_by_one => Some(told(them)),
        n => Some(format!("{n} dates {many}")),
    }
}

/// "1st", "22nd", "13th".
fn ordinal(number: u32) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}
