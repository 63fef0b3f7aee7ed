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
    let query = format!("spark.sql(f\"{}\")\n{CALL}", "{x} LOCATION 'abfss://a/b' ".repeat(50_000));
    let calls =
        format!("query = \"{}\"\n{}{CALL}", "SET spark.x = y; ".repeat(500), "spark.sql(query)\n".repeat(5_000));
    for cell in [table, text, nested, open, chain, sum, query, calls] {
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
        What::Library(call) => {
            let given = |value: &Given| literal(value).map(|text| format!(" {text}")).unwrap_or_default();
            let vault = literal(&call.vault).map(|vault| format!("{vault}/")).unwrap_or_default();
            let secret = literal(&call.secret).unwrap_or_default();
            let named = format!("{} {vault}{secret}", call.function);
            format!("{}{}{}", named.trim_end(), given(&call.audience), given(&call.service))
        }
        What::Mount(mount) => format!("mount {} by {}", given(&mount.source), given(&mount.service)),
        What::Sdk(library) => format!("sdk {library}"),
        What::Url(_) => String::new(),
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

/// One entry of what is recognised: the languages it is written in, and the fact each gives.
type Entry = (&'static str, &'static [(&'static str, &'static str)]);

/// Every call, setting, reader and writer that names a linked service, a vault, a host, a path, a package or a
/// notebook, in each language that has it.
#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    // The token library.
    ("getToken Storage", &[
        ("python", "mssparkutils.credentials.getToken('Storage')"), ("python", "notebookutils.credentials.getToken('Storage', 'name')"),
        ("scala", "mssparkutils.credentials.getToken(\"Storage\")"), ("csharp", "Credentials.GetToken(\"Storage\");"),
        ("r", "mssparkutils.credentials.getToken('Storage')"),
    ]),
    ("", &[
        ("python", "mssparkutils.credentials.isValidToken(token)"), ("scala", "mssparkutils.credentials.isValidToken(token)"),
        ("csharp", "Credentials.IsValidToken(token);"), ("python", "mssparkutils.notebook.exit('ls')"), ("python", "mssparkutils.fs.unmount('/mnt')"),
    ]),
    ("getConnectionStringOrCreds ls", &[
        ("python", "mssparkutils.credentials.getConnectionStringOrCreds('ls')"), ("scala", "notebookutils.mssparkutils.credentials.getConnectionStringOrCreds(\"ls\")"),
        ("csharp", "Credentials.GetConnectionStringOrCreds(\"ls\");"), ("r", "mssparkutils.credentials.getConnectionStringOrCreds('ls')"),
    ]),
    ("getFullConnectionString ls", &[
        ("python", "mssparkutils.credentials.getFullConnectionString('ls')"), ("scala", "TokenLibrary.getFullConnectionString(\"ls\")"),
        ("csharp", "TokenLibrary.GetFullConnectionString(\"ls\");"), ("r", "notebookutils.credentials.getFullConnectionString('ls')"),
    ]),
    ("getFullConnectionStringAsMap ls", &[("python", "TokenLibrary.getFullConnectionStringAsMap('ls')"), ("scala", "TokenLibrary.getFullConnectionStringAsMap(\"ls\")")]),
    ("getPropertiesAll ls", &[
        ("python", "mssparkutils.credentials.getPropertiesAll('ls')"), ("scala", "mssparkutils.credentials.getPropertiesAll(\"ls\")"),
        ("csharp", "Credentials.GetPropertiesAll(\"ls\");"), ("r", "mssparkutils.credentials.getPropertiesAll('ls')"),
    ]),
    ("getConnectionString ls", &[
        ("python", "sc._jvm.com.microsoft.azure.synapse.tokenlibrary.TokenLibrary.getConnectionString('ls')"), ("python", "t = sc._jvm.com.microsoft.azure.synapse.tokenlibrary.TokenLibrary\nt.getConnectionString('ls')"),
        ("scala", "import com.microsoft.azure.synapse.tokenlibrary.TokenLibrary\nTokenLibrary.getConnectionString(\"ls\")"),
        ("csharp", "using Microsoft.Spark.Extensions.Azure.Synapse.Analytics.Utils;\nTokenLibrary.GetConnectionString(\"ls\");"),
    ]),
    ("getSecret kv/s", &[("python", "mssparkutils.credentials.getSecret('kv', 's')"), ("scala", "mssparkutils.credentials.getSecret(\"kv\", \"s\")")]),
    ("getSecret kv/s ls", &[
        ("python", "mssparkutils.credentials.getSecret('kv', 's', 'ls')"), ("scala", "TokenLibrary.getSecret(\"kv\", \"s\", \"ls\")"),
        ("csharp", "Credentials.GetSecret(\"kv\", \"s\", \"ls\");"), ("r", "mssparkutils.credentials.getSecret('kv', 's', 'ls')"),
    ]),
    ("getSecretWithLS s ls", &[
        ("python", "mssparkutils.credentials.getSecretWithLS('ls', 's')"), ("scala", "mssparkutils.credentials.getSecretWithLS(\"ls\", \"s\")"),
        ("csharp", "Credentials.GetSecretWithLS(\"ls\", \"s\");"), ("r", "mssparkutils.credentials.getSecretWithLS('ls', 's')"),
    ]),
    ("putSecret kv/s ls", &[
        ("python", "mssparkutils.credentials.putSecret('kv', 's', value, 'ls')"), ("scala", "mssparkutils.credentials.putSecret(\"kv\", \"s\", value, \"ls\")"),
        ("csharp", "Credentials.PutSecret(\"kv\", \"s\", value, \"ls\");"), ("r", "mssparkutils.credentials.putSecret('kv', 's', value, 'ls')"),
    ]),
    ("putSecretWithLS s ls", &[("python", "mssparkutils.credentials.putSecretWithLS('ls', 's', value)"), ("csharp", "Credentials.PutSecretWithLS(\"ls\", \"s\", value);")]),
    // File systems and notebooks.
    ("mount abfss://c@st.dfs.core.windows.net by ls", &[
        ("python", "mssparkutils.fs.mount('abfss://c@st.dfs.core.windows.net', '/lake', {'linkedService': 'ls'})"),
        ("scala", "mssparkutils.fs.mount(\"abfss://c@st.dfs.core.windows.net\", \"/lake\", Map(\"linkedService\" -> \"ls\"))"),
        ("csharp", "FS.Mount(\"abfss://c@st.dfs.core.windows.net\", \"/lake\", new Dictionary<string, string>() { { \"linkedService\", \"ls\" } });"),
        ("r", "mssparkutils.fs.mount('abfss://c@st.dfs.core.windows.net', '/lake', list(linkedService = 'ls'))"),
    ]),
    ("path abfss://c@st.dfs.core.windows.net/x", &[
        ("python", "mssparkutils.fs.ls('abfss://c@st.dfs.core.windows.net/x')"), ("scala", "mssparkutils.fs.rm(\"abfss://c@st.dfs.core.windows.net/x\", true)"),
        ("csharp", "FS.Mkdirs(\"abfss://c@st.dfs.core.windows.net/x\");"), ("r", "mssparkutils.fs.head('abfss://c@st.dfs.core.windows.net/x')"),
        ("python", "notebookutils.fs.cp(source, 'abfss://c@st.dfs.core.windows.net/x')"), ("python", "mssparkutils.fs.fastcp('abfss://c@st.dfs.core.windows.net/x', target)"),
        ("python", "mssparkutils.fs.mv('abfss://c@st.dfs.core.windows.net/x', target)"), ("python", "mssparkutils.fs.put('abfss://c@st.dfs.core.windows.net/x', text)"),
        ("python", "mssparkutils.fs.append('abfss://c@st.dfs.core.windows.net/x', text)"), ("python", "mssparkutils.fs.exists('abfss://c@st.dfs.core.windows.net/x')"),
    ]),
    ("%run /lib/nb", &[("python", "%run /lib/nb"), ("scala", "%run /lib/nb { \"a\": 1 }"), ("csharp", "%run /lib/nb")]),
    ("notebook.run nb", &[
        ("python", "mssparkutils.notebook.run('nb', 90)"), ("scala", "mssparkutils.notebook.run(\"nb\")"), ("csharp", "Notebook.Run(\"nb\");"), ("r", "mssparkutils.notebook.run('nb')"),
    ]),
    ("notebook.runMultiple nb", &[("python", "mssparkutils.notebook.runMultiple(['nb'])"), ("python", "notebookutils.notebook.runMultiple({'activities': [{'name': 'a', 'path': 'nb', 'dependencies': []}]})")]),
    // Settings.
    ("spark.storage.synapse.linkedServiceName = ls", &[
        ("python", "spark.conf.set('spark.storage.synapse.linkedServiceName', 'ls')"), ("scala", "spark.conf.set(\"spark.storage.synapse.linkedServiceName\", \"ls\")"),
        ("csharp", "spark.Conf().Set(\"spark.storage.synapse.linkedServiceName\", \"ls\");"), ("csharp", "spark.SparkContext.GetConf().Set(\"spark.storage.synapse.linkedServiceName\", \"ls\");"),
        ("python", "SparkSession.builder.config('spark.storage.synapse.linkedServiceName', 'ls')"), ("python", "SparkConf().set('spark.storage.synapse.linkedServiceName', 'ls')"),
        ("sql", "SET spark.storage.synapse.linkedServiceName = ls"), ("python", "spark.sql('SET spark.storage.synapse.linkedServiceName = ls')"),
    ]),
    ("spark.storage.synapse.st.dfs.core.windows.net.linkedServiceName = ls", &[
        ("python", "source = 'st.dfs.core.windows.net'\nspark.conf.set(f'spark.storage.synapse.{source}.linkedServiceName', 'ls')"),
        ("scala", "sc.hadoopConfiguration.set(\"spark.storage.synapse.st.dfs.core.windows.net.linkedServiceName\", \"ls\")"),
    ]),
    ("fs.azure.account.oauth.provider.type = LinkedServiceBasedTokenProvider", &[
        ("python", "sc._jsc.hadoopConfiguration().set('fs.azure.account.oauth.provider.type', 'LinkedServiceBasedTokenProvider')"),
        ("scala", "spark.sparkContext.hadoopConfiguration.set(\"fs.azure.account.oauth.provider.type\", \"LinkedServiceBasedTokenProvider\")"),
    ]),
    ("fs.azure.sas.token.provider.type = ConfBasedSASProvider", &[("python", "spark.conf.set('fs.azure.sas.token.provider.type', 'ConfBasedSASProvider')")]),
    ("fs.azure.sas.token.provider.type = AkvBasedSASProvider", &[("scala", "spark.conf.set(\"fs.azure.sas.token.provider.type\", \"AkvBasedSASProvider\")")]),
    ("spark.storage.synapse.akv = kv", &[("python", "spark.conf.set('spark.storage.synapse.akv', 'kv')"), ("csharp", "spark.Conf().Set(\"spark.storage.synapse.akv\", \"kv\");")]),
    ("spark.storage.akv.secret = s", &[("python", "spark.conf.set('spark.storage.akv.secret', 's')")]),
    ("fs.azure.sas.c.st.blob.core.windows.net = ?", &[("python", "spark.conf.set('fs.azure.sas.c.st.blob.core.windows.net', sas)")]),
    ("fs.azure.account.key.st.dfs.core.windows.net = ?", &[("scala", "spark.conf.set(\"fs.azure.account.key.st.dfs.core.windows.net\", key)")]),
    ("spark.hadoop.hive.synapse.externalmetastore.linkedservice.name = ls", &[("python", "%%configure\n{\"conf\": {\"spark.hadoop.hive.synapse.externalmetastore.linkedservice.name\": \"ls\"}}")]),
    // Readers and writers.
    ("format cosmos.olap spark.synapse.linkedService=ls", &[
        ("python", "spark.read.format('cosmos.olap').option('spark.synapse.linkedService', 'ls').load()"),
        ("scala", "spark.read.format(\"cosmos.olap\").option(\"spark.synapse.linkedService\", \"ls\").load()"),
        ("csharp", "spark.Read().Format(\"cosmos.olap\").Option(\"spark.synapse.linkedService\", \"ls\").Load();"),
        ("sql", "CREATE TABLE t USING cosmos.olap OPTIONS (spark.synapse.linkedService 'ls')"),
        ("python", "spark.sql(f'''CREATE TABLE {t} USING cosmos.olap OPTIONS (spark.synapse.linkedService 'ls')''')"),
        ("scala", "spark.sql(s\"CREATE TABLE $t USING cosmos.olap OPTIONS (spark.synapse.linkedService 'ls')\")"),
        ("csharp", "spark.Sql($\"CREATE TABLE {t} USING cosmos.olap OPTIONS (spark.synapse.linkedService 'ls')\");"),
        ("r", "sql(\"CREATE TABLE t USING cosmos.olap OPTIONS (spark.synapse.linkedService 'ls')\")"),
    ]),
    ("format com.microsoft.kusto.spark.synapse.datasource spark.synapse.linkedService=ls kustoDatabase=d kustoTable=t", &[
        ("python", "df.write.format('com.microsoft.kusto.spark.synapse.datasource').option('spark.synapse.linkedService', 'ls').option('kustoDatabase', 'd').option('kustoTable', 't').mode('Append').save()"),
    ]),
    ("format com.microsoft.kusto.spark.synapse.datasource spark.synapse.linkedService=ls kustoDatabase=d kustoQuery=q", &[
        ("scala", "spark.read.format(\"com.microsoft.kusto.spark.synapse.datasource\").option(\"spark.synapse.linkedService\", \"ls\").option(\"kustoDatabase\", \"d\").option(\"kustoQuery\", \"q\").load()"),
    ]),
    ("format com.microsoft.kusto.spark.datasource kustoCluster=adx", &[("python", "spark.read.format('com.microsoft.kusto.spark.datasource').option('kustoCluster', 'adx').load()")]),
    ("table pool.dbo.t", &[
        ("python", "spark.read.synapsesql('pool.dbo.t')"), ("python", "df.write.synapsesql('pool.dbo.t')"), ("scala", "spark.read.sqlanalytics(\"pool.dbo.t\")"),
    ]),
    ("format - Constants.SERVER=ws.sql.azuresynapse.net", &[
        ("python", "spark.read.option(Constants.SERVER, 'ws.sql.azuresynapse.net').synapsesql(table)"), ("scala", "spark.read.option(Constants.SERVER, \"ws.sql.azuresynapse.net\").synapsesql(table)"),
    ]),
    ("format - Constants.TEMP_FOLDER=abfss://c@st.dfs.core.windows.net/x", &[("python", "df.write.option(Constants.TEMP_FOLDER, 'abfss://c@st.dfs.core.windows.net/x').synapsesql(table)")]),
    ("format jdbc url=jdbc:sqlserver://db.contoso.com:1433", &[
        ("python", "spark.read.format('jdbc').option('url', 'jdbc:sqlserver://db.contoso.com:1433').load()"), ("python", "spark.read.format('jdbc').options(url='jdbc:sqlserver://db.contoso.com:1433').load()"),
        ("csharp", "spark.Read().Format(\"jdbc\").Option(\"url\", \"jdbc:sqlserver://db.contoso.com:1433\").Load();"),
    ]),
    ("spark.read.jdbc → jdbc:sqlserver://db.contoso.com", &[("python", "spark.read.jdbc('jdbc:sqlserver://db.contoso.com', 't')"), ("scala", "spark.read.jdbc(\"jdbc:sqlserver://db.contoso.com\", \"t\", p)")]),
    ("files by ls", &[
        ("python", "pd.read_csv('abfs://c/x', storage_options={'linked_service': 'ls'})"), ("python", "df.to_parquet(path, storage_options=dict(linked_service='ls'))"),
        ("python", "fsspec.open('abfs://c/x', linked_service='ls')"), ("python", "fsspec.filesystem('abfs', linked_service='ls')"), ("python", "import adlfs\nadlfs.AzureBlobFileSystem(linked_service='ls')"),
    ]),
    ("path abfss://c@st.dfs.core.windows.net/t", &[
        ("python", "spark.read.parquet('abfss://c@st.dfs.core.windows.net/t')"), ("scala", "df.write.mode(\"append\").parquet(\"abfss://c@st.dfs.core.windows.net/t\")"),
        ("csharp", "spark.Read().Csv(\"abfss://c@st.dfs.core.windows.net/t\");"), ("r", "read.df('abfss://c@st.dfs.core.windows.net/t', source = 'csv')"),
        ("r", "write.df(orders, path = 'abfss://c@st.dfs.core.windows.net/t')"), ("r", "sparklyr::spark_read_csv(sc, 't', 'abfss://c@st.dfs.core.windows.net/t')"), ("r", "spark_write_parquet(orders, 'abfss://c@st.dfs.core.windows.net/t')"),
        ("python", "DeltaTable.forPath(spark, 'abfss://c@st.dfs.core.windows.net/t')"), ("scala", "sc.textFile(\"abfss://c@st.dfs.core.windows.net/t\")"),
        ("sql", "CREATE TABLE t USING delta LOCATION 'abfss://c@st.dfs.core.windows.net/t'"), ("sql", "SELECT * FROM delta.`abfss://c@st.dfs.core.windows.net/t`"),
        ("sql", "INSERT OVERWRITE DIRECTORY 'abfss://c@st.dfs.core.windows.net/t' USING parquet SELECT 1"), ("sql", "LOAD DATA INPATH 'abfss://c@st.dfs.core.windows.net/t' INTO TABLE t"),
        ("python", "spark.sql(f\"CREATE TABLE {db}.{t} USING DELTA LOCATION 'abfss://c@st.dfs.core.windows.net/t'\")"), ("python", "spark.sql(\"CREATE TABLE {0} USING DELTA LOCATION 'abfss://c@st.dfs.core.windows.net/t'\".format(t))"),
        ("python", "lake = 'abfss://c@st.dfs.core.windows.net'\nspark.sql(\"CREATE TABLE \" + t + \" USING DELTA LOCATION '\" + lake + \"/t'\")"), ("python", "query = '''SELECT * FROM parquet.`abfss://c@st.dfs.core.windows.net/t`'''\nspark.sql(query)"),
        ("scala", "spark.sql(s\"\"\"SELECT * FROM\n  |parquet.`abfss://c@st.dfs.core.windows.net/t`\"\"\".stripMargin)"), ("csharp", "spark.Sql(@\"CREATE TABLE t USING delta LOCATION 'abfss://c@st.dfs.core.windows.net/t'\");"),
        ("r", "SparkR::sql(\"CREATE TABLE t LOCATION 'abfss://c@st.dfs.core.windows.net/t'\")"),
    ]),
    ("format parquet path=abfss://c@st.dfs.core.windows.net/t", &[
        ("sql", "CREATE TABLE t USING parquet OPTIONS (path 'abfss://c@st.dfs.core.windows.net/t')"), ("sql", "CREATE TABLE t USING parquet OPTIONS ('path' = 'abfss://c@st.dfs.core.windows.net/t')"),
        ("python", "spark.sql(\"CREATE TEMP VIEW v USING parquet OPTIONS (path='abfss://c@st.dfs.core.windows.net/t')\")"),
    ]),
    // Hosts without a linked service.
    ("requests.get → https://a.contoso.com", &[("python", "import requests\nrequests.get('https://a.contoso.com')"), ("scala", "requests.get(\"https://a.contoso.com\")")]),
    ("httpx.AsyncClient.post → https://a.contoso.com", &[("python", "import httpx\nclient = httpx.AsyncClient()\nclient.post('https://a.contoso.com')")]),
    ("aiohttp.ClientSession.get → https://a.contoso.com", &[("python", "import aiohttp\nsession = aiohttp.ClientSession()\nsession.get('https://a.contoso.com')")]),
    ("urllib3.PoolManager.request → https://a.contoso.com", &[("python", "import urllib3\nhttp = urllib3.PoolManager()\nhttp.request('GET', 'https://a.contoso.com')")]),
    ("socket.gethostbyname → a.contoso.com", &[("python", "import socket\nsocket.gethostbyname('a.contoso.com')")]),
    ("ftplib.FTP → a.contoso.com", &[("python", "import ftplib\nftplib.FTP('a.contoso.com')")]),
    ("smtplib.SMTP → a.contoso.com", &[("python", "import smtplib\nsmtplib.SMTP('a.contoso.com', 25)")]),
    ("paramiko.SSHClient.connect → a.contoso.com", &[("python", "import paramiko\nclient = paramiko.SSHClient()\nclient.connect('a.contoso.com', username=user)")]),
    ("pyodbc.connect → Server=a.contoso.com", &[("python", "import pyodbc\npyodbc.connect('Server=a.contoso.com')")]),
    ("azure.storage.blob.BlobServiceClient → https://st.blob.core.windows.net", &[("python", "from azure.storage.blob import BlobServiceClient\nBlobServiceClient(account_url='https://st.blob.core.windows.net')")]),
    ("SecretClient → https://kv.vault.azure.net", &[("python", "SecretClient(vault_url='https://kv.vault.azure.net', credential=c)")]),
    ("CosmosClient → https://db.documents.azure.com", &[("python", "CosmosClient('https://db.documents.azure.com', key)")]),
    ("AzureOpenAI → https://a.openai.azure.com", &[("python", "AzureOpenAI(azure_endpoint='https://a.openai.azure.com')")]),
    ("identity DefaultAzureCredential", &[("python", "DefaultAzureCredential()"), ("csharp", "new DefaultAzureCredential();")]),
    ("sdk azureml", &[("python", "from azureml.core import Workspace\nWorkspace(subscription_id=s, resource_group=g, workspace_name=w)")]),
    ("sdk openai", &[("python", "import openai")]),
    ("sdk boto3", &[("python", "import boto3")]),
    ("sc.addFile → https://a.contoso.com/x", &[("python", "sc.addFile('https://a.contoso.com/x')"), ("scala", "sc.addFile(\"https://a.contoso.com/x\")")]),
    ("HttpGet → https://a.contoso.com", &[("scala", "new HttpGet(\"https://a.contoso.com\")")]),
    ("WebClient.DownloadString → https://a.contoso.com", &[("csharp", "var client = new WebClient();\nclient.DownloadString(\"https://a.contoso.com\");")]),
    ("url → https://a.contoso.com/x", &[("r", "readLines(url('https://a.contoso.com/x'))")]),
    ("fread → https://a.contoso.com/x", &[("r", "data.table::fread('https://a.contoso.com/x')")]),
    ("path https://a.contoso.com/x", &[("r", "read.csv('https://a.contoso.com/x')")]),
    ("shell curl https://a.contoso.com", &[("python", "!curl https://a.contoso.com")]),
    // Packages.
    ("Pip install a", &[("python", "%pip install a"), ("python", "!pip install a"), ("scala", "%pip install a"), ("python", "import pip\npip.main(['install', 'a'])"), ("python", "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'a'])")]),
    ("Conda install a", &[("python", "%conda install a")]),
    ("R 'a'", &[("r", "install.packages('a')"), ("r", "devtools::install_github('a')")]),
    ("spark.jars.repositories = https://a.contoso.com", &[("scala", "%%configure\n{\"conf\": {\"spark.jars.repositories\": \"https://a.contoso.com\"}}"), ("python", "SparkSession.builder.config('spark.jars.repositories', 'https://a.contoso.com')")]),
    ("path abfss://c@st.dfs.core.windows.net/a.jar", &[("python", "%%configure -f\n{\"jars\": [\"abfss://c@st.dfs.core.windows.net/a.jar\"]}"), ("python", "%%configure\n{\"archives\": [\"abfss://c@st.dfs.core.windows.net/a.jar\"]}")]),
];

#[test]
fn every_entry_is_recognised_in_every_language() {
    let mut missed = Vec::new();
    for (expected, codes) in ENTRIES {
        for (language, code) in *codes {
            let facts = shown(language, &[code]);
            let found = if expected.is_empty() { facts.is_empty() } else { facts.iter().any(|fact| fact == expected) };
            if !found {
                missed.push(format!("{language}: {code}\n  expected {expected}\n  found {facts:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
