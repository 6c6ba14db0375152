//! Takes the comments and the blanks out of the style sheet, which stands in every page, and compresses the site's text files
//! beforehand.

use anyhow::Result;
use std::io::Write;

/// A style sheet without comments and needless blanks. Text in quotes stays as it is.
pub(crate) fn style(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        if let Some(open) = quote {
            out.push(c);
            if c == '\\' {
                out.extend(rest.next());
            } else if c == open {
                quote = None;
            }
        } else if c == '/' && rest.peek() == Some(&'*') {
            rest.next();
            while let Some(c) = rest.next() {
                if c == '*' && rest.next_if_eq(&'/').is_some() {
                    break;
                }
            }
        } else if c.is_whitespace() {
            let next = rest.peek().copied().unwrap_or(' ');
            let needless =
                next.is_whitespace() || out.ends_with(['{', '}', ';', ',', ':', '>', ' ']) || "{};,>".contains(next);
            if !needless && !out.is_empty() {
                out.push(' ');
            }
        } else {
            if c == '"' || c == '\'' {
                quote = Some(c);
            }
            if "{};,".contains(c) && out.ends_with(' ') {
                out.pop();
            }
            out.push(c);
        }
    }
    out.replace(";}", "}")
}

/// The same bytes for browsers that take brotli; `quality` is 0 to 11.
pub(crate) fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, quality, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(out)
}

/// The same bytes for everything older.
pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_loses_its_blanks_but_not_those_of_its_texts() {
        let source = "/* Why. */\n.a > .b::before {\n  content: \"a: b\";\n  width: calc(1px + 2px);\n}\n";
        assert_eq!(style(source), ".a>.b::before{content:\"a: b\";width:calc(1px + 2px)}");
    }
}
