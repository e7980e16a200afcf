//! What was typed?

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use newsrack::model::Day;
use newsrack::query::Sort;

/// Puts a folder of news articles on any web page.
#[derive(Debug, Parser)]
#[command(name = "newsrack", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compile articles into a folder of static files
    Build(Build),
    /// Say what should be mended, and write nothing
    Check(Check),
    /// Search a bundle as the widget does
    Search(Box<Search>),
    /// Turn feeds into article files, again and again
    Import(Import),
    /// Write an unpublished article to fill in
    New(New),
    /// Say in numbers what is in a bundle
    Stats(Stats),
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    /// Files and folders of articles [default: articles]
    pub source: Vec<PathBuf>,
    /// The bundle's folder [default: bundle]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Bring unpublished articles in
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub unpublished: Option<bool>,
    /// Leave out articles with errors, and build the rest
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub keep_going: Option<bool>,
    /// Take warnings for errors
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub strict: Option<bool>,
    /// Remove older generations at once, for a takedown
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub prune: Option<bool>,
    /// Read everything anew, and leave nothing for the next build
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub no_cache: Option<bool>,
    /// Link to pictures on other servers, or copy them [default: link]
    #[arg(long, value_enum)]
    pub images: Option<Images>,
    /// Read settings from this file [default: newsrack.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Hold back articles dated later than this, and leave out those past their expiry
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
    /// What to print
    #[arg(long, value_enum)]
    pub format: Option<Format>,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Files and folders of articles [default: articles]
    pub source: Vec<PathBuf>,
    /// Take warnings for errors
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true,
        default_missing_value = "true", hide_possible_values = true)]
    pub strict: Option<bool>,
    /// What to print
    #[arg(long, value_enum)]
    pub format: Option<CheckFormat>,
}

#[derive(Args, Debug)]
pub(crate) struct Import {
    /// Files of RSS, Atom, JSON Feed or JSON, and http(s) addresses of such
    #[arg(required = true)]
    pub feed: Vec<String>,
    /// The folder to write articles into
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// What it is called
    pub title: String,
    /// The folder to write it into [default: the first source]
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Stats {
    /// The bundle's folder
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Search {
    /// What to search for
    #[arg(default_value = "")]
    pub query: String,
    /// The bundle's folder
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
    /// About this topic; several are alternatives
    #[arg(long, value_name = "T")]
    pub topic: Vec<String>,
    /// By this provider, named by its domain or its name; several are alternatives
    #[arg(long, value_name = "P")]
    pub provider: Vec<String>,
    /// Of this type; several are alternatives
    #[arg(long = "type", value_name = "T")]
    pub kind: Vec<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub since: Option<Day>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub until: Option<Day>,
    /// Of this quality or better
    #[arg(long, value_name = "N")]
    pub min_quality: Option<u32>,
    /// newest, oldest, top or relevance
    #[arg(long, value_parser = sort)]
    pub sort: Option<Sort>,
    /// Show so many
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub limit: u32,
    /// Pass over so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: u32,
    /// What to print
    #[arg(long, value_enum, default_value = "human")]
    pub format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Images {
    Link,
    Cache,
}

fn day(text: &str) -> Result<Day, String> {
    text.parse()
        .map_err(|()| "write a day like 2022-09-13".to_owned())
}

fn sort(text: &str) -> Result<Sort, String> {
    text.parse()
        .map_err(|()| "there are newest, oldest, top and relevance".to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;
    use newsrack::bundle::SETTINGS;

    use super::*;

    fn flags(command: &str) -> BTreeSet<String> {
        let arguments = Arguments::command();
        let command = arguments.find_subcommand(command).unwrap();
        let flags = command
            .get_arguments()
            .map(|flag| flag.get_id().to_string());
        flags
            .filter(|flag| !matches!(flag.as_str(), "config" | "help" | "version"))
            .collect()
    }

    #[test]
    fn every_flag_is_a_setting_and_every_other_setting_is_of_the_site() {
        let settings = SETTINGS.iter().map(|setting| setting.name.to_owned());
        let is_of_the_site =
            |name: &String| matches!(name.as_str(), "title" | "base_url" | "language");
        let (site, others): (BTreeSet<_>, BTreeSet<_>) = settings.partition(is_of_the_site);
        assert_eq!((site.len(), others), (3, flags("build")));
        assert!(flags("check").is_subset(&flags("build")));
    }
}
