-- Shared screens: enrolled by staff, paired by a code that is used once.
CREATE TABLE kiosk (
    id          TEXT   PRIMARY KEY,
    -- waiting, active, revoked
    state       TEXT   NOT NULL,
    -- What staff say of it, as JSON.
    config      TEXT   NOT NULL,
    -- Digest of the secret in the screen's cookie; '': not paired.
    secret      TEXT   NOT NULL,
    -- Digest of the code that pairs it; '': none is out.
    code        TEXT   NOT NULL,
    code_ends_ms BIGINT NOT NULL,
    -- What staff want said on it, as JSON of names; '': nothing.
    say         TEXT   NOT NULL,
    reload      BIGINT NOT NULL,
    made_ms     BIGINT NOT NULL,
    paired_ms   BIGINT NOT NULL,
    revoked_ms  BIGINT NOT NULL,
    rev         BIGINT NOT NULL
);
CREATE INDEX kiosk_secret ON kiosk (secret);
CREATE INDEX kiosk_code ON kiosk (code);

-- What a screen last said of itself. Apart, because it changes every few minutes.
CREATE TABLE kiosk_beat (
    kiosk_id   TEXT   PRIMARY KEY,
    seen_ms    BIGINT NOT NULL,
    -- The last beat that was taken; a beat that comes again counts once.
    seq        BIGINT NOT NULL,
    -- The beat, as JSON without its counts.
    body       TEXT   NOT NULL,
    -- The last picture of the screen at rest, in base64; '': none.
    picture    TEXT   NOT NULL,
    picture_ms BIGINT NOT NULL
);

-- What a screen is used for, without who.
CREATE TABLE kiosk_count (
    kiosk_id TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    times    BIGINT NOT NULL,
    PRIMARY KEY (kiosk_id, day, what, subject)
);
CREATE INDEX kiosk_count_day ON kiosk_count (day, what);

-- What was delivered and could not take effect: sealed as it came, until staff dealt with it.
CREATE TABLE kiosk_held (
    -- The command that delivered it.
    id         TEXT   PRIMARY KEY,
    kiosk_id   TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL,
    -- Why, as JSON of problems.
    problems   TEXT   NOT NULL,
    sealed     TEXT   NOT NULL,
    files      TEXT   NOT NULL,
    -- The number of the person's receipt, if it could be opened; ''.
    receipt_no TEXT   NOT NULL,
    settled_by TEXT   NOT NULL,
    settled_ms BIGINT NOT NULL,
    note       TEXT   NOT NULL
);
CREATE INDEX kiosk_held_open ON kiosk_held (settled_ms, at_ms);

-- The sealed files of what is held: without a row here they would be forgotten as files that nobody names.
CREATE TABLE kiosk_held_file (
    held_id TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    PRIMARY KEY (held_id, sha256)
);
CREATE INDEX kiosk_held_file_blob ON kiosk_held_file (sha256);

-- Parcels on their way from a screen to a phone: sealed with a key that only the QR code holds, collected once.
CREATE TABLE hand_over (
    id         TEXT   PRIMARY KEY,
    kiosk_id   TEXT   NOT NULL,
    -- The sealed parcel, in base64; '': collected and gone.
    body       TEXT   NOT NULL,
    -- How long the body is: summed up without reading bodies.
    bytes      BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    ends_ms    BIGINT NOT NULL,
    -- Digest of the claim with which it was collected: the same phone may ask again for a moment.
    claim      TEXT   NOT NULL,
    claimed_ms BIGINT NOT NULL
);
CREATE INDEX hand_over_ends ON hand_over (ends_ms);
