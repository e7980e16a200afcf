//! In which letters is a file of XML written?
//!
//! What it declares counts, unless its bytes are UTF-8 and say otherwise by that: few texts in another
//! encoding are UTF-8 by chance, and many programs declare one they do not write.

use encoding_rs::{Encoding, UTF_8};

use crate::bundle::xml::place;

/// Where a text ceases to be what it declares, and what would do.
#[derive(Debug)]
pub(crate) struct Undecoded {
    pub place: (u32, u32),
    pub message: String,
}

/// The text of a file, and what to say where it is not what it declares.
///
/// # Errors
///
/// Bytes that are not in the encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Option<String>), Undecoded> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return decoded(&bytes[bom..], encoding).map(|text| (text, None));
    }
    let declared = declared(bytes);
    let encoding = match &declared {
        None => Some(UTF_8),
        Some(label) => Encoding::for_label(label.as_bytes()),
    };
    let is_ascii_like = |encoding: &&'static Encoding| encoding.is_ascii_compatible();
    match (std::str::from_utf8(bytes), encoding.filter(is_ascii_like)) {
        (Ok(text), Some(encoding)) if encoding == UTF_8 || text.is_ascii() => {
            Ok((text.to_owned(), None))
        }
        (Ok(text), _) => {
            let declared = declared.unwrap_or_default();
            let message = format!(
                "this file declares `{declared}` and is UTF-8, as which it is read; mend its first line"
            );
            Ok((text.to_owned(), Some(message)))
        }
        (Err(_), Some(encoding)) => decoded(bytes, encoding).map(|text| (text, None)),
        (Err(_), None) => {
            let message = "this file is in an encoding that is not known; save it as UTF-8";
            Err(Undecoded {
                place: (1, 1),
                message: message.to_owned(),
            })
        }
    }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Result<String, Undecoded> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => {
            let name = encoding.name();
            let valid =
                std::str::from_utf8(bytes).map_or_else(|fault| fault.valid_up_to(), str::len);
            let before = String::from_utf8_lossy(&bytes[..valid]);
            let message = format!(
                "this character is not {name}, which the file declares or, without a word, is taken for; save it as UTF-8"
            );
            Err(Undecoded {
                place: place(&before, before.len()),
                message,
            })
        }
    }
}

/// The encoding that the first line names.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    let line = start.trim_start().strip_prefix("<?xml")?;
    let line = &line[..line.find("?>")?];
    let value = line
        .split_once("encoding")?
        .1
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value[1..].split(quote).next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_decoded(bytes: &[u8], text: &str, is_warned: bool) {
        let (found, warning) = decode(bytes).unwrap();
        assert_eq!((found.as_str(), warning.is_some()), (text, is_warned));
    }

    #[test]
    fn encodings_are_those_that_are_declared_or_else_utf_8() {
        check_decoded(b"\xEF\xBB\xBF<a/>", "<a/>", false);
        check_decoded(b"\xFF\xFE<\0a\0", "<a", false);
        let latin = "<?xml version='1.0' encoding='ISO-8859-1'?>";
        check_decoded(
            &[latin.as_bytes(), b"\xE9"].concat(),
            &format!("{latin}é"),
            false,
        );
        check_decoded(format!("{latin}é").as_bytes(), &format!("{latin}é"), true);
        let wide = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>";
        check_decoded(wide.as_bytes(), wide, true);
        let unknown = "<?xml version=\"1.0\" encoding=\"x-none\"?>";
        check_decoded(unknown.as_bytes(), unknown, true);
        assert_eq!(decode(b"<a>\n<b>\xE9").unwrap_err().place, (2, 4));
        assert!(decode(&[unknown.as_bytes(), b"\xE9"].concat()).is_err());
    }
}
