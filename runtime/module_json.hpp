/// Modules as clients see them.
#pragma once

#include <nlohmann/json.hpp>

#include "runtime/robot_facts.hpp"

namespace deckhand {

/// What a module says of itself now: {status, …} by its kind, as under "data" in `GET /modules`.
nlohmann::json module_data_json(const module_facts& module);
/// An item of `GET /modules`; `port_number` counts from 1.
nlohmann::json module_json(const module_facts& module, std::size_t port_number);
/// The same as the second version of the API has it, under its own names.
nlohmann::json legacy_module_json(const module_facts& module, std::size_t port_number);

}  // namespace deckhand
