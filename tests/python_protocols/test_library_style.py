import unittest

from run_log import HERE, ProtocolCase


class LibraryStyleTests(ProtocolCase):
    """Files written as those of the public library are."""

    def test_normalization_at_2_2(self):
        log = self.passed(HERE / "normalization.py")
        expected = {"home": 1, "loadLabware": 7, "loadPipette": 2, "pickUpTip": 10, "dropTip": 10, "TOUCH_TIP": 1, "MOVE_TO": 4}
        expected |= {"aspirate": 57, "dispense": 47, "blowout": 5, "DELAY": 1, "waitForResume": 1, "comment": 1}
        self.assertEqual(log.counts, expected)
        # 35.5 uL are halved, 120 uL are cut into five whole pieces and two halves; each is mixed and has an air gap of 2 uL.
        small = [each for each in log.volumes("dispense") if each in (19.75, 20.0, 17.0)]
        self.assertEqual(small, [20.0, 19.75, 19.75] + [20.0] * 5 + [17.0] * 2)
        self.assertIn(140.0, log.volumes("aspirate"))  # four times 30 uL and the disposal volume
        ids = [each["id"] for each in log.of_type("aspirate")]
        self.assertEqual(ids, [f"command.ASPIRATE-{number}" for number in range(57)])

    def test_bead_extraction_at_2_8(self):
        log = self.passed(HERE / "bead_extraction.py")
        expected = {"home": 1, "loadModule": 2, "loadLabware": 9, "loadPipette": 1, "pickUpTip": 6, "dropTip": 6, "MOVE_TO": 8}
        expected |= {"aspirate": 28, "dispense": 18, "blowout": 4, "waitForResume": 1, "DELAY": 1}
        expected |= {"MAGDECK_DISENGAGE": 2, "MAGDECK_ENGAGE": 3, "TEMPDECK_SET_TEMP": 1, "TEMPDECK_DEACTIVATE": 1}
        self.assertEqual(log.counts, expected)
        offsets = [each["wellLocation"]["offset"] for each in log.params("aspirate")]
        self.assertEqual(offsets, [{"x": 0, "y": 0, "z": 0}] * 28)  # the real ones do not show in this form
        self.assertEqual(log.texts("MOVE_TO")[1], "Moving to A1 of reagent reservoir 1 on 5")

    def test_volumes_of_numpy_at_2_11(self):
        log = self.passed(HERE / "standard_curve.py")
        volumes = [20.0, 40.0, 60.0, 80.0, 100.0, 120.0, 140.0, 160.0]
        self.assertEqual(log.volumes("dispense"), [*volumes, *reversed(volumes), 100, 100, 30])
        self.assertEqual(log.counts["loadLabware"], 4)  # and none that shows how a slot was emptied
        self.assertEqual({each["flowRate"] for each in log.params("aspirate")}, {50})


if __name__ == "__main__":
    unittest.main()
