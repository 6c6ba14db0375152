//! What makes a comment or signup doubtful, as it is stored beside it and as the desk shows it.

/// A doubt. Stored as its [`code`](Self::code): one word, with what it found after a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// A field that people do not see was filled in.
    Trap,
    /// It was sent sooner than a person types.
    Hasty,
    /// The same text came so often from others.
    Repeated(u32),
    /// It holds so many links.
    Links(usize),
    /// It holds these words of the doubtful list.
    Words(Vec<String>),
    /// Its writer, network or address may not write.
    Barred,
    /// So many thousandths like what the desk calls spam.
    Score(u16),
    /// More came than usual, and it was sent without proof of work.
    Unproved,
    /// It was changed after it had been published.
    Edited,
}

impl Doubt {
    /// What is stored; holds no blank, since those stand between codes.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Trap => "trap".to_owned(),
            Self::Hasty => "hasty".to_owned(),
            Self::Repeated(times) => format!("repeated:{times}"),
            Self::Links(links) => format!("links:{links}"),
            // Folded words are letters and digits alone, so neither sign can be part of one.
            Self::Words(words) => format!("words:{}", words.join(",").replace(' ', "+")),
            Self::Barred => "barred".to_owned(),
            Self::Score(score) => format!("score:{score}"),
            Self::Unproved => "unproved".to_owned(),
            Self::Edited => "edited".to_owned(),
        }
    }

    /// All of them, as they are stored.
    pub(crate) fn codes(doubts: &[Self]) -> String {
        doubts.iter().map(Self::code).collect::<Vec<_>>().join(" ")
    }

    /// Reads a code; `None` for one that this version does not know.
    pub(crate) fn read(code: &str) -> Option<Self> {
        let (name, found) = code.split_once(':').unwrap_or((code, ""));
        Some(match name {
            "trap" => Self::Trap,
            "hasty" => Self::Hasty,
            "repeated" => Self::Repeated(found.parse().ok()?),
            "links" => Self::Links(found.parse().ok()?),
            "words" => Self::Words(found.split(',').map(|word| word.replace('+', " ")).collect()),
            "barred" => Self::Barred,
            "score" => Self::Score(found.parse().ok()?),
            "unproved" => Self::Unproved,
            "edited" => Self::Edited,
            _ => return None,
        })
    }

    /// Codes as they are stored, each for a person. One that this version does not know stays as it is.
    pub(crate) fn told(codes: &str) -> Vec<String> {
        codes.split_whitespace().map(Self::told_one).collect()
    }

    /// The same of one code.
    pub(crate) fn told_one(code: &str) -> String {
        Self::read(code).map_or_else(|| code.to_owned(), |doubt| doubt.in_words())
    }

    /// Whether it is about how something was sent, and not about what it says.
    pub(crate) fn is_of_sending(&self) -> bool {
        matches!(self, Self::Trap | Self::Hasty | Self::Barred | Self::Unproved | Self::Edited)
    }

    /// For a person who moderates.
    fn in_words(&self) -> String {
        match self {
            Self::Trap => "Filled in a field that people do not see".to_owned(),
            Self::Hasty => "Sent faster than a person types".to_owned(),
            Self::Repeated(1) => "The same text came once from elsewhere".to_owned(),
            Self::Repeated(times) => format!("The same text came {times} times from elsewhere"),
            Self::Links(links) => format!("Held {links} links"),
            Self::Words(words) => format!("Held {} of your doubtful list", words.join(", ")),
            Self::Barred => "From a writer, network or address that is barred".to_owned(),
            Self::Score(score) => format!("{}% like what the desk calls spam", score / 10),
            Self::Unproved => "Came in a flood, without the work that is asked of programs".to_owned(),
            Self::Edited => "Changed after it was published".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Doubt;

    #[test]
    fn every_doubt_is_read_as_it_is_written_and_is_one_word() {
        let words = Doubt::Words(vec!["casino".into(), "cheap pills".into()]);
        let all = [
            Doubt::Trap,
            Doubt::Hasty,
            Doubt::Repeated(3),
            Doubt::Links(4),
            words,
            Doubt::Barred,
            Doubt::Score(987),
            Doubt::Unproved,
            Doubt::Edited,
        ];
        for doubt in &all {
            assert!(!doubt.code().contains(' ') && !doubt.in_words().is_empty());
            assert_eq!(Doubt::read(&doubt.code()).as_ref(), Some(doubt));
        }
        assert_eq!(Doubt::codes(&all[..3]), "trap hasty repeated:3");
        let told = ["Held 4 links", "of:tomorrow", "Filled in a field that people do not see"];
        assert_eq!(Doubt::told("links:4 of:tomorrow trap"), told);
        assert_eq!((Doubt::read("of tomorrow"), Doubt::read("links:many")), (None, None));
    }
}
