//! No output gives a secret away, whatever a rule says about the place it stands in.
#![allow(clippy::unwrap_used)]

mod common;

use common::{synlint, write};
use synlint::lint::{self, Options, Report};
use synlint::report::{Format, Style, View};
use synlint::rule::{Logic, Page, Rule, RuleLevel, Sink};
use synlint::rules::Registry;
use synlint::workspace::Artifact;
use synlint::workspace::files::Memory;

/// What must never be seen, and how much of it is too much.
const KEY: &str = "TULIPS4FABRIKAM8sKd1FhGjNbVcXzAoEuIy3R5t7U0q9Zr4mT2xYwPvL8sKd1FhGjNbVcXzAoEuIy3R5t7U0a==";
const SIG: &str = "TULIPS4FABRIKAM8sKd1FhGjNbVcXzAoEuIy3R5t7U0%3D";
const WORD: &str = "TULIPS4-fabrikam";
const SEEN: &str = "tulips4";

/// Every kind of place a secret may stand in: path and `properties`.
fn places() -> Vec<(&'static str, String)> {
    let linked = |type_name: &str, properties: &str| {
        ("linkedService", format!(r#"{{"type":"{type_name}","typeProperties":{{{properties}}}}}"#))
    };
    let activity = |kind: &str, properties: &str| {
        ("pipeline", format!(r#"{{"activities":[{{"name":"A","type":"{kind}","typeProperties":{{{properties}}}}}]}}"#))
    };
    let notebook = |line: &str| {
        let line = line.replace('"', "\\\"");
        ("notebook", format!(r#"{{"cells":[{{"cell_type":"code","source":["x = 1\n","{line}\n"],"outputs":[]}}]}}"#))
    };
    let sql = |query: &str| ("sqlscript", format!(r#"{{"content":{{"query":"{query}"}}}}"#));
    let sas = format!("https://contoso.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig={SIG}");
    let escaped = format!("https://contoso.blob.core.windows.net/c?sv\\u003d2022\\u0026sig\\u003d{SIG}");
    vec![
        linked("Sftp", &format!(r#""password":{{"type":"SecureString","value":"{WORD}"}}"#)),
        linked("Sftp", &format!(r#""password":"{WORD}""#)),
        linked("AzureBlobFS", &format!(r#""accountKey":"{KEY}""#)),
        linked("AzureSqlDatabase", &format!(r#""connectionString":"Server=x;User ID=etl;Password=\"{WORD};\"""#)),
        linked("AzureBlobStorage", &format!(r#""connectionString":"AccountName=contoso;AccountKey={KEY}""#)),
        linked("MongoDbV2", &format!(r#""connectionString":"mongodb://etl:{WORD}@contoso.com/""#)),
        linked("AzureBlobStorage", &format!(r#""sasUri":"{sas}""#)),
        linked("AzureBlobStorage", &format!(r#""sasUri":"{escaped}""#)),
        linked("AzureBlobStorage", &format!(r#""sasUri":"{}""#, sas.replace('&', "\\u0026"))),
        linked("RestService", &format!(r#""url":"https://f.azurewebsites.net/api/x?a=1\u0026code={KEY}""#)),
        linked("AzureBlobStorage", &format!(r#""sasUri":{{"type":"SecureString","value":"{sas}"}}"#)),
        linked("RestService", &format!(r#""url":"https://x","authHeaders":{{"x-api-key":"{WORD}"}}"#)),
        linked("RestService", &format!(r#""url":"https://f.azurewebsites.net/api/x?code={KEY}""#)),
        activity("WebActivity", &format!(r#""url":"https://x","headers":{{"Authorization":"Bearer {WORD}"}}"#)),
        activity("WebActivity", &format!(r#""authentication":{{"type":"Basic","username":"u","password":"{WORD}"}}"#)),
        activity("WebActivity", &format!(r#""body":"grant_type=x&client_secret={KEY}""#)),
        activity("WebActivity", &format!(r#""body":"{{\"client_secret\": \"{KEY}\"}}""#)),
        activity("WebActivity", &format!(r#""url":"@concat('{sas}', variables('x'))""#)),
        activity("ExecutePipeline", &format!(r#""parameters":{{"sqlPassword":"{WORD}"}}"#)),
        ("pipeline", format!(r#"{{"parameters":{{"sqlPassword":{{"type":"string","defaultValue":"{WORD}"}}}}}}"#)),
        ("dataset", format!(r#"{{"parameters":{{"any":{{"type":"SecureString","defaultValue":"{WORD}"}}}}}}"#)),
        ("trigger", format!(r#"{{"pipelines":[{{"parameters":{{"sqlPassword":"{WORD}"}}}}]}}"#)),
        ("dataset", format!(r#"{{"typeProperties":{{"relativeUrl":"x?sv=1&sig={SIG}"}}}}"#)),
        notebook(&format!("account_key = '{KEY}'")),
        notebook(&format!("account_key = \\u0027{KEY}\\u0027")),
        notebook(&format!("spark.conf.set('fs.azure.account.key.contoso.dfs.core.windows.net', '{KEY}')")),
        notebook(&format!("# df.option(\"password\", \"{WORD}\")")),
        notebook(&format!("url = 'jdbc:sqlserver://x;user=etl;password={WORD};encrypt=true'")),
        notebook(&format!("path = '{sas}'")),
        (
            "notebook",
            format!(
                r#"{{"cells":[{{"cell_type":"code","source":[],"outputs":[{{"text":["{sas}"]}}]}},{{"cell_type":"markdown","source":["see {sas}"]}}]}}"#
            ),
        ),
        (
            "notebook",
            format!(
                r#"{{"cells":[{{"cell_type":"code","source":["k = '''-----BEGIN PRIVATE KEY-----\n","{KEY}\n","{KEY}\n","-----END PRIVATE KEY-----'''"]}}]}}"#
            ),
        ),
        (
            "notebook",
            format!(
                r#"{{"sessionProperties":{{"conf":{{"spark.synapse.logAnalytics.secret":"{WORD}"}}}},"cells":[]}}"#
            ),
        ),
        ("sparkConfiguration", format!(r#"{{"configs":{{"spark.synapse.diagnostic.emitter.Hub.secret":"{WORD}"}}}}"#)),
        (
            "sparkJobDefinition",
            format!(r#"{{"jobProperties":{{"conf":{{"spark.hadoop.fs.azure.account.key.x":"{KEY}"}}}}}}"#),
        ),
        (
            "sqlscript",
            format!(r#"{{"content":{{"query":"SELECT * FROM OPENROWSET(BULK '{sas}', FORMAT='CSV') AS r"}}}}"#),
        ),
        sql(&format!("CREATE DATABASE SCOPED CREDENTIAL c WITH IDENTITY='x', SECRET = '{WORD}'")),
        sql(&format!("-- CREATE CREDENTIAL [https://x] WITH IDENTITY='x',\\r\\n-- SECRET = '{WORD}'\\r\\nSELECT 1")),
        sql(&format!("CREATE LOGIN etl WITH PASSWORD = N'{WORD}'")),
        sql(&format!(
            "COPY INTO t FROM 'https://x' WITH (CREDENTIAL=(IDENTITY='Storage Account Key', SECRET='{KEY}'))"
        )),
        sql(&format!("SELECT * FROM OPENROWSET('CosmosDB', 'Account=a;Key={KEY}', T) AS r")),
        activity("Script", &format!(r#""scripts":[{{"text":"CREATE USER u WITH PASSWORD='{WORD}'"}}]"#)),
        activity(
            "Lookup",
            &format!(
                r#""source":{{"sqlReaderQuery":{{"value":"ALTER LOGIN @{{x('y')}} WITH PASSWORD='{WORD}'","type":"Expression"}}}}"#
            ),
        ),
        (
            "kqlscript",
            format!(
                r#"{{"content":{{"query":"externaldata(a:string)[h'https://contoso.blob.core.windows.net/c;{KEY}']"}}}}"#
            ),
        ),
        ("kqlscript", format!(r#"{{"content":{{"query":"externaldata(a:string)[h'{sas}']"}}}}"#)),
    ]
}

/// Says all it can about every string.
fn tell_all(_: &synlint::rule::Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for node in artifact.document.nodes() {
        let Some(text) = node.as_str() else { continue };
        let middle = text.len() / 3..text.len() / 2;
        sink.report(node, format!("here stands \"{text}\""))
            .label(text.clone())
            .help(text.to_uppercase())
            .subject(text.clone())
            .line(&text)
            .related(artifact, node, text.clone())
            .used_by(artifact, node, text.clone())
            .safe_fix(node.span(), text.clone(), "says it again");
        if text.is_ascii() {
            sink.report(node, "a part").within(node, middle);
        }
    }
    sink.report(artifact.anchor(), "the whole file").related_text(0..artifact.document.text().len(), "all of it");
}

/// Quotes the source of every string.
fn tell_source(_: &synlint::rule::Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for node in artifact.document.nodes().filter(|node| node.as_str().is_some()) {
        sink.report(node, format!("here stands {}", &artifact.document.text()[node.span()]));
    }
}

fn report(path: &str, text: &str) -> Report {
    report_of(tell_all, path, text)
}

fn report_of(check: synlint::rule::Check, path: &str, text: &str) -> Report {
    let front = "+++\nsummary = \"x\"\nlevel = \"error\"\nconfidence = \"high\"\n+++\n";
    let rule = Rule { page: Page::parse("test", "a-rule", front).unwrap(), logic: Logic::Native(check) };
    let level = RuleLevel { level: rule.page.level, set_by_user: false };
    let options = Options { levels: [("a-rule".to_owned(), level)].into_iter().collect(), ..Options::default() };
    let files: Memory = [(path.to_owned(), text.as_bytes().to_vec())].into_iter().collect();
    lint::check(&files, "", &options, &Registry::of(vec![rule]))
}

fn outputs(report: &Report) -> Vec<String> {
    let style = |width, color| Style { color, unicode: true, width, links: None, verbose: true };
    let styles = [style(80, false), style(200, false), style(40, true)];
    let view = View::new(report);
    Format::ALL.iter().flat_map(|format| styles.iter().map(|style| format.render(&view, style))).collect()
}

#[test]
fn every_place_is_hidden_in_every_output() {
    for (folder, properties) in places() {
        let text = format!("{{\"name\":\"x\",\"properties\":{properties}}}");
        serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let report = report(&format!("{folder}/x.json"), &text);
        assert!(report.findings.len() > 2, "{properties}");
        for output in outputs(&report) {
            assert!(!output.to_lowercase().contains(SEEN), "{properties}\n{output}");
            assert!(output.contains(" characters]"), "{properties}\n{output}");
        }
        for finding in &report.findings {
            let kept = format!("{finding:?}");
            assert!(!kept.to_lowercase().contains(SEEN), "identities and baselines are made of {kept}");
        }
    }
}

#[test]
fn a_secret_is_hidden_wherever_it_stands_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let linked = |password: &str| {
        format!(
            "{{\"name\":\"x\",\"properties\":{{\"type\":\"RestService\",\"typeProperties\":{{\n\
             \"url\":\"http://x.example.com/?note={WORD}+1&3xyz\",\n\
             \"password\":{{\"type\":\"SecureString\",\"value\":\"{password}\"}}}}}}}}"
        )
    };
    let broken = linked(&format!("{WORD}+1")).replace(":\"RestService", ":oops,\"RestService");
    // The same text with other escapes.
    let other = linked(&format!("{WORD}+1")).replacen(WORD, &WORD.replace('-', "\\u002d"), 1);
    for text in [linked(&format!("{WORD}+1")), linked(&format!("{WORD}\\u002B1")), broken, other] {
        write(folder.path(), &[("linkedService/x.json", text.as_bytes())]);
        let shown = synlint(folder.path(), &["check", "--select", "all", "-v"]).stdout;
        assert!(shown.contains("error[") && !shown.to_lowercase().contains(SEEN), "{shown}");
    }
}

#[test]
fn sentences_may_quote_the_source() {
    let escaped = WORD.replace('-', "\\u002D");
    let text = format!(
        "{{\"name\":\"x\",\"properties\":{{\"type\":\"Sftp\",\"typeProperties\":{{\"password\":\"{escaped}\"}}}}}}"
    );
    let report = report_of(tell_source, "linkedService/x.json", &text);
    assert!(report.findings.len() > 2);
    for output in outputs(&report) {
        assert!(!output.to_lowercase().contains(SEEN), "{output}");
    }
}

#[test]
fn what_is_no_secret_is_shown() {
    let text = format!(
        "{{\"name\":\"x\",\"properties\":{{\"description\":\"{WORD}\",\"typeProperties\":{{\"password\":\"<{WORD}>\"}}}}}}"
    );
    for output in outputs(&report("linkedService/x.json", &text)) {
        assert!(output.contains(WORD), "{output}");
    }
}

#[test]
fn a_file_that_is_no_json_is_hidden_too() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{{\"name\":\"x\",\"a\":{{\"type\":\"SecureString\",\"value\":\"{WORD}\"}},\"accountKey\":\"{KEY}\",,}}"
    );
    write(folder.path(), &[("linkedService/x.json", text.as_bytes()), ("linkedService/y.json", b"{\"name\":\"y\"}")]);
    for format in Format::ALL.map(Format::name) {
        let shown = synlint(folder.path(), &["check", "--select", "all", "-v", "-o", format]).stdout;
        assert!(shown.contains("invalid-json") && !shown.to_lowercase().contains(SEEN), "{shown}");
    }
}

#[test]
fn a_secret_without_quotes_is_no_part_of_the_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{{\"name\":\"x\",\n\"password\":\n{WORD},\"a\":1}}");
    write(folder.path(), &[("linkedService/x.json", text.as_bytes())]);
    let shown = synlint(folder.path(), &["check", "-o", "concise"]).stdout;
    assert!(shown.contains("found text without quotes") && !shown.to_lowercase().contains(SEEN), "{shown}");
}

#[test]
fn a_generated_script_tells_a_hundred_and_hides_all() {
    let folder = tempfile::tempdir().unwrap();
    let query: String = (0..300).map(|at| format!("CREATE LOGIN l{at} WITH PASSWORD = '{WORD}{at}';\\r\\n")).collect();
    let text = format!("{{\"name\":\"x\",\"properties\":{{\"content\":{{\"query\":\"{query}\"}}}}}}");
    write(folder.path(), &[("sqlscript/x.json", text.as_bytes())]);
    let run = synlint(folder.path(), &["check", "--select", "secret", "-o", "json"]);
    assert_eq!(run.findings().len(), 100);
    let shown = synlint(folder.path(), &["check", "--select", "all", "-v"]).stdout;
    assert!(shown.contains("[password, ") && !shown.to_lowercase().contains(SEEN), "{shown}");
}

#[test]
fn escapes_hide_no_secret_from_the_mask() {
    let folder = tempfile::tempdir().unwrap();
    let callee = br#"{"name":"callee","properties":{"parameters":{"sqlPassword":{"type":"int"}},"activities":[]}}"#;
    let caller = r#"{"name":"caller","properties":{"activities":[{"name":"A","type":"ExecutePipeline","typeProperties":{
        "pipeline":{"referenceName":"callee","type":"PipelineReference"},"parameters":{"sqlPassword":"TULIPS4-fabr\u0069kam"}}}]}}"#;
    write(folder.path(), &[("pipeline/callee.json", callee), ("pipeline/caller.json", caller.as_bytes())]);
    for format in ["human", "concise", "json"] {
        let out = synlint(folder.path(), &["check", "--select", "argument-type", "-o", format]).stdout;
        assert!(out.contains("declares") && !out.to_lowercase().contains(SEEN), "{out}");
    }
}
