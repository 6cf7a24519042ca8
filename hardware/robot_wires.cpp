#include "hardware/robot_wires.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <vector>

namespace deckhand {
namespace {

constexpr unsigned halt_line = 18, reset_line = 24, isp_line = 23;
constexpr unsigned frame_lights_line = 6, blue_line = 13, green_line = 19, red_line = 26;
constexpr std::array revision_lines{17U, 27U};
constexpr std::array switch_lines_2_1{20U};
constexpr std::array switch_lines{12U, 16U};  // door, window

constexpr int look_ms = 500;  // how long the light may tell of an operation that is over

board_revision revision_of(bool first, bool second) {
  if (first) return second ? board_revision::v2_1 : board_revision::b;
  return second ? board_revision::a : board_revision::c;
}

std::span<const unsigned> switches_of(board_revision revision) {
  if (revision == board_revision::v2_1) return switch_lines_2_1;
  return switch_lines;
}

}  // namespace

tl::expected<std::shared_ptr<robot_wires>, std::string> robot_wires::take(std::unique_ptr<gpio_chip> chip) {
  constexpr std::array levels{gpio_level{halt_line, true},   gpio_level{isp_line, true},  gpio_level{reset_line, true},
                              gpio_level{frame_lights_line}, gpio_level{blue_line, true}, gpio_level{green_line},
                              gpio_level{red_line}};
  if (auto taken = chip->take_outputs(levels); !taken) return tl::unexpected{taken.error()};
  if (auto taken = chip->take_inputs(revision_lines, false); !taken) return tl::unexpected{taken.error()};
  const auto revision = revision_of(chip->is_high(revision_lines[0]), chip->is_high(revision_lines[1]));
  if (auto taken = chip->take_inputs(switches_of(revision), true); !taken) return tl::unexpected{taken.error()};
  return std::shared_ptr<robot_wires>{new robot_wires{std::move(chip), revision}};
}

robot_wires::robot_wires(std::unique_ptr<gpio_chip> chip, board_revision revision)
    : chip_(std::move(chip)), revision_(revision), was_open_(is_door_open()), thread_([this] { run(); }) {}

robot_wires::~robot_wires() {
  is_ending_ = true;
  wake_.notify();
  thread_.join();
}

void robot_wires::set_halt(bool high) { chip_->set(halt_line, high); }
void robot_wires::set_reset(bool high) { chip_->set(reset_line, high); }
void robot_wires::switch_lights(bool on) { chip_->set(frame_lights_line, on); }

bool robot_wires::is_door_open() const {
  return std::ranges::any_of(switches_of(revision_), [this](unsigned line) { return !chip_->is_high(line); });
}

void robot_wires::watch_door(std::function<void(bool)> on_door) {
  const std::lock_guard lock{mutex_};
  on_door_ = std::move(on_door);
}

// Between two operations of a run the robot is idle for microseconds: that is neither shown nor worth a wake-up.
void robot_wires::show(robot_activity now) {
  activity_ = now;
  if (now != shown_ && (now == robot_activity::trouble || shown_ != robot_activity::running)) wake_.notify();
}

void robot_wires::run() {
  while (!is_ending_) {
    std::array<pollfd, 2> waiting{pollfd{wake_.get(), POLLIN, 0}, pollfd{chip_->edges(), POLLIN, 0}};
    ::poll(waiting.data(), waiting.size(), shown_ == robot_activity::running ? look_ms : -1);
    wake_.drain();
    if (waiting[1].revents) look_at_door();
    for (auto now = activity_.load(); now != shown_; now = activity_) light_button(now);
  }
}

void robot_wires::look_at_door() {
  chip_->forget_edges();
  const bool is_open = is_door_open();
  const std::lock_guard lock{mutex_};
  if (is_open == std::exchange(was_open_, is_open)) return;
  if (on_door_) on_door_(is_open);
}

void robot_wires::light_button(robot_activity now) {
  shown_ = now;
  chip_->set(blue_line, now == robot_activity::idle);
  chip_->set(green_line, now == robot_activity::running);
  chip_->set(red_line, now == robot_activity::trouble);
}

}  // namespace deckhand
