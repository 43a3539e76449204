//! When it is: the step that reads dates and times, and what they come to.

mod repeat;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};

use crate::form::{Fields, FormErrors, Pairs, Tampered};
use crate::limits::{MONTHS_AHEAD, MOST_FURTHER_TIMES};
use crate::when::{
    self, DateProblem, Dates, Hours, Sitting, TimeProblem, parse_date, parse_day_and_month,
    parse_finish, parse_time, start_and_finish,
};

pub use repeat::RepeatAnswers;

pub use crate::limits::{MOST_DATES, MOST_DAYS};

/// One more date, as typed. Fields `day-2` … `finish-2` for the second date, and so on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoreDate {
    /// `day-2`
    pub day: String,
    /// `month-2`
    pub month: String,
    /// `year-2`
    pub year: String,
    /// `start-2`; the first date's where it is empty
    pub start: String,
    /// `finish-2`
    pub finish: String,
}

/// When it is, as typed. Fields `day`, `month`, `year`, `all-day`, `start`, `finish`, `again`,
/// `doors`, `repeats`, `last-day`, `last-month`, `last-year`, those of [`RepeatAnswers`] and those of
/// [`MoreDate`] up to 30.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhenAnswers {
    /// `day`
    pub day: String,
    /// `month`
    pub month: String,
    /// `year`
    pub year: String,
    /// `all-day`: "yes" or empty
    pub all_day: String,
    /// `start`
    pub start: String,
    /// `finish`
    pub finish: String,
    /// `again`: further times on the same day, one a line
    pub again: String,
    /// `doors`
    pub doors: String,
    /// `repeats`: "once", "days" (several in a row), "rule" (every week or month) or "dates"
    /// (chosen one by one)
    pub repeats: String,
    /// `last-day`, with "days"
    pub last_day: String,
    /// `last-month`
    pub last_month: String,
    /// `last-year`
    pub last_year: String,
    /// How it repeats, with "rule"
    pub rule: RepeatAnswers,
    /// The second date and on, with "dates"
    pub more: Vec<MoreDate>,
}

impl WhenAnswers {
    /// Takes the form's fields.
    ///
    /// # Errors
    /// A field that the form has not, or one twice.
    pub fn from_pairs(pairs: Pairs) -> Result<Self, Tampered> {
        let mut fields = Fields::once_each(pairs)?;
        let mut answers = Self {
            day: fields.take("day"),
            month: fields.take("month"),
            year: fields.take("year"),
            all_day: fields.take("all-day"),
            start: fields.take("start"),
            finish: fields.take("finish"),
            again: fields.take("again"),
            doors: fields.take("doors"),
            repeats: fields.take("repeats"),
            last_day: fields.take("last-day"),
            last_month: fields.take("last-month"),
            last_year: fields.take("last-year"),
            rule: RepeatAnswers::take(&mut fields),
            more: Vec::new(),
        };
        let mut more: Vec<Option<MoreDate>> = (2..=MOST_DATES)
            .map(|n| MoreDate::take(&mut fields, n))
            .collect();
        // As many as the page had: a row in the middle may be empty.
        more.truncate(
            more.iter()
                .rposition(Option::is_some)
                .map_or(0, |last| last + 1),
        );
        answers.more = more.into_iter().map(Option::unwrap_or_default).collect();
        fields.none_left().map(|()| answers)
    }

    /// Reads the answers.
    ///
    /// # Errors
    /// All their problems, each on the first control to mend: "day", "start-3", "last-year".
    pub fn parse(&self, now: DateTime<Utc>) -> Result<Dates, FormErrors> {
        let mut reader = Reader {
            now,
            errors: FormErrors::default(),
        };
        let dates = self.read(&mut reader);
        reader
            .errors
            .unless_any(dates)
            .and_then(|dates| dates.ok_or_else(no_dates))
    }

    fn read(&self, reader: &mut Reader) -> Option<Dates> {
        let repeats = self.repeats == "rule";
        let first = if repeats {
            reader.begun(&self.first())
        } else {
            reader.date(&self.first(), Which::First)
        };
        let hours = self.first_hours(reader);
        let doors = self.doors(hours, reader);
        let hours = self.with_further(hours, reader);
        let hours = hours.as_deref();
        if repeats {
            let dates = self.rule.read(first, hours, reader);
            return dates.map(|dates| dates.with_doors(doors));
        }
        let mut sittings = Vec::new();
        if let (Some(date), Some(hours)) = (first, hours) {
            reader.sittings(date, hours, Which::First, &mut sittings);
        }
        match self.repeats.as_str() {
            "once" => {}
            "days" => self.days_in_a_row(first, hours, reader, &mut sittings),
            "dates" => self.chosen_dates(hours, reader, &mut sittings),
            _ => reader
                .errors
                .push("repeats", "Select whether it happens more than once"),
        }
        let dates = Dates::new(sittings).ok();
        dates.map(|dates| dates.with_doors(doors))
    }

    /// When the doors open, before it starts.
    fn doors(&self, hours: Option<Hours>, reader: &mut Reader) -> Option<NaiveTime> {
        if blank(&self.doors) {
            return None;
        }
        let problem = match (parse_time(&self.doors), hours) {
            (Ok(_), Some(Hours::AllDay)) => {
                "Leave the doors empty where it lasts all day".to_owned()
            }
            (Ok(_), _) if !blank(&self.again) => {
                "Leave the doors empty where it is on more than once a day, and say when they open in the description".to_owned()
            }
            (Ok(at), Some(hours)) if at >= hours.start() => {
                format!("The doors must open before {}", when::time(hours.start()))
            }
            (Ok(at), _) => return Some(at),
            (Err(TimeProblem::AmOrPm { hour, minute }), _) => am_or_pm(hour, minute, ""),
            (Err(_), _) => {
                "Enter when the doors open, like 6:30pm or 18:30, or leave it empty".to_owned()
            }
        };
        reader.errors.push("doors", problem);
        None
    }

    fn first(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.day,
            month: &self.month,
            year: &self.year,
        }
    }

    fn last(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.last_day,
            month: &self.last_month,
            year: &self.last_year,
        }
    }

    fn first_hours(&self, reader: &mut Reader) -> Option<Hours> {
        if self.all_day != "yes" {
            return reader.hours(&self.start, &self.finish, Which::First);
        }
        if blank(&self.start) && blank(&self.finish) {
            return Some(Hours::AllDay);
        }
        reader
            .errors
            .push("all-day", "Choose “All day” or enter the times, not both");
        None
    }

    fn hours_so_far(&self, reader: &mut Reader) -> Option<Vec<Hours>> {
        let hours = self.first_hours(reader);
        self.with_further(hours, reader)
            .or(hours.map(|hours| vec![hours]))
    }

    /// The hours with the further times of the same day, in order, each start once.
    fn with_further(&self, hours: Option<Hours>, reader: &mut Reader) -> Option<Vec<Hours>> {
        let lines: Vec<&str> = self.again.lines().filter(|line| !blank(line)).collect();
        if !lines.is_empty() && hours == Some(Hours::AllDay) {
            let message = "Leave the further times empty where it lasts all day";
            reader.errors.push("again", message);
            return None;
        }
        if lines.len() > MOST_FURTHER_TIMES {
            let message = format!("Enter {MOST_FURTHER_TIMES} further times at most");
            reader.errors.push("again", message);
            return None;
        }
        let mut all: Vec<Hours> = hours.into_iter().collect();
        for line in lines {
            let (start, finish) = start_and_finish(line);
            let further = reader.hours(start, finish, Which::Further)?;
            if all.iter().any(|there| there.start() == further.start()) {
                let message = format!("{} is there already", when::time(further.start()));
                reader.errors.push("again", message);
                return None;
            }
            all.push(further);
        }
        all.sort_by_key(Hours::start);
        hours.map(|_| all)
    }

    fn days_in_a_row(
        &self,
        first: Option<NaiveDate>,
        hours: Option<&[Hours]>,
        reader: &mut Reader,
        sittings: &mut Vec<Sitting>,
    ) {
        let Some(last) = reader.date(&self.last(), Which::Last) else {
            return;
        };
        let Some(first) = first else { return };
        let latest = first + Days::new(MOST_DAYS - 1);
        if last <= first {
            reader.errors.push(
                "last-day",
                format!("Last date must be after {}", when::day_and_year(first)),
            );
        } else if last > latest {
            let latest = when::day_and_year(latest);
            let message = format!(
                "Last date must be {latest} or earlier, so that it is {MOST_DAYS} days at most"
            );
            reader.errors.push("last-day", message);
        } else if let Some(hours) = hours {
            for date in first.iter_days().skip(1).take_while(|date| *date <= last) {
                reader.sittings(date, hours, Which::First, sittings);
            }
        }
    }

    fn chosen_dates(
        &self,
        hours: Option<&[Hours]>,
        reader: &mut Reader,
        sittings: &mut Vec<Sitting>,
    ) {
        if self.more.iter().all(MoreDate::is_blank) {
            reader.errors.push(
                "day-2",
                "Enter the second date, or select that it happens once",
            );
        }
        for (row, n) in self.more.iter().zip(2..).filter(|(row, _)| !row.is_blank()) {
            let which = Which::Nth(n);
            let date = reader.date(&row.date(), which);
            let own = if row.has_times() {
                let own = reader.hours(&row.start, &row.finish, which);
                own.map(|own| vec![own])
            } else {
                hours.map(<[Hours]>::to_vec)
            };
            if let (Some(date), Some(hours)) = (date, own) {
                reader.sittings(date, &hours, which, sittings);
            }
        }
    }
}

impl MoreDate {
    fn take(fields: &mut Fields, n: usize) -> Option<Self> {
        let mut part = |name: &str| fields.take_sent(&format!("{name}-{n}"));
        let parts = [
            part("day"),
            part("month"),
            part("year"),
            part("start"),
            part("finish"),
        ];
        parts.iter().any(Option::is_some).then(|| {
            let [day, month, year, start, finish] = parts.map(Option::unwrap_or_default);
            Self {
                day,
                month,
                year,
                start,
                finish,
            }
        })
    }

    fn date(&self) -> TypedDate<'_> {
        TypedDate {
            day: &self.day,
            month: &self.month,
            year: &self.year,
        }
    }

    fn has_times(&self) -> bool {
        !blank(&self.start) || !blank(&self.finish)
    }

    fn is_blank(&self) -> bool {
        blank(&self.day) && blank(&self.month) && blank(&self.year) && !self.has_times()
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn no_dates() -> FormErrors {
    let mut errors = FormErrors::default();
    errors.push("day", "Enter the event's date");
    errors
}

/// Which date of the form is meant: it names the controls and the date in a sentence.
#[derive(Clone, Copy)]
enum Which {
    First,
    Last,
    Until,
    /// A further time on the first date's day.
    Further,
    /// A date of a rule that is at another time.
    Otherwise(NaiveDate),
    Nth(usize),
}

impl Which {
    /// The control's `id`: "day", "last-day", "day-3".
    fn id(self, name: &str) -> String {
        match self {
            Self::First => name.to_owned(),
            Self::Last => format!("last-{name}"),
            Self::Until => format!("until-{name}"),
            Self::Further => "again".to_owned(),
            Self::Otherwise(_) => "otherwise".to_owned(),
            Self::Nth(n) => format!("{name}-{n}"),
        }
    }

    /// At the start of a sentence: "Event date", "Date 3".
    fn subject(self) -> String {
        match self {
            Self::First => "Event date".to_owned(),
            Self::Last => "Last date".to_owned(),
            Self::Until => "The date it goes on until".to_owned(),
            Self::Further => "A further time".to_owned(),
            Self::Otherwise(date) => when::day(date),
            Self::Nth(n) => format!("Date {n}"),
        }
    }

    /// After "Enter": "the event's date", "date 3".
    fn object(self) -> String {
        match self {
            Self::First => "the event's date".to_owned(),
            Self::Last => "the last date".to_owned(),
            Self::Until => "the date it goes on until".to_owned(),
            Self::Further => "a further time".to_owned(),
            Self::Otherwise(date) => when::day(date),
            Self::Nth(n) => format!("date {n}"),
        }
    }

    /// After a part of it: nothing, " for date 3".
    fn of(self) -> String {
        match self {
            Self::First => String::new(),
            Self::Further => " in the further times".to_owned(),
            Self::Last | Self::Until | Self::Otherwise(_) | Self::Nth(_) => {
                format!(" for {}", self.object())
            }
        }
    }
}

/// The three fields of a date.
struct TypedDate<'a> {
    day: &'a str,
    month: &'a str,
    year: &'a str,
}

impl TypedDate<'_> {
    fn parse(&self) -> Result<NaiveDate, DateProblem> {
        parse_date(self.day, self.month, self.year)
    }

    /// The next year in which this day and month are in the future, to suggest when none was typed.
    fn likely_year(&self, today: NaiveDate) -> i32 {
        let year = today.year();
        let passed = parse_day_and_month(self.day, self.month)
            .and_then(|(day, month)| NaiveDate::from_ymd_opt(year, month, day))
            .is_some_and(|date| date < today);
        if passed { year + 1 } else { year }
    }
}

/// Reads dates and times, and gathers what is wrong with them.
struct Reader {
    now: DateTime<Utc>,
    errors: FormErrors,
}

impl Reader {
    /// Reads a date and checks that it is neither past nor too far ahead.
    fn date(&mut self, typed: &TypedDate<'_>, which: Which) -> Option<NaiveDate> {
        self.date_since(when::today(self.now), typed, which)
    }

    /// Reads the first date of what repeats, which may have begun.
    fn begun(&mut self, typed: &TypedDate<'_>) -> Option<NaiveDate> {
        let since = when::today(self.now) - Months::new(MONTHS_AHEAD);
        self.date_since(since, typed, Which::First)
    }

    fn date_since(
        &mut self,
        since: NaiveDate,
        typed: &TypedDate<'_>,
        which: Which,
    ) -> Option<NaiveDate> {
        let today = when::today(self.now);
        let date = match typed.parse() {
            Ok(date) => date,
            Err(problem) => {
                let message = date_message(problem, which, typed.likely_year(today));
                self.errors.push(which.id(control(problem)), message);
                return None;
            }
        };
        let furthest = today + Months::new(MONTHS_AHEAD);
        let subject = which.subject();
        if date < since {
            let message = if since < today {
                format!(
                    "{subject} must be on or after {}",
                    when::day_and_year(since)
                )
            } else {
                format!("{subject} must be in the future")
            };
            self.errors.push(which.id("day"), message);
        } else if date > furthest {
            let furthest = when::day_and_year(furthest);
            let message =
                format!("{subject} must be within {MONTHS_AHEAD} months, on or before {furthest}");
            self.errors.push(which.id("day"), message);
        } else {
            return Some(date);
        }
        None
    }

    /// Reads a start and a finish that may be empty.
    fn hours(&mut self, start: &str, finish: &str, which: Which) -> Option<Hours> {
        // "Midnight on the 24th" means its end to one and its beginning to another.
        if is_midnight(start) {
            self.errors.push(
                which.id("start"),
                "Enter 11:59pm for the end of the day, or 12:01am for its beginning",
            );
            return None;
        }
        let start = parse_time(start);
        if let Err(problem) = start {
            self.errors
                .push(which.id("start"), start_message(problem, which));
        }
        if blank(finish) {
            return start.ok().map(|start| Hours::From { start });
        }
        // Without a start the finish is read all the same, to tell all that is wrong at once.
        let finish = parse_finish(finish, start.unwrap_or(NaiveTime::MIN));
        match (start, finish) {
            (Ok(start), Ok(finish)) => {
                let late = format!(
                    "Finish time{} must be after {}",
                    which.of(),
                    when::time(start)
                );
                Hours::from_to(start, finish)
                    .map_err(|_| self.errors.push(which.id("finish"), late))
                    .ok()
            }
            (_, Err(problem)) => {
                self.errors
                    .push(which.id("finish"), finish_message(problem, which));
                None
            }
            (Err(_), Ok(_)) => None,
        }
    }

    /// Takes the sittings of a date.
    fn sittings(
        &mut self,
        date: NaiveDate,
        hours: &[Hours],
        which: Which,
        sittings: &mut Vec<Sitting>,
    ) {
        // Of several times nobody knows which control to mend but by the words.
        let times = match which {
            Which::First if hours.len() > 1 => Which::Further,
            which => which,
        };
        for hours in hours.iter().copied() {
            let sitting = Sitting { date, hours };
            if self.times_exist(&sitting, times) {
                self.sitting(sitting, which, sittings);
            }
        }
    }

    /// Takes a sitting that has not begun and is not there yet.
    fn sitting(&mut self, sitting: Sitting, which: Which, sittings: &mut Vec<Sitting>) {
        if sitting.starts_at() <= self.now {
            self.errors.push(
                which.id("day"),
                format!("{} must be in the future", which.subject()),
            );
        } else if sittings
            .iter()
            .any(|there| there.starts_at() == sitting.starts_at())
        {
            let message = format!(
                "{} is there already. Change its date or its times",
                which.subject()
            );
            self.errors.push(which.id("day"), message);
        } else {
            sittings.push(sitting);
        }
    }

    fn times_exist(&mut self, sitting: &Sitting, which: Which) -> bool {
        let gap = sitting.gap();
        let Some((control, gap)) = gap else {
            return true;
        };
        let message = format!(
            "{} does not exist on {}: the clocks go forward from 1am to 2am. Enter a different time",
            when::time(gap.time),
            when::day(gap.date)
        );
        self.errors.push(which.id(control), message);
        false
    }
}

/// The control to mend.
fn control(problem: DateProblem) -> &'static str {
    match problem {
        DateProblem::NoMonth | DateProblem::NotAMonth => "month",
        DateProblem::NoYear | DateProblem::NotAYear => "year",
        DateProblem::Empty
        | DateProblem::NoDay
        | DateProblem::NotADay
        | DateProblem::NoSuchDate { .. } => "day",
    }
}

fn date_message(problem: DateProblem, which: Which, likely_year: i32) -> String {
    let of = which.of();
    match problem {
        DateProblem::Empty => format!("Enter {}", which.object()),
        DateProblem::NoDay => format!("Enter the day{of}, for example 27"),
        DateProblem::NotADay => format!("Enter the day{of} as a number from 1 to 31"),
        DateProblem::NoMonth => format!("Enter the month{of}, for example 3 or March"),
        DateProblem::NotAMonth => format!(
            "Enter the month{of} as a number from 1 to 12 or a name, for example 3 or March"
        ),
        DateProblem::NoYear => format!("Enter the year{of}, for example {likely_year}"),
        DateProblem::NotAYear => {
            format!("Enter the year{of} with four digits, for example {likely_year}")
        }
        DateProblem::NoSuchDate { day, month, year } => no_such_date(day, month, year),
    }
}

/// "31 June does not exist: June has 30 days. Enter a different date".
fn no_such_date(day: u32, month: u32, year: i32) -> String {
    let (name, length) = (when::month_name(month), when::month_length(year, month));
    let year = if month == 2 {
        format!(" {year}")
    } else {
        String::new()
    };
    format!(
        "{day} {name}{year} does not exist: {name}{year} has {length} days. Enter a different date"
    )
}

fn start_message(problem: TimeProblem, which: Which) -> String {
    let of = which.of();
    match problem {
        TimeProblem::Empty => format!("Enter the start time{of}, for example 7pm"),
        TimeProblem::AmOrPm { hour, minute } => am_or_pm(hour, minute, &of),
        TimeProblem::TwoTimes => format!("Enter one start time{of}, for example 9:30am"),
        TimeProblem::OpenEnd => format!("Enter only the start time{of}, for example 7pm"),
        TimeProblem::NotATime => format!("Enter the start time{of} like 7pm or 19:30"),
    }
}

/// "Enter 7am or 7pm for date 2".
fn am_or_pm(hour: u32, minute: u32, of: &str) -> String {
    let minute = if minute == 0 {
        String::new()
    } else {
        format!(":{minute:02}")
    };
    format!("Enter {hour}{minute}am or {hour}{minute}pm{of}")
}

fn finish_message(problem: TimeProblem, which: Which) -> String {
    let of = which.of();
    match problem {
        TimeProblem::OpenEnd => {
            format!("Leave the finish time{of} empty if there is no set finish")
        }
        TimeProblem::TwoTimes => format!("Enter one finish time{of}, for example 9:30pm"),
        TimeProblem::Empty | TimeProblem::AmOrPm { .. } | TimeProblem::NotATime => {
            format!("Enter the finish time{of} like 9:30pm or 21:30, or leave it empty")
        }
    }
}

/// What the dates typed so far come to. Both parts are empty while nothing can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// "Your event will be on 6 dates".
    pub heading: String,
    /// "27 January, 24 February and 31 March 2027".
    pub dates: String,
}

/// What the dates typed so far come to. It passes over whatever is not finished.
#[must_use]
pub fn preview(answers: &WhenAnswers, today: NaiveDate) -> Preview {
    let Ok(first) = answers.first().parse() else {
        return Preview::default();
    };
    if answers.repeats == "rule" {
        return rule_so_far(answers, first, today);
    }
    if first < today {
        return Preview {
            heading: format!("{} has passed", when::day(first)),
            dates: String::new(),
        };
    }
    let days = match answers.repeats.as_str() {
        "days" => run_so_far(first, &answers.last()),
        "dates" => chosen_so_far(first, &answers.more),
        _ => vec![first],
    };
    match (days.as_slice(), answers.repeats.as_str()) {
        ([_], _) => one_so_far(first, answers),
        ([first, .., last], "days") => Preview {
            heading: format!("Your event will be on {} days", days.len()),
            dates: when::span(*first, *last),
        },
        _ => Preview {
            heading: format!("Your event will be on {} dates", days.len()),
            dates: when::list(&days),
        },
    }
}

/// Every date that comes of a rule, once all of it is told.
fn rule_so_far(answers: &WhenAnswers, first: NaiveDate, today: NaiveDate) -> Preview {
    let mut quiet = Reader {
        now: today.and_time(NaiveTime::MIN).and_utc(),
        errors: FormErrors::default(),
    };
    let hours = answers.hours_so_far(&mut quiet);
    let hours = hours.unwrap_or_else(|| vec![Hours::AllDay]);
    quiet.errors = FormErrors::default();
    let Some(dates) = answers.rule.read(Some(first), Some(&hours), &mut quiet) else {
        return one_so_far(first, answers);
    };
    let open = answers.rule.ends == "open";
    let heading = match dates.days().len() {
        n if open => format!("Your event will be on {n} dates in the next year or so, and go on"),
        n => format!("Your event will be on {n} dates"),
    };
    Preview {
        heading,
        dates: when::list_with_weekdays(&dates.days()),
    }
}

fn one_so_far(date: NaiveDate, answers: &WhenAnswers) -> Preview {
    let mut quiet = Reader {
        now: DateTime::UNIX_EPOCH,
        errors: FormErrors::default(),
    };
    let dates = match answers.hours_so_far(&mut quiet) {
        Some(hours) => when::day_and_hours(date, &hours),
        None => when::day(date),
    };
    Preview {
        heading: "Your event will be on".to_owned(),
        dates,
    }
}

fn run_so_far(first: NaiveDate, last: &TypedDate<'_>) -> Vec<NaiveDate> {
    let last = last
        .parse()
        .ok()
        .filter(|last| *last <= first + Days::new(MOST_DAYS - 1));
    let last = last.unwrap_or(first).max(first);
    first.iter_days().take_while(|date| *date <= last).collect()
}

fn chosen_so_far(first: NaiveDate, more: &[MoreDate]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = more
        .iter()
        .filter_map(|row| row.date().parse().ok())
        .collect();
    days.push(first);
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether a start is midnight in words, which does not say of which day.
fn is_midnight(typed: &str) -> bool {
    let tight: String = typed.to_lowercase().split_whitespace().collect();
    let tight = tight.replace('.', ":");
    [
        "midnight",
        "12midnight",
        "12am",
        "12:00am",
        "24",
        "24:00",
        "2400",
        "24h",
    ]
    .contains(&tight.as_str())
}
