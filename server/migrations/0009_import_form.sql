-- What an import said last of a listing that a registered group owns. The listing itself is put together of this and of what the group
-- wrote, so that it does not tell any more which of it the source said.
CREATE TABLE import_form (
    listing_id TEXT   PRIMARY KEY,
    body       TEXT   NOT NULL,
    at_ms      BIGINT NOT NULL
);
