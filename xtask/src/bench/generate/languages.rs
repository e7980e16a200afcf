//! Which languages are articles written in, and which words does each begin with?
//!
//! English goes on from here by inventing words; the others have these, and words that Europe
//! shares. The frequent words stand first.

use rand::Rng;
use rand::RngExt;
use std::sync::LazyLock;

pub(in crate::bench) struct Language {
    /// As in `locale`.
    pub(in crate::bench) tag: &'static str,
    /// Between words and sentences; scripts of the East have none.
    pub(super) space: &'static str,
    pub(super) comma: &'static str,
    pub(super) stop: &'static str,
    /// Of words made from an English stem.
    pub(super) endings: Vec<&'static str>,
    words: Vec<&'static str>,
    /// Of a hundred articles.
    share: u32,
}

impl Language {
    pub(in crate::bench) fn is_english(&self) -> bool {
        self.tag.starts_with("en")
    }

    pub(super) fn words(&self) -> &[&'static str] {
        &self.words
    }

    /// Four of five are English.
    pub(super) fn any(rng: &mut impl Rng) -> &'static Self {
        let mut draw = rng.random_range(0..100);
        for language in LANGUAGES.iter() {
            if draw < language.share {
                return language;
            }
            draw -= language.share;
        }
        &LANGUAGES[0]
    }
}

static LANGUAGES: LazyLock<[Language; 7]> = LazyLock::new(|| {
    [
        western("en-US", 62, ENGLISH_WORDS, ""),
        western("en-GB", 18, ENGLISH_WORDS, ""),
        western("de-DE", 6, GERMAN, "ung en heit lich er keit isch"),
        western("fr-FR", 5, FRENCH, "ement eur ique é ance euse ité"),
        western("es-ES", 4, SPANISH, "ción mente dor ado idad ista ico"),
        eastern("zh-CN", 3, CHINESE, "，"),
        eastern("ja-JP", 2, JAPANESE, "、"),
    ]
});

fn western(tag: &'static str, share: u32, words: &'static str, endings: &'static str) -> Language {
    Language {
        tag,
        space: " ",
        comma: ",",
        stop: ".",
        endings: split(endings),
        words: split(words),
        share,
    }
}

fn eastern(tag: &'static str, share: u32, words: &'static str, comma: &'static str) -> Language {
    Language {
        space: "",
        comma,
        stop: "。",
        ..western(tag, share, words, "")
    }
}

fn split(words: &'static str) -> Vec<&'static str> {
    words.split_whitespace().collect()
}

/// Function words, then what newspapers write about.
pub(super) const ENGLISH_WORDS: &str = "\
the of to and a in for that on is with said it as at was by he from be have has his are its this \
will not but an had who they their more were been about or which would one after year up also when \
new first out two than last time people over into some could other years we all what there if can \
company no she her him them so most our many may because only now say three while like before make \
just made get government against against where between state since even under how through day still \
then back down through during such being world week much these well going way off any take city \
country around percent million should market police used work part public group plan according \
business those home second president here next good report set four national right money very too \
month family court end high long own five both local long team game play until minister former days \
know another think month help expected early found show called billion left school place came never \
today come see deal big life party law house top including case news might number few put service \
want need office system war support women price water car use power does lead man children area top \
official run change major health issue lot open old best start go member election win close small \
bank hit cut later each vote security rate growth late north least south keep want economy past oil \
death head leader head face away policy must tax per road university study season move share move \
half trade nearly west data east director land order history building night control great become \
chief point energy research without fire project line air free half human interest budget industry \
future technology union foreign recent tell likely video project reported often stock political \
military attack attempt cost agency media community problem computer internet software phone climate \
hospital doctor patient vaccine science scientist planet space rocket weather storm flood rain heat \
river forest farm farmer food restaurant music film actor book author museum theater art design \
football soccer tennis coach player goal champion match race bike train airport flight travel hotel \
tourist island mountain coast harbor bridge tower street neighbor rent mortgage insurance pension \
salary worker strike factory engine battery electric solar wind nuclear gas pipeline mine steel \
judge lawyer prison crime victim witness evidence verdict appeal minority border migrant refugee \
treaty embassy parliament senate congress mayor council citizen protest reform education teacher \
student exam degree language culture religion church festival holiday birthday wedding fashion \
garden animal species whale bird virus cancer surgery drug dose trial laboratory physics quantum \
chemistry robot algorithm network satellite launch startup investor merger profit revenue quarter \
inflation currency bond debt loan credit customer retail store brand advertising privacy hacker \
password cloud chip browser website platform developer version update feature release";

const GERMAN: &str = "\
die der und in den das von zu mit sich auf für ist im dem nicht ein eine als auch es an werden aus \
er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder \
aber vor zur bis mehr durch man sein wurde sei prozent hatte kann gegen vom können schon wenn habe \
seine mark ihre dann unter wir soll ich eines jahr zwei jahren diese dieser wieder keine seiner \
worden will zwischen immer millionen was sagte regierung unternehmen stadt polizei land menschen \
deutschland europa wirtschaft politik wahl minister kanzler bürger gericht urteil schule lehrer \
universität forschung wissenschaft gesundheit krankenhaus arzt klima wetter regen sturm hochwasser \
energie strom preis steuer haushalt bank börse aktie gewinn verlust arbeit gewerkschaft streik \
verkehr bahn flughafen straße brücke wohnung miete fußball verein spiel trainer saison musik film \
buch künstler ausstellung theater bericht zeitung größer schließlich während früher natürlich \
bundesregierung wirtschaftswachstum krankenversicherung verkehrsminister landtagswahl \
hochwasserschutz";

const FRENCH: &str = "\
de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec \
son cette ont ou être leur été elle comme aux deux mais ans fait ses même nous tout après aussi \
peut ces dont bien sans contre entre france pays gouvernement président ministre ville police \
entreprise marché élection vote loi justice tribunal école université étudiant recherche science \
santé hôpital médecin climat météo pluie tempête énergie prix impôt budget banque bourse bénéfice \
perte travail syndicat grève transport train aéroport rue pont logement loyer football équipe match \
saison entraîneur musique cinéma livre artiste musée théâtre journal enquête européenne année \
première société économie réforme débat député assemblée sécurité frontière accord guerre paix \
forêt rivière île montagne été hiver déjà très près où à";

const SPANISH: &str = "\
de la que el en y los se del las un por con una para su al lo no es más como pero sus le ha este sí \
porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante \
todos uno les ni contra otros ese años gobierno presidente ministro país ciudad policía empresa \
mercado elección voto ley justicia tribunal escuela universidad estudiante investigación ciencia \
salud hospital médico clima lluvia tormenta energía precio impuesto presupuesto banco bolsa \
beneficio pérdida trabajo sindicato huelga transporte tren aeropuerto calle puente vivienda \
alquiler fútbol equipo partido temporada entrenador música cine libro artista museo teatro \
periódico economía reforma debate diputado congreso seguridad frontera acuerdo guerra paz bosque \
río isla montaña verano invierno mañana niño según además";

const CHINESE: &str = "\
的 在 是 和 了 将 对 为 与 中国 表示 公司 市场 政府 经济 发展 企业 国家 问题 工作 年 月 日 记者 \
报道 美国 世界 国际 技术 研究 大学 教育 学生 医院 健康 医生 疫苗 气候 天气 环境 能源 电力 价格 银行 \
股票 投资 增长 利润 贸易 合作 安全 法律 法院 警察 城市 交通 铁路 机场 飞机 汽车 电动 电池 手机 网络 \
软件 数据 人工智能 机器人 量子 计算 卫星 火箭 太空 足球 比赛 球队 冠军 音乐 电影 文化 艺术 博物馆 旅游 \
酒店 食品 农业 森林 河流 海洋 动物 选举 总统 会议 改革 政策 北京 上海 新闻 今天 昨天 去年 今年 已经 \
可以 进行 提高 重要 主要 地区";

const JAPANESE: &str = "\
の に は を が で と も から まで について によると 日本 東京 大阪 政府 会社 企業 市場 経済 国際 世界 \
首相 大臣 選挙 国会 法律 裁判所 警察 事件 学校 大学 学生 研究 科学 技術 医療 病院 医師 健康 気候 天気 \
台風 大雨 地震 環境 電力 価格 銀行 株価 投資 成長 利益 貿易 協力 安全 都市 交通 鉄道 空港 自動車 電気 \
電池 スマートフォン ネットワーク ソフトウェア データ 人工知能 ロボット 量子 コンピューター 衛星 ロケット \
宇宙 サッカー 試合 チーム 優勝 音楽 映画 文化 芸術 美術館 観光 ホテル 食品 農業 森林 動物 会議 改革 政策 \
ニュース 今日 昨日 昨年 今年 発表した 開いた 始まる 増えた 減った 重要な 新しい 大きな";
