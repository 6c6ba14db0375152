//! An illustration: with its credit where an article shows it, small and without words beside the headline that leads there.

use article::Illustration;
use leptos::prelude::*;

/// The picture at the top of an article. It keeps its room before it has arrived, and is fetched first.
pub fn picture(illustration: &Illustration) -> impl IntoView + use<> {
    let Illustration { picture, alt, credit, licence } = illustration.clone();
    view! {
        <figure class="illustration">
            <img
                src=picture.address
                alt=alt
                width=picture.width
                height=picture.height
                fetchpriority="high"
                decoding="async"
            />
            <figcaption class="credit">{format!("{credit} · {licence}")}</figcaption>
        </figure>
    }
}

/// The same picture beside a headline, which says where it leads: what it shows and whose it is stands there. `leads` is
/// whether it is the first of its page.
pub fn thumbnail(illustration: &Illustration, leads: bool) -> impl IntoView + use<> {
    let picture = illustration.picture.clone();
    view! {
        <img
            class="thumbnail"
            src=picture.address
            alt=""
            width=picture.width
            height=picture.height
            fetchpriority=leads.then_some("high")
            loading=(!leads).then_some("lazy")
        />
    }
}
