//! **synlint** walks a repository of Azure Synapse artifacts, works out who talks to which host by which runtime and
//! endpoint, and says what the network will block, what Spark will refuse, what breaks and what leaks.
//!
//! How it is built, in one sentence: load the workspace into spanned documents, a reference graph and a map of who
//! talks to whom; a rule is a page, or a page and a function; it sees everything and reports on one artifact;
//! findings are plain data; each output is one file.
//!
//! | module | for | must never |
//! |---|---|---|
//! | [`json`], [`language`] | documents, queries; code inside strings | know artifacts, rules, files, terminals |
//! | [`catalog`] | facts about Azure | know artifacts or rules |
//! | [`workspace`], [`network`], [`delivery`] | the model | know rules, wording, reports |
//! | [`infrastructure`] | what Terraform and templates declare | know artifacts, rules |
//! | [`suggest`], [`date`] | did-you-mean; days | know what it suggests; read a clock |
//! | [`rule`], [`finding`] | what a rule and a finding are | know single rules, configuration, formats |
//! | [`rules`] | the rules, one function a file | read configuration, disk, environment |
//! | [`lint`], [`policy`] | the loop; configuration | format text |
//! | [`report`] | one output a file | run rules, decide levels, read files |
//! | [`cli`] | arguments, exit codes | be imported |

pub mod catalog;
pub mod cli;
pub mod date;
pub mod delivery;
pub mod finding;
pub mod infrastructure;
pub mod json;
pub mod language;
pub mod lint;
pub mod network;
pub mod policy;
pub mod report;
pub mod rule;
pub mod rules;
pub mod suggest;
pub mod workspace;
