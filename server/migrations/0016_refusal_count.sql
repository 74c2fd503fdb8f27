-- How many requests were refused at their door, by hour and by why. Nothing here says whose they were.
CREATE TABLE refusal_count (
    hour_ms BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    times   BIGINT NOT NULL,
    PRIMARY KEY (hour_ms, kind)
);
