//! The egress map as one self-contained page for reviewers: nothing is fetched, and nothing of an artifact is ever
//! markup or script. The page is whole without its script, which only filters and sorts.

use super::picture::{Picture, WIDTH};
use super::words::{class, host, meaning, name, origin, reason, started, tone, totals, use_name, who};
use super::{map, subscription};
use crate::lint::Analysed;
use crate::network::{Consumer, Egress, PrivateEndpoint, Profile, Row, State, Verdict};
use crate::report::escape::markup;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Consumers that are shown at once; the others unfold.
const CONSUMERS: usize = 3;

/// The page of several workspaces.
pub fn render(workspaces: &[Analysed]) -> String {
    let sections: String = workspaces.iter().map(section).collect();
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"referrer\" content=\"no-referrer\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">
<title>Egress map</title>
<style>
{}{}{}</style>
</head>
<body>
<main>
{sections}<footer>Made by synlint {} from the files of the repository. Nothing was contacted: a private endpoint in Git says nothing of its approval, and no line here says that a host answers.</footer>
</main>
<script>
{}</script>
</body>
</html>
",
        include_str!("colours.css"),
        include_str!("picture.css"),
        include_str!("page.css"),
        env!("CARGO_PKG_VERSION"),
        include_str!("page.js")
    )
}

fn section(analysed: &Analysed) -> String {
    let map = map(analysed);
    let mut out = String::from("<section>\n");
    head(&mut out, analysed);
    if map.rows.is_empty() {
        out.push_str("<p class=\"none\">No host is known that it talks to.</p>\n");
    } else {
        chips(&mut out, &map);
        picture(&mut out, &map);
        hosts(&mut out, &map);
    }
    unknown(&mut out, &map);
    unused(&mut out, &map);
    out.push_str("</section>\n");
    out
}

fn head(out: &mut String, analysed: &Analysed) {
    let network = &analysed.network;
    let meaning = match network.profile {
        Profile::Public => "no managed virtual network: traffic leaves freely",
        Profile::Managed => "managed virtual network: traffic leaves freely, private endpoints keep it private",
        Profile::Dep => "data exfiltration protection: what no private endpoint covers is blocked",
    };
    let _ = writeln!(
        out,
        "<h1>{}</h1>
<p class=\"lead\">Every host this workspace talks to: who uses it, what carries the traffic, which private endpoint leads there. The worst first.</p>
<dl class=\"facts\">
<div><dt>Network</dt><dd><b>{}</b>, {meaning}</dd></div>
<div><dt>Known from</dt><dd>{}</dd></div>
<div><dt>List of private endpoints</dt><dd>{}, {} known</dd></div>
</dl>",
        markup(analysed.workspace.shown_root()),
        network.profile.name(),
        markup(&network.source.shown),
        network.completeness.name(),
        network.private_endpoints.len()
    );
}

/// The totals, which the script makes filters.
fn chips(out: &mut String, map: &Egress<'_>) {
    out.push_str("<ul class=\"chips\" aria-label=\"Hosts by verdict\">\n");
    for (verdict, count) in totals(&map.rows) {
        let (name, tone, meaning) = (name(verdict), tone(verdict), markup(meaning(verdict)));
        let _ = writeln!(
            out,
            "<li><button type=\"button\" class=\"chip {tone}\" data-verdict=\"{name}\" disabled><b>{count}</b>{name}<small>{meaning}</small></button></li>"
        );
    }
    out.push_str("</ul>\n");
}

fn picture(out: &mut String, map: &Egress<'_>) {
    let Picture { body, height, .. } = &Picture::new(map);
    let _ = writeln!(
        out,
        "<h2>Picture</h2>\n<div class=\"scroll picture\" tabindex=\"0\" role=\"region\" aria-label=\"Picture, also told by the table below\"><svg class=\"egress\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"Who talks to which host, by what and through which private endpoint\">\n{body}</svg></div>"
    );
}

fn hosts(out: &mut String, map: &Egress<'_>) {
    let runtimes: BTreeSet<&str> = map.rows.iter().map(|row| row.runtime_name.as_str()).collect();
    let options: String =
        runtimes.into_iter().map(markup).map(|name| format!("<option value=\"{name}\">{name}</option>")).collect();
    let _ = writeln!(
        out,
        "<h2>Hosts</h2>
<div class=\"bar\" hidden><input type=\"search\" placeholder=\"Filter: host, endpoint, artifact…\" aria-label=\"Filter the hosts\"><select aria-label=\"By what\"><option value=\"\">every runtime</option>{options}</select><output></output></div>
<div class=\"scroll\"><table class=\"hosts\">
<thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Host</th><th scope=\"col\">By</th><th scope=\"col\">Private endpoint</th><th scope=\"col\">For</th><th scope=\"col\">Used by</th></tr></thead>
<tbody>"
    );
    map.rows.iter().enumerate().for_each(|(order, row)| host_row(out, order, row));
    out.push_str("</tbody>\n</table></div>\n");
}

fn host_row(out: &mut String, order: usize, row: &Row<'_>) {
    let (verdict, tone, runtime) = (name(row.verdict), tone(row.verdict), markup(&row.runtime_name));
    let endpoint = row.endpoint.map_or_else(
        || "<span class=\"none\">none</span>".to_owned(),
        |endpoint| {
            let near = if row.verdict == Verdict::NearMiss { "none, near: " } else { "" };
            format!("{near}{}", endpoint_cell(endpoint))
        },
    );
    let uses: Vec<&str> = row.uses.iter().map(|own| use_name(*own)).collect();
    let _ = writeln!(
        out,
        "<tr data-verdict=\"{verdict}\" data-runtime=\"{runtime}\" data-order=\"{order}\"><td class=\"verdict {tone}\">{verdict}</td><th scope=\"row\">{}</th><td>{runtime}<small>{}</small></td><td>{endpoint}</td><td>{}</td><td>{}</td></tr>",
        markup(&host(row)),
        class(row.runtime),
        uses.join(", "),
        used_by(&row.consumers)
    );
}

fn endpoint_cell(endpoint: &PrivateEndpoint) -> String {
    let group = if endpoint.group.is_empty() { String::new() } else { format!(", {}", endpoint.group) };
    let state = match &endpoint.state {
        State::Unknown => String::new(),
        State::Approved => ", approved".to_owned(),
        State::Absent => ", not in the inventory".to_owned(),
        State::Blocked(state) => format!(", {state}"),
    };
    let target = format!("{} {}{group}", endpoint.resource_type, endpoint.resource_name);
    let subscription = subscription(endpoint).map(|id| format!("subscription {id}, ")).unwrap_or_default();
    let from = format!("{subscription}from {}{state}", origin(endpoint));
    format!("{}<small>{}</small><small>{}</small>", markup(&endpoint.name), markup(&target), markup(&from))
}

fn used_by(consumers: &[Consumer<'_>]) -> String {
    let shown: Vec<String> = consumers.iter().map(|own| format!("<li>{}</li>", consumer(own))).collect();
    let (first, rest) = shown.split_at(shown.len().min(CONSUMERS));
    let more = match rest.len() {
        0 => String::new(),
        more => format!("<details><summary>{more} more</summary><ul class=\"plain\">{}</ul></details>", rest.concat()),
    };
    format!("<ul class=\"plain\">{}</ul>{more}", first.concat())
}

fn consumer(own: &Consumer<'_>) -> String {
    let pipelines: Vec<&str> = own.pipelines.iter().map(String::as_str).collect();
    let authentication = own.authentication.as_ref().map(|by| format!(", authentication {by}")).unwrap_or_default();
    format!(
        "{}<small title=\"{}\">{}{}</small>",
        markup(&who(own)),
        markup(&pipelines.join(", ")),
        started(own),
        markup(&authentication)
    )
}

fn unknown(out: &mut String, map: &Egress<'_>) {
    if map.unknown.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h2>Hosts that cannot be told ({})</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Who</th><th scope=\"col\">Why</th><th scope=\"col\">File</th></tr></thead>\n<tbody>",
        map.unknown.len()
    );
    for own in &map.unknown {
        let (who, path) = (consumer(&own.consumer), markup(&own.consumer.artifact.path));
        let _ = writeln!(out, "<tr><td>{who}</td><td>{}</td><td>{path}</td></tr>", reason(own.why));
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn unused(out: &mut String, map: &Egress<'_>) {
    if map.unused.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<h2>Private endpoints that nothing uses ({})</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Private endpoint</th><th scope=\"col\">Names</th></tr></thead>\n<tbody>",
        map.unused.len()
    );
    for own in &map.unused {
        let _ = writeln!(out, "<tr><td>{}</td><td>{}</td></tr>", endpoint_cell(own), markup(&own.fqdns.join(", ")));
    }
    out.push_str("</tbody>\n</table></div>\n");
}
