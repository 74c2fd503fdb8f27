//! Statements of listings and imports.

crate::statements! {
    /// One listing in any state.
    ONE = "SELECT body, rev FROM listing WHERE id = $1";
    /// To whom a listing belongs; a group's own listing belongs to the group.
    BELONGS = "SELECT CASE WHEN group_id = '' AND kind = 'group' THEN id ELSE group_id END, desk_id FROM listing WHERE id = $1";
    /// Says to whom a listing belongs.
    SET_BELONGS = "UPDATE listing SET group_id = $2, desk_id = $3 WHERE id = $1";
    /// Whether somebody of a group came.
    IS_CLAIMED = "SELECT COUNT(*) FROM group_registration WHERE group_id = $1";
    /// Public groups of a source of which nobody came: what is stored of them, and what everybody reads.
    UNCLAIMED = "SELECT l.id, l.body, r.body FROM listing l
                 JOIN record r ON r.scope = $1 AND r.collection = $2 AND r.id = l.id AND r.body IS NOT NULL
                 WHERE l.kind = 'group' AND l.source_name IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM group_registration g WHERE g.group_id = l.id) ORDER BY l.id";
    /// The form that a listing had at a revision.
    VERSION_AT = "SELECT body FROM listing_version WHERE listing_id = $1 AND rev <= $2 ORDER BY rev DESC LIMIT 1";
    /// Inserts or replaces a listing.
    PUT = "INSERT INTO listing (id, kind, state, title, body, rev, source_name, source_key, confirmed_on, created_ms, updated_ms, source_print)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
           ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, state = EXCLUDED.state, title = EXCLUDED.title, body = EXCLUDED.body,
               rev = EXCLUDED.rev, source_name = EXCLUDED.source_name, source_key = EXCLUDED.source_key,
               confirmed_on = EXCLUDED.confirmed_on, updated_ms = EXCLUDED.updated_ms,
               source_print = COALESCE(EXCLUDED.source_print, listing.source_print)";
    /// Forgets what was last imported into a listing, so that the next import writes it again.
    FORGET_PRINT = "UPDATE listing SET source_print = NULL WHERE id = $1";
    /// Removes a listing (only the undo of the import that made it).
    DELETE = "DELETE FROM listing WHERE id = $1";
    /// Keeps a form of a listing.
    PUT_VERSION = "INSERT INTO listing_version (listing_id, rev, at_ms, actor, import_id, body) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Keeps that a listing did not exist, unless that is known: it may have been taken back just before it comes again.
    PUT_ABSENT = "INSERT INTO listing_version (listing_id, rev, at_ms, actor, import_id, body) VALUES ($1, $2, $3, $4, NULL, NULL)
                  ON CONFLICT (listing_id, rev) DO NOTHING";
    /// The forms that a listing had, newest first.
    VERSIONS = "SELECT rev, at_ms, actor, body FROM listing_version WHERE listing_id = $1 ORDER BY rev DESC LIMIT 50";
    /// The form before a revision.
    VERSION_BEFORE = "SELECT body FROM listing_version WHERE listing_id = $1 AND rev < $2 ORDER BY rev DESC LIMIT 1";
    /// What an import wrote.
    VERSIONS_OF_IMPORT = "SELECT listing_id, rev FROM listing_version WHERE import_id = $1 ORDER BY rev";
    /// For staff: the newest first, after a position.
    RECENT = "SELECT id, kind, state, title, rev, confirmed_on, updated_ms FROM listing
              WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2) ORDER BY updated_ms DESC, id LIMIT $3 OFFSET $4";
    /// How many of each state.
    BY_STATE = "SELECT state, COUNT(*) FROM listing GROUP BY state";
    /// All listings in any state, with what was last imported into them.
    EVERY = "SELECT id, body, rev, source_name, source_print FROM listing ORDER BY id";
    /// Listings of a source that a registered group owns: the profile of the group's own, what an import said last, the form that waits.
    GROUPS_OWN = "SELECT l.id, CASE WHEN r.group_id = l.id THEN r.profile ELSE '' END,
                      COALESCE(f.body, (SELECT v.body FROM listing_version v JOIN import_run i ON i.id = v.import_id
                                        WHERE v.listing_id = l.id AND v.body IS NOT NULL AND i.undone_ms IS NULL ORDER BY v.rev DESC LIMIT 1), ''),
                      COALESCE(w.rev, 0)
                  FROM listing l
                  JOIN group_registration r ON r.group_id = CASE WHEN l.group_id = '' AND l.kind = 'group' THEN l.id ELSE l.group_id END
                  LEFT JOIN import_form f ON f.listing_id = l.id
                  LEFT JOIN listing_waiting w ON w.listing_id = l.id AND w.state = 'waiting'
                  WHERE l.source_name = $1 ORDER BY l.id";
    /// Keeps what an import said of a listing that a group owns.
    PUT_IMPORT_FORM = "INSERT INTO import_form (listing_id, body, at_ms) VALUES ($1, $2, $3)
                       ON CONFLICT (listing_id) DO UPDATE SET body = EXCLUDED.body, at_ms = EXCLUDED.at_ms";
    /// The same, where nothing is kept yet.
    PUT_FIRST_IMPORT_FORM = "INSERT INTO import_form (listing_id, body, at_ms) VALUES ($1, $2, $3) ON CONFLICT (listing_id) DO NOTHING";
    /// What holds a listing although nobody changed it: a group that owns it or is it, a form that waits, plans, hosts, reports,
    /// people who signed up.
    HELD = "SELECT CASE WHEN l.group_id <> '' THEN 1 ELSE 0 END
                + (SELECT COUNT(*) FROM group_registration g WHERE g.group_id = l.id)
                + (SELECT COUNT(*) FROM group_member m WHERE m.group_id = l.id)
                + (SELECT COUNT(*) FROM group_claim c WHERE c.group_id = l.id AND c.state = 'asked')
                + (SELECT COUNT(*) FROM listing o WHERE o.group_id = l.id AND o.id <> l.id)
                + (SELECT COUNT(*) FROM listing_waiting w WHERE w.listing_id = l.id)
                + (SELECT COUNT(*) FROM listing_plan p WHERE p.listing_id = l.id)
                + (SELECT COUNT(*) FROM listing_host h WHERE h.listing_id = l.id OR h.group_id = l.id)
                + (SELECT COUNT(*) FROM listing_report e WHERE e.listing_id = l.id)
                + (SELECT COUNT(*) FROM course_place s WHERE s.course_id = l.id)
            FROM listing l WHERE l.id = $1";
    /// When the first listing was made.
    FIRST_MADE = "SELECT COALESCE(MIN(created_ms), 0) FROM listing";
    /// When each listing changed last.
    CHANGED = "SELECT id, updated_ms FROM listing";
    /// Records an import.
    PUT_IMPORT = "INSERT INTO import_run (id, at_ms, actor, source_name, file_name, file_sha256, profile, created_n, updated_n, unchanged_n, vanished_n, report)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// The newest imports.
    IMPORTS = "SELECT id, at_ms, actor, source_name, file_name, created_n, updated_n, unchanged_n, vanished_n, COALESCE(undone_ms, 0) FROM import_run ORDER BY at_ms DESC LIMIT 50";
    /// One import.
    ONE_IMPORT = "SELECT id, at_ms, actor, source_name, file_name, created_n, updated_n, unchanged_n, vanished_n, COALESCE(undone_ms, 0) FROM import_run WHERE id = $1";
    /// The report of an import.
    IMPORT_REPORT = "SELECT file_name, report, COALESCE(undone_ms, 0) FROM import_run WHERE id = $1";
    /// Marks an import as undone, once.
    UNDO_IMPORT = "UPDATE import_run SET undone_ms = $2 WHERE id = $1 AND undone_ms IS NULL";
    /// Pairs of listings of which staff said that they are not the same.
    NOT_SAME = "SELECT name FROM site_meta WHERE SUBSTR(name, 1, 9) = 'not_same:'";
    /// A confirmed column mapping.
    PROFILE = "SELECT profile FROM import_profile WHERE header_key = $1";
    /// Keeps a confirmed column mapping.
    PUT_PROFILE = "INSERT INTO import_profile (header_key, profile, at_ms) VALUES ($1, $2, $3)
                   ON CONFLICT (header_key) DO UPDATE SET profile = EXCLUDED.profile, at_ms = EXCLUDED.at_ms";
    /// Keeps an uploaded file until staff decide.
    PUT_UPLOAD = "INSERT INTO import_upload (id, at_ms, actor, file_name, source, bytes) VALUES ($1, $2, $3, $4, $5, $6)";
    /// An uploaded file.
    UPLOAD = "SELECT file_name, source, bytes FROM import_upload WHERE id = $1";
    /// Forgets an uploaded file.
    DROP_UPLOAD = "DELETE FROM import_upload WHERE id = $1";
    /// Forgets files that nobody decided about.
    DROP_OLD_UPLOADS = "DELETE FROM import_upload WHERE at_ms < $1";
}
