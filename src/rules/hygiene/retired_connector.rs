//! `retired-connector`: a linked service of a type whose support has ended.

use crate::catalog::{self, Ended};
use crate::date::Date;
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let Some(node) = artifact.property(&["type"]) else { return };
    let known = node.as_str().and_then(|name| catalog::linked_service(&name));
    let Some((known, retirement)) = known.and_then(|known| Some((known, known.retirement.as_ref()?))) else { return };
    if Date::parse(&retirement.day).is_none_or(|day| day >= context.today) {
        return;
    }
    let (name, day) = (&known.name, &retirement.day);
    let why = match retirement.ended {
        Ended::Service => format!("a service that was retired on {day}"),
        Ended::Support => format!("a connector whose support ended on {day}"),
        Ended::Announced => format!("a connector whose end of support was announced for {day}"),
    };
    let draft = sink.report(node, format!("{} is of type {name}, {why}", artifact.described()));
    if let Some(successor) = &retirement.successor {
        draft.help(format!("move to the type \"{successor}\""));
    }
}
