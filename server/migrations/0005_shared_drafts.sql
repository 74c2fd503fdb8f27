-- Drafts that a group edits by way of the server. Of the secret of an invitation only its SHA-256 is here.
-- submission_id '': it is live. Otherwise it was sent and is empty; it stays for a time, so that it cannot come to life again.
CREATE TABLE shared_draft (
    id            TEXT   PRIMARY KEY,
    token_sha256  TEXT   NOT NULL,
    form_id       TEXT   NOT NULL,
    submission_id TEXT   NOT NULL,
    receipt_no    TEXT   NOT NULL,
    bytes         BIGINT NOT NULL,
    begun_ms      BIGINT NOT NULL,
    changed_ms    BIGINT NOT NULL,
    document      TEXT   NOT NULL
);
CREATE INDEX shared_draft_live ON shared_draft (submission_id, bytes);
CREATE INDEX shared_draft_age ON shared_draft (changed_ms);
