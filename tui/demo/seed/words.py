"""Owns the words that the shop's data is made of."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _listed(
    """
    Ada Alan Alice Amina Anders Beatriz Bruno Carla Chen Chidi Dmitri Edsger Elif Emil Farah
    Fatima Grace Hedy Hiroshi Ingrid Ivan Jamal Joan José Katja Kofi Lena Linus Mahmoud Margaret
    Mei Mehmet Niklas Noor Olga Omar Priya Quentin Rosa Samir Sofía Tariq Tim Uma Vera Wei
    Ximena Yara Zoë Zuri
    """
)
LAST_NAMES = _listed(
    """
    Abe Andersson Bauer Björk Costa Dijkstra Diaz Dubois Evans Fischer García Grünwald Haddad
    Hansen Hopper Ibrahim Ivanov Jansen Khan Kowalski Kumar Lamarr Liskov Lovelace Martin Meyer
    Mustafa Müller Nakamura Novák Okafor Öztürk Park Petrov Quispe Rossi Sato Schmidt Silva
    Singh Tanaka Torvalds Turing Uddin Varga Wang Weber Xu Yamamoto Zhang
    """
)
SPECIAL_NAMES = (
    "李 明",
    "مريم الأحمد",
    "דוד כהן",
    "Zoë 🚀 Özdemir",
    "👩‍👩‍👧 Family Account",
    "Tab\there",
    "new\nline",
    "\x1b[31mred\x1b[0m alert",
    "bell\x07 and null-ish \x01",
    "e\u0301 combining a\u0308",
    "ever\u202egreen",
    "any",
    'O\'Brien "the" <b>bold</b>',
    "  spaces  ",
    "İstanbul ß ﬁ",
)
"""Names that a terminal and a parser must survive."""
CITIES = (
    ("Berlin", "DE", 13.405, 52.52),
    ("Paris", "FR", 2.3522, 48.8566),
    ("São Paulo", "BR", -46.6333, -23.5505),
    ("Lagos", "NG", 3.3792, 6.5244),
    ("東京", "JP", 139.6917, 35.6895),
    ("København", "DK", 12.5683, 55.6761),
    ("New York", "US", -74.006, 40.7128),
    ("القاهرة", "EG", 31.2357, 30.0444),
    ("Sydney", "AU", 151.2093, -33.8688),
    ("Reykjavík", "IS", -21.9426, 64.1466),
)
"""Name, country, longitude, latitude."""
THINGS = _listed(
    """
    Lamp Chair Desk Notebook Keyboard Kettle Backpack Umbrella Headphones Teapot Blanket Clock
    Candle Bottle Pillow Mirror Basket Vase Scarf Mug
    """
)
LOOKS = _listed(
    """
    Oak Linen Copper Walnut Ceramic Velvet Brass Cotton Glass Marble Bamboo Wool Leather Granite
    Paper Cork Steel Silk Rattan Clay
    """
)
TAGS = ("new", "sale", "eco", "fragile", "bestseller", "handmade", "last-one", "gift")
STATUSES = ("pending", "paid", "packed", "shipped", "delivered", "cancelled", "refunded")
SENTENCES = (
    "Arrived earlier than expected.",
    "Exactly as described, would buy again.",
    "The colour is a little darker than in the picture.",
    "Customer service answered within an hour.",
    "Broke after two weeks, sadly.",
    "Bought it as a gift and it was loved.",
    "Smaller than I thought.",
    "Très bonne qualité, merci !",
    "Die Lieferung war schnell.",
    "包装很好。",
)
EVENTS = ("login", "view", "add_to_cart", "checkout", "logout", "signup", "search")
