//! Which picture goes with it, and is it there?
//!
//! A picture beside the article is made ready by the darkroom when it is met, so that what is wrong with it
//! is said where it is named; its files are copied when the bundle is written.

use std::path::{Component, Path, PathBuf};

use crate::bundle::darkroom::Darkroom;
use crate::bundle::faults::{Faults, Spot};
use crate::bundle::link::{self, Link, NoLink};
use crate::bundle::made::Made;
use crate::bundle::node::{At, Node};
use crate::bundle::packed::pack_fields;
use crate::bundle::raster::Refusal;
use crate::bundle::{Code, prose, written};
use crate::model::{FileName, Image, Picture, Url};

/// A picture to copy into the bundle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copied {
    /// What it is called there.
    pub name: FileName,
    /// Where it lies now.
    pub path: PathBuf,
}

/// A picture on somebody's server, and where an article names it.
#[derive(Debug)]
pub(crate) struct Linked {
    pub url: Url,
    pub spot: Spot,
}

pack_fields!(Linked { url, spot });

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
    /// Who makes them ready.
    pub darkroom: &'a Darkroom,
    /// The files of those that were found.
    pub copied: Vec<Copied>,
    /// Those that readers are shown from elsewhere.
    pub linked: Vec<Linked>,
}

impl Beside<'_> {
    /// Has the files of a picture copied.
    fn take(&mut self, image: Image) -> Image {
        self.copied.extend(self.darkroom.files(&image));
        image
    }

    /// Notes where a picture is named, if it lies on a server.
    pub(crate) fn note(&mut self, image: &Image, spot: impl FnOnce() -> Spot) {
        if let Picture::Remote(url) = &image.picture {
            let (url, spot) = (url.clone(), spot());
            self.linked.push(Linked { url, spot });
        }
    }
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
            let image = picture(faults, beside, fields.url.as_ref(), is_wanted)?;
            let written = size(faults, fields);
            Some(Image {
                size: image.size.or(written),
                title: prose::text(faults, "title", fields.title.as_ref()),
                attribution: prose::text(faults, "attribution", fields.attribution.as_ref()),
                ..image
            })
        }
        Node::Text(text) => {
            let url = At {
                value: Node::Text(text.clone()),
                start: image.start,
                end: image.end,
            };
            picture(faults, beside, Some(&url), is_wanted)
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

fn picture(
    faults: &mut Faults<'_>,
    beside: &mut Beside<'_>,
    url: Option<&At<Node>>,
    is_wanted: bool,
) -> Option<Image> {
    let remote = |url: Url| Image::new(Picture::Remote(url));
    let written = faults.scalar("url", url)?;
    let text = written.trim();
    match link::parse(text) {
        Err(NoLink::Relative) if faults.is_related || !is_wanted => None,
        Err(NoLink::Relative) => match found(beside, text) {
            Ok(made) => Some(beside.take(made.image())),
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
        Ok(Link::Whole(url)) => Some(remote(url)),
        Ok(Link::WithoutScheme(_)) | Err(_) => link::url(faults, "url", url).map(remote),
    }
}

/// A picture that stands in a body: on a server, or beside the article.
///
/// # Errors
///
/// A sentence for the editor: why it cannot be shown, and what would do.
pub(crate) fn in_body(beside: &mut Beside<'_>, text: &str) -> Result<Image, String> {
    match link::parse(text) {
        Ok(link) => Ok(Image::new(Picture::Remote(link.url()))),
        Err(NoLink::Relative) => {
            let made = copied(beside, text).map_err(|(_, message)| message)?;
            Ok(beside.take(made.in_text()))
        }
        Err(NoLink::Unsafe(scheme)) => Err(format!(
            "this picture lies at `{scheme}:` and becomes its text; `http` and `https` are shown"
        )),
        Err(NoLink::Invalid(why)) => Err(format!("the address of this picture {why}")),
    }
}

/// Where generators keep what they copy to the top of a site.
const TOPS: [&str; 3] = ["", "static", "assets"];

/// The picture at a path, which in a blog's own fields may begin at the top of the site.
fn found(beside: &Beside<'_>, text: &str) -> Result<Made, (Code, String)> {
    match text.strip_prefix('/').filter(|_| !beside.is_documented) {
        None => copied(beside, text),
        Some(below) => {
            let at = |top: &&str| {
                let folder = beside.root.join(top);
                let top = Beside {
                    folder: &folder,
                    copied: Vec::new(),
                    linked: Vec::new(),
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
fn copied(beside: &Beside<'_>, text: &str) -> Result<Made, (Code, String)> {
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
    let made = beside.darkroom.develop_file(&path).map_err(|fault| {
        (
            Code::PictureUnreadable,
            format!("`{text}` cannot be read: {}", fault.kind()),
        )
    })?;
    made.map_err(|refusal| refused(text, &refusal))
}

fn refused(text: &str, refusal: &Refusal) -> (Code, String) {
    let is_svg = *refusal == Refusal::Unknown && text.to_ascii_lowercase().ends_with(".svg");
    let refusal = if is_svg { &Refusal::Svg } else { refusal };
    let code = match refusal.is_size() {
        true => Code::PictureTooLarge,
        false => Code::PictureUnreadable,
    };
    (code, format!("`{text}` {refusal}"))
}

/// Width and height as they are written, if both are possible.
fn size(faults: &mut Faults<'_>, image: &written::Image) -> Option<(u32, u32)> {
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
