// A gradient of two dyes over a row of a plate: well 1 gets one dye alone, well 12 the other, and the wells between a mixture.
// The whole plan is known at the start, so all of it is asked for at once; the run's queue does the rest.

#include <deckhand/script.hpp>

namespace {

namespace script = deckhand::script;

constexpr int wells = 12;
constexpr double total_ul = 220;  // in each well
constexpr double flow_rate_ul_s = 92.86;

class gradient_fill {
 public:
  explicit gradient_fill(script::script_pointer self) : self_(self) {}

  script::behaviour make_behavior() {
    return {
        [this](const script::run_started&) { ask_for_everything(); },
        [this](const script::command_done&) {
          if (--open_commands_ == 0) self_->finish();
        },
        [this](const script::command_failed& failed) {
          self_->fail("The gradient is not complete: " + failed.command_type + ": " + failed.detail);
        },
        [](script::run_paused) {},
        [](script::run_resumed) {},
        [](script::timer_tick) {},
        [](const script::module_state&) {},
    };
  }

 private:
  void ask_for_everything() {
    ask(script::load_labware("tips", "opentrons_96_tiprack_300ul", script::place::slot("1")));
    ask(script::load_labware("plate", "corning_96_wellplate_360ul_flat", script::place::slot("2")));
    ask(script::load_labware("dyes", "nest_12_reservoir_15ml", script::place::slot("4")));
    ask(script::load_pipette("p300", "p300_single_gen2", "right"));
    fill("A1", "A1", [](int well) { return total_ul * (wells - 1 - well) / (wells - 1); });
    fill("B1", "A2", [](int well) { return total_ul * well / (wells - 1); });
  }

  // One dye with one tip, which touches no liquid that is in a well already.
  template <class Volume>
  void fill(const char* tip, const char* dye, Volume volume_ul) {
    ask(script::pick_up_tip("p300", {"tips", tip}));
    for (int well = 0; well < wells; ++well) {
      if (volume_ul(well) < 1) continue;
      const script::well target{"plate", "A" + std::to_string(well + 1)};
      ask(script::aspirate("p300", {"dyes", dye}, volume_ul(well), flow_rate_ul_s));
      ask(script::dispense("p300", target, volume_ul(well), flow_rate_ul_s, script::height::above_top(-1)));
    }
    ask(script::drop_tip("p300"));
  }

  void ask(script::command what) {
    ++open_commands_;
    self_->ask(std::move(what));
  }

  script::script_pointer self_;
  int open_commands_ = 0;
};

}  // namespace

DECKHAND_SCRIPT(gradient_fill, .protocol_name = "Gradient fill", .author = "deckhand",
                .text = "Two dyes, mixed from one end of a row to the other.");
