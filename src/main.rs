//! Arguments → run → exit code.

fn main() -> std::process::ExitCode {
    synlint::cli::main()
}
