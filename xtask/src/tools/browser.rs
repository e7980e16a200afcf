//! Is there a browser to test in, and a driver for it?

use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::process::Command;

// Debian's names for the packages.
const BROWSER: &str = "chromium";
const DRIVER: &str = "chromium-driver";
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const ADVICE: &str = "the browser tests need Chromium and chromedriver on the path; \
    on Debian, `apt-get install chromium chromium-driver` as root brings both";

/// # Errors
///
/// With [`ADVICE`], where they are missing and this user may not install them.
pub(crate) fn ensure() -> Result<()> {
    if is_complete() {
        return Ok(());
    }
    let Some(before) = may_install() else {
        bail!("{ADVICE}");
    };
    run::announce(
        "Chromium and its driver by apt",
        "the tests open the demo page in a real browser",
        "a minute",
    );
    apt(before, &["update", "--quiet"])?;
    apt(
        before,
        &[
            "install",
            "--quiet",
            "--yes",
            "--no-install-recommends",
            BROWSER,
            DRIVER,
        ],
    )
    .context(ADVICE)
}

fn is_complete() -> bool {
    let has = |program: &str| run::version_of(program).is_some();
    has("chromedriver") && PROGRAMS.into_iter().any(has)
}

/// The program to put before apt-get: `env` for root, `sudo` where it asks for no password.
fn may_install() -> Option<&'static str> {
    run::version_of("apt-get")?;
    if run::quietly(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some("env");
    }
    run::works(Command::new("sudo").args(["-n", "true"])).then_some("sudo")
}

fn apt(before: &str, words: &[&str]) -> Result<()> {
    // Both `env` and `sudo` take variables in front of a program.
    let quiet = ["DEBIAN_FRONTEND=noninteractive", "apt-get"];
    run::loudly(Command::new(before).args(quiet).args(words))
}
