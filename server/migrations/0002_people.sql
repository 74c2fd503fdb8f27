-- Accounts of staff and their sessions. Issue "People" grows this.
CREATE TABLE account (
    id            TEXT   PRIMARY KEY,
    login         TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    created_ms    BIGINT NOT NULL,
    CONSTRAINT account_login_key UNIQUE (login)
);

CREATE TABLE session (
    id         TEXT   PRIMARY KEY,
    data       TEXT   NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expires_ms);

-- Failed sign-ins, by folded login name, for throttling that survives a restart.
CREATE TABLE sign_in_failure (
    login TEXT   NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_login ON sign_in_failure (login, at_ms);
