//! An illustration with its credit.

use article::Illustration;
use leptos::prelude::*;

/// A picture that keeps its room before it has arrived. The one that leads a page is fetched first.
pub fn picture(illustration: &Illustration, leads: bool) -> impl IntoView + use<> {
    let Illustration { picture, alt, credit, licence } = illustration.clone();
    view! {
        <figure class="illustration">
            <img
                src=picture.address
                alt=alt
                width=picture.width
                height=picture.height
                fetchpriority=leads.then_some("high")
                loading=(!leads).then_some("lazy")
                decoding="async"
            />
            <figcaption class="credit">{format!("{credit} · {licence}")}</figcaption>
        </figure>
    }
}
