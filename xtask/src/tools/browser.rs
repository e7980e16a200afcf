//! Is there a browser of each engine to test in, and a driver for it?

use super::crates::Crate;
use crate::project::Project;
use crate::run;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// One of the three engines that all browsers are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// The last one tried with Debian's Firefox; it drives older and newer ones as well.
const GECKODRIVER: &str = "0.37.1";

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        }
    }

    /// # Errors
    ///
    /// With the names there are, where this is none.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|engine| engine.name().eq_ignore_ascii_case(name))
            .with_context(|| format!("`{name}` is no engine: chromium, firefox and webkit are"))
    }

    /// The programs it takes, each by all the names that it goes by.
    fn programs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Chromium => &[
                &["chromium", "chromium-browser", "google-chrome"],
                &["chromedriver"],
            ],
            Self::Firefox => &[&["firefox-esr", "firefox"]],
            Self::WebKit => &[&["WebKitWebDriver"], &["Xvfb"]],
        }
    }

    /// Debian's packages that bring them.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-driver"],
            Self::Firefox => &["firefox-esr"],
            // Its MiniBrowser is no browser without a window, hence the display.
            Self::WebKit => &["webkit2gtk-driver", "xvfb"],
        }
    }
}

/// Makes sure of the browser and of its driver. Hands back the driver where it is ours.
///
/// # Errors
///
/// With what to install, where something is missing and this user may not install it.
pub(crate) fn ensure(project: &Project, engine: Engine) -> Result<Option<PathBuf>> {
    let is_there = |names: &&[&str]| names.iter().any(|name| is_on_path(name));
    if !engine.programs().iter().all(is_there) {
        install(engine)?;
    }
    if engine != Engine::Firefox || is_on_path("geckodriver") {
        return Ok(None);
    }
    geckodriver(project).map(Some)
}

/// Debian has none.
fn geckodriver(project: &Project) -> Result<PathBuf> {
    Crate {
        name: "geckodriver",
        program: "geckodriver",
        version: GECKODRIVER,
        // Not `--locked`: what its lock file names may have been withdrawn since.
        options: &[],
        why: "it steers Firefox for the tests",
        about: "two to four minutes on two cores, once",
    }
    .ensure(project)
}

fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn install(engine: Engine) -> Result<()> {
    let (name, packages) = (engine.name(), engine.packages());
    let advice = format!(
        "the tests in {name} need it and its driver; on Debian, as root, \
         `apt-get install {}` brings both",
        packages.join(" ")
    );
    let Some(before) = may_install() else {
        bail!("{advice}");
    };
    run::announce(
        &format!("{name} and its driver by apt"),
        "the tests open pages in real browsers",
        "a minute",
    );
    apt(before, &["update", "--quiet"])?;
    let words = ["install", "--quiet", "--yes", "--no-install-recommends"];
    apt(before, &[&words, packages].concat()).context(advice)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_named_in_any_case() {
        assert_eq!(Engine::named("webkit").ok(), Some(Engine::WebKit));
        assert!(Engine::named("gecko").is_err());
    }
}
