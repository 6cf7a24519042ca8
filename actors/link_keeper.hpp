/// The end of a link that looks for the other node: finds its gate, tells who comes, and does so again after every loss.
#pragma once

#include <spdlog/spdlog.h>

#include <algorithm>
#include <caf/all.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "actors/link_middleman.hpp"
#include "actors/messages.hpp"
#include "runtime/clock.hpp"
#include "runtime/node_address.hpp"
#include "runtime/version.hpp"

namespace deckhand {

/// What every gate answers to whoever comes: see interfaces.hpp.
using link_gate =
    caf::typed_actor<caf::result<std::string, std::string, std::int64_t>(link_atom, std::uint32_t, std::string, std::string)>;

struct link_target {
  std::string kind;      ///< "robot" or "engine", for people
  caf::actor connector;  ///< answers (connect_atom, host, port) with what is published there, as link_middleman does
  node_address node;
  std::string own_name;  ///< how this end is called to people over there
  std::shared_ptr<const clock_source> clock;
  std::chrono::nanoseconds answer_timeout = usual_link_timeout;  ///< for the link's beginning; later silence is the monitor's
};

/// When a link began, by both clocks; see link_clock.
struct link_greeting {
  std::string name;  ///< the other end's
  std::int64_t there_ns = 0, sent_ns = 0, answered_ns = 0;
};

/// Part of one actor's state, and called by that alone. A link that is lost, or was not to be had, is looked for at growing
/// intervals of up to five seconds.
template <class Self>
class link_keeper {
 public:
  struct handlers {
    std::function<void(const caf::strong_actor_ptr& gate, const link_greeting&)> on_link;
    std::function<void()> on_trouble;  ///< there is no link, or none any more: trouble() says why
    /// At the link's beginning and once a second while it lasts: for what is over there and nobody tells of, such as modules
    /// that warm up by themselves.
    std::function<void()> on_look;
  };

  link_keeper(Self self, link_target target, handlers told) : self_(self), target_(std::move(target)), told_(std::move(told)) {}

  void connect() {
    self_->request(target_.connector, target_.answer_timeout, caf::connect_atom_v, target_.node.host, target_.node.port)
        .then([this](const caf::node_id&, const caf::strong_actor_ptr& found, const std::set<std::string>&) { greet(found); },
              [this](const caf::error& reason) { try_again_later("its node cannot be reached: " + explain(reason)); });
  }
  /// For the actor's down handler.
  void on_down(const caf::down_msg& down) {
    if (!gate_ || down.source != gate_.address()) return;
    gate_ = link_gate{};  // what it is monitored by is gone with it
    try_again_later("the link to its node was lost: " + caf::to_string(down.reason));
  }
  void try_again_later(std::string why) {
    if (gate_) self_->demonitor(gate_);
    gate_ = link_gate{};
    is_linked_ = false;
    if (why != trouble_) spdlog::warn("the {} at {}: {}", target_.kind, to_string(target_.node), why);
    trouble_ = std::move(why);
    told_.on_trouble();
    self_->run_delayed(pause_, [this] { connect(); });
    pause_ = std::min(2 * pause_, longest_pause);
  }

  bool is_linked() const { return is_linked_; }
  std::string node() const { return to_string(target_.node); }
  /// A clause for people; empty while there is a link.
  const std::string& trouble() const { return trouble_; }
  /// The other end's, of the last link.
  const std::string& name() const { return name_; }
  robot_link as_shown() const { return {node(), name_, trouble_}; }

 private:
  static constexpr std::chrono::nanoseconds first_pause = std::chrono::milliseconds{250};
  static constexpr std::chrono::nanoseconds longest_pause = std::chrono::seconds{5};
  static constexpr std::chrono::seconds look_interval{1};

  void greet(const caf::strong_actor_ptr& found) {
    if (!found) return try_again_later("its node has no " + target_.kind);
    gate_ = caf::actor_cast<link_gate>(found);
    self_->monitor(gate_);
    const auto sent_ns = target_.clock->steady_now_ns();
    self_->request(gate_, target_.answer_timeout, link_atom_v, link_version, std::string{version_text}, target_.own_name)
        .then(
            [this, sent_ns](const std::string& refusal, const std::string& name, std::int64_t there_ns) {
              if (!gate_) return;  // lost again meanwhile
              if (refusal.empty())
                begin({name, there_ns, sent_ns, target_.clock->steady_now_ns()});
              else
                try_again_later("its node refuses: " + refusal);
            },
            [this](const caf::error& reason) {
              if (gate_) try_again_later("its node does not answer: " + explain(reason));
            });
  }
  void begin(const link_greeting& greeting) {
    is_linked_ = true;
    name_ = greeting.name;
    trouble_.clear();
    pause_ = first_pause;
    spdlog::info("linked to the {} {} at {}", target_.kind, name_, to_string(target_.node));
    told_.on_link(caf::actor_cast<caf::strong_actor_ptr>(gate_), greeting);
    look_now_and_then(++link_number_);
  }
  void look_now_and_then(std::uint64_t link_number) {
    if (!is_linked_ || link_number != link_number_) return;
    told_.on_look();
    self_->run_delayed(look_interval, [this, link_number] { look_now_and_then(link_number); });
  }

  Self self_;
  link_target target_;
  handlers told_;
  link_gate gate_;  // empty while nothing was found
  bool is_linked_ = false;
  std::uint64_t link_number_ = 0;  // looks of a link that was lost end
  std::string name_;
  std::string trouble_ = "its node was not reached yet";
  std::chrono::nanoseconds pause_ = first_pause;
};

}  // namespace deckhand
