/// The shape of command parameters as constant data: what command_catalogue.cpp checks against.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <string_view>

namespace deckhand {

enum class value_kind : unsigned char {
  text,
  number,
  integer,
  boolean,
  choice,            ///< one of `choices`
  choice_list,       ///< a list of them
  object,            ///< with `fields`
  object_list,       ///< a list of such objects
  profile_elements,  ///< a list of thermocycler steps, or of {steps, repetitions}
  number_or_choice,  ///< volumeOffset: a number, or "operationVolume"
  volume_by_well,    ///< {"A1": microlitres, …}
  labware_location,  ///< an object with one of the four location keys, or "offDeck"
  slot_name,
  pipette_name
};

struct field_rule {
  std::string_view name;
  value_kind kind = value_kind::text;
  bool required = true;
  std::string_view default_json = {};  ///< filled in where the field is absent; empty for none
  std::span<const std::string_view> choices = {};
  std::span<const field_rule> fields = {};
  double minimum = -std::numeric_limits<double>::infinity();
  bool minimum_excluded = false;
};

/// A command's parameters are the sum of its groups; unused groups are empty.
struct command_rule {
  std::string_view command_type;
  std::array<std::span<const field_rule>, 4> groups = {};
  bool keeps_anything = false;  ///< any object at all, passed through as it is
  bool is_legacy_step = false;  ///< no client and no file has it: scripts do it below one of their own entries
};

std::span<const command_rule> all_command_rules();

}  // namespace deckhand
