//! Statements of desks.

crate::statements! {
    /// A desk.
    ONE = "SELECT id, kind, name, body, rev, ended_ms FROM desk WHERE id = $1";
    /// Desks that exist, by kind and name.
    EVERY = "SELECT id, kind, name, body, rev, ended_ms FROM desk WHERE ended_ms = 0 ORDER BY kind, name, id LIMIT 500";
    /// Inserts or replaces a desk.
    PUT = "INSERT INTO desk (id, kind, name, body, rev, ended_ms) VALUES ($1, $2, $3, $4, $5, 0)
           ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, body = EXCLUDED.body, rev = EXCLUDED.rev, ended_ms = 0";
    /// Ends a desk.
    END = "UPDATE desk SET ended_ms = $2, rev = $3 WHERE id = $1";
    /// Changes the revision of a desk, because who works there changed.
    TOUCH = "UPDATE desk SET rev = $2 WHERE id = $1";
    /// What still belongs to a desk: forms, open cases, referrals that wait, rounds of inquiries that it did not close.
    IN_USE = "SELECT (SELECT COUNT(*) FROM form WHERE desk_id = $1)
                  + (SELECT COUNT(*) FROM desk_case WHERE desk_id = $1 AND closed_ms = 0)
                  + (SELECT COUNT(*) FROM referral WHERE to_desk = $1 AND state IN ('sent', 'taken'))
                  + (SELECT COUNT(*) FROM inquiry WHERE desk_id = $1 AND state <> 'closed')";

    /// Who works at a desk by themselves.
    ROLES = "SELECT account_id, role FROM desk_member WHERE desk_id = $1 ORDER BY account_id";
    /// Who works at a desk, with their names; accounts that ended are no one.
    MEMBERS = "SELECT m.account_id, a.login, a.name, m.role, m.since_ms FROM desk_member m
               JOIN account a ON a.id = m.account_id AND a.ended_ms = 0
               WHERE m.desk_id = $1 ORDER BY a.name, m.account_id LIMIT 500";
    /// Who works at any desk: the officers of the city.
    OFFICERS = "SELECT m.desk_id, a.name, m.role FROM desk_member m
                JOIN account a ON a.id = m.account_id AND a.ended_ms = 0
                JOIN desk k ON k.id = m.desk_id AND k.ended_ms = 0
                ORDER BY m.desk_id, a.name, m.account_id LIMIT 2000";
    /// Gives somebody a role.
    SET_MEMBER = "INSERT INTO desk_member (desk_id, account_id, role, since_ms) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (desk_id, account_id) DO UPDATE SET role = EXCLUDED.role";
    /// Lets somebody go.
    DROP_MEMBER = "DELETE FROM desk_member WHERE desk_id = $1 AND account_id = $2";
    /// Ends what somebody was to stand in for, or let others stand in for.
    DROP_DELEGATIONS_OF = "DELETE FROM delegation WHERE desk_id = $1 AND (from_id = $2 OR to_id = $2)";
    /// Staff that can work at a desk.
    STAFF = "SELECT id FROM account WHERE id = $1 AND role <> 'resident' AND locked_ms = 0 AND ended_ms = 0";

    /// Somebody stands in for somebody.
    PUT_DELEGATION = "INSERT INTO delegation (id, desk_id, from_id, to_id, begins_ms, ends_ms, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// A delegation of a desk.
    DELEGATION = "SELECT from_id, to_id, ends_ms FROM delegation WHERE id = $1 AND desk_id = $2";
    /// The delegations of a desk that are not over.
    DELEGATIONS = "SELECT d.id, d.from_id, f.name, t.name, d.begins_ms, d.ends_ms, d.reason FROM delegation d
                   JOIN account f ON f.id = d.from_id
                   JOIN account t ON t.id = d.to_id
                   WHERE d.desk_id = $1 AND d.ends_ms > $2 ORDER BY d.begins_ms, d.id LIMIT 200";
    /// Delegations that began and of which nobody was told: delegation, desk, its name, who stands in, until when.
    BEGUN = "SELECT d.id, d.desk_id, k.name, d.to_id, d.ends_ms FROM delegation d
             JOIN desk k ON k.id = d.desk_id AND k.ended_ms = 0
             JOIN account a ON a.id = d.to_id AND a.ended_ms = 0
             WHERE d.told_ms = 0 AND d.begins_ms <= $1 AND d.ends_ms > $1 ORDER BY d.begins_ms, d.id LIMIT 200";
    /// Somebody was told that they stand in.
    TOLD = "UPDATE delegation SET told_ms = $2 WHERE id = $1";
    /// Ends a delegation at a moment.
    END_DELEGATION = "UPDATE delegation SET ends_ms = $2 WHERE id = $1";

    /// Published for staff only, newest first.
    INSIDE = "SELECT r.id, r.body FROM record r WHERE r.scope = $1 AND r.collection = $2 AND r.body IS NOT NULL ORDER BY r.rev DESC LIMIT 200";
}
