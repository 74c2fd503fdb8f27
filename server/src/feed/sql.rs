//! Statements of the feed, receipts and the audit log.

crate::statements! {
    /// Takes the next `$1` revisions; the row stays locked until commit.
    TAKE_REVS = "UPDATE site_rev SET rev = rev + $1 WHERE one = 1 RETURNING rev";
    /// The newest revision.
    LAST_REV = "SELECT rev FROM site_rev WHERE one = 1";
    /// Writes a record's newest form.
    PUT_RECORD = "INSERT INTO record (scope, collection, id, rev, body) VALUES ($1, $2, $3, $4, $5)
                  ON CONFLICT (scope, collection, id) DO UPDATE SET rev = EXCLUDED.rev, body = EXCLUDED.body";
    /// Whether a record was ever in a scope.
    RECORD_KNOWN = "SELECT rev FROM record WHERE scope = $1 AND collection = $2 AND id = $3";
    /// A page of the feed.
    PAGE = "SELECT collection, id, rev, body FROM record WHERE scope = $1 AND rev > $2 ORDER BY rev LIMIT $3";
    /// All living records of a scope.
    LIVING = "SELECT collection, id, rev, body FROM record WHERE scope = $1 AND rev <= $2 AND body IS NOT NULL ORDER BY rev";
    /// One living record.
    ONE = "SELECT body FROM record WHERE scope = $1 AND collection = $2 AND id = $3 AND body IS NOT NULL";
    /// A fact about the site.
    META = "SELECT value FROM site_meta WHERE name = $1";
    /// Sets a fact about the site, once.
    META_ONCE = "INSERT INTO site_meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    /// Sets a fact about the site.
    META_PUT = "INSERT INTO site_meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value";
    /// The receipt of a command.
    RECEIPT = "SELECT actor, digest, answer FROM receipt WHERE command_id = $1";
    /// Stores a receipt.
    PUT_RECEIPT = "INSERT INTO receipt (command_id, receipt_no, actor, verb, subject, at_ms, digest, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Finds receipts by their short number.
    FIND_RECEIPT = "SELECT command_id, receipt_no, actor, verb, subject, at_ms FROM receipt WHERE receipt_no = $1 ORDER BY at_ms DESC LIMIT 20";
    /// The last row of the audit log.
    LAST_AUDIT = "SELECT seq, digest FROM audit ORDER BY seq DESC LIMIT 1";
    /// Appends to the audit log.
    PUT_AUDIT = "INSERT INTO audit (seq, at_ms, actor, verb, subject, detail, digest, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A part of the audit log, the oldest first.
    PAGE_OF_AUDIT = "SELECT seq, at_ms, actor, verb, subject, detail, digest, about FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";
    /// The newest rows of the audit log.
    RECENT_AUDIT = "SELECT seq, at_ms, actor, verb, subject, detail FROM audit ORDER BY seq DESC LIMIT $1";
}
