//! The server's clock: the only place that asks what time it is.

use engawa_core::time::Millis;

/// Now, in Unix milliseconds.
pub fn now_ms() -> Millis {
    chrono::Utc::now().timestamp_millis()
}

/// The civil date in Japan now.
pub fn today() -> chrono::NaiveDate {
    engawa_core::time::jst_date(now_ms())
}
