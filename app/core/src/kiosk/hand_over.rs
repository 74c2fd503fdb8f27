//! How a person takes what they began along: a text that fits into a QR code, or a sealed parcel that waits to be collected once.
