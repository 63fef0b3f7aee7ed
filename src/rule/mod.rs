//! What a rule is: a page, and either a query on that page or a function. Nothing here knows a single rule,
//! configuration or output format.

mod condition;
mod declaration;
mod message;
pub mod options;
mod page;
mod predicate;
mod selection;
mod sink;

pub use declaration::{Anchor, Declaration};
pub use message::{quoted, within};
pub use options::RuleOptions;
pub use page::{FrontMatter, Page, PageError, When, front_matter, in_page};
pub use sink::{Draft, Sink, Target};

use crate::date::Date;
use crate::delivery::{Delivery, File};
use crate::finding::Level;
use crate::network::{Network, Reach};
use crate::workspace::{Artifact, Workspace};

/// A native check: sees everything, reports on one artifact.
pub type Check = fn(&Context<'_>, &Artifact, &mut Sink<'_>);

/// A native check of delivery: sees the whole repository, reports on one file that is no artifact.
pub type DeliveryCheck = fn(&Repository<'_>, &File, &mut Sink<'_>);

/// How a rule finds.
#[derive(Debug, Clone, Copy)]
pub enum Logic {
    /// By the query on its page.
    Declarative,
    /// By a function.
    Native(Check),
    /// By a function that looks at the delivery files, once each.
    Delivery(DeliveryCheck),
}

/// A rule: its page and how it finds.
#[derive(Debug)]
pub struct Rule {
    /// Metadata, prose and, for declarative rules, the query.
    pub page: Page,
    /// How it finds.
    pub logic: Logic,
}

impl Rule {
    /// The rule's name, unique over all groups.
    pub fn name(&self) -> &str {
        &self.page.name
    }

    /// The name of its group.
    pub fn group(&self) -> &str {
        &self.page.group
    }
}

/// The level a rule reports at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleLevel {
    /// The level.
    pub level: Level,
    /// Did the user choose it? Then missing evidence does not lower it.
    pub set_by_user: bool,
}

/// What a check may look at besides its artifact.
#[derive(Debug)]
pub struct Context<'a> {
    /// The workspace of the artifact.
    pub workspace: &'a Workspace,
    /// Every workspace of the repository that is looked at, by path, this one included.
    pub repository: &'a [&'a Workspace],
    /// Who talks to which host by which runtime, and what covers it.
    pub network: &'a Network,
    /// What delivers the workspaces of the repository.
    pub delivery: &'a Delivery,
    /// What its artifacts cannot reach.
    pub reach: &'a Reach<'a>,
    /// What is set of single rules.
    pub options: &'a RuleOptions,
    /// The day of the run.
    pub today: Date,
}

/// What a check of delivery may look at besides its file.
#[derive(Debug)]
pub struct Repository<'a> {
    /// Every workspace of the repository that is looked at, by path.
    pub workspaces: &'a [&'a Workspace],
    /// Their networks, in the same order.
    pub networks: &'a [&'a Network],
    /// What delivers them.
    pub delivery: &'a Delivery,
}

impl<'a> Repository<'a> {
    /// The network of a workspace.
    pub fn network(&self, workspace: &Workspace) -> Option<&'a Network> {
        let at = self.workspaces.iter().position(|own| std::ptr::eq(*own, workspace))?;
        self.networks.get(at).copied()
    }
}
