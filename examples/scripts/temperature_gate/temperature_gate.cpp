// Adds an enzyme once its plate is warm, and not before: the script looks at the temperature module every few seconds, and gives
// up where it does not get there.

#include <deckhand/script.hpp>

namespace {

namespace script = deckhand::script;
using namespace std::chrono_literals;

constexpr double target_celsius = 37;
constexpr double warm_enough_celsius = 36.5;
constexpr auto look_interval = 5s;
constexpr int most_looks = 240;  // twenty minutes
constexpr double enzyme_ul = 5;
constexpr double flow_rate_ul_s = 7.56;

// What a command's answer leads to.
enum tag : std::uint64_t { preparing, heating, adding, last };

class temperature_gate {
 public:
  explicit temperature_gate(script::script_pointer self) : self_(self) {}

  script::behaviour make_behavior() {
    return {
        [this](const script::run_started&) { prepare(); },
        [this](const script::command_done& done) { on_done(done.tag); },
        [this](const script::command_failed& failed) { self_->fail(failed.command_type + ": " + failed.detail); },
        [](script::run_paused) {},  // the module keeps its temperature
        [](script::run_resumed) {},
        [this](script::timer_tick) { self_->ask_for_module_state("warmer"); },
        [this](const script::module_state& state) { look_at(state); },
    };
  }

 private:
  void prepare() {
    self_->ask(script::load_module("warmer", "temperatureModuleV2", "3"), preparing);
    self_->ask(script::load_labware("plate", "corning_96_wellplate_360ul_flat", script::place::module_with_id("warmer")),
               preparing);
    self_->ask(script::load_labware("tips", "opentrons_96_tiprack_20ul", script::place::slot("1")), preparing);
    self_->ask(script::load_labware("enzyme", "nest_12_reservoir_15ml", script::place::slot("4")), preparing);
    self_->ask(script::load_pipette("p20", "p20_single_gen2", "left"), preparing);
    self_->ask(script::set_temperature("warmer", target_celsius), heating);
  }

  void on_done(std::uint64_t what) {
    if (what == heating) self_->ask_for_module_state("warmer");
    if (what == last) self_->finish();
  }

  void look_at(const script::module_state& state) {
    const auto celsius = script::current_temperature_celsius(state);
    if (!celsius) return self_->fail("The module does not tell its temperature.");
    if (*celsius >= warm_enough_celsius) return add_enzyme(*celsius);
    if (++looks_ == most_looks) return self_->fail("The plate is not warm: it has " + std::to_string(*celsius) + " °C.");
    self_->tick_after(look_interval);
  }

  void add_enzyme(double celsius) {
    self_->ask(script::comment("warm after " + std::to_string(looks_) + " looks: " + std::to_string(celsius) + " °C"), adding);
    for (const char* well : {"A1", "B1", "C1"}) {
      self_->ask(script::pick_up_tip("p20", {"tips", well}), adding);
      self_->ask(script::aspirate("p20", {"enzyme", "A1"}, enzyme_ul, flow_rate_ul_s), adding);
      self_->ask(script::dispense("p20", {"plate", well}, enzyme_ul, flow_rate_ul_s), adding);
      self_->ask(script::drop_tip("p20"), adding);
    }
    self_->ask(script::deactivate_temperature("warmer"), last);
  }

  script::script_pointer self_;
  int looks_ = 0;
};

}  // namespace

DECKHAND_SCRIPT(temperature_gate, .protocol_name = "Temperature gate", .author = "deckhand",
                .text = "Adds an enzyme once the plate on the temperature module is warm.");
