/// What modules on links of their own say of themselves, read.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "runtime/module_catalogue.hpp"
#include "runtime/robot_facts.hpp"

namespace deckhand {

/// What a module answers to M115.
struct module_identity {
  const module_model* model = nullptr;
  std::string serial_number;
  std::string firmware_version;
  std::string hardware_revision;  ///< the module's own word for its model, for example "temp_deck_v20"
};

/// `expected`: the kind that the link is for. The error is a sentence: the answer cannot be read, or is of another kind.
tl::expected<module_identity, std::string> read_identity(module_type expected, std::string_view answer);

/// The questions that tell all of a kind's state.
std::span<const std::string_view> questions_of(module_type type);
/// Takes over what the answer to one of them tells. False where it cannot be read: then nothing has changed.
bool read_state(const module_model& model, std::string_view question, std::string_view answer, module_facts& facts);

}  // namespace deckhand
