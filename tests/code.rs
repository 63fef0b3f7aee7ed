//! What is recognised in notebook code: the real snippets that were collected, the same call in every language and
//! spelling, and notebooks that no one should write.
#![allow(clippy::unwrap_used)]

mod common;

use common::repository;
use serde_json::{Value, json};
use synlint::workspace::code::{Given, Tool, What};
use synlint::workspace::files::Memory;
use synlint::workspace::{self, Artifact, Kind, Workspace};

/// A notebook of some cells in one language.
fn notebook(language: &str, cells: &[&str]) -> Value {
    let cell = |text: &&str| {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        json!({ "cell_type": "code", "metadata": {}, "source": lines })
    };
    let cells: Vec<Value> = cells.iter().map(cell).collect();
    json!({ "name": "nb", "properties": { "metadata": { "language_info": { "name": language } }, "cells": cells } })
}

fn load(notebook: &Value) -> Workspace {
    let files: Memory = [("notebook/nb.json", notebook.to_string())].into_iter().collect();
    workspace::load(&files, "").remove(0)
}

fn facts(workspace: &Workspace) -> Vec<What> {
    let notebook: &Artifact = workspace.of_kind(Kind::Notebook).next().unwrap();
    notebook.code().iter().map(|fact| fact.what.clone()).collect()
}

fn literal(given: &Given) -> Option<&str> {
    given.literal().map(|(text, _)| text)
}

/// What the collected snippets hold, one by one, and whether it was found. A name in `$` is a variable.
fn found(key: &str, value: &Value, facts: &[What], comment: bool) -> Option<bool> {
    let text = value.as_str().unwrap_or_default();
    let any = |test: &dyn Fn(&What) -> bool| Some(facts.iter().any(test));
    let each = |test: &dyn Fn(&str) -> bool| Some(value.as_array()?.iter().all(|item| test(item.as_str().unwrap())));
    if text.starts_with('$') {
        return None;
    }
    let named = |pick: &dyn Fn(&What) -> Option<Given>| {
        any(&|what| pick(what).is_some_and(|given| literal(&given) == Some(text)))
    };
    match key {
        "keyVault" => named(&|what| match what {
            What::Library(call) => Some(call.vault.clone()),
            _ => None,
        }),
        "secret" => named(&|what| match what {
            What::Library(call) => Some(call.secret.clone()),
            _ => None,
        }),
        "linkedService" if value.is_null() => {
            any(&|what| matches!(what, What::Library(call) if call.service == Given::Absent))
        }
        "linkedService" => named(&|what| match what {
            What::Library(call) => Some(call.service.clone()),
            What::Mount(mount) => Some(mount.service.clone()),
            What::Setting(setting) => Some(setting.value.clone()),
            What::Connector(connector) => connector.option("spark.synapse.linkedService").cloned(),
            _ => None,
        }),
        // Code in a comment does nothing.
        "notebook" | "notebookPath" if comment => Some(!facts.iter().any(|what| matches!(what, What::Run(_)))),
        "notebook" | "notebookPath" => any(&|what| match what {
            What::Run(run) => literal(&run.target).is_some_and(|target| target.ends_with(text)),
            _ => false,
        }),
        "hosts" => each(&|host| {
            facts.iter().any(|what| match what {
                What::Url(known) => known.text.contains(host),
                What::Install(install) => install.command.contains(host),
                _ => false,
            })
        }),
        // The secrets of the model, which has tests of its own.
        "secretMaterial" => None,
        "mavenPackages" | "mavenRepos" => each(&|item| {
            facts.iter().any(|what| matches!(what, What::Setting(setting) if literal(&setting.value) == Some(item)))
        }),
        "packageInstall" => any(&|what| match what {
            What::Install(install) => {
                let tool = if install.tool == Tool::Conda { "conda" } else { "pip" };
                format!("{tool} {}", install.command) == text
            }
            _ => false,
        }),
        "sqlPoolTable" => any(&|what| matches!(what, What::PoolTable(table) if table.literal() == Some(text))),
        "outboundHttp" => any(&|what| matches!(what, What::Outbound(_))),
        "sdk" => any(&|what| *what == What::Sdk(text.to_owned())),
        "shell" => any(&|what| matches!(what, What::Shell(command) if command.split(' ').next() == Some(text))),
        "note" | "comment" | "linkedServiceVar" => None,
        other => panic!("a snippet holds something new: {other}"),
    }
}

#[test]
fn everything_in_the_collected_snippets_is_found() {
    let path = repository("../shared/domain/languages/snippets.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: no snippets at {}", path.display());
        return;
    };
    let (mut expected, mut missed) = (0, Vec::new());
    for line in text.lines() {
        let snippet: Value = serde_json::from_str(line).unwrap();
        let code = snippet["code"].as_str().unwrap();
        let language = snippet["language"].as_str().unwrap();
        let whole = match language {
            "configure" if !code.starts_with("%%") => format!("%%configure\n{{\"conf\": {{{code}}}}}"),
            _ => code.to_owned(),
        };
        let workspace = load(&notebook(language, &[&whole]));
        let facts = facts(&workspace);
        let comment = snippet["extract"]["comment"] == true;
        for (key, value) in snippet["extract"].as_object().unwrap() {
            let Some(found) = found(key, value, &facts, comment) else { continue };
            expected += 1;
            if !found {
                missed.push(format!("{key} = {value} in {code}\n  {facts:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} of {expected} missed:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(expected, 112, "things that the snippets hold and that are not the name of a variable");
}

const CALL: &str = "mssparkutils.credentials.getFullConnectionString(\"ls_rest_orders\")";

/// The linked services that are asked for, and the functions that ask.
fn asked(notebook: &Value) -> Vec<String> {
    let asked = |what: What| match what {
        What::Library(call) => Some(format!("{} {}", call.function, literal(&call.service)?)),
        _ => None,
    };
    facts(&load(notebook)).into_iter().filter_map(asked).collect()
}

#[test]
fn a_notebook_may_end_anywhere() {
    for language in ["python", "scala", "csharp", "r", "sql", "cobol"] {
        for end in [
            "\"", "'", "\"\"\"", "f\"{", "$@\"", "r\"(", "s\"${", "/*", "(", "{", "x = ", "%", "\\", "import ",
            "def f(", "é",
        ] {
            let cells = [CALL, end, CALL];
            let expected = if ["sql", "cobol"].contains(&language) { 0 } else { 2 };
            assert_eq!(
                asked(&notebook(language, &cells)).len(),
                expected,
                "{language}: cells end where they end: {end}"
            );
            let joined = format!("{CALL}\n{end}");
            assert_eq!(asked(&notebook(language, &[&joined])).len(), expected / 2, "{language}: {end}");
        }
    }
}

#[test]
fn ten_thousand_cells_are_read_once() {
    let mut cells: Vec<String> = (0..10_000).map(|at| format!("name_{at} = \"ls_{at}\"\nask({CALL})")).collect();
    cells.push("mssparkutils.credentials.getPropertiesAll(name_9999)".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let asked = asked(&notebook("python", &cells));
    assert_eq!((asked.len(), asked.last().map(String::as_str)), (10_001, Some("getPropertiesAll ls_9999")));
}

#[test]
fn cells_of_megabytes_are_read_once() {
    let rows = "    (\"a\", 1, \"it's\"), # \"\n".repeat(50_000);
    let table = format!("rows = [\n{rows}]\n{CALL}");
    let text = format!("text = \"{}\"\n{CALL}", "x".repeat(5_000_000));
    let nested = format!("{}{CALL}{}", "ask(".repeat(100_000), ")".repeat(100_000));
    let open = format!("{CALL}\n{}", "x <- { y = [ (".repeat(50_000));
    let chain = format!("df.write{}\n{CALL}", ".option(\"a\", \"b\")".repeat(50_000));
    let sum = format!("name = \"a\"{}\n{CALL}", " + \"a\"".repeat(100_000));
    for cell in [table, text, nested, open, chain, sum] {
        for language in ["python", "scala", "csharp", "r"] {
            let start: String = cell.chars().take(20).collect();
            assert_eq!(asked(&notebook(language, &[&cell])).len(), 1, "{language}: {start}");
        }
    }
}

#[test]
fn places_lead_through_lines_and_escapes() {
    let source = json!([
        "# \u{1F600} \"first\"\r\nname = \"ls_rest_orders\"\r\n",
        "x = \"\\t\"; mssparkutils.",
        "credentials.getPropertiesAll(name)\r\n"
    ]);
    let single = json!("# \"first\"\r\nmssparkutils.credentials.getPropertiesAll(\"ls_rest_orders\")");
    for (source, shown) in [(source, "name"), (single, "ls_rest_orders")] {
        let cell = json!({ "cell_type": "code", "source": source });
        let workspace = load(&json!({ "name": "nb", "properties": { "cells": [cell] } }));
        let notebook = workspace.of_kind(Kind::Notebook).next().unwrap();
        let known = notebook.code().services().next().unwrap().known.clone();
        let at = |place: &synlint::workspace::code::Place| {
            let (node, within) = place.of(notebook);
            notebook.document.text()[node.span_within(within)].to_owned()
        };
        assert_eq!(at(&known.place), shown);
        assert_eq!(known.origin.as_ref().map(at), (shown == "name").then(|| "ls_rest_orders".to_owned()));
    }
}

/// Facts in one line each: what it is, and what it names.
fn shown(language: &str, cells: &[&str]) -> Vec<String> {
    let given = |given: &Given| match given {
        Given::Absent => "-".to_owned(),
        Given::Unknown => "?".to_owned(),
        Given::Text(known) => format!("{}{}", known.text, if known.complete { "" } else { "…" }),
    };
    let one = |what: What| match what {
        What::Install(install) => {
            format!("{:?} {}{}", install.tool, install.command, if install.local { " (local)" } else { "" })
        }
        What::Outbound(call) => format!("{} → {}", call.callee, given(&call.target)),
        What::Setting(setting) => format!("{} = {}", setting.key.text, given(&setting.value)),
        What::Path(path) => format!("path {}", given(&Given::Text(path))),
        What::FileSystem(name) => format!("files by {}", name.text),
        What::PoolTable(table) => format!("table {}", table.text),
        What::Run(run) => format!("{} {}", run.how, given(&run.target)),
        What::Identity(class) => format!("identity {class}"),
        What::Shell(command) => format!("shell {command}"),
        What::Connector(connector) => {
            let options = connector.options.iter().map(|(key, value)| format!(" {key}={}", given(value)));
            format!("format {}{}", given(&connector.format), options.collect::<String>())
        }
        What::Url(_) | What::Sdk(_) => String::new(),
        other => format!("{other:?}"),
    };
    facts(&load(&notebook(language, cells))).into_iter().map(one).filter(|line| !line.is_empty()).collect()
}

#[test]
fn installs_of_every_kind() {
    let python = "%pip install a==1 \\\n  b\npip install c\n!{sys.executable} -m pip install -q d\n!pip list\n%conda install -c conda-forge e\n\
                  subprocess.check_call([sys.executable, '-m', 'pip', 'install', 'f'])\nos.system('pip install g')\npip.main(['install', 'h'])\n\
                  %pip install /synfs/x.whl\n# %pip install z";
    assert_eq!(
        shown("python", &[python]),
        [
            "Pip install a==1 \\ b",
            "Pip install c",
            "Pip install -q d",
            "shell pip list",
            "Conda install -c conda-forge e",
            "Pip install f",
            "Pip install g",
            "Pip install h",
            "Pip install /synfs/x.whl (local)",
        ]
    );
    let r = "install.packages('a', repos = 'https://cloud.r-project.org')\nremotes::install_github('b/c')\npak::pkg_install('d')\ninstall.packages('/tmp/e.tar.gz', repos = NULL)\nx$install('f')";
    assert_eq!(
        shown("r", &[r]),
        ["R 'a', repos = 'https://cloud.r-project.org'", "R 'b/c'", "R 'd'", "R '/tmp/e.tar.gz', repos = NULL (local)",]
    );
    assert_eq!(
        shown("csharp", &["#r \"nuget: Contoso.Spark, 1.0.0\"\nvar x = \"nuget: y\";"]),
        ["NuGet Contoso.Spark, 1.0.0"]
    );
    assert_eq!(
        shown("python", &["%%configure -f\n{\"conf\": {\"spark.jars.packages\": \"com.contoso:orders:1.0\"}}"])[1..],
        ["spark.jars.packages = com.contoso:orders:1.0"]
    );
}

#[test]
fn calls_that_leave_the_machine() {
    let python = "import requests as r\nfrom urllib.request import urlopen\nimport http.client\nbase = 'https://api.contoso.com'\n\
                  r.get(f'{base}/orders')\nr.request('GET', url=base)\nurlopen(base + '/x')\ns = r.Session()\ns.post(base)\n\
                  http.client.HTTPSConnection('api.contoso.com')\npd.read_csv('https://contoso.com/x.csv')\npd.read_csv('/synfs/x.csv')\n\
                  pyodbc.connect(connection)\nSecretClient(vault_url='https://kv.vault.azure.net', credential=c)\nsc.addPyFile('https://contoso.com/x.py')\n\
                  config.get('https://not.called')\nDefaultAzureCredential()";
    assert_eq!(
        shown("python", &[python]),
        [
            "requests.get → https://api.contoso.com/orders",
            "requests.request → https://api.contoso.com",
            "urllib.request.urlopen → https://api.contoso.com/x",
            "requests.Session.post → https://api.contoso.com",
            "http.client.HTTPSConnection → api.contoso.com",
            "pd.read_csv → https://contoso.com/x.csv",
            "pyodbc.connect → ?",
            "SecretClient → https://kv.vault.azure.net",
            "sc.addPyFile → https://contoso.com/x.py",
            "identity DefaultAzureCredential",
        ]
    );
    let scala = "import java.net.URL\nval page = scala.io.Source.fromURL(\"https://contoso.com\")\nval url = new URL(\"https://api.contoso.com\")";
    assert_eq!(
        shown("scala", &[scala]),
        ["scala.io.Source.fromURL → https://contoso.com", "java.net.URL → https://api.contoso.com"]
    );
    let c_sharp = "var client = new HttpClient();\nawait client.GetStringAsync(\"https://api.contoso.com\");";
    assert_eq!(shown("csharp", &[c_sharp]), ["HttpClient.GetStringAsync → https://api.contoso.com"]);
    let r = "httr::GET('https://api.contoso.com')\ndownload.file(url = 'https://contoso.com/x.csv', destfile = 'x')";
    assert_eq!(shown("r", &[r]), ["GET → https://api.contoso.com", "download.file → https://contoso.com/x.csv"]);
}

#[test]
fn readers_writers_settings_and_notebooks() {
    let python = "path = 'abfss://raw@stcontoso.dfs.core.windows.net/'\nspark.read.parquet(path + 'x')\ndf.write.mode('append').format('delta').option('a', b).save(path)\n\
                  spark.conf.set('spark.x', 'y')\nsc._jsc.hadoopConfiguration().set('fs.azure.x', z)\nSparkSession.builder.config('spark.a', 'b').getOrCreate()\n\
                  cache.set('key', 'value')\npd.read_csv('abfs://raw/x', storage_options={'linked_service': 'ls'})\nfsspec.open('abfs://raw/x', linked_service='ls')\n\
                  mssparkutils.fs.ls(path)\nmssparkutils.notebook.run(f'/lib/{name}')\nnotebookutils.notebook.runMultiple(['a', b])";
    assert_eq!(
        shown("python", &[python]),
        [
            "path abfss://raw@stcontoso.dfs.core.windows.net/x",
            "format delta a=?",
            "path abfss://raw@stcontoso.dfs.core.windows.net/",
            "spark.x = y",
            "fs.azure.x = ?",
            "spark.a = b",
            "pd.read_csv → abfs://raw/x",
            "files by ls",
            "files by ls",
            "path abfss://raw@stcontoso.dfs.core.windows.net/",
            "notebook.run /lib/…",
            "notebook.runMultiple a",
            "notebook.runMultiple ?",
        ]
    );
    let c_sharp = "spark.Read().Format(\"cosmos.olap\").Option(\"spark.cosmos.container\", \"orders\").Load();\nspark.Conf().Set(\"spark.x\", \"y\");\nNotebook.Run(\"nb\");";
    assert_eq!(
        shown("csharp", &[c_sharp]),
        ["format cosmos.olap spark.cosmos.container=orders", "spark.x = y", "notebook.run nb"]
    );
    let scala = "val options = Map(\"a\" -> \"b\")\nspark.read.options(options).option(\"c\", \"d\").synapsesql(\"pool.dbo.orders\")";
    assert_eq!(shown("scala", &[scala]), ["format - a=b c=d", "table pool.dbo.orders"]);
    let sql = "SET spark.x = y;\nCREATE TABLE t USING parquet LOCATION 'abfss://raw@stcontoso.dfs.core.windows.net/t'\n-- SET spark.z = w";
    assert_eq!(shown("sql", &[sql]), ["spark.x = y", "path abfss://raw@stcontoso.dfs.core.windows.net/t"]);
}

proptest::proptest! {
    #[test]
    fn no_notebook_is_too_strange(cells in proptest::collection::vec(
        "(%run |%pip install |%%configure -f|\\{|mssparkutils\\.|credentials\\.getSecret\\(|fs\\.mount\\(|notebook\\.run\\(|spark\\.conf\\.set\\(|\\.option\\(|\\.format\\(|storage_options=|requests\\.get\\(|OPTIONS \\(|SET |USING |LOCATION |https://|abfss://a@b\\.c/|\"nuget:|import |x = |[ -~\n]|[\"'`{}()\\[\\]$@%\\\\#/*=<,.:+é→\u{1F600}\r\t]){0,40}", 1..5),
        language in 0..6usize)
    {
        let language = ["python", "scala", "csharp", "r", "sql", "cobol"][language];
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let workspace = load(&notebook(language, &cells));
        let notebook = workspace.of_kind(Kind::Notebook).next().unwrap();
        for fact in notebook.code().iter() {
            let (node, within) = fact.place.of(notebook);
            let span = node.span_within(within);
            proptest::prop_assert!(notebook.document.text().get(span).is_some(), "{fact:?}");
        }
    }
}
