//! `driver-encryption-off`: a database driver that is told not to use TLS, or to trust any certificate.

use super::driver::{is_of, switch};
use crate::rule::{Context, Sink};
use crate::workspace::Artifact;

/// A driver's switch, and the settings that turn TLS off.
struct Driver {
    types: &'static [&'static str],
    switch: &'static str,
    off: &'static [&'static str],
}

const SSL_DRIVERS: &[&str] = &["Cassandra", "Drill", "HBase", "Hive", "Impala", "Phoenix", "Presto", "Spark"];

const DRIVERS: [Driver; 4] = [
    Driver {
        types: &["AzureMySql", "AzureMariaDB", "MariaDB", "MySql"],
        switch: "sslMode",
        off: &["0", "disabled", "none"],
    },
    Driver { types: &["AzurePostgreSql", "PostgreSql", "PostgreSqlV2"], switch: "sslMode", off: &["0", "disable"] },
    Driver { types: SSL_DRIVERS, switch: "enableSsl", off: &["false"] },
    Driver { types: SSL_DRIVERS, switch: "allowSelfSignedServerCert", off: &["true"] },
];

pub fn check(_: &Context<'_>, artifact: &Artifact, sink: &mut Sink<'_>) {
    for driver in DRIVERS.iter().filter(|driver| is_of(artifact, driver.types)) {
        let Some(found) = switch(artifact, &[driver.switch]) else { continue };
        if !driver.off.contains(&found.value.as_str()) {
            continue;
        }
        let what =
            if driver.switch.starts_with("allow") { "trusts any server certificate" } else { "does not use TLS" };
        sink.report(found.node, format!("{} {what} ({} is {})", artifact.described(), driver.switch, found.value))
            .at(found.span)
            .subject(driver.switch);
        // Without TLS there is no certificate to trust.
        return;
    }
}
