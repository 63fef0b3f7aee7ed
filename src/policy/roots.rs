//! What a configuration declares of workspaces: for every root, and for single ones.

use super::ConfigError;
use super::config::{Config, Layer, Overrides};
use super::file::{Completeness, PrivateEndpoint, Settings};
use super::path::glob;
use super::validate::Fault;
use crate::json::text::LineIndex;
use crate::lint::{RootOptions, Roots};
use crate::network::{self, Declared, DeclaredEndpoint};
use globset::{Glob, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use toml::Spanned;

impl Config {
    pub(super) fn roots(&self, overrides: &Overrides) -> Roots {
        let named = self.layers().iter().flat_map(|layer| {
            let paths = layer.file.root.iter().map(|root| layer.below(root.path.get_ref()));
            paths.map(|path| (self.root_options(Some(&path), overrides), path))
        });
        let single: FxHashMap<String, RootOptions> = named.map(|(options, path)| (path, options)).collect();
        let said = self.layers().iter().find_map(|layer| Some((layer, layer.file.workspace.roots.as_ref()?)));
        let only =
            said.map(|(layer, roots)| globset(roots.iter().filter_map(|root| glob(&layer.below(root.get_ref())).ok())));
        Roots { every: self.root_options(None, overrides), single, only }
    }

    /// What holds for the root at a path, or for every root. The first of the settings that says something wins: those
    /// of the root before those of the workspace, those of a nearer file before those of a farther one. Lists of
    /// several files add up.
    fn root_options(&self, path: Option<&str>, overrides: &Overrides) -> RootOptions {
        let own = self.layers().iter().filter_map(|layer| Some((layer, layer.root(path?)?.settings())));
        let shared = self.layers().iter().map(|layer| (layer, layer.file.workspace.settings()));
        let settings: Vec<(&Layer, Settings<'_>)> = own.chain(shared).collect();
        let network = settings.iter().find_map(|(layer, settings)| Some((*layer, settings.network?)));
        let in_file = network.and_then(|(layer, network)| Some((network.get_ref().profile()?, line(layer, network))));
        let profile = overrides.network.map(|profile| (profile, "--network".to_owned())).or(in_file);
        let completeness = settings.iter().find_map(|(_, settings)| settings.private_endpoints);
        let completeness = completeness.and_then(|said| match said {
            Completeness::Auto => None,
            Completeness::Complete => Some(network::Completeness::Complete),
            Completeness::Partial => Some(network::Completeness::Partial),
        });
        let name = settings.iter().find_map(|(_, settings)| settings.name).map(|name| name.get_ref().clone());
        // Of one file, what a root says replaces what its workspace says.
        let first = |list: &dyn for<'s> Fn(&Settings<'s>) -> Option<&'s Vec<Spanned<String>>>| {
            let of_layer = |layer: &&Layer| {
                let mut own = settings.iter().filter(|(of, _)| std::ptr::eq(*of, *layer));
                own.find_map(|(_, settings)| list(settings)).cloned().unwrap_or_default()
            };
            let all = self.layers().iter().map(|layer| (layer, of_layer(&layer)));
            all.flat_map(|(layer, list)| list.into_iter().map(move |entry| (layer, entry))).collect::<Vec<_>>()
        };
        let external = first(&|settings| settings.external);
        let external = external.iter().filter_map(|(_, pattern)| glob(pattern.get_ref()).ok());
        let endpoints =
            self.layers().iter().flat_map(|layer| layer.file.private_endpoint.iter().map(declared)).collect();
        let inventory_files = match &overrides.inventory {
            Some(file) => vec![file.clone()],
            None => {
                first(&|settings| settings.inventory).iter().map(|(layer, file)| layer.below(file.get_ref())).collect()
            }
        };
        let network = Declared { profile, completeness, name, endpoints, inventory_files, inventory: None };
        RootOptions { network, external: globset(external) }
    }

    /// What is wrong with a file of an inventory, at the place where the configuration names it; `None` where it does
    /// not, but the command line.
    pub fn fault_of_inventory(&self, path: &str, message: &str, help: &str) -> Option<ConfigError> {
        self.layers().iter().find_map(|layer| {
            let settings = layer.file.root.iter().map(|root| root.settings()).chain([layer.file.workspace.settings()]);
            let mut named = settings.filter_map(|settings| settings.inventory).flatten();
            let place = named.find(|file| layer.below(file.get_ref()) == path)?.span();
            Some(layer.error(Fault { message: message.to_owned(), span: place, help: Some(help.to_owned()) }))
        })
    }

    /// Roots that the configuration names and no workspace matches, as warnings. A shared file may name the roots of
    /// others.
    pub fn unmatched_roots(&self, found: &[&str]) -> Vec<ConfigError> {
        let Some(layer) = self.layers().first() else { return Vec::new() };
        let listed = layer.file.workspace.roots.iter().flatten();
        let named = listed.chain(layer.file.root.iter().map(|root| &root.path));
        let unmatched = named.filter(|path| {
            let glob = glob(&layer.below(path.get_ref())).map(|glob| glob.compile_matcher());
            !glob.is_ok_and(|glob| found.iter().any(|root| glob.is_match(root)))
        });
        let fault = |path: &Spanned<String>| Fault {
            message: format!("\"{}\" matches no workspace", path.get_ref()),
            span: path.span(),
            help: Some("paths are relative to the folder of this file".to_owned()),
        };
        unmatched.map(|path| layer.error(fault(path))).collect()
    }
}

/// `file:line` of a value.
fn line<T>(layer: &Layer, value: &Spanned<T>) -> String {
    let position = LineIndex::new(&layer.text).position(&layer.text, value.span().start);
    format!("{}:{}", layer.path, position.line)
}

fn declared(endpoint: &PrivateEndpoint) -> DeclaredEndpoint {
    DeclaredEndpoint {
        resource: endpoint.resource.get_ref().clone(),
        group: endpoint.group.clone(),
        fqdns: endpoint.fqdns.iter().map(|fqdn| fqdn.get_ref().clone()).collect(),
    }
}

fn globset(globs: impl Iterator<Item = Glob>) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        builder.add(glob);
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}
