/// How deckhand finds the script in a shared object.
#pragma once

#include <caf/config.hpp>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "deckhand/script/actor.hpp"

namespace deckhand::script {

/// Counts up whenever a message, the entry or an actor's interface changes. A script of another version is refused.
inline constexpr std::uint32_t interface_version = 1;

#define DECKHAND_SCRIPT_TEXT_OF(x) #x
#define DECKHAND_SCRIPT_TEXT(x) DECKHAND_SCRIPT_TEXT_OF(x)
/// What else has to be the same on both sides, since values of the libraries' own types cross over.
inline constexpr const char* build_description =
    "CAF " DECKHAND_SCRIPT_TEXT(CAF_VERSION) ", nlohmann_json " DECKHAND_SCRIPT_TEXT(NLOHMANN_JSON_VERSION_MAJOR) "." DECKHAND_SCRIPT_TEXT(
        NLOHMANN_JSON_VERSION_MINOR) "." DECKHAND_SCRIPT_TEXT(NLOHMANN_JSON_VERSION_PATCH) ", libstdc++ "
                                                                                           "ABI " DECKHAND_SCRIPT_TEXT(
                                                                                               _GLIBCXX_USE_CXX11_ABI);

/// What a script says of itself, as its protocol's metadata. All texts are UTF-8 and never null.
struct description {
  const char* protocol_name = "";
  const char* author = "";
  const char* text = "";
  /// A handler that runs longer ends the script, and the run with an error. Wall time; one minute at the most.
  std::chrono::milliseconds handler_limit{5000};
};

struct entry {
  std::uint32_t version = 0;    ///< interface_version; stays the first member for ever
  const char* built_with = "";  ///< build_description; stays the second
  description about;
  script_actor (*spawn)(caf::actor_system& system, environment given) = nullptr;
};

template <class State>
script_actor spawn_script(caf::actor_system& system, environment given) {
  return system.spawn<script_instance<State>, caf::detached>(std::move(given));
}

/// The symbol's name in the shared object.
inline constexpr const char* entry_name = "deckhand_script_entry";

}  // namespace deckhand::script

/// DECKHAND_SCRIPT(state_type, .protocol_name = "…", .author = "…"): once in a shared object, outside of any namespace;
/// a semicolon follows.
#define DECKHAND_SCRIPT(State, ...)                                                                                             \
  extern "C" {                                                                                                                  \
  extern __attribute__((visibility("default"), used)) const deckhand::script::entry deckhand_script_entry;                      \
  const deckhand::script::entry deckhand_script_entry{deckhand::script::interface_version, deckhand::script::build_description, \
                                                      deckhand::script::description{__VA_ARGS__},                               \
                                                      &deckhand::script::spawn_script<State>};                                  \
  }                                                                                                                             \
  static_assert(true)
