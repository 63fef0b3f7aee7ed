//! Which host a repository lives on, by its own files and its Git remotes.

use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    GitHub,
    Azure,
}

/// The host of the repository in a folder; `None` where nothing tells.
pub fn of(base: &Path) -> Option<Host> {
    by_remotes(&std::fs::read_to_string(base.join(".git/config")).unwrap_or_default()).or_else(|| by_files(base))
}

fn by_remotes(config: &str) -> Option<Host> {
    config.lines().filter_map(|line| line.trim().strip_prefix("url")).find_map(|url| {
        let is_on = |host: &str| url.to_ascii_lowercase().contains(host);
        if is_on("github.com") {
            Some(Host::GitHub)
        } else if is_on("dev.azure.com") || is_on("visualstudio.com") {
            Some(Host::Azure)
        } else {
            None
        }
    })
}

fn by_files(base: &Path) -> Option<Host> {
    let has = |path: &str| base.join(path).exists();
    if has(".github") {
        Some(Host::GitHub)
    } else if has("azure-pipelines.yml") || has(".azuredevops") {
        Some(Host::Azure)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_tell_the_host() {
        let config = |url: &str| format!("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n");
        assert_eq!(by_remotes(&config("git@github.com:contoso/data.git")), Some(Host::GitHub));
        assert_eq!(by_remotes(&config("https://contoso@dev.azure.com/contoso/_git/data")), Some(Host::Azure));
        assert_eq!(by_remotes(&config("git@ssh.dev.azure.com:v3/contoso/data/data")), Some(Host::Azure));
        assert_eq!(by_remotes(&config("https://git.contoso.example/data")), None);
    }
}
