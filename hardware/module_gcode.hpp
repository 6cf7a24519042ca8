/// What modules are told, as G-code for their own serial links.
#pragma once

#include <string>
#include <vector>

#include "runtime/module_catalogue.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

/// The lines of one action, in order; empty for an action that only waits. Questions about the module's state are not among them.
std::vector<std::string> module_lines(const module_model& model, const module_operation& wanted);

}  // namespace deckhand
