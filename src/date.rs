//! A day of the calendar. Nothing here reads a clock: today is told by the command line.

use std::fmt;

/// A day, ordered as time runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day at the beginning of a text like `2026-11-23` or `2026-11-23T05:00:00Z`; `None` when there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        if !(rest.is_empty() || rest.starts_with(['T', 't', ' '])) {
            return None;
        }
        let mut parts = day.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|c| c.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)? as u8, number(2)? as u8);
        let date = Self { year: year.into(), month, day };
        ((1..=12).contains(&month) && (1..=date.days_of_month()).contains(&day)).then_some(date)
    }

    /// The day that is `days` after 1970-01-01, in the proleptic Gregorian calendar.
    pub fn from_days_since_1970(days: i64) -> Self {
        // Years that begin in March end with the leap day; an era of 400 of them has 146,097 days.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * march_month + 2) / 5 + 1) as u8;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 } as u8;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year: year as i32, month, day }
    }

    /// The day after.
    pub fn next(self) -> Self {
        let Self { year, month, day } = self;
        match (day < self.days_of_month(), month < 12) {
            (true, _) => Self { day: day + 1, ..self },
            (_, true) => Self { month: month + 1, day: 1, ..self },
            _ => Self { year: year + 1, month: 1, day: 1 },
        }
    }

    fn days_of_month(self) -> u8 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let mut day = Date::from_days_since_1970(-800_000);
        for since in -799_999..200_000 {
            let next = Date::from_days_since_1970(since);
            assert_eq!(day.next(), next);
            assert!(day < next);
            day = next;
        }
        assert_eq!(Date::from_days_since_1970(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days_since_1970(20_780).to_string(), "2026-11-23");
    }

    #[test]
    fn only_days_are_days() {
        let shown = |text| Date::parse(text).map(|date| date.to_string());
        assert_eq!(shown("2026-11-23"), Some("2026-11-23".to_owned()));
        assert_eq!(shown("2024-02-29T05:00:00.000Z"), Some("2024-02-29".to_owned()));
        for text in
            ["", "2026-13-01", "2026-02-29", "2026-1-01", "23.11.2026", "2026-11-2é", "2026-11-23x", "+026-11-23"]
        {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
