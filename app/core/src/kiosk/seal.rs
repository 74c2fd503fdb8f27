//! Sealing for a site: whoever has its public key can close an envelope, and only the site can open it (HPKE, RFC 9180).
