//! Lets a store go on with another key than the one it was made with: that was lost, or others have seen it.
//!
//! What only the old key could read is lost; addresses that are kept are hashed anew, so nobody is on the list twice.

use std::sync::Arc;

use crate::{
    keys::Keys,
    moderation,
    settings::Settings,
    store::{Adopted, StoreError},
};

/// Makes the key in the data folder, and a new one if there is none, the store's; `None` if it was so already. No server
/// may be running on the store.
///
/// # Errors
/// When there is no store, it cannot be written, or the key is damaged.
pub async fn adopt_key(settings: &Settings) -> anyhow::Result<Option<Adopted>> {
    let store = moderation::open(settings).await?;
    let keys = Arc::new(Keys::open(&settings.data)?);
    let adopted: Result<_, StoreError> = store.adopt(keys).await;
    store.close().await;
    Ok(adopted?)
}
