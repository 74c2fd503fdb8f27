-- By what a screen is known again that lost its cookie before its browser had written it down.
CREATE TABLE kiosk_spare (
    kiosk_id TEXT   PRIMARY KEY,
    -- Digest of a secret that the browser made.
    spare    TEXT   NOT NULL,
    ends_ms  BIGINT NOT NULL
);
CREATE INDEX kiosk_spare_spare ON kiosk_spare (spare);
