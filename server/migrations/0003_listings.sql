-- 掲載: the truth of listings in every state; the public feed holds the projection of the public ones.
CREATE TABLE listing (
    id           TEXT   PRIMARY KEY,
    kind         TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    rev          BIGINT NOT NULL,
    source_name  TEXT,
    source_key   TEXT,
    source_print TEXT,
    confirmed_on TEXT,
    created_ms   BIGINT NOT NULL,
    updated_ms   BIGINT NOT NULL
);
CREATE UNIQUE INDEX listing_source ON listing (source_name, source_key) WHERE source_name IS NOT NULL;
CREATE INDEX listing_recent ON listing (updated_ms, id);

-- Every form that a listing ever had, for history and for the undo of an import. body NULL: it did not exist before.
CREATE TABLE listing_version (
    listing_id TEXT   NOT NULL,
    rev        BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    import_id  TEXT,
    body       TEXT,
    PRIMARY KEY (listing_id, rev)
);
CREATE INDEX listing_version_import ON listing_version (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE import_run (
    id          TEXT   PRIMARY KEY,
    at_ms       BIGINT NOT NULL,
    actor       TEXT   NOT NULL,
    source_name TEXT   NOT NULL,
    file_name   TEXT   NOT NULL,
    file_sha256 TEXT   NOT NULL,
    profile     TEXT   NOT NULL,
    created_n   BIGINT NOT NULL,
    updated_n   BIGINT NOT NULL,
    unchanged_n BIGINT NOT NULL,
    vanished_n  BIGINT NOT NULL,
    report      TEXT   NOT NULL,
    undone_ms   BIGINT
);

-- A column mapping that staff confirmed, found again by the folded header of a file.
CREATE TABLE import_profile (
    header_key TEXT   PRIMARY KEY,
    profile    TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL
);

-- A file that staff uploaded and have not decided about.
CREATE TABLE import_upload (
    id        TEXT   PRIMARY KEY,
    at_ms     BIGINT NOT NULL,
    actor     TEXT   NOT NULL,
    file_name TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    bytes     ${BYTES} NOT NULL
);
