/// One module on a link of its own. See interfaces.hpp for its messages.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "actors/interfaces.hpp"
#include "hardware/linked_modules.hpp"
#include "hardware/module_window.hpp"
#include "runtime/clock.hpp"
#include "runtime/node_logs.hpp"

namespace deckhand {

struct module_driver_setup {
  module_link link;
  std::size_t number = 0;  ///< among the window's modules on links of their own
  linked_modules manner;   ///< how links are opened, and how often the module is asked
  std::shared_ptr<module_window> window;
  std::shared_ptr<const clock_source> clock;
  std::function<void(std::string_view)> on_line{};  ///< told every line but questions, as it is sent; may be empty
};

class module_driver_state {
 public:
  module_driver_state(module_driver_actor::pointer self, module_driver_setup setup);
  module_driver_actor::behavior_type make_behavior();

  static inline const char* name = "module_driver";

 private:
  caf::result<std::optional<robot_error>> perform(const module_operation& wanted);
  void cancel();
  void on_answer(const board_answer& answer);
  void on_wake(std::uint64_t number);
  void go_on();
  void send(const module_line& line);
  void show();
  double now_s() const;

  module_driver_actor::pointer self_;
  spdlog::logger& serial_log_ = logger_of(node_log::serial);
  module_driver_setup setup_;
  module_session session_;
  std::unique_ptr<transport> link_;
  std::optional<caf::typed_response_promise<std::optional<robot_error>>> in_hand_;
  std::uint64_t line_number_ = 0;
  bool awaits_answer_ = false;
  std::uint64_t wake_number_ = 0;  // tells a timer that was overtaken from the one waited for
  double not_before_s_ = 0;        // timers and clocks differ a little
  std::string told_trouble_;       // in the log, last
};

/// Ends with the actor that spawns it.
module_driver_actor spawn_module_driver(hardware_driver_actor::pointer parent, module_driver_setup setup);

}  // namespace deckhand
