// A script that does what its file is called: one shared object for all that can go wrong.

#include <csignal>
#include <cstdlib>
#include <deckhand/script.hpp>
#include <stdexcept>

namespace {

namespace script = deckhand::script;

class trouble {
 public:
  explicit trouble(script::script_pointer self) : self_(self) {}

  script::behaviour make_behavior() {
    return {
        [this](const script::run_started& started) { begin(started); },
        [this](const script::command_done& done) { on_done(done); },
        [this](const script::command_failed& failed) { on_failed(failed); },
        [this](script::run_paused) {
          if (is("pauses")) say("paused");
        },
        [this](script::run_resumed) {
          if (is("pauses")) say("played on"), self_->finish();
        },
        [this](script::timer_tick tick) { say("tick " + std::to_string(tick.tag)), self_->finish(); },
        [this](const script::module_state& state) { say(state.data.dump()), self_->finish(); },
    };
  }

 private:
  bool is(const char* name) const { return name_ == std::string{name} + ".so"; }
  void say(const std::string& text) { self_->ask(script::comment(text)); }

  void begin(const script::run_started& started) {
    name_ = started.file_name;
    // A dry run of these would only repeat what the run shows.
    if (started.is_simulating && !is("pauses") && !is("ticks")) return self_->finish();
    say("begins");
    // What it is in the middle of, and what it will not come to.
    if (is("throws") || is("gives_up")) self_->ask(script::wait_for_resume()), say("never");
    if (is("ticks")) self_->tick_after(std::chrono::hours{2}, 7);
    if (is("asks_nonsense")) self_->ask({0, "juggle", {}}, 1);
    if (is("misses_a_module")) self_->ask_for_module_state("none", 3);
  }

  void on_done(const script::command_done& done) {
    if (done.command_type != "comment") return;
    if (is("throws")) throw std::logic_error("the vial is upside down");
    if (is("gives_up")) return self_->fail("no more vials");
    if (is("crashes")) std::signal(SIGSEGV, SIG_DFL), std::raise(SIGSEGV);  // not for a sanitizer to report
    if (is("exits")) std::_Exit(3);
    if (is("spins"))
      for (volatile unsigned i = 0;; ++i) {
      }
    if (is("pauses") && !has_paused_) has_paused_ = true, self_->pause();
    if (is("floods")) say("again"), say("and again");
  }

  void on_failed(const script::command_failed& failed) {
    say(std::to_string(failed.tag) + " " + failed.command_type + " " + failed.error_type);
    self_->finish();
  }

  script::script_pointer self_;
  std::string name_;
  bool has_paused_ = false;
};

}  // namespace

DECKHAND_SCRIPT(trouble, .protocol_name = "Trouble", .author = "a test", .handler_limit = std::chrono::seconds{3});
