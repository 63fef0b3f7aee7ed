//! Durations as the service writes them: `days.hours:minutes:seconds.fraction`, days and fraction optional.

use std::time::Duration;

/// The duration; `None` for an expression and for anything else that is no time span.
pub fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let Some((first, rest)) = text.split_once(':') else {
        // A number alone is a number of days.
        return number(text).and_then(|days| seconds(days, 24 * 60 * 60));
    };
    let (days, hours) = match first.split_once('.') {
        Some((days, hours)) => (number(days)?, number(hours)?),
        None => (0, number(first)?),
    };
    let (minutes, rest) = rest.split_once(':').unwrap_or((rest, "0"));
    let whole = rest.split('.').next().unwrap_or_default();
    let parts = [seconds(days, 24 * 60 * 60)?, seconds(hours, 60 * 60)?, seconds(number(minutes)?, 60)?];
    parts.into_iter().try_fold(seconds(number(whole)?, 1)?, Duration::checked_add)
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn seconds(count: u64, length: u64) -> Option<Duration> {
    count.checked_mul(length).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn spans() {
        let seconds = |text: &str| parse(text).map(|span| span.as_secs());
        assert_eq!(seconds("7.00:00:00"), Some(604_800));
        assert_eq!(seconds("00:10:00"), Some(600));
        assert_eq!(seconds("0.00:05:00.0000000"), Some(300));
        assert_eq!(seconds("1:30"), Some(5400), "hours and minutes");
        assert_eq!(seconds("2"), Some(172_800), "days");
        for text in ["", "@variables('timeout')", "-1:00", "0.a:00:00", "99999999999999999999.00:00", "1.2.3:00:00"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
