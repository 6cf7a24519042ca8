/// One robot behind one transport. See interfaces.hpp for its messages.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "actors/interfaces.hpp"
#include "actors/mailbox_maxima.hpp"
#include "hardware/linked_modules.hpp"
#include "hardware/module_window.hpp"
#include "hardware/robot.hpp"
#include "hardware/robot_wires.hpp"
#include "hardware/transport.hpp"
#include "runtime/node_logs.hpp"

namespace deckhand {

/// What a driver is made with.
struct hardware_driver_setup {
  std::function<std::unique_ptr<transport>()> open_transport;  ///< called once, in the driver's own thread
  robot_config robot;
  std::shared_ptr<const clock_source> clock;
  std::shared_ptr<mailbox_maxima> maxima;
  bool real_time = false;
  std::shared_ptr<module_window> modules;           ///< shows all modules, and keeps the emulated ones' time
  bool is_emulated = true;                          ///< door and emergency stop are not real, and can be moved
  std::function<void(std::string_view)> on_line{};  ///< told every line after the connect sequence, by several threads; may be
                                                    ///< empty
  linked_modules linked{};
  std::shared_ptr<robot_wires> wires{};  ///< empty: the robot has none
};

class hardware_driver_state {
 public:
  hardware_driver_state(hardware_driver_actor::pointer self, hardware_driver_setup setup);
  hardware_driver_actor::behavior_type make_behavior();

  static inline const char* name = "hardware_driver";

 private:
  /// At the end of a message.
  struct message_end {
    ~message_end() { driver.freed_steady_ns_ = driver.setup_.clock->steady_now_ns(); }
    hardware_driver_state& driver;
  };
  struct waiting_operation {
    robot_operation operation;
    caf::typed_response_promise<operation_report> promise;
    bool follows = false;  ///< only if the one before it succeeds
  };

  caf::result<operation_report> perform(robot_operation operation, std::uint64_t halts);
  caf::result<operation_report> perform_next(robot_operation operation, std::uint64_t halts);
  bool withdraw();
  caf::result<std::optional<robot_facts>> foresee();
  operation_report switch_lights(const set_lights_operation& wanted);
  bool move_door(bool open);
  void see_door(bool open);
  caf::result<bool> await_door(bool known);
  void show(robot_activity now) const;
  caf::result<bool> press_estop(bool pressed);
  caf::result<std::uint64_t> halt();
  const robot_error& why_halted() const;
  void stand_still(const robot_error& why);
  void hold();
  void drop_waiting(const robot_error& why);
  void on_answer(const board_answer& answer);

  bool foresees() const;
  void answer_foreseeing(const std::optional<robot_facts>& foreseen);
  void begin_next();
  void send_next_line();
  void add_linked(module_link link);
  void look_for_modules();
  void begin_module(const robot_operation& operation);
  bool begin_linked(const module_operation& wanted);
  void begin_linked(const load_module_operation& wanted);
  bool is_any_untried(module_type type) const;
  void cancel_module();
  void await_module(const tl::expected<double, robot_error>& due_s);
  void finish_module_operation(double over_s);
  void on_module_done(std::uint64_t number);
  double module_now_s() const;
  robot_facts facts() const;
  void finish_operation(const std::optional<robot_error>& error);
  operation_report make_report(std::optional<robot_error> error) const;

  hardware_driver_actor::pointer self_;
  spdlog::logger& serial_log_ = logger_of(node_log::serial);
  hardware_driver_setup setup_;
  robot robot_;
  module_bay modules_;
  std::unique_ptr<transport> transport_;
  std::deque<waiting_operation> waiting_;
  std::optional<caf::typed_response_promise<operation_report>> in_hand_;  // nothing while connecting, too
  std::vector<std::function<void()>> halting_;  // answers halts whose line in flight has not come back yet
  std::vector<caf::typed_response_promise<std::optional<robot_facts>>> foreseeing_;
  std::vector<caf::typed_response_promise<bool>> awaiting_door_;  // that it is moved
  bool has_failed_ = false;                                       // the operation before
  bool is_busy_ = false;                                          // an operation, or the connect sequence, is going on
  bool awaits_answer_ = false;                                    // a line is in flight
  std::uint64_t line_number_ = 0;
  std::int64_t began_steady_ns_ = 0;
  std::int64_t sent_steady_ns_ = 0;
  line_instants line_;                                 // of the answer that is dealt with; zeros otherwise
  std::int64_t freed_steady_ns_ = 0;                   // when the message before was dealt with
  double module_time_s_ = 0;                           // when the last finished module operation was over
  double pending_due_s_ = 0;                           // when the one in hand will be
  std::uint64_t module_operation_ = 0;                 // tells a late timer, or a late answer, from the one waited for
  std::vector<module_driver_actor> linked_;            // by their numbers in the window
  std::vector<std::string> linked_places_;             // the same
  std::optional<module_driver_actor> linked_in_hand_;  // does the operation in hand
};

hardware_driver_actor spawn_hardware_driver(caf::actor_system& system, hardware_driver_setup setup);

}  // namespace deckhand
