"""Days on which somebody spoke, in Korean, Chinese and Japanese: ``5일 밝혔다``, ``WHOは15日...と発表した``."""

from __future__ import annotations

import re

from sidelight.reading.periods import When
from sidelight.reading.scene import Scene

_WORDS = {
    "ko": re.compile(
        "밝혔|발표했|보도했|전했|말했|브리핑|발표한|보도에|공개한|보도한|보고했|집계했|공시했|공개했|통보했"
        "|알렸|설명했|덧붙"
    ),
    "ja": re.compile("発表|明らか|述べ|報じ|伝え|公表|会見|表明|語っ|まとめ|報告し|としてい"),
    "zh": re.compile(
        "表示|宣布|通报|公布|发布|報道|报道|说|称|發布|通報|公佈|消息|介绍|指出|[电電讯]|記者會|记者会|證實"
        "|证实|透露|宣佈|披露"
    ),
}
_COUNTS = re.compile(
    r"까지| ?0 ?시| ?오후| ?오전| 하루|부터| 기준| 현재|まで|時点|現在|以降|から|午[前後]|の(?!発表|会見)"
    r"|に(?!発表|公表)"
    r"|[0〇零]?(?:时|時|-24)"
)
_WHOLE_DAY = ("하루", "当天", "当日")
_SPEAKER = {"ko": re.compile(r"(?:은|는|이|가|측은|께서|도)\)? ?$"), "ja": re.compile(r"[はがも]、?$")}


_WIRE = ("电", "電", "讯", "訊")


def spoken_days(scene: Scene) -> list[When]:
    """The days on which somebody spoke in a sentence, the day of its dateline last: ``4月10日电 卫生部长9日表示``."""
    days = [w for w in scene.whens if w.first and spoke_on(scene, w)]
    return sorted(days, key=lambda w: scene.text.startswith(_WIRE, w.end))


def spoke_on(scene: Scene, when: When) -> bool:
    """Whether a day is one on which somebody spoke, not one on which the thing happened."""
    if when.grain != "day" or when.role != "in":
        return False
    text = scene.text
    if _COUNTS.match(text, when.end) or text.startswith(_WHOLE_DAY, when.end - 2):
        return False
    named = [w.start for w in scene.whens if w.start >= when.end and w.grain == "day"]
    reach = 16 if scene.language == "zh" else 60
    words = _WORDS[scene.language]
    if words.search(text, when.end, min([scene.end, when.end + reach, *named])):
        return True
    others = [w.end for w in scene.whens if w.start > when.end and w.grain == "day"]
    if any(words.search(text, end, min(scene.end, end + 12)) for end in others) or text.startswith("지난", when.start):
        return False
    speaker = _SPEAKER.get(scene.language)
    if speaker is None or not speaker.search(text, max(scene.start, when.start - 6), when.start):
        return False
    return words.search(text, when.end, scene.end) is not None
