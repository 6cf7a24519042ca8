/// The modules that a robot's driver finds behind links of their own, and how it keeps these links.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "hardware/link_transport.hpp"
#include "hardware/module_link.hpp"
#include "hardware/module_session.hpp"

namespace deckhand {

struct linked_modules {
  std::vector<module_link> links;
  /// A directory: modules whose ports are named there are taken as well, whenever they show up; empty: none are looked for.
  std::filesystem::path find_in;
  std::chrono::milliseconds look_every{2000};
  module_pace pace;
  link_transport_config link{.open_link = {},
                             .longest_backoff = std::chrono::milliseconds{
                                 1000}};  ///< without what is each link's own: opener, framing, name and whom it tells
  /// Opens a link; tests put another transport here.
  std::function<std::unique_ptr<transport>(link_transport_config)> open = [](link_transport_config config) {
    return std::make_unique<link_transport>(std::move(config));
  };

  /// Whether there may be any.
  bool are_wanted() const { return !links.empty() || !find_in.empty(); }
};

}  // namespace deckhand
