-- The pictures, sounds and films that a version of a form shows, by the names that its workbook has for them.
CREATE TABLE form_media (
    form_id TEXT NOT NULL,
    version TEXT NOT NULL,
    name    TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    PRIMARY KEY (form_id, version, name)
);
CREATE INDEX form_media_blob ON form_media (sha256);
