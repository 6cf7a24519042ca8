/// What a module's state allows, and when it has done what it was told: the same for an emulated module and for one on a link.
#pragma once

#include <optional>

#include "runtime/module_catalogue.hpp"
#include "runtime/robot_facts.hpp"
#include "runtime/robot_operation.hpp"

namespace deckhand {

/// Why a module of this model does not do that now (`module_refused`); nothing where it may be told.
std::optional<robot_error> refusal_of(const module_model& model, const module_facts& now, const module_operation& wanted);

/// Whether a module that was told is where it shall be, as its sensors tell. Of a profile: as far as its present step goes.
/// What does not wait is over at once.
bool is_over(const module_operation& wanted, const module_facts& now);

/// Whether it waits for a temperature that is no longer set.
bool is_in_vain(const module_operation& wanted, const module_facts& now);

}  // namespace deckhand
