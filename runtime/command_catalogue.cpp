#include "runtime/command_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "runtime/command_rules.hpp"
#include "runtime/pipette_catalogue.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

/// One pass over a command's parameters: collects what is wrong, returns what is right.
struct param_check {
  std::vector<param_problem> problems;

  json complain(const std::string& pointer, std::string message) {
    problems.push_back({pointer, std::move(message)});
    return nullptr;
  }
  json complain_of_type(const std::string& pointer, std::string_view wanted, const json& value) {
    return complain(pointer, "must be " + std::string(wanted) + ", not " + value.type_name());
  }
};

json check_value(param_check& check, const field_rule& rule, const json& value, const std::string& pointer);

/// One reference token of a JSON pointer, with its two escapes.
std::string below(const std::string& pointer, std::string_view token) {
  auto extended = pointer + '/';
  for (const char c : token) {
    if (c == '~')
      extended += "~0";
    else if (c == '/')
      extended += "~1";
    else
      extended += c;
  }
  return extended;
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

void check_fields(param_check& check, std::span<const field_rule> fields, const json& given, const std::string& pointer,
                  json& out) {
  for (const auto& field : fields) {
    const std::string name(field.name);
    const auto found = given.find(name);
    const auto where = below(pointer, name);
    if (found != given.end() && !found->is_null())
      out[name] = check_value(check, field, *found, where);
    else if (!field.default_json.empty())
      out[name] = check_value(check, field, json::parse(field.default_json), where);
    else if (field.required)
      check.complain(where, "is missing");
  }
}

json check_text(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  return value.is_string() ? value : check.complain_of_type(pointer, "a string", value);
}

json check_number(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (!value.is_number()) return check.complain_of_type(pointer, "a number", value);
  const auto number = value.get<double>();
  if (rule.minimum_excluded ? number > rule.minimum : number >= rule.minimum) return value;
  const auto bound = std::to_string(static_cast<long>(rule.minimum));
  return check.complain(
      pointer, "must be " + std::string(rule.minimum_excluded ? "greater than " : "at least ") + bound + ", not " + value.dump());
}

json check_integer(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  if (value.is_number_integer()) return value;
  if (!value.is_number()) return check.complain_of_type(pointer, "a whole number", value);
  const auto number = value.get<double>();
  constexpr double largest = 9007199254740992;  // 2^53: beyond it not every whole number has a double
  if (std::trunc(number) == number && std::abs(number) <= largest) return static_cast<std::int64_t>(number);
  return check.complain(pointer, "must be a whole number, not " + value.dump());
}

json check_boolean(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  return value.is_boolean() ? value : check.complain_of_type(pointer, "true or false", value);
}

bool is_choice(const field_rule& rule, const json& value) {
  return value.is_string() && std::ranges::find(rule.choices, value.get_ref<const std::string&>()) != rule.choices.end();
}

json check_choice(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  return is_choice(rule, value) ? value : check.complain(pointer, "must be one of " + listed(rule.choices));
}

json check_choice_list(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (!value.is_array()) return check.complain_of_type(pointer, "a list", value);
  for (std::size_t i = 0; i < value.size(); ++i) check_choice(check, rule, value[i], below(pointer, std::to_string(i)));
  return value;
}

json check_object(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (!value.is_object()) return check.complain_of_type(pointer, "an object", value);
  auto out = json::object();
  check_fields(check, rule.fields, value, pointer, out);
  return out;
}

json check_object_list(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (!value.is_array()) return check.complain_of_type(pointer, "a list", value);
  auto out = json::array();
  for (std::size_t i = 0; i < value.size(); ++i)
    out.push_back(check_object(check, rule, value[i], below(pointer, std::to_string(i))));
  return out;
}

json check_profile_elements(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (!value.is_array()) return check.complain_of_type(pointer, "a list", value);
  const std::array<field_rule, 2> cycle{
      field_rule{.name = "steps", .kind = value_kind::object_list, .fields = rule.fields},
      field_rule{.name = "repetitions", .kind = value_kind::integer},
  };
  auto out = json::array();
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto element = rule;
    if (value[i].is_object() && value[i].contains("steps")) element.fields = cycle;
    out.push_back(check_object(check, element, value[i], below(pointer, std::to_string(i))));
  }
  return out;
}

json check_number_or_choice(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  if (value.is_number() || is_choice(rule, value)) return value;
  return check.complain(pointer, "must be a number or " + listed(rule.choices));
}

json check_volume_by_well(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  if (!value.is_object()) return check.complain_of_type(pointer, "an object of wells and volumes", value);
  constexpr field_rule volume{.name = "volume", .kind = value_kind::number, .minimum = 0};
  for (const auto& [well, volume_ul] : value.items()) check_number(check, volume, volume_ul, below(pointer, well));
  return value;
}

/// The other robot counts columns 1 to 3 from the left and rows A to D from the back.
std::optional<std::string> slot_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> numbers{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
  if (std::ranges::find(numbers, name) != numbers.end()) return std::string(name);
  if (name.size() != 2 || name[0] < 'A' || name[0] > 'D' || name[1] < '1' || name[1] > '3') return std::nullopt;
  return std::to_string(('D' - name[0]) * 3 + (name[1] - '0'));
}

json check_slot_name(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  if (!value.is_string()) return check.complain_of_type(pointer, "a string", value);
  if (auto number = slot_number(value.get_ref<const std::string&>())) return *number;
  return check.complain(
      pointer, "must be a slot of the deck, \"1\" to \"12\", not " + value.dump(-1, ' ', false, json::error_handler_t::replace));
}

json check_labware_location(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  constexpr std::array<std::string_view, 4> keys{"slotName", "moduleId", "labwareId", "addressableAreaName"};
  if (value == "offDeck") return value;
  const auto names_place = [&](std::string_view key) { return value.is_object() && value.contains(std::string(key)); };
  const auto key = std::ranges::find_if(keys, names_place);
  if (key == keys.end() || std::ranges::count_if(keys, names_place) != 1)
    return check.complain(pointer, "must be \"offDeck\" or an object with exactly one of " + listed(keys));
  const std::string name(*key);
  const auto check_place = *key == "slotName" ? check_slot_name : check_text;
  auto out = json::object();
  out[name] = check_place(check, rule, value[name], below(pointer, name));
  return out;
}

json check_pipette_name(param_check& check, const field_rule&, const json& value, const std::string& pointer) {
  // Names of the other robot's pipettes are real: loading one fails with an error that says so.
  constexpr std::array<std::string_view, 5> flex_names{"p50_single_flex", "p50_multi_flex", "p1000_single_flex",
                                                       "p1000_multi_flex", "p1000_96"};
  if (!value.is_string()) return check.complain_of_type(pointer, "a string", value);
  const auto& name = value.get_ref<const std::string&>();
  if (newest_model_of(name) || std::ranges::find(flex_names, name) != flex_names.end()) return value;
  return check.complain(pointer, "names no known pipette; an OT-2 takes names such as p300_single or p20_multi_gen2");
}

json check_value(param_check& check, const field_rule& rule, const json& value, const std::string& pointer) {
  using checker = json (*)(param_check&, const field_rule&, const json&, const std::string&);
  // In the order of value_kind.
  constexpr std::array<checker, 14> checkers{
      check_text,           check_number,           check_integer,     check_boolean,          check_choice,
      check_choice_list,    check_object,           check_object_list, check_profile_elements, check_number_or_choice,
      check_volume_by_well, check_labware_location, check_slot_name,   check_pipette_name};
  return checkers[static_cast<std::size_t>(rule.kind)](check, rule, value, pointer);
}

const command_rule* find_rule(std::string_view command_type, command_use use) {
  static const auto by_type = [] {
    std::unordered_map<std::string_view, const command_rule*> index;
    for (const auto& rule : all_command_rules()) index.emplace(rule.command_type, &rule);
    return index;
  }();
  const auto found = by_type.find(command_type);
  if (found == by_type.end() || (found->second->is_legacy_step && use != command_use::legacy_step)) return nullptr;
  return found->second;
}

}  // namespace

bool is_known_command_type(std::string_view command_type, command_use use) { return find_rule(command_type, use) != nullptr; }

tl::expected<json, std::vector<param_problem>> complete_params(std::string_view command_type, const json& params,
                                                               command_use use) {
  const auto* rule = find_rule(command_type, use);
  param_check check;
  auto out = json::object();
  if (!rule)
    check.complain("/commandType", "is no known command type: \"" + std::string(command_type) + '"');
  else if (!params.is_object() && !params.is_null())
    check.complain_of_type("/params", "an object", params);
  else if (rule->keeps_anything)
    out = params.is_null() ? out : params;
  else
    for (const auto& group : rule->groups) check_fields(check, group, params, "/params", out);
  if (!check.problems.empty()) return tl::unexpected(std::move(check.problems));
  return out;
}

}  // namespace deckhand
