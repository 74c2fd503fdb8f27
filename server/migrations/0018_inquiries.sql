-- Inquiries inside the house: what a desk asks of others, what each of them answers, and the log that all of them read.
CREATE TABLE inquiry (
    id          TEXT   PRIMARY KEY,
    -- The desk that asks.
    desk_id     TEXT   NOT NULL,
    -- draft, open, closed
    state       TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    -- JSON: words, questions, link.
    body        TEXT   NOT NULL,
    -- The last day for an answer.
    due_on      TEXT   NOT NULL,
    -- What came of it; '': it is not closed.
    summary     TEXT   NOT NULL,
    -- 1: every colleague reads the title and the summary.
    shared      BIGINT NOT NULL,
    sent_ms     BIGINT NOT NULL,
    reminded_ms BIGINT NOT NULL,
    closed_ms   BIGINT NOT NULL,
    rev         BIGINT NOT NULL
);
CREATE INDEX inquiry_state ON inquiry (state, due_on);

CREATE TABLE inquiry_desk (
    inquiry_id  TEXT   NOT NULL,
    -- The desk that is asked.
    desk_id     TEXT   NOT NULL,
    -- can, conditional, cannot, considering; '': no answer yet.
    decision    TEXT   NOT NULL,
    words       TEXT   NOT NULL,
    -- JSON: a text for each question.
    answers     TEXT   NOT NULL,
    -- Whom to ask there.
    contact     TEXT   NOT NULL,
    answered_ms BIGINT NOT NULL,
    rev         BIGINT NOT NULL,
    PRIMARY KEY (inquiry_id, desk_id)
);
CREATE INDEX inquiry_desk_of ON inquiry_desk (desk_id, inquiry_id);

CREATE TABLE inquiry_log (
    inquiry_id TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor      TEXT   NOT NULL,
    -- For which desk.
    desk_id    TEXT   NOT NULL,
    -- sent, answered, changed, reminded, moved, closed
    what       TEXT   NOT NULL,
    -- Of an answer; '': it is none.
    decision   TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    PRIMARY KEY (inquiry_id, seq)
);
