-- Courses for staff: what the desk that runs one says of it beyond its listing, and who has a place, waits for one, or came.
CREATE TABLE course (
    -- The listing.
    course_id TEXT   PRIMARY KEY,
    -- junior, new_manager, manager; '': for all staff.
    for_rank  TEXT   NOT NULL,
    -- How long it takes; 0: as its listing says.
    minutes   BIGINT NOT NULL
);

CREATE TABLE course_place (
    course_id    TEXT   NOT NULL,
    account_id   TEXT   NOT NULL,
    -- The desk at which they worked when they signed up; '': none.
    desk_id      TEXT   NOT NULL,
    -- placed, waiting, withdrawn
    state        TEXT   NOT NULL,
    -- The revision at which they signed up: the order in which they come.
    joined_rev   BIGINT NOT NULL,
    joined_ms    BIGINT NOT NULL,
    -- 0: nobody has said; 1: came; 2: did not come.
    came         BIGINT NOT NULL,
    -- How long they were there.
    minutes      BIGINT NOT NULL,
    marked_rev   BIGINT NOT NULL,
    -- What they wrote afterwards; '': nothing.
    learnt       TEXT   NOT NULL,
    will_try     TEXT   NOT NULL,
    reflected_ms BIGINT NOT NULL,
    PRIMARY KEY (course_id, account_id)
);
CREATE INDEX course_place_account ON course_place (account_id, joined_ms);
CREATE INDEX course_place_state ON course_place (state, course_id);
