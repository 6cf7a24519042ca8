/// Dry runs of uploaded protocols, one after another, at low priority. See interfaces.hpp for its message.
#pragma once

#include <atomic>
#include <memory>

#include "actors/interfaces.hpp"
#include "runtime/script_process.hpp"

namespace deckhand {

/// What the analyser is made with.
struct protocol_analyser_setup {
  std::shared_ptr<const clock_source> clock;
  std::shared_ptr<const std::atomic<bool>> is_stopping;  ///< ends an analysis half-way when the node stops
  int nice_value = 10;
  script_process_config process{};  ///< of scripts
};

protocol_analyser_actor spawn_protocol_analyser(caf::actor_system& system, protocol_analyser_setup setup);

}  // namespace deckhand
