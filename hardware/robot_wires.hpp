/// The wires of an OT-2 that lead past its motor board's serial link: halt and reset, lights, door switches, revision.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "hardware/board_currents.hpp"
#include "hardware/file_descriptor.hpp"
#include "hardware/gpio_chip.hpp"

namespace deckhand {

/// What the light in the robot's button tells.
enum class robot_activity : unsigned char {
  idle,     ///< blue
  running,  ///< green: an operation is going on, or was until a moment ago
  trouble   ///< red: the last operation failed, or the robot was halted
};

/// Door and window have switches that are high while they are closed. The button itself is left alone: nothing that clients know
/// hangs on it, so whoever wants may watch it.
///
/// A thread of its own waits for the switches. Any thread may call the members; none blocks.
class robot_wires {
 public:
  /// Takes an OT-2's lines: halt and isp high, so that the board runs its own program. It is for the board's link to reset it.
  /// The error is a sentence.
  static tl::expected<std::shared_ptr<robot_wires>, std::string> take(std::unique_ptr<gpio_chip> chip);
  ~robot_wires();
  robot_wires(const robot_wires&) = delete;
  robot_wires& operator=(const robot_wires&) = delete;

  board_revision revision() const { return revision_; }
  /// Low stops the board.
  void set_halt(bool high);
  /// Low resets it.
  void set_reset(bool high);
  void switch_lights(bool on);
  void show(robot_activity now);
  bool is_door_open() const;
  /// `on_door` is called in the wires' thread each time the door (or the window) has been opened (true) or closed. The last one
  /// counts; empty: nobody is told any more.
  void watch_door(std::function<void(bool)> on_door);

 private:
  explicit robot_wires(std::unique_ptr<gpio_chip> chip, board_revision revision);
  void run();
  void look_at_door();
  void light_button(robot_activity now);

  std::unique_ptr<gpio_chip> chip_;
  board_revision revision_;
  std::atomic<robot_activity> activity_{robot_activity::idle}, shown_{robot_activity::idle};
  std::atomic<bool> is_ending_{false};
  wake_signal wake_;
  std::mutex mutex_;  // of what follows
  std::function<void(bool)> on_door_;
  bool was_open_ = false;
  std::thread thread_;
};

}  // namespace deckhand
