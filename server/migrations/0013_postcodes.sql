-- The list of postcodes that the city took in: one row for the first three figures, with the places as JSON.
CREATE TABLE postcode_area (
    area   TEXT PRIMARY KEY,
    places TEXT NOT NULL,
    is_own BIGINT NOT NULL
);
