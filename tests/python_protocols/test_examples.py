import unittest

from run_log import EXAMPLES, ProtocolCase


class ExampleTests(ProtocolCase):
    """The examples run to their end, and leave what their steps come to."""

    def test_tubes_to_a_plate_at_2_0(self):
        log = self.passed(EXAMPLES / "tube_to_plate.py")
        each_line = dict.fromkeys(("pickUpTip", "aspirate", "TOUCH_TIP", "dispense", "blowout", "dropTip"), 6)
        once = dict.fromkeys(("home", "comment", "waitForResume", "DELAY"), 1)
        self.assertEqual(log.counts, {**each_line, **once, "loadLabware": 4, "loadPipette": 2})
        self.assertEqual(log.volumes("aspirate"), [5, 12.5, 8, 40, 2.5, 30])
        self.assertEqual([each["flowRate"] for each in log.params("aspirate")], [5, 25, 5, 25, 5, 25])
        self.assertEqual(log.params("comment"), [{"message": "36 steps so far"}])
        self.assertEqual(log.texts("DELAY"), ["Delaying for 0 minutes and 10.0 seconds"])

    def test_bead_cleanup_at_2_8(self):
        log = self.passed(EXAMPLES / "bead_cleanup.py")
        counts = log.counts
        self.assertEqual((counts["pickUpTip"], counts["dropTip"], counts["blowout"]), (14, 14, 2))
        self.assertEqual((counts["MAGDECK_ENGAGE"], counts["MAGDECK_DISENGAGE"], counts["DELAY"]), (5, 6, 3))
        self.assertNotIn("setRailLights", counts)
        # Two columns of 190, 150 and 150 uL, each taken away in parts of 180 uL at most with an air gap of 20 uL.
        waste = log.of_type("loadLabware")[3]["result"]["labwareId"]
        thrown_away = [each["volume"] for each in log.params("dispense") if each["labwareId"] == waste]
        self.assertEqual(thrown_away, [200, 30] * 2 + [170] * 4)

    def test_pcr_at_2_13(self):
        log = self.passed(EXAMPLES / "pcr.py")
        counts = log.counts
        self.assertNotIn("THERMOCYCLER_OPEN", log.types[: log.types.index("THERMOCYCLER_CLOSE")])
        self.assertEqual((counts["THERMOCYCLER_SET_BLOCK_TEMP"], counts["pickUpTip"], counts["TOUCH_TIP"]), (4, 5, 4))
        text = "Setting Thermocycler well block temperature to 95.0 °C with a hold time of 2.0 minutes and 0 seconds"
        self.assertIn(text, log.texts("THERMOCYCLER_SET_BLOCK_TEMP"))

    def test_stain_and_move_at_2_15(self):
        log = self.passed(EXAMPLES / "stain_and_move.py")
        self.assertEqual(log.counts["moveLabware"], 3)
        self.assertEqual(log.counts["touchTip"], 3)  # the reservoir's walls are not touched
        self.assertEqual({each["alternateDropLocation"] for each in log.params("dropTip")}, {True})
        adapter, plate = (each["result"] for each in log.of_type("loadLabware")[:2])
        self.assertEqual(log.params("loadLabware")[1]["location"], {"labwareId": adapter["labwareId"]})
        self.assertEqual(plate["definition"]["version"], 2)
        self.assertEqual(log.params("moveLabware")[-1]["newLocation"], "offDeck")

    def test_dilution_series_at_2_20(self):
        log = self.passed(EXAMPLES / "dilution_series.py")
        expected = {"home": 1, "loadLabware": 3, "loadPipette": 1, "loadLiquid": 1, "pickUpTip": 6, "aspirate": 25, "dispense": 25}
        expected |= {"moveToAddressableAreaForDropTip": 6, "dropTipInPlace": 6, "blowout": 5}
        self.assertEqual(log.counts, expected)
        self.assertEqual(set(log.volumes("aspirate")), {100.0})


if __name__ == "__main__":
    unittest.main()
