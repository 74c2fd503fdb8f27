-- 様式: forms and their versions, submissions and what happened to them, attachments. Nothing of a submission is in a feed.
CREATE TABLE form (
    id             TEXT   PRIMARY KEY,
    title          TEXT   NOT NULL,
    version        TEXT   NOT NULL,
    is_open        BIGINT NOT NULL,
    opens_ms       BIGINT,
    closes_ms      BIGINT,
    audience       TEXT   NOT NULL,
    quota          BIGINT,
    retention_days BIGINT NOT NULL,
    rev            BIGINT NOT NULL,
    changed_ms     BIGINT NOT NULL
);

-- A version never changes once it is here.
CREATE TABLE form_version (
    form_id       TEXT   NOT NULL,
    version       TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    definition    TEXT   NOT NULL,
    source_sha256 TEXT   NOT NULL,
    source_name   TEXT   NOT NULL,
    published_ms  BIGINT NOT NULL,
    actor         TEXT   NOT NULL,
    PRIMARY KEY (form_id, version)
);

-- The id is that of the command that sent it.
CREATE TABLE form_submission (
    id          TEXT   PRIMARY KEY,
    form_id     TEXT   NOT NULL,
    version     TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    answers     TEXT   NOT NULL,
    content     TEXT   NOT NULL,
    searched    TEXT   NOT NULL,
    receipt_no  TEXT   NOT NULL,
    provenance  TEXT   NOT NULL,
    sender      TEXT   NOT NULL,
    assignee    TEXT   NOT NULL,
    corrects    TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    changed_ms  BIGINT NOT NULL,
    delete_ms   BIGINT NOT NULL
);
CREATE INDEX form_submission_inbox ON form_submission (form_id, received_ms, id);
CREATE INDEX form_submission_receipt ON form_submission (receipt_no);
CREATE INDEX form_submission_expiry ON form_submission (delete_ms);

CREATE TABLE form_event (
    submission_id TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    at_ms         BIGINT NOT NULL,
    actor         TEXT   NOT NULL,
    from_state    TEXT   NOT NULL,
    to_state      TEXT   NOT NULL,
    message       TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    PRIMARY KEY (submission_id, seq)
);

CREATE TABLE form_attachment (
    submission_id TEXT   NOT NULL,
    path          TEXT   NOT NULL,
    sha256        TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    bytes         BIGINT NOT NULL,
    media_type    TEXT   NOT NULL,
    PRIMARY KEY (submission_id, path)
);
CREATE INDEX form_attachment_blob ON form_attachment (sha256);

-- Files by the SHA-256 of their bytes. whole_ms 0: it has not arrived whole.
CREATE TABLE blob (
    sha256     TEXT   PRIMARY KEY,
    bytes      BIGINT NOT NULL,
    media_type TEXT   NOT NULL,
    begun_ms   BIGINT NOT NULL,
    whole_ms   BIGINT NOT NULL
);
