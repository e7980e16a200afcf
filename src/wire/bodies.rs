//! A file of bodies, as JSON.

use serde::{Deserialize, Serialize};

use crate::model::{Block, Body};

/// Bodies in the order of their documents, each an array of paragraphs: a file of the bodies' shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bodies {
    bodies: Vec<Vec<String>>,
}

impl Bodies {
    /// What stands in the file for these bodies.
    pub fn new<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> Self {
        let paragraph = |block: &Block| match block {
            Block::Paragraph(text) => text.to_string(),
        };
        Self { bodies: bodies.into_iter().map(|body| body.blocks.iter().map(paragraph).collect()).collect() }
    }

    /// The bodies, in order.
    pub fn read(&self) -> impl Iterator<Item = Body> + '_ {
        let block = |text: &String| Block::Paragraph(text.as_str().into());
        self.bodies.iter().map(move |body| Body { blocks: body.iter().map(block).collect() })
    }
}
