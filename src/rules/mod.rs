//! The one visible list of rules. Adding a rule is a page, a function if it is native, fixtures, and a line here;
//! `tests/registry.rs` holds the four against each other.

mod auth;
mod dataflow;
mod delivery;
mod egress;
mod endpoint;
mod expression;
mod hygiene;
mod in_code;
mod missing;
mod pipeline;
mod policy;
mod reach;
mod reference;
mod secret;
mod spark;
mod sql;
mod storage;
mod tls;
mod trigger;

use crate::rule::{Check, DeliveryCheck, Logic, Page, Rule};
use crate::suggest::closest;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The rules of a run: those that ship with the tool, sorted by group and name, then the team's own.
#[derive(Debug)]
pub struct Registry {
    shipped: &'static [Rule],
    own: Vec<Rule>,
}

impl Registry {
    /// The rules that ship with the tool.
    pub fn shipped() -> &'static Registry {
        static REGISTRY: OnceLock<Registry> = OnceLock::new();
        static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
        REGISTRY.get_or_init(|| Registry { shipped: RULES.get_or_init(list), own: Vec::new() })
    }

    /// The rules that ship with the tool, and these.
    pub fn with(own: Vec<Rule>) -> Self {
        Self { shipped: Self::shipped().shipped, own }
    }

    /// A registry of other rules, for tests.
    pub fn of(rules: Vec<Rule>) -> Self {
        Self { shipped: &[], own: rules }
    }

    /// All rules.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.shipped.iter().chain(&self.own)
    }

    /// The rule of this name.
    pub fn find(&self, name: &str) -> Option<&Rule> {
        self.iter().find(|rule| rule.name() == name)
    }

    /// The way out where a word is no rule; `None` where it is one. `takes_one` says of what is one rule's alone, as
    /// groups have names too.
    pub fn instead_of(&self, word: &str, takes_one: &str) -> Option<String> {
        if self.find(word).is_some() {
            return None;
        }
        Some(match closest(word, self.iter().map(Rule::name)) {
            _ if self.groups().contains(word) => format!("{word} is a group; {takes_one}"),
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "`synlint rules` lists them".to_owned(),
        })
    }

    /// The names of all groups.
    pub fn groups(&self) -> BTreeSet<&str> {
        self.iter().map(Rule::group).collect()
    }
}

/// The page of a rule, by group and name.
macro_rules! page {
    ($group:literal, $name:literal) => {
        ($group, $name, include_str!(concat!("../../rules/", $group, "/", $name, ".md")))
    };
}

#[rustfmt::skip]
fn list() -> Vec<Rule> {
    vec![
        declarative(page!("auth", "account-key-auth")),
        native(page!("auth", "anonymous-access"), auth::anonymous_access::check),
        declarative(page!("auth", "basic-auth")),
        native(page!("auth", "contradictory-auth"), auth::contradictory_auth::check),
        declarative(page!("auth", "identity-without-audience")),
        declarative(page!("auth", "sas-auth")),
        native(page!("auth", "sql-login"), auth::sql_login::check),
        native(page!("dataflow", "dataflow-argument"), dataflow::dataflow_argument::check),
        native(page!("dataflow", "dataflow-syntax"), dataflow::dataflow_syntax::check),
        native(page!("dataflow", "dead-stream"), dataflow::dead_stream::check),
        native(page!("dataflow", "draft-dataflow"), dataflow::draft_dataflow::check),
        native(page!("dataflow", "duplicate-stream"), dataflow::duplicate_stream::check),
        native(page!("dataflow", "keyless-update"), dataflow::keyless_update::check),
        native(page!("dataflow", "pipeline-syntax-in-dataflow"), dataflow::pipeline_syntax_in_dataflow::check),
        native(page!("dataflow", "self-hosted-dataflow"), dataflow::self_hosted_dataflow::check),
        native(page!("dataflow", "stream-arity"), dataflow::stream_arity::check),
        native(page!("dataflow", "stream-cycle"), dataflow::stream_cycle::check),
        native(page!("dataflow", "stream-mismatch"), dataflow::stream_mismatch::check),
        native(page!("dataflow", "undeclared-dataflow-parameter"), dataflow::undeclared_dataflow_parameter::check),
        native(page!("dataflow", "unknown-stream"), dataflow::unknown_stream::check),
        native(page!("dataflow", "unsupported-dataflow-connector"), dataflow::unsupported_dataflow_connector::check),
        of_delivery(page!("delivery", "deletes-unlisted-artifacts"), delivery::deletes_unlisted_artifacts::check),
        of_delivery(page!("delivery", "endpoint-not-parameterized"), delivery::endpoint_not_parameterized::check),
        of_delivery(page!("delivery", "endpoints-not-deployed"), delivery::endpoints_not_deployed::check),
        native(page!("delivery", "literal-environment-host"), delivery::literal_environment_host::check),
        of_delivery(page!("delivery", "parameter-file"), delivery::parameter_file::check),
        of_delivery(page!("delivery", "publish-config"), delivery::publish_config::check),
        native(page!("delivery", "runtime-type-drift"), delivery::runtime_type_drift::check),
        of_delivery(page!("delivery", "stripped-fqdns"), delivery::stripped_fqdns::check),
        native(page!("egress", "blob-endpoint-for-pandas"), egress::blob_endpoint_for_pandas::check),
        native(page!("egress", "cosmos-direct-mode"), egress::cosmos_direct_mode::check),
        native(page!("egress", "cosmos-sub-resource"), egress::cosmos_sub_resource::check),
        native(page!("egress", "missing-private-endpoint"), egress::missing_private_endpoint::check),
        native(page!("egress", "no-private-link"), egress::no_private_link::check),
        native(page!("egress", "public-host-in-notebook"), egress::public_host_in_notebook::check),
        native(page!("egress", "public-integration-runtime"), egress::public_integration_runtime::check),
        native(page!("egress", "public-package-install"), egress::public_package_install::check),
        native(page!("egress", "public-sql-managed-instance"), egress::public_sql_managed_instance::check),
        native(page!("egress", "self-hosted-bypass"), egress::self_hosted_bypass::check),
        native(page!("egress", "sql-write-without-endpoint"), egress::sql_write_without_endpoint::check),
        native(page!("egress", "unreachable-activity"), egress::unreachable_activity::check),
        native(page!("egress", "unreachable-diagnostics"), egress::unreachable_diagnostics::check),
        native(page!("egress", "unreachable-key-vault"), egress::unreachable_key_vault::check),
        native(page!("egress", "unreachable-staging"), egress::unreachable_staging::check),
        native(page!("egress", "unreachable-storage-path"), egress::unreachable_storage_path::check),
        native(page!("egress", "webhook-runtime"), egress::webhook_runtime::check),
        native(page!("endpoint", "contested-fqdn"), endpoint::contested_fqdn::check),
        native(page!("endpoint", "data-lake-without-blob"), endpoint::data_lake_without_blob::check),
        native(page!("endpoint", "data-lake-without-dfs"), endpoint::data_lake_without_dfs::check),
        native(page!("endpoint", "duplicate-private-endpoint"), endpoint::duplicate_private_endpoint::check),
        native(page!("endpoint", "foreign-default-endpoint"), endpoint::foreign_default_endpoint::check),
        native(page!("endpoint", "malformed-fqdn"), endpoint::malformed_fqdn::check),
        native(page!("endpoint", "malformed-resource-id"), endpoint::malformed_resource_id::check),
        native(page!("endpoint", "misplaced-private-endpoint"), endpoint::misplaced_private_endpoint::check),
        native(page!("endpoint", "missing-group-id"), endpoint::missing_group_id::check),
        native(page!("endpoint", "near-miss-fqdn"), endpoint::near_miss_fqdn::check),
        declarative(page!("endpoint", "private-link-service-without-fqdns")),
        native(page!("endpoint", "privatelink-fqdn"), endpoint::privatelink_fqdn::check),
        native(page!("endpoint", "scm-only-fqdn"), endpoint::scm_only_fqdn::check),
        native(page!("endpoint", "service-name-on-private-link-service"), endpoint::service_name_on_private_link_service::check),
        native(page!("endpoint", "subscription-not-allowed"), endpoint::subscription_not_allowed::check),
        native(page!("endpoint", "unapproved-private-endpoint"), endpoint::unapproved_private_endpoint::check),
        native(page!("endpoint", "undeclared-private-endpoint"), endpoint::undeclared_private_endpoint::check),
        native(page!("endpoint", "undeployed-private-endpoint"), endpoint::undeployed_private_endpoint::check),
        native(page!("endpoint", "unknown-group-id"), endpoint::unknown_group_id::check),
        native(page!("endpoint", "unlisted-target-type"), endpoint::unlisted_target_type::check),
        native(page!("endpoint", "unused-private-endpoint"), endpoint::unused_private_endpoint::check),
        native(page!("expression", "activity-not-upstream"), expression::activity_not_upstream::check),
        native(page!("expression", "expression-syntax"), expression::expression_syntax::check),
        native(page!("expression", "expression-too-long"), expression::expression_too_long::check),
        native(page!("expression", "item-outside-loop"), expression::item_outside_loop::check),
        native(page!("expression", "literal-type"), expression::literal_type::check),
        native(page!("expression", "misplaced-root"), expression::misplaced_root::check),
        native(page!("expression", "missing-at"), expression::missing_at::check),
        native(page!("expression", "undeclared-parameter"), expression::undeclared_parameter::check),
        native(page!("expression", "undeclared-variable"), expression::undeclared_variable::check),
        native(page!("expression", "unknown-activity"), expression::unknown_activity::check),
        native(page!("expression", "unknown-function"), expression::unknown_function::check),
        native(page!("expression", "unsafe-navigation"), expression::unsafe_navigation::check),
        native(page!("expression", "wrong-arity"), expression::wrong_arity::check),
        declarative(page!("hygiene", "embedded-environment")),
        declarative(page!("hygiene", "environment-bound-credential")),
        native(page!("hygiene", "forbidden-name"), hygiene::forbidden_name::check),
        native(page!("hygiene", "long-activity-name"), hygiene::long_activity_name::check),
        native(page!("hygiene", "missing-description"), hygiene::missing_description::check),
        native(page!("hygiene", "naming-convention"), hygiene::naming_convention::check),
        native(page!("hygiene", "notebook-output"), hygiene::notebook_output::check),
        native(page!("hygiene", "retired-connector"), hygiene::retired_connector::check),
        native(page!("hygiene", "unused-artifact"), hygiene::unused_artifact::check),
        native(page!("hygiene", "unused-parameter"), hygiene::unused_parameter::check),
        native(page!("hygiene", "unused-variable"), hygiene::unused_variable::check),
        native(page!("pipeline", "batch-count"), pipeline::batch_count::check),
        native(page!("pipeline", "long-request-timeout"), pipeline::long_request_timeout::check),
        native(page!("pipeline", "missing-request-body"), pipeline::missing_request_body::check),
        native(page!("pipeline", "nested-loop"), pipeline::nested_loop::check),
        native(page!("pipeline", "no-retry"), pipeline::no_retry::check),
        native(page!("pipeline", "oversized-pipeline"), pipeline::oversized_pipeline::check),
        native(page!("pipeline", "parallel-set-variable"), pipeline::parallel_set_variable::check),
        native(page!("pipeline", "self-assignment"), pipeline::self_assignment::check),
        native(page!("pipeline", "short-timeout"), pipeline::short_timeout::check),
        native(page!("pipeline", "swallowed-failure"), pipeline::swallowed_failure::check),
        native(page!("pipeline", "too-many-activities"), pipeline::too_many_activities::check),
        native(page!("pipeline", "too-many-parameters"), pipeline::too_many_parameters::check),
        native(page!("pipeline", "truncated-lookup"), pipeline::truncated_lookup::check),
        native(page!("pipeline", "unawaited-pipeline"), pipeline::unawaited_pipeline::check),
        native(page!("pipeline", "untriggered-pipeline"), pipeline::untriggered_pipeline::check),
        declarative(page!("pipeline", "week-long-timeout")),
        made_by_the_tool(page!("policy", "expired-exception")),
        made_by_the_tool(page!("policy", "internal-error")),
        native(page!("policy", "undeclared-network"), policy::undeclared_network::check),
        native(page!("policy", "unreadable-file"), policy::unreadable_file::check),
        made_by_the_tool(page!("policy", "unused-exception")),
        native(page!("reference", "argument-type"), reference::argument_type::check),
        native(page!("reference", "dangling-reference"), reference::dangling_reference::check),
        native(page!("reference", "dangling-runtime"), reference::dangling_runtime::check),
        native(page!("reference", "dependency-cycle"), reference::dependency_cycle::check),
        native(page!("reference", "duplicate-key"), reference::duplicate_key::check),
        native(page!("reference", "duplicate-name"), reference::duplicate_name::check),
        native(page!("reference", "impossible-dependency"), reference::impossible_dependency::check),
        native(page!("reference", "incompatible-linked-service"), reference::incompatible_linked_service::check),
        native(page!("reference", "invalid-json"), reference::invalid_json::check),
        native(page!("reference", "missing-argument"), reference::missing_argument::check),
        native(page!("reference", "name-mismatch"), reference::name_mismatch::check),
        native(page!("reference", "pipeline-cycle"), reference::pipeline_cycle::check),
        native(page!("reference", "reference-case"), reference::reference_case::check),
        native(page!("reference", "unknown-argument"), reference::unknown_argument::check),
        native(page!("reference", "unknown-dependency"), reference::unknown_dependency::check),
        native(page!("reference", "unknown-type"), reference::unknown_type::check),
        native(page!("secret", "connection-string-secret"), secret::connection_string_secret::check),
        native(page!("secret", "function-key-in-url"), secret::function_key_in_url::check),
        native(page!("secret", "inline-secret"), secret::inline_secret::check),
        native(page!("secret", "logged-secret"), secret::logged_secret::check),
        native(page!("secret", "logged-secret-input"), secret::logged_secret_input::check),
        native(page!("secret", "plain-header"), secret::plain_header::check),
        native(page!("secret", "sas-token"), secret::sas_token::check),
        native(page!("secret", "secret-default"), secret::secret_default::check),
        native(page!("secret", "secret-in-code"), secret::secret_in_code::check),
        native(page!("secret", "secret-in-spark-setting"), secret::secret_in_spark_setting::check),
        native(page!("secret", "secret-in-sql"), secret::secret_in_sql::check),
        native(page!("secret", "secret-in-variable"), secret::secret_in_variable::check),
        native(page!("spark", "ambiguous-storage-setting"), spark::ambiguous_storage_setting::check),
        native(page!("spark", "connector-linked-service"), spark::connector_linked_service::check),
        native(page!("spark", "custom-token-audience"), spark::custom_token_audience::check),
        native(page!("spark", "databricks-api"), spark::databricks_api::check),
        native(page!("spark", "imds-credential"), spark::imds_credential::check),
        native(page!("spark", "install-in-pipeline"), spark::install_in_pipeline::check),
        native(page!("spark", "invalid-configure"), spark::invalid_configure::check),
        native(page!("spark", "late-configure"), spark::late_configure::check),
        native(page!("spark", "mount-account-mismatch"), spark::mount_account_mismatch::check),
        native(page!("spark", "parameterized-linked-service"), spark::parameterized_linked_service::check),
        native(page!("spark", "secret-from-wrong-type"), spark::secret_from_wrong_type::check),
        native(page!("spark", "secret-without-linked-service"), spark::secret_without_linked_service::check),
        native(page!("spark", "self-hosted-linked-service"), spark::self_hosted_linked_service::check),
        native(page!("spark", "token-provider-mismatch"), spark::token_provider_mismatch::check),
        native(page!("spark", "unknown-linked-service"), spark::unknown_linked_service::check),
        native(page!("spark", "unknown-notebook"), spark::unknown_notebook::check),
        native(page!("spark", "unsupported-linked-service"), spark::unsupported_linked_service::check),
        native(page!("spark", "unsupported-metastore"), spark::unsupported_metastore::check),
        native(page!("spark", "unsupported-mount"), spark::unsupported_mount::check),
        native(page!("spark", "user-assigned-identity"), spark::user_assigned_identity::check),
        native(page!("spark", "vault-mismatch"), spark::vault_mismatch::check),
        native(page!("sql", "open-sql-firewall"), sql::open_sql_firewall::check),
        native(page!("sql", "plain-http-in-sql"), sql::plain_http_in_sql::check),
        native(page!("sql", "unterminated-sql"), sql::unterminated_sql::check),
        native(page!("sql", "wrong-pool-syntax"), sql::wrong_pool_syntax::check),
        declarative(page!("tls", "certificate-validation-off")),
        native(page!("tls", "driver-encryption-off"), tls::driver_encryption_off::check),
        declarative(page!("tls", "host-key-validation-off")),
        declarative(page!("tls", "missing-host-key")),
        declarative(page!("tls", "plain-ftp")),
        native(page!("tls", "plain-http"), tls::plain_http::check),
        native(page!("tls", "sql-encryption-off"), tls::sql_encryption_off::check),
        native(page!("tls", "sql-trusts-any-certificate"), tls::sql_trusts_any_certificate::check),
        native(page!("trigger", "expired-trigger"), trigger::expired_trigger::check),
        native(page!("trigger", "foreign-trigger-scope"), trigger::foreign_trigger_scope::check),
        native(page!("trigger", "idle-trigger"), trigger::idle_trigger::check),
        native(page!("trigger", "trigger-argument"), trigger::trigger_argument::check),
        declarative(page!("trigger", "tumbling-interval")),
    ]
}

type Source = (&'static str, &'static str, &'static str);

fn native(source: Source, check: Check) -> Rule {
    Rule { logic: Logic::Native(check), page: read(source) }
}

/// A rule that looks at delivery files.
fn of_delivery(source: Source, check: DeliveryCheck) -> Rule {
    Rule { logic: Logic::Delivery(check), page: read(source) }
}

fn declarative(source: Source) -> Rule {
    let page = read(source);
    assert!(page.declaration.is_some(), "{} has no query", page.name);
    Rule { logic: Logic::Declarative, page }
}

/// A rule that is reported by the loop itself, or by what judges findings.
fn made_by_the_tool(source: Source) -> Rule {
    Rule { logic: Logic::Native(|_, _, _| {}), page: read(source) }
}

fn read((group, name, text): Source) -> Page {
    match Page::parse(group, name, text) {
        Ok(page) => page,
        // A shipped page that cannot be read is caught by the first test that touches the registry.
        Err(error) => panic!("rules/{group}/{name}.md: {} at {:?}", error.message, error.span),
    }
}
