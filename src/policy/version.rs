//! `required-version`: does this synlint satisfy what a configuration asks for?

use super::validate::Fault;
use toml::Spanned;
use toml::de::DeTable;

/// The version that runs.
const OWN: &str = env!("CARGO_PKG_VERSION");

type Version = [u64; 3];

/// What to say when this version may not read the file.
pub fn fault(file: &Spanned<DeTable<'_>>) -> Option<Fault> {
    let value = file.get_ref().get("required-version")?;
    let wanted = value.get_ref().as_str()?;
    let (message, help) = match satisfies(wanted, OWN) {
        Some(true) => return None,
        Some(false) => {
            let message = format!("this is synlint {OWN}, and \"{wanted}\" is required");
            (message, "use a version that satisfies it, or change the requirement")
        }
        None => (format!("\"{wanted}\" is no requirement of a version"), "write it as >=0.1 or >=0.1, <2"),
    };
    Some(Fault { message, span: value.span(), help: Some(help.to_owned()) })
}

/// Does a version satisfy a requirement like `>=0.1, <2`? `None` when the requirement is none. A requirement may leave
/// out the last numbers, which are then zero.
fn satisfies(requirement: &str, version: &str) -> Option<bool> {
    let version = parsed(version)?;
    requirement.split(',').try_fold(true, |so_far, part| Some(so_far & part_holds(part.trim(), version)?))
}

fn part_holds(part: &str, version: Version) -> Option<bool> {
    let at = part.find(|c: char| c.is_ascii_digit())?;
    let wanted = parsed(&part[at..])?;
    match part[..at].trim() {
        ">=" => Some(version >= wanted),
        ">" => Some(version > wanted),
        "<=" => Some(version <= wanted),
        "<" => Some(version < wanted),
        "=" | "==" | "" => Some(version == wanted),
        _ => None,
    }
}

fn parsed(text: &str) -> Option<Version> {
    let mut numbers = text.trim().split('.').map(|number| number.parse().ok());
    let mut next = || numbers.next().unwrap_or(Some(0));
    let version = [next()?, next()?, next()?];
    numbers.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements() {
        assert_eq!(satisfies(">=0.1", "0.1.0"), Some(true));
        assert_eq!(satisfies(">=0.1, <2", "2.0.0"), Some(false));
        assert_eq!(satisfies("> 0.1", "0.1.1"), Some(true));
        assert_eq!(satisfies("=0.1.0", "0.1.0"), Some(true));
        for wrong in ["", "latest", "~0.1", ">=0.1.x", ">=1.2.3.4", ">=0.1,"] {
            assert_eq!(satisfies(wrong, "0.1.0"), None, "{wrong}");
        }
    }
}
