-- The desk of forms: what was on paper, letter templates, and digests of answers for finding duplicates.
ALTER TABLE form_submission ADD COLUMN paper_id TEXT NOT NULL DEFAULT '';
-- The day on which it arrived, for what staff entered for somebody: 2026-11-20.
ALTER TABLE form_submission ADD COLUMN received_on TEXT NOT NULL DEFAULT '';
CREATE INDEX form_submission_paper ON form_submission (paper_id);
CREATE INDEX form_submission_newest ON form_submission (received_ms, id);

CREATE TABLE letter_template (
    id         TEXT   PRIMARY KEY,
    form_id    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    rev        BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX letter_template_form ON letter_template (form_id, name, id);

-- Digests of answers, never the answers themselves. They go with their submission.
CREATE TABLE form_answer_key (
    submission_id TEXT   NOT NULL,
    form_id       TEXT   NOT NULL,
    digest        TEXT   NOT NULL,
    weight        BIGINT NOT NULL,
    PRIMARY KEY (submission_id, digest)
);
CREATE INDEX form_answer_key_digest ON form_answer_key (form_id, digest);
