//! `synlint egress`: every host a workspace talks to.

use super::arguments::{Egress, EgressFormat};
use super::setup::Setup;
use super::terminal::style;
use super::{Exit, Stop, print};
use crate::policy::Overrides;
use crate::report::egress;

pub fn run(arguments: &Egress) -> Result<Exit, Stop> {
    let setup = Setup::new(&arguments.analysis)?;
    // The map is of the whole network; no rule has a say in it.
    let overrides = Overrides { select: Some(Vec::new()), ..Overrides::default() };
    let (report, _) = setup.analyse(&arguments.analysis, overrides)?;
    if report.artifacts() == 0 {
        return setup.nothing_to_check(&arguments.analysis);
    }
    print(&match arguments.output {
        EgressFormat::Table => {
            let width = style(arguments.analysis.color, &setup.scope.base, false).width;
            egress::table(&report.workspaces, width)
        }
        EgressFormat::Json => egress::json::render(&report.workspaces),
        EgressFormat::Html => egress::html::render(&report.workspaces),
        EgressFormat::Mermaid => egress::mermaid::render(&report.workspaces),
        EgressFormat::Dot => egress::dot::render(&report.workspaces),
    })?;
    Ok(Exit::Clean)
}
