-- Files that stand in the answers of a live shared draft: its members may fetch them, and nobody sweeps them meanwhile.
CREATE TABLE shared_draft_file (
    draft_id TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    PRIMARY KEY (draft_id, sha256)
);
CREATE INDEX shared_draft_file_blob ON shared_draft_file (sha256);
