//! Words of the map.

engawa_core::messages! {
    INTRO = "場所のある掲載を地図に表示しています。同じ内容を下の一覧でも読めます。", "どこに 何（なに）が あるか、ちずで 見（み）る ことが できます。下（した）に おなじ ものを 文字（もじ）で 書（か）いて あります。", "Listings that have a place, on a map. The same is listed in words beside it.";
    PICTURE = "地図。{0}か所を表示しています。同じ内容が下の一覧にあります。", "ちず。{0}つの 場所（ばしょ）が あります。下（した）に おなじ ものが 書（か）いて あります。", "Map showing {0} places. The same is in the list below.";
    AREAS = "地域を選ぶ", "場所（ばしょ）を えらぶ", "Choose an area";
    WHOLE = "全体を見る", "ぜんぶ 見（み）る", "Whole map";
    CONTROLS = "地図の操作", "ちずを うごかす", "Move the map";
    ZOOM_IN = "拡大", "大（おお）きく する", "Zoom in";
    ZOOM_OUT = "縮小", "小（ちい）さく する", "Zoom out";
    NORTH = "北へ", "北（きた）へ", "North";
    SOUTH = "南へ", "南（みなみ）へ", "South";
    EAST = "東へ", "東（ひがし）へ", "East";
    WEST = "西へ", "西（にし）へ", "West";
    UP = "北", "北", "N";
    CLUSTER = "{0}か所、{1}件。拡大して見る", "{0}つの 場所（ばしょ）、{1}こ。大（おお）きく する", "{0} places, {1} listings. Zoom in";
    HERE_MANY = "{0}ほか、{1}件。一覧へ", "{0} など {1}こ。下（した）を 見（み）る", "{0} and more, {1} listings. Go to the list";
    TO_LIST = "地図をとばして一覧へ", "ちずを とばす", "Skip the map and go to the list";
    LIST = "地図の中の場所", "ちずの 中（なか）の 場所（ばしょ）", "Places on this map";
    LIST_COUNT = "{0}か所・{1}件を、地図の中心に近い順に並べています。", "{0}つの 場所（ばしょ）、{1}こが あります。ちずの まん中（なか）に 近（ちか）い じゅんです。", "{0} places with {1} listings, nearest to the middle of the map first.";
    LIST_MORE = "ほかに{0}か所あります。拡大すると表示されます。", "あと {0}つ あります。大（おお）きく すると 見（み）えます。", "{0} more places. Zoom in to see them.";
    OUTSIDE = "地図の外に{0}か所あります。", "ちずの 外（そと）に {0}つ あります。", "{0} places lie outside this map.";
    NOTHING = "この範囲に場所のある掲載はありません。", "ここには ありません。", "Nothing with a place in this part of the map.";
    MORE_HERE = "ほか{0}件", "あと {0}こ", "{0} more";
    NEAR_ME = "近くの場所をさがす", "近（ちか）くを さがす", "Find places near me";
    NEAR_ME_NOTE = "現在地はこの端末の中だけで使い、どこにも送りません。", "あなたの いる ところは、この 機械（きかい）だけで 使（つか）います。どこにも 送（おく）りません。", "Your position is used on this device only and is sent nowhere.";
    NEAR_ME_WAIT = "現在地を調べています…", "あなたの いる ところを さがして います…", "Finding your position…";
    NEAR_ME_NO = "現在地がわかりませんでした。端末の位置情報の設定をご確認ください。", "あなたの いる ところが わかりませんでした。", "Your position could not be found. Check the location settings of your device.";
    NEAREST = "近い順", "近（ちか）い じゅん", "Nearest to you";
    NEAREST_CENTRE = "地図をここへ移動", "ちずを ここに する", "Move the map here";
    DISTANCE = "約{0}", "だいたい {0}", "about {0}";
    YOU = "現在地", "あなた", "You";
    SCALE = "地図の縮尺：この長さが{0}", "ちずの 大（おお）きさ：この 長（なが）さが {0}", "Scale: this length is {0}";
    AS_LIST = "一覧で見る", "ならべて 見（み）る", "See as a list";
}
