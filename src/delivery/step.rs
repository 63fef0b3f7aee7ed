//! Steps of GitHub workflows and Azure Pipelines that deploy a workspace, by the action and the task of Microsoft
//! (`Azure/Synapse-workspace-deployment`, `Synapse workspace deployment@2`). Their inputs are those of the action's
//! own description; both call them alike but for an `s`, and neither minds the case.

use crate::json::Span;
use crate::language::yaml::{Value, Yaml};

/// A step that deploys a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The path of names that leads to it: `jobs.deploy.steps › Deploy to test`.
    pub place: String,
    /// What it is called.
    pub name: String,
    /// The name of the action or task.
    pub action: Span,
    /// What is given to it.
    pub inputs: Vec<Input>,
    /// Is more given to it than can be read: by an alias, a merge or an expression?
    pub more: bool,
}

/// What is given to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The name, as written.
    pub name: String,
    /// The value; `None` when it is no text, number or truth value.
    pub value: Option<String>,
    /// Where the value stands; the name, where it is empty.
    pub span: Span,
}

/// What an input that is on or off says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag<'s> {
    /// On.
    On(&'s Input),
    /// Off, said so.
    Off(&'s Input),
    /// Nothing, and off is the default.
    Unset,
    /// An expression says.
    Unknown,
}

impl Step {
    fn input(&self, names: &[&str]) -> Option<&Input> {
        self.inputs.iter().find(|input| names.iter().any(|name| input.name.eq_ignore_ascii_case(name)))
    }

    fn flag(&self, names: &[&str]) -> Flag<'_> {
        let Some(input) = self.input(names) else { return if self.more { Flag::Unknown } else { Flag::Unset } };
        match input.value.as_deref().map(|value| value.trim().to_ascii_lowercase()).as_deref() {
            Some("true") => Flag::On(input),
            Some("false") => Flag::Off(input),
            Some("") => Flag::Unset,
            _ => Flag::Unknown,
        }
    }

    /// Does it deploy managed private endpoints?
    pub fn endpoints(&self) -> Flag<'_> {
        self.flag(&["deployManagedPrivateEndpoint", "deployManagedPrivateEndpoints"])
    }

    /// Does it delete what the template lacks?
    pub fn deletes(&self) -> Flag<'_> {
        self.flag(&["DeleteArtifactsNotInTemplate"])
    }

    /// Does it deploy for sure: not only validate, nor what an expression says?
    pub fn deploys(&self) -> bool {
        let Some(operation) = self.input(&["operation"]) else { return !self.more };
        let value = operation.value.as_deref().unwrap_or_default().trim();
        ["deploy", "validateDeploy"].iter().any(|known| known.eq_ignore_ascii_case(value))
    }

    /// The folder of artifacts that it deploys, from the base of the repository; `None` where it names none or an
    /// expression does.
    pub fn folder(&self) -> Option<&str> {
        let value = self.input(&["ArtifactsFolder"])?.value.as_deref()?.trim();
        let value = value.strip_prefix("./").unwrap_or(value).trim_matches('/');
        (!value.contains(['$', '{', '\\']) && !value.is_empty()).then_some(if value == "." { "" } else { value })
    }
}

/// May the text hold such a step? Cheap.
pub fn hints_at_step(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["synapse-workspace-deployment", TASK].iter().any(|name| lower.contains(name))
}

const ACTION: &str = "azure/synapse-workspace-deployment";
const TASK: &str = "synapse workspace deployment";

/// Every step of a document that deploys a workspace and is not switched off.
pub fn steps(document: &Yaml) -> Vec<Step> {
    let mut found = Vec::new();
    collect(document, &mut Vec::new(), &mut found);
    found
}

fn collect(yaml: &Yaml, path: &mut Vec<String>, found: &mut Vec<Step>) {
    if is_off(yaml) {
        return;
    }
    found.extend(step(yaml, path));
    for item in yaml.items() {
        collect(item, path, found);
    }
    for (key, value) in yaml.pairs() {
        path.push(key.text().unwrap_or_default().to_owned());
        collect(value, path, found);
        path.pop();
    }
}

/// Is a job or step switched off for good?
fn is_off(yaml: &Yaml) -> bool {
    let says = |key: &str, words: &[&str]| {
        let text = yaml.get(key).and_then(Yaml::text).map(|text| text.trim().to_ascii_lowercase());
        text.is_some_and(|text| words.contains(&text.replace(' ', "").as_str()))
    };
    says("enabled", &["false"]) || says("if", &["false", "${{false}}"]) || says("condition", &["false", "false()"])
}

fn step(yaml: &Yaml, path: &[String]) -> Option<Step> {
    let (action, inputs) = match (yaml.get("uses"), yaml.get("task")) {
        (Some(action), _) if is_named(action, |name| name == ACTION) => (action, yaml.get("with")),
        (_, Some(task)) if is_named(task, |name| name.rsplit('.').next() == Some(TASK)) => (task, yaml.get("inputs")),
        _ => return None,
    };
    let name = ["name", "displayName", "id"].iter().find_map(|key| yaml.get(key)?.text());
    let name = name.or(action.text()).unwrap_or_default();
    let more = inputs.is_some_and(is_open);
    let inputs = inputs.map(Yaml::pairs).unwrap_or_default().iter();
    let inputs = inputs.filter_map(|(key, value)| {
        let span = if value.span.is_empty() { key.span.clone() } else { value.span.clone() };
        Some(Input { name: key.text()?.to_owned(), value: text(value), span })
    });
    let place = format!("{} › {name}", path.join("."));
    Some(Step { place, name: name.to_owned(), action: action.span.clone(), inputs: inputs.collect(), more })
}

/// May there be inputs that do not stand here?
fn is_open(inputs: &Yaml) -> bool {
    let elsewhere = |key: &str| key == "<<" || key.starts_with("${{");
    match &inputs.value {
        Value::Mapping(pairs) => pairs.iter().any(|(key, _)| key.text().is_none_or(elsewhere)),
        Value::Scalar(text) => !text.is_empty(),
        Value::Sequence(_) | Value::Alias => true,
    }
}

fn text(value: &Yaml) -> Option<String> {
    match &value.value {
        Value::Scalar(text) => Some(text.clone()),
        _ => None,
    }
}

/// Is the action or task of this name, whatever its version?
fn is_named(action: &Yaml, is: impl Fn(&str) -> bool) -> bool {
    let name = action.text().map(|text| text.trim().to_ascii_lowercase());
    name.is_some_and(|name| is(name.split('@').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::yaml::parse;

    fn all(text: &str) -> Vec<Step> {
        parse(text).unwrap().iter().flat_map(steps).collect()
    }

    #[test]
    fn the_action_and_the_task() {
        let github = "jobs:\n  test:\n    steps:\n    - uses: actions/checkout@v4\n    - name: Deploy\n      uses: azure/synapse-workspace-deployment@V1.8.0\n      with:\n        ArtifactsFolder: ./ws/\n        deployManagedPrivateEndpoint: 'True'\n        operation: validateDeploy\n";
        let step = all(github).remove(0);
        assert_eq!(step.place, "jobs.test.steps › Deploy");
        assert_eq!(step.folder(), Some("ws"));
        assert!(matches!(step.endpoints(), Flag::On(input) if &github[input.span.clone()] == "'True'"));
        assert_eq!((step.deletes(), step.deploys()), (Flag::Unset, true));
        let azure = "steps:\n- task: AzureSynapseWorkspace.synapsecicd-deploy.synapse-deploy.Synapse workspace deployment@2\n  inputs:\n    operation: deploy\n    TemplateFile: x\n    DeployManagedPrivateEndpoints: false\n    DeleteArtifactsNotInTemplate: $(delete)\n- task: AzureSynapseWorkspace.synapsecicd-deploy.toggle-trigger.toggle-triggers-dev@2\n";
        let steps = all(azure);
        assert_eq!(steps.len(), 1);
        assert!(matches!(steps[0].endpoints(), Flag::Off(_)));
        assert_eq!((steps[0].deletes(), steps[0].folder()), (Flag::Unknown, None));
    }

    #[test]
    fn switched_off_or_only_validating() {
        let task = "task: Synapse workspace deployment@2";
        assert_eq!(all(&format!("steps:\n- {task}\n  enabled: false\n- {task}\n  condition: false\n")), []);
        assert_eq!(all(&format!("jobs:\n- job: a\n  if: ${{{{ false }}}}\n  steps:\n  - {task}\n")), []);
        for operation in ["validate", "$(operation)", ""] {
            assert!(!all(&format!("steps:\n- {task}\n  inputs: {{operation: '{operation}'}}"))[0].deploys());
        }
        assert!(all(&format!("steps:\n- {task}\n"))[0].deploys());
    }

    #[test]
    fn inputs_that_stand_elsewhere_are_unknown() {
        for inputs in ["*x", "${{ parameters.inputs }}", "{<<: *x}", "{'${{ if eq(1, 1) }}': {operation: deploy}}"] {
            let text = format!("a: &x {{}}\nsteps:\n- task: Synapse workspace deployment@2\n  inputs: {inputs}\n");
            let step = all(&text).remove(0);
            assert_eq!((step.endpoints(), step.deploys()), (Flag::Unknown, false), "{inputs}");
        }
    }
}
