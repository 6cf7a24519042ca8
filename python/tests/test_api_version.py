import unittest

from deckhand_protocol.api_version import MAX_SUPPORTED_VERSION, APIVersion, removed_in, requires_version
from deckhand_protocol.errors import APIVersionError, UnsupportedAPIError


class Gated:
    def __init__(self, minor):
        self._api_version = APIVersion(2, minor)

    @requires_version(2, 5)
    def young(self):
        return "young"

    @property
    @removed_in(2, 14, "something else")
    def old(self):
        return "old"


class VersionTests(unittest.TestCase):
    def test_text(self):
        self.assertEqual(APIVersion.from_string("2.13"), APIVersion(2, 13))
        self.assertEqual(str(MAX_SUPPORTED_VERSION), "2.21")
        self.assertLess(APIVersion(2, 9), APIVersion(2, 13))
        for bad in ("2", "2.x", "", "2.1.3"):
            with self.assertRaises(ValueError):
                APIVersion.from_string(bad)

    def test_gates(self):
        self.assertEqual((Gated(5).young(), Gated(13).old), ("young", "old"))
        with self.assertRaisesRegex(APIVersionError, r"Gated.young needs API level 2.5 or newer, and this protocol asks for 2.4"):
            Gated(4).young()
        with self.assertRaisesRegex(UnsupportedAPIError, "from API level 2.14 on.*Use something else"):
            Gated(14).old
        self.assertEqual((APIVersionError.error_code, UnsupportedAPIError.error_code), ("4011", "4002"))


if __name__ == "__main__":
    unittest.main()
