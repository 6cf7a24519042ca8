/// One module on a link of its own, as its driver sees it: operations in, lines out, answers in, facts out. A pure state machine:
/// no thread, no clock, no link. See also robot.hpp, which is the same for the motor board.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "hardware/transport.hpp"
#include "runtime/module_catalogue.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

/// How often a module is asked how it is, in seconds.
struct module_pace {
  double poll_s = 1;
  double waiting_poll_s = 0.25;  ///< while an operation waits for it
};

/// What is known of a module's link.
struct linked_module {
  module_type type = module_type::temperature;
  std::string serial_number;          ///< of the module that is there, or was there last; empty: none was yet
  std::optional<module_facts> facts;  ///< nothing: it cannot be reached
  std::string trouble;                ///< why not, in sentences
  bool is_tried = false;              ///< somebody has answered there, or it was seen that nobody does
};

/// A line for a module.
struct module_line {
  board_write write;
  bool is_question = false;  ///< asks how the module is, and changes nothing
};

/// How an operation ended. Errors: `module_absent`, `module_refused`, `module_error`, `module_unreachable`.
using module_outcome = tl::expected<void, robot_error>;

/// Use: as long as next_line gives a line, send it and hand its reply to on_reply; where it gives nothing and no line is in
/// flight, come back at due_s(). At the link's beginning, and after every loss of it, it asks the module who it is; from then on
/// how it is. `now_s`: seconds from any origin; never decreases from call to call.
class module_session {
 public:
  module_session(module_type type, std::string place, module_pace pace = {});

  std::optional<module_line> next_line(double now_s);
  double due_s() const { return due_s_; }
  void on_reply(const board_reply& reply, double now_s);
  /// The module reported an error that was not the answer to a line: the operation in hand, if any, fails with it.
  void on_unasked(const std::string& text);
  /// The link was lost without a line in flight.
  void on_lost(const std::string& why, double now_s);

  /// Precondition: no operation is in hand. A profile's steps are told one by one, each when the one before is over.
  void begin(const module_operation& wanted, double now_s);
  /// The operation in hand is over without an outcome, and nothing more is sent of it. A line in flight is answered all the same.
  void cancel();
  /// How the operation ended; nothing while it goes on, and after it was taken.
  std::optional<module_outcome> take_outcome();

  const linked_module& known() const { return known_; }
  /// How sentences about it begin: its kind and place, and its serial number where that is known.
  std::string name() const;

 private:
  struct sent_line {
    std::string text;
    bool is_question = false;
  };

  module_line send(std::string text, bool is_question);
  void identify(std::string_view answer, double now_s);
  void take_answer(const sent_line& sent, const std::string& answer, double now_s);
  void end_round(double now_s);
  void end(module_outcome outcome);
  void fail(robot_error_code code, std::string detail);
  void forget(const std::string& why, double now_s);
  void look_again(double at_s);

  module_type type_;
  std::string place_;
  module_pace pace_;
  const module_model* model_ = nullptr;  // nullptr: the module has not said who it is
  module_facts facts_;                   // as the answers come in; known_ has those of whole rounds
  linked_module known_;
  std::optional<sent_line> in_flight_;
  std::size_t next_question_ = 0;
  int unread_answers_ = 0;  // one after the other
  double due_s_ = 0;

  std::optional<module_operation> wanted_;
  std::deque<std::string> lines_;  // that it still takes
  bool is_step_going_on_ = false;  // of a profile: the next line waits
  double began_s_ = 0;
  std::optional<module_outcome> outcome_;
};

}  // namespace deckhand
