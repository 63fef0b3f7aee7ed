//! `synlint.toml`: each fault with its sentence, the text it underlines and the way out; and what sound files mean.
#![allow(clippy::unwrap_used)]

use synlint::finding::Level;
use synlint::lint::Options;
use synlint::network::{Completeness, Profile};
use synlint::policy::{Config, Overrides};
use synlint::rule::{Logic, Page, Rule};
use synlint::rules::Registry;
use synlint::workspace::Kind;

fn registry() -> &'static Registry {
    Registry::shipped()
}

/// The faults of a text as `"underlined": message (help)`.
fn faults(text: &str) -> Vec<String> {
    let errors = Config::parse("synlint.toml", text, registry()).unwrap_err();
    let shown = |error: &synlint::policy::ConfigError| {
        let help = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("`{}`: {}{help}", &text[error.span.clone()], error.message)
    };
    errors.iter().map(shown).collect()
}

#[test]
fn faults_of_shape() {
    assert_eq!(
        faults("[workspace]\nnetwrok = \"dep\"\n[lnit]\n"),
        [
            "`netwrok`: unknown key \"netwrok\" in [workspace] (did you mean \"network\"?)",
            "`lnit`: unknown key \"lnit\" (did you mean \"lint\"?)"
        ]
    );
    assert_eq!(
        faults("[lint]\nbaseline = true"),
        [
            "`baseline`: unknown key \"baseline\" in [lint] (known keys: allow-inline, extend-select, ignore, mandatory, policies, select)"
        ]
    );
    assert_eq!(
        faults("[workspace]\nnetwork = \"dpe\""),
        ["`\"dpe\"`: \"network\" cannot be \"dpe\" (did you mean \"dep\"?)"]
    );
    assert_eq!(
        faults("[workspace]\nprivate-endpoints = true"),
        ["`true`: \"private-endpoints\" cannot be a boolean (it is one of \"auto\", \"complete\", \"partial\")"]
    );
    assert_eq!(faults("[lint]\nselect = \"all\""), ["`\"all\"`: \"select\" cannot be \"all\" (it is a list)"]);
    assert_eq!(faults("[lint]\nignore = [\"tls\", 1]"), ["`1`: \"ignore\" cannot be an integer (it is a string)"]);
    assert_eq!(faults("workspace = 1"), ["`1`: \"workspace\" cannot be an integer (it is a table)"]);
    assert_eq!(
        faults("[rules]\nplain-http = \"fatal\""),
        ["`\"fatal\"`: \"plain-http\" cannot be \"fatal\" (it is one of \"note\", \"warning\", \"error\" or a table)"]
    );
    let off = "\"off\" is no level (to switch the rule off, name it under [lint]: ignore = [\"plain-http\"])";
    assert_eq!(faults("[rules]\nplain-http = \"off\""), [format!("`\"off\"`: {off}")]);
    assert_eq!(faults("[rules]\nplain-http = { level = \"off\" }"), [format!("`\"off\"`: {off}")]);
    assert_eq!(
        faults("[rules]\nplain-http = { levle = \"error\" }"),
        ["`levle`: unknown key \"levle\" in [rules.plain-http] (did you mean \"level\"?)"]
    );
    let missing = faults("[[private-endpoint]]\ngroup = \"sites\"");
    assert!(
        missing.len() == 1 && missing[0].contains("\"resource\" is missing in [[private-endpoint]]"),
        "{missing:?}"
    );
}

#[test]
fn faults_of_meaning() {
    assert_eq!(
        faults(
            "[lint]\nselect = [\"tsl\"]\nignore = [\"plain-htpp\"]\n[rules]\ndangling-refrence = \"note\"\ntls = \"note\""
        ),
        [
            "`\"tsl\"`: there is no rule or group \"tsl\" (did you mean \"tls\"?)",
            "`\"plain-htpp\"`: there is no rule or group \"plain-htpp\" (did you mean \"plain-http\"?)",
            "`dangling-refrence`: there is no rule \"dangling-refrence\" (did you mean \"dangling-reference\"?)",
            "`tls`: there is no rule \"tls\" (tls is a group; a level is set for one rule)",
        ]
    );
    assert_eq!(
        faults("[workspace]\nexternal = [\"linkedServce/x\", \"shared-*\", \"dataset/[\"]"),
        [
            "`\"linkedServce/x\"`: \"linkedServce\" is no kind of artifact (did you mean \"linkedService\"?)",
            "`\"shared-*\"`: \"shared-*\" names no kind (write kind/name, as linkedService/shared-*)",
            "`\"dataset/[\"`: \"dataset/[\" is no glob",
        ]
    );
    assert_eq!(
        faults("[[root]]\npath = \"a/b\"\n[[root]]\npath = \"./a/b/\""),
        ["`\"./a/b/\"`: there are two [[root]] with the path \"./a/b/\""]
    );
    let id = faults("[[private-endpoint]]\nresource = \"func-otel\"");
    assert!(
        id[0].starts_with("`\"func-otel\"`: \"func-otel\" is no resource id (it looks like /subscriptions/"),
        "{id:?}"
    );
    let endpoint = "[[private-endpoint]]\nresource = \"/subscriptions/x/providers/Microsoft.Web/sites/y\"";
    assert_eq!(
        faults(&format!("{endpoint}\nfqdns = [\"https://x\", \"x.example.org\", \"\"]")),
        ["`\"https://x\"`: \"https://x\" is no host: leave out scheme, port and path", "`\"\"`: \"\" is no host"]
    );
    assert_eq!(
        faults("[workspace]\nname = \"\"\n[[root]]\npath = \"a\"\nname = \"contoso.dev.azuresynapse.net\""),
        [
            "`\"\"`: \"\" is no name of a workspace (it is the name alone, as contoso-dev)",
            "`\"contoso.dev.azuresynapse.net\"`: \"contoso.dev.azuresynapse.net\" is no name of a workspace (it is the name alone, as contoso-dev)"
        ]
    );
}

#[test]
fn faults_of_toml() {
    let errors = Config::parse("synlint.toml", "[workspace]\nnetwork = dep\n", registry()).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].span.start >= 12, "{errors:?}");
    assert!(!errors[0].message.is_empty() && !errors[0].message.contains('\n'), "{errors:?}");
}

fn options(text: &str, overrides: &Overrides) -> Options {
    Config::parse("conf/synlint.toml", text, registry()).unwrap().options(overrides, registry()).unwrap()
}

fn selected(text: &str, overrides: &Overrides) -> Vec<String> {
    let mut names: Vec<String> = options(text, overrides).levels.into_keys().collect();
    names.sort();
    names
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn the_more_specific_word_wins() {
    let none = Overrides::default();
    let all = registry().iter().filter(|rule| !rule.page.off).count();
    let tls: Vec<&str> = registry().iter().filter(|rule| rule.group() == "tls").map(|rule| rule.name()).collect();
    let encrypted: Vec<&str> = tls.iter().copied().filter(|name| *name != "plain-http").collect();
    assert!(encrypted.len() + 1 == tls.len() && tls.len() < all, "{tls:?}");
    assert_eq!(selected("", &none).len(), all);
    assert_eq!(selected("[lint]\nselect = [\"tls\"]", &none), tls);
    assert_eq!(selected("[lint]\nselect = [\"tls\"]\nignore = [\"plain-http\"]", &none), encrypted);
    let without = |text: &str| all - selected(text, &none).len();
    assert_eq!(without("[lint]\nignore = [\"tls\"]"), tls.len());
    assert_eq!(without("[lint]\nignore = [\"tls\"]\nextend-select = [\"plain-http\"]"), encrypted.len());
    assert_eq!(selected("[lint]\nselect = [\"plain-http\"]\nignore = [\"plain-http\"]", &none), [""; 0]);
    let select = Overrides { select: Some(words(&["tls"])), ..Overrides::default() };
    assert_eq!(
        selected("[lint]\nselect = [\"spark\"]\nignore = [\"plain-http\"]", &select),
        tls,
        "the command line replaces"
    );
    let ignore = Overrides { ignore: words(&["plain-http"]), ..Overrides::default() };
    assert_eq!(selected("[lint]\nselect = [\"tls\"]", &ignore), encrypted);
    let extend = Overrides { extend_select: words(&["unsupported-linked-service"]), ..Overrides::default() };
    assert_eq!(selected("[lint]\nselect = [\"tls\"]", &extend).len(), tls.len() + 1);
}

#[test]
fn a_rule_that_is_off_waits_to_be_selected() {
    let page = |name: &str, off: &str| {
        let text = format!(
            "+++\nsummary = \"x\"\nlevel = \"note\"\n{off}confidence = \"high\"\nquery = [\"$.x\"]\nmessage = \"x\"\n+++\n"
        );
        Rule { page: Page::parse("style", name, &text).unwrap(), logic: Logic::Declarative }
    };
    let registry = Registry::of(vec![page("quiet", "off = true\n"), page("usual", "")]);
    let selected = |text: &str| {
        let config = Config::parse("synlint.toml", text, &registry).unwrap();
        let mut names: Vec<String> =
            config.options(&Overrides::default(), &registry).unwrap().levels.into_keys().collect();
        names.sort();
        names
    };
    assert_eq!(selected(""), ["usual"]);
    assert_eq!(selected("[rules]\nquiet = \"error\""), ["usual"], "a level does not select");
    for word in ["quiet", "style", "all"] {
        assert_eq!(selected(&format!("[lint]\nextend-select = [\"{word}\"]")), ["quiet", "usual"], "{word}");
    }
    assert_eq!(selected("[lint]\nselect = [\"quiet\"]"), ["quiet"]);
    assert_eq!(selected("[lint]\nselect = [\"all\"]\nignore = [\"quiet\"]"), ["usual"]);
    assert_eq!(selected("[lint]\nselect = [\"style\"]\nignore = [\"style\"]"), [""; 0]);
}

#[test]
fn levels() {
    let text = "[rules]\nplain-http = \"error\"\nname-mismatch = { level = \"note\" }";
    let levels = options(text, &Overrides::default()).levels;
    let level = |name: &str| (levels[name].level, levels[name].set_by_user);
    assert_eq!(level("plain-http"), (Level::Error, true));
    assert_eq!(level("name-mismatch"), (Level::Note, true));
    assert_eq!(level("invalid-json"), (Level::Error, false));
    let overrides = Overrides { levels: vec![("plain-http".into(), Level::Note)], ..Overrides::default() };
    assert_eq!(options(text, &overrides).levels["plain-http"].level, Level::Note);
}

#[test]
fn roots_and_networks() {
    let text = "[workspace]\nnetwork = \"dep\"\nname = \"main\"\nexternal = [\"linkedService/Shared-*\"]\nprivate-endpoints = \"partial\"\n\
                [[root]]\npath = \"test\"\nnetwork = \"auto\"\n[[root]]\npath = \"../other\"\nnetwork = \"public\"\nprivate-endpoints = \"complete\"";
    let roots = options(text, &Overrides::default()).roots;
    assert_eq!(roots.every.network.profile, Some((Profile::Dep, "conf/synlint.toml:2".to_owned())));
    assert_eq!(roots.every.network.completeness, Some(Completeness::Partial));
    assert!(
        roots.every.external.is_match("linkedService/shared-lake")
            && !roots.every.external.is_match("dataset/shared-x")
    );
    let test = &roots.single["conf/test"].network;
    assert_eq!(
        (test.profile.clone(), test.name.as_deref()),
        (None, Some("main")),
        "auto declares nothing; the rest is inherited"
    );
    let other = &roots.single["other"].network;
    assert_eq!(other.profile, Some((Profile::Public, "conf/synlint.toml:11".to_owned())));
    assert_eq!(other.completeness, Some(Completeness::Complete));
    let flag = Overrides { network: Some(Profile::Managed), ..Overrides::default() };
    let roots = options(text, &flag).roots;
    assert_eq!(roots.single["other"].network.profile, Some((Profile::Managed, "--network".to_owned())));
}

#[test]
fn roots_that_match_nothing_are_told() {
    let text = "[workspace]\nroots = [\"syn*\", \"gone\"]\n[[root]]\npath = \"away\"";
    let config = Config::parse("synlint.toml", text, registry()).unwrap();
    let warnings = config.unmatched_roots(&["synapse", "adf"]);
    let shown: Vec<&str> = warnings.iter().map(|warning| &text[warning.span.clone()]).collect();
    assert_eq!(shown, ["\"gone\"", "\"away\""]);
    let only = config.options(&Overrides::default(), registry()).unwrap().roots.only.unwrap();
    assert!(only.is_match("synapse") && !only.is_match("adf"));
}

#[test]
fn kinds_in_patterns_are_those_of_folders() {
    for kind in Kind::all() {
        let text = format!("[workspace]\nexternal = [\"{}/x\"]", kind.folder());
        assert!(Config::parse("synlint.toml", &text, registry()).is_ok(), "{text}");
    }
}

/// What a configuration makes of a fixture workspace: `level message` of one rule's findings.
fn found(text: &str, folder: &str, rule: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/rules");
    let files = synlint::workspace::files::Disk::new(path);
    let select = Overrides { select: Some(words(&[rule])), ..Overrides::default() };
    let report = synlint::lint::check(&files, folder, &options(text, &select), registry());
    report.findings.iter().map(|finding| format!("{} {}", finding.level.name(), finding.message)).collect()
}

#[test]
fn too_many_activities_takes_limits() {
    let found = |text: &str| found(text, "too-many-activities/bad", "too-many-activities");
    let close = "pipeline \"pl_close_month\" has 121 activities, nested ones counted; the";
    let open = "pipeline \"pl_open_month\" has 81 activities, nested ones counted; the";
    let (most, usual) = ("documented limit is 120 at most", "documented limit is 80 by default, 120 at most");
    assert_eq!(found(""), [format!("error {close} {most}"), format!("warning {open} {usual}")]);
    let set = "[rules]\ntoo-many-activities = { level = \"warning\", warn-above = 81, error-above = 90 }";
    assert_eq!(
        found(set),
        [format!("warning {close} limit in the configuration is 90")],
        "the level of the error is set"
    );
    let set = "[rules]\ntoo-many-activities = { level = \"warning\", error-above = 121 }";
    let notes = [close, open].map(|who| format!("note {who} {usual}"));
    assert_eq!(found(set), notes, "the sub-case keeps its distance");
    assert_eq!(
        faults("[rules]\ntoo-many-activities = { warn-abvoe = 60 }"),
        ["`warn-abvoe`: unknown key \"warn-abvoe\" in [rules.too-many-activities] (did you mean \"warn-above\"?)"]
    );
    assert_eq!(
        faults("[rules]\ntoo-many-activities = { warn-above = \"60\" }"),
        ["`\"60\"`: \"warn-above\" cannot be \"60\" (it is an integer)"]
    );
    assert_eq!(
        faults("[rules]\ntoo-many-activities = { warn-above = 100, error-above = 3 }"),
        ["`{ warn-above = 100, error-above = 3 }`: `warn-above` is 100, more than `error-above`, which is 3"]
    );
    let alone = "[rules]\ntoo-many-activities = { warn-above = 125 }";
    assert_eq!(found(alone), [format!("error {close} {most}")], "the default of the other says nothing");
    assert_eq!(
        faults("[rules]\ntoo-many-activities = { warn-above = -1 }"),
        ["`-1`: \"warn-above\" cannot be -1 (it is an integer from 0 to 4294967295)"]
    );
}

#[test]
fn batch_count_takes_a_limit_and_a_demand() {
    let found = |text: &str| found(text, "batch-count/bad", "batch-count");
    let asks = |who: &str, count: u32, limit: u32| {
        format!("error activity \"{who}\" asks for {count} iterations at once; the limit is {limit}")
    };
    assert_eq!(found(""), [asks("Each region", 80, 50), asks("Each late region", 120, 50)]);
    assert_eq!(found("[rules]\nbatch-count = { max = 100 }"), [asks("Each late region", 120, 100)]);
    assert_eq!(
        found("[rules]\nbatch-count = { max = 200, required = true }"),
        ["note activity \"Each quick region\" does not say how many iterations run at once"]
    );
    assert_eq!(
        faults("[rules]\nbatch-count = { requried = true, max = \"50\" }"),
        [
            "`requried`: unknown key \"requried\" in [rules.batch-count] (did you mean \"required\"?)",
            "`\"50\"`: \"max\" cannot be \"50\" (it is an integer)"
        ]
    );
}

#[test]
fn naming_convention_takes_patterns_of_names() {
    let found = |text: &str| found(text, "naming-convention/bad", "naming-convention");
    let of = |pattern: &str| format!("[rules]\nnaming-convention = {{ patterns = {{ pipeline = '{pattern}' }} }}");
    let message = |pattern: &str| {
        format!("note the name of pipeline \"pl_Orders\" does not match the pattern for pipelines: {pattern}")
    };
    assert_eq!(found(""), [""; 0], "no pattern, no finding");
    assert_eq!(found(&of("^pl_")), [""; 0], "a part is enough");
    assert_eq!(found(&of("^pl_[a-z]+$")), [message("^pl_[a-z]+$")]);
    assert_eq!(faults(&of("pl_[")).len(), 1);
    assert!(faults(&of("pl_["))[0].contains("\"pl_[\" is no regular expression: unclosed character class"));
    assert_eq!(faults("[rules]\nnaming-convention = { patterns = { pipelines = 'x' } }").len(), 1);
}

#[test]
fn missing_description_takes_kinds() {
    let found = |text: &str| found(text, "missing-description/bad", "missing-description");
    assert_eq!(found(""), ["note pipeline \"pl_orders\" has no description"]);
    assert_eq!(
        found("[rules]\nmissing-description = { kinds = [\"notebook\"] }"),
        ["note notebook \"nb_orders\" has no description"]
    );
    assert_eq!(found("[rules]\nmissing-description = { kinds = [] }"), [""; 0]);
    assert_eq!(
        faults("[rules]\nmissing-description = { kinds = [\"pipelines\"] }"),
        ["`\"pipelines\"`: \"kinds\" cannot be \"pipelines\" (did you mean \"pipeline\"?)"]
    );
}

#[test]
fn anonymous_access_takes_hosts_of_public_data() {
    let found = |hosts: &str| {
        let text = format!("[rules]\nanonymous-access = {{ allow-hosts = [{hosts}] }}");
        self::found(&text, "anonymous-access/bad", "anonymous-access").len()
    };
    assert_eq!(found(""), 1);
    assert_eq!(found("\"*.example.org\", \"contoso.com\""), 1, "a pattern is of the whole host");
    assert_eq!(found("\"*.Contoso.com\""), 0);
    assert_eq!(found("\"orders.contoso.com\""), 0);
    assert_eq!(
        faults("[rules]\nanonymous-access = { allow-hosts = \"*.example.org\" }"),
        ["`\"*.example.org\"`: \"allow-hosts\" cannot be \"*.example.org\" (it is a list)"]
    );
    assert_eq!(
        faults("[rules]\nanonymous-access = { allow-hosts = [\"https://example.org/\"] }"),
        ["`[\"https://example.org/\"]`: \"https://example.org/\" is no host: leave out scheme, port and path"]
    );
    assert_eq!(
        faults("[rules]\nsubscription-not-allowed = { allowed = \"x\" }"),
        ["`\"x\"`: \"allowed\" cannot be \"x\" (it is a list)"]
    );
    assert_eq!(
        faults("[rules]\nsubscription-not-allowed = { allowed = [\"x\"] }"),
        ["`[\"x\"]`: \"x\" is no id of a subscription, as 00000000-0000-0000-0000-000000000000"]
    );
}

/// Every key of `[lint]` and `[rules]` that users are shown first.
#[test]
fn the_options_of_the_contract_exist() {
    let text = r#"
[workspace]
roots = ["synapse"]
network = "dep"
private-endpoints = "complete"
inventory = ["private-endpoints.json"]
name = "contoso-dev"
external = ["linkedService/shared-*"]

[[private-endpoint]]
resource = "/subscriptions/…/providers/Microsoft.Web/sites/func-otel"
group = "sites"
fqdns = ["func-otel.azurewebsites.net"]

[lint]
select = ["default"]
extend-select = ["naming-convention"]
ignore = ["basic-auth"]
policies = ["lint/*.md"]

[rules]
plain-http = "error"
too-many-activities = { level = "warning", warn-above = 60, error-above = 120 }
subscription-not-allowed = { allowed = ["00000000-0000-0000-0000-000000000000"] }
naming-convention = { patterns = { pipeline = "^pl_", linkedService = "^ls_" }, activities = { Copy = "^cp_" } }
missing-description = { kinds = ["pipeline"] }
anonymous-access = { allow-hosts = ["*.example.org"] }
"#;
    let config = Config::parse("synlint.toml", text, registry());
    assert!(config.is_ok(), "{config:#?}");
}

#[test]
fn oversized_pipeline_takes_a_limit() {
    let found = |text: &str| found(text, "oversized-pipeline/bad", "oversized-pipeline");
    assert_eq!(found(""), [""; 0], "200 KB is the limit of the service");
    assert_eq!(
        found("[rules]\noversized-pipeline = { max-kilobytes = 1 }"),
        ["warning pipeline \"pl_load_everything\" is 2 KB without white space; the limit is 1 KB"]
    );
    assert_eq!(
        faults("[rules]\noversized-pipeline = { max-kilobyte = 1 }"),
        [
            "`max-kilobyte`: unknown key \"max-kilobyte\" in [rules.oversized-pipeline] (did you mean \"max-kilobytes\"?)"
        ]
    );
}

#[test]
fn too_many_parameters_takes_a_limit() {
    let found = |text: &str| found(text, "too-many-parameters/bad", "too-many-parameters");
    assert_eq!(found(""), ["error pipeline \"pl_load_orders\" has 51 parameters; the limit is 50"]);
    assert_eq!(found("[rules]\ntoo-many-parameters = { max = 51 }"), [""; 0]);
    assert_eq!(
        faults("[rules.too-many-parameters]\nwarn-above = 40"),
        ["`warn-above`: unknown key \"warn-above\" in [rules.too-many-parameters] (known keys: level, max)"]
    );
}

#[test]
fn options_belong_to_one_rule() {
    assert_eq!(
        faults("[rules]\nplain-http = { warn-above = 60 }"),
        ["`warn-above`: unknown key \"warn-above\" in [rules.plain-http] (known keys: level)"]
    );
    assert_eq!(
        faults("[rules.too-many-activites]\nwarn-above = 60\n[lint]\nslect = []"),
        [
            "`too-many-activites`: there is no rule \"too-many-activites\" (did you mean \"too-many-activities\"?)",
            "`slect`: unknown key \"slect\" in [lint] (did you mean \"select\"?)"
        ]
    );
}

#[test]
fn every_rule_with_options_exists() {
    let schema = synlint::policy::schema();
    let rules = schema["properties"]["rules"]["properties"].as_object().unwrap();
    assert!(!rules.is_empty(), "{schema:#}");
    for rule in rules.keys() {
        assert!(registry().find(rule).is_some(), "RuleOptions has a field for {rule}, which is no rule");
    }
}

#[test]
fn what_is_set_of_a_rule_that_is_off_is_told() {
    let text = "[rules]\nplain-http = \"note\"\nmissing-description = \"warning\"\nnaming-convention = \"note\"\n[lint]\n\
                extend-select = [\"naming-convention\"]";
    let config = Config::parse("synlint.toml", text, registry()).unwrap();
    let told = |overrides: &Overrides| {
        let shown = |warning: &synlint::policy::ConfigError| {
            let help = warning.help.clone().unwrap_or_default();
            format!("`{}`: {} ({help})", &text[warning.span.clone()], warning.message)
        };
        config.idle_settings(overrides, registry()).iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&Overrides::default()),
        [
            "`missing-description`: missing-description is off: what is set of it does nothing (select it under [lint]: extend-select = [\"missing-description\"])"
        ]
    );
    let select = Overrides { select: Some(words(&["tls"])), ..Overrides::default() };
    assert_eq!(told(&select), [""; 0], "the run leaves out more on purpose");
    let extend = Overrides { extend_select: words(&["missing-description"]), ..Overrides::default() };
    assert_eq!(told(&extend), [""; 0]);
    let level = |name: &str| Overrides { levels: vec![(name.to_owned(), Level::Note)], ..Overrides::default() };
    assert_eq!(
        config.idle_levels(&level("missing-description"), registry()),
        [
            "--level missing-description=note does nothing: the rule is off\n  help: select it too: --extend-select missing-description"
        ]
    );
    assert_eq!(config.idle_levels(&level("plain-http"), registry()), [""; 0]);
}

#[test]
fn files_that_do_not_go_together_are_refused() {
    let shared = "[rules]\ntoo-many-activities = { error-above = 90 }";
    let files: synlint::workspace::files::Memory = [("base.toml", shared)].into_iter().collect();
    let own = "extends = [\"base.toml\"]\n[rules]\ntoo-many-activities = { warn-above = 100 }";
    let errors = Config::load("synlint.toml", own, registry(), &files).unwrap_err();
    let shown: Vec<(&str, &str)> =
        errors.iter().map(|error| (&own[error.span.clone()], error.message.as_str())).collect();
    let message = "together with what it extends, its rules cannot be read: `warn-above` is 100, more than `error-above`, which is 90";
    assert_eq!(shown, [("\"base.toml\"", message)]);
}
