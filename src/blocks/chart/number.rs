//! Numbers as tables have them: `1960`, `1,960`, `1 960`, `-3.5`, `12 %`.

/// A number as it was written, without its unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub(super) amount: f64,
    pub(super) words: String,
}

/// What may stand between groups of three digits besides a comma: a blank, and those that do not break or are thin.
const BLANKS: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// More than these and a drawing could not tell numbers apart.
const MOST_DIGITS: usize = 15;

/// Reads a cell; an empty one is a gap. A mistake is what was found and what was expected.
pub(super) fn number(cell: &str, unit: &str) -> Result<Option<Number>, (String, String)> {
    if cell.is_empty() {
        return Ok(None);
    }
    let is_numeral = |c: char| c.is_ascii_digit() || ",.+-−".contains(c) || BLANKS.contains(&c);
    let (numeral, behind) = cell.split_at(cell.find(|c| !is_numeral(c)).unwrap_or(cell.len()));
    let (numeral, behind) = (numeral.trim(), behind.trim());
    if numeral.chars().filter(char::is_ascii_digit).count() > MOST_DIGITS {
        let expected = format!("at most {MOST_DIGITS} digits: what readers see is a number that was rounded");
        return Err((format!("`{cell}`, a number of too many digits"), expected));
    }
    let amount = amount(numeral).ok_or_else(|| {
        let expected = "a number such as `1960`, `1 960`, `-3.5` or, in quotes, `1,960`; an empty cell is a gap";
        (format!("`{cell}`, which is not a number"), expected.to_owned())
    })?;
    if !behind.is_empty() && behind != unit {
        return Err((
            format!("`{cell}`, counted in `{behind}`"),
            format!("the number alone, or in `{unit}` as the chart"),
        ));
    }
    Ok(Some(Number { amount, words: numeral.replace('-', "−") }))
}

fn amount(numeral: &str) -> Option<f64> {
    let unsigned = numeral.trim_start_matches(['+', '-', '−']);
    let sign = match &numeral[..numeral.len() - unsigned.len()] {
        "" | "+" => "",
        "-" | "−" => "-",
        _ => return None,
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let fits = separator.is_none_or(|separator| {
        let mut groups = whole.split(separator);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
    });
    let digits: String = whole.chars().filter(|c| Some(*c) != separator).collect();
    let is_number = fits && is_digits(&digits) && is_digits(fraction);
    is_number.then(|| format!("{sign}{digits}.{fraction}").parse().ok())?
}

/// Whether a unit is a sign such as `%` or `°C`, and not in words.
pub(super) fn is_sign(unit: &str) -> bool {
    is_close(unit) && !unit.contains(' ')
}

/// What follows a number: a sign stands close to it, a word does not.
pub(super) fn behind(unit: &str) -> String {
    if is_close(unit) { unit.to_owned() } else { format!("\u{a0}{unit}") }
}

/// Whether nothing stands between a number and this.
pub(super) fn is_close(unit: &str) -> bool {
    unit.starts_with(['%', '‰', '°', '′', '″'])
}

/// A round number as people write it: `−1,500`.
pub(super) fn words(amount: f64, decimals: usize) -> String {
    if amount == 0.0 {
        return "0".to_owned();
    }
    let plain = format!("{:.decimals$}", amount.abs());
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut words = if amount < 0.0 { "−".to_owned() } else { String::new() };
    for (i, digit) in whole.char_indices() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words.push_str(fraction);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_its_digits_are_grouped() {
        for (cell, amount, words) in [
            ("1960", 1960.0, "1960"),
            ("1,960", 1960.0, "1,960"),
            ("1 960 000", 1_960_000.0, "1 960 000"),
            ("1\u{202f}960", 1960.0, "1\u{202f}960"),
            ("1\u{a0}960", 1960.0, "1\u{a0}960"),
            ("-3.5", -3.5, "−3.5"),
            ("−0.25", -0.25, "−0.25"),
            ("+7", 7.0, "+7"),
            ("12 %", 12.0, "12"),
            ("12%", 12.0, "12"),
        ] {
            let read = number(cell, "%").expect(cell).expect(cell);
            assert_eq!((read.amount, read.words.as_str()), (amount, words), "{cell}");
        }
        assert_eq!(number("12 states", "states").expect("good").expect("a number").words, "12");
        assert_eq!(number("", "%"), Ok(None));
    }

    #[test]
    fn what_is_no_number_is_told() {
        for cell in ["n/a", "1,96", "12,3456", "1.", ".5", "--1", "1,000 000", "€ 5", "-"] {
            let (found, _) = number(cell, "%").expect_err(cell);
            assert_eq!(found, format!("`{cell}`, which is not a number"));
        }
    }

    #[test]
    fn a_number_that_nobody_rounded_is_told() {
        for cell in ["11.100000000000001", "1234567890123456"] {
            let (found, _) = number(cell, "%").expect_err(cell);
            assert_eq!(found, format!("`{cell}`, a number of too many digits"));
        }
        assert!(number("123456789012345", "%").is_ok());
    }

    #[test]
    fn another_unit_is_told_with_both_names() {
        let (found, expected) = number("12 seats", "states").expect_err("another unit");
        assert_eq!(found, "`12 seats`, counted in `seats`");
        assert!(expected.contains("`states`"));
    }

    #[test]
    fn round_numbers_are_written_as_people_do() {
        assert_eq!(words(-1500.0, 0), "−1,500");
        assert_eq!(words(1_000_000.0, 0), "1,000,000");
        assert_eq!(words(0.05, 2), "0.05");
        assert!(is_sign("°C") && !is_sign("% of trade") && !is_sign("states"));
        assert_eq!((behind("%"), behind("states")), ("%".to_owned(), "\u{a0}states".to_owned()));
    }
}
