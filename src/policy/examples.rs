//! The examples inside a page of a rule, as tests of it: fenced blocks that say `bad` or `good` behind `json`, each a
//! whole artifact. A bad one must be found, a good one must not. What a block needs beside it stands in blocks `with`
//! a path right below it.
//!
//! ````text
//! ```json bad linkedService/ls_orders.json
//! { "name": "ls_orders", … }
//! ```
//! ````

use super::ConfigError;
use super::pages::Policy;
use crate::json::Span;
use crate::lint::{self, Options, Report};
use crate::network::{Completeness, Profile};
use crate::rule::{Page, RuleLevel, When};
use crate::rules::Registry;
use crate::suggest::closest;

use crate::workspace::files::Memory;
use crate::workspace::{Kind, Problem};

/// What came of the examples of one page.
#[derive(Debug, Default)]
pub struct Tested {
    /// The page's file.
    pub path: String,
    /// The rule's name.
    pub name: String,
    /// How many bad examples there are.
    pub bad: usize,
    /// How many good ones.
    pub good: usize,
    /// Examples that say otherwise than the rule, and what is wrong with them.
    pub failures: Vec<ConfigError>,
}

/// A fenced block of JSON that says what it is.
struct Block {
    word: Word,
    /// Where the artifact lies in its workspace, where the block says so.
    path: Option<String>,
    /// The line that opens the block, in the page.
    fence: Span,
    /// What stands in the block, in the page.
    body: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Bad,
    Good,
    With,
}

const WORDS: [(&str, Word); 3] = [("bad", Word::Bad), ("good", Word::Good), ("with", Word::With)];

/// What the line that opens a block says: what it is, and where its artifact lies.
type Label = (Word, Option<String>);

/// A fault at a place of the page.
type Failure = (String, Span, Option<String>);

/// Runs the examples of a page.
pub fn test(policy: Policy) -> Tested {
    let Policy { path, text, rule } = policy;
    let mut tested = Tested { path, name: rule.name().to_owned(), ..Tested::default() };
    let registry = Registry::with(vec![rule]);
    let found = registry.find(&tested.name).map(|rule| (blocks(&text), rule));
    let mut failures = match found {
        Some((Ok(blocks), rule)) => {
            let examples = blocks.chunk_by(|_, next| next.word == Word::With);
            examples.flat_map(|example| run(&rule.page, &text, example, &registry, &mut tested)).collect()
        }
        Some((Err(failure), _)) => vec![failure],
        None => Vec::new(),
    };
    for (count, word) in [(tested.bad, "bad"), (tested.good, "good")] {
        if count == 0 && failures.is_empty() {
            let help = format!("show one in a block that begins with ```json {word} linkedService/ls_orders.json");
            failures.push((format!("there is no {word} example"), 0..0, Some(help)));
        }
    }
    let placed =
        |(message, span, help)| ConfigError { path: tested.path.clone(), text: text.clone(), message, span, help };
    tested.failures = failures.into_iter().map(placed).collect();
    tested
}

/// Runs one example: a block, and those that it needs beside it.
fn run(page: &Page, text: &str, example: &[Block], registry: &Registry, tested: &mut Tested) -> Vec<Failure> {
    let Some(first) = example.first() else { return Vec::new() };
    match first.word {
        Word::Bad => tested.bad += 1,
        Word::Good => tested.good += 1,
        Word::With => {
            let help = "put it below the example that needs it".to_owned();
            return vec![("there is no example above this block".to_owned(), first.fence.clone(), Some(help))];
        }
    }
    let paths: Result<Vec<String>, Failure> = example.iter().map(|block| path(block, page)).collect();
    let paths = match paths {
        Ok(paths) => paths,
        Err(failure) => return vec![failure],
    };
    let files = paths.iter().zip(example).map(|(path, block)| (path.clone(), text[block.body.clone()].to_owned()));
    let report = lint::check(&files.collect::<Memory>(), "", &options(page), registry);
    let places: Vec<(&str, &Block)> = paths.iter().map(String::as_str).zip(example).collect();
    let broken = unusable(&report, &places);
    if !broken.is_empty() {
        return broken;
    }
    let own = |path: &str| places.iter().find(|(own, _)| *own == path).map(|(_, block)| *block);
    let reported = report.findings.iter().filter_map(|finding| Some((finding, own(&finding.location.path)?)));
    match first.word {
        Word::Good => reported
            .map(|(finding, block)| {
                (
                    format!("the good example is reported: {}", finding.message),
                    shifted(&finding.location.span, block),
                    None,
                )
            })
            .collect(),
        _ if reported.count() > 0 => Vec::new(),
        _ => vec![("the bad example is not reported".to_owned(), first.fence.clone(), None)],
    }
}

/// What in the blocks is no artifact, or no JSON.
fn unusable(report: &Report, places: &[(&str, &Block)]) -> Vec<Failure> {
    let artifacts = report.sources();
    let failure = |(path, block): &(&str, &Block)| match artifacts.get(*path) {
        None if path.split('/').any(|part| Kind::from_folder(part).is_some()) => no_object(block),
        None => {
            let help = "begin it with the folder of a kind, as linkedService/ls_orders.json".to_owned();
            Some((format!("\"{path}\" is no artifact of a workspace"), block.fence.clone(), Some(help)))
        }
        Some(artifact) => match artifact.problem.as_ref()? {
            Problem::Syntax(error) => Some((error.message.clone(), shifted(&error.span, block), None)),
            Problem::NotAnObject(_) => no_object(block),
            Problem::ClosedFolder(why) => Some((why.clone(), block.fence.clone(), None)),
            Problem::Unreadable { why, span, .. } => Some((why.clone(), shifted(span, block), None)),
        },
    };
    places.iter().filter_map(failure).collect()
}

fn no_object(block: &Block) -> Option<Failure> {
    Some(("an artifact is an object with a name and properties".to_owned(), block.fence.clone(), None))
}

/// A place in a block as one of the page.
fn shifted(span: &Span, block: &Block) -> Span {
    block.body.start + span.start..block.body.start + span.end
}

/// Where the artifact of a block lies.
fn path(block: &Block, page: &Page) -> Result<String, Failure> {
    match (&block.path, &page.kinds[..]) {
        (Some(path), _) => Ok(path.clone()),
        (None, [kind]) if block.word != Word::With => Ok(format!("{}/example.json", kind.folder())),
        _ => {
            let help = "name its file behind the word, as ```json bad linkedService/ls_orders.json".to_owned();
            Err(("the block does not say which artifact it is".to_owned(), block.fence.clone(), Some(help)))
        }
    }
}

/// Examples run alone, where the rule applies and all that is there is known.
fn options(page: &Page) -> Options {
    let profile = match page.when {
        When::ManagedOnly => Profile::Managed,
        When::Any | When::Managed | When::Dep => Profile::Dep,
    };
    let mut options = Options::default();
    options.levels.insert(page.name.to_string(), RuleLevel { level: page.level, set_by_user: false });
    options.roots.every.network.profile = Some((profile, "the example".to_owned()));
    options.roots.every.network.completeness = Some(Completeness::Complete);
    options
}

/// The blocks of a page, in order.
fn blocks(text: &str) -> Result<Vec<Block>, Failure> {
    let mut found = Vec::new();
    let mut open: Option<(Option<Label>, Span)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        match (line.strip_prefix("```"), open.take()) {
            (Some(info), None) => open = Some((labelled(info, &span)?, span)),
            (Some(_), Some((Some((word, path)), fence))) => {
                let body = text[fence.end..].find('\n').map_or(fence.end, |length| fence.end + length + 1)..span.start;
                found.push(Block { word, path, fence, body });
            }
            (Some(_), Some((None, _))) => {}
            (None, still) => open = still,
        }
    }
    match open {
        Some((Some(_), fence)) => Err(("the block is not closed".to_owned(), fence, None)),
        _ => Ok(found),
    }
}

/// What the line that opens a block says: `json bad linkedService/ls_orders.json`. `None` for other blocks.
fn labelled(info: &str, span: &Span) -> Result<Option<Label>, Failure> {
    let mut words = info.split_whitespace();
    let (Some("json"), Some(word)) = (words.next(), words.next()) else { return Ok(None) };
    let path = words.next().map(str::to_owned);
    if let Some((_, word)) = WORDS.iter().find(|(name, _)| *name == word) {
        return Ok(Some((*word, path)));
    }
    let near = closest(word, WORDS.iter().map(|(name, _)| *name));
    let help =
        near.map_or_else(|| "an example is `bad` or `good`".to_owned(), |near| format!("did you mean `{near}`?"));
    Err((format!("a block of JSON is not called \"{word}\""), span.clone(), Some(help)))
}
