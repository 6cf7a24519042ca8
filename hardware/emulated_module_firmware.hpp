/// A module in software behind its own serial link: the lines that its firmware takes, and what it says to them.
#pragma once

#include <string>
#include <string_view>

#include "hardware/emulated_device.hpp"
#include "hardware/emulated_module.hpp"
#include "hardware/gcode_line.hpp"

namespace deckhand {

/// All six kinds, by model:
///
/// | temperature              | M104 S, M105, M18                                                                       |
/// | magnetic                 | G28.2, G0 Z, M114.2, G38.2, M836; GEN1 counts in half millimetres                       |
/// | thermocycler             | M126, M127, M119, M140 S, M141, M104 S H V, M105, M108, M14, M18; GEN1 M566 S, GEN2 M128 |
/// | heater-shaker            | M104 S, M105, M106, M3 S, M123, G28, M242, M243, M241                                    |
///
/// and of all M115 and dfu. Lids, magnets, the plate lift and a heater-shaker's G28 are acknowledged when they are where they
/// shall be, everything else at once: how far that is, one asks. A line that the kind does not know is acknowledged without a
/// word, or, by kinds that complain unasked, answered with an error. What the module's state forbids is an error, and nothing
/// changes. The numbers in errors are the emulation's own but for that of unknown lines. dfu is acknowledged, and that is all:
/// there is nothing to load new firmware into.
class emulated_module_firmware final : public emulated_device {
 public:
  emulated_module_firmware(const module_model& model, std::string serial_number) : module_(model, std::move(serial_number)) {}

  const link_framing& framing() const override { return framing_of(module_.model()); }
  std::span<const device_fault_kind> own_faults() const override;
  emulated_answer handle(std::string_view line, double now_s) override;
  emulated_answer fail(device_fault_kind kind, double now_s) override;
  double settled_s() const override;

 private:
  /// What a code's kind has no answer for: the error of an unknown line.
  using answer = std::optional<emulated_answer>;

  answer run(const gcode& wanted, double now_s);
  answer run_temperature_module(const gcode& wanted, double now_s);
  answer run_magnetic_module(const gcode& wanted, double now_s);
  answer run_thermocycler(const gcode& wanted, double now_s);
  answer run_thermocycler_heaters(const gcode& wanted, double now_s);
  answer run_heater_shaker(const gcode& wanted, double now_s);
  emulated_answer set_block(const gcode& wanted, double now_s);
  emulated_answer lift_plate(double now_s);
  /// Acknowledged when it is over if it `waits`.
  emulated_answer begin(module_action action, std::optional<double> value, double now_s, bool waits = false);
  emulated_answer refuse(std::string_view why, double now_s) const;
  emulated_answer say(std::string text, double now_s) const { return {std::move(text), now_s, false}; }
  std::string identity() const;
  std::string number(double value) const;
  std::string target(std::optional<double> value) const;
  bool is_new() const { return !framing().unasked_word.empty(); }

  emulated_module module_;
  bool has_hold_ = false;
  double plate_lifted_until_s_ = 0;
  double probed_mm_ = 0;
};

}  // namespace deckhand
