//! Values that are numbers, or true or false.

use std::path::Path;

use super::{Value, Written, put};

impl Value for bool {
    fn expected(&self) -> &'static str {
        "true or false"
    }

    fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
        let flag = match written {
            Written::Flag(flag) => Some(*flag),
            Written::Bare(text) => text.trim().parse().ok(),
            _ => None,
        };
        put(self, flag)
    }

    fn toml(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Whole numbers, none of which makes sense below 1.
macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn expected(&self) -> &'static str {
                "a whole number from 1"
            }

            fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
                put(self, written.number().filter(|number| *number > 0))
            }

            fn toml(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
number!(usize, u32, u16, u8);

/// A number that may be left out.
macro_rules! maybe_number {
    ($($kind:ty),*) => {$(
        impl Value for Option<$kind> {
            fn expected(&self) -> &'static str {
                <$kind>::default().expected()
            }

            fn read(&mut self, written: &Written<'_>, _: &Path) -> bool {
                put(self, written.number().filter(|number| *number > 0).map(Some))
            }

            fn toml(&self) -> Option<String> {
                self.as_ref().and_then(Value::toml)
            }
        }
    )*};
}
maybe_number!(u32, u16);
