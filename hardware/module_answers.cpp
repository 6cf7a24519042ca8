#include "hardware/module_answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "hardware/gcode_text.hpp"
#include "runtime/number_text.hpp"

namespace deckhand {
namespace {

using word = std::optional<std::string_view>;

// "T:none C:25": what stands behind "C:", up to the next space.
word value_of(std::string_view answer, std::string_view key) {
  for (const auto pair : words_of(answer))
    if (pair.size() > key.size() && pair.starts_with(key) && pair[key.size()] == ':') return pair.substr(key.size() + 1);
  return std::nullopt;
}

std::optional<double> number_of(word text) { return text ? number_in<double>(*text) : std::nullopt; }

// --- who it is ---

struct kind_word {
  std::string_view text;
  module_type type;
};
// In the first letters of what modules call their models.
constexpr std::array<kind_word, 4> kind_words{{{"temp_deck", module_type::temperature},
                                               {"mag_deck", module_type::magnetic},
                                               {"Opentrons-thermocycler", module_type::thermocycler},
                                               {"Opentrons-heater-shaker", module_type::heater_shaker}}};

const module_model* model_of(module_type type, int generation) {
  const auto found = std::ranges::find_if(
      all_module_models(), [&](const module_model& each) { return each.type == type && each.generation == generation; });
  return found == all_module_models().end() ? nullptr : &*found;
}

// "temp_deck_v20": the second generation begins with revision 20.
int generation_of(std::string_view revision) {
  constexpr int first_of_second = 20;
  const auto v = revision.rfind('v');
  int number = 0;
  if (v != std::string_view::npos) std::from_chars(revision.data() + v + 1, revision.data() + revision.size(), number);
  return number >= first_of_second ? 2 : 1;
}

tl::unexpected<std::string> not_understood(std::string_view answer) {
  return tl::unexpected{"It says of itself what cannot be understood: \"" + std::string{answer} + "\"."};
}

// --- how it is ---

bool read_heater(std::string_view answer, bool is_off_at_zero, heater_facts& heater) {
  const auto target = value_of(answer, "T");
  const auto celsius = number_of(value_of(answer, "C"));
  const auto target_celsius = number_of(target);
  if (!celsius || !target || (!target_celsius && *target != "none")) return false;
  heater = {*celsius, is_off_at_zero && target_celsius == 0 ? std::nullopt : target_celsius};
  return true;
}

bool read_plate(module_type type, std::string_view answer, module_facts& facts) {
  if (!read_heater(answer, type == module_type::heater_shaker, facts.plate)) return false;
  facts.hold_left_s = number_of(value_of(answer, "H")).value_or(0);
  return true;
}

bool read_lid(std::string_view answer, module_facts& facts) {
  const auto lid = value_of(answer, "Lid");
  if (!lid) return false;
  facts.lid = lid == "open" ? lid_state::open : lid == "closed" ? lid_state::closed : lid_state::between;
  return true;
}

bool read_magnets(const module_model& model, std::string_view answer, module_facts& facts) {
  const auto height = number_of(value_of(answer, "Z"));
  if (height) facts.magnet_height_mm = *height / magnet_units_per_mm(model);
  return height.has_value();
}

bool read_speed(std::string_view answer, module_facts& facts) {
  const auto rpm = number_of(value_of(answer, "C")), target_rpm = number_of(value_of(answer, "T"));
  if (!rpm || !target_rpm) return false;
  facts.shake_rpm = *rpm;
  facts.target_rpm = *target_rpm == 0 ? std::nullopt : target_rpm;
  return true;
}

bool read_latch(std::string_view answer, module_facts& facts) {
  const auto status = value_of(answer, "STATUS");
  if (!status) return false;
  facts.latch = status == "IDLE_OPEN"     ? latch_state::open
                : status == "IDLE_CLOSED" ? latch_state::closed
                : status == "OPENING"     ? latch_state::opening
                : status == "CLOSING"     ? latch_state::closing
                                          : latch_state::unknown;
  return true;
}

constexpr std::array<std::string_view, 1> temperature_questions{"M105"};
constexpr std::array<std::string_view, 1> magnetic_questions{"M114.2"};
constexpr std::array<std::string_view, 3> thermocycler_questions{"M119", "M141", "M105"};
constexpr std::array<std::string_view, 3> heater_shaker_questions{"M241", "M123", "M105"};

}  // namespace

tl::expected<module_identity, std::string> read_identity(module_type expected, std::string_view answer) {
  // Newer modules begin their answers with the code that they answer.
  const bool is_newer = answer.starts_with("M115");
  const auto serial = value_of(answer, is_newer ? "SerialNo" : "serial"),
             firmware = value_of(answer, is_newer ? "FW" : "version"), revision = value_of(answer, is_newer ? "HW" : "model");
  if (!serial || !firmware || !revision) return not_understood(answer);
  for (const auto& kind : kind_words)
    if (revision->starts_with(kind.text) && kind.type != expected)
      return tl::unexpected{"Another kind of module is there: \"" + std::string{*revision} + "\"."};
  int generation = 1;
  if (expected == module_type::temperature || expected == module_type::magnetic) generation = generation_of(*revision);
  if (expected == module_type::thermocycler && is_newer) generation = 2;
  return module_identity{model_of(expected, generation), std::string{*serial}, std::string{*firmware}, std::string{*revision}};
}

std::span<const std::string_view> questions_of(module_type type) {
  switch (type) {
    case module_type::temperature: return temperature_questions;
    case module_type::magnetic: return magnetic_questions;
    case module_type::thermocycler: return thermocycler_questions;
    case module_type::heater_shaker: return heater_shaker_questions;
  }
  return {};
}

bool read_state(const module_model& model, std::string_view question, std::string_view answer, module_facts& facts) {
  if (question == "M105") return read_plate(model.type, answer, facts);
  if (question == "M141") return read_heater(answer, true, facts.lid_heater);
  if (question == "M119") return read_lid(answer, facts);
  if (question == "M114.2") return read_magnets(model, answer, facts);
  if (question == "M123") return read_speed(answer, facts);
  return question == "M241" && read_latch(answer, facts);
}

}  // namespace deckhand
