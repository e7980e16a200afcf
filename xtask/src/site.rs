//! How is the site built once, and how is it served while people work on it?

mod live;

use crate::package::demo;
use crate::package::demo::Articles;
use crate::project::Project;
use crate::run;
use crate::tools;
use anyhow::Context;
use anyhow::Result;
use anyhow::bail;
use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

/// How to serve, as typed.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Serve {
    port: Option<u16>,
    release: bool,
    /// Instead of the demo's.
    articles: Option<PathBuf>,
}

impl Serve {
    /// # Errors
    ///
    /// For an option that `serve` does not have, or a port that is none.
    pub(crate) fn parse(words: &[&str]) -> Result<Self> {
        match words {
            [] => Ok(Self::default()),
            ["--release", rest @ ..] => Ok(Self {
                release: true,
                ..Self::parse(rest)?
            }),
            ["--port", port, rest @ ..] => Ok(Self {
                port: Some(port.parse().with_context(|| not_a_port(port))?),
                ..Self::parse(rest)?
            }),
            ["--articles", folder, rest @ ..] => Ok(Self {
                articles: Some(PathBuf::from(folder)),
                ..Self::parse(rest)?
            }),
            [word, ..] => {
                bail!(
                    "serve has no `{word}`; `--port N`, `--release` and `--articles DIR` would do"
                )
            }
        }
    }
}

fn not_a_port(word: &str) -> String {
    format!("`{word}` is not a port; a number from 1 to 65535 would do")
}

/// Serves the demo page on the loopback address until interrupted.
///
/// # Errors
///
/// When a tool is missing, or Trunk ends on its own.
pub(crate) fn serve(project: &Project, options: &Serve) -> Result<()> {
    let articles = Articles::of(project, options.articles.as_deref())?;
    demo::program(project, &articles)?;
    let mut trunk = trunk(project)?;
    trunk.arg("serve").envs(articles.environment());
    // What changes here reaches the page without Trunk, and sooner.
    trunk.args(["--ignore", "tests", "--ignore", "articles"]);
    let (project, watched) = (project.clone(), articles);
    thread::spawn(move || live::keep_up(&project, &watched));
    if options.release {
        trunk.arg("--release");
    }
    if let Some(port) = options.port {
        trunk.arg("--port").arg(port.to_string());
    }
    run::loudly(&mut trunk)
}

/// Leaves the finished site in `dist`.
///
/// # Errors
///
/// When a tool is missing or anything does not compile.
pub(crate) fn build(project: &Project) -> Result<()> {
    run::loudly(trunk(project)?.args(["build", "--release"]))
}

fn trunk(project: &Project) -> Result<Command> {
    let mut command = Command::new(tools::for_site(project)?);
    command.current_dir(&project.root);
    // Trunk reads NO_COLOR as `true` or `false`, and refuses the usual `1`.
    if env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_in_any_order() {
        let both = Serve {
            port: Some(9000),
            release: true,
            articles: None,
        };
        let parsed = Serve::parse(&["--release", "--port", "9000"]);
        assert_eq!(parsed.expect("valid"), both);
        let parsed = Serve::parse(&["--port", "9000", "--release"]);
        assert_eq!(parsed.expect("valid"), both);
    }

    #[test]
    fn a_port_is_a_number() {
        let error = Serve::parse(&["--port", "all"]).expect_err("not a port");
        assert!(error.to_string().contains("`all` is not a port"));
    }
}
