#include "runtime/labware_catalogue.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <mutex>

#include "runtime/labware_figures.hpp"

namespace deckhand {

namespace {

using nlohmann::json;

constexpr std::string_view shipped_namespace = "opentrons";

double to_micrometre(double length_mm) { return std::round(length_mm * 1000) / 1000; }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string brand_of(std::string_view load_name) {
  struct spelling {
    std::string_view word, brand;
  };
  static constexpr spelling brands[] = {{"biorad", "Bio-Rad"},
                                        {"geb", "GEB"},
                                        {"nest", "NEST"},
                                        {"thermoscientificnunc", "Thermo Scientific"},
                                        {"usascientific", "USA Scientific"}};
  std::string word(load_name.substr(0, load_name.find('_')));
  if (const auto* known = std::ranges::find(brands, word, &spelling::word); known != std::end(brands))
    return std::string(known->brand);
  word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

/// Adapters sit on a module, and other labware on them.
bool is_adapter(const labware_figures& figures) {
  return figures.load_name.ends_with("_adapter") || figures.load_name.ends_with("_aluminum_block");
}

/// Narrower than a slot, the adapters of the Heater-Shaker stand in its middle.
point corner_offset_of(const labware_figures& figures) {
  return figures.load_name.ends_with("_adapter") ? point{8.5, 5.5, 0} : point{};
}

std::string_view category_of(const labware_figures& figures) {
  struct category {
    std::string_view part, category;
  };
  static constexpr category categories[] = {
      {"_adapter_", "aluminumBlock"},     {"tiprack", "tipRack"},     {"reservoir", "reservoir"}, {"tuberack", "tubeRack"},
      {"aluminumblock", "aluminumBlock"}, {"wellplate", "wellPlate"}, {"trash", "trash"}};
  const auto* found = std::ranges::find_if(
      categories, [&](const category& each) { return figures.load_name.find(each.part) != std::string_view::npos; });
  return found == std::end(categories) ? "adapter" : found->category;
}

json expand_well(const well_grid& grid, int row, int column) {
  json well{{"x", to_micrometre(grid.x_mm + column * grid.dx_mm)},
            {"y", to_micrometre(grid.y_mm - row * grid.dy_mm)},
            {"z", grid.z_mm},
            {"depth", grid.depth_mm},
            {"totalLiquidVolume", grid.capacity_ul}};
  if (grid.diameter_mm > 0)
    well.update({{"shape", "circular"}, {"diameter", grid.diameter_mm}});
  else
    well.update({{"shape", "rectangular"}, {"xDimension", grid.size_x_mm}, {"yDimension", grid.size_y_mm}});
  return well;
}

/// Adds wells, their order and their group: one group a grid.
void expand_grids(const labware_figures& figures, json& document) {
  int first_column = 1;
  for (const auto& grid : figures.grids) {
    if (grid.rows == 0) continue;
    auto group = json::array();
    for (int column = 0; column < grid.columns; ++column) {
      auto names = json::array();
      for (int row = 0; row < grid.rows; ++row) {
        const auto name = static_cast<char>('A' + row) + std::to_string(first_column + column);
        document["wells"][name] = expand_well(grid, row, column);
        names.push_back(name);
        group.push_back(name);
      }
      document["ordering"].push_back(std::move(names));
    }
    auto metadata = json::object();
    if (!figures.bottom_shape.empty()) metadata["wellBottomShape"] = figures.bottom_shape;
    document["groups"].push_back({{"metadata", std::move(metadata)}, {"wells", std::move(group)}});
    first_column += grid.columns;
  }
  if (document["groups"].empty()) document["groups"].push_back({{"metadata", json::object()}, {"wells", json::array()}});
}

json expand_overlaps(std::string_view load_name, std::span<const stacking_overlap> overlaps) {
  auto offsets = json::object();
  for (const auto& each : overlaps)
    if (each.load_name == load_name) offsets[std::string(each.below)] = {{"x", 0}, {"y", 0}, {"z", each.overlap_mm}};
  return offsets;
}

json expand_parameters(const labware_figures& figures) {
  const bool is_tip_rack = figures.tip_length_mm > 0;
  json parameters{{"format", figures.format},
                  {"isTiprack", is_tip_rack},
                  {"loadName", figures.load_name},
                  {"isMagneticModuleCompatible", figures.magnet_height_mm > 0},
                  {"quirks", split(figures.quirks, ',')}};
  if (is_tip_rack) parameters.update({{"tipLength", figures.tip_length_mm}, {"tipOverlap", figures.overlap_mm}});
  if (figures.magnet_height_mm > 0) parameters["magneticModuleEngageHeight"] = figures.magnet_height_mm;
  return parameters;
}

json expand(const labware_figures& figures, int version) {
  const bool has_own_height = figures.newest_height_mm > 0 && version == figures.newest_version;
  const auto corner = corner_offset_of(figures);
  json document{{"schemaVersion", 2},
                {"version", version},
                {"namespace", shipped_namespace},
                {"metadata",
                 {{"displayName", figures.display_name},
                  {"displayCategory", category_of(figures)},
                  {"displayVolumeUnits", figures.load_name.find("ml") == std::string_view::npos ? "µL" : "mL"}}},
                {"brand", {{"brand", brand_of(figures.load_name)}, {"brandId", json::array()}}},
                {"parameters", expand_parameters(figures)},
                {"cornerOffsetFromSlot", {{"x", corner.x_mm}, {"y", corner.y_mm}, {"z", corner.z_mm}}},
                {"dimensions",
                 {{"xDimension", figures.width_mm},
                  {"yDimension", figures.length_mm},
                  {"zDimension", has_own_height ? figures.newest_height_mm : figures.height_mm}}},
                {"ordering", json::array()},
                {"wells", json::object()},
                {"groups", json::array()}};
  expand_grids(figures, document);
  if (is_adapter(figures)) document["allowedRoles"] = {"adapter"};
  if (version == figures.newest_version) {
    document["stackingOffsetWithLabware"] = expand_overlaps(figures.load_name, adapter_overlaps());
    document["stackingOffsetWithModule"] = expand_overlaps(figures.load_name, module_overlaps());
  }
  return document;
}

}  // namespace

labware_definition_ptr find_shipped_labware(std::string_view definition_namespace, std::string_view load_name, int version) {
  static std::mutex guard;
  static std::map<std::pair<std::string_view, int>, labware_definition_ptr> expanded;
  const auto all = all_labware_figures();
  const auto found = std::ranges::find(all, load_name, &labware_figures::load_name);
  if (definition_namespace != shipped_namespace || found == all.end() || version < 1 || version > found->newest_version)
    return nullptr;
  const std::scoped_lock lock(guard);
  auto& definition = expanded[{found->load_name, version}];
  if (!definition) definition = read_labware_definition(expand(*found, version)).value();
  return definition;
}

std::vector<std::string> shipped_labware_uris() {
  std::vector<std::string> uris;
  for (const auto& figures : all_labware_figures())
    for (int version = 1; version <= figures.newest_version; ++version)
      uris.push_back(std::string(shipped_namespace) + '/' + std::string(figures.load_name) + '/' + std::to_string(version));
  std::ranges::sort(uris);
  return uris;
}

}  // namespace deckhand
