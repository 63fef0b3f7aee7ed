//! Where checks put what they find. The sink knows the rule, its level and the artifact, so a check says only the
//! place and the sentence.

use super::{Rule, RuleLevel};
use crate::delivery::File;
use crate::finding::{ArtifactId, Edit, Finding, Findings, Fix, Level, Location, Related, Status};
use crate::json::text::Places;
use crate::json::{Node, Span, pointer};
use crate::workspace::{Artifact, Workspace};
use std::sync::Arc;

/// What a check reports on.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// An artifact of a workspace.
    Artifact(&'a Workspace, &'a Artifact),
    /// A delivery file.
    File(&'a File),
}

impl<'a> Target<'a> {
    /// Path of the file.
    pub fn path(self) -> &'a Arc<str> {
        match self {
            Target::Artifact(_, artifact) => &artifact.path,
            Target::File(file) => &file.path,
        }
    }

    fn id(self) -> Option<ArtifactId> {
        let Target::Artifact(workspace, artifact) = self else { return None };
        let root = workspace.shown_root().to_owned();
        Some(ArtifactId { kind: artifact.kind, name: artifact.name.clone(), root })
    }

    /// What places in it begin with.
    fn place(self) -> String {
        match self {
            Target::Artifact(_, artifact) => format!("{} {}", artifact.kind.folder(), artifact.name),
            Target::File(file) => file.path.to_string(),
        }
    }
}

/// Collects the findings of one rule on one artifact or delivery file.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'a Rule,
    level: RuleLevel,
    target: Target<'a>,
    /// What was found on this target, by this rule and those before it.
    findings: &'a mut Findings,
    places: Places,
    related_places: Places,
}

impl<'a> Sink<'a> {
    /// A sink for one rule on one target; `level` is what the configuration made of the rule's level.
    pub fn new(rule: &'a Rule, level: RuleLevel, target: Target<'a>, findings: &'a mut Findings) -> Self {
        Self { rule, level, target, findings, places: Places::default(), related_places: Places::default() }
    }

    /// Reports a value of the artifact or file. The subject is the value's text until [`Draft::subject`] says better.
    pub fn report(&mut self, node: Node<'_>, message: impl Into<Box<str>>) -> Draft<'_> {
        let subject = node.as_str().map_or_else(|| scalar(node), |text| text.into_owned());
        self.report_value(node, message.into()).subject(subject)
    }

    /// Reports a range of a decoded string, which may be a whole script: nothing is read of what stands around it.
    pub fn report_part(
        &mut self,
        node: Node<'_>,
        decoded: Span,
        subject: impl Into<Box<str>>,
        message: impl Into<Box<str>>,
    ) -> Draft<'_> {
        self.report_value(node, message.into()).within(node, decoded).subject(subject)
    }

    fn report_value(&mut self, node: Node<'_>, message: Box<str>) -> Draft<'_> {
        let mut place = self.target.place();
        pointer::push_place(&mut place, node);
        let location = location_in(self.target.path(), node);
        self.draft(location, &place, message)
    }

    /// Reports a range of the file where there is no JSON to point at.
    pub fn report_span(&mut self, span: Span, message: impl Into<Box<str>>) -> Draft<'_> {
        self.report_place("", span, message)
    }

    /// The same for a range that has a path of names.
    pub fn report_place(&mut self, names: &str, span: Span, message: impl Into<Box<str>>) -> Draft<'_> {
        let location = Location { path: Arc::clone(self.target.path()), span, node: None };
        let place = self.place(names);
        self.draft(location, &place, message.into())
    }

    fn place(&self, inner: &str) -> String {
        let outer = self.target.place();
        if inner.is_empty() { outer } else { format!("{outer} › {inner}") }
    }

    /// Findings of one target share who it is.
    fn id(&self) -> Option<Arc<ArtifactId>> {
        self.findings.last().map_or_else(|| self.target.id().map(Arc::new), |last| last.artifact.clone())
    }

    fn draft(&mut self, location: Location, place: &str, message: Box<str>) -> Draft<'_> {
        self.findings.push(Box::new(Finding {
            rule: self.rule.page.name.clone(),
            group: self.rule.page.group.clone(),
            level: self.level.level,
            confidence: self.rule.page.confidence,
            message,
            label: "".into(),
            help: self.rule.page.help.clone(),
            artifact: self.id(),
            location,
            // It is kept: no more room than it needs.
            place: place.into(),
            subject: "".into(),
            related: Vec::new(),
            fix: None,
            status: Status::New,
            exception: None,
        }));
        let finding = self.findings.last_mut().expect("just pushed");
        Draft {
            finding,
            rule_level: self.rule.page.level,
            level_is_set: self.level.set_by_user,
            path: self.target.path(),
            places: &mut self.places,
            related_places: &mut self.related_places,
        }
    }
}

/// The text of a scalar, for the subject; nothing for containers, whose text changes with every edit inside.
fn scalar(node: Node<'_>) -> String {
    if node.is_array() || node.is_object() { String::new() } else { node.raw().to_owned() }
}

/// The place of a value in its file.
pub fn location(artifact: &Artifact, node: Node<'_>) -> Location {
    location_in(&artifact.path, node)
}

fn location_in(path: &Arc<str>, node: Node<'_>) -> Location {
    Location { path: Arc::clone(path), span: node.span(), node: Some(node.id()) }
}

/// A finding that is being completed; it is reported whether completed or not.
#[derive(Debug)]
pub struct Draft<'a> {
    finding: &'a mut Finding,
    rule_level: Level,
    level_is_set: bool,
    path: &'a Arc<str>,
    places: &'a mut Places,
    related_places: &'a mut Places,
}

impl Draft<'_> {
    fn relate(self, related: Related) -> Self {
        // Few findings have a second.
        self.finding.related.reserve_exact(1);
        self.finding.related.push(related);
        self
    }

    /// Points at the value's key instead of the value: for objects that lack something.
    pub fn key(self, node: Node<'_>) -> Self {
        if let Some(span) = node.key_span() {
            self.finding.location.span = span;
        }
        self
    }

    /// Narrows the place to a range of the decoded string.
    pub fn within(self, node: Node<'_>, decoded: Span) -> Self {
        self.finding.location.span = self.places.find(node, decoded);
        self
    }

    /// Narrows the place to bytes of the file.
    pub fn at(self, span: Span) -> Self {
        self.finding.location.span = span;
        self
    }

    /// A few words under the underlined text.
    pub fn label(self, label: impl Into<Box<str>>) -> Self {
        self.finding.label = label.into();
        self
    }

    /// How to mend it, where the page's help is too general.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into().into());
        self
    }

    /// What it is about, for the fingerprint: the host, the name, the function.
    pub fn subject(self, subject: impl Into<Box<str>>) -> Self {
        self.finding.subject = subject.into();
        self
    }

    /// A path of names of its own, for places inside code: the text of the line, white space folded.
    pub fn line(self, line: &str) -> Self {
        /// Longest part of a line that names a place, in bytes; generated code has lines of megabytes.
        const LONGEST: usize = 400;
        let line = &line[..line.floor_char_boundary(LONGEST.min(line.len()))];
        let folded = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((artifact, _)) = self.finding.place.split_once(" › ") {
            self.finding.place = format!("{artifact} › {folded}").into();
        }
        self
    }

    /// Another place that matters, in this or another artifact.
    pub fn related(self, artifact: &Artifact, node: Node<'_>, message: impl Into<Box<str>>) -> Self {
        self.related_span(artifact, node, node.span(), message)
    }

    /// Another place that matters, narrower or wider than the value itself.
    pub fn related_span(self, artifact: &Artifact, node: Node<'_>, span: Span, message: impl Into<Box<str>>) -> Self {
        let location = Location { path: Arc::clone(&artifact.path), span, node: Some(node.id()) };
        self.relate(Related { message: message.into(), location, brief: false })
    }

    /// Another place that matters, a range of a decoded string.
    pub fn related_part(
        self,
        artifact: &Artifact,
        node: Node<'_>,
        decoded: Span,
        message: impl Into<Box<str>>,
    ) -> Self {
        let span = match Arc::ptr_eq(&artifact.path, self.path) {
            true => self.related_places.find(node, decoded),
            false => node.span_within(decoded),
        };
        self.related_span(artifact, node, span, message)
    }

    /// Another place in a file that is no artifact.
    pub fn related_file(self, path: &Arc<str>, span: Span, message: impl Into<Box<str>>) -> Self {
        let location = Location { path: Arc::clone(path), span, node: None };
        self.relate(Related { message: message.into(), location, brief: false })
    }

    /// Another place in the same file where there is no JSON to point at.
    pub fn related_text(self, span: Span, message: impl Into<Box<str>>) -> Self {
        let path = self.path;
        self.related_file(path, span, message)
    }

    /// A named sub-case: `level` is its level in the catalogue, and it keeps its distance to the rule's level when
    /// the user sets that.
    pub fn level(self, level: Level) -> Self {
        let steps = self.rule_level.steps_to(level);
        self.lowered(steps)
    }

    /// Drops the level by `steps`, never below a note.
    pub fn lowered(self, steps: u8) -> Self {
        self.finding.level = self.finding.level.lowered(steps);
        self
    }

    /// Drops one level because evidence is missing, unless the user set the level; the help then says how to
    /// complete the evidence.
    pub fn on_partial_evidence(self, how: &str) -> Self {
        if self.level_is_set {
            return self;
        }
        let help = self.finding.help.take().map(|help| format!("{help}; {how}"));
        self.finding.help = Some(help.map_or_else(|| how.into(), Into::into));
        self.lowered(1)
    }

    /// A user of the artifact: a related place that is listed rather than shown in full.
    pub fn used_by(self, artifact: &Artifact, node: Node<'_>, message: impl Into<Box<str>>) -> Self {
        self.relate(Related { message: message.into(), location: location(artifact, node), brief: true })
    }

    /// A safe replacement of bytes in the artifact's own file.
    pub fn safe_fix(self, span: Span, text: impl Into<String>, why: impl Into<String>) -> Self {
        self.safe_fixes([(span, text)], why)
    }

    /// Several replacements that belong together.
    pub fn safe_fixes<T: Into<String>>(
        self,
        edits: impl IntoIterator<Item = (Span, T)>,
        why: impl Into<String>,
    ) -> Self {
        let edit = |(span, text): (Span, T)| Edit { path: Arc::clone(self.path), span, text: text.into() };
        let edits = edits.into_iter().map(edit).collect();
        self.finding.fix = Some(Box::new(Fix { safe: true, why: why.into(), edits }));
        self
    }
}
