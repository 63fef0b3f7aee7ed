//! Flags, exit codes and messages, as a user meets them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{copy_of, judged, repository, run, synlint, told, write};
use std::process::Command;

const WORKSPACE: &str = "fixtures/workspaces/func-otel";

#[test]
fn exit_codes() {
    let copy = copy_of(WORKSPACE);
    let code = |arguments: &[&str]| synlint(copy.path(), arguments).code;
    assert_eq!(code(&["check"]), 1, "errors");
    assert_eq!(code(&["check", "--fail-on", "never"]), 0);
    assert_eq!(code(&["check", "--ignore", "spark"]), 0, "nothing left");
    assert_eq!(code(&["check", "--level", "unsupported-linked-service=warning"]), 0, "warnings do not fail");
    assert_eq!(code(&["check", "--level", "unsupported-linked-service=warning", "--fail-on", "warning"]), 1);
    assert_eq!(code(&["check", "--level", "unsupported-linked-service=note", "--fail-on", "warning"]), 0);
    assert_eq!(code(&["check", "--level", "unsupported-linked-service=note", "--fail-on", "note"]), 1);
    assert_eq!(code(&["check", "nowhere"]), 2);
    assert_eq!(code(&["check", "--frobnicate"]), 2);
    assert_eq!(code(&["check", "--select", "nonsense"]), 2);
    assert_eq!(code(&["check", "synlint.toml"]), 0, "a file that is no artifact");
    for format in ["human", "concise", "json"] {
        assert_eq!(code(&["check", "-o", format]), 1, "{format}");
        assert_eq!(code(&["check", "-o", format, "--ignore", "spark"]), 0, "{format}");
    }
    let empty = tempfile::tempdir().unwrap();
    let nothing = synlint(empty.path(), &["check"]);
    assert_eq!(nothing.code, 3);
    assert!(nothing.stderr.contains("no folders of Synapse artifacts") && nothing.stderr.contains("--allow-empty"));
    assert_eq!(synlint(empty.path(), &["check", "--allow-empty"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn exit_codes_stay_where_standard_error_cannot_be_written() {
    let copy = copy_of(WORKSPACE);
    let code = |arguments: &[&str]| {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
        command.args(arguments).current_dir(copy.path()).stdout(std::process::Stdio::null()).stderr(full);
        command.status().unwrap().code()
    };
    assert_eq!(code(&["check"]), Some(1));
    assert_eq!(code(&["check", "--fail-on", "never", "-v", "--timings", "--show-exceptions"]), Some(0));
    assert_eq!(code(&["check", "nowhere"]), Some(2));
    assert_eq!(code(&["check", "--frobnicate"]), Some(2));
    assert_eq!(code(&["check", "--no-config", "--inventory", "synlint.toml"]), Some(2));
}

#[test]
fn did_you_mean() {
    let folder = repository(WORKSPACE);
    let says = |arguments: &[&str], expected: &str| {
        let run = synlint(&folder, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{arguments:?} should say {expected}: {}", run.stderr);
    };
    says(&["check", "--netwrok", "dep"], "--network");
    says(&["check", "--network", "dap"], "dep");
    says(&["check", "-o", "concize"], "concise");
    says(&["check", "--select", "plain-htpp"], "plain-http");
    says(&["check", "--ignore", "egres"], "egress");
    says(&["check", "--level", "plain-htpp=note"], "plain-http");
    says(&["check", "--level", "plain-http=fatal"], "error, warning, note");
    says(&["explain", "plain-htpp"], "plain-http");
    says(&["chekc"], "the verb `check`");
    says(&["check", "--threads", "0"], "1..=512");
    says(&["--network", "auto", "egress"], "put the verb first: `synlint egress …`");
    says(&["-o", "json", "check", "pipeline"], "put the verb first: `synlint check …`");
    says(&["pipeline", "egress", "-o", "html"], "put the verb first: `synlint egress …`");
    assert!(!synlint(&folder, &["egress", "--frobnicate"]).stderr.contains("put the verb first"));
}

#[test]
fn verbs_and_formats_that_do_not_exist_are_refused() {
    for arguments in [
        &["lsp"][..],
        &["check", "--since"],
        &["check", "--inventory"],
        &["check", "--staged=yes"],
        &["check", "-o", "checkstyle"],
    ] {
        assert_eq!(synlint(&repository(WORKSPACE), arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn concise_is_one_line_a_finding() {
    let copy = copy_of(WORKSPACE);
    std::fs::remove_file(
        copy.path().join("managedVirtualNetwork/default/managedPrivateEndpoint/AzureFunction861.json"),
    )
    .unwrap();
    let run = synlint(copy.path(), &["check", "-o", "concise", "--select", "egress"]);
    assert_eq!(
        run.stdout,
        "linkedService/RestService1.json:7:11: error[missing-private-endpoint] linked service \"RestService1\" calls \
         func-otel.azurewebsites.net, which no managed private endpoint covers\n"
    );
}

#[test]
fn standard_output_holds_the_format_and_nothing_else() {
    let copy = copy_of(WORKSPACE);
    for arguments in [vec!["check", "-o", "json", "-v", "--timings"], vec!["check", "-o", "json", "-q"]] {
        let run = synlint(copy.path(), &arguments);
        assert_eq!(run.json()["schema"], "synlint-report/1");
    }
    let quiet = synlint(copy.path(), &["check", "-q", "--ignore", "spark"]);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let timed = synlint(copy.path(), &["check", "--timings"]);
    let places = timed.stderr.lines().filter_map(|line| line.find(" ms"));
    assert_eq!(places.collect::<std::collections::BTreeSet<_>>().len(), 1, "one column: {}", timed.stderr);
    assert!(
        timed.stderr.contains("load") && timed.stderr.contains("rules") && timed.stderr.contains(" ms"),
        "{}",
        timed.stderr
    );
    let given = synlint(copy.path(), &["check", "-v", "--config", "pipeline/../synlint.toml"]);
    assert!(given.stderr.contains("network dep (from synlint.toml:"), "{}", given.stderr);
    let verbose = synlint(copy.path(), &["check", "-v"]);
    assert!(verbose.stderr.contains("network dep (from synlint.toml:"), "{}", verbose.stderr);
}

#[test]
fn several_outputs_from_one_run() {
    let copy = copy_of(WORKSPACE);
    let run = synlint(copy.path(), &["check", "-o", "concise", "-o", "json=report.json"]);
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(copy.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(run.stdout.lines().count(), written["findings"].as_array().unwrap().len());
}

#[test]
fn where_there_is_nothing_to_check_the_report_is_empty() {
    let copy = copy_of(WORKSPACE);
    let empty = tempfile::tempdir().unwrap();
    for (folder, argument) in [(copy.path(), "synlint.toml"), (empty.path(), "--allow-empty")] {
        let run = synlint(folder, &["check", argument, "-o", "json"]);
        assert_eq!((run.code, run.findings().len()), (0, 0));
        assert!(run.stderr.starts_with("nothing to check: ") && run.stderr.lines().count() == 1, "{}", run.stderr);
        let human = synlint(folder, &["check", argument]);
        assert_eq!((human.code, human.stdout.as_str()), (0, ""));
        for format in ["sarif", "gitlab", "rdjson", "jsonl", "junit", "markdown", "github", "azure", "concise"] {
            write(folder, &[("old", b"of another run")]);
            assert_eq!(synlint(folder, &["check", argument, "-o", &format!("{format}=old")]).code, 0);
            let written = std::fs::read_to_string(folder.join("old")).unwrap();
            assert!(!written.contains("of another run"), "{format}: {written}");
            let is_json = ["sarif", "gitlab", "rdjson"].contains(&format);
            assert!(!is_json || serde_json::from_str::<serde_json::Value>(&written).is_ok(), "{format}: {written}");
            assert!(format != "junit" || written.contains("<testsuites"), "{written}");
        }
    }
}

#[test]
fn each_output_has_a_place_of_its_own() {
    let copy = copy_of(WORKSPACE);
    for (outputs, said) in [
        (["json", "sarif"], "-o json and -o sarif would both be written on standard output"),
        (["json=f", "sarif=./f"], "-o json and -o sarif would both be written into ./f"),
    ] {
        let run = synlint(copy.path(), &["check", "-o", outputs[0], "-o", outputs[1]]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(said) && run.stderr.contains("-o sarif=FILE"), "{}", run.stderr);
    }
    assert!(!copy.path().join("f").exists());
    #[cfg(unix)]
    assert_eq!(synlint(copy.path(), &["check", "-o", "json=/dev/null", "-o", "sarif=/dev/null"]).code, 1);
}

#[test]
fn colour_follows_flag_then_environment() {
    let colours = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
        command.args(["check", WORKSPACE]).args(arguments).envs(variables.iter().copied()).current_dir(repository(""));
        run(&mut command).stdout.contains('\u{1b}')
    };
    assert!(!colours(&[], &[]), "a pipe");
    assert!(colours(&[], &["--color", "always"]));
    assert!(colours(&[("FORCE_COLOR", "1")], &[]));
    assert!(!colours(&[("FORCE_COLOR", "0")], &[]));
    assert!(!colours(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(colours(&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], &[]), "an empty NO_COLOR says nothing");
    assert!(!colours(&[("FORCE_COLOR", "1")], &["--color", "never"]));
    assert!(colours(&[("NO_COLOR", "1")], &["--color", "always"]));
    let wrong = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
        run(command.args(["check", "--bogus"]).args(arguments).env("CLICOLOR_FORCE", "1")).stderr.contains('\u{1b}')
    };
    assert!(wrong(&[]) && wrong(&["--color", "always"]));
    assert!(!wrong(&["--color", "never"]) && !wrong(&["--color=never"]));
}

#[test]
fn a_dumb_terminal_gets_plain_characters() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synlint"));
    command.args(["check", WORKSPACE]).env("TERM", "dumb").current_dir(repository(""));
    let shown = run(&mut command).stdout;
    assert!(shown.contains("error[unsupported-linked-service]"));
    let frame: Vec<char> = shown.chars().filter(|c| ('\u{2500}'..='\u{259F}').contains(c)).collect();
    assert_eq!(frame, [] as [char; 0], "box drawing on a dumb terminal");
}

#[test]
fn the_nearest_configuration_is_used_wherever_synlint_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = b"{\"name\":\"other\",\"properties\":{}}";
    write(
        folder.path(),
        &[
            ("synlint.toml", b"[lint]\nselect = [\"tls\"]\n"),
            ("ws/synlint.toml", b"[rules]\nname-mismatch = \"warning\"\n"),
            ("ws/pipeline/x.json", pipeline),
            ("plain/pipeline/x.json", pipeline),
        ],
    );
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let level = |at: &str, path: &str| synlint(&folder.path().join(at), &["check", path, "-o", "concise"]).stdout;
    for (at, path) in [("", "ws"), ("ws", "."), ("plain", "../ws/pipeline/x.json")] {
        assert!(level(at, path).contains("ws/pipeline/x.json:1:9: warning[name-mismatch]"), "{at} {path}");
    }
    assert_eq!(level("", "plain"), "", "the outer configuration selects tls only");
    assert_eq!(level("ws", "../plain"), "");
    let none = synlint(folder.path(), &["check", "plain", "-o", "concise", "--no-config"]);
    assert!(none.stdout.contains("error[name-mismatch]"), "{}", none.stdout);
    let given = synlint(folder.path(), &["check", "plain", "-o", "concise", "--config", "ws/synlint.toml"]);
    assert!(given.stdout.contains("warning[name-mismatch]"), "{}", given.stdout);
    assert_eq!(synlint(folder.path(), &["check", "--config", "nowhere.toml"]).code, 2);
    let why = |arguments: &[&str]| synlint(folder.path(), &[&["check", "-v", "ws"], arguments].concat()).stderr;
    assert!(why(&[]).contains("ws/synlint.toml, the nearest from the paths upwards\n"));
    assert!(why(&["--config", "synlint.toml"]).contains("synlint.toml, given by --config\n"));
    assert!(why(&["--no-config"]).contains("configuration: none, by --no-config\n"));
}

#[test]
fn no_configuration_is_passed_over_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let pipeline = b"{\"name\":\"other\",\"properties\":{}}";
    write(
        folder.path(),
        &[
            ("a/synlint.toml", b"[rules]\nname-mismatch = \"warning\"\n"),
            ("a/pipeline/x.json", pipeline),
            ("b/synlint.toml", b"[rules]\nname-mismatch = \"note\"\n"),
            ("b/pipeline/x.json", pipeline),
            ("c/pipeline/x.json", pipeline),
            ("README.md", b""),
        ],
    );
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let check = |paths: &[&str]| synlint(folder.path(), &[&["check", "-o", "concise"], paths].concat());
    for (paths, named) in [
        (&["a/pipeline/x.json", "b/pipeline/x.json"][..], "a/synlint.toml and b/synlint.toml"),
        (&["b", "a", "README.md"], "a/synlint.toml and b/synlint.toml"),
        (&["a/pipeline/x.json", "c"], "a/synlint.toml and none"),
    ] {
        let refused = check(paths);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{paths:?}");
        assert!(refused.stderr.contains(named) && refused.stderr.contains("[[root]]"), "{}", refused.stderr);
    }
    // What leads into no workspace has no say in it, and neither has what lies in another of the paths.
    let one = check(&["README.md", "a/pipeline/x.json"]);
    assert!(one.stdout.contains("warning[name-mismatch]") && !one.stderr.contains("not used"), "{}", one.stderr);
    let all = check(&[".", "a"]);
    assert!(
        all.stderr.contains("warning: the configuration a/synlint.toml (and 1 more) is not used"),
        "{}",
        all.stderr
    );
    assert!(!check(&["c"]).stderr.contains("not used"));
    assert!(!check(&["--no-config"]).stderr.contains("not used"));
    write(folder.path(), &[("synlint.toml", b"extends = [\"a/synlint.toml\"]\n")]);
    let extended = check(&[]);
    assert!(
        extended.stderr.contains("b/synlint.toml is not used: this run goes by synlint.toml"),
        "{}",
        extended.stderr
    );
    assert!(extended.stdout.contains("warning[name-mismatch]"), "{}", extended.stdout);
}

#[test]
fn a_faulty_configuration_is_shown_with_its_place() {
    let copy = copy_of(WORKSPACE);
    std::fs::write(copy.path().join("synlint.toml"), "[workspace]\nnetwrok = \"dep\"\n").unwrap();
    let run = synlint(copy.path(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for part in ["synlint.toml:2:1", "netwrok", "did you mean", "network"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
}

#[test]
fn files_that_cannot_be_used_are_shown_with_their_place() {
    let copy = copy_of(WORKSPACE);
    let refused = |arguments: &[&str]| {
        let run = synlint(copy.path(), arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        run.stderr
    };
    write(copy.path(), &[("synlint.toml", b"[workspace]\ninventory = [\"nope.json\"]\n")]);
    let missing = refused(&["check"]);
    assert!(missing.contains("nope.json cannot be used: it does not exist"), "{missing}");
    assert!(missing.contains("[synlint.toml:2:14]"), "{missing}");
    write(copy.path(), &[("nope.json", b"[\n  1 2\n]")]);
    let broken = refused(&["check"]);
    assert!(broken.contains("it is no JSON") && broken.contains("[nope.json:2:5]"), "{broken}");
    let given = refused(&["check", "--no-config", "--inventory", "gone.json"]);
    assert!(given.contains("gone.json cannot be used") && given.contains("az synapse"), "{given}");
    write(copy.path(), &[("synlint.toml", b"[workspace]\n# f\xfcr alle\n")]);
    let latin = refused(&["check"]);
    assert!(latin.contains("it is not UTF-8") && latin.contains("[synlint.toml:2:4]"), "{latin}");
    std::fs::remove_file(copy.path().join("synlint.toml")).unwrap();
    std::fs::create_dir(copy.path().join("synlint.toml")).unwrap();
    assert!(refused(&["check"]).contains("the configuration synlint.toml cannot be read: it is a folder"));
    assert!(refused(&["check", "--config", "synlint.toml"]).contains("is a folder"));
    #[cfg(unix)]
    {
        std::fs::remove_dir(copy.path().join("synlint.toml")).unwrap();
        std::os::unix::fs::symlink("nowhere.toml", copy.path().join("synlint.toml")).unwrap();
        assert!(refused(&["check"]).contains("a broken link"));
    }
}

#[test]
fn a_level_of_a_rule_that_is_off_is_no_secret() {
    let copy = copy_of(WORKSPACE);
    let off = synlint(copy.path(), &["check", "--level", "plain-http=off"]);
    assert!(off.code == 2 && off.stderr.contains("`off` is no level: use --ignore plain-http"), "{}", off.stderr);
    let group = synlint(copy.path(), &["check", "--level", "egress=note"]);
    let said = "there is no rule `egress`\n  help: egress is a group; a level is set for one rule";
    assert!(group.code == 2 && group.stderr.contains(said), "{}", group.stderr);
    let idle = synlint(copy.path(), &["check", "--level", "missing-description=warning", "-q"]);
    assert!(idle.stderr.starts_with("warning: --level missing-description=warning does nothing"), "{}", idle.stderr);
    write(copy.path(), &[("synlint.toml", b"[rules]\nmissing-description = \"warning\"\n")]);
    let idle = synlint(copy.path(), &["check", "-q"]);
    assert!(idle.stderr.contains("[synlint.toml:2:1]") && idle.stderr.contains("extend-select"), "{}", idle.stderr);
    assert_eq!(synlint(copy.path(), &["doctor"]).stderr, "");
}

#[test]
fn prose_fits_eighty_columns() {
    let folder = repository("");
    for arguments in [
        &["explain", "missing-private-endpoint"][..],
        &["doctor", "fixtures/workspaces/contoso"],
        &["check", "fixtures/workspaces/contoso", "-o", "json"],
    ] {
        let run = synlint(&folder, arguments);
        let prose = if arguments.contains(&"json") { run.stderr } else { run.stdout };
        // What comes behind the head of a page is code and addresses.
        let prose = if arguments.contains(&"explain") { prose.split("\n\n").next().unwrap() } else { &prose };
        // Paths are never broken.
        let paths = ["program", "Git root", "folder", "configuration"];
        let lines = prose.lines().filter(|line| !paths.iter().any(|path| line.starts_with(path)));
        let wide: Vec<&str> = lines.filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty() && !prose.is_empty(), "{arguments:?}: {wide:#?}");
    }
}

#[test]
fn what_is_no_file_is_said_to_be_none() {
    let copy = copy_of(WORKSPACE);
    let says = |arguments: &[&str], expected: &str| {
        let run = synlint(copy.path(), &[&["check"], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
    };
    says(&["--config", "nowhere.toml"], "the configuration nowhere.toml does not exist");
    says(&["--config", "pipeline"], "the configuration pipeline is a folder");
    says(&["--inventory", "."], "the inventory . cannot be used: it is a folder");
    #[cfg(unix)]
    says(&["--config", "/dev/null"], "the configuration /dev/null is no file");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_said_to_be_so() {
    use std::os::unix::ffi::OsStrExt;
    let copy = copy_of(WORKSPACE);
    let name = std::ffi::OsStr::from_bytes(b"pipeline/n\xff.json");
    std::fs::write(copy.path().join(name), "{}").unwrap();
    let found = synlint(copy.path(), &["check", "pipeline", "-o", "concise"]);
    assert!(found.stdout.contains("its name is not UTF-8"), "{}", found.stdout);
}

#[test]
fn explain_and_rules() {
    let folder = repository("");
    let text = synlint(&folder, &["explain", "plain-http"]).stdout;
    assert!(text.starts_with("plain-http: a literal http:// address") && text.contains("Known gaps"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "wrapped");
    let wide = synlint(&folder, &["explain", "naming-convention"]).stdout;
    assert!(wide.lines().all(|line| line.chars().count() <= 80), "an example fits where the prose does\n{wide}");
    let markdown = synlint(&folder, &["explain", "plain-http", "-o", "markdown"]).stdout;
    assert!(markdown.starts_with("# plain-http\n") && markdown.contains("\n## Sources\n"), "{markdown}");
    let json: serde_json::Value =
        serde_json::from_str(&synlint(&folder, &["explain", "plain-http", "-o", "json"]).stdout).unwrap();
    assert_eq!((&json["name"], &json["level"]), (&serde_json::json!("plain-http"), &serde_json::json!("warning")));
    let rules: serde_json::Value = serde_json::from_str(&synlint(&folder, &["rules", "-o", "json"]).stdout).unwrap();
    let names: Vec<&str> = rules.as_array().unwrap().iter().map(|rule| rule["name"].as_str().unwrap()).collect();
    let table = synlint(&folder, &["rules"]).stdout;
    assert!(names.len() >= 20 && names.iter().all(|name| table.contains(name)), "{table}");
    let line = table.lines().find(|line| line.trim_start().starts_with("plain-http ")).unwrap();
    assert!(line.contains("warning") && line.ends_with("a literal http:// address that is really called"), "{line}");
}

#[test]
fn a_rule_that_panics_names_its_artifact_and_the_rest_goes_on() {
    use synlint::rule::Logic;
    let files = [
        ("pipeline/a.json", r#"{"name":"a"}"#),
        ("pipeline/b.json", r#"{"name":"b"}"#),
        ("pipeline/c.json", r#"{"name":"c"}"#),
    ];
    let falls_over = Logic::Native(|_, artifact, sink| {
        sink.report(artifact.anchor(), "half a finding");
        assert!(artifact.name != "b", "on purpose");
    });
    let report = judged(&files, "falls-over", falls_over);
    let shown = told(&report);
    assert!(report.failed);
    assert_eq!(
        shown,
        [
            "pipeline/a.json falls-over: half a finding",
            "pipeline/b.json internal-error: the rule falls-over failed on pipeline \"b\"; everything else was checked",
            "pipeline/c.json falls-over: half a finding",
        ]
    );
}

#[test]
fn fingerprints_live_by_names() {
    let prints = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("pipeline/p.json", text.as_bytes())]);
        let findings = synlint(folder.path(), &["check", "-o", "json"]).findings();
        let mut prints: Vec<String> =
            findings.iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect();
        prints.sort();
        prints
    };
    let activity = |name: &str, wait: &str| {
        format!(
            r#"{{"name":"{name}","type":"Wait","dependsOn":[{{"activity":"{wait}"}}],"policy":{{"timeout":"7.00:00:00"}}}}"#
        )
    };
    let pipeline =
        |activities: &[String]| format!(r#"{{"name":"p","properties":{{"activities":[{}]}}}}"#, activities.join(","));
    let before = prints(&pipeline(&[activity("a", "gone")]));
    assert_eq!(before.len(), 2);
    let fine = r#"{"name":"fine","type":"Wait"}"#.to_owned();
    assert_eq!(prints(&pipeline(&[fine.clone(), activity("a", "gone"), fine])), before, "inserted activities");
    let value: serde_json::Value = serde_json::from_str(&pipeline(&[activity("a", "gone")])).unwrap();
    assert_eq!(prints(&format!("{value:#}\n")), before, "re-indented");
    assert_ne!(prints(&pipeline(&[activity("a", "other")])), before, "another name is another finding");
    let more = prints(&pipeline(&[activity("a", "gone"), activity("b", "gone")]));
    assert!(
        more.len() == 4 && before.iter().all(|print| more.contains(print)),
        "one more fault of each is one more finding"
    );
}

#[test]
fn today_is_the_day_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (name, end) in [("tr", "2026-11-23T23:30:00"), ("old", "2020-01-01T00:00:00Z")] {
        let recurrence = format!(r#"{{"recurrence": {{"endTime": "{end}"}}}}"#);
        let properties = format!(r#"{{"type": "ScheduleTrigger", "typeProperties": {recurrence}}}"#);
        let trigger = format!(r#"{{"name": "{name}", "properties": {properties}}}"#);
        common::write(folder.path(), &[(&format!("trigger/{name}.json"), trigger.as_bytes())]);
    }
    let on = |today: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_synlint"));
        command.args(["check", "--select", "expired-trigger", "-o", "concise", "-v"]);
        common::run(command.current_dir(folder.path()).env("SYNLINT_TODAY", today))
    };
    for (today, ended) in [("2026-11-23", false), ("2026-11-24", false), ("2026-11-25", true), ("2027-01-01", true)] {
        assert_eq!(on(today).stdout.contains("ended on 2026-11-23"), ended, "{today}");
    }
    assert!(on("").stdout.contains("ended on 2020-01-01"), "without a word the clock decides");
    let wrong = on("tomorrow");
    assert_eq!(wrong.code, 2);
    assert_eq!(wrong.stderr, "error: SYNLINT_TODAY is \"tomorrow\", which is no day like 2026-11-23\n");
}

#[test]
fn doctor_says_what_it_sees() {
    let copy = copy_of(WORKSPACE);
    let doctor = synlint(copy.path(), &["doctor"]);
    assert_eq!((doctor.code, doctor.stderr.as_str()), (0, ""));
    let line = |name: &str| {
        let mut lines = doctor.stdout.lines();
        lines.find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name}: {}", doctor.stdout)).trim()
    };
    assert_eq!(line("synlint"), env!("CARGO_PKG_VERSION"));
    assert!(line("configuration").ends_with("synlint.toml"));
    assert!(line("workspace").contains("18 artifacts, network dep"), "{}", doctor.stdout);
    let empty = tempfile::tempdir().unwrap();
    assert!(synlint(empty.path(), &["doctor"]).stdout.contains("none: no folders of artifacts"));
    write(copy.path(), &[("synlint.toml", b"[lnt]\n")]);
    let broken = synlint(copy.path(), &["doctor"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("did you mean \"lint\""), "{}", broken.stderr);
    for known in [env!("CARGO_PKG_VERSION"), "synlint.toml\n", "not known", "runs in"] {
        assert!(broken.stdout.contains(known), "{known}: {}", broken.stdout);
    }
}

#[test]
fn completions_know_rules_and_groups() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = synlint(&repository(WORKSPACE), &["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        assert!(run.stdout.contains("plain-http") || !["bash", "zsh"].contains(&shell), "{shell}");
        assert!(run.stdout.contains("completions") && run.stdout.contains("fail-on"), "{shell}");
    }
    assert_eq!(synlint(&repository(WORKSPACE), &["completions", "cmd"]).code, 2);
}

#[test]
fn schemas_are_those_of_the_repository() {
    for (name, committed) in [
        ("config", "schemas/synlint.schema.json"),
        ("report", "schemas/report.schema.json"),
        ("egress", "schemas/egress.schema.json"),
    ] {
        let run = synlint(&repository("."), &["schema", name]);
        assert!(run.stdout == std::fs::read_to_string(repository(committed)).unwrap(), "{name} is not {committed}");
    }
}
