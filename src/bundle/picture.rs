//! Which picture goes with it, and is it there?
//!
//! A picture beside the article is read once, for its size and its hash, and copied when the bundle
//! is written. Its kind is told from its bytes: a name can say anything.

use std::path::{Component, Path, PathBuf};

use imagesize::ImageType;
use sha2::{Digest, Sha256};

use crate::bundle::faults::Faults;
use crate::bundle::link::{self, Link, NoLink};
use crate::bundle::node::{At, Node};
use crate::bundle::{Code, prose, written};
use crate::model::{FileName, Image, Picture};
use crate::wire;

/// A picture to copy into the bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// What it is called there.
    pub name: FileName,
    /// Where it lies now.
    pub path: PathBuf,
}

/// Where the pictures beside an article may lie.
#[derive(Debug)]
pub(crate) struct Beside<'a> {
    /// The article's folder.
    pub folder: &'a Path,
    /// The source, which no path may leave.
    pub root: &'a Path,
    /// Whether the field goes by its documented name. A blog's own may name a picture in folders that
    /// only its generator knows, and one that is not found costs a warning.
    pub is_documented: bool,
    /// Those that were found.
    pub copied: Vec<Copied>,
}

/// The first of the images in a field; the others are only checked.
pub(crate) fn first(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    name: &str,
    field: Option<&At<Node<written::Image>>>,
) -> Option<Image> {
    let field = field?;
    let images = match &field.value {
        Node::List(images) => images.as_slice(),
        Node::Null => &[],
        _ => std::slice::from_ref(field),
    };
    let mut first = None;
    for image in images {
        let read = read(faults, beside, name, image, first.is_none());
        first = first.or(read);
    }
    first
}

fn read(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    name: &str,
    image: &At<Node<written::Image>>,
    is_wanted: bool,
) -> Option<Image> {
    match &image.value {
        Node::Fields(fields) => {
            let (picture, measured) = picture(faults, beside, fields.url.as_ref(), is_wanted)?;
            let written = size(faults, fields);
            let title = prose::text(faults, "title", fields.title.as_ref());
            let attribution = prose::text(faults, "attribution", fields.attribution.as_ref());
            Some(Image {
                picture,
                size: measured.or(written),
                title,
                attribution,
            })
        }
        Node::Text(text) => {
            let url = At {
                value: Node::Text(text.clone()),
                start: image.start,
                end: image.end,
            };
            let (picture, size) = picture(faults, beside, Some(&url), is_wanted)?;
            Some(Image {
                picture,
                size,
                title: None,
                attribution: None,
            })
        }
        Node::Null => None,
        node => {
            let message = format!(
                "`{name}` holds {}; write an image with its `url`",
                node.kind()
            );
            faults.note(Code::ValueInvalid, image, message);
            None
        }
    }
}

type Size = (u32, u32);

fn picture(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    url: Option<&At<Node>>,
    is_wanted: bool,
) -> Option<(Picture, Option<Size>)> {
    let written = faults.scalar("url", url)?;
    let text = written.trim();
    match link::parse(text) {
        Err(NoLink::Relative) if faults.is_related || !is_wanted => None,
        Err(NoLink::Relative) => match found(beside, text) {
            Ok((copied, size)) => {
                let picture = Picture::Bundled(copied.name.clone());
                beside.copied.push(copied);
                Some((picture, Some(size)))
            }
            Err((code, message)) if beside.is_documented => {
                faults.note(code, url?, message);
                None
            }
            Err((_, message)) => {
                let message = format!("{message}; the article goes without");
                faults.note(Code::PictureElsewhere, url?, message);
                None
            }
        },
        Ok(Link::Whole(url)) => Some((Picture::Remote(url), None)),
        Ok(Link::WithoutScheme(_)) | Err(_) => {
            link::url(faults, "url", url).map(|url| (Picture::Remote(url), None))
        }
    }
}

/// A picture that stands in a body: on a server, or beside the article.
///
/// # Errors
///
/// A sentence for the editor: why it cannot be shown, and what would do.
pub(crate) fn in_body(beside: &mut Beside<'_>, text: &str) -> Result<Image, String> {
    let (picture, size) = match link::parse(text) {
        Ok(link) => (Picture::Remote(link.url()), None),
        Err(NoLink::Relative) => {
            let (copied, size) = copied(beside, text).map_err(|(_, message)| message)?;
            let picture = Picture::Bundled(copied.name.clone());
            beside.copied.push(copied);
            (picture, Some(size))
        }
        Err(NoLink::Unsafe(scheme)) => {
            return Err(format!(
                "this picture lies at `{scheme}:` and becomes its text; `http` and `https` are shown"
            ));
        }
        Err(NoLink::Invalid(why)) => return Err(format!("the address of this picture {why}")),
    };
    Ok(Image {
        picture,
        size,
        title: None,
        attribution: None,
    })
}

/// Where generators keep what they copy to the top of a site.
const TOPS: [&str; 3] = ["", "static", "assets"];

/// The picture at a path, which in a blog's own fields may begin at the top of the site.
fn found(beside: &Beside<'_>, text: &str) -> Result<(Copied, Size), (Code, String)> {
    match text.strip_prefix('/').filter(|_| !beside.is_documented) {
        None => copied(beside, text),
        Some(below) => {
            let at = |top: &&str| {
                let folder = beside.root.join(top);
                let top = Beside {
                    folder: &folder,
                    copied: Vec::new(),
                    ..*beside
                };
                copied(&top, below).ok()
            };
            let missing = || {
                (
                    Code::PictureMissing,
                    format!("there is no picture `{text}` inside the source"),
                )
            };
            TOPS.iter().find_map(at).ok_or_else(missing)
        }
    }
}

/// Reads the picture at a path beside the article.
fn copied(beside: &Beside<'_>, text: &str) -> Result<(Copied, Size), (Code, String)> {
    let missing = || {
        (
            Code::PictureMissing,
            format!("there is no picture `{text}` beside the article"),
        )
    };
    let relative = Path::new(text);
    if relative
        .components()
        .any(|part| matches!(part, Component::RootDir | Component::Prefix(_)))
    {
        return Err((
            Code::PictureMissing,
            format!("`{text}` is no path beside the article"),
        ));
    }
    let path = beside
        .folder
        .join(relative)
        .canonicalize()
        .map_err(|_| missing())?;
    let root = beside.root.canonicalize().map_err(|_| missing())?;
    if !path.starts_with(&root) || !path.is_file() {
        return Err((
            Code::PictureMissing,
            format!("`{text}` is no picture inside the source"),
        ));
    }
    let bytes = std::fs::read(&path).map_err(|fault| {
        (
            Code::PictureUnreadable,
            format!("`{text}` cannot be read: {}", fault.kind()),
        )
    })?;
    let (extension, size) =
        measured(&bytes).ok_or_else(|| (Code::PictureUnreadable, unshown(text)))?;
    let name = wire::hashed_name("picture", &Sha256::digest(&bytes).into(), extension)
        .map_err(|_| missing())?;
    Ok((Copied { name, path }, size))
}

fn unshown(text: &str) -> String {
    if text.to_ascii_lowercase().ends_with(".svg") {
        format!("`{text}` is not shown: an SVG file may hold scripts; save it as PNG or WebP")
    } else {
        format!("`{text}` is no picture, or a damaged one; PNG, JPEG, WebP and GIF are shown")
    }
}

/// The kind and the size of a picture, from its bytes.
fn measured(bytes: &[u8]) -> Option<(&'static str, Size)> {
    let extension = match imagesize::image_type(bytes).ok()? {
        ImageType::Png => "png",
        ImageType::Jpeg => "jpg",
        ImageType::Webp => "webp",
        ImageType::Gif => "gif",
        _ => return None,
    };
    let size = imagesize::blob_size(bytes).ok()?;
    let side = |length: usize| u32::try_from(length).ok().filter(|&length| length > 0);
    Some((extension, (side(size.width)?, side(size.height)?)))
}

/// Width and height as they are written, if both are possible.
fn size(faults: &mut Faults<'_>, image: &written::Image) -> Option<Size> {
    let width = side(faults, "width", image.width.as_ref());
    let height = side(faults, "height", image.height.as_ref());
    Some((width?, height?))
}

fn side(faults: &mut Faults<'_>, name: &str, field: Option<&At<Node>>) -> Option<u32> {
    let written = faults.scalar(name, field)?;
    let side = written
        .trim()
        .parse()
        .ok()
        .filter(|&side| (1..=65_535).contains(&side));
    if let (None, Some(field)) = (side, field) {
        faults.note(
            Code::ImageSize,
            field,
            format!("`{name}` is no length in pixels, so the size is taken as unknown"),
        );
    }
    side
}
