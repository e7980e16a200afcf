//! How do bytes go out, compressed or not, to the end or not?

use super::super::log::Entry;
use anyhow::Result;
use brotli::CompressorReader;
use flate2::Compression;
use flate2::read::GzEncoder;
use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::body::Frame;
use hyper::header;
use std::io;
use std::io::Read;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Encoding {
    Gzip,
    Brotli,
    /// What a static host has ready, for measuring sizes; too slow for anything else.
    BrotliAtItsBest,
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli | Self::BrotliAtItsBest => "br",
        }
    }

    /// Whether whoever sent these headers can read it.
    pub(super) fn suits(self, headers: &HeaderMap) -> bool {
        let accepted = headers.get(header::ACCEPT_ENCODING);
        accepted
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                let mut names = value.split(',').map(str::trim);
                names.any(|name| name == self.name())
            })
    }

    /// At a middling level, for most of this is about behavior.
    pub(super) fn compress(self, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut small = Vec::new();
        match self {
            Self::Gzip => GzEncoder::new(bytes, Compression::default()).read_to_end(&mut small)?,
            Self::Brotli => CompressorReader::new(bytes, 4096, 5, 22).read_to_end(&mut small)?,
            Self::BrotliAtItsBest => {
                CompressorReader::new(bytes, 65536, 11, 22).read_to_end(&mut small)?
            }
        };
        Ok(small)
    }
}

/// How a body ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Whole,
    /// The connection breaks after so many bytes.
    Broken(usize),
    /// Nothing comes after so many bytes.
    Silent(usize),
}

/// A body on its way. The log learns of its end when it is dropped.
pub(crate) struct Body {
    bytes: Option<Bytes>,
    end: End,
    _entry: Entry,
}

impl Body {
    /// The first so many of the bytes.
    pub(super) fn new(bytes: Vec<u8>, sent: usize, end: End, entry: Entry) -> Self {
        let bytes = Bytes::from(bytes).slice(..sent);
        Self {
            bytes: Some(bytes).filter(|bytes| !bytes.is_empty()),
            end,
            _entry: entry,
        }
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(bytes) = self.bytes.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Whole => Poll::Ready(None),
            End::Broken(_) => Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into()))),
            // Nobody will wake this; the browser gives up, or the host is dropped.
            End::Silent(_) => Poll::Pending,
        }
    }
}
