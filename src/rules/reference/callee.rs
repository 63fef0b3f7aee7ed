//! How the rules about arguments speak of what is used.

use crate::finding::Level;
use crate::rule::Draft;
use crate::workspace::Kind;
use crate::workspace::call::Call;
use crate::workspace::stream::Stream;

/// What is used, and through which source or sink.
pub fn described(call: &Call<'_>) -> String {
    let target = call.target.described();
    match &call.stream {
        Some(stream) => format!("{target} (of {} in {})", place(stream), stream.dataflow.described()),
        None => target,
    }
}

/// What tells a finding about this argument from others of the same artifact.
pub fn subject(call: &Call<'_>, name: &str) -> String {
    match &call.stream {
        Some(stream) => format!("{} {} {name}", stream.name(), call.target.name),
        None => format!("{} {name}", call.target.name),
    }
}

/// The level of a wrong argument, and where the data flow says what it is for. How data flows pass arguments on to
/// linked services and flowlets is known from practice, not from documents.
pub fn through<'d>(draft: Draft<'d>, call: &Call<'_>) -> Draft<'d> {
    let Some(stream) = &call.stream else { return draft };
    let draft = draft.related(stream.dataflow, stream.entry, format!("used by {}", place(stream)));
    match stream.is_nested || call.target.kind == Kind::LinkedService {
        true => draft.level(Level::Warning),
        false => draft,
    }
}

fn place(stream: &Stream<'_>) -> String {
    format!("{} \"{}\"", stream.list.word(), stream.name())
}
