//! Tables of [`fold`](mod@super::fold): which character is written for which.
//!
//! They hold what Japanese civic texts contain, not all of Unicode: a full normalisation library
//! costs fifty kilobytes of the browser bundle, these cost four. Where Unicode gives a
//! compatibility decomposition (NFKC), the tables follow it, then fold its result. Invariant,
//! tested in `fold`: every character on a right-hand side folds to itself.

/// Superscript and subscript figures from U+2070, one word each; `_` is left alone.
pub(super) const SUPERSCRIPTS: &str = "0 i _ _ 4 5 6 7 8 9 + - = ( ) n 0 1 2 3 4 5 6 7 8 9 ";

/// Letter-like symbols (℃ № ℡ ™) from U+2100.
pub(super) const LETTERLIKE: &str = concat!(
    "a/c a/s c °c _ c/o c/u _ _ °f g h h h h _ i i l l _ n no _ _ p q r r r _ _ sm tel tm _ ",
    "z _ _ _ z _ k a b c _ e e f _ m o _ _ _ _ i _ fax _ _ _ _ _ _ _ _ _ d d e i j ",
);

/// Fractions and Roman numerals from U+2150.
pub(super) const NUMBER_FORMS: &str = concat!(
    "1/7 1/9 1/10 1/3 2/3 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8 1/ i ii iii iv v vi vii ",
    "viii ix x xi xii l c d m i ii iii iv v vi vii viii ix x xi xii l c d m ",
);

/// Circled and bracketed figures and letters from U+2460.
pub(super) const ENCLOSED: &str = concat!(
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 (1) (2) (3) (4) (5) (6) (7) (8) (9) ",
    "(10) (11) (12) (13) (14) (15) (16) (17) (18) (19) (20) 1. 2. 3. 4. 5. 6. 7. 8. 9. 10. ",
    "11. 12. 13. 14. 15. 16. 17. 18. 19. 20. (a) (b) (c) (d) (e) (f) (g) (h) (i) (j) (k) (l) ",
    "(m) (n) (o) (p) (q) (r) (s) (t) (u) (v) (w) (x) (y) (z) a b c d e f g h i j k l m n o p ",
    "q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z 0 11 12 13 14 ",
    "15 16 17 18 19 20 1 2 3 4 5 6 7 8 9 10 0 ",
);

/// Bracketed and circled ideographs and katakana, months (㈱ ㊤ ㋀) from U+3200.
pub(super) const ENCLOSED_CJK: &str = concat!(
    "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ (一) (二) (三) (四) ",
    "(五) (六) (七) (八) (九) (十) (月) (火) (水) (木) (金) (土) (日) (株) (有) (社) (名) ",
    "(特) (財) (祝) (労) (代) (呼) (学) (監) (企) (資) (協) (祭) (休) (自) (至) 問 幼 文 箏 ",
    "_ _ _ _ _ _ _ _ pte 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 _ _ _ _ _ _ _ _ _ _ _ ",
    "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ 一 二 三 四 五 六 七 八 九 十 月 火 水 木 金 ",
    "土 日 株 有 社 名 特 財 祝 労 秘 男 女 適 優 印 注 項 休 写 正 上 中 下 左 右 医 宗 学 ",
    "監 企 資 協 夜 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 1月 2月 3月 4月 5月 6月 7月 ",
    "8月 9月 10月 11月 12月 hg erg ev ltd あ い う え お か き く け こ さ し す せ そ た ち ",
    "つ て と な に ぬ ね の は ひ ふ へ ほ ま み む め も や ゆ よ ら り る れ ろ わ ゐ ゑ ",
    "を 令和 ",
);

/// Squared words, eras, units, hours and days (㌔ ㍻ ㎡ ㍘ ㏠) from U+3300.
pub(super) const SQUARED: &str = concat!(
    "あぱーと あるふぁ あんぺあ あーる いにんぐ いんち うぉん えすくーど えーかー おんす ",
    "おーむ かいり からっと かろりー がろん がんま ぎが ぎにー きゅりー ぎるだー きろ ",
    "きろぐらむ きろめーとる きろわっと ぐらむ ぐらむとん くるぜいろ くろーね けーす こるな ",
    "こーぽ さいくる さんちーむ しりんぐ せんち せんと だーす でし どる とん なの のっと ",
    "はいつ ぱーせんと ぱーつ ばーれる ぴあすとる ぴくる ぴこ びる ふぁらっど ふぃーと ",
    "ぶっしぇる ふらん へくたーる ぺそ ぺにひ へるつ ぺんす ぺーじ べーた ぽいんと ぼると ",
    "ほん ぽんど ほーる ほーん まいくろ まいる まっは まるく まんしょん みくろん みり ",
    "みりばーる めが めがとん めーとる やーど やーる ゆあん りっとる りら るぴー るーぶる ",
    "れむ れんとげん わっと 0点 1点 2点 3点 4点 5点 6点 7点 8点 9点 10点 11点 12点 13点 14点 ",
    "15点 16点 17点 18点 19点 20点 21点 22点 23点 24点 hpa da au bar ov pc dm dm2 dm3 iu ",
    "平成 昭和 大正 明治 株式会社 pa na ua ma ka kb mb gb cal kcal pf nf uf ug mg kg hz khz ",
    "mhz ghz thz ul ml dl kl fm nm um mm cm km mm2 cm2 m2 km2 mm3 cm3 m3 km3 m/s m/s2 pa kpa ",
    "mpa gpa rad rad/s rad/s2 ps ns us ms pv nv uv mv kv mv pw nw uw mw kw mw kω mω a.m. bq ",
    "cc cd c/kg co. db gy ha hp in kk km kt lm ln log lx mb mil mol ph p.m. ppm pr sr sv wb ",
    "v/m a/m 1日 2日 3日 4日 5日 6日 7日 8日 9日 10日 11日 12日 13日 14日 15日 16日 17日 ",
    "18日 19日 20日 21日 22日 23日 24日 25日 26日 27日 28日 29日 30日 31日 gal ",
);

/// Latin ligatures that copying from PDF leaves (ﬁ ﬂ) from U+FB00.
pub(super) const LIGATURES: &str = "ff fi fl ffi ffl st st ";

/// Base letters of U+00C0 to U+024F, accents stripped; `_` is left alone or spelt out in code.
pub(super) const LATIN: &str = concat!(
    "aaaaaa_ceeeeiiiidnooooo_ouuuuy__aaaaaa_ceeeeiiiidnooooo_ouuuuy_yaaaaaaccccccccddddeeeeee",
    "eeeegggggggghhhhiiiiiiiiii__jjkkkllllll__llnnnnnn_nnoooooo__rrrrrrssssssssttttttuuuuuuuu",
    "uuuuwwyyyzzzzzzsb______________________i________oo_____________uu_______________________",
    "_____aaiioouuuuuuuuuu_aaaa____ggkkoooo__j___gg__nnaa__ooaaaaeeeeiiiioooorrrruuuusstt__hh",
    "______aaeeooooooooyy_______________b____________",
);

/// Base letters of U+1E00 to U+1EFF (Vietnamese and others).
pub(super) const LATIN_ADDITIONAL: &str = concat!(
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppp",
    "rrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy_s____aaaaaaaaaaaaaaaa",
    "aaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______",
);

/// Ideographs for the Kangxi radicals from U+2F00, which copying from PDF leaves in texts.
pub(super) const RADICALS: &str = concat!(
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸",
    "屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戸手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父",
    "爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自",
    "至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面",
    "革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麦麻黄黍黒黹黽鼎鼓鼠鼻斎歯竜亀龠",
);

/// Hiragana for the half-width katakana U+FF66 to U+FF9D.
pub(super) const HALF_WIDTH_KANA: &str =
    concat!("をぁぃぅぇぉゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむ", "めもやゆよらりるれろわん",);

/// Hiragana for the small katakana U+31F0 to U+31FF (Ainu).
pub(super) const SMALL_KATAKANA: &str = "くしすとぬはひふへほむらりるれろ";

/// Pairs of an old, variant or compatibility ideograph and the one written today, in code point
/// order of the first. Forms that differ only in names (斉 and 齋, 嶋 and 島) become one, because
/// people look for a name without knowing which form its owner uses.
pub(super) const IDEOGRAPHS: &str = concat!(
    "⺟母 ⺠民 ⺩王 ⺼肉 ⻁虎 ⻄西 ⻅見 ⻆角 ⻉貝 ⻋車 ⻑長 ⻘青 ⻝食 ⻣骨 ⻤鬼 ⻨麦 ⻩黄 ",
    "⻫斎 ⻭歯 ⻯竜 ⻲亀 ⻳亀 乘乗 亂乱 亞亜 亰京 佛仏 來来 倂併 假仮 傳伝 僞偽 價価 儉倹 ",
    "兒児 兔兎 內内 兩両 册冊 冨富 冲沖 凉涼 凜凛 剝剥 剩剰 剱剣 劍剣 劑剤 劒剣 劔剣 劵券 ",
    "勞労 勳勲 勵励 勸勧 區区 卷巻 卽即 參参 吳呉 單単 嚙噛 嚴厳 囑嘱 囘回 圀国 圈圏 國国 ",
    "圍囲 圓円 圖図 團団 圡土 埀垂 埜野 堯尭 塡填 塲場 增増 墮堕 壄野 壓圧 壘塁 壞壊 壤壌 ",
    "壯壮 壹壱 壺壷 壻婿 壽寿 奧奥 奬奨 姬姫 娛娯 嫰嫩 孃嬢 學学 寢寝 實実 寫写 寬寛 寳宝 ",
    "寶宝 將将 專専 對対 尙尚 屆届 屛屏 屬属 峯峰 峽峡 嵜崎 嶋島 嶌島 嶽岳 巖巌 巢巣 帶帯 ",
    "廢廃 廣広 廳庁 强強 彈弾 彌弥 彥彦 徑径 從従 德徳 恆恒 恊協 悅悦 惠恵 惡悪 愼慎 慘惨 ",
    "慙慚 應応 懷懐 戀恋 戰戦 戲戯 戶戸 戾戻 拂払 拔抜 拜拝 挾挟 插挿 搔掻 搖揺 搜捜 摑掴 ",
    "撿検 擇択 擊撃 擔担 據拠 擧挙 擴拡 攝摂 攪撹 收収 效効 敍叙 敎教 敕勅 數数 斉斎 斷断 ",
    "旣既 昻昂 晄晃 晉晋 晚晩 晝昼 曆暦 曉暁 曻昇 曾曽 會会 杤栃 杦杉 枦櫨 栁柳 桒桑 桝枡 ",
    "桺柳 條条 棊棋 棧桟 榮栄 槇槙 槗橋 槪概 樂楽 樓楼 樞枢 樣様 橫横 檜桧 檢検 檮梼 櫻桜 ",
    "權権 歐欧 歡歓 步歩 歲歳 歷歴 歸帰 殘残 殼殻 毆殴 每毎 氣気 沒没 涉渉 淚涙 淨浄 淸清 ",
    "淺浅 渊淵 渕淵 渴渇 溪渓 溫温 溯遡 滬沪 滯滞 滿満 潑溌 潛潜 澁渋 澤沢 濕湿 濟済 濤涛 ",
    "濱浜 濵浜 瀆涜 瀧滝 瀨瀬 灣湾 烟煙 焰焔 燈灯 燒焼 營営 爐炉 爭争 爲為 犂犁 犧犠 狀状 ",
    "狹狭 獎奨 獨独 獵猟 獸獣 獻献 瑤瑶 瓣弁 甁瓶 產産 畧略 畫画 畵画 當当 疊畳 疏疎 瘦痩 ",
    "癡痴 發発 盃杯 盜盗 盡尽 眞真 眾衆 硏研 碎砕 礒磯 祕秘 祿禄 禪禅 禮礼 禰祢 禱祷 稅税 ",
    "稟禀 稱称 稻稲 穐秋 穗穂 穩穏 穰穣 竃竈 竊窃 竝並 簞箪 籔薮 籠篭 粹粋 絕絶 絲糸 經経 ",
    "綠緑 緖緒 緜綿 緣縁 縣県 縱縦 總総 繩縄 繪絵 繫繋 繼継 纉纘 續続 纖繊 缺欠 罐缶 罸罰 ",
    "翆翠 聯連 聰聡 聲声 聽聴 肅粛 脫脱 腦脳 膽胆 臟臓 臺台 與与 舊旧 舍舎 舖舗 舘館 舩船 ",
    "艷艶 苺莓 莊荘 莖茎 菴庵 萊莱 萠萌 萬万 葊庵 蔣蒋 薗園 薰薫 藏蔵 藝芸 藥薬 藪薮 蘆芦 ",
    "處処 虛虚 號号 螢蛍 蟬蝉 蟲虫 蠅蝿 蠟蝋 蠶蚕 蠻蛮 衞衛 裝装 裡裏 覺覚 覽覧 觀観 觸触 ",
    "說説 諫諌 謠謡 證証 譯訳 譽誉 讀読 變変 讓譲 讚讃 豐豊 豫予 貳弐 賣売 賤賎 賴頼 贊賛 ",
    "踐践 躰体 軀躯 軆体 輕軽 轉転 辨弁 辭辞 辯弁 迹跡 逹達 遙遥 遞逓 遲遅 邇迩 邉辺 邊辺 ",
    "邨村 郞郎 鄉郷 鄕郷 鄰隣 醉酔 醫医 醬醤 釀醸 釋釈 鈎鉤 銕鉄 銳鋭 錄録 錢銭 鍊錬 鎭鎮 ",
    "鎻鎖 鐡鉄 鐵鉄 鑄鋳 鑛鉱 閒間 閱閲 關関 陷陥 隨随 險険 隱隠 隸隷 雙双 雜雑 霸覇 靍鶴 ",
    "靏鶴 靑青 靜静 靭靱 頰頬 頸頚 顏顔 顚顛 顯顕 飜翻 飬養 飮飲 餘余 餠餅 駈駆 騷騒 驅駆 ",
    "驒騨 驗験 驛駅 髓髄 體体 髙高 髮髪 鬪闘 鬭闘 鬱欝 鰺鯵 鳬鳧 鴈雁 鵞鵝 鵰雕 鶯鴬 鷄鶏 ",
    "鷗鴎 鹼鹸 鹽塩 麥麦 麴麹 麵麺 麽麼 黃黄 黑黒 默黙 點点 黨党 齊斎 齋斎 齒歯 齡齢 龍竜 ",
    "龜亀 塚塚 﨑崎 晴晴 凞凞 猪猪 益益 礼礼 神神 祥祥 福福 靖靖 精精 羽羽 蘒蘒 諸諸 逸逸 ",
    "都都 飯飯 飼飼 館館 鶴鶴 郞郎 隷隷 侮侮 僧僧 免免 勉勉 勤勤 卑卑 喝喝 嘆嘆 器器 塀塀 ",
    "墨墨 層層 屮屮 悔悔 慨慨 憎憎 懲懲 敏敏 既既 暑暑 梅梅 海海 渚渚 漢漢 煮煮 爫爫 琢琢 ",
    "碑碑 社社 祉祉 祈祈 祐祐 祖祖 祝祝 禍禍 禎禎 穀穀 突突 節節 練練 縉縉 繁繁 署署 者者 ",
    "臭臭 艹艹 艹艹 著著 褐褐 視視 謁謁 謹謹 賓賓 贈贈 辶辶 逸逸 難難 響響 頻頻 恵恵 𤋮𤋮 ",
    "舘館 𠮟叱 𠮷吉 𣘺橋 𥔎碕 ",
);
