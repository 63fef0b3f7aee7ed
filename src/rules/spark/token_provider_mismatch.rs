//! `token-provider-mismatch`: the provider of storage tokens does not fit how the linked service signs in.

use crate::rule::{Context, Sink};
use crate::rules::in_code;
use crate::rules::storage::{Authentication, authentication};
use crate::workspace::code::{Fact, Known, Setting};
use crate::workspace::{Artifact, Kind};

/// Key of the provider for identities, and the class for linked services.
const TOKEN: (&str, &str) = ("fs.azure.account.oauth.provider.type", "LinkedServiceBasedTokenProvider");

/// Key of the provider for signatures, and the class for linked services.
const SIGNATURE: (&str, &str) = ("fs.azure.sas.token.provider.type", "LinkedServiceBasedSASProvider");

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    let settings: Vec<(&Fact, &Setting)> = artifact.code().settings().collect();
    for (fact, setting) in &settings {
        let Some(provider) = Provider::of(setting) else { continue };
        let Some((name, service)) = service_of(&settings, &provider.host) else { continue };
        let Some(target) = context.workspace.find(Kind::LinkedService, name) else { continue };
        let Some(way) = authentication(context.workspace, target) else { continue };
        if provider.fits(way) || both_kinds(&settings, &provider) {
            continue;
        }
        let message = format!(
            "{} reads storage by {}, but linked service \"{name}\" signs in with {}",
            artifact.described(),
            provider.class,
            way.words()
        );
        let draft = in_code::at_text(artifact, sink, fact, provider.value, message).label(provider.wants());
        let (node, within) = service.place.of(artifact);
        let draft = draft.related_span(artifact, node, node.span_within(within), "the linked service it asks");
        let anchor = target.property(&["typeProperties"]).unwrap_or(target.anchor());
        let key = anchor.key_or_value_span();
        draft.related_span(target, anchor, key, "how it signs in");
    }
}

struct Provider<'a> {
    class: &'static str,
    value: &'a Known,
    /// The host it is set for; empty for all.
    host: String,
}

impl<'a> Provider<'a> {
    fn of(setting: &'a Setting) -> Option<Self> {
        let key = plain(setting.key.literal()?);
        let (text, value) = setting.value.literal()?;
        let (prefix, class) = [TOKEN, SIGNATURE].into_iter().find(|(prefix, _)| key.starts_with(prefix))?;
        let host = key[prefix.len()..].trim_start_matches('.').to_lowercase();
        (text.rsplit('.').next() == Some(class)).then_some(Self { class, value, host })
    }

    fn fits(&self, way: Authentication) -> bool {
        let identity = !matches!(way, Authentication::Key | Authentication::Signature);
        match self.class == TOKEN.1 {
            true => way != Authentication::Key,
            false => !identity,
        }
    }

    fn wants(&self) -> &'static str {
        if self.class == TOKEN.1 { "wants a managed identity or a service principal" } else { "wants an account key" }
    }
}

fn plain(key: &str) -> &str {
    key.strip_prefix("spark.hadoop.").unwrap_or(key)
}

/// The one linked service that is set for a host, else for all.
fn service_of<'a>(settings: &[(&'a Fact, &'a Setting)], host: &str) -> Option<(&'a str, &'a Known)> {
    let set = |key: &str| {
        let values = settings
            .iter()
            .filter(|(_, setting)| setting.key.literal().is_none_or(|own| plain(own).eq_ignore_ascii_case(key)));
        let mut values = values.map(|(_, setting)| setting.value.literal());
        let first = values.next()??;
        values.all(|next| next.is_some_and(|(name, _)| name == first.0)).then_some(first)
    };
    let own = format!("spark.storage.synapse.{host}.linkedServiceName");
    let all = "spark.storage.synapse.linkedServiceName";
    // A key that is computed may be the one of this host.
    let computed =
        settings.iter().any(|(_, setting)| !setting.key.complete && setting.key.text.starts_with("spark.storage."));
    if computed {
        return None;
    }
    set(&own).filter(|_| !host.is_empty()).or_else(|| set(all))
}

/// Are both providers set for the same host? Then the kind of authentication decides, which may change.
fn both_kinds(settings: &[(&Fact, &Setting)], provider: &Provider<'_>) -> bool {
    let others = settings.iter().filter_map(|(_, setting)| Provider::of(setting));
    others.into_iter().any(|other| other.host == provider.host && other.class != provider.class)
}
