/// A transport on an emulated board that is served elsewhere, and questions that wait for their answers.
#pragma once

#include <catch2/catch.hpp>
#include <future>
#include <memory>
#include <string>

#include "hardware/device_server.hpp"
#include "hardware/emulated_board.hpp"
#include "hardware/link_transport.hpp"

namespace deckhand::testing {

inline device_server_config board_to_serve(double time_scale = 1, std::vector<device_fault> faults = {},
                                           emulated_board_config board = {}) {
  return {std::make_unique<emulated_board>(std::move(board)), time_scale, std::move(faults)};
}

/// Timeouts and pauses so short that a test can wait for them.
inline link_transport_config quick_link(link_opener open_link) {
  link_transport_config config;
  config.open_link = std::move(open_link);
  config.first_backoff = std::chrono::milliseconds{5};
  config.longest_backoff = std::chrono::milliseconds{20};
  config.before_resend = config.settle_after_halt = config.grace_after_error = std::chrono::milliseconds{5};
  config.timeout_scale = 0.05;
  return config;
}

inline link_opener link_to(device_server& server) {
  const auto port = server.listen("127.0.0.1", 0);
  REQUIRE(port);
  return tcp_link("127.0.0.1", std::to_string(*port));
}

inline std::future<board_reply> begin_to_ask(transport& link, const board_write& line) {
  auto promise = std::make_shared<std::promise<board_reply>>();
  auto answer = promise->get_future();
  link.send(line, [promise](board_reply reply) { promise->set_value(std::move(reply)); });
  return answer;
}

inline board_reply ask(transport& link, const std::string& text, int retries = 3) {
  auto answer = begin_to_ask(link, {text, std::chrono::seconds{5}, retries});
  REQUIRE(answer.wait_for(std::chrono::seconds{20}) == std::future_status::ready);
  return answer.get();
}

}  // namespace deckhand::testing
