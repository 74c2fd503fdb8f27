//! Words on shared screens.

use engawa_core::Message;

engawa_core::messages! {
    KIOSK = "端末", "がめん", "Screen";

    // The app's own keyboard.
    KEYS_KANA = "かな", "ひらがな", "Kana";
    KEYS_LETTERS = "英字", "ABC", "Letters";
    KEYS_FIGURES = "数字・記号", "123", "Figures, signs";
    KEY_MARK = "゛゜小", "てんてん・小（ちい）さい 字（じ）", "Other form";
    KEY_SPACE = "空白", "あける", "Space";
    KEY_BACK = "1字消す", "1つ けす", "Delete";
    KEY_CLEAR = "全部消す", "ぜんぶ けす", "Clear";
    KEY_LEFT = "左へ", "左（ひだり）へ", "Left";
    KEY_RIGHT = "右へ", "右（みぎ）へ", "Right";
    KEY_ENTER = "決定", "これで いい", "Enter";
}
