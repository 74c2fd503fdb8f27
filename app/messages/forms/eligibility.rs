//! Whether somebody can apply at all: on the page about a form, and before a draft is begun.

engawa_core::messages! {
    CONDITIONS = "応募できる団体・人", "もうしこめる 人（ひと）", "Who may apply";
    CONDITIONS_NOTE = "書き始める前に、応募できるか確かめられます。", "書（か）く 前（まえ）に、もうしこめるか たしかめます。", "Before you write anything you can check whether you may apply.";
    TITLE = "応募できるか確かめる", "もうしこめるか たしかめる", "Check whether you may apply";
    TEXT = "ここでの答えはまだ保存されません。書き始めると、様式に引き継がれます。", "ここで 書（か）いた ものは まだ のこりません。はじめると、様式（ようしき）に うつります。", "Nothing that you answer here is kept yet. When you begin, it is carried into the form.";
    LEFT = "あと{0}問に答えると、応募できるか分かります。", "あと {0}こ 答（こた）えると わかります。", "Answer {0} more to know.";
    YES = "条件に合っています。応募できます。", "もうしこめます。", "You meet the conditions and may apply.";
    NO = "このままでは応募できません。", "この ままでは もうしこめません。", "As it is, you may not apply.";
    NO_NOTE = "それでも書き始められます。ただし、条件に合わない答えのままでは送信できません。", "それでも 書（か）けます。でも、この ままでは 送（おく）れません。", "You may begin nonetheless, but the form cannot be sent while an answer does not meet the conditions.";
    BEGIN = "記入を始める", "書（か）きはじめる", "Begin to fill it in";
    ANYWAY = "それでも書く", "それでも 書（か）く", "Begin nonetheless";
}
