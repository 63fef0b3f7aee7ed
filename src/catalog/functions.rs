//! The functions of the expression language of pipelines: their names and how many arguments they take.

use super::embedded;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A function the service has.
#[derive(Debug)]
pub struct Function {
    /// Its name, as the documentation writes it.
    pub name: String,
    /// Fewest arguments.
    pub least: usize,
    /// Most arguments; `None` without a limit.
    pub most: Option<usize>,
}

/// What is known of a function's name.
#[derive(Debug, Clone, Copy)]
pub enum FunctionName {
    /// The service has it.
    Known(&'static Function),
    /// Only Azure Logic Apps is documented to have it.
    LogicApps,
    /// Nobody has it; what says the same, where that is known.
    Unknown(Option<&'static str>),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct File {
    functions: BTreeMap<String, (usize, Option<usize>)>,
    logic_apps: Vec<String>,
    instead: BTreeMap<String, String>,
}

/// Names are in lower case.
struct Functions {
    /// Sorted by name.
    known: Vec<Function>,
    /// Their positions, by their names and, as most calls have it, by what the documentation writes.
    positions: FxHashMap<String, usize>,
    logic_apps: Vec<String>,
    instead: FxHashMap<String, String>,
}

fn functions() -> &'static Functions {
    static FUNCTIONS: OnceLock<Functions> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        let file: File = embedded(include_str!("functions.json"));
        let known = file.functions.into_iter().map(|(name, (least, most))| Function { name, least, most });
        let mut known: Vec<Function> = known.collect();
        known.sort_by_cached_key(|function| function.name.to_lowercase());
        let spellings = known.iter().enumerate();
        let spellings = spellings.flat_map(|(at, own)| [(own.name.to_lowercase(), at), (own.name.clone(), at)]);
        Functions {
            positions: spellings.collect(),
            known,
            logic_apps: file.logic_apps.iter().map(|name| name.to_lowercase()).collect(),
            instead: file.instead.into_iter().map(|(name, instead)| (name.to_lowercase(), instead)).collect(),
        }
    })
}

/// What is known of a name; names compare without case.
pub fn function(name: &str) -> FunctionName {
    let all = functions();
    let known = |name: &str| all.positions.get(name).map(|at| FunctionName::Known(&all.known[*at]));
    if let Some(function) = known(name) {
        return function;
    }
    let name = name.to_lowercase();
    if let Some(function) = known(&name) {
        return function;
    }
    match all.logic_apps.contains(&name) {
        true => FunctionName::LogicApps,
        false => FunctionName::Unknown(all.instead.get(&name).map(String::as_str)),
    }
}

/// The names of all functions the service has, sorted.
pub fn function_names() -> impl Iterator<Item = &'static str> {
    functions().known.iter().map(|function| function.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_counts() {
        let counts = |name: &str| match function(name) {
            FunctionName::Known(function) => Some((function.least, function.most)),
            _ => None,
        };
        assert_eq!(counts("CONCAT"), Some((1, None)));
        assert_eq!(counts("formatdatetime"), Some((1, Some(3))));
        assert_eq!(counts("pipeline"), Some((0, Some(0))));
        assert!(matches!(function("addProperty"), FunctionName::LogicApps));
        assert!(matches!(function("IsNull"), FunctionName::Unknown(Some("equals(value, null)"))));
        assert!(matches!(function("frobnicate"), FunctionName::Unknown(None)));
        let others = functions().instead.keys().chain(&functions().logic_apps);
        for name in others {
            assert!(counts(name).is_none(), "{name} is a function");
        }
    }
}
