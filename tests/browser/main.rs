//! x
#[tokio::test]
async fn a() { let _ = thirtyfour::ChromeCapabilities::new(); let _ = endpoint::Clock::system(); }
