// A serial dilution that does not know beforehand how far it goes: each step is planned from what the last one really moved,
// until the concentration is below what the assay can see or the row is used up.

#include <deckhand/script.hpp>

namespace {

namespace script = deckhand::script;

constexpr double start_ug_ml = 500;
constexpr double lowest_ug_ml = 1;  // the assay sees nothing below
constexpr double diluent_ul = 100;  // in each well
constexpr double largest_transfer_ul = 100;
constexpr double flow_rate_ul_s = 92.86;
constexpr int columns = 12;

class adaptive_dilution {
 public:
  explicit adaptive_dilution(script::script_pointer self) : self_(self) {}

  script::behaviour make_behavior() {
    return {
        [this](const script::run_started&) { prepare(); },
        [this](const script::command_done& done) { on_done(done); },
        [this](const script::command_failed& failed) { on_failed(failed); },
        [](script::run_paused) {},
        [](script::run_resumed) {},
        [](script::timer_tick) {},
        [](const script::module_state&) {},
    };
  }

 private:
  enum tag : std::uint64_t { loading, ready, aspirated, dispensed, tip_dropped, told };

  void prepare() {
    self_->ask(script::load_labware("tips", "opentrons_96_tiprack_300ul", script::place::slot("1")), loading);
    self_->ask(script::load_labware("plate", "corning_96_wellplate_360ul_flat", script::place::slot("2")), loading);
    self_->ask(script::load_pipette("p300", "p300_single_gen2", "right"), loading);
    self_->ask(script::pick_up_tip("p300", {"tips", "A1"}), ready);
  }

  void on_done(const script::command_done& done) {
    switch (done.tag) {
      case ready: return transfer();
      case aspirated: return dispense(done.result.at("volume"));
      case dispensed: return look(done);
      case tip_dropped: return self_->ask(script::comment(summary()), told);
      case told: return self_->finish();
      default: return;
    }
  }

  // Twofold while there is much of it, tenfold further down.
  void transfer() {
    const double wanted_ul = concentration_ug_ml_ > 50 ? largest_transfer_ul : diluent_ul / 9;
    self_->ask(script::aspirate("p300", well(column_), wanted_ul, flow_rate_ul_s), aspirated);
  }

  // What the robot says it took counts, not what was asked for.
  void dispense(double moved_ul) {
    moved_ul_ = moved_ul;
    self_->ask(script::dispense("p300", well(column_ + 1), moved_ul, flow_rate_ul_s), dispensed);
  }

  void look(const script::command_done& done) {
    if (done.pipettes.at("right").volume_ul > 0) return self_->fail("There is liquid left in the tip.");
    concentration_ug_ml_ *= moved_ul_ / (moved_ul_ + diluent_ul);
    ++column_;
    if (concentration_ug_ml_ < lowest_ug_ml || column_ == columns)
      self_->ask(script::drop_tip("p300"), tip_dropped);
    else
      transfer();
  }

  // A tip rack may have a hole: the next tip is as good.
  void on_failed(const script::command_failed& failed) {
    if (failed.tag == ready && failed.error_type == "TipNotAttachedError" && tip_row_ < 'H')
      return self_->ask(script::pick_up_tip("p300", {"tips", std::string{++tip_row_} + "1"}), ready);
    self_->fail("The dilution stopped in column " + std::to_string(column_) + ": " + failed.detail);
  }

  std::string summary() const {
    return std::to_string(column_) + " columns, the last with " + std::to_string(concentration_ug_ml_) + " ug/ml";
  }

  static script::well well(int column) { return {"plate", "A" + std::to_string(column)}; }

  script::script_pointer self_;
  int column_ = 1;
  double concentration_ug_ml_ = start_ug_ml;
  double moved_ul_ = 0;
  char tip_row_ = 'A';
};

}  // namespace

DECKHAND_SCRIPT(adaptive_dilution, .protocol_name = "Adaptive serial dilution", .author = "deckhand",
                .text = "Dilutes along a row until the assay sees nothing any more.");
