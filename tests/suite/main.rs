//! What must hold of the whole, seen from outside: one native program, quick to link.

// In a test a panic is the report.
#![allow(clippy::unwrap_used)]

mod desk;
mod drawn;

mod architecture;
mod bad_input;
mod bundle;
mod copies;
mod corpus;
mod feeds;
mod import;
mod leaks;
mod new;
mod pages;
mod pictures;
mod problems;
mod promises;
mod reading;
mod rebuild;
mod reference;
mod search;
mod secure;
mod settings;
mod snippet;
mod sources;
mod spill;
mod stats;
mod suites;
mod surface;
mod tallies;
mod ui;
mod words;
mod writing;
