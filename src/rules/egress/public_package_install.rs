//! `public-package-install`: packages are installed from the internet.

use crate::network::{Coverage, Network, host_of_url};
use crate::rule::{Context, Sink};
use crate::rules::spark::report::{at_fact, at_text};
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

const LABEL: &str = "blocked by data exfiltration protection";

fn installed(network: &Network, artifact: &Artifact, fact: &Fact, install: &Install, sink: &mut Sink<'_>) {
    if install.local || is_redirected(artifact, install.tool) {
        return;
    }
    let Some(from) = source(network, install) else { return };
    let message =
        format!("{} installs packages from {from}, which no managed private endpoint covers", artifact.described());
    let help = match install.tool {
        Tool::Pip | Tool::Conda => {
            "upload wheels as workspace packages and add them to the pool, those they depend on too"
        }
        Tool::R => "upload the packages as workspace packages and add them to the pool, those they depend on too",
        Tool::NuGet => "upload the package and load it from storage",
    };
    at_fact(artifact, sink, fact, &install.command, message).label(LABEL).help(help);
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
    at_text(artifact, sink, fact, packages, message).label(LABEL).help(help);
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

/// Options of pip and conda that say where packages come from instead.
const INDEX: [&str; 5] = ["-i", "--index-url", "--pypi-url", "-c", "--channel"];

/// Options of pip and conda whose value is no package.
const VALUED: [&str; 12] = [
    "-r",
    "--requirement",
    "--extra-index-url",
    "-t",
    "--target",
    "--trusted-host",
    "-f",
    "--find-links",
    "-n",
    "--name",
    "--timeout",
    "--proxy",
];

/// Where an installation takes packages from, when that is known and nothing leads there.
fn source(network: &Network, install: &Install) -> Option<String> {
    match install.tool {
        Tool::Pip | Tool::Conda => of_command(network, install),
        Tool::R => of_r(network, &install.command),
        Tool::NuGet => Some("nuget.org".to_owned()),
    }
}

fn of_command(network: &Network, install: &Install) -> Option<String> {
    let default = if install.tool == Tool::Pip { "PyPI" } else { "Anaconda" };
    let spaced = install.command.replacen('=', " ", usize::from(install.command.contains("-url=")));
    let mut words = spaced.split_whitespace().map(|word| word.trim_matches(['"', '\''])).skip(1);
    let (mut index, mut packages, mut other) = (None, Vec::new(), false);
    while let Some(word) = words.next() {
        if INDEX.contains(&word) && !(word == "-c" && install.tool == Tool::Pip) {
            index = words.next();
        } else if VALUED.contains(&word) {
            // Links, proxies and further indexes may hold all of it.
            other |= !matches!(word, "-t" | "--target" | "-n" | "--name" | "--timeout");
            words.next();
        } else if !word.starts_with('-') && word != "." {
            packages.push(word);
        }
    }
    let unknown = |word: &str| word.contains(['$', '{', '<', '?']) && !word.contains("<=") && !word.contains("==");
    if packages.is_empty() || other || packages.iter().any(|word| unknown(word) || word.starts_with('#')) {
        return None;
    }
    if let Some(url) = packages.iter().find(|word| word.contains("://")) {
        let url = url.rsplit_once("git+").map_or(*url, |(_, url)| url);
        return blocked(network, url);
    }
    match index {
        Some(url) if url.contains("://") => blocked(network, url),
        Some(channel) => {
            (install.tool == Tool::Conda && !unknown(channel) && !channel.contains('/')).then(|| default.to_owned())
        }
        None => Some(default.to_owned()),
    }
}

/// `install.packages("x", repos = "https://…")`: the literal repository, else CRAN or the like.
fn of_r(network: &Network, command: &str) -> Option<String> {
    if let Some(at) = command.find("://") {
        let start = command[..at].rfind(['"', '\''])? + 1;
        let end = command[at..].find(['"', '\''])? + at;
        return blocked(network, &command[start..end]);
    }
    // A repository by name, or a package that may be a file.
    let unknown = command.contains("repos") || !command.contains(['"', '\'']) || command.contains(['{', '$']);
    (!unknown).then(|| "the internet".to_owned())
}
