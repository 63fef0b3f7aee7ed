//! `public-package-install`: packages are installed from the internet.

use crate::language::placeholder::is_placeholder;
use crate::network::{Coverage, Network, host_of_url};
use crate::rule::{Context, Sink};
use crate::rules::in_code::{at_fact, at_text};
use crate::rules::reach::BLOCKED;
use crate::workspace::Artifact;
use crate::workspace::code::{Fact, Install, Known, Tool, What};

pub fn check(context: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for fact in artifact.code().iter() {
        match &fact.what {
            What::Install(install) => installed(context.network, artifact, fact, install, sink),
            What::Setting(setting) => {
                let key = setting.key.literal().filter(|key| *key == "spark.jars.packages");
                let packages = setting.value.literal().filter(|(packages, _)| !packages.trim().is_empty());
                if let (Some(_), Some((_, packages))) = (key, packages) {
                    maven(context.network, artifact, fact, packages, sink);
                }
            }
            _ => {}
        }
    }
}

fn installed(network: &Network, artifact: &Artifact, fact: &Fact, install: &Install, sink: &mut Sink<'_>) {
    if install.local || is_redirected(artifact, install.tool) {
        return;
    }
    let Some(from) = source(network, fact, install) else { return };
    let message =
        format!("{} installs packages from {from}, which no managed private endpoint covers", artifact.described());
    let help = match install.tool {
        Tool::Pip | Tool::Conda => {
            "upload wheels as workspace packages and add them to the pool, those they depend on too"
        }
        Tool::R => "upload the packages as workspace packages and add them to the pool, those they depend on too",
        Tool::NuGet => "upload the package and load it from storage",
    };
    at_fact(artifact, sink, fact, &install.command, message).label(BLOCKED).help(help);
}

fn maven(network: &Network, artifact: &Artifact, fact: &Fact, packages: &Known, sink: &mut Sink<'_>) {
    let setting = |wanted: &str| {
        let mut settings = artifact.code().settings();
        settings.find(|(_, setting)| setting.key.text == wanted).map(|(_, setting)| &setting.value)
    };
    if setting("spark.jars.ivySettings").is_some() {
        return;
    }
    let from = match setting("spark.jars.repositories") {
        // Asked after Maven Central, which does not answer.
        Some(repositories) => {
            let Some((urls, _)) = repositories.literal() else { return };
            let Some(host) = urls.split(',').map(|url| blocked(network, url)).collect::<Option<Vec<_>>>() else {
                return;
            };
            host.join(", ")
        }
        None => "Maven Central".to_owned(),
    };
    let message = format!(
        "{} loads {} from {from}, which no managed private endpoint covers",
        artifact.described(),
        packages.text
    );
    let help = "upload the jars as workspace packages and add them to the pool, those they depend on too";
    at_text(artifact, sink, fact, packages, message).label(BLOCKED).help(help);
}

/// The host of a URL that nothing leads to.
fn blocked(network: &Network, url: &str) -> Option<String> {
    let host = host_of_url(url);
    let name = host.name().filter(|_| !host.is_local())?;
    matches!(network.coverage(name), Coverage::Missing(_)).then(|| name.to_owned())
}

/// Does the code send the installer somewhere else than the command says?
fn is_redirected(artifact: &Artifact, tool: Tool) -> bool {
    let signs: &[&str] = match tool {
        Tool::Pip => &["PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_NO_INDEX", "PIP_FIND_LINKS", "pip config", "pip.conf"],
        Tool::Conda => &["conda config", ".condarc"],
        Tool::R => &["options(repos", "CRAN_MIRROR", ".Rprofile"],
        Tool::NuGet => &["nuget.config", "#i "],
    };
    signs.iter().any(|sign| artifact.document.text().contains(sign))
}

/// Options of pip that name another index.
const INDEXES: [&str; 3] = ["-i", "--index-url", "--pypi-url"];

/// Options of conda that name a channel.
const CHANNELS: [&str; 2] = ["-c", "--channel"];

/// Options that name something else packages may come from.
const OTHERS: [&str; 8] =
    ["-r", "--requirement", "--extra-index-url", "-f", "--find-links", "--proxy", "--file", "--offline"];

/// Other options with a value, which is no package.
const VALUED: [&str; 8] = ["-t", "--target", "--trusted-host", "-n", "--name", "--timeout", "--prefix", "--constraint"];

/// Where an installation takes packages from, when that is known and nothing leads there.
fn source(network: &Network, fact: &Fact, install: &Install) -> Option<String> {
    match install.tool {
        Tool::Pip | Tool::Conda => of_command(network, install),
        Tool::R => of_r(network, &install.command, &fact.line),
        Tool::NuGet => Some("nuget.org".to_owned()),
    }
}

fn of_command(network: &Network, install: &Install) -> Option<String> {
    let default = if install.tool == Tool::Pip { "PyPI" } else { "Anaconda" };
    let Said { index, packages } = said(install)?;
    if packages.is_empty() || packages.iter().any(|word| is_computed(word)) {
        return None;
    }
    if let Some(url) = packages.iter().find(|word| word.contains("://")) {
        return blocked(network, url.rsplit_once("git+").map_or(*url, |(_, url)| url));
    }
    match index {
        Some(url) if url.contains("://") => blocked(network, url),
        // A channel by its name is one of Anaconda's, unless it is a path.
        Some(channel) if install.tool == Tool::Pip || is_computed(channel) || channel.contains('/') => None,
        _ => Some(default.to_owned()),
    }
}

/// What is said to pip or conda.
struct Said<'a> {
    index: Option<&'a str>,
    packages: Vec<&'a str>,
}

/// Reads the words of a command; `None` where files, links, proxies or further indexes may hold all of it.
fn said(install: &Install) -> Option<Said<'_>> {
    let mut said = Said { index: None, packages: Vec::new() };
    let words = install.command.split_whitespace().skip(1).map(|word| word.trim_matches(['"', '\'']));
    // What follows is a remark, or another command.
    let mut words = words.take_while(|word| !word.starts_with(['#', '&', '|', ';', '>']) && !word.starts_with("2>"));
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=').filter(|_| word.starts_with("--")) {
            Some((option, value)) => (option, Some(value)),
            None => (word, None),
        };
        let index = match install.tool {
            Tool::Conda => CHANNELS.contains(&option),
            _ => INDEXES.contains(&option),
        };
        if index {
            said.index = value.or_else(|| words.next());
        } else if OTHERS.contains(&option) {
            return None;
        } else if VALUED.contains(&option) {
            value.or_else(|| words.next());
        } else if !word.starts_with('-') && word != "." {
            said.packages.push(word);
        }
    }
    Some(said)
}

/// Is a word filled in at run time?
fn is_computed(word: &str) -> bool {
    word == "?" || word.contains(['$', '{']) || is_placeholder(word)
}

/// `install.packages("x", repos = "https://…")`: the literal repository, else CRAN or the like.
fn of_r(network: &Network, command: &str, line: &str) -> Option<String> {
    if let Some(at) = command.find("://") {
        let start = command[..at].rfind(['"', '\''])? + 1;
        let end = command[at..].find(['"', '\''])? + at;
        return blocked(network, &command[start..end]);
    }
    // A repository by name, or a package that may be a file.
    let unknown = command.contains("repos") || !command.contains(['"', '\'']) || command.contains(['{', '$']);
    let named = [("github", "GitHub"), ("gitlab", "GitLab"), ("BiocManager", "Bioconductor")];
    let from = named.iter().find(|(word, _)| line.contains(word)).map_or("CRAN", |(_, from)| from);
    (!unknown).then(|| from.to_owned())
}
