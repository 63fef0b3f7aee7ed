//! Files that deliver workspaces: found wherever they lie, judged once, shown and narrowed like artifacts.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Run, judged, synlint, told, write};
use synlint::report::{Format, Style, View};
use synlint::rule::Logic;

const NOTEBOOK: &[u8] = br#"{"name":"n","properties":{"nbformat":4,"nbformat_minor":2,"cells":[]}}"#;
const ENDPOINT: &[u8] = br#"{"name":"mpe","properties":{"privateLinkResourceId":"/subscriptions/3f1c7a52-8d0e-4b6a-9e24-5c0d7b1fa936/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stcontoso","groupId":"dfs"}}"#;
const ENDPOINT_PATH: &str = "managedVirtualNetwork/default/managedPrivateEndpoint/mpe.json";

fn step(inputs: &str) -> Vec<u8> {
    format!("jobs:\n  go:\n    steps:\n    - name: Deploy\n      uses: azure/synapse-workspace-deployment@V1.9.2\n      with: {{ {inputs} }}\n").into_bytes()
}

fn check(files: &[(&str, &[u8])], arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), files);
    synlint(folder.path(), &[&["check", "-o", "json", "--select", "delivery"], arguments].concat())
}

fn paths(run: &Run) -> Vec<String> {
    run.findings().iter().map(|finding| finding["path"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn findings_belong_to_no_artifact_and_have_a_pointer_where_there_is_json() {
    let config = br#"{"publishBranch": ""}"#;
    let run = check(&[("ws/notebook/n.json", NOTEBOOK), ("ws/publish_config.json", config)], &[]);
    let finding = run.findings().remove(0);
    assert_eq!(finding["artifact"], serde_json::Value::Null);
    assert_eq!(finding["pointer"], "/publishBranch");
    assert_eq!(finding["place"], "ws/publish_config.json › publishBranch");
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(1), Some(19)));
    assert_eq!(run.code, 0, "warnings alone");
}

#[test]
fn each_file_is_judged_once_and_its_identity_survives_a_new_order() {
    let flag = "operation: validateDeploy";
    let one = step(flag);
    let text = String::from_utf8(step(flag)).unwrap();
    let later = format!("# moved\nname: Deploy\n\n{text}");
    let prints = |workflow: &[u8]| {
        let files: &[(&str, &[u8])] = &[
            ("one/notebook/n.json", NOTEBOOK),
            ("one/managedVirtualNetwork/default/managedPrivateEndpoint/mpe.json", ENDPOINT),
            (".github/workflows/d.yml", workflow),
        ];
        let found = check(files, &[]).findings();
        found.iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&one).len(), 1);
    assert_eq!(prints(&one), prints(later.as_bytes()));
    assert_ne!(prints(&one), prints(text.replace("Deploy\n", "Other\n").as_bytes()), "another step, another finding");
}

#[test]
fn workflows_are_found_wherever_they_lie() {
    let workflow = step("operation: validateDeploy");
    for place in
        [".github/workflows/d.yml", ".azuredevops/d.YAML", ".pipelines/d.yml", "build/d.yaml", "d.yml", "ws/d.yml"]
    {
        let run = check(
            &[("ws/notebook/n.json", NOTEBOOK), (&format!("ws/{ENDPOINT_PATH}"), ENDPOINT), (place, &workflow)],
            &[],
        );
        assert_eq!(paths(&run), [place]);
    }
    let run = check(&[(ENDPOINT_PATH, ENDPOINT), (".hidden/d.yml", &workflow)], &[]);
    assert_eq!(paths(&run), [""; 0], "other hidden folders are not looked at");
}

#[test]
fn what_lies_in_a_folder_of_workflows_is_no_workspace() {
    let run = check(&[("notebook/n.json", NOTEBOOK), (".github/pipeline/p.json", b"{\"name\":\"p\"}")], &[]);
    assert_eq!(run.json()["workspaces"].as_array().unwrap().len(), 1);
    assert_eq!(run.json()["workspaces"][0]["artifacts"], 1);
}

#[test]
fn a_path_narrows_what_is_reported_and_not_what_is_known() {
    let workflow = step("operation: validateDeploy, deployManagedPrivateEndpoint: true, ArtifactsFolder: ws");
    let endpoint = format!("ws/{ENDPOINT_PATH}");
    let definition: (&str, &[u8]) = ("ws/template-parameters-definition.json", b"{}");
    let files = [(endpoint.as_str(), ENDPOINT), (".github/workflows/d.yml", &workflow), definition];
    let all = ["ws/template-parameters-definition.json"];
    assert_eq!(paths(&check(&files, &["."])), all);
    assert_eq!(paths(&check(&files, &["ws"])), all, "the workflow beside is known");
    assert_eq!(paths(&check(&files, &["ws/template-parameters-definition.json", "ws"])), all);
    assert_eq!(paths(&check(&files, &["ws/managedVirtualNetwork"])), [""; 0]);
    let without = [files[0], files[1]];
    let workflow = ".github/workflows/d.yml";
    for given in [".", ".github", workflow] {
        assert_eq!(paths(&check(&without, &[given])), [workflow], "{given}");
    }
    let unnamed = step("operation: validateDeploy, deployManagedPrivateEndpoint: true");
    let unnamed = [files[0], (".github/workflows/d.yml", unnamed.as_slice()), definition];
    assert_eq!(paths(&check(&unnamed, &["."])), all);
    assert_eq!(paths(&check(&unnamed, &["ws"])), [""; 0], "there may be another workspace beside");
    let above: [(&str, &[u8]); 3] = [
        files[0],
        files[1],
        (
            "template-parameters-definition.json",
            br#"{"Microsoft.Synapse/workspaces/managedVirtualNetworks/managedPrivateEndpoints": {}}"#,
        ),
    ];
    assert_eq!(paths(&check(&above, &["."])), [""; 0], "a file above the root may be the one");
    assert_eq!(paths(&check(&above, &["ws"])), [""; 0], "and is known from below as well");
}

#[test]
fn a_step_belongs_to_the_workspace_it_names_or_to_the_only_one() {
    let at = |root: &str| format!("{root}/{ENDPOINT_PATH}");
    let (one, two) = (at("a/one"), at("two"));
    let both: [(&str, &[u8]); 2] = [(&one, ENDPOINT), (&two, ENDPOINT)];
    let found = |inputs: &str, workspaces: &[(&str, &[u8])]| {
        let workflow = step(inputs);
        let files = [workspaces, &[(".github/workflows/d.yml", workflow.as_slice())]].concat();
        check(&files, &[]).findings().len()
    };
    assert_eq!(found("ArtifactsFolder: two", &both), 1);
    assert_eq!(found("ArtifactsFolder: ./one/", &both), 1);
    assert_eq!(found("ArtifactsFolder: three", &both), 0, "names none");
    assert_eq!(found("TemplateFile: x/TemplateForWorkspace.json", &both), 0, "either");
    assert_eq!(found("TemplateFile: x/TemplateForWorkspace.json", &both[..1]), 1, "the only one");
    assert_eq!(found("ArtifactsFolder: '${{ env.FOLDER }}'", &both), 0, "only known at run time");
    let only_one = b"[workspace]\nroots = [\"two\"]\n".as_slice();
    let configured = [both.as_slice(), &[("synlint.toml", only_one)]].concat();
    assert_eq!(found("TemplateFile: x/TemplateForWorkspace.json", &configured), 0, "one that is not looked at counts");
}

#[test]
fn one_fault_is_one_finding() {
    let workflow = step("operation: deploy, deployManagedPrivateEndpoint: true");
    let rules = |name: &str, text: &str| {
        let files = [(ENDPOINT_PATH, ENDPOINT), ("d.yml", workflow.as_slice()), (name, text.as_bytes())];
        let found = check(&files, &[]).findings();
        found.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules("README", ""), ["endpoint-not-parameterized"]);
    assert_eq!(rules("template-parameter-definition.json", "{}"), ["parameter-file"]);
    assert_eq!(rules("template-parameters-definition.json", "{"), ["parameter-file"]);
}

#[test]
fn broken_workflows_are_silent() {
    let whole = step("operation: validateDeploy");
    let cut = |end: usize| [(ENDPOINT_PATH, ENDPOINT), (".github/workflows/d.yml", &whole[..end])];
    let broken = check(&cut(whole.len() - 2), &[]);
    assert_eq!((paths(&broken), broken.code), (Vec::new(), 0));
    let odd: [&[u8]; 4] = [b"\xff\xfe", b"", b"- ".repeat(50_000).leak(), b"synapse workspace deployment: [[[[*a"];
    for text in odd {
        assert_eq!(paths(&check(&[(ENDPOINT_PATH, ENDPOINT), ("d.yml", text)], &[])), [""; 0]);
    }
}

#[test]
fn the_text_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[("notebook/n.json", NOTEBOOK), ("publish_config.json", b"{\n  \"publishBranch\": \"\"\n}\n")],
    );
    let shown = synlint(folder.path(), &["check", "--select", "publish-config"]).stdout;
    assert!(shown.contains("publish_config.json:2:20") && shown.contains("\"publishBranch\": \"\""), "{shown}");
}

#[test]
fn a_rule_that_panics_names_its_file_and_the_rest_goes_on() {
    let notebook = std::str::from_utf8(NOTEBOOK).unwrap();
    let files = [
        ("a/notebook/n.json", notebook),
        ("b/notebook/n.json", notebook),
        ("a/publish_config.json", "{}"),
        ("b/publish_config.json", "{}"),
    ];
    let falls_over = Logic::Delivery(|_, file, sink| {
        sink.report_span(0..1, "half a finding");
        assert!(file.path.starts_with('b'), "on purpose");
    });
    let report = judged(&files, "a-rule", falls_over);
    let shown = told(&report);
    assert!(report.failed);
    assert_eq!(
        shown,
        [
            "a/publish_config.json internal-error: the rule a-rule failed on a/publish_config.json; everything else was checked",
            "b/publish_config.json a-rule: half a finding",
        ]
    );
}

const WORD: &str = "TULIPS4-fabrikam";
const KEY: &str = "TULIPS4FABRIKAM8sKd1FhGjNbVcXzAoEuIy3R5t7U0q9Zr4mT2xYwPvL8sKd1FhGjNbVcXzAoEuIy3R5t7U0a==";

#[test]
fn secrets_in_delivery_files_are_hidden_in_every_output() {
    let task = "steps:\n- task: Synapse workspace deployment@2\n  inputs:\n    operation: deploy\n";
    let workflows = [
        format!("{task}    clientSecret: {KEY}\n"),
        format!("{task}    clientSecret: '{KEY}'\n"),
        format!("{task}    password: {WORD}\n"),
        format!("{task}    OverrideArmParameters: |\n      ls_lake_connectionString: AccountName=x;AccountKey={KEY}\n"),
        format!("{task}    creds: '{{\"clientSecret\":\"{KEY}\"}}'\n"),
    ];
    let jsons = [format!("{{\"password\":\"{WORD}\"}}"), format!("{{\"url\":\"AccountKey={KEY}\",,}}")];
    let workflows = workflows.iter().map(|text| ("d.yml", text));
    let jsons = jsons
        .iter()
        .flat_map(|text| ["publish_config.json", "template-parameters-definition.json"].map(|path| (path, text)));
    let styles = [(80, false), (40, true)].map(|(width, color)| Style {
        color,
        unicode: true,
        width,
        links: None,
        verbose: true,
    });
    for (path, text) in workflows.chain(jsons) {
        let report = judged(
            &[("notebook/n.json", std::str::from_utf8(NOTEBOOK).unwrap()), (path, text)],
            "a-rule",
            Logic::Delivery(|_, file, sink| {
                for (at, line) in file.text().match_indices("TULIPS").map(|(at, _)| (at, &file.text()[at..])) {
                    let line = line.lines().next().unwrap_or_default();
                    let told = sink.report_place(line, at..at + line.len(), format!("here stands {line}"));
                    told.label(line).help(line).subject(line).related_text(0..file.text().len(), line);
                }
                sink.report_span(0..file.text().len(), "the whole file");
            }),
        );
        assert!(report.findings.len() > 1, "{text}");
        for finding in &report.findings {
            assert!(!format!("{finding:?}").to_lowercase().contains("tulips4"), "{finding:?}");
        }
        let view = View::new(&report);
        for (format, style) in Format::ALL.iter().flat_map(|format| styles.iter().map(move |style| (format, style))) {
            let output = format.render(&view, style);
            assert!(!output.to_lowercase().contains("tulips4"), "{}: {text}\n{output}", format.name());
            assert!(output.contains(" characters]"), "{}: {text}\n{output}", format.name());
        }
    }
}

#[test]
fn the_rules_that_ship_give_nothing_away_either() {
    let folder = tempfile::tempdir().unwrap();
    let definition = format!("{{\"a\": \"AccountKey={KEY}\", \"password\": \"{WORD}\"}}");
    let config = format!("{{\"publishBranch\": [\"AccountKey={KEY}\"]}}");
    write(
        folder.path(),
        &[
            ("notebook/n.json", NOTEBOOK),
            ("template-parameters-definition.json", definition.as_bytes()),
            ("publish_config.json", config.as_bytes()),
        ],
    );
    for format in Format::ALL {
        let run = synlint(folder.path(), &["check", "--select", "all", "-o", format.name()]);
        assert!(run.stdout.contains("parameter-file") && run.stdout.contains("publish-config"), "{}", run.stdout);
        assert!(!run.stdout.to_lowercase().contains("tulips4"), "{}: {}", format.name(), run.stdout);
    }
}
