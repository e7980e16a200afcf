//! Pictures beside articles: upright, without what cameras write, in the widths that cards need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use image::ImageFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::corpus::shelf;
use crate::desk::{Desk, Run};
use crate::drawn::{self, SECRET, corners, unpacked};
use crate::rebuild::wait_a_tick;

/// An article for each picture.
fn desk(pictures: &[(&str, Vec<u8>)]) -> Desk {
    let desk = Desk::new();
    for (name, bytes) in pictures {
        desk.write(&format!("articles/{name}"), bytes);
        desk.article(&format!("{name}.md"), &format!("images: [{name}]\n"));
    }
    desk
}

#[track_caller]
fn build(desk: &Desk) -> Run {
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!((run.code, run.codes()), (Some(0), vec![]), "{}", run.stdout);
    run
}

fn images(desk: &Desk) -> Vec<Value> {
    let cards = shelf(desk, "cards");
    let cards = cards.iter().map(|card| card["image"].clone());
    cards.collect()
}

/// The files of an image: itself, then its widths.
fn files(desk: &Desk, image: &Value) -> Vec<(Option<u64>, Vec<u8>)> {
    let read = |name: &Value| fs::read(desk.path("bundle").join(name.as_str().unwrap())).unwrap();
    let widths = image["widths"].as_array().cloned().unwrap_or_default();
    let widths = widths
        .iter()
        .map(|width| (width[0].as_u64(), read(&width[1])));
    [(None, read(&image["file"]))]
        .into_iter()
        .chain(widths)
        .collect()
}

fn bundled(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut files = desk.files("bundle");
    files.retain(|name, _| name.starts_with("picture-"));
    files
}

/// How the quarters lie in a file whose orientation turns them upright, by EXIF's own table.
fn lying(orientation: u8) -> image::DynamicImage {
    let upright = drawn::quarters(800, 600);
    match orientation {
        2 => upright.fliph(),
        3 => upright.rotate180(),
        4 => upright.flipv(),
        5 => upright.rotate270().flipv(),
        6 => upright.rotate270(),
        7 => upright.rotate90().flipv(),
        8 => upright.rotate90(),
        _ => upright,
    }
}

/// Nothing turns the pictures of one that moves, so nothing of it is turned: it is never shown in the shape
/// of another.
#[test]
fn one_that_moves_and_lies_on_its_side_stays_so_in_every_file() {
    let moving = drawn::moving_webp(&drawn::quarters(800, 400), 2, 6);
    let desk = desk(&[("moving.webp", moving)]);
    build(&desk);
    let image = &images(&desk)[0];
    assert_eq!(image["size"], json!([800, 400]));
    let files = files(&desk, image);
    assert_eq!(files.len(), 3);
    for (width, bytes) in files {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET));
        let picture = unpacked(&bytes);
        assert_eq!(picture.width(), 2 * picture.height(), "{width:?}");
        assert_eq!(corners(&picture), "RGBW", "{width:?}");
    }
}

#[test]
fn every_orientation_ends_upright_in_every_file() {
    let name = |orientation: u8| format!("{orientation}.jpg");
    let names: Vec<_> = (1..=8).map(name).collect();
    let pictures = names.iter().zip(1..);
    let pictures = pictures.map(|(name, orientation)| {
        let camera = drawn::jpeg_of_a_camera(&lying(orientation), orientation);
        (name.as_str(), camera)
    });
    let mut pictures: Vec<_> = pictures.collect();
    pictures.push(("6.png", drawn::png_with_notes(&lying(6), 6)));
    pictures.push(("8.webp", drawn::webp_with_notes(&lying(8), 8)));
    let desk = desk(&pictures);
    build(&desk);
    let images = images(&desk);
    assert_eq!(images.len(), 10);
    for image in &images {
        assert_eq!(image["size"], json!([800, 600]));
        let files = files(&desk, image);
        for (width, bytes) in files {
            let picture = unpacked(&bytes);
            assert_eq!(corners(&picture), "RGBW", "{width:?} of {image}");
            assert_eq!(picture.height(), picture.width() * 3 / 4);
        }
    }
}

#[test]
fn no_file_says_what_the_camera_wrote() {
    let photograph = drawn::photograph(900, 600);
    let desk = desk(&[
        ("a.jpg", drawn::jpeg_of_a_camera(&photograph, 1)),
        ("b.jpg", drawn::jpeg_of_a_camera(&photograph, 6)),
        ("c.png", drawn::png_with_notes(&photograph, 1)),
        ("d.webp", drawn::webp_with_notes(&photograph, 1)),
        ("e.gif", drawn::gif(2)),
    ]);
    build(&desk);
    let files = bundled(&desk);
    assert!(files.len() >= 10, "{:?}", files.keys());
    for (name, bytes) in files {
        for secret in [
            SECRET.as_bytes(),
            b"Exif\0\0",
            b"eXIf",
            b"EXIF",
            b"xmpmeta",
            b"tEXt",
        ] {
            let is_there = bytes.windows(secret.len()).any(|part| part == secret);
            assert!(!is_there, "{name}: {}", String::from_utf8_lossy(secret));
        }
        unpacked(&bytes);
    }
}

#[test]
fn two_widths_are_made_and_each_is_smaller() {
    let desk = desk(&[
        ("large.jpg", drawn::jpeg(&drawn::photograph(2000, 1000))),
        ("medium.jpg", drawn::jpeg(&drawn::photograph(1000, 500))),
        ("small.jpg", drawn::jpeg(&drawn::photograph(500, 250))),
    ]);
    build(&desk);
    let mut seen = Vec::new();
    for image in images(&desk) {
        let files = files(&desk, &image);
        let mut widths = Vec::new();
        for (width, bytes) in &files[1..] {
            assert_eq!(image::guess_format(bytes).unwrap(), ImageFormat::WebP);
            assert_eq!(u64::from(unpacked(bytes).width()), width.unwrap());
            widths.push(width.unwrap());
        }
        let sizes: Vec<usize> = files[1..].iter().map(|(_, bytes)| bytes.len()).collect();
        assert!(
            sizes.is_sorted() && sizes.iter().all(|size| *size < files[0].1.len()),
            "{sizes:?}"
        );
        assert_eq!(image::guess_format(&files[0].1).unwrap(), ImageFormat::Jpeg);
        seen.push((image["size"][0].as_u64().unwrap(), widths));
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            (500, vec![500]),
            (1000, vec![640, 1000]),
            (2000, vec![640, 1280])
        ]
    );
}

#[test]
fn what_is_packed_well_already_stays_as_it_is() {
    let flat = drawn::packed(&drawn::quarters(600, 400), ImageFormat::WebP);
    let desk = desk(&[("flat.webp", flat.clone())]);
    build(&desk);
    assert_eq!(images(&desk)[0].get("widths"), None);
    let files: Vec<_> = bundled(&desk).into_values().collect();
    assert_eq!(files, [flat]);
}

#[test]
fn a_color_waits_for_a_picture_that_nothing_shines_through() {
    let solid = image::RgbImage::from_pixel(80, 60, image::Rgb([0x8A, 0xB0, 0x30]));
    let clear = image::RgbaImage::from_pixel(80, 60, image::Rgba([200, 0, 0, 90]));
    let desk = desk(&[
        ("clear.png", drawn::packed(&clear.into(), ImageFormat::Png)),
        ("solid.png", drawn::packed(&solid.into(), ImageFormat::Png)),
    ]);
    build(&desk);
    let colors: Vec<_> = images(&desk)
        .iter()
        .map(|image| image.get("color").cloned())
        .collect();
    assert_eq!(colors, [None, Some(json!(0x8A3))]);
}

#[test]
fn a_picture_that_moves_stands_still_on_a_card_and_moves_in_a_text() {
    let desk = Desk::new();
    desk.write("articles/moving.gif", drawn::gif(3));
    let front =
        "---\ntitle: A title\npublishedDateTime: 2024-05-02T06:30:00Z\nimages: [moving.gif]\n---\n";
    desk.write("articles/a.md", format!("{front}![It turns](moving.gif)\n"));
    build(&desk);
    let card = &images(&desk)[0];
    let still = &files(&desk, card)[1];
    assert_eq!(
        (still.0, image::guess_format(&still.1).unwrap()),
        (Some(40), ImageFormat::WebP)
    );
    let body = shelf(&desk, "bodies").remove(0).to_string();
    assert!(
        body.contains(card["file"].as_str().unwrap()) && !body.contains("widths"),
        "{body}"
    );
    assert_eq!(bundled(&desk).len(), 2);
    let whole = &files(&desk, card)[0].1;
    let frames = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(whole)).unwrap();
    assert_eq!(image::AnimationDecoder::into_frames(frames).count(), 3);
}

#[test]
fn a_png_that_moves_stands_still_on_a_card_and_keeps_its_frames() {
    let desk = desk(&[("moving.png", drawn::moving_png(3))]);
    build(&desk);
    let found = files(&desk, &images(&desk)[0]);
    assert_eq!(image::guess_format(&found[1].1).unwrap(), ImageFormat::WebP);
    let is_told = |bytes: &[u8]| {
        bytes
            .windows(SECRET.len())
            .any(|part| part == SECRET.as_bytes())
    };
    assert!(!found.iter().any(|(_, bytes)| is_told(bytes)));
    let whole = std::io::Cursor::new(&found[0].1);
    let frames = image::codecs::png::PngDecoder::new(whole).unwrap();
    let frames = image::AnimationDecoder::into_frames(frames.apng().unwrap());
    let frames: Vec<_> = frames.map(Result::unwrap).collect();
    assert_eq!(frames.len(), 3);
    assert!(frames[0].buffer() != frames[1].buffer());
}

#[test]
fn a_picture_that_only_a_text_moves_brings_no_still_along() {
    let desk = Desk::new();
    desk.write("articles/moving.gif", drawn::gif(3));
    let front = "---\ntitle: A title\npublishedDateTime: 2024-05-02T06:30:00Z\n---\n";
    desk.write("articles/a.md", format!("{front}![It turns](moving.gif)\n"));
    build(&desk);
    let files = bundled(&desk);
    assert!(files.len() == 1 && files.keys().all(|name| name.ends_with(".gif")));
}

#[track_caller]
fn check_refused(name: &str, bytes: Vec<u8>, code: &str, said: &str) {
    let desk = desk(&[(name, bytes)]);
    for command in ["build", "check"] {
        let run = desk.newsrack(&[command, "--format", "json"]);
        assert_eq!(run.code, Some(1), "{name}: {}", run.stdout);
        let problem = run.json()["problems"][0].clone();
        let place = json!([problem["code"], problem["line"], problem["column"]]);
        assert_eq!(place, json!([code, 2, 10]), "{name}");
        let message = problem["message"].as_str().unwrap();
        assert!(
            message.contains(said) && message.contains("save it"),
            "{name}: {message}"
        );
    }
    assert!(!desk.path("bundle/manifest.json").exists());
}

#[test]
fn bombs_are_refused_by_their_header() {
    check_refused(
        "a.png",
        drawn::bomb(60_000, 60_000),
        "picture-too-large",
        "60000 × 60000",
    );
    check_refused(
        "b.png",
        drawn::bomb(2_000_000_000, 2_000_000_000),
        "picture-too-large",
        "pixels",
    );
    let mut gif = drawn::gif(1);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    check_refused("c.gif", gif, "picture-too-large", "65535 × 65535");
    let mut large = drawn::jpeg(&drawn::quarters(20, 20));
    large.resize((64 << 20) + 1, 0);
    check_refused("d.jpg", large, "picture-too-large", "64 MiB");
}

#[test]
fn svg_is_refused_whatever_it_is_called() {
    let svg = b"<?xml version=\"1.0\"?>\n<!-- a -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    check_refused("a.svg", svg.to_vec(), "picture-unreadable", "SVG");
    check_refused("b.png", svg.to_vec(), "picture-unreadable", "SVG");
    check_refused("c.svg", b"\x1F\x8B".to_vec(), "picture-unreadable", "SVG");
}

/// A check that the pixels are really looked at: all of these have a sound header.
#[test]
fn what_breaks_off_is_refused() {
    let photograph = drawn::photograph(300, 200);
    let whole = [
        ("a.jpg", drawn::jpeg(&photograph)),
        ("b.png", drawn::packed(&photograph, ImageFormat::Png)),
        ("c.webp", drawn::packed(&photograph, ImageFormat::WebP)),
        ("d.gif", drawn::gif(2)),
    ];
    for (name, bytes) in whole {
        let cut = bytes[..bytes.len() * 2 / 3].to_vec();
        check_refused(name, cut, "picture-unreadable", "damaged");
    }
    let mut flipped = drawn::packed(&photograph, ImageFormat::Png);
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xFF;
    check_refused("e.png", flipped, "picture-unreadable", "damaged");
}

#[test]
fn a_damaged_picture_in_a_text_becomes_its_words() {
    let desk = Desk::new();
    let whole = drawn::packed(&drawn::photograph(300, 200), ImageFormat::Png);
    desk.write("articles/a.png", &whole[..whole.len() / 2]);
    let front = "---\ntitle: A title\npublishedDateTime: 2024-05-02T06:30:00Z\n---\n";
    desk.write(
        "articles/a.md",
        format!("{front}One.\n\n![A lamp](a.png)\n"),
    );
    let run = desk.newsrack(&["build", "--format", "json"]);
    assert_eq!(
        (run.code, run.codes()),
        (Some(0), vec!["body-picture".to_owned()])
    );
    assert!(shelf(&desk, "bodies")[0].to_string().contains("A lamp"));
    assert!(bundled(&desk).is_empty());
}

/// Nothing is read beyond the end of what is there, whatever stands in it.
#[test]
fn no_damage_makes_the_build_panic() {
    let photograph = drawn::photograph(40, 30);
    let whole = [
        drawn::jpeg_of_a_camera(&photograph, 6),
        drawn::png_with_notes(&photograph, 6),
        drawn::webp_with_notes(&photograph, 6),
        drawn::gif(2),
    ];
    let desk = Desk::new();
    let endings = ["jpg", "png", "webp", "gif"];
    for (bytes, ending) in whole.iter().zip(endings) {
        for at in 0..60 {
            let place = at * bytes.len() / 60;
            let mut bad = bytes.clone();
            bad[place] = bad[place].wrapping_add(1 + (at % 254) as u8);
            let name = format!("{ending}-{at}.{ending}");
            desk.write(&format!("articles/{name}"), &bad);
            desk.article(&format!("{name}.md"), &format!("images: [{name}]\n"));
        }
    }
    let run = desk.newsrack(&["build", "--format", "json", "--keep-going"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let known = ["picture-unreadable", "picture-too-large"];
    assert!(
        run.codes()
            .iter()
            .all(|code| known.contains(&code.as_str()))
    );
}

#[test]
fn threads_and_what_was_made_before_change_no_byte() {
    let pictures = [
        (
            "a.jpg",
            drawn::jpeg_of_a_camera(&drawn::photograph(1500, 900), 6),
        ),
        (
            "b.png",
            drawn::png_with_notes(&drawn::photograph(700, 300), 1),
        ),
        ("c.gif", drawn::gif(2)),
    ];
    let built = |threads: &'static str| {
        let desk = desk(&pictures).with("RAYON_NUM_THREADS", threads);
        build(&desk);
        desk
    };
    let one = built("1");
    let before = one.files("bundle");
    assert_eq!(built("8").files("bundle"), before);
    // Again, with what was made; then with that damaged.
    build(&one);
    assert_eq!(one.files("bundle"), before);
    for name in one.files(".newsrack-cache/pictures").keys() {
        one.write(&format!(".newsrack-cache/pictures/{name}"), "damaged");
    }
    build(&one);
    assert_eq!(one.files("bundle"), before);
}

fn build_later(desk: &Desk) {
    wait_a_tick();
    build(desk);
}

#[test]
fn a_picture_that_nobody_touched_is_not_read_again() {
    let bytes = drawn::jpeg(&drawn::photograph(1000, 500));
    let desk = desk(&[("a.jpg", bytes.clone())]);
    build_later(&desk);
    let (made, kept) = (bundled(&desk), desk.files(".newsrack-cache/pictures"));
    let name = kept.keys().find(|name| name.ends_with(".seen")).unwrap();
    let path = format!(".newsrack-cache/pictures/{name}");
    let (_, note) = kept[name].split_at(16);
    let note = str::from_utf8(note).unwrap();
    let lie = note.replace("\"size\":[1000,500]", "\"size\":[1000,501]");
    assert_ne!(lie, note);
    let behind = |hash: &[u8]| [hash, lie.as_bytes()].concat();
    let height = |desk: &Desk| images(desk)[0]["size"][1].as_u64();

    // A damaged note is none.
    desk.write(&path, behind(&[0; 16]));
    build_later(&desk);
    assert_eq!((height(&desk), bundled(&desk)), (Some(500), made.clone()));

    // Who believes the note has not looked into the picture.
    let hash = Sha256::digest(&lie);
    desk.write(&path, behind(&hash[..16]));
    build_later(&desk);
    assert_eq!((height(&desk), bundled(&desk)), (Some(501), made.clone()));

    // The same bytes, but somebody wrote them.
    desk.write("articles/a.jpg", &bytes);
    build_later(&desk);
    assert_eq!((height(&desk), bundled(&desk)), (Some(500), made.clone()));

    // What was made is damaged, and goes into another bundle.
    let whole = made.keys().next().unwrap();
    desk.write(&format!(".newsrack-cache/pictures/{whole}"), "damaged");
    fs::remove_dir_all(desk.path("bundle")).unwrap();
    build_later(&desk);
    assert_eq!((height(&desk), bundled(&desk)), (Some(500), made));
}

/// Makes the files in the folder of pictures look as if the last build had been so many days ago.
fn age(desk: &Desk, days: u32) {
    let then = SystemTime::now() - days * Duration::from_secs(24 * 60 * 60);
    for file in fs::read_dir(desk.path(".newsrack-cache/pictures")).unwrap() {
        let file = File::options().append(true).open(file.unwrap().path());
        file.unwrap().set_modified(then).unwrap();
    }
}

#[test]
fn a_picture_that_no_build_wanted_for_a_week_is_not_kept() {
    let picture = |width| drawn::jpeg(&drawn::photograph(width, 500));
    let desk = desk(&[("a.jpg", picture(1000)), ("b.jpg", picture(1001))]);
    build_later(&desk);
    let kept = || -> BTreeSet<String> {
        let files = desk.files(".newsrack-cache/pictures");
        files.into_keys().collect()
    };
    let both = kept();
    fs::remove_file(desk.path("articles/a.jpg.md")).unwrap();
    age(&desk, 6);
    build_later(&desk);
    assert_eq!(kept(), both, "for a branch that still has it");
    age(&desk, 8);
    build_later(&desk);
    let gone: Vec<_> = both.difference(&kept()).cloned().collect();
    assert_eq!(
        gone.len(),
        5,
        "a picture, two widths and two notes: {gone:?}"
    );
    // What is left is what the article that is left shows.
    let shown = bundled(&desk);
    assert!(
        images(&desk).len() == 1 && shown.keys().filter(|name| kept().contains(*name)).count() == 3
    );
}

#[test]
fn a_picture_that_many_articles_show_is_made_once() {
    let desk = Desk::new();
    let bytes = drawn::jpeg(&drawn::photograph(1000, 500));
    for number in 0..20 {
        desk.write(&format!("articles/{number}.jpg"), &bytes);
        desk.article(
            &format!("{number}.md"),
            &format!("images: [{number}.jpg]\n"),
        );
    }
    build(&desk);
    assert_eq!(bundled(&desk).len(), 3);
    let images = images(&desk);
    assert!(images.len() == 20 && images.iter().all(|image| *image == images[0]));
}

#[test]
fn a_draft_leaves_no_picture_behind() {
    let desk = desk(&[("a.jpg", drawn::jpeg(&drawn::photograph(100, 50)))]);
    desk.write("articles/b.jpg", drawn::jpeg(&drawn::photograph(90, 50)));
    desk.article("b.md", "published: false\nimages: [b.jpg]\n");
    build(&desk);
    let files = desk.files(".newsrack-cache");
    let notes = files.keys().filter(|name| name.ends_with(".json"));
    assert_eq!(notes.count(), 1, "{:?}", files.keys());
}

#[test]
fn a_project_that_cannot_be_written_to_builds_all_the_same() {
    let desk = desk(&[("a.jpg", drawn::jpeg(&drawn::photograph(100, 50)))]);
    // A file where the folder would be: even who may write anywhere cannot make it.
    desk.write(".newsrack-cache", "in the way");
    build(&desk);
    assert!(!bundled(&desk).is_empty());
}
