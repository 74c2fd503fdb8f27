-- Where the list of postcodes comes from: one row, replaced together with the list.
CREATE TABLE postcode_list (
    id        BIGINT PRIMARY KEY,
    file_name TEXT NOT NULL,
    at_ms     BIGINT NOT NULL,
    summary   TEXT NOT NULL
);
