#include "hardware/emulated_board.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "hardware/emulated_transport.hpp"
#include "hardware/motion_time.hpp"

using namespace deckhand;

TEST_CASE("a long move speeds up, cruises and slows down: a short one never cruises") {
  CHECK(trapezoid_s(400, 400, 2000) == Approx(1 + 0.2));
  CHECK(trapezoid_s(20, 400, 2000) == Approx(2 * std::sqrt(20.0 / 2000)));
  CHECK(trapezoid_s(0, 400, 2000) == 0);
  CHECK(trapezoid_mm(0.6, 400, 400, 2000) == Approx(200));
  CHECK(trapezoid_mm(0.1, 400, 400, 2000) == Approx(10));
  CHECK(trapezoid_mm(9, 400, 400, 2000) == 400);
}

TEST_CASE("a move is acknowledged at once and M400 when it is over, by the axis' own limits") {
  emulated_board board;
  board.handle("G28.2 X", 0);
  const double start_s = board.handle("M400", 0).due_s;
  CHECK(board.handle("G0 X18", start_s).due_s == start_s);
  // 400 mm at 400 mm/s and 3000 mm/s2.
  CHECK(board.handle("M400", start_s).due_s - start_s == Approx(trapezoid_s(400, 400, 3000)));
}

TEST_CASE("G91 moves by so much, G90 to a place, and a home knows its switches") {
  emulated_board board;
  double now_s = board.handle("G28.2 AZ", 0).due_s;
  now_s = board.handle("G28.2 Y", now_s).due_s;
  board.handle("G91 G0 Y-3 G90", now_s);
  now_s = board.handle("M400", now_s).due_s;
  CHECK(board.handle("M114.2", now_s).text.find("Y:350 ") != std::string::npos);
  CHECK(board.handle("G28.6", now_s).text == "X:0 Y:1 Z:1 A:1 B:0 C:0");
}

TEST_CASE("a halt stops a move where it is, and only M999 is taken after it") {
  emulated_board board;
  double now_s = board.handle("G28.2 X", 0).due_s;
  board.handle("G0 X18", now_s);
  const double half_s = trapezoid_s(400, 400, 3000) / 2;
  board.halt(now_s + half_s);
  CHECK(board.position(board_axis::x, now_s + half_s + 10) == Approx(218));
  CHECK_FALSE(board.is_homed(board_axis::x));
  now_s += half_s;
  CHECK(board.handle("G0 X100", now_s).text == "error:Alarm lock");
  CHECK(board.handle("M999", now_s).text.empty());
  CHECK(board.handle("G0 X100", now_s).text.empty());
}

TEST_CASE("a move past its switch stops there with an alarm") {
  emulated_board board;
  const double now_s = board.handle("G28.2 X", 0).due_s;
  CHECK(board.handle("G0 X500", now_s).text == "ALARM: Hard limit +X");
  CHECK(board.handle("M400", now_s).text == "error:Alarm lock");
}

namespace {

/// Time that stands still until the test moves it.
class held_clock final : public board_clock {
 public:
  double now_s() const override { return now_s_; }
  void wait(double, std::unique_lock<std::mutex>& lock, std::condition_variable& changed) override { changed.wait(lock); }

 private:
  double now_s_ = 0;
};

}  // namespace

TEST_CASE("a halt answers the line in flight, and so does the end of the transport") {
  emulated_transport_config config;
  config.clock = std::make_shared<held_clock>();
  std::vector<board_reply> replies;
  const auto keep = [&](board_reply reply) { replies.push_back(std::move(reply)); };
  {
    emulated_transport link{config};
    link.send({"G0 X10"}, keep);
    REQUIRE(replies.size() == 1);
    CHECK(replies[0]);
    link.send({"M400"}, keep);
    CHECK(replies.size() == 1);
    link.halt();
    REQUIRE(replies.size() == 2);
    CHECK(replies[1].error().code == transport_error_code::halted);
    link.halt();
    CHECK(replies.size() == 2);
    link.send({"M999"}, keep);
    link.send({"G28.2 X"}, keep);
    CHECK(replies.size() == 3);
  }
  REQUIRE(replies.size() == 4);
  CHECK(replies[3].error().code == transport_error_code::disconnected);
}
