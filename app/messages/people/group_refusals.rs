//! Why something about a group was not done. A table of its own and a small one: every page carries the sentences of problems.

use engawa_core::Message;

engawa_core::messages! {
    NOT_A_MEMBER = "その人はメンバーではありません。", "その 人（ひと）は メンバーでは ありません。", "This person is not a member.";
    SOLE_OWNER = "代表者が一人もいなくなります。先に、ほかのメンバーに代表者を引き継いでください。", "代表（だいひょう）の 人（ひと）が いなく なります。先（さき）に ほかの 人（ひと）に かわって ください。", "The group would have no owner. Hand it over to another member first.";
    GROUP_OVER = "この団体の今の状態では、できません。", "いまの グループでは できません。", "This cannot be done with the group as it is now.";
    GROUP_HAS_OWNER = "この団体には、もう代表者がいます。代表者から招待を受けてください。", "もう 代表（だいひょう）の 人（ひと）が います。その 人（ひと）に 言（い）って ください。", "This group has an owner already. Ask them for an invitation.";
    GROUP_REGISTERED_ALREADY = "この申請からは、もう団体が作られています。", "もう グループが あります。", "A group was made of this already.";
    DECIDED_ALREADY = "もう決定されています。ページを読み直してください。", "もう きまって います。ページを もう一度（いちど） 開（ひら）いて ください。", "This was decided already. Load the page again.";
    VALID_UNTIL_PAST = "有効期限は、明日以降の日にしてください。", "明日（あした）より あとの 日（ひ）に して ください。", "The last day must lie in the future.";
    RENEWAL_WAITS = "更新の申請は、もう受け付けてあります。", "もう 送（おく）って あります。", "The renewal was asked for already.";
    CLAIM_WAITS = "申し出は、もう受け付けてあります。結果をお待ちください。", "もう 送（おく）って あります。待（ま）って ください。", "You claimed it already. Please wait for the answer.";
    INVITATION_UNKNOWN = "この招待は見つかりませんでした。リンクが途中で切れていないか、確かめてください。", "リンクが まちがって います。もう一度（いちど） 見（み）て ください。", "There is no such invitation. Check that the link is whole.";
    INVITATION_OVER = "この招待は、もう使えません。新しい招待を頼んでください。", "この リンクは もう 使（つか）えません。新（あたら）しい リンクを もらって ください。", "This invitation can no longer be used. Ask for a new one.";
    ALREADY_MEMBER = "もう、この団体のメンバーです。", "もう メンバーです。", "You are a member already.";
    OWNER_BY_HAND_OVER = "代表者は、引き継ぎとして招待してください。", "代表（だいひょう）の 人（ひと）は、「かわる」で よんで ください。", "An owner is invited by handing over.";
    NOT_DUE = "まだその時期ではありません。", "まだです。", "It is not due.";
}

/// The sentence of a problem code of groups; `None` for a code that has none here.
pub fn problem(code: &str) -> Option<Message> {
    let name = code.to_ascii_uppercase();
    TABLE.iter().find(|(row, _)| *row == name).map(|(_, message)| *message)
}
