#include <algorithm>
#include <array>
#include <set>

#include "runtime/labware_catalogue.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

/// Looks a definition over and remembers the first thing wrong with it. The getters give an empty value where they complain.
class definition_check {
 public:
  const std::string& problem() const { return problem_; }

  void complain(const std::string& place, std::string_view message) {
    if (problem_.empty()) problem_ = place + ": " + std::string(message);
  }

  const json& member(const json& parent, const std::string& place, const char* key) {
    static const json nothing;
    const auto found = parent.find(key);
    if (found != parent.end()) return *found;
    complain(join(place, key), "is missing");
    return nothing;
  }

  const json& object(const json& parent, const std::string& place, const char* key) {
    static const json nothing = json::object();
    const auto& value = member(parent, place, key);
    if (value.is_object()) return value;
    complain(join(place, key), "must be an object");
    return nothing;
  }

  const json& list(const json& parent, const std::string& place, const char* key) {
    static const json nothing = json::array();
    const auto& value = member(parent, place, key);
    if (value.is_array()) return value;
    complain(join(place, key), "must be a list");
    return nothing;
  }

  std::string text(const json& parent, const std::string& place, const char* key) {
    const auto& value = member(parent, place, key);
    if (value.is_string()) return value.get<std::string>();
    complain(join(place, key), "must be a string");
    return {};
  }

  /// Part of a URI, and of file names: lower-case letters, digits, dots and underscores.
  std::string plain_name(const json& parent, const std::string& place, const char* key) {
    const auto name = text(parent, place, key);
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789._";
    if (name.empty() || name.find_first_not_of(allowed) != std::string::npos)
      complain(join(place, key), "must be made of lower-case letters, digits, dots and underscores");
    return name;
  }

  bool boolean(const json& parent, const std::string& place, const char* key) {
    const auto& value = member(parent, place, key);
    if (value.is_boolean()) return value.get<bool>();
    complain(join(place, key), "must be true or false");
    return false;
  }

  double number(const json& parent, const std::string& place, const char* key) {
    const auto& value = member(parent, place, key);
    if (value.is_number()) return value.get<double>();
    complain(join(place, key), "must be a number");
    return 0;
  }

  double positive(const json& parent, const std::string& place, const char* key) {
    const auto value = number(parent, place, key);
    if (value <= 0) complain(join(place, key), "must be greater than 0");
    return value;
  }

  double not_negative(const json& parent, const std::string& place, const char* key) {
    const auto value = number(parent, place, key);
    if (value < 0) complain(join(place, key), "must not be negative");
    return value;
  }

  point vector(const json& parent, const std::string& place, const char* key) {
    const auto& value = object(parent, place, key);
    const auto here = join(place, key);
    return {number(value, here, "x"), number(value, here, "y"), number(value, here, "z")};
  }

  static std::string join(const std::string& place, std::string_view key) {
    return place.empty() ? std::string(key) : place + '.' + std::string(key);
  }

 private:
  std::string problem_;
};

std::string at_index(std::string_view place, std::size_t index) { return std::string(place) + '[' + std::to_string(index) + ']'; }

void read_identity(definition_check& check, const json& document, labware_definition& labware) {
  if (check.member(document, "", "schemaVersion") != 2) check.complain("schemaVersion", "must be 2");
  const auto& version = check.member(document, "", "version");
  if (!version.is_number_integer() || version < 1 || version > 1'000'000)
    check.complain("version", "must be a whole number, 1 or greater");
  else
    labware.version = version.get<int>();
  labware.definition_namespace = check.plain_name(document, "", "namespace");
  const auto& metadata = check.object(document, "", "metadata");
  labware.display_name = check.text(metadata, "metadata", "displayName");
  check.text(metadata, "metadata", "displayCategory");
  check.text(metadata, "metadata", "displayVolumeUnits");
  check.text(check.object(document, "", "brand"), "brand", "brand");
}

void read_quirks(definition_check& check, const json& parameters, labware_definition& labware) {
  if (!parameters.contains("quirks")) return;
  for (const auto& quirk : check.list(parameters, "parameters", "quirks"))
    if (quirk.is_string())
      labware.quirks.push_back(quirk.get<std::string>());
    else
      check.complain("parameters.quirks", "must be a list of strings");
}

void read_parameters(definition_check& check, const json& document, labware_definition& labware) {
  constexpr std::array<std::string_view, 5> formats{"96Standard", "384Standard", "trough", "irregular", "trash"};
  const auto& parameters = check.object(document, "", "parameters");
  const auto format = check.text(parameters, "parameters", "format");
  if (std::ranges::find(formats, format) == formats.end())
    check.complain("parameters.format", "must be one of 96Standard, 384Standard, trough, irregular, trash");
  labware.load_name = check.plain_name(parameters, "parameters", "loadName");
  labware.is_tip_rack = check.boolean(parameters, "parameters", "isTiprack");
  check.boolean(parameters, "parameters", "isMagneticModuleCompatible");
  if (labware.is_tip_rack) labware.tip_length_mm = check.positive(parameters, "parameters", "tipLength");
  if (parameters.contains("tipOverlap")) labware.tip_overlap_mm = check.not_negative(parameters, "parameters", "tipOverlap");
  if (parameters.contains("magneticModuleEngageHeight")) check.number(parameters, "parameters", "magneticModuleEngageHeight");
  read_quirks(check, parameters, labware);
}

void read_box(definition_check& check, const json& document, labware_definition& labware) {
  labware.corner_offset = check.vector(document, "", "cornerOffsetFromSlot");
  const auto& dimensions = check.object(document, "", "dimensions");
  check.not_negative(dimensions, "dimensions", "xDimension");
  check.not_negative(dimensions, "dimensions", "yDimension");
  labware.height_mm = check.not_negative(dimensions, "dimensions", "zDimension");
}

well_geometry read_well(definition_check& check, const json& well, const std::string& place) {
  well_geometry geometry;
  if (!well.is_object()) {
    check.complain(place, "must be an object");
    return geometry;
  }
  geometry.bottom_centre = {check.number(well, place, "x"), check.number(well, place, "y"), check.number(well, place, "z")};
  geometry.depth_mm = check.not_negative(well, place, "depth");
  geometry.capacity_ul = check.not_negative(well, place, "totalLiquidVolume");
  const auto shape = check.text(well, place, "shape");
  geometry.is_circular = shape == "circular";
  if (geometry.is_circular) {
    geometry.diameter_mm = geometry.size_x_mm = geometry.size_y_mm = check.positive(well, place, "diameter");
  } else if (shape == "rectangular") {
    geometry.size_x_mm = check.positive(well, place, "xDimension");
    geometry.size_y_mm = check.positive(well, place, "yDimension");
  } else {
    check.complain(place + ".shape", "must be circular or rectangular");
  }
  return geometry;
}

std::string read_well_name(definition_check& check, const labware_definition& labware, const json& name,
                           const std::string& place) {
  if (name.is_string() && labware.find_well(name.get_ref<const std::string&>())) return name.get<std::string>();
  check.complain(place, "must be the name of a well");
  return {};
}

// Definitions that people have cut down by hand have wells that are in no column. Robots leave those unused.
void read_ordering(definition_check& check, const json& document, labware_definition& labware) {
  std::set<std::string> seen;
  const auto& ordering = check.list(document, "", "ordering");
  for (std::size_t i = 0; i < ordering.size(); ++i) {
    const auto place = at_index("ordering", i);
    if (!ordering[i].is_array()) return check.complain(place, "must be a list of well names");
    auto& column = labware.ordering.emplace_back();
    for (std::size_t k = 0; k < ordering[i].size(); ++k) {
      column.push_back(read_well_name(check, labware, ordering[i][k], at_index(place, k)));
      if (!seen.insert(column.back()).second) return check.complain(at_index(place, k), "names a well for the second time");
    }
  }
}

// Nothing goes by the names in a group, so they need not be of wells that are there.
void read_groups(definition_check& check, const json& document) {
  const auto& groups = check.list(document, "", "groups");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto place = at_index("groups", i);
    if (!groups[i].is_object()) return check.complain(place, "must be an object");
    check.object(groups[i], place, "metadata");
    const auto& wells = check.list(groups[i], place, "wells");
    for (std::size_t k = 0; k < wells.size(); ++k)
      if (!wells[k].is_string()) check.complain(at_index(place + ".wells", k), "must be the name of a well");
  }
}

}  // namespace

bool labware_definition::has_quirk(std::string_view quirk) const { return std::ranges::find(quirks, quirk) != quirks.end(); }

const well_geometry* labware_definition::find_well(std::string_view name) const {
  const auto found = wells.find(name);
  return found == wells.end() ? nullptr : &found->second;
}

tl::expected<labware_definition_ptr, std::string> read_labware_definition(const json& document) {
  if (!document.is_object()) return tl::unexpected(std::string("must be an object"));
  definition_check check;
  auto labware = std::make_shared<labware_definition>();
  read_identity(check, document, *labware);
  read_parameters(check, document, *labware);
  read_box(check, document, *labware);
  for (const auto& [name, well] : check.object(document, "", "wells").items())
    labware->wells.emplace(name, read_well(check, well, "wells." + name));
  read_ordering(check, document, *labware);
  read_groups(check, document);
  if (!check.problem().empty()) return tl::unexpected(check.problem());
  labware->uri = labware->definition_namespace + '/' + labware->load_name + '/' + std::to_string(labware->version);
  labware->document = document;
  return labware;
}

}  // namespace deckhand
