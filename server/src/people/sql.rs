//! Statements of accounts and sessions.

crate::statements! {
    /// An account by its folded login.
    BY_LOGIN = "SELECT id, name, role, password_hash FROM account WHERE login = $1";
    /// An account by id.
    BY_ID = "SELECT login, name, role FROM account WHERE id = $1";
    /// Adds an account.
    ADD = "INSERT INTO account (id, login, name, role, password_hash, created_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Sets a new password.
    SET_PASSWORD = "UPDATE account SET password_hash = $2 WHERE login = $1";
    /// A session.
    SESSION = "SELECT data FROM session WHERE id = $1 AND expires_ms > $2";
    /// Keeps a session.
    PUT_SESSION = "INSERT INTO session (id, data, expires_ms) VALUES ($1, $2, $3)
                   ON CONFLICT (id) DO UPDATE SET data = EXCLUDED.data, expires_ms = EXCLUDED.expires_ms";
    /// Ends a session.
    END_SESSION = "DELETE FROM session WHERE id = $1";
    /// Forgets sessions that are over.
    END_OLD_SESSIONS = "DELETE FROM session WHERE expires_ms <= $1";
    /// Remembers a failed sign-in.
    FAILED = "INSERT INTO sign_in_failure (login, at_ms) VALUES ($1, $2)";
    /// How many failed since.
    FAILURES = "SELECT COUNT(*) FROM sign_in_failure WHERE login = $1 AND at_ms > $2";
    /// Forgets failures after a success, and old ones of everybody.
    FORGET_FAILURES = "DELETE FROM sign_in_failure WHERE login = $1 OR at_ms < $2";
}
