//! A file of bodies, as JSON.

use serde::Serialize;

use crate::model::{Block, Body};
use crate::wire::Object;

/// Bodies in the order of their documents, each an array of paragraphs: a file of the bodies' shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bodies {
    bodies: Vec<Vec<String>>,
}

impl Bodies {
    /// What stands in the file for these bodies.
    pub fn new<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> Self {
        let paragraph = |block: &Block| match block {
            Block::Paragraph(text) => text.to_string(),
        };
        Self {
            bodies: bodies
                .into_iter()
                .map(|body| body.blocks.iter().map(paragraph).collect())
                .collect(),
        }
    }

    /// The bodies that a file holds, in order.
    pub fn read<O: Object>(file: &O) -> Vec<Body> {
        let block = |block: &O| block.as_text().map(|text| Block::Paragraph(text.into()));
        let body = |body: &O| Body {
            blocks: body.pieces().iter().filter_map(block).collect(),
        };
        file.list("bodies").iter().map(body).collect()
    }
}
