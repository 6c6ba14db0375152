//! Statements about several rows at once: a question or an insert for a whole batch costs the database one turn.
//!
//! They come in few sizes, so that the database keeps a plan for each. Leaves out the statements themselves.

/// Most rows of one statement: what SQLite spends on finding a parameter grows with their number.
const MOST: usize = 32;

/// Every size up to this one has a statement of its own, since most batches are small.
const SMALL: usize = 16;

/// All of `all` in their order, cut into pieces of few sizes.
pub(super) fn pieces<T>(mut all: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = if all.len() >= MOST { MOST } else { all.len().min(SMALL) };
        let (piece, rest) = all.split_at(size);
        all = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The placeholders of `count` rows: `($1, $2), ($3, $4)`.
pub(super) fn places(count: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places: Vec<_> = (1..=columns).map(|column| format!("${}", row * columns + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..count).map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hold_everything_in_order_and_have_few_sizes() {
        for count in 0..300 {
            let all: Vec<_> = (0..count).collect();
            let found: Vec<_> = pieces(&all).collect();
            assert!(found.iter().all(|piece| (1..=SMALL).contains(&piece.len()) || piece.len() == MOST));
            assert!(found.len() <= count / MOST + 2);
            assert_eq!(found.concat(), all);
        }
    }

    #[test]
    fn every_row_has_its_own_places() {
        assert_eq!(places(1, 2), "($1, $2)");
        assert_eq!(places(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}
