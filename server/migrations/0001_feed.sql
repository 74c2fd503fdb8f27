-- The feed, receipts and the audit log: what every room stands on. ARCHITECTURE.md, invariants 1-4.
CREATE TABLE site_meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- One row. Taking the next revision locks it until commit, so revisions become visible in their order.
CREATE TABLE site_rev (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    rev BIGINT NOT NULL
);
INSERT INTO site_rev (one, rev) VALUES (1, 0);

-- The newest form of everything shown. body NULL is a tombstone.
CREATE TABLE record (
    scope      TEXT   NOT NULL,
    collection TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT,
    PRIMARY KEY (scope, collection, id)
);
CREATE UNIQUE INDEX record_feed ON record (scope, rev);

-- One row per command that was decided, for ever: the same id gets the same answer.
CREATE TABLE receipt (
    command_id TEXT   PRIMARY KEY,
    receipt_no TEXT   NOT NULL,
    actor      TEXT   NOT NULL,
    verb       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    digest     TEXT   NOT NULL,
    answer     TEXT   NOT NULL
);
CREATE INDEX receipt_no_idx ON receipt (receipt_no);

-- Every change by staff. Append only; each row carries the digest of the one before it.
CREATE TABLE audit (
    seq     BIGINT PRIMARY KEY,
    at_ms   BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    verb    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    detail  TEXT   NOT NULL,
    digest  TEXT   NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, seq);
