//! Statements of passkeys, and of staff at the city's identity provider.

crate::statements! {
    /// Passkeys of an account.
    PASSKEYS = "SELECT credential, label, body, created_ms, used_ms FROM passkey WHERE account_id = $1 ORDER BY created_ms, credential";
    /// The passkey of a credential.
    PASSKEY = "SELECT account_id, body FROM passkey WHERE credential = $1";
    /// Adds a passkey, if its credential is new.
    ADD_PASSKEY = "INSERT INTO passkey (credential, account_id, label, body, created_ms, used_ms) VALUES ($1, $2, $3, $4, $5, 0)
                   ON CONFLICT (credential) DO NOTHING";
    /// Keeps the counter after a use.
    USE_PASSKEY = "UPDATE passkey SET body = $2, used_ms = $3 WHERE credential = $1";
    /// Removes a passkey of an account.
    REMOVE_PASSKEY = "DELETE FROM passkey WHERE credential = $1 AND account_id = $2";
    /// The member of staff whom the provider calls so.
    BY_SUBJECT = "SELECT id, login FROM account WHERE oidc_subject = $1 AND role <> 'resident' AND locked_ms = 0 AND ended_ms = 0";
    /// The member of staff with this sign-in name whom the provider does not call anything yet.
    BY_FREE_LOGIN = "SELECT id, login FROM account
                     WHERE login = $1 AND oidc_subject = '' AND role <> 'resident' AND locked_ms = 0 AND ended_ms = 0";
    /// Says what the provider calls an account.
    SET_SUBJECT = "UPDATE account SET oidc_subject = $2 WHERE id = $1";
}
