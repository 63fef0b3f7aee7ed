//! Arguments → run → exit code.

// What glibc gives to threads grows in small steps, for each of which the others wait; musl has one lock for all.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    synlint::cli::main()
}
