//! Statements of the audit log beyond appending.

crate::statements! {
    /// A page of the search, newest first.
    SEARCH = "SELECT seq, at_ms, actor, verb, subject, about, detail FROM audit
              WHERE ($1 = '' OR actor = $1) AND SUBSTR(verb, 1, LENGTH(CAST($2 AS TEXT))) = $2
                AND ($3 = '' OR subject = $3) AND ($4 = '' OR about = $4)
                AND at_ms >= $5 AND at_ms < $6 AND seq < $7
              ORDER BY seq DESC LIMIT $8";
    /// A part of the log with its digests, oldest first.
    EXPORT = "SELECT seq, at_ms, actor, verb, subject, about, detail, digest FROM audit
              WHERE at_ms >= $1 AND at_ms < $2 AND seq > $3 ORDER BY seq LIMIT $4";
    /// Rows about an account or its receipts that are not its own.
    LOOKED = "SELECT seq, at_ms, actor, verb FROM audit
              WHERE (about = $1 OR about IN (SELECT 'receipt:' || receipt_no FROM account_receipt WHERE account_id = $1))
                AND actor <> $2 AND seq < $3
              ORDER BY seq DESC LIMIT $4";
    /// What happened to the ways into an account.
    EVENTS = "SELECT seq, at_ms, verb, detail FROM audit
              WHERE about = $1 AND seq < $2
                AND (SUBSTR(verb, 1, 8) IN ('session.', 'passkey.')
                     OR verb IN ('account.add', 'account.set_password', 'account.remove_password', 'account.set_email', 'account.make_recovery',
                                 'account.bind_oidc', 'account.let_in'))
              ORDER BY seq DESC LIMIT $3";
    /// What the desks are called at which a login works now.
    DESKS_OF_LOGIN = "SELECT k.name FROM account a JOIN desk_member m ON m.account_id = a.id JOIN desk k ON k.id = m.desk_id
                      WHERE a.login = $1 ORDER BY k.name, k.id";
    /// How often somebody was refused something lately.
    REFUSED_LATELY = "SELECT COUNT(*) FROM audit WHERE verb = $1 AND at_ms > $2 AND actor = $3 AND ($4 = '' OR subject = $4)";
    /// Adds to what was refused in an hour.
    ADD_REFUSALS = "INSERT INTO refusal_count (hour_ms, kind, times) VALUES ($1, $2, $3)
                    ON CONFLICT (hour_ms, kind) DO UPDATE SET times = refusal_count.times + EXCLUDED.times";
    /// What was refused since an hour, the newest first.
    REFUSALS = "SELECT hour_ms, kind, times FROM refusal_count WHERE hour_ms >= $1 ORDER BY hour_ms DESC, kind";
    /// Forgets what was refused before an hour.
    DROP_OLD_REFUSALS = "DELETE FROM refusal_count WHERE hour_ms < $1";
    /// Account and receipt of a submission.
    WHOSE_SUBMISSION = "SELECT account_id, receipt_no FROM form_submission WHERE id = $1";
}
