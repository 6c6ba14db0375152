//! Takes the comments and the blanks out of the style sheet and the first script, which stand in every page, and
//! compresses the site's text files beforehand.

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

/// A script without lines of comment, indents and needless blanks. Text in quotes stays as it is.
pub(crate) fn script(source: &str) -> String {
    const OPERATORS: &str = "=>?|&+-*:,{}();<!";
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let lines = lines.map(|line| line.split(" // ").next().unwrap_or(line).trim_end());
    let lines = lines.collect::<Vec<_>>().join("\n");
    let (mut out, mut quote) = (String::with_capacity(lines.len()), None);
    let mut rest = lines.chars().peekable();
    while let Some(c) = rest.next() {
        let (before, after) = (out.chars().last().unwrap_or(' '), rest.peek().copied().unwrap_or(' '));
        let parts = OPERATORS.contains(before) || OPERATORS.contains(after);
        match quote {
            Some(open) if c == open => quote = None,
            None if "\"'`".contains(c) => quote = Some(c),
            // `a + +b` is not `a++b`.
            None if c == ' ' && parts && before != after => continue,
            _ => {}
        }
        out.push(c);
    }
    out
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
    fn a_script_loses_its_blanks_but_not_those_of_its_texts() {
        let source = "// A comment.\n(() => {\n  const a = b ? +c : \" d : e \"; // why\n  return a + +b - c;\n})();\n";
        assert_eq!(script(source), "(()=>{\nconst a=b?+c:\" d : e \";\nreturn a+ +b-c;\n})();");
    }

    #[test]
    fn a_style_sheet_loses_its_blanks_but_not_those_of_its_texts() {
        let source = "/* Why. */\n.a > .b::before {\n  content: \"a: b\";\n  width: calc(1px + 2px);\n}\n";
        assert_eq!(style(source), ".a>.b::before{content:\"a: b\";width:calc(1px + 2px)}");
    }
}
