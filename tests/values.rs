//! What a URL can come to, by the callers of its artifact: every literal they pass, defaults where nobody says
//! otherwise, and silence about the rest.
#![allow(clippy::unwrap_used)]

use synlint::network::{Host, Scope, addresses};
use synlint::workspace::files::Memory;
use synlint::workspace::{self, Kind, Workspace};

fn load(files: &[(&str, &str)]) -> Workspace {
    let memory: Memory = files.iter().map(|(path, text)| (*path, *text)).collect();
    workspace::load(&memory, "").remove(0)
}

/// The hosts that a property of an artifact can come to.
fn hosts(files: &[(&str, &str)], kind: Kind, name: &str, property: &[&str]) -> Vec<String> {
    let workspace = load(files);
    let artifact = workspace.find(kind, name).unwrap();
    let mut node = artifact.root();
    for step in property {
        node = step.parse().map_or_else(|_| node.get(step), |at| node.items().nth(at)).unwrap();
    }
    let shown = |host: Host| match host {
        Host::Known { name, .. } => name,
        Host::Unknown(why) => format!("{why:?}"),
    };
    addresses(&Scope::new(&workspace), artifact, node).into_iter().map(|address| shown(address.host)).collect()
}

const SERVICE: &str = r#"{"name":"ls","properties":{"type":"RestService","parameters":{"host":{"type":"String","defaultValue":"default.contoso.com"},
    "key":{"type":"SecureString","defaultValue":"x"},"bare":{"type":"String"}},"typeProperties":{"url":"URL"}}}"#;

/// The hosts of a linked service with this URL, beside other files.
fn service(url: &str, others: &[(&str, &str)]) -> Vec<String> {
    let text = SERVICE.replace("URL", url);
    let files = [&[("linkedService/ls.json", text.as_str())], others].concat();
    hosts(&files, Kind::LinkedService, "ls", &["properties", "typeProperties", "url"])
}

fn dataset(name: &str, arguments: &str) -> String {
    format!(
        r#"{{"name":"{name}","properties":{{"type":"RestResource","linkedServiceName":{{"referenceName":"ls","type":"LinkedServiceReference","parameters":{arguments}}},
        "parameters":{{"name":{{"type":"string"}}}},"typeProperties":{{}}}}}}"#
    )
}

#[test]
fn what_nobody_calls_has_its_default() {
    assert_eq!(service("https://@{linkedService().host}/api", &[]), ["default.contoso.com"]);
    assert_eq!(service("@concat('https://', linkedService()['HOST'])", &[]), ["default.contoso.com"]);
    assert_eq!(service("https://api.contoso.com/@{linkedService().bare}", &[]), ["api.contoso.com"]);
    assert_eq!(service("https://api.contoso.com@{linkedService().bare}", &[]), ["Expression"], "the host may go on");
    assert_eq!(service("https://@{linkedService().bare}.contoso.com/", &[]), ["Expression"]);
    assert_eq!(service("https://@{linkedService().key}/", &[]), ["Expression"], "a secret is unknown");
    assert_eq!(service("https://@{linkedService().gone}/", &[]), ["Expression"]);
    assert_eq!(service("https://#{env}#/@{linkedService().host}", &[]), ["Placeholder"]);
}

#[test]
fn callers_say_what_it_is() {
    let [one, two] =
        [r#"{"host":"one.contoso.com"}"#, r#"{"Host":{"value":"@concat('two','.contoso.com')","type":"Expression"}}"#];
    let (one, two) = (dataset("one", one), dataset("two", two));
    let (omits, computes) = (dataset("omits", "{}"), dataset("computes", r#"{"host":"@dataset().name"}"#));
    let url = "https://@{linkedService().host}/";
    let (one, two) = (("dataset/one.json", one.as_str()), ("dataset/two.json", two.as_str()));
    assert_eq!(service(url, &[one, two]), ["one.contoso.com", "two.contoso.com"], "the default counts no more");
    assert_eq!(service(url, &[one, ("dataset/omits.json", &omits)]), ["default.contoso.com", "one.contoso.com"]);
    let computes = ("dataset/computes.json", computes.as_str());
    assert_eq!(
        service(url, &[one, computes]),
        ["one.contoso.com", "Expression"],
        "computed from a parameter nobody passes"
    );
    let all_at_once = dataset("all", r#"{"value":"@dataset().name","type":"Expression"}"#);
    assert_eq!(
        service(url, &[one, ("dataset/all.json", &all_at_once)]),
        ["one.contoso.com", "Expression"],
        "no default"
    );
    let pipeline = r#"{"name":"p","properties":{"variables":{"v":{"type":"String","defaultValue":"three"},"w":{"type":"String","defaultValue":"four"}},
        "parameters":{"q":{"type":"string","defaultValue":"five.contoso.com"}},"activities":[
        {"name":"A","type":"Copy","inputs":[{"referenceName":"computes","type":"DatasetReference","parameters":{"name":"@{variables('v')}.contoso.com"}}]},
        {"name":"B","type":"Copy","inputs":[{"referenceName":"computes","type":"DatasetReference","parameters":{"name":"@variables('w')"}}]},
        {"name":"C","type":"Copy","inputs":[{"referenceName":"computes","type":"DatasetReference","parameters":{"name":"@pipeline().parameters.q"}}]},
        {"name":"D","type":"SetVariable","typeProperties":{"variableName":"W","value":"x"}},
        {"name":"E","type":"Copy","state":"Inactive","inputs":[{"referenceName":"computes","type":"DatasetReference","parameters":{"name":"off.contoso.com"}}]}]}}"#;
    assert_eq!(
        service(url, &[computes, ("pipeline/p.json", pipeline)]),
        ["three.contoso.com", "five.contoso.com", "Expression"],
        "a variable that is set is unknown, a caller that is switched off calls nothing"
    );
}

#[test]
fn triggers_pipelines_and_data_flows_pass_arguments() {
    let inner = r#"{"name":"inner","properties":{"parameters":{"url":{"type":"string","defaultValue":"https://default.contoso.com"}},
        "activities":[{"name":"W","type":"WebActivity","typeProperties":{"url":{"value":"@pipeline().parameters.url","type":"Expression"}}}]}}"#;
    let outer = r#"{"name":"outer","properties":{"activities":[{"name":"E","type":"ExecutePipeline","typeProperties":{
        "pipeline":{"referenceName":"inner","type":"PipelineReference"},"parameters":{"url":"https://outer.contoso.com"}}}]}}"#;
    let trigger = r#"{"name":"t","properties":{"type":"ScheduleTrigger","pipelines":[{"pipelineReference":{"referenceName":"inner","type":"PipelineReference"},
        "parameters":{"url":"https://trigger.contoso.com"}}]}}"#;
    let url = ["properties", "activities", "0", "typeProperties", "url"];
    let files = [("pipeline/inner.json", inner), ("pipeline/outer.json", outer), ("trigger/t.json", trigger)];
    assert_eq!(hosts(&files, Kind::Pipeline, "inner", &url), ["outer.contoso.com", "trigger.contoso.com"]);
    assert_eq!(hosts(&files[..1], Kind::Pipeline, "inner", &url), ["default.contoso.com"]);

    let flow = r#"{"name":"f","properties":{"type":"MappingDataFlow","typeProperties":{"sources":[{"dataset":{"referenceName":"d","type":"DatasetReference"},"name":"orders"}]}}}"#;
    let runs = r#"{"name":"r","properties":{"activities":[{"name":"F","type":"ExecuteDataFlow","typeProperties":{"dataflow":{"referenceName":"f","type":"DataFlowReference",
        "datasetParameters":{"orders":{"name":"flow.contoso.com"}}}}}]}}"#;
    let set = dataset("d", r#"{"host":"@dataset().name"}"#);
    let others = [("dataset/d.json", set.as_str()), ("dataflow/f.json", flow), ("pipeline/r.json", runs)];
    assert_eq!(service("https://@{linkedService().host}/", &others), ["flow.contoso.com"]);
}

#[test]
fn rings_of_callers_end() {
    let ring = |own: &str, other: &str| {
        format!(
            r#"{{"name":"{own}","properties":{{"parameters":{{"u":{{"type":"string","defaultValue":"https://{own}.contoso.com"}}}},"activities":[
            {{"name":"E","type":"ExecutePipeline","typeProperties":{{"pipeline":{{"referenceName":"{other}","type":"PipelineReference"}},"parameters":{{"u":"@pipeline().parameters.u"}}}}}},
            {{"name":"W","type":"WebActivity","typeProperties":{{"url":"@pipeline().parameters.u"}}}}]}}}}"#
        )
    };
    let (a, b) = (ring("a", "b"), ring("b", "a"));
    let url = ["properties", "activities", "1", "typeProperties", "url"];
    assert_eq!(hosts(&[("pipeline/a.json", &a), ("pipeline/b.json", &b)], Kind::Pipeline, "a", &url), ["Expression"]);
}
