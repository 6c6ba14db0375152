//! CSV by RFC 4180: rows of cells, and what breaks its rules.
//!
//! Of our own, because it is there for the mistakes: the well-kept parsers take a quote that is never closed, or text behind
//! a closing quote, as a cell and say nothing, and an editor would find half of a table inside of one.

/// One row of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The line on which it begins, counted from 0.
    pub(super) line: usize,
    /// Without the blanks and quotes around them.
    pub(super) cells: Vec<String>,
}

/// Takes a table apart. Empty lines are no rows; what is wrong is handed to `bad` as line, what was found and what was
/// expected, and the rest is read all the same.
pub(super) fn records(text: &str, mut bad: impl FnMut(usize, &str, &str)) -> Vec<Record> {
    // With a line end behind the last row, every cell has something behind it.
    let text = format!("{}\n", text.trim_start_matches('\u{feff}').trim_end());
    let (mut records, mut cells) = (Vec::new(), Vec::new());
    let (mut line, mut begun, mut at) = (0, 0, 0);
    while at < text.len() {
        let (cell, taken) = cell(&text[at..], |found, expected| bad(line, found, expected));
        cells.push(cell);
        line += text[at..at + taken].matches('\n').count();
        at += taken;
        if text[at..].starts_with('\n') {
            line += 1;
            let cells = std::mem::take(&mut cells);
            if cells.len() > 1 || cells.iter().any(|cell| !cell.is_empty()) {
                records.push(Record { line: begun, cells });
            }
            begun = line;
        }
        at += 1;
    }
    records
}

/// The first cell of a text, and how many bytes are before the comma or line end behind it.
fn cell(text: &str, mut bad: impl FnMut(&str, &str)) -> (String, usize) {
    let end = |from: usize| text[from..].find([',', '\n']).map_or(text.len(), |at| from + at);
    let opening = text.len() - text.trim_start_matches([' ', '\t']).len();
    if !text[opening..].starts_with('"') {
        let plain = &text[..end(0)];
        if plain.contains('"') {
            bad(
                &format!("`{}`, with a quote inside", plain.trim()),
                "the whole cell in quotes, and each quote in it doubled",
            );
        }
        return (plain.trim().to_owned(), plain.len());
    }
    let (mut cell, mut at) = (String::new(), opening + 1);
    loop {
        let Some(closing) = text[at..].find('"').map(|found| at + found) else {
            bad("a quote that is not closed", "a `\"` at the end of the cell; a quote inside of it is doubled");
            let line = text.find('\n').unwrap_or(text.len());
            return (text[opening + 1..line].trim().to_owned(), line);
        };
        cell.push_str(&text[at..closing]);
        at = closing + 1;
        if !text[at..].starts_with('"') {
            break;
        }
        cell.push('"');
        at += 1;
    }
    let end = end(at);
    let behind = text[at..end].trim();
    if !behind.is_empty() {
        bad(&format!("`{behind}` behind a closing quote"), "a comma or the end of the line");
    }
    (cell.trim().to_owned(), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let rows = records(text, |line, found, _| panic!("line {line}: {found}"));
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[track_caller]
    fn faults(text: &str, expected: &[(usize, &str)]) -> Vec<Record> {
        let mut found = Vec::new();
        let rows = records(text, |line, what, _| found.push((line, what.to_owned())));
        let found: Vec<_> = found.iter().map(|(line, what)| (*line, what.as_str())).collect();
        assert_eq!(found, expected);
        rows
    }

    #[test]
    fn cells_are_parted_by_commas_and_rows_by_any_line_end() {
        assert_eq!(rows("a,b\r\n1, 2 \n\n,\n"), [["a", "b"], ["1", "2"], ["", ""]]);
        assert_eq!(rows("\u{feff}a,\"b\""), [["a", "b"]]);
        assert!(rows(" \n\n").is_empty());
    }

    #[test]
    fn a_quoted_cell_holds_commas_quotes_and_line_ends() {
        assert_eq!(rows("\"1,960\", \"say \"\"so\"\"\"\n\"\",x"), [["1,960", "say \"so\""], ["", "x"]]);
        let rows = faults("\"a\nb\",1\nc,2", &[]);
        assert_eq!((rows[0].line, rows[1].line), (0, 2));
        assert_eq!(rows[0].cells, ["a\nb", "1"]);
    }

    #[test]
    fn what_breaks_the_rules_is_told_and_the_rest_is_read() {
        let rows = faults("a,\"b\n1,2", &[(0, "a quote that is not closed")]);
        assert_eq!((rows.len(), rows[1].cells.len()), (2, 2));
        faults("x\n\"a\"b,c", &[(1, "`b` behind a closing quote")]);
        faults("5\" gun,1", &[(0, "`5\" gun`, with a quote inside")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_quoted_is_read_as_it_was(cells in prop::collection::vec("[a-z\",\n]{1,9}[a-z]", 2..6)) {
            let line = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
            let read = rows(&line);
            let trimmed: Vec<_> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
            prop_assert_eq!(read, vec![trimmed]);
        }
    }
}
