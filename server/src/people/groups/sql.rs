//! Statements of groups.

crate::statements! {
    /// A registration.
    REGISTRATION = "SELECT group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev, changed_ms, profile, renewal_ms,
                        renewal_id, note
                    FROM group_registration WHERE group_id = $1";
    /// Inserts or replaces a registration.
    PUT_REGISTRATION = "INSERT INTO group_registration (group_id, state, class, trust, valid_until, submission_id, merged_into, reminded_ms, rev,
                            changed_ms, profile, renewal_ms, renewal_id, note)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                        ON CONFLICT (group_id) DO UPDATE SET state = EXCLUDED.state, class = EXCLUDED.class, trust = EXCLUDED.trust,
                            valid_until = EXCLUDED.valid_until, submission_id = EXCLUDED.submission_id, merged_into = EXCLUDED.merged_into,
                            reminded_ms = EXCLUDED.reminded_ms, rev = EXCLUDED.rev, changed_ms = EXCLUDED.changed_ms, profile = EXCLUDED.profile,
                            renewal_ms = EXCLUDED.renewal_ms, renewal_id = EXCLUDED.renewal_id, note = EXCLUDED.note";
    /// The group that was made of a submission.
    OF_SUBMISSION = "SELECT group_id FROM group_registration WHERE submission_id = $1";
    /// What was sent in, and whose account sent it.
    SUBMISSION = "SELECT answers, account_id FROM form_submission WHERE id = $1";
    /// Submissions of the registration form of which no group was made yet, oldest first.
    UNREAD_SUBMISSIONS = "SELECT id, receipt_no, title, received_ms FROM form_submission
                          WHERE form_id = $1 AND state NOT IN ('withdrawn', 'declined')
                              AND NOT EXISTS (SELECT 1 FROM group_registration WHERE group_registration.submission_id = form_submission.id)
                          ORDER BY received_ms, id LIMIT 100";
    /// Registered groups that end before a day.
    ENDING = "SELECT group_id FROM group_registration
              WHERE state = 'registered' AND valid_until <> '' AND valid_until <= $1 ORDER BY group_id LIMIT 5000";
    /// Every group, as it is listed and as it is registered.
    EVERY = "SELECT l.id, l.body, l.rev, COALESCE(r.state, ''), COALESCE(r.class, ''), COALESCE(r.trust, ''), COALESCE(r.valid_until, ''),
                 COALESCE(r.renewal_ms, 0)
             FROM listing l LEFT JOIN group_registration r ON r.group_id = l.id WHERE l.kind = 'group' ORDER BY l.title, l.id LIMIT 20000";
    /// How many members each group has.
    MEMBER_COUNTS = "SELECT group_id, COUNT(*) FROM group_member GROUP BY group_id";
    /// When each group last wrote something about what it does.
    LAST_WRITTEN = "SELECT group_id, MAX(updated_ms) FROM listing WHERE group_id <> '' AND id <> group_id GROUP BY group_id";
    /// Groups that somebody claims.
    CLAIMED = "SELECT DISTINCT group_id FROM group_claim WHERE state = 'asked' ORDER BY group_id LIMIT 1000";
    /// What a group published or writes, newest first.
    LISTINGS_OF = "SELECT id, kind, state, title, updated_ms FROM listing WHERE group_id = $1 AND id <> $1 ORDER BY updated_ms DESC, id LIMIT 200";
    /// Says to which group a listing belongs.
    SET_GROUP = "UPDATE listing SET group_id = $2 WHERE id = $1";
    /// The same, of a listing that belongs to nobody.
    ADOPT = "UPDATE listing SET group_id = $2 WHERE id = $1 AND group_id = '' AND desk_id = ''";

    /// Members of a group.
    MEMBERS = "SELECT account_id, role FROM group_member WHERE group_id = $1 ORDER BY since_ms, account_id";
    /// Members with their names.
    NAMED_MEMBERS = "SELECT m.account_id, a.name, m.role, m.since_ms FROM group_member m JOIN account a ON a.id = m.account_id
                     WHERE m.group_id = $1 ORDER BY m.since_ms, m.account_id LIMIT 1000";
    /// Owners who can be reached by mail.
    OWNERS_BY_MAIL = "SELECT a.email, a.lang FROM group_member m JOIN account a ON a.id = m.account_id
                      WHERE m.group_id = $1 AND m.role = 'owner' AND a.email <> '' AND a.email_proven_ms > 0 AND a.ended_ms = 0 ORDER BY a.id";
    /// Lets somebody belong to a group.
    PUT_MEMBER = "INSERT INTO group_member (group_id, account_id, role, since_ms) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (group_id, account_id) DO UPDATE SET role = EXCLUDED.role";
    /// Takes somebody out of a group.
    DROP_MEMBER = "DELETE FROM group_member WHERE group_id = $1 AND account_id = $2";
    /// Groups of an account, with what they are called.
    GROUPS_OF = "SELECT m.group_id, l.title, m.role, COALESCE(r.state, ''), COALESCE(r.valid_until, '') FROM group_member m
                 JOIN listing l ON l.id = m.group_id LEFT JOIN group_registration r ON r.group_id = m.group_id
                 WHERE m.account_id = $1 ORDER BY l.title, m.group_id LIMIT 200";
    /// Groups that an account alone leads.
    LED_ALONE = "SELECT m.group_id, l.title FROM group_member m JOIN listing l ON l.id = m.group_id
                 WHERE m.account_id = $1 AND m.role = 'owner'
                     AND NOT EXISTS (SELECT 1 FROM group_member o WHERE o.group_id = m.group_id AND o.role = 'owner' AND o.account_id <> $1)
                 ORDER BY l.title, m.group_id LIMIT 200";

    /// Keeps an invitation.
    PUT_INVITATION = "INSERT INTO group_invitation (digest, group_id, role, note, hands_over, made_by, made_ms, expires_ms, uses_left)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// An invitation.
    INVITATION = "SELECT group_id, role, hands_over, made_by, expires_ms, uses_left FROM group_invitation WHERE digest = $1";
    /// Invitations of a group that can still be used.
    INVITATIONS_OF = "SELECT digest, role, note, hands_over, expires_ms, uses_left FROM group_invitation
                      WHERE group_id = $1 AND uses_left > 0 AND expires_ms > $2 ORDER BY made_ms, digest LIMIT 200";
    /// Uses an invitation once.
    USE_INVITATION = "UPDATE group_invitation SET uses_left = uses_left - 1 WHERE digest = $1 AND uses_left > 0";
    /// Takes an invitation back.
    END_INVITATION = "UPDATE group_invitation SET uses_left = 0 WHERE digest = $1 AND group_id = $2 AND uses_left > 0";
    /// Takes back what somebody invited to.
    END_INVITATIONS_BY = "UPDATE group_invitation SET uses_left = 0 WHERE group_id = $1 AND made_by = $2";
    /// Takes back all invitations of a group.
    END_INVITATIONS_OF = "UPDATE group_invitation SET uses_left = 0 WHERE group_id = $1";

    /// Keeps a claim.
    PUT_CLAIM = "INSERT INTO group_claim (id, group_id, account_id, proof, state, reason, made_ms, decided_ms, decided_by)
                 VALUES ($1, $2, $3, $4, 'asked', '', $5, 0, '')";
    /// A claim.
    CLAIM = "SELECT group_id, account_id, state FROM group_claim WHERE id = $1";
    /// Claims on a group, newest first.
    CLAIMS_ON = "SELECT c.id, c.account_id, a.name, c.proof, c.state, c.reason, c.made_ms FROM group_claim c JOIN account a ON a.id = c.account_id
                 WHERE c.group_id = $1 ORDER BY c.made_ms DESC, c.id LIMIT 100";
    /// Claims of an account, newest first.
    CLAIMS_OF = "SELECT c.group_id, l.title, c.state, c.reason FROM group_claim c JOIN listing l ON l.id = c.group_id
                 WHERE c.account_id = $1 ORDER BY c.made_ms DESC, c.id LIMIT 50";
    /// A claim that waits, of an account on a group.
    WAITING_CLAIM = "SELECT id FROM group_claim WHERE group_id = $1 AND account_id = $2 AND state = 'asked'";
    /// Decides about a claim.
    DECIDE_CLAIM = "UPDATE group_claim SET state = $2, reason = $3, decided_ms = $4, decided_by = $5 WHERE id = $1";
    /// Claims on one group become claims on another.
    MOVE_CLAIMS = "UPDATE group_claim SET group_id = $2 WHERE group_id = $1";

    /// Listings whose text holds another one: that names a group, as the organiser or anywhere.
    NAMING = "SELECT id, body, rev FROM listing WHERE id <> $1 AND REPLACE(body, $2, '') <> body ORDER BY id";
    /// Gives everything of one group to another.
    MOVE_LISTINGS = "UPDATE listing SET group_id = $2 WHERE group_id = $1 AND id <> $1";
    /// What waits for moderation goes along.
    MOVE_WAITING = "UPDATE listing_waiting SET group_id = $2 WHERE group_id = $1 AND listing_id <> $1";
    /// What one agreed to host the other hosts.
    AGREE_HOSTS = "UPDATE listing_host SET state = 'agreed' WHERE group_id = $2 AND EXISTS (
                       SELECT 1 FROM listing_host o WHERE o.group_id = $1 AND o.listing_id = listing_host.listing_id AND o.state = 'agreed')";
    /// What one hosts the other hosts.
    COPY_HOSTS = "INSERT INTO listing_host (listing_id, group_id, state, at_ms)
                  SELECT listing_id, $2, state, at_ms FROM listing_host WHERE group_id = $1
                  ON CONFLICT (listing_id, group_id) DO NOTHING";
    /// And the one hosts nothing more.
    DROP_HOSTS = "DELETE FROM listing_host WHERE group_id = $1";
    /// A group is no host beside itself.
    DROP_OWN_HOSTS = "DELETE FROM listing_host WHERE group_id = $1 AND listing_id IN (SELECT id FROM listing WHERE group_id = $1)";
    /// The group that another became.
    MERGED_INTO = "SELECT merged_into FROM group_registration WHERE group_id = $1 AND merged_into <> ''";

    /// What happened to a group, newest first.
    HISTORY = "SELECT at_ms, actor, verb, detail FROM audit WHERE subject = $1 ORDER BY seq DESC LIMIT 200";
}
