# ruff: noqa: E501
"""Currencies: signs and codes before digits, names and codes behind them, by nation where the name has many homes."""

from __future__ import annotations

import re

_CODES = (
    "USD", "EUR", "GBP", "CNY", "JPY", "KRW", "KPW", "HKD", "TWD", "SGD", "AUD", "NZD", "CAD", "CHF", "INR", "PKR",
    "BDT", "LKR", "NPR", "MMK", "KHR", "LAK", "MNT", "KZT", "UZS", "UAH", "PLN", "CZK", "HUF", "RON", "BGN", "SEK",
    "NOK", "DKK", "ISK", "TRY", "ILS", "IRR", "IQD", "JOD", "LBP", "SYP", "YER", "SAR", "AED", "QAR", "OMR", "KWD",
    "BHD", "EGP", "SSP", "DJF", "RWF", "BIF", "CDF", "AOA", "MZN", "NAD", "BWP", "ZMW", "MWK", "MGA", "MUR", "XOF",
    "XAF", "GMD", "SLE", "SLL", "LRD", "GNF", "MAD", "DZD", "TND", "LYD", "ETB", "KES", "UGX", "TZS", "NGN", "GHS",
    "ZAR", "BRL", "ARS", "CLP", "PEN", "PYG", "UYU", "MXN", "GTQ", "HNL", "NIO", "CRC", "DOP", "HTG", "JMD", "THB",
    "MYR", "PHP", "VND", "IDR", "RUB", "BYN", "GEL", "AZN", "KGS", "TJS", "AFN",
)  # fmt: skip
SIGNS = {
    "US$": "USD", "$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD",
    "Z$": "ZWL", "R$": "BRL", "J$": "JMD", "Mex$": "MXN", "€": "EUR", "£": "GBP", "RMB": "CNY", "¥": "CNY", "₩": "KRW", "₦": "NGN", "N": "NGN",
    "₹": "INR", "Rs": "INR", "Rs.": "INR", "KSh": "KES", "Ksh": "KES", "KShs": "KES", "Kshs": "KES", "Sh": "KES", "Shs": "KES", "USh": "UGX",
    "UShs": "UGX", "Ushs": "UGX", "TSh": "TZS", "R": "ZAR", "K": "ZMW", "₱": "PHP", "P": "PHP", "฿": "THB", "Rp": "IDR", "JP¥": "JPY", "CN¥": "CNY",
    "CFA": "XOF", "FCFA": "XAF", "Fr": "CHF", "RM": "MYR", "₽": "RUB", "US $": "USD", "U.S.$": "USD", "Tk": "BDT", "GH₵": "GHS", "GHC": "GHS", "₵": "GHS",
    "Br": "ETB", "Dh": "AED", "Dhs": "AED", "LE": "EGP", "E£": "EGP", "L£": "LBP", "kr": "SEK", "B/.": "PAB", "S/": "PEN", "SR": "SAR", "BD": "BHD", "QR": "QAR", "Kz": "AOA", "Le": "SLE", "₫": "VND", "₺": "TRY", "₴": "UAH", "₪": "ILS", "zł": "PLN",
} | {code: code for code in _CODES}  # fmt: skip
_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?:U\.S\.\$|US \$|(?:US|HK|NT|AU|CA|NZ|Mex|[ACSZRJ])?\$|[A-Z]{3}|FCFA|[KUT]?[Ss]hs?|Rs\.?|Rp|RM|Tk|Br|Dhs?|LE|SR|QR|Kz|Le|zł|E£|S/|JP¥|CN¥|GH₵|[RKNP](?=$))"
    r"|[€£¥₩₦₹₱฿₽₵₫₺₴₪]) ?$"
)
_SIGN_ENDS = frozenset("/z$€£¥₩₦₹₱฿₽₵₫₺₴₪hs.pkrełABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NAMES = {
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "usd": "USD",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "won": "KRW", "yen": "JPY",
    "rupees": "INR", "naira": "NGN", "shillings": "KES", "kwacha": "ZMW", "rand": "ZAR", "birr": "ETB", "rubles": "RUB",
    "roubles": "RUB", "cfa francs": "XAF", "francs": "CHF", "pesos": "PHP", "dong": "VND", "baht": "THB", "taka": "BDT",
    "riyals": "SAR", "dirhams": "AED", "lira": "TRY", "pounds sterling": "GBP", "kroner": "NOK", "kronor": "SEK", "rupiah": "IDR",
    "ringgit": "MYR", "zloty": "PLN", "zlotys": "PLN", "forints": "HUF", "forint": "HUF", "hryvnia": "UAH", "hryvnias": "UAH", "cedis": "GHS", "reais": "BRL",
    "soles": "PEN", "dinars": "DZD", "meticais": "MZN", "kyats": "MMK", "kyat": "MMK", "riels": "KHR", "kip": "LAK", "ariary": "MGA", "leones": "SLE",
    "dalasi": "GMD", "pula": "BWP", "gourdes": "HTG", "tenge": "KZT", "shekels": "ILS", "crowns": "CZK", "koruna": "CZK", "rials": "IRR", "lei": "RON", "leva": "BGN",
    "afghanis": "AFN", "guaranis": "PYG", "tugrik": "MNT", "lempiras": "HNL", "quetzales": "GTQ", "kwanzas": "AOA",
}  # fmt: skip
_NATIONS = {
    "dollars": {"Australian": "AUD", "Canadian": "CAD", "Hong Kong": "HKD", "Singapore": "SGD", "Singaporean": "SGD", "New Zealand": "NZD", "Taiwan": "TWD",
                "Taiwanese": "TWD", "Jamaican": "JMD", "Liberian": "LRD", "Namibian": "NAD", "Fiji": "FJD", "Zimbabwean": "ZWL"},
    "pounds": {"Egyptian": "EGP", "Sudanese": "SDG", "South Sudanese": "SSP", "Lebanese": "LBP", "Syrian": "SYP", "British": "GBP"},
    "francs": {"Swiss": "CHF", "Congolese": "CDF", "Rwandan": "RWF", "Rwanda": "RWF", "Burundian": "BIF", "Burundi": "BIF", "Guinean": "GNF", "Djibouti": "DJF"},
    "kroner": {"Norwegian": "NOK", "Danish": "DKK"},
    "crowns": {"Norwegian": "NOK", "Danish": "DKK", "Swedish": "SEK", "Czech": "CZK"},
    "pesos": {"Mexican": "MXN", "Philippine": "PHP", "Argentine": "ARS", "Chilean": "CLP", "Colombian": "COP", "Dominican": "DOP", "Cuban": "CUP", "Uruguayan": "UYU"},
    "rupees": {"Indian": "INR", "Pakistani": "PKR", "Pakistan": "PKR", "Sri Lankan": "LKR", "Sri Lanka": "LKR", "Nepali": "NPR", "Nepalese": "NPR", "Mauritian": "MUR"},
    "shillings": {"Kenyan": "KES", "Kenya": "KES", "Ugandan": "UGX", "Uganda": "UGX", "Tanzanian": "TZS", "Tanzania": "TZS"},
    "dinars": {"Iraqi": "IQD", "Jordanian": "JOD", "Algerian": "DZD", "Tunisian": "TND", "Libyan": "LYD", "Kuwaiti": "KWD", "Bahraini": "BHD", "Serbian": "RSD"},
    "rials": {"Iranian": "IRR", "Yemeni": "YER", "Omani": "OMR", "Qatari": "QAR"},
    "riyals": {"Saudi": "SAR", "Qatari": "QAR", "Yemeni": "YER"},
    "dirhams": {"Emirati": "AED", "UAE": "AED", "Moroccan": "MAD"},
    "won": {"Korean": "KRW", "South Korean": "KRW", "North Korean": "KPW"},
    "yuan": {"Chinese": "CNY"},
    "lira": {"Turkish": "TRY"},
    "kwacha": {"Zambian": "ZMW", "Malawian": "MWK", "Malawi": "MWK"},
}  # fmt: skip
NAMES = (
    r"(?:US |U\.S\. |American )?dollars?|yuan|renminbi|RMB|USD|euros?|won|yen|rupees|naira|shillings|kwacha|rand|birr|r(?:o|)ubles|roubles"
    r"|(?:CFA )?francs|pesos|dong|baht|taka|riyals|dirhams|lira|pounds sterling|pounds(?! of| in weight)|kroner|kronor|rupiah|ringgit|zlotys?|forints?|hryvnias?"
    r"|cedis|reais|dinars|meticais|kyats?|riels|ariary|leones|dalasi|gourdes|tenge|shekels|koruna|rials|afghanis|guaranis|lempiras|kwanzas"
)
"""Names of money behind a number, as a pattern."""
_FOREIGN = re.compile(
    r" (?P<nation>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) (?P<name>dollars|pounds|francs|kroner|crowns|kronor|krona|pesos|rupees|shillings|dinars|rials|riyals|dirhams"
    r"|won|yuan|lira|kwacha|reais|rubles|roubles|birr|naira|cedis|rand|zlotys?|dong|baht|taka|tenge|rupiah|ringgit|yen|kyats|riels|hryvnias?|forints?|soles|leva|lei)\b"
    r"| ?(?P<code>[A-Z]{3})\b"
)


def money_before(before: str) -> tuple[str, int] | None:
    """The currency whose sign or code ends a stretch of text, and how many characters it takes."""
    sign = before[-2:-1] if before[-1:] == " " else before[-1:]
    if not sign or sign not in _SIGN_ENDS:
        return None
    match = _BEFORE.search(before)
    if match is None:
        return None
    mark = match[0].strip()
    if len(mark) == 1 and mark.isalpha() and before[: match.start()][-1:].isalnum():
        return None
    code = SIGNS.get(mark)
    return None if code is None else (code, len(match[0]))


def money_named(name: str) -> str:
    """The currency of a name behind a number."""
    return _NAMES.get(name.lower(), "USD")


def money_abroad(text: str, end: int) -> tuple[str, int] | None:
    """``Australian dollars``, ``EUR`` behind a number: the currency, and where its words end."""
    head = text[end : end + 2]
    if not (head[1:].isupper() if head[:1] == " " else head[:1].isupper()):
        return None
    match = _FOREIGN.match(text, end)
    if match is None:
        return None
    if match["code"]:
        return (match["code"], match.end()) if match["code"] in _CODE_SET else None
    code = _NATIONS.get(match["name"], {}).get(match["nation"]) or _NAMES.get(match["name"])
    return None if code is None else (code, match.end())


_CODE_SET = frozenset(_CODES)
