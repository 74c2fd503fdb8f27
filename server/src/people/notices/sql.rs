//! Statements of notices, push and the digest.

crate::statements! {
    /// Tells an account.
    PUT = "INSERT INTO notice (id, account_id, code, args, path, at_ms, seen_ms, mailed_ms, pushed_ms) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0)";
    /// Members of a group.
    OF_GROUP = "SELECT account_id, role FROM group_member WHERE group_id = $1 ORDER BY account_id";
    /// Staff of a desk.
    OF_DESK = "SELECT account_id, role FROM desk_member WHERE desk_id = $1 ORDER BY account_id";
    /// The newest notices of an account.
    OF_ACCOUNT = "SELECT code, args, path, at_ms, seen_ms FROM notice WHERE account_id = $1 ORDER BY at_ms DESC, id DESC LIMIT 100";
    /// Marks all of an account as seen.
    SEE_ALL = "UPDATE notice SET seen_ms = $2 WHERE account_id = $1 AND seen_ms = 0";
    /// Keeps a device's subscription; the device belongs to who signed in last.
    SUBSCRIBE = "INSERT INTO push_subscription (endpoint, account_id, keys, made_ms, failures) VALUES ($1, $2, $3, $4, 0)
                 ON CONFLICT (endpoint) DO UPDATE SET account_id = EXCLUDED.account_id, keys = EXCLUDED.keys, made_ms = EXCLUDED.made_ms, failures = 0";
    /// Writes down with which key of this server a device subscribed, unless it subscribed anew meanwhile.
    SET_KEYS = "UPDATE push_subscription SET keys = $2 WHERE endpoint = $1 AND keys = $3";
    /// What every device subscribed with.
    ALL_KEYS = "SELECT keys FROM push_subscription";
    /// How many devices of an account are subscribed.
    SUBSCRIBED = "SELECT COUNT(*) FROM push_subscription WHERE account_id = $1 AND endpoint <> $2";
    /// Whose a subscription is.
    HOLDER = "SELECT account_id FROM push_subscription WHERE endpoint = $1";
    /// Forgets a subscription of an account.
    UNSUBSCRIBE = "DELETE FROM push_subscription WHERE endpoint = $1 AND account_id = $2";
    /// Forgets a subscription that its push service does not know any more.
    FORGET_SUBSCRIPTION = "DELETE FROM push_subscription WHERE endpoint = $1";
    /// A push that did not arrive.
    PUSH_FAILED = "UPDATE push_subscription SET failures = failures + 1 WHERE endpoint = $1";
    /// A push that arrived.
    PUSH_ARRIVED = "UPDATE push_subscription SET failures = 0 WHERE endpoint = $1";
    /// Forgets subscriptions that failed too often.
    FORGET_FAILING = "DELETE FROM push_subscription WHERE failures >= $1";
    /// What waits to be pushed: not seen, newer than the subscription and than `$1`.
    TO_PUSH = "SELECT n.id, n.account_id, n.code, n.path, a.lang FROM notice n JOIN account a ON a.id = n.account_id
               WHERE n.pushed_ms = 0 AND n.seen_ms = 0 AND n.at_ms >= $1 AND a.locked_ms = 0 AND a.ended_ms = 0
                   AND EXISTS (SELECT 1 FROM push_subscription p WHERE p.account_id = n.account_id AND p.made_ms <= n.at_ms)
               ORDER BY n.at_ms, n.id LIMIT 100";
    /// Takes a notice to push it: one node does.
    TAKE_TO_PUSH = "UPDATE notice SET pushed_ms = $2 WHERE id = $1 AND pushed_ms = 0";
    /// The devices of an account.
    SUBSCRIPTIONS = "SELECT endpoint, keys FROM push_subscription WHERE account_id = $1 ORDER BY endpoint";
    /// A setting of an account.
    SETTING = "SELECT value FROM account_setting WHERE account_id = $1 AND name = $2";
    /// Keeps a setting of an account.
    SET = "INSERT INTO account_setting (account_id, name, value) VALUES ($1, $2, $3)
           ON CONFLICT (account_id, name) DO UPDATE SET value = EXCLUDED.value";
    /// Whether an account has an address that a digest can go to.
    HAS_ADDRESS = "SELECT COUNT(*) FROM account WHERE id = $1 AND email <> '' AND email_proven_ms > 0";
    /// Accounts that want a digest and have something to be told.
    DIGESTS = "SELECT a.id, a.email, a.lang, s.value FROM account_setting s JOIN account a ON a.id = s.account_id
               WHERE s.name = 'digest' AND s.value <> 'never' AND a.email <> '' AND a.email_proven_ms > 0 AND a.locked_ms = 0 AND a.ended_ms = 0
                   AND EXISTS (SELECT 1 FROM notice n WHERE n.account_id = a.id AND n.seen_ms = 0 AND n.mailed_ms = 0)
               ORDER BY a.id";
    /// When an account got its last digest.
    LAST_DIGEST = "SELECT COALESCE(MAX(mailed_ms), 0) FROM notice WHERE account_id = $1";
    /// What a digest tells.
    TO_MAIL = "SELECT code, args, path FROM notice WHERE account_id = $1 AND seen_ms = 0 AND mailed_ms = 0 ORDER BY at_ms, id";
    /// Marks it as told.
    MAILED = "UPDATE notice SET mailed_ms = $2 WHERE account_id = $1 AND seen_ms = 0 AND mailed_ms = 0";
}
