# ruff: noqa: E501
"""Bytes to text: as declared where that holds, else by what the text looks like in each encoding of the region's press.

A byte-order mark and sound UTF-8 go before every declaration, since pages often declare what they are not. Without
either, each candidate is judged by how many of its letters are among the commonest of its language: text in a wrong
encoding is made of rare ones. What stays unclear is refused, never guessed.
"""

from __future__ import annotations

import codecs
import re

from sidelight.errors import SourceError

_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "windows-949": "cp949", "korean": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "x-euc-jp": "euc-jp", "big5-hkscs": "big5hkscs", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf8": "utf-8",
}  # fmt: skip
_COMMON = {
    "gb18030": "的一是了在人不有中大国年月日这和为上个我以要他时来用们生到作地于出就分对成会可主发同工也能下过子说产种面方后多定行"
    "学法所民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并"
    "提直题党程展五果料象员位常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西"
    "被干做必战先回则任取据处世车例确诊病毒染累增亡死亿万名报卫健委疫情疗院",
    "big5hkscs": "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好都然"
    "沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理"
    "美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少"
    "關並內加化由卻代軍產入先山五太水萬市病例確診染累增亡死億報衛健疫療院",
    "cp949": "이다는의에을가를은하고로한지도기사리인대서자어시해들나정있것수으그여일부라보아장과전면상제원국구주성만스경으게공동내마"
    "비조음없무화유적소안되된했였관저생위미세학오치신행진와단연방계모명거실발모우트까회차개선영중재강물할통운입간당금교역북환확감염"
    "백억천월년일남노던르말며물민별복분불살설속순십양업완외용울워음의임졌죽질집체최추출코크터토통특팀파팔평포품프필함합향험협형호활후",
    "cp932": "のにるをはたとがしていでなもれさからあこっうすまりどくんけそきだつみよおめわせえらやべびちじげご々日一人年大国十二本中長出三時"
    "行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友"
    "左休父雨ーンスルトイラリクアタドシレジッロフカマコバムテプメダグサディナオ都府県市新感染者確認死亡増加発表省",
}  # fmt: skip
_COMMON["euc-jp"] = _COMMON["cp932"]
_LATIN = re.compile("[À-ÖØ-öø-ÿŒœŠšŸŽž“”‘’–—…•€£°«»§©®·½¼¾¡¿\u00a0]")
_LEAST = 0.25
"""Share of the letters beyond ASCII that must be common ones."""


def decode(raw: bytes, name: str, declared: str = "") -> str:
    """Bytes as text, character for character (a byte-order mark stays, so that offsets are the file's own).

    Parameters
    ----------
    raw : the bytes. name : what the document is called. declared : the encoding that its head or its transport names.

    Raises
    ------
    SourceError
        If the bytes are no text, or no encoding makes sense of them.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") and len(raw) % 2 == 0 and b"\x00" in raw[:400]:
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            pass
    wide = _utf16_without_mark(raw)
    if wide:
        return wide
    if b"\x00" in raw:
        raise SourceError(
            f"{name} is not a text", where=name, mend="give .txt, .html, .pdf, .jsonl, .xml or .warc, without NUL bytes"
        )
    if b"\x1b$" in raw or b"\x1b(" in raw:
        try:
            return raw.decode("iso2022_jp_2")
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error
    known = _codec(declared)
    if known and known != "utf-8":
        text = _nearly(raw, known)
        if text is not None and (known != "cp1252" or _looks(text, known) >= _LEAST):
            return text
    mended = _nearly(raw, "utf-8")
    if mended is not None:
        return mended
    judged = sorted(((_judged(raw, encoding), encoding) for encoding in (*_COMMON, "cp1252")), reverse=True)
    if judged[0][0] >= _LEAST:
        return raw.decode(judged[0][1])
    raise SourceError(
        f"{name} is neither UTF-8 nor another encoding we know",
        where=f"{name}, byte {first.start}",
        mend="save it as UTF-8",
    ) from first


def _codec(declared: str) -> str:
    word = declared.strip().strip("\"'").lower()
    found = _ALIASES.get(word, word)
    try:
        return codecs.lookup(found).name if found else ""
    except LookupError:
        return ""


def _utf16_without_mark(raw: bytes) -> str:
    """Text of two bytes a character that came without its mark: every second byte of its ASCII is NUL."""
    head = raw[:2000]
    if len(raw) % 2 or len(head) < 8 or b"\x00" not in head:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        nul = head[first::2].count(0) / (len(head) // 2)
        if nul > 0.3 and head[1 - first :: 2].count(0) == 0:
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                return ""
            return text if text.isprintable() or re.search(r"\w{2}[\s,.]", text) else ""
    return ""


def _nearly(raw: bytes, encoding: str) -> str | None:
    """The text in an encoding that all but a few bytes follow; the others become U+FFFD."""
    try:
        text = raw.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return None
    bad = text.count("\ufffd")
    sound = sum(1 for c in text if c > "\x7f" and c != "\ufffd") if bad else 1
    return text if bad == 0 or (bad <= 0.002 * len(text) + 1 and sound >= 5 * bad) else None


def _judged(raw: bytes, encoding: str) -> float:
    try:
        text = raw[:200_000].decode(encoding) if len(raw) <= 200_000 else _cut(raw, encoding)
        raw.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    return _looks(text, encoding)


def _cut(raw: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(raw[:200_000])


def _looks(text: str, encoding: str) -> float:
    """How much a text looks like the language of an encoding: the share of common letters beyond ASCII."""
    beyond = [c for c in text if c > "\x7f" and not 0x3000 <= ord(c) <= 0x3020 and not 0xFF00 <= ord(c) <= 0xFF65]
    if not beyond:
        return 0.0
    if encoding == "cp1252":
        if len(beyond) > 0.2 * len(text):  # a text of accented letters alone is another alphabet, misread
            return 0.0
        return 0.9 * len(_LATIN.findall("".join(beyond))) / len(beyond)
    common = frozenset(_COMMON.get(encoding, ""))
    share = sum(c in common for c in beyond) / len(beyond) if common else 0.0
    if encoding in ("cp932", "euc-jp") and not re.search("[\u3041-\u3093]", text):
        share *= 0.5  # Japanese without kana is no Japanese
    if encoding == "cp949" and not re.search("[\uac00-\ud7a3]{2}", text):
        share *= 0.5
    return share
